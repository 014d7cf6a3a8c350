/*
 * The text layer as a whole: errors, look-ups, properties of made-up texts, and hostile shapes in linear time.
 * What is found in plain texts is in tests/golden.
 */
#include "text_properties.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static vb_status split(vb_str bytes, struct vb_arena *arena, struct vb_text *text, vb_error *err)
{
    return vb_text_split(bytes, (vb_str){ 0 }, (vb_str){ 0 }, arena, text, err);
}

static void bytes_that_are_not_utf8_are_named(void **state)
{
    struct vb_arena arena = { 0 };
    struct vb_text  text;
    vb_error        err = { 0 };
    (void)state;
    assert_int_equal(split(VB_STR("caf\xC3\xA9 caf\xE9!"), &arena, &text, &err), VB_ERR_ENCODING);
    assert_int_equal(err.at, 9);
    assert_string_equal(err.msg, "byte 9: not UTF-8");
    vb_arena_free(&arena);
}

static void a_text_over_the_limit_is_refused(void **state)
{
    struct vb_arena arena = { 0 };
    struct vb_text  text;
    vb_error        err = { 0 };
    char           *big = test_malloc(VB_TEXT_MAX + 1);
    (void)state;
    memset(big, '\n', VB_TEXT_MAX + 1);
    assert_int_equal(split((vb_str){ big, VB_TEXT_MAX + 1 }, &arena, &text, &err), VB_ERR_LIMIT);
    assert_int_equal(split((vb_str){ big, VB_TEXT_MAX }, &arena, &text, &err), VB_OK);
    assert_int_equal(text.n_paragraphs, 0);
    test_free(big);
    vb_arena_free(&arena);
}

static void an_empty_text_has_nothing(void **state)
{
    struct vb_arena arena = { 0 };
    struct vb_text  text;
    (void)state;
    assert_int_equal(split(VB_STR(""), &arena, &text, NULL), VB_OK);
    assert_int_equal(text.n_paragraphs + text.n_sentences + text.n_tokens + text.n_quotes, 0);
    assert_int_equal(vb_text_paragraph_at(&text, 0), VB_NONE);
    assert_int_equal(vb_text_sentence_at(&text, 0), VB_NONE);
    vb_arena_free(&arena);
}

static void places_are_found_and_gaps_are_none(void **state)
{
    struct vb_arena arena = { 0 };
    struct vb_text  text;
    (void)state;
    assert_int_equal(split(VB_STR("  One. Two.\n\nThree."), &arena, &text, NULL), VB_OK);
    assert_int_equal(vb_text_paragraph_at(&text, 1), VB_NONE);
    assert_int_equal(vb_text_paragraph_at(&text, 2), 0);
    assert_int_equal(vb_text_paragraph_at(&text, 11), VB_NONE);
    assert_int_equal(vb_text_paragraph_at(&text, 13), 1);
    assert_int_equal(vb_text_paragraph_at(&text, 19), VB_NONE);
    assert_int_equal(vb_text_sentence_at(&text, 5), 0);
    assert_int_equal(vb_text_sentence_at(&text, 6), VB_NONE);
    assert_int_equal(vb_text_sentence_at(&text, 7), 1);
    assert_int_equal(vb_text_sentence_at(&text, 18), 2);
    vb_arena_free(&arena);
}

/* A small generator of its own, so that a failing seed is the same text everywhere. */
static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void whatever_comes_the_properties_hold(void **state)
{
    static const char *const pieces[] = {
        "“", "”", "„", "\"", "''", "``", "'", "‘", "’", "«", "»", "‹", "›", "`", " ", " ", " ", "\n", "\n\n", "\r\n",
        "\xC2\xA0", "\t", ".", ",", "!", "?", "...", "…", ":", "-", "–", "—", "(", ")", "[", "]", "/", "@", "#", "&",
        "$", "%", "+", "=", "*", "_", "\\", "a", "s", "n", "I", "The", "voters", "said", "goin", "it's", "don't",
        "U.S.", "Mr.", "p.m.", "No.", "etc.", "1", "16", "1990s", "5,000", "7:30", "http://", "www.", "x@y.org", "é",
        "Ł", "漢", "👍", "\xE2\x80\x8D", "\xCC\x81", "\xEF\xB8\x8F", "\xE2\x80\x8B", "By", "Photo:", "1. ", "• ", "– ",
        "n't", "cannot", "'90s", "6'2\"", "ß", "\x01", "\xE2\x80\xA8",
    };
    char buffer[4096];
    (void)state;
    for (uint32_t round = 1; round <= 1500; round++) {
        struct vb_arena arena = { 0 };
        struct vb_text  text;
        uint32_t        seed = round * 2654435761u;
        size_t          n = 0, n_pieces = 1 + next_random(&seed) % 120;
        if (!seed) seed = 1;
        while (n_pieces-- > 0) {
            const char *piece = pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)];
            size_t      len = strlen(piece);
            if (n + len + 1 > sizeof buffer) break;
            memcpy(buffer + n, piece, len);
            n += len;
            if (next_random(&seed) % 50 == 0) buffer[n++] = '\0';
        }
        assert_int_equal(split((vb_str){ buffer, n }, &arena, &text, NULL), VB_OK);
        check_text(&text);
        vb_arena_free(&arena);
    }
}

static double seconds_for(const char *piece, size_t n_pieces)
{
    struct vb_arena arena = { 0 };
    struct vb_text  text;
    size_t          len = strlen(piece);
    char           *bytes = test_malloc(len * n_pieces);
    struct timespec beg, end;

    for (size_t i = 0; i < n_pieces; i++) memcpy(bytes + i * len, piece, len);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &beg);
    assert_int_equal(split((vb_str){ bytes, len * n_pieces }, &arena, &text, NULL), VB_OK);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    check_text(&text);
    test_free(bytes);
    vb_arena_free(&arena);
    return (double)(end.tv_sec - beg.tv_sec) + (double)(end.tv_nsec - beg.tv_nsec) / 1e9;
}

/* Four times the text may take eight times as long on a busy machine; quadratic time would take sixteen. */
static void hostile_shapes_take_linear_time(void **state)
{
    static const char *const shapes[] = {
        "“",  "\"a ", "'a ",  "‘s’ ",    "“a ‘b \"c 'd ", "—“", "“A.\n\n", "(", ".\"",  ". ", "a.",    "a@",     "a-", "a'",
        "1-", "1,",   "www.", "http://", "a.b-c_#",       "\n", "a\n",     "`", "''a ", "U.", "its  ", ". [1] ", "x"};
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t n = 50000 / strlen(shapes[i]);
        double once = seconds_for(shapes[i], n), four = seconds_for(shapes[i], 4 * n);
        if (four > 8 * once + 0.25) fail_msg("\"%s\": %.3f s, and %.3f s for four times as much", shapes[i], once, four);
    }
}

static void a_hundred_thousand_opening_marks_nest_without_harm(void **state)
{
    struct vb_arena arena = { 0 };
    struct vb_text  text;
    char           *bytes = test_malloc(400000);
    (void)state;
    for (size_t i = 0; i < 100000; i++) memcpy(bytes + 4 * i, "“a", 4);
    assert_int_equal(split((vb_str){ bytes, 400000 }, &arena, &text, NULL), VB_OK);
    assert_int_equal(text.n_quotes, 100000);
    check_text(&text);
    test_free(bytes);
    vb_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_are_not_utf8_are_named),
        cmocka_unit_test(a_text_over_the_limit_is_refused),
        cmocka_unit_test(an_empty_text_has_nothing),
        cmocka_unit_test(places_are_found_and_gaps_are_none),
        cmocka_unit_test(whatever_comes_the_properties_hold),
        cmocka_unit_test(hostile_shapes_take_linear_time),
        cmocka_unit_test(a_hundred_thousand_opening_marks_nest_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
