/* Opposite src/export/to_tsv.c: one line a statement or an event, as many fields as the header has, nothing that breaks a line. */
#include "export.h"
#include "told_events.h"

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

static bool keep_csv(void *ctx, const char *bytes, size_t n)
{
    strncat(ctx, bytes, n);
    return true;
}

static void test_csv(void **state)
{
    static const char tsv[] = "plain\ta, b\t\\t\\\\t\n\tsaid \"no\"\t\n\"\tone\\ntwo\\r\t…\n", csv[] =
        "plain,\"a, b\",\t\\t\r\n,\"said \"\"no\"\"\",\r\n\"\"\"\",\"one\ntwo\r\",…\r\n";
    (void)state;
    for (size_t cut = 1; cut <= sizeof tsv; cut++) {           /* pieces of any length */
        char          got[128] = "";
        struct vb_csv state_of = { 0 };
        struct vb_out out      = vb_csv_out(&state_of, (struct vb_out){ keep_csv, got });
        for (size_t at = 0; at < sizeof tsv - 1; at += cut)
            assert_true(out.write(out.ctx, tsv + at, sizeof tsv - 1 - at < cut ? sizeof tsv - 1 - at : cut));
        assert_string_equal(got, csv);
        vb_csv_free(&state_of);
    }
}

static void test_a_line_an_event(void **state)
{
    static const char expected[] =
        "document\tinput_id\tsource\ttitle\tdate\tevent\ttype\tmode\tcontexts\tcameo\tquad\tintensity\trealis\tasserted_by\t"
        "asserted_by_name\tevent_date\tplace\tplace_country\tactors\tactor_countries\tactor_sectors\tactor_words\tactor_bytes\t"
        "actor_codepoints\trecipients\trecipient_countries\trecipient_sectors\trecipient_words\trecipient_bytes\t"
        "recipient_codepoints\tinferred\ttrigger_words\ttrigger_bytes\ttrigger_codepoints\tevidence_words\tevidence_bytes\t"
        "evidence_codepoints\tpart_of\tscore\n"
#define TEXT \
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\t\thttps://example.org/1\tLind in Łódź\t2023-08-30\t"
        TEXT "v1\tCONSULT\tvisit\tdiplomatic; economic\t042\t1\t2.5\tdone\tarticle\t\t2023-08-28\tŁódź\tPOL\t"
        "Mara Lind\tSWE\tGOV\tMara Lind\t44-53\t41-50\tWang Bo\tCHN\tGOV LEG\tWang Bo\t59-66\t56-63\t\tmet\t55-58\t52-55\t"
        "Lind in Łódź … Sweden's foreign minister, Mara Lind, met Wang Bo in Łódź on Monday\t0-15 17-87\t0-12 14-81\t\t0.875\n" TEXT
        "v2\tCOERCE\tarrest\t\t\t4\t-7.0\talleged\ts1\tMara Lind\t\t\t\tpolice\tGIB\tCOP\tthe police\t98-108\t92-102\t"
        "protesters\t\tCVL\tprotesters\t122-132\t116-126\t\thad arrested\t109-121\t103-115\t"
        "the police had arrested protesters\t98-132\t92-126\t\t0.5\n" TEXT
        "v3\tACCUSE\tdisapprove\t\t\t3\t-2.0\tdone\tarticle\t\t\t\t\tSecurity Council\tIGO\tIGO\tThe Security Council\t"
        "134-154\t128-148\tpolice\tGIB\tCOP\t\t\t\tpolice\tcondemned\t155-164\t149-158\t"
        "The Security Council condemned it\t134-167\t128-161\tv2\t0.75\n" TEXT
        "v4\tSANCTION\t\t\t\t4\t-6.0\tconditional\tarticle\t\t2023-09\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\texpel\t193-198\t187-192\t"
        "In September Sweden may expel diplomats\t169-208\t163-202\t\t1.0\n";
    struct vb_reading reading = told_reading();
    struct gathered   out     = { 0 };

    (void)state;
    assert_int_equal(vb_export_tsv_events_header((struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_int_equal(vb_export_tsv_events(&reading, (struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_string_equal(out.bytes.at, expected);
    vb_free(out.bytes.at);
}

/* Words hold tabs, marks and line ends: still one line an event, and one cell a column. */
/* A minister's position and what a review of 2021 calls the police. */
static struct vb_reading with_issue(vb_position *position, vb_designation *designation)
{
    struct vb_reading r = told_reading();

    *position    = (vb_position){ .holder = TOLD_LIND, .capacity = VB_CAPACITY_MINISTER, .target = TOLD_POLICE,
                                  .issue = VB_STR("arrested protesters"), .issue_span = told_at("arrested protesters"),
                                  .stance = VB_STANCE_AGAINST, .hedge = VB_STR("tentative"), .own_words = false,
                                  .evidence = told_at("the police had arrested protesters"), .statement = 0, .score = 0.5F };
    *designation = (vb_designation){ .by = TOLD_COUNCIL, .of = TOLD_POLICE, .words = told_at("arrested protesters"),
                                     .evidence = told_at("the police had arrested protesters"), .date = VB_STR("2021"),
                                     .document = TOLD_SWEDEN, .statement = VB_NONE, .score = 0.75F };
    r.positions    = (struct vb_positions){ position, 1 };
    r.designations = (struct vb_designations){ designation, 1 };
    return r;
}

static void test_a_line_a_position_and_a_designation(void **state)
{
    static const char positions[] = TEXT
        "1\tMara Lind\tSWE\tGOV\tminister\tpolice\tGIB\tCOP\tarrested protesters\t113-132\t107-126\t\tagainst\t\ttentative\t0\ts1\t"
        "affirmed\tthe police had arrested protesters\t98-132\t92-126\t0.5\n",
                      designations[] =
                          TEXT "1\tSecurity Council\tIGO\tIGO\tpolice\tGIB\tCOP\tarrested protesters\t113-132\t107-126\t2021\t"
                               "Sweden\t\tthe police had arrested protesters\t98-132\t92-126\t0.75\n";
    vb_position       position;
    vb_designation    designation;
    struct vb_reading reading = with_issue(&position, &designation);
    struct gathered   out     = { 0 };
    unsigned          tabs[2] = { 0 };

    (void)state;
    assert_int_equal(vb_export_tsv_positions(&reading, (struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_string_equal(out.bytes.at, positions);
    out.bytes.n = 0;
    assert_int_equal(vb_export_tsv_designations(&reading, (struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_string_equal(out.bytes.at, designations);
    out.bytes.n = 0;
    assert_int_equal(vb_export_tsv_positions_header((struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_int_equal(vb_export_tsv_designations_header((struct vb_out){ gather, &out }, NULL), VB_OK);
    for (size_t i = 0, line = 0; i < out.bytes.n; i++) {
        tabs[line] += out.bytes.at[i] == '\t';
        line += out.bytes.at[i] == '\n' && line == 0;
    }
    for (const char *p = positions; *p; p++) tabs[0] -= *p == '\t';
    for (const char *p = designations; *p; p++) tabs[1] -= *p == '\t';
    assert_int_equal(tabs[0], 0);
    assert_int_equal(tabs[1], 0);
    vb_free(out.bytes.at);
}

static void test_any_reading_keeps_to_its_columns(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct synthetic s     = { 0 };
        struct gathered  out   = { 0 };
        uint32_t         tabs = 0, lines = 0;
        synthetic_make(&s, seed);
        assert_int_equal(vb_export_tsv_events(&s.reading, (struct vb_out){ gather, &out }, NULL), VB_OK);
        for (size_t i = 0; i < out.bytes.n; i++) {
            tabs += out.bytes.at[i] == '\t';
            lines += out.bytes.at[i] == '\n';
        }
        assert_int_equal(lines, s.reading.events.n);
        assert_int_equal(tabs, 38 * s.reading.events.n);
        vb_free(out.bytes.at);
        synthetic_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_hold_the_reading),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_a_line_an_event),
        cmocka_unit_test(test_a_line_a_position_and_a_designation),
        cmocka_unit_test(test_any_reading_keeps_to_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
