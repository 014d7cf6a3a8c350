/*
 * From what the network says to statements: the order of the rules.
 */
#include "steps.h"
#include "tagger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static vb_span span_of(const struct vb_tags *tags, struct vb_range r)
{
    return (vb_span){tags->basic[r.beg].span.beg, tags->basic[r.end - 1].span.end};
}

static void take(const struct vb_tags *tags, const struct vb_range *r, uint32_t n, struct vb_fragments *out)
{
    for (uint32_t i = 0; i < n; i++) {
        if (out->n < VB_FRAGMENTS) out->at[out->n++] = span_of(tags, r[i]);
        else out->at[VB_FRAGMENTS - 1].end = span_of(tags, r[i]).end;
    }
}

/* Cues with a content become drafts; those without are `loose`: a quotation in the next paragraph may be theirs. */
static vb_status drafts_of(const struct vb_text *text, const struct vb_tags *tags, struct vb_drafts *drafts,
                           struct vb_drafts *loose, vb_error *err)
{
    for (uint32_t k = 0; k < tags->n; k++) {
        const struct vb_tagged *t = &tags->at[k];
        struct vb_draft d = {.cls = t->cls,
                             .polarity = t->polarity,
                             .nominal = t->nominal,
                             .inherits = VB_NONE,
                             .nested_in = VB_NONE,
                             .speaker = VB_NONE,
                             .log_cue = t->log_cue,
                             .log_source = t->log_source,
                             .log_content = t->log_content};
        take(tags, &t->cue, 1, &d.cue);
        take(tags, t->source, t->n_source, &d.source);
        take(tags, t->content, t->n_content, &d.content);
        if (vb_text_is_prose(text, d.cue.at[0].beg) && !VB_PUSH(t->n_content > 0 ? drafts : loose, d)) return vb_fail_nomem(err);
    }
    return VB_OK;
}

static void drop_empty(struct vb_drafts *drafts)
{
    size_t n = 0;
    for (size_t i = 0; i < drafts->n; i++)
        if (drafts->at[i].content.n > 0) drafts->at[n++] = drafts->at[i];
    drafts->n = n;
}

static float at_least(float x, float low) { return x > low ? x : low; }

/*
 * Probability that a statement is right (docs/codebook.md, "score"): a logistic of what the network says of its three
 * parts, fitted on polnear.dev (bench/attribution/README.md). For what rules alone made, the share that was right in the
 * annotated articles: 31 of 37 words in marks, 30 of 31 labelled turns; quotations without a cue are too few there (2 of 3) to say.
 */
static float score_of(const struct vb_draft *d)
{
    switch (d->origin) {
    case VB_FROM_TURN: return 0.97F;
    case VB_FROM_QUOTATION: return d->inherits != VB_NONE ? 0.7F : 0.5F;
    case VB_FROM_MARKS: return 0.84F;
    case VB_FROM_CUE: break;
    }
    float x = 2.65F + 0.72F * at_least(d->log_cue, -3) + 2.19F * at_least(d->log_source, -3) + 1.01F * at_least(d->log_content, -3);
    if (d->type == VB_TYPE_DIRECT || d->type == VB_TYPE_MIXED) x += 0.79F;
    if (d->cls == VB_CLASS_ATTITUDE) x -= 0.30F;
    return 1.0F / (1.0F + vb_expf(-x));
}

static vb_spans freeze(struct vb_arena *arena, const struct vb_fragments *f, bool *ok)
{
    vb_span *at = VB_NEW(arena, vb_span, f->n);
    if (at == NULL) *ok = false;
    else if (f->n > 0) memcpy(at, f->at, f->n * sizeof *at);
    return (vb_spans){at, f->n};
}

static vb_status statements_of(const struct vb_drafts *drafts, struct vb_arena *arena, struct vb_statements *out, vb_error *err)
{
    vb_statement *at = VB_NEW(arena, vb_statement, drafts->n);
    bool ok = at != NULL;
    for (size_t i = 0; ok && i < drafts->n; i++) {
        const struct vb_draft *d = &drafts->at[i];
        at[i] = (vb_statement){.content = freeze(arena, &d->content, &ok),
                               .cue = freeze(arena, &d->cue, &ok),
                               .source = freeze(arena, &d->source, &ok),
                               .type = d->type,
                               .cls = d->cls,
                               .polarity = d->polarity,
                               .speaker = d->speaker,
                               .document = d->document,
                               .addressee = d->addressee,
                               .channel = d->channel,
                               .time = d->time,
                               .nested_in = d->nested_in,
                               .continues = d->inherits,
                               .score = score_of(d)};
    }
    if (!ok) return vb_fail_nomem(err);
    *out = (struct vb_statements){at, (uint32_t)drafts->n};
    return VB_OK;
}

/* Everything but the speakers. Drafts are the caller's to free. */
static vb_status draft_all(const struct vb_text *text, const struct vb_tags *tags, struct vb_arena *scratch,
                           struct vb_drafts *drafts, vb_error *err)
{
    struct vb_drafts loose = {0};
    vb_status st;
    if ((st = drafts_of(text, tags, drafts, &loose, err)) != VB_OK) goto done;
    vb_control_apply(text, drafts);
    vb_marks_snap(text, drafts);
    drop_empty(drafts);
    if ((st = vb_turns_find(text, drafts, err)) != VB_OK) goto done;
    if ((st = vb_drafts_sort(drafts, scratch, err)) != VB_OK) goto done;
    if ((st = vb_drafts_nest(drafts, scratch, err)) != VB_OK) goto done;
    if ((st = vb_marks_claim(text, &loose, scratch, drafts, err)) != VB_OK) goto done;
    vb_marks_type(text, drafts);
    if ((st = vb_drafts_sort(drafts, scratch, err)) != VB_OK) goto done;
    st = vb_drafts_nest(drafts, scratch, err);
done:
    vb_free(loose.at);
    return st;
}

static int by_content(const void *a, const void *b)
{
    const struct vb_voice *x = a, *y = b;
    if (x->content.beg != y->content.beg) return x->content.beg < y->content.beg ? -1 : 1;
    return x->content.end > y->content.end ? -1 : x->content.end < y->content.end;
}

vb_status vb_attribution_draft(const struct vb_text *text, struct vb_attribution_ws *ws, struct vb_arena *arena,
                               struct vb_voices *voices, vb_error *err)
{
    struct vb_drafts *drafts  = vb_tagger_drafts(ws);
    struct vb_tags    tags    = vb_tagger_tags(ws);
    struct vb_arena   scratch = {0};
    uint32_t          n       = 0;
    *voices   = (struct vb_voices){0};
    drafts->n = 0;
    vb_status st = draft_all(text, &tags, &scratch, drafts, err);
    vb_arena_free(&scratch);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < drafts->n; i++) n += drafts->at[i].content.n;
    struct vb_voice *at = VB_NEW(arena, struct vb_voice, n);
    if (at == NULL) return vb_fail_nomem(err);
    n = 0;
    for (size_t i = 0; i < drafts->n; i++) {
        const struct vb_draft *d = &drafts->at[i], *from = d;
        if (d->source.n == 0 && d->inherits < drafts->n) from = &drafts->at[d->inherits];
        for (uint32_t k = 0; k < d->content.n && from->source.n > 0; k++)
            at[n++] = (struct vb_voice){d->content.at[k], from->source.at[0]};
    }
    if (n > 0) qsort(at, n, sizeof *at, by_content);
    *voices = (struct vb_voices){at, n};
    return VB_OK;
}

vb_status vb_attribution_find(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_entities *entities,
                              const struct vb_times *times, struct vb_attribution_ws *ws, struct vb_arena *arena,
                              struct vb_statements *statements, vb_error *err)
{
    struct vb_drafts *drafts = vb_tagger_drafts(ws);
    *statements = (struct vb_statements){0};
    vb_speaker_resolve(text, syntax, entities, times, drafts);
    return statements_of(drafts, arena, statements, err);
}

/* ---- explaining -------------------------------------------------------------------------------------------------------- */

static bool covers(const struct vb_tags *tags, const struct vb_range *r, uint32_t n, uint32_t byte)
{
    for (uint32_t i = 0; i < n; i++) {
        vb_span s = span_of(tags, r[i]);
        if (s.beg <= byte && byte < s.end) return true;
    }
    return false;
}

static bool any_covers(const struct vb_fragments *f, uint32_t byte)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->at[i].beg <= byte && byte < f->at[i].end) return true;
    return false;
}

vb_status vb_attribution_explain(const struct vb_text *text, const struct vb_attribution_ws *ws, uint32_t byte, vb_line_fn line,
                                 void *ctx, vb_error *err)
{
    static const char *const made[] = {"the network found its cue", "a quotation that no cue claimed",
                                       "words in marks that nobody is said to say", "a labelled turn"};
    const struct vb_tags tags = vb_tagger_tags(ws);
    struct vb_drafts drafts = {0};
    struct vb_arena scratch = {0};
    char text_of_line[480];
    vb_status st = draft_all(text, &tags, &scratch, &drafts, err);
    for (uint32_t k = 0; st == VB_OK && k < tags.n; k++) {
        const struct vb_tagged *t = &tags.at[k];
        const char *role = covers(&tags, &t->cue, 1, byte)                 ? "cue"
                           : covers(&tags, t->source, t->n_source, byte)   ? "source"
                           : covers(&tags, t->content, t->n_content, byte) ? "content"
                                                                           : NULL;
        if (role == NULL) continue;
        vb_str cue = vb_str_sub(text->bytes, span_of(&tags, t->cue));
        snprintf(text_of_line, sizeof text_of_line,
                 "network     %s of the cue '%.*s': log probability of cue %.2f, source %.2f, content %.2f%s", role,
                 (int)(cue.len < 80 ? cue.len : 80), cue.ptr, (double)t->log_cue, (double)t->log_source, (double)t->log_content,
                 t->n_content == 0 ? "; no content, so no statement unless a quotation follows" : "");
        line(ctx, text_of_line);
    }
    for (size_t i = 0; st == VB_OK && i < drafts.n; i++) {
        const struct vb_draft *d = &drafts.at[i];
        if (!any_covers(&d->content, byte) && !any_covers(&d->cue, byte) && !any_covers(&d->source, byte)) continue;
        int n = snprintf(text_of_line, sizeof text_of_line, "rules       s%zu: %s", i + 1, made[d->origin]);
        if (d->inherits != VB_NONE && n > 0 && (size_t)n < sizeof text_of_line)
            snprintf(text_of_line + n, sizeof text_of_line - (size_t)n, "; its speaker is that of s%u, before it", d->inherits + 1);
        line(ctx, text_of_line);
    }
    vb_free(drafts.at);
    vb_arena_free(&scratch);
    return st;
}
