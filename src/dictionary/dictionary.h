/*
 * Coding events with dictionaries of the TABARI and PETRARCH families, for series that must go on as they began.
 *
 * `verbale kb import-petrarch` turns dictionary files into TSV tables of the user (DIR/dictionary/actors.tsv …), naming every
 * defect by file and line; `verbale read --coder dictionary --kb DIR` codes with them. What the dictionaries leave open is decided
 * here as PETRARCH decides it, but on our trees: docs/man/verbale-kb.1.scd says what is read how.
 */
#ifndef VB_DICTIONARY_H
#define VB_DICTIONARY_H

#include "entity.h"

/* ---- importing: files in, tables out --------------------------------------------------------------------------------------- */

enum vb_dictionary_kind {
    VB_DICTIONARY_ACTORS, VB_DICTIONARY_AGENTS, VB_DICTIONARY_VERBS, VB_DICTIONARY_DISCARDS, VB_DICTIONARY_ISSUES,
    VB_DICTIONARY_N_KINDS
};
#define VB_DICTIONARY_FILE_MAX ((size_t)64 << 20)  /* bytes of one file */

const char *vb_dictionary_kind_name(enum vb_dictionary_kind kind);     /* "actors"; NULL past the last; static */
/* What a dictionary file is, by its content; VB_DICTIONARY_N_KINDS where nothing tells. Time: linear. */
enum vb_dictionary_kind vb_dictionary_guess(vb_str bytes);

struct vb_dictionary_rows;         /* what has been imported; one thread at a time */
/* A defect of a dictionary, "FILE:LINE: …", UTF-8 without an end of line. */
typedef void (*vb_dictionary_say_fn)(void *ctx, const char *line);

/* On success `*out` is the caller's, to release with vb_dictionary_rows_free(). VB_ERR_NOMEM. */
vb_status vb_dictionary_rows_new(struct vb_dictionary_rows **out, vb_error *err);
void      vb_dictionary_rows_free(struct vb_dictionary_rows *rows);    /* NULL is fine */
/*
 * Add the entries of one file. `bytes` may be anything and is copied; a line with a defect goes to `say` and is read as far as it
 * can be. `*n_defects` grows by their number. VB_ERR_NOMEM, VB_ERR_LIMIT.
 */
vb_status vb_dictionary_import(struct vb_dictionary_rows *rows, enum vb_dictionary_kind kind, const char *file, vb_str bytes,
                               vb_dictionary_say_fn say, void *ctx, size_t *n_defects, vb_error *err);
/* Defects that show only when all files are in: synonym sets that nobody defines, phrases with two default codes. */
vb_status vb_dictionary_import_end(struct vb_dictionary_rows *rows, vb_dictionary_say_fn say, void *ctx, size_t *n_defects,
                                   vb_error *err);

const char *vb_dictionary_table_name(unsigned table);                  /* "actors"; NULL past the last; static */
size_t      vb_dictionary_table_size(const struct vb_dictionary_rows *rows, unsigned table);     /* rows */
/* A table as a TSV file with a head of comment lines, in `arena`. VB_ERR_NOMEM. */
vb_status vb_dictionary_table_text(const struct vb_dictionary_rows *rows, unsigned table, struct vb_arena *arena, vb_str *out,
                                   vb_error *err);

/* ---- coding ------------------------------------------------------------------------------------------------------------------ */

struct vb_dictionary;              /* immutable once open, shared by all threads */

/*
 * Open the tables DIR/dictionary/NAME.tsv of `n_dirs` folders, later ones first; any of them may be missing, not all. On success
 * `*out` is the caller's, to release with vb_dictionary_close().
 * VB_ERR_KNOWLEDGE  no table in any folder, or a row is wrong: "actors.tsv:41: …";  also VB_ERR_IO, VB_ERR_NOMEM, VB_ERR_LIMIT
 */
vb_status vb_dictionary_open(const char *const *dirs, size_t n_dirs, struct vb_dictionary **out, vb_error *err);
/* The same from what was imported, which may be freed after. */
vb_status vb_dictionary_from_rows(const struct vb_dictionary_rows *rows, struct vb_dictionary **out, vb_error *err);
void      vb_dictionary_close(struct vb_dictionary *dictionary);       /* NULL is fine */
vb_str    vb_dictionary_name(const struct vb_dictionary *dictionary);  /* "sha256:…" over its tables; NULL: not given */

/* The events of a text, by trigger, and its entities: those given, then one for each actor code. */
/* rules: by event, the row that gave its code: 'dictionary/patterns.tsv:41 "* WITH_&GIFT"' */
struct vb_dictionary_reading { const vb_event *events; const vb_str *rules; uint32_t n_events; struct vb_entities entities; };

/*
 * Code a text.
 *   date      of the text, YYYY-MM-DD; "not given" leaves dated codes aside
 *   entities  those found so far; theirs stay as they are
 *   out       in `arena`. An actor's entity has `kb` "dictionary/actors.tsv:41 ARNGOV", country and sectors from its code.
 *             The pairs of an event are every actor with every recipient of another code.
 * Errors: VB_ERR_NOMEM. Time: linear in tokens for patterns of bounded length. Thread-safe.
 */
vb_status vb_dictionary_code(const struct vb_dictionary *dictionary, const struct vb_text *text, const struct vb_syntax *syntax,
                             const struct vb_entities *entities, vb_str date, struct vb_arena *arena,
                             struct vb_dictionary_reading *out, vb_error *err);

/* The code that an entity of vb_dictionary_code() stands for, "ARNGOV", in `buf`; false: it is none of these. */
#define VB_DICTIONARY_CODE_MAX 64
bool vb_dictionary_code_of(const vb_entity *entity, char buf[VB_DICTIONARY_CODE_MAX]);

#endif
