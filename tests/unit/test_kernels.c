/*
 * The kernels against plain C and libm, and what must not change a byte: alignment, neighbours, length of the rest.
 */
#include "gemm.h"
#include "kernels.h"
#include "reference.h"
#include "weights_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The distance of two floats in units of the last place of the second. */
static double ulps(float got, double want)
{
    if (isnan(want)) return isnan(got) ? 0 : INFINITY;
    if (isinf(want) || want == 0) return got == (float)want ? 0 : INFINITY;
    int exponent;
    frexp(want, &exponent);
    return fabs((double)got - want) / ldexp(1, exponent - 24);
}

static void exp_is_within_2_ulps(void **state)
{
    (void)state;
    double worst = 0;
    for (float x = -87.3f; x < 88.72f; x += 0.000637f) {
        double by = ulps(vb_expf(x), exp((double)x));
        if (by > worst) worst = by;
    }
    if (worst > 2) fail_msg("%.2f ulp", worst);
    assert_true(vb_expf(0) == 1);
    assert_true(vb_expf(-87.4f) == 0 && vb_expf(-1e30f) == 0 && vb_expf(-INFINITY) == 0);
    assert_true(isinf(vb_expf(88.73f)) && isinf(vb_expf(INFINITY)));
    assert_true(isnan(vb_expf(NAN)));
    for (float x = -87.3f; x < 88.7f; x += 0.01f) assert_true(vb_expf(x) <= vb_expf(x + 0.01f));
}

static void log_is_within_1_ulp(void **state)
{
    (void)state;
    double worst = 0;
    for (double x = 1e-45; x < 3e38; x *= 1.000731) {
        double by = (float)x == 1 ? 0 : ulps(vb_logf((float)x), log((double)(float)x));
        if (by > worst) worst = by;
    }
    if (worst > 1) fail_msg("%.2f ulp", worst);
    assert_true(vb_logf(1) == 0);
    assert_true(vb_logf(0) == -INFINITY && vb_logf(INFINITY) == INFINITY);
    assert_true(isnan(vb_logf(-1)) && isnan(vb_logf(NAN)));
}

static void dots_are_inner_products(void **state)
{
    (void)state;
    enum { N = 5, M = 7, WIDTH = 40 };
    float a[N * WIDTH], b[M * WIDTH], all[N * M], one;
    for (int i = 0; i < N * WIDTH; i++) a[i] = (float)(i * 37 % 101) / 50 - 1;
    for (int i = 0; i < M * WIDTH; i++) b[i] = (float)(i * 53 % 89) / 40 - 1;
    vb_dots(a, N, b, M, WIDTH, all);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < M; j++) {
            double want = 0;
            for (int k = 0; k < WIDTH; k++) want += (double)a[i * WIDTH + k] * (double)b[j * WIDTH + k];
            assert_true(fabs((double)all[i * M + j] - want) < 1e-5);
            vb_dots(a + i * WIDTH, 1, b + j * WIDTH, 1, WIDTH, &one);      /* the same bytes alone and among others */
            assert_true(one == all[i * M + j]);
        }
}

static void gelu_is_by_erf(void **state)
{
    (void)state;
    enum { N = 1 << 20 };
    float *x = malloc(N * sizeof *x), *y = malloc(N * sizeof *y);
    for (int i = 0; i < N; i++) x[i] = y[i] = ((float)i / N - 0.5f) * 40;
    vb_gelu(y, N);
    for (int i = 0; i < N; i++) {
        double want = 0.5 * (double)x[i] * (1 + erf((double)x[i] * 0.70710678118654752));
        if (!(fabs((double)y[i] - want) <= 1e-6 + 1e-7 * fabs((double)x[i]))) fail_msg("gelu(%g) is %g, not %g", x[i], y[i], want);
    }
    float tail[11], alone[11];                     /* the rest of 8 is as the 8 are */
    for (int i = 0; i < 11; i++) tail[i] = alone[i] = (float)i - 5;
    vb_gelu(tail, 11);
    for (int i = 0; i < 11; i++) vb_gelu(alone + i, 1);
    assert_memory_equal(tail, alone, sizeof tail);
    free(x);
    free(y);
}

/* ---- 8 bits --------------------------------------------------------------------------------------------------------------- */

static void softmax_is_of_the_differences(void **state)
{
    (void)state;
    float x[5] = {1000, 999, 998, -1000, 1000}, one = 3;
    const double e = exp(-1), all = 2 + e + e * e, want[5] = {1 / all, e / all, e * e / all, 0, 1 / all};
    vb_softmax(x, 5);
    for (int i = 0; i < 5; i++) assert_true(fabs((double)x[i] - want[i]) <= 1e-7);
    vb_softmax(&one, 1);
    assert_true(one == 1.0F);
}

static void quantising_keeps_every_value_within_half_a_step(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (size_t n = 1; n < 100; n++) {
        float   x[100], most = -INFINITY, least = INFINITY;
        uint8_t q[100], again[101];
        memset(q, 77, sizeof q);
        for (size_t i = 0; i < n; i++) {
            x[i] = test_normal(&seed, 3) + 1;
            most = fmaxf(most, x[i]), least = fminf(least, x[i]);
        }
        struct vb_quant by = vb_kernel_quantise(x, n, q);
        assert_true(by.lo == least);
        for (size_t i = 0; i < n; i++) {
            float back = by.lo + by.step * (float)q[i];
            if (!(fabsf(back - x[i]) <= by.step * 0.5001f))
                fail_msg("%zu of %zu: %g comes back as %g, step %g", i, n, x[i], back, by.step);
            if (x[i] == most && n > 1) assert_int_equal(q[i], 255);
            if (x[i] == least) assert_int_equal(q[i], 0);
        }
        if (n < sizeof q) assert_int_equal(q[n], 77);
        float moved[101];                          /* the same row elsewhere */
        memcpy(moved + 1, x, n * sizeof *x);
        struct vb_quant too = vb_kernel_quantise(moved + 1, n, again + 1);
        assert_memory_equal(&by, &too, sizeof by);
        assert_memory_equal(q, again + 1, n);
    }
}

static void a_row_of_one_value_is_that_value(void **state)
{
    (void)state;
    float values[] = {0, -0.0f, 3.25f, -1e30f, 1e-42f};
    for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
        float   x[40];
        uint8_t q[40];
        for (int i = 0; i < 40; i++) x[i] = values[v];
        struct vb_quant by = vb_kernel_quantise(x, 40, q);
        for (int i = 0; i < 40; i++) assert_true(by.lo + by.step * (float)q[i] == values[v]);
    }
}

static void dequantising_undoes_the_sums(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (size_t n = 1; n < 70; n++) {
        int32_t acc[70];
        float   scale[70], sum[70], bias[70], y[70];
        for (size_t i = 0; i < n; i++) {
            acc[i] = (int32_t)(test_random(&seed) % 50000000) - 25000000;
            scale[i] = test_normal(&seed, 0.01f), sum[i] = test_normal(&seed, 1), bias[i] = test_normal(&seed, 1);
        }
        struct vb_quant in = {-0.75f, 0.03f};
        vb_kernel_dequantise(acc, in, (struct vb_scales){scale, sum, bias}, n, y);
        for (size_t i = 0; i < n; i++) {
            double want = (double)acc[i] * (double)in.step * (double)scale[i] + (double)in.lo * (double)sum[i] + (double)bias[i];
            assert_true(fabs((double)y[i] - want) <=
                        3e-7 * (fabs(want) + fabs((double)acc[i] * (double)in.step * (double)scale[i]) + 3));
        }
        float shorter[70];                         /* a value does not know whether it is in the rest of 8 */
        for (size_t i = 0; i < n; i++) {
            vb_kernel_dequantise(acc + i, in, (struct vb_scales){scale + i, sum + i, bias + i}, 1, shorter + i);
            assert_memory_equal(shorter + i, y + i, sizeof *y);
        }
    }
}

/* The fused kernels are their parts, to the byte. */
static void fused_kernels_are_their_parts(void **state)
{
    (void)state;
    enum { N = 384 };
    uint64_t seed = 3;
    int32_t  acc[N];
    float    scale[N], sum[N], bias[N], gain[N], shift[N], x[N], y[N], row[N];
    uint8_t  q[N], want[N];
    for (int i = 0; i < N; i++) {
        acc[i] = (int32_t)(test_random(&seed) % 200000) - 100000;
        scale[i] = test_normal(&seed, 0.001f), sum[i] = test_normal(&seed, 1), bias[i] = test_normal(&seed, 1);
        gain[i] = test_normal(&seed, 1), shift[i] = test_normal(&seed, 1), x[i] = test_normal(&seed, 1);
    }
    struct vb_quant  in = {-0.5f, 0.02f};
    struct vb_scales s = {scale, sum, bias};

    vb_kernel_dequantise(acc, in, s, N, y);
    vb_gelu(y, N);
    struct vb_quant by = vb_kernel_quantise(y, N, want), got = vb_kernel_gelu(acc, in, s, N, row, q);
    assert_memory_equal(&by, &got, sizeof by);
    assert_memory_equal(q, want, N);

    vb_kernel_dequantise(acc, in, s, N, y);
    for (int i = 0; i < N; i++) y[i] = x[i] + y[i];
    vb_kernel_norm(y, N, gain, shift);
    by = vb_kernel_quantise(y, N, want);
    got = vb_kernel_add_norm(acc, in, s, N, x, gain, shift, q);
    assert_memory_equal(x, y, sizeof x);
    assert_memory_equal(&by, &got, sizeof by);
    assert_memory_equal(q, want, N);
}

static void norm_is_the_reference(void **state)
{
    (void)state;
    enum { N = 384 };
    uint64_t seed = 4;
    float    gain[N], shift[N], x[N + 1], want[N];
    for (int i = 0; i < N; i++)
        gain[i] = test_normal(&seed, 1), shift[i] = test_normal(&seed, 1), want[i] = x[i] = 5 + test_normal(&seed, 2);
    float moved[N + 1];
    memcpy(moved + 1, x, N * sizeof *x);
    vb_kernel_norm(x, N, gain, shift);
    vb_kernel_norm(moved + 1, N, gain, shift);
    assert_memory_equal(x, moved + 1, N * sizeof *x);
    vb_reference_norm(want, gain, shift, 1, N);
    for (int i = 0; i < N; i++) assert_true(fabsf(x[i] - want[i]) < 1e-5f);
    for (int i = 0; i < N; i++) x[i] = 7;         /* no spread: eps alone keeps it finite */
    vb_kernel_norm(x, N, gain, shift);
    for (int i = 0; i < N; i++) assert_true(fabsf(x[i] - shift[i]) < 1e-5f);
}

/* ---- attention -------------------------------------------------------------------------------------------------------------- */

static float *aligned(size_t n) { return aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64); }

static void attention_is_the_reference(void **state)
{
    (void)state;
    static const size_t lengths[] = {1, 2, 3, 5, 8, 15, 16, 17, 23, 24, 25, 48, 63, 64, 65, 100, 191, 192, 255, 256};
    enum { HEADS = 3, D = 32 * HEADS };
    uint64_t seed = 5;
    float   *qkv = aligned(256 * 3 * D + 8), *out = aligned(256 * D), *want = aligned(256 * D), *again = aligned(256 * D + 8);
    float   *scratch = aligned(vb_kernel_attention_scratch(256)), weights[256];
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        size_t T = lengths[l];
        float  spread = l % 3 == 0 ? 3 : 1;        /* from nearly even weights to nearly one */
        for (size_t i = 0; i < T * 3 * D; i++) qkv[i] = test_normal(&seed, spread);
        memset(scratch, 0x7F, vb_kernel_attention_scratch(256) * sizeof *scratch);
        vb_kernel_attention(qkv, T, HEADS, scratch, out);
        vb_reference_attention(qkv, T, HEADS, weights, want);
        double by = 0, size = 0;
        for (size_t i = 0; i < T * D; i++) by += fabs((double)out[i] - (double)want[i]), size += fabs((double)want[i]);
        if (!(by <= 0.004 * size)) fail_msg("%zu rows: off by %.5f of the size", T, by / size);
        /* Other scratch, other alignment: the same bytes. */
        memset(scratch, 0, vb_kernel_attention_scratch(256) * sizeof *scratch);
        memmove(qkv + 3, qkv, T * 3 * D * sizeof *qkv);
        vb_kernel_attention(qkv + 3, T, HEADS, scratch, again + 5);
        assert_memory_equal(out, again + 5, T * D * sizeof *out);
    }
    free(qkv), free(out), free(want), free(again), free(scratch);
}

static void attention_on_equal_keys_is_the_mean(void **state)
{
    (void)state;
    enum { T = 37, D = 32 };
    float *qkv = aligned(T * 3 * D), *out = aligned(T * D), *scratch = aligned(vb_kernel_attention_scratch(T));
    for (size_t t = 0; t < T; t++)
        for (size_t d = 0; d < D; d++) qkv[t * 3 * D + d] = 1, qkv[t * 3 * D + D + d] = -2, qkv[t * 3 * D + 2 * D + d] = (float)t;
    vb_kernel_attention(qkv, T, 1, scratch, out);
    for (size_t i = 0; i < T * D; i++) assert_true(fabsf(out[i] - 18) < 0.04f);
    memset(qkv, 0, T * 3 * D * sizeof *qkv);      /* nothing to scale by */
    vb_kernel_attention(qkv, T, 1, scratch, out);
    for (size_t i = 0; i < T * D; i++) assert_true(out[i] == 0);
    free(qkv), free(out), free(scratch);
}

/* ---- integer products ----------------------------------------------------------------------------------------------------------
 */

static void products_are_exact(void **state)
{
    (void)state;
    static const struct {
        uint32_t n_in, n_out;
    } shapes[] = {{384, 1152}, {384, 384}, {1536, 384}, {384, 5}, {7, 3}, {1, 1}, {770, 33}};
    struct vb_gemm    *gemm = NULL;
    struct vb_gemm_ws *ws = NULL;
    uint64_t           seed = 6;
    assert_int_equal(vb_gemm_new(&gemm, NULL), VB_OK);
    assert_int_equal(vb_gemm_ws_new(gemm, &ws, NULL), VB_OK);
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        size_t                 I = shapes[s].n_in, O = shapes[s].n_out;
        int8_t                *W = malloc(I * O);
        uint8_t               *x = aligned_alloc(64, (VB_GEMM_ROWS * I + 63) / 64 * 64);
        int32_t               *y = aligned_alloc(64, (VB_GEMM_ROWS * O * 4 + 63) / 64 * 64);
        struct vb_gemm_matrix *matrix = NULL;
        vb_error               err = {0};
        /* The extremes side by side in every second row: what saturates 16 bits with full 8-bit weights. */
        for (size_t i = 0; i < I * O; i++)
            W[i] = (int8_t)(i / I % 2 ? (i / I % 4 == 1 ? -64 : 63) : (int)(test_random(&seed) % 128) - 64);
        for (size_t i = 0; i < VB_GEMM_ROWS * I; i++) x[i] = (uint8_t)(i / I % 2 ? 255 : test_random(&seed));
        if (vb_gemm_pack(gemm, W, (uint32_t)I, (uint32_t)O, &matrix, &err) != VB_OK) fail_msg("%s", err.msg);
        for (size_t n = 1; n <= VB_GEMM_ROWS; n += n < 18 ? 1 : 23) {
            if (vb_gemm_run(gemm, ws, matrix, x, n, y, &err) != VB_OK) fail_msg("%s", err.msg);
            for (size_t t = 0; t < n; t++) {
                for (size_t o = 0; o < O; o += O > 100 ? 13 : 1) {
                    int32_t want = 0;
                    for (size_t i = 0; i < I; i++) want += x[t * I + i] * W[o * I + i];
                    assert_int_equal(y[t * O + o], want);
                }
            }
        }
        vb_gemm_matrix_free(matrix);
        free(W), free(x), free(y);
    }
    vb_gemm_ws_free(ws);
    vb_gemm_free(gemm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_is_within_2_ulps),
        cmocka_unit_test(log_is_within_1_ulp),
        cmocka_unit_test(dots_are_inner_products),
        cmocka_unit_test(gelu_is_by_erf),
        cmocka_unit_test(softmax_is_of_the_differences),
        cmocka_unit_test(quantising_keeps_every_value_within_half_a_step),
        cmocka_unit_test(a_row_of_one_value_is_that_value),
        cmocka_unit_test(dequantising_undoes_the_sums),
        cmocka_unit_test(fused_kernels_are_their_parts),
        cmocka_unit_test(norm_is_the_reference),
        cmocka_unit_test(attention_is_the_reference),
        cmocka_unit_test(attention_on_equal_keys_is_the_mean),
        cmocka_unit_test(products_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
