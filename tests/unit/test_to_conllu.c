/* Opposite src/export/to_conllu.c: well formed for odd texts; contractions, spaces and places as the treebanks write them. */
#include "conllu_properties.h"
#include "synthetic.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static char *write_conllu(const char *bytes, size_t n, uint32_t seed, uint32_t *n_sentences)
{
    struct vb_arena   arena = { 0 };
    struct vb_reading r     = { .id = VB_STR("sha256:0123456789abcdef0123456789abcdef") };
    struct gathered   out   = { 0 };

    assert_int_equal(vb_text_split((vb_str){ bytes, n }, VB_STR("en"), (vb_str){ 0 }, &arena, &r.text, NULL), VB_OK);
    assert_true(conllu_invent(&r.text, seed, &arena, &r.syntax));
    assert_int_equal(vb_export_conllu(&r, (struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_true(VB_PUSH(&out.bytes, '\0'));
    *n_sentences = r.text.n_sentences;
    vb_arena_free(&arena);
    return out.bytes.at;
}

static void check_of(const char *bytes)
{
    for (uint32_t seed = 0; seed < 20; seed++) {
        uint32_t n;
        char    *conllu = write_conllu(bytes, strlen(bytes), seed, &n);
        assert_int_equal(conllu_check(conllu), n);
        vb_free(conllu);
    }
}

static void odd_texts_are_well_formed(void **state)
{
    static const char *const texts[] = {
        "",
        " ",
        "Word",
        ".",
        "\n\n\n",
        "👍",
        "👍🏽👨‍👩‍👧 ok 🇮🇹",
        "don't can't cannot gonna",
        "Clinton's boys' U.S.'s",
        "cafe\xCC\x81 e\xCC\x81\xCC\xA7 \xCC\x81x =\xCC\xB8",
        "a\xC2\xA0"
        "b 10\xC2\xA0"
        "000",
        "tab\tand\x01control\x1F\x7F",
        "\xEF\xBF\xBD bad \xEF\xBF\xBD",
        "| a|b=c # _ __",
        "# text = x\n# newpar\n1\t2",
        "\xE2\x80\xA8line\xE2\x80\xA9",
        "\xE2\x80\x8Bzero\xE2\x80\x8Bwidth\xEF\xBB\xBF",
        "Hello.World",
        "First one. Second one.\n\nThird one.",
        "(see \"this\", 'that' – and ‘those’)",
        "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check_of(texts[i]);
}

static void long_sentences_are_well_formed(void **state)
{
    static char text[8000];
    size_t      n = 0;

    (void)state;
    for (int i = 0; i < 1200; i++) n += (size_t)sprintf(text + n, "%s", i % 7 ? "word " : "it's, ");
    check_of(text);
}

static void synthetic_texts_are_well_formed(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct synthetic s = { 0 };
        synthetic_make(&s, seed);
        struct gathered out = { 0 };
        assert_int_equal(vb_export_conllu(&s.reading, (struct vb_out){ gather, &out }, NULL), VB_OK);
        assert_int_equal(out.bytes.n, 0);          /* a reading from a record has no syntax */
        char *copy = malloc(s.reading.text.bytes.len + 1);
        memcpy(copy, s.reading.text.bytes.ptr, s.reading.text.bytes.len);
        copy[s.reading.text.bytes.len] = '\0';
        check_of(copy);
        free(copy);
        vb_free(out.bytes.at);
        vb_arena_free(&s.arena);
    }
}

static void words_are_written_as_the_treebanks_do(void **state)
{
    uint32_t n;
    char *conllu =
        write_conllu("“We don’t,” Łukasz's café said. No.\n\nEnd", strlen("“We don’t,” Łukasz's café said. No.\n\nEnd"), 0, &n);

    (void)state;
    assert_int_equal(n, 3);
    assert_non_null(strstr(conllu,
                           "# newdoc id = sha256:0123456789abcdef0123456789abcdef\n# newpar\n# sent_id = 0123456789abcdef-1\n"
                           "# text = “We don’t,” Łukasz's café said.\n1\t“\t"));
    assert_non_null(strstr(conllu, "\tSpaceAfter=No|start_char=0|end_char=1"));
    assert_non_null(strstr(conllu, "\n3-4\tdon’t\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|start_char=4|end_char=9\n3\tdo\t"));
    assert_non_null(strstr(conllu, "\n4\tn’t\t"));
    assert_non_null(strstr(conllu, "\n7-8\tŁukasz's\t_\t_\t_\t_\t_\t_\t_\tstart_char=12|end_char=20\n"));
    assert_non_null(strstr(conllu, "\n\n# sent_id = 0123456789abcdef-2\n# text = No.\n"));
    assert_non_null(strstr(conllu, "\n\n# newpar\n# sent_id = 0123456789abcdef-3\n# text = End\n1\tEnd\t"));
    vb_free(conllu);
}

static bool refuse(void *ctx, const char *bytes, size_t n)
{
    (void)ctx, (void)bytes, (void)n;
    return false;
}

static void a_refused_write_is_an_error(void **state)
{
    struct vb_arena   arena = { 0 };
    struct vb_reading r     = { .id = VB_STR("sha256:00") };
    vb_error          err   = { 0 };

    (void)state;
    assert_int_equal(vb_text_split(VB_STR("One word."), VB_STR("en"), (vb_str){ 0 }, &arena, &r.text, NULL), VB_OK);
    assert_true(conllu_invent(&r.text, 1, &arena, &r.syntax));
    assert_int_equal(vb_export_conllu(&r, (struct vb_out){ refuse, NULL }, &err), VB_ERR_IO);
    vb_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_texts_are_well_formed),
        cmocka_unit_test(long_sentences_are_well_formed),
        cmocka_unit_test(synthetic_texts_are_well_formed),
        cmocka_unit_test(words_are_written_as_the_treebanks_do),
        cmocka_unit_test(a_refused_write_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
