/*
 * The command line: what its files share. One file a subcommand (cmd_*.c); docs/man/ and tests/cli know the same exit codes.
 */
#ifndef VB_CLI_H
#define VB_CLI_H

#include "engine.h"

#include <stdio.h>

enum vb_cli_exit {
    VB_EXIT_DONE = 0,
    VB_EXIT_INPUTS = 1,                            /* some inputs failed and are listed, or the output was not written */
    VB_EXIT_USAGE = 2,
    VB_EXIT_MODELS = 3,                            /* models or tables */
    VB_EXIT_RECORD = 4,
    VB_EXIT_INTERRUPTED = 130                      /* as the shell says it of SIGINT */
};

enum { VB_CLI_KB_MAX = 64 };       /* --kb of one command */

/* ---- subcommands: argv[0] is the name of the command ----------------------------------------------------------------- */

int vb_cli_read(int argc, char **argv);
int vb_cli_said(int argc, char **argv);
int vb_cli_who(int argc, char **argv);
int vb_cli_events(int argc, char **argv);
int vb_cli_times(int argc, char **argv);
int vb_cli_check_headline(int argc, char **argv);
int vb_cli_ledger(int argc, char **argv);
int vb_cli_export(int argc, char **argv);
int vb_cli_eval(int argc, char **argv);
int vb_cli_diff(int argc, char **argv);
int vb_cli_kb(int argc, char **argv);
int vb_cli_version(int argc, char **argv);
int vb_cli_help(int argc, char **argv);

/* The help of a command (NULL: of all) on `to`; false when there is no such command. */
bool vb_cli_print_help(FILE *to, const char *command);

/* ---- what is said on standard error (console.c) -------------------------------------------------------------------- */

struct vb_cli_console {
    bool quiet;                                    /* no progress and no notes: errors only */
    bool progress;                                 /* a progress line may be drawn */
    bool drawn;                                    /* and stands there now */
    unsigned width;                                /* columns of the terminal */
};

void vb_cli_console_open(struct vb_cli_console *console, bool quiet, bool progress);
/* "verbale: " and the message on a line of its own; control characters in it are shown as '?'. */
void vb_cli_say(struct vb_cli_console *console, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same, but --quiet leaves it out. */
void vb_cli_note(struct vb_cli_console *console, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void vb_cli_draw(struct vb_cli_console *console, const char *line);     /* in place of the last progress line */
void vb_cli_erase(struct vb_cli_console *console);
/* A usage error: the message, where to look, and VB_EXIT_USAGE. */
int  vb_cli_usage(const char *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same for what getopt_long gave back: '?' or ':'. */
int  vb_cli_bad_option(const char *command, char *const *argv, int got);

/* ---- standard output (output.c) ------------------------------------------------------------------------------------- */

struct vb_cli_output { int error; };               /* errno of the write that failed, or 0 */

bool vb_cli_write(void *ctx, const char *bytes, size_t n);              /* a vb_write_fn; ctx is the output */
struct vb_out vb_cli_out(struct vb_cli_output *output);
bool vb_cli_flush(struct vb_cli_output *output);
/* Flush, report a failure, and give the exit code: `code`, or VB_EXIT_INPUTS for 0. A closed pipe ends the program quietly. */
int  vb_cli_finish(struct vb_cli_output *output, struct vb_cli_console *console, int code);
struct vb_print_options vb_cli_print_options(void);                     /* colour and width of standard output */

/* Write a file beside its place and move it there, so that nobody reads half of it (cmd_kb.c). False: said why. */
bool vb_cli_write_file(struct vb_cli_console *console, const char *path, const char *bytes, size_t n);
/* verbale kb import-petrarch (import_petrarch.c). */
int  vb_cli_import_petrarch(struct vb_cli_console *console, const char *out, const char *kind, int n_files, char *const *files);

/* ---- rows as JSON (row_json.c): new references, NULL for no memory ------------------------------------------------------- */

struct json_t;
struct json_t *vb_cli_json_string(vb_str s);       /* null for "not given" */
struct json_t *vb_cli_json_span(vb_str text, vb_span span);             /* code points */
struct json_t *vb_cli_json_document(const struct vb_reading *reading);  /* its metadata */
/* A statement with its words, and by name those who speak, are spoken to, and when. */
struct json_t *vb_cli_json_statement(const struct vb_reading *reading, const vb_statement *statement);
/* An event with its words, and by name its participants, its place, and who asserts it. */
struct json_t *vb_cli_json_event(const struct vb_reading *reading, const vb_event *event);
struct json_t *vb_cli_json_time(const struct vb_reading *reading, uint32_t i);
/* One line; `object` is released, and NULL is "no memory". */
vb_status vb_cli_write_json(struct vb_cli_output *output, struct json_t *object, vb_error *err);

/* ---- which table (tsv_rows.c) ----------------------------------------------------------------------------------------------- */

/* What --tsv can have lines of: statements without an option, else by its name. */
struct vb_cli_kind {
    const char *option;                            /* NULL: statements */
    vb_status (*header)(struct vb_out out, vb_error *err);
    vb_status (*rows)(const struct vb_reading *reading, struct vb_out out, vb_error *err);
};
enum { VB_CLI_STATEMENTS, VB_CLI_EVENTS, VB_CLI_POSITIONS, VB_CLI_DESIGNATIONS, VB_CLI_N_KINDS };
extern const struct vb_cli_kind vb_cli_kinds[VB_CLI_N_KINDS];

/* ---- rows as TSV (tsv_rows.c) ------------------------------------------------------------------------------------------ */

/*
 * The lines of one document, to pick from: ids, and the rows that a row points to, go by the whole document. Start with { 0 }.
 */
struct vb_cli_tsv {
    VB_LIST(char)   bytes;
    VB_LIST(size_t) line;                          /* where each begins */
};
typedef vb_status (*vb_cli_tsv_fn)(const struct vb_reading *reading, struct vb_out out, vb_error *err);
vb_status vb_cli_tsv_make(struct vb_cli_tsv *tsv, const struct vb_reading *reading, vb_cli_tsv_fn make, vb_error *err);
vb_status vb_cli_tsv_write(const struct vb_cli_tsv *tsv, size_t i, struct vb_out out);       /* VB_ERR_IO */
void      vb_cli_tsv_free(struct vb_cli_tsv *tsv);

/* ---- SIGINT and SIGPIPE (interrupt.c) --------------------------------------------------------------------------------- */

void vb_cli_catch_interrupts(void);                /* the first Ctrl-C asks to stop, a second one stops */
bool vb_cli_interrupted(void);

/* ---- what is known of a text from outside (given.c) ------------------------------------------------------------------- */

/* YYYY, YYYY-MM or YYYY-MM-DD of the calendar; a longer ISO timestamp is cut to its date. `*date` is a view into `given`. */
bool vb_cli_parse_date(vb_str given, vb_str *date);
bool vb_cli_is_tz(vb_str given);                   /* has the form of an IANA name */
bool vb_cli_is_lang(vb_str given);                 /* has the form of a BCP 47 tag */

/* ---- which record (record_option.c) -------------------------------------------------------------------------------------- */

/* Open for reading the record of --record or, where `given` is NULL, of VERBALE_RECORD. An exit code; 0 is done. */
int vb_cli_open_record(const char *command, const char *given, struct vb_cli_console *console, vb_record **record);

/* ---- NDJSON (ndjson.c) -------------------------------------------------------------------------------------------------- */

struct json_t;
struct vb_cli_line {
    vb_str         text;
    vb_meta        meta;                           /* members the line has; views into `json` and `id` */
    struct json_t *json;
    char          *id;                             /* a numeric id, as digits */
};
/* Longest line: a text of VB_TEXT_MAX bytes and the escapes that an English one has. */
#define VB_CLI_LINE_MAX (VB_TEXT_MAX + VB_TEXT_MAX / 2)
/* Read one line. VB_ERR_ENCODING: not JSON, or a key has no fitting value; also VB_ERR_NOMEM. On failure nothing is to free. */
vb_status vb_cli_parse_line(vb_str line, struct vb_cli_line *out, vb_error *err);
void      vb_cli_line_free(struct vb_cli_line *line);

/* ---- inputs (input.c) ------------------------------------------------------------------------------------------------------ */

/*
 * One thing that the inputs gave: a text to read, a failure to report (`st`), or a note (`note`). Its place is what messages
 * call it: "a.txt", "news.ndjson:3", "standard input".
 */
struct vb_cli_item {
    struct vb_arena    arena;                      /* place, source, note */
    const char        *place, *note;
    vb_str             text;
    char              *owned;                      /* the file's content, where text is a view into it */
    struct vb_cli_line line;
    vb_meta            meta;
    uint64_t           n_bytes;                    /* of input, for the progress */
    vb_status          st;
    vb_error           err;
    vb_doc            *doc;                        /* once read */
};
void vb_cli_item_free(struct vb_cli_item *item);
void vb_cli_item_drop_text(struct vb_cli_item *item);                   /* the document has its copy */

struct vb_cli_input_options {
    char *const *paths;                            /* files, folders, "-" */
    size_t       n_paths;
    bool         ndjson;                           /* everything is NDJSON, whatever its name */
    vb_meta      defaults;                         /* title, date and tz of inputs that do not say */
};
struct vb_cli_input;
struct vb_cli_input *vb_cli_input_open(const struct vb_cli_input_options *options);    /* NULL: no memory */
void     vb_cli_input_close(struct vb_cli_input *input);
bool     vb_cli_input_next(struct vb_cli_input *input, struct vb_cli_item *item);      /* false: no more, or interrupted */
uint64_t vb_cli_input_size(const struct vb_cli_input_options *options);                /* bytes of all inputs; 0: not known */

/* ---- queries of a record (query.c) ----------------------------------------------------------------------------------------- */

enum vb_cli_format { VB_CLI_PRINT, VB_CLI_JSON, VB_CLI_TSV, VB_CLI_CSV };

/* What the rows of said and events are: row `i` of a reading. */
struct vb_cli_rows {
    bool compact;                                  /* in print: a line each, not a paragraph */
    vb_status (*header)(struct vb_out out, vb_error *err);     /* of the table */
    vb_cli_tsv_fn table;
    struct json_t *(*json)(const struct vb_reading *reading, uint32_t i);
    vb_status (*print)(const struct vb_reading *reading, uint32_t i, struct vb_print_options options, struct vb_out out,
                       vb_error *err);
};

/* What a command asks of a record, and where the answer goes. Start with .command alone, and .rows where there are. */
struct vb_cli_query {
    const char               *command;
    const struct vb_cli_rows *rows;
    struct vb_filter          filter;
    const char               *path;                /* of the record, or NULL */
    enum vb_cli_format        format;
    struct vb_cli_console     console;
    struct vb_cli_output      output;
    struct vb_csv             csv;
    struct vb_tsv_more        more;                /* columns of clusters */
    struct vb_out             out;                 /* standard output, as CSV where that is asked for */
    struct vb_print_options   print;
    struct vb_cli_input_options input;             /* of commands that also take texts */
    const char               *data;                /* --data, or NULL */
    vb_record                *record;
    struct vb_arena           arena;               /* of last_id */
    vb_str                    last_id;             /* of the last row's document */
    struct vb_cli_tsv         table;               /* that document's lines */
    uint64_t                  n_rows;
    int                       code;                /* how it ends, where nothing else goes wrong */
    vb_status                 st;                  /* of writing a row, with `err` */
    vb_error                  err;
};

struct option;
/*
 * Options of a query. `names` ends with NULL and has those that the command knows: record json tsv csv; by actor name (all the
 * filter's actor) to recipient about country sector text publisher since until type realis;
 * and of texts that are read: date tz title ndjson data. `flags`, all zero at the end, are the
 * command's own, which getopt_long sets. An exit code; 0 is done, and `optind` is behind the options.
 * The console is open from then on.
 */
int vb_cli_query_options(struct vb_cli_query *query, const char *const *names, const struct option *flags, int argc, char **argv);
/* A value that stands without an option: its name in messages is `name`. As above. */
int vb_cli_query_value(const struct vb_cli_query *query, const char *name, vb_str value);
/* Make standard output ready and write `header`, where there is one and the format is a table. What fails is in `st`. */
void vb_cli_query_start(struct vb_cli_query *query, vb_status (*header)(struct vb_out out, vb_error *err));
/* The same, once the record is open. As above. */
int vb_cli_query_open(struct vb_cli_query *query, vb_status (*header)(struct vb_out out, vb_error *err));
/* Write row `i` of a reading, and its cluster where that is not NULL; false: stop. What failed is in `st`. */
bool vb_cli_query_row(struct vb_cli_query *query, const struct vb_reading *reading, uint32_t i, const struct vb_cluster *cluster);
/*
 * All of a command that takes texts or a record (texts.c): its options; then give `visit` each reading, of the arguments, read one
 * after the other as verbale read does, or where there are none of the record; then close, and give the exit code. `visit` returns
 * false to stop; what fails it leaves in `st`.
 */
typedef bool (*vb_cli_text_fn)(struct vb_cli_query *query, const struct vb_reading *reading);
int vb_cli_query_texts(struct vb_cli_query *query, int argc, char **argv, vb_status (*header)(struct vb_out out, vb_error *err),
                       vb_cli_text_fn visit);
/* Report what failed, `st` or the query itself, or that nothing was found; close; give the exit code. */
int vb_cli_query_close(struct vb_cli_query *query, vb_status asked);

/* ---- workers (pool.c) -------------------------------------------------------------------------------------------------------- */

/*
 * Items go in, are read side by side, and come out in the order in which they went in. With one job they are read in the
 * caller's thread. Bounded: when full, take one before the next.
 */
struct vb_cli_pool;
struct vb_cli_pool *vb_cli_pool_new(unsigned n_jobs);                                  /* NULL: no memory */
void vb_cli_pool_free(struct vb_cli_pool *pool);
bool vb_cli_pool_full(const struct vb_cli_pool *pool);
void vb_cli_pool_submit(struct vb_cli_pool *pool, const vb_reader *reader, struct vb_cli_item *item);   /* *item is emptied */
bool vb_cli_pool_take(struct vb_cli_pool *pool, struct vb_cli_item *item);             /* waits; false: nothing is in there */

/* ---- progress (progress.c) --------------------------------------------------------------------------------------------------- */

struct vb_cli_progress {
    uint64_t total, done;                          /* bytes of input; total 0: not known */
    uint64_t n_texts, n_words;
    double   started, drawn;                       /* seconds */
};
void vb_cli_progress_start(struct vb_cli_progress *p, uint64_t total);
void vb_cli_progress_add(struct vb_cli_progress *p, struct vb_cli_console *console, const struct vb_cli_item *item);

#endif
