/*
 * From drafts to rows: acts that are only the content of another are dropped, retellings of one act are joined, and what is left is
 * frozen.
 */
#include "event_draft.h"

#include <string.h>

enum { BACK = 64 };                /* drafts looked back at for a retelling */

/* ---- what is asked for, threatened or promised ---------------------------------------------------------------------------- */

static bool has_content(vb_event_type type)
{
    return type == VB_EVENT_REQUEST || type == VB_EVENT_THREATEN || type == VB_EVENT_AGREE || type == VB_EVENT_CONCEDE ||
           type == VB_EVENT_REJECT;
}

static bool hangs_on(const struct vb_event_scene *scene, const struct vb_event_draft *inner, const struct vb_event_draft *outer)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    uint32_t             at   = inner->head;
    for (int k = 0; k < 4 && tags[at].head != VB_NONE; k++) {
        const uint8_t r = tags[at].relation;
        if (r == VB_REL_NSUBJ || r == VB_REL_ACL || (r == VB_REL_CONJ && tags[at].head >= outer->beg && tags[at].head < outer->end))
            return false;
        if (r == VB_REL_CONJ && vb_event_child(scene, at, VB_REL_NSUBJ) != VB_NONE) return false;     /* "asked, but he declined" */
        /* a past act is not asked for: "called for an inquiry into the shooting that killed ten" */
        if (r == VB_REL_ADVCL && !vb_str_eq(tags[at].xpos, VB_STR("VB"))) return false;
        at = tags[at].head;
        if (at >= outer->beg && at < outer->end) return true;
        if (tags[at].upos == VB_VERB && tags[at].relation != VB_REL_XCOMP && tags[at].relation != VB_REL_CCOMP) return false;
    }
    return false;
}

void vb_event_contained(const struct vb_event_scene *scene, struct vb_event_drafts *drafts)
{
    for (size_t i = 0; i < drafts->n; i++) {
        struct vb_event_draft *d = &drafts->at[i];
        for (size_t k = i > 4 ? i - 4 : 0; d->rejected == NULL && k < drafts->n && k < i + 4; k++) {
            const struct vb_event_draft *o = &drafts->at[k];
            if (k == i || o->rejected != NULL || !has_content(o->type) || !hangs_on(scene, d, o)) continue;
            d->rejected = "it is what another act asks for, threatens, promises or refuses";
        }
    }
}

/* ---- retellings -------------------------------------------------------------------------------------------------------------- */

static bool same_actor(const struct vb_entities *all, uint32_t a, uint32_t b)
{
    const vb_entity *x = &all->at[a], *y = &all->at[b];
    if (a == b) return true;
    return x->country.len > 0 && vb_str_eq(x->country, y->country) && (x->kind == VB_KIND_STATE || y->kind == VB_KIND_STATE);
}

static bool share(const struct vb_entities *all, const struct vb_event_parts *x, const struct vb_event_parts *y)
{
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t k = 0; k < y->n; k++)
            if (same_actor(all, x->at[i].entity, y->at[k].entity)) return true;
    return false;
}

static bool dates_agree(vb_str a, vb_str b) { return vb_str_starts(a, b) || vb_str_starts(b, a); }

static bool is_fact(vb_realis r) { return r == VB_REALIS_DONE || r == VB_REALIS_ONGOING || r == VB_REALIS_ALLEGED; }

static bool same_act(const struct vb_event_scene *scene, const struct vb_event_draft *a, const struct vb_event_draft *b)
{
    const struct vb_entities *all  = scene->of->entities;
    const struct vb_tag      *tags = scene->of->syntax->tags;
    if (a->type != b->type || !dates_agree(a->date, b->date)) return false;
    if (a->realis != b->realis && !(is_fact(a->realis) && is_fact(b->realis))) return false;
    if (a->mode.len > 0 && b->mode.len > 0 && !vb_str_eq(a->mode, b->mode)) return false;
    const bool actors = share(all, &a->actors, &b->actors), recipients = share(all, &a->recipients, &b->recipients);
    if (actors && (recipients || a->recipients.n + b->recipients.n == 0)) return true;
    /* a part that one telling leaves out: only where the words are the same act's, or a noun takes them up */
    const bool again = vb_str_eq_nocase(tags[a->head].lemma, tags[b->head].lemma) || tags[a->head].upos == VB_NOUN ||
                       tags[b->head].upos == VB_NOUN;
    if (!again) return false;
    return (actors && (a->recipients.n == 0 || b->recipients.n == 0)) || (recipients && (a->actors.n == 0 || b->actors.n == 0));
}

static uint32_t fullness(const struct vb_event_draft *d)
{
    return (d->actors.n > 0 ? 4u : 0) + (d->recipients.n > 0 ? 4u : 0) + (d->date.len > 0) + (d->place != VB_NONE);
}

/* What the other telling knows and this one does not. */
static void complete(struct vb_event_draft *d, const struct vb_event_draft *from)
{
    if (d->actors.n == 0) d->actors = from->actors;
    if (d->recipients.n == 0) d->recipients = from->recipients;
    if (d->date.len < from->date.len) d->date = from->date;
    if (d->place == VB_NONE) d->place = from->place;
    if (d->mode.len == 0) d->mode = from->mode;
    if (d->asserted_by != VB_NONE && from->asserted_by == VB_NONE) {
        d->asserted_by = VB_NONE;
        d->realis      = from->realis;
        vb_event_because(d, "the article vouches for it elsewhere");
    }
}

void vb_event_retellings(const struct vb_event_scene *scene, struct vb_event_drafts *drafts)
{
    for (uint32_t i = 0; i < drafts->n; i++) {
        struct vb_event_draft *d = &drafts->at[i];
        if (d->rejected != NULL) continue;
        uint32_t seen = 0;
        for (uint32_t k = i; k-- > 0 && seen < BACK;) {
            struct vb_event_draft *o = &drafts->at[k];
            if (o->rejected != NULL || o->told_by != VB_NONE) continue;
            seen++;
            if (!same_act(scene, o, d)) continue;
            const bool later = fullness(d) > fullness(o);
            struct vb_event_draft *keep = later ? d : o;
            complete(keep, later ? o : d);
            if (!later) {
                d->told_by = k;
                break;
            }
            o->told_by = i;        /* and this one may still join an earlier one */
        }
    }
    /* a meeting within a visit */
    for (uint32_t i = 0; i < drafts->n; i++) {
        struct vb_event_draft *d = &drafts->at[i];
        if (d->rejected != NULL || d->told_by != VB_NONE || d->type != VB_EVENT_CONSULT || vb_str_eq(d->mode, VB_STR("visit")))
            continue;
        for (uint32_t k = i > BACK ? i - BACK : 0; k < drafts->n && k < i + BACK; k++) {
            const struct vb_event_draft *v = &drafts->at[k];
            if (v->rejected != NULL || v->told_by != VB_NONE || v->type != VB_EVENT_CONSULT || !vb_str_eq(v->mode, VB_STR("visit")))
                continue;
            if (!share(scene->of->entities, &v->actors, &d->actors) || !dates_agree(v->date, d->date)) continue;
            if (!share(scene->of->entities, &v->recipients, &d->recipients) &&
                !share(scene->of->entities, &v->recipients, &d->actors))
                continue;
            d->part_of = k;
            break;
        }
    }
}

/* ---- freezing ------------------------------------------------------------------------------------------------------------------
 */

static uint32_t teller(const struct vb_event_drafts *drafts, uint32_t i)
{
    while (drafts->at[i].told_by != VB_NONE) i = drafts->at[i].told_by;
    return i;
}

static bool freeze_parts(struct vb_arena *arena, const struct vb_event_parts *from, const vb_participant **to, uint32_t *n)
{
    vb_participant *at = VB_NEW(arena, vb_participant, from->n);
    if (at == NULL) return false;
    for (uint32_t i = 0; i < from->n; i++) at[i] = (vb_participant){.entity = from->at[i].entity, .span = from->at[i].span};
    *to = at;
    *n  = from->n;
    return true;
}

static bool freeze_contexts(const struct vb_event_scene *scene, const struct vb_event_draft *d, struct vb_arena *arena,
                            vb_event *out)
{
    vb_str *at = VB_NEW(arena, vb_str, VB_EVENT_CONTEXTS);
    if (at == NULL) return false;
    for (uint32_t i = 0; i < 64 && out->n_contexts < VB_EVENT_CONTEXTS; i++) {
        if (!(d->found->contexts >> i & 1)) continue;
        if ((at[out->n_contexts++] = vb_arena_copy(arena, scene->tags->contexts[i])).ptr == NULL) return false;
    }
    out->contexts = at;
    return true;
}

static vb_str cameo_of(const struct vb_event_scene *scene, const struct vb_event_draft *d)
{
    struct vb_event_codes codes;
    if (d->pattern.row != VB_NONE && d->pattern.type == d->type && d->pattern.cameo.len > 0 &&
        (vb_str_eq(d->pattern.mode, d->mode) || d->mode.len == 0))
        return d->pattern.cameo;
    if (scene->of->kb == NULL) return VB_STR("");
    vb_event_crosswalk(scene->of->kb, d->type, d->mode, &codes);
    return codes.cameo.ptr ? codes.cameo : VB_STR("");
}

static bool freeze_event(const struct vb_event_scene *scene, const struct vb_event_draft *d, struct vb_arena *arena, vb_event *out)
{
    *out = (vb_event){.type = d->type,
                      .realis = d->realis,
                      .trigger = vb_event_trigger_span(scene, d),
                      .asserted_by = d->asserted_by,
                      .place = d->place,
                      .part_of = VB_NONE,
                      .score = d->score};
    out->mode  = vb_arena_copy(arena, d->mode);
    out->cameo = vb_arena_copy(arena, cameo_of(scene, d));
    out->date  = vb_arena_copy(arena, d->date);
    return out->mode.ptr != NULL && out->cameo.ptr != NULL && out->date.ptr != NULL &&
           freeze_parts(arena, &d->actors, &out->actors, &out->n_actors) &&
           freeze_parts(arena, &d->recipients, &out->recipients, &out->n_recipients) && freeze_contexts(scene, d, arena, out);
}

vb_status vb_event_freeze(const struct vb_event_scene *scene, const struct vb_event_drafts *drafts, struct vb_arena *arena,
                          struct vb_events *out, vb_error *err)
{
    const uint32_t n_drafts = (uint32_t)drafts->n;
    struct vb_arena scratch = {0};
    uint32_t *row = VB_NEW(&scratch, uint32_t, n_drafts), *n_told = VB_NEW(&scratch, uint32_t, n_drafts), n = 0;
    vb_status st = VB_OK;
    *out = (struct vb_events){0};
    if (row == NULL || n_told == NULL) goto no_memory;
    for (uint32_t i = 0; i < n_drafts; i++) {
        row[i] = VB_NONE;
        if (drafts->at[i].rejected != NULL) continue;
        n_told[teller(drafts, i)]++;
        if (drafts->at[i].told_by == VB_NONE) row[i] = n++;
    }
    vb_event *at = VB_NEW(arena, vb_event, n);
    if (at == NULL) goto no_memory;
    for (uint32_t i = 0; i < n_drafts; i++) {
        if (row[i] == VB_NONE) continue;
        if (!freeze_event(scene, &drafts->at[i], arena, &at[row[i]])) goto no_memory;
        if ((at[row[i]].evidence.at = VB_NEW(arena, vb_span, n_told[i])) == NULL) goto no_memory;
    }
    for (uint32_t i = 0; i < n_drafts; i++) { /* in text order, as spans have to be; one clause may tell it twice */
        if (drafts->at[i].rejected != NULL) continue;
        vb_event *e     = &at[row[teller(drafts, i)]];
        vb_span  *spans = (vb_span *)e->evidence.at, s = drafts->at[i].evidence;
        if (e->evidence.n > 0 && s.beg < spans[e->evidence.n - 1].end) {
            if (s.beg < spans[e->evidence.n - 1].beg) spans[e->evidence.n - 1].beg = s.beg;
            if (s.end > spans[e->evidence.n - 1].end) spans[e->evidence.n - 1].end = s.end;
        } else {
            spans[e->evidence.n++] = s;
        }
        const uint32_t of = drafts->at[i].part_of;
        if (drafts->at[i].told_by == VB_NONE && of != VB_NONE) e->part_of = row[teller(drafts, of)];
    }
    *out = (struct vb_events){at, n};
    goto done;
no_memory:
    st = vb_fail_nomem(err);
done:
    vb_arena_free(&scratch);
    return st;
}
