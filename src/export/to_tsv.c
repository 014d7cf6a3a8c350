/*
 * Statements and events as tab-separated values, one a line: columns in docs/codebook.md, "TSV", and docs/record.md, "Events as
 * TSV".
 *
 * Spreadsheets and read.delim() split at every tab and line break, so those in a value are written \t, \r and \n, and
 * a backslash is written twice.
 */
#include "tsv.h"

#include <string.h>

static const char header[] =
    "document\tinput_id\tsource\ttitle\tdate\tstatement\ttype\tclass\tpolarity\tspeaker\tsource_words\tcue_words\t"
    "content_words\tsource_bytes\tcue_bytes\tcontent_bytes\tsource_codepoints\tcue_codepoints\t"
    "content_codepoints\tnested_in\tcontinues\tscore\tspeaker_kind\tspeaker_country\tspeaker_sector\tsaying_document\t"
    "addressee\tchannel\ttime\n";
static const char events_header[] =
    "document\tinput_id\tsource\ttitle\tdate\tevent\ttype\tmode\tcontexts\tcameo\tquad\tintensity\trealis\tasserted_by\t"
    "asserted_by_name\tevent_date\tplace\tplace_country\tactors\tactor_countries\tactor_sectors\tactor_words\tactor_bytes\t"
    "actor_codepoints\trecipients\trecipient_countries\trecipient_sectors\trecipient_words\trecipient_bytes\trecipient_codepoints\t"
    "inferred\ttrigger_words\ttrigger_bytes\ttrigger_codepoints\tevidence_words\tevidence_bytes\tevidence_codepoints\tpart_of\t"
    "score\n";
static const char times_header[] =
    "document\tinput_id\tsource\ttitle\tdate\ttime\twords\tclass\tvalue\tmod\tbasis\tbased_on\tfirst\tlast\tbytes\tcodepoints\n";
static const char marks_header[] =
    "document\tinput_id\tsource\ttitle\tdate\theadline\twords\tin_body\tbody_words\tbody_sentence\tquoted\tspeaker\t"
    "headline_speaker\tsame_speaker\tbody_bytes\tbody_codepoints\n";
static const char who_header[] = "entity\tname\tkind\tcountry\tkb\tloose\tdocument\tinput_"
                                 "id\tsource\ttitle\tdate\twhat\tvalue\tother\twords\tbytes\tcodepoints\n";

static const char ledger_header[] =
    "section\tside\trelation\tvoice\twho\tcountry\tcapacity\twhom\theading\tissue\ttype\tmode\trealis\tasserted_by\tstance\t"
    "polarity\tstrength\thedge\town_words\tdesignation\tsaying_document\tdate\tdate_basis\ttexts\torigins\tdocument\tinput_id\t"
    "source\ttitle\tpublisher\tdocument_date\trow\tevidence_words\tevidence_bytes\tevidence_codepoints\tscore\n";

static void put_escaped(struct sink *s, vb_str str)
{
    size_t plain = 0;

    for (size_t i = 0; i < str.len; i++) {
        char letter;
        switch (str.ptr[i]) {
        case '\t': letter = 't'; break;
        case '\r': letter = 'r'; break;
        case '\n': letter = 'n'; break;
        case '\\': letter = '\\'; break;
        default:   continue;
        }
        sink_bytes(s, str.ptr + plain, i - plain);
        sink_char(s, '\\');
        sink_char(s, letter);
        plain = i + 1;
    }
    sink_bytes(s, str.ptr + plain, str.len - plain);
}

void tsv_string(struct sink *s, vb_str str)
{
    for (size_t at = 0; at < str.len;) {
        bool bad;
        put_escaped(s, sink_next_valid(str, &at, &bad));
        if (bad) sink_text(s, "\xEF\xBF\xBD");
    }
}

void tsv_words(struct sink *s, vb_str text, vb_spans spans)
{
    for (uint32_t i = 0; i < spans.n; i++) {
        if (i > 0) sink_text(s, " \xE2\x80\xA6 ");
        put_escaped(s, vb_str_sub(text, spans.at[i]));
    }
}

void tsv_offsets(struct sink *s, vb_spans spans, const struct codepoints *codepoints)
{
    for (uint32_t i = 0; i < spans.n; i++) {
        vb_span at = spans.at[i];
        if (codepoints) at = (vb_span){ codepoints_at(codepoints, at.beg), codepoints_at(codepoints, at.end) };
        if (i > 0) sink_char(s, ' ');
        sink_number(s, at.beg);
        sink_char(s, '-');
        sink_number(s, at.end);
    }
}

void tsv_id(struct sink *s, char letter, uint32_t i)
{
    if (i == VB_NONE) return;
    sink_char(s, letter);
    sink_number(s, (uint64_t)i + 1);
}

void tsv_name(struct sink *s, const struct vb_reading *r, uint32_t entity)
{
    sink_char(s, '\t');
    if (entity < r->entities.n && r->entities.at) tsv_string(s, r->entities.at[entity].name);
}

void tsv_sectors(struct sink *s, const vb_entity *e)
{
    for (uint32_t i = 0; i < e->n_sectors; i++) {
        if (i > 0) sink_char(s, ' ');
        tsv_string(s, e->sectors[i]);
    }
}

/* Columns that came later stand at the end, so that those before keep their numbers. */
static void put_others(struct sink *s, const struct vb_reading *r, const vb_statement *st)
{
    const vb_entity *speaker = st->speaker != VB_NONE ? &r->entities.at[st->speaker] : NULL;

    sink_char(s, '\t');
    if (speaker) sink_text(s, vb_name_kind(speaker->kind));
    sink_char(s, '\t');
    if (speaker) tsv_string(s, speaker->country);
    sink_char(s, '\t');
    if (speaker && speaker->n_sectors > 0) tsv_string(s, speaker->sectors[0]);
    tsv_name(s, r, st->document);
    tsv_name(s, r, st->addressee);
    tsv_name(s, r, st->channel);
    sink_char(s, '\t');
    if (st->time != VB_NONE) tsv_string(s, r->times.at[st->time].value);
}

void tsv_document(struct sink *s, const struct vb_reading *r)
{
    const vb_str about[] = { r->id, r->meta.input_id, r->meta.source, r->meta.title, r->meta.date };

    for (size_t k = 0; k < sizeof about / sizeof *about; k++) {
        tsv_string(s, about[k]);
        sink_char(s, '\t');
    }
}

static void put_statement(struct sink *s, const struct vb_reading *r, uint32_t i, const struct codepoints *codepoints)
{
    const vb_statement *st      = &r->statements.at[i];
    const vb_spans      spans[] = { st->source, st->cue, st->content };

    tsv_document(s, r);
    tsv_id(s, 's', i);
    sink_char(s, '\t');
    sink_text(s, vb_name_type(st->type));
    sink_char(s, '\t');
    sink_text(s, vb_name_class(st->cls));
    sink_char(s, '\t');
    sink_text(s, vb_name_polarity(st->polarity));
    sink_char(s, '\t');
    if (st->speaker != VB_NONE) tsv_string(s, r->entities.at[st->speaker].name);
    for (size_t k = 0; k < 3; k++) {
        sink_char(s, '\t');
        tsv_words(s, r->text.bytes, spans[k]);
    }
    for (size_t k = 0; k < 6; k++) {
        sink_char(s, '\t');
        tsv_offsets(s, spans[k % 3], k < 3 ? NULL : codepoints);
    }
    sink_char(s, '\t');
    tsv_id(s, 's', st->nested_in);
    sink_char(s, '\t');
    tsv_id(s, 's', st->continues);
    sink_char(s, '\t');
    sink_score(s, st->score);
    put_others(s, r, st);
    sink_char(s, '\n');
}

vb_status tsv_header(const char *line, struct vb_out out, vb_error *err)
{
    struct sink s;

    sink_start(&s, out);
    sink_text(&s, line);
    return sink_end(&s, err);
}

vb_status tsv_rows(const struct vb_reading *r, uint32_t n, tsv_row_fn put, struct vb_out out, vb_error *err)
{
    struct sink       s;
    struct codepoints codepoints;
    vb_status         st;

    if (n == 0) return VB_OK;
    if (!codepoints_open(&codepoints, r->text.bytes)) return vb_fail_nomem(err);
    sink_start(&s, out);
    for (uint32_t i = 0; i < n; i++) put(&s, r, i, &codepoints);
    st = sink_end(&s, err);
    codepoints_close(&codepoints);
    return st;
}

vb_status vb_export_tsv_header(struct vb_out out, vb_error *err) { return tsv_header(header, out, err); }
vb_status vb_export_tsv_events_header(struct vb_out out, vb_error *err) { return tsv_header(events_header, out, err); }
vb_status vb_export_tsv_times_header(struct vb_out out, vb_error *err) { return tsv_header(times_header, out, err); }
vb_status vb_export_tsv_marks_header(struct vb_out out, vb_error *err) { return tsv_header(marks_header, out, err); }
vb_status vb_export_tsv_who_header(struct vb_out out, vb_error *err) { return tsv_header(who_header, out, err); }
vb_status vb_export_tsv_ledger_header(struct vb_out out, vb_error *err) { return tsv_header(ledger_header, out, err); }

/* ---- what a row's cluster adds to its line ------------------------------------------------------------------------------- */

static bool put_with_more(void *ctx, const char *bytes, size_t n)
{
    struct vb_tsv_more *more = ctx;
    size_t              from = 0;

    /* Line feeds are ends of lines alone: those in values are escaped. */
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] != '\n') continue;
        if (!more->out.write(more->out.ctx, bytes + from, i - from)) return false;
        if (!more->out.write(more->out.ctx, more->columns.at, more->columns.n)) return false;
        from = i;
    }
    return more->out.write(more->out.ctx, bytes + from, n - from);
}

static bool keep(void *ctx, const char *bytes, size_t n)
{
    struct vb_tsv_more *more = ctx;

    if (!vb_list_reserve((void **)&more->columns.at, &more->columns.room, more->columns.n + n, 1)) return false;
    memcpy(more->columns.at + more->columns.n, bytes, n);
    more->columns.n += n;
    return true;
}

vb_status vb_tsv_more(struct vb_tsv_more *more, const struct vb_cluster *cluster, struct vb_out to, struct vb_out *out,
                      vb_error *err)
{
    struct sink s;

    more->out       = to;
    more->columns.n = 0;
    *out            = (struct vb_out){ put_with_more, more };
    sink_start(&s, (struct vb_out){ keep, more });
    if (!cluster) {
        sink_text(&s, "\ttexts\torigins\twordings");
    } else {
        sink_char(&s, '\t');
        sink_number(&s, cluster->n_texts);
        sink_char(&s, '\t');
        sink_number(&s, cluster->n_origins);
        sink_char(&s, '\t');
        for (uint32_t i = 0; i < cluster->n_wordings; i++) {
            if (i > 0) sink_text(&s, " | ");
            tsv_string(&s, cluster->wordings[i].words);
        }
    }
    return sink_end(&s, NULL) == VB_OK ? VB_OK : vb_fail_nomem(err);
}

void vb_tsv_more_free(struct vb_tsv_more *more)
{
    vb_free(more->columns.at);
    *more = (struct vb_tsv_more){ 0 };
}

vb_status vb_export_tsv(const struct vb_reading *reading, struct vb_out out, vb_error *err)
{
    return tsv_rows(reading, reading->statements.n, put_statement, out, err);
}

/* ---- events --------------------------------------------------------------------------------------------------------------- */

/* Six columns of the participants of one part, in each of which they stand in the same order. */
static void put_participants(struct sink *s, const struct vb_reading *r, const vb_participant *at, uint32_t n,
                             const struct codepoints *codepoints)
{
    enum { NAME, COUNTRY, SECTORS, WORDS, BYTES, CODEPOINTS, N_COLUMNS };

    for (int column = 0; column < N_COLUMNS; column++) {
        sink_char(s, '\t');
        for (uint32_t i = 0; i < n; i++) {
            const vb_entity *e     = &r->entities.at[at[i].entity];
            vb_spans         words = { &at[i].span, at[i].span.beg < at[i].span.end };
            if (i > 0) sink_text(s, "; ");
            switch (column) {
            case NAME:    tsv_string(s, e->name); break;
            case COUNTRY: tsv_string(s, e->country); break;
            case WORDS:   tsv_words(s, r->text.bytes, words); break;
            case SECTORS: tsv_sectors(s, e); break;
            default:      tsv_offsets(s, words, column == CODEPOINTS ? codepoints : NULL);
            }
        }
    }
}

static void put_inferred(struct sink *s, const struct vb_reading *r, const vb_event *e)
{
    bool any = false;

    for (uint32_t i = 0; i < e->n_actors + e->n_recipients; i++) {
        const vb_participant *p = i < e->n_actors ? &e->actors[i] : &e->recipients[i - e->n_actors];
        if (!p->inferred) continue;
        if (any) sink_text(s, "; ");
        tsv_string(s, r->entities.at[p->entity].name);
        any = true;
    }
}

static void put_event(struct sink *s, const struct vb_reading *r, uint32_t i, const struct codepoints *codepoints)
{
    const vb_event *e       = &r->events.at[i];
    const vb_spans  spans[] = { { &e->trigger, 1 }, e->evidence };

    tsv_document(s, r);
    tsv_id(s, 'v', i);
    sink_char(s, '\t');
    sink_text(s, vb_name_event_type(e->type));
    sink_char(s, '\t');
    tsv_string(s, e->mode);
    sink_char(s, '\t');
    for (uint32_t k = 0; k < e->n_contexts; k++) {
        if (k > 0) sink_text(s, "; ");
        tsv_string(s, e->contexts[k]);
    }
    sink_char(s, '\t');
    tsv_string(s, e->cameo);
    sink_char(s, '\t');
    sink_number(s, vb_event_quad(e->type));
    sink_char(s, '\t');
    sink_tenths(s, vb_event_intensity_tenths(e->type));
    sink_char(s, '\t');
    sink_text(s, vb_name_realis(e->realis));
    sink_char(s, '\t');
    if (e->asserted_by == VB_NONE) sink_text(s, "article");
    tsv_id(s, 's', e->asserted_by);
    tsv_name(s, r, e->asserted_by < r->statements.n ? r->statements.at[e->asserted_by].speaker : VB_NONE);
    sink_char(s, '\t');
    tsv_string(s, e->date);
    sink_char(s, '\t');
    if (e->place != VB_NONE) tsv_string(s, r->places.at[e->place].name);
    sink_char(s, '\t');
    if (e->place != VB_NONE) tsv_string(s, r->places.at[e->place].country);
    put_participants(s, r, e->actors, e->n_actors, codepoints);
    put_participants(s, r, e->recipients, e->n_recipients, codepoints);
    sink_char(s, '\t');
    put_inferred(s, r, e);
    for (size_t k = 0; k < 2; k++) {
        sink_char(s, '\t');
        tsv_words(s, r->text.bytes, spans[k]);
        sink_char(s, '\t');
        tsv_offsets(s, spans[k], NULL);
        sink_char(s, '\t');
        tsv_offsets(s, spans[k], codepoints);
    }
    sink_char(s, '\t');
    tsv_id(s, 'v', e->part_of);
    sink_char(s, '\t');
    sink_score(s, e->score);
    sink_char(s, '\n');
}

vb_status vb_export_tsv_events(const struct vb_reading *reading, struct vb_out out, vb_error *err)
{
    return tsv_rows(reading, reading->events.n, put_event, out, err);
}

/* ---- times --------------------------------------------------------------------------------------------------------------- */

static void put_time(struct sink *s, const struct vb_reading *r, uint32_t i, const struct codepoints *codepoints)
{
    const vb_time *t     = &r->times.at[i];
    const vb_spans words = { &t->span, 1 };
    struct vb_days days  = { "", "" };

    tsv_document(s, r);
    tsv_id(s, 't', i);
    sink_char(s, '\t');
    tsv_words(s, r->text.bytes, words);
    sink_char(s, '\t');
    sink_text(s, vb_name_time_class(t->cls));
    sink_char(s, '\t');
    tsv_string(s, t->value);
    sink_char(s, '\t');
    if (t->mod != VB_MOD_NONE) sink_text(s, vb_name_time_mod(t->mod));
    sink_char(s, '\t');
    sink_text(s, vb_name_time_basis(t->basis));
    sink_char(s, '\t');
    tsv_id(s, 't', t->based_on);
    sink_char(s, '\t');
    if (vb_record_days(t, &days)) sink_text(s, days.first);
    sink_char(s, '\t');
    sink_text(s, days.last);
    sink_char(s, '\t');
    tsv_offsets(s, words, NULL);
    sink_char(s, '\t');
    tsv_offsets(s, words, codepoints);
    sink_char(s, '\n');
}

vb_status vb_export_tsv_times(const struct vb_reading *reading, struct vb_out out, vb_error *err)
{
    return tsv_rows(reading, reading->times.n, put_time, out, err);
}

/* ---- words in marks of a headline ------------------------------------------------------------------------------------------- */

const char *vb_export_mark_found(const struct vb_headline_mark *mark)
{
    return mark->body.end > 0 ? "verbatim" : mark->nearest.end > 0 ? "part" : "no";
}

const char *vb_export_mark_speakers(const struct vb_headline_mark *mark)
{
    if (mark->body.end == 0 || mark->speaker == VB_NONE || mark->headline_speaker == VB_NONE) return NULL;
    return mark->speaker == mark->headline_speaker ? "yes" : "no";
}

static void put_mark(struct sink *s, const struct vb_reading *r, const struct vb_text *text, vb_str headline,
                     const struct vb_headline_mark *m, const struct codepoints *codepoints)
{
    vb_span     found    = m->body.end > 0 ? m->body : m->nearest;
    vb_spans    words    = { &found, found.end > 0 };
    uint32_t    sentence = found.end > 0 ? vb_text_sentence_at(text, found.beg) : VB_NONE;
    const char *same     = vb_export_mark_speakers(m);

    tsv_document(s, r);
    tsv_string(s, headline);
    sink_char(s, '\t');
    tsv_string(s, vb_str_sub(headline, m->words));
    sink_char(s, '\t');
    sink_text(s, vb_export_mark_found(m));
    sink_char(s, '\t');
    tsv_words(s, r->text.bytes, words);
    sink_char(s, '\t');
    if (sentence != VB_NONE) put_escaped(s, vb_str_sub(r->text.bytes, text->sentences[sentence].span));
    sink_char(s, '\t');
    if (m->body.end > 0) sink_text(s, m->quoted ? "yes" : "no");
    tsv_name(s, r, m->speaker);
    tsv_name(s, r, m->headline_speaker);
    sink_char(s, '\t');
    if (same) sink_text(s, same);
    sink_char(s, '\t');
    tsv_offsets(s, words, NULL);
    sink_char(s, '\t');
    tsv_offsets(s, words, codepoints);
    sink_char(s, '\n');
}

vb_status vb_export_tsv_marks(const struct vb_reading *reading, const struct vb_text *text, vb_str headline,
                              const struct vb_headline_marks *marks, struct vb_out out, vb_error *err)
{
    struct sink       s;
    struct codepoints codepoints;
    vb_status         st;

    if (!codepoints_open(&codepoints, reading->text.bytes)) return vb_fail_nomem(err);
    sink_start(&s, out);
    for (uint32_t i = 0; i < marks->n; i++) put_mark(&s, reading, text, headline, &marks->at[i], &codepoints);
    st = sink_end(&s, err);
    codepoints_close(&codepoints);
    return st;
}

/* ---- one entity over all texts --------------------------------------------------------------------------------------------- */

enum vb_part vb_export_part(const struct vb_reading *reading, const vb_statement *s, uint32_t entity)
{
    if (s->speaker == entity || s->document == entity) return VB_PART_BY;
    if (s->addressee == entity || s->channel == entity) return VB_PART_TO;
    return vb_record_is_about(reading, s, entity) ? VB_PART_ABOUT : VB_PART_NONE;
}

const char *vb_export_part_name(enum vb_part part)
{
    static const char *const names[] = { "by", "to", "about", "" };
    return names[part];
}

struct who_line {                  /* what all lines of a text have in common */
    struct sink              *sink;
    const struct vb_who      *who;
    const struct vb_reading  *reading;
    const struct codepoints  *codepoints;
    uint32_t                  number;
};

static void put_who(const struct who_line *l, const char *what, vb_str value, vb_str other, vb_spans spans)
{
    const vb_meta *m = &l->reading->meta;
    const vb_str about[] = {l->who->name,
                            vb_str_of(vb_name_kind(l->who->kind)),
                            l->who->country,
                            l->who->kb,
                            l->who->loose ? VB_STR("loose") : VB_STR(""),
                            l->reading->id,
                            m->input_id,
                            m->source,
                            m->title,
                            m->date};
    struct sink   *s = l->sink;

    sink_number(s, l->number);
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
        sink_char(s, '\t');
        tsv_string(s, about[i]);
    }
    sink_char(s, '\t');
    sink_text(s, what);
    sink_char(s, '\t');
    tsv_string(s, value);
    sink_char(s, '\t');
    tsv_string(s, other);
    sink_char(s, '\t');
    tsv_words(s, l->reading->text.bytes, spans);
    sink_char(s, '\t');
    tsv_offsets(s, spans, NULL);
    sink_char(s, '\t');
    tsv_offsets(s, spans, l->codepoints);
    sink_char(s, '\n');
}

static vb_str name_of(const struct vb_reading *r, uint32_t entity)
{
    return entity < r->entities.n ? r->entities.at[entity].name : (vb_str){ 0 };
}

static void put_who_statement(const struct who_line *l, uint32_t i, uint32_t entity)
{
    const vb_statement *st   = &l->reading->statements.at[i];
    enum vb_part        part = vb_export_part(l->reading, st, entity);
    char                id[16] = "s";
    size_t              n = 1;

    if (part == VB_PART_NONE) return;
    for (uint32_t k = 1000000000; k > 0; k /= 10)
        if (i + 1 >= k) id[n++] = (char)('0' + (i + 1) / k % 10);
    put_who(l, vb_export_part_name(part), (vb_str){ id, n }, name_of(l->reading, part == VB_PART_BY ? st->addressee : st->speaker),
            st->content);
}

vb_status vb_export_tsv_who(const struct vb_who *who, uint32_t number, const struct vb_reading *reading, uint32_t entity,
                            struct vb_out out, vb_error *err)
{
    const vb_entity  *e = &reading->entities.at[entity];
    struct sink       s;
    struct codepoints codepoints;
    struct who_line   line = { &s, who, reading, &codepoints, number };
    vb_status         st;

    if (!codepoints_open(&codepoints, reading->text.bytes)) return vb_fail_nomem(err);
    sink_start(&s, out);
    for (uint32_t i = 0; i < e->n_offices; i++) {
        vb_span  words;
        vb_spans spans = { &words, vb_record_office_words(reading, e, &e->offices[i], &words) ? 1 : 0 };
        put_who(&line, "office", e->offices[i].title, name_of(reading, e->offices[i].body), spans);
    }
    for (uint32_t i = 0; i < e->n_mentions; i++)
        put_who(&line, "mention", vb_str_of(vb_name_form(e->mentions[i].form)), (vb_str){0}, (vb_spans){&e->mentions[i].span, 1});
    for (uint32_t i = 0; i < reading->statements.n; i++) put_who_statement(&line, i, entity);
    st = sink_end(&s, err);
    codepoints_close(&codepoints);
    return st;
}

/* ---- two sides ------------------------------------------------------------------------------------------------------------- */

static vb_str side_of(const struct vb_ledger_line *line, const vb_str sides[2])
{
    return line->side == VB_LEDGER_BOTH ? VB_STR("both") : sides[line->side];
}

static void put_ledger_line(struct sink *s, const struct vb_ledger_line *l, const vb_str sides[2])
{
    const bool   event = l->what == VB_LEDGER_EVENT, position = l->what == VB_LEDGER_POSITION;
    const vb_str none = { 0 };
    const vb_str before[] = { vb_str_of(vb_name_ledger_section(l->section)), side_of(l, sides), vb_str_of(l->relation),
                              vb_str_of(vb_name_voice(l->voice)), l->who, l->country, l->capacity, l->whom, l->heading, l->issue,
                              event ? vb_str_of(vb_name_event_type(l->type)) : none, l->mode,
                              event ? vb_str_of(vb_name_realis(l->realis)) : none, l->asserted_by,
                              position ? vb_str_of(vb_name_stance(l->stance)) : none,
                              position ? vb_str_of(vb_name_polarity(l->polarity)) : none, l->strength, l->hedge,
                              !position ? none : l->own_words ? VB_STR("1") : VB_STR("0"), l->words, l->saying_document, l->date,
                              l->date.len == 0 ? none : l->dated ? VB_STR("text") : VB_STR("document") };
    const vb_str after[] = { l->document, l->input_id, l->source, l->title, l->publisher, l->document_date };

    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        tsv_string(s, before[i]);
        sink_char(s, '\t');
    }
    sink_number(s, l->n_texts);
    sink_char(s, '\t');
    sink_number(s, l->n_origins);
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        sink_char(s, '\t');
        tsv_string(s, after[i]);
    }
    sink_char(s, '\t');
    if (event) sink_char(s, 'v');
    sink_number(s, l->n);
    sink_char(s, '\t');
    tsv_string(s, l->evidence);
    sink_char(s, '\t');
    tsv_offsets(s, (vb_spans){ &l->span, 1 }, NULL);
    sink_char(s, '\t');
    tsv_offsets(s, (vb_spans){ &l->codepoints, 1 }, NULL);
    sink_char(s, '\t');
    sink_score(s, l->score);
    sink_char(s, '\n');
}

vb_status vb_export_tsv_ledger(const struct vb_ledger *ledger, const vb_str sides[2], struct vb_out out, vb_error *err)
{
    enum { BEFORE_TEXTS = 22, AFTER_TEXTS = 12 };  /* tabs of a line of which only side and texts are known */
    struct sink s;

    sink_start(&s, out);
    for (size_t i = 0; i < ledger->n; i++) put_ledger_line(&s, &ledger->lines[i], sides);
    for (int side = 0; side < 2 && ledger->n_texts > 0; side++) {
        if (ledger->n_held[side] > 0) continue;
        sink_text(&s, "silent\t");
        tsv_string(&s, sides[side]);
        for (int k = 0; k < BEFORE_TEXTS; k++) sink_char(&s, '\t');
        sink_number(&s, ledger->n_texts);
        for (int k = 0; k < AFTER_TEXTS; k++) sink_char(&s, '\t');
        sink_char(&s, '\n');
    }
    return sink_end(&s, err);
}
