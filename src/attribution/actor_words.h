/*
 * Words that show who is meant: titles, offices, bodies, papers, nations, given names, and the little words around them.
 * Static lists until the knowledge layer has tables: they move to knowledge/ with it.
 */
#ifndef VB_ATTRIBUTION_ACTOR_WORDS_H
#define VB_ATTRIBUTION_ACTOR_WORDS_H

#include "word_map.h"

enum vb_word_class {
    VB_WORD_MALE        = 1 << 0,
    VB_WORD_FEMALE      = 1 << 1,
    VB_WORD_HONORIFIC   = 1 << 2,      /* stands before a name only: Mr, Sir, Dr */
    VB_WORD_ROLE        = 1 << 3,      /* what a person is: minister, spokeswoman */
    VB_WORD_BODY        = 1 << 4,      /* what an organisation is: ministry, court */
    VB_WORD_PAPER       = 1 << 5,      /* what a document is: report, letter */
    VB_WORD_GROUP       = 1 << 6,      /* several people: police, critics, team */
    VB_WORD_NATION      = 1 << 7,      /* British, Republican: before a role or a name; several of them with an s */
    VB_WORD_PLACE       = 1 << 8,
    VB_WORD_DATE        = 1 << 9,
    VB_WORD_FUNCTION    = 1 << 10,     /* capital only because a sentence begins */
    VB_WORD_PREPOSITION = 1 << 11,
    VB_WORD_DETERMINER  = 1 << 12,
    VB_WORD_RELATIVE    = 1 << 13,
    VB_WORD_PARTICLE    = 1 << 14,     /* small word within a name: de, van, bin */
    VB_WORD_GIVEN       = 1 << 15,
    VB_WORD_MODIFIER    = 1 << 16,     /* before a role: former, deputy, shadow */
    VB_WORD_FIELD       = 1 << 17,     /* what a ministry is for: foreign, health */
    VB_WORD_PRONOUN     = 1 << 18,
    VB_WORD_SUFFIX      = 1 << 19,     /* after a name: Jr, III */
    VB_WORD_QUANTITY    = 1 << 20,     /* some, many, two, thousands */
    VB_WORD_PLURAL      = 1 << 21,     /* found by its singular */
    VB_WORD_STATE       = 1 << 22      /* a country, or a capital, which stands for its government as a source */
};

struct vb_actor_words { struct vb_word_map map; };

/* Build the lists into `arena`. VB_ERR_NOMEM. */
vb_status vb_actor_words_build(struct vb_arena *arena, struct vb_actor_words *out, vb_error *err);

/* Classes of a lower-cased word without dots, or of several with "~" between; 0 for a word of no list. */
uint32_t vb_actor_words_class(const struct vb_actor_words *words, vb_str lower);

/* One word for those that mean the same office: chair, chairwoman -> chairman. Else the word itself, in the singular. */
vb_str vb_actor_words_head(const struct vb_actor_words *words, vb_str lower);

#endif
