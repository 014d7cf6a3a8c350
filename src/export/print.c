/*
 * A reading for a person at a terminal.
 *
 * First who is in the text, its times and places, a line each; then each statement as a paragraph: who, by which cue, of which
 * type, to whom; the words; where they stand. A text can hold escape sequences that would move the cursor or recolour what follows,
 * so control characters are never passed on.
 */
#include "sink.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { STEP = 4, MIN_COLUMNS = 24, MAX_DEPTH = 6 };

static const char dot[] = " \xC2\xB7 ", ellipsis[] = " \xE2\x80\xA6 ", dash[] = "\xE2\x80\x94", replacement[] = "\xEF\xBF\xBD";

enum style { PLAIN, STRONG, FAINT, NOTE };

struct printer {
    struct sink              sink;
    struct vb_print_options  options;
    const struct vb_reading *reading;
    uint32_t                 indent;               /* where wrapped lines start */
    uint32_t                 column;
    bool                     fresh;                /* nothing on this line yet but its indent */
    bool                     space;                /* a blank is due before the next word */
    const char              *open, *close;         /* of flow_marked(): marks that the next and the last word still want */
};

/* ---- flowing words into lines ----------------------------------------------------------------------------------- */

/* Columns of a terminal that a code point takes: enough to wrap by, and no table to keep up to date. */
static unsigned columns(uint32_t cp)
{
    static const struct { uint32_t first, last; } wide[] = {
        { 0x1100, 0x115F }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
        { 0xFF00, 0xFF60 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
    };

    if (cp < 0x300) return 1;
    if (cp < 0x370 || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0xFE00 && cp <= 0xFE0F)) return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (cp >= wide[i].first && cp <= wide[i].last) return 2;
    return 1;
}

static void set_style(struct printer *p, enum style style)
{
    static const char *const codes[] = { "\033[0m", "\033[1m", "\033[2m", "\033[33m" };
    if (p->options.colour) sink_text(&p->sink, codes[style]);
}

static void start_line(struct printer *p, uint32_t indent)
{
    for (uint32_t i = 0; i < indent; i++) sink_char(&p->sink, ' ');
    p->column = indent;
    p->fresh  = true;
    p->space  = false;
}

static void end_line(struct printer *p) { sink_char(&p->sink, '\n'); }

/* Put one word, on the next line where it does not fit. */
static void flow_word(struct printer *p, vb_str word, uint32_t width)
{
    uint32_t right = p->options.width < p->indent + MIN_COLUMNS ? p->indent + MIN_COLUMNS : p->options.width;

    if (p->open) width++;
    if (p->options.width > 0 && !p->fresh && p->space && p->column + 1 + width > right) {
        end_line(p);
        start_line(p, p->indent);
    }
    if (p->space && !p->fresh) {
        sink_char(&p->sink, ' ');
        p->column++;
    }
    if (p->open) sink_text(&p->sink, p->open);
    p->open = NULL;
    for (size_t at = 0, beg = 0; at < word.len;) {
        unsigned n;
        uint32_t cp = vb_utf8_at(word, at, &n);
        at += n;
        if (cp >= 0x20 && !(cp >= 0x7F && cp < 0xA0)) {
            if (at == word.len) sink_bytes(&p->sink, word.ptr + beg, at - beg);
            continue;
        }
        sink_bytes(&p->sink, word.ptr + beg, at - n - beg);
        sink_text(&p->sink, replacement);
        beg = at;
    }
    p->column += width;
    p->fresh = p->space = false;
}

/* Text with its white space, line breaks included, as single blanks. */
static void flow_valid(struct printer *p, vb_str text)
{
    size_t beg   = 0;
    uint32_t width = 0;

    for (size_t at = 0; at <= text.len;) {
        unsigned n  = 0;
        uint32_t cp = vb_utf8_at(text, at, &n);
        if (at == text.len || vb_cp_is_space(cp)) {
            bool last = at == text.len && at > beg && p->close;
            if (at > beg) flow_word(p, (vb_str){ text.ptr + beg, at - beg }, width + last);
            if (last) {
                sink_text(&p->sink, p->close);
                p->close = NULL;
            }
            if (at == text.len) return;
            p->space = true;
            beg      = at + n;
            width    = 0;
        } else {
            width += columns(cp);
        }
        at += n;
    }
}

static void flow(struct printer *p, vb_str text)
{
    for (size_t at = 0; at < text.len;) {
        bool bad;
        flow_valid(p, sink_next_valid(text, &at, &bad));
        if (bad) flow_valid(p, VB_STR("\xEF\xBF\xBD"));
    }
}

static void flow_text(struct printer *p, const char *text) { flow(p, vb_str_of(text)); }

/* Text between marks of one column each, which stay with its first and last word. */
static void flow_marked(struct printer *p, const char *open, vb_str text, const char *close)
{
    p->open  = open;
    p->close = close;
    flow(p, text);
    p->open = p->close = NULL;
}

static void flow_number(struct printer *p, uint32_t n)
{
    char digits[12];
    int  len = snprintf(digits, sizeof digits, "%" PRIu32, n);
    flow(p, (vb_str){ digits, (size_t)len });
}

/* One word, so that no line ends inside it. */
static void flow_range(struct printer *p, uint32_t from, uint32_t to)
{
    char range[32];
    int  len = snprintf(range, sizeof range, "%" PRIu32 "\xE2\x80\x93%" PRIu32, from, to);
    flow(p, (vb_str){ range, (size_t)len });
}

static void flow_spans(struct printer *p, vb_spans spans)
{
    for (uint32_t i = 0; i < spans.n; i++) {
        if (i > 0) flow_text(p, ellipsis);
        flow(p, vb_str_sub(p->reading->text.bytes, spans.at[i]));
    }
}

/* ---- the heading -------------------------------------------------------------------------------------------------- */

static void print_heading(struct printer *p)
{
    const vb_meta *m      = &p->reading->meta;
    bool           titled = m->title.len > 0;
    const vb_str   line[] = { titled ? m->source : (vb_str){ 0 }, m->publisher, m->date };
    bool           any    = false;

    p->indent = 0;
    start_line(p, 0);
    set_style(p, STRONG);
    flow(p, titled ? m->title : m->source.len > 0 ? m->source : VB_STR("(no title)"));
    set_style(p, PLAIN);
    end_line(p);
    start_line(p, 0);
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        if (line[i].len == 0) continue;
        if (any) flow_text(p, dot);
        flow(p, line[i]);
        any = true;
    }
    if (any) end_line(p);
}

/* ---- who, when, where ------------------------------------------------------------------------------------------------ */

static void print_title(struct printer *p, const char *title)
{
    end_line(p);
    p->indent = 0;
    start_line(p, 0);
    set_style(p, FAINT);
    flow_text(p, title);
    set_style(p, PLAIN);
    end_line(p);
}

static void flow_part(struct printer *p, vb_str value)
{
    if (value.len == 0) return;
    flow_text(p, dot);
    flow(p, value);
}

static void flow_quoted(struct printer *p, vb_span span)
{
    flow_marked(p, "\xE2\x80\x9C", vb_str_sub(p->reading->text.bytes, span), "\xE2\x80\x9D");
}

/* The title, its body, and the words where they are others: "foreign secretary of the United Kingdom “Foreign\nSecretary”". */
static void flow_office(struct printer *p, const vb_entity *e, const vb_office *o)
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
    start_line(p, 2);
    set_style(p, STRONG);
    flow(p, e->name);
    set_style(p, PLAIN);
    flow_part(p, vb_str_of(vb_name_kind(e->kind)));
    flow_part(p, e->country);
    for (uint32_t i = 0; i < e->n_sectors; i++) {
        flow_text(p, i > 0 ? " " : dot);
        flow(p, e->sectors[i]);
    }
    flow_part(p, e->party);
    for (uint32_t i = 0; i < e->n_offices; i++) flow_office(p, e, &e->offices[i]);
    set_style(p, FAINT);
    flow_text(p, dot);
    flow_number(p, e->n_mentions);
    flow_text(p, e->n_mentions == 1 ? " mention" : " mentions");
    set_style(p, PLAIN);
    end_line(p);
}

static void flow_bytes(struct printer *p, vb_span span)
{
    set_style(p, FAINT);
    flow_text(p, dot);
    flow_text(p, "bytes ");
    flow_range(p, span.beg, span.end);
    set_style(p, PLAIN);
}

static void print_time(struct printer *p, const vb_time *t)
{
    p->indent = 2 + STEP;
    start_line(p, 2);
    flow(p, t->value);
    flow_part(p, vb_str_of(vb_name_time_mod(t->mod)));
    flow_text(p, dot);
    flow_quoted(p, t->span);
    flow_bytes(p, t->span);
    end_line(p);
}

static void print_place(struct printer *p, const vb_place *place)
{
    p->indent = 2 + STEP;
    start_line(p, 2);
    flow(p, place->name);
    flow_part(p, place->country);
    flow_text(p, dot);
    flow_quoted(p, place->span);
    flow_bytes(p, place->span);
    end_line(p);
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
    if (r->statements.n > 0 && r->entities.n + r->times.n + r->places.n > 0) print_title(p, "Said");
}

/* ---- a statement --------------------------------------------------------------------------------------------------- */

static void flow_speaker(struct printer *p, const vb_statement *s)
{
    if (s->speaker != VB_NONE) flow(p, p->reading->entities.at[s->speaker].name);
    else if (s->source.n > 0) flow_spans(p, s->source);
    else flow_text(p, dash);
    if (s->document == VB_NONE) return;
    flow_text(p, " ");
    flow_marked(p, "(", p->reading->entities.at[s->document].name, ")");
}

static void flow_other(struct printer *p, const char *word, uint32_t entity)
{
    if (entity == VB_NONE) return;
    flow_text(p, dot);
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

static void flow_where(struct printer *p, const vb_statement *s)
{
    const struct vb_text *text  = &p->reading->text;
    uint32_t              beg   = s->content.at[0].beg, end = s->content.at[s->content.n - 1].end;
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

static void print_statement(struct printer *p, const vb_statement *s)
{
    const struct vb_reading *r      = p->reading;
    uint32_t                 number = (uint32_t)(s - r->statements.at) + 1, digits = 1, room = 1;

    for (uint32_t n = number; n >= 10; n /= 10) digits++;
    for (uint32_t n = r->statements.n; n >= 10; n /= 10) room++;
    start_line(p, STEP * depth_of(r, s) + room - digits);
    p->indent = p->column + digits + 2;
    set_style(p, FAINT);
    flow_number(p, number);
    set_style(p, PLAIN);
    sink_text(&p->sink, "  ");
    p->column += 2;
    set_style(p, STRONG);
    flow_speaker(p, s);
    set_style(p, PLAIN);
    if (s->cue.n > 0) {
        flow_text(p, dot);
        flow_spans(p, s->cue);
    }
    if (s->polarity != VB_POL_AFFIRMED) {
        flow_text(p, dot);
        set_style(p, NOTE);
        flow_text(p, vb_name_polarity(s->polarity));
        set_style(p, PLAIN);
    }
    flow_text(p, dot);
    flow_text(p, vb_name_type(s->type));
    if (s->cls != VB_CLASS_SPEECH) {
        flow_text(p, " ");
        flow_text(p, vb_name_class(s->cls));
    }
    flow_other(p, "to ", s->addressee);
    flow_other(p, "through ", s->channel);
    if (s->time != VB_NONE) flow_part(p, r->times.at[s->time].value);
    if (s->nested_in < r->statements.n) {
        flow_text(p, dot);
        flow_text(p, "in ");
        flow_number(p, s->nested_in + 1);
        flow_text(p, ", by ");
        flow_speaker(p, &r->statements.at[s->nested_in]);
    }
    if (s->continues < r->statements.n) {
        flow_text(p, dot);
        flow_text(p, "continues ");
        flow_number(p, s->continues + 1);
    }
    end_line(p);

    start_line(p, p->indent);
    flow_spans(p, s->content);
    end_line(p);
    start_line(p, p->indent);
    set_style(p, FAINT);
    flow_where(p, s);
    set_style(p, PLAIN);
    end_line(p);
}

/* ---- doors ----------------------------------------------------------------------------------------------------------- */

static void start(struct printer *p, const struct vb_reading *reading, struct vb_print_options options, struct vb_out out)
{
    sink_start(&p->sink, out);
    p->options = options;
    p->reading = reading;
    p->indent  = 0;
    p->open = p->close = NULL;
}

static bool is_english(vb_str lang)
{
    return lang.len >= 2 && vb_str_eq_nocase((vb_str){ lang.ptr, 2 }, VB_STR("en")) && (lang.len == 2 || lang.ptr[2] == '-');
}

vb_status vb_export_print_heading(const struct vb_reading *reading, struct vb_print_options options, struct vb_out out,
                                  vb_error *err)
{
    struct printer p;

    start(&p, reading, options, out);
    print_heading(&p);
    return sink_end(&p.sink, err);
}

vb_status vb_export_print_statement(const struct vb_reading *reading, const vb_statement *statement,
                                    struct vb_print_options options, struct vb_out out, vb_error *err)
{
    struct printer p;

    start(&p, reading, options, out);
    print_statement(&p, statement);
    return sink_end(&p.sink, err);
}

vb_status vb_export_print(const struct vb_reading *reading, struct vb_print_options options, struct vb_out out, vb_error *err)
{
    vb_str         lang = reading->meta.lang.ptr ? reading->meta.lang : reading->text.lang;
    struct printer p;

    start(&p, reading, options, out);
    print_heading(&p);
    print_layers(&p);
    if (reading->statements.n == 0) {
        end_line(&p);
        start_line(&p, 0);
        if (lang.ptr && !is_english(lang)) {
            flow_text(&p, "Language: ");
            flow(&p, lang);
            flow_text(&p, ". Not read: so far verbale reads English.");
        } else {
            flow_text(&p, "No statements.");
        }
        end_line(&p);
    }
    for (uint32_t i = 0; i < reading->statements.n; i++) {
        end_line(&p);
        print_statement(&p, &reading->statements.at[i]);
    }
    return sink_end(&p.sink, err);
}
