/*
 * The text layer and whole files when memory runs out: each allocation in turn, and each read.
 *
 * Wherever it happens: the status says so, nothing leaks (the sanitizers look), and the same call succeeds afterwards.
 */
#include "text_properties.h"

#include <string.h>
#include <unistd.h>

#define CHECK(what) ((what) ? (void)0 : failed(#what, __LINE__))

static void failed(const char *what, int line)
{
    fprintf(stderr, "fail_text.c:%d: %s\n", line, what);
    exit(1);
}

/* Long enough that every list grows more than once. */
static size_t write_text(char *to, size_t room)
{
    static const char paragraph[] = "“He told us ‘no’ twice,” Mr. Smith said. \"Why?\" It’s 5 p.m.; they don't know.\n\n";
    size_t n = 0;

    while (n + sizeof paragraph <= room) {
        memcpy(to + n, paragraph, sizeof paragraph - 1);
        n += sizeof paragraph - 1;
    }
    return n;
}

static void split_with_each_allocation_failing(vb_str bytes)
{
    long n_failed = 0;

    for (long n = 0;; n++) {
        struct vb_arena arena = { 0 };
        struct vb_text  text;
        vb_error        err = { 0 };
        vb_status       st;
        vb_alloc_fail_after = n;
        st = vb_text_split(bytes, VB_STR("en"), VB_STR("A title"), &arena, &text, &err);
        vb_alloc_fail_after = -1;
        if (st == VB_OK) {
            check_text(&text);
            vb_arena_free(&arena);
            break;
        }
        CHECK(st == VB_ERR_NOMEM && err.code == VB_ERR_NOMEM && strcmp(err.msg, "out of memory") == 0);
        vb_arena_free(&arena);
        n_failed++;
    }
    CHECK(n_failed > 20);
}

static void read_with_each_call_failing(const char *path)
{
    vb_str   whole;
    vb_error err = { 0 };

    vb_alloc_fail_after = 0;
    CHECK(vb_read_file(path, 100000, &whole, &err) == VB_ERR_NOMEM && whole.ptr == NULL);
    vb_alloc_fail_after = -1;
    for (long n = 0; n < 2; n++) {
        vb_read_fail_after = n;
        CHECK(vb_read_file(path, 100000, &whole, &err) == VB_ERR_IO && whole.ptr == NULL);
        CHECK(strstr(err.msg, path) != NULL && strstr(err.msg, "Input/output error") != NULL);
    }
    vb_read_fail_after = -1;
    CHECK(vb_read_file(path, 100000, &whole, &err) == VB_OK);
    vb_free((void *)(uintptr_t)whole.ptr);
}

int main(void)
{
    static char buffer[20000];
    char        path[] = "/tmp/fail_text.XXXXXX";
    vb_str      bytes = { buffer, write_text(buffer, sizeof buffer) };
    int         fd = mkstemp(path);

    CHECK(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len && close(fd) == 0);
    split_with_each_allocation_failing(bytes);
    read_with_each_call_failing(path);
    CHECK(unlink(path) == 0);
    return 0;
}
