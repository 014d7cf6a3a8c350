/*
 * Every check of the tables, one failing table each: the message names file, line and what is wrong.
 */
#include "kb_files.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define ROLES "role\tnames\toffice\tsector\tkind\tcountry\n"
#define H KB_HOLDERS

static const struct { const char *file, *content, *says;
} bad[] = {
    /* lines */
    {"offices/roles.tsv", ROLES "mp\t\tlegislator\tLEG\tperson\n", "roles.tsv:2: 5 cells, of 6 columns"},
    {"offices/roles.tsv", ROLES "mp\t\tlegislator\tLEG\tperson\t\t\n", "roles.tsv:2: 7 cells, of 6 columns"},
    {"offices/roles.tsv", "# nothing\n", "roles.tsv: no header line"},
    {"offices/roles.tsv", "role\tofice\tkind\n", "roles.tsv:1: unknown column \"ofice\""},
    {"offices/roles.tsv", "role\trole\toffice\tkind\n", "roles.tsv:1: column \"role\" twice"},
    {"offices/roles.tsv", "# x\n\nrole\toffice\n", "roles.tsv:3: no column \"kind\""},
    {"offices/roles.tsv", ROLES "m\x01p\t\tlegislator\tLEG\tperson\t\n", "roles.tsv:2: a control character"},
    {"offices/roles.tsv", ROLES "m\xc2\x85p\t\tlegislator\tLEG\tperson\t\n", "roles.tsv:2: a control character"},
    {"offices/roles.tsv", ROLES "m\xffp\t\tlegislator\tLEG\tperson\t\n", "roles.tsv:2: not UTF-8"},
    {"offices/rolls.tsv", ROLES, "rolls.tsv: no table has this name"},
    {"rolls.tsv", ROLES, "rolls.tsv: no table has this name"},
    /* cells */
    {"offices/roles.tsv", ROLES "\t\tlegislator\tLEG\tperson\t\n", "roles.tsv:2: role is empty"},
    {"offices/roles.tsv", ROLES "mp|mep\t\tlegislator\tLEG\tperson\t\nmp\t\tjudge \t\tperson\t\n",
     "roles.tsv:3: office \"judge \": begins or ends with a space"},
    {"offices/roles.tsv", ROLES "mp\ta||b\tlegislator\tLEG\tperson\t\n", "roles.tsv:2: names \"\": an empty item between |"},
    {"offices/roles.tsv", ROLES "mp\ta|...\tlegislator\tLEG\tperson\t\n",
     "roles.tsv:2: names \"...\": a name of nothing, or too long"},
    {"offices/roles.tsv", ROLES "mp\t\tLegislator\tLEG\tperson\t\n",
     "roles.tsv:2: office \"Legislator\": not in small letters, digits and hyphens"},
    {"offices/roles.tsv", ROLES "mp\t\tlegislator\tXYZ\tperson\t\n", "roles.tsv:2: sector \"XYZ\": unknown"},
    {"offices/roles.tsv", ROLES "mp\t\tlegislator\tLEG JUD\tperson\t\n", "roles.tsv:2: sector \"LEG JUD\": unknown"},
    {"offices/roles.tsv", ROLES "mp\t\tlegislator\tLEG\tbody\t\n", "roles.tsv:2: kind \"body\": unknown"},
    {"states/states.tsv", KB_STATES "Ita\tItaly\t\t\t\t\t\t\n", "states.tsv:2: code \"Ita\": no country code: three capitals"},
    {"states/states.tsv", KB_STATES "ITA\tItaly\t\t\t\t\t1861-17\t\n",
     "states.tsv:2: from \"1861-17\": no date: YYYY-MM-DD, YYYY-MM or YYYY"},
    {"states/states.tsv", KB_STATES "ITA\tItaly\t\t\t\t\t1861-03\t1861-02-28\n",
     "states.tsv:2: ends before it begins: 1861-03, 1861-02-28"},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001-03\t\t2000\t\n", "x.tsv:2: sure before it begins: 2001-03, 2000"},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001\t\t\tno\n", "x.tsv:2: collective \"no\": only yes or nothing"},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t\t\t\t\n", "x.tsv:2: from is empty"},
    {"places/cities.tsv", "name\tcountry\tpopulation\nRome\tITA\t2.8m\n", "cities.tsv:2: population \"2.8m\": no number"},
    /* references */
    {"holders/x.tsv", H "A\t\tFRA\tmayor\t\t2001\t\t\t\n", "x.tsv:2: country \"FRA\": no state has this code"},
    {"holders/x.tsv", H "A\t\tITA\tmayor\tTories\t2001\t\t\t\n",
     "x.tsv:2: party \"Tories\": no party of this country has this name"},
    {"parties/government.tsv", "country\tparty\tfrom\nITA\tConservatives\t2001\n",
     "government.tsv:2: party \"Conservatives\": no party of this country has this name"},
    {"states/states.tsv", KB_STATES "ITA\tItaly\t\tItalian\tFRA\t\t\t\n",
     "states.tsv:2: sovereign \"FRA\": no state has this code"},
    {"states/states.tsv", KB_STATES "ITA\tItaly\t\tItalian\t\tITA|FRA\t\t\n",
     "states.tsv:2: successor \"FRA\": no state has this code"},
    {"bodies/international.tsv", "id\tname\tpart_of\nunsc\tSecurity Council\tun\n",
     "international.tsv:2: part_of \"un\": no body has this id"},
    {"institutions/institutions.tsv", "name\tcountry\thead_office\nFarnesina\tITA\tmajor-domo\n",
     "institutions.tsv:2: head_office \"major-domo\": no role is called so"},
    {"metonyms/metonyms.tsv", "word\tstands_for\nFarnesina\tMinistry of Magic\n",
     "metonyms.tsv:2: stands_for \"Ministry of Magic\": nothing has this name"},
    /* events */
    {"events/event-types.tsv", "type\tquad\tintensity\nAGREES\t1\t2.5\n", "event-types.tsv:2: type \"AGREES\": unknown"},
    {"events/event-types.tsv", "type\tquad\tintensity\nAGREE\t1\t2.55\n",
     "event-types.tsv:2: intensity \"2.55\": no number with at most one decimal"},
    {"events/cameo.tsv", "code\ttype\tlabel\n01\tNONE\tspeaks\n", "cameo.tsv:2: code \"01\": no CAMEO code: three or four digits"},
    {"events/cameo.tsv", "code\ttype\tmode\tlabel\n042\tCONSULT\tvisit\tvisits\n",
     "cameo.tsv:2: mode \"visit\": its type has no such mode"},
    {"events/event-modes.tsv", "type\tmode\tcameo\nCONSULT\tvisit\t042\n",
     "event-modes.tsv:2: cameo \"042\": CAMEO has no such code"},
    {"events/patterns.tsv", "word\tpos\tobject\ttype\tsure\nvisit\tverb\t@lands\tCONSULT\tsure\n",
     "patterns.tsv:2: object \"@lands\": no group has this name"},
    {"events/patterns.tsv", "word\tpos\tobject\ttype\tsure\nvisit\tverb\t@name\tCONSULT\tsure\n", NULL},
    {"events/patterns.tsv", "word\tpos\ttype\tmode\tsure\nvisit\tverb\tCONSULT\tvisit\tsure\n",
     "patterns.tsv:2: mode \"visit\": its type has no such mode"},
    {"events/patterns.tsv", "word\tpos\ttype\tsure\nvisit\tverb\tCONSULT\tvery\n", "patterns.tsv:2: sure \"very\": unknown"},
    {"events/patterns.tsv", "word\tpos\ttype\tsure\nvisit\tverb\tCONSULT\tsure\nVisit\tverb\tAID\tweak\n",
     "patterns.tsv:3: the same row as patterns.tsv:2"},
    {"events/contexts.tsv", "word\tcontext\tsure\ntroops\tarmy\tsure\n", "contexts.tsv:2: context \"army\": unknown"},
    {"events/event-modes.tsv", "type\tmode\tcameo\nCONSULT\tVisit\t042\n",
     "event-modes.tsv:2: mode \"Visit\": not in small letters, digits and hyphens"},
    /* rows that do not go together */
    {"offices/roles.tsv", ROLES "mp\t\tlegislator\tLEG\tperson\t\nMP\t\tlegislator\t\tgroup\t\n", NULL},
    {"offices/roles.tsv", ROLES "Señor\t\tmayor\t\tperson\t\nx\t\tmayor\t\tperson\t\nsenor\t\tmayor\t\tgroup\t\n",
     "roles.tsv:4: the same row as roles.tsv:2"},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001\t2005-06-01\t\t\nB\t\tITA\tmayor\t\t2005-05-31\t\t\t\n",
     "x.tsv:3: ITA mayor: already held by A, x.tsv:2"},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001\t2005-06-01\t\t\nB\t\tITA\tmayor\t\t2005-06-01\t\t\t\n", NULL},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001\t2005\t\t\nB\t\tITA\tmayor\t\t2005-01-02\t\t\t\n", NULL},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001\t\t2005\t\nB\t\tITA\tmayor\t\t2006\t\t\t\n", NULL},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001\t\t\t\nB\t\tITA\tmayor\t\t2002\t2003\t\t\nC\t\tITA\tmayor\t\t2004\t\t\t\n",
     "x.tsv:4: ITA mayor: already held by A, x.tsv:2"},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001\t\t\tyes\nB\t\tITA\tmayor\t\t2002\t\t\tyes\n", NULL},
    {"holders/x.tsv", H "A\t\tITA\tmayor\t\t2001\t\t\tyes\nB\t\tITA\tmayor\t\t2002\t\t\t\n",
     "x.tsv:3: ITA mayor: already held by A, x.tsv:2"},
    {"holders/x.tsv", H "A\t\tITA\tparty-leader\tPD\t2001\t\t\t\nB\t\tITA\tparty-leader\tPD\t2002\t\t\t\n",
     "x.tsv:3: ITA party-leader: already held by A, x.tsv:2"},
    {"holders/x.tsv", H "A\t\tITA\tparty-leader\tPD\t2001\t\t\t\nB\t\tITA\tparty-leader\t\t2002\t\t\t\n", NULL},
    {"holders/x.tsv",
     H "A\t\tITA\tmayor\t\t2001\t2005-05-02\t\t\nB\t\tITA\tmayor\t\t2005\t2005-08-06\t\t\nC\t\tITA\tmayor\t\t2005-08-06\t\t\t\n",
     NULL},
    {"holders/x.tsv", H "A\t\tGIB\tgovernor\tTories\t2001\t\t\t\n", NULL},
};

/* `file` in place of the small table of that name. */
static char *dir_with(const char *file, const char *content)
{
    char *dir = kb_dir();
    for (size_t i = 0; i < sizeof kb_small / sizeof *kb_small; i++) {
        bool refers = strncmp(file, "holders", 7) != 0 && strncmp(kb_small[i][0], "holders", 7) == 0;
        if (strncmp(file, "states", 6) == 0) refers = true;
        if (!refers) kb_put(dir, kb_small[i][0], kb_small[i][1]);
    }
    kb_put(dir, file, content);
    return dir;
}

static void each_check_names_file_and_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char          *dir  = dir_with(bad[i].file, bad[i].content);
        struct kb_said said = { 0 };
        vb_error       err  = { 0 };
        vb_status      st   = vb_knowledge_build((const char *const[]){ dir }, 1, NULL, kb_say, &said, NULL, &err);
        if (bad[i].says && !strstr(said.text, bad[i].says)) fail_msg("%zu: \"%s\" does not say \"%s\"", i, said.text, bad[i].says);
        if (!bad[i].says && said.n) fail_msg("%zu: says \"%s\"", i, said.text);
        assert_int_equal(st, bad[i].says ? VB_ERR_KNOWLEDGE : VB_OK);
        /* Without anybody to tell, the first problem is the error. */
        st = vb_knowledge_build((const char *const[]){ dir }, 1, NULL, NULL, NULL, NULL, &err);
        assert_int_equal(st, bad[i].says ? VB_ERR_KNOWLEDGE : VB_OK);
        if (bad[i].says && !strstr(said.text, err.msg)) fail_msg("%zu: \"%s\" is not among \"%s\"", i, err.msg, said.text);
        kb_remove(dir);
    }
}

static void every_problem_is_listed(void **state)
{
    (void)state;
    char          *dir  = dir_with("offices/roles.tsv", ROLES "mp\t\n\xff\nx\t\tY\tZ\tq\t\nok\t\tjudge\t\tperson\tFRA\n");
    struct kb_said said = { 0 };
    vb_error       err  = { 0 };
    assert_int_equal(vb_knowledge_build((const char *const[]){ dir }, 1, NULL, kb_say, &said, NULL, &err), VB_ERR_KNOWLEDGE);
    assert_string_equal(said.text,
                        "roles.tsv:2: 2 cells, of 6 columns\nroles.tsv:3: not UTF-8\n"
                        "roles.tsv:4: office \"Y\": not in small letters, digits and hyphens\nroles.tsv:4: sector \"Z\": unknown\n"
                        "roles.tsv:4: kind \"q\": unknown\nroles.tsv:5: country \"FRA\": no state has this code\n");
    assert_string_equal(err.msg, "6 problems in the tables");
    kb_remove(dir);
}

static void long_lines_are_refused(void **state)
{
    (void)state;
    size_t         n    = VB_KB_LINE_MAX;
    char          *text = malloc(n + 64), *dir;
    struct kb_said said = { 0 };
    vb_error       err  = { 0 };
    strcpy(text, "word\n");
    memset(text + 5, 'x', n + 1);
    strcpy(text + 5 + n + 1, "\n");
    dir = dir_with("offices/modifiers.tsv", text);
    assert_int_equal(vb_knowledge_build((const char *const[]){ dir }, 1, NULL, kb_say, &said, NULL, &err), VB_ERR_KNOWLEDGE);
    assert_string_equal(said.text, "modifiers.tsv:2: a line of more than 16384 bytes\n");
    kb_remove(dir);
    free(text);
}

static void what_spreadsheets_add_is_no_problem(void **state)
{
    (void)state;
    char    *dir = dir_with("offices/modifiers.tsv", "\xEF\xBB\xBFword\tsector\r\nformer\tELI\r\n");
    vb_error err = { 0 };
    assert_int_equal(vb_knowledge_build((const char *const[]){ dir }, 1, NULL, NULL, NULL, NULL, &err), VB_OK);
    kb_remove(dir);
}

static void folders_that_are_not_there(void **state)
{
    (void)state;
    char    *dir = kb_dir();
    vb_error err = { 0 };
    assert_int_equal(vb_knowledge_build((const char *const[]){ "/no/such/folder" }, 1, NULL, NULL, NULL, NULL, &err), VB_ERR_IO);
    assert_string_equal(err.msg, "/no/such/folder: No such file or directory");
    assert_int_equal(vb_knowledge_build((const char *const[]){ dir }, 1, NULL, NULL, NULL, NULL, &err), VB_ERR_KNOWLEDGE);
    assert_non_null(strstr(err.msg, ": no tables in it"));
    kb_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_check_names_file_and_line), cmocka_unit_test(every_problem_is_listed),
        cmocka_unit_test(long_lines_are_refused), cmocka_unit_test(what_spreadsheets_add_is_no_problem),
        cmocka_unit_test(folders_that_are_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
