/*
 * Any bytes as a pack: it is refused with a message, or every row and every entry of it can be read.
 *
 * A fuzzer does not find XXH3 hashes by itself, so the bytes are also tried with size, shapes and checksum set right: what is left
 * to refuse is then what a pack says, not what it was damaged to.
 */
#include "pack.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what) ((what) ? (void)0 : abort())

static uint64_t sink;

static void read_str(vb_str s)
{
    CHECK(vb_utf8_check(s) == s.len);
    for (size_t i = 0; i < s.len; i++) sink += (unsigned char)s.ptr[i];
}

static void try_open(const char *bytes, size_t size)
{
    static const vb_str  words[] = { { "United", 6 }, { "States", 6 }, { "of", 2 }, { "America", 7 } };
    struct vb_knowledge  kb = { 0 };
    vb_kb_row            rows[64];
    vb_error             err = { 0 };
    vb_status            st = vb_kb_layer_open("fuzz", (vb_str){ bytes, size }, &kb.pack, &err);

    CHECK(st == VB_OK || (st == VB_ERR_KNOWLEDGE && err.code == st && strncmp(err.msg, "fuzz: ", 6) == 0));
    if (st != VB_OK) return;
    vb_kb_set_fields(&kb);
    for (vb_kb_row row = 0; row < kb.pack.head.n_rows; row++) {
        char where[96];
        for (unsigned column = 0; column < VB_KB_N_COLUMNS; column++) read_str(vb_kb_cell(&kb, row, (enum vb_kb_column)column));
        vb_kb_where(&kb, row, where);
        sink += strlen(where) + vb_kb_table_of(&kb, row);
        vb_kb_valid(&kb, row, VB_STR("2020"));
        vb_kb_key_column(&kb, row, vb_kb_cell(&kb, row, VB_KB_NAME));
    }
    for (uint32_t i = 0; i < kb.pack.head.n_entries && i < 65536; i++) {
        vb_str key = vb_kb_layer_string(&kb.pack, kb.pack.entries[i].key);
        read_str(key);
        for (unsigned t = 0; t < VB_KB_N_TABLES; t++) {
            uint32_t n = vb_kb_find(&kb, (enum vb_kb_table)t, key, rows, 64);
            for (uint32_t k = 0; k < n && k < 64; k++) CHECK(vb_kb_table_of(&kb, rows[k]) == t);
        }
        vb_kb_longest(&kb, UINT32_MAX, &key, 1);
    }
    vb_kb_longest(&kb, UINT32_MAX, words, 4);
    vb_kb_holders(&kb, VB_STR("ITA"), VB_STR("head-of-state"), rows, 64);
    vb_kb_state(&kb, VB_STR("ITA"));
    vb_kb_body(&kb, VB_STR("un"));
}

static void seal(char *bytes, size_t size)
{
    struct vb_kb_header h;
    memcpy(&h, bytes, sizeof h);
    memcpy(h.magic, "verbale kb pack\n", sizeof h.magic);
    h.version = VB_KB_VERSION;
    h.order   = 0x01020304u;
    h.n_bytes = size;
    h.shapes  = vb_kb_schema_hash();
    memcpy(bytes, &h, sizeof h);
    h.hash = vb_hash64(bytes + VB_KB_HASHED_FROM, size - VB_KB_HASHED_FROM);
    memcpy(bytes, &h, sizeof h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Not a byte longer than the file, so that AddressSanitizer sees the end. */
    char *bytes = calloc(1, size ? size : 1);
    CHECK(bytes);
    if (size) memcpy(bytes, data, size);
    try_open(bytes, size);
    if (size >= sizeof(struct vb_kb_header)) {
        seal(bytes, size);
        try_open(bytes, size);
    }
    free(bytes);
    return 0;
}
