/*
 * What verbale says on standard error: messages, notes and the progress line, which give way to each other.
 */
#include "cli.h"

#include <getopt.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ERASE "\r\033[K"

void vb_cli_console_open(struct vb_cli_console *console, bool quiet, bool progress)
{
    struct winsize size = { 0 };

    *console = (struct vb_cli_console){ .quiet = quiet, .width = 80 };
    console->progress = progress && !quiet && isatty(STDERR_FILENO);
    if (console->progress && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) console->width = size.ws_col;
}

/* One write, so that lines of processes that share a terminal do not mix. Nobody is left to tell when it fails. */
static void write_line(const char *start, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));
static void write_line(const char *start, const char *fmt, va_list args)
{
    char   line[4608];                             /* a path and what is wrong with it */
    size_t n = strlen(start);
    int    more;

    memcpy(line, start, n);
    more = vsnprintf(line + n, sizeof line - n - 1, fmt, args);
    if (more < 0) return;
    n += (size_t)more < sizeof line - n - 1 ? (size_t)more : sizeof line - n - 2;
    /* File names and words of a text could hold what drives a terminal. */
    for (size_t i = strlen(start); i < n; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F) line[i] = '?';
    line[n++] = '\n';
    if (write(STDERR_FILENO, line, n) < 0) return;
}

void vb_cli_say(struct vb_cli_console *console, const char *fmt, ...)
{
    va_list args;

    if (console) vb_cli_erase(console);
    va_start(args, fmt);
    write_line("verbale: ", fmt, args);
    va_end(args);
}

void vb_cli_note(struct vb_cli_console *console, const char *fmt, ...)
{
    va_list args;

    if (console->quiet) return;
    vb_cli_erase(console);
    va_start(args, fmt);
    write_line("verbale: ", fmt, args);
    va_end(args);
}

void vb_cli_draw(struct vb_cli_console *console, const char *line)
{
    char out[512];
    int  n;

    if (!console->progress) return;
    n = snprintf(out, sizeof out, ERASE "%.*s", (int)(console->width > 1 ? console->width - 1 : 1), line);
    if (n < 0 || write(STDERR_FILENO, out, (size_t)n < sizeof out ? (size_t)n : sizeof out - 1) < 0) return;
    console->drawn = true;
}

void vb_cli_erase(struct vb_cli_console *console)
{
    if (!console->drawn) return;
    console->drawn = false;
    if (write(STDERR_FILENO, ERASE, strlen(ERASE)) < 0) return;
}

static void say_where_to_look(const char *command)
{
    if (command) vb_cli_say(NULL, "see 'verbale help %s'", command);
    else vb_cli_say(NULL, "see 'verbale help'");
}

int vb_cli_usage(const char *command, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    if (command) {
        char start[64];
        snprintf(start, sizeof start, "verbale: %s: ", command);
        write_line(start, fmt, args);
    } else {
        write_line("verbale: ", fmt, args);
    }
    va_end(args);
    say_where_to_look(command);
    return VB_EXIT_USAGE;
}

int vb_cli_bad_option(const char *command, char *const *argv, int got)
{
    const char *given = argv[optind - 1];
    char        letter[3] = { '-', (char)optopt, '\0' };

    /* optopt is a letter, or the number of a long option, or 0 for a long one that is not known. */
    if (optopt > 0 && optopt < 256) given = letter;
    if (got == ':') return vb_cli_usage(command, "%s wants a value", given);
    if (optopt >= 256) return vb_cli_usage(command, "%s takes no value", given);
    return vb_cli_usage(command, "no option %s", given);
}
