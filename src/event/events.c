/*
 * The door of the folder: runs the steps of event_draft.h in order.
 */
#include "events.h"

#include "event_draft.h"

#include <stdio.h>

/* An act that no political actor takes part in needs so much; violence and protest less. Chosen on quiet sentences and the
 * articles of corpus/ that are held out. */
static const float SURE = 0.8f, SURE_VIOLENT = 0.5f;

static const float SUPPORTED = 0.05f, SUPPORTED_TYPE = 0.4f,
                   SUPPORTED_PART = -0.25f; /* a trigger off the best path between two political actors */

/* A state, or a body, group or person of a sector that politics is made of. */
static bool is_political(const vb_entity *e)
{
    static const char *const PRIVATE[] = {"BUS", "AGR", "EDU", "JRN", "MED", "CVL", "SOC", NULL};
    if (e->kind == VB_KIND_STATE) return true;
    for (uint32_t i = 0; i < e->n_sectors; i++)
        if (!vb_str_among(e->sectors[i], PRIVATE)) return true;
    return false;
}

static bool takes_part(const struct vb_event_scene *scene, const struct vb_event_parts *parts)
{
    for (uint32_t i = 0; i < parts->n; i++)
        if (parts->at[i].entity != VB_NONE && is_political(&scene->of->entities->at[parts->at[i].entity])) return true;
    return false;
}

/* Two of them, each on its side, none of both. */
static bool is_between_political(const struct vb_event_scene *scene, const struct vb_event_draft *d)
{
    if (!takes_part(scene, &d->actors) || !takes_part(scene, &d->recipients)) return false;
    float actor = -1e9f, recipient = -1e9f;
    for (uint32_t i = 0; i < d->actors.n; i++)
        for (uint32_t k = 0; k < d->recipients.n; k++) {
            const struct vb_event_part *a = &d->actors.at[i], *b = &d->recipients.at[k];
            if (a->entity == b->entity) return false;
            if (a->score > actor) actor = a->score;
            if (b->score > recipient) recipient = b->score;
        }
    return actor >= SUPPORTED_PART && recipient >= SUPPORTED_PART;
}

/* A word that the head nearly took for a trigger is one where it has a political actor do something to another. */
static void take_supported(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    if (!d->unsure || d->found->trigger < SUPPORTED || d->found->type[d->type] < SUPPORTED_TYPE) return;
    if (!is_between_political(scene, d)) return;
    d->rejected = NULL;
    vb_event_because(d, "the head was not sure of the trigger: one political actor does it to another");
}

/* Too little to be an act between political actors: none of them that the text names takes part. */
static void reject_private(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    if (d->rejected != NULL) return;
    if (d->actors.n == 0 && d->recipients.n == 0) {
        d->rejected = "no actor of the text takes part";
        return;
    }
    if (takes_part(scene, &d->actors) || takes_part(scene, &d->recipients)) return;
    if (d->score > (d->type == VB_EVENT_PROTEST || d->type == VB_EVENT_ASSAULT ? SURE_VIOLENT : SURE)) return;
    d->rejected = "no political actor of the text takes part";
}

vb_status vb_event_drafts_of(const struct vb_event_scene *scene, struct vb_event_drafts *drafts, vb_error *err)
{
    vb_status st = vb_event_triggers(scene, drafts, err);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < drafts->n; i++) {
        struct vb_event_draft *d = &drafts->at[i];
        vb_event_participants(scene, d);
        take_supported(scene, d);
        reject_private(scene, d);
        if (d->rejected != NULL) continue;
        vb_event_voice(scene, d);
        vb_event_realis(scene, d);
        vb_event_setting(scene, d);
    }
    vb_event_contained(scene, drafts);
    vb_event_retellings(scene, drafts);
    return VB_OK;
}

vb_status vb_events_find(const struct vb_event_text *of, struct vb_event_ws *ws, struct vb_arena *arena, struct vb_events *out,
                         vb_error *err)
{
    struct vb_event_scene  scene   = {.of = of, .tags = vb_event_tags_of(ws)};
    struct vb_event_drafts drafts  = {0};
    struct vb_arena        scratch = {0};
    *out         = (struct vb_events){0};
    vb_status st = VB_OK;
    if (vb_event_tags_of(ws)->found.n == 0) return VB_OK;
    st = vb_syntax_children(of->syntax, &scratch, &scene.child, &scene.sibling, err);
    if (st == VB_OK) st = vb_event_drafts_of(&scene, &drafts, err);
    if (st == VB_OK) st = vb_event_freeze(&scene, &drafts, arena, out, err);
    vb_free(drafts.at);
    vb_arena_free(&scratch);
    return st;
}

/* ---- why ------------------------------------------------------------------------------------------------------------------- */

static void say_parts(const struct vb_event_scene *scene, const char *role, const struct vb_event_parts *parts, vb_line_fn line,
                      void *ctx)
{
    char buf[320];
    for (uint32_t i = 0; i < parts->n; i++) {
        const vb_str words = vb_str_sub(scene->of->text->bytes, parts->at[i].span),
                     name = scene->of->entities->at[parts->at[i].entity].name;
        snprintf(buf, sizeof buf, "  %-9s '%.*s', e%u %.*s, log odds %.1f", role, (int)(words.len < 80 ? words.len : 80), words.ptr,
                 parts->at[i].entity + 1, (int)(name.len < 80 ? name.len : 80), name.ptr, (double)parts->at[i].score);
        line(ctx, buf);
    }
}

/* Words that the role head or the tree pointed to, and that are no participant. */
static void say_others(const struct vb_event_scene *scene, const struct vb_event_draft *d, vb_line_fn line, void *ctx)
{
    const struct vb_event_tags *tags = scene->tags;
    char                        buf[240];
    for (uint32_t i = 0; i < d->found->n_words; i++) {
        const struct vb_event_word *w     = &tags->words.at[d->found->first_word + i];
        bool                        taken = false;
        for (uint32_t k = 0; k < d->actors.n; k++) taken |= d->actors.at[k].token == w->token;
        for (uint32_t k = 0; k < d->recipients.n; k++) taken |= d->recipients.at[k].token == w->token;
        if (taken || w->actor + w->recipient < 0.1f) continue;
        const vb_str word = vb_event_word_at(scene, w->token);
        snprintf(buf, sizeof buf, "  rejected  '%.*s': actor %.2f, recipient %.2f%s", (int)(word.len < 60 ? word.len : 60),
                 word.ptr, (double)w->actor, (double)w->recipient,
                 scene->of->entities->token_entity[w->token] == VB_NONE ? ", no actor of the text" : "");
        line(ctx, buf);
    }
}

static void say_draft(const struct vb_event_scene *scene, const struct vb_event_drafts *drafts, uint32_t i, vb_line_fn line,
                      void *ctx)
{
    const struct vb_event_draft *d     = &drafts->at[i];
    const struct vb_event_found *f     = d->found;
    const vb_str                 words = vb_str_sub(scene->of->text->bytes, vb_event_trigger_span(scene, d));
    const uint32_t               best  = vb_event_best_type(f);
    char                         buf[480], where[96];
    uint32_t                     second = best == 0 ? 1 : 0, realis = 0;
    for (uint32_t t = 0; t < VB_N_EVENT_TYPES; t++)
        if (t != best && f->type[t] > f->type[second]) second = t;
    for (uint32_t r = 1; r < VB_N_REALIS; r++)
        if (f->realis[r] > f->realis[realis]) realis = r;
    snprintf(buf, sizeof buf, "event head  '%.*s': trigger %.2f; %s %.2f, %s %.2f; %s %.2f", (int)(words.len < 80 ? words.len : 80),
             words.ptr, (double)f->trigger, vb_event_type_names[best], (double)f->type[best],
             vb_event_type_names[second], (double)f->type[second], vb_event_realis_names[realis], (double)f->realis[realis]);
    line(ctx, buf);
    if (d->pattern.row != VB_NONE) {
        vb_kb_where(scene->of->kb, d->pattern.row, where);
        snprintf(buf, sizeof buf, "  pattern   %s %.*s, %s", vb_event_type_names[d->pattern.type], (int)d->pattern.mode.len,
                 d->pattern.mode.ptr ? d->pattern.mode.ptr : "", where);
        line(ctx, buf);
    }
    say_parts(scene, "actor", &d->actors, line, ctx);
    say_parts(scene, "recipient", &d->recipients, line, ctx);
    say_others(scene, d, line, ctx);
    for (uint32_t k = 0; k < d->n_why; k++) {
        snprintf(buf, sizeof buf, "  rule      %s", d->why[k]);
        line(ctx, buf);
    }
    if (d->rejected != NULL) snprintf(buf, sizeof buf, "  no event: %s", d->rejected);
    else if (d->told_by != VB_NONE)
        snprintf(buf, sizeof buf, "  told more fully at byte %u", scene->of->text->tokens[drafts->at[d->told_by].beg].span.beg);
    else snprintf(buf, sizeof buf, "  event     %s, %s", vb_event_type_names[d->type], vb_event_realis_names[d->realis]);
    line(ctx, buf);
}

vb_status vb_events_explain(const struct vb_event_text *of, struct vb_event_ws *ws, uint32_t byte, vb_line_fn line, void *ctx,
                            vb_error *err)
{
    struct vb_event_scene  scene   = {.of = of, .tags = vb_event_tags_of(ws)};
    struct vb_event_drafts drafts  = {0};
    struct vb_arena        scratch = {0};
    vb_status              st = vb_syntax_children(of->syntax, &scratch, &scene.child, &scene.sibling, err);
    if (st == VB_OK) st = vb_event_drafts_of(&scene, &drafts, err);
    for (uint32_t i = 0; st == VB_OK && i < drafts.n; i++) {
        const vb_span s = vb_event_trigger_span(&scene, &drafts.at[i]);
        if (byte >= s.beg && byte < s.end) say_draft(&scene, &drafts, i, line, ctx);
    }
    vb_free(drafts.at);
    vb_arena_free(&scratch);
    return st;
}
