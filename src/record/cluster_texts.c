/*
 * Near-copies of a text: shingles, MinHash (Broder 1997) and bands.
 */
#include "cluster.h"

#include <stdlib.h>

enum { SHINGLE = 4, BAND = 3, BANDS = 20, LEAD_BAND = 2, LEAD_BANDS = 16, LEAD_WORDS = 150 };

static uint64_t mix(uint64_t z)                    /* the last steps of splitmix64 */
{
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static bool add_shingles(const uint32_t *words, size_t n, vb_key_list *out)
{
    size_t length = n < SHINGLE ? n : SHINGLE;

    out->n = 0;
    for (size_t i = 0; n > 0 && i + length <= n; i++)
        if (!VB_PUSH(out, vb_hash64(words + i, length * sizeof *words))) return false;
    return true;
}

bool vb_cluster_shingles(const uint32_t *words, size_t n, vb_key_list *out)
{
    size_t n_different = 0;

    if (!add_shingles(words, n, out)) return false;
    if (out->n > 0) qsort(out->at, out->n, sizeof *out->at, by_value);
    for (size_t i = 0; i < out->n; i++)
        if (i == 0 || out->at[i] != out->at[i - 1]) out->at[n_different++] = out->at[i];
    out->n = n_different;
    return true;
}

/* The keys of `bands` bands of `rows` values; `seed` keeps those of leads apart from those of whole texts. */
static void band_keys(const uint64_t *shingles, size_t n, unsigned rows, unsigned bands, uint64_t seed, uint64_t *out)
{
    for (unsigned b = 0; b < bands; b++) {
        uint64_t least[BAND] = { 0 };
        for (unsigned k = 0; k < rows; k++) {
            uint64_t salt = mix(seed + b * BAND + k + 1) | 1;
            least[k]      = UINT64_MAX;
            for (size_t i = 0; i < n; i++) {
                uint64_t value = mix(shingles[i] ^ salt);
                if (value < least[k]) least[k] = value;
            }
        }
        out[b] = mix(vb_hash64(least, sizeof least) ^ mix(seed + b));
    }
}

bool vb_cluster_text_keys(const uint32_t *words, size_t n, vb_key_list *shingles, uint64_t out[VB_TEXT_KEYS])
{
    if (!add_shingles(words, n < LEAD_WORDS ? n : LEAD_WORDS, shingles)) return false;
    band_keys(shingles->at, shingles->n, LEAD_BAND, LEAD_BANDS, 0x1EAD0000u, out);
    if (!vb_cluster_shingles(words, n, shingles)) return false;
    band_keys(shingles->at, shingles->n, BAND, BANDS, 0x7E870000u, out + LEAD_BANDS);
    return true;
}

bool vb_cluster_near_copies(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b)
{
    size_t least = n_a < n_b ? n_a : n_b, shared = 0;

    for (size_t i = 0, k = 0; i < n_a && k < n_b;) {
        if (a[i] == b[k]) shared++, i++, k++;
        else if (a[i] < b[k]) i++;
        else k++;
    }
    return shared > 0 && 2 * shared >= least;
}
