/* Byte strings to numbers: linear probing in a table that is at most half full. */
#include "word_map.h"

static struct vb_word_slot *find(const struct vb_word_map *map, vb_str key, uint64_t hash)
{
    size_t i = (size_t)hash & (map->room - 1);

    while (map->at[i].key.ptr && (map->at[i].hash != hash || !vb_str_eq(map->at[i].key, key))) i = (i + 1) & (map->room - 1);
    return &map->at[i];
}

/* The old table stays in the arena: all tables together are no larger than twice the last one. */
static bool grow(struct vb_word_map *map, struct vb_arena *arena)
{
    struct vb_word_map wider = { .n = map->n, .room = map->room ? map->room * 2 : 64 };

    if (!(wider.at = VB_NEW(arena, struct vb_word_slot, wider.room))) return false;
    for (size_t i = 0; i < map->room; i++)
        if (map->at[i].key.ptr) *find(&wider, map->at[i].key, map->at[i].hash) = map->at[i];
    *map = wider;
    return true;
}

uint32_t *vb_word_map_put(struct vb_word_map *map, struct vb_arena *arena, vb_str key, uint32_t fresh)
{
    uint64_t             hash = vb_hash64(key.ptr, key.len);
    struct vb_word_slot *slot;

    if (map->n >= map->room / 2 && !grow(map, arena)) return NULL;
    slot = find(map, key, hash);
    if (!slot->key.ptr) {
        *slot = (struct vb_word_slot){ .key = key, .hash = hash, .value = fresh };
        map->n++;
    }
    return &slot->value;
}

uint32_t vb_word_map_get(const struct vb_word_map *map, vb_str key, uint32_t missing)
{
    const struct vb_word_slot *slot;

    if (!map->room) return missing;
    slot = find(map, key, vb_hash64(key.ptr, key.len));
    return slot->key.ptr ? slot->value : missing;
}
