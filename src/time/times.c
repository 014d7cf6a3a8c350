/*
 * The time layer: one pass over the sentences. Each expression is read from its words (time_patterns.c), sorted out from what only
 * looks like one (time_traps.c), and valued (time_value.c) from the date of the text, the tense beside it and the times before it.
 */
#include "times.h"
#include "time_tense.h"
#include "time_traps.h"
#include "time_value.h"

#include <string.h>

enum { DATELINE_PARAGRAPHS = 4, DATELINE_TOKENS = 8, SPEECH_DAYS = 7 };
enum { STEP_MAX = 1 };             /* a year once said holds in its sentence and the one after */

struct finder {
    const struct vb_text *text;
    const struct vb_syntax *syntax;
    struct vb_time_word *words;
    struct vb_arena *arena;
    struct vb_time_anchor anchor;
    struct vb_date lead;           /* first day told of: the day of speeches quoted without one */
    uint32_t last_time, any_time;  /* rows of anchor.last and .any */
    uint32_t said_sentence;        /* of anchor.said_year */
    uint32_t quote;                /* first quotation that does not end before the sentence */
    bool     may_is_name;
    VB_LIST(struct vb_time) rows;
};

/* ---- the date of the text ---------------------------------------------------------------------------------------- */

static int digits(vb_str s, size_t beg, size_t n)
{
    int value = 0;
    if (beg + n > s.len) return -1;
    for (size_t i = beg; i < beg + n; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return -1;
        value = value * 10 + (s.ptr[i] - '0');
    }
    return value;
}

/* YYYY, YYYY-MM or YYYY-MM-DD, with or without a time of day behind it; year 0 for anything else. */
static struct vb_date read_date(vb_str s)
{
    struct vb_date date = { digits(s, 0, 4), 0, 0 };
    int month, day;

    if (!s.ptr || date.year < 1) return (struct vb_date){ 0 };
    if (s.len < 7 || s.ptr[4] != '-' || (month = digits(s, 5, 2)) < 1 || month > 12) return date;
    date.month = month;
    if (s.len < 10 || s.ptr[7] != '-' || (day = digits(s, 8, 2)) < 1 || !vb_calendar_is_date(date.year, month, day)) return date;
    date.day = day;
    return date;
}

/* "LONDON, Aug. 30, 2023 (Reuters)", "Wednesday, August 30, 2023": a date with its year near the head of one of the first
 * paragraphs. */
static struct vb_date dateline(const struct finder *f)
{
    for (uint32_t k = 0; k < f->text->n_sentences && f->text->sentences[k].paragraph < DATELINE_PARAGRAPHS; k++) {
        const struct vb_sentence *s = &f->text->sentences[k];
        uint32_t n;
        if (k > 0 && f->text->sentences[k - 1].paragraph == s->paragraph) continue;
        n = vb_time_words_read(f->text, s->first_token, s->first_token + s->n_tokens, f->words);
        for (uint32_t i = 0; i < n && f->words[i].token < s->first_token + DATELINE_TOKENS; i++) {
            struct vb_time_fields e;
            struct vb_date date;
            if (!vb_time_pattern_match(f->words, n, i, &e) || e.form != FORM_DATE || !e.has_year) continue;
            date = (struct vb_date){ e.year, e.month, e.day };
            if (vb_calendar_is_date(date.year, date.month, date.day)) return date;
        }
    }
    return (struct vb_date){ 0 };
}

/* ---- one expression ------------------------------------------------------------------------------------------------ */

static bool is_word_token(const struct finder *f, const struct vb_sentence *s, uint32_t i)
{
    unsigned n;
    return i < s->first_token + s->n_tokens && vb_cp_is_alnum(vb_utf8_at(f->text->bytes, f->text->tokens[i].span.beg, &n));
}

/* "two days before the vote" counts from the vote: how long. "Two days before, they had met": from the time before. */
static void settle_before(const struct finder *f, const struct vb_sentence *s, struct vb_time_fields *e)
{
    const struct vb_time_word *last = &f->words[e->end - 1];
    if (e->form != FORM_SHIFT || e->the || !vb_time_word_is(last, TW_BEFORE) || !is_word_token(f, s, last->token + 1)) return;
    e->form = FORM_DURATION;
    e->direction = DIRECTION_NONE;
    e->end--;
}

/* "said that Monday's attack": a conjunction. */
static void settle_that(const struct finder *f, struct vb_time_fields *e)
{
    const struct vb_time_word *first = &f->words[e->beg];
    if (e->direction != DIRECTION_SAME || first->n_tokens > 1 || e->prefixed) return;
    if (e->form != FORM_WEEKDAY && e->form != FORM_MONTH && e->form != FORM_SEASON && e->form != FORM_DATE) return;
    e->direction = DIRECTION_NONE;
    e->beg++;
}

static bool is_quoted(struct finder *f, const struct vb_sentence *s, uint32_t byte)
{
    const struct vb_text *t = f->text;
    while (f->quote < t->n_quotes && t->quotes[f->quote].span.end <= s->span.beg) f->quote++;
    for (uint32_t i = f->quote; i < t->n_quotes && t->quotes[i].span.beg <= byte && i < f->quote + 16; i++)
        if (t->quotes[i].kind == VB_QUOTE_DOUBLE && byte < t->quotes[i].span.end) return true;
    return false;
}

static bool is_within_days(struct vb_date d, struct vb_date text)
{
    int32_t ago;
    if (!d.day || !text.day) return false;
    ago = vb_calendar_serial(text) - vb_calendar_serial(d);
    return ago >= 0 && ago <= SPEECH_DAYS;
}

static struct vb_date today(struct finder *f, const struct vb_sentence *s, uint32_t byte)
{
    const struct vb_time_anchor *a = &f->anchor;
    if (!is_quoted(f, s, byte)) return a->text;
    if (is_within_days(a->near, a->text)) return a->near;
    if (a->near.year) return a->text;
    return is_within_days(f->lead, a->text) ? f->lead : a->text;
}

/* What later times can rest on. */
static void remember(struct finder *f, const struct vb_time_fields *e, const struct vb_time_value *v, uint32_t k, uint32_t row)
{
    struct vb_time_anchor *a = &f->anchor;
    uint32_t paragraph = f->text->sentences[k].paragraph;
    bool     headline  = f->text->paragraphs[paragraph].role == VB_ROLE_HEADLINE;

    if (!v->date.year) return;
    a->any      = v->date;
    f->any_time = row;
    if (e->has_year && e->year != a->text.year && (e->form != FORM_YEAR || e->year < a->text.year)) {
        a->said_year     = e->year;
        f->said_sentence = k + (e->form == FORM_YEAR ? 0 : STEP_MAX);
    } else if (e->form != FORM_DATE && e->form != FORM_MONTH) a->said_year = 0;
    if (!v->date.day) return;
    if (!a->text.day || vb_calendar_serial(v->date) <= vb_calendar_serial(a->text)) a->past = v->date;
    a->last      = v->date;
    f->last_time = row;
    a->near      = v->date;
    if (!f->lead.year && !headline && (e->form == FORM_WEEKDAY || e->form == FORM_DAY) && v->basis != VB_BASIS_TEXT &&
        is_within_days(v->date, a->text))
        f->lead = v->date;
}

static uint32_t row_it_rests_on(const struct finder *f, const struct vb_time_fields *e, const struct vb_time_value *v)
{
    if (v->basis != VB_BASIS_TIME) return VB_NONE;
    if (e->form == FORM_DATE || e->form == FORM_MONTH || v->date.year == 0 || !v->date.day) return f->any_time;
    return f->last_time;
}

/* "10:42 GMT" at the head of a paragraph: the entry of a page that is kept up to date is of the day of the text. */
static bool is_stamp(const struct finder *f, uint32_t k, const struct vb_time_fields *e, uint32_t first)
{
    const struct vb_sentence *s = &f->text->sentences[k];
    return e->form == FORM_CLOCK && first == s->first_token && (k == 0 || s[-1].paragraph != s->paragraph) &&
           f->anchor.text.day != 0;
}

static bool take(struct finder *f, uint32_t k, struct vb_time_fields *e, uint32_t *end)
{
    const struct vb_sentence *s = &f->text->sentences[k];
    struct vb_time_value v;
    struct vb_time row = { 0 };
    uint32_t first, stop;

    settle_before(f, s, e);
    settle_that(f, e);
    *end  = e->end;
    first = f->words[e->beg].token;
    stop  = f->words[e->end - 1].token + f->words[e->end - 1].n_tokens;
    if (vb_time_is_trap(f->text, s, e, first, stop, f->may_is_name)) return true;
    if (k > f->said_sentence) f->anchor.said_year = 0;
    f->anchor.tense = vb_time_tense_at(f->text, f->syntax, s, first, stop);
    f->anchor.today = today(f, s, f->text->tokens[first].span.beg);
    if (is_stamp(f, k, e, first)) f->anchor.near = f->anchor.text;
    vb_time_value_of(e, &f->anchor, &v);
    if (!v.text[0]) return true;
    row.span  = (vb_span){ f->text->tokens[first].span.beg, f->text->tokens[stop - 1].span.end };
    row.value = vb_arena_copy(f->arena, vb_str_of(v.text));
    if (!row.value.ptr) return false;
    row.cls      = v.cls;
    row.mod      = v.mod;
    row.basis    = v.basis;
    row.based_on = row_it_rests_on(f, e, &v);
    if (!VB_PUSH(&f->rows, row)) return false;
    remember(f, e, &v, k, (uint32_t)f->rows.n - 1);
    return true;
}

static bool read_sentence(struct finder *f, uint32_t k)
{
    const struct vb_sentence *s = &f->text->sentences[k];
    uint32_t n = vb_time_words_read(f->text, s->first_token, s->first_token + s->n_tokens, f->words);

    if (k == 0 || f->text->sentences[k - 1].paragraph != s->paragraph) {
        f->anchor.near = (struct vb_date){ 0 };
        f->anchor.said_year = 0;
    }
    for (uint32_t i = 0; i < n;) {
        struct vb_time_fields e;
        if (!(f->words[i].kinds[0] | f->words[i].kinds[1]) || !vb_time_pattern_match(f->words, n, i, &e)) {
            i++;
            continue;
        }
        if (!take(f, k, &e, &i)) return false;
    }
    return true;
}

vb_status vb_times_find(const struct vb_text *text, const struct vb_syntax *syntax, vb_str date, struct vb_arena *arena,
                        struct vb_times *out, vb_error *err)
{
    struct finder f = {
        .text = text, .syntax = syntax, .arena = arena, .last_time = VB_NONE, .any_time = VB_NONE};
    struct vb_time *rows;
    uint32_t longest = 0;
    vb_status st = VB_OK;

    *out = (struct vb_times){ 0 };
    if (!vb_text_is_english(text)) return VB_OK;
    for (uint32_t k = 0; k < text->n_sentences; k++)
        if (text->sentences[k].n_tokens > longest) longest = text->sentences[k].n_tokens;
    if (!(f.words = vb_alloc((longest + 1) * sizeof *f.words))) return vb_fail_nomem(err);
    f.anchor.text = read_date(date);
    if (!f.anchor.text.year) f.anchor.text = dateline(&f);
    f.anchor.last = f.anchor.any = f.anchor.text;
    f.may_is_name = vb_time_may_is_name(text);
    for (uint32_t k = 0; k < text->n_sentences; k++)
        if (!read_sentence(&f, k)) {
            st = vb_fail_nomem(err);
            goto done;
        }
    if (!(rows = VB_NEW(arena, struct vb_time, f.rows.n))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    if (f.rows.n) memcpy(rows, f.rows.at, f.rows.n * sizeof *rows);
    *out = (struct vb_times){ rows, (uint32_t)f.rows.n };
done:
    vb_free(f.rows.at);
    vb_free(f.words);
    return st;
}

const char *vb_time_class_name(vb_time_class cls)
{
    static const char *const names[] = { "DATE", "TIME", "DURATION", "SET" };
    return cls < sizeof names / sizeof *names ? names[cls] : NULL;
}

const char *vb_time_mod_name(vb_time_mod mod)
{
    static const char *const names[] = { NULL, "START", "MID", "END", "BEFORE", "AFTER", "MORE_THAN", "LESS_THAN", "APPROX" };
    return mod < sizeof names / sizeof *names ? names[mod] : NULL;
}
