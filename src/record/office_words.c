/*
 * The words of a text that an entity's office rests on: of all places where the title stands, the one nearest to a mention of
 * the entity, in the paragraph of that mention. A role mention that holds the title is nearest of all.
 */
#include "record_db.h"

static uint32_t gap(vb_span a, vb_span b)
{
    return a.end <= b.beg ? b.beg - a.end : b.end <= a.beg ? a.beg - b.end : 0;
}

static vb_span paragraph_around(const struct vb_text *text, vb_span span)
{
    for (uint32_t i = 0; i < text->n_paragraphs; i++)
        if (vb_span_holds(text->paragraphs[i].span, span)) return text->paragraphs[i].span;
    return (vb_span){ 0, (uint32_t)text->bytes.len };
}

bool vb_record_office_words(const struct vb_reading *reading, const vb_entity *entity, const vb_office *office, vb_span *out)
{
    uint32_t best = UINT32_MAX;

    for (uint32_t i = 0; i < entity->n_mentions; i++) {
        vb_span mention = entity->mentions[i].span, in, found;
        if (entity->mentions[i].form == VB_FORM_PRONOUN) continue;
        in = paragraph_around(&reading->text, mention);
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
