/*
 * The float half of the encoder: everything between two integer products, for AVX2 and FMA.
 *
 * One code for every machine: sums have one order (eight lanes, then a fixed tree), nothing depends on alignment, on the
 * rows beside a row, or on libm, whose exp and erf differ with the CPU. Reference versions in plain C: reference.h.
 */
#ifndef VB_MODEL_KERNELS_H
#define VB_MODEL_KERNELS_H

#include "model.h"

/* x = lo + step * q for a row of unsigned 8-bit q. */
struct vb_quant { float lo, step; };

/* A row to 8 bits: q = round((x - lo) / step), lo the least and lo + 255 step the greatest of the row. Any n >= 1. */
struct vb_quant vb_kernel_quantise(const float *restrict x, size_t n, uint8_t *restrict q);

/* Scale of a matrix's rows [O], the same times the row's sum of weights, bias. */
struct vb_scales { const float *scale, *sum, *bias; };

/* y = scale * step * acc + lo * sum + bias: what a product of quantised rows stands for. Any n. */
void vb_kernel_dequantise(const int32_t *restrict acc, struct vb_quant in, struct vb_scales s, size_t n, float *restrict y);

/* The same, GELU, and to 8 bits again; n a multiple of 8. `row` [n] is scratch. */
struct vb_quant vb_kernel_gelu(const int32_t *restrict acc, struct vb_quant in, struct vb_scales s, size_t n, float *restrict row,
                               uint8_t *restrict q);

/* Layer norm in place over a row, n a multiple of 8; eps as in BERT, 1e-12. */
void vb_kernel_norm(float *restrict x, size_t n, const float *restrict gain, const float *restrict bias);

/* x = norm(x + what acc stands for), and q gets x in 8 bits; n a multiple of 8. */
struct vb_quant vb_kernel_add_norm(const int32_t *restrict acc, struct vb_quant in, struct vb_scales s, size_t n, float *restrict x,
                                   const float *restrict gain, const float *restrict bias, uint8_t *restrict q);

/* Self-attention of a window, heads of 32: qkv [T][3 * 32 heads], out [T][32 heads], T <= VB_WINDOW_MAX.
 * scratch: vb_kernel_attention_scratch(T) floats, 64-byte aligned. */
enum { VB_HEAD = 32 };
size_t vb_kernel_attention_scratch(size_t T);
void   vb_kernel_attention(const float *restrict qkv, size_t T, size_t heads, float *restrict scratch, float *restrict out);

#endif
