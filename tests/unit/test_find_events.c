/* Opposite src/record/find_events.c, and the views of migrations/0003.sql: which events each filter finds, and what SQL shows. */
#include "record_db.h"
#include "told_events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static char       folder[] = "/tmp/verbale-events-XXXXXX";
static char       path[64];
static vb_record *record;

static bool note_number(void *ctx, const struct vb_event_row *row)
{
    char *found = ctx;
    found[strlen(found)] = (char)('0' + (row->event - row->reading->events.at));
    return true;
}

static void finds(struct vb_filter filter, const char *expected)
{
    char     found[16] = "";
    vb_error err       = { 0 };

    if (vb_record_events(record, &filter, note_number, found, &err) != VB_OK) fail_msg("%s", err.msg);
    if (strcmp(found, expected) != 0)
        fail_msg("actor %.*s recipient %.*s types %x realis %x since %.*s until %.*s: found \"%s\", expected \"%s\"",
                 (int)filter.actor.len, filter.actor.ptr, (int)filter.recipient.len, filter.recipient.ptr, filter.types,
                 filter.realis, (int)filter.since.len, filter.since.ptr, (int)filter.until.len, filter.until.ptr, found, expected);
}

#define FINDS(expected, ...) finds((struct vb_filter){ __VA_ARGS__ }, expected)
#define BIT(v) (1u << (v))

static void test_by_whom_and_to_whom(void **state)
{
    (void)state;
    FINDS("0123", .types = 0);                     /* the newest readings alone: make() stored an older one */
    FINDS("0", .actor = VB_STR("lind"));
    FINDS("0", .actor = VB_STR("Foreign Minister"));       /* by role and by office */
    FINDS("0", .actor = VB_STR("SWE"));
    FINDS("0", .actor = VB_STR("SWE:GOV"));
    FINDS("", .actor = VB_STR("SWE:LEG"));
    FINDS("", .actor = VB_STR("swe:gov"));
    FINDS("0", .recipient = VB_STR("CHN:LEG"));    /* any of its sectors */
    FINDS("0", .country = VB_STR("SWE"));
    FINDS("0", .country = VB_STR("SWE"), .sector = VB_STR("GOV"));
    FINDS("", .country = VB_STR("SWE"), .actor = VB_STR("police"));
    FINDS("2", .sector = VB_STR("IGO"));
    FINDS("1", .actor = VB_STR("police"));
    FINDS("2", .recipient = VB_STR("GIB:COP"));    /* inferred ones count */
    FINDS("2", .actor = VB_STR("IGO"), .recipient = VB_STR("police"));
    FINDS("", .actor = VB_STR("Lind"), .recipient = VB_STR("police"));
    FINDS("", .actor = VB_STR(""));
    FINDS("", .actor = VB_STR("Lind' OR 1 --"));
}

static void test_by_type_and_realis(void **state)
{
    (void)state;
    FINDS("12", .types = BIT(VB_EVENT_ACCUSE) | BIT(VB_EVENT_COERCE));
    FINDS("", .types = BIT(VB_EVENT_ASSAULT));
    FINDS("0123", .types = (1u << 16) - 1, .realis = 0x7F);
    FINDS("02", .realis = BIT(VB_REALIS_DONE));
    FINDS("13", .realis = BIT(VB_REALIS_ALLEGED) | BIT(VB_REALIS_CONDITIONAL));
    FINDS("2", .types = BIT(VB_EVENT_ACCUSE) | BIT(VB_EVENT_COERCE), .realis = BIT(VB_REALIS_DONE));
}

/* One filter serves all queries: what a query does not know leaves everything. */
static void test_members_of_other_queries_do_not_count(void **state)
{
    (void)state;
    FINDS("0123", .about = VB_STR("Lind"));
    FINDS("0", .about = VB_STR("police"), .actor = VB_STR("Lind"));
    FINDS("2", .about = VB_STR("Lind"), .recipient = VB_STR("GIB:COP"));
}

static void test_by_date(void **state)
{
    (void)state;
    FINDS("123", .since = VB_STR("2023-08-29"));   /* 1 and 2 by the text's date; 3 may be any day of September */
    FINDS("3", .since = VB_STR("2023-09-15"));
    FINDS("0", .until = VB_STR("2023-08-29"));
    FINDS("012", .until = VB_STR("2023-08"));
    FINDS("0123", .since = VB_STR("2023"), .until = VB_STR("2023"));
    FINDS("", .since = VB_STR("2024"));
    FINDS("1", .since = VB_STR("2023-08-30"), .realis = BIT(VB_REALIS_ALLEGED));
}

static void test_words_of_types_and_realis(void **state)
{
    uint32_t bits;
    vb_str   bad;

    (void)state;
    assert_true(vb_record_event_types(VB_STR("assault"), &bits, &bad));
    assert_int_equal(bits, BIT(VB_EVENT_ASSAULT));
    assert_true(vb_record_event_types(VB_STR("AGREE,Protest"), &bits, &bad));
    assert_int_equal(bits, BIT(VB_EVENT_AGREE) | BIT(VB_EVENT_PROTEST));
    assert_true(vb_record_realis(VB_STR("Done,habitual"), &bits, &bad));
    assert_int_equal(bits, BIT(VB_REALIS_DONE) | BIT(VB_REALIS_HABITUAL));
    assert_false(vb_record_event_types(VB_STR("assault,fight"), &bits, &bad));
    assert_true(vb_str_eq(bad, VB_STR("fight")));
    assert_false(vb_record_event_types(VB_STR("assault,"), &bits, &bad));
    assert_false(vb_record_realis(VB_STR(""), &bits, &bad));
}

static void test_bad_filters_are_refused(void **state)
{
    char     longer[1001], found[16] = "";
    vb_error err = { 0 };

    (void)state;
    memset(longer, 'a', sizeof longer);
    assert_int_equal(vb_record_events(record, &(struct vb_filter){ .since = VB_STR("May") }, note_number, found, &err),
                     VB_ERR_RECORD);
    assert_non_null(strstr(err.msg, "since: \"May\" is no date"));
    assert_int_equal(vb_record_events(record, &(struct vb_filter){ .actor = { longer, sizeof longer } }, note_number, found,
                                      &err), VB_ERR_LIMIT);
    assert_int_equal(vb_record_events(record, &(struct vb_filter){ .recipient = VB_STR("\xC3") }, note_number, found, &err),
                     VB_ERR_ENCODING);
    assert_string_equal(found, "");
}

static bool stop_at_two(void *ctx, const struct vb_event_row *row)
{
    (void)row;
    return ++*(int *)ctx < 2;
}

static void test_a_visitor_can_stop(void **state)
{
    int n = 0;
    (void)state;
    assert_int_equal(vb_record_events(record, &(struct vb_filter){ 0 }, stop_at_two, &n, NULL), VB_OK);
    assert_int_equal(n, 2);
    FINDS("0", .actor = VB_STR("lind"));           /* and ask again */
}

/* ---- the views --------------------------------------------------------------------------------------------------------------- */

/* One row of one column a line. */
static void shows(const char *sql, const char *expected)
{
    sqlite3_stmt *query;
    char          got[4096] = "";
    int           rc;

    if (sqlite3_prepare_v2(record->db, sql, -1, &query, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(record->db));
    while ((rc = sqlite3_step(query)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(query, 0);
        size_t      n    = strlen(got);
        snprintf(got + n, sizeof got - n, "%s\n", text ? text : "NULL");
    }
    sqlite3_finalize(query);
    assert_int_equal(rc, SQLITE_DONE);
    assert_string_equal(got, expected);
}

static void test_v_event_has_a_row_an_event(void **state)
{
    (void)state;
    shows("SELECT event || ' ' || type || ' ' || quad || ' ' || intensity || ' ' || realis || ' ' || asserted_by || ' ' || date || "
          "' ' ||"
          " date_basis || ' ' || trigger_words || ' ' || beg || ' ' || fin || ' ' || score FROM v_event ORDER BY id",
          "v1 CONSULT 1 2.5 done article 2023-08-28 text met 55 58 0.875\n"
          "v2 COERCE 4 -7.0 alleged s1 2023-08-30 document had arrested 109 121 0.5\n"
          "v3 ACCUSE 3 -2.0 done article 2023-08-30 document condemned 155 164 0.75\n"
          "v4 SANCTION 4 -6.0 conditional article 2023-09 text expel 193 198 1.0\n");
    shows("SELECT actors || ' ' || actor_countries || ' ' || actor_sectors || ' > ' || recipients || ' ' || recipient_countries || "
          "' ' ||"
          " recipient_sectors FROM v_event WHERE actors IS NOT NULL ORDER BY id",
          "Mara Lind SWE GOV > Wang Bo CHN GOV LEG\n"
          "police GIB COP > protesters  CVL\n"
          "Security Council IGO IGO > police GIB COP\n");
    shows("SELECT mode || ' ' || cameo || ' ' || contexts || ' ' || place || ' ' || place_country || ' ' || evidence FROM v_event"
          " WHERE event = 'v1'",
          "visit 042 diplomatic; economic Łódź POL Lind in Łódź … Sweden's foreign minister, Mara Lind, met Wang Bo in Łódź on "
          "Monday\n");
    shows("SELECT asserted_by_name FROM v_event ORDER BY id", "NULL\nMara Lind\nNULL\nNULL\n");
    shows("SELECT inferred FROM v_event ORDER BY id", "NULL\nNULL\npolice\nNULL\n");
    shows("SELECT part_of FROM v_event ORDER BY id", "NULL\nNULL\nv2\nNULL\n");
}

static void test_v_dyad_has_a_row_a_pair(void **state)
{
    (void)state;
    shows(
        "SELECT event || ' ' || coalesce(actor_country, '-') || ' ' || coalesce(actor_sector, '-') || ' ' ||"
        " coalesce(recipient_country, '-') || ' ' || coalesce(recipient_sector, '-') || ' ' || coalesce(actor_words, '-') || ' ' ||"
        " coalesce(recipient_words, '-') || ' ' || inferred FROM v_dyad ORDER BY event",
        "v1 SWE GOV CHN GOV Mara Lind Wang Bo 0\n"
        "v2 GIB COP - CVL the police protesters 0\n"
        "v3 IGO IGO GIB COP The Security Council - 1\n"
        "v4 - - - - - - 0\n");
}

static void test_a_reading_that_goes_takes_its_events_along(void **state)
{
    vb_record *writer = NULL;

    (void)state;
    assert_int_equal(vb_record_open(path, VB_RECORD_WRITE, &writer, NULL), VB_OK);
    assert_int_equal(sqlite3_exec(writer->db, "PRAGMA trusted_schema = ON; DELETE FROM document", NULL, NULL, NULL), SQLITE_OK);
    vb_record_close(writer);
    shows("SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM event_context) + (SELECT count(*) FROM event_participant)"
          " + (SELECT count(*) FROM event_evidence)", "0\n");
}

static int make(void **state)
{
    struct vb_reading reading = told_reading();
    vb_event          other   = reading.events.at[0];

    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/r.db", folder);
    if (vb_record_open(path, VB_RECORD_WRITE, &record, NULL) != VB_OK) return -1;
    reading.run.model = VB_STR("sha256:older");
    other.type        = VB_EVENT_ASSAULT;
    reading.events    = (struct vb_events){ &other, 1 };
    if (vb_record_put(record, &reading, NULL, NULL) != VB_OK) return -1;
    reading = told_reading();
    if (vb_record_put(record, &reading, NULL, NULL) != VB_OK) return -1;
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
        cmocka_unit_test(test_by_whom_and_to_whom),
        cmocka_unit_test(test_by_type_and_realis),
        cmocka_unit_test(test_members_of_other_queries_do_not_count),
        cmocka_unit_test(test_by_date),
        cmocka_unit_test(test_words_of_types_and_realis),
        cmocka_unit_test(test_bad_filters_are_refused),
        cmocka_unit_test(test_a_visitor_can_stop),
        cmocka_unit_test(test_v_event_has_a_row_an_event),
        cmocka_unit_test(test_v_dyad_has_a_row_a_pair),
        cmocka_unit_test(test_a_reading_that_goes_takes_its_events_along),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
