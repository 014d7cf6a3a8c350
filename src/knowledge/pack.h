/*
 * `verbale kb pack`, version 1: compiled tables in one file that is mapped and never copied.
 *
 *   header, 128 bytes   magic "verbale kb pack\n" (16), u64 XXH3-64 of all bytes after it, u32 version, u32 byte order 0x01020304,
 *                       u64 bytes of the file, u64 hash of the tables' shapes, u32 rows, u32 cells, u32 strings, u32 entries,
 *                       u32 bucket bits, u32 0, SHA-256 of all bytes after the header (32), u64 bytes of the pool, 16 bytes of 0
 *   rows a table        u32 for each table, in the order of enum vb_kb_table
 *   cells               u32 a cell: a string. A row is its file and its cells, in the order of the table's fields
 *   lines               u32 a row
 *   strings             u32 where each begins in the pool, and the pool's size; string 0 is empty
 *   buckets             u32 2^bits + 1: first entry whose hash begins with these bits
 *   entries             4 u32: low half of the key's XXH3-64, key (a string), row, and how: the column the key stands in; or, for
 *                       the first words of longer keys, tables instead of a row and 256 + the most tokens a key that begins so can
 * have pool                UTF-8, strings one after another
 *
 * All little-endian. Entries are in order of hash, key, table and row; of holders of one office, the newest comes first. Keys
 * that are not names begin with a control character, which no folded name has: see vb_kb_key_of().
 * Opening checks all of it, so that what has opened can be read without a look.
 */
#ifndef VB_KNOWLEDGE_PACK_H
#define VB_KNOWLEDGE_PACK_H

#include "tables.h"

#define VB_KB_VERSION 1u
enum { VB_KB_HOW_START = 256, VB_KB_HOW_MAX = 511 };

struct vb_kb_header {
    char            magic[16];
    uint64_t        hash;
    uint32_t        version, order;
    uint64_t        n_bytes, shapes;
    uint32_t        n_rows, n_cells, n_strings, n_entries, bucket_bits, zero;
    struct vb_sha256 content;
    uint64_t        n_pool, zeros[2];
};
_Static_assert(sizeof(struct vb_kb_header) == 128, "as said above");
enum { VB_KB_HASHED_FROM = 24 };                   /* first byte that header.hash is over */

struct vb_kb_entry { uint32_t hash, key, row, how; };

/* One pack, mapped or in memory. */
struct vb_kb_layer {
    struct vb_kb_header       head;
    const uint32_t           *cells, *lines, *strings, *buckets;
    const struct vb_kb_entry *entries;
    const char               *pool;
    uint32_t                  row_of[VB_KB_N_TABLES + 1];              /* first row of each table */
    uint32_t                  cell_of[VB_KB_N_TABLES];                 /* its first cell */
    uint32_t                  stride[VB_KB_N_TABLES];                  /* cells of one of its rows */
};

struct vb_knowledge {
    struct vb_mapping  file;
    char              *own_bytes;                  /* the pack of the user's tables, or NULL */
    struct vb_kb_layer pack, own;                  /* rows of `own` are numbered after those of `pack` */
    int8_t             field[VB_KB_N_TABLES][VB_KB_N_COLUMNS];         /* vb_kb_field_of() */
    char               name[sizeof "sha256:" + 64];
};

/* Check the bytes of a pack and give a view of it. They are aligned to 8. VB_ERR_KNOWLEDGE names the file. Time: linear. */
vb_status vb_kb_layer_open(const char *name, vb_str bytes, struct vb_kb_layer *out, vb_error *err);
vb_str    vb_kb_layer_string(const struct vb_kb_layer *layer, uint32_t i);
enum vb_kb_table vb_kb_layer_table_of(const struct vb_kb_layer *layer, uint32_t row);
vb_str    vb_kb_layer_cell(const struct vb_kb_layer *layer, enum vb_kb_table table, uint32_t row, uint32_t field);
vb_str    vb_kb_layer_file(const struct vb_kb_layer *layer, uint32_t row);

/* A key that is no name: `what` is 'c' state of a code, 'b' body of an id, 'o' roles of an office, 'h' holders of country and
 * office, */
/* 's' the first word of keys. 0 where it does not fit. */
size_t vb_kb_key_of(char what, vb_str a, vb_str b, char to[VB_KB_KEY_MAX]);
/* The first word of a folded key, in small letters: what vb_kb_longest() looks for before anything else. */
size_t vb_kb_first_word(const char *key, size_t n, char to[VB_KB_KEY_MAX]);

/* Entries of a layer with this key: *first is the index of the first. They lie side by side. */
uint32_t vb_kb_layer_find(const struct vb_kb_layer *layer, vb_str key, uint32_t *first);

/* Set `fields`; done by whoever makes a struct vb_knowledge. */
void vb_kb_set_fields(struct vb_knowledge *kb);

/* Compile rows into a pack, `*pack` to release with vb_free(). VB_ERR_NOMEM, VB_ERR_LIMIT. */
vb_status vb_kb_pack_write(const struct vb_kb_source *source, vb_str *pack, vb_error *err);
/*
 * What the rows of kb->own, compiled from `source`, say of each other and of the pack below: unknown countries, two holders at once
 * … VB_ERR_KNOWLEDGE where `problems` says to stop;  also VB_ERR_NOMEM
 */
vb_status vb_kb_check_rows(const struct vb_knowledge *kb, const struct vb_kb_source *source, struct vb_kb_problems *problems,
                           vb_error *err);

#endif
