/*
 * What the position heads say of each cue of a text: the stance of its statement, and which words its target may be. No rules yet.
 */
#ifndef VB_ISSUE_POSITION_TAGGER_H
#define VB_ISSUE_POSITION_TAGGER_H

#include "issue.h"

enum { VB_TARGETS = 16 };          /* words kept of a cue */
enum { VB_TAKES_NONE, VB_TAKES_FOR, VB_TAKES_AGAINST, VB_TAKES_NEUTRAL, VB_N_TAKES };          /* order of the head's stances */

struct vb_target_word { vb_span span; float p; };
struct vb_position_found {
    vb_span cue;                   /* of a quotation without one: the quotation */
    float stance[VB_N_TAKES];      /* probabilities, VB_TAKES_NONE first */
    float none;                    /* that the target is no word of the window, if there is a stance */
    struct vb_target_word target[VB_TARGETS]; uint32_t n_targets;              /* likeliest first */
};

/*
 * What the heads found of a statement: by its cue, else by its quotation. NULL: they saw neither. Lives in `ws` until its next
 * text.
 */
const struct vb_position_found *vb_position_of(const struct vb_issue_ws *ws, const vb_statement *statement);

/* For tests: the target's probabilities from scores, `none` first; the likeliest words into `out`. */
void vb_position_targets(const float *scores, uint32_t n, const vb_span *words, struct vb_position_found *out);

#endif
