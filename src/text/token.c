/*
 * Tokens as UD English has them (EWT 2.16): one pass over the words between blanks.
 *
 * What the treebanks disagree on follows the one whose texts are nearer to news: a number that begins a list keeps its
 * full stop as in GUM ("1."), a year keeps its apostrophe ("’71"), a final full stop after "p.m" stays with it.
 */
#include "layers.h"
#include "wordlist.h"

#include <string.h>

struct splitter {
    vb_str bytes;
    vb_span paragraph;
    struct { struct vb_token *at; size_t n, room; } tokens;
};

/* Addresses are read at most this far, so that a line of a megabyte without a blank costs its length once. */
enum { ADDRESS_MAX = 2048, LOCAL_PART_MAX = 64, NAME_MAX_BYTES = 255, BROKEN_OFF_MAX = 3 };

static uint32_t cp_at(const struct splitter *s, uint32_t at, uint32_t end, unsigned *n)
{
    *n = 0;
    return at < end ? vb_utf8_at(s->bytes, at, n) : 0;
}

static uint32_t peek(const struct splitter *s, uint32_t at, uint32_t end) { return cp_at(s, at, end, &(unsigned){ 0 }); }

static bool is_apostrophe(uint32_t cp) { return cp == '\'' || cp == 0x2019 || cp == '`'; }
static bool is_hyphen(uint32_t cp) { return cp == '-' || cp == 0x2010 || cp == 0x2011; }
static bool is_ascii_letter(uint32_t cp) { return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z'; }
static bool is_word(uint32_t cp) { return cp == '_' || vb_cp_is_alnum(cp); }

static vb_str sub(const struct splitter *s, uint32_t beg, uint32_t end) { return vb_str_sub(s->bytes, (vb_span){ beg, end }); }

static bool push(struct splitter *s, uint32_t beg, uint32_t end)
{
    return beg >= end || VB_PUSH(&s->tokens, ((struct vb_token){ { beg, end } }));
}

static uint32_t run_of(const struct splitter *s, uint32_t at, uint32_t end, bool (*belongs)(uint32_t))
{
    unsigned n;
    while (belongs(cp_at(s, at, end, &n)) && n) at += n;
    return at;
}

/* ---- addresses and names of the web ---------------------------------------------------------------------------- */

static bool is_address_char(uint32_t cp)
{
    return vb_cp_is_alnum(cp) || (cp && cp < 0x80 && strchr("-._~:/?#[]@!$&'()*+,;=%|", (int)cp));
}

/* Stops and closing marks at the end of an address are the sentence's. */
static uint32_t without_tail(const struct splitter *s, uint32_t beg, uint32_t end)
{
    while (end > beg + 1 && strchr(".,;:!?)]'|", s->bytes.ptr[end - 1])) {
        if (s->bytes.ptr[end - 1] == ')' && memchr(s->bytes.ptr + beg, '(', end - beg)) break;
        end--;
    }
    return end;
}

static bool starts_address(vb_str rest)
{
    static const char *const schemes[] = { "http://", "https://", "www.", "ftp://", "mailto:" };
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]);
        if (rest.len > n && vb_str_eq_nocase((vb_str){ rest.ptr, n }, vb_str_of(schemes[i]))) return true;
    }
    return false;
}

/* jane.doe@example.org: its end, or 0. */
static uint32_t email_end(const struct splitter *s, uint32_t at, uint32_t end)
{
    uint32_t sign = at, dot = 0, stop;

    while (sign < end && sign - at <= LOCAL_PART_MAX && s->bytes.ptr[sign] != '@' &&
           (is_ascii_letter((unsigned char)s->bytes.ptr[sign]) || vb_cp_is_digit((unsigned char)s->bytes.ptr[sign]) ||
            strchr("._-+%&", s->bytes.ptr[sign])) && s->bytes.ptr[sign]) sign++;
    if (sign == at || sign >= end || s->bytes.ptr[sign] != '@') return 0;
    for (stop = sign + 1; stop < end && stop - sign <= NAME_MAX_BYTES; stop++) {
        unsigned char c = (unsigned char)s->bytes.ptr[stop];
        if (c == '.') dot = stop;
        else if (!is_ascii_letter(c) && !vb_cp_is_digit(c) && c != '-' && c != '_') break;
    }
    while (stop > sign + 1 && (s->bytes.ptr[stop - 1] == '.' || s->bytes.ptr[stop - 1] == '-')) stop--;
    return stop > sign + 2 && (dot || is_ascii_letter((unsigned char)s->bytes.ptr[sign + 1])) ? stop : 0;
}

static bool is_web_ending(vb_str word)
{
    static const char *const endings[] = {
        "com", "org", "net", "gov", "edu", "mil", "int", "info", "eu", "uk", "de", "fr", "us", "ca", "au", "ie", "io",
        "tv", "me", "biz", "ru", "cn", "doc", "pdf", "txt", "html", "htm", "xls", "zip", "jpg", "png", "gif", "exe", "ppt",
        "csv", "php", "asp",
    };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (vb_str_eq_nocase(word, vb_str_of(endings[i]))) return true;
    return false;
}

static bool is_name_char(uint32_t cp)
{
    return is_ascii_letter(cp) || (cp >= '0' && cp <= '9') || cp == '.' || cp == '-' || cp == '_' || cp == '#';
}

/* comp.sources.unix: three or more parts, each a word in small letters. */
static bool is_group_name(vb_str name)
{
    size_t n_stops = 0, part = 0;

    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '.') {
            if (part < 2) return false;
            n_stops++;
            part = 0;
        } else {
            if (name.ptr[i] < 'a' || name.ptr[i] > 'z') return false;
            part++;
        }
    }
    return n_stops >= 2 && part >= 2;
}

/* Politico.com, bbc.co.uk/news, report.pdf: its end, or 0. The last part must be one that such names end with. */
static uint32_t site_end(const struct splitter *s, uint32_t at, uint32_t end)
{
    uint32_t limit = end - at > NAME_MAX_BYTES ? at + NAME_MAX_BYTES : end;
    uint32_t stop = run_of(s, at, limit, is_name_char), dot;

    while (stop > at && (s->bytes.ptr[stop - 1] == '.' || s->bytes.ptr[stop - 1] == '-')) stop--;
    for (dot = stop; dot > at && s->bytes.ptr[dot - 1] != '.'; dot--) continue;
    if (dot > at && is_group_name(sub(s, at, stop))) return stop;
    if (dot <= at + 1 || dot == stop || !is_web_ending(sub(s, dot, stop))) return 0;
    /* "the people.us" is a missing space more often than a site */
    if (stop - dot == 2 && !memchr(s->bytes.ptr + at, '.', dot - 1 - at) && peek(s, stop, end) != '/') return 0;
    if (peek(s, stop, end) == '/' && is_word(peek(s, stop + 1, end))) {
        limit = end - stop > ADDRESS_MAX ? stop + ADDRESS_MAX : end;
        stop  = without_tail(s, at, run_of(s, stop, limit, is_address_char));
    }
    return stop;
}

/* ---- inside a word --------------------------------------------------------------------------------------------- */

static bool is_digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }

/* Telephone numbers and dates keep their hyphens, ranges do not: 713-853-3989, 2020-03-01 against 1969-1970, 5-10. */
static uint32_t hyphened_number_end(const struct splitter *s, uint32_t at, uint32_t end)
{
    uint32_t beg = at, part = at, lengths[4] = { 0 };
    size_t   n = 0;

    for (;;) {
        at = run_of(s, part, end - part > 16 ? part + 16 : end, is_digit);
        if (at == part || n == 4) return 0;
        lengths[n++] = at - part;
        if (peek(s, at, end) != '-') break;
        part = at + 1;
    }
    if (is_word(peek(s, at, end)) || beg == at) return 0;
    if (n == 2) return lengths[0] == 3 && lengths[1] == 4 ? at : 0;
    if (n == 3) return (lengths[0] == 3 && lengths[1] == 3) || lengths[0] == 4 || lengths[2] == 4 ? at : 0;
    return n == 4 ? at : 0;
}

/* From a digit: 5,000  3.5  7:30  9/11  1/2  20th  1980s, and the number alone in 5|pm. */
static uint32_t number_end(const struct splitter *s, uint32_t at, uint32_t end)
{
    uint32_t beg = at, hyphened = hyphened_number_end(s, at, end), letters;

    if (hyphened) return hyphened;
    for (;;) {
        uint32_t cp, digits;
        at = run_of(s, at, end, is_digit);
        cp = peek(s, at, end);
        if ((cp != ',' && cp != '.' && cp != ':' && cp != '/') || !is_digit(peek(s, at + 1, end))) break;
        digits = run_of(s, at + 1, end, is_digit);
        if (cp == ',' && digits - at - 1 != 3) break;
        at = digits;
    }
    letters = run_of(s, at, end, is_word);
    if (letters == at) return at;
    if (at > beg && vb_words_is_unit(sub(s, at, letters))) return at;
    return letters;
}

/* Does the hyphen at `hyphen` stay inside the word that begins at `beg`? */
static bool keeps_hyphen(const struct splitter *s, uint32_t beg, uint32_t hyphen, uint32_t end)
{
    unsigned n;
    uint32_t next;

    cp_at(s, hyphen, end, &n);
    next = peek(s, hyphen + n, end);
    return (vb_cp_is_letter(next) || vb_cp_is_digit(next)) && vb_words_is_hyphen_prefix(sub(s, beg, hyphen));
}

/* Single letters with full stops between, "U.S", "a.m", "J.R.R", and "Ph.D": from the first stop to the last letter. */
static uint32_t dotted_end(const struct splitter *s, uint32_t beg, uint32_t stop, uint32_t end)
{
    if (stop - beg > 2) return stop;
    while (peek(s, stop, end) == '.' && is_ascii_letter(peek(s, stop + 1, end))) {
        uint32_t letters = run_of(s, stop + 1, end, is_ascii_letter);
        if (letters - stop - 1 > 2 || is_word(peek(s, letters, end))) break;
        stop = letters;
    }
    return stop;
}

static uint32_t word_end(const struct splitter *s, uint32_t beg, uint32_t end)
{
    uint32_t at = run_of(s, beg, end, is_word);

    for (;;) {
        unsigned n, m;
        uint32_t cp = cp_at(s, at, end, &n), next = cp_at(s, at + n, end, &m);
        if (is_apostrophe(cp) && vb_cp_is_letter(next) && vb_cp_is_letter(vb_utf8_before(s->bytes, at, &m)))
            at = run_of(s, at + n, end, is_word);
        else if (is_hyphen(cp) && keeps_hyphen(s, beg, at, end)) at = run_of(s, at + n, end, is_word);
        else if (cp == '&' && at - beg <= 3 && vb_cp_is_upper(peek(s, beg, end)) && vb_cp_is_upper(next))
            at = run_of(s, at + 1, end, is_word);
        else if (cp == '.' && at - beg <= 2 && dotted_end(s, beg, at, end) > at) return dotted_end(s, beg, at, end);
        else if (cp == '/' && at - beg == 1 && is_word(next) && run_of(s, at + 1, end, is_word) <= at + 3 &&
                 !vb_cp_is_digit(next)) at = run_of(s, at + 1, end, is_word);
        else if (cp == '$' && at - beg <= 3 && vb_cp_is_digit(next)) return at + 1;         /* US$ */
        else return at;
    }
}

/* ---- contractions ---------------------------------------------------------------------------------------------- */

/* Written together without an apostrophe: where the second and the third part begin. */
static bool push_fused(struct splitter *s, uint32_t beg, uint32_t end, bool *done)
{
    static const struct { const char *word; unsigned char second, third;
    } fused[] = {
        {"cannot", 3, 0}, {"gonna", 3, 0},    {"wanna", 3, 0},  {"gotta", 3, 0},   {"gimme", 3, 0},   {"lemme", 3, 0},
        {"dunno", 2, 3},  {"lotta", 3, 0},    {"dont", 2, 0},   {"didnt", 3, 0},   {"doesnt", 4, 0},  {"cant", 2, 0},
        {"wont", 2, 0},   {"isnt", 2, 0},     {"wasnt", 3, 0},  {"wouldnt", 5, 0}, {"couldnt", 5, 0}, {"ive", 1, 0},
        {"thats", 4, 0},  {"youre", 3, 0},    {"theyre", 4, 0}, {"havent", 4, 0},  {"whats", 4, 0},   {"theres", 5, 0},
        {"hasnt", 3, 0},  {"shouldnt", 6, 0},
    };
    vb_str word = sub(s, beg, end);

    *done = true;
    if (vb_str_eq(word, VB_STR("im")) || vb_str_eq(word, VB_STR("Im"))) return push(s, beg, beg + 1) && push(s, beg + 1, end);
    for (size_t i = 0; i < sizeof fused / sizeof *fused; i++) {
        if (!vb_str_eq_nocase(word, vb_str_of(fused[i].word))) continue;
        if (!fused[i].third) return push(s, beg, beg + fused[i].second) && push(s, beg + fused[i].second, end);
        return push(s, beg, beg + fused[i].second) && push(s, beg + fused[i].second, beg + fused[i].third) &&
               push(s, beg + fused[i].third, end);
    }
    *done = false;
    return true;
}

/* Where the clitic at the end of s[beg..end) begins, or `end`: 's 're 've 'll 'd 'm n't, with either apostrophe. */
static uint32_t clitic_at(const struct splitter *s, uint32_t beg, uint32_t end)
{
    static const char *const clitics[] = { "s", "re", "ve", "ll", "d", "m" };

    for (size_t len = 1; len <= 2 && end - beg > len + 1; len++) {
        uint32_t at = end - (uint32_t)len;
        unsigned n;
        vb_str   tail = sub(s, at, end);
        if (!is_apostrophe(vb_utf8_before(s->bytes, at, &n)) || at - n <= beg) continue;
        for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++)
            if (vb_str_eq_nocase(tail, vb_str_of(clitics[i]))) return at - n;
        if (len == 1 && (tail.ptr[0] | 0x20) == 't' && at - n > beg + 1 && (s->bytes.ptr[at - n - 1] | 0x20) == 'n')
            return at - n - 1;
    }
    return end;
}

static bool push_word(struct splitter *s, uint32_t beg, uint32_t end)
{
    uint32_t cut[4], parts = 0, rest = end;
    bool     done;

    if (end - beg <= 8) {
        if (!push_fused(s, beg, end, &done)) return false;
        if (done) return true;
    }
    while (parts < 4) {                            /* couldn't've */
        uint32_t at = clitic_at(s, beg, rest);
        if (at >= rest || is_digit((unsigned char)s->bytes.ptr[at - 1])) break;       /* the 1980's */
        cut[parts++] = rest = at;
    }
    if (parts == 0 && end - beg > 2 && (s->bytes.ptr[beg] | 0x20) == 'y') {           /* y'all */
        unsigned n;
        if (is_apostrophe(cp_at(s, beg + 1, end, &n)) && vb_str_eq_nocase(sub(s, beg + 1 + n, end), VB_STR("all")))
            return push(s, beg, beg + 1 + n) && push(s, beg + 1 + n, end);
    }
    if (!push(s, beg, rest)) return false;
    while (parts-- > 0)
        if (!push(s, cut[parts], parts ? cut[parts - 1] : end)) return false;
    return true;
}

/* "its been", "its a": what follows tells it from the possessive. */
static bool is_misspelt_its(const struct splitter *s, uint32_t beg, uint32_t end)
{
    static const char *const after[] = {
        "a", "an", "the", "not", "been", "just", "too", "very", "so", "really", "like", "going", "about",
    };
    uint32_t at = end, stop;
    unsigned n;

    if (!vb_str_eq_nocase(sub(s, beg, end), VB_STR("its"))) return false;
    while (vb_text_is_blank(cp_at(s, at, s->paragraph.end, &n)) && n && at < end + 8) at += n;
    stop = run_of(s, at, s->paragraph.end - at > 8 ? at + 8 : s->paragraph.end, is_word);
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        if (vb_str_eq(sub(s, at, stop), vb_str_of(after[i]))) return true;
    return false;
}

/* ---- everything that is not a word ------------------------------------------------------------------------------ */

static bool is_stop(uint32_t cp) { return cp == '.' || cp == '!' || cp == '?' || cp == 0x2026; }

/* Marks, joiners and tones that belong to the sign before them (emoji, accents typed apart). */
static bool is_attached(uint32_t cp)
{
    return cp == 0x200D || (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0x1F3FB && cp <= 0x1F3FF) || cp == 0x20E3 ||
           (cp >= 0x300 && cp <= 0x36F);
}

static uint32_t smile_end(const struct splitter *s, uint32_t at, uint32_t end)
{
    uint32_t stop = at + 1;

    if (!strchr(":;=", s->bytes.ptr[at]) || !s->bytes.ptr[at]) return 0;
    if (peek(s, stop, end) == '-') stop++;
    if (stop >= end || !strchr(")(DPp", s->bytes.ptr[stop]) || !s->bytes.ptr[stop]) return 0;
    return is_word(peek(s, stop + 1, end)) ? 0 : stop + 1;
}

static uint32_t sign_end(const struct splitter *s, uint32_t at, uint32_t end)
{
    unsigned n;
    uint32_t cp = cp_at(s, at, end, &n), stop = at + n, smile;

    if (cp == '.' && is_web_ending(sub(s, stop, end)) && end - at <= 5) return end;      /* a file's ending alone: .doc */
    if (is_stop(cp)) return run_of(s, stop, end, is_stop);
    if (cp < 0x80 && (smile = smile_end(s, at, end)) > 0) return smile;
    if ((cp == '#' || cp == '@') && (is_word(peek(s, stop, end))) && !(cp == '#' && vb_cp_is_digit(peek(s, stop, end))))
        return run_of(s, stop, end, is_word);
    if (cp == '+' && is_digit(peek(s, stop, end)) && at > s->paragraph.beg) return number_end(s, stop, end);
    if (cp && cp < 0x80 && strchr("-=*~<>+#,_$`'", (int)cp)) {
        while (peek(s, stop, end) == cp) stop++;
        return stop;
    }
    if (cp == 0x2013 || cp == 0x2019) {            /* ––, ’’ */
        while (peek(s, stop, end) == cp) stop += n;
        return stop;
    }
    if (cp < 0x80) return stop;
    for (;;) {                                     /* a family is people joined by U+200D */
        stop = run_of(s, stop, end, is_attached);
        if (vb_utf8_before(s->bytes, stop, &n) != 0x200D || stop >= end) return stop;
        cp_at(s, stop, end, &n);
        stop += n;
    }
}

/* An apostrophe that belongs to what follows it: ’71, ’60s, ’em, and 's or n't that stand alone in tokenised text. */
static uint32_t headless_end(const struct splitter *s, uint32_t at, uint32_t end)
{
    unsigned n;
    uint32_t beg, stop;

    if (!is_apostrophe(cp_at(s, at, end, &n)) && peek(s, at, end) != 0x2018) return 0;
    beg  = at + n;
    stop = run_of(s, beg, end - beg > 16 ? beg + 16 : end, is_word);
    if (stop == beg) return 0;
    if (is_digit(peek(s, beg, end))) {
        bool year = stop - beg == 2 || (stop - beg == 3 && s->bytes.ptr[stop - 1] == 's');
        return year && is_digit(peek(s, beg + 1, end)) ? stop : 0;
    }
    if (!vb_words_drops_head(sub(s, beg, stop))) return 0;
    if ((s->bytes.ptr[beg] | 0x20) == 'n' && stop == beg + 1 && is_apostrophe(cp_at(s, stop, end, &n)))
        stop += n; /* rock 'n' roll */
    return stop;
}

/* The first code point of what follows, marks and brackets skipped. *tight: no blank before it. */
static uint32_t following(const struct splitter *s, uint32_t at, uint32_t chunk_end, bool *tight)
{
    unsigned n;
    uint32_t cp;

    *tight = at < chunk_end;
    for (int marks = 0; at < s->paragraph.end && marks < 4;) {
        cp = cp_at(s, at, s->paragraph.end, &n);
        if (vb_text_is_blank(cp)) *tight = false;
        else if (cp == '"' || cp == '\'' || cp == '(' || cp == '[' || (cp >= 0x2018 && cp <= 0x201F)) marks++;
        else return cp;
        at += n;
    }
    return 0;
}

/* "1." "12." "(a)" "b)" at the start of a paragraph. */
static uint32_t item_end(const struct splitter *s, uint32_t at, uint32_t end)
{
    uint32_t stop = at;

    if (at != s->paragraph.beg || vb_text_starts_item(s->bytes, s->paragraph) != VB_ITEM_SURE) return 0;
    if (!is_digit(peek(s, at, end))) return 0;
    stop = run_of(s, at, end, is_digit);
    return peek(s, stop, end) == '.' && stop + 1 == end ? stop + 1 : 0;
}

/* Rules and arrows drawn with letters of the keyboard. */
static bool is_drawing(uint32_t cp) { return cp && cp < 0x80 && strchr("-=*~_+#<>|^", (int)cp); }

/* One run of code points between blanks. */
static bool split_chunk(struct splitter *s, uint32_t beg, uint32_t end)
{
    uint32_t at = beg, stop = 0;
    bool     has_at = memchr(s->bytes.ptr + beg, '@', end - beg) != NULL;
    bool     has_dot = memchr(s->bytes.ptr + beg, '.', end - beg) != NULL;

    if ((stop = item_end(s, at, end)) > 0) return push(s, at, stop);
    if (run_of(s, at, end, is_drawing) == end) return push(s, at, end);
    while (at < end) {
        unsigned n;
        uint32_t cp = cp_at(s, at, end, &n);
        bool     word = is_word(cp);
        if (word && has_dot && starts_address(sub(s, at, end))) {
            stop = without_tail(s, at, run_of(s, at, end - at > ADDRESS_MAX ? at + ADDRESS_MAX : end, is_address_char));
        } else if (word && has_at && (stop = email_end(s, at, end)) > 0) {
            /* taken */
        } else if (word && has_dot && (stop = site_end(s, at, end)) > 0) {
            /* taken */
        } else if (is_digit(cp)) {
            stop = number_end(s, at, end);
            if (stop < end && is_apostrophe(cp_at(s, stop, end, &n)) && (peek(s, stop + n, end) | 0x20) == 's' &&
                !is_word(peek(s, stop + n + 1, end))) stop += n + 1;                        /* 80's */
        } else if (word) {
            bool tight;
            stop = word_end(s, at, end);
            if (peek(s, stop, end) == '.' && peek(s, stop + 1, end) != '.') {
                uint32_t next = following(s, stop + 1, end, &tight);
                if (vb_words_abbreviation(sub(s, at, stop), next, tight) != VB_ABBR_NONE) {
                    if (!push(s, at, stop + 1)) return false;
                    at = stop + 1;
                    continue;
                }
            }
            if (stop + 1 == end && stop - at <= BROKEN_OFF_MAX && s->bytes.ptr[stop] == '-') { /* a word broken off: "I don- I" */
                if (!push(s, at, end)) return false;
                at = end;
                continue;
            }
            if (stop == end && is_misspelt_its(s, at, end)) {
                if (!push(s, at, end - 1)) return false;
                at = end - 1;
            }
            if (!push_word(s, at, stop)) return false;
            at = stop;
            continue;
        } else if ((stop = headless_end(s, at, end)) > 0 && (at == beg || !is_word(vb_utf8_before(s->bytes, at, &n)))) {
            /* 'tis and 'twas are two words */
            uint32_t t;
            vb_str   w;
            cp_at(s, at, end, &n);
            t = at + n;
            w = sub(s, t, stop);
            if (vb_str_eq_nocase(w, VB_STR("tis")) || vb_str_eq_nocase(w, VB_STR("twas"))) {
                if (!push(s, at, t + 1)) return false;
                at = t + 1;
            }
        } else {
            stop = sign_end(s, at, end);
        }
        if (!push(s, at, stop)) return false;
        at = stop;
    }
    return true;
}

vb_status vb_text_find_tokens(struct vb_arena *arena, struct vb_text *out, vb_error *err)
{
    struct splitter s = { .bytes = out->bytes };
    vb_status       st = VB_OK;

    for (uint32_t i = 0; i < out->n_paragraphs; i++) {
        uint32_t at = out->paragraphs[i].span.beg;
        s.paragraph = out->paragraphs[i].span;
        while (at < s.paragraph.end) {
            unsigned n;
            uint32_t beg;
            while (vb_text_is_blank(cp_at(&s, at, s.paragraph.end, &n)) && n) at += n;
            for (beg = at; at < s.paragraph.end && !vb_text_is_blank(cp_at(&s, at, s.paragraph.end, &n)); at += n) continue;
            if (beg < at && !split_chunk(&s, beg, at)) goto nomem;
        }
    }
    if (!(out->tokens = vb_text_freeze(arena, s.tokens.at, s.tokens.n, sizeof *s.tokens.at, _Alignof(struct vb_token)))) goto nomem;
    out->n_tokens = (uint32_t)s.tokens.n;
    goto done;
nomem:
    st = vb_fail_nomem(err);
done:
    vb_free(s.tokens.at);
    return st;
}
