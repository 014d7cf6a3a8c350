/*
 * Spans are the best legal path of tags, and a name needs more than the bare majority.
 */
#include "mention_tagger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { O, B, I, E, S, B2, I2, E2, S2, N_TAGS };                /* two kinds */

static void check_path(const float (*emit)[N_TAGS], uint32_t n, float outside, const uint8_t *want)
{
    uint8_t from[8][VB_MAX_TAGS], path[8];
    vb_best_path(emit[0], n, 2, outside, from, path);
    for (uint32_t i = 0; i < n; i++) assert_int_equal(path[i], want[i]);
}

static void no_span_is_left_open(void **state)
{
    (void)state;
    /* word by word B I would win; a name that ends costs least as B E */
    const float emit[][N_TAGS] = {{[B] = 5, [S] = 1}, {[I] = 3, [E] = 2}};
    check_path(emit, 2, 0, (const uint8_t[]){B, E});
    /* B of one kind and E of the other: the surer word decides both */
    const float kinds[][N_TAGS] = {{[B] = 5, [B2] = 2}, {[E] = 1, [E2] = 2}};
    check_path(kinds, 2, 0, (const uint8_t[]){B, E});
}

static void a_doubtful_name_is_none(void **state)
{
    (void)state;
    const float emit[][N_TAGS] = {{[S] = 0.4f}, {[O] = 1}, {[S] = 0.6f}};
    check_path(emit, 3, 0, (const uint8_t[]){S, O, S});
    check_path(emit, 3, 0.5f, (const uint8_t[]){O, O, S});
    const float words[][N_TAGS] = {{[B] = 0.7f}, {[E] = 0.7f}};        /* each word has to be worth it, in sum */
    check_path(words, 2, 0.5f, (const uint8_t[]){B, E});
    check_path(words, 2, 0.8f, (const uint8_t[]){O, O});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_span_is_left_open),
        cmocka_unit_test(a_doubtful_name_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
