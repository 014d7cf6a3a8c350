/* Opposite src/record/ledger.c, ledger_rows.c and ledger_lines.c: what stands between two sides, once, with its counts; and in
 * print. */
#include "export.h"
#include "record_db.h"
#include "synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char       folder[] = "/tmp/verbale-ledger-XXXXXX";
static char       path[64];
static vb_record *record;

/* ---- texts, by hand ---------------------------------------------------------------------------------------------------------- */

enum { LIND, HOLM, GOVERNMENT, WU, CHINA, REVIEW, N_WHO };

/* What one text of the record says; words are looked for in it. */
struct told {
    const char *text, *title, *date;
    vb_statement   statements[4];
    vb_position    positions[4];
    vb_designation designations[2];
    vb_event       events[4];
    uint32_t       n_statements, n_positions, n_designations, n_events;
    vb_span        spans[24];
    vb_participant with[16];
    uint32_t       n_spans, n_with;
};

static vb_span at(const struct told *t, const char *words)
{
    const char *p = strstr(t->text, words);
    if (!p) fail_msg("\"%s\" is not in the text", words);
    return (vb_span){ (uint32_t)(p - t->text), (uint32_t)(p - t->text + (long)strlen(words)) };
}

static vb_spans spans(struct told *t, const char *words)
{
    t->spans[t->n_spans] = at(t, words);
    return (vb_spans){ &t->spans[t->n_spans++], 1 };
}

static void holds(struct told *t, uint32_t who, vb_capacity as, vb_stance stance, uint32_t whom, const char *issue,
                  const char *words, const char *hedge)
{
    t->statements[t->n_statements] = (vb_statement){ .content = spans(t, words), .speaker = who, .nested_in = VB_NONE,
                                                     .continues = VB_NONE, NOT_SAID };
    t->positions[t->n_positions++] =
        (vb_position){ .holder = who, .capacity = as, .target = whom, .issue = vb_str_of(issue),
                       .issue_span = issue ? at(t, issue) : (vb_span){ 0, 0 }, .stance = stance, .hedge = vb_str_of(hedge),
                       .own_words = true, .evidence = at(t, words), .statement = t->n_statements++, .score = 0.5F };
}

static void does(struct told *t, vb_event_type type, const char *mode, vb_realis realis, uint32_t who, uint32_t whom, bool both_act,
                 const char *trigger, const char *words, uint32_t asserted_by, bool inferred)
{
    vb_participant *with = &t->with[t->n_with];

    with[0] = (vb_participant){ .entity = who };
    with[1] = (vb_participant){ .entity = whom, .inferred = inferred };
    t->n_with += 2;
    t->events[t->n_events++] = (vb_event){ .type = type, .realis = realis, .mode = vb_str_of(mode), .actors = with,
                                           .n_actors = both_act ? 2 : 1, .recipients = with + 1, .n_recipients = both_act ? 0 : 1,
                                           .trigger = at(t, trigger), .evidence = spans(t, words), .asserted_by = asserted_by,
                                           .place = VB_NONE, .part_of = VB_NONE, .score = 0.5F };
}

static void put(const struct told *t)
{
    static const struct { const char *name, *country, *sector; vb_entity_kind kind; } cast[N_WHO] = {
        { "Mara Lind", "SWE", "GOV", VB_KIND_PERSON }, { "Karin Holm", "SWE", "LEG", VB_KIND_PERSON },
        { "Swedish government", "SWE", "GOV", VB_KIND_ORGANISATION }, { "Wu Jian", "CHN", "GOV", VB_KIND_PERSON },
        { "China", "CHN", "GOV", VB_KIND_STATE }, { "review", NULL, NULL, VB_KIND_DOCUMENT },
    };
    vb_mention        mention = { { 0, 4 }, VB_FORM_OTHER };
    vb_str            sectors[N_WHO];
    vb_entity         who[N_WHO];
    char              hex[65], id[80];
    struct vb_reading r = {.text = {.bytes = vb_str_of(t->text)},
                           .meta = {.title = vb_str_of(t->title), .date = vb_str_of(t->date), .publisher = VB_STR("Quay Post")},
                           .entities = {.at = who, .n = N_WHO},
                           .statements = {t->statements, t->n_statements},
                           .positions = {t->positions, t->n_positions},
                           .designations = {t->designations, t->n_designations},
                           .events = {t->events, t->n_events}};
    vb_error          err = { 0 };

    for (uint32_t i = 0; i < N_WHO; i++) {
        sectors[i] = vb_str_of(cast[i].sector);
        who[i] = (vb_entity){.name = vb_str_of(cast[i].name),
                             .kind = cast[i].kind,
                             .country = vb_str_of(cast[i].country),
                             .sectors = &sectors[i],
                             .n_sectors = cast[i].sector ? 1 : 0,
                             .mentions = &mention,
                             .n_mentions = 1};
    }
    vb_sha256_hex(vb_sha256_of(r.text.bytes), hex);
    snprintf(id, sizeof id, "sha256:%s", hex);
    r.id = vb_str_of(id);
    if (vb_record_put(record, &r, NULL, &err) != VB_OK) fail_msg("%s", err.msg);
}

#define RULES "We want joint fishing rules with China"

static void put_first(void)
{
    struct told t = {
        .text = "Mara Lind met Wu Jian on Friday. \xE2\x80\x9C" RULES "\xE2\x80\x9D, she said. A review of 2021 calls China a "
                "patient rival. Karin Holm said the tariffs of China are unfair and asked the government to be tougher.",
        .title = "Talks at sea",
        .date = "2024-03-01"};

    holds(&t, LIND, VB_CAPACITY_MINISTER, VB_STANCE_FOR, CHINA, "joint fishing rules", RULES, NULL);
    holds(&t, HOLM, VB_CAPACITY_COMMITTEE, VB_STANCE_AGAINST, CHINA, "tariffs", "the tariffs of China are unfair", NULL);
    t.designations[t.n_designations++] = (vb_designation){ .by = GOVERNMENT, .of = CHINA, .words = at(&t, "patient rival"),
                                                           .evidence = at(&t, "A review of 2021 calls China a patient rival"),
                                                           .date = VB_STR("2021"), .document = REVIEW, .statement = VB_NONE };
    does(&t, VB_EVENT_CONSULT, "visit", VB_REALIS_DONE, LIND, WU, true, "met", "Mara Lind met Wu Jian on Friday", VB_NONE, false);
    does(&t, VB_EVENT_REQUEST, "change", VB_REALIS_DONE, HOLM, GOVERNMENT, false, "asked", "asked the government to be tougher",
         VB_NONE, false);
    does(&t, VB_EVENT_ACCUSE, NULL, VB_REALIS_DONE, HOLM, WU, false, "unfair", "unfair", VB_NONE, true);
    put(&t);
}

/* The same quotation in another paper, a day later. */
static void put_copy(void)
{
    struct told t = {.text = "At sea: \xE2\x80\x9C" RULES
                             "\xE2\x80\x9D, the minister said. Mara Lind met Wu Jian on Friday, it was told.",
                     .title = "Copied",
                     .date = "2024-03-02"};

    holds(&t, LIND, VB_CAPACITY_MINISTER, VB_STANCE_FOR, CHINA, "joint fishing rules", RULES, NULL);
    put(&t);
}

static void put_later(void)
{
    struct told t = {
        .text = "If it goes on so, joint fishing rules are over, Lind said. The joint fishing rules were wrong, said Holm. "
                "Wu Jian has threatened Sweden, said Lind.",
        .title = "A year on",
        .date = "2025-05-01"};

    holds(&t, LIND, VB_CAPACITY_MINISTER, VB_STANCE_AGAINST, CHINA, "joint fishing rules",
          "If it goes on so, joint fishing rules are over", "conditional");
    holds(&t, HOLM, VB_CAPACITY_COMMITTEE, VB_STANCE_AGAINST, CHINA, "joint fishing rules", "The joint fishing rules were wrong",
          NULL);
    does(&t, VB_EVENT_THREATEN, NULL, VB_REALIS_ALLEGED, WU, GOVERNMENT, false, "threatened", "Wu Jian has threatened Sweden", 0,
         false);
    put(&t);
}

/* ---- asking -------------------------------------------------------------------------------------------------------------- */

static struct vb_arena  arena;
static struct vb_ledger ledger;

static void ask_with(const struct vb_filter *filter, bool by_capacity)
{
    vb_error err = { 0 };

    vb_arena_reset(&arena);
    if (vb_record_ledger(record, filter, by_capacity, &arena, &ledger, &err) != VB_OK) fail_msg("%s", err.msg);
}
#define ASK(a, b) ask_with(&(struct vb_filter){ .actor = VB_STR(a), .recipient = VB_STR(b) }, false)

/* "cooperate A Mara Lind joint fishing rules 2024-03-01 2/1": the lines, one after the other. */
static void lines_are(const char *expected)
{
    struct gathered now = { 0 };

    assert_true(gather(&now, "", 0));
    for (size_t i = 0; i < ledger.n; i++) {
        const struct vb_ledger_line *l = &ledger.lines[i];
        char                         line[512];
        int n = snprintf(line, sizeof line, "%s %c%s%s %.*s: %.*s%s%.*s%s %.*s %u/%u\n", vb_name_ledger_section(l->section),
                         "AB="[l->side], l -> relation ? " " : "", l->relation ? l->relation : "", (int)l->who.len, l->who.ptr,
                         (int)l->issue.len, l->issue.ptr ? l->issue.ptr : "", l->words.len ? "=" : "", (int)l->words.len,
                         l->words.ptr ? l->words.ptr : "", l->hedge.len || l->realis == VB_REALIS_ALLEGED ? " !" : "",
                         (int)l->date.len, l->date.ptr, l->n_texts, l->n_origins);
        assert_true(gather(&now, line, (size_t)n));
    }
    assert_string_equal(now.bytes.at ? now.bytes.at : "", expected);
    vb_free(now.bytes.at);
}

static void test_between_two_countries(void **state)
{
    (void)state;
    ASK("SWE", "CHN");
    lines_are("contact = Mara Lind, Wu Jian:  2024-03-01 1/1\n"
              "cooperate A Mara Lind: joint fishing rules 2024-03-01 2/1\n"
              "disagree A Mara Lind: joint fishing rules ! 2025-05-01 1/1\n"
              "disagree A Karin Holm: joint fishing rules 2025-05-01 1/1\n"
              "disagree A Karin Holm: tariffs 2024-03-01 1/1\n"
              "disagree B Wu Jian:  ! 2025-05-01 1/1\n"
              "designation A Swedish government: =patient rival 2021 1/1\n"
              "within A contradicts Mara Lind: joint fishing rules 2024-03-01 2/1\n"
              "within A contradicts Karin Holm: joint fishing rules 2025-05-01 1/1\n"
              "within A presses Karin Holm:  2024-03-01 1/1\n"
              "change A Mara Lind: joint fishing rules 2024-03-01 2/1\n"
              "change A Mara Lind: joint fishing rules ! 2025-05-01 1/1\n");
    assert_int_equal(ledger.n_texts, 3);
    assert_int_equal(ledger.n_origins, 2);         /* the copy is none of its own */
    assert_true(ledger.n_held[0] > 0);
    assert_int_equal(ledger.n_held[1], 0);         /* Wu Jian acts, by Lind's words; nobody of China holds anything */
}

static void test_a_line_shows_its_words(void **state)
{
    const struct vb_ledger_line *l;
    (void)state;
    ASK("CHN", "SWE");                             /* the other way round, and found from the other side */
    l = &ledger.lines[1];
    assert_int_equal(l->section, VB_LEDGER_COOPERATE);
    assert_int_equal(l->side, VB_LEDGER_B);
    assert_true(vb_str_eq(l->evidence, VB_STR(RULES)));
    assert_int_equal(l->span.end - l->span.beg, strlen(RULES));
    assert_int_equal(l->span.beg - l->codepoints.beg, 2);      /* one mark of three bytes before it */
    assert_true(vb_str_eq(l->title, VB_STR("Talks at sea")));
    assert_true(vb_str_eq(l->capacity, VB_STR("minister")));
    assert_int_equal(l->voice, VB_VOICE_GOVERNMENT);
    assert_false(l->dated);
    for (size_t i = 0; i < ledger.n; i++)
        if (ledger.lines[i].what == VB_LEDGER_EVENT && ledger.lines[i].type == VB_EVENT_THREATEN)
            assert_true(vb_str_eq(ledger.lines[i].asserted_by, VB_STR("Mara Lind")));
}

static void test_names_and_sectors_are_sides(void **state)
{
    (void)state;
    ASK("karin holm", "CHN");
    lines_are("disagree A Karin Holm: joint fishing rules 2025-05-01 1/1\n"
              "disagree A Karin Holm: tariffs 2024-03-01 1/1\n");
    ASK("SWE:LEG", "China");
    assert_int_equal(ledger.n, 2);
    ASK("Mara Lind", "SWE");                       /* a part of the other side: nothing stands twice */
    lines_are("");
    ASK("Karin Holm", "SWE:GOV");
    lines_are("ask A Karin Holm:  2024-03-01 1/1\n");
}

static void test_dates_and_publishers(void **state)
{
    (void)state;
    ask_with(&(struct vb_filter){ .actor = VB_STR("SWE"), .recipient = VB_STR("CHN"), .since = VB_STR("2025") }, false);
    lines_are("disagree A Mara Lind: joint fishing rules ! 2025-05-01 1/1\n"
              "disagree A Karin Holm: joint fishing rules 2025-05-01 1/1\n"
              "disagree B Wu Jian:  ! 2025-05-01 1/1\n");
    ask_with(&(struct vb_filter){ .actor = VB_STR("SWE"), .recipient = VB_STR("CHN"), .until = VB_STR("2021-06") }, false);
    lines_are("designation A Swedish government: =patient rival 2021 1/1\n");
    ask_with(&(struct vb_filter){ .actor = VB_STR("SWE"), .recipient = VB_STR("CHN"), .until = VB_STR("2020") }, false);
    lines_are("");
    assert_int_equal(ledger.n_texts, 0);
    ask_with(&(struct vb_filter){ .actor = VB_STR("SWE"), .recipient = VB_STR("CHN"), .publisher = VB_STR("Other") }, false);
    lines_are("");
}

static void test_by_capacity_voices_stand_together(void **state)
{
    unsigned last = 0;
    (void)state;
    ask_with(&(struct vb_filter){ .actor = VB_STR("SWE"), .recipient = VB_STR("CHN") }, true);
    for (size_t i = 0; i < ledger.n; i++) {
        const struct vb_ledger_line *l = &ledger.lines[i];
        if (l->section != VB_LEDGER_DISAGREE || l->side != VB_LEDGER_A) continue;
        assert_true(l->voice >= last);
        last = l->voice;
    }
    assert_int_equal(last, VB_VOICE_PARLIAMENT);
}

static void test_only_the_newest_reading_counts(void **state)
{
    struct told t = {.text = "At sea: \xE2\x80\x9C" RULES
                             "\xE2\x80\x9D, the minister said. Mara Lind met Wu Jian on Friday, it was told.",
                     .title = "Read again",
                     .date = "2024-03-02"};
    (void)state;
    put(&t);
    ASK("SWE", "CHN");
    assert_int_equal(ledger.n_texts, 2);
    assert_int_equal(ledger.lines[1].n_texts, 1);
}

static void put_aid(const char *text, const char *title, const char *trigger)
{
    struct told t = { .text = text, .title = title, .date = "2026-01-01" };

    does(&t, VB_EVENT_AID, NULL, VB_REALIS_DONE, LIND, CHINA, false, trigger, trigger, VB_NONE, false);
    put(&t);
}

/* What the record has as one event is one line whatever its words, and near-copies are one origin. */
static void test_clusters_of_the_record_count(void **state)
{
    const struct vb_filter aid = { .actor = VB_STR("SWE"), .recipient = VB_STR("CHN"), .since = VB_STR("2026") };

    (void)state;
    put_aid("Sweden sends nets to China.", "Nets", "sends nets");
    put_aid("Beijing was given two hundred fishing nets, the minister told.", "Gifts", "was given two hundred fishing nets");
    ask_with(&aid, false);
    assert_int_equal(ledger.n, 1);                 /* of one day, without an issue, between the same two */
    assert_int_equal(ledger.lines[0].n_origins, 2);
    assert_int_equal(
        sqlite3_exec(
            record->db,
            "DELETE FROM event_cluster; UPDATE event SET mode = 'x', date = '2026-01-02' WHERE id = (SELECT max(id) FROM event)",
            NULL, NULL, NULL),
        SQLITE_OK);
    ask_with(&aid, false);
    assert_int_equal(ledger.n, 2);
    assert_int_equal(sqlite3_exec(record->db,
                                  "INSERT OR REPLACE INTO event_cluster SELECT id, 7, x'00' FROM event WHERE type = 'AID'", NULL,
                                  NULL, NULL),
                     SQLITE_OK);
    ask_with(&aid, false);
    assert_int_equal(ledger.n, 1);
    assert_int_equal(ledger.lines[0].n_texts, 2);
    assert_int_equal(ledger.lines[0].n_origins, 2);
    assert_int_equal(ledger.n_origins, 2);
    assert_int_equal(sqlite3_exec(record->db, "INSERT OR REPLACE INTO text_origin SELECT id, 7 FROM document", NULL, NULL, NULL),
                     SQLITE_OK);
    ask_with(&aid, false);
    assert_int_equal(ledger.lines[0].n_origins, 1);
    assert_int_equal(ledger.n_origins, 1);
    assert_int_equal(ledger.n_texts, 2);
}

static void test_who_is_not_there(void **state)
{
    vb_error err = { 0 };
    (void)state;
    ASK("SWE", "Nobody");
    assert_true(ledger.known[0]);
    assert_false(ledger.known[1]);
    assert_int_equal(ledger.n, 0);
    ASK("SWE", "NOR");
    assert_false(ledger.known[1]);
    assert_int_equal(vb_record_ledger(record, &(struct vb_filter){.actor = VB_STR("SWE"), .recipient = VB_STR("SWE")}, false,
                                      &arena, &ledger, &err),
                     VB_ERR_RECORD);
    assert_int_equal(vb_record_ledger(record, &(struct vb_filter){ .actor = VB_STR("SWE") }, false, &arena, &ledger, &err),
                     VB_ERR_RECORD);
    assert_int_equal(vb_record_ledger(record, &(struct vb_filter){.actor = VB_STR("SWE"), .recipient = VB_STR("\xC3")}, false,
                                      &arena, &ledger, &err),
                     VB_ERR_ENCODING);
}

static void test_damage_is_named(void **state)
{
    static const char *const harm[] = {
        "UPDATE position SET fin = 100000000",
        "UPDATE position SET stance = 'nonsense'",
        "UPDATE event SET type = 'nonsense'",
        "UPDATE event_evidence SET beg = 5, fin = 100000000",
        "DELETE FROM event_evidence",
        "UPDATE designation SET fin = 100000000",
        "UPDATE document SET text = CAST(x'FFFE' AS TEXT)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        vb_error err = { 0 };
        assert_int_equal(sqlite3_exec(record->db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; SAVEPOINT harm",
                                      NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(record->db, harm[i], NULL, NULL, NULL), SQLITE_OK);
        if (vb_record_ledger(record, &(struct vb_filter){.actor = VB_STR("SWE"), .recipient = VB_STR("CHN")}, false, &arena,
                             &ledger, &err) != VB_ERR_RECORD)
            fail_msg("not seen: %s", harm[i]);
        assert_non_null(strstr(err.msg, "damaged"));
        assert_int_equal(sqlite3_exec(record->db, "ROLLBACK TO harm; RELEASE harm", NULL, NULL, NULL), SQLITE_OK);
    }
}

/* ---- in print and as a table --------------------------------------------------------------------------------------------- */

static const vb_str SIDES[] = { { "SWE", 3 }, { "CHN", 3 } };

static void test_in_print(void **state)
{
    struct gathered out = { 0 };
    (void)state;
    ask_with(&(struct vb_filter){ .actor = VB_STR("SWE"), .recipient = VB_STR("CHN"), .since = VB_STR("2025") }, false);
    assert_int_equal(vb_export_print_ledger(&ledger, SIDES, false, (struct vb_print_options){ 0 }, (struct vb_out){ gather, &out },
                                            NULL), VB_OK);
    assert_string_equal(
        out.bytes.at, "SWE – CHN · 1 text, 1 origin\n\n"
                      "Disagree\n"
                      "  SWE towards CHN\n"
                      "    joint fishing rules\n"
                      "      Mara Lind (government, minister) → China · against · joint fishing rules · conditional · own words · "
                      "2025-05-01 (date of the text)\n"
                      "        If it goes on so, joint fishing rules are over\n"
                      "        A year on · Quay Post · 2025-05-01 · position 1, bytes 0–46 · 1 text, 1 origin\n"
                      "      Karin Holm (parliament, committee) → China · against · joint fishing rules · own words · "
                      "2025-05-01 (date of the text)\n"
                      "        The joint fishing rules were wrong\n"
                      "        A year on · Quay Post · 2025-05-01 · position 2, bytes 59–93 · 1 text, 1 origin\n"
                      "  CHN towards SWE\n"
                      "    issue unspecified\n"
                      "      Wu Jian (government) → Swedish government · THREATEN · alleged · by the words of Mara Lind · "
                      "2025-05-01 (date of the text)\n"
                      "        Wu Jian has threatened Sweden\n"
                      "        A year on · Quay Post · 2025-05-01 · event 1, bytes 106–135 · 1 text, 1 origin\n\n"
                      "Silent\n"
                      "  No position of CHN towards SWE in this text.\n");
    vb_free(out.bytes.at);
}

static void test_as_a_table(void **state)
{
    struct gathered out = { 0 };
    size_t          lines = 0, tabs = 0;
    (void)state;
    ASK("SWE", "CHN");
    assert_int_equal(vb_export_tsv_ledger_header((struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_int_equal(vb_export_tsv_ledger(&ledger, SIDES, (struct vb_out){ gather, &out }, NULL), VB_OK);
    for (size_t i = 0; i < out.bytes.n; i++) {
        lines += out.bytes.at[i] == '\n';
        tabs += out.bytes.at[i] == '\t';
        if (out.bytes.at[i] == '\n') assert_int_equal(tabs, 35 * lines);
    }
    assert_int_equal(lines, 1 + ledger.n + 1);     /* the header; the lines; who is silent */
    assert_non_null(strstr(out.bytes.at, "\nsilent\tCHN\t"));
    assert_non_null(strstr(out.bytes.at, "\ncooperate\tSWE\t\tgovernment\tMara Lind\tSWE\tminister\tChina\tjoint fishing rules\t"));
    vb_free(out.bytes.at);
}

/* ----------------------------------------------------------------------------------------------------------------------------
 */

static int fresh(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s/r.db", folder);
    unlink(path);
    if (vb_record_open(path, VB_RECORD_WRITE, &record, NULL) != VB_OK) return -1;
    put_first();
    put_copy();
    put_later();
    return 0;
}

static int closed(void **state)
{
    (void)state;
    vb_record_close(record);
    vb_arena_free(&arena);
    return 0;
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
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_between_two_countries, fresh, closed),
        cmocka_unit_test_setup_teardown(test_a_line_shows_its_words, fresh, closed),
        cmocka_unit_test_setup_teardown(test_names_and_sectors_are_sides, fresh, closed),
        cmocka_unit_test_setup_teardown(test_dates_and_publishers, fresh, closed),
        cmocka_unit_test_setup_teardown(test_by_capacity_voices_stand_together, fresh, closed),
        cmocka_unit_test_setup_teardown(test_only_the_newest_reading_counts, fresh, closed),
        cmocka_unit_test_setup_teardown(test_clusters_of_the_record_count, fresh, closed),
        cmocka_unit_test_setup_teardown(test_who_is_not_there, fresh, closed),
        cmocka_unit_test_setup_teardown(test_damage_is_named, fresh, closed),
        cmocka_unit_test_setup_teardown(test_in_print, fresh, closed),
        cmocka_unit_test_setup_teardown(test_as_a_table, fresh, closed),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
