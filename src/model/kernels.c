/*
 * The float half of the encoder: see kernels.h. Written with AVX2 intrinsics, since what a compiler makes of a loop
 * differs between compilers, and bytes must not.
 */
#include "kernels.h"

#include <assert.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

/* ---- exp, GELU, log ------------------------------------------------------------------------------------------- */

/* Coefficients: train/kernel_coefficients.py. */
/* exp(r), |r| <= ln 2 / 2, relative: largest error 1.9e-09 before rounding */
static const float exp_c[] = {1.383683528e-03f, 8.374824057e-03f, 4.166822620e-02f, 1.666642007e-01f,
                              4.999999208e-01f, 1.0f, 1.0f};
/* (Phi(x) - 1/2) / x in u = 2 x^2 / 5.4^2 - 1, |x| <= 5.4, times x^2: largest error 3.1e-07 before rounding */
static const float gelu_c[] = {-6.722442375e-04f, 2.010633579e-03f, -2.190729528e-03f, 2.397146796e-03f, -5.638223881e-03f,
                               1.032712769e-02f, -1.451050635e-02f, 1.946604023e-02f, -2.561344635e-02f, 3.213805020e-02f,
                               -3.922040714e-02f, 4.849870091e-02f, -6.532766722e-02f, 1.309281179e-01f};
#define GELU_END 5.4f              /* Phi is 0 or 1 past it, to 3e-8 */
enum { N_EXP = sizeof exp_c / sizeof *exp_c, N_GELU = sizeof gelu_c / sizeof *gelu_c };

static inline __m256 all(float x) { return _mm256_set1_ps(x); }

/* exp for x <= 88.7: below -87.3 it is 0, so -INFINITY may stand for "not there". Error: under 2 units in the last place. */
static inline __m256 exp8(__m256 x)
{
    __m256 there = _mm256_cmp_ps(x, all(-87.3f), _CMP_GE_OQ);
    __m256 n = _mm256_round_ps(_mm256_mul_ps(x, all(1.442695041f)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m256 r = _mm256_fnmadd_ps(n, all(0.693145752f), x);          /* ln 2 in two parts */
    r = _mm256_fnmadd_ps(n, all(1.428606820e-06f), r);
    __m256 p = all(exp_c[0]);
    for (int i = 1; i < N_EXP; i++) p = _mm256_fmadd_ps(p, r, all(exp_c[i]));
    /* 2^n in two steps: n = 128 is no exponent of its own. */
    __m256i k = _mm256_cvtps_epi32(n), half = _mm256_srai_epi32(k, 1), rest = _mm256_sub_epi32(k, half);
    __m256i bias = _mm256_set1_epi32(127);
    p = _mm256_mul_ps(p, _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(half, bias), 23)));
    p = _mm256_mul_ps(p, _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(rest, bias), 23)));
    return _mm256_and_ps(p, there);
}

/* x Phi(x), by erf and not by tanh. Error: under 1e-6 + 1e-7 |x|. */
static inline __m256 gelu8(__m256 x)
{
    __m256 in = _mm256_min_ps(_mm256_max_ps(x, all(-GELU_END)), all(GELU_END));
    __m256 u = _mm256_fmadd_ps(_mm256_mul_ps(in, in), all(2 / (GELU_END * GELU_END)), all(-1));
    __m256 p = all(gelu_c[0]);
    for (int i = 1; i < N_GELU; i++) p = _mm256_fmadd_ps(p, u, all(gelu_c[i]));
    return _mm256_fmadd_ps(x, _mm256_mul_ps(p, in), _mm256_mul_ps(x, all(0.5f)));
}

float vb_expf(float x)
{
    if (x > 88.72284f) return INFINITY;
    return isnan(x) ? x : _mm256_cvtss_f32(exp8(all(x)));
}

void vb_gelu(float *x, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) _mm256_storeu_ps(x + i, gelu8(_mm256_loadu_ps(x + i)));
    for (; i < n; i++) x[i] = _mm256_cvtss_f32(gelu8(all(x[i])));
}

void vb_softmax(float *x, size_t n)
{
    float max = n > 0 ? x[0] : 0, sum = 0;
    for (size_t i = 1; i < n; i++)
        if (x[i] > max) max = x[i];
    for (size_t i = 0; i < n; i++) sum += x[i] = vb_expf(x[i] - max);
    for (size_t i = 0; i < n; i++) x[i] /= sum;
}

float vb_logf(float x)
{
    union { double d; uint64_t bits; } v = {.d = (double)x};       /* no float is subnormal as a double */
    if (isnan(x) || x < 0) return NAN;
    if (x == 0) return -INFINITY;
    if (isinf(x)) return x;
    int64_t exponent = (int64_t)(v.bits >> 52) - 1023;
    v.bits = (v.bits & 0xFFFFFFFFFFFFFu) | (uint64_t)1023 << 52;
    if (v.d > 1.4142135623730951) v.d *= 0.5, exponent++;
    double s = (v.d - 1) / (v.d + 1), s2 = s * s, p = 1.0 / 13;    /* log m = 2 artanh s, |s| <= 0.172 */
    for (int k = 11; k >= 1; k -= 2) p = p * s2 + 1.0 / k;
    return (float)((double)exponent * 0.69314718055994531 + 2 * s * p);
}

/* ---- lanes ------------------------------------------------------------------------------------------------------ */

static inline float lanes_sum(__m256 v)
{
    __m128 h = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    h = _mm_add_ps(h, _mm_movehl_ps(h, h));
    return _mm_cvtss_f32(_mm_add_ss(h, _mm_movehdup_ps(h)));
}
static inline float lanes_max(__m256 v)
{
    __m128 h = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    h = _mm_max_ps(h, _mm_movehl_ps(h, h));
    return _mm_cvtss_f32(_mm_max_ss(h, _mm_movehdup_ps(h)));
}
static inline float lanes_min(__m256 v)
{
    __m128 h = _mm_min_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    h = _mm_min_ps(h, _mm_movehl_ps(h, h));
    return _mm_cvtss_f32(_mm_min_ss(h, _mm_movehdup_ps(h)));
}

void vb_dots(const float *restrict a, size_t n, const float *restrict b, size_t m, size_t width, float *restrict out)
{
    enum { TOGETHER = 4 };
    for (size_t i = 0; i < n; i++) {
        const float *x = a + i * width;
        for (size_t j = 0; j < m; j += TOGETHER) {             /* past the last, the last again */
            const float *y[TOGETHER];
            __m256       sum[TOGETHER];
            for (size_t k = 0; k < TOGETHER; k++) y[k] = b + (j + k < m ? j + k : m - 1) * width, sum[k] = _mm256_setzero_ps();
            for (size_t d = 0; d < width; d += 8)
                for (size_t k = 0; k < TOGETHER; k++)
                    sum[k] = _mm256_fmadd_ps(_mm256_loadu_ps(x + d), _mm256_loadu_ps(y[k] + d), sum[k]);
            for (size_t k = 0; k < TOGETHER && j + k < m; k++) out[i * m + j + k] = lanes_sum(sum[k]);
        }
    }
}

/* ---- 8 bits and back --------------------------------------------------------------------------------------------- */

static inline __m256i to_int8(const float *x, __m256 lo, __m256 inverse)
{
    return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(x), lo), inverse));
}

static struct vb_quant quantise_between(const float *restrict x, size_t n, float lo, float hi, uint8_t *restrict q)
{
    /* A row of one value needs no steps: it is lo. The bound also keeps 255 / range from overflowing. */
    float   range = hi - lo, inverse = range > 1e-30f ? 255 / range : 0;
    __m256  lo8 = all(lo), inverse8 = all(inverse);
    __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    size_t  i = 0;
    for (; i + 32 <= n; i += 32) {
        __m256i ab = _mm256_packs_epi32(to_int8(x + i, lo8, inverse8), to_int8(x + i + 8, lo8, inverse8));
        __m256i cd = _mm256_packs_epi32(to_int8(x + i + 16, lo8, inverse8), to_int8(x + i + 24, lo8, inverse8));
        __m256i abcd = _mm256_permutevar8x32_epi32(_mm256_packus_epi16(ab, cd), order);
        _mm256_storeu_si256((__m256i *)(void *)(q + i), abcd);
    }
    for (; i < n; i++) q[i] = (uint8_t)_mm_cvtss_si32(_mm_set_ss((x[i] - lo) * inverse));
    return (struct vb_quant){lo, inverse > 0 ? range / 255 : 0};
}

struct vb_quant vb_kernel_quantise(const float *restrict x, size_t n, uint8_t *restrict q)
{
    float  lo = x[0], hi = x[0];
    size_t i = 0;
    if (n >= 8) {
        __m256 lo8 = _mm256_loadu_ps(x), hi8 = lo8;
        for (i = 8; i + 8 <= n; i += 8) {
            __m256 v = _mm256_loadu_ps(x + i);
            lo8 = _mm256_min_ps(lo8, v);
            hi8 = _mm256_max_ps(hi8, v);
        }
        lo = lanes_min(lo8), hi = lanes_max(hi8);
    }
    for (; i < n; i++) lo = x[i] < lo ? x[i] : lo, hi = x[i] > hi ? x[i] : hi;
    return quantise_between(x, n, lo, hi, q);
}

static inline __m256 dequantise8(const int32_t *acc, __m256 step, __m256 lo, struct vb_scales s, size_t i)
{
    __m256 a = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_loadu_si256((const __m256i *)(const void *)(acc + i))), step);
    __m256 b = _mm256_fmadd_ps(lo, _mm256_loadu_ps(s.sum + i), _mm256_loadu_ps(s.bias + i));
    return _mm256_fmadd_ps(a, _mm256_loadu_ps(s.scale + i), b);
}
static inline float dequantise1(const int32_t *acc, struct vb_quant in, struct vb_scales s, size_t i)
{
    return __builtin_fmaf((float)acc[i] * in.step, s.scale[i], __builtin_fmaf(in.lo, s.sum[i], s.bias[i]));
}

void vb_kernel_dequantise(const int32_t *restrict acc, struct vb_quant in, struct vb_scales s, size_t n, float *restrict y)
{
    __m256 step = all(in.step), lo = all(in.lo);
    size_t i = 0;
    for (; i + 8 <= n; i += 8) _mm256_storeu_ps(y + i, dequantise8(acc, step, lo, s, i));
    for (; i < n; i++) y[i] = dequantise1(acc, in, s, i);
}

struct vb_quant vb_kernel_gelu(const int32_t *restrict acc, struct vb_quant in, struct vb_scales s, size_t n, float *restrict row,
                               uint8_t *restrict q)
{
    __m256 step = all(in.step), lo = all(in.lo), least = all(INFINITY), most = all(-INFINITY);
    assert(n % 8 == 0);
    for (size_t i = 0; i < n; i += 8) {
        __m256 v = gelu8(dequantise8(acc, step, lo, s, i));
        least = _mm256_min_ps(least, v);
        most = _mm256_max_ps(most, v);
        _mm256_storeu_ps(row + i, v);
    }
    return quantise_between(row, n, lanes_min(least), lanes_max(most), q);
}

/* ---- layer norm --------------------------------------------------------------------------------------------------- */

/* Norm of x whose sum is known; returns the least and most of the result in *least, *most. */
static inline void norm_row(float *restrict x, size_t n, __m256 sum, const float *restrict gain, const float *restrict bias,
                            float *least, float *most)
{
    __m256 mean = all(lanes_sum(sum) / (float)n), square = _mm256_setzero_ps(), lo = all(INFINITY), hi = all(-INFINITY);
    for (size_t i = 0; i < n; i += 8) {
        __m256 d = _mm256_sub_ps(_mm256_loadu_ps(x + i), mean);
        square = _mm256_fmadd_ps(d, d, square);
    }
    float  variance = lanes_sum(square) / (float)n;
    __m256 scale = all(1 / _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(variance + 1e-12f))));
    for (size_t i = 0; i < n; i += 8) {
        __m256 d = _mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(x + i), mean), scale);
        __m256 y = _mm256_fmadd_ps(d, _mm256_loadu_ps(gain + i), _mm256_loadu_ps(bias + i));
        lo = _mm256_min_ps(lo, y);
        hi = _mm256_max_ps(hi, y);
        _mm256_storeu_ps(x + i, y);
    }
    *least = lanes_min(lo), *most = lanes_max(hi);
}

void vb_kernel_norm(float *restrict x, size_t n, const float *restrict gain, const float *restrict bias)
{
    __m256 sum = _mm256_setzero_ps();
    float  least, most;
    assert(n % 8 == 0);
    for (size_t i = 0; i < n; i += 8) sum = _mm256_add_ps(sum, _mm256_loadu_ps(x + i));
    norm_row(x, n, sum, gain, bias, &least, &most);
}

struct vb_quant vb_kernel_add_norm(const int32_t *restrict acc, struct vb_quant in, struct vb_scales s, size_t n, float *restrict x,
                                   const float *restrict gain, const float *restrict bias, uint8_t *restrict q)
{
    __m256 step = all(in.step), lo = all(in.lo), sum = _mm256_setzero_ps();
    float  least, most;
    assert(n % 8 == 0);
    for (size_t i = 0; i < n; i += 8) {
        __m256 v = _mm256_add_ps(_mm256_loadu_ps(x + i), dequantise8(acc, step, lo, s, i));
        sum = _mm256_add_ps(sum, v);
        _mm256_storeu_ps(x + i, v);
    }
    norm_row(x, n, sum, gain, bias, &least, &most);
    return quantise_between(x, n, least, most, q);
}

/* ---- attention ------------------------------------------------------------------------------------------------------ */

/*
 * Both products run on 16-bit integers, where AVX2 does twice the work of 32-bit floats: queries and keys have 12 bits and a
 * sign, scaled by the largest of the head in the window, values 9, by the largest of the column; weights before their division are
 * 0..2^14. Sums of 32 or of VB_WINDOW_MAX such products fit 32 bits, so they are exact. What that costs beside floats is an order
 * less than what the 8 bits of the activations cost: tests/unit/test_kernels.c.
 *
 * A head's keys and values are laid in panels of 16 columns and pairs of rows, [T / 16][16][16][2] and [2][T / 2][16][2], so
 * that both products are one kernel that goes straight through memory: 4 rows by 16 columns of C in 8 registers. 24 rows
 * share a panel while it is in the first cache.
 */
enum { TILE = 4, COLUMNS = 16, ROWS = 24, HALVES = VB_HEAD / COLUMNS, QUARTERS = VB_HEAD / 8,
       KEY_MAX = 4095, VALUE_MAX = 511, WEIGHT_ONE = 16384 };
_Static_assert(2LL * KEY_MAX * KEY_MAX * VB_HEAD <= INT32_MAX, "the difference of two scores");
_Static_assert((long long)WEIGHT_ONE * VALUE_MAX * VB_WINDOW_MAX <= INT32_MAX, "a sum of weighted values");

/* 2^f, |f| <= 1/2, relative: largest error 2.6e-06 before rounding; times WEIGHT_ONE */
static const float exp2_c[] = {16384 * 9.570101433e-03f, 16384 * 5.591786028e-02f, 16384 * 2.402474484e-01f,
                               16384 * 6.931218147e-01f, 16384 * 9.999992614e-01f};
enum { N_EXP2 = sizeof exp2_c / sizeof *exp2_c };

static inline size_t round_up(size_t n, size_t to) { return (n + to - 1) / to * to; }

/* C [4][16] = A [4][2 pairs] B [pairs][16][2], rows of A and C lda and ldc apart. Four rows, since gcc keeps the sums of six in
 * memory. */
static inline void product_4x16(const int16_t *A, size_t lda, const int16_t *B, size_t pairs, int32_t *C, size_t ldc)
{
    __m256i c[TILE][2];
    for (int i = 0; i < TILE; i++) c[i][0] = c[i][1] = _mm256_setzero_si256();
    for (size_t k = 0; k < pairs; k++) {
        __m256i b0 = _mm256_load_si256((const __m256i *)(const void *)(B + 2 * COLUMNS * k));
        __m256i b1 = _mm256_load_si256((const __m256i *)(const void *)(B + 2 * COLUMNS * k + COLUMNS));
        for (int i = 0; i < TILE; i++) {
            int32_t pair;
            memcpy(&pair, A + (size_t)i * lda + 2 * k, sizeof pair);
            __m256i a = _mm256_set1_epi32(pair);
            c[i][0] = _mm256_add_epi32(c[i][0], _mm256_madd_epi16(a, b0));
            c[i][1] = _mm256_add_epi32(c[i][1], _mm256_madd_epi16(a, b1));
        }
    }
    for (int i = 0; i < TILE; i++) {
        _mm256_store_si256((__m256i *)(void *)(C + (size_t)i * ldc), c[i][0]);
        _mm256_store_si256((__m256i *)(void *)(C + (size_t)i * ldc + 8), c[i][1]);
    }
}

/* Eight rows of eight floats, turned. */
static inline void transpose_8x8(const float *from, size_t ld, __m256 to[8])
{
    __m256 r[8], t[8];
    for (size_t i = 0; i < 8; i++) r[i] = _mm256_loadu_ps(from + i * ld);
    for (size_t i = 0; i < 8; i += 2) t[i] = _mm256_unpacklo_ps(r[i], r[i + 1]), t[i + 1] = _mm256_unpackhi_ps(r[i], r[i + 1]);
    for (size_t i = 0; i < 8; i += 4) {
        r[i] = _mm256_shuffle_ps(t[i], t[i + 2], 0x44), r[i + 1] = _mm256_shuffle_ps(t[i], t[i + 2], 0xEE);
        r[i + 2] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0x44), r[i + 3] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0xEE);
    }
    for (size_t i = 0; i < 4; i++) {
        to[i] = _mm256_permute2f128_ps(r[i], r[i + 4], 0x20);
        to[i + 4] = _mm256_permute2f128_ps(r[i], r[i + 4], 0x31);
    }
}

/* Two rows of eight as 16-bit integers, [8][2]. Nothing is past 16 bits: it was scaled by the largest. */
static inline __m256i pair_up(__m256 a, __m256 b, __m256 scale)
{
    __m256i low = _mm256_cvtps_epi32(_mm256_mul_ps(a, scale)), high = _mm256_cvtps_epi32(_mm256_mul_ps(b, scale));
    return _mm256_blend_epi16(low, _mm256_slli_epi32(high, 16), 0xAA);
}

/* Where things lie in the scratch; every row begins at a multiple of 32 bytes. */
struct attention_scratch { int16_t *keys, *values, *queries, *weights; int32_t *scores, *mixed; };

static size_t lay_out(float *scratch, size_t room, struct attention_scratch *at)
{
    size_t keys = 0, values = keys + room * VB_HEAD / 2, queries = values + room * VB_HEAD / 2,
           weights = queries + ROWS * VB_HEAD / 2;
    size_t scores = weights + ROWS * room / 2, mixed = scores + ROWS * room;
    if (at) {
        *at = (struct attention_scratch){(void *)(scratch + keys), (void *)(scratch + values), (void *)(scratch + queries),
                                         (void *)(scratch + weights), (void *)(scratch + scores), (void *)(scratch + mixed)};
    }
    return mixed + ROWS * VB_HEAD;
}

size_t vb_kernel_attention_scratch(size_t T) { return lay_out(NULL, round_up(T, COLUMNS), NULL); }

/* One head: its first query, rows `ld` floats apart, keys and values `width` further on each. */
struct head {
    const float *q, *k, *v;
    size_t T, room, ld;
    float to_score;
    __m256 q_scale, k_scale, v_scale[QUARTERS], to_value[QUARTERS];
};

/* The largest size in each of 32 columns of [T]. */
static inline void largest(const float *x, size_t T, size_t ld, __m256 most[QUARTERS])
{
    const __m256 size = _mm256_castsi256_ps(_mm256_set1_epi32(0x7FFFFFFF));
    for (size_t d = 0; d < QUARTERS; d++) most[d] = all(1e-30f);
    for (size_t t = 0; t < T; t++)
        for (size_t d = 0; d < QUARTERS; d++)
            most[d] = _mm256_max_ps(most[d], _mm256_and_ps(size, _mm256_loadu_ps(x + t * ld + 8 * d)));
}

static inline float largest_of(const float *x, size_t T, size_t ld)
{
    __m256 most[QUARTERS];
    largest(x, T, ld, most);
    for (size_t d = 1; d < QUARTERS; d++) most[0] = _mm256_max_ps(most[0], most[d]);
    return lanes_max(most[0]);
}

static struct head head_of(const float *qkv, size_t T, size_t room, size_t width)
{
    struct head h = {.q = qkv, .k = qkv + width, .v = qkv + 2 * width, .T = T, .room = room, .ld = 3 * width};
    float q = largest_of(h.q, T, h.ld), k = largest_of(h.k, T, h.ld);
    __m256 v[QUARTERS];
    largest(h.v, T, h.ld, v);
    h.q_scale = all(KEY_MAX / q);
    h.k_scale = all(KEY_MAX / k);
    for (size_t d = 0; d < QUARTERS; d++)
        h.v_scale[d] = _mm256_div_ps(all(VALUE_MAX), v[d]), h.to_value[d] = _mm256_div_ps(v[d], all(VALUE_MAX));
    /* Scores are wanted in powers of 2: 1 / sqrt(32) / ln 2. */
    h.to_score = (q / KEY_MAX) * (k / KEY_MAX) * 0.25503486f;
    return h;
}

/* Weights come out of softmax_row in this order of keys within 16, and so values are laid in it. */
static const uint8_t key_order[COLUMNS] = {0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15};

static void lay_panels(const struct head *h, struct attention_scratch at)
{
    static const float none[8 * VB_HEAD];                  /* past the last key: zeros */
    float last[8 * VB_HEAD];
    for (size_t j = 0; j < h->room; j += 8) {
        int16_t     *panel = at.keys + j / COLUMNS * COLUMNS * VB_HEAD + 2 * (j % COLUMNS);
        const float *from = h->k + j * h->ld;
        size_t       ld = h->ld;
        if (j + 8 > h->T) {
            memset(last, 0, sizeof last);
            for (size_t i = j; i < h->T; i++) memcpy(last + (i - j) * VB_HEAD, h->k + i * h->ld, VB_HEAD * sizeof *last);
            from = last, ld = VB_HEAD;
        }
        for (size_t d = 0; d < VB_HEAD; d += 8) {
            __m256 row[8];
            transpose_8x8(from + d, ld, row);
            for (size_t p = 0; p < 8; p += 2)
                _mm256_store_si256((__m256i *)(void *)(panel + (d + p) * COLUMNS), pair_up(row[p], row[p + 1], h->k_scale));
        }
    }
    for (size_t j = 0; j < h->room; j += 2) {
        size_t       key = j / COLUMNS * COLUMNS + key_order[j % COLUMNS];
        const float *a = key < h->T ? h->v + key * h->ld : none, *b = key + 1 < h->T ? h->v + (key + 1) * h->ld : none;
        for (size_t d = 0; d < VB_HEAD; d += 8) {
            int16_t *to = at.values + d / COLUMNS * h->room * COLUMNS + j * COLUMNS + 2 * (d % COLUMNS);
            _mm256_store_si256((__m256i *)(void *)to, pair_up(_mm256_loadu_ps(a + d), _mm256_loadu_ps(b + d), h->v_scale[d / 8]));
        }
    }
}

/* Eight weights, 2^(scale * (score - top)) * WEIGHT_ONE. */
static inline __m256i weight8(const int32_t *score, __m256i top, __m256 scale)
{
    const __m256 magic = all(12582912.0f);                 /* 1.5 * 2^23: adding it rounds to an integer, in the low bits */
    __m256i below = _mm256_sub_epi32(_mm256_load_si256((const __m256i *)(const void *)score), top);
    __m256  y = _mm256_max_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(below), scale), all(-40));      /* 0 from -15 on */
    __m256  n = _mm256_add_ps(y, magic), f = _mm256_sub_ps(y, _mm256_sub_ps(n, magic)), p = all(exp2_c[0]);
    for (int i = 1; i < N_EXP2; i++) p = _mm256_fmadd_ps(p, f, all(exp2_c[i]));
    __m256i bits = _mm256_add_epi32(_mm256_castps_si256(p), _mm256_slli_epi32(_mm256_castps_si256(n), 23));
    return _mm256_cvtps_epi32(_mm256_castsi256_ps(bits));
}

/* Scores of a row to weights, those past T to 0; gives their sum. */
static inline int32_t softmax_row(const int32_t *s, size_t T, size_t room, float to_score, int16_t *w)
{
    const __m256i count = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), least = _mm256_set1_epi32(INT32_MIN);
    __m256i top = least, sum = _mm256_setzero_si256(), there[2];
    __m256  scale = all(to_score);
    size_t  whole = T / COLUMNS * COLUMNS;
    for (int i = 0; i < 2; i++) there[i] = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(T - whole) - 8 * i), count);
    for (size_t j = 0; j < whole; j += 8) top = _mm256_max_epi32(top, _mm256_load_si256((const __m256i *)(const void *)(s + j)));
    for (size_t j = whole; j < room; j += 8) {
        __m256i v = _mm256_load_si256((const __m256i *)(const void *)(s + j));
        top = _mm256_max_epi32(top, _mm256_blendv_epi8(least, v, there[(j - whole) / 8]));
    }
    __m128i half = _mm_max_epi32(_mm256_castsi256_si128(top), _mm256_extracti128_si256(top, 1));
    half = _mm_max_epi32(half, _mm_shuffle_epi32(half, 0x4E));
    half = _mm_max_epi32(half, _mm_shuffle_epi32(half, 0xB1));
    top = _mm256_broadcastd_epi32(half);
    for (size_t j = 0; j < room; j += COLUMNS) {
        __m256i a = weight8(s + j, top, scale), b = weight8(s + j + 8, top, scale);
        if (j >= whole) a = _mm256_and_si256(a, there[0]), b = _mm256_and_si256(b, there[1]);
        sum = _mm256_add_epi32(sum, _mm256_add_epi32(a, b));
        _mm256_store_si256((__m256i *)(void *)(w + j), _mm256_packs_epi32(a, b));
    }
    half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
    return _mm_cvtsi128_si32(_mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1)));
}

/* Rows [i0, i0 + n), n <= ROWS, to out [n][32], rows `width` apart. */
static void attend_rows(const struct head *h, size_t i0, size_t n, struct attention_scratch at, float *restrict out, size_t width)
{
    size_t room = h->room, tiles = round_up(n, TILE);
    float  over[ROWS];
    for (size_t i = 0; i < tiles; i++) {                   /* a tile's missing rows repeat the last */
        const float *q = h->q + (i0 + (i < n ? i : n - 1)) * h->ld;
        for (size_t d = 0; d < VB_HEAD; d += 16) {
            __m256i a = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(q + d), h->q_scale));
            __m256i b = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(q + d + 8), h->q_scale));
            __m256i ab = _mm256_permute4x64_epi64(_mm256_packs_epi32(a, b), 0xD8);
            _mm256_store_si256((__m256i *)(void *)(at.queries + i * VB_HEAD + d), ab);
        }
    }
    for (size_t j = 0; j < room; j += COLUMNS)
        for (size_t i = 0; i < tiles; i += TILE)
            product_4x16(at.queries + i * VB_HEAD, VB_HEAD, at.keys + j * VB_HEAD, VB_HEAD / 2, at.scores + i * room + j, room);
    for (size_t i = 0; i < tiles; i++) {
        int32_t sum = softmax_row(at.scores + i * room, h->T, room, h->to_score, at.weights + i * room);
        over[i] = 1 / (float)sum;
    }
    for (size_t half = 0; half < HALVES; half++)
        for (size_t i = 0; i < tiles; i += TILE)
            product_4x16(at.weights + i * room, room, at.values + half * room * COLUMNS, room / 2,
                         at.mixed + i * VB_HEAD + half * COLUMNS, VB_HEAD);
    for (size_t i = 0; i < n; i++) {
        for (size_t d = 0; d < VB_HEAD; d += 8) {
            __m256i sum = _mm256_load_si256((const __m256i *)(const void *)(at.mixed + i * VB_HEAD + d));
            _mm256_storeu_ps(out + i * width + d,
                             _mm256_mul_ps(_mm256_cvtepi32_ps(sum), _mm256_mul_ps(h->to_value[d / 8], all(over[i]))));
        }
    }
}

void vb_kernel_attention(const float *restrict qkv, size_t T, size_t heads, float *restrict scratch, float *restrict out)
{
    size_t                   room = round_up(T, COLUMNS), width = heads * VB_HEAD;
    struct attention_scratch at;
    lay_out(scratch, room, &at);
    for (size_t n = 0; n < heads; n++) {
        struct head h = head_of(qkv + n * VB_HEAD, T, room, width);
        lay_panels(&h, at);
        for (size_t i = 0; i < T; i += ROWS)
            attend_rows(&h, i, T - i < ROWS ? T - i : ROWS, at, out + i * width + n * VB_HEAD, width);
    }
}

float vb_dot(const float *a, const float *b, size_t n)
{
    float sum[8] = {0}, rest = 0;
    size_t i = 0;
    for (; i + 8 <= n; i += 8)
        for (size_t k = 0; k < 8; k++) sum[k] += a[i + k] * b[i + k];
    for (; i < n; i++) rest += a[i] * b[i];
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7])) + rest;
}
