/*
 * From the words of an expression to its value. Only this folder includes this header.
 */
#ifndef VB_TIME_VALUE_H
#define VB_TIME_VALUE_H

#include "calendar.h"
#include "time_patterns.h"
#include "time_tense.h"

enum { VB_TIME_VALUE_MAX = 32 };   /* bytes of a value, with its NUL */

struct vb_time_anchor {            /* what a value can rest on; a date that is not known has year 0 */
    struct vb_date text;           /* of the text; its month and day may be missing */
    struct vb_date today;          /* what "today" means here: in a quotation the day of the speech */
    struct vb_date last;           /* the day spoken of last */
    struct vb_date past;           /* the day spoken of last that is not to come */
    struct vb_date any;            /* the day, month or year spoken of last */
    struct vb_date near;           /* the day spoken of last in this paragraph */
    int32_t        said_year;      /* year of a date of another year, shortly before, or 0 */
    enum vb_time_tense tense;
};

struct vb_time_value {
    char     text[VB_TIME_VALUE_MAX];          /* empty: the expression has no value, and no row */
    uint8_t  cls, mod, basis;                  /* enums of times.h */
    struct vb_date date;                       /* what later times can rest on; year 0 for nothing */
};

void vb_time_value_of(const struct vb_time_fields *f, const struct vb_time_anchor *anchor, struct vb_time_value *out);

#endif
