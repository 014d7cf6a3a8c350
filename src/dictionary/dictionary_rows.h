/*
 * Rows of imported dictionaries, and the words they are made of. Only this folder includes this header.
 */
#ifndef VB_DICTIONARY_ROWS_H
#define VB_DICTIONARY_ROWS_H

#include "dictionary.h"

enum vb_dict_table {
    VB_DICT_ACTORS,                /* phrase, codes, root */
    VB_DICT_AGENTS,                /* phrase, code, plurals */
    VB_DICT_VERBS,                 /* block, verb, forms, code */
    VB_DICT_PATTERNS,              /* block, pattern, code */
    VB_DICT_SYNSETS,               /* name, words */
    VB_DICT_TRANSFORMATIONS,       /* pattern, result */
    VB_DICT_DISCARDS,              /* phrase, scope */
    VB_DICT_ISSUES,                /* phrase, code, category */
    VB_DICT_N_TABLES
};
enum { VB_DICT_CELLS_MAX = 4 };
struct vb_dict_schema { const char *name, *columns[VB_DICT_CELLS_MAX + 1], *about; };  /* columns end with NULL */
extern const struct vb_dict_schema vb_dict_schemas[VB_DICT_N_TABLES];

struct vb_dict_row { vb_str cells[VB_DICT_CELLS_MAX]; vb_str source; };                /* source "FILE:LINE" */
struct vb_dictionary_rows {
    struct vb_arena arena;         /* cells */
    VB_LIST(struct vb_dict_row) rows[VB_DICT_N_TABLES];
    uint32_t n_blocks;             /* verb blocks so far: their names are made unique with it */
};
vb_status vb_dict_rows_add(struct vb_dictionary_rows *rows, enum vb_dict_table table, const struct vb_dict_row *row, vb_error *err);
/* Add the rows of a table file; views into `bytes`. */
vb_status vb_dict_table_read(struct vb_dictionary_rows *rows, enum vb_dict_table table, const char *file, vb_str bytes,
                             vb_error *err);

/* ---- reading dictionary files ------------------------------------------------------------------------------------------------ */

struct vb_dict_import {
    struct vb_dictionary_rows *rows;
    const char          *file;
    uint32_t             line;     /* of what is read now, from 1 */
    vb_dictionary_say_fn say;
    void                *ctx;
    size_t               n_defects;
    vb_error            *err;
    vb_str               rest;     /* not read yet */
    bool                 in_comment;
    uint32_t             comment_from;
    char                *buf;      /* the line at hand */
    size_t               room;
};
void vb_dict_defect(struct vb_dict_import *in, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * The next line that has something in it, comments and line end cut, as UTF-8 without control characters but tabs: a view that
 * lasts until the next call. `*blank` (may be NULL) says whether blank lines came before it. VB_OK and ptr NULL: no more.
 */
vb_status vb_dict_next_line(struct vb_dict_import *in, vb_str *line, bool *blank);
vb_status vb_dict_add(struct vb_dict_import *in, enum vb_dict_table table, vb_str a, vb_str b, vb_str c, vb_str d);
vb_str    vb_dict_trim(vb_str s);
/* Cut the first [code] out of a line: `*code` without brackets and blanks around, ptr NULL where there is none; what is left. */
vb_str vb_dict_cut_code(struct vb_dict_import *in, vb_str line, vb_str *code, vb_str *after);
/* Say what is odd in a code; the part of it that can be used. */
vb_str vb_dict_check_code(struct vb_dict_import *in, vb_str code);

vb_status vb_dict_read_actors(struct vb_dict_import *in);
vb_status vb_dict_read_agents(struct vb_dict_import *in);
vb_status vb_dict_read_verbs(struct vb_dict_import *in);
vb_status vb_dict_read_discards(struct vb_dict_import *in);
vb_status vb_dict_read_issues(struct vb_dict_import *in);

/* ---- words --------------------------------------------------------------------------------------------------------------------
 */

/*
 * The next word of a phrase or a token in small letters, full stops and other marks at its ends off; '-' and '_' part words, "n't"
 * is a word of its own, "'s" none. False: no more. `*joined`: no blank stands between it and the word before. Longer words than
 * VB_DICT_WORD_MAX bytes are cut.
 */
#define VB_DICT_WORD_MAX 64
struct vb_dict_word { char bytes[VB_DICT_WORD_MAX + 4]; size_t n; bool joined; };
bool vb_dict_next_word(vb_str *rest, struct vb_dict_word *word);

/* A date as YYYYMMDD. False: none. */
bool vb_dict_date(vb_str s, int32_t *date);        /* of YYYY-MM-DD; later parts may be missing, and are 0 then */
bool vb_dict_next_item(vb_str *rest, vb_str *item);                    /* of a cell with '|' between */

#endif
