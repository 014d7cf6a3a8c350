/*
 * Arenas: pieces are cut from blocks that double in size, and all go in one call.
 *
 * Built with VB_ARENA_MALLOC each piece is a block of its own, ending where the piece ends, so that AddressSanitizer
 * sees an overrun of one byte.
 */
#include "base.h"

#include <stdio.h>
#include <string.h>

struct vb_arena_block {
    struct vb_arena_block *before;
    size_t                 used, room;             /* bytes of data[] */
    _Alignas(max_align_t) unsigned char data[];
};

enum { FIRST_BLOCK = 8 << 10, LARGEST_BLOCK = 4 << 20 };

/* Bytes to skip from data[used] so that a piece lies on `align`. */
static size_t padding(const struct vb_arena_block *b, size_t align)
{
    uintptr_t at = (uintptr_t)(b->data + b->used);
    return (size_t)(-at & (uintptr_t)(align - 1));
}

static struct vb_arena_block *add_block(struct vb_arena *a, size_t room)
{
    struct vb_arena_block *b;

    if (room > SIZE_MAX - sizeof *b) return NULL;
    if (!(b = vb_alloc(sizeof *b + room))) return NULL;
    b->before = a->last;
    b->used   = 0;
    b->room   = room;
    a->last   = b;
    return b;
}

void *vb_arena_alloc(struct vb_arena *a, size_t n, size_t size, size_t align)
{
    struct vb_arena_block *b = a->last;
    size_t                 bytes, want, skip;
    void                  *piece;

    if (size && n > SIZE_MAX / size) return NULL;
    bytes = n * size;
    /* Blocks start on max_align_t; only a larger alignment can need room in front of the first piece. */
    skip = align > _Alignof(max_align_t) ? align : 0;
    if (bytes > SIZE_MAX - skip) return NULL;
    want = bytes + skip;
#ifdef VB_ARENA_MALLOC
    if (!(b = add_block(a, want))) return NULL;
#else
    if (!b || padding(b, align) > b->room - b->used || bytes > b->room - b->used - padding(b, align)) {
        size_t room = !b ? FIRST_BLOCK : b->room >= LARGEST_BLOCK / 2 ? LARGEST_BLOCK : b->room * 2;
        if (!(b = add_block(a, room > want ? room : want))) return NULL;
    }
#endif
    b->used += padding(b, align);
    piece = b->data + b->used;
    b->used += bytes;
    return memset(piece, 0, bytes);
}

void vb_arena_free(struct vb_arena *a)
{
    while (a->last) {
        struct vb_arena_block *b = a->last;
        a->last = b->before;
        vb_free(b);
    }
}

void vb_arena_reset(struct vb_arena *a)
{
#ifdef VB_ARENA_MALLOC
    vb_arena_free(a);
#else
    struct vb_arena_block *keep = a->last;

    /* The newest block is the largest, but one made for a single huge piece is not worth holding on to. */
    if (!keep) return;
    a->last = keep->before;
    vb_arena_free(a);
    if (keep->room > LARGEST_BLOCK) {
        vb_free(keep);
        return;
    }
    keep->before = NULL;
    keep->used   = 0;
    a->last      = keep;
#endif
}

vb_str vb_arena_copy(struct vb_arena *a, vb_str s)
{
    char *copy;

    if (!s.ptr || s.len == SIZE_MAX) return (vb_str){ 0 };
    if (!(copy = vb_arena_alloc(a, s.len + 1, 1, 1))) return (vb_str){ 0 };
    memcpy(copy, s.ptr, s.len);
    return (vb_str){ copy, s.len };
}

char *vb_arena_printf(struct vb_arena *a, const char *fmt, ...)
{
    va_list args;
    char   *out;
    int     n;

    va_start(args, fmt);
    n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0) return NULL;
    if (!(out = vb_arena_alloc(a, (size_t)n + 1, 1, 1))) return NULL;
    va_start(args, fmt);
    vsnprintf(out, (size_t)n + 1, fmt, args);
    va_end(args);
    return out;
}
