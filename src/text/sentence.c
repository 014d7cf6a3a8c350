/*
 * Sentences, by rules over the tokens of a paragraph.
 *
 * A full stop, question or exclamation mark ends one when what follows could begin another. Closing marks right behind
 * it still belong to the sentence. After an abbreviation that may end a sentence ("U.S.", "Inc.") only a word that
 * seldom stands capitalised inside one begins another.
 */
#include "layers.h"
#include "wordlist.h"

#include <string.h>

struct cutter {
    const struct vb_text *text;
    vb_span paragraph;
    struct { struct vb_sentence *at; size_t n, room; } sentences;
};

enum { LONG_WORD = 3 };            /* bytes; abbreviations outside the lists are shorter */

enum stop { STOP_NONE, STOP_FULL, STOP_STRONG, STOP_DOTS, STOP_ABBREVIATION };

static vb_str token(const struct cutter *c, uint32_t i) { return vb_str_sub(c->text->bytes, c->text->tokens[i].span); }
static uint32_t beg_of(const struct cutter *c, uint32_t i) { return c->text->tokens[i].span.beg; }
static uint32_t end_of(const struct cutter *c, uint32_t i) { return c->text->tokens[i].span.end; }
static uint32_t first_cp(const struct cutter *c, uint32_t i) { return vb_utf8_at(token(c, i), 0, &(unsigned){ 0 }); }

static enum stop stop_kind(const struct cutter *c, uint32_t i)
{
    vb_str   t = token(c, i);
    bool     dots = true;
    unsigned n;

    if (t.len == 1 && t.ptr[0] == '.') return STOP_FULL;
    if (t.len > 1 && t.ptr[t.len - 1] == '.' && vb_cp_is_alnum(vb_utf8_at(t, 0, &n))) return STOP_ABBREVIATION;
    for (size_t at = 0; at < t.len; at += n) {
        uint32_t cp = vb_utf8_at(t, at, &n);
        if (cp != '.' && cp != '!' && cp != '?' && cp != 0x2026) return STOP_NONE;
        dots &= cp == '.' || cp == 0x2026;
        if (at > 64) return dots ? STOP_DOTS : STOP_STRONG;       /* a long run is settled by its beginning */
    }
    return dots ? STOP_DOTS : STOP_STRONG;
}

static bool is_char(const struct cutter *c, uint32_t i, char wanted)
{
    vb_str t = token(c, i);
    return t.len == 1 && t.ptr[0] == wanted;
}

static bool is_closing(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == ')' || cp == ']' || cp == 0x2019 || cp == 0x201D || cp == 0xBB;
}

static bool is_opening(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == '(' || cp == '[' || cp == 0x2018 || cp == 0x201C || cp == 0xAB || cp == 0x201E ||
           cp == '`' || cp == '*' || cp == 0x2022;
}

/* The token after token i and the closing marks that hang on it. */
static uint32_t after_closing(const struct cutter *c, uint32_t i, uint32_t end, bool *closed)
{
    uint32_t next = i + 1;

    *closed = false;
    while (next < end && beg_of(c, next) == end_of(c, next - 1) && is_closing(first_cp(c, next))) {
        /* A straight mark with a word right behind it opens the next sentence: end."Next */
        if ((token(c, next).ptr[0] == '"' || token(c, next).ptr[0] == '\'') && next + 1 < end &&
            beg_of(c, next + 1) == end_of(c, next) && vb_cp_is_alnum(first_cp(c, next + 1))) break;
        *closed |= first_cp(c, next) != ')' && first_cp(c, next) != ']';
        next++;
    }
    /* "… in 1971. [1] [2] Next": numbers of notes, also behind a space */
    while (end - next >= 3 && is_char(c, next, '[') && is_char(c, next + 2, ']') && vb_cp_is_digit(first_cp(c, next + 1)))
        next += 3;
    return next;
}

static bool is_time(vb_str t)
{
    return vb_str_eq_nocase(t, VB_STR("a.m.")) || vb_str_eq_nocase(t, VB_STR("p.m."));
}

static bool is_zone_or_day(vb_str t)
{
    static const char *const words[] = {
        "EST", "EDT", "ET", "GMT", "BST", "UTC", "CET", "PST", "PDT", "PT", "CT", "Eastern", "Pacific", "Central",
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Jan.", "Feb.", "Aug.", "Sept.",
        "Oct.", "Nov.", "Dec.", "March", "April", "May", "June", "July",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (vb_str_eq(t, vb_str_of(words[i]))) return true;
    return false;
}

/*
 * A small letter after a stop: people write so, but it also follows abbreviations that no list has. Those are short.
 */
static bool lower_begins(const struct cutter *c, uint32_t stop, enum stop kind, bool plain)
{
    if (!plain || stop == 0) return false;
    /* names: "Yahoo! said", "Black Girls Rock! is" */
    if (kind == STOP_STRONG) return !(is_char(c, stop, '!') && vb_cp_is_upper(first_cp(c, stop - 1)));
    return kind == STOP_FULL && token(c, stop - 1).len >= LONG_WORD && vb_cp_is_lower(first_cp(c, stop - 1));
}

/* Could a sentence begin with the token at `next`, after a stop of this kind? */
static bool begins_sentence(const struct cutter *c, uint32_t stop, enum stop kind, bool closed, uint32_t next, uint32_t end)
{
    uint32_t word = next, cp;
    bool     gap = beg_of(c, next) > end_of(c, next - 1);

    while (word < end && word < next + 4 && is_opening(first_cp(c, word))) word++;
    if (word >= end) return false;
    cp = first_cp(c, word);
    if (!gap && !(kind != STOP_ABBREVIATION && kind != STOP_DOTS && vb_cp_is_upper(cp) && (word > next || token(c, word).len > 1)))
        return false;
    if (kind == STOP_ABBREVIATION) {
        vb_str t = token(c, stop);
        if (!vb_cp_is_upper(cp) && word == next) return false;
        t.len--;
        if (vb_words_abbreviation(t, cp, false) == VB_ABBR_TITLE) return false;
        t.len++;
        if (is_time(t)) return !is_zone_or_day(token(c, word));
        if (vb_str_eq(t, VB_STR("etc."))) return vb_cp_is_upper(cp);
        return closed || vb_words_is_starter(token(c, word));
    }
    if (vb_cp_is_lower(cp)) return lower_begins(c, stop, kind, word == next && next == stop + 1);
    if ((cp && cp < 0x80 && strchr(".!?,;:-)", (int)cp)) || cp == 0x2013 || cp == 0x2014) return false;
    /* “Why?” Smith asked. */
    if (closed && kind == STOP_STRONG) {
        for (uint32_t k = word + 1; k < end && k <= word + 3; k++) {
            if (vb_words_is_speech_verb(token(c, k))) return false;
            if (!vb_cp_is_upper(first_cp(c, k))) break;
        }
    }
    return true;
}

static bool cut(struct cutter *c, uint32_t first, uint32_t end, uint32_t paragraph)
{
    struct vb_sentence s = { { beg_of(c, first), end_of(c, end - 1) }, first, end - first, paragraph };
    return VB_PUSH(&c->sentences, s);
}

/* Tokens [first, end) of one paragraph. */
static bool cut_paragraph(struct cutter *c, uint32_t first, uint32_t end, uint32_t paragraph)
{
    uint32_t beg = first;

    for (uint32_t i = first; i < end; i++) {
        enum stop kind = stop_kind(c, i);
        bool      closed;
        uint32_t  next;
        if (kind == STOP_NONE) continue;
        if (i == beg && vb_cp_is_digit(first_cp(c, i))) continue;            /* "1." begins an item */
        if (kind == STOP_FULL && i == beg + 1 && i > first && vb_cp_is_digit(first_cp(c, beg)) && token(c, beg).len <= 3) continue;
        next = after_closing(c, i, end, &closed);
        if (next >= end) break;
        if (!begins_sentence(c, i, kind, closed, next, end)) continue;
        if (!cut(c, beg, next, paragraph)) return false;
        beg = next;
        i   = next - 1;
    }
    return beg >= end || cut(c, beg, end, paragraph);
}

vb_status vb_text_find_sentences(struct vb_arena *arena, struct vb_text *out, vb_error *err)
{
    struct cutter c = { .text = out };
    uint32_t      first = 0;
    vb_status     st = VB_OK;

    for (uint32_t i = 0; i < out->n_paragraphs; i++) {
        uint32_t end = first;
        while (end < out->n_tokens && out->tokens[end].span.beg < out->paragraphs[i].span.end) end++;
        c.paragraph = out->paragraphs[i].span;
        if (!cut_paragraph(&c, first, end, i)) goto nomem;
        first = end;
    }
    if (!(out->sentences =
              vb_text_freeze(arena, c.sentences.at, c.sentences.n, sizeof *c.sentences.at, _Alignof(struct vb_sentence))))
        goto nomem;
    out->n_sentences = (uint32_t)c.sentences.n;
    goto done;
nomem:
    st = vb_fail_nomem(err);
done:
    vb_free(c.sentences.at);
    return st;
}
