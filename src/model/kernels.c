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
 * A head's keys and values are laid in panels of 16 columns, [T / 16][32][16] and [2][T][16], so that both products are one
 * kernel that goes straight through memory: 6 rows by 16 columns of C in 12 registers, each sum in the order of K.
 * 24 rows share a panel while it is in the first cache.
 */
enum { TILE = 6, COLUMNS = 16, ROWS = 24, HALF = VB_HEAD / COLUMNS };

static inline size_t round_up(size_t n, size_t to) { return (n + to - 1) / to * to; }

/* C [6][16] = A [6][K] B [K][16], rows of A and C lda and ldc apart. */
static inline void product_6x16(const float *A, size_t lda, const float *B, size_t K, float *C, size_t ldc)
{
    __m256 c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
    c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = _mm256_setzero_ps();
    const float *A3 = A + 3 * lda;
    for (size_t k = 0; k < K; k++) {
        __m256 b0 = _mm256_load_ps(B + COLUMNS * k), b1 = _mm256_load_ps(B + COLUMNS * k + 8), a;
        a = _mm256_broadcast_ss(A + k), c00 = _mm256_fmadd_ps(a, b0, c00), c01 = _mm256_fmadd_ps(a, b1, c01);
        a = _mm256_broadcast_ss(A + lda + k), c10 = _mm256_fmadd_ps(a, b0, c10), c11 = _mm256_fmadd_ps(a, b1, c11);
        a = _mm256_broadcast_ss(A + 2 * lda + k), c20 = _mm256_fmadd_ps(a, b0, c20), c21 = _mm256_fmadd_ps(a, b1, c21);
        a = _mm256_broadcast_ss(A3 + k), c30 = _mm256_fmadd_ps(a, b0, c30), c31 = _mm256_fmadd_ps(a, b1, c31);
        a = _mm256_broadcast_ss(A3 + lda + k), c40 = _mm256_fmadd_ps(a, b0, c40), c41 = _mm256_fmadd_ps(a, b1, c41);
        a = _mm256_broadcast_ss(A3 + 2 * lda + k), c50 = _mm256_fmadd_ps(a, b0, c50), c51 = _mm256_fmadd_ps(a, b1, c51);
    }
    float *C3 = C + 3 * ldc;
    _mm256_store_ps(C, c00), _mm256_store_ps(C + 8, c01);
    _mm256_store_ps(C + ldc, c10), _mm256_store_ps(C + ldc + 8, c11);
    _mm256_store_ps(C + 2 * ldc, c20), _mm256_store_ps(C + 2 * ldc + 8, c21);
    _mm256_store_ps(C3, c30), _mm256_store_ps(C3 + 8, c31);
    _mm256_store_ps(C3 + ldc, c40), _mm256_store_ps(C3 + ldc + 8, c41);
    _mm256_store_ps(C3 + 2 * ldc, c50), _mm256_store_ps(C3 + 2 * ldc + 8, c51);
}

/* Eight rows of eight floats, turned. */
static inline void transpose_8x8(const float *from, size_t ld, float *to, size_t ld_to)
{
    __m256 r[8], t[8];
    for (size_t i = 0; i < 8; i++) r[i] = _mm256_loadu_ps(from + i * ld);
    for (size_t i = 0; i < 8; i += 2) t[i] = _mm256_unpacklo_ps(r[i], r[i + 1]), t[i + 1] = _mm256_unpackhi_ps(r[i], r[i + 1]);
    for (size_t i = 0; i < 8; i += 4) {
        r[i] = _mm256_shuffle_ps(t[i], t[i + 2], 0x44), r[i + 1] = _mm256_shuffle_ps(t[i], t[i + 2], 0xEE);
        r[i + 2] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0x44), r[i + 3] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0xEE);
    }
    for (size_t i = 0; i < 4; i++) {
        _mm256_store_ps(to + i * ld_to, _mm256_permute2f128_ps(r[i], r[i + 4], 0x20));
        _mm256_store_ps(to + (i + 4) * ld_to, _mm256_permute2f128_ps(r[i], r[i + 4], 0x31));
    }
}

/* Scores of a row to exponentials, those past T to 0; gives one over their sum. */
static inline float softmax_row(float *s, size_t T, size_t room)
{
    __m256 most = all(-INFINITY), sum = _mm256_setzero_ps();
    for (size_t j = T; j < room; j++) s[j] = -INFINITY;
    for (size_t j = 0; j < room; j += 8) most = _mm256_max_ps(most, _mm256_load_ps(s + j));
    __m256 top = all(lanes_max(most));
    for (size_t j = 0; j < room; j += 8) {
        __m256 e = exp8(_mm256_sub_ps(_mm256_load_ps(s + j), top));
        sum = _mm256_add_ps(sum, e);
        _mm256_store_ps(s + j, e);
    }
    return 1 / lanes_sum(sum);
}

/* Where things lie in the scratch, in floats: multiples of 16, so that every row of 8 is aligned. */
struct attention_scratch { float *keys, *values, *queries, *scores, *mixed; };

static size_t lay_out(float *scratch, size_t room, struct attention_scratch *at)
{
    size_t keys = 0, values = keys + room * VB_HEAD, queries = values + room * VB_HEAD, scores = queries + ROWS * VB_HEAD;
    size_t mixed = scores + ROWS * room;
    if (at) *at = (struct attention_scratch){scratch + keys, scratch + values, scratch + queries, scratch + scores, scratch + mixed};
    return mixed + ROWS * VB_HEAD;
}

size_t vb_kernel_attention_scratch(size_t T) { return lay_out(NULL, round_up(T, COLUMNS), NULL); }

static void lay_panels(const float *restrict qkv, size_t T, size_t room, size_t width, struct attention_scratch at)
{
    const float *k = qkv + width, *v = qkv + 2 * width;
    size_t       ld = 3 * width;
    for (size_t j = 0; j < room; j += 8) {
        float  last[8 * VB_HEAD];
        float *panel = at.keys + j / COLUMNS * COLUMNS * VB_HEAD + j % COLUMNS;
        const float *from = k + j * ld;
        size_t ld_from = ld;
        if (j + 8 > T) {                           /* past the last key: zeros */
            memset(last, 0, sizeof last);
            for (size_t i = j; i < T; i++) memcpy(last + (i - j) * VB_HEAD, k + i * ld, VB_HEAD * sizeof *k);
            from = last, ld_from = VB_HEAD;
        }
        for (size_t d = 0; d < VB_HEAD; d += 8) transpose_8x8(from + d, ld_from, panel + d * COLUMNS, COLUMNS);
    }
    for (size_t j = 0; j < T; j++)
        for (size_t h = 0; h < HALF; h++) memcpy(at.values + (h * T + j) * COLUMNS, v + j * ld + h * COLUMNS, COLUMNS * sizeof *v);
}

/* One head's rows [i0, i0 + n), n <= ROWS. */
static void attend_rows(const float *restrict q, size_t n, size_t T, size_t room, size_t width, struct attention_scratch at,
                        float *restrict out)
{
    const __m256 root = all(0.17677669529663687f);         /* 1 / sqrt(32) */
    size_t       tiles = round_up(n, TILE);
    float        over[ROWS];
    for (size_t i = 0; i < tiles; i++) {                   /* a tile's missing rows repeat the last */
        const float *from = q + (i < n ? i : n - 1) * 3 * width;
        for (size_t d = 0; d < VB_HEAD; d += 8)
            _mm256_store_ps(at.queries + i * VB_HEAD + d, _mm256_mul_ps(_mm256_loadu_ps(from + d), root));
    }
    for (size_t j = 0; j < room; j += COLUMNS)
        for (size_t i = 0; i < tiles; i += TILE)
            product_6x16(at.queries + i * VB_HEAD, VB_HEAD, at.keys + j * VB_HEAD, VB_HEAD, at.scores + i * room + j, room);
    for (size_t i = 0; i < n; i++) over[i] = softmax_row(at.scores + i * room, T, room);
    for (size_t h = 0; h < HALF; h++)
        for (size_t i = 0; i < tiles; i += TILE)
            product_6x16(at.scores + i * room, room, at.values + h * T * COLUMNS, T, at.mixed + i * VB_HEAD + h * COLUMNS, VB_HEAD);
    for (size_t i = 0; i < n; i++)
        for (size_t d = 0; d < VB_HEAD; d += 8)
            _mm256_storeu_ps(out + i * width + d, _mm256_mul_ps(_mm256_load_ps(at.mixed + i * VB_HEAD + d), all(over[i])));
}

void vb_kernel_attention(const float *restrict qkv, size_t T, size_t heads, float *restrict scratch, float *restrict out)
{
    size_t                   room = round_up(T, COLUMNS), width = heads * VB_HEAD;
    struct attention_scratch at;
    lay_out(scratch, room, &at);
    for (size_t h = 0; h < heads; h++) {
        const float *of_head = qkv + h * VB_HEAD;
        lay_panels(of_head, T, room, width, at);
        for (size_t i = 0; i < T; i += ROWS) {
            size_t n = T - i < ROWS ? T - i : ROWS;
            attend_rows(of_head + i * 3 * width, n, T, room, width, at, out + i * width + h * VB_HEAD);
        }
    }
}
