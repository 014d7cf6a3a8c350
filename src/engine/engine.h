/*
 * Runs the stages in order and implements verbale.h.
 */
#ifndef VB_ENGINE_H
#define VB_ENGINE_H

#include "export.h"

/* The layers of a document, for the writers and the record; lives as long as the document. */
const struct vb_reading *vb_doc_reading(const vb_doc *doc);

/* Why the rows at a byte are as they are: head scores, rules, rejected candidates, as text for `read --explain`. */
vb_status vb_doc_explain(const vb_reader *reader, vb_workspace *ws, const vb_doc *doc, uint32_t byte, struct vb_out out,
                         vb_error *err);

#endif
