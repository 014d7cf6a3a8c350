/*
 * What scores and differences share: which entity is which, which row is which, and which words are in a span.
 */
#include "eval_doc.h"

#include <stdlib.h>
#include <utf8proc.h>

/* ---- mentions by place -------------------------------------------------------------------------------------------------- */

static int compare_spots(const void *a, const void *b)
{
    const struct eval_spot *x = a, *y = b;

    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    if (x->entity != y->entity) return x->entity < y->entity ? -1 : 1;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

bool eval_spots_make(const struct eval_doc *doc, struct vb_arena *arena, struct eval_spots *out)
{
    size_t n = 0;

    *out = (struct eval_spots){ 0 };
    for (uint32_t i = 0; i < doc->n_entities; i++) n += doc->entities[i].n_mentions;
    if (n >= EVAL_DANGLING || !(out->at = VB_NEW(arena, struct eval_spot, n))) return false;
    for (uint32_t i = 0; i < doc->n_entities; i++)
        for (uint32_t k = 0; k < doc->entities[i].n_mentions; k++)
            if (eval_is(doc->entities[i].mentions[k].span))
                out->at[out->n++] = (struct eval_spot){ doc->entities[i].mentions[k].span, i, k, 0 };
    qsort(out->at, out->n, sizeof *out->at, compare_spots);
    for (uint32_t k = 0; k < out->n; k++) {
        uint32_t end        = out->at[k].span.end;
        out->at[k].furthest = k > 0 && out->at[k - 1].furthest > end ? out->at[k - 1].furthest : end;
    }
    return true;
}

void eval_spots_range(const struct eval_spots *spots, vb_span span, uint32_t *from, uint32_t *to)
{
    uint32_t low = 0, high = spots->n;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (spots->at[mid].span.beg < span.end) low = mid + 1;
        else high = mid;
    }
    *to = low;
    low = 0;
    high = *to;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (spots->at[mid].furthest <= span.beg) low = mid + 1;
        else high = mid;
    }
    *from = low;
}

bool eval_half_shared(vb_span a, vb_span b)
{
    uint32_t longer = vb_span_len(a) > vb_span_len(b) ? vb_span_len(a) : vb_span_len(b);
    uint32_t beg = a.beg > b.beg ? a.beg : b.beg, end = a.end < b.end ? a.end : b.end;

    return eval_meets(a, b) && end > beg && 2 * (uint64_t)(end - beg) >= longer;
}

/* ---- entities ----------------------------------------------------------------------------------------------------------- */

/* A string with case folded away as Python's casefold() does. */
static vb_str casefold(struct vb_arena *arena, vb_str s)
{
    enum { PARTS = 8, BYTES = 4 };
    VB_LIST(char) to = { 0 };
    vb_str        out = { 0 };
    unsigned      len;

    for (size_t at = 0; at < s.len; at += len) {
        utf8proc_int32_t parts[PARTS];
        int              bound = 0;
        uint32_t         cp    = vb_utf8_at(s, at, &len);
        utf8proc_ssize_t n     = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, PARTS, UTF8PROC_CASEFOLD, &bound);
        if (!vb_list_reserve((void **)&to.at, &to.room, to.n + PARTS * BYTES, 1)) goto done;
        for (utf8proc_ssize_t i = 0; i < n && i < PARTS; i++)
            to.n += (size_t)utf8proc_encode_char(parts[i], (utf8proc_uint8_t *)to.at + to.n);
    }
    out = vb_arena_copy(arena, (vb_str){ to.at ? to.at : "", to.n });
done:
    vb_free(to.at);
    return out;
}

static int compare_names(const void *a, const void *b)
{
    const struct eval_id *x = a, *y = b;
    int                   c = eval_compare(x->id, y->id);

    return c ? c : x->i < y->i ? -1 : x->i > y->i;
}

/* Folded names of the entities, sorted; false: no memory. */
static bool fold_names(const struct eval_doc *doc, struct vb_arena *arena, struct eval_ids *out)
{
    if (!(out->at = VB_NEW(arena, struct eval_id, doc->n_entities))) return false;
    for (uint32_t i = 0; i < doc->n_entities; i++) {
        vb_str name = casefold(arena, doc->entities[i].name);
        if (!name.ptr) return false;
        out->at[out->n++] = (struct eval_id){ name, i };
    }
    qsort(out->at, out->n, sizeof *out->at, compare_names);
    return true;
}

/* The first entity of that name, or VB_NONE. */
static uint32_t find_name(const struct eval_ids *names, vb_str name)
{
    uint32_t low = 0, high = names->n;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (eval_compare(names->at[mid].id, name) < 0) low = mid + 1;
        else high = mid;
    }
    return low < names->n && vb_str_eq(names->at[low].id, name) ? names->at[low].i : VB_NONE;
}

struct vote { uint32_t entity, mention; unsigned weight; };    /* of gold; of pred */
typedef VB_LIST(struct vote) vote_list;

static int compare_votes(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;

    if (x->entity != y->entity) return x->entity < y->entity ? -1 : 1;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

/* Most votes; of equals the one that had a vote first, mention by mention and then in the order of gold. */
static uint32_t count_votes(vote_list *votes)
{
    uint32_t best = VB_NONE, best_mention = VB_NONE;
    uint64_t most = 0;

    if (votes->n > 1) qsort(votes->at, votes->n, sizeof *votes->at, compare_votes);
    for (size_t i = 0, j; i < votes->n; i = j) {
        uint64_t sum = 0;
        for (j = i; j < votes->n && votes->at[j].entity == votes->at[i].entity; j++) sum += votes->at[j].weight;
        if (sum > most || (sum == most && votes->at[i].mention < best_mention)) {
            most         = sum;
            best         = votes->at[i].entity;
            best_mention = votes->at[i].mention;
        }
    }
    return best;
}

static bool vote(const struct eval_doc *gold, const struct eval_spots *spots, const struct eval_entity *pred, vote_list *votes)
{
    for (uint32_t k = 0; k < pred->n_mentions; k++) {
        vb_span  span = pred->mentions[k].span;
        uint32_t from, to;
        if (!eval_is(span)) continue;
        eval_spots_range(spots, span, &from, &to);
        for (uint32_t s = from; s < to; s++) {
            const struct eval_spot *spot = &spots->at[s];
            bool                    name = vb_str_eq(gold->entities[spot->entity].mentions[spot->mention].form, VB_STR("name"));
            if (!eval_half_shared(spot->span, span)) continue;
            if (!VB_PUSH(votes, ((struct vote){ spot->entity, k, name ? 3 : 1 }))) return false;
        }
    }
    return true;
}

const uint32_t *eval_map_entities(const struct eval_doc *gold, const struct eval_doc *pred, struct vb_arena *arena, vb_status *st)
{
    uint32_t         *map   = VB_NEW(arena, uint32_t, pred->n_entities);
    vote_list         votes = { 0 };
    struct eval_spots spots;
    struct eval_ids   names = { 0 };
    bool              ok    = map && eval_spots_make(gold, arena, &spots);

    for (uint32_t p = 0; ok && p < pred->n_entities; p++) {
        votes.n = 0;
        if (!(ok = vote(gold, &spots, &pred->entities[p], &votes))) break;
        map[p] = count_votes(&votes);
        if (map[p] != VB_NONE) continue;
        if (!names.at && !(ok = fold_names(gold, arena, &names))) break;
        vb_str name = casefold(arena, pred->entities[p].name);
        if (!(ok = name.ptr)) break;
        map[p] = find_name(&names, name);
    }
    vb_free(votes.at);
    *st = ok ? VB_OK : VB_ERR_NOMEM;
    return ok ? map : NULL;
}

/* ---- rows --------------------------------------------------------------------------------------------------------------- */

bool eval_pairs_add(struct eval_pairs *pairs, double score, uint32_t i, uint32_t j, vb_status *st)
{
    if (score <= 0) return true;
    if (pairs->n == VB_EVAL_PAIRS_MAX) *st = VB_ERR_LIMIT;
    else if (!VB_PUSH(pairs, ((struct eval_pair){ score, i, j }))) *st = VB_ERR_NOMEM;
    else return true;
    return false;
}

static int compare_pairs(const void *a, const void *b)
{
    const struct eval_pair *x = a, *y = b;

    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->i != y->i) return x->i < y->i ? -1 : 1;
    return x->j < y->j ? -1 : x->j > y->j;
}

void eval_pairs_choose(struct eval_pairs *pairs, bool *has_i, bool *has_j)
{
    size_t n = 0;

    if (pairs->n > 1) qsort(pairs->at, pairs->n, sizeof *pairs->at, compare_pairs);
    for (size_t k = 0; k < pairs->n; k++) {
        struct eval_pair pair = pairs->at[k];
        if (has_i[pair.i] || has_j[pair.j]) continue;
        has_i[pair.i] = has_j[pair.j] = true;
        pairs->at[n++]                = pair;
    }
    pairs->n = n;
}

/* ---- words -------------------------------------------------------------------------------------------------------------- */

/* Python's \w: letters and numbers, not marks, and the low line. */
static bool is_word(uint32_t cp)
{
    if (cp < 0x80) return vb_cp_is_alnum(cp) || cp == '_';
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return false;
    default:                   return vb_cp_is_alnum(cp);
    }
}

static bool is_word_at(const struct eval_doc *doc, uint32_t codepoint)
{
    unsigned len;
    return is_word(vb_utf8_at(doc->text, doc->byte[codepoint], &len));
}

const uint32_t *eval_words_before(const struct eval_doc *doc, struct vb_arena *arena)
{
    uint32_t *before = VB_NEW(arena, uint32_t, (size_t)doc->n_codepoints + 1);
    uint32_t  n      = 0;
    bool      inside = false;

    for (uint32_t i = 0; before && i < doc->n_codepoints; i++) {
        bool word = is_word_at(doc, i);
        before[i] = n;
        n += word && !inside;
        inside = word;
    }
    if (before) before[doc->n_codepoints] = n;
    return before;
}

static int compare_spans(const void *a, const void *b)
{
    const vb_span *x = a, *y = b;

    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

bool eval_words_of(const struct eval_doc *doc, const uint32_t *before, vb_spans spans, struct vb_arena *arena,
                   struct eval_words *out)
{
    vb_span  *sorted = VB_NEW(arena, vb_span, spans.n);
    uint32_t *inner  = VB_NEW(arena, uint32_t, spans.n);
    uint32_t  n      = 0;

    *out = (struct eval_words){ 0 };
    if (!sorted || !inner) return false;
    for (uint32_t i = 0; i < spans.n; i++) sorted[i] = spans.at[i];
    if (spans.n > 1) qsort(sorted, spans.n, sizeof *sorted, compare_spans);
    for (uint32_t i = 0; i < spans.n; i++) {
        vb_span s = sorted[i];
        if (s.beg == s.end) continue;
        if (is_word_at(doc, s.beg) && before[s.beg + 1] == before[s.beg] &&
            (out->n_inner == 0 || inner[out->n_inner - 1] != s.beg))
            inner[out->n_inner++] = s.beg;
        if (n > 0 && s.beg <= sorted[n - 1].end) {
            if (s.end > sorted[n - 1].end) sorted[n - 1].end = s.end;
        } else {
            sorted[n++] = s;
        }
    }
    out->spans = (vb_spans){ sorted, n };
    out->inner = inner;
    out->n     = out->n_inner;
    for (uint32_t i = 0; i < n; i++) out->n += before[sorted[i].end] - before[sorted[i].beg];
    return true;
}

uint32_t eval_words_shared(const uint32_t *before, const struct eval_words *a, const struct eval_words *b)
{
    uint32_t n = 0;

    for (uint32_t i = 0, j = 0; i < a->spans.n && j < b->spans.n;) {
        vb_span  x = a->spans.at[i], y = b->spans.at[j];
        uint32_t beg = x.beg > y.beg ? x.beg : y.beg, end = x.end < y.end ? x.end : y.end;
        if (beg < end) n += before[end] - before[beg];
        if (x.end < y.end) i++;
        else j++;
    }
    for (uint32_t i = 0, j = 0; i < a->n_inner && j < b->n_inner;) {
        n += a->inner[i] == b->inner[j];
        if (a->inner[i] < b->inner[j]) i++;
        else j++;
    }
    return n;
}
