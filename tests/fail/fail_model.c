/*
 * Weights when memory fails: every n-th allocation of opening, of a workspace, of a head and of word pieces, one run for each n.
 * Wherever it happens: "out of memory", nothing left behind (AddressSanitizer looks), and the same calls succeed afterwards.
 */
#include "weights_file.h"

#include <unistd.h>

#define CHECK(what) ((what) ? (void)0 : failed(#what, __LINE__))

extern long vb_alloc_fail_after;                   /* src/base/memory.c */
static long doing;

static void failed(const char *what, int line)
{
    fprintf(stderr, "fail_model.c:%d: allocation %ld: %s\n", line, doing, what);
    exit(1);
}

static vb_status use(const char *path, bool reference, vb_error *err)
{
    static float                   x[70 * VB_WIDTH], y[70 * 5];
    struct vb_encoder_input        in[70];
    struct vb_model               *model = NULL;
    struct vb_model_ws            *ws = NULL;
    const struct vb_dense         *head = NULL;
    struct vb_pieces               pieces = {0};
    vb_status                      st;
    for (int t = 0; t < 70; t++) in[t] = (struct vb_encoder_input){t, 0, 0, 0};
    if ((st = vb_model_open(path, reference, &model, err)) != VB_OK) goto done;
    if ((st = vb_dense_open(model, "head", VB_WIDTH, 5, &head, err)) != VB_OK) goto done;
    if ((st = vb_model_ws_new(model, &ws, err)) != VB_OK) goto done;
    if ((st = vb_model_pieces(model, VB_STR("w5 w6 unknown"), (vb_span){0, 13}, &pieces, err)) != VB_OK) goto done;
    CHECK(pieces.n == 3);
    if ((st = vb_encoder_run(model, ws, in, 70, x, err)) != VB_OK) goto done;
    st = vb_dense_run(model, ws, head, x, 70, y, err);
done:
    CHECK(st == VB_OK || model || (!head && !ws));
    vb_free(pieces.at);
    vb_model_ws_free(ws);
    vb_model_close(model);
    return st;
}

int main(void)
{
    struct test_file f = {0};
    uint64_t         seed = 31;
    test_encoder(&f, 1, 64);
    test_matrix(&f, "head", 5, VB_WIDTH, true, &seed);
    vb_str file = test_write(&f);
    char  *path = test_save(file);
    for (int reference = 0; reference < 2; reference++) {
        for (doing = 0;; doing++) {
            vb_error err = {0};
            vb_alloc_fail_after = doing;
            vb_status st = use(path, reference, &err);
            vb_alloc_fail_after = -1;
            if (st == VB_OK) break;
            CHECK(st == VB_ERR_NOMEM && err.code == st && strcmp(err.msg, "out of memory") == 0);
            CHECK(doing < 1000);
        }
        CHECK(doing > 10);
        CHECK(use(path, reference, NULL) == VB_OK);
    }
    unlink(path);
    free(path);
    free((void *)file.ptr);
    test_close(&f);
    return 0;
}
