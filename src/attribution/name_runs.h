/*
 * Words and names of a text by rules: runs of capitals, with the titles before them set apart.
 */
#ifndef VB_ATTRIBUTION_NAME_RUNS_H
#define VB_ATTRIBUTION_NAME_RUNS_H

#include "actor_words.h"
#include "text.h"

enum vb_case {
    VB_CASE_MARK,                      /* punctuation */
    VB_CASE_LOWER, VB_CASE_TITLE,
    VB_CASE_CAPITALS,                  /* two letters or more */
    VB_CASE_INITIAL,                   /* one letter, perhaps with its dot */
    VB_CASE_NUMBER
};

/* A token, or several that hyphens hold together; possessive endings and punctuation stand alone. */
struct vb_word {
    vb_span  span;
    vb_str   lower;                    /* in lower case, without dots, ’ as ' */
    uint32_t cls;                      /* vb_word_class bits */
    uint32_t sentence, paragraph;
    uint32_t name;                     /* name_run it is part of (titles are not), or VB_NONE */
    uint8_t  form;                     /* vb_case */
    bool     begins;                   /* first word of its sentence, or after an opening mark */
    bool     quoted;                   /* within double marks */
    bool     possessive;               /* 's or ' after a noun */
};

struct vb_name_run {
    uint32_t beg, end;                 /* words of the name alone */
    uint32_t title;                    /* first word of the titles before it; == beg when there are none */
    vb_str   key;                      /* lower-cased words, one space between */
    vb_entity_kind kind;               /* VB_KIND_OTHER when nothing shows it */
    bool     male, female;             /* by title or given name */
    bool     sure;                     /* a title or a given name shows that it is a person */
    bool     honorific;                /* Mr, Ms …: certainly a person, called by one name */
};

struct vb_words {
    const struct vb_word *at; uint32_t n;
    const struct vb_name_run *names; uint32_t n_names;     /* in text order */
};

/* "Sen. Ann Lee, D-New York": the party and state of the one before it. */
bool vb_word_is_affiliation(const struct vb_word *word);

/* Everything in `out` lives in `arena`. Errors: VB_ERR_NOMEM. Time: linear in tokens. */
vb_status vb_names_find(const struct vb_text *text, const struct vb_actor_words *lists, struct vb_arena *arena,
                        struct vb_words *out, vb_error *err);

/* First word that ends after `byte`; n when there is none. */
uint32_t vb_names_word_from(const struct vb_words *words, uint32_t byte);

#endif
