/*
 * verbale: reads political news and keeps the minutes, with the words behind every row.
 *
 * Open a reader once (it maps the weights, is immutable and is shared by all threads), make one workspace a thread,
 * read texts into documents, and print them or store them in a record.
 *
 * Coordinates are bytes of the document's UTF-8 text, on code point boundaries; a span is half-open [beg, end).
 * Terms (cue, source, content; mixed, partial, nominal …) are those of docs/codebook.md.
 */
#ifndef VERBALE_H
#define VERBALE_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VERBALE_VERSION "0.4.0"
#define VB_CODEBOOK_VERSION "4"
#define VB_NONE UINT32_MAX                     /* the text does not say */
#define VB_TEXT_MAX ((size_t)16 << 20)         /* bytes of one text; more is VB_ERR_LIMIT */

#if defined(__GNUC__)
#define VB_API __attribute__((visibility("default")))
#else
#define VB_API
#endif

/* ---- values ------------------------------------------------------------------------------------------------ */

typedef enum vb_status {                       /* numbers are kept for good */
    VB_OK = 0, VB_ERR_NOMEM = 1, VB_ERR_IO = 2, VB_ERR_ENCODING = 3, VB_ERR_MODEL = 4,
    VB_ERR_KNOWLEDGE = 5, VB_ERR_RECORD = 6, VB_ERR_LIMIT = 7
} vb_status;

/* Lives in the caller, who may pass NULL. `at` is the byte or line where it went wrong, or 0. */
typedef struct vb_error { vb_status code; uint64_t at; char msg[256]; } vb_error;

typedef struct vb_str {
    const char *ptr;
    size_t len;
} vb_str; /* a view: borrowed, may hold NUL bytes; ptr NULL is "not given" */
typedef struct vb_span  { uint32_t beg, end; } vb_span;               /* bytes [beg, end) of the document's text */
typedef struct vb_spans { const vb_span *at; uint32_t n; } vb_spans;  /* fragments, in text order */

typedef enum vb_role {                         /* of a paragraph: record-format "paragraph.role" */
    VB_ROLE_HEADLINE, VB_ROLE_CREDIT, VB_ROLE_CAPTION, VB_ROLE_BYLINE, VB_ROLE_DATELINE, VB_ROLE_LEAD, VB_ROLE_BODY,
    VB_ROLE_LIST, VB_ROLE_OTHER
} vb_role;
typedef struct vb_paragraph { vb_span span; vb_role role; } vb_paragraph;

typedef enum vb_entity_kind {
    VB_KIND_PERSON, VB_KIND_ORGANISATION, VB_KIND_STATE, VB_KIND_GROUP, VB_KIND_PLACE, VB_KIND_DOCUMENT, VB_KIND_POLICY,
    VB_KIND_OTHER
} vb_entity_kind;
typedef enum vb_mention_form { VB_FORM_NAME, VB_FORM_ROLE, VB_FORM_PRONOUN, VB_FORM_DEMONYM, VB_FORM_OTHER } vb_mention_form;
typedef struct vb_mention { vb_span span; vb_mention_form form; } vb_mention;
/* An office that the words of the text give a person: "foreign minister", of body, an entity of this document or VB_NONE. */
typedef struct vb_office { vb_str title; uint32_t body; } vb_office;
typedef struct vb_entity {
    vb_str name;                               /* in full, as the text or the tables give it */
    vb_entity_kind kind;
    vb_str country;                            /* ISO 3166-1 alpha-3, XKX, IGO; empty: not known */
    const vb_str *sectors; uint32_t n_sectors; /* PLOVER codes, the main one first; none: not known */
    vb_str party;                              /* as the text gives it, else empty */
    const vb_office *offices; uint32_t n_offices;
    vb_str kb;                                 /* the table row it is linked to, "holders/europe.tsv:41", else empty */
    const vb_mention *mentions;                /* in text order, at least one */
    uint32_t n_mentions;
    float score;                               /* 0..1 */
} vb_entity;

typedef enum vb_time_class { VB_TIME_DATE, VB_TIME_TIME, VB_TIME_DURATION, VB_TIME_SET } vb_time_class;
typedef enum vb_time_mod {
    VB_MOD_NONE, VB_MOD_START, VB_MOD_MID, VB_MOD_END, VB_MOD_BEFORE, VB_MOD_AFTER, VB_MOD_MORE_THAN, VB_MOD_LESS_THAN,
    VB_MOD_APPROX
} vb_time_mod;
typedef enum vb_time_basis {                   /* what the value rests on */
    VB_BASIS_TEXT,                             /* the words alone */
    VB_BASIS_DOCUMENT,                         /* the text's date, or its dateline's */
    VB_BASIS_TENSE,                            /* the text's date and the tense beside it */
    VB_BASIS_TIME                              /* another time of the text: "that same day" */
} vb_time_basis;
typedef struct vb_time {
    vb_span span;
    vb_str value;                              /* TIMEX3-like: "2023-08-30", "P5Y", "PAST_REF" */
    vb_time_class cls;
    vb_time_mod mod;
    vb_time_basis basis;
    uint32_t based_on;                         /* time of this document for VB_BASIS_TIME, or VB_NONE */
} vb_time;
typedef struct vb_place {
    vb_span span;
    vb_str name;                               /* usual English name */
    vb_str country;                            /* as an entity's; empty where it belongs to none or to several */
} vb_place;

typedef enum vb_statement_type {
    VB_TYPE_DIRECT, VB_TYPE_MIXED, VB_TYPE_INDIRECT, VB_TYPE_NOMINAL, VB_TYPE_PARTIAL, VB_TYPE_TERM
} vb_statement_type;
typedef enum vb_statement_class { VB_CLASS_SPEECH, VB_CLASS_ATTITUDE } vb_statement_class;
typedef enum vb_polarity {
    VB_POL_AFFIRMED, VB_POL_NEGATED, VB_POL_REFUSED, VB_POL_DENIED, VB_POL_QUESTION, VB_POL_MODAL
} vb_polarity;
typedef struct vb_statement {
    vb_spans content, cue, source;             /* content has at least one fragment; cue and source may be empty */
    vb_statement_type type;
    vb_statement_class cls;
    vb_polarity polarity;
    uint32_t speaker;                          /* entity of this document, or VB_NONE; as the next three */
    uint32_t document;                         /* the document that speaks: its issuing body is the speaker */
    uint32_t addressee;                        /* to whom it was said */
    uint32_t channel;                          /* to or through whom it reached the public: a broadcaster, a paper */
    uint32_t time;                             /* when it was said: time of this document, or VB_NONE */
    uint32_t nested_in, continues;             /* statement of this document, or VB_NONE */
    float score;                               /* calibrated probability, 0..1 */
} vb_statement;

/* PLOVER 2.0, in its order: docs/codebook.md, "Events". */
typedef enum vb_event_type {
    VB_EVENT_AGREE, VB_EVENT_CONSULT, VB_EVENT_SUPPORT, VB_EVENT_CONCEDE, VB_EVENT_COOPERATE, VB_EVENT_AID, VB_EVENT_RETREAT,
    VB_EVENT_REQUEST, VB_EVENT_ACCUSE, VB_EVENT_REJECT, VB_EVENT_THREATEN, VB_EVENT_PROTEST, VB_EVENT_SANCTION, VB_EVENT_MOBILIZE,
    VB_EVENT_COERCE, VB_EVENT_ASSAULT,
    VB_EVENT_NONE                              /* a dictionary's code that PLOVER has no type for: only with VB_CODER_DICTIONARY */
} vb_event_type;
typedef enum vb_realis {
    VB_REALIS_DONE, VB_REALIS_ONGOING, VB_REALIS_PLANNED, VB_REALIS_CONDITIONAL, VB_REALIS_ALLEGED, VB_REALIS_DENIED,
    VB_REALIS_HABITUAL
} vb_realis;
/* Who acts, or to whom: an entity of this document, and the words beside the trigger that stand for it; beg == end: none do. */
typedef struct vb_participant { uint32_t entity; vb_span span; bool inferred; } vb_participant;
typedef struct vb_event {
    vb_event_type type;
    vb_realis realis;
    vb_str mode;                               /* PLOVER's word, "visit"; empty: none */
    vb_str cameo;                              /* three or four digits; empty: not sure */
    const vb_str *contexts; uint32_t n_contexts;
    const vb_participant *actors, *recipients; uint32_t n_actors, n_recipients;
    vb_span trigger;
    vb_spans evidence;                         /* the clauses that tell it, every telling; the trigger is in one */
    uint32_t asserted_by;                      /* statement of this document, or VB_NONE: the article */
    vb_str date;                               /* YYYY[-MM[-DD]], as fine as the text allows; empty: it does not say */
    uint32_t place, part_of;                   /* place, event of this document, or VB_NONE */
    float score;                               /* calibrated probability, 0..1 */
} vb_event;

typedef enum vb_stance { VB_STANCE_FOR, VB_STANCE_AGAINST, VB_STANCE_NEUTRAL } vb_stance;
typedef enum vb_capacity {                     /* as whom a position is held: docs/codebook.md, "Positions" */
    VB_CAPACITY_NONE,                          /* not known */
    VB_CAPACITY_LEADER, VB_CAPACITY_MINISTER, VB_CAPACITY_LEGISLATOR, VB_CAPACITY_COMMITTEE, VB_CAPACITY_PARTY,
    VB_CAPACITY_SPOKESPERSON, VB_CAPACITY_DIPLOMAT, VB_CAPACITY_OFFICIAL, VB_CAPACITY_STATE, VB_CAPACITY_COURT,
    VB_CAPACITY_SECURITY, VB_CAPACITY_REBEL, VB_CAPACITY_INTERNATIONAL, VB_CAPACITY_PRESS, VB_CAPACITY_COMPANY,
    VB_CAPACITY_ORGANISATION, VB_CAPACITY_EXPERT, VB_CAPACITY_CITIZEN
} vb_capacity;
/* What somebody holds, by their own or reported words: never from what they are. */
typedef struct vb_position {
    uint32_t holder;                           /* entity of this document: who speaks */
    vb_capacity capacity;
    uint32_t target;                           /* entity it is about, or VB_NONE */
    vb_str issue;                              /* a few plain words of the text; empty: none stand out */
    vb_span issue_span;                        /* where they stand; beg == end: nowhere */
    vb_str context;                            /* PLOVER's context of the issue, "environment"; empty: none */
    vb_stance stance;
    vb_str strength, hedge;                    /* "firm", "conditional": docs/codebook.md; empty: neither */
    bool own_words;                            /* false: only reported */
    vb_span evidence;
    uint32_t statement;                        /* statement of this document */
    float score;                               /* calibrated probability, 0..1 */
} vb_position;
/* What somebody calls somebody: "a systemic challenge". */
typedef struct vb_designation {
    uint32_t by, of;                           /* entities of this document */
    vb_span words, evidence;
    vb_str date;                               /* YYYY[-MM[-DD]]: of the saying, or of the document that says it; else empty */
    uint32_t document;                         /* the document that says it: entity, or VB_NONE */
    uint32_t statement;                        /* statement of this document, or VB_NONE */
    float score;                               /* 0.5..0.8, by the rule that found it: not calibrated */
} vb_designation;

/* What is known of a text from outside it. Any member may be "not given". Never read as text. */
typedef struct vb_meta {
    vb_str source;                             /* path or address it came from */
    vb_str input_id;                           /* the id an NDJSON input gave */
    vb_str title, publisher;
    vb_str date;                               /* YYYY-MM-DD, YYYY-MM or YYYY */
    vb_str tz;                                 /* an IANA name */
    vb_str lang;                               /* BCP 47; not given: found from the text */
} vb_meta;

/* ---- handles ----------------------------------------------------------------------------------------------- */

typedef struct vb_reader    vb_reader;         /* models and tables: immutable once open, shared by all threads */
typedef struct vb_workspace vb_workspace;      /* scratch memory: one per thread, reused from text to text      */
typedef struct vb_doc       vb_doc;            /* one text and everything read in it: freed in one call         */
typedef struct vb_record    vb_record;         /* an open record: one SQLite connection, one thread at a time   */

typedef enum vb_coder {
    VB_CODER_OWN,                              /* the event heads and the patterns of the tables */
    VB_CODER_DICTIONARY                        /* dictionaries of kb_dirs: verbale-kb(1), "import-petrarch" */
} vb_coder;

typedef struct vb_reader_options {
    const char *data_dir;                      /* NULL: VERBALE_DATA, else the installed place */
    bool        reference;                     /* run the plain C f32 path instead of int8: slow, for comparing */
    void (*log)(void *ctx, const char *line);  /* may be NULL; called from any thread that reads */
    void *log_ctx;
    const char *const *kb_dirs;                /* folders of tables of your own, later ones first: verbale-kb(1) */
    size_t      n_kb_dirs;
    vb_coder    coder;                         /* of events */
} vb_reader_options;

/*
 * Open models and tables. `options` may be NULL. On success `*reader` is the caller's, to release with
 * vb_reader_close(), which must come after the last workspace and document made from it are freed.
 * VB_ERR_IO     a file is missing or cannot be read
 * VB_ERR_MODEL  a weight file is truncated, altered, of another version, or this CPU lacks AVX2 and FMA
 * VB_ERR_KNOWLEDGE  the tables are altered or of another version, or a row of kb_dirs is wrong
 * also VB_ERR_NOMEM
 */
VB_API vb_status vb_reader_open(const vb_reader_options *options, vb_reader **reader, vb_error *err);
VB_API void      vb_reader_close(vb_reader *reader);          /* NULL is fine */
VB_API vb_str    vb_reader_model(const vb_reader *reader);    /* "sha256:…" of the weight file; lives as long as the reader */
VB_API vb_str    vb_reader_knowledge(const vb_reader *reader);                /* the same of the tables, kb_dirs included */

VB_API vb_status vb_workspace_new(const vb_reader *reader, vb_workspace **ws, vb_error *err);
VB_API void      vb_workspace_free(vb_workspace *ws);         /* NULL is fine */

/*
 * Read one text. `text` is UTF-8 and is copied, as is what `meta` (may be NULL) points to. A leading byte order mark
 * is dropped. On success `*doc` is the caller's, to release with vb_doc_free(); on failure it is NULL. Views taken
 * from a document live exactly as long as it does. A text that is not English has its language and no rows.
 * VB_ERR_ENCODING  not UTF-8; err->at is the offset of the first bad byte
 * VB_ERR_LIMIT     longer than VB_TEXT_MAX bytes;  also VB_ERR_NOMEM, VB_ERR_MODEL
 * Thread-safe for one reader and distinct workspaces.
 */
VB_API vb_status vb_doc_read(const vb_reader *reader, vb_workspace *ws, vb_str text, const vb_meta *meta, vb_doc **doc,
                             vb_error *err);
VB_API void      vb_doc_free(vb_doc *doc);                    /* NULL is fine */

VB_API vb_str         vb_doc_text(const vb_doc *doc);
VB_API vb_str         vb_doc_id(const vb_doc *doc);           /* "sha256:" and 64 hex digits of the text's bytes */
VB_API const vb_meta *vb_doc_meta(const vb_doc *doc);         /* lang is filled in; title too where the text shows a headline */
VB_API size_t         vb_doc_paragraph_count(const vb_doc *doc);
VB_API size_t         vb_doc_entity_count(const vb_doc *doc);
VB_API size_t         vb_doc_statement_count(const vb_doc *doc);
VB_API size_t         vb_doc_event_count(const vb_doc *doc);
VB_API size_t         vb_doc_position_count(const vb_doc *doc);
VB_API size_t         vb_doc_designation_count(const vb_doc *doc);
VB_API size_t         vb_doc_time_count(const vb_doc *doc);
VB_API size_t         vb_doc_place_count(const vb_doc *doc);
VB_API const vb_paragraph *vb_doc_paragraph(const vb_doc *doc, size_t i);   /* NULL past the last, as the next seven */
VB_API const vb_entity    *vb_doc_entity(const vb_doc *doc, size_t i);
VB_API const vb_statement *vb_doc_statement(const vb_doc *doc, size_t i);
VB_API const vb_event     *vb_doc_event(const vb_doc *doc, size_t i);
VB_API const vb_position  *vb_doc_position(const vb_doc *doc, size_t i);
VB_API const vb_designation *vb_doc_designation(const vb_doc *doc, size_t i);
VB_API const vb_time      *vb_doc_time(const vb_doc *doc, size_t i);
VB_API const vb_place     *vb_doc_place(const vb_doc *doc, size_t i);

/*
 * Write a document as one line of JSON (record-format.md, code point offsets, '\n' at the end) through `write`, which
 * returns false to stop. VB_ERR_IO when it did; also VB_ERR_NOMEM.
 */
typedef bool (*vb_write_fn)(void *ctx, const char *bytes, size_t n);
VB_API vb_status vb_doc_write_json(const vb_doc *doc, vb_write_fn write, void *ctx, vb_error *err);

/* ---- the record -------------------------------------------------------------------------------------------- */

typedef enum vb_record_mode { VB_RECORD_READ, VB_RECORD_WRITE } vb_record_mode;   /* WRITE creates it where missing */

/*
 * Open a record. One writer at a time: a second is refused. An older schema is migrated when opened for writing.
 * VB_ERR_RECORD  not a record, of a newer version, or being written by another process;  also VB_ERR_IO, VB_ERR_NOMEM
 */
VB_API vb_status vb_record_open(const char *path, vb_record_mode mode, vb_record **record, vb_error *err);
VB_API void      vb_record_close(vb_record *record);          /* NULL is fine */

/* Store one document in one transaction. A reading that is there already is left alone, and *added (may be NULL) is false. */
VB_API vb_status vb_record_add(vb_record *record, const vb_doc *doc, bool *added, vb_error *err);

VB_API const char *vb_version(void);           /* VERBALE_VERSION of the library that runs */
VB_API const char *vb_status_name(vb_status status);

#ifdef __cplusplus
}
#endif
#endif
