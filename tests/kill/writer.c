/*
 * A writer to be killed: stores synthetic readings one after the other and says each that it was told is stored.
 *
 *   writer write RECORD FIRST LAST     puts the readings of seeds FIRST..LAST, prints "SEED added" or "SEED there"
 *   writer dump RECORD                 the record as NDJSON
 *   writer reference FIRST LAST        the same readings as NDJSON, with no record between
 *   writer check RECORD                integrity_check and foreign_key_check of SQLite, and the record's version
 */
#include "export.h"
#include "synthetic.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

static bool to_stdout(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    return fwrite(bytes, 1, n, stdout) == n;
}

static bool print_json(void *ctx, const struct vb_reading *reading)
{
    return vb_export_json(reading, (struct vb_out){ to_stdout, ctx }, NULL) == VB_OK;
}

static int say(const vb_error *err)
{
    fprintf(stderr, "writer: %s\n", err->msg);
    return 1;
}

static int write_all(const char *path, unsigned long first, unsigned long last)
{
    vb_record *record = NULL;
    vb_error   err    = { 0 };
    int        status = 0;

    if (vb_record_open(path, VB_RECORD_WRITE, &record, &err) != VB_OK) return say(&err);
    for (unsigned long seed = first; seed <= last; seed++) {
        struct synthetic s     = { 0 };
        bool             added = false;
        char             line[64];
        int              n;
        synthetic_make(&s, seed);
        if (vb_record_put(record, &s.reading, &added, &err) != VB_OK) status = say(&err);
        synthetic_free(&s);
        if (status != 0) break;
        n = snprintf(line, sizeof line, "%lu %s\n", seed, added ? "added" : "there");
        if (write(STDOUT_FILENO, line, (size_t)n) != n) break;     /* at once: what was said must hold after a kill */
    }
    vb_record_close(record);
    return status;
}

static int dump(const char *path)
{
    vb_record *record = NULL;
    vb_error   err    = { 0 };
    vb_status  st;

    if ((st = vb_record_open(path, VB_RECORD_READ, &record, &err)) != VB_OK) return say(&err);
    st = vb_record_each(record, true, print_json, NULL, &err);
    vb_record_close(record);
    return st == VB_OK ? 0 : say(&err);
}

static int reference(unsigned long first, unsigned long last)
{
    for (unsigned long seed = first; seed <= last; seed++) {
        struct synthetic s = { 0 };
        synthetic_make(&s, seed);
        if (!print_json(NULL, &s.reading)) return 1;
        synthetic_free(&s);
    }
    return 0;
}

static int print_row(void *ctx, int n, char **values, char **names)
{
    (void)ctx, (void)names;
    for (int i = 0; i < n; i++) printf("%s%s", i ? " " : "", values[i] ? values[i] : "NULL");
    putchar('\n');
    return 0;
}

static int check(const char *path)
{
    sqlite3 *db = NULL;
    int      rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);

    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, "PRAGMA integrity_check; PRAGMA foreign_key_check; PRAGMA user_version", print_row, NULL, NULL);
    if (rc != SQLITE_OK) fprintf(stderr, "writer: %s\n", sqlite3_errmsg(db));
    sqlite3_close(db);
    return rc == SQLITE_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    unsigned long last   = argc > 3 ? strtoul(argv[argc - 1], NULL, 10) : 0;
    unsigned long first  = argc > 3 ? strtoul(argv[argc - 2], NULL, 10) : 0;
    int           status = 2;

    if (argc == 5 && strcmp(argv[1], "write") == 0) status = write_all(argv[2], first, last);
    else if (argc == 3 && strcmp(argv[1], "dump") == 0) status = dump(argv[2]);
    else if (argc == 4 && strcmp(argv[1], "reference") == 0) status = reference(first, last);
    else if (argc == 3 && strcmp(argv[1], "check") == 0) status = check(argv[2]);
    else fputs("usage: writer write RECORD FIRST LAST | dump RECORD | reference FIRST LAST | check RECORD\n", stderr);
    if (fflush(stdout) != 0) return 1;
    return status;
}
