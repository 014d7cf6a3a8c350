/*
 * Lists of words that tokens and sentences are decided by. Only this folder includes this header.
 */
#ifndef VB_TEXT_WORDLIST_H
#define VB_TEXT_WORDLIST_H

#include "text.h"

enum vb_abbreviation {
    VB_ABBR_NONE,
    VB_ABBR_TITLE,                 /* stands before a name or a number and ends no sentence: "Mr.", "Sen.", "No." */
    VB_ABBR_PLAIN                  /* may also end a sentence: "Inc.", "etc.", "U.S." */
};

/*
 * What a word followed by a full stop is; `word` without that stop. `next` is the first code point of the next word of
 * the paragraph, quotation marks and brackets skipped, or 0 at its end; `tight` when no space comes before that one.
 */
enum vb_abbreviation vb_words_abbreviation(vb_str word, uint32_t next, bool tight);

bool vb_words_is_starter(vb_str word);          /* begins sentences, seldom stands capitalised inside one: "The", "But" */
bool vb_words_is_hyphen_prefix(vb_str word);    /* keeps its hyphen in the treebanks: "non", "anti", "e" */
bool vb_words_is_speech_verb(vb_str word);      /* "said", "asked": goes on with the sentence after “Why?” */
bool vb_words_is_unit(vb_str word);             /* parted from the number before it: "5|pm", "10|km" */
bool vb_words_drops_head(vb_str word);          /* begins with an apostrophe: "em", "tis" */

#endif
