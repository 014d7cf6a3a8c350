/*
 * The encoder's arithmetic in plain C and 32-bit floats: what the fast path is tested against, and what `reference` runs.
 * Written to be read, and slow.
 */
#ifndef VB_MODEL_REFERENCE_H
#define VB_MODEL_REFERENCE_H

#include "model.h"

/* y = x W' + b     x [T][I]   Wt [I][O], the matrix turned   b [O]   y [T][O], must not overlap x
 * Each sum is taken in the order of I. */
void vb_reference_linear(float *restrict y, const float *restrict x, const float *restrict Wt, const float *restrict b, size_t T,
                         size_t I, size_t O);
/* Rows of x [T][D] to mean 0 and variance 1, times gain, plus bias. */
void vb_reference_norm(float *restrict x, const float *restrict gain, const float *restrict bias, size_t T, size_t D);
/* qkv [T][3D] to out [T][D], D = 32 heads; weights [T] is scratch. */
void vb_reference_attention(const float *restrict qkv, size_t T, size_t heads, float *restrict weights, float *restrict out);

#endif
