/*
 * What somebody calls somebody, given trees, marks, entities and statements made by hand.
 */
#include "issue_stage.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* "0 of 1: words" a line, in order; "" for none. */
static void check(const char *text, const struct stage_says *says, const char *want)
{
    struct stage           s;
    struct vb_designations found = {0};
    char                   got[512] = "";
    stage_set(&s, text, says);
    assert_int_equal(vb_issue_designations(&s.scene, &s.t.arena, &found, NULL), VB_OK);
    for (uint32_t i = 0; i < found.n; i++) {
        const vb_designation *d = &found.at[i];
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%u of %u: %.*s", i ? "\n" : "", d->by, d->of,
                 (int)vb_span_len(d->words), s.t.text.bytes.ptr + d->words.beg);
        assert_true(vb_span_holds(d->evidence, d->words));
    }
    assert_string_equal(got, want);
    stage_strike(&s);
}

static void test_verbs_that_name(void **state)
{
    (void)state;
    check("<0 Lind/PROPN/2/nsubj > called/VERB/0/root <1 Norway/PROPN/2/obj > a/DET/6/det serious/ADJ/6/amod power/NOUN/2/xcomp .",
          (struct stage_says[]){{"Norway a serious power", "called", "Lind", VB_TYPE_INDIRECT, 0}, {0}},
          "0 of 1: a serious power");
    check("<0 Lind/PROPN/2/nsubj > described/VERB/0/root <1 Norway/PROPN/2/obj > as/ADP/7/case “ a/DET/7/det farce/NOUN/2/obl ” .",
          (struct stage_says[]){{"Norway as “ a farce ”", "described", "Lind", VB_TYPE_MIXED, 0}, {0}}, "0 of 1: a farce");
    /* Without a statement, whoever the tree says names. */
    check("<0 Lind/PROPN/2/nsubj > labelled/VERB/0/root <1 Norway/PROPN/2/obj > a/DET/5/det bully/NOUN/2/xcomp .",
          (struct stage_says[]){{0}}, "0 of 1: a bully");
}

static void test_name_as_subject_of_what_it_is_called(void **state)
{
    (void)state;
    check(
        "<0 Lind/PROPN/2/nsubj > called/VERB/0/root <1 Norway/PROPN/6/nsubj > a/DET/6/det serious/ADJ/6/amod power/NOUN/2/ccomp .",
        (struct stage_says[]){{"Norway a serious power", "called", "Lind", VB_TYPE_INDIRECT, 0}, {0}}, "0 of 1: a serious power");
}

static void test_relatives(void **state)
{
    (void)state;
    check("<1 the/DET/2/det bill/NOUN/0/root > that/PRON/5/obj <0 critics/NOUN/5/nsubj > call/VERB/2/acl “ a/DET/8/det "
          "muzzle/NOUN/5/xcomp ” .",
          (struct stage_says[]){{"“ a muzzle ”", "call", "critics", VB_TYPE_MIXED, 0}, {0}}, "0 of 1: a muzzle");
}

static void test_the_second_of_two(void **state)
{
    (void)state;
    check("<0 They/PRON/2/nsubj > identified/VERB/0/root <1 Rus/PROPN/2/obj > as/ADP/8/case an/DET/8/det “ active/ADJ/8/amod "
          "threat/NOUN/2/obl ” and/CCONJ/11/cc <2 Kin/PROPN/3/conj > as/ADP/16/case a/DET/16/det “ systemic/ADJ/16/amod "
          "challenge/NOUN/11/nmod ” .",
          (struct stage_says[]){{"Rus as an “ active threat ” and Kin as a “ systemic challenge ”", "identified", "They",
                                 VB_TYPE_MIXED, 0}, {0}},
          "0 of 1: active threat\n0 of 2: systemic challenge");
}

static void test_copulas(void **state)
{
    const struct stage_says own[] = {{"He was a dictator .", "said", "Bo", VB_TYPE_DIRECT, 0}, {0}};
    (void)state;
    check("<0 Bo/PROPN/2/nsubj > said/VERB/0/root : <1 He/PRON/7/nsubj > was/AUX/7/cop a/DET/7/det dictator/NOUN/2/ccomp .", own,
          "0 of 1: a dictator");
    /* Reported words without marks are the reporter's. */
    check("<0 Bo/PROPN/2/nsubj > said/VERB/0/root : <1 He/PRON/7/nsubj > was/AUX/7/cop a/DET/7/det dictator/NOUN/2/ccomp .",
          (struct stage_says[]){{"He was a dictator", "said", "Bo", VB_TYPE_INDIRECT, 0}, {0}}, "");
    /* Nobody says it but the article. */
    check("<1 He/PRON/4/nsubj > was/AUX/4/cop a/DET/4/det dictator/NOUN/0/root .", (struct stage_says[]){{0}}, "");
    /* A denial names nobody, and so does who speaks of himself. */
    check("<0 Bo/PROPN/2/nsubj > said/VERB/0/root : <1 He/PRON/7/nsubj > was/AUX/7/cop no/DET/7/det dictator/NOUN/2/ccomp .",
          (struct stage_says[]){{"He was no dictator .", "said", "Bo", VB_TYPE_DIRECT, 0}, {0}}, "");
    check("<0 Bo/PROPN/2/nsubj > said/VERB/0/root : <0 He/PRON/7/nsubj > was/AUX/7/cop a/DET/7/det dictator/NOUN/2/ccomp .", own,
          "");
}

static void test_nobody_speaks(void **state)
{
    (void)state;
    check("<0 Lind/PROPN/2/nsubj > called/VERB/0/root on/ADP/4/case <1 Norway/PROPN/2/obl > to/PART/6/mark stop/VERB/2/xcomp .",
          (struct stage_says[]){{"to stop", "called on", "Lind", VB_TYPE_INDIRECT, 0}, {0}}, "");
    check("identified/VERB/0/root <1 him/PRON/1/obj > as/ADP/4/case Ann/PROPN/1/obl .", (struct stage_says[]){{0}}, "");
}

static void test_names_are_no_designations(void **state)
{
    (void)state;
    check("<0 Police/NOUN/2/nsubj > identified/VERB/0/root <1 him/PRON/2/obj > as/ADP/5/case Ann/PROPN/2/obl Pike/PROPN/5/flat .",
          (struct stage_says[]){{"him as Ann Pike", "identified", "Police", VB_TYPE_INDIRECT, 0}, {0}}, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verbs_that_name),          cmocka_unit_test(test_name_as_subject_of_what_it_is_called),
        cmocka_unit_test(test_relatives),   cmocka_unit_test(test_the_second_of_two),
        cmocka_unit_test(test_copulas),                  cmocka_unit_test(test_nobody_speaks),
        cmocka_unit_test(test_names_are_no_designations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
