/*
 * A text's cast from tags made by hand, for tests of src/entity: no weights, the tables of knowledge/.
 *
 * Spans of tagged_text.h: "<P" name of a person, "<O" of an organisation, "<S" of a state, "<G" group, "<L" place, "<D" document,
 * "<M" demonym; the same letters small: a role. "<1 … >" holds somebody's words and "<2 … >" says whose: 1 and 2, 3 and 4, 5 and 6.
 */
#ifndef CAST_PLAY_H
#define CAST_PLAY_H

#include "cast.h"
#include "engine.h"
#include "tagged_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct vb_knowledge *play_kb;

static inline int play_open_tables(void **state)
{
    struct vb_arena arena = {0};
    const char     *path;
    vb_error        err = {0};
    (void)state;
    vb_status st = vb_data_find(&arena, NULL, VB_PACK_FILE, &path, &err);
    if (st == VB_OK) st = vb_knowledge_open(path, NULL, 0, &play_kb, &err);
    if (st != VB_OK) print_error("%s\n", err.msg);
    vb_arena_free(&arena);
    return st != VB_OK;
}

static inline int play_close_tables(void **state)
{
    (void)state;
    vb_knowledge_close(play_kb);
    return 0;
}

struct play {
    struct tagged          t;
    struct vb_cast         cast;
    struct vb_arena        scratch;
    struct vb_mention_tags tags;
    struct vb_voice        voice[3];
    struct vb_voices       voices;
};

static inline int play_by_place(const void *a, const void *b)
{
    const struct vb_tagged_span *x = a, *y = b;
    return x->beg < y->beg ? -1 : x->beg > y->beg;
}

static inline void play_tag(struct play *p)
{
    static const char KINDS[] = "POSGLDY?M";                    /* as enum vb_entity_kind; VB_TAGGED_DEMONYM */
    struct { vb_span content, source; } said[3] = {0};
    for (uint32_t i = 0; i < p->t.n_marks; i++) {
        const char    mark = p->t.mark[i].kind;
        const bool    role = mark >= 'a' && mark <= 'z';
        const vb_span span = {p->t.text.tokens[p->t.mark[i].beg].span.beg, p->t.text.tokens[p->t.mark[i].end - 1].span.end};
        if (mark >= '1' && mark <= '6') {
            *((mark - '1') % 2 ? &said[(mark - '1') / 2].source : &said[(mark - '1') / 2].content) = span;
            continue;
        }
        const uint8_t               kind = (uint8_t)(strchr(KINDS, role ? mark - 'a' + 'A' : mark) - KINDS);
        const struct vb_tagged_span s    = {.beg = p->t.mark[i].beg, .end = p->t.mark[i].end, .kind = kind, .score = 0.9f};
        assert_true(role ? VB_PUSH(&p->tags.role_mentions, s) : VB_PUSH(&p->tags.name_mentions, s));
    }
    struct vb_tagged_list *lists[] = {&p->tags.role_mentions, &p->tags.name_mentions};
    for (int i = 0; i < 2; i++)
        if (lists[i]->n > 0) qsort(lists[i]->at, lists[i]->n, sizeof *lists[i]->at, play_by_place);
    for (uint32_t i = 0; i < p->t.text.n_tokens; i++)
        if (p->t.antecedent[i] != VB_NONE) {
            struct vb_antecedents a = {.word = i, .n = 1, .at = {p->t.antecedent[i]}, .p = {0.9f}, .p_new = 0.1f};
            assert_true(VB_PUSH(&p->tags.antecedents, a));
        }
    for (uint32_t i = 0; i < 3; i++)
        if (said[i].content.end > 0) p->voice[p->voices.n++] = (struct vb_voice){said[i].content, said[i].source};
    p->voices.at = p->voice;
}

static inline void play_open(struct play *p, const char *text, const char *date)
{
    *p = (struct play){0};
    tagged_open(&p->t, text);
    play_tag(p);
    p->cast = (struct vb_cast){.text = &p->t.text, .syntax = &p->t.syntax, .kb = play_kb, .tags = &p->tags, .voices = &p->voices,
                               .date = vb_str_of(date)};
    assert_int_equal(vb_cast_mentions_find(&p->cast, &p->scratch, NULL), VB_OK);
    assert_int_equal(vb_cast_names(&p->cast, &p->scratch, NULL), VB_OK);
    assert_int_equal(vb_cast_roles(&p->cast, NULL), VB_OK);
    assert_int_equal(vb_cast_pronouns(&p->cast, NULL), VB_OK);
    assert_int_equal(vb_cast_codes(&p->cast, &p->scratch, NULL), VB_OK);
}

static inline void play_close(struct play *p)
{
    vb_free(p->cast.mentions.at);
    vb_free(p->cast.members.at);
    vb_free(p->tags.role_mentions.at);
    vb_free(p->tags.name_mentions.at);
    vb_free(p->tags.antecedents.at);
    vb_arena_free(&p->scratch);
    tagged_close(&p->t);
}

/* The mention that is these words, at their place-th place; NULL: there is none. */
static inline const struct vb_cast_mention *play_mention(const struct play *p, const char *words, int place)
{
    const vb_span span = tagged_find(&p->t, words, place);
    for (size_t i = 0; i < p->cast.mentions.n; i++) {
        vb_span at = vb_cast_span(&p->cast, &p->cast.mentions.at[i]);
        if (at.beg == span.beg && at.end == span.end) return &p->cast.mentions.at[i];
    }
    return NULL;
}

static inline uint32_t play_member(const struct play *p, const char *words, int place)
{
    const struct vb_cast_mention *m = play_mention(p, words, place);
    if (m == NULL) fail_msg("no mention: %s", words);
    return m->member;
}

static inline const struct vb_member *play_who(const struct play *p, const char *words)
{
    uint32_t k = play_member(p, words, 1);
    if (k == VB_NONE) fail_msg("nobody: %s", words);
    return &p->cast.members.at[k];
}

/* Are the mentions one member? Words, or words and their place: "he#2". */
static inline bool play_same(const struct play *p, const char *a, const char *b)
{
    uint32_t    member[2];
    const char *words[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        char  copy[80], *place;
        snprintf(copy, sizeof copy, "%s", words[i]);
        if ((place = strchr(copy, '#'))) *place++ = '\0';
        member[i] = play_member(p, copy, place ? atoi(place) : 1);
    }
    return member[0] == member[1] && member[0] != VB_NONE;
}

#endif
