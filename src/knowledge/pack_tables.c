/*
 * The tables of knowledge/: where each lies, which columns it has and what their cells must be. The README beside each table says
 * what the columns mean.
 */
#include "tables.h"

#include <string.h>

#define KEY    VB_KB_IS_KEY
#define LIST   VB_KB_IS_LIST
#define NEEDED VB_KB_IS_NEEDED
#define APART  VB_KB_TELLS_ROWS_APART

/* { name in the header line, column, what a cell must be, VB_KB_IS_…, words } */
#define TEXT(name, column, is)  { name, column, VB_KB_TEXT, (is), NULL }
#define WORD(name, column, words, is) { name, column, VB_KB_ONE_OF, (is), words }
#define NAMED(name)   TEXT(name, VB_KB_NAME, KEY | NEEDED | APART)
#define NAMES         TEXT("names", VB_KB_NAMES, KEY | LIST)
#define NOTE          TEXT("note", VB_KB_NOTE, 0)
#define PLOVER        TEXT("plover", VB_KB_PLOVER, 0)
#define SECTOR        WORD("sector", VB_KB_SECTOR, sectors, 0)
#define GENDER        WORD("gender", VB_KB_GENDER, "f m u", 0)
#define COUNTRY(is)   { "country", VB_KB_COUNTRY, VB_KB_A_COUNTRY, (is), NULL }
#define OF_COUNTRY    { "country", VB_KB_NAME, VB_KB_A_COUNTRY, KEY | NEEDED | APART, NULL }
#define OFFICE(is)    { "office", VB_KB_OFFICE, VB_KB_SLUG, (is), NULL }
#define PARTY(is)     { "party", VB_KB_PARTY, VB_KB_A_PARTY, (is), NULL }
#define FLAG(name, column) { name, column, VB_KB_FLAG, 0, NULL }
#define NUMBER(name, column) { name, column, VB_KB_NUMBER, 0, NULL }
#define DATE(name, column, is) { name, column, VB_KB_DATE, (is), NULL }
#define SPAN(is)      DATE("from", VB_KB_FROM, APART | (is)), DATE("until", VB_KB_UNTIL, 0), DATE("sure", VB_KB_SURE, 0)
#define WORDS(name, column) { name, column, VB_KB_A_WORD, LIST | APART, NULL }
#define MODE(is)      { "mode", VB_KB_MODE, VB_KB_A_MODE, (is), NULL }
#define SURE          WORD("sure", VB_KB_SURENESS, "sure usual weak", NEEDED)
#define QUAD          WORD("quad", VB_KB_QUAD, "1 2 3 4", 0)
#define INTENSITY     { "intensity", VB_KB_INTENSITY, VB_KB_DECIMAL, 0, NULL }
#define END           { 0 }

/* PLOVER's sectors, and those of its predecessors that news needs. */
static const char sectors[] = "GOV MIL LEG JUD PTY OPP REB SPY COP PRM UAF CVL BUS AGR EDU ELI JRN LAB MED REF REL SOC CRM IGO "
                              "NGO";
static const char bodies[]  = "ministry agency parliament chamber court police army intelligence party-group central-bank "
                              "broadcaster newspaper news-agency magazine university company union ngo thinktank religious "
                              "armed-group election-body other";
static const char regions[] = "region river sea island mountain border disputed continent area";
static const char event_types[] = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
                                  "SANCTION MOBILIZE COERCE ASSAULT";
/* NONE: the code, or the words, are no event. */
static const char types_or_none[] = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
                                    "SANCTION MOBILIZE COERCE ASSAULT NONE";
static const char contexts[] = "diplomatic military economic legal legislative executive territory repression rights_freedoms "
                               "human_rights human_security migration crime election health natural_resource "
                               "political_institutions corruption religion_ethnicity terrorism disasters intelligence "
                               "peacekeeping asylum pro_democracy environment gender cyber pro_autocracy reparations lgbt "
                               "illegal_drugs misinformation cbrn technology trafficking";

const struct vb_kb_schema vb_kb_schemas[VB_KB_N_TABLES] = {
    [VB_KB_STATES] = { "states", "states.tsv", {
        { "code", VB_KB_CODE, VB_KB_CODE_OF_ROW, NEEDED | APART, NULL },
        NAMED("name"), NAMES, TEXT("demonyms", VB_KB_DEMONYMS, KEY | LIST), TEXT("capital", VB_KB_CAPITAL, LIST),
        DATE("capital_from", VB_KB_CAPITAL_FROM, 0), NUMBER("cow", VB_KB_COW), PLOVER,
        { "sovereign", VB_KB_SOVEREIGN, VB_KB_A_STATE, 0, NULL }, SPAN(0),
        { "successor", VB_KB_SUCCESSOR, VB_KB_A_STATE, LIST, NULL }, NOTE, END } },
    [VB_KB_BODIES] = { "bodies", "international.tsv", {
        { "id", VB_KB_ID, VB_KB_SLUG, NEEDED | APART, NULL },
        NAMED("name"), NAMES, COUNTRY(0), SECTOR, { "part_of", VB_KB_PART_OF, VB_KB_A_BODY, 0, NULL }, PLOVER, SPAN(0), NOTE,
        END } },
    [VB_KB_INSTITUTIONS] = { "institutions", "institutions.tsv", {
        NAMED("name"), NAMES, COUNTRY(APART), SECTOR, WORD("type", VB_KB_TYPE, bodies, 0),
        { "head_office", VB_KB_HEAD_OFFICE, VB_KB_A_ROLE, 0, NULL }, SPAN(0), NOTE, END } },
    [VB_KB_TYPES] = { "institutions", "types.tsv", {
        NAMED("noun"), NAMES, { "type", VB_KB_TYPE, VB_KB_SLUG, APART, NULL }, SECTOR,
        WORD("kind", VB_KB_KIND, "organisation group document policy place", NEEDED | APART), NOTE, END } },
    [VB_KB_ROLES] = { "offices", "roles.tsv", {
        NAMED("role"), NAMES, OFFICE(APART), SECTOR, WORD("kind", VB_KB_KIND, "person group", NEEDED), COUNTRY(APART), GENDER, NOTE,
        END } },
    [VB_KB_MODIFIERS] = { "offices", "modifiers.tsv", { NAMED("word"), NAMES, SECTOR, NOTE, END } },
    [VB_KB_METONYMS] = { "metonyms", "metonyms.tsv", {
        NAMED("word"), NAMES, { "stands_for", VB_KB_STANDS_FOR, VB_KB_A_REFERENT, NEEDED | APART, NULL }, COUNTRY(APART), SECTOR,
        FLAG("ambiguous", VB_KB_AMBIGUOUS), SPAN(0), NOTE, END } },
    [VB_KB_PARTIES] = { "parties", "parties.tsv", {
        COUNTRY(NEEDED | APART), NAMED("name"), NAMES, TEXT("members", VB_KB_MEMBERS, KEY | LIST), SPAN(0), NOTE, END } },
    [VB_KB_GOVERNMENT] = { "parties", "government.tsv", { OF_COUNTRY, PARTY(KEY | NEEDED | APART), SPAN(NEEDED), NOTE, END } },
    [VB_KB_HOLDERS] = { "holders", NULL, {
        NAMED("person"), NAMES, COUNTRY(NEEDED | APART), OFFICE(NEEDED | APART), TEXT("title", VB_KB_TITLE, 0), PARTY(0), GENDER,
        SPAN(NEEDED), FLAG("collective", VB_KB_COLLECTIVE), NOTE, END } },
    [VB_KB_ORDER] = { "names", "order.tsv", {
        OF_COUNTRY, WORD("order", VB_KB_ORDER_OF, "given-first family-first mononym patronymic", NEEDED), NOTE, END } },
    [VB_KB_FAMILIES] = { "names", "families.tsv", { NAMED("family"), NAMES, COUNTRY(LIST | APART), NOTE, END } },
    [VB_KB_GIVEN] = { "names", "given.tsv", { NAMED("name"), NAMES, WORD("gender", VB_KB_GENDER, "f m u", NEEDED), NOTE, END } },
    [VB_KB_HONORIFICS] = { "names", "honorifics.tsv", {
        NAMED("word"), NAMES, GENDER, SECTOR, WORD("kind", VB_KB_KIND, "honorific title rank", NEEDED), NOTE, END } },
    [VB_KB_CITIES] = { "places", "cities.tsv", {
        NAMED("name"), NAMES, COUNTRY(NEEDED | APART), TEXT("admin", VB_KB_ADMIN, APART), NUMBER("population", VB_KB_POPULATION),
        END } },
    [VB_KB_REGIONS] = { "places", "regions.tsv", {
        NAMED("name"), NAMES, TEXT("demonyms", VB_KB_DEMONYMS, KEY | LIST), COUNTRY(LIST | APART),
        WORD("type", VB_KB_TYPE, regions, NEEDED | APART), NOTE, END } },
    [VB_KB_EVENT_TYPES] = { "events", "event-types.tsv", {
        WORD("type", VB_KB_NAME, event_types, KEY | NEEDED | APART), WORD("quad", VB_KB_QUAD, "1 2 3 4", NEEDED),
        { "intensity", VB_KB_INTENSITY, VB_KB_DECIMAL, NEEDED, NULL }, NOTE, END } },
    [VB_KB_EVENT_MODES] = { "events", "event-modes.tsv", {
        WORD("type", VB_KB_NAME, event_types, KEY | NEEDED | APART), { "mode", VB_KB_MODE, VB_KB_SLUG, APART, NULL },
        { "cameo", VB_KB_CAMEO_CODE, VB_KB_A_CAMEO_ROW, NEEDED, NULL }, NOTE, END } },
    [VB_KB_CAMEO] = { "events", "cameo.tsv", {
        { "code", VB_KB_NAME, VB_KB_A_CAMEO, KEY | NEEDED | APART, NULL }, WORD("type", VB_KB_TYPE, types_or_none, NEEDED), MODE(0),
        TEXT("label", VB_KB_NOTE, NEEDED), QUAD, INTENSITY, END } },
    [VB_KB_WORD_GROUPS] = { "events", "groups.tsv", {
        NAMED("group"), { "names", VB_KB_NAMES, VB_KB_TEXT, KEY | LIST | NEEDED, NULL }, NOTE, END } },
    [VB_KB_PATTERNS] = { "events", "patterns.tsv", {
        NAMED("word"), NAMES, WORD("pos", VB_KB_POS, "verb noun adj", NEEDED | APART), WORDS("subject", VB_KB_SUBJECT),
        WORDS("object", VB_KB_OBJECT), WORDS("particle", VB_KB_PARTICLE), WORDS("preposition", VB_KB_PREPOSITION),
        WORDS("inside", VB_KB_INSIDE), WORD("clause", VB_KB_CLAUSE, "inf that", APART), WORDS("before", VB_KB_BEFORE),
        WORD("type", VB_KB_TYPE, types_or_none, NEEDED), MODE(0), { "cameo", VB_KB_CAMEO_CODE, VB_KB_A_CAMEO_ROW, 0, NULL }, SURE,
        NOTE, END } },
    [VB_KB_CONTEXTS] = { "events", "contexts.tsv", {
        NAMED("word"), NAMES, WORD("context", VB_KB_CONTEXT, contexts, NEEDED | APART), SURE, NOTE, END } },
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
        "families", "given", "honorifics", "cities", "regions", "event types", "event modes", "cameo", "word groups", "patterns",
        "contexts",
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
