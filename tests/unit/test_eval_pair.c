/* Opposite src/eval/eval_pair.c: which entity is which, which rows pair, and which words are in a span. */
#include "eval_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct opened { struct lines lines; struct eval_doc doc; struct vb_arena arena; };

static void open_one(struct opened *o, const char *text)
{
    assert_int_equal(lines_open(&o->lines, text, NULL), VB_OK);
    assert_int_equal(eval_doc_open(o->lines.file, 0, &o->doc, NULL), VB_OK);
}

static void close_one(struct opened *o)
{
    vb_arena_free(&o->arena);
    eval_doc_close(&o->doc);
    vb_eval_close(o->lines.file);
}

static void test_words_of_spans(void **state)
{
    /* Code points: "n" and its mark are 11 and 12. A mark is no word to Python, so "n" ends one and "o" begins one. */
    static const struct { vb_span a[2]; uint32_t n_a, n; } sets[] = {
        { { { 0, 3 } }, 1, 1 },                       /* the */
        { { { 0, 9 } }, 1, 2 },                       /* the well_d */
        { { { 5, 9 } }, 1, 1 },                       /* begins inside of a word */
        { { { 4, 9 }, { 5, 9 } }, 2, 2 },             /* at 4, and at 5 */
        { { { 4, 9 }, { 4, 9 } }, 2, 1 },             /* the same twice */
        { { { 3, 4 } }, 1, 0 },                       /* a blank */
        { { { 5, 5 } }, 1, 0 },
        { { { 10, 15 } }, 1, 2 },                     /* "n", and "o" after the mark */
        { { { 16, 19 } }, 1, 1 },                     /* digits, and a number that is no digit */
    };
    struct opened     o = { 0 };
    const uint32_t   *before;
    struct eval_words words, all;
    vb_span           whole = { 0, 19 };
    (void)state;

    open_one(&o, "{'document':{'text':'the well_d n\xCC\x83o, 1\xC2\xBD!'}}");
    assert_non_null(before = eval_words_before(&o.doc, &o.arena));
    whole.end = o.doc.n_codepoints;
    assert_true(eval_words_of(&o.doc, before, (vb_spans){ &whole, 1 }, &o.arena, &all));
    assert_int_equal(all.n, 5);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        vb_span spans[2] = { sets[i].a[0], sets[i].a[1] };
        if (spans[0].end > whole.end) spans[0].end = whole.end;
        assert_true(eval_words_of(&o.doc, before, (vb_spans){ spans, sets[i].n_a }, &o.arena, &words));
        assert_int_equal(words.n, sets[i].n);
        assert_int_equal(eval_words_shared(before, &words, &words), words.n);
        assert_int_equal(eval_words_shared(before, &words, &all), words.n - words.n_inner);
        assert_int_equal(eval_words_shared(before, &all, &words), words.n - words.n_inner);
    }
    close_one(&o);
}

static void test_half_of_the_longer(void **state)
{
    (void)state;
    assert_true(eval_half_shared((vb_span){ 0, 10 }, (vb_span){ 5, 10 }));
    assert_false(eval_half_shared((vb_span){ 0, 11 }, (vb_span){ 6, 11 }));
    assert_false(eval_half_shared((vb_span){ 0, 5 }, (vb_span){ 5, 10 }));
    assert_false(eval_half_shared((vb_span){ 0, 5 }, (vb_span){ 3, 3 }));
    assert_false(eval_half_shared(EVAL_NOWHERE, (vb_span){ 0, 5 }));
    /* As the scorer has it an empty span meets what it lies in. */
    assert_true(eval_meets((vb_span){ 0, 5 }, (vb_span){ 3, 3 }));
    assert_false(eval_meets((vb_span){ 3, 3 }, (vb_span){ 3, 3 }));
}

static void test_entities_by_votes(void **state)
{
    struct opened   gold = { 0 }, pred = { 0 };
    const uint32_t *map;
    vb_status       st;
    (void)state;

    open_one(
        &gold,
        "{'document':{'text':'Ana met Bo. She told him. Cy left.'},'entities':["
        "{'id':'a','name':'Ana','mentions':[{'span':[0,3],'form':'name'},{'span':[12,15],'form':'pronoun'}]},"
        "{'id':'b','name':'Bo','mentions':[{'span':[8,10],'form':'name'},{'span':[21,24],'form':'pronoun'}]},"
        "{'id':'c','name':'Stra\xC3\x9F\x65','mentions':[]},{'id':'d','name':'Cy','mentions':[{'span':[26,28],'form':'role'}]}]}");
    open_one(&pred, "{'document':{'text':'Ana met Bo. She told him. Cy left.'},'entities':["
                    "{'id':'1','mentions':[{'span':[12,15]},{'span':[21,24]},{'span':[8,10]}]},"     /* 1 to 4 for Bo */
                    "{'id':'2','mentions':[{'span':[21,24]},{'span':[12,15]}]},"                      /* one each: Bo came first */
                    "{'id':'3','name':'STRASSE','mentions':[{'span':[16,20]}]},"                      /* no votes: by name */
                    "{'id':'4','name':'nobody'},"
                    "{'id':'5','mentions':[{'span':[26,33]}]},"                                       /* too little of it is Cy */
                    "{'id':'6','mentions':[{'span':[25,28]}]}]}");
    map = eval_map_entities(&gold.doc, &pred.doc, &pred.arena, &st);
    assert_int_equal(st, VB_OK);
    assert_non_null(map);
    assert_int_equal(map[0], 1);
    assert_int_equal(map[1], 1);
    assert_int_equal(map[2], 2);
    assert_int_equal(map[3], VB_NONE);
    assert_int_equal(map[4], VB_NONE);
    assert_int_equal(map[5], 3);
    close_one(&gold);
    close_one(&pred);
}

static void test_pairs_best_first(void **state)
{
    struct eval_pairs pairs = { 0 };
    bool              has_i[3] = { false }, has_j[3] = { false };
    vb_status         st = VB_OK;
    (void)state;

    assert_true(eval_pairs_add(&pairs, 1, 1, 1, &st));
    assert_true(eval_pairs_add(&pairs, 1, 0, 1, &st));
    assert_true(eval_pairs_add(&pairs, 1, 0, 0, &st));
    assert_true(eval_pairs_add(&pairs, 1.5, 2, 0, &st));
    assert_true(eval_pairs_add(&pairs, 0, 1, 2, &st));
    eval_pairs_choose(&pairs, has_i, has_j);
    assert_int_equal(pairs.n, 2);
    assert_int_equal(pairs.at[0].i, 2);
    assert_int_equal(pairs.at[1].i, 0);
    assert_int_equal(pairs.at[1].j, 1);
    assert_false(has_i[1]);
    assert_false(has_j[2]);
    vb_free(pairs.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_of_spans), cmocka_unit_test(test_half_of_the_longer), cmocka_unit_test(test_entities_by_votes),
        cmocka_unit_test(test_pairs_best_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
