/* Opposite src/record/cluster_words.c, cluster_texts.c, cluster_quotation.c, cluster_event.c, cluster_put.c and clusters.c. */
#include "record_db.h"
#include "synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- words ------------------------------------------------------------------------------------------------------------------ */

static vb_word_list words_of(const char *text, bool marked)
{
    vb_word_list words = { 0 };
    vb_str       s     = vb_str_of(text);

    assert_true(vb_cluster_words(s, (vb_span){ 0, (uint32_t)s.len }, marked, &words));
    return words;
}

static bool same_words(const char *a, bool marked_a, const char *b)
{
    vb_word_list x = words_of(a, marked_a), y = words_of(b, false);
    bool         same = x.n == y.n && (x.n == 0 || memcmp(x.at, y.at, x.n * sizeof *x.at) == 0);

    vb_free(x.at);
    vb_free(y.at);
    return same;
}

static void test_words_do_without_case_marks_and_spelling(void **state)
{
    static const struct { const char *a, *b; } same[] = {
        { "We DON'T agree — on much…", "we do not agree on much" },
        { "can’t, cannot", "can not can not" },
        { "We won't; they'll; I'm; we've", "we will not they will I am we have" },
        { "neighbour defence organised centre", "neighbor defense organized center" },
        { "Ünal raised it", "Unal raises it" },
        { "6 percent, 6%, six per cent", "6 cent 6 cent 6 per cent" },
        { "Iran's", "Iran" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (!same_words(same[i].a, false, same[i].b)) fail_msg("%s: not as %s", same[i].a, same[i].b);
    assert_false(same_words("6 percent", false, "7 percent"));
    assert_false(same_words("we will", false, "we will not"));
    assert_true(same_words("", false, " …"));
}

static void test_marked_words_alone(void **state)
{
    (void)state;
    assert_true(same_words("it was “a reward for hostage-taking” and \"no more\"", true, "a reward for hostage taking no more"));
    assert_true(same_words("Iran’s trip ‘isn’t a reward’ for Iran’s men", true, "isn't a reward"));
    assert_true(same_words("said that “it goes on", true, "it goes on"));
    assert_true(same_words("no marks here", true, ""));
}

static void test_days(void **state)
{
    (void)state;
    assert_int_equal(vb_cluster_day(VB_STR("2024-03-01")) - vb_cluster_day(VB_STR("2024-02-28")), 2);
    assert_int_equal(vb_cluster_day(VB_STR("2023-03-01")) - vb_cluster_day(VB_STR("2023-02-28")), 1);
    assert_int_equal(vb_cluster_day(VB_STR("2024-01-01")) - vb_cluster_day(VB_STR("2023-12-31")), 1);
    assert_int_equal(vb_cluster_day(VB_STR("2023-05")), vb_cluster_day(VB_STR("2023-05-01")));
    assert_int_equal(vb_cluster_day((vb_str){ 0 }), VB_CLUSTER_UNDATED);
}

/* ---- near-copies --------------------------------------------------------------------------------------------------------------
 */

struct sketch { vb_key_list shingles; uint64_t keys[VB_TEXT_KEYS]; };

static struct sketch sketch_of(const uint32_t *words, size_t n)
{
    struct sketch s     = { 0 };
    vb_key_list   alone = { 0 };

    assert_true(vb_cluster_text_keys(words, n, &s.shingles, s.keys));
    assert_true(vb_cluster_shingles(words, n, &alone));
    assert_int_equal(s.shingles.n, alone.n);
    for (size_t i = 0; i < alone.n; i++) assert_int_equal(s.shingles.at[i], alone.at[i]);
    vb_free(alone.at);
    return s;
}

static bool share_key(const struct sketch *a, const struct sketch *b)
{
    for (size_t i = 0; i < VB_TEXT_KEYS; i++)
        for (size_t k = 0; k < VB_TEXT_KEYS; k++)
            if (a->keys[i] == b->keys[k]) return true;
    return false;
}

static bool near(const struct sketch *a, const struct sketch *b)
{
    bool one = vb_cluster_near_copies(a->shingles.at, a->shingles.n, b->shingles.at, b->shingles.n);

    assert_int_equal(one, vb_cluster_near_copies(b->shingles.at, b->shingles.n, a->shingles.at, a->shingles.n));
    return one;
}

enum { TEXT_WORDS = 400 };

static void random_text(uint64_t *chance, uint32_t out[TEXT_WORDS])
{
    for (size_t i = 0; i < TEXT_WORDS; i++) out[i] = (synthetic_below(chance, 3000) << 3) | VB_WORD_CONTENT;
}

static void test_a_copy_with_some_words_changed_is_found(void **state)
{
    uint64_t chance = 20230830;
    int      n_cut  = 0;

    (void)state;
    for (int round = 0; round < 100; round++) {
        uint32_t      text[TEXT_WORDS], copy[TEXT_WORDS], other[TEXT_WORDS];
        struct sketch a, b, c, head;
        random_text(&chance, text);
        random_text(&chance, other);
        memcpy(copy, text, sizeof copy);
        for (size_t i = 0; i < TEXT_WORDS / 20; i++) copy[synthetic_below(&chance, TEXT_WORDS)] = (4000 + (uint32_t)i) << 3;
        a    = sketch_of(text, TEXT_WORDS);
        b    = sketch_of(copy, TEXT_WORDS);
        c    = sketch_of(other, TEXT_WORDS);
        head = sketch_of(copy, TEXT_WORDS * 2 / 5);        /* cut at the end, as papers do */
        assert_true(near(&a, &b) && share_key(&a, &b));
        n_cut += near(&a, &head) && share_key(&a, &head);
        assert_false(near(&a, &c) || share_key(&a, &c));
        vb_free(a.shingles.at);
        vb_free(b.shingles.at);
        vb_free(c.shingles.at);
        vb_free(head.shingles.at);
    }
    assert_true(n_cut >= 98);
}

static void test_texts_of_few_words(void **state)
{
    const uint32_t words[] = { 8, 16, 24 };
    struct sketch  none = sketch_of(words, 0), few = sketch_of(words, 3), other = sketch_of(words, 2);

    (void)state;
    assert_false(near(&none, &none));
    assert_true(near(&few, &few));
    assert_false(near(&few, &other));
    vb_free(none.shingles.at);
    vb_free(few.shingles.at);
    vb_free(other.shingles.at);
}

/* ---- quotations ----------------------------------------------------------------------------------------------------------------
 */

static vb_entity speakers[] = {
    { .name = { "Rupert Ainsley", 14 }, .kind = VB_KIND_PERSON, .country = { "GBR", 3 } },
    { .name = { "Ainsley", 7 }, .kind = VB_KIND_PERSON, .country = { "GBR", 3 } },
    { .name = { "Anna Rossi", 10 }, .kind = VB_KIND_PERSON, .country = { "ITA", 3 } },
    { .name = { "Martha Ainsley", 14 }, .kind = VB_KIND_PERSON, .country = { "GBR", 3 } },
};

static struct vb_quotation quotation(const char *content, uint32_t speaker, const char *date, vb_statement_type type)
{
    vb_span             span    = { 0, (uint32_t)strlen(content) };
    vb_statement        said    = { .content = { &span, 1 }, .type = type, .speaker = speaker };
    struct vb_reading reading = {
        .meta.date = vb_str_of(date), .text.bytes = vb_str_of(content), .entities = {.at = speakers, .n = 4}};
    struct vb_quotation q;
    vb_word_list        words = { 0 };

    assert_true(vb_quotation_make(&reading, &said, &words, &q));
    vb_free(words.at);
    return q;
}

static bool same(const struct vb_quotation *a, const struct vb_quotation *b)
{
    bool one = vb_quotation_same(a, b);

    assert_int_equal(one, vb_quotation_same(b, a));
    return one;
}

static bool same_key(const struct vb_quotation *a, const struct vb_quotation *b)
{
    uint64_t x[2 * VB_QUOTATION_KEYS], y[2 * VB_QUOTATION_KEYS];
    size_t   n_x = vb_quotation_word_keys(a, x), n_y;

    n_x += vb_quotation_speaker_keys(a, 0, x + n_x);
    for (int32_t days = -VB_QUOTATION_DAYS; days <= VB_QUOTATION_DAYS; days++) {
        n_y = vb_quotation_word_keys(b, y);
        n_y += vb_quotation_speaker_keys(b, days, y + n_y);
        for (size_t i = 0; i < n_x; i++)
            for (size_t k = 0; k < n_y; k++)
                if (x[i] == y[k]) return true;
    }
    return false;
}

static void test_variants_of_a_quotation_are_one(void **state)
{
    static const struct { const char *a, *b; } pairs[] = {
        { "“I raise human rights at every meeting”", "“We raise human rights at every meeting,”" },
        { "“We do not agree on much, but a door that is shut cannot be argued through”",
          "‘We don’t agree on much, but a door that’s shut can’t be argued through’" },
        { "“We do not agree on much. Iran is a serious power and an unpredictable one.”", "Iran ‘a serious power’" },
        { "“The neighbours will honour the deal”", "\"The neighbors will honor the deal\"" },
        { "“Growth of 6 percent is what we promised”", "“Growth of six per cent is what we promised”" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct vb_quotation a = quotation(pairs[i].a, 0, "2021-11-16", VB_TYPE_MIXED);
        struct vb_quotation b = quotation(pairs[i].b, 1, "2021-11-17", VB_TYPE_MIXED);
        if (!same(&a, &b) || !same_key(&a, &b)) fail_msg("not one: %s | %s", pairs[i].a, pairs[i].b);
    }
}

static void test_other_quotations_are_not(void **state)
{
    static const struct { const char *a, *b; } pairs[] = {
        { "“Growth of 6 percent is what we promised to people”", "“Growth of 7 percent is what we promised to people”" },
        { "“We will sign the treaty with Iran this year”", "“We will not sign the treaty with Iran this year”" },
        { "“The bridge is closed until Monday”", "“The school opens again in September”" },
        { "“The bridge is closed”", "“We will build a bridge to the islands and keep the old road closed for a year”" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct vb_quotation a = quotation(pairs[i].a, 0, "2021-11-16", VB_TYPE_DIRECT);
        struct vb_quotation b = quotation(pairs[i].b, 0, "2021-11-16", VB_TYPE_DIRECT);
        if (same(&a, &b)) fail_msg("one: %s | %s", pairs[i].a, pairs[i].b);
    }
    /* "I decided to sign the treaty", and what was decided */
    struct vb_quotation said = quotation("I decided to sign the treaty with Iran", 0, "2021-11-16", VB_TYPE_INDIRECT);
    struct vb_quotation wish = quotation("to sign the treaty with Iran", 0, "2021-11-16", VB_TYPE_INDIRECT);
    assert_true(same(&said, &wish));
    wish.attitude = true;
    assert_false(same(&said, &wish));
    unsigned char       packed[VB_QUOTATION_BYTES_MAX];
    struct vb_quotation read;
    assert_true(vb_quotation_unpack(packed, vb_quotation_pack(&wish, packed), &read));
    assert_true(read.attitude && !read.marked);
}

static void test_speaker_and_day_of_short_quotations_count(void **state)
{
    static const char little[] = "“the bridge is closed”",
                      much[] = "“The bridge over the river stays closed until the council has voted on repairs”";
    struct vb_quotation a        = quotation(little, 0, "2021-11-16", VB_TYPE_DIRECT), b;

    (void)state;
    b = quotation(little, 2, "2021-11-16", VB_TYPE_DIRECT);
    assert_false(same(&a, &b));
    b = quotation(little, 3, "2021-11-16", VB_TYPE_DIRECT);
    assert_false(same(&a, &b));                    /* another Ainsley */
    b = quotation(little, 0, "2021-12-16", VB_TYPE_DIRECT);
    assert_false(same(&a, &b));
    b = quotation(little, 0, NULL, VB_TYPE_DIRECT);
    assert_false(same(&a, &b));
    a = quotation(much, 0, "2021-11-16", VB_TYPE_DIRECT);
    b = quotation(much, VB_NONE, "2022-11-16", VB_TYPE_DIRECT);
    assert_true(same(&a, &b) && same_key(&a, &b)); /* these very words, told again */
}

static void test_sketches_of_quotations_are_kept(void **state)
{
    struct vb_quotation a = quotation("“The bridge is closed”", 0, "2021-11-16", VB_TYPE_DIRECT), b;
    unsigned char       bytes[VB_QUOTATION_BYTES_MAX];
    size_t              n = vb_quotation_pack(&a, bytes);

    (void)state;
    assert_true(vb_quotation_unpack(bytes, n, &b));
    assert_true(b.n == a.n && b.day == a.day && b.marked == a.marked && b.speaker.name == a.speaker.name && same(&a, &b));
    assert_false(vb_quotation_unpack(bytes, n - 1, &b));
    assert_false(vb_quotation_unpack(bytes, 20, &b));
    assert_false(vb_quotation_unpack(bytes, VB_QUOTATION_BYTES_MAX + 4, &b));
}

/* ---- texts that tell one story
 * ---------------------------------------------------------------------------------------------------- */

enum { N_TEXTS = 4 };
static const char *const stories[N_TEXTS] = {
    "Mara Lind met Wang Bo in Oslo on Monday to sign the fishing accord. “We raise the fishing accord at every meeting,” said "
    "Lind.",
    "Foreign minister Mara Lind and Wang Bo met on Monday in Oslo over a fishing accord. “I raise the fishing accord at every "
    "meeting,” she said.",
    "On Friday Mara Lind met Wang Bo in Lima about copper. “Copper prices will double by spring,” said Lind.",
    "Mara Lind met Wang Bo in Oslo on Monday to sign the fishing accord. “We raise the fishing accord at every meeting,” said "
    "Lind. (Agency)",
};

static vb_span at(const char *text, const char *words)
{
    const char *p = strstr(text, words);
    if (!p) abort();
    return (vb_span){ (uint32_t)(p - text), (uint32_t)(p - text) + (uint32_t)strlen(words) };
}

/* Points to what is made anew at each call. */
static struct vb_reading story(size_t i)
{
    static vb_mention     mentions[2];
    static vb_entity      entities[2];
    static vb_participant actors[2];
    static vb_span        content, cue, evidence;
    static vb_statement   said;
    static vb_event       event;
    static char           id[80];
    const char           *text = stories[i];
    char                  hex[65];

    vb_sha256_hex(vb_sha256_of(vb_str_of(text)), hex);
    snprintf(id, sizeof id, "sha256:%s", hex);
    mentions[0] = (vb_mention){ .span = at(text, "Mara Lind"), .form = VB_FORM_NAME };
    mentions[1] = (vb_mention){ .span = at(text, "Wang Bo"), .form = VB_FORM_NAME };
    entities[0] = (vb_entity){
        .name = VB_STR("Mara Lind"), .kind = VB_KIND_PERSON, .country = VB_STR("SWE"), .mentions = mentions, .n_mentions = 1};
    entities[1] = (vb_entity){
        .name = VB_STR("Wang Bo"), .kind = VB_KIND_PERSON, .country = VB_STR("CHN"), .mentions = mentions + 1, .n_mentions = 1};
    content     = (vb_span){ at(text, "“").beg, at(text, ",”").end };
    cue         = at(text, "said");
    said        = (vb_statement){ .content = { &content, 1 }, .cue = { &cue, 1 }, .type = VB_TYPE_DIRECT, .speaker = 0, NOT_SAID,
                                  .nested_in = VB_NONE, .continues = VB_NONE };
    actors[0]   = (vb_participant){ .entity = 0 };
    actors[1]   = (vb_participant){ .entity = 1 };
    evidence    = (vb_span){ 0, at(text, ".").beg };
    event       = (vb_event){ .type = VB_EVENT_CONSULT, .actors = actors, .n_actors = 2, .trigger = at(text, "met"),
                              .date = i == 2 ? VB_STR("2023-09-08") : (vb_str){ 0 },
                              .evidence = { &evidence, 1 }, .asserted_by = VB_NONE, .place = VB_NONE, .part_of = VB_NONE };
    return (struct vb_reading){ .id = vb_str_of(id), .meta = { .date = VB_STR("2023-08-29") },
                                .run = { VB_STR("0"), VB_STR("m"), VB_STR(""), VB_STR("1") }, .text = { .bytes = vb_str_of(text) },
                                .entities = { .at = entities, .n = 2 }, .statements = { &said, 1 }, .events = { &event, 1 } };
}

static char folder[] = "/tmp/verbale-clusters-XXXXXX";
static char path[64];

static void put_in_order(const size_t *order, size_t n)
{
    vb_record *record = NULL;
    vb_error   err    = { 0 };

    unlink(path);
    if (vb_record_open(path, VB_RECORD_WRITE, &record, &err) != VB_OK) fail_msg("%s", err.msg);
    for (size_t i = 0; i < n; i++) {
        struct vb_reading reading = story(order[i]);
        if (vb_record_put(record, &reading, NULL, &err) != VB_OK) fail_msg("%s", err.msg);
    }
    vb_record_close(record);
}

/* One row of one column a line. */
static void shows(const char *sql, const char *expected)
{
    vb_record    *record = NULL;
    sqlite3_stmt *query;
    char          got[4096] = "";
    int           rc;

    assert_int_equal(vb_record_open(path, VB_RECORD_WRITE, &record, NULL), VB_OK);
    if (sqlite3_prepare_v2(record->db, sql, -1, &query, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(record->db));
    while ((rc = sqlite3_step(query)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(query, 0);
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s\n", text ? text : "NULL");
    }
    sqlite3_finalize(query);
    assert_int_equal(rc, SQLITE_DONE);
    vb_record_close(record);
    assert_string_equal(got, expected);
}

/* Foreign keys are on, as in every record that is open for writing; the full-text index wants a schema that is trusted. */
static void change(const char *sql)
{
    vb_record *record = NULL;

    assert_int_equal(vb_record_open(path, VB_RECORD_WRITE, &record, NULL), VB_OK);
    assert_int_equal(sqlite3_exec(record->db, "PRAGMA trusted_schema = ON", NULL, NULL, NULL), SQLITE_OK);
    if (sqlite3_exec(record->db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(record->db));
    vb_record_close(record);
}

/* Which texts are together, by what they begin with; names of clusters are left out, because they may differ. */
#define TOGETHER(view, column) \
    "SELECT group_concat(words, ' + ') FROM (SELECT " column \
    " AS cluster, substr(d.text, 1, 12) || length(d.text) AS words FROM " view \
    " v JOIN document d ON d.uid = v.document ORDER BY length(d.text)) GROUP BY cluster ORDER BY 1"

static void check_clusters(void)
{
    shows(TOGETHER("v_quotation_cluster", "cluster"), "Mara Lind me126 + Mara Lind me135 + Foreign mini140\nOn Friday Ma103\n");
    shows(TOGETHER("v_event_cluster", "cluster"), "Mara Lind me126 + Mara Lind me135 + Foreign mini140\nOn Friday Ma103\n");
    shows(TOGETHER("v_origin", "origin"), "Foreign mini140\nMara Lind me126 + Mara Lind me135\nOn Friday Ma103\n");
}

static void test_the_order_of_texts_does_not_count(void **state)
{
    (void)state;
    for (size_t a = 0; a < N_TEXTS; a++)
        for (size_t b = 0; b < N_TEXTS; b++)
            for (size_t c = 0; c < N_TEXTS; c++) {
                size_t order[N_TEXTS] = { a, b, c, 6 - a - b - c };
                if (a == b || b == c || a == c) continue;
                put_in_order(order, N_TEXTS);
                check_clusters();
            }
}

static void test_readings_that_no_comparison_has_seen_are_compared(void **state)
{
    const size_t order[] = { 2, 1, 0, 3 };
    vb_record   *record  = NULL;
    vb_error     err     = { 0 };

    (void)state;
    put_in_order(order, N_TEXTS);
    change("DELETE FROM reading_names");
    change("DELETE FROM text_origin");
    change("DELETE FROM quotation_cluster");
    change("DELETE FROM event_cluster");
    change("DELETE FROM event_key");
    shows("SELECT (SELECT count(*) FROM text_key) + (SELECT count(*) FROM quotation_key)", "0\n");
    assert_int_equal(vb_record_open(path, VB_RECORD_WRITE, &record, NULL), VB_OK);
    if (vb_record_compare(record, NULL, NULL, &err) != VB_OK) fail_msg("%s", err.msg);
    vb_record_close(record);
    check_clusters();
}

struct seen { char lines[1024]; };

static bool note(struct seen *seen, const char *id, const struct vb_cluster *c)
{
    size_t n = strlen(seen->lines);

    snprintf(seen->lines + n, sizeof seen->lines - n, "%.0s%u mentions %u texts %u origins %u wordings\n", id, c->n_mentions,
             c->n_texts, c->n_origins, c->n_wordings);
    return true;
}
static bool note_said(void *ctx, const struct vb_said_row *row) { return note(ctx, row->reading->id.ptr, row->cluster); }
static bool note_event(void *ctx, const struct vb_event_row *row) { return note(ctx, row->reading->id.ptr, row->cluster); }
static bool is_alone(void *ctx, const struct vb_said_row *row)
{
    ++*(int *)ctx;
    return row->cluster == NULL;
}

static void test_queries_show_each_once(void **state)
{
    static const size_t order[] = { 0, 1, 2, 3 };
    struct seen         seen    = { "" };
    struct vb_filter    filter  = { .clusters = true };
    vb_record          *record  = NULL;
    int                 n       = 0;

    (void)state;
    put_in_order(order, N_TEXTS);
    assert_int_equal(vb_record_open(path, VB_RECORD_READ, &record, NULL), VB_OK);
    assert_int_equal(vb_record_said(record, &filter, note_said, &seen, NULL), VB_OK);
    assert_string_equal(seen.lines, "3 mentions 3 texts 2 origins 2 wordings\n1 mentions 1 texts 1 origins 1 wordings\n");
    seen.lines[0] = '\0';
    assert_int_equal(vb_record_events(record, &filter, note_event, &seen, NULL), VB_OK);
    assert_string_equal(seen.lines, "3 mentions 3 texts 2 origins 2 wordings\n1 mentions 1 texts 1 origins 1 wordings\n");
    filter.clusters = false;
    assert_int_equal(vb_record_said(record, &filter, is_alone, &n, NULL), VB_OK);
    assert_int_equal(n, 4);
    vb_record_close(record);
}

static void test_origins_of_readings(void **state)
{
    static const size_t  order[]    = { 0, 1, 2, 3 };
    static const int64_t readings[] = { 1, 4, 2, 1, 99 };
    struct vb_origins    found;
    vb_record           *record = NULL;

    (void)state;
    put_in_order(order, N_TEXTS);
    assert_int_equal(vb_record_open(path, VB_RECORD_READ, &record, NULL), VB_OK);
    assert_int_equal(vb_record_origins(record, readings, 5, &found, NULL), VB_OK);
    assert_true(found.n_texts == 3 && found.n_origins == 2);
    assert_int_equal(vb_record_origins(record, readings, 0, &found, NULL), VB_OK);
    assert_true(found.n_texts == 0 && found.n_origins == 0);
    vb_record_close(record);
}

static void test_a_reading_that_goes_takes_its_rows_along(void **state)
{
    static const size_t order[] = { 0, 3 };

    (void)state;
    put_in_order(order, 2);
    change("DELETE FROM document");
    shows("SELECT (SELECT count(*) FROM text_key) + (SELECT count(*) FROM quotation_key) + (SELECT count(*) FROM event_key)"
          " + (SELECT count(*) FROM text_origin) + (SELECT count(*) FROM quotation_cluster) + (SELECT count(*) FROM event_cluster)"
          " + (SELECT count(*) FROM reading_names)", "0\n");
}

static void test_damaged_sketches_are_reported(void **state)
{
    static const size_t order[] = { 0 };
    struct vb_reading   reading;
    vb_record          *record = NULL;
    vb_error            err    = { 0 };

    (void)state;
    put_in_order(order, 1);
    change("UPDATE quotation_cluster SET sketch = x'00'");
    assert_int_equal(vb_record_open(path, VB_RECORD_WRITE, &record, NULL), VB_OK);
    reading = story(3);
    assert_int_equal(vb_record_put(record, &reading, NULL, &err), VB_ERR_RECORD);
    assert_non_null(strstr(err.msg, "damaged"));
    vb_record_close(record);
    shows("SELECT count(*) FROM reading", "1\n");
}

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/r.db", folder);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_do_without_case_marks_and_spelling),
        cmocka_unit_test(test_marked_words_alone),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_a_copy_with_some_words_changed_is_found),
        cmocka_unit_test(test_texts_of_few_words),
        cmocka_unit_test(test_variants_of_a_quotation_are_one),
        cmocka_unit_test(test_other_quotations_are_not),
        cmocka_unit_test(test_speaker_and_day_of_short_quotations_count),
        cmocka_unit_test(test_sketches_of_quotations_are_kept),
        cmocka_unit_test(test_the_order_of_texts_does_not_count),
        cmocka_unit_test(test_readings_that_no_comparison_has_seen_are_compared),
        cmocka_unit_test(test_queries_show_each_once),
        cmocka_unit_test(test_origins_of_readings),
        cmocka_unit_test(test_a_reading_that_goes_takes_its_rows_along),
        cmocka_unit_test(test_damaged_sketches_are_reported),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
