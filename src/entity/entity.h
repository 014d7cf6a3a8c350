/*
 * Who is in the text: mentions, chains, entities with country and sector.
 */
#ifndef VB_ENTITY_H
#define VB_ENTITY_H

#include "encoding.h"
#include "knowledge.h"
#include "syntax.h"

struct vb_entity_model;            /* the entity heads of a weight file: immutable, shared by threads */
struct vb_entity_ws;               /* scratch of one thread, and what the heads saw of the text being read */

vb_status vb_entity_open(struct vb_model *model, struct vb_entity_model **out, vb_error *err);
void      vb_entity_close(struct vb_entity_model *model);              /* NULL is fine */
vb_status vb_entity_ws_new(const struct vb_entity_model *model, struct vb_entity_ws **out, vb_error *err);
void      vb_entity_ws_free(struct vb_entity_ws *ws);
/* The heads' place in vb_encoding_run(): what they see is kept in `ws` for vb_entity_find(). */
struct vb_head vb_entity_head(const struct vb_entity_model *model, struct vb_entity_ws *ws, struct vb_encoding_ws *encoding);

/* Whose words stand where, before it is known who that is: "I" in `content` is whoever `source` is. By content. */
struct vb_voice { vb_span content, source; };
struct vb_voices { const struct vb_voice *at; uint32_t n; };

struct vb_entities {
    const vb_entity *at; uint32_t n;           /* in order of first mention */
    const vb_span *locations; uint32_t n_locations;            /* names that the network takes for places, whoever they belong to */
    const uint32_t *token_entity; /* by token of the text: entity whose mention covers it (the innermost), or VB_NONE */
};

/*
 * Find the mentions of a text, tie them to entities, and say of each entity what the text and the tables say.
 *   voices who speaks where: the statements found so far
 *   date   of the text, "not given" allowed: offices are those of that day
 *   out    in `arena`; a mention that fits two entities about equally has none: a wrong link is worse than none
 * Errors: VB_ERR_NOMEM, VB_ERR_MODEL. Time: linear in tokens. Thread-safe for distinct workspaces.
 */
vb_status vb_entity_find(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_knowledge *kb,
                         struct vb_entity_ws *ws, const struct vb_voices *voices, vb_str date, struct vb_arena *arena,
                         struct vb_entities *out, vb_error *err);

bool vb_entity_is_named(const vb_entity *entity);              /* some mention of it is a name */

/* The entity named or described by a span (a source, an argument): of the mention that heads it, or VB_NONE. */
uint32_t vb_entity_at(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_entities *entities, vb_span span);

/* Why the mentions at a byte are as they are, a line at a time. Runs after vb_entity_find() on the same text with the same
 * arguments. */
typedef void (*vb_line_fn)(void *ctx, const char *line);
vb_status vb_entity_explain(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_knowledge *kb,
                            struct vb_entity_ws *ws, const struct vb_voices *voices, vb_str date, uint32_t byte, vb_line_fn line,
                            void *ctx, vb_error *err);

#endif
