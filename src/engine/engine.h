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

/*
 * Path of a data file, in `arena`: in the folder given or, where none is, in VERBALE_DATA, else beside the program, else in the
 * place of installation. Somebody's own weights need no pack beside them, so each file is looked for by itself. Where it is
 * nowhere, the path is where it should have been. VB_ERR_NOMEM.
 */
#define VB_PACK_FILE "verbale.kb"
vb_status vb_data_find(struct vb_arena *arena, const char *given, const char *file, const char **path, vb_error *err);
/*
 * The file beside the running program: DIR/../share/verbale where an installed tree was moved; BUILD/knowledge where it was built,
 * seen from BUILD/src/cli and from BUILD/tests, and data/ of a source tree that has BUILD in it. *path stays as it is where there
 * is none. False: no memory.
 */
bool vb_data_beside_program(struct vb_arena *arena, const char *file, const char **path);

#endif
