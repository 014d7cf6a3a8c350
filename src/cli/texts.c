/*
 * Commands that look at texts: those that are named, read here and now, or those of a record.
 */
#include "cli.h"

#include <getopt.h>
#include <stdlib.h>

struct texts { struct vb_cli_query *query; vb_cli_text_fn visit; };

static bool give(void *ctx, const struct vb_reading *reading)
{
    struct texts *t = ctx;

    t->query->last_id = (vb_str){ 0 };             /* the same text again is another text */
    return t->visit(t->query, reading) && t->query->st == VB_OK && !vb_cli_interrupted();
}

/* False: stop. */
static bool take_item(struct texts *t, struct vb_cli_item *item)
{
    struct vb_cli_query *q = t->query;

    if (item->note) {
        vb_cli_note(&q->console, "%s: %s", item->place, item->note);
    } else if (item->st != VB_OK) {
        vb_cli_say(&q->console, "%s: %s", item->place, item->err.msg);
        q->code = item->st == VB_ERR_MODEL ? VB_EXIT_MODELS : VB_EXIT_INPUTS;
        return item->st != VB_ERR_MODEL;
    } else {
        return give(t, vb_doc_reading(item->doc));
    }
    return true;
}

static void read_texts(struct texts *t)
{
    struct vb_cli_query *q       = t->query;
    vb_reader_options    options = { .data_dir = q->data };
    vb_reader           *reader  = NULL;
    struct vb_cli_input *input   = vb_cli_input_open(&q->input);
    struct vb_cli_pool  *pool    = vb_cli_pool_new(1);
    struct vb_cli_item   item;
    bool                 more = true;

    if (!input || !pool) {
        q->st = vb_fail(&q->err, VB_ERR_NOMEM, "out of memory");
        goto done;
    }
    while (more && !vb_cli_interrupted() && vb_cli_input_next(input, &item)) {
        vb_error err = { 0 };
        if (item.st == VB_OK && !item.note && !reader && vb_reader_open(&options, &reader, &err) != VB_OK) {
            vb_cli_say(&q->console, "%s%s", err.msg,
                       err.code == VB_ERR_IO ? "; --data DIR or VERBALE_DATA says where models are" : "");
            q->code = VB_EXIT_MODELS;
            vb_cli_item_free(&item);
            break;
        }
        vb_cli_pool_submit(pool, reader, &item);
        if (!vb_cli_pool_take(pool, &item)) break;
        more = take_item(t, &item) && !q->output.error;
        vb_cli_item_free(&item);
    }
done:
    vb_cli_pool_free(pool);
    vb_cli_input_close(input);
    vb_reader_close(reader);
}

int vb_cli_query_texts(struct vb_cli_query *q, int argc, char **argv, vb_status (*header)(struct vb_out out, vb_error *err),
                       vb_cli_text_fn visit)
{
    static const char *const known[] = { "record", "text", "publisher", "since", "until", "date", "tz",
                                         "title",  "ndjson", "data",    "json",  "tsv",   "csv",  NULL };
    const struct vb_filter  *f       = &q->filter;
    const vb_meta           *d       = &q->input.defaults;
    struct texts             t       = { q, visit };
    vb_status                st      = VB_OK;
    int                      code    = vb_cli_query_options(q, known, NULL, argc, argv);

    if (code != VB_EXIT_DONE) return code;
    if (optind == argc) {
        if (!q->path && !getenv("VERBALE_RECORD"))
            return vb_cli_usage(q->command, "which texts? name files, folders, or --record FILE");
        if (d->date.ptr || d->tz.ptr || d->title.ptr || q->input.ndjson || q->data)
            return vb_cli_usage(q->command, "--date, --tz, --title, --ndjson and --data go with texts to read, not with a record");
        if ((code = vb_cli_query_open(q, header)) != VB_EXIT_DONE) return code;
        if (q->st == VB_OK) st = vb_record_texts(q->record, f, give, &t, &q->err);
        return vb_cli_query_close(q, st);
    }
    if (q->path) return vb_cli_usage(q->command, "texts to read or --record, not both");
    if (f->text.ptr || f->publisher.ptr || f->since.ptr || f->until.ptr)
        return vb_cli_usage(q->command, "--text, --publisher, --since and --until go with --record");
    q->input.paths   = argv + optind;
    q->input.n_paths = (size_t)(argc - optind);
    vb_cli_query_start(q, header);
    if (q->st == VB_OK) read_texts(&t);
    return vb_cli_query_close(q, VB_OK);
}
