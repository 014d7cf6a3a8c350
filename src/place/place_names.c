/*
 * Names of places: the longest key of the tables, the entity layer's places, and names with a word for a place behind them. What is
 * part of a person's name, of a body's or of a demonym is none.
 */
#include "place_names.h"

#include "place_words.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_WORDS = 12, ROWS = 64, RUN_MAX = 4 };
#define BIT(table) (1u << (table))
#define PLACES     (BIT(VB_KB_STATES) | BIT(VB_KB_CITIES) | BIT(VB_KB_REGIONS))
#define BODIES     (BIT(VB_KB_BODIES) | BIT(VB_KB_INSTITUTIONS) | BIT(VB_KB_PARTIES) | BIT(VB_KB_HOLDERS))
#define NO_NAMES \
    (BIT(VB_KB_TYPES) | BIT(VB_KB_ROLES) | BIT(VB_KB_MODIFIERS) | BIT(VB_KB_METONYMS) | BIT(VB_KB_GIVEN) | BIT(VB_KB_FAMILIES) | \
     BIT(VB_KB_HONORIFICS))
static const double MAJOR = 100000, STATE_WEIGHT = 2e7, REGION_WEIGHT = 2e6, CAPITAL_FACTOR = 5;

/* ---- what the entity layer says of each token ----------------------------------------------------------------------- */

static void spread_roles(struct vb_place_text *p)
{
    for (uint32_t k = 0; k < p->entities->n; k++) {
        const vb_entity *e = &p->entities->at[k];
        if (e->kind != VB_KIND_PLACE || !vb_entity_is_named(e)) continue;
        for (uint32_t j = 0; j < e->n_mentions; j++) {
            uint32_t beg, end;
            if (e->mentions[j].form != VB_FORM_ROLE) continue;
            beg = end = vb_text_token_from(p->text, e->mentions[j].span.beg);
            while (end < p->text->n_tokens && p->text->tokens[end].span.end <= e->mentions[j].span.end) end++;
            if (end == beg || !vb_place_is_site(vb_place_token(p, end - 1))) continue;
            p->role_end[beg] = end;
            p->role_who[beg] = k;
        }
    }
}

static void spread_mentions(struct vb_place_text *p)
{
    for (uint32_t k = 0; k < p->entities->n; k++)
        for (uint32_t j = 0; j < p->entities->at[k].n_mentions; j++) {
            const vb_mention *m = &p->entities->at[k].mentions[j];
            uint32_t beg, end;
            if (m->form != VB_FORM_NAME) continue;
            beg = end = vb_text_token_from(p->text, m->span.beg);
            while (end < p->text->n_tokens && p->text->tokens[end].span.end <= m->span.end) end++;
            if (end == beg || p->name_beg[beg] != VB_NONE) continue;
            p->name_end[beg] = end;
            for (uint32_t i = beg; i < end; i++) {
                p->name_beg[i] = beg;
                p->who[i]      = k;
            }
        }
}

static void spread_locations(struct vb_place_text *p)
{
    for (uint32_t k = 0; k < p->entities->n_locations; k++) {
        vb_span s = p->entities->locations[k];
        for (uint32_t i = vb_text_token_from(p->text, s.beg); i < p->text->n_tokens && p->text->tokens[i].span.end <= s.end; i++)
            p->located[i] = true;
    }
}

static vb_entity_kind kind_at(const struct vb_place_text *p, uint32_t i)
{
    return p->who[i] == VB_NONE ? VB_KIND_OTHER : p->entities->at[p->who[i]].kind;
}

/* ---- words ------------------------------------------------------------------------------------------------------------ */

static bool is_word(const struct vb_place_text *p, uint32_t i, const char *const *list)
{
    for (; *list; list++)
        if (vb_str_eq_nocase(vb_place_token(p, i), vb_str_of(*list))) return true;
    return false;
}

static uint32_t longest(const struct vb_place_text *p, unsigned tables, uint32_t i, uint32_t end)
{
    vb_str   words[KEY_WORDS];
    uint32_t n = 0;
    while (n < KEY_WORDS && i + n < end) {
        words[n] = vb_place_token(p, i + n);
        n++;
    }
    return vb_kb_longest(p->kb, tables, words, n);
}

/* The token of [beg, end) that hangs on none of the others. */
static uint32_t head_of(const struct vb_place_text *p, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end; i++) {
        uint32_t head = p->syntax->tags[i].head;
        if ((head == VB_NONE || head < beg || head >= end) && p->syntax->tags[i].upos != VB_PUNCT) return i;
    }
    return beg;
}

/* ---- what the tables say ----------------------------------------------------------------------------------------------- */

static bool same_folded(vb_str a, vb_str b)
{
    char   x[VB_KB_KEY_MAX], y[VB_KB_KEY_MAX];
    size_t n = vb_kb_fold(a, x);
    return n > 0 && n == vb_kb_fold(b, y) && memcmp(x, y, n) == 0;
}

static bool is_in_list(vb_str list, vb_str name)
{
    while (list.len > 0) {
        const char *bar  = memchr(list.ptr, '|', list.len);
        size_t      n    = bar ? (size_t)(bar - list.ptr) : list.len;
        if (same_folded((vb_str){list.ptr, n}, name)) return true;
        if (!bar) return false;
        list = (vb_str){list.ptr + n + 1, list.len - n - 1};
    }
    return false;
}

static double number(vb_str cell)
{
    double value = 0;
    for (size_t i = 0; i < cell.len; i++) value = 10 * value + (cell.ptr[i] - '0');
    return value;
}

static void choose_from(struct vb_place_name *name, struct vb_place_choice c)
{
    uint32_t least = 0;
    for (uint32_t k = 0; k < name->n_choices; k++)             /* a city and the region around it are one choice */
        if (vb_str_eq(name->choices[k].country, c.country) && (vb_str_eq(name->choices[k].admin, c.admin) || c.admin.len == 0)) {
            if (c.weight > name->choices[k].weight) name->choices[k].weight = c.weight;
            return;
        }
    if (name->n_choices < VB_PLACE_COUNTRIES) {
        name->choices[name->n_choices++] = c;
        return;
    }
    for (uint32_t k = 1; k < name->n_choices; k++)
        if (name->choices[k].weight < name->choices[least].weight) least = k;
    if (name->choices[least].weight < c.weight) name->choices[least] = c;
}

static void look_up_state(const struct vb_place_text *p, vb_kb_row row, vb_str key, struct vb_place_name *name)
{
    vb_str until     = vb_kb_cell(p->kb, row, VB_KB_UNTIL), code = vb_kb_cell(p->kb, row, VB_KB_CODE);
    vb_str successor = vb_kb_cell(p->kb, row, VB_KB_SUCCESSOR);
    if (vb_kb_key_column(p->kb, row, key) == VB_KB_DEMONYMS) return;
    if (until.len > 0 && successor.len > 0) code = memchr(successor.ptr, '|', successor.len) ? VB_STR("") : successor;
    name->known |= vb_kb_cell(p->kb, row, VB_KB_SOVEREIGN).len > 0 ? VB_PLACE_REGION : VB_PLACE_STATE;
    choose_from(name, (struct vb_place_choice){code, VB_STR(""), vb_kb_cell(p->kb, row, VB_KB_NAME), STATE_WEIGHT});
}

static void look_up_region(const struct vb_place_text *p, vb_kb_row row, vb_str key, struct vb_place_name *name)
{
    static const char *const GROUND[] = {"sea", "river", "mountain", "island", "border"};
    vb_str  type = vb_kb_cell(p->kb, row, VB_KB_TYPE), country = vb_kb_cell(p->kb, row, VB_KB_COUNTRY);
    unsigned bit = VB_PLACE_REGION;
    for (size_t i = 0; i < sizeof GROUND / sizeof *GROUND; i++)
        if (vb_str_eq(type, vb_str_of(GROUND[i]))) bit = VB_PLACE_GROUND;
    if (vb_kb_key_column(p->kb, row, key) == VB_KB_DEMONYMS) return;
    if (country.len > 0 && memchr(country.ptr, '|', country.len)) country = VB_STR("");
    name->known |= bit;
    choose_from(name, (struct vb_place_choice){country, VB_STR(""), vb_kb_cell(p->kb, row, VB_KB_NAME), REGION_WEIGHT});
}

static void look_up_city(const struct vb_place_text *p, vb_kb_row row, vb_str key, struct vb_place_name *name)
{
    struct vb_place_choice c = {vb_kb_cell(p->kb, row, VB_KB_COUNTRY), vb_kb_cell(p->kb, row, VB_KB_ADMIN),
                                vb_kb_cell(p->kb, row, VB_KB_NAME), number(vb_kb_cell(p->kb, row, VB_KB_POPULATION)) + 1};
    if (c.weight == 1) c.weight = MAJOR;   /* listed by hand, so the news knows it: tools/towns.tsv */
    vb_kb_row state = vb_kb_state(p->kb, c.country);
    name->known |= VB_PLACE_CITY;
    if (c.weight >= MAJOR) name->known |= VB_PLACE_MAJOR;
    if (state != VB_NONE && vb_kb_cell(p->kb, state, VB_KB_SOVEREIGN).len == 0 &&
        (is_in_list(vb_kb_cell(p->kb, state, VB_KB_CAPITAL), c.name) || is_in_list(vb_kb_cell(p->kb, state, VB_KB_CAPITAL), key))) {
        name->known |= VB_PLACE_CAPITAL;
        c.weight *= CAPITAL_FACTOR;
    }
    choose_from(name, c);
}

static void look_up(const struct vb_place_text *p, uint32_t beg, uint32_t end, struct vb_place_name *name)
{
    vb_str    key = vb_place_words(p, beg, end);
    vb_kb_row rows[ROWS];
    uint32_t  n;

    n = vb_kb_find(p->kb, VB_KB_STATES, key, rows, ROWS);
    for (uint32_t i = 0; i < n && i < ROWS; i++) look_up_state(p, rows[i], key, name);
    n = vb_kb_find(p->kb, VB_KB_REGIONS, key, rows, ROWS);
    for (uint32_t i = 0; i < n && i < ROWS; i++) look_up_region(p, rows[i], key, name);
    n = vb_kb_find(p->kb, VB_KB_CITIES, key, rows, ROWS);
    for (uint32_t i = 0; i < n && i < ROWS; i++) look_up_city(p, rows[i], key, name);
}

/* ---- finding ------------------------------------------------------------------------------------------------------------ */

/* Where words for a place end that follow a name: "Rustaveli metro station". `i` itself where none do. */
static uint32_t feature_end(const struct vb_place_text *p, uint32_t i, uint32_t end)
{
    uint32_t stop = i;
    for (uint32_t k = i; k < end && k < i + 3; k++) {
        uint8_t upos = p->syntax->tags[k].upos;
        if (upos != VB_NOUN && upos != VB_PROPN && upos != VB_ADJ) break;
        if (p->name_beg[k] != VB_NONE && kind_at(p, k) == VB_KIND_PERSON) break;
        if (vb_place_is_site(vb_place_token(p, k)) && upos != VB_ADJ) stop = k + 1;
        else if (k > i && stop < k) break;
    }
    if (stop > i && stop < end && p->syntax->tags[stop - 1].relation == VB_REL_COMPOUND && p->syntax->tags[stop - 1].head >= stop)
        return i;                                              /* "Syrian state media" */
    return stop;
}

/* The demonym of a state or region that begins at i: its end, else i. */
static uint32_t demonym_end(const struct vb_place_text *p, uint32_t i, uint32_t end, vb_kb_row *row)
{
    uint32_t n = longest(p, BIT(VB_KB_STATES) | BIT(VB_KB_REGIONS), i, end);
    vb_str   key;
    if (n == 0) return i;
    key = vb_place_words(p, i, i + n);
    if (vb_kb_find(p->kb, VB_KB_STATES, key, row, 1) == 0 && vb_kb_find(p->kb, VB_KB_REGIONS, key, row, 1) == 0) return i;
    return vb_kb_key_column(p->kb, *row, key) == VB_KB_DEMONYMS ? i + n : i;
}

/* Words with a capital that are names of towns too. */
static bool is_common(vb_str word)
{
    static const char *const WORDS[] = {
        "January",    "February", "March",        "April",    "May",     "June",      "July",     "August",  "September",
        "October",    "November", "December",     "Monday",   "Tuesday", "Wednesday", "Thursday", "Friday",  "Saturday",
        "Sunday",     "Spring",   "Summer",       "Union",    "Centre",  "Center",    "Chamber",  "Vice",    "Man",
        "Police",     "Central",  "Bank",         "Most",     "Of",      "Date",      "Progress", "Liberty", "Congress",
        "Parliament", "Senate",   "Independence", "Republic", "Best",    "Imperial",  "Commerce", "Justice", "Christmas",
        "Ramadan",    "Easter",   "Enterprise",   "Liberal",  "Federal", "Reform",    "Lead",     "Orange",  "Republican",
        "Autumn",     "Winter",   "West",         "East",     "North",   "South",     "Brexit",   NULL};
    for (const char *const *w = WORDS; *w; w++)
        if (vb_str_eq_nocase(word, vb_str_of(*w))) return true;
    return false;
}

static bool add(struct vb_place_text *p, struct vb_place_name name)
{
    name.head = head_of(p, name.beg, name.end);
    for (uint32_t i = name.beg; i < name.end; i++) p->place[i] = (uint32_t)p->names.n;
    return VB_PUSH(&p->names, name);
}

/* "the island", where the chain of mentions ties it to a named place. */
static bool add_role(struct vb_place_text *p, struct vb_place_name name, uint32_t *next)
{
    const vb_entity *e = &p->entities->at[p->role_who[name.beg]];
    name.key_end = name.end = *next = p->role_end[name.beg];
    name.known = VB_PLACE_TAGGED | VB_PLACE_FEATURE;
    choose_from(&name, (struct vb_place_choice){e->country, VB_STR(""), e->name, 1});
    return add(p, name);
}

/* "the airport", "the regional capital": the end of words that stand for a place without its name, or i. */
static uint32_t unnamed_end(const struct vb_place_text *p, uint32_t i, uint32_t end)
{
    static const char *const THE[] = {"the", NULL}, *const NAMED[] = {"of", "in", "at", "on", ",", "(", NULL},
                             *const SITES[] = {"airport", "capital", "city",     "hospital", "camp",   "harbour",
                                               "harbor",  "strait",  "compound", "mosque",   "square", NULL};
    uint32_t k = i + 1;
    if (!is_word(p, i, THE)) return i;
    if (k < end && p->syntax->tags[k].upos == VB_ADJ && !vb_word_is_capital(vb_place_token(p, k))) k++;
    if (k >= end || !is_word(p, k, SITES) || p->syntax->tags[k].upos != VB_NOUN ||
        p->syntax->tags[k].relation == VB_REL_COMPOUND)
        return i;
    if (k + 1 < end && (p->syntax->tags[k + 1].upos == VB_NOUN || is_word(p, k + 1, (const char *const[]){"'s", "’s", NULL})))
        return i;
    /* its name comes next: "the airport in Tashkent", "the capital, San Juan" */
    for (uint32_t n = k + 1; n < end && n < k + 4 && (n > k + 1 || is_word(p, n, NAMED)); n++)
        if (vb_word_is_capital(vb_place_token(p, n))) return i;
    return k + 1;
}

/* "British waters": a demonym that ends at `stop`, with a word for a place. */
static bool add_people(struct vb_place_text *p, struct vb_place_name name, vb_kb_row state, uint32_t stop, uint32_t end,
                       uint32_t *next)
{
    static const char *const BORDERS[] = {"border", "borders", "frontier", "frontiers", NULL};
    uint32_t site    = feature_end(p, stop, end);
    vb_str   country = vb_kb_cell(p->kb, state, vb_kb_table_of(p->kb, state) == VB_KB_STATES ? VB_KB_CODE : VB_KB_COUNTRY);
    *next = site;
    if (site == stop) return true;
    if (is_word(p, site - 1, BORDERS) || (country.len > 0 && memchr(country.ptr, '|', country.len)))
        country = VB_STR(""); /* that of two */
    name.key_end = name.end = site;
    name.known = VB_PLACE_PEOPLE | VB_PLACE_FEATURE;
    choose_from(&name, (struct vb_place_choice){country, VB_STR(""), VB_STR(""), STATE_WEIGHT});
    return add(p, name);
}

/* A name that the tables lack: its end, or name->beg where there is none. */
static uint32_t new_name(const struct vb_place_text *p, struct vb_place_name *name, uint32_t end)
{
    uint32_t k = name->beg;
    while (k < end && k < name->beg + RUN_MAX && vb_word_is_capital(vb_place_token(p, k)) && p->syntax->tags[k].upos == VB_PROPN &&
           (p->name_beg[k] == VB_NONE || kind_at(p, k) == VB_KIND_PLACE))
        k++;
    const bool letter = k == name->beg + 1 && vb_place_token(p, name->beg).len < 2;        /* "A:" is who answers */
    if (k == name->beg || letter) return name->beg;
    if (feature_end(p, k, end) > k || (k > name->beg + 1 && vb_place_is_site(vb_place_token(p, k - 1)))) {
        name->known |= VB_PLACE_FEATURE;
        return k;
    }
    if (longest(p, NO_NAMES, name->beg, k) > 0 || (k < end && vb_str_eq(vb_place_token(p, k), VB_STR("-")))) return name->beg;
    name->known = VB_PLACE_NEW;
    return k;
}

/* End of the entity layer's name that begins at i, or i; of "Foreign Ministry in Minsk" up to "in". */
static uint32_t own_end(const struct vb_place_text *p, uint32_t i, uint32_t end)
{
    uint32_t own = p->name_beg[i] == i ? p->name_end[i] : i;
    if (own > end) own = end;
    if (kind_at(p, i) == VB_KIND_ORGANISATION)
        for (uint32_t k = i + 1; k < own; k++)
            if (vb_place_is_local(vb_place_token(p, k))) own = k;
    return own;
}

static bool is_inside_other(const struct vb_place_text *p, uint32_t i, vb_entity_kind kind)
{
    return p->name_beg[i] != VB_NONE && p->name_beg[i] < i && kind != VB_KIND_PLACE && kind != VB_KIND_STATE &&
           !vb_place_is_local(vb_place_token(p, i - 1));
}

static bool is_metonym(const struct vb_place_text *p, uint32_t beg, uint32_t end)
{
    vb_span span = {p->text->tokens[beg].span.beg, p->text->tokens[end - 1].span.end};
    return vb_kb_find(p->kb, VB_KB_METONYMS, vb_str_sub(p->text->bytes, span), NULL, 0) > 0;
}

/* The name that begins at i, if one does; *next is where to go on. */
static bool read_at(struct vb_place_text *p, uint32_t i, uint32_t end, uint32_t sentence, uint32_t *next)
{
    struct vb_place_name name = {.beg = i, .sentence = sentence, .of = VB_NONE};
    vb_str         word = vb_place_token(p, i);
    vb_entity_kind kind = kind_at(p, i);
    vb_kb_row      state;
    uint32_t       own, key, stop, tail = i;

    *next = i + 1;
    if (p->role_end[i] > i && p->role_end[i] <= end) return add_role(p, name, next);
    if ((stop = unnamed_end(p, i, end)) > i) {
        name.key_end = name.end = *next = stop;
        name.known = VB_PLACE_UNNAMED | VB_PLACE_FEATURE;
        return add(p, name);
    }
    if (!vb_word_is_capital(word) || memchr(word.ptr, '$', word.len)) return true;
    own = own_end(p, i, end);
    if (kind == VB_KIND_PERSON && own > i + 1) {
        *next = own;
        return true;
    }
    if (kind == VB_KIND_ORGANISATION && own > i && is_metonym(p, i, own)) { /* Whitehall: a body here, though a town has the name */
        *next = own;
        return true;
    }
    key  = i + longest(p, PLACES, i, end);
    stop = demonym_end(p, i, end, &state);
    if (stop > i && stop >= key) return add_people(p, name, state, stop, end, next);
    stop = i + longest(p, BODIES, i, end);
    if (key > i) look_up(p, i, key, &name);
    /* the EU is no town in France */
    if ((stop > key || (stop > i && stop == key && !(name.known & (VB_PLACE_STATE | VB_PLACE_REGION)))) &&
        !(kind == VB_KIND_PLACE && own >= stop)) {
        *next = stop;
        return true;
    }
    if (key <= i + 1 && kind != VB_KIND_PLACE && is_common(word)) return true;
    if (own > key) {                                            /* part of a body's name, unless the body is a place too */
        bool site = vb_place_is_site(vb_place_token(p, own - 1));
        tail = *next = own;
        if (kind != VB_KIND_PLACE && !site) return true;
        if (kind != VB_KIND_PLACE || key == i || !(name.known & ~(unsigned)VB_PLACE_CITY)) {
            key            = own;
            name.n_choices = 0;
            name.known     = kind == VB_KIND_PLACE ? 0 : VB_PLACE_FEATURE;
        }
    }
    if (is_inside_other(p, i, kind)) return true;
    if (key == i && (key = new_name(p, &name, end)) == i) return true;
    name.key_end = key;
    name.end     = feature_end(p, tail > key ? tail : key, end);
    if (name.end > i + 1 && vb_place_is_site(vb_place_token(p, name.end - 1))) name.known |= VB_PLACE_FEATURE;
    if (kind == VB_KIND_PLACE) name.known |= VB_PLACE_TAGGED;
    if (p->located[i] && p->located[key - 1]) name.known |= VB_PLACE_LOCATED;
    if (kind == VB_KIND_PERSON && !(name.known & (VB_PLACE_MAJOR | VB_PLACE_REGION | VB_PLACE_STATE))) return true;
    *next = name.end;
    return add(p, name);
}

/* "Springfield, Illinois": the second says where the first lies. Both are one name then, of the countries they share. */
static bool lies_in(const struct vb_place_text *p, struct vb_place_name *inner, const struct vb_place_name *outer)
{
    uint32_t n = 0;
    if (inner->sentence != outer->sentence || inner->end + 1 != outer->beg || outer->n_choices == 0) return false;
    if (!vb_str_eq(vb_place_token(p, inner->end), VB_STR(",")) || (inner->known & VB_PLACE_STATE)) return false;
    if (!(outer->known & (VB_PLACE_STATE | VB_PLACE_REGION)) || (outer->known & VB_PLACE_FEATURE)) return false;
    if (inner->n_choices == 0 && !(inner->known & (VB_PLACE_TAGGED | VB_PLACE_NEW))) return false;
    if ((inner->known & VB_PLACE_REGION) && !(outer->known & VB_PLACE_STATE)) return false;
    for (uint32_t i = 0; i < inner->n_choices; i++) {
        bool shared = false;
        for (uint32_t k = 0; k < outer->n_choices && !shared; k++) {
            const struct vb_place_choice *a = &inner->choices[i], *b = &outer->choices[k];
            shared = vb_str_eq(a->country, b->country) && b->country.len > 0 &&
                     ((outer->known & VB_PLACE_STATE) || same_folded(a->admin, b->name));
        }
        if (shared) inner->choices[n++] = inner->choices[i];
    }
    if (n > 0) inner->n_choices = n;
    else if (inner->n_choices > 0) return false;
    else inner->choices[inner->n_choices++] = outer->choices[0];
    return true;
}

/* Keep the choices that `outer` allows. Where there are none, a town that the tables lack: take its own if that is sure. */
static void narrow(struct vb_place_name *inner, const struct vb_place_name *outer, bool sure)
{
    uint32_t n = 0;
    if (outer->n_choices != 1) return;
    for (uint32_t i = 0; i < inner->n_choices; i++)
        if (vb_str_eq(inner->choices[i].country, outer->choices[0].country)) inner->choices[n++] = inner->choices[i];
    if (n > 0) inner->n_choices = n;
    else if (sure || inner->n_choices == 0) {
        inner->choices[0]        = outer->choices[0];
        inner->choices[0].name   = VB_STR("");
        inner->n_choices         = 1;
    }
}

/* "Nigeria's Kebbi state", "the Mozambican port of Palma", "Argentina's province of Neuquén", "Omsk in Siberia". */
static void tie_nested(struct vb_place_text *p)
{
    static const char *const POSSESSIVES[] = {"'s", "’s", "'", "’", NULL}, *const OF[] = {"of", NULL}, *const IN[] = {"in", NULL},
                             *const THE[] = {"the", NULL};
    for (size_t k = 0; k + 1 < p->names.n; k++) {
        struct vb_place_name *a = &p->names.at[k], *b = &p->names.at[k + 1];
        uint32_t i = a->end;
        if (a->sentence != b->sentence) continue;
        if (is_word(p, i, IN) && (i + 1 == b->beg || (i + 2 == b->beg && is_word(p, i + 1, THE)))) {
            narrow(a, b, false);
            continue;
        }
        if (is_word(p, i, POSSESSIVES)) {
            for (i++; i < b->beg && (p->syntax->tags[i].upos == VB_ADJ || p->syntax->tags[i].upos == VB_VERB);) i++;
            if (i + 1 < b->beg && vb_place_is_site(vb_place_token(p, i)) && is_word(p, i + 1, OF)) i += 2;
        } else if ((a->known & VB_PLACE_PEOPLE) && is_word(p, i, OF)) i++;
        else continue;
        if (i != b->beg) continue;
        narrow(b, a, true);
        b->of = (uint32_t)k;
    }
}

static void join_nested(struct vb_place_text *p)
{
    size_t n = 0;
    for (size_t k = 0; k < p->names.n; k++) {
        struct vb_place_name *last = n > 0 ? &p->names.at[n - 1] : NULL;
        if (last && lies_in(p, last, &p->names.at[k])) {
            last->end   = p->names.at[k].end;
            last->outer = true;
        } else p->names.at[n++] = p->names.at[k];
        for (uint32_t i = p->names.at[n - 1].beg; i < p->names.at[n - 1].end; i++) p->place[i] = (uint32_t)(n - 1);
    }
    p->names.n = n;
}

vb_status vb_place_names_find(struct vb_place_text *p, struct vb_arena *scratch, vb_error *err)
{
    const uint32_t n = p->text->n_tokens;

    p->name_end = VB_NEW(scratch, uint32_t, n + 1);
    p->name_beg = VB_NEW(scratch, uint32_t, n + 1);
    p->who      = VB_NEW(scratch, uint32_t, n + 1);
    p->role_end = VB_NEW(scratch, uint32_t, n + 1);
    p->role_who = VB_NEW(scratch, uint32_t, n + 1);
    p->place    = VB_NEW(scratch, uint32_t, n + 1);
    p->located  = VB_NEW(scratch, bool, n + 1);
    if (!p->name_end || !p->name_beg || !p->who || !p->role_end || !p->role_who || !p->place || !p->located)
        return vb_fail_nomem(err);
    for (uint32_t i = 0; i <= n; i++) p->name_beg[i] = p->who[i] = p->place[i] = VB_NONE;
    spread_mentions(p);
    spread_roles(p);
    spread_locations(p);
    for (uint32_t k = 0; k < p->text->n_sentences; k++) {
        const struct vb_sentence *s = &p->text->sentences[k];
        uint8_t  role = (uint8_t)p->text->paragraphs[s->paragraph].role;
        if (role == VB_ROLE_CREDIT || role == VB_ROLE_BYLINE) continue;
        for (uint32_t i = s->first_token, end = i + s->n_tokens; i < end;)
            if (!read_at(p, i, end, k, &i)) return vb_fail_nomem(err);
    }
    join_nested(p);
    tie_nested(p);
    return VB_OK;
}
