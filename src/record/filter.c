/*
 * What the queries of a record have in common: whom a filter means, which texts it leaves, and its values.
 *
 * SQL is put together from fixed pieces and from the words of the enumerations; what a user gave is bound.
 */
#include "record_db.h"

#include <assert.h>
#include <string.h>

/* "GBR:GOV": what a country and a sector of it mean. */
#define OF_SECTOR(p)                                                                                                               \
    "SELECT e.id FROM entity e JOIN entity_sector x ON x.entity = e.id WHERE e.country = substr(" p ", 1, 3)"                      \
    " AND x.sector = substr(" p ", 5)"

void vb_sql_add(struct vb_sql *sql, const char *piece)
{
    size_t n = strlen(piece);

    assert(sql->n + n < sizeof sql->at);
    memcpy(sql->at + sql->n, piece, n + 1);
    sql->n += n;
}

/* ---- values ----------------------------------------------------------------------------------------------------------- */

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

vb_status vb_filter_check(const struct vb_filter *f, vb_error *err)
{
    const struct { const char *name; vb_str value; enum { WORDS, DATE, CODE } kind; } all[] = {
        { "actor", f->actor, WORDS },     { "recipient", f->recipient, WORDS }, { "about", f->about, WORDS },
        { "country", f->country, CODE },  { "sector", f->sector, CODE },        { "publisher", f->publisher, WORDS },
        { "since", f->since, DATE },      { "until", f->until, DATE },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        vb_str value = all[i].value;
        int    shown = (int)(value.len < 40 ? value.len : 40);
        if (!value.ptr) continue;
        if (value.len > VB_FILTER_MAX) return vb_fail(err, VB_ERR_LIMIT, "%s: longer than %d bytes", all[i].name, VB_FILTER_MAX);
        if (vb_utf8_check(value) != value.len) return vb_fail(err, VB_ERR_ENCODING, "%s: not UTF-8", all[i].name);
        if (all[i].kind == DATE && !vb_record_date_ok(value))
            return vb_fail(err, VB_ERR_RECORD, "%s: \"%.*s\" is no date; a date is YYYY-MM-DD, YYYY-MM or YYYY", all[i].name, shown,
                           value.ptr);
        if (all[i].kind == CODE && !is_code(value))
            return vb_fail(err, VB_ERR_RECORD, "%s: \"%.*s\" is no code; a code is three capital letters", all[i].name, shown,
                           value.ptr);
    }
    return f->text.ptr ? vb_record_check_text(f->text, err) : VB_OK;
}

/* The query of words, where the statement has such a parameter; it is copied. */
static void bind_match(vb_record *record, sqlite3_stmt *query, int i, const struct vb_match *m)
{
    int rc;

    if (i > sqlite3_bind_parameter_count(query)) return;
    rc = sqlite3_bind_text64(query, i, m->at, m->n, SQLITE_TRANSIENT, SQLITE_UTF8);
    if (record->bound == SQLITE_OK) record->bound = rc;
}

vb_status vb_filter_prepare(vb_record *record, const struct vb_sql *sql, const struct vb_filter *f, sqlite3_stmt **query,
                            vb_error *err)
{
    const vb_str values[] = { f->actor, f->recipient, f->about, f->since, f->until, f->publisher, f->country, f->sector };
    struct vb_match m;
    vb_status       st;
    int             rc = sqlite3_prepare_v2(record->db, sql->at, -1, query, NULL);

    if (rc != SQLITE_OK) return vb_record_fail(record, rc, err);
    record->bound = SQLITE_OK;
    /* Parameters that the pieces at hand do not have are none of the query's. */
    for (int i = 0; i < (int)(sizeof values / sizeof *values) && i < sqlite3_bind_parameter_count(*query); i++)
        if (values[i].ptr) vb_record_bind_str(record, *query, i + 1, values[i]);
    if (f->text.ptr) {
        if ((st = vb_match_query(f->text, &m, err)) != VB_OK) return st;
        bind_match(record, *query, 9, &m);
    }
    if (f->actor.ptr) {
        vb_match_phrase(f->actor, &m);
        bind_match(record, *query, 10, &m);
    }
    if (f->recipient.ptr) {
        vb_match_phrase(f->recipient, &m);
        bind_match(record, *query, 11, &m);
    }
    if (f->about.ptr) {
        vb_match_phrase(f->about, &m);
        bind_match(record, *query, 12, &m);
        vb_match_all(f->about, &m);
        bind_match(record, *query, 13, &m);
    }
    return record->bound == SQLITE_OK ? VB_OK : vb_record_fail(record, record->bound, err);
}

/* ---- pieces ------------------------------------------------------------------------------------------------------------- */

bool vb_filter_has_actor(const struct vb_filter *f) { return f->actor.ptr || f->country.ptr || f->sector.ptr; }

void vb_filter_add_entity(struct vb_sql *sql, const struct vb_filter *f)
{
    if (f->country.ptr) vb_sql_add(sql, " AND id IN (SELECT id FROM entity WHERE country = ?7)");
    if (f->sector.ptr) vb_sql_add(sql, " AND id IN (SELECT entity FROM entity_sector WHERE sector = ?8)");
}

void vb_filter_add_meant(struct vb_sql *sql, vb_str value, bool actor)
{
    if (is_sector_of_country(value)) vb_sql_add(sql, actor ? OF_SECTOR("?1") : OF_SECTOR("?2"));
    else vb_sql_add(sql, actor ? VB_MEANT("?1", "?10") : VB_MEANT("?2", "?11"));
}

void vb_filter_add_ids(struct vb_sql *sql, const struct vb_filter *f)
{
    vb_sql_add(sql, "WITH nobody AS (SELECT 1)");
    if (vb_filter_has_actor(f)) {
        vb_sql_add(sql, ", actor_ids AS MATERIALIZED (SELECT id FROM (");
        if (f->actor.ptr) vb_filter_add_meant(sql, f->actor, true);
        else vb_sql_add(sql, "SELECT id FROM entity");
        vb_sql_add(sql, ") WHERE 1");
        vb_filter_add_entity(sql, f);
        vb_sql_add(sql, ")");
    }
    if (f->recipient.ptr) {
        vb_sql_add(sql, ", recipient_ids AS MATERIALIZED (");
        vb_filter_add_meant(sql, f->recipient, false);
        vb_sql_add(sql, ")");
    }
    if (f->about.ptr) vb_sql_add(sql, ", about_ids AS MATERIALIZED (" VB_MEANT("?3", "?12") ")");
}

void vb_filter_add_texts(struct vb_sql *sql, const struct vb_filter *f)
{
    vb_sql_add(sql, " AND NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id)");
    if (f->publisher.ptr)
        vb_sql_add(sql, " AND r.publisher IN (SELECT publisher FROM (SELECT DISTINCT publisher FROM reading)"
                        " WHERE verbale_name_has(?6, publisher))");
    if (f->text.ptr)
        vb_sql_add(sql, " AND (r.document IN (SELECT rowid FROM document_text WHERE document_text MATCH ?9)"
                        " OR r.id IN (SELECT rowid FROM reading_title WHERE reading_title MATCH ?9))");
}

void vb_filter_add_words(struct vb_sql *sql, const char *column, const struct vb_names *names, uint32_t bits)
{
    bool first = true;

    for (unsigned v = 0; v < names->n; v++) {
        if (!(bits >> v & 1)) continue;
        vb_sql_add(sql, first ? " AND " : ", '");
        if (first) vb_sql_add(sql, column);
        if (first) vb_sql_add(sql, " IN ('");
        vb_sql_add(sql, names->at[v]);
        vb_sql_add(sql, "'");
        first = false;
    }
    if (!first) vb_sql_add(sql, ")");
}
