/*
 * Who is who: names joined and kept apart, roles beside names and later ones, pronouns. Tags, trees and antecedents are made by
 * hand, so that only the rules are at work.
 */
#include "cast_play.h"

#include <time.h>

static struct play p;

static void play(const char *text) { play_open(&p, text, "2021-06-15"); }

#define SAME(a, b) assert_true(play_same(&p, a, b))
#define APART(a, b) assert_false(play_same(&p, a, b))
#define NOBODY(a) assert_int_equal(play_member(&p, a, 1), VB_NONE)

/* ---- names ------------------------------------------------------------------------------------------------------------- */

static void one_name_in_several_forms(void **state)
{
    (void)state;
    play("Mr/PROPN/2/compound <P Zheng/PROPN/3/nsubj > left/VERB/0/root .\n\n"
         "<P Han/PROPN/3/nsubj Zheng/PROPN/1/flat > spoke/VERB/0/root .\n<P Zheng/PROPN/2/nsubj > smiled/VERB/0/root .");
    SAME("Zheng", "Han Zheng");
    SAME("Zheng#3", "Han Zheng");
    assert_true(play_who(&p, "Han Zheng")->n_parts == 2);
    play_close(&p);

    play("<P Ana/PROPN/6/nsubj Maria/PROPN/1/flat Lopez/PROPN/1/flat > met/VERB/0/root him/PRON/4/obj .\n"
         "<P Ana/PROPN/3/nsubj Lopez/PROPN/1/flat > left/VERB/0/root .\n<P Lopez/PROPN/2/nsubj > slept/VERB/0/root .\n"
         "<P Daniel/PROPN/3/nsubj Keller/PROPN/1/flat > and/CCONJ/5/cc <P Dan/PROPN/1/conj Keller/PROPN/5/flat > left/VERB/0/root "
         ".\n"
         "<P D./PROPN/3/nsubj Keller/PROPN/1/flat > left/VERB/0/root .");
    SAME("Ana Maria Lopez", "Ana Lopez");
    SAME("Ana Maria Lopez", "Lopez#3");
    SAME("Daniel Keller", "Dan Keller");
    SAME("Daniel Keller", "D. Keller");
    play_close(&p);
}

static void namesakes_stay_apart(void **state)
{
    (void)state;
    play("<P Bill/PROPN/3/nsubj Clinton/PROPN/1/flat > met/VERB/0/root <P Hillary/PROPN/3/obj Clinton/PROPN/4/flat > .\n"
         "<P Paul/PROPN/3/nsubj Harding/PROPN/1/flat > met/VERB/0/root <P Julia/PROPN/3/obj Harding/PROPN/4/flat > .\n"
         "Ms/PROPN/2/compound <P Harding/PROPN/3/nsubj > left/VERB/0/root .\nMr/PROPN/2/compound <P Harding/PROPN/3/nsubj > "
         "stayed/VERB/0/root .");
    APART("Bill Clinton", "Hillary Clinton");
    APART("Paul Harding", "Julia Harding");
    SAME("Harding#3", "Julia Harding");                         /* as their titles say */
    SAME("Harding#4", "Paul Harding");
    play_close(&p);

    /* the one named last before it, not the one of the whole text */
    play("<P Bill/PROPN/3/nsubj Clinton/PROPN/1/flat > spoke/VERB/0/root .\n<P Clinton/PROPN/2/nsubj > left/VERB/0/root .\n"
         "<P Hillary/PROPN/3/nsubj Clinton/PROPN/1/flat > came/VERB/0/root .\n<P Clinton/PROPN/2/nsubj > smiled/VERB/0/root .\n"
         "<P Bill/PROPN/3/nsubj Clinton/PROPN/1/flat > slept/VERB/0/root .\n<P Clinton/PROPN/2/nsubj > woke/VERB/0/root .");
    SAME("Clinton#2", "Bill Clinton");
    SAME("Clinton#4", "Hillary Clinton");
    SAME("Clinton#6", "Bill Clinton");
    play_close(&p);

    /* a given name of men, and her family's */
    play("<P Elizabeth/PROPN/3/nsubj Warren/PROPN/1/flat > spoke/VERB/0/root .\n<P Warren/PROPN/2/nsubj > left/VERB/0/root .");
    SAME("Warren#2", "Elizabeth Warren");
    play_close(&p);

    /* a person, a firm and a place of one name */
    play("<P Ford/PROPN/2/nsubj > left/VERB/0/root <O Ford/PROPN/2/obj > in/ADP/5/case <L Ford/PROPN/2/obl > .");
    APART("Ford", "Ford#2");
    APART("Ford", "Ford#3");
    play_close(&p);
}

static void bodies_by_initials_and_parts(void **state)
{
    (void)state;
    play("The/DET/4/det <O Nordic/PROPN/4/compound Ferry/PROPN/4/compound Board/PROPN/5/nsubj > met/VERB/0/root .\n"
         "The/DET/2/det <O NFB/PROPN/3/nsubj > agreed/VERB/0/root .\nThe/DET/2/det <O NBF/PROPN/3/nsubj > did/VERB/0/root .");
    SAME("Nordic Ferry Board", "NFB");
    APART("Nordic Ferry Board", "NBF");
    play_close(&p);

    play("<O Hürriyet/PROPN/3/compound Daily/PROPN/3/compound News/PROPN/4/nsubj > asked/VERB/0/root .\n"
         "<O Hürriyet/PROPN/2/nsubj > printed/VERB/0/root it/PRON/2/obj .");
    SAME("Hürriyet Daily News", "Hürriyet#2");
    play_close(&p);

    play("<O Brakmar/PROPN/3/compound Fish/PROPN/3/compound Union/PROPN/4/nsubj > met/VERB/0/root <O Brakmar/PROPN/7/compound "
         "Port/PROPN/7/compound Union/PROPN/4/obj > .");
    APART("Brakmar Fish Union", "Brakmar Port Union");
    play_close(&p);
}

static void states_by_all_their_names(void **state)
{
    (void)state;
    play("The/DET/3/det <S United/PROPN/3/compound States/PROPN/4/nsubj > asked/VERB/0/root <S China/PROPN/4/obj > .\n"
         "<S America/PROPN/3/nsubj > never/ADV/3/advmod asks/VERB/0/root <S Taiwan/PROPN/3/obj > .\n"
         "<M American/ADJ/2/amod > ships/NOUN/3/nsubj left/VERB/0/root .");
    SAME("United States", "America");
    SAME("United States", "American");
    APART("China", "Taiwan");
    assert_int_equal(play_mention(&p, "American", 1)->form, VB_FORM_DEMONYM);
    assert_int_equal(play_who(&p, "China")->kind, VB_KIND_STATE);
    play_close(&p);
}

/* ---- roles --------------------------------------------------------------------------------------------------------------- */

static void roles_beside_names(void **state)
{
    static const struct { const char *text, *role, *name;
    } FORMS[] = {
        {"<p Foreign/PROPN/2/compound Minister/PROPN/3/compound > <P Mara/PROPN/5/nsubj Lind/PROPN/3/flat > left/VERB/0/root .",
         "Foreign Minister", "Mara Lind"},
        {"<P Mara/PROPN/7/nsubj Lind/PROPN/1/flat > , <p the/DET/6/det foreign/ADJ/6/amod minister/NOUN/1/appos > , "
         "left/VERB/0/root .",
         "the foreign minister", "Mara Lind"},
        {"<p The/DET/3/det foreign/ADJ/3/amod minister/NOUN/8/nsubj > , <P Mara/PROPN/3/appos Lind/PROPN/5/flat > , "
         "left/VERB/0/root .",
         "The foreign minister", "Mara Lind"},
        {"<P Mara/PROPN/6/nsubj Lind/PROPN/1/flat > is/AUX/6/cop <p the/DET/6/det foreign/ADJ/6/amod minister/NOUN/0/root > .",
         "the foreign minister", "Mara Lind"},
        {"<P Mara/PROPN/9/nsubj Lind/PROPN/1/flat > , <p foreign/ADJ/5/amod minister/NOUN/1/appos of/ADP/7/case "
         "<S Sweden/PROPN/5/nmod > > , left/VERB/0/root .",
         "foreign minister of Sweden", "Mara Lind"},
        {"<p Foreign/PROPN/2/compound Minister/PROPN/4/compound > Dr./PROPN/4/compound <P Mara/PROPN/6/nsubj Lind/PROPN/4/flat > "
         "left/VERB/0/root .",
         "Foreign Minister", "Mara Lind"},
        {"Ships/NOUN/2/nsubj/NNS left/VERB/3/ccomp said/VERB/0/root <p the/DET/7/det Danish/ADJ/7/amod transport/NOUN/7/compound "
         "minister/NOUN/3/nsubj > , <P Mara/PROPN/3/obj Lind/PROPN/9/flat > .",
         "the Danish transport minister", "Mara Lind"},
        {"<p <S Sweden/PROPN/3/nmod:poss > 's/PART/1/case minister/NOUN/5/nmod:desc > , <P Mara/PROPN/8/nsubj Lind/PROPN/5/flat > "
         ", "
         "left/VERB/0/root .",
         "Sweden 's minister", "Mara Lind"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        play(FORMS[i].text);
        if (!play_same(&p, FORMS[i].role, FORMS[i].name)) fail_msg("not one: %s", p.t.text.bytes.ptr);
        const struct vb_cast_mention *m = play_mention(&p, FORMS[i].role, 1);
        assert_true(m->title && m->form == VB_FORM_ROLE);
        play_close(&p);
    }
}

static void each_name_has_its_own_role(void **state)
{
    (void)state;
    play(
        "<P Mara/PROPN/13/nsubj Lind/PROPN/1/flat > , <p the/DET/6/det foreign/ADJ/6/amod minister/NOUN/1/appos > , and/CCONJ/9/cc "
        "<P Bo/PROPN/1/conj Hald/PROPN/9/flat > , <p the/DET/13/det defence/NOUN/13/compound minister/NOUN/9/appos > , "
        "left/VERB/0/root .");
    SAME("the foreign minister", "Mara Lind");
    SAME("the defence minister", "Bo Hald");
    APART("Mara Lind", "Bo Hald");
    play_close(&p);

    /* of whom a plural speaks is not the one before it */
    play("<p Ministers/NOUN/4/nsubj/NNS > <P Mara/PROPN/1/appos Lind/PROPN/2/flat > left/VERB/0/root .");
    APART("Ministers", "Mara Lind");
    play_close(&p);

    /* no appositive: the next of a list */
    play("<P Mara/PROPN/8/nsubj Lind/PROPN/1/flat > , <p the/DET/5/det mayor/NOUN/1/conj > and/CCONJ/8/cc "
         "<p a/DET/8/det doctor/NOUN/1/conj > left/VERB/0/root .");
    APART("the mayor", "Mara Lind");
    APART("a doctor", "Mara Lind");
    play_close(&p);
}

static void later_roles(void **state)
{
    (void)state;
    play("<p Foreign/PROPN/2/compound Secretary/PROPN/3/compound > <P Mara/PROPN/5/nsubj Lind/PROPN/3/flat > left/VERB/0/root .\n"
         "<p The/DET/3/det foreign/ADJ/3/amod minister/NOUN/4/nsubj > spoke/VERB/0/root .\n"
         "<p A/DET/3/det foreign/ADJ/3/amod minister/NOUN/4/nsubj > slept/VERB/0/root .\n"
         "<p The/DET/4/det <M Danish/ADJ/4/amod > foreign/ADJ/4/amod minister/NOUN/5/nsubj > stayed/VERB/0/root .");
    SAME("The foreign minister", "Mara Lind");                  /* the same class of office */
    APART("A foreign minister", "Mara Lind");                   /* any one */
    play_close(&p);

    play("The/DET/4/det <O Harbour/PROPN/4/compound Safety/PROPN/4/compound Committee/PROPN/5/nsubj > met/VERB/0/root .\n"
         "<o The/DET/2/det committee/NOUN/3/nsubj > agreed/VERB/0/root .\n<o The/DET/2/det court/NOUN/3/nsubj > did/VERB/0/root "
         "n't .");
    SAME("Harbour Safety Committee", "The committee");
    APART("Harbour Safety Committee", "The court");
    play_close(&p);

    /* two states' ministers */
    play(
        "<p <M Swedish/ADJ/3/amod > Foreign/PROPN/3/compound Minister/PROPN/4/compound > <P Mara/PROPN/6/nsubj Lind/PROPN/4/flat > "
        "met/VERB/0/root him/PRON/6/obj .\n"
        "<p The/DET/4/det <M Danish/ADJ/4/amod > foreign/ADJ/4/amod minister/NOUN/5/nsubj > stayed/VERB/0/root .");
    APART("The Danish foreign minister", "Mara Lind");
    play_close(&p);

    /* the network's antecedent, if its kind fits */
    play("<P Mara/PROPN/3/nsubj Lind/PROPN/1/flat > left/VERB/0/root .\n<p The/DET/2/det veteran/NOUN/3/nsubj^1 > "
         "smiled/VERB/0/root .\n<o The/DET/2/det firm/NOUN/3/nsubj^1 > smiled/VERB/0/root .");
    SAME("The veteran", "Mara Lind");
    APART("The firm", "Mara Lind");
    play_close(&p);
}

/* ---- pronouns ------------------------------------------------------------------------------------------------------------ */

static void third_person_by_gender_and_kind(void **state)
{
    (void)state;
    play("<P Maria/PROPN/3/nsubj Stein/PROPN/1/flat > met/VERB/0/root <P James/PROPN/3/obj Oakley/PROPN/4/flat > .\n"
         "She/PRON/2/nsubj smiled/VERB/0/root .\nHe/PRON/2/nsubj left/VERB/0/root .\nIt/PRON/2/nsubj rained/VERB/0/root .");
    SAME("She", "Maria Stein");
    SAME("He", "James Oakley");
    NOBODY("It");
    play_close(&p);

    play("The/DET/4/det <O Harbour/PROPN/4/compound Safety/PROPN/4/compound Board/PROPN/5/nsubj > met/VERB/0/root "
         "<P Maria/PROPN/5/obj Stein/PROPN/6/flat > .\nIt/PRON/2/nsubj agreed/VERB/0/root .\nHe/PRON/2/nsubj left/VERB/0/root .");
    SAME("It", "Harbour Safety Board");
    NOBODY("He");                                               /* no man is named */
    play_close(&p);

    /* not the one beside it in its clause, unless it owns something */
    play("<P James/PROPN/3/nsubj Oakley/PROPN/1/flat > left/VERB/0/root .\n"
         "<P Robert/PROPN/3/nsubj Sund/PROPN/1/flat > saw/VERB/0/root him/PRON/3/obj^1 .");
    SAME("him", "James Oakley");
    play_close(&p);
    play("<P Robert/PROPN/3/nsubj Sund/PROPN/1/flat > saw/VERB/0/root his/PRON/5/nmod/PRP$ house/NOUN/3/obj .");
    SAME("his", "Robert Sund");
    play_close(&p);

    /* a state that owns something in its sentence */
    play("<S Japan/PROPN/3/nsubj > will/AUX/3/aux send/VERB/0/root ships/NOUN/3/obj if/SCONJ/9/mark the/DET/8/det "
         "<O Security/PROPN/8/compound Council/PROPN/9/nsubj > asks/VERB/3/advcl , its/PRON/12/nmod/PRP$ minister/NOUN/13/nsubj "
         "said/VERB/3/parataxis .");
    SAME("its", "Japan");
    play_close(&p);

    /* named only after the pronoun, and by a given name alone */
    play("In/ADP/3/case her/PRON/3/nmod/PRP$ speech/NOUN/6/obl <P Maria/PROPN/6/nsubj Stein/PROPN/4/flat > thanked/VERB/0/root "
         "<P Olga/PROPN/6/obj Brandt/PROPN/7/flat > .");
    SAME("her", "Maria Stein");
    play_close(&p);
    play("<P Nina/PROPN/2/nsubj > left/VERB/0/root .\nHe/PRON/2/nsubj stayed/VERB/0/root .\nShe/PRON/2/nsubj slept/VERB/0/root .");
    NOBODY("He");
    SAME("She", "Nina");
    play_close(&p);
}

static void relative_pronouns(void **state)
{
    (void)state;
    play("He/PRON/2/nsubj met/VERB/0/root <P Alan/PROPN/2/obj Brown/PROPN/3/flat > , who/PRON/7/nsubj praised/VERB/3/acl "
         "<P Jo/PROPN/7/obj Bell/PROPN/8/flat > .");
    SAME("who", "Alan Brown");
    play_close(&p);
    play("<p A/DET/2/det minister/NOUN/6/nsubj > who/PRON/5/nsubj had/AUX/5/aux left/VERB/2/acl spoke/VERB/0/root .");
    SAME("who", "A minister");
    play_close(&p);
    /* the tree may hang the clause on where she works */
    play("<P Maria/PROPN/12/nsubj Stein/PROPN/1/flat > , <p an/DET/5/det ecologist/NOUN/1/appos > at/ADP/9/case the/DET/9/det "
         "<O Coimbra/PROPN/9/compound University/PROPN/5/nmod > who/PRON/11/nsubj left/VERB/9/acl spoke/VERB/0/root .");
    SAME("who", "Maria Stein");
    play_close(&p);
}

static void first_person_by_who_speaks(void **state)
{
    (void)state;
    play("<1 I/PRON/2/nsubj agree/VERB/5/ccomp > , <2 <P Ann/PROPN/5/nsubj Pike/PROPN/4/flat > > said/VERB/0/root .\n"
         "I/PRON/2/nsubj left/VERB/0/root .");
    SAME("I", "Ann Pike");
    assert_int_equal(play_member(&p, "I", 2), VB_NONE);         /* in nobody's words */
    play_close(&p);

    /* an official's "we" is not the official alone; a body's is the body */
    play("<S Sweden/PROPN/2/nsubj > waited/VERB/0/root .\n<1 We/PRON/2/nsubj agree/VERB/10/ccomp > , "
         "<2 <p <M Swedish/ADJ/6/amod > Foreign/PROPN/6/compound Minister/PROPN/7/compound > <P Mara/PROPN/9/nsubj "
         "Lind/PROPN/7/flat > > said/VERB/0/root .\n"
         "<3 We/PRON/2/nsubj doubt/VERB/10/ccomp it/PRON/2/obj > , the/DET/8/det <4 <O Harbour/PROPN/8/compound "
         "Safety/PROPN/8/compound "
         "Board/PROPN/9/nsubj > > said/VERB/0/root .");
    APART("We", "Mara Lind");
    SAME("We#2", "Harbour Safety Board");
    play_close(&p);

    /* the innermost speaker: Bo's "I" in what Ann quotes */
    play("<1 <4 <P Bo/PROPN/2/nsubj Hald/PROPN/1/flat > > said/VERB/8/ccomp <3 I/PRON/5/nsubj agree/VERB/3/ccomp > > , "
         "<2 <P Ann/PROPN/8/nsubj Pike/PROPN/7/flat > > said/VERB/0/root .");
    SAME("I", "Bo Hald");
    play_close(&p);

    /* the network is not heard where it takes the speaker for "you", or a state for the author's "we" */
    play("<P Bo/PROPN/3/nsubj Hald/PROPN/1/flat > left/VERB/0/root .\n<2 <P Ann/PROPN/3/nsubj Pike/PROPN/1/flat > > "
         "said/VERB/0/root <1 you/PRON/5/nsubj^5 left/VERB/3/ccomp > .");
    NOBODY("you");
    play_close(&p);
    play("<S Sweden/PROPN/2/nsubj > waited/VERB/0/root .\nWe/PRON/2/nsubj^1 left/VERB/0/root .");
    NOBODY("We");
    play_close(&p);
}

/* ---- true of every cast ------------------------------------------------------------------------------------------------- */

static void casts_hold_together(void **state)
{
    static const char *const TEXTS[] = {
        "<P Ann/PROPN/2/nsubj > said/VERB/0/root it/PRON/2/obj .",
        "<p The/DET/4/det <M British/ADJ/4/amod > prime/ADJ/4/amod minister/NOUN/5/nsubj > met/VERB/0/root <p the/DET/8/det "
        "<M French/ADJ/8/amod > president/NOUN/5/obj > and/CCONJ/10/cc <p ministers/NOUN/8/conj/NNS > from/ADP/12/case <S "
        "Spain/PROPN/10/nmod > , who/PRON/15/nsubj agreed/VERB/8/acl .",
        "who/PRON/0/root",
        "<P he/PRON/0/root >",
        "<o the/DET/2/det committee/NOUN/0/root 's <P Ann/PROPN/2/nmod > >",
        ". . .",
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        play(TEXTS[i]);
        for (size_t k = 0; k < p.cast.mentions.n; k++) {
            const struct vb_cast_mention *m = &p.cast.mentions.at[k];
            assert_true(m->beg < m->end && m->end <= p.t.text.n_tokens && m->beg <= m->head && m->head < m->end);
            assert_true(m->member == VB_NONE || m->member < p.cast.members.n);
            assert_true(m->score >= 0 && m->score <= 1);
            assert_true(k == 0 || m[-1].beg < m->beg || (m[-1].beg == m->beg && m[-1].end >= m->end));
        }
        for (size_t k = 0; k < p.cast.members.n; k++) {
            const struct vb_member *m = &p.cast.members.at[k];
            assert_true(m->first < p.cast.mentions.n && p.cast.mentions.at[m->first].member == k);
        }
        play_close(&p);
    }
}

/* `n` times a sentence in one paragraph: processor time in seconds. */
static double seconds_for(const char *sentence, size_t n)
{
    const size_t len    = strlen(sentence) + 1;
    char        *source = malloc(n * len + 1);
    assert_non_null(source);
    for (size_t i = 0; i < n; i++) sprintf(source + i * len, "%s\n", sentence);
    clock_t begin = clock();
    play(source);
    double took = (double)(clock() - begin) / CLOCKS_PER_SEC;
    play_close(&p);
    free(source);
    return took;
}

/* Eight times the text may take twelve times as long, and a moment more for the clock's sake. */
static void hostile_texts_take_linear_time(void **state)
{
    static const char *const SENTENCES[] = {
        "The/DET/2/det minister/NOUN/3/nsubj told/VERB/0/root him/PRON/3/obj .",
        "A/DET/2/det minister/NOUN/3/nsubj told/VERB/0/root officials/NOUN/3/obj/NNS .",
        "China/PROPN/2/nsubj told/VERB/0/root it/PRON/2/obj .",
        "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat saw/VERB/0/root Barack/PROPN/3/obj Obama/PROPN/4/flat who/PRON/7/nsubj "
        "left/VERB/4/acl .",
        "the/DET/2/det president/NOUN/0/root of/ADP/5/case the/DET/5/det president/NOUN/2/nmod of/ADP/8/case the/DET/8/det "
        "president/NOUN/5/nmod",
        "Senate/PROPN/2/nsubj said/VERB/0/root so/ADV/2/advmod .",
        "he/PRON/0/root she/PRON/1/dep we/PRON/1/dep they/PRON/1/dep it/PRON/1/dep",
    };
    (void)state;
    for (size_t i = 0; i < sizeof SENTENCES / sizeof *SENTENCES; i++) {
        double small = seconds_for(SENTENCES[i], 2000), large = seconds_for(SENTENCES[i], 16000);
        if (large > 12 * small + 0.3) fail_msg("\"%s\": %.3f s, then %.3f s for eight times as much", SENTENCES[i], small, large);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_name_in_several_forms),
        cmocka_unit_test(namesakes_stay_apart),
        cmocka_unit_test(bodies_by_initials_and_parts),
        cmocka_unit_test(states_by_all_their_names),
        cmocka_unit_test(roles_beside_names),
        cmocka_unit_test(each_name_has_its_own_role),
        cmocka_unit_test(later_roles),
        cmocka_unit_test(third_person_by_gender_and_kind),
        cmocka_unit_test(relative_pronouns),
        cmocka_unit_test(first_person_by_who_speaks),
        cmocka_unit_test(casts_hold_together),
        cmocka_unit_test(hostile_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, play_open_tables, play_close_tables);
}
