/*
 * What the files of record/ share: the open record, its prepared queries, and how a failing call of SQLite is reported.
 */
#ifndef VB_RECORD_DB_H
#define VB_RECORD_DB_H

#include "cluster.h"
#include "record.h"

#include <sqlite3.h>

#define VB_RECORD_APPLICATION_ID 0x5642414C        /* "VBAL", at byte 68 of the file */

/* ---- schema: sql[0] makes version 1 of an empty file, sql[1] makes version 2 of version 1, and so on ---------- */

struct vb_migrations { const char *const *sql; size_t n; };
extern const struct vb_migrations vb_record_migrations;

/* vb_record_open() with another list of migrations, so that tests can be the releases that come and went. */
vb_status vb_record_open_with(const char *path, vb_record_mode mode, const struct vb_migrations *migrations, vb_record **out,
                              vb_error *err);

/* ---- one writer: docs/adr/0006-one-writer.md ------------------------------------------------------------------- */

struct vb_writer_lock { int fd; char *path; };     /* path NULL: none is held */
vb_status vb_writer_lock_take(const char *file, const char *shown, struct vb_writer_lock *lock, vb_error *err);
void      vb_writer_lock_release(struct vb_writer_lock *lock);

/* ---- the open record -------------------------------------------------------------------------------------------- */

enum vb_query {
    VB_Q_BEGIN,
    VB_Q_COMMIT,
    VB_Q_ROLLBACK,
    VB_Q_SAVEPOINT,
    VB_Q_RELEASE,
    VB_Q_FIND_READING,
    VB_Q_PUT_RUN,
    VB_Q_FIND_RUN,
    VB_Q_PUT_DOCUMENT,
    VB_Q_PUT_DOCUMENT_TEXT,
    VB_Q_PUT_READING_TITLE,
    VB_Q_PUT_CALLED,
    VB_Q_PUT_CALLED_WORDS,
    VB_Q_FIND_DOCUMENT,
    VB_Q_PUT_READING,
    VB_Q_PUT_PARAGRAPH,
    VB_Q_NEXT_IDS,
    VB_Q_PUT_ENTITY,
    VB_Q_PUT_MENTION,
    VB_Q_PUT_SECTOR,
    VB_Q_PUT_OFFICE,
    VB_Q_PUT_TIME,
    VB_Q_PUT_PLACE,
    VB_Q_PUT_STATEMENT,
    VB_Q_PUT_SPAN,
    VB_Q_PUT_EVENT,
    VB_Q_PUT_CONTEXT,
    VB_Q_PUT_PARTICIPANT,
    VB_Q_PUT_EVIDENCE,
    VB_Q_PUT_POSITION,
    VB_Q_PUT_DESIGNATION,
    VB_Q_EACH,
    VB_Q_LOAD_READING,
    VB_Q_LOAD_PARAGRAPHS,
    VB_Q_LOAD_ENTITIES,
    VB_Q_LOAD_MENTIONS,
    VB_Q_LOAD_SECTORS,
    VB_Q_LOAD_OFFICES,
    VB_Q_LOAD_TIMES,
    VB_Q_LOAD_PLACES,
    VB_Q_LOAD_STATEMENTS,
    VB_Q_LOAD_SPANS,
    VB_Q_LOAD_EVENTS,
    VB_Q_LOAD_CONTEXTS,
    VB_Q_LOAD_PARTICIPANTS,
    VB_Q_LOAD_EVIDENCE,
    VB_Q_LOAD_POSITIONS,
    VB_Q_LOAD_DESIGNATIONS,
    VB_Q_NAMES_OF,
    VB_Q_COUNT_MENTIONS,
    VB_Q_SECTORS_OF,
    VB_Q_OFFICES_OF,
    VB_Q_NEXT_UNCOMPARED,
    VB_Q_PUT_NAMES,
    VB_Q_NAMES,
    VB_Q_DOCUMENT_OF,
    VB_Q_TEXT_OF,
    VB_Q_FIND_TEXT_KEY,
    VB_Q_PUT_TEXT_KEY,
    VB_Q_PUT_ORIGIN,
    VB_Q_RENUMBER_TEXTS,
    VB_Q_STATEMENT_IDS,
    VB_Q_FIND_QUOTATION_KEY,
    VB_Q_PUT_QUOTATION_KEY,
    VB_Q_QUOTATION,
    VB_Q_PUT_QUOTATION,
    VB_Q_RENUMBER_QUOTATIONS,
    VB_Q_EVENT_IDS,
    VB_Q_FIND_EVENT_KEY,
    VB_Q_PUT_EVENT_KEY,
    VB_Q_EVENT_SKETCHES,
    VB_Q_PUT_EVENT_CLUSTER,
    VB_Q_RENUMBER_EVENTS,
    VB_Q_STATEMENT_CLUSTER,
    VB_Q_EVENT_CLUSTER,
    VB_Q_STATEMENT_WORDINGS,
    VB_Q_EVENT_WORDINGS,
    VB_Q_ORIGIN_OF,
    VB_N_QUERIES
};

struct vb_record {
    sqlite3              *db;
    char                 *path;                    /* as it was given: messages name it */
    struct vb_writer_lock lock;
    sqlite3_stmt         *prepared[VB_N_QUERIES];  /* made when first used, kept until close */
    int                   bound;                   /* first error since vb_record_query() of binding a value */
    VB_LIST(char)         key;                     /* what a uid is the hash of */
    struct vb_arena       arena;                   /* the reading at hand: emptied before the next */
    VB_LIST(vb_paragraph) paragraphs;
    VB_LIST(vb_entity)    entities;
    VB_LIST(vb_mention)   mentions;
    VB_LIST(vb_str)       sectors;
    VB_LIST(vb_office)    offices;
    VB_LIST(vb_statement) statements;
    VB_LIST(vb_span)      spans;
    VB_LIST(vb_time)      times;
    VB_LIST(vb_place)     places;
    VB_LIST(vb_event)     events;
    VB_LIST(vb_str)       contexts;
    VB_LIST(vb_participant) participants;
    VB_LIST(vb_span)      evidence;
    VB_LIST(vb_position)  positions;
    VB_LIST(vb_designation) designations;
};

int vb_record_has_full_text(sqlite3 *db, bool *has);            /* FTS5; a result code of SQLite */
/* A prepared query, reset and with nothing bound. */
vb_status vb_record_query(vb_record *record, enum vb_query query, sqlite3_stmt **out, vb_error *err);
/* Bind value `i`; what it points to outlives the step. "Not given" is NULL. An error is kept in `bound`. */
void vb_record_bind_str(vb_record *record, sqlite3_stmt *query, int i, vb_str value);
void vb_record_bind_id(vb_record *record, sqlite3_stmt *query, int i, sqlite3_int64 value);
/* sqlite3_step(), or the error of a value that could not be bound: a row with a NULL too many must not be written. */
int vb_record_next(vb_record *record, sqlite3_stmt *query);
/* Run a query that gives no rows, and reset it. */
vb_status vb_record_step(vb_record *record, sqlite3_stmt *query, vb_error *err);
/* The same of one without values. */
vb_status vb_record_run(vb_record *record, enum vb_query which, vb_error *err);
/* The id in the first column of a query's first row, 0 where it has none; the query is reset. */
vb_status vb_record_find_id(vb_record *record, sqlite3_stmt *query, sqlite3_int64 *id, vb_error *err);
/* What SQLite's result code means for the user: the file, what happened, what to do. */
vb_status vb_record_fail(const vb_record *record, int rc, vb_error *err);

/*
 * uids of rows, as docs/record.md has them, in hex with a NUL. `document` is the document's uid; `repeat` tells rows that are the
 * same in one reading apart: the second is 1. False: no memory.
 */
bool vb_record_reading_uid(vb_record *record, const struct vb_reading *reading, const vb_meta *meta, char uid[65]);
bool vb_record_statement_uid(vb_record *record, vb_str document, const vb_statement *s, unsigned repeat, char uid[65]);
bool vb_record_event_uid(vb_record *record, vb_str document, const vb_event *e, unsigned repeat, char uid[65]);
bool vb_record_position_uid(vb_record *record, vb_str document, const vb_position *p, unsigned repeat, char uid[65]);
bool vb_record_designation_uid(vb_record *record, vb_str document, const vb_designation *d, unsigned repeat, char uid[65]);

/* The reading with this id, in memory of the record that the next call takes back. Checks all that the writers rely on. */
vb_status vb_record_load(vb_record *record, sqlite3_int64 id, struct vb_reading *out, vb_error *err);

/* ---- words of the enumerations ----------------------------------------------------------------------------------- */

struct vb_names { const char *const *at; unsigned n; };
extern const struct vb_names vb_names_role, vb_names_kind, vb_names_form, vb_names_type, vb_names_class, vb_names_polarity,
    vb_names_time_class, vb_names_time_mod, vb_names_time_basis, vb_names_event_type, vb_names_realis,
    vb_names_stance, vb_names_capacity, vb_names_ledger_section, vb_names_voice;
bool vb_record_find_name(const struct vb_names *names, const char *word, unsigned *out);

/*
 * Compare a stored reading with those before it (cluster_put.c). `reading` holds the rows that were stored. In a transaction of the
 * caller's, who rolls back after an error. VB_ERR_RECORD, VB_ERR_IO, VB_ERR_NOMEM.
 */
vb_status vb_cluster_reading(vb_record *record, sqlite3_int64 id, const struct vb_reading *reading, vb_error *err);
/* Clusters that a query has shown; {0} at first. `cluster` lives until the next call. */
struct vb_cluster_words_seen { vb_str words; uint64_t hash; uint32_t n; };
struct vb_cluster_seen {
    struct vb_cluster                     cluster;
    struct vb_arena                       arena;
    sqlite3_int64                        *slots;
    size_t                                n, room;
    vb_word_list                          words;
    VB_LIST(int64_t)                      documents, origins;  /* of each mention */
    VB_LIST(struct vb_cluster_words_seen) wordings;
};
/* The cluster of row `n` of a reading, an event's or a statement's; NULL where it has been shown. */
vb_status vb_cluster_next(vb_record *record, struct vb_cluster_seen *seen, bool events, sqlite3_int64 reading, sqlite3_int64 n,
                          const struct vb_cluster **out, vb_error *err);
void      vb_cluster_seen_free(struct vb_cluster_seen *seen);
void      vb_record_roll_back(vb_record *record);              /* and no query is left open */

/* ---- whom a query's name means -------------------------------------------------------------------------------------- */

/*
 * Ids of the entities that parameter `p` ("?1") means: by a name that a text has for them; with VB_MEANT also by role, demonym,
 * office and the code of their country. The index of words gives what may fit, `m` its query of `p`'s words in a row, and each
 * different name, role or title is looked at once.
 */
#define VB_CALLED(p, m, form, test) \
    "(SELECT words FROM called WHERE id IN (SELECT rowid FROM called_words WHERE called_words MATCH " m ") AND form = '" form \
    "' AND " test ")"
#define VB_NAMED(p, m) \
    "SELECT id FROM entity WHERE name IN " VB_CALLED(p, m, "name", "verbale_name_has(" p ", words)") \
    " UNION SELECT entity FROM mention WHERE form = 'name' AND words IN " VB_CALLED(p, m, "name", "verbale_name_has(" p ", words)")
#define VB_MEANT(p, m) \
    VB_NAMED(p, m) \
    " UNION SELECT entity FROM mention WHERE form = 'role' AND words IN " VB_CALLED( \
        p, m, \
        "role", "verbale_names(" p ", words, form)") " UNION SELECT entity FROM mention WHERE form = 'demonym' AND words " \
                                                     "IN " VB_CALLED(p, m, "demonym", \
                                                                     "verbale_names(" p \
                                                                     ", words, form)") " UNION SELECT entity FROM office WHERE " \
                                                                                       "title IN " VB_CALLED(p, m, "title", \
                                                                                                             "verbale_name_has(" p \
                                                                                                             ", words)") " UNION " \
                                                                                                                         "SELECT " \
                                                                                                                         "id " \
                                                                                                                         "FROM " \
                                                                                                                         "entity " \
                                                                                                                         "WHERE " \
                                                                                                                         "country" \
                                                                                                                         " = " p

/* ---- one filter for all queries: filter.c ---------------------------------------------------------------------------------- */

/*
 * A query is put together from fixed pieces, and values are bound, by one number each in all queries: 1 actor, 2 recipient, 3
 * about, 4 since, 5 until, 6 publisher, 7 country, 8 sector; and FTS5's queries of 9 text, 10 actor, 11 recipient, 12 about in a
 * row, 13 all words of about.
 */
struct vb_sql { char at[8192]; size_t n; };
void vb_sql_add(struct vb_sql *sql, const char *piece);
/* VB_ERR_LIMIT too long, VB_ERR_ENCODING no UTF-8, VB_ERR_RECORD no date, no code. */
vb_status vb_filter_check(const struct vb_filter *f, vb_error *err);
/*
 * "WITH …" the tables of ids that filter members mean: actor_ids where vb_filter_has_actor(), recipient_ids and about_ids where
 * these are given.
 */
void vb_filter_add_ids(struct vb_sql *sql, const struct vb_filter *f);
void vb_filter_add_meant(struct vb_sql *sql, vb_str value, bool actor);         /* "SELECT id …": parameter 1 or 2 */
bool vb_filter_has_actor(const struct vb_filter *f);           /* an actor, or a country or sector of it */
void vb_filter_add_entity(struct vb_sql *sql, const struct vb_filter *f);       /* " AND …" of an entity's id: country, sector */
void vb_filter_add_texts(struct vb_sql *sql, const struct vb_filter *f); /* " AND …" of a reading r: newest, its publisher, text */
void vb_filter_add_words(struct vb_sql *sql, const char *column, const struct vb_names *names, uint32_t bits);  /* " AND c IN …" */
vb_status vb_filter_prepare(vb_record *record, const struct vb_sql *sql, const struct vb_filter *f, sqlite3_stmt **query,
                            vb_error *err);
/*
 * A date is as long as it is exact, so two dates meet where the shorter begins the longer; the year alone uses the index.
 */
#define VB_DATE_MEETS(date)                                                                                                        \
    "(?4 IS NULL OR (" date " >= substr(?4, 1, 4) AND (" date " >= ?4 OR substr(?4, 1, length(" date ")) = " date ")))"            \
    " AND (?5 IS NULL OR " date " < ?5 || '~')"

/* ---- words of a query -------------------------------------------------------------------------------------------- */

bool vb_words_next(vb_str s, size_t *at, vb_str *word);        /* the next word of s[*at, s.len), or false */
/* Each word of `words` (one at least) is a word of text[span]. A word that only partly lies in the span does not count. */
bool vb_words_all_in(vb_str words, vb_str text, vb_span span);
/* Where the words of `words` (one at least) first follow each other in text[span]. */
bool vb_words_find(vb_str words, vb_str text, vb_span span, vb_span *found);
/* The same of a whole name. */
bool vb_words_follow_in(vb_str words, vb_str name);
/*
 * Whether a mention with these words is a mention of what `query` names: in a name the words follow each other; a demonym is the
 * query; a role's noun phrase has them before its first "of", "for" … and not as a possessor ("Anna Rossi's spokesman").
 */
bool vb_words_name(vb_str query, vb_str words, vb_mention_form form);

/* Code points of a string without case and accents, one at a time; 0 at the end. Start with { .of = string }. */
struct vb_fold { vb_str of; size_t at; uint32_t cp[32]; unsigned i, n; };
uint32_t vb_fold_next(struct vb_fold *f);
const char *vb_fold_plain(int32_t cp);             /* what is typed for a small letter that Unicode does not take apart, or NULL */

/* Queries of FTS5: of a filter of full text, of words in a row, of words in any order. Without a word the last two find nothing. */
struct vb_match { char at[8 * VB_FILTER_MAX + 64]; size_t n; };
vb_status vb_match_query(vb_str text, struct vb_match *m, vb_error *err);      /* as vb_record_check_text() */
void      vb_match_phrase(vb_str words, struct vb_match *m);
void      vb_match_all(vb_str words, struct vb_match *m);

#endif
