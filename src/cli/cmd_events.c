/*
 * verbale events: events of a record, by actor, recipient, type, realis and date.
 */
#include "cli.h"

#include <getopt.h>

static struct json_t *json_of(const struct vb_reading *r, uint32_t i) { return vb_cli_json_event(r, &r->events.at[i]); }

static vb_status print(const struct vb_reading *r, uint32_t i, struct vb_print_options options, struct vb_out out, vb_error *err)
{
    return vb_export_print_event(r, &r->events.at[i], options, out, err);
}

static bool write_row(void *ctx, const struct vb_event_row *row)
{
    return vb_cli_query_row(ctx, row->reading, (uint32_t)(row->event - row->reading->events.at), row->cluster);
}

int vb_cli_events(int argc, char **argv)
{
    static const char *const known[] = { "record", "actor",     "recipient", "country", "sector", "type", "realis",
                                         "text", "publisher", "since", "until",     "json",      "tsv",     "csv",    NULL };
    static const struct vb_cli_rows rows = { false, vb_export_tsv_events_header, vb_export_tsv_events, json_of, print };
    struct vb_cli_query query = { .command = "events", .rows = &rows };
    int                 all   = 0, code;
    const struct option flags[] = { { "all", no_argument, &all, 1 }, { 0 } };
    vb_status           st      = VB_OK;

    if ((code = vb_cli_query_options(&query, known, flags, argc, argv)) != VB_EXIT_DONE) return code;
    query.filter.clusters = !all;
    if (optind < argc) return vb_cli_usage("events", "takes no arguments: --actor, --type, --since and others say what to find");
    if ((code = vb_cli_query_open(&query, rows.header)) != VB_EXIT_DONE) return code;
    if (query.st == VB_OK) st = vb_record_events(query.record, &query.filter, write_row, &query, &query.err);
    return vb_cli_query_close(&query, st);
}
