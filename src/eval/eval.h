/*
 * Comparing records as JSON: against gold, layer by layer, and with what another version read.
 *
 * Both work document by document, so two records of any length need the memory of two documents. Spans of the files are code points
 * and stay so here; bytes are given beside them. What agrees is defined by the project's score_record.py, to the last digit.
 */
#ifndef VB_EVAL_H
#define VB_EVAL_H

#include "base.h"

struct json_t;

#define VB_EVAL_LINE_MAX ((size_t)256 << 20)        /* bytes of one document's JSON */
#define VB_EVAL_PIPE_MAX ((size_t)1 << 30)          /* bytes of a file that cannot be mapped: a pipe */
#define VB_EVAL_ROWS_MAX 65536u                     /* rows of one layer in a document; mentions: of one entity */
#define VB_EVAL_PAIRS_MAX ((size_t)1 << 24)         /* pairs of two documents' rows that could be the same */

/* ---- files -------------------------------------------------------------------------------------------------------------- */

/* An NDJSON file, one document a line: which document is in which line. Immutable once open, so threads may share it. */
struct vb_eval_file;
/*
 * Open a file, or standard input for "-". *out is the caller's, to release with vb_eval_close(); on failure it is NULL.
 * VB_ERR_IO, VB_ERR_ENCODING (a line is no document), VB_ERR_LIMIT, VB_ERR_NOMEM; err->msg begins with file and line, err->at is
 * the line.
 */
vb_status vb_eval_open(const char *path, struct vb_eval_file **out, vb_error *err);
/* The same for bytes in memory, which messages call `name`. Both have to outlive the file. */
vb_status vb_eval_open_bytes(const char *name, vb_str bytes, struct vb_eval_file **out, vb_error *err);
void      vb_eval_close(struct vb_eval_file *file);
size_t    vb_eval_count(const struct vb_eval_file *file);           /* documents */

/* A row of a file and where it stands; views that live for one call of the receiver. */
struct vb_eval_row {
    const char *file;
    uint64_t    line;              /* 0: no row on this side */
    vb_str      document;          /* its id */
    vb_str      id;                /* of the row; "not given" where it has none */
    vb_str      text;              /* of the document */
    vb_spans    bytes, codepoints; /* the words it is known by; n 0: it stands on none */
};

/* ---- scores ------------------------------------------------------------------------------------------------------------- */

enum vb_eval_layer {
    VB_EVAL_MENTION, VB_EVAL_STATEMENT, VB_EVAL_SPEAKER, VB_EVAL_EVENT_TYPE, VB_EVAL_EVENT_DYAD, VB_EVAL_EVENT_FULL,
    VB_EVAL_POSITION, VB_EVAL_DESIGNATION, VB_EVAL_TIME, VB_EVAL_PLACE, VB_EVAL_LAYERS
};
enum vb_eval_part {
    VB_EVAL_FOUND, VB_EVAL_COUNTRY, VB_EVAL_SECTOR, VB_EVAL_LINK_ROLE, VB_EVAL_LINK_PRONOUN, VB_EVAL_REALIS, VB_EVAL_ASSERTED_BY,
    VB_EVAL_DATE, VB_EVAL_MODE, VB_EVAL_SECTORS, VB_EVAL_PARTS
};
/*
 * How much of the words has to agree. Besides, a row is what it is in each of these: an event of its type, a position of its
 * holder, target and stance.
 *   scored    as score_record.py asks it of the layer
 *   exact     all words, byte for byte: of a statement content, cue and source, of an event the trigger, of a position the
 *             evidence, of others their span
 *   overlap   a word of each of these, or neither has it
 */
enum vb_eval_match { VB_EVAL_SCORED, VB_EVAL_EXACT, VB_EVAL_OVERLAP, VB_EVAL_MATCHES };

struct vb_eval_counts { uint64_t agreed, gold, pred; };
struct vb_eval_share { uint64_t right, n; };
struct vb_eval_scores {
    uint64_t              n_documents, n_unread;                    /* of gold; of these, not in pred */
    struct vb_eval_counts layer[VB_EVAL_MATCHES][VB_EVAL_LAYERS];
    struct vb_eval_share  part[VB_EVAL_PARTS];                      /* n 0: nothing of it in gold */
};
const char *vb_eval_layer_name(enum vb_eval_layer layer);           /* "event dyad": the names of score_record.py */
const char *vb_eval_part_name(enum vb_eval_part part);

/* Precision, recall, F1 and a share in tenths of a per cent, rounded as Python rounds. */
struct vb_eval_prf { unsigned p, r, f1; };
struct vb_eval_prf vb_eval_prf(struct vb_eval_counts counts);
unsigned           vb_eval_percent(struct vb_eval_share share);

/* A row of gold that was missed, one of pred that gold has not, or a part of a found row that differs (`gold`, `pred`: the values).
 */
enum vb_eval_kind { VB_EVAL_MISSED, VB_EVAL_SPURIOUS, VB_EVAL_WRONG };
struct vb_eval_miss {
    enum vb_eval_kind  kind;
    const char        *layer;      /* name of a layer or part */
    struct vb_eval_row row;        /* of gold; of pred where it is spurious */
    vb_str             gold, pred; /* "not given" where there is none */
};
typedef bool (*vb_eval_miss_fn)(void *ctx, const struct vb_eval_miss *miss);    /* false: stop, VB_ERR_IO */

/*
 * Score `pred` against `gold`. Documents pair by id, else by equal text. `miss` (may be NULL) gets the rows that do not agree, as
 * VB_EVAL_SCORED counts them: document by document in the order of gold, layer by layer; rows that gold marks optional are no
 * misses. VB_ERR_ENCODING: a document is not as record-format.md has it, or documents of one id have two texts; VB_ERR_LIMIT,
 * VB_ERR_NOMEM; messages as of vb_eval_open().
 */
vb_status vb_eval_score(const struct vb_eval_file *gold, const struct vb_eval_file *pred, vb_eval_miss_fn miss, void *ctx,
                        struct vb_eval_scores *scores, vb_error *err);

/* ---- differences -------------------------------------------------------------------------------------------------------- */

enum vb_diff_change { VB_DIFF_GONE, VB_DIFF_ADDED, VB_DIFF_CHANGED };
/*
 * One member of a row as it was and as it is, NULL where it is not there. What an id points to is given by its name or words, a
 * span as {"codepoints": ..., "words": ...}.
 */
struct vb_diff_field { const char *name; const struct json_t *was, *is; };
struct vb_diff_row {
    enum vb_diff_change         change;
    const char                 *layer;              /* document paragraph entity mention statement event position ... */
    struct vb_eval_row          was, is;            /* line 0: it is not in that file */
    const struct vb_diff_field *fields;             /* of a changed row: those that differ; else a few that tell which row it is */
    size_t                      n_fields;
};
typedef bool (*vb_diff_fn)(void *ctx, const struct vb_diff_row *row);           /* false: stop, VB_ERR_IO */

struct vb_diff_options { bool scores; };            /* rows that differ in their score alone are changed, too */
struct vb_diff_counts { uint64_t gone, added, changed, documents; };            /* rows; documents that differ */

/*
 * What `is` reads differently from `was`: rows of the same words that say another thing, and rows that only one has. Documents pair
 * by equal text, the n-th of a text with the n-th of it; one without a pair is one row of the layer "document". Ids of rows do not
 * count, since every reading numbers anew: references are compared by what they point to. Views and values live for one call of
 * `row`. Errors as of vb_eval_score().
 */
vb_status vb_diff(const struct vb_eval_file *was, const struct vb_eval_file *is, struct vb_diff_options options, vb_diff_fn row,
                  void *ctx, struct vb_diff_counts *counts, vb_error *err);

#endif
