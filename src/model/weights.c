/*
 * The weight file: see weights.h for its layout. Numbers are read where they lie, which a little-endian machine can.
 */
#include "weights.h"

#include <stdio.h>
#include <string.h>

static const char magic[16] = {'v', 'e', 'r', 'b', 'a', 'l', 'e', ' ', 'w', 'e', 'i', 'g', 'h', 't', 's', '\n'};

struct header {
    char     magic[16];
    uint32_t version, order, n_tensors, zero;
    uint64_t n_bytes, table_hash, zeros[2];
};
struct entry {
    char     name[VB_WEIGHTS_NAME_MAX + 1];
    uint32_t dtype, n_dims, dim[4];
    uint64_t offset, n_bytes, hash, zeros[2];
};
_Static_assert(sizeof(struct header) == 64 && sizeof(struct entry) == 128, "as weights.h says");

static const struct { const char *name; uint32_t size; } dtypes[] = {
    [VB_F32] = {"f32", 4}, [VB_I8] = {"i8", 1}, [VB_U8] = {"u8", 1}, [VB_I32] = {"i32", 4}};
enum { N_DTYPES = sizeof dtypes / sizeof *dtypes, ALIGN = 64 };

static const struct entry *entry_at(const struct vb_weights *w, uint32_t i)
{
    return (const struct entry *)(const void *)(w->file.ptr + sizeof(struct header)) + i;
}

static bool name_is_sound(const char name[VB_WEIGHTS_NAME_MAX + 1])
{
    size_t n = 0;
    for (; n <= VB_WEIGHTS_NAME_MAX && name[n]; n++) {
        char c = name[n];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        if (!fine) return false;
    }
    if (n == 0 || n > VB_WEIGHTS_NAME_MAX) return false;
    for (size_t i = n; i <= VB_WEIGHTS_NAME_MAX; i++)
        if (name[i]) return false;
    return true;
}

/* Bytes that the dims ask for, or 0 where they are out of bounds. */
static uint64_t bytes_of(const struct entry *e)
{
    uint64_t n = dtypes[e->dtype].size;
    if (e->n_dims < 1 || e->n_dims > 4) return 0;
    for (uint32_t d = 0; d < 4; d++) {
        if (e->dim[d] == 0 || (d >= e->n_dims && e->dim[d] != 1)) return 0;
        if (n > UINT64_MAX / e->dim[d]) return 0;
        n *= e->dim[d];
    }
    return n;
}

static vb_status check_entry(const struct vb_weights *w, const struct entry *e, uint64_t *end, vb_error *err)
{
    const char *file = w->name.ptr, *name = e->name;
    if (e->dtype >= N_DTYPES) return vb_fail(err, VB_ERR_MODEL, "%s: tensor %s: type %u is unknown", file, name, e->dtype);
    if (e->n_bytes == 0 || bytes_of(e) != e->n_bytes || e->zeros[0] || e->zeros[1])
        return vb_fail(err, VB_ERR_MODEL, "%s: tensor %s: its size is not its shape's", file, name);
    uint64_t begin = (*end + ALIGN - 1) / ALIGN * ALIGN;
    if (e->offset != begin || e->offset > w->file.len || e->n_bytes > w->file.len - e->offset)
        return vb_fail(err, VB_ERR_MODEL, "%s: tensor %s: lies outside its place in the file", file, name);
    for (uint64_t i = *end; i < begin; i++)
        if (w->file.ptr[i]) return vb_fail_at(err, VB_ERR_MODEL, i, "%s: altered: between tensors, before %s", file, name);
    if (vb_hash64(w->file.ptr + e->offset, (size_t)e->n_bytes) != e->hash)
        return vb_fail_at(err, VB_ERR_MODEL, e->offset, "%s: tensor %s: altered", file, name);
    *end = e->offset + e->n_bytes;
    return VB_OK;
}

vb_status vb_weights_open(const char *name, vb_str file, struct vb_weights *out, vb_error *err)
{
    struct vb_weights w = {.name = vb_str_of(name), .file = file};
    struct header     head;
    vb_status         st;
    *out = (struct vb_weights){0};
    if (file.len < sizeof magic || memcmp(file.ptr, magic, sizeof magic) != 0)
        return vb_fail(err, VB_ERR_MODEL, "%s: not a verbale weight file", name);
    if (file.len < sizeof head) return vb_fail(err, VB_ERR_MODEL, "%s: truncated: %zu bytes", name, file.len);
    memcpy(&head, file.ptr, sizeof head);
    if (head.order != 0x01020304u) return vb_fail(err, VB_ERR_MODEL, "%s: its byte order is not this machine's", name);
    if (head.version != VB_WEIGHTS_VERSION)
        return vb_fail(err, VB_ERR_MODEL, "%s: version %u of the format; this program reads %u", name, head.version,
                       VB_WEIGHTS_VERSION);
    if (head.n_bytes != file.len)
        return vb_fail(err, VB_ERR_MODEL, "%s: %s: %zu bytes, of %llu", name, file.len < head.n_bytes ? "truncated" : "too long",
                       file.len, (unsigned long long)head.n_bytes);
    if (head.n_tensors > VB_WEIGHTS_TENSORS_MAX || head.n_tensors * sizeof(struct entry) > file.len - sizeof head || head.zero ||
        head.zeros[0] || head.zeros[1])
        return vb_fail(err, VB_ERR_MODEL, "%s: altered: its header makes no sense", name);
    size_t table = head.n_tensors * sizeof(struct entry);
    if (vb_hash64(file.ptr + sizeof head, table) != head.table_hash)
        return vb_fail_at(err, VB_ERR_MODEL, sizeof head, "%s: altered: its table of tensors", name);
    w.n_tensors = head.n_tensors;
    uint64_t end = sizeof head + table;
    for (uint32_t i = 0; i < w.n_tensors; i++) {
        const struct entry *e = entry_at(&w, i);
        if (!name_is_sound(e->name)) return vb_fail(err, VB_ERR_MODEL, "%s: tensor %u: its name is not one", name, i);
        if (i && strcmp(entry_at(&w, i - 1)->name, e->name) >= 0)
            return vb_fail(err, VB_ERR_MODEL, "%s: tensor %s: out of order", name, e->name);
        if ((st = check_entry(&w, e, &end, err)) != VB_OK) return st;
    }
    if (end != file.len) return vb_fail_at(err, VB_ERR_MODEL, end, "%s: altered: bytes past its last tensor", name);
    *out = w;
    return VB_OK;
}

struct vb_tensor vb_weights_at(const struct vb_weights *w, uint32_t i, const char **name)
{
    const struct entry *e = entry_at(w, i);
    struct vb_tensor    t = {.dtype = (enum vb_dtype)e->dtype, .n_dims = e->n_dims, .data = w->file.ptr + e->offset};
    memcpy(t.dim, e->dim, sizeof t.dim);
    *name = e->name;
    return t;
}

/* "f32 [3][4]"; 0 is "any". */
static void describe(char *to, size_t room, enum vb_dtype dtype, uint32_t n_dims, const uint32_t dim[])
{
    size_t n = (size_t)snprintf(to, room, "%s ", dtypes[dtype].name);
    for (uint32_t d = 0; d < n_dims && n < room; d++)
        n += (size_t)(dim[d] ? snprintf(to + n, room - n, "[%u]", dim[d]) : snprintf(to + n, room - n, "[any]"));
}

vb_status vb_weights_tensor(const struct vb_weights *w, const char *name, enum vb_dtype dtype, uint32_t n_dims,
                            const uint32_t dim[], struct vb_tensor *out, vb_error *err)
{
    uint32_t lo = 0, hi = w->n_tensors;
    *out = (struct vb_tensor){0};
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (strcmp(entry_at(w, mid)->name, name) < 0) lo = mid + 1;
        else hi = mid;
    }
    if (lo == w->n_tensors || strcmp(entry_at(w, lo)->name, name) != 0)
        return vb_fail(err, VB_ERR_MODEL, "%s: tensor %s is missing", w->name.ptr, name);
    struct vb_tensor found = vb_weights_at(w, lo, &name);
    bool             fits = found.dtype == dtype && found.n_dims == n_dims;
    for (uint32_t d = 0; fits && d < n_dims; d++) fits = dim[d] == 0 || dim[d] == found.dim[d];
    if (!fits) {
        char has[64], asked[64];
        describe(has, sizeof has, found.dtype, found.n_dims, found.dim);
        describe(asked, sizeof asked, dtype, n_dims, dim);
        return vb_fail(err, VB_ERR_MODEL, "%s: tensor %s is %s, not %s", w->name.ptr, name, has, asked);
    }
    *out = found;
    return VB_OK;
}
