/*
 * Dense layers as heads use them: any number of rows, few outputs or many.
 */
#include "weights_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static struct vb_model *open_with_heads(bool reference, char **path)
{
    struct test_file f = {0};
    struct vb_model *model = NULL;
    uint64_t         seed = 21;
    vb_error         err = {0};
    test_encoder(&f, 1, 64);
    test_matrix(&f, "head.small", 5, VB_WIDTH, true, &seed);
    test_matrix(&f, "head.wide", 700, VB_WIDTH, true, &seed);
    test_matrix(&f, "head.odd", 3, 13, true, &seed);
    test_matrix(&f, "head.bad", 4, VB_WIDTH, true, &seed);
    ((int8_t *)test_find(&f, "head.bad.w")->data)[VB_WIDTH + 1] = -65;
    vb_str file = test_write(&f);
    *path = test_save(file);
    if (vb_model_open(*path, reference, &model, &err) != VB_OK) fail_msg("%s", err.msg);
    free((void *)file.ptr);
    test_close(&f);
    return model;
}

static void close_all(struct vb_model *model, struct vb_model_ws *ws, char *path)
{
    vb_model_ws_free(ws);
    vb_model_close(model);
    unlink(path);
    free(path);
}

static const struct { const char *name; uint32_t n_in, n_out; } heads[] = {
    {"head.small", VB_WIDTH, 5}, {"head.wide", VB_WIDTH, 700}, {"head.odd", 13, 3}};
enum { N_HEADS = sizeof heads / sizeof *heads, ROWS = 3000 };

static void eight_bits_are_near_plain_products(void **state)
{
    (void)state;
    for (int reference = 0; reference < 2; reference++) {
        char               *path;
        struct vb_model_ws *ws = NULL;
        struct vb_model    *model = open_with_heads(reference, &path);
        uint64_t            seed = 22;
        assert_int_equal(vb_model_ws_new(model, &ws, NULL), VB_OK);
        for (size_t h = 0; h < N_HEADS; h++) {
            uint32_t               I = heads[h].n_in, O = heads[h].n_out, n = 67;
            char                   name[32];
            const struct vb_dense *dense = NULL;
            struct vb_tensor       w, s, b;
            float *x = malloc(n * I * sizeof *x), *y = malloc(n * O * sizeof *y);
            for (size_t i = 0; i < (size_t)n * I; i++) x[i] = test_normal(&seed, 1);
            assert_int_equal(vb_dense_open(model, heads[h].name, I, O, &dense, NULL), VB_OK);
            snprintf(name, sizeof name, "%s.w", heads[h].name);
            assert_int_equal(vb_model_tensor(model, name, VB_I8, 2, (uint32_t[]){O, I}, &w, NULL), VB_OK);
            snprintf(name, sizeof name, "%s.s", heads[h].name);
            assert_int_equal(vb_model_tensor(model, name, VB_F32, 1, &O, &s, NULL), VB_OK);
            snprintf(name, sizeof name, "%s.b", heads[h].name);
            assert_int_equal(vb_model_tensor(model, name, VB_F32, 1, &O, &b, NULL), VB_OK);
            assert_int_equal(vb_dense_run(model, ws, dense, x, n, y, NULL), VB_OK);
            double by = 0, size = 0;
            for (size_t t = 0; t < n; t++) {
                for (size_t o = 0; o < O; o++) {
                    double want = (double)((const float *)b.data)[o];
                    for (size_t i = 0; i < I; i++) {
                        double weight = (double)((const int8_t *)w.data)[o * I + i] * (double)((const float *)s.data)[o];
                        want += (double)x[t * I + i] * weight;
                    }
                    by += fabs((double)y[t * O + o] - want), size += fabs(want);
                }
            }
            if (!(by <= (reference ? 1e-5 : 0.01) * size)) fail_msg("%s: off by %.5f of the size", heads[h].name, by / size);
            free(x), free(y);
        }
        close_all(model, ws, path);
    }
}

/* A row's result is its own: not how many there are, where it stands, or what ran before. */
static void a_row_does_not_know_the_others(void **state)
{
    (void)state;
    char               *path;
    struct vb_model_ws *ws = NULL;
    struct vb_model    *model = open_with_heads(false, &path);
    uint64_t            seed = 23;
    assert_int_equal(vb_model_ws_new(model, &ws, NULL), VB_OK);
    for (size_t h = 0; h < N_HEADS; h++) {
        uint32_t               I = heads[h].n_in, O = heads[h].n_out;
        const struct vb_dense *dense = NULL;
        float *x = malloc((size_t)ROWS * I * sizeof *x), *y = malloc((size_t)ROWS * O * sizeof *y),
              *one = malloc((size_t)100 * O * sizeof *one);
        for (size_t i = 0; i < (size_t)ROWS * I; i++) x[i] = test_normal(&seed, 1);
        assert_int_equal(vb_dense_open(model, heads[h].name, I, O, &dense, NULL), VB_OK);
        assert_int_equal(vb_dense_run(model, ws, dense, x, ROWS, y, NULL), VB_OK);
        for (size_t t = 0; t < ROWS - 100; t += 37) {
            size_t n = 1 + t % 100;
            assert_int_equal(vb_dense_run(model, ws, dense, x + t * I, n, one, NULL), VB_OK);
            assert_memory_equal(one, y + t * O, n * O * sizeof *one);
        }
        one[0] = 5;
        assert_int_equal(vb_dense_run(model, ws, dense, x, 0, one, NULL), VB_OK);
        assert_true(one[0] == 5);
        free(x), free(y), free(one);
    }
    close_all(model, ws, path);
}

static void what_cannot_be_a_layer_is_named(void **state)
{
    (void)state;
    char                  *path;
    struct vb_model       *model = open_with_heads(false, &path);
    const struct vb_dense *dense = NULL, *again = NULL;
    char                   longest[80];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    struct { const char *name; uint32_t n_in, n_out; const char *says; } cases[] = {
        {"head.none", VB_WIDTH, 5, "tensor head.none.w is missing"},
        {"head.small", VB_WIDTH, 6, "tensor head.small.w is i8 [5][384], not i8 [6][384]"},
        {"head.small", 383, 5, "tensor head.small.w is i8 [5][384], not i8 [5][383]"},
        {"head.bad", VB_WIDTH, 4, "tensor head.bad.w: -65 at [1][1] is outside -64..63"},
        {longest, VB_WIDTH, 4, "is no layer"},
        {"head.small", 0, 5, "is no layer"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vb_error err = {0};
        assert_int_equal(vb_dense_open(model, cases[i].name, cases[i].n_in, cases[i].n_out, &dense, &err), VB_ERR_MODEL);
        assert_null(dense);
        if (!strstr(err.msg, cases[i].says)) fail_msg("\"%s\" does not say \"%s\"", err.msg, cases[i].says);
    }
    assert_int_equal(vb_dense_open(model, "head.small", VB_WIDTH, 5, &dense, NULL), VB_OK);
    assert_int_equal(vb_dense_open(model, "head.small", VB_WIDTH, 5, &again, NULL), VB_OK);
    assert_ptr_equal(dense, again);
    close_all(model, NULL, path);
}

static void pieces_come_from_the_file(void **state)
{
    (void)state;
    char            *path;
    struct vb_model *model = open_with_heads(false, &path);
    struct vb_pieces pieces = {0};
    assert_int_equal(vb_model_cls(model), 2);
    assert_int_equal(vb_model_sep(model), 3);
    assert_int_equal(vb_model_pieces(model, VB_STR("W7, w99"), (vb_span){0, 7}, &pieces, NULL), VB_OK);
    assert_int_equal(pieces.n, 3);
    assert_int_equal(pieces.at[0].id, 7);
    assert_int_equal(pieces.at[1].id, 1);
    assert_int_equal(pieces.at[2].id, 99);
    assert_int_equal(pieces.at[2].span.beg, 4);
    vb_free(pieces.at);
    close_all(model, NULL, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_bits_are_near_plain_products),
        cmocka_unit_test(a_row_does_not_know_the_others),
        cmocka_unit_test(what_cannot_be_a_layer_is_named),
        cmocka_unit_test(pieces_come_from_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
