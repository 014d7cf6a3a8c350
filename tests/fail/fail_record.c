/*
 * The record when something fails: each allocation of ours, each allocation of SQLite, and each read, write, sync, truncate
 * and open of its files, one run for every n (SQLite's memory: every 53rd): alone, and with everything after it failing too.
 *
 * Wherever it happens: a message that names the file (or "out of memory"), a record that is sound afterwards and holds
 * what it held, and the same calls succeeding when the trouble is over.
 */
#include "export.h"
#include "synthetic.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#define CHECK(what) ((what) ? (void)0 : failed(#what, __LINE__))

static const char *doing = "";
static long        doing_n;

static void failed(const char *what, int line)
{
    fprintf(stderr, "fail_record.c:%d: %s, fault %ld: %s\n", line, doing, doing_n, what);
    exit(1);
}

/* ---- faults: the n-th call fails, and with `for_good` all after it ------------------------------------------------ */

struct fault { long left; bool for_good, happened; };          /* left < 0: off */
static struct fault memory = { -1, false, false }, disk = { -1, false, false };

static bool strikes(struct fault *f)
{
    if (f->left < 0) return false;
    if (f->left > 0) {
        f->left--;
        return false;
    }
    f->happened = true;
    if (!f->for_good) f->left = -1;
    return true;
}

static sqlite3_mem_methods real_memory;
static void *faulty_malloc(int n) { return strikes(&memory) ? NULL : real_memory.xMalloc(n); }
static void *faulty_realloc(void *p, int n) { return strikes(&memory) ? NULL : real_memory.xRealloc(p, n); }

static sqlite3_vfs *real_vfs;
static sqlite3_vfs  faulty_vfs;
struct faulty_file { sqlite3_file base; sqlite3_file *real; };
static sqlite3_file *real_of(sqlite3_file *f) { return ((struct faulty_file *)f)->real; }

static int file_close(sqlite3_file *f)
{
    int rc = real_of(f)->pMethods ? real_of(f)->pMethods->xClose(real_of(f)) : SQLITE_OK;
    free(real_of(f));
    return rc;
}
static int file_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return strikes(&disk) ? SQLITE_IOERR_READ : real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}
static int file_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    /* A full disk takes a part first. */
    if (strikes(&disk)) return n > 1 ? (real_of(f)->pMethods->xWrite(real_of(f), from, n / 2, at), SQLITE_FULL) : SQLITE_FULL;
    return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
}
static int file_truncate(sqlite3_file *f, sqlite3_int64 n)
{
    return strikes(&disk) ? SQLITE_IOERR_TRUNCATE : real_of(f)->pMethods->xTruncate(real_of(f), n);
}
static int file_sync(sqlite3_file *f, int flags)
{
    (void)f, (void)flags;                          /* nothing pulls the plug here, and thousands of real ones take minutes */
    return strikes(&disk) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}
static int file_size(sqlite3_file *f, sqlite3_int64 *n) { return real_of(f)->pMethods->xFileSize(real_of(f), n); }
static int file_lock(sqlite3_file *f, int level) { return real_of(f)->pMethods->xLock(real_of(f), level); }
static int file_unlock(sqlite3_file *f, int level) { return real_of(f)->pMethods->xUnlock(real_of(f), level); }
static int file_reserved(sqlite3_file *f, int *out) { return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out); }
static int file_control(sqlite3_file *f, int op, void *arg) { return real_of(f)->pMethods->xFileControl(real_of(f), op, arg); }
static int file_sector(sqlite3_file *f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); }
static int file_device(sqlite3_file *f) { return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f)); }
static int file_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return strikes(&disk) ? SQLITE_IOERR_SHMMAP : real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}
static int file_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    return real_of(f)->pMethods->xShmLock(real_of(f), at, n, flags);
}
static void file_shm_barrier(sqlite3_file *f) { real_of(f)->pMethods->xShmBarrier(real_of(f)); }
static int file_shm_unmap(sqlite3_file *f, int remove) { return real_of(f)->pMethods->xShmUnmap(real_of(f), remove); }

static const sqlite3_io_methods methods = {
    2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock, file_reserved, file_control,
    file_sector, file_device, file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap, NULL, NULL,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
    struct faulty_file *file = (struct faulty_file *)f;
    int                 rc;

    (void)vfs;
    file->base.pMethods = NULL;
    if (strikes(&disk)) return SQLITE_CANTOPEN;
    if (!(file->real = calloc(1, (size_t)real_vfs->szOsFile))) return SQLITE_NOMEM;
    rc = real_vfs->xOpen(real_vfs, name, file->real, flags, out_flags);
    if (rc != SQLITE_OK) free(file->real);
    else file->base.pMethods = &methods;
    return rc;
}

/* ---- what is done while it fails ------------------------------------------------------------------------------------- */

enum { N_BEFORE = 3 };                             /* readings that are in the record already, in the second round */
static char            path[64];
static struct gathered expected;                   /* all readings as JSON */

static bool print_json(void *ctx, const struct vb_reading *reading)
{
    return vb_export_json(reading, (struct vb_out){ gather, ctx }, NULL) == VB_OK;
}

static bool print_row(void *ctx, const struct vb_said_row *row)
{
    struct vb_out      out  = { gather, ctx }, line;
    struct vb_tsv_more more = { 0 };
    bool               done = vb_export_print_statement(row->reading, row->statement, (struct vb_print_options){ false, 80 }, out,
                                                        NULL) == VB_OK &&
                vb_export_print_cluster(row->cluster, (struct vb_print_options){ false, 80 }, out, NULL) == VB_OK &&
                vb_tsv_more(&more, row->cluster, out, &line, NULL) == VB_OK;

    vb_tsv_more_free(&more);
    return done;
}

static bool print_event(void *ctx, const struct vb_event_row *row)
{
    struct vb_out out = { gather, ctx };

    return vb_export_print_event(row->reading, row->event, (struct vb_print_options){ false, 80 }, out, NULL) == VB_OK &&
           vb_export_tsv_events(row->reading, out, NULL) == VB_OK;
}

static bool print_who(void *ctx, const struct vb_who *who)
{
    struct vb_out     out    = { gather, ((struct gathered **)ctx)[0] };
    vb_record        *record = ((vb_record **)ctx)[1];
    struct vb_reading reading;

    return vb_export_print_who(who, (struct vb_print_options){ false, 80 }, out, NULL) == VB_OK &&
           vb_record_reading(record, &who->texts[0], &reading, NULL) == VB_OK &&
           vb_export_tsv_who(who, 1, &reading, who->texts[0].entity, out, NULL) == VB_OK;
}

static size_t n_lines;             /* of the ledger: some reading must have one */

/* Stores a reading, closes, opens to read, lists everything into `all` and asks for statements. */
static vb_status store_and_ask(const struct vb_reading *made, struct gathered *all, vb_error *err)
{
    const struct vb_filter filter = {
        .actor = VB_STR("ünal"), .recipient = VB_STR("brien"), .since = VB_STR("1990"), .about = VB_STR("café"), .clusters = true};
    const struct vb_filter acts = {.actor = VB_STR("rossi"),
                                   .recipient = VB_STR("CHN:GOV"),
                                   .since = VB_STR("1990"),
                                   .types = 0xFFFF,
                                   .realis = 0x7F,
                                   .clusters = true};
    const struct vb_filter whom = { .actor = VB_STR("rossi") }, every = { .clusters = true };
    const int64_t          readings[] = { 1, 2, 1 };
    struct vb_origins      origins;
    const struct vb_filter sides = { .actor = VB_STR("brien"), .recipient = VB_STR("SWE") };
    struct vb_arena        arena = { 0 };
    struct vb_ledger       ledger;
    struct gathered             out    = { 0 };
    vb_record                  *record = NULL;
    bool                        added;
    vb_status                   st;

    if ((st = vb_record_open(path, VB_RECORD_WRITE, &record, err)) != VB_OK) goto done;
    if ((st = vb_record_compare(record, NULL, NULL, err)) != VB_OK) goto done;
    if ((st = vb_record_put(record, made, &added, err)) != VB_OK) {
        /* The handle stays usable: trouble that has passed is no reason to start again. */
        long           our = vb_alloc_fail_after;
        struct fault   m = memory, d = disk;
        struct vb_error again;
        vb_alloc_fail_after = memory.left = disk.left = -1;
        CHECK(vb_record_put(record, made, &added, &again) == VB_OK);
        vb_alloc_fail_after = our;
        memory = m;
        disk   = d;
        goto done;
    }
    vb_record_close(record);
    if ((st = vb_record_open(path, VB_RECORD_READ, &record, err)) != VB_OK) goto done;
    if ((st = vb_record_each(record, false, print_json, all, err)) != VB_OK) goto done;
    if ((st = vb_record_said(record, &filter, print_row, &out, err)) != VB_OK) goto done;
    if ((st = vb_record_events(record, &acts, print_event, &out, err)) != VB_OK) goto done;
    if ((st = vb_record_said(record, &every, print_row, &out, err)) != VB_OK) goto done;
    if ((st = vb_record_origins(record, readings, 3, &origins, err)) != VB_OK) goto done;
    if ((st = vb_record_who(record, &whom, print_who, (void *[]){ &out, record }, err)) != VB_OK) goto done;
    if ((st = vb_record_ledger(record, &sides, false, &arena, &ledger, err)) != VB_OK) goto done;
    n_lines += ledger.n;
done:
    vb_record_close(record);
    vb_arena_free(&arena);
    vb_free(out.bytes.at);
    return st;
}

static int is_ok(void *ctx, int n, char **values, char **names)
{
    (void)names;
    if (n == 1 && values[0] && strcmp(values[0], "ok") == 0) ++*(int *)ctx;
    else *(int *)ctx = -100;                       /* a row of foreign_key_check, or damage */
    return 0;
}

/* Sound, and holds what it held, with or without the new reading. */
static void check_record(int n_before)
{
    static const char sql[] = "PRAGMA integrity_check; PRAGMA foreign_key_check;"
                              "SELECT CASE count(*) - %d WHEN 0 THEN 'ok' WHEN 1 THEN 'ok' ELSE 'lost' END FROM reading";
    char     text[256];
    sqlite3 *db = NULL;
    int      ok = 0;

    if (access(path, F_OK) != 0) return;
    snprintf(text, sizeof text, sql, n_before);
    CHECK(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK);
    CHECK(sqlite3_exec(db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL) == SQLITE_OK);
    if (sqlite3_exec(db, "SELECT 1 FROM reading", NULL, NULL, NULL) == SQLITE_OK)
        CHECK(sqlite3_exec(db, text, is_ok, &ok, NULL) == SQLITE_OK && ok == 2);
    else CHECK(n_before == 0);                     /* it failed before there were tables */
    sqlite3_close(db);
}

static void remove_record(void)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal", "-lock" };
    char                     name[80];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

/* A record with the first `n` readings: made once, then written back as a file. n == 0: no file. */
static void make_record(const struct synthetic *made, int n)
{
    static vb_str image;
    vb_record    *record = NULL;
    FILE         *file;

    remove_record();
    if (n == 0) return;
    if (!image.ptr) {
        CHECK(vb_record_open(path, VB_RECORD_WRITE, &record, NULL) == VB_OK);
        for (int i = 0; i < n; i++) CHECK(vb_record_put(record, &made[i].reading, NULL, NULL) == VB_OK);
        vb_record_close(record);
        CHECK(vb_read_file(path, SIZE_MAX, &image, NULL) == VB_OK);
        return;
    }
    CHECK((file = fopen(path, "wb")) && fwrite(image.ptr, 1, image.len, file) == image.len && fclose(file) == 0);
}

/* ---- for every n -------------------------------------------------------------------------------------------------------- */

enum what { OUR_MEMORY, SQLITE_MEMORY, DISK };

static void arm(enum what what, long n, bool for_good)
{
    switch (what) {
    case OUR_MEMORY:    vb_alloc_fail_after = n; break;
    case SQLITE_MEMORY: memory = (struct fault){ n, for_good, false }; break;
    case DISK:          disk = (struct fault){ n, for_good, false }; break;
    }
}

/* Whether the armed fault was reached; all faults are off afterwards. */
static bool disarm(enum what what)
{
    bool happened = what == OUR_MEMORY ? vb_alloc_fail_after == 0 : what == SQLITE_MEMORY ? memory.happened : disk.happened;

    vb_alloc_fail_after = memory.left = disk.left = -1;
    return happened;
}

static void fail_each(enum what what, bool for_good, const struct synthetic *made, int n_before, const char *name)
{
    struct gathered all = { 0 };
    /* SQLite asks for memory over 50,000 times: every 53rd fails once, every 149th for good; every fourth time all is done
     * again. */
    long step = what != SQLITE_MEMORY ? 1 : for_good ? 149 : 53, again = what == SQLITE_MEMORY ? 4 : 1;
    long n = 0, n_faults = 0, n_errors = 0;

    doing = name;
    for (;; n += step) {
        vb_error  err = { 0 };
        vb_status st;
        bool      happened;
        doing_n = n;
        make_record(made, n_before);
        arm(what, n, for_good);
        all.bytes.n = 0;
        st       = store_and_ask(&made[n_before].reading, &all, &err);
        happened = disarm(what);
        CHECK(st == VB_OK || happened);
        if (st != VB_OK) {
            n_errors++;
            CHECK(st == VB_ERR_NOMEM || st == VB_ERR_IO || st == VB_ERR_RECORD);
            CHECK(err.code == st && strstr(err.msg, st == VB_ERR_NOMEM ? "out of memory" : path));
            CHECK(what == DISK || st == VB_ERR_NOMEM);
        }
        if (happened) check_record(n_before);
        if (n_faults % again == 0 || !happened || st == VB_OK) {
            all.bytes.n = 0;
            CHECK(store_and_ask(&made[n_before].reading, &all, &err) == VB_OK);
            CHECK(all.bytes.n == expected.bytes.n && memcmp(all.bytes.at, expected.bytes.at, all.bytes.n) == 0);
        }
        if (!happened) break;
        n_faults++;
    }
    CHECK(n_faults > 0 && n_errors > 0);
    printf("%s: %ld faults, %ld reported, the others made up for\n", name, n_faults, n_errors);
    fflush(stdout);
    vb_free(all.bytes.at);
}

int main(void)
{
    char             folder[] = "/dev/shm/verbale-fail-XXXXXX";   /* in memory: tens of thousands of small files come and go */
    struct synthetic made[N_BEFORE + 1] = { 0 };
    sqlite3_mem_methods faulty_memory;

    CHECK(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) == SQLITE_OK);
    faulty_memory          = real_memory;
    faulty_memory.xMalloc  = faulty_malloc;
    faulty_memory.xRealloc = faulty_realloc;
    CHECK(sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty_memory) == SQLITE_OK);
    CHECK(sqlite3_initialize() == SQLITE_OK);
    real_vfs            = sqlite3_vfs_find(NULL);
    faulty_vfs          = *real_vfs;
    faulty_vfs.pNext    = NULL;
    faulty_vfs.zName    = "faulty";
    faulty_vfs.szOsFile = sizeof(struct faulty_file);
    faulty_vfs.xOpen    = vfs_open;
    CHECK(sqlite3_vfs_register(&faulty_vfs, 1) == SQLITE_OK);

    CHECK(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/record.db", folder);
    /* Seeds whose readings have speakers, several statements and events, and a date, so that every query runs. */
    for (uint64_t seed = 1, n = 0; n <= N_BEFORE; seed++) {
        synthetic_make(&made[n], seed);
        if (made[n].reading.entities.n > 1 && made[n].reading.statements.n > 3 && made[n].reading.events.n > 1 &&
            made[n].reading.meta.date.ptr)
            n++;
        else synthetic_free(&made[n]);
    }
    for (int n_before = 0; n_before <= N_BEFORE; n_before += N_BEFORE) {
        expected.bytes.n = 0;
        for (int i = 0; i <= n_before; i++) CHECK(print_json(&expected, &made[i].reading));
        fail_each(OUR_MEMORY, true, made, n_before, n_before ? "our memory" : "our memory, new record");
        fail_each(SQLITE_MEMORY, false, made, n_before, n_before ? "SQLite's memory, once" : "SQLite's memory, once, new record");
        fail_each(SQLITE_MEMORY, true, made, n_before, n_before ? "SQLite's memory" : "SQLite's memory, new record");
        fail_each(DISK, false, made, n_before, n_before ? "disk, once" : "disk, once, new record");
        fail_each(DISK, true, made, n_before, n_before ? "disk" : "disk, new record");
    }
    remove_record();
    rmdir(folder);
    CHECK(n_lines > 0);
    for (int i = 0; i <= N_BEFORE; i++) synthetic_free(&made[i]);
    vb_free(expected.bytes.at);
    return 0;
}
