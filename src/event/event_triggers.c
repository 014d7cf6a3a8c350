/*
 * Which words are triggers, of which type and mode: what the heads say, backed by the patterns of knowledge/events where they are
 * unsure.
 */
#include "event_draft.h"

/* Probabilities below which the heads are unsure and a pattern is heard. */
static const float UNSURE_TYPE = 0.5f, UNSURE_MODE = 0.5f, TYPE_HEARD = 0.15f, TYPE_HEARD_SURE = 0.02f;
static const float WEAK_USUAL = 0.25f, LIKELY = 0.43f;         /* of triggers off the best path */

/* Of a trigger's words the one that the others hang on; of several, a verb first. */
static uint32_t head_of(const struct vb_event_scene *scene, uint32_t beg, uint32_t end)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    uint32_t             best = VB_NONE;
    for (uint32_t i = beg; i < end; i++) {
        const bool inside = tags[i].head != VB_NONE && tags[i].head >= beg && tags[i].head < end;
        if (inside || tags[i].upos == VB_PUNCT) continue;
        if (best == VB_NONE || (tags[i].upos == VB_VERB && tags[best].upos != VB_VERB)) best = i;
    }
    return best == VB_NONE ? beg : best;
}

/* "a" of "a constitutional outrage" alone, or "should": nothing that could be an act. */
static bool is_act(const struct vb_event_scene *scene, uint32_t head)
{
    const uint8_t upos = scene->of->syntax->tags[head].upos;
    return upos == VB_VERB || upos == VB_NOUN || upos == VB_ADJ || upos == VB_PROPN;
}

/* To say or to see so is no act that those who take part could speak for. */
static bool could_be_act(const struct vb_event_scene *scene, uint32_t head)
{
    static const char *const WORDS[] = {"say",      "tell",     "add",    "speak", "state", "note",     "report",
                                        "describe", "identify", "regard", "see",   "view",  "consider", NULL};
    return is_act(scene, head) && !vb_event_lemma_is(scene, head, WORDS);
}

static void find_pattern(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    const struct vb_event_text *of = scene->of;
    struct vb_event_pattern     p;
    d->pattern.row = VB_NONE;
    if (of->kb == NULL) return;
    if (vb_event_pattern_at(of->kb, of->text, of->syntax, d->head, &p)) d->pattern = p;
    for (uint32_t i = d->beg; d->pattern.row == VB_NONE && i < d->end; i++)
        if (i != d->head && vb_event_pattern_at(of->kb, of->text, of->syntax, i, &p)) d->pattern = p;
}

static void choose_kind(struct vb_event_draft *d)
{
    const struct vb_event_found *f = d->found;
    const bool known = d->pattern.row != VB_NONE && d->pattern.sure >= VB_EVENT_USUAL;
    d->type = (vb_event_type)vb_event_best_type(f);
    d->mode = f->mode;
    const float heard = d->pattern.sure == VB_EVENT_SURE ? TYPE_HEARD_SURE : TYPE_HEARD;
    if (known && d->pattern.type != d->type && f->type[d->type] < UNSURE_TYPE && f->type[d->pattern.type] > heard) {
        d->type = d->pattern.type;
        d->mode = d->pattern.mode;
        vb_event_because(d, "the heads are unsure of the type: the pattern's");
    } else if (known && d->pattern.type == d->type && d->pattern.mode.len > 0 && f->mode_p < UNSURE_MODE &&
               !vb_str_eq(d->pattern.mode, d->mode)) {
        d->mode = d->pattern.mode;
        vb_event_because(d, "the heads are unsure of the mode: the pattern's");
    }
    d->score = f->trigger * f->type[d->type];
}

/* A word that the heads nearly took for a trigger is one if a pattern of a type that they see too says so. */
static bool is_vouched_for(const struct vb_event_draft *d)
{
    if (d->pattern.row == VB_NONE || d->found->type[d->pattern.type] < UNSURE_TYPE) return false;
    return d->pattern.sure == VB_EVENT_SURE || (d->pattern.sure == VB_EVENT_USUAL && d->found->trigger >= WEAK_USUAL);
}

vb_status vb_event_triggers(const struct vb_event_scene *scene, struct vb_event_drafts *drafts, vb_error *err)
{
    const struct vb_event_tags *tags = scene->tags;
    const struct vb_text       *text = scene->of->text;
    for (size_t i = 0; i < tags->found.n; i++) {
        const struct vb_event_found *f = &tags->found.at[i];
        if (f->end > scene->of->syntax->n_tokens || !vb_text_is_prose(text, text->tokens[f->beg].span.beg)) continue;
        struct vb_event_draft d = {.found = f, .beg = f->beg, .end = f->end, .asserted_by = VB_NONE, .place = VB_NONE,
                                   .part_of = VB_NONE, .told_by = VB_NONE, .date = VB_STR(""), .cameo = VB_STR("")};
        d.head   = head_of(scene, d.beg, d.end);
        d.clause = vb_event_clause_of(scene, d.head);
        find_pattern(scene, &d);
        choose_kind(&d);
        if (f->weak && f->trigger >= LIKELY && is_act(scene, d.head)) vb_event_because(&d, "likely enough a trigger");
        else if (f->weak && is_vouched_for(&d)) vb_event_because(&d, "the head was not sure of the trigger: the pattern is");
        else if (f->weak)
            d.rejected = "the head was not sure, and no pattern vouches for it", d.unsure = could_be_act(scene, d.head);
        if (!VB_PUSH(drafts, d)) return vb_fail_nomem(err);
    }
    return VB_OK;
}
