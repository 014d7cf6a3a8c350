/*
 * What the entity layer sees and makes of texts, for score_entities.py: the network's own names and antecedents beside the
 * entities, so
 * that each is measured alone.
 *
 *   entity_dump [--data DIR] < TEXTS.ndjson > FOUND.ndjson      run.sh builds it
 *
 * In, a text a line: {"id":"…","text":"…","date":"…"}; it is read as English whatever it looks like. Out, positions in code points
 * but for words, which are numbers of tokens:
 *   {"id":"…",
 *    "tokens":[[beg,end,"upos","xpos",head or -1,"deprel"]],
 *    "names":[[beg,end,"PER",score]],
 *    "entities":[{"kind":"person","mentions":[[beg,end,"name"]]}],
 *    "antecedents":[[word,probability of none,[[word,probability]]]]}
 */
#include "engine.h"
#include "handles.h"
#include "mention_tagger.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const NAMES[VB_N_NAME_KINDS] = {"PER", "ORG", "LOC", "DEM", "MISC"};
static const char *const KINDS[] = {"person", "organisation", "state", "group", "place", "document", "policy", "other"};
static const char *const FORMS[] = {"name", "role", "pronoun", "demonym", "other"};

static void check(vb_status st, const vb_error *err)
{
    if (st == VB_OK) return;
    fprintf(stderr, "entity_dump: %s\n", err->msg);
    exit(1);
}

static vb_str string_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (vb_str){json_string_value(value), json_string_length(value)} : (vb_str){0};
}

/* Code points before each byte, [len + 1]. */
static uint32_t *count_codepoints(vb_str text)
{
    uint32_t *at = malloc((text.len + 1) * sizeof *at), n = 0;
    if (at == NULL) check(VB_ERR_NOMEM, &(vb_error){.msg = "out of memory"});
    for (size_t i = 0; i < text.len; i++) {
        at[i] = n;
        n += i + 1 == text.len || ((unsigned char)text.ptr[i + 1] & 0xC0) != 0x80;
    }
    at[text.len] = n;
    return at;
}

static void print_string(vb_str s)
{
    json_t *value = json_stringn(s.ptr, s.len);
    json_dumpf(value, stdout, JSON_ENCODE_ANY);
    json_decref(value);
}

static void print_found(const struct vb_reading *r, const struct vb_mention_tags *tags, const uint32_t *at)
{
    const struct vb_token *tokens = r->text.tokens;
    printf("\"tokens\":[");
    for (uint32_t i = 0; i < r->syntax.n_tokens; i++) {
        const struct vb_tag *t = &r->syntax.tags[i];
        printf("%s[%u,%u,\"%s\",", i ? "," : "", at[tokens[i].span.beg], at[tokens[i].span.end], vb_upos_name(t->upos));
        print_string(t->xpos);
        printf(",%d,", t->head == VB_NONE ? -1 : (int)t->head);
        print_string(t->deprel);
        putchar(']');
    }
    printf("],\"names\":[");
    for (size_t i = 0; i < tags->names.n; i++) {
        const struct vb_tagged_span *s = &tags->names.at[i];
        printf("%s[%u,%u,\"%s\",%.3f]", i ? "," : "", at[tokens[s->beg].span.beg], at[tokens[s->end - 1].span.end], NAMES[s->kind],
               (double)s->score);
    }
    printf("],\"entities\":[");
    for (uint32_t i = 0; i < r->entities.n; i++) {
        const vb_entity *e = &r->entities.at[i];
        printf("%s{\"kind\":\"%s\",\"mentions\":[", i ? "," : "", KINDS[e->kind]);
        for (uint32_t k = 0; k < e->n_mentions; k++)
            printf("%s[%u,%u,\"%s\"]", k ? "," : "", at[e->mentions[k].span.beg], at[e->mentions[k].span.end],
                   FORMS[e->mentions[k].form]);
        printf("]}");
    }
    printf("],\"antecedents\":[");
    for (size_t i = 0; i < tags->antecedents.n; i++) {
        const struct vb_antecedents *a = &tags->antecedents.at[i];
        printf("%s[%u,%.4f,[", i ? "," : "", a->word, (double)a->p_new);
        for (uint32_t k = 0; k < a->n; k++) printf("%s[%u,%.4f]", k ? "," : "", a->at[k], (double)a->p[k]);
        printf("]]");
    }
    printf("]");
}

int main(int argc, char **argv)
{
    vb_reader_options options = {0};
    vb_reader        *reader  = NULL;
    vb_workspace     *ws      = NULL;
    vb_error          err     = {0};
    char             *line    = NULL;
    size_t            room    = 0;
    ssize_t           n;

    if (argc == 3 && strcmp(argv[1], "--data") == 0) options.data_dir = argv[2];
    else if (argc != 1) {
        fputs("usage: entity_dump [--data DIR] < TEXTS.ndjson\n", stderr);
        return 2;
    }
    check(vb_reader_open(&options, &reader, &err), &err);
    check(vb_workspace_new(reader, &ws, &err), &err);
    while ((n = getline(&line, &room, stdin)) > 0) {
        json_t  *row  = json_loadb(line, (size_t)n, 0, NULL);
        vb_str   text = string_of(row, "text");
        vb_meta  meta = {.date = string_of(row, "date"), .lang = VB_STR("en")};
        vb_doc  *doc  = NULL;
        if (text.ptr == NULL) check(VB_ERR_ENCODING, &(vb_error){.msg = "a line without \"text\""});
        check(vb_doc_read(reader, ws, text, &meta, &doc, &err), &err);
        uint32_t *at = count_codepoints(vb_doc_text(doc));
        printf("{\"id\":");
        print_string(string_of(row, "id"));
        putchar(',');
        print_found(vb_doc_reading(doc), vb_mention_tags_of(ws->entity), at);
        puts("}");
        free(at);
        vb_doc_free(doc);
        json_decref(row);
    }
    free(line);
    vb_workspace_free(ws);
    vb_reader_close(reader);
    return fflush(stdout) == 0 ? 0 : 1;
}
