/*
 * The rules of this folder, one function a step, in the order in which attribution.c calls them.
 */
#ifndef VB_ATTRIBUTION_STEPS_H
#define VB_ATTRIBUTION_STEPS_H

#include "draft.h"

/* control.c */
void      vb_control_apply(const struct vb_text *text, struct vb_drafts *drafts);

/* marks.c */
void      vb_marks_snap(const struct vb_text *text, struct vb_drafts *drafts);
/* loose: cues for which the network found no content, in text order */
vb_status vb_marks_claim(const struct vb_text *text, const struct vb_drafts *loose, struct vb_arena *scratch,
                         struct vb_drafts *drafts, vb_error *err);
void      vb_marks_type(const struct vb_text *text, struct vb_drafts *drafts);

/* turns.c: an interview or debate in which each turn is labelled with its speaker. Drafts inside a turn are kept, nested in it. */
vb_status vb_turns_find(const struct vb_text *text, struct vb_drafts *drafts, vb_error *err);

/* draft.c */
uint32_t  vb_draft_beg(const struct vb_draft *draft);          /* first byte of content, cue or source */
uint32_t  vb_draft_length(const struct vb_draft *draft);       /* bytes of content */
vb_status vb_drafts_sort(struct vb_drafts *drafts, struct vb_arena *scratch, vb_error *err);   /* into text order; links follow */
vb_status vb_drafts_nest(struct vb_drafts *drafts, struct vb_arena *scratch, vb_error *err);   /* fills nested_in */

/* Which bytes drafts take up, in any role, as of when it is built. */
struct vb_covered {
    vb_span span, key;             /* key: the draft's cue, or its content where it has none; a turn stands inside nothing */
};
struct vb_cover {
    const struct vb_covered *at;   /* by start */
    const uint32_t *furthest;      /* end so far */
    size_t n;
};
vb_status vb_cover_build(const struct vb_drafts *drafts, struct vb_arena *scratch, struct vb_cover *out, vb_error *err);
/* Does a draft meet the span that does not stand whole inside it? */
bool vb_cover_meets(const struct vb_cover *cover, vb_span span);

vb_span vb_text_shrink(const struct vb_text *text, vb_span span);              /* without blanks at either end */

#endif
