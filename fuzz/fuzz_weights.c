/*
 * Any bytes as a weight file: it is refused with a message, or every tensor of it can be read to its last byte and found again.
 *
 * A fuzzer does not find XXH3 hashes by itself, so the bytes are also tried with their size and hashes set right: what is left
 * to refuse is then what a file says, not what it was damaged to.
 */
#include "weights.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what) ((what) ? (void)0 : abort())
enum { HEADER = 64, ENTRY = 128, OFFSET = 88, BYTES = 96, HASH = 104 };

static uint64_t sink;

static void try_open(const char *bytes, size_t size)
{
    static const enum vb_dtype dtypes[] = {VB_F32, VB_I8, VB_U8, VB_I32};
    static const uint32_t      any[4];
    struct vb_weights          w;
    vb_error                   err = {0};
    vb_status                  st = vb_weights_open("fuzz", (vb_str){bytes, size}, &w, &err);
    CHECK(st == VB_OK || (st == VB_ERR_MODEL && err.code == st && strncmp(err.msg, "fuzz: ", 6) == 0));
    for (uint32_t i = 0; i < w.n_tensors; i++) {
        const char      *name;
        struct vb_tensor t = vb_weights_at(&w, i, &name), found;
        size_t           n = t.dtype == VB_F32 || t.dtype == VB_I32 ? 4 : 1;
        for (uint32_t d = 0; d < t.n_dims; d++) n *= t.dim[d];
        CHECK(n > 0 && (const char *)t.data >= bytes + HEADER && (const char *)t.data + n <= bytes + size);
        for (size_t b = 0; b < n; b++) sink += ((const uint8_t *)t.data)[b];
        CHECK(vb_weights_tensor(&w, name, t.dtype, t.n_dims, t.dim, &found, &err) == VB_OK && found.data == t.data);
        CHECK(vb_weights_tensor(&w, name, t.dtype, t.n_dims, any, &found, &err) == VB_OK && found.data == t.data);
        for (size_t k = 0; k < sizeof dtypes / sizeof *dtypes; k++)
            CHECK((vb_weights_tensor(&w, name, dtypes[k], t.n_dims, any, &found, &err) == VB_OK) == (dtypes[k] == t.dtype));
    }
}

/* Size and hashes as the bytes would have them. */
static void seal(char *bytes, size_t size)
{
    uint32_t n;
    uint64_t total = size;
    memcpy(&n, bytes + 24, sizeof n);
    memcpy(bytes, "verbale weights\n\1\0\0\0\4\3\2\1", 24);
    memcpy(bytes + 32, &total, sizeof total);
    n %= 1 + (uint32_t)((size - HEADER) / ENTRY);
    memcpy(bytes + 24, &n, sizeof n);
    for (uint32_t i = 0; i < n; i++) {
        char    *entry = bytes + HEADER + (size_t)ENTRY * i;
        uint64_t offset, len, hash;
        memcpy(&offset, entry + OFFSET, sizeof offset);
        memcpy(&len, entry + BYTES, sizeof len);
        if (offset > size || len > size - offset) continue;
        hash = vb_hash64(bytes + offset, (size_t)len);
        memcpy(entry + HASH, &hash, sizeof hash);
    }
    uint64_t table = vb_hash64(bytes + HEADER, (size_t)ENTRY * n);
    memcpy(bytes + 40, &table, sizeof table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* As aligned as a mapping is, and not a byte longer than the file, so that AddressSanitizer sees the end. */
    void *bytes = NULL;
    CHECK(posix_memalign(&bytes, 64, size ? size : 1) == 0);
    if (size) memcpy(bytes, data, size);
    try_open(bytes, size);
    if (size >= HEADER) {
        seal(bytes, size);
        try_open(bytes, size);
    }
    free(bytes);
    return 0;
}
