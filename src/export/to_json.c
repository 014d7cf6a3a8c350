/*
 * A reading as one line of JSON: every key of record-format.md.
 *
 * Written directly rather than through a JSON library, because each value is needed once and the order of the keys, the
 * three decimals and the escapes are ours to keep the same for good.
 */
#include "dictionary.h"
#include "sink.h"

struct json {
    struct sink              sink;
    struct codepoints        codepoints;
    const struct vb_reading *reading;
};

/* ---- values ------------------------------------------------------------------------------------------------------ */

/* Where empty says the same as not given. */
static void put_string_or_null(struct sink *s, vb_str str) { sink_json_string(s, str.len > 0 ? str : (vb_str){ 0 }); }

static void put_span(struct json *j, vb_span span)
{
    sink_char(&j->sink, '[');
    sink_number(&j->sink, codepoints_at(&j->codepoints, span.beg));
    sink_char(&j->sink, ',');
    sink_number(&j->sink, codepoints_at(&j->codepoints, span.end));
    sink_char(&j->sink, ']');
}

static void put_spans(struct json *j, vb_spans spans)
{
    sink_char(&j->sink, '[');
    for (uint32_t i = 0; i < spans.n; i++) {
        if (i > 0) sink_char(&j->sink, ',');
        put_span(j, spans.at[i]);
    }
    sink_char(&j->sink, ']');
}

static void put_id(struct sink *s, char letter, uint32_t i)
{
    if (i == VB_NONE) {
        sink_text(s, "null");
        return;
    }
    sink_char(s, '"');
    sink_char(s, letter);
    sink_number(s, (uint64_t)i + 1);
    sink_char(s, '"');
}

static void put_word(struct sink *s, const char *key, const char *word)
{
    sink_text(s, key);
    sink_char(s, '"');
    sink_text(s, word);
    sink_char(s, '"');
}

static void put_member(struct sink *s, const char *key, vb_str value)
{
    sink_text(s, key);
    sink_json_string(s, value);
}

/* ---- rows ---------------------------------------------------------------------------------------------------------- */

static void put_document(struct json *j)
{
    const struct vb_reading *r = j->reading;
    struct sink             *s = &j->sink;

    put_member(s, "{\"verbale\":{\"engine\":", r->run.engine);
    sink_text(s, ",\"model\":");
    put_string_or_null(s, r->run.model);
    sink_text(s, ",\"knowledge\":");
    put_string_or_null(s, r->run.knowledge);
    put_member(s, ",\"codebook\":", r->run.codebook);
    put_member(s, "},\"unit\":\"codepoint\",\"document\":{\"id\":", r->id);
    put_member(s, ",\"input_id\":", r->meta.input_id);
    put_member(s, ",\"source\":", r->meta.source);
    put_member(s, ",\"title\":", r->meta.title);
    put_member(s, ",\"publisher\":", r->meta.publisher);
    put_member(s, ",\"date\":", r->meta.date);
    put_member(s, ",\"tz\":", r->meta.tz);
    put_member(s, ",\"lang\":", r->meta.lang.ptr ? r->meta.lang : r->text.lang);
    put_member(s, ",\"text\":", r->text.bytes.ptr ? r->text.bytes : VB_STR(""));
    sink_text(s, ",\"paragraphs\":[");
    for (uint32_t i = 0; i < r->text.n_paragraphs; i++) {
        sink_text(s, i > 0 ? ",{\"span\":" : "{\"span\":");
        put_span(j, r->text.paragraphs[i].span);
        put_word(s, ",\"role\":", vb_name_role(r->text.paragraphs[i].role));
        sink_char(s, '}');
    }
    sink_text(s, "]}");
}

static void put_entity(struct json *j, uint32_t i)
{
    const vb_entity *e = &j->reading->entities.at[i];
    struct sink     *s = &j->sink;

    sink_text(s, i > 0 ? ",{\"id\":" : "{\"id\":");
    put_id(s, 'e', i);
    put_member(s, ",\"name\":", e->name.ptr ? e->name : VB_STR(""));
    put_word(s, ",\"kind\":", vb_name_kind(e->kind));
    sink_text(s, ",\"country\":");
    put_string_or_null(s, e->country);
    sink_text(s, ",\"sector\":");
    put_string_or_null(s, e->n_sectors > 0 ? e->sectors[0] : (vb_str){ 0 });
    for (uint32_t k = 0; k < e->n_sectors; k++) put_member(s, k > 0 ? "," : ",\"sectors\":[", e->sectors[k]);
    sink_text(s, e->n_sectors > 0 ? "],\"party\":" : ",\"sectors\":[],\"party\":");
    put_string_or_null(s, e->party);
    sink_text(s, ",\"offices\":[");
    for (uint32_t k = 0; k < e->n_offices; k++) {
        put_member(s, k > 0 ? ",{\"title\":" : "{\"title\":", e->offices[k].title);
        sink_text(s, ",\"body\":");
        put_id(s, 'e', e->offices[k].body);
        sink_char(s, '}');
    }
    sink_text(s, "],\"kb\":");
    put_string_or_null(s, e->kb);
    sink_text(s, ",\"mentions\":[");
    for (uint32_t k = 0; k < e->n_mentions; k++) {
        sink_text(s, k > 0 ? ",{\"span\":" : "{\"span\":");
        put_span(j, e->mentions[k].span);
        put_word(s, ",\"form\":", vb_name_form(e->mentions[k].form));
        sink_char(s, '}');
    }
    sink_text(s, "],\"score\":");
    sink_score(s, e->score);
    sink_char(s, '}');
}

static void put_statement(struct json *j, uint32_t i)
{
    const vb_statement *st = &j->reading->statements.at[i];
    struct sink        *s  = &j->sink;

    sink_text(s, i > 0 ? ",{\"id\":" : "{\"id\":");
    put_id(s, 's', i);
    put_word(s, ",\"type\":", vb_name_type(st->type));
    put_word(s, ",\"class\":", vb_name_class(st->cls));
    sink_text(s, ",\"content\":");
    put_spans(j, st->content);
    sink_text(s, ",\"cue\":");
    put_spans(j, st->cue);
    sink_text(s, ",\"source\":");
    put_spans(j, st->source);
    sink_text(s, ",\"speaker\":");
    put_id(s, 'e', st->speaker);
    sink_text(s, ",\"document\":");
    put_id(s, 'e', st->document);
    sink_text(s, ",\"addressee\":");
    put_id(s, 'e', st->addressee);
    sink_text(s, ",\"channel\":");
    put_id(s, 'e', st->channel);
    put_word(s, ",\"polarity\":", vb_name_polarity(st->polarity));
    sink_text(s, ",\"time\":");
    put_id(s, 't', st->time);
    sink_text(s, ",\"nested_in\":");
    put_id(s, 's', st->nested_in);
    sink_text(s, ",\"continues\":");
    put_id(s, 's', st->continues);
    sink_text(s, ",\"score\":");
    sink_score(s, st->score);
    sink_char(s, '}');
}

static void put_participants(struct json *j, const char *key, const vb_participant *at, uint32_t n)
{
    struct sink *s = &j->sink;

    sink_text(s, key);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) sink_char(s, ',');
        put_id(s, 'e', at[i].entity);
    }
    sink_char(s, ']');
}

static void put_participant_spans(struct json *j, const char *key, const vb_participant *at, uint32_t n)
{
    struct sink *s = &j->sink;

    sink_text(s, key);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) sink_char(s, ',');
        if (at[i].span.beg < at[i].span.end) put_span(j, at[i].span);
        else sink_text(s, "null");
    }
    sink_char(s, ']');
}

/* Codes of a dictionary's actors; no key where there are none. */
static void put_codes(struct json *j, const char *key, const vb_participant *at, uint32_t n)
{
    char buf[VB_DICTIONARY_CODE_MAX];
    bool any = false;

    for (uint32_t i = 0; i < n; i++) {
        if (!vb_dictionary_code_of(&j->reading->entities.at[at[i].entity], buf)) continue;
        sink_text(&j->sink, any ? "," : key);
        sink_json_string(&j->sink, vb_str_of(buf));
        any = true;
    }
    if (any) sink_char(&j->sink, ']');
}

static void put_inferred(struct json *j, const vb_event *e)
{
    struct sink *s   = &j->sink;
    bool         any = false;

    sink_text(s, ",\"inferred\":[");
    for (uint32_t i = 0; i < e->n_actors + e->n_recipients; i++) {
        const vb_participant *p = i < e->n_actors ? &e->actors[i] : &e->recipients[i - e->n_actors];
        if (!p->inferred) continue;
        if (any) sink_char(s, ',');
        put_id(s, 'e', p->entity);
        any = true;
    }
    sink_char(s, ']');
}

static void put_event(struct json *j, uint32_t i)
{
    const vb_event *e = &j->reading->events.at[i];
    struct sink    *s = &j->sink;

    sink_text(s, i > 0 ? ",{\"id\":" : "{\"id\":");
    put_id(s, 'v', i);
    if (e->type == VB_EVENT_NONE) sink_text(s, ",\"type\":null");
    else put_word(s, ",\"type\":", vb_name_event_type(e->type));
    sink_text(s, ",\"mode\":");
    put_string_or_null(s, e->mode);
    sink_text(s, ",\"contexts\":[");
    for (uint32_t k = 0; k < e->n_contexts; k++) put_member(s, k > 0 ? "," : "", e->contexts[k]);
    sink_text(s, "],\"cameo\":");
    put_string_or_null(s, e->cameo);
    sink_text(s, ",\"quad\":");
    if (e->type == VB_EVENT_NONE) sink_text(s, "null,\"intensity\":null");
    else {
        sink_number(s, vb_event_quad(e->type));
        sink_text(s, ",\"intensity\":");
        sink_tenths(s, vb_event_intensity_tenths(e->type));
    }
    put_participants(j, ",\"actors\":[", e->actors, e->n_actors);
    put_participants(j, ",\"recipients\":[", e->recipients, e->n_recipients);
    put_participant_spans(j, ",\"actor_spans\":[", e->actors, e->n_actors);
    put_participant_spans(j, ",\"recipient_spans\":[", e->recipients, e->n_recipients);
    put_codes(j, ",\"actor_codes\":[", e->actors, e->n_actors);
    put_codes(j, ",\"recipient_codes\":[", e->recipients, e->n_recipients);
    put_inferred(j, e);
    sink_text(s, ",\"trigger\":");
    put_span(j, e->trigger);
    sink_text(s, ",\"evidence\":");
    put_spans(j, e->evidence);
    put_word(s, ",\"realis\":", vb_name_realis(e->realis));
    sink_text(s, ",\"asserted_by\":");
    if (e->asserted_by == VB_NONE) sink_text(s, "\"article\"");
    else put_id(s, 's', e->asserted_by);
    sink_text(s, ",\"date\":");
    put_string_or_null(s, e->date);
    sink_text(s, ",\"place\":");
    put_id(s, 'p', e->place);
    sink_text(s, ",\"part_of\":");
    put_id(s, 'v', e->part_of);
    sink_text(s, ",\"score\":");
    sink_score(s, e->score);
    sink_char(s, '}');
}

static void put_span_or_null(struct json *j, vb_span span)
{
    if (span.beg < span.end) put_span(j, span);
    else sink_text(&j->sink, "null");
}

static void put_position(struct json *j, uint32_t i)
{
    const vb_position *p        = &j->reading->positions.at[i];
    const char        *capacity = vb_name_capacity(p->capacity);
    struct sink       *s        = &j->sink;

    sink_text(s, i > 0 ? ",{\"holder\":" : "{\"holder\":");
    put_id(s, 'e', p->holder);
    if (capacity) put_word(s, ",\"capacity\":", capacity);
    else sink_text(s, ",\"capacity\":null");
    sink_text(s, ",\"target\":");
    put_id(s, 'e', p->target);
    sink_text(s, ",\"issue\":");
    put_string_or_null(s, p->issue);
    sink_text(s, ",\"issue_span\":");
    put_span_or_null(j, p->issue_span);
    sink_text(s, ",\"context\":");
    put_string_or_null(s, p->context);
    put_word(s, ",\"stance\":", vb_name_stance(p->stance));
    sink_text(s, ",\"strength\":");
    put_string_or_null(s, p->strength);
    sink_text(s, ",\"hedge\":");
    put_string_or_null(s, p->hedge);
    sink_text(s, p->own_words ? ",\"own_words\":true,\"evidence\":" : ",\"own_words\":false,\"evidence\":");
    put_span(j, p->evidence);
    sink_text(s, ",\"statement\":");
    put_id(s, 's', p->statement);
    sink_text(s, ",\"inferred\":[],\"score\":");
    sink_score(s, p->score);
    sink_char(s, '}');
}

static void put_designation(struct json *j, uint32_t i)
{
    const vb_designation *d = &j->reading->designations.at[i];
    struct sink          *s = &j->sink;

    sink_text(s, i > 0 ? ",{\"by\":" : "{\"by\":");
    put_id(s, 'e', d->by);
    sink_text(s, ",\"of\":");
    put_id(s, 'e', d->of);
    sink_text(s, ",\"words\":");
    put_span(j, d->words);
    sink_text(s, ",\"evidence\":");
    put_span(j, d->evidence);
    sink_text(s, ",\"date\":");
    put_string_or_null(s, d->date);
    sink_text(s, ",\"document\":");
    put_id(s, 'e', d->document);
    sink_text(s, ",\"statement\":");
    put_id(s, 's', d->statement);
    sink_text(s, ",\"score\":");
    sink_score(s, d->score);
    sink_char(s, '}');
}

static void put_time(struct json *j, uint32_t i)
{
    const vb_time *t   = &j->reading->times.at[i];
    const char    *mod = vb_name_time_mod(t->mod);
    struct sink   *s   = &j->sink;

    sink_text(s, i > 0 ? ",{\"id\":" : "{\"id\":");
    put_id(s, 't', i);
    sink_text(s, ",\"span\":");
    put_span(j, t->span);
    put_word(s, ",\"class\":", vb_name_time_class(t->cls));
    put_member(s, ",\"value\":", t->value.ptr ? t->value : VB_STR(""));
    if (mod) put_word(s, ",\"mod\":", mod);
    else sink_text(s, ",\"mod\":null");
    put_word(s, ",\"basis\":", vb_name_time_basis(t->basis));
    sink_text(s, ",\"based_on\":");
    put_id(s, 't', t->based_on);
    sink_char(s, '}');
}

static void put_place(struct json *j, uint32_t i)
{
    const vb_place *p = &j->reading->places.at[i];
    struct sink    *s = &j->sink;

    sink_text(s, i > 0 ? ",{\"id\":" : "{\"id\":");
    put_id(s, 'p', i);
    sink_text(s, ",\"span\":");
    put_span(j, p->span);
    put_member(s, ",\"name\":", p->name.ptr ? p->name : VB_STR(""));
    sink_text(s, ",\"country\":");
    put_string_or_null(s, p->country);
    sink_char(s, '}');
}

vb_status vb_export_json(const struct vb_reading *reading, struct vb_out out, vb_error *err)
{
    struct json j;
    vb_status   st;

    j.reading = reading;
    sink_start(&j.sink, out);
    if (!codepoints_open(&j.codepoints, reading->text.bytes)) return vb_fail_nomem(err);
    put_document(&j);
    sink_text(&j.sink, ",\"entities\":[");
    for (uint32_t i = 0; i < reading->entities.n; i++) put_entity(&j, i);
    sink_text(&j.sink, "],\"statements\":[");
    for (uint32_t i = 0; i < reading->statements.n; i++) put_statement(&j, i);
    sink_text(&j.sink, "],\"events\":[");
    for (uint32_t i = 0; i < reading->events.n; i++) put_event(&j, i);
    sink_text(&j.sink, "],\"positions\":[");
    for (uint32_t i = 0; i < reading->positions.n; i++) put_position(&j, i);
    sink_text(&j.sink, "],\"designations\":[");
    for (uint32_t i = 0; i < reading->designations.n; i++) put_designation(&j, i);
    sink_text(&j.sink, "],\"times\":[");
    for (uint32_t i = 0; i < reading->times.n; i++) put_time(&j, i);
    sink_text(&j.sink, "],\"places\":[");
    for (uint32_t i = 0; i < reading->places.n; i++) put_place(&j, i);
    sink_text(&j.sink, "]}\n");
    st = sink_end(&j.sink, err);
    codepoints_close(&j.codepoints);
    return st;
}
