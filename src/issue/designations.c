/*
 * What somebody calls somebody: verbs that name ("called the plan “a farce”", "was described as"), and "X is a Y" within a
 * speaker's own words. Rules over the tree, the predicates' roles and the marks.
 *
 * A row needs somebody who says it and somebody or something of which it is said, both in the text; what the article itself calls
 * somebody gives none.
 */
#include "issue_scene.h"

#include <stdlib.h>

enum { NEAR = 8, WORDS_MAX = 25 };             /* tokens from "which" back to its noun; of a designation */

struct designation_list { vb_designation *at; size_t n, room; };               /* a VB_LIST */

/* Verbs whose object is called what follows. PropBank: ARG1 the thing, ARG2 the attribute. */
static const char *const NAMES_AS_IS[] = {"call",     "label",     "brand",     "dub",      "deem",  "term",     "declare", "name",
                                          "consider", "pronounce", "designate", "nickname", "style", "proclaim", NULL};
/* Verbs that need "as". */
static const char *const NAMES_AS[] = {
    "describe",  "characterize", "characterise", "denounce", "dismiss", "hail",      "condemn",   "attack",    "praise", "welcome",
    "celebrate", "recognise",    "recognize",    "identify", "refer",   "regard",    "see",       "view",      "depict", "portray",
    "paint",     "cast",         "reject",   "deride",  "mock",      "criticise", "criticize", "slam",   "decry",
    "blast",     "define",       "cite",         "present",  "frame",   "designate", "label",     "brand",     "name",   "classify",
    "hold",      "call",         "list", "ridicule",     "salute",   "laud",    "defend",    "rate",      NULL};

static const char *const AS[] = {"as", NULL};

/* ---- verbs ---------------------------------------------------------------------------------------------------------------- */

/* The lemma is the network's and at times only the word: the word is looked at too. */
static bool verb_is(const struct vb_issue_scene *s, uint32_t token, const char *const *list)
{
    if (vb_issue_lemma_is(s, token, list)) return true;
    for (; *list; list++)
        if (vb_issue_is_form(vb_issue_word(s, token), vb_str_of(*list))) return true;
    return false;
}

/* ---- words ---------------------------------------------------------------------------------------------------------------- */

/* The quotation whose words begin at the token or just before it, within `limit`, or VB_NONE. */
static uint32_t quote_at(const struct vb_issue_scene *s, uint32_t byte)
{
    const struct vb_text *text = s->text;
    uint32_t low = 0, high = text->n_quotes;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (text->quotes[mid].span.beg < byte) low = mid + 1;
        else high = mid;
    }
    return low < text->n_quotes ? low : VB_NONE;
}

/* Inside the marks, without a comma or stop that the layout put there. */
static vb_span inside(const struct vb_issue_scene *s, const struct vb_quote *q)
{
    vb_span in = {q->span.beg + q->open_len, q->span.end - q->close_len};
    while (in.beg < in.end && s->text->bytes.ptr[in.beg] == ' ') in.beg++;
    while (in.end > in.beg) {
        const char c = s->text->bytes.ptr[in.end - 1];
        if (c != ',' && c != '.' && c != ';' && c != ' ' && c != '\n') break;
        in.end--;
    }
    return in;
}

static bool is_short(const struct vb_issue_scene *s, vb_span words)
{
    const uint32_t first = vb_text_token_from(s->text, words.beg);
    uint32_t       n = 0;
    for (uint32_t i = first; i < s->text->n_tokens && s->text->tokens[i].span.beg < words.end; i++) n++;
    return n > 0 && n <= WORDS_MAX && words.beg < words.end &&
           vb_text_sentence_at(s->text, words.beg) == vb_text_sentence_at(s->text, words.end - 1);
}

/* The words of a designation whose head is `token`: those in marks, if it stands in marks of its own; else its phrase. */
static vb_span words_of(const struct vb_issue_scene *s, uint32_t token, uint32_t after)
{
    const struct vb_text *text = s->text;
    const vb_span word = text->tokens[token].span;
    vb_span       phrase = vb_syntax_subtree(text, s->syntax, token);
    if (phrase.beg < after) phrase.beg = after < word.beg ? after : word.beg;
    /* A quotation that begins after the verb and holds the head. */
    for (uint32_t q = quote_at(s, after); q != VB_NONE && q < text->n_quotes && text->quotes[q].span.beg <= word.beg; q++) {
        if (!vb_span_holds(text->quotes[q].span, word)) continue;
        vb_span in = inside(s, &text->quotes[q]);
        if (is_short(s, in)) return in;
    }
    uint32_t first = vb_text_token_from(text, phrase.beg);
    while (first < token) {        /* "as", a copula, punctuation; what stands before the phrase proper */
        const struct vb_tag *t = &s->syntax->tags[first];
        if (t->relation != VB_REL_CASE && t->relation != VB_REL_MARK && t->relation != VB_REL_COP && t->upos != VB_PUNCT &&
            t->relation != VB_REL_NSUBJ && t->relation != VB_REL_AUX)
            break;
        first++;
    }
    /* It ends before what is told beside it: a clause, a comma, the sentence's other parts. */
    uint32_t last = token;
    for (uint32_t i = token + 1; i < text->n_tokens && text->tokens[i].span.end <= phrase.end; i++) {
        const struct vb_tag *t = &s->syntax->tags[i];
        if (t->upos == VB_PUNCT && !vb_str_eq(vb_issue_word(s, i), VB_STR("-"))) break;
        if (t->head == token && (t->relation == VB_REL_ADVCL || t->relation == VB_REL_PARATAXIS || t->relation == VB_REL_CC ||
                                 t->relation == VB_REL_CONJ))
            break;
        last = i;
    }
    return vb_issue_token_span(s, first, last);
}

/* ---- rows ----------------------------------------------------------------------------------------------------------------- */

static bool is_date(vb_str v)
{
    if (v.len < 4) return false;
    for (size_t i = 0; i < 4; i++)
        if (v.ptr[i] < '0' || v.ptr[i] > '9') return false;
    return v.len == 4 || (v.ptr[4] == '-' && v.len >= 7 && v.ptr[5] >= '0' && v.ptr[5] <= '1');
}

/* YYYY, YYYY-MM or YYYY-MM-DD of a time, without what is finer or no day. */
static vb_str date_of(const struct vb_issue_scene *s, uint32_t time)
{
    if (time == VB_NONE) return VB_STR("");
    const vb_time *t = &s->of->before.times->at[time];
    if ((t->cls != VB_TIME_DATE && t->cls != VB_TIME_TIME) || !is_date(t->value)) return VB_STR("");
    return (vb_str){t->value.ptr, t->value.len < 10 ? (t->value.len < 7 ? 4 : 7) : 10};
}

static bool is_document(const struct vb_issue_scene *s, uint32_t token)
{
    static const char *const PAPERS[] = {"review",      "report",     "paper",      "strategy", "letter",    "resolution",
                                         "declaration", "communiqué", "memorandum", "speech",   "statement", "manifesto",
                                         "judgment",    "study",      "survey",     "book",     NULL};
    const uint32_t e = vb_issue_entity(s, token);
    return (e != VB_NONE && s->entities->at[e].kind == VB_KIND_DOCUMENT) || vb_issue_lemma_is(s, token, PAPERS);
}

/* The last date within a span of the text. */
static vb_str date_in(const struct vb_issue_scene *s, vb_span span)
{
    const struct vb_times *times = s->of->before.times;
    vb_str   date = VB_STR("");
    uint32_t low = 0, high = times->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (times->at[mid].span.end <= span.beg) low = mid + 1;
        else high = mid;
    }
    for (; low < times->n && times->at[low].span.beg < span.end; low++)
        if (vb_span_holds(span, times->at[low].span) && date_of(s, low).len > 0) date = date_of(s, low);
    return date;
}

/*
 * The document that its sentence says it stands in, and when that is from: "in its review of 2021, the government …", "the review
 * of 2021, in which the government …".
 */
static uint32_t document_beside(const struct vb_issue_scene *s, uint32_t verb, vb_str *date)
{
    static const char *const WHICH[] = {"which", NULL};
    const struct vb_tag     *tags    = s->syntax->tags;
    uint32_t                 paper   = VB_NONE;
    vb_span              phrase = {0, 0};
    if (tags[verb].relation == VB_REL_ACL && is_document(s, tags[verb].head)) {
        paper  = tags[verb].head;
        phrase = (vb_span){s->text->tokens[paper].span.beg, s->text->tokens[verb].span.beg};
    }
    for (uint32_t c = s->child[verb]; paper == VB_NONE && c != VB_NONE; c = s->sibling[c]) {
        if (tags[c].relation != VB_REL_OBL) continue;
        if (is_document(s, c)) {
            paper  = c;
            phrase = vb_syntax_subtree(s->text, s->syntax, c);
        } else if (vb_issue_word_is(s, c, WHICH)) {             /* the noun that it follows, whatever the tree hangs it on */
            for (uint32_t i = c; paper == VB_NONE && i-- > 0 && c - i <= NEAR && tags[i].upos != VB_VERB;)
                if (is_document(s, i) && tags[i].upos != VB_NUM) paper = i;
            if (paper != VB_NONE) phrase = vb_issue_token_span(s, paper, c);
        }
    }
    if (paper == VB_NONE) return VB_NONE;
    if (date_in(s, phrase).len > 0) *date = date_in(s, phrase);
    const uint32_t e = vb_issue_entity(s, paper);
    return e != VB_NONE && s->entities->at[e].kind == VB_KIND_DOCUMENT ? e : VB_NONE;
}

static vb_span evidence_of(const struct vb_issue_scene *s, vb_span words)
{
    const uint32_t sentence = vb_text_sentence_at(s->text, words.beg);
    return sentence == VB_NONE ? words : s->text->sentences[sentence].span;
}

/* "identified as Ann Pike", "named it Operation Peace": a name says who it is, not what it is called for being. */
static bool tells_identity(const struct vb_issue_scene *s, vb_span words)
{
    for (uint32_t i = vb_text_token_from(s->text, words.beg); i < s->text->n_tokens && s->text->tokens[i].span.beg < words.end; i++)
        if (s->syntax->tags[i].upos != VB_PROPN && s->syntax->tags[i].upos != VB_PUNCT && s->syntax->tags[i].upos != VB_NUM)
            return false;
    return true;
}

static vb_status add(const struct vb_issue_scene *s, struct designation_list *list, uint32_t by, uint32_t of, uint32_t verb,
                     vb_span words, uint32_t statement, float score, vb_error *err)
{
    vb_designation d = {.by = by, .of = of, .words = words, .evidence = evidence_of(s, words), .date = VB_STR(""),
                        .document = VB_NONE, .statement = statement, .score = score};
    if (by == VB_NONE || of == VB_NONE || by == of || !is_short(s, words) || tells_identity(s, words)) return VB_OK;
    for (size_t i = list->n; i-- > 0;)
        if (list->at[i].of == of && vb_span_meets(list->at[i].words, words)) return VB_OK;
    if (statement != VB_NONE) {
        const vb_statement *st = &s->statements->at[statement];
        d.document = st->document;
        d.date     = date_of(s, st->time);
        if (d.date.len == 0 && st->continues != VB_NONE) d.date = date_of(s, s->statements->at[st->continues].time);
    }
    if (verb != VB_NONE) {
        const uint32_t document = document_beside(s, verb, &d.date);
        if (document != VB_NONE && d.document == VB_NONE) d.document = document;
    }
    return VB_PUSH(list, d) ? VB_OK : vb_fail_nomem(err);
}

/* ---- verbs that name -------------------------------------------------------------------------------------------------------- */

static bool is_phrase(const struct vb_issue_scene *s, uint32_t token)
{
    const uint8_t upos = s->syntax->tags[token].upos;
    return (upos == VB_NOUN || upos == VB_PROPN || upos == VB_ADJ || upos == VB_NUM) &&
           vb_issue_child(s, token, VB_REL_COP) == VB_NONE && vb_issue_child(s, token, VB_REL_AUX) == VB_NONE;
}

/* The phrase that says what it is called: child of the verb, after it. `link` is the word before it: "as", "to", or NULL. */
static uint32_t complement_of(const struct vb_issue_scene *s, uint32_t verb, const char *const *link)
{
    const struct vb_tag *tags = s->syntax->tags;
    uint32_t objects = 0, last = VB_NONE;
    for (uint32_t c = s->child[verb]; c != VB_NONE; c = s->sibling[c]) {
        const uint8_t r = tags[c].relation;
        if (c < verb) continue;
        if (link != NULL && r != VB_REL_NSUBJ && r != VB_REL_OBJ && vb_issue_has_case(s, c, link)) return c;
        if (link == NULL && (r == VB_REL_XCOMP || r == VB_REL_CCOMP) && is_phrase(s, c) &&
            vb_issue_child(s, c, VB_REL_MARK) == VB_NONE)
            return c;
        if (link == NULL && (r == VB_REL_OBJ || r == VB_REL_IOBJ)) objects++, last = c;
        /* "identified Russia as a threat", with the phrase on the name */
        if (link != NULL && r == VB_REL_OBJ)
            for (uint32_t n = s->child[c]; n != VB_NONE; n = s->sibling[n])
                if (n > c && tags[n].relation == VB_REL_NMOD && vb_issue_has_case(s, n, link)) return n;
    }
    return objects >= 2 ? last : VB_NONE;
}

static bool is_relative(const struct vb_issue_scene *s, uint32_t token)
{
    static const char *const RELATIVE[] = {"which", "that", "who", "whom", NULL};
    return vb_issue_word_is(s, token, RELATIVE);
}

/* What is called so; VB_NONE where it is "what" or nothing. */
static uint32_t object_of(const struct vb_issue_scene *s, uint32_t verb, uint32_t complement)
{
    static const char *const TO[] = {"to", NULL}, *const WHAT[] = {"what", NULL};
    const struct vb_tag *tags  = s->syntax->tags;
    uint32_t             found = VB_NONE;
    for (uint32_t c = s->child[verb]; c != VB_NONE && found == VB_NONE; c = s->sibling[c]) {
        const uint8_t r = tags[c].relation;
        if (c == complement) continue;
        if (vb_issue_deprel_is(s, c, "nsubj:pass") || r == VB_REL_OBJ || r == VB_REL_IOBJ ||
            (r == VB_REL_OBL && c > verb && vb_issue_has_case(s, c, TO)))
            found = c;
    }
    /* "called Iran a serious power", the name as subject of what it is called */
    if (found == VB_NONE && complement != VB_NONE) {
        const uint32_t own = vb_issue_child(s, complement, VB_REL_NSUBJ);
        if (own != VB_NONE && own > verb) return own;
    }
    if (found != VB_NONE && vb_issue_word_is(s, found, WHAT)) return VB_NONE;
    if (found != VB_NONE && !is_relative(s, found)) return found;
    /* "a charge that the embassy dismissed as …", "people known as …" */
    return tags[verb].relation == VB_REL_ACL ? tags[verb].head : VB_NONE;
}

static uint32_t speaker_of(const struct vb_issue_scene *s, uint32_t verb, uint32_t *statement)
{
    const vb_span word = s->text->tokens[verb].span;
    *statement = vb_issue_statement_of_cue(s, word);
    if (*statement != VB_NONE && s->statements->at[*statement].speaker != VB_NONE) return s->statements->at[*statement].speaker;
    return vb_issue_entity(s, vb_issue_subject(s, verb));
}

/* "identified Russia as an “active threat” and China as a “systemic challenge”": the second pair has no verb. */
static vb_status pairs_after(const struct vb_issue_scene *s, struct designation_list *list, uint32_t by, uint32_t verb,
                             uint32_t from, uint32_t statement, vb_error *err)
{
    const uint32_t sentence = vb_text_sentence_at(s->text, s->text->tokens[verb].span.beg);
    if (sentence == VB_NONE) return VB_OK;
    const struct vb_sentence *in  = &s->text->sentences[sentence];
    const uint32_t            end = in->first_token + in->n_tokens;
    vb_status st = VB_OK;
    for (uint32_t i = from + 2; st == VB_OK && i + 1 < end; i++) {
        if (!vb_issue_word_is(s, i, AS)) continue;
        const uint32_t e = vb_issue_entity(s, i - 1), q = quote_at(s, s->text->tokens[i].span.end);
        if (e == VB_NONE || q == VB_NONE) continue;
        uint32_t before = i - 1;
        while (before > from && vb_issue_entity(s, before) == e) before--;
        if (s->syntax->tags[before].upos != VB_CCONJ && s->syntax->tags[before].upos != VB_PUNCT) continue;
        const uint32_t first = vb_text_token_from(s->text, s->text->quotes[q].span.beg);
        if (first > i + 2 || first >= end) continue;
        st = add(s, list, by, e, verb, inside(s, &s->text->quotes[q]), statement, 0.8F, err);
    }
    return st;
}

/* Of the object, and of what is joined to it: "named the party and its militia as terrorists". */
static vb_status add_joined(const struct vb_issue_scene *s, struct designation_list *list, uint32_t by, uint32_t object,
                            uint32_t verb, vb_span words, uint32_t statement, float score, vb_error *err)
{
    vb_status st = add(s, list, by, vb_issue_entity(s, object), verb, words, statement, score, err);
    for (uint32_t c = s->child[object]; st == VB_OK && c != VB_NONE; c = s->sibling[c])
        if (s->syntax->tags[c].relation == VB_REL_CONJ && s->text->tokens[c].span.end <= words.beg)
            st = add(s, list, by, vb_issue_entity(s, c), verb, words, statement, score, err);
    return st;
}

/* Words in marks that begin up to three tokens after `from`, in the same sentence; VB_NONE: none. */
static uint32_t quote_after(const struct vb_issue_scene *s, uint32_t from)
{
    const uint32_t q = quote_at(s, s->text->tokens[from].span.end);
    if (q == VB_NONE || vb_text_token_from(s->text, s->text->quotes[q].span.beg) > from + 4) return VB_NONE;
    return vb_text_sentence_at(s->text, s->text->quotes[q].span.beg) == vb_text_sentence_at(s->text, s->text->tokens[from].span.beg)
               ? q
               : VB_NONE;
}

/* Where what comes before the complement ends: the verb, or the object with all its words. */
static uint32_t end_of(const struct vb_issue_scene *s, uint32_t token, uint32_t complement)
{
    const uint32_t end = vb_syntax_subtree(s->text, s->syntax, token).end, own = s->text->tokens[token].span.end;
    return s->syntax->tags[token].upos != VB_VERB && end > own && end <= s->text->tokens[complement].span.beg ? end : own;
}

static vb_status named_by(const struct vb_issue_scene *s, struct designation_list *list, uint32_t verb, vb_error *err)
{
    static const char *const COMPARES[] = {"compare", "liken", NULL}, *const TO[] = {"to", NULL}, *const CALLS[] = {"call", NULL};
    static const char *const ON[]       = {"on", "for", "upon", "off", "in", NULL};
    const bool compares = verb_is(s, verb, COMPARES), plain = verb_is(s, verb, NAMES_AS_IS);
    if (!compares && !plain && !verb_is(s, verb, NAMES_AS)) return VB_OK;
    if (verb_is(s, verb, CALLS) && verb + 1 < s->text->n_tokens && vb_issue_word_is(s, verb + 1, ON)) return VB_OK;
    uint32_t       statement;
    const uint32_t by = speaker_of(s, verb, &statement);
    if (by == VB_NONE) return VB_OK;
    uint32_t complement = complement_of(s, verb, compares ? TO : AS);
    if (complement == VB_NONE && plain) complement = complement_of(s, verb, NULL);
    const uint32_t object = object_of(s, verb, complement);
    vb_status      st     = VB_OK;
    if (object == VB_NONE) return VB_OK;
    const uint32_t from = object > verb && (complement == VB_NONE || object < complement) ? object : verb;
    if (complement != VB_NONE && complement != object)
        st = add_joined(s, list, by, object, verb, words_of(s, complement, end_of(s, from, complement)), statement, 0.8F, err);
    else if (plain && quote_after(s, from) != VB_NONE)      /* the tree did not see it */
        st = add_joined(s, list, by, object, verb, inside(s, &s->text->quotes[quote_after(s, from)]), statement, 0.6F, err);
    return st == VB_OK ? pairs_after(s, list, by, verb, complement != VB_NONE ? complement : from, statement, err) : st;
}

/* ---- "X is a Y" in somebody's words ------------------------------------------------------------------------------------------ */

static bool begins_quote_between(const struct vb_issue_scene *s, uint32_t from, uint32_t to)
{
    const uint32_t q = quote_at(s, from);
    return q != VB_NONE && s->text->quotes[q].span.beg <= to && s->text->quotes[q].span.end > to;
}

/* The word that a copula, or a verb like one, puts after its subject. */
static bool is_said_to_be(const struct vb_issue_scene *s, uint32_t token, uint32_t *link, uint32_t *subject)
{
    static const char *const BECOMES[] = {"become", "remain", "constitute", NULL};
    const struct vb_tag *t = &s->syntax->tags[token];
    *link    = vb_issue_child(s, token, VB_REL_COP);
    *subject = vb_issue_child(s, token, VB_REL_NSUBJ);
    if (*link == VB_NONE && (t->relation == VB_REL_XCOMP || t->relation == VB_REL_OBJ) && vb_issue_lemma_is(s, t->head, BECOMES)) {
        *link    = t->head;
        *subject = vb_issue_child(s, t->head, VB_REL_NSUBJ);
    }
    return *link != VB_NONE && *subject != VB_NONE && *subject < *link && *link < token;
}

/* A cleft ("it was the police who …"), a time ("it is time to …") or a denial ("is no threat") names nobody. */
static bool names_nobody(const struct vb_issue_scene *s, uint32_t token, uint32_t subject)
{
    static const char *const OWN[] = {"i", "we", "you", "there", "what", "who", "which", "that", "this", NULL};
    static const char *const NOT[] = {"not", "n't", "n’t", "never", "no", "neither", NULL};
    static const char *const IT[]  = {"it", NULL}, *const TIME[] = {"time", "one", "thing", "way", "reason", "case", NULL};
    if (vb_issue_word_is(s, subject, OWN)) return true;
    for (uint32_t c = s->child[token]; c != VB_NONE; c = s->sibling[c]) {
        const struct vb_tag *t = &s->syntax->tags[c];
        if (vb_issue_word_is(s, c, NOT) || t->relation == VB_REL_CASE) return true;
        if (vb_issue_word_is(s, subject, IT) && (t->relation == VB_REL_ACL || t->relation == VB_REL_CSUBJ)) return true;
    }
    return vb_issue_word_is(s, subject, IT) && vb_issue_lemma_is(s, token, TIME);
}

/* "It is an outrage": what "it" means is rarely the state or person that the chain has it for. */
static bool is_loose_it(const struct vb_issue_scene *s, uint32_t subject)
{
    const uint32_t e = vb_issue_entity(s, subject);
    return vb_issue_word_is(s, subject, (const char *const[]){"it", NULL}) && e != VB_NONE &&
           s->entities->at[e].kind <= VB_KIND_PLACE;
}

static vb_status is_called(const struct vb_issue_scene *s, struct designation_list *list, uint32_t token, vb_error *err)
{
    uint32_t link, subject;
    if (!is_said_to_be(s, token, &link, &subject) || names_nobody(s, token, subject)) return VB_OK;
    const uint32_t statement = vb_attribution_innermost(s->statements, vb_issue_token_span(s, link, token));
    if (statement == VB_NONE) return VB_OK;
    const vb_statement *st     = &s->statements->at[statement];
    const bool          marked = begins_quote_between(s, s->text->tokens[link].span.end, s->text->tokens[token].span.beg);
    const bool          own    = st->type == VB_TYPE_DIRECT || st->type == VB_TYPE_MIXED;
    if (st->polarity != VB_POL_AFFIRMED && st->type != VB_TYPE_DIRECT) return VB_OK;
    /* "is ready" says how somebody is; "a mailbox" says what, whatever the tag. */
    if (!marked && (!own || (s->syntax->tags[token].upos != VB_NOUN && vb_issue_child(s, token, VB_REL_DET) == VB_NONE)))
        return VB_OK;
    if (s->syntax->tags[token].upos == VB_VERB || is_loose_it(s, subject)) return VB_OK;
    return add(s, list, st->speaker, vb_issue_entity(s, subject), VB_NONE, words_of(s, token, s->text->tokens[link].span.end),
               statement, marked ? 0.7F : 0.5F, err);
}

/* ---- all -------------------------------------------------------------------------------------------------------------------- */

static int by_words(const void *a, const void *b)
{
    const vb_designation *x = a, *y = b;
    if (x->words.beg != y->words.beg) return x->words.beg < y->words.beg ? -1 : 1;
    if (x->words.end != y->words.end) return x->words.end < y->words.end ? -1 : 1;
    return x->of < y->of ? -1 : x->of > y->of;
}

vb_status vb_issue_designations(const struct vb_issue_scene *s, struct vb_arena *arena, struct vb_designations *out, vb_error *err)
{
    struct designation_list list = {0};
    vb_status st = VB_OK;
    for (uint32_t i = 0; st == VB_OK && i < s->syntax->n_tokens; i++) {
        if (s->syntax->tags[i].upos == VB_VERB) st = named_by(s, &list, i, err);
        if (st == VB_OK) st = is_called(s, &list, i, err);
    }
    vb_designation *at = st == VB_OK ? VB_NEW(arena, vb_designation, list.n) : NULL;
    if (st == VB_OK && at == NULL) st = vb_fail_nomem(err);
    if (st == VB_OK) {
        for (size_t i = 0; i < list.n; i++) at[i] = list.at[i];
        if (list.n > 0) qsort(at, list.n, sizeof *at, by_words);
        *out = (struct vb_designations){at, (uint32_t)list.n};
    }
    vb_free(list.at);
    return st;
}
