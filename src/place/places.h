/*
 * The place layer: where things happen, with country, from the gazetteer and the tables of knowledge/.
 *
 * Never from a metonym, a demonym, a person's name or a credit line. An ambiguous name goes by the countries and places beside
 * it, else it has no country. A state is a place only where the words make it one ("in Iraq"), else an actor.
 */
#ifndef VB_PLACES_H
#define VB_PLACES_H

#include "entity.h"
#include "knowledge.h"
#include "syntax.h"

struct vb_places { const vb_place *at; uint32_t n; };                  /* in text order */

/* Everything in `out` lives in `arena`. Errors: VB_ERR_NOMEM. Time: linear in tokens. Thread-safe. */
vb_status vb_places_find(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_entities *entities,
                         const struct vb_knowledge *kb, struct vb_arena *arena, struct vb_places *out, vb_error *err);

#endif
