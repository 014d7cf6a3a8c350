/*
 * Plain C: see reference.h.
 */
#include "reference.h"

#include "kernels.h"

#include <math.h>
#include <string.h>

void vb_reference_linear(float *restrict y, const float *restrict x, const float *restrict Wt, const float *restrict b, size_t T,
                         size_t I, size_t O)
{
    for (size_t t = 0; t < T; t++) {
        float *row = y + t * O;
        memcpy(row, b, O * sizeof *b);
        for (size_t i = 0; i < I; i++) {
            float xi = x[t * I + i];
            for (size_t o = 0; o < O; o++) row[o] += xi * Wt[i * O + o];
        }
    }
}

void vb_reference_norm(float *restrict x, const float *restrict gain, const float *restrict bias, size_t T, size_t D)
{
    for (size_t t = 0; t < T; t++) {
        float *row = x + t * D, mean = 0, variance = 0;
        for (size_t d = 0; d < D; d++) mean += row[d];
        mean /= (float)D;
        for (size_t d = 0; d < D; d++) variance += (row[d] - mean) * (row[d] - mean);
        float scale = 1 / sqrtf(variance / (float)D + 1e-12f);
        for (size_t d = 0; d < D; d++) row[d] = (row[d] - mean) * scale * gain[d] + bias[d];
    }
}

void vb_reference_attention(const float *restrict qkv, size_t T, size_t heads, float *restrict weights, float *restrict out)
{
    size_t D = heads * VB_HEAD;
    for (size_t h = 0; h < heads; h++) {
        const float *q = qkv + h * VB_HEAD, *k = q + D, *v = k + D;
        for (size_t i = 0; i < T; i++) {
            float most = -INFINITY, sum = 0, *to = out + i * D + h * VB_HEAD;
            for (size_t j = 0; j < T; j++) {
                float dot = 0;
                for (size_t d = 0; d < VB_HEAD; d++) dot += q[i * 3 * D + d] * k[j * 3 * D + d];
                weights[j] = dot / 5.656854249f;           /* sqrt(32) */
                if (weights[j] > most) most = weights[j];
            }
            for (size_t j = 0; j < T; j++) sum += weights[j] = vb_expf(weights[j] - most);
            for (size_t d = 0; d < VB_HEAD; d++) {
                float mixed = 0;
                for (size_t j = 0; j < T; j++) mixed += weights[j] * v[j * 3 * D + d];
                to[d] = mixed / sum;
            }
        }
    }
}
