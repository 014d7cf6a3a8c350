/*
 * What every other folder stands on: errors, arenas, growing arrays, UTF-8, files, hashes.
 * Nothing here knows what verbale reads.
 */
#ifndef VB_BASE_H
#define VB_BASE_H

#include "verbale.h"

#include <stdarg.h>

/* ---- errors ------------------------------------------------------------------------------------------------ */

/* Fill `err` (may be NULL) with a message, cut at its size on a code point boundary, and return `code`. */
vb_status vb_fail(vb_error *err, vb_status code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
vb_status vb_fail_at(vb_error *err, vb_status code, uint64_t at, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
static inline vb_status vb_fail_nomem(vb_error *err)          /* "out of memory" */
{
    vb_fail(err, VB_ERR_NOMEM, "out of memory");
    return VB_ERR_NOMEM;
}

/* ---- memory: all heap memory of ours comes from these three, so that tests/fail can refuse the n-th one ------ */

void *vb_alloc(size_t n_bytes);                               /* NULL when memory is out; 0 bytes gives a valid pointer */
void *vb_realloc(void *p, size_t n_bytes);
void  vb_free(void *p);
#ifdef VB_FAULTS                                              /* test builds: how many more succeed; below zero, all do */
extern long vb_alloc_fail_after, vb_read_fail_after;
#endif

/* ---- arenas: freed in one call; the build option -Darena=malloc gives each piece its own block ---------------- */

struct vb_arena { struct vb_arena_block *last; };             /* {0} is an empty arena */
void *vb_arena_alloc(struct vb_arena *a, size_t n, size_t size, size_t align);   /* zeroed; NULL on overflow or no memory */
void  vb_arena_reset(struct vb_arena *a);                     /* forget all pieces, may keep a block for reuse */
void  vb_arena_free(struct vb_arena *a);                      /* give everything back; the arena is empty after */
#define VB_NEW(arena, type, n) ((type *)vb_arena_alloc((arena), (n), sizeof(type), _Alignof(type)))
vb_str vb_arena_copy(struct vb_arena *a, vb_str s);           /* with a NUL after it; ptr NULL on no memory; "not given" stays so */
char  *vb_arena_printf(struct vb_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A growing array: make room for one more, or fail. Elements may move. Free with vb_free(list.at). */
#define VB_LIST(type) struct { type *at; size_t n, room; }
bool vb_list_reserve(void **at, size_t *room, size_t want, size_t size);
#define VB_PUSH(list, value) \
    (vb_list_reserve((void **)&(list)->at, &(list)->room, (list)->n + 1, sizeof *(list)->at) \
         ? ((list)->at[(list)->n++] = (value), true) : false)

/* ---- strings and spans --------------------------------------------------------------------------------------- */

#define VB_STR(literal) ((vb_str){(literal), sizeof(literal) - 1})
vb_str vb_str_of(const char *c);                              /* NULL gives "not given" */
vb_str vb_str_sub(vb_str text, vb_span span);
bool   vb_str_eq(vb_str a, vb_str b);
bool   vb_str_eq_nocase(vb_str a, vb_str b);                  /* ASCII letters only */
bool   vb_str_among(vb_str s, const char *const *list);       /* equal to one of a list that NULL ends, likewise */
bool   vb_str_starts(vb_str s, vb_str prefix);
bool   vb_str_ends(vb_str s, vb_str suffix);
static inline bool     vb_span_meets(vb_span a, vb_span b) { return a.beg < b.end && b.beg < a.end; }
static inline bool     vb_span_holds(vb_span a, vb_span b) { return a.beg <= b.beg && b.end <= a.end; }
static inline uint32_t vb_span_len(vb_span s) { return s.end - s.beg; }

/* ---- UTF-8 ----------------------------------------------------------------------------------------------------- */

/* Offset of the first byte that is not strict UTF-8 (no surrogates, no overlong forms, <= U+10FFFF), or s.len. */
size_t vb_utf8_check(vb_str s);
/* Decode the code point at `at` of valid UTF-8; *n_bytes gets its length (1..4). At or past the end: 0 and 0. */
uint32_t vb_utf8_at(vb_str s, size_t at, unsigned *n_bytes);
uint32_t vb_utf8_before(vb_str s, size_t at, unsigned *n_bytes);      /* the one that ends at `at` */
size_t   vb_utf8_count(vb_str s);                                     /* code points */
/* Classes by Unicode general category (utf8proc). */
bool vb_cp_is_letter(uint32_t cp), vb_cp_is_upper(uint32_t cp), vb_cp_is_lower(uint32_t cp), vb_cp_is_digit(uint32_t cp);
bool vb_cp_is_alnum(uint32_t cp);                             /* letter, mark, or any number: L* M* N* */
bool vb_cp_is_space(uint32_t cp);                             /* Zs, Zl, Zp, tab, LF, CR, VT, FF, U+0085 */
uint32_t vb_cp_lower(uint32_t cp);
bool vb_word_is_capital(vb_str word);                         /* begins with a capital letter */

/* ---- files and hashes ------------------------------------------------------------------------------------------ */

struct vb_mapping { const void *ptr; size_t len; };           /* read-only, private */
vb_status vb_map_file(const char *path, struct vb_mapping *out, vb_error *err);   /* VB_ERR_IO names the path and why */
void      vb_unmap(struct vb_mapping *m);
/* Whole content of a file or, with path "-", of standard input, at most `limit` bytes (VB_ERR_LIMIT). vb_free(out->ptr). */
vb_status vb_read_file(const char *path, size_t limit, vb_str *out, vb_error *err);

struct vb_sha256 { uint8_t bytes[32]; };
struct vb_sha256 vb_sha256_of(vb_str s);
void             vb_sha256_hex(struct vb_sha256 h, char hex[65]);
uint64_t         vb_hash64(const void *p, size_t n);          /* XXH3: for tables and tensor checks, never for identity */

#endif
