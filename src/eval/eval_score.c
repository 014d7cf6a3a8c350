/*
 * Scores of a record against gold: what score_record.py counts, as it counts it, and the same with all or any of the words.
 *
 * Where the two could differ by a hair the hair is kept: equal votes for an entity go to the one named first, a predicted speaker
 * that is no entity of gold counts as no speaker, and precision is rounded once, as the quotient of two whole numbers.
 */
#include "eval_doc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Those on one side of an event, as sets: sorted, each once. */
struct party {
    const vb_str    *countries, *sectors;
    uint32_t         n_countries, n_sectors;
    struct eval_refs entities;     /* of gold: a predicted one is what it was mapped to */
};
struct event_sets { struct party actors, recipients; };

struct statement_words { struct eval_words content, cue, source; };
struct side {
    const struct eval_doc        *doc;
    const struct statement_words *words;           /* of statements */
    const struct event_sets      *events;
    struct eval_refs              rows[EVAL_KINDS];/* those that are scored: all, but statements that are terms */
    bool                         *has[EVAL_KINDS]; /* a pair, of the rows' last pairing */
};

struct run {
    struct side            gold, pred;
    struct vb_arena        arena;                  /* of one pair of documents */
    const uint32_t        *map;                    /* entity of pred -> of gold, or VB_NONE */
    const uint32_t        *before;                 /* words of the text */
    struct eval_pairs      pairs;
    struct vb_eval_scores *scores;
    vb_eval_miss_fn        miss;
    void                  *ctx;
    vb_status              st;
};

static bool same(vb_str a, vb_str b) { return !a.ptr == !b.ptr && vb_str_eq(a, b); }

/* ---- what is missed ----------------------------------------------------------------------------------------------------- */

static void report(struct run *run, struct vb_eval_miss miss, const struct eval_doc *doc, vb_str id, vb_spans words)
{
    if (!run->miss || run->st != VB_OK) return;
    if (!eval_show(doc, id, words, &run->arena, &miss.row)) run->st = VB_ERR_NOMEM;
    else if (!run->miss(run->ctx, &miss)) run->st = VB_ERR_IO;
}

static vb_str name_of(const struct eval_doc *doc, uint32_t entity)
{
    return entity < doc->n_entities ? doc->entities[entity].name : (vb_str){ 0 };
}

enum { NAMES_SHOWN = 8 };

/* Names one after another; "not given" for none. */
static vb_str join(struct run *run, const struct eval_doc *doc, struct eval_refs refs)
{
    vb_str all = { 0 };

    for (uint32_t i = 0; i < refs.n && i < NAMES_SHOWN; i++) {
        vb_str      name = name_of(doc, refs.at[i]);
        const char *more = vb_arena_printf(&run->arena, "%.*s%s%.*s", (int)all.len, all.ptr ? all.ptr : "", i > 0 ? ", " : "",
                                           (int)name.len, name.ptr ? name.ptr : "?");
        if (!more) run->st = VB_ERR_NOMEM;
        all = vb_str_of(more);
    }
    return all;
}

/* "Sweden > Norway: against": what a row says besides its words. */
static vb_str from_to(struct run *run, vb_str from, vb_str to, vb_str after)
{
    const char *text = vb_arena_printf(&run->arena, "%.*s > %.*s%s%.*s", from.ptr ? (int)from.len : 1,
                                       from.ptr ? from.ptr : "-", to.ptr ? (int)to.len : 1, to.ptr ? to.ptr : "-",
                                       after.ptr ? ": " : "", (int)after.len, after.ptr ? after.ptr : "");
    if (!text) run->st = VB_ERR_NOMEM;
    return vb_str_of(text);
}

static vb_str describe(struct run *run, enum vb_eval_layer layer, const struct eval_doc *doc, const struct eval_row *row)
{
    switch (layer) {
    case VB_EVAL_STATEMENT:
    case VB_EVAL_SPEAKER:    return name_of(doc, row->as.statement.speaker);
    case VB_EVAL_EVENT_TYPE: return row->as.event.type;
    case VB_EVAL_EVENT_DYAD:
    case VB_EVAL_EVENT_FULL:
        return from_to(run, join(run, doc, row->as.event.actors), join(run, doc, row->as.event.recipients), row->as.event.type);
    case VB_EVAL_POSITION:
        return from_to(run, name_of(doc, row->as.position.holder), name_of(doc, row->as.position.target), row->as.position.stance);
    case VB_EVAL_DESIGNATION: return name_of(doc, row->as.designation.of);
    case VB_EVAL_TIME:        return row->as.time.value;
    case VB_EVAL_PLACE:       return row->as.place.country;
    default:                  return (vb_str){ 0 };
    }
}

static void report_rows(struct run *run, enum vb_eval_layer layer, enum eval_kind kind)
{
    const struct side *gold = &run->gold, *pred = &run->pred;
    const char        *name = vb_eval_layer_name(layer);

    if (!run->miss) return;
    for (uint32_t k = 0; k < gold->rows[kind].n; k++) {
        const struct eval_row *row = &gold->doc->rows[kind].at[gold->rows[kind].at[k]];
        if (gold->has[kind][gold->rows[kind].at[k]] || row->optional) continue;
        report(run, (struct vb_eval_miss){ .kind = VB_EVAL_MISSED, .layer = name, .gold = describe(run, layer, gold->doc, row) },
               gold->doc, row->id, row->words);
    }
    for (uint32_t k = 0; k < pred->rows[kind].n; k++) {
        const struct eval_row *row = &pred->doc->rows[kind].at[pred->rows[kind].at[k]];
        if (pred->has[kind][pred->rows[kind].at[k]]) continue;
        report(run, (struct vb_eval_miss){ .kind = VB_EVAL_SPURIOUS, .layer = name, .pred = describe(run, layer, pred->doc, row) },
               pred->doc, row->id, row->words);
    }
}

/* One more of a share; when it is wrong, with the row of gold and both values. */
static void share(struct run *run, enum vb_eval_part part, bool right, vb_str id, vb_spans words, vb_str gold, vb_str pred)
{
    bool missed = part == VB_EVAL_FOUND || part == VB_EVAL_LINK_ROLE || part == VB_EVAL_LINK_PRONOUN;

    run->scores->part[part].n++;
    run->scores->part[part].right += right;
    if (right) return;
    report(run,
           (struct vb_eval_miss){
               .kind = missed ? VB_EVAL_MISSED : VB_EVAL_WRONG, .layer = vb_eval_part_name(part), .gold = gold, .pred = pred},
           run->gold.doc, id, words);
}

/* ---- mentions and entities ---------------------------------------------------------------------------------------------- */

static int compare_spots(const void *a, const void *b)
{
    const struct eval_spot *x = a, *y = b;

    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    if (x->span.end != y->span.end) return x->span.end < y->span.end ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

/* Spans of name mentions, each once. In pred a mention of no form is a name. */
static bool name_spots(struct run *run, const struct eval_doc *doc, bool is_pred, struct eval_spots *out)
{
    uint32_t n = 0;

    if (!eval_spots_make(doc, &run->arena, out)) return false;
    for (uint32_t k = 0; k < out->n; k++) {
        const struct eval_mention *m = &doc->entities[out->at[k].entity].mentions[out->at[k].mention];
        if (vb_str_eq(m->form, VB_STR("name")) || (is_pred && !json_object_get(m->json, "form"))) out->at[n++] = out->at[k];
    }
    qsort(out->at, n, sizeof *out->at, compare_spots);
    out->n = 0;
    for (uint32_t k = 0; k < n; k++) {
        struct eval_spot spot = out->at[k], *last = out->n > 0 ? &out->at[out->n - 1] : NULL;
        if (last && last->span.beg == spot.span.beg && last->span.end == spot.span.end) continue;
        spot.furthest       = last && last->furthest > spot.span.end ? last->furthest : spot.span.end;
        out->at[out->n++] = spot;
    }
    return true;
}

static void report_spot(struct run *run, enum vb_eval_kind kind, const struct eval_doc *doc, const struct eval_spot *spot)
{
    vb_str name;

    if (!spot) return;
    name = name_of(doc, spot->entity);

    report(run, (struct vb_eval_miss){ .kind = kind, .layer = vb_eval_layer_name(VB_EVAL_MENTION),
                                       .gold = kind == VB_EVAL_MISSED ? name : (vb_str){ 0 },
                                       .pred = kind == VB_EVAL_SPURIOUS ? name : (vb_str){ 0 } },
           doc, doc->entities[spot->entity].id, (vb_spans){ &spot->span, 1 });
}

static uint64_t same_spots(struct run *run, const struct eval_spots *gold, const struct eval_spots *pred)
{
    uint64_t n = 0;
    uint32_t i = 0, j = 0;

    while (i < gold->n || j < pred->n) {
        const struct eval_spot *g = i < gold->n ? &gold->at[i] : NULL, *p = j < pred->n ? &pred->at[j] : NULL;
        int c = !g ? 1 : !p ? -1 : g->span.beg != p->span.beg ? (g->span.beg < p->span.beg ? -1 : 1)
                                                              : (g->span.end > p->span.end) - (g->span.end < p->span.end);
        if (c == 0) n++;
        else if (c < 0) report_spot(run, VB_EVAL_MISSED, run->gold.doc, g);
        else report_spot(run, VB_EVAL_SPURIOUS, run->pred.doc, p);
        i += c <= 0;
        j += c >= 0;
    }
    return n;
}

static uint64_t meeting_spots(struct run *run, const struct eval_spots *gold, const struct eval_spots *pred)
{
    bool *has_i = VB_NEW(&run->arena, bool, gold->n), *has_j = VB_NEW(&run->arena, bool, pred->n);

    run->pairs.n = 0;
    if (!has_i || !has_j) {
        run->st = VB_ERR_NOMEM;
        return 0;
    }
    for (uint32_t i = 0; i < gold->n; i++) {
        vb_span  g = gold->at[i].span;
        uint32_t from, to;
        eval_spots_range(pred, g, &from, &to);
        for (uint32_t j = from; j < to; j++) {
            vb_span  p   = pred->at[j].span;
            uint32_t beg = g.beg > p.beg ? g.beg : p.beg, end = g.end < p.end ? g.end : p.end;
            uint32_t longer = vb_span_len(g) > vb_span_len(p) ? vb_span_len(g) : vb_span_len(p);
            if (end > beg && !eval_pairs_add(&run->pairs, (double)(end - beg) / longer, i, j, &run->st)) return 0;
        }
    }
    eval_pairs_choose(&run->pairs, has_i, has_j);
    return run->pairs.n;
}

static void score_mentions(struct run *run)
{
    struct eval_spots gold, pred;
    uint64_t          agreed[VB_EVAL_MATCHES];

    if (!name_spots(run, run->gold.doc, false, &gold) || !name_spots(run, run->pred.doc, true, &pred)) {
        run->st = VB_ERR_NOMEM;
        return;
    }
    agreed[VB_EVAL_SCORED] = agreed[VB_EVAL_EXACT] = same_spots(run, &gold, &pred);
    agreed[VB_EVAL_OVERLAP]                        = meeting_spots(run, &gold, &pred);
    for (enum vb_eval_match m = 0; m < VB_EVAL_MATCHES; m++) {
        struct vb_eval_counts *c = &run->scores->layer[m][VB_EVAL_MENTION];
        c->agreed += agreed[m];
        c->gold += gold.n;
        c->pred += pred.n;
    }
}

/* The first name mention; else the first of all. */
static vb_spans first_mention(const struct eval_entity *e)
{
    const struct eval_mention *first = NULL;

    for (uint32_t k = 0; k < e->n_mentions; k++) {
        if (!eval_is(e->mentions[k].span)) continue;
        if (!first) first = &e->mentions[k];
        if (!vb_str_eq(e->mentions[k].form, VB_STR("name"))) continue;
        first = &e->mentions[k];
        break;
    }
    return first ? (vb_spans){ &first->span, 1 } : (vb_spans){ 0 };
}

/* Predicted entities that are `gold`: some of them has the country, or the sector, that it has. */
static void score_entity(struct run *run, const struct eval_entity *gold, const uint32_t *next, uint32_t first)
{
    vb_str   country = { 0 }, sector = { 0 };     /* of the last that was looked at */
    bool     has_country = false, has_sector = false, named = false;
    vb_spans words = first_mention(gold);

    for (uint32_t k = 0; k < gold->n_mentions; k++) named = named || vb_str_eq(gold->mentions[k].form, VB_STR("name"));
    if (!named) return;
    share(run, VB_EVAL_FOUND, first != VB_NONE, gold->id, words, gold->name, (vb_str){ 0 });
    if (first == VB_NONE) return;
    for (uint32_t p = first; p != VB_NONE; p = next[p]) {
        country     = run->pred.doc->entities[p].country;
        sector      = run->pred.doc->entities[p].sector;
        has_country = has_country || same(country, gold->country);
        has_sector  = has_sector || same(sector, gold->sector);
    }
    if (gold->country.len > 0) share(run, VB_EVAL_COUNTRY, has_country, gold->id, words, gold->country, country);
    if (gold->sector.len > 0) share(run, VB_EVAL_SECTOR, has_sector, gold->id, words, gold->sector, sector);
}

static bool is_linked(const struct run *run, const struct eval_spots *spots, uint32_t entity, vb_span span)
{
    uint32_t from, to;

    eval_spots_range(spots, span, &from, &to);
    for (uint32_t k = from; k < to; k++)
        if (run->map[spots->at[k].entity] == entity && eval_meets(spots->at[k].span, span)) return true;
    return false;
}

static void score_entities(struct run *run)
{
    const struct eval_doc *gold = run->gold.doc, *pred = run->pred.doc;
    uint32_t *first = VB_NEW(&run->arena, uint32_t, gold->n_entities), *next = VB_NEW(&run->arena, uint32_t, pred->n_entities);
    struct eval_spots      spots;

    if (!first || !next || !eval_spots_make(pred, &run->arena, &spots)) {
        run->st = VB_ERR_NOMEM;
        return;
    }
    for (uint32_t g = 0; g < gold->n_entities; g++) first[g] = VB_NONE;
    for (uint32_t p = pred->n_entities; p-- > 0;) {
        if (run->map[p] == VB_NONE) continue;
        next[p]            = first[run->map[p]];
        first[run->map[p]] = p;
    }
    for (uint32_t g = 0; g < gold->n_entities; g++) score_entity(run, &gold->entities[g], next, first[g]);
    for (uint32_t g = 0; g < gold->n_entities; g++)
        for (uint32_t k = 0; k < gold->entities[g].n_mentions; k++) {
            const struct eval_mention *m    = &gold->entities[g].mentions[k];
            bool                       role = vb_str_eq(m->form, VB_STR("role"));
            if (!eval_is(m->span) || (!role && !vb_str_eq(m->form, VB_STR("pronoun")))) continue;
            share(run, role ? VB_EVAL_LINK_ROLE : VB_EVAL_LINK_PRONOUN, is_linked(run, &spots, g, m->span), gold->entities[g].id,
                  (vb_spans){ &m->span, 1 }, gold->entities[g].name, (vb_str){ 0 });
        }
}

/* ---- rows --------------------------------------------------------------------------------------------------------------- */

typedef double (*match_fn)(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j);

static const struct eval_row *row_of(const struct side *side, enum eval_kind kind, uint32_t i)
{
    return &side->doc->rows[kind].at[i];
}

/* Pair the rows that are scored and mark those that have a pair. */
static bool pair_rows(struct run *run, enum eval_kind kind, match_fn fn, enum vb_eval_match match)
{
    const struct eval_refs *golds = &run->gold.rows[kind], *preds = &run->pred.rows[kind];

    run->pairs.n = 0;
    if (run->gold.doc->rows[kind].n > 0) memset(run->gold.has[kind], 0, run->gold.doc->rows[kind].n);
    if (run->pred.doc->rows[kind].n > 0) memset(run->pred.has[kind], 0, run->pred.doc->rows[kind].n);
    for (uint32_t i = 0; i < golds->n; i++)
        for (uint32_t j = 0; j < preds->n; j++)
            if (!eval_pairs_add(&run->pairs, fn(run, match, golds->at[i], preds->at[j]), golds->at[i], preds->at[j], &run->st))
                return false;
    eval_pairs_choose(&run->pairs, run->gold.has[kind], run->pred.has[kind]);
    return true;
}

/* Rows that gold marks optional count neither when they are found nor when they are not. */
static void tally(struct run *run, enum vb_eval_layer layer, enum eval_kind kind, enum vb_eval_match match)
{
    const struct eval_refs *golds    = &run->gold.rows[kind];
    struct vb_eval_counts  *c        = &run->scores->layer[match][layer];
    uint64_t                optional = 0;

    for (size_t k = 0; k < run->pairs.n; k++) optional += row_of(&run->gold, kind, run->pairs.at[k].i)->optional;
    c->agreed += run->pairs.n - optional;
    for (uint32_t k = 0; k < golds->n; k++) c->gold += !row_of(&run->gold, kind, golds->at[k])->optional;
    c->pred += run->pred.rows[kind].n - optional;
    if (match == VB_EVAL_SCORED) report_rows(run, layer, kind);
}

static bool same_spans(vb_spans a, vb_spans b)
{
    if (a.n != b.n) return false;
    for (uint32_t i = 0; i < a.n; i++)
        if (a.at[i].beg != b.at[i].beg || a.at[i].end != b.at[i].end) return false;
    return true;
}

static bool spans_meet(vb_spans a, vb_spans b)
{
    for (uint32_t i = 0; i < a.n; i++)
        for (uint32_t j = 0; j < b.n; j++)
            if (eval_meets(a.at[i], b.at[j])) return true;
    return false;
}

/* The words of rows that stand on one span agree as `match` asks it. */
static bool words_agree(enum vb_eval_match match, vb_spans a, vb_spans b)
{
    return match == VB_EVAL_EXACT ? same_spans(a, b) : (a.n == 0 && b.n == 0) || spans_meet(a, b);
}

static uint32_t mapped(const struct run *run, uint32_t entity)
{
    return entity < run->pred.doc->n_entities ? run->map[entity] : VB_NONE;
}

/* ---- statements --------------------------------------------------------------------------------------------------------- */

static bool both_or_none(const struct run *run, const struct eval_words *a, const struct eval_words *b)
{
    if (a->n == 0 || b->n == 0) return a->n == b->n;
    return eval_words_shared(run->before, a, b) > 0;
}

static double match_statement(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j)
{
    const struct statement_words *g = &run->gold.words[i], *p = &run->pred.words[j];
    const struct eval_row        *a = row_of(&run->gold, EVAL_STATEMENT, i), *b = row_of(&run->pred, EVAL_STATEMENT, j);
    double                        dice;

    if (match == VB_EVAL_EXACT)
        return same_spans(a->words, b->words) && same_spans(a->as.statement.cue, b->as.statement.cue) &&
               same_spans(a->as.statement.source, b->as.statement.source);
    if (g->content.n == 0 || p->content.n == 0) return 0;
    dice = (double)(2 * (uint64_t)eval_words_shared(run->before, &g->content, &p->content)) /
           (double)((uint64_t)g->content.n + p->content.n);
    if (match == VB_EVAL_SCORED && dice < .5) return 0;
    return both_or_none(run, &g->cue, &p->cue) && both_or_none(run, &g->source, &p->source) ? dice : 0;
}

/* Of the statements' pairs those that have the right speaker; both without one is right. */
static void keep_right_speakers(struct run *run)
{
    size_t n = 0;

    for (size_t k = 0; k < run->pairs.n; k++) {
        struct eval_pair pair = run->pairs.at[k];
        if (mapped(run, row_of(&run->pred, EVAL_STATEMENT, pair.j)->as.statement.speaker) ==
            row_of(&run->gold, EVAL_STATEMENT, pair.i)->as.statement.speaker) {
            run->pairs.at[n++] = pair;
        } else {
            run->gold.has[EVAL_STATEMENT][pair.i] = false;
            run->pred.has[EVAL_STATEMENT][pair.j] = false;
        }
    }
    run->pairs.n = n;
}

/* `statement_of` gets for each statement of pred the one of gold that it is, or VB_NONE. */
static void score_statements(struct run *run, uint32_t *statement_of)
{
    for (uint32_t j = 0; j < run->pred.doc->rows[EVAL_STATEMENT].n; j++) statement_of[j] = VB_NONE;
    for (enum vb_eval_match m = 0; m < VB_EVAL_MATCHES; m++) {
        if (!pair_rows(run, EVAL_STATEMENT, match_statement, m)) return;
        tally(run, VB_EVAL_STATEMENT, EVAL_STATEMENT, m);
        for (size_t k = 0; m == VB_EVAL_SCORED && k < run->pairs.n; k++) statement_of[run->pairs.at[k].j] = run->pairs.at[k].i;
        keep_right_speakers(run);
        tally(run, VB_EVAL_SPEAKER, EVAL_STATEMENT, m);
    }
}

/* ---- events ------------------------------------------------------------------------------------------------------------- */

static bool strings_meet(const vb_str *a, uint32_t n_a, const vb_str *b, uint32_t n_b)
{
    if (n_a == 0 && n_b == 0) return true;
    for (uint32_t i = 0, j = 0; i < n_a && j < n_b;) {
        int c = eval_compare(a[i], b[j]);
        if (c == 0) return true;
        if (c < 0) i++;
        else j++;
    }
    return false;
}

static bool entities_meet(struct eval_refs a, struct eval_refs b)
{
    if (a.n == 0 && b.n == 0) return true;
    for (uint32_t i = 0, j = 0; i < a.n && j < b.n;) {
        if (a.at[i] == b.at[j]) return true;
        if (a.at[i] < b.at[j]) i++;
        else j++;
    }
    return false;
}

static bool countries_meet(const struct party *a, const struct party *b)
{
    return strings_meet(a->countries, a->n_countries, b->countries, b->n_countries);
}

static bool sectors_meet(const struct party *a, const struct party *b)
{
    return strings_meet(a->sectors, a->n_sectors, b->sectors, b->n_sectors);
}

/* 1, half more where the triggers meet; with the words asked for, they have to. */
static double match_trigger(enum vb_eval_match match, const struct eval_row *g, const struct eval_row *p)
{
    vb_span a = g->as.event.trigger, b = p->as.event.trigger;

    switch (match) {
    case VB_EVAL_EXACT:   return a.beg == b.beg && a.end == b.end;
    case VB_EVAL_OVERLAP: return eval_meets(a, b) || (!eval_is(a) && !eval_is(b));
    default:              return eval_meets(a, b) ? 1.5 : 1;
    }
}

static double match_type(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j)
{
    const struct eval_row *g = row_of(&run->gold, EVAL_EVENT, i), *p = row_of(&run->pred, EVAL_EVENT, j);

    return same(g->as.event.type, p->as.event.type) ? match_trigger(match, g, p) : 0;
}

static double match_dyad(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j)
{
    const struct event_sets *g = &run->gold.events[i], *p = &run->pred.events[j];
    double                   score = match_type(run, match, i, j);

    return score > 0 && countries_meet(&g->actors, &p->actors) && countries_meet(&g->recipients, &p->recipients) ? score : 0;
}

static double match_full(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j)
{
    const struct event_sets *g = &run->gold.events[i], *p = &run->pred.events[j];
    double                   score = match_dyad(run, match, i, j);

    return score > 0 && entities_meet(g->actors.entities, p->actors.entities) &&
                   entities_meet(g->recipients.entities, p->recipients.entities) ? score : 0;
}

static bool same_lower(vb_str a, vb_str b)
{
    unsigned la, lb;

    if (!b.ptr) b = VB_STR("");
    for (size_t i = 0, j = 0; i < a.len || j < b.len; i += la, j += lb)
        if (vb_cp_lower(vb_utf8_at(a, i, &la)) != vb_cp_lower(vb_utf8_at(b, j, &lb)) || !la != !lb) return false;
    return true;
}

/* Who asserts a predicted event, as gold names it: the article, a statement's id, or nobody that gold knows. */
static vb_str asserted_by(const struct run *run, const struct eval_row *p, const uint32_t *statement_of)
{
    uint32_t j;

    if (vb_str_eq(p->as.event.asserted_by, VB_STR("article"))) return p->as.event.asserted_by;
    j = eval_find(&run->pred.doc->row_ids[EVAL_STATEMENT], p->as.event.asserted_by);
    if (j >= run->pred.doc->rows[EVAL_STATEMENT].n || statement_of[j] == VB_NONE) return (vb_str){ 0 };
    return row_of(&run->gold, EVAL_STATEMENT, statement_of[j])->id;
}

static vb_str join_sectors(struct run *run, const struct event_sets *e)
{
    const struct party *party[] = { &e->actors, &e->recipients };
    vb_str              side[2] = { { 0 }, { 0 } };

    for (size_t s = 0; s < 2; s++)
        for (uint32_t i = 0; i < party[s]->n_sectors && i < NAMES_SHOWN; i++) {
            vb_str      next = party[s]->sectors[i];
            const char *more = vb_arena_printf(&run->arena, "%.*s%s%.*s", (int)side[s].len, side[s].ptr ? side[s].ptr : "",
                                               i > 0 ? " " : "", (int)next.len, next.ptr);
            if (!more) run->st = VB_ERR_NOMEM;
            side[s] = vb_str_of(more);
        }
    return from_to(run, side[0], side[1], (vb_str){ 0 });
}

static void score_event_parts(struct run *run, const uint32_t *statement_of)
{
    for (size_t k = 0; k < run->pairs.n && run->st == VB_OK; k++) {
        uint32_t                 i = run->pairs.at[k].i, j = run->pairs.at[k].j;
        const struct eval_row   *g = row_of(&run->gold, EVAL_EVENT, i), *p = row_of(&run->pred, EVAL_EVENT, j);
        const struct event_sets *a = &run->gold.events[i], *b = &run->pred.events[j];
        vb_str                   by = asserted_by(run, p, statement_of);
        bool                     sectors;

        share(run, VB_EVAL_REALIS, same(g->as.event.realis, p->as.event.realis), g->id, g->words, g->as.event.realis,
              p->as.event.realis);
        share(run, VB_EVAL_ASSERTED_BY, same(g->as.event.asserted_by, by), g->id, g->words, g->as.event.asserted_by, by);
        if (g->as.event.date.len > 0)
            share(run, VB_EVAL_DATE, same(g->as.event.date, p->as.event.date), g->id, g->words, g->as.event.date, p->as.event.date);
        if (g->as.event.mode.len > 0)
            share(run, VB_EVAL_MODE, same_lower(g->as.event.mode, p->as.event.mode), g->id, g->words, g->as.event.mode,
                  p->as.event.mode);
        sectors = sectors_meet(&a->actors, &b->actors) && sectors_meet(&a->recipients, &b->recipients);
        share(run, VB_EVAL_SECTORS, sectors, g->id, g->words, run->miss && !sectors ? join_sectors(run, a) : (vb_str){ 0 },
              run->miss && !sectors ? join_sectors(run, b) : (vb_str){ 0 });
    }
}

static void score_events(struct run *run, const uint32_t *statement_of)
{
    static const struct { enum vb_eval_layer layer; match_fn fn; } layers[] = {
        { VB_EVAL_EVENT_TYPE, match_type }, { VB_EVAL_EVENT_DYAD, match_dyad }, { VB_EVAL_EVENT_FULL, match_full },
    };

    for (size_t l = 0; l < sizeof layers / sizeof *layers; l++)
        for (enum vb_eval_match m = 0; m < VB_EVAL_MATCHES; m++) {
            if (!pair_rows(run, EVAL_EVENT, layers[l].fn, m)) return;
            tally(run, layers[l].layer, EVAL_EVENT, m);
            if (layers[l].layer == VB_EVAL_EVENT_DYAD && m == VB_EVAL_SCORED) score_event_parts(run, statement_of);
        }
}

/* ---- positions, designations, times, places ----------------------------------------------------------------------------- */

static double match_position(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j)
{
    const struct eval_row *g = row_of(&run->gold, EVAL_POSITION, i), *p = row_of(&run->pred, EVAL_POSITION, j);

    return g->as.position.holder == mapped(run, p->as.position.holder) &&
           g->as.position.target == mapped(run, p->as.position.target) && same(g->as.position.stance, p->as.position.stance) &&
           (match == VB_EVAL_SCORED || words_agree(match, g->words, p->words));
}

/* Layers that score_record.py itself asks to overlap: rows without a span are none of them, all words or not. */
static bool spans_agree(enum vb_eval_match match, const struct eval_row *g, const struct eval_row *p)
{
    return g->words.n > 0 && p->words.n > 0 && words_agree(match, g->words, p->words);
}

static double match_designation(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j)
{
    const struct eval_row *g = row_of(&run->gold, EVAL_DESIGNATION, i), *p = row_of(&run->pred, EVAL_DESIGNATION, j);

    return g->as.designation.of == mapped(run, p->as.designation.of) && spans_agree(match, g, p);
}

static double match_time(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j)
{
    const struct eval_row *g = row_of(&run->gold, EVAL_TIME, i), *p = row_of(&run->pred, EVAL_TIME, j);

    return spans_agree(match, g, p) && same(g->as.time.value, p->as.time.value);
}

static double match_place(const struct run *run, enum vb_eval_match match, uint32_t i, uint32_t j)
{
    const struct eval_row *g = row_of(&run->gold, EVAL_PLACE, i), *p = row_of(&run->pred, EVAL_PLACE, j);

    return spans_agree(match, g, p) && same(g->as.place.country, p->as.place.country);
}

static void score_others(struct run *run)
{
    static const struct { enum vb_eval_layer layer; enum eval_kind kind; match_fn fn; } layers[] = {
        { VB_EVAL_POSITION, EVAL_POSITION, match_position },
        { VB_EVAL_DESIGNATION, EVAL_DESIGNATION, match_designation },
        { VB_EVAL_TIME, EVAL_TIME, match_time },
        { VB_EVAL_PLACE, EVAL_PLACE, match_place },
    };

    for (size_t l = 0; l < sizeof layers / sizeof *layers; l++)
        for (enum vb_eval_match m = 0; m < VB_EVAL_MATCHES; m++) {
            if (!pair_rows(run, layers[l].kind, layers[l].fn, m)) return;
            tally(run, layers[l].layer, layers[l].kind, m);
        }
}

/* ---- a pair of documents ------------------------------------------------------------------------------------------------ */

static int compare_strings(const void *a, const void *b) { return eval_compare(*(const vb_str *)a, *(const vb_str *)b); }

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t unique_strings(vb_str *at, uint32_t n)
{
    uint32_t kept = 0;

    if (n > 1) qsort(at, n, sizeof *at, compare_strings);
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || !vb_str_eq(at[kept - 1], at[i])) at[kept++] = at[i];
    return kept;
}

/* `map` NULL: the document is gold, and even an entity that is not there makes its side not empty. */
static bool make_party(struct run *run, const struct eval_doc *doc, const uint32_t *map, struct eval_refs refs, struct party *out)
{
    vb_str   *countries = VB_NEW(&run->arena, vb_str, refs.n), *sectors = VB_NEW(&run->arena, vb_str, refs.n);
    uint32_t *entities = VB_NEW(&run->arena, uint32_t, refs.n), n = 0;

    if (!countries || !sectors || !entities) return false;
    for (uint32_t i = 0; i < refs.n; i++) {
        uint32_t e = refs.at[i];
        if (e < doc->n_entities && doc->entities[e].country.len > 0) countries[out->n_countries++] = doc->entities[e].country;
        if (e < doc->n_entities && doc->entities[e].sector.len > 0) sectors[out->n_sectors++] = doc->entities[e].sector;
        if (!map) entities[n++] = e;
        else if (e < doc->n_entities && map[e] != VB_NONE) entities[n++] = map[e];
    }
    out->n_countries = unique_strings(countries, out->n_countries);
    out->n_sectors   = unique_strings(sectors, out->n_sectors);
    out->countries   = countries;
    out->sectors     = sectors;
    if (n > 1) qsort(entities, n, sizeof *entities, compare_numbers);
    out->entities = (struct eval_refs){ entities, n };
    return true;
}

static bool make_side(struct run *run, struct side *side, const struct eval_doc *doc, const uint32_t *map)
{
    const struct eval_rows *statements = &doc->rows[EVAL_STATEMENT], *events = &doc->rows[EVAL_EVENT];
    struct statement_words *words = VB_NEW(&run->arena, struct statement_words, statements->n);
    struct event_sets      *sets  = VB_NEW(&run->arena, struct event_sets, events->n);

    if (!words || !sets) return false;
    *side = (struct side){ .doc = doc, .words = words, .events = sets };
    for (uint32_t i = 0; i < statements->n; i++) {
        const struct eval_row *s = &statements->at[i];
        if (!eval_words_of(run->gold.doc, run->before, s->words, &run->arena, &words[i].content) ||
            !eval_words_of(run->gold.doc, run->before, s->as.statement.cue, &run->arena, &words[i].cue) ||
            !eval_words_of(run->gold.doc, run->before, s->as.statement.source, &run->arena, &words[i].source)) return false;
    }
    for (uint32_t i = 0; i < events->n; i++)
        if (!make_party(run, doc, map, events->at[i].as.event.actors, &sets[i].actors) ||
            !make_party(run, doc, map, events->at[i].as.event.recipients, &sets[i].recipients)) return false;
    for (enum eval_kind k = 0; k < EVAL_KINDS; k++) {
        uint32_t *at = VB_NEW(&run->arena, uint32_t, doc->rows[k].n), n = 0;
        if (!at || !(side->has[k] = VB_NEW(&run->arena, bool, doc->rows[k].n))) return false;
        for (uint32_t i = 0; i < doc->rows[k].n; i++)
            if (k != EVAL_STATEMENT || !vb_str_eq(doc->rows[k].at[i].as.statement.type, VB_STR("term"))) at[n++] = i;
        side->rows[k] = (struct eval_refs){ at, n };
    }
    return true;
}

static vb_status score_document(struct run *run, const struct eval_doc *gold, const struct eval_doc *pred)
{
    uint32_t *statement_of;

    run->st = VB_OK;
    if (!(run->map = eval_map_entities(gold, pred, &run->arena, &run->st))) return run->st;
    run->gold.doc = gold;
    statement_of  = VB_NEW(&run->arena, uint32_t, pred->rows[EVAL_STATEMENT].n);
    run->before   = eval_words_before(gold, &run->arena);
    if (!statement_of || !run->before || !make_side(run, &run->gold, gold, NULL) || !make_side(run, &run->pred, pred, run->map))
        return VB_ERR_NOMEM;
    score_mentions(run);
    if (run->st == VB_OK) score_entities(run);
    if (run->st == VB_OK) score_statements(run, statement_of);
    if (run->st == VB_OK) score_events(run, statement_of);
    if (run->st == VB_OK) score_others(run);
    return run->st;
}

/* The document of pred that is the i-th of gold, else one with nothing in it. */
static vb_status open_pred(const struct vb_eval_file *gold, size_t i, const struct vb_eval_file *pred, struct eval_doc *out,
                           bool *is_there, vb_error *err)
{
    uint32_t j = eval_file_by_id(pred, eval_file_id(gold, i));

    if (j == VB_NONE) j = eval_file_by_text(pred, eval_file_text(gold, i));
    *is_there = j != VB_NONE;
    *out      = (struct eval_doc){ 0 };
    if (j == VB_NONE) return VB_OK;
    if (memcmp(eval_file_text(gold, i), eval_file_text(pred, j), sizeof(struct vb_sha256)) != 0)
        return eval_fail(err, VB_ERR_ENCODING, eval_file_name(pred), eval_file_line(pred, j),
                         "another text than the document of this id in line %" PRIu64 " of gold", eval_file_line(gold, i));
    return eval_doc_open(pred, j, out, err);
}

vb_status vb_eval_score(const struct vb_eval_file *gold, const struct vb_eval_file *pred, vb_eval_miss_fn miss, void *ctx,
                        struct vb_eval_scores *scores, vb_error *err)
{
    struct run      run = { .scores = scores, .miss = miss, .ctx = ctx };
    struct eval_doc g = { 0 }, p = { 0 };
    bool            is_there;
    vb_status       st = VB_OK;

    *scores = (struct vb_eval_scores){ 0 };
    for (size_t i = 0; i < vb_eval_count(gold) && st == VB_OK; i++) {
        if ((st = eval_doc_open(gold, i, &g, err)) != VB_OK) break;
        if ((st = open_pred(gold, i, pred, &p, &is_there, err)) == VB_OK) {
            scores->n_documents++;
            scores->n_unread += !is_there;
            st = score_document(&run, &g, &p);
            if (st == VB_ERR_NOMEM) vb_fail_nomem(err);
            if (st == VB_ERR_LIMIT)
                eval_fail(err, st, g.file, g.line, "more than %zu pairs of rows that could be one", VB_EVAL_PAIRS_MAX);
            if (st == VB_ERR_IO) vb_fail(err, st, "stopped");
        }
        vb_arena_reset(&run.arena);
        eval_doc_close(&g);
        eval_doc_close(&p);
    }
    vb_arena_free(&run.arena);
    vb_free(run.pairs.at);
    return st;
}

/* ---- figures ------------------------------------------------------------------------------------------------------------ */

const char *vb_eval_layer_name(enum vb_eval_layer layer)
{
    static const char *const names[VB_EVAL_LAYERS] = { "mention", "statement", "speaker", "event type", "event dyad", "event full",
                                                       "position", "designation", "time", "place" };
    return names[layer];
}

const char *vb_eval_part_name(enum vb_eval_part part)
{
    static const char *const names[VB_EVAL_PARTS] = {"entity found", "entity country", "entity sector",     "link role",
                                                     "link pronoun", "event realis",   "event asserted by", "event date",
                                                     "event mode",   "event sectors"};
    return names[part];
}

/* round(x, 1) of a number from 0 to 100: by its exact value, a half to the even digit. printf rounds so; its decimal point may be
 * any. */
static unsigned tenths(double x)
{
    char     digits[16];
    unsigned n = 0;

    snprintf(digits, sizeof digits, "%.1f", x);
    for (const char *c = digits; *c; c++)
        if (*c >= '0' && *c <= '9') n = n * 10 + (unsigned)(*c - '0');
    return n;
}

struct vb_eval_prf vb_eval_prf(struct vb_eval_counts c)
{
    double p = c.pred > 0 ? (double)c.agreed / (double)c.pred : 0, r = c.gold > 0 ? (double)c.agreed / (double)c.gold : 0;

    return (struct vb_eval_prf){ tenths(100 * p), tenths(100 * r), p + r > 0 ? tenths(200 * p * r / (p + r)) : 0 };
}

unsigned vb_eval_percent(struct vb_eval_share s) { return s.n > 0 ? tenths((double)(100 * s.right) / (double)s.n) : 0; }
