/*
 * Who did what to whom, whether it happened, and who says so: PLOVER 2.0 events (docs/codebook.md, "Events").
 *
 * The heads propose triggers with type, realis and participants (train/heads.py); rules and the patterns of knowledge/events
 * make rows of them.
 */
#ifndef VB_EVENTS_H
#define VB_EVENTS_H

#include "attribution.h"
#include "places.h"

/* The words for types and realis, in the order of verbale.h: of the weight file, the tables, the record, JSON and print. Static. */
enum { VB_N_EVENT_TYPES = VB_EVENT_ASSAULT + 1, VB_N_REALIS = VB_REALIS_HABITUAL + 1 };
extern const char *const vb_event_type_names[VB_N_EVENT_TYPES + 1];    /* "AGREE"; the last is "NONE" */
extern const char *const vb_event_realis_names[VB_N_REALIS];                 /* "done" */
bool vb_event_type_of(vb_str name, vb_event_type *out);                /* false where there is none, as for "NONE" */

struct vb_event_model;             /* the event heads of a weight file: immutable, shared by threads */
struct vb_event_ws;                /* scratch of one thread, and what the heads saw of the text being read */

/* Errors: VB_ERR_MODEL names the tensor or the list of labels that is missing or malformed, VB_ERR_NOMEM. */
vb_status vb_event_open(struct vb_model *model, struct vb_event_model **out, vb_error *err);
void      vb_event_close(struct vb_event_model *model);                /* NULL is fine */
vb_status vb_event_ws_new(const struct vb_event_model *model, struct vb_event_ws **out, vb_error *err);
void      vb_event_ws_free(struct vb_event_ws *ws);
/* The heads' place in vb_encoding_run(): what they see is kept in `ws` for vb_events_find(). */
struct vb_head vb_event_head(const struct vb_event_model *model, struct vb_event_ws *ws, struct vb_encoding_ws *encoding);

struct vb_events { const vb_event *at; uint32_t n; };                  /* by trigger */

/* The layers that stand before events, complete. */
struct vb_event_text {
    const struct vb_text *text;
    const struct vb_syntax *syntax;
    const struct vb_entities *entities;
    const struct vb_statements *statements;
    const struct vb_times *times;
    const struct vb_places *places;
    const struct vb_knowledge *kb;
    vb_str date;                   /* of the text, or not given */
};

/*
 * Find the events of a text that vb_encoding_run() has just read with vb_event_head().
 *   out   in `arena`. Every trigger stands in the text; an actor that no word names is none.
 * Errors: VB_ERR_NOMEM. Time: linear in tokens. Thread-safe for distinct workspaces.
 */
vb_status vb_events_find(const struct vb_event_text *of, struct vb_event_ws *ws, struct vb_arena *arena, struct vb_events *out,
                         vb_error *err);

/* Why the events at a byte are as they are, or why there is none, a line at a time. After vb_events_find() on the same text. */
vb_status vb_events_explain(const struct vb_event_text *of, struct vb_event_ws *ws, uint32_t byte, vb_line_fn line, void *ctx,
                            vb_error *err);

#endif
