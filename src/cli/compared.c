/*
 * A row of a record file on one line: where it stands and which words those are.
 */
#include "compared.h"

#include <inttypes.h>
#include <jansson.h>

enum { ENDS = 60 };                                /* code points kept of each end of long words */
#define DOTS " \xE2\x80\xA6 "

/* Where the n-th code point before `end` begins, or the beginning. */
static size_t back(vb_str s, size_t end, unsigned n)
{
    unsigned len;

    for (; n > 0 && end > 0; n--) {
        vb_utf8_before(s, end, &len);
        end -= len;
    }
    return end;
}

static size_t forth(vb_str s, size_t at, unsigned n)
{
    unsigned len;

    for (; n > 0 && at < s.len; n--) {
        vb_utf8_at(s, at, &len);
        at += len;
    }
    return at;
}

static bool write_clean(struct vb_cli_output *output, vb_str s)
{
    char   buf[512];
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        /* U+0080 to U+009F are C2 80 to C2 9F: some of them drive terminals, too. */
        bool control = c < 0x20 || c == 0x7F || (c == 0xC2 && i + 1 < s.len && (unsigned char)s.ptr[i + 1] < 0xA0);
        if (c == 0xC2 && control) i++;
        buf[n++] = c == '\t' || c == '\n' || c == '\r' ? ' ' : control ? '?' : s.ptr[i];
        if (n == sizeof buf || i + 1 >= s.len) {
            if (!vb_cli_write(output, buf, n)) return false;
            n = 0;
        }
    }
    return true;
}

bool vb_cli_write_field(struct vb_cli_output *output, vb_str value)
{
    size_t head = forth(value, 0, ENDS), tail = back(value, value.len, ENDS);

    if (tail <= head) return write_clean(output, value);
    return write_clean(output, (vb_str){ value.ptr, head }) && write_clean(output, VB_STR(DOTS)) &&
           write_clean(output, (vb_str){ value.ptr + tail, value.len - tail });
}

bool vb_cli_write_words(struct vb_cli_output *output, vb_str text, vb_spans bytes)
{
    for (uint32_t i = 0; i < bytes.n; i++) {
        if (i > 0 && !write_clean(output, VB_STR(DOTS))) return false;
        if (!vb_cli_write_field(output, vb_str_sub(text, bytes.at[i]))) return false;
    }
    return true;
}

static bool write_spans(struct vb_cli_output *output, const char *unit, vb_spans spans)
{
    char buf[48];

    if (!vb_cli_write(output, "\t", 1)) return false;
    for (uint32_t i = 0; i < spans.n; i++) {
        int n = snprintf(buf, sizeof buf, "%s%" PRIu32 "-%" PRIu32, i > 0 ? " " : unit, spans.at[i].beg, spans.at[i].end);
        if (!vb_cli_write(output, buf, (size_t)n)) return false;
    }
    return true;
}

bool vb_cli_write_place(struct vb_cli_output *output, const struct vb_eval_row *row)
{
    return write_spans(output, "bytes ", row->bytes) && write_spans(output, "codepoints ", row->codepoints) &&
           vb_cli_write(output, "\t", 1) && vb_cli_write_words(output, row->text, row->bytes);
}

static json_t *spans_of(vb_spans spans)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < spans.n; i++)
        if (json_array_append_new(list, json_pack("[I,I]", (json_int_t)spans.at[i].beg, (json_int_t)spans.at[i].end)) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *words_of(vb_str text, vb_spans bytes)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < bytes.n; i++)
        if (json_array_append_new(list, vb_cli_json_string(vb_str_sub(text, bytes.at[i]))) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

json_t *vb_cli_json_place(const struct vb_eval_row *row)
{
    if (row->line == 0) return json_null();
    return json_pack("{s:I, s:o, s:o, s:o, s:o}", "line", (json_int_t)row->line, "id", vb_cli_json_string(row->id), "bytes",
                     spans_of(row->bytes), "codepoints", spans_of(row->codepoints), "words", words_of(row->text, row->bytes));
}
