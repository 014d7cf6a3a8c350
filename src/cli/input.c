/*
 * Inputs: files, folders, standard input and NDJSON, one text after another.
 *
 * Nothing is read before it is asked for and no more than one text or line is held, so 37,000 articles in one NDJSON file
 * need no more memory than one. Files are read here and not with vb_read_file(), because Ctrl-C must end a read from a
 * terminal, and because a path may be longer than an error message.
 */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };
static const char STDIN_PLACE[] = "standard input";
static const char TOO_LONG[]    = "longer than the limit of %zu MB for one text";

/* What the shell hands over: bytes of a file, by chunk. */
struct feed {
    int           fd;                              /* -1: none is open */
    const char   *path, *place;                    /* path as given; how messages call it */
    uint64_t      line;                            /* lines of NDJSON that were read */
    size_t        at, n;                           /* unread bytes of `chunk` */
    VB_LIST(char) text;                            /* the line so far */
    char          chunk[CHUNK];
};

struct vb_cli_input {
    struct vb_cli_input_options options;
    size_t                      next_path;
    FTS                        *folder;            /* the folder being walked, or NULL */
    struct vb_arena             names;             /* of that folder's argument, and of the open feed */
    const char                 *folder_name;
    uint64_t                    n_found, n_left;   /* files of that folder: to read, left out */
    struct feed                 feed;
};

void vb_cli_item_drop_text(struct vb_cli_item *item)
{
    vb_free(item->owned);
    item->owned = NULL;
    vb_cli_line_free(&item->line);
    item->text = (vb_str){ 0 };
    item->meta = (vb_meta){ 0 };
}

void vb_cli_item_free(struct vb_cli_item *item)
{
    vb_doc_free(item->doc);
    vb_cli_item_drop_text(item);
    vb_arena_free(&item->arena);
    *item = (struct vb_cli_item){ 0 };
}

struct vb_cli_input *vb_cli_input_open(const struct vb_cli_input_options *options)
{
    struct vb_cli_input *in = vb_alloc(sizeof *in);

    if (!in) return NULL;
    memset(in, 0, sizeof *in);
    in->options = *options;
    in->feed.fd = -1;
    return in;
}

static void close_feed(struct feed *feed)
{
    if (feed->fd > STDIN_FILENO) close(feed->fd);
    feed->fd = -1;
}

void vb_cli_input_close(struct vb_cli_input *in)
{
    if (!in) return;
    close_feed(&in->feed);
    vb_free(in->feed.text.at);
    if (in->folder) fts_close(in->folder);
    vb_arena_free(&in->names);
    vb_free(in);
}

/* ---- items -------------------------------------------------------------------------------------------------------------- */

static void place_item(struct vb_cli_item *item, const char *place)
{
    item->place = vb_arena_printf(&item->arena, "%s", place);
    if (!item->place) item->place = "an input";
}

static void fail_errno(struct vb_cli_item *item, int code)
{
    item->st = vb_fail(&item->err, VB_ERR_IO, "%s", code == EISDIR ? "is a folder" : strerror(code));
}

static void set_default(vb_str *value, vb_str otherwise)
{
    if (!value->ptr) *value = otherwise;
}

/* Refuse what is no text to read, then add what the command line says of it. */
static void finish_item(const struct vb_cli_input *in, struct vb_cli_item *item, const char *path)
{
    const char *nul;
    size_t      at;

    if (vb_str_starts(item->text, VB_STR("\xFF\xFE")) || vb_str_starts(item->text, VB_STR("\xFE\xFF"))) {
        item->st = vb_fail(&item->err, VB_ERR_ENCODING, "byte 0: not UTF-8 but UTF-16; iconv -f UTF-16 -t UTF-8 converts it");
        return;
    }
    /* The library takes NUL as the character it is. In a file it means a program, a picture or UTF-16, and no article. */
    if (item->text.len && (nul = memchr(item->text.ptr, '\0', item->text.len))) {
        item->st = vb_fail(&item->err, VB_ERR_ENCODING, "byte %td: NUL, so this is no text", nul - item->text.ptr);
        return;
    }
    at = vb_str_starts(item->text, VB_STR("\xEF\xBB\xBF")) ? 3 : 0;
    /* Anything above ASCII counts as something to read, or to find fault with. */
    while (at < item->text.len && strchr(" \t\n\v\f\r", item->text.ptr[at])) at++;
    if (at == item->text.len) {
        item->st = vb_fail(&item->err, VB_ERR_ENCODING, "empty: no text to read");
        return;
    }
    if (!item->meta.source.ptr) {
        const char *copy = vb_arena_printf(&item->arena, "%s", path);
        if (!copy) item->st = vb_fail_nomem(&item->err);
        item->meta.source = vb_str_of(copy);
    }
    set_default(&item->meta.title, in->options.defaults.title);
    set_default(&item->meta.date, in->options.defaults.date);
    set_default(&item->meta.tz, in->options.defaults.tz);
}

/* ---- bytes ---------------------------------------------------------------------------------------------------------------- */

/* read() that Ctrl-C ends: then EINTR. */
static ssize_t read_some(int fd, void *to, size_t n)
{
    for (;;) {
        ssize_t got = read(fd, to, n);
        if (got >= 0 || errno != EINTR || vb_cli_interrupted()) return got;
    }
}

/* The whole of a file as the item's text. */
static void read_whole(int fd, struct vb_cli_item *item)
{
    enum { BOM = 3 };
    VB_LIST(char) list = { 0 };
    struct stat   about;
    size_t        want = CHUNK;

    if (fstat(fd, &about) != 0) {
        fail_errno(item, errno);
        return;
    }
    if (S_ISREG(about.st_mode)) {
        /* Refused by its size, unread. One byte more than the size, so that one read more finds the end. */
        if ((uint64_t)about.st_size > VB_TEXT_MAX + BOM) {
            item->st = vb_fail(&item->err, VB_ERR_LIMIT, TOO_LONG, VB_TEXT_MAX >> 20);
            return;
        }
        want = (size_t)about.st_size + 1;
    }
    for (;;) {
        ssize_t got;
        if (!vb_list_reserve((void **)&list.at, &list.room, list.n + want, 1)) {
            item->st = vb_fail_nomem(&item->err);
            break;
        }
        got = read_some(fd, list.at + list.n, list.room - list.n);
        if (got < 0) {
            fail_errno(item, errno);
            break;
        }
        if (got == 0) break;
        list.n += (size_t)got;
        want = list.room == list.n ? CHUNK : 1;
        if (list.n > VB_TEXT_MAX + BOM) {
            item->st = vb_fail(&item->err, VB_ERR_LIMIT, TOO_LONG, VB_TEXT_MAX >> 20);
            break;
        }
    }
    item->owned   = list.at;
    item->text    = (vb_str){ list.at, list.n };
    item->n_bytes = list.n;
}

enum line_end { LINE_GOT, LINE_LONG, LINE_NONE, LINE_FAILED };

/* The next line into feed->text, without its end. A line over the limit is skipped whole, and not kept. */
static enum line_end next_line(struct feed *feed, uint64_t *n_bytes)
{
    bool too_long = false, any = false;

    feed->text.n = 0;
    *n_bytes     = 0;
    for (;;) {
        const char *end;
        size_t      n;

        if (feed->at == feed->n) {
            ssize_t got = read_some(feed->fd, feed->chunk, sizeof feed->chunk);
            if (got < 0) return LINE_FAILED;
            if (got == 0) break;
            feed->at = 0;
            feed->n  = (size_t)got;
        }
        any = true;
        end = memchr(feed->chunk + feed->at, '\n', feed->n - feed->at);
        n   = end ? (size_t)(end - (feed->chunk + feed->at)) : feed->n - feed->at;
        if (feed->text.n + n > VB_CLI_LINE_MAX) too_long = true;
        if (!too_long) {
            if (!vb_list_reserve((void **)&feed->text.at, &feed->text.room, feed->text.n + n + 1, 1)) {
                errno = ENOMEM;
                return LINE_FAILED;
            }
            memcpy(feed->text.at + feed->text.n, feed->chunk + feed->at, n);
            feed->text.n += n;
        }
        feed->at += n + (end ? 1 : 0);
        *n_bytes += n + (end ? 1 : 0);
        if (end) break;
    }
    if (!any) return LINE_NONE;
    feed->line++;
    return too_long ? LINE_LONG : LINE_GOT;
}

static bool is_blank(vb_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ' && s.ptr[i] != '\t' && s.ptr[i] != '\r') return false;
    return true;
}

/* The next document of the open NDJSON; false at its end. Blank lines are between documents, and none. */
static bool next_document(struct vb_cli_input *in, struct vb_cli_item *item)
{
    struct feed *feed = &in->feed;
    vb_str       line;

    for (;;) {
        enum line_end got = next_line(feed, &item->n_bytes);
        if (got == LINE_NONE || (got == LINE_FAILED && vb_cli_interrupted())) {
            close_feed(feed);
            return false;
        }
        item->place = vb_arena_printf(&item->arena, "%s:%" PRIu64, feed->place, feed->line + (got == LINE_FAILED));
        if (!item->place) item->place = feed->place;
        if (got == LINE_FAILED) {
            fail_errno(item, errno);
            close_feed(feed);
            return true;
        }
        if (got == LINE_LONG) {
            item->st = vb_fail(&item->err, VB_ERR_LIMIT, "a line longer than the limit of %zu MB", (size_t)VB_CLI_LINE_MAX >> 20);
            return true;
        }
        line = (vb_str){ feed->text.at ? feed->text.at : "", feed->text.n };
        if (feed->line == 1 && vb_str_starts(line, VB_STR("\xEF\xBB\xBF"))) line = (vb_str){ line.ptr + 3, line.len - 3 };
        if (!is_blank(line)) break;
    }
    if ((item->st = vb_cli_parse_line(line, &item->line, &item->err)) == VB_OK) {
        item->text = item->line.text;
        item->meta = item->line.meta;
        finish_item(in, item, feed->path);
    }
    /* One long line should not keep its room for all short ones that follow. */
    if (feed->text.room > (1 << 20)) {
        vb_free(feed->text.at);
        feed->text.at   = NULL;
        feed->text.room = feed->text.n = 0;
    }
    return true;
}

/* ---- files, folders and standard input --------------------------------------------------------------------------------------- */

static bool ends_nocase(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n > m && strcasecmp(s + n - m, suffix) == 0;
}

static bool is_ndjson(const char *path) { return ends_nocase(path, ".ndjson") || ends_nocase(path, ".jsonl"); }
static bool is_for_us(const char *path) { return ends_nocase(path, ".txt") || is_ndjson(path); }

/* A file: its text as the item, or, for NDJSON, the first of its documents. False: it has none. */
static bool open_file(struct vb_cli_input *in, const char *path, struct vb_cli_item *item)
{
    bool        piped = strcmp(path, "-") == 0;
    const char *place = piped ? STDIN_PLACE : path;
    int         fd    = piped ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

    place_item(item, place);
    if (fd < 0) {
        if (vb_cli_interrupted()) return false;
        fail_errno(item, errno);
        return true;
    }
    if (in->options.ndjson || (!piped && is_ndjson(path))) {
        in->feed.fd   = fd;
        in->feed.path = vb_arena_printf(&in->names, "%s", path);
        in->feed.line = 0;
        in->feed.at = in->feed.n = 0;
        in->feed.place           = piped ? STDIN_PLACE : in->feed.path;
        if (!in->feed.path) {
            item->st = vb_fail_nomem(&item->err);
            close_feed(&in->feed);
            return true;
        }
        return next_document(in, item);
    }
    read_whole(fd, item);
    if (!piped) close(fd);
    if (item->st != VB_OK && vb_cli_interrupted()) return false;
    if (item->st == VB_OK) finish_item(in, item, path);
    return true;
}

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

static FTS *open_folder(char *path)
{
    char *const paths[] = { path, NULL };
    return fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name);
}

/* The next file of the folder that is ours to read, or a failure on the way there; NULL at its end. */
static const FTSENT *next_in_folder(FTS *folder, uint64_t *n_left)
{
    FTSENT *entry;

    while ((entry = fts_read(folder))) {
        bool hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
        switch (entry->fts_info) {
        case FTS_D:
            if (hidden) fts_set(folder, entry, FTS_SKIP);
            break;
        case FTS_F:
        case FTS_SLNONE:
        case FTS_DEFAULT:
            if (hidden) break;
            if (entry->fts_info == FTS_F && is_for_us(entry->fts_name)) return entry;
            ++*n_left;
            break;
        case FTS_DNR:
        case FTS_ERR:
        case FTS_NS:
            return entry;
        default:                                   /* after a folder; a link that leads back up */
            break;
        }
    }
    return NULL;
}

/* What is to say of a folder once it is done; false: nothing. */
static bool end_folder(struct vb_cli_input *in, struct vb_cli_item *item)
{
    fts_close(in->folder);
    in->folder = NULL;
    place_item(item, in->folder_name);
    if (in->n_found == 0) {
        item->st = vb_fail(&item->err, VB_ERR_IO, "no .txt, .ndjson or .jsonl file in this folder");
        return true;
    }
    if (in->n_left == 0) return false;
    item->note = vb_arena_printf(&item->arena, "%" PRIu64 " other file%s left out: of a folder, .txt, .ndjson and .jsonl are read",
                                 in->n_left, in->n_left == 1 ? "" : "s");
    return item->note != NULL;
}

/* The next item of the open folder; false: nothing this time. */
static bool walk(struct vb_cli_input *in, struct vb_cli_item *item)
{
    const FTSENT *entry = next_in_folder(in->folder, &in->n_left);

    if (!entry) return end_folder(in, item);
    in->n_found++;
    if (entry->fts_info == FTS_F) return open_file(in, entry->fts_path, item);
    place_item(item, entry->fts_path);
    fail_errno(item, entry->fts_errno);
    return true;
}

/* A path of the command line without the slashes at its end, so that names under it have one. */
static char *trim_path(struct vb_arena *arena, const char *path)
{
    char  *copy = vb_arena_printf(arena, "%s", path);
    size_t n    = strlen(path);

    while (copy && n > 1 && copy[n - 1] == '/') copy[--n] = '\0';
    return copy;
}

/* The next path of the command line; false: nothing this time. */
static bool open_path(struct vb_cli_input *in, struct vb_cli_item *item)
{
    const char *path = in->options.paths[in->next_path++];
    struct stat about;
    char       *folder;

    vb_arena_reset(&in->names);
    if (strcmp(path, "-") == 0 || stat(path, &about) != 0 || !S_ISDIR(about.st_mode)) return open_file(in, path, item);
    place_item(item, path);
    if (!(folder = trim_path(&in->names, path))) {
        item->st = vb_fail_nomem(&item->err);
        return true;
    }
    if (!(in->folder = open_folder(folder))) {
        fail_errno(item, errno);
        return true;
    }
    in->folder_name = folder;
    in->n_found = in->n_left = 0;
    return false;
}

bool vb_cli_input_next(struct vb_cli_input *in, struct vb_cli_item *item)
{
    for (;;) {
        bool got;

        *item = (struct vb_cli_item){ 0 };
        if (vb_cli_interrupted()) return false;
        if (in->feed.fd >= 0) got = next_document(in, item);
        else if (in->folder) got = walk(in, item);
        else if (in->next_path < in->options.n_paths) got = open_path(in, item);
        else return false;
        if (got) return true;
        vb_cli_item_free(item);
    }
}

uint64_t vb_cli_input_size(const struct vb_cli_input_options *options)
{
    uint64_t total = 0, left = 0;

    for (size_t i = 0; i < options->n_paths; i++) {
        struct stat about;
        FTS        *folder;

        if (strcmp(options->paths[i], "-") == 0) return 0;
        if (stat(options->paths[i], &about) != 0) continue;
        if (S_ISREG(about.st_mode)) total += (uint64_t)about.st_size;
        else if (!S_ISDIR(about.st_mode)) return 0;
        else if ((folder = open_folder(options->paths[i]))) {
            const FTSENT *entry;
            while ((entry = next_in_folder(folder, &left)))
                if (entry->fts_info == FTS_F) total += (uint64_t)entry->fts_statp->st_size;
            fts_close(folder);
        }
    }
    return total;
}
