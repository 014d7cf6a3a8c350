/*
 * Events, positions and designations of one reading out of the record, checked as load.c does.
 */
#include "record_load.h"

static vb_status load_rows(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    record->events.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_EVENTS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_event      e = { 0 };
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        unsigned      type, realis;
        if (!vb_load_str(&l->record->arena, query, 3, &e.mode) || !vb_load_str(&l->record->arena, query, 4, &e.cameo) ||
            !vb_load_str(&l->record->arena, query, 5, &e.date)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (n != (sqlite3_int64)record->events.n + 1 || !vb_load_word(query, 1, &vb_names_event_type, &type) ||
            !vb_load_word(query, 2, &vb_names_realis, &realis) || (e.date.ptr && !vb_record_date_ok(e.date)) ||
            !vb_load_span(l->out->text.bytes, query, 6, &e.trigger) || !vb_load_score(query, 8, &e.score) ||
            !vb_load_reference(query, 9, &e.asserted_by) || !vb_load_reference(query, 10, &e.place) ||
            (e.place != VB_NONE && e.place >= record->places.n) || !vb_load_reference(query, 11, &e.part_of)) {
            st = vb_load_damaged(l, "event", n);
            break;
        }
        e.type   = (vb_event_type)type;
        e.realis = (vb_realis)realis;
        if (!VB_PUSH(&record->events, e)) {
            st = vb_fail_nomem(l->err);
            break;
        }
    }
    if (st == VB_OK) return vb_load_finish(l, query, rc);
    sqlite3_reset(query);
    return st;
}

static vb_status load_contexts(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    size_t        at = 0;
    int           rc;

    record->contexts.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_CONTEXTS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_str        context;
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        if (!vb_load_str(&l->record->arena, query, 1, &context)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (n < 1 || n > (sqlite3_int64)record->events.n || !context.ptr) {
            st = vb_load_damaged(l, "a context of event", n);
            break;
        }
        if (!VB_PUSH(&record->contexts, context)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        record->events.at[n - 1].n_contexts++;
    }
    if (st == VB_OK) st = vb_load_finish(l, query, rc);
    else sqlite3_reset(query);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < record->events.n; at += record->events.at[i++].n_contexts)
        if (record->events.at[i].n_contexts) record->events.at[i].contexts = record->contexts.at + at;
    return VB_OK;
}

/* Rows come by event, actors first. */
static vb_status load_participants(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    size_t        at = 0;
    int           rc;

    record->participants.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_PARTICIPANTS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_participant p     = { .inferred = sqlite3_column_int(query, 3) != 0 };
        sqlite3_int64  n     = sqlite3_column_int64(query, 0);
        const char    *role  = (const char *)sqlite3_column_text(query, 1);
        bool           words = sqlite3_column_type(query, 4) != SQLITE_NULL;
        if (n < 1 || n > (sqlite3_int64)record->events.n || !role || (role[0] != 'a' && role[0] != 'r') ||
            !vb_load_reference(query, 2, &p.entity) || p.entity >= record->entities.n ||
            (words && !vb_load_span(l->out->text.bytes, query, 4, &p.span))) {
            st = vb_load_damaged(l, "a participant of event", n);
            break;
        }
        if (!VB_PUSH(&record->participants, p)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (role[0] == 'a') record->events.at[n - 1].n_actors++;
        else record->events.at[n - 1].n_recipients++;
    }
    if (st == VB_OK) st = vb_load_finish(l, query, rc);
    else sqlite3_reset(query);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < record->events.n; i++) {
        vb_event *e = &record->events.at[i];
        if (e->n_actors) e->actors = record->participants.at + at;
        if (e->n_recipients) e->recipients = record->participants.at + at + e->n_actors;
        at += e->n_actors + e->n_recipients;
    }
    return VB_OK;
}

static vb_status load_evidence(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    size_t        at = 0;
    int           rc;

    record->evidence.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_EVIDENCE, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_span       span;
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        if (n < 1 || n > (sqlite3_int64)record->events.n || !vb_load_span(l->out->text.bytes, query, 1, &span)) {
            st = vb_load_damaged(l, "a clause of event", n);
            break;
        }
        if (!VB_PUSH(&record->evidence, span)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        record->events.at[n - 1].evidence.n++;
    }
    if (st == VB_OK) st = vb_load_finish(l, query, rc);
    else sqlite3_reset(query);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < record->events.n; at += record->events.at[i++].evidence.n) {
        if (record->events.at[i].evidence.n == 0) return vb_load_damaged(l, "no evidence of event", (sqlite3_int64)i + 1);
        record->events.at[i].evidence.at = record->evidence.at + at;
    }
    return VB_OK;
}

vb_status vb_load_events(struct vb_load *l)
{
    vb_status st = load_rows(l);

    if (st == VB_OK) st = load_contexts(l);
    if (st == VB_OK) st = load_participants(l);
    if (st == VB_OK) st = load_evidence(l);
    return st;
}

/* ---- positions and designations ------------------------------------------------------------------------------------------- */

/* An entity or a statement that must be there, or may be none. */
static bool column_row(sqlite3_stmt *query, int i, size_t n, bool may_be_none, uint32_t *out)
{
    return vb_load_reference(query, i, out) && (*out < n || (may_be_none && *out == VB_NONE));
}

static bool position_holds(const struct vb_load *l, sqlite3_stmt *query, vb_position *p)
{
    const vb_record *record   = l->record;
    unsigned         capacity = VB_CAPACITY_NONE, stance;
    const bool       as       = sqlite3_column_type(query, 2) != SQLITE_NULL, placed = sqlite3_column_type(query, 5) != SQLITE_NULL;

    if (!column_row(query, 1, record->entities.n, false, &p->holder) ||
        !column_row(query, 3, record->entities.n, true, &p->target) ||
        (as && !vb_load_word(query, 2, &vb_names_capacity, &capacity)) ||
        (placed && !vb_load_span(l->out->text.bytes, query, 5, &p->issue_span)) ||
        !vb_load_word(query, 8, &vb_names_stance, &stance) || !vb_load_span(l->out->text.bytes, query, 12, &p->evidence) ||
        !column_row(query, 14, record->statements.n, false, &p->statement) || !vb_load_score(query, 15, &p->score))
        return false;
    p->capacity  = (vb_capacity)capacity;
    p->stance    = (vb_stance)stance;
    p->own_words = sqlite3_column_int(query, 11) != 0;
    return true;
}

vb_status vb_load_positions(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    record->positions.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_POSITIONS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_position   p = { 0 };
        sqlite3_int64 n = sqlite3_column_int64(query, 0);
        if (!vb_load_str(&l->record->arena, query, 4, &p.issue) || !vb_load_str(&l->record->arena, query, 7, &p.context) ||
            !vb_load_str(&l->record->arena, query, 9, &p.strength) || !vb_load_str(&l->record->arena, query, 10, &p.hedge)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (n != (sqlite3_int64)record->positions.n + 1 || !position_holds(l, query, &p)) {
            st = vb_load_damaged(l, "position", n);
            break;
        }
        if (!VB_PUSH(&record->positions, p)) {
            st = vb_fail_nomem(l->err);
            break;
        }
    }
    if (st == VB_OK) return vb_load_finish(l, query, rc);
    sqlite3_reset(query);
    return st;
}

vb_status vb_load_designations(struct vb_load *l)
{
    vb_record    *record = l->record;
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    record->designations.n = 0;
    if ((st = vb_load_start(l, VB_Q_LOAD_DESIGNATIONS, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
        vb_designation d = { 0 };
        sqlite3_int64  n = sqlite3_column_int64(query, 0);
        if (!vb_load_str(&l->record->arena, query, 7, &d.date)) {
            st = vb_fail_nomem(l->err);
            break;
        }
        if (n != (sqlite3_int64)record->designations.n + 1 || !column_row(query, 1, record->entities.n, false, &d.by) ||
            !column_row(query, 2, record->entities.n, false, &d.of) || !vb_load_span(l->out->text.bytes, query, 3, &d.words) ||
            !vb_load_span(l->out->text.bytes, query, 5, &d.evidence) || (d.date.ptr && !vb_record_date_ok(d.date)) ||
            !column_row(query, 8, record->entities.n, true, &d.document) ||
            !column_row(query, 9, record->statements.n, true, &d.statement) || !vb_load_score(query, 10, &d.score)) {
            st = vb_load_damaged(l, "designation", n);
            break;
        }
        if (!VB_PUSH(&record->designations, d)) {
            st = vb_fail_nomem(l->err);
            break;
        }
    }
    if (st == VB_OK) return vb_load_finish(l, query, rc);
    sqlite3_reset(query);
    return st;
}
