/*
 * An open dictionary: phrases by their first word, verbs by their forms, patterns by block. Only this folder includes this header.
 */
#ifndef VB_DICTIONARY_INDEX_H
#define VB_DICTIONARY_INDEX_H

#include "dictionary_rows.h"

/* A phrase's words lie in `pool`: a word, and whether it must stand beside the one before. */
struct vb_dict_phrase_word { uint32_t word; bool joined; };
struct vb_dict_phrase { uint32_t words, n, value, order; };
/* Phrases by first word, longest first, then in the order of their rows. */
struct vb_dict_lexicon {
    VB_LIST(struct vb_dict_phrase) phrases;
    uint32_t *first;               /* [n_words + 1] */
};
struct vb_dict_code { vb_str code; int32_t from, until; };             /* dates as YYYYMMDD; 0: open */
struct vb_dict_actor { uint32_t codes, n_codes, row; };                /* value of a phrase of `actors` */
struct vb_dict_agent { vb_str code; bool before; uint32_t row; };
struct vb_dict_verb  { uint32_t block, at, row; vb_str code; };        /* `at`: which word is inflected */

enum vb_dict_mark { VB_DICT_WORD, VB_DICT_SET, VB_DICT_SOURCE, VB_DICT_TARGET, VB_DICT_SKIP, VB_DICT_COMPOUND, VB_DICT_STAR };
struct vb_dict_element {
    uint8_t  mark, group;          /* group: of one noun or prepositional phrase; 0: none */
    bool     joined;               /* to the element before */
    uint32_t what;                 /* word or synonym set */
};
enum { VB_DICT_ELEMENTS_MAX = 24 };
struct vb_dict_pattern { uint32_t elements, n, star, weight, row; vb_str code; };
struct vb_dict_block   { vb_str name, code; uint32_t patterns, n_patterns; };

/* ~ a (a b ATTACK) SAY = a b 015 */
struct vb_dict_transformation {
    char outer, source, target;
    uint32_t inner, verb;
    char to_source, to_target;
    uint32_t row;
    vb_str code;
};

struct vb_dict_numbers { uint32_t *at; size_t n, room; };

struct vb_dictionary {
    struct vb_dictionary_rows *rows;
    VB_LIST(char *) contents;      /* of the files that cells are views into */
    struct vb_arena arena;
    /* words: open addressing, ids from 1 */
    VB_LIST(vb_str) words;         /* [0] is no word */
    uint32_t *slots;
    uint32_t  n_slots;
    VB_LIST(struct vb_dict_phrase_word) pool;
    struct vb_dict_lexicon actors, agents, discards, sets, verbs;      /* verbs by the inflected word */
    VB_LIST(struct vb_dict_code)    codes;
    VB_LIST(struct vb_dict_actor)   actor_rows;
    VB_LIST(struct vb_dict_agent)   agent_rows;
    VB_LIST(struct vb_dict_verb)    verb_rows;
    VB_LIST(bool)                   stories;       /* by row of discards: of the whole story */
    VB_LIST(struct vb_dict_element) elements;
    VB_LIST(struct vb_dict_pattern) patterns;
    VB_LIST(struct vb_dict_block)   blocks;        /* by name */
    VB_LIST(struct vb_dict_transformation) transformations;
    struct vb_dict_numbers block_rows, set_rows;   /* by the word id of a name's key; 0: none, else one more than the number */
    char name[sizeof "sha256:" + 64];
    bool *passable;                /* by word: "the", "two": may stand between words that must stand side by side */
};

uint32_t vb_dict_word_id(const struct vb_dictionary *d, const char *bytes, size_t n);  /* 0: no phrase has it */
/* Phrases that begin with a word: first and one past the last. */
void vb_dict_starting(const struct vb_dict_lexicon *lexicon, uint32_t word, uint32_t *from, uint32_t *to);

#endif
