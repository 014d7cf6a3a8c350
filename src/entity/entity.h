/*
 * Who is in the text. So far: persons, organisations and groups that are the source of a statement, found by simple
 * rules in attribution/speaker.c; chains and known actors come with the entity layer proper.
 */
#ifndef VB_ENTITY_H
#define VB_ENTITY_H

#include "base.h"

struct vb_entities { const vb_entity *at; uint32_t n; };       /* in order of first mention */

#endif
