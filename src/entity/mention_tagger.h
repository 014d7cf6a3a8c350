/*
 * What the network says of names, mentions and antecedents: no rules yet. train/heads.py in C.
 */
#ifndef VB_MENTION_TAGGER_H
#define VB_MENTION_TAGGER_H

#include "entity.h"

enum vb_name_kind { VB_NAME_PER, VB_NAME_ORG, VB_NAME_LOC, VB_NAME_DEM, VB_NAME_MISC, VB_N_NAME_KINDS };
enum { VB_TAGGED_DEMONYM = 8, VB_TAGGED_KINDS };              /* kind of a tagged name after those of vb_entity_kind; how many */

struct vb_tagged_span {            /* words [beg, end) of the text */
    uint32_t beg, end;
    uint8_t kind;                  /* names: enum vb_name_kind; mentions: enum vb_entity_kind, of names VB_TAGGED_DEMONYM too */
    float score;                   /* 0..1: the least of its words' probabilities */
    float kinds[VB_TAGGED_KINDS];  /* log probability of each kind, a mean over its words */
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

/*
 * One name is of one kind throughout a text (name_votes.c): changes kinds. n_kinds: of the list's; person: which of them is a
 * person; kb: what else speaks for the kind of names in vb_name_kind, or NULL. Time: linear in tokens. VB_ERR_NOMEM leaves the list
 * as it was.
 */
vb_status vb_names_vote(const struct vb_text *text, const struct vb_knowledge *kb, uint32_t n_kinds, uint8_t person,
                        const struct vb_tagged_list *names, vb_error *err);
/* Both lists of names of the text last read; once a text, however often it is called. */
vb_status vb_mention_tags_vote(const struct vb_text *text, const struct vb_knowledge *kb, struct vb_entity_ws *ws, vb_error *err);

/*
 * The best path of BIOES tags over n words: O, S and E go to O, B or S; B and I of a kind go to its I or E; no span is left open.
 * emit [n][1 + 4 n_kinds]: O, then B I E S of each kind. outside: added to each score of O, so that a name needs more than the bare
 * majority. from: scratch, [n]; path [n]: the tags. Time: linear in n.
 */
enum { VB_MAX_TAGS = 40 };
void vb_best_path(const float *emit, uint32_t n, uint32_t n_kinds, float outside, uint8_t (*from)[VB_MAX_TAGS], uint8_t *path);

/* Equal for forms of a word that differ in case alone; of a very long one only the beginning counts. */
uint64_t vb_form_key(vb_str word);

/* The antecedents of a word, or NULL: it is no noun, name or pronoun. */
const struct vb_antecedents *vb_antecedents_of(const struct vb_mention_tags *tags, uint32_t word);

#endif
