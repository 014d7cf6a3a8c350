/*
 * The best tree over a sentence's words (Chu and Liu 1965, Edmonds 1967), by growing a path of best heads and contracting the
 * cycles it runs into (Gabow, Galil, Spencer and Tarjan 1986), over a full matrix: n * n.
 *
 * One root: an arc from the root costs more than all else together, so the best tree has as few of them as can be, one.
 * Most sentences never come here: when each word's best head makes a tree with one root, that is the best one.
 */
#include "parser.h"

#include <math.h>
#include <string.h>

enum { NO_NODE = UINT16_MAX };

struct vb_tree_scratch {
    uint32_t n_max;
    double *weight; /* [slots][slots], from, to; a slot is a word (0 the root) or a cycle, in place of its first word */
    uint32_t *arc;                 /* the same: the arc of words it stands for, from << 16 | to */
    double   *in_weight;           /* by slot: of the arc chosen into it */
    double   *best_in, *best_out;  /* by slot, while a cycle is contracted */
    uint32_t *best_in_arc, *best_out_arc;
    uint16_t *node, *path;         /* slot -> node of the forest of cycles; slots of the path */
    uint8_t  *gone, *done, *on_path;
    uint32_t *in;                  /* by node: the arc chosen into it */
    uint16_t *parent, *child, *next, *open;
};

void vb_tree_scratch_free(struct vb_tree_scratch *s)
{
    if (s == NULL) return;
    void *of[] = {s->weight, s->arc, s->in_weight, s->best_in, s->best_out, s->best_in_arc, s->best_out_arc, s->node, s->path,
                  s->gone, s->done, s->on_path, s->in, s->parent, s->child, s->next, s->open};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) vb_free(of[i]);
    vb_free(s);
}

struct vb_tree_scratch *vb_tree_scratch_new(uint32_t n_max)
{
    struct vb_tree_scratch *s = vb_alloc(sizeof *s);
    if (s == NULL) return NULL;
    *s = (struct vb_tree_scratch){.n_max = n_max};
    size_t n = n_max + 1, nodes = 2 * n;
    bool ok = (s->weight = vb_alloc(n * n * sizeof *s->weight)) && (s->arc = vb_alloc(n * n * sizeof *s->arc)) &&
              (s->in_weight = vb_alloc(n * sizeof *s->in_weight)) && (s->best_in = vb_alloc(n * sizeof *s->best_in)) &&
              (s->best_out = vb_alloc(n * sizeof *s->best_out)) && (s->best_in_arc = vb_alloc(n * sizeof *s->best_in_arc)) &&
              (s->best_out_arc = vb_alloc(n * sizeof *s->best_out_arc)) && (s->node = vb_alloc(n * sizeof *s->node)) &&
              (s->path = vb_alloc(n * sizeof *s->path)) && (s->gone = vb_alloc(n)) && (s->done = vb_alloc(n)) &&
              (s->on_path = vb_alloc(n)) && (s->in = vb_alloc(nodes * sizeof *s->in)) &&
              (s->parent = vb_alloc(nodes * sizeof *s->parent)) && (s->child = vb_alloc(nodes * sizeof *s->child)) &&
              (s->next = vb_alloc(nodes * sizeof *s->next)) && (s->open = vb_alloc(nodes * sizeof *s->open));
    if (ok) return s;
    vb_tree_scratch_free(s);
    return NULL;
}

/* Each word's best head; true when that is a tree with one root. `mark` [1 + n]. */
static bool best_heads(const float *score, uint32_t n, uint16_t *head, uint8_t *mark)
{
    uint32_t n_roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        const float *s = score + (size_t)i * (1 + n);
        uint32_t     best = i == 0 ? n : 0;                    /* any but itself */
        if (n == 1) best = 0;
        for (uint32_t h = 0; h <= n; h++)
            if (h != i + 1 && (s[h] > s[best] || (s[h] == s[best] && h < best))) best = h;
        head[i] = (uint16_t)best;
        n_roots += best == 0;
    }
    if (n_roots != 1) return false;
    memset(mark, 0, 1 + n);                                    /* 1: on the way, 2: leads to the root */
    mark[0] = 2;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t k = i;
        for (; mark[k] == 0; k = head[k - 1]) mark[k] = 1;
        if (mark[k] == 1) return false;
        for (k = i; mark[k] == 1; k = head[k - 1]) mark[k] = 2;
    }
    return true;
}

/* Scores as weights: finite, and the more of root arcs and of arcs that must not be, the worse. */
static void set_weights(struct vb_tree_scratch *s, const float *score, uint32_t n)
{
    double low = 0, high = 0;
    size_t ld = 1 + n;
    for (size_t k = 0; k < n * ld; k++) {
        if (!isfinite(score[k])) continue;
        if (score[k] < low) low = score[k];
        if (score[k] > high) high = score[k];
    }
    double root = (high - low + 1) * (n + 1), never = 2 * root * (n + 1);
    for (uint32_t h = 0; h <= n; h++) s->weight[h * ld] = 0, s->arc[h * ld] = 0;          /* nothing heads the root */
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t h = 0; h <= n; h++) {
            float x = score[i * ld + h];
            s->weight[h * ld + i + 1] = (isfinite(x) ? (double)x : -never) - (h == 0 ? root : 0);
            s->arc[h * ld + i + 1]    = h << 16 | (i + 1);
        }
    }
}

/* The path from `from` on is a cycle: make it one slot, that of its first. */
static void contract(struct vb_tree_scratch *s, uint32_t n, uint32_t from, uint32_t n_path, uint16_t node)
{
    size_t ld = 1 + n;
    uint32_t slot = s->path[from];
    for (uint32_t k = from; k < n_path; k++) {
        uint16_t member = s->node[s->path[k]];
        s->parent[member] = node;
        s->next[member]   = s->child[node];
        s->child[node]    = member;
    }
    for (uint32_t u = 0; u <= n; u++) {
        if (s->gone[u] || s->on_path[u] == 2) continue;        /* 2: of the cycle */
        for (uint32_t k = from; k < n_path; k++) {
            uint32_t c = s->path[k];
            double in = s->weight[u * ld + c] - s->in_weight[c], out = s->weight[c * ld + u];
            if (k == from || in > s->best_in[u]) s->best_in[u] = in, s->best_in_arc[u] = s->arc[u * ld + c];
            if (k == from || out > s->best_out[u]) s->best_out[u] = out, s->best_out_arc[u] = s->arc[c * ld + u];
        }
    }
    for (uint32_t u = 0; u <= n; u++) {
        if (s->gone[u] || s->on_path[u] == 2) continue;
        s->weight[u * ld + slot] = s->best_in[u];
        s->arc[u * ld + slot]    = s->best_in_arc[u];
        s->weight[slot * ld + u] = s->best_out[u];
        s->arc[slot * ld + u]    = s->best_out_arc[u];
    }
    for (uint32_t k = from; k < n_path; k++) {
        uint32_t c = s->path[k];
        s->on_path[c] = 0;
        s->gone[c]    = c != slot;
    }
    s->on_path[slot] = 1;
    s->node[slot]    = node;
}

/* Take apart the cycles around a word that has its arc from outside: the rest of each keeps the arcs within it. */
static uint32_t open_cycles(struct vb_tree_scratch *s, uint16_t u, uint32_t n_open)
{
    for (uint16_t p; (p = s->parent[u]) != NO_NODE; u = p) {
        for (uint16_t c = s->child[p]; c != NO_NODE; c = s->next[c]) {
            s->parent[c] = NO_NODE;
            if (c != u && s->child[c] != NO_NODE) s->open[n_open++] = c;
        }
    }
    return n_open;
}

static void grow(struct vb_tree_scratch *s, uint32_t n, uint16_t *n_nodes)
{
    size_t ld = 1 + n;
    for (uint32_t start = 1; start <= n; start++) {
        if (s->gone[start] || s->done[start]) continue;
        uint32_t n_path = 0;
        s->path[n_path++] = (uint16_t)start;
        s->on_path[start] = 1;
        for (;;) {
            uint32_t to = s->path[n_path - 1], best = 0;
            for (uint32_t u = 1; u <= n; u++)
                if (!s->gone[u] && u != to && s->weight[u * ld + to] > s->weight[best * ld + to]) best = u;
            s->in_weight[to]    = s->weight[best * ld + to];
            s->in[s->node[to]]  = s->arc[best * ld + to];
            if (s->done[best]) break;
            if (!s->on_path[best]) {
                s->path[n_path++] = (uint16_t)best;
                s->on_path[best]  = 1;
                continue;
            }
            uint32_t from = n_path - 1;
            while (s->path[from] != best) from--;
            for (uint32_t k = from; k < n_path; k++) s->on_path[s->path[k]] = 2;
            contract(s, n, from, n_path, (*n_nodes)++);
            n_path = from + 1;
        }
        for (uint32_t k = 0; k < n_path; k++) s->on_path[s->path[k]] = 0, s->done[s->path[k]] = 1;
    }
}

void vb_tree_best(struct vb_tree_scratch *s, const float *score, uint32_t n, uint16_t *head)
{
    uint32_t n_open = 0;
    uint16_t n_nodes = (uint16_t)(n + 1);
    if (n == 0 || best_heads(score, n, head, s->done)) return;
    set_weights(s, score, n);
    memset(s->gone, 0, n + 1);
    memset(s->done, 0, n + 1);
    memset(s->on_path, 0, n + 1);
    s->done[0] = 1;
    for (uint32_t i = 0; i < 2 * n + 2; i++) s->parent[i] = s->child[i] = s->next[i] = NO_NODE;
    for (uint32_t i = 0; i <= n; i++) s->node[i] = (uint16_t)i;
    grow(s, n, &n_nodes);

    for (uint16_t k = n_nodes; k-- > n + 1;)
        if (s->parent[k] == NO_NODE) s->open[n_open++] = k;
    while (n_open > 0) {
        uint32_t arc = s->in[s->open[--n_open]];
        s->in[arc & 0xFFFF] = arc;
        n_open = open_cycles(s, (uint16_t)(arc & 0xFFFF), n_open);
    }
    for (uint32_t i = 1; i <= n; i++) head[i - 1] = (uint16_t)(s->in[i] >> 16);
}
