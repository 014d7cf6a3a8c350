/* Lists of drafts: order, nesting, and what part of the text they take up. */
#include "steps.h"

#include <stdlib.h>
#include <string.h>

uint32_t vb_draft_beg(const struct vb_draft *d)
{
    uint32_t beg = UINT32_MAX;
    const struct vb_fragments *role[] = {&d->content, &d->cue, &d->source};
    for (int r = 0; r < 3; r++)
        if (role[r]->n > 0 && role[r]->at[0].beg < beg) beg = role[r]->at[0].beg;
    return beg;
}

uint32_t vb_draft_length(const struct vb_draft *d)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->content.n; i++) n += vb_span_len(d->content.at[i]);
    return n;
}

vb_span vb_text_shrink(const struct vb_text *text, vb_span s)
{
    unsigned len;
    while (s.beg < s.end && vb_cp_is_space(vb_utf8_at(text->bytes, s.beg, &len))) s.beg += len;
    while (s.beg < s.end && vb_cp_is_space(vb_utf8_before(text->bytes, s.end, &len))) s.end -= len;
    return s;
}

/* ---- order: by first content byte, then by its end, then by cue ------------------------------------------------------ */

struct place { uint32_t beg, end, cue, index; };

static int by_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    if (x->cue != y->cue) return x->cue < y->cue ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

vb_status vb_drafts_sort(struct vb_drafts *drafts, struct vb_arena *scratch, vb_error *err)
{
    size_t n = drafts->n;
    struct place    *place = VB_NEW(scratch, struct place, n);
    uint32_t        *now   = VB_NEW(scratch, uint32_t, n);
    struct vb_draft *copy  = VB_NEW(scratch, struct vb_draft, n);
    if (place == NULL || now == NULL || copy == NULL) return vb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const struct vb_draft *d = &drafts->at[i];
        place[i] =
            (struct place){d->content.at[0].beg, d->content.at[d->content.n - 1].end, d->cue.n ? d->cue.at[0].beg : 0, (uint32_t)i};
    }
    if (n > 0) qsort(place, n, sizeof *place, by_place);
    for (size_t i = 0; i < n; i++) {
        now[place[i].index] = (uint32_t)i;
        copy[i] = drafts->at[place[i].index];
    }
    for (size_t i = 0; i < n; i++) {
        if (copy[i].inherits != VB_NONE) copy[i].inherits = now[copy[i].inherits];
        if (copy[i].nested_in != VB_NONE) copy[i].nested_in = now[copy[i].nested_in];
        drafts->at[i] = copy[i];
    }
    return VB_OK;
}

/* ---- nesting ----------------------------------------------------------------------------------------------------------- */

struct piece_of { vb_span span; uint32_t draft; };

static int by_span(const void *a, const void *b)
{
    const struct piece_of *x = a, *y = b;
    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    if (x->span.end != y->span.end) return x->span.end < y->span.end ? -1 : 1;
    return x->draft < y->draft ? -1 : x->draft > y->draft;
}

/*
 * A statement is nested in the one whose content holds its cue (its content, where it has no cue); of several, in the
 * one with the shortest content. A container has more content than what it holds, so there are no circles.
 */
vb_status vb_drafts_nest(struct vb_drafts *drafts, struct vb_arena *scratch, vb_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < drafts->n; i++) n += drafts->at[i].content.n;
    struct piece_of *part     = VB_NEW(scratch, struct piece_of, n);
    uint32_t        *furthest = VB_NEW(scratch, uint32_t, n);
    if (part == NULL || furthest == NULL) return vb_fail_nomem(err);
    n = 0;
    for (size_t i = 0; i < drafts->n; i++)
        for (uint32_t j = 0; j < drafts->at[i].content.n; j++)
            part[n++] = (struct piece_of){drafts->at[i].content.at[j], (uint32_t)i};
    if (n > 0) qsort(part, n, sizeof *part, by_span);
    for (size_t i = 0; i < n; i++) furthest[i] = i > 0 && furthest[i - 1] > part[i].span.end ? furthest[i - 1] : part[i].span.end;

    for (size_t i = 0; i < drafts->n; i++) {
        struct vb_draft *d = &drafts->at[i];
        vb_span  key  = d->cue.n > 0 ? d->cue.at[0] : d->content.at[0];
        uint32_t mine = vb_draft_length(d);
        size_t low = 0, high = n;
        while (low < high) {
            size_t mid = (low + high) / 2;
            if (part[mid].span.beg <= key.beg) low = mid + 1;
            else high = mid;
        }
        d->nested_in = VB_NONE;
        for (size_t k = low; k-- > 0 && furthest[k] >= key.end;) {
            uint32_t other = part[k].draft;
            if (other == i || !vb_span_holds(part[k].span, key)) continue;
            uint32_t length = vb_draft_length(&drafts->at[other]);
            if (length > mine && (d->nested_in == VB_NONE || length < vb_draft_length(&drafts->at[d->nested_in])))
                d->nested_in = other;
        }
    }
    return VB_OK;
}

/* ---- cover ------------------------------------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    const struct vb_covered *x = a, *y = b;
    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    if (x->span.end != y->span.end) return x->span.end < y->span.end ? -1 : 1;
    return x->key.beg < y->key.beg ? -1 : x->key.beg > y->key.beg;
}

vb_status vb_cover_build(const struct vb_drafts *drafts, struct vb_arena *scratch, struct vb_cover *out, vb_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < drafts->n; i++) n += drafts->at[i].content.n + drafts->at[i].cue.n + drafts->at[i].source.n;
    struct vb_covered *at       = VB_NEW(scratch, struct vb_covered, n);
    uint32_t          *furthest = VB_NEW(scratch, uint32_t, n);
    if (at == NULL || furthest == NULL) return vb_fail_nomem(err);
    n = 0;
    for (size_t i = 0; i < drafts->n; i++) {
        const struct vb_draft     *d      = &drafts->at[i];
        const struct vb_fragments *role[] = {&d->content, &d->cue, &d->source};
        for (int r = 0; r < 3; r++)
            for (uint32_t j = 0; j < role[r]->n; j++)
                at[n++] = (struct vb_covered){role[r]->at[j], d->origin == VB_FROM_TURN ? (vb_span){0, UINT32_MAX}
                                                              : d->cue.n > 0          ? d->cue.at[0]
                                                                                      : d->content.at[0]};
    }
    if (n > 0) qsort(at, n, sizeof *at, by_start);
    for (size_t i = 0; i < n; i++) furthest[i] = i > 0 && furthest[i - 1] > at[i].span.end ? furthest[i - 1] : at[i].span.end;
    *out = (struct vb_cover){at, furthest, n};
    return VB_OK;
}

bool vb_cover_meets(const struct vb_cover *cover, vb_span span)
{
    size_t low = 0, high = cover->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cover->at[mid].span.beg < span.end) low = mid + 1;
        else high = mid;
    }
    for (size_t k = low; k-- > 0 && cover->furthest[k] > span.beg;)
        if (vb_span_meets(cover->at[k].span, span) && !vb_span_holds(span, cover->at[k].key)) return true;
    return false;
}
