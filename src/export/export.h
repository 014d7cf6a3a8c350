/*
 * Writers: the record as JSON (record-format.md), as TSV (columns in docs/codebook.md), and in print for a person; the syntax as
 * CoNLL-U.
 * All write through one callback and allocate little. Output is the same bytes for the same reading.
 */
#ifndef VB_EXPORT_H
#define VB_EXPORT_H

#include "record.h"

struct vb_out { vb_write_fn write; void *ctx; };               /* write returns false to stop: VB_ERR_IO */

vb_status vb_export_json(const struct vb_reading *reading, struct vb_out out, vb_error *err);      /* one line, '\n' at the end */
vb_status vb_export_tsv_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv(const struct vb_reading *reading, struct vb_out out, vb_error *err);       /* one line a statement */
vb_status vb_export_conllu(const struct vb_reading *reading, struct vb_out out, vb_error *err);    /* nothing without syntax */

struct vb_print_options { bool colour; uint32_t width; };      /* width in columns, 0: do not wrap */
vb_status vb_export_print(const struct vb_reading *reading, struct vb_print_options options, struct vb_out out, vb_error *err);
/* The parts of it, for lists that run over documents: title, source and date, then single statements. */
vb_status vb_export_print_heading(const struct vb_reading *reading, struct vb_print_options options, struct vb_out out,
                                  vb_error *err);
vb_status vb_export_print_statement(const struct vb_reading *reading, const vb_statement *statement,
                                    struct vb_print_options options, struct vb_out out, vb_error *err);

#endif
