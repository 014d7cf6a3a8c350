/*
 * Days of the Gregorian calendar, also before 1582: serial numbers, days of the week, ISO 8601 weeks. Years 1 to 9999.
 * Pure functions, safe from every thread.
 */
#ifndef VB_CALENDAR_H
#define VB_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

struct vb_date     { int year, month, day; };                /* month 1..12, day 1..31; 0 where the date does not say */
struct vb_iso_week { int year, week; };                      /* the week's own year: 2021-01-03 is in 2020-W53 */

int  vb_calendar_month_length(int year, int month);          /* 28..31 */
bool vb_calendar_is_date(int year, int month, int day);      /* no 30 February */
int32_t        vb_calendar_serial(struct vb_date date);      /* of a full, valid date; 1970-01-01 is 0 */
struct vb_date vb_calendar_date(int32_t serial);
int            vb_calendar_weekday(int32_t serial);          /* ISO 8601: Monday 1 … Sunday 7 */
struct vb_iso_week vb_calendar_week(int32_t serial);
int32_t        vb_calendar_week_start(struct vb_iso_week week);                /* its Monday */
struct vb_date vb_calendar_add_months(struct vb_date date, int months);        /* 31 January and a month: the last of February */

#endif
