/*
 * Compare a reading with those that are in the record already, and say which rows are the same (docs/adr/0012-clusters.md).
 *
 * This happens in the transaction that stores the reading, so a record never holds one without the other. Candidates come by keys;
 * a key keeps its first ROWS_MAX rows and shows no more, so that a reading costs the same in a large record as in a small one. Rows
 * that are the same have one number; where a new row is the same as rows of two numbers, the lower number stays.
 */
#include "record_db.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 64 };

struct event { sqlite3_int64 id, cluster; struct vb_event_sketch sketch; int best; };

struct comparison {
    vb_record               *record;
    const struct vb_reading *reading;
    sqlite3_int64            id;
    VB_LIST(sqlite3_int64)   ids;                  /* of the rows of a kind, in the order of the reading's */
    VB_LIST(sqlite3_int64)   candidates;
    VB_LIST(sqlite3_int64)   same;                 /* numbers that a row has joined */
    vb_word_list             words;
    vb_key_list              keys, shingles, others;
    VB_LIST(struct event)    events;
    VB_LIST(struct event)    old;                  /* of a text to compare with; `id` is 0 */
    uint32_t                 names[VB_STORY_NAMES_MAX], n_names;
    vb_error                *err;
};

static vb_status no_memory(struct comparison *c) { return vb_fail_nomem(c->err); }

/* ---- rows of SQLite --------------------------------------------------------------------------------------------------------- */

static void bind_key(vb_record *record, sqlite3_stmt *query, int i, uint64_t key)
{
    vb_record_bind_id(record, query, i, (sqlite3_int64)key);
}

static void bind_bytes(vb_record *record, sqlite3_stmt *query, int i, const void *bytes, size_t n)
{
    int rc = sqlite3_bind_blob64(query, i, bytes, n, SQLITE_STATIC);
    if (record->bound == SQLITE_OK) record->bound = rc;
}

/* What a stepping loop ended with, as a status; the query is reset. */
static vb_status end_query(struct comparison *c, sqlite3_stmt *query, int rc, vb_status st)
{
    if (st == VB_OK && rc != SQLITE_DONE) st = vb_record_fail(c->record, rc, c->err);
    sqlite3_reset(query);
    return st;
}

/* The first column of all rows, added to candidates; `n` gets how many there were. */
static vb_status find_by_key(struct comparison *c, enum vb_query which, uint64_t key, size_t *n)
{
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    *n = 0;
    if ((st = vb_record_query(c->record, which, &query, c->err)) != VB_OK) return st;
    bind_key(c->record, query, 1, key);
    vb_record_bind_id(c->record, query, 2, ROWS_MAX);
    while ((rc = vb_record_next(c->record, query)) == SQLITE_ROW) {
        ++*n;
        if (!VB_PUSH(&c->candidates, sqlite3_column_int64(query, 0))) {
            st = no_memory(c);
            break;
        }
    }
    return end_query(c, query, rc, st);
}

static vb_status put_pair(struct comparison *c, enum vb_query which, sqlite3_int64 a, sqlite3_int64 b)
{
    sqlite3_stmt *query;
    vb_status     st;

    if ((st = vb_record_query(c->record, which, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, a);
    vb_record_bind_id(c->record, query, 2, b);
    return vb_record_step(c->record, query, c->err);
}

static int by_id(const void *a, const void *b)
{
    sqlite3_int64 x = *(const sqlite3_int64 *)a, y = *(const sqlite3_int64 *)b;
    return x < y ? -1 : x > y;
}

static void sort_candidates(struct comparison *c)
{
    size_t kept = 0;

    if (c->candidates.n > 0) qsort(c->candidates.at, c->candidates.n, sizeof *c->candidates.at, by_id);
    for (size_t i = 0; i < c->candidates.n; i++)
        if (i == 0 || c->candidates.at[i] != c->candidates.at[i - 1]) c->candidates.at[kept++] = c->candidates.at[i];
    c->candidates.n = kept;
}

static vb_status find_ids(struct comparison *c, enum vb_query which, uint32_t expected)
{
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    c->ids.n = 0;
    if ((st = vb_record_query(c->record, which, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, c->id);
    while ((rc = vb_record_next(c->record, query)) == SQLITE_ROW)
        if (!VB_PUSH(&c->ids, sqlite3_column_int64(query, 0))) {
            st = no_memory(c);
            break;
        }
    if ((st = end_query(c, query, rc, st)) != VB_OK) return st;
    if (c->ids.n != expected) return vb_fail(c->err, VB_ERR_RECORD, "%s: rows of a reading are missing", c->record->path);
    return VB_OK;
}

/* ---- numbers ------------------------------------------------------------------------------------------------------------------
 */

static bool has_joined(const struct comparison *c, sqlite3_int64 number)
{
    for (size_t i = 0; i < c->same.n; i++)
        if (c->same.at[i] == number) return true;
    return false;
}

static vb_status join(struct comparison *c, sqlite3_int64 number)
{
    return has_joined(c, number) || VB_PUSH(&c->same, number) ? VB_OK : no_memory(c);
}

/* The number of a row that is the same as rows of the numbers in `same`: the lowest, which the others get. Its own id if none. */
static vb_status settle(struct comparison *c, enum vb_query renumber, sqlite3_int64 id, sqlite3_int64 *number)
{
    vb_status st = VB_OK;

    *number = c->same.n > 0 ? c->same.at[0] : id;
    for (size_t i = 1; i < c->same.n; i++)
        if (c->same.at[i] < *number) *number = c->same.at[i];
    for (size_t i = 0; st == VB_OK && i < c->same.n; i++)
        if (c->same.at[i] != *number) st = put_pair(c, renumber, c->same.at[i], *number);
    c->same.n = 0;
    return st;
}

/* ---- texts ----------------------------------------------------------------------------------------------------------------------
 */

/* Whether text `document` is a near-copy of the one whose shingles are in c->shingles; its number is joined. */
static vb_status compare_text(struct comparison *c, sqlite3_int64 document)
{
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    if ((st = vb_record_query(c->record, VB_Q_TEXT_OF, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, document);
    if ((rc = vb_record_next(c->record, query)) == SQLITE_ROW) {
        const unsigned char *text   = sqlite3_column_text(query, 0);
        vb_str               bytes  = { (const char *)text, (size_t)sqlite3_column_bytes(query, 0) };
        sqlite3_int64        origin = sqlite3_column_int64(query, 1);
        rc       = SQLITE_DONE;
        c->words.n = 0;
        if (has_joined(c, origin)) {
            /* nothing to learn */
        } else if (!text || bytes.len > VB_TEXT_MAX ||
                   !vb_cluster_words(bytes, (vb_span){0, (uint32_t)bytes.len}, false, &c->words) ||
                   !vb_cluster_shingles(c->words.at, c->words.n, &c->others)) {
            st = no_memory(c);
        } else if (vb_cluster_near_copies(c->shingles.at, c->shingles.n, c->others.at, c->others.n)) {
            st = join(c, origin);
        }
    }
    return end_query(c, query, rc, st);
}

static vb_status compare_texts(struct comparison *c)
{
    const struct vb_text *text = &c->reading->text;
    uint64_t              keys[VB_TEXT_KEYS];
    size_t                n_rows[VB_TEXT_KEYS];
    sqlite3_stmt         *query;
    sqlite3_int64         document, number;
    vb_status             st;
    int                   rc;

    if ((st = vb_record_query(c->record, VB_Q_DOCUMENT_OF, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, c->id);
    rc       = vb_record_next(c->record, query);
    document = rc == SQLITE_ROW ? sqlite3_column_int64(query, 0) : 0;
    number   = rc == SQLITE_ROW ? sqlite3_column_int64(query, 1) : 0;
    if ((st = end_query(c, query, rc == SQLITE_ROW ? SQLITE_DONE : rc, VB_OK)) != VB_OK || number) return st;

    c->words.n = 0;
    if (!vb_cluster_words(text->bytes, (vb_span){ 0, (uint32_t)text->bytes.len }, false, &c->words) ||
        !vb_cluster_text_keys(c->words.at, c->words.n, &c->shingles, keys))
        return no_memory(c);
    c->candidates.n = 0;
    for (size_t i = 0; i < VB_TEXT_KEYS; i++)
        if ((st = find_by_key(c, VB_Q_FIND_TEXT_KEY, keys[i], &n_rows[i])) != VB_OK) return st;
    sort_candidates(c);
    c->same.n = 0;
    for (size_t i = 0; i < c->candidates.n; i++)
        if ((st = compare_text(c, c->candidates.at[i])) != VB_OK) return st;
    if ((st = settle(c, VB_Q_RENUMBER_TEXTS, document, &number)) != VB_OK) return st;
    if ((st = put_pair(c, VB_Q_PUT_ORIGIN, document, number)) != VB_OK) return st;
    for (size_t i = 0; i < VB_TEXT_KEYS; i++)
        if (n_rows[i] < ROWS_MAX && (st = put_pair(c, VB_Q_PUT_TEXT_KEY, (sqlite3_int64)keys[i], document)) != VB_OK) return st;
    return VB_OK;
}

/* ---- statements
 * ------------------------------------------------------------------------------------------------------------------ */

static vb_status damaged(struct comparison *c)
{
    return vb_fail(c->err, VB_ERR_RECORD, "%s: damaged: a sketch is none", c->record->path);
}

static vb_status compare_statement(struct comparison *c, sqlite3_int64 statement, const struct vb_quotation *quotation)
{
    struct vb_quotation other;
    sqlite3_stmt       *query;
    vb_status           st;
    int                 rc;

    if ((st = vb_record_query(c->record, VB_Q_QUOTATION, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, statement);
    if ((rc = vb_record_next(c->record, query)) == SQLITE_ROW) {
        sqlite3_int64 cluster = sqlite3_column_int64(query, 0);
        const void   *sketch  = sqlite3_column_blob(query, 1);
        rc = SQLITE_DONE;
        if (has_joined(c, cluster)) {
            /* nothing to learn */
        } else if (!vb_quotation_unpack(sketch, (size_t)sqlite3_column_bytes(query, 1), &other)) {
            st = damaged(c);
        } else if (vb_quotation_same(quotation, &other)) {
            st = join(c, cluster);
        }
    }
    return end_query(c, query, rc, st);
}

static vb_status put_sketch(struct comparison *c, enum vb_query which, sqlite3_int64 id, sqlite3_int64 cluster, const void *sketch,
                            size_t n)
{
    sqlite3_stmt *query;
    vb_status     st;

    if ((st = vb_record_query(c->record, which, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, id);
    vb_record_bind_id(c->record, query, 2, cluster);
    bind_bytes(c->record, query, 3, sketch, n);
    return vb_record_step(c->record, query, c->err);
}

static vb_status cluster_statement(struct comparison *c, sqlite3_int64 id, const vb_statement *statement)
{
    struct vb_quotation quotation;
    uint64_t            keys[3 * VB_QUOTATION_KEYS], near[2 * VB_QUOTATION_KEYS];
    size_t              n_rows[3 * VB_QUOTATION_KEYS], n, n_near, n_found;
    unsigned char       bytes[VB_QUOTATION_BYTES_MAX];
    sqlite3_int64       number;
    vb_status           st;

    if (!vb_quotation_make(c->reading, statement, &c->words, &quotation)) return no_memory(c);
    n = vb_quotation_speaker_keys(&quotation, 0, keys);
    n += vb_quotation_pair_keys(&quotation, 0, keys + n);
    n += vb_quotation_word_keys(&quotation, keys + n);
    c->candidates.n = 0;
    for (size_t i = 0; i < n; i++)
        if ((st = find_by_key(c, VB_Q_FIND_QUOTATION_KEY, keys[i], &n_rows[i])) != VB_OK) return st;
    for (int32_t days = -VB_QUOTATION_DAYS; days <= VB_QUOTATION_DAYS; days++) {
        n_near = days == 0 ? 0 : vb_quotation_speaker_keys(&quotation, days, near);
        if (days == -1 || days == 1) n_near += vb_quotation_pair_keys(&quotation, days, near + n_near);
        for (size_t i = 0; i < n_near; i++)
            if ((st = find_by_key(c, VB_Q_FIND_QUOTATION_KEY, near[i], &n_found)) != VB_OK) return st;
    }
    sort_candidates(c);
    c->same.n = 0;
    for (size_t i = 0; i < c->candidates.n; i++)
        if ((st = compare_statement(c, c->candidates.at[i], &quotation)) != VB_OK) return st;
    if ((st = settle(c, VB_Q_RENUMBER_QUOTATIONS, id, &number)) != VB_OK) return st;
    if ((st = put_sketch(c, VB_Q_PUT_QUOTATION, id, number, bytes, vb_quotation_pack(&quotation, bytes))) != VB_OK) return st;
    for (size_t i = 0; i < n; i++)
        if (n_rows[i] < ROWS_MAX && (st = put_pair(c, VB_Q_PUT_QUOTATION_KEY, (sqlite3_int64)keys[i], id)) != VB_OK) return st;
    return VB_OK;
}

/* ---- events
 * ----------------------------------------------------------------------------------------------------------------------- */

static vb_status load_events(struct comparison *c, sqlite3_int64 reading)
{
    struct event  e = { 0 };
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    c->old.n = 0;
    if ((st = vb_record_query(c->record, VB_Q_EVENT_SKETCHES, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, reading);
    while ((rc = vb_record_next(c->record, query)) == SQLITE_ROW) {
        e.cluster = sqlite3_column_int64(query, 0);
        if (!vb_event_sketch_unpack(sqlite3_column_blob(query, 1), (size_t)sqlite3_column_bytes(query, 1), &e.sketch))
            st = damaged(c);
        else if (!VB_PUSH(&c->old, e)) st = no_memory(c);
        if (st != VB_OK) break;
    }
    return end_query(c, query, rc, st);
}

static vb_status story_with(struct comparison *c, sqlite3_int64 reading, int *story)
{
    uint32_t      names[VB_STORY_NAMES_MAX];
    sqlite3_stmt *query;
    vb_status     st;
    int           rc;

    *story = 0;
    if ((st = vb_record_query(c->record, VB_Q_NAMES, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, reading);
    if ((rc = vb_record_next(c->record, query)) == SQLITE_ROW) {
        const void *bytes = sqlite3_column_blob(query, 0);
        size_t      n     = (size_t)sqlite3_column_bytes(query, 0);
        rc = SQLITE_DONE;
        if (n > sizeof names || n % sizeof *names != 0) st = damaged(c);
        else if (n > 0) memcpy(names, bytes, n);
        if (st == VB_OK) *story = vb_cluster_story(c->names, c->n_names, names, (uint32_t)(n / sizeof *names));
    }
    return end_query(c, query, rc, st);
}

/* An event of one text and one of the other are the same where neither has one that is more alike: an article tells an event once.
 */
static vb_status compare_events(struct comparison *c, sqlite3_int64 reading)
{
    vb_status st;
    int       story;

    if ((st = story_with(c, reading, &story)) != VB_OK || (st = load_events(c, reading)) != VB_OK) return st;
    for (size_t i = 0; i < c->events.n; i++) {
        struct event *e = &c->events.at[i];
        e->best = 0;
        for (size_t k = 0; k < c->old.n; k++) {
            int likeness = vb_event_likeness(&e->sketch, &c->old.at[k].sketch, story);
            if (likeness > e->best) e->best = likeness;
            if (likeness > c->old.at[k].best) c->old.at[k].best = likeness;
        }
    }
    for (size_t i = 0; i < c->events.n; i++) {
        struct event *e = &c->events.at[i];
        for (size_t k = 0; e->best >= VB_EVENT_SAME && k < c->old.n; k++) {
            struct event *o = &c->old.at[k];
            sqlite3_int64 from, to;
            if (o->best != e->best || vb_event_likeness(&e->sketch, &o->sketch, story) != e->best || e->cluster == o->cluster)
                continue;
            from = e->cluster > o->cluster ? e->cluster : o->cluster;
            to   = e->cluster > o->cluster ? o->cluster : e->cluster;
            if ((st = put_pair(c, VB_Q_RENUMBER_EVENTS, from, to)) != VB_OK) return st;
            for (size_t x = 0; x < c->events.n; x++)
                if (c->events.at[x].cluster == from) c->events.at[x].cluster = to;
            for (size_t x = 0; x < c->old.n; x++)
                if (c->old.at[x].cluster == from) c->old.at[x].cluster = to;
        }
    }
    return VB_OK;
}

static vb_status put_names(struct comparison *c)
{
    sqlite3_stmt *query;
    vb_status     st;

    if ((st = vb_record_query(c->record, VB_Q_PUT_NAMES, &query, c->err)) != VB_OK) return st;
    vb_record_bind_id(c->record, query, 1, c->id);
    bind_bytes(c->record, query, 2, c->names, c->n_names * sizeof *c->names);
    return vb_record_step(c->record, query, c->err);
}

static vb_status find_event_keys(struct comparison *c)
{
    uint64_t  keys[VB_EVENT_KEYS];
    vb_status st;
    size_t    n, n_rows;

    c->keys.n = 0;
    for (size_t i = 0; i < c->events.n; i++)
        for (int32_t days = -VB_EVENT_DAYS; days <= VB_EVENT_DAYS; days++) {
            n = vb_event_keys(&c->events.at[i].sketch, days, keys);
            for (size_t k = 0; k < n; k++) {
                if ((st = find_by_key(c, VB_Q_FIND_EVENT_KEY, keys[k], &n_rows)) != VB_OK) return st;
                if (days == 0 && n_rows < ROWS_MAX && !VB_PUSH(&c->keys, keys[k])) return no_memory(c);
            }
        }
    sort_candidates(c);
    return VB_OK;
}

static vb_status cluster_events(struct comparison *c)
{
    unsigned char bytes[VB_EVENT_BYTES_MAX];
    vb_status     st;

    if ((st = find_ids(c, VB_Q_EVENT_IDS, c->reading->events.n)) != VB_OK) return st;
    for (uint32_t i = 0; i < c->reading->events.n; i++) {
        struct event e = { .id = c->ids.at[i], .cluster = c->ids.at[i] };
        if (!vb_event_sketch_make(c->reading, &c->reading->events.at[i], &c->words, &e.sketch) || !VB_PUSH(&c->events, e))
            return no_memory(c);
    }
    c->candidates.n = 0;
    if ((st = find_event_keys(c)) != VB_OK) return st;
    for (size_t i = 0; i < c->candidates.n; i++)
        if ((st = compare_events(c, c->candidates.at[i])) != VB_OK) return st;
    for (size_t i = 0; i < c->events.n; i++) {
        const struct event *e = &c->events.at[i];
        if ((st = put_sketch(c, VB_Q_PUT_EVENT_CLUSTER, e->id, e->cluster, bytes, vb_event_sketch_pack(&e->sketch, bytes))) !=
            VB_OK)
            return st;
    }
    for (size_t i = 0; i < c->keys.n; i++)
        if ((st = put_pair(c, VB_Q_PUT_EVENT_KEY, (sqlite3_int64)c->keys.at[i], c->id)) != VB_OK) return st;
    return VB_OK;
}

/* ---- the door
 * ---------------------------------------------------------------------------------------------------------------------- */

vb_status vb_cluster_reading(vb_record *record, sqlite3_int64 id, const struct vb_reading *reading, vb_error *err)
{
    struct comparison c = { .record = record, .reading = reading, .id = id, .err = err };
    vb_status         st;

    c.n_names = vb_cluster_names(reading, c.names);
    if ((st = put_names(&c)) != VB_OK) goto done;
    if ((st = compare_texts(&c)) != VB_OK) goto done;
    if ((st = find_ids(&c, VB_Q_STATEMENT_IDS, reading->statements.n)) != VB_OK) goto done;
    for (uint32_t i = 0; i < reading->statements.n; i++)
        if ((st = cluster_statement(&c, c.ids.at[i], &reading->statements.at[i])) != VB_OK) goto done;
    st = cluster_events(&c);
done:
    vb_free(c.ids.at);
    vb_free(c.candidates.at);
    vb_free(c.same.at);
    vb_free(c.words.at);
    vb_free(c.keys.at);
    vb_free(c.shingles.at);
    vb_free(c.others.at);
    vb_free(c.events.at);
    vb_free(c.old.at);
    return st;
}
