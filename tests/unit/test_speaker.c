/*
 * Who speaks, given sources: names and their short forms, offices, pronouns, and when nobody may be named.
 */
#include "draft.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { ROWS = 8 };

/* A source: its words, which of their places in the text (from 1; 0 is 1), and the name its speaker has; "" for none. */
struct row { const char *source; int place; const char *want; int inherits, nested_in; };      /* rows from 1; 0 is none */

static vb_span find(const char *text, const char *words, int place)
{
    const char *at = strstr(text, words);
    for (int i = 1; at && i < place; i++) at = strstr(at + 1, words);
    if (!at) fail_msg("not in the text: %s", words);
    return (vb_span){ (uint32_t)(at - text), (uint32_t)(at - text + (long)strlen(words)) };
}

struct read { struct vb_arena arena; struct vb_text text; struct vb_drafts drafts; struct vb_entities entities; };

static void open_text(struct read *r, const char *text, const struct row *rows)
{
    *r = (struct read){ 0 };
    assert_int_equal(vb_text_split(vb_str_of(text), VB_STR("en"), (vb_str){ 0 }, &r->arena, &r->text, NULL), VB_OK);
    for (int i = 0; i < ROWS && rows[i].source; i++) {
        struct vb_draft d = {
            .speaker = VB_NONE, .inherits = (uint32_t)(rows[i].inherits - 1), .nested_in = (uint32_t)(rows[i].nested_in - 1)};
        if (*rows[i].source) d.source = (struct vb_fragments){ .at = { find(text, rows[i].source, rows[i].place) }, .n = 1 };
        assert_true(VB_PUSH(&r->drafts, d));
    }
    assert_int_equal(vb_speaker_resolve(&r->text, &r->drafts, &r->arena, &r->entities, NULL), VB_OK);
}

static void close_text(struct read *r)
{
    vb_free(r->drafts.at);
    vb_arena_free(&r->arena);
}

static void check(const char *text, const struct row *rows)
{
    struct read r;
    open_text(&r, text, rows);
    for (int i = 0; i < ROWS && rows[i].source; i++) {
        uint32_t speaker = r.drafts.at[i].speaker;
        vb_str   name = speaker == VB_NONE ? VB_STR("") : r.entities.at[speaker].name;
        if (!vb_str_eq(name, vb_str_of(rows[i].want)))
            fail_msg("\"%s\" in \"%.60s…\": %.*s, not %s", rows[i].source, text, (int)name.len, name.ptr, rows[i].want);
    }
    for (uint32_t e = 0; e < r.entities.n; e++) {
        const vb_entity *entity = &r.entities.at[e];
        assert_true(entity->n_mentions > 0);
        assert_true(e == 0 || entity[-1].mentions[0].span.beg <= entity->mentions[0].span.beg);
        for (uint32_t m = 1; m < entity->n_mentions; m++)
            assert_true(entity->mentions[m - 1].span.beg <= entity->mentions[m].span.beg);
    }
    close_text(&r);
}

#define CHECK(text, ...) check(text, (const struct row[ROWS]){ __VA_ARGS__ })

static void names_and_their_short_forms(void **state)
{
    (void)state;
    CHECK("Foreign secretary Marcus Oakley is in Oslo. Mr Oakley spoke. Oakley’s visit was long.",
          {"Mr Oakley", 1, "Marcus Oakley"}, {"Oakley’s", 1, "Marcus Oakley"},
          {"Foreign secretary Marcus Oakley", 1, "Marcus Oakley"});
    CHECK("They met vice president Hai Zhou. After meeting Mr Zhou and President Xun Lijian, he left. Mr Xun said no.",
          { "Mr Zhou", 1, "Hai Zhou" }, { "Mr Xun", 1, "Xun Lijian" });
    CHECK("Anita van der Velde, a senator, spoke. Senator van der Velde left.",
          {"Anita van der Velde, a senator,", 1, "Anita van der Velde"}, {"Senator van der Velde", 1, "Anita van der Velde"});
    CHECK("Ricardo Solís Navarro won. Solís thanked the voters.", { "Solís", 2, "Ricardo Solís Navarro" });
    CHECK("PRIME MINISTER LENA BRANDT RESIGNS\n\nPrime Minister Lena Brandt resigned. Brandt said she was tired.",
          {"Brandt", 2, "Lena Brandt"});
}

static void two_of_one_family_name(void **state)
{
    (void)state;
    CHECK("Paul Harding met his sister Julia Harding. Harding said it was late.", { "Harding", 3, "" });
    CHECK("Paul Harding met his sister Julia Harding. Ms Harding said it was late.", { "Ms Harding", 1, "Julia Harding" });
    CHECK("Paul Harding spoke first.\n\nJulia Harding came later. Harding laughed.", { "Harding", 3, "Julia Harding" });
}

static void the_head_of_the_phrase(void **state)
{
    (void)state;
    CHECK("Trask spokesman Jason Moll said no. Jason Moll left.", { "Trask spokesman Jason Moll", 1, "Jason Moll" });
    CHECK("Jason Moll, a spokesman for Rupert Trask, said no.", { "Jason Moll, a spokesman for Rupert Trask", 1, "Jason Moll" });
    CHECK("Rupert Trask spoke. Trask's team disagreed.", { "Trask's team", 1, "Trask's team" });
    CHECK("Inga Moreau’s criticism of the budget was loud.", { "Inga Moreau’s", 1, "Inga Moreau" });
    CHECK("The energy minister, Lucia Fenn, agreed. A former envoy, Bo Hald, did not.",
          {"The energy minister, Lucia Fenn", 1, "Lucia Fenn"}, {"A former envoy, Bo Hald", 1, "Bo Hald"});
    CHECK("Senator from Vermont Bernard Pike said no.", { "Senator from Vermont Bernard Pike", 1, "Bernard Pike" });
    CHECK("Senators Ted Crane and Mario Russo objected.",
          {"Senators Ted Crane and Mario Russo", 1, "Senators Ted Crane and Mario Russo"});
}

static void offices(void **state)
{
    (void)state;
    CHECK("Foreign secretary Marcus Oakley is in Oslo.\n\n“It is a large country,” added the foreign secretary.",
          { "the foreign secretary", 1, "Marcus Oakley" });
    CHECK("Two senators spoke: Senator Ann Pike and Senator Bo Lund. The chair left. The senator said no.",
          {"The senator", 1, "senator"});
    CHECK("The House Judiciary Committee met. The committee voted. The interior ministry did not.",
          {"The committee", 1, "House Judiciary Committee"}, {"The interior ministry", 1, "interior ministry"});
    CHECK("A No 10 spokeswoman said so. Later she added more, and the spokeswoman left.",
          {"A No 10 spokeswoman", 1, "No 10 spokeswoman"}, {"she", 1, "No 10 spokeswoman"},
          {"the spokeswoman", 1, "No 10 spokeswoman"});
    CHECK("Iran's foreign ministry denied it. Whitehall was silent. Officials in both countries waited.",
          {"Iran's foreign ministry", 1, "Iran's foreign ministry"}, {"Whitehall", 1, "Whitehall"},
          {"Officials in both countries", 1, "Officials in both countries"});
}

static void papers_speak_for_those_who_wrote_them(void **state)
{
    (void)state;
    CHECK("The trade committee met. The committee’s report said no. A leaked memo disagreed.",
          {"The committee’s report", 1, "committee"}, {"A leaked memo", 1, "leaked memo"});
    CHECK("A letter from Ann Pike asked for more.", { "A letter from Ann Pike", 1, "Ann Pike" });
}

static void pronouns(void **state)
{
    (void)state;
    CHECK("Alice Kerr, chair of the trade committee, has called for more. She told reporters so. She added: “It matters that James "
          "Oakley goes.”\n\n"
          "She said Prime Minister Robert Sund should stay.",
          {"Alice Kerr, chair of the trade committee,", 1, "Alice Kerr"}, {"She", 1, "Alice Kerr"}, {"She", 2, "Alice Kerr"},
          {"She", 3, "Alice Kerr"});
    CHECK("James Oakley met Robert Sund. He smiled.", { "He", 1, "James Oakley" });
    CHECK("James Oakley and Robert Sund met. They spoke. It rained. It was cold. It was dark. It was late. He smiled.",
          {"He", 1, ""});
    CHECK("Maria Stein came. He smiled.", { "He", 1, "" });
    CHECK("“I think so,” said Ann Pike. “You know it.”", {"I", 1, "Ann Pike", 0, 2}, {"Ann Pike", 1, "Ann Pike"},
          {"You", 1, "", 0, 2});
    CHECK("The visit pleased Alan Brown, who praised the hosts.", { "who", 1, "Alan Brown" });
    CHECK("It rained in Oslo.", { "It", 1, "" });
}

static void what_goes_on_and_what_has_no_source(void **state)
{
    (void)state;
    CHECK("“We lost,” Ann Pike said.\n\n“We will win.”\n\nThe end was near.", {"Ann Pike", 1, "Ann Pike"}, {"", 0, "Ann Pike", 1},
          {"", 0, ""});
}

static void mentions_are_names_without_titles(void **state)
{
    const char *text = "Foreign secretary Marcus Oakley left. “Yes,” Mr Oakley’s aide heard. The foreign secretary said so.";
    struct read r;
    (void)state;
    open_text(&r, text, (const struct row[ROWS]){ { "The foreign secretary", 1, "Marcus Oakley" } });
    assert_int_equal(r.entities.n, 1);
    assert_int_equal(r.entities.at[0].kind, VB_KIND_PERSON);
    assert_int_equal(r.entities.at[0].n_mentions, 3);
    vb_span want[] = { find(text, "Marcus Oakley", 1), find(text, "Oakley", 2), find(text, "The foreign secretary", 1) };
    for (int i = 0; i < 3; i++) {
        assert_int_equal(r.entities.at[0].mentions[i].span.beg, want[i].beg);
        assert_int_equal(r.entities.at[0].mentions[i].span.end, want[i].end);
        assert_int_equal(r.entities.at[0].mentions[i].form, i == 2 ? VB_FORM_ROLE : VB_FORM_NAME);
    }
    close_text(&r);
}

static void kinds(void **state)
{
    static const vb_entity_kind WANT[] = {VB_KIND_GROUP, VB_KIND_ORGANISATION, VB_KIND_STATE, VB_KIND_DOCUMENT,
                                          VB_KIND_ORGANISATION};
    struct read                 r;
    (void)state;
    open_text(&r, "Critics objected. The foreign ministry denied it. Norway agreed. A report disagreed. The FBI knew.",
              (const struct row[ROWS]){
                  {"Critics", 1, ""}, {"The foreign ministry", 1, ""}, {"Norway", 1, ""}, {"A report", 1, ""}, {"The FBI", 1, ""}});
    assert_int_equal(r.entities.n, 5);
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(r.entities.at[i].kind, WANT[i]);
    close_text(&r);
}

/* `n` times the words, with a source in each: processor time in seconds. */
static double seconds_for(const char *words, const char *source, size_t n)
{
    size_t             len = strlen(words), at = (size_t)(strstr(words, source) - words);
    char              *bytes = malloc(n * len + 1);
    struct vb_arena    arena = { 0 };
    struct vb_text     text;
    struct vb_drafts   drafts = { 0 };
    struct vb_entities entities;

    assert_non_null(bytes);
    for (size_t i = 0; i < n; i++) {
        struct vb_draft d = { .inherits = VB_NONE, .nested_in = i ? (uint32_t)(i - 1) : VB_NONE };
        memcpy(bytes + i * len, words, len);
        d.source = (struct vb_fragments){.at = {{(uint32_t)(i * len + at), (uint32_t)(i * len + at + strlen(source))}}, .n = 1};
        assert_true(VB_PUSH(&drafts, d));
    }
    assert_int_equal(vb_text_split((vb_str){ bytes, n * len }, VB_STR("en"), (vb_str){ 0 }, &arena, &text, NULL), VB_OK);
    clock_t begin = clock();
    assert_int_equal(vb_speaker_resolve(&text, &drafts, &arena, &entities, NULL), VB_OK);
    double took = (double)(clock() - begin) / CLOCKS_PER_SEC;
    vb_free(drafts.at);
    vb_arena_free(&arena);
    free(bytes);
    return took;
}

/* Eight times the text may take twelve times as long, and a moment more for the clock's sake. */
static void hostile_texts_take_linear_time(void **state)
{
    static const char *const SHAPES[][2] = {
        { "Mr Smith, Ann Smith and Bo Smith said Smith left. ", "Smith" },
        { "and it and she and he ", "she" },
        { "The minister of the minister, who said the minister ", "who" },
        { "A B C D E F G H ", "D" },
        { "the the the of of ’s ’s and and ", "of of" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        double small = seconds_for(SHAPES[i][0], SHAPES[i][1], 2000), large = seconds_for(SHAPES[i][0], SHAPES[i][1], 16000);
        if (large > 12 * small + 0.2) fail_msg("\"%s\": %.3f s, then %.3f s for eight times as much", SHAPES[i][0], small, large);
    }
}

/* Sources that hold nothing, or lie between words, have no speaker and do no harm. */
static void odd_sources(void **state)
{
    (void)state;
    CHECK("“—,” said nobody.", { "“—,”", 1, "" });
    CHECK("...", { ".", 2, "" });
    CHECK("Ann Pike said so.", { "nn Pi", 1, "Ann Pike" });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_their_short_forms),
        cmocka_unit_test(two_of_one_family_name),
        cmocka_unit_test(the_head_of_the_phrase),
        cmocka_unit_test(offices),
        cmocka_unit_test(papers_speak_for_those_who_wrote_them),
        cmocka_unit_test(pronouns),
        cmocka_unit_test(what_goes_on_and_what_has_no_source),
        cmocka_unit_test(mentions_are_names_without_titles),
        cmocka_unit_test(kinds),
        cmocka_unit_test(odd_sources),
        cmocka_unit_test(hostile_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
