/*
 * One line of NDJSON: a text with what its publisher knows of it. The keys are those of record-format's document, flat;
 * keys we do not know are somebody else's and are left alone.
 */
#include "cli.h"

#include <inttypes.h>
#include <jansson.h>

static vb_str view(const json_t *string) { return (vb_str){ json_string_value(string), json_string_length(string) }; }

/* A key that is a string, or absent or null: then *out stays "not given". */
static vb_status get_string(const json_t *object, const char *key, vb_str *out, vb_error *err)
{
    const json_t *value = json_object_get(object, key);

    if (!value || json_is_null(value)) return VB_OK;
    if (!json_is_string(value)) return vb_fail(err, VB_ERR_ENCODING, "\"%s\" is not a string", key);
    *out = view(value);
    return VB_OK;
}

/* Ids are often numbers. A fraction is none, and would not come back as it went in. */
static vb_status get_id(struct vb_cli_line *line, vb_error *err)
{
    const json_t *value = json_object_get(line->json, "id");
    enum { ROOM = 24 };

    if (!json_is_integer(value)) {
        if (value && !json_is_null(value) && !json_is_string(value))
            return vb_fail(err, VB_ERR_ENCODING, "\"id\" is neither a string nor a whole number");
        return get_string(line->json, "id", &line->meta.input_id, err);
    }
    if (!(line->id = vb_alloc(ROOM))) return vb_fail_nomem(err);
    snprintf(line->id, ROOM, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    line->meta.input_id = vb_str_of(line->id);
    return VB_OK;
}

static vb_status read_keys(struct vb_cli_line *line, vb_error *err)
{
    vb_meta  *meta = &line->meta;
    vb_status st;

    if (!json_is_object(line->json)) return vb_fail(err, VB_ERR_ENCODING, "not a JSON object");
    if ((st = get_string(line->json, "text", &line->text, err)) != VB_OK) return st;
    if (!line->text.ptr) return vb_fail(err, VB_ERR_ENCODING, "no \"text\"");
    if ((st = get_id(line, err)) != VB_OK) return st;
    if ((st = get_string(line->json, "title", &meta->title, err)) != VB_OK) return st;
    if ((st = get_string(line->json, "publisher", &meta->publisher, err)) != VB_OK) return st;
    if ((st = get_string(line->json, "source", &meta->source, err)) != VB_OK) return st;
    if ((st = get_string(line->json, "date", &meta->date, err)) != VB_OK) return st;
    if ((st = get_string(line->json, "tz", &meta->tz, err)) != VB_OK) return st;
    if ((st = get_string(line->json, "lang", &meta->lang, err)) != VB_OK) return st;

    /* "" in a column of a table says that nothing is known. */
    vb_str *const optional[] = {&meta->input_id, &meta->title, &meta->publisher, &meta->source,
                                &meta->date,     &meta->tz,    &meta->lang};
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        if (!optional[i]->len) *optional[i] = (vb_str){ 0 };

    if (meta->date.ptr && !vb_cli_parse_date(meta->date, &meta->date))
        return vb_fail(err, VB_ERR_ENCODING, "\"date\" is \"%.*s\", not YYYY-MM-DD, YYYY-MM or YYYY",
                       (int)(meta->date.len < 40 ? meta->date.len : 40), meta->date.ptr);
    if (meta->tz.ptr && !vb_cli_is_tz(meta->tz))
        return vb_fail(err, VB_ERR_ENCODING, "\"tz\" is not a time zone's name, as Europe/Rome is");
    if (meta->lang.ptr && !vb_cli_is_lang(meta->lang))
        return vb_fail(err, VB_ERR_ENCODING, "\"lang\" is not a language tag, as en is");
    return VB_OK;
}

vb_status vb_cli_parse_line(vb_str line, struct vb_cli_line *out, vb_error *err)
{
    json_error_t why;
    vb_status    st;

    *out = (struct vb_cli_line){ 0 };
    /* NUL is allowed here, so that a text with one fails for what it is. */
    if (!(out->json = json_loadb(line.ptr, line.len, JSON_ALLOW_NUL, &why))) {
        if (json_error_code(&why) == json_error_out_of_memory) return vb_fail_nomem(err);
        return vb_fail_at(err, VB_ERR_ENCODING, (uint64_t)why.position, "not JSON: byte %d: %s", why.position, why.text);
    }
    if ((st = read_keys(out, err)) != VB_OK) vb_cli_line_free(out);
    return st;
}

void vb_cli_line_free(struct vb_cli_line *line)
{
    json_decref(line->json);
    vb_free(line->id);
    *line = (struct vb_cli_line){ 0 };
}
