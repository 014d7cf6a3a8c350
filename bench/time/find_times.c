/*
 * Times of texts for scoring, without the other layers: reads records (NDJSON with document.text and document.date) from standard
 * input and writes them with their times. See README.md.
 */
#include "text.h"
#include "times.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static vb_str string_of(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (vb_str){ json_string_value(value), json_string_length(value) } : (vb_str){ 0 };
}

static json_t *rows_of(vb_str text, const struct vb_times *times)
{
    static const char *const bases[] = { "text", "document", "tense", "time" };
    json_t *rows = json_array();
    for (uint32_t i = 0; i < times->n; i++) {
        const struct vb_time *t = &times->at[i];
        json_int_t beg = (json_int_t)vb_utf8_count((vb_str){ text.ptr, t->span.beg });
        json_int_t end = beg + (json_int_t)vb_utf8_count(vb_str_sub(text, t->span));
        json_array_append_new(rows, json_pack("{s:[II],s:s,s:s%,s:s?,s:s}", "span", beg, end, "class", vb_time_class_name(t->cls),
                                              "value", t->value.ptr, t->value.len, "mod", vb_time_mod_name(t->mod), "basis",
                                              bases[t->basis]));
    }
    return rows;
}

int main(void)
{
    char  *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        json_t *record = json_loads(line, 0, NULL), *document = json_object_get(record, "document");
        vb_str  text   = string_of(document, "text");
        struct vb_arena arena = { 0 };
        struct vb_text  layer = { 0 };
        struct vb_times times = { 0 };
        vb_error        err   = { 0 };
        json_t         *out;
        char           *dumped;
        if (!text.ptr) continue;
        if (vb_text_split(text, string_of(document, "lang"), string_of(document, "title"), &arena, &layer, &err) != VB_OK ||
            vb_times_find(&layer, NULL, string_of(document, "date"), &arena, &times, &err) != VB_OK) {
            fprintf(stderr, "find_times: %s\n", err.msg);
            return 1;
        }
        out    = json_pack("{s:O,s:o}", "document", document, "times", rows_of(text, &times));
        dumped = json_dumps(out, JSON_COMPACT);
        puts(dumped);
        free(dumped);
        json_decref(out);
        json_decref(record);
        vb_arena_free(&arena);
    }
    free(line);
    return 0;
}
