/*
 * A reading for a person at a terminal.
 *
 * First who is in the text, its times and places, a line each; then each statement as a paragraph: who, by which cue, of which
 * type, to whom; the words; where they stand; then each event so: what, by whom to whom, whether it happened, who says so. A text
 * can hold escape sequences that would move the cursor or recolour what follows, so control characters are never passed on.
 */
#include "flow.h"

#include <string.h>

enum { STEP = 4, MAX_DEPTH = 6 };

/* ---- the heading -------------------------------------------------------------------------------------------------- */

static void print_heading(struct printer *p)
{
    const vb_meta *m      = &p->reading->meta;
    bool           titled = m->title.len > 0;
    const vb_str   line[] = { titled ? m->source : (vb_str){ 0 }, m->publisher, m->date };
    bool           any    = false;

    p->indent = 0;
    flow_start(p, 0);
    flow_style(p, FLOW_STRONG);
    flow(p, titled ? m->title : m->source.len > 0 ? m->source : VB_STR("(no title)"));
    flow_style(p, FLOW_PLAIN);
    flow_end(p);
    flow_start(p, 0);
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        if (line[i].len == 0) continue;
        if (any) flow_text(p, FLOW_DOT);
        flow(p, line[i]);
        any = true;
    }
    if (any) flow_end(p);
}

/* ---- who, when, where ------------------------------------------------------------------------------------------------ */

static void print_title(struct printer *p, const char *title)
{
    flow_end(p);
    p->indent = 0;
    flow_start(p, 0);
    flow_style(p, FLOW_FAINT);
    flow_text(p, title);
    flow_style(p, FLOW_PLAIN);
    flow_end(p);
}

/* The title, its body, and the words where they are others: "foreign secretary of the United Kingdom “Foreign\nSecretary”". */
void flow_office(struct printer *p, const vb_entity *e, const vb_office *o)
{
    vb_span words;

    flow_part(p, o->title);
    if (o->body < p->reading->entities.n) {
        flow_text(p, " of ");
        flow(p, p->reading->entities.at[o->body].name);
    }
    if (!vb_record_office_words(p->reading, e, o, &words)) return;
    if (vb_str_eq_nocase(vb_str_sub(p->reading->text.bytes, words), o->title)) return;
    flow_text(p, " ");
    flow_quoted(p, words);
}

static void print_entity(struct printer *p, const vb_entity *e)
{
    p->indent = 2 + STEP;
    flow_start(p, 2);
    flow_style(p, FLOW_STRONG);
    flow(p, e->name);
    flow_style(p, FLOW_PLAIN);
    flow_part(p, vb_str_of(vb_name_kind(e->kind)));
    flow_part(p, e->country);
    for (uint32_t i = 0; i < e->n_sectors; i++) {
        flow_text(p, i > 0 ? " " : FLOW_DOT);
        flow(p, e->sectors[i]);
    }
    flow_part(p, e->party);
    for (uint32_t i = 0; i < e->n_offices; i++) flow_office(p, e, &e->offices[i]);
    flow_style(p, FLOW_FAINT);
    flow_text(p, FLOW_DOT);
    flow_number(p, e->n_mentions);
    flow_text(p, e->n_mentions == 1 ? " mention" : " mentions");
    flow_style(p, FLOW_PLAIN);
    flow_end(p);
}

static void print_time(struct printer *p, const vb_time *t)
{
    p->indent = 2 + STEP;
    flow_start(p, 2);
    flow(p, t->value);
    flow_part(p, vb_str_of(vb_name_time_mod(t->mod)));
    flow_text(p, FLOW_DOT);
    flow_quoted(p, t->span);
    flow_bytes(p, t->span);
    flow_end(p);
}

static void print_place(struct printer *p, const vb_place *place)
{
    p->indent = 2 + STEP;
    flow_start(p, 2);
    flow(p, place->name);
    flow_part(p, place->country);
    flow_text(p, FLOW_DOT);
    flow_quoted(p, place->span);
    flow_bytes(p, place->span);
    flow_end(p);
}

static void print_layers(struct printer *p)
{
    const struct vb_reading *r = p->reading;

    if (r->entities.n > 0) print_title(p, "Who");
    for (uint32_t i = 0; i < r->entities.n; i++) print_entity(p, &r->entities.at[i]);
    if (r->times.n > 0) print_title(p, "When");
    for (uint32_t i = 0; i < r->times.n; i++) print_time(p, &r->times.at[i]);
    if (r->places.n > 0) print_title(p, "Where");
    for (uint32_t i = 0; i < r->places.n; i++) print_place(p, &r->places.at[i]);
}

/* ---- a statement --------------------------------------------------------------------------------------------------- */

static void flow_speaker(struct printer *p, const vb_statement *s)
{
    if (s->speaker != VB_NONE) flow(p, p->reading->entities.at[s->speaker].name);
    else if (s->source.n > 0) flow_spans(p, s->source);
    else flow_text(p, FLOW_DASH);
    if (s->document == VB_NONE) return;
    flow_text(p, " ");
    flow_marked(p, "(", p->reading->entities.at[s->document].name, ")");
}

static void flow_other(struct printer *p, const char *word, uint32_t entity)
{
    if (entity == VB_NONE) return;
    flow_text(p, FLOW_DOT);
    flow_text(p, word);
    flow(p, p->reading->entities.at[entity].name);
}

static uint32_t depth_of(const struct vb_reading *reading, const vb_statement *s)
{
    uint32_t depth = 0;
    while (s->nested_in < reading->statements.n && depth < MAX_DEPTH) {
        s = &reading->statements.at[s->nested_in];
        depth++;
    }
    return depth;
}

/* Number of the last paragraph that starts at or before a byte, from 1; 0: none does. */
static uint32_t paragraph_at(const struct vb_text *text, uint32_t byte)
{
    uint32_t low = 0, high = text->n_paragraphs;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (text->paragraphs[mid].span.beg <= byte) low = mid + 1;
        else high = mid;
    }
    return low;
}

static void flow_where(struct printer *p, uint32_t beg, uint32_t end)
{
    const struct vb_text *text  = &p->reading->text;
    uint32_t              first = paragraph_at(text, beg), last = paragraph_at(text, end - 1);

    if (first > 0) {
        vb_role role = text->paragraphs[first - 1].role;
        flow_text(p, first == last ? "paragraph " : "paragraphs ");
        if (first != last) flow_range(p, first, last);
        else flow_number(p, first);
        if (first == last && role != VB_ROLE_BODY && role != VB_ROLE_LEAD) {
            flow_text(p, " (");
            flow_text(p, vb_name_role(role));
            flow_text(p, ")");
        }
        flow_text(p, ", ");
    }
    flow_text(p, "bytes ");
    flow_range(p, beg, end);
}

/* The number that a row's lines begin with: `number` of `all`, `left` columns from the margin. */
static void flow_row_start(struct printer *p, uint32_t left, uint32_t number, uint32_t all)
{
    uint32_t digits = 1, room = 1;

    for (uint32_t n = number; n >= 10; n /= 10) digits++;
    for (uint32_t n = all; n >= 10; n /= 10) room++;
    flow_start(p, left + room - digits);
    p->indent = p->column + digits + 2;
    flow_style(p, FLOW_FAINT);
    flow_number(p, number);
    flow_style(p, FLOW_PLAIN);
    sink_text(&p->sink, "  ");
    p->column += 2;
}

static void flow_in_statement(struct printer *p, uint32_t statement)
{
    flow_text(p, FLOW_DOT);
    flow_text(p, "in ");
    flow_number(p, statement + 1);
    flow_text(p, ", by ");
    flow_speaker(p, &p->reading->statements.at[statement]);
}

static void print_statement(struct printer *p, const vb_statement *s)
{
    const struct vb_reading *r = p->reading;

    flow_row_start(p, STEP * depth_of(r, s), (uint32_t)(s - r->statements.at) + 1, r->statements.n);
    flow_style(p, FLOW_STRONG);
    flow_speaker(p, s);
    flow_style(p, FLOW_PLAIN);
    if (s->cue.n > 0) {
        flow_text(p, FLOW_DOT);
        flow_spans(p, s->cue);
    }
    if (s->polarity != VB_POL_AFFIRMED) {
        flow_text(p, FLOW_DOT);
        flow_style(p, FLOW_NOTE);
        flow_text(p, vb_name_polarity(s->polarity));
        flow_style(p, FLOW_PLAIN);
    }
    flow_text(p, FLOW_DOT);
    flow_text(p, vb_name_type(s->type));
    if (s->cls != VB_CLASS_SPEECH) {
        flow_text(p, " ");
        flow_text(p, vb_name_class(s->cls));
    }
    flow_other(p, "to ", s->addressee);
    flow_other(p, "through ", s->channel);
    if (s->time != VB_NONE) flow_part(p, r->times.at[s->time].value);
    if (s->nested_in < r->statements.n) flow_in_statement(p, s->nested_in);
    if (s->continues < r->statements.n) {
        flow_text(p, FLOW_DOT);
        flow_text(p, "continues ");
        flow_number(p, s->continues + 1);
    }
    flow_end(p);

    flow_start(p, p->indent);
    flow_spans(p, s->content);
    flow_end(p);
    flow_start(p, p->indent);
    flow_style(p, FLOW_FAINT);
    flow_where(p, s->content.at[0].beg, s->content.at[s->content.n - 1].end);
    flow_style(p, FLOW_PLAIN);
    flow_end(p);
}

/* ---- an event ---------------------------------------------------------------------------------------------------------- */

static void flow_participants(struct printer *p, const vb_participant *at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) flow_text(p, ", ");
        flow(p, p->reading->entities.at[at[i].entity].name);
        if (!at[i].inferred) continue;
        flow_style(p, FLOW_NOTE);
        flow_text(p, " (inferred)");
        flow_style(p, FLOW_PLAIN);
    }
    if (n == 0) flow_text(p, FLOW_DASH);
}

static void print_event(struct printer *p, const vb_event *e)
{
    const struct vb_reading *r = p->reading;

    flow_row_start(p, 0, (uint32_t)(e - r->events.at) + 1, r->events.n);
    flow_style(p, FLOW_STRONG);
    flow_text(p, vb_name_event_type(e->type));
    flow_style(p, FLOW_PLAIN);
    if (e->mode.len > 0) flow_text(p, " ");
    flow(p, e->mode);
    flow_text(p, " ");
    flow_quoted(p, e->trigger);
    flow_text(p, FLOW_DOT);
    flow_participants(p, e->actors, e->n_actors);
    if (e->n_recipients > 0) {
        flow_text(p, " \xE2\x86\x92 ");
        flow_participants(p, e->recipients, e->n_recipients);
    }
    flow_text(p, FLOW_DOT);
    if (e->realis != VB_REALIS_DONE) flow_style(p, FLOW_NOTE);
    flow_text(p, vb_name_realis(e->realis));
    if (e->realis != VB_REALIS_DONE) flow_style(p, FLOW_PLAIN);
    if (e->asserted_by < r->statements.n) flow_in_statement(p, e->asserted_by);
    flow_part(p, e->date);
    if (e->place < r->places.n) flow_part(p, r->places.at[e->place].name);
    for (uint32_t i = 0; i < e->n_contexts; i++) {
        flow_text(p, i > 0 ? ", " : FLOW_DOT);
        flow(p, e->contexts[i]);
    }
    if (e->part_of < r->events.n) {
        flow_text(p, FLOW_DOT);
        flow_text(p, "part of ");
        flow_number(p, e->part_of + 1);
    }
    flow_end(p);

    flow_start(p, p->indent);
    flow_spans(p, e->evidence);
    flow_end(p);
    flow_start(p, p->indent);
    flow_style(p, FLOW_FAINT);
    flow_where(p, e->trigger.beg, e->trigger.end);
    flow_style(p, FLOW_PLAIN);
    flow_end(p);
}

/* ---- positions and designations ------------------------------------------------------------------------------------------- */

static void print_position(struct printer *p, const vb_position *x)
{
    const struct vb_reading *r        = p->reading;
    const char              *capacity = vb_name_capacity(x->capacity);

    flow_row_start(p, 0, (uint32_t)(x - r->positions.at) + 1, r->positions.n);
    flow_style(p, FLOW_STRONG);
    flow(p, r->entities.at[x->holder].name);
    flow_style(p, FLOW_PLAIN);
    if (capacity) {
        flow_text(p, " ");
        flow_marked(p, "(", vb_str_of(capacity), ")");
    }
    flow_text(p, FLOW_DOT);
    flow_text(p, vb_name_stance(x->stance));
    flow_part(p, x->issue);
    if (x->target != VB_NONE) {
        flow_text(p, " \xE2\x86\x92 ");
        flow(p, r->entities.at[x->target].name);
    }
    flow_part(p, x->strength);
    if (x->hedge.len > 0) flow_style(p, FLOW_NOTE);
    flow_part(p, x->hedge);
    if (x->hedge.len > 0) flow_style(p, FLOW_PLAIN);
    flow_text(p, FLOW_DOT);
    flow_text(p, x->own_words ? "own words, in " : "reported, in ");
    flow_number(p, x->statement + 1);
    flow_end(p);
}

static void print_designation(struct printer *p, const vb_designation *d)
{
    const struct vb_reading *r = p->reading;

    flow_row_start(p, 0, (uint32_t)(d - r->designations.at) + 1, r->designations.n);
    flow_style(p, FLOW_STRONG);
    flow(p, r->entities.at[d->by].name);
    flow_style(p, FLOW_PLAIN);
    if (d->document != VB_NONE) {
        flow_text(p, " ");
        flow_marked(p, "(", r->entities.at[d->document].name, ")");
    }
    flow_text(p, FLOW_DOT);
    flow(p, r->entities.at[d->of].name);
    flow_text(p, " ");
    flow_quoted(p, d->words);
    flow_part(p, d->date);
    flow_bytes(p, d->words);
    flow_end(p);
}

/* ---- doors ----------------------------------------------------------------------------------------------------------- */

static bool is_english(vb_str lang)
{
    return lang.len >= 2 && vb_str_eq_nocase((vb_str){ lang.ptr, 2 }, VB_STR("en")) && (lang.len == 2 || lang.ptr[2] == '-');
}

vb_status vb_export_print_heading(const struct vb_reading *reading, struct vb_print_options options, struct vb_out out,
                                  vb_error *err)
{
    struct printer p;

    flow_open(&p, reading, options, out);
    print_heading(&p);
    return sink_end(&p.sink, err);
}

vb_status vb_export_print_statement(const struct vb_reading *reading, const vb_statement *statement,
                                    struct vb_print_options options, struct vb_out out, vb_error *err)
{
    struct printer p;

    flow_open(&p, reading, options, out);
    print_statement(&p, statement);
    return sink_end(&p.sink, err);
}

vb_status vb_export_print_event(const struct vb_reading *reading, const vb_event *event, struct vb_print_options options,
                                struct vb_out out, vb_error *err)
{
    struct printer p;

    flow_open(&p, reading, options, out);
    print_event(&p, event);
    return sink_end(&p.sink, err);
}

vb_status vb_export_print_time(const struct vb_reading *reading, const vb_time *time, struct vb_print_options options,
                               struct vb_out out, vb_error *err)
{
    struct printer p;

    flow_open(&p, reading, options, out);
    print_time(&p, time);
    return sink_end(&p.sink, err);
}

static void print_speaker(struct printer *p, const char *where, uint32_t speaker)
{
    flow_text(p, FLOW_DOT);
    flow_text(p, where);
    if (speaker == VB_NONE) flow_text(p, "the text does not say by whom");
    else flow(p, p->reading->entities.at[speaker].name);
}

vb_status vb_export_print_mark(const struct vb_reading *reading, const struct vb_text *text, vb_str headline,
                               const struct vb_headline_mark *mark, struct vb_print_options options, struct vb_out out,
                               vb_error *err)
{
    const char    *same  = vb_export_mark_speakers(mark);
    vb_span        found = mark->body.end > 0 ? mark->body : mark->nearest;
    uint32_t       sentence;
    struct printer p;

    flow_open(&p, reading, options, out);
    p.indent = 2 + STEP;
    flow_start(&p, 2);
    flow_marked(&p, "\xE2\x80\x9C", vb_str_sub(headline, mark->words), "\xE2\x80\x9D");
    flow_text(&p, mark->body.end == 0   ? " is not in the body"
                  : mark->quoted ? " is in the body, in quotation marks"
                                 : " is in the body, not in quotation marks");
    if (mark->body.end > 0) print_speaker(&p, "said there by: ", mark->speaker);
    if (mark->headline_speaker != VB_NONE) print_speaker(&p, "by the headline: ", mark->headline_speaker);
    if (same && strcmp(same, "no") == 0) flow_text(&p, FLOW_DOT "not the same");
    flow_end(&p);
    if (found.end == 0) return sink_end(&p.sink, err);
    p.indent = 4 + STEP;
    flow_start(&p, 4);
    flow_text(&p, mark->body.end > 0 ? "there: " : "nearest: ");
    flow_quoted(&p, found);
    flow_bytes(&p, found);
    if ((sentence = vb_text_sentence_at(text, found.beg)) != VB_NONE) {
        flow_text(&p, " in ");
        flow_quoted(&p, text->sentences[sentence].span);
    }
    flow_end(&p);
    return sink_end(&p.sink, err);
}

vb_status vb_export_print(const struct vb_reading *reading, struct vb_print_options options, struct vb_out out, vb_error *err)
{
    vb_str         lang = reading->meta.lang.ptr ? reading->meta.lang : reading->text.lang;
    struct printer p;

    flow_open(&p, reading, options, out);
    print_heading(&p);
    print_layers(&p);
    if (reading->statements.n > 0 && reading->entities.n + reading->times.n + reading->places.n > 0) print_title(&p, "Said");
    if (reading->statements.n + reading->events.n == 0) {
        flow_end(&p);
        flow_start(&p, 0);
        if (lang.ptr && !is_english(lang)) {
            flow_text(&p, "Language: ");
            flow(&p, lang);
            flow_text(&p, ". Not read: so far verbale reads English.");
        } else {
            flow_text(&p, "No statements.");
        }
        flow_end(&p);
    }
    for (uint32_t i = 0; i < reading->statements.n; i++) {
        flow_end(&p);
        print_statement(&p, &reading->statements.at[i]);
    }
    if (reading->events.n > 0) print_title(&p, "Events");
    for (uint32_t i = 0; i < reading->events.n; i++) {
        flow_end(&p);
        print_event(&p, &reading->events.at[i]);
    }
    if (reading->positions.n > 0) print_title(&p, "Positions");
    for (uint32_t i = 0; i < reading->positions.n; i++) print_position(&p, &reading->positions.at[i]);
    if (reading->designations.n > 0) print_title(&p, "Designations");
    for (uint32_t i = 0; i < reading->designations.n; i++) print_designation(&p, &reading->designations.at[i]);
    return sink_end(&p.sink, err);
}

vb_status vb_export_print_cluster(const struct vb_cluster *cluster, struct vb_print_options options, struct vb_out out,
                                  vb_error *err)
{
    enum { INDENT = 4 };
    struct printer p;

    if (cluster->n_texts < 2 && cluster->n_wordings < 2) return VB_OK;
    flow_open(&p, NULL, options, out);
    flow_start(&p, INDENT);
    flow_style(&p, FLOW_NOTE);
    flow_text(&p, "in ");
    flow_number(&p, cluster->n_texts);
    flow_text(&p, cluster->n_texts == 1 ? " text of " : " texts of ");
    flow_number(&p, cluster->n_origins);
    flow_text(&p, cluster->n_origins == 1 ? " origin" : " origins");
    flow_style(&p, FLOW_PLAIN);
    flow_end(&p);
    for (uint32_t i = 0; cluster->n_wordings > 1 && i < cluster->n_wordings; i++) {
        flow_start(&p, INDENT);
        p.indent = INDENT + 4;
        flow_number(&p, cluster->wordings[i].n);
        flow_text(&p, " \xC3\x97 ");
        flow(&p, cluster->wordings[i].words);
        flow_end(&p);
    }
    return sink_end(&p.sink, err);
}
