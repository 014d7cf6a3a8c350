/*
 * One reading out of the record, as the writers take it.
 *
 * The file is data from outside: every position, word and reference is checked here, and what does not hold is
 * reported as damage with its place, so that the writers need not look again.
 */
#include "record_load.h"

vb_status vb_load_damaged(const struct vb_load *l, const char *what, sqlite3_int64 n)
{
    /* A word that could not be fetched looks like one that is not there. */
    if (sqlite3_errcode(l->record->db) == SQLITE_NOMEM) return vb_fail_nomem(l->err);
    return vb_fail(l->err, VB_ERR_RECORD, "%s: damaged: reading %lld, %s %lld", l->record->path, (long long)l->id, what,
                   (long long)n);
}

vb_status vb_load_start(struct vb_load *l, enum vb_query which, sqlite3_stmt **query)
{
    vb_status st = vb_record_query(l->record, which, query, l->err);
    if (st == VB_OK) vb_record_bind_id(l->record, *query, 1, l->id);
    return st;
}

vb_status vb_load_finish(const struct vb_load *l, sqlite3_stmt *query, int rc)
{
    vb_status st = rc == SQLITE_DONE ? VB_OK : vb_record_fail(l->record, rc, l->err);
    sqlite3_reset(query);
    return st;
}

bool vb_load_str(struct vb_arena *arena, sqlite3_stmt *query, int i, vb_str *out)
{
    const unsigned char *text = sqlite3_column_text(query, i);

    *out = (vb_str){ 0 };
    if (!text) return sqlite3_errcode(sqlite3_db_handle(query)) != SQLITE_NOMEM;
    *out = vb_arena_copy(arena, (vb_str){ (const char *)text, (size_t)sqlite3_column_bytes(query, i) });
    return out->ptr != NULL;
}

bool vb_load_word(sqlite3_stmt *query, int i, const struct vb_names *names, unsigned *out)
{
    const unsigned char *text = sqlite3_column_text(query, i);
    return text && vb_record_find_name(names, (const char *)text, out);
}

static bool on_boundary(vb_str text, sqlite3_int64 at)
{
    return at == (sqlite3_int64)text.len || ((unsigned char)text.ptr[at] & 0xC0) != 0x80;
}

bool vb_load_span(vb_str text, sqlite3_stmt *query, int i, vb_span *out)
{
    sqlite3_int64 beg = sqlite3_column_int64(query, i), end = sqlite3_column_int64(query, i + 1);

    if (beg < 0 || beg >= end || end > (sqlite3_int64)text.len || !on_boundary(text, beg) || !on_boundary(text, end)) return false;
    *out = (vb_span){ (uint32_t)beg, (uint32_t)end };
    return true;
}

/* A score as it was: SQLite keeps the double that the float became. */
bool vb_load_score(sqlite3_stmt *query, int i, float *out)
{
    *out = (float)sqlite3_column_double(query, i);
    return *out >= 0 && *out <= 1;
}

bool vb_load_reference(sqlite3_stmt *query, int i, uint32_t *out)
{
    sqlite3_int64 n = sqlite3_column_int64(query, i);

    *out = n == 0 ? VB_NONE : (uint32_t)(n - 1);
    return n >= 0 && n < VB_NONE;
}

static vb_status load_text(struct vb_load *l)
{
    struct vb_reading *r = l->out;
    vb_meta           *m = &r->meta;
    sqlite3_stmt      *query;
    vb_status          st;
    int                rc;
    vb_str *const values[] = {&r->id, &r->text.bytes, &m->source,     &m->input_id,  &m->title,         &m->publisher,   &m->date,
                              &m->tz, &m->lang,       &r->run.engine, &r->run.model, &r->run.knowledge, &r->run.codebook};

    if ((st = vb_load_start(l, VB_Q_LOAD_READING, &query)) != VB_OK) return st;
    if ((rc = vb_record_next(l->record, query)) == SQLITE_ROW) {
        for (int i = 0; st == VB_OK && i < (int)(sizeof values / sizeof *values); i++)
            if (!vb_load_str(&l->record->arena, query, i, values[i])) st = vb_fail_nomem(l->err);
        sqlite3_reset(query);
    } else if (rc == SQLITE_DONE) {
        st = vb_load_damaged(l, "no document", l->id);
        sqlite3_reset(query);
    } else {
        st = vb_load_finish(l, query, rc);
    }
    if (st != VB_OK) return st;
    if (!r->text.bytes.ptr || r->text.bytes.len > UINT32_MAX || vb_utf8_check(r->text.bytes) != r->text.bytes.len)
        return vb_load_damaged(l, "its text is not UTF-8, document of", l->id);
    r->text.lang = r->meta.lang;
    return VB_OK;
}

static vb_status load_paragraphs(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    record->paragraphs.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_PARAGRAPHS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_paragraph p;
        unsigned     role;
        if (!vb_load_span(l->out->text.bytes, query, 0, &p.span) || !vb_load_word(query, 2, &vb_names_role, &role)) {
            st = vb_load_damaged(l, "paragraph", (sqlite3_int64)record->paragraphs.n + 1);
            break;
        }
        p.role = (vb_role)role;
        if (!VB_PUSH(&record->paragraphs, p)) {
            st = vb_fail_nomem(l->err);
            break;
        }
    }
    if (st == VB_OK) return vb_load_finish(l, query, rc);
    sqlite3_reset(query);
    return st;
}

/* What an entity points to is set last, when the lists of them move no more. */
static vb_status load_entities(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    record->entities.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_ENTITIES, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_entity     e = { 0 };
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        unsigned      kind;
        if (!vb_load_str(&l->record->arena, query, 1, &e.name) || !vb_load_str(&l->record->arena, query, 4, &e.country) ||
            !vb_load_str(&l->record->arena, query, 5, &e.party) || !vb_load_str(&l->record->arena, query, 6, &e.kb)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (n != (sqlite3_int64)record->entities.n + 1 || !e.name.ptr || !vb_load_word(query, 2, &vb_names_kind, &kind) ||
            !vb_load_score(query, 3, &e.score)) {
            st = vb_load_damaged(l, "entity", n);
            break;
        }
        e.kind = (vb_entity_kind)kind;
        if (!VB_PUSH(&record->entities, e)) {
            st = vb_fail_nomem(l->err);
            break;
        }
    }
    if (st == VB_OK) return vb_load_finish(l, query, rc);
    sqlite3_reset(query);
    return st;
}

static vb_status load_sectors(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    size_t        at = 0;
    int           rc;

    record->sectors.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_SECTORS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_str        sector;
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        if (!vb_load_str(&l->record->arena, query, 1, &sector)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (n < 1 || n > (sqlite3_int64)record->entities.n || !sector.ptr) {
            st = vb_load_damaged(l, "a sector of entity", n);
            break;
        }
        if (!VB_PUSH(&record->sectors, sector)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        record->entities.at[n - 1].n_sectors++;
    }
    if (st == VB_OK) st = vb_load_finish(l, query, rc);
    else sqlite3_reset(query);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < record->entities.n; at += record->entities.at[i++].n_sectors)
        if (record->entities.at[i].n_sectors) record->entities.at[i].sectors = record->sectors.at + at;
    return VB_OK;
}

static vb_status load_offices(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    size_t        at = 0;
    int           rc;

    record->offices.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_OFFICES, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_office     o;
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        if (!vb_load_str(&l->record->arena, query, 1, &o.title)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (n < 1 || n > (sqlite3_int64)record->entities.n || !o.title.ptr || !vb_load_reference(query, 2, &o.body)) {
            st = vb_load_damaged(l, "an office of entity", n);
            break;
        }
        if (!VB_PUSH(&record->offices, o)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        record->entities.at[n - 1].n_offices++;
    }
    if (st == VB_OK) st = vb_load_finish(l, query, rc);
    else sqlite3_reset(query);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < record->entities.n; at += record->entities.at[i++].n_offices)
        if (record->entities.at[i].n_offices) record->entities.at[i].offices = record->offices.at + at;
    return VB_OK;
}

static vb_status load_mentions(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    size_t        at = 0;
    int           rc;

    record->mentions.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_MENTIONS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_mention    m;
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        unsigned      form;
        if (n < 1 || n > (sqlite3_int64)record->entities.n || !vb_load_span(l->out->text.bytes, query, 1, &m.span) ||
            !vb_load_word(query, 3, &vb_names_form, &form)) {
            st = vb_load_damaged(l, "a mention of entity", n);
            break;
        }
        m.form = (vb_mention_form)form;
        if (!VB_PUSH(&record->mentions, m)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        record->entities.at[n - 1].n_mentions++;
    }
    if (st == VB_OK) st = vb_load_finish(l, query, rc);
    else sqlite3_reset(query);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < record->entities.n; at += record->entities.at[i++].n_mentions)
        record->entities.at[i].mentions = record->mentions.at ? record->mentions.at + at : NULL;
    return VB_OK;
}

static vb_status load_times(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    record->times.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_TIMES, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_time       t   = { 0 };
        sqlite3_int64 n   = sqlite3_column_int64(query, 0);
        unsigned      cls, mod = VB_MOD_NONE, basis;
        bool          has_mod  = sqlite3_column_type(query, 5) != SQLITE_NULL;
        if (!vb_load_str(&l->record->arena, query, 4, &t.value)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (n != (sqlite3_int64)record->times.n + 1 || !t.value.ptr || !vb_load_span(l->out->text.bytes, query, 1, &t.span) ||
            !vb_load_word(query, 3, &vb_names_time_class, &cls) || (has_mod && !vb_load_word(query, 5, &vb_names_time_mod, &mod)) ||
            !vb_load_word(query, 6, &vb_names_time_basis, &basis) || !vb_load_reference(query, 7, &t.based_on)) {
            st = vb_load_damaged(l, "time", n);
            break;
        }
        t.cls   = (vb_time_class)cls;
        t.mod   = (vb_time_mod)mod;
        t.basis = (vb_time_basis)basis;
        if (!VB_PUSH(&record->times, t)) {
            st = vb_fail_nomem(l->err);
            break;
        }
    }
    if (st == VB_OK) return vb_load_finish(l, query, rc);
    sqlite3_reset(query);
    return st;
}

static vb_status load_places(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    record->places.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_PLACES, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_place p = { 0 };
        if (!vb_load_str(&l->record->arena, query, 2, &p.name) || !vb_load_str(&l->record->arena, query, 3, &p.country)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (!p.name.ptr || !vb_load_span(l->out->text.bytes, query, 0, &p.span)) {
            st = vb_load_damaged(l, "place", (sqlite3_int64)record->places.n + 1);
            break;
        }
        if (!VB_PUSH(&record->places, p)) {
            st = vb_fail_nomem(l->err);
            break;
        }
    }
    if (st == VB_OK) return vb_load_finish(l, query, rc);
    sqlite3_reset(query);
    return st;
}

/* Whom the statement points to: entities and a time that are there. */
static bool column_others(const vb_record *record, sqlite3_stmt *query, vb_statement *s)
{
    uint32_t *const entity[] = { &s->speaker, &s->document, &s->addressee, &s->channel };
    static const int column[] = { 5, 8, 9, 10 };

    for (size_t i = 0; i < sizeof column / sizeof *column; i++)
        if (!vb_load_reference(query, column[i], entity[i]) || (*entity[i] != VB_NONE && *entity[i] >= record->entities.n))
            return false;
    return vb_load_reference(query, 11, &s->time) && (s->time == VB_NONE || s->time < record->times.n);
}

static vb_status load_statements(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    record->statements.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_STATEMENTS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_statement  s = { 0 };
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        unsigned      type, cls, polarity;
        if (n != (sqlite3_int64)record->statements.n + 1 || !vb_load_word(query, 1, &vb_names_type, &type) ||
            !vb_load_word(query, 2, &vb_names_class, &cls) || !vb_load_word(query, 3, &vb_names_polarity, &polarity) ||
            !vb_load_score(query, 4, &s.score) || !column_others(record, query, &s) || !vb_load_reference(query, 6, &s.nested_in) ||
            !vb_load_reference(query, 7, &s.continues)) {
            st = vb_load_damaged(l, "statement", n);
            break;
        }
        s.type     = (vb_statement_type)type;
        s.cls      = (vb_statement_class)cls;
        s.polarity = (vb_polarity)polarity;
        if (!VB_PUSH(&record->statements, s)) {
            st = vb_fail_nomem(l->err);
            break;
        }
    }
    if (st == VB_OK) return vb_load_finish(l, query, rc);
    sqlite3_reset(query);
    return st;
}

static vb_spans *spans_of_role(vb_statement *s, const char *role)
{
    switch (role[0]) {
    case 's': return &s->source;
    default:  return role[1] == 'u' ? &s->cue : &s->content;
    }
}

/* Rows come by statement and then by role: each role's fragments lie together in the list. */
static vb_status load_spans(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    size_t        at = 0;
    int           rc;

    record->spans.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_SPANS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_span       span;
        sqlite3_int64 n    = sqlite3_column_int64(query, 0);
        const char   *role = (const char *)sqlite3_column_text(query, 1);
        if (n < 1 || n > (sqlite3_int64)record->statements.n || !role || !role[0] ||
            !vb_load_span(l->out->text.bytes, query, 2, &span)) {
            st = vb_load_damaged(l, "a span of statement", n);
            break;
        }
        if (!VB_PUSH(&record->spans, span)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        spans_of_role(&record->statements.at[n - 1], role)->n++;
    }
    if (st == VB_OK) st = vb_load_finish(l, query, rc);
    else sqlite3_reset(query);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < record->statements.n; i++) {
        vb_statement   *s          = &record->statements.at[i];
        vb_spans *const by_role[3] = { &s->content, &s->cue, &s->source };   /* as ORDER BY role has them */
        if (s->content.n == 0) return vb_load_damaged(l, "no content in statement", (sqlite3_int64)i + 1);
        for (size_t k = 0; k < 3; at += by_role[k++]->n)
            if (by_role[k]->n > 0) by_role[k]->at = record->spans.at + at;
    }
    return VB_OK;
}

vb_status vb_record_load(vb_record *record, sqlite3_int64 id, struct vb_reading *out, vb_error *err)
{
    struct vb_load l = { record, id, out, err };
    vb_status   st;

    vb_arena_reset(&record->arena);
    *out = (struct vb_reading){ 0 };
    if ((st = load_text(&l)) != VB_OK) return st;
    if ((st = load_paragraphs(&l)) != VB_OK) return st;
    if ((st = load_entities(&l)) != VB_OK) return st;
    if ((st = load_mentions(&l)) != VB_OK) return st;
    if ((st = load_sectors(&l)) != VB_OK) return st;
    if ((st = load_offices(&l)) != VB_OK) return st;
    if ((st = load_times(&l)) != VB_OK) return st;
    if ((st = load_places(&l)) != VB_OK) return st;
    if ((st = load_statements(&l)) != VB_OK) return st;
    if ((st = load_spans(&l)) != VB_OK) return st;
    if ((st = vb_load_events(&l)) != VB_OK) return st;
    if ((st = vb_load_positions(&l)) != VB_OK) return st;
    if ((st = vb_load_designations(&l)) != VB_OK) return st;

    out->text.paragraphs   = record->paragraphs.at;
    out->text.n_paragraphs = (uint32_t)record->paragraphs.n;
    out->entities          = (struct vb_entities){ .at = record->entities.at, .n = (uint32_t)record->entities.n };
    out->statements        = (struct vb_statements){ record->statements.at, (uint32_t)record->statements.n };
    out->events            = (struct vb_events){ record->events.at, (uint32_t)record->events.n };
    out->positions         = (struct vb_positions){ record->positions.at, (uint32_t)record->positions.n };
    out->designations      = (struct vb_designations){ record->designations.at, (uint32_t)record->designations.n };
    out->times             = (struct vb_times){ record->times.at, (uint32_t)record->times.n };
    out->places            = (struct vb_places){ record->places.at, (uint32_t)record->places.n };
    return VB_OK;
}
