/*
 * Knowledge as others see it: the mapped pack, the user's tables compiled over it in memory, and lookups in both.
 */
#include "pack.h"

#include <stdio.h>
#include <string.h>

void vb_kb_set_fields(struct vb_knowledge *kb)
{
    for (unsigned t = 0; t < VB_KB_N_TABLES; t++)
        for (unsigned c = 0; c < VB_KB_N_COLUMNS; c++)
            kb->field[t][c] = (int8_t)vb_kb_field_of((enum vb_kb_table)t, (enum vb_kb_column)c);
}

/* The pack's name is its content's; with own tables, the hash of both names. */
static void set_name(struct vb_knowledge *kb)
{
    struct vb_sha256 both[2] = { kb->pack.head.content, kb->own.head.content };

    memcpy(kb->name, "sha256:", strlen("sha256:"));
    vb_sha256_hex(kb->own_bytes ? vb_sha256_of((vb_str){(const char *)both, sizeof both}) : both[0], kb->name + strlen("sha256:"));
}

vb_status vb_knowledge_build(const char *const *dirs, size_t n_dirs, const struct vb_knowledge *under, vb_kb_problem_fn say,
                             void *ctx, vb_str *pack, vb_error *err)
{
    struct vb_kb_problems problems = { .say = say, .ctx = ctx, .err = err };
    struct vb_kb_source   source   = { 0 };
    struct vb_knowledge   made     = { 0 };
    vb_str                bytes    = { 0 };
    vb_status             st       = VB_OK;

    if (pack) *pack = (vb_str){ 0 };
    for (size_t i = n_dirs; st == VB_OK && i-- > 0; source.dir++) st = vb_kb_source_add_dir(&source, dirs[i], &problems, err);
    if (st != VB_OK) goto done;
    if ((st = vb_kb_pack_write(&source, &bytes, err)) != VB_OK) goto done;
    if ((st = vb_kb_layer_open("the tables", bytes, &made.own, err)) != VB_OK) goto done;
    if (under) made.pack = under->pack;
    vb_kb_set_fields(&made);
    if ((st = vb_kb_check_rows(&made, &source, &problems, err)) != VB_OK) goto done;
    if (problems.n) {
        st = vb_fail(err, VB_ERR_KNOWLEDGE, "%zu problem%s in the tables", problems.n, problems.n == 1 ? "" : "s");
        goto done;
    }
    if (pack) {
        *pack = bytes;
        bytes = (vb_str){ 0 };                     /* now the caller's to free */
    }
done:
    vb_free((void *)(uintptr_t)bytes.ptr);
    vb_kb_source_free(&source);
    return st;
}

vb_status vb_knowledge_open(const char *path, const char *const *dirs, size_t n_dirs, struct vb_knowledge **out, vb_error *err)
{
    struct vb_knowledge *kb = NULL;
    vb_str               own = { 0 };
    vb_status            st;

    *out = NULL;
    if (!(kb = vb_alloc(sizeof *kb))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    *kb = (struct vb_knowledge){ 0 };
    vb_kb_set_fields(kb);
    if ((st = vb_map_file(path, &kb->file, err)) != VB_OK) goto done;
    if ((st = vb_kb_layer_open(path, (vb_str){ kb->file.ptr, kb->file.len }, &kb->pack, err)) != VB_OK) goto done;
    if (n_dirs) {
        if ((st = vb_knowledge_build(dirs, n_dirs, kb, NULL, NULL, &own, err)) != VB_OK) goto done;
        kb->own_bytes = (char *)(uintptr_t)own.ptr;
        if ((st = vb_kb_layer_open("the tables", own, &kb->own, err)) != VB_OK) goto done;
    }
    set_name(kb);
    *out = kb;
    kb   = NULL;                                   /* now the caller's to close */
done:
    vb_knowledge_close(kb);
    return st;
}

void vb_knowledge_close(struct vb_knowledge *kb)
{
    if (!kb) return;
    vb_unmap(&kb->file);
    vb_free(kb->own_bytes);
    vb_free(kb);
}

vb_str vb_knowledge_name(const struct vb_knowledge *kb) { return vb_str_of(kb->name); }

/* ---- lookups ------------------------------------------------------------------------------------------------------------ */

static const struct vb_kb_layer *layer_of(const struct vb_knowledge *kb, vb_kb_row *row)
{
    if (*row < kb->pack.head.n_rows) return &kb->pack;
    *row -= kb->pack.head.n_rows;
    return &kb->own;
}

/* Rows of `table` among the entries of `key` in one layer. */
static uint32_t rows_in(const struct vb_kb_layer *layer, uint32_t base, enum vb_kb_table table, vb_str key, vb_kb_row *out,
                        uint32_t room)
{
    uint32_t first = 0, n = 0, n_entries = vb_kb_layer_find(layer, key, &first);

    for (uint32_t i = first; i < first + n_entries; i++) {
        uint32_t row = layer->entries[i].row;
        if (row < layer->row_of[table] || row >= layer->row_of[table + 1]) continue;
        if (n < room) out[n] = base + row;
        n++;
    }
    return n;
}

static uint32_t rows_of(const struct vb_knowledge *kb, enum vb_kb_table table, vb_str key, vb_kb_row *out, uint32_t room)
{
    uint32_t n = rows_in(&kb->own, kb->pack.head.n_rows, table, key, out, room);
    return n + rows_in(&kb->pack, 0, table, key, n < room ? out + n : out, n < room ? room - n : 0);
}

uint32_t vb_kb_find(const struct vb_knowledge *kb, enum vb_kb_table table, vb_str key, vb_kb_row *out, uint32_t room)
{
    char     folded[VB_KB_KEY_MAX];
    size_t   len = vb_kb_fold(key, folded);
    uint32_t n   = len ? rows_of(kb, table, (vb_str){ folded, len }, out, room) : 0;

    if (n || !vb_kb_fold_lower(folded, len)) return n;
    return rows_of(kb, table, (vb_str){ folded, len }, out, room);
}

static bool is_in_tables(const struct vb_kb_layer *layer, uint32_t tables, vb_str key)
{
    uint32_t first = 0, n = vb_kb_layer_find(layer, key, &first);

    for (uint32_t i = first; i < first + n; i++)
        if (tables & 1u << vb_kb_layer_table_of(layer, layer->entries[i].row)) return true;
    return false;
}

static bool has_key(const struct vb_knowledge *kb, uint32_t tables, vb_str key)
{
    return is_in_tables(&kb->own, tables, key) || is_in_tables(&kb->pack, tables, key);
}

/* The most tokens of a key that begins with this word, in one layer. */
static uint32_t most_from(const struct vb_kb_layer *layer, uint32_t tables, vb_str word)
{
    uint32_t first = 0;

    if (!vb_kb_layer_find(layer, word, &first) || !(layer->entries[first].row & tables)) return 0;
    return layer->entries[first].how - VB_KB_HOW_START;
}

static bool is_stop(vb_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] != '.') return false;
    return true;
}

/* Folded words one after another: what folding all of them at once gives, but for the capitals of short keys. */
struct joined {
    char   key[VB_KB_NAME_MAX + 1 + VB_KB_KEY_MAX], low[VB_KB_NAME_MAX + 1 + VB_KB_KEY_MAX];
    size_t n;
};

/* False where the key is full. A word that folds to nothing, as a hyphen does, adds nothing and *empty says so. */
static bool join_word(struct joined *j, vb_str word, bool *empty)
{
    char   folded[VB_KB_KEY_MAX];
    size_t len = vb_kb_fold(word, folded), gap;

    *empty = len == 0;
    if (*empty) return word.len <= VB_KB_NAME_MAX;
    gap = j->n > 0 && folded[0] != '\'' ? 1 : 0;
    if (j->n + gap + len > VB_KB_NAME_MAX) return false;
    if (gap) j->key[j->n] = j->low[j->n] = ' ';
    memcpy(j->key + j->n + gap, folded, len);
    vb_kb_fold_lower(folded, len);
    memcpy(j->low + j->n + gap, folded, len);
    j->n += gap + len;
    return true;
}

/* Of keys that fold a comma away, those whose tables write one: "Hong Kong, police" is no Hong Kong Police. */
static bool has_comma(const struct vb_knowledge *kb, uint32_t tables, vb_str key)
{
    vb_kb_row rows[8];
    for (uint32_t t = 0; t < VB_KB_N_TABLES; t++) {
        uint32_t n = tables >> t & 1 ? vb_kb_find(kb, (enum vb_kb_table)t, key, rows, 8) : 0;
        for (uint32_t i = 0; i < n && i < 8; i++) {
            vb_str name = vb_kb_cell(kb, rows[i], VB_KB_NAME), names = vb_kb_cell(kb, rows[i], VB_KB_NAMES);
            if ((name.len > 0 && memchr(name.ptr, ',', name.len)) || (names.len > 0 && memchr(names.ptr, ',', names.len)))
                return true;
        }
    }
    return false;
}

uint32_t vb_kb_longest(const struct vb_knowledge *kb, uint32_t tables, const vb_str *words, uint32_t n_words)
{
    struct joined j;
    char          start[VB_KB_KEY_MAX];
    uint32_t      most = 1, from, n, comma = UINT32_MAX;       /* comma: the first word that is one */
    uint16_t      ends[VB_KB_HOW_MAX - VB_KB_HOW_START + 1];
    size_t        len;
    bool          empty;

    j.n = 0;
    if (n_words == 0 || !join_word(&j, words[0], &empty) || empty) return 0;
    ends[0] = (uint16_t)j.n;
    len     = vb_kb_first_word(j.low, j.n, start);
    if ((from = most_from(&kb->pack, tables, (vb_str){ start, len })) > most) most = from;
    if ((from = most_from(&kb->own, tables, (vb_str){ start, len })) > most) most = from;
    for (n = 1; n < most && n < n_words && !is_stop(words[n]); n++) {
        if (!join_word(&j, words[n], &empty)) break;
        ends[n] = empty ? 0 : (uint16_t)j.n;       /* a name does not end in a hyphen or a comma */
        if (comma == UINT32_MAX && vb_str_eq(words[n], VB_STR(","))) comma = n;
    }
    for (; n > 0; n--) {
        if (!ends[n - 1]) continue;
        if (n > comma && !has_comma(kb, tables, (vb_str){ j.key, ends[n - 1] })) continue;
        if (has_key(kb, tables, (vb_str){ j.key, ends[n - 1] })) return n;
        if (memcmp(j.key, j.low, ends[n - 1]) != 0 && has_key(kb, tables, (vb_str){ j.low, ends[n - 1] })) return n;
    }
    return 0;
}

enum vb_kb_table vb_kb_table_of(const struct vb_knowledge *kb, vb_kb_row row)
{
    const struct vb_kb_layer *layer = layer_of(kb, &row);
    return vb_kb_layer_table_of(layer, row);
}

vb_str vb_kb_cell(const struct vb_knowledge *kb, vb_kb_row row, enum vb_kb_column column)
{
    const struct vb_kb_layer *layer = layer_of(kb, &row);
    enum vb_kb_table          table = vb_kb_layer_table_of(layer, row);
    const signed char         field = kb->field[table][column];

    return field < 0 ? VB_STR("") : vb_kb_layer_cell(layer, table, row, (unsigned char)field);
}

enum vb_kb_column vb_kb_key_column(const struct vb_knowledge *kb, vb_kb_row row, vb_str key)
{
    const struct vb_kb_layer *layer = layer_of(kb, &row);
    char                      folded[VB_KB_KEY_MAX];
    size_t                    len = vb_kb_fold(key, folded);

    do {
        uint32_t first = 0, n = len ? vb_kb_layer_find(layer, (vb_str){ folded, len }, &first) : 0;
        for (uint32_t i = first; i < first + n; i++)
            if (layer->entries[i].row == row) return (enum vb_kb_column)layer->entries[i].how;
    } while (vb_kb_fold_lower(folded, len));
    return VB_KB_N_COLUMNS;
}

void vb_kb_where(const struct vb_knowledge *kb, vb_kb_row row, char buf[96])
{
    const struct vb_kb_layer *layer = layer_of(kb, &row);
    vb_str                    file  = vb_kb_layer_file(layer, row);

    snprintf(buf, 96, "%.*s:%u", VB_KB_SHOWN(file), layer->lines[row]);
}

int vb_kb_valid(const struct vb_knowledge *kb, vb_kb_row row, vb_str date)
{
    vb_str  until = vb_kb_cell(kb, row, VB_KB_UNTIL);
    int32_t first, last, begin, end, other;

    if (!vb_kb_date(date, &first, &last)) return -1;
    if (vb_kb_date(vb_kb_cell(kb, row, VB_KB_FROM), &begin, &other) && last < begin) return 0;
    if (until.len) return vb_kb_date(until, &other, &end) && first > end ? 0 : 1;
    return vb_kb_date(vb_kb_cell(kb, row, VB_KB_SURE), &other, &end) && first > end ? -1 : 1;
}

static bool is_newer(vb_str a, vb_str b)
{
    size_t n     = a.len < b.len ? a.len : b.len;
    int    order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return order ? order > 0 : a.len > b.len;
}

uint32_t vb_kb_holders(const struct vb_knowledge *kb, vb_str country, vb_str office, vb_kb_row *out, uint32_t room)
{
    char     text[VB_KB_KEY_MAX];
    vb_str   key   = { text, vb_kb_key_of('h', country, office.ptr ? office : VB_STR(""), text) };
    uint32_t own = 0, pack = 0, n = 0;
    uint32_t own_end  = vb_kb_layer_find(&kb->own, key, &own), pack_end = vb_kb_layer_find(&kb->pack, key, &pack);

    own_end += own;
    pack_end += pack;
    for (; own < own_end || pack < pack_end; n++) {            /* both are newest first */
        vb_kb_row a = own < own_end ? kb->pack.head.n_rows + kb->own.entries[own].row : VB_NONE;
        vb_kb_row b = pack < pack_end ? kb->pack.entries[pack].row : VB_NONE;
        bool take_own = b == VB_NONE || (a != VB_NONE && !is_newer(vb_kb_cell(kb, b, VB_KB_FROM), vb_kb_cell(kb, a, VB_KB_FROM)));
        if (n < room) out[n] = take_own ? a : b;
        if (take_own) own++;
        else pack++;
    }
    return n;
}

vb_kb_row vb_kb_state(const struct vb_knowledge *kb, vb_str code)
{
    char      key[VB_KB_KEY_MAX];
    vb_kb_row row = VB_NONE;

    rows_of(kb, VB_KB_STATES, (vb_str){ key, vb_kb_key_of('c', code, (vb_str){ 0 }, key) }, &row, 1);
    return row;
}

vb_kb_row vb_kb_body(const struct vb_knowledge *kb, vb_str id)
{
    char      key[VB_KB_KEY_MAX];
    vb_kb_row row = VB_NONE;

    rows_of(kb, VB_KB_BODIES, (vb_str){ key, vb_kb_key_of('b', id, (vb_str){ 0 }, key) }, &row, 1);
    return row;
}
