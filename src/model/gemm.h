/*
 * Integer matrix products, y = x W': unsigned 8-bit x, signed 8-bit W of -64..63, 32-bit y. gemm_dnnl.c is the only file
 * that knows oneDNN.
 */
#ifndef VB_MODEL_GEMM_H
#define VB_MODEL_GEMM_H

#include "model.h"

struct vb_gemm;                /* the shapes that are known: immutable once all matrices are packed */
struct vb_gemm_matrix;         /* a matrix packed for this CPU: owned by the caller */
struct vb_gemm_ws;             /* of one thread */

enum { VB_GEMM_ROWS = 64,      /* rows of one product at most */
       VB_GEMM_STEP = 16 };    /* a product is made for a multiple of these: oneDNN is several times slower on a row count
                                  that it learns only when it runs */

/* Errors of all: VB_ERR_MODEL when oneDNN refuses, VB_ERR_NOMEM. */
vb_status vb_gemm_new(struct vb_gemm **out, vb_error *err);
void      vb_gemm_free(struct vb_gemm *gemm);                                   /* after its matrices and workspaces */

/* W [n_out][n_in]. Not thread-safe for one `gemm`. */
vb_status vb_gemm_pack(struct vb_gemm *gemm, const int8_t *W, uint32_t n_in, uint32_t n_out, struct vb_gemm_matrix **out,
                       vb_error *err);
void      vb_gemm_matrix_free(struct vb_gemm_matrix *matrix);

vb_status vb_gemm_ws_new(const struct vb_gemm *gemm, struct vb_gemm_ws **out, vb_error *err);
void      vb_gemm_ws_free(struct vb_gemm_ws *ws);

/*
 * n <= VB_GEMM_ROWS rows: x [n][n_in], y [n][n_out], both with room for n rounded up to VB_GEMM_STEP; what lies in the rows
 * past n of x is read, and theirs of y written, but no other row sees it. One thread: whatever OpenMP is set to.
 */
vb_status vb_gemm_run(const struct vb_gemm *gemm, struct vb_gemm_ws *ws, const struct vb_gemm_matrix *matrix, const uint8_t *x,
                      size_t n, int32_t *y, vb_error *err);

#endif
