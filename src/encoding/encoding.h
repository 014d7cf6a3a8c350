/*
 * One encoding of every piece of a text, shared by all heads: the text is read window by window, and each head takes from a
 * window what it needs before the next one overwrites it.
 *
 * Windows end with a sentence where they can, and two windows share up to VB_BACK pieces. What begins in the core of a
 * window is that window's to decide: cores do not overlap, cover the text, and are cut at sentence starts where there are any.
 */
#ifndef VB_ENCODING_H
#define VB_ENCODING_H

#include "model.h"
#include "piece_features.h"

/* Tuned on polnear.dev (bench/attribution/README.md): longer windows gain nothing and cost attention. */
enum { VB_PIECES = 190, VB_BACK = 64 };

struct vb_encoded {                /* a text as pieces and words: the same for all its windows */
    const struct vb_text *text;
    const struct vb_piece *pieces; uint32_t n_pieces;
    const struct vb_feature *features;         /* by piece */
    const uint32_t *word_piece;                /* by token of the text: the piece it begins with */
    uint8_t *upos; /* by token: written by the syntax head for the core of each window; heads after it may read it */
};

struct vb_window {
    const struct vb_encoded *of;
    uint32_t beg, end;             /* pieces */
    uint32_t core_beg, core_end;   /* pieces */
    const float *encoding;         /* [end - beg][VB_WIDTH], by piece: without [CLS] and [SEP] */
    uint32_t word_beg, word_end;   /* tokens of the text that begin in the window */
    uint32_t core_word_beg, core_word_end;
    const float *words;            /* [word_end - word_beg][VB_WIDTH]: train/heads.py, Heads.words */
};

struct vb_head {                   /* run is called once a window, in text order; what it points to lives until it returns */
    vb_status (*run)(void *ctx, const struct vb_window *window, vb_error *err);
    void *ctx;
};

struct vb_encoding_ws;             /* scratch of one thread */
vb_status vb_encoding_ws_new(const struct vb_model *model, struct vb_encoding_ws **out, vb_error *err);
void      vb_encoding_ws_free(struct vb_encoding_ws *ws);
struct vb_model_ws *vb_encoding_model_ws(struct vb_encoding_ws *ws);           /* for the heads' dense layers: same thread */

/*
 * Read a text through the encoder and the heads. `out` lives in `arena`, but for the pieces, which live in `ws` until its next
 * text. Errors: VB_ERR_NOMEM, VB_ERR_MODEL, and what a head gives. Time: linear in pieces.
 */
vb_status vb_encoding_run(const struct vb_text *text, const struct vb_model *model, struct vb_encoding_ws *ws,
                          const struct vb_head *heads, size_t n_heads, struct vb_arena *arena, struct vb_encoded *out,
                          vb_error *err);

/* Signed distance in words -> 0..33: exact below 6, then two buckets a doubling (train/network.py, distance_bucket). */
uint32_t vb_distance_bucket(int32_t d);

#endif
