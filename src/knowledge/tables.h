/*
 * The shapes of the tables of knowledge/, keys, dates, and reading TSV files into rows. Only this folder includes this header.
 */
#ifndef VB_KNOWLEDGE_TABLES_H
#define VB_KNOWLEDGE_TABLES_H

#include "knowledge.h"

#define VB_KB_FILE_MAX ((size_t)64 << 20)          /* bytes of a table file */
#define VB_KB_LINE_MAX ((size_t)16 << 10)          /* bytes of one line */
#define VB_KB_ROWS_MAX ((size_t)1 << 20)           /* rows of one table, and files of one folder */
enum { VB_KB_COLUMNS_MAX = 16 };                   /* columns of one table */

/* What a cell must be. */
enum vb_kb_kind {
    VB_KB_TEXT,
    VB_KB_CODE_OF_ROW,             /* three capitals: what other tables mean by a country */
    VB_KB_SLUG,                    /* lower-case letters, digits, '-': an id or an office */
    VB_KB_DATE,
    VB_KB_NUMBER,
    VB_KB_FLAG,                    /* "yes" or empty */
    VB_KB_ONE_OF,                  /* a word of `words` */
    VB_KB_A_STATE,                 /* code of a state */
    VB_KB_A_COUNTRY,               /* the same, or IGO */
    VB_KB_A_PARTY,                 /* party of the row's country */
    VB_KB_A_ROLE, VB_KB_A_BODY,
    VB_KB_A_REFERENT,              /* "government", or a name in some table of bodies, states, offices or parties */
    VB_KB_DECIMAL,                 /* "-5.5" */
    VB_KB_A_CAMEO,                 /* three or four digits */
    VB_KB_A_CAMEO_ROW,             /* a code of the table of CAMEO's codes */
    VB_KB_A_MODE,                  /* of the row's PLOVER type */
    VB_KB_A_WORD                   /* a lemma, "@name", or "@force", a group of words */
};
enum { VB_KB_IS_KEY = 1, VB_KB_IS_LIST = 2, VB_KB_IS_NEEDED = 4, VB_KB_TELLS_ROWS_APART = 8 };

struct vb_kb_field {
    const char       *name;        /* in the header line; NULL past the last */
    enum vb_kb_column column;
    enum vb_kb_kind   kind;
    unsigned          is;          /* VB_KB_IS_… */
    const char       *words;       /* of VB_KB_ONE_OF, a space between */
};
struct vb_kb_schema {
    const char        *folder, *file;              /* file NULL: every .tsv of the folder, or FOLDER.tsv */
    struct vb_kb_field fields[VB_KB_COLUMNS_MAX + 1];
};
extern const struct vb_kb_schema vb_kb_schemas[VB_KB_N_TABLES];

uint32_t    vb_kb_field_count(enum vb_kb_table table);
/* Which field of the table is this column, or -1. A table whose rows are named by a country has it as COUNTRY too. */
int         vb_kb_field_of(enum vb_kb_table table, enum vb_kb_column column);
uint64_t    vb_kb_schema_hash(void);               /* of all shapes: a pack fits the program that made it */

/* ---- keys and dates ---------------------------------------------------------------------------------------------------- */

/* Lower a folded key that kept its capitals; false where it has none. */
bool   vb_kb_fold_lower(char *key, size_t n);
/* First and last day as year * 10000 + month * 100 + day; false where `s` is no date of the calendar. */
bool   vb_kb_date(vb_str s, int32_t *first, int32_t *last);

/* ---- problems ------------------------------------------------------------------------------------------------------------ */

/* All of them go to `say`; without it the first is the error and the work stops. */
struct vb_kb_problems { vb_kb_problem_fn say; void *ctx; size_t n; vb_error *err; };
/* Note one, "FILE:LINE: …" (line 0: "FILE: …"). False: stop. */
bool vb_kb_problem(struct vb_kb_problems *p, const char *file, uint32_t line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The start of a cell, for a message: a length and bytes for "%.*s". */
int vb_kb_shown(vb_str s);
#define VB_KB_SHOWN(s) vb_kb_shown(s), (s).ptr

/* ---- rows as they are read ------------------------------------------------------------------------------------------------- */

struct vb_kb_source_row {
    const char *file;
    uint32_t    line, dir;                         /* dir: which folder it is from */
    vb_str      cells[VB_KB_COLUMNS_MAX];          /* in the order of fields */
};
struct vb_kb_source {                              /* {0} is an empty one */
    struct vb_arena arena;                         /* file names */
    uint32_t dir;                                  /* of the rows that are added now */
    VB_LIST(char *) contents;                      /* files read: cells are views into them */
    VB_LIST(struct vb_kb_source_row) rows[VB_KB_N_TABLES];
};

/*
 * Add the rows of one table file whose content is `bytes`, which must outlive the source. Lines with problems are left out.
 * VB_ERR_KNOWLEDGE where `problems` says to stop;  also VB_ERR_NOMEM, VB_ERR_LIMIT
 */
vb_status vb_kb_source_add(struct vb_kb_source *source, enum vb_kb_table table, const char *file, vb_str bytes,
                           struct vb_kb_problems *problems, vb_error *err);
/* All tables of a folder, files in the order of their names: DIR/FOLDER/FILE.tsv or DIR/FILE.tsv. */
vb_status vb_kb_source_add_dir(struct vb_kb_source *source, const char *dir, struct vb_kb_problems *problems, vb_error *err);
void      vb_kb_source_free(struct vb_kb_source *source);

#endif
