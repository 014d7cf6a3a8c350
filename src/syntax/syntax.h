/*
 * The syntax layer: tags, lemmas, dependency trees (Universal Dependencies, as English EWT and GUM 2.16), predicates and their
 * arguments (PropBank).
 */
#ifndef VB_SYNTAX_H
#define VB_SYNTAX_H

#include "encoding.h"

enum vb_upos {
    VB_ADJ,
    VB_ADP,
    VB_ADV,
    VB_AUX,
    VB_CCONJ,
    VB_DET,
    VB_INTJ,
    VB_NOUN,
    VB_NUM,
    VB_PART,
    VB_PRON,
    VB_PROPN,
    VB_PUNCT,
    VB_SCONJ,
    VB_SYM,
    VB_VERB,
    VB_X
};

/* Universal relations, without subtypes; vb_tag.deprel has the whole label ("nsubj:pass"). */
enum vb_relation {
    VB_REL_ACL,
    VB_REL_ADVCL,
    VB_REL_ADVMOD,
    VB_REL_AMOD,
    VB_REL_APPOS,
    VB_REL_AUX,
    VB_REL_CASE,
    VB_REL_CC,
    VB_REL_CCOMP,
    VB_REL_CLF,
    VB_REL_COMPOUND,
    VB_REL_CONJ,
    VB_REL_COP,
    VB_REL_CSUBJ,
    VB_REL_DEP,
    VB_REL_DET,
    VB_REL_DISCOURSE,
    VB_REL_DISLOCATED,
    VB_REL_EXPL,
    VB_REL_FIXED,
    VB_REL_FLAT,
    VB_REL_GOESWITH,
    VB_REL_IOBJ,
    VB_REL_LIST,
    VB_REL_MARK,
    VB_REL_NMOD,
    VB_REL_NSUBJ,
    VB_REL_NUMMOD,
    VB_REL_OBJ,
    VB_REL_OBL,
    VB_REL_ORPHAN,
    VB_REL_PARATAXIS,
    VB_REL_PUNCT,
    VB_REL_REPARANDUM,
    VB_REL_ROOT,
    VB_REL_VOCATIVE,
    VB_REL_XCOMP
};

struct vb_tag {                    /* of one token */
    vb_str   lemma, xpos, feats, deprel;       /* feats "_" for none, as in CoNLL-U */
    uint32_t head;                 /* token of the text, in the same sentence; VB_NONE for the root */
    uint8_t  upos;                 /* enum vb_upos */
    uint8_t  relation;             /* enum vb_relation */
};

struct vb_argument  { uint32_t token; vb_str role; };                  /* head of the argument; ARG0 … ARGM-TMP */
struct vb_predicate { uint32_t token; vb_str sense; const struct vb_argument *arguments; uint32_t n_arguments; };   /* sense "01" */

/* Parallel to text->tokens. Each sentence is one tree with one root. Empty for a text that is not English: n_tokens 0. */
struct vb_syntax {
    const struct vb_tag *tags; uint32_t n_tokens;
    const struct vb_predicate *predicates; uint32_t n_predicates;      /* by token */
};

struct vb_syntax_model;            /* the syntax heads of a weight file: immutable, shared by threads */
struct vb_syntax_ws;               /* scratch of one thread, and what the heads saw of the text being read */

/* Errors: VB_ERR_MODEL names the tensor or the list of labels that is missing or malformed, VB_ERR_NOMEM. */
vb_status vb_syntax_open(struct vb_model *model, struct vb_syntax_model **out, vb_error *err);
void      vb_syntax_close(struct vb_syntax_model *model);              /* NULL is fine */
vb_status vb_syntax_ws_new(const struct vb_syntax_model *model, struct vb_syntax_ws **out, vb_error *err);
void      vb_syntax_ws_free(struct vb_syntax_ws *ws);
/*
 * The heads' place in vb_encoding_run() for one text: what they see is kept in `ws` for vb_syntax_find(). Forgets the text before.
 * Errors of the run: VB_ERR_NOMEM, VB_ERR_MODEL.
 */
struct vb_head vb_syntax_head(const struct vb_syntax_model *model, struct vb_syntax_ws *ws, struct vb_encoding_ws *encoding);

/*
 * The layer of the text that vb_encoding_run() has just read with vb_syntax_head(): one valid tree a sentence.
 *   out   in `arena`; a lemma may be a view into the text
 * Errors: VB_ERR_NOMEM. Time: linear in tokens; the trees of a sentence are found window by window. Thread-safe for distinct
 * workspaces.
 */
vb_status vb_syntax_find(const struct vb_text *text, const struct vb_syntax_model *model, struct vb_syntax_ws *ws,
                         struct vb_arena *arena, struct vb_syntax *out, vb_error *err);

const char *vb_upos_name(uint8_t upos);        /* "NOUN"; static */

/* The trees from above: for each token the first that hangs on it, and the next that hangs on the same, or VB_NONE. In `arena`. */
vb_status vb_syntax_children(const struct vb_syntax *syntax, struct vb_arena *arena, const uint32_t **child,
                             const uint32_t **sibling, vb_error *err);

/* Tokens of the subtree of `token` as one span of bytes, from the first to the last: what hangs on it. */
vb_span vb_syntax_subtree(const struct vb_text *text, const struct vb_syntax *syntax, uint32_t token);

#endif
