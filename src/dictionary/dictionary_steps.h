/*
 * Coding one sentence: its words, its noun phrases with actor codes, and what of a pattern lies where. Only this folder includes
 * this header.
 */
#ifndef VB_DICTIONARY_STEPS_H
#define VB_DICTIONARY_STEPS_H

#include "dictionary_index.h"

enum { VB_DICT_SENTENCE_MAX = 400 };   /* words of a sentence that is coded; a longer one is a list or a table */
enum { VB_DICT_CODES_MAX = 64 };       /* actors of one compound */

/* One word of the sentence. A token may have several ("Franco-German") or none (marks). */
struct vb_dict_piece { uint32_t word, token; bool after_comma, left_out; };

/* An actor as the dictionary codes it: "ARN" with agents "GOV" behind; actor empty: agents alone. */
enum { VB_DICT_AGENTS_MAX = 6 };
struct vb_dict_party {
    vb_str actor;
    uint32_t agents[VB_DICT_AGENTS_MAX], n_agents;
    bool former;
    uint32_t row, np;
}; /* np: whose words */

struct vb_dict_phrase_at {             /* a noun phrase: a head and what stands around it */
    uint32_t head, first, last;        /* tokens of the text */
    uint32_t parties, n_parties;       /* of the whole phrase, coordination and all */
    bool     compound;                 /* of several conjuncts */
    bool     strong;                   /* some party has an actor */
};

struct vb_dict_sentence {
    const struct vb_dictionary *d;
    const struct vb_text       *text;
    const struct vb_syntax     *syntax;
    int32_t                     date;  /* YYYYMMDD, 0: not known */
    uint32_t                    first, n_tokens;           /* of the sentence */
    struct vb_dict_piece        pieces[VB_DICT_SENTENCE_MAX];
    uint32_t                    n_pieces;
    uint32_t                    np_of[VB_DICT_SENTENCE_MAX];               /* by token - first: phrase, or VB_NONE */
    struct vb_dict_phrase_at    nps[VB_DICT_SENTENCE_MAX];
    uint32_t                    n_nps;
    struct vb_dict_party        parties[4 * VB_DICT_SENTENCE_MAX];
    uint32_t                    n_parties;
};

/* Words of a sentence; false: too long to code. */
bool vb_dict_sentence_open(struct vb_dict_sentence *s, const struct vb_dictionary *d, const struct vb_text *text,
                           const struct vb_syntax *syntax, uint32_t sentence, int32_t date);
/* 0 none, 1 leave the sentence out, 2 the whole story. */
int  vb_dict_discarded(const struct vb_dict_sentence *s);
/* Find the noun phrases and their codes. */
void vb_dict_find_phrases(struct vb_dict_sentence *s);
/* "ARNGOV" in `buf`; its length. */
size_t vb_dict_party_code(const struct vb_dictionary *d, const struct vb_dict_party *party, char buf[VB_DICTIONARY_CODE_MAX]);
/* How many pieces a phrase of a lexicon takes from piece `at` on, side by side where it says so; 0: it is not there. */
uint32_t vb_dict_phrase_length(const struct vb_dict_sentence *s, const struct vb_dict_phrase *phrase, uint32_t at, bool gaps);

/* Pieces before and after a verb, in the order in which they are met. */
struct vb_dict_side { uint32_t at[VB_DICT_SENTENCE_MAX], n; };
struct vb_dict_match { vb_str code; uint32_t source, target, row; };   /* phrases, or VB_NONE; code empty: nothing matched */
void vb_dict_match_patterns(const struct vb_dict_sentence *s, const struct vb_dict_block *block, const struct vb_dict_side *upper,
                            const struct vb_dict_side *lower, struct vb_dict_match *out);

/* The verb forms at a piece: the longest. Row of `verb_rows`, or VB_NONE; which pieces it takes. */
uint32_t vb_dict_verb_at(const struct vb_dict_sentence *s, uint32_t piece, uint32_t *first, uint32_t *last);

#endif
