/*
 * Standard output: what it can show, and whether it took what was written. A failed write must not pass for a short answer.
 */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool vb_cli_write(void *ctx, const char *bytes, size_t n)
{
    struct vb_cli_output *output = ctx;

    if (output->error) return false;
    errno = 0;
    if (fwrite(bytes, 1, n, stdout) == n) return true;
    output->error = errno ? errno : EIO;
    return false;
}

struct vb_out vb_cli_out(struct vb_cli_output *output) { return (struct vb_out){ vb_cli_write, output }; }

bool vb_cli_flush(struct vb_cli_output *output)
{
    errno = 0;
    if (!output->error && (fflush(stdout) != 0 || ferror(stdout))) output->error = errno ? errno : EIO;
    return !output->error;
}

int vb_cli_finish(struct vb_cli_output *output, struct vb_cli_console *console, int code)
{
    vb_cli_flush(output);
    /* Only closing says what a file system that writes late could not keep. */
    errno = 0;
    if (fclose(stdout) != 0 && !output->error) output->error = errno ? errno : EIO;
    if (!output->error) return code;
    if (output->error == EPIPE) {
        /* Whoever read has seen enough. Everything is closed by now, so go the way the shell expects of a filter. */
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
        return 128 + SIGPIPE;
    }
    vb_cli_say(console, "standard output: %s", strerror(output->error));
    return code == VB_EXIT_DONE ? VB_EXIT_INPUTS : code;
}

struct vb_print_options vb_cli_print_options(void)
{
    const char    *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    struct winsize size     = { 0 };

    if (!isatty(STDOUT_FILENO)) return (struct vb_print_options){ 0 };
    return (struct vb_print_options){
        .colour = !(no_color && *no_color) && term && strcmp(term, "dumb") != 0,
        .width  = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0,
    };
}
