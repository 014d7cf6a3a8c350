/*
 * Which statement words stand in.
 */
#include "attribution.h"

enum { BACK = 64 };                /* statements looked at: a turn of an interview may hold many */

uint32_t vb_attribution_begun(const struct vb_statements *statements, uint32_t byte)
{
    uint32_t low = 0, high = statements->n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        if (statements->at[mid].content.at[0].beg <= byte) low = mid + 1;
        else high = mid;
    }
    return low;
}

uint32_t vb_attribution_innermost(const struct vb_statements *statements, vb_span span)
{
    const uint32_t begun = vb_attribution_begun(statements, span.beg);
    uint32_t       best = VB_NONE, least = UINT32_MAX;
    for (uint32_t i = begun; i-- > 0 && begun - i <= BACK;) {
        const vb_statement *s = &statements->at[i];
        uint32_t            len  = 0;
        bool                here = false;
        if (s->type == VB_TYPE_TERM) continue;
        for (uint32_t k = 0; k < s->content.n; k++) {
            len += vb_span_len(s->content.at[k]);
            here |= vb_span_holds(s->content.at[k], span);
        }
        if (here && len < least) best = i, least = len;
    }
    return best;
}
