/*
 * Views: comparing and cutting, without copying and without a terminating NUL.
 */
#include "base.h"

#include <assert.h>
#include <string.h>

vb_str vb_str_of(const char *c) { return (vb_str){ c, c ? strlen(c) : 0 }; }

vb_str vb_str_sub(vb_str text, vb_span span)
{
    assert(span.beg <= span.end && span.end <= text.len);
    return (vb_str){ text.ptr + span.beg, span.end - span.beg };
}

bool vb_str_eq(vb_str a, vb_str b) { return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0); }

static unsigned char ascii_lower(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 'A' && u <= 'Z' ? (unsigned char)(u + ('a' - 'A')) : u;
}

bool vb_str_eq_nocase(vb_str a, vb_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) return false;
    return true;
}

bool vb_str_among(vb_str s, const char *const *list)
{
    for (; *list; list++)
        if (vb_str_eq_nocase(s, vb_str_of(*list))) return true;
    return false;
}

bool vb_str_starts(vb_str s, vb_str prefix)
{
    return prefix.len <= s.len && vb_str_eq((vb_str){ s.ptr, prefix.len }, prefix);
}

bool vb_str_ends(vb_str s, vb_str suffix)
{
    return suffix.len <= s.len && vb_str_eq((vb_str){ s.ptr + (s.len - suffix.len), suffix.len }, suffix);
}
