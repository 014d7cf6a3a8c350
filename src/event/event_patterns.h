/*
 * What the tables of knowledge/events say of a word where it stands: PLOVER type and mode, the CAMEO code, the contexts near it.
 *
 * A pattern is a row: the lemma of its head, and what else has to hang on that head in the tree (a particle, a preposition and
 * its noun, a kind of object). No statistics: the heads decide what an event is, patterns back them up and explain.
 */
#ifndef VB_EVENT_PATTERNS_H
#define VB_EVENT_PATTERNS_H

#include "events.h"

/* How often the words mean this, in news: half of the time or less, mostly, hardly ever anything else. */
enum vb_event_sure { VB_EVENT_WEAK, VB_EVENT_USUAL, VB_EVENT_SURE };

struct vb_event_pattern {
    vb_event_type type;
    vb_str    mode, cameo;         /* empty: none. They live with kb */
    uint8_t   sure;                /* enum vb_event_sure */
    uint32_t  beg, end;            /* tokens: the head with the words the row names ("held … talks"), not kinds of objects */
    vb_kb_row row;                 /* for --explain */
};

/*
 * The pattern whose head is this token: the one that asks for most, of these the surest, of these the first of the tables. False
 * where none fits, or where the one that does says that the words are no event ("strike a balance"). `kb` and `syntax` may be
 * NULL: then none fits. Time: the rows of one lemma times the words that hang on it. No errors, no allocation. Thread-safe.
 */
bool vb_event_pattern_at(const struct vb_knowledge *kb, const struct vb_text *text, const struct vb_syntax *syntax, uint32_t token,
                         struct vb_event_pattern *out);

struct vb_event_codes { vb_str cameo; uint8_t quad; float intensity; };        /* quad 1 to 4; cameo lives with kb */
/*
 * The CAMEO code an event of this type and mode (empty: none) has where nothing says it closer, and the type's quad class and
 * score. False where PLOVER has no such mode: then as without a mode, and all 0 where the tables are missing. Thread-safe.
 */
bool vb_event_crosswalk(const struct vb_knowledge *kb, vb_event_type type, vb_str mode, struct vb_event_codes *out);

/* A context that words of the trigger's sentence show. */
struct vb_event_context { vb_str name; uint32_t token; float weight; vb_kb_row row; };    /* token: the surest word; row: its row */
/*
 * Contexts in the sentence of a token, those with most weight first: up to `room` (enum below is always enough). Words near the
 * token weigh more, and so do surer rows. Returns how many there are. Time: linear in the sentence. Thread-safe.
 */
enum { VB_EVENT_CONTEXTS_MAX = 36 };
uint32_t vb_event_contexts_near(const struct vb_knowledge *kb, const struct vb_text *text, const struct vb_syntax *syntax,
                                uint32_t token, struct vb_event_context *out, uint32_t room);

#endif
