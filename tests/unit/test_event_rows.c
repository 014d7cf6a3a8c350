/*
 * From triggers to events: who takes part, who vouches, whether it happened, which tellings are one act. Trees, entities,
 * statements and what the heads say are made by hand, so that only the rules are at work: the heads give every actor word even
 * odds.
 *
 * Marks of tagged_text.h: "<0" to "<7" the entities below, "<A" to "<P" a trigger of the types in their order (A is AGREE, P is
 * ASSAULT), "<c" and "<s" content and source of a statement of entity 0.
 */
#include "event_draft.h"
#include "tagged_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { PEOPLE = 8 };

static const struct { vb_entity_kind kind; const char *country; } WHO[PEOPLE] = {
    {VB_KIND_PERSON, "SWE"}, {VB_KIND_STATE, "NOR"},        {VB_KIND_STATE, "DNK"},  {VB_KIND_ORGANISATION, "SWE"},
    {VB_KIND_GROUP, ""},     {VB_KIND_ORGANISATION, "FIN"}, {VB_KIND_POLICY, "NOR"}, {VB_KIND_STATE, "SWE"},
};

struct stage {
    struct tagged           t;
    struct vb_entities      entities;
    struct vb_statements    statements;
    struct vb_event_tags    tags;
    struct vb_event_drafts  drafts;
    struct vb_event_text    of;
    struct vb_event_scene   scene;
};

static vb_span span_of(const struct stage *s, uint32_t i)
{
    const struct vb_token *tokens = s->t.text.tokens;
    return (vb_span){tokens[s->t.mark[i].beg].span.beg, tokens[s->t.mark[i].end - 1].span.end};
}

static void set_entities(struct stage *s)
{
    uint32_t  *of       = VB_NEW(&s->t.arena, uint32_t, s->t.text.n_tokens);
    vb_entity *at       = VB_NEW(&s->t.arena, vb_entity, PEOPLE);
    for (uint32_t i = 0; i < s->t.text.n_tokens; i++) of[i] = VB_NONE;
    for (int k = 0; k < PEOPLE; k++) {
        vb_mention *mentions = VB_NEW(&s->t.arena, vb_mention, TAGGED_MARKS);
        at[k] = (vb_entity){.kind = WHO[k].kind, .country = vb_str_of(WHO[k].country), .mentions = mentions};
        for (uint32_t m = 0; m < s->t.n_marks; m++) {
            if (s->t.mark[m].kind != '0' + k) continue;
            mentions[at[k].n_mentions++] = (vb_mention){.span = span_of(s, m), .form = VB_FORM_NAME};
            for (uint32_t i = s->t.mark[m].beg; i < s->t.mark[m].end; i++) of[i] = (uint32_t)k;
        }
    }
    s->entities = (struct vb_entities){.at = at, .n = PEOPLE, .token_entity = of};
}

static void set_statement(struct stage *s)
{
    vb_statement *x = VB_NEW(&s->t.arena, vb_statement, 1);
    *x = (vb_statement){.speaker = 0, .document = VB_NONE, .nested_in = VB_NONE, .type = VB_TYPE_INDIRECT};
    for (uint32_t m = 0; m < s->t.n_marks; m++) {
        const char kind = s->t.mark[m].kind;
        if (kind != 'c' && kind != 's') continue;
        vb_span *span = VB_NEW(&s->t.arena, vb_span, 1);
        *span = span_of(s, m);
        *(kind == 'c' ? &x->content : &x->source) = (vb_spans){span, 1};
        s->statements = (struct vb_statements){x, 1};
    }
}

/* What the heads say: each trigger for certain, done, and each entity's words as likely as not to take part. */
static void set_heads(struct stage *s, vb_realis realis)
{
    for (uint32_t i = 0; i < s->t.text.n_tokens; i++)
        for (uint32_t m = 0; m < s->t.n_marks; m++) {
            const char kind = s->t.mark[m].kind;
            if (s->t.mark[m].beg != i || kind < 'A' || kind > 'P') continue;
            struct vb_event_found f = {.beg = i, .end = s->t.mark[m].end, .trigger = 1, .mode = VB_STR(""),
                                       .first_word = (uint32_t)s->tags.words.n};
            f.type[kind - 'A'] = 1;
            for (int r = 0; r < VB_N_REALIS; r++) f.realis[r] = (int)realis == r ? 0.7f : 0.05f;
            for (uint32_t k = 0; k < s->t.text.n_tokens; k++) {
                if (s->entities.token_entity[k] == VB_NONE) continue;
                const struct vb_event_word w = {k, 0.2f, 0.2f};
                assert_true(VB_PUSH(&s->tags.words, w));
                f.n_words++;
            }
            assert_true(VB_PUSH(&s->tags.found, f));
        }
}

static struct stage s;

static void play(const char *text, vb_realis realis)
{
    static const struct vb_times  no_times;
    static const struct vb_places no_places;
    struct vb_arena *arena = &s.t.arena;
    s = (struct stage){0};
    tagged_open(&s.t, text);
    set_entities(&s);
    set_statement(&s);
    set_heads(&s, realis);
    s.of    = (struct vb_event_text){.text = &s.t.text, .syntax = &s.t.syntax, .entities = &s.entities, .statements = &s.statements,
                                     .times = &no_times, .places = &no_places};
    s.scene = (struct vb_event_scene){.of = &s.of, .tags = &s.tags};
    assert_int_equal(vb_syntax_children(s.scene.of->syntax, arena, &s.scene.child, &s.scene.sibling, NULL), VB_OK);
    assert_int_equal(vb_event_drafts_of(&s.scene, &s.drafts, NULL), VB_OK);
}

static void strike(void)
{
    vb_free(s.tags.found.at);
    vb_free(s.tags.words.at);
    vb_free(s.drafts.at);
    tagged_close(&s.t);
}

static void same_parts(const char *text, const char *role, const struct vb_event_parts *got, const char *want)
{
    char entities[VB_EVENT_PARTS + 1] = "";
    for (uint32_t i = 0; i < got->n && i < VB_EVENT_PARTS; i++) entities[i] = (char)('0' + got->at[i].entity);
    if (strcmp(entities, want) != 0) fail_msg("%s of \"%s\": %s, not %s", role, text, entities, want);
}

/* Entities of the first event, in text order, "" for none. */
static void parts(const char *text, const char *actors, const char *recipients)
{
    play(text, VB_REALIS_DONE);
    same_parts(text, "actors", &s.drafts.at[0].actors, actors);
    same_parts(text, "recipients", &s.drafts.at[0].recipients, recipients);
    strike();
}

static void who_and_to_whom(void **state)
{
    (void)state;
    parts("<1 Norway/PROPN/2/nsubj > <I accused/VERB/0/root > <2 Denmark/PROPN/2/obj > .", "1", "2");
    /* passives swap */
    parts("<1 Norway/PROPN/3/nsubj:pass > was/AUX/3/aux:pass <I accused/VERB/0/root/VBN > by/ADP/5/case <2 Denmark/PROPN/3/obl > .",
          "2", "1");
    parts("<0 Lind/PROPN/3/nsubj:pass > was/AUX/3/aux:pass <O arrested/VERB/0/root/VBN > .", "", "0");
    /* nouns: whose it is, of whom, against whom */
    parts("<7 Swedish/ADJ/2/amod > <P shelling/NOUN/5/nsubj > of/ADP/4/case <1 Norway/PROPN/2/nmod > continued/VERB/0/root .", "7",
          "1");
    parts("<0 Lind/PROPN/3/nmod:poss > 's <P arrest/NOUN/4/nsubj > shocked/VERB/0/root all/PRON/4/obj .", "", "0");
    /* clauses that stand with a noun */
    parts("<4 protesters/NOUN/3/nsubj > <H demanding/VERB/1/acl/VBG > left/VERB/0/root <1 Norway/PROPN/3/obj > .", "4", "");
    parts("<0 Lind/PROPN/0/root > ,/PUNCT/1/punct who/PRON/4/nsubj <I accused/VERB/1/acl:relcl > <1 Norway/PROPN/4/obj > .", "0",
          "1");
    /* shared subjects and several who act */
    parts("<1 Norway/PROPN/2/nsubj > refused/VERB/0/root to/PART/4/mark <P attack/VERB/2/xcomp > <2 Denmark/PROPN/4/obj > .", "1",
          "2");
    parts("<1 Norway/PROPN/4/nsubj > and/CCONJ/3/cc <2 Denmark/PROPN/1/conj > <I accused/VERB/0/root > <5 Nokia/PROPN/4/obj > .",
          "12", "5");
    /* an object is no recipient */
    parts("<1 Norway/PROPN/2/nsubj > <I criticised/VERB/0/root > the/DET/4/det <6 plan/NOUN/2/obj > .", "1", "");
}

static void nobody_takes_part(void **state)
{
    (void)state;
    play("The/DET/2/det team/NOUN/3/nsubj <P beat/VERB/0/root > them/PRON/3/obj .", VB_REALIS_DONE);
    assert_non_null(s.drafts.at[0].rejected);
    strike();
}

static void said_of_others_is_alleged(void **state)
{
    (void)state;
    /* another side's act, on the speaker's word alone */
    play("<s <0 Lind/PROPN/2/nsubj > > said/VERB/0/root <c <1 Norway/PROPN/4/nsubj > <P attacked/VERB/2/ccomp > <2 "
         "Denmark/PROPN/4/obj > > .",
         VB_REALIS_DONE);
    assert_int_equal(s.drafts.at[0].realis, VB_REALIS_ALLEGED);
    assert_int_equal(s.drafts.at[0].asserted_by, 0);
    strike();
    /* the speaker's own */
    play(
        "<s <0 Lind/PROPN/2/nsubj > > said/VERB/0/root <c <0 she/PRON/4/nsubj > <B met/VERB/2/ccomp > <2 Denmark/PROPN/4/obj > > .",
        VB_REALIS_ALLEGED);
    assert_int_equal(s.drafts.at[0].realis, VB_REALIS_DONE);
    assert_int_equal(s.drafts.at[0].asserted_by, 0);
    strike();
    /* what the article tells itself is not alleged */
    play("<1 Norway/PROPN/2/nsubj > <P attacked/VERB/0/root > <2 Denmark/PROPN/2/obj > .", VB_REALIS_ALLEGED);
    assert_int_equal(s.drafts.at[0].realis, VB_REALIS_DONE);
    assert_int_equal(s.drafts.at[0].asserted_by, VB_NONE);
    strike();
}

static void saying_is_the_act(void **state)
{
    (void)state;
    play("<s <0 Lind/PROPN/2/nsubj > > said/VERB/0/root <c <0 she/PRON/4/nsubj > <I condemns/VERB/2/ccomp > <2 Denmark/PROPN/4/obj "
         "> > .",
         VB_REALIS_DONE);
    assert_int_equal(s.drafts.at[0].asserted_by, VB_NONE);
    assert_int_equal(s.drafts.at[0].realis, VB_REALIS_DONE);
    strike();
}

static void types_turn(void **state)
{
    (void)state;
    play("<1 Norway/PROPN/3/nsubj > will/AUX/3/aux <B meet/VERB/0/root > <2 Denmark/PROPN/3/obj > .", VB_REALIS_PLANNED);
    assert_int_equal(s.drafts.at[0].type, VB_EVENT_AGREE);
    strike();
    play("<1 Norway/PROPN/3/nsubj > will/AUX/3/aux <G withdraw/VERB/0/root > .", VB_REALIS_PLANNED);
    assert_int_equal(s.drafts.at[0].type, VB_EVENT_CONCEDE);
    strike();
    play("<1 Norway/PROPN/2/nsubj > refuse/VERB/0/root to/PART/4/mark <B meet/VERB/2/xcomp > <2 Denmark/PROPN/4/obj > .",
         VB_REALIS_DONE);
    assert_int_equal(s.drafts.at[0].type, VB_EVENT_REJECT);
    assert_int_equal(s.drafts.at[0].realis, VB_REALIS_DONE);
    strike();
}

static void an_if_clause_is_conditional(void **state)
{
    (void)state;
    play("If/SCONJ/3/mark <1 Norway/PROPN/3/nsubj > <P attacks/VERB/6/advcl > <2 Denmark/PROPN/3/obj > <5 Nokia/PROPN/6/nsubj > "
         "leaves/VERB/0/root .",
         VB_REALIS_DONE);
    assert_int_equal(s.drafts.at[0].realis, VB_REALIS_DONE);    /* the head was sure of another */
    strike();
    play("If/SCONJ/3/mark <1 Norway/PROPN/3/nsubj > <P attacks/VERB/6/advcl > <2 Denmark/PROPN/3/obj > <5 Nokia/PROPN/6/nsubj > "
         "leaves/VERB/0/root .",
         VB_REALIS_CONDITIONAL);
    assert_int_equal(s.drafts.at[0].realis, VB_REALIS_CONDITIONAL);
    strike();
}

static void what_is_asked_for_is_no_event(void **state)
{
    (void)state;
    play("<1 Norway/PROPN/2/nsubj > <H urged/VERB/0/root > <2 Denmark/PROPN/2/obj > to/PART/5/mark <G withdraw/VERB/2/xcomp/VB > .",
         VB_REALIS_DONE);
    assert_null(s.drafts.at[0].rejected);
    assert_non_null(s.drafts.at[1].rejected);
    strike();
    play("<1 Norway/PROPN/2/nsubj > <H asked/VERB/0/root > <2 Denmark/PROPN/2/obj > but/CCONJ/6/cc <2 it/PRON/6/nsubj > "
         "<J declined/VERB/2/conj > .",
         VB_REALIS_DONE);
    assert_null(s.drafts.at[1].rejected);
    strike();
}

static void one_act_told_twice_is_one_row(void **state)
{
    (void)state;
    struct vb_arena  arena = {0};
    struct vb_events events;
    play("<1 Norway/PROPN/2/nsubj > <P attacked/VERB/0/root > <2 Denmark/PROPN/2/obj > .\n"
         "<1 Norway/PROPN/3/nmod:poss > 's <P attack/NOUN/4/nsubj > shocked/VERB/0/root all/PRON/4/obj .\n"
         "<2 Denmark/PROPN/2/nsubj > <P attacked/VERB/0/root > <5 Nokia/PROPN/2/obj > .",
         VB_REALIS_DONE);
    assert_int_equal(vb_event_freeze(&s.scene, &s.drafts, &arena, &events, NULL), VB_OK);
    assert_int_equal(events.n, 2);
    assert_int_equal(events.at[0].evidence.n, 2);               /* the words of both tellings */
    assert_int_equal(events.at[0].n_recipients, 1);
    assert_int_equal(events.at[0].trigger.beg, tagged_find(&s.t, "attacked", 1).beg);
    assert_int_equal(events.at[1].evidence.n, 1);
    vb_arena_free(&arena);
    strike();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_and_to_whom),           cmocka_unit_test(nobody_takes_part),
        cmocka_unit_test(said_of_others_is_alleged), cmocka_unit_test(saying_is_the_act),
        cmocka_unit_test(types_turn),                cmocka_unit_test(an_if_clause_is_conditional),
        cmocka_unit_test(what_is_asked_for_is_no_event), cmocka_unit_test(one_act_told_twice_is_one_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
