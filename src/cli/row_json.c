/*
 * Rows of queries as JSON: a statement with its words and the names of those in it, for those who want one row and not a document.
 *
 * jansson's json_pack() fails, and gives back what it was given, when any part is NULL for want of memory: so do these.
 */
#include "cli.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t *vb_cli_json_string(vb_str s) { return s.ptr ? json_stringn(s.ptr, s.len) : json_null(); }

static json_t *string_or_null(vb_str s) { return vb_cli_json_string(s.len > 0 ? s : (vb_str){ 0 }); }

static json_t *words_of(vb_str text, vb_spans spans)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < spans.n; i++)
        if (json_array_append_new(list, vb_cli_json_string(vb_str_sub(text, spans.at[i]))) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static size_t code_points(vb_str text, size_t byte) { return vb_utf8_count((vb_str){ text.ptr, byte }); }

json_t *vb_cli_json_span(vb_str text, vb_span span)
{
    return json_pack("[I,I]", (json_int_t)code_points(text, span.beg), (json_int_t)code_points(text, span.end));
}

static json_t *spans_of(vb_str text, vb_spans spans)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < spans.n; i++)
        if (json_array_append_new(list, vb_cli_json_span(text, spans.at[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

/* "s3", or null for VB_NONE. */
static json_t *id_or_null(char letter, uint32_t index)
{
    return index == VB_NONE ? json_null() : json_sprintf("%c%" PRIu32, letter, index + 1);
}

json_t *vb_cli_json_document(const struct vb_reading *r)
{
    const vb_meta *m = &r->meta;

    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                     "id", vb_cli_json_string(r->id), "input_id", vb_cli_json_string(m->input_id),
                     "source", vb_cli_json_string(m->source), "title", vb_cli_json_string(m->title),
                     "publisher", vb_cli_json_string(m->publisher), "date", vb_cli_json_string(m->date),
                     "tz", vb_cli_json_string(m->tz), "lang", vb_cli_json_string(m->lang));
}

static json_t *entity_of(const struct vb_reading *r, uint32_t i)
{
    const vb_entity *e;

    if (i >= r->entities.n) return json_null();
    e = &r->entities.at[i];
    return json_pack("{s:o, s:o, s:s, s:o, s:o}", "id", id_or_null('e', i), "name", vb_cli_json_string(e->name),
                     "kind", vb_name_kind(e->kind), "country", string_or_null(e->country),
                     "sector", e->n_sectors > 0 ? string_or_null(e->sectors[0]) : json_null());
}

static json_t *time_of(const struct vb_reading *r, uint32_t i)
{
    const vb_time *t;

    if (i >= r->times.n) return json_null();
    t = &r->times.at[i];
    return json_pack("{s:o, s:o, s:o, s:o}", "id", id_or_null('t', i), "value", vb_cli_json_string(t->value),
                     "mod", vb_cli_json_string(vb_str_of(vb_name_time_mod(t->mod))),
                     "words", vb_cli_json_string(vb_str_sub(r->text.bytes, t->span)));
}

json_t *vb_cli_json_time(const struct vb_reading *r, uint32_t i)
{
    const vb_time *t    = &r->times.at[i];
    struct vb_days days = { "", "" };

    vb_record_days(t, &days);
    return json_pack("{s:{s:o, s:o, s:s, s:o, s:o, s:s, s:o}, s:o, s:o, s:o}", "time", "id", id_or_null('t', i), "span",
                     vb_cli_json_span(r->text.bytes, t->span), "class", vb_name_time_class(t->cls), "value",
                     vb_cli_json_string(t->value), "mod", vb_cli_json_string(vb_str_of(vb_name_time_mod(t->mod))), "basis",
                     vb_name_time_basis(t->basis), "based_on", id_or_null('t', t->based_on), "words",
                     vb_cli_json_string(vb_str_sub(r->text.bytes, t->span)), "first", string_or_null(vb_str_of(days.first)), "last",
                     string_or_null(vb_str_of(days.last)));
}

/* The keys of record-format.md, but for those that point to entities and times, which stand beside it by name. */
static json_t *keys_of(const struct vb_reading *r, const vb_statement *s)
{
    vb_str text = r->text.bytes;

    return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:s, s:o, s:o, s:f}",
                     "id", id_or_null('s', (uint32_t)(s - r->statements.at)),
                     "type", vb_name_type(s->type), "class", vb_name_class(s->cls), "content", spans_of(text, s->content),
                     "cue", spans_of(text, s->cue), "source", spans_of(text, s->source),
                     "polarity", vb_name_polarity(s->polarity), "nested_in", id_or_null('s', s->nested_in),
                     "continues", id_or_null('s', s->continues), "score", round((double)s->score * 1000) / 1000);
}

json_t *vb_cli_json_statement(const struct vb_reading *r, const vb_statement *s)
{
    vb_str text = r->text.bytes;

    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:{s:o, s:o, s:o}}", "speaker", entity_of(r, s->speaker),
                     "saying_document", entity_of(r, s->document), "addressee", entity_of(r, s->addressee),
                     "channel", entity_of(r, s->channel), "time", time_of(r, s->time), "statement", keys_of(r, s),
                     "words", "content", words_of(text, s->content), "cue", words_of(text, s->cue),
                     "source", words_of(text, s->source));
}

/* ---- events ---------------------------------------------------------------------------------------------------------------- */

static json_t *participants_of(const struct vb_reading *r, const vb_participant *at, uint32_t n)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < n; i++) {
        bool    has    = at[i].span.beg < at[i].span.end;
        json_t *entity = entity_of(r, at[i].entity);
        json_t *more =
            json_pack("{s:o, s:o, s:b}", "span", has ? vb_cli_json_span(r->text.bytes, at[i].span) : json_null(), "words",
                      has ? vb_cli_json_string(vb_str_sub(r->text.bytes, at[i].span)) : json_null(), "inferred", at[i].inferred);
        if (!entity || !more || json_object_update(entity, more) != 0 || json_array_append(list, entity) != 0) {
            json_decref(list);
            list = NULL;
        }
        json_decref(entity);
        json_decref(more);
    }
    return list;
}

static json_t *contexts_of(const vb_event *e)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < e->n_contexts; i++)
        if (json_array_append_new(list, vb_cli_json_string(e->contexts[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *place_of(const struct vb_reading *r, uint32_t i)
{
    const vb_place *p;

    if (i >= r->places.n) return json_null();
    p = &r->places.at[i];
    return json_pack("{s:o, s:o, s:o, s:o}", "id", id_or_null('p', i), "name", vb_cli_json_string(p->name),
                     "country", string_or_null(p->country), "words", vb_cli_json_string(vb_str_sub(r->text.bytes, p->span)));
}

/* The statement that the event stands in, and who says so; null: the article. */
static json_t *voice_of(const struct vb_reading *r, uint32_t statement)
{
    if (statement >= r->statements.n) return json_null();
    return json_pack("{s:o, s:o}", "id", id_or_null('s', statement), "speaker", entity_of(r, r->statements.at[statement].speaker));
}

/* As keys_of(). */
static json_t *event_keys_of(const struct vb_reading *r, const vb_event *e)
{
    vb_str text = r->text.bytes;

    return json_pack("{s:o, s:s, s:o, s:o, s:o, s:i, s:f, s:o, s:o, s:s, s:o, s:o, s:o, s:f}",
                     "id", id_or_null('v', (uint32_t)(e - r->events.at)), "type", vb_name_event_type(e->type),
                     "mode", string_or_null(e->mode), "contexts", contexts_of(e), "cameo", string_or_null(e->cameo),
                     "quad", (int)vb_event_quad(e->type), "intensity", vb_event_intensity_tenths(e->type) / 10.0,
                     "trigger", vb_cli_json_span(text, e->trigger), "evidence", spans_of(text, e->evidence),
                     "realis", vb_name_realis(e->realis),
                     "asserted_by", e->asserted_by == VB_NONE ? json_string("article") : id_or_null('s', e->asserted_by),
                     "date", string_or_null(e->date), "part_of", id_or_null('v', e->part_of),
                     "score", round((double)e->score * 1000) / 1000);
}

json_t *vb_cli_json_event(const struct vb_reading *r, const vb_event *e)
{
    vb_str text = r->text.bytes;

    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:{s:o, s:o}}", "actors", participants_of(r, e->actors, e->n_actors),
                     "recipients", participants_of(r, e->recipients, e->n_recipients), "place", place_of(r, e->place),
                     "voice", voice_of(r, e->asserted_by), "event", event_keys_of(r, e),
                     "words", "trigger", vb_cli_json_string(vb_str_sub(text, e->trigger)), "evidence", words_of(text, e->evidence));
}

vb_status vb_cli_write_json(struct vb_cli_output *output, json_t *object, vb_error *err)
{
    char *line;
    bool  wrote;

    if (!object) return vb_fail_nomem(err);
    line = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(4));
    json_decref(object);
    if (!line) return vb_fail_nomem(err);
    wrote = vb_cli_write(output, line, strlen(line)) && vb_cli_write(output, "\n", 1);
    free(line);
    return wrote ? VB_OK : VB_ERR_IO;
}
