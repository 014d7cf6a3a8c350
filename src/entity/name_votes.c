/*
 * One name is of one kind throughout a text: all its occurrences decide it together, and a surname goes with the full name.
 * A name that the network misses here and sees there stays missed: to add it gained nothing on EWT dev and Worldwide.
 */
#include "mention_tagger.h"

#include <string.h>

struct group { uint64_t key; float kinds[VB_TAGGED_KINDS]; bool used; };
struct groups { struct group *at; uint32_t room; };            /* open addressing, a power of two; not used: free */

static uint64_t key_of_word(const struct vb_text *text, uint32_t word)
{
    char     low[96];
    size_t   n = 0;
    unsigned len;
    vb_str   form = vb_str_sub(text->bytes, text->tokens[word].span);
    for (size_t at = 0; at < form.len && n + 4 < sizeof low; at += len) {
        uint32_t cp = vb_cp_lower(vb_utf8_at(form, at, &len));
        memcpy(low + n, &cp, 4);
        n += 4;
    }
    return vb_hash64(low, n);
}

static struct group *group_of(const struct groups *g, uint64_t key)
{
    for (uint32_t i = (uint32_t)key & (g->room - 1);; i = (i + 1) & (g->room - 1))
        if (!g->at[i].used || g->at[i].key == key) return &g->at[i];
}

static void add(const struct groups *g, uint64_t key, const struct vb_tagged_span *s, uint32_t n_kinds)
{
    struct group *to = group_of(g, key);
    to->key  = key;
    to->used = true;
    for (uint32_t k = 0; k < n_kinds; k++) to->kinds[k] += s->kinds[k];
}

static uint8_t best_kind(const float *kinds, uint32_t n_kinds)
{
    uint8_t best = 0;
    for (uint8_t k = 1; k < n_kinds; k++)
        if (kinds[k] > kinds[best]) best = k;
    return best;
}

static uint64_t key_of(const struct vb_text *text, uint32_t beg, uint32_t end)
{
    uint64_t key = key_of_word(text, beg);
    for (uint32_t i = beg + 1; i < end; i++) {
        uint64_t both[] = {key, key_of_word(text, i)};
        key = vb_hash64(both, sizeof both);
    }
    return key;
}

vb_status vb_names_vote(const struct vb_text *text, uint32_t n_kinds, uint8_t person, const struct vb_tagged_list *names,
                        vb_error *err)
{
    struct groups g = {.room = 64};
    while (g.room < 4 * names->n) g.room *= 2;
    g.at = vb_alloc(g.room * sizeof *g.at);
    if (g.at == NULL) return vb_fail_nomem(err);
    memset(g.at, 0, g.room * sizeof *g.at);
    for (size_t i = 0; i < names->n; i++) {
        const struct vb_tagged_span *s = &names->at[i];
        add(&g, key_of(text, s->beg, s->end), s, n_kinds);
        if (s->end - s->beg > 1 && s->kind == person) add(&g, key_of_word(text, s->end - 1), s, n_kinds);      /* the surname */
    }
    for (size_t i = 0; i < names->n; i++) {
        struct vb_tagged_span *s = &names->at[i];
        s->kind = best_kind(group_of(&g, key_of(text, s->beg, s->end))->kinds, n_kinds);
    }
    vb_free(g.at);
    return VB_OK;
}
