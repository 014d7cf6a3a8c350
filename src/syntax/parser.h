/*
 * For the files of this folder: the heads of the weight file with what their scores stand for, and one part of a sentence on its
 * way from scores to a valid tree.
 */
#ifndef VB_PARSER_H
#define VB_PARSER_H

#include "syntax.h"

enum {
    N_UPOS = VB_X + 1,
    N_RELATIONS_UD = VB_REL_XCOMP + 1,
    ARC = 256,
    LABEL = 128,
    ROLE = 128,
    N_DISTANCES = 34,
    ARCS = 2 * ARC + 2 * LABEL
};
enum { PART_MAX = VB_WINDOW_MAX }; /* words of a part */

struct vb_labels { vb_str *at; uint32_t n; };                  /* views into the weight file */

enum { /* of a features label */
    FEATS_EMPTY = 1, FEATS_NEGATIVE = 2, FEATS_POSSESSIVE = 4, FEATS_PRONTYPE = 8
};
struct vb_feats { uint32_t upos_set; uint8_t bits, extpos; };  /* tags that may have it; enum vb_upos of ExtPos, or N_UPOS */

struct vb_script { bool lower; uint32_t cut; vb_str add; };    /* train/language.py, script() */

struct vb_deprel {
    uint8_t relation;              /* enum vb_relation */
    bool outer;                    /* nsubj:outer, csubj:outer */
    uint32_t upos_set;             /* tags that a word with this label may have */
    uint16_t as_nmod;              /* of obl:X, nmod:X or nmod */
};

struct vb_syntax_model {
    const struct vb_model *model;
    const struct vb_dense *tags, *arcs, *arc, *label, *sense, *roles, *role;
    const float *arc_root, *label_root, *role_distance;        /* [ARC], [LABEL], [34][ROLE] */
    struct vb_labels xpos, feats, script, deprel, sense_names, role_names;
    struct vb_feats  *feats_of;    /* by label, as the next two */
    struct vb_script *script_of;
    struct vb_deprel *deprel_of;
    uint16_t root, punct, parataxis, feats_none;               /* labels that must be there */
    struct vb_arena arena;
};

/* What was read of one word. */
enum { WORD_UNREAD = 1, WORD_GOESWITH = 2, WORD_TYPO = 4 };
struct vb_word {
    uint32_t head;
    uint16_t xpos, feats, script, deprel;
    uint8_t upos, flags;
}; /* head: token, or VB_NONE of a part's root */

/* Words of one sentence, all within one window. Heads count from 1; 0 is the root. */
struct vb_parse {
    const struct vb_syntax_model *model;
    struct vb_model_ws *ws;
    const struct vb_text *text;
    uint32_t first, n;             /* tokens of the text */
    struct vb_word *word;          /* [n] */
    const float *arcs;             /* [n][ARCS]: dependent, head, dependent for the label, head for the label */
    const float *score;            /* [n][1 + n] of arcs, -INFINITY: not to be */
    float *label;                  /* [n][labels]: scores, for the heads as they are */
    float *hidden;                 /* [n][LABEL] scratch */
    uint16_t *head;                /* [n] */
};

/* The best label of word i (from 0) under its head that is allowed there and not in `never` (a set of relations); `label` is right.
 */
uint16_t vb_parse_best_label(const struct vb_parse *part, uint32_t i, uint64_t never);
/* Score the labels of word i anew: its head is another. */
vb_status vb_parse_score_labels(struct vb_parse *part, uint32_t i, vb_error *err);
/* Whether a label may stand on word i under its head. */
bool vb_parse_label_fits(const struct vb_parse *part, uint32_t i, uint16_t label);

/* Make the tree one that UD's validator accepts for English: levels 3 to 5. */
vb_status vb_parse_make_valid(struct vb_parse *part, vb_error *err);

/*
 * The best tree with one root over n words: score [n][1 + n] of each head of each word, the root first; -INFINITY for an arc that
 * must not be, if a tree without it exists. head [n] in 0..n. Equal scores: the same tree each time. Time: n * n.
 */
struct vb_tree_scratch;
struct vb_tree_scratch *vb_tree_scratch_new(uint32_t n_max);   /* NULL: no memory */
void vb_tree_scratch_free(struct vb_tree_scratch *scratch);
void vb_tree_best(struct vb_tree_scratch *scratch, const float *score, uint32_t n, uint16_t *head);

/* Read "l2go"; false when it is none. */
bool vb_script_read(vb_str label, struct vb_script *out);
bool vb_script_fits(const struct vb_script *script, vb_str form);       /* there is that much to cut, and something is left */
/* The lemma into `to`, which has room for vb_lemma_room(). Gives its length. The script fits. */
size_t vb_lemma_room(const struct vb_script *script, vb_str form);
size_t vb_lemma_write(const struct vb_script *script, vb_str form, char *to);

enum vb_aux { VB_AUX_NONE, VB_AUX_ANY, VB_AUX_BE };
enum vb_aux vb_aux_of(vb_str lemma);           /* lemmas that UD English takes for auxiliaries */

#endif
