/*
 * For developers and bench/text: what the text layer makes of files, one row a line, positions in bytes.
 *
 *   text_dump [--lang CODE] [--title WORDS] FILE...
 *
 *   F path                                 then, for that file:
 *   L language english|other
 *   P beg end role
 *   S beg end
 *   T beg end
 *   Q beg end double|single closed|open parent continues     (- where none)
 */
#include "text.h"

#include <stdio.h>
#include <string.h>

static const char *const roles[] = { "headline", "credit", "caption", "byline", "dateline", "lead", "body", "list", "other" };

static void print_index(uint32_t i)
{
    if (i == VB_NONE) fputs(" -", stdout);
    else printf(" %u", i);
}

static void dump(const struct vb_text *text)
{
    printf("L %.*s %s\n", (int)text->lang.len, text->lang.ptr ? text->lang.ptr : "",
           vb_text_is_english(text) ? "english" : "other");
    for (uint32_t i = 0; i < text->n_paragraphs; i++) {
        const vb_paragraph *p = &text->paragraphs[i];
        printf("P %u %u %s\n", p->span.beg, p->span.end, roles[p->role]);
    }
    for (uint32_t i = 0; i < text->n_sentences; i++) printf("S %u %u\n", text->sentences[i].span.beg, text->sentences[i].span.end);
    for (uint32_t i = 0; i < text->n_tokens; i++) printf("T %u %u\n", text->tokens[i].span.beg, text->tokens[i].span.end);
    for (uint32_t i = 0; i < text->n_quotes; i++) {
        const struct vb_quote *q = &text->quotes[i];
        printf("Q %u %u %s %s", q->span.beg, q->span.end, q->kind == VB_QUOTE_DOUBLE ? "double" : "single",
               q->closed ? "closed" : "open");
        print_index(q->parent);
        print_index(q->continues);
        putchar('\n');
    }
}

int main(int argc, char **argv)
{
    struct vb_arena arena = { 0 };
    vb_str          lang = { 0 }, title = { 0 };
    int             rc = 0, i = 1;

    for (; i + 1 < argc && argv[i][0] == '-' && argv[i][1] == '-'; i += 2) {
        if (strcmp(argv[i], "--lang") == 0) lang = vb_str_of(argv[i + 1]);
        else if (strcmp(argv[i], "--title") == 0) title = vb_str_of(argv[i + 1]);
        else return 2;
    }
    for (; i < argc; i++) {
        struct vb_text text;
        vb_error       err = { 0 };
        vb_str         bytes;
        printf("F %s\n", argv[i]);
        if (vb_read_file(argv[i], VB_TEXT_MAX + 1, &bytes, &err) != VB_OK ||
            vb_text_split(bytes, lang, title, &arena, &text, &err) != VB_OK) {
            fprintf(stderr, "text_dump: %s: %s\n", argv[i], err.msg);
            rc = 1;
        } else {
            dump(&text);
        }
        vb_free((void *)(uintptr_t)bytes.ptr);
        vb_arena_reset(&arena);
    }
    vb_arena_free(&arena);
    return rc;
}
