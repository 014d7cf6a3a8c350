/*
 * Lemmas from scripts: "l2go" lowers the form, cuts two characters and adds "go"; "k" keeps the case (train/language.py).
 */
#include "parser.h"

#include <string.h>

bool vb_script_read(vb_str label, struct vb_script *out)
{
    size_t   i = 1;
    uint32_t cut = 0;
    if (label.len < 2 || (label.ptr[0] != 'l' && label.ptr[0] != 'k')) return false;
    for (; i < label.len && label.ptr[i] >= '0' && label.ptr[i] <= '9' && cut < 1000; i++)
        cut = cut * 10 + (uint32_t)(label.ptr[i] - '0');
    if (i == 1) return false;
    *out = (struct vb_script){label.ptr[0] == 'l', cut, {label.ptr + i, label.len - i}};
    return true;
}

/* Bytes of the form that are left when `cut` characters are gone from its end; SIZE_MAX: it is not that long. */
static size_t bytes_left(vb_str form, uint32_t cut)
{
    size_t   at = form.len;
    unsigned n;
    for (; cut > 0; cut--, at -= n) {
        if (at == 0) return SIZE_MAX;
        vb_utf8_before(form, at, &n);
    }
    return at;
}

bool vb_script_fits(const struct vb_script *s, vb_str form)
{
    size_t left = bytes_left(form, s->cut);
    return left != SIZE_MAX && left + s->add.len > 0;
}

/* A lower-case letter may need a byte more than its capital. */
size_t vb_lemma_room(const struct vb_script *s, vb_str form) { return 2 * form.len + s->add.len; }

static size_t put_utf8(char *to, uint32_t cp)
{
    if (cp < 0x80) {
        to[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; cp >>= 6) to[i] = (char)(0x80 | (cp & 0x3F));
    to[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | cp);
    return n;
}

size_t vb_lemma_write(const struct vb_script *s, vb_str form, char *to)
{
    size_t   left = bytes_left(form, s->cut), n = 0;
    unsigned len;
    for (size_t at = 0; at < left; at += len) {
        uint32_t cp = vb_utf8_at(form, at, &len);
        n += put_utf8(to + n, s->lower ? vb_cp_lower(cp) : cp);
    }
    memcpy(to + n, s->add.ptr, s->add.len);
    return n + s->add.len;
}

enum vb_aux vb_aux_of(vb_str lemma)
{
    static const char *const known[] = {"can",  "could", "dare",  "do",    "get",    "have", "may",  "might",
                                        "must", "need",  "ought", "shall", "should", "will", "would"};
    if (vb_str_eq(lemma, VB_STR("be"))) return VB_AUX_BE;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (vb_str_eq(lemma, vb_str_of(known[i]))) return VB_AUX_ANY;
    return VB_AUX_NONE;
}
