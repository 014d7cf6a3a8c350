/*
 * Opening a reader, reading a text and explaining it when memory runs out or a file cannot be read: for every n, the n-th and all
 * after it fail. A status, no document, nothing left behind, and the same JSON when the trouble is over. Skipped (77) without
 * weights.
 */
#include "engine.h"
#include "synthetic.h"

/* What makes a reader allocate: marks of every kind, a quotation over two paragraphs, nested ones, lists, names, long letters. */
static const char sample_text[] =
    "Minister told to be “plain” in Łódź\n\nBy Ida Holm\n\n"
    "The foreign minister, Mara Lind, told reporters on Wednesday that the talks had been “frank and useful”, and that the\n"
    "government would publish its plan “before the summer”.\n\n"
    "“We won't sign anything our farmers cannot live with,” she added. “The report says that ‘prices will rise’ – by 4.5%.\n\n"
    "“Nobody in this café believes it,” she said.\r\n\r\n"
    "- The committee's report said the plan was \"unclear\".\n- Dr. Jean-Luc Ünal (U.N.) denied it: ``no comment''.\n\n"
    "Critics fear the deal; the panel refused to say whether it agreed 🙂. See https://example.org/a?b=c or @maralind.";

#define FAIL(...) (fprintf(stderr, "fail_read: " __VA_ARGS__), 1)

static bool named(vb_status st, const vb_error *err) { return err->code == st && err->msg[0] != '\0'; }

/* A workspace, a document and its JSON. */
static vb_status read_json(const vb_reader *reader, struct gathered *out, vb_error *err)
{
    vb_meta       meta = { .source = VB_STR("a.txt"), .date = VB_STR("2023-08-30") };
    vb_workspace *ws   = NULL;
    vb_doc       *doc  = NULL;
    vb_status     st;

    if ((st = vb_workspace_new(reader, &ws, err)) != VB_OK) goto done;
    if ((st = vb_doc_read(reader, ws, VB_STR(sample_text), &meta, &doc, err)) != VB_OK) goto done;
    st = vb_doc_write_json(doc, gather, out, err);
done:
    vb_doc_free(doc);
    vb_workspace_free(ws);
    return st;
}

/* Why its rows are as they are, at a name, a pronoun and a cue; pages beside each other in `out`. */
static vb_status explain(const vb_reader *reader, struct gathered *out, vb_error *err)
{
    vb_workspace *ws  = NULL;
    vb_doc       *doc = NULL;
    vb_status     st;

    if ((st = vb_workspace_new(reader, &ws, err)) != VB_OK) goto done;
    if ((st = vb_doc_read(reader, ws, VB_STR(sample_text), NULL, &doc, err)) != VB_OK) goto done;
    for (const char *const *at = (const char *const[]){"Mara Lind", "she added", "added", NULL}; st == VB_OK && *at; at++)
        st = vb_doc_explain(reader, ws, doc, (uint32_t)(strstr(sample_text, *at) - sample_text), (struct vb_out){gather, out}, err);
done:
    vb_doc_free(doc);
    vb_workspace_free(ws);
    return st;
}

/* `counter` is vb_alloc_fail_after or vb_read_fail_after. Gives back how many faults there were. */
static long fail_open(long *counter, int *status)
{
    vb_status st = VB_ERR_NOMEM;
    long      n  = 0;

    for (; st != VB_OK; n++) {
        vb_reader *reader = NULL;
        vb_error   err    = { 0 };
        *counter = n;
        st       = vb_reader_open(NULL, &reader, &err);
        *counter = -1;
        if (st != VB_OK && (reader || !named(st, &err)))
            *status = FAIL("open, fault %ld: status %d, \"%s\"\n", n, (int)st, err.msg);
        vb_reader_close(reader);
    }
    return n - 1;
}

/* `what` is read_json or explain, `whole` what it gives when nothing fails. */
typedef vb_status (*reading_fn)(const vb_reader *reader, struct gathered *out, vb_error *err);
static long fail_read(const vb_reader *reader, reading_fn what, const struct gathered *whole, int *status)
{
    vb_status st = VB_ERR_NOMEM;
    long      n  = 0;

    for (; st != VB_OK; n++) {
        struct gathered out = { 0 };
        vb_error        err = { 0 };
        vb_alloc_fail_after = n;
        st                  = what(reader, &out, &err);
        vb_alloc_fail_after = -1;
        /* `gather` allocates, too; what it refuses is VB_ERR_IO. */
        if (st != VB_OK && (!named(st, &err) || (st != VB_ERR_NOMEM && st != VB_ERR_IO)))
            *status = FAIL("read, allocation %ld: status %d, \"%s\"\n", n, (int)st, err.msg);
        if (st == VB_OK && (out.bytes.n != whole->bytes.n || memcmp(out.bytes.at, whole->bytes.at, out.bytes.n) != 0))
            *status = FAIL("other bytes after %ld failures\n", n);
        vb_free(out.bytes.at);
    }
    return n - 1;
}

int main(void)
{
    struct gathered whole  = { 0 }, pages = { 0 };
    vb_reader      *reader = NULL;
    vb_error        err    = { 0 };
    vb_status       st;
    int             status = 0;
    long            n_open, n_files, n_read, n_explain;

    if ((st = vb_reader_open(NULL, &reader, &err)) != VB_OK) {
        printf("skipped: %s\n", err.msg);
        return st == VB_ERR_IO ? 77 : 1;
    }
    if (read_json(reader, &whole, &err) != VB_OK || explain(reader, &pages, &err) != VB_OK) return FAIL("%s\n", err.msg);
    n_read    = fail_read(reader, read_json, &whole, &status);
    n_explain = fail_read(reader, explain, &pages, &status);
    vb_reader_close(reader);
    n_open  = fail_open(&vb_alloc_fail_after, &status);
    n_files = fail_open(&vb_read_fail_after, &status);
    vb_free(whole.bytes.at);
    vb_free(pages.bytes.at);
    printf("%ld allocations and %ld reads while opening, %ld allocations while reading, %ld while explaining failed\n", n_open,
           n_files, n_read, n_explain);
    return status;
}
