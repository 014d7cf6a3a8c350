/*
 * What a position is about, as a few plain words of its content: the noun phrase that the stance is about, by the tree and by the
 * words that stand for one of PLOVER's contexts (knowledge/events/contexts.tsv).
 */
#include "issue_scene.h"

enum { LABEL_WORDS = 6, DEEP = 12, KEY_WORDS = 6, KEYS_BACK = 8 };

struct candidate { uint32_t first, last; float points; vb_str context; };

static bool in_content(const vb_statement *st, vb_span span)
{
    for (uint32_t k = 0; k < st->content.n; k++)
        if (vb_span_holds(st->content.at[k], span)) return true;
    return false;
}

static bool token_in(const struct vb_issue_scene *s, const vb_statement *st, uint32_t token)
{
    return in_content(st, s->text->tokens[token].span);
}

/* Arcs from a token up to the first that the content does not hold. */
static int depth_of(const struct vb_issue_scene *s, const vb_statement *st, uint32_t token)
{
    int depth = 0;
    for (uint32_t up = s->syntax->tags[token].head; up != VB_NONE && depth < DEEP && token_in(s, st, up); depth++)
        up = s->syntax->tags[up].head;
    return depth;
}

static bool belongs_before(uint8_t relation)
{
    return relation == VB_REL_COMPOUND || relation == VB_REL_AMOD || relation == VB_REL_NUMMOD || relation == VB_REL_FLAT ||
           relation == VB_REL_NMOD || relation == VB_REL_CASE || relation == VB_REL_ADVMOD;
}

/* Is a word a part of the noun phrase of `noun`, before it? "UK policy line": also what hangs on its own parts. */
static bool before_noun(const struct vb_issue_scene *s, uint32_t token, uint32_t noun)
{
    for (int k = 0; k < 3; k++) {
        const struct vb_tag *t = &s->syntax->tags[token];
        if (t->upos == VB_PRON || t->upos == VB_DET || t->upos == VB_PUNCT || !belongs_before(t->relation)) return false;
        if (t->head == noun) return true;
        if (t->head == VB_NONE) return false;
        token = t->head;
    }
    return false;
}

/* The end of "line towards China", "rule of law": one of-phrase or the like, as far as the label has room. */
static uint32_t after_noun(const struct vb_issue_scene *s, const vb_statement *st, uint32_t noun, uint32_t first)
{
    static const char *const LINKS[] = {"of", "towards", "toward", "on", "with", "against", "between", "in", "over", "for", NULL};
    uint32_t last = noun;
    for (uint32_t c = s->child[noun]; c != VB_NONE; c = s->sibling[c]) {
        if (c < noun || s->syntax->tags[c].relation != VB_REL_NMOD || !vb_issue_has_case(s, c, LINKS) || !token_in(s, st, c))
            continue;
        bool plain = c - first < LABEL_WORDS && c - last < 4;
        for (uint32_t i = noun + 1; plain && i < c; i++) plain = s->syntax->tags[i].upos != VB_PUNCT;
        if (plain) last = c;
        break;
    }
    return last;
}

/* ---- contexts ----------------------------------------------------------------------------------------------------------- */

static float sureness(vb_str word)
{
    return vb_str_eq(word, VB_STR("sure")) ? 3 : vb_str_eq(word, VB_STR("usual")) ? 2 : 1;
}

/* The surest context of the words from `first` to `last`; 0 points where there is none. */
static float context_of(const struct vb_issue_scene *s, uint32_t first, uint32_t last, vb_str *context)
{
    const struct vb_knowledge *kb = s->of->before.kb;
    vb_str word[KEY_WORDS];
    float  most = 0;
    for (uint32_t i = first; kb != NULL && i <= last; i++) {
        uint32_t n = 0;
        while (n < KEY_WORDS && i + n <= last) word[n] = vb_issue_word(s, i + n), n++;
        n = vb_kb_longest(kb, 1u << VB_KB_CONTEXTS, word, n);
        if (n == 0) continue;
        const vb_str key = vb_str_sub(s->text->bytes, vb_issue_token_span(s, i, i + n - 1));
        vb_kb_row    row;
        if (vb_kb_find(kb, VB_KB_CONTEXTS, key, &row, 1) == 0) continue;
        const float points = sureness(vb_kb_cell(kb, row, VB_KB_SURENESS));
        if (points <= most) continue;
        most     = points;
        *context = vb_kb_cell(kb, row, VB_KB_CONTEXT);
    }
    return most;
}

/* ---- candidates --------------------------------------------------------------------------------------------------------- */

static float points_of_relation(uint8_t relation, int depth)
{
    if (depth == 0) return 2.5F;   /* the content is a noun phrase, or the noun is what it is about */
    switch (relation) {
    case VB_REL_OBJ: return 2;
    case VB_REL_NSUBJ: return 1;
    case VB_REL_OBL: return 1;
    case VB_REL_CONJ: return 0.5F;
    default: return 0;
    }
}

/* Who somebody is rarely says what it is about; a policy, a document or a thing may. */
static float points_of_entity(const struct vb_issue_scene *s, uint32_t token)
{
    const uint32_t e = vb_issue_entity(s, token);
    if (e == VB_NONE) return 0;
    switch (s->entities->at[e].kind) {
    case VB_KIND_POLICY:
    case VB_KIND_DOCUMENT:
    case VB_KIND_OTHER: return 1;
    case VB_KIND_PERSON: return -3;
    default: return -2;
    }
}

static bool in_time(const struct vb_issue_scene *s, uint32_t token)
{
    const struct vb_times *times = s->of->before.times;
    const vb_span word = s->text->tokens[token].span;
    uint32_t low = 0, high = times->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (times->at[mid].span.end <= word.beg) low = mid + 1;
        else high = mid;
    }
    return low < times->n && vb_span_meets(times->at[low].span, word);
}

static bool is_thing(const struct vb_issue_scene *s, uint32_t token)
{
    static const char *const EMPTY[] = {"thing", "way", "people", "time", "one", "lot", "kind", "fact", "something", "day", "year",
                                        "part", "country", "person", "man", "woman", "place", "case", "point", "percent", NULL};
    const struct vb_tag *t = &s->syntax->tags[token];
    return (t->upos == VB_NOUN || t->upos == VB_PROPN) && t->relation != VB_REL_COMPOUND && t->relation != VB_REL_FLAT &&
           !vb_issue_lemma_is(s, token, EMPTY) && !in_time(s, token);
}

static struct candidate candidate_at(const struct vb_issue_scene *s, const vb_statement *st, uint32_t noun)
{
    struct candidate c = {.first = noun, .last = noun};
    const int depth    = depth_of(s, st, noun);
    while (c.first > 0 && c.last - c.first + 1 < LABEL_WORDS && token_in(s, st, c.first - 1) && before_noun(s, c.first - 1, noun))
        c.first--;
    while (c.first < noun && s->syntax->tags[c.first].relation == VB_REL_CASE) c.first++;
    c.last   = after_noun(s, st, noun, c.first);
    c.points = points_of_relation(s->syntax->tags[noun].relation, depth) - 0.5F * (float)depth + points_of_entity(s, noun) +
               context_of(s, c.first, c.last, &c.context);
    return c;
}

vb_status vb_issue_label(const struct vb_issue_scene *s, uint32_t statement, uint32_t target, struct vb_arena *arena,
                         struct vb_issue_label *out, vb_error *err)
{
    const vb_statement *st   = &s->statements->at[statement];
    struct candidate    best = {.points = 0};
    bool any = false;
    *out     = (struct vb_issue_label){0};
    for (uint32_t k = 0; k < st->content.n; k++)
        for (uint32_t i = vb_text_token_from(s->text, st->content.at[k].beg);
             i < s->text->n_tokens && s->text->tokens[i].span.beg < st->content.at[k].end; i++) {
            if (!is_thing(s, i) || !token_in(s, st, i)) continue;
            struct candidate c = candidate_at(s, st, i);
            if (target != VB_NONE && vb_issue_entity(s, i) == target && s->entities->at[target].kind <= VB_KIND_GROUP)
                c.points -= 1;
            if (c.points <= best.points) continue;
            best = c;
            any  = true;
        }
    if (!any) return VB_OK;
    out->span    = vb_issue_token_span(s, best.first, best.last);
    out->context = best.context.ptr ? best.context : VB_STR("");
    vb_str words = vb_str_sub(s->text->bytes, out->span);
    char  *to    = VB_NEW(arena, char, words.len + 1);
    size_t n     = 0;
    if (to == NULL) return vb_fail_nomem(err);
    for (size_t i = 0; i < words.len; i++) {                    /* a line break of the layout is a space */
        const char c = words.ptr[i] == '\n' || words.ptr[i] == '\r' || words.ptr[i] == '\t' ? ' ' : words.ptr[i];
        if (c != ' ' || (n > 0 && to[n - 1] != ' ')) to[n++] = c;
    }
    out->words = (vb_str){to, n};
    return VB_OK;
}
