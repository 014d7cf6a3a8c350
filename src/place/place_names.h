/*
 * Names of places in the text, before it is known whether each is one here. Only this folder includes this header.
 */
#ifndef VB_PLACE_NAMES_H
#define VB_PLACE_NAMES_H

#include "places.h"

/* What the tables know under a name: bits. */
enum vb_place_known {
    VB_PLACE_STATE    = 1,         /* sovereign; a territory is a region */
    VB_PLACE_REGION   = 2,         /* division, area, continent, disputed area */
    VB_PLACE_GROUND   = 4,         /* sea, river, mountain, island, border: no one acts under its name */
    VB_PLACE_CITY     = 8,
    VB_PLACE_CAPITAL  = 16,        /* seat of a government: a metonym as often as a place */
    VB_PLACE_MAJOR    = 32,        /* a city of 100,000 and more */
    VB_PLACE_TAGGED   = 64,        /* the entity layer calls it a place */
    VB_PLACE_FEATURE  = 128,       /* ends in a word for a place: "Insein prison" */
    VB_PLACE_NEW      = 512,       /* no table has it, and no layer calls it anything: a place only behind "in" and the like */
    VB_PLACE_PEOPLE   = 256,       /* the name is that of people and the word behind it a place: "Colombian soil" */
    VB_PLACE_LOCATED  = 1024,      /* the network's names have it as a place */
    VB_PLACE_UNNAMED  = 2048       /* "the airport": no name at all */
};
enum { VB_PLACE_COUNTRIES = 16 };
struct vb_place_choice { vb_str country, admin, name; double weight; };        /* weight: people who live there */

struct vb_place_name {
    uint32_t beg, end, head;       /* tokens [beg, end); the one that hangs on none of the others */
    uint32_t key_end;              /* tokens [beg, key_end) are the name itself, the rest says what it is */
    uint32_t sentence;
    unsigned known;
    struct vb_place_choice choices[VB_PLACE_COUNTRIES]; uint32_t n_choices;
    uint32_t of;                   /* name that says where this one lies, "Nigeria's Kebbi state", and is no row then; or VB_NONE */
    bool outer;                    /* [key_end, end) names what it lies in: ", Illinois" */
    vb_str country, name;          /* chosen: place_country.c */
    bool is_place;                 /* here: place_setting.c */
};
struct vb_place_list { struct vb_place_name *at; size_t n, room; };            /* by beg, none overlap */

struct vb_place_text {
    const struct vb_text *text;
    const struct vb_syntax *syntax;
    const struct vb_entities *entities;
    const struct vb_knowledge *kb;
    uint32_t *name_end;            /* by token: end of the name mention that begins there, or 0 */
    uint32_t *name_beg;            /* by token: first token of the name mention that covers it, or VB_NONE */
    uint32_t *who;                 /* by token: its entity, or VB_NONE */
    uint32_t *role_end;            /* by token: end of the role mention of a named place that begins there ("the island"), or 0 */
    uint32_t *role_who;            /* and its entity */
    bool *located;                 /* by token: within what the network's names have as a place */
    uint32_t *place;               /* by token: index of the name that covers it, or VB_NONE */
    struct vb_place_list names;
};

static inline vb_str vb_place_token(const struct vb_place_text *p, uint32_t i)
{
    return vb_str_sub(p->text->bytes, p->text->tokens[i].span);
}
static inline vb_str vb_place_words(const struct vb_place_text *p, uint32_t beg, uint32_t end)
{
    return vb_str_sub(p->text->bytes, (vb_span){p->text->tokens[beg].span.beg, p->text->tokens[end - 1].span.end});
}

/* place_names.c: all names, in order. The arrays by token live in `scratch`, the list is the caller's to free. VB_ERR_NOMEM. */
vb_status vb_place_names_find(struct vb_place_text *p, struct vb_arena *scratch, vb_error *err);
/* place_setting.c: sets is_place of each name. */
void vb_place_settings(struct vb_place_text *p);
/* place_country.c: country and usual name of each; views into text and tables. VB_ERR_NOMEM. */
vb_status vb_place_countries(struct vb_place_text *p, struct vb_arena *scratch, vb_error *err);

#endif
