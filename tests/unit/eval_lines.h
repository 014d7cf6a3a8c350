/* Record files in memory, for tests of src/eval/: JSON with ' for ", so that it can be read here. */
#ifndef VB_EVAL_LINES_H
#define VB_EVAL_LINES_H

#include "eval_doc.h"

#include <stdio.h>
#include <string.h>

struct lines { struct vb_eval_file *file; char bytes[8192]; };

static inline vb_status lines_open(struct lines *l, const char *text, vb_error *err)
{
    size_t n = strlen(text);

    if (n >= sizeof l->bytes) return VB_ERR_LIMIT;
    for (size_t i = 0; i <= n; i++) l->bytes[i] = text[i] == '\'' ? '"' : text[i];
    return vb_eval_open_bytes("t.ndjson", (vb_str){ l->bytes, n }, &l->file, err);
}

#endif
