/*
 * What stands in marks in a headline, looked for in the body word by word: case, kind of marks and blanks do not count.
 */
#include "issue.h"

enum { LEAST_RUN = 2 };                        /* a run of fewer words in common says nothing */

static bool is_word(vb_str bytes, vb_span token)
{
    unsigned len;
    return vb_cp_is_alnum(vb_utf8_at(bytes, token.beg, &len));
}

/* Letters are compared in small letters; ’ and ' are the same. */
static uint32_t folded(vb_str s, size_t at, unsigned *len)
{
    const uint32_t cp = vb_utf8_at(s, at, len);
    return cp == 0x2019 || cp == 0x2018 ? '\'' : vb_cp_lower(cp);
}

static bool same_word(vb_str a, vb_str b)
{
    size_t   i = 0, j = 0;
    unsigned m, n;
    while (i < a.len && j < b.len) {
        if (folded(a, i, &m) != folded(b, j, &n)) return false;
        i += m;
        j += n;
    }
    return i == a.len && j == b.len;
}

struct body {                      /* words of the text that are no headline */
    const struct vb_text *text;
    vb_span *at;
    uint32_t n;
};

static bool is_body(const struct vb_text *text, vb_span word)
{
    const uint32_t p = vb_text_paragraph_at(text, word.beg);
    if (p == VB_NONE) return true;
    const vb_role role = text->paragraphs[p].role;
    return role != VB_ROLE_HEADLINE && role != VB_ROLE_CREDIT && role != VB_ROLE_BYLINE;
}

static vb_status words_of(const struct vb_text *text, vb_span within, bool body, struct vb_arena *arena, struct body *out,
                          vb_error *err)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < text->n_tokens; i++) n += vb_span_holds(within, text->tokens[i].span);
    *out = (struct body){text, VB_NEW(arena, vb_span, n), 0};
    if (out->at == NULL) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < text->n_tokens; i++) {
        const vb_span word = text->tokens[i].span;
        if (vb_span_holds(within, word) && is_word(text->bytes, word) && (!body || is_body(text, word))) out->at[out->n++] = word;
    }
    return VB_OK;
}

/* The longest run of words of `mark` that begins at word `at` of the body, from word `from` of the mark. */
static uint32_t run_at(const struct body *mark, uint32_t from, const struct body *body, uint32_t at)
{
    uint32_t n = 0;
    while (from + n < mark->n && at + n < body->n &&
           same_word(vb_str_sub(mark->text->bytes, mark->at[from + n]), vb_str_sub(body->text->bytes, body->at[at + n])))
        n++;
    return n;
}

static uint32_t statement_with(const struct vb_statements *all, vb_span span)
{
    uint32_t best = VB_NONE, least = UINT32_MAX;
    for (uint32_t i = 0; i < all->n; i++)
        for (uint32_t k = 0; k < all->at[i].content.n; k++)
            if (vb_span_holds(all->at[i].content.at[k], span) && vb_span_len(all->at[i].content.at[k]) < least) {
                best  = i;
                least = vb_span_len(all->at[i].content.at[k]);
            }
    return best;
}

static bool in_marks(const struct vb_text *text, vb_span span)
{
    for (uint32_t i = 0; i < text->n_quotes && text->quotes[i].span.beg <= span.beg; i++)
        if (vb_span_holds(text->quotes[i].span, span)) return true;
    return false;
}

/* Who says it by the headline: where that is a part of the text, the statement that has the words. */
static uint32_t headline_speaker(const struct vb_text *text, vb_str headline, const struct vb_statements *statements, vb_span words)
{
    const char *from = text->bytes.ptr, *to = from + text->bytes.len;
    if (headline.ptr < from || headline.ptr + headline.len > to) return VB_NONE;
    const uint32_t base = (uint32_t)(headline.ptr - from);
    const uint32_t st   = statement_with(statements, (vb_span){base + words.beg, base + words.end});
    return st == VB_NONE ? VB_NONE : statements->at[st].speaker;
}

static vb_status look_up(const struct vb_text *in, const struct vb_quote *q, const struct body *body,
                         const struct vb_statements *statements, struct vb_arena *scratch, struct vb_headline_mark *out,
                         vb_error *err)
{
    struct body mark;
    uint32_t    longest = 0;
    *out = (struct vb_headline_mark){.words = {q->span.beg + q->open_len, q->span.end - q->close_len},
                                     .statement = VB_NONE, .speaker = VB_NONE, .headline_speaker = VB_NONE};
    vb_status st = words_of(in, out->words, false, scratch, &mark, err);
    if (st != VB_OK) return st;
    for (uint32_t i = 0; i < body->n && mark.n > 0 && out->body.end == 0; i++)
        for (uint32_t from = 0; from < mark.n; from++) {
            const uint32_t n = run_at(&mark, from, body, i);
            if (n == mark.n) {
                out->body = (vb_span){body->at[i].beg, body->at[i + n - 1].end};
                break;
            }
            if (n < LEAST_RUN || n <= longest) continue;
            longest      = n;
            out->nearest = (vb_span){body->at[i].beg, body->at[i + n - 1].end};
        }
    if (out->body.end == 0) return VB_OK;
    out->nearest   = (vb_span){0, 0};
    out->quoted    = in_marks(body->text, out->body);
    out->statement = statement_with(statements, out->body);
    if (out->statement != VB_NONE) out->speaker = statements->at[out->statement].speaker;
    return VB_OK;
}

vb_status vb_headline_check(vb_str headline, const struct vb_text *text, const struct vb_statements *statements,
                            struct vb_arena *arena, struct vb_headline_marks *out, vb_error *err)
{
    struct vb_arena scratch = {0};
    struct vb_text  in;
    struct body     body;
    *out = (struct vb_headline_marks){0};
    vb_status st = vb_text_split(headline, VB_STR("en"), (vb_str){0}, &scratch, &in, err);
    if (st == VB_OK) st = words_of(text, (vb_span){0, (uint32_t)text->bytes.len}, true, &scratch, &body, err);
    struct vb_headline_mark *at = st == VB_OK ? VB_NEW(arena, struct vb_headline_mark, in.n_quotes) : NULL;
    if (st == VB_OK && at == NULL) st = vb_fail_nomem(err);
    uint32_t n = 0;
    for (uint32_t i = 0; st == VB_OK && i < in.n_quotes; i++) {
        if ((st = look_up(&in, &in.quotes[i], &body, statements, &scratch, &at[n], err)) != VB_OK) break;
        at[n].headline_speaker = headline_speaker(text, headline, statements, at[n].words);
        n++;
    }
    vb_arena_free(&scratch);
    if (st == VB_OK) *out = (struct vb_headline_marks){at, n};
    return st;
}
