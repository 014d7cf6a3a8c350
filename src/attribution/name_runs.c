/*
 * Names without a model: a run of capitals is a name unless a list or the text itself says that its capital means
 * nothing (a sentence begins, a headline has capitals throughout, the same word stands elsewhere in lower case).
 */
#include "name_runs.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_RUN = 12 };             /* words of one name; what is longer is a list in capitals */

/* A list grown outside the arena, copied into it when finished. */
struct run_list { struct vb_name_run *at; size_t n, room; };   /* a VB_LIST */

struct finder {
    const struct vb_text *text;
    const struct vb_actor_words *lists;
    struct vb_arena *arena;
    struct vb_word *words;
    uint32_t n_words;
    struct vb_word_map lower;          /* words that stand in lower case somewhere */
    struct vb_word_map parts;          /* words of names found in sentences of normal case */
    bool *loud;                        /* by sentence: capitals throughout, so that they show nothing */
    struct run_list runs;
};

/* ---- words ------------------------------------------------------------------------------------------------------- */

static bool is_hyphen(vb_str s) { return vb_str_eq(s, VB_STR("-")) || vb_str_eq(s, VB_STR("‐")) || vb_str_eq(s, VB_STR("‑")); }

static bool is_possessive(vb_str s)
{
    return vb_str_eq_nocase(s, VB_STR("'s")) || vb_str_eq_nocase(s, VB_STR("’s")) || vb_str_eq(s, VB_STR("'")) ||
           vb_str_eq(s, VB_STR("’"));
}

static bool is_alnum_at(vb_str s, size_t at)
{
    unsigned n;
    return vb_cp_is_alnum(vb_utf8_at(s, at, &n));
}

/* A code point as UTF-8; lower-casing never makes one longer than four bytes. */
static size_t put_utf8(char *to, uint32_t cp)
{
    if (cp < 0x80) return to[0] = (char)cp, 1;
    if (cp < 0x800) return to[0] = (char)(0xC0 | cp >> 6), to[1] = (char)(0x80 | (cp & 0x3F)), 2;
    if (cp < 0x10000) {
        to[0] = (char)(0xE0 | cp >> 12);
        to[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        to[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | cp >> 18);
    to[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    to[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    to[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

/* "ex-minister", "then-Secretary": what comes after the hyphen says what it is. */
static uint32_t class_of_word(const struct finder *f, vb_str lower)
{
    static const char *const BEFORE[] = { "ex-", "then-", "vice-", "under-", "co-", "deputy-", "former-", "acting-", "sub-" };
    uint32_t                 cls = vb_actor_words_class(f->lists, lower);
    if (cls || !memchr(lower.ptr, '-', lower.len)) return cls;
    for (size_t i = 0; !cls && i < sizeof BEFORE / sizeof *BEFORE; i++) {
        vb_str prefix = vb_str_of(BEFORE[i]);
        if (vb_str_starts(lower, prefix))
            cls = vb_actor_words_class(f->lists, (vb_str){lower.ptr + prefix.len, lower.len - prefix.len});
    }
    return cls;
}

/* Case of a word and its lower-cased form. */
static bool read_word(struct finder *f, struct vb_word *w)
{
    vb_str   s = vb_str_sub(f->text->bytes, w->span);
    size_t   n_upper = 0, n_lower = 0, n_digit = 0, n_out = 0;
    bool     first_upper = false, any = false;
    unsigned n;
    char    *lower = VB_NEW(f->arena, char, s.len * 2 + 1);      /* U+023A grows from two bytes to three */

    if (!lower) return false;
    for (size_t at = 0; at < s.len; at += n) {
        uint32_t cp = vb_utf8_at(s, at, &n);
        bool     upper = vb_cp_is_upper(cp);
        if (upper || vb_cp_is_letter(cp)) {
            if (!any) first_upper = upper;
            any = true;
        }
        n_upper += upper;
        n_lower += !upper && vb_cp_is_letter(cp);
        n_digit += vb_cp_is_digit(cp);
        if (cp == '.') continue;
        n_out += put_utf8(lower + n_out, cp == 0x2019 ? '\'' : vb_cp_lower(cp));
    }
    w->lower = (vb_str){ lower, n_out };
    if (!any) w->form = n_digit ? VB_CASE_NUMBER : VB_CASE_MARK;
    else if (first_upper)
        w->form = n_upper == 1 && !n_lower ? VB_CASE_INITIAL : n_upper > 1 && !n_lower ? VB_CASE_CAPITALS : VB_CASE_TITLE;
    else w->form = VB_CASE_LOWER;
    /* al-Qaidi, d'Arc: small before the hyphen or apostrophe, a name all the same. */
    if (w->form == VB_CASE_LOWER && n_upper) {
        size_t cut = 0;
        while (cut < s.len && s.ptr[cut] != '-' && s.ptr[cut] != '\'') cut++;
        if (cut < 4 && cut + 1 < s.len) w->form = VB_CASE_TITLE;
    }
    w->cls = w->form == VB_CASE_MARK ? 0 : class_of_word(f, w->lower);
    return true;
}

static uint32_t word_from(const struct vb_word *words, uint32_t n, uint32_t byte)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (words[mid].span.end <= byte) low = mid + 1;
        else high = mid;
    }
    return low;
}

uint32_t vb_names_word_from(const struct vb_words *words, uint32_t byte) { return word_from(words->at, words->n, byte); }

static bool join_tokens(struct finder *f)
{
    const struct vb_text *t = f->text;
    uint32_t              i, sentence = 0;

    if (!(f->words = VB_NEW(f->arena, struct vb_word, t->n_tokens))) return false;
    for (i = 0; i < t->n_tokens; i++) {
        struct vb_word *w = &f->words[f->n_words], *before = f->n_words ? w - 1 : NULL;
        vb_span         span = t->tokens[i].span;
        vb_str          token = vb_str_sub(t->bytes, span);
        bool            ends_noun = before && before->span.end == span.beg && is_alnum_at(t->bytes, before->span.beg);

        /* "Jean" "-" "Claude": a hyphen with letters on both sides. */
        while (i + 2 < t->n_tokens && is_alnum_at(token, 0) && is_hyphen(vb_str_sub(t->bytes, t->tokens[i + 1].span)) &&
               t->tokens[i + 1].span.beg == span.end && t->tokens[i + 2].span.beg == t->tokens[i + 1].span.end &&
               is_alnum_at(t->bytes, t->tokens[i + 2].span.beg)) {
            span.end = t->tokens[i += 2].span.end;
            token = vb_str_sub(t->bytes, span);
        }
        while (sentence + 1 < t->n_sentences && t->sentences[sentence + 1].span.beg <= span.beg) sentence++;
        *w = (struct vb_word){ .span = span, .sentence = sentence, .name = VB_NONE };
        w->paragraph = t->n_sentences ? t->sentences[sentence].paragraph : 0;
        if (!read_word(f, w)) return false;
        w->possessive = ends_noun && is_possessive(token);
        if (w->possessive) w->form = VB_CASE_MARK, w->cls = 0;
        f->n_words++;
    }
    return true;
}

/* What quotation marks say of words, and which word begins a sentence. */
static bool place_words(struct finder *f)
{
    const struct vb_text *t = f->text;
    int32_t              *depth = VB_NEW(f->arena, int32_t, (size_t)f->n_words + 1);
    int32_t               open = 0;
    bool                  begins = true;

    if (!depth) return false;
    for (uint32_t i = 0; i < t->n_quotes; i++) {
        const struct vb_quote *q = &t->quotes[i];
        uint32_t               last = word_from(f->words, f->n_words, q->span.end - (q->close_len ? q->close_len : 1));
        if (q->close_len && last < f->n_words && f->words[last].span.beg >= q->span.end - q->close_len)
            f->words[last].possessive = false;
        if (q->kind != VB_QUOTE_DOUBLE) continue;
        depth[word_from(f->words, f->n_words, q->span.beg)]++;
        depth[word_from(f->words, f->n_words, q->span.end)]--;
    }
    for (uint32_t i = 0; i < f->n_words; i++) {
        struct vb_word *w = &f->words[i];
        open += depth[i];
        w->quoted = open > 0;
        if (i && w->sentence != w[-1].sentence) begins = true;
        w->begins = begins;
        if (w->form != VB_CASE_MARK) begins = false;
        else if (!w->possessive && w->lower.len && !strchr(",;()-/&$%@#+", w->lower.ptr[0]))
            begins = true; /* a mark or colon: what follows may be a sentence */
    }
    return true;
}

/* Sentences whose capitals show nothing, and the words that stand in lower case elsewhere. */
static bool weigh_case(struct finder *f)
{
    if (!(f->loud = VB_NEW(f->arena, bool, (size_t)f->text->n_sentences + 1))) return false;
    for (uint32_t i = 0; i < f->n_words;) {
        uint32_t sentence = f->words[i].sentence, n_upper = 0, n_lower = 0, n_capitals = 0, end;
        for (end = i; end < f->n_words && f->words[end].sentence == sentence; end++) {
            const struct vb_word *w = &f->words[end];
            /* Headlines leave articles and prepositions small, never "said". */
            bool small = (w->cls & (VB_WORD_DETERMINER | VB_WORD_PREPOSITION | VB_WORD_PARTICLE)) ||
                         vb_str_eq(w->lower, VB_STR("and")) || vb_str_eq(w->lower, VB_STR("or"));
            if (w->form == VB_CASE_LOWER && !small) n_lower++;
            else if (w->form == VB_CASE_TITLE || w->form == VB_CASE_CAPITALS) n_upper++, n_capitals += w->form == VB_CASE_CAPITALS;
        }
        f->loud[sentence] =
            n_upper >= 4 && (n_upper > 4 * n_lower) && (n_lower == 0 || n_upper > 6) && (end - i > 5 || n_capitals == n_upper);
        for (; i < end; i++)
            if (f->words[i].form == VB_CASE_LOWER && !vb_word_map_put(&f->lower, f->arena, f->words[i].lower, 1)) return false;
    }
    return true;
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

static bool has(const struct vb_word *w, uint32_t cls) { return (w->cls & cls) != 0; }

bool vb_word_is_affiliation(const struct vb_word *w)
{
    return w->lower.len > 2 && w->lower.ptr[1] == '-' &&
           (w->lower.ptr[0] == 'd' || w->lower.ptr[0] == 'r' || w->lower.ptr[0] == 'i');
}

/* Can this word be part of a name, apart from where it stands? */
static bool is_capital(const struct finder *f, uint32_t i)
{
    const struct vb_word *w = &f->words[i];
    bool is_i = w->form == VB_CASE_INITIAL && w->span.end - w->span.beg == 1 && has(w, VB_WORD_PRONOUN | VB_WORD_DETERMINER);

    if (w->form != VB_CASE_TITLE && w->form != VB_CASE_CAPITALS && w->form != VB_CASE_INITIAL) return false;
    if (is_i || vb_word_is_affiliation(w)) return false;
    if (has(w, VB_WORD_DATE) && !has(w, VB_WORD_GIVEN) && !(i && has(w - 1, VB_WORD_HONORIFIC | VB_WORD_GIVEN))) return false;
    if (w->begins && has(w, VB_WORD_FUNCTION | VB_WORD_QUANTITY) && w->form != VB_CASE_CAPITALS) return false;
    if (has(w, VB_WORD_DETERMINER | VB_WORD_PRONOUN) && w->form == VB_CASE_TITLE) return false;
    if (f->loud[w->sentence]) return vb_word_map_get(&f->parts, w->lower, 0) == 1 || has(w, VB_WORD_HONORIFIC);
    return true;
}

/* A sentence begins with it: is it a common word for all that the text shows? */
static bool only_begins(const struct finder *f, uint32_t i)
{
    const struct vb_word *w = &f->words[i];
    if (!w->begins || w->form != VB_CASE_TITLE || has(w, VB_WORD_HONORIFIC | VB_WORD_STATE)) return false;
    if (vb_word_map_get(&f->parts, w->lower, 0) == 1) return false;
    if (!w->cls &&
        (vb_str_ends(w->lower, VB_STR("ed")) || vb_str_ends(w->lower, VB_STR("ing")) || vb_str_ends(w->lower, VB_STR("ly"))) &&
        (i + 1 == f->n_words || w[1].form == VB_CASE_LOWER))
        return true;
    return vb_word_map_get(&f->lower, w->lower, 0) == 1 || has(w, VB_WORD_FUNCTION);
}

/* Words that hold a name of a body together: "Bank of England", "Department of Health and Human Services". */
static uint32_t bridge(const struct finder *f, uint32_t beg, uint32_t at)
{
    const struct vb_word *w = &f->words[at];
    uint32_t              next = at + 1, sentence = w->sentence;
    bool                  body = false, of = false;

    if (next >= f->n_words || f->words[next].sentence != sentence) return 0;
    for (uint32_t i = beg; i < at; i++) {
        body |= has(&f->words[i], VB_WORD_BODY | VB_WORD_PAPER) && !has(&f->words[i], VB_WORD_PLURAL);
        of |= vb_str_eq(f->words[i].lower, VB_STR("of")) || vb_str_eq(f->words[i].lower, VB_STR("for"));
    }
    if (has(w, VB_WORD_PARTICLE) && w->form == VB_CASE_LOWER && !has(w, VB_WORD_PREPOSITION | VB_WORD_DETERMINER)) {
        while (next < f->n_words && has(&f->words[next], VB_WORD_PARTICLE) && f->words[next].form == VB_CASE_LOWER && next - at < 3)
            next++;
        return next < f->n_words && f->words[next].sentence == sentence && is_capital(f, next) ? next - at : 0;
    }
    if (w->form == VB_CASE_MARK && w->lower.len == 0 && at > beg && has(w - 1, VB_WORD_HONORIFIC | VB_WORD_ROLE)) /* "Mr" "." */
        return is_capital(f, next) ? 1 : 0;
    if (vb_str_eq(w->lower, VB_STR("&")) && is_capital(f, next)) return 1;
    if (w->form != VB_CASE_LOWER) return 0;
    if (body && (vb_str_eq(w->lower, VB_STR("of")) || vb_str_eq(w->lower, VB_STR("for")))) {
        if (vb_str_eq(f->words[next].lower, VB_STR("the"))) next++;
        if (next >= f->n_words || f->words[next].sentence != sentence || !is_capital(f, next) ||
            has(&f->words[next], VB_WORD_HONORIFIC))
            return 0;
        return next - at;
    }
    /* "Secretary of State", "Minister of Foreign Affairs": a title goes on. */
    if (at > beg && has(w - 1, VB_WORD_ROLE) && (vb_str_eq(w->lower, VB_STR("of")) || vb_str_eq(w->lower, VB_STR("for"))))
        if (is_capital(f, next) && has(&f->words[next], VB_WORD_FIELD)) return 1;
    /* "Minister for Local Roads Ann Lee": a field of any words, then the name (judge_run). */
    if (at > beg && has(w - 1, VB_WORD_ROLE) && vb_str_eq(w->lower, VB_STR("for"))) {
        uint32_t last = next;
        while (last < f->n_words && f->words[last].sentence == sentence && is_capital(f, last)) last++;
        return last - next >= 3 ? 1 : 0;
    }
    if (vb_str_eq(w->lower, VB_STR("and")) && is_capital(f, next)) {
        uint32_t last = next;
        if (of && (has(&f->words[next], VB_WORD_FIELD) || has(w - 1, VB_WORD_FIELD))) return 1;
        if (has(w - 1, VB_WORD_PLACE | VB_WORD_NATION | VB_WORD_GIVEN | VB_WORD_ROLE) || body) {
            if (!(body && vb_str_eq(f->words[beg].lower, VB_STR("house")))) return 0;
        }
        while (last + 1 < f->n_words && last - next < 3 && is_capital(f, last + 1) && f->words[last + 1].sentence == sentence)
            last++;
        /* "Oversight and Reform Committee", but not "the AP and NBC News". */
        return at - beg <= 3 && w[-1].form == VB_CASE_TITLE && !has(w - 1, VB_WORD_BODY) && has(&f->words[last], VB_WORD_BODY) &&
                       !has(&f->words[last], VB_WORD_PLURAL)
                   ? 1
                   : 0;
    }
    return 0;
}

/* "Saudi Arabia", "US": the classes of a whole run. */
static uint32_t class_of_run(const struct finder *f, uint32_t beg, uint32_t end)
{
    char   key[64];
    size_t n = 0;
    if (end == beg + 1) return f->words[beg].cls;
    for (uint32_t i = beg; i < end; i++) {
        vb_str s = f->words[i].lower;
        if (n + s.len + 1 > sizeof key) return 0;
        if (i > beg) key[n++] = '~';
        memcpy(key + n, s.ptr, s.len);
        n += s.len;
    }
    return vb_actor_words_class(f->lists, (vb_str){ key, n });
}

static bool make_key(struct finder *f, struct vb_name_run *run)
{
    size_t n = 0;
    char  *key;
    for (uint32_t i = run->beg; i < run->end; i++) n += f->words[i].lower.len + 1;
    if (!(key = VB_NEW(f->arena, char, n + 1))) return false;
    run->key.ptr = key;
    for (uint32_t i = run->beg; i < run->end; i++) {
        const struct vb_word *w = &f->words[i];
        if (!w->lower.len || (i > run->beg && i + 1 == run->end && has(w, VB_WORD_SUFFIX))) continue;
        if (run->key.len) key[run->key.len++] = ' ';
        memcpy(key + run->key.len, w->lower.ptr, w->lower.len);
        run->key.len += w->lower.len;
    }
    return true;
}

static void judge_gender(const struct finder *f, struct vb_name_run *run)
{
    for (uint32_t i = run->title; i < run->beg; i++) {
        run->male |= has(&f->words[i], VB_WORD_MALE) && !has(&f->words[i], VB_WORD_GIVEN);
        run->female |= has(&f->words[i], VB_WORD_FEMALE) && !has(&f->words[i], VB_WORD_GIVEN);
    }
    if (!run->male && !run->female && run->end - run->beg > 1 && has(&f->words[run->beg], VB_WORD_GIVEN)) {
        run->male = has(&f->words[run->beg], VB_WORD_MALE);
        run->female = has(&f->words[run->beg], VB_WORD_FEMALE);
    }
    if (run->male && run->female) run->male = run->female = false;
}

/* Cut titles off a run, and say what it names. False when nothing of a name is left. */
static bool judge_run(const struct finder *f, uint32_t beg, uint32_t end, struct vb_name_run *run)
{
    const struct vb_word *words = f->words;
    uint32_t              title = VB_NONE, n_body = 0, cls;
    bool                  ends_body;

    while (beg < end && only_begins(f, beg) &&
           !has(&words[beg], VB_WORD_ROLE | VB_WORD_MODIFIER | VB_WORD_FIELD | VB_WORD_BODY | VB_WORD_GIVEN))
        beg++;
    while (end > beg && words[end - 1].form == VB_CASE_MARK) end--;
    if (beg == end) return false;
    *run = (struct vb_name_run){ .beg = beg, .end = end, .title = beg, .kind = VB_KIND_OTHER };
    for (uint32_t i = beg; i < end; i++) n_body += has(&words[i], VB_WORD_BODY) && !has(&words[i], VB_WORD_GIVEN);
    ends_body = has(&words[end - 1], VB_WORD_BODY | VB_WORD_PAPER) && !has(&words[end - 1], VB_WORD_GIVEN);

    /* The title ends with its last word that can only be one. */
    if (!ends_body || has(&words[beg], VB_WORD_HONORIFIC))
        for (uint32_t i = beg; i + 1 < end; i++)
            if (has(&words[i], VB_WORD_HONORIFIC | VB_WORD_ROLE) && !(i > beg && has(&words[i], VB_WORD_GIVEN))) title = i;
    if (title != VB_NONE) {
        uint32_t after = title + 1;
        /* "Secretary of State for Defence": the field belongs to the title. */
        while (after + 1 < end && (words[after].form != VB_CASE_TITLE || has(&words[after], VB_WORD_FIELD)) &&
               words[after].form != VB_CASE_INITIAL && words[after].form != VB_CASE_CAPITALS)
            after++;
        /* "The Speaker of the House of Representatives": what is left is a body's name, not a person's. */
        bool of = after > title + 1 && has(&words[title + 1], VB_WORD_PREPOSITION) && !has(&words[after - 1], VB_WORD_FIELD);
        /* "Minister for Local Roads Ann Lee": whatever the field, the name is the last two words. */
        if (end - title >= 5 && vb_str_eq(words[title + 1].lower, VB_STR("for")) &&
            !vb_str_eq(words[end - 3].lower, VB_STR("and")) && words[end - 2].form == VB_CASE_TITLE &&
            words[end - 1].form == VB_CASE_TITLE && !has(&words[end - 2], VB_WORD_FIELD | VB_WORD_BODY) &&
            !has(&words[end - 1], VB_WORD_FIELD | VB_WORD_BODY))
            after = end - 2, of = false;
        run->beg = after;
        run->honorific = has(&words[title], VB_WORD_HONORIFIC);
        if (after == end || (end - after == 1 && has(&words[after], VB_WORD_ROLE) && !has(&words[after], VB_WORD_GIVEN)))
            return false;
        if (!of) run->kind = VB_KIND_PERSON, run->sure = true;
        judge_gender(f, run);
        if (!of) return true;
    }
    cls = class_of_run(f, run->beg, end);
    if (cls & VB_WORD_PLACE) {
        run->kind = cls & VB_WORD_STATE ? VB_KIND_STATE : VB_KIND_PLACE;
        return true;
    }
    if (end - run->beg == 1) {
        const struct vb_word *w = &words[run->beg];
        if (w->form == VB_CASE_INITIAL) return false;
        if (only_begins(f, run->beg)) return false;
        /* "Police said", "the President": words that say what somebody is, not who. */
        if (has(w, VB_WORD_ROLE | VB_WORD_GROUP | VB_WORD_FIELD | VB_WORD_MODIFIER | VB_WORD_HONORIFIC | VB_WORD_PAPER) &&
            w->form == VB_CASE_TITLE && !has(w, VB_WORD_GIVEN)) {
            return false;
        }
        if (has(w, VB_WORD_BODY) && w->form == VB_CASE_TITLE) {
            if (w->begins) return false;
            run->kind = VB_KIND_ORGANISATION;
        }
        if (has(w, VB_WORD_NATION) && !has(w, VB_WORD_GIVEN)) run->kind = VB_KIND_GROUP;       /* "Democrats" */
        /* Longer words in capitals are rather names of speakers before a colon. */
        if (w->form == VB_CASE_CAPITALS && w->lower.len < 5 && !f->loud[w->sentence]) run->kind = VB_KIND_ORGANISATION;
        return true;
    }
    if (n_body) {
        run->kind = VB_KIND_ORGANISATION;
        return true;
    }
    /* "Prime Minister", "Foreign Secretary" without a name. */
    if (has(&words[end - 1], VB_WORD_ROLE) && !has(&words[run->beg], VB_WORD_GIVEN) && !has(&words[end - 1], VB_WORD_GIVEN))
        return false;
    if (has(&words[end - 1], VB_WORD_NATION) && !has(&words[end - 1], VB_WORD_GIVEN)) {            /* "Puerto Rican" */
        run->kind = VB_KIND_GROUP;
        return true;
    }
    if (has(&words[run->beg], VB_WORD_NATION) && has(&words[run->beg + 1], VB_WORD_GIVEN) && end - run->beg > 2) {
        run->beg++;
    } else if (has(&words[run->beg], VB_WORD_PLACE) && end - run->beg > 2 && has(&words[run->beg + 1], VB_WORD_GIVEN)) {
        run->title = ++run->beg;                   /* "from Vermont Bernie Sanders" */
    }
    judge_gender(f, run);
    bool the = run->title > 0 && has(&words[run->title - 1], VB_WORD_DETERMINER);
    if (has(&words[run->beg], VB_WORD_GIVEN)) run->kind = VB_KIND_PERSON, run->sure = true;
    else if (the || (words[run->beg].form == VB_CASE_CAPITALS && words[run->beg + 1].form != VB_CASE_CAPITALS))
        run->kind = VB_KIND_ORGANISATION;                        /* "RAF Croughton", but not a name in a line of capitals */
    else if (end - run->beg <= 4) {
        run->kind = VB_KIND_PERSON;
        for (uint32_t i = run->beg; i < end; i++)
            if (has(&words[i], VB_WORD_NATION | VB_WORD_FIELD | VB_WORD_GROUP) || words[i].form == VB_CASE_NUMBER)
                run->kind = VB_KIND_OTHER;
    }
    return true;
}

/* "minister of foreign affairs Wang Yi": a title in lower case before the name. */
static void take_lower_title(const struct finder *f, struct vb_name_run *run)
{
    uint32_t at = run->title, role = VB_NONE;
    while (at > 0 && run->title - at < 8) {
        const struct vb_word *w = &f->words[at - 1];
        if (w->sentence != f->words[run->beg].sentence || w->name != VB_NONE || w->form == VB_CASE_MARK) break;
        if (has(w, VB_WORD_ROLE) && !has(w, VB_WORD_PLURAL)) role = at - 1;
        else if (vb_str_eq(w->lower, VB_STR("of")) || vb_str_eq(w->lower, VB_STR("for")) || vb_str_eq(w->lower, VB_STR("and"))) {
            if (role != VB_NONE || at == run->title || at < 2 || !has(w - 1, VB_WORD_ROLE | VB_WORD_FIELD)) break;
        } else if (!has(w, VB_WORD_MODIFIER | VB_WORD_FIELD | VB_WORD_NATION | VB_WORD_BODY) || has(w, VB_WORD_PLURAL)) break;
        at--;
    }
    if (role == VB_NONE) return;
    run->title = at;
    if (run->kind != VB_KIND_STATE && run->kind != VB_KIND_PLACE) run->kind = VB_KIND_PERSON, run->sure = true;
    judge_gender(f, run);
}

static bool find_runs(struct finder *f, bool loud)
{
    for (uint32_t i = 0; i < f->n_words;) {
        uint32_t           beg = i, end = i + 1, more;
        struct vb_name_run run;

        if (f->loud[f->words[i].sentence] != loud || !is_capital(f, i)) {
            i++;
            continue;
        }
        while (end < f->n_words && end - beg < LONGEST_RUN && f->words[end].sentence == f->words[beg].sentence) {
            if (is_capital(f, end) &&
                !(f->words[end].begins && !f->loud[f->words[end].sentence] && f->words[end - 1].form == VB_CASE_MARK))
                end++;
            else if ((more = bridge(f, beg, end))) end += more;
            else break;
        }
        if (end > f->n_words) end = f->n_words;
        i = end;
        if (!judge_run(f, beg, end, &run)) continue;
        take_lower_title(f, &run);
        if (!make_key(f, &run)) return false;
        if (!run.key.len) continue;
        for (uint32_t w = run.beg; w < run.end; w++) {
            f->words[w].name = 0;                  /* counted once the list is in order */
            if (!loud && f->words[w].form != VB_CASE_LOWER && f->words[w].lower.len &&
                !vb_word_map_put(&f->parts, f->arena, f->words[w].lower, 1))
                return false;
        }
        if (!VB_PUSH(&f->runs, run)) return false;
    }
    return true;
}

/* "from Vermont Bernie Sanders", "in the Commons Carrow said": the first word is no part of a name that stands elsewhere without
 * it. */
static bool cut_places(struct finder *f)
{
    struct vb_word_map keys = { 0 };
    for (size_t i = 0; i < f->runs.n; i++)
        if (!vb_word_map_put(&keys, f->arena, f->runs.at[i].key, 1)) return false;
    for (size_t i = 0; i < f->runs.n; i++) {
        struct vb_name_run *run = &f->runs.at[i];
        size_t              cut = f->words[run->beg].lower.len + 1;
        if (run->end - run->beg < 2 || cut >= run->key.len || !has(&f->words[run->beg], VB_WORD_PLACE | VB_WORD_BODY)) continue;
        if (run->end - run->beg == 2 && (has(&f->words[run->beg], VB_WORD_PLACE) || f->words[run->beg + 1].cls)) continue;
        if (!vb_word_map_get(&keys, (vb_str){ run->key.ptr + cut, run->key.len - cut }, 0)) continue;
        f->words[run->beg].name = VB_NONE;
        if (run->title == run->beg) run->title++;
        run->beg++;
        run->key = (vb_str){ run->key.ptr + cut, run->key.len - cut };
        run->kind = VB_KIND_OTHER;                 /* the other places say */
    }
    return true;
}

static int by_place(const void *a, const void *b)
{
    uint32_t x = ((const struct vb_name_run *)a)->beg, y = ((const struct vb_name_run *)b)->beg;
    return (x > y) - (x < y);
}

vb_status vb_names_find(const struct vb_text *text, const struct vb_actor_words *lists, struct vb_arena *arena,
                        struct vb_words *out, vb_error *err)
{
    struct finder       f = { .text = text, .lists = lists, .arena = arena };
    struct vb_name_run *names;
    vb_status           st = VB_OK;

    *out = (struct vb_words){ 0 };
    if (!join_tokens(&f) || !place_words(&f) || !weigh_case(&f) || !find_runs(&f, false) || !find_runs(&f, true) ||
        !cut_places(&f) || !(names = VB_NEW(arena, struct vb_name_run, f.runs.n))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    if (f.runs.n) {
        qsort(f.runs.at, f.runs.n, sizeof *f.runs.at, by_place);
        memcpy(names, f.runs.at, f.runs.n * sizeof *names);
    }
    for (uint32_t i = 0; i < f.runs.n; i++)
        for (uint32_t w = names[i].beg; w < names[i].end; w++) f.words[w].name = i;
    *out = (struct vb_words){ f.words, f.n_words, names, (uint32_t)f.runs.n };
done:
    vb_free(f.runs.at);
    return st;
}
