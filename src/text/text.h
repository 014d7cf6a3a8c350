/*
 * The text layer: paragraphs with roles, sentences, tokens, quotation marks, language.
 *
 * Tokens follow Universal Dependencies English (EWT 2.16): contractions and possessives are split ("do" "n't",
 * "Clinton" "'s", "can" "not"), hyphens, URLs, handles, abbreviations and numbers as the treebank has them.
 * Nothing is repaired: every span shows the words as they arrived.
 */
#ifndef VB_TEXT_H
#define VB_TEXT_H

#include "base.h"

struct vb_token    { vb_span span; };
struct vb_sentence { vb_span span; uint32_t first_token, n_tokens, paragraph; };

/*
 * A quotation as its marks show it. `span` holds the marks. An opening mark that never closes runs to the end of its
 * paragraph (`closed` false). A paragraph that starts with an opening mark, while the quotation before it (the last
 * one of the paragraph before) was left open there, continues it: `continues` is the index of that quotation. Apostrophes are no
 * marks. Where a whole double quotation follows an unclosed mark in its paragraph, and the next paragraph does not take the mark
 * up, a closing mark was forgotten: that quotation ends before the next opening mark (`closed` false) and the two stand side by
 * side.
 */
enum vb_quote_kind { VB_QUOTE_DOUBLE, VB_QUOTE_SINGLE };      /* “ ” " '' `` « » „ are DOUBLE; ‘ ’ ' are SINGLE */
struct vb_quote {
    vb_span span;                  /* marks included */
    uint32_t open_len, close_len;  /* bytes of the marks; close_len 0 when it never closes */
    enum vb_quote_kind kind;
    uint32_t parent;               /* quotation it is nested in, or VB_NONE */
    uint32_t continues;            /* quotation of the paragraph before that it carries on, or VB_NONE */
    uint32_t paragraph;
    bool closed;
};

struct vb_text {
    vb_str bytes;                  /* the text, without byte order mark */
    vb_str lang;                   /* as given, else "en", another BCP 47 code, or "und": the text does not show it */
    const vb_paragraph *paragraphs; uint32_t n_paragraphs;     /* blocks between blank lines (or long lines: text/paragraph.c) */
    const struct vb_sentence *sentences; uint32_t n_sentences; /* in order; none crosses a paragraph */
    const struct vb_token *tokens; uint32_t n_tokens;
    const struct vb_quote *quotes; uint32_t n_quotes;          /* by span.beg, outer before inner */
};

/*
 * Split one text. `bytes` is checked here (VB_ERR_ENCODING with err->at), must outlive `out`, and has no byte order mark.
 *   lang   as given from outside, or "not given": then found from the text
 *   title  as given from outside, or "not given": helps to find the headline
 * Everything in `out` lives in `arena`. Errors: VB_ERR_ENCODING, VB_ERR_LIMIT, VB_ERR_NOMEM. Time: linear in bytes.
 * Thread-safe.
 */
vb_status vb_text_split(vb_str bytes, vb_str lang, vb_str title, struct vb_arena *arena, struct vb_text *out, vb_error *err);

/* "en" and its regions; "und" where the text is short (up to 40 words) and could be English by its letters and endings. */
bool vb_text_is_english(const struct vb_text *text);
uint32_t vb_text_paragraph_at(const struct vb_text *text, uint32_t byte);   /* index, or VB_NONE between paragraphs */
/* Whether what stands there may tell something: not in credits, bylines, datelines, nor in what a page adds to every article. */
bool     vb_text_is_prose(const struct vb_text *text, uint32_t byte);
uint32_t vb_text_sentence_at(const struct vb_text *text, uint32_t byte);
uint32_t vb_text_token_from(const struct vb_text *text, uint32_t byte);        /* first that ends after the byte; n_tokens: none */

#endif
