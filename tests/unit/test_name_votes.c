/*
 * One name is of one kind throughout a text.
 */
#include "tagged_text.h"

#include "mention_tagger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { N_KINDS = VB_N_NAME_KINDS };

/* A span with these log probabilities of PER and ORG; the other kinds are far off. */
static struct vb_tagged_span span(uint32_t beg, uint32_t end, float per, float org)
{
    struct vb_tagged_span s = {.beg = beg, .end = end, .kind = per > org ? VB_NAME_PER : VB_NAME_ORG, .score = .9f};
    for (int k = 0; k < N_KINDS; k++) s.kinds[k] = -9;
    s.kinds[VB_NAME_PER] = per;
    s.kinds[VB_NAME_ORG] = org;
    return s;
}

static void vote(const char *words, struct vb_tagged_span *spans, size_t n)
{
    struct tagged         t;
    struct vb_tagged_list list = {.at = spans, .n = n, .room = n};
    tagged_open(&t, words);
    assert_int_equal(vb_names_vote(&t.text, NULL, N_KINDS, VB_NAME_PER, &list, NULL), VB_OK);
    tagged_close(&t);
}

static void the_sum_of_the_occurrences_decides(void **state)
{
    (void)state;
    struct vb_tagged_span s[] = {span(0, 1, -.1f, -3), span(2, 3, -.9f, -.6f), span(4, 5, -.8f, -.7f), span(6, 7, -.7f, -.6f)};
    vote("Vallery/PROPN/2/nsubj met/VERB/0/root VALLERY/PROPN/2/obj and/CCONJ/5/cc vallery/PROPN/2/conj and/CCONJ/7/cc "
         "Orban/PROPN/2/conj",
         s, 4);
    for (int i = 0; i < 3; i++) assert_int_equal(s[i].kind, VB_NAME_PER);
    assert_int_equal(s[3].kind, VB_NAME_ORG);      /* another name has its own vote */
}

static void a_surname_goes_with_the_full_name(void **state)
{
    (void)state;
    struct vb_tagged_span s[] = {span(0, 2, -.01f, -5), span(3, 4, -1.2f, -.4f)};
    vote("Teesta/PROPN/3/nsubj Setalvad/PROPN/1/flat met/VERB/0/root Setalvad/PROPN/3/obj", s, 2);
    assert_int_equal(s[1].kind, VB_NAME_PER);
    struct vb_tagged_span body[] = {span(0, 2, -5, -.01f), span(3, 4, -.4f, -1.2f)};           /* a body has no surname */
    vote("Alpha/PROPN/3/nsubj Bank/PROPN/1/flat met/VERB/0/root Bank/PROPN/3/obj", body, 2);
    assert_int_equal(body[1].kind, VB_NAME_PER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sum_of_the_occurrences_decides),
        cmocka_unit_test(a_surname_goes_with_the_full_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
