/*
 * Store a reading: one document, one transaction.
 */
#include "record_db.h"

#include <string.h>

/* For what a row cannot lack. */
static vb_str given(vb_str s) { return s.ptr ? s : VB_STR(""); }
/* Where empty says the same as not given. */
static vb_str or_null(vb_str s) { return s.len ? s : (vb_str){ 0 }; }

/* ---- values ------------------------------------------------------------------------------------------------------- */

bool vb_record_date_ok(vb_str date)
{
    static const unsigned char days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    unsigned                   part[3] = { 0 }, n = 0;

    if (date.len != 4 && date.len != 7 && date.len != 10) return false;
    for (size_t i = 0; i < date.len; i++) {
        if (i == 4 || i == 7) {
            if (date.ptr[i] != '-') return false;
            n++;
        } else {
            if (date.ptr[i] < '0' || date.ptr[i] > '9') return false;
            part[n] = part[n] * 10 + (unsigned)(date.ptr[i] - '0');
        }
    }
    if (n >= 1 && (part[1] < 1 || part[1] > 12)) return false;
    if (n < 2) return true;
    if (part[1] == 2 && part[2] == 29 && !(part[0] % 4 == 0 && (part[0] % 100 != 0 || part[0] % 400 == 0))) return false;
    return part[2] >= 1 && part[2] <= days[part[1] - 1];
}

/* SQLite keeps any bytes as text, but readers of other languages stop at the first that is not UTF-8. */
static bool make_utf8(struct vb_arena *arena, vb_str *s)
{
    static const char unknown[] = "\xEF\xBF\xBD";
    size_t            at = vb_utf8_check(*s), n = 0;
    char             *to;

    if (!s->ptr || at == s->len) return true;
    if (!(to = vb_arena_alloc(arena, s->len, 3, 1))) return false;
    for (size_t from = 0;; from = at + 1) {
        vb_str rest = { s->ptr + from, s->len - from };
        at = from + vb_utf8_check(rest);
        memcpy(to + n, rest.ptr, at - from);
        n += at - from;
        if (at == s->len) break;
        memcpy(to + n, unknown, 3);
        n += 3;
    }
    *s = (vb_str){ to, n };
    return true;
}

static void bind_word(vb_record *record, sqlite3_stmt *query, int i, const char *word)
{
    vb_record_bind_str(record, query, i, vb_str_of(word));
}

/* A row of this reading, from `first` on; VB_NONE stays NULL. */
static void bind_row(vb_record *record, sqlite3_stmt *query, int i, sqlite3_int64 first, uint32_t n)
{
    if (n != VB_NONE) vb_record_bind_id(record, query, i, first + n);
}

static void bind_span(vb_record *record, sqlite3_stmt *query, int i, vb_span span)
{
    vb_record_bind_id(record, query, i, span.beg);
    vb_record_bind_id(record, query, i + 1, span.end);
}

static void bind_score(vb_record *record, sqlite3_stmt *query, int i, float score)
{
    int rc = sqlite3_bind_double(query, i, (double)score);
    if (record->bound == SQLITE_OK) record->bound = rc;
}

/* ---- rows ----------------------------------------------------------------------------------------------------------- */

/* Insert where missing, then find: `n` values that name the row, and more that only the insert needs. */
static vb_status put_named(vb_record *record, enum vb_query put, enum vb_query find, const vb_str *values, int n, int n_more,
                           sqlite3_int64 *id, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    if ((st = vb_record_query(record, find, &query, err)) != VB_OK) return st;
    for (int i = 0; i < n; i++) vb_record_bind_str(record, query, i + 1, values[i]);
    if ((st = vb_record_find_id(record, query, id, err)) != VB_OK || *id) return st;
    if ((st = vb_record_query(record, put, &query, err)) != VB_OK) return st;
    for (int i = 0; i < n + n_more; i++) vb_record_bind_str(record, query, i + 1, values[i]);
    if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    *id = sqlite3_last_insert_rowid(record->db);
    return VB_OK;
}

/* What queries by words look into: of row `id`, or from it on. */
static vb_status put_words(vb_record *record, enum vb_query which, sqlite3_int64 id, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st = vb_record_query(record, which, &query, err);

    if (st != VB_OK) return st;
    vb_record_bind_id(record, query, 1, id);
    return vb_record_step(record, query, err);
}

static vb_status put_reading(vb_record *record, const struct vb_reading *r, const vb_meta *m, const char *uid, sqlite3_int64 *id,
                             vb_error *err)
{
    const vb_str  run[]      = { given(r->run.engine), given(r->run.model), given(r->run.knowledge), given(r->run.codebook) };
    const vb_str  document[] = { r->id, given(r->text.bytes) };
    const vb_str  meta[]     = { m->source, m->input_id, m->title, m->publisher, m->date, m->tz, m->lang };
    sqlite3_int64 run_id, document_id;
    sqlite3_stmt *query;
    vb_status     st;

    if ((st = put_named(record, VB_Q_PUT_RUN, VB_Q_FIND_RUN, run, 4, 0, &run_id, err)) != VB_OK) return st;
    if ((st = put_named(record, VB_Q_PUT_DOCUMENT, VB_Q_FIND_DOCUMENT, document, 1, 1, &document_id, err)) != VB_OK) return st;
    if ((st = put_words(record, VB_Q_PUT_DOCUMENT_TEXT, document_id, err)) != VB_OK) return st;
    if ((st = vb_record_query(record, VB_Q_PUT_READING, &query, err)) != VB_OK) return st;
    bind_word(record, query, 1, uid);
    vb_record_bind_id(record, query, 2, document_id);
    vb_record_bind_id(record, query, 3, run_id);
    for (int i = 0; i < 7; i++) vb_record_bind_str(record, query, 4 + i, meta[i]);
    if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    *id = sqlite3_last_insert_rowid(record->db);
    if ((st = put_words(record, VB_Q_PUT_READING_TITLE, *id, err)) != VB_OK) return st;

    for (uint32_t i = 0; i < r->text.n_paragraphs; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_PARAGRAPH, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, *id);
        vb_record_bind_id(record, query, 2, (sqlite3_int64)i + 1);
        bind_span(record, query, 3, r->text.paragraphs[i].span);
        bind_word(record, query, 5, vb_name_role(r->text.paragraphs[i].role));
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    return VB_OK;
}

struct ids { sqlite3_int64 reading, first_entity, first_statement, first_time, first_event, first_called; };

/* Ids are given out here, one after the other from `first`, so that a row may point to one that comes after it. */
static vb_status next_ids(vb_record *record, struct ids *ids, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    if ((st = vb_record_query(record, VB_Q_NEXT_IDS, &query, err)) != VB_OK) return st;
    if ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        ids->first_entity    = sqlite3_column_int64(query, 0);
        ids->first_statement = sqlite3_column_int64(query, 1);
        ids->first_time      = sqlite3_column_int64(query, 2);
        ids->first_event     = sqlite3_column_int64(query, 3);
        ids->first_called    = sqlite3_column_int64(query, 4);
    } else {
        st = vb_record_fail(record, rc, err);
    }
    sqlite3_reset(query);
    return st;
}

static vb_status put_mentions(vb_record *record, vb_str text, const vb_entity *e, sqlite3_int64 id, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    for (uint32_t i = 0; i < e->n_mentions; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_MENTION, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, id);
        vb_record_bind_id(record, query, 2, (sqlite3_int64)i + 1);
        bind_span(record, query, 3, e->mentions[i].span);
        bind_word(record, query, 5, vb_name_form(e->mentions[i].form));
        vb_record_bind_str(record, query, 6, vb_str_sub(text, e->mentions[i].span));
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    return VB_OK;
}

static vb_status put_sectors_and_offices(vb_record *record, const vb_entity *e, sqlite3_int64 id, struct ids ids, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    for (uint32_t i = 0; i < e->n_sectors; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_SECTOR, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, id);
        vb_record_bind_id(record, query, 2, (sqlite3_int64)i + 1);
        vb_record_bind_str(record, query, 3, e->sectors[i]);
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    for (uint32_t i = 0; i < e->n_offices; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_OFFICE, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, id);
        vb_record_bind_id(record, query, 2, (sqlite3_int64)i + 1);
        vb_record_bind_str(record, query, 3, given(e->offices[i].title));
        bind_row(record, query, 4, ids.first_entity, e->offices[i].body);
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    return VB_OK;
}

/* What points to entities follows when all of them are there. */
static vb_status put_entities(vb_record *record, const struct vb_reading *r, struct ids ids, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    for (uint32_t i = 0; i < r->entities.n; i++) {
        const vb_entity *e = &r->entities.at[i];
        if ((st = vb_record_query(record, VB_Q_PUT_ENTITY, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, ids.first_entity + i);
        vb_record_bind_id(record, query, 2, ids.reading);
        vb_record_bind_id(record, query, 3, (sqlite3_int64)i + 1);
        vb_record_bind_str(record, query, 4, given(e->name));
        bind_word(record, query, 5, vb_name_kind(e->kind));
        bind_score(record, query, 6, e->score);
        vb_record_bind_str(record, query, 7, or_null(e->country));
        vb_record_bind_str(record, query, 8, or_null(e->party));
        vb_record_bind_str(record, query, 9, or_null(e->kb));
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
        if ((st = put_mentions(record, given(r->text.bytes), e, ids.first_entity + i, err)) != VB_OK) return st;
    }
    for (uint32_t i = 0; i < r->entities.n; i++)
        if ((st = put_sectors_and_offices(record, &r->entities.at[i], ids.first_entity + i, ids, err)) != VB_OK) return st;
    return VB_OK;
}

static vb_status put_times(vb_record *record, const struct vb_times *times, struct ids ids, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    for (uint32_t i = 0; i < times->n; i++) {
        const vb_time *t = &times->at[i];
        struct vb_days days;
        if ((st = vb_record_query(record, VB_Q_PUT_TIME, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, ids.first_time + i);
        vb_record_bind_id(record, query, 2, ids.reading);
        vb_record_bind_id(record, query, 3, (sqlite3_int64)i + 1);
        bind_span(record, query, 4, t->span);
        bind_word(record, query, 6, vb_name_time_class(t->cls));
        vb_record_bind_str(record, query, 7, given(t->value));
        bind_word(record, query, 8, vb_name_time_mod(t->mod));
        bind_word(record, query, 9, vb_name_time_basis(t->basis));
        bind_row(record, query, 10, ids.first_time, t->based_on);
        if (vb_record_days(t, &days)) {
            bind_word(record, query, 11, days.first);
            bind_word(record, query, 12, days.last);
        }
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    return VB_OK;
}

static vb_status put_places(vb_record *record, const struct vb_places *places, sqlite3_int64 reading, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    for (uint32_t i = 0; i < places->n; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_PLACE, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, reading);
        vb_record_bind_id(record, query, 2, (sqlite3_int64)i + 1);
        bind_span(record, query, 3, places->at[i].span);
        vb_record_bind_str(record, query, 5, given(places->at[i].name));
        vb_record_bind_str(record, query, 6, or_null(places->at[i].country));
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    return VB_OK;
}

static vb_status put_spans(vb_record *record, sqlite3_int64 statement, const char *role, vb_spans spans, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    for (uint32_t i = 0; i < spans.n; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_SPAN, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, statement);
        bind_word(record, query, 2, role);
        vb_record_bind_id(record, query, 3, (sqlite3_int64)i + 1);
        bind_span(record, query, 4, spans.at[i]);
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    return VB_OK;
}

static vb_status put_statement(vb_record *record, const struct vb_reading *r, struct ids ids, uint32_t i, vb_error *err)
{
    const vb_statement *s  = &r->statements.at[i];
    sqlite3_int64       id = ids.first_statement + i;
    sqlite3_stmt       *query;
    char                uid[65];
    vb_status           st;
    int                 rc;

    if ((st = vb_record_query(record, VB_Q_PUT_STATEMENT, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 1, id);
    vb_record_bind_id(record, query, 3, ids.reading);
    vb_record_bind_id(record, query, 4, (sqlite3_int64)i + 1);
    bind_word(record, query, 5, vb_name_type(s->type));
    bind_word(record, query, 6, vb_name_class(s->cls));
    bind_word(record, query, 7, vb_name_polarity(s->polarity));
    bind_row(record, query, 8, ids.first_entity, s->speaker);
    bind_row(record, query, 9, ids.first_statement, s->nested_in);
    bind_row(record, query, 10, ids.first_statement, s->continues);
    bind_score(record, query, 11, s->score);
    bind_row(record, query, 12, ids.first_entity, s->document);
    bind_row(record, query, 13, ids.first_entity, s->addressee);
    bind_row(record, query, 14, ids.first_entity, s->channel);
    bind_row(record, query, 15, ids.first_time, s->time);
    for (unsigned repeat = 0;; repeat++) {
        if (!vb_record_statement_uid(record, r->id, s, repeat, uid)) return vb_fail_nomem(err);
        bind_word(record, query, 2, uid);
        rc = vb_record_next(record, query);
        sqlite3_reset(query);
        if (rc != SQLITE_CONSTRAINT_UNIQUE) break; /* the same words twice in one reading: both are kept */
    }
    if (rc != SQLITE_DONE) return vb_record_fail(record, rc, err);
    if ((st = put_spans(record, id, "content", s->content, err)) != VB_OK) return st;
    if ((st = put_spans(record, id, "cue", s->cue, err)) != VB_OK) return st;
    return put_spans(record, id, "source", s->source, err);
}

static vb_status put_participants(vb_record *record, struct ids ids, sqlite3_int64 event, const char *role,
                                  const vb_participant *at, uint32_t n, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    for (uint32_t i = 0; i < n; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_PARTICIPANT, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, event);
        bind_word(record, query, 2, role);
        vb_record_bind_id(record, query, 3, (sqlite3_int64)i + 1);
        vb_record_bind_id(record, query, 4, ids.first_entity + at[i].entity);
        vb_record_bind_id(record, query, 5, at[i].inferred);
        if (at[i].span.beg < at[i].span.end) bind_span(record, query, 6, at[i].span);
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    return VB_OK;
}

static vb_status put_contexts_and_evidence(vb_record *record, const vb_event *e, sqlite3_int64 id, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    for (uint32_t i = 0; i < e->n_contexts; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_CONTEXT, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, id);
        vb_record_bind_id(record, query, 2, (sqlite3_int64)i + 1);
        vb_record_bind_str(record, query, 3, given(e->contexts[i]));
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    for (uint32_t i = 0; i < e->evidence.n; i++) {
        if ((st = vb_record_query(record, VB_Q_PUT_EVIDENCE, &query, err)) != VB_OK) return st;
        vb_record_bind_id(record, query, 1, id);
        vb_record_bind_id(record, query, 2, (sqlite3_int64)i + 1);
        bind_span(record, query, 3, e->evidence.at[i]);
        if ((st = vb_record_step(record, query, err)) != VB_OK) return st;
    }
    return VB_OK;
}

static vb_status put_event(vb_record *record, const struct vb_reading *r, struct ids ids, uint32_t i, vb_error *err)
{
    const vb_event *e  = &r->events.at[i];
    sqlite3_int64   id = ids.first_event + i;
    sqlite3_stmt   *query;
    char            uid[65];
    vb_status       st;
    int             rc;

    if ((st = vb_record_query(record, VB_Q_PUT_EVENT, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 1, id);
    vb_record_bind_id(record, query, 3, ids.reading);
    vb_record_bind_id(record, query, 4, (sqlite3_int64)i + 1);
    bind_word(record, query, 5, vb_name_event_type(e->type));
    vb_record_bind_str(record, query, 6, or_null(e->mode));
    vb_record_bind_str(record, query, 7, or_null(e->cameo));
    bind_word(record, query, 8, vb_name_realis(e->realis));
    bind_span(record, query, 9, e->trigger);
    bind_row(record, query, 11, ids.first_statement, e->asserted_by);
    vb_record_bind_str(record, query, 12, or_null(e->date));
    bind_row(record, query, 13, 1, e->place);
    bind_row(record, query, 14, ids.first_event, e->part_of);
    bind_score(record, query, 15, e->score);
    for (unsigned repeat = 0;; repeat++) {
        if (!vb_record_event_uid(record, r->id, e, repeat, uid)) return vb_fail_nomem(err);
        bind_word(record, query, 2, uid);
        rc = vb_record_next(record, query);
        sqlite3_reset(query);
        if (rc != SQLITE_CONSTRAINT_UNIQUE) break; /* one word may tell two acts of a type: both are kept */
    }
    if (rc != SQLITE_DONE) return vb_record_fail(record, rc, err);
    if ((st = put_contexts_and_evidence(record, e, id, err)) != VB_OK) return st;
    if ((st = put_participants(record, ids, id, "actor", e->actors, e->n_actors, err)) != VB_OK) return st;
    return put_participants(record, ids, id, "recipient", e->recipients, e->n_recipients, err);
}

static vb_status put_position(vb_record *record, const struct vb_reading *r, struct ids ids, uint32_t i, vb_error *err)
{
    const vb_position *p = &r->positions.at[i];
    sqlite3_stmt      *query;
    char               uid[65];
    vb_status          st;
    int                rc;

    if ((st = vb_record_query(record, VB_Q_PUT_POSITION, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 2, ids.reading);
    vb_record_bind_id(record, query, 3, (sqlite3_int64)i + 1);
    bind_row(record, query, 4, ids.first_entity, p->holder);
    bind_word(record, query, 5, vb_name_capacity(p->capacity));
    bind_row(record, query, 6, ids.first_entity, p->target);
    vb_record_bind_str(record, query, 7, or_null(p->issue));
    if (p->issue_span.beg < p->issue_span.end) bind_span(record, query, 8, p->issue_span);
    vb_record_bind_str(record, query, 10, or_null(p->context));
    bind_word(record, query, 11, vb_name_stance(p->stance));
    vb_record_bind_str(record, query, 12, or_null(p->strength));
    vb_record_bind_str(record, query, 13, or_null(p->hedge));
    vb_record_bind_id(record, query, 14, p->own_words);
    bind_span(record, query, 15, p->evidence);
    bind_row(record, query, 17, ids.first_statement, p->statement);
    bind_score(record, query, 18, p->score);
    for (unsigned repeat = 0;; repeat++) {
        if (!vb_record_position_uid(record, r->id, p, repeat, uid)) return vb_fail_nomem(err);
        bind_word(record, query, 1, uid);
        rc = vb_record_next(record, query);
        sqlite3_reset(query);
        if (rc != SQLITE_CONSTRAINT_UNIQUE) break; /* as of statements */
    }
    return rc == SQLITE_DONE ? VB_OK : vb_record_fail(record, rc, err);
}

static vb_status put_designation(vb_record *record, const struct vb_reading *r, struct ids ids, uint32_t i, vb_error *err)
{
    const vb_designation *d = &r->designations.at[i];
    sqlite3_stmt         *query;
    char                  uid[65];
    vb_status             st;
    int                   rc;

    if ((st = vb_record_query(record, VB_Q_PUT_DESIGNATION, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 2, ids.reading);
    vb_record_bind_id(record, query, 3, (sqlite3_int64)i + 1);
    bind_row(record, query, 4, ids.first_entity, d->by);
    bind_row(record, query, 5, ids.first_entity, d->of);
    bind_span(record, query, 6, d->words);
    bind_span(record, query, 8, d->evidence);
    vb_record_bind_str(record, query, 10, or_null(d->date));
    bind_row(record, query, 11, ids.first_entity, d->document);
    bind_row(record, query, 12, ids.first_statement, d->statement);
    bind_score(record, query, 13, d->score);
    for (unsigned repeat = 0;; repeat++) {
        if (!vb_record_designation_uid(record, r->id, d, repeat, uid)) return vb_fail_nomem(err);
        bind_word(record, query, 1, uid);
        rc = vb_record_next(record, query);
        sqlite3_reset(query);
        if (rc != SQLITE_CONSTRAINT_UNIQUE) break; /* two may be called so in the same words */
    }
    return rc == SQLITE_DONE ? VB_OK : vb_record_fail(record, rc, err);
}

static bool is_cameo(vb_str code)
{
    for (size_t i = 0; i < code.len; i++)
        if (code.ptr[i] < '0' || code.ptr[i] > '9') return false;
    return code.len == 3 || code.len == 4;
}

/*
 * The reading with the events that a record can hold: dictionaries have codes without a type of PLOVER's, and these events stay
 * out; of a code that is not CAMEO's, the type stays. Events of our own are all kept, so that part_of means the same.
 */
static bool typed_events(vb_record *record, const struct vb_reading *r, struct vb_reading *out)
{
    vb_event *events = VB_NEW(&record->arena, vb_event, r->events.n);
    uint32_t  n      = 0;

    if (!events) return false;
    for (uint32_t i = 0; i < r->events.n; i++) {
        if (r->events.at[i].type == VB_EVENT_NONE) continue;
        events[n] = r->events.at[i];
        if (!is_cameo(events[n].cameo)) events[n].cameo = (vb_str){ 0 };
        n++;
    }
    *out        = *r;
    out->events = (struct vb_events){ events, n };
    return true;
}

static vb_status put_rows(vb_record *record, const struct vb_reading *r, const vb_meta *meta, const char *uid, vb_error *err)
{
    struct ids        ids = { 0 };
    struct vb_reading typed;
    vb_status         st;

    if (!typed_events(record, r, &typed)) return vb_fail_nomem(err);

    if ((st = put_reading(record, r, meta, uid, &ids.reading, err)) != VB_OK) return st;
    if ((st = next_ids(record, &ids, err)) != VB_OK) return st;
    if ((st = put_entities(record, r, ids, err)) != VB_OK) return st;
    if ((st = put_words(record, VB_Q_PUT_CALLED, ids.reading, err)) != VB_OK) return st;
    if ((st = put_words(record, VB_Q_PUT_CALLED_WORDS, ids.first_called, err)) != VB_OK) return st;
    if ((st = put_times(record, &r->times, ids, err)) != VB_OK) return st;
    if ((st = put_places(record, &r->places, ids.reading, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < r->statements.n; i++)
        if ((st = put_statement(record, r, ids, i, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < typed.events.n; i++)
        if ((st = put_event(record, &typed, ids, i, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < r->positions.n; i++)
        if ((st = put_position(record, r, ids, i, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < r->designations.n; i++)
        if ((st = put_designation(record, r, ids, i, err)) != VB_OK) return st;
    typed.meta = *meta;
    return vb_cluster_reading(record, ids.reading, &typed, err);
}

/* ---- the door --------------------------------------------------------------------------------------------------------- */

/* Nothing may be left open, whatever failed; what the rollback says is of no use to anybody. */
void vb_record_roll_back(vb_record *record)
{
    for (size_t i = 0; i < VB_N_QUERIES; i++)
        if (record->prepared[i]) sqlite3_reset(record->prepared[i]);
    if (!sqlite3_get_autocommit(record->db)) vb_record_run(record, VB_Q_ROLLBACK, NULL);
}

vb_status vb_record_put(vb_record *record, const struct vb_reading *reading, bool *added, vb_error *err)
{
    vb_meta       meta = reading->meta;
    vb_str *const values[] = { &meta.source, &meta.input_id, &meta.title, &meta.publisher, &meta.date, &meta.tz, &meta.lang };
    sqlite3_stmt *query;
    sqlite3_int64 found;
    char          uid[65];
    vb_status     st;

    if (added) *added = false;
    vb_arena_reset(&record->arena);
    if (!meta.lang.ptr) meta.lang = reading->text.lang;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (!make_utf8(&record->arena, values[i])) return vb_fail_nomem(err);
    if (meta.date.ptr && !vb_record_date_ok(meta.date))
        return vb_fail(err, VB_ERR_RECORD, "%s: \"%.*s\" is no date; a date is YYYY-MM-DD, YYYY-MM or YYYY", record->path,
                       (int)(meta.date.len < 40 ? meta.date.len : 40), meta.date.ptr);
    if (!vb_record_reading_uid(record, reading, &meta, uid)) return vb_fail_nomem(err);

    if ((st = vb_record_query(record, VB_Q_FIND_READING, &query, err)) != VB_OK) return st;
    bind_word(record, query, 1, uid);
    if ((st = vb_record_find_id(record, query, &found, err)) != VB_OK || found) return st;

    /* The way back is prepared before it is needed: without memory there would be none. */
    if ((st = vb_record_query(record, VB_Q_ROLLBACK, &query, err)) != VB_OK) return st;
    if ((st = vb_record_run(record, VB_Q_BEGIN, err)) != VB_OK) goto done;
    if ((st = put_rows(record, reading, &meta, uid, err)) != VB_OK) goto done;
    if ((st = vb_record_run(record, VB_Q_COMMIT, err)) != VB_OK) goto done;
    if (added) *added = true;
done:
    if (st != VB_OK) vb_record_roll_back(record);
    return st;
}
