/*
 * Whether two events of different texts are one, and who is whom across texts.
 *
 * Points are whole numbers, so that every machine adds up to the same; how they were weighed is in bench/cluster/README.md.
 */
#include "record_db.h"

#include <stdlib.h>
#include <string.h>

static uint32_t hash32(const void *p, size_t n)
{
    uint32_t h = (uint32_t)(vb_hash64(p, n) >> 32);
    return h ? h : 1;                              /* 0 is none */
}

static uint32_t hash_words(const uint32_t *words, size_t n) { return hash32(words, n * sizeof *words); }

static uint32_t hash_str(vb_str s) { return s.len ? hash32(s.ptr, s.len) : 0; }

/* ---- who ----------------------------------------------------------------------------------------------------------------- */

static bool is_capital(vb_str name)
{
    size_t at = 0;
    vb_str word;

    while (vb_words_next(name, &at, &word))
        if (vb_word_is_capital(word)) return true;
    return false;
}

/* A hash of a folded word or of a whole folded name, whatever joins its words. */
static uint32_t fold_hash(vb_str name, bool last_word)
{
    uint32_t cps[128];
    size_t   at = 0, n = 0, from = 0;
    vb_str   word;

    while (vb_words_next(name, &at, &word)) {
        struct vb_fold f = { .of = word };
        uint32_t       cp;
        from = n;
        while (n < sizeof cps / sizeof *cps && (cp = vb_fold_next(&f)) != 0) cps[n++] = cp;
        if (n == sizeof cps / sizeof *cps) break;
    }
    if (!last_word) from = 0;
    return n > from ? hash_words(cps + from, n - from) : 0;
}

static uint32_t initial_of(vb_str name)
{
    struct vb_fold f;
    size_t         at = 0;
    vb_str         first, second;

    if (!vb_words_next(name, &at, &first)) return 0;
    f = (struct vb_fold){ .of = first };
    return vb_words_next(name, &at, &second) ? vb_fold_next(&f) : 0;
}

struct vb_cluster_who vb_cluster_who(const vb_entity *e)
{
    struct vb_cluster_who who   = { .country = hash_str(e->country), .what = VB_CLUSTER_WHO_KNOWN };
    bool                  named = is_capital(e->name);
    bool                  gov   = e->n_sectors > 0 && vb_str_eq(e->sectors[0], VB_STR("GOV"));

    if (e->kind == VB_KIND_STATE && who.country) {
        who.name = who.country;
        who.what |= VB_CLUSTER_WHO_OFFICIAL;
        return who;
    }
    if (e->kind == VB_KIND_PERSON) who.what |= VB_CLUSTER_WHO_PERSON;
    if (named) who.what |= VB_CLUSTER_WHO_NAMED;
    who.name = fold_hash(e->name, e->kind == VB_KIND_PERSON && named);
    if (e->kind == VB_KIND_PERSON && named) who.initial = initial_of(e->name);
    if (gov && (e->kind != VB_KIND_PERSON || !named)) who.what |= VB_CLUSTER_WHO_OFFICIAL;
    return who;
}

enum vb_cluster_likeness vb_cluster_compare_who(struct vb_cluster_who a, struct vb_cluster_who b)
{
    bool countries = a.country && b.country, persons = a.what & b.what & VB_CLUSTER_WHO_PERSON;
    bool named = a.what & b.what & VB_CLUSTER_WHO_NAMED;

    /* A name in full goes before countries, which a text may leave to be guessed. */
    if (persons && named && a.name == b.name && a.initial && a.initial == b.initial) return VB_CLUSTER_SAME;
    if (countries && a.country != b.country) return a.name == b.name ? VB_CLUSTER_UNKNOWN : VB_CLUSTER_OTHER;
    if (a.name == b.name) return a.initial && b.initial && a.initial != b.initial ? VB_CLUSTER_OTHER : VB_CLUSTER_SAME;
    if (persons && named) return VB_CLUSTER_OTHER;
    if (countries && (a.what | b.what) & VB_CLUSTER_WHO_OFFICIAL) return VB_CLUSTER_MAYBE;
    return VB_CLUSTER_UNKNOWN;
}

/* ---- making a sketch ------------------------------------------------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Sort, and keep each once. */
static uint32_t sort_once(uint32_t *at, size_t n)
{
    uint32_t kept = 0;

    if (n > 0) qsort(at, n, sizeof *at, by_value);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || at[i] != at[i - 1]) at[kept++] = at[i];
    return kept;
}

static uint32_t sketch_parts(const struct vb_reading *r, const vb_participant *at, uint32_t n,
                             struct vb_cluster_who out[VB_EVENT_PARTS_MAX])
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < n && kept < VB_EVENT_PARTS_MAX; i++) out[kept++] = vb_cluster_who(&r->entities.at[at[i].entity]);
    return kept;
}

/* Take out of the first n_kept words those that stand behind them as well. */
static void take_out(vb_word_list *words, size_t *n_kept)
{
    size_t kept = 0;

    for (size_t k = 0; k < *n_kept; k++) {
        bool found = false;
        for (size_t x = *n_kept; x < words->n; x++) found |= words->at[k] == words->at[x];
        if (!found) words->at[kept++] = words->at[k];
    }
    words->n = *n_kept = kept;
}

/* Take out the names of those who take part: that they do is counted by itself. */
static bool take_out_names(const struct vb_reading *r, const vb_participant *at, uint32_t n, vb_word_list *words, size_t *n_kept)
{
    for (uint32_t i = 0; i < n; i++) {
        vb_str name = r->entities.at[at[i].entity].name;
        words->n = *n_kept;
        if (!vb_cluster_words(name, (vb_span){ 0, (uint32_t)name.len }, false, words)) return false;
        take_out(words, n_kept);
    }
    return true;
}

static uint32_t take_content(vb_word_list *words)
{
    uint32_t n = 0;

    for (size_t i = 0; i < words->n; i++)
        if (words->at[i] & VB_WORD_CONTENT) words->at[n++] = words->at[i];
    return sort_once(words->at, n);
}

bool vb_event_sketch_make(const struct vb_reading *r, const vb_event *e, vb_word_list *words, struct vb_event_sketch *out)
{
    size_t n;

    *out = (struct vb_event_sketch){ .type = e->type, .realis = e->realis, .mode = hash_str(e->mode) };
    out->dated = e->date.len == 10;
    out->day   = vb_cluster_day(out->dated ? e->date : r->meta.date);
    if (e->place != VB_NONE) out->place = fold_hash(r->places.at[e->place].name, false);
    out->n_actors     = sketch_parts(r, e->actors, e->n_actors, out->actors);
    out->n_recipients = sketch_parts(r, e->recipients, e->n_recipients, out->recipients);
    words->n = 0;
    if (!vb_cluster_words(r->text.bytes, e->trigger, false, words)) return false;
    words->n = take_content(words);
    if (words->n > 0) out->trigger = hash_words(words->at, words->n);
    words->n = 0;
    for (uint32_t i = 0; i < e->evidence.n; i++)
        if (!vb_cluster_words(r->text.bytes, e->evidence.at[i], false, words)) return false;
    n = take_content(words);
    if (!take_out_names(r, e->actors, e->n_actors, words, &n) || !take_out_names(r, e->recipients, e->n_recipients, words, &n))
        return false;
    out->n_words = (uint32_t)n;
    if (out->n_words > VB_EVENT_WORDS_MAX) out->n_words = VB_EVENT_WORDS_MAX;
    if (out->n_words > 0) memcpy(out->words, words->at, out->n_words * sizeof *out->words);
    words->n = 0;
    return true;
}

/* ---- keys ------------------------------------------------------------------------------------------------------------------ */

static size_t add_key(uint64_t *out, size_t n, const struct vb_event_sketch *e, int32_t days, uint64_t what, uint32_t a, uint32_t b)
{
    const uint64_t parts[] = { what, (uint64_t)e->type, (uint64_t)(int64_t)(e->day == VB_CLUSTER_UNDATED ? e->day : e->day + days),
                               a < b ? a : b, a < b ? b : a };
    uint64_t       key     = vb_hash64(parts, sizeof parts);

    for (size_t i = 0; i < n; i++)
        if (out[i] == key) return n;
    if (n < VB_EVENT_KEYS) out[n++] = key;
    return n;
}

size_t vb_event_keys(const struct vb_event_sketch *e, int32_t days, uint64_t out[VB_EVENT_KEYS])
{
    enum { BY_NAME = 1, BY_COUNTRIES };
    size_t n = 0;

    if (days != 0 && e->day == VB_CLUSTER_UNDATED) return 0;
    for (uint32_t i = 0; i < e->n_actors; i++) n = add_key(out, n, e, days, BY_NAME, e->actors[i].name, 0);
    for (uint32_t i = 0; i < e->n_recipients; i++) n = add_key(out, n, e, days, BY_NAME, e->recipients[i].name, 0);
    for (uint32_t i = 0; i < e->n_actors; i++)
        for (uint32_t k = 0; k < e->n_recipients; k++) {
            uint32_t a = e->actors[i].country, b = e->recipients[k].country;
            if (a && b && a != b) n = add_key(out, n, e, days, BY_COUNTRIES, a, b);
        }
    return n;
}

/* ---- likeness -------------------------------------------------------------------------------------------------------------- */

/* How well two sides fit: the best pair counts, and an actor that both name and is another counts against. */
static int compare_side(const struct vb_cluster_who *a, uint32_t n_a, const struct vb_cluster_who *b, uint32_t n_b)
{
    static const int points[] = {
        [VB_CLUSTER_OTHER] = -120, [VB_CLUSTER_UNKNOWN] = 0, [VB_CLUSTER_MAYBE] = 60, [VB_CLUSTER_SAME] = 100};
    int              best     = points[VB_CLUSTER_OTHER];

    if (n_a == 0 && n_b == 0) return 30;
    if (n_a == 0 || n_b == 0) return 0;
    for (uint32_t i = 0; i < n_a; i++)
        for (uint32_t k = 0; k < n_b; k++) {
            int value = points[vb_cluster_compare_who(a[i], b[k])];
            if (value > best) best = value;
        }
    return best;
}

/* Of 100: how much of the smaller set is in the larger. Both in order of value. */
static int overlap(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b, uint32_t at_least)
{
    uint32_t shared = 0, least = n_a < n_b ? n_a : n_b;

    for (uint32_t i = 0, k = 0; i < n_a && k < n_b;) {
        if (a[i] == b[k]) shared++, i++, k++;
        else if (a[i] < b[k]) i++;
        else k++;
    }
    if (least < at_least) least = at_least;
    return least ? (int)(100 * shared / least) : 0;
}

/* A meeting is of both, whoever is said to go to whom. */
static bool is_mutual(vb_event_type type)
{
    return type == VB_EVENT_CONSULT || type == VB_EVENT_AGREE || type == VB_EVENT_COOPERATE;
}

/* What was agreed is still to come: whether the agreement or what it is about is told makes no other event. */
static unsigned realis_class(const struct vb_event_sketch *e)
{
    switch (e->realis) {
    case VB_REALIS_PLANNED:     return e->type == VB_EVENT_AGREE || e->type == VB_EVENT_CONCEDE ? 0 : 1;
    case VB_REALIS_CONDITIONAL: return 2;
    case VB_REALIS_DENIED:      return 3;
    default:                    return 0;
    }
}

static uint32_t all_parts(const struct vb_event_sketch *e, struct vb_cluster_who out[2 * VB_EVENT_PARTS_MAX])
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < e->n_actors; i++) out[n++] = e->actors[i];
    for (uint32_t i = 0; i < e->n_recipients; i++) out[n++] = e->recipients[i];
    return n;
}

static int compare_parts(const struct vb_event_sketch *a, const struct vb_event_sketch *b)
{
    int actors     = compare_side(a->actors, a->n_actors, b->actors, b->n_actors);
    int recipients = compare_side(a->recipients, a->n_recipients, b->recipients, b->n_recipients);
    int direct     = actors + recipients;

    if (is_mutual(a->type)) {
        struct vb_cluster_who x[2 * VB_EVENT_PARTS_MAX], y[2 * VB_EVENT_PARTS_MAX];
        uint32_t              n_x = all_parts(a, x), n_y = all_parts(b, y), n_same = 0;
        const struct vb_cluster_who *few = n_x < n_y ? x : y, *many = n_x < n_y ? y : x;
        uint32_t n_few = n_x < n_y ? n_x : n_y, n_many = n_x < n_y ? n_y : n_x;
        int      mutual = 0;
        for (uint32_t i = 0; i < n_few; i++) {
            int one = compare_side(few + i, 1, many, n_many);
            mutual += one;
            n_same += one > 0;
        }
        if (n_few > 2) mutual = mutual * 2 / (int)n_few;
        if (n_same > 0 && mutual > direct) direct = mutual;
    }
    return direct;
}

static int compare_days(const struct vb_event_sketch *a, const struct vb_event_sketch *b)
{
    int32_t apart;

    if (a->day == VB_CLUSTER_UNDATED || b->day == VB_CLUSTER_UNDATED) return a->day == b->day ? -30 : -1000;
    apart = a->day > b->day ? a->day - b->day : b->day - a->day;
    if (a->dated && b->dated) return apart == 0 ? 30 : apart == 1 ? -30 : -1000;
    return apart <= 1 ? 10 : apart <= VB_EVENT_DAYS ? -20 : -1000;
}

enum { ONE_STORY = 35 };           /* texts that have a third of their names in common tell one story */

int vb_event_likeness(const struct vb_event_sketch *a, const struct vb_event_sketch *b, int story)
{
    int points, parts, words;

    if (a->type != b->type || realis_class(a) != realis_class(b)) return 0;
    parts = compare_parts(a, b);
    words = overlap(a->words, a->n_words, b->words, b->n_words, 4);
    if (words < 20 && parts < 160) return 0;       /* that somebody does something of a type each day is no sign */
    points = parts + compare_days(a, b) + story + words;
    if (story >= ONE_STORY && words >= 20) points += 40;
    if (a->trigger && a->trigger == b->trigger) points += 20;
    if (a->mode && b->mode) points += a->mode == b->mode ? 15 : -25;
    if (a->place && b->place) points += a->place == b->place ? 15 : -25;
    return points > 0 ? points : 0;
}

/* ---- stories ---------------------------------------------------------------------------------------------------------------- */

uint32_t vb_cluster_names(const struct vb_reading *r, uint32_t out[VB_STORY_NAMES_MAX])
{
    size_t n = 0;

    /* Entities stand in the order of their first mention, which is that of their weight in news. */
    for (uint32_t i = 0; i < r->entities.n && n < VB_STORY_NAMES_MAX; i++) {
        struct vb_cluster_who who = vb_cluster_who(&r->entities.at[i]);
        if (who.name && (who.what & VB_CLUSTER_WHO_NAMED || r->entities.at[i].kind == VB_KIND_STATE)) out[n++] = who.name;
    }
    return sort_once(out, n);
}

int vb_cluster_story(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b)
{
    return overlap(a, n_a, b, n_b, 6);
}

/* ---- bytes ------------------------------------------------------------------------------------------------------------------ */

static unsigned char *put_u32(unsigned char *to, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++) *to++ = (unsigned char)(v >> 8 * i);
    return to;
}

static const unsigned char *get_u32(const unsigned char *from, uint32_t *v)
{
    *v = (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
    return from + 4;
}

static unsigned char *put_who(unsigned char *to, struct vb_cluster_who w)
{
    return put_u32(put_u32(put_u32(put_u32(to, w.name), w.initial), w.country), w.what);
}

static const unsigned char *get_who(const unsigned char *from, struct vb_cluster_who *w)
{
    return get_u32(get_u32(get_u32(get_u32(from, &w->name), &w->initial), &w->country), &w->what);
}

size_t vb_quotation_pack(const struct vb_quotation *q, unsigned char out[VB_QUOTATION_BYTES_MAX])
{
    unsigned char *to = put_u32(put_u32(put_who(out, q->speaker), (uint32_t)q->day), q->marked | (q->attitude ? 2u : 0));

    for (uint32_t i = 0; i < q->n; i++) to = put_u32(to, q->words[i]);
    return (size_t)(to - out);
}

bool vb_quotation_unpack(const unsigned char *bytes, size_t n, struct vb_quotation *out)
{
    uint32_t day, is;

    if (n < 24 || n % 4 != 0 || n > VB_QUOTATION_BYTES_MAX) return false;
    bytes       = get_u32(get_u32(get_who(bytes, &out->speaker), &day), &is);
    out->day      = (int32_t)day;
    out->marked   = is & 1;
    out->attitude = is & 2;
    out->n        = (uint32_t)(n / 4 - 6);
    for (uint32_t i = 0; i < out->n; i++) bytes = get_u32(bytes, &out->words[i]);
    return true;
}

size_t vb_event_sketch_pack(const struct vb_event_sketch *e, unsigned char out[VB_EVENT_BYTES_MAX])
{
    const uint32_t head[] = { (uint32_t)e->type, (uint32_t)e->realis, e->mode, e->place, e->trigger, (uint32_t)e->day, e->dated,
                              e->n_actors, e->n_recipients, e->n_words };
    unsigned char *to     = out;

    for (size_t i = 0; i < sizeof head / sizeof *head; i++) to = put_u32(to, head[i]);
    for (uint32_t i = 0; i < e->n_actors + e->n_recipients; i++) {
        const struct vb_cluster_who *w = i < e->n_actors ? &e->actors[i] : &e->recipients[i - e->n_actors];
        to = put_who(to, *w);
    }
    for (uint32_t i = 0; i < e->n_words; i++) to = put_u32(to, e->words[i]);
    return (size_t)(to - out);
}

bool vb_event_sketch_unpack(const unsigned char *bytes, size_t n, struct vb_event_sketch *out)
{
    uint32_t head[10];

    *out = (struct vb_event_sketch){ 0 };
    if (n < sizeof head) return false;
    for (size_t i = 0; i < 10; i++) bytes = get_u32(bytes, &head[i]);
    if (head[0] > VB_EVENT_ASSAULT || head[1] > VB_REALIS_HABITUAL || head[7] > VB_EVENT_PARTS_MAX ||
        head[8] > VB_EVENT_PARTS_MAX || head[9] > VB_EVENT_WORDS_MAX || n != 4 * (10 + 4 * ((size_t)head[7] + head[8]) + head[9]))
        return false;
    out->type         = (vb_event_type)head[0];
    out->realis       = (vb_realis)head[1];
    out->mode         = head[2];
    out->place        = head[3];
    out->trigger      = head[4];
    out->day          = (int32_t)head[5];
    out->dated        = head[6] != 0;
    out->n_actors     = head[7];
    out->n_recipients = head[8];
    out->n_words      = head[9];
    for (uint32_t i = 0; i < out->n_actors + out->n_recipients; i++) {
        struct vb_cluster_who *w = i < out->n_actors ? &out->actors[i] : &out->recipients[i - out->n_actors];
        bytes = get_who(bytes, w);
    }
    for (uint32_t i = 0; i < out->n_words; i++) bytes = get_u32(bytes, &out->words[i]);
    return true;
}
