/*
 * UTF-8 as Unicode's table 3-7 has it, and classes of code points.
 *
 * Classes come from utf8proc and not from <wctype.h>, whose answers change with the locale.
 */
#include "base.h"

#include <utf8proc.h>

/*
 * Length of the well-formed sequence at s[0..n), or 0. The second byte's range is what keeps out overlong forms,
 * surrogates and everything above U+10FFFF.
 */
static unsigned sequence_length(const unsigned char *s, size_t n)
{
    unsigned char lo = 0x80, hi = 0xBF;
    unsigned      len;

    if (s[0] < 0x80) return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
    len = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (n < len) return 0;
    if (s[0] == 0xE0) lo = 0xA0;
    if (s[0] == 0xED) hi = 0x9F;
    if (s[0] == 0xF0) lo = 0x90;
    if (s[0] == 0xF4) hi = 0x8F;
    if (s[1] < lo || s[1] > hi) return 0;
    for (unsigned i = 2; i < len; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    return len;
}

size_t vb_utf8_check(vb_str s)
{
    const unsigned char *p  = (const unsigned char *)s.ptr;
    size_t               at = 0;

    while (at < s.len) {
        unsigned len = sequence_length(p + at, s.len - at);
        if (!len) return at;
        at += len;
    }
    return at;
}

uint32_t vb_utf8_at(vb_str s, size_t at, unsigned *n_bytes)
{
    const unsigned char *p = (const unsigned char *)s.ptr + at;

    if (at >= s.len) {
        *n_bytes = 0;
        return 0;
    }
    if (p[0] < 0x80) {
        *n_bytes = 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *n_bytes = 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (uint32_t)(p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *n_bytes = 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (uint32_t)(p[2] & 0x3F);
    }
    *n_bytes = 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
           (uint32_t)(p[3] & 0x3F);
}

uint32_t vb_utf8_before(vb_str s, size_t at, unsigned *n_bytes)
{
    size_t beg = at;

    if (at == 0 || at > s.len) {
        *n_bytes = 0;
        return 0;
    }
    do beg--;
    while (beg > 0 && ((unsigned char)s.ptr[beg] & 0xC0) == 0x80);
    return vb_utf8_at(s, beg, n_bytes);
}

size_t vb_utf8_count(vb_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static utf8proc_category_t category(uint32_t cp) { return utf8proc_category((utf8proc_int32_t)cp); }

bool vb_cp_is_letter(uint32_t cp)
{
    if (cp < 0x80) return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
    switch (category(cp)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO: return true;
    default:                                              return false;
    }
}

bool vb_cp_is_upper(uint32_t cp)
{
    if (cp < 0x80) return cp >= 'A' && cp <= 'Z';
    return category(cp) == UTF8PROC_CATEGORY_LU || category(cp) == UTF8PROC_CATEGORY_LT;
}

bool vb_cp_is_lower(uint32_t cp)
{
    if (cp < 0x80) return cp >= 'a' && cp <= 'z';
    return category(cp) == UTF8PROC_CATEGORY_LL;
}

bool vb_cp_is_digit(uint32_t cp)
{
    if (cp < 0x80) return cp >= '0' && cp <= '9';
    return category(cp) == UTF8PROC_CATEGORY_ND;
}

bool vb_cp_is_alnum(uint32_t cp)
{
    if (cp < 0x80) return vb_cp_is_letter(cp) || vb_cp_is_digit(cp);
    switch (category(cp)) {
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO: return true;
    default:                                                                         return vb_cp_is_letter(cp);
    }
}

bool vb_cp_is_space(uint32_t cp)
{
    if (cp < 0x80) return cp == ' ' || (cp >= '\t' && cp <= '\r');
    if (cp == 0x85) return true;                  /* next line: a control character by category */
    switch (category(cp)) {
    case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP: return true;
    default:                                                                         return false;
    }
}

uint32_t vb_cp_lower(uint32_t cp)
{
    if (cp < 0x80) return cp >= 'A' && cp <= 'Z' ? cp + 0x20 : cp;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

bool vb_word_is_capital(vb_str word)
{
    unsigned n;
    return word.len > 0 && vb_cp_is_upper(vb_utf8_at(word, 0, &n));
}
