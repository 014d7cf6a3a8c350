/*
 * Does a clause tell of what was or of what will be? Only this folder includes this header.
 */
#ifndef VB_TIME_TENSE_H
#define VB_TIME_TENSE_H

#include "syntax.h"

enum vb_time_tense { VB_TENSE_UNKNOWN, VB_TENSE_PAST, VB_TENSE_FUTURE };

/* The tense around the tokens [first, end) of `sentence`. `syntax` may be NULL or empty: the words around decide then. */
enum vb_time_tense vb_time_tense_at(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_sentence *sentence,
                                    uint32_t first, uint32_t end);

#endif
