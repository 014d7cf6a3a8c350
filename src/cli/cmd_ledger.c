/*
 * verbale ledger: what stands between two sides of a record, and inside each of them.
 */
#include "cli.h"

#include <getopt.h>
#include <jansson.h>
#include <math.h>

struct asked { vb_str sides[2]; int by_capacity; };

/* ---- JSON ------------------------------------------------------------------------------------------------------------------ */

static json_t *given(vb_str s) { return s.len > 0 ? vb_cli_json_string(s) : json_null(); }

/* Adds members and releases them; false: no memory. */
static bool add(json_t *to, json_t *members)
{
    bool added = members && json_object_update(to, members) == 0;

    json_decref(members);
    return added;
}

static json_t *row_of(const struct vb_ledger_line *l)
{
    switch (l->what) {
    case VB_LEDGER_EVENT:
        return json_pack("{s:o, s:s, s:o, s:s, s:o}", "event", json_sprintf("v%u", (unsigned)l->n), "type",
                         vb_name_event_type(l->type), "mode", given(l->mode), "realis", vb_name_realis(l->realis), "asserted_by",
                         l->asserted_by.len > 0 ? given(l->asserted_by) : json_string("article"));
    case VB_LEDGER_POSITION:
        return json_pack("{s:i, s:s, s:s, s:o, s:o, s:b}", "position", (int)l->n, "stance", vb_name_stance(l->stance), "polarity",
                         vb_name_polarity(l->polarity), "strength", given(l->strength), "hedge", given(l->hedge), "own_words",
                         l->own_words);
    default:
        return json_pack("{s:i, s:o, s:o}", "designation", (int)l->n, "words", given(l->words), "saying_document",
                         given(l->saying_document));
    }
}

static json_t *line_of(const struct vb_ledger_line *l, const vb_str sides[2])
{
    json_t *o = json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "section", vb_name_ledger_section(l->section),
                          "side", l->side == VB_LEDGER_BOTH ? json_string("both") : given(sides[l->side]), "relation",
                          l->relation ? json_string(l->relation) : json_null(), "voice", vb_name_voice(l->voice), "who",
                          given(l->who), "country", given(l->country), "capacity", given(l->capacity), "whom", given(l->whom),
                          "heading", given(l->heading), "issue", given(l->issue));
    bool    whole;

    if (!o) return NULL;
    whole = add(o, row_of(l)) &&
            add(o, json_pack("{s:o, s:o, s:i, s:i, s:o, s:[I,I], s:[I,I], s:f}", "date", given(l->date), "date_basis",
                             l->date.len == 0 ? json_null() : json_string(l->dated ? "text" : "document"), "texts",
                             (int)l->n_texts, "origins", (int)l->n_origins, "evidence", vb_cli_json_string(l->evidence), "span",
                             (json_int_t)l->codepoints.beg, (json_int_t)l->codepoints.end, "bytes", (json_int_t)l->span.beg,
                             (json_int_t)l->span.end, "score", round((double)l->score * 1000) / 1000)) &&
            add(o, json_pack("{s:{s:o, s:o, s:o, s:o, s:o, s:o}}", "document", "id", vb_cli_json_string(l->document), "input_id",
                             given(l->input_id), "source", given(l->source), "title", given(l->title), "publisher",
                             given(l->publisher), "date", given(l->document_date)));
    if (whole) return o;
    json_decref(o);
    return NULL;
}

/* The sides and their counts, each line, and who is silent: one object a line. */
static vb_status write_json(struct vb_cli_query *q, const struct vb_ledger *ledger, const vb_str sides[2])
{
    vb_status st = vb_cli_write_json(&q->output,
                                     json_pack("{s:s, s:s, s:o, s:o, s:i, s:i}", "section", "sides", "unit", "codepoint", "a",
                                               given(sides[0]), "b", given(sides[1]), "texts", (int)ledger->n_texts, "origins",
                                               (int)ledger->n_origins),
                                     &q->err);

    for (size_t i = 0; st == VB_OK && i < ledger->n; i++)
        st = vb_cli_write_json(&q->output, line_of(&ledger->lines[i], sides), &q->err);
    for (int side = 0; st == VB_OK && side < 2 && ledger->n_texts > 0; side++)
        if (ledger->n_held[side] == 0)
            st = vb_cli_write_json(&q->output,
                                   json_pack("{s:s, s:o, s:i}", "section", "silent", "side", given(sides[side]), "texts",
                                             (int)ledger->n_texts),
                                   &q->err);
    return st;
}

/* ---- the command ------------------------------------------------------------------------------------------------------------ */

static vb_status write_ledger(struct vb_cli_query *q, const struct asked *asked, const struct vb_ledger *ledger)
{
    q->n_rows = ledger->n;
    for (int side = 0; side < 2; side++)
        if (!ledger->known[side])
            vb_cli_note(&q->console, "%.*s: nobody in this record",
                        (int)(asked->sides[side].len < 80 ? asked->sides[side].len : 80), asked->sides[side].ptr);
    switch (q->format) {
    case VB_CLI_JSON: return write_json(q, ledger, asked->sides);
    case VB_CLI_TSV:
    case VB_CLI_CSV:  return vb_export_tsv_ledger(ledger, asked->sides, q->out, &q->err);
    default:
        return ledger->n == 0 ? VB_OK
                              : vb_export_print_ledger(ledger, asked->sides, asked->by_capacity, q->print, q->out, &q->err);
    }
}

int vb_cli_ledger(int argc, char **argv)
{
    static const char *const known[] = { "record", "publisher", "since", "until", "json", "tsv", "csv", NULL };
    struct asked             asked   = { 0 };
    const struct option      flags[] = { { "by-capacity", no_argument, &asked.by_capacity, 1 }, { 0 } };
    struct vb_cli_query      query   = { .command = "ledger" };
    struct vb_arena          arena   = { 0 };
    struct vb_ledger         ledger;
    vb_status                st = VB_OK;
    int                      code;

    if ((code = vb_cli_query_options(&query, known, flags, argc, argv)) != VB_EXIT_DONE) return code;
    if (argc - optind != 2) return vb_cli_usage("ledger", "between whom? Two sides, as GBR CHN");
    for (int side = 0; side < 2; side++) {
        asked.sides[side] = vb_str_of(argv[optind + side]);
        if ((code = vb_cli_query_value(&query, side == 0 ? "the first side" : "the second side", asked.sides[side])) !=
            VB_EXIT_DONE)
            return code;
    }
    if (vb_str_eq(asked.sides[0], asked.sides[1])) return vb_cli_usage("ledger", "%s is one side: between whom?", argv[optind]);
    query.filter.actor     = asked.sides[0];
    query.filter.recipient = asked.sides[1];
    if ((code = vb_cli_query_open(&query, vb_export_tsv_ledger_header)) != VB_EXIT_DONE) return code;
    if (query.st == VB_OK) st = vb_record_ledger(query.record, &query.filter, asked.by_capacity, &arena, &ledger, &query.err);
    if (query.st == VB_OK && st == VB_OK) query.st = write_ledger(&query, &asked, &ledger);
    vb_arena_free(&arena);
    return vb_cli_query_close(&query, st);
}
