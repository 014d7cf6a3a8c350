/*
 * Any text with any date: times keep what times.h promises. The text's first line is the date; a last byte that is odd gives none.
 */
#include "times.h"

#include <stdlib.h>
#include <string.h>

#define CHECK(what) do { if (!(what)) abort(); } while (0)

static void check_times(const struct vb_text *text, const struct vb_times *times)
{
    uint32_t end = 0;

    for (uint32_t i = 0; i < times->n; i++) {
        const struct vb_time *t = &times->at[i];
        CHECK(t->span.beg >= end && t->span.beg < t->span.end && t->span.end <= text->bytes.len);
        CHECK(t->value.ptr && t->value.len > 0 && memchr(t->value.ptr, '\0', t->value.len) == NULL);
        CHECK(vb_time_class_name(t->cls) != NULL && t->mod <= VB_MOD_APPROX && t->basis <= VB_BASIS_TIME);
        CHECK(t->based_on == VB_NONE || (t->basis == VB_BASIS_TIME && t->based_on < i));
        CHECK((t->cls == VB_TIME_SET || t->cls == VB_TIME_DURATION) ==
              (t->value.ptr[0] == 'P' && t->value.ptr[1] != 'A' && t->value.ptr[1] != 'R'));
        end = t->span.end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vb_str          bytes = { (const char *)data, size }, date = { 0 };
    const char     *line  = size ? memchr(data, '\n', size) : NULL;
    struct vb_arena arena = { 0 };
    struct vb_text  text  = { 0 };
    struct vb_times times = { 0 };
    vb_error        err   = { 0 };

    if (line && data[size - 1] % 2 == 0) date = (vb_str){ bytes.ptr, (size_t)(line - bytes.ptr) };
    if (vb_text_split(bytes, VB_STR("en"), (vb_str){ 0 }, &arena, &text, &err) == VB_OK) {
        CHECK(vb_times_find(&text, NULL, date, &arena, &times, &err) == VB_OK);
        check_times(&text, &times);
    }
    vb_arena_free(&arena);
    return 0;
}
