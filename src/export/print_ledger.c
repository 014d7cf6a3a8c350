/*
 * The ledger between two sides, for a person at a terminal: a part a section, and in it who towards whom; each line with the words
 * it rests on, where they stand, and how many texts and origins tell it. Who is silent stands at the end.
 */
#include "flow.h"

enum { LEFT = 2, STEP = 2 };

struct ledger_page {
    struct printer         *p;
    const struct vb_ledger *of;
    const vb_str           *sides;                 /* A, B */
    bool                    by_capacity;
};

static void flow_count(struct printer *p, uint32_t n, const char *one, const char *more)
{
    flow_number(p, n);
    flow_text(p, n == 1 ? one : more);
}

static void line_of(struct printer *p, uint32_t indent, enum style style, const char *text)
{
    flow_start(p, indent);
    flow_style(p, style);
    flow_text(p, text);
    flow_style(p, FLOW_PLAIN);
    flow_end(p);
}

/* ---- headings ------------------------------------------------------------------------------------------------------------ */

static const char *title_of(enum vb_ledger_section section)
{
    static const char *const titles[] = { "Contact", "Cooperate", "Disagree", "Ask", "Neither for nor against", "Call each other",
                                          "Inside one side", "Change over time" };
    return titles[section];
}

static bool is_group_start(const struct ledger_page *page, size_t i)
{
    const struct vb_ledger_line *a = i > 0 ? &page->of->lines[i - 1] : NULL, *b = &page->of->lines[i];

    return !a || a->section != b->section || a->side != b->side || a->relation != b->relation ||
           (page->by_capacity && a->voice != b->voice);
}

/* "GBR towards CHN", "inside GBR: presses", "GBR and CHN"; the voice where lines go by it. */
static void print_group(const struct ledger_page *page, const struct vb_ledger_line *line)
{
    struct printer *p = page->p;

    flow_start(p, LEFT);
    flow_style(p, FLOW_STRONG);
    if (line->section == VB_LEDGER_WITHIN) flow_text(p, "Inside ");
    if (line->side == VB_LEDGER_BOTH) {
        flow(p, page->sides[0]);
        flow_text(p, " and ");
        flow(p, page->sides[1]);
    } else {
        flow(p, page->sides[line->side]);
        if (line->section != VB_LEDGER_WITHIN) {
            flow_text(p, " towards ");
            flow(p, page->sides[!line->side]);
        }
    }
    if (line->relation) flow_part(p, vb_str_of(line->relation));
    if (page->by_capacity) flow_part(p, vb_str_of(vb_name_voice(line->voice)));
    flow_style(p, FLOW_PLAIN);
    flow_end(p);
}

static void print_heading(const struct ledger_page *page, const struct vb_ledger_line *line)
{
    struct printer *p = page->p;

    flow_start(p, LEFT + STEP);
    flow(p, line->heading.len > 0 ? line->heading : VB_STR("issue unspecified"));
    flow_end(p);
}

/* ---- a line -------------------------------------------------------------------------------------------------------------- */

static void flow_note(struct printer *p, vb_str note)
{
    if (note.len == 0) return;
    flow_text(p, FLOW_DOT);
    flow_style(p, FLOW_NOTE);
    flow(p, note);
    flow_style(p, FLOW_PLAIN);
}

static void flow_who(struct printer *p, const struct vb_ledger_line *line)
{
    flow_style(p, FLOW_STRONG);
    flow(p, line->who.len > 0 ? line->who : VB_STR(FLOW_DASH));
    flow_style(p, FLOW_PLAIN);
    flow_text(p, " (");
    flow_text(p, vb_name_voice(line->voice));
    if (line->capacity.len > 0) flow_text(p, ", ");
    flow(p, line->capacity);
    flow_text(p, ")");
    if (line->whom.len == 0) return;
    flow_text(p, " \xE2\x86\x92 ");
    flow(p, line->whom);
}

static void flow_event(struct printer *p, const struct vb_ledger_line *line)
{
    flow_text(p, FLOW_DOT);
    flow_text(p, vb_name_event_type(line->type));
    if (line->mode.len > 0) flow_text(p, " ");
    flow(p, line->mode);
    if (line->realis == VB_REALIS_DONE) flow_part(p, vb_str_of(vb_name_realis(line->realis)));
    else flow_note(p, vb_str_of(vb_name_realis(line->realis)));
    if (line->asserted_by.len == 0) return;
    flow_text(p, FLOW_DOT);
    flow_text(p, "by the words of ");
    flow(p, line->asserted_by);
}

static void flow_position(struct printer *p, const struct vb_ledger_line *line)
{
    flow_part(p, vb_str_of(vb_name_stance(line->stance)));
    flow_part(p, line->issue);
    flow_part(p, line->strength);
    flow_note(p, line->hedge);
    if (line->polarity != VB_POL_AFFIRMED) flow_note(p, vb_str_of(vb_name_polarity(line->polarity)));
    flow_part(p, line->own_words ? VB_STR("own words") : VB_STR("reported"));
}

static void print_line(struct printer *p, const struct vb_ledger_line *line)
{
    static const char *const row[] = { "event ", "position ", "designation " };
    const uint32_t           left  = LEFT + 2 * STEP;

    p->indent = left + STEP;
    flow_start(p, left);
    flow_who(p, line);
    switch (line->what) {
    case VB_LEDGER_EVENT:    flow_event(p, line); break;
    case VB_LEDGER_POSITION: flow_position(p, line); break;
    case VB_LEDGER_DESIGNATION:
        flow_text(p, FLOW_DOT);
        flow_marked(p, "\xE2\x80\x9C", line->words, "\xE2\x80\x9D");
        if (line->saying_document.len > 0) flow_part(p, line->saying_document);
    }
    flow_part(p, line->date);
    if (line->date.len > 0 && !line->dated) flow_text(p, " (date of the text)");
    flow_end(p);
    flow_start(p, p->indent);
    flow(p, line->evidence);
    flow_end(p);
    flow_start(p, p->indent);
    flow_style(p, FLOW_FAINT);
    flow(p, line->title.len > 0 ? line->title : line->source.len > 0 ? line->source : line->document);
    flow_part(p, line->publisher);
    flow_part(p, line->document_date);
    flow_text(p, FLOW_DOT);
    flow_text(p, row[line->what]);
    flow_number(p, line->n);
    flow_text(p, ", bytes ");
    flow_range(p, line->span.beg, line->span.end);
    flow_text(p, FLOW_DOT);
    flow_count(p, line->n_texts, " text, ", " texts, ");
    flow_count(p, line->n_origins, " origin", " origins");
    flow_style(p, FLOW_PLAIN);
    flow_end(p);
}

/* ---- the page ------------------------------------------------------------------------------------------------------------ */

static void print_silent(const struct ledger_page *page)
{
    struct printer *p   = page->p;
    bool            any = false;

    p->indent = LEFT + STEP;
    for (int side = 0; side < 2; side++) {
        if (page->of->n_held[side] > 0 || page->of->n_texts == 0) continue;
        if (!any) flow_end(p);
        if (!any) line_of(p, 0, FLOW_FAINT, "Silent");
        any = true;
        flow_start(p, LEFT);
        flow_text(p, "No position of ");
        flow(p, page->sides[side]);
        flow_text(p, " towards ");
        flow(p, page->sides[!side]);
        if (page->of->n_texts > 1) {
            flow_text(p, " in these ");
            flow_number(p, page->of->n_texts);
        }
        flow_text(p, page->of->n_texts > 1 ? " texts." : " in this text.");
        flow_end(p);
    }
}

vb_status vb_export_print_ledger(const struct vb_ledger *ledger, const vb_str sides[2], bool by_capacity,
                                 struct vb_print_options options, struct vb_out out, vb_error *err)
{
    struct printer           p;
    const struct ledger_page page = { &p, ledger, sides, by_capacity };

    flow_open(&p, NULL, options, out);
    flow_start(&p, 0);
    flow_style(&p, FLOW_STRONG);
    flow(&p, sides[0]);
    flow_text(&p, " \xE2\x80\x93 ");
    flow(&p, sides[1]);
    flow_style(&p, FLOW_PLAIN);
    flow_text(&p, FLOW_DOT);
    flow_count(&p, ledger->n_texts, " text, ", " texts, ");
    flow_count(&p, ledger->n_origins, " origin", " origins");
    flow_end(&p);
    for (size_t i = 0; i < ledger->n; i++) {
        const struct vb_ledger_line *line  = &ledger->lines[i], *last = i > 0 ? line - 1 : NULL;
        const bool                   group = is_group_start(&page, i);
        p.indent = LEFT + STEP;
        if (!last || last->section != line->section) {
            flow_end(&p);
            line_of(&p, 0, FLOW_FAINT, title_of(line->section));
        }
        if (group) print_group(&page, line);
        if (line->section != VB_LEDGER_DESIGNATE && (group || !vb_str_eq(last->heading, line->heading))) print_heading(&page, line);
        print_line(&p, line);
    }
    print_silent(&page);
    return sink_end(&p.sink, err);
}
