/*
 * UTF-8 against a second reading of it: every code point there is, and every sequence of bytes up to three.
 */
#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static size_t encode(uint32_t cp, char to[4])
{
    if (cp < 0x80) {
        to[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        to[0] = (char)(0xC0 | cp >> 6);
        to[1] = (char)(0x80 | (cp & 63));
        return 2;
    }
    if (cp < 0x10000) {
        to[0] = (char)(0xE0 | cp >> 12);
        to[1] = (char)(0x80 | (cp >> 6 & 63));
        to[2] = (char)(0x80 | (cp & 63));
        return 3;
    }
    to[0] = (char)(0xF0 | cp >> 18);
    to[1] = (char)(0x80 | (cp >> 12 & 63));
    to[2] = (char)(0x80 | (cp >> 6 & 63));
    to[3] = (char)(0x80 | (cp & 63));
    return 4;
}

static void every_code_point_is_read_back(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char     bytes[4];
        size_t   n = encode(cp, bytes);
        unsigned forward, backward;
        vb_str   s = { bytes, n };
        if (cp >= 0xD800 && cp <= 0xDFFF) {
            assert_int_equal(vb_utf8_check(s), 0);
            continue;
        }
        assert_int_equal(vb_utf8_check(s), n);
        assert_int_equal(vb_utf8_at(s, 0, &forward), cp);
        assert_int_equal(vb_utf8_before(s, n, &backward), cp);
        assert_int_equal(forward, n);
        assert_int_equal(backward, n);
        for (size_t cut = 1; cut < n; cut++) assert_int_equal(vb_utf8_check((vb_str){ bytes, cut }), 0);
    }
}

/* The reading by value: decode loosely, then ask whether that many bytes were needed. */
static size_t valid_length(const unsigned char *b, size_t n)
{
    size_t   len = b[0] < 0x80 ? 1 : (b[0] & 0xE0) == 0xC0 ? 2 : (b[0] & 0xF0) == 0xE0 ? 3 : 9;
    uint32_t cp = len == 1 ? b[0] : len == 2 ? b[0] & 0x1F : b[0] & 0x0F;
    if (len > n) return 0;
    for (size_t i = 1; i < len; i++) {
        if ((b[i] & 0xC0) != 0x80) return 0;
        cp = cp << 6 | (b[i] & 0x3F);
    }
    if ((len == 2 && cp < 0x80) || (len == 3 && (cp < 0x800 || (cp >= 0xD800 && cp <= 0xDFFF)))) return 0;
    return len;
}

static void every_short_sequence_is_judged_right(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 1u << 24; i++) {
        unsigned char b[3] = { (unsigned char)(i >> 16), (unsigned char)(i >> 8), (unsigned char)i };
        size_t        at = 0, len;
        if (b[0] < 0x80 && b[1] < 0x80) continue;          /* nothing in these that shorter ones lack */
        while (at < 3 && (len = valid_length(b + at, 3 - at)) > 0) at += len;
        if (vb_utf8_check((vb_str){ (char *)b, 3 }) != at) fail_msg("%02X %02X %02X", b[0], b[1], b[2]);
    }
}

static void four_byte_forms_end_at_10ffff(void **state)
{
    (void)state;
    assert_int_equal(vb_utf8_check(VB_STR("\xF4\x8F\xBF\xBF")), 4);
    assert_int_equal(vb_utf8_check(VB_STR("\xF4\x90\x80\x80")), 0);
    assert_int_equal(vb_utf8_check(VB_STR("\xF0\x8F\xBF\xBF")), 0);
    assert_int_equal(vb_utf8_check(VB_STR("\xF5\x80\x80\x80")), 0);
    assert_int_equal(vb_utf8_check(VB_STR("a\xF0\x9F\x91\x8D\xF0\x9F\x91")), 5);
    assert_int_equal(vb_utf8_check((vb_str){ 0 }), 0);
}

static void edges_give_nothing(void **state)
{
    unsigned n = 9;
    (void)state;
    assert_int_equal(vb_utf8_at(VB_STR("a"), 1, &n), 0);
    assert_int_equal(n, 0);
    n = 9;
    assert_int_equal(vb_utf8_before(VB_STR("a"), 0, &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(vb_utf8_count(VB_STR("“é👍a")), 4);
}

static void classes_follow_the_general_category(void **state)
{
    (void)state;
    assert_true(vb_cp_is_letter('z') && vb_cp_is_letter(0xE9) && vb_cp_is_letter(0x6F22) && vb_cp_is_letter(0x2B0));
    assert_false(vb_cp_is_letter('0') || vb_cp_is_letter('_') || vb_cp_is_letter(0x301) || vb_cp_is_letter(0xD7));
    assert_true(vb_cp_is_upper('A') && vb_cp_is_upper(0xC9) && vb_cp_is_upper(0x1C5));
    assert_false(vb_cp_is_upper('a') || vb_cp_is_upper(0xDF) || vb_cp_is_upper('['));
    assert_true(vb_cp_is_lower('a') && vb_cp_is_lower(0xDF) && !vb_cp_is_lower('A') && !vb_cp_is_lower('{'));
    assert_true(vb_cp_is_digit('7') && vb_cp_is_digit(0x663) && !vb_cp_is_digit(0xB2));
    assert_true(vb_cp_is_alnum(0xB2) && vb_cp_is_alnum(0x301) && vb_cp_is_alnum(0x2167) && !vb_cp_is_alnum('\''));
    assert_int_equal(vb_cp_lower(0xC9), 0xE9);
    assert_int_equal(vb_cp_lower('Z'), 'z');
    assert_int_equal(vb_cp_lower('['), '[');
}

static void spaces_are_these_and_no_others(void **state)
{
    static const uint32_t spaces[] = {9,      10,     11,     12,     13,     ' ',    0x85,   0xA0,   0x1680,
                                      0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
                                      0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
    size_t n = 0;
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        bool listed = n < sizeof spaces / sizeof *spaces && spaces[n] == cp;
        assert_int_equal(vb_cp_is_space(cp), listed);
        n += listed;
    }
    assert_int_equal(n, sizeof spaces / sizeof *spaces);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_read_back),
        cmocka_unit_test(every_short_sequence_is_judged_right),
        cmocka_unit_test(four_byte_forms_end_at_10ffff),
        cmocka_unit_test(edges_give_nothing),
        cmocka_unit_test(classes_follow_the_general_category),
        cmocka_unit_test(spaces_are_these_and_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
