/*
 * Writing CoNLL-U when memory runs out: for every n, the n-th allocation and all after it fail. A status with a message, and the
 * same bytes when the trouble is over.
 */
#include "conllu_properties.h"
#include "synthetic.h"

#define FAIL(...) (fprintf(stderr, "fail_conllu: " __VA_ARGS__), 1)

int main(void)
{
    struct vb_arena   arena = { 0 };
    struct vb_reading r     = { .id = VB_STR("sha256:0123456789abcdef") };
    struct gathered   whole = { 0 };
    int               status = 0;
    long              n = 0;
    vb_status         st = VB_ERR_NOMEM;

    if (vb_text_split(VB_STR("Łukasz’s café won’t open. 👍\n\nEnd\x01."), VB_STR("en"), (vb_str){0}, &arena, &r.text, NULL) !=
            VB_OK ||
        !conllu_invent(&r.text, 3, &arena, &r.syntax) || vb_export_conllu(&r, (struct vb_out){gather, &whole}, NULL) != VB_OK)
        return FAIL("no text\n");
    for (; st != VB_OK; n++) {
        struct gathered out = { 0 };
        vb_error        err = { 0 };
        vb_alloc_fail_after = n;
        st                  = vb_export_conllu(&r, (struct vb_out){ gather, &out }, &err);
        vb_alloc_fail_after = -1;
        /* `gather` allocates, too; what it refuses is VB_ERR_IO. */
        if (st != VB_OK && (err.code != st || !err.msg[0] || (st != VB_ERR_NOMEM && st != VB_ERR_IO)))
            status = FAIL("allocation %ld: status %d, \"%s\"\n", n, (int)st, err.msg);
        if (st == VB_OK && (out.bytes.n != whole.bytes.n || memcmp(out.bytes.at, whole.bytes.at, out.bytes.n) != 0))
            status = FAIL("other bytes after %ld failures\n", n);
        vb_free(out.bytes.at);
    }
    if (n < 4) status = FAIL("only %ld failures\n", n - 1);
    vb_free(whole.bytes.at);
    vb_arena_free(&arena);
    return status;
}
