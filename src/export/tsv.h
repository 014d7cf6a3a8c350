/*
 * Values of a line of a table, for the writers of tables: to_tsv.c has them.
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
void tsv_document(struct sink *s, const struct vb_reading *r); /* what each line begins with, and a tab */
vb_status tsv_header(const char *line, struct vb_out out, vb_error *err);

#endif
