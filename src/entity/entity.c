/*
 * The door of the folder: runs the steps of cast.h in order and freezes what they found.
 */
#include "entity.h"

#include "cast.h"

#include "model.h"

#include <stdio.h>
#include <string.h>

static vb_status cast_all(struct vb_cast *cast, struct vb_entity_ws *ws, struct vb_arena *scratch, vb_error *err)
{
    vb_status st;
    if ((st = vb_mention_tags_vote(cast->text, cast->kb, ws, err)) != VB_OK) return st;
    if ((st = vb_cast_mentions_find(cast, scratch, err)) != VB_OK) return st;
    if ((st = vb_cast_names(cast, scratch, err)) != VB_OK) return st;
    if ((st = vb_cast_roles(cast, err)) != VB_OK) return st;
    if ((st = vb_cast_pronouns(cast, err)) != VB_OK) return st;
    return vb_cast_codes(cast, scratch, err);
}

static void cast_free(struct vb_cast *cast, struct vb_arena *scratch)
{
    vb_free(cast->mentions.at);
    vb_free(cast->members.at);
    vb_arena_free(scratch);
}

/* ---- offices ---------------------------------------------------------------------------------------------------------- */

/* Words of an office: the role itself with what stands before it, without article, nation and body ("foreign minister"). */
static vb_str title_of(const struct vb_cast *cast, const struct vb_cast_mention *x)
{
    if (x->code.head != VB_NONE && vb_kb_table_of(cast->kb, x->code.head) == VB_KB_ROLES)
        return vb_str_sub(cast->text->bytes, (vb_span){cast->text->tokens[x->code.head_beg].span.beg,
                                                       cast->text->tokens[x->code.head_end - 1].span.end});
    static const char *const ARTICLES[] = {"the", "a", "an", NULL};
    struct vb_cast_mention   y = *x;
    if (y.beg + 1 < y.end && vb_cast_word_is(cast, y.beg, ARTICLES)) y.beg++;
    return vb_str_sub(cast->text->bytes, vb_cast_span(cast, &y));
}

/* The body or state within the words of an office, or VB_NONE. */
static uint32_t body_of(const struct vb_cast *cast, uint32_t i)
{
    const struct vb_cast_mention *x = &cast->mentions.at[i];
    uint32_t state = VB_NONE;
    for (size_t k = i + 1; k < cast->mentions.n && cast->mentions.at[k].beg < x->end; k++) {        /* the longer come first */
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        if (y->member == VB_NONE || y->member == x->member || y->end > x->end) continue;
        vb_entity_kind kind = cast->members.at[y->member].kind;
        if (kind == VB_KIND_ORGANISATION) return y->member;
        if (kind == VB_KIND_STATE && state == VB_NONE) state = y->member;
    }
    return state;
}

/* ---- freezing -------------------------------------------------------------------------------------------------------- */

static vb_str name_of(const struct vb_cast *cast, const struct vb_member *m)
{
    static const char *const ARTICLES[] = {"the", "a", "an", NULL};
    const bool               table = m->name.len > 0 && m->row != VB_NONE;
    if (table && (m->kind == VB_KIND_STATE || m->fullest == VB_NONE)) return m->name;
    struct vb_cast_mention x = cast->mentions.at[m->fullest != VB_NONE ? m->fullest : m->first];
    if (table && m->kind == VB_KIND_PERSON && x.end - x.beg == 1) return m->name;
    if (table && x.form == VB_FORM_DEMONYM) return m->name;
    if (x.form == VB_FORM_ROLE && x.beg + 1 < x.end && vb_cast_word_is(cast, x.beg, ARTICLES)) x.beg++;
    return vb_str_sub(cast->text->bytes, vb_cast_span(cast, &x));
}

/* The party that the words of a member's role name ("Labour MP"). */
static vb_str party_in(const struct vb_cast *cast, uint32_t i)
{
    const struct vb_cast_mention *x = &cast->mentions.at[i];
    for (size_t k = i + 1; k < cast->mentions.n && cast->mentions.at[k].beg < x->end; k++) {
        const struct vb_cast_mention *y = &cast->mentions.at[k];
        if (y->member == VB_NONE || y->member == x->member || y->end > x->end) continue;
        const struct vb_member *m = &cast->members.at[y->member];
        if (m->row != VB_NONE && vb_kb_table_of(cast->kb, m->row) == VB_KB_PARTIES) return m->name;
    }
    return VB_STR("");
}

/*
 * How likely somebody of the story is behind an entity, from the surest tag of its mentions and from how many there are: a logistic
 * fit on the articles that are not held out (bench/entity/README.md). Pronouns alone count as a tag that may go either way.
 */
static float calibrated(float tag, uint32_t n)
{
    static const float BASE = 0.62f, TAG = 0.69f, COUNT = 1.08f, SUREST = 0.998f, UNSUREST = 0.02f;
    const float p = n == 0 ? 0.5f : tag > SUREST ? SUREST : tag < UNSUREST ? UNSUREST : tag;
    const float z = BASE + TAG * (vb_logf(p) - vb_logf(1 - p)) + COUNT * vb_logf(n > 1 ? (float)n : 1);
    return 1 / (1 + vb_expf(-z));
}

/* list [n]: the member's mentions in text order */
static bool freeze_entity(const struct vb_cast *cast, uint32_t who, const uint32_t *list, uint32_t n, const uint32_t *number,
                          struct vb_arena *arena, vb_entity *out)
{
    const struct vb_member *m = &cast->members.at[who];
    uint32_t n_titles = 0, n_told = 0;     /* n_told: mentions that are no pronouns */
    float    tag      = 0;
    vb_str   party    = VB_STR("");
    for (uint32_t k = 0; k < n; k++) n_titles += cast->mentions.at[list[k]].title;
    vb_mention *mentions = VB_NEW(arena, vb_mention, n);
    vb_office  *offices  = VB_NEW(arena, vb_office, n_titles);
    vb_str     *sectors  = VB_NEW(arena, vb_str, m->n_sectors);
    if (mentions == NULL || offices == NULL || sectors == NULL) return false;
    *out = (vb_entity){.name = vb_arena_copy(arena, name_of(cast, m)), .kind = m->kind, .mentions = mentions, .n_mentions = n,
                       .country = vb_arena_copy(arena, m->country), .sectors = sectors, .offices = offices};
    for (uint32_t j = 0; j < n; j++) {
        const struct vb_cast_mention *x = &cast->mentions.at[list[j]];
        mentions[j] = (vb_mention){vb_cast_span(cast, x), x->form};
        if (x->form != VB_FORM_PRONOUN) n_told++, tag = x->score > tag ? x->score : tag;
        if (x->form == VB_FORM_ROLE && party.len == 0) party = party_in(cast, list[j]);
        if (!x->title) continue;
        vb_office o    = {title_of(cast, x), body_of(cast, list[j])};
        bool      seen = false;
        if (o.body != VB_NONE) o.body = number[o.body];
        for (uint32_t k = 0; k < out->n_offices && k < 64; k++)
            if (vb_str_eq_nocase(offices[k].title, o.title)) {
                seen = true;
                if (offices[k].body == VB_NONE) offices[k].body = o.body;
            }
        if (!seen) offices[out->n_offices++] = o;
    }
    out->score = calibrated(tag, n_told);
    for (uint32_t i = 0; i < m->n_sectors; i++)
        if ((sectors[i] = vb_arena_copy(arena, m->sectors[i])).ptr == NULL) return false;
    out->n_sectors = m->n_sectors;
    out->party     = vb_arena_copy(arena, party);
    out->kb        = VB_STR("");
    if (m->row != VB_NONE) {
        char where[96];
        vb_kb_where(cast->kb, m->row, where);
        out->kb = vb_arena_copy(arena, vb_str_of(where));
    }
    if (out->kind == VB_KIND_OTHER && m->fullest != VB_NONE) out->kind = VB_KIND_ORGANISATION;
    return out->name.ptr != NULL && (out->country.ptr != NULL || m->country.ptr == NULL) && out->party.ptr != NULL &&
           out->kb.ptr != NULL;
}

static vb_status freeze(const struct vb_cast *cast, struct vb_arena *scratch, struct vb_arena *arena, struct vb_entities *out,
                        vb_error *err)
{
    const uint32_t n_members = (uint32_t)cast->members.n;
    uint32_t      *number = VB_NEW(scratch, uint32_t, n_members), n = 0;
    uint32_t      *of     = VB_NEW(arena, uint32_t, cast->text->n_tokens);
    vb_entity     *at     = VB_NEW(arena, vb_entity, n_members);
    uint32_t      *first  = VB_NEW(scratch, uint32_t, n_members + 1), *list = VB_NEW(scratch, uint32_t, cast->mentions.n);
    if (number == NULL || of == NULL || at == NULL || first == NULL || list == NULL) return vb_fail_nomem(err);
    for (uint32_t k = 0; k < n_members; k++) number[k] = VB_NONE;
    for (size_t i = 0; i < cast->mentions.n; i++)
        if (cast->mentions.at[i].member != VB_NONE) first[cast->mentions.at[i].member + 1]++;
    for (uint32_t k = 0; k < n_members; k++) first[k + 1] += first[k];
    const uint32_t n_mentions_of_members = first[n_members];
    for (uint32_t i = (uint32_t)cast->mentions.n; i-- > 0;)     /* backwards: first[k + 1] comes down to where k + 1 begins */
        if (cast->mentions.at[i].member != VB_NONE) list[--first[cast->mentions.at[i].member + 1]] = i;
    for (size_t i = 0; i < cast->mentions.n; i++) {             /* in order of first mention */
        uint32_t who = cast->mentions.at[i].member;
        if (who != VB_NONE && number[who] == VB_NONE) number[who] = n++;
    }
    for (uint32_t k = 0; k < n_members; k++)
        if (number[k] != VB_NONE) {
            const uint32_t beg = first[k + 1], end = k + 1 < n_members ? first[k + 2] : n_mentions_of_members;
            if (!freeze_entity(cast, k, list + beg, end - beg, number, arena, &at[number[k]])) return vb_fail_nomem(err);
        }
    for (uint32_t i = 0; i < cast->text->n_tokens; i++) of[i] = VB_NONE;
    for (size_t k = 0; k < cast->mentions.n; k++)
        for (uint32_t i = cast->mentions.at[k].beg; cast->mentions.at[k].member != VB_NONE && i < cast->mentions.at[k].end; i++)
            of[i] = number[cast->mentions.at[k].member];
    const struct vb_tagged_list *names = &cast->tags->names;
    vb_span *locations = VB_NEW(arena, vb_span, names->n);
    uint32_t n_locations = 0;
    if (locations == NULL) return vb_fail_nomem(err);
    for (size_t i = 0; i < names->n; i++)
        if (names->at[i].kind == VB_NAME_LOC)
            locations[n_locations++] =
                (vb_span){cast->text->tokens[names->at[i].beg].span.beg, cast->text->tokens[names->at[i].end - 1].span.end};
    *out = (struct vb_entities){.at = at, .n = n, .locations = locations, .n_locations = n_locations, .token_entity = of};
    return VB_OK;
}

vb_status vb_entity_find(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_knowledge *kb,
                         struct vb_entity_ws *ws, const struct vb_voices *voices, vb_str date, struct vb_arena *arena,
                         struct vb_entities *out, vb_error *err)
{
    struct vb_cast cast = {
        .text = text, .syntax = syntax, .kb = kb, .tags = vb_mention_tags_of(ws), .voices = voices, .date = date};
    struct vb_arena scratch = {0};
    *out = (struct vb_entities){0};
    vb_status st = cast_all(&cast, ws, &scratch, err);
    if (st == VB_OK) st = freeze(&cast, &scratch, arena, out, err);
    cast_free(&cast, &scratch);
    return st;
}

/* ---- asking ------------------------------------------------------------------------------------------------------------ */

bool vb_entity_is_named(const vb_entity *entity)
{
    for (uint32_t i = 0; i < entity->n_mentions; i++)
        if (entity->mentions[i].form == VB_FORM_NAME) return true;
    return false;
}

uint32_t vb_entity_at(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_entities *entities, vb_span span)
{
    uint32_t head = VB_NONE, named = VB_NONE, last = VB_NONE;
    const uint32_t low = vb_text_token_from(text, span.beg);
    for (uint32_t i = low; i < text->n_tokens && text->tokens[i].span.beg < span.end; i++) {
        const struct vb_tag *t = &syntax->tags[i];
        if (t->upos == VB_PUNCT) continue;
        bool inside =
            t->head != VB_NONE && text->tokens[t->head].span.beg >= span.beg && text->tokens[t->head].span.end <= span.end;
        if (head == VB_NONE && !inside) head = i;
        if (entities->token_entity[i] == VB_NONE) continue;
        last = entities->token_entity[i];
        if (named == VB_NONE && entities->at[last].kind == VB_KIND_PERSON) named = last;
    }
    if (head != VB_NONE && entities->token_entity[head] != VB_NONE) return entities->token_entity[head];
    if (head != VB_NONE)                                        /* "Jens Olsen" may hang together the other way round */
        for (uint32_t i = low; i < text->n_tokens && text->tokens[i].span.beg < span.end; i++)
            if (syntax->tags[i].head == head && syntax->tags[i].relation == VB_REL_FLAT && entities->token_entity[i] != VB_NONE)
                return entities->token_entity[i];
    /* "someone, seemingly Lind": not Lind */
    return head != VB_NONE && syntax->tags[head].upos == VB_PRON ? VB_NONE : named;
}

static const char *const WHY[] = {
    [VB_WHY_NONE] = "nobody for certain",
    [VB_WHY_FIRST] = "first mention",
    [VB_WHY_SAME_NAME] = "same name",
    [VB_WHY_PART_OF_NAME] = "part of the name",
    [VB_WHY_ACRONYM] = "its initials",
    [VB_WHY_TABLE] = "the tables know both as one",
    [VB_WHY_BESIDE] = "stands beside the name",
    [VB_WHY_OFFICE] = "same office or kind of body, named last",
    [VB_WHY_NETWORK] = "the network's antecedent",
    [VB_WHY_SPEAKER] = "who speaks",
};

vb_status vb_entity_explain(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_knowledge *kb,
                            struct vb_entity_ws *ws, const struct vb_voices *voices, vb_str date, uint32_t byte, vb_line_fn line,
                            void *ctx, vb_error *err)
{
    struct vb_cast cast = {
        .text = text, .syntax = syntax, .kb = kb, .tags = vb_mention_tags_of(ws), .voices = voices, .date = date};
    struct vb_arena scratch = {0};
    char            buf[480], country[96], sector[96];
    vb_status st = cast_all(&cast, ws, &scratch, err);
    for (size_t i = 0; st == VB_OK && i < cast.mentions.n; i++) {
        const struct vb_cast_mention *x = &cast.mentions.at[i];
        vb_span s = vb_cast_span(&cast, x);
        if (byte < s.beg || byte >= s.end) continue;
        vb_str words = vb_str_sub(text->bytes, s);
        snprintf(buf, sizeof buf, "mention     '%.*s', score %.3f: %s", (int)(words.len < 120 ? words.len : 120), words.ptr,
                 (double)x->score, WHY[x->member == VB_NONE ? VB_WHY_NONE : x->why]);
        line(ctx, buf);
        const struct vb_antecedents *a = x->form == VB_FORM_NAME ? NULL : vb_antecedents_of(cast.tags, x->head);
        for (uint32_t k = 0; a != NULL && k < a->n && a->p[k] > 0.02f; k++) {
            vb_str w = vb_cast_token(&cast, a->at[k]);
            snprintf(buf, sizeof buf, "network     antecedent '%.*s' at byte %u, probability %.2f", (int)(w.len < 60 ? w.len : 60),
                     w.ptr, text->tokens[a->at[k]].span.beg, (double)a->p[k]);
            line(ctx, buf);
        }
        if (x->member == VB_NONE) continue;
        const struct vb_member *m = &cast.members.at[x->member];
        snprintf(country, sizeof country, "%s", m->by_context ? "by the text around it" : "the words do not say");
        snprintf(sector, sizeof sector, "the words do not say");
        if (m->why_country != VB_NONE) vb_kb_where(kb, m->why_country, country);
        if (m->why_sector != VB_NONE) vb_kb_where(kb, m->why_sector, sector);
        vb_str name = name_of(&cast, m);
        snprintf(buf, sizeof buf, "entity      '%.*s': country %.*s (%s), sector %.*s (%s)", (int)(name.len < 120 ? name.len : 120),
                 name.ptr, m->country.len ? (int)m->country.len : 1, m->country.len ? m->country.ptr : "-", country,
                 m->n_sectors ? (int)m->sectors[0].len : 1, m->n_sectors ? m->sectors[0].ptr : "-", sector);
        line(ctx, buf);
    }
    cast_free(&cast, &scratch);
    return st;
}
