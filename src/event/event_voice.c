/*
 * Who vouches for an event: the article, or the statement in whose words it stands.
 */
#include "event_draft.h"

/* Acts that are done by saying so: the words said are the act, and that they were said the article knows. */
static bool is_done_by_saying(vb_event_type type)
{
    return type == VB_EVENT_ACCUSE || type == VB_EVENT_REQUEST || type == VB_EVENT_REJECT || type == VB_EVENT_THREATEN ||
           type == VB_EVENT_SUPPORT;
}

static bool stands_in_source(const struct vb_event_draft *d, const vb_statement *s)
{
    for (uint32_t i = 0; i < d->actors.n; i++)
        for (uint32_t k = 0; k < s->source.n; k++)
            if (vb_span_meets(d->actors.at[i].span, s->source.at[k])) return true;
    return false;
}

/* Verbs whose noun is not known to be so: "suspects an attack". */
static const char *const DOUBTFUL[] = {"allege", "claim",   "suspect",  "deny", "fear", "expect",
                                       "accuse", "predict", "threaten", "call", "say",  NULL};

/* "condemned the bombing", "welcomed the ratification": what the noun means, the cue takes for granted, and so does the article. */
static bool is_taken_for_granted(const struct vb_event_scene *scene, const struct vb_event_draft *d, const vb_statement *s)
{
    const vb_span verb = scene->of->text->tokens[d->clause].span;
    if (scene->of->syntax->tags[d->head].upos != VB_NOUN || s->polarity != VB_POL_AFFIRMED) return false;
    for (uint32_t k = 0; k < s->cue.n; k++)
        if (vb_span_meets(s->cue.at[k], verb)) return !vb_event_lemma_is(scene, d->clause, DOUBTFUL);
    return false;
}

static bool speaks(const struct vb_event_draft *d, const vb_statement *s)
{
    for (uint32_t i = 0; i < d->actors.n; i++)
        if (d->actors.at[i].entity == s->speaker) return true;
    return false;
}

void vb_event_voice(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    const struct vb_statements *all = scene->of->statements;
    uint32_t s = vb_attribution_innermost(all, vb_event_trigger_span(scene, d));
    if (s != VB_NONE && is_done_by_saying(d->type) && (stands_in_source(d, &all->at[s]) || speaks(d, &all->at[s]))) {
        s = all->at[s].nested_in;
        vb_event_because(d, "the speaker's own words are the act: it is told by who reports them");
    }
    if (s != VB_NONE && is_taken_for_granted(scene, d, &all->at[s])) {
        s = all->at[s].nested_in;
        vb_event_because(d, "the statement takes it for granted");
    }
    d->asserted_by = s;
}
