/*
 * The pack: the same bytes for the same tables, and no damaged one opens.
 */
#include "kb_files.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static vb_str make(void)
{
    char    *dir = kb_small_dir();
    vb_str   pack;
    vb_error err = { 0 };
    if (vb_knowledge_build((const char *const[]){ dir }, 1, NULL, NULL, NULL, &pack, &err) != VB_OK) fail_msg("%s", err.msg);
    kb_remove(dir);
    return pack;
}

static void assert_refused(vb_str bytes, const char *says)
{
    struct vb_kb_layer layer;
    vb_error           err = { 0 };
    assert_int_equal(vb_kb_layer_open("x.kb", bytes, &layer, &err), VB_ERR_KNOWLEDGE);
    assert_int_equal(err.code, VB_ERR_KNOWLEDGE);
    if (strncmp(err.msg, "x.kb: ", 6) != 0 || !strstr(err.msg, says)) fail_msg("\"%s\" does not say \"%s\"", err.msg, says);
    assert_null(layer.entries);
}

static void the_same_tables_give_the_same_bytes(void **state)
{
    (void)state;
    vb_str a = make(), b = make();
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.ptr, b.ptr, a.len);
    vb_free((void *)a.ptr);
    vb_free((void *)b.ptr);
}

static void an_empty_table_is_a_pack(void **state)
{
    (void)state;
    struct vb_kb_source source = { 0 };
    struct vb_kb_layer  layer;
    uint32_t            first;
    vb_str              pack;
    vb_error            err = { 0 };
    assert_int_equal(vb_kb_pack_write(&source, &pack, &err), VB_OK);
    assert_int_equal(vb_kb_layer_open("x.kb", pack, &layer, &err), VB_OK);
    assert_int_equal(layer.head.n_rows, 0);
    assert_int_equal(vb_kb_layer_find(&layer, VB_STR("italy"), &first), 0);
    vb_free((void *)pack.ptr);
}

static void a_pack_cut_anywhere_is_refused(void **state)
{
    (void)state;
    vb_str pack = make();
    for (size_t n = 0; n < pack.len; n++) assert_refused((vb_str){ pack.ptr, n }, n < 16 ? "not a verbale kb pack" : "truncated");
    vb_free((void *)pack.ptr);
}

static void any_bit_turned_is_refused(void **state)
{
    (void)state;
    vb_str pack  = make();
    char  *bytes = (char *)pack.ptr;
    for (size_t at = 0; at < pack.len; at++) {
        bytes[at] ^= (char)(1 << at % 8);
        assert_refused(pack, "");
        bytes[at] ^= (char)(1 << at % 8);
    }
    vb_free(bytes);
}

static void seal(vb_str pack)
{
    uint64_t hash = vb_hash64(pack.ptr + VB_KB_HASHED_FROM, pack.len - VB_KB_HASHED_FROM);
    memcpy((char *)pack.ptr + offsetof(struct vb_kb_header, hash), &hash, sizeof hash);
}

/* Packs whose checksum is right and that lie all the same. */
static void a_pack_that_lies_is_refused(void **state)
{
    (void)state;
#define HEAD(member) offsetof(struct vb_kb_header, member)
    vb_str             pack = make();
    struct vb_kb_layer l;
    vb_error           err = { 0 };
    assert_int_equal(vb_kb_layer_open("x.kb", pack, &l, &err), VB_OK);
    size_t tables = sizeof(struct vb_kb_header), cells = tables + 4 * VB_KB_N_TABLES,
           strings = (size_t)((const char *)l.strings - pack.ptr);
    size_t buckets = (size_t)((const char *)l.buckets - pack.ptr), entries = (size_t)((const char *)l.entries - pack.ptr);
    size_t pool = (size_t)(l.pool - pack.ptr), row_entry = entries;
    for (uint32_t i = 0; i < l.head.n_entries; i++)
        if (l.entries[i].how < VB_KB_HOW_START) row_entry = entries + i * sizeof *l.entries;
    struct { size_t at; uint64_t value; size_t n; const char *says; } cases[] = {
        { HEAD(version), 2, 4, "version 2 of the format; this program reads 1" },
        { HEAD(order), 0x04030201, 4, "byte order" },
        { HEAD(n_bytes), 1, 8, "too long" },
        { HEAD(n_bytes), UINT64_MAX, 8, "truncated" },
        { HEAD(shapes), 1, 8, "made for tables of other columns" },
        { HEAD(n_rows), UINT32_MAX, 4, "its header makes no sense" },
        { HEAD(n_cells), UINT32_MAX, 4, "its header makes no sense" },
        { HEAD(n_strings), UINT32_MAX, 4, "its header makes no sense" },
        { HEAD(n_entries), UINT32_MAX, 4, "its header makes no sense" },
        { HEAD(bucket_bits), 0, 4, "its header makes no sense" },
        { HEAD(bucket_bits), 25, 4, "its header makes no sense" },
        { HEAD(bucket_bits), UINT32_MAX, 4, "its header makes no sense" },
        { HEAD(n_pool), UINT64_MAX - 3, 8, "its header makes no sense" },
        { HEAD(zero), 1, 4, "its header makes no sense" },
        { HEAD(zeros), 1, 8, "its header makes no sense" },
        { HEAD(zeros) + 8, 1, 8, "its header makes no sense" },
        { tables, 0, 4, "its rows" },
        { tables, UINT32_MAX, 4, "its rows" },
        { cells, UINT32_MAX, 4, "its cells" },
        { cells, l.head.n_strings, 4, "its cells" },
        { strings, 1, 4, "its strings" },
        { strings + 4, 1, 4, "its strings" },
        { strings + 8, UINT32_MAX, 4, "its strings" },
        { strings + 4 * l.head.n_strings, 0, 4, "its strings" },
        { buckets + 4, UINT32_MAX, 4, "its index" },
        { buckets + 4 * ((size_t)1 << l.head.bucket_bits), 0, 4, "its index" },
        { row_entry + 4, l.head.n_strings, 4, "its index" },
        { row_entry + 8, l.head.n_rows, 4, "its index" },
        { row_entry + 12, VB_KB_N_COLUMNS, 4, "its index" },
        { row_entry + 12, VB_KB_HOW_MAX + 1, 4, "its index" },
        { row_entry + 12, VB_KB_HOW_START + 1, 4, "its index" },
        { pool, 0xFF, 1, "its strings are not UTF-8" },
        { pool, 0x80, 1, "its strings" },
        { pool + l.head.n_pool - 1, 0xC3, 1, "its strings are not UTF-8" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vb_str bad = make();
        memcpy((char *)bad.ptr + cases[i].at, &cases[i].value, cases[i].n);
        seal(bad);
        assert_refused(bad, cases[i].says);
        vb_free((void *)bad.ptr);
    }
    vb_free((void *)pack.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_tables_give_the_same_bytes), cmocka_unit_test(an_empty_table_is_a_pack),
        cmocka_unit_test(a_pack_cut_anywhere_is_refused), cmocka_unit_test(any_bit_turned_is_refused),
        cmocka_unit_test(a_pack_that_lies_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
