/*
 * The record: a SQLite file that keeps documents, readings of them and every row with its source (docs/record.md).
 *
 * A document is a text (its SHA-256). A reading is a text with its metadata as one engine, model and set of tables read it;
 * other metadata, or a new engine or model, makes another reading beside the old one. Queries see the newest reading.
 */
#ifndef VB_RECORD_H
#define VB_RECORD_H

#include "attribution.h"

struct vb_run { vb_str engine, model, knowledge, codebook; };  /* what made a reading: "0.1.0", "sha256:…", "" or "sha256:…", "1" */

struct vb_reading {                /* one text with its finished layers: what the record stores and the writers print */
    vb_str id;                     /* "sha256:…" of the text */
    vb_meta meta;
    struct vb_run run;
    struct vb_text text;           /* from a record: bytes, lang and paragraphs only */
    struct vb_entities entities;
    struct vb_statements statements;
};

/* Store a reading in one transaction; what is there already is left alone. Errors as vb_record_add(). */
vb_status vb_record_put(vb_record *record, const struct vb_reading *reading, bool *added, vb_error *err);

/*
 * Give each stored reading (the newest of each document unless `all`), in the order they came in. `visit` returns false to
 * stop. The reading and all it points to live until `visit` returns.
 */
typedef bool (*vb_reading_fn)(void *ctx, const struct vb_reading *reading);
vb_status vb_record_each(vb_record *record, bool all, vb_reading_fn visit, void *ctx, vb_error *err);

struct vb_said_filter {            /* members "not given" do not filter */
    vb_str by;                     /* a name, or part of one in whole words, of the speaker; case does not count */
    vb_str about;                  /* words that all stand in the content, or in the text of its sentence's document title */
    vb_str since, until;           /* dates, inclusive; a text without a date is then left out */
};
struct vb_said_row {
    const struct vb_reading *reading;
    const vb_statement *statement;
};
typedef bool (*vb_said_fn)(void *ctx, const struct vb_said_row *row);
vb_status vb_record_said(vb_record *record, const struct vb_said_filter *filter, vb_said_fn visit, void *ctx, vb_error *err);

#endif
