/*
 * verbale eval: how well a record agrees with gold, layer by layer, and the rows that do not.
 */
#include "compared.h"

#include <getopt.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

enum { LAYERS_MAX = 32 };                          /* --layer of one command */

struct run {
    bool                 misses, json;
    const char          *layers[LAYERS_MAX];
    size_t               n_layers;
    struct vb_cli_output output;
    json_t              *list;                     /* misses, for --json */
    vb_status            st;
};

static const char *const kinds[] = { "missed", "spurious", "wrong" };

/* "event" names all layers of events, too. */
static bool is_layer(const char *given, const char *name)
{
    size_t n = strlen(given);
    return n > 0 && strncmp(given, name, n) == 0 && (name[n] == '\0' || name[n] == ' ');
}

static bool is_known(const char *given)
{
    for (enum vb_eval_layer l = 0; l < VB_EVAL_LAYERS; l++)
        if (is_layer(given, vb_eval_layer_name(l))) return true;
    for (enum vb_eval_part p = 0; p < VB_EVAL_PARTS; p++)
        if (is_layer(given, vb_eval_part_name(p))) return true;
    return false;
}

static bool is_asked(const struct run *run, const char *name)
{
    for (size_t i = 0; i < run->n_layers; i++)
        if (is_layer(run->layers[i], name)) return true;
    return run->n_layers == 0;
}

/* ---- misses ------------------------------------------------------------------------------------------------------------- */

static bool write_text(struct vb_cli_output *output, const char *text) { return vb_cli_write(output, text, strlen(text)); }

static bool print_miss(struct run *run, const struct vb_eval_miss *miss)
{
    struct vb_cli_output *out = &run->output;

    return write_text(out, kinds[miss->kind]) && write_text(out, "\t") && write_text(out, miss->layer) && write_text(out, "\t") &&
           vb_cli_write_field(out, miss->row.document) && write_text(out, "\t") && vb_cli_write_field(out, miss->row.id) &&
           vb_cli_write_place(out, &miss->row) && write_text(out, "\t") && vb_cli_write_field(out, miss->gold) &&
           write_text(out, "\t") && vb_cli_write_field(out, miss->pred) && write_text(out, "\n");
}

static bool keep_miss(struct run *run, const struct vb_eval_miss *miss)
{
    json_t *object = json_pack("{s:s, s:s, s:o}", "kind", kinds[miss->kind], "layer", miss->layer, "document",
                               vb_cli_json_string(miss->row.document));
    json_t *place  = vb_cli_json_place(&miss->row);
    json_t *values = json_pack("{s:o, s:o}", "gold", vb_cli_json_string(miss->gold), "pred", vb_cli_json_string(miss->pred));

    if (!object || !place || !values || json_object_update(object, place) != 0 || json_object_update(object, values) != 0) {
        json_decref(object);
        object = NULL;
    }
    json_decref(place);
    json_decref(values);
    if (json_array_append_new(run->list, object) == 0) return true;
    run->st = VB_ERR_NOMEM;
    return false;
}

static bool take_miss(void *ctx, const struct vb_eval_miss *miss)
{
    struct run *run = ctx;

    if (vb_cli_interrupted()) return false;
    if (!is_asked(run, miss->layer)) return true;
    return run->json ? keep_miss(run, miss) : print_miss(run, miss);
}

/* ---- figures ------------------------------------------------------------------------------------------------------------ */

static json_t *json_layers(const struct vb_eval_scores *s, enum vb_eval_match match)
{
    json_t *all = json_object();

    for (enum vb_eval_layer l = 0; all && l < VB_EVAL_LAYERS; l++) {
        struct vb_eval_counts c   = s->layer[match][l];
        struct vb_eval_prf    prf = vb_eval_prf(c);
        json_t *one = json_pack("{s:f, s:f, s:f, s:I, s:I}", "p", prf.p / 10.0, "r", prf.r / 10.0, "f1", prf.f1 / 10.0, "gold",
                                (json_int_t)c.gold, "pred", (json_int_t)c.pred);
        if (json_object_set_new(all, vb_eval_layer_name(l), one) == 0) continue;
        json_decref(all);
        all = NULL;
    }
    return all;
}

static json_t *json_parts(const struct vb_eval_scores *s)
{
    json_t *all = json_object();

    for (enum vb_eval_part p = 0; all && p < VB_EVAL_PARTS; p++) {
        if (s->part[p].n == 0) continue;
        json_t *one = json_pack("{s:f, s:I}", "right", vb_eval_percent(s->part[p]) / 10.0, "n", (json_int_t)s->part[p].n);
        if (json_object_set_new(all, vb_eval_part_name(p), one) == 0) continue;
        json_decref(all);
        all = NULL;
    }
    return all;
}

static vb_status write_json(struct run *run, const struct vb_eval_scores *s, vb_error *err)
{
    json_t *object = json_pack("{s:I, s:I, s:o, s:o, s:o, s:o}", "documents", (json_int_t)s->n_documents, "unread",
                               (json_int_t)s->n_unread, "f1", json_layers(s, VB_EVAL_SCORED), "share", json_parts(s), "exact",
                               json_layers(s, VB_EVAL_EXACT), "overlap", json_layers(s, VB_EVAL_OVERLAP));

    if (object && run->misses && json_object_set(object, "misses", run->list) != 0) {
        json_decref(object);
        object = NULL;
    }
    return vb_cli_write_json(&run->output, object, err);
}

static bool print_line(struct vb_cli_output *output, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static bool print_line(struct vb_cli_output *output, const char *fmt, ...)
{
    char    line[256];
    va_list args;
    int     n;

    va_start(args, fmt);
    n = vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    return n > 0 && vb_cli_write(output, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

/* A number of tenths; the room of a column is that of its title. */
#define TENTHS "%*u.%u"
#define T(n, room) (int)(room) - 2, (n) / 10, (n) % 10

static void print_scores(struct run *run, const struct vb_eval_scores *s)
{
    struct vb_cli_output *out = &run->output;

    print_line(out, "%" PRIu64 " document%s, %" PRIu64 " not read\n", s->n_documents, s->n_documents == 1 ? "" : "s", s->n_unread);
    print_line(out, "%-17s %6s %6s %6s %7s %7s %9s %11s\n", "", "P", "R", "F1", "gold", "pred", "exact F1", "overlap F1");
    for (enum vb_eval_layer l = 0; l < VB_EVAL_LAYERS; l++) {
        struct vb_eval_counts c     = s->layer[VB_EVAL_SCORED][l];
        struct vb_eval_prf    prf   = vb_eval_prf(c);
        unsigned exact = vb_eval_prf(s->layer[VB_EVAL_EXACT][l]).f1, any = vb_eval_prf(s->layer[VB_EVAL_OVERLAP][l]).f1;
        print_line(out, "%-17s " TENTHS " " TENTHS " " TENTHS " %7" PRIu64 " %7" PRIu64 " " TENTHS " " TENTHS "\n",
                   vb_eval_layer_name(l), T(prf.p, 6), T(prf.r, 6), T(prf.f1, 6), c.gold, c.pred, T(exact, 9), T(any, 11));
    }
    for (enum vb_eval_part p = 0; p < VB_EVAL_PARTS; p++) {
        unsigned right = vb_eval_percent(s->part[p]);
        if (s->part[p].n > 0)
            print_line(out, "%-17s " TENTHS " %% of %" PRIu64 "\n", vb_eval_part_name(p), T(right, 6), s->part[p].n);
    }
}

/* ---- the command -------------------------------------------------------------------------------------------------------- */

static vb_status evaluate(struct run *run, const char *gold_path, const char *pred_path, vb_error *err)
{
    struct vb_eval_file  *gold = NULL, *pred = NULL;
    struct vb_eval_scores scores;
    vb_status             st;

    if ((st = vb_eval_open(gold_path, &gold, err)) != VB_OK) goto done;
    if ((st = vb_eval_open(pred_path, &pred, err)) != VB_OK) goto done;
    if (vb_eval_count(gold) == 0) {
        st = vb_fail(err, VB_ERR_ENCODING, "%s: no documents", gold_path);
        goto done;
    }
    if (run->misses && run->json && !(run->list = json_array())) {
        st = vb_fail_nomem(err);
        goto done;
    }
    if ((st = vb_eval_score(gold, pred, run->misses ? take_miss : NULL, run, &scores, err)) != VB_OK) goto done;
    if (run->json) st = write_json(run, &scores, err);
    else print_scores(run, &scores);
done:
    if (run->st == VB_ERR_NOMEM) st = vb_fail_nomem(err);
    vb_eval_close(gold);
    vb_eval_close(pred);
    json_decref(run->list);
    return st;
}

int vb_cli_eval(int argc, char **argv)
{
    enum { GOLD = 256, PRED, MISSES, LAYER, JSON };
    static const struct option known[] = {
        {"gold", required_argument, NULL, GOLD},   {"pred", required_argument, NULL, PRED}, {"misses", no_argument, NULL, MISSES},
        {"layer", required_argument, NULL, LAYER}, {"json", no_argument, NULL, JSON},       {0},
    };
    struct vb_cli_console console;
    struct run            run  = { 0 };
    const char           *gold = NULL, *pred = NULL;
    vb_error              err  = { 0 };
    int                   c, code = VB_EXIT_DONE;

    while ((c = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        switch (c) {
        case GOLD:   gold = optarg; break;
        case PRED:   pred = optarg; break;
        case MISSES: run.misses = true; break;
        case LAYER:
            if (!is_known(optarg)) return vb_cli_usage("eval", "--layer %s: no layer", optarg);
            if (run.n_layers == LAYERS_MAX) return vb_cli_usage("eval", "more than %d --layer", LAYERS_MAX);
            run.layers[run.n_layers++] = optarg;
            run.misses                 = true;
            break;
        case JSON:   run.json = true; break;
        default:     return vb_cli_bad_option("eval", argv, c);
        }
    }
    if (optind < argc) return vb_cli_usage("eval", "takes no arguments: the files are named with --gold and --pred");
    if (!gold || !pred) return vb_cli_usage("eval", "--gold FILE and --pred FILE say what to compare");
    if (strcmp(gold, "-") == 0 && strcmp(pred, "-") == 0) return vb_cli_usage("eval", "only one of both can be standard input");

    vb_cli_console_open(&console, false, false);
    vb_cli_catch_interrupts();
    if (evaluate(&run, gold, pred, &err) != VB_OK && !run.output.error && !vb_cli_interrupted()) {
        vb_cli_say(&console, "%s", err.msg);
        code = VB_EXIT_INPUTS;
    }
    return vb_cli_finish(&run.output, &console, vb_cli_interrupted() ? VB_EXIT_INTERRUPTED : code);
}
