/*
 * Questions that the rules of this folder put to the tree.
 */
#include "event_draft.h"

enum { FAR_UP = 40 };              /* arcs followed upwards: a tree deeper than this is no sentence */

void vb_event_because(struct vb_event_draft *draft, const char *reason)
{
    for (uint32_t i = 0; i < draft->n_why; i++)
        if (draft->why[i] == reason) return;
    if (draft->n_why < VB_EVENT_REASONS) draft->why[draft->n_why++] = reason;
}

vb_str vb_event_word_at(const struct vb_event_scene *scene, uint32_t token)
{
    return vb_str_sub(scene->of->text->bytes, scene->of->text->tokens[token].span);
}

bool vb_event_lemma_is(const struct vb_event_scene *scene, uint32_t token, const char *const *list)
{
    return vb_str_among(scene->of->syntax->tags[token].lemma, list);
}

bool vb_event_deprel_is(const struct vb_event_scene *scene, uint32_t token, const char *label)
{
    return vb_str_eq(scene->of->syntax->tags[token].deprel, vb_str_of(label));
}

uint32_t vb_event_child(const struct vb_event_scene *scene, uint32_t token, uint8_t relation)
{
    uint32_t c = scene->child[token];
    while (c != VB_NONE && scene->of->syntax->tags[c].relation != relation) c = scene->sibling[c];
    return c;
}

vb_str vb_event_case_of(const struct vb_event_scene *scene, uint32_t token)
{
    const uint32_t c = vb_event_child(scene, token, VB_REL_CASE);
    return c == VB_NONE ? VB_STR("") : scene->of->syntax->tags[c].lemma;
}

uint32_t vb_event_clause_of(const struct vb_event_scene *scene, uint32_t token)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    for (int k = 0; k < FAR_UP && tags[token].upos != VB_VERB && tags[token].head != VB_NONE; k++) token = tags[token].head;
    return token;
}

bool vb_event_is_passive(const struct vb_event_scene *scene, uint32_t verb)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    if (tags[verb].upos != VB_VERB) return false;
    for (uint32_t c = scene->child[verb]; c != VB_NONE; c = scene->sibling[c])
        if (vb_event_deprel_is(scene, c, "nsubj:pass") || vb_event_deprel_is(scene, c, "aux:pass")) return true;
    if (!vb_str_eq(tags[verb].xpos, VB_STR("VBN"))) return false;
    if (vb_event_deprel_is(scene, verb, "acl")) return true;    /* "the man arrested on Monday" */
    /* "was arrested and charged" */
    return tags[verb].relation == VB_REL_CONJ && vb_event_child(scene, verb, VB_REL_NSUBJ) == VB_NONE &&
           vb_event_child(scene, verb, VB_REL_AUX) == VB_NONE && tags[verb].head != VB_NONE &&
           vb_event_is_passive(scene, tags[verb].head);
}

/* Verbs whose object does what their infinitive says: Huddleston & Pullum 2002, 14 §3. */
static const char *const OBJECT_CONTROL[] = {"urge",   "ask",       "tell",     "order",  "force",   "compel",  "persuade",
                                             "allow",  "permit",    "call",     "press",  "request", "require", "enable",
                                             "invite", "encourage", "warn",     "advise", "cause",   "lead",    "help",
                                             "see",    "command",   "instruct", NULL};

static bool is_relative_pronoun(const struct vb_event_scene *scene, uint32_t token)
{
    return vb_str_among(vb_event_word_at(scene, token), (const char *const[]){"who", "which", "that", "whom", NULL});
}

uint32_t vb_event_subject_of(const struct vb_event_scene *scene, uint32_t verb, bool *undergoes)
{
    const struct vb_tag *tags = scene->of->syntax->tags;
    *undergoes = vb_event_is_passive(scene, verb);
    for (int k = 0; k < FAR_UP; k++) {
        const uint32_t up = tags[verb].head, own = vb_event_child(scene, verb, VB_REL_NSUBJ);
        if (own != VB_NONE && !is_relative_pronoun(scene, own)) return own;
        if (up == VB_NONE) return VB_NONE;
        switch (tags[verb].relation) {
        case VB_REL_ACL:
            return up;             /* "protesters demanding", "the man who shot him" */
        case VB_REL_XCOMP: {
            const uint32_t object = vb_event_child(scene, up, VB_REL_OBJ);
            if (object != VB_NONE && vb_event_lemma_is(scene, up, OBJECT_CONTROL)) return object;
            if (vb_event_is_passive(scene, up)) {               /* "were forced to leave" */
                bool ignored;
                return vb_event_subject_of(scene, up, &ignored);
            }
            break;
        }
        case VB_REL_CONJ:
        case VB_REL_ADVCL:
        case VB_REL_AUX: break;
        default: return VB_NONE;
        }
        verb = up;
    }
    return VB_NONE;
}

vb_span vb_event_trigger_span(const struct vb_event_scene *scene, const struct vb_event_draft *draft)
{
    const struct vb_token *tokens = scene->of->text->tokens;
    return (vb_span){tokens[draft->beg].span.beg, tokens[draft->end - 1].span.end};
}
