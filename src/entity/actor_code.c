/*
 * Country and sectors of each member: what the tables say of its name, then of its offices and descriptions, then the country
 * of the text, near it, or of its dateline, for persons, groups and bodies whose words name none.
 */
#include "cast.h"

#include <string.h>

enum { DATELINE_PARAGRAPHS = 4, DATELINE_WORDS = 6 };
enum { STATES_SEEN = 48 };

/*
 * May the country around it stand in? On the train part of the corpus the one found so was right for 78 of 100 persons, 75 of 100
 * groups ("protesters") and 76 of 100 bodies that have a country at all.
 */
bool vb_cast_may_be_local(vb_entity_kind kind)
{
    return kind == VB_KIND_PERSON || kind == VB_KIND_GROUP || kind == VB_KIND_ORGANISATION;
}

/* Do its words show a country? Those of a person's name only where the tables know the person: Ms Kos is no Greek island. */
bool vb_cast_speaks_of_country(const struct vb_cast_mention *m)
{
    if (m->code.country.len == 0 || vb_str_eq(m->code.country, VB_STR("IGO")) || m->form == VB_FORM_PRONOUN) return false;
    return m->form != VB_FORM_NAME || m->kind != VB_KIND_PERSON || m->code.person;
}

static bool is_capitals(vb_str s)
{
    unsigned n;
    for (size_t at = 0; at < s.len; at += n)
        if (vb_cp_is_lower(vb_utf8_at(s, at, &n))) return false;
    return s.len > 3;
}

static double people_of(const struct vb_knowledge *kb, vb_kb_row city)
{
    vb_str    cell = vb_kb_cell(kb, city, VB_KB_POPULATION), name = vb_kb_cell(kb, city, VB_KB_NAME);
    vb_kb_row state = vb_kb_state(kb, vb_kb_cell(kb, city, VB_KB_COUNTRY));
    vb_str    capital = state == VB_NONE ? VB_STR("") : vb_kb_cell(kb, state, VB_KB_CAPITAL);
    double    n = 1;
    for (size_t i = 0; i < cell.len; i++) n = 10 * n + (cell.ptr[i] - '0');
    /* of two towns of one name the capital is the known one: src/place/place_names.c */
    return name.len > 0 && capital.len > 0 && memmem(capital.ptr, capital.len, name.ptr, name.len) ? 5 * n : n;
}

/* That of the largest town of a name; empty where the tables have none. */
static vb_str country_of_town(const struct vb_cast *cast, vb_str name)
{
    vb_kb_row      rows[16];
    vb_str         best  = VB_STR("");
    double         most  = 0;
    const uint32_t found = vb_kb_find(cast->kb, VB_KB_CITIES, name, rows, 16);
    for (uint32_t i = 0; i < found && i < 16; i++) {
        const double people = people_of(cast->kb, rows[i]);
        if (people > most) most = people, best = vb_kb_cell(cast->kb, rows[i], VB_KB_COUNTRY);
    }
    return best;
}

/* The country of a place of the tables: a state, the largest town of the name, a region; empty where they have none. */
vb_str vb_cast_country_of_place(const struct vb_cast *cast, uint32_t beg, uint32_t end)
{
    vb_kb_row    row;
    const vb_str key =
        vb_str_sub(cast->text->bytes, (vb_span){cast->text->tokens[beg].span.beg, cast->text->tokens[end - 1].span.end});
    if (vb_kb_find(cast->kb, VB_KB_STATES, key, &row, 1) > 0) return vb_kb_cell(cast->kb, row, VB_KB_CODE);
    vb_str best = country_of_town(cast, key);
    if (best.len == 0 && vb_kb_find(cast->kb, VB_KB_REGIONS, key, &row, 1) > 0) best = vb_kb_cell(cast->kb, row, VB_KB_COUNTRY);
    return memchr(best.ptr ? best.ptr : "", '|', best.len) ? VB_STR("") : best;
}

/* "KINGSTON, Jamaica:", "SEOUL — ": the country of the town in capitals that opens one of the first paragraphs. */
static vb_str dateline_country(const struct vb_cast *cast)
{
    static const char *const MARKS[] = {",", "-", "–", "—", "--", "(", ":", "/", NULL};
    const struct vb_text *text = cast->text;
    for (uint32_t k = 0; k < text->n_sentences && text->sentences[k].paragraph < DATELINE_PARAGRAPHS; k++) {
        const struct vb_sentence *s = &text->sentences[k];
        vb_str    words[DATELINE_WORDS];
        vb_kb_row state;
        uint32_t  n = 0;
        if (k > 0 && s[-1].paragraph == s->paragraph) continue;
        for (; n < DATELINE_WORDS && n < s->n_tokens; n++) words[n] = vb_cast_token(cast, s->first_token + n);
        uint32_t len = vb_kb_longest(cast->kb, 1u << VB_KB_CITIES, words, n);
        if (len == 0 || len >= s->n_tokens || !vb_str_among(vb_cast_token(cast, s->first_token + len), MARKS)) continue;
        vb_str key = vb_str_sub(text->bytes, (vb_span){text->tokens[s->first_token].span.beg,
                                                       text->tokens[s->first_token + len - 1].span.end});
        if (!is_capitals(key)) continue;
        if (len + 1 < n && vb_kb_find(cast->kb, VB_KB_STATES, words[len + 1], &state, 1) > 0)
            return vb_kb_cell(cast->kb, state, VB_KB_CODE);
        return country_of_town(cast, key);
    }
    return VB_STR("");
}

void vb_cast_text_country(struct vb_cast *cast)
{
    struct { vb_str country; uint32_t weight; } seen[STATES_SEEN];
    uint32_t n = 0, all = 0, best = 0;
    for (size_t i = 0; i < cast->mentions.n; i++) {
        const struct vb_cast_mention *m = &cast->mentions.at[i];
        if (!vb_cast_speaks_of_country(m)) continue;
        uint32_t paragraph = vb_text_paragraph_at(cast->text, cast->text->tokens[m->beg].span.beg), k = 0;
        uint32_t weight    = paragraph != VB_NONE && paragraph < 3 ? 2 : 1;
        while (k < n && !vb_str_eq(seen[k].country, m->code.country)) k++;
        if (k == STATES_SEEN) continue;
        if (k == n) seen[n].country = m->code.country, seen[n++].weight = 0;
        seen[k].weight += weight;
        all += weight;
    }
    for (uint32_t k = 1; k < n; k++)
        if (seen[k].weight > seen[best].weight) best = k;
    /* one mention shows little */
    cast->country = n > 0 && seen[best].weight > 1 && 2 * seen[best].weight >= all ? seen[best].country : VB_STR("");
    cast->home    = dateline_country(cast);
}

static void add_sectors(struct vb_member *m, const struct vb_code *code)
{
    for (uint32_t i = 0; i < code->n_sectors; i++) {
        bool there = m->n_sectors == VB_CODE_SECTORS;
        for (uint32_t k = 0; k < m->n_sectors; k++) there = there || vb_str_eq(m->sectors[k], code->sectors[i]);
        if (there) continue;
        if (m->n_sectors == 0) m->why_sector = code->of_sector;
        m->sectors[m->n_sectors++] = code->sectors[i];
    }
}

static void set_country(struct vb_member *m, vb_str country, vb_kb_row why)
{
    if (m->country.len > 0 || country.len == 0) return;
    m->country     = country;
    m->why_country = why;
}

/* What the tables say of a row that a member is. */
static void code_row(const struct vb_cast *cast, struct vb_member *m)
{
    const struct vb_knowledge *kb = cast->kb;
    struct vb_code code = {.of_sector = m->row};
    bool former = false;
    switch (vb_kb_table_of(kb, m->row)) {
    case VB_KB_STATES:
        set_country(m, vb_kb_cell(kb, m->row, VB_KB_CODE), m->row);
        vb_code_add_sector(&code, VB_STR("GOV"));
        m->kind = VB_KIND_STATE;
        break;
    case VB_KB_HOLDERS:
        vb_code_person(kb, vb_kb_cell(kb, m->row, VB_KB_NAME), cast->date, &former);
        set_country(m, vb_kb_cell(kb, m->row, VB_KB_COUNTRY), m->row);
        vb_code_add_sector(&code, vb_code_office_sector(kb, m->row));
        m->former = former;
        break;
    case VB_KB_PARTIES:
        set_country(m, vb_kb_cell(kb, m->row, VB_KB_COUNTRY), m->row);
        vb_code_add_sector(&code, VB_STR("PTY"));
        break;
    default:
        set_country(m, vb_kb_cell(kb, m->row, VB_KB_COUNTRY), m->row);
        vb_code_add_sector(&code, vb_kb_cell(kb, m->row, VB_KB_SECTOR));
        if (vb_kb_table_of(kb, m->row) == VB_KB_BODIES) set_country(m, VB_STR("IGO"), m->row);
    }
    m->name = vb_kb_cell(kb, m->row, VB_KB_NAME);
    /* words of the text about a person's office go before the table's */
    if (vb_kb_table_of(kb, m->row) != VB_KB_HOLDERS) add_sectors(m, &code);
}

/* "its", "their", "his", "our" before a role: of the country of whom they mean. Who is nobody's yet waits for it. */
static void countries_of_owners(struct vb_cast *cast)
{
    static const char *const OWN[] = {"its", "their", "his", "her", "our", "my", NULL};
    for (size_t i = 0; i < cast->mentions.n; i++) {
        const struct vb_cast_mention *x = &cast->mentions.at[i];
        const uint32_t                k = cast->of_token[x->beg];
        if (x->member == VB_NONE || x->form != VB_FORM_ROLE || k == VB_NONE || !vb_cast_word_is(cast, x->beg, OWN)) continue;
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        if (y->form != VB_FORM_PRONOUN || y->member == VB_NONE || y->member == x->member) continue;
        const struct vb_member *owner = &cast->members.at[y->member];
        struct vb_member       *m     = &cast->members.at[x->member];
        set_country(m, owner->country, VB_NONE);
        m->awaits = m->country.len == 0;
        if (m->n_sectors == 0 && owner->n_sectors > 0 && vb_str_eq(x->code.office, VB_STR("peer")))       /* "his counterpart" */
            m->sectors[m->n_sectors++] = owner->sectors[0];
    }
    for (size_t k = 0; k < cast->members.n; k++)
        if (cast->members.at[k].side_of != VB_NONE) cast->members.at[k].awaits = true;
}

/* The country of the state that a mention ending or beginning at a token of the same sentence names; empty where it names none. */
static vb_str state_at(const struct vb_cast *cast, const struct vb_cast_mention *x, uint32_t token, bool begins)
{
    const struct vb_token *t = cast->text->tokens;
    const uint32_t         k = token < cast->text->n_tokens ? cast->of_token[token] : VB_NONE;
    if (k == VB_NONE || vb_text_sentence_at(cast->text, t[x->beg].span.beg) != vb_text_sentence_at(cast->text, t[token].span.beg))
        return VB_STR("");
    const struct vb_cast_mention *y = &cast->mentions.at[k];
    if (y->kind != VB_KIND_STATE || (begins ? y->beg != token : y->end != token + 1)) return VB_STR("");
    return y->code.country;
}

/*
 * "Yemeni Foreign Minister Ali Qaidi", "President Tomás Echandi of Costa Rica": a state right beside a role or name that says no
 * country itself. By the words and not the tree, which hangs such names together in several ways.
 */
static void countries_beside(struct vb_cast *cast)
{
    static const char *const GENITIVE[] = {"'s", "’s", NULL}, *const OF[] = {"of", NULL};
    for (size_t i = 0; i < cast->mentions.n; i++) {
        const struct vb_cast_mention *x = &cast->mentions.at[i];
        if (x->member == VB_NONE || !vb_cast_may_be_local(cast->members.at[x->member].kind)) continue;
        struct vb_member *m = &cast->members.at[x->member];
        if (x->form == VB_FORM_ROLE && x->beg > 0) {
            const bool genitive = x->beg > 1 && vb_cast_word_is(cast, x->beg - 1, GENITIVE);
            set_country(m, state_at(cast, x, x->beg - (genitive ? 2 : 1), false), VB_NONE);
        }
        if (x->form != VB_FORM_PRONOUN && x->end + 1 < cast->text->n_tokens && vb_cast_word_is(cast, x->end, OF))
            set_country(m, state_at(cast, x, x->end + 1, true), VB_NONE);
    }
}

/* "chair of the transport committee", "Ms Moe's office": whoever's words stand within another's is of the same country. */
static void countries_within(struct vb_cast *cast)
{
    for (size_t i = 0; i < cast->mentions.n; i++) {
        const struct vb_cast_mention *x = &cast->mentions.at[i];
        if (x->member == VB_NONE || x->form == VB_FORM_PRONOUN) continue;
        struct vb_member *outer = &cast->members.at[x->member];
        for (size_t k = i + 1; k < cast->mentions.n && cast->mentions.at[k].beg < x->end; k++) {
            const struct vb_cast_mention *y = &cast->mentions.at[k];
            if (y->member == VB_NONE || y->member == x->member || y->end > x->end || y->form == VB_FORM_PRONOUN) continue;
            struct vb_member *inner = &cast->members.at[y->member];
            if (!vb_cast_may_be_local(outer->kind) || !vb_cast_may_be_local(inner->kind)) continue;
            set_country(inner, outer->country, outer->why_country);
            set_country(outer, inner->country, inner->why_country);
        }
    }
}

/* An office goes before "her brother", "a man"; a state by any words ("the country") is its government. */
static void main_sector(struct vb_member *m)
{
    if (m->kind == VB_KIND_STATE && m->n_sectors == 0) m->sectors[m->n_sectors++] = VB_STR("GOV");
    if (m->kind != VB_KIND_PERSON || m->n_sectors < 2 || !vb_str_eq(m->sectors[0], VB_STR("CVL"))) return;
    m->sectors[0] = m->sectors[1];
    m->sectors[1] = VB_STR("CVL");
}

vb_status vb_cast_codes(struct vb_cast *cast, struct vb_arena *scratch, vb_error *err)
{
    for (size_t k = 0; k < cast->members.n; k++)
        if (cast->members.at[k].row != VB_NONE) code_row(cast, &cast->members.at[k]);
    /* titles beside the name, then other roles, then the words of the name; what somebody is before what he was */
    for (int round = 0; round < 6; round++)
        for (size_t i = 0; i < cast->mentions.n; i++) {
            const struct vb_cast_mention *x = &cast->mentions.at[i];
            if (x->member == VB_NONE || x->form == VB_FORM_PRONOUN || x->form == VB_FORM_DEMONYM) continue;
            struct vb_member *m = &cast->members.at[x->member];
            if ((x->form == VB_FORM_ROLE ? (x->title ? 0 : 1) : 2) + (x->code.former ? 3 : 0) != round) continue;
            if (x->form == VB_FORM_NAME && m->kind == VB_KIND_PERSON) continue;        /* a person's name says nothing of this */
            set_country(m, x->code.country, x->code.of_country);
            add_sectors(m, &x->code);
            if (m->kind == VB_KIND_OTHER) m->kind = x->code.kind;
        }
    for (size_t k = 0; k < cast->members.n; k++) {
        struct vb_member *m = &cast->members.at[k];
        if (m->row != VB_NONE && vb_kb_table_of(cast->kb, m->row) == VB_KB_HOLDERS) {
            struct vb_code code = {.of_sector = m->row};
            vb_code_add_sector(&code, m->former ? VB_STR("ELI") : vb_code_office_sector(cast->kb, m->row));
            if (cast->date.len == 0 && vb_kb_cell(cast->kb, m->row, VB_KB_UNTIL).len > 0) vb_code_add_sector(&code, VB_STR("ELI"));
            add_sectors(m, &code);
        }
    }
    for (size_t k = 0; k < cast->members.n; k++) main_sector(&cast->members.at[k]);
    countries_beside(cast);
    countries_of_owners(cast);
    countries_within(cast);
    vb_status st = vb_cast_countries_around(cast, scratch, err);
    if (st != VB_OK) return st;
    countries_of_owners(cast);     /* of those that have theirs by now */
    for (size_t k = 0; k < cast->members.n; k++) {
        struct vb_member *m = &cast->members.at[k];
        m->awaits           = false;
        if (m->side_of == VB_NONE) continue;
        const struct vb_member *who = &cast->members.at[m->side_of];
        set_country(m, who->country, who->why_country);
        memcpy(m->sectors, who->sectors, sizeof m->sectors);
        m->n_sectors  = who->n_sectors;
        m->why_sector = who->why_sector;
    }
    return vb_cast_countries_around(cast, scratch, err);
}
