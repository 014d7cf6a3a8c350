/*
 * Who is the source of each draft, to whom it was said, through whom, and when: by the entities, the tree and the times.
 *
 * A source is the entity that heads it. "I" within somebody's words is who speaks them; a report speaks for the body that
 * issued it; a quotation that goes on has the speaker of the one before.
 */
#include "draft.h"

#include <string.h>

enum { DEEP = 16, CLIMB = 5 };     /* statements within statements, and steps up a tree, that are followed */
enum { INITIALS = 4, PEOPLE = 128 };           /* letters; names of persons: in a text with more, initials say nothing */

struct initials { uint32_t letter[INITIALS], n, entity; };

struct speaking {
    const struct vb_text *text;
    const struct vb_syntax *syntax;
    const struct vb_entities *entities;
    const struct vb_times *times;
    struct initials people[PEOPLE]; uint32_t n_people;
    uint32_t asks, answers;        /* who Q and A are where the words before the first turn say so, or VB_NONE */
};

static bool word_is(const struct speaking *s, uint32_t token, const char *const *list)
{
    return vb_str_among(vb_str_sub(s->text->bytes, s->text->tokens[token].span), list);
}

static uint32_t speaker_outside(const struct vb_drafts *drafts, uint32_t i)
{
    for (unsigned depth = 0; depth < DEEP && drafts->at[i].nested_in != VB_NONE; depth++) {
        i = drafts->at[i].nested_in;
        if (drafts->at[i].speaker != VB_NONE) return drafts->at[i].speaker;
    }
    return VB_NONE;
}

/* Who speaks through a document: another actor in the words of the source ("the UN's report", "a report by the committee"). */
static uint32_t issuer_of(const struct speaking *s, vb_span source, uint32_t document)
{
    uint32_t found = VB_NONE;
    for (uint32_t i = vb_text_token_from(s->text, source.beg); i < s->text->n_tokens && s->text->tokens[i].span.beg < source.end;
         i++) {
        uint32_t e = s->entities->token_entity[i];
        if (e == VB_NONE || e == document) continue;
        vb_entity_kind kind = s->entities->at[e].kind;
        if (kind != VB_KIND_ORGANISATION && kind != VB_KIND_PERSON && kind != VB_KIND_STATE && kind != VB_KIND_GROUP) continue;
        if (found == VB_NONE || kind == VB_KIND_ORGANISATION) found = e;
        if (kind == VB_KIND_ORGANISATION) break;
    }
    return found;
}

/* ---- labels of turns ------------------------------------------------------------------------------------------------------- */

/* "Maria Kovac", "M. K.", "MK": M, K. A label has no small letters; in a name, words in small letters do not count. */
static bool initials_of(vb_str words, bool label, struct initials *out)
{
    bool     inside = false;
    unsigned len;
    out->n = 0;
    for (size_t at = 0; at < words.len; at += len) {
        const uint32_t cp     = vb_utf8_at(words, at, &len);
        const bool     letter = vb_cp_is_letter(cp);
        if (label && letter && !vb_cp_is_upper(cp)) return false;
        if (letter && vb_cp_is_upper(cp) && (label || !inside)) {
            if (out->n == INITIALS) return false;
            out->letter[out->n++] = cp;
        }
        inside = letter || (inside && (cp == '\'' || cp == 0x2019));
    }
    return out->n > 1;
}

static bool same_initials(const struct initials *a, const struct initials *b)
{
    return a->n == b->n && memcmp(a->letter, b->letter, a->n * sizeof *a->letter) == 0;
}

static void learn_people(struct speaking *s)
{
    for (uint32_t e = 0; e < s->entities->n; e++) {
        const vb_entity *who = &s->entities->at[e];
        struct initials  last = {{0}, 0, e}, now = {{0}, 0, e};
        for (uint32_t i = 0; who->kind == VB_KIND_PERSON && i < who->n_mentions; i++) {
            if (who->mentions[i].form != VB_FORM_NAME ||
                !initials_of(vb_str_sub(s->text->bytes, who->mentions[i].span), false, &now) ||
                same_initials(&now, &last))
                continue;
            if (s->n_people == PEOPLE) {
                s->n_people = 0;
                return;
            }
            s->people[s->n_people++] = last = now;
        }
    }
}

/*
 * Who asks and who answers, by the words before the first turn: an interview, in which one person is named beside the one that it
 * is "by". Of two who talk the one with an office answers; "Lind spoke to Wang" of two without leaves open who asks.
 */
static void learn_roles(struct speaking *s, uint32_t before)
{
    static const char *const TALK[] = {"interview", "interviewed", "interviews", "answered", "answers", "questions", "q&a",
                                       "talks", "talked", "speaks", "spoke", "conversation", NULL};
    static const char *const BY[]   = {"by", NULL};
    uint32_t named[2] = {VB_NONE, VB_NONE}, n = 0, asks = VB_NONE;
    bool     talk = false;
    for (uint32_t i = 0; i < s->text->n_tokens && s->text->tokens[i].span.beg < before; i++) {
        const uint32_t e = s->entities->token_entity[i];
        talk |= word_is(s, i, TALK);
        if (e == VB_NONE || s->entities->at[e].kind != VB_KIND_PERSON || !vb_entity_is_named(&s->entities->at[e])) continue;
        if (i > 1 && word_is(s, i - 1, BY) && word_is(s, i - 2, TALK)) asks = e;
        if (e == named[0] || e == named[1]) continue;
        if (n < 2) named[n] = e;
        n++;
    }
    if (!talk || n == 0 || n > 2) return;
    uint32_t answers = named[0];
    if (n == 2 && asks == VB_NONE) {
        const bool first = s->entities->at[named[0]].n_offices > 0, second = s->entities->at[named[1]].n_offices > 0;
        if (first == second) return;
        asks = named[first ? 1 : 0];
    }
    if (n == 2 && answers == asks) answers = named[1];
    s->asks    = asks;
    s->answers = answers == asks ? VB_NONE : answers;
}

static uint32_t labelled(const struct speaking *s, vb_span label)
{
    const vb_str    words = vb_str_sub(s->text->bytes, label);
    struct initials of;
    uint32_t        found = VB_NONE;
    if (vb_str_eq(words, VB_STR("Q"))) return s->asks;
    if (vb_str_eq(words, VB_STR("A"))) return s->answers;
    if (!initials_of(words, true, &of)) return VB_NONE;
    for (uint32_t i = 0; i < s->n_people; i++) {
        const struct initials *p = &s->people[i];
        if (!same_initials(p, &of)) continue;
        if (found != VB_NONE && found != p->entity) return VB_NONE;
        found = p->entity;
    }
    return found;
}

static void set_speaker(const struct speaking *s, struct vb_drafts *drafts, uint32_t i)
{
    static const char *const FIRST[] = {"i", "we", "my", "our", "me", "us", NULL};
    struct vb_draft *d = &drafts->at[i];
    d->speaker = d->document = VB_NONE;
    if (d->source.n == 0) return;
    vb_span  span  = d->source.at[0];
    uint32_t first = vb_text_token_from(s->text, span.beg);
    if (first < s->text->n_tokens && word_is(s, first, FIRST)) {
        d->speaker = speaker_outside(drafts, i);
        if (d->speaker != VB_NONE) return;
    }
    d->speaker = vb_entity_at(s->text, s->syntax, s->entities, span);
    if (d->speaker == VB_NONE && d->origin == VB_FROM_TURN) d->speaker = labelled(s, span);
    if (d->speaker != VB_NONE && s->entities->at[d->speaker].kind == VB_KIND_DOCUMENT) {
        d->document = d->speaker;
        uint32_t issuer = issuer_of(s, span, d->document);
        if (issuer != VB_NONE) d->speaker = issuer;
    }
}

/* A quotation that goes on has the speaker of the draft it carries on; that one mostly comes earlier. */
static void inherit(struct vb_drafts *drafts)
{
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < drafts->n; i++) {
            struct vb_draft *d = &drafts->at[i];
            if (d->speaker != VB_NONE || d->inherits >= drafts->n || d->source.n > 0) continue;
            d->speaker = drafts->at[d->inherits].speaker;
            d->document = drafts->at[d->inherits].document;
        }
}

/* ---- to whom, through whom, when -------------------------------------------------------------------------------------- */

/* The word of the cue that the others hang on, or VB_NONE. */
static uint32_t cue_word(const struct speaking *s, const struct vb_draft *d)
{
    uint32_t word = VB_NONE;
    if (d->cue.n == 0) return VB_NONE;
    for (uint32_t i = vb_text_token_from(s->text, d->cue.at[0].beg);
         i < s->text->n_tokens && s->text->tokens[i].span.beg < d->cue.at[0].end; i++)
        if (word == VB_NONE || s->syntax->tags[i].upos == VB_VERB) word = i;
    return word;
}

static bool has_case(const struct speaking *s, uint32_t noun, const char *const *list)
{
    for (uint32_t i = noun > 12 ? noun - 12 : 0; i < noun; i++)
        if (s->syntax->tags[i].head == noun && s->syntax->tags[i].relation == VB_REL_CASE && word_is(s, i, list)) return true;
    return false;
}

static bool in_content(const struct vb_draft *d, vb_span span)
{
    for (uint32_t i = 0; i < d->content.n; i++)
        if (vb_span_meets(d->content.at[i], span)) return true;
    return false;
}

static void set_addressee(const struct speaking *s, struct vb_draft *d)
{
    static const char *const TO[]      = {"to", "with", NULL};
    static const char *const THROUGH[] = {"to", "with", "on", "via", "through", "by", "in", NULL};
    const uint32_t verb = cue_word(s, d);
    if (verb == VB_NONE) return;
    const uint32_t sentence = vb_text_sentence_at(s->text, s->text->tokens[verb].span.beg);
    if (sentence == VB_NONE) return;
    const struct vb_sentence *in = &s->text->sentences[sentence];
    for (uint32_t i = in->first_token; i < in->first_token + in->n_tokens; i++) {
        const struct vb_tag *t = &s->syntax->tags[i];
        const uint32_t       e = s->entities->token_entity[i];
        if (e == VB_NONE || e == d->speaker || in_content(d, s->text->tokens[i].span)) continue;
        if (d->source.n > 0 && vb_span_meets(d->source.at[0], s->text->tokens[i].span)) continue;
        const vb_entity *who     = &s->entities->at[e];
        const bool press = vb_entity_is_named(who) && who->n_sectors > 0 && vb_str_eq(who->sectors[0], VB_STR("JRN")) &&
                           who->kind == VB_KIND_ORGANISATION;
        const bool       object  = t->head == verb && (t->relation == VB_REL_OBJ || t->relation == VB_REL_IOBJ);
        const bool       oblique = t->head == verb && t->relation == VB_REL_OBL;
        /* "in an interview with the paper" */
        const bool deeper = t->relation == VB_REL_NMOD && t->head != VB_NONE && s->syntax->tags[t->head].head == verb &&
                            s->syntax->tags[t->head].relation == VB_REL_OBL;
        if (press && (object || ((oblique || deeper) && has_case(s, i, THROUGH)))) {
            if (d->channel == VB_NONE) d->channel = e;
        } else if (who->kind != VB_KIND_PLACE && who->kind != VB_KIND_DOCUMENT && who->kind != VB_KIND_POLICY &&
                   (object || (oblique && has_case(s, i, TO)))) {
            if (d->addressee == VB_NONE) d->addressee = e;
        }
    }
}

static void set_time(const struct speaking *s, struct vb_draft *d)
{
    const uint32_t verb = cue_word(s, d);
    uint32_t       low = 0, high = s->times->n;
    if (verb == VB_NONE || high == 0) return;
    const uint32_t sentence = vb_text_sentence_at(s->text, s->text->tokens[verb].span.beg);
    if (sentence == VB_NONE) return;
    const vb_span in = s->text->sentences[sentence].span;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (s->times->at[mid].span.end <= in.beg) low = mid + 1;
        else high = mid;
    }
    for (uint32_t k = low; k < s->times->n && s->times->at[k].span.beg < in.end; k++) {
        const vb_time *t = &s->times->at[k];
        if (in_content(d, t->span) || (t->cls != VB_TIME_DATE && t->cls != VB_TIME_TIME)) continue;
        for (uint32_t i = vb_text_token_from(s->text, t->span.beg);
             i < s->text->n_tokens && s->text->tokens[i].span.beg < t->span.end; i++) {
            uint32_t up = i;
            for (int step = 0; step < CLIMB && up != VB_NONE && up != verb; step++) {
                const struct vb_tag *tag = &s->syntax->tags[up];
                if (tag->relation == VB_REL_CCOMP || tag->relation == VB_REL_ADVCL || tag->relation == VB_REL_ACL ||
                    tag->relation == VB_REL_PARATAXIS || tag->relation == VB_REL_CONJ)
                    break;
                up = tag->head;
            }
            if (up != verb) continue;
            d->time = k;
            return;
        }
    }
}

void vb_speaker_resolve(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_entities *entities,
                        const struct vb_times *times, struct vb_drafts *drafts)
{
    struct speaking s = {.text = text, .syntax = syntax, .entities = entities, .times = times, .asks = VB_NONE, .answers = VB_NONE};
    for (size_t i = 0; i < drafts->n; i++)
        if (drafts->at[i].origin == VB_FROM_TURN && drafts->at[i].source.n > 0) {              /* in text order: the first turn */
            learn_people(&s);
            learn_roles(&s, drafts->at[i].source.at[0].beg);
            break;
        }
    /* outer statements first: an inner "I" is theirs */
    for (unsigned depth = 0, left = 1; left > 0 && depth < DEEP; depth++) {
        left = 0;
        for (uint32_t i = 0; i < drafts->n; i++) {
            unsigned at = 0;
            for (uint32_t k = i; drafts->at[k].nested_in != VB_NONE && at < DEEP; at++) k = drafts->at[k].nested_in;
            if (at == depth) set_speaker(&s, drafts, i);
            left += at > depth;
        }
        inherit(drafts);
    }
    for (size_t i = 0; i < drafts->n; i++) {
        struct vb_draft *d = &drafts->at[i];
        d->addressee = d->channel = d->time = VB_NONE;
        set_addressee(&s, d);
        set_time(&s, d);
    }
}
