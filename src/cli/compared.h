/*
 * What `verbale eval` and `verbale diff` share: a row of a record file on one line, and as JSON.
 */
#ifndef VB_COMPARED_H
#define VB_COMPARED_H

#include "cli.h"
#include "eval.h"

/* One field of a line of fields: white space and what drives a terminal as blanks and '?', and of long words the two ends. */
bool vb_cli_write_field(struct vb_cli_output *output, vb_str value);
/* "bytes 812-840 860-871", "codepoints ...", and the words: three fields, each after a tab; empty where a row stands on no words.
 */
bool vb_cli_write_place(struct vb_cli_output *output, const struct vb_eval_row *row);
/* line, id, bytes, codepoints and words; a new reference, NULL for no memory. null where the row is on no side. */
struct json_t *vb_cli_json_place(const struct vb_eval_row *row);
/* The words of a text that spans stand on, with " … " between fragments, cut as a field. */
bool vb_cli_write_words(struct vb_cli_output *output, vb_str text, vb_spans bytes);

#endif
