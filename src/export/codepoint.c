/*
 * From bytes to code points: a count at every 256th byte, and the rest counted when asked.
 */
#include "sink.h"

enum { BLOCK = 256 };

bool codepoints_open(struct codepoints *c, vb_str text)
{
    size_t   n_blocks = text.len / BLOCK + 1;
    uint32_t n        = 0;

    if (!text.ptr) text = VB_STR("");
    c->text = text;
    if (!(c->before = vb_alloc(n_blocks * sizeof *c->before))) return false;
    for (size_t i = 0; i < n_blocks; i++) {
        size_t beg = i * BLOCK;
        c->before[i] = n;
        n += (uint32_t)vb_utf8_count((vb_str){ text.ptr + beg, text.len - beg < BLOCK ? text.len - beg : BLOCK });
    }
    return true;
}

uint32_t codepoints_at(const struct codepoints *c, uint32_t byte)
{
    size_t block = byte / BLOCK;
    return c->before[block] + (uint32_t)vb_utf8_count((vb_str){ c->text.ptr + block * BLOCK, byte % BLOCK });
}

void codepoints_close(struct codepoints *c)
{
    vb_free(c->before);
    c->before = NULL;
}
