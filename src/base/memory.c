/*
 * The one place where heap memory of ours comes from, and growing arrays on top of it.
 */
#include "base.h"

#include <stdlib.h>
#include <string.h>

#ifdef VB_FAULTS
/* How many more allocations succeed; below zero, all do. Stays at its end, so that a caller who tries again also fails. */
long vb_alloc_fail_after = -1;

static bool refuse(void)
{
    if (vb_alloc_fail_after < 0) return false;
    if (vb_alloc_fail_after == 0) return true;
    vb_alloc_fail_after--;
    return false;
}
#else
static inline bool refuse(void) { return false; }
#endif

/* malloc(0) may return NULL, which would read as no memory. */
void *vb_alloc(size_t n_bytes) { return refuse() ? NULL : malloc(n_bytes ? n_bytes : 1); }

void *vb_realloc(void *p, size_t n_bytes) { return refuse() ? NULL : realloc(p, n_bytes ? n_bytes : 1); }

void vb_free(void *p) { free(p); }

/* `at` is the address of some `T *`: its bytes are copied, because reading it as a void * would break aliasing rules. */
bool vb_list_reserve(void **at, size_t *room, size_t want, size_t size)
{
    size_t grown;
    void  *old, *moved;

    if (want <= *room) return true;
    grown = *room < 8 ? 8 : *room;
    while (grown < want) {
        if (grown > SIZE_MAX / 2) return false;
        grown *= 2;
    }
    if (size && grown > SIZE_MAX / size) return false;
    memcpy(&old, at, sizeof old);
    if (!(moved = vb_realloc(old, grown * size))) return false;
    memcpy(at, &moved, sizeof moved);
    *room = grown;
    return true;
}
