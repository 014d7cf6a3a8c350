/*
 * The encoder: embeddings, then layers of attention and a hidden layer, each added to what came in and normed (Devlin et al.
 * 2019; Wang et al. 2020 for the size). A window is one text's pieces; nothing is padded, so nothing is masked.
 */
#include "network.h"

#include "reference.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { D = VB_WIDTH, LAYERS_MAX = 48, HIDDEN_MAX = 8192 };
_Static_assert(D % VB_HEAD == 0, "heads of 32");

/* ---- opening ------------------------------------------------------------------------------------------------------------ */

/* A tensor of finite floats. Says nothing more once *st is not VB_OK. */
static const float *floats(const struct vb_model *model, const char *name, uint32_t n_dims, const uint32_t dim[], vb_status *st,
                           vb_error *err)
{
    struct vb_tensor t = {0};
    size_t           n = 1;
    if (*st == VB_OK) *st = vb_weights_tensor(&model->weights, name, VB_F32, n_dims, dim, &t, err);
    if (*st != VB_OK) return NULL;
    for (uint32_t d = 0; d < n_dims; d++) n *= t.dim[d];
    for (size_t i = 0; i < n; i++) {
        if (isfinite(((const float *)t.data)[i])) continue;
        *st = vb_fail(err, VB_ERR_MODEL, "%s: tensor %s: value %zu is not a number", model->path, name, i);
        return NULL;
    }
    return t.data;
}

static vb_status read_config(struct vb_model *model, vb_error *err)
{
    static const char *const of[] = {"version of the network", "width",      "layers",   "heads",
                                     "hidden width",           "vocabulary", "positions"};
    enum { VERSION, WIDTH, LAYERS, HEADS, HIDDEN, VOCAB, POSITIONS, N_CONFIG };
    static const int32_t least[] = {1, D, 1, D / VB_HEAD, 32, 1, VB_WINDOW_MAX};
    static const int32_t most[] = {1, D, LAYERS_MAX, D / VB_HEAD, HIDDEN_MAX, (int32_t)VB_VOCAB_MAX, 65536};
    struct vb_tensor     t;
    vb_status            st = vb_weights_tensor(&model->weights, "config", VB_I32, 1, (uint32_t[]){N_CONFIG}, &t, err);
    if (st != VB_OK) return st;
    const int32_t *c = t.data;
    for (int i = 0; i < N_CONFIG; i++)
        if (c[i] < least[i] || c[i] > most[i] || (i == HIDDEN && c[i] % 8))
            return vb_fail(err, VB_ERR_MODEL, "%s: tensor config: %s is %d, which this program cannot run", model->path, of[i],
                           c[i]);
    model->n_layers = (uint32_t)c[LAYERS], model->n_heads = (uint32_t)c[HEADS], model->n_hidden = (uint32_t)c[HIDDEN];
    model->n_vocab = (uint32_t)c[VOCAB], model->n_positions = (uint32_t)c[POSITIONS];
    return VB_OK;
}

static vb_status open_layer(struct vb_model *model, uint32_t i, struct layer *layer, vb_error *err)
{
    uint32_t F = model->n_hidden;
    char     name[32];
    struct { const char *name; uint32_t n_in, n_out; const struct vb_dense **out; } matrices[] = {
        {"qkv", D, 3 * D, &layer->qkv}, {"out", D, D, &layer->out}, {"up", D, F, &layer->up}, {"down", F, D, &layer->down}};
    struct { const char *name; const float **out; } vectors[] = {
        {"norm1.g", &layer->gain1}, {"norm1.b", &layer->bias1}, {"norm2.g", &layer->gain2}, {"norm2.b", &layer->bias2}};
    vb_status st = VB_OK;
    for (size_t m = 0; st == VB_OK && m < sizeof matrices / sizeof *matrices; m++) {
        snprintf(name, sizeof name, "layer.%u.%s", i, matrices[m].name);
        st = vb_dense_open(model, name, matrices[m].n_in, matrices[m].n_out, matrices[m].out, err);
    }
    for (size_t v = 0; v < sizeof vectors / sizeof *vectors; v++) {
        snprintf(name, sizeof name, "layer.%u.%s", i, vectors[v].name);
        *vectors[v].out = floats(model, name, 1, (uint32_t[]){D}, &st, err);
    }
    return st;
}

vb_status vb_encoder_open(struct vb_model *model, vb_error *err)
{
    struct vb_tensor word;
    vb_status        st;
    if ((st = read_config(model, err)) != VB_OK) return st;
    if ((st = vb_weights_tensor(&model->weights, "embed.word.w", VB_I8, 2, (uint32_t[]){model->n_vocab, D}, &word, err)) != VB_OK)
        return st;
    model->word = word.data;
    model->word_scale = floats(model, "embed.word.s", 1, (uint32_t[]){model->n_vocab}, &st, err);
    model->position = floats(model, "embed.position", 2, (uint32_t[]){model->n_positions, D}, &st, err);
    model->shape = floats(model, "embed.shape", 2, (uint32_t[]){N_SHAPES, D}, &st, err);
    model->quote = floats(model, "embed.quote", 2, (uint32_t[]){N_QUOTES, D}, &st, err);
    model->place = floats(model, "embed.place", 2, (uint32_t[]){N_PLACES, D}, &st, err);
    model->gain = floats(model, "embed.norm.g", 1, (uint32_t[]){D}, &st, err);
    model->bias = floats(model, "embed.norm.b", 1, (uint32_t[]){D}, &st, err);
    if (st != VB_OK) return st;
    if (!(model->layers = vb_alloc(model->n_layers * sizeof *model->layers))) return vb_fail_nomem(err);
    for (uint32_t i = 0; st == VB_OK && i < model->n_layers; i++) st = open_layer(model, i, &model->layers[i], err);
    return st;
}

/* ---- running -------------------------------------------------------------------------------------------------------------- */

static void embed(const struct vb_model *model, const struct vb_encoder_input *in, size_t n, float *x)
{
    for (size_t t = 0; t < n; t++) {
        assert(in[t].id >= 0 && (uint32_t)in[t].id < model->n_vocab);
        assert(in[t].shape < N_SHAPES && in[t].quote < N_QUOTES && in[t].place < N_PLACES);
        const int8_t *word = model->word + (size_t)in[t].id * D;
        const float  *position = model->position + t * D, *shape = model->shape + in[t].shape * D;
        const float  *quote = model->quote + in[t].quote * D, *place = model->place + in[t].place * D;
        float         scale = model->word_scale[in[t].id], *row = x + t * D;
        for (size_t d = 0; d < D; d++) row[d] = (float)word[d] * scale + position[d] + (shape[d] + quote[d] + place[d]);
    }
}

/* The products of rows [t, t + rows) of a window, and what follows each. */
static vb_status layer_in(const struct vb_model *model, struct vb_model_ws *ws, const struct layer *layer, size_t t, size_t rows,
                          vb_error *err)
{
    vb_status st = vb_gemm_run(model->gemm, ws->gemm, layer->qkv->matrix, ws->q + t * D, rows, ws->acc, err);
    for (size_t i = 0; st == VB_OK && i < rows; i++)
        vb_kernel_dequantise(ws->acc + i * 3 * D, ws->quant[t + i], scales_of(layer->qkv), 3 * D, ws->qkv + (t + i) * 3 * D);
    return st;
}

static vb_status layer_out(const struct vb_model *model, struct vb_model_ws *ws, const struct layer *layer, size_t t, size_t rows,
                           vb_error *err)
{
    size_t           F = model->n_hidden;
    uint8_t         *q = ws->q + t * D;
    float           *x = ws->x + t * D;
    struct vb_quant *quant = ws->quant + t;
    vb_status        st;
    for (size_t i = 0; i < rows; i++) quant[i] = vb_kernel_quantise(ws->mixed + (t + i) * D, D, q + i * D);
    if ((st = vb_gemm_run(model->gemm, ws->gemm, layer->out->matrix, q, rows, ws->acc, err)) != VB_OK) return st;
    for (size_t i = 0; i < rows; i++)
        quant[i] = vb_kernel_add_norm(ws->acc + i * D, quant[i], scales_of(layer->out), D, x + i * D, layer->gain1, layer->bias1,
                                      q + i * D);
    if ((st = vb_gemm_run(model->gemm, ws->gemm, layer->up->matrix, q, rows, ws->acc, err)) != VB_OK) return st;
    for (size_t i = 0; i < rows; i++)
        quant[i] = vb_kernel_gelu(ws->acc + i * F, quant[i], scales_of(layer->up), F, ws->row, ws->hidden + i * F);
    if ((st = vb_gemm_run(model->gemm, ws->gemm, layer->down->matrix, ws->hidden, rows, ws->acc, err)) != VB_OK) return st;
    for (size_t i = 0; i < rows; i++)
        quant[i] = vb_kernel_add_norm(ws->acc + i * D, quant[i], scales_of(layer->down), D, x + i * D, layer->gain2, layer->bias2,
                                      q + i * D);
    return VB_OK;
}

static vb_status run_fast(const struct vb_model *model, struct vb_model_ws *ws, size_t n, vb_error *err)
{
    vb_status st = VB_OK;
    for (size_t t = 0; t < n; t++) {
        vb_kernel_norm(ws->x + t * D, D, model->gain, model->bias);
        ws->quant[t] = vb_kernel_quantise(ws->x + t * D, D, ws->q + t * D);
    }
    for (uint32_t l = 0; l < model->n_layers; l++) {
        for (size_t t = 0; st == VB_OK && t < n; t += CHUNK)
            st = layer_in(model, ws, &model->layers[l], t, n - t < CHUNK ? n - t : CHUNK, err);
        if (st != VB_OK) break;
        vb_kernel_attention(ws->qkv, n, model->n_heads, ws->attention, ws->mixed);
        for (size_t t = 0; st == VB_OK && t < n; t += CHUNK)
            st = layer_out(model, ws, &model->layers[l], t, n - t < CHUNK ? n - t : CHUNK, err);
        if (st != VB_OK) break;
    }
    return st;
}

static void add(float *x, const float *y, size_t n)
{
    for (size_t i = 0; i < n; i++) x[i] += y[i];
}

static void run_reference(const struct vb_model *model, struct vb_model_ws *ws, size_t n)
{
    size_t F = model->n_hidden;
    vb_reference_norm(ws->x, model->gain, model->bias, n, D);
    for (uint32_t l = 0; l < model->n_layers; l++) {
        const struct layer *layer = &model->layers[l];
        vb_reference_linear(ws->qkv, ws->x, layer->qkv->turned, layer->qkv->bias, n, D, 3 * D);
        vb_reference_attention(ws->qkv, n, model->n_heads, ws->attention, ws->mixed);
        vb_reference_linear(ws->qkv, ws->mixed, layer->out->turned, layer->out->bias, n, D, D);
        add(ws->x, ws->qkv, n * D);
        vb_reference_norm(ws->x, layer->gain1, layer->bias1, n, D);
        vb_reference_linear(ws->row, ws->x, layer->up->turned, layer->up->bias, n, D, F);
        vb_gelu(ws->row, n * F);
        vb_reference_linear(ws->qkv, ws->row, layer->down->turned, layer->down->bias, n, F, D);
        add(ws->x, ws->qkv, n * D);
        vb_reference_norm(ws->x, layer->gain2, layer->bias2, n, D);
    }
}

vb_status vb_encoder_run(const struct vb_model *model, struct vb_model_ws *ws, const struct vb_encoder_input *in, size_t n,
                         float *out, vb_error *err)
{
    vb_status st = VB_OK;
    assert(n <= VB_WINDOW_MAX);
    if (n == 0) return VB_OK;
    embed(model, in, n, ws->x);
    if (model->reference) run_reference(model, ws, n);
    else st = run_fast(model, ws, n, err);
    if (st == VB_OK) memcpy(out, ws->x, n * D * sizeof *out);
    return st;
}

/* ---- the workspace ----------------------------------------------------------------------------------------------------------- */

static size_t lay_out(char *base, const struct vb_model *model, struct vb_model_ws *ws)
{
    enum { W = VB_WINDOW_MAX };
    size_t n = 0, F = model->n_hidden, widest = F > 3 * D ? F : 3 * D;
    ws->acc = carve(base, &n, CHUNK * widest * sizeof *ws->acc);
    ws->q = carve(base, &n, (size_t)W * D);
    ws->hidden = carve(base, &n, CHUNK * F);
    ws->quant = carve(base, &n, W * sizeof *ws->quant);
    ws->x = carve(base, &n, (size_t)W * D * sizeof *ws->x);
    ws->qkv = carve(base, &n, (size_t)W * 3 * D * sizeof *ws->qkv);
    ws->mixed = carve(base, &n, (size_t)W * D * sizeof *ws->mixed);
    ws->row = carve(base, &n, (model->reference ? W : 1) * F * sizeof *ws->row);
    ws->attention = carve(base, &n, vb_kernel_attention_scratch(W) * sizeof *ws->attention);
    return n;
}

vb_status vb_model_ws_new(const struct vb_model *model, struct vb_model_ws **out, vb_error *err)
{
    struct vb_model_ws *ws = vb_alloc(sizeof *ws);
    vb_status           st = VB_OK;
    *out = NULL;
    if (!ws) return vb_fail_nomem(err);
    *ws = (struct vb_model_ws){0};
    size_t n = lay_out(NULL, model, ws) + 64;
    if (!(ws->base = vb_alloc(n))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    memset(ws->base, 0, n);                        /* rows past a window's last are read by the products */
    lay_out((char *)(((uintptr_t)ws->base + 63) / 64 * 64), model, ws);
    if (!model->reference && (st = vb_gemm_ws_new(model->gemm, &ws->gemm, err)) != VB_OK) goto done;
    *out = ws;
    ws = NULL;                                     /* now the caller's to free */
done:
    vb_model_ws_free(ws);
    return st;
}

void vb_model_ws_free(struct vb_model_ws *ws)
{
    if (!ws) return;
    vb_gemm_ws_free(ws->gemm);
    vb_free(ws->base);
    vb_free(ws->dense_base);
    vb_free(ws);
}
