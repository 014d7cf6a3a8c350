/*
 * Find events: by actor, recipient, type, realis and date.
 *
 * As said.c does for statements, but SQLite alone decides: what an event is asked by has columns. The query is put together from
 * the fixed pieces below and the words of the enumerations; values are bound.
 */
#include "record_db.h"

#include <stdio.h>
#include <string.h>

/* "GBR:GOV": what a country and a sector of it mean. */
#define OF_SECTOR(p)                                                                                                               \
    "SELECT e.id FROM entity e JOIN entity_sector x ON x.entity = e.id WHERE e.country = substr(" p ", 1, 3)"                      \
    " AND x.sector = substr(" p ", 5)"

static const char with_actor[]     = ", actor_ids AS MATERIALIZED (" VB_MEANT("?1") ")";
static const char with_recipient[] = ", recipient_ids AS MATERIALIZED (" VB_MEANT("?2") ")";
static const char with_actor_sector[]     = ", actor_ids AS MATERIALIZED (" OF_SECTOR("?1") ")";
static const char with_recipient_sector[] = ", recipient_ids AS MATERIALIZED (" OF_SECTOR("?2") ")";
static const char from_all[] =
    " SELECT v.reading, v.n FROM event v JOIN reading r ON r.id = v.reading"
    " WHERE NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id)";
static const char where_actor[] =
    " AND v.id IN (SELECT event FROM event_participant WHERE role = 'actor' AND entity IN actor_ids)";
static const char where_recipient[] =
    " AND v.id IN (SELECT event FROM event_participant WHERE role = 'recipient' AND entity IN recipient_ids)";
/* Dates meet where the shorter begins the longer, as in said.c; an event without one goes by its text's. */
#define MEETS(date) \
    "(?3 IS NULL OR (" date " >= substr(?3, 1, 4) AND (" date " >= ?3 OR substr(?3, 1, length(" date ")) = " date ")))" \
    " AND (?4 IS NULL OR " date " < ?4 || '~')"
static const char where_dated[] =
    " AND v.id IN (SELECT id FROM event WHERE date IS NOT NULL AND " MEETS("date")
    " UNION ALL SELECT u.id FROM reading q JOIN event u ON u.reading = q.id WHERE u.date IS NULL AND " MEETS("q.date") ")";
static const char in_order[] = " ORDER BY v.reading, v.n";

enum { WORDS_MAX = 256 };          /* " AND v.type IN ('AGREE', …)" with all sixteen */

static bool is_code(vb_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 'A' || s.ptr[i] > 'Z') return false;
    return s.len == 3;
}

static bool is_sector_of_country(vb_str s)
{
    return s.len == 7 && s.ptr[3] == ':' && is_code((vb_str){ s.ptr, 3 }) && is_code((vb_str){ s.ptr + 4, 3 });
}

static void put_words(char out[WORDS_MAX], const char *column, const struct vb_names *names, uint32_t bits)
{
    size_t n = 0;

    out[0] = '\0';
    for (unsigned v = 0; v < names->n; v++) {
        if (!(bits >> v & 1)) continue;
        if (n == 0) n += (size_t)snprintf(out, WORDS_MAX, " AND v.%s IN (", column);
        else out[n++] = ',';
        n += (size_t)snprintf(out + n, WORDS_MAX - n, "'%s'", names->at[v]);
    }
    if (n > 0) snprintf(out + n, WORDS_MAX - n, ")");
}

static vb_status check_filter(const struct vb_events_filter *f, vb_error *err)
{
    const struct { const char *name; vb_str value; bool date; } all[] = {
        { "actor", f->actor, false },
        { "recipient", f->recipient, false },
        { "since", f->since, true },
        { "until", f->until, true },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        vb_status st = vb_record_check_value(all[i].name, all[i].value, all[i].date, err);
        if (st != VB_OK) return st;
    }
    return VB_OK;
}

static vb_status prepare(vb_record *record, const struct vb_events_filter *f, sqlite3_stmt **query, vb_error *err)
{
    char sql[2 * sizeof with_recipient + sizeof from_all + sizeof where_dated + 2 * WORDS_MAX + 512], types[WORDS_MAX],
        realis[WORDS_MAX];
    bool dated = f->since.ptr || f->until.ptr;
    int  rc;

    put_words(types, "type", &vb_names_event_type, f->types);
    put_words(realis, "realis", &vb_names_realis, f->realis);
    snprintf(sql, sizeof sql, "WITH nobody AS (SELECT 1)%s%s%s%s%s%s%s%s%s",
             !f->actor.ptr ? "" : is_sector_of_country(f->actor) ? with_actor_sector : with_actor,
             !f->recipient.ptr ? "" : is_sector_of_country(f->recipient) ? with_recipient_sector : with_recipient, from_all,
             f->actor.ptr ? where_actor : "", f->recipient.ptr ? where_recipient : "", types, realis, dated ? where_dated : "",
             in_order);
    if ((rc = sqlite3_prepare_v2(record->db, sql, -1, query, NULL)) != SQLITE_OK) return vb_record_fail(record, rc, err);
    record->bound = SQLITE_OK;
    if (f->actor.ptr) vb_record_bind_str(record, *query, 1, f->actor);
    if (f->recipient.ptr) vb_record_bind_str(record, *query, 2, f->recipient);
    if (f->since.ptr) vb_record_bind_str(record, *query, 3, f->since);
    if (f->until.ptr) vb_record_bind_str(record, *query, 4, f->until);
    return record->bound == SQLITE_OK ? VB_OK : vb_record_fail(record, record->bound, err);
}

vb_status vb_record_events(vb_record *record, const struct vb_events_filter *filter, vb_event_fn visit, void *ctx, vb_error *err)
{
    struct vb_reading reading = { 0 };
    sqlite3_stmt     *query   = NULL;
    sqlite3_int64     loaded  = 0;                 /* the reading in `reading` */
    vb_status         st;
    int               rc;

    if ((st = check_filter(filter, err)) != VB_OK) return st;
    if ((st = prepare(record, filter, &query, err)) != VB_OK) goto done;
    while ((rc = sqlite3_step(query)) == SQLITE_ROW) {
        sqlite3_int64       id = sqlite3_column_int64(query, 0), n = sqlite3_column_int64(query, 1);
        struct vb_event_row row;
        if (id != loaded && (st = vb_record_load(record, id, &reading, err)) != VB_OK) goto done;
        loaded = id;
        if (n < 1 || n > reading.events.n) continue;
        row = (struct vb_event_row){ &reading, &reading.events.at[n - 1] };
        if (!visit(ctx, &row)) goto done;
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
done:
    sqlite3_finalize(query);
    return st;
}
