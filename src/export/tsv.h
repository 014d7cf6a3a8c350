/*
 * Lines of a table and their values, for the writers of tables: to_tsv.c has them.
 */
#ifndef VB_TSV_H
#define VB_TSV_H

#include "sink.h"

void tsv_string(struct sink *s, vb_str str);       /* what would break a line is written as an escape */
void tsv_words(struct sink *s, vb_str text, vb_spans spans);
/* "40-80 90-120"; code points where `codepoints` is not NULL. */
void tsv_offsets(struct sink *s, vb_spans spans, const struct codepoints *codepoints);
void tsv_id(struct sink *s, char letter, uint32_t i);          /* "s4"; nothing for VB_NONE */
void tsv_name(struct sink *s, const struct vb_reading *r, uint32_t entity);     /* a tab before it */
void tsv_sectors(struct sink *s, const vb_entity *e);          /* a blank between */
void tsv_document(struct sink *s, const struct vb_reading *r); /* what each line begins with, and a tab */
vb_status tsv_header(const char *line, struct vb_out out, vb_error *err);
/* The lines of `n` rows of a reading, each by `put`; none where there is no row. Errors as of the writers in export.h. */
typedef void (*tsv_row_fn)(struct sink *s, const struct vb_reading *r, uint32_t i, const struct codepoints *codepoints);
vb_status tsv_rows(const struct vb_reading *r, uint32_t n, tsv_row_fn put, struct vb_out out, vb_error *err);

#endif
