/*
 * The weight file: what opens, and what is refused by which name.
 */
#include "weights_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static void make(struct test_file *f)
{
    *f = (struct test_file){0};
    float *a = test_add(f, "alpha", VB_F32, 2, (uint32_t[]){3, 5});
    for (int i = 0; i < 15; i++) a[i] = (float)i / 4;
    memcpy(test_add(f, "beta.b", VB_U8, 1, (uint32_t[]){7}), "verbale", 7);
    memcpy(test_add(f, "beta-i", VB_I32, 1, (uint32_t[]){2}), (int32_t[]){-1, 70000}, 8);
    memset(test_add(f, "gamma", VB_I8, 4, (uint32_t[]){2, 1, 3, 2}), -3, 12);
}

static vb_status try_open(vb_str file, struct vb_weights *w, vb_error *err)
{
    *err = (vb_error){0};
    return vb_weights_open("x.weights", file, w, err);
}

static void assert_refused(vb_str file, const char *says)
{
    struct vb_weights w;
    vb_error          err;
    assert_int_equal(try_open(file, &w, &err), VB_ERR_MODEL);
    if (!strstr(err.msg, says)) fail_msg("\"%s\" does not say \"%s\"", err.msg, says);
    assert_int_equal(w.n_tensors, 0);
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    struct test_file  f;
    struct vb_weights w;
    struct vb_tensor  t;
    vb_error          err;
    make(&f);
    vb_str file = test_write(&f);
    assert_int_equal(try_open(file, &w, &err), VB_OK);
    assert_int_equal(w.n_tensors, 4);
    assert_int_equal(vb_weights_tensor(&w, "alpha", VB_F32, 2, (uint32_t[]){3, 0}, &t, &err), VB_OK);
    assert_int_equal(t.dim[1], 5);
    assert_true(((const float *)t.data)[14] == 3.5f);
    assert_int_equal((uintptr_t)t.data % 64, 0);
    assert_int_equal(vb_weights_tensor(&w, "beta-i", VB_I32, 1, (uint32_t[]){2}, &t, &err), VB_OK);
    assert_int_equal(((const int32_t *)t.data)[1], 70000);
    assert_int_equal(vb_weights_tensor(&w, "gamma", VB_I8, 4, (uint32_t[]){2, 1, 3, 2}, &t, &err), VB_OK);
    const char *before = "";
    for (uint32_t i = 0; i < w.n_tensors; i++) {
        const char *name;
        vb_weights_at(&w, i, &name);
        assert_true(strcmp(before, name) < 0);
        before = name;
    }
    free((void *)file.ptr);
    test_close(&f);
}

static void a_tensor_of_another_shape_is_named(void **state)
{
    (void)state;
    struct test_file  f;
    struct vb_weights w;
    struct vb_tensor  t;
    vb_error          err;
    make(&f);
    vb_str file = test_write(&f);
    assert_int_equal(try_open(file, &w, &err), VB_OK);
    struct { const char *name; enum vb_dtype dtype; uint32_t n_dims, dim[4]; const char *says; } cases[] = {
        {"delta", VB_F32, 1, {1}, "x.weights: tensor delta is missing"},
        {"alph", VB_F32, 1, {1}, "x.weights: tensor alph is missing"},
        {"", VB_F32, 1, {1}, "x.weights: tensor  is missing"},
        {"alpha", VB_F32, 2, {3, 4}, "x.weights: tensor alpha is f32 [3][5], not f32 [3][4]"},
        {"alpha", VB_F32, 2, {0, 4}, "x.weights: tensor alpha is f32 [3][5], not f32 [any][4]"},
        {"alpha", VB_I8, 2, {3, 5}, "x.weights: tensor alpha is f32 [3][5], not i8 [3][5]"},
        {"alpha", VB_F32, 1, {15}, "x.weights: tensor alpha is f32 [3][5], not f32 [15]"},
        {"gamma", VB_I8, 3, {2, 1, 3}, "x.weights: tensor gamma is i8 [2][1][3][2], not i8 [2][1][3]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(vb_weights_tensor(&w, cases[i].name, cases[i].dtype, cases[i].n_dims, cases[i].dim, &t, &err),
                         VB_ERR_MODEL);
        assert_string_equal(err.msg, cases[i].says);
        assert_null(t.data);
    }
    free((void *)file.ptr);
    test_close(&f);
}

static void a_file_cut_anywhere_is_refused(void **state)
{
    (void)state;
    struct test_file f;
    make(&f);
    vb_str file = test_write(&f);
    for (size_t n = 0; n < file.len; n++) assert_refused((vb_str){file.ptr, n}, n < 16 ? "not a verbale weight file" : "truncated");
    free((void *)file.ptr);
    test_close(&f);
}

static void any_bit_turned_is_refused(void **state)
{
    (void)state;
    struct test_file f;
    make(&f);
    vb_str file = test_write(&f);
    char  *bytes = (char *)file.ptr;
    for (size_t at = 0; at < file.len; at++) {
        for (int bit = 0; bit < 8; bit++) {
            bytes[at] ^= (char)(1 << bit);
            assert_refused(file, "x.weights: ");
            bytes[at] ^= (char)(1 << bit);
        }
    }
    /* In the data, the message names the tensor. */
    uint64_t at;
    memcpy(&at, bytes + 64 + 128 * 3 + 88, 8);
    bytes[at + 4] ^= 1;
    assert_refused(file, "x.weights: tensor gamma: altered");
    free(bytes);
    test_close(&f);
}

/* Headers and tables whose hashes are right and that lie all the same. */
static void a_table_that_lies_is_refused(void **state)
{
    (void)state;
    enum { FIRST = 64, SECOND = 192, DTYPE = 64, N_DIMS = 68, DIM = 72, OFFSET = 88, BYTES = 96, ZEROS = 112 };
    struct { size_t at; uint64_t value; size_t n; const char *says; } cases[] = {
        {16, 2, 4, "version 2 of the format; this program reads 1"},
        {20, 0x04030201, 4, "byte order"},
        {24, 5, 4, "altered"},
        {24, UINT32_MAX, 4, "makes no sense"},
        {24, 3, 4, "x.weights: "},
        {28, 1, 4, "makes no sense"},
        {32, 1, 8, "too long"},
        {32, UINT64_MAX, 8, "truncated"},
        {48, 1, 8, "makes no sense"},
        {FIRST, 'z', 1, "tensor beta-i: out of order"},
        {FIRST, 0, 1, "tensor 0: its name is not one"},
        {FIRST, ' ', 1, "tensor 0: its name is not one"},
        {FIRST + 10, 'x', 1, "tensor 0: its name is not one"},
        {FIRST + DTYPE, 4, 4, "tensor alpha: type 4 is unknown"},
        {FIRST + DTYPE, VB_I8, 4, "tensor alpha: its size is not its shape's"},
        {FIRST + N_DIMS, 0, 4, "tensor alpha: its size"},
        {FIRST + N_DIMS, 1, 4, "tensor alpha: its size"},
        {FIRST + N_DIMS, 5, 4, "tensor alpha: its size"},
        {FIRST + DIM, 0, 4, "tensor alpha: its size"},
        {FIRST + DIM, UINT32_MAX, 4, "tensor alpha: its size"},
        {FIRST + BYTES, 0, 8, "tensor alpha: its size"},
        {FIRST + OFFSET, 0, 8, "tensor alpha: lies outside"},
        {FIRST + OFFSET, UINT64_MAX - 63, 8, "tensor alpha: lies outside"},
        {SECOND + OFFSET, 64 + 128 * 4, 8, "tensor beta-i: lies outside"},
        {FIRST + ZEROS, 1, 8, "tensor alpha: its size"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct test_file f;
        make(&f);
        vb_str file = test_write(&f);
        memcpy((char *)file.ptr + cases[i].at, &cases[i].value, cases[i].n);
        if (cases[i].at >= 64) test_seal((char *)file.ptr, f.n);
        assert_refused(file, cases[i].says);
        free((void *)file.ptr);
        test_close(&f);
    }
    /* Dims whose product wraps around to the right number of bytes. */
    struct test_file f;
    make(&f);
    vb_str   file = test_write(&f);
    uint32_t wrap[4] = {1u << 31, 1u << 31, 4, 1};
    memcpy((char *)file.ptr + 64 + 72, wrap, sizeof wrap);
    test_put((char *)file.ptr + 64 + 68, 4, 4);
    test_seal((char *)file.ptr, f.n);
    assert_refused(file, "tensor alpha: its size");
    free((void *)file.ptr);
    test_close(&f);
}

static void an_empty_table_is_a_file(void **state)
{
    (void)state;
    struct test_file  f = {0};
    struct vb_weights w;
    struct vb_tensor  t;
    vb_error          err;
    vb_str file = test_write(&f);
    assert_int_equal(try_open(file, &w, &err), VB_OK);
    assert_int_equal(vb_weights_tensor(&w, "a", VB_F32, 1, (uint32_t[]){0}, &t, &err), VB_ERR_MODEL);
    free((void *)file.ptr);
}

/* ---- what a model asks of its file ------------------------------------------------------------------------------------ */

static void assert_model_refused(struct test_file *f, const char *says)
{
    struct vb_model *model = NULL;
    vb_error         err = {0};
    vb_str           file = test_write(f);
    char            *path = test_save(file);
    for (int reference = 0; reference < 2; reference++) {
        assert_int_equal(vb_model_open(path, reference, &model, &err), VB_ERR_MODEL);
        assert_null(model);
        if (!strstr(err.msg, says) || !strstr(err.msg, path)) fail_msg("\"%s\" does not say \"%s\"", err.msg, says);
    }
    unlink(path);
    free(path);
    free((void *)file.ptr);
    test_close(f);
}

static void a_model_names_the_tensor_it_cannot_use(void **state)
{
    (void)state;
    struct test_file f = {0};
    test_encoder(&f, 1, 64);
    strcpy(test_find(&f, "layer.0.up.w")->name, "layer.0.upp.w");
    assert_model_refused(&f, "tensor layer.0.up.w is missing");

    test_encoder(&f, 1, 64);
    ((int32_t *)test_find(&f, "config")->data)[0] = 2;
    assert_model_refused(&f, "tensor config: version of the network is 2, which this program cannot run");

    test_encoder(&f, 1, 64);
    ((int32_t *)test_find(&f, "config")->data)[4] = 63;
    assert_model_refused(&f, "tensor config: hidden width is 63");

    test_encoder(&f, 1, 64);
    ((int32_t *)test_find(&f, "config")->data)[2] = 2;
    assert_model_refused(&f, "tensor layer.1.qkv.w is missing");

    test_encoder(&f, 1, 64);
    ((int8_t *)test_find(&f, "layer.0.out.w")->data)[384 * 2 + 7] = 64;
    assert_model_refused(&f, "tensor layer.0.out.w: 64 at [2][7] is outside -64..63");

    test_encoder(&f, 1, 64);
    ((float *)test_find(&f, "layer.0.out.s")->data)[3] = 1.0f / 0.0f;
    assert_model_refused(&f, "tensor layer.0.out.s: row 3 is not a number");

    test_encoder(&f, 1, 64);
    ((float *)test_find(&f, "embed.place")->data)[384] = 0.0f / 0.0f;
    assert_model_refused(&f, "tensor embed.place: value 384 is not a number");

    test_encoder(&f, 1, 64);
    memcpy(test_find(&f, "vocab")->data, "[PAD]\n[UNK]\n[CLS]\n[SEQ]\n", 24);
    assert_model_refused(&f, "tensor vocab: no [SEP]");

    test_encoder(&f, 1, 64);
    ((char *)test_find(&f, "vocab")->data)[5] = '_';
    assert_model_refused(&f, "tensor vocab");
}

static void a_model_that_is_not_there_is_an_io_error(void **state)
{
    (void)state;
    struct vb_model *model = NULL;
    vb_error         err = {0};
    assert_int_equal(vb_model_open("/nowhere/x.weights", false, &model, &err), VB_ERR_IO);
    assert_non_null(strstr(err.msg, "/nowhere/x.weights"));
    vb_model_close(NULL);
    vb_model_ws_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(a_tensor_of_another_shape_is_named),
        cmocka_unit_test(a_file_cut_anywhere_is_refused),
        cmocka_unit_test(any_bit_turned_is_refused),
        cmocka_unit_test(a_table_that_lies_is_refused),
        cmocka_unit_test(an_empty_table_is_a_file),
        cmocka_unit_test(a_model_names_the_tensor_it_cannot_use),
        cmocka_unit_test(a_model_that_is_not_there_is_an_io_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
