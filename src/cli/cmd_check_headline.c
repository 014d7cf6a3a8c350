/*
 * verbale check-headline: whether what stands in quotation marks in a headline stands in the body, and who says it there.
 */
#include "cli.h"

#include <jansson.h>

/* The headline is the title where it is given, else the first paragraph that is one. Not given: the text has none. */
static vb_str headline_of(const struct vb_reading *r)
{
    if (r->meta.title.ptr) return r->meta.title;
    for (uint32_t i = 0; i < r->text.n_paragraphs; i++)
        if (r->text.paragraphs[i].role == VB_ROLE_HEADLINE) return vb_str_sub(r->text.bytes, r->text.paragraphs[i].span);
    return (vb_str){ 0 };
}

static json_t *name_of(const struct vb_reading *r, uint32_t entity)
{
    return entity == VB_NONE ? json_null() : vb_cli_json_string(r->entities.at[entity].name);
}

static json_t *json_of(const struct vb_reading *r, const struct vb_text *text, vb_str headline, const struct vb_headline_mark *m)
{
    vb_span     found    = m->body.end > 0 ? m->body : m->nearest;
    uint32_t    sentence = found.end > 0 ? vb_text_sentence_at(text, found.beg) : VB_NONE;
    const char *same     = vb_export_mark_speakers(m);

    return json_pack(
        "{s:s, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "unit", "codepoint", "document",
        vb_cli_json_document(r), "headline", vb_cli_json_string(headline), "words",
        vb_cli_json_string(vb_str_sub(headline, m->words)), "in_body", vb_export_mark_found(m), "body_words",
        found.end > 0 ? vb_cli_json_string(vb_str_sub(r->text.bytes, found)) : json_null(), "body_span",
        found.end > 0 ? vb_cli_json_span(r->text.bytes, found) : json_null(), "body_sentence",
        sentence != VB_NONE ? vb_cli_json_string(vb_str_sub(r->text.bytes, text->sentences[sentence].span)) : json_null(), "quoted",
        m->body.end > 0 ? json_boolean(m->quoted) : json_null(), "statement",
        m->statement == VB_NONE ? json_null() : json_sprintf("s%u", m->statement + 1), "speaker", name_of(r, m->speaker),
        "headline_speaker", name_of(r, m->headline_speaker), "same_speaker", same ? json_boolean(*same == 'y') : json_null());
}

static vb_status print(struct vb_cli_query *q, const struct vb_reading *r, const struct vb_text *text, vb_str headline,
                       const struct vb_headline_marks *marks)
{
    vb_status st = VB_OK;

    if (q->n_rows > 0 && !q->out.write(q->out.ctx, "\n", 1)) return VB_ERR_IO;
    if ((st = vb_export_print_heading(r, q->print, q->out, &q->err)) != VB_OK) return st;
    for (uint32_t i = 0; st == VB_OK && i < marks->n; i++)
        st = vb_export_print_mark(r, text, headline, &marks->at[i], q->print, q->out, &q->err);
    return st;
}

static bool visit(struct vb_cli_query *q, const struct vb_reading *r)
{
    struct vb_arena          arena    = { 0 };
    vb_str                   headline = headline_of(r);
    struct vb_headline_marks marks    = { 0 };
    struct vb_text           text;

    if (!headline.ptr) return true;
    /* A reading of a record is without sentences and tokens: rules find them again, the same. */
    if ((q->st = vb_text_split(r->text.bytes, r->meta.lang, r->meta.title, &arena, &text, &q->err)) != VB_OK) goto done;
    if ((q->st = vb_headline_check(headline, &text, &r->statements, &arena, &marks, &q->err)) != VB_OK || marks.n == 0) goto done;
    if (q->format == VB_CLI_PRINT) q->st = print(q, r, &text, headline, &marks);
    else if (q->format != VB_CLI_JSON) q->st = vb_export_tsv_marks(r, &text, headline, &marks, q->out, &q->err);
    for (uint32_t i = 0; q->st == VB_OK && i < marks.n; i++) {
        const char *same = vb_export_mark_speakers(&marks.at[i]);
        if (q->format == VB_CLI_JSON) q->st = vb_cli_write_json(&q->output, json_of(r, &text, headline, &marks.at[i]), &q->err);
        if (marks.at[i].body.end == 0 || (same && *same == 'n')) q->code = VB_EXIT_INPUTS;
    }
    q->n_rows += marks.n;
done:
    vb_arena_free(&arena);
    return q->st == VB_OK;
}

int vb_cli_check_headline(int argc, char **argv)
{
    struct vb_cli_query query = { .command = "check-headline" };

    return vb_cli_query_texts(&query, argc, argv, vb_export_tsv_marks_header, visit);
}
