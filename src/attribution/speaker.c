/*
 * Who is the source of each draft, by simple rules: the name in the source, else the person that a pronoun or an office
 * fits best, else an actor known by the words alone ("officials"), else nobody.
 *
 * Sources are read in the order in which they stand, because "she" is mostly whoever spoke last. A pronoun that fits two
 * persons about equally gets none. The points of pronoun candidates were set on the development part of the annotated
 * corpus: bench/attribution/speaker.py.
 */
#include "actors.h"
#include "draft.h"

#include <stdlib.h>
#include <string.h>

enum {
    LOOK_BACK = 48,                    /* persons before a pronoun that are weighed */
    PARAGRAPHS_BACK = 3,
    OFFICES_BACK = 32,                 /* holders of an office that are weighed */
    DEEP = 16,                         /* statements within statements that are followed outwards */
    SENTENCE_WORDS = 200,              /* of a sentence before "it" that are looked at */
    PHRASE_WORDS = 24                  /* words of a source phrase that are read for its head */
};

/* A place where a person stands in the text: by name, or by an office that some text gives a person. */
struct ref {
    uint32_t word, actor;
    bool subject, possessive, oblique, quoted, source, unnamed;
};
struct ref_list { struct ref *at; size_t n, room; };

/* A noun phrase used as a source, in words. */
struct phrase {
    uint32_t beg, end;                 /* all of it, without marks at its ends */
    uint32_t noun;                     /* first word after article and possessor */
    uint32_t head;                     /* "minister" in "the Czech foreign minister of that time" */
    uint32_t core;                     /* one past the head */
    uint32_t last;                     /* one past "of the Czech Republic" */
    uint32_t possessor;                /* its 's, or VB_NONE */
};

struct used { uint32_t actor; vb_mention mention; };
struct used_list { struct used *at; size_t n, room; };

enum state { UNREAD, READING, READ };

struct resolver {
    const struct vb_text *text;
    const struct vb_actor_words *lists;
    struct vb_arena *arena;            /* scratch */
    struct vb_words words;
    struct vb_actors actors;
    struct vb_drafts *drafts;
    uint8_t *states;                   /* by draft: enum state */
    struct ref_list refs;              /* by word */
    uint32_t *ref_at;                  /* by word: first ref at or after it */
    struct vb_word_map phrases;        /* actors known by a phrase */
    struct used_list used;             /* role phrases and pronouns that were sources */
    struct ref recent[4];              /* last sources, newest first */
    uint32_t n_recent;
    uint32_t last_group;               /* word of the last source that was a group or body, and who it was */
    uint32_t last_group_actor;
    const struct vb_draft *draft;      /* whose source is being read */
    uint32_t pronoun;                  /* word of the last "he" or "she" that was a source, or VB_NONE; and who it was */
    uint32_t pronoun_actor;
    int pronoun_gender;
    bool no_memory;
};

static uint32_t fail(struct resolver *r)
{
    r->no_memory = true;
    return VB_NONE;
}

static bool has(const struct vb_word *w, uint32_t cls) { return (w->cls & cls) != 0; }
static bool is(const struct vb_word *w, const char *lower) { return vb_str_eq(w->lower, vb_str_of(lower)); }
static bool is_mark(const struct vb_word *w) { return w->form == VB_CASE_MARK && !w->possessive; }
static bool is_person(const struct resolver *r, uint32_t actor)
{
    return actor != VB_NONE && r->actors.list.at[actor].kind == VB_KIND_PERSON;
}

/* ---- pronouns ---------------------------------------------------------------------------------------------------- */

enum pronoun { NOT_PRONOUN, HE, SHE, THEY, IT, I, WE, WHO, OTHER_PRONOUN };

static enum pronoun pronoun_of(const struct vb_word *w)
{
    static const struct { const char *word; enum pronoun is;
    } PRONOUNS[] = {
        {"he", HE},
        {"him", HE},
        {"his", HE},
        {"himself", HE},
        {"she", SHE},
        {"her", SHE},
        {"herself", SHE},
        {"hers", SHE},
        {"they", THEY},
        {"them", THEY},
        {"their", THEY},
        {"themselves", THEY},
        {"it", IT},
        {"its", IT},
        {"itself", IT},
        {"i", I},
        {"me", I},
        {"my", I},
        {"myself", I},
        {"we", WE},
        {"us", WE},
        {"our", WE},
        {"ourselves", WE},
        {"who", WHO},
        {"which", WHO},
        {"that", WHO},
        {"whom", WHO},
        {"you", OTHER_PRONOUN},
        {"your", OTHER_PRONOUN},
    };
    if (w->form == VB_CASE_CAPITALS && w->lower.len == 2) return NOT_PRONOUN;                 /* US, IT */
    for (size_t i = 0; i < sizeof PRONOUNS / sizeof *PRONOUNS; i++)
        if (is(w, PRONOUNS[i].word)) return PRONOUNS[i].is;
    return NOT_PRONOUN;
}

struct candidate { uint32_t actor; int points; };

static void add_candidate(struct candidate *list, uint32_t *n, uint32_t actor, int points)
{
    for (uint32_t i = 0; i < *n; i++) {
        if (list[i].actor != actor) continue;
        list[i].points = (list[i].points > points ? list[i].points : points) + 4; /* named again: a little more likely */
        return;
    }
    if (*n < LOOK_BACK) list[(*n)++] = (struct candidate){ actor, points };
}

static int points_of(const struct vb_word *from, const struct vb_word *at, const struct ref *ref)
{
    int sentences = (int)(at->sentence - from->sentence), paragraphs = (int)(at->paragraph - from->paragraph);
    int points = 100 - 22 * (sentences < 4 ? sentences : 4) - 8 * paragraphs;
    points += ref->subject * 22 + ref->source * 28;
    points -= ref->possessive * 18 + ref->oblique * 16 + (ref->source ? 0 : ref->unnamed * 14);
    if (ref->quoted && !at->quoted) points -= 40;
    return points;
}

/* The person that he or she at word `at` is. `outer` is who says the words it stands in, or VB_NONE. */
static uint32_t person_of(struct resolver *r, uint32_t at, int gender, uint32_t outer)
{
    const struct vb_word *w = &r->words.at[at];
    struct candidate      list[LOOK_BACK + 8];
    uint32_t              n = 0, seen = 0, best = VB_NONE;
    int                   first = 0, second = 0;

    /* "He said … and, he added, …": one person in one sentence. */
    if (r->pronoun != VB_NONE && r->pronoun < at && r->pronoun_gender == gender &&
        r->words.at[r->pronoun].sentence == w->sentence && r->words.at[r->pronoun].quoted == w->quoted)
        return r->pronoun_actor;
    for (uint32_t i = r->ref_at[at]; i > 0 && seen < LOOK_BACK; i--, seen++) {
        const struct ref     *ref = &r->refs.at[i - 1];
        const struct vb_word *from = &r->words.at[ref->word];
        if (from->paragraph + PARAGRAPHS_BACK < w->paragraph) break;
        add_candidate(list, &n, ref->actor, points_of(from, w, ref));
    }
    for (uint32_t i = 0; i < r->n_recent; i++) {
        const struct vb_word *from = &r->words.at[r->recent[i].word];
        if (r->recent[i].word >= at || from->paragraph + PARAGRAPHS_BACK < w->paragraph) continue;
        add_candidate(list, &n, r->recent[i].actor, points_of(from, w, &r->recent[i]));
    }
    /* Who is named in what he says is somebody else: "He said Lee was right." */
    for (uint32_t f = 0; f < r->draft->content.n; f++) {
        vb_span content = r->draft->content.at[f];
        for (uint32_t i = r->ref_at[vb_names_word_from(&r->words, content.beg)]; i < r->refs.n; i++) {
            const struct vb_word *named = &r->words.at[r->refs.at[i].word];
            if (named->span.beg >= content.end) break;
            for (uint32_t k = 0; k < n; k++)
                if (list[k].actor == r->refs.at[i].actor && named->name != VB_NONE) list[k--] = list[--n];
        }
    }
    /* In his own words nobody is "he"; in a paraphrase he mostly is. */
    if (outer != VB_NONE && !w->quoted && is_person(r, outer)) add_candidate(list, &n, outer, 125);
    for (uint32_t i = 0; i < n; i++) {
        int known = vb_actor_gender(&r->actors.list.at[list[i].actor]);
        if (known == -gender || (w->quoted && list[i].actor == outer)) continue;
        list[i].points += known == gender ? 24 : 0;
        if (list[i].points > first) second = first, first = list[i].points, best = list[i].actor;
        else if (list[i].points > second) second = list[i].points;
    }
    return first >= 48 && first - second >= 10 ? best : VB_NONE;
}

/* ---- phrases ----------------------------------------------------------------------------------------------------- */

static bool is_verbal(const struct vb_word *w)
{
    return w->form == VB_CASE_LOWER && w->lower.len > 4 && !w->cls &&
           (vb_str_ends(w->lower, VB_STR("ing")) || vb_str_ends(w->lower, VB_STR("ed")));
}

static bool is_plural(const struct vb_word *w)
{
    if (has(w, VB_WORD_PLURAL)) return true;
    return !w->cls && w->lower.len > 3 && vb_str_ends(w->lower, VB_STR("s")) && !vb_str_ends(w->lower, VB_STR("ss")) &&
           !vb_str_ends(w->lower, VB_STR("us"));
}

static bool is_noun(const struct vb_word *w)
{
    return has(w, VB_WORD_ROLE | VB_WORD_BODY | VB_WORD_PAPER | VB_WORD_GROUP | VB_WORD_PLURAL) || is_plural(w);
}

static bool ends_core(const struct resolver *r, const struct phrase *p, uint32_t i)
{
    const struct vb_word *w = &r->words.at[i];
    if (w->name != VB_NONE && i > p->beg && r->words.names[w->name].beg < i) return false;       /* within a name */
    if (is_mark(w)) return !is(w, "&") && !is(w, "/") && !is(w, "");
    if (i == p->beg) return false;
    if (has(w, VB_WORD_RELATIVE) && !has(w, VB_WORD_DETERMINER)) return true;
    if (has(w, VB_WORD_PREPOSITION) && w->form == VB_CASE_LOWER) return true;
    if (vb_str_ends(w->lower, VB_STR("self")) || vb_str_ends(w->lower, VB_STR("selves"))) return true; /* "the minister herself" */
    return is_verbal(w) && i > p->noun && is_noun(w - 1);
}

/* One past "of the Czech Republic", "in both countries" after the core: a name, or words up to the first that is none of a noun
 * phrase. */
static uint32_t end_of_complement(const struct resolver *r, const struct phrase *p)
{
    const struct vb_word *words = r->words.at;
    uint32_t              last = p->core;

    while (last < p->end && has(&words[last], VB_WORD_PREPOSITION) && !is(&words[last], "by") && !is(&words[last], "as") &&
           !is(&words[last], "with")) {
        uint32_t next = last + 1;
        bool     noun = false;
        for (; next < p->end && !is_mark(&words[next]); next++) {
            const struct vb_word *w = &words[next];
            if (w->name != VB_NONE) {
                next = r->words.names[w->name].end;
                if (next > p->end) next = p->end;
                if (next < p->end && words[next].possessive) continue;
                noun = true;
                break;
            }
            noun |= has(w, VB_WORD_QUANTITY) || (next == last + 1 && has(w, VB_WORD_PRONOUN) && !has(w, VB_WORD_DETERMINER));
            if (w->possessive || has(w, VB_WORD_DETERMINER | VB_WORD_QUANTITY | VB_WORD_PRONOUN)) continue;
            if (has(w, VB_WORD_PREPOSITION | VB_WORD_RELATIVE | VB_WORD_FUNCTION) || is_verbal(w)) break;
            if (noun && w->form == VB_CASE_LOWER && !is_noun(w) && !has(w, VB_WORD_FIELD)) break;
            noun |= is_noun(w) || !w->cls;
        }
        if (!noun) break;
        last = next;
    }
    return last;
}

/* Read a noun phrase of words [beg, end). False when nothing is in it. */
static bool read_phrase(const struct resolver *r, uint32_t beg, uint32_t end, struct phrase *p)
{
    const struct vb_word *words = r->words.at;

    while (beg < end && is_mark(&words[beg])) beg++;
    while (end > beg && is_mark(&words[end - 1])) end--;
    if (beg == end) return false;
    if (end - beg > PHRASE_WORDS) end = beg + PHRASE_WORDS;
    *p = (struct phrase){ .beg = beg, .end = end, .possessor = VB_NONE };
    p->noun = beg;
    while (p->noun + 1 < end && words[p->noun].name == VB_NONE && has(&words[p->noun], VB_WORD_DETERMINER) &&
           !is_mark(&words[p->noun + 1]) && !words[p->noun + 1].possessive && words[p->noun + 1].form != VB_CASE_NUMBER)
        p->noun++;
    for (p->core = p->noun; p->core < end && !(p->core > p->noun ? ends_core(r, p, p->core) : is_mark(&words[p->core])); p->core++)
        if (words[p->core].possessive && p->core + 1 < end && !is_mark(&words[p->core + 1]) &&
            !has(&words[p->core + 1], VB_WORD_PREPOSITION))
            p->possessor = p->core, p->noun = p->core + 1;
    if (p->core > p->noun && words[p->core - 1].possessive) p->core--;
    if (p->core == p->noun) return false;
    p->head = p->core - 1;
    p->last = end_of_complement(r, p);
    return true;
}

static vb_entity_kind kind_of_head(const struct resolver *r, const struct phrase *p)
{
    const struct vb_word *w = &r->words.at[p->head];
    bool                  many = is_plural(w);
    for (uint32_t i = p->noun; i < p->head; i++) many |= has(&r->words.at[i], VB_WORD_QUANTITY) && !is(&r->words.at[i], "one");
    if (is(w, "one")) return VB_KIND_PERSON;
    /* "the Russian, Viktor X" is a person, "the Russians" are many. */
    if (has(w, VB_WORD_NATION) && !has(w, VB_WORD_ROLE)) return is_plural(w) || p->core == p->end ? VB_KIND_GROUP : VB_KIND_PERSON;
    if (has(w, VB_WORD_ROLE)) return many ? VB_KIND_GROUP : VB_KIND_PERSON;
    if (has(w, VB_WORD_GROUP | VB_WORD_QUANTITY)) return VB_KIND_GROUP;
    if (has(w, VB_WORD_PAPER)) return VB_KIND_DOCUMENT;
    if (has(w, VB_WORD_BODY)) return many ? VB_KIND_GROUP : VB_KIND_ORGANISATION;
    if (many) return VB_KIND_GROUP;
    static const char *const PERSONAL[] = { "man", "woman", "person", "ist", "er", "or", "ian", "ant", "ee" };
    for (size_t i = 0; i < sizeof PERSONAL / sizeof *PERSONAL; i++)
        if (vb_str_ends(w->lower, vb_str_of(PERSONAL[i]))) return VB_KIND_PERSON;
    return VB_KIND_ORGANISATION;
}

/* "Turkish" and "Turkey", "minister" and "ministers": the first letters decide. */
static bool akin(vb_str a, vb_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    if (vb_str_eq(a, b)) return true;
    if (n < 4) return false;
    return memcmp(a.ptr, b.ptr, n < 5 ? 4 : 5) == 0;
}

/* Does every word of the phrase that means something stand in the office's description? */
static bool describes(const struct resolver *r, const struct phrase *p, const struct vb_actor_office *office)
{
    for (uint32_t i = p->beg; i < p->end; i++) {
        const struct vb_word *w = &r->words.at[i];
        bool                  found = false;
        if (i >= p->core && (is_mark(w) || has(w, VB_WORD_RELATIVE) || is_verbal(w))) break;
        if (i == p->head || w->form == VB_CASE_MARK || w->possessive || has(w, VB_WORD_DETERMINER | VB_WORD_PRONOUN)) continue;
        if (i >= p->core && (has(w, VB_WORD_PREPOSITION) || is(w, "and"))) continue;
        for (uint32_t k = office->beg; k < office->end && k - office->beg < 20 && !found; k++)
            found = akin(w->lower, r->words.at[k].lower);
        if (!found) return false;
    }
    return true;
}

/* The one actor that holds this office or is a body of this kind; when several do, the one that was near. */
static uint32_t holder_of(const struct resolver *r, const struct phrase *p)
{
    const struct vb_word *w = &r->words.at[p->head];
    uint32_t              at = vb_word_map_get(&r->actors.by_head, vb_actor_words_head(r->lists, w->lower), VB_NONE);
    uint32_t              found = VB_NONE, near = VB_NONE, n = 0, n_near = 0;
    bool                  own = has(&r->words.at[p->beg], VB_WORD_DETERMINER) && has(&r->words.at[p->beg], VB_WORD_PRONOUN);

    if (is(w, "counterpart") || is(w, "successor") || is(w, "predecessor") || is(w, "colleague") || is(w, "rival")) return VB_NONE;
    for (uint32_t tried = 0; at != VB_NONE && tried < OFFICES_BACK; at = r->actors.offices.at[at].older, tried++) {
        const struct vb_actor_office *office = &r->actors.offices.at[at];
        const struct vb_actor  *actor = &r->actors.list.at[office->actor];
        if (!describes(r, p, office)) continue;
        /* Who is named later can be meant in a headline or lead, or close before; "the Irish prime minister" far below is another.
         */
        if (office->beg > p->beg && w->paragraph > 2 && r->words.at[office->beg].paragraph > w->paragraph + 1) continue;
        if ((has(w, VB_WORD_MALE) && vb_actor_gender(actor) < 0) || (has(w, VB_WORD_FEMALE) && vb_actor_gender(actor) > 0))
            continue;
        if (actor->kind != VB_KIND_PERSON && office->beg >= p->beg) continue;
        if (office->actor != found) n++, found = office->actor;
        if (actor->seen && actor->seen + 1 >= w->paragraph + 1 && office->actor != near) n_near++, near = office->actor;
    }
    /* "its defence minister": whose is not read, so that the holder must have been near. */
    if (own) return n_near == 1 && n == 1 ? near : VB_NONE;
    return n == 1 ? found : n_near == 1 ? near : VB_NONE;
}

/* The actor that these words alone name. `fresh`: a new one although the same words came before. */
static uint32_t actor_of_words(struct resolver *r, const struct phrase *p, vb_entity_kind kind, bool fresh)
{
    uint32_t  last = p->last, beg = p->possessor == VB_NONE ? p->noun : p->beg, first;
    size_t    n = 0;
    char     *key;
    uint32_t *slot;
    const struct vb_word *words = r->words.at;

    /* "his critics": whose they are is not in the name. "the president of Bolivia": that is. */
    while (beg < p->noun && has(&words[beg], VB_WORD_DETERMINER)) beg++;
    first = beg;
    for (uint32_t i = first; i < last; i++) n += words[i].lower.len + 1;
    if (!(key = VB_NEW(r->arena, char, n + 1))) return fail(r);
    n = 0;
    for (uint32_t i = first; i < last; i++) {
        memcpy(key + n, words[i].lower.ptr, words[i].lower.len);
        n += words[i].lower.len;
        key[n++] = ' ';
    }
    if (!(slot = vb_word_map_put(&r->phrases, r->arena, (vb_str){ key, n }, VB_NONE))) return fail(r);
    if (*slot != VB_NONE && !fresh) return *slot;
    struct vb_actor actor = {
        .kind = kind, .named = false, .name = { words[first].span.beg, words[last - 1].span.end },
        .phrase = { words[p->beg].span.beg, words[last - 1].span.end },
        .male = has(&words[p->head], VB_WORD_MALE) && kind == VB_KIND_PERSON ? 2 : 0,
        .female = has(&words[p->head], VB_WORD_FEMALE) && kind == VB_KIND_PERSON ? 2 : 0,
    };
    if (!VB_PUSH(&r->actors.list, actor)) return fail(r);
    *slot = (uint32_t)r->actors.list.n - 1;
    struct vb_actor_office office = {
        .actor = *slot, .beg = first, .end = last, .head = vb_actor_words_head(r->lists, words[p->head].lower)};
    if ((kind == VB_KIND_PERSON || kind == VB_KIND_ORGANISATION || kind == VB_KIND_GROUP) &&
        !vb_actors_add_office(&r->actors, &r->words, r->arena, office))
        return fail(r);
    return *slot;
}

/* ---- persons in the text ----------------------------------------------------------------------------------------- */

static bool is_nominal(const struct vb_word *w)
{
    return has(w, VB_WORD_ROLE | VB_WORD_BODY | VB_WORD_PAPER) && w->form == VB_CASE_LOWER;
}

/* "the defence minister": word `head` with its article or possessor in front. */
static bool role_phrase_at(const struct resolver *r, uint32_t head, struct phrase *p)
{
    const struct vb_word *words = r->words.at, *w = &words[head];
    uint32_t              beg = head;

    if (!has(w, VB_WORD_ROLE) || has(w, VB_WORD_PLURAL | VB_WORD_GIVEN) || w->name != VB_NONE || w->form == VB_CASE_MARK)
        return false;
    if (head + 1 < r->words.n && words[head + 1].sentence == w->sentence) {
        const struct vb_word *next = w + 1;
        if (is_nominal(next) || next->name != VB_NONE) return false;
        if (has(next, VB_WORD_ROLE | VB_WORD_HONORIFIC) && next->form == VB_CASE_TITLE) return false;
    }
    while (beg > 0 && head - beg < 8) {
        const struct vb_word *before = &words[beg - 1];
        if (before->sentence != w->sentence || is_mark(before) || has(before, VB_WORD_PREPOSITION | VB_WORD_RELATIVE)) return false;
        beg--;
        if (before->possessive) {
            /* Whose: the name before it, or "the country's". */
            while (beg > 0 && head - beg < 12 && words[beg - 1].sentence == w->sentence && !is_mark(&words[beg - 1]) &&
                   !has(&words[beg - 1], VB_WORD_PREPOSITION) &&
                   !(words[beg].name != VB_NONE && words[beg - 1].name != words[beg].name)) {
                beg--;
                if (has(&words[beg], VB_WORD_DETERMINER)) break;
            }
            break;
        }
        if (has(before, VB_WORD_DETERMINER)) break;
        if (before->form == VB_CASE_LOWER &&
            !has(before, VB_WORD_MODIFIER | VB_WORD_FIELD | VB_WORD_NATION | VB_WORD_ROLE | VB_WORD_BODY | VB_WORD_QUANTITY) &&
            before->cls)
            return false;
    }
    if (beg == head) return false;
    uint32_t end = head + 1;
    while (end < r->words.n && end - beg < PHRASE_WORDS && words[end].sentence == w->sentence && !is_mark(&words[end]) &&
           end - head < 10) {
        if (end > head + 1 && has(&words[end], VB_WORD_RELATIVE | VB_WORD_PRONOUN) && !has(&words[end], VB_WORD_DETERMINER)) break;
        if (end == head + 1 && !is(&words[end], "of") && !is(&words[end], "for") &&
            !(is(&words[end], "in") && end + 1 < r->words.n && words[end + 1].name != VB_NONE))
            break;
        end++;
    }
    return read_phrase(r, beg, end, p) && p->head == head;
}

static bool is_indefinite(const struct vb_word *w) { return is(w, "a") || is(w, "an") || is(w, "another"); }

/* The name that begins at word `at`, perhaps with titles in front; VB_NONE when none does. */
static uint32_t name_at(const struct resolver *r, uint32_t at, uint32_t end)
{
    for (uint32_t i = at; i < end && i - at < 10; i++)
        if (r->words.at[i].name != VB_NONE) return r->words.names[r->words.at[i].name].title <= at ? r->words.at[i].name : VB_NONE;
    return VB_NONE;
}

static bool find_persons(struct resolver *r)
{
    const struct vb_word *words = r->words.at;
    uint32_t              sentence = VB_NONE;

    if (!(r->ref_at = VB_NEW(r->arena, uint32_t, (size_t)r->words.n + 1))) return false;
    for (uint32_t i = 0; i < r->words.n; i++) {
        struct ref    ref = { .word = i, .actor = VB_NONE, .quoted = words[i].quoted };
        uint32_t      from = i, to = i + 1;
        struct phrase p;

        r->ref_at[i] = (uint32_t)r->refs.n;
        if (words[i].name != VB_NONE) {
            const struct vb_name_run *run = &r->words.names[words[i].name];
            if (run->beg != i) continue;
            ref.actor = r->actors.of_name[words[i].name];
            if (ref.actor == VB_NONE) continue;
            r->actors.list.at[ref.actor].seen = words[i].paragraph + 1;
            if (!is_person(r, ref.actor)) continue;
            from = run->title;
            to = run->end;
        } else if (role_phrase_at(r, i, &p)) {
            if (!is_indefinite(&words[p.beg])) ref.actor = holder_of(r, &p);
            if (ref.actor == VB_NONE) ref.actor = actor_of_words(r, &p, VB_KIND_PERSON, is_indefinite(&words[p.beg]));
            if (r->no_memory) return false;
            if (ref.actor == VB_NONE) continue;
            r->actors.list.at[ref.actor].seen = words[i].paragraph + 1;
            if (!is_person(r, ref.actor)) continue;
            from = p.beg;
        } else {
            continue;
        }
        ref.unnamed = !r->actors.list.at[ref.actor].named;
        ref.possessive = to < r->words.n && words[to].possessive;
        ref.oblique = from > 0 && has(&words[from - 1], VB_WORD_PREPOSITION) && words[from - 1].sentence == words[i].sentence;
        if (!ref.possessive && !ref.oblique && words[i].sentence != sentence) {
            /* "X and Y met. He …": either. */
            ref.subject = to + 1 >= r->words.n || !is(&words[to], "and") || name_at(r, to + 1, r->words.n) == VB_NONE;
            sentence = words[i].sentence;
        }
        if (!VB_PUSH(&r->refs, ref)) return false;
    }
    r->ref_at[r->words.n] = (uint32_t)r->refs.n;
    return true;
}

static struct ref *ref_of(struct resolver *r, uint32_t word)
{
    uint32_t at = r->ref_at[word];
    return at < r->refs.n && r->refs.at[at].word == word ? &r->refs.at[at] : NULL;
}

/* ---- sources ----------------------------------------------------------------------------------------------------- */

static uint32_t actor_of_range(struct resolver *r, uint32_t beg, uint32_t end, uint32_t outer, unsigned depth);

static void use(struct resolver *r, uint32_t actor, uint32_t beg, uint32_t end, vb_mention_form form)
{
    struct used u = { actor, { { r->words.at[beg].span.beg, r->words.at[end - 1].span.end }, form } };
    if (actor != VB_NONE && beg < end && !VB_PUSH(&r->used, u)) r->no_memory = true;
}

/* The body, state or paper that it is: the sentence's first one, else the last that was a source nearby. */
static uint32_t thing_of(const struct resolver *r, uint32_t at, bool many)
{
    const struct vb_word *words = r->words.at, *w = &words[at];
    uint32_t              first = at;

    while (first > 0 && at - first < SENTENCE_WORDS && words[first - 1].sentence == w->sentence) first--;
    for (uint32_t i = first; i < at && !many; i++) {
        if (words[i].name == VB_NONE) continue;
        const struct vb_name_run *run = &r->words.names[words[i].name];
        uint32_t                  actor = r->actors.of_name[words[i].name];
        i = run->end - 1;
        if (actor == VB_NONE || is_person(r, actor) || r->actors.list.at[actor].kind == VB_KIND_PLACE) continue;
        if (run->title > first && has(&words[run->title - 1], VB_WORD_PREPOSITION)) continue;
        if (run->end < at && words[run->end].possessive) continue;
        if (words[run->beg].quoted && !w->quoted) continue;
        return actor;
    }
    if (r->last_group == VB_NONE || r->last_group >= at || words[r->last_group].paragraph != w->paragraph) return VB_NONE;
    if (words[r->last_group].sentence + 1 < w->sentence) return VB_NONE;
    if (!many && r->actors.list.at[r->last_group_actor].kind == VB_KIND_GROUP) return VB_NONE;
    return r->last_group_actor;
}

/* Whom "who" or "which" at word `at` takes up: what stands right before it. */
static uint32_t antecedent_of(struct resolver *r, uint32_t at, uint32_t outer, unsigned depth)
{
    const struct vb_word *words = r->words.at;
    uint32_t              end = at, beg, sentence = words[at].sentence;

    if (end > 0 && is(&words[end - 1], ",")) end--;
    if (end > 2 && vb_word_is_affiliation(&words[end - 1]) && is(&words[end - 2], ",")) end -= 2;
    if (end == 0 || words[end - 1].sentence != sentence || is_mark(&words[end - 1])) return VB_NONE;
    for (beg = end; beg > 0 && end - beg < 12; beg--) {
        const struct vb_word *w = &words[beg - 1];
        if (w->sentence != sentence || is_mark(w)) break;
        if (w->name != VB_NONE) {
            const struct vb_name_run *run = &r->words.names[w->name];
            beg = run->title + 1;
            if (beg > 1 && has(&words[beg - 2], VB_WORD_PREPOSITION) && beg > 2 &&
                has(&words[beg - 3], VB_WORD_ROLE | VB_WORD_BODY))
                continue;
            if (beg > 1 && words[beg - 2].possessive) continue;
            if (end == run->end) {
                beg--;
                break;
            }
            continue;
        }
        if (has(w, VB_WORD_DETERMINER)) {
            beg--;
            break;
        }
        if (has(w, VB_WORD_RELATIVE)) break;
        if (has(w, VB_WORD_PREPOSITION) && !(beg > 1 && has(w - 1, VB_WORD_ROLE | VB_WORD_BODY | VB_WORD_GROUP))) break;
    }
    return beg < end ? actor_of_range(r, beg, end, outer, depth + 1) : VB_NONE;
}

static uint32_t actor_of_pronoun(struct resolver *r, uint32_t at, enum pronoun which, uint32_t outer, unsigned depth)
{
    switch (which) {
    case HE:
    case SHE: {
        int      gender = which == HE ? 1 : -1;
        uint32_t actor = person_of(r, at, gender, outer);
        r->pronoun = at, r->pronoun_gender = gender, r->pronoun_actor = actor;
        return actor;
    }
    case THEY: return thing_of(r, at, true);
    case IT: return thing_of(r, at, false);
    case I: return outer;
    /* A minister's "we" is his government, a player's his team: of 11 on the development part none was the speaker alone. */
    case WE: return is_person(r, outer) ? VB_NONE : outer;
    case WHO: return antecedent_of(r, at, outer, depth);
    case NOT_PRONOUN:
    case OTHER_PRONOUN: break;
    }
    return VB_NONE;
}

/* "Senators X and Y", "France, Germany and Italy": several at once. */
static bool is_several(const struct resolver *r, const struct phrase *p)
{
    const struct vb_word *words = r->words.at;
    for (uint32_t i = p->noun + 1; i + 1 < p->core; i++) {
        const struct vb_word *before = &words[i - 1], *after = &words[i + 1];
        if (words[i].name != VB_NONE || !(is(&words[i], "and") || is(&words[i], "&") || is(&words[i], "or"))) continue;
        /* "the Relief and Repatriation Commissioner" */
        if (has(&words[p->head], VB_WORD_ROLE) && !is_plural(&words[p->head]) && words[p->head].name == VB_NONE &&
            !has(after, VB_WORD_DETERMINER) && !has(before, VB_WORD_ROLE))
            return false;
        if (before->name != VB_NONE)
            return after->name != VB_NONE || name_at(r, i + 1, p->core) != VB_NONE || is_noun(after) ||
                   words[p->head].name == VB_NONE;
        /* "trade and industry minister", "chairman and founder X": one person. */
        if (words[p->head].name != VB_NONE) return false;
        if (has(before, VB_WORD_FIELD | VB_WORD_MODIFIER | VB_WORD_NATION) && !is_noun(before))
            return has(before, VB_WORD_NATION) && is_plural(&words[p->head]);
        return is_noun(before) || is_noun(after);
    }
    if (words[p->head].name != VB_NONE && p->core + 1 < p->end && is(&words[p->core], ",")) {
        uint32_t next = name_at(r, p->core + 1, p->end);
        if (next == VB_NONE) return false;
        uint32_t after = r->words.names[next].end;
        if (after < p->end && is(&words[after], ",")) after++;
        if (after + 1 < p->end && is(&words[after], "and")) return name_at(r, after + 1, p->end) != VB_NONE;
    }
    return false;
}

/* "the energy minister, Lucia Fenn": the name after the comma, when the head before it can be its office. */
static uint32_t apposed_name(struct resolver *r, const struct phrase *p, vb_entity_kind kind)
{
    const struct vb_word *words = r->words.at;
    uint32_t              comma = p->core, late = VB_NONE;

    if (comma + 1 < p->end && (is(&words[comma], "named") || is(&words[comma], "called")) &&
        name_at(r, comma + 1, p->end) != VB_NONE)
        return r->actors.of_name[name_at(r, comma + 1, p->end)];
    while (comma < p->end && !is(&words[comma], ",")) {
        /* "Senator from Vermont Bernie Sanders" */
        if (words[comma].name != VB_NONE) late = words[comma].name;
        if (has(&words[comma], VB_WORD_RELATIVE)) break;
        comma++;
    }
    if (comma < p->end && is(&words[comma], ",")) {
        uint32_t name = name_at(r, comma + 1, p->end), actor;
        if (name != VB_NONE && (actor = r->actors.of_name[name]) != VB_NONE) {
            const struct vb_name_run *run = &r->words.names[name];
            vb_entity_kind            its = r->actors.list.at[actor].kind;
            bool list = run->end + 1 < p->end &&
                        (is(&words[run->end], "and") ||
                         (is(&words[run->end], ",") && name_at(r, run->end + 1, p->end) != VB_NONE && kind != VB_KIND_PERSON));
            if (!list && kind == VB_KIND_PERSON && (its == VB_KIND_PERSON || its == VB_KIND_OTHER || its == VB_KIND_STATE))
                return actor;
            if (!list && kind == VB_KIND_ORGANISATION && its != VB_KIND_PLACE && its != VB_KIND_STATE) return actor;
        }
    }
    if (late != VB_NONE && kind == VB_KIND_PERSON) {
        const struct vb_name_run *run = &r->words.names[late];
        uint32_t                  actor = r->actors.of_name[late];
        if (run->end == comma && run->end - run->beg > 1 && is_person(r, actor) && run->title > 0 &&
            !has(&words[run->title - 1], VB_WORD_PREPOSITION | VB_WORD_DETERMINER) && !words[run->title - 1].possessive)
            return actor;
    }
    return VB_NONE;
}

/* Who speaks through a paper: whose it is, or by whom. VB_NONE when the words do not say. */
static uint32_t issuer_of(struct resolver *r, const struct phrase *p, uint32_t outer, unsigned depth)
{
    const struct vb_word *words = r->words.at;
    if (p->possessor != VB_NONE) return actor_of_range(r, p->beg, p->possessor, outer, depth + 1);
    if (p->noun > p->beg) {
        enum pronoun which = pronoun_of(&words[p->beg]);
        if (which != NOT_PRONOUN && which != WHO) return actor_of_pronoun(r, p->beg, which, outer, depth);
    }
    for (uint32_t i = p->core; i + 1 < p->end; i++)
        if (is(&words[i], "by") || is(&words[i], "from")) return actor_of_range(r, i + 1, p->end, outer, depth + 1);
    if (p->head > p->noun && words[p->head - 1].name != VB_NONE) {
        uint32_t actor = r->actors.of_name[words[p->head - 1].name];
        if (actor != VB_NONE && r->actors.list.at[actor].kind != VB_KIND_OTHER && r->actors.list.at[actor].kind != VB_KIND_GROUP)
            return actor;
    }
    return VB_NONE;
}

/* The actor of the noun phrase in words [beg, end). */
static uint32_t actor_of_range(struct resolver *r, uint32_t beg, uint32_t end, uint32_t outer, unsigned depth)
{
    const struct vb_word *words = r->words.at;
    struct phrase         p;
    enum pronoun          which;
    vb_entity_kind        kind;
    uint32_t              actor;
    struct ref           *ref;

    if (depth > 3 || !read_phrase(r, beg, end, &p)) return VB_NONE;
    if ((which = pronoun_of(&words[p.beg])) != NOT_PRONOUN &&
        (p.head == p.beg || (which != WHO && p.noun == p.beg && !has(&words[p.beg], VB_WORD_DETERMINER)))) {
        actor = actor_of_pronoun(r, p.beg, which, outer, depth);
        use(r, actor, p.beg, p.beg + 1, VB_FORM_PRONOUN);
        if (actor != VB_NONE && (which == HE || which == SHE)) {
            r->actors.list.at[actor].male += which == HE;
            r->actors.list.at[actor].female += which == SHE;
        }
        return actor;
    }
    if (is_several(r, &p)) {
        p.core = p.last = p.end;
        p.head = p.end - 1;
        p.noun = p.beg;
        p.possessor = VB_NONE;
        actor = actor_of_words(r, &p, VB_KIND_GROUP, false);
        use(r, actor, p.beg, p.end, VB_FORM_ROLE);
        return actor;
    }
    if (words[p.head].name != VB_NONE) {
        const struct vb_name_run *run = &r->words.names[words[p.head].name];
        actor = r->actors.of_name[words[p.head].name];
        if ((ref = ref_of(r, run->beg))) ref->source = true;
        return actor;
    }
    kind = kind_of_head(r, &p);
    if ((actor = apposed_name(r, &p, kind)) != VB_NONE) {
        struct vb_actor *who = &r->actors.list.at[actor];
        if (kind == VB_KIND_PERSON) {
            who->kind = VB_KIND_PERSON;
            who->male += has(&words[p.head], VB_WORD_MALE) * 2u;
            who->female += has(&words[p.head], VB_WORD_FEMALE) * 2u;
        }
        /* "Senator from Vermont X": the name is no part of the role. */
        bool holds_name = words[p.last - 1].name != VB_NONE && r->actors.of_name[words[p.last - 1].name] == actor;
        use(r, actor, p.beg, holds_name ? p.core : p.last, VB_FORM_ROLE);
        return actor;
    }
    if (kind == VB_KIND_DOCUMENT && (actor = issuer_of(r, &p, outer, depth)) != VB_NONE) return actor;
    if ((ref = ref_of(r, p.head))) {
        ref->source = true;
        actor = ref->actor;
    } else {
        actor = is_indefinite(&words[p.beg]) ? VB_NONE : holder_of(r, &p);
        if (actor == VB_NONE) actor = actor_of_words(r, &p, kind, is_indefinite(&words[p.beg]));
    }
    use(r, actor, p.beg, p.last, VB_FORM_ROLE);
    return actor;
}

static void read_draft(struct resolver *r, uint32_t i, unsigned depth)
{
    struct vb_draft *d = &r->drafts->at[i];
    uint32_t         outer = VB_NONE, beg, end, actor;
    struct ref       source;

    if (r->states[i] != UNREAD || r->no_memory) return;
    r->states[i] = READING;
    d->speaker = VB_NONE;
    if (!d->source.n || !r->words.n) goto done;
    if (d->nested_in < r->drafts->n && d->nested_in != i && depth < DEEP) {
        const struct vb_draft *o = &r->drafts->at[d->nested_in];
        read_draft(r, d->nested_in, depth + 1);
        outer = o->speaker;
        for (unsigned far = 0; outer == VB_NONE && o->inherits < r->drafts->n && far < DEEP; far++) {
            o = &r->drafts->at[o->inherits];
            outer = o->speaker;
        }
    }
    beg = vb_names_word_from(&r->words, d->source.at[0].beg);
    end = vb_names_word_from(&r->words, d->source.at[0].end);
    if (end < r->words.n && r->words.at[end].span.beg < d->source.at[0].end) end++;
    if (beg >= end) goto done;
    r->draft = d;
    actor = actor_of_range(r, beg, end, outer, 0);
    d->speaker = actor;
    if (actor == VB_NONE) goto done;
    r->actors.list.at[actor].seen = r->words.at[beg].paragraph + 1;
    source = (struct ref){ .word = beg, .actor = actor, .subject = true, .source = true, .quoted = r->words.at[beg].quoted };
    if (is_person(r, actor)) {
        memmove(&r->recent[1], &r->recent[0], sizeof r->recent - sizeof r->recent[0]);
        r->recent[0] = source;
        if (r->n_recent < sizeof r->recent / sizeof r->recent[0]) r->n_recent++;
    } else {
        r->last_group = beg;
        r->last_group_actor = actor;
    }
done:
    r->states[i] = READ;
}

/* A quotation that goes on has the speaker of the draft it carries on; that one mostly comes earlier. */
static void inherit(struct vb_drafts *drafts)
{
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < drafts->n; i++) {
            struct vb_draft *d = &drafts->at[i];
            if (d->speaker == VB_NONE && d->inherits < drafts->n && !d->source.n) d->speaker = drafts->at[d->inherits].speaker;
        }
    }
}

/* ---- entities ---------------------------------------------------------------------------------------------------- */

static int by_actor(const void *a, const void *b)
{
    const struct used *x = a, *y = b;
    if (x->actor != y->actor) return x->actor < y->actor ? -1 : 1;
    if (x->mention.span.beg != y->mention.span.beg) return x->mention.span.beg < y->mention.span.beg ? -1 : 1;
    if (x->mention.span.end != y->mention.span.end) return x->mention.span.end < y->mention.span.end ? -1 : 1;
    return (x->mention.form > y->mention.form) - (x->mention.form < y->mention.form);
}

struct place { uint32_t actor, beg; vb_entity entity; };

static int by_first(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    return (x->actor > y->actor) - (x->actor < y->actor);
}

static float score_of(const struct vb_actor *a)
{
    if (!a->named) return 0.7f;
    return a->kind == VB_KIND_OTHER ? 0.8f : 0.95f;
}

static bool give_entities(struct resolver *r, struct vb_arena *arena, struct vb_entities *out)
{
    const struct vb_word *words = r->words.at;
    uint32_t              n_actors = (uint32_t)r->actors.list.n, n = 0;
    uint32_t             *entity_of = VB_NEW(r->arena, uint32_t, n_actors);
    bool                 *speaks = VB_NEW(r->arena, bool, n_actors);
    struct place         *places;
    vb_entity            *entities;
    vb_mention           *mentions;

    if (!entity_of || !speaks) return false;
    for (size_t i = 0; i < r->drafts->n; i++)
        if (r->drafts->at[i].speaker != VB_NONE) speaks[r->drafts->at[i].speaker] = true;
    for (uint32_t i = 0; i < r->words.n_names; i++) {
        const struct vb_name_run *run = &r->words.names[i];
        uint32_t                  actor = r->actors.of_name[i];
        struct used               u = { actor, { { words[run->beg].span.beg, words[run->end - 1].span.end }, VB_FORM_NAME } };
        if (actor != VB_NONE && speaks[actor] && !VB_PUSH(&r->used, u)) return false;
    }
    for (uint32_t i = 0; i < n_actors; i++) {
        struct used u = { i, { r->actors.list.at[i].phrase, VB_FORM_ROLE } };
        if (speaks[i] && !r->actors.list.at[i].named && !VB_PUSH(&r->used, u)) return false;
    }
    if (r->used.n) qsort(r->used.at, r->used.n, sizeof *r->used.at, by_actor);
    if (!(places = VB_NEW(r->arena, struct place, n_actors)) || !(mentions = VB_NEW(arena, vb_mention, r->used.n))) return false;
    for (size_t i = 0, end; i < r->used.n; i = end) {
        uint32_t               actor = r->used.at[i].actor;
        const struct vb_actor *a = &r->actors.list.at[actor];
        vb_mention            *first = mentions;
        for (end = i; end < r->used.n && r->used.at[end].actor == actor; end++) {
            vb_span span = r->used.at[end].mention.span;
            if (!speaks[actor] || (mentions > first && mentions[-1].span.beg == span.beg && mentions[-1].span.end == span.end))
                continue;
            *mentions++ = r->used.at[end].mention;
        }
        if (mentions == first) continue;
        places[n++] = (struct place){actor,
                                     first->span.beg,
                                     {.name = vb_str_sub(r->text->bytes, a->name),
                                      .kind = a->kind == VB_KIND_OTHER ? VB_KIND_ORGANISATION : a->kind,
                                      .mentions = first,
                                      .n_mentions = (uint32_t)(mentions - first),
                                      .score = score_of(a)}};
    }
    if (n) qsort(places, n, sizeof *places, by_first);
    if (!(entities = VB_NEW(arena, vb_entity, n))) return false;
    for (uint32_t i = 0; i < n_actors; i++) entity_of[i] = VB_NONE;
    for (uint32_t i = 0; i < n; i++) {
        entities[i] = places[i].entity;
        entity_of[places[i].actor] = i;
    }
    for (size_t i = 0; i < r->drafts->n; i++)
        if (r->drafts->at[i].speaker != VB_NONE) r->drafts->at[i].speaker = entity_of[r->drafts->at[i].speaker];
    *out = (struct vb_entities){.at = entities, .n = n};
    return true;
}

struct turn { uint32_t at, draft; };

static int by_source(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return (x->draft > y->draft) - (x->draft < y->draft);
}

vb_status vb_speaker_resolve(const struct vb_text *text, struct vb_drafts *drafts, struct vb_arena *arena,
                             struct vb_entities *entities, vb_error *err)
{
    struct vb_arena       scratch = { 0 };
    struct vb_actor_words lists = { 0 };
    struct resolver r = {
        .text = text, .lists = &lists, .arena = &scratch, .drafts = drafts, .last_group = VB_NONE, .pronoun = VB_NONE};
    struct turn          *turns;
    vb_status             st;

    *entities = (struct vb_entities){ 0 };
    if (!drafts->n) return VB_OK;
    if ((st = vb_actor_words_build(&scratch, &lists, err)) != VB_OK) goto done;
    if ((st = vb_names_find(text, &lists, &scratch, &r.words, err)) != VB_OK) goto done;
    if ((st = vb_actors_find(&r.words, &lists, &scratch, &r.actors, err)) != VB_OK) goto done;
    st = VB_ERR_NOMEM;
    if (!(r.states = VB_NEW(&scratch, uint8_t, drafts->n)) || !(turns = VB_NEW(&scratch, struct turn, drafts->n))) goto done;
    if (!find_persons(&r)) goto done;
    for (size_t i = 0; i < drafts->n; i++)
        turns[i] = (struct turn){drafts->at[i].source.n ? drafts->at[i].source.at[0].beg : 0, (uint32_t)i};
    qsort(turns, drafts->n, sizeof *turns, by_source);
    for (size_t i = 0; i < drafts->n; i++) read_draft(&r, turns[i].draft, 0);
    inherit(drafts);
    if (r.no_memory || !give_entities(&r, arena, entities)) goto done;
    st = VB_OK;
done:
    if (st == VB_ERR_NOMEM) vb_fail_nomem(err);
    vb_actors_free(&r.actors);
    vb_free(r.refs.at);
    vb_free(r.used.at);
    vb_arena_free(&scratch);
    return st;
}
