/*
 * Which record a query asks: --record, else VERBALE_RECORD.
 */
#include "cli.h"

#include <stdlib.h>

int vb_cli_open_record(const char *command, const char *given, struct vb_cli_console *console, vb_record **record)
{
    vb_error err = { 0 };

    if (!given || !*given) given = getenv("VERBALE_RECORD");
    if (!given || !*given) return vb_cli_usage(command, "which record? --record FILE or VERBALE_RECORD says it");
    if (vb_record_open(given, VB_RECORD_READ, record, &err) == VB_OK) return VB_EXIT_DONE;
    vb_cli_say(console, "%s", err.msg);
    return VB_EXIT_RECORD;
}
