/*
 * One text with four events, for the tests of what stores, finds and writes them: a visit; an arrest that one side alleges; what a
 * body of the United Nations thinks of it, with a culprit that no word names; something that may come.
 */
#ifndef TEST_TOLD_EVENTS_H
#define TEST_TOLD_EVENTS_H

#include "synthetic.h"

#include <stdlib.h>

static const char told_text[] =
    "Lind in Łódź\n\nSweden's foreign minister, Mara Lind, met Wang Bo in Łódź on Monday. She said the police had "
    "arrested protesters. The Security Council condemned it. In September Sweden may expel diplomats.";

static inline vb_span told_at(const char *words)
{
    const char *p = strstr(told_text, words);
    if (!p) abort();
    return (vb_span){ (uint32_t)(p - told_text), (uint32_t)(p - told_text + (long)strlen(words)) };
}

enum { TOLD_LIND, TOLD_WANG, TOLD_POLICE, TOLD_PROTESTERS, TOLD_COUNCIL, TOLD_SWEDEN, N_TOLD };

/* Points to what is made anew at each call. */
static inline struct vb_reading told_reading(void)
{
    static vb_mention     mention[N_TOLD], lind[2];
    static vb_entity      entities[N_TOLD];
    static vb_str         gov, of_wang[2], cop, civilians, igo, contexts[2];
    static vb_office      office;
    static vb_span        spans[8];
    static vb_statement   said;
    static vb_place       place;
    static vb_paragraph   paragraphs[2];
    static vb_participant who[6];
    static vb_event       events[4];
    const vb_event        nothing = { .asserted_by = VB_NONE, .place = VB_NONE, .part_of = VB_NONE };

    gov         = VB_STR("GOV");
    of_wang[0]  = gov;
    of_wang[1]  = VB_STR("LEG");
    cop         = VB_STR("COP");
    civilians   = VB_STR("CVL");
    igo         = VB_STR("IGO");
    contexts[0] = VB_STR("diplomatic");
    contexts[1] = VB_STR("economic");
    office      = (vb_office){ VB_STR("foreign minister"), TOLD_SWEDEN };

    lind[0] = (vb_mention){ told_at("Sweden's foreign minister"), VB_FORM_ROLE };
    lind[1] = (vb_mention){ told_at("Mara Lind"), VB_FORM_NAME };
    mention[TOLD_WANG]       = (vb_mention){ told_at("Wang Bo"), VB_FORM_NAME };
    mention[TOLD_POLICE]     = (vb_mention){ told_at("the police"), VB_FORM_ROLE };
    mention[TOLD_PROTESTERS] = (vb_mention){ told_at("protesters"), VB_FORM_ROLE };
    mention[TOLD_COUNCIL]    = (vb_mention){ told_at("Security Council"), VB_FORM_NAME };
    mention[TOLD_SWEDEN]     = (vb_mention){ { told_at("Sweden may").beg, 0 }, VB_FORM_NAME };
    mention[TOLD_SWEDEN].span.end = mention[TOLD_SWEDEN].span.beg + 6;
    entities[TOLD_LIND] = (vb_entity){.name = VB_STR("Mara Lind"),
                                      .kind = VB_KIND_PERSON,
                                      .country = VB_STR("SWE"),
                                      .sectors = &gov,
                                      .n_sectors = 1,
                                      .offices = &office,
                                      .n_offices = 1,
                                      .mentions = lind,
                                      .n_mentions = 2};
    entities[TOLD_WANG]   = (vb_entity){ .name = VB_STR("Wang Bo"), .kind = VB_KIND_PERSON, .country = VB_STR("CHN"),
                                         .sectors = of_wang, .n_sectors = 2 };
    entities[TOLD_POLICE] = (vb_entity){ .name = VB_STR("police"), .kind = VB_KIND_ORGANISATION, .country = VB_STR("GIB"),
                                         .sectors = &cop, .n_sectors = 1 };
    entities[TOLD_PROTESTERS] =
        (vb_entity){.name = VB_STR("protesters"), .kind = VB_KIND_GROUP, .sectors = &civilians, .n_sectors = 1};
    entities[TOLD_COUNCIL] = (vb_entity){.name = VB_STR("Security Council"),
                                         .kind = VB_KIND_ORGANISATION,
                                         .country = VB_STR("IGO"),
                                         .sectors = &igo,
                                         .n_sectors = 1};
    entities[TOLD_SWEDEN] =
        (vb_entity){.name = VB_STR("Sweden"), .kind = VB_KIND_STATE, .country = VB_STR("SWE"), .sectors = &gov, .n_sectors = 1};
    for (int i = TOLD_WANG; i < N_TOLD; i++) {
        entities[i].mentions   = &mention[i];
        entities[i].n_mentions = 1;
    }

    spans[0] = told_at("the police had arrested protesters");
    spans[1] = told_at("said");
    spans[2] = told_at("She");
    said = (vb_statement){.content = {spans, 1},
                          .cue = {spans + 1, 1},
                          .source = {spans + 2, 1},
                          .type = VB_TYPE_INDIRECT,
                          .speaker = TOLD_LIND,
                          .nested_in = VB_NONE,
                          .continues = VB_NONE,
                          NOT_SAID,
                          .score = 0.5f};
    place    = (vb_place){ told_at("Łódź on"), VB_STR("Łódź"), VB_STR("POL") };
    place.span.end -= 3;
    paragraphs[0] = (vb_paragraph){ told_at("Lind in Łódź"), VB_ROLE_HEADLINE };
    paragraphs[1] = (vb_paragraph){ { told_at("Sweden's").beg, sizeof told_text - 1 }, VB_ROLE_LEAD };

    spans[3] = told_at("Lind in Łódź");
    spans[4] = told_at("Sweden's foreign minister, Mara Lind, met Wang Bo in Łódź on Monday");
    spans[5] = told_at("The Security Council condemned it");
    spans[6] = told_at("In September Sweden may expel diplomats");
    who[0]   = (vb_participant){ TOLD_LIND, told_at("Mara Lind"), false };
    who[1]   = (vb_participant){ TOLD_WANG, told_at("Wang Bo"), false };
    who[2]   = (vb_participant){ TOLD_POLICE, told_at("the police"), false };
    who[3]   = (vb_participant){ TOLD_PROTESTERS, told_at("protesters"), false };
    who[4]   = (vb_participant){ TOLD_COUNCIL, told_at("The Security Council"), false };
    who[5]   = (vb_participant){ TOLD_POLICE, { 0, 0 }, true };
    for (int i = 0; i < 4; i++) events[i] = nothing;

    events[0].type       = VB_EVENT_CONSULT;
    events[0].mode       = VB_STR("visit");
    events[0].cameo      = VB_STR("042");
    events[0].contexts   = contexts;
    events[0].n_contexts = 2;
    events[0].date       = VB_STR("2023-08-28");
    events[0].place      = 0;
    events[0].actors     = who;
    events[0].recipients = who + 1;
    events[0].trigger    = told_at("met");
    events[0].evidence   = (vb_spans){ spans + 3, 2 };
    events[0].score      = 0.875f;

    events[1].type        = VB_EVENT_COERCE;
    events[1].mode        = VB_STR("arrest");
    events[1].realis      = VB_REALIS_ALLEGED;
    events[1].asserted_by = 0;
    events[1].actors      = who + 2;
    events[1].recipients  = who + 3;
    events[1].trigger     = told_at("had arrested");
    events[1].evidence    = (vb_spans){ spans, 1 };
    events[1].score       = 0.5f;

    events[2].type       = VB_EVENT_ACCUSE;
    events[2].mode       = VB_STR("disapprove");
    events[2].part_of    = 1;
    events[2].actors     = who + 4;
    events[2].recipients = who + 5;
    events[2].trigger    = told_at("condemned");
    events[2].evidence   = (vb_spans){ spans + 5, 1 };
    events[2].score      = 0.75f;

    events[3].type     = VB_EVENT_SANCTION;
    events[3].realis   = VB_REALIS_CONDITIONAL;
    events[3].date     = VB_STR("2023-09");
    events[3].trigger  = told_at("expel");
    events[3].evidence = (vb_spans){ spans + 6, 1 };
    events[3].score    = 1.0f;
    for (int i = 0; i < 3; i++) events[i].n_actors = events[i].n_recipients = 1;

    return (struct vb_reading){
        .id = VB_STR("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        .meta = { .source = VB_STR("https://example.org/1"), .title = VB_STR("Lind in Łódź"), .date = VB_STR("2023-08-30"),
                  .lang = VB_STR("en") },
        .run = { VB_STR("0.3.0"), VB_STR("sha256:m"), VB_STR("sha256:k"), VB_STR("3") },
        .text = { .bytes = { told_text, sizeof told_text - 1 }, .lang = VB_STR("en"), .paragraphs = paragraphs, .n_paragraphs = 2 },
        .entities = { .at = entities, .n = N_TOLD },
        .statements = { &said, 1 },
        .events = { events, 4 },
        .places = { &place, 1 },
    };
}

#endif
