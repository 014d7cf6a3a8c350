/*
 * Writing a pack: rows, strings once each, and an index of all keys, in an order that depends on the tables alone.
 */
#include "pack.h"

#include <stdlib.h>
#include <string.h>

struct key { vb_str text, from; uint32_t hash, row, how; };            /* from: of holders of one office, for their order */

struct building {
    struct vb_arena arena;                         /* folded keys */
    VB_LIST(uint32_t) cells;
    VB_LIST(uint32_t) lines;
    VB_LIST(vb_str) strings;
    VB_LIST(struct key) keys;
    uint32_t *slots;                               /* string of a hash, or 0; room is a power of two, at most half full */
    size_t    n_slots;
    uint64_t  n_pool;
    uint32_t  n_rows[VB_KB_N_TABLES];
};

static vb_status too_much(vb_error *err) { return vb_fail(err, VB_ERR_LIMIT, "the tables are too large for one pack"); }

/* ---- strings: each kept once ------------------------------------------------------------------------------------------------ */

static bool grow_slots(struct building *b)
{
    size_t    n     = b->n_slots ? b->n_slots * 2 : 1024;
    uint32_t *slots = n <= SIZE_MAX / sizeof *slots ? vb_alloc(n * sizeof *slots) : NULL;

    if (!slots) return false;
    memset(slots, 0, n * sizeof *slots);
    for (size_t i = 1; i < b->strings.n; i++) {
        size_t at = (size_t)vb_hash64(b->strings.at[i].ptr, b->strings.at[i].len) & (n - 1);
        while (slots[at]) at = (at + 1) & (n - 1);
        slots[at] = (uint32_t)i;
    }
    vb_free(b->slots);
    b->slots   = slots;
    b->n_slots = n;
    return true;
}

static vb_status add_string(struct building *b, vb_str s, uint32_t *out, vb_error *err)
{
    size_t at;

    *out = 0;
    if (b->strings.n == 0 && !VB_PUSH(&b->strings, VB_STR(""))) return vb_fail_nomem(err);
    if (s.len == 0) return VB_OK;
    if (b->strings.n * 2 >= b->n_slots && !grow_slots(b)) return vb_fail_nomem(err);
    at = (size_t)vb_hash64(s.ptr, s.len) & (b->n_slots - 1);
    for (; b->slots[at]; at = (at + 1) & (b->n_slots - 1)) {
        *out = b->slots[at];
        if (vb_str_eq(b->strings.at[*out], s)) return VB_OK;
    }
    if (b->n_pool + s.len > UINT32_MAX || b->strings.n >= UINT32_MAX - 1) return too_much(err);
    b->slots[at] = *out = (uint32_t)b->strings.n;
    b->n_pool += s.len;
    return VB_PUSH(&b->strings, s) ? VB_OK : vb_fail_nomem(err);
}

/* ---- keys ----------------------------------------------------------------------------------------------------------------- */

static vb_status add_key(struct building *b, const char *text, size_t n, uint32_t row, uint32_t how, vb_str from, vb_error *err)
{
    struct key key = { .from = from, .row = row, .how = how, .hash = (uint32_t)vb_hash64(text, n) };

    if (n == 0) return VB_OK;
    if (b->keys.n >= UINT32_MAX) return too_much(err);
    if (!(key.text = vb_arena_copy(&b->arena, (vb_str){ text, n })).ptr || !VB_PUSH(&b->keys, key)) return vb_fail_nomem(err);
    return VB_OK;
}

/* The most tokens a text can cut this key into: a hyphen may stand for each space, an apostrophe or another mark parts a word. */
static uint32_t most_tokens(const char *key, size_t n)
{
    uint32_t most = 1;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)key[i];
        bool letter = c >= 0x80 || (c | 0x20) >= 'a' ? (c | 0x20) <= 'z' || c >= 0x80 : c >= '0' && c <= '9';
        if (!letter) most += c == '\'' ? 1 : 2;
    }
    return most < VB_KB_HOW_MAX - VB_KB_HOW_START ? most : VB_KB_HOW_MAX - VB_KB_HOW_START;
}

static vb_status add_names(struct building *b, enum vb_kb_table table, uint32_t row, const struct vb_kb_field *field, vb_str cell,
                           vb_error *err)
{
    char      key[VB_KB_KEY_MAX], word[VB_KB_KEY_MAX];
    vb_str    rest = cell, item = cell;
    vb_status st = VB_OK;

    if (cell.len == 0) return VB_OK;
    if (!(field->is & VB_KB_IS_LIST)) rest = (vb_str){ 0 };
    while (st == VB_OK && (!(field->is & VB_KB_IS_LIST) || vb_kb_next_item(&rest, &item))) {
        size_t   n    = vb_kb_fold(item, key);
        uint32_t most = most_tokens(key, n);
        st = add_key(b, key, n, row, field->column, (vb_str){ 0 }, err);
        if (st == VB_OK && most > 1)               /* one token is looked for anyway */
            st = add_key(b, word, vb_kb_first_word(key, n, word), 1u << table, VB_KB_HOW_START + most, (vb_str){ 0 }, err);
        if (!(field->is & VB_KB_IS_LIST)) break;
    }
    return st;
}

static vb_str cell_of(enum vb_kb_table table, const struct vb_kb_source_row *row, enum vb_kb_column column)
{
    int field = vb_kb_field_of(table, column);
    return field < 0 ? (vb_str){ 0 } : row->cells[field];
}

static vb_status add_special_keys(struct building *b, enum vb_kb_table table, uint32_t at, const struct vb_kb_source_row *row,
                                  vb_error *err)
{
    static const vb_str none = { 0 };
    char                key[VB_KB_KEY_MAX];
    vb_str              office = cell_of(table, row, VB_KB_OFFICE), from = cell_of(table, row, VB_KB_FROM);
    size_t              n;

    switch (table) {
    case VB_KB_STATES:
        return add_key(b, key, vb_kb_key_of('c', cell_of(table, row, VB_KB_CODE), none, key), at, VB_KB_CODE, none, err);
    case VB_KB_BODIES: return add_key(b, key, vb_kb_key_of('b', cell_of(table, row, VB_KB_ID), none, key), at, VB_KB_ID, none, err);
    case VB_KB_HOLDERS:
        n = vb_kb_key_of('h', cell_of(table, row, VB_KB_COUNTRY), office, key);
        return add_key(b, key, n, at, VB_KB_OFFICE, from.ptr ? from : VB_STR(""), err);
    default: return VB_OK;
    }
}

static vb_status add_rows(struct building *b, const struct vb_kb_source *source, vb_error *err)
{
    uint32_t  at = 0, string;
    vb_status st;

    for (unsigned t = 0; t < VB_KB_N_TABLES; t++) {
        enum vb_kb_table          table  = (enum vb_kb_table)t;
        const struct vb_kb_field *fields = vb_kb_schemas[t].fields;
        b->n_rows[t] = (uint32_t)source->rows[t].n;
        for (size_t i = 0; i < source->rows[t].n; i++, at++) {
            const struct vb_kb_source_row *row = &source->rows[t].at[i];
            if ((st = add_string(b, vb_str_of(row->file), &string, err)) != VB_OK) return st;
            if (!VB_PUSH(&b->cells, string) || !VB_PUSH(&b->lines, row->line)) return vb_fail_nomem(err);
            for (uint32_t f = 0; fields[f].name; f++) {
                if ((st = add_string(b, row->cells[f], &string, err)) != VB_OK) return st;
                if (!VB_PUSH(&b->cells, string)) return vb_fail_nomem(err);
                if (fields[f].is & VB_KB_IS_KEY && (st = add_names(b, table, at, &fields[f], row->cells[f], err)) != VB_OK)
                    return st;
            }
            if ((st = add_special_keys(b, table, at, row, err)) != VB_OK) return st;
        }
    }
    return VB_OK;
}

static int order_of(vb_str a, vb_str b)
{
    size_t n     = a.len < b.len ? a.len : b.len;
    int    order = n ? memcmp(a.ptr, b.ptr, n) : 0;

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_key(const void *one, const void *other)
{
    const struct key *a = one, *b = other;
    int               order;

    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    if ((order = order_of(a->text, b->text)) != 0) return order;
    if (a->how >= VB_KB_HOW_START) return 0;       /* one entry in the end */
    if (a->from.ptr && b->from.ptr && (order = order_of(b->from, a->from)) != 0) return order;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return (a->how > b->how) - (a->how < b->how);
}

/* A row has a key once, from its first column that has it; first words are added up over all tables. */
static void join_keys(struct building *b)
{
    size_t n = 0;

    qsort(b->keys.at, b->keys.n, sizeof *b->keys.at, by_key);
    for (size_t i = 0; i < b->keys.n; i++) {
        struct key *key = &b->keys.at[i], *last = n ? &b->keys.at[n - 1] : NULL;
        if (last && last->hash == key->hash && vb_str_eq(last->text, key->text)) {
            if (key->how >= VB_KB_HOW_START) {
                last->row |= key->row;
                if (last->how < key->how) last->how = key->how;
                continue;
            }
            if (last->row == key->row) continue;
        }
        b->keys.at[n++] = *key;
    }
    b->keys.n = n;
}

/* ---- bytes ------------------------------------------------------------------------------------------------------------------ */

static uint32_t bits_for(size_t n_entries)
{
    uint32_t bits = 1;
    while (bits < 24 && ((size_t)1 << bits) < n_entries) bits++;
    return bits;
}

static vb_status write_bytes(struct building *b, vb_str *pack, vb_error *err)
{
    struct vb_kb_header h = { .magic = "verbale kb pack", .version = VB_KB_VERSION, .order = 0x01020304u };
    uint32_t           *at, n_buckets, place = 0, string;
    uint64_t            n_words;
    vb_status           st;
    char               *bytes, *pool;

    h.magic[15] = '\n';
    /* Keys are strings too, numbered in the order of the index. */
    for (size_t i = 0; i < b->keys.n; i++)
        if ((st = add_string(b, b->keys.at[i].text, &string, err)) != VB_OK) return st;
    if (b->cells.n > UINT32_MAX / 2) return too_much(err);
    h.shapes      = vb_kb_schema_hash();
    h.n_rows      = (uint32_t)b->lines.n;
    h.n_cells     = (uint32_t)b->cells.n;
    h.n_strings   = (uint32_t)b->strings.n;
    h.n_entries   = (uint32_t)b->keys.n;
    h.bucket_bits = bits_for(b->keys.n);
    h.n_pool      = b->n_pool;
    n_buckets     = UINT32_C(1) << h.bucket_bits;
    n_words       = VB_KB_N_TABLES + (uint64_t)h.n_cells + h.n_rows + h.n_strings + 1 + n_buckets + 1 + 4 * (uint64_t)h.n_entries;
    h.n_bytes     = sizeof h + 4 * n_words + h.n_pool;
    if (h.n_bytes > SIZE_MAX || !(bytes = vb_alloc((size_t)h.n_bytes))) return vb_fail_nomem(err);

    at = (uint32_t *)(void *)(bytes + sizeof h);
    memcpy(at, b->n_rows, sizeof b->n_rows);
    at += VB_KB_N_TABLES;
    if (h.n_cells) memcpy(at, b->cells.at, h.n_cells * sizeof *at);
    at += h.n_cells;
    if (h.n_rows) memcpy(at, b->lines.at, h.n_rows * sizeof *at);
    at += h.n_rows;
    pool = bytes + h.n_bytes - h.n_pool;
    for (size_t i = 0; i < b->strings.n; i++) {
        *at++ = place;
        if (b->strings.at[i].len) memcpy(pool + place, b->strings.at[i].ptr, b->strings.at[i].len);
        place += (uint32_t)b->strings.at[i].len;
    }
    *at++ = place;
    for (uint32_t bucket = 0, i = 0; bucket <= n_buckets; bucket++) {
        while (i < h.n_entries && b->keys.at[i].hash >> (32 - h.bucket_bits) < bucket) i++;
        *at++ = i;
    }
    for (uint32_t i = 0; i < h.n_entries; i++) {
        const struct key *key = &b->keys.at[i];
        *at++ = key->hash;
        (void)add_string(b, key->text, at++, NULL);            /* it is there */
        *at++ = key->row;
        *at++ = key->how;
    }
    h.content = vb_sha256_of((vb_str){ bytes + sizeof h, (size_t)h.n_bytes - sizeof h });
    memcpy(bytes, &h, sizeof h);
    h.hash = vb_hash64(bytes + VB_KB_HASHED_FROM, (size_t)h.n_bytes - VB_KB_HASHED_FROM);
    memcpy(bytes, &h, sizeof h);
    *pack = (vb_str){ bytes, (size_t)h.n_bytes };
    return VB_OK;
}

vb_status vb_kb_pack_write(const struct vb_kb_source *source, vb_str *pack, vb_error *err)
{
    struct building b = { 0 };
    uint32_t        empty;
    vb_status       st;

    *pack = (vb_str){ 0 };
    if ((st = add_string(&b, VB_STR(""), &empty, err)) != VB_OK) goto done;
    if ((st = add_rows(&b, source, err)) != VB_OK) goto done;
    if (b.keys.n) join_keys(&b);
    st = write_bytes(&b, pack, err);
done:
    vb_free(b.cells.at);
    vb_free(b.lines.at);
    vb_free(b.strings.at);
    vb_free(b.keys.at);
    vb_free(b.slots);
    vb_arena_free(&b.arena);
    return st;
}
