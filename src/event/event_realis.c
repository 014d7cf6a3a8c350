/*
 * Whether it happened: what the head says, with what the words around the trigger show, and who vouches for it. Some types turn
 * with it: a meeting that is only announced is an agreement to meet (docs/codebook.md, "Events").
 */
#include "event_draft.h"

enum { UP = 6 };                   /* clauses looked at above a trigger */
static const float SHOWN = 2.0f, HINTED = 1.0f;                /* log odds that words add */
/* what "will" without a condition takes from CONDITIONAL; the heads see bills in every will */
static const float UNCONDITIONAL = 4.0f;

static const char *const NEGATIONS[]    = {"not", "n't", "never", "no", "nor", "neither", "without", NULL};
static const char *const FUTURE[]       = {"will", "shall", "'ll", NULL};
static const char *const WOULD[]        = {"would", "'d", "’d", NULL};
static const char *const CONDITIONS[]   = {"if", "unless", "should", "provided", NULL};
static const char *const WHEN[]         = {"when", "once", "until", "till", "before", "after", NULL};
static const char *const HAVE[]         = {"have", "'ve", "’ve", NULL};
static const char *const ALLEGEDLY[]    = {"allegedly", "reportedly", "alleged", "supposedly", "purportedly", "purported", NULL};
static const char *const PLANNING[]     = {"plan", "intend", "prepare", "expect", "schedule", "set", "due", "aim", "propose", NULL};
static const char *const DENYING[]      = {"deny", NULL};
static const char *const REFUSING[]     = {"refuse", "decline", NULL};
static const char *const PLANNED_VERBS[] = {"plan", "proposal", "intention", "bid", NULL};

/* conditional: itself in an if-clause; on_condition: an if-clause hangs on it; depends: that, or a clause that says when */
struct signs { bool negated, future, would, conditional, on_condition, depends, allegedly, planned, denied, refused; };

static bool has_child(const struct vb_event_scene *scene, uint32_t token, uint8_t relation, const char *const *list)
{
    for (uint32_t c = scene->child[token]; c != VB_NONE; c = scene->sibling[c])
        if (scene->of->syntax->tags[c].relation == relation && vb_event_lemma_is(scene, c, list)) return true;
    return false;
}

/* "would", and "'d" that is no "had": the tag tells them apart better than the lemma. */
static bool has_would(const struct vb_event_scene *scene, uint32_t token)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    for (uint32_t c = scene->child[token]; c != VB_NONE; c = scene->sibling[c])
        if (tags[c].relation == VB_REL_AUX && vb_str_eq(tags[c].xpos, VB_STR("MD")) &&
            vb_str_among(vb_event_word_at(scene, c), WOULD))
            return true;
    return false;
}

static bool has_perfect(const struct vb_event_scene *scene, uint32_t token)
{
    for (uint32_t c = scene->child[token]; c != VB_NONE; c = scene->sibling[c])
        if (scene->of->syntax->tags[c].relation == VB_REL_AUX && vb_str_among(vb_event_word_at(scene, c), HAVE)) return true;
    return false;
}

static bool has_clause(const struct vb_event_scene *scene, uint32_t token, const char *const *marks)
{
    for (uint32_t c = scene->child[token]; c != VB_NONE; c = scene->sibling[c])
        if (scene->of->syntax->tags[c].relation == VB_REL_ADVCL &&
            (has_child(scene, c, VB_REL_MARK, marks) || has_child(scene, c, VB_REL_ADVMOD, marks)))
            return true;
    return false;
}

static void look_at(const struct vb_event_scene *scene, uint32_t token, struct signs *s)
{
    s->negated |= has_child(scene, token, VB_REL_ADVMOD, NEGATIONS) || has_child(scene, token, VB_REL_DET, NEGATIONS);
    s->future |= has_child(scene, token, VB_REL_AUX, FUTURE);
    s->would |= has_would(scene, token);
    s->on_condition |= has_clause(scene, token, CONDITIONS);
    s->depends |= s->on_condition || has_clause(scene, token, WHEN);
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

/* "said it would close the border": what "will" was when it was said. In somebody's own words
 * "would" depends on something, and so it does of a bill "that would", and of what "would have" been. */
static bool is_reported(const struct vb_event_scene *scene, const struct vb_event_draft *d)
{
    if (d->asserted_by == VB_NONE) return false;
    const vb_statement *s = &scene->of->statements->at[d->asserted_by];
    return s->type == VB_TYPE_INDIRECT && s->cls == VB_CLASS_SPEECH && !vb_event_deprel_is(scene, d->clause, "acl:relcl") &&
           !has_perfect(scene, d->head);
}

void vb_event_realis(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    struct signs s = signs_of(scene, d);
    float        extra[VB_N_REALIS] = {0};
    s.depends |= s.conditional;
    if (s.would && !s.depends && is_reported(scene, d)) s.future = true;
    if (s.on_condition && (s.would || s.future))
        extra[VB_REALIS_CONDITIONAL] += SHOWN, vb_event_because(d, "an if-clause says when");
    if (s.conditional) extra[VB_REALIS_CONDITIONAL] += SHOWN, vb_event_because(d, "in an if-clause");
    if (s.allegedly) extra[VB_REALIS_ALLEGED] += SHOWN, vb_event_because(d, "allegedly");
    if (s.denied) extra[VB_REALIS_DENIED] += SHOWN, vb_event_because(d, "denied");
    if (s.future) extra[VB_REALIS_PLANNED] += HINTED, vb_event_because(d, "in the future");
    if (s.future && !s.depends) extra[VB_REALIS_CONDITIONAL] -= UNCONDITIONAL;
    if (s.planned) extra[VB_REALIS_PLANNED] += SHOWN, vb_event_because(d, "planned");
    if (s.negated && d->type != VB_EVENT_REJECT) extra[VB_REALIS_DENIED] += HINTED, vb_event_because(d, "negated");
    d->realis = likeliest(d, extra);
    by_voice(scene, d, s.allegedly);
    turn_type(d, &s);
}
