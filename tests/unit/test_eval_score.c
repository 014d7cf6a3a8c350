/* Opposite src/eval/eval_score.c: each layer on a text of its own, with figures worked out by hand from score_record.py's rules. */
#include "eval_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define DOC "{'document':{'id':'d','text':'Sweden condemned Norway. We regret it, said Ann Lind.'}"
/*            0      7         17       25            39   44 */
#define ENTITIES \
    ",'entities':[{'id':'a','name':'Sweden','country':'SWE','sector':'GOV','mentions':[{'span':[0,6],'form':'name'}]}," \
    "{'id':'b','name':'Norway','country':'NOR','sector':'GOV','mentions':[{'span':[17,23],'form':'name'}]}," \
    "{'id':'c','name':'Ann Lind','country':'SWE','sector':'LEG','mentions':[{'span':[44,52],'form':'name'}," \
    "{'span':[25,27],'form':'pronoun'}]}]"

struct misses { char text[4096]; unsigned n, stop_after; };

static bool keep_miss(void *ctx, const struct vb_eval_miss *miss)
{
    static const char kinds[] = "-+~";
    struct misses    *m       = ctx;
    size_t            at      = strlen(m->text);
    vb_str            words   = miss->row.bytes.n > 0 ? vb_str_sub(miss->row.text, miss->row.bytes.at[0]) : VB_STR("");

    snprintf(m->text + at, sizeof m->text - at, "%c%s %.*s [%.*s] %.*s/%.*s\n", kinds[miss->kind], miss->layer,
             (int)miss->row.id.len, miss->row.id.ptr ? miss->row.id.ptr : "", (int)words.len, words.ptr, (int)miss->gold.len,
             miss->gold.ptr ? miss->gold.ptr : "", (int)miss->pred.len, miss->pred.ptr ? miss->pred.ptr : "");
    return ++m->n != m->stop_after;
}

static void score(const char *gold, const char *pred, struct vb_eval_scores *scores, struct misses *misses)
{
    struct lines g = { 0 }, p = { 0 };

    *misses = (struct misses){ 0 };
    assert_int_equal(lines_open(&g, gold, NULL), VB_OK);
    assert_int_equal(lines_open(&p, pred, NULL), VB_OK);
    assert_int_equal(vb_eval_score(g.file, p.file, keep_miss, misses, scores, NULL), VB_OK);
    vb_eval_close(g.file);
    vb_eval_close(p.file);
}

static void has_counts(const struct vb_eval_scores *s, enum vb_eval_match match, enum vb_eval_layer layer, unsigned agreed,
                       unsigned gold, unsigned pred)
{
    struct vb_eval_counts c = s->layer[match][layer];

    if (c.agreed != agreed || c.gold != gold || c.pred != pred)
        fail_msg("%s (%d): %u of %u and %u", vb_eval_layer_name(layer), (int)match, (unsigned)c.agreed, (unsigned)c.gold,
                 (unsigned)c.pred);
}

static void has_share(const struct vb_eval_scores *s, enum vb_eval_part part, unsigned right, unsigned n)
{
    if (s->part[part].right != right || s->part[part].n != n)
        fail_msg("%s: %u of %u", vb_eval_part_name(part), (unsigned)s->part[part].right, (unsigned)s->part[part].n);
}

static void test_mentions_and_entities(void **state)
{
    struct vb_eval_scores s;
    struct misses         m;
    (void)state;

    score(DOC ENTITIES "}",
          DOC
          ",'entities':[{'id':'1','country':'SWE','mentions':[{'span':[0,6]},{'span':[0,6],'form':'name'}]},"
          "{'id':'2','country':'SWE','sector':'GOV','mentions':[{'span':[17,22],'form':'name'},{'span':[44,47],'form':'role'}]},"
          "{'id':'3','name':'ANN LIND','mentions':[{'span':[25,26],'form':null}]}]}",
          &s, &m);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_MENTION, 1, 3,
               2); /* "Sweden" once; "Norwa" is another span; no form is a name, null is not */
    has_counts(&s, VB_EVAL_EXACT, VB_EVAL_MENTION, 1, 3, 2);
    has_counts(&s, VB_EVAL_OVERLAP, VB_EVAL_MENTION, 2, 3, 2);
    has_share(&s, VB_EVAL_FOUND, 3, 3);                             /* the third by half of "We" */
    has_share(&s, VB_EVAL_COUNTRY, 1, 3);
    has_share(&s, VB_EVAL_SECTOR, 1, 3);
    has_share(&s, VB_EVAL_LINK_PRONOUN, 1, 1);
    assert_string_equal(m.text, "+mention 2 [Norwa] /\n-mention b [Norway] Norway/\n-mention c [Ann Lind] Ann Lind/\n"
                                "~entity sector a [Sweden] GOV/\n~entity country b [Norway] NOR/SWE\n"
                                "~entity country c [Ann Lind] SWE/\n~entity sector c [Ann Lind] LEG/\n");
}

#define SAID "'content':[[25,37]],'cue':[[39,43]],'source':[[44,52]]"

static void test_statements(void **state)
{
    struct vb_eval_scores s;
    struct misses         m;
    (void)state;

    score(DOC ENTITIES ",'statements':[{'id':'s1','type':'direct'," SAID
                       ",'speaker':'c'},{'id':'s2','content':[[0,23]],'speaker':null},"
                       "{'id':'s3','type':'term','content':[[0,6]]},{'id':'s4','content':[[17,23]],'optional':true}]}",
          DOC ENTITIES
          ",'statements':[{'id':'1','content':[[28,37]],'cue':[[39,43]],'source':[[48,52]],'speaker':'c'},"
          "{'id':'2','content':[[0,16]],'cue':[],'source':[],'speaker':'nobody'},{'id':'3','content':[[17,23]],'speaker':'a'},"
          "{'id':'4','content':[[25,38]],'cue':[],'source':[[44,52]]}]}",
          &s, &m);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_STATEMENT, 2, 2, 3);     /* the optional one takes 3 away; 4 lacks a cue */
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_SPEAKER, 2, 2, 4); /* s2: an id that points nowhere is no speaker; 3 is no hit here */
    has_counts(&s, VB_EVAL_EXACT, VB_EVAL_STATEMENT, 0, 2, 3);
    has_counts(&s, VB_EVAL_OVERLAP, VB_EVAL_STATEMENT, 2, 2, 3);
    assert_string_equal(m.text, "+statement 4 [We regret it,] /\n+speaker 3 [Norway] /Sweden\n+speaker 4 [We regret it,] /\n");

    /* Two of three words are .8 of both, one of three half: enough, less is not. */
    score(DOC ",'statements':[{'content':[[25,37]]}]}", DOC ",'statements':[{'content':[[35,37]]}]}", &s, &m);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_STATEMENT, 1, 1, 1);
    score(DOC ",'statements':[{'content':[[25,43]]}]}", DOC ",'statements':[{'content':[[35,37]]}]}", &s, &m);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_STATEMENT, 0, 1, 1);
    has_counts(&s, VB_EVAL_OVERLAP, VB_EVAL_STATEMENT, 1, 1, 1);
}

static void test_events(void **state)
{
    struct vb_eval_scores s;
    struct misses         m;
    (void)state;

    score(DOC ENTITIES ",'statements':[{'id':'s1'," SAID "}],'events':["
                       "{'id':'v1','type':'ACCUSE','actors':['a'],'recipients':['b'],'trigger':[7,16],'realis':'done','date':'2023'"
                       ",'mode':'Verbal'},"
                       "{'id':'v2','type':'REJECT','actors':['c'],'recipients':[],'trigger':[28,34],'asserted_by':'s1'},"
                       "{'id':'v3','type':'AID','actors':['zz'],'recipients':null,'realis':null}]}",
          DOC ENTITIES
          ",'statements':[{'id':'9'," SAID "}],'events':["
          "{'id':'1','type':'ACCUSE','actors':['b'],'recipients':['a']},"
          "{'id':'2','type':'ACCUSE','actors':['c','c'],'recipients':['b'],'trigger':[8,16],'realis':'planned','mode':'VERBAL'},"
          "{'id':'3','type':'REJECT','actors':['a'],'trigger':[28,34],'asserted_by':'9'},"
          "{'id':'4','type':'AID','asserted_by':null}]}",
          &s, &m);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_EVENT_TYPE, 3, 3, 4);
    has_counts(&s, VB_EVAL_EXACT, VB_EVAL_EVENT_TYPE, 2, 3, 4);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_EVENT_DYAD, 3, 3, 4);    /* Ann Lind is Swedish; nobody in v3 has a country */
    has_counts(&s, VB_EVAL_OVERLAP, VB_EVAL_EVENT_DYAD, 3, 3, 4);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_EVENT_FULL, 0, 3, 4);    /* v3: "zz" is not nobody */
    has_share(&s, VB_EVAL_REALIS, 2, 3);
    has_share(&s, VB_EVAL_ASSERTED_BY, 2, 3);
    has_share(&s, VB_EVAL_DATE, 0, 1);
    has_share(&s, VB_EVAL_MODE, 1, 1);
    has_share(&s, VB_EVAL_SECTORS, 1, 3);
    assert_non_null(strstr(m.text, "+event type 1 [] /ACCUSE\n"));
    assert_non_null(strstr(m.text, "-event full v1 [condemned] Sweden > Norway: ACCUSE/\n"));
    assert_non_null(strstr(m.text, "~event realis v1 [condemned] done/planned\n"));
    assert_non_null(strstr(m.text, "~event sectors v2 [regret] LEG > -/GOV > -\n"));
}

static void test_other_rows(void **state)
{
    struct vb_eval_scores s;
    struct misses         m;
    (void)state;

    score(DOC ENTITIES
          ",'positions':[{'holder':'a','target':'b','stance':'against','evidence':[0,23]},{'holder':'c','stance':'for'}],"
          "'designations':[{'of':'b','words':[7,16]},{'of':'a','words':null}],"
          "'times':[{'span':[0,6],'value':'2023'},{'span':[7,16]}],'places':[{'span':[17,23],'country':'NOR'}]}",
          DOC ENTITIES
          ",'positions':[{'holder':'a','target':'b','stance':'against','evidence':[[0,6]]},{'holder':'c','target':'x','stance':'"
          "for'}],"
          "'designations':[{'of':'b','words':[10,12]},{'of':'a','words':null}],"
          "'times':[{'span':[0,6],'value':'2024'},{'span':[7,16],'value':null}],'places':[{'span':[22,24],'country':'NOR'}]}",
          &s, &m);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_POSITION, 2, 2, 2);
    has_counts(&s, VB_EVAL_EXACT, VB_EVAL_POSITION, 1, 2, 2);       /* neither second one has evidence */
    has_counts(&s, VB_EVAL_OVERLAP, VB_EVAL_POSITION, 2, 2, 2);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_DESIGNATION, 1, 2, 2);   /* without words none */
    has_counts(&s, VB_EVAL_EXACT, VB_EVAL_DESIGNATION, 0, 2, 2);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_TIME, 1, 2, 2);
    has_counts(&s, VB_EVAL_EXACT, VB_EVAL_TIME, 1, 2, 2);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_PLACE, 1, 1, 1);
    has_counts(&s, VB_EVAL_EXACT, VB_EVAL_PLACE, 0, 1, 1);
    assert_non_null(strstr(m.text, "-time  [Sweden] 2023/\n+time  [Sweden] /2024\n"));
}

static void test_documents(void **state)
{
    struct vb_eval_scores s;
    struct misses         m;
    struct lines          g = { 0 }, p = { 0 };
    vb_error              err = { 0 };
    (void)state;

    /* By id before by text; the last of that id; one that is not there counts what gold has. */
    score("{'document':{'id':'d','text':'A B'},'times':[{'span':[0,1]}]}\n{'document':{'id':'e','text':'C "
          "D'},'times':[{'span':[0,1]}]}\n"
          "{'document':{'id':'f','text':'E'},'times':[{'span':[0,1]}]}",
          "{'document':{'id':'x','text':'C D'},'times':[{'span':[0,3]}]}\n{'document':{'id':'d','text':'A B'}}\n"
          "{'document':{'id':'d','text':'A B'},'times':[{'span':[0,1]},{'span':[2,3]}]}\n{'document':{'text':'A B'}}",
          &s, &m);
    assert_int_equal(s.n_documents, 3);
    assert_int_equal(s.n_unread, 1);
    has_counts(&s, VB_EVAL_SCORED, VB_EVAL_TIME, 2, 3, 3);
    assert_int_equal(lines_open(&g, "{'document':{'id':'d','text':'A'}}", NULL), VB_OK);
    assert_int_equal(lines_open(&p, "\n{'document':{'id':'d','text':'B'}}", NULL), VB_OK);
    assert_int_equal(vb_eval_score(g.file, p.file, NULL, NULL, &s, &err), VB_ERR_ENCODING);
    assert_string_equal(err.msg, "t.ndjson:2: another text than the document of this id in line 1 of gold");
    vb_eval_close(p.file);

    assert_int_equal(lines_open(&p, "{'document':{'id':'d','text':'A'},'times':[{},{}]}", NULL), VB_OK);
    m = (struct misses){ .stop_after = 1 };
    assert_int_equal(vb_eval_score(g.file, p.file, keep_miss, &m, &s, &err), VB_ERR_IO);
    assert_int_equal(m.n, 1);
    vb_eval_close(p.file);
    vb_eval_close(g.file);
}

/* What Python 3.11 gives for round(100 * n / d, 1), and for precision, recall and F1: halves go by the exact value of the double.
 */
static void test_rounding(void **state)
{
    static const struct { struct vb_eval_share share; unsigned tenths; } shares[] = {
        { { 1, 400 }, 2 },   { { 3, 400 }, 8 },  { { 1, 2000 }, 1 }, { { 7, 2000 }, 3 }, { { 2, 3 }, 667 },
        { { 1999, 2000 }, 1000 }, { { 1, 1 }, 1000 }, { { 0, 9 }, 0 }, { { 1, 0 }, 0 },
    };
    struct vb_eval_prf prf;
    (void)state;

    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        assert_int_equal(vb_eval_percent(shares[i].share), shares[i].tenths);
    prf = vb_eval_prf((struct vb_eval_counts){ 1, 3, 2 });
    assert_int_equal(prf.p, 500);
    assert_int_equal(prf.r, 333);
    assert_int_equal(prf.f1, 400);
    prf = vb_eval_prf((struct vb_eval_counts){ 0, 0, 2 });
    assert_int_equal(prf.p + prf.r + prf.f1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mentions_and_entities), cmocka_unit_test(test_statements), cmocka_unit_test(test_events),
        cmocka_unit_test(test_other_rows), cmocka_unit_test(test_documents), cmocka_unit_test(test_rounding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
