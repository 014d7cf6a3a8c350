/*
 * Words flowing into lines of a width, for the writers that print for a person.
 */
#include "flow.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MIN_COLUMNS = 24 };

static const char ellipsis[] = " \xE2\x80\xA6 ", replacement[] = "\xEF\xBF\xBD";

/* Columns of a terminal that a code point takes: enough to wrap by, and no table to keep up to date. */
static unsigned columns(uint32_t cp)
{
    static const struct { uint32_t first, last; } wide[] = {
        { 0x1100, 0x115F }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
        { 0xFF00, 0xFF60 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
    };

    if (cp < 0x300) return 1;
    if (cp < 0x370 || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0xFE00 && cp <= 0xFE0F)) return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (cp >= wide[i].first && cp <= wide[i].last) return 2;
    return 1;
}

void flow_style(struct printer *p, enum style style)
{
    static const char *const codes[] = { "\033[0m", "\033[1m", "\033[2m", "\033[33m" };
    if (p->options.colour) sink_text(&p->sink, codes[style]);
}

void flow_start(struct printer *p, uint32_t indent)
{
    for (uint32_t i = 0; i < indent; i++) sink_char(&p->sink, ' ');
    p->column = indent;
    p->fresh  = true;
    p->space  = false;
}

void flow_end(struct printer *p) { sink_char(&p->sink, '\n'); }

/* Put one word, on the next line where it does not fit. */
static void flow_word(struct printer *p, vb_str word, uint32_t width)
{
    uint32_t right = p->options.width < p->indent + MIN_COLUMNS ? p->indent + MIN_COLUMNS : p->options.width;

    if (p->open) width++;
    if (p->options.width > 0 && !p->fresh && p->space && p->column + 1 + width > right) {
        flow_end(p);
        flow_start(p, p->indent);
    }
    if (p->space && !p->fresh) {
        sink_char(&p->sink, ' ');
        p->column++;
    }
    if (p->open) sink_text(&p->sink, p->open);
    p->open = NULL;
    for (size_t at = 0, beg = 0; at < word.len;) {
        unsigned n;
        uint32_t cp = vb_utf8_at(word, at, &n);
        at += n;
        if (cp >= 0x20 && !(cp >= 0x7F && cp < 0xA0)) {
            if (at == word.len) sink_bytes(&p->sink, word.ptr + beg, at - beg);
            continue;
        }
        sink_bytes(&p->sink, word.ptr + beg, at - n - beg);
        sink_text(&p->sink, replacement);
        beg = at;
    }
    p->column += width;
    p->fresh = p->space = false;
}

/* Text with its white space, line breaks included, as single blanks. */
static void flow_valid(struct printer *p, vb_str text)
{
    size_t beg   = 0;
    uint32_t width = 0;

    for (size_t at = 0; at <= text.len;) {
        unsigned n  = 0;
        uint32_t cp = vb_utf8_at(text, at, &n);
        if (at == text.len || vb_cp_is_space(cp)) {
            bool last = at == text.len && at > beg && p->close;
            if (at > beg) flow_word(p, (vb_str){ text.ptr + beg, at - beg }, width + last);
            if (last) {
                sink_text(&p->sink, p->close);
                p->close = NULL;
            }
            if (at == text.len) return;
            p->space = true;
            beg      = at + n;
            width    = 0;
        } else {
            width += columns(cp);
        }
        at += n;
    }
}

void flow(struct printer *p, vb_str text)
{
    for (size_t at = 0; at < text.len;) {
        bool bad;
        flow_valid(p, sink_next_valid(text, &at, &bad));
        if (bad) flow_valid(p, VB_STR("\xEF\xBF\xBD"));
    }
}

void flow_text(struct printer *p, const char *text) { flow(p, vb_str_of(text)); }

/* Text between marks of one column each, which stay with its first and last word. */
void flow_marked(struct printer *p, const char *open, vb_str text, const char *close)
{
    p->open  = open;
    p->close = close;
    flow(p, text);
    p->open = p->close = NULL;
}

void flow_number(struct printer *p, uint32_t n)
{
    char digits[12];
    int  len = snprintf(digits, sizeof digits, "%" PRIu32, n);
    flow(p, (vb_str){ digits, (size_t)len });
}

/* One word, so that no line ends inside it. */
void flow_range(struct printer *p, uint32_t from, uint32_t to)
{
    char range[32];
    int  len = snprintf(range, sizeof range, "%" PRIu32 "\xE2\x80\x93%" PRIu32, from, to);
    flow(p, (vb_str){ range, (size_t)len });
}

void flow_spans(struct printer *p, vb_spans spans)
{
    for (uint32_t i = 0; i < spans.n; i++) {
        if (i > 0) flow_text(p, ellipsis);
        flow(p, vb_str_sub(p->reading->text.bytes, spans.at[i]));
    }
}

void flow_part(struct printer *p, vb_str value)
{
    if (value.len == 0) return;
    flow_text(p, FLOW_DOT);
    flow(p, value);
}

void flow_quoted(struct printer *p, vb_span span)
{
    flow_marked(p, "\xE2\x80\x9C", vb_str_sub(p->reading->text.bytes, span), "\xE2\x80\x9D");
}

void flow_bytes(struct printer *p, vb_span span)
{
    flow_style(p, FLOW_FAINT);
    flow_text(p, FLOW_DOT);
    flow_text(p, "bytes ");
    flow_range(p, span.beg, span.end);
    flow_style(p, FLOW_PLAIN);
}

void flow_open(struct printer *p, const struct vb_reading *reading, struct vb_print_options options, struct vb_out out)
{
    sink_start(&p->sink, out);
    p->options = options;
    p->reading = reading;
    p->indent  = 0;
    p->open = p->close = NULL;
}
