/*
 * verbale said: statements of a record, by speaker, addressee, whom or what they are about, and date.
 */
#include "cli.h"

#include <getopt.h>
#include <jansson.h>

#define NO_DATE "--%s %s: not a date, as 2023-08-30, 2023-08 and 2023 are"

enum format { FORMAT_PRINT, FORMAT_JSON, FORMAT_TSV };

struct run {
    enum format             format;
    struct vb_cli_output    output;
    struct vb_print_options print;
    struct vb_arena         arena;                 /* of last_id */
    vb_str                  last_id;               /* of the last row's document */
    struct vb_cli_tsv       tsv;                   /* that document's lines */
    uint64_t                n_rows;
    vb_status               st;
    vb_error                err;
};

/* ---- rows ---------------------------------------------------------------------------------------------------------------- */

static vb_status write_json(struct run *run, const struct vb_said_row *row)
{
    json_t *object = json_pack("{s:s, s:o}", "unit", "codepoint", "document", vb_cli_json_document(row->reading));
    json_t *more   = vb_cli_json_statement(row->reading, row->statement);

    if (!object || !more || json_object_update(object, more) != 0) {
        json_decref(object);
        object = NULL;
    }
    json_decref(more);
    return vb_cli_write_json(&run->output, object, &run->err);
}

/* The heading where the document is another than the last row's. */
static vb_status write_print(struct run *run, const struct vb_said_row *row, bool first)
{
    struct vb_out out = vb_cli_out(&run->output);
    vb_status     st;

    if (first) {
        if (run->n_rows > 0 && !out.write(out.ctx, "\n", 1)) return VB_ERR_IO;
        if ((st = vb_export_print_heading(row->reading, run->print, out, &run->err)) != VB_OK) return st;
    }
    if (!out.write(out.ctx, "\n", 1)) return VB_ERR_IO;
    return vb_export_print_statement(row->reading, row->statement, run->print, out, &run->err);
}

static vb_status write_tsv(struct run *run, const struct vb_said_row *row, bool first)
{
    vb_status st = first ? vb_cli_tsv_make(&run->tsv, row->reading, vb_export_tsv, &run->err) : VB_OK;

    return st == VB_OK ? vb_cli_tsv_write(&run->tsv, (size_t)(row->statement - row->reading->statements.at), &run->output) : st;
}

static bool write_row(void *ctx, const struct vb_said_row *row)
{
    struct run *run   = ctx;
    bool        first = !vb_str_eq(run->last_id, row->reading->id);

    switch (run->format) {
    case FORMAT_PRINT: run->st = write_print(run, row, first); break;
    case FORMAT_JSON:  run->st = write_json(run, row); break;
    case FORMAT_TSV:   run->st = write_tsv(run, row, first); break;
    }
    if (first) {
        vb_arena_reset(&run->arena);
        run->last_id = vb_arena_copy(&run->arena, row->reading->id);
        if (!run->last_id.ptr && run->st == VB_OK) run->st = vb_fail_nomem(&run->err);
    }
    run->n_rows++;
    return run->st == VB_OK && !vb_cli_interrupted();
}

int vb_cli_said(int argc, char **argv)
{
    enum { RECORD = 256, BY, TO, ABOUT, SINCE, UNTIL, JSON, TSV };
    static const struct option known[] = {
        { "record", required_argument, NULL, RECORD }, { "by", required_argument, NULL, BY },
        { "to", required_argument, NULL, TO }, { "about", required_argument, NULL, ABOUT },
        { "since", required_argument, NULL, SINCE }, { "until", required_argument, NULL, UNTIL },
        { "json", no_argument, NULL, JSON }, { "tsv", no_argument, NULL, TSV }, { 0 },
    };
    struct vb_cli_console console;
    struct vb_said_filter filter = { 0 };
    struct run            run    = { 0 };
    vb_record            *record = NULL;
    const char           *path   = NULL;
    bool                  json = false, tsv = false;
    int                   c, code;

    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        switch (c) {
        case RECORD: path = optarg; break;
        case BY:     filter.by = vb_str_of(optarg); break;
        case TO:     filter.to = vb_str_of(optarg); break;
        case ABOUT:  filter.about = vb_str_of(optarg); break;
        case SINCE:
            if (!vb_cli_parse_date(vb_str_of(optarg), &filter.since)) return vb_cli_usage("said", NO_DATE, "since", optarg);
            break;
        case UNTIL:
            if (!vb_cli_parse_date(vb_str_of(optarg), &filter.until)) return vb_cli_usage("said", NO_DATE, "until", optarg);
            break;
        case JSON:   json = true; break;
        case TSV:    tsv = true; break;
        default:     return vb_cli_bad_option("said", argv, c);
        }
    }
    if (optind < argc) return vb_cli_usage("said", "takes no arguments: --by, --to, --about, --since and --until say what to find");
    if (json && tsv) return vb_cli_usage("said", "only one of --json and --tsv");
    if (vb_utf8_check(filter.by) != filter.by.len) return vb_cli_usage("said", "--by: not UTF-8");
    if (vb_utf8_check(filter.to) != filter.to.len) return vb_cli_usage("said", "--to: not UTF-8");
    if (vb_utf8_check(filter.about) != filter.about.len) return vb_cli_usage("said", "--about: not UTF-8");
    run.format = json ? FORMAT_JSON : tsv ? FORMAT_TSV : FORMAT_PRINT;
    run.print  = vb_cli_print_options();

    vb_cli_console_open(&console, false, false);
    vb_cli_catch_interrupts();
    if ((code = vb_cli_open_record("said", path, &console, &record)) != VB_EXIT_DONE) return code;
    if (tsv) run.st = vb_export_tsv_header(vb_cli_out(&run.output), &run.err);
    if (run.st == VB_OK) {
        vb_status st = vb_record_said(record, &filter, write_row, &run, &run.err);
        if (run.st == VB_OK) run.st = st;
    }
    if (run.st == VB_ERR_LIMIT) {
        code = vb_cli_usage("said", "%s", run.err.msg);
    } else if (run.st != VB_OK && !run.output.error) {
        vb_cli_say(&console, "%s", run.err.msg);
        code = VB_EXIT_RECORD;
    } else if (run.st == VB_OK && run.n_rows == 0 && run.format == FORMAT_PRINT && !vb_cli_interrupted()) {
        vb_cli_note(&console, "nothing found");
    }
    vb_record_close(record);
    vb_arena_free(&run.arena);
    vb_cli_tsv_free(&run.tsv);
    return vb_cli_finish(&run.output, &console, vb_cli_interrupted() ? VB_EXIT_INTERRUPTED : code);
}
