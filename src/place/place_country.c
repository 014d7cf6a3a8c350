/*
 * Which country: the one named beside the name, else among the tables' places of that name the one that most people mean, with more
 * weight for countries that its sentence, its paragraph or the text names. No country where two are about as likely.
 */
#include "place_names.h"

#include <string.h>

/* bench/place/README.md */
static const double IN_SENTENCE = 10, IN_PARAGRAPH = 6, IN_TEXT = 3, SURE_FACTOR = 3;

struct named { vb_str country; uint32_t token, paragraph, sentence; };
struct evidence { const struct named *at; size_t n; };

static uint32_t token_at(const struct vb_text *text, uint32_t byte)
{
    uint32_t beg = 0, end = text->n_tokens;
    while (beg < end) {
        uint32_t mid = beg + (end - beg) / 2;
        if (text->tokens[mid].span.beg < byte) beg = mid + 1;
        else end = mid;
    }
    return beg;
}

/* A name that several countries have is no evidence for one of them. */
static bool is_doubtful(const struct vb_place_text *p, uint32_t token)
{
    const struct vb_place_name *x;
    if (token >= p->text->n_tokens || p->place[token] == VB_NONE) return false;
    x = &p->names.at[p->place[token]];
    for (uint32_t k = 1; k < x->n_choices; k++)
        if (!vb_str_eq(x->choices[k].country, x->choices[0].country))
            return (x->known & VB_PLACE_REGION) || !(x->known & VB_PLACE_STATE);
    return false;
}

static vb_status find_evidence(const struct vb_place_text *p, struct vb_arena *scratch, struct evidence *out, vb_error *err)
{
    const struct vb_text *t = p->text;
    struct named *at;
    size_t        n = 0;
    for (uint32_t k = 0; k < p->entities->n; k++) n += p->entities->at[k].n_mentions;
    if (!(at = VB_NEW(scratch, struct named, n + p->names.n + 1))) return vb_fail_nomem(err);
    n = 0;
    for (uint32_t k = 0; k < p->entities->n; k++) {
        const vb_entity *e = &p->entities->at[k];
        if (e->country.len == 0 || vb_str_eq(e->country, VB_STR("IGO")) || e->kind == VB_KIND_PLACE) continue;
        for (uint32_t j = 0; j < e->n_mentions; j++) {
            uint32_t byte = e->mentions[j].span.beg, sentence;
            if (e->mentions[j].form == VB_FORM_PRONOUN) continue;
            sentence = vb_text_sentence_at(t, byte);
            if (sentence == VB_NONE || is_doubtful(p, token_at(t, byte))) continue;
            at[n++] = (struct named){e->country, token_at(t, byte), t->sentences[sentence].paragraph, sentence};
        }
    }
    for (size_t k = 0; k < p->names.n; k++) {
        const struct vb_place_name *x = &p->names.at[k];
        if (x->n_choices == 1 && x->choices[0].country.len > 0 &&
            (x->known & (VB_PLACE_REGION | VB_PLACE_MAJOR | VB_PLACE_CAPITAL)))
            at[n++] = (struct named){x->choices[0].country, x->beg, t->sentences[x->sentence].paragraph, x->sentence};
    }
    *out = (struct evidence){at, n};
    return VB_OK;
}

static double nearness(const struct vb_place_text *p, const struct evidence *e, const struct vb_place_name *n, vb_str country)
{
    double   best      = 1;
    uint32_t paragraph = p->text->sentences[n->sentence].paragraph;
    if (country.len == 0) return 1;
    for (size_t i = 0; i < e->n; i++) {
        const struct named *x = &e->at[i];
        double near = x->sentence == n->sentence ? IN_SENTENCE : x->paragraph == paragraph ? IN_PARAGRAPH : IN_TEXT;
        if (near > best && vb_str_eq(x->country, country)) best = near;
    }
    return best;
}

static void choose(const struct vb_place_text *p, const struct evidence *e, struct vb_place_name *n)
{
    double   weights[VB_PLACE_COUNTRIES], next = 0;
    uint32_t best = 0;
    for (uint32_t k = 0; k < n->n_choices; k++) {
        weights[k] = n->choices[k].weight * nearness(p, e, n, n->choices[k].country);
        if (weights[k] > weights[best]) best = k;
    }
    for (uint32_t k = 0; k < n->n_choices; k++)
        if (weights[k] > next && !vb_str_eq(n->choices[k].country, n->choices[best].country)) next = weights[k];
    n->name = n->choices[best].name;
    if (weights[best] >= SURE_FACTOR * next) n->country = n->choices[best].country;
}

/* A name that the tables lack lies where the nearest country of its sentence is, else of its paragraph, else of the text. */
static void guess(const struct vb_place_text *p, const struct evidence *e, struct vb_place_name *n)
{
    uint32_t paragraph = p->text->sentences[n->sentence].paragraph, best = UINT32_MAX;
    for (size_t i = 0; i < e->n; i++) {
        const struct named *x = &e->at[i];
        uint32_t far = x->token < n->beg ? n->beg - x->token : 2 * (x->token - n->beg);
        if (x->sentence != n->sentence) far += x->paragraph == paragraph ? 1000 : 100000;
        if (far >= best) continue;
        best       = far;
        n->country = x->country;
    }
}

vb_status vb_place_countries(struct vb_place_text *p, struct vb_arena *scratch, vb_error *err)
{
    struct evidence e  = {0};
    vb_status       st = find_evidence(p, scratch, &e, err);
    for (size_t k = 0; st == VB_OK && k < p->names.n; k++) {
        struct vb_place_name *n = &p->names.at[k];
        if (!n->is_place) continue;
        if (n->n_choices > 0) choose(p, &e, n);
        else guess(p, &e, n);
        if (n->name.len == 0 || (n->end > n->key_end && !n->outer)) n->name = vb_place_words(p, n->beg, n->end);
    }
    return st;
}
