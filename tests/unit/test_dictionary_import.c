/*
 * Dictionary files of the TABARI and PETRARCH families: what the tables hold then, and what the linter says of what is wrong.
 */
#include "dictionary_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct said { char text[4096]; size_t n; };

static void say(void *ctx, const char *line)
{
    struct said *said = ctx;

    said->n++;
    strncat(said->text, line, sizeof said->text - strlen(said->text) - 2);
    strcat(said->text, "\n");
}

static struct vb_dictionary_rows *import(enum vb_dictionary_kind kind, const char *bytes, struct said *said)
{
    struct vb_dictionary_rows *rows;
    size_t                     n = 0;

    *said = (struct said){ 0 };
    assert_int_equal(vb_dictionary_rows_new(&rows, NULL), VB_OK);
    assert_int_equal(vb_dictionary_import(rows, kind, "d.txt", vb_str_of(bytes), say, said, &n, NULL), VB_OK);
    assert_int_equal(vb_dictionary_import_end(rows, say, said, &n, NULL), VB_OK);
    assert_int_equal(n, said->n);
    return rows;
}

/* Rows of a table as "a,b,c;a,b,c". */
static const char *rows_of(const struct vb_dictionary_rows *rows, enum vb_dict_table table)
{
    static char text[4096];

    text[0] = '\0';
    for (size_t i = 0; i < rows->rows[table].n; i++)
        for (unsigned c = 0; vb_dict_schemas[table].columns[c]; c++) {
            vb_str cell = rows->rows[table].at[i].cells[c];
            size_t n    = strlen(text);
            snprintf(text + n, sizeof text - n, "%s%.*s", c ? "," : i ? ";" : "", (int)cell.len, cell.ptr);
        }
    return text;
}

static void check(enum vb_dictionary_kind kind, const char *bytes, enum vb_dict_table table, const char *rows, const char *defects)
{
    struct said                said;
    struct vb_dictionary_rows *got = import(kind, bytes, &said);

    assert_string_equal(rows_of(got, table), rows);
    assert_string_equal(said.text, defects);
    vb_dictionary_rows_free(got);
}

static void actors_have_synonyms_and_dated_codes(void **state)
{
    (void)state;
    check(VB_DICTIONARY_ACTORS,
          "<!-- a comment\nover lines [X] -->\nAVALON_ [AVA] # first\n\nMORGAUSE ;\n+LADY_OF ORKNEY\n\t[ORK < 950601]\n"
          "\t[ORKGOV 19950601 - 19990815] [ORKREB>990816]\n",
          VB_DICT_ACTORS,
          "AVALON_,AVA,;MORGAUSE,ORK ..1995-06-01|ORKGOV 1995-06-01..1999-08-15|ORKREB 1999-08-16..,;"
          "LADY_OF ORKNEY,ORK ..1995-06-01|ORKGOV 1995-06-01..1999-08-15|ORKREB 1999-08-16..,MORGAUSE",
          "");
    check(VB_DICTIONARY_ACTORS, "A [ABC 300101-310101]\n", VB_DICT_ACTORS, "A,ABC 2030-01-01..1931-01-01,",
          "d.txt:1: the code ABC ends before it begins\n");
}

static void defects_of_actors_are_named(void **state)
{
    (void)state;
    check(VB_DICTIONARY_ACTORS, "A [ABC]\n  [ABD 9008223-911221]\n", VB_DICT_ACTORS, "A,ABC,",
          "d.txt:2: blanks for a tab before a code\n"
          "d.txt:2: \"9008223\" is no date: wants YYMMDD or YYYYMMDD; the code is left out\n");
    check(VB_DICTIONARY_ACTORS, "A [AB]C]\n", VB_DICT_ACTORS, "A,AB,", "d.txt:1: \"]\" inside a code, or one too many\n");
    check(VB_DICTIONARY_ACTORS, "A [AB-C]\n", VB_DICT_ACTORS, "A,AB-C,",
          "d.txt:1: code \"AB-C\" has characters that no code has\n");
    check(VB_DICTIONARY_ACTORS, "A [AAA]\nB [BBB]\nA [CCC]\n", VB_DICT_ACTORS, "A,AAA,;B,BBB,;A,CCC,",
          "d.txt:3: \"A\" is CCC here and AAA in d.txt:1\n");
    check(VB_DICTIONARY_ACTORS, "A\\00B [AAA]\nC\xE9 [CCC]\nD\n+E\n", VB_DICT_ACTORS, "A B,AAA,;C\xC3\xA9,CCC,;D,---,;E,---,D",
          "d.txt:1: a NUL or another control character: read as a blank\nd.txt:2: bytes that are no UTF-8: read as Latin-1\n"
          "d.txt:3: no code for \"D\"\n");
    check(VB_DICTIONARY_ACTORS, "A [AAA\n<!-- never", VB_DICT_ACTORS, "A,AAA,",
          "d.txt:1: \"[\" without \"]\"\nd.txt:2: the comment that opens in line 2 never closes\n");
}

static void agents_have_plurals_and_substitution_sets(void **state)
{
    (void)state;
    check(VB_DICTIONARY_AGENTS,
          "!WHO! = MAN, WOMEN\nKNIGHT [~MIL]\nPOLICE {} [ ~COP]\nGOOSE {GEESE} [~GGS]\nAID [NGO~]\nCHAIR!WHO! [~GOV]\n",
          VB_DICT_AGENTS, "KNIGHT,~MIL,;POLICE,~COP,-;GOOSE,~GGS,GEESE;AID,NGO~,;CHAIRMAN,~GOV,;CHAIRWOMEN,~GOV,", "");
    check(VB_DICTIONARY_AGENTS, "A {B [~GOV]\nC [GOV]\nD!X! [~GOV]\nE\n", VB_DICT_AGENTS, "A,~GOV,;C,~GOV,",
          "d.txt:1: \"{\" and \"}\" do not match: no irregular forms read\n"
          "d.txt:2: an agent's code wants \"~\" before or after it: read as [~GOV]\n"
          "d.txt:3: no substitution set !X!\nd.txt:4: no code for \"E\": left out\n");
}

static const char verbs[] =
    "&GIFT_\n+GOLD\n+ HORSES\n\n--- GIVE  [071] ---\nGIVE {GAVE GIVEN}\n+HAND_OVER [072]\n- * &GIFT TO + [073] # x\n"
    "- * {FINE SWORD} (TO +) [0731]\n\n--- OFFEND [:110] ---\nOFFEND\n~ a (a b GIVE) SAY = a b 031\n";

static void verbs_have_blocks_patterns_and_sets(void **state)
{
    struct said                said;
    struct vb_dictionary_rows *got = import(VB_DICTIONARY_VERBS, verbs, &said);

    (void)state;
    assert_string_equal(rows_of(got, VB_DICT_SYNSETS), "&GIFT,GOLD_|HORSES_");
    assert_string_equal(rows_of(got, VB_DICT_VERBS),
                        "GIVE.1,,,071;GIVE.1,GIVE,GAVE|GIVEN,;GIVE.1,+HAND_OVER,,072;OFFEND.2,,,:110;OFFEND.2,OFFEND,,");
    assert_string_equal(rows_of(got, VB_DICT_PATTERNS), "GIVE.1,* &GIFT TO +,073;GIVE.1,* {FINE SWORD} (TO +),0731");
    assert_string_equal(rows_of(got, VB_DICT_TRANSFORMATIONS), "a (a b GIVE) SAY,a b 031");
    assert_string_equal(said.text, "");
    vb_dictionary_rows_free(got);
}

static void defects_of_verbs_are_named(void **state)
{
    (void)state;
    check(VB_DICTIONARY_VERBS, "--- A [010] ---\nA\n- * (ON ^) ^)[111]\n- B [012]\n- * C\n- * &NONE [013]\n- * D [###]\n",
          VB_DICT_PATTERNS, "A.1,* (ON ^) ^),111;A.1,* &NONE,013",
          "d.txt:3: brackets of a pattern do not match: read without them\nd.txt:4: a pattern without \"*\", the verb: left out\n"
          "d.txt:5: a pattern without a code: left out\nd.txt:7: \"[\" without \"]\"\nd.txt:7: a pattern without a code: left out\n"
          "d.txt:6: no synonym set &NONE\n");
}

static void discards_and_issues_are_read(void **state)
{
    (void)state;
    check(VB_DICTIONARY_DISCARDS, "BALL GAME\n+CUP_FINAL_ # x\n---\n", VB_DICT_DISCARDS, "BALL GAME,sentence;CUP_FINAL_,story",
          "d.txt:3: a phrase without a word\n");
    check(VB_DICTIONARY_ISSUES, "<ISSUE CATEGORY=\"LAW\" TYPE=\"ALL\">\nn:judge [JUDGES]\n~judge not\n</ISSUE>\nold+age [AGE]\n",
          VB_DICT_ISSUES, "n:judge,JUDGES,LAW;judge not,~,LAW;old+age,AGE,", "");
}

static void kinds_are_told_by_content(void **state)
{
    (void)state;
    assert_int_equal(vb_dictionary_guess(VB_STR("# x\nA [AAA]\n+B\n")), VB_DICTIONARY_ACTORS);
    assert_int_equal(vb_dictionary_guess(VB_STR("A [~AAA]\nB [NGO~]\n")), VB_DICTIONARY_AGENTS);
    assert_int_equal(vb_dictionary_guess(vb_str_of(verbs)), VB_DICTIONARY_VERBS);
    assert_int_equal(vb_dictionary_guess(VB_STR("A\n+B\n")), VB_DICTIONARY_DISCARDS);
    assert_int_equal(vb_dictionary_guess(VB_STR("<ISSUE CATEGORY=\"A\" TYPE=\"ALL\">\nn:x [X]\n")), VB_DICTIONARY_ISSUES);
    assert_int_equal(vb_dictionary_guess(VB_STR("# nothing\n")), VB_DICTIONARY_N_KINDS);
}

/* What was written is read back: the same rows, and the file's own line for each. */
static void tables_come_back(void **state)
{
    struct said                said;
    struct vb_dictionary_rows *got = import(VB_DICTIONARY_VERBS, verbs, &said), *back;
    struct vb_arena            arena = { 0 };
    vb_error                   err = { 0 };
    vb_str                     text;

    (void)state;
    for (unsigned t = 0; vb_dictionary_table_name(t); t++) {
        char want[4096];
        assert_int_equal(vb_dictionary_table_text(got, t, &arena, &text, NULL), VB_OK);
        assert_int_equal(vb_dictionary_rows_new(&back, NULL), VB_OK);
        assert_int_equal(vb_dict_table_read(back, (enum vb_dict_table)t, "t.tsv", text, &err), VB_OK);
        snprintf(want, sizeof want, "%s", rows_of(got, (enum vb_dict_table)t));
        assert_string_equal(rows_of(back, (enum vb_dict_table)t), want);
        vb_dictionary_rows_free(back);
    }
    assert_int_equal(vb_dictionary_rows_new(&back, NULL), VB_OK);
    assert_int_equal(vb_dict_table_read(back, VB_DICT_DISCARDS, "t.tsv", VB_STR("phrase\tscope\tsource\nA\n"), &err),
                     VB_ERR_KNOWLEDGE);
    assert_string_equal(err.msg, "t.tsv:2: wants 3 cells");
    vb_dictionary_rows_free(back);
    vb_arena_free(&arena);
    vb_dictionary_rows_free(got);
}

static void words_are_cut_as_tokens_are(void **state)
{
    static const char *const examples[][2] = {
        {"BARAD-DUR_", "barad_dur"},
        {"U.S. ARMY", "u.s army"},
        {"DON'T_GO", "do_n't_go"},
        {"Luna\xE2\x80\x99s 's (EU)", "luna eu"},
        {"  _-. ", ""},
        {"\xC3\x89TAT", "\xC3\xA9tat"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        vb_str              rest = vb_str_of(examples[i][0]);
        struct vb_dict_word word;
        char                text[128] = "";
        while (vb_dict_next_word(&rest, &word))
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.*s",
                     !*text        ? ""
                     : word.joined ? "_"
                                   : " ",
                     (int)word.n, word.bytes);
        assert_string_equal(text, examples[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actors_have_synonyms_and_dated_codes),
        cmocka_unit_test(defects_of_actors_are_named),
        cmocka_unit_test(agents_have_plurals_and_substitution_sets),
        cmocka_unit_test(verbs_have_blocks_patterns_and_sets),
        cmocka_unit_test(defects_of_verbs_are_named),
        cmocka_unit_test(discards_and_issues_are_read),
        cmocka_unit_test(kinds_are_told_by_content),
        cmocka_unit_test(tables_come_back),
        cmocka_unit_test(words_are_cut_as_tokens_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
