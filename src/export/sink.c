/*
 * Output in pieces of a few kilobytes, and numbers that no locale changes.
 */
#include "sink.h"

#include <string.h>

void sink_start(struct sink *s, struct vb_out out)
{
    s->out    = out;
    s->n      = 0;
    s->failed = false;
}

static void flush(struct sink *s)
{
    if (s->n > 0 && !s->failed && !s->out.write(s->out.ctx, s->buf, s->n)) s->failed = true;
    s->n = 0;
}

void sink_bytes(struct sink *s, const char *bytes, size_t n)
{
    if (n > sizeof s->buf - s->n) {
        flush(s);
        if (n > sizeof s->buf) {
            if (!s->failed && !s->out.write(s->out.ctx, bytes, n)) s->failed = true;
            return;
        }
    }
    if (n > 0) memcpy(s->buf + s->n, bytes, n);
    s->n += n;
}

void sink_str(struct sink *s, vb_str str) { sink_bytes(s, str.ptr, str.len); }
void sink_text(struct sink *s, const char *c) { sink_bytes(s, c, strlen(c)); }
void sink_char(struct sink *s, char c) { sink_bytes(s, &c, 1); }

void sink_number(struct sink *s, uint64_t n)
{
    char  digits[20];
    char *at = digits + sizeof digits;

    do *--at = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    sink_bytes(s, at, (size_t)(digits + sizeof digits - at));
}

void sink_score(struct sink *s, float score)
{
    /* printf would write the decimal comma of the caller's locale. A float times 1000 is exact in a double. */
    double   scaled = (double)score * 1000.0 + 0.5;
    unsigned n      = scaled > 0 ? (unsigned)scaled : 0;
    char     digits[4];

    sink_number(s, n / 1000);
    digits[0] = '.';
    digits[1] = (char)('0' + n / 100 % 10);
    digits[2] = (char)('0' + n / 10 % 10);
    digits[3] = (char)('0' + n % 10);
    sink_bytes(s, digits, digits[3] != '0' ? 4 : digits[2] != '0' ? 3 : 2);
}

static void put_json_escaped(struct sink *s, vb_str str)
{
    static const char hex[] = "0123456789abcdef";
    size_t            plain = 0;                   /* from here on nothing had to be escaped */

    for (size_t i = 0; i < str.len; i++) {
        unsigned char c       = (unsigned char)str.ptr[i];
        char          out[6]  = { '\\', 'u', '0', '0' };
        size_t        n       = 2;
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        sink_bytes(s, str.ptr + plain, i - plain);
        plain = i + 1;
        switch (c) {
        case '"':
        case '\\': out[1] = (char)c; break;
        case '\b': out[1] = 'b'; break;
        case '\f': out[1] = 'f'; break;
        case '\n': out[1] = 'n'; break;
        case '\r': out[1] = 'r'; break;
        case '\t': out[1] = 't'; break;
        default:
            out[4] = hex[c >> 4];
            out[5] = hex[c & 15];
            n      = 6;
        }
        sink_bytes(s, out, n);
    }
    sink_bytes(s, str.ptr + plain, str.len - plain);
}

void sink_json_string(struct sink *s, vb_str str)
{
    if (!str.ptr) {
        sink_text(s, "null");
        return;
    }
    sink_char(s, '"');
    for (size_t at = 0; at < str.len;) {
        bool   bad;
        put_json_escaped(s, sink_next_valid(str, &at, &bad));
        if (bad) sink_text(s, "\xEF\xBF\xBD");
    }
    sink_char(s, '"');
}

void sink_tenths(struct sink *s, int tenths)
{
    unsigned n = (unsigned)(tenths < 0 ? -tenths : tenths);

    if (tenths < 0) sink_char(s, '-');
    sink_number(s, n / 10);
    sink_char(s, '.');
    sink_char(s, (char)('0' + n % 10));
}

vb_status sink_end(struct sink *s, vb_error *err)
{
    flush(s);
    return s->failed ? vb_fail(err, VB_ERR_IO, "the output cannot be written") : VB_OK;
}

vb_str sink_next_valid(vb_str s, size_t *at, bool *bad)
{
    vb_str rest = { s.ptr + *at, s.len - *at };
    size_t n    = vb_utf8_check(rest);

    *bad = n < rest.len;
    *at += n + (*bad ? 1 : 0);
    return (vb_str){ rest.ptr, n };
}
