/*
 * Any bytes as a dictionary file: each defect has file and line, the tables are read back, and what they hold opens.
 * The first byte says which kind, or that the content tells; the rest is the file.
 */
#include "dictionary_rows.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what) ((what) ? (void)0 : abort())

static size_t n_said;

static void say(void *ctx, const char *line)
{
    (void)ctx;
    CHECK(strncmp(line, "fuzz.txt:", 9) == 0 && vb_utf8_check(vb_str_of(line)) == strlen(line) && !strchr(line, '\n'));
    n_said++;
}

/* The tables as they would be written, read again: the same cells. */
static void check_tables(const struct vb_dictionary_rows *rows)
{
    struct vb_dictionary_rows *back;
    struct vb_arena            arena = { 0 };

    CHECK(vb_dictionary_rows_new(&back, NULL) == VB_OK);
    for (unsigned t = 0; vb_dictionary_table_name(t); t++) {
        vb_str text;
        CHECK(vb_dictionary_table_text(rows, t, &arena, &text, NULL) == VB_OK);
        CHECK(vb_dict_table_read(back, (enum vb_dict_table)t, "table.tsv", text, NULL) == VB_OK);
        CHECK(back->rows[t].n == rows->rows[t].n);
        for (size_t i = 0; i < rows->rows[t].n; i++)
            for (unsigned c = 0; vb_dict_schemas[t].columns[c]; c++)
                CHECK(vb_str_eq(back->rows[t].at[i].cells[c], rows->rows[t].at[i].cells[c]));
    }
    vb_dictionary_rows_free(back);
    vb_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vb_dictionary_rows *rows;
    struct vb_dictionary      *dictionary;
    enum vb_dictionary_kind kind = size ? (enum vb_dictionary_kind)(data[0] % (VB_DICTIONARY_N_KINDS + 1)) : VB_DICTIONARY_N_KINDS;
    vb_str                     bytes = { (const char *)data + (size ? 1 : 0), size ? size - 1 : 0 };
    vb_error                   err   = { 0 };
    size_t                     n     = 0;

    n_said = 0;
    if (kind == VB_DICTIONARY_N_KINDS) kind = vb_dictionary_guess(bytes);
    CHECK(vb_dictionary_rows_new(&rows, &err) == VB_OK);
    CHECK(vb_dictionary_import(rows, kind, "fuzz.txt", bytes, say, NULL, &n, &err) == VB_OK);
    CHECK(vb_dictionary_import_end(rows, say, NULL, &n, &err) == VB_OK && n == n_said);
    check_tables(rows);
    /* what has been imported opens, but for a pattern that is too long */
    if (vb_dictionary_from_rows(rows, &dictionary, &err) == VB_OK) vb_dictionary_close(dictionary);
    else CHECK(err.code == VB_ERR_KNOWLEDGE || err.code == VB_ERR_LIMIT);
    vb_dictionary_rows_free(rows);
    return 0;
}
