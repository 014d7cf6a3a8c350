/*
 * Words as clusters compare them: without case, accents, punctuation, spelling of either side of the Atlantic, and ending.
 *
 * A word is kept as 32 bits, 29 of a hash and three that say what it is. Two words in half a billion pairs fall together, which
 * no test here rests on alone.
 */
#include "record_db.h"

#include <string.h>

enum { WORD_MAX = 48 };                            /* bytes of a folded word that count */

struct word { char at[WORD_MAX + 1]; size_t n; };

/* Words that say little about what is meant; sorted. */
static const char *const function_words[] = {
    "a",     "about", "after", "all",   "also",  "am",    "an",    "and",   "any",   "are",   "as",    "at",    "be",    "been",
    "being", "but",   "by",    "can",   "cent",  "could", "did",   "do",    "does",  "done",  "for",   "from",  "had",   "has",
    "have",  "he",    "her",   "here",  "him",   "his",   "how",   "i",     "if",    "in",    "into",  "is",    "it",    "its",
    "just",  "may",   "me",    "might", "more",  "most",  "must",  "my",    "no",    "not",   "of",    "on",    "one",   "or",
    "our",   "out",   "over",  "own",   "per",   "said",  "say",   "says",  "she",   "should", "so",   "some",  "such",  "than",
    "that",  "the",   "their", "them",  "then",  "there", "these", "they",  "this",  "those", "to",    "too",   "up",    "upon",
    "us",    "very",  "was",   "we",    "were",  "what",  "when",  "where", "which", "while", "who",   "whom",  "whose", "why",
    "will",  "with",  "would", "you",   "your",
};
static const char *const negations[] = { "never", "no", "nobody", "none", "nor", "not", "nothing", "without" };
static const char *const number_words[] = { "zero", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                                            "eleven", "twelve" };          /* "one" is a pronoun as well */

static bool among(const struct word *w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(w->at, list[i]) == 0) return true;
    return false;
}
#define AMONG(w, list) among((w), (list), sizeof(list) / sizeof *(list))

static bool is_function_word(const struct word *w)
{
    size_t from = 0, to = sizeof function_words / sizeof *function_words;

    while (from < to) {
        size_t mid = (from + to) / 2;
        int    cmp = strcmp(w->at, function_words[mid]);
        if (cmp == 0) return true;
        if (cmp < 0) to = mid;
        else from = mid + 1;
    }
    return false;
}

static void set_word(struct word *w, const char *to)
{
    w->n = strlen(to);
    memcpy(w->at, to, w->n + 1);
}

static bool ends(const struct word *w, const char *with, size_t stem)
{
    size_t n = strlen(with);
    return w->n >= n + stem && memcmp(w->at + w->n - n, with, n) == 0;
}

static void cut(struct word *w, size_t n, const char *put)
{
    w->n -= n;
    for (; *put; put++) w->at[w->n++] = *put;
    w->at[w->n] = '\0';
}

/* "neighbours" and "neighbor", "raised" and "raises": never longer than before. */
static void strip_ending(struct word *w)
{
    if (ends(w, "ies", 2)) cut(w, 3, "y");
    else if (ends(w, "sses", 2)) cut(w, 2, "");
    else if (ends(w, "s", 3) && !ends(w, "ss", 0) && !ends(w, "us", 0) && !ends(w, "is", 0)) cut(w, 1, "");
    if (ends(w, "ing", 3)) cut(w, 3, "");
    else if (ends(w, "ed", 3)) cut(w, 2, "");
    if (ends(w, "isation", 2)) cut(w, 7, "izat");
    else if (ends(w, "ization", 2)) cut(w, 7, "izat");
    if (ends(w, "our", 2)) cut(w, 3, "or");
    else if (ends(w, "ence", 2)) cut(w, 4, "ens");
    else if (ends(w, "ense", 2)) cut(w, 4, "ens");
    else if (ends(w, "tre", 2)) cut(w, 3, "ter");
    if (ends(w, "e", 3)) cut(w, 1, "");
    if (ends(w, "is", 4) || ends(w, "ys", 4)) w->at[w->n - 1] = 'z';
    if (w->n > 4 && w->at[w->n - 1] == w->at[w->n - 2]) cut(w, 1, "");
}

static bool is_number(const struct word *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->at[i] >= '0' && w->at[i] <= '9') return true;
    return false;
}

static bool add_word(struct word *w, vb_word_list *out)
{
    uint32_t what = 0;

    if (w->n == 0) return true;
    for (size_t i = 0; i < sizeof number_words / sizeof *number_words; i++)
        if (*number_words[i] && strcmp(w->at, number_words[i]) == 0) {
            w->n = i < 10 ? 1 : 2;
            memcpy(w->at, i < 10 ? &"0123456789"[i] : i == 10 ? "10" : i == 11 ? "11" : "12", w->n);
            w->at[w->n] = '\0';
        }
    if (strcmp(w->at, "percent") == 0) set_word(w, "cent");
    if (is_number(w)) {
        what = VB_WORD_NUMBER | VB_WORD_CONTENT;
    } else {
        if (AMONG(w, negations)) what = VB_WORD_NOT;
        if (!what && !is_function_word(w)) {
            what = VB_WORD_CONTENT;
            strip_ending(w);
        }
    }
    return VB_PUSH(out, ((uint32_t)(vb_hash64(w->at, w->n) >> 32) & ~(uint32_t)VB_WORD_KINDS) | what);
}

/* What stands after the apostrophe of "don't", "we'll", "Iran's". `w` is the word before, which may change. */
static bool add_contraction(struct word *w, const struct word *rest, vb_word_list *out)
{
    static const struct {
        const char *rest, *word;
    } full[] = {{"re", "are"}, {"ve", "have"}, {"ll", "will"}, {"m", "am"}};
    struct word                                      more = { .n = 0 };

    if (strcmp(rest->at, "t") == 0 && w->n > 1 && w->at[w->n - 1] == 'n') {
        if (strcmp(w->at, "can") != 0) cut(w, 1, "");
        if (strcmp(w->at, "wo") == 0) set_word(w, "will");
        if (strcmp(w->at, "sha") == 0) set_word(w, "shall");
        set_word(&more, "not");
    } else if (strcmp(rest->at, "s") == 0 || strcmp(rest->at, "d") == 0) {
        return add_word(w, out);                   /* is, has or of; would or had: no word that tells anything */
    } else {
        more = *rest;
        for (size_t i = 0; i < sizeof full / sizeof *full; i++)
            if (strcmp(rest->at, full[i].rest) == 0) set_word(&more, full[i].word);
    }
    return add_word(w, out) && add_word(&more, out);
}

static void fold_word(vb_str of, struct word *w)
{
    struct vb_fold f = { .of = of };
    uint32_t       cp;

    w->n = 0;
    while ((cp = vb_fold_next(&f)) != 0) {
        unsigned char bytes[4];
        size_t        n = 0;
        if (cp < 0x80) {
            bytes[n++] = (unsigned char)cp;
        } else {                                   /* any bytes do that tell code points apart */
            bytes[n++] = (unsigned char)(0xC0 | cp >> 16);
            bytes[n++] = (unsigned char)(0x80 | (cp >> 8 & 0xFF));
            bytes[n++] = (unsigned char)(0x80 | (cp & 0xFF));
            bytes[n++] = (unsigned char)(1 + (cp & 0x7F));
        }
        if (w->n + n > WORD_MAX) break;
        memcpy(w->at + w->n, bytes, n);
        w->n += n;
    }
    w->at[w->n] = '\0';
}

static bool is_apostrophe(uint32_t cp) { return cp == '\'' || cp == 0x2019; }

static bool add_words(vb_str text, vb_word_list *out)
{
    size_t   at = 0, before = 0;
    vb_str   piece;
    unsigned len;

    while (vb_words_next(text, &at, &piece)) {
        struct word w, rest;
        vb_str      next;
        size_t      after = at;
        for (size_t i = before; i + piece.len < at; i++)
            if (text.ptr[i] == '%' && !add_word(&(struct word){ .at = "cent", .n = 4 }, out)) return false;
        fold_word(piece, &w);
        if (is_apostrophe(vb_utf8_at(text, at, &len)) && vb_words_next(text, &after, &next) && next.ptr == text.ptr + at + len &&
            next.len <= 2) {
            fold_word(next, &rest);
            at = after;
            if (!add_contraction(&w, &rest, out)) return false;
        } else if (strcmp(w.at, "cannot") == 0) {
            if (!add_word(&(struct word){ .at = "can", .n = 3 }, out) || !add_word(&(struct word){ .at = "not", .n = 3 }, out))
                return false;
        } else if (!add_word(&w, out)) {
            return false;
        }
        before = at;
    }
    for (size_t i = before; i < text.len; i++)
        if (text.ptr[i] == '%' && !add_word(&(struct word){ .at = "cent", .n = 4 }, out)) return false;
    return true;
}

/* ---- what stands in marks ---------------------------------------------------------------------------------------------- */

/* Whether the mark at `at` opens or closes; single ones are apostrophes between letters. */
static bool opens(vb_str text, size_t at, uint32_t cp, unsigned len)
{
    unsigned n;
    uint32_t before = vb_utf8_before(text, at, &n);

    if (cp == 0x201C || cp == 0x00AB || cp == 0x201E) return true;
    if (cp == '"') return true;
    if (cp != 0x2018 && cp != '\'') return false;
    return !vb_cp_is_alnum(before) && at + len < text.len && !vb_cp_is_space(vb_utf8_at(text, at + len, &n));
}

static bool closes(vb_str text, size_t at, uint32_t cp, unsigned len, uint32_t opened)
{
    unsigned n;

    switch (opened) {
    case 0x201C: return cp == 0x201D || cp == '"';
    case 0x201E: return cp == 0x201C || cp == 0x201D;
    case 0x00AB: return cp == 0x00BB;
    case '"':    return cp == '"' || cp == 0x201D;
    default:     return is_apostrophe(cp) && !vb_cp_is_alnum(vb_utf8_at(text, at + len, &n));
    }
}

static bool add_marked(vb_str text, vb_word_list *out)
{
    uint32_t opened = 0;
    size_t   from   = 0;
    unsigned len;

    for (size_t at = 0; at < text.len; at += len) {
        uint32_t cp = vb_utf8_at(text, at, &len);
        if (!opened && opens(text, at, cp, len)) {
            opened = cp;
            from   = at + len;
        } else if (opened && closes(text, at, cp, len, opened)) {
            if (!add_words((vb_str){ text.ptr + from, at - from }, out)) return false;
            opened = 0;
        }
    }
    return !opened || add_words((vb_str){ text.ptr + from, text.len - from }, out);
}

bool vb_cluster_words(vb_str text, vb_span span, bool marked, vb_word_list *out)
{
    vb_str words = vb_str_sub(text, span);
    return marked ? add_marked(words, out) : add_words(words, out);
}

/* Days from civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int32_t vb_cluster_day(vb_str date)
{
    int32_t part[3] = { 0 }, year, month;
    size_t  n = 0;

    if (date.len < 4) return VB_CLUSTER_UNDATED;
    for (size_t i = 0; i < date.len && n < 3; i++) {
        if (date.ptr[i] == '-') n++;
        else part[n] = part[n] * 10 + (date.ptr[i] - '0');
    }
    month = part[1] ? part[1] : 1;
    year  = part[0] - (month <= 2);
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 +
           (part[2] ? part[2] - 1 : 0);
}
