/* Opposite src/export/print.c: what a person sees, and what a hostile text cannot do to the terminal. */
#include "export.h"
#include "told_events.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char text[] = "Talks fail\n\nThe minister, Mara Lind, told us that the talks\nhad been “frank”, and that "
                           "“we go on”.\n\n“The report says that prices rise,” she added. "
                           "The panel refused to say whether it agreed.";

static vb_span at(const char *words)
{
    const char *p = strstr(text, words);
    assert_non_null(p);
    return (vb_span){ (uint32_t)(p - text), (uint32_t)(p - text + (long)strlen(words)) };
}

/* Prints the text above with five statements, or the first `n` of them. */
static char *printed(uint32_t n, struct vb_print_options options, const char *title, const char *lang)
{
    vb_span            told[]  = { at("that the talks\nhad been “frank”"), at("that “we go on”") };
    vb_span            spans[] = { at("Talks fail"), at("told"), at("The minister, Mara Lind,"),
                                   at("“The report says that prices rise,”"), at("added"),
                                   at("that prices rise"), at("says"), at("The report"), at("whether it agreed"),
                                   at("refused to say"), at("The panel") };
    const vb_statement statements[] = {
        {.content = {spans, 1}, .type = VB_TYPE_PARTIAL, .speaker = VB_NONE, .nested_in = VB_NONE, .continues = VB_NONE, NOT_SAID},
        {.content = {told, 2},
         .cue = {spans + 1, 1},
         .source = {spans + 2, 1},
         .type = VB_TYPE_MIXED,
         .speaker = 0,
         .document = 0,
         .addressee = 0,
         .channel = 0,
         .time = 0,
         .nested_in = VB_NONE,
         .continues = VB_NONE},
        {.content = {spans + 3, 1},
         .cue = {spans + 4, 1},
         .type = VB_TYPE_DIRECT,
         .speaker = 0,
         .nested_in = VB_NONE,
         .continues = 1,
         NOT_SAID},
        {.content = {spans + 5, 1},
         .cue = {spans + 6, 1},
         .source = {spans + 7, 1},
         .type = VB_TYPE_INDIRECT,
         .speaker = VB_NONE,
         .nested_in = 2,
         .continues = VB_NONE,
         NOT_SAID},
        {.content = {spans + 8, 1},
         .cue = {spans + 9, 1},
         .source = {spans + 10, 1},
         .type = VB_TYPE_INDIRECT,
         .cls = VB_CLASS_ATTITUDE,
         .polarity = VB_POL_REFUSED,
         .speaker = VB_NONE,
         .nested_in = VB_NONE,
         .continues = VB_NONE,
         NOT_SAID},
    };
    const vb_str       sectors[]    = { VB_STR("GOV"), VB_STR("LEG") };
    const vb_office    offices[]    = { { VB_STR("Minister"), VB_NONE }, { VB_STR("chair"), 0 } };
    const vb_mention   mention      = { at("Mara Lind"), VB_FORM_NAME };
    const vb_entity entity = {.name = VB_STR("Mara Lind"),
                              .kind = VB_KIND_PERSON,
                              .country = VB_STR("SWE"),
                              .sectors = sectors,
                              .n_sectors = 2,
                              .offices = offices,
                              .n_offices = 2,
                              .mentions = &mention,
                              .n_mentions = 1,
                              .score = 1.0f};
    const vb_time      time         = { at("go on"), VB_STR("2023-08-30TMO"), VB_TIME_TIME, VB_MOD_START, VB_BASIS_TENSE, VB_NONE };
    const vb_place     place        = { at("The report says"), VB_STR("Beijing"), VB_STR("CHN") };
    const vb_paragraph paragraphs[] = { { { 0, 10 }, VB_ROLE_HEADLINE }, { { 12, at("\n\n“The").beg }, VB_ROLE_BODY },
                                        { { at("“The report").beg, sizeof text - 1 }, VB_ROLE_BODY } };
    struct vb_reading  reading      = { .meta = { .source = VB_STR("a.txt"), .title = vb_str_of(title),
                                                  .date = VB_STR("2023-08-30"), .lang = vb_str_of(lang) },
                                        .text = { .bytes = vb_str_of(text), .paragraphs = paragraphs, .n_paragraphs = 3 },
                                        .entities = { .at = &entity, .n = n ? 1 : 0 }, .statements = { statements, n },
                                        .times = { &time, n ? 1 : 0 }, .places = { &place, n ? 1 : 0 } };
    struct gathered    out          = { 0 };

    assert_int_equal(vb_export_print(&reading, options, (struct vb_out){ gather, &out }, NULL), VB_OK);
    return out.bytes.at;
}

static void test_a_report_at_60_columns(void **state)
{
    char *out = printed(5, (struct vb_print_options){ false, 60 }, "Talks fail", "en");
    (void)state;
    assert_string_equal(out, "Talks fail\n"
                             "a.txt · 2023-08-30\n"
                             "\n"
                             "Who\n"
                             "  Mara Lind · person · SWE · GOV LEG · Minister · chair of\n"
                             "      Mara Lind · 1 mention\n"
                             "\n"
                             "When\n"
                             "  2023-08-30TMO · START · “go on” · bytes 97–102\n"
                             "\n"
                             "Where\n"
                             "  Beijing · CHN · “The report says” · bytes 111–126\n"
                             "\n"
                             "Said\n"
                             "\n"
                             "1  — · partial\n"
                             "   Talks fail\n"
                             "   paragraph 1 (headline), bytes 0–10\n"
                             "\n"
                             "2  Mara Lind (Mara Lind) · told · mixed · to Mara Lind ·\n"
                             "   through Mara Lind · 2023-08-30TMO\n"
                             "   that the talks had been “frank” … that “we go on”\n"
                             "   paragraph 2, bytes 45–105\n"
                             "\n"
                             "3  Mara Lind · added · direct · continues 2\n"
                             "   “The report says that prices rise,”\n"
                             "   paragraph 3, bytes 108–147\n"
                             "\n"
                             "    4  The report · says · indirect · in 3, by Mara Lind\n"
                             "       that prices rise\n"
                             "       paragraph 3, bytes 127–143\n"
                             "\n"
                             "5  The panel · refused to say · refused · indirect attitude\n"
                             "   whether it agreed\n"
                             "   paragraph 3, bytes 184–201\n");
    vb_free(out);
}

static void test_lines_are_no_longer_than_asked_for(void **state)
{
    (void)state;
    for (uint32_t width = 40; width < 100; width += 7) {
        char *out = printed(5, (struct vb_print_options){ false, width }, "Talks fail", "en"), *line = out;
        for (char *end; (end = strchr(line, '\n')); line = end + 1)
            assert_true(vb_utf8_count((vb_str){ line, (size_t)(end - line) }) <= width);
        vb_free(out);
    }
}

static void test_without_a_width_each_part_is_one_line(void **state)
{
    char *out = printed(2, (struct vb_print_options){ false, 0 }, NULL, "en");
    (void)state;
    assert_non_null(strstr(
        out, "a.txt\n2023-08-30\n\nWho\n  Mara Lind · person · SWE · GOV LEG · Minister · chair of Mara Lind · 1 mention\n"));
    assert_non_null(strstr(out, "\n   that the talks had been “frank” … that “we go on”\n"));
    vb_free(out);
}

static void test_colour_only_when_asked_for(void **state)
{
    char *plain    = printed(5, (struct vb_print_options){ false, 0 }, "Talks fail", "en");
    char *coloured = printed(5, (struct vb_print_options){ true, 0 }, "Talks fail", "en");
    char *to       = coloured;
    (void)state;
    assert_null(strchr(plain, '\033'));
    assert_non_null(strstr(coloured, "\033[1mMara Lind\033[0m"));
    for (const char *from = coloured; *from; from++) {         /* without its colours it is the plain one */
        if (*from == '\033') from = strchr(from, 'm');
        else *to++ = *from;
    }
    *to = '\0';
    assert_string_equal(plain, coloured);
    vb_free(plain);
    vb_free(coloured);
}

static void test_nothing_found_and_not_read(void **state)
{
    char *out = printed(0, (struct vb_print_options){ false, 60 }, "Talks fail", "en-GB");
    (void)state;
    assert_string_equal(out, "Talks fail\na.txt · 2023-08-30\n\nNo statements.\n");
    vb_free(out);
    out = printed(0, (struct vb_print_options){ false, 60 }, "Colloqui", "it");
    assert_string_equal(out, "Colloqui\na.txt · 2023-08-30\n\nLanguage: it. Not read: so far verbale reads English.\n");
    vb_free(out);
}

static void test_control_characters_stay_out_of_the_terminal(void **state)
{
    static const char hostile[] = "a\033[2Jb\x7F\xC2\x9B" "31mc\0d\r\ne\tf";
    vb_span           all       = { 0, sizeof hostile - 1 };
    /* Damage that the writer must outlive: a statement nested in itself. */
    vb_statement      statement = { .content = { &all, 1 }, .speaker = VB_NONE, .nested_in = 0, .continues = VB_NONE, NOT_SAID };
    struct vb_reading reading   = { .meta = { .source = VB_STR("\033]0;x\007\xFF"), .publisher = VB_STR("p\nq") },
                                    .text = { .bytes = { hostile, sizeof hostile - 1 } }, .statements = { &statement, 1 } };
    struct gathered   out       = { 0 };

    (void)state;
    assert_int_equal(vb_export_print(&reading, (struct vb_print_options){ false, 80 }, (struct vb_out){ gather, &out }, NULL),
                     VB_OK);
    for (size_t i = 0; i < out.bytes.n; i++)
        assert_true((unsigned char)out.bytes.at[i] >= 0x20 ? out.bytes.at[i] != 0x7F : out.bytes.at[i] == '\n');
    assert_null(strstr(out.bytes.at, "\xC2\x9B"));
    assert_non_null(strstr(out.bytes.at, "a\xEF\xBF\xBD[2Jb\xEF\xBF\xBD\xEF\xBF\xBD" "31mc\xEF\xBF\xBD" "d e f\n"));
    assert_non_null(strstr(out.bytes.at, "\np q\n"));
    assert_int_equal(vb_utf8_check((vb_str){ out.bytes.at, out.bytes.n }), out.bytes.n);
    vb_free(out.bytes.at);
}

static void test_events_stand_below_what_was_said(void **state)
{
    struct vb_reading reading = told_reading();
    struct gathered   out     = { 0 };

    (void)state;
    assert_int_equal(vb_export_print(&reading, (struct vb_print_options){false, 70}, (struct vb_out){gather, &out}, NULL), VB_OK);
    assert_string_equal(strstr(out.bytes.at, "Said\n"), "Said\n"
                                                        "\n"
                                                        "1  Mara Lind · said · indirect\n"
                                                        "   the police had arrested protesters\n"
                                                        "   paragraph 2, bytes 98–132\n"
                                                        "\n"
                                                        "Events\n"
                                                        "\n"
                                                        "1  CONSULT visit “met” · Mara Lind → Wang Bo · done · 2023-08-28 ·\n"
                                                        "   Łódź · diplomatic, economic\n"
                                                        "   Lind in Łódź … Sweden's foreign minister, Mara Lind, met Wang Bo in\n"
                                                        "   Łódź on Monday\n"
                                                        "   paragraph 2, bytes 55–58\n"
                                                        "\n"
                                                        "2  COERCE arrest “had arrested” · police → protesters · alleged · in 1,\n"
                                                        "   by Mara Lind\n"
                                                        "   the police had arrested protesters\n"
                                                        "   paragraph 2, bytes 109–121\n"
                                                        "\n"
                                                        "3  ACCUSE disapprove “condemned” · Security Council → police\n"
                                                        "   (inferred) · done · part of 2\n"
                                                        "   The Security Council condemned it\n"
                                                        "   paragraph 2, bytes 155–164\n"
                                                        "\n"
                                                        "4  SANCTION “expel” · — · conditional · 2023-09\n"
                                                        "   In September Sweden may expel diplomats\n"
                                                        "   paragraph 2, bytes 193–198\n");
    vb_free(out.bytes.at);
}

static void test_positions_and_designations_stand_last(void **state)
{
    struct vb_reading reading     = told_reading();
    struct gathered   out         = { 0 };
    vb_position       position    = { .holder = TOLD_LIND, .capacity = VB_CAPACITY_MINISTER, .target = TOLD_POLICE,
                                      .issue = VB_STR("protests"), .stance = VB_STANCE_AGAINST, .hedge = VB_STR("tentative"),
                                      .evidence = { 0, 4 }, .statement = 0 };
    vb_designation    designation = { .by = TOLD_COUNCIL, .of = TOLD_POLICE, .words = told_at("arrested protesters"),
                                      .date = VB_STR("2021"), .document = TOLD_SWEDEN, .statement = VB_NONE };

    (void)state;
    reading.positions    = (struct vb_positions){ &position, 1 };
    reading.designations = (struct vb_designations){ &designation, 1 };
    assert_int_equal(vb_export_print(&reading, (struct vb_print_options){ 0 }, (struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_string_equal(strstr(out.bytes.at, "\nPositions\n"),
                        "\nPositions\n"
                        "1  Mara Lind (minister) · against · protests → police · tentative · reported, in 1\n"
                        "\nDesignations\n"
                        "1  Security Council (Sweden) · police “arrested protesters” · 2021 · bytes 113–132\n");
    vb_free(out.bytes.at);
}

static void test_any_reading_can_be_printed(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct synthetic s   = { 0 };
        struct gathered  out = { 0 };
        synthetic_make(&s, seed);
        assert_int_equal(vb_export_print(&s.reading, (struct vb_print_options){ seed % 2, (uint32_t)seed % 90 },
                                         (struct vb_out){ gather, &out }, NULL), VB_OK);
        assert_int_equal(vb_utf8_check((vb_str){ out.bytes.at, out.bytes.n }), out.bytes.n);
        vb_free(out.bytes.at);
        synthetic_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_report_at_60_columns),
        cmocka_unit_test(test_lines_are_no_longer_than_asked_for),
        cmocka_unit_test(test_without_a_width_each_part_is_one_line),
        cmocka_unit_test(test_colour_only_when_asked_for),
        cmocka_unit_test(test_nothing_found_and_not_read),
        cmocka_unit_test(test_control_characters_stay_out_of_the_terminal),
        cmocka_unit_test(test_events_stand_below_what_was_said),
        cmocka_unit_test(test_positions_and_designations_stand_last),
        cmocka_unit_test(test_any_reading_can_be_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
