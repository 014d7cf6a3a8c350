/* Opposite src/export/to_tsv.c: one line a statement, as many fields as the header has, nothing that breaks a line. */
#include "export.h"
#include "synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COLUMNS = 29, MAX_LINES = 16 };

struct table { struct gathered out; char *cell[MAX_LINES][COLUMNS]; unsigned n_lines; };

static void split(struct table *t)
{
    char *at = t->out.bytes.at;

    for (t->n_lines = 0; at && *at; t->n_lines++)
        for (unsigned c = 0; c < COLUMNS; c++) {
            char *end = strpbrk(at, "\t\n");
            assert_non_null(end);
            assert_int_equal(*end, c + 1 < COLUMNS ? '\t' : '\n');
            *end = '\0';
            t->cell[t->n_lines][c] = at;
            at = end + 1;
        }
}

static void write_table(struct table *t, const struct vb_reading *reading)
{
    struct vb_out out = { gather, &t->out };
    assert_int_equal(vb_export_tsv_header(out, NULL), VB_OK);
    assert_int_equal(vb_export_tsv(reading, out, NULL), VB_OK);
    split(t);
}

static void unescape(char *s)
{
    char *to = s;
    for (; *s; s++)
        if (*s != '\\') *to++ = *s;
        else switch (*++s) {
            case 't':  *to++ = '\t'; break;
            case 'n':  *to++ = '\n'; break;
            case 'r':  *to++ = '\r'; break;
            case '\\': *to++ = '\\'; break;
            default:   fail_msg("\\%c", *s);
        }
    *to = '\0';
}

/* The words at "40-80 90-120" of the text, joined as the words column joins them. */
static void same_words(char *words, const char *offsets, vb_str text)
{
    char     expected[8192] = "";
    unsigned beg, end;
    int      n;

    for (; sscanf(offsets, "%u-%u%n", &beg, &end, &n) == 2; offsets += n + (offsets[n] == ' '))
        sprintf(expected + strlen(expected), "%s%.*s", *expected ? " … " : "", (int)(end - beg), text.ptr + beg);
    unescape(words);
    assert_string_equal(words, expected);
}

static void same_or_empty(const char *cell, vb_str value) { assert_true(vb_str_eq(vb_str_of(cell), value)); }

static void test_columns_hold_the_reading(void **state)
{
    static const char *const names[COLUMNS] = {
        "document", "input_id", "source", "title", "date", "statement", "type", "class", "polarity", "speaker", "source_words",
        "cue_words", "content_words", "source_bytes", "cue_bytes", "content_bytes", "source_codepoints", "cue_codepoints",
        "content_codepoints", "nested_in", "continues", "score", "speaker_kind", "speaker_country", "speaker_sector",
        "saying_document", "addressee", "channel", "time",
    };
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct synthetic s = { 0 };
        struct table     t = { 0 };
        synthetic_make(&s, seed);
        write_table(&t, &s.reading);
        assert_int_equal(t.n_lines, s.reading.statements.n + 1);
        for (unsigned c = 0; c < COLUMNS; c++) assert_string_equal(t.cell[0][c], names[c]);
        for (unsigned i = 0; i < s.reading.statements.n; i++) {
            const vb_statement *st  = &s.reading.statements.at[i];
            char              **row = t.cell[i + 1], id[16];
            snprintf(id, sizeof id, "s%u", i + 1);
            assert_string_equal(row[5], id);
            assert_string_equal(row[6], vb_name_type(st->type));
            assert_string_equal(row[7], vb_name_class(st->cls));
            assert_string_equal(row[8], vb_name_polarity(st->polarity));
            assert_int_equal(*row[9] != '\0', st->speaker != VB_NONE);
            for (unsigned k = 0; k < 3; k++) same_words(row[10 + k], row[13 + k], s.reading.text.bytes);
            assert_int_equal(strtoul(row[18], NULL, 10),
                             vb_utf8_count((vb_str){ s.reading.text.bytes.ptr, st->content.at[0].beg }));
            assert_int_equal(*row[19] != '\0', st->nested_in != VB_NONE);
            assert_int_equal(*row[20] != '\0', st->continues != VB_NONE);
            assert_string_equal(row[22], st->speaker == VB_NONE ? "" : vb_name_kind(s.reading.entities.at[st->speaker].kind));
            assert_int_equal(*row[25] != '\0', st->document != VB_NONE);
            assert_int_equal(*row[26] != '\0', st->addressee != VB_NONE);
            assert_int_equal(*row[27] != '\0', st->channel != VB_NONE);
            same_or_empty(row[23], st->speaker == VB_NONE ? (vb_str){ 0 } : s.reading.entities.at[st->speaker].country);
            same_or_empty(row[28], st->time == VB_NONE ? (vb_str){ 0 } : s.reading.times.at[st->time].value);
        }
        vb_free(t.out.bytes.at);
        synthetic_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_columns_hold_the_reading) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
