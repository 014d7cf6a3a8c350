/*
 * verbale events: events of a record, by actor, recipient, type, realis and date.
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

static vb_status write_json(struct run *run, const struct vb_event_row *row)
{
    json_t *object = json_pack("{s:s, s:o}", "unit", "codepoint", "document", vb_cli_json_document(row->reading));
    json_t *more   = vb_cli_json_event(row->reading, row->event);

    if (!object || !more || json_object_update(object, more) != 0) {
        json_decref(object);
        object = NULL;
    }
    json_decref(more);
    return vb_cli_write_json(&run->output, object, &run->err);
}

/* The heading where the document is another than the last row's. */
static vb_status write_print(struct run *run, const struct vb_event_row *row, bool first)
{
    struct vb_out out = vb_cli_out(&run->output);
    vb_status     st;

    if (first) {
        if (run->n_rows > 0 && !out.write(out.ctx, "\n", 1)) return VB_ERR_IO;
        if ((st = vb_export_print_heading(row->reading, run->print, out, &run->err)) != VB_OK) return st;
    }
    if (!out.write(out.ctx, "\n", 1)) return VB_ERR_IO;
    return vb_export_print_event(row->reading, row->event, run->print, out, &run->err);
}

static vb_status write_tsv(struct run *run, const struct vb_event_row *row, bool first)
{
    vb_status st = first ? vb_cli_tsv_make(&run->tsv, row->reading, vb_export_tsv_events, &run->err) : VB_OK;

    return st == VB_OK ? vb_cli_tsv_write(&run->tsv, (size_t)(row->event - row->reading->events.at), &run->output) : st;
}

static bool write_row(void *ctx, const struct vb_event_row *row)
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

/* ---- options ----------------------------------------------------------------------------------------------------------------- */

struct asked { struct vb_events_filter filter; const char *record; enum format format; };

static int bad_words(const char *option, vb_str bad, const char *known)
{
    return vb_cli_usage("events", "--%s: \"%.*s\" is none of %s", option, (int)(bad.len < 40 ? bad.len : 40), bad.ptr, known);
}

static int parse_options(struct asked *a, int argc, char **argv)
{
    enum { RECORD = 256, ACTOR, RECIPIENT, TYPE, REALIS, SINCE, UNTIL, JSON, TSV };
    static const struct option known[] = {
        { "record", required_argument, NULL, RECORD }, { "actor", required_argument, NULL, ACTOR },
        { "recipient", required_argument, NULL, RECIPIENT }, { "type", required_argument, NULL, TYPE },
        { "realis", required_argument, NULL, REALIS }, { "since", required_argument, NULL, SINCE },
        { "until", required_argument, NULL, UNTIL }, { "json", no_argument, NULL, JSON }, { "tsv", no_argument, NULL, TSV }, { 0 },
    };
    struct vb_events_filter *f    = &a->filter;
    bool                     json = false, tsv = false;
    vb_str                   bad;
    int                      c;

    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        switch (c) {
        case RECORD:    a->record = optarg; break;
        case ACTOR:     f->actor = vb_str_of(optarg); break;
        case RECIPIENT: f->recipient = vb_str_of(optarg); break;
        case TYPE:
            if (!vb_record_event_types(vb_str_of(optarg), &f->types, &bad))
                return bad_words("type", bad,
                                 "agree, consult, support, concede, cooperate, aid, retreat, request, accuse, reject, threaten, "
                                 "protest, sanction, mobilize, coerce, assault");
            break;
        case REALIS:
            if (!vb_record_realis(vb_str_of(optarg), &f->realis, &bad))
                return bad_words("realis", bad, "done, ongoing, planned, conditional, alleged, denied, habitual");
            break;
        case SINCE:
            if (!vb_cli_parse_date(vb_str_of(optarg), &f->since)) return vb_cli_usage("events", NO_DATE, "since", optarg);
            break;
        case UNTIL:
            if (!vb_cli_parse_date(vb_str_of(optarg), &f->until)) return vb_cli_usage("events", NO_DATE, "until", optarg);
            break;
        case JSON:      json = true; break;
        case TSV:       tsv = true; break;
        default:        return vb_cli_bad_option("events", argv, c);
        }
    }
    if (optind < argc) return vb_cli_usage("events", "takes no arguments: --actor, --type, --since and others say what to find");
    if (json && tsv) return vb_cli_usage("events", "only one of --json and --tsv");
    if (vb_utf8_check(f->actor) != f->actor.len) return vb_cli_usage("events", "--actor: not UTF-8");
    if (vb_utf8_check(f->recipient) != f->recipient.len) return vb_cli_usage("events", "--recipient: not UTF-8");
    a->format = json ? FORMAT_JSON : tsv ? FORMAT_TSV : FORMAT_PRINT;
    return VB_EXIT_DONE;
}

int vb_cli_events(int argc, char **argv)
{
    struct vb_cli_console console;
    struct asked          asked  = { 0 };
    struct run            run    = { 0 };
    vb_record            *record = NULL;
    int                   code;

    if ((code = parse_options(&asked, argc, argv)) != VB_EXIT_DONE) return code;
    run.format = asked.format;
    run.print  = vb_cli_print_options();
    vb_cli_console_open(&console, false, false);
    vb_cli_catch_interrupts();
    if ((code = vb_cli_open_record("events", asked.record, &console, &record)) != VB_EXIT_DONE) return code;
    if (run.format == FORMAT_TSV) run.st = vb_export_tsv_events_header(vb_cli_out(&run.output), &run.err);
    if (run.st == VB_OK) {
        vb_status st = vb_record_events(record, &asked.filter, write_row, &run, &run.err);
        if (run.st == VB_OK) run.st = st;
    }
    if (run.st == VB_ERR_LIMIT) {
        code = vb_cli_usage("events", "%s", run.err.msg);
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
