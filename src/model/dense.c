/*
 * Dense layers: the encoder's and the heads'.
 *
 * Rows are quantised one by one and go through the product at most CHUNK at a time. A row's result depends on that row alone:
 * not on how many rows there are, nor on what lies beside it.
 */
#include "network.h"

#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const void *tensor_of(const struct vb_model *model, const char *name, const char *part, enum vb_dtype dtype, uint32_t n_dims,
                             const uint32_t dim[], vb_status *st, vb_error *err)
{
    char             full[2 * VB_WEIGHTS_NAME_MAX];
    struct vb_tensor tensor = {0};
    if (*st != VB_OK) return NULL;
    snprintf(full, sizeof full, "%s.%s", name, part);
    *st = vb_weights_tensor(&model->weights, full, dtype, n_dims, dim, &tensor, err);
    return tensor.data;
}

static vb_status check_floats(const struct vb_model *model, const char *name, const char *part, const float *x, uint32_t n,
                              vb_error *err)
{
    for (uint32_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return vb_fail(err, VB_ERR_MODEL, "%s: tensor %s.%s: row %u is not a number", model->path, name, part, i);
    return VB_OK;
}

static vb_status sum_rows(const struct vb_model *model, struct vb_dense *d, const int8_t *w, vb_error *err)
{
    for (size_t o = 0; o < d->n_out; o++) {
        int32_t sum = 0;
        for (size_t i = 0; i < d->n_in; i++) {
            int8_t v = w[o * d->n_in + i];
            /* Past these, two products of 255 no longer fit AVX2's 16 bits, and machines would disagree. */
            if (v < -64 || v > 63)
                return vb_fail(err, VB_ERR_MODEL, "%s: tensor %s.w: %d at [%zu][%zu] is outside -64..63", model->path, d->name, v,
                               o, i);
            sum += v;
        }
        d->sum[o] = d->scale[o] * (float)sum;
    }
    return VB_OK;
}

static void turn(const struct vb_dense *d, const int8_t *w, float *turned)
{
    for (size_t i = 0; i < d->n_in; i++)
        for (size_t o = 0; o < d->n_out; o++) turned[i * d->n_out + o] = (float)w[o * d->n_in + i] * d->scale[o];
}

static void dense_close(struct vb_dense *dense)
{
    if (!dense) return;
    vb_gemm_matrix_free(dense->matrix);
    vb_free(dense->turned);
    vb_free(dense->sum);
    vb_free(dense);
}

void vb_dense_close_all(struct vb_dense *dense)
{
    while (dense) {
        struct vb_dense *next = dense->next;
        dense_close(dense);
        dense = next;
    }
}

vb_status vb_dense_open(const struct vb_model *constant, const char *name, uint32_t n_in, uint32_t n_out,
                        const struct vb_dense **out, vb_error *err)
{
    /* The model is everybody's to read once it is open; while it is being opened it is the opener's, who adds to its list. */
    struct vb_model *model = (struct vb_model *)constant;
    struct vb_dense *d = NULL;
    vb_status        st = VB_OK;
    *out = NULL;
    for (const struct vb_dense *known = model->dense; known; known = known->next) {
        if (strcmp(known->name, name) != 0 || known->n_in != n_in || known->n_out != n_out) continue;
        *out = known;
        return VB_OK;
    }
    if (strlen(name) + 2 > VB_WEIGHTS_NAME_MAX || n_in == 0 || n_out == 0)
        return vb_fail(err, VB_ERR_MODEL, "%s: %s [%u][%u] is no layer", model->path, name, n_out, n_in);
    const int8_t *w = tensor_of(model, name, "w", VB_I8, 2, (uint32_t[]){n_out, n_in}, &st, err);
    const float  *scale = tensor_of(model, name, "s", VB_F32, 1, &n_out, &st, err);
    const float  *bias = tensor_of(model, name, "b", VB_F32, 1, &n_out, &st, err);
    if (st != VB_OK) return st;
    if ((st = check_floats(model, name, "s", scale, n_out, err)) != VB_OK) return st;
    if ((st = check_floats(model, name, "b", bias, n_out, err)) != VB_OK) return st;

    if (!(d = vb_alloc(sizeof *d))) return vb_fail_nomem(err);
    *d = (struct vb_dense){.n_in = n_in, .n_out = n_out, .scale = scale, .bias = bias};
    snprintf(d->name, sizeof d->name, "%s", name);
    if (!(d->sum = vb_alloc(n_out * sizeof *d->sum))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    if ((st = sum_rows(model, d, w, err)) != VB_OK) goto done;
    if (model->reference) {
        if ((d->turned = vb_alloc((size_t)n_in * n_out * sizeof *d->turned))) turn(d, w, d->turned);
        else st = vb_fail_nomem(err);
    } else {
        st = vb_gemm_pack(model->gemm, w, n_in, n_out, &d->matrix, err);
    }
    if (st != VB_OK) goto done;
    d->next = model->dense;
    model->dense = d;
    *out = d;
    d = NULL;                                      /* now the model's to close */
done:
    dense_close(d);
    return st;
}

/* ---- running --------------------------------------------------------------------------------------------------------- */

struct dense_scratch { int32_t *acc; uint8_t *q; struct vb_quant *quant; };

static size_t lay_out(char *base, const struct vb_dense *d, struct dense_scratch *at)
{
    size_t n = 0;
    at->acc = carve(base, &n, CHUNK * sizeof *at->acc * d->n_out);
    at->q = carve(base, &n, (size_t)CHUNK * d->n_in);
    at->quant = carve(base, &n, CHUNK * sizeof *at->quant);
    return n;
}

vb_status vb_dense_run(const struct vb_model *model, struct vb_model_ws *ws, const struct vb_dense *d, const float *x, size_t n,
                       float *y, vb_error *err)
{
    struct dense_scratch at;
    vb_status            st = VB_OK;
    if (model->reference) {
        vb_reference_linear(y, x, d->turned, d->bias, n, d->n_in, d->n_out);
        return VB_OK;
    }
    size_t room = lay_out(NULL, d, &at) + 64;
    if (room > ws->dense_room) {
        vb_free(ws->dense_base);
        ws->dense_room = 0;
        if (!(ws->dense_base = vb_alloc(room))) return vb_fail_nomem(err);
        memset(ws->dense_base, 0, room);           /* rows past the last are read; let them be numbers */
        ws->dense_room = room;
    }
    lay_out((char *)(((uintptr_t)ws->dense_base + 63) / 64 * 64), d, &at);
    for (size_t t = 0; t < n; t += CHUNK) {
        size_t rows = n - t < CHUNK ? n - t : CHUNK;
        for (size_t i = 0; i < rows; i++) at.quant[i] = vb_kernel_quantise(x + (t + i) * d->n_in, d->n_in, at.q + i * d->n_in);
        if ((st = vb_gemm_run(model->gemm, ws->gemm, d->matrix, at.q, rows, at.acc, err)) != VB_OK) break;
        for (size_t i = 0; i < rows; i++)
            vb_kernel_dequantise(at.acc + i * d->n_out, at.quant[i], scales_of(d), d->n_out, y + (t + i) * d->n_out);
    }
    return st;
}
