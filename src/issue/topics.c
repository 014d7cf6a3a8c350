/*
 * Topics: what a position or a designation is about and nobody acts in: "the closure of the border", "a bill", "her remarks".
 *
 * The entities that come before hold who acts and who speaks. Here each noun phrase that may be a target and is none of them
 * becomes an entity of its own, after theirs, so that points and rules treat it as any other; those that no row takes go again.
 */
#include "issue_scene.h"

#include <string.h>

static const float TOPIC_SCORE = 0.5F;
enum { BACK = 8, JOINED = 64 };    /* words before the noun; topics looked at for the same noun */

struct topic { uint32_t noun, first, same; };                  /* tokens; the earlier topic that it is again, or VB_NONE */
struct topic_list { struct topic *at; size_t n, room; };       /* a VB_LIST */

static bool may_be_target(const struct vb_issue_scene *s, uint32_t token)
{
    static const char *const EMPTY[] = {"thing", "way",  "time",  "one",  "lot",    "kind",   "part",  "fact",  "something",
                                        "day",   "year", "month", "week", "number", "percent", "while", "today", NULL};
    const struct vb_tag *t = &s->syntax->tags[token];
    if (t->upos != VB_NOUN || s->entities->token_entity[token] != VB_NONE || vb_issue_lemma_is(s, token, EMPTY)) return false;
    switch (t->relation) {
    case VB_REL_NSUBJ:
    case VB_REL_OBJ:
    case VB_REL_OBL:
    case VB_REL_NMOD:
    case VB_REL_CONJ:
    case VB_REL_ROOT: return true;
    default: return false;
    }
}

/* The first word of the noun's phrase: what it hangs on the noun without a break, its owner too. */
static uint32_t first_of(const struct vb_issue_scene *s, uint32_t noun)
{
    uint32_t first = noun;
    while (first > 0 && noun - first < BACK) {
        const struct vb_tag *t = &s->syntax->tags[first - 1];
        uint32_t up = first - 1;
        for (int k = 0; k < BACK && up != VB_NONE && up != noun; k++) up = s->syntax->tags[up].head;
        const bool between = t->relation == VB_REL_CASE || t->relation == VB_REL_CC || t->relation == VB_REL_MARK;
        if (up != noun || (between && t->head == noun) || t->upos == VB_VERB)
            break;
        first--;
    }
    while (first < noun && s->syntax->tags[first].upos == VB_PUNCT) first++;
    return first;
}

/* "The closure" after "a closure" is the same; "a closure" after it is another. */
static bool points_back(const struct vb_issue_scene *s, const struct topic *t)
{
    static const char *const BACK_TO[] = {"the", "this", "that", "these", "those", "such", NULL};
    return vb_issue_word_is(s, t->first, BACK_TO);
}

static void join(const struct vb_issue_scene *s, struct topic *at, size_t n)
{
    struct topic *t = &at[n];
    const vb_str  word = vb_issue_word(s, t->noun);
    for (size_t i = n, k = 0; i-- > 0 && k < JOINED; k++)
        if (at[i].same == VB_NONE && vb_str_eq_nocase(vb_issue_word(s, at[i].noun), word) &&
            (points_back(s, t) || vb_str_eq_nocase(vb_str_sub(s->text->bytes, vb_issue_token_span(s, at[i].first, at[i].noun)),
                                                   vb_str_sub(s->text->bytes, vb_issue_token_span(s, t->first, t->noun))))) {
            t->same = (uint32_t)i;
            return;
        }
}

/* The phrase without its article. */
static vb_str name_of(const struct vb_issue_scene *s, const struct topic *t)
{
    const uint32_t first = t->first < t->noun && s->syntax->tags[t->first].upos == VB_DET ? t->first + 1 : t->first;
    return vb_str_sub(s->text->bytes, vb_issue_token_span(s, first, t->noun));
}

/* Copies, with room for `n` more entities. */
static bool copy_entities(const struct vb_issue_scene *s, uint32_t n, struct vb_arena *arena, vb_entity **entities, uint32_t **of)
{
    *entities = VB_NEW(arena, vb_entity, s->entities->n + n);
    *of       = VB_NEW(arena, uint32_t, s->text->n_tokens);
    if (!*entities || !*of) return false;
    if (s->entities->n > 0) memcpy(*entities, s->entities->at, s->entities->n * sizeof **entities);
    if (s->text->n_tokens > 0) memcpy(*of, s->entities->token_entity, s->text->n_tokens * sizeof **of);
    return true;
}

static bool add_entities(const struct vb_issue_scene *s, const struct topic *at, uint32_t n, struct vb_arena *arena,
                         struct vb_entities *out)
{
    vb_entity  *entities;
    vb_mention *mentions = VB_NEW(arena, vb_mention, n), *next = mentions;
    uint32_t   *of, *entity = VB_NEW(arena, uint32_t, n);
    if (!mentions || !entity || !copy_entities(s, n, arena, &entities, &of)) return false;
    *out              = *s->entities;
    out->at           = entities;
    out->token_entity = of;
    for (uint32_t i = 0; i < n; i++) {
        entity[i] = at[i].same != VB_NONE ? entity[at[i].same] : out->n;
        if (at[i].same == VB_NONE)
            entities[out->n++] = (vb_entity){.name = name_of(s, &at[i]), .kind = VB_KIND_OTHER, .score = TOPIC_SCORE};
        entities[entity[i]].n_mentions++;
        for (uint32_t k = at[i].first; k <= at[i].noun; k++)
            if (of[k] == VB_NONE) of[k] = entity[i];
    }
    for (uint32_t e = s->entities->n; e < out->n; e++) {
        entities[e].mentions = next;
        next += entities[e].n_mentions;
        entities[e].n_mentions = 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        vb_entity *e = &entities[entity[i]];
        mentions[(e->mentions - mentions) + e->n_mentions++] =
            (vb_mention){vb_issue_token_span(s, at[i].first, at[i].noun), VB_FORM_OTHER};
    }
    return true;
}

vb_status vb_issue_topics(const struct vb_issue_scene *s, struct vb_arena *arena, struct vb_entities *out, vb_error *err)
{
    struct topic_list list = {0};
    bool ok = true;
    for (uint32_t i = 0; ok && i < s->syntax->n_tokens; i++)
        if (may_be_target(s, i)) {
            ok = VB_PUSH(&list, ((struct topic){i, first_of(s, i), VB_NONE}));
            if (ok) join(s, list.at, list.n - 1);
        }
    ok = ok && add_entities(s, list.at, (uint32_t)list.n, arena, out);
    vb_free(list.at);
    return ok ? VB_OK : vb_fail_nomem(err);
}

/* ---- those that are taken --------------------------------------------------------------------------------------------------- */

static bool keep(const struct vb_issue_scene *s, uint32_t topic, struct vb_arena *arena, vb_entity *to)
{
    const vb_entity *from = &s->entities->at[topic];
    vb_mention *mentions  = VB_NEW(arena, vb_mention, from->n_mentions);
    char       *name      = VB_NEW(arena, char, from->name.len + 1);
    if (!mentions || !name) return false;
    memcpy(mentions, from->mentions, from->n_mentions * sizeof *mentions);
    for (size_t i = 0; i < from->name.len; i++)                 /* a line break of the layout is a space */
        name[i] = strchr("\n\r\t", from->name.ptr[i]) && from->name.ptr[i] ? ' ' : from->name.ptr[i];
    *to          = *from;
    to->mentions = mentions;
    to->name     = (vb_str){name, from->name.len};
    return true;
}

static uint32_t number_taken(const struct vb_issue_scene *s, uint32_t n_known, const struct vb_positions *positions,
                             const struct vb_designations *designations, uint32_t *now)
{
    uint32_t n = n_known;
    for (uint32_t e = 0; e < s->entities->n; e++) now[e] = VB_NONE;
    for (uint32_t i = 0; i < positions->n; i++)
        if (positions->at[i].target != VB_NONE) now[positions->at[i].target] = 0;
    for (uint32_t i = 0; i < designations->n; i++) now[designations->at[i].of] = 0;
    for (uint32_t e = 0; e < s->entities->n; e++)
        if (e < n_known) now[e] = e;
        else if (now[e] != VB_NONE) now[e] = n++;
    return n;
}

static bool renumber(const uint32_t *now, struct vb_arena *arena, struct vb_positions *positions,
                     struct vb_designations *designations)
{
    vb_position    *p = VB_NEW(arena, vb_position, positions->n);
    vb_designation *d = VB_NEW(arena, vb_designation, designations->n);
    if (!p || !d) return false;
    for (uint32_t i = 0; i < positions->n; i++) {
        p[i] = positions->at[i];
        if (p[i].target != VB_NONE) p[i].target = now[p[i].target];
    }
    for (uint32_t i = 0; i < designations->n; i++) {
        d[i]    = designations->at[i];
        d[i].of = now[d[i].of];
    }
    positions->at    = p;
    designations->at = d;
    return true;
}

vb_status vb_issue_keep_topics(const struct vb_issue_scene *s, const struct vb_entities *known, struct vb_arena *scratch,
                               struct vb_arena *arena, struct vb_entities *out, struct vb_positions *positions,
                               struct vb_designations *designations, vb_error *err)
{
    uint32_t *now = VB_NEW(scratch, uint32_t, s->entities->n);
    *out = *known;
    if (!now) return vb_fail_nomem(err);
    const uint32_t n = number_taken(s, known->n, positions, designations, now);
    if (n == known->n) return VB_OK;
    vb_entity *at = VB_NEW(arena, vb_entity, n);
    uint32_t  *of = VB_NEW(arena, uint32_t, s->text->n_tokens);
    if (!at || !of || !renumber(now, arena, positions, designations)) return vb_fail_nomem(err);
    if (known->n > 0) memcpy(at, known->at, known->n * sizeof *at);
    for (uint32_t e = known->n; e < s->entities->n; e++)
        if (now[e] != VB_NONE && !keep(s, e, arena, &at[now[e]])) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < s->text->n_tokens; i++)
        of[i] = s->entities->token_entity[i] == VB_NONE ? VB_NONE : now[s->entities->token_entity[i]];
    out->at           = at;
    out->n            = n;
    out->token_entity = of;
    return VB_OK;
}
