/*
 * The words of a text that an entity's office rests on: of the places where the title stands, the one nearest to a mention of the
 * entity, in the paragraph of that mention. A role mention that holds the title is nearest of all.
 *
 * Titles stand beside names when somebody is brought in, so the first mentions are enough, and what is far from them is no title
 * of theirs. That also keeps a text of one long paragraph with many names from taking long.
 */
#include "record_db.h"

enum { MENTIONS_MAX = 8, NEAR = 300 };             /* bytes on either side of a mention */

static uint32_t gap(vb_span a, vb_span b)
{
    return a.end <= b.beg ? b.beg - a.end : b.end <= a.beg ? a.beg - b.end : 0;
}

static uint32_t on_boundary(vb_str text, uint32_t at)
{
    while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) at--;
    return at;
}

static vb_span around(const struct vb_text *text, vb_span span)
{
    uint32_t paragraph = vb_text_paragraph_at(text, span.beg);
    vb_span  in = paragraph == VB_NONE ? (vb_span){ 0, (uint32_t)text->bytes.len } : text->paragraphs[paragraph].span;

    if (span.beg > NEAR && in.beg < span.beg - NEAR) in.beg = on_boundary(text->bytes, span.beg - NEAR);
    if (in.end > NEAR && span.end < in.end - NEAR) in.end = on_boundary(text->bytes, span.end + NEAR);
    return in;
}

bool vb_record_office_words(const struct vb_reading *reading, const vb_entity *entity, const vb_office *office, vb_span *out)
{
    uint32_t best = UINT32_MAX;

    for (uint32_t i = 0, n = 0; i < entity->n_mentions && n < MENTIONS_MAX; i++) {
        vb_span mention = entity->mentions[i].span, in, found;
        if (entity->mentions[i].form == VB_FORM_PRONOUN) continue;
        n++;
        in = around(&reading->text, mention);
        for (uint32_t at = in.beg; vb_words_find(office->title, reading->text.bytes, (vb_span){at, in.end}, &found);
             at = found.end) {
            uint32_t distance = gap(found, mention);
            if (distance < best) {
                best = distance;
                *out = found;
            }
            if (found.beg >= mention.end) break;   /* those after it are farther */
        }
    }
    return best != UINT32_MAX;
}
