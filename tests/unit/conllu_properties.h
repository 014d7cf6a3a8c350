/*
 * True of all CoNLL-U that is written: unit tests and the fuzz target call it. And a syntax for any text, made without a model.
 */
#ifndef VB_CONLLU_PROPERTIES_H
#define VB_CONLLU_PROPERTIES_H

#include "export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONLLU_HOLDS(what) ((what) ? (void)0 : conllu_breaks(#what, __LINE__))

static inline void conllu_breaks(const char *what, int line)
{
    fprintf(stderr, "conllu_properties.h:%d: does not hold: %s\n", line, what);
    abort();
}

/* Heads before and after, predicates with arguments, lemmas as odd as the forms. False: no memory. */
static inline bool conllu_invent(const struct vb_text *text, uint32_t seed, struct vb_arena *arena, struct vb_syntax *out)
{
    struct vb_tag       *tags       = VB_NEW(arena, struct vb_tag, text->n_tokens);
    struct vb_predicate *predicates = VB_NEW(arena, struct vb_predicate, text->n_tokens);
    struct vb_argument  *arguments  = VB_NEW(arena, struct vb_argument, text->n_tokens);

    *out = (struct vb_syntax){ 0 };
    if (!tags || !predicates || !arguments) return false;
    for (uint32_t i = 0; i < text->n_sentences; i++) {
        uint32_t first = text->sentences[i].first_token, n = text->sentences[i].n_tokens, root = first + seed % n;
        for (uint32_t k = first; k < first + n; k++) {
            vb_str form = vb_str_sub(text->bytes, text->tokens[k].span);
            seed        = seed * 1103515245 + 12345;
            tags[k] = (struct vb_tag){.lemma = seed >> 16 & 1 ? form : VB_STR("x"),
                                      .xpos = seed >> 17 & 1 ? VB_STR("POS") : VB_STR("X"),
                                      .feats = VB_STR("_"),
                                      .deprel = k == root ? VB_STR("root") : VB_STR("dep"),
                                      .head = k == root  ? VB_NONE
                                              : k < root ? k + 1
                                                         : k - 1,
                                      .upos = (uint8_t)((seed >> 18) % 17)};
            arguments[k] = (struct vb_argument){ root, VB_STR("ARG0") };
            if (seed >> 24 & 1)
                predicates[out->n_predicates++] = (struct vb_predicate){ k, VB_STR("01"), &arguments[first], k - first };
        }
    }
    out->tags       = tags;
    out->n_tokens   = text->n_tokens;
    out->predicates = predicates;
    return true;
}

struct conllu_line { const char *column[10]; size_t length[10]; };

/* Ten columns, none of them empty or with blanks at its ends. Gives the start of the next line. */
static inline const char *conllu_read_line(const char *at, struct conllu_line *line)
{
    for (int k = 0; k < 10; k++) {
        size_t n = strcspn(at, "\t\n");
        CONLLU_HOLDS(n > 0 && at[n] == (k < 9 ? '\t' : '\n'));
        for (size_t i = 0; i < n; i++) CONLLU_HOLDS((unsigned char)at[i] > ' ' && at[i] != 0x7F);
        line->column[k] = at;
        line->length[k] = n;
        at += n + 1;
    }
    return at;
}

static inline bool conllu_is(const struct conllu_line *line, int k, const char *what)
{
    return line->length[k] == strlen(what) && memcmp(line->column[k], what, line->length[k]) == 0;
}

/* The words of one sentence, whose text begins at `text`. */
static inline const char *conllu_read_words(const char *at, const char *text)
{
    unsigned n_words = 0, n_roots = 0, covered = 0, last = 0;
    const char *words = at;

    while (*at != '\n') {
        struct conllu_line line;
        unsigned           id, to;
        at = conllu_read_line(at, &line);
        bool many = sscanf(line.column[0], "%u-%u", &id, &to) == 2;
        if (!many) CONLLU_HOLDS(sscanf(line.column[0], "%u", &id) == 1);
        CONLLU_HOLDS(id == n_words + 1 && (!many || (to > id && id > covered)));
        bool no_space = strncmp(line.column[9], "SpaceAfter=No|", 14) == 0;
        if (many || id > covered) {
            CONLLU_HOLDS(strncmp(text, line.column[1], line.length[1]) == 0);
            text += line.length[1];
            if (!no_space && *text != '\n') CONLLU_HOLDS(*text++ == ' ');
        } else {
            CONLLU_HOLDS(!no_space);
        }
        if (many) {
            for (int k = 2; k < 9; k++) CONLLU_HOLDS(conllu_is(&line, k, "_"));
            covered = to;
            continue;
        }
        n_words++;
        n_roots += conllu_is(&line, 6, "0");
        CONLLU_HOLDS(conllu_is(&line, 6, "0") == conllu_is(&line, 7, "root") && conllu_is(&line, 8, "_"));
        last = n_words;
    }
    CONLLU_HOLDS(*text == '\n' && last > 0 && last >= covered && n_roots == 1);
    for (at = words; *at != '\n';) {                           /* heads are words of the sentence */
        struct conllu_line line;
        unsigned           head;
        at = conllu_read_line(at, &line);
        CONLLU_HOLDS(conllu_is(&line, 6, "_") || (sscanf(line.column[6], "%u", &head) == 1 && head <= n_words));
    }
    return at + 1;
}

/* `at` ends with a NUL. Gives the number of sentences. */
static inline uint32_t conllu_check(const char *at)
{
    uint32_t n = 0;

    CONLLU_HOLDS(vb_utf8_check((vb_str){ at, strlen(at) }) == strlen(at));
    for (; *at; n++) {
        const char *text = NULL;
        unsigned    n_ids = 0;
        while (*at == '#') {
            if (strncmp(at, "# text = ", 9) == 0) CONLLU_HOLDS(text == NULL), text = at + 9;
            n_ids += strncmp(at, "# sent_id = ", 12) == 0;
            CONLLU_HOLDS(strncmp(at, "# newdoc id = ", 14) != 0 || n == 0);
            at = strchr(at, '\n');
            CONLLU_HOLDS(at != NULL);
            at++;
        }
        CONLLU_HOLDS(text != NULL && n_ids == 1);
        at = conllu_read_words(at, text);
    }
    return n;
}

#endif
