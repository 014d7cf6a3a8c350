/*
 * How far a reading is: "1,204 texts, 12.3 of 50.1 MB, 21,000 words/s, 2 min left", drawn over itself.
 */
#include "cli.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

static const double WAIT = 0.5;                    /* seconds: a short reading shows nothing */
static const double STEP = 0.2;                    /* between two lines */

/* Only shown, never kept: nothing that is read depends on the time. */
static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* 1234567 as 1,234,567. */
static const char *grouped(uint64_t value, char out[32])
{
    char   digits[24];
    int    n  = snprintf(digits, sizeof digits, "%" PRIu64, value);
    size_t at = 0;

    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}

static void time_left(double seconds, char *out, size_t size)
{
    unsigned s = seconds < 3.6e6 ? (unsigned)(seconds + 0.5) : 3600000;

    if (s < 90) snprintf(out, size, ", %u s left", s);
    else if (s < 90 * 60) snprintf(out, size, ", %u min left", (s + 30) / 60);
    else snprintf(out, size, ", %u h %02u min left", s / 3600, s / 60 % 60);
}

void vb_cli_progress_start(struct vb_cli_progress *p, uint64_t total)
{
    *p       = (struct vb_cli_progress){ .total = total, .started = now() };
    p->drawn = p->started + WAIT - STEP;
}

void vb_cli_progress_add(struct vb_cli_progress *p, struct vb_cli_console *console, const struct vb_cli_item *item)
{
    double seconds = now();
    char   line[256], texts[32], rate[32], left[48] = "", of[32] = "";

    p->done += item->n_bytes;
    if (item->doc) {
        p->n_texts++;
        p->n_words += vb_doc_reading(item->doc)->text.n_tokens;
    }
    if (!console->progress || seconds - p->drawn < STEP) return;
    p->drawn = seconds;
    seconds -= p->started;
    if (p->total && p->done) {
        uint64_t total = p->total > p->done ? p->total : p->done;
        snprintf(of, sizeof of, "of %.1f ", (double)total * 1e-6);
        time_left(seconds * (double)(total - p->done) / (double)p->done, left, sizeof left);
    }
    snprintf(line, sizeof line, "%s text%s, %.1f %sMB, %s words/s%s", grouped(p->n_texts, texts), p->n_texts == 1 ? "" : "s",
             (double)p->done * 1e-6, of, grouped((uint64_t)((double)p->n_words / (seconds > 0 ? seconds : 1)), rate), left);
    vb_cli_draw(console, line);
}
