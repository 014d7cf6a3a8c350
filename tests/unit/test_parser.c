/*
 * What the syntax heads make of words that are noise: each sentence still is one tree that UD's validator accepts, whatever the
 * scores. Skipped where the weight file has no syntax heads.
 */
#include "conllu_properties.h"
#include "parser.h"
#include "synthetic.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct loaded { struct vb_model *model; struct vb_syntax_model *syntax; struct vb_encoding_ws *encoding; struct vb_syntax_ws *ws; };

static int load(void **state)
{
    static struct loaded l;
    char                 path[4096];
    vb_error             err;
    const char          *data = getenv("VERBALE_DATA");

    *state = NULL;
    snprintf(path, sizeof path, "%s/verbale.weights", data ? data : "data");
    if (vb_model_open(path, false, &l.model, &err) != VB_OK) return 0;
    if (vb_syntax_open(l.model, &l.syntax, &err) != VB_OK) {
        vb_model_close(l.model);
        return 0;
    }
    if (vb_encoding_ws_new(l.model, &l.encoding, &err) != VB_OK || vb_syntax_ws_new(l.syntax, &l.ws, &err) != VB_OK) return 1;
    *state = &l;
    return 0;
}

static int unload(void **state)
{
    struct loaded *l = *state;

    if (l == NULL) return 0;
    vb_syntax_ws_free(l->ws);
    vb_encoding_ws_free(l->encoding);
    vb_syntax_close(l->syntax);
    vb_model_close(l->model);
    return 0;
}

/* ---- what the validator asks ------------------------------------------------------------------------------------------------ */

static bool is_under(const struct vb_syntax *s, uint32_t token, uint32_t top)
{
    while (token != VB_NONE && token != top) token = s->tags[token].head;
    return token == top;
}

static bool starts(vb_str s, const char *with) { return vb_str_starts(s, vb_str_of(with)); }

static void check_word(const struct vb_text *text, const struct vb_syntax *s, const struct vb_sentence *in, uint32_t k)
{
    const struct vb_tag *t = &s->tags[k];
    uint32_t first = in->first_token, end = first + in->n_tokens, steps = 0, n_subjects = 0, n_objects = 0;

    for (uint32_t up = k; up != VB_NONE; up = s->tags[up].head) {
        assert_true(up >= first && up < end);
        assert_true(steps++ < in->n_tokens);
    }
    assert_true((t->head == VB_NONE) == vb_str_eq(t->deprel, VB_STR("root")));
    assert_true(t->lemma.len > 0 && t->xpos.len > 0 && t->feats.len > 0);
    if (t->upos == VB_PUNCT) assert_true(t->relation == VB_REL_PUNCT || t->relation == VB_REL_ROOT);
    if (t->relation == VB_REL_PUNCT) assert_int_equal(t->upos, VB_PUNCT);
    if (t->relation == VB_REL_AUX || t->relation == VB_REL_COP) assert_int_equal(t->upos, VB_AUX);
    if (t->relation == VB_REL_COP) assert_true(vb_str_eq(t->lemma, VB_STR("be")));
    if (t->upos == VB_AUX) assert_true(vb_aux_of(t->lemma) != VB_AUX_NONE);
    if (starts(t->deprel, "flat") || starts(t->deprel, "conj") || starts(t->deprel, "fixed") || starts(t->deprel, "appos") ||
        starts(t->deprel, "goeswith"))
        assert_true(t->head < k);
    if (t->relation == VB_REL_GOESWITH) {
        assert_true(t->upos == VB_X && vb_str_eq(t->lemma, VB_STR("_")) && vb_str_eq(t->feats, VB_STR("_")));
        assert_true(text->tokens[k - 1].span.end < text->tokens[k].span.beg);
    }
    for (uint32_t c = first; c < end; c++) {
        const struct vb_tag *child = &s->tags[c];
        if (child->head != k) continue;
        n_subjects +=
            (starts(child->deprel, "nsubj") || starts(child->deprel, "csubj")) && !vb_str_ends(child->deprel, VB_STR(":outer"));
        n_objects += vb_str_eq(child->deprel, VB_STR("obj"));
        if (t->relation == VB_REL_PUNCT) assert_int_equal(child->relation, VB_REL_PUNCT);
        if (t->relation == VB_REL_AUX || t->relation == VB_REL_COP || t->relation == VB_REL_CC)
            assert_true(child->relation != VB_REL_DET && child->relation != VB_REL_NMOD && child->relation != VB_REL_NSUBJ);
        assert_true(t->relation != VB_REL_GOESWITH);
    }
    assert_true(n_subjects <= 1 && n_objects <= 1);
    if (t->relation != VB_REL_PUNCT) return;
    for (uint32_t between = (t->head < k ? t->head : k) + 1; between < (t->head < k ? k : t->head); between++)
        assert_true(is_under(s, between, t->head));
}

static void check_layer(const struct vb_text *text, const struct vb_syntax *s)
{
    uint32_t last = 0;

    assert_int_equal(s->n_tokens, text->n_tokens);
    for (uint32_t i = 0; i < text->n_sentences; i++) {
        const struct vb_sentence *in = &text->sentences[i];
        uint32_t                  n_roots = 0;
        for (uint32_t k = in->first_token; k < in->first_token + in->n_tokens; k++) {
            check_word(text, s, in, k);
            n_roots += s->tags[k].head == VB_NONE;
        }
        assert_int_equal(n_roots, 1);
    }
    for (uint32_t i = 0; i < s->n_predicates; i++) {
        const struct vb_predicate *p = &s->predicates[i];
        assert_true(p->token < s->n_tokens && (i == 0 || p->token > last) && !vb_str_eq(p->sense, VB_STR("-")));
        last = p->token;
        for (uint32_t k = 0; k < p->n_arguments; k++) {
            assert_true(vb_text_sentence_at(text, text->tokens[p->arguments[k].token].span.beg) ==
                        vb_text_sentence_at(text, text->tokens[p->token].span.beg));
            assert_false(vb_str_eq(p->arguments[k].role, VB_STR("-")));
        }
    }
}

/* ---- noise ------------------------------------------------------------------------------------------------------------------- */

enum { MANY_TOKENS = 1000 };

/* Windows of `size` words over the text, whose vectors are noise, scaled up to make the heads sure of themselves. */
static void read_noise(struct loaded *l, const struct vb_text *text, uint32_t size, float scale, uint64_t *random)
{
    struct vb_arena   arena = { 0 };
    struct vb_syntax  out;
    struct vb_encoded of = { .text = text, .upos = calloc(text->n_tokens + 1, 1) };
    struct vb_head    head = vb_syntax_head(l->syntax, l->ws, l->encoding);
    float            *words = malloc((size + 40) * VB_WIDTH * sizeof *words);
    struct gathered   conllu = { 0 };
    struct vb_reading r = { .id = VB_STR("sha256:0123456789abcdef"), .text = *text };

    assert_non_null(words);
    assert_non_null(of.upos);
    for (uint32_t at = 0; at < text->n_tokens; at += size) {
        uint32_t         core_end = at + size < text->n_tokens ? at + size : text->n_tokens;
        uint32_t         end = core_end + 40 < text->n_tokens ? core_end + 40 : text->n_tokens;
        struct vb_window w = {
            .of = &of, .word_beg = at, .word_end = end, .core_word_beg = at, .core_word_end = core_end, .words = words};
        for (size_t i = 0; i < (size_t)(end - at) * VB_WIDTH; i++) words[i] = scale * (synthetic_score(random) - 0.5f);
        assert_int_equal(head.run(head.ctx, &w, NULL), VB_OK);
    }
    assert_int_equal(vb_syntax_find(text, l->syntax, l->ws, &arena, &out, NULL), VB_OK);
    check_layer(text, &out);
    for (uint32_t k = 0; k < text->n_tokens; k++) assert_true(of.upos[k] == out.tags[k].upos);
    r.syntax = out;
    assert_int_equal(vb_export_conllu(&r, (struct vb_out){ gather, &conllu }, NULL), VB_OK);
    if (conllu.bytes.n > 0) assert_int_equal(conllu_check(conllu.bytes.at), text->n_sentences);
    vb_free(conllu.bytes.at);
    vb_arena_free(&arena);
    free(of.upos);
    free(words);
}

static void noise_makes_valid_trees(void **state)
{
    static const char *const words[] = {"was",    "the",  "Rossi", ",",    "“",    "don't", "of",   "New", "York", "is",     "not",
                                        "twenty", "2023", "and",   "that", "Łódź", "👍",     "have", "(",   "said", "cannot", "'s"};
    struct loaded *l      = *state;
    uint64_t       random = 5;

    if (l == NULL) skip();
    for (int round = 0; round < 30; round++) {
        char            text[MANY_TOKENS * 12];
        size_t          n = 0;
        uint32_t        n_words = round < 3 ? (uint32_t)round : 1 + synthetic_below(&random, round % 10 == 9 ? 600 : 60);
        struct vb_arena arena = { 0 };
        struct vb_text  t;
        for (uint32_t i = 0; i < n_words; i++)
            n += (size_t)sprintf(text + n, "%s%s", words[synthetic_below(&random, sizeof words / sizeof *words)],
                                 synthetic_below(&random, 40) == 0 ? ". " : " ");
        assert_int_equal(vb_text_split((vb_str){ text, n }, VB_STR("en"), (vb_str){ 0 }, &arena, &t, NULL), VB_OK);
        read_noise(l, &t, 1 + synthetic_below(&random, 150), round % 2 ? 2.0f : 20.0f, &random);
        vb_arena_free(&arena);
    }
}

static void without_windows_words_hang_on_the_first(void **state)
{
    struct loaded   *l = *state;
    struct vb_arena  arena = { 0 };
    struct vb_text   t;
    struct vb_syntax out;

    if (l == NULL) skip();
    assert_int_equal(vb_text_split(VB_STR("One two three. Four."), VB_STR("en"), (vb_str){ 0 }, &arena, &t, NULL), VB_OK);
    vb_syntax_head(l->syntax, l->ws, l->encoding);
    assert_int_equal(vb_syntax_find(&t, l->syntax, l->ws, &arena, &out, NULL), VB_OK);
    check_layer(&t, &out);
    assert_true(out.tags[1].head == 0 && out.tags[2].head == 0 && out.tags[0].head == VB_NONE);
    vb_span all = vb_syntax_subtree(&t, &out, 0), one = vb_syntax_subtree(&t, &out, 1);
    assert_true(all.beg == 0 && all.end == 14 && one.beg == 4 && one.end == 7);
    vb_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_makes_valid_trees),
        cmocka_unit_test(without_windows_words_hang_on_the_first),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
