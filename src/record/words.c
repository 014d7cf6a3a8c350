/*
 * Words of a query against names and texts: whole words, letter case and accents aside.
 *
 * A word is a run of letters, marks and digits. What joins words (hyphen, either apostrophe, a line break) does not count,
 * so "Jean-Luc" finds "Jean Luc", and "Unal" finds "Ünal". Each word of the query scans the text anew: queries are a few words, and
 * nothing is allocated.
 */
#include "record_db.h"

#include <utf8proc.h>

bool vb_words_next(vb_str s, size_t *at, vb_str *word)
{
    unsigned n;
    size_t   beg;

    while (*at < s.len && !vb_cp_is_alnum(vb_utf8_at(s, *at, &n))) *at += n;
    beg = *at;
    while (*at < s.len && vb_cp_is_alnum(vb_utf8_at(s, *at, &n))) *at += n;
    *word = (vb_str){ s.ptr + beg, *at - beg };
    return *at > beg;
}

/* ---- folding --------------------------------------------------------------------------------------------------------- */

/* Letters with a stroke or joined have no decomposition in Unicode, but are typed without: document_plain has the same list. */
const char *vb_fold_plain(int32_t cp)
{
    switch (cp) {
    case 0x00DF: return "ss";
    case 0x00E6: return "ae";
    case 0x00F0:
    case 0x0111: return "d";
    case 0x00F8: return "o";
    case 0x00FE: return "th";
    case 0x0127: return "h";
    case 0x0131: return "i";
    case 0x0142: return "l";
    case 0x0153: return "oe";
    case 0x0167: return "t";
    default:     return NULL;
    }
}

uint32_t vb_fold_next(struct vb_fold *f)
{
    while (f->i == f->n) {
        int32_t      cps[16];
        unsigned     len;
        uint32_t     cp = vb_utf8_at(f->of, f->at, &len);
        utf8proc_ssize_t n;

        if (f->at >= f->of.len) return 0;
        f->at += len;
        f->i = f->n = 0;
        if (cp < 0x80) return cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp;
        n = utf8proc_decompose_char((utf8proc_int32_t)cp, cps, 16, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, NULL);
        for (utf8proc_ssize_t k = 0; k < n && k < 16; k++) {
            const char *plain = vb_fold_plain(cps[k]);
            if (cps[k] >= 0x300 && cps[k] < 0x370) continue;   /* accents: marks of other scripts are letters of theirs */
            if (!plain) f->cp[f->n++] = (uint32_t)cps[k];
            for (; plain && *plain; plain++) f->cp[f->n++] = (uint32_t)*plain;
        }
    }
    return f->cp[f->i++];
}

static bool same_word(vb_str a, vb_str b)
{
    struct vb_fold x = { .of = a }, y = { .of = b };
    uint32_t       cp;

    do {
        cp = vb_fold_next(&x);
        if (cp != vb_fold_next(&y)) return false;
    } while (cp);
    return true;
}

/* ---- words in texts ---------------------------------------------------------------------------------------------------- */

/* The next word that lies in the span as a whole: one at its start or end that is cut does not. */
static bool next_in_span(vb_str text, vb_span span, size_t *at, vb_str *word)
{
    vb_str   head = { text.ptr, span.end };
    unsigned n;

    if (*at == span.beg && *at > 0 && vb_cp_is_alnum(vb_utf8_before(text, *at, &n)))
        while (*at < head.len && vb_cp_is_alnum(vb_utf8_at(text, *at, &n))) *at += n;
    if (!vb_words_next(head, at, word)) return false;
    return !(*at == head.len && *at < text.len && vb_cp_is_alnum(vb_utf8_at(text, *at, &n)));
}

static bool is_word_in(vb_str wanted, vb_str text, vb_span span)
{
    size_t at = span.beg;
    vb_str word;

    while (next_in_span(text, span, &at, &word))
        if (same_word(wanted, word)) return true;
    return false;
}

bool vb_words_all_in(vb_str words, vb_str text, vb_span span)
{
    size_t at = 0, n = 0;
    vb_str word;

    for (; vb_words_next(words, &at, &word); n++)
        if (!is_word_in(word, text, span)) return false;
    return n > 0;
}

bool vb_words_find(vb_str words, vb_str text, vb_span span, vb_span *found)
{
    size_t start = span.beg, in_words = 0;
    vb_str first, head;

    if (!vb_words_next(words, &in_words, &head)) return false;
    while (next_in_span(text, span, &start, &first)) {
        size_t at = start, rest = in_words;
        vb_str wanted, word;
        bool   same = same_word(head, first);
        while (same && vb_words_next(words, &rest, &wanted)) same = next_in_span(text, span, &at, &word) && same_word(wanted, word);
        if (!same) continue;
        *found = (vb_span){ (uint32_t)(start - first.len), (uint32_t)at };
        return true;
    }
    return false;
}

bool vb_words_follow_in(vb_str words, vb_str name)
{
    vb_span found;
    return vb_words_find(words, name, (vb_span){ 0, (uint32_t)name.len }, &found);
}

/* ---- words that name ------------------------------------------------------------------------------------------------------- */

/* What follows these in "the spokesman of Anna Rossi" is somebody else. */
static bool starts_another(vb_str word)
{
    static const char *const all[] = {"of", "for", "to",    "in",  "at",    "from",  "with",
                                      "by", "on",  "under", "who", "whose", "which", "that"};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (vb_str_eq_nocase(word, vb_str_of(all[i]))) return true;
    return false;
}

static bool is_possessor(vb_str words, size_t end)
{
    vb_str rest = { words.ptr + end, words.len - end };
    return vb_str_starts(rest, VB_STR("'s")) || vb_str_starts(rest, VB_STR("’s"));
}

bool vb_words_name(vb_str query, vb_str words, vb_mention_form form)
{
    vb_span found;
    size_t  at = 0;
    vb_str  word;

    if (form == VB_FORM_PRONOUN || form == VB_FORM_OTHER) return false;
    if (!vb_words_find(query, words, (vb_span){ 0, (uint32_t)words.len }, &found)) return false;
    if (form == VB_FORM_NAME) return true;
    if (form == VB_FORM_DEMONYM) {
        size_t end = found.end;
        return vb_words_next(words, &at, &word) && at - word.len == found.beg && !vb_words_next(words, &end, &word);
    }
    while (vb_words_next(words, &at, &word) && at <= found.beg)
        if (starts_another(word)) return false;
    return !is_possessor(words, found.end);
}
