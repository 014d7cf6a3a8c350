/*
 * The attribution heads: train/network.py and train/decode.py in C.
 *
 * A cue belongs to the window in whose core it begins (encoding.h). Cues are tagged first (BIOES, a linear-chain CRF); then,
 * for each cue, every token of its window is tagged twice more, as source and as content of that cue, so that links need no step of
 * their own.
 */
#include "tagger.h"

#include <stdio.h>
#include <string.h>

enum { TAGS = 5, PAIR = 256, MIX = 128, KINDS = 10, N_DISTANCES = 34, N_RELATIONS = 15, MIX_WIDTH = 5 };
enum { TAG_O, TAG_B, TAG_I, TAG_E, TAG_S };
enum { ROLE_SOURCE, ROLE_CONTENT };
struct chain { const float *follow, *begin, *end; };           /* [5][5] from, to; [5]; [5] */

struct vb_attribution_model {
    const struct vb_model *model;
    const struct vb_dense *cue, *token, *gain, *shift, *mixed, *pair, *kind;
    const float *distance;         /* [34][PAIR] */
    const float *relation;         /* [15][PAIR] */
    const float *mix;              /* [5][PAIR] */
    struct chain chain_cue, chain_role[2];
};

enum { MAX_BASIC = VB_WINDOW_MAX, CUE_BATCH = 8 };             /* cues whose products run together */
struct tagged_list { struct vb_tagged *at; size_t n, room; };   /* a VB_LIST */
struct vb_attribution_ws {
    const struct vb_attribution_model *heads;                   /* of the text being read, as the next */
    struct vb_model_ws *model;
    struct vb_basic *tokens; uint32_t n_tokens;
    uint32_t next_token;           /* of the text: first one in the window being read, or before it */
    struct tagged_list found;
    size_t window_found; uint32_t window_basic;                 /* first of each that is of the window read last */
    struct vb_drafts drafts;
    float *basic;                  /* [MAX_BASIC][D]               */
    float *token;                  /* [MAX_BASIC][PAIR]            */
    float *cue, *gain, *shift;     /* [CUE_BATCH][D], [..][PAIR]   */
    float *z, *zmix;               /* [CUE_BATCH*MAX_BASIC][PAIR]  */
    float *mixed;                  /* [CUE_BATCH*MAX_BASIC][MIX]   */
    float *pair;                   /* [CUE_BATCH*MAX_BASIC][10]    */
    float kind[CUE_BATCH * KINDS];
    float emit[MAX_BASIC * TAGS];
    uint8_t back[MAX_BASIC][TAGS], tags[MAX_BASIC];
    struct vb_arena scratch;
};

static vb_status read_f32(const struct vb_model *m, const char *name, uint32_t a, uint32_t b, const float **out, vb_error *err)
{
    struct vb_tensor t;
    uint32_t         dim[2] = {a, b};
    vb_status        st     = vb_model_tensor(m, name, VB_F32, b ? 2 : 1, dim, &t, err);
    if (st == VB_OK) *out = t.data;
    return st;
}

static vb_status read_chain(const struct vb_model *m, const char *role, struct chain *c, vb_error *err)
{
    char            name[64];
    const char     *part[3] = {"follow", "begin", "end"};
    const float   **to[3]   = {&c->follow, &c->begin, &c->end};
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "attribution.chain.%s.%s", role, part[i]);
        vb_status st = read_f32(m, name, TAGS, i == 0 ? TAGS : 0, to[i], err);
        if (st != VB_OK) return st;
    }
    return VB_OK;
}

vb_status vb_attribution_open(struct vb_model *model, struct vb_attribution_model **out, vb_error *err)
{
    *out = NULL;
    struct vb_attribution_model *m = vb_alloc(sizeof *m);
    if (m == NULL) return vb_fail_nomem(err);
    *m = (struct vb_attribution_model){.model = model};

    const struct { const char *name; uint32_t n_in, n_out; const struct vb_dense **to; } dense[] = {
        {"attribution.cue", VB_WIDTH, TAGS, &m->cue},     {"attribution.token", VB_WIDTH, PAIR, &m->token},
        {"attribution.gain", VB_WIDTH, PAIR, &m->gain},   {"attribution.shift", VB_WIDTH, PAIR, &m->shift},
        {"attribution.mixed", PAIR, MIX, &m->mixed},      {"attribution.pair", MIX, 2 * TAGS, &m->pair},
        {"attribution.kind", VB_WIDTH, KINDS, &m->kind},
    };
    vb_status st = VB_OK;
    for (size_t i = 0; st == VB_OK && i < sizeof dense / sizeof *dense; i++)
        st = vb_dense_open(model, dense[i].name, dense[i].n_in, dense[i].n_out, dense[i].to, err);
    if (st == VB_OK) st = read_f32(model, "attribution.distance", N_DISTANCES, PAIR, &m->distance, err);
    if (st == VB_OK) st = read_f32(model, "attribution.relation", N_RELATIONS, PAIR, &m->relation, err);
    if (st == VB_OK) st = read_f32(model, "attribution.mix", MIX_WIDTH, PAIR, &m->mix, err);
    if (st == VB_OK) st = read_chain(model, "cue", &m->chain_cue, err);
    if (st == VB_OK) st = read_chain(model, "source", &m->chain_role[ROLE_SOURCE], err);
    if (st == VB_OK) st = read_chain(model, "content", &m->chain_role[ROLE_CONTENT], err);
    if (st != VB_OK) vb_attribution_close(m);
    else *out = m;
    return st;
}

void vb_attribution_close(struct vb_attribution_model *model) { vb_free(model); }

vb_status vb_attribution_ws_new(const struct vb_attribution_model *model, struct vb_attribution_ws **out, vb_error *err)
{
    *out = NULL;
    struct vb_attribution_ws *ws = vb_alloc(sizeof *ws);
    if (ws == NULL) return vb_fail_nomem(err);
    memset(ws, 0, sizeof *ws);
    const size_t rows = (size_t)CUE_BATCH * MAX_BASIC;
    const struct { float **to; size_t n;
    } buffer[] = {
        {&ws->basic, (size_t)MAX_BASIC * VB_WIDTH},
        {&ws->token, (size_t)MAX_BASIC * PAIR},
        {&ws->cue, (size_t)CUE_BATCH * VB_WIDTH},
        {&ws->gain, (size_t)CUE_BATCH * PAIR},
        {&ws->shift, (size_t)CUE_BATCH * PAIR},
        {&ws->z, rows * PAIR},
        {&ws->zmix, rows * PAIR},
        {&ws->mixed, rows * MIX},
        {&ws->pair, rows * 2 * TAGS},
    };
    vb_status st = VB_OK;
    (void)model;
    for (size_t i = 0; st == VB_OK && i < sizeof buffer / sizeof *buffer; i++) {
        *buffer[i].to = vb_alloc(buffer[i].n * sizeof(float));
        if (*buffer[i].to == NULL) st = vb_fail_nomem(err);
    }
    if (st != VB_OK) vb_attribution_ws_free(ws);
    else *out = ws;
    return st;
}

void vb_attribution_ws_free(struct vb_attribution_ws *ws)
{
    if (ws == NULL) return;
    float *buffer[] = {ws->basic, ws->token, ws->cue, ws->gain, ws->shift, ws->z, ws->zmix, ws->mixed, ws->pair};
    for (size_t i = 0; i < sizeof buffer / sizeof *buffer; i++) vb_free(buffer[i]);
    vb_free(ws->found.at);
    vb_free(ws->drafts.at);
    vb_arena_free(&ws->scratch);
    vb_free(ws);
}

/* ---- chains -------------------------------------------------------------------------------------------------------- */

/* log(sum(exp(x))) of five values */
static float log_sum(const float *x)
{
    float m = x[0], s = 0;
    for (int k = 1; k < TAGS; k++)
        if (x[k] > m) m = x[k];
    for (int k = 0; k < TAGS; k++) s += vb_expf(x[k] - m);
    return m + vb_logf(s);
}

/* The best tags of n tokens into ws->tags; gives their log probability. emit: [n] rows, `stride` floats apart. */
static float decode_chain(struct vb_attribution_ws *ws, const struct chain *c, const float *emit, size_t stride, uint32_t n)
{
    float best[TAGS], all[TAGS], next_best[TAGS], next_all[TAGS], in[TAGS];
    for (int k = 0; k < TAGS; k++) best[k] = all[k] = c->begin[k] + emit[k];
    for (uint32_t i = 1; i < n; i++) {
        const float *e = emit + i * stride;
        for (int k = 0; k < TAGS; k++) {
            int from = 0;
            for (int j = 0; j < TAGS; j++) {
                in[j] = all[j] + c->follow[j * TAGS + k];
                if (best[j] + c->follow[j * TAGS + k] > best[from] + c->follow[from * TAGS + k]) from = j;
            }
            next_best[k]   = best[from] + c->follow[from * TAGS + k] + e[k];
            next_all[k]    = log_sum(in) + e[k];
            ws->back[i][k] = (uint8_t)from;
        }
        memcpy(best, next_best, sizeof best);
        memcpy(all, next_all, sizeof all);
    }
    int tag = 0;
    for (int k = 0; k < TAGS; k++) {
        best[k] += c->end[k];
        all[k] += c->end[k];
        if (best[k] > best[tag]) tag = k;
    }
    float log_p = best[tag] - log_sum(all);
    for (uint32_t i = n; i-- > 0;) {
        ws->tags[i] = (uint8_t)tag;
        if (i > 0) tag = ws->back[i][tag];
    }
    return log_p < 0 ? log_p : 0;
}

/* The fragments of BIOES tags, as basic tokens of the text. */
static vb_status fragments_of(const uint8_t *tags, uint32_t n, uint32_t base, struct vb_arena *arena, const struct vb_range **out,
                              uint32_t *n_out, vb_error *err)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) count += tags[i] == TAG_B || tags[i] == TAG_S;
    struct vb_range *r = VB_NEW(arena, struct vb_range, count);
    if (r == NULL) return vb_fail_nomem(err);
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (tags[i] == TAG_S) r[k++] = (struct vb_range){base + i, base + i + 1};
        if (tags[i] == TAG_B) r[k].beg = base + i;
        if (tags[i] == TAG_E) r[k++].end = base + i + 1;
    }
    *out   = r;
    *n_out = k;
    return VB_OK;
}

/* ---- source and content given a cue --------------------------------------------------------------------------------- */

static int32_t clamp(int64_t x, int32_t low, int32_t high) { return x < low ? low : x > high ? high : (int32_t)x; }

static uint32_t relation_of(const struct vb_basic *token, const struct vb_basic *cue)
{
    return (uint32_t)((clamp((int64_t)token->sentence - cue->sentence, -2, 2) + 2) * 3 +
                      clamp((int64_t)token->paragraph - cue->paragraph, -1, 1) + 1);
}

/* z [n][PAIR]: what is known of each token of the window given cue k of the batch, then mixed with its neighbours. */
static void given_cue(const struct vb_attribution_model *m, struct vb_attribution_ws *ws, const struct vb_basic *basic, uint32_t n,
                      uint32_t cue, size_t k, float *restrict z, float *restrict out)
{
    const float *gain = ws->gain + k * PAIR, *shift = ws->shift + k * PAIR;
    for (uint32_t i = 0; i < n; i++) {
        const float *u = ws->token + (size_t)i * PAIR;
        const float *d = m->distance + vb_distance_bucket((int32_t)i - (int32_t)cue) * PAIR;
        const float *r = m->relation + relation_of(&basic[i], &basic[cue]) * PAIR;
        float *to = z + (size_t)i * PAIR;
        for (int j = 0; j < PAIR; j++) to[j] = u[j] * (1 + gain[j]) + shift[j] + d[j] + r[j];
    }
    vb_gelu(z, (size_t)n * PAIR);
    memcpy(out, z, (size_t)n * PAIR * sizeof *out);
    for (int tap = 0; tap < MIX_WIDTH; tap++) {
        const float *w = m->mix + tap * PAIR;
        int32_t shift_by = tap - MIX_WIDTH / 2;
        for (int32_t i = 0; i < (int32_t)n; i++) {
            if (i + shift_by < 0 || i + shift_by >= (int32_t)n) continue;
            const float *from = z + (i + shift_by) * PAIR;
            float *to = out + i * PAIR;
            for (int j = 0; j < PAIR; j++) to[j] += w[j] * from[j];
        }
    }
}

static int best_of(const float *x, int n)
{
    int b = 0;
    for (int i = 1; i < n; i++)
        if (x[i] > x[b]) b = i;
    return b;
}

/* Up to CUE_BATCH cues of one window: ranges are of the window's basic tokens; base is the first of them in the text. */
static vb_status tag_roles(const struct vb_attribution_model *m, struct vb_attribution_ws *ws, const struct vb_basic *basic,
                           uint32_t n, uint32_t base, struct vb_tagged *cues, size_t n_cues, struct vb_arena *arena, vb_error *err)
{
    vb_status st;
    for (size_t k = 0; k < n_cues; k++) {
        float   *c   = ws->cue + k * VB_WIDTH;
        uint32_t beg = cues[k].cue.beg - base, end = cues[k].cue.end - base;
        memset(c, 0, VB_WIDTH * sizeof *c);
        for (uint32_t i = beg; i < end; i++)
            for (int j = 0; j < VB_WIDTH; j++) c[j] += ws->basic[(size_t)i * VB_WIDTH + (size_t)j];
        for (int j = 0; j < VB_WIDTH; j++) c[j] /= (float)(end - beg);
    }
    if ((st = vb_dense_run(m->model, ws->model, m->gain, ws->cue, n_cues, ws->gain, err)) != VB_OK) return st;
    if ((st = vb_dense_run(m->model, ws->model, m->shift, ws->cue, n_cues, ws->shift, err)) != VB_OK) return st;
    if ((st = vb_dense_run(m->model, ws->model, m->kind, ws->cue, n_cues, ws->kind, err)) != VB_OK) return st;
    for (size_t k = 0; k < n_cues; k++)
        given_cue(m, ws, basic, n, cues[k].cue.beg - base, k, ws->z + k * n * PAIR, ws->zmix + k * n * PAIR);
    if ((st = vb_dense_run(m->model, ws->model, m->mixed, ws->zmix, n_cues * n, ws->mixed, err)) != VB_OK) return st;
    vb_gelu(ws->mixed, n_cues * n * MIX);
    if ((st = vb_dense_run(m->model, ws->model, m->pair, ws->mixed, n_cues * n, ws->pair, err)) != VB_OK) return st;

    for (size_t k = 0; k < n_cues; k++) {
        const float *emit = ws->pair + k * n * 2 * TAGS, *kind = ws->kind + k * KINDS;
        cues[k].log_source = decode_chain(ws, &m->chain_role[ROLE_SOURCE], emit, 2 * TAGS, n);
        if ((st = fragments_of(ws->tags, n, base, arena, &cues[k].source, &cues[k].n_source, err)) != VB_OK) return st;
        cues[k].log_content = decode_chain(ws, &m->chain_role[ROLE_CONTENT], emit + TAGS, 2 * TAGS, n);
        if ((st = fragments_of(ws->tags, n, base, arena, &cues[k].content, &cues[k].n_content, err)) != VB_OK) return st;
        cues[k].cls      = (vb_statement_class)best_of(kind, 2);
        cues[k].polarity = (vb_polarity)best_of(kind + 2, 6);
        cues[k].nominal  = best_of(kind + 8, 2) == 1;
    }
    return VB_OK;
}

/* ---- windows -------------------------------------------------------------------------------------------------------- */

static vb_status list_tokens(struct vb_attribution_ws *ws, const struct vb_encoded *e, vb_error *err)
{
    for (uint32_t i = 0; i < e->n_pieces; i++) ws->n_tokens += e->pieces[i].first;
    if ((ws->tokens = VB_NEW(&ws->scratch, struct vb_basic, ws->n_tokens)) == NULL) return vb_fail_nomem(err);
    for (uint32_t i = 0, b = 0; i < e->n_pieces; i++) {
        if (e->pieces[i].first)
            ws->tokens[b++] = (struct vb_basic){e->pieces[i].span, i, e->features[i].sentence, e->features[i].paragraph};
        else if (b > 0) ws->tokens[b - 1].span.end = e->pieces[i].span.end;
    }
    return VB_OK;
}

static vb_status read_window(void *ctx, const struct vb_window *w, vb_error *err)
{
    struct vb_attribution_ws          *ws = ctx;
    const struct vb_attribution_model *m  = ws->heads;
    vb_status st;
    uint32_t  n = 0;
    if (w->beg == 0 && (st = list_tokens(ws, w->of, err)) != VB_OK) return st;
    while (ws->next_token < ws->n_tokens && ws->tokens[ws->next_token].piece < w->beg) ws->next_token++;
    const uint32_t         first_basic = ws->next_token;
    const struct vb_basic *basic       = ws->tokens + first_basic;
    ws->window_found = ws->found.n;
    ws->window_basic = first_basic;

    for (uint32_t i = w->beg; i < w->end; i++)
        if (w->of->pieces[i].first)
            memcpy(ws->basic + (size_t)n++ * VB_WIDTH, w->encoding + (size_t)(i - w->beg) * VB_WIDTH, VB_WIDTH * sizeof(float));
    if (n == 0) return VB_OK;
    if ((st = vb_dense_run(m->model, ws->model, m->cue, ws->basic, n, ws->emit, err)) != VB_OK) return st;
    decode_chain(ws, &m->chain_cue, ws->emit, TAGS, n);

    struct tagged_list *out = &ws->found;
    size_t first = out->n;
    for (uint32_t i = 0; i < n; i++) {
        if (ws->tags[i] != TAG_B && ws->tags[i] != TAG_S) continue;
        uint32_t end = i + 1;
        if (ws->tags[i] == TAG_B)
            while (ws->tags[end - 1] != TAG_E) end++;
        if (basic[i].piece < w->core_beg || basic[i].piece >= w->core_end) continue;
        struct vb_tagged t = {.cue = {first_basic + i, first_basic + end}};
        for (uint32_t j = i; j < end; j++)
            t.log_cue += ws->emit[j * TAGS + ws->tags[j]] - log_sum(ws->emit + (size_t)j * TAGS);
        if (!VB_PUSH(out, t)) return vb_fail_nomem(err);
    }
    if (out->n == first) return VB_OK;
    if ((st = vb_dense_run(m->model, ws->model, m->token, ws->basic, n, ws->token, err)) != VB_OK) return st;
    for (size_t k = first; k < out->n; k += CUE_BATCH) {
        size_t n_cues = out->n - k < CUE_BATCH ? out->n - k : CUE_BATCH;
        if ((st = tag_roles(m, ws, basic, n, first_basic, out->at + k, n_cues, &ws->scratch, err)) != VB_OK) return st;
    }
    return VB_OK;
}

struct vb_head vb_attribution_head(const struct vb_attribution_model *model, struct vb_attribution_ws *ws,
                                   struct vb_encoding_ws *encoding)
{
    ws->heads      = model;
    ws->model      = vb_encoding_model_ws(encoding);
    ws->tokens     = NULL;
    ws->n_tokens   = ws->next_token = 0;
    ws->found.n    = 0;
    ws->window_found = 0;
    ws->drafts.n   = 0;
    vb_arena_reset(&ws->scratch);
    return (struct vb_head){read_window, ws};
}

bool vb_attribution_cue(const struct vb_attribution_ws *ws, uint32_t i, struct vb_window_cue *out)
{
    if (ws->window_found + i >= ws->found.n) return false;
    const struct vb_tagged *t = &ws->found.at[ws->window_found + i];
    *out = (struct vb_window_cue){.span      = {ws->tokens[t->cue.beg].span.beg, ws->tokens[t->cue.end - 1].span.end},
                                  .first     = ws->window_basic,
                                  .cue       = t->cue,
                                  .content   = t->content,
                                  .n_content = t->n_content};
    return true;
}

struct vb_drafts *vb_tagger_drafts(struct vb_attribution_ws *ws) { return &ws->drafts; }

struct vb_tags vb_tagger_tags(const struct vb_attribution_ws *ws)
{
    return (struct vb_tags){.basic = ws->tokens, .n_basic = ws->n_tokens, .at = ws->found.at, .n = (uint32_t)ws->found.n};
}
