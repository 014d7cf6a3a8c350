/*
 * Record files: which document is in which line, and one document with its rows.
 *
 * A file is gone through once when it is opened, for ids and texts, and its lines are read again when their turn comes: no more
 * than a document of each file is held. What is wrong in a line is told with file, line and member.
 */
#include "eval_doc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NOT_JSON "not JSON: byte %d: %s"

struct line {
    const char      *at;
    size_t           len;
    uint64_t         number;
    vb_str           id;
    struct vb_sha256 text;
};

struct vb_eval_file {
    const char       *name;
    struct vb_mapping mapping;
    char             *owned;                       /* the content, where it could not be mapped */
    struct vb_arena   arena;                       /* name, ids, indices */
    VB_LIST(struct line) lines;
    uint32_t         *by_id, *by_text;             /* lines in the order of their keys, then as they come; without id: first */
};

int eval_compare(vb_str a, vb_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int    c = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

    return c ? c : a.len < b.len ? -1 : a.len > b.len;
}

vb_status eval_fail(vb_error *err, vb_status code, const char *file, uint64_t line, const char *fmt, ...)
{
    enum { NAME_MAX_SHOWN = 100 };
    char    what[sizeof err->msg];
    size_t  n = strlen(file);
    va_list args;

    va_start(args, fmt);
    if (vsnprintf(what, sizeof what, fmt, args) < 0) what[0] = '\0';
    va_end(args);
    /* Of a long path the end, so that what is wrong has room. */
    return vb_fail_at(err, code, line, "%s%s:%" PRIu64 ": %s", n > NAME_MAX_SHOWN ? "..." : "",
                      file + (n > NAME_MAX_SHOWN ? n - NAME_MAX_SHOWN : 0), line, what);
}

/* ---- files -------------------------------------------------------------------------------------------------------------- */

static bool is_blank(vb_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ' && s.ptr[i] != '\t' && s.ptr[i] != '\r') return false;
    return true;
}

static vb_str view(const json_t *string) { return (vb_str){ json_string_value(string), json_string_length(string) }; }

static vb_status load_line(vb_str bytes, json_t **out, vb_error *err)
{
    json_error_t why;

    if ((*out = json_loadb(bytes.ptr, bytes.len, JSON_ALLOW_NUL, &why))) return VB_OK;
    if (json_error_code(&why) == json_error_out_of_memory) return vb_fail_nomem(err);
    return vb_fail(err, VB_ERR_ENCODING, NOT_JSON, why.position, why.text);
}

/* "id" and "text" of a line's "document": views into `json`. */
static vb_status get_document(const json_t *json, vb_str *id, vb_str *text, vb_error *err)
{
    const json_t *document, *unit = json_object_get(json, "unit"), *value;

    if (!json_is_object(json)) return vb_fail(err, VB_ERR_ENCODING, "not a JSON object");
    if (unit && !json_is_null(unit) && (!json_is_string(unit) || !vb_str_eq(view(unit), VB_STR("codepoint"))))
        return vb_fail(err, VB_ERR_ENCODING, "\"unit\" is not \"codepoint\"");
    document = json_object_get(json, "document");
    if (!json_is_object(document)) return vb_fail(err, VB_ERR_ENCODING, "no \"document\"");
    value = json_object_get(document, "text");
    if (!json_is_string(value)) return vb_fail(err, VB_ERR_ENCODING, "no \"text\" in \"document\"");
    *text = view(value);
    if (text->len > VB_TEXT_MAX)
        return vb_fail(err, VB_ERR_LIMIT, "document.text: longer than the limit of %zu MB for one text", VB_TEXT_MAX >> 20);
    value = json_object_get(document, "id");
    *id   = (vb_str){ 0 };
    if (!value || json_is_null(value)) return VB_OK;
    if (!json_is_string(value)) return vb_fail(err, VB_ERR_ENCODING, "document.id: not a string");
    *id = view(value);
    return VB_OK;
}

static vb_status add_line(struct vb_eval_file *file, vb_str bytes, uint64_t number, vb_error *err)
{
    struct line line = { .at = bytes.ptr, .len = bytes.len, .number = number };
    json_t     *json = NULL;
    vb_str      id = {0}, text = {0};
    vb_status   st;

    if (bytes.len > VB_EVAL_LINE_MAX)
        st = vb_fail(err, VB_ERR_LIMIT, "longer than the limit of %zu MB for one line", VB_EVAL_LINE_MAX >> 20);
    else if ((st = load_line(bytes, &json, err)) == VB_OK) st = get_document(json, &id, &text, err);
    if (st == VB_OK) {
        line.text = vb_sha256_of(text);
        line.id   = vb_arena_copy(&file->arena, id);
        if ((id.ptr && !line.id.ptr) || !VB_PUSH(&file->lines, line)) st = vb_fail_nomem(err);
    }
    json_decref(json);
    return st;
}

static vb_status add_lines(struct vb_eval_file *file, vb_str bytes, vb_error *err)
{
    uint64_t number = 0;
    size_t   at     = vb_str_starts(bytes, VB_STR("\xEF\xBB\xBF")) ? 3 : 0;

    while (at < bytes.len) {
        const char *end  = memchr(bytes.ptr + at, '\n', bytes.len - at);
        vb_str      line = { bytes.ptr + at, end ? (size_t)(end - (bytes.ptr + at)) : bytes.len - at };
        vb_error    why  = { 0 };
        vb_status   st;

        number++;
        at += line.len + 1;
        if (is_blank(line)) continue;
        if ((st = add_line(file, line, number, &why)) != VB_OK) return eval_fail(err, st, file->name, number, "%s", why.msg);
    }
    if (file->lines.n >= EVAL_DANGLING) return vb_fail(err, VB_ERR_LIMIT, "%s: too many lines", file->name);
    return VB_OK;
}

static int by_id(const void *a, const void *b, void *ctx)
{
    const struct vb_eval_file *file = ctx;
    uint32_t                   i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    vb_str                     x = file->lines.at[i].id, y = file->lines.at[j].id;
    int                        c;

    if (!x.ptr != !y.ptr) return x.ptr ? 1 : -1;
    c = eval_compare(x, y);
    return c ? c : i < j ? -1 : i > j;
}

static int compare_text(const struct vb_sha256 *a, const struct vb_sha256 *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

static int by_text(const void *a, const void *b, void *ctx)
{
    const struct vb_eval_file *file = ctx;
    uint32_t                   i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    int                        c = compare_text(&file->lines.at[i].text, &file->lines.at[j].text);

    return c ? c : i < j ? -1 : i > j;
}

static vb_status make_indices(struct vb_eval_file *file, vb_error *err)
{
    size_t n = file->lines.n;

    file->by_id   = VB_NEW(&file->arena, uint32_t, n);
    file->by_text = VB_NEW(&file->arena, uint32_t, n);
    if (!file->by_id || !file->by_text) return vb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) file->by_id[i] = file->by_text[i] = (uint32_t)i;
    qsort_r(file->by_id, n, sizeof *file->by_id, by_id, file);
    qsort_r(file->by_text, n, sizeof *file->by_text, by_text, file);
    return VB_OK;
}

static vb_status new_file(const char *name, struct vb_eval_file **out, vb_error *err)
{
    struct vb_eval_file *file = vb_alloc(sizeof *file);

    if (!file) return vb_fail_nomem(err);
    *file = (struct vb_eval_file){ 0 };
    *out  = file;
    file->name = vb_arena_printf(&file->arena, "%s", name);
    return file->name ? VB_OK : vb_fail_nomem(err);
}

static vb_status open_content(struct vb_eval_file *file, const char *path, vb_str *bytes, vb_error *err)
{
    struct stat about;
    vb_status   st;

    if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode)) {
        if ((st = vb_map_file(path, &file->mapping, err)) == VB_OK) *bytes = (vb_str){ file->mapping.ptr, file->mapping.len };
        return st;
    }
    if ((st = vb_read_file(path, VB_EVAL_PIPE_MAX, bytes, err)) != VB_OK) return st;
    file->owned = (char *)(uintptr_t)bytes->ptr;   /* vb_read_file's, which gives it away as a view */
    return VB_OK;
}

vb_status vb_eval_open(const char *path, struct vb_eval_file **out, vb_error *err)
{
    struct vb_eval_file *file = NULL;
    vb_str               bytes;
    vb_status            st;

    *out = NULL;
    if ((st = new_file(strcmp(path, "-") == 0 ? "standard input" : path, &file, err)) != VB_OK) goto done;
    if ((st = open_content(file, path, &bytes, err)) != VB_OK) goto done;
    if ((st = add_lines(file, bytes, err)) != VB_OK) goto done;
    if ((st = make_indices(file, err)) != VB_OK) goto done;
    *out = file;
    file = NULL;                                   /* now the caller's to close */
done:
    vb_eval_close(file);
    return st;
}

vb_status vb_eval_open_bytes(const char *name, vb_str bytes, struct vb_eval_file **out, vb_error *err)
{
    struct vb_eval_file *file = NULL;
    vb_status            st;

    *out = NULL;
    if ((st = new_file(name, &file, err)) != VB_OK) goto done;
    if ((st = add_lines(file, bytes, err)) != VB_OK) goto done;
    if ((st = make_indices(file, err)) != VB_OK) goto done;
    *out = file;
    file = NULL;                                   /* now the caller's to close */
done:
    vb_eval_close(file);
    return st;
}

void vb_eval_close(struct vb_eval_file *file)
{
    if (!file) return;
    vb_unmap(&file->mapping);
    vb_free(file->owned);
    vb_free(file->lines.at);
    vb_arena_free(&file->arena);
    vb_free(file);
}

size_t                  vb_eval_count(const struct vb_eval_file *file) { return file->lines.n; }
vb_str                  eval_file_id(const struct vb_eval_file *file, size_t i) { return file->lines.at[i].id; }
const struct vb_sha256 *eval_file_text(const struct vb_eval_file *file, size_t i) { return &file->lines.at[i].text; }
uint64_t                eval_file_line(const struct vb_eval_file *file, size_t i) { return file->lines.at[i].number; }
const char             *eval_file_name(const struct vb_eval_file *file) { return file->name; }

uint32_t eval_file_by_id(const struct vb_eval_file *file, vb_str id)
{
    size_t low = 0, high = file->lines.n;

    if (!id.ptr) return VB_NONE;
    while (low < high) {                           /* to the first that is after it: before that is the last of equal ones */
        size_t mid   = low + (high - low) / 2;
        vb_str there = file->lines.at[file->by_id[mid]].id;
        if (there.ptr && eval_compare(there, id) > 0) high = mid;
        else low = mid + 1;
    }
    if (low == 0 || !file->lines.at[file->by_id[low - 1]].id.ptr) return VB_NONE;
    return vb_str_eq(file->lines.at[file->by_id[low - 1]].id, id) ? file->by_id[low - 1] : VB_NONE;
}

/* Where in by_text the lines of a text begin or, `after` them, where they end. */
static size_t lines_of_text(const struct vb_eval_file *file, const struct vb_sha256 *text, bool after)
{
    size_t low = 0, high = file->lines.n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int    c   = compare_text(&file->lines.at[file->by_text[mid]].text, text);
        if (c < 0 || (after && c == 0)) low = mid + 1;
        else high = mid;
    }
    return low;
}

static bool has_text(const struct vb_eval_file *file, size_t at, const struct vb_sha256 *text)
{
    return at < file->lines.n && compare_text(&file->lines.at[file->by_text[at]].text, text) == 0;
}

uint32_t eval_file_by_text(const struct vb_eval_file *file, const struct vb_sha256 *text)
{
    size_t end = lines_of_text(file, text, true);

    return end > 0 && has_text(file, end - 1, text) ? file->by_text[end - 1] : VB_NONE;
}

uint32_t eval_file_by_rank(const struct vb_eval_file *file, const struct vb_sha256 *text, uint32_t rank)
{
    size_t at = lines_of_text(file, text, false);

    return has_text(file, at + rank, text) ? file->by_text[at + rank] : VB_NONE;
}

uint32_t *eval_file_ranks(const struct vb_eval_file *file)
{
    uint32_t *ranks = vb_alloc(file->lines.n * sizeof *ranks), rank = 0;

    for (size_t at = 0; ranks && at < file->lines.n; at++) {
        rank                       = at > 0 && has_text(file, at - 1, &file->lines.at[file->by_text[at]].text) ? rank + 1 : 0;
        ranks[file->by_text[at]] = rank;
    }
    return ranks;
}

/* ---- members ------------------------------------------------------------------------------------------------------------ */

/* Where in a document: for messages. */
struct at {
    struct eval_doc *doc;
    const char      *layer;
    uint32_t         i;
    vb_error        *err;
};

static vb_status fail(const struct at *at, const char *key, const char *what)
{
    return vb_fail(at->err, VB_ERR_ENCODING, "%s[%" PRIu32 "]%s%s: %s", at->layer, at->i, *key ? "." : "", key, what);
}

static vb_status get_str(const struct at *at, const json_t *object, const char *key, vb_str *out)
{
    const json_t *value = json_object_get(object, key);

    *out = (vb_str){ 0 };
    if (!value || json_is_null(value)) return VB_OK;
    if (!json_is_string(value)) return fail(at, key, "neither a string nor null");
    *out = view(value);
    return VB_OK;
}

static bool is_span(const json_t *value) { return json_array_size(value) == 2 && json_is_integer(json_array_get(value, 0)); }

/* A span that `value` is; nowhere for null, [] and [null, null]. */
static vb_status get_span(const struct at *at, const json_t *value, const char *key, vb_span *out)
{
    const json_t *beg = json_array_get(value, 0), *end = json_array_get(value, 1);
    json_int_t    b, e;

    *out = EVAL_NOWHERE;
    if (!value || json_is_null(value) || (json_is_array(value) && json_array_size(value) == 0)) return VB_OK;
    if (json_array_size(value) == 2 && json_is_null(beg) && json_is_null(end)) return VB_OK;
    if (json_array_size(value) != 2 || !json_is_integer(beg) || !json_is_integer(end))
        return fail(at, key, "not a span, as [12,40] is");
    b = json_integer_value(beg);
    e = json_integer_value(end);
    if (b < 0 || b > e) return fail(at, key, "a span that ends before it begins");
    if (e > (json_int_t)at->doc->n_codepoints)
        return vb_fail(at->err, VB_ERR_ENCODING, "%s[%" PRIu32 "].%s: [%" JSON_INTEGER_FORMAT ",%" JSON_INTEGER_FORMAT
                       "] is past the end of the text, which has %" PRIu32 " code points", at->layer, at->i, key, b, e,
                       at->doc->n_codepoints);
    *out = (vb_span){ (uint32_t)b, (uint32_t)e };
    return VB_OK;
}

/* A list of spans or, as evidence of a position is, one span. */
static vb_status get_spans(const struct at *at, const json_t *object, const char *key, vb_spans *out)
{
    const json_t *value = json_object_get(object, key);
    bool          one   = is_span(value);
    size_t        n     = one ? 1 : json_array_size(value);
    vb_span      *list;
    vb_status     st;

    *out = (vb_spans){ 0 };
    if (!value || json_is_null(value)) return VB_OK;
    if (!json_is_array(value)) return fail(at, key, "not a list of spans");
    if (!(list = VB_NEW(&at->doc->arena, vb_span, n))) return vb_fail_nomem(at->err);
    for (size_t i = 0; i < n; i++) {
        if ((st = get_span(at, one ? value : json_array_get(value, i), key, &list[out->n])) != VB_OK) return st;
        if (eval_is(list[out->n])) out->n++;
    }
    out->at = list;
    return VB_OK;
}

/* The one span of a key as a list: n 0 where it is nowhere. */
static vb_status get_words(const struct at *at, const json_t *object, const char *key, vb_spans *out)
{
    vb_span  *span = VB_NEW(&at->doc->arena, vb_span, 1);
    vb_status st;

    *out = (vb_spans){ 0 };
    if (!span) return vb_fail_nomem(at->err);
    if ((st = get_span(at, json_object_get(object, key), key, span)) != VB_OK) return st;
    if (eval_is(*span)) *out = (vb_spans){ span, 1 };
    return VB_OK;
}

static vb_status get_ref(const struct at *at, const json_t *object, const char *key, uint32_t *out)
{
    vb_str    id;
    vb_status st = get_str(at, object, key, &id);

    *out = eval_find(&at->doc->entity_ids, id);
    return st;
}

static vb_status get_refs(const struct at *at, const json_t *object, const char *key, struct eval_refs *out)
{
    const json_t *value = json_object_get(object, key);
    size_t        n     = json_array_size(value);
    uint32_t     *list;

    *out = (struct eval_refs){ 0 };
    if (!value || json_is_null(value)) return VB_OK;
    if (!json_is_array(value)) return fail(at, key, "not a list of ids");
    if (n > VB_EVAL_ROWS_MAX) return vb_fail(at->err, VB_ERR_LIMIT, "%s[%" PRIu32 "].%s: too many ids", at->layer, at->i, key);
    if (!(list = VB_NEW(&at->doc->arena, uint32_t, n))) return vb_fail_nomem(at->err);
    for (size_t i = 0; i < n; i++) {
        const json_t *id = json_array_get(value, i);
        if (!json_is_string(id)) return fail(at, key, "not a list of ids");
        list[i] = eval_find(&at->doc->entity_ids, view(id));
    }
    *out = (struct eval_refs){ list, (uint32_t)n };
    return VB_OK;
}

/* ---- rows --------------------------------------------------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
    const struct eval_id *x = a, *y = b;
    int                   c = eval_compare(x->id, y->id);

    return c ? c : x->i < y->i ? -1 : x->i > y->i;
}

static vb_status sort_ids(const struct at *at, struct eval_ids *ids)
{
    qsort(ids->at, ids->n, sizeof *ids->at, compare_ids);
    for (uint32_t k = 1; k < ids->n; k++) {
        struct at second = *at;
        second.i         = ids->at[k].i;
        if (vb_str_eq(ids->at[k - 1].id, ids->at[k].id)) return fail(&second, "id", "an id that another row has");
    }
    return VB_OK;
}

uint32_t eval_find(const struct eval_ids *ids, vb_str id)
{
    uint32_t low = 0, high = ids->n;

    if (!id.ptr) return VB_NONE;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int      c   = eval_compare(ids->at[mid].id, id);
        if (c == 0) return ids->at[mid].i;
        if (c < 0) low = mid + 1;
        else high = mid;
    }
    return EVAL_DANGLING;
}

/* The list of a layer: NULL with n 0 where it is not given. Its elements are objects. */
static vb_status get_list(const struct at *at, const json_t *object, const json_t **out, uint32_t *n)
{
    const json_t *list = json_object_get(object, at->layer);
    size_t        size = json_array_size(list);

    *n   = 0;
    *out = NULL;
    if (!list || json_is_null(list)) return VB_OK;
    if (!json_is_array(list)) return vb_fail(at->err, VB_ERR_ENCODING, "%s: not a list", at->layer);
    if (size > VB_EVAL_ROWS_MAX) return vb_fail(at->err, VB_ERR_LIMIT, "%s: more than %u rows", at->layer, VB_EVAL_ROWS_MAX);
    for (size_t i = 0; i < size; i++) {
        struct at element = *at;
        element.i         = (uint32_t)i;
        if (!json_is_object(json_array_get(list, i))) return fail(&element, "", "not an object");
    }
    *out = list;
    *n   = (uint32_t)size;
    return VB_OK;
}

static vb_status read_mentions(const struct at *at, struct eval_entity *e)
{
    struct at            inner = { at->doc, "mentions", 0, at->err };
    const json_t        *list;
    struct eval_mention *mentions;
    vb_status            st;

    if ((st = get_list(&inner, e->json, &list, &e->n_mentions)) != VB_OK) return st;
    if (!(mentions = VB_NEW(&at->doc->arena, struct eval_mention, e->n_mentions))) return vb_fail_nomem(at->err);
    for (uint32_t k = 0; k < e->n_mentions; k++) {
        const json_t *m = json_array_get(list, k);
        mentions[k].json = m;
        if ((st = get_span(at, json_object_get(m, "span"), "mentions.span", &mentions[k].span)) != VB_OK) return st;
        if ((st = get_str(at, m, "form", &mentions[k].form)) != VB_OK) return st;
    }
    e->mentions = mentions;
    return VB_OK;
}

static vb_status read_entities(struct eval_doc *doc, vb_error *err)
{
    struct at     at = { doc, "entities", 0, err };
    const json_t *list;
    vb_status     st;

    if ((st = get_list(&at, doc->json, &list, &doc->n_entities)) != VB_OK) return st;
    doc->entities      = VB_NEW(&doc->arena, struct eval_entity, doc->n_entities);
    doc->entity_ids.at = VB_NEW(&doc->arena, struct eval_id, doc->n_entities);
    if (!doc->entities || !doc->entity_ids.at) return vb_fail_nomem(err);
    for (; at.i < doc->n_entities; at.i++) {
        struct eval_entity *e = &doc->entities[at.i];
        e->json               = json_array_get(list, at.i);
        if ((st = get_str(&at, e->json, "id", &e->id)) != VB_OK) return st;
        if (!e->id.ptr) return fail(&at, "id", "not given");
        if ((st = get_str(&at, e->json, "name", &e->name)) != VB_OK) return st;
        if ((st = get_str(&at, e->json, "country", &e->country)) != VB_OK) return st;
        if ((st = get_str(&at, e->json, "sector", &e->sector)) != VB_OK) return st;
        if ((st = read_mentions(&at, e)) != VB_OK) return st;
        doc->entity_ids.at[doc->entity_ids.n++] = (struct eval_id){ e->id, at.i };
    }
    return sort_ids(&at, &doc->entity_ids);
}

static vb_status read_statement(const struct at *at, struct eval_row *row)
{
    vb_status st;

    if ((st = get_str(at, row->json, "type", &row->as.statement.type)) != VB_OK) return st;
    if ((st = get_spans(at, row->json, "content", &row->words)) != VB_OK) return st;
    if ((st = get_spans(at, row->json, "cue", &row->as.statement.cue)) != VB_OK) return st;
    if ((st = get_spans(at, row->json, "source", &row->as.statement.source)) != VB_OK) return st;
    return get_ref(at, row->json, "speaker", &row->as.statement.speaker);
}

static vb_status read_event(const struct at *at, struct eval_row *row)
{
    vb_status st;

    if ((st = get_str(at, row->json, "type", &row->as.event.type)) != VB_OK) return st;
    if ((st = get_str(at, row->json, "mode", &row->as.event.mode)) != VB_OK) return st;
    if ((st = get_str(at, row->json, "realis", &row->as.event.realis)) != VB_OK) return st;
    if ((st = get_str(at, row->json, "date", &row->as.event.date)) != VB_OK) return st;
    if ((st = get_str(at, row->json, "asserted_by", &row->as.event.asserted_by)) != VB_OK) return st;
    if (!json_object_get(row->json, "asserted_by")) row->as.event.asserted_by = VB_STR("article");
    if ((st = get_refs(at, row->json, "actors", &row->as.event.actors)) != VB_OK) return st;
    if ((st = get_refs(at, row->json, "recipients", &row->as.event.recipients)) != VB_OK) return st;
    if ((st = get_words(at, row->json, "trigger", &row->words)) != VB_OK) return st;
    row->as.event.trigger = eval_first(row->words);
    return row->words.n > 0 ? VB_OK : get_spans(at, row->json, "evidence", &row->words);
}

static vb_status read_position(const struct at *at, struct eval_row *row)
{
    vb_status st;

    if ((st = get_ref(at, row->json, "holder", &row->as.position.holder)) != VB_OK) return st;
    if ((st = get_ref(at, row->json, "target", &row->as.position.target)) != VB_OK) return st;
    if ((st = get_str(at, row->json, "stance", &row->as.position.stance)) != VB_OK) return st;
    return get_spans(at, row->json, "evidence", &row->words);
}

static vb_status read_designation(const struct at *at, struct eval_row *row)
{
    vb_status st = get_ref(at, row->json, "of", &row->as.designation.of);

    return st == VB_OK ? get_words(at, row->json, "words", &row->words) : st;
}

static vb_status read_time(const struct at *at, struct eval_row *row)
{
    vb_status st = get_str(at, row->json, "value", &row->as.time.value);

    return st == VB_OK ? get_words(at, row->json, "span", &row->words) : st;
}

static vb_status read_place(const struct at *at, struct eval_row *row)
{
    vb_status st = get_str(at, row->json, "country", &row->as.place.country);

    return st == VB_OK ? get_words(at, row->json, "span", &row->words) : st;
}

static const struct { const char *name; vb_status (*read)(const struct at *at, struct eval_row *row); } kinds[EVAL_KINDS] = {
    { "statements", read_statement },   { "events", read_event }, { "positions", read_position },
    { "designations", read_designation }, { "times", read_time },   { "places", read_place },
};

static vb_status read_rows(struct eval_doc *doc, enum eval_kind kind, vb_error *err)
{
    struct at         at   = { doc, kinds[kind].name, 0, err };
    struct eval_rows *rows = &doc->rows[kind];
    struct eval_ids  *ids  = &doc->row_ids[kind];
    const json_t     *list;
    vb_status         st;

    if ((st = get_list(&at, doc->json, &list, &rows->n)) != VB_OK) return st;
    rows->at = VB_NEW(&doc->arena, struct eval_row, rows->n);
    ids->at  = VB_NEW(&doc->arena, struct eval_id, rows->n);
    if (!rows->at || !ids->at) return vb_fail_nomem(err);
    for (; at.i < rows->n; at.i++) {
        struct eval_row *row = &rows->at[at.i];
        row->json            = json_array_get(list, at.i);
        row->optional        = json_is_true(json_object_get(row->json, "optional"));
        if ((st = get_str(&at, row->json, "id", &row->id)) != VB_OK) return st;
        if ((st = kinds[kind].read(&at, row)) != VB_OK) return st;
        if (row->id.ptr) ids->at[ids->n++] = (struct eval_id){ row->id, at.i };
    }
    return sort_ids(&at, ids);
}

/* ---- a document --------------------------------------------------------------------------------------------------------- */

static vb_status count_codepoints(struct eval_doc *doc, vb_error *err)
{
    uint32_t *byte, n = 0;

    doc->n_codepoints = (uint32_t)vb_utf8_count(doc->text);
    if (!(byte = VB_NEW(&doc->arena, uint32_t, (size_t)doc->n_codepoints + 1))) return vb_fail_nomem(err);
    for (size_t i = 0; i < doc->text.len; i++)
        if (((unsigned char)doc->text.ptr[i] & 0xC0) != 0x80) byte[n++] = (uint32_t)i;
    byte[n]   = (uint32_t)doc->text.len;
    doc->byte = byte;
    return VB_OK;
}

static vb_status read_document(struct eval_doc *doc, vb_str bytes, vb_error *err)
{
    vb_status st;

    if ((st = load_line(bytes, &doc->json, err)) != VB_OK) return st;
    if ((st = get_document(doc->json, &doc->id, &doc->text, err)) != VB_OK) return st;
    if ((st = count_codepoints(doc, err)) != VB_OK) return st;
    if ((st = read_entities(doc, err)) != VB_OK) return st;
    for (enum eval_kind k = 0; k < EVAL_KINDS; k++)
        if ((st = read_rows(doc, k, err)) != VB_OK) return st;
    return VB_OK;
}

vb_status eval_doc_open(const struct vb_eval_file *file, size_t i, struct eval_doc *doc, vb_error *err)
{
    const struct line *line = &file->lines.at[i];
    vb_error           why  = { 0 };
    vb_status          st;

    *doc = (struct eval_doc){ .file = file->name, .line = line->number };
    if ((st = read_document(doc, (vb_str){ line->at, line->len }, &why)) == VB_OK) return VB_OK;
    eval_doc_close(doc);
    return eval_fail(err, st, file->name, line->number, "%s", why.msg);
}

void eval_doc_close(struct eval_doc *doc)
{
    json_decref(doc->json);
    vb_arena_free(&doc->arena);
    *doc = (struct eval_doc){ 0 };
}

bool eval_show(const struct eval_doc *doc, vb_str id, vb_spans words, struct vb_arena *arena, struct vb_eval_row *out)
{
    vb_span *bytes = VB_NEW(arena, vb_span, words.n);

    if (!bytes) return false;
    for (uint32_t i = 0; i < words.n; i++) bytes[i] = (vb_span){ doc->byte[words.at[i].beg], doc->byte[words.at[i].end] };
    *out = (struct vb_eval_row){ .file = doc->file, .line = doc->line, .document = doc->id, .id = id, .text = doc->text,
                                 .bytes = { bytes, words.n }, .codepoints = words };
    return true;
}
