/*
 * The ledger between two sides: what its three files share. ledger.c finds the rows, ledger_rows.c reads one, ledger_lines.c makes
 * lines of them.
 */
#ifndef VB_LEDGER_ROWS_H
#define VB_LEDGER_ROWS_H

#include "record_db.h"

enum { A_TO_B = 1, B_TO_A = 2 };                   /* bits: who acts towards whom */

struct vb_ledger_hit {             /* a row between the sides, or within one */
    sqlite3_int64 reading, id;
    enum vb_ledger_what what;
    unsigned dirs;                 /* bits, or of a row within a side 1 for A and 2 for B */
    bool within;
};
struct vb_ledger_row {
    struct vb_ledger_line line;
    sqlite3_int64 reading;
    uint64_t origin;               /* the same for the same words, case, accents and marks aside, wherever they were printed */
    sqlite3_int64 copy;            /* of the texts that its text is a near-copy of; -1 minus the reading: not compared */
    uint64_t cluster;              /* the same for rows that the record has as one event or quotation; 0: none */
    uint64_t said, told;           /* the same for rows that say the same: but for the date, and but for the words */
    uint64_t topic;                /* of an issue and who holds on it; 0: no issue */
    uint64_t holder;
};
struct vb_ledger_rows { struct vb_ledger_row *at; size_t n, room; };           /* a VB_LIST */

/* The text that hits at hand are of. `at` is SQLite's, until the next. */
struct vb_ledger_text { sqlite3_int64 reading, copy; vb_str at; struct vb_ledger_line head; bool newest; };

enum vb_ledger_query { VB_L_TEXT, VB_L_EVENT, VB_L_PARTICIPANTS, VB_L_POSITION, VB_L_DESIGNATION, VB_N_LEDGER };
struct vb_ledger_asking {          /* one call of vb_record_ledger() */
    vb_record *record;
    const struct vb_filter *filter;
    struct vb_arena *arena;
    vb_error *err;
    sqlite3_stmt *query[VB_N_LEDGER];
    struct vb_ledger_text text;
    struct vb_ledger_rows rows;
};

/* Add the row of a hit, where its text is a newest reading, and its date one that is asked for. */
vb_status vb_ledger_add(struct vb_ledger_asking *l, const struct vb_ledger_hit *hit);
/* Lines of the rows, in order, with their counts. */
vb_status vb_ledger_lines(struct vb_ledger_asking *l, bool by_capacity, struct vb_ledger *out);

#endif
