/*
 * Clusters as queries show them: once each, with how many texts and origins there are, and in which words.
 */
#include "record_db.h"

#include <stdlib.h>
#include <string.h>

void vb_cluster_seen_free(struct vb_cluster_seen *seen)
{
    vb_arena_free(&seen->arena);
    vb_free(seen->slots);
    vb_free(seen->words.at);
    vb_free(seen->documents.at);
    vb_free(seen->origins.at);
    vb_free(seen->wordings.at);
    *seen = (struct vb_cluster_seen){ 0 };
}

/* ---- each once: a set of numbers, open addressing ------------------------------------------------------------------------------
 */

static size_t slot_of(const sqlite3_int64 *slots, size_t room, sqlite3_int64 number)
{
    size_t at = (size_t)((uint64_t)number * 0x9E3779B97F4A7C15u >> 20) & (room - 1);

    while (slots[at] && slots[at] != number) at = (at + 1) & (room - 1);
    return at;
}

static bool make_room(struct vb_cluster_seen *seen)
{
    size_t         room = seen->room ? 2 * seen->room : 256;
    sqlite3_int64 *slots;

    if (2 * (seen->n + 1) <= seen->room) return true;
    if (!(slots = vb_alloc(room * sizeof *slots))) return false;
    memset(slots, 0, room * sizeof *slots);
    for (size_t i = 0; i < seen->room; i++)
        if (seen->slots[i]) slots[slot_of(slots, room, seen->slots[i])] = seen->slots[i];
    vb_free(seen->slots);
    seen->slots = slots;
    seen->room  = room;
    return true;
}

/* Whether a number is new; it is not afterwards. */
static bool add_number(struct vb_cluster_seen *seen, sqlite3_int64 number, bool *is_new)
{
    size_t at;

    if (!make_room(seen)) return false;
    at      = slot_of(seen->slots, seen->room, number);
    *is_new = seen->slots[at] == 0;
    if (*is_new) {
        seen->slots[at] = number;
        seen->n++;
    }
    return true;
}

/* ---- what they are
 * ---------------------------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t count_different(int64_t *at, size_t n)
{
    uint32_t different = 0;

    if (n > 0) qsort(at, n, sizeof *at, by_id);
    for (size_t i = 0; i < n; i++) different += i == 0 || at[i] != at[i - 1];
    return different;
}

/* Two wordings are one where their words are, marks and case aside. */
static bool add_wording(struct vb_cluster_seen *seen, vb_str words)
{
    uint64_t hash;
    size_t   i = 0;

    seen->words.n = 0;
    if (words.len > VB_TEXT_MAX || !vb_cluster_words(words, (vb_span){ 0, (uint32_t)words.len }, false, &seen->words)) return false;
    hash = vb_hash64(seen->words.at, seen->words.n * sizeof *seen->words.at);
    while (i < seen->wordings.n && seen->wordings.at[i].hash != hash) i++;
    if (i < seen->wordings.n) {
        seen->wordings.at[i].n++;
        return true;
    }
    words = vb_arena_copy(&seen->arena, words);
    return words.ptr && VB_PUSH(&seen->wordings, ((struct vb_cluster_words_seen){ words, hash, 1 }));
}

static int by_frequency(const void *a, const void *b)
{
    const struct vb_cluster_words_seen *x = a, *y = b;

    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static vb_status finish(struct vb_cluster_seen *seen, vb_error *err)
{
    struct vb_cluster         *c = &seen->cluster;
    struct vb_cluster_wording *wordings;

    if (seen->wordings.n > 0) qsort(seen->wordings.at, seen->wordings.n, sizeof *seen->wordings.at, by_frequency);
    c->n_wordings = seen->wordings.n < VB_WORDINGS_MAX ? (uint32_t)seen->wordings.n : VB_WORDINGS_MAX;
    if (!(wordings = VB_NEW(&seen->arena, struct vb_cluster_wording, c->n_wordings))) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < c->n_wordings; i++)
        wordings[i] = (struct vb_cluster_wording){ seen->wordings.at[i].words, seen->wordings.at[i].n };
    c->wordings = wordings;
    return VB_OK;
}

static vb_status take_mention(struct vb_cluster_seen *seen, sqlite3_stmt *query, vb_error *err)
{
    struct vb_cluster *c     = &seen->cluster;
    const char        *uid   = (const char *)sqlite3_column_text(query, 0);
    const char        *words = (const char *)sqlite3_column_text(query, 3);
    vb_str             said  = { words, (size_t)sqlite3_column_bytes(query, 3) };

    if (!uid || !words) return vb_fail_nomem(err);
    c->n_mentions++;
    if (!c->id.ptr && !(c->id = vb_arena_copy(&seen->arena, vb_str_of(uid))).ptr) return vb_fail_nomem(err);
    if (!VB_PUSH(&seen->documents, sqlite3_column_int64(query, 1)) || !VB_PUSH(&seen->origins, sqlite3_column_int64(query, 2)) ||
        !add_wording(seen, said))
        return vb_fail_nomem(err);
    return VB_OK;
}

/* The number of row `n` of a reading; 0 where it has not been compared. */
static vb_status find_number(vb_record *record, bool events, sqlite3_int64 reading, sqlite3_int64 n, sqlite3_int64 *number,
                             vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    if ((st = vb_record_query(record, events ? VB_Q_EVENT_CLUSTER : VB_Q_STATEMENT_CLUSTER, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 1, reading);
    vb_record_bind_id(record, query, 2, n);
    return vb_record_find_id(record, query, number, err);
}

vb_status vb_cluster_next(vb_record *record, struct vb_cluster_seen *seen, bool events, sqlite3_int64 reading, sqlite3_int64 n,
                          const struct vb_cluster **out, vb_error *err)
{
    static const struct vb_cluster alone = { .n_mentions = 1, .n_texts = 1, .n_origins = 1 };
    sqlite3_stmt                  *query;
    sqlite3_int64                  number;
    vb_status                      st;
    bool                           is_new;
    int                            rc;

    *out = NULL;
    if ((st = find_number(record, events, reading, n, &number, err)) != VB_OK) return st;
    if (number == 0) {
        *out = &alone;
        return VB_OK;
    }
    if (!add_number(seen, number, &is_new)) return vb_fail_nomem(err);
    if (!is_new) return VB_OK;

    vb_arena_reset(&seen->arena);
    seen->cluster    = (struct vb_cluster){ 0 };
    seen->documents.n = seen->origins.n = seen->wordings.n = 0;
    if ((st = vb_record_query(record, events ? VB_Q_EVENT_WORDINGS : VB_Q_STATEMENT_WORDINGS, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 1, number);
    while (st == VB_OK && (rc = vb_record_next(record, query)) != SQLITE_DONE)
        st = rc == SQLITE_ROW ? take_mention(seen, query, err) : vb_record_fail(record, rc, err);
    sqlite3_reset(query);
    if (st != VB_OK) return st;
    seen->cluster.n_texts   = count_different(seen->documents.at, seen->documents.n);
    seen->cluster.n_origins = count_different(seen->origins.at, seen->origins.n);
    if ((st = finish(seen, err)) != VB_OK) return st;
    *out = &seen->cluster;
    return VB_OK;
}

/* ---- origins
 * ------------------------------------------------------------------------------------------------------------------------ */

vb_status vb_record_origins(vb_record *record, const int64_t *readings, size_t n, struct vb_origins *out, vb_error *err)
{
    int64_t      *documents = vb_alloc((n + 1) * sizeof *documents), *origins = vb_alloc((n + 1) * sizeof *origins);
    sqlite3_stmt *query;
    size_t        found = 0;
    vb_status     st    = VB_OK;
    int           rc;

    *out = (struct vb_origins){ 0 };
    if (!documents || !origins) st = vb_fail_nomem(err);
    for (size_t i = 0; st == VB_OK && i < n; i++) {
        if ((st = vb_record_query(record, VB_Q_ORIGIN_OF, &query, err)) != VB_OK) break;
        vb_record_bind_id(record, query, 1, readings[i]);
        if ((rc = vb_record_next(record, query)) == SQLITE_ROW) {
            documents[found] = sqlite3_column_int64(query, 0);
            origins[found++] = sqlite3_column_int64(query, 1);
        } else if (rc != SQLITE_DONE) {
            st = vb_record_fail(record, rc, err);
        }
        sqlite3_reset(query);
    }
    if (st == VB_OK) *out = (struct vb_origins){ count_different(documents, found), count_different(origins, found) };
    vb_free(documents);
    vb_free(origins);
    return st;
}

/* ---- readings of older versions
 * -------------------------------------------------------------------------------------------------------- */

static vb_status next_uncompared(vb_record *record, sqlite3_int64 *id, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st;

    if ((st = vb_record_query(record, VB_Q_NEXT_UNCOMPARED, &query, err)) != VB_OK) return st;
    vb_record_bind_id(record, query, 1, *id);
    return vb_record_find_id(record, query, id, err);
}

vb_status vb_record_compare(vb_record *record, bool (*go_on)(void *ctx), void *ctx, vb_error *err)
{
    sqlite3_int64 id = 0;
    vb_status     st;

    while ((st = next_uncompared(record, &id, err)) == VB_OK && id && (!go_on || go_on(ctx))) {
        struct vb_reading reading = { 0 };
        sqlite3_stmt     *way_back;
        if ((st = vb_record_load(record, id, &reading, err)) != VB_OK) return st;
        /* Prepared before it is needed: without memory there would be none. */
        if ((st = vb_record_query(record, VB_Q_ROLLBACK, &way_back, err)) != VB_OK) return st;
        if ((st = vb_record_run(record, VB_Q_BEGIN, err)) == VB_OK && (st = vb_cluster_reading(record, id, &reading, err)) == VB_OK)
            st = vb_record_run(record, VB_Q_COMMIT, err);
        if (st != VB_OK) {
            vb_record_roll_back(record);
            return st;
        }
    }
    return st;
}
