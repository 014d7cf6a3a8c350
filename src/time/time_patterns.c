/*
 * Expressions of time as sequences of kinds of words. The longest match wins, then the first of the table. An expression is a core,
 * with words before it that change it ("early on", "about"), and a time of day beside a day is joined to it ("noon on Friday").
 */
#include "time_patterns.h"

#include <string.h>

enum { OPT = 0x80, PATTERN_MAX = 8 };                        /* OPT: the word may be missing */

struct pattern { uint8_t form; uint8_t words[PATTERN_MAX]; };

static const struct pattern cores[] = {
    /* dates */
    {FORM_DATE, {TW_WEEKDAY | OPT, TW_COMMA | OPT, TW_THE | OPT, TW_DAYNUM, TW_OF | OPT, TW_MONTH, TW_COMMA | OPT, TW_YEAR}},
    {FORM_DATE, {TW_WEEKDAY | OPT, TW_COMMA | OPT, TW_MONTH, TW_THE | OPT, TW_DAYNUM, TW_COMMA | OPT, TW_YEAR}},
    {FORM_DATE, {TW_WEEKDAY | OPT, TW_COMMA | OPT, TW_SHORT_MONTH, TW_DAYNUM, TW_COMMA | OPT, TW_YEAR}},
    {FORM_DATE, {TW_WEEKDAY | OPT, TW_COMMA | OPT, TW_DAYNUM, TW_SHORT_MONTH, TW_COMMA | OPT, TW_YEAR}},
    {FORM_DATE, {TW_SHORT_WEEKDAY, TW_COMMA | OPT, TW_DAYNUM, TW_SHORT_MONTH, TW_COMMA | OPT, TW_YEAR | OPT}},
    {FORM_DATE, {TW_SHORT_WEEKDAY, TW_COMMA | OPT, TW_SHORT_MONTH, TW_DAYNUM, TW_COMMA | OPT, TW_YEAR}},
    {FORM_DATE, {TW_SHORT_WEEKDAY, TW_COMMA | OPT, TW_SHORT_MONTH, TW_DAYNUM}},
    {FORM_DATE, {TW_SHORT_WEEKDAY, TW_COMMA | OPT, TW_MONTH, TW_DAYNUM}},
    {FORM_DATE, {TW_DIRECTION | OPT, TW_WEEKDAY, TW_COMMA | OPT, TW_THE | OPT, TW_DAYNUM, TW_OF | OPT, TW_MONTH}},
    {FORM_DATE, {TW_DIRECTION | OPT, TW_WEEKDAY, TW_COMMA | OPT, TW_MONTH, TW_DAYNUM}},
    {FORM_DATE, {TW_DIRECTION | OPT, TW_WEEKDAY, TW_COMMA | OPT, TW_SHORT_MONTH, TW_DAYNUM}},
    {FORM_DATE, {TW_DIRECTION | OPT, TW_WEEKDAY, TW_COMMA | OPT, TW_DAYNUM, TW_SHORT_MONTH}},
    {FORM_DATE, {TW_THE | OPT, TW_DAYNUM, TW_OF | OPT, TW_MONTH}},
    {FORM_DATE, {TW_THE | OPT, TW_ORDINAL, TW_OF | OPT, TW_MONTH, TW_COMMA | OPT, TW_YEAR | OPT}},
    {FORM_DATE, {TW_MONTH, TW_THE | OPT, TW_DAYNUM}},
    {FORM_DATE, {TW_SHORT_MONTH, TW_DAYNUM}},
    {FORM_DATE, {TW_DAYNUM, TW_SHORT_MONTH}},
    {FORM_DATE, {TW_ISO_DATE}},
    {FORM_HOLIDAY, {TW_HOLIDAY, TW_YEAR | OPT}},
    {FORM_MONTH, {TW_MONTH, TW_COMMA | OPT, TW_YEAR}},
    {FORM_MONTH, {TW_MONTH, TW_OF, TW_YEAR}},
    {FORM_MONTH, {TW_SHORT_MONTH, TW_YEAR}},
    {FORM_MONTH, {TW_DIRECTION | OPT, TW_MONTH}},
    {FORM_MONTH, {TW_MONTH, TW_OF | OPT, TW_DIRECTION, TW_UNIT}},
    {FORM_YEAR, {TW_YEAR}},
    {FORM_DECADE, {TW_THE | OPT, TW_DECADE}},
    {FORM_CENTURY, {TW_THE | OPT, TW_ORDINAL, TW_HYPHEN | OPT, TW_UNIT}},
    {FORM_QUARTER, {TW_THE | OPT, TW_ORDINAL, TW_QUARTER, TW_OF | OPT, TW_YEAR | OPT}},
    {FORM_QUARTER, {TW_THE | OPT, TW_ORDINAL, TW_QUARTER, TW_OF, TW_DIRECTION, TW_UNIT}},
    {FORM_QUARTER, {TW_THE | OPT, TW_ORDINAL, TW_QUARTER, TW_OF, TW_THE, TW_UNIT}},
    {FORM_QUARTER, {TW_QUARTER, TW_YEAR | OPT}},
    {FORM_HALF_YEAR, {TW_THE | OPT, TW_ORDINAL, TW_HALF, TW_OF, TW_YEAR}},
    {FORM_HALF_YEAR, {TW_THE | OPT, TW_ORDINAL, TW_HALF, TW_OF, TW_DIRECTION, TW_UNIT}},
    {FORM_HALF_YEAR, {TW_THE | OPT, TW_ORDINAL, TW_HALF, TW_OF, TW_THE, TW_UNIT}},
    {FORM_SEASON, {TW_THE | OPT, TW_SEASON, TW_OF | OPT, TW_YEAR}},
    {FORM_SEASON, {TW_DIRECTION, TW_SEASON}},
    {FORM_SEASON, {TW_THE, TW_SEASON}},
    {FORM_SEASON, {TW_SEASON}},

    /* from the date of the text, or from another time */
    {FORM_WEEKDAY, {TW_DIRECTION | OPT, TW_WEEKDAY}},
    {FORM_WEEKDAY, {TW_COMING, TW_WEEKDAY}},
    {FORM_WEEKDAY, {TW_WEEKDAY, TW_DIRECTION, TW_UNIT}},
    {FORM_WEEKDAY, {TW_WEEKDAY, TW_OF, TW_DIRECTION, TW_UNIT}},
    {FORM_SHIFT, {TW_THE, TW_WEEKDAY, TW_BEFORE}},
    {FORM_SHIFT, {TW_THE, TW_UNIT, TW_BEFORE}},
    {FORM_SHIFT, {TW_THE, TW_UNIT, TW_AFTER}},
    {FORM_WEEKEND, {TW_THE, TW_WEEKEND}},
    {FORM_WEEKEND, {TW_DIRECTION, TW_WEEKEND}},
    {FORM_DATE, {TW_MONTH, TW_DAYNUM, TW_OF | OPT, TW_DIRECTION, TW_UNIT}},
    {FORM_DATE, {TW_DAYNUM, TW_MONTH, TW_OF | OPT, TW_DIRECTION, TW_UNIT}},
    {FORM_WEEK_OF, {TW_THE | OPT, TW_UNIT, TW_OF, TW_MONTH, TW_DAYNUM, TW_YEAR | OPT}},
    {FORM_WEEK_OF, {TW_THE | OPT, TW_UNIT, TW_BEGINNING, TW_WEEKDAY | OPT, TW_COMMA | OPT, TW_MONTH, TW_DAYNUM}},
    {FORM_WEEK_OF, {TW_THE | OPT, TW_UNIT, TW_BEGINNING, TW_WEEKDAY | OPT, TW_COMMA | OPT, TW_DAYNUM, TW_MONTH}},
    {FORM_NTH_WEEK, {TW_THE, TW_ORDINAL, TW_UNIT, TW_OF, TW_MONTH, TW_COMMA | OPT, TW_YEAR | OPT}},
    {FORM_UNIT, {TW_DIRECTION, TW_DATE}},
    {FORM_THEN, {TW_THEN}},
    {FORM_WEEK_OF, {TW_THE | OPT, TW_UNIT, TW_OF, TW_DAYNUM, TW_MONTH, TW_YEAR | OPT}},
    {FORM_DAY, {TW_DAY}},
    {FORM_TONIGHT, {TW_TONIGHT}},
    {FORM_OVERNIGHT, {TW_OVERNIGHT}},
    {FORM_PART, {TW_DIRECTION, TW_PART}},
    {FORM_PART, {TW_THE, TW_PART, TW_HOURS | OPT}},
    {FORM_PART, {TW_POINT}},
    {FORM_PART, {TW_NOON}},
    {FORM_PART, {TW_THE, TW_EARLY, TW_HOURS}},
    {FORM_PART, {TW_THE, TW_SMALL, TW_HOURS}},
    {FORM_BARE_PART, {TW_PART}},
    {FORM_UNIT, {TW_DIRECTION, TW_UNIT}},
    {FORM_UNIT, {TW_DIRECTION, TW_QUARTER}},
    {FORM_THE_UNIT, {TW_THE, TW_UNIT}},
    {FORM_DAY_OF_TEXT, {TW_LATER, TW_IN, TW_THE, TW_UNIT}},
    {FORM_DAY_OF_TEXT, {TW_EARLIER, TW_IN, TW_THE, TW_UNIT}},
    {FORM_DAY_OF_TEXT, {TW_LATER, TW_IN, TW_THE, TW_PART}},
    {FORM_DAY_OF_TEXT, {TW_EARLIER, TW_IN, TW_THE, TW_PART}},
    {FORM_AGO, {TW_NUMBER, TW_UNITS, TW_AGO}},
    {FORM_AGO, {TW_NUMBER, TW_UNIT, TW_AGO}},
    {FORM_AGO, {TW_A, TW_UNIT, TW_AGO}},
    {FORM_AGO, {TW_UNITS, TW_AGO}},
    {FORM_AGO, {TW_LONG, TW_AGO}},
    {FORM_FROM_NOW, {TW_NUMBER, TW_UNITS, TW_FROM, TW_NOW}},
    {FORM_FROM_NOW, {TW_A, TW_UNIT, TW_FROM, TW_NOW}},
    {FORM_SHIFT, {TW_NUMBER, TW_UNITS, TW_EARLIER}},
    {FORM_SHIFT, {TW_NUMBER, TW_UNITS, TW_LATER}},
    {FORM_SHIFT, {TW_NUMBER, TW_UNITS, TW_BEFORE}},
    {FORM_SHIFT, {TW_NUMBER, TW_UNIT, TW_EARLIER}},
    {FORM_SHIFT, {TW_NUMBER, TW_UNIT, TW_LATER}},
    {FORM_SHIFT, {TW_A, TW_UNIT, TW_EARLIER}},
    {FORM_SHIFT, {TW_A, TW_UNIT, TW_LATER}},
    {FORM_SHIFT, {TW_A, TW_UNIT, TW_BEFORE}},

    /* the clock */
    {FORM_CLOCK, {TW_CLOCK, TW_AMPM | OPT, TW_LOCAL | OPT, TW_TIME | OPT, TW_ZONE | OPT}},
    {FORM_CLOCK, {TW_NUMBER, TW_AMPM, TW_LOCAL | OPT, TW_TIME | OPT, TW_ZONE | OPT}},
    {FORM_CLOCK, {TW_STOP_CLOCK, TW_AMPM, TW_LOCAL | OPT, TW_TIME | OPT, TW_ZONE | OPT}},
    {FORM_CLOCK, {TW_NUMBER, TW_OCLOCK, TW_AMPM | OPT}},
    {FORM_CLOCK, {TW_NUMBER, TW_OCLOCK, TW_IN, TW_THE, TW_PART}},
    {FORM_CLOCK, {TW_HOUR_DIGITS, TW_HOURS}},
    {FORM_CLOCK, {TW_HOUR_DIGITS, TW_ZONE}},
    {FORM_STOP_CLOCK, {TW_STOP_CLOCK}},

    /* how long */
    {FORM_DURATION, {TW_NUMBER, TW_MORE | OPT, TW_UNITS}},
    {FORM_DURATION, {TW_NUMBER, TW_MORE | OPT, TW_UNIT}},
    {FORM_DURATION, {TW_NUMBER, TW_HYPHEN, TW_UNIT, TW_HYPHEN | OPT, TW_LONG | OPT}},
    {FORM_DURATION, {TW_NUMBER, TW_AND, TW_A, TW_HALF, TW_UNITS}},
    {FORM_DURATION, {TW_NUMBER, TW_HYPHEN, TW_AND, TW_HYPHEN, TW_A, TW_HYPHEN, TW_HALF, TW_UNITS}},
    {FORM_DURATION, {TW_A, TW_UNIT, TW_AND, TW_A, TW_HALF}},
    {FORM_DURATION, {TW_A, TW_UNIT}},
    {FORM_DURATION, {TW_HALF, TW_A, TW_UNIT}},
    {FORM_DURATION, {TW_A, TW_HALF, TW_HYPHEN | OPT, TW_UNIT}},
    {FORM_DURATION, {TW_HALF, TW_HYPHEN, TW_UNIT}},
    {FORM_DURATION, {TW_UNIT, TW_HYPHEN, TW_LONG}},
    {FORM_DURATION, {TW_UNITS, TW_HYPHEN | OPT, TW_LONG}},
    {FORM_DURATION, {TW_THE, TW_LAST, TW_NUMBER, TW_UNITS}},
    {FORM_DURATION, {TW_THE, TW_PAST, TW_NUMBER, TW_UNITS}},
    {FORM_DURATION, {TW_LAST, TW_NUMBER, TW_UNITS}},
    {FORM_DURATION, {TW_PAST, TW_NUMBER, TW_UNITS}},
    {FORM_DURATION, {TW_COMING, TW_NUMBER, TW_UNITS}},
    {FORM_DURATION, {TW_DIRECTION, TW_NUMBER, TW_UNITS}},
    {FORM_DURATION, {TW_THE, TW_NUMBER, TW_UNITS}},
    {FORM_DURATION, {TW_THE, TW_LAST, TW_UNIT}},
    {FORM_DURATION, {TW_THE, TW_PAST, TW_UNIT}},
    {FORM_DURATION, {TW_WITHIN, TW_THE, TW_UNIT}},
    {FORM_DURATION, {TW_HALF, TW_UNIT}},
    {FORM_DURATION, {TW_UNITS}},
    {FORM_NTH, {TW_A | OPT, TW_ORDINAL, TW_UNIT}},
    {FORM_NTH, {TW_THE, TW_ORDINAL, TW_UNIT}},
    {FORM_NTH, {TW_UNIT, TW_DAYNUM}},
    {FORM_AGE, {TW_NUMBER, TW_HYPHEN, TW_UNIT, TW_HYPHEN, TW_OLD}},
    {FORM_AGE, {TW_NUMBER, TW_HYPHEN, TW_UNITS, TW_HYPHEN, TW_OLD}},
    {FORM_AGE, {TW_NUMBER, TW_UNITS, TW_HYPHEN | OPT, TW_OLD}},
    {FORM_AGE, {TW_NUMBER, TW_UNIT, TW_HYPHEN | OPT, TW_OLD}},

    /* how often */
    {FORM_SET, {TW_EVERY, TW_UNIT}},
    {FORM_SET, {TW_EVERY, TW_PART}},
    {FORM_SET, {TW_EVERY, TW_WEEKDAY}},
    {FORM_SET, {TW_EVERY, TW_MONTH}},
    {FORM_SET, {TW_EVERY, TW_SEASON}},
    {FORM_SET, {TW_EVERY, TW_WEEKEND}},
    {FORM_SET, {TW_EVERY, TW_NUMBER, TW_UNITS}},
    {FORM_SET, {TW_EVERY, TW_OTHER, TW_UNIT}},
    {FORM_SET, {TW_NUMBER, TW_TIMES, TW_A, TW_UNIT}},
    {FORM_SET, {TW_NUMBER, TW_TIMES, TW_EVERY, TW_UNIT}},
    {FORM_SET, {TW_TIMES, TW_A, TW_UNIT}},
    {FORM_SET, {TW_TIMES, TW_EVERY, TW_UNIT}},
    {FORM_SET, {TW_SET}},
    {FORM_SET, {TW_WEEKDAYS}},

    /* neither */
    {FORM_REF, {TW_REF}},
    {FORM_REF, {TW_NOW}},
    {FORM_REF, {TW_RECENT, TW_UNITS}},
    {FORM_REF, {TW_RECENT}},
    {FORM_REF, {TW_COMING, TW_UNITS}},
    {FORM_REF, {TW_THESE, TW_UNITS}},
    {FORM_REF, {TW_EARLIER}},
};

/* Before a core. A bound has its own modifier. */
static const struct { uint8_t mod; uint8_t words[PATTERN_MAX]; } prefixes[] = {
    { VB_MOD_START,     { TW_EARLY, TW_HYPHEN | OPT } },
    { VB_MOD_END,       { TW_LATE, TW_HYPHEN | OPT } },
    { VB_MOD_START,     { TW_EARLY, TW_ON } },
    { VB_MOD_END,       { TW_LATE, TW_ON } },
    { VB_MOD_START,     { TW_EARLY, TW_IN } },
    { VB_MOD_END,       { TW_LATE, TW_IN } },
    { VB_MOD_START,     { TW_THE, TW_EARLY } },
    { VB_MOD_END,       { TW_THE, TW_LATE } },
    { VB_MOD_MID,       { TW_MID, TW_HYPHEN | OPT } },
    { VB_MOD_MID,       { TW_THE, TW_MID, TW_HYPHEN | OPT } },
    { VB_MOD_START,     { TW_THE, TW_BOUND, TW_OF } },
    { VB_MOD_START,     { TW_BOUND, TW_OF } },
    { VB_MOD_NONE,      { TW_LATER, TW_ON | OPT } },
    { VB_MOD_NONE,      { TW_EARLIER, TW_ON | OPT } },
    { VB_MOD_APPROX,    { TW_ABOUT } },
    { VB_MOD_APPROX,    { TW_AT, TW_ABOUT } },
    { VB_MOD_LESS_THAN, { TW_ALMOST } },
    { VB_MOD_MORE_THAN, { TW_OVER } },
    { VB_MOD_MORE_THAN, { TW_MORE, TW_THAN } },
    { VB_MOD_LESS_THAN, { TW_FEWER, TW_THAN } },
    { VB_MOD_MORE_THAN, { TW_AT, TW_LEAST } },
    { VB_MOD_LESS_THAN, { TW_UP, TW_TO } },
    { VB_MOD_BEFORE,    { TW_SHORTLY, TW_BEFORE } },
    { VB_MOD_AFTER,     { TW_SHORTLY, TW_AFTER } },
};
enum { N_CORES = sizeof cores / sizeof *cores, N_PREFIXES = sizeof prefixes / sizeof *prefixes };

/* Words matched, longest way first where some may be missing; 0 for none. `used` gets the kind that each word was read as. */
static uint32_t match(const uint8_t *p, uint32_t i_p, const struct vb_time_word *words, uint32_t n, uint32_t at, uint8_t *used)
{
    uint8_t  kind;
    uint32_t rest;

    if (i_p == PATTERN_MAX || p[i_p] == TW_NONE) return at;
    kind = p[i_p] & (uint8_t)~OPT;
    if (at < n && vb_time_word_is(&words[at], (enum vb_time_kind)kind)) {
        used[at] = kind;
        if ((rest = match(p, i_p + 1, words, n, at + 1, used)) != VB_NONE) return rest;
    }
    return p[i_p] & OPT ? match(p, i_p + 1, words, n, at, used) : VB_NONE;
}

static void take_word(const struct vb_time_word *w, uint8_t kind, struct vb_time_fields *f)
{
    switch ((enum vb_time_kind)kind) {
    case TW_CLOCK: case TW_STOP_CLOCK: f->clock = w->number; break;
    case TW_HOUR_DIGITS: f->clock = w->number / 100 * 60 + w->number % 100; break;
    case TW_NUMBER: case TW_ORDINAL: case TW_DECADE: case TW_QUARTER:
        if (kind == TW_QUARTER && !w->number) f->unit = UNIT_QUARTER;
        else {
            f->number     = w->number;
            f->has_number = true;
        }
        break;
    case TW_A: f->number = f->has_number ? f->number : 1; break;
    case TW_THE: f->the = true; break;
    case TW_DAYNUM: f->day = w->number; break;
    case TW_YEAR: f->year = w->number; f->has_year = true; break;
    case TW_MONTH: case TW_SHORT_MONTH: f->month = w->what; break;
    case TW_WEEKDAY: case TW_SHORT_WEEKDAY: case TW_WEEKDAYS: f->weekday = w->what; break;
    case TW_UNIT: case TW_UNITS: case TW_SET: f->unit = w->unit; break;
    case TW_PART: case TW_POINT: f->part = w->what; break;
    case TW_NOON: f->part = PART_MIDDAY; f->clock = 12 * 60; break;
    case TW_SEASON: f->season = w->what; break;
    case TW_DAY: f->day_word = w->what; break;
    case TW_DIRECTION: f->direction = w->what; break;
    case TW_COMING: f->direction = DIRECTION_COMING; break;
    case TW_EARLIER: case TW_BEFORE: f->direction = DIRECTION_PREVIOUS; break;
    case TW_LATER: case TW_AFTER: f->direction = DIRECTION_FOLLOWING; break;
    case TW_HALF: f->half = true; break;
    case TW_TIMES: f->times = true; break;
    case TW_DATE: f->unit = UNIT_DAY; break;
    case TW_AND: f->plus_half = true; break;
    case TW_AMPM: f->meridiem = w->what; break;
    case TW_ZONE: f->zone = true; f->utc = w->what; break;
    case TW_OTHER: f->number = 2; f->has_number = true; break;
    case TW_HOLIDAY: f->holiday = w->what; break;
    case TW_REF: f->ref = w->what; break;
    case TW_WEEKEND: f->unit = UNIT_WEEK; break;
    case TW_RECENT: f->ref = REF_PAST; break;
    case TW_ISO_DATE: f->has_year = true; f->year = w->year; f->month = (uint8_t)w->month; f->day = w->day; break;
    default: break;
    }
    if (w->mod) f->mod = w->mod;
}

static bool match_core(const struct vb_time_word *words, uint32_t n, uint32_t at, struct vb_time_fields *f)
{
    const struct pattern *best = NULL;
    uint32_t best_end = at;
    uint8_t  kinds[PATTERN_MAX], best_kinds[PATTERN_MAX] = { 0 };

    for (size_t i = 0; i < N_CORES; i++) {
        uint32_t end;
        if (!(cores[i].words[0] & OPT) && !vb_time_word_is(&words[at], (enum vb_time_kind)cores[i].words[0])) continue;
        end = match(cores[i].words, 0, words + at, n - at, 0, kinds);
        if (end == VB_NONE || at + end <= best_end || kinds[0] == TW_COMMA) continue;
        best     = &cores[i];
        best_end = at + end;
        memcpy(best_kinds, kinds, sizeof kinds);
    }
    if (!best) return false;
    *f = (struct vb_time_fields){ .form = best->form, .clock = -1, .beg = at, .end = best_end };
    for (uint32_t i = at; i < best_end; i++) take_word(&words[i], best_kinds[i - at], f);
    if (f->form == FORM_PART && !f->part) f->part = PART_MORNING;        /* the early hours */
    if (f->form == FORM_CLOCK && f->clock < 0) f->clock = f->number >= 0 && f->number <= 24 ? f->number * 60 : 0;
    return f->form != FORM_CLOCK || f->clock > 0 || f->number == 0;
}

/* Prefixes may follow each other: "about the end of". */
static bool match_prefixed(const struct vb_time_word *words, uint32_t n, uint32_t at, unsigned depth, struct vb_time_fields *f)
{
    struct vb_time_fields here, best = { 0 };
    uint8_t kinds[PATTERN_MAX];

    if (match_core(words, n, at, &here)) best = here;
    for (size_t i = 0; depth > 0 && i < N_PREFIXES; i++) {
        uint32_t len;
        if (!vb_time_word_is(&words[at], (enum vb_time_kind)prefixes[i].words[0])) continue;
        if ((len = match(prefixes[i].words, 0, words + at, n - at, 0, kinds)) == VB_NONE || at + len >= n) continue;
        if (!match_prefixed(words, n, at + len, depth - 1, &here) || here.end <= best.end) continue;
        best = here;
        if (!best.mod) best.mod = prefixes[i].mod;
        for (uint32_t k = 0; k < len; k++) {
            if (kinds[k] == TW_BOUND) best.mod = words[at + k].what;
            if (kinds[k] == TW_THE) best.the = true;
        }
        best.beg      = at;
        best.prefixed = true;
    }
    *f = best;
    return best.form != FORM_NONE;
}

static bool is_day(const struct vb_time_fields *f)
{
    return f->form == FORM_DATE || f->form == FORM_WEEKDAY || f->form == FORM_DAY || f->form == FORM_HOLIDAY ||
           f->form == FORM_TONIGHT || (f->form == FORM_PART && f->direction) || (f->form == FORM_UNIT && f->unit == UNIT_DAY);
}

static bool is_time_of_day(const struct vb_time_fields *f)
{
    return f->form == FORM_CLOCK || f->form == FORM_PART || f->form == FORM_BARE_PART;
}

/* What may stand between the two halves of a day and its time. */
static const struct { bool day_first, bare, clock; uint8_t words[PATTERN_MAX]; } joints[] = {
    { true,  true,  true,  { TW_NONE } },                    /* Wednesday | morning */
    { true,  false, true,  { TW_AT, TW_ABOUT | OPT } },      /* August 2 at 5 p.m. */
    { true,  false, true,  { TW_COMMA, TW_AT | OPT } },
    { true,  false, false, { TW_SHORTLY | OPT, TW_BEFORE } },  /* on Monday before | dawn */
    { true,  false, true,  { TW_ABOUT } },
    { true,  false, false, { TW_IN } },                      /* on Friday in | the evening */
    { false, true,  true,  { TW_NONE } },                    /* 5 p.m. Monday */
    { false, true,  true,  { TW_ON } },
    { false, true,  true,  { TW_OF } },                      /* the night of 5 June */
    { false, true,  true,  { TW_OPEN, TW_HOUR_DIGITS, TW_ZONE, TW_CLOSE, TW_ON | OPT } },    /* 8:30 p.m. (1930 UTC) on 27 August */
};

static bool join(const struct vb_time_word *words, uint32_t n, struct vb_time_fields *f)
{
    uint8_t kinds[PATTERN_MAX];

    if (!is_day(f) && !is_time_of_day(f)) return false;
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        struct vb_time_fields other, *day, *part;
        uint32_t len = match(joints[i].words, 0, words + f->end, n - f->end, 0, kinds);
        if (len == VB_NONE || f->end + len >= n || !match_core(words, n, f->end + len, &other)) continue;
        day  = joints[i].day_first ? f : &other;
        part = joints[i].day_first ? &other : f;
        if (!is_day(day) || !is_time_of_day(part) || (part->form == FORM_PART && part->direction)) continue;
        if (joints[i].day_first && part->form == FORM_BARE_PART && !joints[i].bare) continue;
        if (joints[i].day_first && part->form != FORM_CLOCK && part->clock < 0 && part->the && joints[i].bare) continue;
        if (len && !joints[i].clock && part->form == FORM_CLOCK) continue;
        if (len && kinds[0] == TW_COMMA && part->form != FORM_CLOCK) continue;
        day->part = part->part ? part->part : day->part;
        if (part->clock >= 0) {
            day->clock    = part->clock;
            day->meridiem = part->meridiem;
            day->zone     = part->zone;
            day->utc      = part->utc;
        }
        day->mod      = f->mod ? f->mod : other.mod;
        day->beg      = f->beg;
        day->prefixed = f->prefixed;
        day->end      = other.end;
        *f = *day;
        return true;
    }
    return false;
}

bool vb_time_pattern_match(const struct vb_time_word *words, uint32_t n, uint32_t at, struct vb_time_fields *out)
{
    if (!match_prefixed(words, n, at, 2, out)) return false;
    while (out->form != FORM_AGE && join(words, n, out)) {}
    return true;
}
