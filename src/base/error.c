/*
 * Messages for whoever called. They are cut, never allocated, so that reporting an error cannot fail.
 */
#include "base.h"

#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 0)))
static void write_message(vb_error *err, const char *fmt, va_list args)
{
    int    n = vsnprintf(err->msg, sizeof err->msg, fmt, args);
    size_t len;

    if (n < 0) {                                   /* a format that cannot be printed: say nothing rather than half */
        err->msg[0] = '\0';
        return;
    }
    if ((size_t)n < sizeof err->msg) return;
    /* Cut short: step back over the bytes of a code point whose rest did not fit. */
    len = vb_utf8_check((vb_str){ err->msg, sizeof err->msg - 1 });
    if (sizeof err->msg - 1 - len < 4) err->msg[len] = '\0';
}

vb_status vb_fail(vb_error *err, vb_status code, const char *fmt, ...)
{
    va_list args;

    if (!err) return code;
    err->code = code;
    err->at   = 0;
    va_start(args, fmt);
    write_message(err, fmt, args);
    va_end(args);
    return code;
}

vb_status vb_fail_at(vb_error *err, vb_status code, uint64_t at, const char *fmt, ...)
{
    va_list args;

    if (!err) return code;
    err->code = code;
    err->at   = at;
    va_start(args, fmt);
    write_message(err, fmt, args);
    va_end(args);
    return code;
}

const char *vb_version(void) { return VERBALE_VERSION; }

const char *vb_status_name(vb_status status)
{
    switch (status) {
    case VB_OK:            return "ok";
    case VB_ERR_NOMEM:     return "out of memory";
    case VB_ERR_IO:        return "input or output";
    case VB_ERR_ENCODING:  return "not UTF-8";
    case VB_ERR_MODEL:     return "model";
    case VB_ERR_KNOWLEDGE: return "knowledge";
    case VB_ERR_RECORD:    return "record";
    case VB_ERR_LIMIT:     return "over a limit";
    }
    return "unknown";
}
