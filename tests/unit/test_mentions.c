/*
 * Which words are mentions: what is cut from names, what the tables know without a tag, which nouns count.
 */
#include "cast_play.h"

static struct play p;

static void play(const char *text) { play_open(&p, text, "2021-06-15"); }

static const struct vb_cast_mention *mention_of(const char *words)
{
    const struct vb_cast_mention *m = play_mention(&p, words, 1);
    if (m == NULL) fail_msg("no mention: %s", words);
    return m;
}

#define IS(words, its_kind, its_form) \
    do { \
        const struct vb_cast_mention *m = mention_of(words); \
        assert_int_equal(m->kind, its_kind); \
        assert_int_equal(m->form, its_form); \
    } while (0)
#define NONE(words) assert_null(play_mention(&p, words, 1))

static void names_without_title_article_possessive(void **state)
{
    (void)state;
    play("<P Mr/PROPN/2/compound Zheng/PROPN/4/nsubj 's > aides/NOUN/5/nsubj/NNS saw/VERB/0/root "
         "<P Prime/PROPN/7/compound Minister/PROPN/9/compound Mara/PROPN/5/obj Lind/PROPN/8/flat > .");
    IS("Zheng", VB_KIND_PERSON, VB_FORM_NAME);
    IS("Mara Lind", VB_KIND_PERSON, VB_FORM_NAME);
    NONE("Mr Zheng");
    NONE("Prime Minister Mara Lind");
    play_close(&p);

    play("<O The/DET/4/det Nordic/PROPN/4/compound Ferry/PROPN/4/compound Board/PROPN/5/nsubj > met/VERB/0/root .\n"
         "<P Stephen/PROPN/3/nsubj King/PROPN/1/flat > wrote/VERB/0/root .");
    IS("Nordic Ferry Board", VB_KIND_ORGANISATION, VB_FORM_NAME);
    IS("Stephen King", VB_KIND_PERSON, VB_FORM_NAME);
    play_close(&p);
}

/* The tables know better than a tag, and know names that no tag covers. */
static void what_the_tables_know(void **state)
{
    (void)state;
    play("<L Whitehall/PROPN/2/nsubj > told/VERB/0/root <P Boko/PROPN/4/compound Haram/PROPN/2/obj > .\n"
         "<L Norway/PROPN/2/nsubj > asked/VERB/0/root <O Norwegian/ADJ/4/amod > ships/NOUN/2/obj/NNS .");
    IS("Whitehall", VB_KIND_ORGANISATION, VB_FORM_NAME);        /* no place */
    IS("Boko Haram", VB_KIND_ORGANISATION, VB_FORM_NAME);       /* nobody */
    IS("Norway", VB_KIND_STATE, VB_FORM_NAME);
    IS("Norwegian", VB_KIND_STATE, VB_FORM_DEMONYM);
    play_close(&p);

    play("The/DET/2/det Kremlin/PROPN/3/nsubj told/VERB/0/root China/PROPN/3/obj and/CCONJ/6/cc NATO/PROPN/4/conj .\n"
         "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat met/VERB/0/root French/ADJ/5/amod ministers/NOUN/3/obj/NNS .\n"
         "us/PRON/3/nsubj turkey/NOUN/3/obj eat/VERB/0/root .");
    IS("China", VB_KIND_STATE, VB_FORM_NAME);
    IS("Kremlin", VB_KIND_ORGANISATION, VB_FORM_NAME);
    IS("NATO", VB_KIND_ORGANISATION, VB_FORM_NAME);
    IS("Angela Merkel", VB_KIND_PERSON, VB_FORM_NAME);
    IS("French", VB_KIND_STATE, VB_FORM_DEMONYM);
    IS("us", VB_KIND_OTHER, VB_FORM_PRONOUN);
    NONE("turkey");                                             /* small letters are no name */
    play_close(&p);

    /* a street where nobody acts */
    play("He/PRON/2/nsubj walked/VERB/0/root down/ADP/4/case <L Whitehall/PROPN/2/obl > .");
    IS("Whitehall", VB_KIND_PLACE, VB_FORM_NAME);
    play_close(&p);
}

static void nouns_for_people_and_bodies(void **state)
{
    (void)state;
    play("The/DET/4/det former/ADJ/4/amod Danish/ADJ/4/amod minister/NOUN/5/nsubj met/VERB/0/root officials/NOUN/5/obj/NNS "
         "of/ADP/9/case "
         "the/DET/9/det party/NOUN/6/nmod .\nA/DET/3/det minister/NOUN/3/compound post/NOUN/4/nsubj fell/VERB/0/root .");
    IS("The former Danish minister", VB_KIND_PERSON, VB_FORM_ROLE);
    assert_true(mention_of("officials of the party")->plural);
    assert_false(mention_of("The former Danish minister")->plural);
    assert_null(play_mention(&p, "minister", 2));               /* it only describes the post */
    play_close(&p);
}

/* A month with its day is no march; a people without a state of its own is a group of the country it lives in. */
static void months_and_peoples(void **state)
{
    (void)state;
    play("They/PRON/2/nsubj met/VERB/0/root on/ADP/4/case March/PROPN/2/obl 4/NUM/4/nummod .\n"
         "The/DET/2/det march/NOUN/3/nsubj began/VERB/0/root .");
    NONE("March");
    IS("The march", VB_KIND_GROUP, VB_FORM_ROLE);
    play_close(&p);

    play("The/DET/2/det Uighurs/PROPN/3/nsubj/NNPS met/VERB/0/root Scottish/ADJ/5/amod ministers/NOUN/3/obj/NNS .");
    IS("Uighurs", VB_KIND_GROUP, VB_FORM_NAME);
    assert_true(vb_str_eq(mention_of("Uighurs")->code.country, VB_STR("CHN")));
    assert_true(vb_str_eq(mention_of("Scottish ministers")->code.country, VB_STR("GBR")));
    NONE("Scottish");
    play_close(&p);
}

/* A token belongs to the innermost mention; two never have the same words. */
static void mentions_within_mentions(void **state)
{
    (void)state;
    play("<p the/DET/4/det prime/ADJ/4/amod minister/NOUN/0/root of/ADP/6/case <S Norway/PROPN/3/nmod > > left/VERB/3/acl .");
    const struct vb_cast_mention *outer = mention_of("the prime minister of Norway"), *inner = mention_of("Norway");
    assert_int_equal(p.cast.of_token[1], outer - p.cast.mentions.at);
    assert_int_equal(p.cast.of_token[4], inner - p.cast.mentions.at);
    assert_true(outer < inner);
    for (size_t i = 1; i < p.cast.mentions.n; i++)
        assert_true(p.cast.mentions.at[i - 1].beg != p.cast.mentions.at[i].beg ||
                    p.cast.mentions.at[i - 1].end != p.cast.mentions.at[i].end);
    play_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_without_title_article_possessive),
        cmocka_unit_test(what_the_tables_know),
        cmocka_unit_test(nouns_for_people_and_bodies),
        cmocka_unit_test(months_and_peoples),
        cmocka_unit_test(mentions_within_mentions),
    };
    return cmocka_run_group_tests(tests, play_open_tables, play_close_tables);
}
