/*
 * Tables as CSV (RFC 4180): what to_tsv.c writes, with its escapes undone and commas for tabs. One set of columns for both.
 */
#include "export.h"

#include <string.h>

/* The value at hand, in quotation marks where it needs them, and what ends it. */
static bool write_field(struct vb_csv *csv, const char *end)
{
    const char *at     = csv->field.at;
    size_t      n      = csv->field.n, plain = 0;
    bool        quoted = false;

    for (size_t i = 0; i < n && !quoted; i++) quoted = strchr(",\"\r\n", at[i]) && at[i];
    csv->field.n = 0;
    if (!quoted) return (n == 0 || csv->out.write(csv->out.ctx, at, n)) && csv->out.write(csv->out.ctx, end, strlen(end));
    if (!csv->out.write(csv->out.ctx, "\"", 1)) return false;
    for (size_t i = 0; i < n; i++) {
        if (at[i] != '"') continue;
        if (!csv->out.write(csv->out.ctx, at + plain, i + 1 - plain)) return false;
        plain = i;                                 /* and once more */
    }
    if (!csv->out.write(csv->out.ctx, at + plain, n - plain) || !csv->out.write(csv->out.ctx, "\"", 1)) return false;
    return csv->out.write(csv->out.ctx, end, strlen(end));
}

static bool take(void *ctx, const char *bytes, size_t n)
{
    struct vb_csv *csv = ctx;

    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];
        if (csv->escape) {
            csv->escape = false;
            c           = c == 't' ? '\t' : c == 'r' ? '\r' : c == 'n' ? '\n' : c;
            if (!VB_PUSH(&csv->field, c)) return false;
        } else if (c == '\\') {
            csv->escape = true;
        } else if (c == '\t' || c == '\n') {
            if (!write_field(csv, c == '\t' ? "," : "\r\n")) return false;
        } else if (!VB_PUSH(&csv->field, c)) {
            return false;
        }
    }
    return true;
}

struct vb_out vb_csv_out(struct vb_csv *csv, struct vb_out out)
{
    csv->out = out;
    return (struct vb_out){ take, csv };
}

void vb_csv_free(struct vb_csv *csv)
{
    vb_free(csv->field.at);
    *csv = (struct vb_csv){ 0 };
}
