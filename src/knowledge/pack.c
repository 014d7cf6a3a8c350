/*
 * The pack: checking its bytes, and finding keys in it. See pack.h for its layout.
 */
#include "pack.h"

#include <inttypes.h>
#include <string.h>

static const char magic[16] = { 'v', 'e', 'r', 'b', 'a', 'l', 'e', ' ', 'k', 'b', ' ', 'p', 'a', 'c', 'k', '\n' };

enum { BUCKET_BITS_MAX = 24 };

/* Bytes that the counts of a header ask for. They are 32 bits wide, so this cannot overflow. */
static uint64_t size_of(const struct vb_kb_header *h)
{
    uint64_t words = VB_KB_N_TABLES + (uint64_t)h->n_cells + h->n_rows + h->n_strings + 1 + (UINT64_C(1) << h->bucket_bits) + 1 +
                     4 * (uint64_t)h->n_entries;
    return sizeof *h + 4 * words + h->n_pool;
}

static vb_status altered(vb_error *err, const char *name, const char *what)
{
    return vb_fail(err, VB_ERR_KNOWLEDGE, "%s: altered: %s", name, what);
}

static vb_status check_header(const char *name, vb_str bytes, struct vb_kb_header *h, vb_error *err)
{
    if (bytes.len < sizeof magic || memcmp(bytes.ptr, magic, sizeof magic) != 0)
        return vb_fail(err, VB_ERR_KNOWLEDGE, "%s: not a verbale kb pack", name);
    if (bytes.len < sizeof *h) return vb_fail(err, VB_ERR_KNOWLEDGE, "%s: truncated: %zu bytes", name, bytes.len);
    memcpy(h, bytes.ptr, sizeof *h);
    if (h->order != 0x01020304u) return vb_fail(err, VB_ERR_KNOWLEDGE, "%s: its byte order is not this machine's", name);
    if (h->version != VB_KB_VERSION)
        return vb_fail(err, VB_ERR_KNOWLEDGE, "%s: version %" PRIu32 " of the format; this program reads %u", name, h->version,
                       VB_KB_VERSION);
    if (h->n_bytes != bytes.len)
        return vb_fail(err, VB_ERR_KNOWLEDGE, "%s: %s: %zu bytes, of %" PRIu64, name,
                       bytes.len < h->n_bytes ? "truncated" : "too long", bytes.len, h->n_bytes);
    if (vb_hash64(bytes.ptr + VB_KB_HASHED_FROM, bytes.len - VB_KB_HASHED_FROM) != h->hash)
        return altered(err, name, "its checksum is not its content's");
    if (h->shapes != vb_kb_schema_hash())
        return vb_fail(err, VB_ERR_KNOWLEDGE, "%s: made for tables of other columns: build it again with this program", name);
    if (h->n_pool > UINT32_MAX || h->bucket_bits < 1 || h->bucket_bits > BUCKET_BITS_MAX || h->zero || h->zeros[0] || h->zeros[1] ||
        size_of(h) != bytes.len)
        return altered(err, name, "its header makes no sense");
    return VB_OK;
}

static const char *check_tables(struct vb_kb_layer *l, const uint32_t *n_rows)
{
    uint64_t row = 0, cell = 0;

    for (unsigned t = 0; t < VB_KB_N_TABLES; t++) {
        l->stride[t]  = 1 + vb_kb_field_count((enum vb_kb_table)t);
        l->row_of[t]  = (uint32_t)row;
        l->cell_of[t] = (uint32_t)cell;
        row += n_rows[t];
        cell += (uint64_t)n_rows[t] * l->stride[t];
        if (row > l->head.n_rows || cell > l->head.n_cells) return "its rows";
    }
    l->row_of[VB_KB_N_TABLES] = (uint32_t)row;
    return row == l->head.n_rows && cell == l->head.n_cells ? NULL : "its rows";
}

/* Every string is UTF-8 by itself: the pool is, and none begins inside a code point. */
static const char *check_strings(const struct vb_kb_layer *l)
{
    uint32_t n_pool = (uint32_t)l->head.n_pool, before = 0;

    if (l->head.n_strings == 0 || l->strings[0] != 0 || l->strings[1] != 0 || l->strings[l->head.n_strings] != n_pool)
        return "its strings";
    for (uint32_t i = 0; i <= l->head.n_strings; i++) {
        uint32_t at = l->strings[i];
        if (at < before || at > n_pool || (at < n_pool && ((unsigned char)l->pool[at] & 0xC0) == 0x80)) return "its strings";
        before = at;
    }
    for (size_t at = 0; at < n_pool;) {
        uint64_t eight;
        size_t   end = at + 256 < n_pool ? at + 256 : n_pool;
        while (at + 8 <= n_pool && (memcpy(&eight, l->pool + at, 8), (eight & UINT64_C(0x8080808080808080)) == 0)) at += 8;
        if (at >= end) continue;
        while (end < n_pool && ((unsigned char)l->pool[end] & 0xC0) == 0x80) end++;
        if (vb_utf8_check((vb_str){ l->pool + at, end - at }) != end - at) return "its strings are not UTF-8";
        at = end;
    }
    return NULL;
}

static const char *check_index(const struct vb_kb_layer *l)
{
    const struct vb_kb_header *h         = &l->head;
    uint32_t                   n_buckets = UINT32_C(1) << h->bucket_bits, most = 0, before = 0;

    for (uint32_t i = 0; i < h->n_cells; i++) most = l->cells[i] > most ? l->cells[i] : most;
    if (h->n_cells && most >= h->n_strings) return "its cells";
    for (uint32_t i = 0; i <= n_buckets; i++) {
        if (l->buckets[i] < before || l->buckets[i] > h->n_entries) return "its index";
        before = l->buckets[i];
    }
    if (before != h->n_entries) return "its index";
    for (uint32_t i = 0; i < h->n_entries; i++) {
        const struct vb_kb_entry *e = &l->entries[i];
        bool                      start = e->how >= VB_KB_HOW_START;
        if (e->key >= h->n_strings || e->how > VB_KB_HOW_MAX) return "its index";
        if (start != vb_str_starts(vb_kb_layer_string(l, e->key), VB_STR("\1s"))) return "its index";
        if (!start && (e->how >= VB_KB_N_COLUMNS || e->row >= h->n_rows)) return "its index";
    }
    return NULL;
}

vb_status vb_kb_layer_open(const char *name, vb_str bytes, struct vb_kb_layer *out, vb_error *err)
{
    struct vb_kb_layer l = { 0 };
    const uint32_t    *at;
    const char        *wrong;
    vb_status          st;

    *out = (struct vb_kb_layer){ 0 };
    if ((st = check_header(name, bytes, &l.head, err)) != VB_OK) return st;
    at        = (const uint32_t *)(const void *)(bytes.ptr + sizeof l.head);
    l.cells   = at + VB_KB_N_TABLES;
    l.lines   = l.cells + l.head.n_cells;
    l.strings = l.lines + l.head.n_rows;
    l.buckets = l.strings + l.head.n_strings + 1;
    l.entries = (const struct vb_kb_entry *)(const void *)(l.buckets + (UINT32_C(1) << l.head.bucket_bits) + 1);
    l.pool    = (const char *)(l.entries + l.head.n_entries);
    if ((wrong = check_tables(&l, at)) || (wrong = check_strings(&l)) || (wrong = check_index(&l)))
        return altered(err, name, wrong);
    *out = l;
    return VB_OK;
}

/* ---- rows ----------------------------------------------------------------------------------------------------------------- */

vb_str vb_kb_layer_string(const struct vb_kb_layer *layer, uint32_t i)
{
    return (vb_str){ layer->pool + layer->strings[i], layer->strings[i + 1] - layer->strings[i] };
}

enum vb_kb_table vb_kb_layer_table_of(const struct vb_kb_layer *layer, uint32_t row)
{
    unsigned t = 0;

    while (row >= layer->row_of[t + 1]) t++;
    return (enum vb_kb_table)t;
}

static const uint32_t *cells_of(const struct vb_kb_layer *layer, enum vb_kb_table table, uint32_t row)
{
    return layer->cells + layer->cell_of[table] + (size_t)(row - layer->row_of[table]) * layer->stride[table];
}

vb_str vb_kb_layer_cell(const struct vb_kb_layer *layer, enum vb_kb_table table, uint32_t row, uint32_t field)
{
    return vb_kb_layer_string(layer, cells_of(layer, table, row)[1 + field]);
}

vb_str vb_kb_layer_file(const struct vb_kb_layer *layer, uint32_t row)
{
    return vb_kb_layer_string(layer, cells_of(layer, vb_kb_layer_table_of(layer, row), row)[0]);
}

/* ---- keys ----------------------------------------------------------------------------------------------------------------- */

size_t vb_kb_key_of(char what, vb_str a, vb_str b, char to[VB_KB_KEY_MAX])
{
    if (a.len > VB_KB_KEY_MAX - 3 || b.len > VB_KB_KEY_MAX - 3 - a.len) return 0;
    to[0] = '\1';
    to[1] = what;
    if (a.len) memcpy(to + 2, a.ptr, a.len);
    if (!b.ptr) return 2 + a.len;
    to[2 + a.len] = '\1';
    if (b.len) memcpy(to + 3 + a.len, b.ptr, b.len);
    return 3 + a.len + b.len;
}

size_t vb_kb_first_word(const char *key, size_t n, char to[VB_KB_KEY_MAX])
{
    size_t len = 0, all;

    while (len < n && key[len] != ' ' && (len == 0 || key[len] != '\'')) len++;
    if ((all = vb_kb_key_of('s', (vb_str){ key, len }, (vb_str){ 0 }, to))) vb_kb_fold_lower(to, all);
    return all;
}

uint32_t vb_kb_layer_find(const struct vb_kb_layer *layer, vb_str key, uint32_t *first)
{
    uint32_t hash, i, end, n = 0;

    if (!layer->entries) return 0;                 /* no tables of the user's own */
    hash = (uint32_t)vb_hash64(key.ptr, key.len);
    i    = layer->buckets[hash >> (32 - layer->head.bucket_bits)];
    end  = layer->buckets[(hash >> (32 - layer->head.bucket_bits)) + 1];
    while (i < end && layer->entries[i].hash != hash) i++;
    while (i < end && layer->entries[i].hash == hash && !vb_str_eq(vb_kb_layer_string(layer, layer->entries[i].key), key)) i++;
    *first = i;
    while (i < end && layer->entries[i].hash == hash && vb_str_eq(vb_kb_layer_string(layer, layer->entries[i].key), key)) i++, n++;
    return n;
}
