/*
 * Country and sectors of each member: what the tables say of its name, then of its offices and descriptions, then the country
 * of the text, near it, or of its dateline, for persons, groups and bodies whose words name none.
 */
#include "cast.h"

#include <string.h>

enum { DATELINE_PARAGRAPHS = 4, DATELINE_WORDS = 6 };
enum { STATES_SEEN = 48, NEAR = 200 };              /* NEAR: mentions of one sentence or paragraph that are looked at */

/*
 * May the country around it stand in? On the train part of the corpus the one found so was right for 78 of 100 persons, 75 of 100
 * groups ("protesters") and 76 of 100 bodies that have a country at all.
 */
static bool may_be_local(vb_entity_kind kind)
{
    return kind == VB_KIND_PERSON || kind == VB_KIND_GROUP || kind == VB_KIND_ORGANISATION;
}

/* Do its words show a country? Those of a person's name only where the tables know the person: Ms Kos is no Greek island. */
static bool speaks_of_country(const struct vb_cast_mention *m)
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

/* "KINGSTON, Jamaica:", "SEOUL — ": the country of the town in capitals that opens one of the first paragraphs. */
static vb_str dateline_country(const struct vb_cast *cast)
{
    static const char *const MARKS[] = {",", "-", "–", "—", "--", "(", ":", "/", NULL};
    const struct vb_text *text = cast->text;
    for (uint32_t k = 0; k < text->n_sentences && text->sentences[k].paragraph < DATELINE_PARAGRAPHS; k++) {
        const struct vb_sentence *s = &text->sentences[k];
        vb_str    words[DATELINE_WORDS], best = VB_STR("");
        vb_kb_row rows[16];
        uint32_t  n = 0, found;
        double    most = 0;
        if (k > 0 && s[-1].paragraph == s->paragraph) continue;
        for (; n < DATELINE_WORDS && n < s->n_tokens; n++) words[n] = vb_cast_token(cast, s->first_token + n);
        uint32_t len = vb_kb_longest(cast->kb, 1u << VB_KB_CITIES, words, n);
        if (len == 0 || len >= s->n_tokens || !vb_str_among(vb_cast_token(cast, s->first_token + len), MARKS)) continue;
        vb_str key = vb_str_sub(text->bytes, (vb_span){text->tokens[s->first_token].span.beg,
                                                       text->tokens[s->first_token + len - 1].span.end});
        if (!is_capitals(key)) continue;
        if (len + 1 < n && vb_kb_find(cast->kb, VB_KB_STATES, words[len + 1], rows, 1) > 0)
            return vb_kb_cell(cast->kb, rows[0], VB_KB_CODE);
        found = vb_kb_find(cast->kb, VB_KB_CITIES, key, rows, 16);
        for (uint32_t i = 0; i < found && i < 16; i++)
            if (people_of(cast->kb, rows[i]) > most) {
                most = people_of(cast->kb, rows[i]);
                best = vb_kb_cell(cast->kb, rows[i], VB_KB_COUNTRY);
            }
        return best;
    }
    return VB_STR("");
}

void vb_cast_text_country(struct vb_cast *cast)
{
    struct { vb_str country; uint32_t weight; } seen[STATES_SEEN];
    uint32_t n = 0, all = 0, best = 0;
    for (size_t i = 0; i < cast->mentions.n; i++) {
        const struct vb_cast_mention *m = &cast->mentions.at[i];
        if (!speaks_of_country(m)) continue;
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

/* The country of whom "its", "their", "his", "our" before a role means, or of the name that owns it ("the House's"). */
static vb_str owner_country(const struct vb_cast *cast, const struct vb_cast_mention *x)
{
    static const char *const OWN[] = {"its", "their", "his", "her", "our", "my", NULL};
    uint32_t k = cast->of_token[x->beg];
    if (k == VB_NONE || !vb_cast_word_is(cast, x->beg, OWN)) return VB_STR("");
    const struct vb_cast_mention *y = &cast->mentions.at[k];
    return y->form == VB_FORM_PRONOUN && y->member != VB_NONE ? cast->members.at[y->member].country : VB_STR("");
}

/* The one country that the words of a mention's sentence speak of, else of its paragraph; empty when there are none or several. */
static vb_str country_near(const struct vb_cast *cast, const struct vb_cast_mention *x)
{
    const uint32_t byte = cast->text->tokens[x->beg].span.beg, sentence = vb_text_sentence_at(cast->text, byte);
    const uint32_t paragraph = vb_text_paragraph_at(cast->text, byte);
    if (sentence == VB_NONE || paragraph == VB_NONE) return VB_STR("");
    const vb_span within[2] = {cast->text->sentences[sentence].span, cast->text->paragraphs[paragraph].span};
    size_t low = 0, high = cast->mentions.n;
    for (int k = 0; k < 2; k++) {
        vb_str found   = VB_STR("");
        bool   several = false;
        low = 0, high = cast->mentions.n;
        while (low < high) {                                    /* first mention that begins in the span */
            size_t mid = (low + high) / 2;
            if (cast->text->tokens[cast->mentions.at[mid].beg].span.beg < within[k].beg) low = mid + 1;
            else high = mid;
        }
        const size_t end = cast->mentions.n - low > NEAR ? low + NEAR : cast->mentions.n;
        for (size_t i = low; i < end && cast->text->tokens[cast->mentions.at[i].beg].span.beg < within[k].end; i++) {
            vb_str c = cast->mentions.at[i].code.country;
            if (!speaks_of_country(&cast->mentions.at[i])) continue;
            if (found.len == 0) found = c;
            else if (!vb_str_eq(found, c)) several = true;
        }
        if (several) return VB_STR("");
        if (found.len > 0) return found;
    }
    return VB_STR("");
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
            if (!may_be_local(outer->kind) || !may_be_local(inner->kind)) continue;
            set_country(inner, outer->country, outer->why_country);
            set_country(outer, inner->country, inner->why_country);
        }
    }
}

void vb_cast_codes(struct vb_cast *cast)
{
    for (size_t k = 0; k < cast->members.n; k++)
        if (cast->members.at[k].row != VB_NONE) code_row(cast, &cast->members.at[k]);
    /* titles beside the name, then other roles, then the words of the name */
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < cast->mentions.n; i++) {
            const struct vb_cast_mention *x = &cast->mentions.at[i];
            if (x->member == VB_NONE || x->form == VB_FORM_PRONOUN || x->form == VB_FORM_DEMONYM) continue;
            struct vb_member *m = &cast->members.at[x->member];
            if ((x->form == VB_FORM_ROLE ? (x->title ? 0 : 1) : 2) != round) continue;
            if (x->form == VB_FORM_NAME && m->kind == VB_KIND_PERSON) continue;        /* a person's name says nothing of this */
            set_country(m, x->code.country, x->code.of_country);
            add_sectors(m, &x->code);
            if (m->kind == VB_KIND_OTHER) m->kind = x->code.kind;
        }
    for (size_t k = 0; k < cast->members.n; k++) {
        struct vb_member *m = &cast->members.at[k];
        if (m->row != VB_NONE && vb_kb_table_of(cast->kb, m->row) == VB_KB_HOLDERS) {
            struct vb_code code = {.of_sector = m->row};
            vb_code_add_sector(&code, m->former && m->n_sectors == 0 ? VB_STR("ELI") : vb_code_office_sector(cast->kb, m->row));
            if (cast->date.len == 0 && vb_kb_cell(cast->kb, m->row, VB_KB_UNTIL).len > 0) vb_code_add_sector(&code, VB_STR("ELI"));
            add_sectors(m, &code);
        }
    }
    for (size_t i = 0; i < cast->mentions.n; i++) {
        const struct vb_cast_mention *x = &cast->mentions.at[i];
        if (x->member != VB_NONE && x->form == VB_FORM_ROLE)
            set_country(&cast->members.at[x->member], owner_country(cast, x), VB_NONE);
    }
    countries_within(cast);
    for (size_t k = 0; k < cast->members.n; k++) {
        struct vb_member *m = &cast->members.at[k];
        if (m->side_of != VB_NONE) {
            const struct vb_member *who = &cast->members.at[m->side_of];
            set_country(m, who->country, who->why_country);
            memcpy(m->sectors, who->sectors, sizeof m->sectors);
            m->n_sectors  = who->n_sectors;
            m->why_sector = who->why_sector;
        }
        if (m->country.len > 0 || !may_be_local(m->kind)) continue;
        m->country = cast->country.len > 0 ? cast->country : country_near(cast, &cast->mentions.at[m->first]);
        if (m->country.len == 0) m->country = cast->home;
        m->by_context = m->country.len > 0;
    }
}
