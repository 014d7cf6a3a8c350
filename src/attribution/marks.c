/*
 * What quotation marks decide better than the network: contents end at their marks, a quotation goes on over
 * paragraphs, one without a cue keeps the speaker before it, and words in marks that nobody is said to say are scare
 * marks (`partial`) or a name (`term`). docs/codebook.md, "Statements".
 */
#include "steps.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_WORDS = 5 };           /* longest name in marks: of 34 terms of the annotated articles two are longer */

/* ---- fragments -------------------------------------------------------------------------------------------------------- */

/* Sort by start and join what overlaps or touches. */
static void tidy(struct vb_fragments *f)
{
    for (uint32_t i = 1; i < f->n; i++)
        for (uint32_t j = i; j > 0 && f->at[j].beg < f->at[j - 1].beg; j--) {
            vb_span t    = f->at[j];
            f->at[j]     = f->at[j - 1];
            f->at[j - 1] = t;
        }
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        if (n > 0 && f->at[i].beg <= f->at[n - 1].end) {
            if (f->at[i].end > f->at[n - 1].end) f->at[n - 1].end = f->at[i].end;
        } else {
            f->at[n++] = f->at[i];
        }
    }
    f->n = n;
}

/* Add a fragment. Past the last place it is joined to the last fragment: nothing that was said is lost. */
static void add_fragment(struct vb_fragments *f, vb_span s)
{
    if (f->n < VB_FRAGMENTS) {
        f->at[f->n++] = s;
    } else {
        vb_span *last = &f->at[VB_FRAGMENTS - 1];
        if (s.beg < last->beg) last->beg = s.beg;
        if (s.end > last->end) last->end = s.end;
    }
    tidy(f);
}

static uint32_t overlap(vb_span a, vb_span b)
{
    uint32_t beg = a.beg > b.beg ? a.beg : b.beg, end = a.end < b.end ? a.end : b.end;
    return end > beg ? end - beg : 0;
}

static bool any_in(const struct vb_fragments *f, vb_span s)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (vb_span_holds(s, f->at[i])) return true;
    return false;
}

/* First quotation that may meet a span that begins at `byte`: they are sorted by start, and an outer one holds its inner ones. */
static uint32_t quote_from(const struct vb_text *text, uint32_t byte)
{
    uint32_t low = 0, high = text->n_quotes;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (text->quotes[mid].span.beg < byte) low = mid + 1;
        else high = mid;
    }
    while (low > 0 && text->quotes[low - 1].parent != VB_NONE) low--;
    return low > 0 ? low - 1 : 0;
}

/* A quotation that holds the statement's own cue is the frame it stands in. One that never closes seems to hold all the rest. */
static bool is_frame(const struct vb_draft *d, const struct vb_quote *q, vb_span f)
{
    if (d->origin == VB_FROM_TURN || (!q->closed && f.beg == q->span.beg)) return false;
    return any_in(&d->cue, q->span);
}

/*
 * Contents end at their marks. A fragment that takes in half of a quotation takes all of it; one that merely touches
 * a mark lets go of it.
 */
static void snap_fragment(const struct vb_text *text, const struct vb_draft *d, vb_span *f)
{
    for (uint32_t i = quote_from(text, f->beg); i < text->n_quotes && text->quotes[i].span.beg < f->end; i++) {
        const struct vb_quote *q = &text->quotes[i];
        if (!vb_span_meets(q->span, *f) || vb_span_holds(*f, q->span)) continue;
        if (any_in(&d->cue, q->span)) continue;
        uint32_t in = overlap(*f, q->span), inner = vb_span_len(q->span) - q->open_len - q->close_len;
        if (2 * in >= inner) {
            if (q->span.beg < f->beg) f->beg = q->span.beg;
            if (q->span.end > f->end) f->end = q->span.end;
        } else if (f->beg < q->span.beg && f->end <= q->span.beg + q->open_len) {
            f->end = q->span.beg;
        } else if (f->end > q->span.end && f->beg >= q->span.end - q->close_len) {
            f->beg = q->span.end;
        }
    }
    *f = vb_text_shrink(text, *f);
}

/* A content that runs over paragraphs has a fragment in each. */
static void cut_at_paragraphs(const struct vb_text *text, struct vb_fragments *f)
{
    struct vb_fragments parts = {.n = 0};
    for (uint32_t i = 0; i < f->n; i++) {
        vb_span  rest = f->at[i];
        uint32_t p;
        while ((p = vb_text_paragraph_at(text, rest.beg)) != VB_NONE && text->paragraphs[p].span.end < rest.end) {
            add_fragment(&parts, (vb_span){rest.beg, text->paragraphs[p].span.end});
            rest.beg = p + 1 < text->n_paragraphs ? text->paragraphs[p + 1].span.beg : rest.end;
            if (rest.beg >= rest.end) break;
        }
        if (rest.beg < rest.end) add_fragment(&parts, rest);
    }
    *f = parts;
}

/* The top-level quotation that a span begins with, or VB_NONE. */
static uint32_t quote_at(const struct vb_text *text, vb_span s)
{
    for (uint32_t i = quote_from(text, s.beg); i < text->n_quotes && text->quotes[i].span.beg <= s.beg; i++)
        if (text->quotes[i].span.beg == s.beg && text->quotes[i].parent == VB_NONE) return i;
    return VB_NONE;
}

/*
 * A content in its cue's own paragraph goes on into the next only through a mark left open: “…,” she said, a paragraph end and
 * “…” is a second statement (vb_marks_claim gives it her name).
 */
static void let_go(const struct vb_text *text, struct vb_draft *d)
{
    if (d->cue.n == 0) return;
    uint32_t here = vb_text_paragraph_at(text, d->cue.at[0].beg), n = 0;
    bool     any = false;
    for (uint32_t i = 0; i < d->content.n; i++) any |= vb_text_paragraph_at(text, d->content.at[i].beg) == here;
    if (!any || here == VB_NONE) return;
    for (uint32_t i = 0; i < d->content.n; i++) {
        uint32_t q = quote_at(text, d->content.at[i]);
        bool     other = vb_text_paragraph_at(text, d->content.at[i].beg) > here;
        if (!(other && q != VB_NONE && text->quotes[q].continues == VB_NONE)) d->content.at[n++] = d->content.at[i];
        else break;                                              /* and what goes on from there */
    }
    d->content.n = n;
}

void vb_marks_snap(const struct vb_text *text, struct vb_drafts *drafts)
{
    for (size_t k = 0; k < drafts->n; k++) {
        struct vb_draft *d = &drafts->at[k];
        uint32_t n = 0;
        cut_at_paragraphs(text, &d->content);
        for (uint32_t i = 0; i < d->content.n; i++) {
            vb_span f = d->content.at[i];
            snap_fragment(text, d, &f);
            if (f.beg < f.end) d->content.at[n++] = f;
        }
        d->content.n = n;
        tidy(&d->content);
        let_go(text, d);
    }
}

/* ---- which quotation belongs to whom ---------------------------------------------------------------------------------- */

/* owner[i]: a draft whose content takes in at least half of quotation i, or VB_NONE; the draft with the shortest content. */
static void find_owners(const struct vb_text *text, const struct vb_drafts *drafts, uint32_t *owner)
{
    for (uint32_t i = 0; i < text->n_quotes; i++) owner[i] = VB_NONE;
    for (size_t k = 0; k < drafts->n; k++)
        for (uint32_t j = 0; j < drafts->at[k].content.n; j++) {
            vb_span f = drafts->at[k].content.at[j];
            for (uint32_t i = quote_from(text, f.beg); i < text->n_quotes && text->quotes[i].span.beg < f.end; i++)
                if (2 * overlap(f, text->quotes[i].span) >= vb_span_len(text->quotes[i].span) &&
                    !is_frame(&drafts->at[k], &text->quotes[i], f) &&
                    (owner[i] == VB_NONE || vb_draft_length(&drafts->at[k]) < vb_draft_length(&drafts->at[owner[i]])))
                    owner[i] = (uint32_t)k;
        }
}

static uint32_t words_in(const struct vb_text *text, vb_span s, bool *capital)
{
    uint32_t n = 0;
    bool in = false;
    *capital = false;
    for (uint32_t at = s.beg; at < s.end;) {
        unsigned len;
        uint32_t cp = vb_utf8_at(text->bytes, at, &len);
        bool w = vb_cp_is_alnum(cp);
        if (w && !in) {
            if (n == 0) *capital = vb_cp_is_upper(cp) || vb_cp_is_digit(cp);
            n++;
        }
        /* an apostrophe or hyphen goes on with the word */
        in = w || (in && (cp == '\'' || cp == 0x2019 || cp == '-'));
        at += len;
    }
    return n;
}

/* Does a quotation hold whole sentences: it begins like one, and ends like one or runs on? */
static bool is_sentence(const struct vb_text *text, const struct vb_quote *q)
{
    bool capital;
    vb_span inside = {q->span.beg + q->open_len, q->span.end - q->close_len};
    uint32_t n = words_in(text, inside, &capital);
    if (!capital || n == 0) return false;
    if (!q->closed) return true;
    unsigned len;
    uint32_t last = vb_utf8_before(text->bytes, inside.end, &len);
    bool ends = last == '.' || last == '?' || last == '!' || last == 0x2026 || last == 0x2014 || last == ',' || last == ';';
    if (!ends && q->span.end < text->bytes.len) {                /* British papers: “It is over”. */
        uint32_t after = vb_utf8_at(text->bytes, q->span.end, &len);
        ends = after == '.' || after == '?' || after == '!';
    }
    return ends && n >= 2;
}

/* Is there nothing but blanks and marks between two bytes? */
static bool only_blank(const struct vb_text *text, uint32_t beg, uint32_t end)
{
    for (uint32_t at = beg; at < end;) {
        unsigned len;
        uint32_t cp = vb_utf8_at(text->bytes, at, &len);
        if (vb_cp_is_alnum(cp)) return false;
        at += len;
    }
    return true;
}

/* Does the quotation stand where a sentence may begin: first in its paragraph, or after the end of a sentence? */
static bool starts_sentence(const struct vb_text *text, const struct vb_quote *q)
{
    uint32_t s = vb_text_sentence_at(text, q->span.beg);
    return s != VB_NONE && only_blank(text, text->sentences[s].span.beg, q->span.beg);
}

static uint32_t end_of(const struct vb_draft *d)
{
    uint32_t end = d->content.at[d->content.n - 1].end;
    return d->cue.n > 0 && d->cue.at[d->cue.n - 1].end > end ? d->cue.at[d->cue.n - 1].end : end;
}

/* Does this draft lend its speaker to a quotation that follows? */
static bool lends(const struct vb_draft *d)
{
    return d->cls == VB_CLASS_SPEECH && !d->nominal && d->nested_in == VB_NONE &&
           (d->origin == VB_FROM_QUOTATION ? d->inherits != VB_NONE : d->source.n > 0);
}

/*
 * The nearest draft that ends before quotation q, at most two paragraphs back, and speaks on the article's own level; or
 * VB_NONE. Drafts [beg, end) are in text order, so the search stops early.
 */
static uint32_t speaker_before(const struct vb_text *text, const struct vb_drafts *drafts, size_t beg, size_t end,
                               const struct vb_quote *q)
{
    while (beg < end) {                                          /* the first that begins after q */
        size_t mid = (beg + end) / 2;
        if (vb_draft_beg(&drafts->at[mid]) < q->span.beg) beg = mid + 1;
        else end = mid;
    }
    uint32_t best = VB_NONE, best_end = 0;
    for (size_t k = end; k-- > 0;) {
        const struct vb_draft *d = &drafts->at[k];
        uint32_t p = vb_text_paragraph_at(text, vb_draft_beg(d));
        if (p == VB_NONE || p + 4 < q->paragraph) break;          /* a statement may itself run over some paragraphs */
        uint32_t e = end_of(d), p_end = vb_text_paragraph_at(text, e - 1);
        if (!lends(d) || e > q->span.beg || e < best_end || p_end == VB_NONE || p_end + 2 < q->paragraph) continue;
        best = (uint32_t)k, best_end = e;
    }
    return best;
}

/* ---- where a quotation without a cue may find its source -------------------------------------------------------------- */

static bool is_dash(uint32_t cp) { return cp == '-' || (cp >= 0x2012 && cp <= 0x2015); }

/* A pull quotation: "…" — Name Surname, up to the end of the paragraph. */
static bool source_after_dash(const struct vb_text *text, const struct vb_quote *q, struct vb_draft *d)
{
    vb_span rest = vb_text_shrink(text, (vb_span){q->span.end, text->paragraphs[q->paragraph].span.end});
    unsigned len;
    uint32_t dash = rest.beg;
    if (rest.beg == rest.end || !is_dash(vb_utf8_at(text->bytes, rest.beg, &len))) return false;
    while (rest.beg < rest.end && is_dash(vb_utf8_at(text->bytes, rest.beg, &len))) rest.beg += len;
    vb_span mark = {dash, rest.beg};
    rest = vb_text_shrink(text, rest);
    bool capital;
    if (words_in(text, rest, &capital) > 12 || !capital) return false;
    d->cue    = (struct vb_fragments){.at = {mark}, .n = 1};
    d->source = (struct vb_fragments){.at = {rest}, .n = 1};
    return true;
}

/* "Ministry: ‘No comment’": a label of up to six words before a colon and the quotation, at the start of a headline. */
static bool source_before_colon(const struct vb_text *text, const struct vb_quote *q, struct vb_draft *d)
{
    vb_span before = vb_text_shrink(text, (vb_span){text->paragraphs[q->paragraph].span.beg, q->span.beg});
    if (before.end <= before.beg + 1 || text->bytes.ptr[before.end - 1] != ':') return false;
    vb_span label = {before.beg, before.end - 1};
    bool capital;
    uint32_t n = words_in(text, label, &capital);
    if (n == 0 || n > 6 || !capital) return false;
    d->cue    = (struct vb_fragments){.at = {{before.end - 1, before.end}}, .n = 1};
    d->source = (struct vb_fragments){.at = {label}, .n = 1};
    return true;
}

/* A cue without content that ends, with a colon, where this quotation begins ("He said:", a new paragraph, "…"). */
static bool source_of_loose_cue(const struct vb_text *text, const struct vb_drafts *loose, const struct vb_quote *q,
                                struct vb_draft *d)
{
    size_t low = 0, high = loose->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (loose->at[mid].cue.at[0].beg < q->span.beg) low = mid + 1;
        else high = mid;
    }
    if (low == 0) return false;
    const struct vb_draft *cue = &loose->at[low - 1];
    uint32_t end = cue->cue.at[cue->cue.n - 1].end, p = vb_text_paragraph_at(text, end - 1);
    if (cue->source.n > 0 && cue->source.at[cue->source.n - 1].end > end) end = cue->source.at[cue->source.n - 1].end;
    if (p == VB_NONE || p + 1 < q->paragraph || end > q->span.beg) return false;
    vb_span gap = vb_text_shrink(text, (vb_span){end, q->span.beg});
    bool capital, colon = text->bytes.ptr[end - 1] == ':' || (gap.beg < gap.end && text->bytes.ptr[gap.end - 1] == ':');
    if (!colon || words_in(text, gap, &capital) > 8) return false;
    vb_span content = d->content.at[0];
    *d = *cue;
    d->content = (struct vb_fragments){.at = {content}, .n = 1};
    return true;
}

/*
 * Quotations that run over paragraphs, and those that no cue has claimed.
 *   carried on from the paragraph before        a fragment more of the statement that has the part before
 *   a sentence after a quotation that was claimed in the same paragraph ("…," she said. "…")   likewise
 *   after "he said:", also in the paragraph before    the content of that cue
 *   before a dash and a name, or a headline's label and colon before it    that name's
 *   a sentence of its own                       a statement that inherits its speaker
 *   in a headline                               partial
 *   else                                        term if it reads like a name, else partial
 */
vb_status vb_marks_claim(const struct vb_text *text, const struct vb_drafts *loose, struct vb_arena *scratch,
                         struct vb_drafts *drafts, vb_error *err)
{
    uint32_t *owner = VB_NEW(scratch, uint32_t, text->n_quotes);
    if (owner == NULL) return vb_fail_nomem(err);
    find_owners(text, drafts, owner);
    size_t n_old = drafts->n;                                    /* later ones are made here, in text order */
    struct vb_cover cover;
    vb_status st = vb_cover_build(drafts, scratch, &cover, err);
    if (st != VB_OK) return st;
    uint32_t last_claimed = VB_NONE;                             /* quotation before this one, same paragraph, top level */

    for (uint32_t i = 0; i < text->n_quotes; i++) {
        const struct vb_quote *q = &text->quotes[i];
        if (q->parent != VB_NONE) continue;
        if (last_claimed != VB_NONE && text->quotes[last_claimed].paragraph != q->paragraph) last_claimed = VB_NONE;
        vb_role role = text->paragraphs[q->paragraph].role;
        if (!vb_text_is_prose(text, q->span.beg)) continue;

        if (q->continues != VB_NONE && owner[q->continues] != VB_NONE && (owner[i] == VB_NONE || drafts->at[owner[i]].cue.n == 0)) {
            struct vb_draft *d = &drafts->at[owner[q->continues]];
            bool half = d->content.n > 0 && overlap(d->content.at[d->content.n - 1], text->quotes[q->continues].span) > 0;
            if (half && owner[i] != owner[q->continues]) {
                add_fragment(&d->content, q->span);
                owner[i] = owner[q->continues];
            }
        }
        if (owner[i] != VB_NONE) {
            last_claimed = i;
            continue;
        }
        if (vb_cover_meets(&cover, q->span)) continue;           /* part of it is somebody's content, cue or source */

        struct vb_draft d = {.content = {.at = {q->span}, .n = 1}, .inherits = VB_NONE, .nested_in = VB_NONE, .speaker = VB_NONE};
        bool capital;
        uint32_t n_words = words_in(text, q->span, &capital);
        if (n_words == 0) continue;
        if (source_of_loose_cue(text, loose, q, &d)) {
            d.type = VB_TYPE_DIRECT;
        } else if (role == VB_ROLE_HEADLINE) {
            d.origin = VB_FROM_MARKS;
            d.type   = source_before_colon(text, q, &d) ? VB_TYPE_DIRECT : VB_TYPE_PARTIAL;
        } else if (is_sentence(text, q) && starts_sentence(text, q) && source_after_dash(text, q, &d)) {
            d.origin = VB_FROM_QUOTATION, d.type = VB_TYPE_DIRECT;
        } else if (is_sentence(text, q) && starts_sentence(text, q)) {
            if (last_claimed != VB_NONE && drafts->at[owner[last_claimed]].cue.n > 0 && !drafts->at[owner[last_claimed]].nominal) {
                add_fragment(&drafts->at[owner[last_claimed]].content, q->span);
                owner[i] = owner[last_claimed];
                last_claimed = i;
                continue;
            }
            d.origin = VB_FROM_QUOTATION, d.type = VB_TYPE_DIRECT;
            uint32_t made = speaker_before(text, drafts, n_old, drafts->n, q), old = speaker_before(text, drafts, 0, n_old, q);
            d.inherits = made == VB_NONE || (old != VB_NONE && end_of(&drafts->at[old]) > end_of(&drafts->at[made])) ? old : made;
        } else {
            d.origin = VB_FROM_MARKS;
            d.type = n_words <= NAME_WORDS ? VB_TYPE_TERM : VB_TYPE_PARTIAL;
        }
        owner[i] = (uint32_t)drafts->n;
        if (!VB_PUSH(drafts, d)) return vb_fail_nomem(err);
        if (d.origin == VB_FROM_QUOTATION) last_claimed = i;
    }
    return VB_OK;
}

/* ---- type --------------------------------------------------------------------------------------------------------------- */

/* “Green Harbours Plan”: two words or more in marks, all of them capitalised. */
static bool holds_name(const struct vb_text *text, const struct vb_quote *q)
{
    uint32_t n = 0, end = q->span.end - q->close_len;
    unsigned len, bytes;
    for (uint32_t at = q->span.beg; at < end; at += len) {
        uint32_t cp = vb_utf8_at(text->bytes, at, &len), before = vb_utf8_before(text->bytes, at, &bytes), stop = at;
        if (!vb_cp_is_alnum(cp) || vb_cp_is_alnum(before) || before == '-' || before == '\'' || before == 0x2019) continue;
        while (stop < end && vb_cp_is_alnum(vb_utf8_at(text->bytes, stop, &bytes))) stop += bytes;
        bool small = stop - at <= 3 && vb_cp_is_lower(cp) && n > 0;          /* "of", "for", "the" inside a name */
        if (!small && !vb_cp_is_upper(cp) && !vb_cp_is_digit(cp)) return false;
        n += !small;
    }
    return q->closed && n >= 2;
}

/* Words of the content that stand in marks and out of them; a quotation that holds the cue is the frame, not a mark of this
 * content. */
static void count_words(const struct vb_text *text, const struct vb_draft *d, uint32_t *in, uint32_t *out)
{
    *in = *out = 0;
    for (uint32_t k = 0; k < d->content.n; k++) {
        vb_span f = d->content.at[k];
        bool capital;
        uint32_t all = words_in(text, f, &capital), marked = 0, done = f.beg;
        for (uint32_t i = quote_from(text, f.beg); i < text->n_quotes && text->quotes[i].span.beg < f.end; i++) {
            const struct vb_quote *q = &text->quotes[i];
            if (!vb_span_meets(q->span, f) || is_frame(d, q, f) || q->span.end <= done) continue;
            if (all > words_in(text, q->span, &capital) && holds_name(text, q)) continue;
            vb_span part = {q->span.beg > done ? q->span.beg : done, q->span.end < f.end ? q->span.end : f.end};
            marked += words_in(text, part, &capital);
            done = part.end;
        }
        *in += marked;
        *out += all > marked ? all - marked : 0;
    }
}

/* Is the content nothing but a name in marks? An article or possessive before it is let go of. */
static bool is_name(const struct vb_text *text, struct vb_draft *d)
{
    static const char *const before[] = {"the ", "a ", "an ", "its ", "their ", "his ", "her "};
    vb_span s = d->content.at[0];
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (vb_str_starts(vb_str_sub(text->bytes, s), vb_str_of(before[i]))) {
            s.beg += (uint32_t)strlen(before[i]);
            break;
        }
    uint32_t q = quote_at(text, s);
    if (d->content.n != 1 || q == VB_NONE || text->quotes[q].span.end != s.end || !holds_name(text, &text->quotes[q])) return false;
    d->content.at[0] = s;
    return true;
}

void vb_marks_type(const struct vb_text *text, struct vb_drafts *drafts)
{
    for (size_t k = 0; k < drafts->n; k++) {
        struct vb_draft *d = &drafts->at[k];
        if (d->origin == VB_FROM_MARKS || d->origin == VB_FROM_TURN) continue;
        uint32_t in, out, p = vb_text_paragraph_at(text, d->content.at[0].beg);
        count_words(text, d, &in, &out);
        bool headline = p != VB_NONE && text->paragraphs[p].role == VB_ROLE_HEADLINE;
        if (in > 0 && headline && d->source.n == 0) d->type = VB_TYPE_PARTIAL;
        else if (!headline && is_name(text, d)) d->type = VB_TYPE_TERM;
        else if (in > 0 && out == 0) d->type = VB_TYPE_DIRECT;
        else if (d->nominal) d->type = VB_TYPE_NOMINAL;
        else d->type = in > 0 ? VB_TYPE_MIXED : VB_TYPE_INDIRECT;
    }
}
