/*
 * Who is the source is a matter of grammar with two kinds of cue.
 *
 * Verbs that ask somebody to do something ("urged the minister to act", "called on Iran to stop"): whom they ask is in
 * neither content nor source (record-format, "addressee"), and without an object they are passive, so that what stands
 * before them is asked, not asking ("Minister urged to act"). Huddleston & Pullum 2002, 14 §3.3: object control.
 * Passives: who "is accused", "was told" or "is expected to" does not accuse, tell or expect.
 */
#include "steps.h"

#include <string.h>

enum { ADDRESSEE_WORDS = 14 };     /* longest addressee looked for */

static bool one_of(vb_str word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (vb_str_eq_nocase(word, vb_str_of(*list))) return true;
    return false;
}

/* Forms that need an object before "to": whether "asked to leave" is passive cannot be told from the words, so "ask" is not here.
 */
static const char *const always_object[] = {"urged", "told", "warned", "ordered", "pressed", "advised", "encouraged", "instructed",
                                            "reminded", "implored", "commanded", "persuaded", NULL};
static const char *const may_have_object[] = {
    "urge",         "urges",     "urged",      "urging",      "ask",        "asks",       "asked",      "asking",
    "tell",         "tells",     "told",       "telling",     "warn",       "warns",      "warned",     "warning",
    "order",        "orders",    "ordered",    "ordering",    "press",      "presses",    "pressed",    "pressing",
    "advise",       "advises",   "advised",    "advising",    "encourage",  "encourages", "encouraged", "encouraging",
    "instruct",     "instructs", "instructed", "instructing", "remind",     "reminds",    "reminded",   "reminding",
    "implore",      "implores",  "implored",   "imploring",   "command",    "commands",   "commanded",  "persuade",
    "persuaded",    "beg",       "begs",       "begged",      "begging",    "invite",     "invites",    "invited",
    "inviting",     "request",   "requests",   "requested",   "requesting", "challenge",  "challenges", "challenged",
    "challenging",  "call on",   "calls on",   "called on",   "calling on", "call upon",  "calls upon", "called upon",
    "calling upon", NULL};
/* Words that a noun phrase before "to" does not hold: with one of these there is a clause of its own. */
static const char *const clause_words[] = {
    "that", "whether", "if",   "how",  "what", "why",   "who", "when", "where", "which", "about", "for",    "is",  "are",
    "was",  "were",    "be",   "been", "will", "would", "has", "had",  "have",  "can",   "could", "should", "may", "might",
    "must", "do",      "does", "did",  "it",   "he",    "she", "they", "there", "i",     "we",    "not",    "n't", NULL};

/* Participles whose subject is not the source after a form of "be". "quoted" is not here, nor "concerned" or "convinced": there it
 * is. */
static const char *const passives[] = {
    "accused",  "alleged",    "asked",      "told",       "said",       "reported",   "rumored",    "rumoured",  "thought",
    "believed", "known",      "expected",   "understood", "estimated",  "considered", "seen",       "viewed",    "charged",
    "blamed",   "criticized", "criticised", "condemned",  "denounced",  "praised",    "hailed",     "described", "called",
    "named",    "labeled",    "labelled",   "dubbed",     "warned",     "urged",      "ordered",    "advised",   "informed",
    "reminded", "instructed", "questioned", "pressed",    "challenged", "invited",    "encouraged", "announced", "suspected",
    "supposed", "deemed",     "cited",      NULL};
static const char *const forms_of_be[] = {"is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "’s", "’re", NULL};

/* "might say", "should condemn": nobody has said it yet. "would" is not here: "would say only that" has said it. */
static const char *const modals[] = {"could", "might", "may", "should", "can", NULL};

/* How things look, and what work goes to, is nobody's words: a cue only where somebody seems to want or to think something. */
static const char *const appearances[] = {"seem",       "seems",      "seemed",     "seeming",  "appear", "appears",
                                          "appeared",   "appearing",  "focus on",   "focuses on", "focused on",
                                          "focusing on", NULL};
static const char *const nobody[] = {"it", "there", "this", "that", "these", "those", "which", "what", NULL};
static const char *const attitudes[] = {"want", "wish", "hope", "think", "believe", "favor", "favour", "prefer", "fear", NULL};

static vb_str word_at(const struct vb_text *text, uint32_t token) { return vb_str_sub(text->bytes, text->tokens[token].span); }

/* The cue's verb: its last word, with the one before it where that is a particle verb ("called on"). */
static bool cue_is(const struct vb_text *text, const struct vb_fragments *cue, const char *const *list)
{
    vb_str all = vb_str_sub(text->bytes, cue->at[cue->n - 1]);
    while (all.len > 0 && (all.ptr[all.len - 1] == ':' || all.ptr[all.len - 1] == ',')) all.len--;
    size_t space[2] = {0, 0}, n = 0;
    for (size_t i = all.len; i-- > 0 && n < 2;)
        if (all.ptr[i] == ' ') space[n++] = i + 1;
    return one_of((vb_str){all.ptr + space[0], all.len - space[0]}, list) ||
           (n > 0 && one_of((vb_str){all.ptr + space[1], all.len - space[1]}, list));
}

/* Where "to" and its verb begin in a content that opens with the one who is asked; 0 where it does not. */
static uint32_t infinitive_after_addressee(const struct vb_text *text, vb_span content)
{
    uint32_t first = vb_text_token_from(text, content.beg), k = first;
    for (; k + 1 < text->n_tokens && text->tokens[k + 1].span.end <= content.end && k - first <= ADDRESSEE_WORDS; k++) {
        vb_str w = word_at(text, k);
        unsigned len;
        uint32_t cp = vb_utf8_at(w, 0, &len), next = vb_utf8_at(word_at(text, k + 1), 0, &len);
        if (k > first && vb_str_eq(w, VB_STR("to")) && vb_cp_is_lower(next)) return text->tokens[k].span.beg;
        if (one_of(w, clause_words) || (!vb_cp_is_alnum(cp) && cp != '\'' && cp != 0x2019 && cp != ',' && cp != '-')) return 0;
    }
    return 0;
}

/* A form of "be" and, after adverbs at most, one of the participles above. */
static bool is_passive(const struct vb_text *text, vb_span cue)
{
    bool be = false;
    for (uint32_t k = vb_text_token_from(text, cue.beg); k < text->n_tokens && text->tokens[k].span.beg < cue.end; k++) {
        vb_str w = word_at(text, k);
        if (one_of(w, forms_of_be)) be = true;
        else if (be && one_of(w, passives)) return true;
        else if (be && !vb_str_ends(w, VB_STR("ly")) &&
                 !one_of(w, (const char *const[]){"not", "n't", "also", "often", "long", "still", "now", NULL}))
            be = false;
    }
    return false;
}

static bool is_appearance(const struct vb_text *text, const struct vb_draft *d)
{
    const uint32_t first = vb_text_token_from(text, d->content.at[0].beg);
    if (!cue_is(text, &d->cue, appearances)) return false;
    if (d->source.n == 0 || one_of(word_at(text, vb_text_token_from(text, d->source.at[0].beg)), nobody)) return true;
    if (vb_str_eq_nocase(word_at(text, first), VB_STR("that"))) return false;
    return !(vb_str_eq_nocase(word_at(text, first), VB_STR("to")) && first + 1 < text->n_tokens &&
             one_of(word_at(text, first + 1), attitudes));
}

void vb_control_apply(const struct vb_text *text, struct vb_drafts *drafts)
{
    for (size_t i = 0; i < drafts->n; i++) {
        struct vb_draft *d = &drafts->at[i];
        if (d->cue.n == 0 || d->content.n == 0) continue;
        if (is_appearance(text, d)) {
            d->content.n = 0;                                    /* whoever calls drops it */
            continue;
        }
        vb_span *c = &d->content.at[0], cue = d->cue.at[d->cue.n - 1];
        uint32_t first = vb_text_token_from(text, d->cue.at[0].beg);
        if (d->polarity == VB_POL_AFFIRMED && first < text->n_tokens && one_of(word_at(text, first), modals))
            d->polarity = VB_POL_MODAL;
        if (d->source.n == 1 && d->source.at[0].end <= d->cue.at[0].beg && is_passive(text, d->cue.at[0])) d->source.n = 0;
        if (!cue_is(text, &d->cue, may_have_object)) continue;
        if (c->beg < cue.end) continue;
        uint32_t gap_end = cue.end;
        while (gap_end < c->beg && text->bytes.ptr[gap_end] == ' ') gap_end++;
        if (gap_end != c->beg) continue;                         /* something stands between: the network left the addressee out */
        uint32_t to = infinitive_after_addressee(text, *c);
        if (to != 0) {
            c->beg = to;
        } else if (d->cue.n == 1 && c->end - c->beg > 3 && memcmp(text->bytes.ptr + c->beg, "to ", 3) == 0 &&
                   cue_is(text, &d->cue, always_object) && d->source.n == 1 && d->source.at[0].end <= cue.beg) {
            d->source.n = 0;
        }
    }
}
