/*
 * verbale kb: the tables of knowledge/: compile them, check them, look a name up.
 */
#include "cli.h"
#include "knowledge.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
    const char *dirs[VB_CLI_KB_MAX];
    size_t      n_dirs;
    const char *data, *depfile, *out, *kind;
    bool        json;
    struct vb_cli_console console;
    struct vb_cli_output  output;
};

/* ---- files ------------------------------------------------------------------------------------------------------------------ */

bool vb_cli_write_file(struct vb_cli_console *console, const char *path, const char *bytes, size_t n)
{
    struct vb_arena arena = { 0 };
    const char     *half  = vb_arena_printf(&arena, "%s.%ld", path, (long)getpid());
    FILE           *file  = half ? fopen(half, "wb") : NULL;
    bool            fine  = file && fwrite(bytes, 1, n, file) == n;

    if (file && fclose(file) != 0) fine = false;
    if (fine && rename(half, path) != 0) fine = false;
    if (!fine) {
        vb_cli_say(console, "%s: %s", path, half ? strerror(errno) : "out of memory");
        if (file) unlink(half);
    }
    vb_arena_free(&arena);
    return fine;
}

/* Table files of a folder and its folders, and these: ninja then sees a new file as a change of its folder. */
static bool list_files(struct vb_arena *arena, const char *dir, int depth, FILE *to)
{
    DIR           *open = opendir(dir);
    struct dirent *entry;
    bool           fine = true;

    if (!open) return true;
    fprintf(to, " \\\n  %s", dir);
    while (fine && (entry = readdir(open)) != NULL) {
        const char *path;
        if (entry->d_name[0] == '.') continue;
        if (!(path = vb_arena_printf(arena, "%s/%s", dir, entry->d_name))) fine = false;
        else if (vb_str_ends(vb_str_of(path), VB_STR(".tsv"))) fprintf(to, " \\\n  %s", path);
        else if (depth == 0) fine = list_files(arena, path, depth + 1, to);
    }
    closedir(open);
    return fine;
}

static bool write_depfile(struct options *o, const char *out, const char *dir)
{
    struct vb_arena arena = { 0 };
    FILE           *file  = fopen(o->depfile, "w");
    bool            fine  = file != NULL;

    if (file) {
        fprintf(file, "%s:", out);
        fine = list_files(&arena, dir, 0, file) && fputs("\n", file) >= 0;
        if (fclose(file) != 0) fine = false;
    }
    if (!fine) vb_cli_say(&o->console, "%s: %s", o->depfile, strerror(errno));
    vb_arena_free(&arena);
    return fine;
}

/* ---- build and check ----------------------------------------------------------------------------------------------------------
 */

static void say_problem(void *ctx, const char *line)
{
    struct options *o = ctx;
    vb_cli_say(&o->console, "%s", line);
}

static int build(struct options *o, int argc, char **argv)
{
    const char *dir = argc > 1 ? argv[1] : "knowledge";
    vb_str      pack;
    vb_error    err = { 0 };
    bool        wrote;

    if (argc < 1) return vb_cli_usage("kb", "build into which file?");
    if (argc > 2) return vb_cli_usage("kb", "build takes a file and a folder");
    if (vb_knowledge_build(&dir, 1, NULL, say_problem, o, &pack, &err) != VB_OK) {
        vb_cli_say(&o->console, "%s", err.msg);
        return VB_EXIT_MODELS;
    }
    wrote = vb_cli_write_file(&o->console, argv[0], pack.ptr, pack.len) && (!o->depfile || write_depfile(o, argv[0], dir));
    vb_free((void *)(uintptr_t)pack.ptr);
    return wrote ? VB_EXIT_DONE : VB_EXIT_INPUTS;
}

static vb_status open_pack(const struct options *o, struct vb_knowledge **kb, vb_error *err)
{
    struct vb_arena arena = { 0 };
    const char     *path;
    vb_status       st = vb_data_find(&arena, o->data, VB_PACK_FILE, &path, err);

    *kb = NULL;
    if (st == VB_OK) st = vb_knowledge_open(path, o->dirs, o->n_dirs, kb, err);
    vb_arena_free(&arena);
    return st;
}

/* Tables with states of their own stand alone; others lie over the pack, which knows the rest. */
static bool has_states(const char *dir)
{
    struct vb_arena arena  = { 0 };
    const char *nested = vb_arena_printf(&arena, "%s/states/states.tsv", dir),
               *flat = vb_arena_printf(&arena, "%s/states.tsv", dir);
    bool            there  = (nested && access(nested, F_OK) == 0) || (flat && access(flat, F_OK) == 0);

    vb_arena_free(&arena);
    return there;
}

static int check(struct options *o, int argc, char **argv)
{
    const char          *dir   = argc > 0 ? argv[0] : "knowledge";
    struct vb_knowledge *under = NULL;
    vb_error             err   = { 0 };
    vb_status            st    = VB_OK;

    if (argc > 1) return vb_cli_usage("kb", "check takes one folder");
    if (!has_states(dir)) st = open_pack(o, &under, &err);
    if (st == VB_OK) st = vb_knowledge_build(&dir, 1, under, say_problem, o, NULL, &err);
    vb_knowledge_close(under);
    if (st != VB_OK) {
        vb_cli_say(&o->console, "%s", err.msg);
        return VB_EXIT_MODELS;
    }
    printf("%s: no problems\n", dir);
    return VB_EXIT_DONE;
}

/* ---- show ---------------------------------------------------------------------------------------------------------------------
 */

/* Columns of the row's table that have something in them: *column is the next from there on. */
static bool next_cell(const struct vb_knowledge *kb, vb_kb_row row, unsigned *column, const char **name, vb_str *cell)
{
    enum vb_kb_table table = vb_kb_table_of(kb, row);

    for (; *column < VB_KB_N_COLUMNS; ++*column) {
        *name = vb_kb_column_name(table, (enum vb_kb_column)*column);
        if (!*name || (*column != VB_KB_NAME && *name == vb_kb_column_name(table, VB_KB_NAME))) continue;
        *cell = vb_kb_cell(kb, row, (enum vb_kb_column)*column);
        if (cell->len == 0) continue;
        ++*column;
        return true;
    }
    return false;
}

static bool print_row(struct options *o, const struct vb_knowledge *kb, vb_kb_row row, const char *key_column)
{
    char        where[96];
    const char *name;
    vb_str      cell;
    bool        fine;

    vb_kb_where(kb, row, where);
    printf("%s  %s (%s)\n", where, vb_kb_table_name(vb_kb_table_of(kb, row)), key_column);
    for (unsigned column = 0; next_cell(kb, row, &column, &name, &cell);) printf("  %-12s  %.*s\n", name, (int)cell.len, cell.ptr);
    fine = !ferror(stdout);
    return fine && vb_cli_write(&o->output, "\n", 1);
}

static bool print_json(struct options *o, const struct vb_knowledge *kb, vb_kb_row row, const char *key_column)
{
    char        where[96], *line = NULL;
    const char *name;
    vb_str      cell;
    json_t     *cells = json_object(), *object;
    bool        fine  = cells != NULL;

    vb_kb_where(kb, row, where);
    for (unsigned column = 0; fine && next_cell(kb, row, &column, &name, &cell);)
        fine = json_object_set_new(cells, name, json_stringn(cell.ptr, cell.len)) == 0;
    object = json_pack("{s:s, s:s, s:s, s:o}", "table", vb_kb_table_name(vb_kb_table_of(kb, row)), "where", where, "key",
                       key_column, "cells", cells);
    if (fine && object) line = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    if (!line) {
        vb_cli_say(&o->console, "out of memory");
        return false;
    }
    fine = vb_cli_write(&o->output, line, strlen(line)) && vb_cli_write(&o->output, "\n", 1);
    free(line);
    return fine;
}

static bool show_table(struct options *o, const struct vb_knowledge *kb, enum vb_kb_table table, vb_str name, uint32_t *n_shown)
{
    uint32_t   n    = vb_kb_find(kb, table, name, NULL, 0);
    vb_kb_row *rows = vb_alloc(n * sizeof *rows);
    bool       fine = rows != NULL;

    if (!fine) vb_cli_say(&o->console, "out of memory");
    else vb_kb_find(kb, table, name, rows, n);
    for (uint32_t i = 0; fine && i < n; i++, ++*n_shown) {
        const char *column = vb_kb_column_name(table, vb_kb_key_column(kb, rows[i], name));
        fine = o->json ? print_json(o, kb, rows[i], column) : print_row(o, kb, rows[i], column);
    }
    vb_free(rows);
    return fine;
}

static int show(struct options *o, int argc, char **argv)
{
    struct vb_knowledge *kb  = NULL;
    vb_error             err = { 0 };
    vb_str               name;
    uint32_t             n    = 0;
    bool                 fine = true;

    if (argc != 1) return vb_cli_usage("kb", "show takes one name");
    name = vb_str_of(argv[0]);
    if (vb_utf8_check(name) != name.len) return vb_cli_usage("kb", "show: not UTF-8");
    if (open_pack(o, &kb, &err) != VB_OK) {
        vb_cli_say(&o->console, "%s", err.msg);
        return VB_EXIT_MODELS;
    }
    for (unsigned t = 0; fine && t < VB_KB_N_TABLES; t++) fine = show_table(o, kb, (enum vb_kb_table)t, name, &n);
    if (fine && n == 0 && !o->json) vb_cli_note(&o->console, "nothing found");
    vb_knowledge_close(kb);
    return fine ? VB_EXIT_DONE : VB_EXIT_INPUTS;
}

int vb_cli_kb(int argc, char **argv)
{
    enum { KB = 256, JSON, DATA, DEPFILE, OUT, KIND };
    static const struct option known[] = {
        { "kb", required_argument, NULL, KB }, { "json", no_argument, NULL, JSON }, { "data", required_argument, NULL, DATA },
        { "depfile", required_argument, NULL, DEPFILE }, { "out", required_argument, NULL, OUT },
        { "kind", required_argument, NULL, KIND }, { 0 },
    };
    struct options o = { 0 };
    const char    *what;
    int            c, code;

    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        switch (c) {
        case KB:
            if (o.n_dirs == VB_CLI_KB_MAX) return vb_cli_usage("kb", "more than %d --kb", VB_CLI_KB_MAX);
            o.dirs[o.n_dirs++] = optarg;
            break;
        case JSON:    o.json = true; break;
        case DATA:    o.data = optarg; break;
        case DEPFILE: o.depfile = optarg; break;
        case OUT:     o.out = optarg; break;
        case KIND:    o.kind = optarg; break;
        default:      return vb_cli_bad_option("kb", argv, c);
        }
    }
    if (optind == argc) return vb_cli_usage("kb", "what: build, check, show or import-petrarch?");
    what = argv[optind++];
    argc -= optind;
    argv += optind;
    vb_cli_console_open(&o.console, false, false);
    if (strcmp(what, "build") == 0) code = build(&o, argc, argv);
    else if (strcmp(what, "check") == 0) code = check(&o, argc, argv);
    else if (strcmp(what, "show") == 0) code = show(&o, argc, argv);
    else if (strcmp(what, "import-petrarch") == 0) code = vb_cli_import_petrarch(&o.console, o.out, o.kind, argc, argv);
    else return vb_cli_usage("kb", "no \"%s\": build, check, show or import-petrarch", what);
    return code == VB_EXIT_USAGE ? code : vb_cli_finish(&o.output, &o.console, code);
}
