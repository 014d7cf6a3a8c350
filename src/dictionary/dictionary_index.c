/*
 * Opening dictionaries: tables into phrases, verb forms and patterns that can be looked up.
 */
#include "dictionary_index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- words --------------------------------------------------------------------------------------------------------------------
 */

static uint32_t slot_of(const struct vb_dictionary *d, const char *bytes, size_t n)
{
    uint32_t i = (uint32_t)vb_hash64(bytes, n) & (d->n_slots - 1);

    while (d->slots[i] && !vb_str_eq(d->words.at[d->slots[i]], (vb_str){ bytes, n })) i = (i + 1) & (d->n_slots - 1);
    return i;
}

uint32_t vb_dict_word_id(const struct vb_dictionary *d, const char *bytes, size_t n)
{
    return d->n_slots ? d->slots[slot_of(d, bytes, n)] : 0;
}

static bool grow(struct vb_dictionary *d)
{
    uint32_t  n   = d->n_slots ? d->n_slots * 2 : 4096;
    uint32_t *old = d->slots;

    if (!(d->slots = vb_alloc(n * sizeof *d->slots))) {
        d->slots = old;
        return false;
    }
    memset(d->slots, 0, n * sizeof *d->slots);
    d->n_slots = n;
    for (uint32_t i = 1; i < d->words.n; i++) d->slots[slot_of(d, d->words.at[i].ptr, d->words.at[i].len)] = i;
    vb_free(old);
    return true;
}

/* The id of a word, made where it has none; 0: no memory. */
static uint32_t intern(struct vb_dictionary *d, const char *bytes, size_t n)
{
    uint32_t slot;
    vb_str   copy;

    if (d->words.n == 0 && !VB_PUSH(&d->words, VB_STR(""))) return 0;
    if (d->words.n * 2 >= d->n_slots && !grow(d)) return 0;
    slot = slot_of(d, bytes, n);
    if (d->slots[slot]) return d->slots[slot];
    copy = vb_arena_copy(&d->arena, (vb_str){ bytes, n });
    if (!copy.ptr || !VB_PUSH(&d->words, copy)) return 0;
    return d->slots[slot] = (uint32_t)d->words.n - 1;
}

/* Blocks and sets by name lie among the words, under a key that no word is: a control character and the name's hash. */
enum { NAME_KEY = 1 + sizeof(uint64_t) };

static void name_key(char what, vb_str name, char key[NAME_KEY])
{
    uint64_t hash = vb_hash64(name.ptr ? name.ptr : "", name.len);

    key[0] = what;
    memcpy(key + 1, &hash, sizeof hash);
}

static uint32_t name_lookup(const struct vb_dictionary *d, char what, vb_str name, uint32_t *const *list, size_t n, uint32_t none)
{
    char     key[NAME_KEY];
    uint32_t word;

    name_key(what, name, key);
    word = vb_dict_word_id(d, key, NAME_KEY);
    return word && word < n && (*list)[word] ? (*list)[word] - 1 : none;
}

static bool name_put(struct vb_dictionary *d, char what, vb_str name, struct vb_dict_numbers *list, uint32_t value)
{
    char     key[NAME_KEY];
    uint32_t word;

    name_key(what, name, key);
    if (!(word = intern(d, key, NAME_KEY))) return false;
    while (list->n <= word)
        if (!VB_PUSH(list, 0)) return false;
    if (!list->at[word]) list->at[word] = value + 1;
    return true;
}

/* ---- phrases --------------------------------------------------------------------------------------------------------------------
 */

/* Words of a phrase into the pool. False: no memory. */
static bool put_words(struct vb_dictionary *d, vb_str phrase, uint32_t *at, uint32_t *n)
{
    struct vb_dict_word word;

    *at = (uint32_t)d->pool.n;
    *n  = 0;
    while (vb_dict_next_word(&phrase, &word)) {
        struct vb_dict_phrase_word w = { intern(d, word.bytes, word.n), *n > 0 && word.joined };
        if (!w.word || !VB_PUSH(&d->pool, w)) return false;
        ++*n;
    }
    return true;
}

static bool put_phrase(struct vb_dictionary *d, struct vb_dict_lexicon *lexicon, vb_str text, uint32_t value)
{
    struct vb_dict_phrase p = { .value = value, .order = (uint32_t)lexicon->phrases.n };

    return put_words(d, text, &p.words, &p.n) && (p.n == 0 || VB_PUSH(&lexicon->phrases, p));
}

/* The same with the last word in the plural. */
static bool put_plural(struct vb_dictionary *d, struct vb_dict_lexicon *lexicon, vb_str text, uint32_t value)
{
    struct vb_dict_phrase p = { .value = value, .order = (uint32_t)lexicon->phrases.n };
    char                  plural[VB_DICT_WORD_MAX + 8];
    vb_str                last;
    size_t                n;

    if (!put_words(d, text, &p.words, &p.n)) return false;
    if (p.n == 0) return true;
    last = d->words.at[d->pool.at[p.words + p.n - 1].word];
    n    = last.len;
    memcpy(plural, last.ptr, n);
    if (n > 1 && plural[n - 1] == 'y' && !strchr("aeiou", plural[n - 2])) {
        memcpy(plural + n - 1, "ies", 3);
        n += 2;
    } else if (n > 1 && plural[n - 1] == 's' && plural[n - 2] == 's') {
        memcpy(plural + n, "es", 2);
        n += 2;
    } else {
        plural[n++] = 's';
    }
    d->pool.at[p.words + p.n - 1].word = intern(d, plural, n);
    return d->pool.at[p.words + p.n - 1].word && VB_PUSH(&lexicon->phrases, p);
}

/* qsort has no context: what is sorted by stands in the key. */
struct sort_key { uint32_t first, n, order, at; };

static int compare_phrases(const void *a, const void *b)
{
    const struct sort_key *x = a, *y = b;

    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Sort by first word and note where each word's phrases begin. `verbs` go by the word that is inflected. */
static bool index_lexicon(struct vb_dictionary *d, struct vb_dict_lexicon *lexicon, bool verbs)
{
    size_t                 n      = lexicon->phrases.n;
    struct sort_key       *keys   = vb_alloc((n ? n : 1) * sizeof *keys);
    struct vb_dict_phrase *sorted = vb_alloc((n ? n : 1) * sizeof *sorted);
    uint32_t               word   = 0;

    lexicon->first = vb_alloc((d->words.n + 2) * sizeof *lexicon->first);
    if (keys && sorted && lexicon->first) {
        for (size_t i = 0; i < n; i++) {
            const struct vb_dict_phrase *p = &lexicon->phrases.at[i];
            keys[i] = (struct sort_key){d->pool.at[p->words + (verbs ? d->verb_rows.at[p->value].at : 0)].word, p->n, p->order,
                                        (uint32_t)i};
        }
        if (n) qsort(keys, n, sizeof *keys, compare_phrases);
        for (size_t i = 0; i < n; i++) {
            while (word <= keys[i].first) lexicon->first[word++] = (uint32_t)i;
            sorted[i] = lexicon->phrases.at[keys[i].at];
        }
        while (word <= d->words.n) lexicon->first[word++] = (uint32_t)n;
        if (n) memcpy(lexicon->phrases.at, sorted, n * sizeof *sorted);
    }
    vb_free(sorted);
    vb_free(keys);
    return keys && sorted && lexicon->first;
}

void vb_dict_starting(const struct vb_dict_lexicon *lexicon, uint32_t word, uint32_t *from, uint32_t *to)
{
    *from = lexicon->first[word];
    *to   = lexicon->first[word + 1];
}

/* ---- actors, agents, discards
 * ---------------------------------------------------------------------------------------------------- */

static vb_status wrong(const struct vb_dict_row *row, const char *what, vb_str cell, vb_error *err)
{
    return vb_fail(err, VB_ERR_KNOWLEDGE, "%.*s: %s: \"%.*s\"", (int)row->source.len, row->source.ptr, what,
                   (int)(cell.len > 60 ? 60 : cell.len), cell.ptr);
}

/* "HOBGOV 1995-06-01..1999-08-15" */
static bool read_code(vb_str item, struct vb_dict_code *out)
{
    const char *blank = memchr(item.ptr, ' ', item.len), *dots;
    vb_str      when, from, until;

    *out = (struct vb_dict_code){ .code = item };
    if (blank) {
        out->code = (vb_str){ item.ptr, (size_t)(blank - item.ptr) };
        when      = (vb_str){ blank + 1, item.len - out->code.len - 1 };
        if (!(dots = memmem(when.ptr, when.len, "..", 2))) return false;
        from  = (vb_str){ when.ptr, (size_t)(dots - when.ptr) };
        until = (vb_str){ dots + 2, when.len - from.len - 2 };
        if (from.len + until.len == 0) return false;
        if (from.len && !vb_dict_date(from, &out->from)) return false;
        if (until.len && !vb_dict_date(until, &out->until)) return false;
    }
    return out->code.len > 0 && out->code.len < VB_DICTIONARY_CODE_MAX - 4;
}

static vb_status open_actors(struct vb_dictionary *d, vb_error *err)
{
    for (size_t i = 0; i < d->rows->rows[VB_DICT_ACTORS].n; i++) {
        const struct vb_dict_row *row   = &d->rows->rows[VB_DICT_ACTORS].at[i];
        struct vb_dict_actor      actor = { .codes = (uint32_t)d->codes.n, .row = (uint32_t)i };
        struct vb_dict_code       code;
        vb_str                    rest = row->cells[1], item;
        while (vb_dict_next_item(&rest, &item)) {
            if (!read_code(item, &code)) return wrong(row, "codes want CODE or CODE FROM..UNTIL", item, err);
            if (!VB_PUSH(&d->codes, code)) return vb_fail_nomem(err);
            actor.n_codes++;
        }
        if (actor.n_codes == 0) return wrong(row, "no code", row->cells[0], err);
        if (!VB_PUSH(&d->actor_rows, actor)) return vb_fail_nomem(err);
        if (!put_phrase(d, &d->actors, row->cells[0], (uint32_t)d->actor_rows.n - 1)) return vb_fail_nomem(err);
    }
    return VB_OK;
}

static bool is_stopped(vb_str phrase) { return phrase.len > 0 && phrase.ptr[phrase.len - 1] == '_'; }

static vb_status open_agents(struct vb_dictionary *d, vb_error *err)
{
    for (size_t i = 0; i < d->rows->rows[VB_DICT_AGENTS].n; i++) {
        const struct vb_dict_row *row    = &d->rows->rows[VB_DICT_AGENTS].at[i];
        vb_str                    cell   = row->cells[1], rest = row->cells[2], item;
        bool                      before = cell.len && cell.ptr[cell.len - 1] == '~';
        struct vb_dict_agent      agent  = { .before = before, .row = (uint32_t)i };
        uint32_t                  value  = (uint32_t)d->agent_rows.n;
        if (cell.len < 2 || cell.len > VB_DICTIONARY_CODE_MAX / 2 || before == (*cell.ptr == '~') ||
            memchr(cell.ptr, ' ', cell.len))
            return wrong(row, "an agent's code wants ~CODE or CODE~", cell, err);
        agent.code = (vb_str){ cell.ptr + !before, cell.len - 1 };
        if (!VB_PUSH(&d->agent_rows, agent) || !put_phrase(d, &d->agents, row->cells[0], value)) return vb_fail_nomem(err);
        if (rest.len == 0 && !is_stopped(row->cells[0]) && !put_plural(d, &d->agents, row->cells[0], value))
            return vb_fail_nomem(err);
        if (vb_str_eq(rest, VB_STR("-"))) continue;
        while (vb_dict_next_item(&rest, &item))
            if (!put_phrase(d, &d->agents, item, value)) return vb_fail_nomem(err);
    }
    return VB_OK;
}

static vb_status open_discards(struct vb_dictionary *d, vb_error *err)
{
    for (size_t i = 0; i < d->rows->rows[VB_DICT_DISCARDS].n; i++) {
        const struct vb_dict_row *row   = &d->rows->rows[VB_DICT_DISCARDS].at[i];
        bool                      story = vb_str_eq(row->cells[1], VB_STR("story"));
        if (!story && !vb_str_eq(row->cells[1], VB_STR("sentence")))
            return wrong(row, "scope wants \"sentence\" or \"story\"", row->cells[1], err);
        if (!VB_PUSH(&d->stories, story) || !put_phrase(d, &d->discards, row->cells[0], (uint32_t)i)) return vb_fail_nomem(err);
        if (!is_stopped(row->cells[0]) && !put_plural(d, &d->discards, row->cells[0], (uint32_t)i)) return vb_fail_nomem(err);
    }
    return VB_OK;
}

/* ---- synonym sets
 * ---------------------------------------------------------------------------------------------------------------- */

enum { NESTED_MAX = 4, SET_WORDS_MAX = 1 << 24 };         /* sets may hold sets: words of all of them */

/* A set's number is that of its first row. `n_rows` when there is none. */
static uint32_t set_of(const struct vb_dictionary *d, vb_str name)
{
    return name_lookup(d, '\2', name, &d->set_rows.at, d->set_rows.n, (uint32_t)d->rows->rows[VB_DICT_SYNSETS].n);
}

static bool put_set(struct vb_dictionary *d, uint32_t set, vb_str words, unsigned depth)
{
    vb_str item;

    while (d->pool.n <= SET_WORDS_MAX && vb_dict_next_item(&words, &item)) {
        if (item.len && *item.ptr == '&') {
            uint32_t n = (uint32_t)d->rows->rows[VB_DICT_SYNSETS].n, inner;
            if (is_stopped(item)) item.len--;
            inner = set_of(d, item);
            if (inner < n && depth < NESTED_MAX && !put_set(d, set, d->rows->rows[VB_DICT_SYNSETS].at[inner].cells[1], depth + 1))
                return false;
            continue;
        }
        if (!put_phrase(d, &d->sets, item, set)) return false;
        if (!is_stopped(item) && !put_plural(d, &d->sets, item, set)) return false;
    }
    return true;
}

static vb_status open_sets(struct vb_dictionary *d, vb_error *err)
{
    for (uint32_t i = 0; i < d->rows->rows[VB_DICT_SYNSETS].n; i++)
        if (!name_put(d, '\2', d->rows->rows[VB_DICT_SYNSETS].at[i].cells[0], &d->set_rows, i)) return vb_fail_nomem(err);
    for (size_t i = 0; i < d->rows->rows[VB_DICT_SYNSETS].n; i++) {
        const struct vb_dict_row *row = &d->rows->rows[VB_DICT_SYNSETS].at[i];
        if (!put_set(d, set_of(d, row->cells[0]), row->cells[1], 0)) return vb_fail_nomem(err);
        if (d->pool.n > SET_WORDS_MAX)
            return vb_fail(err, VB_ERR_LIMIT, "%.*s: synonym sets of too many words", (int)row->source.len, row->source.ptr);
    }
    return VB_OK;
}

/* ---- verbs ----------------------------------------------------------------------------------------------------------------------
 */

static uint32_t block_of(const struct vb_dictionary *d, vb_str name)
{
    return name_lookup(d, '\1', name, &d->block_rows.at, d->block_rows.n, VB_NONE);
}

/* One form: `text` with the inflected word marked by '+'; several words without a mark: the first one. */
static bool put_verb(struct vb_dictionary *d, vb_str text, struct vb_dict_verb verb)
{
    const char           *plus = text.len ? memchr(text.ptr, '+', text.len) : NULL;
    struct vb_dict_phrase p    = { .value = (uint32_t)d->verb_rows.n, .order = (uint32_t)d->verbs.phrases.n };
    uint32_t              at, n;

    if (plus) {
        if (!put_words(d, (vb_str){ text.ptr, (size_t)(plus - text.ptr) }, &p.words, &verb.at)) return false;
        if (!put_words(d, (vb_str){ plus + 1, (size_t)(text.ptr + text.len - plus - 1) }, &at, &n)) return false;
        p.n = verb.at + n;
        if (n == 0) return true;
    } else {
        if (!put_words(d, text, &p.words, &p.n)) return false;
        if (p.n == 0) return true;
        verb.at = 0;
    }
    return VB_PUSH(&d->verb_rows, verb) && VB_PUSH(&d->verbs.phrases, p);
}

/* The regular forms, made on the inflected word: S, ED, ING. */
static bool put_regular(struct vb_dictionary *d, vb_str text, struct vb_dict_verb verb)
{
    const char *plus = text.len ? memchr(text.ptr, '+', text.len) : NULL;
    size_t      from = plus ? (size_t)(plus - text.ptr) : 0, end, cut;
    static const char *const endings[] = { "S", "ED", "ING" };

    end = from + (plus ? 1 : 0);
    while (end < text.len && text.ptr[end] != '_' && text.ptr[end] != ' ' && text.ptr[end] != '-') end++;
    for (unsigned i = 0; i < 3; i++) {
        const char *ending = endings[i];
        char        last   = end ? text.ptr[end - 1] : 0, before = end > 1 ? text.ptr[end - 2] : 0;
        char       *form;
        cut = 0;
        if (last == 'E' && i > 0) cut = 1;
        if (last == 'Y' && i < 2 && !(before && strchr("AEIOU", before))) cut = 1, ending = i ? "IED" : "IES";
        if (i == 0 && (last == 'S' || last == 'X' || last == 'Z' || (last == 'H' && (before == 'S' || before == 'C'))))
            ending = "ES";
        form = vb_arena_printf(&d->arena, "%.*s%s%.*s", (int)(end - cut), text.ptr, ending, (int)(text.len - end), text.ptr + end);
        if (!form || !put_verb(d, vb_str_of(form), verb)) return false;
    }
    return true;
}

static vb_status open_verbs(struct vb_dictionary *d, vb_error *err)
{
    for (size_t i = 0; i < d->rows->rows[VB_DICT_VERBS].n; i++) {
        const struct vb_dict_row *row  = &d->rows->rows[VB_DICT_VERBS].at[i];
        struct vb_dict_verb       verb = { .row = (uint32_t)i, .code = row->cells[3] };
        vb_str                    rest = row->cells[2], item;
        if (row->cells[0].len == 0) return wrong(row, "a verb without a block", row->cells[1], err);
        if ((verb.block = block_of(d, row->cells[0])) == VB_NONE) {
            struct vb_dict_block block = { .name = row->cells[0], .code = VB_STR("---") };
            verb.block = (uint32_t)d->blocks.n;
            if (!VB_PUSH(&d->blocks, block) || !name_put(d, '\1', row->cells[0], &d->block_rows, verb.block))
                return vb_fail_nomem(err);
        }
        if (row->cells[1].len == 0) {
            d->blocks.at[verb.block].code = row->cells[3];
            continue;
        }
        if (!put_verb(d, row->cells[1], verb)) return vb_fail_nomem(err);
        if (rest.len == 0 && !put_regular(d, row->cells[1], verb)) return vb_fail_nomem(err);
        if (vb_str_eq(rest, VB_STR("-"))) continue;
        while (vb_dict_next_item(&rest, &item))
            if (!put_verb(d, item, verb)) return vb_fail_nomem(err);
    }
    return VB_OK;
}

/* ---- patterns
 * -------------------------------------------------------------------------------------------------------------------- */

struct parsing { struct vb_dict_element at[VB_DICT_ELEMENTS_MAX + 1]; uint32_t n, star, n_groups, depth; bool joined, over; };

static void put_element(struct parsing *p, enum vb_dict_mark mark, uint32_t what)
{
    if (p->n == VB_DICT_ELEMENTS_MAX) {
        p->over = true;
        return;
    }
    p->at[p->n++] = (struct vb_dict_element){ (uint8_t)mark, (uint8_t)(p->depth ? p->n_groups : 0), p->joined && p->n > 0, what };
    p->joined     = false;
}

/* The longest name of a set that stands at `at`; its end. */
static size_t read_set_name(const struct vb_dictionary *d, vb_str s, size_t at, uint32_t *set)
{
    size_t   end = at + 1;
    uint32_t n   = (uint32_t)d->rows->rows[VB_DICT_SYNSETS].n;

    while (end < s.len && !strchr(" {}()*&$^%+\t", s.ptr[end])) end++;
    for (size_t i = end; i > at + 1; i--)
        if ((i == end || s.ptr[i] == '_') && (*set = set_of(d, (vb_str){ s.ptr + at, i - at })) < n) return i;
    *set = n;
    return end;
}

static bool read_words(struct vb_dictionary *d, struct parsing *p, vb_str run)
{
    struct vb_dict_word word;
    bool                first = true;

    while (vb_dict_next_word(&run, &word)) {
        uint32_t id = intern(d, word.bytes, word.n);
        if (!id) return false;
        if (!first) p->joined = word.joined;
        put_element(p, VB_DICT_WORD, id);
        first = false;
    }
    return true;
}

static bool read_pattern(struct vb_dictionary *d, vb_str s, struct parsing *p)
{
    *p = (struct parsing){ .star = VB_NONE };
    for (size_t i = 0; i < s.len && !p->over;) {
        char     c = s.ptr[i];
        uint32_t set;
        size_t   end;
        switch (c) {
        case ' ':
        case '\t': p->joined = false; i++; break;
        case '_':  p->joined = true; i++; break;
        case '{':
        case '(':
            if (p->depth++ == 0) p->n_groups++;
            i++;
            break;
        case '}':
        case ')':
            if (p->depth) p->depth--;
            i++;
            break;
        case '*':
            p->star = p->n;
            put_element(p, VB_DICT_STAR, 0);
            i++;
            break;
        case '$': put_element(p, VB_DICT_SOURCE, 0); i++; break;
        case '+': put_element(p, VB_DICT_TARGET, 0); i++; break;
        case '^': put_element(p, VB_DICT_SKIP, 0); i++; break;
        case '%': put_element(p, VB_DICT_COMPOUND, 0); i++; break;
        case '&':
            i = read_set_name(d, s, i, &set);
            put_element(p, VB_DICT_SET, set);
            break;
        default:
            for (end = i; end < s.len && !strchr(" _{}()*&$^%\t", s.ptr[end]);) end++;
            if (!read_words(d, p, (vb_str){ s.ptr + i, end - i })) return false;
            i = end;
        }
    }
    return true;
}

static int compare_patterns(const void *a, const void *b)
{
    const struct vb_dict_pattern *x = a, *y = b;

    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static vb_status open_patterns(struct vb_dictionary *d, vb_error *err)
{
    uint32_t *of_row, n_rows = (uint32_t)d->rows->rows[VB_DICT_PATTERNS].n, last = 0;
    vb_status st = VB_OK;

    if (!(of_row = vb_alloc((n_rows + 1) * sizeof *of_row))) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < n_rows; i++) {
        vb_str name = d->rows->rows[VB_DICT_PATTERNS].at[i].cells[0];
        of_row[i]   = last < d->blocks.n && vb_str_eq(d->blocks.at[last].name, name) ? last : block_of(d, name);
        if (of_row[i] == VB_NONE) {
            st = wrong(&d->rows->rows[VB_DICT_PATTERNS].at[i], "no verbs in block", name, err);
            goto done;
        }
        last = of_row[i];
    }
    /* rows of a block may stand apart: count, then each block's rows together */
    for (uint32_t i = 0; i < n_rows; i++) d->blocks.at[of_row[i]].n_patterns++;
    for (uint32_t b = 0, at = 0; b < d->blocks.n; b++) {
        d->blocks.at[b].patterns = at;
        at += d->blocks.at[b].n_patterns;
        d->blocks.at[b].n_patterns = 0;
    }
    if (!vb_list_reserve((void **)&d->patterns.at, &d->patterns.room, n_rows + 1, sizeof *d->patterns.at)) {
        st = vb_fail_nomem(err);
        goto done;
    }
    d->patterns.n = n_rows;
    for (uint32_t i = 0; i < n_rows; i++) {
        const struct vb_dict_row *row   = &d->rows->rows[VB_DICT_PATTERNS].at[i];
        struct vb_dict_block     *block = &d->blocks.at[of_row[i]];
        struct vb_dict_pattern    pattern = { .elements = (uint32_t)d->elements.n, .row = i, .code = row->cells[2] };
        struct parsing            p;
        if (!read_pattern(d, row->cells[1], &p)) {
            st = vb_fail_nomem(err);
            goto done;
        }
        if (p.over || p.star == VB_NONE || pattern.code.len == 0) {
            st = wrong(row,
                       p.over              ? "a pattern of too many words"
                       : p.star == VB_NONE ? "a pattern without \"*\""
                                           : "a pattern without a code",
                       row->cells[1], err);
            goto done;
        }
        pattern.n    = p.n;
        pattern.star = p.star;
        for (uint32_t k = 0; k < p.n; k++) {
            pattern.weight += p.at[k].joined ? 5 : 4;
            if (!VB_PUSH(&d->elements, p.at[k])) {
                st = vb_fail_nomem(err);
                goto done;
            }
        }
        d->patterns.at[block->patterns + block->n_patterns++] = pattern;
    }
    for (uint32_t b = 0; b < d->blocks.n; b++)
        if (d->blocks.at[b].n_patterns)
            qsort(d->patterns.at + d->blocks.at[b].patterns, d->blocks.at[b].n_patterns, sizeof *d->patterns.at, compare_patterns);
done:
    vb_free(of_row);
    return st;
}

/* ---- transformations
 * -------------------------------------------------------------------------------------------------------------- */

enum { TRANSFORMATIONS_MAX = 1000 };

static vb_str next_token(vb_str *s)
{
    vb_str token;

    while (s->len && strchr(" ()\t", *s->ptr)) s->ptr++, s->len--;
    token = *s;
    while (s->len && !strchr(" ()\t", *s->ptr)) s->ptr++, s->len--;
    token.len -= s->len;
    return token;
}

/* The block that has the verb; VB_NONE for none. */
static uint32_t block_with(const struct vb_dictionary *d, vb_str verb)
{
    for (size_t i = 0; i < d->rows->rows[VB_DICT_VERBS].n; i++)
        if (vb_str_eq(d->rows->rows[VB_DICT_VERBS].at[i].cells[1], verb))
            return block_of(d, d->rows->rows[VB_DICT_VERBS].at[i].cells[0]);
    return VB_NONE;
}

static vb_status open_transformations(struct vb_dictionary *d, vb_error *err)
{
    if (d->rows->rows[VB_DICT_TRANSFORMATIONS].n > TRANSFORMATIONS_MAX)
        return vb_fail(err, VB_ERR_LIMIT, "more than %d transformations", TRANSFORMATIONS_MAX);
    for (size_t i = 0; i < d->rows->rows[VB_DICT_TRANSFORMATIONS].n; i++) {
        const struct vb_dict_row     *row = &d->rows->rows[VB_DICT_TRANSFORMATIONS].at[i];
        vb_str                        s   = row->cells[0], r = row->cells[1], token[5], result[3];
        struct vb_dict_transformation t;
        for (unsigned k = 0; k < 5; k++) token[k] = next_token(&s);
        for (unsigned k = 0; k < 3; k++) result[k] = next_token(&r);
        if (token[4].len == 0 || result[2].len == 0 || token[0].len != 1 || token[1].len != 1 || token[2].len != 1 ||
            result[0].len != 1 || result[1].len != 1)
            return wrong(row, "a transformation wants a (b . VERB) VERB and a b CODE", row->cells[0], err);
        t = (struct vb_dict_transformation){ .outer = *token[0].ptr, .source = *token[1].ptr, .target = *token[2].ptr,
            .inner = vb_str_eq(token[3], VB_STR("Q")) ? VB_NONE - 1 : block_with(d, token[3]), .verb = block_with(d, token[4]),
            .to_source = *result[0].ptr, .to_target = *result[1].ptr, .row = (uint32_t)i, .code = result[2] };
        if (t.inner == VB_NONE || t.verb == VB_NONE) continue;     /* no such verb here: nothing to transform */
        if (!VB_PUSH(&d->transformations, t)) return vb_fail_nomem(err);
    }
    return VB_OK;
}

/* ---- open and close -------------------------------------------------------------------------------------------------------------
 */

/* PETRARCH's: a word of these, and any number, does not part words that must stand side by side. */
static const char *const passable[] = {
    "the",  "a",     "an",   "it",      "he",       "they",    "her",     "has",      "had",    "have",
    "some", "few",   "that", "hundred", "thousand", "million", "billion", "trillion", "dozen",  "one",
    "two",  "three", "four", "five",    "six",      "seven",   "eight",   "nine",     "dollar", "ducat",
};

/* A hash of the cells in their order: of the sources of rows nothing depends. */
static bool name_rows(struct vb_dictionary *d)
{
    VB_LIST(uint64_t) hashes = { 0 };
    bool fine = true;

    for (unsigned t = 0; fine && t < VB_DICT_N_TABLES; t++)
        for (size_t i = 0; fine && i < d->rows->rows[t].n; i++)
            for (unsigned c = 0; fine && c < VB_DICT_CELLS_MAX; c++) {
                vb_str   cell = d->rows->rows[t].at[i].cells[c];
                uint64_t hash = vb_hash64(cell.ptr ? cell.ptr : "", cell.len);
                fine = VB_PUSH(&hashes, hash);
            }
    memcpy(d->name, "sha256:", strlen("sha256:"));
    if (fine)
        vb_sha256_hex(vb_sha256_of((vb_str){(const char *)hashes.at, hashes.n * sizeof *hashes.at}), d->name + strlen("sha256:"));
    vb_free(hashes.at);
    return fine;
}

static vb_status index_rows(struct vb_dictionary *d, vb_error *err)
{
    vb_status st;

    if (!name_rows(d) || !intern(d, "the", 3)) return vb_fail_nomem(err);
    if ((st = open_actors(d, err)) != VB_OK) return st;
    if ((st = open_agents(d, err)) != VB_OK) return st;
    if ((st = open_discards(d, err)) != VB_OK) return st;
    if ((st = open_sets(d, err)) != VB_OK) return st;
    if ((st = open_verbs(d, err)) != VB_OK) return st;
    if ((st = open_patterns(d, err)) != VB_OK) return st;
    if ((st = open_transformations(d, err)) != VB_OK) return st;
    for (size_t i = 0; i < sizeof passable / sizeof *passable; i++)
        if (!intern(d, passable[i], strlen(passable[i]))) return vb_fail_nomem(err);
    if (!(d->passable = vb_alloc(d->words.n * sizeof *d->passable))) return vb_fail_nomem(err);
    memset(d->passable, 0, d->words.n * sizeof *d->passable);
    for (size_t i = 0; i < sizeof passable / sizeof *passable; i++)
        d->passable[vb_dict_word_id(d, passable[i], strlen(passable[i]))] = true;
    for (size_t i = 1; i < d->words.n; i++)
        if (strspn(d->words.at[i].ptr, "0123456789,.") == d->words.at[i].len) d->passable[i] = true;
    if (!index_lexicon(d, &d->actors, false) || !index_lexicon(d, &d->agents, false) || !index_lexicon(d, &d->discards, false) ||
        !index_lexicon(d, &d->sets, false) || !index_lexicon(d, &d->verbs, true))
        return vb_fail_nomem(err);
    return VB_OK;
}

/* Blocks of several folders may have one name: what was added since gets the folder's number before it. */
static bool number_blocks(struct vb_dictionary *d, const size_t from[VB_DICT_N_TABLES], size_t number)
{
    static const enum vb_dict_table with_blocks[] = { VB_DICT_VERBS, VB_DICT_PATTERNS };

    for (unsigned i = 0; i < 2; i++) {
        enum vb_dict_table t = with_blocks[i];
        for (size_t r = from[t]; r < d->rows->rows[t].n; r++) {
            vb_str *cell = &d->rows->rows[t].at[r].cells[0];
            char   *name = vb_arena_printf(&d->arena, "%zu/%.*s", number, (int)cell->len, cell->ptr);
            if (!name) return false;
            *cell = vb_str_of(name);
        }
    }
    return true;
}

static vb_status read_dir(struct vb_dictionary *d, const char *dir, size_t number, size_t *n_tables, vb_error *err)
{
    size_t from[VB_DICT_N_TABLES];

    for (unsigned t = 0; t < VB_DICT_N_TABLES; t++) from[t] = d->rows->rows[t].n;
    for (unsigned t = 0; t < VB_DICT_N_TABLES; t++) {
        const char *path = vb_arena_printf(&d->arena, "%s/dictionary/%s.tsv", dir, vb_dict_schemas[t].name);
        const char *name = vb_arena_printf(&d->arena, "dictionary/%s.tsv", vb_dict_schemas[t].name);
        vb_str      bytes;
        vb_status   st;
        if (!path || !name) return vb_fail_nomem(err);
        if (access(path, F_OK) != 0) continue;
        if ((st = vb_read_file(path, VB_DICTIONARY_FILE_MAX, &bytes, err)) != VB_OK) return st;
        if (!VB_PUSH(&d->contents, (char *)(uintptr_t)bytes.ptr)) {
            vb_free((void *)(uintptr_t)bytes.ptr);
            return vb_fail_nomem(err);
        }
        if ((st = vb_dict_table_read(d->rows, (enum vb_dict_table)t, name, bytes, err)) != VB_OK) return st;
        ++*n_tables;
    }
    return number_blocks(d, from, number) ? VB_OK : vb_fail_nomem(err);
}

vb_str vb_dictionary_name(const struct vb_dictionary *d) { return d ? vb_str_of(d->name) : (vb_str){ 0 }; }

static vb_status new_dictionary(struct vb_dictionary **out, vb_error *err)
{
    *out = NULL;
    struct vb_dictionary *d = vb_alloc(sizeof *d);
    vb_status             st;

    if (!d) return vb_fail_nomem(err);
    *d = (struct vb_dictionary){ 0 };
    if ((st = vb_dictionary_rows_new(&d->rows, err)) != VB_OK) {
        vb_free(d);
        return st;
    }
    *out = d;
    return VB_OK;
}

vb_status vb_dictionary_open(const char *const *dirs, size_t n_dirs, struct vb_dictionary **out, vb_error *err)
{
    struct vb_dictionary *d;
    size_t                n_tables = 0;
    vb_status             st;

    *out = NULL;
    if ((st = new_dictionary(&d, err)) != VB_OK) return st;
    for (size_t i = n_dirs; st == VB_OK && i > 0; i--) st = read_dir(d, dirs[i - 1], i, &n_tables, err);
    if (st == VB_OK && n_tables == 0)
        st = vb_fail(err, VB_ERR_KNOWLEDGE, "no dictionary: --kb wants a folder that \"verbale kb import-petrarch\" wrote");
    if (st == VB_OK) st = index_rows(d, err);
    if (st == VB_OK) *out = d;
    else vb_dictionary_close(d);
    return st;
}

vb_status vb_dictionary_from_rows(const struct vb_dictionary_rows *rows, struct vb_dictionary **out, vb_error *err)
{
    struct vb_dictionary *d;
    vb_status             st;

    *out = NULL;
    if ((st = new_dictionary(&d, err)) != VB_OK) return st;
    for (unsigned t = 0; st == VB_OK && t < VB_DICT_N_TABLES; t++) {
        for (size_t i = 0; st == VB_OK && i < rows->rows[t].n; i++) {
            struct vb_dict_row row = rows->rows[t].at[i];
            for (unsigned c = 0; st == VB_OK && c < VB_DICT_CELLS_MAX; c++)
                if (row.cells[c].ptr && !(row.cells[c] = vb_arena_copy(&d->rows->arena, row.cells[c])).ptr) st = vb_fail_nomem(err);
            if (st == VB_OK && !(row.source = vb_arena_copy(&d->rows->arena, row.source)).ptr) st = vb_fail_nomem(err);
            if (st == VB_OK) st = vb_dict_rows_add(d->rows, (enum vb_dict_table)t, &row, err);
        }
    }
    if (st == VB_OK) st = index_rows(d, err);
    if (st == VB_OK) *out = d;
    else vb_dictionary_close(d);
    return st;
}

void vb_dictionary_close(struct vb_dictionary *d)
{
    if (!d) return;
    struct vb_dict_lexicon *const lexicons[] = { &d->actors, &d->agents, &d->discards, &d->sets, &d->verbs };
    for (size_t i = 0; i < sizeof lexicons / sizeof *lexicons; i++) {
        vb_free(lexicons[i]->phrases.at);
        vb_free(lexicons[i]->first);
    }
    for (size_t i = 0; i < d->contents.n; i++) vb_free(d->contents.at[i]);
    vb_free(d->contents.at);
    vb_free(d->words.at);
    vb_free(d->slots);
    vb_free(d->pool.at);
    vb_free(d->codes.at);
    vb_free(d->actor_rows.at);
    vb_free(d->agent_rows.at);
    vb_free(d->verb_rows.at);
    vb_free(d->stories.at);
    vb_free(d->elements.at);
    vb_free(d->patterns.at);
    vb_free(d->blocks.at);
    vb_free(d->transformations.at);
    vb_free(d->block_rows.at);
    vb_free(d->set_rows.at);
    vb_free(d->passable);
    vb_dictionary_rows_free(d->rows);
    vb_arena_free(&d->arena);
    vb_free(d);
}
