/*
 * Keys: which spellings of a name meet and which do not, and what is a date.
 */
#include "kb_files.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *folded(const char *name)
{
    static char text[VB_KB_KEY_MAX + 1];
    text[vb_kb_fold(kb_str(name), text)] = '\0';
    return text;
}

static void names_fold_to(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Angela Merkel", "angela merkel"},
        {"U.S.", "US"},
        {"US", "US"},
        {"us", "us"},
        {"Us", "us"},
        {"U.S.S.R.", "USSR"},
        {"ASEAN", "asean"},
        {"U.S. Congress", "us congress"},
        {"Gen.", "gen"},
        {"St. Petersburg", "st petersburg"},
        {"José", "jose"},
        {"Jose\u0301", "jose"},
        {"ERDOĞAN", "erdogan"},
        {"Kılıçdaroğlu", "kilicdaroglu"},
        {"İzmir", "izmir"},
        {"Tromsø", "tromso"},
        {"Wałęsa", "walesa"},
        {"Đoković", "dokovic"},
        {"Straße", "strasse"},
        {"Æthelred", "aethelred"},
        {"ÖVP", "OVP"},
        {"Övp", "ovp"},
        {"Al-Shabaab", "al shabaab"},
        {"al\u2010Shabaab", "al shabaab"},
        {"Israel–Gaza", "israel gaza"},
        {"al - Shabaab", "al shabaab"},
        {"People’s Republic", "people's republic"},
        {"People 's Republic", "people's republic"},
        {"workers ' party", "workers' party"},
        {"Sana‘a", "sana'a"},
        {"Washington, D.C.", "washington dc"},
        {"Washington , D.C.", "washington dc"},
        {"  New\u00a0 York ", "new york"},
        {"soft\u00adhyphen", "softhyphen"},
        {"Mohamed “Hemeti” Dagalo", "mohamed hemeti dagalo"},
        {"Москва", "москва"},
        {"ЕС", "ЕС"},
        {"МОСКВА", "москва"},
        {"G20", "G20"},
        {"2.5", "2.5"},
        {"...", ""},
        {"-", ""},
        {"", ""},
        {"\x01\x02", ""},
        {"中国", "中国"},
        {"ﬁn", "fin"},
        {"…", ""},
        {"Ａ．Ｂ", "AB"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_string_equal(folded(cases[i][0]), cases[i][1]);
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Óscar Pérez-Peña", "U.S.", "Washington, D.C.", "ВЛАДИМИР", "People’s Party", "Ǆ", "ẞ", "Σ", "İ", "ŉ"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char once[VB_KB_KEY_MAX + 1];
        snprintf(once, sizeof once, "%s", folded(names[i]));
        assert_string_equal(folded(once), once);
    }
}

static void a_name_too_long_has_no_key(void **state)
{
    (void)state;
    char key[VB_KB_KEY_MAX], name[4 * VB_KB_KEY_MAX];
    memset(name, 'a', sizeof name);
    assert_int_equal(vb_kb_fold((vb_str){ name, VB_KB_NAME_MAX }, key), VB_KB_NAME_MAX);
    assert_int_equal(vb_kb_fold((vb_str){ name, VB_KB_NAME_MAX + 1 }, key), 0);
    for (size_t i = 0; i < sizeof name; i += 2) memcpy(name + i, "\xd0\x96", 2);
    for (size_t n = VB_KB_NAME_MAX - 8; n < sizeof name; n += 2) (void)vb_kb_fold((vb_str){ name, n }, key);
}

static void dates_are_of_the_calendar(void **state)
{
    (void)state;
    int32_t first, last;
    static const struct { const char *text; int32_t first, last; } good[] = {
        { "2023", 20230101, 20231231 }, { "2023-02", 20230201, 20230228 }, { "2024-02", 20240201, 20240229 },
        { "1900-02", 19000201, 19000228 }, { "2000-02-29", 20000229, 20000229 }, { "0987", 9870101, 9871231 },
    };
    static const char *const bad[] = {"",         "0000",       "23",         "2023-",      "2023-1",     "2023-13",
                                      "2023-00",  "2023-02-29", "2023-04-31", "2023-04-00", "2023/04/01", "2023-04-01x",
                                      "20230401", "2023-04-1",  "x023",       "2023 ",      " 2023"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(vb_kb_date(kb_str(good[i].text), &first, &last));
        assert_int_equal(first, good[i].first);
        assert_int_equal(last, good[i].last);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(vb_kb_date(kb_str(bad[i]), &first, &last));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_fold_to), cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(a_name_too_long_has_no_key), cmocka_unit_test(dates_are_of_the_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
