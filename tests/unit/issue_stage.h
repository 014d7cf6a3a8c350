/*
 * A text with entities and statements made by hand, for tests of src/issue: no weights and no tables.
 *
 * Spans of tagged_text.h: "<0" to "<9" are mentions of entities 0 to 9. Words between “ and ” (tokens of their own) stand in marks.
 */
#ifndef ISSUE_STAGE_H
#define ISSUE_STAGE_H

#include "issue_scene.h"
#include "tagged_text.h"

enum { STAGE_ENTITIES = 10, STAGE_STATEMENTS = 4, STAGE_QUOTES = 8 };

struct stage_says {                /* words, "" for none; speaker from 0 */
    const char *content, *cue, *source;
    vb_statement_type type;
    int speaker;
};

struct stage {
    struct tagged         t;
    vb_entity             entity[STAGE_ENTITIES];
    vb_mention            mention[STAGE_ENTITIES];
    struct vb_entities    entities;
    vb_statement          statement[STAGE_STATEMENTS];
    vb_span               span[STAGE_STATEMENTS][3];
    struct vb_statements  statements;
    struct vb_quote       quote[STAGE_QUOTES];
    struct vb_times       times;
    struct vb_events      events;
    struct vb_issue_text  of;
    struct vb_issue_scene scene;
};

static inline vb_spans stage_spans(const struct stage *s, const char *words, vb_span *to)
{
    if (!*words) return (vb_spans){0};
    *to = tagged_find(&s->t, words, 1);
    return (vb_spans){to, 1};
}

static inline void stage_quotes(struct stage *s)
{
    for (uint32_t i = 0; i < s->t.text.n_tokens; i++) {
        const vb_span word = s->t.text.tokens[i].span;
        if (vb_str_eq(vb_str_sub(s->t.text.bytes, word), VB_STR("“")))
            s->quote[s->t.text.n_quotes++] =
                (struct vb_quote){.span = word, .open_len = 3, .parent = VB_NONE, .continues = VB_NONE};
        if (vb_str_eq(vb_str_sub(s->t.text.bytes, word), VB_STR("”")) && s->t.text.n_quotes > 0) {
            struct vb_quote *q = &s->quote[s->t.text.n_quotes - 1];
            q->span.end        = word.end;
            q->close_len       = 3;
            q->closed          = true;
        }
    }
    s->t.text.quotes = s->quote;
}

static inline void stage_set(struct stage *s, const char *text, const struct stage_says *says)
{
    *s = (struct stage){0};
    tagged_open(&s->t, text);
    stage_quotes(s);
    uint32_t *of = VB_NEW(&s->t.arena, uint32_t, s->t.text.n_tokens);
    for (uint32_t i = 0; i < s->t.text.n_tokens; i++) of[i] = VB_NONE;
    for (uint32_t m = s->t.n_marks; m-- > 0;) {                 /* inner ones close first: they stay */
        const uint32_t e = (uint32_t)(s->t.mark[m].kind - '0');
        for (uint32_t i = s->t.mark[m].beg; i < s->t.mark[m].end; i++) of[i] = e;
        s->mention[e].span =
            (vb_span){s->t.text.tokens[s->t.mark[m].beg].span.beg, s->t.text.tokens[s->t.mark[m].end - 1].span.end};
    }
    for (uint32_t e = 0; e < STAGE_ENTITIES; e++)
        s->entity[e] = (vb_entity){.name = VB_STR("somebody"), .mentions = &s->mention[e], .n_mentions = 1};
    s->entities = (struct vb_entities){.at = s->entity, .n = STAGE_ENTITIES, .token_entity = of};
    for (int i = 0; i < STAGE_STATEMENTS && says[i].content; i++) {
        s->statement[i] = (vb_statement){.content   = stage_spans(s, says[i].content, &s->span[i][0]),
                                         .cue       = stage_spans(s, says[i].cue, &s->span[i][1]),
                                         .source    = stage_spans(s, says[i].source, &s->span[i][2]),
                                         .type      = says[i].type,
                                         .speaker   = says[i].speaker < 0 ? VB_NONE : (uint32_t)says[i].speaker,
                                         .document  = VB_NONE,
                                         .addressee = VB_NONE,
                                         .channel   = VB_NONE,
                                         .time      = VB_NONE,
                                         .nested_in = VB_NONE,
                                         .continues = VB_NONE};
        s->statements.n = (uint32_t)i + 1;
    }
    s->statements.at = s->statement;
    s->of.before = (struct vb_event_text){.text = &s->t.text, .syntax = &s->t.syntax, .entities = &s->entities,
                                          .statements = &s->statements, .times = &s->times};
    s->of.events = &s->events;
    vb_error err;
    if (vb_issue_scene_open(&s->of, &s->t.arena, &s->scene, &err) != VB_OK) abort();
}

static inline void stage_strike(struct stage *s) { tagged_close(&s->t); }

#endif
