/* Opposite src/record/record.c and writer_lock.c: which files open, which are refused, and who may write. */
#include "export.h"
#include "record_db.h"
#include "synthetic.h"

#include <dirent.h>
#include <signal.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];
static char path[96];

static vb_record *open_record(vb_record_mode mode)
{
    vb_record *record = NULL;
    vb_error   err    = { 0 };
    if (vb_record_open(path, mode, &record, &err) != VB_OK) fail_msg("%s", err.msg);
    return record;
}

static void refused(const char *file, vb_record_mode mode, vb_status expected, const char *because)
{
    vb_record *record = (vb_record *)&folder;      /* must become NULL */
    vb_error   err    = { 0 };
    assert_int_equal(vb_record_open(file, mode, &record, &err), expected);
    assert_null(record);
    if (!strstr(err.msg, because)) fail_msg("\"%s\" does not say \"%s\"", err.msg, because);
    if (*file && !strstr(err.msg, file)) fail_msg("\"%s\" does not name %s", err.msg, file);
}

static void put(vb_record *record, uint64_t seed)
{
    struct synthetic s   = { 0 };
    vb_error         err = { 0 };
    synthetic_make(&s, seed);
    if (vb_record_put(record, &s.reading, NULL, &err) != VB_OK) fail_msg("%s", err.msg);
    synthetic_free(&s);
}

static bool count(void *ctx, const struct vb_reading *reading)
{
    (void)reading;
    ++*(int *)ctx;
    return true;
}

static int count_of(vb_record *record)
{
    vb_error err = { 0 };
    int      n   = 0;
    if (vb_record_each(record, false, count, &n, &err) != VB_OK) fail_msg("%s", err.msg);
    return n;
}

static int n_files(void)
{
    DIR *d = opendir(folder);
    int  n = 0;
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void write_file(const char *name, const char *bytes, size_t n)
{
    FILE *f = fopen(name, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void run_sql(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void test_a_missing_record_is_made_by_a_writer_alone(void **state)
{
    (void)state;
    refused(path, VB_RECORD_READ, VB_ERR_IO, "No such file");
    assert_int_equal(n_files(), 0);
    vb_record_close(open_record(VB_RECORD_WRITE));
    assert_int_equal(n_files(), 1);                /* nothing stays beside it */
    vb_record_close(open_record(VB_RECORD_READ));
    assert_int_equal(n_files(), 1);
}

static void test_an_empty_file_is_a_record_to_be(void **state)
{
    vb_record *record;
    (void)state;
    write_file(path, "", 0);
    refused(path, VB_RECORD_READ, VB_ERR_RECORD, "not a record of verbale");
    record = open_record(VB_RECORD_WRITE);
    put(record, 1);
    vb_record_close(record);
}

static void test_what_is_no_record_is_refused_and_untouched(void **state)
{
    char          before[64 << 10], after[64 << 10];
    vb_str        now;
    size_t        n;
    struct stat   about;
    (void)state;
    for (int i = 0; i < 3; i++) {
        unlink(path);
        if (i == 0) write_file(path, "Talks on Thursday.\n", 19);
        else if (i == 1) run_sql("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
        else run_sql("PRAGMA journal_mode = WAL; CREATE TABLE t (a); PRAGMA user_version = 1");
        assert_int_equal(vb_read_file(path, sizeof before, &now, NULL), VB_OK);
        n = now.len;
        memcpy(before, now.ptr, n);
        vb_free((void *)(uintptr_t)now.ptr);
        refused(path, VB_RECORD_READ, VB_ERR_RECORD, "not a record of verbale");
        refused(path, VB_RECORD_WRITE, VB_ERR_RECORD, "not a record of verbale");
        assert_int_equal(vb_read_file(path, sizeof after, &now, NULL), VB_OK);
        assert_int_equal(now.len, n);
        assert_memory_equal(now.ptr, before, n);
        vb_free((void *)(uintptr_t)now.ptr);
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(n_files(), 1);
    }
}

static void test_what_is_no_plain_file_is_refused(void **state)
{
    char deep[160];
    (void)state;
    refused(folder, VB_RECORD_WRITE, VB_ERR_IO, "not a plain file");
    refused("", VB_RECORD_WRITE, VB_ERR_IO, "needs a file name");
    snprintf(deep, sizeof deep, "%s/none/r.db", folder);
    refused(deep, VB_RECORD_WRITE, VB_ERR_IO, "No such file");
    assert_int_equal(mkfifo(path, 0600), 0);
    refused(path, VB_RECORD_WRITE, VB_ERR_IO, "not a plain file");
}

static void test_names_that_sqlite_would_take_for_more(void **state)
{
    static const char *const names[] = { ":memory:", "a?b=c", "100%25#x", "file:x" };
    char cwd[512];
    (void)state;
    assert_non_null(getcwd(cwd, sizeof cwd));
    assert_int_equal(chdir(folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        vb_record *record = NULL;
        assert_int_equal(vb_record_open(names[i], VB_RECORD_WRITE, &record, NULL), VB_OK);
        vb_record_close(record);
        assert_int_equal(access(names[i], F_OK), 0);
        assert_int_equal(vb_record_open(names[i], VB_RECORD_READ, &record, NULL), VB_OK);
        vb_record_close(record);
        unlink(names[i]);
    }
    assert_int_equal(n_files(), 0);
    assert_int_equal(chdir(cwd), 0);
}

static void test_a_second_writer_is_refused_at_once_and_readers_go_on(void **state)
{
    vb_record *writer = open_record(VB_RECORD_WRITE), *reader;
    char       link_path[128], pid[32];
    int        status;
    pid_t      child;

    (void)state;
    put(writer, 1);
    snprintf(pid, sizeof pid, "process %ld is writing", (long)getpid());
    refused(path, VB_RECORD_WRITE, VB_ERR_RECORD, pid);
    snprintf(link_path, sizeof link_path, "%s/other-name.db", folder);
    assert_int_equal(symlink(path, link_path), 0);
    refused(link_path, VB_RECORD_WRITE, VB_ERR_RECORD, pid);
    if ((child = fork()) == 0) {                   /* a process of its own, as it will mostly be */
        vb_record *second = NULL;
        _exit(vb_record_open(path, VB_RECORD_WRITE, &second, NULL) == VB_ERR_RECORD ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);

    reader = open_record(VB_RECORD_READ);
    assert_int_equal(count_of(reader), 1);
    put(writer, 2);
    assert_int_equal(count_of(reader), 2);
    assert_int_equal(sqlite3_exec(writer->db, "BEGIN IMMEDIATE; DELETE FROM paragraph", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(count_of(reader), 2);         /* in the middle of a document, too */
    assert_int_equal(sqlite3_exec(writer->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    vb_record_close(writer);
    vb_record_close(open_record(VB_RECORD_WRITE)); /* the lock is gone with the writer */
    vb_record_close(reader);
    unlink(link_path);
    assert_int_equal(n_files(), 1);
}

static void test_a_killed_writer_leaves_no_lock(void **state)
{
    int    ready[2], status;
    char   byte;
    pid_t  child;
    (void)state;
    assert_int_equal(pipe(ready), 0);
    if ((child = fork()) == 0) {
        vb_record *record = NULL;
        if (vb_record_open(path, VB_RECORD_WRITE, &record, NULL) == VB_OK) put(record, 1);
        if (write(ready[1], "x", 1) == 1) pause();
        _exit(1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    refused(path, VB_RECORD_WRITE, VB_ERR_RECORD, "is writing to it");
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    close(ready[0]);
    close(ready[1]);
    vb_record *record = open_record(VB_RECORD_WRITE);
    assert_int_equal(count_of(record), 1);
    vb_record_close(record);
    assert_int_equal(n_files(), 1);
}

static void test_another_program_that_writes_is_waited_for_then_named(void **state)
{
    vb_record       *record = open_record(VB_RECORD_WRITE);
    struct synthetic s      = { 0 };
    vb_error         err    = { 0 };
    sqlite3         *other;

    (void)state;
    sqlite3_busy_timeout(record->db, 50);
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    synthetic_make(&s, 1);
    assert_int_equal(vb_record_put(record, &s.reading, NULL, &err), VB_ERR_RECORD);
    assert_non_null(strstr(err.msg, "another program is writing"));
    assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(vb_record_put(record, &s.reading, NULL, &err), VB_OK);
    sqlite3_close(other);
    synthetic_free(&s);
    vb_record_close(record);
}

static void test_disk_full_is_named_and_the_record_stays_sound(void **state)
{
    vb_record       *record = open_record(VB_RECORD_WRITE);
    struct synthetic s      = { 0 };
    vb_error         err    = { 0 };
    vb_status        st     = VB_OK;
    uint64_t         seed   = 1;

    (void)state;
    assert_int_equal(sqlite3_exec(record->db, "PRAGMA max_page_count = 60", NULL, NULL, NULL), SQLITE_OK);
    while (st == VB_OK) {
        synthetic_free(&s);
        synthetic_make(&s, seed++);
        st = vb_record_put(record, &s.reading, NULL, &err);
    }
    assert_int_equal(st, VB_ERR_IO);
    assert_non_null(strstr(err.msg, "disk full"));
    assert_int_equal(count_of(record), (int)seed - 2);
    assert_int_equal(sqlite3_exec(record->db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(vb_record_put(record, &s.reading, NULL, &err), VB_OK);
    assert_int_equal(count_of(record), (int)seed - 1);
    synthetic_free(&s);
    vb_record_close(record);
}

/* ---- versions ------------------------------------------------------------------------------------------------------- */

#define ADD_SECTION "ALTER TABLE reading ADD COLUMN section TEXT;"
static const char                 next_version[] = ADD_SECTION "UPDATE reading SET section = 'politics'";
static const char                 broken[]       = ADD_SECTION "DELETE FROM mention; SELECT nothing";
static const char                 loose[]        = "DELETE FROM run";
enum { NOW = 6 };                                  /* the version of this program's records */
static const char                *later_sql[NOW + 1];
static const struct vb_migrations later          = { later_sql, NOW + 1 };

static void be_later(const char *next)
{
    assert_int_equal(vb_record_migrations.n, NOW);
    for (size_t i = 0; i < NOW; i++) later_sql[i] = vb_record_migrations.sql[i];
    later_sql[NOW] = next;
}

static const char *versions(char line[96], int file, const char *is, int program)
{
    snprintf(line, 96, "record version %d is %s than this program's %d", file, is, program);
    return line;
}

static void make_three(void)
{
    vb_record *record = open_record(VB_RECORD_WRITE);
    for (uint64_t seed = 1; seed <= 3; seed++) put(record, seed);
    vb_record_close(record);
}

static void test_a_newer_record_is_refused(void **state)
{
    char line[96], back[64];

    (void)state;
    make_three();
    run_sql("PRAGMA user_version = 77");
    refused(path, VB_RECORD_READ, VB_ERR_RECORD, versions(line, 77, "newer", NOW));
    refused(path, VB_RECORD_WRITE, VB_ERR_RECORD, versions(line, 77, "newer", NOW));
    snprintf(back, sizeof back, "PRAGMA user_version = %d", NOW);
    run_sql(back);
    vb_record *record = open_record(VB_RECORD_READ);
    assert_int_equal(count_of(record), 3);
    vb_record_close(record);
}

static void test_an_older_record_is_brought_up_to_date_by_a_writer(void **state)
{
    vb_record *record = NULL;
    vb_error   err    = { 0 };
    char       line[96];

    (void)state;
    make_three();
    be_later(next_version);
    assert_int_equal(vb_record_open_with(path, VB_RECORD_READ, &later, &record, &err), VB_ERR_RECORD);
    assert_non_null(strstr(err.msg, versions(line, NOW, "older", NOW + 1)));
    assert_int_equal(vb_record_open_with(path, VB_RECORD_WRITE, &later, &record, &err), VB_OK);
    assert_int_equal(count_of(record), 3);
    assert_int_equal(sqlite3_exec(record->db, "SELECT section FROM reading", NULL, NULL, NULL), SQLITE_OK);
    vb_record_close(record);
    assert_int_equal(vb_record_open_with(path, VB_RECORD_READ, &later, &record, &err), VB_OK);
    assert_int_equal(count_of(record), 3);
    vb_record_close(record);
    refused(path, VB_RECORD_WRITE, VB_ERR_RECORD, versions(line, NOW + 1, "newer", NOW));
}

static void test_a_migration_that_fails_changes_nothing(void **state)
{
    static const char *const bad[] = { broken, loose };        /* an error half way; rows that point to nothing */
    vb_record *record = NULL;
    vb_error   err    = { 0 };

    (void)state;
    make_three();
    for (size_t i = 0; i < 2; i++) {
        be_later(bad[i]);
        assert_int_equal(vb_record_open_with(path, VB_RECORD_WRITE, &later, &record, &err), VB_ERR_RECORD);
        record = open_record(VB_RECORD_WRITE);
        assert_int_equal(count_of(record), 3);
        assert_int_not_equal(sqlite3_exec(record->db, "SELECT section FROM reading", NULL, NULL, NULL), SQLITE_OK);
        vb_record_close(record);
    }
}

/* Records written by releases open, migrated where they must be, and give what the release gave. */
static bool print_json(void *ctx, const struct vb_reading *reading)
{
    return vb_export_json(reading, (struct vb_out){ gather, ctx }, NULL) == VB_OK;
}

static void test_records_of_earlier_releases(void **state)
{
    static const char *const releases[] = { "0.1.0", "0.2.0", "0.3.0" };
    const char              *source     = getenv("VERBALE_SOURCE");

    (void)state;
    for (size_t i = 0; i < sizeof releases / sizeof *releases; i++) {
        char            name[512];
        vb_str          bytes;
        struct gathered now    = { 0 };
        vb_record      *record;
        snprintf(name, sizeof name, "%s/tests/fixtures/records/%s.db", source ? source : ".", releases[i]);
        if (vb_read_file(name, 16 << 20, &bytes, NULL) != VB_OK) fail_msg("%s is missing", name);
        write_file(path, bytes.ptr, bytes.len);
        vb_free((void *)(uintptr_t)bytes.ptr);
        record = open_record(VB_RECORD_WRITE);
        assert_int_equal(vb_record_each(record, true, print_json, &now, NULL), VB_OK);
        put(record, 1000);
        vb_record_close(record);
        snprintf(name, sizeof name, "%s/tests/fixtures/records/%s.ndjson", source ? source : ".", releases[i]);
        assert_int_equal(vb_read_file(name, 16 << 20, &bytes, NULL), VB_OK);
        assert_int_equal(now.bytes.n, bytes.len);
        assert_memory_equal(now.bytes.at, bytes.ptr, bytes.len);
        vb_free((void *)(uintptr_t)bytes.ptr);
        vb_free(now.bytes.at);
        unlink(path);
    }
}

/* What a record of version 1 has no column for is filled in where its text says it, and NULL where it does not. */
static void test_what_version_1_lacked(void **state)
{
    static const struct { const char *sql; bool is; } facts[] = {
        { "SELECT count(*) > 0 FROM mention", true },
        { "SELECT count(*) FROM mention WHERE words IS NULL", false },
        { "SELECT count(*) FROM mention m JOIN entity e ON e.id = m.entity JOIN reading r ON r.id = e.reading JOIN document d"
          " ON d.id = r.document WHERE m.words <> CAST(substr(CAST(d.text AS BLOB), m.beg + 1, m.fin - m.beg) AS TEXT)", false },
        { "SELECT count(*) FROM entity WHERE country IS NOT NULL OR party IS NOT NULL OR kb IS NOT NULL", false },
        { "SELECT count(*) FROM statement WHERE document OR addressee OR channel OR time", false },
        { "SELECT count(*) FROM time", false },
        { "SELECT count(*) FROM place", false },
        { "SELECT count(*) FROM event", false },
        { "SELECT count(*) FROM v_event", false },
        { "SELECT count(*) FROM event_type", true },
        { "SELECT count(*) FROM position", false },
        { "SELECT count(*) FROM v_position", false },
        { "SELECT count(*) FROM v_designation", false },
    };
    const char *source = getenv("VERBALE_SOURCE");
    char        name[512], line[96];
    vb_str      bytes;
    vb_record  *record;

    (void)state;
    snprintf(name, sizeof name, "%s/tests/fixtures/records/0.1.0.db", source ? source : ".");
    assert_int_equal(vb_read_file(name, 16 << 20, &bytes, NULL), VB_OK);
    write_file(path, bytes.ptr, bytes.len);
    vb_free((void *)(uintptr_t)bytes.ptr);
    refused(path, VB_RECORD_READ, VB_ERR_RECORD, versions(line, 1, "older", NOW));
    record = open_record(VB_RECORD_WRITE);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        sqlite3_stmt *query;
        assert_int_equal(sqlite3_prepare_v2(record->db, facts[i].sql, -1, &query, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(query), SQLITE_ROW);
        if ((sqlite3_column_int(query, 0) != 0) != facts[i].is) fail_msg("%s: %d", facts[i].sql, sqlite3_column_int(query, 0));
        sqlite3_finalize(query);
    }
    vb_record_close(record);
}

/* ---- where nothing may be written -------------------------------------------------------------------------------------- */

static void test_an_archived_record_can_be_read(void **state)
{
    vb_record *record = NULL;

    (void)state;
    make_three();
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    if (geteuid() == 0) assert_int_equal(seteuid(65534), 0);    /* root may write everywhere */
    if (vb_record_open(path, VB_RECORD_READ, &record, NULL) == VB_OK) assert_int_equal(count_of(record), 3);
    else record = NULL;
    refused(path, VB_RECORD_WRITE, VB_ERR_IO, "cannot be written to");
    if (getuid() == 0) assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_non_null(record);
    vb_record_close(record);
    assert_int_equal(n_files(), 1);
}

/* ---------------------------------------------------------------------------------------------------------------------------- */

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/verbale-record-XXXXXX");
    if (!mkdtemp(folder) || chmod(folder, 0755) != 0) return -1;
    snprintf(path, sizeof path, "%s/r.db", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    chmod(folder, 0755);
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_missing_record_is_made_by_a_writer_alone, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_an_empty_file_is_a_record_to_be, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_what_is_no_record_is_refused_and_untouched, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_what_is_no_plain_file_is_refused, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_names_that_sqlite_would_take_for_more, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_a_second_writer_is_refused_at_once_and_readers_go_on, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_a_killed_writer_leaves_no_lock, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_another_program_that_writes_is_waited_for_then_named, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_disk_full_is_named_and_the_record_stays_sound, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_a_newer_record_is_refused, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_an_older_record_is_brought_up_to_date_by_a_writer, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_a_migration_that_fails_changes_nothing, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_records_of_earlier_releases, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_what_version_1_lacked, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_an_archived_record_can_be_read, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
