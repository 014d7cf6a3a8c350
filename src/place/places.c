/*
 * The door of the folder: names, which of them are places here, their countries; then one row a place.
 */
#include "places.h"

#include "place_names.h"

static vb_status freeze(const struct vb_place_text *p, struct vb_arena *arena, struct vb_places *out, vb_error *err)
{
    uint32_t  n = 0;
    vb_place *at;
    for (size_t k = 0; k < p->names.n; k++) n += p->names.at[k].is_place;
    if (!(at = VB_NEW(arena, vb_place, n))) return vb_fail_nomem(err);
    n = 0;
    for (size_t k = 0; k < p->names.n; k++) {
        const struct vb_place_name *x = &p->names.at[k];
        if (!x->is_place) continue;
        at[n].span    = (vb_span){p->text->tokens[x->beg].span.beg, p->text->tokens[x->end - 1].span.end};
        at[n].name    = vb_arena_copy(arena, x->name);
        at[n].country = vb_arena_copy(arena, x->country.ptr ? x->country : VB_STR(""));
        if (!at[n].name.ptr || !at[n].country.ptr) return vb_fail_nomem(err);
        n++;
    }
    *out = (struct vb_places){at, n};
    return VB_OK;
}

vb_status vb_places_find(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_entities *entities,
                         const struct vb_knowledge *kb, struct vb_arena *arena, struct vb_places *out, vb_error *err)
{
    struct vb_place_text p       = {.text = text, .syntax = syntax, .entities = entities, .kb = kb};
    struct vb_arena      scratch = {0};
    vb_status            st;

    *out = (struct vb_places){0};
    if (syntax->n_tokens == 0) return VB_OK;
    if ((st = vb_place_names_find(&p, &scratch, err)) != VB_OK) goto done;
    vb_place_settings(&p);
    if ((st = vb_place_countries(&p, &scratch, err)) != VB_OK) goto done;
    st = freeze(&p, arena, out, err);
done:
    vb_free(p.names.at);
    vb_arena_free(&scratch);
    return st;
}
