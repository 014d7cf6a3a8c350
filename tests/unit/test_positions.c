/*
 * Rows of positions and what their parts rest on: capacity, issue, strength and hedge, and the points for stance and target. What
 * the network says is made by hand.
 */
#include "issue_stage.h"
#include "position_points.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* ---- capacity ------------------------------------------------------------------------------------------------------------ */

static vb_capacity capacity_of(vb_entity_kind kind, const char *name, const char *title, const char *sector, const char *source)
{
    struct stage s;
    vb_str       sectors = vb_str_of(sector);
    vb_office    office  = {.title = vb_str_of(title), .body = VB_NONE};
    char         text[160];
    snprintf(text, sizeof text, "%s/NOUN/2/nsubj said/VERB/0/root so/ADV/2/dep", source);
    for (char *c = text; *c; c++)
        if (*c == '_') *c = ' ';
    /* A source of several words is one span of bare words. */
    stage_set(&s, text, (struct stage_says[]){{"so", "said", "", VB_TYPE_INDIRECT, 0}, {0}});
    s.span[0][2]          = (vb_span){0, s.t.text.tokens[0].span.end};
    s.statement[0].source = (vb_spans){&s.span[0][2], 1};
    s.entity[0] = (vb_entity){.name = vb_str_of(name),
                              .kind = kind,
                              .sectors = &sectors,
                              .n_sectors = sector ? 1 : 0,
                              .offices = &office,
                              .n_offices = title ? 1 : 0,
                              .mentions = &s.mention[0],
                              .n_mentions = 1};
    const vb_capacity is = vb_issue_capacity(&s.scene, 0);
    stage_strike(&s);
    return is;
}

static void test_capacity(void **state)
{
    (void)state;
    assert_int_equal(capacity_of(VB_KIND_PERSON, "Ann Lind", "foreign minister", "GOV", "Lind"), VB_CAPACITY_MINISTER);
    assert_int_equal(capacity_of(VB_KIND_PERSON, "Ann Lind", "prime minister", "GOV", "Lind"), VB_CAPACITY_LEADER);
    assert_int_equal(capacity_of(VB_KIND_PERSON, "Ann Lind", "chair of the foreign affairs committee", "LEG", "Lind"),
                     VB_CAPACITY_COMMITTEE);
    assert_int_equal(capacity_of(VB_KIND_PERSON, "Ann Lind", NULL, "LEG", "Lind"), VB_CAPACITY_LEGISLATOR);
    assert_int_equal(capacity_of(VB_KIND_PERSON, "Ann Lind", "president", "BUS", "Lind"), VB_CAPACITY_COMPANY);
    assert_int_equal(capacity_of(VB_KIND_PERSON, "Ann Lind", NULL, "GOV", "Lind"), VB_CAPACITY_OFFICIAL);
    assert_int_equal(capacity_of(VB_KIND_STATE, "Norway", NULL, "GOV", "Oslo"), VB_CAPACITY_STATE);
    assert_int_equal(capacity_of(VB_KIND_ORGANISATION, "Foreign Affairs Committee", NULL, "LEG", "committee"),
                     VB_CAPACITY_COMMITTEE);
    assert_int_equal(capacity_of(VB_KIND_ORGANISATION, "foreign ministry", NULL, "GOV", "spokesman"), VB_CAPACITY_SPOKESPERSON);
    assert_int_equal(capacity_of(VB_KIND_GROUP, "residents", NULL, "CVL", "residents"), VB_CAPACITY_CITIZEN);
    assert_int_equal(capacity_of(VB_KIND_PERSON, "Bo", NULL, NULL, "Bo"), VB_CAPACITY_NONE);
}

/* ---- manner --------------------------------------------------------------------------------------------------------------- */

static void check_manner(const char *text, const char *content, const char *cue, const char *strength, const char *hedge)
{
    struct stage s;
    vb_str       got_strength, got_hedge;
    stage_set(&s, text, (struct stage_says[]){{content, cue, "", VB_TYPE_DIRECT, 0}, {0}});
    vb_issue_manner(&s.scene, 0, &got_strength, &got_hedge);
    assert_true(vb_str_eq(got_strength, vb_str_of(strength)));
    assert_true(vb_str_eq(got_hedge, vb_str_of(hedge)));
    stage_strike(&s);
}

static void test_manner(void **state)
{
    (void)state;
    check_manner("We will not stand for it , Lind said", "We will not stand for it", "said", "firm", "");
    check_manner("It is appalling , Lind said", "It is appalling", "said", "strong", "");
    check_manner("Lind has repeatedly asked for talks", "talks", "has repeatedly asked", "repeated", "");
    check_manner("We all know it is so , Lind said", "We all know it is so", "said", "", "common");
    check_manner("We agree if they pay , Lind said", "We agree if they pay", "said", "", "conditional");
    /* A month is no guess, and what stands outside the words does not count. */
    check_manner("They meet in May/PROPN/1/obl , Lind said if asked", "They meet in May", "said", "", "");
    check_manner("They may/AUX/1/aux meet , Lind said", "They may meet", "said", "", "tentative");
}

/* ---- issue ---------------------------------------------------------------------------------------------------------------- */

static void check_label(const char *text, const char *content, const char *want)
{
    struct stage          s;
    struct vb_issue_label label;
    stage_set(&s, text, (struct stage_says[]){{content, "", "", VB_TYPE_INDIRECT, 0}, {0}});
    s.entity[1].kind = VB_KIND_STATE;
    s.entity[2].kind = VB_KIND_POLICY;
    assert_int_equal(vb_issue_label(&s.scene, 0, 1, &s.t.arena, &label, NULL), VB_OK);
    if (!vb_str_eq(label.words, vb_str_of(want))) fail_msg("\"%.*s\", not \"%s\"", (int)label.words.len, label.words.ptr, want);
    assert_int_equal(vb_span_len(label.span), strlen(want));
    stage_strike(&s);
}

static void test_label(void **state)
{
    (void)state;
    check_label("Bo/PROPN/2/nsubj opposes/VERB/0/root the/DET/5/det new/ADJ/5/amod border/NOUN/6/compound wall/NOUN/2/obj .",
                "the new border wall", "new border wall");
    check_label("to/PART/2/mark end/VERB/0/root the/DET/4/det shipment/NOUN/2/obj of/ADP/6/case arms/NOUN/4/nmod .",
                "to end the shipment of arms", "shipment of arms");
    /* Who is meant is no issue where anything else is. */
    check_label("that/SCONJ/3/mark <1 Norway/PROPN/3/nsubj > buys/VERB/0/root gas/NOUN/3/obj .", "that Norway buys gas", "gas");
    /* Nothing but people and pronouns. */
    check_label("that/SCONJ/3/mark they/PRON/3/nsubj left/VERB/0/root .", "that they left", "");
}

/* ---- stance and target ---------------------------------------------------------------------------------------------------- */

static void test_target_words(void **state)
{
    const float   scores[] = {0.2F, 0.005F, 0.3F, 0.1F, 0.395F};
    const vb_span words[]  = {{0, 1}, {2, 3}, {4, 5}, {6, 7}};
    struct vb_position_found f;
    (void)state;
    vb_position_targets(scores, 4, words, &f);
    assert_true(f.none == 0.2F);
    assert_int_equal(f.n_targets, 3);                          /* likeliest first; what is too unlikely is not kept */
    assert_int_equal(f.target[0].span.beg, 6);
    assert_int_equal(f.target[1].span.beg, 2);
    assert_int_equal(f.target[2].span.beg, 4);
}

static void test_points(void **state)
{
    struct stage                   s;
    struct vb_position_view        v;
    const struct vb_designations   none = {0};
    struct vb_position_found       f = {.stance = {0.2F, 0.1F, 0.6F, 0.1F}, .none = 0.1F};
    float sum = 0;
    (void)state;
    stage_set(&s,
              "<0 Bo/PROPN/2/nsubj > condemned/VERB/0/root <1 Norway/PROPN/6/nmod > 's illegal/ADJ/6/amod <2 plan/NOUN/2/obj > .",
              (struct stage_says[]){{"Norway 's illegal plan", "condemned", "Bo", VB_TYPE_INDIRECT, 0}, {0}});
    f.target[0] = (struct vb_target_word){tagged_find(&s.t, "plan", 1), 0.5F};
    f.target[1] = (struct vb_target_word){tagged_find(&s.t, "Bo", 1), 0.3F};
    f.n_targets = 2;
    vb_position_view(&s.scene, &f, 0, &none, &v);
    assert_int_equal(v.n, 3);                                  /* plan, Norway, nobody; never the holder */
    assert_int_equal(v.candidate[0].entity, 2);
    assert_int_equal(v.candidate[1].entity, 1);
    assert_int_equal(v.candidate[2].entity, VB_NONE);
    assert_true(v.candidate[0].feature[VB_T_ROOT] == 1 && v.candidate[1].feature[VB_T_ROOT] == 0);
    assert_true(v.candidate[0].feature[VB_T_CUE_OBJECT] == 1);
    assert_true(v.feature[VB_S_CUE_AGAINST] == 1 && v.feature[VB_S_CUE_FOR] == 0);
    assert_true(v.feature[VB_S_WORDS_AGAINST] == 1);
    for (uint32_t i = 0; i < v.n; i++) sum += v.candidate[i].p;
    assert_true(fabsf(sum - 1) < 1e-5F && fabsf(v.p[0] + v.p[1] + v.p[2] - 1) < 1e-5F);
    assert_true(v.p[2] > v.p[1]);
    stage_strike(&s);
}

/* ---- all ------------------------------------------------------------------------------------------------------------------- */

static void test_without_a_model(void **state)
{
    struct stage           s;
    struct vb_issue_ws    *ws;
    struct vb_entities     entities;
    struct vb_positions    positions;
    struct vb_designations designations;
    (void)state;
    stage_set(
        &s,
        "<0 Lind/PROPN/2/nsubj > called/VERB/0/root <1 Norway/PROPN/2/obj > a/DET/6/det serious/ADJ/6/amod power/NOUN/2/xcomp .",
        (struct stage_says[]){{"Norway a serious power", "called", "Lind", VB_TYPE_INDIRECT, 0}, {0}});
    assert_int_equal(vb_issue_ws_new(&ws, NULL), VB_OK);
    assert_int_equal(vb_issue_find(&s.of, ws, &s.t.arena, &entities, &positions, &designations, NULL), VB_OK);
    assert_int_equal(positions.n, 0);
    assert_int_equal(designations.n, 1);
    assert_int_equal(entities.n, s.entities.n);
    vb_issue_ws_free(ws);
    stage_strike(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capacity),     cmocka_unit_test(test_manner), cmocka_unit_test(test_label),
        cmocka_unit_test(test_target_words), cmocka_unit_test(test_points), cmocka_unit_test(test_without_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
