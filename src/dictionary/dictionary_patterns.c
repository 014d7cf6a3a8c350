/*
 * Verb patterns on one sentence: words in order around the verb.
 *
 * What stands behind the verb is matched from it to the right, what stands before it from it to the left. Words that "_" joins
 * stand side by side, but for articles, forms of "have" and numbers between them; others may have anything between. In a noun
 * phrase or a prepositional phrase of PETRARCH-2 they stay close together. Of the patterns that match, the one that asks for most
 * counts.
 */
#include "dictionary_steps.h"

enum { STEPS_MAX = 4000, ALL_STEPS_MAX = 4000000, GROUP_GAP_MAX = 4 };

struct matching {
    const struct vb_dict_sentence *s;
    const struct vb_dict_side     *side;
    const struct vb_dict_element  *elements;       /* in the order in which they are met */
    uint32_t n;
    int      step;                 /* 1 to the right, -1 to the left */
    uint32_t n_steps;              /* so far: a pattern gives up at STEPS_MAX */
    uint32_t source, target;
};

static uint32_t np_at(const struct matching *m, uint32_t i)
{
    const struct vb_dict_sentence *s = m->s;

    return i < m->side->n ? s->np_of[s->pieces[m->side->at[i]].token - s->first] : VB_NONE;
}

static bool is_coded(const struct matching *m, uint32_t i)
{
    uint32_t np = np_at(m, i);

    return np != VB_NONE && m->s->nps[np].n_parties > 0;
}

static bool may_skip(const struct vb_dict_sentence *s, uint32_t piece)
{
    return s->pieces[piece].word
               ? s->d->passable[s->pieces[piece].word]
               : vb_cp_is_digit((unsigned char)s->text->bytes.ptr[s->text->tokens[s->pieces[piece].token].span.beg]);
}

/* Pieces that an entry of a synonym set takes at place i of the side; entries of several words read to the right in both
 * directions. */
static uint32_t set_length(const struct matching *m, uint32_t set, uint32_t i)
{
    const struct vb_dict_sentence *s    = m->s;
    uint32_t                       best = 0, from, to;

    if (m->step > 0) {
        uint32_t at = m->side->at[i];
        if (!s->pieces[at].word) return 0;
        vb_dict_starting(&s->d->sets, s->pieces[at].word, &from, &to);
        for (uint32_t k = from; k < to && !best; k++)
            if (s->d->sets.phrases.at[k].value == set) best = vb_dict_phrase_length(s, &s->d->sets.phrases.at[k], at, false);
        return i + best <= m->side->n ? best : 0;
    }
    /* Leftwards the entry ends here: try each place that it may begin at. */
    for (uint32_t back = 0; back < GROUP_GAP_MAX && i + back < m->side->n; back++) {
        uint32_t at = m->side->at[i + back];
        if (!s->pieces[at].word) continue;
        vb_dict_starting(&s->d->sets, s->pieces[at].word, &from, &to);
        for (uint32_t k = from; k < to; k++)
            if (s->d->sets.phrases.at[k].value == set && s->d->sets.phrases.at[k].n == back + 1 &&
                vb_dict_phrase_length(s, &s->d->sets.phrases.at[k], at, false) == back + 1)
                best = back + 1;
    }
    return best;
}

/* Places that element k takes at place i: 0 where it is not there. An actor's mark takes none, and the phrase stays open. */
static bool takes(struct matching *m, uint32_t k, uint32_t i, uint32_t *next)
{
    const struct vb_dict_element *e = &m->elements[k];
    uint32_t                      n, np;

    switch ((enum vb_dict_mark)e->mark) {
    case VB_DICT_WORD:
        *next = i + 1;
        return i < m->side->n && m->s->pieces[m->side->at[i]].word == e->what;
    case VB_DICT_SET:
        if (i >= m->side->n || !(n = set_length(m, e->what, i))) return false;
        *next = i + n;
        return true;
    case VB_DICT_SOURCE:
        if (!is_coded(m, i)) return false;
        m->source = np_at(m, i);
        *next     = i;
        return true;
    case VB_DICT_TARGET:
        if (!is_coded(m, i)) return false;
        m->target = np_at(m, i);
        *next     = i;
        return true;
    case VB_DICT_SKIP:
        if (!is_coded(m, i)) return false;
        for (np = np_at(m, i), *next = i + 1; np_at(m, *next) == np;) ++*next;
        return true;
    case VB_DICT_COMPOUND:
        if (!is_coded(m, i) || !m->s->nps[np_at(m, i)].compound) return false;
        m->target = np_at(m, i);
        if (m->step < 0) m->source = m->target;
        *next = i + 1;
        return true;
    case VB_DICT_STAR: break;
    }
    return false;
}

/* Whether elements from k on can be met from place i on; `beside`: element k must be met at once. */
static bool match_from(struct matching *m, uint32_t k, uint32_t i, uint32_t previous)
{
    bool beside, grouped;

    if (k == m->n) return true;
    /* Leftwards, what joins an element to its neighbour is said by the neighbour, which was met before. */
    beside  = m->step > 0 ? m->elements[k].joined : (k > 0 ? m->elements[k - 1].joined : m->elements[m->n].joined);
    grouped = k > 0 && m->elements[k].group && m->elements[k].group == m->elements[k - 1].group;
    for (uint32_t at = i; at < m->side->n; at++) {
        uint32_t source = m->source, target = m->target, next;
        if (++m->n_steps > STEPS_MAX) return false;
        if (takes(m, k, at, &next)) {
            if (match_from(m, k + 1, next, at)) return true;
            m->source = source;
            m->target = target;
        }
        if (beside && !may_skip(m->s, m->side->at[at])) return false;
        if (grouped && at >= previous + GROUP_GAP_MAX) return false;
    }
    return false;
}

void vb_dict_match_patterns(const struct vb_dict_sentence *s, const struct vb_dict_block *block, const struct vb_dict_side *upper,
                            const struct vb_dict_side *lower, struct vb_dict_match *out)
{
    uint32_t n_steps = 0;          /* of all patterns: where a text is made to take long, the rest is not tried */

    *out = (struct vb_dict_match){ .source = VB_NONE, .target = VB_NONE, .row = VB_NONE };
    for (uint32_t p = block->patterns; p < block->patterns + block->n_patterns && n_steps < ALL_STEPS_MAX; p++) {
        const struct vb_dict_pattern *pattern  = &s->d->patterns.at[p];
        const struct vb_dict_element *elements = s->d->elements.at + pattern->elements;
        struct vb_dict_element        before[VB_DICT_ELEMENTS_MAX + 1];
        struct matching right = {.s = s,
                                 .side = lower,
                                 .elements = elements + pattern->star + 1,
                                 .n = pattern->n - pattern->star - 1,
                                 .step = 1,
                                 .source = VB_NONE,
                                 .target = VB_NONE};
        struct matching left  = { .s = s, .side = upper, .elements = before, .n = pattern->star, .step = -1 };
        const bool behind = match_from(&right, 0, 0, 0);
        n_steps += right.n_steps;
        if (!behind) continue;
        for (uint32_t k = 0; k < pattern->star; k++) before[k] = elements[pattern->star - 1 - k];
        before[pattern->star] = elements[pattern->star];           /* whether the verb is joined to what stands before it */
        left.source = right.source;
        left.target = right.target;
        if (!match_from(&left, 0, 0, 0)) continue;
        *out = (struct vb_dict_match){ pattern->code, left.source, left.target, pattern->row };
        return;
    }
}

uint32_t vb_dict_verb_at(const struct vb_dict_sentence *s, uint32_t piece, uint32_t *first, uint32_t *last)
{
    uint32_t from, to;

    if (!s->pieces[piece].word) return VB_NONE;
    vb_dict_starting(&s->d->verbs, s->pieces[piece].word, &from, &to);
    for (uint32_t i = from; i < to; i++) {
        const struct vb_dict_phrase      *p     = &s->d->verbs.phrases.at[i];
        const struct vb_dict_verb        *verb  = &s->d->verb_rows.at[p->value];
        const struct vb_dict_phrase_word *words = s->d->pool.at + p->words;
        uint32_t                          a = piece, b = piece, k;
        for (k = verb->at; k > 0; k--) {           /* words before the inflected one */
            do
                if (a-- == 0) goto next;
            while (s->pieces[a].word != words[k - 1].word && may_skip(s, a));
            if (s->pieces[a].word != words[k - 1].word) goto next;
        }
        for (k = verb->at + 1; k < p->n; k++) {
            do
                if (++b >= s->n_pieces) goto next;
            while (s->pieces[b].word != words[k].word && may_skip(s, b));
            if (s->pieces[b].word != words[k].word) goto next;
        }
        *first = a;
        *last  = b;
        return p->value;
next:;
    }
    return VB_NONE;
}
