/*
 * Places of single sentences, with small tables and syntax by hand: which words are a place, and in which country. A tag is
 * "head/relation/pos"; heads count from 1, 0 is the root. What a kind of entity is, "{P:Lincoln}" says: P person, O organisation,
 * L place, S state; N is a place of the network's names alone. The braces are no words.
 */
#include "kb_files.h"
#include "places.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { TOKENS = 64, NAMES = 16 };
struct example { const char *text, *tags, *places; };          /* places: "span=country", ';' between; "?" none */

static struct vb_knowledge *kb;

/* ---- the layers before, by hand --------------------------------------------------------------------------------------------- */

static const struct { const char *name; uint8_t relation;
} relations[] = {
    {"nsubj:pass", VB_REL_NSUBJ},  {"nsubj", VB_REL_NSUBJ},    {"obj", VB_REL_OBJ},
    {"obl", VB_REL_OBL},           {"nmod:poss", VB_REL_NMOD}, {"nmod", VB_REL_NMOD},
    {"case", VB_REL_CASE},         {"det", VB_REL_DET},        {"amod", VB_REL_AMOD},
    {"compound", VB_REL_COMPOUND}, {"flat", VB_REL_FLAT},      {"appos", VB_REL_APPOS},
    {"conj", VB_REL_CONJ},         {"cc", VB_REL_CC},          {"punct", VB_REL_PUNCT},
    {"root", VB_REL_ROOT},         {"aux", VB_REL_AUX},        {"mark", VB_REL_MARK},
    {"dep", VB_REL_DEP},           {"nummod", VB_REL_NUMMOD},
};
static const struct { char letter; uint8_t upos; } parts[] = {
    {'n', VB_NOUN}, {'p', VB_PROPN}, {'v', VB_VERB}, {'a', VB_ADJ}, {'d', VB_DET}, {'i', VB_ADP}, {'.', VB_PUNCT}, {'c', VB_CCONJ},
    {'t', VB_PART}, {'m', VB_NUM},   {'o', VB_PRON}, {'x', VB_AUX},
};

static void tag_of(const char *item, vb_str word, struct vb_tag *out)
{
    unsigned head = 0;
    char     relation[16], part;
    if (sscanf(item, "%u/%15[^/]/%c", &head, relation, &part) != 3) fail_msg("no tag: %s", item);
    *out =
        (struct vb_tag){.lemma = word, .xpos = VB_STR("_"), .feats = VB_STR("_"), .head = head ? head - 1 : VB_NONE, .upos = VB_X};
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (strcmp(relations[i].name, relation) == 0) {
            out->relation = relations[i].relation;
            out->deprel   = vb_str_of(relations[i].name);
        }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].letter == part) out->upos = parts[i].upos;
    if (!out->deprel.ptr || out->upos == VB_X) fail_msg("no tag: %s", item);
}

static vb_entity_kind kind_of(char letter)
{
    switch (letter) {
    case 'P': return VB_KIND_PERSON;
    case 'O': return VB_KIND_ORGANISATION;
    case 'S': return VB_KIND_STATE;
    default: return VB_KIND_PLACE;
    }
}

struct layers {
    struct vb_arena    arena;
    char               bytes[1024];
    struct vb_text     text;
    struct vb_tag      tags[TOKENS];
    uint32_t           token_entity[TOKENS];
    vb_entity          entities[NAMES];
    vb_mention         mentions[NAMES];
    vb_span            locations[NAMES];
    struct vb_syntax   syntax;
    struct vb_entities cast;
};

static void read_braces(struct layers *l, const char *text)
{
    size_t n       = 0;
    bool   located = false;
    for (const char *c = text; *c; c++) {
        if (*c == '{' && c[1] == 'N') {
            l->locations[l->cast.n_locations].beg = (uint32_t)n;
            located = true;
            c += 2;
        } else if (*c == '}' && located) {
            l->locations[l->cast.n_locations++].end = (uint32_t)n;
            located = false;
        } else if (*c == '{') {
            vb_entity *e = &l->entities[l->cast.n];
            e->kind      = kind_of(c[1]);
            e->mentions  = &l->mentions[l->cast.n];
            l->mentions[l->cast.n].span.beg = (uint32_t)n;
            e->n_mentions = 1;
            c += 2;
        } else if (*c == '}') {
            vb_mention *m = &l->mentions[l->cast.n];
            vb_kb_row   row;
            m->span.end = (uint32_t)n;
            l->entities[l->cast.n].name = vb_str_sub((vb_str){l->bytes, n}, m->span);
            if (vb_kb_find(kb, VB_KB_STATES, l->entities[l->cast.n].name, &row, 1) > 0)
                l->entities[l->cast.n].country = vb_kb_cell(kb, row, VB_KB_CODE);
            l->cast.n++;
        } else l->bytes[n++] = *c;
    }
    l->bytes[n] = '\0';
}

static void lay(struct layers *l, const struct example *x)
{
    char     copy[1024], *item, *rest;
    uint32_t i = 0;
    *l         = (struct layers){0};
    l->cast.at = l->entities;
    l->cast.locations = l->locations;
    read_braces(l, x->text);
    assert_int_equal(vb_text_split(vb_str_of(l->bytes), VB_STR("en"), (vb_str){0}, &l->arena, &l->text, NULL), VB_OK);
    snprintf(copy, sizeof copy, "%s", x->tags);
    for (item = strtok_r(copy, " ", &rest); item; item = strtok_r(NULL, " ", &rest), i++) {
        if (i >= l->text.n_tokens) fail_msg("more tags than words: %s", x->text);
        tag_of(item, vb_str_sub(l->text.bytes, l->text.tokens[i].span), &l->tags[i]);
        l->token_entity[i] = VB_NONE;
    }
    if (i != l->text.n_tokens) fail_msg("%u tags for %u words: %s", i, l->text.n_tokens, x->text);
    l->syntax            = (struct vb_syntax){.tags = l->tags, .n_tokens = i};
    l->cast.token_entity = l->token_entity;
}

/* True of every text: in order, not overlapping, inside the text, each with a name. */
static void check_places(const struct vb_text *text, const struct vb_places *places)
{
    for (uint32_t i = 0; i < places->n; i++) {
        const vb_place *p = &places->at[i];
        assert_true(p->span.beg < p->span.end && p->span.end <= text->bytes.len);
        assert_true(i == 0 || p[-1].span.end <= p->span.beg);
        assert_true(p->name.len > 0 && p->country.ptr != NULL && (p->country.len == 0 || p->country.len == 3));
    }
}

static void check(const struct example *x)
{
    struct layers    l;
    struct vb_places places;
    char             got[512] = "";
    lay(&l, x);
    assert_int_equal(vb_places_find(&l.text, &l.syntax, &l.cast, kb, &l.arena, &places, NULL), VB_OK);
    check_places(&l.text, &places);
    for (uint32_t i = 0; i < places.n; i++) {
        vb_str w = vb_str_sub(l.text.bytes, places.at[i].span), c = places.at[i].country;
        size_t n = strlen(got);
        snprintf(got + n, sizeof got - n, "%s%.*s=%.*s", i ? ";" : "", (int)w.len, w.ptr, c.len ? (int)c.len : 1,
                 c.len ? c.ptr : "?");
    }
    if (strcmp(got, x->places) != 0) fail_msg("%s\n  found \"%s\", not \"%s\"", l.bytes, got, x->places);
    vb_arena_free(&l.arena);
}
#define CHECK_ALL(list) \
    for (size_t i = 0; i < sizeof(list) / sizeof *(list); i++) check(&(list)[i])

/* ---- tables -------------------------------------------------------------------------------------------------------------------
 */

static const char *const tables[][2] = {
    {"states/states.tsv", "code\tname\tnames\tdemonyms\tcapital\tsovereign\tsuccessor\tfrom\tuntil\n"
                          "GBR\tUnited Kingdom\tUK|Britain\tBritish\tLondon\t\t\t\t\nFRA\tFrance\t\tFrench\tParis\t\t\t\t\n"
                          "USA\tUnited States\tUS|U.S.\tAmerican\tWashington\t\t\t\t\nCHN\tChina\t\tChinese\tBeijing\t\t\t\t\n"
                          "LBN\tLebanon\t\tLebanese\tBeirut\t\t\t\t\nLBY\tLibya\t\tLibyan\tTripoli\t\t\t\t\n"
                          "IRQ\tIraq\t\tIraqi\tBaghdad\t\t\t\t\nLTU\tLithuania\t\tLithuanian\tVilnius\t\t\t\t\n"
                          "TUR\tTurkey\t\tTurkish\tAnkara\t\t\t\t\nZWE\tZimbabwe\t\tZimbabwean\tHarare\t\t\t\t\n"
                          "RHO\tRhodesia\t\tRhodesian\tSalisbury\t\tZWE\t1965\t1980\n"
                          "NGA\tNigeria\t\tNigerian\tAbuja\t\t\t\t\nMOZ\tMozambique\t\tMozambican\tMaputo\t\t\t\t\n"
                          "HKG\tHong Kong\t\tHongkonger\t\tCHN\t\t\t\nIND\tIndia\t\tIndian\tNew Delhi\t\t\t\t\n"
                          "PAK\tPakistan\t\tPakistani\tIslamabad\t\t\t\t\n"},
    {"bodies/international.tsv", "id\tname\tnames\tcountry\tsector\tpart_of\neu\tEuropean Union\tEU\tIGO\tIGO\t\n"},
    {"institutions/institutions.tsv", "name\tnames\tcountry\tsector\ttype\nBank of England\t\tGBR\tGOV\tcentral-bank\n"},
    {"places/cities.tsv",
     "name\tnames\tcountry\tadmin\tpopulation\nLondon\t\tGBR\tEngland\t8000000\nParis\t\tFRA\tÎle-de-France\t2100000\n"
     "Paris\t\tUSA\tTexas\t25000\nLincoln\t\tUSA\tNebraska\t290000\nBeijing\t\tCHN\tBeijing\t20000000\n"
     "Tripoli\t\tLBY\tTripoli\t1100000\nTripoli\t\tLBN\tNorth\t230000\nSpringfield\t\tUSA\tIllinois\t114000\n"
     "Springfield\t\tUSA\tMissouri\t169000\nSpringfield\t\tGBR\tEngland\t160000\nVilnius\t\tLTU\tVilnius\t540000\n"
     "Istanbul\tConstantinople\tTUR\tIstanbul\t15000000\nEu\t\tFRA\tNormandy\t7000\nMarch\t\tGBR\tEngland\t22000\n"
     "Zubayr\t\tIRQ\tBasra\t9000\nMedyka\t\tFRA\tX\t9000\nMedyka\t\tUSA\tY\t\n"
     "Basra\t\tIRQ\tBasra\t1300000\nPalma\t\tFRA\tX\t400000\nMosul\t\tIRQ\tNineveh\t1600000\n"},
    {"places/regions.tsv",
     "name\tnames\tdemonyms\tcountry\ttype\nIllinois\t\t\tUSA\tregion\nTexas\t\tTexan\tUSA\tregion\n"
     "Punjab\tIndian Punjab\t\tIND\tregion\nPunjab\tPakistani Punjab\t\tPAK\tregion\nRed Sea\t\t\t\tsea\n"
     "Kebbi State\t\t\tNGA\tregion\n"},
};

static int open_tables(void **state)
{
    char  *dir = kb_dir(), *path;
    vb_str pack;
    vb_error err;
    const char *const dirs[] = {dir};
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) kb_put(dir, tables[i][0], tables[i][1]);
    if (vb_knowledge_build(dirs, 1, NULL, NULL, NULL, &pack, &err) != VB_OK) fail_msg("%s", err.msg);
    path = kb_pack_file(dir, pack);
    if (vb_knowledge_open(path, NULL, 0, &kb, &err) != VB_OK) fail_msg("%s", err.msg);
    vb_free((void *)(uintptr_t)pack.ptr);
    free(path);
    kb_remove(dir);
    return 0;
}

static int close_tables(void **state)
{
    (void)state;
    vb_knowledge_close(kb);
    return 0;
}

/* ---- cases --------------------------------------------------------------------------------------------------------------------
 */

static void by_preposition(void **state)
{
    static const struct example list[] = {
        {"They met in Basra .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Basra=IRQ"},
        {"They fought near Mosul .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Mosul=IRQ"},
        {"They met in {S:Iraq} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Iraq=IRQ"},
        {"They met outside the {S:UK} .", "2/nsubj/o 0/root/v 5/case/i 5/det/d 2/obl/p 2/punct/.", "UK=GBR"},
        {"They flew to {S:Iraq} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Iraq=IRQ"},
        {"They returned from Beijing .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Beijing=CHN"},
        {"They spoke to {S:Iraq} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", ""},
        {"They sold arms to Beijing .", "2/nsubj/o 0/root/v 2/obj/n 5/case/i 2/obl/p 2/punct/.", ""},
        {"They agreed with {S:Iraq} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", ""},
        {"They were angry at {S:Iraq} .", "3/nsubj/o 3/aux/x 0/root/a 5/case/i 3/obl/p 3/punct/.", ""},
        {"They sailed on the Red Sea .", "2/nsubj/o 0/root/v 6/case/i 6/det/d 6/compound/p 2/obl/p 2/punct/.", "Red Sea=?"},
        {"They put sanctions on {S:Iraq} .", "2/nsubj/o 0/root/v 2/obj/n 5/case/i 2/obl/p 2/punct/.", ""},
        {"They took messages between Beijing and London .",
         "2/nsubj/o 0/root/v 2/obj/n 5/case/i 2/obl/p 7/cc/c 5/conj/p 2/punct/.", ""},
        {"The siege of Mosul ended .", "2/det/d 5/nsubj/n 4/case/i 2/nmod/p 0/root/v 5/punct/.", "Mosul=IRQ"},
        {"The friends of Mosul met .", "2/det/d 5/nsubj/n 4/case/i 2/nmod/p 0/root/v 5/punct/.", ""},
        {"He died in the city of Mosul .", "2/nsubj/o 0/root/v 5/case/i 5/det/d 2/obl/n 7/case/i 5/nmod/p 2/punct/.", "Mosul=IRQ"},
        {"The city of Mosul said no .", "2/det/d 5/nsubj/n 4/case/i 2/nmod/p 0/root/v 5/obj/n 5/punct/.", ""},
    };
    (void)state;
    CHECK_ALL(list);
}

static void by_verb_and_noun(void **state)
{
    static const struct example list[] = {
        {"She visited Beijing .", "2/nsubj/o 0/root/v 2/obj/p 2/punct/.", "Beijing=CHN"},
        {"She left {S:Iraq} .", "2/nsubj/o 0/root/v 2/obj/p 2/punct/.", "Iraq=IRQ"},
        {"She praised {S:Iraq} .", "2/nsubj/o 0/root/v 2/obj/p 2/punct/.", ""},
        {"They shelled Mosul .", "2/nsubj/o 0/root/v 2/obj/p 2/punct/.", "Mosul=IRQ"},
        {"Beijing said no .", "2/nsubj/p 0/root/v 2/obj/n 2/punct/.", ""},
        {"{S:Iraq} 's minister left .", "3/nmod:poss/p 1/case/t 4/nsubj/n 0/root/v 4/punct/.", ""},
        {"They met in Basra and Mosul .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 6/cc/c 4/conj/p 2/punct/.", "Basra=IRQ;Mosul=IRQ"},
        {"They met in {S:Iraq} 's capital .", "2/nsubj/o 0/root/v 6/case/i 6/nmod:poss/p 4/case/t 2/obl/n 2/punct/.", "Iraq=IRQ"},
        {"They fled Mosul prison .", "2/nsubj/o 0/root/v 4/compound/p 2/obj/n 2/punct/.", "Mosul prison=IRQ"},
        {"They fished in British waters .", "2/nsubj/o 0/root/v 5/case/i 5/amod/a 2/obl/n 2/punct/.", "British waters=GBR"},
        {"They stood on the British border .", "2/nsubj/o 0/root/v 6/case/i 6/det/d 6/amod/a 2/obl/n 2/punct/.",
         "British border=?"},
        {"They spoke of British ministers .", "2/nsubj/o 0/root/v 5/case/i 5/amod/a 2/obl/n 2/punct/.", ""},
    };
    (void)state;
    CHECK_ALL(list);
}

static void names_of_others(void **state)
{
    static const struct example list[] = {
        {"They met in March .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", ""},
        {"They met in {O:Foreign Ministry in Vilnius} .",
         "2/nsubj/o 0/root/v 5/case/i 5/compound/p 2/obl/p 7/case/i 5/nmod/p 2/punct/.", "Vilnius=LTU"},
        {"They met in January .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", ""},
        {"They met in the EU .", "2/nsubj/o 0/root/v 5/case/i 5/det/d 2/obl/p 2/punct/.", ""},
        {"They believed in {P:Abraham Lincoln} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 4/flat/p 2/punct/.", ""},
        {"They believed in {P:Paris Hilton} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 4/flat/p 2/punct/.", ""},
        {"They worked in the Bank of England .", "2/nsubj/o 0/root/v 5/case/i 5/det/d 2/obl/p 7/case/i 5/nmod/p 2/punct/.", ""},
        {"They worked in {O:London Tea} .", "2/nsubj/o 0/root/v 5/case/i 5/compound/p 2/obl/p 2/punct/.", ""},
    };
    (void)state;
    CHECK_ALL(list);
}

static void which_country(void **state)
{
    static const struct example list[] = {
        {"They met in Paris .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Paris=FRA"},
        {"They met in Paris , Texas .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 4/punct/. 4/appos/p 2/punct/.", "Paris , Texas=USA"},
        {"They met in Springfield .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Springfield=?"},
        {"They met in Springfield , Illinois .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 4/punct/. 4/appos/p 2/punct/.",
         "Springfield , Illinois=USA"},
        {"They met in Vilnius , {S:Lithuania} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 4/punct/. 4/appos/p 2/punct/.",
         "Vilnius , Lithuania=LTU"},
        {"They met in Tripoli .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Tripoli=LBY"},
        {"{S:Lebanon} met them in Springfield in {S:UK} .",
         "2/nsubj/p 0/root/v 2/obj/o 5/case/i 2/obl/p 7/case/i 2/obl/p 2/punct/.", "Springfield=GBR;UK=GBR"},
        {"They met in Punjab .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Punjab=?"},
        {"{S:Pakistan} met them in Punjab .", "2/nsubj/p 0/root/v 2/obj/o 5/case/i 2/obl/p 2/punct/.", "Punjab=PAK"},
        {"They met in Medyka .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Medyka=USA"},       /* listed by hand */
        {"They met in Constantinople .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Constantinople=TUR"},
        {"They met in Rhodesia .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 2/punct/.", "Rhodesia=ZWE"},
        {"They met in {S:Nigeria} 's Kebbi State .",
         "2/nsubj/o 0/root/v 7/case/i 7/nmod:poss/p 4/case/t 7/compound/p 2/obl/p 2/punct/.", "Kebbi State=NGA"},
        {"They left the Mozambican port of {L:Palma} .", "2/nsubj/o 0/root/v 5/det/d 5/amod/a 2/obj/n 7/case/i 5/nmod/p 2/punct/.",
         "Palma=MOZ"},
        {"{S:Iraq} met them in {L:Tal Rifaat} .", "2/nsubj/p 0/root/v 2/obj/o 5/case/i 2/obl/p 5/flat/p 2/punct/.",
         "Tal Rifaat=IRQ"},
        {"They met in Kutama , {S:Zimbabwe} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 4/punct/. 4/appos/p 2/punct/.",
         "Kutama , Zimbabwe=ZWE"},
        {"{S:Iraq} met them near Zelmin .", "2/nsubj/p 0/root/v 2/obj/o 5/case/i 2/obl/p 2/punct/.", "Zelmin=IRQ"},
        {"{S:Iraq} met them near A .", "2/nsubj/p 0/root/v 2/obj/o 5/case/i 2/obl/p 2/punct/.", ""},
        {"{S:Iraq} spoke to Zelmin .", "2/nsubj/p 0/root/v 4/case/i 2/obl/p 2/punct/.", ""},
        {"They met in {L:Tal Rifaat} .", "2/nsubj/o 0/root/v 4/case/i 2/obl/p 4/flat/p 2/punct/.", "Tal Rifaat=?"},
    };
    (void)state;
    CHECK_ALL(list);
}

/* A small town, or a name that no table has, where the network's names see a place. */
static void by_the_network(void **state)
{
    static const struct example list[] = {
        {"{S:Iraq} freed them at Zelmin .", "2/nsubj/p 0/root/v 2/obj/o 5/case/i 2/obl/p 2/punct/.", ""},
        {"{S:Iraq} freed them at {N:Zelmin} .", "2/nsubj/p 0/root/v 2/obj/o 5/case/i 2/obl/p 2/punct/.", "Zelmin=IRQ"},
        {"Boats from Zubayr met .", "4/nsubj/n 3/case/i 1/nmod/p 0/root/v 4/punct/.", ""},
        {"Boats from {N:Zubayr} met .", "4/nsubj/n 3/case/i 1/nmod/p 0/root/v 4/punct/.", "Zubayr=IRQ"},
        {"They have the {N:Red Sea} .", "2/nsubj/o 0/root/v 5/det/d 5/compound/p 2/obj/p 2/punct/.", "Red Sea=?"},
        {"The {N:Red Sea} has reefs .", "3/det/d 3/compound/p 4/nsubj/p 0/root/v 4/obj/n 4/punct/.", ""},
        {"They have {N:{S:United States}} .", "2/nsubj/o 0/root/v 4/compound/p 2/obj/p 2/punct/.", ""},
    };
    (void)state;
    CHECK_ALL(list);
}

static void without_a_name(void **state)
{
    static const struct example list[] = {
        {"{S:Iraq} met them at the airport .", "2/nsubj/p 0/root/v 2/obj/o 6/case/i 6/det/d 2/obl/n 2/punct/.", "the airport=IRQ"},
        {"{S:Iraq} sent them to the capital .", "2/nsubj/p 0/root/v 2/obj/o 6/case/i 6/det/d 2/obl/n 2/punct/.", "the capital=IRQ"},
        {"{S:Iraq} bought the airport .", "2/nsubj/p 0/root/v 4/det/d 2/obj/n 2/punct/.", ""},
        {"{S:Iraq} met them in the school .", "2/nsubj/p 0/root/v 2/obj/o 6/case/i 6/det/d 2/obl/n 2/punct/.", ""},
        {"{S:Iraq} met them at the airport in Basra .",
         "2/nsubj/p 0/root/v 2/obj/o 6/case/i 6/det/d 2/obl/n 8/case/i 6/nmod/p 2/punct/.", "Basra=IRQ"},
        {"They met at the airport .", "2/nsubj/o 0/root/v 5/case/i 5/det/d 2/obl/n 2/punct/.", ""},     /* whose? */
    };
    (void)state;
    CHECK_ALL(list);
}

/* A capital that stands for its government, states whose officials come from there, a port that is no body. */
static void bodies_and_their_seats(void **state)
{
    static const struct example list[] = {
        {"The counterpart in Beijing agreed .", "2/det/d 5/nsubj/n 4/case/i 2/nmod/p 0/root/v 5/punct/.", ""},
        {"The lawyers in Beijing agreed .", "2/det/d 5/nsubj/n 4/case/i 2/nmod/p 0/root/v 5/punct/.", "Beijing=CHN"},
        {"The generals from Texas agreed .", "2/det/d 5/nsubj/n 4/case/i 2/nmod/p 0/root/v 5/punct/.", ""},
        {"They discussed the port of Basra .", "2/nsubj/o 0/root/v 4/det/d 2/obj/n 6/case/i 4/nmod/p 2/punct/.", "Basra=IRQ"},
        {"They sued the city of Basra .", "2/nsubj/o 0/root/v 4/det/d 2/obj/n 6/case/i 4/nmod/p 2/punct/.", ""},
        {"They went into {S:Iraq} 's northeast .", "2/nsubj/o 0/root/v 6/case/i 6/nmod:poss/p 4/case/t 2/obl/n 2/punct/.",
         "Iraq=IRQ"},
        {"They fought on {S:Iraq} 's side .", "2/nsubj/o 0/root/v 6/case/i 6/nmod:poss/p 4/case/t 2/obl/n 2/punct/.", ""},
        {"They lived in Texan towns .", "2/nsubj/o 0/root/v 5/case/i 5/amod/a 2/obl/n 2/punct/.", "Texan towns=USA"},
        {"They spoke of Texan ministers .", "2/nsubj/o 0/root/v 5/case/i 5/amod/a 2/obl/n 2/punct/.", ""},
    };
    (void)state;
    CHECK_ALL(list);
}

static void datelines(void **state)
{
    static const struct example list[] = {
        {"BEIJING , Aug. 30 - They met .", "0/root/p 1/punct/. 1/dep/p 3/nummod/m 1/punct/. 7/nsubj/o 1/dep/v 7/punct/.",
         "BEIJING=CHN"},
        {"VILNIUS - They met .", "0/root/p 1/punct/. 4/nsubj/o 1/dep/v 4/punct/.", "VILNIUS=LTU"},
    };
    (void)state;
    CHECK_ALL(list);
}

/* One long paragraph of names: the time per name does not grow with the text. */
static void many_names_take_linear_time(void **state)
{
    enum { N = 20000 };
    struct vb_arena arena = {0};
    char           *text = malloc(N * 10 + 16), *at = text;
    struct vb_tag  *tags = calloc(N * 2 + 8, sizeof *tags);
    struct vb_text  t;
    struct vb_places places;
    struct vb_syntax syntax = {.tags = tags};
    const struct vb_entities cast = {0};
    (void)state;
    assert_non_null(text);
    assert_non_null(tags);
    for (int i = 0; i < N; i++) at = stpcpy(at, "in Basra ");
    assert_int_equal(vb_text_split(vb_str_of(text), VB_STR("en"), (vb_str){0}, &arena, &t, NULL), VB_OK);
    syntax.n_tokens = t.n_tokens;
    assert_true(t.n_tokens == 2 * N);
    for (uint32_t i = 0; i < t.n_tokens; i++)
        tags[i] = (struct vb_tag){.lemma = VB_STR("x"), .deprel = VB_STR(i % 2 ? "obl" : "case"), .head = i % 2 ? i - 1 : i + 1,
                                  .upos = i % 2 ? VB_PROPN : VB_ADP, .relation = i % 2 ? VB_REL_OBL : VB_REL_CASE};
    assert_int_equal(vb_places_find(&t, &syntax, &cast, kb, &arena, &places, NULL), VB_OK);
    check_places(&t, &places);
    assert_int_equal(places.n, N);
    vb_arena_free(&arena);
    free(text);
    free(tags);
}

static void no_syntax_no_places(void **state)
{
    struct vb_arena  arena = {0};
    struct vb_text   t;
    struct vb_places places = {.n = 7};
    const struct vb_syntax   none = {0};
    const struct vb_entities cast = {0};
    (void)state;
    assert_int_equal(vb_text_split(VB_STR("in Basra"), VB_STR("en"), (vb_str){0}, &arena, &t, NULL), VB_OK);
    assert_int_equal(vb_places_find(&t, &none, &cast, kb, &arena, &places, NULL), VB_OK);
    assert_int_equal(places.n, 0);
    vb_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_preposition),
        cmocka_unit_test(by_verb_and_noun),
        cmocka_unit_test(names_of_others),
        cmocka_unit_test(which_country),
        cmocka_unit_test(by_the_network),
        cmocka_unit_test(without_a_name),
        cmocka_unit_test(bodies_and_their_seats),
        cmocka_unit_test(datelines),
        cmocka_unit_test(many_names_take_linear_time),
        cmocka_unit_test(no_syntax_no_places),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
