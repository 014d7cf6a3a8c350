/*
 * Positions: from what the heads say of a statement to a row with holder, target and issue.
 *
 * A statement has at most one: its holder is its speaker; stance and target are those that the points of position_points.c make
 * likeliest.
 */
#include "position_points.h"

#include <stdio.h>
#include <string.h>

enum { NESTS = 16 };

/* Where F1 is best on the held-out articles, in folds: bench/issue/README.md. */
static const float LEAST = 0.16F;

struct taken {                     /* a statement's position in the making */
    struct vb_position_view view;
    uint32_t best;                 /* of the view's candidates */
    float score;
    vb_stance stance;
    const char *rejected;          /* why there is no position; NULL: there is one */
};

static void choose(const struct vb_issue_scene *s, const struct vb_issue_ws *ws, uint32_t statement,
                   const struct vb_designations *designations, struct taken *t)
{
    const vb_statement *st = &s->statements->at[statement];
    const struct vb_position_found *found = vb_position_of(ws, st);
    t->rejected = st->type == VB_TYPE_TERM    ? "a name, and nothing that is said"
                  : st->speaker == VB_NONE ? "nobody is known to say it"
                  : found == NULL          ? "the network saw neither its cue nor its quotation"
                                           : NULL;
    t->view.n = 0;
    if (t->rejected) return;
    vb_position_view(s, found, statement, designations, &t->view);
    t->stance = t->view.p[1] >= t->view.p[2] ? VB_STANCE_FOR : VB_STANCE_AGAINST;
    t->best   = 0;
    for (uint32_t i = 1; i < t->view.n; i++)
        if (t->view.candidate[i].p > t->view.candidate[t->best].p) t->best = i;
    t->score = t->view.p[1 + (t->stance == VB_STANCE_AGAINST)] * t->view.candidate[t->best].p;
    if (found->stance[VB_TAKES_NEUTRAL] > 0.5F) t->stance = VB_STANCE_NEUTRAL;
    if (t->score < LEAST) t->rejected = "too unsure";
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
    vb_status status = vb_issue_label(s, statement, t->view.candidate[t->best].entity, arena, &label, err);
    if (status != VB_OK) return status;
    *out = (vb_position){.holder     = st->speaker,
                         .capacity   = vb_issue_capacity(s, statement),
                         .target     = t->view.candidate[t->best].entity,
                         .issue      = label.words,
                         .issue_span = label.span,
                         .context    = label.context,
                         .stance     = t->stance,
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
                                const struct vb_designations *designations, struct vb_positions *out, vb_error *err)
{
    vb_position *rows = VB_NEW(arena, vb_position, s->statements->n);
    uint32_t     n    = 0;
    if (rows == NULL) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < s->statements->n; i++) {
        struct taken t;
        choose(s, ws, i, designations, &t);
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
    if (st == VB_OK) st = vb_issue_designations(&scene, arena, designations, err);
    if (st == VB_OK) st = find_positions(&scene, ws, arena, designations, positions, err);
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
    struct vb_issue_scene  scene;
    struct vb_designations designations = {0};
    char text[480];
    vb_status st = vb_issue_scene_open(of, &scratch, &scene, err);
    if (st == VB_OK) st = vb_issue_designations(&scene, &scratch, &designations, err);
    for (uint32_t i = 0; st == VB_OK && i < scene.statements->n; i++) {
        struct taken t;
        if (!covers(&scene.statements->at[i], byte)) continue;
        choose(&scene, ws, i, &designations, &t);
        if (t.view.n == 0) {
            snprintf(text, sizeof text, "position    s%u: none: %s", i + 1, t.rejected);
            line(ctx, text);
            continue;
        }
        snprintf(text, sizeof text, "position    s%u: for %.2f, against %.2f, none %.2f%s%s", i + 1, (double)t.view.p[1],
                 (double)t.view.p[2], (double)t.view.p[0], t.rejected ? "; " : "", t.rejected ? t.rejected : "");
        line(ctx, text);
        for (uint32_t k = 0; k < t.view.n; k++) {
            const uint32_t e    = t.view.candidate[k].entity;
            const vb_str   name = e == VB_NONE ? VB_STR("nobody") : scene.entities->at[e].name;
            if (t.view.candidate[k].p < 0.02F) continue;
            snprintf(text, sizeof text, "position    s%u: towards %.*s %.2f%s", i + 1, (int)(name.len < 80 ? name.len : 80),
                     name.ptr, (double)t.view.candidate[k].p, k == t.best ? "; taken" : "");
            line(ctx, text);
        }
    }
    vb_arena_free(&scratch);
    return st;
}
