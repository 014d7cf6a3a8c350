/*
 * Noun phrases with their actor codes.
 *
 * A phrase is a head and the modifiers around it. Its actor is the first one among its words or, where they have none, in what a
 * preposition hangs on it ("soldiers from Gondor"); its agents are all that its words name. Conjuncts without an actor share one
 * ("lawmakers and officials in Fornost", "Danish media and government"), as PETRARCH has it.
 */
#include "dictionary_steps.h"

#include <string.h>

enum { CLIMB_MAX = 40, GAP_MAX = 3, NESTED_MAX = 8 };

static const struct vb_tag *tag(const struct vb_dict_sentence *s, uint32_t token) { return &s->syntax->tags[token]; }

static bool has_child(const struct vb_dict_sentence *s, uint32_t token, uint8_t relation, uint32_t after)
{
    for (uint32_t t = after; t < s->first + s->n_tokens; t++)
        if (tag(s, t)->head == token && tag(s, t)->relation == relation) return true;
    return false;
}

/*
 * The first conjunct of the coordination that a token is a later one of, or VB_NONE. The parser takes "A, B, C and D" for an
 * apposition of B now and then, and the D of "between C and D" for a second phrase beside C: "and" tells.
 */
static uint32_t first_conjunct(const struct vb_dict_sentence *s, uint32_t token)
{
    const struct vb_tag *t = tag(s, token);

    if (t->head == VB_NONE) return VB_NONE;
    if (t->relation == VB_REL_CONJ) return t->head;
    if (t->relation == VB_REL_APPOS && t->head < token && has_child(s, t->head, VB_REL_CONJ, token + 1)) return t->head;
    if ((t->relation == VB_REL_NMOD || t->relation == VB_REL_OBL) && has_child(s, token, VB_REL_CC, s->first) &&
        !has_child(s, token, VB_REL_CASE, s->first))
        for (uint32_t other = token; other-- > s->first;)
            if (tag(s, other)->head == t->head && tag(s, other)->relation == t->relation) return other;
    return VB_NONE;
}

/* ---- words --------------------------------------------------------------------------------------------------------------------
 */

bool vb_dict_sentence_open(struct vb_dict_sentence *s, const struct vb_dictionary *d, const struct vb_text *text,
                           const struct vb_syntax *syntax, uint32_t sentence, int32_t date)
{
    const struct vb_sentence *of    = &text->sentences[sentence];
    bool                      comma = false;

    s->d        = d;
    s->text     = text;
    s->syntax   = syntax;
    s->date     = date;
    s->first    = of->first_token;
    s->n_tokens = of->n_tokens;
    s->n_pieces = s->n_nps = s->n_parties = 0;
    if (of->n_tokens > VB_DICT_SENTENCE_MAX) return false;
    for (uint32_t t = of->first_token; t < of->first_token + of->n_tokens; t++) {
        vb_str              rest = vb_str_sub(text->bytes, text->tokens[t].span);
        struct vb_dict_word word;
        s->np_of[t - s->first] = VB_NONE;
        /* commas of a coordination part no clauses */
        if (vb_str_eq(rest, VB_STR(",")) && (syntax->tags[t].head == VB_NONE || first_conjunct(s, syntax->tags[t].head) == VB_NONE))
            comma = true;
        while (vb_dict_next_word(&rest, &word)) {
            if (s->n_pieces == VB_DICT_SENTENCE_MAX) return false;
            s->pieces[s->n_pieces++] = (struct vb_dict_piece){ vb_dict_word_id(d, word.bytes, word.n), t, comma, false };
            comma = false;
        }
    }
    return true;
}

static bool is_verb(const struct vb_dict_sentence *s, uint32_t token)
{
    return s->syntax->tags[token].upos == VB_VERB || s->syntax->tags[token].upos == VB_AUX;
}

uint32_t vb_dict_phrase_length(const struct vb_dict_sentence *s, const struct vb_dict_phrase *phrase, uint32_t at, bool gaps)
{
    const struct vb_dict_phrase_word *words = s->d->pool.at + phrase->words;
    uint32_t                          i     = at + 1;

    for (uint32_t k = 1; k < phrase->n; k++, i++) {
        uint32_t skipped = 0;
        while (i < s->n_pieces && s->pieces[i].word != words[k].word) {
            if (words[k].joined || !gaps || ++skipped > GAP_MAX || s->pieces[i].after_comma || is_verb(s, s->pieces[i].token))
                return 0;
            i++;
        }
        if (i >= s->n_pieces || (skipped && s->pieces[i].after_comma)) return 0;
    }
    return i - at;
}

/* The longest phrase of a lexicon that begins at a piece. */
static uint32_t longest(const struct vb_dict_sentence *s, const struct vb_dict_lexicon *lexicon, uint32_t at, uint32_t *length)
{
    uint32_t from, to;

    if (!s->pieces[at].word) return VB_NONE;
    vb_dict_starting(lexicon, s->pieces[at].word, &from, &to);
    for (uint32_t i = from; i < to; i++)
        if ((*length = vb_dict_phrase_length(s, &lexicon->phrases.at[i], at, true)) > 0) return i;
    return VB_NONE;
}

int vb_dict_discarded(const struct vb_dict_sentence *s)
{
    int found = 0;

    for (uint32_t i = 0; i < s->n_pieces; i++) {
        uint32_t from, to;
        if (!s->pieces[i].word) continue;
        vb_dict_starting(&s->d->discards, s->pieces[i].word, &from, &to);
        for (uint32_t k = from; k < to; k++) {
            const struct vb_dict_phrase *p = &s->d->discards.phrases.at[k];
            if (!vb_dict_phrase_length(s, p, i, false)) continue;
            if (s->d->stories.at[p->value]) return 2;
            found = 1;
        }
    }
    return found;
}

/* ---- phrases of the tree
 * ---------------------------------------------------------------------------------------------------------- */

static bool has_case(const struct vb_dict_sentence *s, uint32_t token)
{
    for (uint32_t t = s->first; t < s->first + s->n_tokens; t++)
        if (tag(s, t)->head == token && tag(s, t)->relation == VB_REL_CASE && !vb_str_eq(tag(s, t)->xpos, VB_STR("POS")))
            return true;
    return false;
}

static bool mark_between(const struct vb_dict_sentence *s, uint32_t a, uint32_t b)
{
    for (uint32_t t = a + 1; t < b; t++)
        if (tag(s, t)->upos == VB_PUNCT) return true;
    return false;
}

static bool is_nominal(const struct vb_dict_sentence *s, uint32_t token)
{
    uint8_t upos = tag(s, token)->upos, relation = tag(s, token)->relation;

    if (upos == VB_NOUN || upos == VB_PROPN || upos == VB_PRON || upos == VB_X || upos == VB_NUM || upos == VB_SYM) return true;
    return upos == VB_ADJ && (relation == VB_REL_NSUBJ || relation == VB_REL_OBJ || relation == VB_REL_OBL ||
                              relation == VB_REL_NMOD || relation == VB_REL_APPOS);
}

/* Is the token part of its head's own words, as "Fornost" and "President" are of "Fornost President Umbardacil"? */
static bool is_modifier(const struct vb_dict_sentence *s, uint32_t token)
{
    uint32_t head = tag(s, token)->head;

    if (head == VB_NONE) return false;
    if (tag(s, token)->relation != VB_REL_CONJ && first_conjunct(s, token) != VB_NONE) return false;
    switch (tag(s, token)->relation) {
    case VB_REL_DET:
    case VB_REL_AMOD:
    case VB_REL_NUMMOD:
    case VB_REL_COMPOUND:
    case VB_REL_FLAT:
    case VB_REL_FIXED:
    case VB_REL_GOESWITH: return true;
    case VB_REL_ADVMOD: return token < head;
    case VB_REL_NMOD:   return token < head ? !has_case(s, token) : !has_case(s, token) && !mark_between(s, head, token);
    case VB_REL_APPOS:  return token < head ? !mark_between(s, token, head) : !mark_between(s, head, token);
    case VB_REL_CASE:   return vb_str_eq(tag(s, token)->xpos, VB_STR("POS"));
    case VB_REL_CONJ:   /* "awful and evil minister": of modifiers */
        return !is_nominal(s, token) && !is_verb(s, token) && tag(s, head)->head != VB_NONE && tag(s, head)->head > token;
    case VB_REL_CC:
    case VB_REL_PUNCT:  return false;
    default:            return false;
    }
}

static bool is_head(const struct vb_dict_sentence *s, uint32_t token) { return is_nominal(s, token) && !is_modifier(s, token); }

/* The head of the phrase that a token is part of, or VB_NONE. */
static uint32_t base_of(const struct vb_dict_sentence *s, uint32_t token)
{
    for (unsigned i = 0; i < CLIMB_MAX; i++) {
        if (is_head(s, token)) return token;
        if (!is_modifier(s, token)) return VB_NONE;
        token = tag(s, token)->head;
    }
    return VB_NONE;
}

static uint32_t add_np(struct vb_dict_sentence *s, uint32_t head)
{
    s->nps[s->n_nps]               = (struct vb_dict_phrase_at){ .head = head, .first = head, .last = head };
    s->np_of[head - s->first]      = s->n_nps;
    return s->n_nps++;
}

/* ---- what is named where --------------------------------------------------------------------------------------------------------
 */

struct named { uint32_t at, n, phrase; bool agent; };
struct naming { struct named at[VB_DICT_SENTENCE_MAX]; uint32_t n; };

/* Actors first: an agent's words inside an actor's name are the actor's. */
static void find_names(const struct vb_dict_sentence *s, struct naming *names)
{
    bool taken[VB_DICT_SENTENCE_MAX] = { false };

    names->n = 0;
    for (unsigned round = 0; round < 2; round++) {
        const struct vb_dict_lexicon *lexicon = round ? &s->d->agents : &s->d->actors;
        for (uint32_t i = 0; i < s->n_pieces; i++) {
            uint32_t length, phrase;
            if (taken[i] || s->pieces[i].left_out || (phrase = longest(s, lexicon, i, &length)) == VB_NONE) continue;
            names->at[names->n++] = (struct named){ i, length, phrase, round == 1 };
            for (uint32_t k = i; k < i + length; k++) taken[k] = true;
            i += length - 1;
        }
    }
}

static vb_str actor_code(const struct vb_dict_sentence *s, uint32_t phrase, uint32_t at, uint32_t *row)
{
    const struct vb_dictionary  *d     = s->d;
    const struct vb_dict_lexicon *lex  = &d->actors;
    vb_str                       plain = { 0 };
    uint32_t                     from, to, n = lex->phrases.at[phrase].n;

    /* The same phrase may stand in several rows: their codes add up. */
    vb_dict_starting(lex, s->pieces[at].word, &from, &to);
    *row = d->actor_rows.at[lex->phrases.at[phrase].value].row;
    for (uint32_t i = phrase; i < to && lex->phrases.at[i].n == n; i++) {
        const struct vb_dict_actor *actor;
        if (i != phrase && !vb_dict_phrase_length(s, &lex->phrases.at[i], at, true)) continue;
        actor = &d->actor_rows.at[lex->phrases.at[i].value];
        for (uint32_t k = actor->codes; k < actor->codes + actor->n_codes; k++) {
            const struct vb_dict_code *c = &d->codes.at[k];
            if (!c->from && !c->until) {
                if (!plain.ptr) plain = c->code;
            } else if (s->date && (!c->from || s->date >= c->from) && (!c->until || s->date <= c->until)) {
                *row = actor->row;
                return c->code;
            }
        }
    }
    return plain.ptr ? plain : VB_STR("---");
}

/* ---- parties of a phrase
 * ---------------------------------------------------------------------------------------------------------- */

struct finding {
    struct vb_dict_sentence *s;
    const struct naming     *names;
};
struct parties { struct vb_dict_party at[VB_DICT_CODES_MAX]; uint32_t n; };

static void add_agent(struct vb_dict_party *party, uint32_t agent)
{
    if (party->n_agents < VB_DICT_AGENTS_MAX) party->agents[party->n_agents++] = agent;
}

/* "ELR/GAL" is two. */
static void add_actor(struct parties *parties, vb_str code, uint32_t row, const struct vb_dict_party *like)
{
    while (parties->n < VB_DICT_CODES_MAX) {
        const char           *slash = memchr(code.ptr, '/', code.len);
        struct vb_dict_party *party = &parties->at[parties->n++];
        *party       = *like;
        party->row   = row;
        party->actor = (vb_str){ code.ptr, slash ? (size_t)(slash - code.ptr) : code.len };
        if (!slash) return;
        code = (vb_str){ slash + 1, code.len - party->actor.len - 1 };
    }
}

static uint32_t np_at(const struct vb_dict_sentence *s, uint32_t piece) { return s->np_of[s->pieces[piece].token - s->first]; }

static bool is_former(const struct vb_dict_sentence *s, uint32_t np)
{
    for (uint32_t t = s->nps[np].first; t <= s->nps[np].last; t++) {
        vb_str word = vb_str_sub(s->text->bytes, s->text->tokens[t].span);
        if (s->np_of[t - s->first] == np && (vb_str_eq_nocase(word, VB_STR("former")) || vb_str_eq_nocase(word, VB_STR("ex"))))
            return true;
    }
    return false;
}

static void find_parties(struct finding *f, uint32_t np, unsigned depth, struct parties *out, bool *own);

/* The conjuncts of a phrase, itself first. */
static uint32_t conjuncts(const struct vb_dict_sentence *s, uint32_t np, uint32_t *out, uint32_t room)
{
    uint32_t n = 0;

    out[n++] = np;
    for (uint32_t t = s->nps[np].head + 1; t < s->first + s->n_tokens && n < room; t++) {
        uint32_t other = s->np_of[t - s->first];
        bool     in    = false;
        uint32_t with  = first_conjunct(s, t);
        if (with == VB_NONE || other == VB_NONE || s->nps[other].head != t) continue;
        for (uint32_t i = 0; i < n; i++)
            if (s->nps[out[i]].head == with) in = true;
        if (in) out[n++] = other;
    }
    return n;
}

/* All of a coordination. */
static void find_group(struct finding *f, uint32_t np, unsigned depth, struct parties *out)
{
    struct vb_dict_sentence *s = f->s;
    uint32_t                 members[16], n = conjuncts(s, np, members, 16);
    struct parties           each;
    bool                     own[16], hung[16];
    struct parties           of[16];

    if (n == 1) {
        find_parties(f, np, depth, out, own);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        bool inside = false;
        find_parties(f, members[i], depth, &of[i], &inside);
        own[i] = hung[i] = false;
        for (uint32_t k = 0; k < of[i].n; k++)
            if (of[i].at[k].actor.len) own[i] = true;
        hung[i] = own[i] && !inside;
    }
    out->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t from = VB_NONE;
        each = of[i];
        if (!own[i] && each.n) {
            for (uint32_t k = i + 1; k < n && from == VB_NONE; k++)
                if (hung[k]) from = k;             /* "lawmakers and officials in Fornost" */
            for (uint32_t k = i; k > 0 && from == VB_NONE; k--)
                if (own[k - 1]) from = k - 1;      /* "Danish media and government" */
        }
        if (from != VB_NONE) {
            struct vb_dict_party like = each.at[0];
            if (!hung[from]) {                     /* "Danish Islamist media and government": what stands before the noun */
                struct vb_dict_party shared = { 0 };
                for (uint32_t k = 0; k < f->names->n; k++) {
                    const struct named *name = &f->names->at[k];
                    if (name->agent && np_at(s, name->at) == members[from] &&
                        s->pieces[name->at + name->n - 1].token < s->nps[members[from]].head)
                        add_agent(&shared, s->d->agents.phrases.at[name->phrase].value);
                }
                for (uint32_t k = 0; k < like.n_agents; k++) add_agent(&shared, like.agents[k]);
                like.n_agents = shared.n_agents;
                memcpy(like.agents, shared.agents, sizeof shared.agents);
            }
            each.n = 0;
            for (uint32_t k = 0; k < of[from].n; k++)
                if (of[from].at[k].actor.len) add_actor(&each, of[from].at[k].actor, of[from].at[k].row, &like);
        }
        for (uint32_t k = 0; k < each.n && out->n < VB_DICT_CODES_MAX; k++) out->at[out->n++] = each.at[k];
    }
}

/* One phrase without its conjuncts. `*own`: its words name the actor. */
static void find_parties(struct finding *f, uint32_t np, unsigned depth, struct parties *out, bool *own)
{
    struct vb_dict_sentence *s    = f->s;
    struct vb_dict_party     like = { .row = VB_NONE, .np = np };
    vb_str                   actor = { 0 };
    uint32_t                 row   = VB_NONE;

    out->n = 0;
    *own   = false;
    like.former = is_former(s, np);
    for (uint32_t i = 0; i < f->names->n; i++) {
        const struct named *name = &f->names->at[i];
        if (np_at(s, name->at) != np) continue;
        if (name->agent) {
            add_agent(&like, s->d->agents.phrases.at[name->phrase].value);
            if (like.row == VB_NONE) like.row = s->d->agent_rows.at[s->d->agents.phrases.at[name->phrase].value].row;
        } else if (!actor.ptr) {
            actor = actor_code(s, name->phrase, name->at, &row);
        }
    }
    if (actor.ptr && !vb_str_eq(actor, VB_STR("---"))) {
        *own = true;
        add_actor(out, actor, row, &like);
        return;
    }
    if (!actor.ptr && depth < NESTED_MAX) {
        uint32_t head = s->nps[np].head;
        for (uint32_t t = head + 1; t < s->first + s->n_tokens; t++) {
            uint32_t       child = s->np_of[t - s->first];
            struct parties inner;
            bool           strong = false;
            if (tag(s, t)->head != head || tag(s, t)->relation != VB_REL_NMOD || child == VB_NONE || child == np) continue;
            find_group(f, child, depth + 1, &inner);
            for (uint32_t k = 0; k < inner.n; k++) {
                struct vb_dict_party party = like;
                if (inner.at[k].actor.len == 0) continue;
                strong = true;
                for (uint32_t a = 0; a < inner.at[k].n_agents; a++) add_agent(&party, inner.at[k].agents[a]);
                party.former |= inner.at[k].former;
                add_actor(out, inner.at[k].actor, inner.at[k].row, &party);
            }
            if (strong) return;
        }
    }
    if (like.n_agents) out->at[out->n++] = like;
}

size_t vb_dict_party_code(const struct vb_dictionary *d, const struct vb_dict_party *party, char buf[VB_DICTIONARY_CODE_MAX])
{
    size_t n = party->actor.len ? party->actor.len : 3;

    memcpy(buf, party->actor.len ? party->actor.ptr : "---", n);
    for (uint32_t i = 0; i < party->n_agents && !party->former; i++) {
        const struct vb_dict_agent *agent = &d->agent_rows.at[party->agents[i]];
        bool                        there = false;
        /* codes go by threes: a suffix that is there already is not repeated */
        for (size_t k = 0; k + agent->code.len <= n; k += 3)
            if (memcmp(buf + k, agent->code.ptr, agent->code.len) == 0) there = true;
        if (there || n + agent->code.len >= VB_DICTIONARY_CODE_MAX) continue;
        if (agent->before) {
            memmove(buf + agent->code.len, buf, n);
            memcpy(buf, agent->code.ptr, agent->code.len);
        } else {
            memcpy(buf + n, agent->code.ptr, agent->code.len);
        }
        n += agent->code.len;
    }
    if (party->former && n + 3 < VB_DICTIONARY_CODE_MAX) {         /* "former security officials": elites, whatever they were */
        memcpy(buf + n, "ELI", 3);
        n += 3;
    }
    return n;
}

/* A name right before a phrase is part of it, wherever the tree hangs it: "Fornost President Umbardacil", "MSF Arnor". */
static void join_names(struct vb_dict_sentence *s)
{
    for (uint32_t t = s->first + s->n_tokens; t-- > s->first + 1;) {
        uint32_t left = s->np_of[t - 1 - s->first], right = s->np_of[t - s->first], last = t - 1;
        uint8_t  relation = tag(s, last)->relation;
        if (right == VB_NONE || left == right || tag(s, last)->upos != VB_PROPN || tag(s, t)->upos != VB_PROPN) continue;
        if (left != VB_NONE && (s->nps[left].head != last || has_case(s, last))) continue;
        if (relation != VB_REL_COMPOUND && relation != VB_REL_OBL && relation != VB_REL_NMOD && relation != VB_REL_FLAT &&
            relation != VB_REL_DEP)
            continue;
        if (left == VB_NONE) s->np_of[last - s->first] = right;
        else
            for (uint32_t k = s->first; k <= last; k++)
                if (s->np_of[k - s->first] == left) s->np_of[k - s->first] = right;
    }
}

void vb_dict_find_phrases(struct vb_dict_sentence *s)
{
    struct naming  names;
    struct finding f = { s, &names };

    find_names(s, &names);
    for (uint32_t t = s->first; t < s->first + s->n_tokens; t++)
        if (is_head(s, t)) add_np(s, t);
    for (uint32_t t = s->first; t < s->first + s->n_tokens; t++) {
        uint32_t head = base_of(s, t);
        if (head != VB_NONE && head >= s->first && head < s->first + s->n_tokens)
            s->np_of[t - s->first] = s->np_of[head - s->first];
    }
    join_names(s);
    /* An actor is a phrase whatever the tree makes of it. */
    for (uint32_t i = 0; i < names.n; i++)
        if (!names.at[i].agent && np_at(s, names.at[i].at) == VB_NONE && s->n_nps < VB_DICT_SENTENCE_MAX)
            add_np(s, s->pieces[names.at[i].at].token);
    for (uint32_t t = s->first; t < s->first + s->n_tokens; t++) {
        uint32_t np = s->np_of[t - s->first];
        if (np == VB_NONE) continue;
        if (t < s->nps[np].first) s->nps[np].first = t;
        if (t > s->nps[np].last) s->nps[np].last = t;
    }
    for (uint32_t np = 0; np < s->n_nps; np++) {
        if (s->np_of[s->nps[np].head - s->first] != np) continue;  /* joined to another */
        struct parties parties;
        uint32_t       members[2];
        find_group(&f, np, 0, &parties);
        s->nps[np].parties  = s->n_parties;
        s->nps[np].compound = conjuncts(s, np, members, 2) > 1;
        for (uint32_t k = 0; k < parties.n && s->n_parties < 4 * VB_DICT_SENTENCE_MAX; k++) {
            if (parties.at[k].actor.len) s->nps[np].strong = true;
            s->parties[s->n_parties++] = parties.at[k];
            s->nps[np].n_parties++;
        }
    }
}
