/*
 * A line of NDJSON from anybody: it is refused with a message, or what it gives keeps its promises.
 * The command line's files are not in the library, so they are compiled in here.
 */
#include "given.c"
#include "ndjson.c"

#include <stdlib.h>
#include <string.h>

#define CHECK(what) do { if (!(what)) abort(); } while (0)

/* A string that the line gave is UTF-8: it goes into the record and out again as JSON. */
static void check_string(vb_str s) { CHECK(vb_utf8_check(s) == s.len); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vb_cli_line line;
    vb_error           err = { 0 };
    vb_str             bytes = { (const char *)data, size }, again;
    vb_status          st;

    st = vb_cli_parse_line(bytes, &line, &err);
    if (st != VB_OK) {
        CHECK(st == VB_ERR_ENCODING || st == VB_ERR_NOMEM);
        CHECK(err.code == st && err.msg[0] && memchr(err.msg, '\0', sizeof err.msg));
        CHECK(!line.json && !line.id);
        return 0;
    }
    CHECK(line.text.ptr);
    check_string(line.text);
    check_string(line.meta.input_id);
    check_string(line.meta.title);
    check_string(line.meta.publisher);
    check_string(line.meta.source);
    if (line.meta.date.ptr) {
        CHECK(line.meta.date.len >= 4 && line.meta.date.len <= 10);
        CHECK(vb_cli_parse_date(line.meta.date, &again) && vb_str_eq(again, line.meta.date));
    }
    if (line.meta.tz.ptr) CHECK(vb_cli_is_tz(line.meta.tz));
    if (line.meta.lang.ptr) CHECK(vb_cli_is_lang(line.meta.lang));
    vb_cli_line_free(&line);
    CHECK(!line.json && !line.id && !line.text.ptr);
    return 0;
}
