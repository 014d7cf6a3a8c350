/*
 * train-pieces VOCAB < texts.ndjson > pieces.ndjson: what training needs of the C program. VOCAB is a vocab.txt.
 *
 * One text a line ({"text": …, "lang": …}) gives one line, {"pieces": …, "tokens": …}: a piece is
 * [beg, end, id, first, shape, quote, place, sentence, paragraph], a token [beg, end], offsets in bytes of UTF-8. So the
 * features of training are those of reading by construction, and Python has no second copy of the rules.
 */
#include "piece_features.h"
#include "wordpiece.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(vb_status st, const vb_error *err)
{
    if (st == VB_OK) return;
    fprintf(stderr, "train-pieces: %s\n", err->msg);
    exit(1);
}

int main(int argc, char **argv)
{
    vb_error         err = {0};
    vb_str           words;
    struct vb_vocab *vocab = NULL;
    if (argc != 2) {
        fprintf(stderr, "usage: train-pieces VOCAB < texts.ndjson\n");
        return 2;
    }
    check(vb_read_file(argv[1], 16u << 20, &words, &err), &err);
    check(vb_vocab_open(words, &vocab, &err), &err);

    char   *line = NULL;
    size_t  room = 0;
    ssize_t n;
    while ((n = getline(&line, &room, stdin)) > 0) {
        json_error_t     bad;
        json_t          *o = json_loadb(line, (size_t)n, 0, &bad), *t = json_object_get(o, "text");
        struct vb_arena  arena = {0};
        struct vb_text   text;
        struct vb_pieces pieces = {0};
        if (!json_is_string(t)) {
            fprintf(stderr, "train-pieces: no text: %s\n", bad.text);
            return 1;
        }
        vb_str bytes = {json_string_value(t), json_string_length(t)};
        check(vb_text_split(bytes, vb_str_of(json_string_value(json_object_get(o, "lang"))), (vb_str){0}, &arena, &text, &err),
              &err);
        check(vb_vocab_pieces(vocab, bytes, (vb_span){0, (uint32_t)bytes.len}, &pieces, &err), &err);
        struct vb_feature *f = VB_NEW(&arena, struct vb_feature, pieces.n + 1);
        if (f == NULL) check(vb_fail_nomem(&err), &err);
        vb_features_of(&text, pieces.at, pieces.n, f);
        fputs("{\"pieces\":[", stdout);
        for (size_t i = 0; i < pieces.n; i++)
            printf("%s[%u,%u,%d,%d,%d,%d,%d,%u,%u]", i ? "," : "", pieces.at[i].span.beg, pieces.at[i].span.end, pieces.at[i].id,
                   pieces.at[i].first, f[i].input.shape, f[i].input.quote, f[i].input.place, f[i].sentence, f[i].paragraph);
        fputs("],\"tokens\":[", stdout);
        for (uint32_t i = 0; i < text.n_tokens; i++)
            printf("%s[%u,%u]", i ? "," : "", text.tokens[i].span.beg, text.tokens[i].span.end);
        puts("]}");
        vb_free(pieces.at);
        vb_arena_free(&arena);
        json_decref(o);
    }
    free(line);
    vb_vocab_close(vocab);
    vb_free((void *)words.ptr);
    return 0;
}
