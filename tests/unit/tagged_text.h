/*
 * Texts with tags and trees made by hand, for tests of the layers that read them.
 *
 * A sentence is a line, a paragraph a block between empty lines, a token a word between spaces: WORD, WORD/UPOS/HEAD/RELATION or
 * WORD/UPOS/HEAD/RELATION/XPOS. HEAD counts from 1 within the sentence, 0 is the root; a bare word is punctuation or whatever
 * else no rule looks at, and hangs on the root. "<K" opens a marked span and ">" closes it: K is one letter or digit, and what it
 * means is the test's business. "WORD/…^N" gives the token an antecedent: the N-th token of the text, from 1.
 */
#ifndef TAGGED_TEXT_H
#define TAGGED_TEXT_H

#include "syntax.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAGGED_MARKS = 64, TAGGED_OPEN = 8 };

struct tagged {
    struct vb_arena  arena;
    struct vb_text   text;
    struct vb_syntax syntax;
    struct { char kind; uint32_t beg, end; } mark[TAGGED_MARKS];               /* tokens; in the order in which they close */
    uint32_t  n_marks;
    uint32_t *antecedent;          /* by token, or VB_NONE */
};

static inline uint8_t tagged_upos(const char *name)
{
    for (uint8_t u = 0; u <= VB_X; u++)
        if (strcmp(vb_upos_name(u), name) == 0) return u;
    fprintf(stderr, "no such tag: %s\n", name);
    abort();
}

static inline uint8_t tagged_relation(const char *name)
{
    static const struct { const char *name; uint8_t relation; } RELATIONS[] = {
        {"acl", VB_REL_ACL},     {"advcl", VB_REL_ADVCL},       {"advmod", VB_REL_ADVMOD},         {"amod", VB_REL_AMOD},
        {"appos", VB_REL_APPOS}, {"aux", VB_REL_AUX},           {"case", VB_REL_CASE},             {"cc", VB_REL_CC},
        {"ccomp", VB_REL_CCOMP}, {"compound", VB_REL_COMPOUND}, {"conj", VB_REL_CONJ},             {"cop", VB_REL_COP},
        {"dep", VB_REL_DEP},     {"det", VB_REL_DET},           {"flat", VB_REL_FLAT},             {"iobj", VB_REL_IOBJ},
        {"mark", VB_REL_MARK},   {"nmod", VB_REL_NMOD},         {"nsubj", VB_REL_NSUBJ},           {"nummod", VB_REL_NUMMOD},
        {"obj", VB_REL_OBJ},     {"obl", VB_REL_OBL},           {"parataxis", VB_REL_PARATAXIS},   {"punct", VB_REL_PUNCT},
        {"root", VB_REL_ROOT},   {"xcomp", VB_REL_XCOMP},
    };
    const size_t n = strcspn(name, ":");           /* a subtype is kept in deprel alone */
    for (size_t i = 0; i < sizeof RELATIONS / sizeof *RELATIONS; i++)
        if (strlen(RELATIONS[i].name) == n && strncmp(RELATIONS[i].name, name, n) == 0) return RELATIONS[i].relation;
    fprintf(stderr, "no such relation: %s\n", name);
    abort();
}

static inline vb_str tagged_xpos(uint8_t upos)
{
    switch (upos) {
    case VB_PROPN: return VB_STR("NNP");
    case VB_NOUN: return VB_STR("NN");
    case VB_PRON: return VB_STR("PRP");
    case VB_VERB: return VB_STR("VBD");
    case VB_ADJ: return VB_STR("JJ");
    case VB_DET: return VB_STR("DT");
    case VB_ADP: return VB_STR("IN");
    default: return VB_STR("_");
    }
}

/* One token: into the arrays, its word behind `*to`. */
static inline void tagged_word(struct tagged *t, char *item, struct vb_token *tokens, struct vb_tag *tags, uint32_t n,
                               uint32_t first, char **to)
{
    char *field[5] = {item}, *up = strrchr(item, '^');
    int   fields = 1;
    t->antecedent[n] = VB_NONE;
    if (up && up > item && up[1]) {
        *up = '\0';
        t->antecedent[n] = (uint32_t)atoi(up + 1) - 1;
    }
    for (char *c = item + 1; *c && fields < 5; c++)
        if (*c == '/') *c = '\0', field[fields++] = c + 1;
    const size_t len = strlen(item);
    tokens[n].span.beg = (uint32_t)(*to - t->text.bytes.ptr);
    memcpy(*to, item, len);
    *to += len;
    tokens[n].span.end = (uint32_t)(*to - t->text.bytes.ptr);
    tags[n] = (struct vb_tag){.head = VB_NONE - 1, .upos = VB_PUNCT, .relation = VB_REL_PUNCT, .feats = VB_STR("_")};
    if (fields < 4) return;
    const int head = atoi(field[2]);
    tags[n].upos     = tagged_upos(field[1]);
    tags[n].head     = head ? first + (uint32_t)head - 1 : VB_NONE;
    tags[n].relation = tagged_relation(field[3]);
    tags[n].deprel   = vb_arena_copy(&t->arena, vb_str_of(field[3]));
    tags[n].xpos     = fields == 5 ? vb_arena_copy(&t->arena, vb_str_of(field[4])) : tagged_xpos(tags[n].upos);
    tags[n].lemma    = (vb_str){t->text.bytes.ptr + tokens[n].span.beg, vb_span_len(tokens[n].span)};
}

static inline void tagged_hang(struct vb_tag *tags, uint32_t first, uint32_t n)
{
    uint32_t root = first;
    for (uint32_t i = first; i < n; i++)
        if (tags[i].head == VB_NONE) root = i;
    for (uint32_t i = first; i < n; i++)
        if (tags[i].head == VB_NONE - 1) tags[i].head = i == root ? VB_NONE : root;
}

static inline void tagged_open(struct tagged *t, const char *source)
{
    const size_t        room = strlen(source) + 2;
    char               *copy = strdup(source), *at = copy, *to;
    uint32_t            n = 0, open[TAGGED_OPEN], depth = 0;
    char                kind[TAGGED_OPEN];
    *t = (struct tagged){0};
    char                *bytes      = to = VB_NEW(&t->arena, char, room);
    struct vb_token     *tokens     = VB_NEW(&t->arena, struct vb_token, room);
    struct vb_tag       *tags       = VB_NEW(&t->arena, struct vb_tag, room);
    struct vb_sentence  *sentences  = VB_NEW(&t->arena, struct vb_sentence, room);
    vb_paragraph        *paragraphs = VB_NEW(&t->arena, vb_paragraph, room);
    t->antecedent       = VB_NEW(&t->arena, uint32_t, room);
    t->text.bytes.ptr   = bytes;
    t->text.lang        = VB_STR("en");
    t->text.tokens      = tokens;
    t->text.sentences   = sentences;
    t->text.paragraphs  = paragraphs;
    paragraphs[0]       = (vb_paragraph){{0, 0}, VB_ROLE_BODY};
    t->text.n_paragraphs = 1;
    while (*at) {
        char          *line  = at, *end = strchr(at, '\n');
        const uint32_t first = n;
        at = end ? end + 1 : at + strlen(at);
        if (end) *end = '\0';
        if (!*line && n > 0) {
            *to++ = '\n';
            paragraphs[t->text.n_paragraphs++] = (vb_paragraph){{(uint32_t)(to - bytes), 0}, VB_ROLE_BODY};
            continue;
        }
        for (char *rest = line, *item; (item = strsep(&rest, " "));) {
            if (!*item) continue;
            if (item[0] == '<' && item[1] && !item[2]) {
                kind[depth] = item[1], open[depth++] = n;
                continue;
            }
            if (strcmp(item, ">") == 0) {
                if (depth == 0 || t->n_marks == TAGGED_MARKS) abort();
                t->mark[t->n_marks].kind  = kind[--depth];
                t->mark[t->n_marks].beg   = open[depth];
                t->mark[t->n_marks++].end = n;
                continue;
            }
            if (n > first) *to++ = ' ';
            tagged_word(t, item, tokens, tags, n++, first, &to);
        }
        if (n == first) continue;
        tagged_hang(tags, first, n);
        sentences[t->text.n_sentences++] =
            (struct vb_sentence){{tokens[first].span.beg, tokens[n - 1].span.end}, first, n - first, t->text.n_paragraphs - 1};
        paragraphs[t->text.n_paragraphs - 1].span.end = tokens[n - 1].span.end;
        *to++ = '\n';
    }
    t->text.bytes.len   = (size_t)(to - bytes);
    t->text.n_tokens    = n;
    t->syntax.tags      = tags;
    t->syntax.n_tokens  = n;
    free(copy);
}

static inline void tagged_close(struct tagged *t) { vb_arena_free(&t->arena); }

/* The place-th occurrence of some words, from 1. */
static inline vb_span tagged_find(const struct tagged *t, const char *words, int place)
{
    const char *at = strstr(t->text.bytes.ptr, words);
    for (int i = 1; at && i < place; i++) at = strstr(at + 1, words);
    if (!at) {
        fprintf(stderr, "not in the text: %s\n", words);
        abort();
    }
    const uint32_t beg = (uint32_t)(at - t->text.bytes.ptr);
    return (vb_span){beg, beg + (uint32_t)strlen(words)};
}

#endif
