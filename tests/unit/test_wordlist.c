/*
 * The word lists: a look-up finds the first, the last and what lies between, and nothing beside them.
 */
#include "wordlist.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static enum vb_abbreviation kind(const char *word, uint32_t next) { return vb_words_abbreviation(vb_str_of(word), next, false); }

static void titles_end_no_sentence(void **state)
{
    static const char *const titles[] = { "Adm", "Mr", "Mrs", "Sen", "St", "approx", "vs" };
    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) assert_int_equal(kind(titles[i], 'S'), VB_ABBR_TITLE);
    assert_int_equal(kind("Sena", 'S'), VB_ABBR_NONE);
    assert_int_equal(kind("Se", 'S'), VB_ABBR_NONE);
    assert_int_equal(kind("", 'S'), VB_ABBR_NONE);
    assert_int_equal(kind("mr", 'S'), VB_ABBR_NONE);
}

static void some_abbreviations_depend_on_what_follows(void **state)
{
    (void)state;
    assert_int_equal(kind("No", '5'), VB_ABBR_TITLE);
    assert_int_equal(kind("No", 'T'), VB_ABBR_NONE);
    assert_int_equal(kind("Gen", 'M'), VB_ABBR_TITLE);
    assert_int_equal(kind("Gen", 'v'), VB_ABBR_NONE);
    assert_int_equal(kind("Ill", ','), VB_ABBR_PLAIN);
    assert_int_equal(kind("Ill", 'T'), VB_ABBR_NONE);
    assert_int_equal(kind("b", '1'), VB_ABBR_TITLE);
    assert_int_equal(kind("b", 'T'), VB_ABBR_NONE);
    assert_int_equal(kind("J", 'S'), VB_ABBR_TITLE);
    assert_int_equal(kind("J", 0), VB_ABBR_NONE);
    assert_int_equal(kind("I", 'S'), VB_ABBR_NONE);
}

static void letters_between_stops_are_abbreviations(void **state)
{
    static const char *const dotted[] = {"U.S", "a.m", "Ph.D", "L.L.C", "e.g"}, *const others[] = {"end.The", "U.", ".S", "a.1",
                                                                                                   "U..S"};
    (void)state;
    for (size_t i = 0; i < sizeof dotted / sizeof *dotted; i++) assert_int_equal(kind(dotted[i], 'T'), VB_ABBR_PLAIN);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_int_equal(kind(others[i], 'T'), VB_ABBR_NONE);
}

static void words_are_found_in_their_lists(void **state)
{
    (void)state;
    assert_true(vb_words_is_starter(VB_STR("A")) && vb_words_is_starter(VB_STR("Meanwhile")) &&
                vb_words_is_starter(VB_STR("Your")));
    assert_false(vb_words_is_starter(VB_STR("President")) || vb_words_is_starter(VB_STR("the")));
    assert_true(vb_words_is_hyphen_prefix(VB_STR("Anti")) && vb_words_is_hyphen_prefix(VB_STR("un")));
    assert_false(vb_words_is_hyphen_prefix(VB_STR("well")) || vb_words_is_hyphen_prefix(VB_STR("")));
    assert_true(vb_words_is_speech_verb(VB_STR("added")) && vb_words_is_speech_verb(VB_STR("yelled")));
    assert_false(vb_words_is_speech_verb(VB_STR("left")));
    assert_true(vb_words_is_unit(VB_STR("am")) && vb_words_is_unit(VB_STR("KM")) && !vb_words_is_unit(VB_STR("th")));
    assert_true(vb_words_drops_head(VB_STR("Tis")) && vb_words_drops_head(VB_STR("cause")) &&
                !vb_words_drops_head(VB_STR("Cause")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_end_no_sentence),
        cmocka_unit_test(some_abbreviations_depend_on_what_follows),
        cmocka_unit_test(letters_between_stops_are_abbreviations),
        cmocka_unit_test(words_are_found_in_their_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
