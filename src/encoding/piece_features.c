/* Case, quotation state and place of each piece, in one sweep over the text. */
#include "piece_features.h"

static enum vb_shape shape_of(vb_str text, vb_span token)
{
    size_t   at = token.beg;
    unsigned n;
    bool     any_lower = false, any_upper = false, first_upper = false;
    uint32_t cp = vb_utf8_at(text, at, &n);
    if (!vb_cp_is_letter(cp)) return VB_SHAPE_OTHER;
    first_upper = vb_cp_is_upper(cp);
    size_t n_cps = 0;
    for (; at < token.end; at += n, n_cps++) {
        cp = vb_utf8_at(text, at, &n);
        if (n == 0) break;
        any_upper |= vb_cp_is_upper(cp);
        any_lower |= vb_cp_is_lower(cp);
    }
    if (any_lower && !any_upper) return VB_SHAPE_LOWER;
    if (any_upper && !any_lower && n_cps > 1) return VB_SHAPE_UPPER;
    return first_upper ? VB_SHAPE_TITLE : VB_SHAPE_MIXED;
}

/* The state of byte `at` inside quotation q, the innermost around it. */
static enum vb_quote_state state_in(const struct vb_quote *q, uint32_t at)
{
    bool opens = at < q->span.beg + q->open_len, closes = q->close_len > 0 && at >= q->span.end - q->close_len;
    if (q->kind == VB_QUOTE_SINGLE) return opens || closes ? VB_QUOTE_SINGLE_MARK : VB_QUOTE_IN_SINGLE;
    if (opens) return q->continues != VB_NONE ? VB_QUOTE_REOPENS : VB_QUOTE_OPENS;
    if (closes) return VB_QUOTE_CLOSES;
    return q->continues != VB_NONE || !q->closed ? VB_QUOTE_IN_RUN : VB_QUOTE_IN;
}

void vb_features_of(const struct vb_text *text, const struct vb_piece *pieces, size_t n, struct vb_feature *out)
{
    uint32_t sentence = 0, next_quote = 0, inner = VB_NONE;     /* inner: innermost quotation that is open at the piece */
    for (size_t i = 0; i < n; i++) {
        uint32_t at = pieces[i].span.beg;
        while (sentence + 1 < text->n_sentences && text->sentences[sentence + 1].span.beg <= at) sentence++;
        while (next_quote < text->n_quotes && text->quotes[next_quote].span.beg <= at) inner = next_quote++;
        while (inner != VB_NONE && text->quotes[inner].span.end <= at) inner = text->quotes[inner].parent;

        struct vb_feature *f = &out[i];
        *f = (struct vb_feature){.sentence = sentence};
        f->input.id = pieces[i].id;
        if (pieces[i].first) {
            size_t last = i;
            while (last + 1 < n && !pieces[last + 1].first) last++;
            f->input.shape = (uint8_t)shape_of(text->bytes, (vb_span){at, pieces[last].span.end});
        } else if (i > 0) {
            f->input.shape = out[i - 1].input.shape;
        }
        f->input.quote = (uint8_t)(inner == VB_NONE ? VB_QUOTE_OUT : state_in(&text->quotes[inner], at));
        if (text->n_sentences == 0) continue;

        uint32_t paragraph = text->sentences[sentence].paragraph;
        f->paragraph = paragraph;
        bool begins_sentence = i == 0 || out[i - 1].sentence != sentence;
        bool begins_paragraph = i == 0 || out[i - 1].paragraph != paragraph;
        f->input.place = (uint8_t)(text->paragraphs[paragraph].role == VB_ROLE_HEADLINE ? VB_PLACE_HEADLINE
                                   : begins_paragraph                                   ? VB_PLACE_PARAGRAPH
                                   : begins_sentence                                    ? VB_PLACE_SENTENCE
                                                                                        : VB_PLACE_IN);
    }
}
