/*
 * Word pieces a second: the encoder on one core, beside its matrix products alone in the same process.
 *
 *     bench_encoder WEIGHTS [PIECES_A_WINDOW...]
 *
 * "Products" runs the very matrices of the encoder on as many rows, with nothing between them: the bound that the encoder
 * is measured against. The part is products / encoder.
 */
#include "network.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* This thread's own seconds: what others run on the core meanwhile does not count. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void products(const struct vb_model *model, struct vb_model_ws *ws, size_t n)
{
    for (uint32_t l = 0; l < model->n_layers; l++) {
        const struct layer *layer = &model->layers[l];
        for (size_t t = 0; t < n; t += CHUNK) {
            size_t rows = n - t < CHUNK ? n - t : CHUNK;
            vb_gemm_run(model->gemm, ws->gemm, layer->qkv->matrix, ws->q, rows, ws->acc, NULL);
            vb_gemm_run(model->gemm, ws->gemm, layer->out->matrix, ws->q, rows, ws->acc, NULL);
            vb_gemm_run(model->gemm, ws->gemm, layer->up->matrix, ws->q, rows, ws->acc, NULL);
            vb_gemm_run(model->gemm, ws->gemm, layer->down->matrix, ws->hidden, rows, ws->acc, NULL);
        }
    }
}

int main(int argc, char **argv)
{
    static struct vb_encoder_input in[VB_WINDOW_MAX];
    static float                   out[VB_WINDOW_MAX * VB_WIDTH];
    struct vb_model               *model = NULL;
    struct vb_model_ws            *ws = NULL;
    vb_error                       err = {0};
    static char                   *usual[] = {"32", "64", "96", "128", "160", "192", "224", "256"};
    if (argc < 2) {
        fprintf(stderr, "usage: bench_encoder WEIGHTS [PIECES_A_WINDOW...]\n");
        return 2;
    }
    double begin = now();
    if (vb_model_open(argv[1], false, &model, &err) != VB_OK || vb_model_ws_new(model, &ws, &err) != VB_OK) {
        fprintf(stderr, "bench_encoder: %s\n", err.msg);
        return 1;
    }
    printf("open: %.1f ms\n", (now() - begin) * 1e3);
    for (size_t t = 0; t < VB_WINDOW_MAX; t++)
        in[t] =
            (struct vb_encoder_input){(int32_t)(t * 7919 % model->n_vocab), (uint8_t)(t % 5), (uint8_t)(t % 8), (uint8_t)(t % 4)};
    size_t  n_sizes = argc > 2 ? (size_t)argc - 2 : sizeof usual / sizeof *usual;
    char  **sizes = argc > 2 ? argv + 2 : usual;
    double  mac = 0;
    for (uint32_t l = 0; l < model->n_layers; l++) mac += 4.0 * VB_WIDTH * VB_WIDTH + 2.0 * VB_WIDTH * model->n_hidden;
    for (size_t s = 0; s < n_sizes; s++) {
        size_t n = strtoul(sizes[s], NULL, 10);
        double best_run = 1e9, best_products = 1e9, best_attention = 1e9;
        if (n == 0 || n > VB_WINDOW_MAX) continue;
        for (int round = 0; round < 40; round++) {         /* side by side, so that both see the same machine */
            int    times = 1 + (int)(400 / n);
            double a = now();
            for (int i = 0; i < times; i++)
                if (vb_encoder_run(model, ws, in, n, out, &err) != VB_OK) return 1;
            double b = now();
            for (int i = 0; i < times; i++) products(model, ws, n);
            double c = now();
            for (int i = 0; i < times; i++)
                for (uint32_t l = 0; l < model->n_layers; l++)
                    vb_kernel_attention(ws->qkv, n, model->n_heads, ws->attention, ws->mixed);
            double d = now();
            if ((b - a) / times < best_run) best_run = (b - a) / times;
            if ((c - b) / times < best_products) best_products = (c - b) / times;
            if ((d - c) / times < best_attention) best_attention = (d - c) / times;
        }
        printf("%3zu pieces: encoder %6.0f pieces/s, products %6.0f pieces/s (%3.0f GMAC/s), part %2.0f %%; attention %2.0f %% of "
               "the encoder\n",
               n, (double)n / best_run, (double)n / best_products, mac * (double)n / best_products * 1e-9,
               100 * best_products / best_run, 100 * best_attention / best_run);
    }
    vb_model_ws_free(ws);
    vb_model_close(model);
    return 0;
}
