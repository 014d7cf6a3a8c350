/*
 * Which country: the one named beside the name, else among the tables' places of that name the one that most people mean, with more
 * weight for countries that its sentence, its paragraph or the text names. No country where two are about as likely.
 */
#include "place_names.h"

#include <stdlib.h>
#include <string.h>

/* What countries of the same sentence, paragraph, text are worth, and by how much the likeliest must lead: bench/place/README.md.
 */
static const double IN_SENTENCE = 20, IN_PARAGRAPH = 10, IN_TEXT = 4, SURE_FACTOR = 1.2;
/* A small town gains less: few outside its country know it. */
static const double SMALL = 100000, SMALL_SHARE = 0.3;
/* The same for names that the tables lack: a country counts by how often it is named, and must have a share of all. */
static const uint32_t NEAR_SENTENCE = 12, NEAR_PARAGRAPH = 6;
static const double GUESS_SHARE = 0.3, UNNAMED_SHARE = 0.5;

enum { COUNTRIES = 256, WINDOW = 100 }; /* countries of one text; named ones looked at on each side of a name */

struct named { vb_str country; uint32_t token, paragraph, sentence, number; };
struct evidence {
    struct named *at;
    size_t n, first; /* by token; first: the first at or behind the name being looked at */
    vb_str countries[COUNTRIES]; uint32_t counts[COUNTRIES], n_countries;      /* of the text */
};

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

static void add(struct evidence *e, const struct vb_place_text *p, vb_str country, uint32_t token, uint32_t sentence)
{
    uint32_t k = 0;
    while (k < e->n_countries && !vb_str_eq(e->countries[k], country)) k++;
    if (k == COUNTRIES) return;
    if (k == e->n_countries) e->countries[e->n_countries++] = country;
    e->counts[k]++;
    e->at[e->n++] = (struct named){country, token, p->text->sentences[sentence].paragraph, sentence, k};
}

static int by_token(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    if (x->token != y->token) return x->token < y->token ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* Countries of who is in the text, and of places that have but one. */
static vb_status find_evidence(const struct vb_place_text *p, struct vb_arena *scratch, struct evidence *e, vb_error *err)
{
    const vb_str IGO = VB_STR("IGO");
    size_t       n   = p->names.n;
    for (uint32_t k = 0; k < p->entities->n; k++) n += p->entities->at[k].n_mentions;
    if (!(e->at = VB_NEW(scratch, struct named, n))) return vb_fail_nomem(err);
    for (uint32_t k = 0; k < p->entities->n; k++) {
        const vb_entity *x = &p->entities->at[k];
        if (x->country.len == 0 || vb_str_eq(x->country, IGO) || x->kind == VB_KIND_PLACE) continue;
        for (uint32_t j = 0; j < x->n_mentions; j++) {
            uint32_t byte = x->mentions[j].span.beg, token = vb_text_token_from(p->text, byte),
                     sentence = vb_text_sentence_at(p->text, byte);
            if (x->mentions[j].form == VB_FORM_PRONOUN || sentence == VB_NONE || is_doubtful(p, token)) continue;
            add(e, p, x->country, token, sentence);
        }
    }
    for (size_t k = 0; k < p->names.n; k++) {
        const struct vb_place_name *x = &p->names.at[k];
        if (x->n_choices == 1 && x->choices[0].country.len > 0 &&
            (x->known & (VB_PLACE_REGION | VB_PLACE_MAJOR | VB_PLACE_CAPITAL)))
            add(e, p, x->choices[0].country, x->beg, x->sentence);
    }
    if (e->n > 0) qsort(e->at, e->n, sizeof *e->at, by_token);
    return VB_OK;
}

/* Those of the name's paragraph, near it. */
static void window(const struct vb_place_text *p, struct evidence *e, const struct vb_place_name *n, size_t *beg, size_t *end)
{
    uint32_t paragraph = p->text->sentences[n->sentence].paragraph;
    while (e->first < e->n && e->at[e->first].token < n->beg) e->first++;      /* names come in order */
    *beg = *end = e->first;
    while (*beg > 0 && e->first - *beg < WINDOW && e->at[*beg - 1].paragraph == paragraph) --*beg;
    while (*end < e->n && *end - e->first < WINDOW && e->at[*end].paragraph == paragraph) ++*end;
}

static double nearness(const struct evidence *e, const struct vb_place_name *n, size_t beg, size_t end, vb_str country)
{
    double best = 1;
    if (country.len == 0) return 1;
    for (uint32_t k = 0; k < e->n_countries; k++)
        if (vb_str_eq(e->countries[k], country)) best = IN_TEXT;
    for (size_t i = beg; i < end && best > 1; i++)
        if (vb_str_eq(e->at[i].country, country)) {
            if (e->at[i].sentence == n->sentence) return IN_SENTENCE;
            best = IN_PARAGRAPH;
        }
    return best;
}

static void choose(const struct evidence *e, struct vb_place_name *n, size_t beg, size_t end)
{
    double   weights[VB_PLACE_COUNTRIES], next = 0;
    uint32_t best = 0;
    for (uint32_t k = 0; k < n->n_choices; k++) {
        double near = nearness(e, n, beg, end, n->choices[k].country);
        if (n->choices[k].weight < SMALL) near = 1 + (near - 1) * SMALL_SHARE;
        weights[k] = n->choices[k].weight * near;
        if (weights[k] > weights[best]) best = k;
    }
    for (uint32_t k = 0; k < n->n_choices; k++)
        if (weights[k] > next && !vb_str_eq(n->choices[k].country, n->choices[best].country)) next = weights[k];
    n->name = n->choices[best].name;
    if (weights[best] >= SURE_FACTOR * next) n->country = n->choices[best].country;
}

/* Where a name lies that the tables lack: in the country that its surroundings name most, if one has more than a share of all. */
static void guess(const struct evidence *e, struct vb_place_name *n, size_t beg, size_t end, double share)
{
    uint32_t counts[COUNTRIES], sum = (uint32_t)e->n, best = 0;
    memcpy(counts, e->counts, e->n_countries * sizeof *counts);
    for (size_t i = beg; i < end; i++) {
        uint32_t more = (e->at[i].sentence == n->sentence ? NEAR_SENTENCE : NEAR_PARAGRAPH) - 1;
        counts[e->at[i].number] += more;
        sum += more;
    }
    for (uint32_t k = 1; k < e->n_countries; k++)
        if (counts[k] > counts[best]) best = k;
    if (e->n_countries > 0 && counts[best] >= share * sum) n->country = e->countries[best];
}

vb_status vb_place_countries(struct vb_place_text *p, struct vb_arena *scratch, vb_error *err)
{
    struct evidence e = {0};
    vb_status       st = find_evidence(p, scratch, &e, err);
    for (size_t k = 0; st == VB_OK && k < p->names.n; k++) {
        struct vb_place_name *n = &p->names.at[k];
        size_t beg, end;
        if (!n->is_place) continue;
        window(p, &e, n, &beg, &end);
        if (n->n_choices > 0) choose(&e, n, beg, end);
        else guess(&e, n, beg, end, n->known & VB_PLACE_UNNAMED ? UNNAMED_SHARE : GUESS_SHARE);
        if ((n->known & VB_PLACE_UNNAMED) && n->country.len == 0) n->is_place = false;     /* whose airport nobody knows */
        if (n->name.len == 0 || (n->end > n->key_end && !n->outer)) n->name = vb_place_words(p, n->beg, n->end);
    }
    return st;
}
