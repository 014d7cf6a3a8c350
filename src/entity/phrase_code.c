/*
 * Country and sector of a phrase, by the names of the tables that stand in it.
 *
 * The phrase is cut into the longest names that the tables have. The head is the last of them before a preposition ("head of
 * the Turkish Red Crescent": head); what stands before it and what hangs on it by "of", "in", "from" says whose it is. A word
 * that says little of itself (official, spokesman, member) takes the sector of the body beside it.
 */
#include "phrase_code.h"

#include <string.h>

#define BIT(table) (1u << (table))
enum { HITS = 24, ROWS = 16 };
static const uint32_t NAMED = BIT(VB_KB_STATES) | BIT(VB_KB_BODIES) | BIT(VB_KB_INSTITUTIONS) | BIT(VB_KB_METONYMS) |
                              BIT(VB_KB_PARTIES) | BIT(VB_KB_HOLDERS) | BIT(VB_KB_REGIONS) | BIT(VB_KB_CITIES);
static const uint32_t COMMON = BIT(VB_KB_TYPES) | BIT(VB_KB_ROLES) | BIT(VB_KB_MODIFIERS);

struct hit {
    uint32_t beg, end;             /* tokens */
    enum vb_kb_table table;
    vb_kb_row row;
    bool demonym;                  /* of a state: "British"; of a party: "Tory" */
    bool after;                    /* after the first preposition */
    bool ambiguous;                /* a body that several states have, none of them this text's */
    bool belongs;                  /* and that one is of, in, from …: what stands there owns the head */
};

struct hits { struct hit at[HITS]; uint32_t n; };

static vb_str token(const struct vb_text *text, uint32_t i) { return vb_str_sub(text->bytes, text->tokens[i].span); }

static const char *const PREPOSITIONS[] = {
    "of",     "in",   "at",      "from",   "for",    "to",      "on",     "with",  "by",     "about", "against", "across",
    "inside", "near", "within",  "over",   "under",  "who",     "that",   "which", "whose",  "(",     ",",       "between",
    "during", "into", "outside", "around", "behind", "opposed", "linked", "loyal", "backed", NULL};
static const char *const BELONGING[] = {"of", "in", "at", "from", "across", "inside", "within", "for", ",", "(", NULL};
static const char *const FORMER[] = {"former", "ex", "ex-", "erstwhile", "onetime", "retired", "ousted", "deposed", "late", NULL};

/* Among rows of one key: the one true on the date, else one not known to be untrue, else the last. */
static vb_kb_row best_row(const struct vb_knowledge *kb, const vb_kb_row *rows, uint32_t n, vb_str date)
{
    vb_kb_row unknown = VB_NONE;
    for (uint32_t i = 0; i < n; i++) {
        int valid = vb_kb_valid(kb, rows[i], date);
        if (valid == 1) return rows[i];
        if (valid < 0 && unknown == VB_NONE) unknown = rows[i];
    }
    return unknown != VB_NONE ? unknown : n ? rows[0] : VB_NONE;
}

static int compare(vb_str a, vb_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int    c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return c ? c : a.len < b.len ? -1 : a.len > b.len;
}

/* Does a person go by office `a` rather than by `b`, both held or both laid down? By that of a state: presidents chair unions of
 * states by turns, and one of them is a prince of Andorra; then by the one held last. */
static bool goes_by(const struct vb_knowledge *kb, vb_kb_row a, vb_kb_row b)
{
    const vb_kb_row row[2] = {a, b};
    int             aside[2];
    for (int k = 0; k < 2; k++)
        aside[k] =
            vb_kb_cell(kb, row[k], VB_KB_COLLECTIVE).len > 0 || vb_str_eq(vb_kb_cell(kb, row[k], VB_KB_COUNTRY), VB_STR("IGO"));
    if (aside[0] != aside[1]) return aside[1];
    return compare(vb_kb_cell(kb, a, VB_KB_FROM), vb_kb_cell(kb, b, VB_KB_FROM)) > 0;
}

vb_kb_row vb_code_person(const struct vb_knowledge *kb, vb_str name, vb_str date, bool *former)
{
    vb_kb_row rows[ROWS], best = VB_NONE;
    uint32_t  n = vb_kb_find(kb, VB_KB_HOLDERS, name, rows, ROWS);
    bool      in_office = false;
    *former = false;
    for (uint32_t i = 0; i < n && i < ROWS; i++) {
        bool   holds = vb_kb_valid(kb, rows[i], date) == 1 ||
                     (vb_kb_valid(kb, rows[i], date) < 0 && vb_kb_cell(kb, rows[i], VB_KB_UNTIL).len == 0);
        vb_str from  = vb_kb_cell(kb, rows[i], VB_KB_FROM);
        if (date.len > 0 && compare(from, date) > 0 && !holds) continue;      /* not yet */
        if (best == VB_NONE || (holds && !in_office) || (holds == in_office && goes_by(kb, rows[i], best)))
            best = rows[i], in_office = in_office || holds;
    }
    if (best == VB_NONE && n > 0) best = rows[0];                              /* known, but for what came later */
    *former = best != VB_NONE && !in_office && date.len > 0;
    return best;
}

vb_str vb_code_office_sector(const struct vb_knowledge *kb, vb_kb_row holder)
{
    static const struct { const char *part, *sector;
    } OFFICES[] = {
        {"opposition", "OPP"},
        {"speaker", "LEG"},
        {"senate", "LEG"},
        {"house-m", "LEG"},
        {"whip", "LEG"},
        {"leader-of-the-house", "LEG"},
        {"un-", "IGO"},
        {"cia", "SPY"},
        {"intelligence", "SPY"},
        {"fbi", "COP"},
        {"chief-of-staff-of-the-armed", "MIL"},
        {"joint-chiefs", "MIL"},
        {"party", "PTY"},
        {"candidate", "OPP"},
    };
    vb_str office = vb_kb_cell(kb, holder, VB_KB_OFFICE);
    if (vb_str_eq(vb_kb_cell(kb, holder, VB_KB_COUNTRY), VB_STR("IGO"))) return VB_STR("IGO");
    for (size_t i = 0; i < sizeof OFFICES / sizeof *OFFICES; i++) {
        vb_str part = vb_str_of(OFFICES[i].part);
        if (office.len >= part.len && memmem(office.ptr, office.len, part.ptr, part.len)) return vb_str_of(OFFICES[i].sector);
    }
    return VB_STR("GOV");
}

bool vb_code_add_sector(struct vb_code *code, vb_str sector)
{
    if (sector.len == 0) return true;
    for (uint32_t i = 0; i < code->n_sectors; i++)
        if (vb_str_eq(code->sectors[i], sector)) return true;
    if (code->n_sectors == VB_CODE_SECTORS) return false;
    code->sectors[code->n_sectors++] = sector;
    return true;
}

/* ---- names of the tables in the phrase ------------------------------------------------------------------------------ */

/* Of tables that have the same key: the one that says most. A role in capitals is a role; a body's name beats a type. */
static const enum vb_kb_table ORDER[] = {VB_KB_INSTITUTIONS, VB_KB_BODIES,  VB_KB_STATES, VB_KB_PARTIES,
                                         VB_KB_METONYMS,     VB_KB_HOLDERS, VB_KB_ROLES,  VB_KB_TYPES,
                                         VB_KB_MODIFIERS,    VB_KB_REGIONS, VB_KB_CITIES};

static bool find_hit(const struct vb_knowledge *kb, const struct vb_text *text, uint32_t beg, uint32_t n, uint32_t tables,
                     vb_str date, vb_str here, bool after, struct hit *out)
{
    vb_str    key = vb_str_sub(text->bytes, (vb_span){text->tokens[beg].span.beg, text->tokens[beg + n - 1].span.end});
    vb_kb_row rows[ROWS];
    for (size_t k = 0; k < sizeof ORDER / sizeof *ORDER; k++) {
        if (!(tables & BIT(ORDER[k]))) continue;
        uint32_t found = vb_kb_find(kb, ORDER[k], key, rows, ROWS);
        if (found == 0) continue;
        if (found > ROWS) found = ROWS;
        bool      former;
        vb_kb_row row = ORDER[k] == VB_KB_HOLDERS ? vb_code_person(kb, key, date, &former) : best_row(kb, rows, found, date);
        if (ORDER[k] == VB_KB_CITIES)                           /* the largest of its name */
            for (uint32_t i = 0; i < found; i++) {
                vb_str a = vb_kb_cell(kb, rows[i], VB_KB_POPULATION), b = vb_kb_cell(kb, row, VB_KB_POPULATION);
                if (a.len > b.len || (a.len == b.len && compare(a, b) > 0)) row = rows[i];
            }
        /* "Interior Ministry", "Supreme Court": every state has one, whichever the tables name so */
        bool ambiguous = ORDER[k] == VB_KB_INSTITUTIONS && vb_kb_find(kb, VB_KB_TYPES, key, NULL, 0) > 0;
        for (uint32_t i = 0; i < found && (ORDER[k] == VB_KB_INSTITUTIONS || ORDER[k] == VB_KB_PARTIES); i++) {
            vb_str its = vb_kb_cell(kb, rows[i], VB_KB_COUNTRY);
            if (!vb_str_eq(its, vb_kb_cell(kb, row, VB_KB_COUNTRY))) ambiguous = true;
            if (here.len > 0 && vb_str_eq(its, here)) {
                row = rows[i], ambiguous = false;
                break;
            }
        }
        /* before a noun only a large town is one: "Kearns' committee" is no matter of Kearns, Utah */
        if (ORDER[k] == VB_KB_CITIES && !after && vb_kb_cell(kb, row, VB_KB_POPULATION).len < 6) continue;
        enum vb_kb_column column = vb_kb_key_column(kb, row, key);
        *out = (struct hit){.beg = beg, .end = beg + n, .table = ORDER[k], .row = row,
                            .demonym = column == VB_KB_DEMONYMS || column == VB_KB_MEMBERS,
                            .ambiguous = ambiguous};
        return true;
    }
    return false;
}

static vb_str country_of(const struct vb_knowledge *kb, const struct hit *h)
{
    return vb_kb_cell(kb, h->row, h->table == VB_KB_STATES ? VB_KB_CODE : VB_KB_COUNTRY);
}

static vb_str sector_of(const struct vb_knowledge *kb, const struct hit *h)
{
    switch (h->table) {
    case VB_KB_STATES: return VB_STR("GOV");
    case VB_KB_HOLDERS: return vb_code_office_sector(kb, h->row);
    case VB_KB_PARTIES: return VB_STR("PTY");
    case VB_KB_INSTITUTIONS: case VB_KB_BODIES: case VB_KB_TYPES: case VB_KB_ROLES: case VB_KB_METONYMS: case VB_KB_MODIFIERS:
        return vb_kb_cell(kb, h->row, VB_KB_SECTOR);
    default: return VB_STR("");
    }
}

/* The name at the end of a role: "member of the Knesset". A ministry's field may be some other body's name, so the sectors agree.
 */
static bool ends_in_name(const struct vb_knowledge *kb, const struct vb_text *text, const struct hit *role, vb_str date,
                         vb_str here, struct hit *out)
{
    const uint32_t tables = BIT(VB_KB_INSTITUTIONS) | BIT(VB_KB_BODIES);
    for (uint32_t i = role->beg + 1; i < role->end; i++)
        if (vb_word_is_capital(token(text, i)) && find_hit(kb, text, i, role->end - i, tables, date, here, true, out))
            return vb_str_eq(sector_of(kb, out), sector_of(kb, role));
    return false;
}

static void find_hits(const struct vb_knowledge *kb, const struct vb_text *text, uint32_t beg, uint32_t end, vb_str date,
                      vb_str here, struct hits *out)
{
    bool     after = false, belongs = false;
    vb_str   words[12];
    uint32_t step;
    out->n = 0;
    for (uint32_t i = beg; i < end && out->n < HITS; i += step) {
        vb_str   word   = token(text, i);
        uint32_t tables = vb_word_is_capital(word) ? NAMED | COMMON : COMMON, n = 0;
        step = 1;
        while (n < 12 && i + n < end) {
            words[n] = token(text, i + n);
            n++;
        }
        uint32_t  found = vb_kb_longest(kb, tables, words, n);
        struct hit hit;
        if (found == 0 && i > beg && vb_str_among(word, PREPOSITIONS)) {
            if (!after) belongs = vb_str_among(word, BELONGING);
            else if (!vb_str_among(word, BELONGING)) belongs = false;
            after = true;
        }
        if (found == 0 || !find_hit(kb, text, i, found, tables, date, here, after, &hit)) continue;
        /* "Democratic Renewal": none of the Democrats' */
        if (hit.table == VB_KB_PARTIES && hit.demonym && i + found < end && vb_word_is_capital(token(text, i + found)) &&
            vb_kb_longest(kb, BIT(VB_KB_ROLES) | BIT(VB_KB_HONORIFICS), words + found, n - found) == 0)
            continue;
        /* "White House officials" is a role, and its first words are a name */
        if (found > 1 && (hit.table == VB_KB_ROLES || hit.table == VB_KB_TYPES)) {
            struct hit inner;
            uint32_t   part = vb_word_is_capital(word) ? vb_kb_longest(kb, NAMED, words, found - 1) : 0;
            if (out->n + 1 < HITS && ((part > 0 && find_hit(kb, text, i, part, NAMED, date, here, after, &inner)) ||
                                      (part == 0 && ends_in_name(kb, text, &hit, date, here, &inner)))) {
                inner.after       = after;
                inner.belongs     = belongs;
                out->at[out->n++] = inner;
            }
        }
        hit.after         = after;
        hit.belongs       = belongs;
        out->at[out->n++] = hit;
        step              = found;
        if (found > 1 && vb_str_among(words[found - 1], PREPOSITIONS)) {             /* "envoy to" is a role of the tables */
            belongs = vb_str_among(words[found - 1], BELONGING) && (!after || belongs);
            after   = true;
        }
    }
}

/* "Ministry of Foreign Affairs of Japan": of bodies that share a name, the one of the state that the phrase names. */
static void settle_shared(const struct vb_knowledge *kb, const struct vb_text *text, struct hits *hits)
{
    const struct hit *state = NULL;
    for (uint32_t i = 0; i < hits->n && state == NULL; i++)
        if (hits->at[i].table == VB_KB_STATES && (!hits->at[i].after || hits->at[i].belongs)) state = &hits->at[i];
    for (uint32_t k = 0; k < hits->n && state != NULL; k++) {
        struct hit *h = &hits->at[k];
        if (h->table != VB_KB_INSTITUTIONS && h->table != VB_KB_PARTIES) continue;
        vb_kb_row rows[ROWS];
        vb_span   span  = {text->tokens[h->beg].span.beg, text->tokens[h->end - 1].span.end};
        uint32_t  found = vb_kb_find(kb, h->table, vb_str_sub(text->bytes, span), rows, ROWS);
        h->ambiguous    = h->ambiguous || found > 1;
        for (uint32_t i = 0; i < found && i < ROWS; i++)
            if (vb_str_eq(country_of(kb, &(struct hit){.table = h->table, .row = rows[i]}), country_of(kb, state))) {
                h->row       = rows[i];
                h->ambiguous = false;
                break;
            }
    }
}

/* ---- what they say ------------------------------------------------------------------------------------------------------ */

static bool says_little(const struct vb_knowledge *kb, const struct hit *h)
{
    static const char *const SLUGS[] = {
        "official", "spokesperson", "other",  "leader",   "member", "adviser",  "officer", "head-of-organisation",
        "group",    "minister",     "worker", "observer", "person", "military", NULL};
    if (h->table == VB_KB_TYPES) return vb_kb_cell(kb, h->row, VB_KB_SECTOR).len == 0;          /* "a group of lawmakers" */
    return h->table == VB_KB_ROLES && vb_str_among(vb_kb_cell(kb, h->row, VB_KB_OFFICE), SLUGS);
}

static bool heads(const struct hit *h)
{
    if (h->table == VB_KB_MODIFIERS || h->table == VB_KB_REGIONS || h->table == VB_KB_CITIES) return false;
    return h->table != VB_KB_STATES || !h->demonym;
}

static const struct hit *head_of(const struct hits *hits)
{
    const struct hit *head = NULL;
    for (uint32_t i = 0; i < hits->n && !hits->at[i].after; i++)
        if (heads(&hits->at[i]) && (head == NULL || hits->at[i].table != VB_KB_STATES)) {
            /* "Deputy Minister of Defence Colonel-General X": the first office leads, a rank follows */
            if (head != NULL && head->table == VB_KB_ROLES && hits->at[i].table == VB_KB_ROLES && head->end == hits->at[i].beg)
                continue;
            if (head != NULL && hits->at[i].table == VB_KB_HOLDERS) continue;
            head = &hits->at[i];
        }
    for (uint32_t i = 0; head == NULL && i < hits->n; i++)
        if (heads(&hits->at[i]) && !hits->at[i].after) head = &hits->at[i];
    return head;
}

static vb_entity_kind kind_of(const struct vb_knowledge *kb, const struct hit *h)
{
    static const char *const NAMES[] = {"person", "organisation", "state", "group", "place", "document", "policy"};
    switch (h->table) {
    case VB_KB_STATES: return h->demonym ? VB_KIND_GROUP : VB_KIND_STATE;
    case VB_KB_HOLDERS: return VB_KIND_PERSON;
    case VB_KB_PARTIES: return h->demonym ? VB_KIND_GROUP : VB_KIND_ORGANISATION;
    case VB_KB_INSTITUTIONS: case VB_KB_BODIES: case VB_KB_METONYMS: return VB_KIND_ORGANISATION;
    case VB_KB_REGIONS: case VB_KB_CITIES: return h->demonym ? VB_KIND_GROUP : VB_KIND_PLACE;
    default:
        for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
            if (vb_str_eq(vb_kb_cell(kb, h->row, VB_KB_KIND), vb_str_of(NAMES[i]))) return (vb_entity_kind)i;
        return VB_KIND_OTHER;
    }
}

static bool gives_country(const struct hit *h, const struct hit *head)
{
    if (h->table == VB_KB_MODIFIERS || h->table == VB_KB_TYPES || h->ambiguous) return false;
    return !h->after || h->belongs || h == head;
}

static void set_country(const struct vb_knowledge *kb, const struct hits *hits, const struct hit *head, struct vb_code *out)
{
    /* first what says it for certain (a state, a known body), then cities and regions; before the head, then after it */
    for (int round = 0; round < 4 && out->country.len == 0; round++)
        for (uint32_t i = 0; i < hits->n && out->country.len == 0; i++) {
            const struct hit *h = &hits->at[i];
            const bool place = h->table == VB_KB_CITIES || h->table == VB_KB_REGIONS;
            if (place != (round >= 2) || h->after != (round % 2 == 1) || !gives_country(h, head)) continue;
            vb_str c = country_of(kb, h);
            if (c.len == 0 || memchr(c.ptr, '|', c.len)) continue;
            /* "UN envoy for Syria", "EU Commissioner": the body's; but a Russian at the UN is Russian */
            out->country    = c;
            out->of_country = h->row;
        }
    if (out->country.len == 0 && head != NULL && vb_str_eq(sector_of(kb, head), VB_STR("IGO"))) out->country = VB_STR("IGO");
}

static void set_sectors(const struct vb_knowledge *kb, const struct vb_text *text, const struct hits *hits, const struct hit *head,
                        struct vb_code *out)
{
    const struct hit *from = head;
    if (head != NULL && says_little(kb, head))
        for (uint32_t i = 0; i < hits->n; i++) {
            const struct hit *h = &hits->at[i];
            if (h == head || sector_of(kb, h).len == 0 || h->table == VB_KB_STATES || h->table == VB_KB_HOLDERS ||
                (h->after && !h->belongs))
                continue;
            if (h->table == VB_KB_TYPES && vb_str_eq(vb_kb_cell(kb, h->row, VB_KB_KIND), VB_STR("place"))) continue;
            if (h->table == VB_KB_PARTIES && sector_of(kb, head).len > 0) continue;    /* "Tory lawmakers" sit in parliament */
            from = h;
            break;
        }
    if (from != NULL) {
        vb_code_add_sector(out, sector_of(kb, from));
        out->of_sector = from->row;
    }
    for (uint32_t i = 0; i < hits->n; i++) {                   /* "former", "shadow", "exiled" change it */
        const struct hit *h = &hits->at[i];
        if (h->table != VB_KB_MODIFIERS || h->after) continue;
        vb_str s = sector_of(kb, h);
        if (s.len == 0) continue;
        if (out->n_sectors == 0) out->of_sector = h->row;
        else if (vb_str_eq(s, VB_STR("ELI")) || vb_str_eq(s, VB_STR("OPP"))) {
            if (vb_str_eq(out->sectors[0], VB_STR("CVL")) || vb_str_eq(out->sectors[0], VB_STR("REB"))) continue;
            out->sectors[0] = s;
            out->of_sector  = h->row;
        }
        vb_code_add_sector(out, s);
    }
    /* the words before a role: "army spokesman". Within a body's name they are no sector: "Workers' Party", "Salvation Army" */
    for (uint32_t i = 0; i < hits->n; i++) {
        const struct hit *h = &hits->at[i];
        if (h != head && head != NULL && head->table != VB_KB_ROLES && vb_word_is_capital(token(text, h->beg))) continue;
        if (!h->after && h->table != VB_KB_STATES && h->table != VB_KB_MODIFIERS) vb_code_add_sector(out, sector_of(kb, h));
    }
    /* "the EU ambassador" serves no state; "the North Korean leader" leads one */
    if (out->n_sectors > 0 && head != NULL && head->table == VB_KB_ROLES && vb_str_eq(out->country, VB_STR("IGO")) &&
        vb_str_eq(out->sectors[0], VB_STR("GOV"))) {
        out->n_sectors = 0;
        vb_code_add_sector(out, VB_STR("IGO"));
    }
    /* "the representative of Kenya" speaks for its government */
    static const char *const FOR_STATE[] = {"leader", "spokesperson", "official", NULL};
    if (out->n_sectors == 0 && head != NULL && head->table == VB_KB_ROLES && out->of_country != VB_NONE &&
        vb_kb_table_of(kb, out->of_country) == VB_KB_STATES && vb_str_among(vb_kb_cell(kb, head->row, VB_KB_OFFICE), FOR_STATE))
        vb_code_add_sector(out, VB_STR("GOV"));
    /* "three Samoans", "40 Haitians": people of that state, and not the state */
    if (out->n_sectors == 0 && head == NULL && out->of_country != VB_NONE && vb_kb_table_of(kb, out->of_country) == VB_KB_STATES &&
        hits->n > 0 && hits->at[0].demonym)
        vb_code_add_sector(out, VB_STR("CVL"));
}

void vb_code_phrase(const struct vb_knowledge *kb, const struct vb_text *text, uint32_t beg, uint32_t end, vb_str date, vb_str here,
                    struct vb_code *out)
{
    struct hits hits;
    *out = (struct vb_code){.kind = VB_KIND_OTHER, .head = VB_NONE, .of_country = VB_NONE, .of_sector = VB_NONE};
    find_hits(kb, text, beg, end, date, here, &hits);
    settle_shared(kb, text, &hits);
    for (uint32_t i = beg; i < end; i++)
        if (vb_str_among(token(text, i), FORMER)) out->former = true;
    if (hits.n == 0) return;

    const struct hit *head = head_of(&hits);
    set_country(kb, &hits, head, out);
    set_sectors(kb, text, &hits, head, out);
    if (head == NULL) {                                         /* "Two Russians", "Kabul" */
        for (uint32_t i = 0; i < hits.n; i++)
            if (hits.at[i].table != VB_KB_MODIFIERS) out->kind = kind_of(kb, &hits.at[i]);
        return;
    }
    out->head     = head->row;
    out->head_beg = head->beg;
    out->head_end = head->end;
    out->kind     = kind_of(kb, head);
    if (head->table == VB_KB_ROLES) out->office = vb_kb_cell(kb, head->row, VB_KB_OFFICE);
    out->body =
        head->table == VB_KB_INSTITUTIONS || head->table == VB_KB_BODIES || (head->table == VB_KB_PARTIES && !head->demonym);
    out->person    = head->table == VB_KB_HOLDERS;
    out->ambiguous = head->ambiguous;
    if (head->table != VB_KB_ROLES && head->table != VB_KB_TYPES) out->name = vb_kb_cell(kb, head->row, VB_KB_NAME);
}
