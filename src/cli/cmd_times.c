/*
 * verbale times: what texts say of dates, hours, spans and repetition, as a table.
 */
#include "cli.h"

static vb_status print(const struct vb_reading *r, uint32_t i, struct vb_print_options options, struct vb_out out, vb_error *err)
{
    return vb_export_print_time(r, &r->times.at[i], options, out, err);
}

static bool visit(struct vb_cli_query *q, const struct vb_reading *reading)
{
    for (uint32_t i = 0; i < reading->times.n; i++)
        if (!vb_cli_query_row(q, reading, i, NULL)) return false;
    return true;
}

int vb_cli_times(int argc, char **argv)
{
    static const struct vb_cli_rows rows  = { true, vb_export_tsv_times_header, vb_export_tsv_times, vb_cli_json_time, print };
    struct vb_cli_query             query = { .command = "times", .rows = &rows };

    return vb_cli_query_texts(&query, argc, argv, rows.header, visit);
}
