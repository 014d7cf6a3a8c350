/*
 * Where paragraphs begin and end.
 *
 * A blank line always ends one. A single newline is the question: text copied from the web has one paragraph a line,
 * mail and wire copy break lines at a fixed width. A fixed width shows: nearly every line is so full that the next
 * word would not have fitted, few lines end with a full stop, and few begin with a capital. When all three hold for
 * the text as a whole its newlines are wraps, and a short line still ends a paragraph.
 */
#include "layers.h"

#include <string.h>

enum {
    WIDEST_WRAP = 120,             /* a longer line was not broken at a fixed width */
    NARROWEST_WRAP = 30,
    PLAIN_MIN = 45, PLAIN_MAX = 100   /* a line this long that stops in mid sentence, in a text too short to measure */
};

struct line {
    vb_span      span;             /* trimmed; empty when nothing is on it */
    uint32_t     n_points;         /* code points with the indentation, without what was trimmed at the end */
    uint32_t     first_word;       /* its code points */
    enum vb_item item;
    bool         ends_sentence, starts_upper, starts_lower;
};
struct lines { struct line *at; size_t n, room; };

bool vb_text_is_blank(uint32_t cp)
{
    /* also zero-width spaces and marks of writing direction */
    return vb_cp_is_space(cp) || cp == 0x2060 || cp == 0xFEFF || cp == 0x200B || cp == 0x200E || cp == 0x200F ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

vb_span vb_text_trim(vb_str bytes, vb_span span)
{
    unsigned n;

    while (span.beg < span.end && vb_text_is_blank(vb_utf8_at(bytes, span.beg, &n))) span.beg += n;
    while (span.beg < span.end && vb_text_is_blank(vb_utf8_before(bytes, span.end, &n))) span.end -= n;
    return span;
}

bool vb_text_ends_sentence(vb_str bytes, vb_span span)
{
    while (span.beg < span.end) {
        unsigned n;
        switch (vb_utf8_before(bytes, span.end, &n)) {
        case '.': case '!': case '?': case ':': case ';': case 0x2026:
            return true;
        case '"': case '\'': case ')': case ']': case 0x2019: case 0x201D: case 0xBB:
            span.end -= n;
            break;
        default:
            return false;
        }
    }
    return false;
}

void *vb_text_freeze(struct vb_arena *arena, const void *at, size_t n, size_t size, size_t align)
{
    void *copy = vb_arena_alloc(arena, n ? n : 1, size, align);
    if (copy && n) memcpy(copy, at, n * size);
    return copy;
}

/* Bytes of the line end at `at`, or 0. CR LF is one end; so are CR alone and Unicode's own separators. */
static unsigned line_end(vb_str bytes, size_t at)
{
    unsigned n;

    switch (vb_utf8_at(bytes, at, &n)) {
    case '\r':
        return at + 1 < bytes.len && bytes.ptr[at + 1] == '\n' ? 2 : 1;
    case '\n': case '\v': case '\f': case 0x85: case 0x2028: case 0x2029:
        return n;
    default:
        return 0;
    }
}

enum vb_item vb_text_starts_item(vb_str bytes, vb_span span)
{
    vb_str   s = vb_str_sub(bytes, span);
    unsigned n, m;
    uint32_t first = vb_utf8_at(s, 0, &n);
    size_t   at = 0;

    switch (first) {
    case 0x2022: case 0x2023: case 0x25E6: case 0x25AA: case 0x25CF: case 0x25A0: case 0x2588: case 0x2043:
        return VB_ITEM_SURE;
    case '*': case 0xB7:
        return vb_text_is_blank(vb_utf8_at(s, n, &m)) && m ? VB_ITEM_SURE : VB_ITEM_NONE;
    case '-': case 0x2013: case 0x2014:
        return vb_text_is_blank(vb_utf8_at(s, n, &m)) && m ? VB_ITEM_DASH : VB_ITEM_NONE;
    default:
        break;
    }
    /* "1." "12)" "(a)" "b)" and a space */
    if (first == '(') at = 1;
    if (at < s.len && vb_cp_is_digit((unsigned char)s.ptr[at])) {
        size_t digits = at;
        while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9') at++;
        if (at - digits > 2 || at >= s.len || (s.ptr[at] != ')' && (s.ptr[at] != '.' || digits))) return VB_ITEM_NONE;
    } else if (at < s.len && s.ptr[at] >= 'a' && s.ptr[at] <= 'z') {
        at++;
        if (at >= s.len || s.ptr[at] != ')') return VB_ITEM_NONE;
    } else {
        return VB_ITEM_NONE;
    }
    return vb_text_is_blank(vb_utf8_at(s, at + 1, &m)) && m ? VB_ITEM_SURE : VB_ITEM_NONE;
}

static struct line describe_line(vb_str bytes, uint32_t beg, uint32_t end)
{
    struct line line = { .span = vb_text_trim(bytes, (vb_span){ beg, end }) };
    uint32_t    at, first;
    unsigned    n;

    if (line.span.beg == line.span.end) return line;
    line.n_points = (uint32_t)vb_utf8_count((vb_str){ bytes.ptr + beg, line.span.end - beg });
    for (at = line.span.beg; at < line.span.end; at += n, line.first_word++)
        if (vb_text_is_blank(vb_utf8_at(bytes, at, &n))) break;
    line.item          = vb_text_starts_item(bytes, line.span);
    line.ends_sentence = vb_text_ends_sentence(bytes, line.span);
    first              = vb_utf8_at(bytes, line.span.beg, &n);
    line.starts_upper  = vb_cp_is_upper(first);
    line.starts_lower  = vb_cp_is_lower(first);
    return line;
}

static bool find_lines(vb_str bytes, struct lines *lines)
{
    uint32_t beg = 0;

    for (;;) {
        uint32_t at = beg;
        unsigned n = 0, skip;
        while (at < bytes.len && !(n = line_end(bytes, at))) {
            vb_utf8_at(bytes, at, &skip);
            at += skip;
        }
        if (!VB_PUSH(lines, describe_line(bytes, beg, at))) return false;
        if (at >= bytes.len) return true;
        beg = at + n;
    }
}

static bool is_blank_line(const struct line *line) { return line->span.beg == line->span.end; }

/* Width at which the text was broken, or 0: the measure that the head of this file describes. */
static uint32_t wrap_width(const struct lines *lines)
{
    size_t   at_length[WIDEST_WRAP + 1] = { 0 };
    size_t   n = 0, n_long = 0, n_full = 0, n_ended = 0, n_upper = 0, below = 0;
    uint32_t width = 0;

    for (size_t i = 0; i + 1 < lines->n; i++) {
        const struct line *line = &lines->at[i], *next = line + 1;
        if (is_blank_line(line) || is_blank_line(next)) continue;
        n++;
        n_ended += line->ends_sentence;
        n_upper += next->starts_upper;
        if (line->n_points > WIDEST_WRAP) n_long++;
        else at_length[line->n_points]++;
    }
    if (n < 3 || n_long * 10 > n) return 0;
    /* A few lines stick out (addresses of web pages), so the width is where 97 of 100 lines end. */
    while (width < WIDEST_WRAP && below * 100 < (n - n_long) * 97) below += at_length[++width];
    if (width < NARROWEST_WRAP) return 0;
    for (size_t i = 0; i + 1 < lines->n; i++) {
        const struct line *line = &lines->at[i], *next = line + 1;
        if (is_blank_line(line) || is_blank_line(next)) continue;
        n_full += line->n_points + 1 + next->first_word + 2 >= width;
    }
    return n_full * 100 >= n * 55 && n_ended * 100 <= n * 40 && n_upper * 100 <= n * 60 ? width : 0;
}

/* Does the paragraph go on over the newline between these two lines? */
static bool goes_on(const struct line *line, const struct line *next, uint32_t width, bool first_line)
{
    bool full = width && line->n_points + 1 + next->first_word + 2 >= width;

    if (is_blank_line(line) || is_blank_line(next)) return false;
    if (next->item == VB_ITEM_SURE) return false;
    if (next->item == VB_ITEM_DASH && (line->ends_sentence || line->item != VB_ITEM_NONE || !full)) return false;
    if (width) return full || (!line->ends_sentence && (next->starts_lower || line->n_points * 10 >= width * 7));
    if (line->ends_sentence) return false;
    if (next->starts_lower) return true;
    return !first_line && line->n_points >= PLAIN_MIN && line->n_points <= PLAIN_MAX && next->n_points <= PLAIN_MAX &&
           line->item == VB_ITEM_NONE;
}

vb_status vb_text_find_paragraphs(vb_str title, struct vb_arena *arena, struct vb_text *out, vb_error *err)
{
    struct lines            lines = { 0 };
    VB_LIST(vb_paragraph)   list = { 0 };
    struct vb_role_state    state = { .title = title };
    vb_paragraph           *paragraphs;
    vb_status               st = VB_OK;
    uint32_t                width;

    if (!find_lines(out->bytes, &lines)) {
        st = vb_fail_nomem(err);
        goto done;
    }
    width = wrap_width(&lines);
    for (size_t i = 0; i < lines.n; i++) {
        vb_paragraph p = { lines.at[i].span, VB_ROLE_BODY };
        if (is_blank_line(&lines.at[i])) continue;
        while (i + 1 < lines.n && goes_on(&lines.at[i], &lines.at[i + 1], width, list.n == 0)) p.span.end = lines.at[++i].span.end;
        if (!VB_PUSH(&list, p)) {
            st = vb_fail_nomem(err);
            goto done;
        }
    }
    if (!(paragraphs = vb_text_freeze(arena, list.at, list.n, sizeof *list.at, _Alignof(vb_paragraph)))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    out->paragraphs   = paragraphs;
    out->n_paragraphs = (uint32_t)list.n;
    for (uint32_t i = 0; i < out->n_paragraphs; i++) paragraphs[i].role = vb_text_role(out, i, &state);
done:
    vb_free(lines.at);
    vb_free(list.at);
    return st;
}
