/*
 * The entity layer from text to entities, with the released weights: what is true of every text, and a few that leave no doubt.
 */
#include "engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static vb_reader    *reader;
static vb_workspace *ws;

static vb_doc *read_text(vb_str text, const char *date)
{
    const vb_meta meta = {.date = vb_str_of(date), .lang = VB_STR("en")};
    vb_error      err  = {0};
    vb_doc       *doc;
    if (vb_doc_read(reader, ws, text, &meta, &doc, &err) != VB_OK) fail_msg("%s", err.msg);
    return doc;
}

/* ---- true of every text --------------------------------------------------------------------------------------------------- */

struct owned { vb_span span; uint32_t entity; };

static int by_span(const void *a, const void *b)
{
    const struct owned *x = a, *y = b;
    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    return x->span.end < y->span.end ? -1 : x->span.end > y->span.end;
}

/* Each mention is words of the text, none twice; entities come by their first mention; what refers to an entity finds one. */
static void check_entities(const vb_doc *doc)
{
    const struct vb_reading *r = vb_doc_reading(doc);
    size_t n = 0;
    for (uint32_t e = 0; e < r->entities.n; e++) n += r->entities.at[e].n_mentions;
    struct owned *all = malloc((n + 1) * sizeof *all);
    assert_non_null(all);
    n = 0;
    for (uint32_t e = 0; e < r->entities.n; e++) {
        const vb_entity *x = &r->entities.at[e];
        assert_true(x->n_mentions > 0 && x->name.len > 0 && x->kind <= VB_KIND_OTHER);
        assert_true(x->score >= 0 && x->score <= 1);
        assert_true(x->country.len == 0 || x->country.len == 3);
        /* topics come after the rest (src/issue/topics.c) */
        assert_true(e == 0 || x->kind == VB_KIND_OTHER || x[-1].mentions[0].span.beg <= x->mentions[0].span.beg);
        for (uint32_t i = 0; i < x->n_sectors; i++) assert_int_equal(x->sectors[i].len, 3);
        for (uint32_t i = 0; i < x->n_offices; i++)
            assert_true(x->offices[i].title.len > 0 && (x->offices[i].body == VB_NONE || x->offices[i].body < r->entities.n));
        for (uint32_t m = 0; m < x->n_mentions; m++) {
            vb_span s = x->mentions[m].span;
            assert_true(s.beg < s.end && s.end <= r->text.bytes.len);
            assert_true(m == 0 || x->mentions[m - 1].span.beg <= s.beg);
            bool beg = false, end = false;
            for (uint32_t i = 0; i < r->text.n_tokens; i++) {
                beg = beg || r->text.tokens[i].span.beg == s.beg;
                end = end || r->text.tokens[i].span.end == s.end;
            }
            assert_true(beg && end);
            all[n++] = (struct owned){s, e};
        }
    }
    if (n > 1) qsort(all, n, sizeof *all, by_span);
    for (size_t i = 1; i < n; i++)
        if (by_span(&all[i - 1], &all[i]) == 0) {
            vb_str words = vb_str_sub(r->text.bytes, all[i].span);
            fail_msg("'%.*s' at byte %u is a mention twice", (int)words.len, words.ptr, all[i].span.beg);
        }
    free(all);
    for (uint32_t i = 0; i < r->text.n_tokens && r->entities.token_entity != NULL; i++)
        assert_true(r->entities.token_entity[i] == VB_NONE || r->entities.token_entity[i] < r->entities.n);
    for (uint32_t i = 0; i < r->statements.n; i++) {
        const uint32_t who[] = {r->statements.at[i].speaker, r->statements.at[i].document, r->statements.at[i].addressee,
                                r->statements.at[i].channel};
        for (size_t k = 0; k < sizeof who / sizeof *who; k++) assert_true(who[k] == VB_NONE || who[k] < r->entities.n);
    }
}

struct bytes { VB_LIST(char) list; };
static bool keep(void *ctx, const char *at, size_t n)
{
    struct bytes *b = ctx;
    for (size_t i = 0; i < n; i++)
        if (!VB_PUSH(&b->list, at[i])) return false;
    return true;
}

static void articles_hold_together_and_read_alike(void **state)
{
    static const char *const FILES[] = {"authored-harbour.txt", "wikinews-immunity.txt", "wikinews-impeachment.txt"};
    const char *folder = getenv("VERBALE_SOURCE");
    (void)state;
    for (size_t f = 0; f < sizeof FILES / sizeof *FILES; f++) {
        char         path[4096];
        vb_str       text;
        struct bytes out[2] = {0};
        snprintf(path, sizeof path, "%s/examples/%s", folder ? folder : ".", FILES[f]);
        assert_int_equal(vb_read_file(path, 1 << 20, &text, NULL), VB_OK);
        for (int i = 0; i < 2; i++) {
            vb_doc *doc = read_text(text, "2021-06-15");
            check_entities(doc);
            assert_true(vb_doc_entity_count(doc) > 5);
            assert_int_equal(vb_doc_write_json(doc, keep, &out[i], NULL), VB_OK);
            vb_doc_free(doc);
        }
        assert_int_equal(out[0].list.n, out[1].list.n);
        assert_memory_equal(out[0].list.at, out[1].list.at, out[0].list.n);
        vb_free(out[0].list.at);
        vb_free(out[1].list.at);
        vb_free((void *)text.ptr);
    }
}

static void odd_texts(void **state)
{
    static const char *const TEXTS[] = {
        "", ".", "he", "“I”", "We we we we we.", "’s ’s of of the the",
        "MINISTER OF MINISTER OF MINISTER", "Mr Mr Mr Smith Smith Smith, the, the minister, the minister Smith.",
        "The UN, EU, US, UK, UAE, IMF, WHO, WTO and NATO met.", "U.S.-China-Russia-EU talks", "(((((Obama)))))",
        "who who which whose whom", "Łódź, Kraków and São Tomé told Côte d’Ivoire no.",
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        vb_doc *doc = read_text(vb_str_of(TEXTS[i]), i % 2 ? "2021" : NULL);
        check_entities(doc);
        vb_doc_free(doc);
    }
}

/* ---- texts that leave no doubt ------------------------------------------------------------------------------------------------
 */

static const vb_entity *entity_of(const vb_doc *doc, const char *name)
{
    for (size_t i = 0; i < vb_doc_entity_count(doc); i++)
        if (vb_str_eq(vb_doc_entity(doc, i)->name, vb_str_of(name))) return vb_doc_entity(doc, i);
    fail_msg("nobody is %s", name);
    return NULL;
}

static bool mentioned(const vb_doc *doc, const vb_entity *e, const char *words)
{
    for (uint32_t i = 0; i < e->n_mentions; i++)
        if (vb_str_eq(vb_str_sub(vb_doc_text(doc), e->mentions[i].span), vb_str_of(words))) return true;
    return false;
}

static void a_minister_in_a_report(void **state)
{
    vb_doc *doc =
        read_text(VB_STR("Norwegian Foreign Minister Ingrid Moe arrived in Beijing on Monday.\n\n"
                         "“We will talk about trade,” Moe told reporters. She said Norway wanted an agreement with China.\n\n"
                         "The foreign minister will meet Chinese officials on Tuesday. The United Nations welcomed the visit."),
                  "2021-06-15");
    (void)state;
    check_entities(doc);
    const vb_entity *moe = entity_of(doc, "Ingrid Moe");
    assert_int_equal(moe->kind, VB_KIND_PERSON);
    assert_true(vb_str_eq(moe->country, VB_STR("NOR")));
    assert_true(moe->n_sectors > 0 && vb_str_eq(moe->sectors[0], VB_STR("GOV")));
    assert_true(moe->n_offices > 0 && vb_str_eq_nocase(moe->offices[0].title, VB_STR("foreign minister")));
    assert_true(mentioned(doc, moe, "Moe") && mentioned(doc, moe, "She") && mentioned(doc, moe, "The foreign minister"));
    assert_int_equal(entity_of(doc, "Norway")->kind, VB_KIND_STATE);
    assert_true(mentioned(doc, entity_of(doc, "Norway"), "Norwegian"));
    assert_true(mentioned(doc, entity_of(doc, "China"), "Chinese"));
    const vb_entity *un = entity_of(doc, "United Nations");
    assert_int_equal(un->kind, VB_KIND_ORGANISATION);
    assert_true(vb_str_eq(un->country, VB_STR("IGO")) && un->kb.len > 0);
    vb_doc_free(doc);
}

static int open_reader(void **state)
{
    vb_error err = {0};
    (void)state;
    vb_status st = vb_reader_open(NULL, &reader, &err);
    if (st == VB_OK) st = vb_workspace_new(reader, &ws, &err);
    if (st != VB_OK) print_error("%s\n", err.msg);
    return st != VB_OK;
}

static int close_reader(void **state)
{
    (void)state;
    vb_workspace_free(ws);
    vb_reader_close(reader);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_hold_together_and_read_alike),
        cmocka_unit_test(odd_texts),
        cmocka_unit_test(a_minister_in_a_report),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
