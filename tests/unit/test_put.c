/* Opposite src/record/put.c, load.c and each.c: what goes into a record comes out of it, once. */
#include "export.h"
#include "record_db.h"
#include "synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/verbale-put-XXXXXX";
static char path[64];

static vb_record *open_record(vb_record_mode mode)
{
    vb_record *record = NULL;
    vb_error   err    = { 0 };
    if (vb_record_open(path, mode, &record, &err) != VB_OK) fail_msg("%s", err.msg);
    return record;
}

static int fresh(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s/r.db", folder);
    unlink(path);
    return 0;
}

static void put(vb_record *record, uint64_t seed, bool expect_added)
{
    struct synthetic s     = { 0 };
    bool             added = !expect_added;
    vb_error         err   = { 0 };

    synthetic_make(&s, seed);
    if (vb_record_put(record, &s.reading, &added, &err) != VB_OK) fail_msg("%s", err.msg);
    assert_int_equal(added, expect_added);
    synthetic_free(&s);
}

static bool print_json(void *ctx, const struct vb_reading *reading)
{
    return vb_export_json(reading, (struct vb_out){ gather, ctx }, NULL) == VB_OK;
}

static long long number(vb_record *record, const char *sql)
{
    sqlite3_stmt *query;
    long long     n;
    assert_int_equal(sqlite3_prepare_v2(record->db, sql, -1, &query, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    n = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    return n;
}

static void test_json_of_the_record_is_json_of_the_reading(void **state)
{
    enum { N = 300 };
    struct gathered direct = { 0 }, stored = { 0 };
    vb_record      *record = open_record(VB_RECORD_WRITE);

    (void)state;
    for (uint64_t seed = 1; seed <= N; seed++) {
        struct synthetic s = { 0 };
        synthetic_make(&s, seed);
        assert_true(print_json(&direct, &s.reading));
        synthetic_free(&s);
        put(record, seed, true);
    }
    vb_record_close(record);
    record = open_record(VB_RECORD_READ);
    assert_int_equal(vb_record_each(record, false, print_json, &stored, NULL), VB_OK);
    assert_int_equal(stored.bytes.n, direct.bytes.n);
    assert_memory_equal(stored.bytes.at, direct.bytes.at, direct.bytes.n);
    vb_record_close(record);
    vb_free(direct.bytes.at);
    vb_free(stored.bytes.at);
}

static void test_a_second_time_writes_nothing(void **state)
{
    vb_record *record = open_record(VB_RECORD_WRITE);
    long long  before;

    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) put(record, seed, true);
    before = number(record, "SELECT total_changes()");
    for (uint64_t seed = 1; seed <= 20; seed++) put(record, seed, false);
    assert_int_equal(number(record, "SELECT total_changes()"), before);
    vb_record_close(record);

    record = open_record(VB_RECORD_WRITE);         /* nor after it was closed */
    for (uint64_t seed = 1; seed <= 20; seed++) put(record, seed, false);
    assert_int_equal(number(record, "SELECT count(*) FROM document"), 20);
    vb_record_close(record);
}

static bool count(void *ctx, const struct vb_reading *reading)
{
    (void)reading;
    ++*(int *)ctx;
    return true;
}

static bool last_model(void *ctx, const struct vb_reading *reading)
{
    snprintf(ctx, 64, "%.*s", (int)reading->run.model.len, reading->run.model.ptr);
    return true;
}

static void test_another_model_adds_a_reading_beside_the_old_one(void **state)
{
    vb_record       *record = open_record(VB_RECORD_WRITE);
    struct synthetic s      = { 0 };
    char             model[64];
    int              n = 0;
    bool             added;

    (void)state;
    synthetic_make(&s, 7);
    assert_int_equal(vb_record_put(record, &s.reading, &added, NULL), VB_OK);
    s.reading.run.model = VB_STR("sha256:newer");
    assert_int_equal(vb_record_put(record, &s.reading, &added, NULL), VB_OK);
    assert_true(added);
    assert_int_equal(number(record, "SELECT count(*) FROM document"), 1);
    assert_int_equal(number(record, "SELECT count(*) FROM reading"), 2);
    /* The statement is the same statement, in both readings and in every record. */
    assert_int_equal(number(record, "SELECT count(DISTINCT uid) FROM statement"), s.reading.statements.n);
    assert_int_equal(number(record, "SELECT count(*) FROM statement"), 2 * s.reading.statements.n);

    assert_int_equal(vb_record_each(record, false, last_model, model, NULL), VB_OK);
    assert_string_equal(model, "sha256:newer");
    assert_int_equal(vb_record_each(record, true, count, &n, NULL), VB_OK);
    assert_int_equal(n, 2);

    s.reading.meta.title = VB_STR("A title given later");
    assert_int_equal(vb_record_put(record, &s.reading, &added, NULL), VB_OK);
    assert_true(added);
    synthetic_free(&s);
    vb_record_close(record);
}

static void test_uid_is_what_record_md_says(void **state)
{
    static const char hashed[] = "statement\n71:sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                                 "\ncontent 4 8\ncontent 9 11\ncue 0 3";
    vb_span           content[] = { { 4, 8 }, { 9, 11 } }, cue[] = { { 0, 3 } };
    vb_statement      same      = { .content = { content, 2 }, .cue = { cue, 1 },
                                    .speaker = VB_NONE, .nested_in = VB_NONE, .continues = VB_NONE, NOT_SAID };
    vb_statement      two[2]    = { same, same };
    struct vb_reading reading   = { .id = VB_STR("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                                    .text = { .bytes = VB_STR("said yes to us") }, .statements = { two, 2 } };
    vb_record        *record    = open_record(VB_RECORD_WRITE);
    char              hex[65], sql[160];

    (void)state;
    assert_int_equal(vb_record_put(record, &reading, NULL, NULL), VB_OK);
    vb_sha256_hex(vb_sha256_of(VB_STR(hashed)), hex);
    snprintf(sql, sizeof sql, "SELECT n FROM statement WHERE uid = '%s'", hex);
    assert_int_equal(number(record, sql), 1);
    assert_int_equal(number(record, "SELECT count(DISTINCT uid) FROM statement"), 2);     /* the repeated one has its own */
    vb_record_close(record);
}

static void test_uid_of_an_event_is_what_record_md_says(void **state)
{
    static const char hashed[] = "event\n71:sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                                 "\n7:CONSULT\ntrigger 4 8";
    vb_span           clause    = { 0, 8 };
    vb_event          same      = { .type = VB_EVENT_CONSULT, .trigger = { 4, 8 }, .evidence = { &clause, 1 },
                                    .asserted_by = VB_NONE, .place = VB_NONE, .part_of = VB_NONE };
    vb_event          two[2]    = { same, same };
    struct vb_reading reading   = { .id = VB_STR("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                                    .text = { .bytes = VB_STR("the meet to us") }, .events = { two, 2 } };
    vb_record        *record    = open_record(VB_RECORD_WRITE);
    char              hex[65], sql[160];

    (void)state;
    assert_int_equal(vb_record_put(record, &reading, NULL, NULL), VB_OK);
    vb_sha256_hex(vb_sha256_of(VB_STR(hashed)), hex);
    snprintf(sql, sizeof sql, "SELECT n FROM event WHERE uid = '%s'", hex);
    assert_int_equal(number(record, sql), 1);
    assert_int_equal(number(record, "SELECT count(DISTINCT uid) FROM event"), 2);
    vb_record_close(record);
}

#define EMPTY "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* One reading with two equal positions and two equal designations. */
static void put_issue_twice(vb_record *record)
{
    vb_mention     all[2]   = { { { 0, 4 }, VB_FORM_NAME }, { { 20, 24 }, VB_FORM_NAME } };
    vb_str         gov      = VB_STR("GOV");
    vb_entity      who[2]   = { { .name = VB_STR("Anna Rossi"), .kind = VB_KIND_PERSON, .country = VB_STR("ITA"), .sectors = &gov,
                                  .n_sectors = 1, .mentions = all, .n_mentions = 1 },
                                { .name = VB_STR("Mars"), .kind = VB_KIND_STATE, .mentions = all + 1, .n_mentions = 1 } };
    vb_span        content  = { 10, 24 };
    vb_statement   said     = { .content = { &content, 1 }, .speaker = 0, .nested_in = VB_NONE, .continues = VB_NONE,
                                .document = VB_NONE, .addressee = VB_NONE, .channel = VB_NONE, .time = 0 };
    vb_time        time     = { { 25, 29 }, VB_STR("2021"), VB_TIME_DATE, VB_MOD_NONE, VB_BASIS_TEXT, VB_NONE };
    vb_position    position = { .holder = 0, .capacity = VB_CAPACITY_MINISTER, .target = 1, .issue = VB_STR("talks"),
                                .issue_span = { 10, 15 }, .stance = VB_STANCE_AGAINST, .own_words = true, .evidence = content,
                                .statement = 0, .score = 0.5F };
    vb_designation named    = { .by = 0, .of = 1, .words = { 10, 15 }, .evidence = content, .date = VB_STR("2020-03"),
                                .document = VB_NONE, .statement = 0, .score = 0.5F };
    vb_position    positions[2]    = { position, position };
    vb_designation designations[2] = { named, named };
    struct vb_reading reading = { .id = VB_STR(EMPTY), .text = { .bytes = VB_STR("Anna said talks with Mars 2021") },
                                  .meta = { .date = VB_STR("2023-08-30") }, .entities = { .at = who, .n = 2 },
                                  .statements = { &said, 1 }, .times = { &time, 1 }, .positions = { positions, 2 },
                                  .designations = { designations, 2 } };
    vb_error       err = { 0 };

    if (vb_record_put(record, &reading, NULL, &err) != VB_OK) fail_msg("%s", err.msg);
}

static void test_uids_of_positions_and_designations_are_what_record_md_says(void **state)
{
    static const char hashed[]       = "position\n71:" EMPTY "\n7:against\nevidence 10 24\nissue 10 15";
    static const char hashed_words[] = "designation\n71:" EMPTY "\nwords 10 15";
    vb_record        *record         = open_record(VB_RECORD_WRITE);
    char              hex[65], sql[160];

    (void)state;
    put_issue_twice(record);
    vb_sha256_hex(vb_sha256_of(VB_STR(hashed)), hex);
    snprintf(sql, sizeof sql, "SELECT n FROM position WHERE uid = '%s'", hex);
    assert_int_equal(number(record, sql), 1);
    assert_int_equal(number(record, "SELECT count(DISTINCT uid) FROM position"), 2);
    vb_sha256_hex(vb_sha256_of(VB_STR(hashed_words)), hex);
    snprintf(sql, sizeof sql, "SELECT n FROM designation WHERE uid = '%s'", hex);
    assert_int_equal(number(record, sql), 1);
    assert_int_equal(number(record, "SELECT count(DISTINCT uid) FROM designation"), 2);
    vb_record_close(record);
}

/* A saying of 2021 is no saying of a day of it. */
static void test_views_of_positions_and_designations(void **state)
{
    vb_record *record = open_record(VB_RECORD_WRITE);

    (void)state;
    put_issue_twice(record);
    assert_int_equal(number(record, "SELECT count(*) FROM v_position WHERE position = 1 AND date = '2021' AND date_basis = 'text'"
                                    " AND document_date = '2023-08-30' AND holder = 'Anna Rossi' AND holder_country = 'ITA'"
                                    " AND holder_sector = 'GOV' AND capacity = 'minister' AND target = 'Mars'"
                                    " AND target_country IS NULL AND issue = 'talks' AND stance = 'against' AND own_words"
                                    " AND quote = 'talks with Mar' AND src_start = 10 AND src_end = 24 AND statement = 's1'"), 1);
    assert_int_equal(number(record, "SELECT count(*) FROM v_designation WHERE designation = 2 AND date = '2020-03'"
                                    " AND date_basis = 'text' AND by = 'Anna Rossi' AND by_country = 'ITA' AND of = 'Mars'"
                                    " AND words = 'talks' AND src_start = 10 AND evidence = 'talks with Mar'"), 1);
    vb_record_close(record);
}

/* What C says of a type, a query in SQL finds too. */
static void test_types_have_the_same_quad_and_intensity_in_sql(void **state)
{
    vb_record *record = open_record(VB_RECORD_WRITE);
    char       sql[160];

    (void)state;
    for (unsigned v = 0; v <= VB_EVENT_ASSAULT; v++) {
        snprintf(sql, sizeof sql, "SELECT count(*) FROM event_type WHERE type = '%s' AND quad = %u AND intensity * 10 = %d",
                 vb_name_event_type((vb_event_type)v), vb_event_quad((vb_event_type)v),
                 vb_event_intensity_tenths((vb_event_type)v));
        if (number(record, sql) != 1) fail_msg("%s", sql);
    }
    assert_int_equal(number(record, "SELECT count(*) FROM event_type"), VB_EVENT_ASSAULT + 1);
    vb_record_close(record);
}

static void test_a_date_that_is_none_is_refused(void **state)
{
    static const char *const good[] = { "2023", "2023-08", "2023-08-30", "2024-02-29", "0001-01-01" };
    static const char *const bad[]  = { "", "yesterday", "2023-13", "2023-00", "2023-02-29",
                                               "2023-8-3", "20230830", "2023-08-30T10:00", "2023-04-31", "2023/08" };
    vb_record       *record = open_record(VB_RECORD_WRITE);
    struct synthetic s      = { 0 };
    vb_error         err    = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(vb_record_date_ok(vb_str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(vb_record_date_ok(vb_str_of(bad[i])));
    synthetic_make(&s, 3);
    s.reading.meta.date = VB_STR("yesterday");
    assert_int_equal(vb_record_put(record, &s.reading, NULL, &err), VB_ERR_RECORD);
    assert_non_null(strstr(err.msg, "\"yesterday\" is no date"));
    synthetic_free(&s);
    vb_record_close(record);
}

static void run_sql(vb_record *record, const char *sql)
{
    assert_int_equal(sqlite3_exec(record->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* What another program changed must not reach the writers. */
static void test_damage_is_named(void **state)
{
    static const char *const harm[] = {
        "UPDATE statement_span SET fin = 1000000 WHERE role = 'content'",
        "UPDATE statement SET type = 'direct', score = 2",
        "DELETE FROM statement_span WHERE role = 'content'",
        "UPDATE paragraph SET role = 'nonsense'",
        "UPDATE entity SET kind = 'nonsense'",
        "UPDATE mention SET beg = 1, fin = 100000000",
        "UPDATE mention SET form = 'nonsense'",
        "UPDATE statement SET speaker = 9999",
        "UPDATE statement SET addressee = 9999",
        "UPDATE statement SET channel = 9999",
        "UPDATE statement SET document = 9999",
        "UPDATE statement SET time = 9999",
        "UPDATE office SET body = 9999",
        "UPDATE time SET class = 'nonsense'",
        "UPDATE time SET mod = 'nonsense'",
        "UPDATE time SET basis = 'nonsense'",
        "UPDATE time SET based_on = 9999",
        "UPDATE time SET fin = 100000000",
        "UPDATE time SET n = n + 1000",
        "UPDATE place SET fin = 100000000",
        "UPDATE statement SET nested_in = 9999",
        "UPDATE statement SET n = n + 1000",
        "UPDATE event SET type = 'nonsense'",
        "UPDATE event SET realis = 'nonsense'",
        "UPDATE event SET date = 'yesterday'",
        "UPDATE event SET fin = 100000000",
        "UPDATE event SET score = 2",
        "UPDATE event SET asserted_by = 9999",
        "UPDATE event SET place = 9999",
        "UPDATE event SET part_of = 9999",
        "UPDATE event SET n = n + 1000",
        "UPDATE event_participant SET entity = 9999",
        "UPDATE event_participant SET beg = 1, fin = 100000000",
        "UPDATE event_participant SET role = 'nonsense' WHERE role = 'actor'",
        "UPDATE event_evidence SET fin = 100000000",
        "DELETE FROM event_evidence",
        "UPDATE position SET holder = 9999",
        "UPDATE position SET target = 9999",
        "UPDATE position SET capacity = 'nonsense'",
        "UPDATE position SET stance = 'nonsense'",
        "UPDATE position SET statement = 9999",
        "UPDATE position SET issue_beg = 1, issue_fin = 100000000",
        "UPDATE position SET fin = 100000000",
        "UPDATE position SET score = 2",
        "UPDATE position SET n = n + 1000",
        "UPDATE designation SET by = 9999",
        "UPDATE designation SET of = 9999",
        "UPDATE designation SET document = 9999",
        "UPDATE designation SET statement = 9999",
        "UPDATE designation SET date = 'yesterday'",
        "UPDATE designation SET fin = 100000000",
        "UPDATE designation SET evidence_fin = 100000000",
        "UPDATE designation SET score = 2",
        "UPDATE designation SET n = n + 1000",
        "UPDATE document SET text = CAST(x'FFFE' AS TEXT)",
        "DELETE FROM document",
    };
    (void)state;
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        vb_record *record;
        vb_error   err = { 0 };
        int        n   = 0;
        fresh(NULL);
        record = open_record(VB_RECORD_WRITE);
        for (uint64_t seed = 1; seed <= 5; seed++) put(record, seed, true);
        run_sql(record, "PRAGMA trusted_schema = ON; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
        run_sql(record, harm[i]);
        if (vb_record_each(record, false, count, &n, &err) != VB_ERR_RECORD) fail_msg("not seen: %s", harm[i]);
        assert_non_null(strstr(err.msg, "damaged"));
        vb_record_close(record);
    }
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);                          /* fails where a record left something beside it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_json_of_the_record_is_json_of_the_reading, fresh),
        cmocka_unit_test_setup(test_a_second_time_writes_nothing, fresh),
        cmocka_unit_test_setup(test_another_model_adds_a_reading_beside_the_old_one, fresh),
        cmocka_unit_test_setup(test_uid_is_what_record_md_says, fresh),
        cmocka_unit_test_setup(test_uid_of_an_event_is_what_record_md_says, fresh),
        cmocka_unit_test_setup(test_uids_of_positions_and_designations_are_what_record_md_says, fresh),
        cmocka_unit_test_setup(test_views_of_positions_and_designations, fresh),
        cmocka_unit_test_setup(test_types_have_the_same_quad_and_intensity_in_sql, fresh),
        cmocka_unit_test_setup(test_a_date_that_is_none_is_refused, fresh),
        cmocka_unit_test_setup(test_damage_is_named, fresh),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
