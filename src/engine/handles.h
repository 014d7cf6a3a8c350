/*
 * What the handles of verbale.h hold. For the files of this folder.
 */
#ifndef VB_HANDLES_H
#define VB_HANDLES_H

#include "dictionary.h"
#include "engine.h"

struct vb_reader {
    struct vb_arena              arena;            /* the strings below */
    const char                  *data_dir;
    vb_str                       model_name;       /* "sha256:…" */
    vb_str                       engine;           /* VERBALE_VERSION, or that and "+reference" */
    struct vb_model             *model;
    struct vb_syntax_model      *syntax;
    struct vb_entity_model      *entity;
    struct vb_attribution_model *attribution;
    struct vb_event_model       *event;
    struct vb_issue_model       *issue;
    struct vb_knowledge         *knowledge;
    vb_str                       knowledge_name;   /* "sha256:…" of the tables and the dictionaries */
    struct vb_dictionary        *dictionary;       /* NULL: events are coded by our own heads and patterns */
    void                       (*log)(void *ctx, const char *line);
    void                        *log_ctx;
};

struct vb_workspace {
    struct vb_encoding_ws    *encoding;
    struct vb_syntax_ws      *syntax;
    struct vb_entity_ws      *entity;
    struct vb_attribution_ws *attribution;
    struct vb_event_ws       *event;
    struct vb_issue_ws       *issue;
};

struct vb_doc {
    struct vb_arena   arena;                       /* everything that `reading` points to */
    struct vb_reading reading;
    struct vb_entities found;  /* those of `reading` before topics came in: what the event stage read; for vb_doc_explain() */
};

/* What the event stage reads of a document. Views into `doc`. */
struct vb_event_text vb_stage_event_text(const vb_reader *reader, const struct vb_doc *doc);

/*
 * Read a text through the encoder and the heads that a reading needs: what they find is in `ws`, for the stages that follow.
 * `arena` for the pieces.
 */
vb_status vb_stage_encode(const vb_reader *reader, vb_workspace *ws, const struct vb_text *text, struct vb_arena *arena,
                          vb_error *err);

#endif
