/*
 * Lines of a dictionary file: comments off, bytes made text, kinds told apart.
 *
 * Files of this family are ASCII by intent and anything in fact: bytes that are no UTF-8 are taken for Latin-1, control characters
 * for blanks, and the linter says so.
 */
#include "dictionary_rows.h"

#include <stdio.h>
#include <string.h>

void vb_dict_defect(struct vb_dict_import *in, const char *fmt, ...)
{
    vb_error what;
    char     text[sizeof what.msg];
    va_list  args;

    va_start(args, fmt);
    if (vsnprintf(text, sizeof text, fmt, args) < 0) text[0] = '\0';
    va_end(args);
    in->n_defects++;
    if (!in->say) return;
    vb_fail(&what, VB_ERR_KNOWLEDGE, "%s:%u: %s", in->file, in->line, text);
    in->say(in->ctx, what.msg);
}

vb_str vb_dict_trim(vb_str s)
{
    while (s.len && (*s.ptr == ' ' || *s.ptr == '\t')) s.ptr++, s.len--;
    while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t')) s.len--;
    return s;
}

static size_t find(vb_str s, const char *what)
{
    const char *at = memmem(s.ptr ? s.ptr : "", s.len, what, strlen(what));

    return at ? (size_t)(at - s.ptr) : s.len;
}

/* Cut comments out of the line in `buf`, in place. */
static size_t cut_comments(struct vb_dict_import *in, char *buf, size_t n)
{
    size_t to = 0;

    for (size_t at = 0; at < n;) {
        vb_str rest = { buf + at, n - at };
        if (in->in_comment) {
            size_t end = find(rest, "-->");
            if (end == rest.len) break;
            in->in_comment = false;
            at += end + strlen("-->");
        } else if (vb_str_starts(rest, VB_STR("<!--")) || vb_str_starts(rest, VB_STR("<! --"))) {
            in->in_comment   = true;
            in->comment_from = in->line;
            at += strlen("<!--");
        } else if (*rest.ptr == '#' || *rest.ptr == ';') {
            break;
        } else {
            buf[to++] = buf[at++];
        }
    }
    return to;
}

/* Bytes of a line into `buf`, as UTF-8 without control characters. A byte makes three at most. */
static size_t make_text(struct vb_dict_import *in, vb_str line, char *buf)
{
    bool   latin = vb_utf8_check(line) != line.len, odd = false;
    size_t n = 0;

    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        if (c == '\\' && i + 2 < line.len && line.ptr[i + 1] == '0' && line.ptr[i + 2] == '0') {
            odd = true;
            i += 2;
            buf[n++] = ' ';
        } else if ((c < 0x20 && c != '\t') || c == 0x7F) {
            odd      = true;
            buf[n++] = ' ';
        } else if (latin && c >= 0x80) {
            buf[n++] = (char)(0xC0 | c >> 6);
            buf[n++] = (char)(0x80 | (c & 0x3F));
        } else {
            buf[n++] = (char)c;
        }
    }
    if (latin) vb_dict_defect(in, "bytes that are no UTF-8: read as Latin-1");
    if (odd) vb_dict_defect(in, "a NUL or another control character: read as a blank");
    return n;
}

vb_status vb_dict_next_line(struct vb_dict_import *in, vb_str *line, bool *blank)
{
    if (blank) *blank = false;
    while (in->rest.len) {
        const char *end = memchr(in->rest.ptr, '\n', in->rest.len);
        vb_str      raw = { in->rest.ptr, end ? (size_t)(end - in->rest.ptr) : in->rest.len };
        size_t      n;
        in->rest = (vb_str){ raw.ptr + raw.len, in->rest.len - raw.len };
        if (end) in->rest.ptr++, in->rest.len--;
        in->line++;
        if (raw.len && raw.ptr[raw.len - 1] == '\r') raw.len--;
        if (!vb_list_reserve((void **)&in->buf, &in->room, raw.len * 2 + 1, 1)) return vb_fail_nomem(in->err);
        n     = cut_comments(in, in->buf, make_text(in, raw, in->buf));
        *line = (vb_str){ in->buf, n };
        if (vb_dict_trim(*line).len) return VB_OK;
        if (blank && (raw.len == 0 || vb_dict_trim(raw).len == 0)) *blank = true;
    }
    if (in->in_comment) {
        in->in_comment = false;
        vb_dict_defect(in, "the comment that opens in line %u never closes", in->comment_from);
    }
    *line = (vb_str){ 0 };
    return VB_OK;
}

vb_status vb_dict_add(struct vb_dict_import *in, enum vb_dict_table table, vb_str a, vb_str b, vb_str c, vb_str d)
{
    struct vb_dict_row row    = { { a, b, c, d }, { 0 } };
    char              *source = vb_arena_printf(&in->rows->arena, "%s:%u", in->file, in->line);

    if (!source) return vb_fail_nomem(in->err);
    row.source = vb_str_of(source);
    for (unsigned i = 0; i < VB_DICT_CELLS_MAX; i++) {
        row.cells[i] = vb_arena_copy(&in->rows->arena, row.cells[i].ptr ? vb_dict_trim(row.cells[i]) : VB_STR(""));
        if (!row.cells[i].ptr) return vb_fail_nomem(in->err);
        for (size_t k = 0; k < row.cells[i].len; k++)              /* the copy is ours */
            if (row.cells[i].ptr[k] == '\t') ((char *)(uintptr_t)row.cells[i].ptr)[k] = ' ';
    }
    return vb_dict_rows_add(in->rows, table, &row, in->err);
}

/* ---- codes ----------------------------------------------------------------------------------------------------------------------
 */

vb_str vb_dict_cut_code(struct vb_dict_import *in, vb_str line, vb_str *code, vb_str *after)
{
    size_t open = find(line, "["), close;
    vb_str rest;

    *code  = (vb_str){ 0 };
    *after = (vb_str){ line.ptr + line.len, 0 };
    if (open == line.len) {
        if (find(line, "]") != line.len) vb_dict_defect(in, "\"]\" without \"[\"");
        return vb_dict_trim((vb_str){ line.ptr, find(line, "]") });
    }
    if (find((vb_str){ line.ptr, open }, "]") != open) vb_dict_defect(in, "\"]\" without \"[\"");
    rest  = (vb_str){ line.ptr + open + 1, line.len - open - 1 };
    close = find(rest, "]");
    if (close == rest.len) {
        close = find(rest, "}");                   /* "[~ENV}" */
        vb_dict_defect(in, "\"[\" without \"]\"");
    }
    *code = vb_dict_trim((vb_str){ rest.ptr, close });
    if (close < rest.len) *after = (vb_str){ rest.ptr + close + 1, rest.len - close - 1 };
    /* "[USA]GOV]": the bracket inside the code closes it too early */
    if (after->len && find(*after, "[") > find(*after, "]")) vb_dict_defect(in, "\"]\" inside a code, or one too many");
    return vb_dict_trim((vb_str){ line.ptr, open });
}

static bool is_code_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '+' || c == '_';
}

vb_str vb_dict_check_code(struct vb_dict_import *in, vb_str code)
{
    bool odd = false;

    if (!code.ptr) return code;
    if (code.len == 0) vb_dict_defect(in, "an empty code");
    if (vb_str_eq(code, VB_STR("---"))) return code;
    if (code.len > VB_DICTIONARY_CODE_MAX - 8) {
        vb_dict_defect(in, "a code of %zu characters: cut", code.len);
        code.len = VB_DICTIONARY_CODE_MAX - 8;
        while (code.len && ((unsigned char)code.ptr[code.len] & 0xC0) == 0x80) code.len--;
    }
    for (size_t i = 0; i < code.len; i++)
        if (!is_code_char(code.ptr[i])) odd = true;
    if (odd) vb_dict_defect(in, "code \"%.*s\" has characters that no code has", (int)code.len, code.ptr);
    return code;
}

/* ---- kinds ----------------------------------------------------------------------------------------------------------------------
 */

static const char *const kind_names[VB_DICTIONARY_N_KINDS] = { "actors", "agents", "verbs", "discards", "issues" };

const char *vb_dictionary_kind_name(enum vb_dictionary_kind kind) { return kind < VB_DICTIONARY_N_KINDS ? kind_names[kind] : NULL; }

enum vb_dictionary_kind vb_dictionary_guess(vb_str bytes)
{
    size_t n[VB_DICTIONARY_N_KINDS] = { 0 }, best = 0, n_plain = 0, n_lines = 0;
    struct vb_dict_import in = { .file = "", .rest = bytes };
    vb_str                line = { 0 };

    while (vb_dict_next_line(&in, &line, NULL) == VB_OK && line.ptr) {
        vb_str s    = vb_dict_trim(line);
        size_t open = find(s, "[");
        vb_str code = { s.ptr + open, s.len - open };
        n_lines++;
        if (vb_str_starts(s, VB_STR("<ISSUE")) || vb_str_starts(s, VB_STR("</ISSUE"))) n[VB_DICTIONARY_ISSUES] += 50;
        else if (vb_str_starts(s, VB_STR("n:")) || vb_str_starts(s, VB_STR("v:"))) n[VB_DICTIONARY_ISSUES]++;
        else if (vb_str_starts(s, VB_STR("--- "))) n[VB_DICTIONARY_VERBS] += 5;
        else if (vb_str_starts(s, VB_STR("- "))) n[VB_DICTIONARY_VERBS]++;
        else if (open == s.len) n_plain++;
        else if (find(code, "~") < code.len) n[VB_DICTIONARY_AGENTS]++;
        else n[VB_DICTIONARY_ACTORS]++;
    }
    vb_free(in.buf);
    for (size_t k = 1; k < VB_DICTIONARY_N_KINDS; k++)
        if (n[k] > n[best]) best = k;
    if (n[best]) return (enum vb_dictionary_kind)best;
    return n_plain && n_plain == n_lines ? VB_DICTIONARY_DISCARDS : VB_DICTIONARY_N_KINDS;
}

vb_status vb_dictionary_import(struct vb_dictionary_rows *rows, enum vb_dictionary_kind kind, const char *file, vb_str bytes,
                               vb_dictionary_say_fn say, void *ctx, size_t *n_defects, vb_error *err)
{
    struct vb_dict_import in = { .rows = rows, .file = file, .say = say, .ctx = ctx, .err = err, .rest = bytes };
    vb_status             st = VB_OK;

    if (bytes.len > VB_DICTIONARY_FILE_MAX)
        return vb_fail(err, VB_ERR_LIMIT, "%s: longer than the limit of %zu MB", file, VB_DICTIONARY_FILE_MAX >> 20);
    switch (kind) {
    case VB_DICTIONARY_ACTORS:   st = vb_dict_read_actors(&in); break;
    case VB_DICTIONARY_AGENTS:   st = vb_dict_read_agents(&in); break;
    case VB_DICTIONARY_VERBS:    st = vb_dict_read_verbs(&in); break;
    case VB_DICTIONARY_DISCARDS: st = vb_dict_read_discards(&in); break;
    case VB_DICTIONARY_ISSUES:   st = vb_dict_read_issues(&in); break;
    case VB_DICTIONARY_N_KINDS:  break;
    }
    vb_free(in.buf);
    *n_defects += in.n_defects;
    return st;
}
