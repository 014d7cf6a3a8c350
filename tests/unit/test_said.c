/* Opposite src/record/said.c: which statements each filter finds. */
#include "record.h"
#include "synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * One text a row, one statement in it: its content is the text, its speaker the name. The found ones are told by their input_id.
 */
static const struct { const char *id, *name, *text, *title, *date, *model; } texts[] = {
    { "a", "Anna Rossi", "We will vote on climate policy.", "Talks in Łódź", "2023-08-30", "m1" },
    { "b", "Jean-Luc ÜNAL", "The climate will change.", NULL, "2023-08", "m1" },
    { "c", "Anna Maria Rossi", "No vote on Thursday.", "Climate policy", "2023", "m1" },
    { "d", NULL, "Nobody says whose vote this is.", "Talks", "2022-12-31", "m1" },
    { "e", "Rossini", "Policy is policy.", NULL, NULL, "m1" },
    { "f", "Mary O’Brien", "It was an old reading.", NULL, "2024-02-29", "m1" },
    { "g", "Mary O’Brien-Smith", "It was an old reading.", NULL, "2024-02-29", "m2" },     /* the same text, read again */
};

static char       folder[] = "/tmp/verbale-said-XXXXXX";
static char       path[64], other_path[64];
static vb_record *record;

static void put(size_t i)
{
    vb_str            text       = vb_str_of(texts[i].text);
    vb_span           all        = { 0, (uint32_t)text.len };
    vb_mention        mention    = { { 0, 1 }, VB_FORM_OTHER };
    vb_entity entity = {
        .name = vb_str_of(texts[i].name), .kind = VB_KIND_PERSON, .mentions = &mention, .n_mentions = 1, .score = 1.0f};
    vb_statement      statement  = { .content = { &all, 1 }, .nested_in = VB_NONE, .continues = VB_NONE, NOT_SAID };
    struct vb_reading reading    = { .text = { .bytes = text }, .statements = { &statement, 1 } };
    char              hex[65], id[80];

    vb_sha256_hex(vb_sha256_of(text), hex);
    snprintf(id, sizeof id, "sha256:%s", hex);
    reading.id            = vb_str_of(id);
    reading.meta.input_id = vb_str_of(texts[i].id);
    reading.meta.title    = vb_str_of(texts[i].title);
    reading.meta.date     = vb_str_of(texts[i].date);
    reading.run.model     = vb_str_of(texts[i].model);
    reading.entities      = (struct vb_entities){ &entity, texts[i].name ? 1 : 0 };
    statement.speaker     = texts[i].name ? 0 : VB_NONE;
    assert_int_equal(vb_record_put(record, &reading, NULL, NULL), VB_OK);
}

static bool note(void *ctx, const struct vb_said_row *row)
{
    strncat(ctx, row->reading->meta.input_id.ptr, 1);
    return true;
}

static void finds(const char *by, const char *about, const char *since, const char *until, const char *expected)
{
    struct vb_filter filter = {
        .actor = vb_str_of(by), .about = vb_str_of(about), .since = vb_str_of(since), .until = vb_str_of(until)};
    char                  found[32] = "";
    vb_error              err = { 0 };

    if (vb_record_said(record, &filter, note, found, &err) != VB_OK) fail_msg("%s", err.msg);
    if (strcmp(found, expected) != 0)
        fail_msg("by %s about %s since %s until %s: found \"%s\", expected \"%s\"", by ? by : "-", about ? about : "-",
                 since ? since : "-", until ? until : "-", found, expected);
}

static void test_without_a_filter_all_of_the_newest_readings(void **state)
{
    (void)state;
    finds(NULL, NULL, NULL, NULL, "abcdeg");
}

static void test_by(void **state)
{
    (void)state;
    finds("rossi", NULL, NULL, NULL, "ac");
    finds("ANNA", NULL, NULL, NULL, "ac");
    finds("Anna Rossi", NULL, NULL, NULL, "a");
    finds("ünal", NULL, NULL, NULL, "b");
    finds("Jean Luc", NULL, NULL, NULL, "b");
    finds("unal", NULL, NULL, NULL, "b");
    finds("o'brien", NULL, NULL, NULL, "g");       /* the older reading no longer counts */
    finds("nobody", NULL, NULL, NULL, "");
    finds("", NULL, NULL, NULL, "");
    finds("Rossi%' OR 1 --", NULL, NULL, NULL, "");
}

static void test_about(void **state)
{
    (void)state;
    finds(NULL, "vote", NULL, NULL, "acd");
    finds(NULL, "policy climate", NULL, NULL, "ac");       /* in the content; in the title */
    finds(NULL, "climate", NULL, NULL, "abc");
    finds(NULL, "łódź", NULL, NULL, "a");
    finds(NULL, "vote talks", NULL, NULL, "");     /* one in the content and one in the title is neither */
    finds(NULL, "clim", NULL, NULL, "");
    finds(NULL, "", NULL, NULL, "");
}

static void test_dates(void **state)
{
    (void)state;
    finds(NULL, NULL, "2023-08-30", NULL, "abcg"); /* any day of 2023-08 and of 2023 may be that one or later */
    finds(NULL, NULL, "2023-08-31", NULL, "bcg");
    finds(NULL, NULL, "2023-09", NULL, "cg");
    finds(NULL, NULL, "2023", NULL, "abcg");
    finds(NULL, NULL, "2024", NULL, "g");
    finds(NULL, NULL, NULL, "2023", "abcd");
    finds(NULL, NULL, NULL, "2022", "d");
    finds(NULL, NULL, NULL, "2023-08-29", "bcd");
    finds(NULL, NULL, NULL, "2023-08-30", "abcd");
    finds(NULL, NULL, NULL, "2023-07", "cd");
    finds(NULL, NULL, "2024-02-29", "2024-02-29", "g");
    finds(NULL, NULL, "2023-08-30", "2023-08-30", "abc");
    finds(NULL, NULL, "2025", NULL, "");
    finds(NULL, NULL, "2024", "2022", "");
}

static void test_filters_together(void **state)
{
    (void)state;
    finds("rossi", "vote", "2023-08", "2023", "ac");
    finds("rossi", "thursday", NULL, NULL, "c");
    finds("rossi", "vote", "2024", NULL, "");
}

static void test_bad_filters_are_refused(void **state)
{
    struct vb_filter filter = { .since = VB_STR("last week") };
    char                  found[32] = "", longer[1002];
    vb_error              err = { 0 };

    (void)state;
    assert_int_equal(vb_record_said(record, &filter, note, found, &err), VB_ERR_RECORD);
    assert_non_null(strstr(err.msg, "since: \"last week\" is no date"));
    memset(longer, 'a', sizeof longer);
    filter = (struct vb_filter){ .about = { longer, 1001 } };
    assert_int_equal(vb_record_said(record, &filter, note, found, &err), VB_ERR_LIMIT);
    filter = (struct vb_filter){ .actor = VB_STR("\xC3") };
    assert_int_equal(vb_record_said(record, &filter, note, found, &err), VB_ERR_ENCODING);
    assert_string_equal(found, "");
}

static bool stop_at_two(void *ctx, const struct vb_said_row *row)
{
    (void)row;
    return ++*(int *)ctx < 2;
}

static void test_a_visitor_can_stop(void **state)
{
    struct vb_filter filter = { 0 };
    int                   n      = 0;
    (void)state;
    assert_int_equal(vb_record_said(record, &filter, stop_at_two, &n, NULL), VB_OK);
    assert_int_equal(n, 2);
    finds("rossi", NULL, NULL, NULL, "ac");        /* and ask again */
}

/* ---- entities: a record of its own ---------------------------------------------------------------------------------------- */

/*
 * "Mara Lind, Sweden's foreign minister, told Radio North on 3 May 2021 that China and her party agree. I agree, she said."
 * Three statements: 0 by Lind to Radio North, on the day; 1 by the report of the party, with no time; 2 by Lind, about herself
 * alone.
 */
static const char told[] = "Mara Lind, Sweden's foreign minister, told Radio North on 3 May 2021 that China and her party agree. "
                           "The report says no. I agree, she said. Oskar Ek's aide agreed.";

static vb_span at(const char *words)
{
    const char *p = strstr(told, words);
    assert_non_null(p);
    return (vb_span){ (uint32_t)(p - told), (uint32_t)(p - told + (long)strlen(words)) };
}

static vb_record *with_entities(void)
{
    enum { LIND, RADIO, CHINA, REPORT, AIDE };
    const vb_mention lind[]   = { { at("Mara Lind"), VB_FORM_NAME }, { at("Sweden's foreign minister"), VB_FORM_ROLE },
                                  { at("I"), VB_FORM_PRONOUN } };
    const vb_mention radio = { at("Radio North"), VB_FORM_NAME }, china = { at("China"), VB_FORM_NAME },
                     report = { at("The report"), VB_FORM_ROLE }, aide = { at("Oskar Ek's aide"), VB_FORM_ROLE };
    const vb_office  office   = { VB_STR("top diplomat"), VB_NONE };
    const vb_entity  entities[] = {
        { .name = VB_STR("Mara Lind"), .kind = VB_KIND_PERSON, .country = VB_STR("SWE"), .offices = &office, .n_offices = 1,
          .mentions = lind, .n_mentions = 3 },
        { .name = VB_STR("Radio North"), .kind = VB_KIND_ORGANISATION, .mentions = &radio, .n_mentions = 1 },
        { .name = VB_STR("People's Republic of China"), .kind = VB_KIND_STATE, .country = VB_STR("CHN"), .mentions = &china,
          .n_mentions = 1 },
        { .name = VB_STR("party report"), .kind = VB_KIND_DOCUMENT, .mentions = &report, .n_mentions = 1 },
        { .name = VB_STR("aide"), .kind = VB_KIND_PERSON, .mentions = &aide, .n_mentions = 1 },
    };
    const vb_span      content[]    = { at("that China and her party agree"), at("no. "), at("I agree"), at("agreed") };
    const vb_time      time         = { at("3 May 2021"), VB_STR("2021-05-03"), VB_TIME_DATE, VB_MOD_NONE, VB_BASIS_TEXT, VB_NONE };
    const vb_statement statements[] = {
        {.content = {content, 1},
         .speaker = LIND,
         .document = VB_NONE,
         .addressee = VB_NONE,
         .channel = RADIO,
         .time = 0,
         .nested_in = VB_NONE,
         .continues = VB_NONE},
        {.content = {content + 1, 1},
         .speaker = VB_NONE,
         .document = REPORT,
         .addressee = LIND,
         .channel = VB_NONE,
         .time = VB_NONE,
         .nested_in = VB_NONE,
         .continues = VB_NONE},
        {.content = {content + 2, 1}, .speaker = LIND, NOT_SAID, .nested_in = VB_NONE, .continues = VB_NONE},
        {.content = {content + 3, 1}, .speaker = AIDE, NOT_SAID, .nested_in = VB_NONE, .continues = VB_NONE},
    };
    struct vb_reading reading = { .id = VB_STR("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                                  .meta = { .date = VB_STR("2021-05-04") }, .text = { .bytes = vb_str_of(told) },
                                  .entities = { .at = entities, .n = 5 }, .statements = { statements, 4 }, .times = { &time, 1 } };
    vb_record        *r       = NULL;
    vb_error          err     = { 0 };

    if (vb_record_open(other_path, VB_RECORD_WRITE, &r, &err) != VB_OK) fail_msg("%s", err.msg);
    if (vb_record_put(r, &reading, NULL, &err) != VB_OK) fail_msg("%s", err.msg);
    return r;
}

static bool note_number(void *ctx, const struct vb_said_row *row)
{
    char *found = ctx;
    found[strlen(found)] = (char)('0' + (row->statement - row->reading->statements.at));
    return true;
}

static void test_entities_are_found_by_all_that_they_are_called(void **state)
{
    static const struct { struct vb_filter filter; const char *expected; } cases[] = {
        { { .actor = VB_STR("lind") }, "02" },
        { { .actor = VB_STR("foreign minister") }, "02" },        /* by a role of the text */
        { { .actor = VB_STR("top diplomat") }, "02" },            /* by an office */
        { { .actor = VB_STR("SWE") }, "02" },                     /* by country */
        { { .actor = VB_STR("swe") }, "" },
        { { .actor = VB_STR("Sweden") }, "" },                    /* it is Sweden's minister, not Sweden */
        { { .actor = VB_STR("report") }, "1" },                   /* by the document */
        { { .actor = VB_STR("Ek") }, "" },                        /* his aide is somebody else */
        { { .actor = VB_STR("aide") }, "3" },
        { { .recipient = VB_STR("radio north") }, "0" },
        { { .recipient = VB_STR("Lind") }, "1" },
        { { .recipient = VB_STR("SWE") }, "1" },
        { { .actor = VB_STR("Lind"), .recipient = VB_STR("Radio") }, "0" },
        { { .actor = VB_STR("Lind"), .recipient = VB_STR("Lind") }, "" },
        { { .about = VB_STR("Republic") }, "0" },              /* the text says China alone */
        { { .about = VB_STR("CHN") }, "0" },
        { { .about = VB_STR("party") }, "0" },                 /* no entity there: words of the content */
        { { .about = VB_STR("Lind") }, "" },                   /* "I" in her own words is not about her */
        { { .since = VB_STR("2021-05-04") }, "123" },          /* by the text's date, but for the first */
        { { .until = VB_STR("2021-05-03") }, "0" },
        { { .since = VB_STR("2021-05"), .until = VB_STR("2021-05") }, "0123" },
    };
    vb_record *r = with_entities();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char     found[16] = "";
        vb_error err       = { 0 };
        if (vb_record_said(r, &cases[i].filter, note_number, found, &err) != VB_OK) fail_msg("%zu: %s", i, err.msg);
        if (strcmp(found, cases[i].expected) != 0) fail_msg("case %zu: found \"%s\", expected \"%s\"", i, found, cases[i].expected);
    }
    vb_record_close(r);
    unlink(other_path);
}

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/r.db", folder);
    snprintf(other_path, sizeof other_path, "%s/other.db", folder);
    if (vb_record_open(path, VB_RECORD_WRITE, &record, NULL) != VB_OK) return -1;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) put(i);
    vb_record_close(record);
    return vb_record_open(path, VB_RECORD_READ, &record, NULL) == VB_OK ? 0 : -1;
}

static int unmake(void **state)
{
    (void)state;
    vb_record_close(record);
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_a_filter_all_of_the_newest_readings),
        cmocka_unit_test(test_by),
        cmocka_unit_test(test_about),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_filters_together),
        cmocka_unit_test(test_bad_filters_are_refused),
        cmocka_unit_test(test_a_visitor_can_stop),
        cmocka_unit_test(test_entities_are_found_by_all_that_they_are_called),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
