/*
 * The country of a person, group or body whose words name none: of those that the text names, the likeliest.
 *
 * A text with a dateline or of one country says it at once. In others it is a choice among the countries of the text by where they
 * stand, a log-linear one; none is among the choices, for no country is better than a wrong one.
 */
#include "cast.h"

enum { COUNTRIES = 48, MENTIONS = 4, NEAR = 200, LEAD = 3, OPENING = 8 };

/* A word that names a country: a state, somebody of one, or a place in one. */
struct mark { uint32_t token, head, country; bool place; };
struct named_country { vb_str code; uint32_t weight; };
struct first_mentions { uint32_t at[MENTIONS], n; };           /* of a member, no pronouns */
struct around {
    const struct vb_cast *cast;
    struct { struct mark *at; size_t n, room; } marks;         /* a VB_LIST; by token */
    struct named_country country[COUNTRIES];
    uint32_t n, all, most;         /* all: of the weights; most: the country that has most */
};

enum sign {
    PARAGRAPH,                     /* named in its paragraph; there alone; in the sentence before */
    ONLY_PARAGRAPH,
    SENTENCE_BEFORE,
    LAST,                          /* of its sentence the one named last before it */
    SUBJECT,                       /* somebody of it is the subject over it */
    OPENS,                         /* "In Canberra, the trade minister" */
    WITHIN,                        /* "farmers near Metemma" */
    SHARE,                         /* logarithm of its share of all names of countries */
    N_SIGNS
};
/* Fitted on the articles that are not held out: bench/entity/README.md. */
static const float WEIGHT[N_SIGNS] = {4.09f, 1.24f, 0.34f, 0.58f, 0.54f, 1.12f, 1.94f, 0.7f};
static const float NO_COUNTRY[] = {
    [VB_KIND_PERSON] = 2.1f, [VB_KIND_ORGANISATION] = 2.2f, [VB_KIND_STATE] = 3, [VB_KIND_GROUP] = 3};
static const float LIKELY = 0.4f;              /* a probability */
static const float SMALLEST = 0.03f;           /* added to a share before its logarithm */
static const float AT_HOME = 0.12f;            /* share of the dateline's country: less, and the text is no single article */

/* ---- what names a country ------------------------------------------------------------------------------------------------ */

static bool add_mark(struct around *a, uint32_t token, uint32_t head, vb_str code, bool place)
{
    uint32_t k = 0;
    if (code.len == 0 || vb_str_eq(code, VB_STR("IGO"))) return true;
    while (k < a->n && !vb_str_eq(a->country[k].code, code)) k++;
    if (k == COUNTRIES) return true;
    if (k == a->n) a->country[a->n++] = (struct named_country){code, 0};
    const uint32_t p = vb_text_paragraph_at(a->cast->text, a->cast->text->tokens[token].span.beg);
    const uint32_t weight = p != VB_NONE && p < LEAD ? 2 : 1;
    a->country[k].weight += weight;
    a->all += weight;
    if (a->country[k].weight > a->country[a->most].weight) a->most = k;
    const struct mark m = {token, head, k, place};
    return VB_PUSH(&a->marks, m);
}

static bool mark_mention(struct around *a, const struct vb_cast_mention *x)
{
    if (x->form == VB_FORM_PRONOUN || x->member == VB_NONE) return true;
    const vb_str known = x->form == VB_FORM_NAME ? a->cast->members.at[x->member].country : VB_STR("");
    return add_mark(a, x->beg, x->head, vb_cast_speaks_of_country(x) ? x->code.country : known, false);
}

static bool mark_place(struct around *a, const struct vb_tagged_span *s)
{
    const struct vb_cast *cast = a->cast;
    const uint32_t        m    = cast->of_token[s->beg];
    if (s->kind != VB_NAME_LOC || (m != VB_NONE && vb_cast_speaks_of_country(&cast->mentions.at[m]))) return true;
    return add_mark(a, s->beg, s->beg, vb_cast_country_of_place(cast, s->beg, s->end), true);
}

static bool find_marks(struct around *a)
{
    const struct vb_cast        *cast  = a->cast;
    const struct vb_tagged_list *names = &cast->tags->names;
    for (size_t i = 0, k = 0; i < cast->mentions.n || k < names->n;) {
        const bool mention = i < cast->mentions.n && (k == names->n || cast->mentions.at[i].beg <= names->at[k].beg);
        if (mention ? !mark_mention(a, &cast->mentions.at[i++]) : !mark_place(a, &names->at[k++])) return false;
    }
    return true;
}

static float share_of(const struct around *a, uint32_t k) { return (float)a->country[k].weight / (float)a->all; }

/* The country of a text that is one article with a dateline, or that speaks of one country mostly; empty for others. */
static vb_str country_of_text(const struct around *a)
{
    if (a->n == 0) return a->cast->home;
    for (uint32_t k = 0; k < a->n; k++)
        if (vb_str_eq(a->country[k].code, a->cast->home) && share_of(a, k) >= AT_HOME) return a->cast->home;
    const bool stands_out = a->country[a->most].weight > 1 && 2 * a->country[a->most].weight >= a->all;
    return stands_out ? a->country[a->most].code : VB_STR("");
}

/* ---- which of them it is -------------------------------------------------------------------------------------------------- */

/* What the marks around one mention say for each country. */
static void look_around(const struct around *a, const struct vb_cast_mention *x, float f[COUNTRIES][N_SIGNS])
{
    const struct vb_cast *cast = a->cast;
    const struct vb_text *text = cast->text;
    const uint32_t byte = text->tokens[x->beg].span.beg, s = vb_text_sentence_at(text, byte), p = vb_text_paragraph_at(text, byte);
    if (s == VB_NONE || p == VB_NONE) return;
    const vb_span sentence = text->sentences[s].span, paragraph = text->paragraphs[p].span;
    uint32_t last = VB_NONE, only = VB_NONE;
    bool     several = false;
    size_t   low = 0, high = a->marks.n;
    while (low < high) {                                        /* the first mark of the paragraph */
        const size_t mid = (low + high) / 2;
        if (text->tokens[a->marks.at[mid].token].span.beg < paragraph.beg) low = mid + 1;
        else high = mid;
    }
    for (size_t i = low; i < a->marks.n && i < low + NEAR; i++) {
        const struct mark   *m   = &a->marks.at[i];
        const struct vb_tag *tag = &cast->syntax->tags[m->head];
        const uint32_t       at  = text->tokens[m->token].span.beg;
        float               *g   = f[m->country];
        if (at >= paragraph.end) break;
        if (m->place && ((m->token >= x->beg && m->token < x->end) || tag->head == x->head)) g[WITHIN] = 1;
        if (m->token >= x->beg && m->token < x->end) continue;
        g[PARAGRAPH] = 1;
        several |= only != VB_NONE && only != m->country;
        only = m->country;
        if (s > 0 && at < sentence.beg && at >= text->sentences[s - 1].span.beg) g[SENTENCE_BEFORE] = 1;
        if (at < sentence.beg || at >= sentence.end) continue;
        if (m->token < x->beg) last = m->country;
        const bool over = tag->head != VB_NONE && vb_cast_governs(cast, tag->head, x->head);
        if (!m->place && over && tag->relation == VB_REL_NSUBJ) g[SUBJECT] = 1;
        if (m->place && over && tag->relation == VB_REL_OBL && m->token < x->beg &&
            m->token < text->sentences[s].first_token + OPENING)
            g[OPENS] = 1;
    }
    if (last != VB_NONE) f[last][LAST] = 1;
    if (only != VB_NONE && !several) f[only][ONLY_PARAGRAPH] = 1;
}

static vb_str choose(const struct around *a, const struct first_mentions *first, vb_entity_kind kind)
{
    float    f[COUNTRIES][N_SIGNS] = {{0}}, points[COUNTRIES], top = NO_COUNTRY[kind], sum = 0;
    uint32_t best = VB_NONE;
    for (uint32_t i = 0; i < first->n; i++) look_around(a, &a->cast->mentions.at[first->at[i]], f);
    for (uint32_t k = 0; k < a->n; k++) {
        f[k][SHARE] = vb_logf(share_of(a, k) + SMALLEST);
        points[k]   = 0;
        for (int w = 0; w < N_SIGNS; w++) points[k] += WEIGHT[w] * f[k][w];
        if (best == VB_NONE || points[k] > points[best]) best = k;
    }
    if (best == VB_NONE) return VB_STR("");
    if (points[best] > top) top = points[best];
    sum = vb_expf(NO_COUNTRY[kind] - top);
    for (uint32_t k = 0; k < a->n; k++) sum += vb_expf(points[k] - top);
    return vb_expf(points[best] - top) >= LIKELY * sum ? a->country[best].code : VB_STR("");
}

vb_status vb_cast_countries_around(struct vb_cast *cast, struct vb_arena *scratch, vb_error *err)
{
    struct around a = {.cast = cast};
    vb_status     st = VB_OK;
    struct first_mentions *first = VB_NEW(scratch, struct first_mentions, cast->members.n);
    if (first == NULL || !find_marks(&a)) st = vb_fail_nomem(err);
    const vb_str one = st == VB_OK ? country_of_text(&a) : VB_STR("");
    for (uint32_t i = 0; st == VB_OK && i < cast->mentions.n; i++) {
        const struct vb_cast_mention *x = &cast->mentions.at[i];
        if (x->member == VB_NONE || x->form == VB_FORM_PRONOUN || first[x->member].n == MENTIONS) continue;
        first[x->member].at[first[x->member].n++] = i;
    }
    for (uint32_t k = 0; st == VB_OK && k < cast->members.n; k++) {
        struct vb_member *m = &cast->members.at[k];
        if (m->country.len > 0 || m->awaits || !vb_cast_may_be_local(m->kind)) continue;
        if (first[k].n == 0) first[k].at[first[k].n++] = m->first;
        m->country    = one.len > 0 ? one : choose(&a, &first[k], m->kind);
        m->by_context = m->country.len > 0;
    }
    vb_free(a.marks.at);
    return st;
}
