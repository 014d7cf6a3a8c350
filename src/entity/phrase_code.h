/*
 * What the tables say of a noun phrase: whose it is (country), what it does (sector), what kind of thing it is.
 */
#ifndef VB_PHRASE_CODE_H
#define VB_PHRASE_CODE_H

#include "knowledge.h"
#include "text.h"

enum { VB_CODE_SECTORS = 4 };

struct vb_code {
    vb_str country;                /* alpha-3, IGO …; empty: the words do not say */
    vb_str sectors[VB_CODE_SECTORS]; uint32_t n_sectors;       /* the main one first */
    vb_entity_kind kind;           /* VB_KIND_OTHER: the words do not say */
    vb_kb_row head;                /* row of the word that says what it is, or VB_NONE */
    uint32_t head_beg, head_end;   /* its tokens */
    vb_kb_row of_country;          /* row that gave the country, or VB_NONE */
    vb_kb_row of_sector;
    vb_str office;                 /* class slug of the role that heads it, else empty */
    vb_str name;                   /* of a known body, person or state, as the tables write it, else empty */
    bool former;                   /* "former", "ex-" */
    bool body;                     /* a body, party or armed group that the tables know by name */
    bool person;                   /* a person that the tables know by name */
    bool ambiguous;                /* several states have a body of that name, and nothing says whose it is */
};

/*
 * Tokens [beg, end). `date` (YYYY[-MM[-DD]] or "not given") picks among rows by when they were true, `here` (a code, may be empty)
 * among bodies of one name: the Senate of the text's own country. What it gives are views into the knowledge. No errors, no
 * allocation. Thread-safe. Time: linear in tokens.
 */
void vb_code_phrase(const struct vb_knowledge *kb, const struct vb_text *text, uint32_t beg, uint32_t end, vb_str date, vb_str here,
                    struct vb_code *out);

/* Add a sector unless it is there; false when there is no room. */
bool vb_code_add_sector(struct vb_code *code, vb_str sector);

/* The row of a known person by full name: in office on `date`, else the one that last was; VB_NONE for none. */
vb_kb_row vb_code_person(const struct vb_knowledge *kb, vb_str name, vb_str date, bool *former);

/* Sector of who holds an office, by its class slug. */
vb_str vb_code_office_sector(const struct vb_knowledge *kb, vb_kb_row holder);

#endif
