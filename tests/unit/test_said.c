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
static char       path[64];
static vb_record *record;

static void put(size_t i)
{
    vb_str            text       = vb_str_of(texts[i].text);
    vb_span           all        = { 0, (uint32_t)text.len };
    vb_mention        mention    = { { 0, 1 }, VB_FORM_OTHER };
    vb_entity         entity     = { .name = vb_str_of(texts[i].name), .kind = VB_KIND_PERSON, .mentions = &mention, .n_mentions = 1, .score = 1.0f };
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
    struct vb_said_filter filter = { .by = vb_str_of(by), .about = vb_str_of(about), .since = vb_str_of(since), .until = vb_str_of(until) };
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
    struct vb_said_filter filter = { .since = VB_STR("last week") };
    char                  found[32] = "", longer[1002];
    vb_error              err = { 0 };

    (void)state;
    assert_int_equal(vb_record_said(record, &filter, note, found, &err), VB_ERR_RECORD);
    assert_non_null(strstr(err.msg, "since: \"last week\" is no date"));
    memset(longer, 'a', sizeof longer);
    filter = (struct vb_said_filter){ .about = { longer, 1001 } };
    assert_int_equal(vb_record_said(record, &filter, note, found, &err), VB_ERR_LIMIT);
    filter = (struct vb_said_filter){ .by = VB_STR("\xC3") };
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
    struct vb_said_filter filter = { 0 };
    int                   n      = 0;
    (void)state;
    assert_int_equal(vb_record_said(record, &filter, stop_at_two, &n, NULL), VB_OK);
    assert_int_equal(n, 2);
    finds("rossi", NULL, NULL, NULL, "ac");        /* and ask again */
}

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/r.db", folder);
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
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
