/*
 * `verbale weights`, version 1: named tensors in one file that is mapped and never copied.
 *
 *   header, 64 bytes    magic "verbale weights\n" (16), u32 version, u32 byte order 0x01020304, u32 tensors, u32 0,
 *                       u64 bytes of the file, u64 XXH3-64 of the table, 16 bytes of 0
 *   table, 128 a tensor name (64, NUL after it and to its end), u32 dtype, u32 n_dims (1..4), u32 dim[4] (1 past n_dims),
 *                       u64 offset, u64 bytes, u64 XXH3-64 of the data, 16 bytes of 0; in strictly ascending order of names
 *   data                each tensor at the next multiple of 64, row-major, little-endian, in the order of the table; 0 between
 *                       them, nothing after the last
 *
 * train/weights.py reads and writes the same. Opening checks all of it, so that what has opened can be read without a look.
 */
#ifndef VB_MODEL_WEIGHTS_H
#define VB_MODEL_WEIGHTS_H

#include "model.h"

#define VB_WEIGHTS_VERSION 1u
#define VB_WEIGHTS_NAME_MAX 63u        /* bytes of a tensor's name: ASCII letters, digits, '.', '_', '-' */
#define VB_WEIGHTS_TENSORS_MAX 4096u

struct vb_weights {
    vb_str name;                       /* of the file, for messages; borrowed */
    vb_str file;                       /* its bytes, borrowed: 64-byte aligned, as a mapping is */
    uint32_t n_tensors;
};

/* Check the bytes of a file and give a view of it. VB_ERR_MODEL names file and tensor. Time: linear in the bytes. */
vb_status vb_weights_open(const char *name, vb_str file, struct vb_weights *out, vb_error *err);

/* As vb_model_tensor. */
vb_status vb_weights_tensor(const struct vb_weights *weights, const char *name, enum vb_dtype dtype, uint32_t n_dims,
                            const uint32_t dim[], struct vb_tensor *out, vb_error *err);

/* The i-th tensor, i < n_tensors, in order of names. */
struct vb_tensor vb_weights_at(const struct vb_weights *weights, uint32_t i, const char **name);

#endif
