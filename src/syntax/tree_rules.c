/*
 * From the best tree and labels to what UD's validator accepts: a label is the best one that may stand where it stands, and an arc
 * that no label can mend is moved up. Which rules there are: UD's guidelines, as levels 3 to 5 of its validator check them.
 */
#include "parser.h"

#include <string.h>

#define REL(name) (UINT64_C(1) << VB_REL_##name)
#define FUNCTION_WORDS \
    (REL(CASE) | REL(MARK) | REL(CC) | REL(AUX) | REL(COP) | REL(DET) | REL(CLF) | REL(FIXED) | REL(GOESWITH) | REL(PUNCT))
#define ARGUMENTS (REL(NSUBJ) | REL(CSUBJ) | REL(OBJ) | REL(ORPHAN))   /* never a second choice: there may be one already */

static inline bool in_set(uint64_t set, uint8_t relation) { return set >> relation & 1; }

static const struct vb_deprel *deprel_at(const struct vb_parse *p, uint32_t i) { return &p->model->deprel_of[p->word[i].deprel]; }

static uint8_t relation_at(const struct vb_parse *p, uint32_t i) { return deprel_at(p, i)->relation; }

/* A fixed expression acts as another part of speech than its first word. */
static uint8_t acting_upos(const struct vb_parse *p, uint32_t i)
{
    uint8_t as = p->model->feats_of[p->word[i].feats].extpos;
    return as < N_UPOS ? as : p->word[i].upos;
}

static bool is_be(const struct vb_parse *p, uint32_t i)
{
    const struct vb_syntax_model *m = p->model;
    vb_str form = vb_str_sub(p->text->bytes, p->text->tokens[p->first + i].span);
    char   lemma[64];
    if (p->word[i].script >= m->script.n) return vb_aux_of(form) == VB_AUX_BE;
    const struct vb_script *s = &m->script_of[p->word[i].script];
    return vb_lemma_room(s, form) <= sizeof lemma && vb_aux_of((vb_str){lemma, vb_lemma_write(s, form, lemma)}) == VB_AUX_BE;
}

/* The rest of a word that white space cut in two follows the first part at once. */
static bool goes_with(const struct vb_parse *p, uint32_t i)
{
    const struct vb_token *t = p->text->tokens + p->first + i;
    if (i == 0 || t[-1].span.end >= t->span.beg) return false;
    return p->head[i] == i || (relation_at(p, i - 1) == VB_REL_GOESWITH && p->head[i - 1] == p->head[i]);
}

bool vb_parse_label_fits(const struct vb_parse *p, uint32_t i, uint16_t label)
{
    const struct vb_deprel *d = &p->model->deprel_of[label];
    uint32_t head = p->head[i];
    if (head == 0 || label == p->model->root || d->relation == VB_REL_ROOT) return head == 0 && label == p->model->root;
    if (!(d->upos_set >> acting_upos(p, i) & 1)) return false;
    if (p->word[i].upos == VB_PUNCT && d->relation != VB_REL_PUNCT) return false;
    if (in_set(REL(CONJ) | REL(FIXED) | REL(FLAT) | REL(GOESWITH) | REL(APPOS), d->relation) && head > i + 1) return false;
    if (d->relation == VB_REL_FIXED) return acting_upos(p, head - 1) != VB_PROPN;
    if (d->relation == VB_REL_COP) return is_be(p, i);
    if (d->relation == VB_REL_GOESWITH) return goes_with(p, i);
    return true;
}

uint16_t vb_parse_best_label(const struct vb_parse *p, uint32_t i, uint64_t never)
{
    const struct vb_syntax_model *m = p->model;
    const float *score = p->label + (size_t)i * m->deprel.n;
    uint32_t best = m->deprel.n;
    if (p->head[i] == 0) return m->root;
    if (p->word[i].upos == VB_PUNCT) return m->punct;
    for (uint32_t k = 0; k < m->deprel.n; k++) {
        if (in_set(never, m->deprel_of[k].relation) || (best < m->deprel.n && !(score[k] > score[best]))) continue;
        if (vb_parse_label_fits(p, i, (uint16_t)k)) best = k;
    }
    return best < m->deprel.n ? (uint16_t)best : m->parataxis;
}

/* Word i gets another head and, where the label does not fit there, another label. */
static vb_status move(struct vb_parse *p, uint32_t i, uint16_t head, uint64_t never, vb_error *err)
{
    p->head[i] = head;
    vb_status st = vb_parse_score_labels(p, i, err);
    if (st != VB_OK) return st;
    if (in_set(never & ~FUNCTION_WORDS, relation_at(p, i)) || !vb_parse_label_fits(p, i, p->word[i].deprel))
        p->word[i].deprel = vb_parse_best_label(p, i, never | FUNCTION_WORDS);
    return VB_OK;
}

/* ---- what function words may head ------------------------------------------------------------------------------------ */

static bool may_head(const struct vb_parse *p, uint32_t parent, uint32_t child)
{
    const uint64_t shared = REL(GOESWITH) | REL(REPARANDUM) | REL(CONJ) | REL(PUNCT);
    uint8_t up = relation_at(p, parent), down = relation_at(p, child), upos = p->word[child].upos;
    uint8_t bits = p->model->feats_of[p->word[child].feats].bits;
    if (!in_set(FUNCTION_WORDS, up)) return true;
    if (up == VB_REL_GOESWITH) return false;
    if (up == VB_REL_PUNCT) return down == VB_REL_PUNCT;
    if (down == VB_REL_ADVMOD && (upos == VB_PART || upos == VB_ADV) && (bits & FEATS_NEGATIVE)) return true;
    switch (up) {
    case VB_REL_MARK:
    case VB_REL_CASE:
    case VB_REL_CLF:   return in_set(shared | REL(ADVMOD) | REL(OBL) | REL(FIXED) | REL(CC), down);
    case VB_REL_AUX:
    case VB_REL_COP:   return in_set(shared | REL(FIXED) | REL(CC), down);
    case VB_REL_CC:    return in_set(shared | REL(FIXED), down);
    case VB_REL_FIXED: return in_set(shared, down);
    default: /* det */
        if ((p->model->feats_of[p->word[parent].feats].bits & FEATS_POSSESSIVE) && in_set(REL(APPOS) | REL(ACL) | REL(NMOD), down))
            return true;
        return in_set(shared | REL(DET) | REL(CASE) | REL(ADVMOD) | REL(OBL) | REL(CLF) | REL(FIXED) | REL(FLAT) | REL(COMPOUND) |
                          REL(DISCOURSE) | REL(PARATAXIS) | REL(CC),
                      down);
    }
}

static vb_status lift_off_function_words(struct vb_parse *p, uint32_t i, uint64_t never, bool *changed, vb_error *err)
{
    vb_status st;
    while (p->head[i] != 0 && !may_head(p, p->head[i] - 1u, i)) {
        if ((st = move(p, i, p->head[p->head[i] - 1], never, err)) != VB_OK) return st;
        *changed = true;
    }
    return VB_OK;
}

static vb_status free_function_words(struct vb_parse *p, vb_error *err)
{
    vb_status st;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < p->n; i++) {
            if (relation_at(p, i) == VB_REL_GOESWITH && !goes_with(p, i)) {
                p->word[i].deprel = vb_parse_best_label(p, i, FUNCTION_WORDS);
                changed = true;
            }
            if ((st = lift_off_function_words(p, i, 0, &changed, err)) != VB_OK) return st;
        }
    }
    return VB_OK;
}

/* ---- one subject, one object ------------------------------------------------------------------------------------------- */

/* What the label scores above the best one that word i may have instead: another relation, or the outer subject of a clause. */
static float margin(const struct vb_parse *p, uint32_t i, uint16_t *other)
{
    const struct vb_syntax_model *m = p->model;
    const float *score = p->label + (size_t)i * m->deprel.n;
    bool subject = in_set(REL(NSUBJ) | REL(CSUBJ), relation_at(p, i));
    *other = vb_parse_best_label(p, i, FUNCTION_WORDS | ARGUMENTS);
    for (uint32_t k = 0; k < m->deprel.n; k++)
        if (subject && m->deprel_of[k].outer && score[k] > score[*other] && vb_parse_label_fits(p, i, (uint16_t)k))
            *other = (uint16_t)k;
    return score[p->word[i].deprel] - score[*other];
}

static void keep_one(struct vb_parse *p, uint64_t relations)
{
    uint32_t kept[1 + PART_MAX] = {0};                         /* by head: the word that keeps it, from 1 */
    for (uint32_t i = 0; i < p->n; i++) {
        if (!in_set(relations, relation_at(p, i)) || deprel_at(p, i)->outer) continue;
        uint32_t *k = &kept[p->head[i]];
        uint16_t  of_this = 0, of_kept = 0;
        if (*k > 0 && margin(p, i, &of_this) < margin(p, *k - 1, &of_kept)) {
            p->word[i].deprel = of_this;
            continue;
        }
        if (*k > 0) p->word[*k - 1].deprel = of_kept;
        *k = i + 1;
    }
}

/* ---- punctuation: never across another arc ------------------------------------------------------------------------------ */

struct order { uint16_t first[PART_MAX], last[PART_MAX]; };    /* of a word's subtree, in one walk over the tree */

static void order_of(const struct vb_parse *p, struct order *o)
{
    uint16_t child[1 + PART_MAX] = {0}, next[1 + PART_MAX], at = 0, count = 0;   /* from 1; 0 is none */
    for (uint32_t i = p->n; i > 0; i--) {
        next[i] = child[p->head[i - 1]];
        child[p->head[i - 1]] = (uint16_t)i;
    }
    for (;;) {
        if (child[at] != 0) {
            uint16_t c = child[at];
            child[at] = next[c];
            at        = c;
            o->first[c - 1] = count++;
            continue;
        }
        if (at == 0) return;
        o->last[at - 1] = (uint16_t)(count - 1);
        at = p->head[at - 1];
    }
}

static bool below(const struct order *o, uint32_t i, uint32_t top)
{
    return o->first[top] <= o->first[i] && o->first[i] <= o->last[top];
}

/* The first word that i would make non-projective with head h (both from 0), or VB_NONE. */
static uint32_t crossed_by(const struct vb_parse *p, const struct order *o, uint32_t i, uint32_t h)
{
    uint32_t beg = h < i ? h + 1 : 0, end = h > i ? h : p->n;
    for (uint32_t x = beg; x < end; x++) {
        uint32_t y = p->head[x];
        if (x == i || y == 0 || y - 1 == i) continue;
        y--;
        if ((x < i) != (y < i) && !below(o, h, y)) return x;
    }
    return VB_NONE;
}

static bool may_hang(const struct vb_parse *p, const struct order *o, uint32_t i, uint32_t h)
{
    if (p->word[h].upos == VB_PUNCT || relation_at(p, h) == VB_REL_GOESWITH) return false;
    for (uint32_t k = (h < i ? h : i) + 1; k < (h < i ? i : h); k++)
        if (!below(o, k, h)) return false;
    return crossed_by(p, o, i, h) == VB_NONE;
}

/* What hangs best and well: only the words over the two neighbours can. VB_NONE: nothing. */
static uint32_t place_for(const struct vb_parse *p, const struct order *o, uint32_t i)
{
    uint32_t best = VB_NONE;
    for (int side = 0; side < 2; side++) {
        if (side == 0 ? i == 0 : i + 1 == p->n) continue;
        for (uint32_t h = side == 0 ? i - 1 : i + 1;; h = p->head[h] - 1u) {
            const float *score = p->score + (size_t)i * (1 + p->n) + 1;
            if (h != i && (best == VB_NONE || score[h] > score[best]) && may_hang(p, o, i, h)) best = h;
            if (p->head[h] == 0) break;
        }
    }
    return best;
}

/* Nothing takes i without crossing arcs: its left neighbour's word does, and what is crossed moves up. */
static vb_status make_room(struct vb_parse *p, struct order *o, uint32_t i, vb_error *err)
{
    uint32_t h = i - 1, x;
    bool     changed;
    while (p->head[h] != 0 && (p->word[h].upos == VB_PUNCT || relation_at(p, h) == VB_REL_GOESWITH)) h = p->head[h] - 1u;
    while ((x = crossed_by(p, o, i, h)) != VB_NONE) {
        vb_status st = move(p, x, p->head[p->head[x] - 1], ARGUMENTS, err);
        if (st == VB_OK) st = lift_off_function_words(p, x, ARGUMENTS, &changed, err);
        if (st != VB_OK) return st;
        order_of(p, o);
    }
    p->head[i] = (uint16_t)(h + 1);
    order_of(p, o);
    return VB_OK;
}

static vb_status place_punctuation(struct vb_parse *p, vb_error *err)
{
    enum { ROUNDS = 4 };                                       /* what makes room may cost another mark its place */
    struct order o;
    vb_status    st;
    bool         changed = true;
    order_of(p, &o);
    for (int round = 0; changed && round < ROUNDS; round++) {
        changed = false;
        for (uint32_t i = 0; i < p->n; i++) {
            if (p->word[i].upos != VB_PUNCT || p->head[i] == 0 || may_hang(p, &o, i, p->head[i] - 1u)) continue;
            uint32_t h = place_for(p, &o, i);
            changed = true;
            if (h != VB_NONE) {
                p->head[i] = (uint16_t)(h + 1);
                order_of(p, &o);
            } else if (i > 0 && (st = make_room(p, &o, i, err)) != VB_OK) {
                return st;
            }
        }
    }
    return VB_OK;
}

/* ---- all ------------------------------------------------------------------------------------------------------------------ */

/* What modifies a noun that is no predicate is nmod. */
static void rename_obl(struct vb_parse *p)
{
    bool predicate[1 + PART_MAX] = {0};
    for (uint32_t i = 0; i < p->n; i++)
        if (in_set(REL(COP) | REL(NSUBJ) | REL(CSUBJ), relation_at(p, i))) predicate[p->head[i]] = true;
    for (uint32_t i = 0; i < p->n; i++) {
        uint32_t h = p->head[i];
        if (h == 0 || relation_at(p, i) != VB_REL_OBL || predicate[h]) continue;
        uint8_t upos = p->word[h - 1].upos;
        if (upos != VB_NOUN && upos != VB_PROPN && upos != VB_PRON) continue;
        if (in_set(REL(NSUBJ) | REL(OBJ) | REL(IOBJ) | REL(OBL) | REL(VOCATIVE) | REL(DISLOCATED) | REL(EXPL) | REL(NMOD),
                   relation_at(p, h - 1)))
            p->word[i].deprel = deprel_at(p, i)->as_nmod;
    }
}

static void mark_goeswith(struct vb_parse *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        if (relation_at(p, i) != VB_REL_GOESWITH) continue;
        p->word[i].upos = VB_X;
        p->word[i].flags |= WORD_GOESWITH;
        p->word[p->head[i] - 1].flags |= WORD_TYPO;
    }
}

static bool all_punctuation(const struct vb_parse *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (p->word[i].upos != VB_PUNCT) return false;
    return true;
}

vb_status vb_parse_make_valid(struct vb_parse *p, vb_error *err)
{
    vb_status st;
    if (all_punctuation(p)) {
        for (uint32_t i = 0; i < p->n; i++) {
            p->head[i]        = i > 0;
            p->word[i].deprel = i > 0 ? p->model->punct : p->model->root;
        }
        return VB_OK;
    }
    if ((st = free_function_words(p, err)) != VB_OK) return st;
    keep_one(p, REL(NSUBJ) | REL(CSUBJ));
    keep_one(p, REL(OBJ));
    if ((st = place_punctuation(p, err)) != VB_OK) return st;
    rename_obl(p);
    mark_goeswith(p);
    return VB_OK;
}
