/*
 * The cast of a text in the making: mentions, and the members they stand for. Steps in the order in which entity.c calls them.
 */
#ifndef VB_CAST_H
#define VB_CAST_H

#include "mention_tagger.h"
#include "phrase_code.h"

enum vb_why {
    VB_WHY_NONE,
    VB_WHY_FIRST,
    VB_WHY_SAME_NAME,
    VB_WHY_PART_OF_NAME,
    VB_WHY_ACRONYM,
    VB_WHY_TABLE,
    VB_WHY_BESIDE,
    VB_WHY_OFFICE,
    VB_WHY_NETWORK,
    VB_WHY_SPEAKER
}; /* why a mention belongs to its member: for --explain */

struct vb_cast_mention {
    uint32_t beg, end, head;       /* tokens [beg, end); the one that heads it */
    vb_mention_form form;
    vb_entity_kind kind;           /* as tagged or by tables; VB_KIND_OTHER: not known */
    uint32_t member;               /* or VB_NONE: nobody for certain */
    float score;                   /* 0..1, of the tag and, for a link, of the link */
    enum vb_why why;
    bool plural;
    bool title;                    /* a role that stands before or after its name: an office */
    bool known;                    /* a name that the tables have */
    struct vb_code code;           /* what the tables say of its words */
};

enum { VB_NAME_PARTS = 8 };
struct vb_member {
    vb_entity_kind kind;
    uint32_t first;                /* mention */
    uint32_t fullest;              /* name mention that gives the name, or VB_NONE: no name */
    vb_kb_row row;                 /* state, body, person of the tables, or VB_NONE */
    uint64_t part[VB_NAME_PARTS]; uint32_t n_parts;            /* hashes of the folded words of the fullest name */
    int male, female;              /* what speaks for either */
    bool plural, former, titled;   /* titled: an office stands beside its name */
    vb_str country; vb_kb_row why_country;
    vb_str sectors[VB_CODE_SECTORS]; uint32_t n_sectors; vb_kb_row why_sector;
    vb_str name;                   /* as the tables write it, or empty */
    vb_str stated;                 /* the first country that words of its mentions gave, or empty */
    bool by_context;               /* the country is that of the text around it */
    bool awaits;                   /* its country is that of its owner, who has none so far */
    uint32_t side, side_of;        /* who this member means by "we"; whose "we" it is: members, or VB_NONE */
};
struct vb_cast_mentions { struct vb_cast_mention *at; size_t n, room; };
struct vb_members { struct vb_member *at; size_t n, room; };

struct vb_cast {
    const struct vb_text *text;
    const struct vb_syntax *syntax;
    const struct vb_knowledge *kb;
    const struct vb_mention_tags *tags;
    const struct vb_voices *voices;
    vb_str date;
    struct vb_cast_mentions mentions;          /* by beg, the longer first */
    struct vb_members members;
    uint32_t *of_token;            /* by token: innermost mention, or VB_NONE */
    struct { uint64_t *key; uint32_t *member; size_t n; } index;              /* names and rows seen so far: members.c */
    vb_str country;                /* of the text: the state that is named most; empty when none stands out */
    vb_str home;                   /* of the town in the dateline; empty when there is none */
};

/* mentions.c: the mentions of a text with what tables say of each. VB_ERR_NOMEM. */
vb_status vb_cast_mentions_find(struct vb_cast *cast, struct vb_arena *scratch, vb_error *err);
/* members.c: names that mean the same are one member; then roles; then pronouns. VB_ERR_NOMEM. */
vb_status vb_cast_names(struct vb_cast *cast, struct vb_arena *scratch, vb_error *err);
vb_status vb_cast_roles(struct vb_cast *cast, vb_error *err);
vb_status vb_cast_pronouns(struct vb_cast *cast, vb_error *err);
/* actor_code.c: country and sectors of each member, and of the text. */
void vb_cast_text_country(struct vb_cast *cast);
vb_status vb_cast_codes(struct vb_cast *cast, struct vb_arena *scratch, vb_error *err);    /* VB_ERR_NOMEM */
bool      vb_cast_may_be_local(vb_entity_kind kind);            /* may the country around it stand in? */
bool      vb_cast_speaks_of_country(const struct vb_cast_mention *m);
vb_str    vb_cast_country_of_place(const struct vb_cast *cast, uint32_t beg, uint32_t end);
/* country_around.c: a country for members that have none and await none. VB_ERR_NOMEM. */
vb_status vb_cast_countries_around(struct vb_cast *cast, struct vb_arena *scratch, vb_error *err);

static inline vb_str vb_cast_token(const struct vb_cast *cast, uint32_t i)
{
    return vb_str_sub(cast->text->bytes, cast->text->tokens[i].span);
}
static inline vb_span vb_cast_span(const struct vb_cast *cast, const struct vb_cast_mention *m)
{
    return (vb_span){cast->text->tokens[m->beg].span.beg, cast->text->tokens[m->end - 1].span.end};
}
bool vb_cast_governs(const struct vb_cast *cast, uint32_t up, uint32_t token);             /* is `up` on its way to the root? */
bool vb_cast_word_is(const struct vb_cast *cast, uint32_t token, const char *const *list);     /* ASCII letters without case */

#endif
