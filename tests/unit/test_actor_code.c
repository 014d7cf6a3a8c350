/*
 * Country and sectors of members: what says them first, and when the text's country stands in.
 */
#include "cast_play.h"

static struct play p;

static void has(const char *words, const char *country, const char *sector)
{
    const struct vb_member *m = play_who(&p, words);
    vb_str s = m->n_sectors > 0 ? m->sectors[0] : VB_STR("");
    if (!vb_str_eq(m->country, vb_str_of(country)) || !vb_str_eq(s, vb_str_of(sector)))
        fail_msg("%s: \"%.*s\" \"%.*s\", not \"%s\" \"%s\"", words, (int)m->country.len, m->country.len ? m->country.ptr : "",
                 (int)s.len, s.len ? s.ptr : "", country, sector);
}

static void by_the_words_of_a_role(void **state)
{
    (void)state;
    play_open(
        &p,
        "<p <M Danish/ADJ/3/amod > Foreign/PROPN/3/compound Minister/PROPN/4/compound > <P Mara/PROPN/6/nsubj Lind/PROPN/4/flat > "
        "met/VERB/0/root <p the/DET/9/det <S Norway/PROPN/9/compound > ambassador/NOUN/6/obj > , <P Bo/PROPN/9/appos "
        "Hald/PROPN/11/flat > , <p a/DET/15/det former/ADJ/15/amod mayor/NOUN/9/conj > .",
        "2021-06-15");
    has("Mara Lind", "DNK", "GOV");
    has("Bo Hald", "NOR", "GOV");
    play_close(&p);
}

/* A state right beside the words, and sectors of words that have none themselves. */
static void by_what_stands_beside(void **state)
{
    (void)state;
    play_open(&p,
              "<M Norwegian/ADJ/7/nsubj > <p Foreign/PROPN/3/amod Minister/PROPN/1/flat > <P Bo/PROPN/1/flat Hald/PROPN/4/flat > "
              "left/VERB/0/root and/CCONJ/10/cc <P Mara/PROPN/10/nsubj Lind/PROPN/8/flat > of/ADP/13/case <S Sweden/PROPN/8/nmod > "
              "met/VERB/6/conj <p his/PRON/16/nmod/PRP$/@4 counterpart/NOUN/14/obj > .",
              "2021-06-15");
    has("Bo Hald", "NOR", "GOV");
    assert_true(vb_str_eq(play_who(&p, "Mara Lind")->country, VB_STR("SWE")));
    play_close(&p);
    play_open(&p,
              "<p The/DET/2/det representative/NOUN/5/nsubj of/ADP/4/case <S Kenya/PROPN/2/nmod > > met/VERB/0/root "
              "<g a/DET/7/det group/NOUN/5/obj of/ADP/9/case lawmakers/NOUN/7/nmod/NNS > and/CCONJ/12/cc <g forty/NUM/12/nummod "
              "<M Haitians/PROPN/7/conj/NNS > > .",
              "2021-06-15");
    has("The representative of Kenya", "KEN", "GOV");
    has("a group of lawmakers", "KEN", "LEG");
    has("forty Haitians", "HTI", "CVL");
    play_close(&p);
    /* what he is before what he was */
    play_open(
        &p,
        "<p The/DET/3/det former/ADJ/3/amod minister/NOUN/4/nmod:desc > <P Bo/PROPN/6/nsubj Hald/PROPN/4/flat > left/VERB/0/root "
        ".\n<p The/DET/2/det mayor/NOUN/4/nmod:desc > , <P Bo/PROPN/7/nsubj Hald/PROPN/4/flat > , waited/VERB/0/root .",
        "2021-06-15");
    has("Bo Hald", "", "GOV");
    play_close(&p);
}

static void by_the_row_of_a_name(void **state)
{
    static const char *const TEXT =
        "<P Angela/PROPN/3/nsubj Merkel/PROPN/1/flat > met/VERB/0/root <S Norway/PROPN/3/obj > and/CCONJ/6/cc "
        "<O NATO/PROPN/4/conj > .";
    (void)state;
    play_open(&p, TEXT, "2015-03-01");
    has("Angela Merkel", "DEU", "GOV");
    has("Norway", "NOR", "GOV");
    has("NATO", "IGO", "IGO");
    assert_false(play_who(&p, "Angela Merkel")->former);
    play_close(&p);
    play_open(&p, TEXT, "2023-03-01");
    has("Angela Merkel", "DEU", "ELI");
    assert_true(play_who(&p, "Angela Merkel")->former);
    play_close(&p);
    /* a prince of Andorra by office, a chair of the African Union by turns */
    play_open(&p, "<P Emmanuel/PROPN/3/nsubj Macron/PROPN/1/flat > met/VERB/0/root <P Robert/PROPN/3/obj Mugabe/PROPN/4/flat > .",
              "2019-09-09");
    has("Emmanuel Macron", "FRA", "GOV");
    has("Robert Mugabe", "ZWE", "ELI");
    play_close(&p);
}

static void by_the_text(void **state)
{
    static const char *const OWNER =
        "<S Norway/PROPN/2/nsubj > recalled/VERB/0/root <p its/PRON/4/nmod/PRP$ ambassador/NOUN/2/obj > .";
    (void)state;
    /* nobody says otherwise: both are taken for Norwegians */
    play_open(&p,
              "<S Norway/PROPN/2/nsubj > waited/VERB/0/root .\n<S Norway/PROPN/2/nsubj > agreed/VERB/0/root .\n\n"
              "<p The/DET/3/det foreign/ADJ/3/amod minister/NOUN/4/nsubj > met/VERB/0/root <p a/DET/6/det farmer/NOUN/4/obj > .",
              "2021");
    has("The foreign minister", "NOR", "GOV");
    assert_true(play_who(&p, "The foreign minister")->by_context);
    has("a farmer", "NOR", "AGR");
    assert_true(vb_str_eq(p.cast.country, VB_STR("NOR")));
    play_close(&p);

    play_open(&p, OWNER, "2021");
    has("its ambassador", "NOR", "GOV");
    play_close(&p);

    /* several states, none of them more than the others: nobody's */
    play_open(&p,
              "<S Norway/PROPN/2/nsubj > met/VERB/0/root <S Sweden/PROPN/2/obj > , <S Denmark/PROPN/3/conj > and/CCONJ/7/cc "
              "<S Finland/PROPN/3/conj > .\n\n<p The/DET/3/det foreign/ADJ/3/amod minister/NOUN/4/nsubj > left/VERB/0/root .",
              "2021");
    has("The foreign minister", "", "GOV");
    assert_int_equal(p.cast.country.len, 0);
    play_close(&p);
}

/* Several states are named: the choice goes by where. */
static void by_where_states_are_named(void **state)
{
    static const char *const OPEN =
        "<S Norway/PROPN/2/nsubj > met/VERB/0/root <S Sweden/PROPN/2/obj > , <S Denmark/PROPN/3/conj > and/CCONJ/7/cc "
        "<S Finland/PROPN/3/conj > .\n\n";
    static const struct { const char *text, *words, *country;
    } CASES[] = {
        {"<S Iceland/PROPN/2/nsubj > waited/VERB/0/root as/SCONJ/6/mark <p the/DET/5/det minister/NOUN/6/nsubj > left/VERB/2/advcl "
         ".",
         "the minister", "ISL"},
        {"<S Iceland/PROPN/2/nsubj > waited/VERB/0/root .\n\n<p The/DET/2/det minister/NOUN/3/nsubj > left/VERB/0/root .",
         "The minister", ""},
        /* whose "its" is the firm's, whose own country shows only in what is around it */
        {"<S Iceland/PROPN/2/nsubj > waited/VERB/0/root for/ADP/5/case <O Marlon/PROPN/2/obl > .\n<O Marlon/PROPN/2/nsubj > "
         "sent/VERB/0/root "
         "<p its/PRON/4/nmod/PRP$/@1 lawyer/NOUN/2/obj > .",
         "its lawyer", "ISL"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s%s", OPEN, CASES[i].text);
        play_open(&p, text, "2021");
        const struct vb_member *m = play_who(&p, CASES[i].words);
        if (!vb_str_eq(m->country, vb_str_of(CASES[i].country)))
            fail_msg("%zu: %s \"%.*s\"", i, CASES[i].words, (int)m->country.len, m->country.len ? m->country.ptr : "");
        play_close(&p);
    }
}

/* No state stands out, but the text is sent from somewhere. */
static void by_the_dateline(void **state)
{
    static const struct { const char *head, *country; } HEADS[] = {
        {"SEOUL/PROPN/0/root —/PUNCT", "KOR"},
        {"KINGSTON/PROPN/0/root ,/PUNCT Jamaica/PROPN/1/appos :/PUNCT", "JAM"},
        {"Seoul/PROPN/0/root —/PUNCT", ""},
        {"SEOUL/PROPN/0/root", ""},
        {"BRANNOCK/PROPN/0/root —/PUNCT", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s <p the/DET/0/dep foreign/ADJ/0/dep minister/NOUN/0/dep > left/VERB/0/root .",
                 HEADS[i].head);
        play_open(&p, text, "2021");
        if (!vb_str_eq(p.cast.home, vb_str_of(HEADS[i].country))) fail_msg("%s: %.3s", HEADS[i].head, p.cast.home.ptr);
        if (i == 0) has("the foreign minister", HEADS[i].country, "GOV");
        play_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_the_words_of_a_role),
        cmocka_unit_test(by_what_stands_beside),
        cmocka_unit_test(by_the_row_of_a_name),
        cmocka_unit_test(by_the_text),
        cmocka_unit_test(by_where_states_are_named),
        cmocka_unit_test(by_the_dateline),
    };
    return cmocka_run_group_tests(tests, play_open_tables, play_close_tables);
}
