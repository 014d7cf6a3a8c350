/*
 * Rows of the ledger as lines: what is told several times stands once, with its counts, and lines that belong together follow each
 * other.
 *
 * Rows are one line where they say the same of the same day, say it in the same words, or are one event or quotation over texts.
 * Each rule sorts by its key and joins neighbours, so that time is that of sorting.
 */
#include "ledger_rows.h"

#include <stdlib.h>
#include <string.h>

/* Rows in groups: of each the index of one before it, or its own where it is the first. */
static uint32_t root_of(uint32_t *groups, uint32_t i)
{
    while (groups[i] != i) i = groups[i] = groups[groups[i]];
    return i;
}

static void join(uint32_t *groups, uint32_t i, uint32_t k)
{
    i = root_of(groups, i);
    k = root_of(groups, k);
    if (i < k) groups[k] = i;
    else groups[i] = k;
}

static void part(uint32_t *groups, size_t n)
{
    for (uint32_t i = 0; i < n; i++) groups[i] = i;
}

struct key { uint64_t key, more; uint32_t row; };

static int by_key(const void *a, const void *b)
{
    const struct key *x = a, *y = b;

    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->more != y->more) return x->more < y->more ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void join_equal(uint32_t *groups, struct key *keys, size_t n)
{
    qsort(keys, n, sizeof *keys, by_key);
    for (size_t i = 1; i < n; i++)
        if (keys[i].key == keys[i - 1].key && keys[i].more == keys[i - 1].more) join(groups, keys[i].row, keys[i - 1].row);
}

/* How many different texts each line has, into the line of its first row. */
static void count_texts(struct vb_ledger_row *rows, uint32_t *lines, struct key *keys, size_t n)
{
    for (uint32_t i = 0; i < n; i++) keys[i] = (struct key){ root_of(lines, i), (uint64_t)rows[i].reading, i };
    qsort(keys, n, sizeof *keys, by_key);
    for (size_t i = 0; i < n; i++)
        rows[keys[i].key].line.n_texts += i == 0 || keys[i].key != keys[i - 1].key || keys[i].more != keys[i - 1].more;
}

/* The same of origins: rows of one line that are in near-copies, or in the same words, are of one. */
static void count_origins(struct vb_ledger_row *rows, uint32_t *lines, uint32_t *origins, struct key *keys, size_t n)
{
    part(origins, n);
    for (int words = 0; words < 2; words++) {
        for (uint32_t i = 0; i < n; i++)
            keys[i] = (struct key){ root_of(lines, i), words ? rows[i].origin : (uint64_t)rows[i].copy, i };
        join_equal(origins, keys, n);
    }
    for (uint32_t i = 0; i < n; i++) rows[root_of(lines, i)].line.n_origins += root_of(origins, i) == i;
}

/* Over all lines between the sides. A text is of one origin with each that has a line of its in the same words. */
static bool is_between(const struct vb_ledger_row *row) { return row->line.section != VB_LEDGER_WITHIN; }

static void count_all(const struct vb_ledger_row *rows, uint32_t *origins, struct key *keys, size_t n, struct vb_ledger *out)
{
    size_t m = 0;

    for (uint32_t i = 0; i < n; i++)
        if (is_between(&rows[i])) keys[m++] = (struct key){ (uint64_t)rows[i].reading, 0, i };
    part(origins, n);
    join_equal(origins, keys, m);
    for (uint32_t i = 0; i < n; i++) out->n_texts += is_between(&rows[i]) && root_of(origins, i) == i;
    for (size_t i = 0; i < m; i++) keys[i].key = rows[keys[i].row].origin;
    join_equal(origins, keys, m);
    for (size_t i = 0; i < m; i++) keys[i].key = (uint64_t)rows[keys[i].row].copy;
    join_equal(origins, keys, m);
    for (uint32_t i = 0; i < n; i++) out->n_origins += is_between(&rows[i]) && root_of(origins, i) == i;
}

/* ---- one issue, for and against ---------------------------------------------------------------------------------------------- */

struct lines { VB_LIST(struct vb_ledger_line) list; };

static bool opposes(const struct vb_ledger_row *a, const struct vb_ledger_row *b)
{
    return a->line.stance != b->line.stance && a->line.stance != VB_STANCE_NEUTRAL && b->line.stance != VB_STANCE_NEUTRAL;
}

/* Another of the same side holds the opposite; or the same one did, on another day that the record knows. */
static bool is_contradicted(const struct vb_ledger_row *rows, const struct key *run, size_t n, const struct vb_ledger_row *row,
                            bool by_same)
{
    for (size_t i = 0; i < n; i++) {
        const struct vb_ledger_row *other = &rows[run[i].row];
        if (!opposes(row, other) || (other->holder == row->holder) != by_same) continue;
        if (!by_same) return true;
        if (row->line.date.len > 0 && other->line.date.len > 0 && !vb_str_starts(row->line.date, other->line.date) &&
            !vb_str_starts(other->line.date, row->line.date))
            return true;
    }
    return false;
}

static bool add_opposed(struct vb_ledger_row *rows, uint32_t *lines, struct key *keys, size_t n, struct lines *out)
{
    size_t m = 0;

    for (uint32_t i = 0; i < n; i++)
        if (root_of(lines, i) == i && is_between(&rows[i]) && rows[i].topic) keys[m++] = (struct key){ rows[i].topic, 0, i };
    qsort(keys, m, sizeof *keys, by_key);
    for (size_t beg = 0, end; beg < m; beg = end) {
        for (end = beg + 1; end < m && keys[end].key == keys[beg].key; end++) continue;
        for (size_t i = beg; i < end; i++)
            for (int by_same = 0; by_same < 2; by_same++) {
                struct vb_ledger_line line = rows[keys[i].row].line;
                if (!is_contradicted(rows, keys + beg, end - beg, &rows[keys[i].row], by_same)) continue;
                line.section  = by_same ? VB_LEDGER_CHANGE : VB_LEDGER_WITHIN;
                line.relation = by_same ? NULL : "contradicts";
                line.heading  = line.issue;
                if (!VB_PUSH(&out->list, line)) return false;
            }
    }
    return true;
}

/* ---- order --------------------------------------------------------------------------------------------------------------- */

static int by_words(vb_str a, vb_str b)
{
    const size_t n    = a.len < b.len ? a.len : b.len;
    const int    sign = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

    return sign ? sign : (a.len > b.len) - (a.len < b.len);
}

/* What is not said stands last. */
static int by_given(vb_str a, vb_str b) { return a.len == 0 || b.len == 0 ? (a.len == 0) - (b.len == 0) : by_words(a, b); }

static int by_relation(const char *a, const char *b) { return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL); }

static int in_order(const void *a, const void *b, bool by_capacity)
{
    const struct vb_ledger_line *x = a, *y = b;
    int                          sign;

    if (x->section != y->section) return x->section < y->section ? -1 : 1;
    if (x->side != y->side) return x->side < y->side ? -1 : 1;
    if ((sign = by_relation(x->relation, y->relation)) != 0) return sign;
    /* Whatever the order by voice, designations are told over time. */
    if (by_capacity && x->voice != y->voice) return x->voice < y->voice ? -1 : 1;
    if (x->section != VB_LEDGER_DESIGNATE && (sign = by_given(x->heading, y->heading)) != 0) return sign;
    if (!by_capacity && x->section != VB_LEDGER_DESIGNATE && x->voice != y->voice) return x->voice < y->voice ? -1 : 1;
    if ((sign = by_given(x->date, y->date)) != 0 || (sign = by_words(x->who, y->who)) != 0 ||
        (sign = by_words(x->document, y->document)) != 0)
        return sign;
    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    if (x->what != y->what) return x->what < y->what ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

static int plainly(const void *a, const void *b) { return in_order(a, b, false); }
static int by_voice(const void *a, const void *b) { return in_order(a, b, true); }

/* Whether a side makes itself heard by it: a meeting or a deed is none, and neither is what others say that it has said. */
static bool is_said(const struct vb_ledger_line *line)
{
    const bool verbal = line->section != VB_LEDGER_CONTACT && vb_event_quad(line->type) % 2 == 1;

    return line->what != VB_LEDGER_EVENT ||
           (verbal && line->realis != VB_REALIS_ALLEGED && line->realis != VB_REALIS_DENIED);
}

/* ---- the door ------------------------------------------------------------------------------------------------------------ */

vb_status vb_ledger_lines(struct vb_ledger_asking *l, bool by_capacity, struct vb_ledger *out)
{
    struct vb_ledger_row  *rows = l->rows.at;
    const size_t           n    = l->rows.n;
    struct key            *keys = VB_NEW(l->arena, struct key, n + 1);
    uint32_t              *groups = VB_NEW(l->arena, uint32_t, n + 1), *origins = VB_NEW(l->arena, uint32_t, n + 1);
    struct lines           lines = { 0 };
    struct vb_ledger_line *copy;
    vb_status              st = VB_OK;
    size_t                 m  = 0;

    if (!keys || !groups || !origins) return vb_fail_nomem(l->err);
    if (n >= UINT32_MAX) return vb_fail(l->err, VB_ERR_LIMIT, "more than %u rows stand between the two", UINT32_MAX);
    part(groups, n);
    for (uint32_t i = 0; i < n; i++) keys[i] = (struct key){ rows[i].said, 0, i };
    join_equal(groups, keys, n);
    for (uint32_t i = 0; i < n; i++) keys[i] = (struct key){ rows[i].told, 0, i };
    join_equal(groups, keys, n);
    for (uint32_t i = 0; i < n; i++)
        if (rows[i].cluster) keys[m++] = (struct key){ rows[i].cluster, 0, i };
    join_equal(groups, keys, m);
    count_texts(rows, groups, keys, n);
    count_origins(rows, groups, origins, keys, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct vb_ledger_line *line = &rows[i].line;
        if (root_of(groups, i) != i) continue;
        if (is_between(&rows[i]) && is_said(line))
            for (int side = 0; side < 2; side++) out->n_held[side] += line->side == VB_LEDGER_BOTH || (int)line->side == side;
        if (!VB_PUSH(&lines.list, *line)) st = vb_fail_nomem(l->err);
    }
    if (st == VB_OK && !add_opposed(rows, groups, keys, n, &lines)) st = vb_fail_nomem(l->err);
    count_all(rows, origins, keys, n, out);
    if (lines.list.n > 0) qsort(lines.list.at, lines.list.n, sizeof *lines.list.at, by_capacity ? by_voice : plainly);
    copy = VB_NEW(l->arena, struct vb_ledger_line, lines.list.n + 1);
    if (!copy && st == VB_OK) st = vb_fail_nomem(l->err);
    if (copy && lines.list.n > 0) memcpy(copy, lines.list.at, lines.list.n * sizeof *copy);
    out->lines = copy;
    out->n     = copy ? lines.list.n : 0;
    vb_free(lines.list.at);
    return st;
}
