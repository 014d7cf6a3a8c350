/*
 * A weight file opened for use: mapped, checked, matrices packed for this processor.
 */
#include "network.h"

#include <string.h>

void vb_model_close(struct vb_model *model)
{
    if (!model) return;
    vb_dense_close_all(model->dense);
    vb_gemm_free(model->gemm);
    vb_vocab_close(model->vocab);
    vb_free(model->layers);
    vb_free(model->path);
    vb_unmap(&model->file);
    vb_free(model);
}

static vb_status open_vocab(struct vb_model *model, vb_error *err)
{
    struct vb_tensor t;
    vb_status        st = vb_weights_tensor(&model->weights, "vocab", VB_U8, 1, (uint32_t[]){0}, &t, err);
    if (st != VB_OK) return st;
    vb_error why = {0};
    if ((st = vb_vocab_open((vb_str){t.data, t.dim[0]}, &model->vocab, &why)) != VB_OK)
        return st == VB_ERR_MODEL ? vb_fail_at(err, st, why.at, "%s: tensor %s", model->path, why.msg) : vb_fail_nomem(err);
    if (vb_vocab_count(model->vocab) != model->n_vocab)
        return vb_fail(err, VB_ERR_MODEL, "%s: tensor vocab: %u pieces, not %u", model->path, vb_vocab_count(model->vocab),
                       model->n_vocab);
    model->cls = vb_vocab_id(model->vocab, VB_STR("[CLS]"));
    model->sep = vb_vocab_id(model->vocab, VB_STR("[SEP]"));
    return VB_OK;
}

static __attribute__((noinline)) vb_status open_model(const char *path, bool reference, struct vb_model **out, vb_error *err)
{
    struct vb_model *model = NULL;
    size_t           n = strlen(path);
    vb_status        st;
    if (!(model = vb_alloc(sizeof *model))) return vb_fail_nomem(err);
    *model = (struct vb_model){.reference = reference};
    if (!(model->path = vb_alloc(n + 1))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    memcpy(model->path, path, n + 1);
    if ((st = vb_map_file(path, &model->file, err)) != VB_OK) goto done;
    vb_str bytes = {model->file.ptr, model->file.len};
    if ((st = vb_weights_open(model->path, bytes, &model->weights, err)) != VB_OK) goto done;
    if (!reference && (st = vb_gemm_new(&model->gemm, err)) != VB_OK) goto done;
    if ((st = vb_encoder_open(model, err)) != VB_OK) goto done;
    if ((st = open_vocab(model, err)) != VB_OK) goto done;
    *out = model;
    model = NULL;                                  /* now the caller's to close */
done:
    vb_model_close(model);
    return st;
}

vb_status vb_model_open(const char *path, bool reference, struct vb_model **out, vb_error *err)
{
    /* This folder is compiled for AVX2 and FMA: nothing else of it may run before this is known. */
    *out = NULL;
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return vb_fail(err, VB_ERR_MODEL, "this CPU lacks AVX2 or FMA, which verbale needs (Intel since 2013, AMD since 2017)");
    return open_model(path, reference, out, err);
}

vb_status vb_model_tensor(const struct vb_model *model, const char *name, enum vb_dtype dtype, uint32_t n_dims,
                          const uint32_t dim[], struct vb_tensor *out, vb_error *err)
{
    return vb_weights_tensor(&model->weights, name, dtype, n_dims, dim, out, err);
}

vb_status vb_model_labels(const struct vb_model *model, const char *name, vb_str *out, vb_error *err)
{
    struct vb_tensor t;
    vb_status        st = vb_model_tensor(model, name, VB_U8, 1, (uint32_t[]){0}, &t, err);
    if (st != VB_OK) return st;
    *out = (vb_str){t.data, t.dim[0]};
    return vb_utf8_check(*out) == out->len ? VB_OK : vb_fail(err, VB_ERR_MODEL, "%s: not UTF-8", name);
}

bool vb_model_next_label(vb_str *rest, vb_str *label)
{
    if (rest->len == 0) return false;
    const char  *end = memchr(rest->ptr, '\n', rest->len);
    const size_t n   = end ? (size_t)(end - rest->ptr) : rest->len, past = end ? n + 1 : n;
    *label = (vb_str){rest->ptr, n};
    *rest  = (vb_str){rest->ptr + past, rest->len - past};
    return true;
}

vb_status vb_model_pieces(const struct vb_model *model, vb_str text, vb_span range, struct vb_pieces *out, vb_error *err)
{
    return vb_vocab_pieces(model->vocab, text, range, out, err);
}

bool vb_model_knows(const struct vb_model *model, vb_str word) { return vb_vocab_id(model->vocab, word) >= 0; }

int32_t vb_model_cls(const struct vb_model *model) { return model->cls; }
int32_t vb_model_sep(const struct vb_model *model) { return model->sep; }
