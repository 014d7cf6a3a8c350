/*
 * Hashes: SHA-256 where a hash is an identity, XXH3 where it is only a short cut.
 */
#include "base.h"

#include <sha2.h>
#include <xxhash.h>

struct vb_sha256 vb_sha256_of(vb_str s)
{
    struct vb_sha256 out;
    SHA2_CTX         ctx;

    SHA256Init(&ctx);
    if (s.len) SHA256Update(&ctx, (const uint8_t *)s.ptr, s.len);
    SHA256Final(out.bytes, &ctx);
    return out;
}

void vb_sha256_hex(struct vb_sha256 h, char hex[65])
{
    static const char digit[] = "0123456789abcdef";

    for (size_t i = 0; i < sizeof h.bytes; i++) {
        hex[2 * i]     = digit[h.bytes[i] >> 4];
        hex[2 * i + 1] = digit[h.bytes[i] & 15];
    }
    hex[64] = '\0';
}

uint64_t vb_hash64(const void *p, size_t n) { return XXH3_64bits(p, n); }
