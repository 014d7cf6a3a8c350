/*
 * Word pieces against the reference tokenizer: every string of tests/fixtures/wordpiece.tsv, and what spans promise.
 * The vocabulary is the released weight file's.
 */
#include "weights.h"
#include "wordpiece.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define FIXTURE "tests/fixtures/wordpiece.tsv"

/* The pieces that the small tests need, so that they run without a weight file. */
#define SMALL "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[\n]\nsep\ncafe\nc\n##afe\n##s\na\n##a\n!\nword\n北\nunaffable\nun\n##aff\n##able\n."

static struct vb_vocab *open_small(void)
{
    struct vb_vocab *vocab = NULL;
    assert_int_equal(vb_vocab_open(VB_STR(SMALL), &vocab, NULL), VB_OK);
    return vocab;
}

/* "piece beg-end piece beg-end": as short as a failure message should be. */
static const char *show(const struct vb_vocab *vocab, vb_str text, vb_span range)
{
    static char      line[4096];
    struct vb_pieces pieces = {0};
    size_t           n = 0;
    assert_int_equal(vb_vocab_pieces(vocab, text, range, &pieces, NULL), VB_OK);
    line[0] = 0;
    for (size_t i = 0; i < pieces.n && n < sizeof line - 100; i++) {
        vb_str p = vb_vocab_piece(vocab, pieces.at[i].id);
        assert_int_equal(pieces.at[i].first, !vb_str_starts(p, VB_STR("##")));
        n += (size_t)snprintf(line + n, sizeof line - n, "%s%.*s %u-%u", i ? " " : "", (int)p.len, p.ptr, pieces.at[i].span.beg,
                              pieces.at[i].span.end);
    }
    vb_free(pieces.at);
    return line;
}

static const char *show_all(const struct vb_vocab *vocab, const char *text)
{
    vb_str s = vb_str_of(text);
    return show(vocab, s, (vb_span){0, (uint32_t)s.len});
}

static void words_of_the_text_are_never_special(void **state)
{
    (void)state;
    struct vb_vocab *vocab = open_small();
    assert_string_equal(show_all(vocab, "[SEP]"), "[ 0-1 sep 1-4 ] 4-5");
    assert_string_equal(show_all(vocab, "a[SEP]a"), "a 0-1 [ 1-2 sep 2-5 ] 5-6 a 6-7");
    assert_int_equal(vb_vocab_id(vocab, VB_STR("[SEP]")), 3);
    vb_vocab_close(vocab);
}

static void a_span_is_bytes_of_the_text_as_it_came(void **state)
{
    (void)state;
    struct vb_vocab *vocab = open_small();
    assert_string_equal(show_all(vocab, "  CAFÉ! caf\xC3\xA9s"), "cafe 2-7 ! 7-8 cafe 9-14 ##s 14-15");
    assert_string_equal(show_all(vocab, "cafe\u0301s"), "cafe 0-6 ##s 6-7");            /* the stripped mark is the letter's */
    assert_string_equal(show_all(vocab, "cafe\u0301"), "cafe 0-6");
    assert_string_equal(show_all(vocab, "!\u0301 \u0301a"), "! 0-3 a 6-7");             /* a mark after a space is nobody's */
    assert_string_equal(show_all(vocab, "ca\u200bfe"), "cafe 0-7");                     /* dropped inside a word */
    assert_string_equal(show_all(vocab, "\u200bcafe\u200b"), "cafe 3-7");               /* dropped around it */
    assert_string_equal(show_all(vocab, "a北a"), "a 0-1 北 1-4 a 4-5");
    assert_string_equal(show_all(vocab, "unaffable"), "unaffable 0-9");
    assert_string_equal(show_all(vocab, "unaffables"), "unaffable 0-9 ##s 9-10");
    assert_string_equal(show_all(vocab, "unaffablex a"), "[UNK] 0-10 a 11-12");
    vb_vocab_close(vocab);
}

static void a_range_is_read_as_if_it_were_the_text(void **state)
{
    (void)state;
    struct vb_vocab *vocab = open_small();
    assert_string_equal(show(vocab, VB_STR("acafes"), (vb_span){1, 5}), "cafe 1-5");
    assert_string_equal(show(vocab, VB_STR("a a a"), (vb_span){2, 2}), "");
    assert_string_equal(show(vocab, VB_STR("a"), (vb_span){0, 99}), "a 0-1");
    struct vb_pieces pieces = {0};                     /* a mark at the start of a range does not reach back */
    assert_int_equal(vb_vocab_pieces(vocab, VB_STR("a\u0301"), (vb_span){0, 1}, &pieces, NULL), VB_OK);
    assert_int_equal(vb_vocab_pieces(vocab, VB_STR("a\u0301"), (vb_span){1, 3}, &pieces, NULL), VB_OK);
    assert_int_equal(pieces.n, 1);
    assert_int_equal(pieces.at[0].span.end, 1);
    vb_free(pieces.at);
    vb_vocab_close(vocab);
}

static void a_hundred_code_points_are_a_word_and_one_more_is_unknown(void **state)
{
    (void)state;
    struct vb_vocab *vocab = open_small();
    struct vb_pieces pieces = {0};
    char             text[101];
    memset(text, 'a', sizeof text);
    assert_int_equal(vb_vocab_pieces(vocab, (vb_str){text, 100}, (vb_span){0, 100}, &pieces, NULL), VB_OK);
    assert_int_equal(pieces.n, 100);
    pieces.n = 0;
    assert_int_equal(vb_vocab_pieces(vocab, (vb_str){text, 101}, (vb_span){0, 101}, &pieces, NULL), VB_OK);
    assert_int_equal(pieces.n, 1);
    assert_int_equal(pieces.at[0].id, 1);
    assert_int_equal(pieces.at[0].span.end, 101);
    vb_free(pieces.at);
    vb_vocab_close(vocab);
}

static void bad_vocabularies_are_refused(void **state)
{
    (void)state;
    struct { vb_str text; const char *says; } cases[] = {
        {VB_STR(""), "vocab: no [UNK]"},
        {VB_STR("[UNK]\n[CLS]\n"), "vocab: no [SEP]"},
        {VB_STR("[UNK]\n[CLS]\n\n[SEP]"), "vocab: line 3: empty"},
        {VB_STR("[UNK]\n[CLS]\n\r\n[SEP]"), "vocab: line 3: empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vb_vocab *vocab = (struct vb_vocab *)&cases;
        vb_error         err = {0};
        assert_int_equal(vb_vocab_open(cases[i].text, &vocab, &err), VB_ERR_MODEL);
        assert_null(vocab);
        assert_string_equal(err.msg, cases[i].says);
    }
}

static void a_vocabulary_may_end_without_a_newline_or_have_returns(void **state)
{
    (void)state;
    struct vb_vocab *vocab = NULL;
    assert_int_equal(vb_vocab_open(VB_STR("[UNK]\r\n[CLS]\r\n[SEP]\r\nab"), &vocab, NULL), VB_OK);
    assert_int_equal(vb_vocab_count(vocab), 4);
    assert_int_equal(vb_vocab_id(vocab, VB_STR("ab")), 3);
    assert_true(vb_str_eq(vb_vocab_piece(vocab, 1), VB_STR("[CLS]")));
    assert_null(vb_vocab_piece(vocab, 4).ptr);
    assert_null(vb_vocab_piece(vocab, -1).ptr);
    vb_vocab_close(vocab);
}

/* Long words, and words whose every beginning is a piece, take linear time: 8 times the text within 16 times the time. */
static double seconds_for(const struct vb_vocab *vocab, const char *unit, size_t n_bytes)
{
    struct vb_pieces pieces = {0};
    char            *text = malloc(n_bytes + 8);
    size_t           n = 0;
    double           best = 1e9;
    while (n + strlen(unit) <= n_bytes) memcpy(text + n, unit, strlen(unit)), n += strlen(unit);
    for (int round = 0; round < 3; round++) {
        struct timespec a, b;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
        pieces.n = 0;
        assert_int_equal(vb_vocab_pieces(vocab, (vb_str){text, n}, (vb_span){0, (uint32_t)n}, &pieces, NULL), VB_OK);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
        double s = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
        if (s < best) best = s;
    }
    vb_free(pieces.at);
    free(text);
    return best;
}

static void time_is_linear(void **state)
{
    (void)state;
    struct vb_vocab *vocab = open_small();
    const char      *units[] = {"a", "\u0301", "e\u0301", "\u302e\u1b44", "[SEP]", "한", "unaffables "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        double small = seconds_for(vocab, units[i], 250000), large = seconds_for(vocab, units[i], 2000000);
        if (large > 16 * small + 0.01) fail_msg("%s: %.4f s, then %.4f s for 8 times as much", units[i], small, large);
    }
    vb_vocab_close(vocab);
}

/* ---- the reference's answers ------------------------------------------------------------------------------------- */

static vb_str unescape(char *text, size_t n)
{
    size_t out = 0;
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c == '\\') {
            c = text[++i];
            c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
        }
        text[out++] = c;
    }
    return (vb_str){text, out};
}

static bool on_boundary(vb_str text, uint32_t at)
{
    return at == text.len || (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) != 0x80);
}

/* True of the pieces of every text. Pieces of one decomposed character share its bytes, so ends need not be apart. */
static void check_spans(vb_str text, const struct vb_pieces *pieces)
{
    for (size_t i = 0; i < pieces->n; i++) {
        vb_span span = pieces->at[i].span;
        assert_true(span.beg < span.end && span.end <= text.len);
        assert_true(on_boundary(text, span.beg) && on_boundary(text, span.end));
        if (i == 0) {
            assert_true(pieces->at[i].first);
            continue;
        }
        vb_span before = pieces->at[i - 1].span;
        if (pieces->at[i].first) assert_true(before.end <= span.beg);
    }
}

/* The released vocabulary: that of VERBALE_VOCAB, a vocab.txt, where it is given; else the weight file's. */
static bool find_vocab(struct vb_mapping *map, vb_str *text)
{
    const char       *file = getenv("VERBALE_VOCAB"), *data = getenv("VERBALE_DATA");
    char              path[512];
    struct vb_weights weights;
    struct vb_tensor  t;
    vb_error          err = {0};
    if (file) {
        if (vb_map_file(file, map, &err) != VB_OK) fail_msg("%s", err.msg);
        *text = (vb_str){map->ptr, map->len};
        return true;
    }
    snprintf(path, sizeof path, "%s/verbale.weights", data ? data : "data");
    if (vb_map_file(path, map, &err) != VB_OK) return false;
    if (vb_weights_open(path, (vb_str){map->ptr, map->len}, &weights, &err) != VB_OK ||
        vb_weights_tensor(&weights, "vocab", VB_U8, 1, (uint32_t[]){0}, &t, &err) != VB_OK)
        fail_msg("%s", err.msg);
    *text = (vb_str){t.data, t.dim[0]};
    return true;
}

static void equal_to_the_reference(void **state)
{
    (void)state;
    vb_str            vocab_text = {0}, fixture = {0};
    struct vb_mapping map = {0};
    struct vb_vocab  *own = NULL;
    struct vb_pieces  pieces = {0};
    size_t            n_lines = 0;
    vb_error          err = {0};
    if (!find_vocab(&map, &vocab_text)) skip();
    if (vb_vocab_open(vocab_text, &own, &err) != VB_OK) fail_msg("%s", err.msg);
    if (vb_read_file(FIXTURE, 1 << 24, &fixture, &err) != VB_OK) fail_msg("%s", err.msg);
    char *line = (char *)fixture.ptr, *end = line + fixture.len;
    for (; line < end; n_lines++) {
        char *newline = memchr(line, '\n', (size_t)(end - line));
        assert_non_null(newline);
        *newline = 0;
        char *tab = memchr(line, '\t', (size_t)(newline - line)), *ids = tab + 1;
        assert_non_null(tab);
        vb_str text = unescape(line, (size_t)(tab - line));
        pieces.n = 0;
        assert_int_equal(vb_vocab_pieces(own, text, (vb_span){0, (uint32_t)text.len}, &pieces, NULL), VB_OK);
        for (size_t i = 0; i < pieces.n; i++) {
            char *after = ids;
            long  id = strtol(ids, &after, 10);
            if (after == ids || id != pieces.at[i].id) {
                fail_msg(FIXTURE ":%zu: piece %zu is %d, not %ld", n_lines + 1, i, pieces.at[i].id, after == ids ? -1 : id);
            }
            ids = after;
        }
        if (*ids) fail_msg(FIXTURE ":%zu: only %zu pieces", n_lines + 1, pieces.n);
        check_spans(text, &pieces);
        line = newline + 1;
    }
    assert_true(n_lines >= 2000);
    vb_free(pieces.at);
    vb_free((void *)fixture.ptr);
    vb_vocab_close(own);
    vb_unmap(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_the_text_are_never_special),
        cmocka_unit_test(a_span_is_bytes_of_the_text_as_it_came),
        cmocka_unit_test(a_range_is_read_as_if_it_were_the_text),
        cmocka_unit_test(a_hundred_code_points_are_a_word_and_one_more_is_unknown),
        cmocka_unit_test(bad_vocabularies_are_refused),
        cmocka_unit_test(a_vocabulary_may_end_without_a_newline_or_have_returns),
        cmocka_unit_test(time_is_linear),
        cmocka_unit_test(equal_to_the_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
