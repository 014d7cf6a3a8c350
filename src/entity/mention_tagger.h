/*
 * What the network says of names, mentions and antecedents: no rules yet. train/heads.py in C.
 */
#ifndef VB_MENTION_TAGGER_H
#define VB_MENTION_TAGGER_H

#include "entity.h"

enum vb_name_kind { VB_NAME_PER, VB_NAME_ORG, VB_NAME_LOC, VB_NAME_DEM, VB_NAME_MISC, VB_N_NAME_KINDS };
enum { VB_TAGGED_DEMONYM = 8 };    /* kind of a tagged name after those of vb_entity_kind */

struct vb_tagged_span {            /* words [beg, end) of the text */
    uint32_t beg, end;
    uint8_t kind;                  /* names: enum vb_name_kind; mentions: enum vb_entity_kind, of names VB_TAGGED_DEMONYM too */
    float score;                   /* 0..1: the least of its words' probabilities */
};
struct vb_tagged_list { struct vb_tagged_span *at; size_t n, room; };          /* a VB_LIST */

/* Antecedents of one nominal word: the best, with what speaks for each against none. */
enum { VB_ANTECEDENTS = 6 };
struct vb_antecedents {
    uint32_t word, n;
    uint32_t at[VB_ANTECEDENTS];   /* words before it, best first */
    float p[VB_ANTECEDENTS];       /* probability of each */
    float p_new;                   /* that it has none */
};
struct vb_antecedent_list { struct vb_antecedents *at; size_t n, room; };      /* by word */

struct vb_mention_tags {           /* of the text last read; lists by beg, spans of one list do not overlap */
    struct vb_tagged_list names, name_mentions, role_mentions;
    struct vb_antecedent_list antecedents;
};
const struct vb_mention_tags *vb_mention_tags_of(const struct vb_entity_ws *ws);

/* The antecedents of a word, or NULL: it is no noun, name or pronoun. */
const struct vb_antecedents *vb_antecedents_of(const struct vb_mention_tags *tags, uint32_t word);

#endif
