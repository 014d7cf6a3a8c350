/*
 * Who a name means, over all texts of a record.
 *
 * A text has its own entities. Those of different texts are one only where nothing else can be meant (docs/record.md, "Who is
 * who"):
 *   - they are linked to the same row of the same tables, or
 *   - they have a name in full, the kind and the country in common. In full is two words of a person, any name of others; of an
 * entity that is linked to a row only the row's name counts, because its text may call it by a name that others have too. A person
 * by one name only, or of no country, could be anybody of that name: such texts stand together in an entry that says so.
 */
#include "record_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct member {                    /* an entity of one text */
    sqlite3_int64 id, reading;
    uint32_t      n, up;           /* its number there; union-find */
    bool          direct, loose;   /* the name fits itself; it may be anybody of its name */
    vb_str        name, country, kb, knowledge, date;
    vb_entity_kind kind;
};

struct key { vb_str text; uint32_t member; };

struct search {
    vb_record      *record;
    vb_error       *err;
    struct vb_arena arena;
    VB_LIST(struct member) members;
    VB_LIST(struct key)    keys;
    VB_LIST(char)          fold;
};

/* ---- the entities that may be meant ------------------------------------------------------------------------------------- */

/* Also those that the name does not fit but that share a row or a name with one that it fits: "Zelenskiy" beside "Zelensky". */
static const char direct_ids[] = "WITH direct AS MATERIALIZED (SELECT id FROM (" VB_NAMED(
    "?1", "?10") " UNION SELECT id FROM entity WHERE country = ?1 AND kind = "
                 "'state') WHERE 1";
static const char candidates[] =
    "), also AS MATERIALIZED (SELECT id FROM direct"
    " UNION SELECT id FROM entity WHERE kb IN (SELECT kb FROM entity WHERE id IN direct AND kb IS NOT NULL)"
    " UNION SELECT id FROM entity WHERE name IN (SELECT name FROM entity WHERE id IN direct)"
    " UNION SELECT id FROM entity WHERE name IN (SELECT words FROM mention WHERE form = 'name' AND entity IN direct))"
    " SELECT e.id, e.reading, e.n, e.id IN direct, e.name, e.kind, e.country, e.kb, run.knowledge, r.date"
    " FROM entity e JOIN reading r ON r.id = e.reading JOIN run ON run.id = r.run WHERE e.id IN also";

static vb_status prepare(vb_record *record, const struct vb_filter *f, sqlite3_stmt **query, vb_error *err)
{
    struct vb_sql sql = { 0 };

    vb_sql_add(&sql, direct_ids);
    vb_filter_add_entity(&sql, f);
    vb_sql_add(&sql, candidates);
    vb_filter_add_texts(&sql, f);
    if (f->since.ptr || f->until.ptr) vb_sql_add(&sql, " AND " VB_DATE_MEETS("r.date"));
    vb_sql_add(&sql, " ORDER BY r.date IS NULL, r.date, e.reading, e.n");
    return vb_filter_prepare(record, &sql, f, query, err);
}

static vb_status find_members(struct search *s, const struct vb_filter *filter)
{
    vb_record    *record = s->record;
    sqlite3_stmt *query  = NULL;
    vb_status     st     = prepare(record, filter, &query, s->err);
    int           rc;

    if (st != VB_OK) goto done;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        struct member m    = { .id = sqlite3_column_int64(query, 0), .reading = sqlite3_column_int64(query, 1),
                               .n = (uint32_t)sqlite3_column_int64(query, 2), .up = (uint32_t)s->members.n,
                               .direct = sqlite3_column_int(query, 3) != 0 };
        const char   *kind = (const char *)sqlite3_column_text(query, 5);
        unsigned      v;
        if (!vb_load_str(&s->arena, query, 4, &m.name) || !vb_load_str(&s->arena, query, 6, &m.country) ||
            !vb_load_str(&s->arena, query, 7, &m.kb) || !vb_load_str(&s->arena, query, 8, &m.knowledge) ||
            !vb_load_str(&s->arena, query, 9, &m.date) || !kind) {
            st = vb_fail_nomem(s->err);
            goto done;
        }
        if (!m.name.ptr || !vb_record_find_name(&vb_names_kind, kind, &v)) {
            st = vb_fail(s->err, VB_ERR_RECORD, "%s: damaged: entity %lld", record->path, (long long)m.id);
            goto done;
        }
        m.kind = (vb_entity_kind)v;
        if (!VB_PUSH(&s->members, m)) {
            st = vb_fail_nomem(s->err);
            goto done;
        }
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, s->err);
done:
    sqlite3_finalize(query);
    return st;
}

/* ---- which of them are one ------------------------------------------------------------------------------------------------ */

/* The words of a name without case and accents, a blank between; how many there are. NULL in `ptr`: no memory. */
static uint32_t fold_name(struct search *s, vb_str name, vb_str *out)
{
    size_t   at = 0;
    uint32_t n  = 0;
    vb_str   word;

    s->fold.n = 0;
    *out      = (vb_str){ 0 };
    while (vb_words_next(name, &at, &word)) {
        struct vb_fold f = { .of = word };
        if (n++ > 0 && !VB_PUSH(&s->fold, ' ')) return 0;
        for (uint32_t cp; (cp = vb_fold_next(&f)) != 0;) {
            /* Not UTF-8, but different for different code points, and that is all that a key must be. */
            for (; cp >= 0x80; cp >>= 7)
                if (!VB_PUSH(&s->fold, (char)(0x80 | (cp & 0x7F)))) return 0;
            if (!VB_PUSH(&s->fold, (char)cp)) return 0;
        }
    }
    *out = vb_arena_copy(&s->arena, (vb_str){ s->fold.n ? s->fold.at : "", s->fold.n });
    return n;
}

static bool add_key(struct search *s, uint32_t member, const char *what, vb_str a, vb_str b, vb_str c)
{
    const char *text = vb_arena_printf(&s->arena, "%s\n%.*s\n%.*s\n%.*s", what, (int)a.len, a.ptr ? a.ptr : "", (int)b.len,
                                       b.ptr ? b.ptr : "", (int)c.len, c.ptr ? c.ptr : "");
    struct key  k    = { vb_str_of(text), member };
    return text && VB_PUSH(&s->keys, k);
}

/* A name of member `i`; `own` is the name that its text or the tables give it in full. */
static bool add_name(struct search *s, uint32_t i, vb_str name, bool own)
{
    struct member *m = &s->members.at[i];
    vb_str         folded, kind = vb_str_of(vb_name_kind(m->kind));
    uint32_t       n_words = fold_name(s, name, &folded);
    bool           person  = m->kind == VB_KIND_PERSON;

    if (!folded.ptr) return false;
    if (n_words == 0) return true;
    if (!person || m->kb.len > 0 || (n_words > 1 && m->country.len > 0)) return add_key(s, i, "name", kind, m->country, folded);
    if (!own) return true;
    m->loose = true;
    return add_key(s, i, "loose", kind, m->country, folded);
}

static vb_status find_keys(struct search *s)
{
    sqlite3_stmt *query;
    vb_status     st = VB_OK;
    int           rc;

    for (uint32_t i = 0; i < s->members.n; i++) {
        const struct member *m = &s->members.at[i];
        if (!add_name(s, i, m->name, true)) return vb_fail_nomem(s->err);
        if (m->kb.len > 0) {
            if (!add_key(s, i, "row", m->knowledge, m->kb, (vb_str){ 0 })) return vb_fail_nomem(s->err);
            continue;
        }
        if (m->loose) continue;
        if ((st = vb_record_query(s->record, VB_Q_NAMES_OF, &query, s->err)) != VB_OK) return st;
        vb_record_bind_id(s->record, query, 1, m->id);
        while ((rc = vb_record_next(s->record, query)) == SQLITE_ROW) {
            vb_str words;
            if (!vb_load_str(&s->arena, query, 0, &words) || (words.ptr && !add_name(s, i, words, false))) {
                sqlite3_reset(query);
                return vb_fail_nomem(s->err);
            }
        }
        sqlite3_reset(query);
        if (rc != SQLITE_DONE) return vb_record_fail(s->record, rc, s->err);
    }
    return VB_OK;
}

static uint32_t root(struct search *s, uint32_t i)
{
    while (s->members.at[i].up != i) i = s->members.at[i].up = s->members.at[s->members.at[i].up].up;
    return i;
}

static int by_text(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    size_t            n = x->text.len < y->text.len ? x->text.len : y->text.len;
    int               c = memcmp(x->text.ptr, y->text.ptr, n);

    if (c != 0) return c;
    if (x->text.len != y->text.len) return x->text.len < y->text.len ? -1 : 1;
    return (x->member > y->member) - (x->member < y->member);
}

/* The root is the first of them in the order of the texts. */
static void join(struct search *s)
{
    if (s->keys.n > 0) qsort(s->keys.at, s->keys.n, sizeof *s->keys.at, by_text);
    for (size_t i = 1; i < s->keys.n; i++) {
        uint32_t a, b;
        if (!vb_str_eq(s->keys.at[i].text, s->keys.at[i - 1].text)) continue;
        a = root(s, s->keys.at[i - 1].member);
        b = root(s, s->keys.at[i].member);
        if (a != b) s->members.at[a > b ? a : b].up = a > b ? b : a;
    }
}

/* ---- what is known of one -------------------------------------------------------------------------------------------------- */

struct entry {                     /* what is put together of one; lists are freed with it */
    VB_LIST(struct vb_who_text)   texts;
    VB_LIST(struct vb_who_name)   names;
    VB_LIST(struct vb_who_office) offices;
    VB_LIST(struct vb_who_name)   sectors;
    VB_LIST(struct vb_who_name) full; /* entity.name of its texts; those linked to a row count alone where there are any */
};

static void entry_free(struct entry *e)
{
    vb_free(e->texts.at);
    vb_free(e->names.at);
    vb_free(e->offices.at);
    vb_free(e->sectors.at);
    vb_free(e->full.at);
}

struct name_list { struct vb_who_name *at; size_t n, room; };

/* One more of this name. Lists are short: an entity has few names. */
static bool count_name(void *list, vb_str words, uint32_t more)
{
    struct name_list *l = list;
    struct vb_who_name name = { words, more };

    for (size_t i = 0; i < l->n; i++)
        if (vb_str_eq(l->at[i].words, words)) {
            l->at[i].n += more;
            return true;
        }
    return VB_PUSH(l, name);
}

static int by_count(const void *a, const void *b)
{
    const struct vb_who_name *x = a, *y = b;
    size_t                    n = x->words.len < y->words.len ? x->words.len : y->words.len;
    int                       c;

    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    if (x->words.len != y->words.len) return x->words.len > y->words.len ? -1 : 1;
    c = n > 0 ? memcmp(x->words.ptr, y->words.ptr, n) : 0;
    return c;
}

/* Rows of a query about entity `id`, one after the other to `take`. */
static vb_status for_each(struct search *s, enum vb_query which, sqlite3_int64 id, struct entry *e, const struct member *m,
                          bool (*take)(struct search *s, struct entry *e, const struct member *m, sqlite3_stmt *query))
{
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    if ((st = vb_record_query(s->record, which, &query, s->err)) != VB_OK) return st;
    vb_record_bind_id(s->record, query, 1, id);
    while ((rc = vb_record_next(s->record, query)) == SQLITE_ROW)
        if (!take(s, e, m, query)) {
            sqlite3_reset(query);
            return vb_fail_nomem(s->err);
        }
    sqlite3_reset(query);
    return rc == SQLITE_DONE ? VB_OK : vb_record_fail(s->record, rc, s->err);
}

static bool take_name(struct search *s, struct entry *e, const struct member *m, sqlite3_stmt *query)
{
    vb_str words;

    (void)m;
    return vb_load_str(&s->arena, query, 0, &words) &&
           (!words.ptr || count_name(&e->names, words, (uint32_t)sqlite3_column_int(query, 1)));
}

static bool take_sector(struct search *s, struct entry *e, const struct member *m, sqlite3_stmt *query)
{
    vb_str sector;

    (void)m;
    return vb_load_str(&s->arena, query, 0, &sector) && (!sector.ptr || count_name(&e->sectors, sector, 1));
}

static bool take_text(struct search *s, struct entry *e, const struct member *m, sqlite3_stmt *query)
{
    struct vb_who_text text = { m->reading, m->n - 1, m->date, (uint32_t)sqlite3_column_int(query, 0) };

    (void)s;
    return VB_PUSH(&e->texts, text);
}

/* Members come by date, so the first text of an office is its earliest. */
static bool take_office(struct search *s, struct entry *e, const struct member *m, sqlite3_stmt *query)
{
    struct vb_who_office office = { .first = m->date, .last = m->date, .n_texts = 1, .text = (uint32_t)e->texts.n - 1,
                                    .n = (uint32_t)sqlite3_column_int(query, 2) - 1 };

    if (!vb_load_str(&s->arena, query, 0, &office.title) || !vb_load_str(&s->arena, query, 1, &office.body)) return false;
    for (size_t i = 0; i < e->offices.n; i++) {
        struct vb_who_office *o = &e->offices.at[i];
        if (!vb_str_eq_nocase(o->title, office.title) || !vb_str_eq_nocase(o->body, office.body)) continue;
        o->n_texts++;
        if (m->date.len > 0) o->last = m->date;
        return true;
    }
    return VB_PUSH(&e->offices, office);
}

static vb_status fill(struct search *s, const uint32_t *members, size_t n, struct entry *e, struct vb_who *who)
{
    bool      linked = false;
    vb_status st;

    *who = (struct vb_who){ .kind = s->members.at[members[0]].kind, .loose = true };
    for (size_t i = 0; i < n; i++) linked |= s->members.at[members[i]].kb.len > 0;
    for (size_t i = 0; i < n; i++) {
        const struct member *m = &s->members.at[members[i]];
        if (!m->loose) who->loose = false;
        if (who->country.len == 0) who->country = m->country;
        if (m->kb.len > 0) who->kb = m->kb;
        if (linked == (m->kb.len > 0) && !count_name(&e->full, m->name, 1)) return vb_fail_nomem(s->err);
        if ((st = for_each(s, VB_Q_COUNT_MENTIONS, m->id, e, m, take_text)) != VB_OK) return st;
        if ((st = for_each(s, VB_Q_NAMES_OF, m->id, e, m, take_name)) != VB_OK) return st;
        if ((st = for_each(s, VB_Q_SECTORS_OF, m->id, e, m, take_sector)) != VB_OK) return st;
        if ((st = for_each(s, VB_Q_OFFICES_OF, m->id, e, m, take_office)) != VB_OK) return st;
    }
    if (e->names.n > 0) qsort(e->names.at, e->names.n, sizeof *e->names.at, by_count);
    if (e->sectors.n > 0) qsort(e->sectors.at, e->sectors.n, sizeof *e->sectors.at, by_count);
    if (e->full.n > 0) qsort(e->full.at, e->full.n, sizeof *e->full.at, by_count);
    who->name    = e->full.at[0].words;
    who->names   = e->names.at;
    who->n_names = (uint32_t)e->names.n;
    who->sectors   = e->sectors.at;
    who->n_sectors = (uint32_t)e->sectors.n;
    who->offices   = e->offices.at;
    who->n_offices = (uint32_t)e->offices.n;
    who->texts     = e->texts.at;
    who->n_texts   = (uint32_t)e->texts.n;
    return VB_OK;
}

/* ---- the door -----------------------------------------------------------------------------------------------------------------
 */

struct group { uint32_t root, n; bool direct; };

static int by_texts(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    return (x->root > y->root) - (x->root < y->root);
}

static vb_status give_all(struct search *s, vb_who_fn visit, void *ctx)
{
    size_t        n       = s->members.n;
    struct group *groups  = VB_NEW(&s->arena, struct group, n);
    uint32_t     *members = VB_NEW(&s->arena, uint32_t, n);
    vb_status     st      = VB_OK;
    bool          more    = true;

    if (!groups || !members) return vb_fail_nomem(s->err);
    for (uint32_t i = 0; i < n; i++) {
        struct group *g = &groups[root(s, i)];
        g->root   = root(s, i);
        g->direct |= s->members.at[i].direct;
        g->n++;
    }
    qsort(groups, n, sizeof *groups, by_texts);
    for (size_t g = 0; g < n && groups[g].n > 0 && more && st == VB_OK; g++) {
        struct entry  e = { 0 };
        struct vb_who who;
        size_t        k = 0;
        if (!groups[g].direct) continue;
        for (uint32_t i = groups[g].root; k < groups[g].n; i++)
            if (root(s, i) == groups[g].root) members[k++] = i;
        if ((st = fill(s, members, k, &e, &who)) == VB_OK) more = visit(ctx, &who);
        entry_free(&e);
    }
    return st;
}

vb_status vb_record_who(vb_record *record, const struct vb_filter *filter, vb_who_fn visit, void *ctx, vb_error *err)
{
    struct search s = { .record = record, .err = err };
    sqlite3_stmt *start, *end;
    vb_status     st;

    if ((st = vb_filter_check(filter, err)) != VB_OK) return st;
    /* One moment of the record for all queries; its end is prepared before it begins, because without memory there would be none.
     */
    if ((st = vb_record_query(record, VB_Q_RELEASE, &end, err)) != VB_OK) return st;
    if ((st = vb_record_query(record, VB_Q_SAVEPOINT, &start, err)) != VB_OK) return st;
    if ((st = vb_record_step(record, start, err)) != VB_OK) return st;
    if ((st = find_members(&s, filter)) != VB_OK) goto done;
    if (s.members.n == 0) goto done;
    if ((st = find_keys(&s)) != VB_OK) goto done;
    join(&s);
    st = give_all(&s, visit, ctx);
done:
    sqlite3_step(end);
    sqlite3_reset(end);
    vb_free(s.members.at);
    vb_free(s.keys.at);
    vb_free(s.fold.at);
    vb_arena_free(&s.arena);
    return st;
}

vb_status vb_record_reading(vb_record *record, const struct vb_who_text *text, struct vb_reading *out, vb_error *err)
{
    vb_status st = vb_record_load(record, text->reading, out, err);

    if (st == VB_OK && text->entity >= out->entities.n)
        return vb_fail(err, VB_ERR_RECORD, "%s: damaged: reading %lld, no entity %u", record->path, (long long)text->reading,
                       text->entity + 1);
    return st;
}

bool vb_record_is_about(const struct vb_reading *reading, const vb_statement *s, uint32_t entity)
{
    const vb_entity *e = &reading->entities.at[entity];

    for (uint32_t i = 0; i < e->n_mentions; i++) {
        if (e->mentions[i].form == VB_FORM_PRONOUN && s->speaker == entity) continue;
        for (uint32_t k = 0; k < s->content.n; k++)
            if (vb_span_holds(s->content.at[k], e->mentions[i].span)) return true;
    }
    return false;
}
