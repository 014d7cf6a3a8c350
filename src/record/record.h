/*
 * The record: a SQLite file that keeps documents, readings of them and every row with its source (docs/record.md).
 *
 * A document is a text (its SHA-256). A reading is a text with its metadata as one engine, model and set of tables read it;
 * other metadata, or a new engine or model, makes another reading beside the old one. Queries see the newest reading.
 */
#ifndef VB_RECORD_H
#define VB_RECORD_H

#include "attribution.h"
#include "events.h"
#include "issue.h"
#include "places.h"
#include "times.h"

struct vb_run { vb_str engine, model, knowledge, codebook; };  /* what made a reading: "0.1.0", "sha256:…", "" or "sha256:…", "1" */

struct vb_reading {                /* one text with its finished layers: what the record stores and the writers print */
    vb_str id;                     /* "sha256:…" of the text */
    vb_meta meta;
    struct vb_run run;
    struct vb_text text;           /* from a record: bytes, lang and paragraphs only */
    struct vb_syntax syntax;       /* from a record: empty */
    struct vb_entities entities;   /* from a record: without token_entity */
    struct vb_statements statements;
    struct vb_events events;
    struct vb_positions positions;
    struct vb_designations designations;
    struct vb_times times;
    struct vb_places places;
};

/*
 * Store a reading in one transaction; what is there already is left alone. After an error nothing of it is stored, the
 * record is as it was, and the next call may succeed. A byte that is not UTF-8 in the metadata (a path may hold any) is
 * stored as U+FFFD, as the writers print it.
 * VB_ERR_RECORD  the date is none (vb_record_date_ok), another program is writing, the file is damaged
 * VB_ERR_IO      the disk is full or fails;  also VB_ERR_NOMEM
 */
vb_status vb_record_put(vb_record *record, const struct vb_reading *reading, bool *added, vb_error *err);

/*
 * Compare stored readings that no comparison has seen, as those of older versions of the schema, with the others: one transaction
 * each, so that stopping loses none. `go_on` (may be NULL) is asked before each. The record is open for writing. Errors as of
 * vb_record_put().
 */
vb_status vb_record_compare(vb_record *record, bool (*go_on)(void *ctx), void *ctx, vb_error *err);

/* What several texts have in common: docs/record.md, "The same in several texts". */
struct vb_cluster_wording { vb_str words; uint32_t n; };       /* and how many mentions have it, marks and case aside */
struct vb_cluster {
    vb_str   id;                   /* the least uid of its rows: the same in every record that has these texts */
    uint32_t n_mentions, n_texts;
    uint32_t n_origins;            /* of these texts; near-copies are one */
    const struct vb_cluster_wording *wordings; uint32_t n_wordings;        /* most frequent first, VB_WORDINGS_MAX at most */
};
enum { VB_WORDINGS_MAX = 12 };
/*
 * How many different texts the readings are of, and of how many independent origins: near-copies, as of one agency's report, are
 * one. `readings` are ids of rows. One that is not there counts for nothing. Errors as of vb_record_said().
 */
struct vb_origins { uint32_t n_texts, n_origins; };
vb_status vb_record_origins(vb_record *record, const int64_t *readings, size_t n, struct vb_origins *out, vb_error *err);

/*
 * Give each stored reading (the newest of each document unless `all`), in the order they came in. `visit` returns false to
 * stop, which is VB_OK, and does not use the record. The reading and all it points to live until `visit` returns. What is
 * given is the record as it was at the call, whatever a writer adds meanwhile.
 */
typedef bool (*vb_reading_fn)(void *ctx, const struct vb_reading *reading);
vb_status vb_record_each(vb_record *record, bool all, vb_reading_fn visit, void *ctx, vb_error *err);

/*
 * What a query asks for: one struct for all of them, and each says below what it heeds. Members "not given" do not filter; one
 * without a word in it finds nothing. A word is a run of letters, marks and digits, so that O'Brien and O’Brien are the same two;
 * case and accents do not count. actor, recipient and about mean each entity that has the words, one after the other, in its name
 * or in a name, role or demonym that its text has for it, or in the title of an office; each entity of the country whose code they
 * are ("GBR"); and, but for about, of a sector of it ("GBR:GOV"). A text without a date is left out where one is asked for, and one
 * dated 2023 may be of any day of it.
 */
enum { VB_FILTER_MAX = 1000 };     /* bytes of one: looking for a word takes time, and a server asks this too */
struct vb_filter {
    vb_str actor;                  /* who speaks or acts; the document that speaks */
    vb_str recipient;              /* to whom: addressee or channel, recipient */
    vb_str about;                  /* an entity mentioned in a content, or words that all stand in it, or all in the title */
    vb_str country, sector;        /* "GBR", "GOV": of the one who speaks or acts */
    vb_str publisher;              /* of the text: words that follow each other in its name */
    vb_str text;                   /* full text of the document or its title: see vb_record_check_text() */
    vb_str since, until;           /* dates, inclusive */
    uint32_t types, realis;        /* bits 1 << vb_statement_type or vb_event_type, 1 << vb_realis; 0: any */
    bool clusters;                 /* of rows of several texts that are the same, only the first that passes, and what they are */
};
/* The bits of words with commas between, "assault,protest", in any case. False: `*bad` is no such word. */
bool vb_record_statement_types(vb_str list, uint32_t *bits, vb_str *bad);
bool vb_record_event_types(vb_str list, uint32_t *bits, vb_str *bad);
bool vb_record_realis(vb_str list, uint32_t *bits, vb_str *bad);
/*
 * Whether a full-text filter can be asked. Words in any order, all of them wanted; "words in a row"; begin*; a OR b; a NOT b;
 * a NEAR b (at most ten words between), a NEAR/3 b; parentheses. Operators are capitals. VB_ERR_RECORD, with what is wrong;
 * VB_ERR_LIMIT too long or deep; VB_ERR_ENCODING.
 */
vb_status vb_record_check_text(vb_str text, vb_error *err);

/*
 * Give the newest readings that pass the filter's text, publisher and dates, as vb_record_each() does; nothing else of the filter
 * counts. Errors as of vb_record_said().
 */
vb_status vb_record_texts(vb_record *record, const struct vb_filter *filter, vb_reading_fn visit, void *ctx, vb_error *err);

struct vb_said_row {
    const struct vb_reading *reading;
    const vb_statement *statement;
    const struct vb_cluster *cluster;      /* with filter.clusters: its mentions in all texts; else NULL */
};
typedef bool (*vb_said_fn)(void *ctx, const struct vb_said_row *row);
/*
 * Give the statements of the newest readings that pass the filter (all of it but realis), by document as they came in and then in
 * text order. A date is that of the statement's time where it has one, else of the text. `visit` as in vb_record_each().
 * VB_ERR_LIMIT when a filter is too long; VB_ERR_RECORD when a date or a code is none; also as above.
 */
vb_status vb_record_said(vb_record *record, const struct vb_filter *filter, vb_said_fn visit, void *ctx, vb_error *err);

struct vb_event_row { const struct vb_reading *reading; const vb_event *event; const struct vb_cluster *cluster; };
typedef bool (*vb_event_fn)(void *ctx, const struct vb_event_row *row);
/*
 * Give the events of the newest readings that pass the filter (all of it but about), as vb_record_said() gives statements. Actor
 * and recipient may be such as no word names in that part; a date is the event's, else the text's.
 */
vb_status vb_record_events(vb_record *record, const struct vb_filter *filter, vb_event_fn visit, void *ctx, vb_error *err);

/* ---- two sides: verbale-ledger(1) -------------------------------------------------------------------------------------------- */

enum vb_ledger_section {
    VB_LEDGER_CONTACT,             /* they met, called, negotiated: CONSULT */
    VB_LEDGER_COOPERATE,           /* positions for, cooperative events */
    VB_LEDGER_DISAGREE,            /* positions against, conflict events but for requests */
    VB_LEDGER_ASK,                 /* REQUEST */
    VB_LEDGER_NEUTRAL,             /* positions neither for nor against */
    VB_LEDGER_DESIGNATE,           /* what one calls the other */
    VB_LEDGER_WITHIN,              /* between two of one side, in texts that have a line of the sections above */
    VB_LEDGER_CHANGE               /* one holder, one issue, two dates, for and against */
};
enum vb_ledger_side { VB_LEDGER_A, VB_LEDGER_B, VB_LEDGER_BOTH }; /* who holds or acts, towards the other; in WITHIN, inside whom */
enum vb_ledger_voice {
    VB_VOICE_GOVERNMENT, VB_VOICE_PARLIAMENT, VB_VOICE_PARTY, VB_VOICE_COURT, VB_VOICE_SECURITY, VB_VOICE_PRESS, VB_VOICE_OTHER,
    VB_VOICE_UNKNOWN
};
enum vb_ledger_what { VB_LEDGER_EVENT, VB_LEDGER_POSITION, VB_LEDGER_DESIGNATION };
struct vb_ledger_line {            /* what one says or does, told by one text or several */
    enum vb_ledger_section section;
    enum vb_ledger_side side;
    enum vb_ledger_voice voice;
    enum vb_ledger_what what;
    const char *relation;          /* in WITHIN "agrees", "presses", "criticises", "contradicts"; else NULL */
    vb_str who, country, capacity; /* who acts or holds, several with ", " between; its country; of a position its capacity */
    vb_str whom;
    vb_str heading;                /* by which lines go together: the issue's context, else the issue; empty: unspecified */
    vb_str issue;                  /* in words of the text; empty: none */
    vb_event_type type;            /* of an event, with mode, realis and who asserts it (empty: the article) */
    vb_str mode, asserted_by;
    vb_realis realis;
    vb_stance stance;              /* of a position, with strength, hedge, own words */
    vb_polarity polarity;
    vb_str strength, hedge;
    bool own_words;
    vb_str words;                  /* of a designation; its span of the text is `span` */
    vb_str saying_document;
    vb_str date;                   /* of the row, else of its text; empty: neither */
    bool dated;                    /* the text gives it */
    vb_str evidence;               /* of the first text that has it, as the rest */
    vb_span span;                  /* bytes of that text; `codepoints` the same in code points */
    vb_span codepoints;
    vb_str document, input_id, source, title, publisher, document_date;
    uint32_t n;                    /* of the row in its reading, from 1: v3 */
    float score;
    uint32_t n_texts, n_origins;   /* that tell it; texts with the same words are one origin */
};
struct vb_ledger {
    const struct vb_ledger_line *lines; size_t n;  /* by section, side, heading, voice and date */
    bool known[2];                 /* whether the record has anybody whom A and B mean */
    uint32_t n_texts, n_origins;   /* that have a line between A and B */
    uint32_t n_held[2];            /* lines by which A or B makes itself heard on the other, by no deed alone; 0: silent */
};
/*
 * What stands between filter->actor (A) and filter->recipient (B), in the newest readings: each a country, a sector of one or a
 * name, as in the other queries. Dates filter by that of the row, else of the text. `by_capacity` orders the lines by voice before
 * heading. Participants that no word names are left out, and what was found nowhere is not there. `out` is in `arena`. Errors as of
 * vb_record_said(); VB_ERR_RECORD also where A and B are the same.
 */
vb_status vb_record_ledger(vb_record *record, const struct vb_filter *filter, bool by_capacity, struct vb_arena *arena,
                           struct vb_ledger *out, vb_error *err);

struct vb_who_name { vb_str words; uint32_t n; };              /* and how often */
struct vb_who_text { int64_t reading; uint32_t entity; vb_str date; uint32_t n_mentions; };    /* entity: index in that reading */
struct vb_who_office {
    vb_str   title, body;          /* body "not given": the text does not say */
    vb_str   first, last;          /* dates of its texts; empty where they have none */
    uint32_t n_texts, text, n;     /* first text that has it, and the entity's office there: index in .texts, in .offices */
};
struct vb_who {                    /* one entity over all texts */
    vb_str name;                   /* in full */
    vb_entity_kind kind;
    vb_str country, kb;            /* empty: not known; kb is the newest text's */
    bool loose;                    /* a person by one name only, or of no country: its texts may mean several */
    const struct vb_who_name   *sectors; uint32_t n_sectors;   /* texts that have it; most first */
    const struct vb_who_name   *names;   uint32_t n_names;     /* what texts call it by name; most frequent first */
    const struct vb_who_office *offices; uint32_t n_offices;   /* by date of the first text */
    const struct vb_who_text   *texts;   uint32_t n_texts;     /* by date, undated last */
};
typedef bool (*vb_who_fn)(void *ctx, const struct vb_who *who);
/*
 * Give each entity that filter->actor means, the one in most texts first: a name, or part of one in whole words; the code of a
 * country means the state. The filter's country and sector are the entity's, publisher, text and dates are of
 * the texts; nothing else of it counts. Which entities of different texts are one is said in docs/record.md, "Who is who": what
 * could be two persons stays two. `visit` returns false to stop, which is VB_OK; it may call vb_record_reading(), and what it is
 * given lives until it returns. Errors as of vb_record_said().
 */
vb_status vb_record_who(vb_record *record, const struct vb_filter *filter, vb_who_fn visit, void *ctx, vb_error *err);
/* The reading that a text of vb_record_who() is. `out` lives until the next call on the record. */
vb_status vb_record_reading(vb_record *record, const struct vb_who_text *text, struct vb_reading *out, vb_error *err);
/* Whether an entity is mentioned in the content of a statement; a pronoun does not make a speaker's words words about the speaker.
 */
bool vb_record_is_about(const struct vb_reading *reading, const vb_statement *statement, uint32_t entity);

/*
 * The words of the text that an office of the entity rests on; false where the title stands near none of its first mentions, as
 * when the tables gave it.
 */
bool vb_record_office_words(const struct vb_reading *reading, const vb_entity *entity, const vb_office *office, vb_span *out);

struct vb_days { char first[11], last[11]; };                  /* "2023-08-28", "2023-09-03" */
bool vb_record_days(const vb_time *time, struct vb_days *out); /* that its value can mean; false: it is no date */
bool vb_record_date_ok(vb_str date);                           /* YYYY, YYYY-MM or YYYY-MM-DD, and in the calendar */

const char *vb_name_role(vb_role v);                           /* the words of record-format.md, in the record and in print */
const char *vb_name_kind(vb_entity_kind v);
const char *vb_name_form(vb_mention_form v);
const char *vb_name_type(vb_statement_type v);
const char *vb_name_class(vb_statement_class v);
const char *vb_name_polarity(vb_polarity v);
const char *vb_name_time_class(vb_time_class v);
const char *vb_name_time_mod(vb_time_mod v);                   /* NULL for none */
const char *vb_name_time_basis(vb_time_basis v);
const char *vb_name_event_type(vb_event_type v);
const char *vb_name_realis(vb_realis v);
const char *vb_name_stance(vb_stance v);
const char *vb_name_capacity(vb_capacity v);                   /* NULL for none */
const char *vb_name_ledger_section(enum vb_ledger_section v);
const char *vb_name_voice(enum vb_ledger_voice v);
unsigned    vb_event_quad(vb_event_type v);                    /* 1 verbal cooperation, 2 material, 3 verbal conflict, 4 material */
int         vb_event_intensity_tenths(vb_event_type v);        /* PLOVER's score of the type, times ten: -90 to 100 */

#endif
