/*
 * What the tables of knowledge/ say of phrases: country, main sector, kind. In the tables "-" is "the words do not say".
 */
#include "engine.h"
#include "phrase_code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PERSON "person"
#define BODY "organisation"
#define STATE "state"
#define GROUP "group"
#define PLACE "place"
#define PAPER "document"
#define POLICY "policy"
#define OTHER "-"

struct phrase { const char *words, *country, *sector, *kind; };

static const struct phrase offices_and_their_states[] = {
    {"the Turkish foreign minister", "TUR", "GOV", PERSON},
    {"Turkey's foreign minister", "TUR", "GOV", PERSON},
    {"the foreign minister of Turkey", "TUR", "GOV", PERSON},
    {"the foreign minister", "-", "GOV", PERSON},
    {"the British foreign secretary", "GBR", "GOV", PERSON},
    {"the U.S. Secretary of State", "USA", "GOV", PERSON},
    {"the Chinese vice president", "CHN", "GOV", PERSON},
    {"the South Korean president", "KOR", "GOV", PERSON},
    {"the North Korean leader", "PRK", "GOV", PERSON},
    {"Ireland's prime minister", "IRL", "GOV", PERSON},
    {"the taoiseach", "IRL", "GOV", PERSON},
    {"the king of Jordan", "JOR", "GOV", PERSON},
    {"the German chancellor", "DEU", "GOV", PERSON},
    {"the chancellor of the exchequer", "GBR", "GOV", PERSON},
    {"the Indian external affairs minister", "IND", "GOV", PERSON},
    {"Ukraine's defence minister", "UKR", "GOV", PERSON},
    {"the deputy prime minister of Serbia", "SRB", "GOV", PERSON},
    {"the interior minister of Côte d'Ivoire", "CIV", "GOV", PERSON},
    {"the president of the Democratic Republic of the Congo", "COD", "GOV", PERSON},
    {"Bosnian president", "BIH", "GOV", PERSON},
    {"the mayor of Istanbul", "TUR", "GOV", PERSON},
    {"Texas governor", "USA", "GOV", PERSON},
    {"the governor of Texas", "USA", "GOV", PERSON},
    {"the governor of Bavaria", "DEU", "GOV", PERSON},
    {"the Scottish first minister", "GBR", "GOV", PERSON},
};

static const struct phrase envoys_and_where_they_are_sent[] = {
    {"UN envoy for Syria", "IGO", "IGO", PERSON},
    {"the UN special envoy for Libya", "IGO", "IGO", PERSON},
    {"US ambassador to China", "USA", "GOV", PERSON},
    {"the Chinese ambassador to the United States", "CHN", "GOV", PERSON},
    {"China's envoy to the UN", "CHN", "GOV", PERSON},
    {"the Russian ambassador in Ankara", "RUS", "GOV", PERSON},
    {"the French ambassador to Israel", "FRA", "GOV", PERSON},
    {"the EU's foreign policy chief", "IGO", "IGO", PERSON},
    {"the EU ambassador to Turkey", "IGO", "IGO", PERSON},
    {"the NATO secretary general", "IGO", "IGO", PERSON},
    {"the secretary general of the United Nations", "IGO", "IGO", PERSON},
    {"an IAEA inspector", "IGO", "IGO", PERSON},
    {"a UN expert", "IGO", "IGO", PERSON},
};

static const struct phrase former_shadow_opposition[] = {
    {"a former White House official", "USA", "ELI", PERSON},
    {"the former president of Brazil", "BRA", "ELI", PERSON},
    {"former French prime minister", "FRA", "ELI", PERSON},
    {"ex-president", "-", "ELI", PERSON},
    {"the ousted Egyptian president", "EGY", "ELI", PERSON},
    {"a retired US general", "USA", "ELI", PERSON},
    {"shadow foreign secretary", "-", "OPP", PERSON},
    {"the shadow chancellor", "-", "OPP", PERSON},
    {"opposition leader", "-", "OPP", PERSON},
    {"the Venezuelan opposition leader", "VEN", "OPP", PERSON},
    {"the leader of the opposition", "-", "OPP", PERSON},
    {"an opposition MP", "-", "OPP", PERSON},
    {"the president-elect", "-", "OPP", PERSON},
    {"a presidential candidate", "-", "OPP", PERSON},
};

static const struct phrase those_who_speak_for_others[] = {
    {"Kremlin spokesman", "RUS", "GOV", PERSON},
    {"a spokesman for the Kremlin", "RUS", "GOV", PERSON},
    {"White House press secretary", "USA", "GOV", PERSON},
    {"a Pentagon spokesperson", "USA", "MIL", PERSON},
    {"a spokeswoman for the German foreign ministry", "DEU", "GOV", PERSON},
    {"foreign ministry spokeswoman", "-", "GOV", PERSON},
    {"US State Department spokesman", "USA", "GOV", PERSON},
    {"a Hamas spokesman", "PSE", "REB", PERSON},
    {"a Taliban spokesman", "AFG", "REB", PERSON},
    {"a spokesman for the Israeli military", "ISR", "MIL", PERSON},
    {"a police spokesman", "-", "COP", PERSON},
    {"an army spokesman", "-", "MIL", PERSON},
    {"a military spokesman", "-", "MIL", PERSON},
    {"a UN spokesman", "IGO", "IGO", PERSON},
    {"a European Commission spokesperson", "IGO", "IGO", PERSON},
    {"an Amnesty International spokesman", "GBR", "NGO", PERSON},
    {"a Downing Street spokesman", "GBR", "GOV", PERSON},
};

static const struct phrase legislators_and_parties[] = {
    {"British Labour MP", "GBR", "LEG", PERSON},
    {"a Canadian Conservative MP", "CAN", "LEG", PERSON},
    {"a Republican senator", "USA", "LEG", PERSON},
    {"a Democratic senator", "USA", "LEG", PERSON},
    {"Democratic Renewal", "-", "-", OTHER},
    {"the US House speaker", "USA", "LEG", PERSON},
    {"the speaker of the Iranian parliament", "IRN", "LEG", PERSON},
    {"an Iraqi lawmaker", "IRQ", "LEG", PERSON},
    {"a member of parliament", "-", "LEG", PERSON},
    {"a member of the European Parliament", "IGO", "LEG", PERSON},
    {"a member of the Knesset", "ISR", "LEG", PERSON},
    {"the German Social Democrats", "DEU", "PTY", GROUP},
    {"Israel's Labor Party", "ISR", "PTY", BODY},
    {"the party leader", "-", "PTY", PERSON},
    {"the Chinese Communist Party", "CHN", "PTY", BODY},
    {"Turkey's AK Party", "TUR", "PTY", BODY},
};

static const struct phrase forces_courts_police[] = {
    {"Russian troops", "RUS", "MIL", GROUP},
    {"Israeli soldiers", "ISR", "MIL", PERSON},                /* that they are several is for the tree to say */
    {"the Ukrainian army", "UKR", "MIL", BODY},
    {"a Pakistani general", "PAK", "MIL", PERSON},
    {"the commander of the Indian navy", "IND", "MIL", PERSON},
    {"Syrian rebels", "SYR", "REB", GROUP},
    {"a rebel commander", "-", "REB", PERSON},
    {"Boko Haram", "NGA", "REB", BODY},
    {"Hezbollah fighters", "LBN", "REB", GROUP},
    {"Spanish police", "ESP", "COP", GROUP},
    {"the Paris police chief", "FRA", "COP", PERSON},
    {"a police officer", "-", "COP", PERSON},
    {"the Dutch supreme court", "NLD", "JUD", BODY},
    {"a US district judge", "USA", "JUD", PERSON},
    {"the chief justice", "-", "JUD", PERSON},
    {"the Italian prosecutor", "ITA", "JUD", PERSON},
    {"the CIA director", "USA", "SPY", PERSON},
    {"a Russian intelligence officer", "RUS", "SPY", PERSON},
};

static const struct phrase bodies[] = {
    {"the United Nations", "IGO", "IGO", BODY},
    {"the UN Security Council", "IGO", "IGO", BODY},
    {"the European Union", "IGO", "IGO", BODY},
    {"NATO", "IGO", "IGO", BODY},
    {"the World Health Organization", "IGO", "IGO", BODY},
    {"the foreign affairs committee", "-", "LEG", BODY},
    {"the Turkish parliament", "TUR", "LEG", BODY},
    {"the US Senate", "USA", "LEG", BODY},
    {"the British House of Commons", "GBR", "LEG", BODY},
    {"the Pentagon", "USA", "MIL", BODY},
    {"the White House", "USA", "GOV", BODY},
    {"the Kremlin", "RUS", "GOV", BODY},
    {"Whitehall", "GBR", "GOV", BODY},
    {"Downing Street", "GBR", "GOV", BODY},
    {"the US State Department", "USA", "GOV", BODY},
    {"the Japanese foreign ministry", "JPN", "GOV", BODY},
    {"the Ministry of Foreign Affairs of Japan", "JPN", "GOV", BODY},
    {"the British government", "GBR", "GOV", BODY},
    {"the government of Peru", "PER", "GOV", BODY},
    {"the embassy of Iran", "IRN", "GOV", BODY},
    {"the US embassy in Moscow", "USA", "GOV", BODY},
    {"the Bank of England", "GBR", "GOV", BODY},
    {"the central bank", "-", "GOV", BODY},
    {"Human Rights Watch", "USA", "NGO", BODY},
    {"the BBC", "GBR", "JRN", BODY},
    {"Xinhua", "CHN", "JRN", BODY},
    {"a German newspaper", "DEU", "JRN", BODY},
    {"Harvard University", "USA", "EDU", BODY},
    {"a trade union", "-", "LAB", BODY},
    {"a French oil company", "FRA", "BUS", BODY},
};

/* Names that several states have: the phrase, else the text, says whose; else nobody's. */
static const struct { const char *words, *here, *country, *name; } shared_names[] = {
    {"the Supreme Court", "", "-", "-"},
    {"the Supreme Court", "IND", "IND", "Supreme Court of India"},
    {"the Supreme Court", "ZMB", "-", "-"},
    {"the Supreme Court of India", "USA", "IND", "Supreme Court of India"},
    {"the Supreme Court of Zambia", "USA", "ZMB", "-"},
    {"the Ministry of Foreign Affairs of Japan", "CHN", "JPN", "Ministry of Foreign Affairs"},
    {"the State Department", "USA", "USA", "State Department"},
    {"the State Department", "", "USA", "State Department"},
    {"the House of Lords", "", "GBR", "House of Lords"},
    {"the Knesset", "", "ISR", "Knesset"},
    {"the interior ministry", "", "-", "-"},
    {"the Senate", "USA", "USA", "United States Senate"},
    {"the French Senate", "USA", "FRA", "Senate"},
    {"Labour MP", "NZL", "NZL", "-"},
    {"Labour MP", "GBR", "GBR", "-"},
    {"Labour MP", "", "-", "-"},
    {"a Conservative MP", "GBR", "GBR", "-"},
    {"the House of Commons", "CAN", "CAN", "House of Commons of Canada"},
    {"a Tory", "GBR", "GBR", "Conservative Party"},
    {"a Tory", "", "-", "-"},
    {"the Labour Party", "NZL", "NZL", "New Zealand Labour Party"},
    {"the Republican Party", "USA", "USA", "Republican Party"},
};

static const struct phrase states_and_peoples[] = {
    {"China", "CHN", "GOV", STATE},
    {"the United States", "USA", "GOV", STATE},
    {"the U.S.", "USA", "GOV", STATE},
    {"Britain", "GBR", "GOV", STATE},
    {"the Netherlands", "NLD", "GOV", STATE},
    {"South Korea", "KOR", "GOV", STATE},
    {"Kosovo", "XKX", "GOV", STATE},
    {"Hong Kong", "HKG", "GOV", STATE},
    {"Two Russians", "RUS", "CVL", GROUP},
    {"Kabul", "AFG", "-", PLACE},
    {"the Kurds", "-", "-", GROUP},
    {"Tibetans", "CHN", "-", GROUP},
    {"Chechen fighters", "RUS", "REB", GROUP},
    {"the Catalan president", "ESP", "GOV", PERSON},
};

static const struct phrase citizens_and_trades[] = {
    {"Indian farmers", "IND", "AGR", GROUP},
    {"a Kenyan journalist", "KEN", "JRN", PERSON},
    {"protesters in Belarus", "BLR", "CVL", GROUP},
    {"a Cambridge professor", "GBR", "EDU", PERSON},
    {"the archbishop of Canterbury", "-", "REL", PERSON},
    {"a Syrian refugee", "SYR", "REF", PERSON},
    {"Mexican businessmen", "MEX", "BUS", GROUP},
    {"a Polish doctor", "POL", "MED", PERSON},
    {"union leaders", "-", "LAB", GROUP},
    {"students in Hong Kong", "HKG", "EDU", GROUP},
    {"a human rights activist", "-", "SOC", PERSON},
    {"a Bangladeshi lawyer", "BGD", "JUD", PERSON},
};

static const struct phrase papers_and_policies[] = {
    {"the report", "-", "-", PAPER},
    {"a letter", "-", "-", PAPER},
    {"the treaty", "-", "-", PAPER},
};

static const struct phrase nothing_that_the_tables_know[] = {
    {"a long walk", "-", "-", OTHER},
    {"xyzzy", "-", "-", OTHER},
    {"...", "-", "-", OTHER},
};

static struct vb_knowledge *kb;

static const char *kind_name(vb_entity_kind kind)
{
    static const char *const NAMES[] = {PERSON, BODY, STATE, GROUP, PLACE, PAPER, POLICY, OTHER};
    return NAMES[kind];
}

static void code(struct vb_arena *arena, const char *words, const char *date, const char *here, struct vb_code *out)
{
    struct vb_text text;
    assert_int_equal(vb_text_split(vb_str_of(words), VB_STR("en"), (vb_str){0}, arena, &text, NULL), VB_OK);
    vb_code_phrase(kb, &text, 0, text.n_tokens, vb_str_of(date), vb_str_of(here), out);
}

static bool is(vb_str got, const char *want) { return strcmp(want, "-") == 0 ? got.len == 0 : vb_str_eq(got, vb_str_of(want)); }

static void check(const struct phrase *list, size_t n)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct vb_arena arena = {0};
        struct vb_code  c;
        code(&arena, list[i].words, "2021-06-15", "", &c);
        vb_str sector = c.n_sectors > 0 ? c.sectors[0] : VB_STR("");
        if (!is(c.country, list[i].country) || !is(sector, list[i].sector) || strcmp(kind_name(c.kind), list[i].kind) != 0) {
            print_error("%s: %.*s %.*s %s, not %s %s %s\n", list[i].words, c.country.len ? (int)c.country.len : 1,
                        c.country.len ? c.country.ptr : "-", sector.len ? (int)sector.len : 1, sector.len ? sector.ptr : "-",
                        kind_name(c.kind), list[i].country, list[i].sector, list[i].kind);
            wrong++;
        }
        vb_arena_free(&arena);
    }
    if (wrong > 0) fail_msg("%zu of %zu phrases", wrong, n);
}

#define TABLE(list) \
    static void test_##list(void **state) \
    { \
        (void)state; \
        check(list, sizeof list / sizeof *list); \
    }
TABLE(offices_and_their_states)
TABLE(envoys_and_where_they_are_sent)
TABLE(former_shadow_opposition)
TABLE(those_who_speak_for_others)
TABLE(legislators_and_parties)
TABLE(forces_courts_police)
TABLE(bodies)
TABLE(states_and_peoples)
TABLE(citizens_and_trades)
TABLE(papers_and_policies)
TABLE(nothing_that_the_tables_know)

static void names_that_several_states_have(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof shared_names / sizeof *shared_names; i++) {
        struct vb_arena arena = {0};
        struct vb_code  c;
        code(&arena, shared_names[i].words, "2021-06-15", shared_names[i].here, &c);
        vb_str name = c.ambiguous ? VB_STR("") : c.name;
        if (!is(c.country, shared_names[i].country) || !is(name, shared_names[i].name))
            print_error("%s, in %s: %.*s \"%.*s\", not %s \"%s\"\n", shared_names[i].words, shared_names[i].here,
                        (int)c.country.len, c.country.len ? c.country.ptr : "", (int)name.len, name.len ? name.ptr : "",
                        shared_names[i].country, shared_names[i].name),
                wrong++;
        vb_arena_free(&arena);
    }
    assert_int_equal(wrong, 0);
}

/* All sectors of a phrase, the main one first: those of words before a role, none of words within a body's name. */
static void sectors_that_the_words_show(void **state)
{
    static const struct { const char *words, *sectors; } LIST[] = {
        {"the Workers' Union Party", "PTY"},
        {"an army spokesman", "MIL"},
        {"the company's board", "GOV BUS"},
        {"the Brannock Army Museum", "EDU"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof LIST / sizeof *LIST; i++) {
        struct vb_arena arena = {0};
        struct vb_code  c;
        char            got[64] = "";
        code(&arena, LIST[i].words, "2021-06-15", "", &c);
        for (uint32_t k = 0; k < c.n_sectors; k++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", k ? " " : "", (int)c.sectors[k].len, c.sectors[k].ptr);
        if (strcmp(got, LIST[i].sectors) != 0) fail_msg("%s: %s, not %s", LIST[i].words, got, LIST[i].sectors);
        vb_arena_free(&arena);
    }
}

/* Who holds an office on a date, and who did. */
static void people_by_date(void **state)
{
    static const struct { const char *name, *date, *country, *sector; bool former; } PEOPLE[] = {
        {"Barack Obama", "2012-05-01", "USA", "GOV", false}, {"Barack Obama", "2019-05-01", "USA", "GOV", true},
        {"Theresa May", "2011-01-01", "GBR", "GOV", false},  {"Theresa May", "2017-01-01", "GBR", "GOV", false},
        {"Theresa May", "2021-01-01", "GBR", "GOV", true},   {"Nancy Pelosi", "2020-01-01", "USA", "LEG", false},
        {"Ban Ki-moon", "2010-01-01", "IGO", "IGO", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof PEOPLE / sizeof *PEOPLE; i++) {
        bool      former;
        vb_kb_row row = vb_code_person(kb, vb_str_of(PEOPLE[i].name), vb_str_of(PEOPLE[i].date), &former);
        if (row == VB_NONE) fail_msg("%s is not known", PEOPLE[i].name);
        if (former != PEOPLE[i].former) fail_msg("%s, %s: former %d", PEOPLE[i].name, PEOPLE[i].date, former);
        if (!vb_str_eq(vb_kb_cell(kb, row, VB_KB_COUNTRY), vb_str_of(PEOPLE[i].country)) ||
            !vb_str_eq(vb_code_office_sector(kb, row), vb_str_of(PEOPLE[i].sector)))
            fail_msg("%s, %s: %.*s", PEOPLE[i].name, PEOPLE[i].date, 3, vb_kb_cell(kb, row, VB_KB_COUNTRY).ptr);
    }
    bool former;
    assert_int_equal(vb_code_person(kb, VB_STR("Nobody Whatsoever"), VB_STR("2020"), &former), VB_NONE);
}

static void marks_of_a_phrase(void **state)
{
    struct vb_arena arena = {0};
    struct vb_code  c;
    (void)state;
    code(&arena, "the former Turkish foreign minister", "2021", "", &c);
    assert_true(c.former);
    assert_true(vb_str_eq(c.office, VB_STR("foreign-minister")));
    assert_int_equal(c.head_beg, 3);
    assert_int_equal(c.head_end, 5);
    assert_false(c.body || c.person);
    code(&arena, "the World Health Organization", "2021", "", &c);
    assert_true(c.body && !c.former && !c.ambiguous);
    assert_true(vb_str_eq(c.name, VB_STR("World Health Organization")));
    code(&arena, "Angela Merkel", "2015-01-01", "", &c);
    assert_true(c.person);
    assert_true(vb_str_eq(c.country, VB_STR("DEU")));
    /* no more than there is room for, and none twice */
    c.n_sectors = 0;
    assert_true(vb_code_add_sector(&c, VB_STR("GOV")) && vb_code_add_sector(&c, VB_STR("GOV")));
    assert_int_equal(c.n_sectors, 1);
    assert_true(vb_code_add_sector(&c, VB_STR("LEG")) && vb_code_add_sector(&c, VB_STR("MIL")) &&
                vb_code_add_sector(&c, VB_STR("COP")));
    assert_false(vb_code_add_sector(&c, VB_STR("BUS")));
    assert_int_equal(c.n_sectors, VB_CODE_SECTORS);
    vb_arena_free(&arena);
}

/* Whatever the words, what comes out stands in the phrase and in the tables. */
static void any_words(void **state)
{
    static const char *const WORDS[] = {"the",       "Turkish", "foreign", "minister",  "of",    "Labour",   "former",
                                        "UN",        "envoy",   "to",      "China",     "'s",    "Supreme",  "Court",
                                        "(",         "and",     "EU",      "spokesman", "Hamas", "Texas",    "who",
                                        "president", ",",       "Boko",    "Haram",     "MP",    "Ministry", "opposition"};
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char            phrase[400] = "";
        struct vb_arena arena = {0};
        struct vb_text  text;
        struct vb_code  c, again;
        for (int i = 0; i < 1 + round % 40; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            strcat(strcat(phrase, WORDS[(seed >> 33) % (sizeof WORDS / sizeof *WORDS)]), " ");
        }
        assert_int_equal(vb_text_split(vb_str_of(phrase), VB_STR("en"), (vb_str){0}, &arena, &text, NULL), VB_OK);
        const uint32_t beg = round % 3 == 0 && text.n_tokens > 1 ? 1 : 0;
        vb_code_phrase(kb, &text, beg, text.n_tokens, VB_STR("2021"), VB_STR("GBR"), &c);
        vb_code_phrase(kb, &text, beg, text.n_tokens, VB_STR("2021"), VB_STR("GBR"), &again);
        assert_true(c.head == again.head && c.kind == again.kind && vb_str_eq(c.country, again.country));
        assert_true(c.n_sectors <= VB_CODE_SECTORS && c.kind <= VB_KIND_OTHER);
        assert_true(c.country.len == 0 || c.country.len == 3);
        for (uint32_t i = 0; i < c.n_sectors; i++) assert_int_equal(c.sectors[i].len, 3);
        if (c.head != VB_NONE) assert_true(beg <= c.head_beg && c.head_beg < c.head_end && c.head_end <= text.n_tokens);
        vb_arena_free(&arena);
    }
}

static int open_tables(void **state)
{
    struct vb_arena arena = {0};
    const char     *path;
    vb_error        err = {0};
    (void)state;
    vb_status st = vb_data_find(&arena, NULL, VB_PACK_FILE, &path, &err);
    if (st == VB_OK) st = vb_knowledge_open(path, NULL, 0, &kb, &err);
    if (st != VB_OK) print_error("%s\n", err.msg);
    vb_arena_free(&arena);
    return st != VB_OK;
}

static int close_tables(void **state)
{
    (void)state;
    vb_knowledge_close(kb);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offices_and_their_states),
        cmocka_unit_test(test_envoys_and_where_they_are_sent),
        cmocka_unit_test(test_former_shadow_opposition),
        cmocka_unit_test(test_those_who_speak_for_others),
        cmocka_unit_test(test_legislators_and_parties),
        cmocka_unit_test(test_forces_courts_police),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(names_that_several_states_have),
        cmocka_unit_test(test_states_and_peoples),
        cmocka_unit_test(test_citizens_and_trades),
        cmocka_unit_test(test_papers_and_policies),
        cmocka_unit_test(test_nothing_that_the_tables_know),
        cmocka_unit_test(sectors_that_the_words_show),
        cmocka_unit_test(people_by_date),
        cmocka_unit_test(marks_of_a_phrase),
        cmocka_unit_test(any_words),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
