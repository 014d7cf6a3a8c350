/*
 * verbale read: texts in, rows out, on standard output, in a record, or both.
 *
 * The main thread fetches inputs and writes what was read; workers only read. So the order of rows, messages and
 * transactions is the order of the inputs, whatever the number of jobs.
 */
#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOBS_MAX = 64, JOBS_DEFAULT_MAX = 8 };
enum format { FORMAT_NONE, FORMAT_PRINT, FORMAT_JSON, FORMAT_TSV, FORMAT_CONLLU, FORMAT_EXPLAIN };

struct options {
    const char  *record, *data;
    const char  *kb_dirs[VB_CLI_KB_MAX];
    size_t       n_kb_dirs;
    enum format  format;
    uint32_t     place;                            /* of --explain */
    int          kind;                             /* of --tsv's lines: one of vb_cli_kinds */
    bool         place_is_cp, quiet, reference;
    vb_coder     coder;
    unsigned     jobs;                             /* 0: not given */
    struct vb_cli_input_options input;
};

struct run {
    const struct options   *options;
    struct vb_cli_console   console;
    struct vb_cli_output    output;
    struct vb_print_options print;
    struct vb_cli_progress  progress;
    vb_reader              *reader;                /* opened for the first text */
    vb_workspace           *ws;                    /* of --explain */
    vb_record              *record;
    struct vb_cli_input    *input;
    struct vb_cli_pool     *pool;
    uint64_t                n_items, n_printed, n_failed, n_added, n_known;
    int                     stop;                  /* an exit code that ends the run, or 0 */
};

/* ---- options ------------------------------------------------------------------------------------------------------------ */

static bool parse_number(const char *s, unsigned long max, unsigned long *out)
{
    char *end;

    if (*s < '0' || *s > '9') return false;        /* strtoul takes signs and spaces */
    errno = 0;
    *out  = strtoul(s, &end, 10);
    return !*end && errno == 0 && *out <= max;
}

static int parse_place(struct options *o, const char *value)
{
    unsigned long n;

    o->place_is_cp = strncmp(value, "cp:", 3) == 0;
    if (!parse_number(value + (o->place_is_cp ? 3 : 0), VB_TEXT_MAX, &n))
        return vb_cli_usage("read", "--explain %s: wants a byte offset, or cp: and the number of a code point", value);
    o->place = (uint32_t)n;
    return VB_EXIT_DONE;
}

static int set_format(struct options *o, enum format format)
{
    if (o->format != FORMAT_NONE && o->format != format)
        return vb_cli_usage("read", "only one of --json, --tsv, --conllu and --explain");
    o->format = format;
    return VB_EXIT_DONE;
}

static int parse_options(struct options *o, int argc, char **argv)
{
    enum { RECORD = 256, JSON, TSV, CONLLU, EXPLAIN, DATE, TZ, TITLE, JOBS, QUIET, DATA, KB, REFERENCE, NDJSON, CODER };
    const struct option known[] = {
        { "record", required_argument, NULL, RECORD }, { "json", no_argument, NULL, JSON },
        { "tsv", no_argument, NULL, TSV }, { "explain", required_argument, NULL, EXPLAIN },
        { "conllu", no_argument, NULL, CONLLU }, { "events", no_argument, &o->kind, VB_CLI_EVENTS },
        { "positions", no_argument, &o->kind, VB_CLI_POSITIONS }, { "designations", no_argument, &o->kind, VB_CLI_DESIGNATIONS },
        { "date", required_argument, NULL, DATE }, { "tz", required_argument, NULL, TZ },
        { "title", required_argument, NULL, TITLE }, { "jobs", required_argument, NULL, JOBS },
        { "quiet", no_argument, NULL, QUIET }, { "data", required_argument, NULL, DATA },
        { "kb", required_argument, NULL, KB },
        { "reference", no_argument, NULL, REFERENCE }, { "ndjson", no_argument, NULL, NDJSON },
        { "coder", required_argument, NULL, CODER }, { 0 },
    };
    vb_meta      *defaults = &o->input.defaults;
    unsigned long n;
    int           c, code = VB_EXIT_DONE;

    while (code == VB_EXIT_DONE && (c = getopt_long(argc, argv, ":qj:", known, NULL)) != -1) {
        switch (c) {
        case RECORD:    o->record = optarg; break;
        case JSON:      code = set_format(o, FORMAT_JSON); break;
        case TSV:       code = set_format(o, FORMAT_TSV); break;
        case 0:         break;                     /* set by getopt_long */
        case CONLLU:    code = set_format(o, FORMAT_CONLLU); break;
        case EXPLAIN:
            if ((code = parse_place(o, optarg)) == VB_EXIT_DONE) code = set_format(o, FORMAT_EXPLAIN);
            break;
        case DATE:
            if (!vb_cli_parse_date(vb_str_of(optarg), &defaults->date))
                code = vb_cli_usage("read", "--date %s: not a date, as 2023-08-30, 2023-08 and 2023 are", optarg);
            break;
        case TZ:
            defaults->tz = vb_str_of(optarg);
            if (!vb_cli_is_tz(defaults->tz))
                code = vb_cli_usage("read", "--tz %s: not a time zone's name, as Europe/Rome is", optarg);
            break;
        case TITLE:
            defaults->title = vb_str_of(optarg);
            if (vb_utf8_check(defaults->title) != defaults->title.len) code = vb_cli_usage("read", "--title: not UTF-8");
            break;
        case 'j':
        case JOBS:
            if (parse_number(optarg, JOBS_MAX, &n) && n > 0) o->jobs = (unsigned)n;
            else code = vb_cli_usage("read", "--jobs %s: wants a number from 1 to %d", optarg, JOBS_MAX);
            break;
        case 'q':
        case QUIET:     o->quiet = true; break;
        case DATA:      o->data = optarg; break;
        case KB:
            if (o->n_kb_dirs == VB_CLI_KB_MAX) code = vb_cli_usage("read", "more than %d --kb", VB_CLI_KB_MAX);
            else o->kb_dirs[o->n_kb_dirs++] = optarg;
            break;
        case REFERENCE: o->reference = true; break;
        case NDJSON:    o->input.ndjson = true; break;
        case CODER:
            if (strcmp(optarg, "dictionary") == 0) o->coder = VB_CODER_DICTIONARY;
            else if (strcmp(optarg, "own") == 0) o->coder = VB_CODER_OWN;
            else code = vb_cli_usage("read", "--coder %s: wants own or dictionary", optarg);
            break;
        default:        code = vb_cli_bad_option("read", argv, c); break;
        }
    }
    if (code != VB_EXIT_DONE) return code;
    if (o->coder == VB_CODER_DICTIONARY && o->n_kb_dirs == 0)
        return vb_cli_usage("read", "--coder dictionary wants --kb with a folder that \"verbale kb import-petrarch\" wrote");
    o->input.paths   = argv + optind;
    o->input.n_paths = (size_t)(argc - optind);
    if (o->input.n_paths == 0) return vb_cli_usage("read", "nothing to read: name files, folders, or - for standard input");
    if (o->record && !*o->record) return vb_cli_usage("read", "--record: wants the name of a file");
    if (o->kind && o->format != FORMAT_TSV) return vb_cli_usage("read", "--%s goes with --tsv", vb_cli_kinds[o->kind].option);
    if (o->format == FORMAT_NONE && !o->record) o->format = FORMAT_PRINT;
    return VB_EXIT_DONE;
}

/* The processors that we may use, which taskset and cpusets can make fewer than there are. */
static unsigned default_jobs(void)
{
    cpu_set_t cpus;
    int       n = sched_getaffinity(0, sizeof cpus, &cpus) == 0 ? CPU_COUNT(&cpus) : 1;

    return n < 1 ? 1 : n > JOBS_DEFAULT_MAX ? JOBS_DEFAULT_MAX : (unsigned)n;
}

/* ---- writing what was read ---------------------------------------------------------------------------------------------- */

static void fail_item(struct run *run, const struct vb_cli_item *item)
{
    run->n_failed++;
    vb_cli_say(&run->console, "%s: %s", item->place, item->err.msg);
}

static vb_status explain(struct run *run, const struct vb_cli_item *item, vb_error *err)
{
    const struct options *o    = run->options;
    vb_str                text = vb_doc_text(item->doc);
    size_t                byte = o->place;
    vb_status             st;

    if (!run->ws && (st = vb_workspace_new(run->reader, &run->ws, err)) != VB_OK) return st;
    if (o->place_is_cp) {
        size_t   cp = 0;
        unsigned len;
        for (byte = 0; byte < text.len && cp < o->place; byte += len, cp++) vb_utf8_at(text, byte, &len);
    }
    if (byte >= text.len)
        return vb_fail(err, VB_ERR_LIMIT, "%s %" PRIu32 ": past the end of the text, which has %zu",
                       o->place_is_cp ? "code point" : "byte", o->place, o->place_is_cp ? vb_utf8_count(text) : text.len);
    return vb_doc_explain(run->reader, run->ws, item->doc, (uint32_t)byte, vb_cli_out(&run->output), err);
}

static vb_status print_item(struct run *run, const struct vb_cli_item *item, vb_error *err)
{
    const struct vb_reading *reading = vb_doc_reading(item->doc);
    struct vb_out            out     = vb_cli_out(&run->output);

    switch (run->options->format) {
    case FORMAT_NONE: return VB_OK;
    case FORMAT_JSON: return vb_export_json(reading, out, err);
    case FORMAT_TSV:  return vb_cli_kinds[run->options->kind].rows(reading, out, err);
    case FORMAT_CONLLU: return vb_export_conllu(reading, out, err);
    case FORMAT_PRINT:
    case FORMAT_EXPLAIN: break;
    }
    if (run->n_printed++ > 0 && !out.write(out.ctx, "\n", 1)) return VB_ERR_IO;
    return run->options->format == FORMAT_EXPLAIN ? explain(run, item, err) : vb_export_print(reading, run->print, out, err);
}

static void store_item(struct run *run, const struct vb_cli_item *item)
{
    vb_error err = { 0 };
    bool     added;

    if (vb_record_add(run->record, item->doc, &added, &err) != VB_OK) {
        /* The next one would fail as this one did, and texts that were read in vain are no help. */
        vb_cli_say(&run->console, "%s: not stored, and stopped here: %s", item->place, err.msg);
        run->stop = VB_EXIT_RECORD;
        return;
    }
    if (added) run->n_added++;
    else run->n_known++;
}

static void write_item(struct run *run, struct vb_cli_item *item)
{
    vb_error err = { 0 };

    if (item->note) {
        vb_cli_note(&run->console, "%s: %s", item->place, item->note);
        return;
    }
    run->n_items++;
    if (item->st == VB_ERR_MODEL) {
        vb_cli_say(&run->console, "%s: %s", item->place, item->err.msg);
        run->stop = VB_EXIT_MODELS;
        return;
    }
    if (item->st != VB_OK) {
        fail_item(run, item);
        return;
    }
    if (!vb_text_is_english(&vb_doc_reading(item->doc)->text)) {
        vb_str lang = vb_doc_meta(item->doc)->lang;
        bool   known = !vb_str_eq(lang, VB_STR("und"));
        vb_cli_note(&run->console, "%s: %s%.*s: kept without rows", item->place,
                    known ? "not English but " : "language not recognised", known ? (int)lang.len : 0, lang.ptr);
    }
    if (run->record) store_item(run, item);
    if (run->stop) return;
    if (run->console.drawn && run->options->format != FORMAT_NONE) vb_cli_erase(&run->console);
    if (print_item(run, item, &err) != VB_OK && !run->output.error) {
        item->err = err;
        fail_item(run, item);
    }
    /* Each document as soon as it is there: whoever reads the other end may be waiting for it. */
    vb_cli_flush(&run->output);
}

/* ---- the run ------------------------------------------------------------------------------------------------------------ */

static bool not_interrupted(void *ctx)
{
    (void)ctx;
    return !vb_cli_interrupted();
}

static int open_record(struct run *run)
{
    vb_error err = { 0 };

    if (!run->options->record) return VB_EXIT_DONE;
    if (vb_record_open(run->options->record, VB_RECORD_WRITE, &run->record, &err) == VB_OK &&
        vb_record_compare(run->record, not_interrupted, NULL, &err) == VB_OK)
        return VB_EXIT_DONE;
    vb_cli_say(&run->console, "%s", err.msg);
    return VB_EXIT_RECORD;
}

static int open_reader(struct run *run)
{
    vb_reader_options options = { .data_dir = run->options->data, .reference = run->options->reference,
                                  .kb_dirs = run->options->kb_dirs, .n_kb_dirs = run->options->n_kb_dirs,
                                  .coder = run->options->coder };
    vb_error          err     = { 0 };

    if (run->reader || vb_reader_open(&options, &run->reader, &err) == VB_OK) return VB_EXIT_DONE;
    vb_cli_say(&run->console, "%s%s", err.msg, err.code == VB_ERR_IO ? "; --data DIR or VERBALE_DATA says where models are" : "");
    return VB_EXIT_MODELS;
}

/* Fill the pool, take the oldest, write it: until nothing is left or something says stop. */
static void read_all(struct run *run)
{
    struct vb_cli_item item;
    bool               more = true;

    while (!run->stop && !run->output.error) {
        while (more && !run->stop && !vb_cli_pool_full(run->pool)) {
            if (!(more = vb_cli_input_next(run->input, &item))) break;
            if (item.st == VB_OK && !item.note) run->stop = open_reader(run);
            if (run->stop) vb_cli_item_free(&item);
            else vb_cli_pool_submit(run->pool, run->reader, &item);
        }
        if (run->stop || vb_cli_interrupted()) return;
        if (!vb_cli_pool_take(run->pool, &item)) return;
        write_item(run, &item);
        vb_cli_progress_add(&run->progress, &run->console, &item);
        vb_cli_item_free(&item);
        if (vb_cli_interrupted()) return;
    }
}

static void say_result(struct run *run)
{
    vb_cli_erase(&run->console);
    if (run->n_failed && run->n_items > 1)
        vb_cli_say(&run->console, "%" PRIu64 " of %" PRIu64 " inputs failed, as listed", run->n_failed, run->n_items);
    if (run->record && run->console.progress)
        vb_cli_note(&run->console, "%s: %" PRIu64 " added, %" PRIu64 " there already", run->options->record, run->n_added,
                    run->n_known);
}

int vb_cli_read(int argc, char **argv)
{
    struct options options = { 0 };
    struct run     run     = { .options = &options };
    int            code;

    if ((code = parse_options(&options, argc, argv)) != VB_EXIT_DONE) return code;
    /* Rows on a terminal are progress enough. */
    vb_cli_console_open(&run.console, options.quiet, options.format == FORMAT_NONE || !isatty(STDOUT_FILENO));
    run.print = vb_cli_print_options();
    vb_cli_catch_interrupts();
    if ((code = open_record(&run)) != VB_EXIT_DONE) goto done;
    run.input = vb_cli_input_open(&options.input);
    run.pool  = vb_cli_pool_new(options.jobs ? options.jobs : default_jobs());
    if (!run.input || !run.pool) {
        vb_cli_say(&run.console, "out of memory");
        code = VB_EXIT_INPUTS;
        goto done;
    }
    vb_cli_progress_start(&run.progress, run.console.progress ? vb_cli_input_size(&options.input) : 0);
    if (options.format == FORMAT_TSV)
        vb_cli_kinds[options.kind].header(vb_cli_out(&run.output), NULL);
    read_all(&run);
    say_result(&run);
    code = run.stop ? run.stop : run.n_failed ? VB_EXIT_INPUTS : VB_EXIT_DONE;
    if (vb_cli_interrupted()) {
        /* Texts that are being read may take a while yet and nobody wants them: leave without waiting for their threads. */
        vb_record_close(run.record);
        vb_cli_flush(&run.output);
        vb_cli_note(&run.console, "stopped after %" PRIu64 " input%s", run.n_items, run.n_items == 1 ? "" : "s");
        _exit(VB_EXIT_INTERRUPTED);
    }
done:
    vb_cli_pool_free(run.pool);
    vb_cli_input_close(run.input);
    vb_record_close(run.record);
    vb_workspace_free(run.ws);
    vb_reader_close(run.reader);
    return vb_cli_finish(&run.output, &run.console, code);
}
