/*
 * Words flowing into lines of a width, for the writers that print for a person. Control characters are never passed on: a text can
 * hold escape sequences that would move the cursor or recolour what follows.
 */
#ifndef VB_FLOW_H
#define VB_FLOW_H

#include "sink.h"

enum style { FLOW_PLAIN, FLOW_STRONG, FLOW_FAINT, FLOW_NOTE };

struct printer {
    struct sink              sink;
    struct vb_print_options  options;
    const struct vb_reading *reading;
    uint32_t                 indent;               /* where wrapped lines start */
    uint32_t                 column;
    bool                     fresh;                /* nothing on this line yet but its indent */
    bool                     space;                /* a blank is due before the next word */
    const char              *open, *close;         /* of flow_marked(): marks that the next and the last word still want */
};

#define FLOW_DOT " \xC2\xB7 "
#define FLOW_DASH "\xE2\x80\x94"

/* `reading` may be NULL for what needs none of its text. Ends with sink_end(). */
void flow_open(struct printer *p, const struct vb_reading *reading, struct vb_print_options options, struct vb_out out);
void flow_style(struct printer *p, enum style style);
void flow_start(struct printer *p, uint32_t indent);           /* a line */
void flow_end(struct printer *p);
void flow(struct printer *p, vb_str text);                     /* white space, line breaks included, as single blanks */
void flow_text(struct printer *p, const char *text);
void flow_number(struct printer *p, uint32_t n);
void flow_range(struct printer *p, uint32_t from, uint32_t to);
/* Text between marks of one column each, which stay with its first and last word. */
void flow_marked(struct printer *p, const char *open, vb_str text, const char *close);
void flow_spans(struct printer *p, vb_spans spans);            /* words of the text */
void flow_quoted(struct printer *p, vb_span span);             /* in quotation marks */
void flow_part(struct printer *p, vb_str value);               /* a dot and the value; nothing where it is empty */
void flow_bytes(struct printer *p, vb_span span);

/* An office of an entity of the reading: its body, and the words where they are others than the title. */
void flow_office(struct printer *p, const vb_entity *entity, const vb_office *office);

#endif
