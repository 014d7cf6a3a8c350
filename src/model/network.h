/*
 * What vb_model and vb_model_ws are made of: shared by model.c, dense.c and encoder.c, and by nobody else.
 */
#ifndef VB_MODEL_NETWORK_H
#define VB_MODEL_NETWORK_H

#include "gemm.h"
#include "kernels.h"
#include "weights.h"
#include "wordpiece.h"

struct vb_dense {                          /* I inputs, O outputs */
    uint32_t               n_in, n_out;
    struct vb_gemm_matrix *matrix;         /* the fast path's: packed [O][I] i8 */
    float                 *turned;         /* the reference's: [I][O] f32, dequantised */
    const float           *scale, *bias;   /* [O], in the file */
    float                 *sum;            /* [O] scale times the sum of the row's weights */
    char                   name[VB_WEIGHTS_NAME_MAX + 1];
    struct vb_dense       *next;
};

struct layer { const struct vb_dense *qkv, *out, *up, *down; const float *gain1, *bias1, *gain2, *bias2; };

struct vb_model {
    struct vb_mapping  file;
    char              *path;
    struct vb_weights  weights;
    bool               reference;
    struct vb_gemm    *gemm;
    struct vb_dense   *dense;              /* every one that was opened */
    struct vb_vocab   *vocab;
    int32_t            cls, sep;
    uint32_t           n_layers, n_heads, n_hidden, n_vocab, n_positions;
    const int8_t      *word;               /* [vocab][D] */
    const float       *word_scale;         /* [vocab] */
    const float       *position, *shape, *quote, *place, *gain, *bias;
    struct layer      *layers;
};

enum { N_SHAPES = 5, N_QUOTES = 8, N_PLACES = 4, CHUNK = VB_GEMM_ROWS };

/*
 * Scratch. A window goes through a layer CHUNK rows at a time, so that a product's 32-bit sums are still in the second cache
 * when they are turned to floats; only queries, keys and values are kept for the whole window.
 */
struct vb_model_ws {
    struct vb_gemm_ws *gemm;
    void              *base;               /* of all the encoder's below */
    int32_t           *acc;                /* [CHUNK][widest] */
    uint8_t           *q, *hidden;         /* [VB_WINDOW_MAX][D], [CHUNK][hidden] */
    struct vb_quant   *quant;              /* [VB_WINDOW_MAX] */
    float             *x, *qkv, *mixed;    /* [VB_WINDOW_MAX][D], [..][3D], [..][D] */
    float             *row;                /* [hidden], or [VB_WINDOW_MAX][hidden] for the reference */
    float             *attention;
    void              *dense_base;         /* what vb_dense_run needs: grows with the largest layer seen */
    size_t             dense_room;
};

void vb_dense_close_all(struct vb_dense *dense);
static inline struct vb_scales scales_of(const struct vb_dense *d) { return (struct vb_scales){d->scale, d->sum, d->bias}; }

/* Check the tensors of the encoder and fill in `model`: encoder.c. */
vb_status vb_encoder_open(struct vb_model *model, vb_error *err);

/* Bytes at multiples of 64 from one block: call with base NULL to learn the size. */
static inline void *carve(char *base, size_t *at, size_t n_bytes)
{
    size_t begin = *at;
    *at += (n_bytes + 63) / 64 * 64;
    return base ? base + begin : NULL;
}

#endif
