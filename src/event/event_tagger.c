/*
 * The event heads: train/events.py in C. Triggers are tagged word by word (BIOES by type, the best legal path whatever the
 * type); the mean of a trigger's words gives type, mode, realis and contexts, and each word of its window is scored as its actor
 * and recipient.
 *
 * A trigger belongs to the window in whose core it begins; those who take part may stand anywhere in the window. Of a window only
 * what is likely enough to matter is kept. Words off the path that the head nearly took are kept as weak: a pattern may vouch for
 * them (event_triggers.c), and --explain shows them.
 */
#include "event_tagger.h"

#include <string.h>

enum { HIDDEN = 256, ROLE = 128, N_ROLES = 4, N_TAGS = 1 + 4 * VB_N_EVENT_TYPES, N_DISTANCES = 34 };
enum { MAX_WORDS = VB_WINDOW_MAX, MAX_MODES = 128, MAX_CONTEXTS = 64, MAX_KINDS = 256 };
enum { OUT, BEGIN, INSIDE, END, SINGLE, N_LETTERS };           /* O, then the order of a type's tags */
enum { NONE, ACTOR, RECIPIENT, BOTH };

static const float WEAK = 0.05f;                                /* probability from which a word off the path is kept */
static const float LEAST = 0.02f;                              /* of a part, below which a word is none */

struct vb_event_model {
    const struct vb_model *model;
    const struct vb_dense *trigger, *hidden, *kind, *roles, *role;
    const float *role_distance;    /* [34][ROLE] */
    struct { vb_str name; uint8_t type; } mode[MAX_MODES];
    vb_str   context[MAX_CONTEXTS];
    uint32_t n_modes, n_contexts, n_kinds;
};

struct vb_event_ws {
    const struct vb_event_model *heads;        /* of the text being read, as the rest */
    struct vb_model_ws *model;
    struct vb_event_tags tags;
    float *emit;                   /* [MAX_WORDS][N_TAGS] scores, then probabilities */
    float *roles, *pair;           /* [MAX_WORDS][2 * ROLE], [MAX_WORDS][ROLE] */
    float mean[VB_WIDTH], hidden[HIDDEN], kind[MAX_KINDS], role[MAX_WORDS * N_ROLES];
    uint8_t from[MAX_WORDS][N_LETTERS], path[MAX_WORDS];
};

/* ---- opening ---------------------------------------------------------------------------------------------------------- */

/* A list of labels that has to be what the enums of verbale.h are. */
static vb_status check_labels(const struct vb_model *m, const char *name, const char *const *want, uint32_t n, vb_error *err)
{
    vb_str    rest, label = VB_STR("");
    vb_status st = vb_model_labels(m, name, &rest, err);
    if (st != VB_OK) return st;
    for (uint32_t i = 0; i < n; i++)
        if (!vb_model_next_label(&rest, &label) || !vb_str_eq(label, vb_str_of(want[i])))
            return vb_fail(err, VB_ERR_MODEL, "%s: line %u is not %s", name, i + 1, want[i]);
    return rest.len == 0 ? VB_OK : vb_fail(err, VB_ERR_MODEL, "%s: more than %u labels", name, n);
}

/* "O", then the four letters of each type. */
static vb_status check_tags(const struct vb_model *m, vb_error *err)
{
    vb_str    rest, label = VB_STR("");
    vb_status st = vb_model_labels(m, "labels.event.trigger", &rest, err);
    if (st != VB_OK) return st;
    for (uint32_t i = 0; i < N_TAGS; i++) {
        bool ok = vb_model_next_label(&rest, &label);
        if (ok && i == 0) ok = vb_str_eq(label, VB_STR("O"));
        if (ok && i > 0)
            ok = label.len > 2 && label.ptr[0] == "BIES"[(i - 1) % 4] && label.ptr[1] == '-' &&
                 vb_str_eq((vb_str){label.ptr + 2, label.len - 2}, vb_str_of(vb_event_type_names[(i - 1) / 4]));
        if (!ok) return vb_fail(err, VB_ERR_MODEL, "labels.event.trigger: line %u is out of order", i + 1);
    }
    return rest.len == 0 ? VB_OK : vb_fail(err, VB_ERR_MODEL, "labels.event.trigger: more than %d labels", N_TAGS);
}

/* "CONSULT:visit"; "CONSULT:-" for none. */
static vb_status read_modes(struct vb_event_model *m, vb_error *err)
{
    vb_str    rest, label;
    vb_status st = vb_model_labels(m->model, "labels.event.mode", &rest, err);
    if (st != VB_OK) return st;
    while (vb_model_next_label(&rest, &label)) {
        const char   *colon = memchr(label.ptr, ':', label.len);
        vb_event_type t = VB_EVENT_NONE;
        if (m->n_modes == MAX_MODES) return vb_fail(err, VB_ERR_MODEL, "labels.event.mode: more than %d labels", MAX_MODES);
        if (!colon || !vb_event_type_of((vb_str){label.ptr, (size_t)(colon - label.ptr)}, &t))
            return vb_fail(err, VB_ERR_MODEL, "labels.event.mode: line %u is no mode of a type", m->n_modes + 1);
        vb_str name = {colon + 1, label.len - (size_t)(colon + 1 - label.ptr)};
        m->mode[m->n_modes].name   = vb_str_eq(name, VB_STR("-")) ? VB_STR("") : name;
        m->mode[m->n_modes++].type = (uint8_t)t;
    }
    return VB_OK;
}

static vb_status read_contexts(struct vb_event_model *m, vb_error *err)
{
    vb_str    rest, label;
    vb_status st = vb_model_labels(m->model, "labels.event.context", &rest, err);
    if (st != VB_OK) return st;
    while (vb_model_next_label(&rest, &label)) {
        if (m->n_contexts == MAX_CONTEXTS)
            return vb_fail(err, VB_ERR_MODEL, "labels.event.context: more than %d labels", MAX_CONTEXTS);
        m->context[m->n_contexts++] = label;
    }
    return VB_OK;
}

static vb_status open_layers(struct vb_event_model *m, vb_error *err)
{
    const struct { const char *name; uint32_t n_in, n_out; const struct vb_dense **to; } dense[] = {
        {"event.trigger", VB_WIDTH, N_TAGS, &m->trigger}, {"event.hidden", VB_WIDTH, HIDDEN, &m->hidden},
        {"event.kind", HIDDEN, m->n_kinds, &m->kind},     {"event.roles", VB_WIDTH, 2 * ROLE, &m->roles},
        {"event.role", ROLE, N_ROLES, &m->role},
    };
    struct vb_tensor t;
    vb_status st = VB_OK;
    for (size_t i = 0; st == VB_OK && i < sizeof dense / sizeof *dense; i++)
        st = vb_dense_open(m->model, dense[i].name, dense[i].n_in, dense[i].n_out, dense[i].to, err);
    if (st != VB_OK) return st;
    st = vb_model_tensor(m->model, "event.role_distance", VB_F32, 2, (uint32_t[]){N_DISTANCES, ROLE}, &t, err);
    if (st == VB_OK) m->role_distance = t.data;
    return st;
}

vb_status vb_event_open(struct vb_model *model, struct vb_event_model **out, vb_error *err)
{
    vb_status st;
    *out = NULL;
    struct vb_event_model *m = vb_alloc(sizeof *m);
    if (m == NULL) return vb_fail_nomem(err);
    *m = (struct vb_event_model){.model = model};
    if ((st = check_tags(model, err)) != VB_OK) goto done;
    if ((st = check_labels(model, "labels.event.type", vb_event_type_names, VB_N_EVENT_TYPES, err)) != VB_OK) goto done;
    if ((st = check_labels(model, "labels.event.realis", vb_event_realis_names, VB_N_REALIS, err)) != VB_OK) goto done;
    if ((st = read_modes(m, err)) != VB_OK) goto done;
    if ((st = read_contexts(m, err)) != VB_OK) goto done;
    m->n_kinds = VB_N_EVENT_TYPES + m->n_modes + VB_N_REALIS + m->n_contexts;
    if (m->n_kinds > MAX_KINDS) {
        st = vb_fail(err, VB_ERR_MODEL, "event.kind: more than %d outputs", MAX_KINDS);
        goto done;
    }
    if ((st = open_layers(m, err)) != VB_OK) goto done;
    *out = m;
    m    = NULL;
done:
    vb_event_close(m);
    return st;
}

void vb_event_close(struct vb_event_model *model) { vb_free(model); }

vb_status vb_event_ws_new(const struct vb_event_model *model, struct vb_event_ws **out, vb_error *err)
{
    (void)model;
    *out = NULL;
    struct vb_event_ws *ws = vb_alloc(sizeof *ws);
    if (ws == NULL) return vb_fail_nomem(err);
    memset(ws, 0, sizeof *ws);
    ws->emit  = vb_alloc((size_t)MAX_WORDS * N_TAGS * sizeof(float));
    ws->roles = vb_alloc((size_t)MAX_WORDS * 2 * ROLE * sizeof(float));
    ws->pair  = vb_alloc((size_t)MAX_WORDS * ROLE * sizeof(float));
    if (ws->emit == NULL || ws->roles == NULL || ws->pair == NULL) {
        vb_event_ws_free(ws);
        return vb_fail_nomem(err);
    }
    *out = ws;
    return VB_OK;
}

void vb_event_ws_free(struct vb_event_ws *ws)
{
    if (ws == NULL) return;
    vb_free(ws->emit);
    vb_free(ws->roles);
    vb_free(ws->pair);
    vb_free(ws->tags.found.at);
    vb_free(ws->tags.words.at);
    vb_free(ws);
}

/* ---- triggers ----------------------------------------------------------------------------------------------------------- */

/*
 * The best path over n words whose tags have these probabilities, into ws->path: O, or a letter of no certain type. A word whose
 * types share what it has is as much a trigger as one of a single type, so types are summed here and chosen later, for the trigger
 * as a whole.
 */
static void best_path(struct vb_event_ws *ws, uint32_t n)
{
    float score[2][N_LETTERS];
    for (uint32_t i = 0; i < n; i++) {
        const float *p = ws->emit + (size_t)i * N_TAGS, *last = score[(i + 1) & 1];
        float        e[N_LETTERS] = {p[0]}, *now = score[i & 1];
        for (uint32_t t = 1; t < N_TAGS; t++) e[1 + (t - 1) % 4] += p[t];
        for (uint32_t k = 0; k < N_LETTERS; k++) e[k] = vb_logf(e[k] > 1e-9f ? e[k] : 1e-9f);
        uint8_t shut = OUT;        /* the best letter after which no trigger is open */
        if (i > 0 && last[END] > last[shut]) shut = END;
        if (i > 0 && last[SINGLE] > last[shut]) shut = SINGLE;
        const uint8_t open   = i > 0 && last[INSIDE] > last[BEGIN] ? INSIDE : BEGIN;
        const float   before = i > 0 ? last[shut] : 0, held = i > 0 ? last[open] : -1e9f;
        for (int k = 0; k < N_LETTERS; k++) {
            const bool on = k == INSIDE || k == END;
            now[k] = (on ? held : before) + e[k];
            ws->from[i][k] = on ? open : shut;
        }
    }
    const float *last = score[(n + 1) & 1];
    uint8_t      t = OUT;
    if (last[END] > last[t]) t = END;
    if (last[SINGLE] > last[t]) t = SINGLE;
    for (uint32_t i = n; i-- > 0; t = ws->from[i][t]) ws->path[i] = t;
}

/* Most words are so surely no trigger that the rest is not worth its exponentials. */
static void tag_probabilities(float *x)
{
    float most = x[1];
    for (uint32_t i = 2; i < N_TAGS; i++)
        if (x[i] > most) most = x[i];
    if (x[OUT] - most < 9) {       /* 64 tags of e^-9 each: below a hundredth */
        vb_softmax(x, N_TAGS);
        return;
    }
    memset(x, 0, N_TAGS * sizeof *x);
    x[OUT] = 1;
}

uint32_t vb_event_best_type(const struct vb_event_found *f)
{
    uint32_t b = 0;
    for (uint32_t t = 1; t < VB_N_EVENT_TYPES; t++)
        if (f->type[t] > f->type[b]) b = t;
    return b;
}

/* Type, mode, realis and contexts from the mean of its words; x: the first of them. The type is the tagger's and the pool's. */
static vb_status read_kind(struct vb_event_ws *ws, const float *x, const float *tags, struct vb_event_found *f, vb_error *err)
{
    const struct vb_event_model *m = ws->heads;
    const uint32_t n = f->end - f->beg;
    vb_status      st;
    memset(ws->mean, 0, sizeof ws->mean);
    for (uint32_t i = 0; i < n; i++)
        for (int j = 0; j < VB_WIDTH; j++) ws->mean[j] += x[(size_t)i * VB_WIDTH + (size_t)j];
    for (int j = 0; j < VB_WIDTH; j++) ws->mean[j] /= (float)n;
    if ((st = vb_dense_run(m->model, ws->model, m->hidden, ws->mean, 1, ws->hidden, err)) != VB_OK) return st;
    vb_gelu(ws->hidden, HIDDEN);
    if ((st = vb_dense_run(m->model, ws->model, m->kind, ws->hidden, 1, ws->kind, err)) != VB_OK) return st;

    float *type = ws->kind, *mode = type + VB_N_EVENT_TYPES, *realis = mode + m->n_modes, *context = realis + VB_N_REALIS, sum = 0;
    vb_softmax(type, VB_N_EVENT_TYPES);
    for (uint32_t t = 0; t < VB_N_EVENT_TYPES; t++) {
        float share = 0;
        for (uint32_t i = 0; i < n; i++) {
            const float *p = tags + (size_t)i * N_TAGS, *q = p + 1 + 4 * t;
            share += (q[0] + q[1] + q[2] + q[3]) / (1 - p[0] + 1e-6f);
        }
        sum += f->type[t] = (share / (float)n + 1e-4f) * type[t];
    }
    for (uint32_t t = 0; t < VB_N_EVENT_TYPES; t++) f->type[t] /= sum;
    vb_softmax(realis, VB_N_REALIS);
    memcpy(f->realis, realis, sizeof f->realis);

    const uint32_t best = vb_event_best_type(f);
    float          all = 0, most = -1;
    for (uint32_t i = 0; i < m->n_modes; i++) {
        if (m->mode[i].type != best) continue;
        const float p = vb_expf(mode[i] > 60 ? 60 : mode[i]);
        all += p;
        if (p > most) most = p, f->mode = m->mode[i].name;
    }
    f->mode_p = all > 0 ? most / all : 0;
    for (uint32_t i = 0; i < m->n_contexts; i++)
        if (context[i] > 0) f->contexts |= (uint64_t)1 << i;
    return VB_OK;
}

/* ---- who takes part ------------------------------------------------------------------------------------------------------- */

/* Half of the words head no phrase. Tags are known up to the end of the core; behind it any word may. */
static bool can_take_part(const struct vb_window *w, uint32_t word)
{
    if (word >= w->core_word_end) return true;
    switch (w->of->upos[word]) {
    case VB_ADP:
    case VB_AUX:
    case VB_CCONJ:
    case VB_PART:
    case VB_PUNCT:
    case VB_SCONJ:
    case VB_VERB: return false;
    default: return true;
    }
}

static vb_status read_parts(struct vb_event_ws *ws, const struct vb_window *w, uint32_t n, struct vb_event_found *f, vb_error *err)
{
    const struct vb_event_model *m = ws->heads;
    const uint32_t       first = f->beg - w->word_beg, end = f->end - w->word_beg;
    struct vb_event_word best[VB_EVENT_WORDS];
    float                trigger[ROLE] = {0};
    for (uint32_t i = first; i < end; i++)
        for (int j = 0; j < ROLE; j++) trigger[j] += ws->roles[(size_t)i * 2 * ROLE + (size_t)j];
    for (int j = 0; j < ROLE; j++) trigger[j] /= (float)(end - first);
    uint32_t word[MAX_WORDS], m_words = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!can_take_part(w, w->word_beg + i)) continue;
        const int32_t d = (int32_t)i - (int32_t)first;
        const float  *as_part  = ws->roles + (size_t)i * 2 * ROLE + ROLE;
        const float  *distance = m->role_distance + vb_distance_bucket(d < -191 ? -191 : d > 191 ? 191 : d) * ROLE;
        float *restrict to     = ws->pair + (size_t)m_words * ROLE;
        for (int j = 0; j < ROLE; j++) to[j] = as_part[j] + trigger[j] + distance[j];
        word[m_words++] = w->word_beg + i;
    }
    vb_gelu(ws->pair, (size_t)m_words * ROLE);
    vb_status st = vb_dense_run(m->model, ws->model, m->role, ws->pair, m_words, ws->role, err);
    if (st != VB_OK) return st;
    for (uint32_t i = 0; i < m_words; i++) {
        float *p = ws->role + (size_t)i * N_ROLES;
        vb_softmax(p, N_ROLES);
        const struct vb_event_word x = {word[i], p[ACTOR] + p[BOTH], p[RECIPIENT] + p[BOTH]};
        if (1 - p[NONE] < LEAST) continue;
        uint32_t k = f->n_words < VB_EVENT_WORDS ? f->n_words++ : VB_EVENT_WORDS;
        for (; k > 0 && best[k - 1].actor + best[k - 1].recipient < x.actor + x.recipient; k--)
            if (k < VB_EVENT_WORDS) best[k] = best[k - 1];
        if (k < VB_EVENT_WORDS) best[k] = x;
    }
    f->first_word = (uint32_t)ws->tags.words.n;
    for (uint32_t k = 0; k < f->n_words; k++)
        if (!VB_PUSH(&ws->tags.words, best[k])) return vb_fail_nomem(err);
    return VB_OK;
}

/* ---- windows --------------------------------------------------------------------------------------------------------------- */

static uint32_t trigger_end(const struct vb_event_ws *ws, uint32_t i, uint32_t n)
{
    uint32_t end = i + 1;
    if (ws->path[i] != BEGIN) return end;
    while (end < n && ws->path[end] == INSIDE) end++;
    return end < n ? end + 1 : n;
}

/* Probability that a word is of a trigger. */
static float likely(const struct vb_event_ws *ws, uint32_t i) { return 1 - ws->emit[(size_t)i * N_TAGS]; }

static vb_status read_window(void *ctx, const struct vb_window *w, vb_error *err)
{
    struct vb_event_ws          *ws = ctx;
    const struct vb_event_model *m  = ws->heads;
    uint32_t  n = w->word_end - w->word_beg;
    bool      roles = false;
    vb_status st;
    if (n > MAX_WORDS) n = MAX_WORDS;                           /* several words share a piece; never so many */
    if (n == 0) return VB_OK;
    if ((st = vb_dense_run(m->model, ws->model, m->trigger, w->words, n, ws->emit, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < n; i++) tag_probabilities(ws->emit + (size_t)i * N_TAGS);
    best_path(ws, n);

    for (uint32_t i = 0, end; i < n; i = end) {
        const uint32_t word = w->word_beg + i;
        end = trigger_end(ws, i, n);
        struct vb_event_found f = {.beg = word, .weak = ws->path[i] == OUT};
        while (f.weak && end < n && ws->path[end] == OUT && likely(ws, i) >= WEAK && likely(ws, end) >= WEAK) end++;
        f.end = w->word_beg + end;
        for (uint32_t k = i; k < end; k++) {
            if (f.weak && likely(ws, k) > f.trigger) f.trigger = likely(ws, k);
            if (!f.weak) f.trigger += likely(ws, k) / (float)(end - i);
        }
        if ((f.weak && f.trigger < WEAK) || word < w->core_word_beg || word >= w->core_word_end) continue;
        if (ws->tags.found.n > 0 && ws->tags.found.at[ws->tags.found.n - 1].end > word) continue;
        if (!roles && (st = vb_dense_run(m->model, ws->model, m->roles, w->words, n, ws->roles, err)) != VB_OK) return st;
        roles = true;
        if ((st = read_kind(ws, w->words + (size_t)i * VB_WIDTH, ws->emit + (size_t)i * N_TAGS, &f, err)) != VB_OK) return st;
        if ((st = read_parts(ws, w, n, &f, err)) != VB_OK) return st;
        if (!VB_PUSH(&ws->tags.found, f)) return vb_fail_nomem(err);
    }
    return VB_OK;
}

struct vb_head vb_event_head(const struct vb_event_model *model, struct vb_event_ws *ws, struct vb_encoding_ws *encoding)
{
    ws->heads        = model;
    ws->model        = vb_encoding_model_ws(encoding);
    ws->tags.found.n = ws->tags.words.n = 0;
    ws->tags.contexts = model->context;
    return (struct vb_head){read_window, ws};
}

const struct vb_event_tags *vb_event_tags_of(const struct vb_event_ws *ws) { return &ws->tags; }
