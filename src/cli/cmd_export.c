/*
 * verbale export: a whole record, in the order its texts came in.
 */
#include "cli.h"

#include <getopt.h>
#include <string.h>

typedef vb_status (*write_fn)(const struct vb_reading *reading, struct vb_out out, vb_error *err);

struct format { const char *name; write_fn write; vb_status (*header)(struct vb_out out, vb_error *err); };
static const struct format formats[] = {
    { "ndjson", vb_export_json, NULL },
    { "tsv", vb_export_tsv, vb_export_tsv_header },
    { "plover", NULL, NULL },
};

struct run {
    write_fn             write;                    /* NULL: PLOVER, which needs tables */
    struct vb_knowledge *kb;
    struct vb_cli_output output;
    vb_status            st;
    vb_error             err;
};

static bool write_reading(void *ctx, const struct vb_reading *reading)
{
    struct run *run = ctx;

    if (run->write) run->st = run->write(reading, vb_cli_out(&run->output), &run->err);
    else run->st = vb_export_plover(reading, run->kb, vb_cli_out(&run->output), &run->err);
    return run->st == VB_OK && !vb_cli_interrupted();
}

static vb_status open_pack(const char *data, struct vb_knowledge **kb, vb_error *err)
{
    struct vb_arena arena = { 0 };
    const char     *path;
    vb_status       st = vb_data_find(&arena, data, VB_PACK_FILE, &path, err);

    if (st == VB_OK) st = vb_knowledge_open(path, NULL, 0, kb, err);
    vb_arena_free(&arena);
    return st;
}

int vb_cli_export(int argc, char **argv)
{
    enum { RECORD = 256, FORMAT, ALL, DATA };
    int                       kind    = VB_CLI_STATEMENTS;
    const struct option known[] = {
        {"record", required_argument, NULL, RECORD},
        {"format", required_argument, NULL, FORMAT},
        {"all", no_argument, NULL, ALL},
        {"events", no_argument, &kind, VB_CLI_EVENTS},
        {"positions", no_argument, &kind, VB_CLI_POSITIONS},
        {"designations", no_argument, &kind, VB_CLI_DESIGNATIONS},
        {"data", required_argument, NULL, DATA},
        {0},
    };
    struct vb_cli_console console;
    struct run            run    = { 0 };
    vb_record            *record = NULL;
    const char           *path = NULL, *name = NULL, *data = NULL;
    const struct format  *format = formats;
    bool                  all = false;
    int                   c, code;

    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        switch (c) {
        case RECORD: path = optarg; break;
        case FORMAT: name = optarg; break;
        case ALL:    all = true; break;
        case 0:      break;                        /* set by getopt_long */
        case DATA:   data = optarg; break;
        default:     return vb_cli_bad_option("export", argv, c);
        }
    }
    if (optind < argc) return vb_cli_usage("export", "takes no arguments: the record is named with --record");
    if (!name) return vb_cli_usage("export", "which format? --format ndjson, tsv or plover");
    while (format < formats + sizeof formats / sizeof *formats && strcmp(name, format->name) != 0) format++;
    if (format == formats + sizeof formats / sizeof *formats)
        return vb_cli_usage("export", "--format %s: there are ndjson, tsv and plover", name);
    if (kind && format->write != vb_export_tsv)
        return vb_cli_usage("export", "--%s goes with --format tsv", vb_cli_kinds[kind].option);
    if (all && !format->write)
        return vb_cli_usage("export", "--all: an event has one id in PLOVER's data, so older readings stay out");

    vb_cli_console_open(&console, false, false);
    vb_cli_catch_interrupts();
    if ((code = vb_cli_open_record("export", path, &console, &record)) != VB_EXIT_DONE) return code;
    run.write = format->write == vb_export_tsv ? vb_cli_kinds[kind].rows : format->write;
    if (!run.write && open_pack(data, &run.kb, &run.err) != VB_OK) {
        vb_cli_say(&console, "%s", run.err.msg);
        vb_record_close(record);
        return VB_EXIT_MODELS;
    }
    if (format->header) run.st = vb_cli_kinds[kind].header(vb_cli_out(&run.output), &run.err);
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
    vb_knowledge_close(run.kb);
    return vb_cli_finish(&run.output, &console, vb_cli_interrupted() ? VB_EXIT_INTERRUPTED : code);
}
