/*
 * Ctrl-C. The one piece of mutable state that no parameter can carry: a signal handler has none.
 */
#include "cli.h"

#include <signal.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

void vb_cli_catch_interrupts(void)
{
    /* No SA_RESTART: a read from a terminal or pipe returns. SA_RESETHAND: who presses twice does not want to wait. */
    struct sigaction on_int = { .sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND };
    struct sigaction before;

    sigemptyset(&on_int.sa_mask);
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;   /* a job in the background */
    sigaction(SIGINT, &on_int, NULL);
}

bool vb_cli_interrupted(void) { return interrupted != 0; }
