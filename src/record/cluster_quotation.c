/*
 * Whether two statements are one quotation, or parts or variants of one.
 *
 * The words of both are laid beside each other (longest common subsequence). What decides is how much of the shorter one's content
 * words is found in the longer one, and that no number and no negation stands on one side alone between words of both.
 */
#include "cluster.h"

#include <string.h>

static bool has_marks(vb_statement_type type)
{
    return type == VB_TYPE_DIRECT || type == VB_TYPE_MIXED || type == VB_TYPE_PARTIAL || type == VB_TYPE_TERM;
}

static uint32_t count(const uint32_t *words, size_t n, uint32_t what)
{
    uint32_t found = 0;
    for (size_t i = 0; i < n; i++) found += (words[i] & what) != 0;
    return found;
}

static bool add_content(const struct vb_reading *r, const vb_statement *s, bool marked, vb_word_list *words)
{
    words->n = 0;
    for (uint32_t i = 0; i < s->content.n; i++)
        if (!vb_cluster_words(r->text.bytes, s->content.at[i], marked, words)) return false;
    return true;
}

bool vb_quotation_make(const struct vb_reading *r, const vb_statement *s, vb_word_list *words, struct vb_quotation *out)
{
    *out = (struct vb_quotation){ .day = vb_cluster_day(r->meta.date), .marked = has_marks(s->type),
                                  .attitude = s->cls == VB_CLASS_ATTITUDE };
    if (s->speaker != VB_NONE) out->speaker = vb_cluster_who(&r->entities.at[s->speaker]);
    if (!add_content(r, s, out->marked, words)) return false;
    if (out->marked && count(words->at, words->n, VB_WORD_CONTENT) == 0) {
        out->marked = false;
        if (!add_content(r, s, false, words)) return false;
    }
    out->n = words->n < VB_QUOTATION_WORDS_MAX ? (uint32_t)words->n : VB_QUOTATION_WORDS_MAX;
    if (out->n > 0) memcpy(out->words, words->at, out->n * sizeof *out->words);
    words->n = 0;
    return true;
}

static uint64_t key_of(uint64_t what, uint64_t a, uint64_t b)
{
    const uint64_t parts[] = { what, a, b };
    return vb_hash64(parts, sizeof parts);
}

/* The smallest keys that were seen, so that two rows choose the same of what they share. */
static size_t keep_least(uint64_t *least, size_t n, size_t max, uint64_t key)
{
    size_t i = n;

    for (size_t k = 0; k < n; k++)
        if (least[k] == key) return n;
    if (n == max && key > least[n - 1]) return n;
    if (n == max) i = n = max - 1;
    for (; i > 0 && least[i - 1] > key; i--) least[i] = least[i - 1];
    least[i] = key;
    return n + 1;
}

size_t vb_quotation_speaker_keys(const struct vb_quotation *q, int32_t days, uint64_t out[VB_QUOTATION_KEYS])
{
    enum { WORDS = 8 };
    uint64_t least[WORDS];
    size_t   n = 0;
    uint64_t who = q->speaker.what & VB_CLUSTER_WHO_OFFICIAL && q->speaker.country ? q->speaker.country : q->speaker.name;
    int32_t  day = q->day == VB_CLUSTER_UNDATED ? q->day : q->day + days;

    if (!who || (days != 0 && q->day == VB_CLUSTER_UNDATED)) return 0;
    for (uint32_t i = 0; i < q->n; i++)
        if (q->words[i] & VB_WORD_CONTENT) n = keep_least(least, n, WORDS, q->words[i]);
    for (size_t i = 0; i < n; i++) out[i] = key_of(who, (uint64_t)(int64_t)day, least[i]);
    return n;
}

size_t vb_quotation_pair_keys(const struct vb_quotation *q, int32_t days, uint64_t out[VB_QUOTATION_KEYS])
{
    enum { PAIRS = 3, PAIR = 2 };
    size_t   n = 0;
    uint32_t before = 0;

    if (!q->marked || (days != 0 && q->day == VB_CLUSTER_UNDATED)) return 0;
    for (uint32_t i = 0; i < q->n; i++) {
        if (!(q->words[i] & VB_WORD_CONTENT)) continue;
        if (before) n = keep_least(out, n, PAIRS, key_of(PAIR + (uint64_t)(uint32_t)(q->day + days) * 16, before, q->words[i]));
        before = q->words[i];
    }
    return n;
}

size_t vb_quotation_word_keys(const struct vb_quotation *q, uint64_t out[VB_QUOTATION_KEYS])
{
    enum { STRETCH = 5, STRETCHES = 3, CONTENT_MIN = 4 };
    size_t n = 0;

    if (count(q->words, q->n, VB_WORD_CONTENT) < CONTENT_MIN) return 0;
    for (uint32_t i = 0; i + STRETCH <= q->n; i++)
        n = keep_least(out, n, STRETCHES, key_of(STRETCH, 0, vb_hash64(q->words + i, STRETCH * sizeof *q->words)));
    return n;
}

/* ---- the words of two, side by side ------------------------------------------------------------------------------------ */

struct alignment {
    uint32_t n_content;            /* content words of the shorter one, */
    uint32_t n_common;             /* and those that are in the longer one, in the same order */
    uint32_t stretch;              /* words of the longer one from the first to the last that is in both */
    bool     contradicted;         /* a number or a negation on one side alone */
};

static uint32_t content_words(const struct vb_quotation *q) { return count(q->words, q->n, VB_WORD_CONTENT); }

/* Content words count much more than others, so that these never draw the alignment away from them. */
static uint16_t weight(uint32_t word) { return word & (VB_WORD_CONTENT | VB_WORD_NOT) ? 16 : 1; }

static void align(const struct vb_quotation *a, const struct vb_quotation *b, struct alignment *out)
{
    static const uint32_t telling = VB_WORD_NUMBER | VB_WORD_NOT;
    uint16_t best[VB_QUOTATION_WORDS_MAX + 1][VB_QUOTATION_WORDS_MAX + 1];
    uint32_t n = a->n, m = b->n, first = m, last = 0, i = 0, k = 0;
    bool     in_b[VB_QUOTATION_WORDS_MAX] = { false };

    for (uint32_t x = 0; x <= n; x++) best[x][m] = 0;
    for (uint32_t y = 0; y <= m; y++) best[n][y] = 0;
    for (uint32_t x = n; x-- > 0;)
        for (uint32_t y = m; y-- > 0;) {
            uint16_t value = best[x + 1][y] > best[x][y + 1] ? best[x + 1][y] : best[x][y + 1];
            if (a->words[x] == b->words[y] && best[x + 1][y + 1] + weight(a->words[x]) > value)
                value = (uint16_t)(best[x + 1][y + 1] + weight(a->words[x]));
            best[x][y] = value;
        }
    *out = (struct alignment){ .n_content = content_words(a) };
    while (i < n && k < m) {
        if (first == m && best[i][k] == best[i][k + 1]) {      /* begins as late as it can: the shortest stretch of b */
            k++;
        } else if (a->words[i] == b->words[k] && best[i][k] == best[i + 1][k + 1] + weight(a->words[i])) {
            out->n_common += a->words[i] & VB_WORD_CONTENT;
            if (first == m) first = k;
            last    = k;
            in_b[k] = true;
            i++, k++;
        } else if (best[i][k] == best[i + 1][k]) {
            out->contradicted |= (a->words[i] & telling) != 0;
            i++;
        } else {
            k++;
        }
    }
    for (; i < n; i++) out->contradicted |= (a->words[i] & telling) != 0;
    for (uint32_t y = first; y < m && y <= last; y++) out->contradicted |= !in_b[y] && (b->words[y] & telling);
    out->stretch = first == m ? 0 : last - first + 1;
}

static bool same_words(const struct vb_quotation *a, const struct vb_quotation *b)
{
    return a->n == b->n && memcmp(a->words, b->words, a->n * sizeof *a->words) == 0;
}

/* Which of two is laid over the other must not depend on which is given first. */
static bool is_shorter(const struct vb_quotation *a, const struct vb_quotation *b)
{
    uint32_t x = content_words(a), y = content_words(b);

    if (x != y) return x < y;
    if (a->n != b->n) return a->n < b->n;
    return memcmp(a->words, b->words, a->n * sizeof *a->words) < 0;
}

bool vb_quotation_same(const struct vb_quotation *a, const struct vb_quotation *b)
{
    enum vb_cluster_likeness who;
    struct alignment         found;
    bool                     near, both_marked = a->marked && b->marked;
    uint32_t                 share, apart;

    if (a->n == 0 || b->n == 0 || a->attitude != b->attitude) return false;
    if (is_shorter(b, a)) {
        const struct vb_quotation *other = a;
        a = b;
        b = other;
    }
    who  = !a->speaker.what || !b->speaker.what ? VB_CLUSTER_UNKNOWN : vb_cluster_compare_who(a->speaker, b->speaker);
    apart = a->day == VB_CLUSTER_UNDATED || b->day == VB_CLUSTER_UNDATED ? UINT32_MAX
            : a->day > b->day ? (uint32_t)(a->day - b->day) : (uint32_t)(b->day - a->day);
    near  = apart <= VB_QUOTATION_DAYS;
    if (same_words(a, b) && who == VB_CLUSTER_SAME && near && content_words(a) > (a->marked ? 0 : 1)) return true;
    align(a, b, &found);
    if (found.contradicted || found.n_common == 0) return false;
    if (found.n_common == 1) return found.n_content == 1 && both_marked && apart <= 1 && who == VB_CLUSTER_SAME;
    /* Words from here and there are no part of it. */
    if (found.stretch > (found.n_content <= 3 ? a->n + 3 : 2 * a->n + 8)) return false;
    share = 100 * found.n_common / found.n_content;
    /* Whoever said it, and whenever: these are the words. */
    if (found.n_common >= 6 && share >= 85 && who != VB_CLUSTER_OTHER) return true;
    if (found.n_common >= 8 && share >= 90) return true;
    /* A headline quotes without a name. */
    if (who == VB_CLUSTER_UNKNOWN && both_marked && apart <= 1 && found.n_common >= 3 && share >= 75) return true;
    if (!near || who <= VB_CLUSTER_UNKNOWN) return false;
    /* Two words that somebody often says would tie together what is not the same: they are taken from one day's words only. */
    if (found.n_content <= 3) return both_marked ? share >= 66 && apart <= 1 : found.n_common == 3;
    if (both_marked && who == VB_CLUSTER_SAME && found.n_common >= 3 && apart <= 1) return share >= 45;
    return share >= (both_marked ? 55 : who == VB_CLUSTER_SAME ? 60 : 75);
}
