/*
 * The entity heads: names and mentions are tagged word by word (BIOES, the best legal path), and each nominal word is scored
 * against the nominal words before it.
 *
 * Only what is needed later is kept of a window: spans, and a few antecedents a word. The vectors of the last RING nominal words
 * stay, so an antecedent may lie windows back.
 */
#include "mention_tagger.h"

#include <string.h>

enum { CHAIN = 128, CHAIN_OUT = 2 * CHAIN + 2, RING = 192, FAR = 130, N_DISTANCES = 34, MAX_WORDS = 512 };
enum { LETTER_B, LETTER_I, LETTER_E, LETTER_S };               /* order of a kind's tags after O: heads.py, bioes */
enum { NAMES, NAME_MENTIONS, ROLE_MENTIONS, N_TAGGERS };

/* outside: see vb_best_path(); bench/entity/README.md, "Names". The scores of spans stay what the network says. */
static const struct { const char *tensor, *labels; uint32_t n_kinds; float outside; } TAGGERS[N_TAGGERS] = {
    {"entity.names", "labels.names", VB_N_NAME_KINDS, 0.5f},
    {"entity.mention.name", "labels.mention.name", VB_TAGGED_DEMONYM + 1, 0},
    {"entity.mention.role", "labels.mention.role", VB_TAGGED_DEMONYM, 0},
};

struct vb_entity_model {
    const struct vb_model *model;
    const struct vb_dense *tagger[N_TAGGERS], *chain;
    const float *distance;         /* [34] */
    const float *same;             /* [2]: other form, same form */
};

struct nominal { uint32_t word; uint64_t form; float prior; };

struct vb_entity_ws {
    const struct vb_entity_model *heads;       /* of the text being read, as the rest */
    struct vb_model_ws *model;
    struct vb_mention_tags tags;
    struct nominal ring[RING];
    float (*key)[CHAIN];           /* [RING] as antecedents */
    uint32_t n_ring;               /* nominal words so far; ring[i % RING] */
    bool voted;                    /* vb_mention_tags_vote(): a second vote would count on the first */
    float *emit, *picked, *chain;  /* [MAX_WORDS][VB_MAX_TAGS], [MAX_WORDS][VB_WIDTH], [MAX_WORDS][CHAIN_OUT] */
    uint8_t from[MAX_WORDS][VB_MAX_TAGS], path[MAX_WORDS];
};

vb_status vb_entity_open(struct vb_model *model, struct vb_entity_model **out, vb_error *err)
{
    *out = NULL;
    struct vb_entity_model *m = vb_alloc(sizeof *m);
    if (m == NULL) return vb_fail_nomem(err);
    *m = (struct vb_entity_model){.model = model};
    struct vb_tensor t;
    vb_status        st = VB_OK;
    for (int k = 0; st == VB_OK && k < N_TAGGERS; k++)
        st = vb_dense_open(model, TAGGERS[k].tensor, VB_WIDTH, 1 + 4 * TAGGERS[k].n_kinds, &m->tagger[k], err);
    if (st == VB_OK) st = vb_dense_open(model, "entity.chain", VB_WIDTH, CHAIN_OUT, &m->chain, err);
    if (st == VB_OK &&
        (st = vb_model_tensor(model, "entity.chain_distance", VB_F32, 1, (uint32_t[]){N_DISTANCES}, &t, err)) == VB_OK)
        m->distance = t.data;
    if (st == VB_OK && (st = vb_model_tensor(model, "entity.chain_same", VB_F32, 1, (uint32_t[]){2}, &t, err)) == VB_OK)
        m->same = t.data;
    if (st != VB_OK) vb_entity_close(m);
    else *out = m;
    return st;
}

void vb_entity_close(struct vb_entity_model *model) { vb_free(model); }

vb_status vb_entity_ws_new(const struct vb_entity_model *model, struct vb_entity_ws **out, vb_error *err)
{
    (void)model;
    *out = NULL;
    struct vb_entity_ws *ws = vb_alloc(sizeof *ws);
    if (ws == NULL) return vb_fail_nomem(err);
    memset(ws, 0, sizeof *ws);
    ws->key    = vb_alloc((size_t)RING * sizeof *ws->key);
    ws->emit   = vb_alloc((size_t)MAX_WORDS * VB_MAX_TAGS * sizeof(float));
    ws->picked = vb_alloc((size_t)MAX_WORDS * VB_WIDTH * sizeof(float));
    ws->chain  = vb_alloc((size_t)MAX_WORDS * CHAIN_OUT * sizeof(float));
    if (ws->key == NULL || ws->emit == NULL || ws->picked == NULL || ws->chain == NULL) {
        vb_entity_ws_free(ws);
        return vb_fail_nomem(err);
    }
    *out = ws;
    return VB_OK;
}

void vb_entity_ws_free(struct vb_entity_ws *ws)
{
    if (ws == NULL) return;
    vb_free(ws->key);
    vb_free(ws->emit);
    vb_free(ws->picked);
    vb_free(ws->chain);
    vb_free(ws->tags.names.at);
    vb_free(ws->tags.name_mentions.at);
    vb_free(ws->tags.role_mentions.at);
    vb_free(ws->tags.antecedents.at);
    vb_free(ws);
}

const struct vb_mention_tags *vb_mention_tags_of(const struct vb_entity_ws *ws) { return &ws->tags; }

vb_status vb_mention_tags_vote(const struct vb_text *text, const struct vb_knowledge *kb, struct vb_entity_ws *ws, vb_error *err)
{
    vb_status st;
    if (ws->voted) return VB_OK;
    if ((st = vb_names_vote(text, kb, VB_N_NAME_KINDS, VB_NAME_PER, &ws->tags.names, err)) != VB_OK) return st;
    if ((st = vb_names_vote(text, NULL, VB_TAGGED_KINDS, VB_KIND_PERSON, &ws->tags.name_mentions, err)) != VB_OK) return st;
    ws->voted = true;
    return VB_OK;
}

const struct vb_antecedents *vb_antecedents_of(const struct vb_mention_tags *tags, uint32_t word)
{
    size_t low = 0, high = tags->antecedents.n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (tags->antecedents.at[mid].word < word) low = mid + 1;
        else high = mid;
    }
    return low < tags->antecedents.n && tags->antecedents.at[low].word == word ? &tags->antecedents.at[low] : NULL;
}

/* ---- spans ----------------------------------------------------------------------------------------------------------- */

void vb_best_path(const float *emit, uint32_t n, uint32_t n_kinds, float outside, uint8_t (*from)[VB_MAX_TAGS], uint8_t *path)
{
    const uint32_t n_tags = 1 + 4 * n_kinds;
    float          score[2][VB_MAX_TAGS];
    for (uint32_t i = 0; i < n; i++) {
        const float *e = emit + (size_t)i * n_tags, *last = score[(i + 1) & 1];
        float       *now = score[i & 1];
        uint8_t      shut = 0;     /* the best tag after which no span is open */
        if (i > 0)
            for (uint32_t k = 0; k < n_kinds; k++)
                for (uint32_t t = 1 + 4 * k + LETTER_E; t <= 1 + 4 * k + LETTER_S; t++)
                    if (last[t] > last[shut]) shut = (uint8_t)t;
        const float before = i > 0 ? last[shut] : 0;
        now[0] = before + e[0] + outside;
        from[i][0] = shut;
        for (uint32_t k = 0; k < n_kinds; k++) {
            const uint32_t b = 1 + 4 * k + LETTER_B, in = 1 + 4 * k + LETTER_I, end = 1 + 4 * k + LETTER_E,
                           s = 1 + 4 * k + LETTER_S;
            now[b] = before + e[b], from[i][b] = shut;
            now[s] = before + e[s], from[i][s] = shut;
            const uint8_t open = (uint8_t)(i > 0 && last[in] > last[b] ? in : b);
            const float   held = i > 0 ? last[open] : -1e9f;
            now[in] = held + e[in], from[i][in] = open;
            now[end] = held + e[end], from[i][end] = open;
        }
    }
    const float *last = score[(n + 1) & 1];
    uint8_t      t = 0;
    for (uint32_t k = 0; k < n_kinds; k++)
        for (uint32_t q = 1 + 4 * k + LETTER_E; q <= 1 + 4 * k + LETTER_S; q++)
            if (last[q] > last[t]) t = (uint8_t)q;
    for (uint32_t i = n; i-- > 0; t = from[i][t]) path[i] = t;
}

static float probability(const float *emit, uint32_t n, uint32_t tag)
{
    float max = emit[0], sum = 0;
    for (uint32_t i = 1; i < n; i++)
        if (emit[i] > max) max = emit[i];
    for (uint32_t i = 0; i < n; i++) sum += vb_expf(emit[i] - max);
    return vb_expf(emit[tag] - max) / sum;
}

/* Log probability of each kind over n words, whichever part of a name each is: a mean. */
static void kinds_of(const float *emit, uint32_t n, uint32_t n_kinds, float kinds[VB_TAGGED_KINDS])
{
    const uint32_t n_tags = 1 + 4 * n_kinds;
    for (uint32_t j = 0; j < n; j++, emit += n_tags) {
        float all = 0, max = emit[1];
        for (uint32_t t = 2; t < n_tags; t++)
            if (emit[t] > max) max = emit[t];
        float sum[VB_TAGGED_KINDS];
        for (uint32_t k = 0; k < n_kinds; k++) {
            sum[k] = 1e-6f;
            for (uint32_t t = 0; t < 4; t++) sum[k] += vb_expf(emit[1 + 4 * k + t] - max);
            all += sum[k];
        }
        for (uint32_t k = 0; k < n_kinds; k++) kinds[k] += vb_logf(sum[k] / all) / (float)n;
    }
}

static bool keep_spans(struct vb_entity_ws *ws, const struct vb_window *w, uint32_t n, uint32_t n_kinds, struct vb_tagged_list *out)
{
    const uint32_t n_tags = 1 + 4 * n_kinds;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t t = ws->path[i], letter = (t - 1) % 4;
        if (t == 0 || (letter != LETTER_B && letter != LETTER_S)) continue;
        uint32_t end = i + 1;
        while (letter == LETTER_B && end < n && (ws->path[end] - 1u) % 4 == LETTER_I) end++;
        if (letter == LETTER_B) end++;
        const uint32_t word = w->word_beg + i;
        if (word < w->core_word_beg || word >= w->core_word_end) continue;
        if (out->n > 0 && out->at[out->n - 1].end > word) continue;            /* one of the window before runs into it */
        struct vb_tagged_span s = {.beg = word, .end = w->word_beg + end, .kind = (uint8_t)((t - 1) / 4), .score = 1};
        for (uint32_t j = i; j < end; j++) {
            float p = probability(ws->emit + (size_t)j * n_tags, n_tags, ws->path[j]);
            if (p < s.score) s.score = p;
        }
        kinds_of(ws->emit + (size_t)i * n_tags, end - i, n_kinds, s.kinds);
        if (!VB_PUSH(out, s)) return false;
    }
    return true;
}

/* ---- antecedents -------------------------------------------------------------------------------------------------------- */

uint64_t vb_form_key(vb_str word)
{
    char     low[96];
    size_t   n = 0;
    unsigned len;
    for (size_t at = 0; at < word.len && n + 4 < sizeof low; at += len) {
        uint32_t cp = vb_cp_lower(vb_utf8_at(word, at, &len));
        memcpy(low + n, &cp, 4);
        n += 4;
    }
    return vb_hash64(low, n);
}

static void add_antecedent(struct vb_antecedents *a, float *score, uint32_t word, float s)
{
    uint32_t i = a->n < VB_ANTECEDENTS ? a->n++ : VB_ANTECEDENTS;
    if (i == VB_ANTECEDENTS) {
        if (s <= score[VB_ANTECEDENTS - 1]) return;
        i--;
    }
    for (; i > 0 && score[i - 1] < s; i--) score[i] = score[i - 1], a->at[i] = a->at[i - 1];
    score[i] = s;
    a->at[i] = word;
}

/* Score one word, whose chain outputs are `z`, against the ring; then it enters the ring. */
static bool link_word(const struct vb_entity_model *m, struct vb_entity_ws *ws, uint32_t word, vb_str form, const float *z)
{
    const float          scale = 0.25f;                        /* heads.py, CHAIN_SCALE */
    const float         *q = z, *k = z + CHAIN, none = z[2 * CHAIN], prior = z[2 * CHAIN + 1];
    const uint64_t       hash = vb_form_key(form);
    struct vb_antecedents a = {.word = word};
    float                score[VB_ANTECEDENTS], max = none, sum = 0;
    float                all[RING];
    const uint32_t       n = ws->n_ring < RING ? ws->n_ring : RING;
    for (uint32_t i = 0; i < n; i++) {
        const struct nominal *c = &ws->ring[i];
        if (word - c->word > FAR) {            /* training saw no pair farther apart than a window */
            all[i] = -1e4f;
            continue;
        }
        float s = vb_dot(q, ws->key[i], CHAIN) * scale + c->prior;
        s += m->distance[vb_distance_bucket((int32_t)c->word - (int32_t)word)];
        s += m->same[c->form == hash];
        all[i] = s;
        if (s > max) max = s;
    }
    for (uint32_t i = 0; i < n; i++) {                         /* oldest first, so that equal scores stay in one order */
        const uint32_t at = ws->n_ring < RING ? i : (ws->n_ring + i) % RING;
        if (all[at] < -9e3f) continue;
        sum += vb_expf(all[at] - max);
        add_antecedent(&a, score, ws->ring[at].word, all[at]);
    }
    sum += vb_expf(none - max);
    a.p_new = vb_expf(none - max) / sum;
    for (uint32_t i = 0; i < a.n; i++) a.p[i] = vb_expf(score[i] - max) / sum;

    const uint32_t at = ws->n_ring++ % RING;
    ws->ring[at] = (struct nominal){word, hash, prior};
    memcpy(ws->key[at], k, sizeof ws->key[at]);
    return VB_PUSH(&ws->tags.antecedents, a);
}

static bool is_nominal(uint8_t upos) { return upos == VB_NOUN || upos == VB_PROPN || upos == VB_PRON; }

static vb_status read_window(void *ctx, const struct vb_window *w, vb_error *err)
{
    struct vb_entity_ws          *ws = ctx;
    const struct vb_entity_model *m  = ws->heads;
    struct vb_tagged_list        *lists[N_TAGGERS] = {&ws->tags.names, &ws->tags.name_mentions, &ws->tags.role_mentions};
    const struct vb_text         *text = w->of->text;
    vb_status                     st;
    uint32_t n = w->word_end - w->word_beg, n_picked = 0, words[MAX_WORDS];
    if (n > MAX_WORDS) n = MAX_WORDS;                           /* several words share a piece; never so many */
    if (n == 0) return VB_OK;
    for (int k = 0; k < N_TAGGERS; k++) {
        if ((st = vb_dense_run(m->model, ws->model, m->tagger[k], w->words, n, ws->emit, err)) != VB_OK) return st;
        vb_best_path(ws->emit, n, TAGGERS[k].n_kinds, TAGGERS[k].outside, ws->from, ws->path);
        if (!keep_spans(ws, w, n, TAGGERS[k].n_kinds, lists[k])) return vb_fail_nomem(err);
    }
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t word = w->word_beg + i;
        if (word < w->core_word_beg || word >= w->core_word_end || !is_nominal(w->of->upos[word])) continue;
        memcpy(ws->picked + (size_t)n_picked * VB_WIDTH, w->words + (size_t)i * VB_WIDTH, VB_WIDTH * sizeof(float));
        words[n_picked++] = word;
    }
    if (n_picked == 0) return VB_OK;
    if ((st = vb_dense_run(m->model, ws->model, m->chain, ws->picked, n_picked, ws->chain, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < n_picked; i++)
        if (!link_word(m, ws, words[i], vb_str_sub(text->bytes, text->tokens[words[i]].span), ws->chain + (size_t)i * CHAIN_OUT))
            return vb_fail_nomem(err);
    return VB_OK;
}

struct vb_head vb_entity_head(const struct vb_entity_model *model, struct vb_entity_ws *ws, struct vb_encoding_ws *encoding)
{
    ws->heads  = model;
    ws->model  = vb_encoding_model_ws(encoding);
    ws->n_ring = 0;
    ws->voted  = false;
    ws->tags.names.n = ws->tags.name_mentions.n = ws->tags.role_mentions.n = ws->tags.antecedents.n = 0;
    return (struct vb_head){read_window, ws};
}
