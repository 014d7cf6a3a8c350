/*
 * Words of a query against names and texts: whole words, letter case aside.
 *
 * A word is a run of letters, marks and digits. What joins words (hyphen, either apostrophe, a line break) does not count,
 * so "Jean-Luc" finds "Jean Luc". Each word of the query scans the text anew: queries are a few words, and nothing is allocated.
 */
#include "record_db.h"

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

static bool same_word(vb_str a, vb_str b)
{
    size_t   i = 0, k = 0;
    unsigned n_a, n_b;

    while (i < a.len && k < b.len) {
        if (vb_cp_lower(vb_utf8_at(a, i, &n_a)) != vb_cp_lower(vb_utf8_at(b, k, &n_b))) return false;
        i += n_a;
        k += n_b;
    }
    return i == a.len && k == b.len;
}

static bool is_word_in(vb_str wanted, vb_str text, vb_span span)
{
    vb_str   head = { text.ptr, span.end }, word;
    size_t   at   = span.beg;
    unsigned n;

    /* A span that starts or ends inside a word: that word is not in it. */
    if (at > 0 && vb_cp_is_alnum(vb_utf8_before(text, at, &n)))
        while (at < head.len && vb_cp_is_alnum(vb_utf8_at(text, at, &n))) at += n;
    while (vb_words_next(head, &at, &word)) {
        if (at == head.len && at < text.len && vb_cp_is_alnum(vb_utf8_at(text, at, &n))) return false;
        if (same_word(wanted, word)) return true;
    }
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

bool vb_words_follow_in(vb_str words, vb_str name)
{
    size_t start = 0;
    vb_str first;

    while (vb_words_next(name, &start, &first)) {
        size_t in_words = 0, in_name = start - first.len, n = 0;
        vb_str wanted, word;
        bool   same = true;
        while (same && vb_words_next(words, &in_words, &wanted)) {
            same = vb_words_next(name, &in_name, &word) && same_word(wanted, word);
            n++;
        }
        if (same && n > 0) return true;
    }
    return false;
}
