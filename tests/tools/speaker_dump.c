/*
 * For developers: the speakers that the rules find for given sources, without the network in between.
 *
 * Reads NDJSON from standard input, one text a line, offsets in bytes:
 *   {"text":"…","drafts":[{"content":[[b,e]],"cue":[[b,e]],"source":[[b,e]],"inherits":null,"nested_in":null}]}
 * and prints for each {"entities":[{"name":"…","kind":0,"mentions":[[b,e,form]]}],"speakers":[0,null,…]}.
 * bench/attribution/speaker.py feeds it gold statements.
 */
#include "draft.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_spans(const json_t *from, struct vb_fragments *to)
{
    to->n = 0;
    for (size_t i = 0; i < json_array_size(from) && to->n < VB_FRAGMENTS; i++) {
        const json_t *span = json_array_get(from, i);
        to->at[to->n++] =
            (vb_span){(uint32_t)json_integer_value(json_array_get(span, 0)), (uint32_t)json_integer_value(json_array_get(span, 1))};
    }
}

static uint32_t read_index(const json_t *from) { return json_is_integer(from) ? (uint32_t)json_integer_value(from) : VB_NONE; }

static void print(const struct vb_entities *entities, const struct vb_drafts *drafts)
{
    json_t *out = json_object(), *list = json_array(), *speakers = json_array();
    for (uint32_t i = 0; i < entities->n; i++) {
        const vb_entity *e = &entities->at[i];
        json_t          *mentions = json_array();
        for (uint32_t m = 0; m < e->n_mentions; m++)
            json_array_append_new(
                mentions, json_pack("[iii]", (int)e->mentions[m].span.beg, (int)e->mentions[m].span.end, (int)e->mentions[m].form));
        json_array_append_new(list, json_pack("{s:o,s:i,s:o}", "name", json_stringn(e->name.ptr, e->name.len), "kind", (int)e->kind,
                                              "mentions", mentions));
    }
    for (size_t i = 0; i < drafts->n; i++)
        json_array_append_new(speakers, drafts->at[i].speaker == VB_NONE ? json_null() : json_integer(drafts->at[i].speaker));
    json_object_set_new(out, "entities", list);
    json_object_set_new(out, "speakers", speakers);
    json_dumpf(out, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(out);
}

static vb_status resolve(const json_t *row, vb_error *err)
{
    const json_t      *given = json_object_get(row, "drafts"), *text_row = json_object_get(row, "text");
    vb_str             bytes = { json_string_value(text_row), json_string_length(text_row) };
    struct vb_arena    arena = { 0 };
    struct vb_text     text;
    struct vb_drafts   drafts = { 0 };
    struct vb_entities entities;
    vb_status          st = vb_text_split(bytes, VB_STR("en"), (vb_str){ 0 }, &arena, &text, err);

    for (size_t i = 0; st == VB_OK && i < json_array_size(given); i++) {
        const json_t   *d = json_array_get(given, i);
        struct vb_draft draft = { .speaker = VB_NONE, .inherits = read_index(json_object_get(d, "inherits")),
                                  .nested_in = read_index(json_object_get(d, "nested_in")) };
        read_spans(json_object_get(d, "content"), &draft.content);
        read_spans(json_object_get(d, "cue"), &draft.cue);
        read_spans(json_object_get(d, "source"), &draft.source);
        if (!VB_PUSH(&drafts, draft)) st = vb_fail_nomem(err);
    }
    if (st == VB_OK) st = vb_speaker_resolve(&text, &drafts, &arena, &entities, err);
    if (st == VB_OK) print(&entities, &drafts);
    vb_free(drafts.at);
    vb_arena_free(&arena);
    return st;
}

int main(void)
{
    char   *line = NULL;
    size_t  room = 0;
    ssize_t n;
    int     status = 0;

    for (unsigned at = 1; !status && (n = getline(&line, &room, stdin)) >= 0; at++) {
        json_error_t bad;
        vb_error     err = { 0 };
        json_t      *row = json_loadb(line, (size_t)n, 0, &bad);
        if (!row) {
            fprintf(stderr, "speaker_dump: line %u: %s\n", at, bad.text);
            status = 1;
        } else if (resolve(row, &err) != VB_OK) {
            fprintf(stderr, "speaker_dump: line %u: %s\n", at, err.msg);
            status = 1;
        }
        json_decref(row);
    }
    free(line);
    return status;
}
