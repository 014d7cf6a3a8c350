/*
 * The features, and two linear models over them.
 */
#include "position_points.h"

#include <string.h>

#include "position_weights.h"

enum { DEEP = 12, CONTENT_WORDS = 40, EVENTS_BACK = 8 };

/* ---- words -------------------------------------------------------------------------------------------------------------- */

static const char *const AGAINST[] = {
    "condemn", "criticise", "criticize", "denounce", "reject", "oppose", "blame", "decry", "deplore", "dismiss", "attack", "object",
    "protest", "slam", "deride", "mock", "accuse", "sue", "complain", "regret", "lament", "rebuke", "resist", "dispute", "disagree",
    "warn", "threaten", "fear", "refuse", "veto", "question", "lambast", "blast", "chide", "scorn", "insult", "opposition",
    "criticism", "accusation", "condemnation", "objection", "complaint", NULL};
static const char *const FOR[] = {
    "support", "welcome", "praise", "back", "endorse", "hail", "thank", "congratulate", "applaud", "favour", "favor", "approve",
    "defend", "laud", "salute", "commend", "celebrate", "honour", "honor", "trust", "love", "admire", "prefer", "recommend",
    "advocate", "endorsement", "approval", NULL};
static const char *const WANT[] = {
    "want", "demand", "urge", "call", "hope", "propose", "ask", "appeal", "need", "seek", "should", "insist", "request", "press",
    "push", "offer", "plead", "wish", "plan", "promise", "vow", "pledge", "agree", "intend", NULL};
static const char *const FACT[] = {"according",  "report", "announce", "confirm", "deny",  "add",    "show",    "find",   "claim",
                                   "reportedly", "allege", "note",     "tell",    "know",  "think",  "believe", "expect", "learn",
                                   "estimate",   "admit",  "order",    "rule",    "refer", "reveal", NULL};
static const char *const BAD[] = {"illegal",  "unlawful",      "wrong",       "unacceptable", "threat",
                                  "danger",   "dangerous",     "shame",       "shameful",     "disgrace",
                                  "violence", "crime",         "criminal",    "corrupt",      "corruption",
                                  "lie",      "fraud",         "terror",      "terrorist",    "dictator",
                                  "failure",  "fail",          "mistake",     "against",      "never",
                                  "cannot",   "betray",        "betrayal",    "abuse",        "violation",
                                  "violate",  "harm",          "unfair",      "unjust",       "unconstitutional",
                                  "reckless", "irresponsible", "provocation", "aggression",   "condemn",
                                  "reject",   "stop",          "absurd",      "baseless",     "nonsense",
                                  "coup",     "murder",        "worst",       "bad",          "attack",
                                  NULL};
static const char *const GOOD[] = {
    "support", "welcome", "peace", "cooperation", "friend", "partner", "good", "great", "right", "important", "proud", "thank",
    "necessary", "best", "hope", "brave", "progress", "dialogue", "agreement", "together", "help", "protect", "trust", "praise",
    "opportunity", NULL};
static const char *const MODAL[] = {"must", "should", "ought", "need", "let", "will", "shall", NULL};

static bool is_of(const struct vb_issue_scene *s, uint32_t token, const char *const *list)
{
    if (vb_issue_lemma_is(s, token, list)) return true;
    for (; *list; list++)
        if (vb_issue_is_form(vb_issue_word(s, token), vb_str_of(*list))) return true;
    return false;
}

static void look_at_words(const struct vb_issue_scene *s, const vb_statement *st, float *f)
{
    static const struct { const char *const *list; int feature; } CUE[] = {
        {AGAINST, VB_S_CUE_AGAINST}, {FOR, VB_S_CUE_FOR}, {WANT, VB_S_CUE_WANT}, {FACT, VB_S_CUE_FACT}};
    uint32_t n = 0, bad = 0, good = 0;
    for (uint32_t k = 0; k < st->cue.n; k++)
        for (uint32_t i = vb_text_token_from(s->text, st->cue.at[k].beg);
             i < s->text->n_tokens && s->text->tokens[i].span.beg < st->cue.at[k].end; i++)
            for (size_t c = 0; c < sizeof CUE / sizeof *CUE; c++)
                if (is_of(s, i, CUE[c].list)) f[CUE[c].feature] = 1;
    for (uint32_t k = 0; k < st->content.n; k++)
        for (uint32_t i = vb_text_token_from(s->text, st->content.at[k].beg);
             i < s->text->n_tokens && s->text->tokens[i].span.beg < st->content.at[k].end; i++) {
            if (s->syntax->tags[i].upos == VB_PUNCT) continue;
            n++;
            bad += is_of(s, i, BAD);
            good += is_of(s, i, GOOD);
            if (vb_issue_word_is(s, i, MODAL)) f[VB_S_WORDS_MODAL] = 1;
        }
    f[VB_S_WORDS_AGAINST] = (float)(bad < 2 ? bad : 2);
    f[VB_S_WORDS_FOR]     = (float)(good < 2 ? good : 2);
    f[VB_S_LENGTH]        = (float)(n < CONTENT_WORDS ? n : CONTENT_WORDS) / (CONTENT_WORDS / 2.0f);
}

/* ---- acts and designations ------------------------------------------------------------------------------------------------ */

static bool takes_part(const vb_participant *at, uint32_t n, uint32_t entity)
{
    for (uint32_t i = 0; i < n; i++)
        if (at[i].entity == entity) return true;
    return false;
}

static int feature_of_act(vb_event_type type)
{
    switch (type) {
    case VB_EVENT_ACCUSE:
    case VB_EVENT_REJECT:
    case VB_EVENT_THREATEN: return VB_S_ACT_AGAINST;
    case VB_EVENT_SUPPORT:
    case VB_EVENT_CONCEDE: return VB_S_ACT_FOR;
    case VB_EVENT_REQUEST: return VB_S_ACT_REQUEST;
    case VB_EVENT_AGREE: return VB_S_ACT_AGREE;
    default: return VB_N_S;
    }
}

static bool stands_in(const vb_statement *st, vb_span span)
{
    for (uint32_t k = 0; k < st->content.n; k++)
        if (vb_span_holds(st->content.at[k], span)) return true;
    for (uint32_t k = 0; k < st->cue.n; k++)
        if (vb_span_meets(st->cue.at[k], span)) return true;
    return false;
}

/* First and last byte of cue and content: where its events may stand. */
static vb_span reach_of(const vb_statement *st)
{
    vb_span r = {st->content.at[0].beg, st->content.at[st->content.n - 1].end};
    if (st->cue.n > 0 && st->cue.at[0].beg < r.beg) r.beg = st->cue.at[0].beg;
    if (st->cue.n > 0 && st->cue.at[st->cue.n - 1].end > r.end) r.end = st->cue.at[st->cue.n - 1].end;
    return r;
}

static uint32_t first_event(const struct vb_events *all, uint32_t byte)
{
    uint32_t low = 0, high = all->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (all->at[mid].trigger.beg < byte) low = mid + 1;
        else high = mid;
    }
    return low;
}

/* ---- candidates ----------------------------------------------------------------------------------------------------------- */

static struct vb_position_candidate *candidate(const struct vb_issue_scene *s, struct vb_position_view *v, uint32_t entity,
                                               uint32_t holder)
{
    if (entity == VB_NONE || entity == holder) return NULL;
    for (uint32_t i = 0; i < v->n; i++)
        if (v->candidate[i].entity == entity) return &v->candidate[i];
    if (v->n + 1 >= VB_CANDIDATES) return NULL;                /* room for no target */
    static const int KIND[] = {VB_T_PERSON, VB_T_ORGANISATION, VB_T_STATE, VB_T_GROUP,
                               VB_T_PLACE,  VB_T_THING,        VB_T_THING, VB_T_TOPIC};
    struct vb_position_candidate *c = &v->candidate[v->n++];
    const vb_entity *e = &s->entities->at[entity];
    memset(c, 0, sizeof *c);
    c->entity                = entity;
    c->feature[KIND[e->kind]] = 1;
    if (e->kind == VB_KIND_OTHER) {
        static const char *const DEFINITE[] = {"the", "this", "that", "these", "those", "such",
                                               "his", "her",  "its",  "their", "our",   NULL};
        const uint32_t first = vb_text_token_from(s->text, e->mentions[0].span.beg);
        c->feature[VB_T_TOPIC_DEFINITE] = vb_issue_word_is(s, first, DEFINITE);
        c->feature[VB_T_TOPIC_OWNED]    = vb_issue_entity(s, first) != entity;
        c->feature[VB_T_TOPIC_TWICE]    = e->n_mentions > 1;
    }
    c->feature[VB_T_PRONOUNS] = 1;
    for (uint32_t i = 0; i < e->n_mentions; i++)
        if (e->mentions[i].form != VB_FORM_PRONOUN) c->feature[VB_T_PRONOUNS] = 0;
    return c;
}

static bool in_content(const vb_statement *st, vb_span span)
{
    for (uint32_t k = 0; k < st->content.n; k++)
        if (vb_span_holds(st->content.at[k], span)) return true;
    return false;
}

static int depth_in(const struct vb_issue_scene *s, const vb_statement *st, uint32_t token)
{
    int depth = 0;
    for (uint32_t up = s->syntax->tags[token].head; up != VB_NONE && depth < DEEP; depth++) {
        if (!in_content(st, s->text->tokens[up].span)) break;
        up = s->syntax->tags[up].head;
    }
    return depth;
}

static int place_of(int depth, uint8_t relation)
{
    if (depth == 0) return VB_T_ROOT;
    if (depth == 2) return VB_T_SECOND;
    if (depth > 2) return VB_T_DEEPER;
    return relation == VB_REL_NSUBJ                               ? VB_T_SUBJECT
           : relation == VB_REL_OBJ || relation == VB_REL_IOBJ ? VB_T_OBJECT
                                                                  : VB_T_OBLIQUE;
}

/* Is the token the head of its mention, as far as the tree shows? */
static bool heads_mention(const struct vb_issue_scene *s, uint32_t token)
{
    const uint32_t up = s->syntax->tags[token].head;
    return up == VB_NONE || s->entities->token_entity[up] != s->entities->token_entity[token];
}

static bool look_at_content(const struct vb_issue_scene *s, const vb_statement *st, struct vb_position_view *v)
{
    struct vb_position_candidate *last = NULL;
    bool    first = true, root = false;
    int     depth[VB_CANDIDATES] = {0};
    for (uint32_t k = 0; k < st->content.n; k++)
        for (uint32_t i = vb_text_token_from(s->text, st->content.at[k].beg);
             i < s->text->n_tokens && s->text->tokens[i].span.beg < st->content.at[k].end; i++) {
            const uint32_t e = s->entities->token_entity[i];
            if (e == VB_NONE || !heads_mention(s, i)) continue;
            const int d = depth_in(s, st, i);
            root |= d == 0 && s->entities->at[e].kind != VB_KIND_OTHER;
            struct vb_position_candidate *c = candidate(s, v, e, st->speaker);
            if (c == NULL) continue;
            float *f = c->feature;
            if (f[VB_T_CONTENT] > 0) f[VB_T_TWICE] = 1;
            if (f[VB_T_CONTENT] == 0 || d < depth[c - v->candidate]) {
                for (int t = VB_T_ROOT; t <= VB_T_DEEPER; t++) f[t] = 0;
                f[place_of(d, s->syntax->tags[i].relation)] = 1;
                f[VB_T_OWNER]              = vb_issue_deprel_is(s, i, "nmod:poss");
                depth[c - v->candidate] = d;
            }
            f[VB_T_CONTENT] = 1;
            if (first) f[VB_T_FIRST] = 1;
            first = false;
            last  = c;
        }
    if (last) last->feature[VB_T_LAST] = 1;
    return root;
}

static void look_at_cue(const struct vb_issue_scene *s, const vb_statement *st, struct vb_position_view *v)
{
    if (st->cue.n == 0) return;
    for (uint32_t i = vb_text_token_from(s->text, st->cue.at[0].beg);
         i < s->text->n_tokens && s->text->tokens[i].span.beg < st->cue.at[0].end; i++)
        for (uint32_t c = s->child[i]; c != VB_NONE; c = s->sibling[c]) {
            const uint8_t r = s->syntax->tags[c].relation;
            const int     f = r == VB_REL_OBJ || r == VB_REL_IOBJ   ? VB_T_CUE_OBJECT
                              : r == VB_REL_OBL || r == VB_REL_NMOD ? VB_T_CUE_OBLIQUE
                                                                    : VB_N_T;
            struct vb_position_candidate *to = f < VB_N_T ? candidate(s, v, vb_issue_entity(s, c), st->speaker) : NULL;
            if (to) to->feature[f] = 1;
        }
}

static bool look_at_events(const struct vb_issue_scene *s, const vb_statement *st, struct vb_position_view *v)
{
    const struct vb_events *all = s->of->events;
    const vb_span reach = reach_of(st);
    bool any = false;
    for (uint32_t i = first_event(all, reach.beg); i < all->n && all->at[i].trigger.beg < reach.end; i++) {
        const vb_event *e = &all->at[i];
        if (!stands_in(st, e->trigger)) continue;
        const bool own = takes_part(e->actors, e->n_actors, st->speaker);
        if (own && feature_of_act(e->type) < VB_N_S) v->feature[feature_of_act(e->type)] = 1;
        for (uint32_t k = 0; k < e->n_recipients; k++) {
            struct vb_position_candidate *c = candidate(s, v, e->recipients[k].entity, st->speaker);
            if (c) c->feature[own ? VB_T_RECIPIENT : VB_T_EVENT] = 1;
            any |= own;
        }
        for (uint32_t k = 0; k < e->n_actors && !own; k++) {
            struct vb_position_candidate *c = candidate(s, v, e->actors[k].entity, st->speaker);
            if (c) c->feature[VB_T_EVENT] = 1;
        }
    }
    return any;
}

static void look_at_names(const struct vb_issue_scene *s, const vb_statement *st, const struct vb_designations *names,
                          struct vb_position_view *v)
{
    const vb_span reach = reach_of(st);
    uint32_t low = 0, high = names->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (names->at[mid].words.beg < reach.beg) low = mid + 1;
        else high = mid;
    }
    for (; low < names->n && names->at[low].words.beg < reach.end; low++) {
        if (names->at[low].by != st->speaker || !in_content(st, names->at[low].words)) continue;
        struct vb_position_candidate *c = candidate(s, v, names->at[low].of, st->speaker);
        if (c) c->feature[VB_T_NAMED] = 1;
        v->feature[VB_S_NAMES] = 1;
    }
}

/* ---- the models ------------------------------------------------------------------------------------------------------------- */

static float log_of(float p, float floor) { return vb_logf(p + floor); }

static void weigh(struct vb_position_view *v)
{
    float points[VB_CANDIDATES];
    for (int k = 0; k < 3; k++) {
        v->p[k] = 0;
        for (int f = 0; f < VB_N_S; f++) v->p[k] += v->feature[f] * STANCE_POINTS[f][k];
    }
    vb_softmax(v->p, 3);
    for (uint32_t i = 0; i < v->n; i++) {
        points[i] = 0;
        for (int f = 0; f < VB_N_T; f++) points[i] += v->candidate[i].feature[f] * TARGET_POINTS[f];
    }
    vb_softmax(points, v->n);
    for (uint32_t i = 0; i < v->n; i++) v->candidate[i].p = points[i];
}

void vb_position_view(const struct vb_issue_scene *s, const struct vb_position_found *found, uint32_t statement,
                      const struct vb_designations *designations, struct vb_position_view *v)
{
    const vb_statement *st = &s->statements->at[statement];
    float  unknown = 0, in_words[VB_CANDIDATES] = {0};
    float *f = v->feature;
    memset(v, 0, sizeof *v);
    for (uint32_t i = 0; i < found->n_targets; i++) {
        const uint32_t e = vb_issue_entity(s, vb_text_token_from(s->text, found->target[i].span.beg));
        struct vb_position_candidate *c = candidate(s, v, e, st->speaker);
        if (c) in_words[c - v->candidate] += found->target[i].p;
        else if (e == VB_NONE) unknown += found->target[i].p;
    }
    const bool root = look_at_content(s, st, v);
    bool       any  = false;
    for (uint32_t i = 0; i < v->n; i++) any |= v->candidate[i].feature[VB_T_CONTENT] > v->candidate[i].feature[VB_T_TOPIC];
    look_at_cue(s, st, v);
    struct vb_position_candidate *to = candidate(s, v, st->addressee, st->speaker);
    if (to) to->feature[VB_T_ADDRESSEE] = 1;
    const bool act = look_at_events(s, st, v);
    look_at_names(s, st, designations, v);
    for (uint32_t i = 0; i < v->n; i++) v->candidate[i].feature[VB_T_LOG] = log_of(in_words[i], 0.01F);

    f[VB_S_BASE]        = 1;
    f[VB_S_LOG_FOR]     = log_of(found->stance[VB_TAKES_FOR], 0.02F);
    f[VB_S_LOG_AGAINST] = log_of(found->stance[VB_TAKES_AGAINST], 0.02F);
    f[VB_S_LOG_NONE]    = log_of(found->stance[VB_TAKES_NONE], 0.02F);
    f[VB_S_ATTITUDE]    = st->cls == VB_CLASS_ATTITUDE;
    f[VB_S_DIRECT]      = st->type == VB_TYPE_DIRECT;
    f[VB_S_MIXED]       = st->type == VB_TYPE_MIXED;
    f[VB_S_NOMINAL]     = st->type == VB_TYPE_NOMINAL;
    f[VB_S_REFUSED]     = st->polarity == VB_POL_REFUSED;
    f[VB_S_DENIED]      = st->polarity == VB_POL_DENIED;
    f[VB_S_QUESTION]    = st->polarity == VB_POL_QUESTION;
    f[VB_S_MODAL]       = st->polarity == VB_POL_MODAL;
    f[VB_S_SCORE]       = st->score;
    f[VB_S_NESTED]      = st->nested_in != VB_NONE;
    look_at_words(s, st, f);

    struct vb_position_candidate *none = &v->candidate[v->n++];
    const uint32_t first = vb_text_token_from(s->text, st->content.at[0].beg);
    memset(none, 0, sizeof *none);
    none->entity                        = VB_NONE;
    none->feature[VB_T_NONE]            = 1;
    none->feature[VB_T_NONE_LOG]        = log_of(found->none, 0.01F);
    none->feature[VB_T_NONE_UNKNOWN]    = log_of(unknown, 0.01F);
    none->feature[VB_T_NONE_EMPTY]      = !any;
    none->feature[VB_T_NONE_ACT]        = act;
    none->feature[VB_T_NONE_INFINITIVE] =
        first < s->text->n_tokens && vb_issue_word_is(s, first, (const char *const[]){"to", NULL});
    none->feature[VB_T_NONE_ROOT]       = !root;
    weigh(v);
}
