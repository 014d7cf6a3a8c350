/*
 * Is a name a place where it stands? By its preposition and what governs it, from the tree; where the tree has none, by the word
 * before it. A state or a capital needs more than a name that nobody acts under: "to Beijing" is a place when somebody flies there.
 */
#include "place_names.h"
#include "place_words.h"

#include <string.h>

enum { CLIMB = 4, REACH = 10, DATELINE_PARAGRAPHS = 6 };

static const struct vb_tag *tag_at(const struct vb_place_text *p, uint32_t i) { return &p->syntax->tags[i]; }

static bool is_word(vb_str word, const char *const *list)
{
    for (; *list; list++)
        if (vb_str_eq_nocase(word, vb_str_of(*list))) return true;
    return false;
}

static bool is_actor(const struct vb_place_name *n)
{
    return (n->known & (VB_PLACE_STATE | VB_PLACE_CAPITAL)) && !(n->known & VB_PLACE_FEATURE);
}

/* A town of a few thousand may be anybody's name. */
static bool is_weak(const struct vb_place_name *n)
{
    return !(n->known & ~(unsigned)(VB_PLACE_CITY | VB_PLACE_NEW));
}

static const char *const PARTS[] = {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
                                    "part", "parts", "rest", "outskirts", "heart", "centre", "center", "streets", "middle",
                                    "edge", "side", "bank", "banks", "suburb", "interior", "swathes", "areas", NULL};

typedef bool kind_fn(vb_str word);
static bool is_kind(const struct vb_place_text *p, uint32_t token, kind_fn *is)
{
    return token != VB_NONE && (is(tag_at(p, token)->lemma) || is(vb_place_token(p, token)));
}

/* ---- datelines ----------------------------------------------------------------------------------------------------------- */

static bool is_dash(vb_str w)
{
    static const char *const DASHES[] = {"-", "–", "—", "--", NULL};
    return is_word(w, DASHES);
}

static bool is_capitals(vb_str s)
{
    unsigned n;
    for (size_t at = 0; at < s.len; at += n)
        if (vb_cp_is_lower(vb_utf8_at(s, at, &n))) return false;
    return true;
}

static bool is_date_word(vb_str w)
{
    static const char *const MONTHS[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", NULL};
    if (w.len > 0 && w.ptr[0] >= '0' && w.ptr[0] <= '9') return true;
    return w.len >= 3 && is_word((vb_str){w.ptr, 3}, MONTHS);
}

static bool is_dateline(const struct vb_place_text *p, uint32_t k)
{
    const struct vb_place_name *n = &p->names.at[k];
    const struct vb_sentence   *s = &p->text->sentences[n->sentence];
    uint32_t i = n->end, end = s->first_token + s->n_tokens;
    bool     capitals = is_capitals(vb_place_words(p, n->beg, n->key_end));

    if (s->paragraph > DATELINE_PARAGRAPHS || (n->sentence > 0 && s[-1].paragraph == s->paragraph)) return false;
    if (n->beg > s->first_token && !is_dash(vb_place_token(p, n->beg - 1))) {  /* "TEHRAN/LONDON" */
        if (k == 0 || p->names.at[k - 1].end + 1 != n->beg || !p->names.at[k - 1].is_place ||
            !vb_str_eq(vb_place_token(p, n->beg - 1), VB_STR("/")))
            return false;
    }
    if (i >= end) return p->text->paragraphs[s->paragraph].role == VB_ROLE_DATELINE;
    if (vb_str_eq(vb_place_token(p, i), VB_STR("/"))) return capitals;
    if (vb_str_eq(vb_place_token(p, i), VB_STR(",")) && i + 1 < end) {
        if (is_date_word(vb_place_token(p, i + 1))) return true;
        for (i++; i < end && i < n->end + 6 && !is_dash(vb_place_token(p, i));) i++;
        return capitals && i < end && is_dash(vb_place_token(p, i));
    }
    if (vb_str_eq(vb_place_token(p, i), VB_STR(":")) || vb_str_eq(vb_place_token(p, i), VB_STR("("))) return capitals;
    return is_dash(vb_place_token(p, i)) && (capitals || s->paragraph > 0);
}

/* ---- prepositions -------------------------------------------------------------------------------------------------------- */

/* The preposition of what `head` heads, from `beg` back: the nearest word that says where, else the first. */
static uint32_t preposition_of(const struct vb_place_text *p, const struct vb_sentence *s, uint32_t head, uint32_t beg)
{
    uint32_t found = VB_NONE, from;
    if (beg > head || head > beg + REACH) beg = head;
    from = beg > s->first_token + REACH ? beg - REACH : s->first_token;
    for (uint32_t i = from; i < head; i++)
        if (tag_at(p, i)->head == head && tag_at(p, i)->relation == VB_REL_CASE &&
            !vb_str_starts(vb_place_token(p, i), VB_STR("'")) && !vb_str_starts(vb_place_token(p, i), VB_STR("’")) &&
            (found == VB_NONE || vb_place_is_local(vb_place_token(p, i))))
            found = i;
    return found;
}

static uint32_t word_before(const struct vb_place_text *p, const struct vb_sentence *s, uint32_t beg)
{
    for (uint32_t i = beg; i > s->first_token && i + 3 > beg; i--) {
        vb_str  word = vb_place_token(p, i - 1);
        uint8_t upos = tag_at(p, i - 1)->upos;
        if (vb_place_is_local(word) || vb_place_is_way(word) || vb_place_is_on(word)) return i - 1;
        if (upos != VB_DET && upos != VB_ADJ) break;
    }
    return VB_NONE;
}

static bool falls_on(const struct vb_place_text *p, uint32_t governor, const struct vb_place_name *n)
{
    return !is_actor(n) && is_kind(p, governor, vb_place_is_hit);
}

static bool stands_in_place(const struct vb_place_text *p, const struct vb_place_name *n, uint32_t head, uint32_t beg, int climb);

/* "in the city of Omsk", but "the state of Montana sued" */
static bool is_site_of(const struct vb_place_text *p, const struct vb_place_name *n, uint32_t governor)
{
    static const char *const NO_BODIES[] = {"port", "town", "village", "island", "islands", "camp", "valley", "river",
                                            "peninsula", "strait", "gulf", "sea", NULL};        /* they sue nobody */
    struct vb_place_name site = *n;
    if (!vb_place_is_site(vb_place_token(p, governor))) return false;
    if (!(n->known & VB_PLACE_STATE) && is_word(vb_place_token(p, governor), NO_BODIES) &&
        tag_at(p, governor)->relation != VB_REL_NSUBJ)
        return true;
    site.known = (site.known & ~(unsigned)VB_PLACE_LOCATED) | VB_PLACE_FEATURE;
    return stands_in_place(p, &site, governor, governor, 1);
}

static bool by_preposition(const struct vb_place_text *p, const struct vb_place_name *n, vb_str word, uint32_t governor)
{
    static const char *const AT[] = {"at", "above", "below", "beyond", "opposite", NULL};
    static const char *const IN[] = {"in", "near", "outside", "inside", "around", "towards", "toward", NULL};
    static const char *const PEOPLE[] = {"resident", "residents", "people", "elders", "villagers", NULL};
    static const char *const FROM[] = {"senator",   "representative", "attorney", "general", "generals",  "ambassador", "envoy",
                                       "order",     "call",           "letter",   "request", "statement", "accord",     "according",
                                       "criticism", "complaint",      "threat",   "reply",   "reaction",  "draw",       "letters",
                                       "orders",    "calls",          "pressure", "demand",  "protest",   NULL};
    /* a capital that stands for those who govern there: "our friends in Lisbon" */
    static const char *const OURS[] = {"presidency", "counterpart", "counterparts", "colleague", "colleagues", "friends", "nobody",
                                       NULL};
    vb_str lemma = governor == VB_NONE ? VB_STR("") : tag_at(p, governor)->lemma;

    if (is_actor(n) && vb_str_eq_nocase(word, VB_STR("in")) && governor != VB_NONE && is_word(vb_place_token(p, governor), OURS))
        return false;
    if ((n->known & (VB_PLACE_NEW | VB_PLACE_LOCATED)) == VB_PLACE_NEW && vb_place_is_local(word)) return is_word(word, IN);
    if (vb_place_is_local(word)) return !(is_actor(n) && is_word(word, AT)) || is_kind(p, governor, vb_place_is_site);
    if (vb_place_is_way(word)) {
        if (vb_str_eq_nocase(word, VB_STR("between"))) return !is_actor(n) && !is_weak(n);
        if (is_kind(p, governor, vb_place_is_travel)) return true;
        if (is_word(lemma, FROM) || (governor != VB_NONE && is_word(vb_place_token(p, governor), FROM))) return false;
        if (vb_str_eq_nocase(word, VB_STR("for")) || is_weak(n)) return false;
        return !is_actor(n) || (vb_str_eq_nocase(word, VB_STR("from")) && !(n->known & VB_PLACE_STATE));
    }
    if (!vb_place_is_on(word)) return false;
    if (vb_str_eq_nocase(word, VB_STR("of")))
        return governor != VB_NONE && (is_site_of(p, n, governor) ||
                                       (!(n->known & VB_PLACE_STATE) && is_word(vb_place_token(p, governor), PEOPLE)) ||
                                       is_word(vb_place_token(p, governor), PARTS) || falls_on(p, governor, n));
    if (n->known & (VB_PLACE_GROUND | VB_PLACE_FEATURE)) return true;
    if (vb_str_eq_nocase(word, VB_STR("off"))) return !is_weak(n);
    return falls_on(p, governor, n);
}

/* ---- without one --------------------------------------------------------------------------------------------------------- */

/* Part of what follows: "Zimbabwe's history", "US citizens". */
static bool stands_before(const struct vb_place_text *p, const struct vb_place_name *n, uint32_t head)
{
    const struct vb_tag *tag = tag_at(p, head);
    if (tag->head == VB_NONE || tag->head < n->end) return false;
    return tag->relation == VB_REL_COMPOUND || tag->relation == VB_REL_AMOD || tag->relation == VB_REL_NMOD ||
           tag->relation == VB_REL_FLAT;
}

static bool is_place_token(const struct vb_place_text *p, uint32_t i)
{
    return p->place[i] != VB_NONE && p->names.at[p->place[i]].is_place;
}

/* "outside Sri Lanka's parliament"; an embassy lies elsewhere. */
static bool is_building(const struct vb_place_text *p, const struct vb_sentence *s, uint32_t noun)
{
    static const char *const OUTSIDE[] = {"outside", "inside", "near", NULL}, *const ABROAD[] = {"embassy", "consulate", "mission",
                                                                                                 NULL};
    uint32_t preposition = preposition_of(p, s, noun, noun);
    return preposition != VB_NONE && is_word(vb_place_token(p, preposition), OUTSIDE) && !is_word(vb_place_token(p, noun), ABROAD);
}

/* A sea, a bridge: nobody acts under its name, so it may stand anywhere but before another noun. */
static bool is_ground(const struct vb_place_name *n)
{
    return (n->known & VB_PLACE_LOCATED) && (n->known & (VB_PLACE_GROUND | VB_PLACE_FEATURE)) &&
           !(n->known & (VB_PLACE_PEOPLE | VB_PLACE_STATE));
}

static bool stands_in_place(const struct vb_place_text *p, const struct vb_place_name *n, uint32_t head, uint32_t beg, int climb)
{
    const struct vb_sentence *s   = &p->text->sentences[n->sentence];
    const struct vb_tag      *tag = tag_at(p, head);
    uint32_t governor = tag->head, preposition = preposition_of(p, s, head, beg);

    if (preposition == VB_NONE && !stands_before(p, n, head)) preposition = word_before(p, s, beg);
    if (preposition != VB_NONE) return by_preposition(p, n, vb_place_token(p, preposition), governor);
    if (governor == VB_NONE || climb == 0) return false;
    switch (tag->relation) {
    case VB_REL_CONJ: return stands_in_place(p, n, governor, governor, climb - 1);
    case VB_REL_APPOS:
        if (is_place_token(p, governor)) return true;
        return vb_place_is_site(vb_place_token(p, governor)) && stands_in_place(p, n, governor, governor, climb - 1);
    case VB_REL_COMPOUND: case VB_REL_NMOD: case VB_REL_FLAT: case VB_REL_AMOD: {
        struct vb_place_name site = *n;
        if (is_kind(p, governor, vb_place_is_event) && governor >= n->end) return !(n->known & VB_PLACE_STATE) && !is_weak(n);
        if (vb_str_eq(tag->deprel, VB_STR("nmod:poss")) && is_building(p, s, governor)) return true;
        if (vb_str_eq(tag->deprel, VB_STR("nmod:poss")) && governor >= n->end && is_word(vb_place_token(p, governor), PARTS) &&
            !vb_str_eq_nocase(vb_place_token(p, governor), VB_STR("side"))) {
            /* "into Syria's northeast", but not "on Niger's side" */
            site.known = (site.known & ~(unsigned)VB_PLACE_LOCATED) | VB_PLACE_FEATURE;
            return stands_in_place(p, &site, governor, beg, climb - 1);
        }
        if (!vb_place_is_site(vb_place_token(p, governor)) && !is_place_token(p, governor)) return false;
        site.known = (site.known & ~(unsigned)VB_PLACE_LOCATED) | VB_PLACE_FEATURE;
        return stands_in_place(p, &site, governor, beg, climb - 1);
    }
    case VB_REL_OBJ: return is_kind(p, governor, vb_place_is_reach) || falls_on(p, governor, n) || is_ground(n);
    case VB_REL_NSUBJ: return vb_str_eq(tag->deprel, VB_STR("nsubj:pass")) && falls_on(p, governor, n);
    case VB_REL_OBL:
        if (is_ground(n)) return true;
        return is_kind(p, governor, vb_place_is_travel) || is_kind(p, governor, vb_place_is_reach) ||
               falls_on(p, governor, n);
    default: return false;
    }
}

/* "Abraham Lincoln" that no layer took for a person: a capital on either side, in one name. */
static bool is_part_of_name(const struct vb_place_text *p, const struct vb_place_name *n)
{
    const struct vb_sentence *s = &p->text->sentences[n->sentence];
    if (n->known & (VB_PLACE_FEATURE | VB_PLACE_TAGGED)) return false;
    if (n->beg > s->first_token && tag_at(p, n->beg)->relation == VB_REL_FLAT && tag_at(p, n->beg)->head < n->beg &&
        p->place[tag_at(p, n->beg)->head] == VB_NONE)
        return true;
    return n->end < s->first_token + s->n_tokens && tag_at(p, n->end)->relation == VB_REL_FLAT &&
           tag_at(p, n->end)->head >= n->beg && tag_at(p, n->end)->head < n->end && p->place[n->end] == VB_NONE;
}

/* "Sarajevo, Banja Luka and Pristina", where the tree does not say so. */
static bool goes_on(const struct vb_place_text *p, uint32_t k)
{
    static const char *const AND[] = {",", "and", "or", NULL};
    const struct vb_place_name *n = &p->names.at[k], *last = n - 1;
    uint8_t  relation = tag_at(p, n->head)->relation;
    uint32_t i;
    if (k == 0 || !last->is_place || last->sentence != n->sentence || relation == VB_REL_NSUBJ) return false;
    if (relation != VB_REL_CONJ && relation != VB_REL_APPOS) return false;
    for (i = last->end; i < n->beg && is_word(vb_place_token(p, i), AND);) i++;
    return i == n->beg && i > last->end && !stands_before(p, n, n->head);
}

/* "visited Sarajevo" however the tree hangs */
static bool is_reached(const struct vb_place_text *p, const struct vb_place_name *n)
{
    uint32_t first = p->text->sentences[n->sentence].first_token;
    return n->beg > first && tag_at(p, n->beg - 1)->upos == VB_VERB && is_kind(p, n->beg - 1, vb_place_is_reach) &&
           !stands_before(p, n, n->head);
}

/* "at the airport", "to the capital" of who goes there; otherwise it is as often no place of the story. */
static bool stands_unnamed(const struct vb_place_text *p, const struct vb_place_name *n)
{
    static const char *const LOCAL[] = {"in", "at", "near", "outside", "inside", "into", "around", "towards", "through", NULL};
    const uint32_t first = p->text->sentences[n->sentence].first_token;
    if (n->beg == first) return false;
    vb_str word = vb_place_token(p, n->beg - 1);
    return is_word(word, LOCAL) || (vb_place_is_way(word) && is_kind(p, tag_at(p, n->head)->head, vb_place_is_travel));
}

void vb_place_settings(struct vb_place_text *p)
{
    for (uint32_t k = 0; k < p->names.n; k++) {
        struct vb_place_name *n = &p->names.at[k];
        if (n->known & VB_PLACE_UNNAMED) {
            n->is_place = stands_unnamed(p, n);
            continue;
        }
        n->is_place = is_dateline(p, k) || (!is_part_of_name(p, n) &&
                                            (stands_in_place(p, n, n->head, n->beg, CLIMB) || is_reached(p, n) || goes_on(p, k)));
        if (n->is_place && n->of != VB_NONE) p->names.at[n->of].is_place = false;
    }
}
