/*
 * The parts of the text layer, in the order in which text.c calls them. Only this folder includes this header.
 * Each fills its own members of `out` from those filled before, in `arena`; errors are VB_ERR_NOMEM.
 */
#ifndef VB_TEXT_LAYERS_H
#define VB_TEXT_LAYERS_H

#include "text.h"

vb_status vb_text_find_paragraphs(vb_str title, struct vb_arena *arena, struct vb_text *out, vb_error *err);
vb_status vb_text_find_quotes(struct vb_arena *arena, struct vb_text *out, vb_error *err);
vb_status vb_text_find_tokens(struct vb_arena *arena, struct vb_text *out, vb_error *err);
vb_status vb_text_find_sentences(struct vb_arena *arena, struct vb_text *out, vb_error *err);

/* "en", another BCP 47 code, or "und" when the text does not show it. Lives for ever. */
vb_str vb_text_detect_language(vb_str bytes);

/* The role of paragraph `i`, given those of the paragraphs before it and how many code points of the title they used up. */
struct vb_role_state { vb_str title; size_t title_at; bool seen_headline, seen_lead; };
vb_role vb_text_role(const struct vb_text *text, uint32_t i, struct vb_role_state *state);

/* Space, or one of the invisible code points that web pages leave behind: nothing a reader sees. */
bool vb_text_is_blank(uint32_t cp);
/* The part of `span` without blanks at either end; empty at span.beg when there is nothing else. */
vb_span vb_text_trim(vb_str bytes, vb_span span);
/* Does this part end as a sentence does: full stop, question or exclamation mark, colon, semicolon, before closing marks? */
bool vb_text_ends_sentence(vb_str bytes, vb_span span);
/* Does this part begin as an item of a list does? A dash may also begin an attribution or go on with a sentence. */
enum vb_item { VB_ITEM_NONE, VB_ITEM_DASH, VB_ITEM_SURE };
enum vb_item vb_text_starts_item(vb_str bytes, vb_span span);
/* A copy of a finished list in the arena, never NULL unless memory is out. */
void *vb_text_freeze(struct vb_arena *arena, const void *at, size_t n, size_t size, size_t align);

#endif
