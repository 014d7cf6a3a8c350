/*
 * A document of a record file with the members that are compared, and what the comparisons share.
 */
#ifndef VB_EVAL_DOC_H
#define VB_EVAL_DOC_H

#include "eval.h"

#include <jansson.h>

#define EVAL_DANGLING (VB_NONE - 1)                 /* an id that nothing in the document has; VB_NONE: no id */
#define EVAL_NOWHERE ((vb_span){ VB_NONE, VB_NONE })

struct eval_mention { const json_t *json; vb_span span; vb_str form; };
struct eval_entity {
    const json_t              *json;
    vb_str                     id, name, country, sector;
    const struct eval_mention *mentions;
    uint32_t                   n_mentions;
};

enum eval_kind { EVAL_STATEMENT, EVAL_EVENT, EVAL_POSITION, EVAL_DESIGNATION, EVAL_TIME, EVAL_PLACE, EVAL_KINDS };
struct eval_refs { const uint32_t *at; uint32_t n; };
struct eval_row {
    const json_t *json;
    vb_str        id;
    bool          optional;
    vb_spans      words;           /* what it is known by: content, trigger (else evidence), words, span */
    union {
        struct { vb_str type; vb_spans cue, source; uint32_t speaker; } statement;
        struct {
            vb_str           type, mode, realis, date, asserted_by;
            vb_span          trigger;
            struct eval_refs actors, recipients;
        } event;
        struct { vb_str stance; uint32_t holder, target; } position;
        struct { uint32_t of; } designation;
        struct { vb_str value; } time;
        struct { vb_str country; } place;
    } as;
};
struct eval_rows { struct eval_row *at; uint32_t n; };

struct eval_id { vb_str id; uint32_t i; };
struct eval_ids { struct eval_id *at; uint32_t n; };             /* sorted by id */

/* Spans are code points; what strings and rows point to is in `json` and `arena`. */
struct eval_doc {
    struct vb_arena     arena;
    json_t             *json;
    const char         *file;
    uint64_t            line;
    vb_str              id, text;
    uint32_t            n_codepoints;
    const uint32_t     *byte;      /* of each code point, and of the end */
    struct eval_entity *entities;
    uint32_t            n_entities;
    struct eval_rows    rows[EVAL_KINDS];
    struct eval_ids     entity_ids, row_ids[EVAL_KINDS];
};

/* One line of a file, by its number from 0. {0} is a closed document; on failure it is closed. */
vb_status eval_doc_open(const struct vb_eval_file *file, size_t i, struct eval_doc *doc, vb_error *err);
void      eval_doc_close(struct eval_doc *doc);
uint32_t  eval_find(const struct eval_ids *ids, vb_str id);      /* VB_NONE for no id, EVAL_DANGLING for one that is not there */

/* The last line of that id, or of that text; VB_NONE: none. */
uint32_t                eval_file_by_id(const struct vb_eval_file *file, vb_str id);
uint32_t                eval_file_by_text(const struct vb_eval_file *file, const struct vb_sha256 *text);
vb_str                  eval_file_id(const struct vb_eval_file *file, size_t i);
const struct vb_sha256 *eval_file_text(const struct vb_eval_file *file, size_t i);
uint64_t                eval_file_line(const struct vb_eval_file *file, size_t i);
const char             *eval_file_name(const struct vb_eval_file *file);
/* The n-th of equal texts gets the number n, from 0, for each line of the file; vb_alloc'ed, NULL for no memory. */
uint32_t *eval_file_ranks(const struct vb_eval_file *file);
/* The line with that text and rank, or VB_NONE. */
uint32_t eval_file_by_rank(const struct vb_eval_file *file, const struct vb_sha256 *text, uint32_t rank);
/* "FILE:LINE: " before a message. */
vb_status eval_fail(vb_error *err, vb_status code, const char *file, uint64_t line, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

int         eval_compare(vb_str a, vb_str b);                     /* by bytes; "not given" as the empty string */
static inline bool eval_is(vb_span s) { return s.beg != VB_NONE; }
/* As score_record.py has it: an empty span meets what it lies in. A span that is nowhere meets none. */
static inline bool eval_meets(vb_span a, vb_span b) { return eval_is(a) && eval_is(b) && a.beg < b.end && b.beg < a.end; }
static inline vb_span eval_first(vb_spans s) { return s.n > 0 ? s.at[0] : EVAL_NOWHERE; }
/* The row as it is shown. Its bytes are put into `arena`; false: no memory. */
bool eval_show(const struct eval_doc *doc, vb_str id, vb_spans words, struct vb_arena *arena, struct vb_eval_row *out);

/* ---- pairing (eval_pair.c) ---------------------------------------------------------------------------------------------- */

/* Mentions of all entities of a document, by where they begin: to find those that meet a span without looking at all. */
struct eval_spot { vb_span span; uint32_t entity, mention, furthest; };          /* furthest end up to here */
struct eval_spots { struct eval_spot *at; uint32_t n; };
bool eval_spots_make(const struct eval_doc *doc, struct vb_arena *arena, struct eval_spots *out);
/* Spots that meet `span` lie in [*from, *to); those that do not are still to be left out. */
void eval_spots_range(const struct eval_spots *spots, vb_span span, uint32_t *from, uint32_t *to);
/* True when two spans share half of the longer one. */
bool eval_half_shared(vb_span a, vb_span b);

/* For each entity of pred the entity of gold that it is, or VB_NONE, in `arena`; NULL: no memory. */
const uint32_t *eval_map_entities(const struct eval_doc *gold, const struct eval_doc *pred, struct vb_arena *arena, vb_status *st);

/* Greedy one-to-one pairs, best first, then in the order of i and j. A score of 0 or less is no pair. */
struct eval_pair { double score; uint32_t i, j; };
struct eval_pairs { struct eval_pair *at; size_t n, room; };
bool eval_pairs_add(struct eval_pairs *pairs, double score, uint32_t i, uint32_t j, vb_status *st);
/* Leaves in `pairs` those that were made; what is free is in neither `has_i` nor `has_j` (zeroed, of n_i and n_j). */
void eval_pairs_choose(struct eval_pairs *pairs, bool *has_i, bool *has_j);

/*
 * The set of places where the words in some spans of a text begin. A word is Python's \w+ within the span, so one that the span
 * begins in the middle of begins there.
 */
struct eval_words {
    vb_spans        spans;                          /* disjoint, in order: the words that begin in them */
    const uint32_t *inner;                          /* and, in order, places in the middle of a word */
    uint32_t        n_inner, n;                     /* n: of the set */
};
/* Words that begin before each code point and before the end, in `arena`; NULL: no memory. */
const uint32_t *eval_words_before(const struct eval_doc *doc, struct vb_arena *arena);
bool eval_words_of(const struct eval_doc *doc, const uint32_t *before, vb_spans spans, struct vb_arena *arena,
                   struct eval_words *out);
uint32_t eval_words_shared(const uint32_t *before, const struct eval_words *a, const struct eval_words *b);

#endif
