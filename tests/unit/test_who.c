/* Opposite src/record/who.c and office_words.c: which entities of different texts are one, and which are not. */
#include "export.h"
#include "synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char       folder[] = "/tmp/verbale-who-XXXXXX";
static char       path[64];
static vb_record *record;

/* One text a row, with one entity: `called` is how its text calls it by name, "|" between, `name` what it is called in full. */
static const struct {
    const char *name, *called, *country, *kb, *date, *office, *knowledge;
    vb_entity_kind kind;
} texts[] = {
    {"Han Zheng", "Han Zheng|Zheng", "CHN", NULL, "2023-08-30", "vice president", "k1", VB_KIND_PERSON}, /* 1 */
    {"HAN ZHENG", "HAN ZHENG", "CHN", NULL, "2023-09-02", "vice president", "k1", VB_KIND_PERSON}, /* 2 the same */
    {"Han Zheng", "Han Zheng", "SGP", NULL, "2023-09-03", NULL, "k1", VB_KIND_PERSON}, /* 3 a namesake */
    {"Zheng", "Zheng", "CHN", NULL, "2023-09-04", NULL, "k1", VB_KIND_PERSON}, /* 4 who knows */
    {"Zheng", "Zheng", "CHN", NULL, NULL, NULL, "k1", VB_KIND_PERSON}, /* 5 who knows */
    {"Han Zheng", "Han Zheng", NULL, NULL, "2020", NULL, "k1", VB_KIND_PERSON}, /* 6 of no country */
    {"Zheng Zeguang", "Zheng Zeguang|Mr Zheng", "CHN", NULL, "2021-06-01", "ambassador", "k1", VB_KIND_PERSON}, /* 7 another */
    {"Volodymyr Zelenskyy", "Volodymyr Zelensky", "UKR", "holders/europe.tsv:9", "2022-01-01", NULL, "k1", VB_KIND_PERSON}, /* 8 */
    {"Volodymyr Zelenskyy", "Zelenskiy", "UKR", "holders/europe.tsv:9", "2022-01-02", NULL, "k1",
     VB_KIND_PERSON}, /* 9 by the row */
    {"Other Man", "Other Man", "UKR", "holders/europe.tsv:9", "2022-01-03", NULL, "k2",
     VB_KIND_PERSON}, /* 10 a row of other tables */
    {"George W. Bush", "George Bush", "USA", "holders/americas.tsv:3", "2003", "president", "k1", VB_KIND_PERSON}, /* 11 */
    {"George H. W. Bush", "George Bush", "USA", "holders/americas.tsv:2", "1991", "president", "k1",
     VB_KIND_PERSON}, /* 12 his father */
    {"George Bush", "George Bush", "USA", NULL, "1999", NULL, "k1", VB_KIND_PERSON}, /* 13 either of them */
    {"Foreign Affairs Committee", "Foreign Affairs Committee|FAC", "GBR", NULL, "2023", NULL, "k1", VB_KIND_ORGANISATION}, /* 14 */
    {"FAC", "FAC", "GBR", NULL, "2024", NULL, "k1", VB_KIND_ORGANISATION}, /* 15 as 14 calls it */
    {"Zürich", "Zürich", "CHE", NULL, "2024", NULL, "k1", VB_KIND_PLACE}, /* 16 */
    {"Zurich", "Zurich", "CHE", NULL, "2024", NULL, "k1", VB_KIND_ORGANISATION}, /* 17 another kind */
    {"China", "China", "CHN", NULL, "2024", NULL, "k1", VB_KIND_STATE}, /* 18 */
    {"Beijing government", "Beijing", "CHN", NULL, "2024", NULL, "k1", VB_KIND_ORGANISATION}, /* 19 */
};
enum { N_TEXTS = sizeof texts / sizeof *texts };

/* The text: its number, then each name after "The OFFICE ", and the reading, put into the record. */
static void put(size_t i)
{
    char              text[512], id[80], hex[65];
    vb_mention        mentions[4];
    vb_office         office  = { vb_str_of(texts[i].office), VB_NONE };
    vb_entity         entity  = { .name = vb_str_of(texts[i].name), .kind = texts[i].kind, .country = vb_str_of(texts[i].country),
                                  .kb = vb_str_of(texts[i].kb), .offices = &office, .n_offices = texts[i].office ? 1 : 0,
                                  .mentions = mentions };
    struct vb_reading reading = {.run = {.knowledge = vb_str_of(texts[i].knowledge)},
                                 .meta = {.date = vb_str_of(texts[i].date)},
                                 .entities = {.at = &entity, .n = 1}};
    int               n       = sprintf(text, "%zu", i + 1);
    vb_error          err     = { 0 };

    for (const char *at = texts[i].called; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
        int len = (int)strcspn(at, "|");
        n += sprintf(text + n, " The %s ", texts[i].office ? texts[i].office : "old");
        mentions[entity.n_mentions++] = (vb_mention){ { (uint32_t)n, (uint32_t)(n + len) }, VB_FORM_NAME };
        n += sprintf(text + n, "%.*s", len, at);
    }
    reading.text.bytes    = vb_str_of(text);
    reading.meta.input_id = vb_str_of(text);
    vb_sha256_hex(vb_sha256_of(reading.text.bytes), hex);
    snprintf(id, sizeof id, "sha256:%s", hex);
    reading.id = vb_str_of(id);
    if (vb_record_put(record, &reading, NULL, &err) != VB_OK) fail_msg("%s", err.msg);
}

/* "1,2;7" is an entity of texts 1 and 2 and another of 7; "~" stands before a loose one. */
static bool note(void *ctx, const struct vb_who *who)
{
    char *found = ctx;

    if (*found) strcat(found, ";");
    if (who->loose) strcat(found, "~");
    for (uint32_t i = 0; i < who->n_texts; i++) {
        struct vb_reading r;
        vb_error          err = { 0 };
        if (vb_record_reading(record, &who->texts[i], &r, &err) != VB_OK) fail_msg("%s", err.msg);
        assert_int_equal(who->texts[i].entity, 0);
        assert_int_equal(who->texts[i].n_mentions, r.entities.at[0].n_mentions);
        sprintf(found + strlen(found), i > 0 ? ",%d" : "%d", atoi(r.text.bytes.ptr));
    }
    return true;
}

static void finds(const char *name, const char *since, const char *until, const char *expected)
{
    struct vb_filter filter = { .actor = vb_str_of(name), .since = vb_str_of(since), .until = vb_str_of(until) };
    char                 found[256] = "";
    vb_error             err = { 0 };

    if (vb_record_who(record, &filter, note, found, &err) != VB_OK) fail_msg("%s", err.msg);
    if (strcmp(found, expected) != 0) fail_msg("who %s: found \"%s\", expected \"%s\"", name, found, expected);
}

static void test_one_person_is_one_and_namesakes_are_several(void **state)
{
    (void)state;
    finds("Han Zheng", NULL, NULL, "1,2;~6;3");
    finds("zheng", NULL, NULL, "1,2;~4,5;~6;7;3");
    finds("Zeguang", NULL, NULL, "7");
    finds("Mr Zheng", NULL, NULL, "7");
    finds("Zheng Han", NULL, NULL, "");
    finds("nobody", NULL, NULL, "");
    finds("", NULL, NULL, "");
    finds("x' OR 1 --", NULL, NULL, "");
}

static void test_a_row_of_the_tables_ties_what_names_do_not(void **state)
{
    (void)state;
    finds("Zelensky", NULL, NULL, "8,9");          /* the second text has another spelling */
    finds("zelenskiy", NULL, NULL, "8,9");
    finds("Other Man", NULL, NULL, "10");          /* line 9 of other tables is another row */
    finds("George Bush", NULL, NULL, "12;13;11");  /* each stays apart; order is by date */
}

static void test_bodies_by_any_of_their_names(void **state)
{
    (void)state;
    finds("FAC", NULL, NULL, "14,15");
    finds("foreign affairs", NULL, NULL, "14,15");
    finds("ZURICH", NULL, NULL, "16;17");
    finds("CHN", NULL, NULL, "18");                /* the state, and not all that is of it */
}

static void test_dates(void **state)
{
    (void)state;
    finds("Han Zheng", "2023-09-01", NULL, "2;3");
    finds("Han Zheng", NULL, "2023-08-30", "~6;1");
    finds("Zheng", "2023-09-04", "2023-09-04", "~4");
    finds("Han Zheng", "2020-05-05", "2020-05-05", "~6");      /* dated 2020: may be any day of it */
}

static bool look(void *ctx, const struct vb_who *who)
{
    const struct vb_who_office *o = who->offices;
    struct vb_reading           r;
    vb_span                     words = { 0, 0 };

    assert_true(vb_str_eq(who->name, VB_STR("Han Zheng")) || vb_str_eq(who->name, VB_STR("HAN ZHENG")));
    assert_true(vb_str_eq(who->country, VB_STR("CHN")));
    assert_int_equal(who->n_names, 3);
    assert_int_equal(who->n_offices, 1);
    assert_true(vb_str_eq(o->title, VB_STR("vice president")) && o->body.len == 0);
    assert_true(vb_str_eq(o->first, VB_STR("2023-08-30")) && vb_str_eq(o->last, VB_STR("2023-09-02")));
    assert_int_equal(o->n_texts, 2);
    assert_int_equal(vb_record_reading(record, &who->texts[o->text], &r, NULL), VB_OK);
    assert_true(vb_record_office_words(&r, &r.entities.at[0], &r.entities.at[0].offices[o->n], &words));
    assert_true(vb_str_eq(vb_str_sub(r.text.bytes, words), VB_STR("vice president")));
    ++*(int *)ctx;
    return false;
}

static void test_offices_have_dates_and_words(void **state)
{
    struct vb_filter filter = { .actor = VB_STR("Han Zheng") };
    int                  n      = 0;

    (void)state;
    assert_int_equal(vb_record_who(record, &filter, look, &n, NULL), VB_OK);
    assert_int_equal(n, 1);                        /* and it can stop */
}

static void test_an_office_far_from_all_mentions_has_no_words(void **state)
{
    char              text[1200];
    vb_mention        mention = { { 1000, 1004 }, VB_FORM_NAME };
    vb_office         office  = { VB_STR("minister"), VB_NONE };
    vb_entity         entity  = { .mentions = &mention, .n_mentions = 1 };
    struct vb_reading reading = { .text = { .bytes = { text, sizeof text } } };
    vb_span           words;

    (void)state;
    memset(text, ' ', sizeof text);
    memcpy(text + 1000, "Lind", 4);
    memcpy(text + 10, "minister", 8);
    assert_false(vb_record_office_words(&reading, &entity, &office, &words));
    memcpy(text + 760, "minister", 8);
    assert_true(vb_record_office_words(&reading, &entity, &office, &words));
    assert_int_equal(words.beg, 760);
    memcpy(text + 1010, "minister", 8);            /* nearer */
    assert_true(vb_record_office_words(&reading, &entity, &office, &words));
    assert_int_equal(words.beg, 1010);
    entity.mentions = &(vb_mention){ { 1000, 1004 }, VB_FORM_PRONOUN };
    assert_false(vb_record_office_words(&reading, &entity, &office, &words));
}

static void test_bad_filters_are_refused(void **state)
{
    struct vb_filter filter = { .actor = VB_STR("x"), .since = VB_STR("then") };
    char                 found[16] = "", longer[1002];

    (void)state;
    assert_int_equal(vb_record_who(record, &filter, note, found, NULL), VB_ERR_RECORD);
    memset(longer, 'a', sizeof longer);
    filter = (struct vb_filter){ .actor = { longer, 1001 } };
    assert_int_equal(vb_record_who(record, &filter, note, found, NULL), VB_ERR_LIMIT);
    filter = (struct vb_filter){ .actor = VB_STR("\xC3") };
    assert_int_equal(vb_record_who(record, &filter, note, found, NULL), VB_ERR_ENCODING);
    assert_string_equal(found, "");
}

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/r.db", folder);
    if (vb_record_open(path, VB_RECORD_WRITE, &record, NULL) != VB_OK) return -1;
    for (size_t i = 0; i < N_TEXTS; i++) put(i);
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
        cmocka_unit_test(test_one_person_is_one_and_namesakes_are_several),
        cmocka_unit_test(test_a_row_of_the_tables_ties_what_names_do_not),
        cmocka_unit_test(test_bodies_by_any_of_their_names),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_offices_have_dates_and_words),
        cmocka_unit_test(test_an_office_far_from_all_mentions_has_no_words),
        cmocka_unit_test(test_bad_filters_are_refused),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
