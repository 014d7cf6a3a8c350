/*
 * Positions: from what the heads say of each statement to rows with holder, target and issue.
 *
 * A statement speaks for each stance towards each of its targets with a probability. What a holder says of a target in several
 * statements is one position: it holds unless all of them are wrong, and stands where it is likeliest.
 */
#include "position_points.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where F1 is best on the held-out articles, in folds: bench/issue/README.md. */
static const float LEAST = 0.12F;
/* Less than this from one statement adds nothing to what others say. */
static const float WEAK = 0.01F;

struct claim {                     /* that a statement holds something of somebody */
    uint32_t  holder, target, statement;
    vb_stance stance;
    float     p;
};
struct claim_list { struct claim *at; size_t n, room; };       /* a VB_LIST */

/* Why nothing is asked of the statement; NULL: it is. */
static const char *rejected(const struct vb_issue_ws *ws, const vb_statement *st)
{
    return st->type == VB_TYPE_TERM          ? "a name, and nothing that is said"
           : st->speaker == VB_NONE          ? "nobody is known to say it"
           : vb_position_of(ws, st) == NULL ? "the network saw neither its cue nor its quotation"
                                             : NULL;
}

/* A government is its state: a position between them is a name that went to the wrong one of two. */
static bool is_itself(const struct vb_issue_scene *s, uint32_t holder, uint32_t target)
{
    if (target == VB_NONE) return false;
    const vb_entity *h = &s->entities->at[holder], *t = &s->entities->at[target];
    return t->kind == VB_KIND_STATE && h->kind != VB_KIND_PERSON && h->n_sectors > 0 && vb_str_eq(h->sectors[0], VB_STR("GOV")) &&
           h->country.len > 0 && vb_str_eq(h->country, t->country);
}

/* That there is no target is one of several answers: it stands only where none is likelier. */
static bool add_claims(const struct vb_issue_scene *s, struct claim_list *list, const struct vb_position_view *v, uint32_t holder,
                       uint32_t statement)
{
    static const vb_stance STANCE[] = {VB_STANCE_FOR, VB_STANCE_AGAINST};
    bool nobody = true;
    for (uint32_t i = 0; i + 1 < v->n; i++) nobody &= v->candidate[i].p <= v->candidate[v->n - 1].p;
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i + !nobody < v->n; i++) {
            const struct claim c = {holder, v->candidate[i].entity, statement, STANCE[k], v->p[1 + k] * v->candidate[i].p};
            if (c.p >= WEAK && !is_itself(s, holder, c.target) && !VB_PUSH(list, c)) return false;
        }
    return true;
}

static int by_number(uint32_t a, uint32_t b) { return a < b ? -1 : a > b; }

static int by_pair(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    if (x->holder != y->holder) return by_number(x->holder, y->holder);
    if (x->target != y->target) return by_number(x->target, y->target);
    if (x->stance != y->stance) return by_number(x->stance, y->stance);
    return by_number(x->statement, y->statement);
}

static int by_statement(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    return x->statement != y->statement ? by_number(x->statement, y->statement) : by_number(x->target, y->target);
}

/*
 * One claim for a holder, a target and a stance, where the statement that makes it likeliest stands; a statement is either for
 * somebody or against. Returns how many there are.
 */
static size_t pool(struct claim *at, size_t n)
{
    size_t kept = 0;
    if (n > 0) qsort(at, n, sizeof *at, by_pair);
    for (size_t i = 0, next; i < n; i = next) {
        struct claim best = at[i];
        float wrong = 1;
        for (next = i;
             next < n && at[next].holder == best.holder && at[next].target == best.target && at[next].stance == best.stance;
             next++) {
            wrong *= 1 - at[next].p;
            if (at[next].p > best.p) best.statement = at[next].statement, best.p = at[next].p;
        }
        best.p = 1 - wrong;
        if (best.p < LEAST) continue;
        struct claim *last = kept > 0 ? &at[kept - 1] : NULL;
        if (last == NULL || last->holder != best.holder || last->target != best.target || last->statement != best.statement)
            at[kept++] = best;
        else if (best.p > last->p) *last = best;
    }
    if (kept > 0) qsort(at, kept, sizeof *at, by_statement);
    return kept;
}

/* The positions of a text as claims, by statement. The caller frees list->at. */
static vb_status find_claims(const struct vb_issue_scene *s, const struct vb_issue_ws *ws, const struct vb_designations *names,
                             struct claim_list *list, vb_error *err)
{
    struct vb_position_view view;
    for (uint32_t i = 0; i < s->statements->n; i++) {
        const vb_statement *st = &s->statements->at[i];
        if (rejected(ws, st)) continue;
        vb_position_view(s, vb_position_of(ws, st), i, names, &view);
        if (!add_claims(s, list, &view, st->speaker, i)) return vb_fail_nomem(err);
    }
    list->n = pool(list->at, list->n);
    return VB_OK;
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

static vb_status row_of(const struct vb_issue_scene *s, const struct vb_issue_ws *ws, const struct claim *c, struct vb_arena *arena,
                        vb_position *out, vb_error *err)
{
    const vb_statement   *st = &s->statements->at[c->statement];
    const bool            neutral = vb_position_of(ws, st)->stance[VB_TAKES_NEUTRAL] > 0.5F;
    struct vb_issue_label label;
    vb_status status = vb_issue_label(s, c->statement, c->target, arena, &label, err);
    if (status != VB_OK) return status;
    *out = (vb_position){.holder     = c->holder,
                         .capacity   = vb_issue_capacity(s, c->statement),
                         .target     = c->target,
                         .issue      = label.words,
                         .issue_span = label.span,
                         .context    = label.context,
                         .stance     = neutral ? VB_STANCE_NEUTRAL : c->stance,
                         .own_words  = st->type == VB_TYPE_DIRECT || st->type == VB_TYPE_MIXED,
                         .evidence   = evidence_of(st, label.span),
                         .statement  = c->statement,
                         .score      = c->p};
    vb_issue_manner(s, c->statement, &out->strength, &out->hedge);
    return VB_OK;
}

static vb_status find_positions(const struct vb_issue_scene *s, const struct vb_issue_ws *ws, struct vb_arena *arena,
                                const struct vb_designations *designations, struct vb_positions *out, vb_error *err)
{
    struct claim_list list = {0};
    vb_status    st   = find_claims(s, ws, designations, &list, err);
    vb_position *rows = st == VB_OK ? VB_NEW(arena, vb_position, list.n) : NULL;
    if (st == VB_OK && rows == NULL) st = vb_fail_nomem(err);
    for (size_t i = 0; st == VB_OK && i < list.n; i++) st = row_of(s, ws, &list.at[i], arena, &rows[i], err);
    if (st == VB_OK) *out = (struct vb_positions){rows, (uint32_t)list.n};
    vb_free(list.at);
    return st;
}

/* The scene of a text, with its topics among the entities. */
static vb_status open_scene(const struct vb_issue_text *of, struct vb_arena *arena, struct vb_entities *with,
                            struct vb_issue_scene *scene, vb_error *err)
{
    vb_status st = vb_issue_scene_open(of, arena, scene, err);
    if (st == VB_OK) st = vb_issue_topics(scene, arena, with, err);
    scene->entities = with;
    return st;
}

vb_status vb_issue_find(const struct vb_issue_text *of, struct vb_issue_ws *ws, struct vb_arena *arena,
                        struct vb_entities *entities, struct vb_positions *positions, struct vb_designations *designations,
                        vb_error *err)
{
    const struct vb_entities known = *of->before.entities;
    struct vb_arena       scratch  = {0};
    struct vb_entities    with;
    struct vb_issue_scene scene;
    *positions    = (struct vb_positions){0};
    *designations = (struct vb_designations){0};
    vb_status st  = open_scene(of, &scratch, &with, &scene, err);
    if (st == VB_OK) st = vb_issue_designations(&scene, arena, designations, err);
    if (st == VB_OK) st = find_positions(&scene, ws, arena, designations, positions, err);
    if (st == VB_OK) st = vb_issue_keep_topics(&scene, &known, &scratch, arena, entities, positions, designations, err);
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

static const struct claim *claim_of(const struct claim_list *list, uint32_t statement, uint32_t target)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].statement == statement && list->at[i].target == target) return &list->at[i];
    return NULL;
}

static void explain(const struct vb_issue_scene *s, const struct vb_issue_ws *ws, const struct vb_designations *designations,
                    const struct claim_list *list, uint32_t i, vb_line_fn line, void *ctx)
{
    const vb_statement *st = &s->statements->at[i];
    struct vb_position_view v;
    char text[480];
    if (rejected(ws, st)) {
        snprintf(text, sizeof text, "position    s%u: none: %s", i + 1, rejected(ws, st));
        line(ctx, text);
        return;
    }
    vb_position_view(s, vb_position_of(ws, st), i, designations, &v);
    snprintf(text, sizeof text, "position    s%u: for %.2f, against %.2f, none %.2f", i + 1, (double)v.p[1], (double)v.p[2],
             (double)v.p[0]);
    line(ctx, text);
    for (uint32_t k = 0; k < v.n; k++) {
        const uint32_t      e     = v.candidate[k].entity;
        const vb_str        name  = e == VB_NONE ? VB_STR("nobody") : s->entities->at[e].name;
        const struct claim *taken = claim_of(list, i, e);
        if (v.candidate[k].p < 0.02F) continue;
        snprintf(text, sizeof text, "position    s%u: towards %.*s %.2f%s", i + 1, (int)(name.len < 80 ? name.len : 80), name.ptr,
                 (double)v.candidate[k].p,
                 taken == NULL                         ? ""
                 : taken->stance == VB_STANCE_AGAINST ? "; taken, against"
                                                       : "; taken, for");
        line(ctx, text);
    }
}

vb_status vb_issue_explain(const struct vb_issue_text *of, struct vb_issue_ws *ws, uint32_t byte, vb_line_fn line, void *ctx,
                           vb_error *err)
{
    struct vb_arena        scratch = {0};
    struct vb_entities     with;
    struct vb_issue_scene  scene;
    struct vb_designations designations = {0};
    struct claim_list      list = {0};
    vb_status st = open_scene(of, &scratch, &with, &scene, err);
    if (st == VB_OK) st = vb_issue_designations(&scene, &scratch, &designations, err);
    if (st == VB_OK) st = find_claims(&scene, ws, &designations, &list, err);
    for (uint32_t i = 0; st == VB_OK && i < scene.statements->n; i++)
        if (covers(&scene.statements->at[i], byte)) explain(&scene, ws, &designations, &list, i, line, ctx);
    vb_free(list.at);
    vb_arena_free(&scratch);
    return st;
}
