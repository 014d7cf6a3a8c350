/*
 * When and where: expressions of time and places that hang on the trigger or on the verb it is told by, never those of another
 * clause ("said on Monday that they had met"). And the words that tell it.
 */
#include "event_draft.h"

enum { BESIDE = 10, WALK = 160, FAR_UP = 40 };                 /* times on each side; words of a clause; arcs upwards */
enum { ELSEWHERE, ON_CLAUSE_BEFORE, ON_CLAUSE_ABOVE, ON_CLAUSE, ON_TRIGGER };

/* Verbs of saying: what hangs on them is of the saying, not of what is said. */
static const char *const SAYING[] = {"say", "tell", "add", "report", "note", "write", "state", "quote", "cite", "describe", NULL};

/* Of some words the one that the others hang on. */
static uint32_t head_of(const struct vb_event_scene *scene, vb_span span)
{
    const struct vb_text *text = scene->of->text;
    const uint32_t        beg  = vb_text_token_from(text, span.beg);
    for (uint32_t i = beg; i < text->n_tokens && text->tokens[i].span.beg < span.end; i++) {
        const uint32_t up = scene->of->syntax->tags[i].head;
        if (up == VB_NONE || text->tokens[up].span.end <= span.beg || text->tokens[up].span.beg >= span.end) return i;
    }
    return beg < text->n_tokens ? beg : VB_NONE;
}

/* Whether a verb is told as part of the one above: "began to withdraw", "marched on Monday, accusing the ministry". */
static bool is_part(const struct vb_event_scene *scene, uint32_t verb)
{
    const struct vb_tag *t = &scene->of->syntax->tags[verb];
    const bool participle = t->relation == VB_REL_ADVCL && vb_str_eq(t->xpos, VB_STR("VBG"));
    return t->head != VB_NONE && (t->relation == VB_REL_XCOMP || participle);
}

static uint32_t main_verb(const struct vb_event_scene *scene, uint32_t verb)
{
    for (int k = 0; k < FAR_UP && is_part(scene, verb); k++) verb = scene->of->syntax->tags[verb].head;
    return verb;
}

/* How close a span is to the trigger in the tree. */
static int tie(const struct vb_event_scene *scene, const struct vb_event_draft *d, vb_span span)
{
    const struct vb_tag *tags  = scene->of->syntax->tags;
    uint32_t             token = head_of(scene, span), verb = VB_NONE;
    if (token == VB_NONE) return ELSEWHERE;
    for (int k = 0; k < FAR_UP && tags[token].head != VB_NONE; k++) {
        token = tags[token].head;
        if (token >= d->beg && token < d->end) return ON_TRIGGER;
        if (tags[token].upos == VB_VERB || tags[token].head == VB_NONE) {
            verb = token;
            break;
        }
    }
    if (verb == VB_NONE) return ELSEWHERE;
    const bool by_itself = d->clause >= d->beg && d->clause < d->end;
    if (!by_itself && (vb_event_lemma_is(scene, d->clause, SAYING) || tags[d->head].head != d->clause)) return ELSEWHERE;
    if (verb == d->clause) return ON_CLAUSE;
    uint32_t       mine   = main_verb(scene, d->clause);
    const uint32_t theirs = main_verb(scene, verb);
    if (mine == theirs) return ON_CLAUSE_ABOVE;
    /* "On Monday they raided the house and arrested him" */
    for (int k = 0; k < FAR_UP && tags[mine].relation == VB_REL_CONJ && tags[mine].head != VB_NONE; k++) {
        mine = main_verb(scene, tags[mine].head);
        if (mine == theirs) return ON_CLAUSE_BEFORE;
    }
    return ELSEWHERE;
}

/* ---- when --------------------------------------------------------------------------------------------------------------- */

static bool is_number(vb_str s, size_t from, size_t n)
{
    if (s.len < from + n) return false;
    for (size_t i = from; i < from + n; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    return true;
}

/* YYYY[-MM[-DD]] of a value; empty where it has none. */
static vb_str date_of(const vb_time *t)
{
    if ((t->cls != VB_TIME_DATE && t->cls != VB_TIME_TIME) || t->mod == VB_MOD_BEFORE || t->mod == VB_MOD_AFTER) return VB_STR("");
    if (!is_number(t->value, 0, 4)) return VB_STR("");
    size_t n = 4;
    if (t->value.len >= 7 && t->value.ptr[4] == '-' && is_number(t->value, 5, 2)) n = 7;
    if (n == 7 && t->value.len >= 10 && t->value.ptr[7] == '-' && is_number(t->value, 8, 2)) n = 10;
    if (n == 4 && t->value.len > 4) return VB_STR("");         /* a week or a season */
    return (vb_str){t->value.ptr, n};
}

static uint32_t distance(vb_span a, vb_span b) { return a.end <= b.beg ? b.beg - a.end : b.end <= a.beg ? a.beg - b.end : 0; }

static void find_date(const struct vb_event_scene *scene, struct vb_event_draft *d, vb_span trigger, vb_span sentence)
{
    const struct vb_times *times = scene->of->times;
    uint32_t               low = 0, high = times->n, least = UINT32_MAX;
    int                    most = ELSEWHERE;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (times->at[mid].span.beg < trigger.beg) low = mid + 1;
        else high = mid;
    }
    const uint32_t voice = vb_attribution_innermost(scene->of->statements, trigger);
    vb_str         only  = VB_STR("");
    bool           several = false;
    for (uint32_t i = low > BESIDE ? low - BESIDE : 0; i < times->n && i < low + BESIDE; i++) {
        const vb_time *t = &times->at[i];
        if (!vb_span_holds(sentence, t->span)) continue;
        const vb_str date = date_of(t);
        if (date.len == 0) continue;
        several |= only.len > 0 && !vb_str_eq(only, date);
        if (vb_attribution_innermost(scene->of->statements, t->span) == voice) only = date;
        else several = true;
        const int      close = tie(scene, d, t->span);
        const uint32_t far   = distance(trigger, t->span);
        if (close == ELSEWHERE || close < most || (close == most && far >= least)) continue;
        most    = close;
        least   = far;
        d->date = date;
    }
    if (d->date.len > 0 || several || only.len == 0) return;
    d->date = only;
    vb_event_because(d, "the only date of its sentence");
}

/* ---- where ---------------------------------------------------------------------------------------------------------------- */

static void find_place(const struct vb_event_scene *scene, struct vb_event_draft *d, vb_span trigger, vb_span sentence)
{
    const struct vb_places *places = scene->of->places;
    uint32_t                low = 0, high = places->n, least = UINT32_MAX;
    int                     most = ELSEWHERE;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (places->at[mid].span.beg < trigger.beg) low = mid + 1;
        else high = mid;
    }
    for (uint32_t i = low > BESIDE ? low - BESIDE : 0; i < places->n && i < low + BESIDE; i++) {
        if (!vb_span_holds(sentence, places->at[i].span)) continue;
        const int      close = tie(scene, d, places->at[i].span);
        const uint32_t far   = distance(trigger, places->at[i].span);
        if (close == ELSEWHERE || close < most || (close == most && far >= least)) continue;
        most     = close;
        least    = far;
        d->place = i;
    }
}

/* ---- the words that tell it -------------------------------------------------------------------------------------------------- */

/* From the first to the last word of the clause, the trigger in it: children first to last, at most WALK of them. */
static vb_span clause_span(const struct vb_event_scene *scene, const struct vb_event_draft *d, vb_span trigger)
{
    const struct vb_token *tokens = scene->of->text->tokens;
    vb_span                out    = trigger;
    uint32_t               at     = d->clause;
    for (int k = 0; k < WALK && at != VB_NONE; k++) {
        if (scene->of->syntax->tags[at].upos != VB_PUNCT) {
            if (tokens[at].span.beg < out.beg) out.beg = tokens[at].span.beg;
            if (tokens[at].span.end > out.end) out.end = tokens[at].span.end;
        }
        uint32_t next = scene->child[at];
        while (next == VB_NONE && at != d->clause) {
            next = scene->sibling[at];
            if (next == VB_NONE) at = scene->of->syntax->tags[at].head;
        }
        at = next;
    }
    return out;
}

void vb_event_setting(const struct vb_event_scene *scene, struct vb_event_draft *d)
{
    const vb_span  trigger = vb_event_trigger_span(scene, d);
    const uint32_t s       = vb_text_sentence_at(scene->of->text, trigger.beg);
    d->evidence            = clause_span(scene, d, trigger);
    if (s == VB_NONE) return;
    find_date(scene, d, trigger, scene->of->text->sentences[s].span);
    find_place(scene, d, trigger, scene->of->text->sentences[s].span);
}
