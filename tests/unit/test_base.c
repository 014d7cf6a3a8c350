/*
 * The base folder: errors, memory, arenas, views, files, hashes. UTF-8 has test_utf8.c.
 */
#include "base.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- errors ---- */

static void a_message_is_written_and_its_code_returned(void **state)
{
    vb_error err = { .at = 5 };
    (void)state;
    assert_int_equal(vb_fail(&err, VB_ERR_KNOWLEDGE, "%s:%d: ends", "offices.tsv", 41), VB_ERR_KNOWLEDGE);
    assert_int_equal(err.code, VB_ERR_KNOWLEDGE);
    assert_int_equal(err.at, 0);
    assert_string_equal(err.msg, "offices.tsv:41: ends");
    assert_int_equal(vb_fail_at(&err, VB_ERR_ENCODING, 812, "byte %d", 812), VB_ERR_ENCODING);
    assert_int_equal(err.at, 812);
    assert_int_equal(vb_fail_nomem(NULL), VB_ERR_NOMEM);
    assert_int_equal(vb_fail_at(NULL, VB_ERR_IO, 1, "nobody reads this"), VB_ERR_IO);
}

static void a_long_message_is_cut_between_code_points(void **state)
{
    vb_error err = { 0 };
    char     words[400];
    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        memset(words, 'x', shift);
        for (size_t i = 0; i < 99; i++) memcpy(words + shift + 4 * i, "\xF0\x9F\x91\x8D", 4);
        words[shift + 4 * 99] = '\0';
        vb_fail(&err, VB_ERR_IO, "%s", words);
        assert_int_equal(vb_utf8_check(vb_str_of(err.msg)), strlen(err.msg));
        assert_in_range(strlen(err.msg), sizeof err.msg - 4, sizeof err.msg - 1);
    }
}

static void every_status_has_a_name(void **state)
{
    (void)state;
    for (int i = VB_OK; i <= VB_ERR_LIMIT; i++) {
        assert_string_not_equal(vb_status_name((vb_status)i), "unknown");
        for (int k = VB_OK; k < i; k++) assert_string_not_equal(vb_status_name((vb_status)i), vb_status_name((vb_status)k));
    }
    assert_string_equal(vb_version(), VERBALE_VERSION);
}

/* ---- memory ---- */

static void a_list_grows_and_keeps_what_it_holds(void **state)
{
    VB_LIST(uint32_t) list = { 0 };
    (void)state;
    for (uint32_t i = 0; i < 1000; i++) assert_true(VB_PUSH(&list, i * 3));
    assert_int_equal(list.n, 1000);
    for (uint32_t i = 0; i < 1000; i++) assert_int_equal(list.at[i], i * 3);
    vb_free(list.at);
}

static void sizes_that_cannot_be_are_refused(void **state)
{
    struct vb_arena arena = { 0 };
    void           *at = NULL;
    size_t          room = 0;
    (void)state;
    assert_false(vb_list_reserve(&at, &room, SIZE_MAX / 2, 16));
    assert_false(vb_list_reserve(&at, &room, SIZE_MAX, 1));
    assert_null(at);
    assert_int_equal(room, 0);
    assert_null(vb_arena_alloc(&arena, SIZE_MAX / 2, 4, 4));
    assert_null(VB_NEW(&arena, uint64_t, SIZE_MAX / 8));
    at = vb_alloc(0);
    assert_non_null(at);
    vb_free(at);
    vb_arena_free(&arena);
}

static void pieces_of_an_arena_are_zeroed_aligned_and_apart(void **state)
{
    struct vb_arena arena = { 0 };
    unsigned char  *pieces[300];
    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 300; i++) {
            size_t align = (size_t)1 << (i % 8), size = i * i % 5000;
            pieces[i] = vb_arena_alloc(&arena, size, 1, align);
            assert_non_null(pieces[i]);
            assert_int_equal((uintptr_t)pieces[i] % align, 0);
            for (size_t k = 0; k < size; k++) assert_int_equal(pieces[i][k], 0);
            memset(pieces[i], (int)(i % 255) + 1, size);
        }
        for (size_t i = 0; i < 300; i++)
            for (size_t k = 0; k < i * i % 5000; k++) assert_int_equal(pieces[i][k], i % 255 + 1);
        vb_arena_reset(&arena);                    /* the next round finds zeros again */
    }
    assert_non_null(vb_arena_alloc(&arena, 10 << 20, 1, 1));
    vb_arena_free(&arena);
    assert_null(arena.last);
    vb_arena_reset(&arena);
}

static void copies_end_with_nul_and_not_given_stays_so(void **state)
{
    struct vb_arena arena = { 0 };
    vb_str          copy = vb_arena_copy(&arena, (vb_str){ "ab\0cd!", 5 });
    (void)state;
    assert_int_equal(copy.len, 5);
    assert_memory_equal(copy.ptr, "ab\0cd", 6);
    assert_null(vb_arena_copy(&arena, (vb_str){ 0 }).ptr);
    assert_non_null(vb_arena_copy(&arena, VB_STR("")).ptr);
    assert_string_equal(vb_arena_printf(&arena, "%s-%05d", "uid", 42), "uid-00042");
    vb_arena_free(&arena);
}

/* ---- views ---- */

static void views_compare_by_bytes(void **state)
{
    (void)state;
    assert_true(vb_str_eq((vb_str){ "a\0b", 3 }, (vb_str){ "a\0b", 3 }));
    assert_false(vb_str_eq((vb_str){ "a\0b", 3 }, (vb_str){ "a\0c", 3 }));
    assert_true(vb_str_eq((vb_str){ 0 }, VB_STR("")));
    assert_true(vb_str_eq_nocase(VB_STR("Said"), VB_STR("sAID")));
    assert_false(vb_str_eq_nocase(VB_STR("["), VB_STR("{")));
    assert_false(vb_str_eq_nocase(VB_STR("É"), VB_STR("é")));
    assert_true(vb_str_starts(VB_STR("said so"), VB_STR("said")));
    assert_false(vb_str_starts(VB_STR("sa"), VB_STR("said")));
    assert_true(vb_str_ends(VB_STR("said so"), VB_STR(" so")));
    assert_false(vb_str_ends(VB_STR("so"), VB_STR(" so")));
    assert_true(vb_str_eq(vb_str_sub(VB_STR("who said what"), (vb_span){ 4, 8 }), VB_STR("said")));
    assert_null(vb_str_of(NULL).ptr);
}

static void spans_meet_and_hold(void **state)
{
    vb_span a = { 2, 5 };
    (void)state;
    assert_true(vb_span_meets(a, (vb_span){ 4, 9 }));
    assert_false(vb_span_meets(a, (vb_span){ 5, 9 }));
    assert_true(vb_span_holds(a, (vb_span){ 2, 5 }));
    assert_false(vb_span_holds(a, (vb_span){ 1, 3 }));
    assert_int_equal(vb_span_len(a), 3);
}

/* ---- files and hashes ---- */

static char *write_temporary(const char *bytes, size_t n)
{
    static char path[64];
    int         fd;

    snprintf(path, sizeof path, "/tmp/test_base.XXXXXX");
    assert_true((fd = mkstemp(path)) >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    close(fd);
    return path;
}

static void a_file_is_mapped_and_read_alike(void **state)
{
    char             *path = write_temporary("who\0said", 8);
    struct vb_mapping map;
    vb_str            whole;
    vb_error          err = { 0 };
    (void)state;
    assert_int_equal(vb_map_file(path, &map, &err), VB_OK);
    assert_int_equal(map.len, 8);
    assert_memory_equal(map.ptr, "who\0said", 8);
    vb_unmap(&map);
    assert_null(map.ptr);
    vb_unmap(&map);
    assert_int_equal(vb_read_file(path, 8, &whole, &err), VB_OK);
    assert_int_equal(whole.len, 8);
    assert_memory_equal(whole.ptr, "who\0said", 8);
    vb_free((void *)(uintptr_t)whole.ptr);
    assert_int_equal(vb_read_file(path, 7, &whole, &err), VB_ERR_LIMIT);
    assert_null(whole.ptr);
    assert_non_null(strstr(err.msg, path));
    unlink(path);
}

static void an_empty_file_is_no_error(void **state)
{
    char             *path = write_temporary("", 0);
    struct vb_mapping map;
    vb_str            whole;
    (void)state;
    assert_int_equal(vb_map_file(path, &map, NULL), VB_OK);
    assert_int_equal(map.len, 0);
    assert_non_null(map.ptr);
    vb_unmap(&map);
    assert_int_equal(vb_read_file(path, 0, &whole, NULL), VB_OK);
    assert_int_equal(whole.len, 0);
    vb_free((void *)(uintptr_t)whole.ptr);
    unlink(path);
}

static void what_cannot_be_read_is_named(void **state)
{
    struct vb_mapping map;
    vb_str            whole;
    vb_error          err = { 0 };
    (void)state;
    assert_int_equal(vb_map_file("/nowhere/at all", &map, &err), VB_ERR_IO);
    assert_string_equal(err.msg, "/nowhere/at all: No such file or directory");
    assert_int_equal(vb_map_file("/tmp", &map, &err), VB_ERR_IO);
    assert_string_equal(err.msg, "/tmp: Is a directory");
    assert_int_equal(vb_map_file("/dev/null", &map, &err), VB_ERR_IO);
    assert_string_equal(err.msg, "/dev/null: not a plain file");
    assert_int_equal(vb_read_file("/tmp", 10, &whole, &err), VB_ERR_IO);
    assert_string_equal(err.msg, "/tmp: Is a directory");
    assert_int_equal(vb_read_file("/dev/zero", 100000, &whole, &err), VB_ERR_LIMIT);
}

static void standard_input_is_read_to_its_end(void **state)
{
    int    pipe_ends[2], kept = dup(STDIN_FILENO);
    vb_str whole;
    (void)state;
    assert_int_equal(pipe(pipe_ends), 0);
    assert_int_equal(write(pipe_ends[1], "from a pipe", 11), 11);
    close(pipe_ends[1]);
    dup2(pipe_ends[0], STDIN_FILENO);
    close(pipe_ends[0]);
    assert_int_equal(vb_read_file("-", 100, &whole, NULL), VB_OK);
    assert_true(vb_str_eq(whole, VB_STR("from a pipe")));
    vb_free((void *)(uintptr_t)whole.ptr);
    dup2(kept, STDIN_FILENO);
    close(kept);
}

static void hashes_are_the_published_ones(void **state)
{
    char hex[65];
    (void)state;
    vb_sha256_hex(vb_sha256_of(VB_STR("abc")), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    vb_sha256_hex(vb_sha256_of((vb_str){ 0 }), hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_true(vb_hash64("", 0) == 0x2D06800538D394C2u);
    assert_true(vb_hash64("a", 1) != vb_hash64("b", 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_written_and_its_code_returned),
        cmocka_unit_test(a_long_message_is_cut_between_code_points),
        cmocka_unit_test(every_status_has_a_name),
        cmocka_unit_test(a_list_grows_and_keeps_what_it_holds),
        cmocka_unit_test(sizes_that_cannot_be_are_refused),
        cmocka_unit_test(pieces_of_an_arena_are_zeroed_aligned_and_apart),
        cmocka_unit_test(copies_end_with_nul_and_not_given_stays_so),
        cmocka_unit_test(views_compare_by_bytes),
        cmocka_unit_test(spans_meet_and_hold),
        cmocka_unit_test(a_file_is_mapped_and_read_alike),
        cmocka_unit_test(an_empty_file_is_no_error),
        cmocka_unit_test(what_cannot_be_read_is_named),
        cmocka_unit_test(standard_input_is_read_to_its_end),
        cmocka_unit_test(hashes_are_the_published_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
