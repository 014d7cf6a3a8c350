/*
 * What a lower-cased word piece does not show of its place in the text: case, quotation state, place in the paragraph.
 * The encoder adds a learned vector for each. Training reads them through this same code (train/pieces.c).
 */
#ifndef VB_PIECE_FEATURES_H
#define VB_PIECE_FEATURES_H

#include "model.h"
#include "text.h"

enum vb_shape { VB_SHAPE_OTHER, VB_SHAPE_LOWER, VB_SHAPE_UPPER, VB_SHAPE_TITLE, VB_SHAPE_MIXED };     /* of the basic token */
enum vb_quote_state {
    VB_QUOTE_OUT, VB_QUOTE_OPENS, VB_QUOTE_IN, VB_QUOTE_CLOSES,
    VB_QUOTE_IN_RUN,               /* in a quotation that runs over paragraphs, or never closes */
    VB_QUOTE_SINGLE_MARK, VB_QUOTE_IN_SINGLE,
    VB_QUOTE_REOPENS               /* the mark that carries on the quotation of the paragraph before */
};
enum vb_piece_place {
    VB_PLACE_IN,
    VB_PLACE_PARAGRAPH,
    VB_PLACE_SENTENCE,
    VB_PLACE_HEADLINE
}; /* begins a paragraph, a sentence; in the headline */

struct vb_feature { struct vb_encoder_input input; uint32_t sentence, paragraph; };

/*
 * One feature a piece. `pieces` are those of the whole text, in order; `out` has room for n.
 * Time: linear in pieces and quotations.
 */
void vb_features_of(const struct vb_text *text, const struct vb_piece *pieces, size_t n, struct vb_feature *out);

#endif
