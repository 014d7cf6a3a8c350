/* Best trees against all trees, for sentences short enough to try them all; and trees of any length are trees. */
#include "parser.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 6 };

static uint32_t below(uint64_t *state, uint32_t n)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % n;
}

static bool is_tree(const uint16_t *head, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i + 1, steps = 0;
        if (head[i] > n) return false;
        roots += head[i] == 0;
        while (at != 0 && steps++ <= n) at = head[at - 1];
        if (at != 0) return false;
    }
    return roots == 1;
}

static double sum_of(const float *score, const uint16_t *head, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += (double)score[i * (n + 1) + head[i]];
    return sum;
}

static double best_of_all(const float *score, uint32_t n)
{
    uint16_t head[MOST] = { 0 };
    double   best = -INFINITY;

    for (;;) {
        uint32_t i = 0;
        if (is_tree(head, n) && sum_of(score, head, n) > best) best = sum_of(score, head, n);
        while (i < n && head[i] == n) head[i++] = 0;
        if (i == n) return best;
        head[i]++;
    }
}

static void short_ones_are_best(void **state)
{
    struct vb_tree_scratch *scratch = vb_tree_scratch_new(MOST);
    uint64_t                random = 7;
    float                   score[MOST * (MOST + 1)];
    uint16_t                head[MOST], again[MOST];

    (void)state;
    assert_non_null(scratch);
    for (int round = 0; round < 2000; round++) {
        uint32_t n = 1 + below(&random, MOST - (round % 8 != 0)), kind = below(&random, 3);
        for (uint32_t i = 0; i < n; i++) {
            for (uint32_t h = 0; h <= n; h++) {
                float *s = &score[i * (n + 1) + h];
                if (kind == 0) *s = (float)below(&random, 1000) / 37 - 10;                  /* any */
                if (kind == 1) *s = (float)below(&random, 4);                               /* many are equal */
                if (kind == 2) *s = (h == 0 ? 9 : 0) + (float)below(&random, 100) / 10;     /* all would be roots */
            }
        }
        vb_tree_best(scratch, score, n, head);
        assert_true(is_tree(head, n));
        assert_true(fabs(sum_of(score, head, n) - best_of_all(score, n)) < 1e-4);
        vb_tree_best(scratch, score, n, again);
        assert_memory_equal(head, again, n * sizeof *head);
    }
    vb_tree_scratch_free(scratch);
}

static void what_must_not_be_is_not(void **state)
{
    struct vb_tree_scratch *scratch = vb_tree_scratch_new(MOST);
    uint64_t                random = 11;
    float                   score[MOST * (MOST + 1)];
    uint16_t                head[MOST];

    (void)state;
    assert_non_null(scratch);
    for (int round = 0; round < 1000; round++) {
        uint32_t n = 2 + below(&random, MOST - 1), never = below(&random, n);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t h = 0; h <= n; h++) {
                bool no = h == never + 1 || (h == 0 && i == never);
                score[i * (n + 1) + h] = no ? -INFINITY : (float)below(&random, 2000) - 1000;
            }
        vb_tree_best(scratch, score, n, head);
        assert_true(is_tree(head, n));
        for (uint32_t i = 0; i < n; i++) assert_true(isfinite(score[i * (n + 1) + head[i]]));
        assert_true(fabs(sum_of(score, head, n) - best_of_all(score, n)) < 1e-3);
    }
    vb_tree_scratch_free(scratch);
}

static void long_ones_are_trees(void **state)
{
    enum { N = 256 };
    struct vb_tree_scratch *scratch = vb_tree_scratch_new(N);
    float                  *score = malloc(N * (N + 1) * sizeof *score);
    uint64_t                random = 3;
    uint16_t                head[N];

    (void)state;
    assert_non_null(scratch);
    assert_non_null(score);
    for (uint32_t round = 0; round < 12; round++) {
        uint32_t n = round == 0 ? N : 1 + below(&random, N);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t h = 0; h <= n; h++) {
                float *s = &score[i * (n + 1) + h];
                *s = (float)below(&random, 1 << 20) / 1024;
                if (round % 3 == 1 && h == (i ^ 1) + 1) *s += 5000;                        /* pairs, then cycles of cycles */
                if (round % 3 == 1 && h == (i ^ 3) + 1) *s += 3000;
                if (round % 3 == 2) *s = 1;
            }
        vb_tree_best(scratch, score, n, head);
        assert_true(is_tree(head, n));
    }
    free(score);
    vb_tree_scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_ones_are_best),
        cmocka_unit_test(what_must_not_be_is_not),
        cmocka_unit_test(long_ones_are_trees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
