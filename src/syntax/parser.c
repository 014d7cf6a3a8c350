/*
 * The syntax heads: train/heads.py in C. A sentence belongs to the window in whose core it begins. One that its window does not
 * hold to the end is read in parts, each in the window where the one before stopped; the later parts hang on the first.
 */
#include "parser.h"

#include <math.h>
#include <string.h>

struct found_argument { uint32_t token; uint16_t role; };
struct found_predicate { uint32_t token; uint16_t sense; uint32_t first, n; };

struct vb_syntax_ws {
    const struct vb_syntax_model *model;
    struct vb_encoding_ws *encoding;
    uint32_t sentence;                                         /* of the next word to read, or one before it */
    VB_LIST(struct vb_word) words;                             /* read so far: the first tokens of the text */
    VB_LIST(struct found_predicate) predicates;
    VB_LIST(struct found_argument) arguments;
    float *tags, *arcs, *heads;    /* [PART_MAX] rows: tag scores, ARCS, [ARC] as dependents look for their head */
    float *sense, *roles;          /* [PART_MAX][senses], [PART_MAX][2 * ROLE] */
    float *side;                   /* [1 + PART_MAX][ARC] the heads of a part */
    float *score, *label, *hidden; /* [PART_MAX][1 + PART_MAX], [PART_MAX][labels], [PART_MAX][ROLE] */
    float *role;                   /* [PART_MAX][roles] */
    uint16_t head[PART_MAX];
    struct vb_tree_scratch *tree;
    vb_str *given;                 /* labels that are in the arena of the text being written */
};

vb_status vb_syntax_ws_new(const struct vb_syntax_model *m, struct vb_syntax_ws **out, vb_error *err)
{
    *out = NULL;
    struct vb_syntax_ws *ws = vb_alloc(sizeof *ws);
    if (ws == NULL) return vb_fail_nomem(err);
    memset(ws, 0, sizeof *ws);
    ws->model = m;
    const size_t n_tags = N_UPOS + m->xpos.n + m->feats.n + m->script.n;
    const struct { float **to; size_t width; } buffer[] = {
        {&ws->tags, n_tags},
        {&ws->arcs, ARCS},
        {&ws->heads, ARC},
        {&ws->sense, m->sense_names.n},
        {&ws->roles, 2 * ROLE},
        {&ws->side, 2 * ARC},
        {&ws->score, 1 + PART_MAX},
        {&ws->label, m->deprel.n},
        {&ws->hidden, ROLE},
        {&ws->role, m->role_names.n},
    };
    vb_status st = VB_OK;
    for (size_t i = 0; st == VB_OK && i < sizeof buffer / sizeof *buffer; i++)
        if (!(*buffer[i].to = vb_alloc(PART_MAX * buffer[i].width * sizeof(float)))) st = vb_fail_nomem(err);
    const size_t n_labels = m->xpos.n + m->feats.n + m->deprel.n + m->sense_names.n + m->role_names.n;
    if (st == VB_OK && !(ws->given = vb_alloc(n_labels * sizeof *ws->given))) st = vb_fail_nomem(err);
    if (st == VB_OK && !(ws->tree = vb_tree_scratch_new(PART_MAX))) st = vb_fail_nomem(err);
    if (st != VB_OK) vb_syntax_ws_free(ws);
    else *out = ws;
    return st;
}

void vb_syntax_ws_free(struct vb_syntax_ws *ws)
{
    if (ws == NULL) return;
    float *buffer[] = {ws->tags,  ws->arcs,  ws->heads, ws->sense,  ws->roles,
                       ws->side, ws->score, ws->label, ws->hidden, ws->role};
    for (size_t i = 0; i < sizeof buffer / sizeof *buffer; i++) vb_free(buffer[i]);
    vb_free(ws->words.at);
    vb_free(ws->predicates.at);
    vb_free(ws->arguments.at);
    vb_free(ws->given);
    vb_tree_scratch_free(ws->tree);
    vb_free(ws);
}

/* ---- tags ------------------------------------------------------------------------------------------------------------- */

static uint32_t best_of(const float *x, uint32_t n)
{
    uint32_t b = 0;
    for (uint32_t i = 1; i < n; i++)
        if (x[i] > x[b]) b = i;
    return b;
}

/* The best script that fits the form and, where `aux` asks for it, gives an auxiliary; none: the number of scripts. Spoils x. */
static uint32_t best_script(const struct vb_syntax_model *m, vb_str form, bool aux, float *x)
{
    char lemma[64];
    for (uint32_t tried = 0; tried < m->script.n; tried++) {
        uint32_t                b = best_of(x, m->script.n);
        const struct vb_script *s = &m->script_of[b];
        if (x[b] == -INFINITY) break;
        x[b] = -INFINITY;
        if (!vb_script_fits(s, form)) continue;
        if (!aux) return b;
        if (vb_lemma_room(s, form) > sizeof lemma) continue;
        if (vb_aux_of((vb_str){lemma, vb_lemma_write(s, form, lemma)}) != VB_AUX_NONE) return b;
    }
    return m->script.n;
}

/*
 * The lemma is a word that there is, if a script nearly as good as the best one gives one: "calle" of "called" is none. Unknown
 * words keep the best. `best` has been taken out of x. Spoils x.
 */
static uint32_t known_script(const struct vb_syntax_model *m, vb_str form, uint32_t best, float of_best, float *x)
{
    enum { NEAR = 5 };             /* natural logarithm; flat from 4 to 8 on EWT dev */
    char lemma[64];
    for (uint32_t b = best, tried = 0; tried < 4; tried++) {
        const struct vb_script *s = &m->script_of[b];
        if (!s->lower || vb_lemma_room(s, form) > sizeof lemma) return best;
        if (vb_script_fits(s, form) && vb_model_knows(m->model, (vb_str){lemma, vb_lemma_write(s, form, lemma)})) return b;
        b = best_of(x, m->script.n);
        if (x[b] < of_best - NEAR) return best;
        x[b] = -INFINITY;
    }
    return best;
}

/* The best pair of a tag and features that go together: mostly the best of each. */
static void tag_and_feats(const struct vb_syntax_model *m, const float *upos, const float *feats, struct vb_word *w)
{
    uint32_t f = best_of(feats, m->feats.n);
    float    most = -INFINITY;
    w->upos  = (uint8_t)best_of(upos, N_UPOS);
    w->feats = (uint16_t)f;
    if (m->feats_of[f].upos_set >> w->upos & 1) return;
    w->feats = m->feats_none;
    for (unsigned u = 0; u < N_UPOS; u++) {
        for (f = 0; f < m->feats.n; f++) {
            if (!(m->feats_of[f].upos_set >> u & 1) || !(upos[u] + feats[f] > most)) continue;
            most     = upos[u] + feats[f];
            w->upos  = (uint8_t)u;
            w->feats = (uint16_t)f;
        }
    }
}

/* x: scores of UPOS, XPOS, features and script, one after the other. */
static struct vb_word tags_of(const struct vb_syntax_model *m, vb_str form, float *x)
{
    float         *xpos = x + N_UPOS, *feats = xpos + m->xpos.n, *script = feats + m->feats.n;
    struct vb_word w    = {.head = VB_NONE, .deprel = m->parataxis};
    uint32_t       any  = best_of(script, m->script.n);
    w.xpos = (uint16_t)best_of(xpos, m->xpos.n);
    tag_and_feats(m, x, feats, &w);
    if (w.upos != VB_AUX) {
        const float of_best = script[any];
        w.script = (uint16_t)best_script(m, form, false, script);
        if (w.script < m->script.n) w.script = (uint16_t)known_script(m, form, w.script, of_best, script);
        return w;
    }
    /* Of auxiliaries there are few, and their lemmas are known. */
    w.script = (uint16_t)best_script(m, form, true, script);
    if (w.script < m->script.n) return w;
    x[VB_AUX] = -INFINITY;
    tag_and_feats(m, x, feats, &w);
    if (vb_script_fits(&m->script_of[any], form)) w.script = (uint16_t)any;
    return w;
}

/* ---- trees ------------------------------------------------------------------------------------------------------------ */

static inline vb_str form_of(const struct vb_text *text, uint32_t token)
{
    return vb_str_sub(text->bytes, text->tokens[token].span);
}

/* Scores of arcs within the part; punctuation heads nothing where there is something else. */
static void score_arcs(struct vb_syntax_ws *ws, const struct vb_parse *p, const float *dependents)
{
    uint32_t n = p->n, width = 1 + n;
    bool     all_punct = true;
    for (uint32_t i = 0; i < n; i++) all_punct &= p->word[i].upos == VB_PUNCT;
    memcpy(ws->side, p->model->arc_root, ARC * sizeof(float));
    for (uint32_t i = 0; i < n; i++)
        memcpy(ws->side + (size_t)(i + 1) * ARC, p->arcs + (size_t)i * ARCS + ARC, ARC * sizeof(float));
    vb_dots(dependents, n, ws->side, width, ARC, ws->score);
    for (uint32_t i = 0; i < n; i++) {
        float *s = ws->score + (size_t)i * width;
        for (uint32_t h = 0; h < width; h++) {
            bool no_head = h > 0 && p->word[h - 1].upos == VB_PUNCT, no_root = h == 0 && p->word[i].upos == VB_PUNCT;
            if ((!all_punct && (no_head || no_root)) || !isfinite(s[h])) s[h] = -INFINITY;
        }
    }
}

/* GELU of what both words bring to the label. */
static void hidden_label(const struct vb_parse *p, uint32_t i, float *restrict to)
{
    uint32_t     h = p->head[i];
    const float *d = p->arcs + (size_t)i * ARCS + 2 * ARC;
    const float *g = h == 0 ? p->model->label_root : p->arcs + (size_t)(h - 1) * ARCS + 2 * ARC + LABEL;
    for (int j = 0; j < LABEL; j++) to[j] = d[j] + g[j];
    vb_gelu(to, LABEL);
}

vb_status vb_parse_score_labels(struct vb_parse *p, uint32_t i, vb_error *err)
{
    const struct vb_syntax_model *m = p->model;
    hidden_label(p, i, p->hidden);
    return vb_dense_run(m->model, p->ws, m->label, p->hidden, 1, p->label + (size_t)i * m->deprel.n, err);
}

static vb_status read_tree(struct vb_syntax_ws *ws, struct vb_parse *p, const float *dependents, vb_error *err)
{
    const struct vb_syntax_model *m = p->model;
    vb_status st;
    score_arcs(ws, p, dependents);
    vb_tree_best(ws->tree, p->score, p->n, p->head);
    for (uint32_t i = 0; i < p->n; i++) hidden_label(p, i, p->hidden + (size_t)i * LABEL);
    if ((st = vb_dense_run(m->model, p->ws, m->label, p->hidden, p->n, p->label, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < p->n; i++) p->word[i].deprel = vb_parse_best_label(p, i, 0);
    if ((st = vb_parse_make_valid(p, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < p->n; i++) p->word[i].head = p->head[i] == 0 ? VB_NONE : p->first + p->head[i] - 1;
    return VB_OK;
}

/* ---- predicates and their arguments ------------------------------------------------------------------------------------- */

static vb_status read_roles(struct vb_syntax_ws *ws, const struct vb_parse *p, const float *sense, const float *roles,
                            vb_error *err)
{
    const struct vb_syntax_model *m = p->model;
    for (uint32_t k = 0; k < p->n; k++) {
        uint32_t s = best_of(sense + (size_t)k * m->sense_names.n, m->sense_names.n);
        if (s == 0) continue;
        struct found_predicate found = {p->first + k, (uint16_t)s, (uint32_t)ws->arguments.n, 0};
        for (uint32_t i = 0; i < p->n; i++) {
            int32_t d = (int32_t)i - (int32_t)k;
            const float *as_predicate = roles + (size_t)k * 2 * ROLE, *as_argument = roles + (size_t)i * 2 * ROLE + ROLE;
            const float *distance = m->role_distance + vb_distance_bucket(d < -191 ? -191 : d > 191 ? 191 : d) * ROLE;
            float *restrict to = ws->hidden + (size_t)i * ROLE;
            for (int j = 0; j < ROLE; j++) to[j] = as_argument[j] + as_predicate[j] + distance[j];
        }
        vb_gelu(ws->hidden, (size_t)p->n * ROLE);
        vb_status st = vb_dense_run(m->model, p->ws, m->role, ws->hidden, p->n, ws->role, err);
        if (st != VB_OK) return st;
        for (uint32_t i = 0; i < p->n; i++) {
            uint32_t r = best_of(ws->role + (size_t)i * m->role_names.n, m->role_names.n);
            struct found_argument a = {p->first + i, (uint16_t)r};
            if (r > 0 && !VB_PUSH(&ws->arguments, a)) return vb_fail_nomem(err);
        }
        found.n = (uint32_t)ws->arguments.n - found.first;
        if (!VB_PUSH(&ws->predicates, found)) return vb_fail_nomem(err);
    }
    return VB_OK;
}

/* ---- windows ------------------------------------------------------------------------------------------------------------ */

/* One past the last token of the sentence that holds `token`; *sentence goes on from where it was. */
static uint32_t sentence_end(const struct vb_text *text, uint32_t token, uint32_t *sentence)
{
    while (*sentence < text->n_sentences) {
        const struct vb_sentence *s = &text->sentences[*sentence];
        if (token < s->first_token + s->n_tokens) return s->first_token + s->n_tokens;
        ++*sentence;
    }
    return text->n_tokens;
}

/* Words [first, end), whole parts, at most PART_MAX. */
static vb_status read_batch(struct vb_syntax_ws *ws, const struct vb_window *window, uint32_t first, uint32_t end, vb_error *err)
{
    const struct vb_syntax_model *m = ws->model;
    const struct vb_text         *text = window->of->text;
    struct vb_model_ws           *model_ws = vb_encoding_model_ws(ws->encoding);
    const float *x = window->words + (size_t)(first - window->word_beg) * VB_WIDTH;
    uint32_t     n = end - first, n_tags = N_UPOS + m->xpos.n + m->feats.n + m->script.n;
    vb_status    st;
    if ((st = vb_dense_run(m->model, model_ws, m->tags, x, n, ws->tags, err)) != VB_OK) return st;
    if ((st = vb_dense_run(m->model, model_ws, m->arcs, x, n, ws->arcs, err)) != VB_OK) return st;
    vb_gelu(ws->arcs, (size_t)n * ARCS);
    for (uint32_t i = 0; i < n; i++) memcpy(ws->side + (size_t)i * ARC, ws->arcs + (size_t)i * ARCS, ARC * sizeof(float));
    if ((st = vb_dense_run(m->model, model_ws, m->arc, ws->side, n, ws->heads, err)) != VB_OK) return st;
    if ((st = vb_dense_run(m->model, model_ws, m->sense, x, n, ws->sense, err)) != VB_OK) return st;
    if ((st = vb_dense_run(m->model, model_ws, m->roles, x, n, ws->roles, err)) != VB_OK) return st;
    for (uint32_t i = 0; i < n; i++) {
        struct vb_word w = tags_of(m, form_of(text, first + i), ws->tags + (size_t)i * n_tags);
        if (!VB_PUSH(&ws->words, w)) return vb_fail_nomem(err);
    }
    for (uint32_t beg = first, stop; beg < end; beg = stop) {
        stop = sentence_end(text, beg, &ws->sentence);
        if (stop > end) stop = end;
        size_t row = beg - first;
        struct vb_parse p = {.model = m, .ws = model_ws, .text = text, .first = beg, .n = stop - beg, .word = ws->words.at + beg,
                            .arcs = ws->arcs + row * ARCS, .score = ws->score, .label = ws->label, .hidden = ws->hidden,
                            .head = ws->head};
        if ((st = read_tree(ws, &p, ws->heads + row * ARC, err)) != VB_OK) return st;
        if ((st = read_roles(ws, &p, ws->sense + row * m->sense_names.n, ws->roles + row * 2 * ROLE, err)) != VB_OK) return st;
    }
    return VB_OK;
}

static const struct vb_word unread = {.head = VB_NONE, .upos = VB_X, .flags = WORD_UNREAD};

static vb_status read_window(void *ctx, const struct vb_window *window, vb_error *err)
{
    struct vb_syntax_ws  *ws = ctx;
    const struct vb_text *text = window->of->text;
    while (ws->words.n < window->word_beg)                     /* tokens that begin in no window: there should be none */
        if (!VB_PUSH(&ws->words, unread)) return vb_fail_nomem(err);
    while (ws->words.n < window->core_word_end) {
        uint32_t first = (uint32_t)ws->words.n, end = first, ahead = ws->sentence;
        while (end < window->core_word_end) {
            uint32_t stop = sentence_end(text, end, &ahead);
            if (stop > window->word_end) stop = window->word_end;
            if (stop - first > PART_MAX) {
                if (end == first) end = first + PART_MAX;
                break;
            }
            end = stop;
        }
        vb_status st = read_batch(ws, window, first, end, err);
        if (st != VB_OK) return st;
    }
    for (uint32_t i = window->core_word_beg; i < window->core_word_end && i < ws->words.n; i++)
        window->of->upos[i] = ws->words.at[i].upos;
    return VB_OK;
}

struct vb_head vb_syntax_head(const struct vb_syntax_model *model, struct vb_syntax_ws *ws, struct vb_encoding_ws *encoding)
{
    ws->model        = model;
    ws->encoding     = encoding;
    ws->sentence     = 0;
    ws->words.n      = 0;
    ws->predicates.n = 0;
    ws->arguments.n  = 0;
    return (struct vb_head){read_window, ws};
}

/* ---- the layer ---------------------------------------------------------------------------------------------------------- */

struct writing { struct vb_syntax_ws *ws; struct vb_arena *arena; const struct vb_text *text; bool no_memory; };

/* The label as the text owns it: a document may outlive the weight file. `from`: where the list begins in ws->given. */
static vb_str label_of(struct writing *w, const struct vb_labels *labels, size_t from, uint16_t i)
{
    vb_str *given = &w->ws->given[from + i];
    if (given->ptr == NULL) {
        *given = vb_arena_copy(w->arena, labels->at[i]);
        if (given->ptr == NULL) w->no_memory = true;
    }
    return *given;
}

static vb_str lemma_of(struct writing *w, uint32_t token, const struct vb_word *word)
{
    const struct vb_syntax_model *m = w->ws->model;
    vb_str form = form_of(w->text, token);
    if (word->flags & (WORD_GOESWITH | WORD_UNREAD)) return VB_STR("_");
    if (word->script >= m->script.n || form.len == 0) return form;         /* no script fits */
    const struct vb_script *s = &m->script_of[word->script];
    char *to = VB_NEW(w->arena, char, vb_lemma_room(s, form) + 1);
    if (to == NULL) {
        w->no_memory = true;
        return form;
    }
    return (vb_str){to, vb_lemma_write(s, form, to)};
}

/* Features with Typo=Yes, in its place by the alphabet. */
static vb_str feats_with_typo(struct writing *w, vb_str feats)
{
    if (vb_str_eq(feats, VB_STR("_"))) return VB_STR("Typo=Yes");
    size_t at = 0;
    while (at < feats.len) {
        const char *bar = memchr(feats.ptr + at, '|', feats.len - at);
        size_t      end = bar ? (size_t)(bar - feats.ptr) : feats.len;
        vb_str      f   = {feats.ptr + at, end - at};
        if (vb_str_eq(f, VB_STR("Typo=Yes"))) return feats;
        if (f.ptr[0] > 'T' || (f.ptr[0] == 'T' && f.len > 1 && f.ptr[1] > 'y')) break;
        at = bar ? end + 1 : end;
    }
    bool  last = at == feats.len;
    char *to   = last ? vb_arena_printf(w->arena, "%.*s|Typo=Yes", (int)feats.len, feats.ptr)
                      : vb_arena_printf(w->arena, "%.*sTypo=Yes|%.*s", (int)at, feats.ptr, (int)(feats.len - at), feats.ptr + at);
    if (to == NULL) w->no_memory = true;
    return vb_str_of(to);
}

static struct vb_tag tag_of(struct writing *w, uint32_t token, const struct vb_word *word)
{
    const struct vb_syntax_model *m = w->ws->model;
    struct vb_tag t = {.head = word->head, .upos = word->upos, .relation = m->deprel_of[word->deprel].relation};
    size_t at_feats = m->xpos.n, at_deprel = at_feats + m->feats.n;
    bool   untold = word->flags & (WORD_UNREAD | WORD_GOESWITH);
    t.lemma  = lemma_of(w, token, word);
    t.xpos   = word->flags & WORD_GOESWITH ? VB_STR("GW") : untold ? VB_STR("_") : label_of(w, &m->xpos, 0, word->xpos);
    t.feats  = untold ? VB_STR("_") : label_of(w, &m->feats, at_feats, word->feats);
    if (word->flags & WORD_TYPO) t.feats = feats_with_typo(w, t.feats);
    t.deprel = label_of(w, &m->deprel, at_deprel, word->deprel);
    return t;
}

/* One root a sentence: the roots of later parts hang on the first. */
static void join_parts(const struct vb_syntax_model *m, struct vb_word *words, uint32_t first, uint32_t end)
{
    uint32_t root = VB_NONE;
    for (uint32_t k = first; k < end; k++) {
        if (words[k].head != VB_NONE) continue;
        words[k].head   = root;
        words[k].deprel = root == VB_NONE ? m->root : words[k].upos == VB_PUNCT ? m->punct : m->parataxis;
        if (root == VB_NONE) root = k;
    }
}

static vb_status write_predicates(struct writing *w, struct vb_syntax *out, vb_error *err)
{
    const struct vb_syntax_model *m = w->ws->model;
    size_t at_sense = m->xpos.n + m->feats.n + m->deprel.n, at_role = at_sense + m->sense_names.n;
    struct vb_predicate *predicates = VB_NEW(w->arena, struct vb_predicate, w->ws->predicates.n);
    struct vb_argument  *arguments  = VB_NEW(w->arena, struct vb_argument, w->ws->arguments.n);
    if (!predicates || !arguments) return vb_fail_nomem(err);
    for (size_t i = 0; i < w->ws->arguments.n; i++) {
        const struct found_argument *a = &w->ws->arguments.at[i];
        arguments[i] = (struct vb_argument){a->token, label_of(w, &m->role_names, at_role, a->role)};
    }
    for (size_t i = 0; i < w->ws->predicates.n; i++) {
        const struct found_predicate *p = &w->ws->predicates.at[i];
        predicates[i] =
            (struct vb_predicate){p->token, label_of(w, &m->sense_names, at_sense, p->sense), arguments + p->first, p->n};
    }
    out->predicates   = predicates;
    out->n_predicates = (uint32_t)w->ws->predicates.n;
    return VB_OK;
}

vb_status vb_syntax_find(const struct vb_text *text, const struct vb_syntax_model *m, struct vb_syntax_ws *ws,
                         struct vb_arena *arena, struct vb_syntax *out, vb_error *err)
{
    struct writing w = {ws, arena, text, false};
    *out = (struct vb_syntax){0};
    memset(ws->given, 0, (m->xpos.n + m->feats.n + m->deprel.n + m->sense_names.n + m->role_names.n) * sizeof *ws->given);
    while (ws->words.n < text->n_tokens)
        if (!VB_PUSH(&ws->words, unread)) return vb_fail_nomem(err);
    struct vb_tag *tags = VB_NEW(arena, struct vb_tag, text->n_tokens);
    if (tags == NULL) return vb_fail_nomem(err);
    uint32_t sentence = 0;
    for (uint32_t k = 0, end; k < text->n_tokens; k = end) {
        end = sentence_end(text, k, &sentence);
        join_parts(m, ws->words.at, k, end);
    }
    for (uint32_t k = 0; k < text->n_tokens; k++) tags[k] = tag_of(&w, k, &ws->words.at[k]);
    vb_status st = write_predicates(&w, out, err);
    if (st == VB_OK && w.no_memory) st = vb_fail_nomem(err);
    if (st != VB_OK) {
        *out = (struct vb_syntax){0};
        return st;
    }
    out->tags     = tags;
    out->n_tokens = text->n_tokens;
    return VB_OK;
}

vb_status vb_syntax_children(const struct vb_syntax *syntax, struct vb_arena *arena, const uint32_t **child,
                             const uint32_t **sibling, vb_error *err)
{
    const uint32_t n     = syntax->n_tokens;
    uint32_t      *first = VB_NEW(arena, uint32_t, n), *next = VB_NEW(arena, uint32_t, n);
    if (first == NULL || next == NULL) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < n; i++) first[i] = next[i] = VB_NONE;
    for (uint32_t i = n; i-- > 0;) {
        const uint32_t up = syntax->tags[i].head;
        if (up >= n) continue;
        next[i]   = first[up];
        first[up] = i;
    }
    *child   = first;
    *sibling = next;
    return VB_OK;
}

vb_span vb_syntax_subtree(const struct vb_text *text, const struct vb_syntax *syntax, uint32_t token)
{
    vb_span  out = text->tokens[token].span;
    uint32_t s = vb_text_sentence_at(text, out.beg);
    if (s == VB_NONE) return out;
    const struct vb_sentence *sentence = &text->sentences[s];
    for (uint32_t k = sentence->first_token; k < sentence->first_token + sentence->n_tokens; k++) {
        uint32_t up = k;
        while (up != token && up != VB_NONE) up = syntax->tags[up].head;
        if (up == VB_NONE) continue;
        if (text->tokens[k].span.beg < out.beg) out.beg = text->tokens[k].span.beg;
        if (text->tokens[k].span.end > out.end) out.end = text->tokens[k].span.end;
    }
    return out;
}
