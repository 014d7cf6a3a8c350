/*
 * The ledger: find what stands between two sides.
 *
 * A country can have hundreds of thousands of entities, so the query goes out from the side that has fewer and asks of what it
 * meets whether it is of the other: by its country where that is what the side means, else by verbale_side(), which looks in a
 * list.
 */
#include "ledger_rows.h"

#include <stdio.h>
#include <stdlib.h>

struct side {
    vb_str        value;
    bool          country;                         /* it is the code of one that the record has */
    VB_LIST(sqlite3_int64) ids;                    /* where it is not, in order */
    sqlite3_int64 n;
};
struct sides { struct side of[2]; };

/* ---- who is of a side ------------------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const sqlite3_int64 x = *(const sqlite3_int64 *)a, y = *(const sqlite3_int64 *)b;
    return (x > y) - (x < y);
}

/* verbale_side(0 or 1, entity) */
static void in_side(sqlite3_context *context, int n, sqlite3_value **values)
{
    const struct sides *sides = sqlite3_user_data(context);
    const struct side  *side  = &sides->of[sqlite3_value_int(values[0]) & 1];
    const sqlite3_int64 id    = sqlite3_value_int64(values[1]);

    (void)n;
    sqlite3_result_int(context, side->ids.n > 0 && bsearch(&id, side->ids.at, side->ids.n, sizeof id, by_id) != NULL);
}

/* Enough to tell which side has fewer; of more, counting takes longer than what it saves. */
static vb_status count_country(vb_record *record, struct side *side, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st = VB_OK;
    int rc = sqlite3_prepare_v2(record->db, "SELECT count(*) FROM (SELECT 1 FROM entity WHERE country = ?1 LIMIT 100000)", -1,
                                &query, NULL);

    if (rc != SQLITE_OK) return vb_record_fail(record, rc, err);
    record->bound = SQLITE_OK;
    vb_record_bind_str(record, query, 1, side->value);
    if ((rc = vb_record_next(record, query)) == SQLITE_ROW) side->n = sqlite3_column_int64(query, 0);
    else st = vb_record_fail(record, rc, err);
    side->country = side->n > 0;
    sqlite3_finalize(query);
    return st;
}

static vb_status open_side(vb_record *record, const struct vb_filter *f, int i, struct side *side, vb_error *err)
{
    struct vb_sql sql   = { 0 };
    sqlite3_stmt *query = NULL;
    vb_status     st;
    int           rc;

    side->value = i == 0 ? f->actor : f->recipient;
    if ((st = count_country(record, side, err)) != VB_OK || side->country) return st;
    vb_sql_add(&sql, "SELECT id FROM (");
    vb_filter_add_meant(&sql, side->value, i == 0);
    vb_sql_add(&sql, ") ORDER BY id");
    if ((st = vb_filter_prepare(record, &sql, f, &query, err)) != VB_OK) goto done;
    while ((rc = vb_record_next(record, query)) == SQLITE_ROW)
        if (!VB_PUSH(&side->ids, sqlite3_column_int64(query, 0))) {
            st = vb_fail_nomem(err);
            goto done;
        }
    if (rc != SQLITE_DONE) st = vb_record_fail(record, rc, err);
    side->n = (sqlite3_int64)side->ids.n;
done:
    sqlite3_finalize(query);
    return st;
}

/* ---- the query ----------------------------------------------------------------------------------------------------------- */

static void add_is_of(struct vb_sql *sql, const struct sides *sides, int i, const char *entity)
{
    if (sides->of[i].country) {
        vb_sql_add(sql, "(SELECT country FROM entity WHERE id = ");
        vb_sql_add(sql, entity);
        vb_sql_add(sql, i == 0 ? ") IS ?1" : ") IS ?2");
    } else {
        vb_sql_add(sql, i == 0 ? "verbale_side(0, " : "verbale_side(1, ");
        vb_sql_add(sql, entity);
        vb_sql_add(sql, ")");
    }
}

/* A pair of columns of table `x` that point to entities: from `d`, of the side that the query goes out from, to one of the other.
 */
static void add_pair(struct vb_sql *sql, const struct sides *sides, int other, const char *kind, const char *table,
                     const char *from, const char *to, unsigned dir)
{
    vb_sql_add(sql, "SELECT ");
    vb_sql_add(sql, kind);
    vb_sql_add(sql, dir == A_TO_B ? ", x.id, 1 FROM d CROSS JOIN " : ", x.id, 2 FROM d CROSS JOIN ");
    vb_sql_add(sql, table);
    vb_sql_add(sql, " x ON ");
    vb_sql_add(sql, from);
    vb_sql_add(sql, " = d.id WHERE ");
    vb_sql_add(sql, from);
    vb_sql_add(sql, " <> ");
    vb_sql_add(sql, to);
    vb_sql_add(sql, " AND ");
    add_is_of(sql, sides, other, to);
}

static void add_between(struct vb_sql *sql, const struct sides *sides)
{
    const int      from = sides->of[1].n <= sides->of[0].n, to = !from;
    const unsigned out = from == 0 ? A_TO_B : B_TO_A, back = A_TO_B + B_TO_A - out;

    vb_sql_add(sql, "WITH d(id) AS MATERIALIZED (SELECT id FROM entity WHERE ");
    if (sides->of[from].country) vb_sql_add(sql, from == 0 ? "country = ?1" : "country = ?2");
    else vb_sql_add(sql, "id IN (SELECT value FROM json_each(?3))");
    /* Whom a third one meets are no pair. */
    vb_sql_add(sql, "), hit(what, id, dir) AS (SELECT 0, p.event, CASE WHEN p.role = q.role THEN 3 WHEN p.role = 'actor' THEN ");
    vb_sql_add(sql, out == A_TO_B ? "1 ELSE 2" : "2 ELSE 1");
    vb_sql_add(sql, " END FROM d CROSS JOIN event_participant p ON p.entity = d.id CROSS JOIN event_participant q"
                    " ON q.event = p.event WHERE q.entity <> p.entity AND NOT p.inferred AND NOT q.inferred"
                    " AND (p.role = 'actor' OR q.role = 'actor') AND ");
    add_is_of(sql, sides, to, "q.entity");
    vb_sql_add(sql, " UNION ALL ");
    add_pair(sql, sides, to, "1", "position", "x.holder", "x.target", out);
    vb_sql_add(sql, " UNION ALL ");
    add_pair(sql, sides, to, "1", "position", "x.target", "x.holder", back);
    vb_sql_add(sql, " UNION ALL ");
    add_pair(sql, sides, to, "2", "designation", "x.by", "x.of", out);
    vb_sql_add(sql, " UNION ALL ");
    add_pair(sql, sides, to, "2", "designation", "x.of", "x.by", back);
    vb_sql_add(sql, ") SELECT h.what, h.id, max(h.dir & 1) + max(h.dir & 2),"
                    " CASE h.what WHEN 0 THEN (SELECT reading FROM event WHERE id = h.id)"
                    " WHEN 1 THEN (SELECT reading FROM position WHERE id = h.id)"
                    " ELSE (SELECT reading FROM designation WHERE id = h.id) END AS reading"
                    " FROM hit h GROUP BY h.what, h.id ORDER BY reading, h.what, h.id");
}

/* What two of one side hold and do towards each other, in reading ?4. */
static void add_within(struct vb_sql *sql, const struct sides *sides)
{
    for (int i = 0; i < 2; i++) {
        vb_sql_add(sql, i == 0 ? "SELECT 0, p.event, 1" : " UNION SELECT 0, p.event, 2");
        vb_sql_add(sql, " FROM event v JOIN event_participant p ON p.event = v.id AND p.role = 'actor' JOIN event_participant q"
                        " ON q.event = v.id AND q.role = 'recipient' WHERE v.reading = ?4 AND p.entity <> q.entity"
                        " AND NOT p.inferred AND NOT q.inferred AND v.type <> 'CONSULT' AND ");
        add_is_of(sql, sides, i, "p.entity");
        vb_sql_add(sql, " AND ");
        add_is_of(sql, sides, i, "q.entity");
        vb_sql_add(sql, i == 0 ? " UNION SELECT 1, x.id, 1" : " UNION SELECT 1, x.id, 2");
        vb_sql_add(sql, " FROM position x WHERE x.reading = ?4 AND x.target <> x.holder AND ");
        add_is_of(sql, sides, i, "x.holder");
        vb_sql_add(sql, " AND ");
        add_is_of(sql, sides, i, "x.target");
    }
    vb_sql_add(sql, " ORDER BY 1, 2, 3");
}

static vb_status prepare(struct vb_ledger_asking *l, const struct vb_sql *sql, sqlite3_stmt **query)
{
    const vb_str both[] = { l->filter->actor, l->filter->recipient };
    int          rc     = sqlite3_prepare_v2(l->record->db, sql->at, -1, query, NULL);

    if (rc != SQLITE_OK) return vb_record_fail(l->record, rc, l->err);
    l->record->bound = SQLITE_OK;
    for (int i = 0; i < 2 && i < sqlite3_bind_parameter_count(*query); i++) vb_record_bind_str(l->record, *query, i + 1, both[i]);
    return l->record->bound == SQLITE_OK ? VB_OK : vb_record_fail(l->record, l->record->bound, l->err);
}

/* "[1,2,3]", for json_each(). */
static const char *list_of(struct vb_arena *arena, const struct side *side)
{
    char  *list = VB_NEW(arena, char, side->ids.n * 21 + 3);
    size_t n    = 0;

    if (!list) return NULL;
    list[n++] = '[';
    for (size_t i = 0; i < side->ids.n; i++) n += (size_t)snprintf(list + n, 22, "%lld,", (long long)side->ids.at[i]);
    if (n > 1) n--;
    list[n++] = ']';
    list[n]   = '\0';
    return list;
}

struct hits { VB_LIST(struct vb_ledger_hit) list; };

static vb_status take_hits(struct vb_ledger_asking *l, sqlite3_stmt *query, sqlite3_int64 reading, bool within, struct hits *hits)
{
    int rc;

    while ((rc = vb_record_next(l->record, query)) == SQLITE_ROW) {
        const int                  what = sqlite3_column_int(query, 0);
        const struct vb_ledger_hit hit  = { .reading = within ? reading : sqlite3_column_int64(query, 3),
                                            .id = sqlite3_column_int64(query, 1), .what = (enum vb_ledger_what)what,
                                            .dirs = (unsigned)sqlite3_column_int(query, 2), .within = within };
        if (!VB_PUSH(&hits->list, hit)) return vb_fail_nomem(l->err);
    }
    return rc == SQLITE_DONE ? VB_OK : vb_record_fail(l->record, rc, l->err);
}

static vb_status find_between(struct vb_ledger_asking *l, const struct sides *sides, struct hits *hits)
{
    const struct side *from  = &sides->of[sides->of[1].n <= sides->of[0].n];
    struct vb_sql      sql   = { 0 };
    sqlite3_stmt      *query = NULL;
    const char        *list;
    vb_status          st;

    add_between(&sql, sides);
    if ((st = prepare(l, &sql, &query)) != VB_OK) goto done;
    if (!from->country) {
        if (!(list = list_of(l->arena, from))) {
            st = vb_fail_nomem(l->err);
            goto done;
        }
        vb_record_bind_str(l->record, query, 3, vb_str_of(list));
    }
    st = take_hits(l, query, 0, false, hits);
done:
    sqlite3_finalize(query);
    return st;
}

/* Where one side is a part of the other, a row can be between them and within one. */
static bool is_among(const struct vb_ledger_hit *hits, size_t n, const struct vb_ledger_hit *hit)
{
    for (size_t i = 0; i < n; i++)
        if (hits[i].what == hit->what && hits[i].id == hit->id) return true;
    return false;
}

/* After each text that has rows between the sides, those within one of them. */
static vb_status add_rows(struct vb_ledger_asking *l, const struct sides *sides, const struct hits *between)
{
    struct hits   within = { 0 };
    struct vb_sql sql    = { 0 };
    sqlite3_stmt *query  = NULL;
    size_t        first  = 0;                      /* hit of the text at hand */
    vb_status     st;

    add_within(&sql, sides);
    if ((st = prepare(l, &sql, &query)) != VB_OK) goto done;
    for (size_t i = 0; i < between->list.n; i++) {
        const struct vb_ledger_hit *hit    = &between->list.at[i];
        const bool                  last   = i + 1 == between->list.n || between->list.at[i + 1].reading != hit->reading;
        const size_t                before = l->rows.n;
        if ((st = vb_ledger_add(l, hit)) != VB_OK) goto done;
        within.list.n = 0;
        if (i == 0 || between->list.at[i - 1].reading != hit->reading) first = i;
        if (!last || (l->rows.n == before && (before == 0 || l->rows.at[before - 1].reading != hit->reading))) continue;
        sqlite3_reset(query);
        vb_record_bind_id(l->record, query, 4, hit->reading);
        if ((st = take_hits(l, query, hit->reading, true, &within)) != VB_OK) goto done;
        for (size_t k = 0; k < within.list.n; k++)
            if (!is_among(between->list.at + first, i + 1 - first, &within.list.at[k]) &&
                (st = vb_ledger_add(l, &within.list.at[k])) != VB_OK) goto done;
    }
done:
    vb_free(within.list.at);
    sqlite3_finalize(query);
    return st;
}

/* ---- the door ------------------------------------------------------------------------------------------------------------ */

vb_status vb_record_ledger(vb_record *record, const struct vb_filter *filter, bool by_capacity, struct vb_arena *arena,
                           struct vb_ledger *out, vb_error *err)
{
    struct vb_ledger_asking l     = { .record = record, .filter = filter, .arena = arena, .err = err };
    struct sides            sides = { 0 };
    struct hits             hits  = { 0 };
    sqlite3_stmt           *moment;
    vb_status               st;
    int                     rc;

    *out = (struct vb_ledger){ 0 };
    if ((st = vb_filter_check(filter, err)) != VB_OK) return st;
    if (!filter->actor.ptr || !filter->recipient.ptr || vb_str_eq(filter->actor, filter->recipient))
        return vb_fail(err, VB_ERR_RECORD, "a ledger is between two sides");
    /* All of one moment, whatever a writer adds meanwhile; and a lock taken once. */
    if ((st = vb_record_query(record, VB_Q_RELEASE, &moment, err)) != VB_OK) return st;
    if ((st = vb_record_query(record, VB_Q_SAVEPOINT, &moment, err)) != VB_OK) return st;
    if ((st = vb_record_step(record, moment, err)) != VB_OK) return st;
    rc = sqlite3_create_function_v2(record->db, "verbale_side", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, &sides, in_side, NULL, NULL,
                                    NULL);
    if (rc != SQLITE_OK) {
        st = vb_record_fail(record, rc, err);
        goto done;
    }
    for (int i = 0; i < 2; i++) {
        if ((st = open_side(record, filter, i, &sides.of[i], err)) != VB_OK) goto done;
        out->known[i] = sides.of[i].n > 0;
    }
    if (!out->known[0] || !out->known[1]) goto done;
    if ((st = find_between(&l, &sides, &hits)) != VB_OK) goto done;
    if ((st = add_rows(&l, &sides, &hits)) != VB_OK) goto done;
    st = vb_ledger_lines(&l, by_capacity, out);
done:
    for (size_t i = 0; i < VB_N_LEDGER; i++) sqlite3_finalize(l.query[i]);
    if (vb_record_query(record, VB_Q_RELEASE, &moment, NULL) == VB_OK) vb_record_step(record, moment, NULL);
    /* The function would look where `sides` was. */
    sqlite3_create_function_v2(record->db, "verbale_side", 2, SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL);
    for (int i = 0; i < 2; i++) vb_free(sides.of[i].ids.at);
    vb_free(hits.list.at);
    vb_free(l.rows.at);
    return st;
}
