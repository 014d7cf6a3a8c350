/*
 * The tables of knowledge/, compiled into one mapped pack: states, bodies, offices, office-holders, names, places, events.
 *
 * `verbale kb build` writes the pack (pack_build.c), vb_knowledge_open() maps it; a user's own tables lie over it without
 * a rebuild. Rows stay text: a row is its cells, and what a cell means is said in the README of its table.
 */
#ifndef VB_KNOWLEDGE_H
#define VB_KNOWLEDGE_H

#include "base.h"

enum vb_kb_table {
    VB_KB_STATES, VB_KB_BODIES, VB_KB_INSTITUTIONS, VB_KB_TYPES, VB_KB_ROLES, VB_KB_MODIFIERS, VB_KB_METONYMS, VB_KB_PARTIES,
    VB_KB_GOVERNMENT, VB_KB_HOLDERS, VB_KB_ORDER, VB_KB_FAMILIES, VB_KB_GIVEN, VB_KB_HONORIFICS, VB_KB_CITIES, VB_KB_REGIONS,
    VB_KB_EVENT_TYPES, VB_KB_EVENT_MODES, VB_KB_CAMEO, VB_KB_WORD_GROUPS, VB_KB_PATTERNS, VB_KB_CONTEXTS,
    VB_KB_N_TABLES
};

/* Columns of all tables: a table has some of them (pack_tables.c). */
enum vb_kb_column {
    VB_KB_NAME,                    /* the row's own name: name, person, role, noun, word, family, country: its first key */
    VB_KB_NAMES, VB_KB_DEMONYMS, VB_KB_MEMBERS,                        /* further keys, '|' between */
    VB_KB_CODE, VB_KB_COUNTRY, VB_KB_SECTOR, VB_KB_KIND, VB_KB_TYPE, VB_KB_OFFICE, VB_KB_TITLE, VB_KB_PARTY, VB_KB_GENDER,
    VB_KB_CAPITAL, VB_KB_COW, VB_KB_PLOVER, VB_KB_SOVEREIGN, VB_KB_SUCCESSOR, VB_KB_ID, VB_KB_PART_OF, VB_KB_HEAD_OFFICE,
    VB_KB_STANDS_FOR, VB_KB_AMBIGUOUS, VB_KB_ORDER_OF, VB_KB_ADMIN, VB_KB_POPULATION, VB_KB_NOTE, VB_KB_FROM, VB_KB_UNTIL,
    VB_KB_SURE, VB_KB_CAPITAL_FROM, VB_KB_COLLECTIVE,
    VB_KB_MODE, VB_KB_CAMEO_CODE, VB_KB_QUAD, VB_KB_INTENSITY, VB_KB_CONTEXT, VB_KB_SURENESS,    /* of events */
    VB_KB_POS, VB_KB_SUBJECT, VB_KB_OBJECT, VB_KB_PARTICLE, VB_KB_PREPOSITION, VB_KB_INSIDE, VB_KB_CLAUSE, VB_KB_BEFORE,
    VB_KB_N_COLUMNS
};

#define VB_KB_NAME_MAX ((size_t)240)               /* bytes of a folded name */
#define VB_KB_KEY_MAX ((size_t)256)                /* room for one, and for what the index puts before it */
/* The folded form of a name, as vb_kb_find() says. Its length; 0 where nothing is left or it is longer than VB_KB_NAME_MAX. */
size_t vb_kb_fold(vb_str name, char to[VB_KB_KEY_MAX]);

struct vb_knowledge;               /* immutable once open, shared by all threads */
typedef uint32_t vb_kb_row;        /* stable while the knowledge is open; VB_NONE: no row */

/*
 * Map the pack at `path`, lay the tables of `n_dirs` folders over it (later ones first in every lookup; may be 0). On success
 * `*out` is the caller's, to release with vb_knowledge_close().
 * VB_ERR_IO  missing;  VB_ERR_KNOWLEDGE  not a pack, altered, or a row of a folder is wrong: "roles.tsv:41: …";  also VB_ERR_NOMEM
 */
vb_status vb_knowledge_open(const char *path, const char *const *dirs, size_t n_dirs, struct vb_knowledge **out, vb_error *err);
void      vb_knowledge_close(struct vb_knowledge *kb);                 /* NULL is fine */
vb_str    vb_knowledge_name(const struct vb_knowledge *kb);            /* "sha256:…" over pack and added tables; lives with kb */

/*
 * Rows of one table that have `key` (valid UTF-8) among their names: NAME, NAMES, DEMONYMS, MEMBERS, and PARTY in VB_KB_GOVERNMENT;
 * own tables first, then by file and line. The key is folded here as the keys were (case, accents, dots in abbreviations, ’ as ',
 * hyphens, commas and quotation marks as spaces; "U.S." and "US" meet, "us" does not meet "US": a key all in capitals of up to four
 * letters keeps them, and is looked for in small letters where nothing has it so: "IRAN", "MP"). Returns how many there are and
 * puts up to `room` into `out`. Time: one hash lookup, or two. No errors, no allocation. Thread-safe.
 */
uint32_t vb_kb_find(const struct vb_knowledge *kb, enum vb_kb_table table, vb_str key, vb_kb_row *out, uint32_t room);

/*
 * Longest key of any table in `tables` (bits 1 << vb_kb_table) that begins at words[0]: number of words, 0 for none. Words are
 * tokens in text order; hyphens, commas and "'s" may be tokens of their own inside a key. A full stop alone ends it. As
 * vb_kb_find().
 */
uint32_t vb_kb_longest(const struct vb_knowledge *kb, uint32_t tables, const vb_str *words, uint32_t n_words);

enum vb_kb_table vb_kb_table_of(const struct vb_knowledge *kb, vb_kb_row row);
/* The next item of a cell with '|' between; false when none is left. An item may be empty. */
bool vb_kb_next_item(vb_str *rest, vb_str *item);
/* Empty where the table or the row has none; lives with kb, as all that comes out of it. */
vb_str vb_kb_cell(const struct vb_knowledge *kb, vb_kb_row row, enum vb_kb_column column);
/* Which column of the row holds this key: VB_KB_DEMONYMS tells "British" from "Britain". */
enum vb_kb_column vb_kb_key_column(const struct vb_knowledge *kb, vb_kb_row row, vb_str key);
/* "states.tsv:41", for --explain; written into `buf`. */
void vb_kb_where(const struct vb_knowledge *kb, vb_kb_row row, char buf[96]);

/*
 * Was the row true on `date` (YYYY[-MM[-DD]])? Edges are as coarse as they are given. 1 yes, 0 no, -1 not known: no date given, or
 * the date lies after `sure`.
 */
int vb_kb_valid(const struct vb_knowledge *kb, vb_kb_row row, vb_str date);
/* All holders of an office in a country, newest first: `office` is a slug. As vb_kb_find(). */
uint32_t vb_kb_holders(const struct vb_knowledge *kb, vb_str country, vb_str office, vb_kb_row *out, uint32_t room);
/* The state row of a code (alpha-3 or former), or VB_NONE; the body row of an id. */
vb_kb_row vb_kb_state(const struct vb_knowledge *kb, vb_str code);
vb_kb_row vb_kb_body(const struct vb_knowledge *kb, vb_str id);

const char *vb_kb_table_name(enum vb_kb_table table);                  /* "roles"; static */
/* As in the header line of a file; NULL where the table has none; static. */
const char *vb_kb_column_name(enum vb_kb_table table, enum vb_kb_column column);

/* ---- making a pack: `verbale kb` ------------------------------------------------------------------------------------------ */

typedef void (*vb_kb_problem_fn)(void *ctx, const char *line);         /* "roles.tsv:41: …" */

/*
 * Check the tables of `n_dirs` folders and compile them: DIR/offices/roles.tsv or DIR/roles.tsv, any of them. What they refer to
 * may also be in `under` (may be NULL). Every problem goes to `say`; where that is NULL, the first is the error. The same tables
 * give the same bytes. On success `*pack` is the caller's, to release with vb_free(); `pack` may be NULL.
 * VB_ERR_KNOWLEDGE  there were problems;  VB_ERR_IO  a folder or file cannot be read;  also VB_ERR_NOMEM, VB_ERR_LIMIT
 */
vb_status vb_knowledge_build(const char *const *dirs, size_t n_dirs, const struct vb_knowledge *under, vb_kb_problem_fn say,
                             void *ctx, vb_str *pack, vb_error *err);

#endif
