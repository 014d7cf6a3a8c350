/*
 * For developers and bench/syntax: what the syntax heads make of the documents of a CoNLL-U file.
 *
 *   syntax_dump WEIGHTS < gold.conllu > out.conllu             on the words and sentences of the file
 *   syntax_dump --raw WEIGHTS < gold.conllu > out.conllu       on its text, put together again as train/language.py does
 *
 * Says on standard error how long the layer took, without the encoder.
 */
#include "export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct line { char *columns[10]; uint32_t token; };            /* token: of the text, or VB_NONE: a multiword token */

struct document {
    VB_LIST(char) text;
    VB_LIST(struct line) lines;
    VB_LIST(struct vb_token) tokens;
    VB_LIST(struct vb_sentence) sentences;
    VB_LIST(size_t) sentence_lines;                            /* where the lines of each begin */
    VB_LIST(char *) kept;                                      /* what the columns point into */
    char name[256];
};

struct tool {
    bool raw;
    struct vb_model *model;
    struct vb_encoding_ws *encoding;
    struct vb_syntax_model *syntax;
    struct vb_syntax_ws *ws;
    struct vb_head head;
    double seconds;
    uint64_t n_tokens;
};

static void check(vb_status st, const vb_error *err)
{
    if (st == VB_OK) return;
    fprintf(stderr, "syntax_dump: %s\n", err->msg);
    exit(1);
}

static void need(bool ok)
{
    if (ok) return;
    fputs("syntax_dump: out of memory\n", stderr);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static vb_status timed(void *ctx, const struct vb_window *window, vb_error *err)
{
    struct tool *t     = ctx;
    double       start = now();
    vb_status    st    = t->head.run(t->head.ctx, window, err);
    t->seconds += now() - start;
    return st;
}

static bool put(void *ctx, const char *bytes, size_t n) { return fwrite(bytes, 1, n, ctx) == n; }

/* ---- the file ----------------------------------------------------------------------------------------------------------- */

static void add(struct document *d, const char *s)
{
    for (; *s; s++) need(VB_PUSH(&d->text, *s));
}

static void clear(struct document *d)
{
    for (size_t i = 0; i < d->kept.n; i++) free(d->kept.at[i]);
    d->text.n = d->lines.n = d->tokens.n = d->sentences.n = d->sentence_lines.n = d->kept.n = 0;
}

static void begin_sentence(struct document *d)
{
    struct vb_sentence s = { .first_token = (uint32_t)d->tokens.n };
    need(VB_PUSH(&d->sentences, s) && VB_PUSH(&d->sentence_lines, d->lines.n));
}

static bool is_no_space(const char *misc) { return strstr(misc, "SpaceAfter=No") != NULL; }

/* The words of one sentence into the text: those of a multiword token share it, and stand side by side where they spell it. */
static void end_sentence(struct document *d)
{
    if (d->sentences.n == 0) return;
    struct vb_sentence *s = &d->sentences.at[d->sentences.n - 1];
    size_t              first = d->sentence_lines.at[d->sentences.n - 1];
    for (size_t i = first; i < d->lines.n; i++) {
        struct line *l  = &d->lines.at[i];
        uint32_t     at = (uint32_t)d->text.n;
        unsigned     a, b;
        add(d, l->columns[1]);
        if (sscanf(l->columns[0], "%u-%u", &a, &b) == 2) {
            size_t  n = b - a + 1, length = 0;
            uint32_t end = (uint32_t)d->text.n;
            l->token = VB_NONE;
            if (i + n >= d->lines.n) n = d->lines.n - i - 1;
            for (size_t k = 1; k <= n; k++) length += strlen(d->lines.at[i + k].columns[1]);
            bool spelled = length == end - at;
            for (size_t k = 1; k <= n; k++) {
                struct line    *word = &d->lines.at[i + k];
                uint32_t        len  = spelled ? (uint32_t)strlen(word->columns[1]) : end - at;
                struct vb_token t    = { { at, at + len } };
                word->token = (uint32_t)d->tokens.n;
                need(VB_PUSH(&d->tokens, t));
                if (spelled) at += len;
            }
            if (!is_no_space(l->columns[9])) add(d, " ");
            i += n;
            continue;
        }
        struct vb_token t = { { at, (uint32_t)d->text.n } };
        l->token = (uint32_t)d->tokens.n;
        need(VB_PUSH(&d->tokens, t));
        if (!is_no_space(l->columns[9])) add(d, " ");
    }
    s->n_tokens = (uint32_t)d->tokens.n - s->first_token;
    if (s->n_tokens == 0) {
        d->sentences.n--;
        d->sentence_lines.n--;
        return;
    }
    s->span = (vb_span){ d->tokens.at[s->first_token].span.beg, d->tokens.at[d->tokens.n - 1].span.end };
}

static void add_line(struct document *d, const char *text)
{
    struct line l    = { { NULL }, VB_NONE };
    char       *copy = strdup(text), *rest = copy;
    need(copy != NULL && VB_PUSH(&d->kept, copy));
    for (int k = 0; k < 10; k++)
        if ((l.columns[k] = strsep(&rest, "\t")) == NULL) check(VB_ERR_ENCODING, &(vb_error){.msg = "a line without ten columns"});
    if (strchr(l.columns[0], '.') == NULL) need(VB_PUSH(&d->lines, l));
}

/* ---- a document ----------------------------------------------------------------------------------------------------------- */

static void print_lines(const struct document *d, const struct vb_syntax *syntax)
{
    for (size_t s = 0; s < d->sentences.n; s++) {
        const struct vb_sentence *sentence = &d->sentences.at[s];
        size_t end = s + 1 < d->sentences.n ? d->sentence_lines.at[s + 1] : d->lines.n;
        if (s == 0) printf("# newdoc id = %s\n", d->name);
        printf("# sent_id = %s-%zu\n# text = %.*s\n", d->name, s + 1, (int)vb_span_len(sentence->span),
               d->text.at + sentence->span.beg);
        for (size_t i = d->sentence_lines.at[s]; i < end; i++) {
            const struct line *l     = &d->lines.at[i];
            const char        *space = is_no_space(l->columns[9]) ? "SpaceAfter=No" : "_";
            if (l->token == VB_NONE) {
                printf("%s\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", l->columns[0], l->columns[1], space);
                continue;
            }
            const struct vb_tag *t = &syntax->tags[l->token];
            printf("%s\t%s\t%.*s\t%s\t%.*s\t%.*s\t%u\t%.*s\t_\t%s\n", l->columns[0], l->columns[1], (int)t->lemma.len, t->lemma.ptr,
                   vb_upos_name(t->upos), (int)t->xpos.len, t->xpos.ptr, (int)t->feats.len, t->feats.ptr,
                   t->head == VB_NONE ? 0 : t->head - sentence->first_token + 1, (int)t->deprel.len, t->deprel.ptr, space);
        }
        putchar('\n');
    }
}

static void read_document(struct tool *t, struct document *d)
{
    struct vb_arena   arena = { 0 };
    struct vb_reading r     = { 0 };
    struct vb_encoded encoded;
    char              id[65];
    vb_error          err;
    if (d->sentences.n == 0) return;
    while (d->text.n > 0 && d->text.at[d->text.n - 1] == ' ') d->text.n--;
    check(vb_text_split((vb_str){ d->text.at, d->text.n }, VB_STR("en"), (vb_str){ 0 }, &arena, &r.text, &err), &err);
    if (!t->raw) {
        for (size_t i = 0; i < d->sentences.n; i++) {
            uint32_t p = vb_text_paragraph_at(&r.text, d->sentences.at[i].span.beg);
            d->sentences.at[i].paragraph = p != VB_NONE ? p : i > 0 ? d->sentences.at[i - 1].paragraph : 0;
        }
        r.text.tokens      = d->tokens.at;
        r.text.n_tokens    = (uint32_t)d->tokens.n;
        r.text.sentences   = d->sentences.at;
        r.text.n_sentences = (uint32_t)d->sentences.n;
    }
    t->head = vb_syntax_head(t->syntax, t->ws, t->encoding);
    struct vb_head head = { timed, t };
    check(vb_encoding_run(&r.text, t->model, t->encoding, &head, 1, &arena, &encoded, &err), &err);
    double start = now();
    check(vb_syntax_find(&r.text, t->syntax, t->ws, &arena, &r.syntax, &err), &err);
    t->seconds += now() - start;
    t->n_tokens += r.text.n_tokens;
    vb_sha256_hex(vb_sha256_of(r.text.bytes), id);
    r.id = vb_str_of(id);
    if (t->raw) check(vb_export_conllu(&r, (struct vb_out){ put, stdout }, &err), &err);
    else print_lines(d, &r.syntax);
    vb_arena_free(&arena);
}

int main(int argc, char **argv)
{
    struct tool     t    = { 0 };
    struct document d    = { 0 };
    vb_error        err  = { 0 };
    char           *line = NULL;
    size_t          room = 0;
    ssize_t         n;
    bool            in_sentence = false;

    if (argc > 1 && strcmp(argv[1], "--raw") == 0) t.raw = true, argv++, argc--;
    if (argc != 2) {
        fputs("usage: syntax_dump [--raw] WEIGHTS < FILE.conllu\n", stderr);
        return 2;
    }
    check(vb_model_open(argv[1], false, &t.model, &err), &err);
    check(vb_encoding_ws_new(t.model, &t.encoding, &err), &err);
    check(vb_syntax_open(t.model, &t.syntax, &err), &err);
    check(vb_syntax_ws_new(t.syntax, &t.ws, &err), &err);
    while ((n = getline(&line, &room, stdin)) > 0) {
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r')) line[--n] = '\0';
        if ((n == 0 || line[0] == '#') && in_sentence) end_sentence(&d), in_sentence = false;
        if (strncmp(line, "# newdoc id = ", 14) == 0) {
            read_document(&t, &d);
            clear(&d);
            snprintf(d.name, sizeof d.name, "%.200s", line + 14);
        } else if (strncmp(line, "# newpar", 8) == 0 && d.text.n > 0) {
            while (d.text.n > 0 && d.text.at[d.text.n - 1] == ' ') d.text.n--;
            add(&d, "\n\n");
        } else if (n > 0 && line[0] != '#') {
            if (!in_sentence) begin_sentence(&d), in_sentence = true;
            add_line(&d, line);
        }
    }
    if (in_sentence) end_sentence(&d);
    read_document(&t, &d);
    if (t.n_tokens > 0)
        fprintf(stderr, "syntax_dump: %llu words, %.2f microseconds a word\n", (unsigned long long)t.n_tokens,
                1e6 * t.seconds / (double)t.n_tokens);
    clear(&d);
    vb_free(d.text.at);
    vb_free(d.lines.at);
    vb_free(d.tokens.at);
    vb_free(d.sentences.at);
    vb_free(d.sentence_lines.at);
    vb_free(d.kept.at);
    free(line);
    vb_syntax_ws_free(t.ws);
    vb_syntax_close(t.syntax);
    vb_encoding_ws_free(t.encoding);
    vb_model_close(t.model);
    return fflush(stdout) == 0 ? 0 : 1;
}
