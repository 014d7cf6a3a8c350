/*
 * Who said what: statements with source, cue and content (Pareti 2015; docs/codebook.md, "Statements").
 */
#ifndef VB_ATTRIBUTION_H
#define VB_ATTRIBUTION_H

#include "entity.h"
#include "times.h"

struct vb_attribution_model; /* the attribution heads of a weight file: immutable, shared by threads */
struct vb_attribution_ws; /* scratch of one thread */

vb_status vb_attribution_open(struct vb_model *model, struct vb_attribution_model **out, vb_error *err);
void vb_attribution_close(struct vb_attribution_model *model);
vb_status vb_attribution_ws_new(const struct vb_attribution_model *model, struct vb_attribution_ws **out, vb_error *err);
void vb_attribution_ws_free(struct vb_attribution_ws *ws);
/* The heads' place in vb_encoding_run(): what they find is kept in `ws` for vb_attribution_find(). */
struct vb_head vb_attribution_head(const struct vb_attribution_model *model, struct vb_attribution_ws *ws,
                                   struct vb_encoding_ws *encoding);

/*
 * What the heads found in the window that they read last, for heads that run after them: a cue, and what they take for its content
 * before any rule. Ranges count the text's basic tokens (pieces that begin one); `first` is the first of the window. False past the
 * last cue.
 */
struct vb_range { uint32_t beg, end; };
struct vb_window_cue {
    vb_span span;                  /* bytes of the text */
    uint32_t first;
    struct vb_range cue;
    const struct vb_range *content; uint32_t n_content;        /* lives until the head reads the next text */
};
bool vb_attribution_cue(const struct vb_attribution_ws *ws, uint32_t i, struct vb_window_cue *out);

struct vb_statements {
    const vb_statement *at;
    uint32_t n;
}; /* by first content byte, then by its end, then by cue */

/*
 * Draft the statements of a text from what the heads found of it, by rules, without their speakers; kept in `ws` for the next two.
 * `voices`, in `arena`: whose words stand where, for who "I" is. Errors: VB_ERR_NOMEM. Time: linear in tokens.
 */
vb_status vb_attribution_draft(const struct vb_text *text, struct vb_attribution_ws *ws, struct vb_arena *arena,
                               struct vb_voices *voices, vb_error *err);

/*
 * Find the statements of a text that vb_attribution_draft() has drafted in `ws`.
 *   text, syntax, entities, times   earlier layers, complete
 *   statements                      in text order, in `arena`; none found is n == 0 and VB_OK
 * A speaker is VB_NONE unless the text names a fitting one: a statement with no speaker is a gap, one with the wrong
 * speaker is a false claim about a person.
 * Errors: VB_ERR_NOMEM. Time: linear in tokens. Thread-safe for distinct workspaces.
 */
vb_status vb_attribution_find(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_entities *entities,
                              const struct vb_times *times, struct vb_attribution_ws *ws, struct vb_arena *arena,
                              struct vb_statements *statements, vb_error *err);

/* How many statements begin no later than a byte; the innermost whose content holds a span, or VB_NONE. Terms are none. */
uint32_t vb_attribution_begun(const struct vb_statements *statements, uint32_t byte);
uint32_t vb_attribution_innermost(const struct vb_statements *statements, vb_span span);

/*
 * Why the statements at a byte are as they are, a line at a time: what the network found there and how sure it was, and
 * which rule changed it. `line` has no '\n' and lives until the call returns. Errors as above.
 */
vb_status vb_attribution_explain(const struct vb_text *text, const struct vb_attribution_ws *ws, uint32_t byte, vb_line_fn line,
                                 void *ctx, vb_error *err);

#endif
