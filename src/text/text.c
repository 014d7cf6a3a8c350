/*
 * The text layer's door: checks the bytes, then calls the parts in order.
 */
#include "layers.h"

/* The last part that begins at or before `byte`, if it also holds it. `stride` is the size of one element, its span first. */
static uint32_t find_part(const void *parts, uint32_t n, size_t stride, uint32_t byte)
{
    uint32_t low = 0, high = n;

    while (low < high) {
        uint32_t       mid = low + (high - low) / 2;
        const vb_span *span = (const vb_span *)(const void *)((const char *)parts + mid * stride);
        if (byte < span->beg) high = mid;
        else if (byte >= span->end) low = mid + 1;
        else return mid;
    }
    return VB_NONE;
}

uint32_t vb_text_paragraph_at(const struct vb_text *text, uint32_t byte)
{
    return find_part(text->paragraphs, text->n_paragraphs, sizeof *text->paragraphs, byte);
}

uint32_t vb_text_sentence_at(const struct vb_text *text, uint32_t byte)
{
    return find_part(text->sentences, text->n_sentences, sizeof *text->sentences, byte);
}

vb_status vb_text_split(vb_str bytes, vb_str lang, vb_str title, struct vb_arena *arena, struct vb_text *out, vb_error *err)
{
    vb_status st;
    size_t    bad;

    *out = (struct vb_text){ .bytes = bytes };
    if (bytes.len > VB_TEXT_MAX) return vb_fail(err, VB_ERR_LIMIT, "text of %zu bytes is longer than %zu", bytes.len, VB_TEXT_MAX);
    if ((bad = vb_utf8_check(bytes)) < bytes.len) return vb_fail_at(err, VB_ERR_ENCODING, bad, "byte %zu: not UTF-8", bad);
    out->lang = lang.len ? vb_arena_copy(arena, lang) : vb_text_detect_language(bytes);
    if (!out->lang.ptr) return vb_fail_nomem(err);
    if ((st = vb_text_find_paragraphs(title, arena, out, err)) != VB_OK) return st;
    if ((st = vb_text_find_quotes(arena, out, err)) != VB_OK) return st;
    if ((st = vb_text_find_tokens(arena, out, err)) != VB_OK) return st;
    return vb_text_find_sentences(arena, out, err);
}

uint32_t vb_text_token_from(const struct vb_text *text, uint32_t byte)
{
    uint32_t low = 0, high = text->n_tokens;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (text->tokens[mid].span.end <= byte) low = mid + 1;
        else high = mid;
    }
    return low;
}
