/*
 * What looks like a time and is none. Only this folder includes this header.
 */
#ifndef VB_TIME_TRAPS_H
#define VB_TIME_TRAPS_H

#include "time_patterns.h"

/* Is the expression, tokens [first, end) of `sentence`, a name or a word of another meaning? `may_is_name`: vb_time_may_is_name. */
bool vb_time_is_trap(const struct vb_text *text, const struct vb_sentence *sentence, const struct vb_time_fields *f, uint32_t first,
                     uint32_t end, bool may_is_name);

/* Does the text speak of somebody called May? */
bool vb_time_may_is_name(const struct vb_text *text);

#endif
