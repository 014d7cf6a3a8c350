/*
 * verbale: the first word is the command.
 */
#include "cli.h"

#include <signal.h>
#include <string.h>

static const struct command { const char *name; int (*run)(int argc, char **argv); } commands[] = {
    { "read", vb_cli_read },
    { "said", vb_cli_said },
    { "who", vb_cli_who },
    { "events", vb_cli_events },
    { "times", vb_cli_times },
    { "check-headline", vb_cli_check_headline },
    { "ledger", vb_cli_ledger },
    { "export", vb_cli_export },
    { "eval", vb_cli_eval },
    { "diff", vb_cli_diff },
    { "kb", vb_cli_kb },
    { "version", vb_cli_version },
    { "help", vb_cli_help },
};

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
    return false;
}

static int print_help(const char *command)
{
    struct vb_cli_output output = { 0 };

    vb_cli_print_help(stdout, command);
    return vb_cli_finish(&output, NULL, VB_EXIT_DONE);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;

    /* A reader that goes away shows as EPIPE, so that the transaction at hand is finished first. */
    signal(SIGPIPE, SIG_IGN);
    if (!name) {
        vb_cli_print_help(stderr, NULL);
        return VB_EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) return print_help(NULL);
    if (strcmp(name, "--version") == 0) name = "version";
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i].name) != 0) continue;
        if (asks_for_help(argc - 1, argv + 1)) return print_help(name);
        return commands[i].run(argc - 1, argv + 1);
    }
    return vb_cli_usage(NULL, name[0] == '-' ? "no option %s" : "no command \"%s\"", name);
}
