/*
 * The tables of knowledge/: where each lies, which columns it has and what their cells must be. The README beside each table says
 * what the columns mean.
 */
#include "tables.h"

#include <string.h>

#define KEY VB_KB_IS_KEY
#define LIST VB_KB_IS_LIST
#define NEEDED VB_KB_IS_NEEDED
#define APART VB_KB_TELLS_ROWS_APART
#define NAMED(column_name) { column_name, VB_KB_NAME, VB_KB_TEXT, KEY | NEEDED | APART, NULL }
#define NAMES { "names", VB_KB_NAMES, VB_KB_TEXT, KEY | LIST, NULL }
#define SECTOR { "sector", VB_KB_SECTOR, VB_KB_ONE_OF, 0, sectors }
#define COUNTRY(is) { "country", VB_KB_COUNTRY, VB_KB_A_COUNTRY, (is), NULL }
#define GENDER { "gender", VB_KB_GENDER, VB_KB_ONE_OF, 0, "f m u" }
#define NOTE { "note", VB_KB_NOTE, VB_KB_TEXT, 0, NULL }
#define FROM { "from", VB_KB_FROM, VB_KB_DATE, APART, NULL }
#define FROM_NEEDED { "from", VB_KB_FROM, VB_KB_DATE, APART | NEEDED, NULL }
#define UNTIL { "until", VB_KB_UNTIL, VB_KB_DATE, 0, NULL }
#define SURE { "sure", VB_KB_SURE, VB_KB_DATE, 0, NULL }

/* PLOVER's sectors, and those of its predecessors that news needs. */
static const char sectors[] = "GOV MIL LEG JUD PTY OPP REB SPY COP PRM UAF CVL BUS AGR EDU ELI JRN LAB MED REF REL SOC CRM IGO NGO";
static const char bodies[] =
    "ministry agency parliament chamber court police army intelligence party-group central-bank broadcaster "
    "newspaper news-agency magazine university company union ngo thinktank religious armed-group "
    "election-body other";

const struct vb_kb_schema vb_kb_schemas[VB_KB_N_TABLES] = {
    [VB_KB_STATES] = {"states",
                      "states.tsv",
                      {{"code", VB_KB_CODE, VB_KB_CODE_OF_ROW, NEEDED | APART, NULL},
                       NAMED("name"),
                       NAMES,
                       {"demonyms", VB_KB_DEMONYMS, VB_KB_TEXT, KEY | LIST, NULL},
                       {"capital", VB_KB_CAPITAL, VB_KB_TEXT, LIST, NULL},
                       {"cow", VB_KB_COW, VB_KB_NUMBER, 0, NULL},
                       {"plover", VB_KB_PLOVER, VB_KB_TEXT, 0, NULL},
                       {"sovereign", VB_KB_SOVEREIGN, VB_KB_A_STATE, 0, NULL},
                       FROM,
                       UNTIL,
                       SURE,
                       {"successor", VB_KB_SUCCESSOR, VB_KB_A_STATE, LIST, NULL},
                       {"capital_from", VB_KB_CAPITAL_FROM, VB_KB_DATE, 0, NULL},
                       NOTE,
                       {0}}},
    [VB_KB_BODIES] = {"bodies",
                      "international.tsv",
                      {{"id", VB_KB_ID, VB_KB_SLUG, NEEDED | APART, NULL},
                       NAMED("name"),
                       NAMES,
                       COUNTRY(0),
                       SECTOR,
                       {"part_of", VB_KB_PART_OF, VB_KB_A_BODY, 0, NULL},
                       {"plover", VB_KB_PLOVER, VB_KB_TEXT, 0, NULL},
                       FROM,
                       UNTIL,
                       SURE,
                       NOTE,
                       {0}}},
    [VB_KB_INSTITUTIONS] = {"institutions",
                            "institutions.tsv",
                            {NAMED("name"),
                             NAMES,
                             COUNTRY(APART),
                             SECTOR,
                             {"type", VB_KB_TYPE, VB_KB_ONE_OF, 0, bodies},
                             {"head_office", VB_KB_HEAD_OFFICE, VB_KB_A_ROLE, 0, NULL},
                             FROM,
                             UNTIL,
                             SURE,
                             NOTE,
                             {0}}},
    [VB_KB_TYPES] = {"institutions",
                     "types.tsv",
                     {NAMED("noun"),
                      NAMES,
                      {"type", VB_KB_TYPE, VB_KB_SLUG, APART, NULL},
                      SECTOR,
                      {"kind", VB_KB_KIND, VB_KB_ONE_OF, NEEDED | APART, "organisation group document policy place"},
                      NOTE,
                      {0}}},
    [VB_KB_ROLES] = {"offices",
                     "roles.tsv",
                     {NAMED("role"),
                      NAMES,
                      {"office", VB_KB_OFFICE, VB_KB_SLUG, NEEDED | APART, NULL},
                      SECTOR,
                      {"kind", VB_KB_KIND, VB_KB_ONE_OF, NEEDED, "person group"},
                      COUNTRY(APART),
                      NOTE,
                      {0}}},
    [VB_KB_MODIFIERS] = {"offices", "modifiers.tsv", {NAMED("word"), NAMES, SECTOR, NOTE, {0}}},
    [VB_KB_METONYMS] = {"metonyms",
                        "metonyms.tsv",
                        {NAMED("word"),
                         NAMES,
                         {"stands_for", VB_KB_STANDS_FOR, VB_KB_A_REFERENT, NEEDED | APART, NULL},
                         COUNTRY(APART),
                         SECTOR,
                         {"ambiguous", VB_KB_AMBIGUOUS, VB_KB_FLAG, 0, NULL},
                         FROM,
                         UNTIL,
                         SURE,
                         NOTE,
                         {0}}},
    [VB_KB_PARTIES] = {"parties",
                       "parties.tsv",
                       {COUNTRY(NEEDED | APART),
                        NAMED("name"),
                        NAMES,
                        {"members", VB_KB_MEMBERS, VB_KB_TEXT, KEY | LIST, NULL},
                        FROM,
                        UNTIL,
                        SURE,
                        NOTE,
                        {0}}},
    [VB_KB_GOVERNMENT] = {"parties",
                          "government.tsv",
                          {{"country", VB_KB_NAME, VB_KB_A_COUNTRY, KEY | NEEDED | APART, NULL},
                           {"party", VB_KB_PARTY, VB_KB_A_PARTY, KEY | NEEDED | APART, NULL},
                           FROM_NEEDED,
                           UNTIL,
                           SURE,
                           NOTE,
                           {0}}},
    [VB_KB_HOLDERS] = {"holders",
                       NULL,
                       {NAMED("person"),
                        NAMES,
                        COUNTRY(NEEDED | APART),
                        {"office", VB_KB_OFFICE, VB_KB_SLUG, NEEDED | APART, NULL},
                        {"title", VB_KB_TITLE, VB_KB_TEXT, 0, NULL},
                        {"party", VB_KB_PARTY, VB_KB_A_PARTY, 0, NULL},
                        GENDER,
                        FROM_NEEDED,
                        UNTIL,
                        SURE,
                        {"collective", VB_KB_COLLECTIVE, VB_KB_FLAG, 0, NULL},
                        NOTE,
                        {0}}},
    [VB_KB_ORDER] = {"names",
                     "order.tsv",
                     {{"country", VB_KB_NAME, VB_KB_A_COUNTRY, KEY | NEEDED | APART, NULL},
                      {"order", VB_KB_ORDER_OF, VB_KB_ONE_OF, NEEDED, "given-first family-first mononym patronymic"},
                      NOTE,
                      {0}}},
    [VB_KB_FAMILIES] = {"names", "families.tsv", {NAMED("family"), NAMES, COUNTRY(LIST | APART), NOTE, {0}}},
    [VB_KB_GIVEN] = {"names",
                     "given.tsv",
                     {NAMED("name"), NAMES, {"gender", VB_KB_GENDER, VB_KB_ONE_OF, NEEDED, "f m u"}, NOTE, {0}}},
    [VB_KB_HONORIFICS] =
        {"names",
         "honorifics.tsv",
         {NAMED("word"), NAMES, GENDER, SECTOR, {"kind", VB_KB_KIND, VB_KB_ONE_OF, NEEDED, "honorific title rank"}, NOTE, {0}}},
    [VB_KB_CITIES] = {"places",
                      "cities.tsv",
                      {NAMED("name"),
                       NAMES,
                       COUNTRY(NEEDED | APART),
                       {"admin", VB_KB_ADMIN, VB_KB_TEXT, APART, NULL},
                       {"population", VB_KB_POPULATION, VB_KB_NUMBER, 0, NULL},
                       {0}}},
    [VB_KB_REGIONS] = {"places",
                       "regions.tsv",
                       {NAMED("name"),
                        NAMES,
                        COUNTRY(LIST | APART),
                        {"type", VB_KB_TYPE, VB_KB_ONE_OF, NEEDED | APART,
                         "region river sea island mountain border disputed continent area"},
                        NOTE,
                        {0}}},
};

uint32_t vb_kb_field_count(enum vb_kb_table table)
{
    uint32_t n = 0;

    while (vb_kb_schemas[table].fields[n].name) n++;
    return n;
}

int vb_kb_field_of(enum vb_kb_table table, enum vb_kb_column column)
{
    const struct vb_kb_field *fields = vb_kb_schemas[table].fields;

    for (int i = 0; fields[i].name; i++)
        if (fields[i].column == column || (column == VB_KB_COUNTRY && strcmp(fields[i].name, "country") == 0)) return i;
    return -1;
}

const char *vb_kb_table_name(enum vb_kb_table table)
{
    static const char *const names[VB_KB_N_TABLES] = {
        "states", "bodies", "institutions", "types", "roles", "modifiers", "metonyms", "parties", "government", "holders", "order",
        "families", "given", "honorifics", "cities", "regions",
    };
    return names[table];
}

/* Rows are laid out by these shapes, so a pack made with others cannot be read. */
uint64_t vb_kb_schema_hash(void)
{
    uint64_t hash = 0;

    for (unsigned t = 0; t < VB_KB_N_TABLES; t++) {
        for (const struct vb_kb_field *f = vb_kb_schemas[t].fields; f->name; f++) {
            uint64_t about[3] = { hash, (uint64_t)t << 32 | (uint64_t)f->column, vb_hash64(f->name, strlen(f->name)) };
            hash = vb_hash64(about, sizeof about);
        }
    }
    return hash;
}

const char *vb_kb_column_name(enum vb_kb_table table, enum vb_kb_column column)
{
    int field = vb_kb_field_of(table, column);
    return field < 0 ? NULL : vb_kb_schemas[table].fields[field].name;
}
