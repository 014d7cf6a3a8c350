/*
 * Who speaks, to whom, through whom and when, given sources, entities, trees and times: all made by hand.
 */
#include "draft.h"
#include "tagged_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

enum { ROWS = 4, PEOPLE = 8 };

/* Entities 0 to 7 are the spans marked "<0" to "<7". */
struct who { vb_entity_kind kind; const char *sector; bool unnamed; };

/* A draft by its words, "" for none; who has it, as entities. VB_NONE is written as NOBODY. */
enum { NOBODY = -1 };
struct row {
    const char *content, *cue, *source;
    int inherits, nested_in;       /* rows from 1; 0 is none */
    int speaker, document, addressee, channel;
};

static const struct who PLAIN[PEOPLE] = {{VB_KIND_PERSON, NULL}, {VB_KIND_PERSON, NULL}, {VB_KIND_ORGANISATION, NULL},
                                         {VB_KIND_DOCUMENT, NULL}, {VB_KIND_ORGANISATION, "JRN"}, {VB_KIND_STATE, NULL},
                                         {VB_KIND_PLACE, NULL}, {VB_KIND_ORGANISATION, "JRN", true}};

struct stage { struct tagged t; struct vb_entities entities; struct vb_drafts drafts; };

static void set_stage(struct stage *s, const char *text)
{
    *s = (struct stage){0};
    tagged_open(&s->t, text);
    uint32_t  *of       = VB_NEW(&s->t.arena, uint32_t, s->t.text.n_tokens);
    vb_entity *entities = VB_NEW(&s->t.arena, vb_entity, PEOPLE);
    vb_str    *sectors  = VB_NEW(&s->t.arena, vb_str, PEOPLE);
    for (uint32_t i = 0; i < s->t.text.n_tokens; i++) of[i] = VB_NONE;
    for (uint32_t m = s->t.n_marks; m-- > 0;)                   /* inner ones close first: they stay */
        for (uint32_t i = s->t.mark[m].beg; i < s->t.mark[m].end; i++) of[i] = (uint32_t)(s->t.mark[m].kind - '0');
    vb_mention *mentions = VB_NEW(&s->t.arena, vb_mention, PEOPLE);
    for (int k = 0; k < PEOPLE; k++) {
        mentions[k] = (vb_mention){.form = PLAIN[k].unnamed ? VB_FORM_ROLE : VB_FORM_NAME};
        sectors[k]  = vb_str_of(PLAIN[k].sector);
        entities[k] = (vb_entity){.kind = PLAIN[k].kind, .sectors = &sectors[k], .n_sectors = PLAIN[k].sector ? 1 : 0,
                                  .mentions = &mentions[k], .n_mentions = 1};
    }
    s->entities = (struct vb_entities){.at = entities, .n = PEOPLE, .token_entity = of};
}

static void strike(struct stage *s)
{
    vb_free(s->drafts.at);
    tagged_close(&s->t);
}

static struct vb_fragments words_of(const struct stage *s, const char *words)
{
    struct vb_fragments f = {0};
    if (*words) f.at[f.n++] = tagged_find(&s->t, words, 1);
    return f;
}

static void same(const char *what, const char *source, uint32_t got, int want)
{
    if (got != (want == NOBODY ? VB_NONE : (uint32_t)want)) fail_msg("%s of \"%s\": %d, not %d", what, source, (int)got, want);
}

static void check(const char *text, const struct row *rows)
{
    const struct vb_times no_times = {0};
    struct stage          s;
    set_stage(&s, text);
    for (int i = 0; i < ROWS && rows[i].content; i++) {
        struct vb_draft d = {.content = words_of(&s, rows[i].content), .cue = words_of(&s, rows[i].cue),
                             .source = words_of(&s, rows[i].source), .inherits = (uint32_t)(rows[i].inherits - 1),
                             .nested_in = (uint32_t)(rows[i].nested_in - 1), .speaker = VB_NONE};
        assert_true(VB_PUSH(&s.drafts, d));
    }
    vb_speaker_resolve(&s.t.text, &s.t.syntax, &s.entities, &no_times, &s.drafts);
    for (int i = 0; i < ROWS && rows[i].content; i++) {
        const struct vb_draft *d = &s.drafts.at[i];
        same("speaker", rows[i].source, d->speaker, rows[i].speaker);
        same("document", rows[i].source, d->document, rows[i].document);
        same("addressee", rows[i].source, d->addressee, rows[i].addressee);
        same("channel", rows[i].source, d->channel, rows[i].channel);
        assert_int_equal(d->time, VB_NONE);
    }
    strike(&s);
}

#define CHECK(text, ...) check(text, (const struct row[ROWS]){ __VA_ARGS__ })

static void the_head_of_the_source_speaks(void **state)
{
    (void)state;
    CHECK("<0 Inga/PROPN/2/nsubj Moreau/PROPN/3/flat > denied/VERB/0/root it/PRON/3/obj .",
          {"it", "denied", "Inga Moreau", 0, 0, 0, NOBODY, NOBODY, NOBODY});
    /* the spokesman, and not whom he speaks for */
    CHECK("<1 A/DET/2/det spokesman/NOUN/5/nsubj for/ADP/4/case <2 Fiskebruket/PROPN/2/nmod > > said/VERB/0/root no/INTJ/5/obj .",
          {"no", "said", "A spokesman for Fiskebruket", 0, 0, 1, NOBODY, NOBODY, NOBODY});
    /* the parser hangs a name on its last word: the entity of the words that hang on the head */
    CHECK("<0 Jens/PROPN/3/nsubj > <0 Olsen/PROPN/1/flat > agreed/VERB/0/root .",
          {"agreed", "", "Jens Olsen", 0, 0, 0, NOBODY, NOBODY, NOBODY});
    /* nobody of the entities */
    CHECK("Rain/NOUN/2/nsubj fell/VERB/0/root .", {"fell", "", "Rain", 0, 0, NOBODY, NOBODY, NOBODY, NOBODY});
}

static void first_person_is_who_speaks(void **state)
{
    (void)state;
    CHECK("I/PRON/2/nsubj doubt/VERB/6/ccomp it/PRON/2/obj , <0 Ann/PROPN/6/nsubj > said/VERB/0/root .",
          {"I doubt it", "said", "Ann", 0, 0, 0, NOBODY, NOBODY, NOBODY},
          {"it", "doubt", "I", 0, 1, 0, NOBODY, NOBODY, NOBODY});
    /* two deep: the "we" of whom she quotes is his */
    CHECK("<0 Ann/PROPN/2/nsubj > said/VERB/0/root <1 Bo/PROPN/4/nsubj > claimed/VERB/2/ccomp we/PRON/6/nsubj agreed/VERB/4/ccomp "
          "so/ADV/6/advmod .",
          {"Bo claimed we agreed so", "said", "Ann", 0, 0, 0, NOBODY, NOBODY, NOBODY},
          {"we agreed so", "claimed", "Bo", 0, 1, 1, NOBODY, NOBODY, NOBODY},
          {"so", "agreed", "we", 0, 2, 1, NOBODY, NOBODY, NOBODY});
    /* in nobody's words */
    CHECK("I/PRON/2/nsubj doubt/VERB/0/root it/PRON/2/obj .", {"it", "doubt", "I", 0, 0, NOBODY, NOBODY, NOBODY, NOBODY});
}

static void a_paper_speaks_for_who_issued_it(void **state)
{
    (void)state;
    CHECK("<3 The/DET/4/det <2 committee/NOUN/4/nmod 's > report/NOUN/5/nsubj > warned/VERB/0/root them/PRON/5/obj .",
          {"them", "warned", "The committee 's report", 0, 0, 2, 3, NOBODY, NOBODY});
    /* a person who wrote it gives way to a body */
    CHECK("<3 A/DET/2/det letter/NOUN/9/nsubj > by/ADP/4/case <0 Ann/PROPN/2/nmod > of/ADP/7/case <2 the/DET/7/det "
          "union/NOUN/4/nmod > , says/VERB/0/root so/ADV/9/advmod .",
          {"so", "says", "A letter by Ann of the union", 0, 0, 2, 3, NOBODY, NOBODY});
    /* nobody is named: it speaks itself */
    CHECK("<3 A/DET/2/det memo/NOUN/3/nsubj > disagreed/VERB/0/root .", {"disagreed", "", "A memo", 0, 0, 3, 3, NOBODY, NOBODY});
}

static void what_goes_on_has_the_speaker_before(void **state)
{
    (void)state;
    CHECK("We/PRON/2/nsubj lost/VERB/5/ccomp , <0 Ann/PROPN/5/nsubj > said/VERB/0/root .\n\nIt/PRON/2/nsubj ends/VERB/0/root .",
          {"We lost", "said", "Ann", 0, 0, 0, NOBODY, NOBODY, NOBODY}, {"It ends", "", "", 1, 0, 0, NOBODY, NOBODY, NOBODY});
    CHECK("It/PRON/2/nsubj ends/VERB/0/root .", {"It ends", "", "", 0, 0, NOBODY, NOBODY, NOBODY, NOBODY});
}

static void to_whom_and_through_whom(void **state)
{
    (void)state;
    CHECK("<0 Ann/PROPN/2/nsubj > told/VERB/0/root <1 Bo/PROPN/2/obj > it/PRON/5/nsubj rained/VERB/2/ccomp .",
          {"it rained", "told", "Ann", 0, 0, 0, NOBODY, 1, NOBODY});
    CHECK("<0 Ann/PROPN/2/nsubj > said/VERB/0/root to/ADP/4/case <1 Bo/PROPN/2/obl > it/PRON/6/nsubj rained/VERB/2/ccomp .",
          {"it rained", "said", "Ann", 0, 0, 0, NOBODY, 1, NOBODY});
    /* a paper is a channel, and nobody is told */
    CHECK("<0 Ann/PROPN/2/nsubj > told/VERB/0/root <4 Aftenbladet/PROPN/2/obj > it/PRON/5/nsubj rained/VERB/2/ccomp .",
          {"it rained", "told", "Ann", 0, 0, 0, NOBODY, NOBODY, 4});
    CHECK("<0 Ann/PROPN/2/nsubj > said/VERB/0/root in/ADP/5/case an/DET/5/det interview/NOUN/2/obl with/ADP/7/case "
          "<4 Aftenbladet/PROPN/5/nmod > it/PRON/9/nsubj rained/VERB/2/ccomp .",
          {"it rained", "said", "Ann", 0, 0, 0, NOBODY, NOBODY, 4});
    /* "the press" that has no name is told */
    CHECK("<0 Ann/PROPN/2/nsubj > told/VERB/0/root <7 reporters/NOUN/2/obj > it/PRON/5/nsubj rained/VERB/2/ccomp .",
          {"it rained", "told", "Ann", 0, 0, 0, NOBODY, 7, NOBODY});
    /* where it was said is no addressee; who is spoken of in the words is none either */
    CHECK("<0 Ann/PROPN/2/nsubj > said/VERB/0/root in/ADP/4/case <6 Oslo/PROPN/2/obl > to/ADP/6/case <1 Bo/PROPN/2/obl > .",
          {"to Bo", "said", "Ann", 0, 0, 0, NOBODY, NOBODY, NOBODY});
}

static void the_time_of_the_saying(void **state)
{
    static const char *const TEXT = "<0 Ann/PROPN/2/nsubj > said/VERB/0/root Monday/PROPN/2/obl she/PRON/5/nsubj left/VERB/2/ccomp "
                                    "Friday/PROPN/5/obl .";
    struct stage s;
    (void)state;
    for (int both = 0; both < 2; both++) {                      /* both days; then only the one when she left */
        set_stage(&s, TEXT);
        const vb_time times[] = {{.span = tagged_find(&s.t, "Monday", 1), .cls = VB_TIME_DATE},
                                 {.span = tagged_find(&s.t, "Friday", 1), .cls = VB_TIME_DATE}};
        const struct vb_times list = {times + both, 2 - (uint32_t)both};
        struct vb_draft d = {.content = words_of(&s, "she left"), .cue = words_of(&s, "said"), .source = words_of(&s, "Ann"),
                             .inherits = VB_NONE, .nested_in = VB_NONE};
        assert_true(VB_PUSH(&s.drafts, d));
        vb_speaker_resolve(&s.t.text, &s.t.syntax, &s.entities, &list, &s.drafts);
        assert_int_equal(s.drafts.at[0].time, both ? VB_NONE : 0);
        strike(&s);
    }
}

/* `n` times a sentence, with a draft in each that stands in the one before: processor time in seconds. */
static double seconds_for(const char *sentence, size_t n)
{
    const struct vb_times no_times = {0};
    const size_t          len      = strlen(sentence);
    char                 *source   = malloc(n * (len + 1) + 1);
    struct stage          s;
    assert_non_null(source);
    for (size_t i = 0; i < n; i++) sprintf(source + i * (len + 1), "%s\n", sentence);
    set_stage(&s, source);
    for (uint32_t i = 0; i < s.t.text.n_sentences; i++) {
        const struct vb_token *at = &s.t.text.tokens[s.t.text.sentences[i].first_token];
        struct vb_draft        d  = {.inherits = i > 0 ? i - 1 : VB_NONE, .nested_in = i > 0 ? i - 1 : VB_NONE};
        d.source  = (struct vb_fragments){.at = {at[0].span}, .n = 1};
        d.cue     = (struct vb_fragments){.at = {at[1].span}, .n = 1};
        d.content = (struct vb_fragments){.at = {at[2].span}, .n = 1};
        assert_true(VB_PUSH(&s.drafts, d));
    }
    clock_t begin = clock();
    vb_speaker_resolve(&s.t.text, &s.t.syntax, &s.entities, &no_times, &s.drafts);
    double took = (double)(clock() - begin) / CLOCKS_PER_SEC;
    strike(&s);
    free(source);
    return took;
}

/* Eight times the text may take twelve times as long, and a moment more for the clock's sake. */
static void long_texts_take_linear_time(void **state)
{
    static const char *const SENTENCES[] = {"I/PRON/2/nsubj said/VERB/0/root so/ADV/2/advmod .",
                                            "Rain/NOUN/2/nsubj fell/VERB/0/root on/ADP/4/case me/PRON/2/obl ."};
    (void)state;
    for (size_t i = 0; i < sizeof SENTENCES / sizeof *SENTENCES; i++) {
        double small = seconds_for(SENTENCES[i], 2000), large = seconds_for(SENTENCES[i], 16000);
        if (large > 12 * small + 0.2) fail_msg("\"%s\": %.3f s, then %.3f s for eight times as much", SENTENCES[i], small, large);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_of_the_source_speaks),
        cmocka_unit_test(first_person_is_who_speaks),
        cmocka_unit_test(a_paper_speaks_for_who_issued_it),
        cmocka_unit_test(what_goes_on_has_the_speaker_before),
        cmocka_unit_test(to_whom_and_through_whom),
        cmocka_unit_test(the_time_of_the_saying),
        cmocka_unit_test(long_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
