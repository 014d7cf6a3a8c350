/*
 * How fast one core could be if an encoder were its matrix products alone: u8 x s8 -> f32 through oneDNN, the four products of
 * one MiniLM layer, at a row count known when the primitive is made. Prints GMAC/s and the words a second that this allows at 14 M
 * multiplications a word (1.3 word pieces of 10.6 M). What verbale reaches is measured against this number, taken in the same run.
 *
 *   cc -O2 products.c -ldnnl -o products && OMP_NUM_THREADS=1 taskset -c 0 ./products [ROWS...]
 */
#include <dnnl.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const int shapes[4][2] = { { 384, 1152 }, { 384, 384 }, { 384, 1536 }, { 1536, 384 } };   /* inputs, outputs */
static const double mac_per_word = 14e6;

#define MUST(call) \
    do { \
        if ((call) != dnnl_success) { \
            fprintf(stderr, "products: %s failed\n", #call); \
            exit(1); \
        } \
    } while (0)

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct product {
    dnnl_primitive_t run;
    dnnl_memory_t x, w, y;
};

static struct product product_new(dnnl_engine_t engine, int rows, int n_in, int n_out)
{
    struct product p;
    dnnl_dims_t dx = { rows, n_in }, dw = { n_in, n_out }, dy = { rows, n_out };
    dnnl_primitive_desc_t pd;
#if DNNL_VERSION_MAJOR >= 3
    dnnl_memory_desc_t x, w, y;
    MUST(dnnl_memory_desc_create_with_tag(&x, 2, dx, dnnl_u8, dnnl_ab));
    MUST(dnnl_memory_desc_create_with_tag(&w, 2, dw, dnnl_s8, dnnl_format_tag_any));
    MUST(dnnl_memory_desc_create_with_tag(&y, 2, dy, dnnl_f32, dnnl_ab));
    MUST(dnnl_matmul_primitive_desc_create(&pd, engine, x, w, NULL, y, NULL));
    MUST(dnnl_memory_create(&p.x, x, engine, DNNL_MEMORY_ALLOCATE));
    MUST(dnnl_memory_create(&p.y, y, engine, DNNL_MEMORY_ALLOCATE));
#else
    dnnl_memory_desc_t x, w, y;
    dnnl_matmul_desc_t d;
    MUST(dnnl_memory_desc_init_by_tag(&x, 2, dx, dnnl_u8, dnnl_ab));
    MUST(dnnl_memory_desc_init_by_tag(&w, 2, dw, dnnl_s8, dnnl_format_tag_any));
    MUST(dnnl_memory_desc_init_by_tag(&y, 2, dy, dnnl_f32, dnnl_ab));
    MUST(dnnl_matmul_desc_init(&d, &x, &w, NULL, &y));
    MUST(dnnl_primitive_desc_create(&pd, &d, NULL, engine, NULL));
    MUST(dnnl_memory_create(&p.x, &x, engine, DNNL_MEMORY_ALLOCATE));
    MUST(dnnl_memory_create(&p.y, &y, engine, DNNL_MEMORY_ALLOCATE));
#endif
    MUST(dnnl_memory_create(&p.w, dnnl_primitive_desc_query_md(pd, dnnl_query_weights_md, 0), engine, DNNL_MEMORY_ALLOCATE));
    MUST(dnnl_primitive_create(&p.run, pd));
    MUST(dnnl_primitive_desc_destroy(pd));
    return p;
}

static double best_seconds(const struct product *p, dnnl_stream_t stream, double mac)
{
    dnnl_exec_arg_t args[] = { { DNNL_ARG_SRC, p->x }, { DNNL_ARG_WEIGHTS, p->w }, { DNNL_ARG_DST, p->y } };
    int n = (int)(2e9 / mac) + 3;                 /* about 5 to 20 ms a round */
    double best = 1e9;
    for (int round = 0; round < 25; round++) {
        double t = now();
        for (int i = 0; i < n; i++) MUST(dnnl_primitive_execute(p->run, stream, 3, args));
        MUST(dnnl_stream_wait(stream));
        t = (now() - t) / n;
        if (t < best) best = t;
    }
    return best;
}

int main(int argc, char **argv)
{
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    double most = 0;
    MUST(dnnl_engine_create(&engine, dnnl_cpu, 0));
    MUST(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
    for (int a = 1; a < argc || a == 1; a++) {
        int rows = a < argc ? atoi(argv[a]) : 128;
        double seconds = 0, mac = 0, rate;
        if (rows < 1 || rows > 65536) {
            fprintf(stderr, "usage: products [ROWS...]\n");
            return 2;
        }
        for (int i = 0; i < 4; i++) {
            struct product p = product_new(engine, rows, shapes[i][0], shapes[i][1]);
            double m = (double)rows * shapes[i][0] * shapes[i][1];
            seconds += best_seconds(&p, stream, m);
            mac += m;
            dnnl_primitive_destroy(p.run);
            dnnl_memory_destroy(p.x);
            dnnl_memory_destroy(p.w);
            dnnl_memory_destroy(p.y);
        }
        rate = mac / seconds;
        printf("rows %d: %.0f GMAC/s, %.0f words/s\n", rows, rate / 1e9, rate / mac_per_word);
        if (rate > most) most = rate;
    }
    printf("bound %.0f words/s\n", most / mac_per_word);
    dnnl_stream_destroy(stream);
    dnnl_engine_destroy(engine);
    return 0;
}
