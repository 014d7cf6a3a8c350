/*
 * Every reading of a record, one at a time in memory.
 *
 * The query over the readings stays open while they are loaded: in SQLite that is one read transaction, so all of them
 * come from one moment of the record.
 */
#include "record_db.h"

vb_status vb_record_each(vb_record *record, bool all, vb_reading_fn visit, void *ctx, vb_error *err)
{
    struct vb_reading reading;
    sqlite3_stmt     *query;
    vb_status         st;
    int               rc;

    if ((st = vb_record_query(record, VB_Q_EACH, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 1, all);
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        if ((st = vb_record_load(record, sqlite3_column_int64(query, 0), &reading, err)) != VB_OK) goto done;
        if (!visit(ctx, &reading)) goto done;
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
done:
    sqlite3_reset(query);
    return st;
}

vb_status vb_record_texts(vb_record *record, const struct vb_filter *filter, vb_reading_fn visit, void *ctx, vb_error *err)
{
    struct vb_sql     sql   = { 0 };
    sqlite3_stmt     *query = NULL;
    struct vb_reading reading;
    vb_status         st;
    int               rc;

    if ((st = vb_filter_check(filter, err)) != VB_OK) return st;
    vb_sql_add(&sql, "SELECT r.id FROM reading r WHERE 1");
    vb_filter_add_texts(&sql, filter);
    if (filter->since.ptr || filter->until.ptr) vb_sql_add(&sql, " AND " VB_DATE_MEETS("r.date"));
    vb_sql_add(&sql, " ORDER BY r.id");
    if ((st = vb_filter_prepare(record, &sql, filter, &query, err)) != VB_OK) goto done;
    while ((rc = sqlite3_step(query)) == SQLITE_ROW) {
        if ((st = vb_record_load(record, sqlite3_column_int64(query, 0), &reading, err)) != VB_OK) goto done;
        if (!visit(ctx, &reading)) goto done;
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
done:
    sqlite3_finalize(query);
    return st;
}
