/*
 * How firmly a position is held, and what takes from it: words of its cue and content.
 *
 * The kinds are few, so that they can be counted (docs/codebook.md): what will not or must not be is firm, what is called absolute
 * or appalling is strong; a condition, a comparison, a guess and "as we all know" are hedges. The first kind in these lists wins.
 */
#include "issue_scene.h"

struct phrase { const char *words; const char *is; };          /* words in small letters, blanks between */

static const struct phrase STRENGTH[] = {
    {"will not", "firm"},        {"will never", "firm"},     {"would never", "firm"},   {"must not", "firm"},
    {"must never", "firm"},      {"cannot accept", "firm"},  {"can not accept", "firm"}, {"no longer accept", "firm"},
    {"won't", "firm"},           {"not stand for", "firm"},  {"not tolerate", "firm"},  {"never accept", "firm"},
    {"red line", "firm"},        {"under no", "firm"},       {"at no price", "firm"},   {"insisted", "firm"},
    {"insists", "firm"},         {"insist", "firm"},         {"vowed", "firm"},         {"vows", "firm"},
    {"must", "firm"},            {"absolutely", "strong"},   {"strongly", "strong"},    {"firmly", "strong"},
    {"totally", "strong"},       {"completely", "strong"},   {"categorically", "strong"}, {"unequivocally", "strong"},
    {"utterly", "strong"},       {"vehemently", "strong"},   {"fiercely", "strong"},    {"sharply", "strong"},
    {"strongest", "strong"},     {"appalling", "strong"},    {"outrageous", "strong"},  {"unacceptable", "strong"},
    {"disgraceful", "strong"},   {"shameful", "strong"},     {"deplorable", "strong"},  {"intolerable", "strong"},
    {"abhorrent", "strong"},     {"condemned", "strong"},    {"condemns", "strong"},    {"condemn", "strong"},
    {"denounced", "strong"},     {"denounces", "strong"},    {"fundamental", "strong"}, {"fully", "strong"},
    {"repeatedly", "repeated"},  {"has long", "repeated"},   {"have long", "repeated"}, {"again and again", "repeated"},
    {"time and again", "repeated"}, {"constantly", "repeated"}, {"always", "repeated"},
};

static const struct phrase HEDGE[] = {
    {"if", "conditional"},            {"unless", "conditional"},         {"provided that", "conditional"},
    {"on condition that", "conditional"}, {"as long as", "conditional"}, {"so long as", "conditional"},
    {"we all know", "common"},        {"everybody knows", "common"},     {"everyone knows", "common"},
    {"as we know", "common"},         {"of course", "common"},           {"more important", "comparative"},
    {"rather than", "comparative"},   {"better than", "comparative"},    {"instead of", "comparative"},
    {"perhaps", "tentative"},         {"maybe", "tentative"},            {"may", "tentative"},
    {"might", "tentative"},           {"could", "tentative"},            {"possibly", "tentative"},
    {"seems", "tentative"},           {"appears", "tentative"},          {"not sure", "tentative"},
    {"i think", "tentative"},         {"in principle", "partial"},       {"to some extent", "partial"},
    {"in part", "partial"},           {"partly", "partial"},
};

enum { LONGEST = 8 };              /* words of a phrase */

/* Does the phrase begin at the token, within `end`? "won't" is two tokens of the text and one word of the list: bytes are compared.
 */
static bool begins_at(const struct vb_issue_scene *s, uint32_t token, uint32_t end_byte, vb_str phrase)
{
    size_t   at = 0;
    uint32_t last_end = s->text->tokens[token].span.beg;
    for (uint32_t i = token; i < token + LONGEST && i < s->text->n_tokens && at < phrase.len; i++) {
        vb_str word = vb_issue_word(s, i);
        if (s->text->tokens[i].span.end > end_byte) return false;
        if (i > token && s->text->tokens[i].span.beg > last_end) {
            if (phrase.ptr[at] != ' ') return false;
            at++;
        }
        if (at + word.len > phrase.len || !vb_str_eq_nocase((vb_str){phrase.ptr + at, word.len}, word)) return false;
        at += word.len;
        last_end = s->text->tokens[i].span.end;
        if (at == phrase.len) {     /* not half of a word: "must" of "mustn't" */
            return i + 1 >= s->text->n_tokens || s->text->tokens[i + 1].span.beg > last_end ||
                   s->syntax->tags[i + 1].upos == VB_PUNCT;
        }
    }
    return false;
}

static bool is_month(const struct vb_issue_scene *s, uint32_t token)
{
    return vb_str_eq(vb_issue_word(s, token), VB_STR("May")) && s->syntax->tags[token].upos != VB_AUX;
}

static size_t first_in(const struct vb_issue_scene *s, vb_spans spans, const struct phrase *list, size_t n)
{
    size_t best = n;
    for (uint32_t k = 0; k < spans.n; k++)
        for (uint32_t i = vb_text_token_from(s->text, spans.at[k].beg);
             i < s->text->n_tokens && s->text->tokens[i].span.beg < spans.at[k].end; i++)
            for (size_t p = 0; p < best; p++)
                if (begins_at(s, i, spans.at[k].end, vb_str_of(list[p].words)) && !is_month(s, i)) best = p;
    return best;
}

static vb_str manner(const struct vb_issue_scene *s, const vb_statement *st, const struct phrase *list, size_t n)
{
    const size_t in_cue = first_in(s, st->cue, list, n), in_content = first_in(s, st->content, list, n);
    const size_t best = in_cue < in_content ? in_cue : in_content;
    return best < n ? vb_str_of(list[best].is) : VB_STR("");
}

void vb_issue_manner(const struct vb_issue_scene *s, uint32_t statement, vb_str *strength, vb_str *hedge)
{
    const vb_statement *st = &s->statements->at[statement];
    *strength = manner(s, st, STRENGTH, sizeof STRENGTH / sizeof *STRENGTH);
    *hedge    = manner(s, st, HEDGE, sizeof HEDGE / sizeof *HEDGE);
}
