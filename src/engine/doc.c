/*
 * A document: one text through every stage, in order, in one arena.
 */
#include "handles.h"

#include <string.h>

#define BOM "\xEF\xBB\xBF"

/* Views that outlive their owner: copied. A view that was not given stays so. */
static bool copy_meta(struct vb_arena *arena, const vb_meta *from, vb_meta *to)
{
    const vb_str *in[]  = { &from->source, &from->input_id, &from->title, &from->publisher, &from->date, &from->tz, &from->lang };
    vb_str       *out[] = { &to->source, &to->input_id, &to->title, &to->publisher, &to->date, &to->tz, &to->lang };

    for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
        if (!in[i]->ptr) continue;
        *out[i] = vb_arena_copy(arena, *in[i]);
        if (!out[i]->ptr) return false;
    }
    return true;
}

/* The headline as one line: it is metadata and no span, so a line break of the text's layout is a space. */
static bool title_from_headline(struct vb_arena *arena, const struct vb_text *text, vb_str *title)
{
    for (uint32_t i = 0; i < text->n_paragraphs; i++) {
        vb_str   line;
        char    *to;
        size_t   n = 0;
        unsigned len;
        bool     gap = false;

        if (text->paragraphs[i].role != VB_ROLE_HEADLINE) continue;
        line = vb_str_sub(text->bytes, text->paragraphs[i].span);
        if (!(to = VB_NEW(arena, char, line.len + 1))) return false;
        for (size_t at = 0; at < line.len; at += len) {
            uint32_t cp = vb_utf8_at(line, at, &len);
            if (vb_cp_is_space(cp)) {
                gap = n > 0;
                continue;
            }
            if (gap) to[n++] = ' ';
            gap = false;
            memcpy(to + n, line.ptr + at, len);
            n += len;
        }
        *title = (vb_str){ to, n };
        return true;
    }
    return true;
}

vb_status vb_stage_encode(const vb_reader *reader, vb_workspace *ws, const struct vb_text *text, struct vb_arena *arena,
                          vb_error *err)
{
    enum { BESIDE_DICTIONARY = 3 };                             /* nobody reads what the other heads see there */
    struct vb_encoded    encoded;
    const struct vb_head heads[] = {vb_syntax_head(reader->syntax, ws->syntax, ws->encoding), /* the next one reads its tags */
                                    vb_entity_head(reader->entity, ws->entity, ws->encoding),
                                    vb_attribution_head(reader->attribution, ws->attribution, ws->encoding),
                                    vb_event_head(reader->event, ws->event, ws->encoding),
                                    /* reads the cues that attribution finds */
                                    vb_issue_head(reader->issue, ws->issue, ws->attribution, ws->encoding)};
    const size_t n = reader->dictionary ? BESIDE_DICTIONARY : sizeof heads / sizeof *heads;

    return vb_encoding_run(text, reader->model, ws->encoding, heads, n, arena, &encoded, err);
}

struct vb_event_text vb_stage_event_text(const vb_reader *reader, const struct vb_doc *doc)
{
    const struct vb_reading *r = &doc->reading;
    return (struct vb_event_text){.text = &r->text, .syntax = &r->syntax, .entities = &doc->found, .statements = &r->statements,
                                  .times = &r->times, .places = &r->places, .kb = reader->knowledge, .date = r->meta.date};
}

/* Dictionary actors are entities of their own, after those that were found. */
static vb_status code_with_dictionary(const vb_reader *reader, struct vb_reading *r, struct vb_arena *arena, vb_error *err)
{
    struct vb_dictionary_reading coded;
    vb_status st = vb_dictionary_code(reader->dictionary, &r->text, &r->syntax, &r->entities, r->meta.date, arena, &coded, err);

    if (st != VB_OK) return st;
    r->entities = coded.entities;
    r->events   = (struct vb_events){ coded.events, coded.n_events };
    return VB_OK;
}

static vb_status read_text(const vb_reader *reader, vb_workspace *ws, vb_str text, const vb_meta *meta, vb_doc *doc,
                           vb_error *err)
{
    struct vb_reading *r = &doc->reading;
    struct vb_arena   *a = &doc->arena;
    size_t             skipped = 0, bad;
    struct vb_voices   voices;
    char               hex[65];
    const char        *id;
    vb_status          st;

    if (vb_str_starts(text, VB_STR(BOM))) {
        skipped = strlen(BOM);
        text    = (vb_str){ text.ptr + skipped, text.len - skipped };
    }
    if (text.len > VB_TEXT_MAX)
        return vb_fail(err, VB_ERR_LIMIT, "longer than the limit of %zu MB for one text", VB_TEXT_MAX >> 20);
    /* The text layer checks too, but only here is it known that a mark was dropped, and offsets are those of the file. */
    if ((bad = vb_utf8_check(text)) != text.len)
        return vb_fail_at(err, VB_ERR_ENCODING, bad + skipped, "byte %zu: not UTF-8", bad + skipped);

    text = vb_arena_copy(a, text.ptr ? text : VB_STR(""));
    if (!text.ptr || !copy_meta(a, meta, &r->meta)) return vb_fail_nomem(err);
    if ((st = vb_text_split(text, r->meta.lang, r->meta.title, a, &r->text, err)) != VB_OK) return st;
    r->meta.lang = r->text.lang;
    if (!r->meta.title.ptr && !title_from_headline(a, &r->text, &r->meta.title)) return vb_fail_nomem(err);

    vb_sha256_hex(vb_sha256_of(text), hex);
    if (!(id = vb_arena_printf(a, "sha256:%s", hex))) return vb_fail_nomem(err);
    r->id             = vb_str_of(id);
    r->run.engine     = vb_arena_copy(a, reader->engine);
    r->run.model      = vb_arena_copy(a, reader->model_name);   /* a document may be kept longer than its reader */
    r->run.knowledge  = vb_arena_copy(a, reader->knowledge_name);
    r->run.codebook   = VB_STR(VB_CODEBOOK_VERSION);
    if (!r->run.engine.ptr || !r->run.model.ptr || !r->run.knowledge.ptr) return vb_fail_nomem(err);

    if (!vb_text_is_english(&r->text)) return VB_OK;
    if ((st = vb_stage_encode(reader, ws, &r->text, a, err)) != VB_OK) return st;
    if ((st = vb_syntax_find(&r->text, reader->syntax, ws->syntax, a, &r->syntax, err)) != VB_OK) return st;
    if ((st = vb_attribution_draft(&r->text, ws->attribution, a, &voices, err)) != VB_OK) return st;
    if ((st = vb_entity_find(&r->text, &r->syntax, reader->knowledge, ws->entity, &voices, r->meta.date, a,
                             &r->entities, err)) != VB_OK)
        return st;
    if ((st = vb_times_find(&r->text, &r->syntax, r->meta.date, a, &r->times, err)) != VB_OK) return st;
    if ((st = vb_places_find(&r->text, &r->syntax, &r->entities, reader->knowledge, a, &r->places, err)) != VB_OK) return st;
    if ((st = vb_attribution_find(&r->text, &r->syntax, &r->entities, &r->times, ws->attribution, a, &r->statements, err)) != VB_OK)
        return st;
    if (reader->dictionary) return code_with_dictionary(reader, r, a, err);
    doc->found = r->entities;
    const struct vb_event_text of = vb_stage_event_text(reader, doc);
    if ((st = vb_events_find(&of, ws->event, a, &r->events, err)) != VB_OK) return st;
    const struct vb_issue_text with_events = {of, &r->events};
    return vb_issue_find(&with_events, ws->issue, a, &r->entities, &r->positions, &r->designations, err);
}

vb_status vb_doc_read(const vb_reader *reader, vb_workspace *ws, vb_str text, const vb_meta *meta, vb_doc **doc, vb_error *err)
{
    static const vb_meta none = { 0 };
    vb_doc              *d;
    vb_status            st;

    *doc = NULL;
    if (!(d = vb_alloc(sizeof *d))) return vb_fail_nomem(err);
    *d = (vb_doc){ 0 };
    if ((st = read_text(reader, ws, text, meta ? meta : &none, d, err)) != VB_OK) {
        vb_doc_free(d);
        return st;
    }
    *doc = d;
    return VB_OK;
}

void vb_doc_free(vb_doc *doc)
{
    if (!doc) return;
    vb_arena_free(&doc->arena);
    vb_free(doc);
}

vb_str         vb_doc_text(const vb_doc *doc)            { return doc->reading.text.bytes; }
vb_str         vb_doc_id(const vb_doc *doc)              { return doc->reading.id; }
const vb_meta *vb_doc_meta(const vb_doc *doc)            { return &doc->reading.meta; }
size_t         vb_doc_paragraph_count(const vb_doc *doc) { return doc->reading.text.n_paragraphs; }
size_t         vb_doc_entity_count(const vb_doc *doc)    { return doc->reading.entities.n; }
size_t         vb_doc_statement_count(const vb_doc *doc) { return doc->reading.statements.n; }
size_t         vb_doc_event_count(const vb_doc *doc)     { return doc->reading.events.n; }
size_t         vb_doc_position_count(const vb_doc *doc)  { return doc->reading.positions.n; }
size_t         vb_doc_designation_count(const vb_doc *doc) { return doc->reading.designations.n; }
size_t         vb_doc_time_count(const vb_doc *doc)      { return doc->reading.times.n; }
size_t         vb_doc_place_count(const vb_doc *doc)     { return doc->reading.places.n; }

const vb_paragraph *vb_doc_paragraph(const vb_doc *doc, size_t i)
{
    return i < doc->reading.text.n_paragraphs ? &doc->reading.text.paragraphs[i] : NULL;
}

const vb_entity *vb_doc_entity(const vb_doc *doc, size_t i)
{
    return i < doc->reading.entities.n ? &doc->reading.entities.at[i] : NULL;
}

const vb_statement *vb_doc_statement(const vb_doc *doc, size_t i)
{
    return i < doc->reading.statements.n ? &doc->reading.statements.at[i] : NULL;
}

const vb_event *vb_doc_event(const vb_doc *doc, size_t i)
{
    return i < doc->reading.events.n ? &doc->reading.events.at[i] : NULL;
}

const vb_position *vb_doc_position(const vb_doc *doc, size_t i)
{
    return i < doc->reading.positions.n ? &doc->reading.positions.at[i] : NULL;
}

const vb_designation *vb_doc_designation(const vb_doc *doc, size_t i)
{
    return i < doc->reading.designations.n ? &doc->reading.designations.at[i] : NULL;
}

const vb_time *vb_doc_time(const vb_doc *doc, size_t i)
{
    return i < doc->reading.times.n ? &doc->reading.times.at[i] : NULL;
}

const vb_place *vb_doc_place(const vb_doc *doc, size_t i)
{
    return i < doc->reading.places.n ? &doc->reading.places.at[i] : NULL;
}

const struct vb_reading *vb_doc_reading(const vb_doc *doc) { return &doc->reading; }

vb_status vb_doc_write_json(const vb_doc *doc, vb_write_fn write, void *ctx, vb_error *err)
{
    return vb_export_json(&doc->reading, (struct vb_out){ write, ctx }, err);
}

vb_status vb_record_add(vb_record *record, const vb_doc *doc, bool *added, vb_error *err)
{
    return vb_record_put(record, &doc->reading, added, err);
}
