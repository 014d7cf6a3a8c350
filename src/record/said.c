/*
 * Find statements: by speaker, addressee, whom or what they are about, and date.
 *
 * SQLite narrows by what has an index (names, mentions, dates, words of texts); whether the words of `about` stand in a statement's
 * content is looked at in the reading once it is loaded.
 */
#include "record_db.h"

/*
 * Statements that mention an entity; "I" in somebody's own words does not make them about him. And the newest readings that have
 * all the words, in the text or the title: what a statement of these has is looked at when it is loaded.
 */
static const char with_about[] =
    ", about_said AS MATERIALIZED (SELECT s.id FROM about_ids a JOIN entity e ON e.id = a.id JOIN mention m ON m.entity = e.id"
    " JOIN statement s ON s.reading = e.reading JOIN statement_span p ON p.statement = s.id AND p.role = 'content'"
    " WHERE p.beg <= m.beg AND m.fin <= p.fin AND NOT (m.form = 'pronoun' AND m.entity IS s.speaker)),"
    " about_texts AS MATERIALIZED (SELECT id FROM reading WHERE document IN (SELECT rowid FROM document_text"
    " WHERE document_text MATCH ?13) UNION SELECT rowid FROM reading_title WHERE reading_title MATCH ?13)";
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
    if (f->about.ptr) vb_sql_add(&sql, with_about);
    vb_sql_add(&sql, " SELECT s.reading, s.n, ");
    vb_sql_add(&sql, f->about.ptr ? "s.id IN about_said" : "1");
    vb_sql_add(&sql, " FROM statement s JOIN reading r ON r.id = s.reading WHERE 1");
    vb_filter_add_texts(&sql, f);
    if (vb_filter_has_actor(f)) vb_sql_add(&sql, " AND (s.speaker IN actor_ids OR s.document IN actor_ids)");
    if (f->recipient.ptr) vb_sql_add(&sql, " AND (s.addressee IN recipient_ids OR s.channel IN recipient_ids)");
    if (f->about.ptr)
        vb_sql_add(&sql, " AND s.id IN (SELECT id FROM about_said UNION SELECT id FROM statement WHERE reading IN about_texts)");
    vb_filter_add_words(&sql, "s.type", &vb_names_type, f->types);
    if (f->since.ptr || f->until.ptr) vb_sql_add(&sql, where_dated);
    vb_sql_add(&sql, " ORDER BY s.reading, s.n");
    return vb_filter_prepare(record, &sql, f, query, err);
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
    struct vb_cluster_seen seen = { 0 };
    struct vb_reading reading = { 0 };
    sqlite3_stmt     *query   = NULL;
    sqlite3_int64     loaded  = 0;                 /* the reading in `reading` */
    vb_status         st;
    int               rc;

    if ((st = vb_filter_check(filter, err)) != VB_OK) return st;
    if ((st = prepare(record, filter, &query, err)) != VB_OK) goto done;
    while ((rc = sqlite3_step(query)) == SQLITE_ROW) {
        sqlite3_int64      id    = sqlite3_column_int64(query, 0), n = sqlite3_column_int64(query, 1);
        bool               fits  = sqlite3_column_int(query, 2) != 0;
        struct vb_said_row row;
        if (id != loaded) {
            if ((st = vb_record_load(record, id, &reading, err)) != VB_OK) goto done;
            loaded = id;
        }
        if (n < 1 || n > reading.statements.n) continue;
        row = (struct vb_said_row){ &reading, &reading.statements.at[n - 1], NULL };
        if (!fits && !is_about(&reading, row.statement, filter->about)) continue;
        if (filter->clusters) {
            if ((st = vb_cluster_next(record, &seen, false, id, n, &row.cluster, err)) != VB_OK) goto done;
            if (!row.cluster) continue;
        }
        if (!visit(ctx, &row)) goto done;
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
done:
    sqlite3_finalize(query);
    vb_cluster_seen_free(&seen);
    return st;
}
