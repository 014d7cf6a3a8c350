/*
 * verbale who: one entity over all texts of a record: its offices by date, its mentions, and what it said, was told, and is said
 * about it.
 */
#include "cli.h"

#include <getopt.h>
#include <jansson.h>
#include <string.h>

struct run {
    struct vb_cli_query query;
    int                 all;                       /* every mention, not only how many */
};

static bool write_text(struct run *run, const char *text)
{
    return vb_cli_write(&run->query.output, text, strlen(text));
}

/* ---- for a person ---------------------------------------------------------------------------------------------------------- */

static const char *const part_titles[] = { "said by it", "said to it", "said about it" };

static vb_status print_text(struct run *run, const struct vb_reading *r, uint32_t entity)
{
    struct vb_out out = run->query.out;
    vb_status     st;

    if (!write_text(run, "\n")) return VB_ERR_IO;
    if ((st = vb_export_print_heading(r, run->query.print, out, &run->query.err)) != VB_OK) return st;
    if ((st = vb_export_print_mentions(r, entity, run->all, run->query.print, out, &run->query.err)) != VB_OK) return st;
    for (enum vb_part part = VB_PART_BY; part < VB_PART_NONE; part++) {
        bool any = false;
        for (uint32_t i = 0; i < r->statements.n; i++) {
            const vb_statement *s = &r->statements.at[i];
            if (vb_export_part(r, s, entity) != part) continue;
            if (!any && !(write_text(run, "\n") && write_text(run, part_titles[part]) && write_text(run, ":\n"))) return VB_ERR_IO;
            any = true;
            if (!write_text(run, "\n")) return VB_ERR_IO;
            if ((st = vb_export_print_statement(r, s, run->query.print, out, &run->query.err)) != VB_OK) return st;
        }
    }
    return VB_OK;
}

static vb_status print_who(struct run *run, const struct vb_who *who)
{
    struct vb_out     out = run->query.out;
    struct vb_reading r;
    vb_status         st;

    if (run->query.n_rows > 1 && !write_text(run, "\n\n")) return VB_ERR_IO;
    if ((st = vb_export_print_who(who, run->query.print, out, &run->query.err)) != VB_OK) return st;
    for (uint32_t i = 0; i < who->n_offices; i++) {
        const struct vb_who_text *text = &who->texts[who->offices[i].text];
        if ((st = vb_record_reading(run->query.record, text, &r, &run->query.err)) != VB_OK) return st;
        if ((st = vb_export_print_who_office(&who->offices[i], &r, text->entity, run->query.print, out, &run->query.err)) != VB_OK)
            return st;
    }
    for (uint32_t i = 0; i < who->n_texts; i++) {
        if (vb_cli_interrupted()) return VB_OK;
        if ((st = vb_record_reading(run->query.record, &who->texts[i], &r, &run->query.err)) != VB_OK) return st;
        if ((st = print_text(run, &r, who->texts[i].entity)) != VB_OK) return st;
    }
    return VB_OK;
}

/* ---- JSON: one object an entity --------------------------------------------------------------------------------------------- */

static json_t *string_or_null(vb_str s) { return vb_cli_json_string(s.len > 0 ? s : (vb_str){ 0 }); }

/* Append and give `list` back, or release it and give NULL. */
static json_t *append(json_t *list, json_t *item)
{
    if (list && json_array_append_new(list, item) == 0) return list;
    if (!list) json_decref(item);
    json_decref(list);
    return NULL;
}

static json_t *json_of_counts(const struct vb_who_name *at, uint32_t n)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < n; i++)
        list = append(list, json_pack("{s:o, s:I}", "words", vb_cli_json_string(at[i].words), "n", (json_int_t)at[i].n));
    return list;
}

static json_t *json_of_sectors(const struct vb_who *who)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < who->n_sectors; i++) list = append(list, vb_cli_json_string(who->sectors[i].words));
    return list;
}

static json_t *json_of_office(const struct vb_who_office *o, const struct vb_reading *r, uint32_t entity)
{
    const vb_entity *e     = &r->entities.at[entity];
    vb_span          words;
    bool             found = o->n < e->n_offices && vb_record_office_words(r, e, &e->offices[o->n], &words);

    return json_pack("{s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o}", "title", vb_cli_json_string(o->title),
                     "body", string_or_null(o->body), "from", string_or_null(o->first), "until", string_or_null(o->last),
                     "texts", (json_int_t)o->n_texts, "document", vb_cli_json_string(r->id),
                     "words", found ? vb_cli_json_string(vb_str_sub(r->text.bytes, words)) : json_null(),
                     "span", found ? vb_cli_json_span(r->text.bytes, words) : json_null());
}

static json_t *json_of_mentions(const struct vb_reading *r, const vb_entity *e)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < e->n_mentions; i++)
        list = append(list, json_pack("{s:o, s:s, s:o}", "span", vb_cli_json_span(r->text.bytes, e->mentions[i].span),
                                      "form", vb_name_form(e->mentions[i].form),
                                      "words", vb_cli_json_string(vb_str_sub(r->text.bytes, e->mentions[i].span))));
    return list;
}

static json_t *json_of_part(const struct vb_reading *r, uint32_t entity, enum vb_part part)
{
    json_t *list = json_array();

    for (uint32_t i = 0; list && i < r->statements.n; i++)
        if (vb_export_part(r, &r->statements.at[i], entity) == part)
            list = append(list, vb_cli_json_statement(r, &r->statements.at[i]));
    return list;
}

static json_t *json_of_text(const struct vb_reading *r, uint32_t entity, bool all)
{
    const vb_entity *e = &r->entities.at[entity];

    return json_pack("{s:s, s:o, s:I, s:o, s:o, s:o, s:o}", "unit", "codepoint", "document", vb_cli_json_document(r),
                     "n_mentions", (json_int_t)e->n_mentions, "mentions", all ? json_of_mentions(r, e) : json_null(),
                     "by", json_of_part(r, entity, VB_PART_BY), "to", json_of_part(r, entity, VB_PART_TO),
                     "about", json_of_part(r, entity, VB_PART_ABOUT));
}

static vb_status write_json(struct run *run, const struct vb_who *who)
{
    json_t           *offices = json_array(), *texts = json_array();
    struct vb_reading r;
    vb_status         st;

    for (uint32_t i = 0; offices && i < who->n_offices; i++) {
        const struct vb_who_text *text = &who->texts[who->offices[i].text];
        if ((st = vb_record_reading(run->query.record, text, &r, &run->query.err)) != VB_OK) goto failed;
        offices = append(offices, json_of_office(&who->offices[i], &r, text->entity));
    }
    for (uint32_t i = 0; texts && i < who->n_texts; i++) {
        if ((st = vb_record_reading(run->query.record, &who->texts[i], &r, &run->query.err)) != VB_OK) goto failed;
        texts = append(texts, json_of_text(&r, who->texts[i].entity, run->all));
    }
    return vb_cli_write_json(&run->query.output,
                             json_pack("{s:o, s:s, s:o, s:o, s:o, s:b, s:o, s:o, s:o}", "name", vb_cli_json_string(who->name),
                                       "kind", vb_name_kind(who->kind), "country", string_or_null(who->country),
                                       "sectors", json_of_sectors(who), "kb", string_or_null(who->kb), "loose", who->loose,
                                       "names", json_of_counts(who->names, who->n_names), "offices", offices, "texts", texts),
                             &run->query.err);
failed:
    json_decref(offices);
    json_decref(texts);
    return st;
}

/* ---- tables ----------------------------------------------------------------------------------------------------------------- */

static vb_status write_table(struct vb_cli_query *q, const struct vb_who *who)
{
    struct vb_reading r;
    vb_status         st = VB_OK;

    for (uint32_t i = 0; st == VB_OK && i < who->n_texts && !vb_cli_interrupted(); i++)
        if ((st = vb_record_reading(q->record, &who->texts[i], &r, &q->err)) == VB_OK)
            st = vb_export_tsv_who(who, (uint32_t)q->n_rows, &r, who->texts[i].entity, q->out, &q->err);
    return st;
}

/* ---- the door ---------------------------------------------------------------------------------------------------------------- */

static bool write_who(void *ctx, const struct vb_who *who)
{
    struct run          *run = ctx;
    struct vb_cli_query *q   = &run->query;

    q->n_rows++;
    switch (q->format) {
    case VB_CLI_PRINT: q->st = print_who(run, who); break;
    case VB_CLI_JSON:  q->st = write_json(run, who); break;
    case VB_CLI_TSV:
    case VB_CLI_CSV:   q->st = write_table(q, who); break;
    }
    return q->st == VB_OK && !vb_cli_interrupted();
}

/* Names and options may stand in any order. */
int vb_cli_who(int argc, char **argv)
{
    static const char *const known[] = {"record", "country", "sector", "text", "publisher", "since",
                                        "until",  "json",    "tsv",    "csv",  NULL};
    struct run               run     = { .query = { .command = "who" } };
    struct vb_cli_query     *q       = &run.query;
    const struct option      flags[] = { { "all", no_argument, &run.all, true }, { 0 } };
    vb_status                st      = VB_OK;
    int                      code;

    if ((code = vb_cli_query_options(q, known, flags, argc, argv)) != VB_EXIT_DONE) return code;
    if (optind == argc) return vb_cli_usage("who", "who? a name, in quotation marks where it has blanks");
    if (optind + 1 < argc)
        return vb_cli_usage("who", "one name; quotation marks keep \"%s %s\" together", argv[optind], argv[optind + 1]);
    q->filter.actor = vb_str_of(argv[optind]);
    if ((code = vb_cli_query_value(q, "the name", q->filter.actor)) != VB_EXIT_DONE) return code;
    if ((code = vb_cli_query_open(q, vb_export_tsv_who_header)) != VB_EXIT_DONE) return code;
    if (q->st == VB_OK) st = vb_record_who(q->record, &q->filter, write_who, &run, &q->err);
    return vb_cli_query_close(q, st);
}
