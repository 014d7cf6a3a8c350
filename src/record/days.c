/*
 * The days that a time's value can mean, so that queries compare days and not notations: "2023-W35" is Monday to Sunday.
 *
 * Seasons are those of the north, as the time layer has them: WI begins in December of its year. A value that names no day
 * (P5Y, PAST_REF, XXXX-10) has none, and the statement then goes by the date of its text.
 */
#include "record_db.h"

#include <stdio.h>
#include <string.h>

static int month_length(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

static void put_day(char day[11], int year, int month, int n)
{
    snprintf(day, 11, "%04u-%02u-%02u", (unsigned)year % 10000u, (unsigned)month % 100u, (unsigned)n % 100u);
}

/* Both ends; months may run on into the next year: 14 is its February. */
static bool put_months(struct vb_days *out, int year, int from, int to)
{
    int from_year = year + (from - 1) / 12, to_year = year + (to - 1) / 12;

    from = (from - 1) % 12 + 1;
    to   = (to - 1) % 12 + 1;
    if (from_year < 1 || to_year > 9999) return false;
    put_day(out->first, from_year, from, 1);
    put_day(out->last, to_year, to, month_length(to_year, to));
    return true;
}

/* The n-th day of a year counted from its first, 1; below and above run into the years beside it. */
static void put_day_of_year(char day[11], int year, int n)
{
    int month = 1;

    if (n < 1) {
        year--;
        n += 337 + month_length(year, 2);          /* days of the year: all months but February have 337 */
    }
    for (; n > month_length(year, month); n -= month_length(year, month), month = month % 12 + 1) year += month == 12;
    put_day(day, year, month, n);
}

/* ISO 8601: week 1 is the one with 4 January in it. */
static bool put_week(struct vb_days *out, int year, int week)
{
    int before = year - 1, first_weekday, monday;

    if (year < 2 || year > 9998 || week < 1 || week > 53) return false;
    first_weekday = (1 + before * 365 + before / 4 - before / 100 + before / 400) % 7;     /* of 1 January: Sunday 0 */
    monday = 1 - (first_weekday + 6) % 7;          /* of the week with 1 January in it, as a day of the year */
    if (monday < -2) monday += 7;
    put_day_of_year(out->first, year, monday + 7 * (week - 1));
    put_day_of_year(out->last, year, monday + 7 * (week - 1) + 6);
    return true;
}

static int digits(vb_str s, size_t at, size_t n)
{
    int value = 0;

    if (at + n > s.len) return -1;
    for (size_t i = at; i < at + n; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return -1;
        value = value * 10 + (s.ptr[i] - '0');
    }
    return value;
}

static bool put_season(struct vb_days *out, int year, vb_str code)
{
    static const char codes[] = "SPSUFAWI";

    if (code.len != 2) return false;
    for (int i = 0; i < 4; i++)
        if (memcmp(code.ptr, codes + 2 * (size_t)i, 2) == 0) return put_months(out, year, 3 * i + 3, 3 * i + 5);
    return false;
}

static bool put_value(struct vb_days *out, vb_str v)
{
    const char *clock = v.len > 10 ? memchr(v.ptr, 'T', v.len) : NULL;
    vb_str      date  = { v.ptr, clock ? (size_t)(clock - v.ptr) : v.len };
    int         year  = digits(date, 0, 4), n;

    if (date.len == 2 && (n = digits(date, 0, 2)) > 0)
        return put_months(out, 100 * n, 1, 1200);  /* a century, a decade: the digits that they share */
    if (date.len == 3 && (n = digits(date, 0, 3)) > 0) return put_months(out, 10 * n, 1, 120);
    if (year < 1) return false;
    if (date.len == 4) return put_months(out, year, 1, 12);
    if (date.len < 7 || date.ptr[4] != '-') return false;
    switch (date.ptr[5]) {
    case 'W':
        if (date.len == 7) return put_season(out, year, (vb_str){ date.ptr + 5, 2 });
        return (date.len == 8 || date.ptr[8] == '-') && put_week(out, year, digits(date, 6, 2));
    case 'Q':
        n = digits(date, 6, 1);
        return date.len == 7 && n >= 1 && n <= 4 && put_months(out, year, 3 * n - 2, 3 * n);
    case 'H':
        n = digits(date, 6, 1);
        return date.len == 7 && n >= 1 && n <= 2 && put_months(out, year, 6 * n - 5, 6 * n);
    case 'S':
    case 'F': return put_season(out, year, (vb_str){ date.ptr + 5, date.len - 5 });
    default: break;
    }
    if (!vb_record_date_ok(date)) return false;
    n = digits(date, 5, 2);
    if (date.len == 7) return put_months(out, year, n, n);
    put_day(out->first, year, n, digits(date, 8, 2));
    memcpy(out->last, out->first, sizeof out->last);
    return true;
}

bool vb_record_days(const vb_time *time, struct vb_days *out)
{
    if (time->cls != VB_TIME_DATE && time->cls != VB_TIME_TIME) return false;
    if (!put_value(out, time->value)) return false;
    /* "before 2021" and "after 2021" are open at one end; the value itself stays in, because edges are as coarse as it is. */
    if (time->mod == VB_MOD_BEFORE) memcpy(out->first, "0001-01-01", sizeof out->first);
    if (time->mod == VB_MOD_AFTER) memcpy(out->last, "9999-12-31", sizeof out->last);
    return true;
}
