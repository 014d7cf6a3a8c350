/*
 * Keys: the form in which names meet, and the cutting of cells into names.
 *
 * One function folds what the tables hold and what a text asks for, so that they cannot differ. Accents go because news drops
 * them as often as not; letters that Unicode does not take apart (ø, ł) go by a list. Short keys in capitals stay as they are:
 * "US" is a state and "us" is not.
 */
#include "tables.h"

#include <string.h>
#include <utf8proc.h>

enum { CAPITALS_MAX = 4 };         /* letters of a key that keeps its capitals */

/* Latin letters without a decomposition, and how news writes them without the letter. */
static const struct { uint32_t cp; char as[3]; } plain[] = {
    { 0xC6, "AE" }, { 0xD0, "D" }, { 0xD8, "O" }, { 0xDE, "TH" }, { 0xDF, "ss" }, { 0xE6, "ae" }, { 0xF0, "d" }, { 0xF8, "o" },
    { 0xFE, "th" }, { 0x110, "D" }, { 0x111, "d" }, { 0x126, "H" }, { 0x127, "h" }, { 0x131, "i" }, { 0x141, "L" }, { 0x142, "l" },
    { 0x152, "OE" }, { 0x153, "oe" }, { 0x18F, "A" }, { 0x259, "a" },
};

struct folding {
    char  *to;
    size_t n;
    bool   space;                  /* one is due before the next character */
    bool   over;                   /* did not fit */
    bool   wide;                   /* something beyond ASCII was written */
    bool   small;                  /* a letter that is no capital was written */
    unsigned n_letters;
};

static void put(struct folding *f, uint32_t cp)
{
    if (f->space && f->n) {
        if (f->n == VB_KB_NAME_MAX) f->over = true;
        else f->to[f->n++] = ' ';
    }
    f->space = false;
    if (vb_cp_is_letter(cp)) {
        f->n_letters++;
        if (!vb_cp_is_upper(cp)) f->small = true;
    }
    if (cp < 0x80) {
        if (f->n == VB_KB_NAME_MAX) f->over = true;
        else f->to[f->n++] = (char)cp;
        return;
    }
    f->wide = true;
    if (VB_KB_NAME_MAX - f->n < 4) f->over = true;
    else f->n += (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)f->to + f->n);
}

static void put_apostrophe(struct folding *f)
{
    f->space = false;              /* tokens part "People 's", names do not */
    put(f, '\'');
}

/* A full stop is the caller's: whether it stays depends on what is around it. */
static void put_ascii(struct folding *f, unsigned char c)
{
    if (c <= ' ' || c == '-' || c == ',' || c == '"' || c == 0x7F) f->space = true;
    else if (c == '\'' || c == '`') put_apostrophe(f);
    else put(f, c);
}

/* What needs no decomposition. */
static bool put_known(struct folding *f, uint32_t cp)
{
    switch (cp) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x02BB:
    case 0x02BC:
    case 0x02BE:
    case 0x02BF:
    case 0xB4: put_apostrophe(f); return true;
    case 0x2010: case 0x2011: case 0x2012: case 0x2013:                                                  /* hyphens, en dash */
    case 0x201C:
    case 0x201D:
    case 0xAB:
    case 0xBB: /* marks round a nickname */ f->space = true; return true;
    default: break;
    }
    if (vb_cp_is_space(cp) || cp < 0xA0) {
        f->space = true;
        return true;
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (plain[i].cp != cp) continue;
        for (const char *c = plain[i].as; *c; c++) put(f, (unsigned char)*c);
        return true;
    }
    return false;
}

static void put_wide(struct folding *f, uint32_t cp)
{
    utf8proc_int32_t parts[32];
    int              bound = 0;
    utf8proc_ssize_t n;

    if (put_known(f, cp)) return;
    /* Soft hyphens, joiners and direction marks are not written out: they are left out too. */
    n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, sizeof parts / sizeof *parts,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE, &bound);
    if (n > (utf8proc_ssize_t)(sizeof parts / sizeof *parts)) n = sizeof parts / sizeof *parts;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        uint32_t part = (uint32_t)parts[i];
        if (part == '.' || utf8proc_category(parts[i]) == UTF8PROC_CATEGORY_CF) continue;
        if (part < 0x80) put_ascii(f, (unsigned char)part);
        else if (!put_known(f, part)) put(f, part);
    }
}

/* Small letters for what is beyond ASCII, where they may take more bytes. */
static size_t lower_wide(char *key, size_t n)
{
    char   low[VB_KB_KEY_MAX];
    size_t to = 0;

    for (size_t at = 0; at < n;) {
        unsigned len;
        uint32_t cp = vb_cp_lower(vb_utf8_at((vb_str){ key, n }, at, &len));
        if (VB_KB_NAME_MAX - to < 4) return 0;
        to += (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)low + to);
        at += len;
    }
    memcpy(key, low, to);
    return to;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

size_t vb_kb_fold(vb_str name, char to[VB_KB_KEY_MAX])
{
    struct folding f = { .to = to };

    for (size_t at = 0; at < name.len && !f.over;) {
        unsigned char c = (unsigned char)name.ptr[at];
        if (c >= 0x80) {
            unsigned len;
            uint32_t cp = vb_utf8_at(name, at, &len);
            put_wide(&f, cp);
            at += len;
            continue;
        }
        at++;
        if (c != '.') put_ascii(&f, c);
        else if (at >= 2 && at < name.len && is_digit(name.ptr[at - 2]) && is_digit(name.ptr[at])) put(&f, c);
    }
    if (f.over) return 0;
    if (!f.small && f.n_letters > 0 && f.n_letters <= CAPITALS_MAX) return f.n;
    for (size_t i = 0; i < f.n; i++)
        if (to[i] >= 'A' && to[i] <= 'Z') to[i] = (char)(to[i] + ('a' - 'A'));
    return f.wide ? lower_wide(to, f.n) : f.n;
}

bool vb_kb_fold_lower(char *key, size_t n)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (key[i] < 'A' || key[i] > 'Z') continue;
        key[i] = (char)(key[i] + ('a' - 'A'));
        any    = true;
    }
    return any;
}

bool vb_kb_next_item(vb_str *rest, vb_str *item)
{
    const char *bar;

    if (!rest->ptr) return false;
    bar   = rest->len ? memchr(rest->ptr, '|', rest->len) : NULL;
    *item = (vb_str){ rest->ptr, bar ? (size_t)(bar - rest->ptr) : rest->len };
    if (bar) *rest = (vb_str){ bar + 1, rest->len - item->len - 1 };
    else *rest = (vb_str){ 0 };
    return true;
}

/* ---- dates --------------------------------------------------------------------------------------------------------------- */

static bool digits(vb_str s, size_t at, size_t n, int32_t *out)
{
    *out = 0;
    if (at + n > s.len) return false;
    for (size_t i = at; i < at + n; i++) {
        if (!is_digit(s.ptr[i])) return false;
        *out = *out * 10 + (s.ptr[i] - '0');
    }
    return true;
}

static int32_t days_of(int32_t year, int32_t month)
{
    static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) return 29;
    return days[month - 1];
}

bool vb_kb_date(vb_str s, int32_t *first, int32_t *last)
{
    int32_t year, month, day;

    if (!digits(s, 0, 4, &year) || year == 0) return false;
    *first = year * 10000 + 101;
    *last  = year * 10000 + 1231;
    if (s.len == 4) return true;
    if (s.ptr[4] != '-' || !digits(s, 5, 2, &month) || month < 1 || month > 12) return false;
    *first = year * 10000 + month * 100 + 1;
    *last  = year * 10000 + month * 100 + days_of(year, month);
    if (s.len == 7) return true;
    if (s.len != 10 || s.ptr[7] != '-' || !digits(s, 8, 2, &day) || day < 1 || day > days_of(year, month)) return false;
    *first = *last = year * 10000 + month * 100 + day;
    return true;
}
