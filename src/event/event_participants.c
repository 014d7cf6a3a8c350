/*
 * Who does it and to whom: the words that the role head and the tree point to, as entities.
 *
 * The head gives each word of the window a probability, which adds up over the words of one entity ("the union leader", "Drobysh",
 * "him"). The tree and the arguments that PropBank gives the verb add to its log odds or take from it: a subject that the head is
 * unsure of is taken, and one that it is sure is none is not. What is no entity that can act is an object, and no participant.
 */
#include "event_draft.h"

enum { CANDIDATES = 64, UP_TO = 24, COMPLEMENTS = 40 };

/* An entity, or a word that is none. p: the head's probabilities; the others: log odds that the tree adds. */
struct candidate { uint32_t token, entity; float p_actor, p_recipient, most, actor, recipient; bool placed, below; };
struct cast { const struct vb_event_scene *scene; struct candidate at[CANDIDATES]; uint32_t n; };

/* What a place in the tree is worth, in log odds. */
static const float SUBJECT = 2.5f, OBJECT = 1.5f, PREPOSITION = 1.0f, INHERITED = 2.0f, ARGUMENT = 0.7f;
static const float IN_SOURCE = 0.4f, COMPLEMENT = 2.0f, FARTHER = 0.4f;
static const float LEAST = 0.015f;                             /* of a probability: the head is never quite sure */
/* Log odds from which a word takes part; lower where nobody else does. */
static const float TAKEN = 0.0f, TAKEN_ALONE = -1.5f, TAKEN_ALONE_RECIPIENT = -0.5f, TAKEN_BELOW = -2.0f;

static uint32_t entity_of(const struct vb_event_scene *scene, uint32_t token, bool actor);

static bool is_relative(const struct vb_event_scene *scene, uint32_t token)
{
    return scene->of->syntax->tags[token].upos == VB_PRON &&
           vb_str_among(vb_event_word_at(scene, token), (const char *const[]){"who", "which", "that", "whom", NULL});
}

/* "four protesters, who were shot": who is the protesters. */
static uint32_t antecedent_of(const struct vb_event_scene *scene, uint32_t token)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    const uint32_t       verb = is_relative(scene, token) ? tags[token].head : VB_NONE;
    return verb != VB_NONE && tags[verb].relation == VB_REL_ACL && tags[verb].head != VB_NONE ? tags[verb].head : token;
}

static struct candidate *candidate_at(struct cast *cast, uint32_t token)
{
    token = antecedent_of(cast->scene, token);
    const uint32_t e = entity_of(cast->scene, token, false);
    for (uint32_t i = 0; i < cast->n; i++)
        if (cast->at[i].token == token || (e != VB_NONE && cast->at[i].entity == e)) return &cast->at[i];
    if (cast->n == CANDIDATES) return NULL;
    cast->at[cast->n] = (struct candidate){.token = token, .entity = e};
    return &cast->at[cast->n++];
}

/* Its place in the tree speaks for a word; the word beside the trigger then stands for its entity. */
static void add(struct cast *cast, uint32_t token, float actor, float recipient)
{
    struct candidate *c = candidate_at(cast, token);
    if (c == NULL) return;
    c->actor += actor;
    c->recipient += recipient;
    if (!c->placed) c->token = antecedent_of(cast->scene, token);
    c->placed = true;
}

static float log_odds(float p)
{
    if (p < LEAST) p = LEAST;
    if (p > 1 - LEAST) p = 1 - LEAST;
    return vb_logf(p / (1 - p));
}

static float as_actor(const struct candidate *c) { return log_odds(c->p_actor) + c->actor; }
static float as_recipient(const struct candidate *c) { return log_odds(c->p_recipient) + c->recipient; }

/* ---- the tree --------------------------------------------------------------------------------------------------------- */

static const char *const TOWARDS[] = {"against", "on", "upon", "to", "at", "toward", "towards", "over", "from", "with", NULL};
/* Nouns of what is done to whom they belong to: "his arrest", "Iran's expulsion". */
static const char *const UNDERGONE[] = {"arrest",       "release",       "detention", "killing",    "death",      "expulsion",
                                        "conviction",   "assassination", "murder",    "abduction",  "kidnapping", "impeachment",
                                        "prosecution",  "trial",         "poisoning", "ouster",     "dismissal",  "execution",
                                        "imprisonment", "deportation",   "sentence",  "indictment", "capture",    "invasion",
                                        "siege",        "suspension",    "eviction",  NULL};
/* Verbs that say little beside the noun of the act: "launched strikes". */
static const char *const LIGHT[] = {"hold",    "launch",   "carry", "conduct",  "impose", "make",  "give",  "take",
                                    "stage",   "issue",    "sign",  "reach",    "open",   "begin", "start", "offer",
                                    "provide", "send",     "pay",   "express",  "mount",  "lift",  "have",  "face",
                                    "receive", "announce", "order", "continue", "strike", NULL};
static const char *const RECEIVED[] = {"face", "receive", "suffer", NULL};

static void by_subject(struct cast *cast, uint32_t token, bool undergoes, float worth)
{
    if (token == VB_NONE) return;
    if (undergoes) add(cast, token, -1.5f, worth);
    else add(cast, token, worth, -1.0f);
}

static void by_verb(const struct vb_event_scene *scene, struct vb_event_draft *d, struct cast *cast, uint32_t verb)
{
    const struct vb_tag *tags    = scene->of->syntax->tags;
    const bool           passive = vb_event_is_passive(scene, verb);
    bool undergoes, own = false;
    for (uint32_t c = scene->child[verb]; c != VB_NONE; c = scene->sibling[c]) {
        const vb_str with = vb_event_case_of(scene, c);
        switch (tags[c].relation) {
        case VB_REL_NSUBJ:
            own = !is_relative(scene, c);
            if (own) by_subject(cast, c, passive, SUBJECT);
            break;
        case VB_REL_OBJ: add(cast, c, -1.5f, OBJECT); break;
        case VB_REL_IOBJ: add(cast, c, -1.0f, OBJECT); break;
        case VB_REL_OBL:
            if (vb_str_eq_nocase(with, VB_STR("by")) && passive) add(cast, c, SUBJECT, -1.5f);
            else if (vb_str_among(with, (const char *const[]){"between", "among", NULL})) add(cast, c, PREPOSITION, 0);
            else if (vb_str_among(with, TOWARDS)) add(cast, c, 0, PREPOSITION);
            break;
        default: break;
        }
    }
    if (passive) vb_event_because(d, "passive: the subject undergoes it");
    if (own) return;
    const uint32_t subject = vb_event_subject_of(scene, verb, &undergoes);
    if (subject == VB_NONE || subject == verb) return;
    by_subject(cast, subject, undergoes, INHERITED);
    vb_event_because(d, tags[verb].relation == VB_REL_ACL ? "the noun that the clause stands with is its subject"
                                                          : "the subject is that of the verb above");
}

static void by_noun(const struct vb_event_scene *scene, struct vb_event_draft *d, struct cast *cast, uint32_t noun)
{
    const struct vb_tag *tags      = scene->of->syntax->tags;
    const bool           undergone = vb_event_lemma_is(scene, noun, UNDERGONE);
    bool                 poss      = false;
    for (uint32_t c = scene->child[noun]; c != VB_NONE; c = scene->sibling[c]) {
        const bool before = tags[c].relation == VB_REL_AMOD || tags[c].relation == VB_REL_COMPOUND;
        poss |= vb_event_deprel_is(scene, c, "nmod:poss") || (before && scene->of->entities->token_entity[c] != VB_NONE);
    }
    for (uint32_t c = scene->child[noun]; c != VB_NONE; c = scene->sibling[c]) {
        const vb_str with = vb_event_case_of(scene, c);
        if (vb_event_deprel_is(scene, c, "nmod:poss")) {
            by_subject(cast, c, undergone, OBJECT);
            vb_event_because(d, undergone ? "possessive: it is done to them" : "possessive: they do it");
        } else if (tags[c].relation == VB_REL_AMOD || tags[c].relation == VB_REL_COMPOUND) {
            if (scene->of->entities->token_entity[c] == VB_NONE) continue;
            by_subject(cast, c, undergone, OBJECT);
            vb_event_because(d, "whose it is stands before the noun");
        } else if (tags[c].relation == VB_REL_NMOD || tags[c].relation == VB_REL_OBL) {
            if (vb_str_among(with, (const char *const[]){"by", NULL})) add(cast, c, SUBJECT, -1.0f);
            else if (vb_str_among(with, (const char *const[]){"between", "among", NULL})) add(cast, c, SUBJECT, -0.5f);
            else if (vb_str_among(with, (const char *const[]){"of", NULL})) {
                if (poss || undergone) add(cast, c, -1.0f, OBJECT);
                else add(cast, c, 0.3f, 0.3f);
            } else if (vb_str_among(with, TOWARDS)) add(cast, c, 0, OBJECT);
        }
    }
}

/* A noun's light verb, inside the trigger or not: "launched strikes on", "faced criticism from". */
static void by_light_verb(const struct vb_event_scene *scene, struct vb_event_draft *d, struct cast *cast)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    const uint32_t       verb = tags[d->head].head;
    if (tags[d->head].upos != VB_NOUN || verb == VB_NONE || tags[verb].upos != VB_VERB || !vb_event_lemma_is(scene, verb, LIGHT))
        return;
    const bool undergone = vb_event_lemma_is(scene, verb, RECEIVED);
    if (tags[d->head].relation == VB_REL_NSUBJ) {
        by_verb(scene, d, cast, verb);
    } else if (tags[d->head].relation == VB_REL_OBJ || tags[d->head].relation == VB_REL_OBL) {
        if (!undergone) by_verb(scene, d, cast, verb);
        bool           undergoes;
        const uint32_t subject = vb_event_subject_of(scene, verb, &undergoes);
        if (undergone) by_subject(cast, subject, true, OBJECT);
    }
    vb_event_because(d, "the verb says little: its subject and object are the noun's");
}

/*
 * Nobody is its direct object: then whom the object belongs to or the complement speaks of ("praising the work of two bishops",
 * "demanded that the minister resign", "a suggestion from the opposition"), the nearest that the head gives a chance.
 */
static void by_complement(const struct vb_event_scene *scene, const struct vb_event_draft *d, struct cast *cast)
{
    static const uint8_t DOWN[] = {VB_REL_OBJ,  VB_REL_CCOMP, VB_REL_XCOMP, VB_REL_OBL, VB_REL_NMOD,
                                   VB_REL_AMOD, VB_REL_NSUBJ, VB_REL_ADVCL, VB_REL_ACL, VB_REL_COMPOUND};
    const struct vb_tag *tags = scene->of->syntax->tags;
    struct { uint32_t token; int depth; } queue[COMPLEMENTS];
    uint32_t n = 0;
    for (uint32_t i = d->beg; i < d->end && n < COMPLEMENTS; i++)
        if (tags[i].upos == VB_VERB || tags[i].upos == VB_NOUN) queue[n].token = i, queue[n++].depth = 0;
    for (uint32_t k = 0; k < n; k++) {
        for (uint32_t c = scene->child[queue[k].token]; c != VB_NONE && n < COMPLEMENTS; c = scene->sibling[c]) {
            const bool below = c < d->beg || c >= d->end;
            bool       down  = false;
            for (size_t r = 0; r < sizeof DOWN; r++) down |= tags[c].relation == DOWN[r];
            if (queue[k].depth == 0 && (tags[c].relation == VB_REL_NSUBJ || tags[c].relation == VB_REL_ADVCL)) down = false;
            if (!below || !down || vb_event_deprel_is(scene, c, "acl:relcl")) continue;
            queue[n].token = c;
            queue[n++].depth = queue[k].depth + 1;
            struct candidate *x = tags[c].upos != VB_VERB ? candidate_at(cast, c) : NULL;
            if (x == NULL || x->below) continue;
            x->recipient += COMPLEMENT - FARTHER * (float)queue[n - 1].depth;
            x->below = true;
        }
    }
}

static const struct vb_predicate *predicate_at(const struct vb_syntax *syntax, uint32_t token)
{
    uint32_t low = 0, high = syntax->n_predicates;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (syntax->predicates[mid].token < token) low = mid + 1;
        else high = mid;
    }
    return low < syntax->n_predicates && syntax->predicates[low].token == token ? &syntax->predicates[low] : NULL;
}

static void by_propbank(const struct vb_event_scene *scene, struct cast *cast, uint32_t token)
{
    const struct vb_predicate *p = predicate_at(scene->of->syntax, token);
    for (uint32_t i = 0; p != NULL && i < p->n_arguments; i++) {
        if (vb_str_eq(p->arguments[i].role, VB_STR("ARG0"))) add(cast, p->arguments[i].token, ARGUMENT, -ARGUMENT);
        if (vb_str_eq(p->arguments[i].role, VB_STR("ARG1"))) add(cast, p->arguments[i].token, -ARGUMENT, ARGUMENT);
        if (vb_str_eq(p->arguments[i].role, VB_STR("ARG2"))) add(cast, p->arguments[i].token, 0, ARGUMENT);
    }
}

/* What holds of one of several joined by "and" holds of all. */
static void by_coordination(const struct vb_event_scene *scene, struct cast *cast)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    const uint32_t       n    = cast->n;
    for (uint32_t i = 0; i < n; i++) {
        const struct candidate c = cast->at[i];
        const bool actor = as_actor(&c) >= TAKEN, recipient = as_recipient(&c) >= TAKEN;
        if (!actor && !recipient) continue;
        uint32_t met = 0;
        for (uint32_t k = scene->child[c.token]; k != VB_NONE && met < UP_TO; k = scene->sibling[k]) {
            if (tags[k].relation != VB_REL_CONJ || tags[k].upos == VB_VERB) continue;
            met++;
            add(cast, k, actor ? SUBJECT : 0, recipient ? SUBJECT : 0);
        }
    }
}

/* ---- entities ----------------------------------------------------------------------------------------------------------- */

/* Nouns that stand for those they are counted from: "hundreds of protesters". */
static const char *const COUNTED[] = {"member",  "hundred", "thousand", "dozen", "number", "group", "majority", "some",   "many",
                                      "one",     "all",     "both",     "each",  "several", "most", "part",     "million", "score",
                                      "handful", "series",  "leader",   "half",  NULL};

/* The words that name or describe the noun itself, without what hangs on it. */
static vb_span phrase_of(const struct vb_event_scene *scene, uint32_t token)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    vb_span              s    = scene->of->text->tokens[token].span;
    for (uint32_t c = scene->child[token]; c != VB_NONE; c = scene->sibling[c]) {
        if (tags[c].relation != VB_REL_FLAT && tags[c].relation != VB_REL_COMPOUND && tags[c].relation != VB_REL_APPOS) continue;
        const vb_span t = scene->of->text->tokens[c].span;
        if (t.beg < s.beg) s.beg = t.beg;
        if (t.end > s.end) s.end = t.end;
    }
    return s;
}

static uint32_t entity_of(const struct vb_event_scene *scene, uint32_t token, bool actor)
{
    const struct vb_event_text *of   = scene->of;
    const struct vb_tag        *tags = of->syntax->tags;
    uint32_t e = of->entities->token_entity[token];
    if (e == VB_NONE) e = vb_entity_at(of->text, of->syntax, of->entities, phrase_of(scene, token));
    if (e != VB_NONE) return e;
    for (uint32_t c = scene->child[token]; c != VB_NONE; c = scene->sibling[c]) {
        const bool counted = tags[c].relation == VB_REL_NMOD && vb_event_lemma_is(scene, token, COUNTED) &&
                             vb_str_eq_nocase(vb_event_case_of(scene, c), VB_STR("of"));
        /* "Turkish warplanes", "Iran's navy": who acts through them */
        const bool theirs = actor && (vb_event_deprel_is(scene, c, "nmod:poss") || tags[c].relation == VB_REL_AMOD ||
                                      tags[c].relation == VB_REL_COMPOUND);
        if ((counted || theirs) && (e = of->entities->token_entity[c]) != VB_NONE) return e;
    }
    return VB_NONE;
}

/* The mention that holds the token: the longest. */
static vb_span mention_at(const struct vb_event_scene *scene, uint32_t entity, uint32_t token)
{
    const vb_entity *e   = &scene->of->entities->at[entity];
    const vb_span    at  = scene->of->text->tokens[token].span;
    vb_span          out = at;
    uint32_t         low = 0, high = e->n_mentions;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (e->mentions[mid].span.beg <= at.beg) low = mid + 1;
        else high = mid;
    }
    for (uint32_t i = low; i-- > 0 && low - i <= 4;)
        if (vb_span_holds(e->mentions[i].span, at) && vb_span_len(e->mentions[i].span) > vb_span_len(out))
            out = e->mentions[i].span;
    return out;
}

static bool can_act(const vb_entity *e)
{
    return e->kind != VB_KIND_POLICY && e->kind != VB_KIND_OTHER && e->kind != VB_KIND_DOCUMENT;
}

/* A place that is bombed, entered or visited stands for those who are there. */
static bool place_undergoes(vb_event_type type)
{
    return type == VB_EVENT_ASSAULT || type == VB_EVENT_COERCE || type == VB_EVENT_MOBILIZE || type == VB_EVENT_AID ||
           type == VB_EVENT_CONSULT || type == VB_EVENT_RETREAT;
}

/* The state that a place lies in, where the text has it as an actor. */
static uint32_t state_of(const struct vb_entities *all, vb_str country, uint32_t otherwise)
{
    for (uint32_t i = 0; country.len > 0 && i < all->n; i++)
        if (all->at[i].kind == VB_KIND_STATE && vb_str_eq(all->at[i].country, country)) return i;
    return otherwise;
}

/* Of a name that is a place and no entity, the state it lies in. */
static uint32_t state_at(const struct vb_event_scene *scene, uint32_t token)
{
    const struct vb_places *places = scene->of->places;
    const vb_span           at     = scene->of->text->tokens[token].span;
    uint32_t                low = 0, high = places->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (places->at[mid].span.end <= at.beg) low = mid + 1;
        else high = mid;
    }
    if (low == places->n || !vb_span_meets(places->at[low].span, at)) return VB_NONE;
    return state_of(scene->of->entities, places->at[low].country, VB_NONE);
}

static bool take(struct vb_event_parts *parts, struct vb_event_part p)
{
    for (uint32_t i = 0; i < parts->n; i++)
        if (parts->at[i].entity == p.entity) return false;
    if (parts->n == VB_EVENT_PARTS) return false;
    uint32_t k = parts->n++;
    for (; k > 0 && parts->at[k - 1].token > p.token; k--) parts->at[k] = parts->at[k - 1];
    parts->at[k] = p;
    return true;
}

static bool is_among(const struct vb_event_parts *parts, uint32_t entity)
{
    for (uint32_t i = 0; i < parts->n; i++)
        if (parts->at[i].entity == entity) return true;
    return false;
}

/* Take candidates in the role, from `least` log odds on, into draft; true when somebody was taken. */
static bool take_role(const struct vb_event_scene *scene, struct vb_event_draft *d, const struct cast *cast, bool actor,
                      float least, bool only_best)
{
    struct vb_event_part best = {.entity = VB_NONE};
    bool                 any  = false;
    for (uint32_t i = 0; i < cast->n; i++) {
        const struct candidate *c    = &cast->at[i];
        const float             mine = actor ? as_actor(c) : as_recipient(c), other = actor ? as_recipient(c) : as_actor(c);
        if (mine < least || mine < other) continue;
        if (c->token >= d->beg && c->token < d->end && scene->of->syntax->tags[c->token].upos == VB_VERB) continue;
        uint32_t e = entity_of(scene, c->token, actor);
        if (e == VB_NONE && !actor && place_undergoes(d->type)) e = state_at(scene, c->token);
        if (e == VB_NONE) continue;
        const vb_entity *x = &scene->of->entities->at[e];
        const vb_span    words = mention_at(scene, e, c->token);
        if (!can_act(x)) continue;
        if (x->kind == VB_KIND_PLACE && !actor) {
            if (!place_undergoes(d->type)) continue;
            if (d->type == VB_EVENT_CONSULT || d->type == VB_EVENT_MOBILIZE) e = state_of(scene->of->entities, x->country, e);
        }
        const struct vb_event_part p = {c->token, e, words, mine};
        if (is_among(actor ? &d->recipients : &d->actors, e)) continue;
        if (!only_best) any |= take(actor ? &d->actors : &d->recipients, p);
        else if (best.entity == VB_NONE || p.score > best.score) best = p;
    }
    if (best.entity != VB_NONE) any = take(actor ? &d->actors : &d->recipients, best);
    return any;
}

/* Nobody acts in "he is a dictator", said by somebody: the saying is the act. */
static void speaker_acts(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    const uint32_t s = vb_attribution_innermost(scene->of->statements, vb_event_trigger_span(scene, d));
    if (s == VB_NONE) return;
    const vb_statement *x = &scene->of->statements->at[s];
    if (x->speaker == VB_NONE || x->source.n == 0 || is_among(&d->recipients, x->speaker)) return;
    const vb_span words = x->source.at[0];
    const uint32_t token = vb_text_token_from(scene->of->text, words.beg);
    take(&d->actors, (struct vb_event_part){token, x->speaker, words, 0});
    vb_event_because(d, "nobody acts in the words themselves: to say them is the act");
}

/*
 * "Trump treats the law with contempt", said by somebody: where the head points to the source, the subject of what is said is whom
 * it is said of.
 */
static void by_source(const struct vb_event_scene *scene, struct vb_event_draft *d, struct cast *cast)
{
    const uint32_t s = vb_attribution_innermost(scene->of->statements, vb_event_trigger_span(scene, d));
    struct candidate *in = NULL;
    if (s == VB_NONE) return;
    const vb_spans source = scene->of->statements->at[s].source;
    for (uint32_t i = 0; i < cast->n; i++)
        for (uint32_t k = 0; k < source.n; k++)
            if (cast->at[i].p_actor >= IN_SOURCE && vb_span_holds(source.at[k], scene->of->text->tokens[cast->at[i].token].span))
                in = &cast->at[i];
    for (uint32_t i = 0; in != NULL && i < cast->n; i++)
        if (&cast->at[i] != in && cast->at[i].actor > 0) {
            cast->at[i].recipient += cast->at[i].actor;
            cast->at[i].actor = -SUBJECT;
            vb_event_because(d, "who says it does it: the subject of what is said is whom it is said of");
        }
}

static bool is_said(vb_event_type type)
{
    return type == VB_EVENT_ACCUSE || type == VB_EVENT_REQUEST || type == VB_EVENT_REJECT || type == VB_EVENT_THREATEN ||
           type == VB_EVENT_SUPPORT || type == VB_EVENT_AGREE;
}

void vb_event_participants(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    const struct vb_event_tags *tags = scene->tags;
    const struct vb_tag        *tree = scene->of->syntax->tags;
    struct cast                 cast = {.scene = scene};
    for (uint32_t i = 0; i < d->found->n_words; i++) {
        const struct vb_event_word *w = &tags->words.at[d->found->first_word + i];
        struct candidate           *c = candidate_at(&cast, w->token);
        if (c == NULL) break;
        c->p_actor += w->actor;
        c->p_recipient += w->recipient;
        if (w->actor + w->recipient > c->most) c->most = w->actor + w->recipient, c->token = antecedent_of(scene, w->token);
    }
    for (uint32_t i = d->beg; i < d->end; i++) {
        if (tree[i].upos == VB_VERB) by_verb(scene, d, &cast, i);
        if (tree[i].upos == VB_NOUN || tree[i].upos == VB_PROPN) by_noun(scene, d, &cast, i);
        by_propbank(scene, &cast, i);
    }
    by_light_verb(scene, d, &cast);
    if (is_said(d->type)) by_source(scene, d, &cast);
    by_coordination(scene, &cast);
    take_role(scene, d, &cast, true, TAKEN, false);
    take_role(scene, d, &cast, false, TAKEN, false);
    if (d->recipients.n == 0) take_role(scene, d, &cast, false, TAKEN_ALONE_RECIPIENT, true);
    if (d->actors.n == 0 && !take_role(scene, d, &cast, true, TAKEN_ALONE, true) && is_said(d->type)) speaker_acts(scene, d);
    if (d->recipients.n > 0) return;
    by_complement(scene, d, &cast);
    for (uint32_t i = 0; i < cast.n; i++)
        if (!cast.at[i].below) cast.at[i].recipient = -2 * SUBJECT;
    if (take_role(scene, d, &cast, false, TAKEN_BELOW, true)) vb_event_because(d, "whom the object or the complement speaks of");
}
