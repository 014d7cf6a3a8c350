/*
 * Noun phrases as targets: which they are, which are one, and that only those that a row takes stay.
 */
#include "issue_stage.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char TWICE[] = "<0 Bo/PROPN/2/nsubj > condemned/VERB/0/root a/DET/4/det closure/NOUN/2/obj ./PUNCT/2/punct "
                            "<0 Bo/PROPN/7/nsubj > hates/VERB/0/root the/DET/9/det closure/NOUN/7/obj ./PUNCT/7/punct";

static const struct stage_says NOTHING[] = {{0}};

static const vb_entity *open_topics(struct stage *s, const char *text, struct vb_entities *with)
{
    stage_set(s, text, NOTHING);
    assert_int_equal(vb_issue_topics(&s->scene, &s->t.arena, with, NULL), VB_OK);
    return &with->at[s->entities.n];
}

static void check_words(const struct stage *s, vb_span span, const char *want)
{
    const vb_str words = vb_str_sub(s->t.text.bytes, span);
    if (!vb_str_eq(words, vb_str_of(want))) fail_msg("\"%.*s\", not \"%s\"", (int)words.len, words.ptr, want);
}

static void test_the_same_again(void **state)
{
    struct stage       s;
    struct vb_entities with;
    (void)state;
    const vb_entity *e = open_topics(&s, TWICE, &with);
    assert_int_equal(with.n, s.entities.n + 1);
    assert_true(vb_str_eq(e->name, VB_STR("closure")));
    assert_int_equal(e->kind, VB_KIND_OTHER);
    assert_int_equal(e->n_mentions, 2);
    check_words(&s, e->mentions[0].span, "a closure");
    check_words(&s, e->mentions[1].span, "the closure");
    assert_int_equal(with.token_entity[3], s.entities.n);
    assert_int_equal(s.entities.token_entity[3], VB_NONE);     /* the layer before stays as it was */
    stage_strike(&s);
    /* "A closure" is another. */
    open_topics(&s,
                "<0 Bo/PROPN/2/nsubj > condemned/VERB/0/root the/DET/4/det closure/NOUN/2/obj ./PUNCT/2/punct "
                "<0 Bo/PROPN/7/nsubj > hates/VERB/0/root a/DET/9/det closure/NOUN/7/obj ./PUNCT/7/punct",
                &with);
    assert_int_equal(with.n, s.entities.n + 2);
    stage_strike(&s);
}

static void test_who_owns_it_stays(void **state)
{
    struct stage       s;
    struct vb_entities with;
    (void)state;
    const vb_entity *e = open_topics(
        &s,
        "<0 Bo/PROPN/2/nsubj > condemned/VERB/0/root <1 Norway/PROPN/6/nmod:poss > 's/PART/3/case new/ADJ/6/amod plan/NOUN/2/obj",
        &with);
    assert_int_equal(with.n, s.entities.n + 1);
    check_words(&s, e->mentions[0].span, "Norway 's new plan");
    assert_int_equal(with.token_entity[2], 1);
    assert_int_equal(with.token_entity[5], s.entities.n);
    stage_strike(&s);
}

static void test_what_is_none(void **state)
{
    struct stage       s;
    struct vb_entities with;
    (void)state;
    open_topics(&s, "<0 Bo/PROPN/2/nsubj > saw/VERB/0/root <1 police/NOUN/2/obj > last/ADJ/5/amod year/NOUN/2/obl", &with);
    assert_int_equal(with.n, s.entities.n);
    stage_strike(&s);
}

static void test_kept(void **state)
{
    struct stage       s;
    struct vb_entities with, kept;
    (void)state;
    open_topics(&s,
                "<0 Bo/PROPN/2/nsubj > saw/VERB/0/root a/DET/4/det plan/NOUN/2/obj ./PUNCT/2/punct "
                "<0 Bo/PROPN/7/nsubj > hates/VERB/0/root the/DET/9/det wall/NOUN/7/obj",
                &with);
    const uint32_t  known = s.entities.n;
    vb_position     position[]    = {{.holder = 0, .target = known + 1}, {.holder = 0, .target = VB_NONE}};
    vb_designation  designation[] = {{.by = 0, .of = 1}};
    struct vb_positions    positions    = {position, 2};
    struct vb_designations designations = {designation, 1};
    s.scene.entities = &with;
    assert_int_equal(vb_issue_keep_topics(&s.scene, &s.entities, &s.t.arena, &s.t.arena, &kept, &positions, &designations, NULL),
                     VB_OK);
    assert_int_equal(kept.n, known + 1);
    assert_true(vb_str_eq(kept.at[known].name, VB_STR("wall")));
    assert_int_equal(positions.at[0].target, known);
    assert_int_equal(positions.at[1].target, VB_NONE);
    assert_int_equal(designations.at[0].of, 1);
    assert_int_equal(kept.token_entity[3], VB_NONE);
    assert_int_equal(kept.token_entity[8], known);
    stage_strike(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_same_again), cmocka_unit_test(test_who_owns_it_stays),
                                       cmocka_unit_test(test_what_is_none), cmocka_unit_test(test_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
