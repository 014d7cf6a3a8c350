/*
 * Tables when memory or reading fails: every n-th allocation and every n-th read of building a pack and of opening it with own
 * tables over it. Wherever it happens: an error that says so, nothing left behind (AddressSanitizer looks), and the same calls
 * succeed afterwards.
 */
#include "kb_files.h"

#define CHECK(what) ((what) ? (void)0 : failed(#what, __LINE__))

static long doing;

static void failed(const char *what, int line)
{
    fprintf(stderr, "fail_knowledge.c:%d: call %ld: %s\n", line, doing, what);
    exit(1);
}

static vb_status use(const char *dir, const char *path, const char *own, vb_error *err)
{
    struct vb_knowledge *kb   = NULL;
    vb_str               pack = { 0 };
    vb_kb_row            row;
    vb_status            st;

    if ((st = vb_knowledge_build(&dir, 1, NULL, NULL, NULL, &pack, err)) != VB_OK) goto done;
    if ((st = vb_knowledge_open(path, &own, 1, &kb, err)) != VB_OK) goto done;
    CHECK(vb_kb_find(kb, VB_KB_HOLDERS, VB_STR("Anna Rossi"), &row, 1) == 2);
done:
    CHECK(st == VB_OK || !kb);
    vb_free((void *)pack.ptr);
    vb_knowledge_close(kb);
    return st;
}

static void every(long *counter, const char *dir, const char *path, const char *own, vb_status wanted, long least)
{
    for (doing = 0;; doing++) {
        vb_error err = { 0 };
        *counter     = doing;
        vb_status st = use(dir, path, own, &err);
        *counter     = -1;
        if (st == VB_OK) break;
        CHECK(st == wanted && err.code == st && err.msg[0]);
        CHECK(doing < 10000);
    }
    CHECK(doing > least);
    CHECK(use(dir, path, own, NULL) == VB_OK);
}

int main(void)
{
    char    *dir = kb_small_dir(), *own = kb_dir(), *path;
    vb_str   pack;
    vb_error err = { 0 };

    kb_put(own, "holders.tsv", "person\tcountry\toffice\tfrom\nAnna Rossi\tITA\tmayor\t2024\n");
    CHECK(vb_knowledge_build((const char *const[]){ dir }, 1, NULL, NULL, NULL, &pack, &err) == VB_OK);
    path = kb_pack_file(own, pack);
    every(&vb_alloc_fail_after, dir, path, own, VB_ERR_NOMEM, 50);
    every(&vb_read_fail_after, dir, path, own, VB_ERR_IO, 8);
    vb_free((void *)pack.ptr);
    free(path);
    kb_remove(dir);
    kb_remove(own);
    return 0;
}
