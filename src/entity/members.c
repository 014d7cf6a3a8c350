/*
 * Who is who: names that mean the same become one member of the cast, then roles and pronouns go to members.
 *
 * Names are joined by rules, because a rule can say why; antecedents of roles and pronouns come from the network, within what
 * gender, number and kind allow. What fits nobody for certain stays alone.
 */
#include "cast.h"

#include <string.h>

enum { LOOK_BACK = 400 };          /* mentions before a role or pronoun whose members are weighed */
static const float ROLE_LINK = 0.5f, PRONOUN_LINK = 0.3f;
static const float PERSON_LINK = 0.3f, THING_LINK = 0.4f; /* of the probability among candidates */ /* bench/entity/README.md */

static struct vb_cast_mention *mention(struct vb_cast *cast, uint32_t i) { return &cast->mentions.at[i]; }
static struct vb_member *member(struct vb_cast *cast, uint32_t i) { return &cast->members.at[i]; }

static uint32_t new_member(struct vb_cast *cast, uint32_t m, enum vb_why why)
{
    struct vb_cast_mention *x = mention(cast, m);
    struct vb_member n = {.kind = x->kind,
                          .first = m,
                          .fullest = x->form == VB_FORM_NAME ? m : VB_NONE,
                          .row = VB_NONE,
                          .plural = x->plural,
                          .why_country = VB_NONE,
                          .why_sector = VB_NONE,
                          .side = VB_NONE,
                          .side_of = VB_NONE};
    if (!VB_PUSH(&cast->members, n)) return VB_NONE;
    x->member = (uint32_t)cast->members.n - 1;
    x->why    = why;
    member(cast, x->member)->stated = x->code.country;
    return x->member;
}

static void join(struct vb_cast *cast, uint32_t m, uint32_t to, enum vb_why why)
{
    struct vb_cast_mention *x = mention(cast, m);
    x->member = to;
    x->why    = why;
    if (member(cast, to)->stated.len == 0) member(cast, to)->stated = x->code.country;
}

/* ---- names ------------------------------------------------------------------------------------------------------------- */

static const char *const SKIPPED[] = {"the", "of",  "and", "for", "on", "in", "jr", "jr.", "sr", "sr.",
                                      "ii",  "iii", "&",   "-",   ".",  ",",  "'s", "’s",  NULL};

/* Hashes of a name's folded words, without the little ones. */
static uint32_t parts_of(const struct vb_cast *cast, const struct vb_cast_mention *m, uint64_t out[VB_NAME_PARTS])
{
    uint32_t n = 0;
    for (uint32_t i = m->beg; i < m->end && n < VB_NAME_PARTS; i++) {
        char   folded[VB_KB_KEY_MAX];
        size_t len = vb_cast_word_is(cast, i, SKIPPED) ? 0 : vb_kb_fold(vb_cast_token(cast, i), folded);
        for (size_t k = 0; k < len; k++)
            if (folded[k] >= 'A' && folded[k] <= 'Z') folded[k] = (char)(folded[k] + 32);
        if (len > 0) out[n++] = vb_hash64(folded, len);
    }
    return n;
}

static bool is_initial(const struct vb_cast *cast, uint32_t token)
{
    vb_str w = vb_cast_token(cast, token);
    return w.len == 1 || (w.len == 2 && w.ptr[1] == '.');
}

/* Are the parts of `a` found in `b` in order? */
static bool is_within(const uint64_t *a, uint32_t n_a, const uint64_t *b, uint32_t n_b)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n_b && k < n_a; i++) k += a[k] == b[i];
    return n_a > 0 && k == n_a;
}

/* Could two full names of persons be one man's? The last words are the same, and the first, or one of them is an initial of the
 * other. */
static bool same_person(const struct vb_cast *cast, const struct vb_cast_mention *x, const uint64_t *part, uint32_t n,
                        const struct vb_member *m)
{
    if (is_within(part, n, m->part, m->n_parts) || is_within(m->part, m->n_parts, part, n)) return n > 1 && m->n_parts > 1;
    if (n < 2 || m->n_parts < 2 || m->fullest == VB_NONE || part[n - 1] != m->part[m->n_parts - 1]) return false;
    const struct vb_cast_mention *y = &cast->mentions.at[m->fullest];
    if (part[0] == m->part[0]) return true;
    vb_str a = vb_cast_token(cast, x->beg), b = vb_cast_token(cast, y->beg);
    if (is_initial(cast, x->beg) || is_initial(cast, y->beg)) return a.ptr[0] == b.ptr[0];
    /* Dan and Daniel */
    size_t short_len = a.len < b.len ? a.len : b.len;
    return short_len >= 3 && memcmp(a.ptr, b.ptr, 3) == 0;
}

static bool is_acronym(const struct vb_cast *cast, const struct vb_cast_mention *x)
{
    vb_str w = vb_cast_token(cast, x->beg);
    if (x->end - x->beg != 1 || w.len < 2 || w.len > 7) return false;
    for (size_t i = 0; i < w.len; i++)
        if (w.ptr[i] < 'A' || w.ptr[i] > 'Z') return false;
    return true;
}

/* Do the capitals of a longer name spell the acronym? */
static bool spells(const struct vb_cast *cast, const struct vb_cast_mention *acronym, const struct vb_cast_mention *full)
{
    vb_str w = vb_cast_token(cast, acronym->beg);
    size_t k = 0;
    for (uint32_t i = full->beg; i < full->end; i++) {
        vb_str t = vb_cast_token(cast, i);
        if (t.len == 0 || t.ptr[0] < 'A' || t.ptr[0] > 'Z') continue;
        if (k < w.len && t.ptr[0] == w.ptr[k]) k++;
        else if (!vb_cast_word_is(cast, i, SKIPPED)) return false;
    }
    return k == w.len && full->end - full->beg > 1;
}

static bool kinds_fit(vb_entity_kind a, vb_entity_kind b)
{
    if (a == b || a == VB_KIND_OTHER || b == VB_KIND_OTHER) return true;
    if (a == VB_KIND_PERSON || b == VB_KIND_PERSON) return false;
    if (a == VB_KIND_STATE || b == VB_KIND_STATE) return a == VB_KIND_PLACE || b == VB_KIND_PLACE;
    return true;
}

static void name_member(struct vb_cast *cast, uint32_t m, uint32_t to, const uint64_t *part, uint32_t n)
{
    struct vb_member *x = member(cast, to);
    if (n > x->n_parts || x->fullest == VB_NONE) {
        x->fullest = m;
        x->n_parts = n;
        memcpy(x->part, part, n * sizeof *part);
    }
}

/* The row that a name is, or VB_NONE: a state, body, party or person of the tables. */
static vb_kb_row row_of(const struct vb_cast *cast, const struct vb_cast_mention *m)
{
    vb_str    key = vb_str_sub(cast->text->bytes, vb_cast_span(cast, m));
    vb_kb_row row;
    bool      former;
    if (m->kind == VB_KIND_PERSON)
        return m->end - m->beg > 1 || vb_kb_find(cast->kb, VB_KB_HOLDERS, key, NULL, 0)
                   ? vb_code_person(cast->kb, key, cast->date, &former)
                   : VB_NONE;
    if (vb_kb_find(cast->kb, VB_KB_STATES, key, &row, 1) > 0 && m->kind == VB_KIND_STATE) return row;
    if (m->code.ambiguous) return VB_NONE;
    return m->known || m->code.body ? (m->code.head_beg == m->beg && m->code.head_end == m->end ? m->code.head : VB_NONE) : VB_NONE;
}

/* Two rows of a person's offices are one person. */
static bool same_row(const struct vb_cast *cast, vb_kb_row a, vb_kb_row b)
{
    if (a == VB_NONE || b == VB_NONE) return false;
    if (a == b) return true;
    if (vb_kb_table_of(cast->kb, a) != VB_KB_HOLDERS || vb_kb_table_of(cast->kb, b) != VB_KB_HOLDERS) return false;
    return vb_str_eq(vb_kb_cell(cast->kb, a, VB_KB_NAME), vb_kb_cell(cast->kb, b, VB_KB_NAME));
}

/* ---- names seen before: by their words, and by their rows ---- */

static uint64_t name_key(const uint64_t *part, uint32_t n) { return vb_hash64(part, n * sizeof *part); }

static uint64_t row_key(const struct vb_cast *cast, vb_kb_row row)
{
    vb_str name = vb_kb_cell(cast->kb, row, VB_KB_NAME);
    return vb_kb_table_of(cast->kb, row) == VB_KB_HOLDERS ? vb_hash64(name.ptr, name.len) ^ 1 : vb_hash64(&row, sizeof row) ^ 2;
}

static uint32_t index_find(const struct vb_cast *cast, uint64_t key)
{
    if (cast->index.n == 0) return VB_NONE;
    for (size_t i = key & (cast->index.n - 1);; i = (i + 1) & (cast->index.n - 1)) {
        if (cast->index.member[i] == VB_NONE) return VB_NONE;
        if (cast->index.key[i] == key) return cast->index.member[i];
    }
}

/* The newest member stays under a key. The index has room for two keys a mention: it never fills. */
static void index_put(struct vb_cast *cast, uint64_t key, uint32_t who)
{
    size_t i = key & (cast->index.n - 1);
    while (cast->index.member[i] != VB_NONE && cast->index.key[i] != key) i = (i + 1) & (cast->index.n - 1);
    cast->index.key[i]    = key;
    cast->index.member[i] = who;
}

static uint32_t exact_member(const struct vb_cast *cast, const uint64_t *part, uint32_t n, vb_kb_row row)
{
    uint32_t k = row != VB_NONE ? index_find(cast, row_key(cast, row)) : VB_NONE;
    return k != VB_NONE || n == 0 ? k : index_find(cast, name_key(part, n));
}

static int gender_of_title(const struct vb_cast *cast, const struct vb_cast_mention *m);

static bool of_gender(const struct vb_member *m, int g)
{
    return g == 0 || (g > 0 ? m->female <= 2 * m->male : m->male <= 2 * m->female);
}

/* Of two Clintons the one named last before it, whom its title fits: by family name first; or VB_NONE. */
static uint32_t named_last(const struct vb_cast *cast, uint32_t i, uint64_t part, int gender)
{
    uint32_t       found = VB_NONE;
    const uint32_t first = i > LOOK_BACK ? i - LOOK_BACK : 0;
    for (uint32_t k = i; k-- > first;) {
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        if (y->form != VB_FORM_NAME || y->member == VB_NONE) continue;
        const struct vb_member *m = &cast->members.at[y->member];
        if (m->kind != VB_KIND_PERSON || m->n_parts < 2 || !of_gender(m, gender)) continue;
        if (part == m->part[m->n_parts - 1]) return y->member;
        if (found == VB_NONE && is_within(&part, 1, m->part, m->n_parts)) found = y->member;
    }
    return found;
}

/* The member that a name means, nearest first, or VB_NONE. */
static uint32_t find_named(const struct vb_cast *cast, uint32_t i, const uint64_t *part, uint32_t n, vb_kb_row row,
                           enum vb_why *why)
{
    const struct vb_cast_mention *x     = &cast->mentions.at[i];
    uint32_t                      found = VB_NONE, several = 0;
    const uint32_t oldest = cast->members.n > LOOK_BACK ? (uint32_t)cast->members.n - LOOK_BACK : 0;
    /* not by the word itself: the Warren of Elizabeth Warren is no man's given name */
    const int gender = x->kind == VB_KIND_PERSON && n == 1 ? gender_of_title(cast, x) : 0;
    if (x->kind == VB_KIND_PERSON && n == 1 && row == VB_NONE && (found = named_last(cast, i, part[0], gender)) != VB_NONE)
        return *why = VB_WHY_PART_OF_NAME, found;
    const uint32_t exact = exact_member(cast, part, n, row);
    if (exact != VB_NONE && kinds_fit(x->kind, cast->members.at[exact].kind))
        return *why = row != VB_NONE ? VB_WHY_TABLE : VB_WHY_SAME_NAME, exact;
    for (uint32_t k = (uint32_t)cast->members.n; k-- > oldest;) {
        const struct vb_member *m = &cast->members.at[k];
        if (m->fullest == VB_NONE || !kinds_fit(x->kind, m->kind)) continue;
        const struct vb_cast_mention *y = &cast->mentions.at[m->fullest];
        if (same_row(cast, row, m->row)) return *why = VB_WHY_TABLE, k;
        if (n == m->n_parts && n > 0 && memcmp(part, m->part, n * sizeof *part) == 0) return *why = VB_WHY_SAME_NAME, k;
        if (row != VB_NONE && m->row != VB_NONE) continue;      /* the tables tell them apart */
        if (x->kind == VB_KIND_STATE || m->kind == VB_KIND_STATE) continue;
        if (x->kind == VB_KIND_PERSON && m->kind == VB_KIND_PERSON) {
            if (n > 1 && same_person(cast, x, part, n, m)) return *why = VB_WHY_PART_OF_NAME, k;
            if (n == 1 && m->n_parts > 1 && of_gender(m, gender) &&
                (part[0] == m->part[m->n_parts - 1] || part[0] == m->part[0] || is_within(part, 1, m->part, m->n_parts))) {
                /* named only later: a headline */
                bool family = part[0] == m->part[m->n_parts - 1];
                if (found == VB_NONE || (family && several == 0)) found = k, *why = VB_WHY_PART_OF_NAME;
                several += family;
            }
            continue;
        }
        if (x->kind == VB_KIND_PERSON || m->kind == VB_KIND_PERSON) continue;
        if ((is_acronym(cast, x) && spells(cast, x, y)) || (is_acronym(cast, y) && spells(cast, y, x)))
            return *why = VB_WHY_ACRONYM, k;
        if (found == VB_NONE && x->kind != VB_KIND_PLACE && n > 0 && n < m->n_parts &&
            (memcmp(part, m->part, n * sizeof *part) == 0 || memcmp(part, m->part + m->n_parts - n, n * sizeof *part) == 0)) {
            /* "Hürriyet" of "Hürriyet Daily News"; but a bare "Ministry" only of the ministry named last */
            found = k;
            *why  = VB_WHY_PART_OF_NAME;
        }
    }
    return found;
}

static int gender_in(const struct vb_cast *cast, enum vb_kb_table table, vb_str word)
{
    vb_kb_row row;
    if (word.len == 0 || vb_kb_find(cast->kb, table, word, &row, 1) == 0) return 0;
    const vb_str v = vb_kb_cell(cast->kb, row, VB_KB_GENDER);
    return vb_str_eq(v, VB_STR("m")) ? 1 : vb_str_eq(v, VB_STR("f")) ? -1 : 0;
}

static int gender_of_title(const struct vb_cast *cast, const struct vb_cast_mention *m)
{
    return m->beg > 0 ? gender_in(cast, VB_KB_HONORIFICS, vb_cast_token(cast, m->beg - 1)) : 0;
}

static int gender_of(const struct vb_cast *cast, const struct vb_cast_mention *m)
{
    const int    title = gender_of_title(cast, m);
    const vb_str first = vb_cast_token(cast, m->beg);
    /* a name of one word may be a family's */
    if (title != 0 || (m->end - m->beg < 2 && vb_kb_find(cast->kb, VB_KB_FAMILIES, first, NULL, 0) > 0)) return title;
    return gender_in(cast, VB_KB_GIVEN, first);
}

vb_status vb_cast_names(struct vb_cast *cast, struct vb_arena *scratch, vb_error *err)
{
    uint64_t part[VB_NAME_PARTS];
    for (cast->index.n = 16; cast->index.n < 4 * cast->mentions.n;) cast->index.n *= 2;
    cast->index.key    = VB_NEW(scratch, uint64_t, cast->index.n);
    cast->index.member = VB_NEW(scratch, uint32_t, cast->index.n);
    if (cast->index.key == NULL || cast->index.member == NULL) return vb_fail_nomem(err);
    for (size_t i = 0; i < cast->index.n; i++) cast->index.member[i] = VB_NONE;
    /* full names of persons first, so that "Mr Zheng" of the headline finds the Han Zheng of the text */
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < cast->mentions.n; i++) {
            struct vb_cast_mention *x = mention(cast, i);
            if (x->form != VB_FORM_NAME && x->form != VB_FORM_DEMONYM) continue;
            uint32_t   n     = parts_of(cast, x, part);
            const bool first = x->kind != VB_KIND_PERSON ? !is_acronym(cast, x) : n > 1;
            if (first != (round == 0)) continue;
            if (x->form == VB_FORM_DEMONYM && x->kind != VB_KIND_STATE) {       /* a people or party without a row of its own */
                vb_kb_row party;
                if (vb_kb_find(cast->kb, VB_KB_PARTIES, vb_str_sub(cast->text->bytes, vb_cast_span(cast, x)), &party, 1) == 0)
                    continue;
                x->code.head = party;
                x->kind      = VB_KIND_ORGANISATION;
            }
            vb_kb_row   row = x->form == VB_FORM_DEMONYM && x->kind == VB_KIND_ORGANISATION ? x->code.head : row_of(cast, x);
            enum vb_why why = VB_WHY_FIRST;
            uint32_t    to  = find_named(cast, i, part, n, row, &why);
            if (to == VB_NONE) {
                to = new_member(cast, i, VB_WHY_FIRST);
                if (to == VB_NONE) return vb_fail_nomem(err);
                member(cast, to)->fullest = i;                 /* a demonym too: better than none */
                member(cast, to)->n_parts = n;
                memcpy(member(cast, to)->part, part, n * sizeof *part);
            } else {
                join(cast, i, to, why);
                if (x->form == VB_FORM_NAME && !is_acronym(cast, x)) name_member(cast, i, to, part, n);
                if (i < member(cast, to)->first) member(cast, to)->first = i;
            }
            struct vb_member *m = member(cast, to);
            if (n > 0) index_put(cast, name_key(part, n), to);
            if (row != VB_NONE) index_put(cast, row_key(cast, row), to);
            if (m->row == VB_NONE) m->row = row;
            if (m->kind == VB_KIND_OTHER || (m->kind == VB_KIND_PLACE && x->kind == VB_KIND_STATE)) m->kind = x->kind;
            if (m->kind == VB_KIND_PERSON) {
                int g = gender_of(cast, x);
                m->male += g > 0, m->female += g < 0;
                if (m->row != VB_NONE && vb_kb_table_of(cast->kb, m->row) == VB_KB_HOLDERS) {
                    vb_str v = vb_kb_cell(cast->kb, m->row, VB_KB_GENDER);
                    if (vb_str_eq(v, VB_STR("m"))) m->male += 4;
                    if (vb_str_eq(v, VB_STR("f"))) m->female += 4;
                }
            }
        }
    return VB_OK;
}

/* The member whose words the token stands in, by the innermost voice that begins before it; or VB_NONE. */
static uint32_t speaker_at(const struct vb_cast *cast, uint32_t token)
{
    const uint32_t byte = cast->text->tokens[token].span.beg;
    uint32_t low = 0, high = cast->voices->n;
    while (low < high) {                                        /* voices by content: the first that begins after the byte */
        uint32_t mid = (low + high) / 2;
        if (cast->voices->at[mid].content.beg <= byte) low = mid + 1;
        else high = mid;
    }
    for (uint32_t k = low, seen = 0; k-- > 0 && seen < 64; seen++) {
        const struct vb_voice *v = &cast->voices->at[k];
        if (byte >= v->content.end) continue;
        for (int i = 0; i < 2; i++) {             /* the mention that heads the source, else one within it */
            for (uint32_t t = vb_text_token_from(cast->text, v->source.beg);
                 t < cast->text->n_tokens && cast->text->tokens[t].span.beg < v->source.end; t++) {
                const struct vb_tag *tag = &cast->syntax->tags[t];
                bool inside = tag->head != VB_NONE && cast->text->tokens[tag->head].span.beg >= v->source.beg &&
                              cast->text->tokens[tag->head].span.end <= v->source.end;
                uint32_t m = cast->of_token[t];
                if (m == VB_NONE || cast->mentions.at[m].member == VB_NONE || (i == 0 && inside)) continue;
                return cast->mentions.at[m].member;
            }
        }
        return VB_NONE;
    }
    return VB_NONE;
}

/* ---- roles ---------------------------------------------------------------------------------------------------------------- */

static const char *const COMMA[]      = {",", "(", "–", "—", "-", NULL};
static const char *const DEFINITE[]   = {"the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", NULL};
static const char *const INDEFINITE[] = {"a",   "an",     "some",     "several",   "many",    "most", "few",
                                         "two", "three",  "other",    "others",    "another", "any",  "no",
                                         "one", "dozens", "hundreds", "thousands", NULL};

/* The name mention of a person that begins at a token, perhaps after an honorific; or VB_NONE. */
static uint32_t person_at(const struct vb_cast *cast, uint32_t token)
{
    for (uint32_t i = token; i < cast->text->n_tokens && i < token + 3; i++) {
        uint32_t k = cast->of_token[i];
        if (k != VB_NONE && cast->mentions.at[k].form == VB_FORM_NAME)
            return cast->mentions.at[k].beg == i && cast->mentions.at[k].kind == VB_KIND_PERSON ? k : VB_NONE;
        vb_str w = vb_cast_token(cast, i);
        if (vb_kb_find(cast->kb, VB_KB_HONORIFICS, w, NULL, 0) == 0 && (i == token || !vb_str_eq(w, VB_STR(".")))) return VB_NONE;
    }
    return VB_NONE;
}

static uint32_t person_ending_at(const struct vb_cast *cast, uint32_t token)
{
    if (token == 0) return VB_NONE;
    uint32_t k = cast->of_token[token - 1];
    if (k == VB_NONE) return VB_NONE;
    const struct vb_cast_mention *m = &cast->mentions.at[k];
    return m->form == VB_FORM_NAME && m->kind == VB_KIND_PERSON && m->end == token ? k : VB_NONE;
}

static bool same_sentence(const struct vb_cast *cast, uint32_t a, uint32_t b)
{
    return vb_text_sentence_at(cast->text, cast->text->tokens[a].span.beg) ==
           vb_text_sentence_at(cast->text, cast->text->tokens[b].span.beg);
}

/* Does the sentence end at a token, but for marks? */
static bool ends_sentence(const struct vb_cast *cast, uint32_t token)
{
    for (uint32_t i = token; i < cast->text->n_tokens && same_sentence(cast, token - 1, i); i++)
        if (cast->syntax->tags[i].upos != VB_PUNCT || vb_cast_word_is(cast, i, COMMA)) return false;
    return true;
}

/* The person whose office a role mention is, because it stands beside the name; or VB_NONE. */
static uint32_t beside(const struct vb_cast *cast, const struct vb_cast_mention *x)
{
    const uint32_t n = cast->text->n_tokens;
    uint32_t       k;
    if (x->plural || (x->kind != VB_KIND_PERSON && x->kind != VB_KIND_OTHER && x->kind != VB_KIND_GROUP)) return VB_NONE;
    if (x->end < n && same_sentence(cast, x->beg, x->end) && (k = person_at(cast, x->end)) != VB_NONE) return k;
    /* "the Labour MP and chair of the committee": of who the MP is */
    if (x->beg > 1 && vb_str_eq_nocase(vb_cast_token(cast, x->beg - 1), VB_STR("and")) &&
        (k = cast->of_token[x->beg - 2]) != VB_NONE) {
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        while (k > 0 && y->form != VB_FORM_ROLE && cast->mentions.at[k - 1].end >= x->beg - 1) y = &cast->mentions.at[--k];
        if (y->form == VB_FORM_ROLE && y->title && y->end == x->beg - 1 && y->member != VB_NONE) {
            uint32_t name = cast->members.at[y->member].fullest;
            if (name != VB_NONE && cast->mentions.at[name].member == y->member) return name;
        }
    }
    /* "Mara Lind, the foreign minister" */
    if (x->beg > 1 && vb_cast_word_is(cast, x->beg - 1, COMMA) && (k = person_ending_at(cast, x->beg - 1)) != VB_NONE) {
        const struct vb_tag *tags = cast->syntax->tags;
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        for (uint32_t i = y->beg; i < y->end; i++)
            if (tags[x->head].head == i && tags[x->head].relation != VB_REL_CONJ) return k;
        if (x->end >= n || tags[x->end].upos == VB_PUNCT) return tags[x->head].relation == VB_REL_CONJ ? VB_NONE : k;
    }
    /* "the foreign minister, Mara Lind," */
    if (x->end + 1 < n && vb_cast_word_is(cast, x->end, COMMA) && (k = person_at(cast, x->end + 1)) != VB_NONE) {
        const struct vb_tag *tags = cast->syntax->tags;
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        for (uint32_t i = y->beg; i < y->end; i++)
            if ((tags[i].head == x->head && tags[i].relation == VB_REL_APPOS) ||
                (tags[x->head].head == i && tags[x->head].relation != VB_REL_CONJ))
                return k;
        /* the tree may hang it elsewhere: "The chair of the committee, Ruth Adeyemi, called" */
        if (!vb_cast_word_is(cast, x->beg, INDEFINITE) && y->end < n && vb_cast_word_is(cast, y->end, COMMA) &&
            tags[x->head].relation == VB_REL_NSUBJ)
            return k;
        /* "said the Danish transport minister, Ditte Holm." */
        if (!vb_cast_word_is(cast, x->beg, INDEFINITE) && tags[x->head].relation != VB_REL_CONJ &&
            tags[y->head].relation != VB_REL_CONJ && ends_sentence(cast, y->end))
            return k;
    }
    /* "Mara Lind is the foreign minister" */
    const struct vb_tag *tags = cast->syntax->tags;
    bool copula = false;
    for (uint32_t i = x->beg > 8 ? x->beg - 8 : 0; i < x->end; i++)
        copula = copula || (tags[i].head == x->head && tags[i].relation == VB_REL_COP);
    for (uint32_t i = x->beg > 24 ? x->beg - 24 : 0; copula && i < x->beg; i++)
        if (tags[i].head == x->head && tags[i].relation == VB_REL_NSUBJ && (k = cast->of_token[i]) != VB_NONE &&
            cast->mentions.at[k].kind == VB_KIND_PERSON && cast->mentions.at[k].form == VB_FORM_NAME)
            return k;
    return VB_NONE;
}

static bool role_fits(const struct vb_cast_mention *x, const struct vb_member *m)
{
    if (x->plural && m->kind == VB_KIND_PERSON) return false;
    if (x->kind == VB_KIND_OTHER) return true;
    if (x->kind == VB_KIND_PERSON || m->kind == VB_KIND_PERSON) return m->kind == x->kind && !(m->plural && !x->plural);
    if (x->kind == VB_KIND_PLACE || m->kind == VB_KIND_PLACE)
        return m->kind == x->kind || m->kind == VB_KIND_STATE || x->kind == VB_KIND_STATE;
    return kinds_fit(x->kind, m->kind);
}

static bool codes_clash(const struct vb_cast_mention *x, const struct vb_member *m)
{
    return x->code.country.len > 0 && m->stated.len > 0 && !vb_str_eq(m->stated, x->code.country);
}

/* The member most of the antecedents speak for, among those that fit. */
static uint32_t by_network(const struct vb_cast *cast, const struct vb_cast_mention *x,
                           bool (*fits)(const struct vb_cast_mention *, const struct vb_member *), float *p)
{
    const struct vb_antecedents *a = vb_antecedents_of(cast->tags, x->head);
    uint32_t best = VB_NONE;
    *p = 0;
    if (a == NULL) return VB_NONE;
    for (uint32_t i = 0; i < a->n; i++) {
        uint32_t k = cast->of_token[a->at[i]], who = k == VB_NONE ? VB_NONE : cast->mentions.at[k].member;
        if (who == VB_NONE || !fits(x, &cast->members.at[who])) continue;
        float sum = 0;
        for (uint32_t j = 0; j < a->n; j++) {
            uint32_t q = cast->of_token[a->at[j]];
            if (q != VB_NONE && cast->mentions.at[q].member == who) sum += a->p[j];
        }
        if (sum > *p) *p = sum, best = who;
    }
    return best;
}

/* The same word of the tables, or the same class of office in words that are not worlds apart: "foreign secretary", "foreign
 * minister". */
static bool same_role(const struct vb_cast *cast, const struct vb_cast_mention *x, const struct vb_cast_mention *y)
{
    static const char *const SINGULAR[] = {"head-of-state",     "head-of-government", "foreign-minister",      "defence-minister",
                                           "interior-minister", "finance-minister",   "speaker-of-parliament", "opposition-leader"};
    if (y->code.head == VB_NONE) return false;
    if (x->code.head == y->code.head)
        return vb_str_eq_nocase(vb_cast_token(cast, x->head), vb_cast_token(cast, y->head)) || x->code.office.len > 0;
    /* "the minister" of the interior minister named before */
    if (vb_str_eq(x->code.office, VB_STR("minister")) && x->code.head_end - x->code.head_beg == 1 &&
        vb_str_eq_nocase(vb_cast_token(cast, x->head), vb_cast_token(cast, y->head)))
        return !vb_str_eq(y->code.office, VB_STR("head-of-government"));
    for (size_t i = 0; i < sizeof SINGULAR / sizeof *SINGULAR; i++)
        if (vb_str_eq(x->code.office, vb_str_of(SINGULAR[i]))) return vb_str_eq(x->code.office, y->code.office);
    return false;
}

/* A word that anybody may be called by, so that the last one named is meant: spokesman, official, resident. */
static bool is_common(const struct vb_cast_mention *x)
{
    static const char *const COMMON[] = {"spokesperson", "official", "other",   "group",  "civilian",
                                         "person",       "officer",  "suspect", "victim", "protester"};
    for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
        if (vb_str_eq(x->code.office, vb_str_of(COMMON[i]))) return true;
    return x->code.office.len == 0;
}

/*
 * The nearest member before the mention that has the same office or is the same kind of body. "The treasurer" is the treasurer with
 * a name, though "a treasurer" stands nearer.
 */
static uint32_t by_office(const struct vb_cast *cast, uint32_t i)
{
    const struct vb_cast_mention *x = &cast->mentions.at[i];
    if (x->code.head == VB_NONE) return VB_NONE;
    const uint32_t first = i > LOOK_BACK ? i - LOOK_BACK : 0;
    /* the same word of somebody with a name; the same class of office of such; anybody */
    for (int round = is_common(x) ? 2 : 0; round < 3; round++)
        for (uint32_t k = i; k-- > first;) {
            const struct vb_cast_mention *y = &cast->mentions.at[k];
            if (y->member == VB_NONE || y->form == VB_FORM_PRONOUN || y->form == VB_FORM_DEMONYM) continue;
            const struct vb_member *m = &cast->members.at[y->member];
            if (y->plural != x->plural || !role_fits(x, m) || (round < 2 && m->fullest == VB_NONE)) continue;
            if (round == 0 && y->form == VB_FORM_ROLE && y->code.head != x->code.head) continue;
            if (x->code.country.len > 0 && y->code.country.len > 0 && !vb_str_eq(x->code.country, y->code.country)) continue;
            if (x->kind != VB_KIND_PERSON && y->form == VB_FORM_ROLE) {
                /* a bare "the government" is mostly not the Chinese one named before; members of it are not it */
                if (!vb_str_eq_nocase(vb_cast_token(cast, x->head), vb_cast_token(cast, y->head))) continue;
                if (x->kind == VB_KIND_ORGANISATION && x->code.country.len == 0 && y->code.country.len > 0) continue;
            }
            if (y->form == VB_FORM_ROLE && same_role(cast, x, y)) return y->member;
            if (y->form == VB_FORM_NAME && y->kind != VB_KIND_PERSON && x->kind != VB_KIND_PERSON) {
                /* "the committee": of a body whose name ends in that word */
                vb_str a = vb_cast_token(cast, x->head), b = vb_cast_token(cast, y->end - 1), c = vb_cast_token(cast, y->beg);
                if (a.len > 3 && (vb_str_eq_nocase(a, b) || vb_str_eq_nocase(a, c))) return y->member;
            }
        }
    return VB_NONE;
}

/* One word that nothing shows to be a person's name: no title, no fuller form, no given or family name. It may be a state of
 * fiction. */
static bool is_bare(const struct vb_cast *cast, const struct vb_member *m)
{
    if (m->kind != VB_KIND_PERSON || m->fullest == VB_NONE || m->n_parts != 1 || m->male + m->female > 0 || m->row != VB_NONE)
        return false;
    const struct vb_cast_mention *x = &cast->mentions.at[m->fullest];
    vb_str word = vb_cast_token(cast, x->beg);
    if (x->beg > 0 && vb_kb_find(cast->kb, VB_KB_HONORIFICS, vb_cast_token(cast, x->beg - 1), NULL, 0) > 0) return false;
    return vb_kb_find(cast->kb, VB_KB_GIVEN, word, NULL, 0) == 0 && vb_kb_find(cast->kb, VB_KB_FAMILIES, word, NULL, 0) == 0;
}

/* A headline names the office, the text below who holds it: the one named person with that office, or VB_NONE. */
static uint32_t in_the_text_below(const struct vb_cast *cast, uint32_t i)
{
    const struct vb_cast_mention *x = &cast->mentions.at[i];
    const uint32_t p = vb_text_paragraph_at(cast->text, cast->text->tokens[x->beg].span.beg);
    uint32_t       found = VB_NONE;
    if (p == VB_NONE || cast->text->paragraphs[p].role != VB_ROLE_HEADLINE || x->plural || x->code.head == VB_NONE) return VB_NONE;
    for (size_t k = i + 1; k < cast->mentions.n && k < (size_t)i + LOOK_BACK; k++) {
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        if (!y->title || y->member == VB_NONE || !same_role(cast, x, y)) continue;
        if (x->code.country.len > 0 && y->code.country.len > 0 && !vb_str_eq(x->code.country, y->code.country)) continue;
        if (found != VB_NONE && found != y->member) return VB_NONE;
        found = y->member;
    }
    return found;
}

vb_status vb_cast_roles(struct vb_cast *cast, vb_error *err)
{
    for (uint32_t i = 0; i < cast->mentions.n; i++) {          /* offices of named persons first: later mentions rest on them */
        struct vb_cast_mention *x = mention(cast, i);
        if (x->form != VB_FORM_ROLE) continue;
        uint32_t k = beside(cast, x);
        if (k == VB_NONE || mention(cast, k)->member == VB_NONE) continue;
        join(cast, i, mention(cast, k)->member, VB_WHY_BESIDE);
        x->title = x->code.head != VB_NONE && vb_kb_table_of(cast->kb, x->code.head) == VB_KB_ROLES;
        x->kind  = VB_KIND_PERSON;
        member(cast, x->member)->titled = true;
        struct vb_member *m = member(cast, x->member);
        if (i < m->first) m->first = i;
        if (x->code.head != VB_NONE && vb_kb_table_of(cast->kb, x->code.head) == VB_KB_ROLES) {
            vb_str g = vb_kb_cell(cast->kb, x->code.head, VB_KB_GENDER);
            m->male += vb_str_eq(g, VB_STR("m")), m->female += vb_str_eq(g, VB_STR("f"));
        }
    }
    for (uint32_t i = 0; i < cast->mentions.n; i++) {
        struct vb_cast_mention *x = mention(cast, i);
        float p = 0;
        if (x->form != VB_FORM_ROLE || x->member != VB_NONE) continue;
        const bool indefinite = vb_cast_word_is(cast, x->beg, INDEFINITE);
        const bool definite   = vb_cast_word_is(cast, x->beg, DEFINITE);
        uint32_t   to         = indefinite ? VB_NONE : by_office(cast, i);
        enum vb_why why       = VB_WHY_OFFICE;
        if (to == VB_NONE && !indefinite) to = in_the_text_below(cast, i);
        if (to == VB_NONE && !indefinite) {
            to  = by_network(cast, x, role_fits, &p);
            why = VB_WHY_NETWORK;
            /* who says "the minister has promised" means somebody else */
            if (to != VB_NONE && member(cast, to)->kind == VB_KIND_PERSON && to == speaker_at(cast, x->beg)) to = VB_NONE;
            /* whose "the government" is, the words before it often say wrongly */
            if (to != VB_NONE && x->kind == VB_KIND_ORGANISATION && x->code.country.len == 0 && member(cast, to)->stated.len > 0 &&
                member(cast, to)->fullest == VB_NONE)
                to = VB_NONE;
            if (to != VB_NONE && (p < (definite ? ROLE_LINK : ROLE_LINK + 0.2f) || codes_clash(x, member(cast, to))))
                to = VB_NONE;
        }
        if (to != VB_NONE) {
            join(cast, i, to, why);
            if (why == VB_WHY_NETWORK) x->score *= p;
        } else if (new_member(cast, i, VB_WHY_FIRST) == VB_NONE) return vb_fail_nomem(err);
    }
    return VB_OK;
}

/* ---- pronouns -----------------------------------------------------------------------------------------------------------------
 */

enum pronoun { HE, SHE, IT, THEY, I, WE, YOU };

static const char *const WORDS[][6] = {
    [HE] = {"he", "him", "his", "himself", NULL},
    [SHE] = {"she", "her", "hers", "herself", NULL},
    [IT] = {"it", "its", "itself", NULL},
    [THEY] = {"they", "them", "their", "theirs", "themselves", NULL},
    [I] = {"i", "me", "my", "mine", "myself", NULL},
    [WE] = {"we", "us", "our", "ours", "ourselves", NULL},
    [YOU] = {"you", "your", "yours", "yourself", NULL},
};

static bool is_person(const struct vb_member *m) { return m->kind == VB_KIND_PERSON && !m->plural; }

static bool he_fits(const struct vb_cast_mention *x, const struct vb_member *m)
{
    (void)x;
    return is_person(m) && m->female <= 2 * m->male;
}
static bool she_fits(const struct vb_cast_mention *x, const struct vb_member *m)
{
    (void)x;
    return is_person(m) && m->male <= 2 * m->female;
}
static bool it_fits(const struct vb_cast_mention *x, const struct vb_member *m)
{
    (void)x;
    return m->kind != VB_KIND_PERSON && !m->plural;
}
static bool they_fits(const struct vb_cast_mention *x, const struct vb_member *m)
{
    (void)x;
    return m->plural || m->kind == VB_KIND_GROUP || m->kind == VB_KIND_ORGANISATION || m->kind == VB_KIND_STATE ||
           m->kind == VB_KIND_OTHER || (m->kind == VB_KIND_PERSON && m->male == m->female);
}
static bool i_fits(const struct vb_cast_mention *x, const struct vb_member *m)
{
    (void)x;
    return is_person(m) || m->kind == VB_KIND_OTHER;
}
static bool we_fits(const struct vb_cast_mention *x, const struct vb_member *m)
{
    (void)x;
    return m->kind == VB_KIND_ORGANISATION || m->kind == VB_KIND_GROUP;
}
static bool any_fits(const struct vb_cast_mention *x, const struct vb_member *m)
{
    (void)x;
    (void)m;
    return true;
}

static const char *const OF_PERSONS[] = {"who", "whom", NULL};

static bool is_thing(const struct vb_member *m)
{
    return m->kind == VB_KIND_ORGANISATION || m->kind == VB_KIND_PLACE || m->kind == VB_KIND_STATE;
}

/* The noun that a relative clause hangs on, for its "who"; or VB_NONE. */
static uint32_t relative_head(const struct vb_cast *cast, uint32_t pronoun)
{
    uint32_t up = pronoun;
    for (int step = 0; step < 4 && up != VB_NONE; step++) {
        if (cast->syntax->tags[up].relation == VB_REL_ACL) return cast->syntax->tags[up].head;
        up = cast->syntax->tags[up].head;
    }
    return VB_NONE;
}

/*
 * Whom a pronoun of the third person means: each member that fits by gender, number and kind is weighed by its best mention in the
 * sentences before, as a log-linear choice among them. The column of "he" and "she" was fitted on gap-development and the articles
 * of the corpus that are not held out, those of "it" and "they" on the latter with the network as it is now:
 * bench/entity/README.md. The network's two are fitted for "they" only, because it knows those articles.
 */
enum weighed {
    W_MEMBER,                      /* logarithm of the network's probability of the member, and of this mention of it */
    W_MENTION,
    W_SENTENCE,                    /* sentences between; over a paragraph; mentions between */
    W_PARAGRAPH,
    W_FAR,
    W_LAST,                        /* of those that fit, the one named last */
    W_SUBJECT,                     /* where the mention stands */
    W_NEAR_SUBJECT,
    W_MAIN_SUBJECT,
    W_GOVERNS,                     /* its verb governs the pronoun */
    W_BEFORE,                      /* subject of an adverbial clause in the same sentence */
    W_OBJECT,
    W_OWNER,
    W_OF,
    W_OBLIQUE,
    W_JOINED,
    W_APPOSITION,
    W_OPENS,                       /* among the first words of its sentence */
    W_SAME_VERB,                   /* "the minister told him": not the minister */
    W_BOTH_SUBJECTS,
    W_OWN_SUBJECT,                 /* "the minister lost his seat" */
    W_NAME,
    W_PRONOUN,
    W_SAME_PRONOUN,
    W_TITLE,
    W_QUOTED,                      /* in somebody's words, and the pronoun is not */
    W_SPEAKER,                     /* who speaks the words that the pronoun stands in */
    W_WORDS,                       /* logarithm of the words between */
    W_NEXT_SUBJECT,                /* subjects of this sentence and the one before */
    W_BOTH_OWNERS,
    W_SAME_CLAUSE,                 /* no subject, and its verb governs the pronoun */
    W_AFTER,                       /* named only after it: "in her speech, Lind said" */
    W_OFTEN,                       /* the member's mentions among them, up to five */
    W_FIRST,                       /* the member that the text names first */
    W_KNOWN_GENDER,
    W_BARE,                        /* one word that nothing else shows to be a person */
    W_STATE,
    W_BODY,
    W_GROUP,
    W_DOCUMENT,
    W_ONE_PERSON,
    W_NESTED,                      /* within somebody else's mention: Japan in "the government of Japan" */
    W_UNQUOTED,                    /* the pronoun is in somebody's words, and the mention is not */
    W_OWNED,                       /* "its", "their" in the mention's sentence; of a state: "Japan moved its troops" */
    W_OWNED_STATE,
    W_SURE,                        /* the mention's tag */
    N_WEIGHED
};
static const float WEIGHT[N_WEIGHED][3] = {                    /* of "he" and "she"; of "it"; of "they" */
    [W_MEMBER] = {0.4f, 0.4f, 0.33f},
    [W_MENTION] = {0.8f, 0.8f, 0.46f},
    [W_SENTENCE] = {-0.95f, -0.85f, -0.23f},
    [W_PARAGRAPH] = {-0.85f, -0.52f, -1.14f},
    [W_FAR] = {-0.11f, -0.19f, -0.35f},
    [W_LAST] = {0.23f, -0.12f, -0.56f},
    [W_SUBJECT] = {0.5f, 0.74f, 0.87f},
    [W_NEAR_SUBJECT] = {-0.48f, 0.51f, -0.29f},
    [W_MAIN_SUBJECT] = {-0.07f, -0.17f, 0.18f},
    [W_GOVERNS] = {0.94f, -0.11f, 0.1f},
    [W_BEFORE] = {-0.03f, 0.13f, -0.17f},
    [W_OBJECT] = {0.22f, -0.02f, 0.17f},
    [W_OWNER] = {-0.05f, 0.25f, -0.46f},
    [W_OF] = {-0.58f, 0.16f, 0.19f},
    [W_OBLIQUE] = {0.05f, -0.67f, -1.01f},
    [W_JOINED] = {-0.67f, -0.45f, -0.37f},
    [W_APPOSITION] = {0.21f, 0.42f, -0.06f},
    [W_OPENS] = {0.12f, 0.52f, 0.47f},
    [W_SAME_VERB] = {-1.58f, -0.24f, -0.61f},
    [W_BOTH_SUBJECTS] = {0.49f, 0.55f, 1.05f},
    [W_OWN_SUBJECT] = {0.01f, -0.07f, -0.24f},
    [W_NAME] = {1.27f, 0.23f, -1.01f},
    [W_PRONOUN] = {-0.17f, 0.51f, 0.25f},
    [W_SAME_PRONOUN] = {-0.62f, 0.26f, 0.35f},
    [W_TITLE] = {0.65f, 0, -0.24f},
    [W_QUOTED] = {0.24f, 0.12f, 0},
    [W_SPEAKER] = {-0.58f, 0.1f, 0.09f},
    [W_WORDS] = {-0.25f, -0.39f, 0.03f},
    [W_NEXT_SUBJECT] = {0.71f, -0.1f, -0.09f},
    [W_BOTH_OWNERS] = {0.16f, 0.25f, -0.2f},
    [W_SAME_CLAUSE] = {0.55f, 0.96f, 0.72f},
    [W_AFTER] = {0.68f, 0.05f, -0.01f},
    [W_OFTEN] = {0.05f, -0.19f, 0.1f},
    [W_FIRST] = {0.26f, 0.19f, 0.51f},
    [W_KNOWN_GENDER] = {0.97f, 0, 0},
    [W_BARE] = {0.92f, 0, -0.02f},
    [W_STATE] = {0, -0.42f, -0.6f},
    [W_BODY] = {0, -0.08f, -0.37f},
    [W_GROUP] = {0, -0.15f, 0.95f},
    [W_DOCUMENT] = {0, 0.75f, -0.5f},
    [W_ONE_PERSON] = {0, 0, -1.21f},
    [W_NESTED] = {0, -1.03f, -0.36f},
    [W_UNQUOTED] = {0, -0.16f, -0.94f},
    [W_OWNED] = {0, 0.71f, 0.81f},
    [W_OWNED_STATE] = {0, 1.25f, -0.03f},
    [W_SURE] = {0, 0.41f, 1.12f},
};
static int column_of(enum pronoun what) { return what == IT ? 1 : what == THEY ? 2 : 0; }

static const float FLOOR = 0.03f;              /* added to a probability before its logarithm */
enum { CANDIDATES = 24, SENTENCES_BACK = 3, MENTIONS_BACK = 80, MENTIONS_AFTER = 12, OFTEN = 5 };

struct candidate { uint32_t who; float points; uint32_t seen; };

/* The word that stands for a mention in the tree: of a flat name the first. */
static uint32_t top_of(const struct vb_cast *cast, const struct vb_cast_mention *y)
{
    const struct vb_tag *tag = &cast->syntax->tags[y->head];
    return tag->relation == VB_REL_FLAT && tag->head != VB_NONE ? tag->head : y->head;
}

/* What the places of pronoun and mention say; the rest is weighed by third_person(). */
static void weigh_places(const struct vb_cast *cast, const struct vb_cast_mention *x, const struct vb_cast_mention *y, uint32_t far,
                         float f[N_WEIGHED])
{
    const struct vb_tag *tags  = cast->syntax->tags, *from = &tags[x->beg], *to = &tags[top_of(cast, y)];
    const bool           owner = vb_str_eq(from->xpos, VB_STR("PRP$"));
    f[W_PARAGRAPH]             = vb_text_paragraph_at(cast->text, cast->text->tokens[x->beg].span.beg) !=
                     vb_text_paragraph_at(cast->text, cast->text->tokens[y->beg].span.beg);
    switch (to->relation) {
    case VB_REL_NSUBJ:
        f[W_SUBJECT]       = 1;
        f[W_NEAR_SUBJECT]  = far == 0;
        f[W_MAIN_SUBJECT]  = to->head != VB_NONE && tags[to->head].head == VB_NONE;
        f[W_GOVERNS]       = far == 0 && to->head != VB_NONE && from->head != to->head && vb_cast_governs(cast, to->head, x->beg);
        f[W_BEFORE]        = far == 0 && to->head != VB_NONE && tags[to->head].relation == VB_REL_ADVCL;
        f[W_BOTH_SUBJECTS] = from->relation == VB_REL_NSUBJ;
        f[W_OWN_SUBJECT]   = owner && far == 0;
        break;
    case VB_REL_OBJ:
    case VB_REL_IOBJ: f[W_OBJECT] = 1; break;
    case VB_REL_NMOD: f[vb_str_eq(to->deprel, VB_STR("nmod:poss")) ? W_OWNER : W_OF] = 1; break;
    case VB_REL_OBL: f[W_OBLIQUE] = 1; break;
    case VB_REL_CONJ: f[W_JOINED] = 1; break;
    case VB_REL_APPOS: f[W_APPOSITION] = 1; break;
    default: break;
    }
    if (to->relation == VB_REL_NSUBJ && from->relation == VB_REL_NSUBJ) f[W_NEXT_SUBJECT] = far == 1;
    else if (to->relation != VB_REL_NSUBJ)
        f[W_SAME_CLAUSE] = far == 0 && to->head != VB_NONE && from->head != to->head && vb_cast_governs(cast, to->head, x->beg);
    f[W_BOTH_OWNERS] = owner && f[W_OWNER] > 0;
    f[W_WORDS]       = y->beg > x->beg ? 0 : vb_logf(1 + (float)(x->beg - y->end));
    const uint32_t opens = y->beg > 2 ? y->beg - 3 : 0;
    f[W_OPENS]           = !same_sentence(cast, opens, y->beg) || y->beg < 3;
    f[W_SAME_VERB]       = !owner && far == 0 && from->head == to->head && from->head != VB_NONE;
    f[W_NAME]            = y->form == VB_FORM_NAME;
    f[W_PRONOUN]         = y->form == VB_FORM_PRONOUN;
    f[W_SAME_PRONOUN]    = y->form == VB_FORM_PRONOUN && far <= 1 &&
                        vb_str_eq_nocase(vb_cast_token(cast, x->beg), vb_cast_token(cast, y->beg));
    f[W_TITLE] = y->title;
}

static void weigh_member(const struct vb_cast *cast, enum pronoun what, uint32_t who, float f[N_WEIGHED])
{
    const struct vb_member *m = &cast->members.at[who];
    f[W_FIRST]                = who == 0 || m->first < 3;
    f[W_KNOWN_GENDER]         = m->kind == VB_KIND_PERSON && m->male != m->female;
    f[W_BARE] = m->kind == VB_KIND_PERSON && m->fullest != VB_NONE && m->n_parts == 1 && m->male == 0 && m->female == 0 &&
                m->row == VB_NONE;
    f[W_STATE]      = m->kind == VB_KIND_STATE;
    f[W_BODY]       = m->kind == VB_KIND_ORGANISATION;
    f[W_GROUP]      = m->kind == VB_KIND_GROUP || m->plural;
    f[W_DOCUMENT]   = m->kind == VB_KIND_DOCUMENT || m->kind == VB_KIND_POLICY;
    f[W_ONE_PERSON] = what == THEY && m->kind == VB_KIND_PERSON && !m->plural;
}

struct candidates { struct candidate at[CANDIDATES]; uint32_t n; };

/* Is the mention within the one listed before it, of another member? */
static bool is_nested(const struct vb_cast *cast, uint32_t k)
{
    const struct vb_cast_mention *y = &cast->mentions.at[k];
    return k > 0 && cast->mentions.at[k - 1].end >= y->end && cast->mentions.at[k - 1].member != y->member;
}

/* Weigh a mention as the one that pronoun i means: far, seen: sentences and mentions between. */
static void weigh(const struct vb_cast *cast, uint32_t i, enum pronoun what, uint32_t k, uint32_t far, uint32_t seen,
                  uint32_t speaker, struct candidates *all)
{
    const struct vb_cast_mention *x = &cast->mentions.at[i], *y = &cast->mentions.at[k];
    const struct vb_antecedents  *a = vb_antecedents_of(cast->tags, x->head);
    const int column = column_of(what);
    uint32_t c = 0;
    while (c < all->n && all->at[c].who != y->member) c++;
    if (c == CANDIDATES) return;
    float p = 0, q = 0, f[N_WEIGHED] = {0}, points = 0;
    for (uint32_t j = 0; a != NULL && j < a->n; j++) {
        const uint32_t at = cast->of_token[a->at[j]];
        if (at == k) q += a->p[j];
        if (at != VB_NONE && cast->mentions.at[at].member == y->member) p += a->p[j];
    }
    f[W_MEMBER]   = vb_logf(p + FLOOR);
    f[W_MENTION]  = vb_logf(q + FLOOR);
    f[W_SENTENCE] = (float)far;
    f[W_FAR]      = (float)seen;
    f[W_LAST]     = all->n == 0 && k < i;
    f[W_AFTER]    = k > i;
    f[W_QUOTED]   = speaker == VB_NONE && speaker_at(cast, y->beg) != VB_NONE;
    f[W_SPEAKER]  = speaker == y->member;
    weigh_places(cast, x, y, far, f);
    weigh_member(cast, what, y->member, f);
    f[W_NESTED]      = is_nested(cast, k);
    f[W_UNQUOTED]    = speaker != VB_NONE && speaker_at(cast, y->beg) == VB_NONE;
    f[W_OWNED]       = far == 0 && vb_str_eq(cast->syntax->tags[x->beg].xpos, VB_STR("PRP$"));
    f[W_OWNED_STATE] = f[W_OWNED] * f[W_STATE];
    f[W_SURE]        = y->score;
    for (int w = 0; w < N_WEIGHED; w++) points += WEIGHT[w][column] * f[w];
    if (c == all->n) all->at[all->n++] = (struct candidate){y->member, points, 1};
    else {
        if (points > all->at[c].points) all->at[c].points = points;
        all->at[c].seen++;
    }
}

/* Does a name after the pronoun rule its clause: "in her speech, Lind said"? */
static bool rules_from_after(const struct vb_cast *cast, const struct vb_cast_mention *x, const struct vb_cast_mention *y)
{
    const struct vb_tag *tags = cast->syntax->tags, *to = &tags[top_of(cast, y)];
    return y->form == VB_FORM_NAME && to->relation == VB_REL_NSUBJ && to->head != VB_NONE && tags[x->beg].head != to->head &&
           to->head > x->beg && vb_cast_governs(cast, to->head, x->beg);
}

static uint32_t third_person(const struct vb_cast *cast, uint32_t i, enum pronoun what,
                             bool (*fits)(const struct vb_cast_mention *, const struct vb_member *), float *best)
{
    const struct vb_cast_mention *x       = &cast->mentions.at[i];
    const uint32_t                here    = vb_text_sentence_at(cast->text, cast->text->tokens[x->beg].span.beg);
    const uint32_t                speaker = speaker_at(cast, x->beg);
    const int                     column  = column_of(what);
    struct candidates             all     = {.n = 0};
    uint32_t                      who     = VB_NONE;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < MENTIONS_BACK; seen++) {
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        if (y->member == VB_NONE || !fits(x, &cast->members.at[y->member])) continue;
        if (y->beg <= x->beg && y->end > x->beg) continue;      /* "his" within "his office" is not the office */
        const uint32_t there = vb_text_sentence_at(cast->text, cast->text->tokens[y->beg].span.beg);
        if (here == VB_NONE || there == VB_NONE || here - there > SENTENCES_BACK) break;
        weigh(cast, i, what, k, here - there, seen, speaker, &all);
    }
    for (uint32_t k = i + 1; k < cast->mentions.n && k <= i + MENTIONS_AFTER; k++) {
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        if (vb_text_sentence_at(cast->text, cast->text->tokens[y->beg].span.beg) != here) break;
        if (y->member == VB_NONE || !fits(x, &cast->members.at[y->member]) || !rules_from_after(cast, x, y)) continue;
        weigh(cast, i, what, k, 0, 0, speaker, &all);
    }
    float top = -99, sum = 0;
    for (uint32_t c = 0; c < all.n; c++) {
        all.at[c].points += WEIGHT[W_OFTEN][column] * (float)(all.at[c].seen > OFTEN ? OFTEN : all.at[c].seen);
        if (all.at[c].points > top) top = all.at[c].points, who = all.at[c].who;
    }
    for (uint32_t c = 0; c < all.n; c++) sum += vb_expf(all.at[c].points - top);
    *best = all.n > 0 ? 1 / sum : 0;
    return who;
}

/*
 * Whom a person means by "we": a side of its own, with the person's country and sector. That it is the state, the party or the
 * office was right for two in three only (held-out articles), and a wrong link is worse than none.
 */
static uint32_t side_of_person(struct vb_cast *cast, uint32_t i, uint32_t who)
{
    if (member(cast, who)->side == VB_NONE) {
        uint32_t side = new_member(cast, i, VB_WHY_SPEAKER);
        if (side == VB_NONE) return VB_NONE;
        member(cast, side)->kind    = VB_KIND_GROUP;
        member(cast, side)->plural  = true;
        member(cast, side)->side_of = who;
        member(cast, who)->side     = side;
    }
    return member(cast, who)->side;
}

/* First and second person go by who speaks, so they come after all others. */
vb_status vb_cast_pronouns(struct vb_cast *cast, vb_error *err)
{
    static bool (*const FITS[])(const struct vb_cast_mention *, const struct vb_member *) = {
        [HE] = he_fits, [SHE] = she_fits, [IT] = it_fits, [THEY] = they_fits, [I] = i_fits, [WE] = we_fits, [YOU] = any_fits};
    (void)err;
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < cast->mentions.n; i++) {
            struct vb_cast_mention *x = mention(cast, i);
            if (x->form != VB_FORM_PRONOUN || x->member != VB_NONE) continue;
            enum pronoun what = HE;
            while (what < YOU && !vb_cast_word_is(cast, x->beg, WORDS[what])) what++;
            const bool relative = what == YOU && !vb_cast_word_is(cast, x->beg, WORDS[YOU]);
            if ((what >= I && !relative) != (round == 1)) continue;
            float    p  = 1;
            uint32_t to = VB_NONE;
            if (relative) {
                uint32_t noun = relative_head(cast, x->beg), m = noun == VB_NONE || noun >= x->beg ? VB_NONE : cast->of_token[noun];
                for (uint32_t back = 1;
                     back <= 2 && back <= x->beg && (m == VB_NONE || m == i || cast->mentions.at[m].member == VB_NONE); back++)
                    m = cast->of_token[x->beg - back];         /* the words just before it, over a comma */
                if (m != VB_NONE && m != i) to = cast->mentions.at[m].member;
                /* "an ecologist at the university who": not the university */
                for (int step = 0; step < 2 && to != VB_NONE && noun != VB_NONE && vb_cast_word_is(cast, x->beg, OF_PERSONS) &&
                                   is_thing(member(cast, to));
                     step++) {
                    noun = cast->syntax->tags[noun].head;
                    m    = noun == VB_NONE ? VB_NONE : cast->of_token[noun];
                    if (m != VB_NONE && m < i && cast->mentions.at[m].member != VB_NONE) to = cast->mentions.at[m].member;
                }
                if (to != VB_NONE) join(cast, i, to, VB_WHY_BESIDE);
                continue;
            }
            if (what == I || what == WE) {
                to = speaker_at(cast, x->beg);
                if (to != VB_NONE && (what == I || !is_person(member(cast, to)))) {
                    join(cast, i, to, VB_WHY_SPEAKER);
                    continue;
                }
                to = to != VB_NONE && what == WE ? side_of_person(cast, i, to) : VB_NONE;
                if (to != VB_NONE) {
                    join(cast, i, to, VB_WHY_SPEAKER);
                    continue;
                }
            }
            if (what == IT && cast->syntax->tags[x->beg].relation == VB_REL_EXPL) continue;
            if (what <= THEY) {
                to = third_person(cast, i, what, FITS[what], &p);
                if (to != VB_NONE && p < (what == IT || what == THEY ? THING_LINK : PERSON_LINK)) to = VB_NONE;
            } else {
                to = by_network(cast, x, FITS[what], &p);
                if (p < PRONOUN_LINK || (what == YOU && to == speaker_at(cast, x->beg))) to = VB_NONE;
            }
            if (to == VB_NONE) continue;
            join(cast, i, to, VB_WHY_NETWORK);
            x->score = p;
            if (what == HE) member(cast, to)->male++;
            if (what == SHE) member(cast, to)->female++;
        }
    /* not even a pronoun made a person of them */
    for (size_t k = 0; k < cast->members.n; k++)
        if (is_bare(cast, &cast->members.at[k]) && !cast->members.at[k].titled) cast->members.at[k].kind = VB_KIND_OTHER;
    return VB_OK;
}
