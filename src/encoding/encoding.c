/*
 * Windows over a text, the encoder on each, and the heads on what it gives: train/decode.py, reading_windows, in C.
 */
#include "encoding.h"

#include <string.h>

struct vb_encoding_ws {
    struct vb_model_ws *model;
    struct vb_pieces pieces;
    struct vb_encoder_input input[VB_WINDOW_MAX];
    float *encoding;               /* [VB_WINDOW_MAX][VB_WIDTH], [CLS] first */
    float *words;                  /* [words of a window][VB_WIDTH] */
    size_t words_room;             /* rows of it */
};

vb_status vb_encoding_ws_new(const struct vb_model *model, struct vb_encoding_ws **out, vb_error *err)
{
    *out = NULL;
    struct vb_encoding_ws *ws = vb_alloc(sizeof *ws);
    if (ws == NULL) return vb_fail_nomem(err);
    memset(ws, 0, sizeof *ws);
    vb_status st = vb_model_ws_new(model, &ws->model, err);
    if (st == VB_OK && (ws->encoding = vb_alloc((size_t)VB_WINDOW_MAX * VB_WIDTH * sizeof(float))) == NULL) st = vb_fail_nomem(err);
    if (st != VB_OK) vb_encoding_ws_free(ws);
    else *out = ws;
    return st;
}

void vb_encoding_ws_free(struct vb_encoding_ws *ws)
{
    if (ws == NULL) return;
    vb_model_ws_free(ws->model);
    vb_free(ws->pieces.at);
    vb_free(ws->encoding);
    vb_free(ws->words);
    vb_free(ws);
}

struct vb_model_ws *vb_encoding_model_ws(struct vb_encoding_ws *ws) { return ws->model; }

/* ---- words -------------------------------------------------------------------------------------------------------- */

/*
 * The piece each token begins with: "n't" of "don't" begins within "don" and has the next piece, which is its own; "not" of
 * "cannot" shares the piece of "can". train/corpora.py, Encoded.
 */
static void words_to_pieces(const struct vb_text *text, const struct vb_piece *p, uint32_t n, uint32_t *out)
{
    uint32_t k = 0;
    for (uint32_t w = 0; w < text->n_tokens; w++) {
        vb_span t = text->tokens[w].span;
        while (k + 1 < n && p[k].span.end <= t.beg) k++;
        if (p[k].span.beg < t.beg && k + 1 < n && p[k + 1].span.beg < t.end) k++;
        out[w] = k;
    }
}

/* First word that begins in a piece at or after `piece`, from `w` on. */
static uint32_t word_from(const struct vb_encoded *e, uint32_t w, uint32_t piece)
{
    while (w < e->text->n_tokens && e->word_piece[w] < piece) w++;
    return w;
}

/* ---- windows -------------------------------------------------------------------------------------------------------- */

/* Where the window that begins at `beg` ends: with the last sentence that fits, if that leaves it half full, else with a basic
 * token. */
static uint32_t window_end(const struct vb_feature *f, const struct vb_piece *p, uint32_t n, uint32_t beg)
{
    if (n - beg <= VB_PIECES) return n;
    uint32_t end = beg + VB_PIECES;
    for (uint32_t k = end; k > beg + VB_PIECES / 2; k--)
        if (p[k].first && f[k].sentence != f[k - 1].sentence) return k;
    while (end > beg + 1 && !p[end].first) end--;
    return end;
}

static bool starts_sentence(const struct vb_feature *f, const struct vb_piece *p, uint32_t k)
{
    return p[k].first && (k == 0 || f[k].sentence != f[k - 1].sentence);
}

/* End and core_end of the window that begins at w->beg; gives where the next one begins. */
static uint32_t place_window(const struct vb_encoded *e, struct vb_window *w)
{
    const struct vb_feature *f = e->features;
    const struct vb_piece   *p = e->pieces;
    uint32_t next;
    w->end = w->core_end = next = window_end(f, p, e->n_pieces, w->beg);
    if (w->end == e->n_pieces) return next;
    uint32_t back = w->end > VB_BACK ? w->end - VB_BACK : 0;
    for (uint32_t k = w->end; k-- > back && k > w->beg;)
        if (starts_sentence(f, p, k)) next = k;
    /* the sentence start nearest to the middle of what the two windows share */
    uint32_t mid = (next + w->end) / 2;
    for (uint32_t k = next, far = UINT32_MAX; k <= w->end; k++) {
        uint32_t d = k > mid ? k - mid : mid - k;
        if ((k == w->end || starts_sentence(f, p, k)) && d < far) far = d, w->core_end = k;
    }
    return next;
}

static vb_status gather_words(struct vb_encoding_ws *ws, const float *shared, struct vb_window *w, vb_error *err)
{
    const uint32_t *piece = w->of->word_piece;
    size_t          n     = w->word_end - w->word_beg;
    if (n > ws->words_room) {
        float *more = vb_alloc(n * VB_WIDTH * sizeof *more);
        if (more == NULL) return vb_fail_nomem(err);
        vb_free(ws->words);
        ws->words      = more;
        ws->words_room = n;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t k  = w->word_beg + (uint32_t)i;
        float   *to = ws->words + i * VB_WIDTH;
        memcpy(to, w->encoding + (size_t)(piece[k] - w->beg) * VB_WIDTH, VB_WIDTH * sizeof *to);
        if (k > 0 && piece[k] == piece[k - 1])
            for (int j = 0; j < VB_WIDTH; j++) to[j] += shared[j];
    }
    w->words = ws->words;
    return VB_OK;
}

vb_status vb_encoding_run(const struct vb_text *text, const struct vb_model *model, struct vb_encoding_ws *ws,
                          const struct vb_head *heads, size_t n_heads, struct vb_arena *arena, struct vb_encoded *out,
                          vb_error *err)
{
    struct vb_tensor shared;
    vb_status        st;
    *out = (struct vb_encoded){.text = text};
    ws->pieces.n = 0;
    if ((st = vb_model_tensor(model, "syntax.shared", VB_F32, 1, (uint32_t[]){VB_WIDTH}, &shared, err)) != VB_OK) return st;
    if ((st = vb_model_pieces(model, text->bytes, (vb_span){0, (uint32_t)text->bytes.len}, &ws->pieces, err)) != VB_OK) return st;
    uint32_t           n          = (uint32_t)ws->pieces.n;
    struct vb_feature *features   = VB_NEW(arena, struct vb_feature, n);
    uint32_t          *word_piece = VB_NEW(arena, uint32_t, text->n_tokens);
    uint8_t           *upos       = VB_NEW(arena, uint8_t, text->n_tokens);
    if (features == NULL || word_piece == NULL || upos == NULL) return vb_fail_nomem(err);
    vb_features_of(text, ws->pieces.at, n, features);
    if (n > 0) words_to_pieces(text, ws->pieces.at, n, word_piece);
    *out = (struct vb_encoded){
        .text = text, .pieces = ws->pieces.at, .n_pieces = n, .features = features, .word_piece = word_piece, .upos = upos};

    struct vb_window w = {.of = out, .encoding = ws->encoding + VB_WIDTH};
    for (uint32_t next; w.beg < n; w.beg = next, w.core_beg = w.core_end) {
        next            = place_window(out, &w);
        w.word_beg      = word_from(out, w.word_beg, w.beg);
        w.word_end      = word_from(out, w.word_beg, w.end);
        w.core_word_beg = word_from(out, w.word_beg, w.core_beg);
        w.core_word_end = word_from(out, w.core_word_beg, w.core_end);

        uint32_t n_pieces = w.end - w.beg;
        ws->input[0]      = (struct vb_encoder_input){.id = vb_model_cls(model)};
        for (uint32_t i = 0; i < n_pieces; i++) ws->input[i + 1] = features[w.beg + i].input;
        ws->input[n_pieces + 1] = (struct vb_encoder_input){.id = vb_model_sep(model)};
        if ((st = vb_encoder_run(model, ws->model, ws->input, n_pieces + 2, ws->encoding, err)) != VB_OK) return st;
        if ((st = gather_words(ws, shared.data, &w, err)) != VB_OK) return st;
        for (size_t i = 0; i < n_heads; i++)
            if ((st = heads[i].run(heads[i].ctx, &w, err)) != VB_OK) return st;
    }
    return VB_OK;
}

uint32_t vb_distance_bucket(int32_t d)
{
    static const int32_t step[] = {6, 9, 12, 17, 24, 34, 48, 68, 96, 136, 192};
    int32_t a = d < 0 ? -d : d, b = a;
    if (a >= 6) {
        b = 5;
        for (size_t i = 0; i < sizeof step / sizeof *step && step[i] <= a; i++) b++;
    }
    return (uint32_t)(d < 0 ? 16 - b : 17 + b);
}
