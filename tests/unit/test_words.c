/* Opposite src/record/words.c: whole words, whatever their case. */
#include "record_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool all_in(const char *words, const char *text)
{
    vb_str t = vb_str_of(text);
    return vb_words_all_in(vb_str_of(words), t, (vb_span){ 0, (uint32_t)t.len });
}

static bool follow_in(const char *words, const char *name) { return vb_words_follow_in(vb_str_of(words), vb_str_of(name)); }

static void test_words_are_whole(void **state)
{
    (void)state;
    assert_true(all_in("climate", "We will talk about climate change."));
    assert_true(all_in("change climate", "We will talk about climate change."));
    assert_true(all_in("CHANGE, Climate!", "climate\nchange"));
    assert_false(all_in("clim", "climate"));
    assert_false(all_in("mate", "climate"));
    assert_false(all_in("climate policy", "climate change"));
    assert_true(all_in("G20", "at the G20."));
    assert_false(all_in("20", "at the G20."));
}

static void test_case_does_not_count_in_any_script(void **state)
{
    (void)state;
    assert_true(all_in("ŁÓDŹ", "in łódź today"));
    assert_true(all_in("ünal", "Jean-Luc ÜNAL"));
    assert_true(all_in("Москва", "МОСКВА"));
    assert_true(all_in("ΑΘΗΝΑ", "αθηνα"));
}

static void test_accents_do_not_count(void **state)
{
    (void)state;
    assert_true(all_in("Lodz", "Łódź"));
    assert_true(all_in("Łódź", "LODZ"));
    assert_true(all_in("unal", "U\xCC\x88nal"));             /* u and a combining diaeresis */
    assert_true(all_in("Strasse", "Straße"));
    assert_true(all_in("Faeroe", "Færoe"));
    assert_false(all_in("Odessa", "Одесса"));      /* another script is another word */
    assert_false(all_in("Zal", "Žala"));
}

static bool names(const char *query, const char *words, vb_mention_form form)
{
    return vb_words_name(vb_str_of(query), vb_str_of(words), form);
}

static void test_what_a_mention_is_named_by(void **state)
{
    (void)state;
    assert_true(names("Zheng", "Han Zheng", VB_FORM_NAME));
    assert_true(names("Commons", "House of Commons", VB_FORM_NAME));
    assert_true(names("foreign secretary", "the British Foreign Secretary", VB_FORM_ROLE));
    assert_true(names("spokesman", "the spokesman of Anna Rossi", VB_FORM_ROLE));
    assert_false(names("Rossi", "the spokesman of Anna Rossi", VB_FORM_ROLE));
    assert_false(names("Rossi", "Anna Rossi's spokesman", VB_FORM_ROLE));
    assert_false(names("Rossi", "Anna Rossi’s spokesman", VB_FORM_ROLE));
    assert_true(names("british", "British", VB_FORM_DEMONYM));
    assert_false(names("british", "British Cypriot", VB_FORM_DEMONYM));
    assert_false(names("she", "she", VB_FORM_PRONOUN));
    assert_false(names("writer", "the writer", VB_FORM_OTHER));
    assert_false(names("", "Anna", VB_FORM_NAME));
}

static void test_marks_between_words_do_not_count(void **state)
{
    (void)state;
    assert_true(follow_in("O'Brien", "Mary O’Brien"));
    assert_true(follow_in("Jean Luc", "Jean-Luc Picard"));
    assert_true(follow_in("Kim Jong-un", "Kim Jong Un"));
}

static void test_parts_of_a_name_follow_each_other(void **state)
{
    (void)state;
    assert_true(follow_in("anna", "Anna Maria Rossi"));
    assert_true(follow_in("maria rossi", "Anna Maria Rossi"));
    assert_true(follow_in("Anna Maria Rossi", "Anna Maria Rossi"));
    assert_false(follow_in("Anna Rossi", "Anna Maria Rossi"));
    assert_false(follow_in("Rossi Anna", "Anna Maria Rossi"));
    assert_false(follow_in("Ross", "Anna Maria Rossi"));
    assert_false(follow_in("Anna Maria Rossi Bianchi", "Anna Maria Rossi"));
    assert_true(follow_in("a b", "a a b"));        /* a false start is taken back */
}

static void test_without_a_word_nothing_is_found(void **state)
{
    (void)state;
    assert_false(all_in("", "text"));
    assert_false(all_in(" -- ", "text -- "));
    assert_false(all_in("word", ""));
    assert_false(follow_in("", "Anna"));
    assert_false(follow_in("Anna", ""));
    assert_false(vb_words_all_in(VB_STR("word"), (vb_str){ 0 }, (vb_span){ 0, 0 }));
}

static void test_a_span_holds_whole_words_only(void **state)
{
    vb_str text = VB_STR("we cannot vote");        /* "can" and "not" are tokens, not words of the text */
    (void)state;
    assert_false(vb_words_all_in(VB_STR("not"), text, (vb_span){ 6, 14 }));
    assert_true(vb_words_all_in(VB_STR("vote"), text, (vb_span){ 6, 14 }));
    assert_false(vb_words_all_in(VB_STR("can"), text, (vb_span){ 0, 6 }));
    assert_true(vb_words_all_in(VB_STR("cannot"), text, (vb_span){ 0, 9 }));
    assert_false(vb_words_all_in(VB_STR("we"), text, (vb_span){ 3, 9 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_are_whole),
        cmocka_unit_test(test_case_does_not_count_in_any_script),
        cmocka_unit_test(test_accents_do_not_count),
        cmocka_unit_test(test_what_a_mention_is_named_by),
        cmocka_unit_test(test_marks_between_words_do_not_count),
        cmocka_unit_test(test_parts_of_a_name_follow_each_other),
        cmocka_unit_test(test_without_a_word_nothing_is_found),
        cmocka_unit_test(test_a_span_holds_whole_words_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
