/*
 * Queries of a record: what said, events, who and others have in common. Options, the record, rows in each format, and how it ends.
 */
#include "cli.h"

#include <assert.h>
#include <getopt.h>
#include <jansson.h>
#include <string.h>

/* ---- options ------------------------------------------------------------------------------------------------------------ */

enum value { RECORD, JSON, TSV, CSV, WORDS, TEXT, CODE, DATE, TYPE, REALIS, DATA, NDJSON, TEXT_DATE, TEXT_TZ, TEXT_TITLE };
static const struct { const char *name; enum value value; size_t at; } options[] = {
    { "record", RECORD, 0 },
    { "json", JSON, 0 },
    { "tsv", TSV, 0 },
    { "csv", CSV, 0 },
    { "by", WORDS, offsetof(struct vb_filter, actor) },
    { "actor", WORDS, offsetof(struct vb_filter, actor) },
    { "to", WORDS, offsetof(struct vb_filter, recipient) },
    { "recipient", WORDS, offsetof(struct vb_filter, recipient) },
    { "about", WORDS, offsetof(struct vb_filter, about) },
    { "text", TEXT, offsetof(struct vb_filter, text) },
    { "publisher", WORDS, offsetof(struct vb_filter, publisher) },
    { "country", CODE, offsetof(struct vb_filter, country) },
    { "sector", CODE, offsetof(struct vb_filter, sector) },
    { "since", DATE, offsetof(struct vb_filter, since) },
    { "until", DATE, offsetof(struct vb_filter, until) },
    { "type", TYPE, 0 },
    { "realis", REALIS, 0 },
    { "data", DATA, 0 },
    { "ndjson", NDJSON, 0 },
    { "date", TEXT_DATE, 0 },
    { "tz", TEXT_TZ, 0 },
    { "title", TEXT_TITLE, 0 },
};
enum { N_OPTIONS = sizeof options / sizeof *options, FIRST_VALUE = 256 };

static const char event_types[] = "agree, consult, support, concede, cooperate, aid, retreat, request, accuse, reject, threaten, "
                                  "protest, sanction, mobilize, coerce, assault";
static const char realis_words[]    = "done, ongoing, planned, conditional, alleged, denied, habitual";
static const char statement_types[] = "direct, mixed, indirect, nominal, partial, term";

static int bad_words(const char *command, const char *option, vb_str bad, const char *known)
{
    return vb_cli_usage(command, "--%s: \"%.*s\" is none of %s", option, (int)(bad.len < 40 ? bad.len : 40), bad.ptr, known);
}

static bool is_code(vb_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 'A' || s.ptr[i] > 'Z') return false;
    return s.len == 3;
}

int vb_cli_query_value(const struct vb_cli_query *q, const char *name, vb_str value)
{
    if (vb_utf8_check(value) != value.len) return vb_cli_usage(q->command, "%s: not UTF-8", name);
    if (value.len > VB_FILTER_MAX) return vb_cli_usage(q->command, "%s: longer than %d bytes", name, VB_FILTER_MAX);
    return VB_EXIT_DONE;
}

static int take_format(struct vb_cli_query *q, enum vb_cli_format format)
{
    if (q->format != VB_CLI_PRINT && q->format != format) return vb_cli_usage(q->command, "only one of --json, --tsv and --csv");
    q->format = format;
    return VB_EXIT_DONE;
}

static int take_option(struct vb_cli_query *q, unsigned i, const char *given)
{
    const char *name   = options[i].name;
    vb_str     *member = (vb_str *)(void *)((char *)&q->filter + options[i].at), bad;
    bool        events = q->rows && q->rows->table == vb_export_tsv_events;
    char        shown[32];

    switch (options[i].value) {
    case RECORD: q->path = given; return VB_EXIT_DONE;
    case JSON:   return take_format(q, VB_CLI_JSON);
    case TSV:    return take_format(q, VB_CLI_TSV);
    case CSV:    return take_format(q, VB_CLI_CSV);
    case WORDS:
        *member = vb_str_of(given);
        snprintf(shown, sizeof shown, "--%s", name);
        return vb_cli_query_value(q, shown, *member);
    case TEXT:
        *member = vb_str_of(given);
        if (vb_record_check_text(*member, &q->err) != VB_OK) return vb_cli_usage(q->command, "--%s", q->err.msg);
        return VB_EXIT_DONE;
    case CODE:
        *member = vb_str_of(given);
        if (!is_code(*member))
            return vb_cli_usage(q->command, "--%s %s: not a code of three capital letters, as %s is", name, given,
                                strcmp(name, "sector") == 0 ? "GOV" : "GBR");
        return VB_EXIT_DONE;
    case DATA:   q->data = given; return VB_EXIT_DONE;
    case NDJSON: q->input.ndjson = true; return VB_EXIT_DONE;
    case TEXT_DATE:
        member = &q->input.defaults.date;
        /* fallthrough */
    case DATE:
        if (!vb_cli_parse_date(vb_str_of(given), member))
            return vb_cli_usage(q->command, "--%s %s: not a date, as 2023-08-30, 2023-08 and 2023 are", name, given);
        return VB_EXIT_DONE;
    case TEXT_TZ:
        q->input.defaults.tz = vb_str_of(given);
        if (!vb_cli_is_tz(q->input.defaults.tz))
            return vb_cli_usage(q->command, "--tz %s: not a time zone's name, as Europe/Rome is", given);
        return VB_EXIT_DONE;
    case TEXT_TITLE:
        q->input.defaults.title = vb_str_of(given);
        return vb_cli_query_value(q, "--title", q->input.defaults.title);
    case TYPE:
        if (!(events ? vb_record_event_types : vb_record_statement_types)(vb_str_of(given), &q->filter.types, &bad))
            return bad_words(q->command, name, bad, events ? event_types : statement_types);
        return VB_EXIT_DONE;
    case REALIS:
        if (!vb_record_realis(vb_str_of(given), &q->filter.realis, &bad)) return bad_words(q->command, name, bad, realis_words);
        return VB_EXIT_DONE;
    }
    return VB_EXIT_DONE;
}

int vb_cli_query_options(struct vb_cli_query *q, const char *const *names, const struct option *flags, int argc, char **argv)
{
    struct option known[N_OPTIONS + 4] = { 0 };
    unsigned      n = 0;
    int           c, code;

    vb_cli_console_open(&q->console, false, false);
    for (; *names; names++)
        for (unsigned i = 0; i < N_OPTIONS; i++) {
            bool alone =
                options[i].value == JSON || options[i].value == TSV || options[i].value == CSV || options[i].value == NDJSON;
            if (strcmp(options[i].name, *names) != 0) continue;
            assert(n < N_OPTIONS);
            known[n++] = (struct option){ *names, alone ? no_argument : required_argument, NULL, FIRST_VALUE + (int)i };
        }
    for (; flags && flags->name; flags++) {
        assert(n < N_OPTIONS + 3);
        known[n++] = *flags;
    }
    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        if (c == '?' || c == ':') return vb_cli_bad_option(q->command, argv, c);
        if (c >= FIRST_VALUE && (code = take_option(q, (unsigned)(c - FIRST_VALUE), optarg)) != VB_EXIT_DONE) return code;
    }
    return VB_EXIT_DONE;
}

/* ---- from the first row to the last --------------------------------------------------------------------------------------- */

void vb_cli_query_start(struct vb_cli_query *q, vb_status (*header)(struct vb_out out, vb_error *err))
{
    q->print = vb_cli_print_options();
    q->out   = vb_cli_out(&q->output);
    if (q->format == VB_CLI_CSV) q->out = vb_csv_out(&q->csv, q->out);
    vb_cli_catch_interrupts();
    if (header && (q->format == VB_CLI_TSV || q->format == VB_CLI_CSV)) {
        struct vb_out out = q->out;
        if (q->filter.clusters) q->st = vb_tsv_more(&q->more, NULL, q->out, &out, &q->err);
        if (q->st == VB_OK) q->st = header(out, &q->err);
    }
}

int vb_cli_query_open(struct vb_cli_query *q, vb_status (*header)(struct vb_out out, vb_error *err))
{
    int code = vb_cli_open_record(q->command, q->path, &q->console, &q->record);

    if (code != VB_EXIT_DONE) return code;         /* and no header */
    vb_cli_query_start(q, header);
    return VB_EXIT_DONE;
}

/* NULL: no memory. */
static json_t *json_of_cluster(const struct vb_cluster *c)
{
    json_t *wordings = json_array();

    for (uint32_t i = 0; wordings && i < c->n_wordings; i++) {
        json_t *one = json_pack("{s:s%, s:i}", "words", c->wordings[i].words.ptr, c->wordings[i].words.len, "mentions",
                                (int)c->wordings[i].n);
        if (json_array_append_new(wordings, one) == 0) continue;
        json_decref(wordings);
        wordings = NULL;
    }
    return json_pack("{s:o, s:i, s:i, s:i, s:o}", "id", c->id.ptr ? json_stringn(c->id.ptr, c->id.len) : json_null(), "mentions",
                     (int)c->n_mentions, "texts", (int)c->n_texts, "origins", (int)c->n_origins, "wordings", wordings);
}

static vb_status write_json(struct vb_cli_query *q, const struct vb_reading *reading, uint32_t i, const struct vb_cluster *cluster)
{
    json_t *object = json_pack("{s:s, s:o}", "unit", "codepoint", "document", vb_cli_json_document(reading));
    json_t *more   = q->rows->json(reading, i);

    if (!object || !more || json_object_update(object, more) != 0 ||
        (cluster && json_object_set_new(object, "cluster", json_of_cluster(cluster)) != 0)) {
        json_decref(object);
        object = NULL;
    }
    json_decref(more);
    return vb_cli_write_json(&q->output, object, &q->err);
}

/* The heading where the document is another than the last row's. */
static vb_status write_print(struct vb_cli_query *q, const struct vb_reading *reading, uint32_t i, const struct vb_cluster *cluster,
                             bool first)
{
    vb_status st;

    if (first) {
        if (q->n_rows > 0 && !q->out.write(q->out.ctx, "\n", 1)) return VB_ERR_IO;
        if ((st = vb_export_print_heading(reading, q->print, q->out, &q->err)) != VB_OK) return st;
    }
    if ((first || !q->rows->compact) && !q->out.write(q->out.ctx, "\n", 1)) return VB_ERR_IO;
    if ((st = q->rows->print(reading, i, q->print, q->out, &q->err)) != VB_OK || !cluster) return st;
    return vb_export_print_cluster(cluster, q->print, q->out, &q->err);
}

static vb_status write_table(struct vb_cli_query *q, const struct vb_reading *reading, uint32_t i, const struct vb_cluster *cluster,
                             bool first)
{
    vb_status     st  = first ? vb_cli_tsv_make(&q->table, reading, q->rows->table, &q->err) : VB_OK;
    struct vb_out out = q->out;

    if (st == VB_OK && cluster) st = vb_tsv_more(&q->more, cluster, q->out, &out, &q->err);
    return st == VB_OK ? vb_cli_tsv_write(&q->table, i, out) : st;
}

bool vb_cli_query_row(struct vb_cli_query *q, const struct vb_reading *reading, uint32_t i, const struct vb_cluster *cluster)
{
    bool first = !vb_str_eq(q->last_id, reading->id);

    switch (q->format) {
    case VB_CLI_PRINT: q->st = write_print(q, reading, i, cluster, first); break;
    case VB_CLI_JSON:  q->st = write_json(q, reading, i, cluster); break;
    case VB_CLI_TSV:
    case VB_CLI_CSV:   q->st = write_table(q, reading, i, cluster, first); break;
    }
    if (first) {
        vb_arena_reset(&q->arena);
        q->last_id = vb_arena_copy(&q->arena, reading->id);
        if (!q->last_id.ptr && q->st == VB_OK) q->st = vb_fail_nomem(&q->err);
    }
    q->n_rows++;
    return q->st == VB_OK && !vb_cli_interrupted();
}

int vb_cli_query_close(struct vb_cli_query *q, vb_status asked)
{
    int code = q->code;

    if (q->st == VB_OK) q->st = asked;
    if (q->st != VB_OK && !q->output.error) {
        vb_cli_say(&q->console, "%s", q->err.msg);
        code = q->record ? VB_EXIT_RECORD : VB_EXIT_INPUTS;
    } else if (q->st == VB_OK && code == VB_EXIT_DONE && q->n_rows == 0 && q->format == VB_CLI_PRINT && !vb_cli_interrupted()) {
        vb_cli_note(&q->console, "nothing found");
    }
    vb_record_close(q->record);
    vb_arena_free(&q->arena);
    vb_cli_tsv_free(&q->table);
    vb_csv_free(&q->csv);
    vb_tsv_more_free(&q->more);
    return vb_cli_finish(&q->output, &q->console, vb_cli_interrupted() ? VB_EXIT_INTERRUPTED : code);
}
