/*
 * One entity over all texts of a record, for a person at a terminal: who it is, its offices by date, then each text.
 */
#include "flow.h"

enum { STEP = 4, NAMES_MAX = 12 };

static void print_counts(struct printer *p, const struct vb_who_name *at, uint32_t n)
{
    for (uint32_t i = 0; i < n && i < NAMES_MAX; i++) {
        if (i > 0) flow_text(p, ", ");
        flow(p, at[i].words);
        flow_text(p, " ");
        flow_number(p, at[i].n);
    }
    if (n > NAMES_MAX) flow_text(p, ", \xE2\x80\xA6");
}

static void flow_texts(struct printer *p, uint32_t n)
{
    flow_number(p, n);
    flow_text(p, n == 1 ? " text" : " texts");
}

vb_status vb_export_print_who(const struct vb_who *who, struct vb_print_options options, struct vb_out out, vb_error *err)
{
    struct printer p;

    flow_open(&p, NULL, options, out);
    p.indent = STEP;
    flow_start(&p, 0);
    flow_style(&p, FLOW_STRONG);
    flow(&p, who->name);
    flow_style(&p, FLOW_PLAIN);
    flow_part(&p, vb_str_of(vb_name_kind(who->kind)));
    flow_part(&p, who->country);
    for (uint32_t i = 0; i < who->n_sectors; i++) {
        flow_text(&p, i > 0 ? " " : FLOW_DOT);
        flow(&p, who->sectors[i].words);
    }
    flow_part(&p, who->kb);
    flow_text(&p, FLOW_DOT);
    flow_texts(&p, who->n_texts);
    flow_end(&p);
    if (who->n_names > 0) {
        flow_start(&p, STEP);
        flow_text(&p, "named ");
        print_counts(&p, who->names, who->n_names);
        flow_end(&p);
    }
    if (who->loose) {
        flow_start(&p, STEP);
        flow_style(&p, FLOW_NOTE);
        flow_text(&p,
                  who->country.len > 0 ? "by one name only: may be several people" : "of no known country: may be several people");
        flow_style(&p, FLOW_PLAIN);
        flow_end(&p);
    }
    return sink_end(&p.sink, err);
}

vb_status vb_export_print_who_office(const struct vb_who_office *office, const struct vb_reading *reading, uint32_t entity,
                                     struct vb_print_options options, struct vb_out out, vb_error *err)
{
    const vb_entity *e = &reading->entities.at[entity];
    struct printer   p;

    flow_open(&p, reading, options, out);
    p.indent = 2 * STEP;
    flow_start(&p, STEP);
    if (office->first.len > 0) flow(&p, office->first);
    if (office->last.len > 0 && !vb_str_eq(office->first, office->last)) {
        flow_text(&p, " to ");
        flow(&p, office->last);
    }
    if (office->first.len == 0) flow_text(&p, "no date");
    if (office->n < e->n_offices) flow_office(&p, e, &e->offices[office->n]);
    flow_style(&p, FLOW_FAINT);
    flow_text(&p, FLOW_DOT);
    if (office->n_texts > 1) {
        flow_texts(&p, office->n_texts);
        flow_text(&p, ", first ");
    }
    flow(&p, reading->meta.title.len > 0 ? reading->meta.title : reading->meta.source);
    flow_style(&p, FLOW_PLAIN);
    flow_end(&p);
    return sink_end(&p.sink, err);
}

vb_status vb_export_print_mentions(const struct vb_reading *reading, uint32_t entity, bool all, struct vb_print_options options,
                                   struct vb_out out, vb_error *err)
{
    const vb_entity *e = &reading->entities.at[entity];
    struct printer   p;

    flow_open(&p, reading, options, out);
    p.indent = 2 * STEP;
    flow_start(&p, STEP);
    flow_number(&p, e->n_mentions);
    flow_text(&p, e->n_mentions == 1 ? " mention" : " mentions");
    flow_end(&p);
    for (uint32_t i = 0; all && i < e->n_mentions; i++) {
        flow_start(&p, STEP);
        flow_text(&p, vb_name_form(e->mentions[i].form));
        flow_text(&p, " ");
        flow_quoted(&p, e->mentions[i].span);
        flow_bytes(&p, e->mentions[i].span);
        flow_end(&p);
    }
    return sink_end(&p.sink, err);
}
