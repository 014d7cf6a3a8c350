/* Opposite src/record/text_query.c: what users write as FTS5's query, what they are told, and that FTS5 takes all that passes. */
#include "record_db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void test_queries(void **state)
{
    static const struct { const char *text, *query; } cases[] = {
        { "climate", "((\"climate\"))" },
        { "climate  coal", "((\"climate\" AND \"coal\"))" },
        { "near and or not", "((\"near\" AND \"and\" AND \"or\" AND \"not\"))" },      /* operators are capitals */
        { "O'Brien's jean-luc", "((\"O Brien s\" AND \"jean luc\"))" },
        { "\"rule of law\" China", "((\"rule of law\" AND \"China\"))" },
        { "“rule of law”", "((\"rule of law\"))" },
        { "polic* & coal", "((\"polic\"* AND \"coal\"))" },
        { "coal OR gas climate", "((\"coal\") OR (\"gas\" AND \"climate\"))" },
        { "coal AND (gas OR oil)", "((\"coal\" AND (\"gas\") OR (\"oil\")))" },
        { "climate NEAR coal", "((NEAR(\"climate\" \"coal\", 10)))" },
        { "a climate NEAR/3 \"coal mine\" NEAR/5 gas*", "((\"a\" AND NEAR(\"climate\" \"coal mine\" \"gas\"*, 5)))" },
        { "coal NOT gas NOT oil mine", "((((\"coal\") NOT \"gas\") NOT \"oil\" AND \"mine\"))" },
        { "Łódź Smørrebrød Straße", "((\"lódź\" AND \"Smorrebrod\" AND \"Strasse\"))" },
    };
    struct vb_match m;
    vb_error        err = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (vb_match_query(vb_str_of(cases[i].text), &m, &err) != VB_OK) fail_msg("%s: %s", cases[i].text, err.msg);
        if (strcmp(m.at, cases[i].query) != 0) fail_msg("%s: %s", cases[i].text, m.at);
    }
}

static void test_what_is_wrong_is_said(void **state)
{
    static const struct { const char *text, *message; } cases[] = {
        { "", "text: no word in it" },
        { " … & ", "text: no word in it" },
        { "\"climate", "a quotation mark that nothing closes" },
        { "\"…\"", "no word between quotation marks" },
        { "(climate", "a parenthesis that nothing closes" },
        { "climate)", "a parenthesis that nothing opens" },
        { "()", "words are missing" },
        { "NOT climate", "words are missing" },
        { "climate OR", "words are missing" },
        { "climate AND OR coal", "words are missing" },
        { "climate NEAR (coal)", "words are missing" },
        { "(coal) NEAR climate", "NEAR stands between words" },
        { "climate NEAR/0 coal", "NEAR/ wants a number" },
        { "climate NEAR/ten coal", "NEAR/ wants a number" },
        { "climate NEAR/99999999999999999999 coal", "NEAR/ wants a number" },
    };
    vb_error err;
    char     deep[64], longer[VB_FILTER_MAX + 2];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        err = (vb_error){ 0 };
        assert_int_equal(vb_record_check_text(vb_str_of(cases[i].text), &err), VB_ERR_RECORD);
        if (!strstr(err.msg, cases[i].message)) fail_msg("%s: %s", cases[i].text, err.msg);
    }
    memset(deep, '(', sizeof deep);
    assert_int_equal(vb_record_check_text((vb_str){ deep, sizeof deep }, &err), VB_ERR_LIMIT);
    memset(longer, 'x', sizeof longer);
    assert_int_equal(vb_record_check_text((vb_str){ longer, sizeof longer }, &err), VB_ERR_LIMIT);
    assert_int_equal(vb_record_check_text(VB_STR("\xC3"), &err), VB_ERR_ENCODING);
}

/* Strings put together of what matters: FTS5 takes whatever passes, whatever it is made of. */
static void test_any_query_that_passes_can_be_asked(void **state)
{
    static const char *const pieces[] = {"coal",   "gas", "Łódź",   "O'Brien", "\"",
                                         "“",      "”",   "(",      ")",       "NEAR",
                                         "NEAR/2", "NOT", "AND",    "OR",      "*",
                                         "-",      "…",   "polic*", "''",      "{",
                                         ":",      "^",   "+",      "NEAR(",   "e\xCC\x81t\xC3\xA9",
                                         "ﬁ"};
    sqlite3      *db = NULL;
    sqlite3_stmt *query = NULL;
    uint64_t      random = 1;
    unsigned      n_passed = 0;

    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = \"unicode61 remove_diacritics 2"
                                      " categories 'L* M* N*'\"); INSERT INTO t VALUES ('coal gas')", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM t WHERE t MATCH ?1", -1, &query, NULL), SQLITE_OK);
    for (int i = 0; i < 20000; i++) {
        char            text[256] = "";
        struct vb_match m;
        for (int k = 0; k < 1 + i % 9; k++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            strcat(text, pieces[(random >> 33) % (sizeof pieces / sizeof *pieces)]);
            if (random >> 63) strcat(text, " ");
        }
        if (vb_match_query(vb_str_of(text), &m, NULL) != VB_OK) continue;
        n_passed++;
        sqlite3_reset(query);
        sqlite3_bind_text(query, 1, m.at, -1, SQLITE_STATIC);
        if (sqlite3_step(query) != SQLITE_ROW) fail_msg("%s: %s: %s", text, m.at, sqlite3_errmsg(db));
    }
    assert_true(n_passed > 1000);
    sqlite3_finalize(query);
    sqlite3_close(db);
}

/* Each word of a text is found by the index, however it is written: words.c and FTS5 fold alike. */
static void test_the_index_finds_what_the_words_are(void **state)
{
    static const char *const same[][2] = {
        {"Łódź", "lodz"},
        {"Smørrebrød", "smorrebrod"},
        {"STRASSE", "Straße"},
        {"Ünal", "unal"},
        {"e\xCC\x81t\xC3\xA9", "ete"},
        {"Σίσυφος", "ΣΊΣΥΦΟΣ"},
        {"İstanbul", "istanbul"},
        {"Ærø", "aero"},
        {"Þingvellir", "thingvellir"},
    };
    vb_record    *record;
    sqlite3_stmt *query = NULL;
    char          folder[] = "/tmp/verbale-text-XXXXXX", path[64];

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/r.db", folder);
    assert_int_equal(vb_record_open(path, VB_RECORD_WRITE, &record, NULL), VB_OK);
    assert_int_equal(
        sqlite3_prepare_v2(record->db, "SELECT rowid FROM document_text WHERE document_text MATCH ?1", -1, &query, NULL),
        SQLITE_OK);
    for (unsigned i = 0; i < sizeof same / sizeof *same; i++)
        for (unsigned k = 0; k < 2; k++) {
            struct vb_reading r = { .id = { 0 }, .run = { VB_STR("1"), VB_STR("1"), VB_STR(""), VB_STR("1") } };
            char              id[80];
            struct vb_match   m;
            snprintf(id, sizeof id, "sha256:%064u", 2 * i + k);
            r.id         = vb_str_of(id);
            r.text.bytes = vb_str_of(same[i][k]);
            assert_int_equal(vb_record_put(record, &r, NULL, NULL), VB_OK);
            for (unsigned j = 0; j < 2; j++) {
                vb_match_all(vb_str_of(same[i][j]), &m);
                sqlite3_reset(query);
                sqlite3_bind_text(query, 1, m.at, -1, SQLITE_TRANSIENT);
                if (sqlite3_step(query) != SQLITE_ROW) fail_msg("%s does not find %s", same[i][j], same[i][k]);
            }
        }
    sqlite3_finalize(query);
    assert_int_equal(sqlite3_exec(record->db, "INSERT INTO document_text (document_text, rank) VALUES ('integrity-check', 1)", NULL,
                                  NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(record->db, "PRAGMA trusted_schema = ON; DELETE FROM document WHERE id < 4", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(record->db, "INSERT INTO document_text (document_text, rank) VALUES ('integrity-check', 1)", NULL,
                                  NULL, NULL), SQLITE_OK);
    vb_record_close(record);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

static void test_without_fts5(void **state)
{
    sqlite3 *db = NULL;
    bool     has;

    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(vb_record_has_full_text(db, &has), SQLITE_OK);
    assert_true(has);
    assert_int_equal(sqlite3_drop_modules(db, NULL), SQLITE_OK);
    assert_int_equal(vb_record_has_full_text(db, &has), SQLITE_OK);
    assert_false(has);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queries),
        cmocka_unit_test(test_what_is_wrong_is_said),
        cmocka_unit_test(test_any_query_that_passes_can_be_asked),
        cmocka_unit_test(test_the_index_finds_what_the_words_are),
        cmocka_unit_test(test_without_fts5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
