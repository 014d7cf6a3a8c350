/*
 * Single rows as TSV: ids, and the rows that a row points to, go by the whole document, so its lines are all made, once, and picked
 * from.
 */
#include "cli.h"

const struct vb_cli_kind vb_cli_kinds[VB_CLI_N_KINDS] = {
    [VB_CLI_STATEMENTS] = { NULL, vb_export_tsv_header, vb_export_tsv },
    [VB_CLI_EVENTS] = { "events", vb_export_tsv_events_header, vb_export_tsv_events },
    [VB_CLI_POSITIONS] = { "positions", vb_export_tsv_positions_header, vb_export_tsv_positions },
    [VB_CLI_DESIGNATIONS] = { "designations", vb_export_tsv_designations_header, vb_export_tsv_designations },
};

static bool keep(void *ctx, const char *bytes, size_t n)
{
    struct vb_cli_tsv *tsv = ctx;

    if (!vb_list_reserve((void **)&tsv->bytes.at, &tsv->bytes.room, tsv->bytes.n + n, 1)) return false;
    for (size_t i = 0; i < n; i++) {
        tsv->bytes.at[tsv->bytes.n++] = bytes[i];
        if (bytes[i] == '\n' && !VB_PUSH(&tsv->line, tsv->bytes.n)) return false;
    }
    return true;
}

vb_status vb_cli_tsv_make(struct vb_cli_tsv *tsv, const struct vb_reading *reading, vb_cli_tsv_fn make, vb_error *err)
{
    tsv->bytes.n = tsv->line.n = 0;
    if (!VB_PUSH(&tsv->line, (size_t)0)) return vb_fail_nomem(err);
    return make(reading, (struct vb_out){ keep, tsv }, NULL) == VB_OK ? VB_OK : vb_fail_nomem(err);
}

vb_status vb_cli_tsv_write(const struct vb_cli_tsv *tsv, size_t i, struct vb_out out)
{
    size_t beg = tsv->line.at[i], end = tsv->line.at[i + 1];

    return out.write(out.ctx, tsv->bytes.at + beg, end - beg) ? VB_OK : VB_ERR_IO;
}

void vb_cli_tsv_free(struct vb_cli_tsv *tsv)
{
    vb_free(tsv->bytes.at);
    vb_free(tsv->line.at);
    *tsv = (struct vb_cli_tsv){ 0 };
}
