/*
 * True of every text there is. Property tests, fuzz targets and the tests of single layers call it.
 */
#ifndef VB_TEXT_PROPERTIES_H
#define VB_TEXT_PROPERTIES_H

#include "text.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_HOLDS(what) ((what) ? (void)0 : text_breaks(#what, __LINE__))

static inline void text_breaks(const char *what, int line)
{
    fprintf(stderr, "text_properties.h:%d: does not hold: %s\n", line, what);
    abort();
}

static inline bool text_boundary(vb_str s, uint32_t at)
{
    return at == s.len || (at < s.len && ((unsigned char)s.ptr[at] & 0xC0) != 0x80);
}

static inline bool text_span_is_sound(vb_str s, vb_span span)
{
    return span.beg < span.end && span.end <= s.len && text_boundary(s, span.beg) && text_boundary(s, span.end);
}

static inline void check_text(const struct vb_text *t)
{
    uint32_t end = 0, token = 0;

    TEXT_HOLDS(t->lang.len >= 2);
    for (uint32_t i = 0; i < t->n_paragraphs; i++) {
        vb_span p = t->paragraphs[i].span;
        TEXT_HOLDS(text_span_is_sound(t->bytes, p) && p.beg >= end);
        TEXT_HOLDS(t->paragraphs[i].role <= VB_ROLE_OTHER);
        TEXT_HOLDS(vb_text_paragraph_at(t, p.beg) == i && vb_text_paragraph_at(t, p.end - 1) == i);
        end = p.end;
    }
    end = 0;
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        vb_span s = t->tokens[i].span;
        unsigned n;
        TEXT_HOLDS(text_span_is_sound(t->bytes, s) && s.beg >= end);
        TEXT_HOLDS(vb_text_paragraph_at(t, s.beg) != VB_NONE);
        for (uint32_t at = end; at < s.beg; at += n)       /* only blanks are left out, and those stand in no token */
            TEXT_HOLDS(vb_cp_is_space(vb_utf8_at(t->bytes, at, &n)) || vb_utf8_at(t->bytes, at, &n) >= 0x200B);
        for (uint32_t at = s.beg; at < s.end; at += n) TEXT_HOLDS(!vb_cp_is_space(vb_utf8_at(t->bytes, at, &n)));
        end = s.end;
    }
    for (uint32_t i = 0; i < t->n_sentences; i++) {
        const struct vb_sentence *s = &t->sentences[i];
        TEXT_HOLDS(s->first_token == token && s->n_tokens > 0 && s->first_token + s->n_tokens <= t->n_tokens);
        TEXT_HOLDS(s->span.beg == t->tokens[s->first_token].span.beg);
        TEXT_HOLDS(s->span.end == t->tokens[s->first_token + s->n_tokens - 1].span.end);
        TEXT_HOLDS(s->paragraph < t->n_paragraphs && vb_span_holds(t->paragraphs[s->paragraph].span, s->span));
        TEXT_HOLDS(vb_text_sentence_at(t, s->span.beg) == i);
        token += s->n_tokens;
    }
    TEXT_HOLDS(token == t->n_tokens);
    for (uint32_t i = 0; i < t->n_quotes; i++) {
        const struct vb_quote *q = &t->quotes[i], *before = i ? q - 1 : NULL;
        TEXT_HOLDS(text_span_is_sound(t->bytes, q->span) && q->open_len > 0);
        TEXT_HOLDS(q->closed == (q->close_len > 0) && q->open_len + q->close_len <= vb_span_len(q->span));
        TEXT_HOLDS(q->paragraph < t->n_paragraphs && vb_span_holds(t->paragraphs[q->paragraph].span, q->span));
        TEXT_HOLDS(!before || before->span.beg < q->span.beg);
        TEXT_HOLDS(q->parent == VB_NONE || (q->parent < i && vb_span_holds(t->quotes[q->parent].span, q->span)));
        /* What begins inside another lies inside it. */
        TEXT_HOLDS(!before || before->span.end <= q->span.beg || q->parent == i - 1);
        if (q->continues == VB_NONE) continue;
        TEXT_HOLDS(q->continues < i && !t->quotes[q->continues].closed && t->quotes[q->continues].kind == q->kind);
        TEXT_HOLDS(t->quotes[q->continues].paragraph + 1 == q->paragraph && q->span.beg == t->paragraphs[q->paragraph].span.beg);
    }
}

#endif
