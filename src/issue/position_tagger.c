/*
 * The position heads: train/positions.py in C.
 *
 * The means of a cue's tokens and of its content's give the statement's stance; each token of the window is scored as the head of
 * its target. The cues and contents are those that the attribution heads have just found in the same window, so this head runs
 * after theirs and keeps a few numbers a cue (docs/adr/0011). A quotation that begins a paragraph and is no cue's goes on with
 * what was said before, so it is read with the cue before it.
 */
#include "position_tagger.h"

#include <string.h>

enum { HIDDEN = 256, TARGET = 128, N_DISTANCES = 34, MAX_TOKENS = VB_WINDOW_MAX, FARTHEST = 191,
       LEAST_QUOTED = 5 };         /* tokens: fewer in marks are no more than a term */
static const float SCALE = 0.25F;                              /* train/positions.py */
static const float LEAST = 0.01F;                              /* a word less likely than this is not kept */

struct vb_issue_model {
    const struct vb_model *model;
    const struct vb_dense *cue, *content, *stance, *query, *word;
    const float *distance;         /* [34] */
    float none;
};

struct found_list { struct vb_position_found *at; size_t n, room; };           /* a VB_LIST */
struct vb_issue_ws {
    const struct vb_issue_model *heads;        /* of the text being read, as the rest */
    const struct vb_attribution_ws *attribution;
    struct vb_model_ws *model;
    struct found_list found, quoted;           /* by cue; of quotations without one, by their first byte */
    uint32_t next_quote;           /* of the text: the first in the window being read, or before it */
    bool have_cue;                 /* `cue` holds the mean of the last cue of the text */
    float   *tokens;               /* [MAX_TOKENS][VB_WIDTH] */
    float   *words;                /* [MAX_TOKENS][TARGET]   */
    vb_span  span[MAX_TOKENS];
    float    cue[VB_WIDTH], content[VB_WIDTH], of_cue[HIDDEN], of_content[HIDDEN], stance[VB_N_TAKES], query[TARGET];
    float    scores[1 + MAX_TOKENS];
};

/* ---- opening ---------------------------------------------------------------------------------------------------------- */

static vb_status check_labels(const struct vb_model *m, vb_error *err)
{
    static const char wanted[] = "-\nfor\nagainst\nneutral";
    vb_str    given;
    vb_status st = vb_model_labels(m, "labels.position.stance", &given, err);
    if (st != VB_OK) return st;
    if (given.len > 0 && given.ptr[given.len - 1] == '\n') given.len--;
    return vb_str_eq(given, VB_STR(wanted)) ? VB_OK
                                            : vb_fail(err, VB_ERR_MODEL, "labels.position.stance: not -, for, against, neutral");
}

vb_status vb_issue_open(struct vb_model *model, struct vb_issue_model **out, vb_error *err)
{
    *out = NULL;
    struct vb_issue_model *m = vb_alloc(sizeof *m);
    if (m == NULL) return vb_fail_nomem(err);
    *m = (struct vb_issue_model){.model = model};

    const struct { const char *name; uint32_t n_in, n_out; const struct vb_dense **to; } dense[] = {
        {"position.cue", VB_WIDTH, HIDDEN, &m->cue},         {"position.content", VB_WIDTH, HIDDEN, &m->content},
        {"position.stance", HIDDEN, VB_N_TAKES, &m->stance}, {"position.query", HIDDEN, TARGET, &m->query},
        {"position.word", VB_WIDTH, TARGET, &m->word},
    };
    struct vb_tensor t;
    vb_status st = check_labels(model, err);
    for (size_t i = 0; st == VB_OK && i < sizeof dense / sizeof *dense; i++)
        st = vb_dense_open(model, dense[i].name, dense[i].n_in, dense[i].n_out, dense[i].to, err);
    if (st == VB_OK) st = vb_model_tensor(model, "position.distance", VB_F32, 1, (uint32_t[]){N_DISTANCES}, &t, err);
    if (st == VB_OK) {
        m->distance = t.data;
        st = vb_model_tensor(model, "position.none", VB_F32, 1, (uint32_t[]){1}, &t, err);
    }
    if (st == VB_OK) m->none = *(const float *)t.data;
    if (st != VB_OK) vb_issue_close(m);
    else *out = m;
    return st;
}

void vb_issue_close(struct vb_issue_model *model) { vb_free(model); }

vb_status vb_issue_ws_new(struct vb_issue_ws **out, vb_error *err)
{
    *out = NULL;
    struct vb_issue_ws *ws = vb_alloc(sizeof *ws);
    if (ws == NULL) return vb_fail_nomem(err);
    memset(ws, 0, sizeof *ws);
    ws->tokens = vb_alloc((size_t)MAX_TOKENS * VB_WIDTH * sizeof *ws->tokens);
    ws->words  = vb_alloc((size_t)MAX_TOKENS * TARGET * sizeof *ws->words);
    if (ws->tokens == NULL || ws->words == NULL) {
        vb_issue_ws_free(ws);
        return vb_fail_nomem(err);
    }
    *out = ws;
    return VB_OK;
}

void vb_issue_ws_free(struct vb_issue_ws *ws)
{
    if (ws == NULL) return;
    vb_free(ws->tokens);
    vb_free(ws->words);
    vb_free(ws->found.at);
    vb_free(ws->quoted.at);
    vb_free(ws);
}

/* ---- windows ---------------------------------------------------------------------------------------------------------- */

/* Adds the tokens of a range to `sum`; gives how many there are. Ranges may reach past the window's edge by no token. */
static uint32_t add_tokens(const struct vb_issue_ws *ws, struct vb_range r, uint32_t first, uint32_t n, float *sum)
{
    uint32_t count = 0;
    for (uint32_t i = r.beg; i < r.end; i++) {
        if (i < first || i - first >= n) continue;
        const float *h = ws->tokens + (size_t)(i - first) * VB_WIDTH;
        for (int j = 0; j < VB_WIDTH; j++) sum[j] += h[j];
        count++;
    }
    return count;
}

static void divide(float *sum, uint32_t n)
{
    for (int j = 0; n > 1 && j < VB_WIDTH; j++) sum[j] /= (float)n;
}

void vb_position_targets(const float *scores, uint32_t n, const vb_span *words, struct vb_position_found *out)
{
    out->none      = scores[0];
    out->n_targets = 0;
    for (uint32_t i = 0; i < n; i++) {
        const float p  = scores[1 + i];
        uint32_t    at = out->n_targets;
        if (p < LEAST) continue;
        while (at > 0 && out->target[at - 1].p < p) at--;
        if (at == VB_TARGETS) continue;
        if (out->n_targets < VB_TARGETS) out->n_targets++;
        for (uint32_t k = out->n_targets - 1; k > at; k--) out->target[k] = out->target[k - 1];
        out->target[at] = (struct vb_target_word){words[i], p};
    }
}

/* The numbers of what ws->cue and ws->content hold; `at`: the token of the window from which distances count. */
static vb_status read_statement(struct vb_issue_ws *ws, struct found_list *to, vb_span span, uint32_t at, uint32_t n, vb_error *err)
{
    const struct vb_issue_model *m = ws->heads;
    struct vb_position_found     f = {.cue = span};
    vb_status st;
    if ((st = vb_dense_run(m->model, ws->model, m->cue, ws->cue, 1, ws->of_cue, err)) != VB_OK) return st;
    if ((st = vb_dense_run(m->model, ws->model, m->content, ws->content, 1, ws->of_content, err)) != VB_OK) return st;
    for (int j = 0; j < HIDDEN; j++) ws->of_cue[j] += ws->of_content[j];
    vb_gelu(ws->of_cue, HIDDEN);
    if ((st = vb_dense_run(m->model, ws->model, m->stance, ws->of_cue, 1, ws->stance, err)) != VB_OK) return st;
    if ((st = vb_dense_run(m->model, ws->model, m->query, ws->of_cue, 1, ws->query, err)) != VB_OK) return st;
    vb_softmax(ws->stance, VB_N_TAKES);
    memcpy(f.stance, ws->stance, sizeof f.stance);

    ws->scores[0] = m->none;
    for (uint32_t i = 0; i < n; i++) {
        int32_t d = (int32_t)i - (int32_t)at;
        d         = d < -FARTHEST ? -FARTHEST : d > FARTHEST ? FARTHEST : d;
        ws->scores[1 + i] = vb_dot(ws->words + (size_t)i * TARGET, ws->query, TARGET) * SCALE + m->distance[vb_distance_bucket(d)];
    }
    vb_softmax(ws->scores, n + 1);
    vb_position_targets(ws->scores, n, ws->span, &f);
    return VB_PUSH(to, f) ? VB_OK : vb_fail_nomem(err);
}

static vb_status read_cue(struct vb_issue_ws *ws, const struct vb_window_cue *c, uint32_t n, vb_error *err)
{
    uint32_t in_content = 0;
    memset(ws->cue, 0, sizeof ws->cue);
    memset(ws->content, 0, sizeof ws->content);
    divide(ws->cue, add_tokens(ws, c->cue, c->first, n, ws->cue));
    for (uint32_t i = 0; i < c->n_content; i++) in_content += add_tokens(ws, c->content[i], c->first, n, ws->content);
    divide(ws->content, in_content);
    ws->have_cue = true;
    return read_statement(ws, &ws->found, c->span, c->cue.beg - c->first, n, err);
}

/* ---- quotations without a cue ------------------------------------------------------------------------------------------- */

static bool is_claimed(const struct vb_issue_ws *ws, struct vb_range tokens)
{
    struct vb_window_cue c;
    for (uint32_t i = 0; vb_attribution_cue(ws->attribution, i, &c); i++) {
        if (c.cue.beg >= c.first + tokens.beg && c.cue.beg < c.first + tokens.end) continue; /* of a statement within */
        for (uint32_t k = 0; k < c.n_content; k++)
            if (c.content[k].beg < c.first + tokens.end && c.first + tokens.beg < c.content[k].end) return true;
    }
    return false;
}

/* Quotations that begin a paragraph and the window's core, in which no cue of the window has a part. */
static vb_status read_quotations(struct vb_issue_ws *ws, const struct vb_window *w, uint32_t n, vb_error *err)
{
    const struct vb_text *text = w->of->text;
    const vb_span core = {w->of->pieces[w->core_beg].span.beg, w->of->pieces[w->core_end - 1].span.end};
    vb_status st = VB_OK;
    while (ws->next_quote < text->n_quotes && text->quotes[ws->next_quote].span.beg < core.beg) ws->next_quote++;
    for (; st == VB_OK && ws->next_quote < text->n_quotes && text->quotes[ws->next_quote].span.beg < core.end; ws->next_quote++) {
        const struct vb_quote *q  = &text->quotes[ws->next_quote];
        struct vb_range        in = {0, 0};
        if (!ws->have_cue || text->paragraphs[q->paragraph].span.beg != q->span.beg) continue;
        while (in.beg < n && ws->span[in.beg].beg < q->span.beg) in.beg++;
        for (in.end = in.beg; in.end < n && ws->span[in.end].beg < q->span.end;) in.end++;
        if (in.end < in.beg + LEAST_QUOTED || is_claimed(ws, in)) continue;
        memset(ws->content, 0, sizeof ws->content);
        divide(ws->content, add_tokens(ws, in, 0, n, ws->content));
        st = read_statement(ws, &ws->quoted, q->span, in.beg, n, err);
    }
    return st;
}

static vb_status read_window(void *ctx, const struct vb_window *w, vb_error *err)
{
    struct vb_issue_ws *ws = ctx;
    struct vb_window_cue cue;
    vb_status st;
    uint32_t  n = 0;
    if (!ws->have_cue && !vb_attribution_cue(ws->attribution, 0, &cue)) return VB_OK;
    for (uint32_t i = w->beg; i < w->end; i++) {
        const struct vb_piece *p = &w->of->pieces[i];
        if (p->first) {
            memcpy(ws->tokens + (size_t)n * VB_WIDTH, w->encoding + (size_t)(i - w->beg) * VB_WIDTH, VB_WIDTH * sizeof(float));
            ws->span[n++] = p->span;
        } else if (n > 0) ws->span[n - 1].end = p->span.end;
    }
    if (n == 0) return VB_OK;
    if ((st = vb_dense_run(ws->heads->model, ws->model, ws->heads->word, ws->tokens, n, ws->words, err)) != VB_OK) return st;
    for (uint32_t i = 0; vb_attribution_cue(ws->attribution, i, &cue); i++)
        if ((st = read_cue(ws, &cue, n, err)) != VB_OK) return st;
    return read_quotations(ws, w, n, err);
}

struct vb_head vb_issue_head(const struct vb_issue_model *model, struct vb_issue_ws *ws,
                             const struct vb_attribution_ws *attribution, struct vb_encoding_ws *encoding)
{
    ws->heads       = model;
    ws->attribution = attribution;
    ws->model       = vb_encoding_model_ws(encoding);
    ws->found.n     = 0;
    ws->quoted.n    = 0;
    ws->next_quote  = 0;
    ws->have_cue    = false;
    return (struct vb_head){read_window, ws};
}

/* ---- what was found --------------------------------------------------------------------------------------------------- */

/* The first that ends after the byte. Cues of a text do not meet, and neither do quotations that begin paragraphs. */
static const struct vb_position_found *found_at(const struct found_list *list, vb_span span)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (list->at[mid].cue.end <= span.beg) low = mid + 1;
        else high = mid;
    }
    return low < list->n && vb_span_meets(list->at[low].cue, span) ? &list->at[low] : NULL;
}

const struct vb_position_found *vb_position_of(const struct vb_issue_ws *ws, const vb_statement *s)
{
    return s->cue.n > 0 ? found_at(&ws->found, s->cue.at[0]) : found_at(&ws->quoted, s->content.at[0]);
}
