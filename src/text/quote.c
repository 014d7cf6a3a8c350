/*
 * Quotation marks, paired.
 *
 * A mark is first judged by its neighbours (after a space it opens, before one it closes), then by what stands open.
 * A stack pairs them, so time is linear whatever comes. What neighbours cannot decide is decided by the paragraph:
 * whether the straight marks still to come are odd or even, and whether a single mark that might be a possessive
 * ("the voters’ choice") is followed by a better closing mark before the next opening one.
 */
#include "layers.h"
#include "wordlist.h"

enum mark_type {
    CURLY_OPEN, CURLY_CLOSE, LOW, STRAIGHT, TICKS, APOSTROPHES,           /* “ ” „ " `` '' pair with one another */
    GUILLEMET_LEFT, GUILLEMET_RIGHT,                                      /* « » */
    SINGLE_OPEN, SINGLE_CLOSE, SINGLE_STRAIGHT,                           /* ‘ ’ ' */
    ANGLE_LEFT, ANGLE_RIGHT                                               /* ‹ › */
};

/* What the code points around a mark allow. */
enum fit { FIT_EITHER, FIT_OPEN, FIT_CLOSE };

/* The next single mark after this one that can only open, or that closes better than a possessive. */
enum ahead { AHEAD_NOTHING, AHEAD_OPENS, AHEAD_CLOSES };

struct mark {
    uint32_t       at, len;
    enum mark_type type;
    enum fit       fit;
    enum ahead     ahead;
    bool           no_mark;        /* an apostrophe, or feet and inches */
    bool           measure;        /* feet stand before it: 6’2” */
    bool           maybe_word;     /* closes, unless it is a possessive or a dropped g: voters’, goin’ */
    bool           maybe_year;     /* opens, unless it is a year: ’16 */
    bool           after_pause;    /* first in its paragraph, or after a comma or colon */
    bool           close_next;     /* the next double mark of the paragraph is ” */
    bool           odd_left;       /* an odd number of marks of this type follows in the paragraph */
    int32_t        closing_left;   /* straight marks to come: those that look like closing less those like opening */
};

enum fate { STANDS_OPEN, CLOSED, RUNS_ON, DROPPED };

struct pair {
    struct vb_quote quote;         /* parent counts pairs of this paragraph until they are written out */
    enum mark_type  type;
    enum fate       fate;
    bool            cut, after_pause;
    uint32_t        double_child;  /* first double quotation directly inside, or VB_NONE */
    uint32_t        written;       /* its index in the result, or VB_NONE */
};

struct finder {
    vb_str bytes;
    struct { struct mark *at; size_t n, room; } marks;             /* of the paragraph at hand */
    struct { struct pair *at; size_t n, room; } pairs;             /* of the paragraph at hand */
    struct { uint32_t *at; size_t n, room; } open;                 /* stack of pairs that stand open */
    struct { struct vb_quote *at; size_t n, room; } quotes;        /* the result */
};

static bool is_single(enum mark_type type) { return type >= SINGLE_OPEN; }
static bool is_guillemet(enum mark_type type) { return type == GUILLEMET_LEFT || type == GUILLEMET_RIGHT; }
static bool is_angle(enum mark_type type) { return type == ANGLE_LEFT || type == ANGLE_RIGHT; }

static bool can_pair(enum mark_type open, enum mark_type close)
{
    if (is_single(open) != is_single(close)) return false;
    if (is_single(open)) return is_angle(open) == is_angle(close);
    if (is_guillemet(open) || is_guillemet(close)) return is_guillemet(open) && is_guillemet(close);
    /* '' inside curly marks is two apostrophes, not their end. */
    if ((close == APOSTROPHES) != (open == TICKS || open == APOSTROPHES)) return open == TICKS && close == STRAIGHT;
    return true;
}

/* ---- judging a mark by its neighbours ------------------------------------------------------------------------ */

static bool is_gap(uint32_t cp, unsigned n) { return n == 0 || vb_text_is_blank(cp); }

static bool is_opening_bracket(uint32_t cp) { return cp == '(' || cp == '[' || cp == '{' || cp == '<' || cp == 0xBF || cp == 0xA1; }

static bool is_opening_quote(uint32_t cp)
{
    return cp == 0x201C || cp == 0x201E || cp == 0x2018 || cp == 0x201A || cp == 0xAB || cp == 0x2039 || cp == '`';
}

static bool is_stop(uint32_t cp)
{
    switch (cp) {
    case '.': case ',': case ';': case ':': case '!': case '?': case ')': case ']': case '}': case 0x2026:
    case 0x2019: case 0x201D: case 0xBB: case 0x203A: return true;
    default:                                          return false;
    }
}

static bool is_dash(uint32_t cp) { return cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == '/' || cp == 0x2212; }

static uint32_t cp_before(const struct finder *f, vb_span p, uint32_t at, unsigned *n)
{
    *n = 0;
    return at > p.beg ? vb_utf8_before(f->bytes, at, n) : 0;
}

static uint32_t cp_at(const struct finder *f, vb_span p, uint32_t at, unsigned *n)
{
    *n = 0;
    return at < p.end ? vb_utf8_at(f->bytes, at, n) : 0;
}

/* A straight mark beside another mark looks through it: in '"No"' the first " opens because the ' before it does. */
static bool opens_after(const struct finder *f, vb_span p, uint32_t at)
{
    unsigned n;
    uint32_t before = cp_before(f, p, at, &n);

    for (int depth = 0; depth < 3 && (before == '\'' || before == '"') && n; depth++) before = cp_before(f, p, at -= n, &n);
    return is_gap(before, n) || is_opening_bracket(before) || is_opening_quote(before);
}

static bool closes_before(const struct finder *f, vb_span p, uint32_t at)
{
    unsigned n;
    uint32_t next = cp_at(f, p, at, &n);

    for (int depth = 0; depth < 3 && (next == '\'' || next == '"') && n; depth++) next = cp_at(f, p, at += n, &n);
    return is_gap(next, n) || is_stop(next);
}

static enum fit double_fit(const struct finder *f, vb_span p, uint32_t at, uint32_t len)
{
    unsigned n, m;
    uint32_t before = cp_before(f, p, at, &n), next = cp_at(f, p, at + len, &m);
    bool     opens  = opens_after(f, p, at) && !is_gap(next, m);
    bool     closes = !is_gap(before, n) && closes_before(f, p, at + len);

    if (opens && !closes && !(n && vb_text_is_blank(before) && is_stop(next) && next != 0x2026 && next != '.')) return FIT_OPEN;
    if (closes && !opens) return FIT_CLOSE;
    /* “—he left” and “he left—”: the dash goes with the words inside, on either side */
    if (!opens && !closes && m && is_dash(next) && !is_gap(before, n) && !is_dash(before)) return FIT_CLOSE;
    return FIT_EITHER;
}

/* 6'2" and 5' 11": the digits in front, and for inches the feet in front of those. */
static bool is_measure(const struct finder *f, vb_span p, const struct mark *m)
{
    unsigned n;
    uint32_t at = m->at, cp = cp_before(f, p, at, &n);

    if (!vb_cp_is_digit(cp)) return false;
    if (m->type == SINGLE_STRAIGHT || m->type == SINGLE_CLOSE) {
        uint32_t next, end = m->at + m->len;
        int      digits = 0;
        if (cp_at(f, p, end, &n) == ' ') end++;
        for (; digits < 2 && vb_cp_is_digit(cp_at(f, p, end, &n)); digits++) end += n;
        next = cp_at(f, p, end, &n);
        return digits > 0 && (next == '"' || next == 0x201D || next == '\'');
    }
    for (int digits = 0; digits < 2 && vb_cp_is_digit(cp); digits++) cp = cp_before(f, p, at -= n, &n);
    if (cp == ' ') cp = cp_before(f, p, at -= n, &n);
    if (cp != '\'' && cp != 0x2019) return false;
    return vb_cp_is_digit(cp_before(f, p, at - n, &n));
}

static vb_str word_at(const struct finder *f, vb_span p, uint32_t at)
{
    uint32_t end = at;
    unsigned n;

    /* Longer than any word of the lists is long enough: a word of a megabyte is not read at every mark. */
    while (end - at < 16 && vb_cp_is_alnum(cp_at(f, p, end, &n)) && n) end += n;
    return (vb_str){ f->bytes.ptr + at, end - at };
}

static uint32_t peek_stop(const struct finder *f, vb_span p, vb_str word)
{
    unsigned n;
    return cp_at(f, p, (uint32_t)(word.ptr - f->bytes.ptr + (ptrdiff_t)word.len), &n);
}

static void judge_single(const struct finder *f, vb_span p, struct mark *m)
{
    unsigned nb, nn;
    uint32_t before = cp_before(f, p, m->at, &nb), next = cp_at(f, p, m->at + m->len, &nn);
    bool     opens  = (opens_after(f, p, m->at) || is_dash(before)) && !is_gap(next, nn) && !is_stop(next);
    bool     closes = !is_gap(before, nb) && !vb_cp_is_alnum(next);
    vb_str   word   = { 0 };

    m->fit = FIT_EITHER;
    if (m->type == ANGLE_LEFT || m->type == ANGLE_RIGHT) {
        m->fit = m->type == ANGLE_LEFT ? FIT_OPEN : FIT_CLOSE;
        return;
    }
    /* A typographic mark knows its side, except that programs turn ’90s into ‘90s and some papers write ‘so‘. */
    if (m->type == SINGLE_CLOSE) opens = false;
    if (opens) closes = false;
    if (opens) word = word_at(f, p, m->at + m->len);
    if (opens == closes || is_measure(f, p, m)) {
        m->no_mark = true;
        return;
    }
    if (opens) {
        m->fit = FIT_OPEN;
        if (vb_words_drops_head(word)) m->no_mark = peek_stop(f, p, word) != '.';      /* not ‘N. Korea’ */
        if (word.len >= 2 && vb_cp_is_digit((unsigned char)word.ptr[0]) && vb_cp_is_digit((unsigned char)word.ptr[1])) {
            m->maybe_year = word.len == 2;
            m->no_mark    = word.len == 3 && word.ptr[2] == 's';
        }
        return;
    }
    m->fit = FIT_CLOSE;
    if (before == 's' || before == 'S' || before == 'z') m->maybe_word = true;
    if (before == 'n' && m->at >= p.beg + 3 && f->bytes.ptr[m->at - 2] == 'i' && vb_text_is_blank(next)) m->maybe_word = true;
    /* the o’ in “will o’ the wisp”, the n’ in “rock ’n’ roll” */
    if (before == 'n' || before == 'o' || before == 'O') {
        unsigned k;
        uint32_t prior = cp_before(f, p, m->at - 1, &k);
        bool     elided = before == 'n' ? prior == '\'' || prior == 0x2018 || prior == 0x2019 : is_gap(prior, k);
        if (elided && !is_stop(next) && nn) m->no_mark = true;
    }
}

static bool read_mark(const struct finder *f, vb_span p, uint32_t at, struct mark *m)
{
    unsigned n;
    uint32_t cp = vb_utf8_at(f->bytes, at, &n), next = cp_at(f, p, at + n, &(unsigned){ 0 });

    *m = (struct mark){ .at = at, .len = n };
    switch (cp) {
    case 0x201C: m->type = CURLY_OPEN; break;
    case 0x201D: m->type = CURLY_CLOSE; break;
    case 0x201E: case 0x201F: m->type = LOW; break;
    case '"': case 0xFF02: m->type = STRAIGHT; break;
    case 0xAB: m->type = GUILLEMET_LEFT; break;
    case 0xBB: m->type = GUILLEMET_RIGHT; break;
    case 0x2039: m->type = ANGLE_LEFT; break;
    case 0x203A: m->type = ANGLE_RIGHT; break;
    case '`': case 0x2018: case 0x201A: case 0x201B: case '\'': case 0x2019:
        m->type = cp == '\'' ? SINGLE_STRAIGHT : cp == 0x2019 ? SINGLE_CLOSE : SINGLE_OPEN;
        if (next != cp) break;
        m->len *= 2;
        m->type = cp == '\'' ? APOSTROPHES : cp == 0x2019 ? CURLY_CLOSE : cp == '`' ? TICKS : CURLY_OPEN;
        break;
    default: return false;
    }
    return true;
}

static bool find_marks(struct finder *f, vb_span p)
{
    bool       odd[ANGLE_RIGHT + 1] = { false };
    int32_t    closing = 0;
    bool       close_next = false;
    bool       pause = true;
    enum ahead ahead = AHEAD_NOTHING;

    f->marks.n = 0;
    for (uint32_t at = p.beg; at < p.end;) {
        struct mark m;
        unsigned    n;
        uint32_t    cp = vb_utf8_at(f->bytes, at, &n);
        if (!read_mark(f, p, at, &m)) {
            if (!vb_text_is_blank(cp)) pause = cp == ',' || cp == ':';
            at += n;
            continue;
        }
        m.after_pause = pause;
        pause = false;
        if (is_single(m.type)) {
            judge_single(f, p, &m);
        } else {
            m.fit     = double_fit(f, p, m.at, m.len);
            m.measure = is_measure(f, p, &m);
            m.no_mark = m.measure && (m.type == STRAIGHT || m.type == APOSTROPHES);
        }
        if (!m.no_mark && !VB_PUSH(&f->marks, m)) return false;
        at += m.len;
    }
    for (size_t i = f->marks.n; i-- > 0;) {
        struct mark *m = &f->marks.at[i];
        unsigned     n;
        m->odd_left  = odd[m->type];
        odd[m->type] = !odd[m->type];
        m->ahead     = ahead;
        m->closing_left = closing;
        m->close_next = close_next;
        if (!is_single(m->type)) close_next = m->type == CURLY_CLOSE;
        if (m->type == STRAIGHT || m->type == APOSTROPHES) closing += m->fit == FIT_CLOSE ? 1 : m->fit == FIT_OPEN ? -1 : 0;
        if (!is_single(m->type)) continue;
        if (m->fit == FIT_OPEN) ahead = AHEAD_OPENS;
        if (m->fit == FIT_CLOSE && !(m->maybe_word && vb_text_is_blank(cp_at(f, p, m->at + m->len, &n)))) ahead = AHEAD_CLOSES;
    }
    return true;
}

/* ---- pairing ------------------------------------------------------------------------------------------------- */

static struct pair *top(struct finder *f) { return f->open.n ? &f->pairs.at[f->open.at[f->open.n - 1]] : NULL; }

/* The innermost open double quotation: the top, or right below it, because no single mark stands open in another. */
static struct pair *top_double(struct finder *f)
{
    struct pair *p = top(f);

    if (p && is_single(p->type)) p = f->open.n > 1 ? &f->pairs.at[f->open.at[f->open.n - 2]] : NULL;
    return p;
}

static bool open_pair(struct finder *f, const struct mark *m, uint32_t paragraph)
{
    struct pair pair = {
        .quote = { .span = { m->at, m->at + m->len }, .open_len = m->len, .parent = VB_NONE, .continues = VB_NONE,
                   .kind = is_single(m->type) ? VB_QUOTE_SINGLE : VB_QUOTE_DOUBLE, .paragraph = paragraph },
        .type = m->type, .after_pause = m->after_pause, .double_child = VB_NONE, .written = VB_NONE,
    };
    uint32_t index = (uint32_t)f->pairs.n;

    if (f->open.n) {
        uint32_t parent = f->open.at[f->open.n - 1];
        pair.quote.parent = parent;
        if (!is_single(m->type)) {
            /* The double child counts for the nearest double, also through a single mark that may yet be dropped. */
            struct pair *outer = top_double(f);
            if (outer && outer->double_child == VB_NONE) outer->double_child = index;
        }
    }
    return VB_PUSH(&f->pairs, pair) && VB_PUSH(&f->open, index);
}

static void close_top(struct finder *f, const struct mark *m)
{
    struct pair *p = top(f);

    p->quote.span.end  = m->at + m->len;
    p->quote.close_len = m->len;
    p->quote.closed    = true;
    p->fate            = CLOSED;
    f->open.n--;
}

static void drop_top(struct finder *f)
{
    top(f)->fate = DROPPED;
    f->open.n--;
}

enum turn { TURN_NOTHING, TURN_OPEN, TURN_CLOSE };

static enum turn double_turn(const struct mark *m, const struct pair *open)
{
    bool inside = open && can_pair(open->type, m->type);

    switch (m->type) {
    case LOW: case TICKS:
        return TURN_OPEN;
    case CURLY_OPEN:                               /* closes „so“ in German, and “so“ where a hand slipped */
        if (!inside) return TURN_OPEN;
        return m->fit == FIT_CLOSE || (open->type == LOW && m->fit != FIT_OPEN) ? TURN_CLOSE : TURN_OPEN;
    case CURLY_CLOSE:
        if (inside) return TURN_CLOSE;
        /* The wrong way round: ”So he said”, or he said,” so it is.” */
        return m->fit == FIT_OPEN || (m->after_pause && m->close_next) ? TURN_OPEN : TURN_NOTHING;
    case GUILLEMET_LEFT:
        return inside && (m->fit == FIT_CLOSE || open->type == GUILLEMET_RIGHT) ? TURN_CLOSE : TURN_OPEN;
    case GUILLEMET_RIGHT:
        if (inside) return TURN_CLOSE;
        return m->fit == FIT_OPEN ? TURN_OPEN : TURN_NOTHING;
    default:
        /* "Yes, "he said: a space on the wrong side, unless marks enough follow to close two. */
        if (m->fit == FIT_OPEN) return inside && !m->odd_left && m->closing_left < 2 ? TURN_CLOSE : TURN_OPEN;
        if (inside) return TURN_CLOSE;
        /* It should close and nothing is open: the space is on the wrong side, or a mark before it is missing. */
        return m->fit == FIT_EITHER || m->odd_left ? TURN_OPEN : TURN_NOTHING;
    }
}

/* A number before a straight mark: inches if taking it for a mark would leave an odd one at the end. */
static bool is_inches(const struct finder *f, vb_span p, const struct mark *m, const struct pair *open)
{
    unsigned n;
    uint32_t next;

    if (m->type != STRAIGHT || !open || open->type != STRAIGHT || !m->odd_left) return false;
    if (!vb_cp_is_digit(cp_before(f, p, m->at, &n))) return false;
    next = cp_at(f, p, m->at + m->len, &n);
    return n && !is_stop(next);
}

static bool take_double(struct finder *f, vb_span p, const struct mark *m, uint32_t paragraph)
{
    struct pair *open = top_double(f);

    if (is_inches(f, p, m, open)) return true;
    if (m->type == CURLY_CLOSE && m->measure && m->close_next) return true;        /* “he’s like 6’2”,” she said */
    switch (double_turn(m, open)) {
    case TURN_OPEN:
        return open_pair(f, m, paragraph);
    case TURN_CLOSE:
        if (top(f) != open) drop_top(f);           /* a single mark that opened inside and did not close: an apostrophe */
        close_top(f, m);
        return true;
    case TURN_NOTHING:
        break;
    }
    return true;
}

static bool take_single(struct finder *f, const struct mark *m, uint32_t paragraph)
{
    struct pair *open = top(f);
    bool         inside = open && is_single(open->type) && can_pair(open->type, m->type);

    if (m->fit == FIT_OPEN) {
        if (m->maybe_year && m->ahead != AHEAD_CLOSES) return true;
        if (open && is_single(open->type)) drop_top(f);    /* two in a row: the first was an apostrophe */
        return open_pair(f, m, paragraph);
    }
    if (!inside) return true;
    if (m->maybe_word && m->ahead == AHEAD_CLOSES) return true;
    close_top(f, m);
    return true;
}

/* Does paragraph `i` begin with an opening mark that takes up quotation marks of this kind? */
static bool is_reopened(const struct finder *f, const struct vb_text *text, uint32_t i, enum mark_type type)
{
    struct mark m;
    vb_span     p;

    if (i >= text->n_paragraphs) return false;
    p = text->paragraphs[i].span;
    if (!read_mark(f, p, p.beg, &m) || is_single(type) != is_single(m.type)) return false;
    if (is_single(m.type)) {
        judge_single(f, p, &m);
        return m.fit == FIT_OPEN && !m.no_mark && !m.maybe_year;
    }
    return (double_fit(f, p, m.at, m.len) != FIT_CLOSE) && can_pair(type, m.type == TICKS ? APOSTROPHES : m.type);
}

/* “He told me ‘I said “no” to them’ …: marks of a third level are no sign that one of the first was forgotten. */
static bool is_in_single(const struct finder *f, const struct pair *pair)
{
    const struct pair *outer = pair->quote.parent == VB_NONE ? NULL : &f->pairs.at[pair->quote.parent];
    return outer && is_single(outer->type) && outer->fate != DROPPED;
}

/*
 * What still stands open at the end of a paragraph. A double mark runs on to the end, except one that has a whole
 * quotation inside it and that the next paragraph does not take up: there a closing mark was forgotten, somewhere
 * before the next opening one. A single mark was an apostrophe, unless the next paragraph opens with one too.
 */
static void settle_open(struct finder *f, const struct vb_text *text, uint32_t paragraph)
{
    vb_span p = text->paragraphs[paragraph].span;
    bool    taken_up = false;

    for (size_t depth = f->open.n; depth-- > 0;) {
        struct pair *pair = &f->pairs.at[f->open.at[depth]];
        bool         goes_on = !taken_up && is_reopened(f, text, paragraph + 1, pair->type);
        if (is_single(pair->type) && !pair->after_pause) goes_on = false;
        taken_up |= goes_on;
        if (is_single(pair->type)) {
            pair->fate = goes_on ? RUNS_ON : DROPPED;
        } else {
            pair->fate = RUNS_ON;
            pair->cut  = pair->double_child != VB_NONE && !goes_on && !is_in_single(f, &f->pairs.at[pair->double_child]);
        }
        pair->quote.span.end = p.end;
        if (!pair->cut) continue;
        pair->quote.span.end = f->pairs.at[pair->double_child].quote.span.beg;
        pair->quote.span     = (vb_span){ pair->quote.span.beg,
                                          vb_text_trim(f->bytes, pair->quote.span).end };
    }
    f->open.n = 0;
}

/* Leave parents that are no quotations or end too early. Parents come first and are settled, so few steps lead up. */
static void settle_parents(struct finder *f)
{
    for (size_t i = 0; i < f->pairs.n; i++) {
        struct pair *pair = &f->pairs.at[i];
        uint32_t    *parent = &pair->quote.parent;
        while (*parent != VB_NONE && (f->pairs.at[*parent].fate == DROPPED ||
                                      f->pairs.at[*parent].quote.span.end <= pair->quote.span.beg))
            *parent = f->pairs.at[*parent].quote.parent;
    }
}

static bool write_quotes(struct finder *f, uint32_t *left_open)
{
    uint32_t before = *left_open;

    *left_open = VB_NONE;
    for (size_t i = 0; i < f->pairs.n; i++) {
        struct pair    *pair = &f->pairs.at[i];
        struct vb_quote q = pair->quote;
        if (pair->fate == DROPPED) continue;
        if (q.parent != VB_NONE) q.parent = f->pairs.at[q.parent].written;
        pair->written = (uint32_t)f->quotes.n;
        if (i == 0 && before != VB_NONE && pair->quote.kind == f->quotes.at[before].kind && pair->after_pause) q.continues = before;
        if (pair->fate == RUNS_ON && !pair->cut && q.parent == VB_NONE) *left_open = pair->written;
        if (!VB_PUSH(&f->quotes, q)) return false;
    }
    return true;
}

static bool find_in_paragraph(struct finder *f, const struct vb_text *text, uint32_t i, uint32_t *left_open)
{
    vb_span p = text->paragraphs[i].span;

    if (!find_marks(f, p)) return false;
    f->pairs.n = f->open.n = 0;
    for (size_t k = 0; k < f->marks.n; k++) {
        const struct mark *m = &f->marks.at[k];
        if (!(is_single(m->type) ? take_single(f, m, i) : take_double(f, p, m, i))) return false;
    }
    settle_open(f, text, i);
    settle_parents(f);
    /* Only a mark that is the paragraph's first character takes up what the paragraph before left open. */
    if (f->pairs.n && f->pairs.at[0].quote.span.beg != p.beg) *left_open = VB_NONE;
    return write_quotes(f, left_open);
}

vb_status vb_text_find_quotes(struct vb_arena *arena, struct vb_text *out, vb_error *err)
{
    struct finder f = { .bytes = out->bytes };
    uint32_t      left_open = VB_NONE;
    vb_status     st = VB_OK;

    for (uint32_t i = 0; i < out->n_paragraphs; i++)
        if (!find_in_paragraph(&f, out, i, &left_open)) goto nomem;
    if (!(out->quotes = vb_text_freeze(arena, f.quotes.at, f.quotes.n, sizeof *f.quotes.at, _Alignof(struct vb_quote)))) goto nomem;
    out->n_quotes = (uint32_t)f.quotes.n;
    goto done;
nomem:
    st = vb_fail_nomem(err);
done:
    vb_free(f.marks.at);
    vb_free(f.pairs.at);
    vb_free(f.open.at);
    vb_free(f.quotes.at);
    return st;
}
