/*
 * What the network says: cues of a text, each with its source and content, in basic tokens. No rules yet.
 */
#ifndef VB_ATTRIBUTION_TAGGER_H
#define VB_ATTRIBUTION_TAGGER_H

#include "draft.h"

struct vb_basic {                  /* a basic token: a piece that begins one, and the "##" pieces after it */
    vb_span  span;
    uint32_t piece, sentence, paragraph;
};
struct vb_tagged {                 /* one cue and what goes with it: basic tokens of the text */
    struct vb_range cue;
    const struct vb_range *source, *content;
    uint32_t n_source, n_content;
    float log_cue, log_source, log_content;                    /* of the tags chosen: log probabilities, <= 0 */
    vb_statement_class cls;
    vb_polarity polarity;
    bool nominal;
};
struct vb_tags {
    const struct vb_basic *basic; uint32_t n_basic;
    const struct vb_tagged *at; uint32_t n;                    /* by cue */
};

/* What the heads found in the text last read: vb_attribution_head() and vb_encoding_run(). Lives in `ws` until its next text. */
/* The drafts that vb_attribution_draft() makes of them; as long. */
struct vb_drafts *vb_tagger_drafts(struct vb_attribution_ws *ws);
struct vb_tags vb_tagger_tags(const struct vb_attribution_ws *ws);

#endif
