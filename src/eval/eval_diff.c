/*
 * What another version reads differently in the same texts, row by row and member by member.
 *
 * Members are compared as JSON, so that one which a later version adds is compared, too. Layers are paired in an order in which
 * what a row points to has its pair before it; only references inside a layer (nested_in, part_of) have to wait until all of it is
 * paired. A record against itself gives nothing: tests and the fuzz target ask that of every input.
 */
#include "eval_doc.h"

#include <stdlib.h>
#include <string.h>

enum layer { PARAGRAPH, ENTITY, MENTION, TIME, PLACE, STATEMENT, EVENT, POSITION, DESIGNATION, LAYERS, NO_LAYER = LAYERS };

static const struct {
    const char *name;
    double      least;             /* share of the words that two rows of one act or saying have in common; 0: any */
    const char *telling[5];        /* members that tell which row it is */
} layers[LAYERS] = {
    [PARAGRAPH]   = { "paragraph", .5, { "role" } },
    [ENTITY]      = { "entity", 0, { "name", "kind", "country", "sector" } },
    [MENTION]     = { "mention", 0, { "entity", "form" } },
    [TIME]        = { "time", 0, { "value", "mod" } },
    [PLACE]       = { "place", 0, { "name", "country" } },
    [STATEMENT]   = { "statement", .5, { "type", "speaker" } },
    [EVENT]       = { "event", 0, { "type", "actors", "recipients", "realis" } },
    [POSITION]    = { "position", .5, { "holder", "target", "issue", "stance" } },
    [DESIGNATION] = { "designation", 0, { "by", "of" } },
};
/* In the order of record-format.md, in which rows are told. */
static const enum layer told[LAYERS] = { PARAGRAPH, ENTITY, MENTION, STATEMENT, EVENT, POSITION, DESIGNATION, TIME, PLACE };

/* Members that are ids, and of what. */
static const struct { const char *key; enum layer layer; } references[] = {
    { "speaker", ENTITY }, { "document", ENTITY }, { "addressee", ENTITY }, { "channel", ENTITY }, { "holder", ENTITY },
    { "target", ENTITY }, { "by", ENTITY }, { "of", ENTITY }, { "actors", ENTITY }, { "recipients", ENTITY },
    { "inferred", ENTITY }, { "body", ENTITY }, { "entity", ENTITY }, { "nested_in", STATEMENT }, { "continues", STATEMENT },
    { "asserted_by", STATEMENT }, { "statement", STATEMENT }, { "time", TIME }, { "based_on", TIME }, { "place", PLACE },
    { "part_of", EVENT },
};

struct item {
    const json_t *json;
    vb_str        id;
    vb_spans      words;
    uint32_t      entity;          /* of a mention */
};
struct items { struct item *at; uint32_t n; };

struct side {
    struct eval_doc doc;
    struct items    layer[LAYERS];
    uint32_t       *pair[LAYERS];  /* the other side's row, or VB_NONE */
};

struct run {
    struct side            was, is;
    struct vb_arena        arena;                  /* of a pair of documents */
    struct eval_pairs      pairs;
    struct vb_diff_options options;
    vb_diff_fn             row;
    void                  *ctx;
    struct vb_diff_counts *counts;
    VB_LIST(struct vb_diff_field) fields;
    VB_LIST(json_t *) owned;                       /* values of `fields`, mentions with their entity */
    bool                   differs;                /* this pair of documents */
    vb_status              st;
};

/* ---- the rows of a document --------------------------------------------------------------------------------------------- */

/* The value is released with the pair of documents; NULL when memory was out. */
static json_t *own(struct run *run, json_t *value)
{
    if (value && VB_PUSH(&run->owned, value)) return value;
    json_decref(value);
    run->st = VB_ERR_NOMEM;
    return NULL;
}

static void release(struct run *run, size_t down_to)
{
    while (run->owned.n > down_to) json_decref(run->owned.at[--run->owned.n]);
}

static bool take_rows(struct run *run, struct side *side, enum layer layer, enum eval_kind kind)
{
    const struct eval_rows *rows = &side->doc.rows[kind];
    struct items           *to   = &side->layer[layer];

    if (!(to->at = VB_NEW(&run->arena, struct item, rows->n))) return false;
    for (; to->n < rows->n; to->n++)
        to->at[to->n] = (struct item){ rows->at[to->n].json, rows->at[to->n].id, rows->at[to->n].words, VB_NONE };
    return true;
}

static bool take_entities(struct run *run, struct side *side)
{
    const struct eval_doc *doc      = &side->doc;
    struct items          *entities = &side->layer[ENTITY], *mentions = &side->layer[MENTION];
    size_t                 n        = 0;

    for (uint32_t i = 0; i < doc->n_entities; i++) n += doc->entities[i].n_mentions;
    entities->at = VB_NEW(&run->arena, struct item, doc->n_entities);
    mentions->at = VB_NEW(&run->arena, struct item, n);
    if (!entities->at || !mentions->at || n >= EVAL_DANGLING) return false;
    for (uint32_t i = 0; i < doc->n_entities; i++) {
        const struct eval_entity *e     = &doc->entities[i];
        vb_spans                  first = { 0 };
        for (uint32_t k = 0; k < e->n_mentions; k++) {
            const struct eval_mention *m     = &e->mentions[k];
            vb_spans                   words = eval_is(m->span) ? (vb_spans){ &m->span, 1 } : (vb_spans){ 0 };
            json_t                    *json  = own(run, json_copy((json_t *)(uintptr_t)m->json));
            if (!json || json_object_set_new(json, "entity", json_stringn(e->id.ptr, e->id.len)) != 0) return false;
            if (first.n == 0) first = words;
            mentions->at[mentions->n++] = (struct item){ json, e->id, words, i };
        }
        entities->at[entities->n++] = (struct item){ e->json, e->id, first, VB_NONE };
    }
    return true;
}

/* Paragraphs are of the document and no layer that is scored, so they are not checked yet: those with no span are left out. */
static bool take_paragraphs(struct run *run, struct side *side)
{
    const json_t *list = json_object_get(json_object_get(side->doc.json, "document"), "paragraphs");
    struct items *to   = &side->layer[PARAGRAPH];
    size_t        n    = json_array_size(list);

    if (n >= EVAL_DANGLING || !(to->at = VB_NEW(&run->arena, struct item, n))) return false;
    for (size_t i = 0; i < n; i++) {
        const json_t *one  = json_array_get(list, i), *span = json_object_get(one, "span");
        json_int_t    beg  = json_integer_value(json_array_get(span, 0)), end = json_integer_value(json_array_get(span, 1));
        vb_span      *kept = VB_NEW(&run->arena, vb_span, 1);
        if (!kept) return false;
        if (json_array_size(span) != 2 || beg < 0 || beg >= end || end > (json_int_t)side->doc.n_codepoints) continue;
        *kept           = (vb_span){ (uint32_t)beg, (uint32_t)end };
        to->at[to->n++] = (struct item){ one, { 0 }, { kept, 1 }, VB_NONE };
    }
    return true;
}

static bool take_side(struct run *run, struct side *side)
{
    static const struct { enum layer layer; enum eval_kind kind; } rows[] = {
        { STATEMENT, EVAL_STATEMENT }, { EVENT, EVAL_EVENT }, { POSITION, EVAL_POSITION },
        { DESIGNATION, EVAL_DESIGNATION }, { TIME, EVAL_TIME }, { PLACE, EVAL_PLACE },
    };

    memset(side->layer, 0, sizeof side->layer);
    if (!take_entities(run, side) || !take_paragraphs(run, side)) return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!take_rows(run, side, rows[i].layer, rows[i].kind)) return false;
    for (enum layer l = 0; l < LAYERS; l++) {
        if (!(side->pair[l] = VB_NEW(&run->arena, uint32_t, side->layer[l].n))) return false;
        for (uint32_t i = 0; i < side->layer[l].n; i++) side->pair[l][i] = VB_NONE;
    }
    return true;
}

/* ---- equal or not ------------------------------------------------------------------------------------------------------- */

static enum layer layer_of_key(const char *key)
{
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (strcmp(key, references[i].key) == 0) return references[i].layer;
    return NO_LAYER;
}

static vb_str view(const json_t *string) { return (vb_str){ json_string_value(string), json_string_length(string) }; }

/* The row that an id points to, or VB_NONE. */
static uint32_t find_row(const struct side *side, enum layer layer, vb_str id)
{
    const struct eval_ids *ids = layer == ENTITY      ? &side->doc.entity_ids
                                 : layer == STATEMENT ? &side->doc.row_ids[EVAL_STATEMENT]
                                 : layer == EVENT     ? &side->doc.row_ids[EVAL_EVENT]
                                 : layer == TIME      ? &side->doc.row_ids[EVAL_TIME]
                                                      : &side->doc.row_ids[EVAL_PLACE];
    uint32_t               i   = eval_find(ids, id);

    return i == EVAL_DANGLING ? VB_NONE : i;
}

static bool is_nothing(const json_t *value)
{
    return !value || json_is_null(value) || (json_is_array(value) && json_array_size(value) == 0);
}

static bool equal(const struct run *run, const char *key, const json_t *was, const json_t *is);

static bool equal_objects(const struct run *run, const json_t *was, const json_t *is)
{
    const char   *key;
    const json_t *value;

    json_object_foreach((json_t *)(uintptr_t)was, key, value)
        if (!equal(run, key, value, json_object_get(is, key))) return false;
    json_object_foreach((json_t *)(uintptr_t)is, key, value)
        if (!json_object_get(was, key) && !equal(run, key, NULL, value)) return false;
    return true;
}

/* Nothing, null and an empty list say the same; ids are equal when what they point to is a pair. */
static bool equal(const struct run *run, const char *key, const json_t *was, const json_t *is)
{
    if (is_nothing(was) || is_nothing(is)) return is_nothing(was) && is_nothing(is);
    if (json_is_string(was) && json_is_string(is)) {
        enum layer layer = layer_of_key(key);
        uint32_t   i = layer == NO_LAYER ? VB_NONE : find_row(&run->was, layer, view(was));
        uint32_t   j = layer == NO_LAYER ? VB_NONE : find_row(&run->is, layer, view(is));
        if (i == VB_NONE && j == VB_NONE) return vb_str_eq(view(was), view(is));
        return i != VB_NONE && j != VB_NONE && run->was.pair[layer][i] == j;
    }
    if (json_is_array(was) && json_is_array(is)) {
        if (json_array_size(was) != json_array_size(is)) return false;
        for (size_t i = 0; i < json_array_size(was); i++)
            if (!equal(run, key, json_array_get(was, i), json_array_get(is, i))) return false;
        return true;
    }
    if (json_is_object(was) && json_is_object(is)) return equal_objects(run, was, is);
    if (json_is_number(was) && json_is_number(is)) return json_number_value(was) == json_number_value(is);
    return json_equal(was, is);
}

/* Members that are no reading: the number of the row, what is a layer of its own, and its score unless that is asked for. */
static bool is_left_out(const struct run *run, const char *key)
{
    return strcmp(key, "id") == 0 || strcmp(key, "mentions") == 0 || strcmp(key, "text") == 0 || strcmp(key, "paragraphs") == 0 ||
           (!run->options.scores && strcmp(key, "score") == 0);
}

/* Share of the members of two rows that are equal; references inside the layer are not known yet. */
static double share_equal(const struct run *run, enum layer layer, const json_t *was, const json_t *is)
{
    const char   *key;
    const json_t *value;
    unsigned      n = 0, n_equal = 0;

    json_object_foreach((json_t *)(uintptr_t)was, key, value) {
        if (is_left_out(run, key) || layer_of_key(key) == layer) continue;
        n++;
        n_equal += equal(run, key, value, json_object_get(is, key));
    }
    json_object_foreach((json_t *)(uintptr_t)is, key, value) {
        if (is_left_out(run, key) || layer_of_key(key) == layer || json_object_get(was, key)) continue;
        n++;
        n_equal += equal(run, key, NULL, value);
    }
    return n > 0 ? (double)n_equal / n : 1;
}

/* ---- pairs -------------------------------------------------------------------------------------------------------------- */

static void keep_pairs(struct run *run, enum layer layer, bool *has_i, bool *has_j)
{
    eval_pairs_choose(&run->pairs, has_i, has_j);
    for (size_t k = 0; k < run->pairs.n; k++) {
        struct eval_pair pair           = run->pairs.at[k];
        run->was.pair[layer][pair.i] = pair.j;
        run->is.pair[layer][pair.j]  = pair.i;
    }
    run->pairs.n = 0;
}

static vb_span hull(vb_spans spans)
{
    vb_span all = EVAL_NOWHERE;

    for (uint32_t i = 0; i < spans.n; i++) {
        if (i == 0 || spans.at[i].beg < all.beg) all.beg = spans.at[i].beg;
        if (i == 0 || spans.at[i].end > all.end) all.end = spans.at[i].end;
    }
    return all;
}

static bool same_spans(vb_spans a, vb_spans b)
{
    if (a.n != b.n) return false;
    for (uint32_t i = 0; i < a.n; i++)
        if (a.at[i].beg != b.at[i].beg || a.at[i].end != b.at[i].end) return false;
    return true;
}

/* Code points in common, of those of both together: 2 |a & b| / (|a| + |b|). Fragments of a row do not overlap. */
static double dice(vb_spans a, vb_spans b)
{
    uint64_t shared = 0, all = 0;

    for (uint32_t i = 0; i < a.n; i++) all += vb_span_len(a.at[i]);
    for (uint32_t j = 0; j < b.n; j++) all += vb_span_len(b.at[j]);
    for (uint32_t i = 0; i < a.n; i++)
        for (uint32_t j = 0; j < b.n; j++) {
            uint32_t beg = a.at[i].beg > b.at[j].beg ? a.at[i].beg : b.at[j].beg;
            uint32_t end = a.at[i].end < b.at[j].end ? a.at[i].end : b.at[j].end;
            if (beg < end) shared += end - beg;
        }
    return all > 0 ? (double)(2 * shared) / (double)all : 0;
}

/* Same words before any that only overlap, and of those the row that says more of the same: above 2, and up to 1.5. */
static double likeness(const struct run *run, enum layer layer, const struct item *was, const struct item *is)
{
    double shared;

    if (same_spans(was->words, is->words)) return 2 + share_equal(run, layer, was->json, is->json);
    if (was->words.n == 0 || is->words.n == 0) return 0;
    shared = dice(was->words, is->words);
    if (shared <= 0 || shared < layers[layer].least) return 0;
    return (shared < 1 ? shared : 1) + share_equal(run, layer, was->json, is->json) / 2;
}

static int compare_spots(const void *a, const void *b)
{
    const struct eval_spot *x = a, *y = b;

    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

/* Rows by where they begin; `entity` is the row. */
static bool make_spots(struct run *run, const struct items *items, struct eval_spots *out)
{
    *out = (struct eval_spots){ VB_NEW(&run->arena, struct eval_spot, items->n), 0 };
    if (!out->at) return false;
    for (uint32_t i = 0; i < items->n; i++)
        if (items->at[i].words.n > 0) out->at[out->n++] = (struct eval_spot){ hull(items->at[i].words), i, 0, 0 };
    qsort(out->at, out->n, sizeof *out->at, compare_spots);
    for (uint32_t k = 0; k < out->n; k++) {
        uint32_t end        = out->at[k].span.end;
        out->at[k].furthest = k > 0 && out->at[k - 1].furthest > end ? out->at[k - 1].furthest : end;
    }
    return true;
}

/* One row against those of the other side that could be it: those that meet it, an empty span the empty ones at its place. */
static bool add_candidates(struct run *run, enum layer layer, const struct eval_spots *spots, uint32_t i)
{
    const struct item *was = &run->was.layer[layer].at[i];
    vb_span            all = hull(was->words);
    uint32_t           from, to;

    if (all.beg == all.end) {
        for (uint32_t k = 0; k < spots->n; k++) {
            const struct item *is = &run->is.layer[layer].at[spots->at[k].entity];
            if (!same_spans(was->words, is->words)) continue;
            if (!eval_pairs_add(&run->pairs, likeness(run, layer, was, is), i, spots->at[k].entity, &run->st)) return false;
        }
        return true;
    }
    eval_spots_range(spots, all, &from, &to);
    for (uint32_t k = from; k < to; k++) {
        uint32_t j = spots->at[k].entity;
        if (!eval_meets(spots->at[k].span, all)) continue;
        if (!eval_pairs_add(&run->pairs, likeness(run, layer, was, &run->is.layer[layer].at[j]), i, j, &run->st)) return false;
    }
    return true;
}

static bool pair_layer(struct run *run, enum layer layer)
{
    const struct items *was = &run->was.layer[layer], *is = &run->is.layer[layer];
    bool               *has_i = VB_NEW(&run->arena, bool, was->n), *has_j = VB_NEW(&run->arena, bool, is->n);
    struct eval_spots   spots;

    run->pairs.n = 0;
    if (!has_i || !has_j || !make_spots(run, is, &spots)) {
        run->st = VB_ERR_NOMEM;
        return false;
    }
    for (uint32_t i = 0; i < was->n; i++) {
        if (was->at[i].words.n > 0) {
            if (!add_candidates(run, layer, &spots, i)) return false;
            continue;
        }
        for (uint32_t j = 0; j < is->n; j++)
            if (is->at[j].words.n == 0 &&
                !eval_pairs_add(&run->pairs, likeness(run, layer, &was->at[i], &is->at[j]), i, j, &run->st))
                return false;
    }
    keep_pairs(run, layer, has_i, has_j);
    return true;
}

/* ---- entities ----------------------------------------------------------------------------------------------------------- */

static bool is_name(vb_str form) { return vb_str_eq(form, VB_STR("name")); }

static int compare_ij(const void *a, const void *b)
{
    const struct eval_pair *x = a, *y = b;

    if (x->i != y->i) return x->i < y->i ? -1 : 1;
    return x->j < y->j ? -1 : x->j > y->j;
}

/* One pair of i and j with the sum of its scores. */
static void add_up(struct eval_pairs *pairs)
{
    size_t n = 0;

    if (pairs->n > 1) qsort(pairs->at, pairs->n, sizeof *pairs->at, compare_ij);
    for (size_t k = 0; k < pairs->n; k++) {
        if (n > 0 && compare_ij(&pairs->at[n - 1], &pairs->at[k]) == 0) pairs->at[n - 1].score += pairs->at[k].score;
        else pairs->at[n++] = pairs->at[k];
    }
    pairs->n = n;
}

/*
 * Entities of both sides by the mentions they share, names counting double on each side. With the same spans the sum is an inner
 * product, which no two different entities have as large as the larger of them has with itself.
 */
static bool add_by_mentions(struct run *run, const struct eval_spots *spots, const bool *has_i, const bool *has_j, bool same_span)
{
    const struct eval_doc *was = &run->was.doc, *is = &run->is.doc;

    for (uint32_t i = 0; i < was->n_entities; i++)
        for (uint32_t k = 0; k < was->entities[i].n_mentions && !has_i[i]; k++) {
            const struct eval_mention *m = &was->entities[i].mentions[k];
            uint32_t                   from, to;
            if (!eval_is(m->span)) continue;
            eval_spots_range(spots, m->span, &from, &to);
            for (uint32_t s = from; s < to; s++) {
                const struct eval_spot *spot = &spots->at[s];
                bool same = spot->span.beg == m->span.beg && spot->span.end == m->span.end;
                if (has_j[spot->entity] || (same_span ? !same : !eval_half_shared(spot->span, m->span))) continue;
                double weight =
                    (is_name(m->form) ? 2 : 1) * (is_name(is->entities[spot->entity].mentions[spot->mention].form) ? 2 : 1);
                if (!eval_pairs_add(&run->pairs, weight, i, spot->entity, &run->st)) return false;
            }
        }
    add_up(&run->pairs);
    return true;
}

static int compare_names(const void *a, const void *b)
{
    const struct eval_id *x = a, *y = b;
    int                   c = eval_compare(x->id, y->id);

    return c ? c : x->i < y->i ? -1 : x->i > y->i;
}

static bool free_names(struct run *run, const struct eval_doc *doc, const bool *has, struct eval_ids *out)
{
    *out = (struct eval_ids){ VB_NEW(&run->arena, struct eval_id, doc->n_entities), 0 };
    if (!out->at) return false;
    for (uint32_t i = 0; i < doc->n_entities; i++)
        if (!has[i]) out->at[out->n++] = (struct eval_id){ doc->entities[i].name, i };
    qsort(out->at, out->n, sizeof *out->at, compare_names);
    return true;
}

/* Those that are left, by equal names, the first with the first. */
static bool add_by_name(struct run *run, const bool *has_i, const bool *has_j)
{
    struct eval_ids was, is;

    if (!free_names(run, &run->was.doc, has_i, &was) || !free_names(run, &run->is.doc, has_j, &is)) {
        run->st = VB_ERR_NOMEM;
        return false;
    }
    for (uint32_t i = 0, j = 0; i < was.n && j < is.n;) {
        int c = eval_compare(was.at[i].id, is.at[j].id);
        if (c == 0 && !eval_pairs_add(&run->pairs, 1, was.at[i].i, is.at[j].i, &run->st)) return false;
        i += c <= 0;
        j += c >= 0;
    }
    return true;
}

static bool pair_entities(struct run *run)
{
    bool *has_i = VB_NEW(&run->arena, bool, run->was.doc.n_entities), *has_j = VB_NEW(&run->arena, bool, run->is.doc.n_entities);
    struct eval_spots spots;

    run->pairs.n = 0;
    if (!has_i || !has_j || !eval_spots_make(&run->is.doc, &run->arena, &spots)) {
        run->st = VB_ERR_NOMEM;
        return false;
    }
    if (!add_by_mentions(run, &spots, has_i, has_j, true)) return false;
    keep_pairs(run, ENTITY, has_i, has_j);
    if (!add_by_mentions(run, &spots, has_i, has_j, false)) return false;
    keep_pairs(run, ENTITY, has_i, has_j);
    if (!add_by_name(run, has_i, has_j)) return false;
    keep_pairs(run, ENTITY, has_i, has_j);
    return true;
}

/* ---- what is told ------------------------------------------------------------------------------------------------------- */

static json_t *words_as_json(const struct side *side, vb_spans words)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < words.n; i++) {
        vb_span bytes = { side->doc.byte[words.at[i].beg], side->doc.byte[words.at[i].end] };
        vb_str  word  = vb_str_sub(side->doc.text, bytes);
        if (json_array_append_new(list, json_stringn(word.ptr, word.len)) == 0) continue;
        json_decref(list);
        list = NULL;
    }
    return list;
}

/* What an id points to: an entity's name, a time's value, a place's name; of other rows the words. */
static json_t *shown_row(const struct side *side, enum layer layer, uint32_t i)
{
    const struct item *item = &side->layer[layer].at[i];
    const json_t      *name = json_object_get(item->json, layer == TIME ? "value" : "name");

    if (layer != STATEMENT && layer != EVENT && json_is_string(name)) return json_incref((json_t *)(uintptr_t)name);
    return json_pack("{s:o?, s:o}", "id", json_stringn(item->id.ptr, item->id.len), "words", words_as_json(side, item->words));
}

static bool is_span(const struct side *side, const json_t *value)
{
    const json_t *beg = json_array_get(value, 0), *end = json_array_get(value, 1);

    return json_array_size(value) == 2 && json_is_integer(beg) && json_is_integer(end) && json_integer_value(beg) >= 0 &&
           json_integer_value(beg) <= json_integer_value(end) && json_integer_value(end) <= (json_int_t)side->doc.n_codepoints;
}

/* The value as a span or a list of spans; n 0 when it is none. */
static bool spans_of(struct run *run, const struct side *side, const json_t *value, vb_spans *out)
{
    bool     one  = is_span(side, value);
    size_t   n    = one ? 1 : json_array_size(value);
    vb_span *list = VB_NEW(&run->arena, vb_span, n);

    *out = (vb_spans){ 0 };
    if (!list) return false;
    for (size_t i = 0; i < n; i++) {
        const json_t *span = one ? value : json_array_get(value, i);
        if (json_is_null(span)) continue;
        if (!is_span(side, span)) return true;
        list[out->n++] = (vb_span){ (uint32_t)json_integer_value(json_array_get(span, 0)),
                                    (uint32_t)json_integer_value(json_array_get(span, 1)) };
    }
    out->at = list;
    return true;
}

/* A value with ids given as what they point to, and spans with their words. A new reference, NULL for no memory. */
static json_t *shown(struct run *run, const struct side *side, const char *key, const json_t *value)
{
    enum layer  layer = layer_of_key(key);
    vb_spans    spans;
    const char *inner;
    json_t     *out, *element;
    size_t      i;

    if (json_is_string(value) && layer != NO_LAYER) {
        uint32_t row = find_row(side, layer, view(value));
        if (row != VB_NONE) return shown_row(side, layer, row);
    }
    if (json_is_array(value)) {
        if (!spans_of(run, side, value, &spans)) return NULL;
        if (spans.at && spans.n > 0)
            return json_pack("{s:O, s:o}", "codepoints", value, "words", words_as_json(side, spans));
        out = json_array();
        json_array_foreach((json_t *)(uintptr_t)value, i, element)
            if (out && json_array_append_new(out, shown(run, side, key, element)) != 0) {
                json_decref(out);
                out = NULL;
            }
        return out;
    }
    if (json_is_object(value)) {
        out = json_object();
        json_object_foreach((json_t *)(uintptr_t)value, inner, element)
            if (out && json_object_set_new(out, inner, shown(run, side, inner, element)) != 0) {
                json_decref(out);
                out = NULL;
            }
        return out;
    }
    return json_incref((json_t *)(uintptr_t)value);
}

static bool add_field(struct run *run, const char *key, const json_t *was, const json_t *is)
{
    struct vb_diff_field field = { .name = key };

    if (was && !(field.was = own(run, shown(run, &run->was, key, was)))) return false;
    if (is && !(field.is = own(run, shown(run, &run->is, key, is)))) return false;
    if (VB_PUSH(&run->fields, field)) return true;
    run->st = VB_ERR_NOMEM;
    return false;
}

static bool find_fields(struct run *run, const json_t *was, const json_t *is)
{
    const char   *key;
    const json_t *value, *other;

    json_object_foreach((json_t *)(uintptr_t)was, key, value) {
        other = json_object_get(is, key);
        if (!is_left_out(run, key) && !equal(run, key, value, other) && !add_field(run, key, value, other)) return false;
    }
    json_object_foreach((json_t *)(uintptr_t)is, key, value) if (!is_left_out(run, key) && !json_object_get(was, key) &&
                                                                 !equal(run, key, NULL, value) &&
                                                                 !add_field(run, key, NULL, value)) return false;
    return true;
}

static bool tell(struct run *run, enum vb_diff_change change, const char *layer, const struct item *was, const struct item *is)
{
    struct vb_diff_row row = { .change = change, .layer = layer, .fields = run->fields.at, .n_fields = run->fields.n };

    if ((was && !eval_show(&run->was.doc, was->id, was->words, &run->arena, &row.was)) ||
        (is && !eval_show(&run->is.doc, is->id, is->words, &run->arena, &row.is))) {
        run->st = VB_ERR_NOMEM;
        return false;
    }
    run->differs = true;
    if (change == VB_DIFF_GONE) run->counts->gone++;
    else if (change == VB_DIFF_ADDED) run->counts->added++;
    else run->counts->changed++;
    if (run->row(run->ctx, &row)) return true;
    run->st = VB_ERR_IO;
    return false;
}

static bool tell_one(struct run *run, enum layer layer, const struct item *was, const struct item *is)
{
    size_t n_owned = run->owned.n;
    bool   ok      = true;

    run->fields.n = 0;
    if (was && is) {
        ok = find_fields(run, was->json, is->json);
        if (ok && run->fields.n > 0) ok = tell(run, VB_DIFF_CHANGED, layers[layer].name, was, is);
    } else if (was || is) {
        const json_t *json = was ? was->json : is->json;
        for (size_t i = 0; ok && i < sizeof layers->telling / sizeof *layers->telling && layers[layer].telling[i]; i++) {
            const char   *key   = layers[layer].telling[i];
            const json_t *value = json_object_get(json, key);
            if (!is_nothing(value)) ok = add_field(run, key, was ? value : NULL, was ? NULL : value);
        }
        if (ok) ok = tell(run, was ? VB_DIFF_GONE : VB_DIFF_ADDED, layers[layer].name, was, is);
    }
    release(run, n_owned);
    return ok;
}

static bool tell_layer(struct run *run, enum layer layer)
{
    const struct items *was = &run->was.layer[layer], *is = &run->is.layer[layer];

    for (uint32_t i = 0; i < was->n; i++) {
        uint32_t j = run->was.pair[layer][i];
        if (!tell_one(run, layer, &was->at[i], j == VB_NONE ? NULL : &is->at[j])) return false;
    }
    for (uint32_t j = 0; j < is->n; j++)
        if (run->is.pair[layer][j] == VB_NONE && !tell_one(run, layer, NULL, &is->at[j])) return false;
    return true;
}

/* ---- documents ---------------------------------------------------------------------------------------------------------- */

/* Of the document its metadata; a document that only one side has is told as one row. */
static bool tell_document(struct run *run, bool has_was, bool has_is)
{
    struct item was = {.json = json_object_get(run->was.doc.json, "document")},
                is = {.json = json_object_get(run->is.doc.json, "document")};
    size_t      n_owned = run->owned.n;
    bool        ok      = true;

    run->fields.n = 0;
    if (has_was && has_is) ok = find_fields(run, was.json, is.json);
    if (ok && (!has_was || !has_is || run->fields.n > 0))
        ok = tell(run, !has_is ? VB_DIFF_GONE : !has_was ? VB_DIFF_ADDED : VB_DIFF_CHANGED, "document", has_was ? &was : NULL,
                  has_is ? &is : NULL);
    release(run, n_owned);
    return ok;
}

static vb_status compare_documents(struct run *run, bool has_was, bool has_is)
{
    if (has_was && has_is) {
        if (!take_side(run, &run->was) || !take_side(run, &run->is)) return VB_ERR_NOMEM;
        for (enum layer l = 0; l < LAYERS; l++)
            if (!(l == ENTITY ? pair_entities(run) : pair_layer(run, l))) return run->st;
    }
    if (!tell_document(run, has_was, has_is)) return run->st;
    for (size_t t = 0; t < LAYERS && has_was && has_is; t++)
        if (!tell_layer(run, told[t])) return run->st;
    return VB_OK;
}

/* Line `i` of was and line `j` of is, either may be VB_NONE. */
static vb_status diff_pair(struct run *run, const struct vb_eval_file *was, uint32_t i, const struct vb_eval_file *is, uint32_t j,
                           vb_error *err)
{
    vb_status st = VB_OK;

    run->st      = VB_OK;
    run->differs = false;
    if (i != VB_NONE) st = eval_doc_open(was, i, &run->was.doc, err);
    if (st == VB_OK && j != VB_NONE) st = eval_doc_open(is, j, &run->is.doc, err);
    if (st == VB_OK) {
        st = compare_documents(run, i != VB_NONE, j != VB_NONE);
        if (st == VB_ERR_NOMEM) vb_fail_nomem(err);
        if (st == VB_ERR_IO) vb_fail(err, st, "stopped");
        if (st == VB_ERR_LIMIT)
            eval_fail(err, st, run->was.doc.file, run->was.doc.line, "more than %zu pairs of rows that could be one",
                      VB_EVAL_PAIRS_MAX);
        run->counts->documents += run->differs;
    }
    release(run, 0);
    vb_arena_reset(&run->arena);
    eval_doc_close(&run->was.doc);
    eval_doc_close(&run->is.doc);
    return st;
}

vb_status vb_diff(const struct vb_eval_file *was, const struct vb_eval_file *is, struct vb_diff_options options, vb_diff_fn row,
                  void *ctx, struct vb_diff_counts *counts, vb_error *err)
{
    struct run run       = { .options = options, .row = row, .ctx = ctx, .counts = counts };
    uint32_t  *was_ranks = eval_file_ranks(was), *is_ranks = eval_file_ranks(is);
    vb_status  st        = was_ranks && is_ranks ? VB_OK : vb_fail_nomem(err);

    *counts = (struct vb_diff_counts){ 0 };
    for (size_t i = 0; st == VB_OK && i < vb_eval_count(was); i++)
        st = diff_pair(&run, was, (uint32_t)i, is, eval_file_by_rank(is, eval_file_text(was, i), was_ranks[i]), err);
    for (size_t j = 0; st == VB_OK && j < vb_eval_count(is); j++)
        if (eval_file_by_rank(was, eval_file_text(is, j), is_ranks[j]) == VB_NONE)
            st = diff_pair(&run, was, VB_NONE, is, (uint32_t)j, err);
    vb_free(was_ranks);
    vb_free(is_ranks);
    vb_free(run.pairs.at);
    vb_free(run.fields.at);
    vb_free(run.owned.at);
    vb_arena_free(&run.arena);
    return st;
}
