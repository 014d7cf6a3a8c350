/*
 * One row of the ledger out of the record: who, what, in which words. Only what a line shows is read, not the whole reading.
 */
#include "ledger_rows.h"
#include "record_load.h"

#include <string.h>

#define SECTOR_OF(entity) "(SELECT sector FROM entity_sector WHERE entity = " entity " AND n = 1)"

static const char *const queries[VB_N_LEDGER] = {
    [VB_L_TEXT] = "SELECT d.text, d.uid, r.input_id, r.source, r.title, r.publisher, r.date, o.origin FROM reading r"
                  " JOIN document d ON d.id = r.document LEFT JOIN text_origin o ON o.document = d.id WHERE r.id = ?1 AND (?2 IS "
                  "NULL OR verbale_name_has(?2, r.publisher))"
                  " AND NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id)",
    /* The clause with the trigger, or else the first. */
    [VB_L_EVENT] = "SELECT v.n, v.score, x.beg, x.fin, v.type, v.realis, v.mode, v.date, v.asserted_by IS NOT NULL, e.name,"
                   " (SELECT context FROM event_context WHERE event = v.id AND n = 1),"
                   " (SELECT cluster FROM event_cluster WHERE event = v.id)"
                   " FROM event v JOIN event_evidence x ON x.event = v.id AND x.n = coalesce((SELECT n FROM event_evidence"
                   " WHERE event = v.id AND beg <= v.beg AND v.fin <= fin ORDER BY n LIMIT 1), 1)"
                   " LEFT JOIN statement s ON s.id = v.asserted_by LEFT JOIN entity e ON e.id = s.speaker WHERE v.id = ?1",
    [VB_L_PARTICIPANTS] = "SELECT p.role, e.name, e.country, " SECTOR_OF(
        "e.id") " FROM event_participant p"
                " JOIN entity e ON e.id = p.entity WHERE p.event = ?1 AND NOT p.inferred ORDER BY p.role, p.n",
    /* A day, month or year that holds the whole time of the saying, as v_position has it. */
    [VB_L_POSITION] = "SELECT p.n, p.score, p.beg, p.fin, p.stance, s.polarity, h.name, h.country, " SECTOR_OF(
        "h.id") ", p.capacity, a.name, p.issue, p.context, p.strength, p.hedge, p.own_words,"
                " CASE WHEN t.first = t.last THEN t.first"
                " WHEN substr(t.first, 1, 7) = substr(t.last, 1, 7) THEN substr(t.first, 1, 7)"
                " WHEN substr(t.first, 1, 4) = substr(t.last, 1, 4) THEN substr(t.first, 1, 4) END,"
                " (SELECT cluster FROM quotation_cluster WHERE statement = p.statement)"
                " FROM position p JOIN entity h ON h.id = p.holder JOIN statement s ON s.id = p.statement"
                " LEFT JOIN entity a ON a.id = p.target LEFT JOIN time t ON t.id = s.time WHERE p.id = ?1",
    [VB_L_DESIGNATION] = "SELECT g.n, g.score, g.evidence_beg, g.evidence_fin, g.beg, g.fin, b.name, b.country, " SECTOR_OF(
        "b.id") ", o.name, g.date, w.name FROM designation g JOIN entity b ON b.id = g.by JOIN entity o ON o.id = g.of"
                " LEFT JOIN entity w ON w.id = g.document WHERE g.id = ?1",
};

static vb_status ask(struct vb_ledger_asking *l, enum vb_ledger_query which, sqlite3_int64 id, sqlite3_stmt **out)
{
    sqlite3_stmt **at = &l->query[which];
    int            rc;

    if (!*at && (rc = sqlite3_prepare_v2(l->record->db, queries[which], -1, at, NULL)) != SQLITE_OK)
        return vb_record_fail(l->record, rc, l->err);
    sqlite3_reset(*at);
    l->record->bound = SQLITE_OK;
    vb_record_bind_id(l->record, *at, 1, id);
    *out = *at;
    return VB_OK;
}

static vb_status damaged(const struct vb_ledger_asking *l, const struct vb_ledger_hit *hit)
{
    static const char *const what[] = { "event", "position", "designation" };

    if (sqlite3_errcode(l->record->db) == SQLITE_NOMEM) return vb_fail_nomem(l->err);
    return vb_fail(l->err, VB_ERR_RECORD, "%s: damaged: reading %lld, %s of id %lld", l->record->path, (long long)hit->reading,
                   what[hit->what], (long long)hit->id);
}

/* Strings of columns `i`, `i + 1`, … */
static bool columns(struct vb_ledger_asking *l, sqlite3_stmt *query, int i, vb_str *const *out, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (!vb_load_str(l->arena, query, i + (int)k, out[k])) return false;
    return true;
}

/* ---- texts ---------------------------------------------------------------------------------------------------------------- */

static vb_status open_text(struct vb_ledger_asking *l, sqlite3_int64 reading)
{
    struct vb_ledger_text *t = &l->text;
    struct vb_ledger_line *h = &t->head;
    vb_str *const          about[] = { &h->document, &h->input_id, &h->source, &h->title, &h->publisher, &h->document_date };
    sqlite3_stmt          *query = NULL;
    vb_status              st;
    int                    rc;

    if (t->reading == reading) return VB_OK;
    *t = (struct vb_ledger_text){ .reading = reading };
    if ((st = ask(l, VB_L_TEXT, reading, &query)) != VB_OK) return st;
    vb_record_bind_str(l->record, query, 2, l->filter->publisher);
    if ((rc = vb_record_next(l->record, query)) == SQLITE_ROW) {
        t->newest = true;
        t->copy   = sqlite3_column_type(query, 7) == SQLITE_NULL ? -1 - reading : sqlite3_column_int64(query, 7);
        t->at.ptr = (const char *)sqlite3_column_text(query, 0);
        t->at.len = (size_t)sqlite3_column_bytes(query, 0);
        if ((!t->at.ptr && sqlite3_errcode(l->record->db) == SQLITE_NOMEM) ||
            !columns(l, query, 1, about, sizeof about / sizeof *about))
            st = vb_fail_nomem(l->err);
        else if (!t->at.ptr || t->at.len > UINT32_MAX || vb_utf8_check(t->at) != t->at.len)
            st = vb_fail(l->err, VB_ERR_RECORD, "%s: damaged: reading %lld: its text is not UTF-8", l->record->path,
                         (long long)reading);
    } else if (rc != SQLITE_DONE) {
        st = vb_record_fail(l->record, rc, l->err);
    }
    return st;                                     /* the row stays, and with it the text */
}

/* ---- voices ------------------------------------------------------------------------------------------------------------------ */

static enum vb_ledger_voice voice_of_sector(vb_str sector)
{
    static const struct { const char *sector; enum vb_ledger_voice voice; } all[] = {
        { "GOV", VB_VOICE_GOVERNMENT }, { "LEG", VB_VOICE_PARLIAMENT }, { "PTY", VB_VOICE_PARTY },    { "OPP", VB_VOICE_PARTY },
        { "JUD", VB_VOICE_COURT },      { "MIL", VB_VOICE_SECURITY },   { "COP", VB_VOICE_SECURITY }, { "SPY", VB_VOICE_SECURITY },
        { "JRN", VB_VOICE_PRESS },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (vb_str_eq(sector, vb_str_of(all[i].sector))) return all[i].voice;
    return sector.len > 0 ? VB_VOICE_OTHER : VB_VOICE_UNKNOWN;
}

/* A spokesperson speaks for whom the sector says. */
static enum vb_ledger_voice voice_of(vb_str capacity, vb_str sector)
{
    static const struct { vb_capacity is; enum vb_ledger_voice voice; } all[] = {
        { VB_CAPACITY_LEADER, VB_VOICE_GOVERNMENT },   { VB_CAPACITY_MINISTER, VB_VOICE_GOVERNMENT },
        { VB_CAPACITY_DIPLOMAT, VB_VOICE_GOVERNMENT }, { VB_CAPACITY_OFFICIAL, VB_VOICE_GOVERNMENT },
        { VB_CAPACITY_STATE, VB_VOICE_GOVERNMENT },    { VB_CAPACITY_LEGISLATOR, VB_VOICE_PARLIAMENT },
        { VB_CAPACITY_COMMITTEE, VB_VOICE_PARLIAMENT }, { VB_CAPACITY_PARTY, VB_VOICE_PARTY },
        { VB_CAPACITY_COURT, VB_VOICE_COURT },         { VB_CAPACITY_SECURITY, VB_VOICE_SECURITY },
        { VB_CAPACITY_PRESS, VB_VOICE_PRESS },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (vb_str_eq(capacity, vb_str_of(vb_name_capacity(all[i].is)))) return all[i].voice;
    if (capacity.len > 0 && !vb_str_eq(capacity, VB_STR("spokesperson"))) return VB_VOICE_OTHER;
    return voice_of_sector(sector);
}

/* ---- one row each -------------------------------------------------------------------------------------------------------- */

static bool add_name(struct vb_arena *arena, vb_str *list, vb_str name)
{
    const char *both;

    if (list->len == 0) {
        *list = vb_arena_copy(arena, name);
        return list->ptr != NULL;
    }
    if (!(both = vb_arena_printf(arena, "%.*s, %.*s", (int)list->len, list->ptr, (int)name.len, name.ptr))) return false;
    *list = vb_str_of(both);
    return true;
}

static vb_status add_participants(struct vb_ledger_asking *l, const struct vb_ledger_hit *hit, struct vb_ledger_line *line)
{
    sqlite3_stmt *query = NULL;
    vb_status     st;
    int           rc;
    bool          first = true;

    if ((st = ask(l, VB_L_PARTICIPANTS, hit->id, &query)) != VB_OK) return st;
    while ((rc = vb_record_next(l->record, query)) == SQLITE_ROW) {
        const unsigned char *role = sqlite3_column_text(query, 0), *name = sqlite3_column_text(query, 1);
        const unsigned char *sector;
        if (!role || !name || !add_name(l->arena, role[0] == 'a' ? &line->who : &line->whom, vb_str_of((const char *)name))) {
            st = vb_fail_nomem(l->err);
            goto done;
        }
        if (!first || role[0] != 'a') continue;
        first       = false;
        sector      = sqlite3_column_text(query, 3);
        line->voice = voice_of_sector(sector ? vb_str_of((const char *)sector) : VB_STR(""));
        if (!vb_load_str(l->arena, query, 2, &line->country)) {
            st = vb_fail_nomem(l->err);
            goto done;
        }
    }
    if (rc != SQLITE_DONE) st = vb_record_fail(l->record, rc, l->err);
done:
    sqlite3_reset(query);
    return st;
}

static enum vb_ledger_section section_of_event(vb_event_type type)
{
    if (type == VB_EVENT_CONSULT) return VB_LEDGER_CONTACT;
    if (type == VB_EVENT_REQUEST) return VB_LEDGER_ASK;
    return vb_event_quad(type) <= 2 ? VB_LEDGER_COOPERATE : VB_LEDGER_DISAGREE;
}

static vb_status read_event(struct vb_ledger_asking *l, const struct vb_ledger_hit *hit, sqlite3_stmt *query,
                            struct vb_ledger_line *line)
{
    vb_str *const strings[] = { &line->mode, &line->date };
    unsigned      type, realis;

    if (!columns(l, query, 6, strings, 2) || !vb_load_str(l->arena, query, 9, &line->asserted_by) ||
        !vb_load_str(l->arena, query, 10, &line->heading))
        return vb_fail_nomem(l->err);
    if (!vb_load_word(query, 4, &vb_names_event_type, &type) || !vb_load_word(query, 5, &vb_names_realis, &realis))
        return damaged(l, hit);
    if (sqlite3_column_int(query, 8) && line->asserted_by.len == 0) line->asserted_by = VB_STR("somebody unnamed");
    line->type    = (vb_event_type)type;
    line->realis  = (vb_realis)realis;
    line->voice   = VB_VOICE_UNKNOWN;
    line->section = section_of_event(line->type);
    if (line->section == VB_LEDGER_CONTACT) {      /* goes by visit, call, talks; what it was about stands in the line */
        line->issue   = line->heading;
        line->heading = line->mode;
    }
    return VB_OK;
}

static vb_status read_position(struct vb_ledger_asking *l, const struct vb_ledger_hit *hit, sqlite3_stmt *query,
                               struct vb_ledger_line *line)
{
    vb_str        sector;
    vb_str *const strings[] = { &line->who, &line->country, &sector, &line->capacity, &line->whom, &line->issue, &line->heading,
                                &line->strength, &line->hedge };
    unsigned      stance, polarity;

    if (!columns(l, query, 6, strings, sizeof strings / sizeof *strings) || !vb_load_str(l->arena, query, 16, &line->date))
        return vb_fail_nomem(l->err);
    if (!vb_load_word(query, 4, &vb_names_stance, &stance) || !vb_load_word(query, 5, &vb_names_polarity, &polarity))
        return damaged(l, hit);
    if (line->heading.len == 0) line->heading = line->issue;
    line->stance    = (vb_stance)stance;
    line->polarity  = (vb_polarity)polarity;
    line->own_words = sqlite3_column_int(query, 15) != 0;
    line->voice     = voice_of(line->capacity, sector);
    line->section   = line->stance == VB_STANCE_FOR       ? VB_LEDGER_COOPERATE
                      : line->stance == VB_STANCE_AGAINST ? VB_LEDGER_DISAGREE
                                                          : VB_LEDGER_NEUTRAL;
    return VB_OK;
}

static vb_status read_designation(struct vb_ledger_asking *l, const struct vb_ledger_hit *hit, sqlite3_stmt *query,
                                  struct vb_ledger_line *line)
{
    vb_str        sector;
    vb_span       words;
    vb_str *const strings[] = { &line->who, &line->country, &sector, &line->whom, &line->date, &line->saying_document };

    if (!columns(l, query, 6, strings, sizeof strings / sizeof *strings)) return vb_fail_nomem(l->err);
    if (!vb_load_span(l->text.at, query, 4, &words)) return damaged(l, hit);
    line->words   = vb_arena_copy(l->arena, vb_str_sub(l->text.at, words));
    line->voice   = voice_of_sector(sector);
    line->section = VB_LEDGER_DESIGNATE;
    return line->words.ptr ? VB_OK : vb_fail_nomem(l->err);
}

static const char *relation_of(const struct vb_ledger_line *line)
{
    switch (line->section) {
    case VB_LEDGER_CONTACT:
    case VB_LEDGER_COOPERATE: return "agrees";
    case VB_LEDGER_ASK:       return "presses";
    case VB_LEDGER_DISAGREE:  return "criticises";
    default:                  return NULL;
    }
}

/* ---- keys ---------------------------------------------------------------------------------------------------------------- */

enum { FIRST_PRIME = 0x1B3 };
static const uint64_t START = 0xCBF29CE484222325u, PRIME = ((uint64_t)1 << 40) + FIRST_PRIME;     /* FNV-1a */

static uint64_t add_number(uint64_t hash, uint64_t n) { return (hash ^ n) * PRIME; }

/* Letters and digits of the words, case and accents aside. */
static uint64_t add_words(uint64_t hash, vb_str s)
{
    size_t at = 0;
    vb_str word;

    while (vb_words_next(s, &at, &word)) {
        struct vb_fold fold = { .of = word };
        uint32_t       cp;
        while ((cp = vb_fold_next(&fold)) != 0) hash = add_number(hash, cp);
        hash = add_number(hash, ' ');
    }
    return add_number(hash, 0);
}

static void make_keys(struct vb_ledger_row *row, sqlite3_int64 cluster)
{
    const struct vb_ledger_line *line = &row->line;
    const uint64_t               kind[] = { line->section, line->side, line->what, line->type, line->stance };
    uint64_t                     same = START, kinds;

    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) same = add_number(same, kind[i]);
    kinds       = same;
    same        = add_words(add_words(same, line->who), line->whom);
    row->origin = add_words(START, line->evidence);
    row->told   = add_number(same, row->origin);   /* a text and its copies, whatever day they have */
    same        = add_number(add_words(add_words(add_words(same, line->issue), line->words), line->mode), line->realis);
    /* One visit is told in many words, and so is what somebody wants of an issue, but two sayings without one are two. */
    same        = line->what == VB_LEDGER_POSITION && line->issue.len == 0 ? add_number(same, row->origin) : same;
    row->said   = line->date.len > 0 ? add_words(same, line->date) : add_number(same, (uint64_t)row->reading);
    /* What was found to be one over texts, by other words than ours: here of one side, kind and sign at least. */
    if (cluster) row->cluster = add_number(kinds, (uint64_t)cluster);
    row->holder = add_words(START, line->who);
    if (line->what == VB_LEDGER_POSITION && line->issue.len > 0) row->topic = add_words(add_number(START, line->side), line->issue);
}

/* ---- the door ------------------------------------------------------------------------------------------------------------ */

/* Two dates meet where the shorter begins the longer: VB_DATE_MEETS. */
static bool date_is_asked(const struct vb_filter *f, vb_str date)
{
    vb_str since = f->since, until = f->until;

    if ((since.ptr || until.ptr) && date.len == 0) return false;
    if (since.ptr && memcmp(date.ptr, since.ptr, date.len < since.len ? date.len : since.len) < 0) return false;
    return !until.ptr || memcmp(date.ptr, until.ptr, date.len < until.len ? date.len : until.len) <= 0;
}

static vb_status read_row(struct vb_ledger_asking *l, const struct vb_ledger_hit *hit, struct vb_ledger_line *line,
                          sqlite3_int64 *cluster)
{
    static const int                  clusters[] = { 11, 17, -1 };         /* columns */
    static const enum vb_ledger_query which[] = { VB_L_EVENT, VB_L_POSITION, VB_L_DESIGNATION };
    sqlite3_stmt                     *query = NULL;
    vb_status                         st;
    int                               rc;

    if ((st = ask(l, which[hit->what], hit->id, &query)) != VB_OK) return st;
    if ((rc = vb_record_next(l->record, query)) != SQLITE_ROW) {
        st = rc == SQLITE_DONE ? damaged(l, hit) : vb_record_fail(l->record, rc, l->err);
        goto done;
    }
    line->n     = (uint32_t)sqlite3_column_int64(query, 0);
    line->score = (float)sqlite3_column_double(query, 1);
    if (!vb_load_span(l->text.at, query, 2, &line->span)) {
        st = damaged(l, hit);
        goto done;
    }
    switch (hit->what) {
    case VB_LEDGER_EVENT:       st = read_event(l, hit, query, line); break;
    case VB_LEDGER_POSITION:    st = read_position(l, hit, query, line); break;
    case VB_LEDGER_DESIGNATION: st = read_designation(l, hit, query, line); break;
    }
    if (clusters[hit->what] >= 0) *cluster = sqlite3_column_int64(query, clusters[hit->what]);
done:
    sqlite3_reset(query);
    return st;
}

vb_status vb_ledger_add(struct vb_ledger_asking *l, const struct vb_ledger_hit *hit)
{
    struct vb_ledger_row   row  = { .reading = hit->reading };
    struct vb_ledger_line *line = &row.line;
    sqlite3_int64          cluster = 0;
    vb_status              st;

    if ((st = open_text(l, hit->reading)) != VB_OK || !l->text.newest) return st;
    *line      = l->text.head;
    line->what = hit->what;
    line->side = hit->dirs == A_TO_B ? VB_LEDGER_A : hit->dirs == B_TO_A ? VB_LEDGER_B : VB_LEDGER_BOTH;
    if ((st = read_row(l, hit, line, &cluster)) != VB_OK) return st;
    line->dated = line->date.len > 0;
    if (!line->dated) line->date = line->document_date;
    if (!date_is_asked(l->filter, line->date)) return VB_OK;
    if (line->what == VB_LEDGER_EVENT && (st = add_participants(l, hit, line)) != VB_OK) return st;
    if (line->section == VB_LEDGER_CONTACT) line->side = VB_LEDGER_BOTH;
    if (hit->within) {
        if (!(line->relation = relation_of(line))) return VB_OK;
        line->side    = hit->dirs == 1 ? VB_LEDGER_A : VB_LEDGER_B;
        line->section = VB_LEDGER_WITHIN;
    }
    line->evidence = vb_arena_copy(l->arena, vb_str_sub(l->text.at, line->span));
    if (!line->evidence.ptr) return vb_fail_nomem(l->err);
    line->codepoints.beg = (uint32_t)vb_utf8_count((vb_str){ l->text.at.ptr, line->span.beg });
    line->codepoints.end = line->codepoints.beg + (uint32_t)vb_utf8_count(line->evidence);
    row.copy = l->text.copy;
    make_keys(&row, cluster);
    return VB_PUSH(&l->rows, row) ? VB_OK : vb_fail_nomem(l->err);
}
