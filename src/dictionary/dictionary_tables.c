/*
 * The tables of imported dictionaries: TSV out and in, and the words of their phrases.
 */
#include "dictionary_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 1 << 21 };

const struct vb_dict_schema vb_dict_schemas[VB_DICT_N_TABLES] = {
    [VB_DICT_ACTORS] =
        {"actors",
         {"phrase", "codes", "root"},
         "Actors by phrase, \"_\" where words must stand side by side. codes: the first whose dates hold on the text's date "
         "counts, a\n"
         "# code without dates where none does; \"FROM..UNTIL\", both included. root: the phrase that this one is a synonym of."},
    [VB_DICT_AGENTS] = {"agents",
                        {"phrase", "code", "plurals"},
                        "Agents: \"~GOV\" goes behind an actor's code, \"NGO~\" before it. plurals: irregular ones, \"-\" for "
                        "none; empty: regular."},
    [VB_DICT_VERBS] = {"verbs",
                       {"block", "verb", "forms", "code"},
                       "Verbs by block. A row without a verb has the block's code. forms: irregular ones, \"-\" for none; empty: "
                       "regular; \"+\" marks\n"
                       "# the word of several that is inflected. code: the verb's own, where it is not the block's."},
    [VB_DICT_PATTERNS] = {"patterns",
                          {"block", "pattern", "code"},
                          "Patterns for all verbs of a block, in the notation of their file: \"*\" the verb, \"$\" source, \"+\" "
                          "target, \"^\" a phrase to\n"
                          "# skip, \"%\" a compound, \"&\" a synonym set, \"_\" side by side, \"{}\" a noun phrase, \"()\" a "
                          "preposition and its noun."},
    [VB_DICT_SYNSETS] = {"synsets", {"name", "words"}, "Synonym sets that patterns name. A \"_\" at the end of a word: no plural."},
    [VB_DICT_TRANSFORMATIONS] = {"transformations",
                                 {"pattern", "result"},
                                 "What becomes of an event inside another's clause: a (b . ATTACK) SAY = a b 112."},
    [VB_DICT_DISCARDS] = {"discards", {"phrase", "scope"}, "Phrases that leave a sentence, or a whole story, without events."},
    [VB_DICT_ISSUES] = {"issues",
                        {"phrase", "code", "category"},
                        "Issues by phrase; \"n:\" a noun with its plural, \"v:\" a verb with its forms; code \"~\": the phrase "
                        "cancels the sentence's issues."},
};

const char *vb_dictionary_table_name(unsigned table) { return table < VB_DICT_N_TABLES ? vb_dict_schemas[table].name : NULL; }

size_t vb_dictionary_table_size(const struct vb_dictionary_rows *rows, unsigned table)
{
    return table < VB_DICT_N_TABLES ? rows->rows[table].n : 0;
}

vb_status vb_dictionary_rows_new(struct vb_dictionary_rows **out, vb_error *err)
{
    if (!(*out = vb_alloc(sizeof **out))) return vb_fail_nomem(err);
    **out = (struct vb_dictionary_rows){ 0 };
    return VB_OK;
}

void vb_dictionary_rows_free(struct vb_dictionary_rows *rows)
{
    if (!rows) return;
    for (unsigned t = 0; t < VB_DICT_N_TABLES; t++) vb_free(rows->rows[t].at);
    vb_arena_free(&rows->arena);
    vb_free(rows);
}

vb_status vb_dict_rows_add(struct vb_dictionary_rows *rows, enum vb_dict_table table, const struct vb_dict_row *row, vb_error *err)
{
    if (rows->rows[table].n >= ROWS_MAX)
        return vb_fail(err, VB_ERR_LIMIT, "more than %d rows of %s", ROWS_MAX, vb_dict_schemas[table].name);
    return VB_PUSH(&rows->rows[table], *row) ? VB_OK : vb_fail_nomem(err);
}

/* ---- defects of all files together ------------------------------------------------------------------------------------------- */

struct phrase_key { vb_str phrase; uint32_t row; };

static int compare_keys(const void *a, const void *b)
{
    const struct phrase_key *x = a, *y = b;
    size_t                   n = x->phrase.len < y->phrase.len ? x->phrase.len : y->phrase.len;
    int                      c = n ? memcmp(x->phrase.ptr, y->phrase.ptr, n) : 0;

    if (c == 0 && x->phrase.len != y->phrase.len) c = x->phrase.len < y->phrase.len ? -1 : 1;
    return c ? c : x->row < y->row ? -1 : 1;
}

/* The code without dates of a cell of codes. */
static vb_str default_code(vb_str codes)
{
    vb_str item, found = { 0 };

    while (codes.len && vb_dict_next_item(&codes, &item))
        if (!memchr(item.ptr, ' ', item.len)) found = item;
    return found;
}

struct ending { vb_dictionary_say_fn say; void *ctx; size_t *n; };

static void tell(const struct ending *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void tell(const struct ending *e, const char *fmt, ...)
{
    char     text[sizeof((vb_error *)0)->msg];
    vb_error what;
    va_list  args;

    va_start(args, fmt);
    if (vsnprintf(text, sizeof text, fmt, args) < 0) text[0] = '\0';
    va_end(args);
    ++*e->n;
    if (!e->say) return;
    vb_fail(&what, VB_ERR_KNOWLEDGE, "%s", text);          /* cut on a code point boundary */
    e->say(e->ctx, what.msg);
}

/* Keys of a table's rows by a column, sorted; the caller frees. */
static struct phrase_key *keys_of(const struct vb_dictionary_rows *rows, enum vb_dict_table table, unsigned column)
{
    size_t             n    = rows->rows[table].n;
    struct phrase_key *keys = vb_alloc(n * sizeof *keys);

    if (!keys) return NULL;
    for (size_t i = 0; i < n; i++) keys[i] = (struct phrase_key){ rows->rows[table].at[i].cells[column], (uint32_t)i };
    if (n) qsort(keys, n, sizeof *keys, compare_keys);
    return keys;
}

static bool has_key(const struct phrase_key *keys, size_t n, vb_str name)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t            mid = low + (high - low) / 2;
        struct phrase_key key = { name, 0 };
        if (vb_str_eq(keys[mid].phrase, name)) return true;
        if (compare_keys(&keys[mid], &key) < 0) low = mid + 1;
        else high = mid;
    }
    return false;
}

static vb_status check_defaults(const struct vb_dictionary_rows *rows, const struct ending *e, vb_error *err)
{
    size_t             n    = rows->rows[VB_DICT_ACTORS].n;
    struct phrase_key *keys = keys_of(rows, VB_DICT_ACTORS, 0);

    if (!keys) return vb_fail_nomem(err);
    for (size_t i = 1; i < n; i++) {
        const struct vb_dict_row *a = &rows->rows[VB_DICT_ACTORS].at[keys[i - 1].row],
                                 *b = &rows->rows[VB_DICT_ACTORS].at[keys[i].row];
        vb_str                    x = default_code(a->cells[1]), y = default_code(b->cells[1]);
        if (!vb_str_eq(keys[i - 1].phrase, keys[i].phrase) || !x.ptr || !y.ptr || vb_str_eq(x, y)) continue;
        tell(e, "%.*s: \"%.*s\" is %.*s here and %.*s in %.*s", (int)b->source.len, b->source.ptr,
             (int)(b->cells[0].len > 60 ? 60 : b->cells[0].len), b->cells[0].ptr, (int)y.len, y.ptr, (int)x.len, x.ptr,
             (int)a->source.len, a->source.ptr);
    }
    vb_free(keys);
    return VB_OK;
}

static bool is_name_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '\'';
}

/* Whether the name of a set that begins at `at`, or a shorter one that "_" ends, is there: "&TIETYPES_RELATIONS". */
static vb_str name_in(vb_str s, size_t at, const struct phrase_key *keys, size_t n)
{
    size_t end = at + 1;

    while (end < s.len && (is_name_char(s.ptr[end]) || s.ptr[end] == '_')) end++;
    for (size_t i = end; i > at + 1; i--)
        if ((i == end || s.ptr[i] == '_' || s.ptr[i - 1] == '_') && has_key(keys, n, (vb_str){ s.ptr + at, i - at }))
            return (vb_str){ s.ptr + at, i - at };
    return (vb_str){ NULL, end - at };
}

static void check_sets_in(const struct vb_dict_row *row, vb_str cell, const struct phrase_key *keys, size_t n,
                          const struct ending *e)
{
    for (size_t i = 0; i < cell.len; i++) {
        vb_str name;
        if (cell.ptr[i] != '&' || (i && is_name_char(cell.ptr[i - 1]))) continue;
        name = name_in(cell, i, keys, n);
        if (!name.ptr)
            tell(e, "%.*s: no synonym set %.*s", (int)row->source.len, row->source.ptr, (int)(name.len > 60 ? 60 : name.len),
                 cell.ptr + i);
    }
}

vb_status vb_dictionary_import_end(struct vb_dictionary_rows *rows, vb_dictionary_say_fn say, void *ctx, size_t *n_defects,
                                   vb_error *err)
{
    const struct ending e    = { say, ctx, n_defects };
    struct phrase_key  *sets = keys_of(rows, VB_DICT_SYNSETS, 0);
    size_t              n    = rows->rows[VB_DICT_SYNSETS].n;
    vb_status           st;

    if (!sets) return vb_fail_nomem(err);
    for (size_t i = 1; i < n; i++)
        if (vb_str_eq(sets[i].phrase, sets[i - 1].phrase)) {
            const struct vb_dict_row *row = &rows->rows[VB_DICT_SYNSETS].at[sets[i].row];
            tell(&e, "%.*s: the synonym set %.*s is there already; both count", (int)row->source.len, row->source.ptr,
                 (int)(row->cells[0].len > 60 ? 60 : row->cells[0].len), row->cells[0].ptr);
        }
    for (size_t i = 0; i < rows->rows[VB_DICT_PATTERNS].n; i++)
        check_sets_in(&rows->rows[VB_DICT_PATTERNS].at[i], rows->rows[VB_DICT_PATTERNS].at[i].cells[1], sets, n, &e);
    for (size_t i = 0; i < n; i++)
        check_sets_in(&rows->rows[VB_DICT_SYNSETS].at[i], rows->rows[VB_DICT_SYNSETS].at[i].cells[1], sets, n, &e);
    vb_free(sets);
    st = check_defaults(rows, &e, err);
    return st;
}

/* ---- TSV ------------------------------------------------------------------------------------------------------------------------
 */

static unsigned n_columns(const struct vb_dict_schema *schema)
{
    unsigned n = 0;

    while (schema->columns[n]) n++;
    return n;
}

vb_status vb_dictionary_table_text(const struct vb_dictionary_rows *rows, unsigned table, struct vb_arena *arena, vb_str *out,
                                   vb_error *err)
{
    const struct vb_dict_schema *schema = &vb_dict_schemas[table];
    unsigned                     n_cols = n_columns(schema);
    size_t                       size, n;
    char                        *to, *head;

    head = vb_arena_printf(arena,
                           "# %s\n# Imported by \"verbale kb import-petrarch\"; source: the line of the dictionary. Edit freely.\n",
                           schema->about);
    if (!head) return vb_fail_nomem(err);
    size = strlen(head) + 256;
    for (size_t i = 0; i < rows->rows[table].n; i++) {
        const struct vb_dict_row *row = &rows->rows[table].at[i];
        for (unsigned c = 0; c < n_cols; c++) size += row->cells[c].len + 1;
        size += row->source.len + 1;
    }
    if (!(to = VB_NEW(arena, char, size))) return vb_fail_nomem(err);
    n = strlen(head);
    memcpy(to, head, n);
    for (unsigned c = 0; c < n_cols; c++) n += (size_t)snprintf(to + n, size - n, "%s\t", schema->columns[c]);
    n += (size_t)snprintf(to + n, size - n, "source\n");
    for (size_t i = 0; i < rows->rows[table].n; i++) {
        const struct vb_dict_row *row = &rows->rows[table].at[i];
        for (unsigned c = 0; c <= n_cols; c++) {
            vb_str cell = c < n_cols ? row->cells[c] : row->source;
            if (cell.len) memcpy(to + n, cell.ptr, cell.len);
            n += cell.len;
            to[n++] = c < n_cols ? '\t' : '\n';
        }
    }
    *out = (vb_str){ to, n };
    return VB_OK;
}

/* Cells of a line; false where there are more than `room`. */
static bool split(vb_str line, vb_str *cells, unsigned room, unsigned *n)
{
    for (*n = 0;;) {
        const char *tab = line.len ? memchr(line.ptr, '\t', line.len) : NULL;
        if (*n == room) return false;
        cells[(*n)++] = (vb_str){ line.ptr, tab ? (size_t)(tab - line.ptr) : line.len };
        if (!tab) return true;
        line = (vb_str){ tab + 1, line.len - (size_t)(tab + 1 - line.ptr) };
    }
}

vb_status vb_dict_table_read(struct vb_dictionary_rows *rows, enum vb_dict_table table, const char *file, vb_str bytes,
                             vb_error *err)
{
    const struct vb_dict_schema *schema = &vb_dict_schemas[table];
    unsigned                     n_cols = n_columns(schema), n;
    uint32_t                     number = 0;
    bool                         header = false;
    size_t                       bad    = vb_utf8_check(bytes);

    if (bad != bytes.len) {
        for (size_t i = 0; i < bad; i++) number += bytes.ptr[i] == '\n';
        return vb_fail_at(err, VB_ERR_KNOWLEDGE, number + 1, "%s:%u: not UTF-8", file, number + 1);
    }
    while (bytes.len) {
        const char        *end  = memchr(bytes.ptr, '\n', bytes.len);
        vb_str             line = { bytes.ptr, end ? (size_t)(end - bytes.ptr) : bytes.len };
        vb_str             cells[VB_DICT_CELLS_MAX + 1];
        struct vb_dict_row row  = { 0 };
        char              *where;
        vb_status          st;
        bytes = (vb_str){ line.ptr + line.len, bytes.len - line.len };
        if (end) bytes.ptr++, bytes.len--;
        number++;
        if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        if (line.len == 0 || *line.ptr == '#') continue;
        if (!split(line, cells, n_cols + 1, &n) || n < n_cols)
            return vb_fail_at(err, VB_ERR_KNOWLEDGE, number, "%s:%u: wants %u cells", file, number, n_cols + 1);
        if (!header) {
            header = true;
            for (unsigned c = 0; c < n_cols; c++)
                if (!vb_str_eq(cells[c], vb_str_of(schema->columns[c])))
                    return vb_fail_at(err, VB_ERR_KNOWLEDGE, number, "%s:%u: column %u is not \"%s\"", file, number, c + 1,
                                      schema->columns[c]);
            continue;
        }
        memcpy(row.cells, cells, n_cols * sizeof *cells);
        if (!(where = vb_arena_printf(&rows->arena, "%s:%u", file, number))) return vb_fail_nomem(err);
        row.source = vb_str_of(where);
        if ((st = vb_dict_rows_add(rows, table, &row, err)) != VB_OK) return st;
    }
    return header ? VB_OK : vb_fail(err, VB_ERR_KNOWLEDGE, "%s: has no header line", file);
}

/* ---- words ----------------------------------------------------------------------------------------------------------------------
 */

static bool parts_words(uint32_t cp)
{
    return vb_cp_is_space(cp) || cp == '_' || cp == '-' || cp == 0x2010 || cp == 0x2011 || cp == 0x2013 || cp == 0x2014 ||
           cp == '/';
}

bool vb_dict_next_word(vb_str *rest, struct vb_dict_word *word)
{
    bool blank = false;

    while (rest->len) {
        size_t end = 0, low = VB_DICT_WORD_MAX, high = 0;         /* of the word, its letters */
        unsigned len;
        uint32_t cp;
        while (rest->len) {
            cp = vb_utf8_at(*rest, 0, &len);
            if (!parts_words(cp)) break;
            if (vb_cp_is_space(cp)) blank = true;
            *rest = (vb_str){ rest->ptr + len, rest->len - len };
        }
        word->n = 0;
        while (end < rest->len) {
            cp = vb_utf8_at(*rest, end, &len);
            if (parts_words(cp)) break;
            /* "don't" is "do" and "n't", as tokens are */
            if (end > 0 && (cp == 'n' || cp == 'N') && rest->len - end >= 3) {
                vb_str   tail = { rest->ptr + end, rest->len - end };
                unsigned l1, l2, l3;
                uint32_t apostrophe = vb_utf8_at(tail, 1, &l1), t;
                l2 = 0;
                t  = vb_utf8_at(tail, 1 + l1, &l2);
                if ((apostrophe == '\'' || apostrophe == 0x2019) && (t == 't' || t == 'T') &&
                    (1 + l1 + l2 == tail.len || parts_words(vb_utf8_at(tail, 1 + l1 + l2, &l3))))
                    break;
            }
            if (word->n < VB_DICT_WORD_MAX) {
                uint32_t lower = cp == 0x2019 ? '\'' : vb_cp_lower(cp);
                size_t   from  = word->n;
                if (lower < 0x80) word->bytes[word->n++] = (char)lower;
                else if (lower < 0x800) {
                    word->bytes[word->n++] = (char)(0xC0 | lower >> 6);
                    word->bytes[word->n++] = (char)(0x80 | (lower & 0x3F));
                } else if (lower < 0x10000) {
                    word->bytes[word->n++] = (char)(0xE0 | lower >> 12);
                    word->bytes[word->n++] = (char)(0x80 | (lower >> 6 & 0x3F));
                    word->bytes[word->n++] = (char)(0x80 | (lower & 0x3F));
                } else {
                    word->bytes[word->n++] = (char)(0xF0 | lower >> 18);
                    word->bytes[word->n++] = (char)(0x80 | (lower >> 12 & 0x3F));
                    word->bytes[word->n++] = (char)(0x80 | (lower >> 6 & 0x3F));
                    word->bytes[word->n++] = (char)(0x80 | (lower & 0x3F));
                }
                if (vb_cp_is_alnum(cp)) {
                    if (low == VB_DICT_WORD_MAX) low = from;
                    high = word->n;
                }
            }
            end += len;
        }
        *rest = (vb_str){ rest->ptr + end, rest->len - end };
        if (low < high && !(high - low == 1 && low > 0 && word->bytes[low - 1] == '\'' && word->bytes[low] == 's')) {
            word->n = high - low;
            memmove(word->bytes, word->bytes + low, word->n);
            if (word->n > 2 && memcmp(word->bytes + word->n - 2, "'s", 2) == 0) word->n -= 2;
            word->joined = !blank;
            return true;
        }
    }
    return false;
}

bool vb_dict_next_item(vb_str *rest, vb_str *item)
{
    const char *bar;

    if (rest->len == 0) return false;
    bar   = memchr(rest->ptr, '|', rest->len);
    *item = (vb_str){ rest->ptr, bar ? (size_t)(bar - rest->ptr) : rest->len };
    *rest = bar ? (vb_str){ bar + 1, rest->len - item->len - 1 } : (vb_str){ rest->ptr + rest->len, 0 };
    return true;
}

bool vb_dict_date(vb_str s, int32_t *date)
{
    int32_t part[3] = { 0 };
    unsigned n = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '-') {
            if (++n == 3) return false;
        } else if (s.ptr[i] < '0' || s.ptr[i] > '9' || part[n] > 9999) {
            return false;
        } else {
            part[n] = part[n] * 10 + (s.ptr[i] - '0');
        }
    }
    if (s.len == 0 || part[0] > 9999 || part[1] > 12 || part[2] > 31) return false;
    *date = part[0] * 10000 + part[1] * 100 + part[2];
    return true;
}
