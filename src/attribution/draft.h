/*
 * Statements in the making: what the tagger found, corrected step by step by the rules of this folder. Each step is one
 * function over a list of drafts; attribution.c has their order.
 */
#ifndef VB_ATTRIBUTION_DRAFT_H
#define VB_ATTRIBUTION_DRAFT_H

#include "attribution.h"

enum { VB_FRAGMENTS = 16 };        /* fragments of one role; what is beyond is joined to the last (text/… of a long speech) */

struct vb_fragments { vb_span at[VB_FRAGMENTS]; uint32_t n; }; /* in text order, not overlapping */

/* How a draft came to be: printed by --explain, and what later steps may change of it. */
enum vb_origin {
    VB_FROM_CUE,                   /* the network found a cue */
    VB_FROM_QUOTATION,             /* a quotation with no cue of its own: speaker inherited */
    VB_FROM_MARKS,                 /* words in marks: partial or term */
    VB_FROM_TURN                   /* a labelled turn of an interview or debate */
};

struct vb_draft {
    struct vb_fragments content, cue, source;
    vb_statement_type type;
    vb_statement_class cls;
    vb_polarity polarity;
    enum vb_origin origin;
    uint32_t inherits;             /* draft whose speaker this one has (a quotation that goes on), or VB_NONE */
    uint32_t nested_in;            /* draft, or VB_NONE */
    uint32_t speaker, document, addressee, channel;            /* entities, or VB_NONE */
    uint32_t time;                 /* or VB_NONE */
    bool nominal;
    float log_cue, log_source, log_content;                    /* of the tagger; 0 where rules made it */
    float score;
};

struct vb_drafts { struct vb_draft *at; size_t n, room; };     /* a VB_LIST */

/*
 * speaker.c: who is the source of each draft, to whom it was said, through whom and when. Drafts are in text order and nested.
 * Time: linear in drafts and in the tokens of their sentences.
 */
void vb_speaker_resolve(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_entities *entities,
                        const struct vb_times *times, struct vb_drafts *drafts);

#endif
