/*
 * Opening a reader: where the data is, and what the weights are called.
 *
 * Rows name the weights by SHA-256. Hashing 23 MB takes longer than everything else at the start, so the name comes
 * from models.sha256, whose comment line gives the size and XXH3 of the file that it names:
 *     # verbale.weights: 23456789 bytes, xxh3 0123456789abcdef
 *     <64 hex digits>  verbale.weights
 * Where these do not fit the file, or are not given, the hash is computed.
 */
#include "handles.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef VB_DATADIR
#define VB_DATADIR "/usr/share/verbale"
#endif

#define WEIGHTS "verbale.weights"
#define LISTING "models.sha256"

/* The folder of the weights. One that was given is not left for another: who gives a folder wants its weights. */
static vb_status find_data(vb_reader *reader, const char *given, vb_error *err)
{
    const char *dir = given && *given ? given : getenv("VERBALE_DATA"), *path = NULL;

    if (!dir || !*dir) {
        if (!vb_data_beside_program(&reader->arena, WEIGHTS, &path)) return vb_fail_nomem(err);
        if (path) dir = vb_arena_printf(&reader->arena, "%.*s", (int)(strlen(path) - strlen("/" WEIGHTS)), path);
    }
    if (!dir || !*dir) dir = VB_DATADIR;
    if (!(reader->data_dir = vb_arena_printf(&reader->arena, "%s", dir))) return vb_fail_nomem(err);
    return VB_OK;
}

/* The next line of `*rest`, without its end; false when none is left. */
static bool next_line(vb_str *rest, vb_str *line)
{
    const char *end;

    if (rest->len == 0) return false;
    end   = memchr(rest->ptr, '\n', rest->len);
    *line = (vb_str){ rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };
    rest->ptr += line->len + (end ? 1 : 0);
    rest->len -= line->len + (end ? 1 : 0);
    if (line->len && line->ptr[line->len - 1] == '\r') line->len--;
    return true;
}

static bool is_hex(vb_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'f'))) return false;
    return true;
}

/* What the listing calls a file of just this content. */
static bool listed_name(vb_str listing, vb_str weights, char hex[65])
{
    char   fits[128];
    int    n = snprintf(fits, sizeof fits, "# " WEIGHTS ": %zu bytes, xxh3 %016" PRIx64, weights.len,
                        vb_hash64(weights.ptr, weights.len));
    bool   fitting = false, named = false;
    vb_str line;

    while (next_line(&listing, &line)) {
        vb_str digits = { line.ptr, line.len < 64 ? line.len : 64 };
        if (vb_str_eq(line, (vb_str){ fits, (size_t)n })) fitting = true;
        if (!vb_str_ends(line, VB_STR("  " WEIGHTS)) || line.len != 64 + strlen("  " WEIGHTS) || !is_hex(digits)) continue;
        memcpy(hex, digits.ptr, 64);
        hex[64] = '\0';
        named   = true;
    }
    return fitting && named;
}

static vb_status name_weights(vb_reader *reader, const char *weights_path, vb_error *err)
{
    struct vb_mapping weights = { 0 }, listing = { 0 };
    vb_status         st;
    const char       *listing_path, *name;
    char              hex[65];
    vb_str            content;

    if (!(listing_path = vb_arena_printf(&reader->arena, "%s/" LISTING, reader->data_dir))) return vb_fail_nomem(err);
    if ((st = vb_map_file(weights_path, &weights, err)) != VB_OK) return st;
    content = (vb_str){ weights.ptr, weights.len };
    /* Somebody's own weights need no listing: they are named by what they hold. */
    if (vb_map_file(listing_path, &listing, NULL) != VB_OK || !listed_name((vb_str){ listing.ptr, listing.len }, content, hex)) {
        if (reader->log) reader->log(reader->log_ctx, WEIGHTS " is not the file that " LISTING " names; its hash was computed");
        vb_sha256_hex(vb_sha256_of(content), hex);
    }
    name = vb_arena_printf(&reader->arena, "sha256:%s", hex);
    st   = name ? VB_OK : vb_fail_nomem(err);
    reader->model_name = vb_str_of(name);
    vb_unmap(&listing);
    vb_unmap(&weights);
    return st;
}

/* The tables' name; with dictionaries, a hash over theirs too. */
static vb_status name_tables(vb_reader *reader, vb_error *err)
{
    char        hex[65];
    vb_str      tables = vb_knowledge_name(reader->knowledge), added = vb_dictionary_name(reader->dictionary);
    const char *name;

    reader->knowledge_name = tables;
    if (!reader->dictionary) return VB_OK;
    if (!(name = vb_arena_printf(&reader->arena, "%.*s %.*s", (int)tables.len, tables.ptr, (int)added.len, added.ptr)))
        return vb_fail_nomem(err);
    vb_sha256_hex(vb_sha256_of(vb_str_of(name)), hex);
    if (!(name = vb_arena_printf(&reader->arena, "sha256:%s", hex))) return vb_fail_nomem(err);
    reader->knowledge_name = vb_str_of(name);
    return VB_OK;
}

vb_status vb_reader_open(const vb_reader_options *options, vb_reader **reader, vb_error *err)
{
    static const vb_reader_options none = { 0 };
    vb_reader                     *r    = NULL;
    const char                    *weights, *pack;
    vb_status                      st;

    *reader = NULL;
    if (!options) options = &none;
    if (!(r = vb_alloc(sizeof *r))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    *r         = (vb_reader){ .log = options->log, .log_ctx = options->log_ctx };
    /* The plain path reads some words differently, so its rows must not pass for rows of the int8 path. */
    r->engine  = options->reference ? VB_STR(VERBALE_VERSION "+reference") : VB_STR(VERBALE_VERSION);
    if ((st = find_data(r, options->data_dir, err)) != VB_OK) goto done;
    if (!(weights = vb_arena_printf(&r->arena, "%s/" WEIGHTS, r->data_dir))) {
        st = vb_fail_nomem(err);
        goto done;
    }
    if ((st = vb_model_open(weights, options->reference, &r->model, err)) != VB_OK) goto done;
    if ((st = vb_syntax_open(r->model, &r->syntax, err)) != VB_OK) goto done;
    if ((st = vb_entity_open(r->model, &r->entity, err)) != VB_OK) goto done;
    if ((st = vb_attribution_open(r->model, &r->attribution, err)) != VB_OK) goto done;
    if ((st = vb_event_open(r->model, &r->event, err)) != VB_OK) goto done;
    if ((st = vb_issue_open(r->model, &r->issue, err)) != VB_OK) goto done;
    if ((st = vb_data_find(&r->arena, options->data_dir, VB_PACK_FILE, &pack, err)) != VB_OK) goto done;
    if ((st = vb_knowledge_open(pack, options->kb_dirs, options->n_kb_dirs, &r->knowledge, err)) != VB_OK) goto done;
    if (options->coder == VB_CODER_DICTIONARY &&
        (st = vb_dictionary_open(options->kb_dirs, options->n_kb_dirs, &r->dictionary, err)) != VB_OK)
        goto done;
    if ((st = name_tables(r, err)) != VB_OK) goto done;
    if ((st = name_weights(r, weights, err)) != VB_OK) goto done;
    *reader = r;
    r       = NULL;                                /* now the caller's to close */
done:
    vb_reader_close(r);
    return st;
}

void vb_reader_close(vb_reader *reader)
{
    if (!reader) return;
    vb_dictionary_close(reader->dictionary);
    vb_knowledge_close(reader->knowledge);
    vb_issue_close(reader->issue);
    vb_event_close(reader->event);
    vb_attribution_close(reader->attribution);
    vb_entity_close(reader->entity);
    vb_syntax_close(reader->syntax);
    vb_model_close(reader->model);
    vb_arena_free(&reader->arena);
    vb_free(reader);
}

vb_str vb_reader_model(const vb_reader *reader) { return reader->model_name; }

vb_str vb_reader_knowledge(const vb_reader *reader) { return reader->knowledge_name; }

vb_status vb_workspace_new(const vb_reader *reader, vb_workspace **ws, vb_error *err)
{
    vb_workspace *w;
    vb_status     st;

    *ws = NULL;
    if (!(w = vb_alloc(sizeof *w))) return vb_fail_nomem(err);
    *w = (vb_workspace){ 0 };
    if ((st = vb_encoding_ws_new(reader->model, &w->encoding, err)) != VB_OK ||
        (st = vb_syntax_ws_new(reader->syntax, &w->syntax, err)) != VB_OK ||
        (st = vb_entity_ws_new(reader->entity, &w->entity, err)) != VB_OK ||
        (st = vb_attribution_ws_new(reader->attribution, &w->attribution, err)) != VB_OK ||
        (st = vb_event_ws_new(reader->event, &w->event, err)) != VB_OK ||
        (st = vb_issue_ws_new(&w->issue, err)) != VB_OK) {
        vb_workspace_free(w);
        return st;
    }
    *ws = w;
    return VB_OK;
}

void vb_workspace_free(vb_workspace *ws)
{
    if (!ws) return;
    vb_issue_ws_free(ws->issue);
    vb_event_ws_free(ws->event);
    vb_attribution_ws_free(ws->attribution);
    vb_entity_ws_free(ws->entity);
    vb_syntax_ws_free(ws->syntax);
    vb_encoding_ws_free(ws->encoding);
    vb_free(ws);
}
