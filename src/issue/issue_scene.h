/*
 * What the rules of this folder read, and the questions that they put to the tree. One file a step; positions.c has their order.
 */
#ifndef VB_ISSUE_SCENE_H
#define VB_ISSUE_SCENE_H

#include "position_tagger.h"

struct vb_issue_scene {
    const struct vb_issue_text *of;
    const struct vb_text *text;
    const struct vb_syntax *syntax;
    const struct vb_entities *entities;
    const struct vb_statements *statements;
    const uint32_t *child, *sibling; /* by token: the first that hangs on it, the next that hangs on the same; VB_NONE */
};

vb_status vb_issue_scene_open(const struct vb_issue_text *of, struct vb_arena *arena, struct vb_issue_scene *out, vb_error *err);

vb_str   vb_issue_word(const struct vb_issue_scene *scene, uint32_t token);
bool     vb_issue_word_is(const struct vb_issue_scene *scene, uint32_t token, const char *const *list);
bool     vb_issue_lemma_is(const struct vb_issue_scene *scene, uint32_t token, const char *const *list);
/* A regular form of the verb or noun: "labels", "labelled", "described", "identifies"; the lemma is the network's, and at times
 * wrong. */
bool     vb_issue_is_form(vb_str word, vb_str verb);
uint32_t vb_issue_child(const struct vb_issue_scene *scene, uint32_t token, uint8_t relation);         /* the first, or VB_NONE */
bool     vb_issue_deprel_is(const struct vb_issue_scene *scene, uint32_t token, const char *label);    /* "nsubj:pass" */
bool     vb_issue_has_case(const struct vb_issue_scene *scene, uint32_t token, const char *const *list);       /* "as" */
bool     vb_issue_is_passive(const struct vb_issue_scene *scene, uint32_t verb);
/* Who does what a verb says: its subject, that of the verb it hangs on, or the noun it stands with; of a passive its agent. */
uint32_t vb_issue_subject(const struct vb_issue_scene *scene, uint32_t verb);
vb_span  vb_issue_token_span(const struct vb_issue_scene *scene, uint32_t first, uint32_t last);
/* The entity that a word stands for: of the innermost mention over it. VB_NONE: none, or no such word. */
uint32_t vb_issue_entity(const struct vb_issue_scene *scene, uint32_t token);
/* The statement whose cue meets the span; VB_NONE: none. */
uint32_t vb_issue_statement_of_cue(const struct vb_issue_scene *scene, vb_span span);

/* ---- steps -------------------------------------------------------------------------------------------------------------- */

vb_capacity vb_issue_capacity(const struct vb_issue_scene *scene, uint32_t statement);         /* capacity.c: of its speaker */

/* issue_label.c: what the statement is about, in the text's words, and PLOVER's context of it. `target`: entity or VB_NONE. */
struct vb_issue_label { vb_str words; vb_span span; vb_str context; };
vb_status vb_issue_label(const struct vb_issue_scene *scene, uint32_t statement, uint32_t target, struct vb_arena *arena,
                         struct vb_issue_label *out, vb_error *err);

/* manner.c: how firmly it is held, and what takes from it. Words of the codebook, static; empty: neither. */
void vb_issue_manner(const struct vb_issue_scene *scene, uint32_t statement, vb_str *strength, vb_str *hedge);

/*
 * topics.c: noun phrases that may be targets and are no entity, as entities of kind other after those of the scene, in `arena`.
 * Then, of a scene with them, those that rows take, after `known`; the rows become copies that say what they are there.
 * Errors: VB_ERR_NOMEM. Time: linear in tokens.
 */
vb_status vb_issue_topics(const struct vb_issue_scene *scene, struct vb_arena *arena, struct vb_entities *out, vb_error *err);
vb_status vb_issue_keep_topics(const struct vb_issue_scene *scene, const struct vb_entities *known, struct vb_arena *scratch,
                               struct vb_arena *arena, struct vb_entities *out, struct vb_positions *positions,
                               struct vb_designations *designations, vb_error *err);

/* designations.c */
vb_status vb_issue_designations(const struct vb_issue_scene *scene, struct vb_arena *arena, struct vb_designations *out,
                                vb_error *err);

#endif
