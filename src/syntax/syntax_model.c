/*
 * The syntax heads of a weight file, and what UD's guidelines for English say of the labels their scores stand for.
 */
#include "parser.h"

#include <string.h>

static const char *const upos_names[N_UPOS] = {"ADJ",  "ADP",  "ADV",  "AUX",   "CCONJ", "DET",   "INTJ", "NOUN", "NUM",
                                               "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",   "VERB", "X"};

const char *vb_upos_name(uint8_t upos) { return upos < N_UPOS ? upos_names[upos] : "_"; }

#define BIT(upos) (1u << VB_##upos)
enum { ALL_UPOS = (1 << N_UPOS) - 1 };

/* ---- features ------------------------------------------------------------------------------------------------------- */

/* Which tags may have which values: UD's documentation of the features of English. NULL: any value that no row names. */
static const struct { const char *name, *value; uint32_t upos_set; } feature_rows[] = {
    {"Abbr", "Yes", ALL_UPOS & ~BIT(PUNCT)},
    {"Case", NULL, BIT(PRON)},
    {"Definite", NULL, BIT(DET) | BIT(PRON)},
    {"Degree", NULL, BIT(ADJ) | BIT(ADV)},
    {"ExtPos", "ADP", BIT(ADJ) | BIT(ADP) | BIT(ADV) | BIT(SCONJ) | BIT(SYM) | BIT(VERB)},
    {"ExtPos", "ADV", BIT(ADJ) | BIT(ADP) | BIT(ADV) | BIT(DET) | BIT(NOUN) | BIT(PRON)},
    {"ExtPos", "CCONJ", BIT(ADP) | BIT(ADV) | BIT(PART) | BIT(VERB)},
    {"ExtPos", "NOUN", BIT(ADJ)},
    {"ExtPos", "PRON", BIT(DET) | BIT(PRON)},
    {"ExtPos", "PROPN", BIT(ADJ) | BIT(NOUN) | BIT(NUM) | BIT(PROPN) | BIT(SYM) | BIT(VERB) | BIT(X)},
    {"ExtPos", "SCONJ", BIT(ADJ) | BIT(ADP) | BIT(ADV) | BIT(SCONJ)},
    {"ExtPos", NULL, 0},
    {"Foreign", "Yes", ALL_UPOS},
    {"Gender", NULL, BIT(PRON)},
    {"Mood", NULL, BIT(AUX) | BIT(VERB)},
    {"NumForm", "Combi", BIT(ADJ) | BIT(ADV) | BIT(NOUN) | BIT(NUM)},
    {"NumForm", "Word", BIT(ADJ) | BIT(ADV) | BIT(DET) | BIT(NOUN) | BIT(NUM) | BIT(PROPN)},
    {"NumForm", NULL, BIT(ADV) | BIT(DET) | BIT(NOUN) | BIT(NUM) | BIT(PROPN)},
    {"NumType", "Card", BIT(DET) | BIT(NOUN) | BIT(NUM) | BIT(PROPN) | BIT(X)},
    {"NumType", "Frac", BIT(ADJ) | BIT(ADV) | BIT(DET) | BIT(NOUN) | BIT(NUM)},
    {"NumType", "Mult", BIT(ADV) | BIT(SCONJ) | BIT(X)},
    {"NumType", "Ord", BIT(ADJ) | BIT(ADV) | BIT(NOUN) | BIT(PRON) | BIT(X)},
    {"Number", "Ptan", BIT(NOUN) | BIT(PROPN)},
    {"Number", "Plur", BIT(AUX) | BIT(DET) | BIT(NOUN) | BIT(NUM) | BIT(PRON) | BIT(PROPN) | BIT(SYM) | BIT(VERB)},
    {"Number", "Sing", BIT(AUX) | BIT(DET) | BIT(INTJ) | BIT(NOUN) | BIT(NUM) | BIT(PRON) | BIT(PROPN) | BIT(SYM) | BIT(VERB)},
    {"Person", NULL, BIT(AUX) | BIT(PRON) | BIT(VERB)},
    {"Polarity", "Pos", BIT(INTJ)},
    {"Polarity", "Neg", BIT(ADJ) | BIT(ADV) | BIT(CCONJ) | BIT(DET) | BIT(INTJ) | BIT(NOUN) | BIT(PART) | BIT(PRON) | BIT(PROPN) |
                            BIT(VERB) | BIT(X)},
    {"Poss", "Yes", BIT(DET) | BIT(PRON)},
    {"PronType", "Art", BIT(DET) | BIT(PRON) | BIT(X)},
    {"PronType", "Emp", BIT(PRON)},
    {"PronType", "Prs", BIT(DET) | BIT(PRON) | BIT(X)},
    {"PronType", "Rcp", BIT(DET) | BIT(PRON)},
    {"PronType", NULL, BIT(ADV) | BIT(DET) | BIT(PRON) | BIT(X)},
    {"Reflex", "Yes", BIT(PRON)},
    {"Style", "Arch", BIT(ADP) | BIT(ADV) | BIT(AUX) | BIT(PRON) | BIT(VERB)},
    {"Style", "Coll", BIT(PART) | BIT(PRON)},
    {"Style", "Expr", BIT(ADJ) | BIT(ADV) | BIT(INTJ) | BIT(NOUN) | BIT(PRON) | BIT(PROPN) | BIT(VERB)},
    {"Style", "Slng", BIT(ADV) | BIT(PRON)},
    {"Style", "Vrnc", BIT(AUX) | BIT(DET) | BIT(NOUN) | BIT(PRON) | BIT(SCONJ) | BIT(VERB)},
    {"Tense", NULL, BIT(AUX) | BIT(VERB)},
    {"Typo", "Yes", ALL_UPOS},
    {"VerbForm", NULL, BIT(AUX) | BIT(VERB)},
    {"Voice", "Pass", BIT(VERB)},
};

static uint32_t upos_of_feature(vb_str name, vb_str value)
{
    for (size_t i = 0; i < sizeof feature_rows / sizeof *feature_rows; i++) {
        if (!vb_str_eq(name, vb_str_of(feature_rows[i].name))) continue;
        if (feature_rows[i].value == NULL || vb_str_eq(value, vb_str_of(feature_rows[i].value))) return feature_rows[i].upos_set;
    }
    return 0;
}

/* The first part of `s` up to `end`, which is taken off it together with `end`. */
static vb_str take(vb_str *s, char end)
{
    const char *to = s->len > 0 ? memchr(s->ptr, end, s->len) : NULL;
    size_t      n  = to ? (size_t)(to - s->ptr) : s->len;
    vb_str      part = {s->ptr, n};
    *s = (vb_str){s->ptr + n + (to ? 1 : 0), s->len - n - (to ? 1 : 0)};
    return part;
}

static struct vb_feats read_feats(vb_str label)
{
    struct vb_feats out = {ALL_UPOS, 0, N_UPOS};
    if (vb_str_eq(label, VB_STR("_"))) {
        /* Pronouns and determiners always have a PronType. */
        return (struct vb_feats){ALL_UPOS & ~(BIT(PRON) | BIT(DET)), FEATS_EMPTY, N_UPOS};
    }
    while (label.len > 0) {
        vb_str value = take(&label, '|'), name = take(&value, '=');
        if (vb_str_eq(name, VB_STR("PronType"))) out.bits |= FEATS_PRONTYPE;
        if (vb_str_eq(name, VB_STR("Poss"))) out.bits |= FEATS_POSSESSIVE;
        if (vb_str_eq(name, VB_STR("Polarity")) && vb_str_eq(value, VB_STR("Neg"))) out.bits |= FEATS_NEGATIVE;
        if (vb_str_eq(name, VB_STR("ExtPos")))
            for (unsigned u = 0; u < N_UPOS; u++)
                if (vb_str_eq(value, vb_str_of(upos_names[u]))) out.extpos = (uint8_t)u;
        if (value.len == 0) out.upos_set = 0;
        while (value.len > 0) out.upos_set &= upos_of_feature(name, take(&value, ','));
    }
    if (!(out.bits & FEATS_PRONTYPE)) out.upos_set &= ~(BIT(PRON) | BIT(DET));
    return out;
}

/* ---- relations ------------------------------------------------------------------------------------------------------- */

static const char *const relation_names[N_RELATIONS_UD] = {
    "acl",      "advcl",     "advmod", "amod",       "appos", "aux",      "case",      "cc",         "ccomp", "clf",
    "compound", "conj",      "cop",    "csubj",      "dep",   "det",      "discourse", "dislocated", "expl",  "fixed",
    "flat",     "goeswith",  "iobj",   "list",       "mark",  "nmod",     "nsubj",     "nummod",     "obj",   "obl",
    "orphan",   "parataxis", "punct",  "reparandum", "root",  "vocative", "xcomp",
};

/* Tags that a word with this relation may have: UD's guidelines, as its validator has them. */
static uint32_t upos_of_relation(uint8_t relation)
{
    const uint32_t not_punct = ALL_UPOS & ~BIT(PUNCT);
    switch (relation) {
    case VB_REL_PUNCT:  return BIT(PUNCT);
    case VB_REL_DET:    return BIT(DET) | BIT(PRON);
    case VB_REL_NUMMOD: return BIT(NUM) | BIT(NOUN) | BIT(SYM);
    case VB_REL_ADVMOD: return BIT(ADV) | BIT(ADJ) | BIT(CCONJ) | BIT(DET) | BIT(PART) | BIT(SYM);
    case VB_REL_EXPL:   return BIT(PRON) | BIT(DET) | BIT(PART);
    case VB_REL_AUX:
    case VB_REL_COP:    return BIT(AUX);
    case VB_REL_CASE:   return not_punct & ~(BIT(PROPN) | BIT(ADJ) | BIT(PRON) | BIT(DET) | BIT(NUM) | BIT(AUX));
    case VB_REL_MARK:
        return not_punct & ~(BIT(NOUN) | BIT(PROPN) | BIT(ADJ) | BIT(PRON) | BIT(DET) | BIT(NUM) | BIT(AUX) | BIT(INTJ));
    case VB_REL_CC:
        return not_punct &
               ~(BIT(NOUN) | BIT(PROPN) | BIT(ADJ) | BIT(PRON) | BIT(DET) | BIT(NUM) | BIT(VERB) | BIT(AUX) | BIT(INTJ));
    case VB_REL_FIXED:  return not_punct & ~BIT(PROPN);
    case VB_REL_ROOT:   return ALL_UPOS;
    default:            return not_punct;
    }
}

static struct vb_deprel read_deprel(vb_str label)
{
    vb_str           sub = label, main = take(&sub, ':');
    struct vb_deprel out = {.relation = VB_REL_DEP, .outer = vb_str_eq(sub, VB_STR("outer"))};
    for (unsigned r = 0; r < N_RELATIONS_UD; r++)
        if (vb_str_eq(main, vb_str_of(relation_names[r]))) out.relation = (uint8_t)r;
    out.upos_set = upos_of_relation(out.relation);
    return out;
}

/* ---- opening --------------------------------------------------------------------------------------------------------- */

enum { NO_LABEL = UINT16_MAX };

static uint16_t find_label(const struct vb_labels *labels, vb_str name)
{
    for (uint32_t i = 0; i < labels->n; i++)
        if (vb_str_eq(labels->at[i], name)) return (uint16_t)i;
    return NO_LABEL;
}

/* The lines of a text tensor. */
static vb_status read_labels(struct vb_syntax_model *m, const char *name, struct vb_labels *out, vb_error *err)
{
    vb_str    rest;
    uint32_t  n  = 1;
    vb_status st = vb_model_labels(m->model, name, &rest, err);
    if (st != VB_OK) return st;
    for (size_t i = 0; i < rest.len; i++) n += rest.ptr[i] == '\n';
    if (n >= NO_LABEL) return vb_fail(err, VB_ERR_MODEL, "%s: %u labels are too many", name, n);
    if (!(out->at = VB_NEW(&m->arena, vb_str, n))) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < n; i++) {
        if (!vb_model_next_label(&rest, &out->at[i]) || out->at[i].len == 0)
            return vb_fail(err, VB_ERR_MODEL, "%s: line %u is empty", name, i + 1);
    }
    out->n = n;
    return VB_OK;
}

static vb_status need_label(const struct vb_labels *labels, const char *list, vb_str name, uint16_t *out, vb_error *err)
{
    *out = find_label(labels, name);
    return *out != NO_LABEL ? VB_OK : vb_fail(err, VB_ERR_MODEL, "%s: no label %s", list, name.ptr);
}

static vb_status read_deprels(struct vb_syntax_model *m, vb_error *err)
{
    uint16_t  nmod;
    vb_status st;
    if ((st = need_label(&m->deprel, "labels.deprel", VB_STR("root"), &m->root, err)) != VB_OK) return st;
    if ((st = need_label(&m->deprel, "labels.deprel", VB_STR("punct"), &m->punct, err)) != VB_OK) return st;
    if ((st = need_label(&m->deprel, "labels.deprel", VB_STR("parataxis"), &m->parataxis, err)) != VB_OK) return st;
    if ((st = need_label(&m->deprel, "labels.deprel", VB_STR("nmod"), &nmod, err)) != VB_OK) return st;
    if (!(m->deprel_of = VB_NEW(&m->arena, struct vb_deprel, m->deprel.n))) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < m->deprel.n; i++) {
        vb_str label = m->deprel.at[i], main;
        m->deprel_of[i] = read_deprel(label);
        main = take(&label, ':');
        m->deprel_of[i].as_nmod = nmod;
        if (!vb_str_eq(main, VB_STR("obl")) || label.len == 0) continue;
        for (uint32_t k = 0; k < m->deprel.n; k++) {
            vb_str other = m->deprel.at[k];
            if (vb_str_eq(take(&other, ':'), VB_STR("nmod")) && vb_str_eq(other, label)) m->deprel_of[i].as_nmod = (uint16_t)k;
        }
    }
    return VB_OK;
}

static vb_status read_lists(struct vb_syntax_model *m, vb_error *err)
{
    struct vb_labels upos;
    vb_status        st;
    const struct { const char *name; struct vb_labels *to; } lists[] = {
        {"labels.upos", &upos},           {"labels.xpos", &m->xpos},         {"labels.feats", &m->feats},
        {"labels.script", &m->script},    {"labels.deprel", &m->deprel},     {"labels.sense", &m->sense_names},
        {"labels.role", &m->role_names},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if ((st = read_labels(m, lists[i].name, lists[i].to, err)) != VB_OK) return st;
    for (uint32_t u = 0; u < N_UPOS; u++)
        if (upos.n != N_UPOS || !vb_str_eq(upos.at[u], vb_str_of(upos_names[u])))
            return vb_fail(err, VB_ERR_MODEL, "labels.upos: not the %d tags of UD in their order", N_UPOS);
    if ((st = need_label(&m->feats, "labels.feats", VB_STR("_"), &m->feats_none, err)) != VB_OK) return st;
    if ((st = read_deprels(m, err)) != VB_OK) return st;
    m->feats_of  = VB_NEW(&m->arena, struct vb_feats, m->feats.n);
    m->script_of = VB_NEW(&m->arena, struct vb_script, m->script.n);
    if (!m->feats_of || !m->script_of) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < m->feats.n; i++) m->feats_of[i] = read_feats(m->feats.at[i]);
    for (uint32_t i = 0; i < m->script.n; i++)
        if (!vb_script_read(m->script.at[i], &m->script_of[i]))
            return vb_fail(err, VB_ERR_MODEL, "labels.script: line %u is no script", i + 1);
    return VB_OK;
}

static vb_status read_f32(struct vb_syntax_model *m, const char *name, uint32_t a, uint32_t b, const float **out, vb_error *err)
{
    struct vb_tensor t;
    vb_status st = vb_model_tensor(m->model, name, VB_F32, b ? 2 : 1, (uint32_t[]){a, b}, &t, err);
    if (st == VB_OK) *out = t.data;
    return st;
}

vb_status vb_syntax_open(struct vb_model *model, struct vb_syntax_model **out, vb_error *err)
{
    vb_status st;
    *out = NULL;
    struct vb_syntax_model *m = vb_alloc(sizeof *m);
    if (m == NULL) return vb_fail_nomem(err);
    *m = (struct vb_syntax_model){.model = model};
    if ((st = read_lists(m, err)) != VB_OK) goto done;

    const struct { const char *name; uint32_t n_in, n_out; const struct vb_dense **to; } dense[] = {
        {"syntax.tags", VB_WIDTH, N_UPOS + m->xpos.n + m->feats.n + m->script.n, &m->tags},
        {"syntax.arcs", VB_WIDTH, ARCS, &m->arcs},
        {"syntax.arc", ARC, ARC, &m->arc},
        {"syntax.label", LABEL, m->deprel.n, &m->label},
        {"syntax.sense", VB_WIDTH, m->sense_names.n, &m->sense},
        {"syntax.roles", VB_WIDTH, 2 * ROLE, &m->roles},
        {"syntax.role", ROLE, m->role_names.n, &m->role},
    };
    for (size_t i = 0; i < sizeof dense / sizeof *dense; i++)
        if ((st = vb_dense_open(model, dense[i].name, dense[i].n_in, dense[i].n_out, dense[i].to, err)) != VB_OK) goto done;
    if ((st = read_f32(m, "syntax.arc_root", ARC, 0, &m->arc_root, err)) != VB_OK) goto done;
    if ((st = read_f32(m, "syntax.label_root", LABEL, 0, &m->label_root, err)) != VB_OK) goto done;
    if ((st = read_f32(m, "syntax.role_distance", N_DISTANCES, ROLE, &m->role_distance, err)) != VB_OK) goto done;
    *out = m;
    m = NULL;
done:
    vb_syntax_close(m);
    return st;
}

void vb_syntax_close(struct vb_syntax_model *model)
{
    if (model == NULL) return;
    vb_arena_free(&model->arena);
    vb_free(model);
}
