/* Any text with an invented syntax as CoNLL-U: what is written is well formed. The first four bytes are the seed of the syntax. */
#include "../tests/unit/conllu_properties.h"

struct written { VB_LIST(char) bytes; };

static bool gather(void *ctx, const char *bytes, size_t n)
{
    struct written *w = ctx;
    for (size_t i = 0; i < n; i++)
        if (!VB_PUSH(&w->bytes, bytes[i])) return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vb_arena   arena = { 0 };
    struct vb_reading r     = { .id = VB_STR("sha256:0123456789abcdef") };
    struct written    out   = { 0 };
    uint32_t          seed  = 0;

    if (size < 4) return 0;
    memcpy(&seed, data, 4);
    if (vb_text_split((vb_str){ (const char *)data + 4, size - 4 }, VB_STR("en"), (vb_str){ 0 }, &arena, &r.text, NULL) == VB_OK &&
        conllu_invent(&r.text, seed, &arena, &r.syntax)) {
        CONLLU_HOLDS(vb_export_conllu(&r, (struct vb_out){ gather, &out }, NULL) == VB_OK);
        CONLLU_HOLDS(VB_PUSH(&out.bytes, '\0'));
        CONLLU_HOLDS(conllu_check(out.bytes.at) == r.text.n_sentences);
    }
    vb_free(out.bytes.at);
    vb_arena_free(&arena);
    return 0;
}
