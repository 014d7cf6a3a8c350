/*
 * Positions: from what the heads say of a statement to a row with holder, target and issue.
 *
 * A statement has at most one: its holder is its speaker, its stance the head's, its target the entity with the likeliest words
 * beside the holder. An act that the saying itself is (PLOVER's ACCUSE, REJECT, THREATEN, SUPPORT by the speaker) speaks for its
 * stance and for whom it is towards.
 */
#include "issue_scene.h"

#include <stdio.h>
#include <string.h>

enum { MAX_TARGETS = VB_TARGETS + 2, NESTS = 16 };

struct taken {                     /* a statement's position in the making */
    float stance[VB_N_TAKES];
    float none, unknown;           /* that there is no target; that it is a word which stands for nobody */
    struct { uint32_t entity; float p; } target[MAX_TARGETS]; uint32_t n_targets;
    const vb_event *act;           /* that the saying is, or NULL */
    uint32_t best;                 /* entity, or VB_NONE */
    float p_best, score;
    vb_stance chosen;
    const char *rejected;          /* why there is no position; NULL: there is one */
};

/* ---- the head's words as entities ----------------------------------------------------------------------------------------- */

static void add_target(struct taken *t, uint32_t entity, float p)
{
    for (uint32_t i = 0; i < t->n_targets; i++)
        if (t->target[i].entity == entity) {
            t->target[i].p += p;
            return;
        }
    if (t->n_targets == MAX_TARGETS) return;
    t->target[t->n_targets].entity = entity;
    t->target[t->n_targets++].p    = p;
}

static void words_to_entities(const struct vb_issue_scene *s, const struct vb_position_found *f, uint32_t holder, struct taken *t)
{
    t->none = f->none;
    for (uint32_t i = 0; i < f->n_targets; i++) {
        const uint32_t token = vb_text_token_from(s->text, f->target[i].span.beg), e = vb_issue_entity(s, token);
        if (e == VB_NONE) t->unknown += f->target[i].p;
        else if (e != holder) add_target(t, e, f->target[i].p);
    }
}

/* ---- the saying as an act --------------------------------------------------------------------------------------------------- */

static int stance_of_act(vb_event_type type)
{
    switch (type) {
    case VB_EVENT_ACCUSE:
    case VB_EVENT_REJECT:
    case VB_EVENT_THREATEN: return VB_TAKES_AGAINST;
    case VB_EVENT_SUPPORT: return VB_TAKES_FOR;
    default: return VB_TAKES_NONE;
    }
}

static bool acts(const vb_event *e, uint32_t entity)
{
    for (uint32_t i = 0; i < e->n_actors; i++)
        if (e->actors[i].entity == entity) return true;
    return false;
}

/* The act whose trigger stands in the statement's cue. Events stand by trigger. */
static const vb_event *act_of(const struct vb_issue_scene *s, const vb_statement *st)
{
    const struct vb_events *all = s->of->events;
    if (st->cue.n == 0) return NULL;
    uint32_t low = 0, high = all->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (all->at[mid].trigger.end <= st->cue.at[0].beg) low = mid + 1;
        else high = mid;
    }
    for (; low < all->n && all->at[low].trigger.beg < st->cue.at[0].end; low++)
        if (stance_of_act(all->at[low].type) != VB_TAKES_NONE && acts(&all->at[low], st->speaker)) return &all->at[low];
    return NULL;
}

/* ---- choosing -------------------------------------------------------------------------------------------------------------- */

static void choose(const struct vb_issue_scene *s, const struct vb_issue_ws *ws, uint32_t statement, struct taken *t)
{
    const vb_statement *st = &s->statements->at[statement];
    *t = (struct taken){.best = VB_NONE};
    if (st->type == VB_TYPE_TERM) t->rejected = "a name, and nothing that is said";
    else if (st->speaker == VB_NONE) t->rejected = "nobody is known to say it";
    if (t->rejected) return;
    const struct vb_position_found *f = vb_position_of(ws, st);
    if (f == NULL) {
        t->rejected = "it has no cue that the network saw";
        return;
    }
    memcpy(t->stance, f->stance, sizeof t->stance);
    words_to_entities(s, f, st->speaker, t);
    t->act = act_of(s, st);
    t->chosen = t->stance[VB_TAKES_FOR] >= t->stance[VB_TAKES_AGAINST] ? VB_STANCE_FOR : VB_STANCE_AGAINST;
    if (t->stance[VB_TAKES_NEUTRAL] > t->stance[VB_TAKES_FOR] && t->stance[VB_TAKES_NEUTRAL] > t->stance[VB_TAKES_AGAINST])
        t->chosen = VB_STANCE_NEUTRAL;
    t->p_best = t->none;
    for (uint32_t i = 0; i < t->n_targets; i++)
        if (t->target[i].p > t->p_best) {
            t->best   = t->target[i].entity;
            t->p_best = t->target[i].p;
        }
    t->score = t->stance[1 + t->chosen] * t->p_best;
    if (t->score < 0.05F) t->rejected = "too unsure";
}

/* ---- rows ------------------------------------------------------------------------------------------------------------------ */

/* The fragment of the content that holds the issue, else the longest one. */
static vb_span evidence_of(const vb_statement *st, vb_span issue)
{
    vb_span best = st->content.at[0];
    for (uint32_t k = 0; k < st->content.n; k++) {
        if (issue.beg < issue.end && vb_span_holds(st->content.at[k], issue)) return st->content.at[k];
        if (vb_span_len(st->content.at[k]) > vb_span_len(best)) best = st->content.at[k];
    }
    return best;
}

static vb_status row_of(const struct vb_issue_scene *s, uint32_t statement, const struct taken *t, struct vb_arena *arena,
                        vb_position *out, vb_error *err)
{
    const vb_statement   *st = &s->statements->at[statement];
    struct vb_issue_label label;
    vb_status status = vb_issue_label(s, statement, t->best, arena, &label, err);
    if (status != VB_OK) return status;
    *out = (vb_position){.holder     = st->speaker,
                         .capacity   = vb_issue_capacity(s, statement),
                         .target     = t->best,
                         .issue      = label.words,
                         .issue_span = label.span,
                         .context    = label.context,
                         .stance     = t->chosen,
                         .own_words  = st->type == VB_TYPE_DIRECT || st->type == VB_TYPE_MIXED,
                         .evidence   = evidence_of(st, label.span),
                         .statement  = statement,
                         .score      = t->score};
    vb_issue_manner(s, statement, &out->strength, &out->hedge);
    return VB_OK;
}

/* "said he rejects the plan": one position, told by a statement and the one in it. */
static bool told_outside(const struct vb_issue_scene *s, const vb_position *rows, uint32_t n, const vb_position *p)
{
    uint32_t up = s->statements->at[p->statement].nested_in;
    for (int k = 0; k < NESTS && up != VB_NONE; k++, up = s->statements->at[up].nested_in)
        for (uint32_t i = n; i-- > 0 && rows[i].statement >= up;)
            if (rows[i].statement == up && rows[i].holder == p->holder && rows[i].target == p->target &&
                rows[i].stance == p->stance)
                return true;
    return false;
}

static vb_status find_positions(const struct vb_issue_scene *s, const struct vb_issue_ws *ws, struct vb_arena *arena,
                                struct vb_positions *out, vb_error *err)
{
    vb_position *rows = VB_NEW(arena, vb_position, s->statements->n);
    uint32_t     n    = 0;
    if (rows == NULL) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < s->statements->n; i++) {
        struct taken t;
        choose(s, ws, i, &t);
        if (t.rejected) continue;
        vb_status st = row_of(s, i, &t, arena, &rows[n], err);
        if (st != VB_OK) return st;
        if (!told_outside(s, rows, n, &rows[n])) n++;
    }
    *out = (struct vb_positions){rows, n};
    return VB_OK;
}

vb_status vb_issue_find(const struct vb_issue_text *of, struct vb_issue_ws *ws, struct vb_arena *arena,
                        struct vb_positions *positions, struct vb_designations *designations, vb_error *err)
{
    struct vb_arena       scratch = {0};
    struct vb_issue_scene scene;
    *positions    = (struct vb_positions){0};
    *designations = (struct vb_designations){0};
    vb_status st  = vb_issue_scene_open(of, &scratch, &scene, err);
    if (st == VB_OK) st = find_positions(&scene, ws, arena, positions, err);
    if (st == VB_OK) st = vb_issue_designations(&scene, arena, designations, err);
    vb_arena_free(&scratch);
    return st;
}

/* ---- explaining ------------------------------------------------------------------------------------------------------------- */

static bool covers(const vb_statement *st, uint32_t byte)
{
    const vb_spans *role[] = {&st->content, &st->cue};
    for (int r = 0; r < 2; r++)
        for (uint32_t k = 0; k < role[r]->n; k++)
            if (role[r]->at[k].beg <= byte && byte < role[r]->at[k].end) return true;
    return false;
}

vb_status vb_issue_explain(const struct vb_issue_text *of, struct vb_issue_ws *ws, uint32_t byte, vb_line_fn line, void *ctx,
                           vb_error *err)
{
    struct vb_arena       scratch = {0};
    struct vb_issue_scene scene;
    char text[480];
    vb_status st = vb_issue_scene_open(of, &scratch, &scene, err);
    for (uint32_t i = 0; st == VB_OK && i < scene.statements->n; i++) {
        struct taken t;
        if (!covers(&scene.statements->at[i], byte)) continue;
        choose(&scene, ws, i, &t);
        snprintf(text, sizeof text, "position    s%u: for %.2f, against %.2f, neutral %.2f, none %.2f%s%s", i + 1,
                 (double)t.stance[VB_TAKES_FOR], (double)t.stance[VB_TAKES_AGAINST], (double)t.stance[VB_TAKES_NEUTRAL],
                 (double)t.stance[VB_TAKES_NONE], t.act ? "; the saying is an act" : "", t.rejected ? "; none: " : "");
        size_t n = strlen(text);
        if (t.rejected && n < sizeof text) snprintf(text + n, sizeof text - n, "%s", t.rejected);
        line(ctx, text);
        for (uint32_t k = 0; k < t.n_targets; k++) {
            const vb_str name = scene.entities->at[t.target[k].entity].name;
            snprintf(text, sizeof text, "position    s%u: towards e%u, %.*s, %.2f%s", i + 1, t.target[k].entity + 1,
                     (int)(name.len < 80 ? name.len : 80), name.ptr, (double)t.target[k].p,
                     t.target[k].entity == t.best ? "; taken" : "");
            line(ctx, text);
        }
    }
    vb_arena_free(&scratch);
    return st;
}
