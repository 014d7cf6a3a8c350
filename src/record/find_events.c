/*
 * Find events: by actor, recipient, type, realis and date.
 *
 * As said.c does for statements, but SQLite alone decides: what an event is asked by has columns.
 */
#include "record_db.h"

/* An event without a date goes by its text's. */
static const char where_dated[] =
    " AND v.id IN (SELECT id FROM event WHERE date IS NOT NULL AND " VB_DATE_MEETS("date")
    " UNION ALL SELECT u.id FROM reading q JOIN event u ON u.reading = q.id WHERE u.date IS NULL AND " VB_DATE_MEETS("q.date") ")";

static vb_status prepare(vb_record *record, const struct vb_filter *f, sqlite3_stmt **query, vb_error *err)
{
    struct vb_sql sql = { 0 };

    vb_filter_add_ids(&sql, f);
    vb_sql_add(&sql, " SELECT v.reading, v.n FROM event v JOIN reading r ON r.id = v.reading WHERE 1");
    vb_filter_add_texts(&sql, f);
    if (vb_filter_has_actor(f))
        vb_sql_add(&sql, " AND v.id IN (SELECT event FROM event_participant WHERE role = 'actor' AND entity IN actor_ids)");
    if (f->recipient.ptr)
        vb_sql_add(&sql, " AND v.id IN (SELECT event FROM event_participant WHERE role = 'recipient' AND entity IN recipient_ids)");
    vb_filter_add_words(&sql, "v.type", &vb_names_event_type, f->types);
    vb_filter_add_words(&sql, "v.realis", &vb_names_realis, f->realis);
    if (f->since.ptr || f->until.ptr) vb_sql_add(&sql, where_dated);
    vb_sql_add(&sql, " ORDER BY v.reading, v.n");
    return vb_filter_prepare(record, &sql, f, query, err);
}

vb_status vb_record_events(vb_record *record, const struct vb_filter *filter, vb_event_fn visit, void *ctx, vb_error *err)
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
        sqlite3_int64       id = sqlite3_column_int64(query, 0), n = sqlite3_column_int64(query, 1);
        struct vb_event_row row;
        row.cluster = NULL;
        if (filter->clusters) {
            if ((st = vb_cluster_next(record, &seen, true, id, n, &row.cluster, err)) != VB_OK) goto done;
            if (!row.cluster) continue;
        }
        if (id != loaded && (st = vb_record_load(record, id, &reading, err)) != VB_OK) goto done;
        loaded = id;
        if (n < 1 || n > reading.events.n) continue;
        row.reading = &reading;
        row.event   = &reading.events.at[n - 1];
        if (!visit(ctx, &row)) goto done;
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
done:
    sqlite3_finalize(query);
    vb_cluster_seen_free(&seen);
    return st;
}
