/*
 * Find statements: by speaker, addressee, whom or what they are about, and date.
 *
 * SQLite narrows by what has an index (names, mentions, dates); words are looked for in the text of each reading that is left, and
 * only a reading that has them is loaded. The query is put together from the fixed pieces below; values are bound.
 */
#include "record_db.h"

/* "I" in somebody's own words does not make them about him. */
static const char is_about_entity[] =
    "EXISTS (SELECT 1 FROM entity e JOIN mention m ON m.entity = e.id JOIN statement_span p ON p.beg <= m.beg AND m.fin <= p.fin"
    " WHERE e.reading = s.reading AND e.id IN about_ids AND p.statement = s.id AND p.role = 'content'"
    " AND NOT (m.form = 'pronoun' AND m.entity IS s.speaker))";
/* Where the statement has no day of its own, the text's date counts. */
static const char where_dated[] =
    " AND s.id IN (SELECT u.id FROM reading q JOIN statement u ON u.reading = q.id LEFT JOIN time t ON t.id = u.time"
    " WHERE t.first IS NULL AND " VB_DATE_MEETS("q.date")
    " UNION ALL SELECT u.id FROM time t JOIN statement u ON u.time = t.id"
    " WHERE t.first IS NOT NULL AND (?4 IS NULL OR t.last >= ?4) AND (?5 IS NULL OR t.first < ?5 || '~'))";

static vb_status prepare(vb_record *record, const struct vb_filter *f, sqlite3_stmt **query, vb_error *err)
{
    struct vb_sql sql = { 0 };

    vb_filter_add_ids(&sql, f);
    vb_sql_add(&sql, " SELECT s.reading, s.n, ");
    vb_sql_add(&sql, f->about.ptr ? is_about_entity : "0");
    vb_sql_add(&sql, " FROM statement s JOIN reading r ON r.id = s.reading WHERE 1");
    vb_filter_add_texts(&sql, f);
    if (vb_filter_has_actor(f)) vb_sql_add(&sql, " AND (s.speaker IN actor_ids OR s.document IN actor_ids)");
    if (f->recipient.ptr) vb_sql_add(&sql, " AND (s.addressee IN recipient_ids OR s.channel IN recipient_ids)");
    vb_filter_add_words(&sql, "s.type", &vb_names_type, f->types);
    if (f->since.ptr || f->until.ptr) vb_sql_add(&sql, where_dated);
    vb_sql_add(&sql, " ORDER BY s.reading, s.n");
    return vb_filter_prepare(record, &sql, f, query, err);
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

vb_status vb_record_said(vb_record *record, const struct vb_filter *filter, vb_said_fn visit, void *ctx, vb_error *err)
{
    struct vb_reading reading = { 0 };
    sqlite3_stmt     *query   = NULL;
    sqlite3_int64     asked   = 0, loaded = 0;     /* readings: the last one asked for words, the one in `reading` */
    bool              has     = false;             /* and whether it has the words */
    vb_status         st;
    int               rc;

    if ((st = vb_filter_check(filter, err)) != VB_OK) return st;
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
