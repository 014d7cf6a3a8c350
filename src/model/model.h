/*
 * Word pieces, the weight file, the encoder and the dense layers that heads are made of: numbers, no politics.
 *
 * The encoder is BERT as in MiniLM-L6-H384 (post layer norm, GELU by erf), with learned vectors for what a lower-cased
 * word piece lacks added to the input: case, quotation state, place in the paragraph (docs/models/, train/network.py).
 * Products run in int8 through oneDNN or, with `reference`, in plain C f32 over the same (dequantised) weights.
 * Weights: signed, -64..63, one scale a row. Activations: unsigned 8-bit, x = lo + step * q, one (lo, step) a token.
 * So nothing saturates on AVX2 and the integer part is equal on every machine; the float part is one code for all.
 */
#ifndef VB_MODEL_H
#define VB_MODEL_H

#include "base.h"

struct vb_model;          /* a mapped weight file, matrices packed for this CPU: immutable, shared by threads */
struct vb_model_ws;       /* activations and scratch of one thread */

/* ---- word pieces ------------------------------------------------------------------------------------------------ */

struct vb_piece { vb_span span; int32_t id; bool first; };     /* first: not a "##" piece, so it begins a basic token */
/*
 * The pieces of bytes [range.beg, range.end) of `text`, equal to the reference tokenizer (BERT, uncased: clean, split CJK, lower,
 * strip accents, split punctuation; a basic token of more than 100 code points is [UNK]). Spans are bytes of `text`;
 * what the reference drops (controls, spaces) lies in no span. Appends to `out`. No [CLS], no [SEP].
 */
struct vb_pieces { struct vb_piece *at; size_t n, room; };      /* a VB_LIST: vb_free(at) */
vb_status vb_model_pieces(const struct vb_model *model, vb_str text, vb_span range, struct vb_pieces *out, vb_error *err);
/* Whether a word is a piece of its own: one of the commoner ones. In small letters. */
bool    vb_model_knows(const struct vb_model *model, vb_str word);
int32_t vb_model_cls(const struct vb_model *model);
int32_t vb_model_sep(const struct vb_model *model);

/* ---- the weight file --------------------------------------------------------------------------------------------- */

/*
 * Open weights and pack the matrices. VB_ERR_MODEL names file and tensor: truncated, altered (XXH3 of each tensor), of
 * another version, a tensor missing or of another shape; or a CPU without AVX2 and FMA. `*out` is the caller's to close.
 */
vb_status vb_model_open(const char *path, bool reference, struct vb_model **out, vb_error *err);
void      vb_model_close(struct vb_model *model);

enum vb_dtype { VB_F32 = 0, VB_I8 = 1, VB_U8 = 2, VB_I32 = 3 };
struct vb_tensor { enum vb_dtype dtype; uint32_t n_dims; uint32_t dim[4]; const void *data; };
/* A tensor by name, type and shape; a dim asked for as 0 fits any. VB_ERR_MODEL names file and tensor where it is not so. */
vb_status vb_model_tensor(const struct vb_model *model, const char *name, enum vb_dtype dtype, uint32_t n_dims,
                          const uint32_t dim[], struct vb_tensor *out, vb_error *err);

/* A text tensor: labels, a line each. VB_ERR_MODEL names it where it is missing or not UTF-8. */
vb_status vb_model_labels(const struct vb_model *model, const char *name, vb_str *out, vb_error *err);
bool      vb_model_next_label(vb_str *rest, vb_str *label);    /* the next line of it; false at the end */

/* ---- the encoder ---------------------------------------------------------------------------------------------------- */

#define VB_WIDTH 384               /* D: width of the encoding */
#define VB_WINDOW_MAX 256          /* pieces of a window, [CLS] and [SEP] among them */

struct vb_encoder_input {          /* one piece of a window; [CLS] and [SEP] have 0 in all features */
    int32_t id;
    uint8_t shape;                 /* 0..4: encoding/piece_features.h */
    uint8_t quote;                 /* 0..7 */
    uint8_t place;                 /* 0..3 */
};

vb_status vb_model_ws_new(const struct vb_model *model, struct vb_model_ws **out, vb_error *err);
void      vb_model_ws_free(struct vb_model_ws *ws);

/* Encode one window of n <= VB_WINDOW_MAX pieces: out [n][VB_WIDTH]. Errors: VB_ERR_MODEL when oneDNN fails. */
vb_status vb_encoder_run(const struct vb_model *model, struct vb_model_ws *ws, const struct vb_encoder_input *in, size_t n,
                         float *out, vb_error *err);

/* ---- dense layers: what heads are made of ---------------------------------------------------------------------------- */

struct vb_dense;                   /* y = x W' + b; weights NAME.w [O][I] i8, NAME.s [O] f32, NAME.b [O] f32 */
vb_status vb_dense_open(const struct vb_model *model, const char *name, uint32_t n_in, uint32_t n_out, const struct vb_dense **out,
                        vb_error *err); /* packed once; owned by the model; not thread-safe: while opening */
/* x [n][n_in], y [n][n_out], not overlapping; any n. Same arithmetic as the encoder's layers. */
vb_status vb_dense_run(const struct vb_model *model, struct vb_model_ws *ws, const struct vb_dense *dense, const float *x, size_t n,
                       float *y, vb_error *err);

/* Element-wise, in place; our own exp and erf, equal on every CPU. */
void vb_gelu(float *x, size_t n);
void vb_softmax(float *x, size_t n);           /* of the whole row; summed from the first on */
float vb_expf(float x);
float vb_logf(float x);

/* Inner products of rows: out [n][m], of a [n][width] and b [m][width]; width a multiple of 8. */
void vb_dots(const float *restrict a, size_t n, const float *restrict b, size_t m, size_t width, float *restrict out);
/* Sum of products, in one order on every CPU. */
float vb_dot(const float *a, const float *b, size_t n);

#endif
