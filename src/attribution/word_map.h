/*
 * Byte strings to numbers, for the rules of this folder. Open addressing; nothing is ever taken out.
 */
#ifndef VB_ATTRIBUTION_WORD_MAP_H
#define VB_ATTRIBUTION_WORD_MAP_H

#include "base.h"

struct vb_word_slot { vb_str key; uint64_t hash; uint32_t value; };
struct vb_word_map { struct vb_word_slot *at; size_t n, room; };   /* {0} is an empty map; lives in the arena given to put */

/*
 * The number kept under `key`, whose bytes must outlive the map; a key seen for the first time gets `fresh`.
 * NULL when memory is out. The address is good until the next put.
 */
uint32_t *vb_word_map_put(struct vb_word_map *map, struct vb_arena *arena, vb_str key, uint32_t fresh);
uint32_t  vb_word_map_get(const struct vb_word_map *map, vb_str key, uint32_t missing);

#endif
