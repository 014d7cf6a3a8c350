/*
 * Readings without a model, for tests of the record and the writers: any number of them, each made from its seed alone,
 * with texts of one to four bytes a code point, fragments, nesting, missing values and awkward metadata.
 */
#ifndef VB_SYNTHETIC_H
#define VB_SYNTHETIC_H

#include "record.h"

#include <stdio.h>
#include <string.h>

/* Members of a statement that are indices, for those who build one and mean none of these. */
#define NOT_SAID .document = VB_NONE, .addressee = VB_NONE, .channel = VB_NONE, .time = VB_NONE

struct synthetic {
    struct vb_arena   arena;
    struct vb_reading reading;
};

static inline uint64_t synthetic_random(uint64_t *state)       /* splitmix64 */
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z          = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z          = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static inline uint32_t synthetic_below(uint64_t *state, uint32_t n) { return (uint32_t)(synthetic_random(state) % n); }

static inline float synthetic_score(uint64_t *state) { return (float)synthetic_below(state, 1u << 24) / (float)((1u << 24) - 1); }

/* One of `n` strings, the last of which may be "not given". */
static inline vb_str synthetic_pick(uint64_t *state, const char *const *of, uint32_t n)
{
    return vb_str_of(of[synthetic_below(state, n)]);
}

/* `n` fragments in order, on words of the text. */
static inline vb_spans synthetic_spans(struct vb_arena *arena, uint64_t *state, const vb_span *words, uint32_t n_words, uint32_t n)
{
    vb_span *at   = VB_NEW(arena, vb_span, n + 1);
    uint32_t from = synthetic_below(state, n_words / 2), i = 0;

    for (; i < n && from + 1 < n_words; i++) {
        uint32_t length = 1 + synthetic_below(state, 6), to = from + length < n_words ? from + length : n_words;
        at[i] = (vb_span){ words[from].beg, words[to - 1].end };
        from  = to + 1 + synthetic_below(state, 4);
    }
    return (vb_spans){ at, i };
}

static inline const vb_participant *synthetic_participants(struct vb_arena *arena, uint64_t *state, const vb_span *words,
                                                           uint32_t n_words, uint32_t n_entities, uint32_t n)
{
    vb_participant *at = VB_NEW(arena, vb_participant, n + 1);

    for (uint32_t i = 0; i < n; i++) {
        at[i].entity   = synthetic_below(state, n_entities);
        at[i].inferred = synthetic_below(state, 4) == 0;
        at[i].span = at[i].inferred || synthetic_below(state, 3) == 0 ? (vb_span){0, 0} : words[synthetic_below(state, n_words)];
    }
    return at;
}

static inline struct vb_events synthetic_events(struct vb_arena *arena, uint64_t *state, const struct vb_reading *r,
                                                const vb_span *words, uint32_t n_words)
{
    static const char *const modes[]    = { "visit", "yield", NULL };
    static const char *const cameos[]   = { "042", "1823", NULL };
    static const char *const dates[]    = { "2023-08-29", "2023-07", "2021", NULL };
    static const char *const contexts[] = { "diplomatic", "human rights", "élections" };
    uint32_t                 n          = synthetic_below(state, 7), n_entities = r->entities.n;
    vb_event                *events     = VB_NEW(arena, vb_event, n + 1);

    for (uint32_t i = 0; i < n; i++) {
        vb_event *e     = &events[i];
        vb_str   *about = VB_NEW(arena, vb_str, 3);
        e->type         = (vb_event_type)synthetic_below(state, VB_EVENT_ASSAULT + 1);
        e->realis       = (vb_realis)synthetic_below(state, VB_REALIS_HABITUAL + 1);
        e->mode         = synthetic_pick(state, modes, 3);
        e->cameo        = synthetic_pick(state, cameos, 3);
        e->date         = synthetic_pick(state, dates, 4);
        e->contexts     = about;
        e->n_contexts   = synthetic_below(state, 3);
        for (uint32_t k = 0; k < e->n_contexts; k++) about[k] = synthetic_pick(state, contexts, 3);
        e->n_actors     = n_entities ? synthetic_below(state, 3) : 0;
        e->actors       = synthetic_participants(arena, state, words, n_words, n_entities, e->n_actors);
        e->n_recipients = n_entities ? synthetic_below(state, 3) : 0;
        e->recipients   = synthetic_participants(arena, state, words, n_words, n_entities, e->n_recipients);
        e->evidence     = synthetic_spans(arena, state, words, n_words, 1 + synthetic_below(state, 3));
        e->trigger      = e->evidence.at[synthetic_below(state, e->evidence.n)];
        e->asserted_by  = r->statements.n && synthetic_below(state, 2) ? synthetic_below(state, r->statements.n) : VB_NONE;
        e->place        = r->places.n && synthetic_below(state, 2) ? synthetic_below(state, r->places.n) : VB_NONE;
        e->part_of      = synthetic_below(state, 4) ? VB_NONE : synthetic_below(state, n);
        e->score        = synthetic_score(state);
    }
    return (struct vb_events){ events, n };
}

/* After everything else, so that a seed's other rows are what they were in the records of earlier releases. */
static inline void synthetic_issue(struct vb_arena *arena, uint64_t *state, struct vb_reading *r, const vb_span *words,
                                   uint32_t n_words)
{
    static const char *const issues[]    = { "climate change", "élections \"libres\"", NULL };
    static const char *const contexts[]  = { "environment", NULL };
    static const char *const strengths[] = { "firm", "repeated", NULL };
    static const char *const hedges[]    = { "conditional", NULL };
    static const char *const dates[]     = { "2021", "2023-08", "2023-08-29", NULL };
    const uint32_t           n_entities = r->entities.n, n_statements = r->statements.n;
    const uint32_t           n = n_entities && n_statements ? synthetic_below(state, 5) : 0;
    const uint32_t           m = n_entities ? synthetic_below(state, 4) : 0;
    vb_position             *positions    = VB_NEW(arena, vb_position, n + 1);
    vb_designation          *designations = VB_NEW(arena, vb_designation, m + 1);

    for (uint32_t i = 0; i < n; i++) {
        vb_position *p = &positions[i];
        *p             = (vb_position){ .holder     = synthetic_below(state, n_entities),
                                        .capacity   = (vb_capacity)synthetic_below(state, VB_CAPACITY_CITIZEN + 1),
                                        .target     = synthetic_below(state, 3) ? synthetic_below(state, n_entities) : VB_NONE,
                                        .issue      = synthetic_pick(state, issues, 3),
                                        .context    = synthetic_pick(state, contexts, 2),
                                        .stance     = (vb_stance)synthetic_below(state, VB_STANCE_NEUTRAL + 1),
                                        .strength   = synthetic_pick(state, strengths, 3),
                                        .hedge      = synthetic_pick(state, hedges, 2),
                                        .own_words  = synthetic_below(state, 2) == 0,
                                        .evidence   = words[synthetic_below(state, n_words)],
                                        .statement  = synthetic_below(state, n_statements),
                                        .score      = synthetic_score(state) };
        if (p->issue.ptr) p->issue_span = words[synthetic_below(state, n_words)];
    }
    for (uint32_t i = 0; i < m; i++)
        designations[i] = (vb_designation){ .by        = synthetic_below(state, n_entities),
                                            .of        = synthetic_below(state, n_entities),
                                            .words     = words[synthetic_below(state, n_words)],
                                            .evidence  = words[synthetic_below(state, n_words)],
                                            .date      = synthetic_pick(state, dates, 4),
                                            .document  = synthetic_below(state, 3) ? VB_NONE : synthetic_below(state, n_entities),
                                            .statement = n_statements && synthetic_below(state, 2)
                                                             ? synthetic_below(state, n_statements)
                                                             : VB_NONE,
                                            .score     = synthetic_score(state) };
    r->positions    = (struct vb_positions){ positions, n };
    r->designations = (struct vb_designations){ designations, m };
}

/* Seeds below 2^32 that are equal give equal readings; the text's language is English, its words are not. */
static inline void synthetic_make(struct synthetic *s, uint64_t seed)
{
    static const char *const vocabulary[] = {
        "We", "will", "vote", "on", "Thursday", "café", "Łódź", "naïve", "“the", "end”", "said", "東京", "🙂", "that", "talks", "é",
        "don't", "a\tb", "back\\slash", "\"x\"", "minister", "Ünal", "O’Brien",
    };
    static const char *const names[]   = { "Anna Rossi", "Jean-Luc Ünal", "The committee", "O’Brien", "Łukasz Żak" };
    static const char *const titles[]  = { "Talks on climate", "Tab\tand \"marks\"", "", NULL };
    static const char *const dates[]   = { "2023-08-30", "2023-08", "2023", "1999-12-31", NULL };
    static const char *const sources[] = { "a.txt", "b/\xFF.txt", "https://example.org/1", NULL };
    static const char *const zones[]   = { "Europe/London", NULL };
    static const char *const models[]  = { "sha256:m1", "sha256:m2" };
    static const char *const countries[] = { "SWE", "CHN", "XKX", "IGO", NULL };
    static const char *const sectors[]   = { "GOV", "LEG", "PTY", "NGO" };
    static const char *const parties[]   = { "Labour", "Žaliųjų partija", NULL };
    static const char *const titles_of_office[] = { "foreign minister", "member of the Łódź council", "vice president" };
    static const char *const rows[]      = { "holders/europe.tsv:41", "bodies.tsv:7", NULL };
    static const char *const values[] = {"2023-08-30", "2023-W35",      "2023-Q1",    "P5Y",
                                         "PAST_REF",   "2023-08-30TMO", "XXXX-WXX-1", "202"};

    struct vb_arena   *arena = &s->arena;
    struct vb_reading *r     = &s->reading;
    uint64_t           state = seed;
    uint32_t           n_words = 30 + synthetic_below(&state, 400), n_paragraphs = 0, n = 0;
    char              *text  = VB_NEW(arena, char, n_words * 16 + 32);
    vb_span           *words = VB_NEW(arena, vb_span, n_words);
    vb_paragraph      *paragraphs = VB_NEW(arena, vb_paragraph, n_words);
    vb_entity         *entities;
    vb_statement      *statements;
    vb_time           *times;
    vb_place          *places;
    uint32_t           n_entities, n_statements, n_times, n_places;
    char               hex[65];

    *r = (struct vb_reading){ 0 };
    n += (uint32_t)sprintf(text, "%llu ", (unsigned long long)seed);           /* so that no two texts are the same */
    paragraphs[n_paragraphs++] = (vb_paragraph){ { 0, 0 }, VB_ROLE_HEADLINE };
    for (uint32_t i = 0; i < n_words; i++) {
        const char *word = vocabulary[synthetic_below(&state, sizeof vocabulary / sizeof *vocabulary)];
        words[i].beg = n;
        n += (uint32_t)sprintf(text + n, "%s", word);
        words[i].end = n;
        if (synthetic_below(&state, 40) == 0 && i + 1 < n_words) {
            paragraphs[n_paragraphs - 1].span.end = n;
            n += (uint32_t)sprintf(text + n, "\r\n\n");
            paragraphs[n_paragraphs++] = (vb_paragraph){ { n, 0 }, (vb_role)synthetic_below(&state, VB_ROLE_OTHER + 1) };
        } else {
            text[n++] = ' ';
        }
    }
    paragraphs[n_paragraphs - 1].span.end = n;
    r->text.bytes        = (vb_str){ text, n };
    r->text.lang         = VB_STR("en");
    r->text.paragraphs   = paragraphs;
    r->text.n_paragraphs = n_paragraphs;
    vb_sha256_hex(vb_sha256_of(r->text.bytes), hex);
    r->id = vb_str_of(vb_arena_printf(arena, "sha256:%s", hex));

    r->meta.source    = synthetic_pick(&state, sources, 4);
    r->meta.title     = synthetic_pick(&state, titles, 4);
    r->meta.date      = synthetic_pick(&state, dates, 5);
    r->meta.tz        = synthetic_pick(&state, zones, 2);
    r->meta.publisher = synthetic_pick(&state, titles, 4);
    if (synthetic_below(&state, 2)) r->meta.input_id = vb_str_of(vb_arena_printf(arena, "id-%llu", (unsigned long long)seed));
    r->meta.lang      = r->text.lang;
    r->run            = (struct vb_run){ VB_STR("0.1.0"), synthetic_pick(&state, models, 2), VB_STR(""), VB_STR("1") };

    n_entities = synthetic_below(&state, 6);
    entities   = VB_NEW(arena, vb_entity, n_entities);
    for (uint32_t i = 0; i < n_entities; i++) {
        uint32_t    n_mentions = 1 + synthetic_below(&state, 4);
        vb_mention *mentions   = VB_NEW(arena, vb_mention, n_mentions);
        for (uint32_t k = 0; k < n_mentions; k++)
            mentions[k] = (vb_mention){ words[synthetic_below(&state, n_words)],
                                        (vb_mention_form)synthetic_below(&state, VB_FORM_OTHER + 1) };
        entities[i].name       = synthetic_pick(&state, names, 5);
        entities[i].kind       = (vb_entity_kind)synthetic_below(&state, VB_KIND_OTHER + 1);
        entities[i].mentions   = mentions;
        entities[i].n_mentions = n_mentions;
        entities[i].score      = synthetic_score(&state);
        entities[i].country    = synthetic_pick(&state, countries, 5);
        entities[i].party      = synthetic_pick(&state, parties, 3);
        entities[i].kb         = synthetic_pick(&state, rows, 3);
        if ((entities[i].n_sectors = synthetic_below(&state, 3)) > 0) {
            vb_str *at = VB_NEW(arena, vb_str, entities[i].n_sectors);
            for (uint32_t k = 0; k < entities[i].n_sectors; k++) at[k] = synthetic_pick(&state, sectors, 4);
            entities[i].sectors = at;
        }
        if ((entities[i].n_offices = synthetic_below(&state, 3)) > 0) {
            vb_office *at = VB_NEW(arena, vb_office, entities[i].n_offices);
            for (uint32_t k = 0; k < entities[i].n_offices; k++)
                at[k] = (vb_office){ synthetic_pick(&state, titles_of_office, 3),
                                     synthetic_below(&state, 2) ? VB_NONE : synthetic_below(&state, n_entities) };
            entities[i].offices = at;
        }
    }
    r->entities = (struct vb_entities){ .at = entities, .n = n_entities };

    n_times = synthetic_below(&state, 5);
    times   = VB_NEW(arena, vb_time, n_times);
    for (uint32_t i = 0; i < n_times; i++)
        times[i] = (vb_time){ words[synthetic_below(&state, n_words)], synthetic_pick(&state, values, 8),
                              (vb_time_class)synthetic_below(&state, VB_TIME_SET + 1),
                              (vb_time_mod)synthetic_below(&state, VB_MOD_APPROX + 1),
                              (vb_time_basis)synthetic_below(&state, VB_BASIS_TIME + 1),
                              synthetic_below(&state, 2) ? VB_NONE : synthetic_below(&state, n_times) };
    r->times = (struct vb_times){ times, n_times };

    n_places = synthetic_below(&state, 4);
    places   = VB_NEW(arena, vb_place, n_places);
    for (uint32_t i = 0; i < n_places; i++)
        places[i] = (vb_place){ words[synthetic_below(&state, n_words)], synthetic_pick(&state, names, 5),
                                synthetic_pick(&state, countries, 5) };
    r->places = (struct vb_places){ places, n_places };

    n_statements = synthetic_below(&state, 12);
    statements   = VB_NEW(arena, vb_statement, n_statements);
    for (uint32_t i = 0; i < n_statements; i++) {
        vb_statement *st = &statements[i];
        st->content   = synthetic_spans(arena, &state, words, n_words, 1 + synthetic_below(&state, 3));
        st->cue       = synthetic_spans(arena, &state, words, n_words, synthetic_below(&state, 3));
        st->source    = synthetic_spans(arena, &state, words, n_words, synthetic_below(&state, 2));
        st->type      = (vb_statement_type)synthetic_below(&state, VB_TYPE_TERM + 1);
        st->cls       = (vb_statement_class)synthetic_below(&state, VB_CLASS_ATTITUDE + 1);
        st->polarity  = (vb_polarity)synthetic_below(&state, VB_POL_MODAL + 1);
        st->speaker   = n_entities && synthetic_below(&state, 4) ? synthetic_below(&state, n_entities) : VB_NONE;
        st->nested_in = synthetic_below(&state, 4) ? VB_NONE : synthetic_below(&state, n_statements);
        st->continues = synthetic_below(&state, 4) || !i ? VB_NONE : synthetic_below(&state, i);
        st->score     = synthetic_score(&state);
        st->document  = n_entities && synthetic_below(&state, 4) == 0 ? synthetic_below(&state, n_entities) : VB_NONE;
        st->addressee = n_entities && synthetic_below(&state, 3) == 0 ? synthetic_below(&state, n_entities) : VB_NONE;
        st->channel   = n_entities && synthetic_below(&state, 4) == 0 ? synthetic_below(&state, n_entities) : VB_NONE;
        st->time      = n_times && synthetic_below(&state, 2) ? synthetic_below(&state, n_times) : VB_NONE;
    }
    r->statements = (struct vb_statements){ statements, n_statements };
    r->events     = synthetic_events(arena, &state, r, words, n_words);
    synthetic_issue(arena, &state, r, words, n_words);
}

static inline void synthetic_free(struct synthetic *s)
{
    vb_arena_free(&s->arena);
    s->reading = (struct vb_reading){ 0 };
}

/* ---- output into memory ------------------------------------------------------------------------------------------- */

struct gathered { VB_LIST(char) bytes; };

static inline bool gather(void *ctx, const char *bytes, size_t n)
{
    struct gathered *g = ctx;
    if (!vb_list_reserve((void **)&g->bytes.at, &g->bytes.room, g->bytes.n + n + 1, 1)) return false;
    memcpy(g->bytes.at + g->bytes.n, bytes, n);
    g->bytes.n += n;
    g->bytes.at[g->bytes.n] = '\0';
    return true;
}

#endif
