/*
 * Find statements: by speaker, addressee, whom or what they are about, and date.
 *
 * SQLite narrows by what has an index (names, mentions, dates); words are looked for in the text of each reading that is left, and
 * only a reading that has them is loaded. The query is put together from the fixed pieces below; values are bound.
 */
#include "record_db.h"

#include <stdio.h>
#include <string.h>

enum { FILTER_MAX = 1000 }; /* bytes of one filter: looking for a word takes time, and a server asks this too */

static const char with_by[]    = ", by_ids AS MATERIALIZED (" VB_MEANT("?1") ")";
static const char with_to[]    = ", to_ids AS MATERIALIZED (" VB_MEANT("?4") ")";
static const char with_about[] = ", about_ids AS MATERIALIZED (" VB_MEANT("?5") ")";
/* "I" in somebody's own words does not make them about him. */
static const char is_about_entity[] =
    "EXISTS (SELECT 1 FROM entity e JOIN mention m ON m.entity = e.id JOIN statement_span p ON p.beg <= m.beg AND m.fin <= p.fin"
    " WHERE e.reading = s.reading AND e.id IN about_ids AND p.statement = s.id AND p.role = 'content'"
    " AND NOT (m.form = 'pronoun' AND m.entity IS s.speaker))";
static const char from_all[] =
    " FROM statement s JOIN reading r ON r.id = s.reading"
    " WHERE NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id)";
static const char where_by[] = " AND (s.speaker IN by_ids OR s.document IN by_ids)";
static const char where_to[] = " AND (s.addressee IN to_ids OR s.channel IN to_ids)";
/*
 * A date is as long as it is exact, so two dates meet where the shorter begins the longer; the year alone uses the index. Where the
 * statement has no day of its own, the text's date counts.
 */
static const char where_dated[] =
    " AND s.id IN (SELECT u.id FROM reading q JOIN statement u ON u.reading = q.id LEFT JOIN time t ON t.id = u.time"
    " WHERE t.first IS NULL AND (?2 IS NULL OR (q.date >= substr(?2, 1, 4) AND (q.date >= ?2 OR substr(?2, 1, length(q.date)) = "
    "q.date)))"
    " AND (?3 IS NULL OR q.date < ?3 || '~')"
    " UNION ALL SELECT u.id FROM time t JOIN statement u ON u.time = t.id"
    " WHERE t.first IS NOT NULL AND (?2 IS NULL OR t.last >= ?2) AND (?3 IS NULL OR t.first < ?3 || '~'))";
static const char in_order[] = " ORDER BY s.reading, s.n";

static vb_status check_filter(const struct vb_said_filter *filter, vb_error *err)
{
    const struct { const char *name; vb_str value; bool date; } all[] = {
        { "by", filter->by, false },       { "to", filter->to, false },      { "about", filter->about, false },
        { "since", filter->since, true },  { "until", filter->until, true },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        vb_status st = vb_record_check_value(all[i].name, all[i].value, all[i].date, err);
        if (st != VB_OK) return st;
    }
    return VB_OK;
}

vb_status vb_record_check_value(const char *name, vb_str value, bool date, vb_error *err)
{
    if (!value.ptr) return VB_OK;
    if (value.len > FILTER_MAX) return vb_fail(err, VB_ERR_LIMIT, "%s: longer than %d bytes", name, FILTER_MAX);
    if (vb_utf8_check(value) != value.len) return vb_fail(err, VB_ERR_ENCODING, "%s: not UTF-8", name);
    if (date && !vb_record_date_ok(value))
        return vb_fail(err, VB_ERR_RECORD, "%s: \"%.*s\" is no date; a date is YYYY-MM-DD, YYYY-MM or YYYY", name,
                       (int)(value.len < 40 ? value.len : 40), value.ptr);
    return VB_OK;
}

static vb_status prepare(vb_record *record, const struct vb_said_filter *f, sqlite3_stmt **query, vb_error *err)
{
    char sql[3 * sizeof with_about + sizeof is_about_entity + sizeof from_all + sizeof where_dated + 512];
    bool dated = f->since.ptr || f->until.ptr;
    int  rc;

    snprintf(sql, sizeof sql, "WITH nobody AS (SELECT 1)%s%s%s SELECT s.reading, s.n, %s%s%s%s%s%s", f->by.ptr ? with_by : "",
             f->to.ptr ? with_to : "", f->about.ptr ? with_about : "", f->about.ptr ? is_about_entity : "0", from_all,
             f->by.ptr ? where_by : "", f->to.ptr ? where_to : "", dated ? where_dated : "", in_order);
    if ((rc = sqlite3_prepare_v2(record->db, sql, -1, query, NULL)) != SQLITE_OK) return vb_record_fail(record, rc, err);
    record->bound = SQLITE_OK;
    if (f->by.ptr) vb_record_bind_str(record, *query, 1, f->by);
    if (f->since.ptr) vb_record_bind_str(record, *query, 2, f->since);
    if (f->until.ptr) vb_record_bind_str(record, *query, 3, f->until);
    if (f->to.ptr) vb_record_bind_str(record, *query, 4, f->to);
    if (f->about.ptr) vb_record_bind_str(record, *query, 5, f->about);
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
    sqlite3_int64     asked   = 0, loaded = 0;     /* readings: the last one asked for words, the one in `reading` */
    bool              has     = false;             /* and whether it has the words */
    vb_status         st;
    int               rc;

    if ((st = check_filter(filter, err)) != VB_OK) return st;
    if ((st = prepare(record, filter, &query, err)) != VB_OK) goto done;
    while ((rc = sqlite3_step(query)) == SQLITE_ROW) {
        sqlite3_int64      id    = sqlite3_column_int64(query, 0), n = sqlite3_column_int64(query, 1);
        bool               fits  = !filter->about.ptr || sqlite3_column_int(query, 2);
        struct vb_said_row row;
        if (!fits && id != asked) {
            asked = id;
            if ((st = has_words(record, id, filter->about, &has, err)) != VB_OK) goto done;
        }
        if (!fits && !has) continue;
        if (id != loaded) {
            if ((st = vb_record_load(record, id, &reading, err)) != VB_OK) goto done;
            loaded = id;
        }
        if (n < 1 || n > reading.statements.n) continue;
        row = (struct vb_said_row){ &reading, &reading.statements.at[n - 1] };
        if (!fits && !is_about(&reading, row.statement, filter->about)) continue;
        if (!visit(ctx, &row)) goto done;
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
done:
    sqlite3_finalize(query);
    return st;
}
