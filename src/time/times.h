/*
 * The time layer: expressions of time with TIMEX3-like values (record-format.md, "times"; Pustejovsky et al. 2003).
 *
 * Nothing is made finer than the words are: a morning has no hour, "the spring session" stays text. Days of the week are set by
 * the tense of their clause and the date of the text; without a date they have no value of their own and are left out.
 */
#ifndef VB_TIMES_H
#define VB_TIMES_H

#include "syntax.h"

struct vb_times { const vb_time *at; uint32_t n; };             /* in text order, none overlaps another */

/*
 *   syntax  may be NULL: tense is then read from the words around
 *   date    publication date YYYY-MM-DD, YYYY-MM or YYYY, or "not given": then a dateline of the text may give it
 * Everything in `out` lives in `arena`. Errors: VB_ERR_NOMEM. Time: linear in tokens. Thread-safe.
 */
vb_status vb_times_find(const struct vb_text *text, const struct vb_syntax *syntax, vb_str date, struct vb_arena *arena,
                        struct vb_times *out, vb_error *err);

const char *vb_time_class_name(vb_time_class cls);   /* "DATE"; static */
const char *vb_time_mod_name(vb_time_mod mod);     /* "MORE_THAN", NULL for none; static */

#endif
