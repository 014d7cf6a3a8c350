/*
 * What somebody holds about whom, and what they call them: positions and designations (docs/codebook.md).
 *
 * The heads give each statement a stance and words that its target may be (train/positions.py); rules make rows of them.
 * Designations are found by rules over the tree.
 */
#ifndef VB_ISSUE_H
#define VB_ISSUE_H

#include "attribution.h"
#include "events.h"

struct vb_issue_model;             /* the position heads of a weight file: immutable, shared by threads */
struct vb_issue_ws;                /* scratch of one thread, and what the heads saw of the text being read */

/* Errors: VB_ERR_MODEL names the tensor or the list of labels that is missing or malformed, VB_ERR_NOMEM. */
vb_status vb_issue_open(struct vb_model *model, struct vb_issue_model **out, vb_error *err);
void      vb_issue_close(struct vb_issue_model *model);                /* NULL is fine */
vb_status vb_issue_ws_new(struct vb_issue_ws **out, vb_error *err);
void      vb_issue_ws_free(struct vb_issue_ws *ws);
/*
 * The heads' place in vb_encoding_run(), after vb_attribution_head() with `attribution`: they read the cues that it finds. What
 * they see is kept in `ws`.
 */
struct vb_head vb_issue_head(const struct vb_issue_model *model, struct vb_issue_ws *ws,
                             const struct vb_attribution_ws *attribution, struct vb_encoding_ws *encoding);

struct vb_positions { const vb_position *at; uint32_t n; };            /* by statement */
struct vb_designations { const vb_designation *at; uint32_t n; };      /* by words */

/* The layers that stand before this one, complete: those that stand before events, and the events. */
struct vb_issue_text { struct vb_event_text before; const struct vb_events *events; };

/*
 * Find the positions and designations of a text that vb_encoding_run() has just read with vb_issue_head().
 *   entities   those of `of` by their numbers, and after them what positions and designations are of and nobody acts in
 *   positions, designations   in `arena`, of `entities`. Each rests on a statement's words; without a speaker it gives none
 * Errors: VB_ERR_NOMEM. Time: linear in tokens. Thread-safe for distinct workspaces.
 */
vb_status vb_issue_find(const struct vb_issue_text *of, struct vb_issue_ws *ws, struct vb_arena *arena,
                        struct vb_entities *entities, struct vb_positions *positions, struct vb_designations *designations,
                        vb_error *err);

/* Why the positions at a byte are as they are, or why there is none, a line at a time. After vb_issue_find() on the same text. */
vb_status vb_issue_explain(const struct vb_issue_text *of, struct vb_issue_ws *ws, uint32_t byte, vb_line_fn line, void *ctx,
                           vb_error *err);

/* ---- headline against body -------------------------------------------------------------------------------------------------- */

/* Words in marks in a headline, and where the body has them. */
struct vb_headline_mark {
    vb_span words;                 /* bytes of the headline, without the marks */
    vb_span body;                  /* the same words in the body, case and kind of marks apart; beg == end: nowhere */
    vb_span nearest;               /* where they are not there: the longest run of at least two of the words; or beg == end */
    bool quoted;                   /* `body` stands in quotation marks */
    uint32_t statement, speaker;   /* of the body: whose content holds `body`, and its speaker; or VB_NONE */
    uint32_t headline_speaker;     /* who says it by the headline, where the text shows it; or VB_NONE */
};
struct vb_headline_marks { const struct vb_headline_mark *at; uint32_t n; };
/*
 * What stands in marks in `headline`, and whether the body says it. The headline may be a part of `text` or come from outside it.
 *   out   in `arena`, in the order of the headline
 * Errors: VB_ERR_NOMEM. Time: words of the headline in marks times words of the text.
 */
vb_status vb_headline_check(vb_str headline, const struct vb_text *text, const struct vb_statements *statements,
                            struct vb_arena *arena, struct vb_headline_marks *out, vb_error *err);

#endif
