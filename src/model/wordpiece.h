/*
 * Word pieces over a vocabulary alone, for what has no weight file at hand (training data); model.h's vb_model_pieces
 * is this over the vocabulary in the weights.
 */
#ifndef VB_MODEL_WORDPIECE_H
#define VB_MODEL_WORDPIECE_H

#include "model.h"

struct vb_vocab;                   /* immutable once open, shared by threads */

/*
 * `text` is a vocab.txt: one piece a line, the id is the line's number from 0. It is borrowed and must outlive the
 * vocabulary, which is the caller's to close. VB_ERR_MODEL: [UNK], [CLS] or [SEP] is missing, an empty line, a line of
 * more than 400 bytes, or more than VB_VOCAB_MAX lines; also VB_ERR_NOMEM.
 */
#define VB_VOCAB_MAX (1u << 20)
vb_status vb_vocab_open(vb_str text, struct vb_vocab **out, vb_error *err);
void      vb_vocab_close(struct vb_vocab *vocab);                    /* NULL is fine */
uint32_t  vb_vocab_count(const struct vb_vocab *vocab);
int32_t   vb_vocab_id(const struct vb_vocab *vocab, vb_str piece);   /* as written in the file, "##" included; -1: not there */
vb_str    vb_vocab_piece(const struct vb_vocab *vocab, int32_t id);  /* "not given" where there is none */

/* As vb_model_pieces (model.h): appends to `out`; on failure what was appended stays. Only VB_ERR_NOMEM.
 * Time: linear in the bytes of the range, for a given vocabulary. */
vb_status vb_vocab_pieces(const struct vb_vocab *vocab, vb_str text, vb_span range, struct vb_pieces *out, vb_error *err);

#endif
