/*
 * Events as the JSON of the PLOVER manual (its chapter "JSON Data Fields"), one line each.
 *
 * Strict: a participant that no word of the text names is left out. What PLOVER has no field for (realis, who asserts it, CAMEO,
 * score) stands beside its fields, as the manual allows; `text` stays out, because the words belong to their publisher, and the
 * offsets lead to them.
 */
#include "sink.h"

struct plover {
    struct sink                sink;
    struct codepoints          codepoints;
    const struct vb_reading   *reading;
    const struct vb_knowledge *kb;
};

/* ---- codes of actors ------------------------------------------------------------------------------------------------------ */

/* The code of an international body or of one that it is part of; empty: it has none of its own. */
static vb_str code_of_body(const struct vb_knowledge *kb, vb_str name)
{
    enum { DEPTH_MAX = 8 };
    vb_kb_row row;

    if (vb_kb_find(kb, VB_KB_BODIES, name, &row, 1) == 0) return (vb_str){ 0 };
    for (int i = 0; i < DEPTH_MAX && row != VB_NONE; i++) {
        vb_str code = vb_kb_cell(kb, row, VB_KB_PLOVER), up = vb_kb_cell(kb, row, VB_KB_PART_OF);
        if (code.len > 0) return code;
        row = up.len > 0 ? vb_kb_body(kb, up) : VB_NONE;
    }
    return (vb_str){ 0 };
}

static vb_str code_of(const struct plover *p, const vb_entity *e)
{
    vb_kb_row row;
    vb_str    code;

    if (!vb_str_eq(e->country, VB_STR("IGO"))) {
        row  = vb_kb_state(p->kb, e->country);
        code = row != VB_NONE ? vb_kb_cell(p->kb, row, VB_KB_PLOVER) : (vb_str){ 0 };
        return code.len > 0 ? code : e->country;
    }
    code = code_of_body(p->kb, e->name);
    for (uint32_t i = 0; code.len == 0 && i < e->n_offices; i++)
        if (e->offices[i].body < p->reading->entities.n)
            code = code_of_body(p->kb, p->reading->entities.at[e->offices[i].body].name);
    return code.len > 0 ? code : e->country;
}

/* ---- values ---------------------------------------------------------------------------------------------------------------- */

static void put_member(struct plover *p, const char *key, vb_str value)
{
    sink_text(&p->sink, key);
    sink_json_string(&p->sink, value.len > 0 ? value : (vb_str){ 0 });
}

static void put_words(struct plover *p, const char *key, vb_span span)
{
    put_member(p, key, vb_str_sub(p->reading->text.bytes, span));
}

static void put_id(struct plover *p, const char *key, uint32_t event)
{
    sink_text(&p->sink, key);
    if (event == VB_NONE) {
        sink_text(&p->sink, "null");
        return;
    }
    sink_char(&p->sink, '"');
    sink_str(&p->sink, p->reading->id);
    sink_text(&p->sink, "-v");
    sink_number(&p->sink, (uint64_t)event + 1);
    sink_char(&p->sink, '"');
}

static void put_offsets(struct plover *p, uint32_t beg, uint32_t end)
{
    sink_text(&p->sink, "{\"start\":");
    sink_number(&p->sink, codepoints_at(&p->codepoints, beg));
    sink_text(&p->sink, ",\"end\":");
    sink_number(&p->sink, codepoints_at(&p->codepoints, end));
    sink_char(&p->sink, '}');
}

/* A day, or the first and the last of a month or a year; an event without a date has its text's. */
static void put_dates(struct plover *p, const vb_event *e)
{
    vb_time        time = { .value = e->date.len > 0 ? e->date : p->reading->meta.date, .cls = VB_TIME_DATE };
    struct vb_days days;
    bool           known = time.value.len > 0 && vb_record_days(&time, &days);

    put_member(p, ",\"date\":", known ? vb_str_of(days.first) : (vb_str){ 0 });
    put_member(p, ",\"enddate\":", known && time.value.len < 10 ? vb_str_of(days.last) : (vb_str){ 0 });
}

static void put_actors(struct plover *p, const char *key, const vb_participant *at, uint32_t n)
{
    struct sink *s   = &p->sink;
    bool         any = false;

    sink_text(s, key);
    for (uint32_t i = 0; i < n; i++) {
        const vb_entity *e = &p->reading->entities.at[at[i].entity];
        if (at[i].inferred) continue;
        sink_text(s, any ? ",{" : "{");
        any = true;
        put_member(p, "\"code\":", code_of(p, e));
        put_member(p, ",\"sector\":", e->n_sectors > 0 ? e->sectors[0] : (vb_str){ 0 });
        put_words(p, ",\"entity_text\":", at[i].span);
        put_member(p, ",\"identifier_text\":", e->name);
        put_member(p, ",\"office\":", e->n_offices > 0 ? e->offices[0].title : (vb_str){ 0 });
        sink_char(s, '}');
    }
    sink_char(s, ']');
}

/* PLOVER says by a mode of its own that something has not happened. */
static void put_modes(struct plover *p, const vb_event *e)
{
    const char *also = e->realis == VB_REALIS_PLANNED       ? "future"
                       : e->realis == VB_REALIS_CONDITIONAL ? "hypothetical"
                       : e->realis == VB_REALIS_DENIED      ? "negation"
                                                            : NULL;

    sink_text(&p->sink, ",\"mode\":[");
    if (e->mode.len > 0) sink_json_string(&p->sink, e->mode);
    if (e->mode.len > 0 && also) sink_char(&p->sink, ',');
    if (also) sink_json_string(&p->sink, vb_str_of(also));
    sink_text(&p->sink, "],\"context\":[");
    for (uint32_t i = 0; i < e->n_contexts; i++) {
        if (i > 0) sink_char(&p->sink, ',');
        sink_json_string(&p->sink, e->contexts[i]);
    }
    sink_char(&p->sink, ']');
}

static void put_place(struct plover *p, uint32_t place)
{
    const vb_place *at = place < p->reading->places.n ? &p->reading->places.at[place] : NULL;

    if (!at) {
        sink_text(&p->sink, ",\"event_loc\":null");
        return;
    }
    put_words(p, ",\"event_loc\":{\"extracted_place\":", at->span);
    put_member(p, ",\"resolved_place\":", at->name);
    put_member(p, ",\"country_code\":", at->country);
    sink_char(&p->sink, '}');
}

static bool is_address(vb_str source)
{
    return vb_str_starts(source, VB_STR("http://")) || vb_str_starts(source, VB_STR("https://"));
}

static void put_citation(struct plover *p)
{
    const vb_meta *m = &p->reading->meta;

    put_member(p, ",\"cite_info\":{\"citation\":", m->input_id.len > 0 ? m->input_id : p->reading->id);
    put_member(p, ",\"url\":", is_address(m->source) ? m->source : (vb_str){ 0 });
    put_member(p, ",\"title\":", m->title);
    put_member(p, ",\"language\":", m->lang);
    put_member(p, ",\"publication\":", m->publisher);
    put_member(p, ",\"codebook\":", p->reading->run.codebook);
    put_member(p, "},\"coder\":", p->reading->run.engine);
}

static void put_event(struct plover *p, uint32_t i)
{
    const vb_event *e = &p->reading->events.at[i];
    struct sink    *s = &p->sink;

    put_id(p, "{\"id\":", i);
    sink_text(s, ",\"has_event\":true");
    put_dates(p, e);
    put_actors(p, ",\"actor\":[", e->actors, e->n_actors);
    put_actors(p, ",\"recipient\":[", e->recipients, e->n_recipients);
    put_member(p, ",\"event\":[", vb_str_of(vb_name_event_type(e->type)));
    put_words(p, "],\"event_text\":[", e->trigger);
    sink_char(s, ']');
    put_place(p, e->place);
    sink_text(s, ",\"quad_code\":");
    sink_number(s, vb_event_quad(e->type));
    sink_text(s, ",\"event_scale\":");
    sink_tenths(s, vb_event_intensity_tenths(e->type));
    put_modes(p, e);
    put_id(p, ",\"link\":", e->part_of);
    sink_text(s, ",\"text_info\":");
    if (e->evidence.n > 0) put_offsets(p, e->evidence.at[0].beg, e->evidence.at[e->evidence.n - 1].end);
    else put_offsets(p, e->trigger.beg, e->trigger.end);
    put_citation(p);
    put_member(p, ",\"realis\":", vb_str_of(vb_name_realis(e->realis)));
    sink_text(s, ",\"asserted_by\":");
    if (e->asserted_by == VB_NONE) {
        sink_text(s, "\"article\"");
    } else {
        sink_text(s, "\"s");
        sink_number(s, (uint64_t)e->asserted_by + 1);
        sink_char(s, '"');
    }
    put_member(p, ",\"cameo\":", e->cameo);
    sink_text(s, ",\"score\":");
    sink_score(s, e->score);
    sink_text(s, "}\n");
}

vb_status vb_export_plover(const struct vb_reading *reading, const struct vb_knowledge *kb, struct vb_out out, vb_error *err)
{
    struct plover p = { .reading = reading, .kb = kb };
    vb_status     st;

    if (reading->events.n == 0) return VB_OK;
    sink_start(&p.sink, out);
    if (!codepoints_open(&p.codepoints, reading->text.bytes)) return vb_fail_nomem(err);
    for (uint32_t i = 0; i < reading->events.n; i++)
        if (reading->events.at[i].type != VB_EVENT_NONE) put_event(&p, i);
    st = sink_end(&p.sink, err);
    codepoints_close(&p.codepoints);
    return st;
}
