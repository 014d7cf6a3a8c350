/*
 * verbale diff: what a new version reads differently. Exit codes as diff(1): 0 nothing, 1 something, 2 trouble.
 */
#include "compared.h"

#include <getopt.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { SAME = 0, DIFFERENT = 1, TROUBLE = 2 };

struct run {
    bool                 json;
    uint64_t             was_line, is_line;        /* of the document whose heading stands */
    struct vb_cli_output output;
    vb_error             err;
    vb_status            st;
};

static const char *const changes[] = { "gone", "added", "changed" };

/* ---- as JSON ------------------------------------------------------------------------------------------------------------ */

static json_t *value_or_null(const json_t *value) { return value ? json_incref((json_t *)(uintptr_t)value) : json_null(); }

static json_t *json_fields(const struct vb_diff_row *row)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < row->n_fields; i++) {
        json_t *field = json_pack("{s:s, s:o, s:o}", "field", row->fields[i].name, "old", value_or_null(row->fields[i].was), "new",
                                  value_or_null(row->fields[i].is));
        if (json_array_append_new(list, field) == 0) continue;
        json_decref(list);
        list = NULL;
    }
    return list;
}

static bool write_json(struct run *run, const struct vb_diff_row *row)
{
    vb_str document = row->was.line ? row->was.document : row->is.document;

    run->st = vb_cli_write_json(&run->output,
                                json_pack("{s:o, s:s, s:s, s:o, s:o, s:o}", "document", vb_cli_json_string(document), "layer",
                                          row->layer, "change", changes[row->change], "old", vb_cli_json_place(&row->was), "new",
                                          vb_cli_json_place(&row->is), "fields", json_fields(row)),
                                &run->err);
    return run->st == VB_OK;
}

/* ---- in print ----------------------------------------------------------------------------------------------------------- */

static bool put(struct run *run, const char *text) { return vb_cli_write(&run->output, text, strlen(text)); }
static bool put_number(struct run *run, uint64_t n)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, n);
    return put(run, digits);
}

/* A word as it is, words in marks, lists with commas, anything else as JSON. */
static bool put_value(struct run *run, const json_t *value)
{
    const json_t *words = json_object_get(value, "words");
    char         *text;
    bool          ok = true;

    if (!value || json_is_null(value)) return put(run, "-");
    if (json_is_string(value))
        return vb_cli_write_field(&run->output, (vb_str){ json_string_value(value), json_string_length(value) });
    if (words) {
        for (size_t i = 0; ok && i < json_array_size(words); i++)
            ok = put(run, i > 0 ? " \xE2\x80\xA6 \xE2\x80\x9C" : "\xE2\x80\x9C") && put_value(run, json_array_get(words, i)) &&
                 put(run, "\xE2\x80\x9D");
        return ok && (json_array_size(words) > 0 || put(run, "-"));
    }
    if (json_is_array(value)) {
        for (size_t i = 0; ok && i < json_array_size(value); i++)
            ok = put(run, i > 0 ? ", " : "") && put_value(run, json_array_get(value, i));
        return ok && (json_array_size(value) > 0 || put(run, "-"));
    }
    text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(4));
    ok   = text && vb_cli_write_field(&run->output, vb_str_of(text));
    if (!text) run->st = vb_fail_nomem(&run->err);
    free(text);
    return ok;
}

static bool put_place(struct run *run, const struct vb_eval_row *row)
{
    return vb_cli_write_field(&run->output, vb_str_of(row->file)) && put(run, ":") && put_number(run, row->line);
}

/* The document over its rows: its id, and the lines it stands in. */
static bool put_heading(struct run *run, const struct vb_diff_row *row)
{
    vb_str document = row->was.line ? row->was.document : row->is.document;
    bool   first    = run->was_line == 0 && run->is_line == 0;

    if (!first && row->was.line == run->was_line && row->is.line == run->is_line) return true;
    /* Rows that only one side has show that side's line alone, and stay under their document. */
    if (!first && (row->was.line == 0 || row->was.line == run->was_line) && (row->is.line == 0 || row->is.line == run->is_line) &&
        strcmp(row->layer, "document") != 0) return true;
    run->was_line = row->was.line;
    run->is_line  = row->is.line;
    return put(run, first ? "" : "\n") && vb_cli_write_field(&run->output, document.ptr ? document : VB_STR("(no id)")) &&
           put(run, " (") && (row->was.line == 0 || put_place(run, &row->was)) &&
           put(run, row->was.line && row->is.line ? ", " : "") && (row->is.line == 0 || put_place(run, &row->is)) &&
           put(run, ")\n");
}

static bool put_span(struct run *run, vb_spans bytes)
{
    bool ok = put(run, bytes.n > 0 ? "  bytes" : "");

    for (uint32_t i = 0; ok && i < bytes.n; i++)
        ok = put(run, " ") && put_number(run, bytes.at[i].beg) && put(run, "-") && put_number(run, bytes.at[i].end);
    return ok;
}

static bool print_row(struct run *run, const struct vb_diff_row *row)
{
    const struct vb_eval_row *side = row->was.line ? &row->was : &row->is;
    char                      start[64];
    bool                      ok = put_heading(run, row);

    snprintf(start, sizeof start, "  %-7s  %-11s", changes[row->change], row->layer);
    ok = ok && put(run, start) && put_span(run, side->bytes) && put(run, side->bytes.n > 0 ? "  \xE2\x80\x9C" : "") &&
         vb_cli_write_words(&run->output, side->text, side->bytes) && put(run, side->bytes.n > 0 ? "\xE2\x80\x9D\n" : "\n");
    for (size_t i = 0; ok && i < row->n_fields; i++) {
        const struct vb_diff_field *f = &row->fields[i];
        ok = put(run, "           ") && put(run, f->name) && put(run, ": ") &&
             put_value(run, row->change == VB_DIFF_ADDED ? f->is : f->was) &&
             (row->change != VB_DIFF_CHANGED || (put(run, " -> ") && put_value(run, f->is))) && put(run, "\n");
    }
    return ok;
}

static bool take_row(void *ctx, const struct vb_diff_row *row)
{
    struct run *run = ctx;

    if (vb_cli_interrupted()) return false;
    return run->json ? write_json(run, row) : print_row(run, row);
}

static void print_counts(struct run *run, const struct vb_diff_counts *c)
{
    char line[160];

    if (run->json || c->documents == 0) return;
    snprintf(line, sizeof line, "\n%" PRIu64 " gone, %" PRIu64 " added, %" PRIu64 " changed in %" PRIu64 " document%s\n", c->gone,
             c->added, c->changed, c->documents, c->documents == 1 ? "" : "s");
    put(run, line);
}

/* ---- the command -------------------------------------------------------------------------------------------------------- */

static vb_status compare(struct run *run, char *const *paths, struct vb_diff_options options, struct vb_diff_counts *counts)
{
    struct vb_eval_file *was = NULL, *is = NULL;
    vb_status            st;

    if ((st = vb_eval_open(paths[0], &was, &run->err)) != VB_OK) goto done;
    if ((st = vb_eval_open(paths[1], &is, &run->err)) != VB_OK) goto done;
    if ((st = vb_diff(was, is, options, take_row, run, counts, &run->err)) != VB_OK) goto done;
    print_counts(run, counts);
done:
    vb_eval_close(was);
    vb_eval_close(is);
    return st;
}

int vb_cli_diff(int argc, char **argv)
{
    enum { JSON = 256, SCORES };
    static const struct option known[] = { { "json", no_argument, NULL, JSON }, { "scores", no_argument, NULL, SCORES }, { 0 } };
    struct vb_cli_console  console;
    struct vb_diff_options options = { 0 };
    struct vb_diff_counts  counts  = { 0 };
    struct run             run     = { 0 };
    int                    c, code;

    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        switch (c) {
        case JSON:   run.json = true; break;
        case SCORES: options.scores = true; break;
        default:     return vb_cli_bad_option("diff", argv, c);
        }
    }
    if (argc - optind != 2) return vb_cli_usage("diff", "takes two files: the old reading and the new one");
    if (strcmp(argv[optind], "-") == 0 && strcmp(argv[optind + 1], "-") == 0)
        return vb_cli_usage("diff", "only one of both can be standard input");

    vb_cli_console_open(&console, false, false);
    vb_cli_catch_interrupts();
    if (compare(&run, argv + optind, options, &counts) == VB_OK) {
        code = counts.documents > 0 ? DIFFERENT : SAME;
    } else {
        code = TROUBLE;
        if (!run.output.error && !vb_cli_interrupted()) vb_cli_say(&console, "%s", run.err.msg);
    }
    if (!vb_cli_flush(&run.output)) code = TROUBLE;
    return vb_cli_finish(&run.output, &console, vb_cli_interrupted() ? VB_EXIT_INTERRUPTED : code);
}
