/*
 * The C encoder against PyTorch's activations: parity WEIGHTS FIXTURE [REFERENCE_MAX [INT8_MEAN]]
 *
 * A fixture is a file of the weights' format: `length` i32 [n]; `ids` i32 and `shape`, `quote`, `place` u8 [n][T];
 * `encoding` f32 [n][T][384], rows past a window's length of no meaning. `head.NAME` f32 [n][T][O], for a dense layer NAME of the
 * weights, is what PyTorch gave for it from its own encoding.
 *
 * Two comparisons: C in f32 against PyTorch, where the largest difference counts (REFERENCE_MAX, 1e-3 unless told); and C in
 * int8 against C in f32, where the mean difference does (INT8_MEAN, as a part of the mean size of a value; 0.05 unless told).
 */
#include "weights.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct vb_mapping map;
    struct vb_weights file;
    struct vb_tensor  length, ids, shape, quote, place, encoding;
};

static vb_status fixture_open(const char *path, struct fixture *f, vb_error *err)
{
    vb_status st;
    uint32_t  n[] = {0}, nT[] = {0, 0}, nTD[] = {0, 0, VB_WIDTH};
    if ((st = vb_map_file(path, &f->map, err)) != VB_OK) return st;
    if ((st = vb_weights_open(path, (vb_str){f->map.ptr, f->map.len}, &f->file, err)) != VB_OK) return st;
    if ((st = vb_weights_tensor(&f->file, "length", VB_I32, 1, n, &f->length, err)) != VB_OK) return st;
    if ((st = vb_weights_tensor(&f->file, "encoding", VB_F32, 3, nTD, &f->encoding, err)) != VB_OK) return st;
    nT[0] = f->length.dim[0], nT[1] = f->encoding.dim[1];
    if (f->encoding.dim[0] != nT[0] || nT[1] > VB_WINDOW_MAX)
        return vb_fail(err, VB_ERR_MODEL, "%s: encoding has another number of windows, or one too long", path);
    if ((st = vb_weights_tensor(&f->file, "ids", VB_I32, 2, nT, &f->ids, err)) != VB_OK) return st;
    if ((st = vb_weights_tensor(&f->file, "shape", VB_U8, 2, nT, &f->shape, err)) != VB_OK) return st;
    if ((st = vb_weights_tensor(&f->file, "quote", VB_U8, 2, nT, &f->quote, err)) != VB_OK) return st;
    return vb_weights_tensor(&f->file, "place", VB_U8, 2, nT, &f->place, err);
}

/* Sums over every value compared. */
struct difference { double most, sum, size; size_t n; };

static void compare(struct difference *d, const float *a, const float *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double by = fabs((double)a[i] - (double)b[i]);
        if (!(by <= d->most)) d->most = by;                /* a NaN is the most, too */
        d->sum += by, d->size += fabs((double)b[i]), d->n++;
    }
}

/* All windows of the fixture: out [n][T][D]. */
static vb_status encode_all(const struct vb_model *model, const struct fixture *f, float *out, vb_error *err)
{
    struct vb_encoder_input in[VB_WINDOW_MAX];
    struct vb_model_ws     *ws = NULL;
    const int32_t          *ids = f->ids.data, *length = f->length.data;
    const uint8_t          *shape = f->shape.data, *quote = f->quote.data, *place = f->place.data;
    size_t                  T = f->encoding.dim[1];
    vb_status               st = vb_model_ws_new(model, &ws, err);
    for (size_t w = 0; st == VB_OK && w < f->length.dim[0]; w++) {
        for (size_t t = 0; t < (size_t)length[w]; t++) {
            size_t at = w * T + t;
            in[t] = (struct vb_encoder_input){ids[at], shape[at], quote[at], place[at]};
        }
        st = vb_encoder_run(model, ws, in, (size_t)length[w], out + w * T * VB_WIDTH, err);
    }
    vb_model_ws_free(ws);
    return st;
}

/* The dense layers that the fixture has, on PyTorch's encoding. */
static vb_status compare_heads(const struct vb_model *model, const struct fixture *f, const char *of, double limit, bool *fine,
                               vb_error *err)
{
    struct vb_model_ws *ws = NULL;
    const int32_t      *length = f->length.data;
    size_t              T = f->encoding.dim[1];
    vb_status           st = vb_model_ws_new(model, &ws, err);
    for (uint32_t i = 0; st == VB_OK && i < f->file.n_tensors; i++) {
        const char            *name;
        struct vb_tensor       t = vb_weights_at(&f->file, i, &name);
        const struct vb_dense *dense = NULL;
        struct difference      d = {0};
        if (strncmp(name, "head.", 5) != 0) continue;
        if (t.dtype != VB_F32 || t.n_dims != 3 || t.dim[0] != f->length.dim[0] || t.dim[1] != T) {
            st = vb_fail(err, VB_ERR_MODEL, "fixture: tensor %s has another shape", name);
            break;
        }
        size_t O = t.dim[2];
        float *y = vb_alloc(T * O * sizeof *y);
        if (!y) st = vb_fail_nomem(err);
        if (st == VB_OK) st = vb_dense_open(model, name + 5, VB_WIDTH, (uint32_t)O, &dense, err);
        for (size_t w = 0; st == VB_OK && w < f->length.dim[0]; w++) {
            st = vb_dense_run(model, ws, dense, (const float *)f->encoding.data + w * T * VB_WIDTH, (size_t)length[w], y, err);
            if (st == VB_OK) compare(&d, y, (const float *)t.data + w * T * O, (size_t)length[w] * O);
        }
        vb_free(y);
        if (st != VB_OK) break;
        double by = strcmp(of, "f32") == 0 ? d.most : d.sum / d.size;
        printf("%s %s against PyTorch: largest %.2e, mean %.2e of %.2e\n", of, name + 5, d.most, d.sum / (double)d.n,
               d.size / (double)d.n);
        if (!(by <= limit)) *fine = false;
    }
    vb_model_ws_free(ws);
    return st;
}

int main(int argc, char **argv)
{
    struct fixture   f = {0};
    struct vb_model *reference = NULL, *fast = NULL;
    float           *a = NULL, *b = NULL;
    vb_error         err = {0};
    vb_status        st;
    bool             fine = true;
    if (argc < 3 || argc > 5) {
        fprintf(stderr, "usage: parity WEIGHTS FIXTURE [REFERENCE_MAX [INT8_MEAN]]\n");
        return 2;
    }
    double reference_max = argc > 3 ? strtod(argv[3], NULL) : 1e-3, int8_mean = argc > 4 ? strtod(argv[4], NULL) : 0.05;
    if ((st = fixture_open(argv[2], &f, &err)) != VB_OK) goto done;
    if ((st = vb_model_open(argv[1], true, &reference, &err)) != VB_OK) goto done;
    if ((st = vb_model_open(argv[1], false, &fast, &err)) != VB_OK) goto done;
    size_t n = f.length.dim[0], T = f.encoding.dim[1];
    a = vb_alloc(n * T * VB_WIDTH * sizeof *a);
    b = vb_alloc(n * T * VB_WIDTH * sizeof *b);
    if (!a || !b) {
        st = vb_fail_nomem(&err);
        goto done;
    }
    if ((st = encode_all(reference, &f, a, &err)) != VB_OK) goto done;
    if ((st = encode_all(fast, &f, b, &err)) != VB_OK) goto done;
    struct difference to_torch = {0}, to_f32 = {0};
    for (size_t w = 0; w < n; w++) {
        size_t at = w * T * VB_WIDTH, values = (size_t)((const int32_t *)f.length.data)[w] * VB_WIDTH;
        compare(&to_torch, a + at, (const float *)f.encoding.data + at, values);
        compare(&to_f32, b + at, a + at, values);
    }
    printf("f32 encoding against PyTorch: largest %.2e, mean %.2e of %.2e, %zu values\n", to_torch.most,
           to_torch.sum / (double)to_torch.n, to_torch.size / (double)to_torch.n, to_torch.n);
    printf("int8 encoding against f32: largest %.2e, mean %.2e of %.2e (%.4f)\n", to_f32.most, to_f32.sum / (double)to_f32.n,
           to_f32.size / (double)to_f32.n, to_f32.sum / to_f32.size);
    fine = to_torch.n > 0 && to_torch.most <= reference_max && to_f32.sum / to_f32.size <= int8_mean;
    if ((st = compare_heads(reference, &f, "f32", reference_max, &fine, &err)) != VB_OK) goto done;
    if ((st = compare_heads(fast, &f, "int8", int8_mean, &fine, &err)) != VB_OK) goto done;
done:
    if (st != VB_OK) fprintf(stderr, "parity: %s\n", err.msg);
    else printf("%s\n", fine ? "within tolerance" : "OUTSIDE TOLERANCE");
    vb_free(a);
    vb_free(b);
    vb_model_close(fast);
    vb_model_close(reference);
    vb_unmap(&f.map);
    return st != VB_OK || !fine;
}
