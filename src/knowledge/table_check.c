/*
 * What rows say of each other: references that lead nowhere, rows given twice, and two holders of one office at once.
 *
 * Only the rows of kb->own are checked; what they refer to may also be in the pack below. Spans clash only where they do so
 * whatever the coarse dates mean: until 2007 and from 2007 may be the same day.
 */
#include "pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct checking {
    const struct vb_knowledge *kb;
    const struct vb_kb_source *source;
    struct vb_kb_problems     *problems;
};

/* Which folder a row is from. One may say otherwise than another: it lies over it. */
static uint32_t dir_of(const struct checking *c, enum vb_kb_table table, uint32_t row)
{
    return c->source->rows[table].at[row - c->kb->own.row_of[table]].dir;
}

static bool problem_at(struct checking *c, uint32_t row, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static bool problem_at(struct checking *c, uint32_t row, const char *fmt, ...)
{
    vb_str   file = vb_kb_layer_file(&c->kb->own, row);
    char     name[96];
    vb_error what;
    va_list  args;

    snprintf(name, sizeof name, "%.*s", VB_KB_SHOWN(file));
    va_start(args, fmt);
    vsnprintf(what.msg, sizeof what.msg, fmt, args);
    va_end(args);
    return vb_kb_problem(c->problems, name, c->kb->own.lines[row], "%s", what.msg);
}

/* ---- references ------------------------------------------------------------------------------------------------------------ */

static bool is_in(const struct vb_knowledge *kb, enum vb_kb_table table, vb_str name)
{
    return vb_kb_find(kb, table, name, NULL, 0) > 0;
}

static bool is_party_of(const struct vb_knowledge *kb, vb_str name, vb_str country)
{
    vb_kb_row rows[64];
    uint32_t  n = country.len ? vb_kb_find(kb, VB_KB_PARTIES, name, rows, 64) : 0;

    for (uint32_t i = 0; i < n && i < 64; i++)
        if (vb_str_eq(vb_kb_cell(kb, rows[i], VB_KB_COUNTRY), country)) return true;
    return n > 64;
}

/* A governor of a territory is of a party of the state that it belongs to. */
static bool is_party(const struct vb_knowledge *kb, vb_str name, vb_str country)
{
    vb_kb_row state = vb_kb_state(kb, country);

    return is_party_of(kb, name, country) || (state != VB_NONE && is_party_of(kb, name, vb_kb_cell(kb, state, VB_KB_SOVEREIGN)));
}

static bool is_referent(const struct vb_knowledge *kb, vb_str name)
{
    static const enum vb_kb_table tables[] = {VB_KB_INSTITUTIONS, VB_KB_BODIES, VB_KB_STATES,
                                              VB_KB_TYPES,        VB_KB_ROLES,  VB_KB_PARTIES};

    if (vb_str_eq(name, VB_STR("government"))) return true;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (is_in(kb, tables[i], name)) return true;
    return false;
}

/* Is this a mode of the row's type? A mode of NONE is none. */
static bool is_mode(const struct vb_knowledge *kb, vb_kb_row row, vb_str mode)
{
    vb_kb_row rows[64];
    uint32_t  n = vb_kb_find(kb, VB_KB_EVENT_MODES, vb_kb_cell(kb, row, VB_KB_TYPE), rows, 64);

    for (uint32_t i = 0; i < n && i < 64; i++)
        if (vb_str_eq(vb_kb_cell(kb, rows[i], VB_KB_MODE), mode)) return true;
    return false;
}

/* Only words that begin with @ lead somewhere: to a group, or to what the reader of the tables finds by itself. */
static bool is_word(const struct vb_knowledge *kb, vb_str word)
{
    return word.ptr[0] != '@' || vb_str_eq(word, VB_STR("@name")) || is_in(kb, VB_KB_WORD_GROUPS, word);
}

/* What the reference of this item should have been, or NULL where it leads somewhere. */
static const char *missing(const struct vb_knowledge *kb, vb_kb_row row, enum vb_kb_kind kind, vb_str item)
{
    switch (kind) {
    case VB_KB_A_COUNTRY:
        if (vb_str_eq(item, VB_STR("IGO"))) return NULL;
        return vb_kb_state(kb, item) != VB_NONE ? NULL : "no state has this code";
    case VB_KB_A_STATE:    return vb_kb_state(kb, item) != VB_NONE ? NULL : "no state has this code";
    case VB_KB_A_PARTY:
        return is_party(kb, item, vb_kb_cell(kb, row, VB_KB_COUNTRY)) ? NULL : "no party of this country has this name";
    case VB_KB_A_ROLE:     return is_in(kb, VB_KB_ROLES, item) ? NULL : "no role is called so";
    case VB_KB_A_BODY:     return vb_kb_body(kb, item) != VB_NONE ? NULL : "no body has this id";
    case VB_KB_A_REFERENT: return is_referent(kb, item) ? NULL : "nothing has this name";
    case VB_KB_A_CAMEO_ROW: return is_in(kb, VB_KB_CAMEO, item) ? NULL : "CAMEO has no such code";
    case VB_KB_A_MODE: return is_mode(kb, row, item) ? NULL : "its type has no such mode";
    case VB_KB_A_WORD: return is_word(kb, item) ? NULL : "no group has this name";
    default:               return NULL;
    }
}

static bool check_references(struct checking *c)
{
    for (uint32_t row = 0; row < c->kb->own.head.n_rows; row++) {
        enum vb_kb_table          table  = vb_kb_layer_table_of(&c->kb->own, row);
        const struct vb_kb_field *fields = vb_kb_schemas[table].fields;
        for (uint32_t f = 0; fields[f].name; f++) {
            vb_str item = vb_kb_layer_cell(&c->kb->own, table, row, f), rest = item;
            if (item.len == 0) continue;
            if (!(fields[f].is & VB_KB_IS_LIST)) rest = (vb_str){ 0 };
            while (!(fields[f].is & VB_KB_IS_LIST) || vb_kb_next_item(&rest, &item)) {
                const char *wrong = missing(c->kb, c->kb->pack.head.n_rows + row, fields[f].kind, item);
                if (wrong &&
                    !problem_at(c, row, "%s \"%.*s\": %s", fields[f].name, VB_KB_SHOWN(item), wrong))
                    return false;
                if (!(fields[f].is & VB_KB_IS_LIST)) break;
            }
        }
    }
    return true;
}

/* ---- rows given twice ------------------------------------------------------------------------------------------------------- */

struct labelled { vb_str label; uint32_t row, dir; };

static int by_label(const void *one, const void *other)
{
    const struct labelled *a = one, *b = other;
    size_t                 n     = a->label.len < b->label.len ? a->label.len : b->label.len;
    int                    order = n ? memcmp(a->label.ptr, b->label.ptr, n) : 0;

    if (order) return order;
    if (a->label.len != b->label.len) return a->label.len < b->label.len ? -1 : 1;
    if (a->dir != b->dir) return a->dir < b->dir ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* The cells that tell rows apart, names folded. */
static vb_status label_row(const struct vb_kb_layer *layer, enum vb_kb_table table, uint32_t row, struct vb_arena *arena,
                           vb_str *out)
{
    const struct vb_kb_field *fields = vb_kb_schemas[table].fields;
    size_t                    n = 0;
    char                     *label, folded[VB_KB_KEY_MAX];

    for (uint32_t f = 0; fields[f].name; f++) n += vb_kb_layer_cell(layer, table, row, f).len + VB_KB_KEY_MAX;
    if (!(label = vb_arena_alloc(arena, n, 1, 1))) return VB_ERR_NOMEM;
    n = 0;
    for (uint32_t f = 0; fields[f].name; f++) {
        vb_str cell = vb_kb_layer_cell(layer, table, row, f);
        size_t len;
        if (!(fields[f].is & VB_KB_TELLS_ROWS_APART)) continue;
        if (fields[f].is & VB_KB_IS_KEY && (len = vb_kb_fold(cell, folded))) cell = (vb_str){ folded, len };
        if (cell.len) memcpy(label + n, cell.ptr, cell.len);
        n += cell.len;
        label[n++] = '\1';
    }
    *out = (vb_str){ label, n };
    return VB_OK;
}

static vb_status check_twice(struct checking *c, vb_error *err)
{
    const struct vb_kb_layer *layer = &c->kb->own;
    struct vb_arena           arena = { 0 };
    struct labelled          *rows  = vb_alloc(layer->head.n_rows * sizeof *rows);
    vb_status                 st    = rows ? VB_OK : vb_fail_nomem(err);

    for (unsigned t = 0; st == VB_OK && rows && t < VB_KB_N_TABLES; t++) {
        uint32_t n = 0;
        for (uint32_t row = layer->row_of[t]; st == VB_OK && row < layer->row_of[t + 1]; row++, n++) {
            rows[n].row = row;
            rows[n].dir = dir_of(c, (enum vb_kb_table)t, row);
            if (label_row(layer, (enum vb_kb_table)t, row, &arena, &rows[n].label) != VB_OK) st = vb_fail_nomem(err);
        }
        if (st == VB_OK && n) qsort(rows, n, sizeof *rows, by_label);
        for (uint32_t i = 1; st == VB_OK && i < n; i++) {
            vb_str file = vb_kb_layer_file(layer, rows[i - 1].row);
            if (rows[i].dir != rows[i - 1].dir || !vb_str_eq(rows[i].label, rows[i - 1].label)) continue;
            if (!problem_at(c, rows[i].row, "the same row as %.*s:%u", VB_KB_SHOWN(file),
                            layer->lines[rows[i - 1].row]))
                st = VB_ERR_KNOWLEDGE;
        }
        vb_arena_reset(&arena);
    }
    vb_free(rows);
    vb_arena_free(&arena);
    return st;
}

/* ---- two holders of one office ----------------------------------------------------------------------------------------------- */

struct holding {
    vb_str   country, office, party;               /* party: of those who lead one */
    int32_t  begin, end;                           /* surely held from here to here */
    uint32_t row, dir;
    bool     collective;
};

static int order_of(vb_str a, vb_str b)
{
    size_t n     = a.len < b.len ? a.len : b.len;
    int    order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_office(const struct holding *a, const struct holding *b)
{
    int order = order_of(a->country, b->country);

    if (!order) order = order_of(a->office, b->office);
    if (!order) order = (a->dir > b->dir) - (a->dir < b->dir);
    return order ? order : order_of(a->party, b->party);
}

static int by_office_and_begin(const void *one, const void *other)
{
    const struct holding *a = one, *b = other;
    int                   order = by_office(a, b);

    if (order) return order;
    if (a->begin != b->begin) return a->begin < b->begin ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static struct holding holding_of(const struct checking *c, uint32_t own_row)
{
    const struct vb_knowledge *kb  = c->kb;
    vb_kb_row                  row = kb->pack.head.n_rows + own_row;
    struct holding             h   = { .party = VB_STR(""), .row = own_row, .dir = dir_of(c, VB_KB_HOLDERS, own_row) };
    int32_t                    other;

    h.country = vb_kb_cell(kb, row, VB_KB_COUNTRY);
    h.office  = vb_kb_cell(kb, row, VB_KB_OFFICE);
    if (vb_str_eq(h.office, VB_STR("party-leader"))) h.party = vb_kb_cell(kb, row, VB_KB_PARTY);
    h.collective = vb_kb_cell(kb, row, VB_KB_COLLECTIVE).len > 0;
    if (!vb_kb_date(vb_kb_cell(kb, row, VB_KB_FROM), &other, &h.begin)) h.begin = INT32_MAX;
    if (!vb_kb_date(vb_kb_cell(kb, row, VB_KB_UNTIL), &h.end, &other)) {
        if (!vb_kb_date(vb_kb_cell(kb, row, VB_KB_SURE), &h.end, &other)) h.end = INT32_MAX;
    }
    return h;
}

static bool clash(struct checking *c, const struct holding *a, const struct holding *b)
{
    const struct vb_kb_layer *own = &c->kb->own;
    vb_str                    file, person;

    if (!a || by_office(a, b) != 0 || b->begin >= a->end || b->begin >= b->end)
        return true; /* coarse dates may leave nothing sure */
    file   = vb_kb_layer_file(own, a->row);
    person = vb_kb_cell(c->kb, c->kb->pack.head.n_rows + a->row, VB_KB_NAME);
    return problem_at(c, b->row, "%.*s %.*s: already held by %.*s, %.*s:%u", (int)b->country.len, b->country.ptr,
                      (int)b->office.len, b->office.ptr, VB_KB_SHOWN(person),
                      VB_KB_SHOWN(file), own->lines[a->row]);
}

static vb_status check_holders(struct checking *c, vb_error *err)
{
    const struct vb_kb_layer *layer = &c->kb->own;
    uint32_t                  first = layer->row_of[VB_KB_HOLDERS], n = layer->row_of[VB_KB_HOLDERS + 1] - first;
    struct holding           *all   = vb_alloc(n * sizeof *all);
    const struct holding     *one = NULL, *several = NULL;                       /* those that end last so far */
    vb_status                 st  = VB_OK;

    if (!all) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < n; i++) all[i] = holding_of(c, first + i);
    if (n) qsort(all, n, sizeof *all, by_office_and_begin);
    for (uint32_t i = 0; st == VB_OK && i < n; i++) {
        const struct holding *h = &all[i];
        if (one && by_office(one, h) != 0) one = NULL;
        if (several && by_office(several, h) != 0) several = NULL;
        if (!clash(c, one, h) || (!h->collective && !clash(c, several, h))) st = VB_ERR_KNOWLEDGE;
        if (h->collective) several = !several || several->end < h->end ? h : several;
        else one = !one || one->end < h->end ? h : one;
    }
    vb_free(all);
    return st;
}

vb_status vb_kb_check_rows(const struct vb_knowledge *kb, const struct vb_kb_source *source, struct vb_kb_problems *problems,
                           vb_error *err)
{
    struct checking c = { kb, source, problems };
    vb_status       st;

    if (!check_references(&c)) return VB_ERR_KNOWLEDGE;
    if ((st = check_twice(&c, err)) != VB_OK) return st;
    return check_holders(&c, err);
}
