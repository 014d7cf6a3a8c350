/*
 * Open and close a record, bring its schema up to date, and say what went wrong with it.
 *
 * The file is looked at before SQLite sees it, so that what is no record of ours is refused and not a byte of it or beside it
 * changes. A reader opens the file for writing too, with writes switched off: SQLite's read-only mode cannot tidy up, and
 * would leave two files beside a record each time somebody asked it something.
 */
#include "record_db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Another program (a shell, a backup) may hold the file for a moment; a second verbale is refused before this counts. */
enum { BUSY_TIMEOUT_MS = 5000 };

static const char *const queries[VB_N_QUERIES] = {
    [VB_Q_BEGIN] = "BEGIN IMMEDIATE",
    [VB_Q_COMMIT] = "COMMIT",
    [VB_Q_ROLLBACK] = "ROLLBACK",
    [VB_Q_SAVEPOINT] = "SAVEPOINT moment",
    [VB_Q_RELEASE] = "RELEASE moment",

    [VB_Q_FIND_READING] = "SELECT 1 FROM reading WHERE uid = ?1",
    [VB_Q_PUT_RUN] = "INSERT INTO run (engine, model, knowledge, codebook) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    [VB_Q_FIND_RUN] = "SELECT id FROM run WHERE engine = ?1 AND model = ?2 AND knowledge = ?3 AND codebook = ?4",
    [VB_Q_PUT_DOCUMENT] = "INSERT INTO document (uid, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    [VB_Q_PUT_DOCUMENT_TEXT] = "INSERT INTO document_text (rowid, text) SELECT id, text FROM document_plain"
                               " WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM document_text_docsize WHERE id = ?1)",
    [VB_Q_PUT_READING_TITLE] = "INSERT INTO reading_title (rowid, title) SELECT id, title FROM reading_plain"
                               " WHERE id = ?1 AND title IS NOT NULL",
    [VB_Q_PUT_CALLED] = "INSERT INTO called (words, form) SELECT name, 'name' FROM entity WHERE reading = ?1"
                        " UNION SELECT m.words, m.form FROM entity e JOIN mention m ON m.entity = e.id WHERE e.reading = ?1"
                        " AND m.form IN ('name', 'role', 'demonym') AND m.words IS NOT NULL"
                        " UNION SELECT o.title, 'title' FROM entity e JOIN office o ON o.entity = e.id WHERE e.reading = ?1"
                        " ORDER BY 2, 1 ON CONFLICT DO NOTHING",
    [VB_Q_PUT_CALLED_WORDS] = "INSERT INTO called_words (rowid, words) SELECT id, words FROM called_plain WHERE id >= ?1",
    [VB_Q_FIND_DOCUMENT] = "SELECT id FROM document WHERE uid = ?1",
    [VB_Q_PUT_READING] = "INSERT INTO reading (uid, document, run, source, input_id, title, publisher, date, tz, lang)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [VB_Q_PUT_PARAGRAPH] = "INSERT INTO paragraph (reading, n, beg, fin, role) VALUES (?1, ?2, ?3, ?4, ?5)",
    [VB_Q_NEXT_IDS] = "SELECT (SELECT coalesce(max(id), 0) + 1 FROM entity), (SELECT coalesce(max(id), 0) + 1 FROM statement),"
                      " (SELECT coalesce(max(id), 0) + 1 FROM time), (SELECT coalesce(max(id), 0) + 1 FROM event),"
                      " (SELECT coalesce(max(id), 0) + 1 FROM called)",
    [VB_Q_PUT_ENTITY] = "INSERT INTO entity (id, reading, n, name, kind, score, country, party, kb)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [VB_Q_PUT_MENTION] = "INSERT INTO mention (entity, n, beg, fin, form, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [VB_Q_PUT_SECTOR] = "INSERT INTO entity_sector (entity, n, sector) VALUES (?1, ?2, ?3)",
    [VB_Q_PUT_OFFICE] = "INSERT INTO office (entity, n, title, body) VALUES (?1, ?2, ?3, ?4)",
    [VB_Q_PUT_TIME] = "INSERT INTO time (id, reading, n, beg, fin, class, value, mod, basis, based_on, first, last)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [VB_Q_PUT_PLACE] = "INSERT INTO place (reading, n, beg, fin, name, country) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [VB_Q_PUT_STATEMENT] =
        "INSERT INTO statement (id, uid, reading, n, type, class, polarity, speaker, nested_in, continues, score, document,"
        " addressee, channel, time) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [VB_Q_PUT_SPAN] = "INSERT INTO statement_span (statement, role, n, beg, fin) VALUES (?1, ?2, ?3, ?4, ?5)",
    [VB_Q_PUT_EVENT] =
        "INSERT INTO event (id, uid, reading, n, type, mode, cameo, realis, beg, fin, asserted_by, date, place, part_of, score)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [VB_Q_PUT_CONTEXT] = "INSERT INTO event_context (event, n, context) VALUES (?1, ?2, ?3)",
    [VB_Q_PUT_PARTICIPANT] = "INSERT INTO event_participant (event, role, n, entity, inferred, beg, fin)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [VB_Q_PUT_EVIDENCE] = "INSERT INTO event_evidence (event, n, beg, fin) VALUES (?1, ?2, ?3, ?4)",
    [VB_Q_PUT_POSITION] =
        "INSERT INTO position (uid, reading, n, holder, capacity, target, issue, issue_beg, issue_fin, context, stance, strength,"
        " hedge, own_words, beg, fin, statement, score)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    [VB_Q_PUT_DESIGNATION] =
        "INSERT INTO designation (uid, reading, n, by, of, beg, fin, evidence_beg, evidence_fin, date, document, statement, score)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",

    [VB_Q_EACH] = "SELECT r.id FROM reading r WHERE ?1 OR NOT EXISTS (SELECT 1 FROM reading later"
                  " WHERE later.document = r.document AND later.id > r.id) ORDER BY r.id",
    [VB_Q_LOAD_READING] = "SELECT d.uid, d.text, r.source, r.input_id, r.title, r.publisher, r.date, r.tz, r.lang,"
                          " run.engine, run.model, run.knowledge, run.codebook"
                          " FROM reading r JOIN document d ON d.id = r.document JOIN run ON run.id = r.run WHERE r.id = ?1",
    [VB_Q_LOAD_PARAGRAPHS] = "SELECT beg, fin, role FROM paragraph WHERE reading = ?1 ORDER BY n",
    [VB_Q_LOAD_ENTITIES] = "SELECT n, name, kind, score, country, party, kb FROM entity WHERE reading = ?1 ORDER BY n",
    [VB_Q_LOAD_SECTORS] = "SELECT e.n, x.sector FROM entity e JOIN entity_sector x ON x.entity = e.id"
                          " WHERE e.reading = ?1 ORDER BY e.n, x.n",
    [VB_Q_LOAD_TIMES] = "SELECT t.n, t.beg, t.fin, t.class, t.value, t.mod, t.basis,"
                        " CASE WHEN t.based_on IS NULL THEN 0 ELSE coalesce(b.n, -1) END"
                        " FROM time t LEFT JOIN time b ON b.id = t.based_on AND b.reading = t.reading"
                        " WHERE t.reading = ?1 ORDER BY t.n",
    [VB_Q_LOAD_PLACES] = "SELECT beg, fin, name, country FROM place WHERE reading = ?1 ORDER BY n",
    [VB_Q_LOAD_MENTIONS] = "SELECT e.n, m.beg, m.fin, m.form FROM entity e JOIN mention m ON m.entity = e.id"
                           " WHERE e.reading = ?1 ORDER BY e.n, m.n",
    /* What a row points to must be of the same reading; -1 is a row that does not. */
    [VB_Q_LOAD_OFFICES] = "SELECT e.n, o.title, CASE WHEN o.body IS NULL THEN 0 ELSE coalesce(b.n, -1) END"
                          " FROM entity e JOIN office o ON o.entity = e.id"
                          " LEFT JOIN entity b ON b.id = o.body AND b.reading = e.reading WHERE e.reading = ?1 ORDER BY e.n, o.n",
    [VB_Q_LOAD_STATEMENTS] = "SELECT s.n, s.type, s.class, s.polarity, s.score,"
                             " CASE WHEN s.speaker   IS NULL THEN 0 ELSE coalesce(e.n, -1) END,"
                             " CASE WHEN s.nested_in IS NULL THEN 0 ELSE coalesce(o.n, -1) END,"
                             " CASE WHEN s.continues IS NULL THEN 0 ELSE coalesce(c.n, -1) END,"
                             " CASE WHEN s.document  IS NULL THEN 0 ELSE coalesce(d.n, -1) END,"
                             " CASE WHEN s.addressee IS NULL THEN 0 ELSE coalesce(a.n, -1) END,"
                             " CASE WHEN s.channel   IS NULL THEN 0 ELSE coalesce(h.n, -1) END,"
                             " CASE WHEN s.time      IS NULL THEN 0 ELSE coalesce(t.n, -1) END"
                             " FROM statement s LEFT JOIN entity e ON e.id = s.speaker AND e.reading = s.reading"
                             " LEFT JOIN statement o ON o.id = s.nested_in AND o.reading = s.reading"
                             " LEFT JOIN statement c ON c.id = s.continues AND c.reading = s.reading"
                             " LEFT JOIN entity d ON d.id = s.document  AND d.reading = s.reading"
                             " LEFT JOIN entity a ON a.id = s.addressee AND a.reading = s.reading"
                             " LEFT JOIN entity h ON h.id = s.channel   AND h.reading = s.reading"
                             " LEFT JOIN time   t ON t.id = s.time      AND t.reading = s.reading"
                             " WHERE s.reading = ?1 ORDER BY s.n",
    [VB_Q_LOAD_SPANS] = "SELECT s.n, p.role, p.beg, p.fin FROM statement s JOIN statement_span p ON p.statement = s.id"
                        " WHERE s.reading = ?1 ORDER BY s.n, p.role, p.n",
    [VB_Q_LOAD_EVENTS] = "SELECT v.n, v.type, v.realis, v.mode, v.cameo, v.date, v.beg, v.fin, v.score,"
                         " CASE WHEN v.asserted_by IS NULL THEN 0 ELSE coalesce(s.n, -1) END,"
                         " CASE WHEN v.place       IS NULL THEN 0 ELSE coalesce(p.n, -1) END,"
                         " CASE WHEN v.part_of     IS NULL THEN 0 ELSE coalesce(o.n, -1) END"
                         " FROM event v LEFT JOIN statement s ON s.id = v.asserted_by AND s.reading = v.reading"
                         " LEFT JOIN place p ON p.reading = v.reading AND p.n = v.place"
                         " LEFT JOIN event o ON o.id = v.part_of AND o.reading = v.reading"
                         " WHERE v.reading = ?1 ORDER BY v.n",
    [VB_Q_LOAD_CONTEXTS] = "SELECT v.n, c.context FROM event v JOIN event_context c ON c.event = v.id"
                           " WHERE v.reading = ?1 ORDER BY v.n, c.n",
    /* 'actor' before 'recipient'. */
    [VB_Q_LOAD_PARTICIPANTS] = "SELECT v.n, p.role, coalesce(e.n, -1), p.inferred, p.beg, p.fin"
                               " FROM event v JOIN event_participant p ON p.event = v.id"
                               " LEFT JOIN entity e ON e.id = p.entity AND e.reading = v.reading"
                               " WHERE v.reading = ?1 ORDER BY v.n, p.role, p.n",
    [VB_Q_LOAD_EVIDENCE] = "SELECT v.n, x.beg, x.fin FROM event v JOIN event_evidence x ON x.event = v.id"
                           " WHERE v.reading = ?1 ORDER BY v.n, x.n",
    [VB_Q_LOAD_POSITIONS] =
        "SELECT p.n, coalesce(h.n, -1), p.capacity, CASE WHEN p.target IS NULL THEN 0 ELSE coalesce(a.n, -1) END,"
        " p.issue, p.issue_beg, p.issue_fin, p.context, p.stance, p.strength, p.hedge, p.own_words, p.beg, p.fin,"
        " coalesce(s.n, -1), p.score FROM position p"
        " LEFT JOIN entity h ON h.id = p.holder AND h.reading = p.reading"
        " LEFT JOIN entity a ON a.id = p.target AND a.reading = p.reading"
        " LEFT JOIN statement s ON s.id = p.statement AND s.reading = p.reading"
        " WHERE p.reading = ?1 ORDER BY p.n",
    [VB_Q_LOAD_DESIGNATIONS] = "SELECT g.n, coalesce(b.n, -1), coalesce(o.n, -1), g.beg, g.fin, g.evidence_beg, g.evidence_fin,"
                               " g.date, CASE WHEN g.document IS NULL THEN 0 ELSE coalesce(d.n, -1) END,"
                               " CASE WHEN g.statement IS NULL THEN 0 ELSE coalesce(s.n, -1) END, g.score FROM designation g"
                               " LEFT JOIN entity b ON b.id = g.by AND b.reading = g.reading"
                               " LEFT JOIN entity o ON o.id = g.of AND o.reading = g.reading"
                               " LEFT JOIN entity d ON d.id = g.document AND d.reading = g.reading"
                               " LEFT JOIN statement s ON s.id = g.statement AND s.reading = g.reading"
                               " WHERE g.reading = ?1 ORDER BY g.n",
    [VB_Q_NAMES_OF] = "SELECT words, count(*) FROM mention WHERE entity = ?1 AND form = 'name' GROUP BY words",
    [VB_Q_COUNT_MENTIONS] = "SELECT count(*) FROM mention WHERE entity = ?1",
    [VB_Q_SECTORS_OF] = "SELECT sector FROM entity_sector WHERE entity = ?1 ORDER BY n",
    [VB_Q_OFFICES_OF] =
        "SELECT o.title, b.name, o.n FROM office o LEFT JOIN entity b ON b.id = o.body WHERE o.entity = ?1 ORDER BY o.n",
    [VB_Q_NEXT_UNCOMPARED] = "SELECT id FROM reading r WHERE id > ?1"
                             " AND NOT EXISTS (SELECT 1 FROM reading_names n WHERE n.reading = r.id) ORDER BY id LIMIT 1",
    [VB_Q_PUT_NAMES] = "INSERT INTO reading_names (reading, names) VALUES (?1, ?2)",
    [VB_Q_NAMES] = "SELECT names FROM reading_names WHERE reading = ?1",
    [VB_Q_DOCUMENT_OF] =
        "SELECT r.document, coalesce(o.origin, 0) FROM reading r LEFT JOIN text_origin o ON o.document = r.document"
        " WHERE r.id = ?1",
    [VB_Q_TEXT_OF] = "SELECT d.text, o.origin FROM text_origin o JOIN document d ON d.id = o.document WHERE o.document = ?1",
    [VB_Q_FIND_TEXT_KEY] = "SELECT document FROM text_key WHERE key = ?1 ORDER BY document LIMIT ?2",
    [VB_Q_PUT_TEXT_KEY] = "INSERT INTO text_key (key, document) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    [VB_Q_PUT_ORIGIN] = "INSERT INTO text_origin (document, origin) VALUES (?1, ?2)",
    [VB_Q_RENUMBER_TEXTS] = "UPDATE text_origin SET origin = ?2 WHERE origin = ?1",
    [VB_Q_STATEMENT_IDS] = "SELECT id FROM statement WHERE reading = ?1 ORDER BY n",
    [VB_Q_FIND_QUOTATION_KEY] = "SELECT statement FROM quotation_key WHERE key = ?1 ORDER BY statement LIMIT ?2",
    [VB_Q_PUT_QUOTATION_KEY] = "INSERT INTO quotation_key (key, statement) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    [VB_Q_QUOTATION] = "SELECT cluster, sketch FROM quotation_cluster WHERE statement = ?1",
    [VB_Q_PUT_QUOTATION] = "INSERT INTO quotation_cluster (statement, cluster, sketch) VALUES (?1, ?2, ?3)",
    [VB_Q_RENUMBER_QUOTATIONS] = "UPDATE quotation_cluster SET cluster = ?2 WHERE cluster = ?1",
    [VB_Q_EVENT_IDS] = "SELECT id FROM event WHERE reading = ?1 ORDER BY n",
    [VB_Q_FIND_EVENT_KEY] = "SELECT reading FROM event_key WHERE key = ?1 ORDER BY reading LIMIT ?2",
    [VB_Q_PUT_EVENT_KEY] = "INSERT INTO event_key (key, reading) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    [VB_Q_EVENT_SKETCHES] = "SELECT c.cluster, c.sketch FROM event v JOIN event_cluster c ON c.event = v.id"
                            " WHERE v.reading = ?1 ORDER BY v.n",
    [VB_Q_PUT_EVENT_CLUSTER] = "INSERT INTO event_cluster (event, cluster, sketch) VALUES (?1, ?2, ?3)",
    [VB_Q_RENUMBER_EVENTS] = "UPDATE event_cluster SET cluster = ?2 WHERE cluster = ?1",
    [VB_Q_STATEMENT_CLUSTER] = "SELECT cluster FROM statement s JOIN quotation_cluster c ON c.statement = s.id"
                               " WHERE s.reading = ?1 AND s.n = ?2",
    [VB_Q_EVENT_CLUSTER] = "SELECT cluster FROM event v JOIN event_cluster c ON c.event = v.id WHERE v.reading = ?1 AND v.n = ?2",
    /* The newest readings alone. Words of several fragments have " … " between. */
    [VB_Q_STATEMENT_WORDINGS] =
        "SELECT s.uid, r.document, o.origin,"
        " (SELECT group_concat(words, ' … ') FROM (SELECT CAST(substr(CAST(d.text AS BLOB), p.beg + 1, p.fin - p.beg) AS TEXT) AS "
        "words"
        " FROM statement_span p WHERE p.statement = s.id AND p.role = 'content' ORDER BY p.n))"
        " FROM quotation_cluster c JOIN statement s ON s.id = c.statement JOIN reading r ON r.id = s.reading"
        " JOIN document d ON d.id = r.document LEFT JOIN text_origin o ON o.document = r.document WHERE c.cluster = ?1"
        " AND NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id) ORDER BY s.uid",
    [VB_Q_EVENT_WORDINGS] =
        "SELECT v.uid, r.document, o.origin,"
        " (SELECT CAST(substr(CAST(d.text AS BLOB), p.beg + 1, p.fin - p.beg) AS TEXT)"
        " FROM event_evidence p WHERE p.event = v.id ORDER BY p.n LIMIT 1)"
        " FROM event_cluster c JOIN event v ON v.id = c.event JOIN reading r ON r.id = v.reading"
        " JOIN document d ON d.id = r.document LEFT JOIN text_origin o ON o.document = r.document WHERE c.cluster = ?1"
        " AND NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id) ORDER BY v.uid",
    [VB_Q_ORIGIN_OF] = "SELECT r.document, coalesce(o.origin, r.document) FROM reading r"
                       " LEFT JOIN text_origin o ON o.document = r.document WHERE r.id = ?1",
};

/* ---- errors -------------------------------------------------------------------------------------------------------- */

vb_status vb_record_fail(const vb_record *record, int rc, vb_error *err)
{
    const char *file = record->path;

    if (rc == SQLITE_IOERR_NOMEM) return vb_fail_nomem(err);
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return vb_fail_nomem(err);
    case SQLITE_FULL:
        return vb_fail(err, VB_ERR_IO, "%s: disk full; what was stored before is kept: make room and run this again", file);
    case SQLITE_IOERR:
        return vb_fail(err, VB_ERR_IO,
                       "%s: disk error (SQLite %d: %s); what was stored before is kept: see to the disk and run this again", file,
                       rc, sqlite3_errstr(rc));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return vb_fail(err, VB_ERR_IO, "%s: %s; are the file and its folder writable?", file, sqlite3_errmsg(record->db));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return vb_fail(err, VB_ERR_RECORD, "%s: another program is writing to it; wait until that has ended", file);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return vb_fail(err, VB_ERR_RECORD, "%s: the file is damaged (%s); sqlite3's .recover saves what can be read", file,
                       sqlite3_errmsg(record->db));
    default:
        return vb_fail(err, VB_ERR_RECORD, "%s: %s (SQLite %d)", file, sqlite3_errmsg(record->db), rc);
    }
}

/* ---- queries --------------------------------------------------------------------------------------------------------- */

vb_status vb_record_query(vb_record *record, enum vb_query query, sqlite3_stmt **out, vb_error *err)
{
    sqlite3_stmt **at = &record->prepared[query];
    int            rc;

    *out = NULL;
    if (!*at && (rc = sqlite3_prepare_v3(record->db, queries[query], -1, SQLITE_PREPARE_PERSISTENT, at, NULL)) != SQLITE_OK)
        return vb_record_fail(record, rc, err);
    sqlite3_reset(*at);                            /* says again what the last step said, which has been reported */
    sqlite3_clear_bindings(*at);
    record->bound = SQLITE_OK;
    *out          = *at;
    return VB_OK;
}

void vb_record_bind_str(vb_record *record, sqlite3_stmt *query, int i, vb_str value)
{
    int rc =
        value.ptr ? sqlite3_bind_text64(query, i, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8) : sqlite3_bind_null(query, i);
    if (record->bound == SQLITE_OK) record->bound = rc;
}

void vb_record_bind_id(vb_record *record, sqlite3_stmt *query, int i, sqlite3_int64 value)
{
    int rc = sqlite3_bind_int64(query, i, value);
    if (record->bound == SQLITE_OK) record->bound = rc;
}

int vb_record_next(vb_record *record, sqlite3_stmt *query)
{
    return record->bound == SQLITE_OK ? sqlite3_step(query) : record->bound;
}

vb_status vb_record_step(vb_record *record, sqlite3_stmt *query, vb_error *err)
{
    int       rc = vb_record_next(record, query);
    vb_status st = rc == SQLITE_DONE ? VB_OK : vb_record_fail(record, rc, err);

    sqlite3_reset(query);
    return st;
}

vb_status vb_record_run(vb_record *record, enum vb_query which, vb_error *err)
{
    sqlite3_stmt *query;
    vb_status     st = vb_record_query(record, which, &query, err);

    return st == VB_OK ? vb_record_step(record, query, err) : st;
}

vb_status vb_record_find_id(vb_record *record, sqlite3_stmt *query, sqlite3_int64 *id, vb_error *err)
{
    int       rc = vb_record_next(record, query);
    vb_status st = rc == SQLITE_ROW || rc == SQLITE_DONE ? VB_OK : vb_record_fail(record, rc, err);

    *id = rc == SQLITE_ROW ? sqlite3_column_int64(query, 0) : 0;
    sqlite3_reset(query);
    return st;
}

static vb_status run_sql(vb_record *record, const char *sql, vb_error *err)
{
    int rc = sqlite3_exec(record->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? VB_OK : vb_record_fail(record, rc, err);
}

/* The one number that a PRAGMA gives. */
static int read_number(vb_record *record, const char *sql, sqlite3_int64 *out)
{
    sqlite3_stmt *query = NULL;
    int           rc    = sqlite3_prepare_v2(record->db, sql, -1, &query, NULL);

    if (rc == SQLITE_OK && (rc = sqlite3_step(query)) == SQLITE_ROW) {
        *out = sqlite3_column_int64(query, 0);
        rc   = SQLITE_OK;
    } else if (rc == SQLITE_DONE) {
        rc = SQLITE_CORRUPT;
    }
    sqlite3_finalize(query);
    return rc;
}

/* ---- what queries ask of the words of names and texts: words.c ------------------------------------------------------ */

static vb_str string_of(sqlite3_value *value)
{
    const unsigned char *text = sqlite3_value_text(value);
    return text ? (vb_str){ (const char *)text, (size_t)sqlite3_value_bytes(value) } : (vb_str){ 0 };
}

static void sql_name_has(sqlite3_context *context, int n, sqlite3_value **arguments)
{
    (void)n;
    sqlite3_result_int(context, vb_words_follow_in(string_of(arguments[0]), string_of(arguments[1])));
}

static void sql_names(sqlite3_context *context, int n, sqlite3_value **arguments)
{
    vb_str   form = string_of(arguments[2]);
    unsigned v;

    (void)n;
    sqlite3_result_int(context, form.ptr && vb_record_find_name(&vb_names_form, form.ptr, &v) &&
                                    vb_words_name(string_of(arguments[0]), string_of(arguments[1]), (vb_mention_form)v));
}

/* ---- opening --------------------------------------------------------------------------------------------------------- */

enum file_state { FILE_MISSING, FILE_EMPTY, FILE_OURS, FILE_OTHER };

/* Whether a file is a record, from its first bytes alone: SQLite would already write beside a stranger's database. */
static vb_status look_at_file(const char *path, const char *shown, enum file_state *state, vb_error *err)
{
    static const char magic[16] = "SQLite format 3";
    unsigned char     head[100];
    size_t            n = 0;
    ssize_t           got;
    struct stat       about;
    vb_status         st = VB_OK;
    int               fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);   /* a pipe must not keep us waiting */

    *state = FILE_MISSING;
    if (fd < 0 && errno == ENOENT) return VB_OK;
    if (fd < 0) return vb_fail(err, VB_ERR_IO, "%s: %s", shown, strerror(errno));
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        st = vb_fail(err, VB_ERR_IO, "%s: not a plain file", shown);
        goto done;
    }
    while (n < sizeof head && ((got = read(fd, head + n, sizeof head - n)) > 0 || (got < 0 && errno == EINTR)))
        n += got > 0 ? (size_t)got : 0;
    if (n < sizeof head && got < 0) {
        st = vb_fail(err, VB_ERR_IO, "%s: %s", shown, strerror(errno));
        goto done;
    }
    if (n == 0) {
        *state = FILE_EMPTY;
    } else {
        uint32_t id =
            n < sizeof head ? 0 : (uint32_t)head[68] << 24 | (uint32_t)head[69] << 16 | (uint32_t)head[70] << 8 | head[71];
        *state      = id == VB_RECORD_APPLICATION_ID && memcmp(head, magic, sizeof magic) == 0 ? FILE_OURS : FILE_OTHER;
    }
done:
    close(fd);
    return st;
}

/* The file under its real name: a lock taken through a symbolic link must be the same lock. A missing file keeps its name. */
static vb_status real_name(const char *path, char real[PATH_MAX], vb_error *err)
{
    if (*path == '\0') return vb_fail(err, VB_ERR_IO, "a record needs a file name");
    if (realpath(path, real)) return VB_OK;
    if (errno != ENOENT) return vb_fail(err, VB_ERR_IO, "%s: %s", path, strerror(errno));
    /* "./" so that SQLite does not take ":memory:" for more than a name. */
    if ((size_t)snprintf(real, PATH_MAX, "%s%s", *path == '/' ? "" : "./", path) >= PATH_MAX)
        return vb_fail(err, VB_ERR_IO, "%s: %s", path, strerror(ENAMETOOLONG));
    return VB_OK;
}

static int open_db(vb_record *record, const char *name, int flags)
{
    int rc;

    sqlite3_close(record->db);
    record->db = NULL;
    rc = sqlite3_open_v2(name, &record->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (!record->db) return SQLITE_NOMEM;
    if (rc != SQLITE_OK) return rc;
    sqlite3_extended_result_codes(record->db, 1);
    sqlite3_busy_timeout(record->db, BUSY_TIMEOUT_MS);
    /* The file may come from anybody: nothing that its schema says may call functions with an effect, or write into the schema. */
    sqlite3_db_config(record->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(record->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    rc = sqlite3_create_function_v2(record->db, "verbale_names", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                                    sql_names, NULL, NULL, NULL);
    if (rc != SQLITE_OK) return rc;
    return sqlite3_create_function_v2(record->db, "verbale_name_has", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                      NULL, sql_name_has, NULL, NULL, NULL);
}

/* A finished record in a folder that we may not write to (a mounted archive): SQLite reads it when told that nobody writes. */
static int open_archived(vb_record *record, const char *real)
{
    static const char hex[] = "0123456789ABCDEF";
    char              name[3 * PATH_MAX + 32], *to = name;
    struct stat       about;
    int               n = snprintf(name, sizeof name, "%s-wal", real);

    if (n < 0 || stat(name, &about) == 0) return SQLITE_CANTOPEN;           /* somebody does, or was killed doing it */
    to += snprintf(to, 8, "file:");
    for (const char *from = real; *from; from++)
        if (strchr("%?#", *from)) {
            *to++ = '%';
            *to++ = hex[(unsigned char)*from >> 4];
            *to++ = hex[(unsigned char)*from & 15];
        } else {
            *to++ = *from;
        }
    memcpy(to, "?immutable=1", sizeof "?immutable=1");
    return open_db(record, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

/* ---- versions ---------------------------------------------------------------------------------------------------------- */

static vb_status check_foreign_keys(vb_record *record, vb_error *err)
{
    sqlite3_stmt *query = NULL;
    int           rc    = sqlite3_prepare_v2(record->db, "PRAGMA foreign_key_check", -1, &query, NULL);

    if (rc == SQLITE_OK) rc = sqlite3_step(query);
    sqlite3_finalize(query);
    if (rc == SQLITE_ROW) return vb_fail(err, VB_ERR_RECORD, "%s: a row points to one that is not there", record->path);
    return rc == SQLITE_DONE ? VB_OK : vb_record_fail(record, rc, err);
}

/* One version up, in one transaction. */
static vb_status migrate_once(vb_record *record, size_t version, const char *sql, vb_error *err)
{
    char      stamp[96];
    vb_status st;

    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %zu;", VB_RECORD_APPLICATION_ID, version + 1);
    if ((st = run_sql(record, "BEGIN IMMEDIATE", err)) != VB_OK) return st;
    if ((st = run_sql(record, sql, err)) != VB_OK) goto done;
    if ((st = run_sql(record, stamp, err)) != VB_OK) goto done;
    if (version > 0 && (st = check_foreign_keys(record, err)) != VB_OK) goto done;
    st = run_sql(record, "COMMIT", err);
done:
    if (!sqlite3_get_autocommit(record->db)) sqlite3_exec(record->db, "ROLLBACK", NULL, NULL, NULL);
    return st;
}

/* FTS5 is a part of SQLite that a distribution may leave out; without it a record could be read in part and not written. */
int vb_record_has_full_text(sqlite3 *db, bool *has)
{
    sqlite3_stmt *query = NULL;
    int           rc    = sqlite3_prepare_v2(db, "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'", -1, &query, NULL);

    if (rc == SQLITE_OK) rc = sqlite3_step(query);
    *has = rc == SQLITE_ROW;
    sqlite3_finalize(query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static vb_status check_version(vb_record *record, vb_record_mode mode, const struct vb_migrations *migrations, vb_error *err)
{
    sqlite3_int64 application = 0, version = 0, tables = 0;
    bool          full_text;
    vb_status     st;
    int           rc;

    if ((rc = read_number(record, "PRAGMA application_id", &application)) != SQLITE_OK ||
        (rc = read_number(record, "PRAGMA user_version", &version)) != SQLITE_OK ||
        (rc = read_number(record, "SELECT count(*) FROM sqlite_schema", &tables)) != SQLITE_OK)
        return vb_record_fail(record, rc, err);
    if (application != VB_RECORD_APPLICATION_ID && (application || version || tables || mode == VB_RECORD_READ))
        return vb_fail(err, VB_ERR_RECORD, "%s: not a record of verbale", record->path);
    if (version < 0 || (size_t)version > migrations->n)
        return vb_fail(err, VB_ERR_RECORD, "%s: record version %lld is newer than this program's %zu; use a newer verbale",
                       record->path, (long long)version, migrations->n);
    if ((rc = vb_record_has_full_text(record->db, &full_text)) != SQLITE_OK) return vb_record_fail(record, rc, err);
    if (!full_text)
        return vb_fail(err, VB_ERR_RECORD, "%s: this SQLite (%s) was built without FTS5, which records need", record->path,
                       sqlite3_libversion());
    if ((size_t)version == migrations->n) return VB_OK;
    if (mode == VB_RECORD_READ)
        return vb_fail(err, VB_ERR_RECORD,
                       "%s: record version %lld is older than this program's %zu; `verbale read --record` brings it up to date",
                       record->path, (long long)version, migrations->n);
    for (size_t v = (size_t)version; v < migrations->n; v++)
        if ((st = migrate_once(record, v, migrations->sql[v], err)) != VB_OK) return st;
    return VB_OK;
}

/* ---- the door ------------------------------------------------------------------------------------------------------------ */

static vb_status open_file(vb_record *record, vb_record_mode mode, const struct vb_migrations *migrations, vb_error *err)
{
    char            real[PATH_MAX];
    enum file_state state;
    sqlite3_int64   any;
    vb_status       st;
    int             rc;

    if ((st = real_name(record->path, real, err)) != VB_OK) return st;
    if ((st = look_at_file(real, record->path, &state, err)) != VB_OK) return st;
    if (state == FILE_MISSING && mode == VB_RECORD_READ) return vb_fail(err, VB_ERR_IO, "%s: %s", record->path, strerror(ENOENT));
    if (state == FILE_OTHER || (state == FILE_EMPTY && mode == VB_RECORD_READ))
        return vb_fail(err, VB_ERR_RECORD, "%s: not a record of verbale", record->path);

    if (mode == VB_RECORD_WRITE) {
        if ((st = vb_writer_lock_take(real, record->path, &record->lock, err)) != VB_OK) return st;
        if ((rc = open_db(record, real, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) != SQLITE_OK)
            return vb_record_fail(record, rc, err);
        if (sqlite3_db_readonly(record->db, "main") > 0)
            return vb_fail(err, VB_ERR_IO, "%s: may be read, not written", record->path);
        /* In migrations foreign keys are off, because rebuilding a table would empty those that point to it. */
        if ((st = check_version(record, mode, migrations, err)) != VB_OK) return st;
        /* Readers go on while a document is written. FULL: a document that was reported as stored outlives a power cut. */
        return run_sql(record, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", err);
    }
    if ((rc = open_db(record, real, SQLITE_OPEN_READWRITE)) != SQLITE_OK) return vb_record_fail(record, rc, err);
    rc = read_number(record, "SELECT count(*) FROM sqlite_schema", &any);
    if ((rc & 0xff) == SQLITE_READONLY || (rc & 0xff) == SQLITE_CANTOPEN) rc = open_archived(record, real);
    if (rc != SQLITE_OK) return vb_record_fail(record, rc, err);
    if ((st = run_sql(record, "PRAGMA query_only = ON", err)) != VB_OK) return st;
    return check_version(record, mode, migrations, err);
}

vb_status vb_record_open_with(const char *path, vb_record_mode mode, const struct vb_migrations *migrations, vb_record **out,
                              vb_error *err)
{
    vb_record *record = vb_alloc(sizeof *record);
    size_t     n      = strlen(path) + 1;
    vb_status  st;

    *out = NULL;
    if (!record) return vb_fail_nomem(err);
    *record = (vb_record){ .lock = { -1, NULL } };
    if (!(record->path = vb_alloc(n))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    memcpy(record->path, path, n);
    if ((st = open_file(record, mode, migrations, err)) != VB_OK) goto done;

    *out   = record;
    record = NULL;                                 /* now the caller's to close */
done:
    vb_record_close(record);
    return st;
}

vb_status vb_record_open(const char *path, vb_record_mode mode, vb_record **record, vb_error *err)
{
    return vb_record_open_with(path, mode, &vb_record_migrations, record, err);
}

void vb_record_close(vb_record *record)
{
    int rc;

    if (!record) return;
    for (size_t i = 0; i < VB_N_QUERIES; i++) sqlite3_finalize(record->prepared[i]);
    rc = sqlite3_close(record->db);
    assert(rc == SQLITE_OK);                       /* else a query was left open */
    (void)rc;
    vb_writer_lock_release(&record->lock);         /* last: closing still writes */
    vb_arena_free(&record->arena);
    vb_free(record->key.at);
    vb_free(record->paragraphs.at);
    vb_free(record->entities.at);
    vb_free(record->mentions.at);
    vb_free(record->sectors.at);
    vb_free(record->offices.at);
    vb_free(record->times.at);
    vb_free(record->places.at);
    vb_free(record->statements.at);
    vb_free(record->spans.at);
    vb_free(record->events.at);
    vb_free(record->contexts.at);
    vb_free(record->participants.at);
    vb_free(record->evidence.at);
    vb_free(record->positions.at);
    vb_free(record->designations.at);
    vb_free(record->path);
    vb_free(record);
}
