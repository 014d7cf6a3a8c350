/*
 * Words that make a name a place. Only this folder includes this header. No errors, no allocation, thread-safe.
 */
#ifndef VB_PLACE_WORDS_H
#define VB_PLACE_WORDS_H

#include "base.h"

bool vb_place_is_site(vb_str word);            /* "airport", "province": a noun for a place; singular or plural, any case */
bool vb_place_is_local(vb_str preposition);    /* in, near, outside: whatever follows is a place */
bool vb_place_is_way(vb_str preposition);      /* from, to, for: a place if somebody goes there */
bool vb_place_is_on(vb_str preposition);       /* on, over, at, off, of: a place if it is ground, or something falls on it */
bool vb_place_is_event(vb_str word);           /* "protest", "blast" */
bool vb_place_is_travel(vb_str word);          /* in any form: verbs and nouns of going and sending: fly, trip, convoy */
bool vb_place_is_reach(vb_str word);           /* verbs whose object is a place even if it is a state: visit, leave */
bool vb_place_is_hit(vb_str word);             /* verbs and nouns of attack and hold: shell, siege, seize */

#endif
