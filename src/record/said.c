/*
 * Find statements: by speaker, by words, by date.
 *
 * SQLite narrows by what has an index (names, dates); words are looked for in the text of each reading that is left, and
 * only a reading that has them is loaded. The query is put together from the fixed pieces below; values are bound.
 */
#include "record_db.h"

#include <stdio.h>
#include <string.h>

enum { FILTER_MAX = 1000 }; /* bytes of one filter: looking for a word takes time, and a server asks this too */

/* Names are matched once each, not once an entity: MATERIALIZED keeps the function out of the inner query. */
static const char said_by[]      = "WITH names AS MATERIALIZED (SELECT DISTINCT name FROM entity) ";
static const char said_all[] =
    "SELECT s.reading, s.n FROM statement s JOIN reading r ON r.id = s.reading"
    " WHERE NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id)";
static const char where_by[] =
    " AND s.speaker IN (SELECT e.id FROM entity e JOIN names USING (name) WHERE verbale_name_has(?1, name))";
/* A date is as long as it is exact, so two dates meet where the shorter begins the longer; the year alone uses the index. */
static const char where_since[] = " AND r.date >= substr(?2, 1, 4) AND (r.date >= ?2 OR substr(?2, 1, length(r.date)) = r.date)";
static const char where_until[] = " AND r.date < ?3 || '~'";
static const char in_order[]    = " ORDER BY s.reading, s.n";

static vb_status check_filter(const struct vb_said_filter *filter, vb_error *err)
{
    const struct { const char *name; vb_str value; bool date;
    } all[] = {
        {"by", filter->by, false},
        {"about", filter->about, false},
        {"since", filter->since, true},
        {"until", filter->until, true},
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i].value.ptr) continue;
        if (all[i].value.len > FILTER_MAX)
            return vb_fail(err, VB_ERR_LIMIT, "%s: longer than %d bytes", all[i].name, FILTER_MAX);
        if (vb_utf8_check(all[i].value) != all[i].value.len) return vb_fail(err, VB_ERR_ENCODING, "%s: not UTF-8", all[i].name);
        if (all[i].date && !vb_record_date_ok(all[i].value))
            return vb_fail(err, VB_ERR_RECORD, "%s: \"%.*s\" is no date; a date is YYYY-MM-DD, YYYY-MM or YYYY", all[i].name,
                           (int)(all[i].value.len < 40 ? all[i].value.len : 40), all[i].value.ptr);
    }
    return VB_OK;
}

static vb_status prepare(vb_record *record, const struct vb_said_filter *filter, sqlite3_stmt **query, vb_error *err)
{
    char sql[sizeof said_by + sizeof said_all + sizeof where_by + sizeof where_since + sizeof where_until + sizeof in_order];
    int  rc;

    snprintf(sql, sizeof sql, "%s%s%s%s%s%s", filter->by.ptr ? said_by : "", said_all, filter->by.ptr ? where_by : "",
             filter->since.ptr ? where_since : "", filter->until.ptr ? where_until : "", in_order);
    if ((rc = sqlite3_prepare_v2(record->db, sql, -1, query, NULL)) != SQLITE_OK) return vb_record_fail(record, rc, err);
    record->bound = SQLITE_OK;
    if (filter->by.ptr) vb_record_bind_str(record, *query, 1, filter->by);
    if (filter->since.ptr) vb_record_bind_str(record, *query, 2, filter->since);
    if (filter->until.ptr) vb_record_bind_str(record, *query, 3, filter->until);
    return record->bound == SQLITE_OK ? VB_OK : vb_record_fail(record, record->bound, err);
}

/* Whether a reading's text or title has the words at all, without loading its rows. */
static vb_status has_words(vb_record *record, sqlite3_int64 reading, vb_str words, bool *out, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    *out = false;
    if ((st = vb_record_query(record, VB_Q_READING_HAS_WORDS, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 1, reading);
    vb_record_bind_str(record, query, 2, words);
    if ((rc = vb_record_next(record, query)) == SQLITE_ROW) *out = sqlite3_column_int(query, 0) != 0;
    else if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
    sqlite3_reset(query);
    return st;
}

static bool is_about(const struct vb_reading *reading, const vb_statement *s, vb_str words)
{
    vb_str title = reading->meta.title;
    vb_str word;
    size_t at = 0, n = 0;

    if (vb_words_all_in(words, title, (vb_span){ 0, (uint32_t)title.len })) return true;
    /* Word by word, because fragments of one content share the words between them. */
    while (vb_words_next(words, &at, &word)) {
        bool found = false;
        for (uint32_t i = 0; !found && i < s->content.n; i++) found = vb_words_all_in(word, reading->text.bytes, s->content.at[i]);
        if (!found) return false;
        n++;
    }
    return n > 0;
}

vb_status vb_record_said(vb_record *record, const struct vb_said_filter *filter, vb_said_fn visit, void *ctx, vb_error *err)
{
    struct vb_reading reading = { 0 };
    sqlite3_stmt     *query   = NULL;
    sqlite3_int64     at      = 0;                 /* id of the reading looked at */
    bool              wanted  = false;             /* it may hold what is looked for, and is loaded */
    vb_status         st;
    int               rc;

    if ((st = check_filter(filter, err)) != VB_OK) return st;
    if ((st = prepare(record, filter, &query, err)) != VB_OK) goto done;
    while ((rc = sqlite3_step(query)) == SQLITE_ROW) {
        sqlite3_int64      id = sqlite3_column_int64(query, 0), n = sqlite3_column_int64(query, 1);
        struct vb_said_row row;
        if (id != at) {
            at     = id;
            wanted = true;
            if (filter->about.ptr && (st = has_words(record, id, filter->about, &wanted, err)) != VB_OK) goto done;
            if (wanted && (st = vb_record_load(record, id, &reading, err)) != VB_OK) goto done;
        }
        if (!wanted || n < 1 || n > reading.statements.n) continue;
        row = (struct vb_said_row){ &reading, &reading.statements.at[n - 1] };
        if (filter->about.ptr && !is_about(&reading, row.statement, filter->about)) continue;
        if (!visit(ctx, &row)) goto done;
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
done:
    sqlite3_finalize(query);
    return st;
}
