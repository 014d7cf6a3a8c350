/*
 * Who the names of a text are: names that mean the same are one actor, and each actor has the offices the text gives it.
 */
#ifndef VB_ATTRIBUTION_ACTORS_H
#define VB_ATTRIBUTION_ACTORS_H

#include "name_runs.h"

struct vb_actor {
    vb_entity_kind kind;
    vb_span name;                      /* the fullest form in the text */
    vb_span phrase;                    /* of one without a name: the words with their article */
    uint32_t male, female;             /* what spoke for either */
    uint32_t seen;                     /* last paragraph in which it stood so far, plus one: for whoever reads the text in order */
    bool named;                        /* else known by a phrase only: "officials" */
};

/* "the foreign secretary": words [beg, end) describe the actor, `head` is the office itself in its standard form. */
struct vb_actor_office { uint32_t actor, beg, end, older; vb_str head; };     /* older: the one before with this head, or VB_NONE */

struct vb_actor_list { struct vb_actor *at; size_t n, room; };
struct vb_office_list { struct vb_actor_office *at; size_t n, room; };

struct vb_actors {
    struct vb_actor_list list;
    struct vb_office_list offices;
    struct vb_word_map by_head;        /* newest office of a head */
    uint32_t *of_name;                 /* by name_run: actor, or VB_NONE when it could be several */
};

/*
 * Join the names of a text. `out` has two lists outside the arena: release them with vb_actors_free().
 * Errors: VB_ERR_NOMEM. Time: linear in words; a name is compared with at most 64 others.
 */
vb_status vb_actors_find(const struct vb_words *words, const struct vb_actor_words *lists, struct vb_arena *arena,
                         struct vb_actors *out, vb_error *err);
void vb_actors_free(struct vb_actors *actors);

/* Give an actor an office; false when memory is out. */
bool vb_actors_add_office(struct vb_actors *actors, const struct vb_words *words, struct vb_arena *arena,
                          struct vb_actor_office office);

/* -1 a woman, 1 a man, 0 not known. */
static inline int vb_actor_gender(const struct vb_actor *a)
{
    return a->male > 2 * a->female ? 1 : a->female > 2 * a->male ? -1 : 0;
}

#endif
