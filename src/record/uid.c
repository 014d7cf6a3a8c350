/*
 * What rows are called outside their file: a uid is the SHA-256 of what the row is, so the same statement has the same uid in every
 * record and a repeated delivery is recognised (docs/record.md, "Names of rows").
 */
#include "record_db.h"

#include <stdio.h>
#include <string.h>

/* For what a row cannot lack. */
static vb_str given(vb_str s) { return s.ptr ? s : VB_STR(""); }

static bool key_add(vb_record *record, const char *bytes, size_t n)
{
    if (!vb_list_reserve((void **)&record->key.at, &record->key.room, record->key.n + n, 1)) return false;
    memcpy(record->key.at + record->key.n, bytes, n);
    record->key.n += n;
    return true;
}

/* Lengths go before values, so that no two readings give the same bytes; "not given" differs from empty. */
static bool key_add_value(vb_record *record, vb_str value)
{
    char head[32];
    int  n = value.ptr ? snprintf(head, sizeof head, "\n%zu:", value.len) : snprintf(head, sizeof head, "\n-");

    return key_add(record, head, (size_t)n) && (!value.ptr || key_add(record, value.ptr, value.len));
}

static bool key_add_spans(vb_record *record, const char *role, vb_spans spans)
{
    char line[64];

    for (uint32_t i = 0; i < spans.n; i++) {
        int n = snprintf(line, sizeof line, "\n%s %u %u", role, spans.at[i].beg, spans.at[i].end);
        if (!key_add(record, line, (size_t)n)) return false;
    }
    return true;
}

static void key_hash(const vb_record *record, char uid[65])
{
    vb_sha256_hex(vb_sha256_of((vb_str){ record->key.at, record->key.n }), uid);
}

static bool key_end(vb_record *record, unsigned repeat, char uid[65])
{
    char line[32];

    if (repeat > 0 && !key_add(record, line, (size_t)snprintf(line, sizeof line, "\nrepeat %u", repeat))) return false;
    key_hash(record, uid);
    return true;
}

/* The path a text came from is kept with its first reading and makes none: the same text twice is one delivery repeated. */
bool vb_record_reading_uid(vb_record *record, const struct vb_reading *r, const vb_meta *m, char uid[65])
{
    const vb_str values[] = { r->id, m->input_id, m->title, m->publisher, m->date, m->tz, m->lang,
                              given(r->run.engine), given(r->run.model), given(r->run.knowledge), given(r->run.codebook) };

    record->key.n = 0;
    if (!key_add(record, "reading", 7)) return false;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (!key_add_value(record, values[i])) return false;
    key_hash(record, uid);
    return true;
}

bool vb_record_statement_uid(vb_record *record, vb_str document, const vb_statement *s, unsigned repeat, char uid[65])
{
    record->key.n = 0;
    return key_add(record, "statement", 9) && key_add_value(record, document) && key_add_spans(record, "content", s->content) &&
           key_add_spans(record, "cue", s->cue) && key_add_spans(record, "source", s->source) && key_end(record, repeat, uid);
}

bool vb_record_event_uid(vb_record *record, vb_str document, const vb_event *e, unsigned repeat, char uid[65])
{
    record->key.n = 0;
    return key_add(record, "event", 5) && key_add_value(record, document) &&
           key_add_value(record, vb_str_of(vb_name_event_type(e->type))) &&
           key_add_spans(record, "trigger", (vb_spans){&e->trigger, 1}) && key_end(record, repeat, uid);
}

bool vb_record_position_uid(vb_record *record, vb_str document, const vb_position *p, unsigned repeat, char uid[65])
{
    record->key.n = 0;
    return key_add(record, "position", 8) && key_add_value(record, document) &&
           key_add_value(record, vb_str_of(vb_name_stance(p->stance))) &&
           key_add_spans(record, "evidence", (vb_spans){&p->evidence, 1}) &&
           key_add_spans(record, "issue", (vb_spans){&p->issue_span, p->issue_span.beg < p->issue_span.end}) &&
           key_end(record, repeat, uid);
}

bool vb_record_designation_uid(vb_record *record, vb_str document, const vb_designation *d, unsigned repeat, char uid[65])
{
    record->key.n = 0;
    return key_add(record, "designation", 11) && key_add_value(record, document) &&
           key_add_spans(record, "words", (vb_spans){&d->words, 1}) && key_end(record, repeat, uid);
}
