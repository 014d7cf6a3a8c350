/*
 * Golden cases of the text layer. One program a kind of answer: golden_tokens, golden_sentences, golden_quotes and
 * golden_paragraphs are this file with another GOLDEN.
 *
 *   golden_X [--rewrite] FILE.case...
 *
 * A file is cases, each a name, a text and what is found in it:
 *
 *     ## a quotation in a quotation
 *     “He said ‘no’,” she said.
 *     -> double “He said ‘no’,”
 *     -> single in=1 ‘no’
 *
 * In text and answers \r \f \0 \_ and \\ stand for CR, form feed, NUL, U+00A0 and a backslash, and in answers \n for a line end. A
 * first line "@title WORDS" gives the title. "-> none" is a text in which nothing is found. Blank lines around a text are
 * not part of it. "## ? name" is a known failure: it does not fail the run, and passing it is reported as news. --rewrite
 * writes what is found today into the files; the cases marked "?" keep the answer that would be right.
 */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STR_(x) #x
#define STR(x) STR_(x)
static const char kind[] = STR(GOLDEN);

struct buffer { char *at; size_t n, room; };
struct totals { int right, wrong, known; };

static void add_bytes(struct buffer *b, const char *bytes, size_t n)
{
    if (!vb_list_reserve((void **)&b->at, &b->room, b->n + n + 1, 1)) {
        fputs("golden: out of memory\n", stderr);
        exit(2);
    }
    if (n) memcpy(b->at + b->n, bytes, n);
    b->n += n;
    b->at[b->n] = '\0';
}

static void add(struct buffer *b, const char *words) { add_bytes(b, words, strlen(words)); }

static void add_escaped(struct buffer *b, vb_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\n') add(b, "\\n");
        else if (s.ptr[i] == '\r') add(b, "\\r");
        else if (s.ptr[i] == '\f') add(b, "\\f");
        else if (s.ptr[i] == '\0') add(b, "\\0");
        else if (s.ptr[i] == '\\') add(b, "\\\\");
        else if (vb_str_starts((vb_str){ s.ptr + i, s.len - i }, VB_STR("\xC2\xA0"))) add(b, "\\_"), i++;
        else add_bytes(b, s.ptr + i, 1);
    }
}

static void unescape(struct buffer *b, vb_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        const char *found;
        if (s.ptr[i] != '\\' || i + 1 == s.len || !(found = strchr("rf0_\\", s.ptr[i + 1]))) {
            add_bytes(b, s.ptr + i, 1);
            continue;
        }
        i++;
        if (*found == '_') add(b, "\xC2\xA0");
        else add_bytes(b, *found == 'r' ? "\r" : *found == 'f' ? "\f" : *found == '0' ? "\0" : "\\", 1);
    }
}

/* ---- what is found ------------------------------------------------------------------------------------------------ */

static void show_tokens(const struct vb_text *text, struct buffer *out)
{
    for (uint32_t i = 0; i < text->n_tokens; i++) {
        add(out, i ? " " : "-> ");
        add_escaped(out, vb_str_sub(text->bytes, text->tokens[i].span));
    }
    if (text->n_tokens) add(out, "\n");
}

static void show_sentences(const struct vb_text *text, struct buffer *out)
{
    for (uint32_t i = 0; i < text->n_sentences; i++) {
        add(out, "-> ");
        add_escaped(out, vb_str_sub(text->bytes, text->sentences[i].span));
        add(out, "\n");
    }
}

static void show_quotes(const struct vb_text *text, struct buffer *out)
{
    for (uint32_t i = 0; i < text->n_quotes; i++) {
        const struct vb_quote *q = &text->quotes[i];
        char line[64];
        add(out, q->kind == VB_QUOTE_DOUBLE ? "-> double " : "-> single ");
        if (!q->closed) add(out, "open ");
        if (q->parent != VB_NONE) snprintf(line, sizeof line, "in=%u ", q->parent + 1), add(out, line);
        if (q->continues != VB_NONE) snprintf(line, sizeof line, "continues=%u ", q->continues + 1), add(out, line);
        add_escaped(out, vb_str_sub(text->bytes, q->span));
        add(out, "\n");
    }
}

static void show_paragraphs(const struct vb_text *text, struct buffer *out)
{
    static const char *const roles[] = { "headline", "credit", "caption", "byline", "dateline", "lead", "body", "list", "other" };
    for (uint32_t i = 0; i < text->n_paragraphs; i++) {
        add(out, "-> ");
        add(out, roles[text->paragraphs[i].role]);
        add(out, " ");
        add_escaped(out, vb_str_sub(text->bytes, text->paragraphs[i].span));
        add(out, "\n");
    }
}

static void find(vb_str source, struct buffer *out)
{
    struct vb_arena arena = { 0 };
    struct vb_text  text;
    struct buffer   bytes = { 0 };
    vb_str          title = { 0 };
    vb_error        err = { 0 };

    if (vb_str_starts(source, VB_STR("@title "))) {
        const char *end = memchr(source.ptr, '\n', source.len);
        size_t      n = end ? (size_t)(end - source.ptr) : source.len;
        title  = (vb_str){ source.ptr + 7, n - 7 };
        source = (vb_str){ source.ptr + n + (end != NULL), source.len - n - (end != NULL) };
    }
    unescape(&bytes, source);
    if (vb_text_split((vb_str){ bytes.at, bytes.n }, VB_STR("en"), title, &arena, &text, &err) != VB_OK) {
        fprintf(stderr, "golden: %s\n", err.msg);
        exit(2);
    }
    if (strcmp(kind, "tokens") == 0) show_tokens(&text, out);
    else if (strcmp(kind, "sentences") == 0) show_sentences(&text, out);
    else if (strcmp(kind, "quotes") == 0) show_quotes(&text, out);
    else show_paragraphs(&text, out);
    if (out->n == 0) add(out, "-> none\n");
    vb_arena_free(&arena);
    vb_free(bytes.at);
}

/* ---- files of cases ----------------------------------------------------------------------------------------------- */

static vb_str next_line(vb_str *rest)
{
    const char *end = memchr(rest->ptr, '\n', rest->len);
    size_t      n = end ? (size_t)(end - rest->ptr) : rest->len;
    vb_str      line = { rest->ptr, n };

    *rest = (vb_str){ rest->ptr + n + (end != NULL), rest->len - n - (end != NULL) };
    return line;
}

static vb_str trim_lines(vb_str s)
{
    while (s.len && s.ptr[0] == '\n') s = (vb_str){ s.ptr + 1, s.len - 1 };
    while (s.len && s.ptr[s.len - 1] == '\n') s.len--;
    return s;
}

/* `body` is what stands between two "## " lines. Appends the case to `file` as --rewrite would have it. */
static void run_case(const char *path, vb_str name, vb_str body, struct totals *totals, struct buffer *file)
{
    struct buffer source = { 0 }, want = { 0 }, got = { 0 };
    bool          known = vb_str_starts(name, VB_STR("? ")), same;
    vb_str        rest = body, text;

    add(&source, "");
    add(&want, "");
    while (rest.len) {
        vb_str line = next_line(&rest);
        struct buffer *to = vb_str_starts(line, VB_STR("-> ")) ? &want : &source;
        if (to == &source && want.n && line.len) {
            fprintf(stderr, "%s: %.*s: text after the answers\n", path, (int)name.len, name.ptr);
            exit(2);
        }
        add_bytes(to, line.ptr, line.len);
        add(to, "\n");
    }
    text = trim_lines((vb_str){ source.at, source.n });
    find(text, &got);
    same = vb_str_eq((vb_str){ want.at, want.n }, (vb_str){ got.at, got.n });
    if (same) totals->right++;
    else if (known) totals->known++;
    else totals->wrong++;
    if (same && known) printf("news: passes now: %s: %.*s\n", path, (int)name.len, name.ptr);
    if (!same && known) printf("known failure: %s: %.*s\n", path, (int)name.len, name.ptr);
    if (!same && !known)
        printf("failed: %s: %.*s\n  want\n%s  got\n%s", path, (int)name.len, name.ptr, want.at, got.at);

    add(file, "\n## ");
    add_bytes(file, name.ptr, name.len);
    add(file, "\n");
    add_bytes(file, text.ptr, text.len);
    add(file, "\n");
    add(file, known ? want.at : got.at);
    vb_free(source.at);
    vb_free(want.at);
    vb_free(got.at);
}

static void run_file(const char *path, bool rewrite, struct totals *totals)
{
    struct buffer file = { 0 };
    vb_error      err = { 0 };
    vb_str        whole, rest, name = { 0 }, body = { 0 };
    FILE         *out;

    if (vb_read_file(path, VB_TEXT_MAX, &whole, &err) != VB_OK) {
        fprintf(stderr, "golden: %s\n", err.msg);
        exit(2);
    }
    rest = body = whole;
    while (rest.len) {
        vb_str line = next_line(&rest);
        if (!vb_str_starts(line, VB_STR("## "))) continue;
        body.len = (size_t)(line.ptr - body.ptr);
        if (name.ptr) run_case(path, name, body, totals, &file);
        else add_bytes(&file, body.ptr, trim_lines(body).len), add(&file, "\n");
        name = (vb_str){ line.ptr + 3, line.len - 3 };
        body = rest;
    }
    body.len = (size_t)(whole.ptr + whole.len - body.ptr);
    if (name.ptr) run_case(path, name, body, totals, &file);
    if (rewrite) {
        if (!(out = fopen(path, "wb")) || fwrite(file.at, 1, file.n, out) != file.n || fclose(out) != 0) {
            fprintf(stderr, "golden: %s: cannot write\n", path);
            exit(2);
        }
    }
    vb_free((void *)(uintptr_t)whole.ptr);
    vb_free(file.at);
}

int main(int argc, char **argv)
{
    struct totals totals = { 0 };
    bool          rewrite = argc > 1 && strcmp(argv[1], "--rewrite") == 0;

    for (int i = 1 + rewrite; i < argc; i++) run_file(argv[i], rewrite, &totals);
    printf("%s: %d right, %d wrong, %d known failures\n", kind, totals.right, totals.wrong, totals.known);
    return totals.right + totals.wrong + totals.known == 0 || (totals.wrong && !rewrite);
}
