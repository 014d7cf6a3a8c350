/* Opposite src/record/days.c: which days a value means. */
#include "record_db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct { const char *value, *first, *last; vb_time_mod mod; } dates[] = {
    { "2023-08-30", "2023-08-30", "2023-08-30", VB_MOD_NONE },
    { "2023-08-30TMO", "2023-08-30", "2023-08-30", VB_MOD_START },
    { "2023-08-30T09:15", "2023-08-30", "2023-08-30", VB_MOD_NONE },
    { "2023-08", "2023-08-01", "2023-08-31", VB_MOD_NONE },
    { "2024-02", "2024-02-01", "2024-02-29", VB_MOD_NONE },
    { "1900-02", "1900-02-01", "1900-02-28", VB_MOD_NONE },
    { "2023", "2023-01-01", "2023-12-31", VB_MOD_NONE },
    { "202", "2020-01-01", "2029-12-31", VB_MOD_NONE },
    { "19", "1900-01-01", "1999-12-31", VB_MOD_NONE },
    { "2023-W35", "2023-08-28", "2023-09-03", VB_MOD_NONE },
    { "2023-W35-WE", "2023-08-28", "2023-09-03", VB_MOD_NONE },
    { "2020-W53", "2020-12-28", "2021-01-03", VB_MOD_NONE },  /* 2021 began on a Friday */
    { "2021-W01", "2021-01-04", "2021-01-10", VB_MOD_NONE },
    { "2020-W01", "2019-12-30", "2020-01-05", VB_MOD_NONE },
    { "2025-W01", "2024-12-30", "2025-01-05", VB_MOD_NONE },
    { "2023-Q1", "2023-01-01", "2023-03-31", VB_MOD_NONE },
    { "2023-Q4", "2023-10-01", "2023-12-31", VB_MOD_NONE },
    { "2023-H2", "2023-07-01", "2023-12-31", VB_MOD_NONE },
    { "2023-SP", "2023-03-01", "2023-05-31", VB_MOD_NONE },
    { "2023-SU", "2023-06-01", "2023-08-31", VB_MOD_NONE },
    { "2023-FA", "2023-09-01", "2023-11-30", VB_MOD_NONE },
    { "2023-WI", "2023-12-01", "2024-02-29", VB_MOD_NONE },
    { "2021", "0001-01-01", "2021-12-31", VB_MOD_BEFORE },
    { "2021", "2021-01-01", "9999-12-31", VB_MOD_AFTER },
};
static const char *const none[] = {"",           "P5Y",      "PXD",      "PAST_REF", "XXXX-10-03", "XXXX-XX-XXTEV", "2023-13",
                                   "2023-02-30", "2023-W54", "2023-W00", "2023-Q5",  "2023-H3",    "2023-SX",       "0000",
                                   "00",         "2023-",    "20231",    "T09:00",   "9999-WI",    "2023-W"};

static void test_days_of_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        vb_time        t    = { .value = vb_str_of(dates[i].value), .mod = dates[i].mod };
        struct vb_days days = { "", "" };
        if (!vb_record_days(&t, &days)) fail_msg("%s has no days", dates[i].value);
        if (strcmp(days.first, dates[i].first) != 0 || strcmp(days.last, dates[i].last) != 0)
            fail_msg("%s: %s to %s", dates[i].value, days.first, days.last);
    }
}

static void test_what_is_no_date_has_none(void **state)
{
    vb_time        set = { .value = VB_STR("2023"), .cls = VB_TIME_SET };
    struct vb_days days;

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        vb_time t = { .value = vb_str_of(none[i]) };
        if (vb_record_days(&t, &days)) fail_msg("%s: %s to %s", none[i], days.first, days.last);
    }
    assert_false(vb_record_days(&set, &days));
    set.cls = VB_TIME_DURATION;
    assert_false(vb_record_days(&set, &days));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_of_dates),
        cmocka_unit_test(test_what_is_no_date_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
