/*
 * Comparing record files when memory runs out: for every n, the n-th allocation and all after it fail. A status with a message and
 * nothing left behind, and the same figures when the trouble is over. What jansson allocates is its own.
 */
#include "eval.h"

#include <stdio.h>
#include <string.h>

#define FAIL(...) (fprintf(stderr, "fail_eval: " __VA_ARGS__), 1)

static const char RECORD[] =
    "{\"document\":{\"id\":\"d\",\"text\":\"Ana met Bo.\",\"paragraphs\":[{\"span\":[0,11],\"role\":\"body\"}]},"
    "\"entities\":[{\"id\":\"e1\",\"name\":\"Ana\",\"country\":\"SWE\",\"mentions\":[{\"span\":[0,3],\"form\":\"name\"}]},"
    "{\"id\":\"e2\",\"name\":\"Bo\",\"mentions\":[]}],"
    "\"statements\":[{\"id\":\"s1\",\"content\":[[0,7]],\"speaker\":\"e1\"}],"
    "\"events\":[{\"type\":\"CONSULT\",\"actors\":[\"e1\",\"e2\"],\"trigger\":[4,7]}],\"times\":[{\"span\":[0,3]}]}\n"
    "{\"document\":{\"text\":\"B\"}}\n";
static const char OTHER[] =
    "{\"document\":{\"id\":\"d\",\"text\":\"Ana met Bo.\"},\"entities\":[{\"id\":\"1\",\"name\":\"ANA\",\"mentions\":[]}],"
    "\"events\":[{\"type\":\"CONSULT\",\"trigger\":[4,10],\"actors\":[\"1\"],\"recipients\":[\"1\"]}],\"times\":[{\"span\":[0,4]}]}"
    "\n";

static bool take_miss(void *ctx, const struct vb_eval_miss *miss)
{
    *(unsigned *)ctx += 1 + (unsigned)miss->kind;
    return true;
}

static bool take_row(void *ctx, const struct vb_diff_row *row)
{
    *(unsigned *)ctx += 1 + (unsigned)row->n_fields;
    return true;
}

/* `seen` gets a number that says what was told. */
static vb_status compare(unsigned *seen, vb_error *err)
{
    struct vb_eval_file  *a = NULL, *b = NULL;
    struct vb_eval_scores scores;
    struct vb_diff_counts counts;
    vb_status             st;

    *seen = 0;
    if ((st = vb_eval_open_bytes("a", VB_STR(RECORD), &a, err)) != VB_OK) goto done;
    if ((st = vb_eval_open_bytes("b", VB_STR(OTHER), &b, err)) != VB_OK) goto done;
    if ((st = vb_eval_score(a, b, take_miss, seen, &scores, err)) != VB_OK) goto done;
    st = vb_diff(a, b, (struct vb_diff_options){ false }, take_row, seen, &counts, err);
done:
    vb_eval_close(a);
    vb_eval_close(b);
    return st;
}

int main(void)
{
    unsigned  whole, seen;
    int       status = 0;
    long      n      = 0;
    vb_status st     = VB_ERR_NOMEM;

    if (compare(&whole, NULL) != VB_OK || whole == 0) return FAIL("no figures\n");
    for (; st != VB_OK; n++) {
        vb_error err = { 0 };
        vb_alloc_fail_after = n;
        st                  = compare(&seen, &err);
        vb_alloc_fail_after = -1;
        if (st != VB_OK && (st != VB_ERR_NOMEM || err.code != st || !strstr(err.msg, "out of memory")))
            status = FAIL("allocation %ld: status %d, \"%s\"\n", n, (int)st, err.msg);
    }
    if (seen != whole) status = FAIL("other figures after %ld failures\n", n);
    if (n < 20) status = FAIL("only %ld failures\n", n - 1);
    return status;
}
