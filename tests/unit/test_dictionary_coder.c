/*
 * Events by dictionaries: small ones of a world of our own, on trees made by hand.
 */
#include "dictionary.h"
#include "tagged_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char actors[] =
    "CAMELOT [CAM]\n+CAMELOTIAN\nAVALON [AVA]\nORKNEY [ORK]\nLAKE_PEOPLE [LAK/ISL]\n"
    "MERLIN\n\t[CAMGOV <20000101]\n\t[CAMELI 20000102-20100101]\n\t[AVA]\nCAMELOT [CAMMIL 20120101-20121231]\n";
static const char agents[] = "KNIGHT [~MIL]\nKING {} [~GOV]\nMINISTER [~GOV]\nHEALER [NGO~]\n";
static const char verbs[] =
    "&GIFT\n+GOLD\n+FINE_SWORD\n\n--- ATTACK [190] ---\nATTACK\n- * WITH_&GIFT [195]\n\n--- SAY [010] ---\nSAY {SAID SAYS}\n\n"
    "--- MEET [040:041] ---\nMEET {MET}\n- % * [042:042]\n\n--- OFFEND [:110] ---\nOFFEND\n\n"
    "--- GIVE [070] ---\nGIVE {GAVE GIVEN}\n+HAND_OVER {+HANDED_OVER} [071]\n- + * BY $ [072]\n- * &GIFT [073]\n- * ^ TO + [074]\n"
    "- NEVER_* [120]\n- * {WHITE HORSE} (TO AVALON) [075]\n\n~ a (a b ATTACK) SAY = a b 138\n";
static const char discards[] = "JOUSTING\n+WORLD CUP\n";

static struct vb_dictionary *open_dictionary(void)
{
    struct vb_dictionary_rows *rows;
    struct vb_dictionary      *d;
    vb_error                   err = { 0 };
    size_t                     n   = 0;
    static const char *const   files[] = { actors, agents, verbs, discards };

    assert_int_equal(vb_dictionary_rows_new(&rows, NULL), VB_OK);
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(vb_dictionary_import(rows, (enum vb_dictionary_kind)i, "d.txt", vb_str_of(files[i]), NULL, NULL, &n, NULL),
                         VB_OK);
    assert_int_equal(vb_dictionary_from_rows(rows, &d, &err), VB_OK);
    vb_dictionary_rows_free(rows);
    return d;
}

static void check(const char *date, const char *tagged, const char *want)
{
    struct vb_dictionary        *d = open_dictionary();
    struct tagged                t;
    struct vb_entities           none = { 0 };
    struct vb_dictionary_reading got;
    char                         text[512] = "", code[VB_DICTIONARY_CODE_MAX];

    tagged_open(&t, tagged);
    assert_int_equal(vb_dictionary_code(d, &t.text, &t.syntax, &none, vb_str_of(date), &t.arena, &got, NULL), VB_OK);
    vb_dictionary_close(d);        /* what was read outlives it */
    for (uint32_t i = 0; i < got.n_events; i++) {
        const vb_event *e = &got.events[i];
        assert_true(e->n_actors > 0 && e->n_recipients > 0 && e->trigger.beg < e->trigger.end);
        for (uint32_t a = 0; a < e->n_actors + e->n_recipients; a++) {
            const vb_participant *p = a < e->n_actors ? &e->actors[a] : &e->recipients[a - e->n_actors];
            assert_true(p->entity < got.entities.n && p->span.beg < p->span.end && p->span.end <= t.text.bytes.len);
            assert_true(got.entities.at[p->entity].n_mentions > 0);
            assert_true(vb_dictionary_code_of(&got.entities.at[p->entity], code));
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
                     a == 0             ? (i ? " " : "")
                     : a == e->n_actors ? ">"
                                        : "+",
                     code);
        }
        snprintf(text + strlen(text), sizeof text - strlen(text), ":%.*s", (int)e->cameo.len, e->cameo.ptr);
    }
    assert_string_equal(text, want);
    tagged_close(&t);
}

static void rule(const char *tagged, const char *want)
{
    struct vb_dictionary        *d = open_dictionary();
    struct tagged                t;
    struct vb_entities           none = { 0 };
    struct vb_dictionary_reading got;

    tagged_open(&t, tagged);
    assert_int_equal(vb_dictionary_code(d, &t.text, &t.syntax, &none, VB_STR("2021-01-01"), &t.arena, &got, NULL), VB_OK);
    vb_dictionary_close(d);
    assert_int_equal(got.n_events, 1);
    if (!vb_str_eq(got.rules[0], vb_str_of(want))) fail_msg("%.*s, not %s", (int)got.rules[0].len, got.rules[0].ptr, want);
    tagged_close(&t);
}

static void every_code_has_its_row(void **state)
{
    (void)state;
    rule("Camelot/PROPN/2/nsubj attacked/VERB/0/root Orkney/PROPN/2/obj", "dictionary/d.txt:6 \"ATTACK\"");
    rule("Camelot/PROPN/2/nsubj attacked/VERB/0/root Orkney/PROPN/2/obj with/ADP/5/case gold/NOUN/2/obl",
         "dictionary/d.txt:7 \"* WITH_&GIFT\"");
}

static void source_and_target_are_found(void **state)
{
    (void)state;
    check("2021-01-01", "Camelot/PROPN/2/nsubj attacked/VERB/0/root Avalon/PROPN/2/obj", "CAM>AVA:190");
    check("2021-01-01", "Avalon/PROPN/3/nsubj was/AUX/3/aux attacked/VERB/0/root/VBN by/ADP/5/case Camelot/PROPN/3/obl",
          "AVA>CAM:190");
    check("2021-01-01", "They/PRON/2/nsubj attacked/VERB/0/root Avalon/PROPN/2/obj", "");
    check("2021-01-01", "Camelot/PROPN/2/nsubj attack/NOUN/0/root Avalon/PROPN/2/obj", "");
    check("2021-01-01", "Avalon/PROPN/2/nsubj offended/VERB/0/root Camelot/PROPN/2/obj", "CAM>AVA:110");
}

static void agents_go_with_actors(void **state)
{
    (void)state;
    check("2021-01-01",
          "Knights/NOUN/4/nsubj of/ADP/3/case Camelot/PROPN/1/nmod attacked/VERB/0/root Avalon/PROPN/6/compound healers/NOUN/4/obj",
          "CAMMIL>NGOAVA:190");
    check("2021-01-01", "Camelot/PROPN/3/compound king/NOUN/3/compound Arthur/PROPN/4/nsubj attacked/VERB/0/root kings/NOUN/4/obj",
          "");
    check("2021-01-01",
          "former/ADJ/2/amod knights/NOUN/5/nsubj of/ADP/4/case Camelot/PROPN/2/nmod attacked/VERB/0/root Avalon/PROPN/5/obj",
          "CAMELI>AVA:190");
    check("2021-01-01",
          "Knights/NOUN/6/nsubj and/CCONJ/3/cc ministers/NOUN/1/conj of/ADP/5/case Camelot/PROPN/3/nmod attacked/VERB/0/root "
          "Avalon/PROPN/6/obj",
          "CAMMIL+CAMGOV>AVA:190");
}

static void compounds_give_all_pairs(void **state)
{
    (void)state;
    check("2021-01-01",
          "Camelot/PROPN/4/nsubj and/CCONJ/3/cc Orkney/PROPN/1/conj attacked/VERB/0/root Avalon/PROPN/4/obj and/CCONJ/8/cc "
          "the/DET/8/det "
          "Lake/PROPN/5/conj people/NOUN/8/flat",
          "CAM+ORK>AVA+LAK+ISL:190");
    check("2021-01-01", "Camelot/PROPN/4/nsubj and/CCONJ/3/cc Orkney/PROPN/1/conj met/VERB/0/root", "CAM>ORK:042 ORK>CAM:042");
    check("2021-01-01", "Camelot/PROPN/2/nsubj met/VERB/0/root Orkney/PROPN/2/obj", "CAM>ORK:040 ORK>CAM:041");
}

static void codes_hold_on_their_dates(void **state)
{
    static const char text[] = "Merlin/PROPN/2/nsubj attacked/VERB/0/root Orkney/PROPN/2/obj";

    (void)state;
    check("1999-12-31", text, "CAMGOV>ORK:190");
    check("2010-01-01", text, "CAMELI>ORK:190");
    check("2010-01-02", text, "AVA>ORK:190");
    check("", text, "AVA>ORK:190");
    check("2012-06-01", "Camelot/PROPN/2/nsubj attacked/VERB/0/root Orkney/PROPN/2/obj", "CAMMIL>ORK:190");
}

static void patterns_ask_for_words(void **state)
{
    (void)state;
    check("2021-01-01",
          "Camelot/PROPN/2/nsubj gave/VERB/0/root Avalon/PROPN/2/iobj the/DET/6/det fine/ADJ/6/amod swords/NOUN/2/obj",
          "CAM>AVA:073");
    check(
        "2021-01-01",
        "Camelot/PROPN/2/nsubj gave/VERB/0/root Avalon/PROPN/2/iobj the/DET/7/det fine/ADJ/7/amod old/ADJ/7/amod swords/NOUN/2/obj",
        "CAM>AVA:070");
    check("2021-01-01", "Camelot/PROPN/3/nsubj never/ADV/3/advmod gave/VERB/0/root Avalon/PROPN/3/iobj", "CAM>AVA:120");
    check("2021-01-01", "Camelot/PROPN/2/nsubj gave/VERB/0/root Orkney/PROPN/2/obj to/ADP/5/case Avalon/PROPN/2/obl",
          "CAM>AVA:074");
    check("2021-01-01", "Camelot/PROPN/3/nsubj was/AUX/3/aux given/VERB/0/root/VBN by/ADP/5/case Orkney/PROPN/3/obl",
          "ORK>CAM:072");
    check("2021-01-01", "Camelot/PROPN/2/nsubj handed/VERB/0/root over/ADP/2/advmod Orkney/PROPN/2/obj", "CAM>ORK:071");
    check("2021-01-01",
          "Camelot/PROPN/2/nsubj gave/VERB/0/root a/DET/5/det white/ADJ/5/amod horse/NOUN/2/obj to/ADP/7/case Avalon/PROPN/2/obl",
          "CAM>AVA:075");
    check("2021-01-01", "Camelot/PROPN/2/nsubj attacked/VERB/0/root Orkney/PROPN/2/obj with/ADP/5/case gold/NOUN/2/obl",
          "CAM>ORK:195");
}

static void clauses_and_discards(void **state)
{
    (void)state;
    check("2021-01-01",
          "Camelot/PROPN/2/nsubj said/VERB/0/root Camelot/PROPN/5/nsubj would/AUX/5/aux attack/VERB/2/ccomp/VB Orkney/PROPN/5/obj",
          "CAM>ORK:010");
    check("2021-01-01", "Camelot/PROPN/2/nsubj attacked/VERB/0/root Avalon/PROPN/2/obj jousting/NOUN/2/obl\n"
                        "Camelot/PROPN/2/nsubj attacked/VERB/0/root Orkney/PROPN/2/obj",
          "CAM>ORK:190");
    check("2021-01-01",
          "Camelot/PROPN/2/nsubj attacked/VERB/0/root Avalon/PROPN/2/obj\nthe/DET/3/det world/NOUN/3/compound cup/NOUN/0/root", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(source_and_target_are_found), cmocka_unit_test(agents_go_with_actors),
        cmocka_unit_test(compounds_give_all_pairs),    cmocka_unit_test(codes_hold_on_their_dates),
        cmocka_unit_test(patterns_ask_for_words),      cmocka_unit_test(clauses_and_discards),
        cmocka_unit_test(every_code_has_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
