/*
 * What stands in marks in a headline, looked for in the body.
 */
#include "issue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char BODY[] =
    "Ferry boss told to ‘come clean’ over ‘rotten hull’\n\nA union wants answers. The harbour board must Come\nclean “about it”, "
    "Moe said on Monday. She called the hull “old and rotten”.\n";

struct read { struct vb_arena arena; struct vb_text text; struct vb_headline_marks marks; };

static void open_read(struct read *r, const char *body, const char *headline, const struct vb_statements *statements)
{
    *r = (struct read){0};
    assert_int_equal(vb_text_split(vb_str_of(body), VB_STR("en"), vb_str_of(headline), &r->arena, &r->text, NULL), VB_OK);
    const char *at = strstr(body, headline);
    const vb_str line = {at ? at : headline, strlen(headline)};
    assert_int_equal(vb_headline_check(line, &r->text, statements, &r->arena, &r->marks, NULL), VB_OK);
}

static void same_words(vb_str text, vb_span span, const char *want)
{
    const vb_str got = vb_str_sub(text, span);
    if (!vb_str_eq(got, vb_str_of(want))) fail_msg("\"%.*s\", not \"%s\"", (int)got.len, got.ptr, want);
}

static const char HEADLINE[] = "Ferry boss told to ‘come clean’ over ‘rotten hull’";

static void test_words_of_the_body(void **state)
{
    const struct vb_statements none = {0};
    struct read r;
    (void)state;
    open_read(&r, BODY, HEADLINE, &none);
    assert_int_equal(r.marks.n, 2);
    same_words(VB_STR(HEADLINE), r.marks.at[0].words, "come clean");
    same_words(r.text.bytes, r.marks.at[0].body, "Come\nclean");                /* case and line breaks do not count */
    assert_false(r.marks.at[0].quoted);
    assert_int_equal(r.marks.at[0].statement, VB_NONE);
    /* Both words stand in the body, but not side by side. */
    same_words(VB_STR(HEADLINE), r.marks.at[1].words, "rotten hull");
    assert_int_equal(r.marks.at[1].body.beg, r.marks.at[1].body.end);
    assert_int_equal(r.marks.at[1].nearest.beg, r.marks.at[1].nearest.end);
    vb_arena_free(&r.arena);
}

static void test_the_longest_run(void **state)
{
    const struct vb_statements none = {0};
    struct read r;
    (void)state;
    open_read(&r, "Minister\n\nThe minister spoke of the rule of law and of order.\n", "‘rule of law and human rights’ row", &none);
    assert_int_equal(r.marks.n, 1);
    assert_int_equal(r.marks.at[0].body.end, 0);
    same_words(r.text.bytes, r.marks.at[0].nearest, "rule of law and");
    vb_arena_free(&r.arena);
}

static void test_who_says_it(void **state)
{
    static const char BYTES[] = "Boss told ‘old and rotten’\n\nMoe met Brink. “The hull is old and rotten,” Moe said.\n";
    const char    *said = strstr(BYTES, "“The hull"), *head = strstr(BYTES, "‘old");
    const vb_span  content[] = {{(uint32_t)(head - BYTES), (uint32_t)(head - BYTES) + 20},
                                {(uint32_t)(said - BYTES), (uint32_t)(strstr(BYTES, " Moe said") - BYTES)}};
    const vb_statement    at[] = {{.content = {&content[0], 1}, .speaker = 5}, {.content = {&content[1], 1}, .speaker = 3}};
    struct vb_statements  statements = {at, 2};
    struct read           r;
    (void)state;
    open_read(&r, BYTES, "Boss told ‘old and rotten’", &statements);
    assert_int_equal(r.marks.n, 1);
    same_words(r.text.bytes, r.marks.at[0].body, "old and rotten");
    assert_true(r.marks.at[0].quoted);
    assert_int_equal(r.marks.at[0].statement, 1);
    assert_int_equal(r.marks.at[0].speaker, 3);
    assert_int_equal(r.marks.at[0].headline_speaker, 5);
    vb_arena_free(&r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_of_the_body),
        cmocka_unit_test(test_the_longest_run),
        cmocka_unit_test(test_who_says_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
