/*
 * Weight files for tests, made in memory: a writer of the format, and an encoder of random weights.
 */
#ifndef VB_TEST_WEIGHTS_FILE_H
#define VB_TEST_WEIGHTS_FILE_H

#include "weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct test_tensor {
    char name[VB_WEIGHTS_NAME_MAX + 1];
    enum vb_dtype dtype;
    uint32_t n_dims, dim[4];
    void *data;
    size_t n_bytes;
};
struct test_file { struct test_tensor at[256]; size_t n; };

static inline uint32_t test_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}
/* Roughly normal, mean 0, of the given spread. */
static inline float test_normal(uint64_t *state, float spread)
{
    float sum = 0;
    for (int i = 0; i < 6; i++) sum += (float)test_random(state) / 2147483648.0f - 0.5f;
    return sum * 1.414f * spread;
}

static inline void *test_add(struct test_file *f, const char *name, enum vb_dtype dtype, uint32_t n_dims, const uint32_t dim[])
{
    struct test_tensor *t = &f->at[f->n++];
    *t = (struct test_tensor){.dtype = dtype, .n_dims = n_dims, .dim = {1, 1, 1, 1}};
    if (strlen(name) >= sizeof t->name) abort();
    memcpy(t->name, name, strlen(name));
    t->n_bytes = dtype == VB_F32 || dtype == VB_I32 ? 4 : 1;
    for (uint32_t d = 0; d < n_dims; d++) t->dim[d] = dim[d], t->n_bytes *= dim[d];
    return t->data = calloc(1, t->n_bytes);
}

static inline struct test_tensor *test_find(struct test_file *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->at[i].name, name) == 0) return &f->at[i];
    return NULL;
}

static inline int test_by_name(const void *a, const void *b)
{
    return strcmp(((const struct test_tensor *)a)->name, ((const struct test_tensor *)b)->name);
}

static inline void test_put(char *at, uint64_t value, size_t n) { memcpy(at, &value, n); }

/* The hash of the table, to be set again after a test has altered it. */
static inline void test_seal(char *file, size_t n_tensors) { test_put(file + 40, vb_hash64(file + 64, 128 * n_tensors), 8); }

/* Bytes of the file, aligned as a mapping is: the caller's to free(). */
static inline vb_str test_write(struct test_file *f)
{
    size_t end = 64 + 128 * f->n;
    qsort(f->at, f->n, sizeof *f->at, test_by_name);
    for (size_t i = 0; i < f->n; i++) end = (end + 63) / 64 * 64 + f->at[i].n_bytes;
    char *file = aligned_alloc(64, (end + 63) / 64 * 64);
    memset(file, 0, (end + 63) / 64 * 64);
    memcpy(file, "verbale weights\n", 16);
    test_put(file + 16, VB_WEIGHTS_VERSION, 4), test_put(file + 20, 0x01020304, 4), test_put(file + 24, f->n, 4),
        test_put(file + 32, end, 8);
    size_t at = 64 + 128 * f->n;
    for (size_t i = 0; i < f->n; i++) {
        const struct test_tensor *t = &f->at[i];
        char *e = file + 64 + 128 * i;
        at = (at + 63) / 64 * 64;
        memcpy(file + at, t->data, t->n_bytes);
        memcpy(e, t->name, sizeof t->name);
        test_put(e + 64, t->dtype, 4), test_put(e + 68, t->n_dims, 4);
        memcpy(e + 72, t->dim, sizeof t->dim);
        test_put(e + 88, at, 8), test_put(e + 96, t->n_bytes, 8), test_put(e + 104, vb_hash64(t->data, t->n_bytes), 8);
        at += t->n_bytes;
    }
    test_seal(file, f->n);
    return (vb_str){file, end};
}

static inline void test_close(struct test_file *f)
{
    for (size_t i = 0; i < f->n; i++) free(f->at[i].data);
    f->n = 0;
}

static inline void test_vector(struct test_file *f, const char *name, uint32_t n, float mean, uint64_t *state)
{
    float *x = test_add(f, name, VB_F32, 1, &n);
    for (uint32_t i = 0; i < n; i++) x[i] = mean + test_normal(state, 0.1f);
}
static inline void test_rows(struct test_file *f, const char *name, uint32_t n, uint32_t width, uint64_t *state)
{
    float *x = test_add(f, name, VB_F32, 2, (uint32_t[]){n, width});
    for (size_t i = 0; i < (size_t)n * width; i++) x[i] = test_normal(state, 0.1f);
}
static inline void test_matrix(struct test_file *f, const char *name, uint32_t n_out, uint32_t n_in, bool bias, uint64_t *state)
{
    char part[VB_WEIGHTS_NAME_MAX + 3];
    snprintf(part, sizeof part, "%s.w", name);
    int8_t *w = test_add(f, part, VB_I8, 2, (uint32_t[]){n_out, n_in});
    for (size_t i = 0; i < (size_t)n_in * n_out; i++) w[i] = (int8_t)((int)(test_random(state) % 128) - 64);
    snprintf(part, sizeof part, "%s.s", name);
    float *s = test_add(f, part, VB_F32, 1, &n_out);
    for (uint32_t o = 0; o < n_out; o++)
        s[o] = (0.5f + (float)(test_random(state) % 100) / 100) / 64 / (float)(n_in > 400 ? 32 : 16);
    snprintf(part, sizeof part, "%s.b", name);
    if (bias) test_vector(f, part, n_out, 0, state);
}

/* An encoder of `layers` layers, hidden width `hidden`, a vocabulary of 100. Add heads, then test_write(). */
static inline void test_encoder(struct test_file *f, uint32_t layers, uint32_t hidden)
{
    enum { D = VB_WIDTH, VOCAB = 100, POSITIONS = VB_WINDOW_MAX };
    uint64_t state = 11;
    char     name[VB_WEIGHTS_NAME_MAX + 1], words[VOCAB * 8], *w = words;
    int32_t *config = test_add(f, "config", VB_I32, 1, (uint32_t[]){7});
    memcpy(config, (int32_t[]){1, D, (int32_t)layers, D / 32, (int32_t)hidden, VOCAB, POSITIONS}, 7 * sizeof *config);
    w += sprintf(w, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
    for (int i = 4; i < VOCAB; i++) w += sprintf(w, "w%d\n", i);
    memcpy(test_add(f, "vocab", VB_U8, 1, (uint32_t[]){(uint32_t)(w - words)}), words, (size_t)(w - words));
    test_matrix(f, "embed.word", VOCAB, D, false, &state);
    test_rows(f, "embed.position", POSITIONS, D, &state);
    test_rows(f, "embed.shape", 5, D, &state);
    test_rows(f, "embed.quote", 8, D, &state);
    test_rows(f, "embed.place", 4, D, &state);
    test_vector(f, "embed.norm.g", D, 1, &state);
    test_vector(f, "embed.norm.b", D, 0, &state);
    for (uint32_t i = 0; i < layers; i++) {
        struct {
            const char *name;
            uint32_t n_out, n_in;
        } matrices[] = {{"qkv", 3 * D, D}, {"out", D, D}, {"up", hidden, D}, {"down", D, hidden}};
        const char *norms[] = {"norm1.g", "norm1.b", "norm2.g", "norm2.b"};
        for (size_t m = 0; m < 4; m++) {
            snprintf(name, sizeof name, "layer.%u.%s", i, matrices[m].name);
            test_matrix(f, name, matrices[m].n_out, matrices[m].n_in, true, &state);
            snprintf(name, sizeof name, "layer.%u.%s", i, norms[m]);
            test_vector(f, name, D, m % 2 ? 0 : 1, &state);
        }
    }
}

/* Write bytes to a new file; its path is the caller's to unlink() and free(). */
static inline char *test_save(vb_str bytes)
{
    char *path = strdup("/tmp/verbale-test-XXXXXX");
    int   fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!f || fwrite(bytes.ptr, 1, bytes.len, f) != bytes.len || fclose(f) != 0) abort();
    return path;
}

#endif
