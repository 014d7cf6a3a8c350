/*
 * verbale version: what made a row that is made now.
 */
#include "cli.h"

#include <getopt.h>

int vb_cli_version(int argc, char **argv)
{
    enum { JSON = 256, DATA };
    static const struct option known[] = { { "json", no_argument, NULL, JSON }, { "data", required_argument, NULL, DATA }, { 0 } };
    struct vb_cli_output output  = { 0 };
    struct vb_cli_console console;
    vb_reader_options    options = { 0 };
    vb_reader           *reader  = NULL;
    vb_error             err     = { 0 };
    bool                 json    = false;
    int                  c, code = VB_EXIT_DONE;

    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        switch (c) {
        case JSON: json = true; break;
        case DATA: options.data_dir = optarg; break;
        default:   return vb_cli_bad_option("version", argv, c);
        }
    }
    if (optind < argc) return vb_cli_usage("version", "takes no arguments");

    /* The program has a version without its models too: say it, and fail after. */
    vb_cli_console_open(&console, false, false);
    if (vb_reader_open(&options, &reader, &err) != VB_OK) {
        vb_cli_say(&console, "%s", err.msg);
        code = VB_EXIT_MODELS;
    }
    if (json) {
        /* Hashes and our own version numbers need no escapes. */
        printf("{\"engine\":\"%s\",\"model\":", vb_version());
        if (reader) printf("\"%.*s\"", (int)vb_reader_model(reader).len, vb_reader_model(reader).ptr);
        else fputs("null", stdout);
        fputs(",\"knowledge\":", stdout);
        if (reader) printf("\"%.*s\"", (int)vb_reader_knowledge(reader).len, vb_reader_knowledge(reader).ptr);
        else fputs("null", stdout);
        printf(",\"codebook\":\"%s\"}\n", VB_CODEBOOK_VERSION);
    } else {
        printf("verbale %s\n", vb_version());
        if (reader) printf("model     %.*s\n", (int)vb_reader_model(reader).len, vb_reader_model(reader).ptr);
        if (reader) printf("tables    %.*s\n", (int)vb_reader_knowledge(reader).len, vb_reader_knowledge(reader).ptr);
        printf("codebook  %s\n", VB_CODEBOOK_VERSION);
    }
    vb_reader_close(reader);
    return vb_cli_finish(&output, &console, code);
}
