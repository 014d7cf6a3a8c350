/*
 * Names that mean the same: "Mr Cleverly", "Cleverly" and "James Cleverly".
 *
 * A shorter name joins the one longer name that holds its words in order. Two persons of one family name stay apart, and
 * the bare family name is then left open unless only one of them has been named so far, or in its paragraph: a wrong link
 * would put words into somebody's mouth.
 */
#include "actors.h"

#include <string.h>

enum {
    PARTS = 8,                         /* words of a name that are compared */
    CANDIDATES = 64,                   /* longer names that a shorter one is compared with */
    RIVALS = 4                         /* persons a bare name is kept open between */
};

struct name {                          /* a distinct key */
    vb_str parts[PARTS];
    uint32_t n_parts, first_run, n_runs;
    uint32_t shown_run;                /* the first that is not in capitals throughout, else first_run */
    uint32_t n_person, n_sure, n_body, n_state, n_place, n_group, n_the;
    uint32_t male, female;
    uint32_t n_located;                /* times it stood after in, at, near, from */
    uint32_t joined;                   /* the name it is a form of, or VB_NONE */
    uint32_t rivals[RIVALS], n_rivals;
    uint32_t actor;
    bool acronym;
};

struct part { uint32_t name, next; };

struct joiner {
    const struct vb_words *words;
    const struct vb_actor_words *lists;
    struct vb_arena *arena;
    struct name *names;
    uint32_t n_names, *of_run;
    struct part *parts;
    uint32_t n_parts;
    struct vb_word_map by_key, by_part, count_part, by_initials;
    struct vb_actors *out;
};

/* One name for a state that has several. */
static vb_str standard_key(vb_str key)
{
    static const char *const SAME[][2] = {
        {"us", "united states"},
        {"usa", "united states"},
        {"united states of america", "united states"},
        {"america", "united states"},
        {"uk", "united kingdom"},
        {"britain", "united kingdom"},
        {"great britain", "united kingdom"},
        {"eu", "european union"},
        {"un", "united nations"},
        {"uae", "united arab emirates"},
        {"no10", "no 10"},
    };
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        if (vb_str_eq(key, vb_str_of(SAME[i][0]))) return vb_str_of(SAME[i][1]);
    return key;
}

static bool is_small(vb_str part)
{
    static const char *const SMALL[] = { "of", "for", "the", "and", "&", "on", "in" };
    for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++)
        if (vb_str_eq(part, vb_str_of(SMALL[i]))) return true;
    return false;
}

static bool is_local(vb_str word)
{
    static const char *const LOCAL[] = { "in", "at", "near", "from", "outside", "around", "across" };
    for (size_t i = 0; i < sizeof LOCAL / sizeof *LOCAL; i++)
        if (vb_str_eq(word, vb_str_of(LOCAL[i]))) return true;
    return false;
}

static void split_key(vb_str key, struct name *n)
{
    size_t beg = 0;
    for (size_t i = 0; i <= key.len; i++) {
        if (i < key.len && key.ptr[i] != ' ') continue;
        vb_str part = { key.ptr + beg, i - beg };
        if (part.len && !is_small(part) && n->n_parts < PARTS) n->parts[n->n_parts++] = part;
        beg = i + 1;
    }
}

/* Distinct names, with what their places in the text say of them. */
static bool count_names(struct joiner *j)
{
    for (uint32_t r = 0; r < j->words->n_names; r++) {
        const struct vb_name_run *run = &j->words->names[r];
        const struct vb_word     *first = &j->words->at[run->beg], *before = run->title ? &j->words->at[run->title - 1] : NULL;
        vb_str                    key = standard_key(run->key);
        uint32_t                 *id = vb_word_map_put(&j->by_key, j->arena, key, j->n_names);

        if (!id) return false;
        struct name *n = &j->names[*id];
        if (*id == j->n_names) {
            j->n_names++;
            *n = (struct name){ .first_run = r, .joined = VB_NONE, .actor = VB_NONE };
            split_key(key, n);
            n->acronym = n->n_parts == 1 && first->form == VB_CASE_CAPITALS;
        }
        j->of_run[r] = *id;
        if (r == n->first_run ||
            (j->words->at[j->words->names[n->shown_run].beg].form == VB_CASE_CAPITALS && first->form == VB_CASE_TITLE))
            n->shown_run = r;
        n->n_runs++;
        n->n_person += run->kind == VB_KIND_PERSON;
        n->n_sure += run->sure;
        n->n_body += run->kind == VB_KIND_ORGANISATION;
        n->n_state += run->kind == VB_KIND_STATE;
        n->n_place += run->kind == VB_KIND_PLACE;
        n->n_group += run->kind == VB_KIND_GROUP;
        n->male += run->male * (run->honorific ? 4u : 2u);
        n->female += run->female * (run->honorific ? 4u : 2u);
        if (before && before->sentence == first->sentence && run->title == run->beg) {
            n->n_the += vb_str_eq(before->lower, VB_STR("the"));
            n->n_located += is_local(before->lower);
        }
    }
    return true;
}

/* Two capitals are rather a town than a person when they mostly stand after "in" or "near". */
static bool is_person(const struct name *n)
{
    return n->n_person > n->n_body && n->n_person * 2 >= n->n_runs && (n->n_sure || n->n_located * 2 <= n->n_runs);
}
static bool is_body(const struct name *n) { return n->n_body > 0 && n->n_body >= n->n_person; }
static bool is_place(const struct name *n) { return !n->n_person && n->n_state + n->n_place > 0; }

static bool index_parts(struct joiner *j)
{
    size_t n = 0;
    for (uint32_t i = 0; i < j->n_names; i++) n += j->names[i].n_parts;
    if (!(j->parts = VB_NEW(j->arena, struct part, n))) return false;
    for (uint32_t i = 0; i < j->n_names; i++) {
        const struct name *name = &j->names[i];
        char               initials[PARTS + 1];
        if (name->n_parts < 2) continue;
        for (uint32_t p = 0; p < name->n_parts; p++) {
            uint32_t *head = vb_word_map_put(&j->by_part, j->arena, name->parts[p], VB_NONE);
            uint32_t *count = vb_word_map_put(&j->count_part, j->arena, name->parts[p], 0);
            if (!head || !count) return false;
            j->parts[j->n_parts] = (struct part){ i, *head };
            *head = j->n_parts++;
            ++*count;
            initials[p] = name->parts[p].ptr[0];
        }
        /* Two names with the same initials: an acronym then means neither. */
        vb_str    key = vb_arena_copy(j->arena, (vb_str){ initials, name->n_parts });
        uint32_t *own = key.ptr ? vb_word_map_put(&j->by_initials, j->arena, key, i) : NULL;
        if (!own) return false;
        if (*own != i) *own = VB_NONE;
    }
    return true;
}

static bool same_part(vb_str a, vb_str b)
{
    if (vb_str_eq(a, b)) return true;
    return (a.len == 1 || b.len == 1) && a.ptr[0] == b.ptr[0];                /* "J. Smith" */
}

/* Words of `a` stand in `b` in this order. */
static bool holds(const struct name *b, const struct name *a)
{
    uint32_t at = 0;
    for (uint32_t p = 0; p < b->n_parts && at < a->n_parts; p++) at += same_part(b->parts[p], a->parts[at]);
    return at == a->n_parts;
}

/* How well a shorter name fits a longer one; 0 not at all. */
static int fit(const struct joiner *j, const struct name *a, const struct name *b)
{
    bool one = a->n_parts == 1;
    bool ends = vb_str_eq(a->parts[a->n_parts - 1], b->parts[b->n_parts - 1]), begins = vb_str_eq(a->parts[0], b->parts[0]);

    if (!holds(b, a)) return 0;
    if (is_person(b)) {
        if (is_body(a) && !a->n_person) return 0;
        if (is_place(a) && (a->n_located || a->first_run < b->first_run)) return 0;
        if ((a->male && !a->female && b->female > 2 * b->male) || (a->female && !a->male && b->male > 2 * b->female)) return 0;
        if (!one) return ends || begins ? 5 : 0;
        if (ends) return 4;
        if (!begins) return b->n_parts > 2 ? 3 : 0;
        /* The family name may come first; a bare given name is rather somebody else of that name, unless nobody is. */
        return vb_actor_words_class(j->lists, a->parts[0]) & VB_WORD_GIVEN ? 1 : 2;
    }
    if (is_place(b) || is_place(a) || (is_person(a) && !one)) return 0;
    if (one && (vb_actor_words_class(j->lists, a->parts[0]) & (VB_WORD_NATION | VB_WORD_FIELD))) return 0;
    if (a->n_person) return 0;
    return ends ? 2 : begins && (!one || !a->n_body || a->n_the) ? 1 : 0;
}

static uint32_t root_of(const struct joiner *j, uint32_t name)
{
    while (j->names[name].joined != VB_NONE) name = j->names[name].joined;
    return name;
}

static void join_name(struct joiner *j, uint32_t i)
{
    struct name *a = &j->names[i];
    uint32_t     rarest = VB_NONE, fewest = VB_NONE, best = VB_NONE, tried = 0;
    int          best_fit = 0;

    for (uint32_t p = 0; p < a->n_parts; p++) {
        uint32_t count = vb_word_map_get(&j->count_part, a->parts[p], 0);
        if (a->parts[p].len > 1 && count < fewest) fewest = count, rarest = p;
    }
    if (rarest == VB_NONE) return;
    for (uint32_t at = vb_word_map_get(&j->by_part, a->parts[rarest], VB_NONE); at != VB_NONE && tried < CANDIDATES;
         at = j->parts[at].next, tried++) {
        uint32_t     other = j->parts[at].name, root;
        struct name *b = &j->names[other];
        int          how;
        if (b->n_parts <= a->n_parts || !(how = fit(j, a, b))) continue;
        root = root_of(j, other);
        if (how > best_fit) best_fit = how, best = root, a->n_rivals = 0;
        if (how < best_fit || root == i) continue;
        bool known = false;
        for (uint32_t k = 0; k < a->n_rivals; k++) known |= a->rivals[k] == root;
        if (!known && a->n_rivals < RIVALS) a->rivals[a->n_rivals++] = root;
        else if (!known) best = VB_NONE;
    }
    if (a->n_rivals == 1 && best != VB_NONE && best != i) {
        a->joined = best;
    } else if (!a->n_rivals && a->acronym && a->parts[0].len > 1) {
        uint32_t named = vb_word_map_get(&j->by_initials, a->parts[0], VB_NONE);
        if (named != VB_NONE && !is_person(&j->names[named])) a->joined = root_of(j, named);
    }
}

/* "the European Union (EU)": the letters in brackets are the name before them. */
static void join_brackets(struct joiner *j)
{
    for (uint32_t r = 1; r < j->words->n_names; r++) {
        const struct vb_name_run *full = &j->words->names[r - 1], *run = &j->words->names[r];
        struct name              *n = &j->names[j->of_run[r]];
        uint32_t                  root = root_of(j, j->of_run[r - 1]);
        if (run->beg != full->end + 1 || run->end - run->beg != 1 || !vb_str_eq(j->words->at[full->end].lower, VB_STR("(")))
            continue;
        if (n->acronym && n->joined == VB_NONE && root != j->of_run[r] && !is_person(&j->names[root]))
            n->joined = root, n->n_rivals = 0;
    }
}

/* Longer names first, so that what a short one joins has found its own root. */
static bool join_names(struct joiner *j)
{
    for (uint32_t n_parts = PARTS; n_parts > 0; n_parts--)
        for (uint32_t i = 0; i < j->n_names; i++)
            if (j->names[i].n_parts == n_parts) join_name(j, i);
    join_brackets(j);
    return true;
}

static vb_entity_kind kind_of(const struct name *n)
{
    if (is_person(n)) return VB_KIND_PERSON;
    if (n->n_state) return VB_KIND_STATE;
    if (n->n_place) return VB_KIND_PLACE;
    if (n->n_group) return VB_KIND_GROUP;
    if (n->n_body || n->n_the) return VB_KIND_ORGANISATION;
    return n->n_sure ? VB_KIND_PERSON : VB_KIND_OTHER;
}

static bool make_actors(struct joiner *j)
{
    uint32_t *seen;                    /* by name: paragraph in which it was last named, plus one */

    if (!(seen = VB_NEW(j->arena, uint32_t, j->n_names))) return false;
    for (uint32_t i = 0; i < j->n_names; i++) {
        struct name *n = &j->names[i], *root = &j->names[root_of(j, i)];
        if (n == root) continue;
        root->male += n->male;
        root->female += n->female;
        if (n->n_person && !root->n_body && !root->n_state)
            root->n_person += n->n_person, root->n_sure += n->n_sure, root->n_runs += n->n_person;
    }
    for (uint32_t r = 0; r < j->words->n_names; r++) {
        const struct vb_name_run *run = &j->words->names[r];
        uint32_t                  id = root_of(j, j->of_run[r]), paragraph = j->words->at[run->beg].paragraph + 1;
        struct name              *n = &j->names[id];

        if (n->n_rivals > 1) {
            uint32_t fits = VB_NONE, n_fits = 0, so_far = VB_NONE, n_so_far = 0;
            for (uint32_t k = 0; k < n->n_rivals; k++) {
                uint32_t           rival = root_of(j, n->rivals[k]);
                const struct name *b = &j->names[rival];
                if (!seen[rival] || (run->male && b->female > b->male) || (run->female && b->male > b->female)) continue;
                so_far = rival;
                n_so_far++;
                if (seen[rival] != paragraph) continue;
                fits = rival;
                n_fits++;
            }
            if (n_so_far == 1 && !n_fits) fits = so_far, n_fits = 1;
            j->out->of_name[r] = VB_NONE;
            if (n_fits != 1) continue;
            n = &j->names[id = fits];
        }
        seen[id] = paragraph;
        if (n->actor == VB_NONE) {
            const struct vb_name_run *full = &j->words->names[n->shown_run];
            struct vb_actor           actor = {
                          .kind = kind_of(n), .male = n->male, .female = n->female, .named = true,
                          .name = { j->words->at[full->beg].span.beg, j->words->at[full->end - 1].span.end },
            };
            if (!VB_PUSH(&j->out->list, actor)) return false;
            n->actor = (uint32_t)j->out->list.n - 1;
        }
        j->out->of_name[r] = n->actor;
    }
    return true;
}

/* ---- offices ----------------------------------------------------------------------------------------------------- */

static bool has(const struct vb_word *w, uint32_t cls) { return (w->cls & cls) != 0; }

/* The same actor under the same words: "President X" a hundred times is one office. */
static bool is_known(const struct vb_actors *actors, const struct vb_words *words, const struct vb_actor_office *office,
                     uint32_t newest)
{
    for (uint32_t tried = 0; newest != VB_NONE && tried < 4; newest = actors->offices.at[newest].older, tried++) {
        const struct vb_actor_office *old = &actors->offices.at[newest];
        uint32_t                n = office->end - office->beg, k = 0;
        if (old->actor != office->actor || old->end - old->beg != n) continue;
        while (k < n && vb_str_eq(words->at[old->beg + k].lower, words->at[office->beg + k].lower)) k++;
        if (k == n) return true;
    }
    return false;
}

bool vb_actors_add_office(struct vb_actors *actors, const struct vb_words *words, struct vb_arena *arena,
                          struct vb_actor_office office)
{
    uint32_t *newest = vb_word_map_put(&actors->by_head, arena, office.head, VB_NONE);
    if (!newest) return false;
    if (is_known(actors, words, &office, *newest)) return true;
    office.older = *newest;
    if (!VB_PUSH(&actors->offices, office)) return false;
    *newest = (uint32_t)actors->offices.n - 1;
    return true;
}

static bool is_mark(const struct vb_word *w, const char *mark)
{
    return w->form == VB_CASE_MARK && vb_str_eq(w->lower, vb_str_of(mark));
}

/* Each office within words [beg, end); at most three of them. */
static bool add_offices(struct joiner *j, uint32_t actor, uint32_t beg, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t i = beg; i < end && n < 3; i++) {
        const struct vb_word *w = &j->words->at[i];
        if (!has(w, VB_WORD_ROLE) || w->name != VB_NONE || has(w, VB_WORD_PLURAL)) continue;
        if (i + 1 < end && has(w + 1, VB_WORD_ROLE)) continue;                 /* "deputy director" */
        struct vb_actor_office office = { .actor = actor, .beg = beg, .end = end, .head = vb_actor_words_head(j->lists, w->lower) };
        struct vb_actor *who = &j->out->list.at[actor];
        who->male += has(w, VB_WORD_MALE) * 2u;
        who->female += has(w, VB_WORD_FEMALE) * 2u;
        if (!vb_actors_add_office(j->out, j->words, j->arena, office)) return false;
        n++;
    }
    return true;
}

/* "X, Conservative MP and chair of the committee, has": the words of the apposition, or nothing. */
static uint32_t apposition_after(const struct vb_words *words, uint32_t at)
{
    uint32_t end = at, role = VB_NONE, sentence = words->at[at].sentence;
    for (; end < words->n && end - at < 16 && words->at[end].sentence == sentence; end++) {
        const struct vb_word *w = &words->at[end];
        if (w->form == VB_CASE_MARK && !w->possessive) break;
        if (has(w, VB_WORD_RELATIVE | VB_WORD_PRONOUN) && !has(w, VB_WORD_DETERMINER)) break;
        if (has(w, VB_WORD_ROLE) && w->name == VB_NONE && role == VB_NONE) {
            if (end + 1 < words->n && words->at[end + 1].name != VB_NONE) return at;          /* "X, President Y" */
            role = end;
        }
        if (role == VB_NONE && (end - at > 7 || (has(w, VB_WORD_PREPOSITION) && !has(w, VB_WORD_MODIFIER)))) return at;
    }
    return role == VB_NONE ? at : end;
}

/* "the committee" may later be the House Judiciary Committee, "the ministry" the Ministry of Defence. */
static bool add_body(struct joiner *j, uint32_t actor, const struct vb_name_run *run)
{
    for (uint32_t i = run->beg; i < run->end; i++) {
        const struct vb_word *w = &j->words->at[i];
        if (!has(w, VB_WORD_BODY) || has(w, VB_WORD_PLURAL) || (i + 1 < run->end && !has(w + 1, VB_WORD_PREPOSITION))) continue;
        struct vb_actor_office office = {
            .actor = actor, .beg = run->beg, .end = run->end, .head = vb_actor_words_head(j->lists, w->lower)};
        return vb_actors_add_office(j->out, j->words, j->arena, office);
    }
    return true;
}

static bool find_offices(struct joiner *j)
{
    const struct vb_words *words = j->words;
    for (uint32_t r = 0; r < words->n_names; r++) {
        const struct vb_name_run *run = &words->names[r];
        uint32_t                  actor = j->out->of_name[r], beg;
        if (actor == VB_NONE) continue;
        if (j->out->list.at[actor].kind != VB_KIND_PERSON) {
            if (!add_body(j, actor, run)) return false;
            continue;
        }
        if (run->title < run->beg && !add_offices(j, actor, run->title, run->beg)) return false;
        if (run->end + 1 < words->n && is_mark(&words->at[run->end], ",")) {
            beg = run->end + 1;
            if (!add_offices(j, actor, beg, apposition_after(words, beg))) return false;
        }
        /* "the foreign secretary, X": the noun phrase before the comma begins with an article or ends a possessive. */
        if (run->title > 1 && is_mark(&words->at[run->title - 1], ",") && words->at[run->title - 2].name == VB_NONE) {
            uint32_t comma = run->title - 1, role = VB_NONE;
            for (beg = comma; beg > 0 && comma - beg < 12; beg--) {
                const struct vb_word *w = &words->at[beg - 1];
                if (w->sentence != words->at[comma].sentence || (w->form == VB_CASE_MARK && !w->possessive)) break;
                if (has(w, VB_WORD_ROLE) && !has(w, VB_WORD_PLURAL) && w->name == VB_NONE) role = beg - 1;
                if (role != VB_NONE && (has(w, VB_WORD_DETERMINER) || w->possessive)) break;
            }
            if (role != VB_NONE && beg > 0 && !add_offices(j, actor, beg, comma)) return false;
        }
    }
    return true;
}

vb_status vb_actors_find(const struct vb_words *words, const struct vb_actor_words *lists, struct vb_arena *arena,
                         struct vb_actors *out, vb_error *err)
{
    struct joiner j = { .words = words, .lists = lists, .arena = arena, .out = out };

    *out = (struct vb_actors){ 0 };
    if (!(j.names = VB_NEW(arena, struct name, words->n_names)) || !(j.of_run = VB_NEW(arena, uint32_t, words->n_names)) ||
        !(out->of_name = VB_NEW(arena, uint32_t, words->n_names)) || !count_names(&j) || !index_parts(&j) || !join_names(&j) ||
        !make_actors(&j) || !find_offices(&j)) {
        vb_actors_free(out);
        return vb_fail_nomem(err);
    }
    return VB_OK;
}

void vb_actors_free(struct vb_actors *actors)
{
    vb_free(actors->list.at);
    vb_free(actors->offices.at);
    *actors = (struct vb_actors){ 0 };
}
