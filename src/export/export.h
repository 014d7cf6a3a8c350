/*
 * Writers: the record as JSON (record-format.md), as TSV (columns in docs/codebook.md), and in print for a person; the syntax as
 * CoNLL-U.
 * All write through one callback and allocate little. Output is the same bytes for the same reading.
 */
#ifndef VB_EXPORT_H
#define VB_EXPORT_H

#include "knowledge.h"
#include "record.h"

struct vb_out { vb_write_fn write; void *ctx; };               /* write returns false to stop: VB_ERR_IO */

vb_status vb_export_json(const struct vb_reading *reading, struct vb_out out, vb_error *err);      /* one line, '\n' at the end */
vb_status vb_export_tsv_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv(const struct vb_reading *reading, struct vb_out out, vb_error *err);       /* one line a statement */
vb_status vb_export_tsv_events_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv_events(const struct vb_reading *reading, struct vb_out out, vb_error *err);        /* one line an event */
/*
 * Lines of the above on their way to `to`, with columns more: what several texts have in common, or the names of these columns
 * where `cluster` is NULL. `more` starts with { 0 } and lives as long as `out`. VB_ERR_NOMEM.
 */
struct vb_tsv_more { struct vb_out out; VB_LIST(char) columns; };
vb_status vb_tsv_more(struct vb_tsv_more *more, const struct vb_cluster *cluster, struct vb_out to, struct vb_out *out,
                      vb_error *err);
void      vb_tsv_more_free(struct vb_tsv_more *more);
/*
 * What the writers of TSV write, as CSV of RFC 4180 on its way to `out`: values with a comma, a quotation mark or a line break in
 * quotation marks, lines ending in CR LF. `csv` starts with { 0 } and lives as long as what is returned, which takes whole lines or
 * parts of them.
 */
struct vb_csv { struct vb_out out; VB_LIST(char) field; bool escape; };
struct vb_out vb_csv_out(struct vb_csv *csv, struct vb_out out);
void          vb_csv_free(struct vb_csv *csv);
vb_status vb_export_tsv_times_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv_times(const struct vb_reading *reading, struct vb_out out, vb_error *err);         /* one line a time */
/* One line a position, and one a designation. */
vb_status vb_export_tsv_positions_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv_positions(const struct vb_reading *reading, struct vb_out out, vb_error *err);
vb_status vb_export_tsv_designations_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv_designations(const struct vb_reading *reading, struct vb_out out, vb_error *err);
vb_status vb_export_conllu(const struct vb_reading *reading, struct vb_out out, vb_error *err);    /* nothing without syntax */
/*
 * Events as PLOVER's JSON, one line each (verbale-export(1)). Participants that no word names are left out, and codes of actors are
 * PLOVER's: EUR, UNO, KOS, and the controlling state of a territory, by the tables of `kb`.
 */
vb_status vb_export_plover(const struct vb_reading *reading, const struct vb_knowledge *kb, struct vb_out out, vb_error *err);

struct vb_print_options { bool colour; uint32_t width; };      /* width in columns, 0: do not wrap */
vb_status vb_export_print(const struct vb_reading *reading, struct vb_print_options options, struct vb_out out, vb_error *err);
/* The parts of it, for lists that run over documents: title, source and date, then single statements. */
vb_status vb_export_print_heading(const struct vb_reading *reading, struct vb_print_options options, struct vb_out out,
                                  vb_error *err);
vb_status vb_export_print_statement(const struct vb_reading *reading, const vb_statement *statement,
                                    struct vb_print_options options, struct vb_out out, vb_error *err);
vb_status vb_export_print_event(const struct vb_reading *reading, const vb_event *event, struct vb_print_options options,
                                struct vb_out out, vb_error *err);
/* Under a row: in how many texts it is, and in which words; nothing where it is in one text alone and in one way. */
vb_status vb_export_print_cluster(const struct vb_cluster *cluster, struct vb_print_options options, struct vb_out out,
                                  vb_error *err);

vb_status vb_export_print_time(const struct vb_reading *reading, const vb_time *time, struct vb_print_options options,
                               struct vb_out out, vb_error *err);

/* ---- words in marks of a headline: vb_headline_check() -------------------------------------------------------------------- */

const char *vb_export_mark_found(const struct vb_headline_mark *mark);         /* "verbatim", "part" or "no": in the body */
/* "yes" where headline and body have it said by the same, "no" by others; NULL: one of them does not say. */
const char *vb_export_mark_speakers(const struct vb_headline_mark *mark);
/* `text` has the sentences that a reading of a record lacks. One line a mark; in print, what stands in `mark` and in the body. */
vb_status vb_export_tsv_marks_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv_marks(const struct vb_reading *reading, const struct vb_text *text, vb_str headline,
                              const struct vb_headline_marks *marks, struct vb_out out, vb_error *err);
vb_status vb_export_print_mark(const struct vb_reading *reading, const struct vb_text *text, vb_str headline,
                               const struct vb_headline_mark *mark, struct vb_print_options options, struct vb_out out,
                               vb_error *err);

/* ---- one entity over all texts: vb_record_who() ------------------------------------------------------------------------- */

/* What stands over its texts; an office of it, with the words of `reading`, the first text that has it; its mentions in a text. */
vb_status vb_export_print_who(const struct vb_who *who, struct vb_print_options options, struct vb_out out, vb_error *err);
vb_status vb_export_print_who_office(const struct vb_who_office *office, const struct vb_reading *reading, uint32_t entity,
                                     struct vb_print_options options, struct vb_out out, vb_error *err);
vb_status vb_export_print_mentions(const struct vb_reading *reading, uint32_t entity, bool all, struct vb_print_options options,
                                   struct vb_out out, vb_error *err);
/* What a statement is to an entity: each counts once, as the first of these that it is. */
enum vb_part { VB_PART_BY, VB_PART_TO, VB_PART_ABOUT, VB_PART_NONE };
enum vb_part vb_export_part(const struct vb_reading *reading, const vb_statement *statement, uint32_t entity);
const char  *vb_export_part_name(enum vb_part part);           /* "by", "to", "about" */
/* One line an office, a mention and a statement of the entity in a text. `number` is that of the entity in the answer, from 1. */
vb_status vb_export_tsv_who_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv_who(const struct vb_who *who, uint32_t number, const struct vb_reading *reading, uint32_t entity,
                            struct vb_out out, vb_error *err);

/* ---- two sides: vb_record_ledger() -------------------------------------------------------------------------------------- */

/* `sides` are A and B as they were asked for; `by_capacity` as the ledger was. */
vb_status vb_export_print_ledger(const struct vb_ledger *ledger, const vb_str sides[2], bool by_capacity,
                                 struct vb_print_options options, struct vb_out out, vb_error *err);
/* One line a line of the ledger, and one a silent side: columns in docs/record.md, "The ledger". */
vb_status vb_export_tsv_ledger_header(struct vb_out out, vb_error *err);
vb_status vb_export_tsv_ledger(const struct vb_ledger *ledger, const vb_str sides[2], struct vb_out out, vb_error *err);

#endif
