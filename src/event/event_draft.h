/*
 * Events in the making: what the heads found, corrected step by step by the rules of this folder. Each step is one function over
 * a list of drafts; events.c has their order.
 */
#ifndef VB_EVENT_DRAFT_H
#define VB_EVENT_DRAFT_H

#include "event_patterns.h"
#include "event_tagger.h"

enum { VB_EVENT_PARTS = 8, VB_EVENT_REASONS = 10, VB_EVENT_CONTEXTS = 3 };

/* token: where it stands; score: log odds of the network and the tree together; VB_NONE entity: an object, and no participant. */
struct vb_event_part { uint32_t token, entity; vb_span span; float score; };
struct vb_event_parts { struct vb_event_part at[VB_EVENT_PARTS]; uint32_t n; };

struct vb_event_draft {
    const struct vb_event_found *found;
    uint32_t beg, end;             /* tokens of the trigger */
    uint32_t head;                 /* the one of them that the others hang on */
    uint32_t clause;               /* the verb it is told by: itself, or the verb that its noun hangs on */
    vb_event_type type;
    vb_realis realis;
    vb_str mode, cameo;
    struct vb_event_pattern pattern;           /* sure of nothing where row is VB_NONE */
    struct vb_event_parts actors, recipients;
    uint32_t asserted_by;          /* statement, or VB_NONE: the article */
    vb_str date;
    uint32_t place, part_of;       /* part_of: draft */
    uint32_t told_by;              /* draft that tells the same act more fully, or VB_NONE */
    vb_span evidence;
    float score;
    bool unsure;                   /* rejected for that alone: participants may still speak for it */
    const char *rejected;          /* why it is no event; NULL: it is one */
    const char *why[VB_EVENT_REASONS]; uint32_t n_why;         /* rules that were at work: static, for --explain */
};

struct vb_event_drafts { struct vb_event_draft *at; size_t n, room; };         /* a VB_LIST; by trigger */

/* What every step reads. */
struct vb_event_scene {
    const struct vb_event_text *of;
    const struct vb_event_tags *tags;
    const uint32_t *child, *sibling; /* by token: the first that hangs on it, the next that hangs on the same; VB_NONE */
};

/* All steps but the last: what the heads found becomes drafts, those that are no events with the reason. Errors: VB_ERR_NOMEM. */
vb_status vb_event_drafts_of(const struct vb_event_scene *scene, struct vb_event_drafts *drafts, vb_error *err);

/* ---- steps, in order: what they say is in the drafts ------------------------------------------------------------------- */

vb_status vb_event_triggers(const struct vb_event_scene *scene, struct vb_event_drafts *drafts, vb_error *err);
void      vb_event_participants(const struct vb_event_scene *scene, struct vb_event_draft *draft);
void      vb_event_voice(const struct vb_event_scene *scene, struct vb_event_draft *draft);     /* asserted_by */
void vb_event_realis(const struct vb_event_scene *scene, struct vb_event_draft *draft); /* realis, and type where it turns */
void      vb_event_setting(const struct vb_event_scene *scene, struct vb_event_draft *draft);   /* date, place, evidence */
void      vb_event_contained(const struct vb_event_scene *scene, struct vb_event_drafts *drafts);
void      vb_event_retellings(const struct vb_event_scene *scene, struct vb_event_drafts *drafts);
vb_status vb_event_freeze(const struct vb_event_scene *scene, const struct vb_event_drafts *drafts, struct vb_arena *arena,
                          struct vb_events *out, vb_error *err);

void vb_event_because(struct vb_event_draft *draft, const char *reason);       /* note a rule */

/* ---- event_tree.c: questions about the tree ------------------------------------------------------------------------------ */

vb_str   vb_event_word_at(const struct vb_event_scene *scene, uint32_t token);
bool     vb_event_lemma_is(const struct vb_event_scene *scene, uint32_t token, const char *const *list);
bool     vb_event_deprel_is(const struct vb_event_scene *scene, uint32_t token, const char *label);    /* "nsubj:pass" */
uint32_t vb_event_child(const struct vb_event_scene *scene, uint32_t token, uint8_t relation);         /* the first, or VB_NONE */
vb_str   vb_event_case_of(const struct vb_event_scene *scene, uint32_t token);                         /* "against"; empty */
uint32_t vb_event_clause_of(const struct vb_event_scene *scene, uint32_t token);   /* the verb at or above it, else the root */
bool     vb_event_is_passive(const struct vb_event_scene *scene, uint32_t verb);
/* Who the tree says is the subject of a verb that has none of its own: of the verb it hangs on, or the noun it stands with. */
uint32_t vb_event_subject_of(const struct vb_event_scene *scene, uint32_t verb, bool *undergoes);
vb_span  vb_event_trigger_span(const struct vb_event_scene *scene, const struct vb_event_draft *draft);

#endif
