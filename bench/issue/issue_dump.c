/*
 * What speaks for and against the positions of texts, for fit.py: the features of each statement, and of each target it may have.
 *
 *   issue_dump [--data DIR] < TEXTS.ndjson > FEATURES.ndjson      build_dump.sh builds it
 *
 * In, a text a line: {"id":"…","text":"…","date":"…"}. Out, the record that `verbale read --json` prints, and after it a line
 *   {"features":[{"statement":"s1","stance":[…],"targets":[["e2" or null,[…]],…]},…],"topics":[{"id":"e9","mentions":[…]},…]}
 */
#include "handles.h"
#include "position_points.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(vb_status st, const vb_error *err)
{
    if (st == VB_OK) return;
    fprintf(stderr, "issue_dump: %s\n", err->msg);
    exit(1);
}

static bool put(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    return fwrite(bytes, 1, n, stdout) == n;
}

static vb_str member(const json_t *line, const char *key)
{
    const json_t *v = json_object_get(line, key);
    return json_is_string(v) ? (vb_str){json_string_value(v), json_string_length(v)} : (vb_str){0};
}

static void put_numbers(const float *x, int n)
{
    for (int i = 0; i < n; i++) printf("%s%.5g", i ? "," : "[", (double)x[i]);
    putchar(']');
}

/* Code points of the text before a byte. */
static uint32_t points_before(vb_str text, uint32_t byte)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < byte; i++) n += (text.ptr[i] & 0xC0) != 0x80;
    return n;
}

static void put_topics(const struct vb_reading *r, const struct vb_entities *with)
{
    printf("],\"topics\":[");
    for (uint32_t e = r->entities.n; e < with->n; e++) {
        printf("%s{\"id\":\"e%u\",\"mentions\":[", e > r->entities.n ? "," : "", e + 1);
        for (uint32_t i = 0; i < with->at[e].n_mentions; i++)
            printf("%s{\"form\":\"other\",\"span\":[%u,%u]}", i ? "," : "",
                   points_before(r->text.bytes, with->at[e].mentions[i].span.beg),
                   points_before(r->text.bytes, with->at[e].mentions[i].span.end));
        printf("]}");
    }
}

static void put_features(const vb_reader *reader, const vb_workspace *ws, const struct vb_reading *r)
{
    struct vb_arena            arena = {0};
    struct vb_issue_scene      scene;
    const struct vb_issue_text of = {vb_stage_event_text(reader, r), &r->events};
    vb_error err;
    struct vb_entities with;
    bool     any = false;
    check(vb_issue_scene_open(&of, &arena, &scene, &err), &err);
    check(vb_issue_topics(&scene, &arena, &with, &err), &err);
    scene.entities = &with;
    printf("{\"features\":[");
    for (uint32_t i = 0; i < r->statements.n; i++) {
        const struct vb_position_found *found = vb_position_of(ws->issue, &r->statements.at[i]);
        struct vb_position_view view;
        if (found == NULL || r->statements.at[i].speaker == VB_NONE || r->statements.at[i].type == VB_TYPE_TERM) continue;
        vb_position_view(&scene, found, i, &r->designations, &view);
        printf("%s{\"statement\":\"s%u\",\"stance\":", any ? "," : "", i + 1);
        put_numbers(view.feature, VB_N_S);
        printf(",\"targets\":[");
        for (uint32_t k = 0; k < view.n; k++) {
            if (view.candidate[k].entity == VB_NONE) printf("%s[null,", k ? "," : "");
            else printf("%s[\"e%u\",", k ? "," : "", view.candidate[k].entity + 1);
            put_numbers(view.candidate[k].feature, VB_N_T);
            putchar(']');
        }
        printf("]}");
        any = true;
    }
    put_topics(r, &with);
    printf("]}\n");
    vb_arena_free(&arena);
}

int main(int argc, char **argv)
{
    const vb_reader_options options = {.data_dir = argc == 3 && strcmp(argv[1], "--data") == 0 ? argv[2] : NULL};
    vb_reader    *reader;
    vb_workspace *ws;
    vb_error      err;
    char         *line = NULL;
    size_t        room = 0;
    check(vb_reader_open(&options, &reader, &err), &err);
    check(vb_workspace_new(reader, &ws, &err), &err);
    while (getline(&line, &room, stdin) > 0) {
        json_t *in   = json_loads(line, 0, NULL);
        vb_meta meta = {
            .input_id = member(in, "id"), .title = member(in, "title"), .date = member(in, "date"), .lang = VB_STR("en")};
        vb_doc *doc;
        check(vb_doc_read(reader, ws, member(in, "text"), &meta, &doc, &err), &err);
        check(vb_doc_write_json(doc, put, NULL, &err), &err);
        put_features(reader, ws, vb_doc_reading(doc));
        vb_doc_free(doc);
        json_decref(in);
    }
    free(line);
    vb_workspace_free(ws);
    vb_reader_close(reader);
    return 0;
}
