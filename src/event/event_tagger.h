/*
 * What the event heads say of a text, kept window by window: triggers, and for each the words that take part.
 */
#ifndef VB_EVENT_TAGGER_H
#define VB_EVENT_TAGGER_H

#include "events.h"

enum { VB_EVENT_WORDS = 16 };

struct vb_event_word { uint32_t token; float actor, recipient; };      /* probabilities; one that is both has both */

struct vb_event_found {
    uint32_t beg, end;             /* tokens */
    bool  weak;                    /* not on the best path: a word that needs more to be a trigger */
    float trigger;                 /* probability that its words are one */
    float type[VB_N_EVENT_TYPES], realis[VB_N_REALIS];         /* probabilities */
    vb_str   mode; float mode_p;   /* the likeliest of the likeliest type; empty: none */
    uint64_t contexts;             /* bits, of vb_event_tags.contexts */
    uint32_t first_word, n_words;  /* in vb_event_tags.words: likeliest first */
};

struct vb_event_tags {
    VB_LIST(struct vb_event_found) found;      /* by beg */
    VB_LIST(struct vb_event_word) words;
    const vb_str *contexts;        /* names, as those of modes views into the weight file */
};

const struct vb_event_tags *vb_event_tags_of(const struct vb_event_ws *ws);
uint32_t vb_event_best_type(const struct vb_event_found *found);

#endif
