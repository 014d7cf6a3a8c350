/*
 * Patterns against trees: what decides between rows, and that the tables of knowledge/events read news words as the codebook does.
 */
#include "event_patterns.h"
#include "kb_files.h"
#include "tagged_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define PATTERNS "word\tpos\tsubject\tobject\tparticle\tpreposition\tinside\tclause\tbefore\ttype\tmode\tcameo\tsure\n"

static const char *const small[][2] = {
    {"events/event-types.tsv", "type\tquad\tintensity\nRETREAT\t2\t6.5\nSANCTION\t4\t-6\nASSAULT\t4\t-9\nREQUEST\t3\t0\n"},
    {"events/event-modes.tsv",
     "type\tmode\tcameo\nRETREAT\t\t087\nRETREAT\twithdraw\t087\nSANCTION\twithdraw\t161\nASSAULT\t\t190\n"},
    {"events/cameo.tsv", "code\ttype\tmode\tlabel\n087\tRETREAT\t\tscales down\n161\tSANCTION\twithdraw\tcuts ties\n"
                         "190\tASSAULT\t\tattacks\n"},
    {"events/groups.tsv", "group\tnames\n@force\ttroop|soldier\n"},
    {"events/contexts.tsv", "word\tnames\tcontext\tsure\nhuman rights\t\thuman_rights\tsure\nsoldier\tsoldiers\tmilitary\tsure\n"
                            "base\t\tmilitary\tweak\njudge\t\tlegal\tusual\n"},
    {"events/patterns.tsv", PATTERNS "withdraw\tverb\t\t\t\t\t\t\t\tRETREAT\t\t\tweak\n"
                                     "withdraw\tverb\t\t@force\t\t\t\t\t\tRETREAT\twithdraw\t087\tsure\n"
                                     "withdraw\tverb\t\tambassador\t\t\t\t\t\tSANCTION\twithdraw\t161\tsure\n"
                                     "withdraw\tverb\t\t\t\tfrom\t@name\t\t\tRETREAT\twithdraw\t\tusual\n"
                                     "strike\tverb\t\t\t\t\t\t\t\tASSAULT\t\t190\tweak\n"
                                     "strike\tverb\t@force\t\t\t\t\t\t\tASSAULT\t\t190\tsure\n"
                                     "strike\tverb\t\tbalance\t\t\t\t\t\tNONE\t\t\tsure\n"
                                     "agree\tverb\t\t\t\tto\t\t\t\tREQUEST\t\t\tusual\n"
                                     "agree\tverb\t\t\t\t\twithdraw\tinf\t\tRETREAT\t\t\tusual\n"
                                     "pull\tverb\t\t\tout\t\t\t\t\tRETREAT\twithdraw\t\tusual\n"
                                     "strike\tnoun\t\t\t\t\t\t\tair\tASSAULT\t\t\tsure\n"
                                     "ban\tverb\t\t\t\t\t\t\t\tASSAULT\t\t\tusual\n"
                                     "shell\tverb\t\t\t\t\t\t\t\tASSAULT\t\t\tusual\n"
                                     "shelling\tnoun\t\t\t\t\t\t\t\tASSAULT\t\t\tsure\n"},
};

static struct vb_knowledge *kb, *real;

static struct vb_knowledge *open_dir(const char *dir)
{
    struct vb_knowledge *out;
    vb_error             err = {0};
    vb_str               pack;
    char                *path, *beside = kb_dir();
    if (vb_knowledge_build(&dir, 1, NULL, NULL, NULL, &pack, &err) != VB_OK) fail_msg("%s", err.msg);
    path = kb_pack_file(beside, pack);
    vb_free((void *)(uintptr_t)pack.ptr);
    if (vb_knowledge_open(path, NULL, 0, &out, &err) != VB_OK) fail_msg("%s", err.msg);
    free(path);
    kb_remove(beside);
    return out;
}

/* The pattern at the word marked <A … > of a tagged text, "TYPE mode sure words", or "-". */
static const char *at(const struct vb_knowledge *tables, const char *tagged)
{
    static const char *const sure[] = {"weak", "usual", "sure"};
    static char              said[256];
    struct tagged            t;
    struct vb_event_pattern  p;
    tagged_open(&t, tagged);
    strcpy(said, "-");
    if (vb_event_pattern_at(tables, &t.text, &t.syntax, t.mark[0].beg, &p)) {
        assert_true(p.beg <= t.mark[0].beg && p.end > t.mark[0].beg && p.end <= t.text.n_tokens);
        vb_str words = vb_str_sub(t.text.bytes, (vb_span){t.text.tokens[p.beg].span.beg, t.text.tokens[p.end - 1].span.end});
        snprintf(said, sizeof said, "%s %.*s%s%s %.*s", vb_event_type_names[p.type], (int)p.mode.len, p.mode.ptr,
                 p.mode.len ? " " : "", sure[p.sure], (int)words.len, words.ptr);
    }
    tagged_close(&t);
    return said;
}

#define AT(tagged, expected) assert_string_equal(at(kb, tagged), expected)

static void test_object_decides(void **state)
{
    (void)state;
    AT("They/PRON/2/nsubj <A withdraw/VERB/0/root > ./PUNCT/2/punct", "RETREAT weak withdraw");
    AT("They/PRON/2/nsubj <A withdrew/VERB/0/root > the/DET/4/det troops/NOUN/2/obj", "RETREAT withdraw sure withdrew");
    AT("They/PRON/2/nsubj <A withdrew/VERB/0/root > an/DET/4/det ambassador/NOUN/2/obj",
       "SANCTION withdraw sure withdrew an ambassador");
    AT("They/PRON/2/nsubj <A withdrew/VERB/0/root > from/ADP/4/case Oslo/PROPN/2/obl", "RETREAT withdraw usual withdrew from");
    AT("They/PRON/2/nsubj <A withdrew/VERB/0/root > from/ADP/5/case the/DET/5/det race/NOUN/2/obl", "RETREAT weak withdrew");
}

/* An ambassador, though the words after "from" are a name too: a kind of object weighs more than any name. */
static void test_the_longest_wins(void **state)
{
    (void)state;
    AT("They/PRON/2/nsubj <A withdrew/VERB/0/root > an/DET/4/det ambassador/NOUN/2/obj from/ADP/6/case Oslo/PROPN/2/obl",
       "SANCTION withdraw sure withdrew an ambassador");
}

static void test_object_by_the_tree(void **state)
{
    (void)state;
    AT("Troops/NOUN/3/nsubj:pass were/AUX/3/aux:pass <A withdrawn/VERB/0/root/VBN >", "RETREAT withdraw sure withdrawn");
    AT("an/DET/2/det envoy/NOUN/3/nsubj told/VERB/0/root soldiers/NOUN/3/obj who/PRON/7/nsubj:pass "
       "were/AUX/7/aux:pass <A withdrawn/VERB/4/acl:relcl/VBN >", "RETREAT withdraw sure withdrawn");
    AT("the/DET/2/det troops/NOUN/4/nsubj <A withdrawn/VERB/2/acl/VBN > rested/VERB/0/root", "RETREAT withdraw sure withdrawn");
    AT("They/PRON/2/nsubj <A withdrew/VERB/0/root > guns/NOUN/2/obj and/CCONJ/5/cc soldiers/NOUN/3/conj",
       "RETREAT withdraw sure withdrew");
    AT("They/PRON/2/nsubj moved/VERB/0/root and/CCONJ/4/cc <A withdrew/VERB/2/conj > troops/NOUN/2/obj",
       "RETREAT withdraw sure withdrew");
    AT("They/PRON/2/nsubj moved/VERB/0/root troops/NOUN/2/obj and/CCONJ/5/cc <A withdrew/VERB/2/conj >", "RETREAT weak withdrew");
}

static void test_subject_decides(void **state)
{
    (void)state;
    AT("Soldiers/NOUN/2/nsubj <A struck/VERB/0/root >", "ASSAULT sure struck");
    AT("Dockers/NOUN/2/nsubj <A struck/VERB/0/root >", "ASSAULT weak struck");
    AT("Soldiers/NOUN/2/nsubj began/VERB/0/root to/PART/4/mark <A strike/VERB/2/xcomp >", "ASSAULT sure strike");
}

static void test_words_that_are_no_event(void **state)
{
    (void)state;
    AT("They/PRON/2/nsubj <A strike/VERB/0/root > a/DET/4/det balance/NOUN/2/obj", "-");
    AT("They/PRON/2/nsubj <A whistled/VERB/0/root >", "-");
    AT("<A Strike/PROPN/0/root >", "-");
    assert_string_equal(at(NULL, "They/PRON/2/nsubj <A struck/VERB/0/root >"), "-");
}

static void test_infinitive_or_noun(void **state)
{
    (void)state;
    AT("They/PRON/2/nsubj <A agreed/VERB/0/root > to/PART/4/mark withdraw/VERB/2/xcomp", "RETREAT usual agreed");
    AT("They/PRON/2/nsubj <A agreed/VERB/0/root > to/ADP/4/case talks/NOUN/2/obl", "REQUEST usual agreed to");
    AT("They/PRON/2/nsubj <A agreed/VERB/0/root > to/PART/4/mark sing/VERB/2/xcomp", "-");
}

static void test_particle(void **state)
{
    (void)state;
    AT("They/PRON/2/nsubj <A pulled/VERB/0/root > troops/NOUN/2/obj out/ADP/2/compound",
       "RETREAT withdraw usual pulled troops out");
    AT("They/PRON/2/nsubj <A pulled/VERB/0/root > out/ADP/6/case of/ADP/6/case the/DET/6/det town/NOUN/2/obl",
       "RETREAT withdraw usual pulled out");
    AT("They/PRON/2/nsubj <A pulled/VERB/0/root > strings/NOUN/2/obj", "-");
}

static void test_before_a_noun(void **state)
{
    (void)state;
    AT("an/DET/3/det air/NOUN/3/compound <A strike/NOUN/0/root >", "ASSAULT sure air strike");
    AT("a/DET/2/det <A strike/NOUN/0/root > in/ADP/5/case the/DET/5/det air/NOUN/2/nmod", "-");
}

/* What the lemma head gets wrong; what no rule could have made. */
static void test_forms(void **state)
{
    (void)state;
    AT("They/PRON/2/nsubj <A banned/VERB/0/root > it/PRON/2/obj", "ASSAULT usual banned");
    AT("They/PRON/2/nsubj <A Banning/VERB/0/root > it/PRON/2/obj", "ASSAULT usual Banning");
    AT("They/PRON/2/nsubj <A banks/VERB/0/root > it/PRON/2/obj", "-");
    AT("They/PRON/2/nsubj <A shelled/VERB/0/root > it/PRON/2/obj", "ASSAULT usual shelled");
    AT("the/DET/2/det <A shelling/NOUN/0/root >", "ASSAULT sure shelling");
    AT("the/DET/2/det shelled/ADJ/3/amod town/NOUN/0/root <A shelled/ADJ/3/acl >", "ASSAULT weak shelled");
}

static void test_crosswalk(void **state)
{
    struct vb_event_codes codes;
    (void)state;
    assert_true(vb_event_crosswalk(kb, VB_EVENT_SANCTION, VB_STR("withdraw"), &codes));
    assert_true(vb_str_eq(codes.cameo, VB_STR("161")) && codes.quad == 4 && codes.intensity == -6.0f);
    assert_true(vb_event_crosswalk(kb, VB_EVENT_RETREAT, VB_STR(""), &codes));
    assert_true(vb_str_eq(codes.cameo, VB_STR("087")) && codes.quad == 2 && codes.intensity == 6.5f);
    assert_false(vb_event_crosswalk(kb, VB_EVENT_RETREAT, VB_STR("aerial"), &codes));
    assert_true(vb_str_eq(codes.cameo, VB_STR("087")));
    assert_false(vb_event_crosswalk(NULL, VB_EVENT_RETREAT, VB_STR(""), &codes));
    assert_true(codes.cameo.len == 0 && codes.quad == 0);
}

static void test_contexts(void **state)
{
    struct vb_event_context c[VB_EVENT_CONTEXTS_MAX];
    struct tagged           t;
    (void)state;
    tagged_open(&t,
                "The/DET/2/det judge/NOUN/3/nsubj told/VERB/0/root soldiers/NOUN/3/obj at/ADP/6/case base/NOUN/3/obl of/ADP/9/case "
                "human/ADJ/9/amod rights/NOUN/6/nmod\nThe/DET/2/det soldier/NOUN/3/nsubj slept/VERB/0/root");
    assert_int_equal(vb_event_contexts_near(kb, &t.text, &t.syntax, 2, c, VB_EVENT_CONTEXTS_MAX), 3);
    assert_true(vb_str_eq(c[0].name, VB_STR("military")) && c[0].token == 3);
    assert_true(vb_str_eq(c[1].name, VB_STR("human_rights")) && c[1].token == 7);
    assert_true(vb_str_eq(c[2].name, VB_STR("legal")) && c[0].weight > c[1].weight && c[1].weight > c[2].weight);
    assert_int_equal(vb_event_contexts_near(kb, &t.text, &t.syntax, 11, c, 1), 1);
    assert_int_equal(vb_event_contexts_near(kb, &t.text, &t.syntax, 99, c, 1), 0);
    assert_int_equal(vb_event_contexts_near(NULL, &t.text, &t.syntax, 2, c, 1), 0);
    tagged_close(&t);
}

static void test_names_of_types(void **state)
{
    vb_event_type type;
    (void)state;
    for (int i = VB_EVENT_AGREE; i <= VB_EVENT_ASSAULT; i++) {
        assert_true(vb_event_type_of(vb_str_of(vb_event_type_names[i]), &type));
        assert_int_equal(type, i);
    }
    assert_false(vb_event_type_of(VB_STR("NONE"), &type));
}

/* ---- the tables of the tree ------------------------------------------------------------------------------------------------ */

static void test_news_words(void **state)
{
    static const char *const cases[][2] = {
        {"She/PRON/2/nsubj <A called/VERB/0/root > on/ADP/4/case Oslo/PROPN/2/obl", "REQUEST sure called on"},
        {"They/PRON/2/nsubj <A called/VERB/0/root > for/ADP/5/case a/DET/5/det ceasefire/NOUN/2/obl",
         "REQUEST yield sure called for"},
        {"They/PRON/2/nsubj <A held/VERB/0/root > talks/NOUN/2/obj", "CONSULT sure held talks"},
        {"an/DET/3/det air/NOUN/3/compound <A strike/NOUN/0/root >", "ASSAULT aerial sure air strike"},
        {"He/PRON/2/nsubj <A stepped/VERB/0/root > down/ADP/2/compound", "RETREAT resign sure stepped down"},
        {"It/PRON/2/nsubj <A recalled/VERB/0/root > its/PRON/4/nmod ambassador/NOUN/2/obj", "SANCTION withdraw sure recalled"},
        {"It/PRON/2/nsubj <A expelled/VERB/0/root > two/NUM/4/nummod diplomats/NOUN/2/obj", "SANCTION expel sure expelled"},
        {"It/PRON/2/nsubj <A expelled/VERB/0/root > the/DET/4/det migrants/NOUN/2/obj",
         "COERCE deport usual expelled the migrants"},
        {"It/PRON/2/nsubj <A lodged/VERB/0/root > a/DET/4/det complaint/NOUN/2/obj", "ACCUSE allege sure lodged a complaint"},
        {"Teachers/NOUN/2/nsubj <A struck/VERB/0/root > over/ADP/4/case pay/NOUN/2/obl", "PROTEST strike sure struck over"},
        {"They/PRON/2/nsubj <A struck/VERB/0/root > a/DET/4/det balance/NOUN/2/obj", "-"},
        {"He/PRON/2/nsubj <A refused/VERB/0/root > to/PART/4/mark resign/VERB/2/xcomp", "REJECT change sure refused"},
        {"Police/NOUN/2/nsubj <A dispersed/VERB/0/root > the/DET/4/det crowd/NOUN/2/obj", "ASSAULT crowd-control sure dispersed"},
        {"It/PRON/2/nsubj <A imposed/VERB/0/root > sanctions/NOUN/2/obj", "SANCTION discontinue sure imposed"},
        {"It/PRON/2/nsubj <A lifted/VERB/0/root > sanctions/NOUN/2/obj", "CONCEDE sure lifted sanctions"},
        {"The/DET/2/det plan/NOUN/3/nsubj <A met/VERB/0/root > the/DET/5/det deadline/NOUN/3/obj", "-"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_string_equal(at(real, cases[i][0]), cases[i][1]);
}

/* Every mode of PLOVER has patterns and a code, and the codes' quad classes are those of their types. */
static void test_tables_agree(void **state)
{
    const struct vb_kb_layer *pack = &real->pack;
    struct vb_event_codes     codes;
    vb_event_type             type;
    (void)state;
    for (uint32_t m = pack->row_of[VB_KB_EVENT_MODES]; m < pack->row_of[VB_KB_EVENT_MODES + 1]; m++) {
        vb_str   name = vb_kb_cell(real, m, VB_KB_NAME), mode = vb_kb_cell(real, m, VB_KB_MODE);
        uint32_t n    = 0;
        for (uint32_t p = pack->row_of[VB_KB_PATTERNS]; p < pack->row_of[VB_KB_PATTERNS + 1]; p++)
            if (vb_str_eq(vb_kb_cell(real, p, VB_KB_TYPE), name) && vb_str_eq(vb_kb_cell(real, p, VB_KB_MODE), mode)) n++;
        if (mode.len && n < 3) fail_msg("%.*s %.*s: %u patterns", (int)name.len, name.ptr, (int)mode.len, mode.ptr, n);
        assert_true(vb_event_type_of(name, &type));
        assert_true(vb_event_crosswalk(real, type, mode, &codes));
        assert_true(codes.cameo.len == 3 && codes.quad >= 1 && codes.quad <= 4);
    }
    for (uint32_t c = pack->row_of[VB_KB_CAMEO]; c < pack->row_of[VB_KB_CAMEO + 1]; c++) {
        vb_str quad = vb_kb_cell(real, c, VB_KB_QUAD);
        if (!vb_event_type_of(vb_kb_cell(real, c, VB_KB_TYPE), &type)) continue;
        vb_event_crosswalk(real, type, VB_STR(""), &codes);
        assert_int_equal(quad.ptr[0] - '0', codes.quad);
    }
}

static int set_up(void **state)
{
    char        source[512];
    const char *root = getenv("VERBALE_SOURCE");
    char       *dir  = kb_dir();
    (void)state;
    for (size_t i = 0; i < sizeof small / sizeof *small; i++) kb_put(dir, small[i][0], small[i][1]);
    kb = open_dir(dir);
    kb_remove(dir);
    snprintf(source, sizeof source, "%s/knowledge/events", root ? root : ".");
    real = open_dir(source);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    vb_knowledge_close(kb);
    vb_knowledge_close(real);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_object_decides),
        cmocka_unit_test(test_the_longest_wins),
        cmocka_unit_test(test_object_by_the_tree),
        cmocka_unit_test(test_subject_decides),
        cmocka_unit_test(test_words_that_are_no_event),
        cmocka_unit_test(test_infinitive_or_noun),
        cmocka_unit_test(test_particle),
        cmocka_unit_test(test_before_a_noun),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_crosswalk),
        cmocka_unit_test(test_contexts),
        cmocka_unit_test(test_names_of_types),
        cmocka_unit_test(test_news_words),
        cmocka_unit_test(test_tables_agree),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
