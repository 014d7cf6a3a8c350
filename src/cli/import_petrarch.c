/*
 * verbale kb import-petrarch: dictionaries of the TABARI and PETRARCH families into tables of the user's own.
 */
#include "cli.h"
#include "dictionary.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct import {
    struct vb_cli_console     *console;
    struct vb_dictionary_rows *rows;
    size_t                     n_defects;
    bool                       failed;             /* a file could not be read, or is of no kind */
};

static void say_defect(void *ctx, const char *line)
{
    struct import *import = ctx;

    vb_cli_say(import->console, "%s", line);
}

/* What a defect is called by: the file's own name, as tables are named. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

static vb_status import_file(struct import *import, const char *path, enum vb_dictionary_kind kind, vb_error *err)
{
    vb_str    bytes;
    vb_status st = vb_read_file(path, VB_DICTIONARY_FILE_MAX, &bytes, err);

    if (st == VB_ERR_NOMEM) return st;
    if (st != VB_OK) {
        vb_cli_say(import->console, "%s", err->msg);
        import->failed = true;
        return VB_OK;
    }
    if (kind == VB_DICTIONARY_N_KINDS) kind = vb_dictionary_guess(bytes);
    if (kind == VB_DICTIONARY_N_KINDS) {
        vb_cli_say(import->console, "%s: nothing tells what dictionary this is; --kind says it", path);
        import->failed = true;
    } else {
        const char *name = vb_dictionary_kind_name(kind);
        const char *file = base_name(path);            /* neither is NULL, which the sanitizers' compiler cannot see */
        vb_cli_note(import->console, "%s: %s", file ? file : "", name ? name : "");
        st = vb_dictionary_import(import->rows, kind, base_name(path), bytes, say_defect, import, &import->n_defects, err);
    }
    vb_free((void *)(uintptr_t)bytes.ptr);
    return st;
}

/* Write the tables that have rows; one of an earlier import that has none now goes. */
static bool write_tables(struct import *import, const char *out)
{
    struct vb_arena arena = { 0 };
    const char     *dir   = vb_arena_printf(&arena, "%s/dictionary", out), *name;
    bool            fine  = dir != NULL;

    if (fine && ((mkdir(out, 0777) != 0 && errno != EEXIST) || (mkdir(dir, 0777) != 0 && errno != EEXIST))) {
        vb_cli_say(import->console, "%s: %s", out, strerror(errno));
        vb_arena_free(&arena);
        return false;
    }
    for (unsigned t = 0; fine && (name = vb_dictionary_table_name(t)) != NULL; t++) {
        const char *path = vb_arena_printf(&arena, "%s/%s.tsv", dir, name);
        size_t      n    = vb_dictionary_table_size(import->rows, t);
        vb_str      text;
        vb_error    err  = { 0 };
        if (!path) fine = false;
        else if (n == 0) unlink(path);
        else if (vb_dictionary_table_text(import->rows, t, &arena, &text, &err) != VB_OK) fine = false;
        else if (!vb_cli_write_file(import->console, path, text.ptr, text.len)) {
            vb_arena_free(&arena);
            return false;
        } else {
            printf("%-16s %zu\n", name, n);
        }
    }
    if (!fine) vb_cli_say(import->console, "out of memory");
    vb_arena_free(&arena);
    return fine;
}

int vb_cli_import_petrarch(struct vb_cli_console *console, const char *out, const char *kind_name, int n_files, char *const *files)
{
    enum vb_dictionary_kind kind   = VB_DICTIONARY_N_KINDS;
    struct import           import = { .console = console };
    vb_error                err    = { 0 };
    vb_status               st;
    int                     code;

    if (n_files == 0) return vb_cli_usage("kb", "import-petrarch: which files?");
    if (!out) return vb_cli_usage("kb", "import-petrarch wants --out with the folder for the tables");
    for (unsigned k = 0; kind_name && k < VB_DICTIONARY_N_KINDS; k++)
        if (strcmp(kind_name, vb_dictionary_kind_name((enum vb_dictionary_kind)k)) == 0) kind = (enum vb_dictionary_kind)k;
    if (kind_name && kind == VB_DICTIONARY_N_KINDS)
        return vb_cli_usage("kb", "--kind %s: wants actors, agents, verbs, discards or issues", kind_name);
    st = vb_dictionary_rows_new(&import.rows, &err);
    for (int i = 0; st == VB_OK && i < n_files; i++) st = import_file(&import, files[i], kind, &err);
    if (st == VB_OK) st = vb_dictionary_import_end(import.rows, say_defect, &import, &import.n_defects, &err);
    if (st != VB_OK) {
        vb_cli_say(console, "%s", err.msg);
        code = VB_EXIT_MODELS;
    } else {
        code = write_tables(&import, out) && !import.failed ? VB_EXIT_DONE : VB_EXIT_INPUTS;
        vb_cli_note(console, "%zu defect%s", import.n_defects, import.n_defects == 1 ? "" : "s");
    }
    vb_dictionary_rows_free(import.rows);
    return code;
}
