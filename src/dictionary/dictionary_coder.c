/*
 * From verbs to events: who is the source, who the target, and which code.
 *
 * A pattern's marks come first. Else the source is the verb's subject in the tree or, where that is no actor of the dictionary, the
 * nearest actor before the verb in its clause; the target is the first actor behind it in its phrase. Verbs inside the phrase of a
 * verb that was coded are not coded again, and stretches of a few words between commas are left out, as PETRARCH has it.
 */
#include "dictionary_steps.h"

#include <stdio.h>
#include <string.h>

enum { COMMA_MIN = 2, COMMA_MAX = 8, CLIMB_MAX = 12, EVENTS_MAX = 64 };

struct mention_of { uint32_t entity; vb_span span; };

struct coding {
    struct vb_dict_sentence s;
    struct vb_dict_side     upper, lower;
    bool                    done[VB_DICT_SENTENCE_MAX];    /* by token - first: inside the phrase of a verb that was coded */
    struct coded {
        uint32_t verb, block;                      /* token */
        struct vb_dict_party sources[VB_DICT_CODES_MAX], targets[VB_DICT_CODES_MAX];
        uint32_t n_sources, n_targets, source_np, target_np;
        vb_str   code;
        enum vb_dict_table table;                  /* of the row that gave the code */
        uint32_t row;
        bool     gone;
    } events[EVENTS_MAX];
    uint32_t n_events;
    struct vb_arena *arena;
    VB_LIST(vb_event)  out;
    VB_LIST(vb_str)    rules;                      /* by event of `out` */
    VB_LIST(vb_entity) entities;                   /* of actors */
    VB_LIST(struct mention_of) mentions;           /* of these */
    uint32_t n_known;                              /* entities that were there before */
    vb_str   date;
};

static const struct vb_tag *tag(const struct coding *c, uint32_t token) { return &c->s.syntax->tags[token]; }

/* ---- clauses --------------------------------------------------------------------------------------------------------------------
 */

/* Leave out stretches of a few words between two commas, and after the last one. */
static void leave_out(struct coding *c)
{
    struct vb_dict_sentence *s    = &c->s;
    uint32_t                 from = VB_NONE;

    for (uint32_t i = 0; i <= s->n_pieces; i++) {
        if (i < s->n_pieces && !s->pieces[i].after_comma) continue;
        if (from != VB_NONE && i - from >= COMMA_MIN && i - from <= COMMA_MAX)
            for (uint32_t k = from; k < i; k++) s->pieces[k].left_out = true;
        from = i;
    }
}

static bool is_verbal(const struct coding *c, uint32_t token)
{
    const struct vb_tag *t = tag(c, token);

    return t->upos == VB_VERB || t->upos == VB_AUX;
}

/* Whether `token` stands in the phrase of `verb`, to its right: of its tree, but no clause beside it. */
static bool in_phrase(const struct coding *c, uint32_t verb, uint32_t token)
{
    for (unsigned i = 0; token != VB_NONE; i++) {
        const struct vb_tag *t = tag(c, token);
        if (token == verb) return true;
        if (i > VB_DICT_SENTENCE_MAX || t->head == VB_NONE) return false;
        if (t->head == verb && (t->relation == VB_REL_PARATAXIS || t->relation == VB_REL_DISCOURSE ||
                                (t->relation == VB_REL_CONJ && is_verbal(c, token))))
            return false;
        token = t->head;
    }
    return false;
}

static bool is_listed(const struct coding *c, uint32_t token)
{
    uint32_t first, last;

    for (uint32_t i = 0; i < c->s.n_pieces; i++)
        if (c->s.pieces[i].token == token) return vb_dict_verb_at(&c->s, i, &first, &last) != VB_NONE;
    return false;
}

/*
 * The token whose tree is the phrase of a verb: of an auxiliary, its verb; of one that hangs to the right of words that the
 * dictionary has no verb for, these ("is about to restore ties", "will host Eriador to celebrate"): what follows both may hang on
 * either.
 */
static uint32_t phrase_of(const struct coding *c, uint32_t verb)
{
    for (unsigned i = 0; i < CLIMB_MAX; i++) {
        uint8_t  relation = tag(c, verb)->relation;
        uint32_t head     = tag(c, verb)->head;
        if (head == VB_NONE) break;
        if (relation == VB_REL_AUX || relation == VB_REL_COP) return head;
        if ((relation != VB_REL_XCOMP && relation != VB_REL_ADVCL) || head > verb || is_listed(c, head)) break;
        verb = head;
    }
    return verb;
}

static void find_sides(struct coding *c, uint32_t verb, uint32_t first, uint32_t last)
{
    struct vb_dict_sentence *s = &c->s;

    c->upper.n = c->lower.n = 0;
    for (uint32_t i = first; i > 0; i--) {
        if (s->pieces[i].after_comma && i < first) break;
        if (s->pieces[i - 1].left_out || (s->pieces[i].after_comma && i == first)) break;
        c->upper.at[c->upper.n++] = i - 1;
    }
    for (uint32_t i = last + 1; i < s->n_pieces; i++)
        if (!s->pieces[i].left_out && in_phrase(c, phrase_of(c, verb), s->pieces[i].token)) c->lower.at[c->lower.n++] = i;
}

static uint32_t child(const struct coding *c, uint32_t head, uint8_t relation)
{
    for (uint32_t t = c->s.first; t < c->s.first + c->s.n_tokens; t++)
        if (tag(c, t)->head == head && tag(c, t)->relation == relation) return t;
    return VB_NONE;
}

static bool is_relative(const struct coding *c, uint32_t token)
{
    return memmem(tag(c, token)->feats.ptr, tag(c, token)->feats.len, "PronType=Rel", strlen("PronType=Rel")) != NULL;
}

/* The subject of a verb, over what it shares one with. */
static uint32_t subject_of(const struct coding *c, uint32_t verb)
{
    const struct vb_tag *t = tag(c, verb);

    /* A participle by itself, "rebuked by Eriador, …", says nothing of who acts: PETRARCH leaves it alone. */
    if (vb_str_eq(t->xpos, VB_STR("VBN")) && (t->relation == VB_REL_ADVCL || t->relation == VB_REL_ACL) &&
        child(c, verb, VB_REL_AUX) == VB_NONE)
        return VB_NONE;
    if ((t->relation == VB_REL_AUX || t->relation == VB_REL_COP) && t->head != VB_NONE) verb = t->head;
    for (unsigned i = 0; i < CLIMB_MAX && verb != VB_NONE; i++) {
        uint32_t subject = child(c, verb, VB_REL_NSUBJ), head = tag(c, verb)->head, object;
        if (subject != VB_NONE) {
            if (is_relative(c, subject) && tag(c, verb)->relation == VB_REL_ACL) return head;
            return subject;
        }
        switch (tag(c, verb)->relation) {
        case VB_REL_ACL: return head;
        case VB_REL_XCOMP:
            object = head == VB_NONE ? VB_NONE : child(c, head, VB_REL_OBJ);
            if (object != VB_NONE && object < verb) return object;
            verb = head;
            break;
        case VB_REL_CONJ:
        case VB_REL_ADVCL:
        case VB_REL_CCOMP:
        case VB_REL_AUX: verb = head; break;
        default:         return VB_NONE;
        }
    }
    return VB_NONE;
}

/* The agent of a passive, "by …": a phrase, or VB_NONE. */
static uint32_t agent_of(const struct coding *c, uint32_t verb)
{
    bool passive = false;

    for (uint32_t t = c->s.first; t < c->s.first + c->s.n_tokens; t++)
        if (tag(c, t)->head == verb && vb_str_ends(tag(c, t)->deprel, VB_STR(":pass"))) passive = true;
    if (!passive) return VB_NONE;
    for (uint32_t t = verb + 1; t < c->s.first + c->s.n_tokens; t++) {
        uint32_t by;
        if (tag(c, t)->head != verb || tag(c, t)->relation != VB_REL_OBL) continue;
        by = child(c, t, VB_REL_CASE);
        if (by != VB_NONE && vb_str_eq_nocase(vb_str_sub(c->s.text->bytes, c->s.text->tokens[by].span), VB_STR("by")))
            return c->s.np_of[t - c->s.first];
    }
    return VB_NONE;
}

/* ---- source and target ----------------------------------------------------------------------------------------------------------
 */

static bool has_parties(const struct coding *c, uint32_t np, bool strong)
{
    return np != VB_NONE && c->s.nps[np].n_parties > 0 && (!strong || c->s.nps[np].strong);
}

static bool same_parties(const struct coding *c, uint32_t a, uint32_t b)
{
    char   x[VB_DICTIONARY_CODE_MAX], y[VB_DICTIONARY_CODE_MAX];
    size_t n;

    if (a == b) return true;
    if (a == VB_NONE || b == VB_NONE || c->s.nps[a].n_parties != 1 || c->s.nps[b].n_parties != 1) return false;
    n = vb_dict_party_code(c->s.d, &c->s.parties[c->s.nps[a].parties], x);
    return n == vb_dict_party_code(c->s.d, &c->s.parties[c->s.nps[b].parties], y) && memcmp(x, y, n) == 0;
}

static uint32_t np_of_piece(const struct coding *c, uint32_t piece) { return c->s.np_of[c->s.pieces[piece].token - c->s.first]; }

/* The first actor of a side that is not `other`; actors with a name before mere agents. */
static uint32_t first_party(const struct coding *c, const struct vb_dict_side *side, uint32_t other)
{
    for (int strong = 1; strong >= 0; strong--)
        for (uint32_t i = 0; i < side->n; i++) {
            uint32_t np = np_of_piece(c, side->at[i]);
            if (has_parties(c, np, strong) && !same_parties(c, np, other)) return np;
        }
    return VB_NONE;
}

static uint32_t find_source(const struct coding *c, uint32_t verb, uint32_t target)
{
    uint32_t subject = subject_of(c, verb), np = VB_NONE, near;

    if (subject != VB_NONE) np = c->s.np_of[subject - c->s.first];
    if (has_parties(c, np, true) && !same_parties(c, np, target)) return np;
    near = first_party(c, &c->upper, target);
    if (has_parties(c, np, false) && !same_parties(c, np, target) && !has_parties(c, near, true)) return np;
    return near;
}

/* ---- events
 * ---------------------------------------------------------------------------------------------------------------------- */

static void set_parties(const struct coding *c, uint32_t np, struct vb_dict_party *to, uint32_t *n)
{
    *n = 0;
    if (np == VB_NONE) return;
    for (uint32_t i = 0; i < c->s.nps[np].n_parties && *n < VB_DICT_CODES_MAX; i++)
        to[(*n)++] = c->s.parties[c->s.nps[np].parties + i];
}

static void add_event(struct coding *c, uint32_t verb, uint32_t block, vb_str code, enum vb_dict_table table, uint32_t row,
                      uint32_t source, uint32_t target)
{
    struct coded *e;

    if (c->n_events == EVENTS_MAX) return;
    e  = &c->events[c->n_events++];
    *e = (struct coded){
        .verb = verb, .block = block, .code = code, .table = table, .row = row, .source_np = source, .target_np = target};
    set_parties(c, source, e->sources, &e->n_sources);
    set_parties(c, target, e->targets, &e->n_targets);
}

static void code_verb(struct coding *c, uint32_t piece)
{
    struct vb_dict_sentence   *s    = &c->s;
    uint32_t                   verb = s->pieces[piece].token, first, last, row, source, target, agent;
    const struct vb_dict_verb *entry;
    struct vb_dict_match       match;
    vb_str                     code;

    if (c->done[verb - s->first] || s->pieces[piece].left_out) return;
    if (!vb_str_starts(tag(c, verb)->xpos, VB_STR("VB"))) return;
    if ((row = vb_dict_verb_at(s, piece, &first, &last)) == VB_NONE) return;
    entry = &s->d->verb_rows.at[row];
    find_sides(c, verb, first, last);
    vb_dict_match_patterns(s, &s->d->blocks.at[entry->block], &c->upper, &c->lower, &match);
    code = match.code;
    if (code.len == 0 || vb_str_eq(code, VB_STR("---"))) {
        code  = entry->code.len ? entry->code : s->d->blocks.at[entry->block].code;
        match = (struct vb_dict_match){ .source = VB_NONE, .target = VB_NONE, .row = VB_NONE };
    }
    if (code.len == 0 || vb_str_eq(code, VB_STR("---"))) return;
    for (uint32_t i = 0; i < c->lower.n; i++) c->done[s->pieces[c->lower.at[i]].token - s->first] = true;
    source = match.source;
    target = match.target;
    agent  = source == VB_NONE && target == VB_NONE ? agent_of(c, verb) : VB_NONE;
    if (has_parties(c, agent, false)) {
        uint32_t subject = subject_of(c, verb);
        source           = agent;
        target           = subject == VB_NONE ? VB_NONE : s->np_of[subject - s->first];
        if (!has_parties(c, target, false)) target = first_party(c, &c->upper, source);
    }
    if (target == VB_NONE && source != VB_NONE) target = first_party(c, &c->lower, source);
    if (target == VB_NONE) {
        uint32_t subject = find_source(c, verb, VB_NONE);
        target           = first_party(c, &c->lower, subject);
    }
    if (source == VB_NONE) source = find_source(c, verb, target);
    if (source == VB_NONE && match.target != VB_NONE && s->nps[match.target].compound) source = match.target;
    if (target == VB_NONE && source != VB_NONE && memchr(code.ptr, ':', code.len) && s->nps[source].compound) target = source;
    if (source == VB_NONE || target == VB_NONE) return;
    add_event(c, verb, entry->block, code, match.row == VB_NONE ? VB_DICT_VERBS : VB_DICT_PATTERNS,
              match.row == VB_NONE ? entry->row : match.row, source, target);
}

/* ---- transformations
 * -------------------------------------------------------------------------------------------------------------- */

static bool has_party(const struct coding *c, const struct vb_dict_party *list, uint32_t n, const struct vb_dict_party *one)
{
    char   x[VB_DICTIONARY_CODE_MAX], y[VB_DICTIONARY_CODE_MAX];
    size_t len = vb_dict_party_code(c->s.d, one, x);

    for (uint32_t i = 0; i < n; i++)
        if (vb_dict_party_code(c->s.d, &list[i], y) == len && memcmp(x, y, len) == 0) return true;
    return false;
}

/* What the letters of a transformation stand for; a letter that is there already must stand for the same. */
struct bound { const struct vb_dict_party *at[26]; uint32_t n[26]; };

static bool bind(const struct coding *c, struct bound *b, char letter, const struct vb_dict_party *parties, uint32_t n)
{
    unsigned i;

    if (letter == '.') return n > 0;
    if (letter == '_') return n == 0;
    if (letter < 'a' || letter > 'z' || n == 0) return false;
    i = (unsigned)(letter - 'a');
    if (b->at[i]) return has_party(c, parties, n, b->at[i]);
    b->at[i] = parties;
    b->n[i]  = n;
    return true;
}

static bool give(const struct bound *b, char letter, struct vb_dict_party *to, uint32_t *n)
{
    unsigned i = (unsigned)(letter - 'a');

    if (letter < 'a' || letter > 'z' || !b->at[i]) return false;
    *n = b->n[i];
    memcpy(to, b->at[i], *n * sizeof *to);
    return true;
}

/* An event inside the clause of a verb that a transformation names: "Gondor said it would attack Mordor". */
static void transform(struct coding *c, uint32_t piece)
{
    struct vb_dict_sentence *s    = &c->s;
    uint32_t                 verb = s->pieces[piece].token, first, last, row, block, subject, np;

    if (!vb_str_starts(tag(c, verb)->xpos, VB_STR("VB")) || (row = vb_dict_verb_at(s, piece, &first, &last)) == VB_NONE) return;
    block   = s->d->verb_rows.at[row].block;
    subject = subject_of(c, verb);
    np      = subject == VB_NONE ? VB_NONE : s->np_of[subject - s->first];
    if (!has_parties(c, np, false)) return;
    for (uint32_t i = 0; i < c->n_events; i++) {
        struct coded *e    = &c->events[i];
        uint32_t      head = tag(c, e->verb)->head;
        if (e->verb == verb || head != verb ||
            (tag(c, e->verb)->relation != VB_REL_CCOMP && tag(c, e->verb)->relation != VB_REL_XCOMP))
            continue;
        for (size_t t = 0; t < s->d->transformations.n; t++) {
            const struct vb_dict_transformation *rule = &s->d->transformations.at[t];
            struct bound  b = { 0 };
            struct coded  outer = { 0 }, to = *e;
            if (rule->verb != block || (rule->inner != e->block && rule->inner != VB_NONE - 1)) continue;
            set_parties(c, np, outer.sources, &outer.n_sources);
            if (!bind(c, &b, rule->outer, outer.sources, outer.n_sources) || !bind(c, &b, rule->source, e->sources, e->n_sources) ||
                !bind(c, &b, rule->target, e->targets, e->n_targets))
                continue;
            if (!give(&b, rule->to_source, to.sources, &to.n_sources) || !give(&b, rule->to_target, to.targets, &to.n_targets))
                continue;
            if (!vb_str_eq(rule->code, VB_STR("Q"))) to.code = rule->code;
            to.table = VB_DICT_TRANSFORMATIONS;
            to.row   = rule->row;
            *e = to;
            for (uint32_t k = 0; k < c->n_events; k++)
                if (c->events[k].verb == verb) c->events[k].gone = true;
            return;
        }
    }
}

/* ---- rows
 * ------------------------------------------------------------------------------------------------------------------------- */

/* PLOVER's type of a CAMEO root; 01, "make public statement", has none, nor has a code of another scheme. */
static const struct { const char *root; vb_event_type type; } types[] = {
    { "087", VB_EVENT_RETREAT },  { "02", VB_EVENT_REQUEST },   { "03", VB_EVENT_AGREE },    { "04", VB_EVENT_CONSULT },
    { "05", VB_EVENT_SUPPORT },   { "06", VB_EVENT_COOPERATE }, { "07", VB_EVENT_AID },      { "08", VB_EVENT_CONCEDE },
    { "09", VB_EVENT_ACCUSE },    { "10", VB_EVENT_REQUEST },   { "11", VB_EVENT_ACCUSE },   { "12", VB_EVENT_REJECT },
    { "13", VB_EVENT_THREATEN },  { "14", VB_EVENT_PROTEST },   { "15", VB_EVENT_MOBILIZE }, { "16", VB_EVENT_SANCTION },
    { "17", VB_EVENT_COERCE },    { "18", VB_EVENT_ASSAULT },   { "19", VB_EVENT_ASSAULT },  { "20", VB_EVENT_ASSAULT },
};

static vb_event_type type_of(vb_str code)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (vb_str_starts(code, vb_str_of(types[i].root))) return types[i].type;
    return VB_EVENT_NONE;
}

static vb_span np_span(const struct coding *c, uint32_t np)
{
    const struct vb_dict_phrase_at *p = &c->s.nps[np];

    return (vb_span){ c->s.text->tokens[p->first].span.beg, c->s.text->tokens[p->last].span.end };
}

static bool is_code3(const char *s)
{
    return s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z' && s[2] >= 'A' && s[2] <= 'Z';
}

/* The entity of a code, made where it has none; VB_NONE: no memory. */
static uint32_t entity_of(struct coding *c, const struct vb_dict_party *party, vb_span span)
{
    char              buf[VB_DICTIONARY_CODE_MAX], there[VB_DICTIONARY_CODE_MAX];
    size_t            n = vb_dict_party_code(c->s.d, party, buf), n_sectors = 0;
    vb_entity         entity = { .score = 1 };
    struct mention_of mention;
    vb_str           *sectors, rest;
    const char       *kb;
    const struct vb_dict_row *row;

    buf[n]     = '\0';
    mention    = (struct mention_of){ (uint32_t)c->entities.n, span };
    for (uint32_t i = 0; i < c->entities.n; i++)
        if (vb_dictionary_code_of(&c->entities.at[i], there) && strcmp(buf, there) == 0) {
            mention.entity = i;
            return VB_PUSH(&c->mentions, mention) ? i : VB_NONE;
        }
    rest    = vb_arena_copy(c->arena, (vb_str){ buf, n });
    sectors = VB_NEW(c->arena, vb_str, n / 3 + 1);
    if (!rest.ptr || !sectors) return VB_NONE;
    entity.name    = vb_str_sub(c->s.text->bytes, span);
    entity.kind    = n == 3 && party->actor.len ? VB_KIND_STATE : VB_KIND_ORGANISATION;
    /* Where the code has another form than countries and sectors have, only `kb` keeps it. */
    if (n >= 3 && is_code3(rest.ptr)) entity.country = (vb_str){ rest.ptr, 3 };
    for (size_t i = 3; i + 3 <= n; i += 3)
        if (is_code3(rest.ptr + i)) sectors[n_sectors++] = (vb_str){ rest.ptr + i, 3 };
    entity.sectors   = sectors;
    entity.n_sectors = (uint32_t)n_sectors;
    row = party->row == VB_NONE ? NULL : &c->s.d->rows->rows[party->actor.len ? VB_DICT_ACTORS : VB_DICT_AGENTS].at[party->row];
    kb = vb_arena_printf(c->arena, "%s%.*s %s", row && vb_str_starts(row->source, VB_STR("dictionary/")) ? "" : "dictionary/",
                         row ? (int)row->source.len : 0, row ? row->source.ptr : "", buf);
    if (!kb) return VB_NONE;
    entity.kb = vb_str_of(kb);
    if (!VB_PUSH(&c->entities, entity) || !VB_PUSH(&c->mentions, mention)) return VB_NONE;
    return mention.entity;
}

bool vb_dictionary_code_of(const vb_entity *entity, char buf[VB_DICTIONARY_CODE_MAX])
{
    const char *blank;
    size_t      n;

    if (!vb_str_starts(entity->kb, VB_STR("dictionary/"))) return false;
    if (!(blank = memrchr(entity->kb.ptr, ' ', entity->kb.len))) return false;
    n = (size_t)(entity->kb.ptr + entity->kb.len - blank) - 1;
    if (n == 0 || n >= VB_DICTIONARY_CODE_MAX) return false;
    memcpy(buf, blank + 1, n);
    buf[n] = '\0';
    return true;
}

static bool put_participants(struct coding *c, const struct vb_dict_party *parties, uint32_t n, const vb_participant **out)
{
    vb_participant *to = VB_NEW(c->arena, vb_participant, n);

    if (!to) return false;
    for (uint32_t i = 0; i < n; i++) {
        to[i] = (vb_participant){ .span = np_span(c, parties[i].np) };
        if ((to[i].entity = entity_of(c, &parties[i], to[i].span)) == VB_NONE) return false;
        to[i].entity += c->n_known;
    }
    *out = to;
    return true;
}

/* Where the row stands and what it asks for, in the arena. */
static vb_str rule_of(const struct coding *c, const struct coded *e)
{
    const struct vb_dict_row *row  = &c->s.d->rows->rows[e->table].at[e->row];
    const vb_str              asks = row->cells[e->table == VB_DICT_TRANSFORMATIONS ? 0 : 1];

    return vb_str_of(vb_arena_printf(c->arena, "%s%.*s \"%.*s\"",
                                     vb_str_starts(row->source, VB_STR("dictionary/")) ? "" : "dictionary/", (int)row->source.len,
                                     row->source.ptr, (int)asks.len, asks.ptr));
}

static bool put_event(struct coding *c, const struct coded *e, uint32_t sentence, vb_str code, const struct vb_dict_party *sources,
                      uint32_t n_sources, const struct vb_dict_party *targets, uint32_t n_targets)
{
    vb_event event = { .type = type_of(code), .realis = VB_REALIS_DONE, .cameo = code, .trigger = c->s.text->tokens[e->verb].span,
                       .asserted_by = VB_NONE, .place = VB_NONE, .part_of = VB_NONE, .date = c->date, .score = 1 };
    vb_span *evidence = VB_NEW(c->arena, vb_span, 1);
    vb_str   rule     = rule_of(c, e);

    if (!evidence || !rule.ptr || !VB_PUSH(&c->rules, rule)) return false;
    *evidence        = c->s.text->sentences[sentence].span;
    event.evidence   = (vb_spans){ evidence, 1 };
    event.n_actors   = n_sources;
    event.n_recipients = n_targets;
    return put_participants(c, sources, n_sources, &event.actors) && put_participants(c, targets, n_targets, &event.recipients) &&
           VB_PUSH(&c->out, event);
}

/* Whether an event of the sentence has all these pairs already. */
static bool is_told(const struct coding *c, size_t from, vb_str code, const struct vb_dict_party *sources, uint32_t n_sources,
                    const struct vb_dict_party *targets, uint32_t n_targets)
{
    char codes[2 * VB_DICT_CODES_MAX][VB_DICTIONARY_CODE_MAX], one[VB_DICTIONARY_CODE_MAX];

    for (uint32_t i = 0; i < n_sources + n_targets; i++) {
        const struct vb_dict_party *party = i < n_sources ? &sources[i] : &targets[i - n_sources];
        codes[i][vb_dict_party_code(c->s.d, party, codes[i])] = '\0';
    }
    for (size_t e = from; e < c->out.n; e++) {
        const vb_event *event = &c->out.at[e];
        bool            all   = vb_str_eq(event->cameo, code);
        for (uint32_t i = 0; all && i < n_sources + n_targets; i++) {
            const vb_participant *list = i < n_sources ? event->actors : event->recipients;
            uint32_t              n    = i < n_sources ? event->n_actors : event->n_recipients;
            bool                  in   = false;
            for (uint32_t k = 0; k < n; k++)
                if (vb_dictionary_code_of(&c->entities.at[list[k].entity - c->n_known], one) && strcmp(one, codes[i]) == 0)
                    in = true;
            all = in;
        }
        if (all) return true;
    }
    return false;
}

/* One direction: all pairs. Where an actor is on both sides, an event for each, so that nobody acts on himself. */
static bool put_direction(struct coding *c, size_t from, const struct coded *e, uint32_t sentence, vb_str code, bool back)
{
    const struct vb_dict_party *sources = back ? e->targets : e->sources, *targets = back ? e->sources : e->targets;
    uint32_t                    n_sources = back ? e->n_targets : e->n_sources, n_targets = back ? e->n_sources : e->n_targets;
    bool                        both = false;

    for (uint32_t i = 0; i < n_sources; i++)
        if (has_party(c, targets, n_targets, &sources[i])) both = true;
    if (!both)
        return is_told(c, from, code, sources, n_sources, targets, n_targets) ||
               put_event(c, e, sentence, code, sources, n_sources, targets, n_targets);
    for (uint32_t i = 0; i < n_sources; i++) {
        struct vb_dict_party others[VB_DICT_CODES_MAX];
        uint32_t             n = 0;
        for (uint32_t k = 0; k < n_targets; k++)
            if (!has_party(c, &sources[i], 1, &targets[k])) others[n++] = targets[k];
        if (n && !is_told(c, from, code, &sources[i], 1, others, n) &&
            !put_event(c, e, sentence, code, &sources[i], 1, others, n))
            return false;
    }
    return true;
}

/* A code "A:B" is A from source to target and B back; ":B" is B back alone. */
static bool put_coded(struct coding *c, size_t from, const struct coded *e, uint32_t sentence)
{
    const char *colon = memchr(e->code.ptr, ':', e->code.len);
    vb_str      there = { e->code.ptr, colon ? (size_t)(colon - e->code.ptr) : e->code.len };
    vb_str      back  = colon ? (vb_str){ colon + 1, e->code.len - there.len - 1 } : (vb_str){ 0 };

    /* codes outlive the dictionary with the document */
    if (there.len && !(there = vb_arena_copy(c->arena, there)).ptr) return false;
    if (back.len && !(back = vb_arena_copy(c->arena, back)).ptr) return false;
    return (there.len == 0 || put_direction(c, from, e, sentence, there, false)) &&
           (back.len == 0 || put_direction(c, from, e, sentence, back, true));
}

static bool code_sentence(struct coding *c, uint32_t sentence)
{
    struct vb_dict_sentence *s    = &c->s;
    size_t                   from = c->out.n;

    memset(c->done, 0, sizeof c->done);
    c->n_events = 0;
    leave_out(c);
    vb_dict_find_phrases(s);
    for (uint32_t i = 0; i < s->n_pieces; i++) code_verb(c, i);
    for (uint32_t i = 0; s->d->transformations.n && i < s->n_pieces; i++) transform(c, i);
    for (uint32_t i = 0; i < c->n_events; i++)
        if (!c->events[i].gone && !put_coded(c, from, &c->events[i], sentence)) return false;
    return true;
}

/* Entities with their mentions, in text order. */
static vb_status finish(struct coding *c, const struct vb_entities *known, struct vb_dictionary_reading *out, vb_error *err)
{
    vb_entity  *all      = VB_NEW(c->arena, vb_entity, known->n + c->entities.n);
    vb_mention *mentions = VB_NEW(c->arena, vb_mention, c->mentions.n);
    vb_event   *events   = VB_NEW(c->arena, vb_event, c->out.n);
    vb_str     *rules    = VB_NEW(c->arena, vb_str, c->out.n);
    size_t      n        = 0;

    if (!all || !mentions || !events || !rules) return vb_fail_nomem(err);
    if (known->n) memcpy(all, known->at, known->n * sizeof *all);
    for (size_t i = 0; i < c->entities.n; i++) {
        vb_entity *entity = &all[known->n + i];
        size_t     first  = n;
        *entity = c->entities.at[i];
        for (size_t k = 0; k < c->mentions.n; k++) {
            vb_mention mention = { c->mentions.at[k].span, VB_FORM_NAME };
            size_t     at      = n;
            bool       there   = false;
            if (c->mentions.at[k].entity != i) continue;
            for (size_t m = first; m < n; m++)
                there |= mentions[m].span.beg == mention.span.beg && mentions[m].span.end == mention.span.end;
            if (there) continue;
            while (at > first && mentions[at - 1].span.beg > mention.span.beg) mentions[at] = mentions[at - 1], at--;
            mentions[at] = mention;
            n++;
        }
        entity->mentions   = mentions + first;
        entity->n_mentions = (uint32_t)(n - first);
    }
    if (c->out.n) memcpy(events, c->out.at, c->out.n * sizeof *events);
    if (c->out.n) memcpy(rules, c->rules.at, c->out.n * sizeof *rules);
    *out = (struct vb_dictionary_reading){ .events = events, .rules = rules, .n_events = (uint32_t)c->out.n, .entities = *known };
    out->entities.at = all;
    out->entities.n  = known->n + (uint32_t)c->entities.n;
    return VB_OK;
}

vb_status vb_dictionary_code(const struct vb_dictionary *dictionary, const struct vb_text *text, const struct vb_syntax *syntax,
                             const struct vb_entities *entities, vb_str date, struct vb_arena *arena,
                             struct vb_dictionary_reading *out, vb_error *err)
{
    struct coding *c    = vb_alloc(sizeof *c);
    int32_t        day  = 0;
    bool           story = false;
    vb_status      st   = VB_OK;

    if (!c) return vb_fail_nomem(err);
    *c = (struct coding){ .arena = arena, .n_known = entities->n, .date = date };
    if (!vb_dict_date(date, &day)) day = 0;
    *out = (struct vb_dictionary_reading){ .entities = *entities };
    for (uint32_t i = 0; syntax->n_tokens && i < text->n_sentences && !story && st == VB_OK; i++) {
        int discarded;
        if (!vb_dict_sentence_open(&c->s, dictionary, text, syntax, i, day)) continue;
        if ((discarded = vb_dict_discarded(&c->s)) == 2) story = true;
        if (!discarded && !code_sentence(c, i)) st = vb_fail_nomem(err);
    }
    if (st == VB_OK && !story) st = finish(c, entities, out, err);
    vb_free(c->out.at);
    vb_free(c->rules.at);
    vb_free(c->entities.at);
    vb_free(c->mentions.at);
    vb_free(c);
    return st;
}
