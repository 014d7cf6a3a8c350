/*
 * Any bytes as a table: it is refused with file and line, or it becomes a pack that opens and in which every key is found again.
 * The first byte says which table; the rest is its file.
 */
#include "pack.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what) ((what) ? (void)0 : abort())

static size_t n_said;

static void say(void *ctx, const char *line)
{
    (void)ctx;
    CHECK(strncmp(line, "fuzz.tsv:", 9) == 0 && vb_utf8_check(vb_str_of(line)) == strlen(line));
    n_said++;
}

/* As the rows were read, each name leads back to its row. */
static void check_keys(const struct vb_knowledge *kb, const struct vb_kb_source *source)
{
    vb_kb_row row = 0;
    for (unsigned t = 0; t < VB_KB_N_TABLES; t++) {
        for (size_t i = 0; i < source->rows[t].n; i++, row++) {
            vb_str    name = vb_kb_cell(kb, row, VB_KB_NAME), rest = vb_kb_cell(kb, row, VB_KB_NAMES), item;
            vb_kb_row rows[4096];
            uint32_t  n = vb_kb_find(kb, (enum vb_kb_table)t, name, rows, 4096), at = 0;
            char      where[96];
            CHECK(n > 0);
            while (at < n && at < 4096 && rows[at] != row) at++;
            CHECK(at < n && vb_kb_key_column(kb, row, name) == VB_KB_NAME);
            while (rest.len && vb_kb_next_item(&rest, &item)) CHECK(vb_kb_find(kb, (enum vb_kb_table)t, item, NULL, 0) > 0);
            CHECK(vb_kb_longest(kb, 1u << t, &name, 1) == 1);
            vb_kb_where(kb, row, where);
            CHECK(strncmp(where, "fuzz.tsv:", 9) == 0);
            vb_kb_valid(kb, row, VB_STR("2020-02"));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vb_kb_problems problems = { .say = say };
    struct vb_kb_source   source   = { 0 };
    struct vb_knowledge   kb       = { 0 };
    vb_str                pack     = { 0 };
    vb_error              err      = { 0 };
    enum vb_kb_table      table    = size ? (enum vb_kb_table)(data[0] % VB_KB_N_TABLES) : VB_KB_STATES;
    vb_str                bytes    = { (const char *)data + (size ? 1 : 0), size ? size - 1 : 0 };
    vb_status             st;

    n_said = 0;
    st = vb_kb_source_add(&source, table, "fuzz.tsv", bytes, &problems, &err);
    CHECK(st == VB_OK && problems.n == n_said);
    CHECK(vb_kb_pack_write(&source, &pack, &err) == VB_OK);
    CHECK(vb_kb_layer_open("fuzz", pack, &kb.own, &err) == VB_OK);
    vb_kb_set_fields(&kb);
    CHECK(vb_kb_check_rows(&kb, &source, &problems, &err) == VB_OK && problems.n == n_said);
    if (source.rows[table].n <= 4096) check_keys(&kb, &source);
    vb_free((void *)pack.ptr);
    vb_kb_source_free(&source);
    return 0;
}
