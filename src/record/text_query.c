/*
 * What a full-text filter means, as a query of SQLite's FTS5.
 *
 * Users write words: all of them are wanted, in any order. FTS5's own syntax takes a hyphen or an apostrophe for an error, so the
 * words are taken out and quoted one by one, and of its operators these are ours: "words in a row", word*, OR, NOT, NEAR, NEAR/5
 * and parentheses, in capitals.
 */
#include "record_db.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

enum { DEPTH_MAX = 16, NEAR_MAX = 1000, OPERATORS_MAX = 64 };  /* FTS5 gives up at trees deeper than 256 */

/* ---- what is written ------------------------------------------------------------------------------------------------------ */

/* Past the end nothing is written; `n` goes on, so that the end can tell. */
static void put(struct vb_match *m, const char *bytes, size_t n)
{
    if (m->n + n < sizeof m->at) {
        memcpy(m->at + m->n, bytes, n);
        m->at[m->n + n] = '\0';
    }
    m->n += n;
}

static void put_text(struct vb_match *m, const char *text) { put(m, text, strlen(text)); }

static void insert(struct vb_match *m, size_t at, const char *text)
{
    size_t n = strlen(text);

    if (m->n + n < sizeof m->at) {
        memmove(m->at + at + n, m->at + at, m->n - at + 1);
        memcpy(m->at + at, text, n);
    }
    m->n += n;
}

/* A word as document_plain has it: FTS5 sees to case and accents, not to letters with a stroke. */
static void put_word(struct vb_match *m, vb_str word)
{
    unsigned n;

    for (size_t at = 0; at < word.len; at += n) {
        int32_t     cp    = (int32_t)vb_utf8_at(word, at, &n);
        const char *plain = vb_fold_plain(utf8proc_tolower(cp));
        if (plain) put_text(m, plain);
        else put(m, word.ptr + at, n);
    }
}

/* The words of `s` in a row; how many there are. */
static size_t put_phrase(struct vb_match *m, vb_str s)
{
    size_t at = 0, n = 0;
    vb_str word;

    put_text(m, "\"");
    for (; vb_words_next(s, &at, &word); n++) {
        if (n > 0) put_text(m, " ");
        put_word(m, word);
    }
    put_text(m, "\"");
    return n;
}

void vb_match_phrase(vb_str words, struct vb_match *m)
{
    m->n = 0;
    put_phrase(m, words);
}

void vb_match_all(vb_str words, struct vb_match *m)
{
    size_t at = 0;
    vb_str word;

    m->n = 0;
    while (vb_words_next(words, &at, &word)) {
        if (m->n > 0) put_text(m, " AND ");
        put_phrase(m, word);
    }
    if (m->n == 0) put_text(m, "\"\"");            /* finds nothing */
}

/* ---- what is read ------------------------------------------------------------------------------------------------------------ */

enum token { END, WORDS, OPEN, CLOSE, AND, OR, NOT, NEAR };

struct parser {
    vb_str           given;
    size_t           at;                           /* behind the token at hand */
    enum token       token;
    vb_str           words;                        /* of WORDS */
    bool             prefix;
    unsigned         distance;                     /* of NEAR */
    unsigned         depth, n_operators;
    struct vb_match *out;
    vb_error        *err;
};

static vb_status wrong(struct parser *p, const char *what) { return vb_fail(p->err, VB_ERR_RECORD, "text: %s", what); }

static size_t quotation_mark(vb_str s, size_t at)              /* its length, or 0 */
{
    vb_str rest = { s.ptr + at, s.len - at };

    return vb_str_starts(rest, VB_STR("\"")) ? 1 : vb_str_starts(rest, VB_STR("“")) || vb_str_starts(rest, VB_STR("”")) ? 3 : 0;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool has_word(vb_str s)
{
    size_t at = 0;
    vb_str word;
    return vb_words_next(s, &at, &word);
}

/* "NEAR" or "NEAR/5". */
static vb_status read_near(struct parser *p, vb_str word)
{
    unsigned n = 0;

    p->token    = NEAR;
    p->distance = 10;
    if (word.len == 4) return VB_OK;
    for (size_t i = 5; i < word.len; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9' || n > NEAR_MAX) n = NEAR_MAX + 1;
        else n = n * 10 + (unsigned)(word.ptr[i] - '0');
    }
    if (n < 1 || n > NEAR_MAX) return wrong(p, "NEAR/ wants a number of words from 1 to 1000");
    p->distance = n;
    return VB_OK;
}

/* A piece without a letter or digit, such as "&", is none. */
static vb_status next_token(struct parser *p)
{
    for (;;) {
        size_t beg, mark;
        vb_str word;

        while (p->at < p->given.len && is_blank(p->given.ptr[p->at])) p->at++;
        p->token = END;
        if (p->at == p->given.len) return VB_OK;
        beg = p->at;
        if (p->given.ptr[beg] == '(' || p->given.ptr[beg] == ')') {
            p->token = p->given.ptr[p->at++] == '(' ? OPEN : CLOSE;
            return VB_OK;
        }
        p->token  = WORDS;
        p->prefix = false;
        if ((mark = quotation_mark(p->given, beg)) > 0) {
            for (beg = p->at += mark; p->at < p->given.len && !(mark = quotation_mark(p->given, p->at));) p->at++;
            if (p->at == p->given.len) return wrong(p, "a quotation mark that nothing closes");
            p->words = (vb_str){ p->given.ptr + beg, p->at - beg };
            p->at += mark;
            if (!has_word(p->words)) return wrong(p, "no word between quotation marks");
            return VB_OK;
        }
        while (p->at < p->given.len && !is_blank(p->given.ptr[p->at]) && p->given.ptr[p->at] != '(' && p->given.ptr[p->at] != ')' &&
               !quotation_mark(p->given, p->at))
            p->at++;
        word = (vb_str){ p->given.ptr + beg, p->at - beg };
        if (vb_str_eq(word, VB_STR("NEAR")) || vb_str_starts(word, VB_STR("NEAR/"))) return read_near(p, word);
        if (vb_str_eq(word, VB_STR("AND"))) p->token = AND;
        if (vb_str_eq(word, VB_STR("OR"))) p->token = OR;
        if (vb_str_eq(word, VB_STR("NOT"))) p->token = NOT;
        p->words  = word;
        p->prefix = word.ptr[word.len - 1] == '*';
        if (p->token != WORDS || has_word(word)) return VB_OK;
    }
}

static vb_status read_any(struct parser *p);

/* Words, with NEAR others; or a part in parentheses. */
static vb_status read_part(struct parser *p)
{
    size_t    beg = p->out->n;
    unsigned  distance = 0;
    vb_status st;

    if (p->token == OPEN) {
        if (++p->depth > DEPTH_MAX) return vb_fail(p->err, VB_ERR_LIMIT, "text: more than %d parentheses in each other", DEPTH_MAX);
        if ((st = next_token(p)) != VB_OK || (st = read_any(p)) != VB_OK) return st;
        if (p->token != CLOSE) return wrong(p, "a parenthesis that nothing closes");
        p->depth--;
        if ((st = next_token(p)) != VB_OK) return st;
        return p->token == NEAR ? wrong(p, "NEAR stands between words, not between parentheses") : VB_OK;
    }
    for (;;) {
        if (p->token != WORDS) return wrong(p, "words are missing before or after AND, OR, NOT, NEAR or in parentheses");
        put_phrase(p->out, p->words);
        if (p->prefix) put_text(p->out, "*");
        if ((st = next_token(p)) != VB_OK) return st;
        if (p->token != NEAR) break;
        if (distance == 0) insert(p->out, beg, "NEAR(");
        put_text(p->out, " ");
        if (p->distance > distance) distance = p->distance;
        if ((st = next_token(p)) != VB_OK) return st;
    }
    if (distance > 0) {
        char end[32];
        snprintf(end, sizeof end, ", %u)", distance);
        put_text(p->out, end);
    }
    return VB_OK;
}

/* Parts that must all be there; what NOT comes before must not. */
static vb_status read_all(struct parser *p)
{
    size_t    beg = p->out->n;
    vb_status st  = read_part(p);

    while (st == VB_OK && p->token != END && p->token != CLOSE && p->token != OR) {
        bool without = p->token == NOT;
        if (without || p->token == AND) {
            if (++p->n_operators > OPERATORS_MAX)
                return vb_fail(p->err, VB_ERR_LIMIT, "text: more than %d of AND, OR and NOT", OPERATORS_MAX);
            if ((st = next_token(p)) != VB_OK) return st;
        }
        if (without) insert(p->out, beg, "(");
        put_text(p->out, without ? ") NOT " : " AND ");
        st = read_part(p);
    }
    return st;
}

static vb_status read_any(struct parser *p)
{
    vb_status st;

    put_text(p->out, "(");
    st = read_all(p);
    while (st == VB_OK && p->token == OR) {
        if (++p->n_operators > OPERATORS_MAX)
            return vb_fail(p->err, VB_ERR_LIMIT, "text: more than %d of AND, OR and NOT", OPERATORS_MAX);
        put_text(p->out, ") OR (");
        if ((st = next_token(p)) == VB_OK) st = read_all(p);
    }
    put_text(p->out, ")");
    return st;
}

vb_status vb_match_query(vb_str text, struct vb_match *m, vb_error *err)
{
    struct parser p = { .given = text, .out = m, .err = err };
    vb_status     st;

    m->n = 0;
    if ((st = next_token(&p)) != VB_OK) return st;
    if (p.token == END) return wrong(&p, "no word in it");
    put_text(m, "(");
    if ((st = read_any(&p)) != VB_OK) return st;
    put_text(m, ")");
    if (p.token == CLOSE) return wrong(&p, "a parenthesis that nothing opens");
    return m->n < sizeof m->at ? VB_OK : vb_fail(err, VB_ERR_LIMIT, "text: too long");
}

vb_status vb_record_check_text(vb_str text, vb_error *err)
{
    struct vb_match m;

    if (text.len > VB_FILTER_MAX) return vb_fail(err, VB_ERR_LIMIT, "text: longer than %d bytes", VB_FILTER_MAX);
    if (vb_utf8_check(text) != text.len) return vb_fail(err, VB_ERR_ENCODING, "text: not UTF-8");
    return vb_match_query(text, &m, err);
}
