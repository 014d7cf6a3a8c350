/* Opposite src/eval/eval_diff.c: rows that are gone, added or changed, and those that are only numbered anew. */
#include "eval_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct told { char text[8192]; unsigned n, stop_after; };

static bool keep_row(void *ctx, const struct vb_diff_row *row)
{
    static const char         kinds[] = "-+~";
    struct told              *t       = ctx;
    const struct vb_eval_row *side    = row->was.line ? &row->was : &row->is;
    vb_str                    words   = side->bytes.n > 0 ? vb_str_sub(side->text, side->bytes.at[0]) : VB_STR("");

    assert_int_equal(row->was.line == 0, row->change == VB_DIFF_ADDED);
    assert_int_equal(row->is.line == 0, row->change == VB_DIFF_GONE);
    sprintf(t->text + strlen(t->text), "%c%s [%.*s]", kinds[row->change], row->layer, (int)words.len, words.ptr);
    for (size_t i = 0; i < row->n_fields; i++) {
        char *was = row->fields[i].was ? json_dumps(row->fields[i].was, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
        char *is  = row->fields[i].is ? json_dumps(row->fields[i].is, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
        sprintf(t->text + strlen(t->text), " %s:%s>%s", row->fields[i].name, was ? was : "", is ? is : "");
        free(was);
        free(is);
    }
    strcat(t->text, "\n");
    return ++t->n != t->stop_after;
}

static struct vb_diff_counts diff(const char *was, const char *is, bool scores, struct told *told)
{
    struct lines          w = { 0 }, i = { 0 };
    struct vb_diff_counts counts;

    *told = (struct told){ 0 };
    assert_int_equal(lines_open(&w, was, NULL), VB_OK);
    assert_int_equal(lines_open(&i, is, NULL), VB_OK);
    assert_int_equal(vb_diff(w.file, i.file, (struct vb_diff_options){ scores }, keep_row, told, &counts, NULL), VB_OK);
    assert_int_equal(counts.gone + counts.added + counts.changed, told->n);
    vb_eval_close(w.file);
    vb_eval_close(i.file);
    return counts;
}

static const char OLD[] =
    "{'document':{'id':'d','title':'T','text':'Ana met Bo on Monday. I agree, she "
    "said.','paragraphs':[{'span':[0,40],'role':'body'}]},"
    "'entities':[{'id':'e1','name':'Ana','kind':'person','mentions':[{'span':[0,3],'form':'name'},{'span':[31,34],'form':'pronoun'}"
    "],"
    "'score':0.5},{'id':'e2','name':'Bo','kind':'person','country':null,'mentions':[{'span':[8,10],'form':'name'}]}],"
    "'statements':[{'id':'s1','type':'direct','content':[[22,30]],'cue':[[35,39]],'source':[[31,34]],'speaker':'e1','time':null,"
    "'score':0.9}],"
    "'events':[{'id':'v1','type':'CONSULT','actors':['e1','e2'],'trigger':[4,7],'asserted_by':'article','date':'2023'}],"
    "'positions':[{'holder':'e1','target':'e2','stance':'for','evidence':[22,30],'statement':'s1'}],"
    "'times':[{'id':'t1','span':[14,20],'value':'2023-08-28'}],'places':[]}";

static void test_numbers_do_not_count(void **state)
{
    /* The same reading with other ids, entities in another order, nulls left out, and other scores. */
    static const char is[] =
        "{'document':{'id':'d','title':'T','text':'Ana met Bo on Monday. I agree, she "
        "said.','paragraphs':[{'span':[0,40],'role':'body'}]},"
        "'entities':[{'id':'x','name':'Bo','kind':'person','mentions':[{'span':[8,10],'form':'name'}]},"
        "{'id':'y','name':'Ana','kind':'person','mentions':[{'span':[0,3],'form':'name'},{'span':[31,34],'form':'pronoun'}],'score'"
        ":0.7}],"
        "'statements':[{'id':'q','type':'direct','content':[[22,30]],'cue':[[35,39]],'source':[[31,34]],'speaker':'y','nested_in':"
        "null}],"
        "'events':[{'type':'CONSULT','actors':['y','x'],'trigger':[4,7],'asserted_by':'article','date':'2023','inferred':[]}],"
        "'positions':[{'holder':'y','target':'x','stance':'for','evidence':[22,30],'statement':'q'}],"
        "'times':[{'id':'t9','span':[14,20],'value':'2023-08-28'}]}";
    struct told told;
    (void)state;

    assert_int_equal(diff(OLD, is, false, &told).documents, 0);
    assert_string_equal(told.text, "");
    assert_int_equal(diff(OLD, is, true, &told).changed, 2);
    assert_string_equal(told.text,
                        "~entity [Ana] score:0.5>0.69999999999999996\n~statement [I agree,] score:0.90000000000000002>\n");
}

static void test_what_differs(void **state)
{
    static const char is[] =
        "{'document':{'id':'d','title':'U','text':'Ana met Bo on Monday. I agree, she "
        "said.','paragraphs':[{'span':[0,40],'role':'lead'}]},"
        "'entities':[{'id':'e1','name':'Bo','kind':'person','country':'SWE','mentions':[{'span':[8,10],'form':'name'},"
        "{'span':[31,34],'form':'pronoun'}]},{'id':'e2','name':'Ana','kind':'person','mentions':[{'span':[0,3],'form':'name'}]}],"
        "'statements':[{'id':'s1','type':'direct','content':[[22,29]],'cue':[[31,39]],'source':[],'speaker':'e1'}],"
        "'events':[{'id':'v1','type':'CONSULT','actors':['e2','e1'],'trigger':[4,10],'asserted_by':'s1'},"
        "{'id':'v2','type':'AGREE','actors':['e1'],'trigger':[24,29]}],"
        "'times':[{'id':'t1','span':[11,20],'value':'2023-08-28'}]}";
    struct vb_diff_counts counts;
    struct told           told;
    (void)state;

    counts = diff(OLD, is, false, &told);
    assert_string_equal(
        told.text, "~document [] title:\"T\">\"U\"\n"
                   "~paragraph [Ana met Bo on Monday. I agree, she said.] role:\"body\">\"lead\"\n"
                   "~entity [Bo] country:null>\"SWE\"\n"
                   "~mention [she] entity:\"Ana\">\"Bo\"\n"
                   "~statement [I agree,] content:{\"codepoints\":[[22,30]],\"words\":[\"I agree,\"]}>{\"codepoints\":[[22,29]],"
                   "\"words\":[\"I agree\"]} cue:{\"codepoints\":[[35,39]],\"words\":[\"said\"]}>{\"codepoints\":[[31,39]],"
                   "\"words\":[\"she said\"]} source:{\"codepoints\":[[31,34]],\"words\":[\"she\"]}>[] speaker:\"Ana\">\"Bo\"\n"
                   "~event [met] trigger:{\"codepoints\":[4,7],\"words\":[\"met\"]}>{\"codepoints\":[4,10],\"words\":[\"met Bo\"]} "
                   "asserted_by:\"article\">{\"id\":\"s1\",\"words\":[\"I agree\"]} date:\"2023\">\n"
                   "+event [agree] type:>\"AGREE\" actors:>[\"Bo\"]\n"
                   "-position [I agree,] holder:\"Ana\"> target:\"Bo\"> stance:\"for\">\n"
                   "~time [Monday] span:{\"codepoints\":[14,20],\"words\":[\"Monday\"]}>{\"codepoints\":[11,20],"
                   "\"words\":[\"on Monday\"]}\n");
    assert_int_equal(counts.gone, 1);
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.changed, 7);
    assert_int_equal(counts.documents, 1);
}

/* Rows on one evidence go with those that say most of the same, and rows that point inside their layer by whom they point to. */
static void test_rows_that_share_words(void **state)
{
    struct told told;
    (void)state;

    diff("{'document':{'text':'A B "
         "C'},'positions':[{'issue':'x','stance':'for','evidence':[0,5]},{'issue':'y','stance':'for','evidence':[0,5]}]}",
         "{'document':{'text':'A B "
         "C'},'positions':[{'issue':'y','stance':'for','evidence':[0,5]},{'issue':'x','stance':'against','evidence':[0,5]}]}",
         false, &told);
    assert_string_equal(told.text, "~position [A B C] stance:\"for\">\"against\"\n");

    diff("{'document':{'text':'A B C'},'statements':[{'id':'1','content':[[0,5]]},{'id':'2','content':[[2,3]],'nested_in':'1'}]}",
         "{'document':{'text':'A B C'},'statements':[{'id':'2','content':[[2,3]],'nested_in':'3'},{'id':'3','content':[[0,5]]}]}",
         false, &told);
    assert_string_equal(told.text, "");
    diff("{'document':{'text':'A B C'},'statements':[{'id':'1','content':[[0,5]]},{'id':'2','content':[[2,3]],'nested_in':'1'}]}",
         "{'document':{'text':'A B C'},'statements':[{'id':'2','content':[[2,3]],'nested_in':'2'},{'id':'3','content':[[0,5]]}]}",
         false, &told);
    assert_string_equal(told.text,
                        "~statement [B] nested_in:{\"id\":\"1\",\"words\":[\"A B C\"]}>{\"id\":\"2\",\"words\":[\"B\"]}\n");

    /* Rows without words: one of equal content is the same row. */
    diff("{'document':{'text':'A'},'events':[{'type':'AID'},{'type':'AGREE'}]}",
         "{'document':{'text':'A'},'events':[{'type':'AGREE'}]}", false, &told);
    assert_string_equal(told.text, "-event [] type:\"AID\">\n");
}

static void test_documents_by_text(void **state)
{
    struct vb_diff_counts counts;
    struct told           told;
    struct lines          w   = { 0 };
    vb_error              err = { 0 };
    (void)state;

    counts = diff("{'document':{'id':'1','text':'A'},'times':[{'value':'x'}]}\n{'document':{'id':'2','text':'A'}}\n{'document':{'"
                  "id':'3','text':'B'}}",
                  "{'document':{'id':'4','text':'C'}}\n{'document':{'id':'5','text':'A'},'times':[{'value':'x'}]}\n{'document':{'"
                  "id':'6','text':'A'}}",
                  false, &told);
    assert_string_equal(told.text, "-document []\n+document []\n");
    assert_int_equal(counts.documents, 2);

    assert_int_equal(lines_open(&w, "{'document':{'text':'A'},'times':[{},{}]}", NULL), VB_OK);
    told = (struct told){ .stop_after = 1 };
    {
        struct lines none = { 0 };
        assert_int_equal(lines_open(&none, "", NULL), VB_OK);
        assert_int_equal(vb_diff(w.file, none.file, (struct vb_diff_options){ false }, keep_row, &told, &counts, &err), VB_ERR_IO);
        vb_eval_close(none.file);
    }
    vb_eval_close(w.file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_do_not_count),
        cmocka_unit_test(test_what_differs),
        cmocka_unit_test(test_rows_that_share_words),
        cmocka_unit_test(test_documents_by_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
