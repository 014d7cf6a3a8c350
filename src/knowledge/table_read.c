/*
 * Reading table files: TSV lines into rows of cells, each cell checked by itself. What rows say of each other is table_check.c's.
 */
#include "tables.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool vb_kb_problem(struct vb_kb_problems *p, const char *file, uint32_t line, const char *fmt, ...)
{
    vb_error what;
    va_list  args;
    char     text[sizeof what.msg];
    int      n;

    va_start(args, fmt);
    n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n < 0) text[0] = '\0';
    p->n++;
    if (line) vb_fail_at(&what, VB_ERR_KNOWLEDGE, line, "%s:%u: %s", file, line, text);
    else vb_fail(&what, VB_ERR_KNOWLEDGE, "%s: %s", file, text);
    if (!p->say) {
        if (p->err) *p->err = what;
        return false;
    }
    p->say(p->ctx, what.msg);
    return true;
}

int vb_kb_shown(vb_str s)
{
    size_t n = s.len < 60 ? s.len : 60;

    while (n && n < s.len && ((unsigned char)s.ptr[n] & 0xC0) == 0x80) n--;
    return (int)n;
}

/* ---- cells ---------------------------------------------------------------------------------------------------------------- */

static bool is_word_of(vb_str word, const char *words)
{
    for (vb_str rest = vb_str_of(words); rest.len;) {
        const char *space = memchr(rest.ptr, ' ', rest.len);
        vb_str      one   = { rest.ptr, space ? (size_t)(space - rest.ptr) : rest.len };
        if (vb_str_eq(one, word)) return true;
        rest = (vb_str){ one.ptr + one.len, rest.len - one.len };
        if (space) rest = (vb_str){ rest.ptr + 1, rest.len - 1 };
    }
    return false;
}

static bool is_made_of(vb_str s, const char *first, const char *last, const char *also)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if ((c < *first || c > *last) && !(c && strchr(also, c))) return false;
    }
    return true;
}

static bool is_decimal(vb_str s)
{
    size_t i = s.len && s.ptr[0] == '-' ? 1 : 0, digits = i;

    while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9') i++;
    if (i == digits || i - digits > 6) return false;
    if (i == s.len) return true;
    return s.len == i + 2 && s.ptr[i] == '.' && s.ptr[i + 1] >= '0' && s.ptr[i + 1] <= '9';
}

/* What is wrong with one item of a cell, or NULL. */
static const char *wrong_item(const struct vb_kb_field *field, vb_str item)
{
    int32_t first, last;
    char    key[VB_KB_KEY_MAX];

    if (field->is & VB_KB_IS_KEY && !vb_kb_fold(item, key)) return "a name of nothing, or too long";
    switch (field->kind) {
    case VB_KB_CODE_OF_ROW:
    case VB_KB_A_STATE:
    case VB_KB_A_COUNTRY: return item.len == 3 && is_made_of(item, "A", "Z", "") ? NULL : "no country code: three capitals";
    case VB_KB_SLUG:
    case VB_KB_A_BODY:
        return is_made_of(item, "a", "z", "0123456789-") && item.len <= 64 ? NULL : "not in small letters, digits and hyphens";
    case VB_KB_DATE:   return vb_kb_date(item, &first, &last) ? NULL : "no date: YYYY-MM-DD, YYYY-MM or YYYY";
    case VB_KB_NUMBER: return item.len <= 10 && is_made_of(item, "0", "9", "") ? NULL : "no number";
    case VB_KB_FLAG:   return vb_str_eq(item, VB_STR("yes")) ? NULL : "only yes or nothing";
    case VB_KB_ONE_OF: return is_word_of(item, field->words) ? NULL : "unknown";
    case VB_KB_DECIMAL: return is_decimal(item) ? NULL : "no number with at most one decimal";
    case VB_KB_A_CAMEO:
    case VB_KB_A_CAMEO_ROW:
        return (item.len == 3 || item.len == 4) && is_made_of(item, "0", "9", "") ? NULL : "no CAMEO code: three or four digits";
    case VB_KB_A_MODE:
    case VB_KB_TEXT:
    case VB_KB_A_PARTY:
    case VB_KB_A_ROLE:
    case VB_KB_A_WORD:
    case VB_KB_A_REFERENT: break;
    }
    return NULL;
}

/* *sound is false where the cell had a problem; the return value false where that ends the work. */
static bool check_cell(const struct vb_kb_field *field, vb_str cell, const char *file, uint32_t line, struct vb_kb_problems *p,
                       bool *sound)
{
    vb_str      rest = cell, item;
    const char *wrong;

    if (cell.len == 0) {
        if (!(field->is & VB_KB_IS_NEEDED)) return true;
        *sound = false;
        return vb_kb_problem(p, file, line, "%s is empty", field->name);
    }
    if (!(field->is & VB_KB_IS_LIST)) rest = (vb_str){ 0 };
    for (item = cell; field->is & VB_KB_IS_LIST ? vb_kb_next_item(&rest, &item) : item.ptr != NULL;) {
        wrong = NULL;
        if (item.len == 0) wrong = "an empty item between |";
        else if (item.ptr[0] == ' ' || item.ptr[item.len - 1] == ' ') wrong = "begins or ends with a space";
        else wrong = wrong_item(field, item);
        if (wrong) {
            *sound = false;
            if (!vb_kb_problem(p, file, line, "%s \"%.*s\": %s", field->name, VB_KB_SHOWN(item), wrong)) return false;
        }
        if (!(field->is & VB_KB_IS_LIST)) break;
    }
    return true;
}

static bool check_span(enum vb_kb_table table, const struct vb_kb_source_row *row, struct vb_kb_problems *p)
{
    static const enum vb_kb_column ends[] = { VB_KB_UNTIL, VB_KB_SURE };
    int                            from   = vb_kb_field_of(table, VB_KB_FROM);
    int32_t                        begin, end, other;

    if (from < 0 || !vb_kb_date(row->cells[from], &begin, &other)) return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        int field = vb_kb_field_of(table, ends[i]);
        if (field < 0 || !vb_kb_date(row->cells[field], &other, &end) || end >= begin) continue;
        if (!vb_kb_problem(p, row->file, row->line,
                           i == 0 ? "ends before it begins: %.*s, %.*s" : "sure before it begins: %.*s, %.*s",
                           VB_KB_SHOWN(row->cells[from]), VB_KB_SHOWN(row->cells[field])))
            return false;
    }
    return true;
}

/* ---- lines ---------------------------------------------------------------------------------------------------------------- */

struct reading {
    enum vb_kb_table       table;
    const char            *file;
    uint32_t               line;
    int                    field_of[VB_KB_COLUMNS_MAX];                /* of the columns of this file */
    uint32_t               n_columns;                                  /* 0: no header line yet */
    struct vb_kb_problems *problems;
};

/* Control characters, C1 ones among them. */
static bool has_control(vb_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) return true;
        if (c == 0xC2 && i + 1 < s.len && (unsigned char)s.ptr[i + 1] < 0xA0) return true;
    }
    return false;
}

static bool next_cell(vb_str *rest, vb_str *cell)
{
    const char *tab;

    if (!rest->ptr) return false;
    tab   = rest->len ? memchr(rest->ptr, '\t', rest->len) : NULL;
    *cell = (vb_str){ rest->ptr, tab ? (size_t)(tab - rest->ptr) : rest->len };
    if (tab) *rest = (vb_str){ tab + 1, rest->len - cell->len - 1 };
    else *rest = (vb_str){ 0 };
    return true;
}

static bool read_header(struct reading *r, vb_str line)
{
    const struct vb_kb_field *fields = vb_kb_schemas[r->table].fields;
    vb_str                    name;
    bool                      fine = true;

    while (next_cell(&line, &name)) {
        int field = -1;
        for (int i = 0; fields[i].name; i++)
            if (vb_str_eq(name, vb_str_of(fields[i].name))) field = i;
        for (uint32_t i = 0; i < r->n_columns; i++) {
            if (field < 0 || r->field_of[i] != field) continue;
            fine = false;
            if (!vb_kb_problem(r->problems, r->file, r->line, "column \"%.*s\" twice", VB_KB_SHOWN(name))) return false;
            field = -1;
        }
        if (field < 0 && fine) {
            fine = false;
            if (!vb_kb_problem(r->problems, r->file, r->line, "unknown column \"%.*s\"", VB_KB_SHOWN(name))) return false;
        }
        if (r->n_columns < VB_KB_COLUMNS_MAX && field >= 0) r->field_of[r->n_columns++] = field;
    }
    for (int i = 0; fine && fields[i].name; i++) {
        bool there = false;
        if (!(fields[i].is & VB_KB_IS_NEEDED)) continue;
        for (uint32_t k = 0; k < r->n_columns; k++) there = there || r->field_of[k] == i;
        if (there) continue;
        fine = false;
        if (!vb_kb_problem(r->problems, r->file, r->line, "no column \"%s\"", fields[i].name)) return false;
    }
    if (!fine) r->n_columns = UINT32_MAX;          /* the rows of this file cannot be read */
    return true;
}

static bool read_row(struct reading *r, vb_str line, struct vb_kb_source_row *row, bool *sound)
{
    const struct vb_kb_field *fields = vb_kb_schemas[r->table].fields;
    vb_str                    cell, rest = line;
    uint32_t                  n = 0;

    *row   = (struct vb_kb_source_row){ .file = r->file, .line = r->line };
    *sound = false;
    for (; next_cell(&rest, &cell); n++)
        if (n < r->n_columns) row->cells[r->field_of[n]] = cell;
    if (n != r->n_columns)
        return vb_kb_problem(r->problems, r->file, r->line, "%u cells, of %u columns", n, r->n_columns);
    *sound = true;
    for (uint32_t i = 0; i < r->n_columns; i++)
        if (!check_cell(&fields[r->field_of[i]], row->cells[r->field_of[i]], r->file, r->line, r->problems, sound)) return false;
    return check_span(r->table, row, r->problems);
}

/* The next line of `*rest` without its end. */
static bool next_line(vb_str *rest, vb_str *line)
{
    const char *end;

    if (rest->len == 0) return false;
    end   = memchr(rest->ptr, '\n', rest->len);
    *line = (vb_str){ rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };
    *rest = (vb_str){ rest->ptr + line->len + (end ? 1 : 0), rest->len - line->len - (end ? 1 : 0) };
    if (line->len && line->ptr[line->len - 1] == '\r') line->len--;
    return true;
}

vb_status vb_kb_source_add(struct vb_kb_source *source, enum vb_kb_table table, const char *file, vb_str bytes,
                           struct vb_kb_problems *problems, vb_error *err)
{
    struct reading          r = { .table = table, .file = file, .problems = problems };
    struct vb_kb_source_row row;
    vb_str                  line;

    if (vb_str_starts(bytes, VB_STR("\xEF\xBB\xBF"))) bytes = (vb_str){ bytes.ptr + 3, bytes.len - 3 };
    while (next_line(&bytes, &line)) {
        const char *wrong = NULL;
        bool        sound = false;
        r.line++;
        if (line.len > VB_KB_LINE_MAX) wrong = "a line of more than 16384 bytes";
        else if (vb_utf8_check(line) != line.len) wrong = "not UTF-8";
        else if (has_control(line)) wrong = "a control character";
        if (wrong) {
            if (!vb_kb_problem(problems, file, r.line, "%s", wrong)) return VB_ERR_KNOWLEDGE;
            continue;
        }
        if (line.len == 0 || line.ptr[0] == '#') continue;
        if (r.n_columns == 0) {
            if (!read_header(&r, line)) return VB_ERR_KNOWLEDGE;
            if (r.n_columns == UINT32_MAX) return VB_OK;
            continue;
        }
        if (!read_row(&r, line, &row, &sound)) return VB_ERR_KNOWLEDGE;
        if (!sound) continue;
        if (source->rows[table].n == VB_KB_ROWS_MAX)
            return vb_fail(err, VB_ERR_LIMIT, "%s: more than %zu rows", file, VB_KB_ROWS_MAX);
        row.dir = source->dir;
        if (!VB_PUSH(&source->rows[table], row)) return vb_fail_nomem(err);
    }
    if (r.n_columns == 0 && !vb_kb_problem(problems, file, 0, "no header line")) return VB_ERR_KNOWLEDGE;
    return VB_OK;
}

/* ---- folders -------------------------------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

typedef VB_LIST(char *) name_list;

/* Names of the .tsv files of a folder, sorted, in `arena`. A folder that is not there has none, unless it is `needed`. */
static vb_status list_folder(struct vb_arena *arena, const char *path, bool needed, name_list *out, vb_error *err)
{
    DIR           *dir = opendir(path);
    struct dirent *entry;
    vb_status      st = VB_OK;

    out->n = 0;
    if (!dir && !needed && (errno == ENOENT || errno == ENOTDIR)) return VB_OK;
    if (!dir)
        return vb_fail(err, VB_ERR_IO, "%s: %s", path,
                       errno == ENOENT ? "No such file or directory" : "cannot be read as a folder");
    while ((entry = readdir(dir)) != NULL) {
        vb_str name = vb_str_of(entry->d_name);
        if (name.ptr[0] == '.' || !vb_str_ends(name, VB_STR(".tsv"))) continue;
        if (out->n == VB_KB_ROWS_MAX) st = vb_fail(err, VB_ERR_LIMIT, "%s: more than %zu files", path, VB_KB_ROWS_MAX);
        else if (!(name = vb_arena_copy(arena, name)).ptr || !VB_PUSH(out, (char *)(uintptr_t)name.ptr)) st = vb_fail_nomem(err);
        if (st != VB_OK) break;
    }
    closedir(dir);
    if (out->n) qsort(out->at, out->n, sizeof *out->at, by_name);
    return st;
}

/* Which table a file of FOLDER (NULL: of the folder given) holds, or VB_KB_N_TABLES. */
static enum vb_kb_table table_of_file(const char *folder, const char *file)
{
    for (unsigned t = 0; t < VB_KB_N_TABLES; t++) {
        const struct vb_kb_schema *s = &vb_kb_schemas[t];
        if (folder && strcmp(folder, s->folder) != 0) continue;
        if (s->file ? strcmp(file, s->file) == 0 : folder || strcmp(file, "holders.tsv") == 0) return (enum vb_kb_table)t;
    }
    return VB_KB_N_TABLES;
}

static vb_status add_file(struct vb_kb_source *source, enum vb_kb_table table, const char *path, const char *file,
                          struct vb_kb_problems *problems, vb_error *err)
{
    vb_str    content;
    vb_status st;

    if ((st = vb_read_file(path, VB_KB_FILE_MAX, &content, err)) != VB_OK) return st;
    if (!VB_PUSH(&source->contents, (char *)(uintptr_t)content.ptr)) {
        vb_free((void *)(uintptr_t)content.ptr);
        return vb_fail_nomem(err);
    }
    return vb_kb_source_add(source, table, file, content, problems, err);
}

static vb_status add_folder(struct vb_kb_source *source, const char *dir, const char *folder, size_t *n_files,
                            struct vb_kb_problems *problems, vb_error *err)
{
    const char *path = folder ? vb_arena_printf(&source->arena, "%s/%s", dir, folder) : dir;
    name_list   names = { 0 };
    vb_status   st    = path ? list_folder(&source->arena, path, !folder, &names, err) : vb_fail_nomem(err);

    for (size_t i = 0; st == VB_OK && i < names.n; i++) {
        enum vb_kb_table table = table_of_file(folder, names.at[i]);
        const char      *file  = vb_arena_printf(&source->arena, "%s/%s", path, names.at[i]);
        if (!file) st = vb_fail_nomem(err);
        else if (table != VB_KB_N_TABLES) st = add_file(source, table, file, names.at[i], problems, err);
        else if (!vb_kb_problem(problems, names.at[i], 0, "no table has this name")) st = VB_ERR_KNOWLEDGE;
        ++*n_files;
    }
    vb_free(names.at);
    return st;
}

vb_status vb_kb_source_add_dir(struct vb_kb_source *source, const char *dir, struct vb_kb_problems *problems, vb_error *err)
{
    size_t      n_files = 0;
    const char *imported;          /* tables of dictionaries, which are not ours to read (src/dictionary), may be all there is */
    vb_status   st      = add_folder(source, dir, NULL, &n_files, problems, err);

    for (unsigned t = 0; st == VB_OK && t < VB_KB_N_TABLES; t++) {
        bool seen = false;                         /* institutions/, offices/ and others hold several tables */
        for (unsigned k = 0; k < t; k++) seen = seen || strcmp(vb_kb_schemas[k].folder, vb_kb_schemas[t].folder) == 0;
        if (!seen) st = add_folder(source, dir, vb_kb_schemas[t].folder, &n_files, problems, err);
    }
    if (st != VB_OK || n_files > 0) return st;
    if (!(imported = vb_arena_printf(&source->arena, "%s/dictionary", dir))) return vb_fail_nomem(err);
    if (access(imported, F_OK) != 0 && !vb_kb_problem(problems, dir, 0, "no tables in it")) st = VB_ERR_KNOWLEDGE;
    return st;
}

void vb_kb_source_free(struct vb_kb_source *source)
{
    for (size_t i = 0; i < source->contents.n; i++) vb_free(source->contents.at[i]);
    vb_free(source->contents.at);
    for (unsigned t = 0; t < VB_KB_N_TABLES; t++) vb_free(source->rows[t].at);
    vb_arena_free(&source->arena);
    *source = (struct vb_kb_source){ 0 };
}
