/*
 * The language of a text, and whether it is read as English.
 */
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void finds(const char *words, const char *given, const char *lang, bool english)
{
    struct vb_arena arena = { 0 };
    struct vb_text  text;
    char            got[32];

    assert_int_equal(vb_text_split(vb_str_of(words), vb_str_of(given), (vb_str){ 0 }, &arena, &text, NULL), VB_OK);
    snprintf(got, sizeof got, "%.*s", (int)text.lang.len, text.lang.ptr);
    if (strcmp(got, lang) || vb_text_is_english(&text) != english)
        fail_msg("\"%s\": found %s, %s", words, got, vb_text_is_english(&text) ? "English" : "not English");
    vb_arena_free(&arena);
}

static void sentences_show_their_language(void **state)
{
    (void)state;
    finds("The minister said on Monday that he would resign.", NULL, "en", true);
    finds("Der Minister hat am Montag gesagt, dass er nicht zurücktreten wird.", NULL, "de", false);
    finds("El ministro dijo el lunes que no va a renunciar a su cargo.", NULL, "es", false);
    finds("Le ministre a dit lundi que la démission est dans les mains du président.", NULL, "fr", false);
    finds("O ministro disse que não vai renunciar e que a decisão foi do governo.", NULL, "pt", false);
    finds("Il ministro ha detto che non è una decisione del governo.", NULL, "it", false);
    finds("De minister zei dat hij niet van plan is om op te stappen.", NULL, "nl", false);
    finds("Minister powiedział, że nie poda się do dymisji w tym roku.", NULL, "pl", false);
    finds("Bakan, bu karar için daha çok zaman gerektiğini söyledi ve bir açıklama yaptı.", NULL, "tr", false);
}

static void scripts_show_their_language(void **state)
{
    (void)state;
    finds("Министр сказал, что не уйдёт в отставку.", NULL, "ru", false);
    finds("Міністр сказав, що він не піде у відставку.", NULL, "uk", false);
    finds("部长周一表示不会辞职。", NULL, "zh", false);
    finds("大臣は月曜日に辞任しないと述べた。", NULL, "ja", false);
    finds("장관은 월요일에 사임하지 않겠다고 말했다.", NULL, "ko", false);
    finds("قال الوزير يوم الاثنين إنه لن يستقيل.", NULL, "ar", false);
    finds("Ο υπουργός είπε ότι δεν θα παραιτηθεί.", NULL, "el", false);
    finds("השר אמר ביום שני כי לא יתפטר.", NULL, "he", false);
    finds("मंत्री ने कहा कि वह इस्तीफा नहीं देंगे।", NULL, "hi", false);
}

/* Refusing an English text costs more than reading a foreign one. */
static void short_texts_are_read_as_english_unless_they_cannot_be(void **state)
{
    (void)state;
    finds("G20 summit opens", NULL, "und", true);
    finds("El Chapo trial begins", NULL, "und", true);
    finds("Le Pen wins", NULL, "und", true);
    finds("U.S. employers add 214K jobs; rate falls to 5.8 percent", NULL, "en", true);
    finds("Judge Blocks Trump Administration's Asylum Policy. Here's Why.", NULL, "und", true);
    finds("Mario Abdo Benítez", NULL, "und", true);
    finds("Michelle Obama made America pay attention", NULL, "und", true);
    finds("MINEROS EN HUELGA HICIERON FLAMEAR BANDERAS CHILENAS", NULL, "und", false);
    finds("***", NULL, "und", true);
    finds("", NULL, "und", true);
}

static void what_is_given_is_kept(void **state)
{
    (void)state;
    finds("The minister said so.", "de", "de", false);
    finds("Der Minister hat das nicht gesagt.", "en-GB", "en-GB", true);
    finds("The minister said so.", "EN", "EN", true);
    finds("The minister said so.", "enm", "enm", false);
    finds("The minister said so.", "und", "und", true);
    finds("Der Minister ist nicht da.", "", "de", false);
}

static void a_long_text_without_function_words_is_not_english(void **state)
{
    char   words[2000];
    size_t n = 0;
    (void)state;
    for (int i = 0; i < 60; i++) n += (size_t)snprintf(words + n, sizeof words - n, "lorem%c ipsum%c ", 'a' + i % 26, 'a' + i % 25);
    finds(words, NULL, "und", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_show_their_language),
        cmocka_unit_test(scripts_show_their_language),
        cmocka_unit_test(short_texts_are_read_as_english_unless_they_cannot_be),
        cmocka_unit_test(what_is_given_is_kept),
        cmocka_unit_test(a_long_text_without_function_words_is_not_english),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
