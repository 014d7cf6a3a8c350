/*
 * What load.c and load_acts.c share: one reading on its way out of the record; and how all that read rows check a column.
 */
#ifndef VB_RECORD_LOAD_H
#define VB_RECORD_LOAD_H

#include "record_db.h"

struct vb_load {
    vb_record        *record;
    sqlite3_int64     id;
    struct vb_reading *out;
    vb_error         *err;
};

/* "damaged: reading 3, event 5", or no memory where that is why the row does not hold. */
vb_status vb_load_damaged(const struct vb_load *l, const char *what, sqlite3_int64 n);
/* A query over the rows of the reading. */
vb_status vb_load_start(struct vb_load *l, enum vb_query which, sqlite3_stmt **query);
/* After the last row of a query, or its error. */
vb_status vb_load_finish(const struct vb_load *l, sqlite3_stmt *query, int rc);

/* A column as a string in `arena`; NULL is "not given". False: no memory. */
bool vb_load_str(struct vb_arena *arena, sqlite3_stmt *query, int i, vb_str *out);
/* Columns `i` and, of a span, `i + 1`; false: not one of the words, no span of `text`, no score. */
bool vb_load_word(sqlite3_stmt *query, int i, const struct vb_names *names, unsigned *out);
bool vb_load_span(vb_str text, sqlite3_stmt *query, int i, vb_span *out);
bool vb_load_score(sqlite3_stmt *query, int i, float *out);
/* A reference by n as an index, VB_NONE for 0; false: to no row of this reading. */
bool vb_load_reference(sqlite3_stmt *query, int i, uint32_t *out);

/* After entities, times, places and statements, to which these rows point: load_acts.c. */
vb_status vb_load_events(struct vb_load *l);
vb_status vb_load_positions(struct vb_load *l);
vb_status vb_load_designations(struct vb_load *l);

#endif
