/*
 * Words that expressions of time are made of. Only this folder includes this header.
 */
#ifndef VB_TIME_WORDS_H
#define VB_TIME_WORDS_H

#include "text.h"

/* What a word can be in a pattern (time_patterns.c). A word may be several things. */
enum vb_time_kind {
    TW_NONE,
    TW_NUMBER,                     /* how many; VB_TIME_SOME for "several" */
    TW_ORDINAL,                    /* third, 21st */
    TW_DAYNUM,                     /* 1..31 in digits */
    TW_YEAR,                       /* four digits */
    TW_MONTH, TW_SHORT_MONTH,      /* "Sept." needs a day or a year beside it */
    TW_WEEKDAY, TW_SHORT_WEEKDAY, TW_WEEKDAYS,
    TW_UNIT, TW_UNITS,             /* day, days */
    TW_PART,                       /* morning */
    TW_POINT,                      /* dawn, midnight: a part of the day that stands without "the" */
    TW_NOON,
    TW_SEASON,
    TW_DAY,                        /* yesterday, today, tomorrow */
    TW_TONIGHT, TW_OVERNIGHT, TW_WEEKEND,
    TW_DIRECTION,                  /* last, this, the next, that same */
    TW_LAST, TW_PAST, TW_COMING, TW_RECENT,
    TW_EARLY, TW_LATE, TW_MID, TW_BOUND,        /* BOUND: the start, the rest */
    TW_AGO, TW_EARLIER, TW_LATER, TW_BEFORE, TW_AFTER,
    TW_A, TW_THE, TW_OF, TW_ON, TW_AT, TW_IN, TW_FROM, TW_TO, TW_AND, TW_THESE,
    TW_COMMA, TW_OPEN, TW_CLOSE,   /* OPEN, CLOSE: round brackets */
    TW_HYPHEN,                     /* dashes too */
    TW_EVERY, TW_OTHER, TW_TIMES,
    TW_SET,                        /* daily, annual */
    TW_ABOUT, TW_ALMOST, TW_OVER, TW_MORE, TW_FEWER, TW_THAN, TW_LEAST, TW_UP, TW_SHORTLY,
    TW_CLOCK,                      /* 14:00 */
    TW_STOP_CLOCK,                 /* 17.40, alone at the head of an entry */
    TW_HOUR_DIGITS,                /* 0440, before "hours" */
    TW_AMPM, TW_OCLOCK, TW_LOCAL, TW_TIME, TW_ZONE, TW_HOURS,
    TW_HALF, TW_QUARTER,           /* QUARTER: "quarter" and Q3 alike; the number is 0 for the word */
    TW_DECADE,                     /* 1990s */
    TW_LONG, TW_OLD, TW_NOW,
    TW_ISO_DATE, TW_HOLIDAY,
    TW_WITHIN, TW_SMALL, TW_DATE, TW_BEGINNING,
    TW_THEN,                       /* since then */
    TW_REF,                        /* currently, recently */
    TW_N_KINDS
};
enum vb_time_unit {
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_NIGHT,
    UNIT_WEEK,
    UNIT_FORTNIGHT,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY
};
enum vb_time_part      { PART_NONE, PART_MORNING, PART_MIDDAY, PART_AFTERNOON, PART_EVENING, PART_NIGHT };
enum vb_time_season    { SEASON_NONE, SEASON_SPRING, SEASON_SUMMER, SEASON_AUTUMN, SEASON_WINTER };
enum vb_time_direction {
    DIRECTION_NONE,
    DIRECTION_LAST, DIRECTION_THIS, DIRECTION_NEXT,                  /* from the date of the text */
    DIRECTION_RECENT, DIRECTION_COMING,                              /* "this past Friday": the nearest one */
    DIRECTION_PREVIOUS, DIRECTION_SAME, DIRECTION_FOLLOWING          /* from another time */
};
enum vb_time_holiday {
    VB_HOLIDAY_NONE, VB_HOLIDAY_CHRISTMAS, VB_HOLIDAY_CHRISTMAS_EVE, VB_HOLIDAY_BOXING_DAY, VB_HOLIDAY_NEW_YEARS_EVE,
    VB_HOLIDAY_NEW_YEARS_DAY
};
enum vb_time_ref { REF_PRESENT, REF_PAST, REF_FUTURE };
enum { VB_TIME_SOME = -1 };        /* how many "several" are */

struct vb_time_word {
    uint64_t kinds[2];             /* set of enum vb_time_kind */
    int32_t  number;               /* number, ordinal, day, year, decade; minutes since midnight of a clock */
    uint8_t  unit;                 /* enum vb_time_unit of a unit or a set */
    uint8_t  what;                 /* month, weekday (Monday 1), part, season, direction, modifier, reference, day + 1 */
    uint8_t  mod;                  /* enum vb_time_mod of "mid-June" */
    int16_t  year, month, day;     /* of a date in digits */
    uint32_t token, n_tokens;
};

static inline bool vb_time_word_is(const struct vb_time_word *w, enum vb_time_kind kind)
{
    return (w->kinds[kind >> 6] >> (kind & 63)) & 1;
}

/*
 * Read the tokens [first, end) as words; numbers of several tokens are one word, as are "this past" and "the same". `out`
 * has room for end - first words. Returns how many were written.
 */
uint32_t vb_time_words_read(const struct vb_text *text, uint32_t first, uint32_t end, struct vb_time_word *out);

#endif
