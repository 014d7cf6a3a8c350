/*
 * The encoder on random weights: int8 beside f32, and what must not change a byte of it: what ran before, other windows, other
 * threads, OpenMP's settings, the instruction set that oneDNN uses.
 */
#include "weights_file.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

extern void omp_set_num_threads(int n);
extern int  omp_get_max_threads(void);

enum { D = VB_WIDTH };
static char *path;

static int setup(void **state)
{
    struct test_file f = {0};
    (void)state;
    test_encoder(&f, 2, 512);
    vb_str file = test_write(&f);
    path = test_save(file);
    free((void *)file.ptr);
    test_close(&f);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(path);
    free(path);
    return 0;
}

static struct vb_model *open_or_fail(bool reference)
{
    struct vb_model *model = NULL;
    vb_error         err = {0};
    if (vb_model_open(path, reference, &model, &err) != VB_OK) fail_msg("%s", err.msg);
    return model;
}

static void make_window(struct vb_encoder_input *in, size_t n, uint64_t seed)
{
    for (size_t t = 0; t < n; t++) {
        in[t] = (struct vb_encoder_input){(int32_t)(test_random(&seed) % 100), (uint8_t)(test_random(&seed) % 5),
                                          (uint8_t)(test_random(&seed) % 8), (uint8_t)(test_random(&seed) % 4)};
    }
}

/* Encode a window made from its length and seed. */
static void encode(const struct vb_model *model, struct vb_model_ws *ws, size_t n, uint64_t seed, float *out)
{
    struct vb_encoder_input in[VB_WINDOW_MAX] = {0};
    vb_error                err = {0};
    make_window(in, n, seed);
    if (vb_encoder_run(model, ws, in, n, out, &err) != VB_OK) abort();
}

static struct vb_model_ws *ws_of(const struct vb_model *model)
{
    struct vb_model_ws *ws = NULL;
    if (vb_model_ws_new(model, &ws, NULL) != VB_OK) abort();
    return ws;
}

static void eight_bits_stay_near_the_reference(void **state)
{
    (void)state;
    static float        a[VB_WINDOW_MAX * D], b[VB_WINDOW_MAX * D];
    static const size_t lengths[] = {1, 2, 17, 64, 65, 129, 256};
    struct vb_model    *fast = open_or_fail(false), *slow = open_or_fail(true);
    struct vb_model_ws *fast_ws = ws_of(fast), *slow_ws = ws_of(slow);
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        double by = 0, size = 0;
        encode(fast, fast_ws, lengths[l], l, a);
        encode(slow, slow_ws, lengths[l], l, b);
        for (size_t i = 0; i < lengths[l] * D; i++) by += fabs((double)a[i] - (double)b[i]), size += fabs((double)b[i]);
        if (!(by <= 0.02 * size)) fail_msg("%zu pieces: off by %.4f of the size", lengths[l], by / size);
        assert_true(by > 0);                       /* or the two are one */
    }
    vb_model_ws_free(fast_ws), vb_model_ws_free(slow_ws);
    vb_model_close(fast), vb_model_close(slow);
}

static void a_window_is_alone(void **state)
{
    (void)state;
    static float a[VB_WINDOW_MAX * D], b[VB_WINDOW_MAX * D + 1], other[VB_WINDOW_MAX * D];
    for (int reference = 0; reference < 2; reference++) {
        struct vb_model    *model = open_or_fail(reference);
        struct vb_model_ws *fresh = ws_of(model), *used = ws_of(model);
        encode(model, fresh, 70, 1, a);
        encode(model, used, VB_WINDOW_MAX, 2, other);          /* leaves other rows behind */
        encode(model, used, 70, 1, b + 1);
        assert_memory_equal(a, b + 1, 70 * D * sizeof *a);
        encode(model, used, 0, 1, b);                          /* an empty window is nothing */
        vb_model_ws_free(fresh), vb_model_ws_free(used);
        vb_model_close(model);
    }
}

static void every_feature_counts(void **state)
{
    (void)state;
    static float            a[8 * D], b[8 * D];
    struct vb_encoder_input in[8];
    struct vb_model        *model = open_or_fail(false);
    struct vb_model_ws     *ws = ws_of(model);
    for (int what = 0; what < 4; what++) {
        make_window(in, 8, 9);
        assert_int_equal(vb_encoder_run(model, ws, in, 8, a, NULL), VB_OK);
        if (what == 0) in[3].id = (in[3].id + 1) % 100;
        if (what == 1) in[3].shape = (uint8_t)((in[3].shape + 1) % 5);
        if (what == 2) in[3].quote = (uint8_t)((in[3].quote + 1) % 8);
        if (what == 3) in[3].place = (uint8_t)((in[3].place + 1) % 4);
        assert_int_equal(vb_encoder_run(model, ws, in, 8, b, NULL), VB_OK);
        assert_memory_not_equal(a, b, sizeof a);
    }
    vb_model_ws_free(ws);
    vb_model_close(model);
}

struct job { const struct vb_model *model; float *out; };

static void *work(void *arg)
{
    struct job         *job = arg;
    struct vb_model_ws *ws = ws_of(job->model);
    for (size_t n = 1; n <= 8; n++) encode(job->model, ws, n * 20, n, job->out + n * 160 * D - 160 * D);
    vb_model_ws_free(ws);
    return NULL;
}

static void threads_give_the_same_bytes(void **state)
{
    (void)state;
    enum { THREADS = 4, ROOM = 8 * 160 * D };
    struct vb_model *model = open_or_fail(false);
    struct job       jobs[THREADS];
    pthread_t        threads[THREADS];
    for (int i = 0; i < THREADS; i++) jobs[i] = (struct job){model, calloc(ROOM, sizeof(float))};
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, work, &jobs[i]), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 1; i < THREADS; i++) assert_memory_equal(jobs[0].out, jobs[i].out, ROOM * sizeof(float));
    for (int i = 0; i < THREADS; i++) free(jobs[i].out);
    vb_model_close(model);
}

static void openmp_is_left_as_it_was(void **state)
{
    (void)state;
    static float a[100 * D], b[100 * D];
    omp_set_num_threads(3);
    struct vb_model    *model = open_or_fail(false);
    struct vb_model_ws *ws = ws_of(model);
    encode(model, ws, 100, 4, a);
    assert_int_equal(omp_get_max_threads(), 3);
    omp_set_num_threads(1);
    encode(model, ws, 100, 4, b);
    assert_memory_equal(a, b, sizeof a);
    vb_model_ws_free(ws);
    vb_model_close(model);
}

/* Prints a hash of what many windows encode to: run again by the next test under other settings. */
static int print_hash(const char *weights)
{
    static float        out[VB_WINDOW_MAX * D];
    struct vb_model    *model = NULL;
    struct vb_model_ws *ws = NULL;
    uint64_t            hash = 0;
    if (vb_model_open(weights, false, &model, NULL) != VB_OK || vb_model_ws_new(model, &ws, NULL) != VB_OK) return 1;
    for (size_t n = 1; n <= VB_WINDOW_MAX; n += 51) {
        encode(model, ws, n, n, out);
        hash = hash * 31 + vb_hash64(out, n * D * sizeof *out);
    }
    printf("%016llx\n", (unsigned long long)hash);
    vb_model_ws_free(ws);
    vb_model_close(model);
    return 0;
}

static const char *self;

static void ask(const char *settings, char line[32])
{
    char  command[512];
    int   n = snprintf(command, sizeof command, "%s '%s' --hash '%s'", settings, self, path);
    assert_true(n > 0 && n < (int)sizeof command);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    if (!fgets(line, 32, out)) line[0] = 0;
    int rc = pclose(out);
    if (rc != 0 || strlen(line) != 17) fail_msg("%s: exit %d, \"%s\"", command, rc, line);
}

static void instruction_sets_give_the_same_bytes(void **state)
{
    (void)state;
    static const char *const settings[] = {"DNNL_MAX_CPU_ISA=AVX2",
                                           "DNNL_MAX_CPU_ISA=AVX512_CORE",
                                           "DNNL_MAX_CPU_ISA=AVX512_CORE_VNNI",
                                           "DNNL_MAX_CPU_ISA=AVX512_CORE_AMX",
                                           "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F",
                                           "OMP_NUM_THREADS=7"};
    char want[32], got[32];
    ask("", want);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        ask(settings[i], got);
        if (strcmp(got, want) != 0) fail_msg("%s: %.16s, not %.16s", settings[i], got, want);
    }
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--hash") == 0) return print_hash(argv[2]);
    self = argv[0];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_bits_stay_near_the_reference),
        cmocka_unit_test(a_window_is_alone),
        cmocka_unit_test(every_feature_counts),
        cmocka_unit_test(threads_give_the_same_bytes),
        cmocka_unit_test(openmp_is_left_as_it_was),
        cmocka_unit_test(instruction_sets_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
