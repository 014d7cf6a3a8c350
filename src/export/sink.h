/*
 * What the writers of export/ share: buffered output, code point offsets, and strings that may hold anything.
 */
#ifndef VB_SINK_H
#define VB_SINK_H

#include "export.h"

/* Output gathered into few calls of `write`. After a refused call nothing more is written, and sink_end() says so. */
struct sink {
    struct vb_out out;
    size_t        n;
    bool          failed;
    char          buf[8192];
};
void      sink_start(struct sink *s, struct vb_out out);
void      sink_bytes(struct sink *s, const char *bytes, size_t n);
void      sink_str(struct sink *s, vb_str str);
void      sink_text(struct sink *s, const char *c);
void      sink_char(struct sink *s, char c);
void      sink_number(struct sink *s, uint64_t n);
void      sink_score(struct sink *s, float score);             /* three decimals at most: 0.5, 0.125, 1.0 */
void      sink_tenths(struct sink *s, int tenths);             /* -3.5, 10.0 */
/* Between quotation marks; "not given" is null. A path may hold bytes that are no UTF-8: each is U+FFFD. */
void      sink_json_string(struct sink *s, vb_str str);
vb_status sink_end(struct sink *s, vb_error *err);             /* VB_ERR_IO when `write` returned false */

/* The next piece of `s` from *at that can be written as it is: valid UTF-8. `bad` when a byte that is none follows it. */
vb_str sink_next_valid(vb_str s, size_t *at, bool *bad);

/* Byte offsets of a text as code points. One pass over the text, then each question looks at less than a block. */
struct codepoints {
    vb_str    text;
    uint32_t *before;              /* code points before each block */
};
bool     codepoints_open(struct codepoints *c, vb_str text);   /* false: no memory */
uint32_t codepoints_at(const struct codepoints *c, uint32_t byte);
void     codepoints_close(struct codepoints *c);

#endif
