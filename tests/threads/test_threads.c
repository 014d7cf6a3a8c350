/*
 * One reader, many workspaces: eight threads read the same texts and must write the bytes that one thread writes.
 * Runs under the thread sanitizer in ./check; texts are those of examples/, read several times over in different orders.
 */
#include "verbale.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_THREADS = 8, N_ROUNDS = 2 };

static const char *const files[] = { "wikinews-immunity.txt", "wikinews-impeachment.txt", "wikinews-extradition-bill.txt",
                                     "wikinews-resignation.txt", "authored-harbour.txt" };
enum { N_FILES = sizeof files / sizeof files[0] };

struct buffer { char *at; size_t n; };

static struct { char *text; size_t len; struct buffer want; } texts[N_FILES];
static const vb_reader *reader;

static bool append(void *ctx, const char *bytes, size_t n)
{
    struct buffer *b = ctx;
    char *more = realloc(b->at, b->n + n + 1);
    if (more == NULL) return false;
    memcpy(more + b->n, bytes, n);
    *b = (struct buffer){ more, b->n + n };
    return true;
}

static bool read_json(vb_workspace *ws, size_t i, struct buffer *out)
{
    vb_error err = { 0 };
    vb_doc *doc = NULL;
    vb_status st = vb_doc_read(reader, ws, (vb_str){ texts[i].text, texts[i].len }, NULL, &doc, &err);
    if (st == VB_OK) st = vb_doc_write_json(doc, append, out, &err);
    vb_doc_free(doc);
    if (st != VB_OK) fprintf(stderr, "%s: %s\n", files[i], err.msg);
    return st == VB_OK;
}

static void *work(void *arg)
{
    size_t first = (size_t)(uintptr_t)arg, n_bad = 0;
    vb_workspace *ws = NULL;
    if (vb_workspace_new(reader, &ws, NULL) != VB_OK) return (void *)1;
    for (size_t k = 0; k < (size_t)N_ROUNDS * N_FILES; k++) {
        size_t i = (first + k) % N_FILES;
        struct buffer got = { NULL, 0 };
        if (!read_json(ws, i, &got) || got.n != texts[i].want.n || memcmp(got.at, texts[i].want.at, got.n) != 0) n_bad++;
        free(got.at);
    }
    vb_workspace_free(ws);
    return (void *)(uintptr_t)n_bad;
}

static bool load(const char *folder, size_t i)
{
    char path[4096];
    FILE *f;
    texts[i].text = malloc(1 << 16);
    snprintf(path, sizeof path, "%s/examples/%s", folder, files[i]);
    f = fopen(path, "rb");
    if (f == NULL || texts[i].text == NULL) {
        perror(path);
        if (f != NULL) fclose(f);
        return false;
    }
    texts[i].len = fread(texts[i].text, 1, 1 << 16, f);
    fclose(f);
    return texts[i].len > 0;
}

int main(void)
{
    const char *folder = getenv("VERBALE_SOURCE");
    pthread_t threads[N_THREADS];
    vb_error err = { 0 };
    vb_reader *open = NULL;
    vb_workspace *ws = NULL;
    size_t n_bad = 0, n_started = 0;

    if (vb_reader_open(NULL, &open, &err) != VB_OK || vb_workspace_new(open, &ws, &err) != VB_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    reader = open;
    for (size_t i = 0; i < N_FILES; i++)
        if (!load(folder != NULL ? folder : ".", i) || !read_json(ws, i, &texts[i].want)) n_bad++;
    vb_workspace_free(ws);

    for (; n_bad == 0 && n_started < N_THREADS; n_started++)
        if (pthread_create(&threads[n_started], NULL, work, (void *)(uintptr_t)n_started) != 0) break;
    for (size_t i = 0; i < n_started; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        n_bad += (size_t)(uintptr_t)result;
    }
    for (size_t i = 0; i < N_FILES; i++) {
        free(texts[i].text);
        free(texts[i].want.at);
    }
    vb_reader_close(open);
    printf("%zu threads, %zu readings differ\n", n_started, n_bad);
    return n_bad != 0 || n_started != N_THREADS;
}
