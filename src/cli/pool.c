/*
 * Workers that read texts side by side. What comes out is in the order of what went in, so any number of them prints the
 * same bytes; what is in here is bounded in count and in bytes, so any number of inputs needs the same memory.
 */
#include "cli.h"

#include <pthread.h>

enum { SLOTS_A_JOB = 4 };
#define BYTES_MAX (VB_TEXT_MAX * 2)                /* of text in here, before another is let in */

enum state { WAITING, RUNNING, DONE };
struct slot { struct vb_cli_item item; enum state state; };

struct vb_cli_pool {
    pthread_mutex_t  lock;
    pthread_cond_t   work, done;                   /* there is something to read; something was read */
    const vb_reader *reader;
    vb_workspace    *ws;                           /* of the caller's thread, when it reads */
    pthread_t       *threads;
    struct slot     *slots;                        /* a ring: [first, first + n) */
    size_t           n_slots, first, n, next;      /* next: the oldest that nobody has begun */
    uint64_t         n_bytes;
    unsigned         n_jobs, n_threads, n_idle;
    bool             closing;
};

struct vb_cli_pool *vb_cli_pool_new(unsigned n_jobs)
{
    struct vb_cli_pool *pool = vb_alloc(sizeof *pool);

    if (!pool) return NULL;
    *pool         = (struct vb_cli_pool){ .n_jobs = n_jobs, .n_slots = n_jobs > 1 ? (size_t)n_jobs * SLOTS_A_JOB : 1 };
    pool->slots   = vb_alloc(pool->n_slots * sizeof *pool->slots);
    pool->threads = vb_alloc(n_jobs * sizeof *pool->threads);
    if (!pool->slots || !pool->threads) {
        vb_free(pool->slots);
        vb_free(pool->threads);
        vb_free(pool);
        return NULL;
    }
    for (size_t i = 0; i < pool->n_slots; i++) pool->slots[i] = (struct slot){ 0 };
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pthread_cond_init(&pool->done, NULL);
    return pool;
}

static void read_item(const vb_reader *reader, vb_workspace **ws, struct vb_cli_item *item)
{
    if (!*ws) item->st = vb_workspace_new(reader, ws, &item->err);
    if (*ws) item->st = vb_doc_read(reader, *ws, item->text, &item->meta, &item->doc, &item->err);
    vb_cli_item_drop_text(item);
}

static void *work(void *ctx)
{
    struct vb_cli_pool *pool = ctx;
    vb_workspace       *ws   = NULL;

    pthread_mutex_lock(&pool->lock);
    for (;;) {
        const vb_reader *reader;
        struct slot     *slot;

        while (!pool->closing && pool->next == pool->first + pool->n) {
            pool->n_idle++;
            pthread_cond_wait(&pool->work, &pool->lock);
            pool->n_idle--;
        }
        if (pool->closing) break;
        slot = &pool->slots[pool->next++ % pool->n_slots];
        if (slot->state != WAITING) continue;      /* nothing to read: a failure or a note */
        slot->state = RUNNING;
        reader      = pool->reader;
        pthread_mutex_unlock(&pool->lock);
        read_item(reader, &ws, &slot->item);
        pthread_mutex_lock(&pool->lock);
        slot->state = DONE;
        pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    vb_workspace_free(ws);
    return NULL;
}

bool vb_cli_pool_full(const struct vb_cli_pool *pool)
{
    return pool->n == pool->n_slots || (pool->n > 0 && pool->n_bytes >= BYTES_MAX);
}

void vb_cli_pool_submit(struct vb_cli_pool *pool, const vb_reader *reader, struct vb_cli_item *item)
{
    struct slot *slot;

    pthread_mutex_lock(&pool->lock);
    pool->reader = reader;
    pool->n_bytes += item->n_bytes;
    slot        = &pool->slots[(pool->first + pool->n++) % pool->n_slots];
    slot->item  = *item;
    slot->state = item->st == VB_OK && !item->note ? WAITING : DONE;
    *item       = (struct vb_cli_item){ 0 };
    /* A thread costs a workspace, so the second starts when there is a second text to read. */
    if (pool->n_jobs > 1 && slot->state == WAITING && pool->first + pool->n - pool->next > pool->n_idle &&
        pool->n_threads < pool->n_jobs &&
        pthread_create(&pool->threads[pool->n_threads], NULL, work, pool) == 0)
        pool->n_threads++;
    pthread_cond_signal(&pool->work);
    pthread_mutex_unlock(&pool->lock);
}

bool vb_cli_pool_take(struct vb_cli_pool *pool, struct vb_cli_item *item)
{
    struct slot *slot;

    if (pool->n == 0) return false;
    pthread_mutex_lock(&pool->lock);
    slot = &pool->slots[pool->first % pool->n_slots];
    if (pool->n_threads == 0 && slot->state == WAITING) {
        read_item(pool->reader, &pool->ws, &slot->item);
        slot->state = DONE;
    }
    while (slot->state != DONE) pthread_cond_wait(&pool->done, &pool->lock);
    *item      = slot->item;
    slot->item = (struct vb_cli_item){ 0 };
    pool->first++;
    pool->n--;
    if (pool->next < pool->first) pool->next = pool->first;
    pool->n_bytes -= item->n_bytes;
    pthread_mutex_unlock(&pool->lock);
    return true;
}

void vb_cli_pool_free(struct vb_cli_pool *pool)
{
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->n_threads; i++) pthread_join(pool->threads[i], NULL);
    for (size_t i = 0; i < pool->n; i++) vb_cli_item_free(&pool->slots[(pool->first + i) % pool->n_slots].item);
    vb_workspace_free(pool->ws);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    vb_free(pool->threads);
    vb_free(pool->slots);
    vb_free(pool);
}
