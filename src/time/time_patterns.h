/*
 * Patterns of words, and what an expression found by them is made of. Only this folder includes this header.
 */
#ifndef VB_TIME_PATTERNS_H
#define VB_TIME_PATTERNS_H

#include "time_words.h"
#include "times.h"

/* How the value of an expression comes about (time_value.c has one function for each). */
enum vb_time_form {
    FORM_NONE,
    FORM_DATE,                     /* day and month, with or without a year */
    FORM_MONTH, FORM_YEAR, FORM_DECADE, FORM_CENTURY, FORM_QUARTER, FORM_HALF_YEAR, FORM_SEASON, FORM_HOLIDAY,
    FORM_WEEKDAY, FORM_WEEKEND,
    FORM_WEEK_OF,                  /* the week of 21 October */
    FORM_DAY,                      /* yesterday */
    FORM_TONIGHT, FORM_OVERNIGHT,
    FORM_PART,                     /* the evening, noon, this morning */
    FORM_BARE_PART,                /* evening: only after a preposition */
    FORM_CLOCK,
    FORM_STOP_CLOCK,               /* 17.40: only as the head of an entry */
    FORM_UNIT,                     /* last week, the next day */
    FORM_THE_UNIT,                 /* "the year", only after a bound: "the end of the year" */
    FORM_DAY_OF_TEXT,              /* later in the day */
    FORM_THEN,                     /* since then */
    FORM_NTH_WEEK,                 /* the second week of September */
    FORM_AGO, FORM_FROM_NOW,
    FORM_SHIFT,                    /* two days later: number and unit from another time; direction says which way */
    FORM_DURATION,
    FORM_NTH,                      /* the third day */
    FORM_AGE,                      /* 30-year-old: no time */
    FORM_SET,
    FORM_REF
};

/* What the words of one expression say; 0 where they do not. */
struct vb_time_fields {
    uint8_t form;
    uint8_t direction, month, weekday, unit, part, season, day_word, holiday, mod, ref;       /* enums of time_words.h, times.h */
    uint8_t meridiem;              /* a.m. 1, p.m. 2 */
    bool    has_number, has_year, half, plus_half, times, the, zone, utc, prefixed;
    int32_t year, day, number;
    int32_t clock;                 /* minutes since midnight, or -1 */
    uint32_t beg, end;             /* words of the sentence */
};

/*
 * The longest expression that begins at word `at`, or false. FORM_AGE is a match too, so that what it covers
 * is not read again.
 */
bool vb_time_pattern_match(const struct vb_time_word *words, uint32_t n, uint32_t at, struct vb_time_fields *out);

#endif
