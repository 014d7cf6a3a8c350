/*
 * Mentions: the network's names and roles, names that only the tables know, and pronouns.
 *
 * Where the codebook's head and the head for names disagree, the codebook's goes first; a name that neither saw is taken from
 * the tables when its words have capitals.
 */
#include "cast.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_WORDS = 12 };
static const float NAME_SURE = 0.5f, ROLE_SURE = 0.35f, MENTION_SURE = 0.3f;   /* bench/entity/README.md */

bool vb_cast_governs(const struct vb_cast *cast, uint32_t up, uint32_t token)
{
    for (int step = 0; step < 12 && token != VB_NONE; step++, token = cast->syntax->tags[token].head)
        if (token == up) return true;
    return false;
}

bool vb_cast_word_is(const struct vb_cast *cast, uint32_t token, const char *const *list)
{
    return vb_str_among(vb_cast_token(cast, token), list);
}

/* The token of [beg, end) that hangs on none of the others; of a flat name its last. */
static uint32_t head_of(const struct vb_cast *cast, uint32_t beg, uint32_t end)
{
    const struct vb_tag *tags = cast->syntax->tags;
    uint32_t             head = VB_NONE;
    for (uint32_t i = beg; i < end && head == VB_NONE; i++)
        if (tags[i].head == VB_NONE || tags[i].head < beg || tags[i].head >= end)
            if (tags[i].upos != VB_PUNCT || end - beg == 1) head = i;
    if (head == VB_NONE) return end - 1;
    for (uint32_t i = end; i-- > head + 1;)
        if (tags[i].head == head && tags[i].relation == VB_REL_FLAT) return i;
    return head;
}

static bool add(struct vb_cast *cast, struct vb_cast_mention m)
{
    const struct vb_tag *tag;
    m.head   = head_of(cast, m.beg, m.end);
    m.member = VB_NONE;
    tag      = &cast->syntax->tags[m.head];
    m.plural = vb_str_eq(tag->xpos, VB_STR("NNS")) || vb_str_eq(tag->xpos, VB_STR("NNPS"));
    return VB_PUSH(&cast->mentions, m);
}

static bool is_free(const bool *taken, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end; i++)
        if (taken[i]) return false;
    return true;
}

static void take(bool *taken, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end; i++) taken[i] = true;
}

static const char *const ARTICLES[] = {"the", "a",   "an",  "this",  "that", "these", "those",
                                       "its", "his", "her", "their", "our",  "my",    NULL};
static const char *const POINTING[]    = {"the", "this", "that", "these", "those", NULL};
static const char *const NOBODY[]      = {"no", "any", "every", "each", NULL};
static const char *const POSSESSIVES[] = {"'s", "’s", "'", "’", NULL};

/* A name has no article, no possessive ending, and of a person no title. */
static void trim_name(const struct vb_cast *cast, uint32_t *beg, uint32_t *end, bool person)
{
    while (*end > *beg + 1 && (vb_cast_word_is(cast, *end - 1, POSSESSIVES) || cast->syntax->tags[*end - 1].upos == VB_PUNCT)) {
        vb_str last = vb_cast_token(cast, *end - 1);
        if (vb_str_eq(last, VB_STR(".")) || vb_str_eq(last, VB_STR(")"))) break;
        --*end;
    }
    while (*beg + 1 < *end && (vb_cast_word_is(cast, *beg, ARTICLES) || cast->syntax->tags[*beg].upos == VB_PUNCT)) ++*beg;
    vb_str    words[KEY_WORDS];
    while (person && *beg + 1 < *end) {
        uint32_t n = 0;
        while (n < KEY_WORDS && *beg + n < *end) {
            words[n] = vb_cast_token(cast, *beg + n);
            n++;
        }
        uint32_t title = vb_kb_longest(cast->kb, 1u << VB_KB_HONORIFICS | 1u << VB_KB_ROLES, words, n);
        if (title == 0 || title >= n) break;
        /* "King" and "Bishop" are family names too */
        if (title == 1 && *beg + 2 == *end && !vb_kb_find(cast->kb, VB_KB_HONORIFICS, words[0], NULL, 0) &&
            vb_kb_find(cast->kb, VB_KB_GIVEN, words[1], NULL, 0) == 0 && vb_kb_find(cast->kb, VB_KB_GIVEN, words[0], NULL, 0) > 0)
            break;
        *beg += title;
    }
}

/* The state whose capital a city is, or VB_NONE. */
static vb_kb_row state_of_capital(const struct vb_cast *cast, vb_str city)
{
    vb_kb_row rows[16];
    uint32_t  n = vb_kb_find(cast->kb, VB_KB_CITIES, city, rows, 16);
    for (uint32_t i = 0; i < n && i < 16; i++) {
        vb_kb_row state = vb_kb_state(cast->kb, vb_kb_cell(cast->kb, rows[i], VB_KB_COUNTRY));
        if (state == VB_NONE) continue;
        vb_str capital = vb_kb_cell(cast->kb, state, VB_KB_CAPITAL), name = vb_kb_cell(cast->kb, rows[i], VB_KB_NAME);
        if (name.len > 0 && capital.len >= name.len && memmem(capital.ptr, capital.len, name.ptr, name.len) != NULL) return state;
        if (city.len > 0 && capital.len >= city.len && memmem(capital.ptr, capital.len, city.ptr, city.len) != NULL) return state;
    }
    return VB_NONE;
}

/* Does it do something: "Whitehall insisted"? Streets and towns do not. */
static bool acts(const struct vb_cast *cast, uint32_t beg, uint32_t end)
{
    const struct vb_tag *tags = cast->syntax->tags;
    for (uint32_t i = beg; i < end; i++)
        if (tags[i].relation == VB_REL_NSUBJ && tags[i].head != VB_NONE && tags[tags[i].head].upos == VB_VERB) return true;
    return false;
}

/* Is the span the end of a place's longer name, as the tables have it? */
static bool ends_longer_name(const struct vb_cast *cast, uint32_t beg, uint32_t end)
{
    if (beg == 0 || !vb_word_is_capital(vb_cast_token(cast, beg - 1))) return false;
    vb_span span = {cast->text->tokens[beg - 1].span.beg, cast->text->tokens[end - 1].span.end};
    return vb_kb_find(cast->kb, VB_KB_REGIONS, vb_str_sub(cast->text->bytes, span), NULL, 0) > 0;
}

/* A noun of its own, not one before another: "the Uighurs", but "Uighur leaders". */
static bool is_noun(const struct vb_cast *cast, uint32_t beg, uint32_t end)
{
    const struct vb_tag *tag = &cast->syntax->tags[head_of(cast, beg, end)];
    return (tag->upos == VB_NOUN || tag->upos == VB_PROPN) && tag->relation != VB_REL_COMPOUND && tag->relation != VB_REL_AMOD &&
           tag->relation != VB_REL_FLAT;
}

/* A state by its name or demonym, else a known body: what the tables make of a tagged name. */
static void look_up(const struct vb_cast *cast, struct vb_cast_mention *m)
{
    vb_str    key = vb_str_sub(cast->text->bytes, vb_cast_span(cast, m));
    vb_kb_row row;
    vb_code_phrase(cast->kb, cast->text, m->beg, m->end, cast->date, cast->country, &m->code);
    if (m->kind == VB_KIND_PERSON) {
        /* the network takes a rare name for a person; the tables may know better: "Boko Haram", "Riigikogu" */
        const bool called = vb_kb_find(cast->kb, VB_KB_HOLDERS, key, NULL, 0) > 0 ||
                            vb_kb_find(cast->kb, VB_KB_FAMILIES, key, NULL, 0) > 0 ||
                            vb_kb_find(cast->kb, VB_KB_GIVEN, vb_cast_token(cast, m->beg), NULL, 0) > 0;
        if (called || (!m->code.body && vb_kb_find(cast->kb, VB_KB_STATES, key, NULL, 0) == 0) || m->code.head_beg != m->beg ||
            m->code.head_end != m->end)
            return;
        m->kind = VB_KIND_ORGANISATION;
    }
    if (ends_longer_name(cast, m->beg, m->end)) {
        m->kind         = VB_KIND_PLACE;                        /* the Jersey of New Jersey */
        m->code.country = VB_STR("");
    } else if (vb_kb_find(cast->kb, VB_KB_STATES, key, &row, 1) > 0 && vb_word_is_capital(key)) {
        m->known = true;
        m->form  = vb_kb_key_column(cast->kb, row, key) == VB_KB_DEMONYMS ? VB_FORM_DEMONYM : VB_FORM_NAME;
        m->kind  = VB_KIND_STATE;
    } else if (m->kind == VB_KIND_STATE && (row = state_of_capital(cast, key)) != VB_NONE) {
        m->known        = true;    /* "Kyiv asks Berlin": tagged as a state, and a capital */
        m->code.head    = row;
        m->code.head_beg = m->beg, m->code.head_end = m->end;
        m->code.country = vb_kb_cell(cast->kb, row, VB_KB_CODE);
    } else if (vb_kb_find(cast->kb, VB_KB_METONYMS, key, &row, 1) > 0 && vb_word_is_capital(key) &&
               m->kind != VB_KIND_ORGANISATION &&
               (vb_kb_cell(cast->kb, row, VB_KB_AMBIGUOUS).len == 0 || acts(cast, m->beg, m->end))) {
        m->known = true;           /* Whitehall, the Kremlin: the body they stand for, no place */
        m->kind  = VB_KIND_ORGANISATION;
    } else if (vb_kb_find(cast->kb, VB_KB_REGIONS, key, &row, 1) > 0 && m->kind != VB_KIND_PERSON &&
               vb_kb_key_column(cast->kb, row, key) == VB_KB_DEMONYMS && is_noun(cast, m->beg, m->end)) {
        m->known = true;           /* Uighurs, Kurds: a people without a state of its own */
        m->kind  = VB_KIND_GROUP;
        m->form  = VB_FORM_NAME;
        vb_code_add_sector(&m->code, VB_STR("CVL"));
    } else if (m->code.body && m->code.head_beg == m->beg && m->code.head_end == m->end) {
        m->known = true;
        if (m->kind != VB_KIND_GROUP && m->kind != VB_KIND_DOCUMENT) m->kind = VB_KIND_ORGANISATION;
    }
}

static bool add_name(struct vb_cast *cast, bool *taken, uint32_t beg, uint32_t end, vb_entity_kind kind, vb_mention_form form,
                     float score)
{
    trim_name(cast, &beg, &end, kind == VB_KIND_PERSON);
    if (!is_free(taken, beg, end)) return true;
    struct vb_cast_mention m = {.beg = beg, .end = end, .kind = kind, .form = form, .score = score};
    look_up(cast, &m);
    take(taken, beg, end);
    return add(cast, m);
}

static vb_entity_kind kind_of_name(uint8_t name)
{
    switch (name) {
    case VB_NAME_PER: return VB_KIND_PERSON;
    case VB_NAME_ORG: return VB_KIND_ORGANISATION;
    case VB_NAME_LOC: return VB_KIND_PLACE;
    default: return VB_KIND_OTHER;
    }
}

/* Names with capitals that only the tables know: states, demonyms, bodies, metonyms. */
static bool add_known(struct vb_cast *cast, bool *taken)
{
    const uint32_t tables =
        1u << VB_KB_STATES | 1u << VB_KB_BODIES | 1u << VB_KB_INSTITUTIONS | 1u << VB_KB_METONYMS | 1u << VB_KB_HOLDERS |
        1u << VB_KB_REGIONS;
    const uint32_t n      = cast->text->n_tokens;
    vb_str         words[KEY_WORDS];
    for (uint32_t i = 0; i < n; i++) {
        if (taken[i] || !vb_word_is_capital(vb_cast_token(cast, i))) continue;
        uint32_t room = 0;
        while (room < KEY_WORDS && i + room < n && !taken[i + room]) {
            words[room] = vb_cast_token(cast, i + room);
            room++;
        }
        uint32_t found = vb_kb_longest(cast->kb, tables, words, room);
        if (found == 0) continue;
        const struct vb_tag *tag = &cast->syntax->tags[i];
        if (found == 1 && tag->upos != VB_PROPN && tag->upos != VB_ADJ && tag->upos != VB_NOUN) continue;
        struct vb_cast_mention m = {.beg = i, .end = i + found, .kind = VB_KIND_OTHER, .form = VB_FORM_NAME, .score = 0.5f};
        look_up(cast, &m);
        if (m.code.person && found > 1) m.kind = VB_KIND_PERSON, m.known = true;
        if (m.kind == VB_KIND_OTHER) m.kind = VB_KIND_ORGANISATION;
        if (m.known) {
            take(taken, m.beg, m.end);
            if (!add(cast, m)) return false;
        }
        i += found - 1;
    }
    return true;
}

/* May a noun with this relation head a mention? Not one that only describes another noun. */
static bool is_argument(const struct vb_tag *tag)
{
    switch (tag->relation) {
    case VB_REL_NSUBJ: case VB_REL_OBJ: case VB_REL_IOBJ: case VB_REL_OBL: case VB_REL_NMOD: case VB_REL_APPOS: case VB_REL_CONJ:
    case VB_REL_ROOT:
    case VB_REL_PARATAXIS:
    case VB_REL_LIST:
    case VB_REL_VOCATIVE:
    case VB_REL_DISLOCATED:
    case VB_REL_XCOMP: return true;
    default: return false;
    }
}

/* From the first to the last word that hangs on a noun before it, and "of …" after it. */
static void phrase_of(const struct vb_cast *cast, uint32_t head, uint32_t *beg, uint32_t *end)
{
    const struct vb_tag *tags = cast->syntax->tags;
    *beg = head, *end = head + 1;
    for (uint32_t i = head; i-- > 0 && head - i < 12;) {
        if (tags[i].head == head && tags[i].relation != VB_REL_PUNCT && tags[i].relation != VB_REL_CASE &&
            tags[i].relation != VB_REL_CC &&
            (tags[i].relation == VB_REL_DET || tags[i].relation == VB_REL_AMOD || tags[i].relation == VB_REL_COMPOUND ||
             tags[i].relation == VB_REL_NMOD || tags[i].relation == VB_REL_NUMMOD || tags[i].relation == VB_REL_FLAT))
            *beg = i;
        else if (tags[i].head == VB_NONE || tags[i].head > head || tags[i].head < *beg) {
            bool inside = false;   /* it hangs on something that hangs on the head */
            uint32_t up = tags[i].head;
            for (int step = 0; step < 4 && up != VB_NONE && !inside; step++, up = tags[up].head) inside = up >= *beg && up <= head;
            if (!inside) break;
        }
    }
    while (*beg < head && (tags[*beg].upos == VB_PUNCT || tags[*beg].upos == VB_ADP || tags[*beg].upos == VB_CCONJ)) ++*beg;
    if (head + 2 < cast->text->n_tokens && vb_str_eq_nocase(vb_cast_token(cast, head + 1), VB_STR("of"))) {
        uint32_t last = head;
        for (uint32_t i = head + 1; i < cast->text->n_tokens && i < head + 12 && tags[i].upos != VB_PUNCT; i++) {
            if (tags[i].upos == VB_PRON || tags[i].upos == VB_VERB || tags[i].upos == VB_AUX) break;
            if (tags[i].head == head && tags[i].relation == VB_REL_NMOD) last = i;
        }
        if (last > head) *end = last + 1;
    }
}

/* "March 4" is no march, "4 May" no verb. */
static bool is_month(const struct vb_cast *cast, uint32_t i)
{
    static const char *const MONTHS[] = {"march", "may", NULL};
    if (!vb_cast_word_is(cast, i, MONTHS) || !vb_word_is_capital(vb_cast_token(cast, i))) return false;
    for (int side = -1; side <= 1; side += 2) {
        if ((side < 0 && i == 0) || (side > 0 && i + 1 == cast->text->n_tokens)) continue;
        vb_str w = vb_cast_token(cast, side < 0 ? i - 1 : i + 1);
        if (w.len > 0 && w.ptr[0] >= '0' && w.ptr[0] <= '9') return true;
    }
    return false;
}

/* Persons, groups and bodies that are called by what they are: nouns of the tables that no tag covers. */
static bool add_common(struct vb_cast *cast, const bool *taken, bool *role, bool *heads)
{
    for (size_t k = 0; k < cast->mentions.n; k++)
        if (cast->mentions.at[k].form == VB_FORM_ROLE) heads[cast->mentions.at[k].head] = true;
    vb_str words[KEY_WORDS];
    for (uint32_t i = 0; i < cast->text->n_tokens; i++) {
        const struct vb_tag *tag = &cast->syntax->tags[i];
        const bool within = role[i] && tag->relation == VB_REL_NMOD;           /* "the committee's report" */
        if (taken[i] || heads[i] || is_month(cast, i) || (role[i] && !within) || (tag->upos != VB_NOUN && tag->upos != VB_PROPN) ||
            !is_argument(tag))
            continue;
        words[0] = vb_cast_token(cast, i);
        if (vb_kb_longest(cast->kb, 1u << VB_KB_ROLES | 1u << VB_KB_TYPES, words, 1) != 1) continue;
        struct vb_cast_mention m = {.form = VB_FORM_ROLE, .score = 0.4f};
        phrase_of(cast, i, &m.beg, &m.end);
        vb_code_phrase(cast->kb, cast->text, m.beg, m.end, cast->date, cast->country, &m.code);
        if (m.code.head == VB_NONE) continue;
        m.kind = m.code.kind;
        if (m.kind == VB_KIND_OTHER || m.kind == VB_KIND_PLACE || m.kind == VB_KIND_STATE) continue;
        /* "no signs", "measure of how": only what is pointed at is a document or a policy of the text */
        if ((m.kind == VB_KIND_DOCUMENT || m.kind == VB_KIND_POLICY) && !vb_cast_word_is(cast, m.beg, POINTING)) continue;
        if (vb_cast_word_is(cast, m.beg, NOBODY)) continue;
        if (within) {
            if (m.kind == VB_KIND_DOCUMENT || m.kind == VB_KIND_POLICY) continue;
            m.end = i + 1;
        } else if (!is_free(role, m.beg, m.end)) {
            m.beg = i, m.end = i + 1;
        }
        take(role, m.beg, m.end);
        if (!add(cast, m)) return false;
    }
    return true;
}

static const char *const RELATIVE[] = {"who", "which", "whom", "whose", NULL};
static const char *const PERSONAL[] = {"he",   "him",       "his",    "himself", "she",    "her",      "hers",   "herself",
                                       "it",   "its",       "itself", "they",    "them",   "their",    "theirs", "themselves",
                                       "i",    "me",        "my",     "mine",    "myself", "we",       "us",     "our",
                                       "ours", "ourselves", "you",    "your",    "yours",  "yourself", NULL};

static int by_place(const void *a, const void *b)
{
    const struct vb_cast_mention *x = a, *y = b;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    if (x->end != y->end) return x->end > y->end ? -1 : 1;
    return (int)x->form - (int)y->form;
}

static void code_again(const struct vb_cast *cast, struct vb_cast_mention *m)
{
    struct vb_code code;
    vb_kb_row      rows[8];
    if (m->kind == VB_KIND_STATE && m->form == VB_FORM_NAME && !vb_str_eq(m->code.country, cast->country)) {
        vb_str   key = vb_str_sub(cast->text->bytes, vb_cast_span(cast, m));
        uint32_t n   = vb_kb_find(cast->kb, VB_KB_REGIONS, key, rows, 8);
        for (uint32_t i = 0; i < n && i < 8; i++)
            if (vb_str_eq(vb_kb_cell(cast->kb, rows[i], VB_KB_COUNTRY), cast->country)) {
                m->kind         = VB_KIND_PLACE;                /* Georgia in a text about the United States */
                m->known        = false;
                m->code.country = cast->country;
                return;
            }
    }
    if (!m->code.ambiguous && (m->known || m->code.country.len > 0)) return;
    vb_code_phrase(cast->kb, cast->text, m->beg, m->end, cast->date, cast->country, &code);
    if (m->code.ambiguous || (m->code.country.len == 0 && code.country.len > 0)) m->code = code;
}

static bool is_state(const struct vb_cast *cast, const struct vb_tagged_span *s)
{
    vb_span span = {cast->text->tokens[s->beg].span.beg, cast->text->tokens[s->end - 1].span.end};
    return vb_kb_find(cast->kb, VB_KB_STATES, vb_str_sub(cast->text->bytes, span), NULL, 0) > 0;
}

vb_status vb_cast_mentions_find(struct vb_cast *cast, struct vb_arena *scratch, vb_error *err)
{
    const struct vb_mention_tags *t = cast->tags;
    const uint32_t n     = cast->text->n_tokens;
    bool          *taken = VB_NEW(scratch, bool, n), *role = VB_NEW(scratch, bool, n), *heads = VB_NEW(scratch, bool, n);
    cast->of_token       = VB_NEW(scratch, uint32_t, n);
    if (taken == NULL || role == NULL || heads == NULL || cast->of_token == NULL) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < n; i++) {                          /* who took the picture is nobody of the story */
        uint32_t p = vb_text_paragraph_at(cast->text, cast->text->tokens[i].span.beg);
        if (p == VB_NONE) continue;
        vb_role is = cast->text->paragraphs[p].role;
        taken[i] = role[i] = heads[i] = is == VB_ROLE_CREDIT || is == VB_ROLE_BYLINE;
    }
    for (size_t i = 0; i < t->name_mentions.n; i++) {
        const struct vb_tagged_span *s = &t->name_mentions.at[i];
        if (s->score < MENTION_SURE) continue;
        const bool demonym = s->kind == VB_TAGGED_DEMONYM;
        if (!add_name(cast, taken, s->beg, s->end, demonym ? VB_KIND_OTHER : (vb_entity_kind)s->kind,
                      demonym ? VB_FORM_DEMONYM : VB_FORM_NAME, s->score))
            return vb_fail_nomem(err);
    }
    for (size_t i = 0; i < t->names.n; i++) {
        const struct vb_tagged_span *s = &t->names.at[i];
        if (s->score < NAME_SURE || s->kind == VB_NAME_MISC || s->kind == VB_NAME_DEM || !is_free(taken, s->beg, s->end)) continue;
        if (s->kind == VB_NAME_LOC && !is_state(cast, s)) continue;            /* where things happen is the place layer's */
        if (!add_name(cast, taken, s->beg, s->end, kind_of_name(s->kind), VB_FORM_NAME, s->score)) return vb_fail_nomem(err);
    }
    if (!add_known(cast, taken)) return vb_fail_nomem(err);
    for (size_t i = 0; i < t->role_mentions.n; i++) {
        const struct vb_tagged_span *s = &t->role_mentions.at[i];
        if (s->score < ROLE_SURE || !is_free(role, s->beg, s->end) || (s->end - s->beg == 1 && is_month(cast, s->beg))) continue;
        struct vb_cast_mention m = {
            .beg = s->beg, .end = s->end, .kind = (vb_entity_kind)s->kind, .form = VB_FORM_ROLE, .score = s->score};
        while (m.end > m.beg + 1 &&
               (cast->syntax->tags[m.end - 1].upos == VB_PUNCT || vb_cast_word_is(cast, m.end - 1, POSSESSIVES)))
            m.end--;
        vb_code_phrase(cast->kb, cast->text, m.beg, m.end, cast->date, cast->country, &m.code);
        take(role, m.beg, m.end);
        if (!add(cast, m)) return vb_fail_nomem(err);
    }
    if (!add_common(cast, taken, role, heads)) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < n; i++) {
        if (cast->syntax->tags[i].upos != VB_PRON || taken[i]) continue;
        if (!vb_cast_word_is(cast, i, PERSONAL) && !vb_cast_word_is(cast, i, RELATIVE)) continue;
        if (!add(cast,
                 (struct vb_cast_mention){.beg = i, .end = i + 1, .kind = VB_KIND_OTHER, .form = VB_FORM_PRONOUN, .score = 1}))
            return vb_fail_nomem(err);
    }
    vb_cast_text_country(cast);
    for (size_t i = 0; i < cast->mentions.n; i++) {             /* whose Senate it is shows only now */
        struct vb_cast_mention *m = &cast->mentions.at[i];
        if (m->form != VB_FORM_PRONOUN && cast->country.len > 0) code_again(cast, m);
    }
    if (cast->mentions.n > 0) qsort(cast->mentions.at, cast->mentions.n, sizeof *cast->mentions.at, by_place);
    for (uint32_t i = 0; i < n; i++) cast->of_token[i] = VB_NONE;
    for (size_t k = 0; k < cast->mentions.n; k++)              /* the longer come first, so the innermost stays */
        for (uint32_t i = cast->mentions.at[k].beg; i < cast->mentions.at[k].end; i++) cast->of_token[i] = (uint32_t)k;
    return VB_OK;
}
