/*
 * Any bytes as a text: they are refused with the place of the first bad byte, or their layers keep what text.h promises.
 * The last byte decides whether a language is given, so that both ways are walked.
 */
#include "text.h"

#include <stdlib.h>

#define CHECK(what) do { if (!(what)) abort(); } while (0)

static bool on_boundary(vb_str s, uint32_t at) { return at == s.len || ((unsigned char)s.ptr[at] & 0xC0) != 0x80; }

static void check_span(vb_str bytes, vb_span span)
{
    CHECK(span.beg < span.end && span.end <= bytes.len);
    CHECK(on_boundary(bytes, span.beg) && on_boundary(bytes, span.end));
}

static void check_paragraphs(const struct vb_text *t)
{
    for (uint32_t i = 0; i < t->n_paragraphs; i++) {
        check_span(t->bytes, t->paragraphs[i].span);
        CHECK(t->paragraphs[i].role <= VB_ROLE_OTHER);
        CHECK(i == 0 || t->paragraphs[i - 1].span.end <= t->paragraphs[i].span.beg);
        CHECK(vb_text_paragraph_at(t, t->paragraphs[i].span.beg) == i);
        CHECK(vb_text_paragraph_at(t, t->paragraphs[i].span.end - 1) == i);
    }
}

static void check_sentences(const struct vb_text *t)
{
    uint32_t next = 0;

    for (uint32_t i = 0; i < t->n_sentences; i++) {
        const struct vb_sentence *s = &t->sentences[i];
        check_span(t->bytes, s->span);
        CHECK(s->paragraph < t->n_paragraphs && vb_span_holds(t->paragraphs[s->paragraph].span, s->span));
        CHECK(i == 0 || t->sentences[i - 1].span.end <= s->span.beg);
        CHECK(s->first_token == next && s->n_tokens > 0);
        CHECK(vb_text_sentence_at(t, s->span.beg) == i);
        next += s->n_tokens;
        CHECK(next <= t->n_tokens);
        for (uint32_t k = s->first_token; k < next; k++) {
            check_span(t->bytes, t->tokens[k].span);
            CHECK(vb_span_holds(s->span, t->tokens[k].span));
            CHECK(k == 0 || t->tokens[k - 1].span.end <= t->tokens[k].span.beg);
        }
    }
    CHECK(next == t->n_tokens);
}

static void check_quotes(const struct vb_text *t)
{
    for (uint32_t i = 0; i < t->n_quotes; i++) {
        const struct vb_quote *q = &t->quotes[i];
        check_span(t->bytes, q->span);
        CHECK(q->open_len > 0 && q->open_len + q->close_len <= vb_span_len(q->span));
        CHECK(q->closed == (q->close_len > 0));
        CHECK(i == 0 || t->quotes[i - 1].span.beg <= q->span.beg);
        CHECK(q->paragraph < t->n_paragraphs && vb_span_holds(t->paragraphs[q->paragraph].span, q->span));
        if (q->parent != VB_NONE) CHECK(q->parent < i && vb_span_holds(t->quotes[q->parent].span, q->span));
        if (q->continues != VB_NONE) CHECK(q->continues < i && t->quotes[q->continues].paragraph + 1 == q->paragraph);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vb_str          bytes = { (const char *)data, size };
    struct vb_arena arena = { 0 };
    struct vb_text  text  = { 0 };
    vb_error        err   = { 0 };
    vb_str          lang  = { 0 }, title = { 0 };
    vb_status       st;

    if (size > 0 && data[size - 1] % 2) lang = VB_STR("en");
    st = vb_text_split(bytes, lang, title, &arena, &text, &err);
    if (st == VB_ERR_ENCODING) CHECK(err.at == vb_utf8_check(bytes) && err.at < size);
    if (st == VB_OK) {
        CHECK(vb_utf8_check(bytes) == size);
        CHECK(text.bytes.ptr == bytes.ptr && text.bytes.len == size && text.lang.ptr);
        check_paragraphs(&text);
        check_sentences(&text);
        check_quotes(&text);
        if (size > 0) vb_text_sentence_at(&text, (uint32_t)(size / 2));
    }
    vb_arena_free(&arena);
    return 0;
}
