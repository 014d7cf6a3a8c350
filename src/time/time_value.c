/*
 * Values, form by form. Nothing is made finer than the words: what a year ago was is a year, last week a week.
 *
 * A day of the week without "last" or "next" is the nearest one on the side that the tense shows, the day of the text included;
 * with them it is the day of the week before or after, counted from Monday. A day or a month without a year goes by the tense too,
 * unless that would take it further away than writers leave out a year for.
 */
#include "time_value.h"

#include <stdio.h>
#include <string.h>

enum { DAY_FAR = 260, MONTH_FAR = 320, STORY_DAYS = 7 };      /* "on 2 August", "in August" are no further away than this */

struct draft {
    const struct vb_time_fields *f;
    const struct vb_time_anchor *a;
    struct vb_time_value *out;
};

static bool is_full(struct vb_date d) { return d.year && d.month && d.day; }

#define PUT(d, ...) ((void)snprintf((d)->out->text, VB_TIME_VALUE_MAX, __VA_ARGS__))

/* ---- printing -------------------------------------------------------------------------------------------------- */

static const char *part_code(uint8_t part)
{
    static const char *const codes[] = { "", "TMO", "TMI", "TAF", "TEV", "TNI" };
    return codes[part];
}

static int clock_minutes(const struct vb_time_fields *f)
{
    int hour = f->clock / 60, minute = f->clock % 60;
    if (f->meridiem == 2 && hour < 12) hour += 12;
    if (f->meridiem == 1 && hour == 12) hour = 0;
    if (!f->meridiem && hour < 12 && (f->part == PART_AFTERNOON || f->part == PART_EVENING)) hour += 12;
    return hour * 60 + minute;
}

/* The part of the value that follows the day: "T17:00", "TMO" or nothing. */
static void time_of_day(const struct vb_time_fields *f, char out[16])
{
    int minutes = f->clock >= 0 ? clock_minutes(f) : -1;
    if (minutes == 12 * 60 && f->part == PART_MIDDAY && f->mod == VB_MOD_BEFORE) (void)snprintf(out, 16, "TMO");
    else if (minutes >= 0 && minutes <= 24 * 60)
        (void)snprintf(out, 16, "T%02d:%02d%s", minutes / 60, minutes % 60, f->utc ? "Z" : "");
    else (void)snprintf(out, 16, "%s", part_code(f->part));
}

static void put_date(struct draft *d, struct vb_date date, uint8_t basis)
{
    char suffix[16];

    if (date.year < 1 || date.year > 9999) return;
    time_of_day(d->f, suffix);
    if (!date.month) PUT(d, "%04d", date.year);
    else if (!date.day) PUT(d, "%04d-%02d", date.year, date.month);
    else PUT(d, "%04d-%02d-%02d%s", date.year, date.month, date.day, suffix);
    d->out->basis = basis;
    d->out->date  = date;
}

static void put_serial(struct draft *d, int32_t serial, uint8_t basis) { put_date(d, vb_calendar_date(serial), basis); }

static void put_week(struct draft *d, int32_t serial, uint8_t basis)
{
    struct vb_iso_week week = vb_calendar_week(serial);
    PUT(d, "%04d-W%02d", week.year, week.week);
    d->out->basis = basis;
}

static void put_ref(struct draft *d, enum vb_time_ref ref)
{
    static const char *const names[] = { "PRESENT_REF", "PAST_REF", "FUTURE_REF" };
    PUT(d, "%s", names[ref]);
}

/* "P5Y", "PT30M"; `n` VB_TIME_SOME gives X. Decades and centuries count in years, but some of them keep their unit. */
static void put_duration(struct draft *d, int32_t n, enum vb_time_unit unit)
{
    static const struct { const char *before, *after; uint8_t times; const char *some;
    } codes[] = {
        [UNIT_SECOND] = {"PT", "S", 1, "PTXS"},  [UNIT_MINUTE] = {"PT", "M", 1, "PTXM"}, [UNIT_HOUR] = {"PT", "H", 1, "PXH"},
        [UNIT_DAY] = {"P", "D", 1, "PXD"},       [UNIT_NIGHT] = {"P", "D", 1, "PXD"},    [UNIT_WEEK] = {"P", "W", 1, "PXW"},
        [UNIT_FORTNIGHT] = {"P", "W", 2, "PXW"}, [UNIT_MONTH] = {"P", "M", 1, "PXM"},    [UNIT_QUARTER] = {"P", "M", 3, "PXM"},
        [UNIT_YEAR] = {"P", "Y", 1, "PXY"},      [UNIT_DECADE] = {"P", "Y", 10, "PXDE"}, [UNIT_CENTURY] = {"P", "Y", 100, "PXCE"},
    };
    if (n == VB_TIME_SOME) PUT(d, "%s", codes[unit].some);
    else if (n > 0 && n <= 100000000 / codes[unit].times)
        PUT(d, "%s%d%s", codes[unit].before, (int)(n * codes[unit].times), codes[unit].after);
}

/* ---- dates with their own words -------------------------------------------------------------------------------- */

/* The year of a month and day that are said without one; 0 when nothing tells it. */
static int year_of(const struct draft *d, int month, int day, uint8_t *basis)
{
    const struct vb_time_anchor *a = d->a;
    int32_t distance, text, here;
    int     year = a->text.year, far = day ? DAY_FAR : MONTH_FAR;

    *basis = VB_BASIS_DOCUMENT;
    if (a->said_year && a->tense != VB_TENSE_FUTURE) {
        *basis = VB_BASIS_TIME;
        return a->said_year;
    }
    if (!year || !a->text.month) return 0;
    text     = vb_calendar_serial((struct vb_date){ year, a->text.month, a->text.day ? a->text.day : 15 });
    here =
        vb_calendar_serial((struct vb_date){year, month, day ? day : (month == a->text.month && a->text.day ? a->text.day : 15)});
    distance = here - text;
    if (distance > 0 && a->tense == VB_TENSE_PAST && 366 - distance <= far) year--;
    else if (distance < 0 && a->tense == VB_TENSE_FUTURE && 366 + distance <= far) year++;
    else if (a->tense == VB_TENSE_UNKNOWN || (distance > 0) == (a->tense == VB_TENSE_PAST)) {
        if (distance > 182) year--;
        if (distance < -183) year++;
        return year;
    }
    if (year != a->text.year) *basis = VB_BASIS_TENSE;
    return year;
}

static int shifted_year(const struct draft *d, int year)
{
    uint8_t direction = d->f->direction;
    if (direction == DIRECTION_LAST || direction == DIRECTION_PREVIOUS) return year - 1;
    return direction == DIRECTION_NEXT || direction == DIRECTION_FOLLOWING ? year + 1 : year;
}

static void value_of_date(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    uint8_t basis = VB_BASIS_TEXT;
    int     day = f->form == FORM_DATE && !f->day && f->has_number ? f->number : f->day, year = f->year;

    if (!f->month || day < 1) return;
    if (!f->has_year && f->direction && f->unit == UNIT_YEAR && d->a->text.year) {           /* March 31 last year */
        year  = shifted_year(d, d->a->text.year);
        basis = VB_BASIS_DOCUMENT;
    } else if (!f->has_year) year = year_of(d, f->month, day, &basis);
    if (!year) {
        char suffix[16];
        time_of_day(f, suffix);
        if (vb_calendar_is_date(2000, f->month, day)) PUT(d, "XXXX-%02d-%02d%s", f->month % 100, day % 100, suffix);
        return;
    }
    if (vb_calendar_is_date(year, f->month, day)) put_date(d, (struct vb_date){ year, f->month, day }, basis);
}

/* The week with the middle of the n-th seven days of the month. */
static void value_of_nth_week(struct draft *d)
{
    struct vb_time_fields f = *d->f;
    struct draft here = { &f, d->a, d->out };

    if (f.unit != UNIT_WEEK || f.number < 1 || f.number > 4) return;
    f.form = FORM_DATE;
    f.day  = 7 * f.number - 3;
    value_of_date(&here);
    if (is_full(d->out->date)) put_week(d, vb_calendar_serial(d->out->date), d->out->basis);
    d->out->date = (struct vb_date){ 0 };
}

static void value_of_then(struct draft *d)
{
    if (d->a->any.year) put_date(d, d->a->any, VB_BASIS_TIME);
}

static void value_of_holiday(struct draft *d)
{
    static const struct { uint8_t month, day; } days[] = { { 0, 0 }, { 12, 25 }, { 12, 24 }, { 12, 26 }, { 12, 31 }, { 1, 1 } };
    struct vb_time_fields f = *d->f;
    struct draft here = { &f, d->a, d->out };
    f.month = days[f.holiday].month;
    f.day   = days[f.holiday].day;
    value_of_date(&here);
}

static void value_of_month(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    struct vb_date text = d->a->text;
    uint8_t basis = VB_BASIS_TEXT;
    int     year = f->year;

    if (!f->has_year) {
        if (!text.month) {
            PUT(d, "XXXX-%02d", f->month);
            return;
        }
        basis = VB_BASIS_DOCUMENT;
        if (f->direction && f->unit == UNIT_YEAR) year = shifted_year(d, text.year);             /* March of last year */
        else if (f->direction == DIRECTION_LAST || f->direction == DIRECTION_RECENT)
            year = f->month < text.month ? text.year : text.year - 1;
        else if (f->direction == DIRECTION_NEXT || f->direction == DIRECTION_COMING)
            year = f->month > text.month ? text.year : text.year + 1;
        else if (f->direction == DIRECTION_THIS) year = text.year;
        else year = year_of(d, f->month, 0, &basis);
    }
    if (year) put_date(d, (struct vb_date){ year, f->month, 0 }, basis);
}

static void value_of_year(struct draft *d) { put_date(d, (struct vb_date){ d->f->year, 0, 0 }, VB_BASIS_TEXT); }

static void value_of_decade(struct draft *d) { PUT(d, "%03d", (int)d->f->number); }

static void value_of_nth(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    int32_t n = f->has_number ? f->number : f->day;

    if (n < 2 || f->half ||
        (f->unit != UNIT_DAY && f->unit != UNIT_NIGHT && f->unit != UNIT_WEEK && f->unit != UNIT_MONTH && f->unit != UNIT_YEAR))
        return;
    if (!f->has_number && f->unit != UNIT_WEEK && f->unit != UNIT_DAY) return;
    put_duration(d, n, (enum vb_time_unit)f->unit);
}

static void value_of_century(struct draft *d)
{
    if (d->f->unit != UNIT_CENTURY) value_of_nth(d);
    else if (d->f->number > 1 && d->f->number < 100) PUT(d, "%02d", (int)d->f->number - 1);
}

/* A year for a quarter, half or season without one: the last that had begun, or the next. */
static int year_of_span(const struct draft *d, int first_month, uint8_t *basis)
{
    struct vb_date text = d->a->text;
    *basis = VB_BASIS_DOCUMENT;
    if (!text.month) return 0;
    if (d->f->direction && d->f->unit == UNIT_YEAR) return shifted_year(d, text.year);
    if (d->f->the && d->f->unit == UNIT_YEAR) return text.year;
    *basis = VB_BASIS_TENSE;
    if (d->a->tense == VB_TENSE_FUTURE) return first_month >= text.month ? text.year : text.year + 1;
    return first_month <= text.month ? text.year : text.year - 1;
}

static void value_of_quarter(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    uint8_t basis = VB_BASIS_TEXT;
    int     n = f->number, year = f->year;

    if (n < 1 || n > 4) return;
    if (!f->has_year) year = year_of_span(d, 3 * n - 2, &basis);
    if (year) PUT(d, "%04d-Q%d", year, n);
    d->out->basis = basis;
}

static void value_of_half_year(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    uint8_t basis = VB_BASIS_TEXT;
    int     year = f->year;

    if (f->number < 1 || f->number > 2 || (!f->has_year && f->unit != UNIT_YEAR)) return;
    if (!f->has_year) year = year_of_span(d, 1, &basis);
    if (year) PUT(d, "%04d-H%d", year, (int)f->number);
    d->out->basis = basis;
}

static void value_of_season(struct draft *d)
{
    static const char *const codes[] = { "", "SP", "SU", "FA", "WI" };
    const struct vb_time_fields *f = d->f;
    struct vb_date text = d->a->text;
    uint8_t basis = VB_BASIS_TEXT;
    int first = 3 * f->season, year = f->year, now = text.month < 3 ? text.month + 12 : text.month; /* March 3 … February 14 */

    if (!f->has_year) {
        if (!text.month) return;
        basis = VB_BASIS_DOCUMENT;
        year  = text.month < 3 ? text.year - 1 : text.year;  /* of the winter that began last December */
        switch ((enum vb_time_direction)f->direction) {
        case DIRECTION_LAST: case DIRECTION_RECENT: year -= first + 3 > now; break;
        case DIRECTION_NEXT: case DIRECTION_COMING: year += first <= now; break;
        case DIRECTION_NONE:
            basis = VB_BASIS_TENSE;
            if (d->a->tense == VB_TENSE_FUTURE) year += first + 2 < now;
            else year -= first > now;
            break;
        default: break;
        }
    }
    PUT(d, "%04d-%s", year, codes[f->season]);
    d->out->basis = basis;
}

/* ---- days from the date of the text, or from another time --------------------------------------------------------- */

/* The day of this week (Monday 1) on or before, or on or after, `from`. */
static int32_t weekday_back(int32_t from, int weekday) { return from - (vb_calendar_weekday(from) - weekday + 7) % 7; }
static int32_t weekday_on(int32_t from, int weekday) { return from + (weekday - vb_calendar_weekday(from) + 7) % 7; }

static void value_of_weekday(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    int32_t text, monday, last = 0;
    bool    future = d->a->tense == VB_TENSE_FUTURE, has_last = is_full(d->a->last);
    uint8_t direction = f->direction;

    if (!is_full(d->a->text)) return;
    text   = vb_calendar_serial(d->a->text);
    monday = text - vb_calendar_weekday(text) + 1;
    if (has_last) last = vb_calendar_serial(d->a->last);
    if (direction == DIRECTION_PREVIOUS && !has_last) direction = DIRECTION_LAST;
    if (direction == DIRECTION_FOLLOWING && !has_last) direction = DIRECTION_NEXT;
    switch ((enum vb_time_direction)direction) {
    case DIRECTION_LAST: put_serial(d, monday + f->weekday - 8, VB_BASIS_DOCUMENT); break;
    case DIRECTION_NEXT: put_serial(d, monday + f->weekday + 6, VB_BASIS_DOCUMENT); break;
    case DIRECTION_RECENT: put_serial(d, weekday_back(text - 1, f->weekday), VB_BASIS_DOCUMENT); break;
    case DIRECTION_COMING: put_serial(d, weekday_on(text + 1, f->weekday), VB_BASIS_DOCUMENT); break;
    case DIRECTION_PREVIOUS: put_serial(d, weekday_back(last - 1, f->weekday), VB_BASIS_TIME); break;
    case DIRECTION_FOLLOWING: put_serial(d, weekday_on(last + 1, f->weekday), VB_BASIS_TIME); break;
    case DIRECTION_THIS:
        put_serial(d,
                   f->unit == UNIT_WEEK ? monday + f->weekday - 1
                   : future             ? weekday_on(text, f->weekday)
                                        : monday + f->weekday - 1,
                   VB_BASIS_DOCUMENT);
        break;
    default: put_serial(d, future ? weekday_on(text, f->weekday) : weekday_back(text, f->weekday), VB_BASIS_TENSE); break;
    }
}

static void value_of_weekend(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    struct vb_iso_week week;
    int32_t text;
    int     shift;

    if (!is_full(d->a->text)) return;
    text = vb_calendar_serial(d->a->text);
    switch ((enum vb_time_direction)f->direction) {
    case DIRECTION_THIS: case DIRECTION_COMING: shift = 0; break;
    case DIRECTION_NEXT: case DIRECTION_FOLLOWING: shift = 7; break;
    case DIRECTION_NONE: shift = d->a->tense == VB_TENSE_FUTURE ? 0 : -7; break;
    default: shift = -7; break;
    }
    week = vb_calendar_week(text + shift);
    PUT(d, "%04d-W%02d-WE", week.year, week.week);
    d->out->basis = f->direction ? VB_BASIS_DOCUMENT : VB_BASIS_TENSE;
}

static void value_of_week_of(struct draft *d)
{
    struct vb_time_fields f = *d->f;
    struct draft here = { &f, d->a, d->out };

    if (f.unit == UNIT_NIGHT) f.part = PART_NIGHT;
    if (f.unit != UNIT_NIGHT && f.unit != UNIT_DAY && f.unit != UNIT_WEEK) return;
    value_of_date(&here);
    if (f.unit == UNIT_WEEK && is_full(d->out->date)) put_week(d, vb_calendar_serial(d->out->date), d->out->basis);
}

static void value_of_day(struct draft *d)
{
    if (is_full(d->a->today)) put_serial(d, vb_calendar_serial(d->a->today) + d->f->day_word - 2, VB_BASIS_DOCUMENT);
}

static void value_of_tonight(struct draft *d)
{
    struct vb_time_fields f = *d->f;
    struct draft here = { &f, d->a, d->out };
    f.part = PART_NIGHT;
    if (is_full(d->a->today)) put_date(&here, d->a->today, VB_BASIS_DOCUMENT);
}

static void value_of_overnight(struct draft *d)
{
    struct vb_time_fields f = *d->f;
    struct draft here = { &f, d->a, d->out };
    f.part = PART_NIGHT;
    if (is_full(d->a->near)) put_date(&here, d->a->near, VB_BASIS_TIME);
    else if (is_full(d->a->text)) put_serial(&here, vb_calendar_serial(d->a->text) - 1, VB_BASIS_DOCUMENT);
}

/* A time of day without a day of its own: on the day spoken of in this paragraph or in the story so far, else on that of the text.
 */
static void put_on_day(struct draft *d)
{
    char suffix[16];

    if (is_full(d->a->near)) put_date(d, d->a->near, VB_BASIS_TIME);
    else if (is_full(d->a->past) && is_full(d->a->text) && d->a->tense != VB_TENSE_FUTURE &&
             vb_calendar_serial(d->a->text) - vb_calendar_serial(d->a->past) <= STORY_DAYS) put_date(d, d->a->past, VB_BASIS_TIME);
    else if (is_full(d->a->today)) put_date(d, d->a->today, VB_BASIS_DOCUMENT);
    else {
        time_of_day(d->f, suffix);
        PUT(d, "%s", suffix);
    }
    d->out->date = (struct vb_date){ 0 };
}

/* The day that "the same day" is: what was rests on what was, not on a day to come. */
static struct vb_date other_day(const struct draft *d)
{
    return d->a->tense != VB_TENSE_FUTURE && is_full(d->a->past) ? d->a->past : d->a->last;
}

static void value_of_part(struct draft *d)
{
    const struct vb_time_anchor *a = d->a;
    struct vb_time_fields f = *d->f;
    struct draft here = { &f, a, d->out };
    int shift = 0;

    switch ((enum vb_time_direction)f.direction) {
    case DIRECTION_NONE: put_on_day(&here); return;
    case DIRECTION_LAST: case DIRECTION_RECENT: shift = -1;  /* fall through */
    case DIRECTION_THIS:
        if (is_full(a->today)) put_serial(&here, vb_calendar_serial(a->today) + shift, VB_BASIS_DOCUMENT);
        return;
    case DIRECTION_PREVIOUS: shift = -1; break;
    case DIRECTION_NEXT: case DIRECTION_FOLLOWING: case DIRECTION_COMING: shift = 1; break;
    default: break;
    }
    if (is_full(a->last)) put_serial(&here, vb_calendar_serial(other_day(d)) + shift, VB_BASIS_TIME);
}

static void value_of_bare_part(struct draft *d)
{
    if (d->f->the || d->f->prefixed) put_on_day(d);
    else PUT(d, "XXXX-XX-XX%s", part_code(d->f->part));
}


/* ---- units ----------------------------------------------------------------------------------------------------- */

/* A span of `unit`, `n` of them from `from`. */
static void put_unit(struct draft *d, struct vb_date from, enum vb_time_unit unit, int n, uint8_t basis)
{
    struct vb_date date;

    if (!from.year || n > 5000 || n < -5000) return;
    switch (unit) {
    case UNIT_DAY: case UNIT_NIGHT:
        if (is_full(from)) put_serial(d, vb_calendar_serial(from) + n, basis);
        break;
    case UNIT_WEEK:
        if (is_full(from)) put_week(d, vb_calendar_serial(from) + 7 * n, basis);
        break;
    case UNIT_MONTH:
        if (!from.month) break;
        date = vb_calendar_add_months((struct vb_date){ from.year, from.month, 1 }, n);
        put_date(d, (struct vb_date){ date.year, date.month, 0 }, basis);
        break;
    case UNIT_QUARTER:
        if (!from.month) break;
        date = vb_calendar_add_months((struct vb_date){ from.year, from.month, 1 }, 3 * n);
        PUT(d, "%04d-Q%d", date.year, (date.month + 2) / 3);
        break;
    case UNIT_YEAR: put_date(d, (struct vb_date){ from.year + n, 0, 0 }, basis); break;
    case UNIT_DECADE:
        if (from.year / 10 + n > 0) PUT(d, "%03d", from.year / 10 + n);
        break;
    case UNIT_CENTURY:
        if (from.year / 100 + n > 0) PUT(d, "%02d", from.year / 100 + n);
        break;
    default: break;
    }
    d->out->basis = basis;
}

static void value_of_unit(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    enum vb_time_unit unit = (enum vb_time_unit)f->unit;
    struct vb_date other = unit >= UNIT_MONTH ? d->a->any : other_day(d);

    switch ((enum vb_time_direction)f->direction) {
    case DIRECTION_LAST: case DIRECTION_RECENT:
        if (unit != UNIT_DAY) put_unit(d, d->a->text, unit, -1, VB_BASIS_DOCUMENT);
        break;
    case DIRECTION_THIS:
        if (unit != UNIT_DAY) put_unit(d, d->a->text, unit, 0, VB_BASIS_DOCUMENT);
        break;
    case DIRECTION_NEXT: case DIRECTION_COMING:
        if (unit == UNIT_DAY) put_unit(d, d->a->last, unit, 1, VB_BASIS_TIME);
        else put_unit(d, d->a->text, unit, 1, VB_BASIS_DOCUMENT);
        break;
    case DIRECTION_PREVIOUS: put_unit(d, other, unit, -1, VB_BASIS_TIME); break;
    case DIRECTION_SAME: put_unit(d, other, unit, 0, VB_BASIS_TIME); break;
    case DIRECTION_FOLLOWING: put_unit(d, other, unit, 1, VB_BASIS_TIME); break;
    default: break;
    }
}

/* Later in the day, earlier in the week. */
static void value_of_day_of_text(struct draft *d)
{
    if (d->f->part || d->f->unit == UNIT_DAY) put_on_day(d);
    else if (d->f->unit >= UNIT_WEEK) put_unit(d, d->a->text, (enum vb_time_unit)d->f->unit, 0, VB_BASIS_DOCUMENT);
}

static void value_of_the_unit(struct draft *d)
{
    if (d->f->prefixed && d->f->mod && d->f->mod < VB_MOD_BEFORE && (d->f->unit >= UNIT_WEEK || d->f->unit == UNIT_DAY))
        put_unit(d, d->a->text, (enum vb_time_unit)d->f->unit, 0, VB_BASIS_DOCUMENT);
}

static void value_of_ago(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    int sign = f->form == FORM_FROM_NOW ? 1 : -1, n = (int)f->number;
    enum vb_time_unit unit = (enum vb_time_unit)f->unit;

    if (n <= 0 || n > 5000) put_ref(d, sign < 0 ? REF_PAST : REF_FUTURE);
    else if (unit <= UNIT_HOUR) put_duration(d, n, unit);
    else if (unit == UNIT_FORTNIGHT) put_unit(d, d->a->text, UNIT_WEEK, sign * 2 * n, VB_BASIS_DOCUMENT);
    else put_unit(d, d->a->text, unit, sign * n, VB_BASIS_DOCUMENT);
}

static void value_of_shift(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    const struct vb_date last = other_day(d);
    int  sign = f->direction == DIRECTION_PREVIOUS ? -1 : 1, n = f->number ? (int)f->number : f->the ? 1 : VB_TIME_SOME;
    enum vb_time_unit unit = (enum vb_time_unit)f->unit;

    if (unit == UNIT_HOUR && n > 0 && n % 24 == 0) {         /* 48 hours later */
        unit = UNIT_DAY;
        n /= 24;
    }
    if (f->weekday) {
        if (is_full(last)) put_serial(d, sign < 0 ? weekday_back(vb_calendar_serial(last) - 1, f->weekday)
                                                  : weekday_on(vb_calendar_serial(last) + 1, f->weekday), VB_BASIS_TIME);
    } else if (f->the && unit == UNIT_WEEK) put_unit(d, last, unit, sign, VB_BASIS_TIME);
    else if (n > 0 && n < 5000 && (unit == UNIT_WEEK || unit == UNIT_FORTNIGHT) && is_full(last))
        put_unit(d, last, UNIT_DAY, sign * n * (unit == UNIT_WEEK ? 7 : 14), VB_BASIS_TIME);
    else if (n > 0 && n < 5000 && unit > UNIT_HOUR)
        put_unit(d, unit >= UNIT_MONTH ? d->a->any : last, unit, sign * n, VB_BASIS_TIME);
    if (!d->out->text[0] && !f->weekday && !f->the) put_duration(d, n, unit);
}

/* ---- durations and sets ------------------------------------------------------------------------------------------ */

static void value_of_duration(struct draft *d)
{
    static const char *const half[] = { [UNIT_MINUTE] = "PT30S", [UNIT_HOUR] = "PT30M", [UNIT_DAY] = "PT12H", [UNIT_YEAR] = "P6M",
                                        [UNIT_DECADE] = "P5Y", [UNIT_CENTURY] = "P50Y" };
    const struct vb_time_fields *f = d->f;
    int32_t n = f->number ? f->number : f->direction || f->the ? 1 : VB_TIME_SOME;

    if (!f->half) put_duration(d, n, (enum vb_time_unit)f->unit);
    else if (!f->plus_half && f->unit < sizeof half / sizeof *half && half[f->unit]) PUT(d, "%s", half[f->unit]);
    else if (f->plus_half && n > 0) {
        switch ((enum vb_time_unit)f->unit) {
        case UNIT_MINUTE: PUT(d, "PT%dM30S", (int)n); break;
        case UNIT_HOUR: PUT(d, "PT%dH30M", (int)n); break;
        case UNIT_DAY: PUT(d, "P%dDT12H", (int)n); break;
        case UNIT_YEAR: PUT(d, "P%dY6M", (int)n); break;
        default: break;
        }
    }
}

/* Years are somebody's age; "a two-week-old ban" says how long. */
static void value_of_age(struct draft *d)
{
    if (d->f->unit != UNIT_YEAR) put_duration(d, d->f->number, (enum vb_time_unit)d->f->unit);
}

static void value_of_set(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    int32_t n = f->has_number && !f->times ? f->number : 1;

    if (f->month || f->season) put_duration(d, 1, UNIT_YEAR);
    else if (f->weekday) put_duration(d, 1, UNIT_WEEK);
    else if (f->part) put_duration(d, 1, UNIT_DAY);
    else put_duration(d, n, (enum vb_time_unit)f->unit);
}

static void value_of_ref(struct draft *d)
{
    const struct vb_time_fields *f = d->f;
    put_ref(d, f->direction == DIRECTION_PREVIOUS ? REF_PAST
               : f->direction == DIRECTION_COMING ? REF_FUTURE
                                                  : (enum vb_time_ref)f->ref);
}

void vb_time_value_of(const struct vb_time_fields *f, const struct vb_time_anchor *anchor, struct vb_time_value *out)
{
    static void (*const values[])(struct draft *) = {
        [FORM_DATE] = value_of_date,
        [FORM_MONTH] = value_of_month,
        [FORM_YEAR] = value_of_year,
        [FORM_DECADE] = value_of_decade,
        [FORM_CENTURY] = value_of_century,
        [FORM_QUARTER] = value_of_quarter,
        [FORM_HALF_YEAR] = value_of_half_year,
        [FORM_SEASON] = value_of_season,
        [FORM_HOLIDAY] = value_of_holiday,
        [FORM_WEEKDAY] = value_of_weekday,
        [FORM_WEEKEND] = value_of_weekend,
        [FORM_WEEK_OF] = value_of_week_of,
        [FORM_DAY] = value_of_day,
        [FORM_TONIGHT] = value_of_tonight,
        [FORM_OVERNIGHT] = value_of_overnight,
        [FORM_PART] = value_of_part,
        [FORM_BARE_PART] = value_of_bare_part,
        [FORM_CLOCK] = put_on_day,
        [FORM_STOP_CLOCK] = put_on_day,
        [FORM_UNIT] = value_of_unit,
        [FORM_THE_UNIT] = value_of_the_unit,
        [FORM_DAY_OF_TEXT] = value_of_day_of_text,
        [FORM_THEN] = value_of_then,
        [FORM_NTH_WEEK] = value_of_nth_week,
        [FORM_AGO] = value_of_ago,
        [FORM_FROM_NOW] = value_of_ago,
        [FORM_SHIFT] = value_of_shift,
        [FORM_DURATION] = value_of_duration,
        [FORM_NTH] = value_of_nth,
        [FORM_SET] = value_of_set,
        [FORM_AGE] = value_of_age,
        [FORM_REF] = value_of_ref,
    };
    struct draft d = { f, anchor, out };

    *out = (struct vb_time_value){ .basis = VB_BASIS_TEXT, .mod = f->mod };
    if (f->form < sizeof values / sizeof *values && values[f->form]) values[f->form](&d);
    if (f->form == FORM_SET) out->cls = VB_TIME_SET;
    else if (out->text[0] == 'P' && out->text[1] != 'A' && out->text[1] != 'R') out->cls = VB_TIME_DURATION;
    else out->cls = strchr(out->text, 'T') && !strstr(out->text, "REF") ? VB_TIME_TIME : VB_TIME_DATE;
}
