/*
 * The lexicon of time, and the numbers around it.
 *
 * Months and days of the week count only with a capital; "May" and "March" are sorted out by what stands around them (times.c).
 */
#include "time_words.h"
#include "times.h"

#include <string.h>

/* In order of bytes, a row for each thing that a word can be. `value` goes where the kind keeps it: vb_time_word. */
enum { SOME = UINT8_MAX };          /* a number that is not said */
static const struct entry { const char *word; uint8_t kind; uint8_t value; } lexicon[] = {
#include "time_lexicon.h"
};
enum { N_LEXICON = sizeof lexicon / sizeof *lexicon, WORD_MAX = 15 };

struct cursor { const struct vb_text *text; uint32_t end; };

static vb_str token(const struct cursor *c, uint32_t i)
{
    return i < c->end ? vb_str_sub(c->text->bytes, c->text->tokens[i].span) : (vb_str){ "", 0 };
}

static bool token_is(const struct cursor *c, uint32_t i, const char *word)
{
    return vb_str_eq_nocase(token(c, i), vb_str_of(word));
}

static void add(struct vb_time_word *w, enum vb_time_kind kind) { w->kinds[kind >> 6] |= (uint64_t)1 << (kind & 63); }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* ASCII digits with commas between groups of three: their value, or -1. */
static int32_t number_of(vb_str s)
{
    int32_t value = 0;
    if (s.len == 0 || s.len > 9) return -1;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ',' && i > 0 && (s.len - i) % 4 == 0) continue;
        if (!is_digit(s.ptr[i])) return -1;
        value = value * 10 + (s.ptr[i] - '0');
    }
    return value;
}

static int32_t part_of(vb_str s, size_t beg, size_t end) { return number_of((vb_str){ s.ptr + beg, end - beg }); }

/* ---- words in digits ------------------------------------------------------------------------------------------- */

static bool read_clock(vb_str s, struct vb_time_word *w)
{
    const char *mark = memchr(s.ptr, ':', s.len);
    bool        stop = !mark;
    int32_t     hour, minute;
    size_t      at;

    if (!mark) mark = memchr(s.ptr, '.', s.len);
    if (!mark) return false;
    at = (size_t)(mark - s.ptr);
    if (at == 0 || at > 2 || s.len - at - 1 != 2) return false;
    hour   = part_of(s, 0, at);
    minute = part_of(s, at + 1, s.len);
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59) return false;
    w->number = hour * 60 + minute;
    add(w, stop ? TW_STOP_CLOCK : TW_CLOCK);
    return true;
}

/* 2023-08-30, 30/8/2023, 30.08.2023, 8/30/23: the last three only where one of day and month is above 12, or both are equal. */
static bool read_numeric_date(vb_str s, struct vb_time_word *w)
{
    size_t  beg = 0, n = 0;
    int32_t p[3];
    size_t  len[3];
    char    mark = 0;

    if (s.len < 6 || s.len > 10) return false;
    for (size_t i = 0; i <= s.len; i++) {
        if (i < s.len && is_digit(s.ptr[i])) continue;
        if (n == 3 || i == beg || (i < s.len && !strchr("-/.", s.ptr[i])) || (mark && i < s.len && s.ptr[i] != mark)) return false;
        if (i < s.len) mark = s.ptr[i];
        p[n] = part_of(s, beg, i);
        len[n++] = i - beg;
        beg = i + 1;
    }
    if (n != 3) return false;
    if (len[0] == 4 && mark == '-') *w = (struct vb_time_word){.year = (int16_t)p[0], .month = (int16_t)p[1], .day = (int16_t)p[2]};
    else {
        int32_t year = len[2] == 2 && mark == '/' ? (p[2] < 50 ? 2000 : 1900) + p[2] : p[2];
        bool    day_first = mark == '.' || p[0] > 12 || p[0] == p[1];
        if (len[0] > 2 || len[1] > 2 || (len[2] != 4 && !(len[2] == 2 && mark == '/')) || mark == '-') return false;
        if (!day_first && p[1] <= 12) return false;
        *w = (struct vb_time_word){ .year  = (int16_t)year, .month = (int16_t)(day_first ? p[1] : p[0]),
                                    .day   = (int16_t)(day_first ? p[0] : p[1]) };
    }
    add(w, TW_ISO_DATE);
    return true;
}

/* 1990s, '90s */
static bool read_decade(vb_str s, struct vb_time_word *w)
{
    int32_t value;

    if (s.ptr[0] == '\'') s = (vb_str){ s.ptr + 1, s.len - 1 };
    else if (vb_str_starts(s, VB_STR("\xE2\x80\x99")) || vb_str_starts(s, VB_STR("\xE2\x80\x98")))
        s = (vb_str){s.ptr + 3, s.len - 3};
    else if (s.len != 5) return false;
    if ((s.len != 5 && s.len != 3) || s.ptr[s.len - 1] != 's') return false;
    value = part_of(s, 0, s.len - 1);
    if (s.len == 3 && value >= 0) value += 1900;
    if (value < 1000 || value >= 2100 || value % 10) return false;
    w->number = value / 10;
    add(w, TW_DECADE);
    return true;
}

static void read_digits(vb_str s, struct vb_time_word *w)
{
    static const char *const endings[] = { "st", "nd", "rd", "th" };
    size_t  digits = 0;
    int32_t value;

    while (digits < s.len && is_digit(s.ptr[digits])) digits++;
    if (digits && digits + 2 == s.len) {
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
            if (!vb_str_eq_nocase((vb_str){ s.ptr + digits, 2 }, vb_str_of(endings[i]))) continue;
            w->number = part_of(s, 0, digits);
            add(w, TW_ORDINAL);
            if (w->number >= 1 && w->number <= 31) add(w, TW_DAYNUM);
            return;
        }
    }
    if (vb_str_eq(s, VB_STR("9/11"))) {                      /* known by its date */
        *w = (struct vb_time_word){.year = 2001, .month = 9, .day = 11};
        add(w, TW_ISO_DATE);
        return;
    }
    if (read_clock(s, w) || read_decade(s, w) || read_numeric_date(s, w)) return;
    if ((value = number_of(s)) < 0) return;
    w->number = value;
    add(w, TW_NUMBER);
    if (s.len <= 2 && value >= 1 && value <= 31) add(w, TW_DAYNUM);
    if (s.len == 4 && value >= 1000 && value < 2100) add(w, TW_YEAR);
    if (s.len == 4 && value <= 2400 && value % 100 < 60) add(w, TW_HOUR_DIGITS);
}

/* ---- words in letters ------------------------------------------------------------------------------------------ */

static void take_entry(const struct entry *e, struct vb_time_word *w)
{
    add(w, (enum vb_time_kind)e->kind);
    if (e->kind == TW_NUMBER || e->kind == TW_ORDINAL || e->kind == TW_QUARTER)
        w->number = e->value == SOME ? VB_TIME_SOME : e->value;
    else if (e->kind == TW_UNIT || e->kind == TW_UNITS || e->kind == TW_SET) w->unit = e->value;
    else if (e->value) w->what = e->value;
}

static bool needs_capital(uint8_t kind)
{
    return kind == TW_MONTH || kind == TW_SHORT_MONTH || kind == TW_WEEKDAY || kind == TW_SHORT_WEEKDAY || kind == TW_WEEKDAYS;
}

static void read_letters(vb_str s, struct vb_time_word *w)
{
    char   lower[WORD_MAX + 1];
    size_t low = 0, high = N_LEXICON;
    bool   capital = s.ptr[0] >= 'A' && s.ptr[0] <= 'Z';

    if (s.len > WORD_MAX) return;
    for (size_t i = 0; i < s.len; i++) lower[i] = (char)(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? s.ptr[i] | 0x20 : s.ptr[i]);
    lower[s.len] = '\0';
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (strcmp(lexicon[mid].word, lower) < 0) low = mid + 1;
        else high = mid;
    }
    for (; low < N_LEXICON && strcmp(lexicon[low].word, lower) == 0; low++)
        if (capital || !needs_capital(lexicon[low].kind)) take_entry(&lexicon[low], w);
}

static void read_marks(vb_str s, struct vb_time_word *w)
{
    if (vb_str_eq(s, VB_STR(","))) add(w, TW_COMMA);
    else if (vb_str_eq(s, VB_STR("("))) add(w, TW_OPEN);
    else if (vb_str_eq(s, VB_STR(")"))) add(w, TW_CLOSE);
    else if (vb_str_eq(s, VB_STR("-")) || vb_str_eq(s, VB_STR("\xE2\x80\x93")) || vb_str_eq(s, VB_STR("\xE2\x80\x90")) ||
             vb_str_eq(s, VB_STR("\xE2\x80\x91"))) add(w, TW_HYPHEN);
}

static void read_token(vb_str s, struct vb_time_word *w)
{
    uint8_t mod = VB_MOD_NONE;

    if (s.len > 4 && vb_str_eq_nocase((vb_str){ s.ptr, 4 }, VB_STR("mid-"))) {       /* one token: mid-June, mid-1990s */
        s   = (vb_str){ s.ptr + 4, s.len - 4 };
        mod = VB_MOD_MID;
    }
    if (is_digit(s.ptr[0]) || s.ptr[0] == '\'' || vb_str_starts(s, VB_STR("\xE2\x80\x99")) ||
        vb_str_starts(s, VB_STR("\xE2\x80\x98")))
        read_digits(s, w);
    else if ((s.ptr[0] | 0x20) >= 'a' && (s.ptr[0] | 0x20) <= 'z') read_letters(s, w);
    else read_marks(s, w);
    w->mod = mod;
}

/* ---- several tokens that are one word -------------------------------------------------------------------------- */

static const struct vb_time_word nothing;

/* "twelve", "twenty-five", "200": how many tokens, 0 for no number. `value` may be VB_TIME_SOME. */
static uint32_t read_plain_number(const struct cursor *c, uint32_t at, int32_t *value)
{
    struct vb_time_word tens = nothing, ones = nothing;
    uint32_t            next = token_is(c, at + 1, "-") ? at + 2 : at + 1;

    if (at >= c->end) return 0;
    read_token(token(c, at), &tens);
    if (!vb_time_word_is(&tens, TW_NUMBER)) return 0;
    *value = tens.number;
    if (tens.number < 20 || tens.number > 90 || tens.number % 10 || is_digit(token(c, at).ptr[0]) || next >= c->end) return 1;
    read_token(token(c, next), &ones);
    if (!vb_time_word_is(&ones, TW_NUMBER) || ones.number < 1 || ones.number > 9 || is_digit(token(c, next).ptr[0])) return 1;
    *value += ones.number;
    return next - at + 1;
}

static int32_t scale_of(const struct cursor *c, uint32_t at)
{
    if (token_is(c, at, "hundred")) return 100;
    if (token_is(c, at, "thousand")) return 1000;
    return token_is(c, at, "dozen") ? 12 : 0;
}

/* Numbers of several tokens: "a hundred", "two hundred and fifty", "a few", "a couple of", "dozens of". 0 for a plain token too. */
static uint32_t read_number(const struct cursor *c, uint32_t at, struct vb_time_word *w)
{
    bool     article = token_is(c, at, "a") || token_is(c, at, "an");
    uint32_t n       = 1, rest_n;
    int32_t  value   = 1, scale, rest = 0;

    if (article && (token_is(c, at + 1, "few") || token_is(c, at + 1, "couple"))) {
        value = VB_TIME_SOME;
        n     = 2;
    } else if (!article && !(n = read_plain_number(c, at, &value))) return 0;
    if (value == VB_TIME_SOME) {
        if (token_is(c, at + n, "of")) n++;
    } else if ((scale = scale_of(c, at + n)) && value < 10000) {
        value *= scale;
        n++;
        if (token_is(c, at + n, "and") && (rest_n = read_plain_number(c, at + n + 1, &rest)) && rest > 0 && rest < scale) {
            value += rest;
            n += 1 + rest_n;
        }
    }
    if (n == 1) return 0;                                    /* the token may be other things as well */
    w->number = value;
    add(w, TW_NUMBER);
    return n;
}

/* "twenty-first", "thirty-first" */
static uint32_t read_ordinal(const struct cursor *c, uint32_t at, struct vb_time_word *w)
{
    struct vb_time_word tens = nothing, ones = nothing;

    if (at + 2 >= c->end || !token_is(c, at + 1, "-")) return 0;
    read_token(token(c, at), &tens);
    read_token(token(c, at + 2), &ones);
    if (!vb_time_word_is(&tens, TW_NUMBER) || !vb_time_word_is(&ones, TW_ORDINAL)) return 0;
    if (tens.number < 20 || tens.number > 90 || tens.number % 10 || ones.number < 1 || ones.number > 9) return 0;
    w->number = tens.number + ones.number;
    add(w, TW_ORDINAL);
    return 3;
}

static const struct { const char *words; uint8_t kind, value; } phrases[] = {
    { "this past", TW_DIRECTION, DIRECTION_RECENT },         { "this coming", TW_DIRECTION, DIRECTION_COMING },
    { "this upcoming", TW_DIRECTION, DIRECTION_COMING },     { "the coming", TW_COMING, 0 },
    { "the upcoming", TW_COMING, 0 },                        { "the same", TW_DIRECTION, DIRECTION_SAME },
    { "that same", TW_DIRECTION, DIRECTION_SAME },           { "that very", TW_DIRECTION, DIRECTION_SAME },
    { "the very next", TW_DIRECTION, DIRECTION_FOLLOWING },  { "the next", TW_DIRECTION, DIRECTION_FOLLOWING },
    { "the following", TW_DIRECTION, DIRECTION_FOLLOWING },  { "the previous", TW_DIRECTION, DIRECTION_PREVIOUS },
    { "the preceding", TW_DIRECTION, DIRECTION_PREVIOUS },   { "every single", TW_EVERY, 0 },
    { "o'clock", TW_OCLOCK, 0 },                             { "in the past", TW_REF, REF_PAST },
    { "in the future", TW_REF, REF_FUTURE },                 { "in future", TW_REF, REF_FUTURE },
    { "in the near future", TW_REF, REF_FUTURE },            { "christmas day", TW_HOLIDAY, VB_HOLIDAY_CHRISTMAS },
    { "christmas eve", TW_HOLIDAY, VB_HOLIDAY_CHRISTMAS_EVE }, {"since then", TW_THEN, 0},
    { "boxing day", TW_HOLIDAY, VB_HOLIDAY_BOXING_DAY },
    { "new year 's eve", TW_HOLIDAY, VB_HOLIDAY_NEW_YEARS_EVE }, { "new year 's day", TW_HOLIDAY, VB_HOLIDAY_NEW_YEARS_DAY },
    { "new year \xE2\x80\x99s eve", TW_HOLIDAY, VB_HOLIDAY_NEW_YEARS_EVE },
    { "new year \xE2\x80\x99s day", TW_HOLIDAY, VB_HOLIDAY_NEW_YEARS_DAY },
};

/* Do the tokens from `at` spell these words? How many tokens, or 0. */
static uint32_t spells(const struct cursor *c, uint32_t at, const char *words)
{
    uint32_t n = 0;
    while (*words) {
        size_t len = strcspn(words, " ");
        if (!vb_str_eq_nocase(token(c, at + n), (vb_str){ words, len })) return 0;
        n++;
        words += len + (words[len] == ' ');
    }
    return n;
}

static uint32_t read_phrase(const struct cursor *c, uint32_t at, struct vb_time_word *w)
{
    uint32_t longest = 0;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        uint32_t n = spells(c, at, phrases[i].words);
        if (n <= longest) continue;
        *w = nothing;
        add(w, (enum vb_time_kind)phrases[i].kind);
        w->what = phrases[i].value;
        longest = n;
    }
    return longest;
}

uint32_t vb_time_words_read(const struct vb_text *text, uint32_t first, uint32_t end, struct vb_time_word *out)
{
    struct cursor c = { text, end };
    uint32_t n = 0;

    for (uint32_t i = first; i < end; n++) {
        uint32_t used;
        out[n] = nothing;
        if (!(used = read_phrase(&c, i, &out[n])) && !(used = read_ordinal(&c, i, &out[n])) &&
            !(used = read_number(&c, i, &out[n]))) {
            read_token(token(&c, i), &out[n]);
            used = 1;
        }
        out[n].token    = i;
        out[n].n_tokens = used;
        i += used;
    }
    return n;
}
