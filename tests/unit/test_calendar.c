/*
 * Days, weeks and months against a count that goes on day by day, and against dates known from elsewhere.
 */
#include "calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct vb_date day(int year, int month, int of_month) { return (struct vb_date){ year, month, of_month }; }

/* 1 January 1900 was a Monday, in week 1. Weeks and weekdays are counted on from there, without the functions under test. */
static void every_day_of_two_centuries_follows_the_one_before(void **state)
{
    int32_t serial  = vb_calendar_serial(day(1900, 1, 1));
    int     weekday = 1, week = 1;
    (void)state;

    for (int year = 1900; year <= 2100; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int  of_year = 0;
        for (int month = 1; month <= 12; month++) {
            static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
            int length = lengths[month - 1] + (month == 2 && leap);
            assert_int_equal(vb_calendar_month_length(year, month), length);
            assert_false(vb_calendar_is_date(year, month, length + 1));
            for (int d = 1; d <= length; d++, serial++, of_year++, weekday = weekday % 7 + 1) {
                struct vb_date     back = vb_calendar_date(serial);
                struct vb_iso_week iso  = vb_calendar_week(serial);
                int thursday = of_year + 4 - weekday;        /* day of the year, from 0; below it or past it: another year's week */
                if (weekday == 1) week = thursday >= (leap ? 366 : 365) || thursday < 7 ? 1 : week + 1;
                assert_true(vb_calendar_is_date(year, month, d));
                assert_int_equal(vb_calendar_serial(day(year, month, d)), serial);
                assert_true(back.year == year && back.month == month && back.day == d);
                assert_int_equal(vb_calendar_weekday(serial), weekday);
                assert_int_equal(iso.week, week);
                assert_int_equal(iso.year, thursday < 0 ? year - 1 : thursday >= (leap ? 366 : 365) ? year + 1 : year);
                assert_int_equal(vb_calendar_week_start(iso), serial - weekday + 1);
            }
        }
    }
}

static void known_days_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(vb_calendar_serial(day(1970, 1, 1)), 0);
    assert_int_equal(vb_calendar_serial(day(2000, 3, 1)), 11017);
    assert_int_equal(vb_calendar_serial(day(1, 1, 1)), -719162);
    assert_int_equal(vb_calendar_weekday(vb_calendar_serial(day(2023, 8, 30))), 3);
    assert_int_equal(vb_calendar_weekday(vb_calendar_serial(day(1969, 7, 20))), 7);
    assert_int_equal(vb_calendar_week(vb_calendar_serial(day(2021, 1, 3))).week, 53);
    assert_int_equal(vb_calendar_week(vb_calendar_serial(day(2021, 1, 3))).year, 2020);
    assert_int_equal(vb_calendar_week(vb_calendar_serial(day(2018, 12, 31))).week, 1);
    assert_int_equal(vb_calendar_week(vb_calendar_serial(day(2018, 12, 31))).year, 2019);
}

static void impossible_days_are_none(void **state)
{
    (void)state;
    assert_false(vb_calendar_is_date(2023, 2, 29));
    assert_true(vb_calendar_is_date(2024, 2, 29));
    assert_false(vb_calendar_is_date(1900, 2, 29));
    assert_true(vb_calendar_is_date(2000, 2, 29));
    assert_false(vb_calendar_is_date(2023, 2, 30));
    assert_false(vb_calendar_is_date(2023, 13, 1));
    assert_false(vb_calendar_is_date(2023, 0, 1));
    assert_false(vb_calendar_is_date(2023, 1, 0));
    assert_false(vb_calendar_is_date(0, 1, 1));
    assert_false(vb_calendar_is_date(10000, 1, 1));
}

static void months_are_added_and_taken_away(void **state)
{
    struct vb_date d = vb_calendar_add_months(day(2021, 1, 31), 1);
    (void)state;
    assert_true(d.year == 2021 && d.month == 2 && d.day == 28);
    d = vb_calendar_add_months(day(2021, 1, 15), -1);
    assert_true(d.year == 2020 && d.month == 12 && d.day == 15);
    d = vb_calendar_add_months(day(2021, 6, 1), -30);
    assert_true(d.year == 2018 && d.month == 12 && d.day == 1);
    for (int months = -3000; months <= 3000; months++) {
        d = vb_calendar_add_months(day(2000, 6, 1), months);
        assert_int_equal(d.year * 12 + d.month, 2000 * 12 + 6 + months);
        assert_true(vb_calendar_is_date(d.year, d.month, d.day));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_two_centuries_follows_the_one_before),
        cmocka_unit_test(known_days_have_their_numbers),
        cmocka_unit_test(impossible_days_are_none),
        cmocka_unit_test(months_are_added_and_taken_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
