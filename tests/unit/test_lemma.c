/* Scripts that make lemmas of forms. */
#include "parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *apply(const char *label, const char *form)
{
    static char      lemma[128];
    struct vb_script s;

    assert_true(vb_script_read(vb_str_of(label), &s));
    if (!vb_script_fits(&s, vb_str_of(form))) return NULL;
    assert_true(vb_lemma_room(&s, vb_str_of(form)) < sizeof lemma);
    lemma[vb_lemma_write(&s, vb_str_of(form), lemma)] = '\0';
    return lemma;
}

static void scripts_make_lemmas(void **state)
{
    (void)state;
    assert_string_equal(apply("l4go", "Went"), "go");
    assert_string_equal(apply("l0", "The"), "the");
    assert_string_equal(apply("k0", "Łódź"), "Łódź");
    assert_string_equal(apply("l0", "ŁÓDŹ"), "łódź");
    assert_string_equal(apply("l3y", "Cities"), "city");
    assert_string_equal(apply("k1", "Germans"), "German");
    assert_string_equal(apply("l1e", "naïvé"), "naïve");
    assert_string_equal(apply("l2👍", "ab"), "👍");
    assert_string_equal(apply("l3be", "ARE"), "be");
}

static void what_does_not_fit_is_told(void **state)
{
    struct vb_script s;

    (void)state;
    assert_null(apply("l4go", "wen"));
    assert_null(apply("l2", "é1"));                /* nothing would be left */
    assert_null(apply("k3x", "é"));
    assert_false(vb_script_read(VB_STR(""), &s));
    assert_false(vb_script_read(VB_STR("l"), &s));
    assert_false(vb_script_read(VB_STR("lx"), &s));
    assert_false(vb_script_read(VB_STR("2go"), &s));
}

static void auxiliaries_are_known(void **state)
{
    (void)state;
    assert_int_equal(vb_aux_of(VB_STR("be")), VB_AUX_BE);
    assert_int_equal(vb_aux_of(VB_STR("would")), VB_AUX_ANY);
    assert_int_equal(vb_aux_of(VB_STR("go")), VB_AUX_NONE);
    assert_int_equal(vb_aux_of(VB_STR("")), VB_AUX_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scripts_make_lemmas),
        cmocka_unit_test(what_does_not_fit_is_told),
        cmocka_unit_test(auxiliaries_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
