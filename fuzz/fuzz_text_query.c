/*
 * Any string as a filter of full text and as a name: what passes, FTS5 takes, and what is refused is refused with a message.
 */
#include "record_db.h"

#include <stdlib.h>
#include <string.h>

#define CHECK(what) do { if (!(what)) abort(); } while (0)

static void ask(const struct vb_match *m)
{
    static sqlite3_stmt *query;
    sqlite3             *db;

    CHECK(strlen(m->at) == m->n && m->n < sizeof m->at);
    if (!query) {
        CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
        CHECK(sqlite3_exec(
                  db,
                  "CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = \"unicode61 remove_diacritics 2 categories 'L* M* N*'\");"
                  "INSERT INTO t VALUES ('coal and gas')",
                  NULL, NULL, NULL) == SQLITE_OK);
        CHECK(sqlite3_prepare_v2(db, "SELECT count(*) FROM t WHERE t MATCH ?1", -1, &query, NULL) == SQLITE_OK);
    }
    CHECK(sqlite3_bind_text64(query, 1, m->at, m->n, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
    CHECK(sqlite3_step(query) == SQLITE_ROW);
    sqlite3_reset(query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vb_str          text = { (const char *)data, size };
    vb_error        err  = { 0 };
    vb_status       st   = vb_record_check_text(text, &err);
    struct vb_match m;

    CHECK(st == VB_OK || (err.code == st && err.msg[0]));
    if (st == VB_OK) {
        CHECK(vb_match_query(text, &m, NULL) == VB_OK);
        ask(&m);
    }
    if (size > VB_FILTER_MAX || vb_utf8_check(text) != size) return 0;
    vb_match_phrase(text, &m);
    ask(&m);
    vb_match_all(text, &m);
    ask(&m);
    return 0;
}
