/*
 * Metadata as people give it: dates, zones and languages, checked by form before they reach a record.
 */
#include "cli.h"

/* "T14:05" or " 14:05", and whatever seconds and zone follow: they do not matter to a date. */
static bool is_clock(vb_str s)
{
    static const char form[] = "T00:00";

    if (s.len < sizeof form - 1 || (s.ptr[0] != 'T' && s.ptr[0] != 't' && s.ptr[0] != ' ')) return false;
    for (size_t i = 1; i < sizeof form - 1; i++)
        if (form[i] == '0' ? s.ptr[i] < '0' || s.ptr[i] > '9' : s.ptr[i] != form[i]) return false;
    return true;
}

bool vb_cli_parse_date(vb_str given, vb_str *date)
{
    enum { DAY = sizeof "2023-08-30" - 1 };

    if (given.len > DAY && is_clock((vb_str){ given.ptr + DAY, given.len - DAY })) given.len = DAY;
    if (!vb_record_date_ok(given)) return false;
    *date = given;
    return true;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool vb_cli_is_tz(vb_str given)
{
    if (given.len == 0 || given.len > 64 || !is_letter(given.ptr[0])) return false;
    for (size_t i = 0; i < given.len; i++) {
        char c = given.ptr[i];
        if (c == '/') {
            if (i + 1 == given.len || !is_letter(given.ptr[i + 1])) return false;
        } else if (!is_letter(c) && !is_digit(c) && c != '_' && c != '-' && c != '+') {
            return false;
        }
    }
    return true;
}

bool vb_cli_is_lang(vb_str given)
{
    size_t n = 0;                                  /* characters of the part so far */
    bool   first = true;                           /* the part that is the language: letters, two at least */

    for (size_t i = 0; i < given.len; i++) {
        char c = given.ptr[i];
        if (c == '-') {
            if (n < (first ? 2 : 1)) return false;
            n     = 0;
            first = false;
        } else {
            if (!is_letter(c) && (first || !is_digit(c))) return false;
            if (++n > 8) return false;
        }
    }
    return n >= (first ? 2 : 1);
}
