/*
 * Questions that the rules of this folder put to tree, mentions and statements.
 */
#include "issue_scene.h"

enum {
    FAR_UP = 40,                   /* arcs followed upwards: a tree deeper than this is no sentence */
    STATEMENTS_BACK = 64           /* statements looked at before and after: a turn of an interview may hold many */
};

vb_status vb_issue_scene_open(const struct vb_issue_text *of, struct vb_arena *arena, struct vb_issue_scene *out, vb_error *err)
{
    *out = (struct vb_issue_scene){of, of->before.text, of->before.syntax, of->before.entities, of->before.statements, NULL, NULL};
    return vb_syntax_children(out->syntax, arena, &out->child, &out->sibling, err);
}

vb_str vb_issue_word(const struct vb_issue_scene *s, uint32_t token)
{
    return vb_str_sub(s->text->bytes, s->text->tokens[token].span);
}

bool vb_issue_word_is(const struct vb_issue_scene *s, uint32_t token, const char *const *list)
{
    return vb_str_among(vb_issue_word(s, token), list);
}

bool vb_issue_lemma_is(const struct vb_issue_scene *s, uint32_t token, const char *const *list)
{
    return vb_str_among(s->syntax->tags[token].lemma, list);
}

bool vb_issue_is_form(vb_str word, vb_str verb)
{
    static const char *const ENDINGS[] = {"s", "es", "d", "ed", "e", "ing", "y", "ies", "ied", NULL};
    const char last = verb.ptr[verb.len - 1];
    if (vb_str_eq_nocase(word, verb)) return true;
    const size_t stem = last == 'e' || last == 'y' ? verb.len - 1 : verb.len;
    if (word.len <= stem || !vb_str_eq_nocase((vb_str){word.ptr, stem}, (vb_str){verb.ptr, stem})) return false;
    vb_str rest = {word.ptr + stem, word.len - stem};
    if (stem == verb.len && rest.len > 2 && rest.ptr[0] == last) rest.ptr++, rest.len--;         /* "labelled" */
    return vb_str_among(rest, ENDINGS);
}

uint32_t vb_issue_child(const struct vb_issue_scene *s, uint32_t token, uint8_t relation)
{
    uint32_t c = s->child[token];
    while (c != VB_NONE && s->syntax->tags[c].relation != relation) c = s->sibling[c];
    return c;
}

bool vb_issue_deprel_is(const struct vb_issue_scene *s, uint32_t token, const char *label)
{
    return vb_str_eq(s->syntax->tags[token].deprel, vb_str_of(label));
}

bool vb_issue_has_case(const struct vb_issue_scene *s, uint32_t token, const char *const *list)
{
    for (uint32_t c = s->child[token]; c != VB_NONE; c = s->sibling[c]) {
        const uint8_t r = s->syntax->tags[c].relation;
        if ((r == VB_REL_CASE || r == VB_REL_MARK) && c < token && vb_issue_word_is(s, c, list)) return true;
    }
    return false;
}

bool vb_issue_is_passive(const struct vb_issue_scene *s, uint32_t verb)
{
    const struct vb_tag *tags = s->syntax->tags;
    if (tags[verb].upos != VB_VERB) return false;
    for (uint32_t c = s->child[verb]; c != VB_NONE; c = s->sibling[c])
        if (vb_issue_deprel_is(s, c, "nsubj:pass") || vb_issue_deprel_is(s, c, "aux:pass")) return true;
    return vb_str_eq(tags[verb].xpos, VB_STR("VBN")) && vb_issue_deprel_is(s, verb, "acl");
}

uint32_t vb_issue_subject(const struct vb_issue_scene *s, uint32_t verb)
{
    static const char *const RELATIVE[] = {"who", "which", "that", "whom", NULL};
    static const char *const BY[]       = {"by", NULL};
    const struct vb_tag *tags = s->syntax->tags;
    if (vb_issue_is_passive(s, verb)) {
        for (uint32_t c = s->child[verb]; c != VB_NONE; c = s->sibling[c])
            if (tags[c].relation == VB_REL_OBL && vb_issue_has_case(s, c, BY)) return c;
        return VB_NONE;
    }
    for (int k = 0; k < FAR_UP; k++) {
        const uint32_t own = vb_issue_child(s, verb, VB_REL_NSUBJ), up = tags[verb].head;
        if (own != VB_NONE && !vb_issue_word_is(s, own, RELATIVE)) return own;
        if (up == VB_NONE) return VB_NONE;
        switch (tags[verb].relation) {
        case VB_REL_ACL: return up;
        case VB_REL_XCOMP:
        case VB_REL_CONJ:
        case VB_REL_ADVCL: break;
        default: return VB_NONE;
        }
        verb = up;
    }
    return VB_NONE;
}

vb_span vb_issue_token_span(const struct vb_issue_scene *s, uint32_t first, uint32_t last)
{
    return (vb_span){s->text->tokens[first].span.beg, s->text->tokens[last].span.end};
}

uint32_t vb_issue_entity(const struct vb_issue_scene *s, uint32_t token)
{
    return token < s->text->n_tokens ? s->entities->token_entity[token] : VB_NONE;
}

/* ---- statements --------------------------------------------------------------------------------------------------------- */

static bool meets(vb_spans spans, vb_span span)
{
    for (uint32_t k = 0; k < spans.n; k++)
        if (vb_span_meets(spans.at[k], span)) return true;
    return false;
}

uint32_t vb_issue_statement_of_cue(const struct vb_issue_scene *s, vb_span span)
{
    const struct vb_statements *all = s->statements;
    const uint32_t at = vb_attribution_begun(all, span.beg), first = at > STATEMENTS_BACK ? at - STATEMENTS_BACK : 0;
    for (uint32_t i = first; i < all->n && i < at + STATEMENTS_BACK; i++)
        if (meets(all->at[i].cue, span)) return i;
    return VB_NONE;
}
