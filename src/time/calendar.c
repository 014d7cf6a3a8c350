/*
 * Calendar arithmetic. Years count from March, so that the leap day is the last of its year and months have a closed form.
 */
#include "calendar.h"

enum { DAYS_400_YEARS = 146097, DAYS_TO_1970 = 719468 };     /* from 0000-03-01 */

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int vb_calendar_month_length(int year, int month)
{
    static const unsigned char length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : length[month - 1];
}

bool vb_calendar_is_date(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= vb_calendar_month_length(year, month);
}

int32_t vb_calendar_serial(struct vb_date date)
{
    int year  = date.month > 2 ? date.year : date.year - 1, month = (date.month + 9) % 12;
    int cycle = (year >= 0 ? year : year - 399) / 400, of_cycle = year - cycle * 400;
    int of_year = (153 * month + 2) / 5 + date.day - 1;
    return cycle * DAYS_400_YEARS + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - DAYS_TO_1970;
}

struct vb_date vb_calendar_date(int32_t serial)
{
    int32_t from = serial + DAYS_TO_1970, cycle = (from >= 0 ? from : from - DAYS_400_YEARS + 1) / DAYS_400_YEARS;
    int32_t of_cycle = from - cycle * DAYS_400_YEARS;
    int32_t year = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
    int32_t of_year = of_cycle - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    struct vb_date date = { year + cycle * 400, month < 10 ? month + 3 : month - 9, of_year - (153 * month + 2) / 5 + 1 };
    if (date.month <= 2) date.year++;
    return date;
}

int vb_calendar_weekday(int32_t serial)
{
    int from_monday = (int)((serial + 3) % 7);               /* 1970-01-01 was a Thursday */
    return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

/* A week belongs to the year that has its Thursday. */
struct vb_iso_week vb_calendar_week(int32_t serial)
{
    int32_t thursday = serial - vb_calendar_weekday(serial) + 4;
    int     year     = vb_calendar_date(thursday).year;
    return (struct vb_iso_week){ year, (int)(thursday - vb_calendar_serial((struct vb_date){ year, 1, 1 })) / 7 + 1 };
}

int32_t vb_calendar_week_start(struct vb_iso_week week)
{
    int32_t fourth = vb_calendar_serial((struct vb_date){ week.year, 1, 4 });   /* always in week 1 */
    return fourth - vb_calendar_weekday(fourth) + 1 + 7 * (week.week - 1);
}

struct vb_date vb_calendar_add_months(struct vb_date date, int months)
{
    int month = date.year * 12 + date.month - 1 + months, length;
    struct vb_date out = { month / 12, month % 12 + 1, date.day };
    if (out.month < 1) { out.month += 12; out.year--; }
    length = vb_calendar_month_length(out.year, out.month);
    if (out.day > length) out.day = length;
    return out;
}
