/*
 * Knowledge: what is found under which name, on which date, and whose rows come first.
 */
#include "engine.h"
#include "kb_files.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The small tables, with those of `own` (NULL: none) over them. */
static struct vb_knowledge *open_small(const char *const *own, size_t n_own)
{
    char                *dir = kb_small_dir(), *path;
    struct vb_knowledge *kb;
    vb_str               pack;
    vb_error             err = { 0 };
    if (vb_knowledge_build((const char *const[]){ dir }, 1, NULL, NULL, NULL, &pack, &err) != VB_OK) fail_msg("%s", err.msg);
    path = kb_pack_file(dir, pack);
    if (vb_knowledge_open(path, own, n_own, &kb, &err) != VB_OK) fail_msg("%s", err.msg);
    vb_free((void *)pack.ptr);
    free(path);
    kb_remove(dir);
    return kb;
}

static void assert_cell(const struct vb_knowledge *kb, vb_kb_row row, enum vb_kb_column column, const char *wanted)
{
    vb_str cell = vb_kb_cell(kb, row, column);
    if (!vb_str_eq(cell, kb_str(wanted))) fail_msg("\"%.*s\" is not \"%s\"", (int)cell.len, cell.ptr, wanted);
}

static void names_are_found(void **state)
{
    (void)state;
    struct vb_knowledge *kb = open_small(NULL, 0);
    vb_kb_row            rows[4];
    char                 where[96];
    static const struct { enum vb_kb_table table; const char *key, *name; enum vb_kb_column column; } cases[] = {
        { VB_KB_STATES, "Italy", "Italy", VB_KB_NAME },         { VB_KB_STATES, "ITALY", "Italy", VB_KB_NAME },
        { VB_KB_STATES, "italians", "Italy", VB_KB_DEMONYMS },  { VB_KB_STATES, "U.S.", "United States", VB_KB_NAMES },
        { VB_KB_STATES, "USA", "United States", VB_KB_NAMES },  { VB_KB_STATES, "uk", NULL, 0 },
        { VB_KB_STATES, "us", NULL, 0 },                        { VB_KB_STATES, "Ital", NULL, 0 },
        { VB_KB_STATES, "", NULL, 0 },                          { VB_KB_STATES, "prime minister", NULL, 0 },
        { VB_KB_ROLES, "MP", "mp", VB_KB_NAME },                { VB_KB_ROLES, "MPs", "mp", VB_KB_NAMES },
        { VB_KB_ROLES, "Prime Minister", "prime minister", VB_KB_NAME },
        { VB_KB_PARTIES, "Tories", "Conservative Party", VB_KB_MEMBERS },
        { VB_KB_GOVERNMENT, "Conservatives", "GBR", VB_KB_PARTY }, { VB_KB_GOVERNMENT, "GBR", "GBR", VB_KB_NAME },
        { VB_KB_CITIES, "Ar-Raqqah", "Raqqa", VB_KB_NAMES },    { VB_KB_CITIES, "tromso", "Tromsø", VB_KB_NAME },
        { VB_KB_HOLDERS, "A. Rossi", "Anna Rossi", VB_KB_NAMES },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t n = vb_kb_find(kb, cases[i].table, kb_str(cases[i].key), rows, 4);
        if (n != (cases[i].name ? 1 : 0)) fail_msg("\"%s\": %u rows", cases[i].key, n);
        if (!n) continue;
        assert_int_equal(vb_kb_table_of(kb, rows[0]), cases[i].table);
        assert_cell(kb, rows[0], VB_KB_NAME, cases[i].name);
        assert_int_equal(vb_kb_key_column(kb, rows[0], kb_str(cases[i].key)), cases[i].column);
    }
    /* Several rows, in the order of the file; fewer places than rows. */
    assert_int_equal(vb_kb_find(kb, VB_KB_STATES, VB_STR("Congolese"), rows, 4), 2);
    assert_cell(kb, rows[0], VB_KB_CODE, "COD");
    assert_cell(kb, rows[1], VB_KB_CODE, "COG");
    rows[1] = 77;
    assert_int_equal(vb_kb_find(kb, VB_KB_STATES, VB_STR("Congo"), rows, 1), 2);
    assert_int_equal(rows[1], 77);
    vb_kb_where(kb, rows[0], where);
    assert_string_equal(where, "states.tsv:9");
    /* A table named by country has it as its country too; what a table lacks is empty. */
    assert_int_equal(vb_kb_find(kb, VB_KB_GOVERNMENT, VB_STR("GBR"), rows, 4), 1);
    assert_cell(kb, rows[0], VB_KB_COUNTRY, "GBR");
    assert_cell(kb, rows[0], VB_KB_GENDER, "");
    assert_cell(kb, vb_kb_state(kb, VB_STR("YUG")), VB_KB_SUCCESSOR, "ITA|GBR");
    assert_int_equal(vb_kb_state(kb, VB_STR("yug")), VB_NONE);
    assert_int_equal(vb_kb_state(kb, VB_STR("")), VB_NONE);
    assert_cell(kb, vb_kb_body(kb, VB_STR("unsc")), VB_KB_PART_OF, "un");
    assert_true(vb_str_starts(vb_knowledge_name(kb), VB_STR("sha256:")));
    assert_int_equal(vb_knowledge_name(kb).len, 7 + 64);
    vb_knowledge_close(kb);
}

static uint32_t longest(const struct vb_knowledge *kb, uint32_t tables, const char *text)
{
    vb_str   words[16];
    uint32_t n = 0;
    for (const char *at = text; *at; n++) {
        words[n] = (vb_str){ at, strcspn(at, "_") };
        at += words[n].len + (at[words[n].len] ? 1 : 0);
    }
    return vb_kb_longest(kb, tables, words, n);
}

static void the_longest_name_counts(void **state)
{
    (void)state;
    struct vb_knowledge *kb = open_small(NULL, 0);
    uint32_t             states = 1u << VB_KB_STATES, all = UINT32_MAX;
    static const struct { const char *words; uint32_t n;
    } cases[] = {
        {"Republic_of_the_Congo_and", 4},
        {"Democratic_Republic_of_the_Congo", 5},
        {"Congo_Republic", 1},
        {"United_Nations", 0},
        {"United_States_of_America", 2},
        {"UNITED_KINGDOM_today", 2},
        {"U.S._troops", 1},
        {"us_all", 0},
        {"the_Congo", 0},
        {"", 0},
        {"US_._Britain", 1},
        {"Italy_.", 1},
        {"Italy_-_based", 1},
        {"Italy_,_France", 1},
        {"Great_-_Britain", 3},
        {"Great-Britain", 1},
        {"Great_._Britain", 0},
        {"Great_,_Britain", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (longest(kb, states, cases[i].words) != cases[i].n)
            fail_msg("\"%s\": %u", cases[i].words, longest(kb, states, cases[i].words));
    assert_int_equal(longest(kb, all, "United_Nations"), 2);
    assert_int_equal(longest(kb, all, "Al_-_Bab_fell"), 3);
    assert_int_equal(longest(kb, all, "Al-Bab_fell"), 1);
    assert_int_equal(longest(kb, all, "Washington_,_D.C._said"), 3);
    assert_int_equal(longest(kb, all, "Washington_,_said"), 1);
    assert_int_equal(longest(kb, 1u << VB_KB_CITIES, "Italy"), 0);
    assert_int_equal(longest(kb, 0, "Italy"), 0);
    vb_knowledge_close(kb);
}

static void rows_are_true_on_their_dates(void **state)
{
    (void)state;
    struct vb_knowledge *kb = open_small(NULL, 0);
    vb_kb_row            rossi, verdi;
    assert_int_equal(vb_kb_find(kb, VB_KB_HOLDERS, VB_STR("Anna Rossi"), &rossi, 1), 1);
    assert_int_equal(vb_kb_find(kb, VB_KB_HOLDERS, VB_STR("Carlo Verdi"), &verdi, 1), 1);
    static const struct { const char *date; int rossi, verdi;
    } cases[] = {
        {"2018-05-31", 0, 0}, {"2018-06-01", 1, 0}, {"2018-06", 1, 0},     {"2018", 1, 0},
        {"2017", 0, 0},       {"2021-02-13", 1, 1}, {"2021-02-14", 0, 1},  {"2021-02", 1, 1},
        {"2021-03", 0, 1},    {"2023-05-31", 0, 1}, {"2023-06-01", 0, -1}, {"2023", 0, 1},
        {"2024", 0, -1},      {"", -1, -1},         {"yesterday", -1, -1}, {"2021-02-30", -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (vb_kb_valid(kb, rossi, kb_str(cases[i].date)) != cases[i].rossi) fail_msg("Rossi, %s", cases[i].date);
        if (vb_kb_valid(kb, verdi, kb_str(cases[i].date)) != cases[i].verdi) fail_msg("Verdi, %s", cases[i].date);
    }
    /* A table without dates is always true. */
    assert_int_equal(vb_kb_find(kb, VB_KB_ROLES, VB_STR("mp"), &rossi, 1), 1);
    assert_int_equal(vb_kb_valid(kb, rossi, VB_STR("1900")), 1);
    vb_knowledge_close(kb);
}

static void own_rows_come_first(void **state)
{
    (void)state;
    char *one = kb_dir(), *two = kb_dir();
    kb_put(one, "holders.tsv",
           "person\tcountry\toffice\tfrom\nAnna Rossi\tITA\thead-of-government\t2024-01\nPaolo Gialli\tXYZ\thead-of-state\t2020\n");
    kb_put(one, "states.tsv", "code\tname\tnames\nXYZ\tNew Land\tItaly\n");
    kb_put(two, "holders/mine.tsv", "person\tcountry\toffice\tfrom\tuntil\nAnna Rossi\tITA\thead-of-government\t2019\t2020\n");
    struct vb_knowledge *without = open_small(NULL, 0), *kb = open_small((const char *const[]){ one, two }, 2);
    vb_kb_row            rows[8];
    char                 where[96];
    static const char *const by_name[] = { "mine.tsv:2", "holders.tsv:2", "europe.tsv:2" };
    static const char *const by_office[] = { "holders.tsv:2", "europe.tsv:3", "mine.tsv:2", "europe.tsv:2", "europe.tsv:4" };

    assert_int_equal(vb_kb_find(kb, VB_KB_HOLDERS, VB_STR("anna rossi"), rows, 8), 3);
    for (int i = 0; i < 3; i++) {
        vb_kb_where(kb, rows[i], where);
        assert_string_equal(where, by_name[i]);
        assert_int_equal(vb_kb_table_of(kb, rows[i]), VB_KB_HOLDERS);
    }
    assert_int_equal(vb_kb_holders(kb, VB_STR("ITA"), VB_STR("head-of-government"), rows, 8), 5);
    for (int i = 0; i < 5; i++) {
        vb_kb_where(kb, rows[i], where);
        assert_string_equal(where, by_office[i]);
    }
    rows[2] = 77;
    assert_int_equal(vb_kb_holders(kb, VB_STR("ITA"), VB_STR("head-of-government"), rows, 2), 5);
    assert_int_equal(rows[2], 77);
    assert_int_equal(vb_kb_holders(kb, VB_STR("ITA"), VB_STR("mayor"), rows, 8), 0);
    assert_int_equal(vb_kb_find(kb, VB_KB_STATES, VB_STR("Italy"), rows, 8), 2);
    assert_cell(kb, rows[0], VB_KB_CODE, "XYZ");
    assert_cell(kb, vb_kb_state(kb, VB_STR("XYZ")), VB_KB_NAME, "New Land");
    assert_int_equal(longest(kb, 1u << VB_KB_STATES, "New_Land_today"), 2);
    assert_int_equal(vb_kb_key_column(kb, rows[0], VB_STR("Italy")), VB_KB_NAMES);
    assert_false(vb_str_eq(vb_knowledge_name(kb), vb_knowledge_name(without)));
    vb_knowledge_close(kb);
    vb_knowledge_close(without);
    kb_remove(one);
    kb_remove(two);
}

static void what_does_not_open_says_why(void **state)
{
    (void)state;
    char                *dir = kb_small_dir(), *path;
    struct vb_knowledge *kb;
    vb_error             err  = { 0 };
    vb_str               pack = { 0 };
    assert_int_equal(vb_knowledge_open("/no/such/pack", NULL, 0, &kb, &err), VB_ERR_IO);
    assert_null(kb);
    assert_string_equal(err.msg, "/no/such/pack: No such file or directory");
    path = kb_pack_file(dir, VB_STR("verbale kb pack\n and no more"));
    assert_int_equal(vb_knowledge_open(path, NULL, 0, &kb, &err), VB_ERR_KNOWLEDGE);
    assert_null(kb);
    free(path);
    path = kb_pack_file(dir, VB_STR(""));
    assert_int_equal(vb_knowledge_open(path, NULL, 0, &kb, &err), VB_ERR_KNOWLEDGE);
    free(path);
    assert_int_equal(vb_knowledge_build((const char *const[]){ dir }, 1, NULL, NULL, NULL, &pack, &err), VB_OK);
    path = kb_pack_file(dir, pack);
    kb_put(dir, "own/roles.tsv", "role\toffice\tkind\nmp\tlegislator\tbody\n");
    char own[600];
    snprintf(own, sizeof own, "%s/own", dir);
    assert_int_equal(vb_knowledge_open(path, (const char *const[]){ own }, 1, &kb, &err), VB_ERR_KNOWLEDGE);
    assert_null(kb);
    assert_string_equal(err.msg, "roles.tsv:2: kind \"body\": unknown");
    vb_knowledge_close(NULL);
    vb_free((void *)pack.ptr);
    free(path);
    kb_remove(dir);
}

/* True of every pack there is. */
static void check_every_key(const struct vb_knowledge *kb)
{
    for (vb_kb_row row = 0; row < kb->pack.head.n_rows; row++) {
        enum vb_kb_table          table  = vb_kb_table_of(kb, row);
        const struct vb_kb_field *fields = vb_kb_schemas[table].fields;
        for (uint32_t f = 0; fields[f].name; f++) {
            vb_str item = vb_kb_layer_cell(&kb->pack, table, row, f), rest = item;
            if (!(fields[f].is & VB_KB_IS_KEY) || item.len == 0) continue;
            if (!(fields[f].is & VB_KB_IS_LIST)) rest = (vb_str){ 0 };
            while (!(fields[f].is & VB_KB_IS_LIST) || vb_kb_next_item(&rest, &item)) {
                vb_kb_row rows[512];
                vb_str    words[64];
                uint32_t  n = vb_kb_find(kb, table, item, rows, 512), n_words = 0;
                bool      found = false;
                for (uint32_t i = 0; i < n && i < 512; i++) found = found || rows[i] == row;
                if (!found) fail_msg("row %u: \"%.*s\" is not found", row, (int)item.len, item.ptr);
                /* Cut at its spaces, it is found whole. */
                for (const char *at = item.ptr, *end = at + item.len; at < end && n_words < 64; n_words++) {
                    const char *space = memchr(at, ' ', (size_t)(end - at));
                    words[n_words] = (vb_str){ at, (size_t)((space ? space : end) - at) };
                    at += words[n_words].len + 1;
                }
                n = vb_kb_longest(kb, 1u << table, words, n_words);
                if (n != n_words) fail_msg("row %u: \"%.*s\": %u words of %u", row, (int)item.len, item.ptr, n, n_words);
                if (!(fields[f].is & VB_KB_IS_LIST)) break;
            }
        }
    }
}

static void every_key_is_found_again(void **state)
{
    (void)state;
    struct vb_knowledge *kb = open_small(NULL, 0);
    check_every_key(kb);
    vb_knowledge_close(kb);
}

static void every_key_of_the_released_tables_is_found_again(void **state)
{
    (void)state;
    struct vb_arena      arena = { 0 };
    struct vb_knowledge *kb;
    const char          *path;
    vb_error             err = { 0 };
    assert_int_equal(vb_data_find(&arena, NULL, VB_PACK_FILE, &path, &err), VB_OK);
    if (vb_knowledge_open(path, NULL, 0, &kb, &err) != VB_OK) fail_msg("%s", err.msg);
    check_every_key(kb);
    assert_true(vb_kb_state(kb, VB_STR("GBR")) != VB_NONE);
    vb_knowledge_close(kb);
    vb_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(the_longest_name_counts),
        cmocka_unit_test(rows_are_true_on_their_dates),
        cmocka_unit_test(own_rows_come_first),
        cmocka_unit_test(what_does_not_open_says_why),
        cmocka_unit_test(every_key_is_found_again),
        cmocka_unit_test(every_key_of_the_released_tables_is_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
