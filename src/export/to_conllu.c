/*
 * The syntax of a text as CoNLL-U, for the tools of Universal Dependencies, whose validator accepts it for English.
 *
 * Forms are the text's but for what the format has no place for: white space and control characters within a word are left out,
 * and letters with marks are composed (NFC). start_char and end_char are code points of the text as it arrived.
 */
#include "sink.h"

#include <string.h>
#include <utf8proc.h>

struct conllu {
    struct sink s;
    const struct vb_reading *r;
    struct codepoints at;
    uint32_t predicate;            /* the next one */
    bool no_memory;
};

/* ---- words ------------------------------------------------------------------------------------------------------------ */

static void put_cp(struct sink *s, uint32_t cp)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)cp, bytes);
    sink_bytes(s, (const char *)bytes, (size_t)n);
}

/* U+FFFD is to the validator a byte that went wrong. */
static bool has_no_place(uint32_t cp) { return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xFFFD || vb_cp_is_space(cp); }

static bool is_plain(vb_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if ((unsigned char)word.ptr[i] <= 0x20 || (unsigned char)word.ptr[i] >= 0x7F) return false;
    return word.len > 0;
}

static void put_word(struct conllu *c, vb_str word)
{
    const utf8proc_uint8_t *from = (const utf8proc_uint8_t *)word.ptr;
    bool any = false;
    if (is_plain(word)) {
        sink_str(&c->s, word);
        return;
    }
    /* Nothing decomposes to more than four times its length (Unicode Standard Annex 15, section 12). */
    utf8proc_ssize_t    room = 4 * (utf8proc_ssize_t)word.len + 4, n;
    utf8proc_int32_t   *cps  = vb_alloc((size_t)room * sizeof *cps);
    if (cps == NULL) {
        c->no_memory = true;
        return;
    }
    n = utf8proc_decompose(from, (utf8proc_ssize_t)word.len, cps, room - 1, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n > 0 && n < room) n = utf8proc_normalize_utf32(cps, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        if (has_no_place((uint32_t)cps[i])) continue;
        put_cp(&c->s, (uint32_t)cps[i]);
        any = true;
    }
    if (!any) sink_char(&c->s, '?');
    vb_free(cps);
}

static vb_span span_of(const struct conllu *c, uint32_t token) { return c->r->text.tokens[token].span; }

static vb_str form_of(const struct conllu *c, uint32_t token) { return vb_str_sub(c->r->text.bytes, span_of(c, token)); }

/* No white space between a token and the next, and nothing that would merge with it. */
static bool touches_next(const struct conllu *c, uint32_t token, uint32_t end)
{
    unsigned n;
    if (token + 1 >= end) return false;
    vb_str   between = vb_str_sub(c->r->text.bytes, (vb_span){span_of(c, token).end, span_of(c, token + 1).beg});
    uint32_t first   = vb_utf8_at(form_of(c, token + 1), 0, &n);
    if (span_of(c, token).end > span_of(c, token + 1).beg) return true;
    for (size_t at = 0; at < between.len; at += n)
        if (vb_cp_is_space(vb_utf8_at(between, at, &n))) return false;
    utf8proc_category_t of = utf8proc_category((utf8proc_int32_t)first);
    return of != UTF8PROC_CATEGORY_MN && of != UTF8PROC_CATEGORY_MC && of != UTF8PROC_CATEGORY_ME;
}

static bool is_apostrophe(uint32_t cp) { return cp == '\'' || cp == '`' || cp == 0x2018 || cp == 0x2019 || cp == 0x02BC; }

/* Whether a token is written in one with the one before: "n't" of "don't", "'s" of "Clinton's", "not" of "cannot". */
static bool is_written_on(const struct conllu *c, uint32_t token, uint32_t first, uint32_t end)
{
    unsigned n, more;
    if (token == first || !touches_next(c, token - 1, end) || span_of(c, token - 1).end != span_of(c, token).beg) return false;
    vb_str   before = form_of(c, token - 1), form = form_of(c, token);
    uint32_t last = vb_utf8_before(before, before.len, &n), cp = vb_utf8_at(form, 0, &n);
    if (!vb_cp_is_alnum(last) && last != '.') return false;
    if (!is_apostrophe(cp)) return vb_cp_is_letter(cp) && vb_cp_is_letter(last);
    return form.len > n ? vb_cp_is_letter(vb_utf8_at(form, n, &more)) : vb_str_eq(c->r->syntax.tags[token].xpos, VB_STR("POS"));
}

/* ---- lines ------------------------------------------------------------------------------------------------------------ */

static void put_place(struct conllu *c, vb_span span)
{
    sink_text(&c->s, "start_char=");
    sink_number(&c->s, codepoints_at(&c->at, span.beg));
    sink_text(&c->s, "|end_char=");
    sink_number(&c->s, codepoints_at(&c->at, span.end));
}

static void put_lemma(struct conllu *c, vb_str lemma)
{
    if (lemma.len > 0) put_word(c, lemma);
    else sink_char(&c->s, '_');
}

/* "|Roleset=say.01|Args=3:ARG0,7:ARG1" */
static void put_predicate(struct conllu *c, uint32_t token, uint32_t first)
{
    const struct vb_syntax *syntax = &c->r->syntax;
    while (c->predicate < syntax->n_predicates && syntax->predicates[c->predicate].token < token) c->predicate++;
    if (c->predicate == syntax->n_predicates || syntax->predicates[c->predicate].token != token) return;
    const struct vb_predicate *p = &syntax->predicates[c->predicate];
    vb_str lemma = syntax->tags[token].lemma;
    sink_text(&c->s, "|Roleset=");
    put_lemma(c, lemma.len > 0 && memchr(lemma.ptr, '|', lemma.len) ? VB_STR("_") : lemma);
    sink_char(&c->s, '.');
    sink_str(&c->s, p->sense);
    for (uint32_t i = 0; i < p->n_arguments; i++) {
        sink_text(&c->s, i == 0 ? "|Args=" : ",");
        sink_number(&c->s, p->arguments[i].token - first + 1);
        sink_char(&c->s, ':');
        sink_str(&c->s, p->arguments[i].role);
    }
}

static void put_token(struct conllu *c, uint32_t token, uint32_t first, bool space_after_no)
{
    const struct vb_tag *t = &c->r->syntax.tags[token];
    struct sink         *s = &c->s;
    sink_number(s, token - first + 1);
    sink_char(s, '\t');
    put_word(c, form_of(c, token));
    sink_char(s, '\t');
    put_lemma(c, t->lemma);
    sink_char(s, '\t');
    sink_text(s, vb_upos_name(t->upos));
    sink_char(s, '\t');
    sink_str(s, t->xpos);
    sink_char(s, '\t');
    sink_str(s, t->feats);
    sink_char(s, '\t');
    sink_number(s, t->head == VB_NONE ? 0 : t->head - first + 1);
    sink_char(s, '\t');
    sink_str(s, t->deprel);
    sink_text(s, "\t_\t");
    if (space_after_no) sink_text(s, "SpaceAfter=No|");
    put_place(c, span_of(c, token));
    put_predicate(c, token, first);
    sink_char(s, '\n');
}

static void put_multiword(struct conllu *c, uint32_t token, uint32_t last, uint32_t first, bool space_after_no)
{
    struct sink *s = &c->s;
    sink_number(s, token - first + 1);
    sink_char(s, '-');
    sink_number(s, last - first + 1);
    sink_char(s, '\t');
    for (uint32_t k = token; k <= last; k++) put_word(c, form_of(c, k));
    sink_text(s, "\t_\t_\t_\t_\t_\t_\t_\t");
    if (space_after_no) sink_text(s, "SpaceAfter=No|");
    put_place(c, (vb_span){span_of(c, token).beg, span_of(c, last).end});
    sink_char(s, '\n');
}

static void put_sentence(struct conllu *c, const struct vb_sentence *sentence, uint32_t number, bool paragraph, bool last)
{
    struct sink *s = &c->s;
    uint32_t first = sentence->first_token, end = first + sentence->n_tokens;
    if (number == 1) {
        sink_text(s, "# newdoc id = ");
        sink_str(s, c->r->id);
        sink_char(s, '\n');
    }
    if (paragraph) sink_text(s, "# newpar\n");
    vb_str id = c->r->id;
    if (vb_str_starts(id, VB_STR("sha256:"))) id = (vb_str){id.ptr + 7, id.len - 7};
    sink_text(s, "# sent_id = ");
    sink_bytes(s, id.ptr, id.len < 16 ? id.len : 16);
    sink_char(s, '-');
    sink_number(s, number);
    sink_text(s, "\n# text = ");
    for (uint32_t k = first; k < end; k++) {
        put_word(c, form_of(c, k));
        if (k + 1 < end && !touches_next(c, k, end)) sink_char(s, ' ');
    }
    sink_char(s, '\n');
    for (uint32_t k = first; k < end; k++) {
        uint32_t beg = k, to = k;
        while (to + 1 < end && is_written_on(c, to + 1, first, end)) to++;
        bool no_space = to + 1 < end ? touches_next(c, to, end) : !last && touches_next(c, to, to + 2);
        if (to > k) put_multiword(c, k, to, first, no_space);
        for (; k < to; k++) put_token(c, k, first, false);
        put_token(c, k, first, no_space && to == beg);
    }
    sink_char(s, '\n');
}

vb_status vb_export_conllu(const struct vb_reading *r, struct vb_out out, vb_error *err)
{
    struct conllu c = {.r = r};
    uint32_t      paragraph = VB_NONE, number = 0;
    if (r->syntax.n_tokens == 0) return VB_OK;
    if (!codepoints_open(&c.at, r->text.bytes)) return vb_fail_nomem(err);
    sink_start(&c.s, out);
    for (uint32_t i = 0; i < r->text.n_sentences; i++) {
        const struct vb_sentence *s = &r->text.sentences[i];
        bool last = i + 1 == r->text.n_sentences || s[1].paragraph != s->paragraph || s[1].n_tokens == 0;
        if (s->n_tokens == 0) continue;
        put_sentence(&c, s, ++number, s->paragraph != paragraph, last);
        paragraph = s->paragraph;
    }
    vb_status st = sink_end(&c.s, err);
    codepoints_close(&c.at);
    return c.no_memory ? vb_fail_nomem(err) : st;
}
