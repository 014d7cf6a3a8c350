/*
 * Why the rows at a place are as they are, in words: what each layer says about one byte.
 *
 * A page for a person and not a format: nobody should parse it. Offsets are bytes, as in the record.
 */
#include "handles.h"

#include <inttypes.h>
#include <stdio.h>

enum { SHOWN_MAX = 160 };                          /* code points of the text that one line shows */

/* What a page is written through; after a failed write the rest is silent and explain() reports it once. */
struct page { struct vb_out out; bool failed; };

static void put(struct page *p, const char *bytes, size_t n)
{
    if (!p->failed && n && !p->out.write(p->out.ctx, bytes, n)) p->failed = true;
}

static void putf(struct page *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void putf(struct page *p, const char *fmt, ...)
{
    char    line[512];
    va_list args;
    int     n;

    va_start(args, fmt);
    n = vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    if (n < 0) return;
    put(p, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

/* Words of the text on one line, cut when long. Control characters could drive a terminal, so none goes out. */
static void put_words(struct page *p, vb_str words)
{
    unsigned len;
    size_t   shown = 0;

    for (size_t at = 0; at < words.len; at += len) {
        uint32_t cp = vb_utf8_at(words, at, &len);
        if (shown++ == SHOWN_MAX) {
            put(p, " …", sizeof " …" - 1);
            return;
        }
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || vb_cp_is_space(cp)) put(p, " ", 1);
        else put(p, words.ptr + at, len);
    }
}

static void put_span(struct page *p, const struct vb_text *text, vb_span span)
{
    putf(p, "%" PRIu32 "..%" PRIu32 "  ", span.beg, span.end);
    put_words(p, vb_str_sub(text->bytes, span));
    put(p, "\n", 1);
}

static bool covers(vb_span span, uint32_t byte) { return span.beg <= byte && byte < span.end; }

static bool any_covers(vb_spans spans, uint32_t byte)
{
    for (uint32_t i = 0; i < spans.n; i++)
        if (covers(spans.at[i], byte)) return true;
    return false;
}

static void put_place(struct page *p, const struct vb_text *text, uint32_t byte)
{
    uint32_t paragraph = vb_text_paragraph_at(text, byte), sentence;
    unsigned len;

    vb_utf8_at(text->bytes, byte, &len);
    putf(p, "byte %" PRIu32 ", code point %zu: '", byte, vb_utf8_count((vb_str){ text->bytes.ptr, byte }));
    put_words(p, (vb_str){ text->bytes.ptr + byte, len });
    put(p, "'\n", 2);
    putf(p, "language    %.*s%s\n", (int)text->lang.len, text->lang.ptr,
         vb_text_is_english(text) ? "" : ": not English, so no statements are read");
    if (paragraph == VB_NONE) {
        putf(p, "paragraph   none: this place is between paragraphs\n");
        return;
    }
    putf(p, "paragraph   %" PRIu32 " of %" PRIu32 ", %s, %" PRIu32 "..%" PRIu32 "\n", paragraph + 1, text->n_paragraphs,
         vb_name_role(text->paragraphs[paragraph].role), text->paragraphs[paragraph].span.beg,
         text->paragraphs[paragraph].span.end);

    if ((sentence = vb_text_sentence_at(text, byte)) == VB_NONE) {
        putf(p, "sentence    none\n");
        return;
    }
    putf(p, "sentence    %" PRIu32 " of %" PRIu32 ", ", sentence + 1, text->n_sentences);
    put_span(p, text, text->sentences[sentence].span);
    putf(p, "tokens      ");
    for (uint32_t i = 0; i < text->sentences[sentence].n_tokens; i++) {
        vb_span token = text->tokens[text->sentences[sentence].first_token + i].span;
        bool    here  = covers(token, byte);
        if (i) put(p, " ", 1);
        if (here) put(p, "[", 1);
        put_words(p, vb_str_sub(text->bytes, token));
        if (here) put(p, "]", 1);
    }
    put(p, "\n", 1);
}

static void put_quotes(struct page *p, const struct vb_text *text, uint32_t byte)
{
    bool any = false;

    for (uint32_t i = 0; i < text->n_quotes && text->quotes[i].span.beg <= byte; i++) {
        const struct vb_quote *q = &text->quotes[i];
        if (!covers(q->span, byte)) continue;
        any = true;
        putf(p, "quotation   %" PRIu32 ", %s marks, %s", i + 1, q->kind == VB_QUOTE_DOUBLE ? "double" : "single",
             q->closed ? "closed" : "never closed");
        if (q->parent != VB_NONE) putf(p, ", inside %" PRIu32, q->parent + 1);
        if (q->continues != VB_NONE) putf(p, ", continues %" PRIu32 " of the paragraph before", q->continues + 1);
        putf(p, ", ");
        put_span(p, text, q->span);
    }
    if (!any) putf(p, "quotation   none\n");
}

static void put_part(struct page *p, const struct vb_text *text, const char *name, vb_spans spans, uint32_t byte)
{
    if (!spans.n) putf(p, "    %-8s none\n", name);
    for (uint32_t i = 0; i < spans.n; i++) {
        putf(p, "  %c %-8s ", covers(spans.at[i], byte) ? '>' : ' ', name);
        put_span(p, text, spans.at[i]);
    }
}

/* "Mara Lind, person, SWE, GOV LEG, holders/europe.tsv:41, score 0.970" */
static void put_entity(struct page *p, const vb_entity *e)
{
    put_words(p, e->name);
    putf(p, ", %s", vb_name_kind(e->kind));
    if (e->country.len) putf(p, ", %.*s", (int)e->country.len, e->country.ptr);
    for (uint32_t i = 0; i < e->n_sectors; i++) putf(p, "%s%.*s", i ? " " : ", ", (int)e->sectors[i].len, e->sectors[i].ptr);
    if (e->kb.len) putf(p, ", %.*s", (int)e->kb.len, e->kb.ptr);
    putf(p, ", score %.3f\n", (double)e->score);
}

static void put_entity_row(struct page *p, const struct vb_reading *r, uint32_t i, uint32_t byte)
{
    const vb_entity *e   = &r->entities.at[i];
    bool             any = false;

    for (uint32_t k = 0; k < e->n_mentions; k++) {
        if (!covers(e->mentions[k].span, byte)) continue;
        if (!any) putf(p, "entity      e%" PRIu32 ", ", i + 1);
        if (!any) put_entity(p, e);
        any = true;
        putf(p, "  > %-8s ", vb_name_form(e->mentions[k].form));
        put_span(p, &r->text, e->mentions[k].span);
    }
    for (uint32_t k = 0; any && k < e->n_offices; k++) {
        vb_span words;
        putf(p, "    office   ");
        put_words(p, e->offices[k].title);
        if (e->offices[k].body < r->entities.n) {
            putf(p, ", of e%" PRIu32 " ", e->offices[k].body + 1);
            put_words(p, r->entities.at[e->offices[k].body].name);
        }
        if (vb_record_office_words(r, e, &e->offices[k], &words)) {
            putf(p, ", by ");
            put_span(p, &r->text, words);
        } else {
            putf(p, ", by the tables\n");
        }
    }
}

static void put_time(struct page *p, const struct vb_reading *r, uint32_t i)
{
    const vb_time *t   = &r->times.at[i];
    const char    *mod = vb_name_time_mod(t->mod);

    putf(p, "time        t%" PRIu32 ", %s, %.*s%s%s, by the %s", i + 1, vb_name_time_class(t->cls), (int)t->value.len, t->value.ptr,
         mod ? ", " : "", mod ? mod : "", vb_name_time_basis(t->basis));
    if (t->based_on != VB_NONE) putf(p, " t%" PRIu32, t->based_on + 1);
    putf(p, ", ");
    put_span(p, &r->text, t->span);
}

static void put_other(struct page *p, const struct vb_reading *r, const char *name, uint32_t entity)
{
    if (entity >= r->entities.n) return;
    putf(p, "    %-8s e%" PRIu32 ", ", name, entity + 1);
    put_entity(p, &r->entities.at[entity]);
}

static void put_statement(struct page *p, const struct vb_reading *r, uint32_t i, uint32_t byte)
{
    const vb_statement *s = &r->statements.at[i];

    putf(p, "statement   s%" PRIu32 ", %s, %s, %s, score %.3f", i + 1, vb_name_type(s->type), vb_name_class(s->cls),
         vb_name_polarity(s->polarity), (double)s->score);
    if (s->nested_in != VB_NONE) putf(p, ", nested in s%" PRIu32, s->nested_in + 1);
    if (s->continues != VB_NONE) putf(p, ", continues s%" PRIu32, s->continues + 1);
    put(p, "\n", 1);
    put_part(p, &r->text, "content", s->content, byte);
    put_part(p, &r->text, "cue", s->cue, byte);
    put_part(p, &r->text, "source", s->source, byte);
    if (s->speaker == VB_NONE) putf(p, "    speaker  none: the text does not say\n");
    put_other(p, r, "speaker", s->speaker);
    put_other(p, r, "document", s->document);
    put_other(p, r, "to", s->addressee);
    put_other(p, r, "through", s->channel);
    if (s->time < r->times.n) {
        putf(p, "    time     t%" PRIu32 ", %.*s, ", s->time + 1, (int)r->times.at[s->time].value.len,
             r->times.at[s->time].value.ptr);
        put_span(p, &r->text, r->times.at[s->time].span);
    }
}

static void put_line(void *ctx, const char *line)
{
    putf(ctx, "%s\n", line);
}

/* Which row of a dictionary gave the events at a byte. They are coded anew, over the entities of the reading. */
static vb_status explain_dictionary(const vb_reader *reader, const struct vb_reading *r, uint32_t byte, struct page *p,
                                    struct vb_arena *scratch, vb_error *err)
{
    struct vb_dictionary_reading coded;
    bool                         any = false;
    vb_status st = vb_dictionary_code(reader->dictionary, &r->text, &r->syntax, &r->entities, r->meta.date, scratch, &coded, err);

    for (uint32_t i = 0; st == VB_OK && i < coded.n_events; i++) {
        const vb_event *e = &coded.events[i];
        if (!covers(e->trigger, byte)) continue;
        any = true;
        putf(p, "event       v%" PRIu32 ", %.*s, by the dictionary: %.*s\n", i + 1, (int)e->cameo.len, e->cameo.ptr,
             (int)coded.rules[i].len, coded.rules[i].ptr);
    }
    if (st == VB_OK && !any) putf(p, "event       the dictionary codes none with this word\n");
    return st;
}

vb_status vb_doc_explain(const vb_reader *reader, vb_workspace *ws, const vb_doc *doc, uint32_t byte, struct vb_out out,
                         vb_error *err)
{
    const struct vb_reading *r    = &doc->reading;
    const struct vb_text    *text = &r->text;
    struct page              page = { .out = out };
    bool                     any  = false;

    struct vb_arena  scratch = { 0 };
    struct vb_voices voices;
    vb_status       st;
    if (byte >= text->bytes.len)
        return vb_fail_at(err, VB_ERR_LIMIT, byte, "byte %" PRIu32 ": past the end of the text, which has %zu bytes", byte,
                          text->bytes.len);
    while (byte > 0 && ((unsigned char)text->bytes.ptr[byte] & 0xC0) == 0x80) byte--;

    put_place(&page, text, byte);
    put_quotes(&page, text, byte);
    for (uint32_t i = 0; i < r->entities.n; i++) put_entity_row(&page, r, i, byte);
    for (uint32_t i = 0; i < r->times.n; i++)
        if (covers(r->times.at[i].span, byte)) put_time(&page, r, i);
    for (uint32_t i = 0; i < r->places.n; i++) {
        if (!covers(r->places.at[i].span, byte)) continue;
        putf(&page, "place       p%" PRIu32 ", ", i + 1);
        put_words(&page, r->places.at[i].name);
        putf(&page, ", %.*s, ", r->places.at[i].country.len ? (int)r->places.at[i].country.len : 10,
             r->places.at[i].country.len ? r->places.at[i].country.ptr : "no country");
        put_span(&page, text, r->places.at[i].span);
    }
    for (uint32_t i = 0; i < r->statements.n; i++) {
        const vb_statement *s = &r->statements.at[i];
        if (!any_covers(s->content, byte) && !any_covers(s->cue, byte) && !any_covers(s->source, byte)) continue;
        any = true;
        put_statement(&page, r, i, byte);
    }
    if (!any) putf(&page, "statement   none covers this place\n");
    if (vb_text_is_english(text)) {
        if ((st = vb_stage_encode(reader, ws, text, &scratch, err)) == VB_OK)
            st = vb_attribution_explain(text, ws->attribution, byte, put_line, &page, err);
        if (st == VB_OK)
            st = vb_attribution_draft(text, ws->attribution, &scratch, &voices, err);
        if (st == VB_OK)
            st = vb_entity_explain(text, &r->syntax, reader->knowledge, ws->entity, &voices, r->meta.date, byte,
                                   put_line, &page, err);
        const struct vb_event_text of = vb_stage_event_text(reader, doc);
        const struct vb_issue_text with_events = {of, &r->events};
        if (st == VB_OK && reader->dictionary) st = explain_dictionary(reader, r, byte, &page, &scratch, err);
        else if (st == VB_OK && (st = vb_events_explain(&of, ws->event, byte, put_line, &page, err)) == VB_OK)
            st = vb_issue_explain(&with_events, ws->issue, byte, put_line, &page, err);
        vb_arena_free(&scratch);
        if (st != VB_OK) return st;
    }
    return page.failed ? vb_fail(err, VB_ERR_IO, "the output was not written") : VB_OK;
}
