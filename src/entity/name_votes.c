/*
 * One name is of one kind throughout a text: all its occurrences decide it together, a surname goes with the full name, and the
 * tables of knowledge/ have a vote where they know the name as one kind alone.
 * A name that the network misses here and sees there stays missed: to add it gained nothing on EWT dev and Worldwide.
 */
#include "mention_tagger.h"

#include <string.h>

static const float TABLES = 1.5f;           /* what the tables say, as a log probability; flat from 1 to 2 on EWT dev */

struct group { uint64_t key; float kinds[VB_TAGGED_KINDS]; bool used, asked; };            /* asked: the tables */
struct groups { struct group *at; uint32_t room; };            /* open addressing, a power of two; not used: free */

static uint64_t key_of_word(const struct vb_text *text, uint32_t word)
{
    return vb_form_key(vb_str_sub(text->bytes, text->tokens[word].span));
}

static vb_str words_of(const struct vb_text *text, uint32_t beg, uint32_t end)
{
    return vb_str_sub(text->bytes, (vb_span){text->tokens[beg].span.beg, text->tokens[end - 1].span.end});
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
    uint32_t best = 0;
    for (uint32_t k = 1; k < n_kinds; k++)
        if (kinds[k] > kinds[best]) best = k;
    return (uint8_t)best;
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

/* What the tables know a name as: its kind, or -1 for nothing, or more than one. */
static int kind_by_tables(const struct vb_knowledge *kb, vb_str name)
{
    static const struct { enum vb_kb_table table; int kind; } KNOWN[] = {
        {VB_KB_STATES, VB_NAME_LOC}, {VB_KB_REGIONS, VB_NAME_LOC}, {VB_KB_BODIES, VB_NAME_ORG}, {VB_KB_INSTITUTIONS, VB_NAME_ORG},
        {VB_KB_PARTIES, VB_NAME_ORG}, {VB_KB_HOLDERS, VB_NAME_PER}, {VB_KB_GIVEN, VB_NAME_PER}, {VB_KB_CITIES, VB_NAME_LOC}};
    vb_kb_row row[8];
    int       kind = -1;
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        uint32_t n = vb_kb_find(kb, KNOWN[i].table, name, row, sizeof row / sizeof *row);
        bool     is = n > 0;
        if (n > 0 && (KNOWN[i].table == VB_KB_STATES || KNOWN[i].table == VB_KB_PARTIES)) { /* "British", "Tories": people */
            enum vb_kb_column column = vb_kb_key_column(kb, row[0], name);
            is = column == VB_KB_NAME || column == VB_KB_NAMES;
            if (!is) return -1;
        }
        if (!is) continue;
        if (kind >= 0 && kind != KNOWN[i].kind) return -1;
        kind = KNOWN[i].kind;
    }
    return kind;
}

vb_status vb_names_vote(const struct vb_text *text, const struct vb_knowledge *kb, uint32_t n_kinds, uint8_t person,
                        const struct vb_tagged_list *names, vb_error *err)
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
    for (size_t i = 0; kb != NULL && i < names->n; i++) {
        const struct vb_tagged_span *s  = &names->at[i];
        struct group                *to = group_of(&g, key_of(text, s->beg, s->end));
        if (to->asked) continue;
        const int kind = kind_by_tables(kb, words_of(text, s->beg, s->end));
        if (kind >= 0) to->kinds[kind] += TABLES;
        to->asked = true;
    }
    for (size_t i = 0; i < names->n; i++) {
        struct vb_tagged_span *s = &names->at[i];
        s->kind = best_kind(group_of(&g, key_of(text, s->beg, s->end))->kinds, n_kinds);
    }
    vb_free(g.at);
    return VB_OK;
}
