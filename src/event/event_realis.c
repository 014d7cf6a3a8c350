/*
 * Whether it happened: what the head says, with what the words around the trigger show, and who vouches for it. Some types turn
 * with it: a meeting that is only announced is an agreement to meet (docs/codebook.md, "Events").
 */
#include "event_draft.h"

enum { UP = 6 };                   /* clauses looked at above a trigger */
static const float SHOWN = 2.0f, HINTED = 1.0f;                /* log odds that words add */

static const char *const NEGATIONS[]    = {"not", "n't", "never", "no", "nor", "neither", "without", NULL};
static const char *const FUTURE[]       = {"will", "shall", "'ll", NULL};
static const char *const CONDITIONS[]   = {"if", "unless", "should", "provided", NULL};
static const char *const ALLEGEDLY[]    = {"allegedly", "reportedly", "alleged", "supposedly", "purportedly", "purported", NULL};
static const char *const PLANNING[]     = {"plan", "intend", "prepare", "expect", "schedule", "set", "due", "aim", "propose", NULL};
static const char *const DENYING[]      = {"deny", NULL};
static const char *const REFUSING[]     = {"refuse", "decline", NULL};
static const char *const PLANNED_VERBS[] = {"plan", "proposal", "intention", "bid", NULL};

struct signs { bool negated, future, conditional, allegedly, planned, denied, refused; };

static bool has_child(const struct vb_event_scene *scene, uint32_t token, uint8_t relation, const char *const *list)
{
    for (uint32_t c = scene->child[token]; c != VB_NONE; c = scene->sibling[c])
        if (scene->of->syntax->tags[c].relation == relation && vb_event_lemma_is(scene, c, list)) return true;
    return false;
}

static void look_at(const struct vb_event_scene *scene, uint32_t token, struct signs *s)
{
    s->negated |= has_child(scene, token, VB_REL_ADVMOD, NEGATIONS) || has_child(scene, token, VB_REL_DET, NEGATIONS);
    s->future |= has_child(scene, token, VB_REL_AUX, FUTURE);
    s->allegedly |= has_child(scene, token, VB_REL_ADVMOD, ALLEGEDLY) || has_child(scene, token, VB_REL_AMOD, ALLEGEDLY);
}

static struct signs signs_of(const struct vb_event_scene *scene, const struct vb_event_draft *d)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    struct signs         s    = {0};
    look_at(scene, d->head, &s);
    if (d->clause != d->head && tags[d->head].head == d->clause) look_at(scene, d->clause, &s);
    for (uint32_t v = d->clause, k = 0; k < UP; k++) {
        s.conditional |= tags[v].relation == VB_REL_ADVCL && has_child(scene, v, VB_REL_MARK, CONDITIONS);
        const uint32_t up = tags[v].head;
        if (up == VB_NONE) break;
        const uint8_t relation = tags[v].relation;
        if (up < d->beg || up >= d->end) {                     /* "plans to visit", "denied having met", "refused to meet" */
            if (relation == VB_REL_XCOMP || relation == VB_REL_CCOMP) {
                s.denied |= vb_event_lemma_is(scene, up, DENYING);
                if (k == 0 && relation == VB_REL_XCOMP) {
                    s.planned |= vb_event_lemma_is(scene, up, PLANNING);
                    s.refused |= vb_event_lemma_is(scene, up, REFUSING);
                    s.negated |= has_child(scene, up, VB_REL_ADVMOD, NEGATIONS);
                    s.future |= has_child(scene, up, VB_REL_AUX, FUTURE);
                }
            }
            if (k == 0 && relation == VB_REL_ACL) s.planned |= vb_event_lemma_is(scene, up, PLANNED_VERBS);
        }
        if (relation != VB_REL_XCOMP && relation != VB_REL_CCOMP && relation != VB_REL_CONJ) break;
        v = up;
    }
    const uint32_t up = tags[d->head].head;
    if (up != VB_NONE && tags[d->head].relation == VB_REL_OBJ) s.denied |= vb_event_lemma_is(scene, up, DENYING);
    return s;
}

static vb_realis likeliest(const struct vb_event_draft *d, const float *extra)
{
    float    best = -1e9f;
    uint32_t at   = VB_REALIS_DONE;
    for (uint32_t r = 0; r < VB_N_REALIS; r++) {
        const float p = d->found->realis[r] > 1e-4f ? d->found->realis[r] : 1e-4f, x = vb_logf(p) + extra[r];
        if (x > best) best = x, at = r;
    }
    return (vb_realis)at;
}

/* ---- whose word it is ---------------------------------------------------------------------------------------------------- */

static bool tells_of_own(const struct vb_event_scene *scene, const struct vb_event_draft *d, uint32_t speaker, bool *same_country)
{
    const vb_entity *all = scene->of->entities->at;
    *same_country        = false;
    if (speaker == VB_NONE) return false;
    for (uint32_t i = 0; i < d->actors.n; i++) {
        const uint32_t a = d->actors.at[i].entity;
        if (a == speaker) return true;
        for (uint32_t k = 0; k < all[speaker].n_offices; k++)
            if (all[speaker].offices[k].body == a) return true;
        *same_country |= all[a].country.len > 0 && vb_str_eq(all[a].country, all[speaker].country);
    }
    return false;
}

/* Nothing is done on the article's word that only somebody in it says, and nothing alleged that the article tells itself. */
static void by_voice(const struct vb_event_scene *scene, struct vb_event_draft *d, bool allegedly)
{
    if (d->asserted_by == VB_NONE) {
        if (d->realis == VB_REALIS_ALLEGED && !allegedly) d->realis = VB_REALIS_DONE;
        return;
    }
    const vb_statement *s = &scene->of->statements->at[d->asserted_by];
    bool                same_country;
    const bool          own = tells_of_own(scene, d, s->speaker, &same_country);
    if (s->polarity == VB_POL_DENIED && (d->realis == VB_REALIS_DONE || d->realis == VB_REALIS_ALLEGED)) {
        d->realis = VB_REALIS_DENIED;
        vb_event_because(d, "the statement denies it");
    } else if (d->realis == VB_REALIS_ALLEGED && own) {
        d->realis = VB_REALIS_DONE;
        vb_event_because(d, "the speaker tells his own act");
    } else if (d->realis == VB_REALIS_DONE && !own && !same_country) {
        d->realis = VB_REALIS_ALLEGED;
        vb_event_because(d, "told by another side only: alleged");
    }
}

/* ---- types that turn ------------------------------------------------------------------------------------------------------ */

static void turn(struct vb_event_draft *d, vb_event_type type, const char *why)
{
    d->type = type;
    d->mode = VB_STR("");
    vb_event_because(d, why);
}

static void turn_type(struct vb_event_draft *d, const struct signs *s)
{
    const bool yet_to_come = d->realis == VB_REALIS_PLANNED || (d->realis == VB_REALIS_CONDITIONAL && s->future);
    if (s->refused && d->type != VB_EVENT_REJECT) {
        turn(d, VB_EVENT_REJECT, "refused: REJECT");
        d->realis = VB_REALIS_DONE;
    } else if (yet_to_come && (d->type == VB_EVENT_CONSULT || d->type == VB_EVENT_SUPPORT || d->type == VB_EVENT_COOPERATE ||
                               d->type == VB_EVENT_AID)) {
        turn(d, VB_EVENT_AGREE, "yet to come: AGREE");
    } else if (yet_to_come && d->type == VB_EVENT_RETREAT) {
        turn(d, VB_EVENT_CONCEDE, "yet to come: CONCEDE");
    } else if (s->negated && s->future && (d->type == VB_EVENT_AGREE || d->type == VB_EVENT_CONCEDE)) {
        turn(d, VB_EVENT_REJECT, "will not: REJECT");
    }
}

void vb_event_realis(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    const struct signs s = signs_of(scene, d);
    float              extra[VB_N_REALIS] = {0};
    if (s.conditional) extra[VB_REALIS_CONDITIONAL] += SHOWN, vb_event_because(d, "in an if-clause");
    if (s.allegedly) extra[VB_REALIS_ALLEGED] += SHOWN, vb_event_because(d, "allegedly");
    if (s.denied) extra[VB_REALIS_DENIED] += SHOWN, vb_event_because(d, "denied");
    if (s.future) extra[VB_REALIS_PLANNED] += HINTED, vb_event_because(d, "in the future");
    if (s.planned) extra[VB_REALIS_PLANNED] += SHOWN, vb_event_because(d, "planned");
    if (s.negated && d->type != VB_EVENT_REJECT) extra[VB_REALIS_DENIED] += HINTED, vb_event_because(d, "negated");
    d->realis = likeliest(d, extra);
    by_voice(scene, d, s.allegedly);
    turn_type(d, &s);
}
