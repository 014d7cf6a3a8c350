/*
 * verbale export: a whole record, in the order its texts came in.
 */
#include "cli.h"

#include <getopt.h>
#include <string.h>

typedef vb_status (*write_fn)(const struct vb_reading *reading, struct vb_out out, vb_error *err);

static const struct { const char *name; write_fn write; vb_status (*header)(struct vb_out out, vb_error *err); } formats[] = {
    { "ndjson", vb_export_json, NULL },
    { "tsv", vb_export_tsv, vb_export_tsv_header },
};

struct run {
    write_fn             write;
    struct vb_cli_output output;
    vb_status            st;
    vb_error             err;
};

static bool write_reading(void *ctx, const struct vb_reading *reading)
{
    struct run *run = ctx;

    run->st = run->write(reading, vb_cli_out(&run->output), &run->err);
    return run->st == VB_OK && !vb_cli_interrupted();
}

int vb_cli_export(int argc, char **argv)
{
    enum { RECORD = 256, FORMAT, ALL };
    static const struct option known[] = {
        { "record", required_argument, NULL, RECORD }, { "format", required_argument, NULL, FORMAT },
        { "all", no_argument, NULL, ALL }, { 0 },
    };
    struct vb_cli_console console;
    struct run            run    = { 0 };
    vb_record            *record = NULL;
    const char           *path = NULL, *format = NULL;
    size_t                at  = 0;
    bool                  all = false;
    int                   c, code;

    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        switch (c) {
        case RECORD: path = optarg; break;
        case FORMAT: format = optarg; break;
        case ALL:    all = true; break;
        default:     return vb_cli_bad_option("export", argv, c);
        }
    }
    if (optind < argc) return vb_cli_usage("export", "takes no arguments: the record is named with --record");
    if (!format) return vb_cli_usage("export", "which format? --format ndjson or --format tsv");
    while (at < sizeof formats / sizeof *formats && strcmp(format, formats[at].name) != 0) at++;
    if (at == sizeof formats / sizeof *formats) return vb_cli_usage("export", "--format %s: there are ndjson and tsv", format);

    vb_cli_console_open(&console, false, false);
    vb_cli_catch_interrupts();
    if ((code = vb_cli_open_record("export", path, &console, &record)) != VB_EXIT_DONE) return code;
    run.write = formats[at].write;
    if (formats[at].header) run.st = formats[at].header(vb_cli_out(&run.output), &run.err);
    if (run.st == VB_OK) {
        vb_status st = vb_record_each(record, all, write_reading, &run, &run.err);
        if (run.st == VB_OK) run.st = st;
    }
    /* A write that failed is told by vb_cli_finish(). */
    if (run.st != VB_OK && !run.output.error) {
        vb_cli_say(&console, "%s", run.err.msg);
        code = VB_EXIT_RECORD;
    }
    vb_record_close(record);
    return vb_cli_finish(&run.output, &console, vb_cli_interrupted() ? VB_EXIT_INTERRUPTED : code);
}
