/*
 * Any text, with trees and tagged spans made from a hash of it: the rules of src/entity keep what cast.h and phrase_code.h promise.
 * The text's first line is the date. Needs the pack: VERBALE_DATA, or a build folder.
 */
#include "cast.h"
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(what) do { if (!(what)) abort(); } while (0)

static uint64_t state;
static uint32_t below(uint32_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % n);
}

static const struct vb_knowledge *knowledge(void)
{
    static struct vb_knowledge *kb;
    struct vb_arena arena = {0};
    const char     *path;
    vb_error        err = {0};
    if (kb == NULL && (vb_data_find(&arena, NULL, VB_PACK_FILE, &path, &err) != VB_OK ||
                       vb_knowledge_open(path, NULL, 0, &kb, &err) != VB_OK)) {
        fprintf(stderr, "fuzz_entity: %s\n", err.msg);
        exit(1);
    }
    vb_arena_free(&arena);
    return kb;
}

/* Trees whose heads stand all before or all after, with whatever tags. */
static void plant(const struct vb_text *text, struct vb_tag *tags)
{
    static const char *const XPOS[] = {"NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "WP", "VBD", "DT", "IN"};
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        const uint32_t first = text->sentences[s].first_token, n = text->sentences[s].n_tokens;
        const bool     after = below(2);
        for (uint32_t i = 0; i < n; i++) {
            const bool root = after ? i + 1 == n : i == 0;
            tags[first + i] = (struct vb_tag){.head = root ? VB_NONE : after ? first + i + 1 + below(n - i - 1) : first + below(i),
                                              .upos = (uint8_t)below(VB_X + 1),
                                              .relation = root ? VB_REL_ROOT : (uint8_t)below(VB_REL_ROOT),
                                              .xpos = vb_str_of(XPOS[below(sizeof XPOS / sizeof *XPOS)])};
        }
    }
}

static void tag(struct vb_tagged_list *list, uint32_t n, uint8_t kinds)
{
    for (uint32_t i = below(4); i < n; i += 1 + below(6)) {
        uint32_t end = i + 1 + below(5);
        if (end > n) end = n;
        struct vb_tagged_span s = {.beg = i, .end = end, .kind = (uint8_t)below(kinds), .score = (float)below(100) / 100};
        for (unsigned k = 0; k < VB_TAGGED_KINDS; k++) s.kinds[k] = -(float)below(90) / 10;
        CHECK(VB_PUSH(list, s));
        i = end;
    }
}

static void chain(struct vb_mention_tags *tags, uint32_t n)
{
    for (uint32_t i = 1; i < n; i += 1 + below(3)) {
        struct vb_antecedents a = {.word = i, .n = 1 + below(VB_ANTECEDENTS), .p_new = 0.1f};
        for (uint32_t k = 0; k < a.n; k++) a.at[k] = below(i), a.p[k] = 0.9f / (float)a.n;
        CHECK(VB_PUSH(&tags->antecedents, a));
    }
}

static void check_cast(const struct vb_cast *cast)
{
    for (size_t i = 0; i < cast->mentions.n; i++) {
        const struct vb_cast_mention *m = &cast->mentions.at[i];
        CHECK(m->beg < m->end && m->end <= cast->text->n_tokens && m->beg <= m->head && m->head < m->end);
        CHECK(m->member == VB_NONE || m->member < cast->members.n);
        CHECK(m->score >= 0 && m->score <= 1);
        CHECK(i == 0 || m[-1].beg < m->beg || (m[-1].beg == m->beg && m[-1].end >= m->end));
    }
    for (size_t k = 0; k < cast->members.n; k++) {
        const struct vb_member *m = &cast->members.at[k];
        CHECK(m->first < cast->mentions.n && m->n_parts <= VB_NAME_PARTS && m->n_sectors <= VB_CODE_SECTORS);
        CHECK(m->fullest == VB_NONE || m->fullest < cast->mentions.n);
        CHECK(m->country.len == 0 || m->country.len == 3);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vb_str                 bytes = {(const char *)data, size};
    const char            *line  = size ? memchr(data, '\n', size) : NULL;
    struct vb_arena        arena = {0};
    struct vb_text         text  = {0};
    struct vb_mention_tags tags  = {0};
    struct vb_voices       voices = {0};
    struct vb_cast         cast   = {.kb = knowledge(), .tags = &tags, .voices = &voices, .text = &text};
    if (line) cast.date = (vb_str){bytes.ptr, (size_t)(line - bytes.ptr)};
    if (vb_text_split(bytes, VB_STR("en"), (vb_str){0}, &arena, &text, NULL) == VB_OK) {
        struct vb_tag   *trees  = VB_NEW(&arena, struct vb_tag, text.n_tokens);
        struct vb_voice *voice  = VB_NEW(&arena, struct vb_voice, text.n_sentences);
        struct vb_syntax syntax = {.tags = trees, .n_tokens = text.n_tokens};
        struct vb_code   code;
        CHECK(trees && voice);
        state = vb_hash64(data, size);
        plant(&text, trees);
        for (uint32_t s = 0; s + 1 < text.n_sentences; s += 2)
            voice[voices.n++] = (struct vb_voice){text.sentences[s].span, text.sentences[s + 1].span};
        voices.at = voice;
        tag(&tags.names, text.n_tokens, VB_N_NAME_KINDS);
        tag(&tags.name_mentions, text.n_tokens, VB_TAGGED_DEMONYM + 1);
        tag(&tags.role_mentions, text.n_tokens, VB_TAGGED_DEMONYM);
        chain(&tags, text.n_tokens);
        vb_code_phrase(cast.kb, &text, 0, text.n_tokens, cast.date, VB_STR(""), &code);
        CHECK(code.n_sectors <= VB_CODE_SECTORS && code.kind <= VB_KIND_OTHER && code.head_end <= text.n_tokens);
        cast.syntax = &syntax;
        CHECK(vb_cast_mentions_find(&cast, &arena, NULL) == VB_OK);
        CHECK(vb_cast_names(&cast, &arena, NULL) == VB_OK);
        CHECK(vb_cast_roles(&cast, NULL) == VB_OK);
        CHECK(vb_cast_pronouns(&cast, NULL) == VB_OK);
        CHECK(vb_cast_codes(&cast, &arena, NULL) == VB_OK);
        check_cast(&cast);
    }
    vb_free(cast.mentions.at);
    vb_free(cast.members.at);
    vb_free(tags.names.at);
    vb_free(tags.name_mentions.at);
    vb_free(tags.role_mentions.at);
    vb_free(tags.antecedents.at);
    vb_arena_free(&arena);
    return 0;
}
