/*
 * oneDNN's part: 2.6 as in Debian 12, and 3.x, where operation descriptors are gone and memory descriptors are handles.
 *
 * A primitive is made for each shape of matrix and each row count of 16, 32, 48, 64 when the matrix is packed, and shared by
 * all threads: its scratch memory is the caller's (scratchpad_mode_user). Memory objects are a workspace's own, since pointing
 * one at a buffer changes it.
 * Debian's oneDNN runs on OpenMP, both when it makes a primitive (which then is for so many threads) and when it runs one;
 * here documents run side by side, so around each call OpenMP is told one thread and set back after.
 */
#include "gemm.h"

#include <dnnl.h>
#include <string.h>

/* As in omp.h, which clang does not find beside gcc's OpenMP. */
extern void omp_set_num_threads(int n);
extern int  omp_get_max_threads(void);

enum { N_COUNTS = VB_GEMM_ROWS / VB_GEMM_STEP, SHAPES_MAX = 256, ALIGN = 64 };

struct shape {                                     /* of a matrix, and what oneDNN made for it */
    uint32_t              n_in, n_out;
    dnnl_primitive_t      product[N_COUNTS];
    const_dnnl_primitive_desc_t desc[N_COUNTS];    /* the product's own */
    size_t                scratch;                 /* bytes, the most of the four */
};
struct vb_gemm {
    dnnl_engine_t engine;
    struct shape  shapes[SHAPES_MAX];
    uint32_t      n_shapes;
};
struct vb_gemm_matrix {
    uint32_t      shape;
    dnnl_memory_t memory;                          /* over bytes */
    void         *bytes;
};
struct vb_gemm_ws {
    dnnl_stream_t stream;
    dnnl_memory_t x[SHAPES_MAX][N_COUNTS], y[SHAPES_MAX][N_COUNTS], scratch[SHAPES_MAX][N_COUNTS];
    void         *scratch_bytes;
    size_t        scratch_room;
};

static vb_status fail(vb_error *err, const char *what, dnnl_status_t code)
{
    if (code == dnnl_out_of_memory) return vb_fail_nomem(err);
    return vb_fail(err, VB_ERR_MODEL, "oneDNN: %s: error %d", what, (int)code);
}

/* ---- the two interfaces -------------------------------------------------------------------------------------------- */

#if DNNL_VERSION_MAJOR >= 3
typedef const_dnnl_memory_desc_t md_ref;
typedef dnnl_memory_desc_t       md_own;

static md_ref md_of(const md_own *md) { return *md; }
static void   md_free(md_own *md) { dnnl_memory_desc_destroy(*md), *md = NULL; }

static dnnl_status_t md_make(md_own *md, dnnl_dim_t rows, dnnl_dim_t columns, dnnl_data_type_t type, dnnl_format_tag_t tag)
{
    return dnnl_memory_desc_create_with_tag(md, 2, (dnnl_dims_t){rows, columns}, type, tag);
}

static dnnl_status_t describe_product(dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_primitive_attr_t attr, const md_own *x,
                                      const md_own *w, const md_own *y)
{
    return dnnl_matmul_primitive_desc_create(out, engine, *x, *w, NULL, *y, attr);
}
#else
typedef const dnnl_memory_desc_t *md_ref;
typedef dnnl_memory_desc_t        md_own;

static md_ref md_of(const md_own *md) { return md; }
static void   md_free(md_own *md) { (void)md; }

static dnnl_status_t md_make(md_own *md, dnnl_dim_t rows, dnnl_dim_t columns, dnnl_data_type_t type, dnnl_format_tag_t tag)
{
    return dnnl_memory_desc_init_by_tag(md, 2, (dnnl_dims_t){rows, columns}, type, tag);
}

static dnnl_status_t describe_product(dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_primitive_attr_t attr, const md_own *x,
                                      const md_own *w, const md_own *y)
{
    dnnl_matmul_desc_t desc;
    dnnl_status_t      code = dnnl_matmul_desc_init(&desc, x, w, NULL, y);
    return code != dnnl_success ? code : dnnl_primitive_desc_create(out, &desc, attr, engine, NULL);
}
#endif

/* ---- shapes and matrices ---------------------------------------------------------------------------------------------- */

static void *alloc_aligned(size_t n, void **base)
{
    *base = vb_alloc(n + ALIGN);
    return *base ? (void *)(((uintptr_t)*base + ALIGN - 1) / ALIGN * ALIGN) : NULL;
}

vb_status vb_gemm_new(struct vb_gemm **out, vb_error *err)
{
    struct vb_gemm *gemm = vb_alloc(sizeof *gemm);
    *out = NULL;
    if (!gemm) return vb_fail_nomem(err);
    memset(gemm, 0, sizeof *gemm);
    dnnl_status_t code = dnnl_engine_create(&gemm->engine, dnnl_cpu, 0);
    if (code != dnnl_success) {
        vb_free(gemm);
        return fail(err, "engine", code);
    }
    *out = gemm;
    return VB_OK;
}

static void shape_close(struct shape *shape)
{
    for (size_t c = 0; c < N_COUNTS; c++)
        if (shape->product[c]) dnnl_primitive_destroy(shape->product[c]);
    *shape = (struct shape){0};
}

void vb_gemm_free(struct vb_gemm *gemm)
{
    if (!gemm) return;
    for (uint32_t i = 0; i < gemm->n_shapes; i++) shape_close(&gemm->shapes[i]);
    dnnl_engine_destroy(gemm->engine);
    vb_free(gemm);
}

/* The product for rows of VB_GEMM_STEP * (c + 1). All four want the matrix laid the same way, or their order would matter. */
static dnnl_status_t make_product(const struct vb_gemm *gemm, struct shape *shape, size_t c, dnnl_primitive_attr_t attr)
{
    dnnl_dim_t            rows = (dnnl_dim_t)(VB_GEMM_STEP * (c + 1)), I = shape->n_in, O = shape->n_out;
    md_own                x = {0}, w = {0}, y = {0};
    dnnl_primitive_desc_t desc = NULL;
    dnnl_status_t         code;
    if ((code = md_make(&x, rows, I, dnnl_u8, dnnl_ab)) != dnnl_success) goto done;
    if ((code = md_make(&y, rows, O, dnnl_s32, dnnl_ab)) != dnnl_success) goto done;
    if (c == 0) {
        if ((code = md_make(&w, I, O, dnnl_s8, dnnl_format_tag_any)) != dnnl_success) goto done;
        code = describe_product(&desc, gemm->engine, attr, &x, &w, &y);
    } else {
        /* As the first wants it; where this row count would have it otherwise, oneDNN still can. */
        md_ref first = dnnl_primitive_desc_query_md(shape->desc[0], dnnl_query_weights_md, 0);
#if DNNL_VERSION_MAJOR >= 3
        if ((code = dnnl_memory_desc_clone(&w, first)) != dnnl_success) goto done;
#else
        w = *first;
#endif
        code = describe_product(&desc, gemm->engine, attr, &x, &w, &y);
    }
    if (code != dnnl_success) goto done;
    if ((code = dnnl_primitive_create(&shape->product[c], desc)) != dnnl_success) goto done;
    if ((code = dnnl_primitive_get_primitive_desc(shape->product[c], &shape->desc[c])) != dnnl_success) goto done;
    size_t scratch = dnnl_memory_desc_get_size(dnnl_primitive_desc_query_md(shape->desc[c], dnnl_query_scratchpad_md, 0));
    if (scratch > shape->scratch) shape->scratch = scratch;
done:
    if (desc) dnnl_primitive_desc_destroy(desc);
    md_free(&x), md_free(&w), md_free(&y);
    return code;
}

static vb_status find_shape(struct vb_gemm *gemm, uint32_t n_in, uint32_t n_out, uint32_t *out, vb_error *err)
{
    dnnl_primitive_attr_t attr = NULL;
    dnnl_status_t         code;
    for (*out = 0; *out < gemm->n_shapes; (*out)++)
        if (gemm->shapes[*out].n_in == n_in && gemm->shapes[*out].n_out == n_out) return VB_OK;
    if (gemm->n_shapes == SHAPES_MAX) return vb_fail(err, VB_ERR_MODEL, "more than %d shapes of matrices", SHAPES_MAX);
    struct shape *shape = &gemm->shapes[gemm->n_shapes];
    *shape = (struct shape){.n_in = n_in, .n_out = n_out};
    if ((code = dnnl_primitive_attr_create(&attr)) != dnnl_success) return fail(err, "attributes", code);
    code = dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
    for (size_t c = 0; code == dnnl_success && c < N_COUNTS; c++) code = make_product(gemm, shape, c, attr);
    dnnl_primitive_attr_destroy(attr);
    if (code != dnnl_success) {
        shape_close(shape);
        return fail(err, "matrix product of 8-bit numbers", code);
    }
    gemm->n_shapes++;
    return VB_OK;
}

static dnnl_status_t reorder(const struct vb_gemm *gemm, const int8_t *W, const struct shape *shape, struct vb_gemm_matrix *matrix)
{
    md_own                plain = {0};
    dnnl_memory_t         from = NULL;
    dnnl_primitive_desc_t desc = NULL;
    dnnl_primitive_t      copy = NULL;
    dnnl_stream_t         stream = NULL;
    dnnl_status_t         code;
    union { const int8_t *given; void *wanted; } bytes = {W};       /* oneDNN takes no const; it only reads */
    md_ref                packed = dnnl_primitive_desc_query_md(shape->desc[0], dnnl_query_weights_md, 0);
    if ((code = md_make(&plain, shape->n_in, shape->n_out, dnnl_s8, dnnl_ba)) != dnnl_success) goto done;
    if ((code = dnnl_memory_create(&from, md_of(&plain), gemm->engine, bytes.wanted)) != dnnl_success) goto done;
    if ((code = dnnl_reorder_primitive_desc_create(&desc, md_of(&plain), gemm->engine, packed, gemm->engine, NULL)) != dnnl_success)
        goto done;
    if ((code = dnnl_primitive_create(&copy, desc)) != dnnl_success) goto done;
    if ((code = dnnl_stream_create(&stream, gemm->engine, dnnl_stream_default_flags)) != dnnl_success) goto done;
    dnnl_exec_arg_t args[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, matrix->memory}};
    if ((code = dnnl_primitive_execute(copy, stream, 2, args)) != dnnl_success) goto done;
    code = dnnl_stream_wait(stream);
done:
    if (stream) dnnl_stream_destroy(stream);
    if (copy) dnnl_primitive_destroy(copy);
    if (desc) dnnl_primitive_desc_destroy(desc);
    if (from) dnnl_memory_destroy(from);
    md_free(&plain);
    return code;
}

static vb_status pack(struct vb_gemm *gemm, const int8_t *W, uint32_t n_in, uint32_t n_out, struct vb_gemm_matrix **out,
                      vb_error *err)
{
    struct vb_gemm_matrix *matrix = NULL;
    uint32_t               i;
    dnnl_status_t          code;
    vb_status              st;
    *out = NULL;
    if ((st = find_shape(gemm, n_in, n_out, &i, err)) != VB_OK) return st;
    if (!(matrix = vb_alloc(sizeof *matrix))) return vb_fail_nomem(err);
    *matrix = (struct vb_gemm_matrix){.shape = i};
    md_ref md = dnnl_primitive_desc_query_md(gemm->shapes[i].desc[0], dnnl_query_weights_md, 0);
    void  *bytes = alloc_aligned(dnnl_memory_desc_get_size(md), &matrix->bytes);
    if (!bytes) {
        st = vb_fail_nomem(err);
        goto done;
    }
    if ((code = dnnl_memory_create(&matrix->memory, md, gemm->engine, bytes)) != dnnl_success ||
        (code = reorder(gemm, W, &gemm->shapes[i], matrix)) != dnnl_success) {
        st = fail(err, "packing a matrix", code);
        goto done;
    }
    *out = matrix;
    matrix = NULL;
done:
    vb_gemm_matrix_free(matrix);
    return st;
}

vb_status vb_gemm_pack(struct vb_gemm *gemm, const int8_t *W, uint32_t n_in, uint32_t n_out, struct vb_gemm_matrix **out,
                       vb_error *err)
{
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    vb_status st = pack(gemm, W, n_in, n_out, out, err);
    omp_set_num_threads(threads);
    return st;
}

void vb_gemm_matrix_free(struct vb_gemm_matrix *matrix)
{
    if (!matrix) return;
    if (matrix->memory) dnnl_memory_destroy(matrix->memory);
    vb_free(matrix->bytes);
    vb_free(matrix);
}

/* ---- running --------------------------------------------------------------------------------------------------------- */

vb_status vb_gemm_ws_new(const struct vb_gemm *gemm, struct vb_gemm_ws **out, vb_error *err)
{
    struct vb_gemm_ws *ws = vb_alloc(sizeof *ws);
    *out = NULL;
    if (!ws) return vb_fail_nomem(err);
    memset(ws, 0, sizeof *ws);
    dnnl_status_t code = dnnl_stream_create(&ws->stream, gemm->engine, dnnl_stream_default_flags);
    if (code != dnnl_success) {
        vb_free(ws);
        return fail(err, "stream", code);
    }
    *out = ws;
    return VB_OK;
}

void vb_gemm_ws_free(struct vb_gemm_ws *ws)
{
    if (!ws) return;
    for (size_t s = 0; s < SHAPES_MAX; s++) {
        for (size_t c = 0; c < N_COUNTS; c++) {
            if (ws->x[s][c]) dnnl_memory_destroy(ws->x[s][c]);
            if (ws->y[s][c]) dnnl_memory_destroy(ws->y[s][c]);
            if (ws->scratch[s][c]) dnnl_memory_destroy(ws->scratch[s][c]);
        }
    }
    dnnl_stream_destroy(ws->stream);
    vb_free(ws->scratch_bytes);
    vb_free(ws);
}

/* Memory objects for a shape and a row count, made when they are first wanted. */
static dnnl_status_t prepare(const struct vb_gemm *gemm, struct vb_gemm_ws *ws, uint32_t s, size_t c)
{
    const struct shape *shape = &gemm->shapes[s];
    struct { dnnl_memory_t *memory; dnnl_query_t what; } wanted[] = {
        {&ws->x[s][c], dnnl_query_src_md}, {&ws->y[s][c], dnnl_query_dst_md}, {&ws->scratch[s][c], dnnl_query_scratchpad_md}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (*wanted[i].memory) continue;
        md_ref        md = dnnl_primitive_desc_query_md(shape->desc[c], wanted[i].what, 0);
        dnnl_status_t code = dnnl_memory_create(wanted[i].memory, md, gemm->engine, DNNL_MEMORY_NONE);
        if (code != dnnl_success) return code;
    }
    return dnnl_success;
}

static vb_status run(const struct vb_gemm *gemm, struct vb_gemm_ws *ws, const struct vb_gemm_matrix *matrix, const uint8_t *x,
                     size_t n, int32_t *y, vb_error *err)
{
    uint32_t            s = matrix->shape;
    const struct shape *shape = &gemm->shapes[s];
    size_t              c = (n + VB_GEMM_STEP - 1) / VB_GEMM_STEP - 1;
    dnnl_status_t       code;
    union { const uint8_t *given; void *wanted; } bytes = {x};
    if (shape->scratch + ALIGN > ws->scratch_room) {
        vb_free(ws->scratch_bytes);
        ws->scratch_room = 0;
        if (!(ws->scratch_bytes = vb_alloc(shape->scratch + ALIGN))) return vb_fail_nomem(err);
        ws->scratch_room = shape->scratch + ALIGN;
    }
    void *scratch = (void *)(((uintptr_t)ws->scratch_bytes + ALIGN - 1) / ALIGN * ALIGN);
    if ((code = prepare(gemm, ws, s, c)) != dnnl_success) return fail(err, "memory", code);
    if ((code = dnnl_memory_set_data_handle(ws->x[s][c], bytes.wanted)) != dnnl_success ||
        (code = dnnl_memory_set_data_handle(ws->y[s][c], y)) != dnnl_success ||
        (code = dnnl_memory_set_data_handle(ws->scratch[s][c], scratch)) != dnnl_success)
        return fail(err, "memory", code);
    dnnl_exec_arg_t args[] = {{DNNL_ARG_SRC, ws->x[s][c]}, {DNNL_ARG_WEIGHTS, matrix->memory}, {DNNL_ARG_DST, ws->y[s][c]},
                              {DNNL_ARG_SCRATCHPAD, ws->scratch[s][c]}};
    if ((code = dnnl_primitive_execute(shape->product[c], ws->stream, 4, args)) != dnnl_success ||
        (code = dnnl_stream_wait(ws->stream)) != dnnl_success)
        return fail(err, "matrix product", code);
    return VB_OK;
}

vb_status vb_gemm_run(const struct vb_gemm *gemm, struct vb_gemm_ws *ws, const struct vb_gemm_matrix *matrix, const uint8_t *x,
                      size_t n, int32_t *y, vb_error *err)
{
    int threads = omp_get_max_threads();
    if (n == 0) return VB_OK;
    omp_set_num_threads(1);
    vb_status st = run(gemm, ws, matrix, x, n, y, err);
    omp_set_num_threads(threads);
    return st;
}
