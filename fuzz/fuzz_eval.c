/*
 * Two record files from anybody, with a line of "%" between them: they are refused with file and line, or scores stay within what
 * they count, and a file that is compared with itself has no differences.
 */
#include "eval.h"

#include <stdlib.h>
#include <string.h>

#define CHECK(what) do { if (!(what)) abort(); } while (0)

struct seen { uint64_t missed[VB_EVAL_LAYERS], spurious[VB_EVAL_LAYERS], wrong, gone, added, changed; };

static void check_row(const struct vb_eval_row *row)
{
    CHECK(row->bytes.n == row->codepoints.n);
    CHECK(vb_utf8_check(row->text) == row->text.len);
    for (uint32_t i = 0; i < row->bytes.n; i++) {
        vb_span s = row->bytes.at[i];
        CHECK(s.beg <= s.end && s.end <= row->text.len);
        CHECK(vb_utf8_count((vb_str){ row->text.ptr, s.beg }) == row->codepoints.at[i].beg);
        CHECK(vb_utf8_count((vb_str){ row->text.ptr, s.end }) == row->codepoints.at[i].end);
    }
}

static bool see_miss(void *ctx, const struct vb_eval_miss *miss)
{
    struct seen *seen = ctx;

    CHECK(miss->row.line > 0);
    check_row(&miss->row);
    if (miss->kind == VB_EVAL_WRONG) seen->wrong++;
    for (enum vb_eval_layer l = 0; l < VB_EVAL_LAYERS; l++)
        if (strcmp(miss->layer, vb_eval_layer_name(l)) == 0)
            ++*(miss->kind == VB_EVAL_MISSED ? &seen->missed[l] : &seen->spurious[l]);
    return true;
}

static bool see_row(void *ctx, const struct vb_diff_row *row)
{
    struct seen *seen = ctx;

    CHECK((row->was.line == 0) == (row->change == VB_DIFF_ADDED) && (row->is.line == 0) == (row->change == VB_DIFF_GONE));
    if (row->was.line) check_row(&row->was);
    if (row->is.line) check_row(&row->is);
    CHECK(row->change != VB_DIFF_CHANGED || row->n_fields > 0);
    for (size_t i = 0; i < row->n_fields; i++) CHECK(row->fields[i].name && (row->fields[i].was || row->fields[i].is));
    ++*(row->change == VB_DIFF_GONE ? &seen->gone : row->change == VB_DIFF_ADDED ? &seen->added : &seen->changed);
    return true;
}

static void check_error(vb_status st, const vb_error *err)
{
    CHECK(st == VB_ERR_ENCODING || st == VB_ERR_LIMIT || st == VB_ERR_NOMEM);
    CHECK(err->code == st && err->msg[0] && memchr(err->msg, '\0', sizeof err->msg));
    CHECK(st != VB_ERR_ENCODING || (err->at > 0 && strchr(err->msg, ':')));
}

static void check_scores(const struct vb_eval_scores *s, const struct seen *seen)
{
    for (enum vb_eval_layer l = 0; l < VB_EVAL_LAYERS; l++) {
        struct vb_eval_counts c = s->layer[VB_EVAL_SCORED][l];
        CHECK(seen->missed[l] == c.gold - c.agreed && seen->spurious[l] == c.pred - c.agreed);
        for (enum vb_eval_match m = 0; m < VB_EVAL_MATCHES; m++) {
            struct vb_eval_prf prf = vb_eval_prf(s->layer[m][l]);
            CHECK(s->layer[m][l].agreed <= s->layer[m][l].gold && s->layer[m][l].agreed <= s->layer[m][l].pred);
            CHECK(prf.p <= 1000 && prf.r <= 1000 && prf.f1 <= 1000);
        }
    }
    for (enum vb_eval_part p = 0; p < VB_EVAL_PARTS; p++)
        CHECK(s->part[p].right <= s->part[p].n && vb_eval_percent(s->part[p]) <= 1000);
    CHECK(s->n_unread <= s->n_documents);
}

static void compare(const struct vb_eval_file *a, const struct vb_eval_file *b)
{
    struct vb_eval_scores scores;
    struct vb_diff_counts counts, back;
    struct seen           seen = { 0 };
    vb_error              err  = { 0 };
    vb_status             st;

    if ((st = vb_eval_score(a, b, see_miss, &seen, &scores, &err)) == VB_OK) check_scores(&scores, &seen);
    else check_error(st, &err);
    seen = (struct seen){ 0 };
    err  = (vb_error){ 0 };
    if ((st = vb_diff(a, b, (struct vb_diff_options){ .scores = true }, see_row, &seen, &counts, &err)) != VB_OK) {
        check_error(st, &err);
        return;
    }
    CHECK(counts.gone == seen.gone && counts.added == seen.added && counts.changed == seen.changed);
    if (a == b) CHECK(counts.documents == 0 && counts.gone + counts.added + counts.changed == 0);
    CHECK(vb_diff(b, a, (struct vb_diff_options){ .scores = true }, see_row, &seen, &back, &err) == VB_OK);
    CHECK(back.gone + back.added + back.changed > 0 || back.documents == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char          *mark = size > 0 ? memmem(data, size, "\n%\n", 3) : NULL;
    vb_str               first = { size > 0 ? (const char *)data : "", mark ? (size_t)(mark - (const char *)data) : size };
    vb_str               second = mark ? (vb_str){ mark + 3, size - first.len - 3 } : first;
    struct vb_eval_file *a = NULL, *b = NULL;
    vb_error             err = { 0 };
    vb_status            st;

    if ((st = vb_eval_open_bytes("a", first, &a, &err)) != VB_OK) check_error(st, &err);
    err = (vb_error){ 0 };
    if ((st = vb_eval_open_bytes("b", second, &b, &err)) != VB_OK) check_error(st, &err);
    if (a) compare(a, a);
    if (b) compare(b, b);
    if (a && b) compare(a, b);
    vb_eval_close(a);
    vb_eval_close(b);
    return 0;
}
