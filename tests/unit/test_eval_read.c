/* Opposite src/eval/eval_read.c: which lines are documents, what is wrong in one, and where its rows stand. */
#include "eval_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct { const char *line, *message; } bad_lines[] = {
    { "{", "t.ndjson:2: not JSON: byte 1" },
    { "[]", "t.ndjson:2: not a JSON object" },
    { "{'document':{}}", "t.ndjson:2: no \"text\" in \"document\"" },
    { "{'unit':'byte','document':{'text':''}}", "t.ndjson:2: \"unit\" is not \"codepoint\"" },
    { "{'document':{'text':'a','id':7}}", "t.ndjson:2: document.id: not a string" },
};

static void test_lines_that_are_no_documents(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_lines / sizeof *bad_lines; i++) {
        struct lines l   = { 0 };
        vb_error     err = { 0 };
        char         text[256];
        snprintf(text, sizeof text, "{'document':{'text':'a'}}\n%s\n", bad_lines[i].line);
        assert_int_equal(lines_open(&l, text, &err), VB_ERR_ENCODING);
        assert_null(l.file);
        assert_int_equal(err.at, 2);
        assert_memory_equal(err.msg, bad_lines[i].message, strlen(bad_lines[i].message));
    }
}

/* Each in {"document":{"text":"Łódź asks."}, ...}: ten code points, twelve bytes and more. */
static const struct { const char *rows, *message; } bad_rows[] = {
    { "'entities':7", "entities: not a list" },
    { "'entities':[7]", "entities[0]: not an object" },
    { "'entities':[{}]", "entities[0].id: not given" },
    { "'entities':[{'id':'e1'},{'id':'e2'},{'id':'e1'}]", "entities[2].id: an id that another row has" },
    { "'entities':[{'id':'e1','country':3}]", "entities[0].country: neither a string nor null" },
    { "'entities':[{'id':'e1','mentions':[{'span':[0,11]}]}]",
      "entities[0].mentions.span: [0,11] is past the end of the text, which has 10 code points" },
    { "'times':[{'span':[4,2]}]", "times[0].span: a span that ends before it begins" },
    { "'times':[{'span':[-1,2]}]", "times[0].span: a span that ends before it begins" },
    { "'times':[{'span':[1.5,2]}]", "times[0].span: not a span, as [12,40] is" },
    { "'times':[{'span':[1,2,3]}]", "times[0].span: not a span, as [12,40] is" },
    { "'times':[{},{'span':'5'}]", "times[1].span: not a span, as [12,40] is" },
    { "'statements':[{'content':{}}]", "statements[0].content: not a list of spans" },
    { "'statements':[{'content':[[0,4],[5]]}]", "statements[0].content: not a span, as [12,40] is" },
    { "'events':[{'actors':'e1'}]", "events[0].actors: not a list of ids" },
    { "'events':[{'actors':[null]}]", "events[0].actors: not a list of ids" },
    { "'positions':[{'holder':1}]", "positions[0].holder: neither a string nor null" },
    { "'places':[{'id':'p','span':[0,4]},{'id':'p'}]", "places[1].id: an id that another row has" },
};

static void test_rows_that_are_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++) {
        struct lines    l   = { 0 };
        struct eval_doc doc = { 0 };
        vb_error        err = { 0 };
        char            text[512], message[256];
        snprintf(text, sizeof text, "\n{'document':{'text':'Łódź asks.'},%s}", bad_rows[i].rows);
        snprintf(message, sizeof message, "t.ndjson:2: %s", bad_rows[i].message);
        assert_int_equal(lines_open(&l, text, &err), VB_OK);
        assert_int_equal(eval_doc_open(l.file, 0, &doc, &err), VB_ERR_ENCODING);
        assert_string_equal(err.msg, message);
        assert_null(doc.json);
        vb_eval_close(l.file);
    }
}

static void test_a_document(void **state)
{
    struct lines       l     = { 0 };
    struct eval_doc    doc   = { 0 };
    struct vb_arena    arena = { 0 };
    struct vb_eval_row shown;
    (void)state;

    assert_int_equal(lines_open(&l,
                                "\xEF\xBB\xBF{'document':{'id':'d','text':'Łódź asks.'},"
                                "'entities':[{'id':'x','name':'Łódź','mentions':[{'span':[0,4],'form':'name'},{'span':null}]}],"
                                "'statements':[{'content':[[0,4],null,[5,9]],'cue':[],'speaker':'x'},{'speaker':'y'},{}],"
                                "'events':[{'id':'v1','evidence':[[0,9]],'optional':true},{'trigger':[5,9],'asserted_by':null}],"
                                "'positions':[{'holder':null,'evidence':[5,9]}],'times':null}\r\n\n",
                                NULL),
                     VB_OK);
    assert_int_equal(vb_eval_count(l.file), 1);
    assert_int_equal(eval_doc_open(l.file, 0, &doc, NULL), VB_OK);
    assert_int_equal(doc.n_codepoints, 10);
    assert_int_equal(doc.byte[4], 7);
    assert_int_equal(doc.byte[10], 13);
    assert_false(eval_is(doc.entities[0].mentions[1].span));
    assert_int_equal(doc.rows[EVAL_STATEMENT].n, 3);
    assert_int_equal(doc.rows[EVAL_STATEMENT].at[0].words.n, 2);
    assert_int_equal(doc.rows[EVAL_STATEMENT].at[0].as.statement.speaker, 0);
    assert_int_equal(doc.rows[EVAL_STATEMENT].at[1].as.statement.speaker, EVAL_DANGLING);
    assert_int_equal(doc.rows[EVAL_STATEMENT].at[2].as.statement.speaker, VB_NONE);
    /* Without a trigger an event is known by its evidence, but has none to meet; absent and null are two things to asserted_by. */
    assert_int_equal(doc.rows[EVAL_EVENT].at[0].words.n, 1);
    assert_false(eval_is(doc.rows[EVAL_EVENT].at[0].as.event.trigger));
    assert_true(doc.rows[EVAL_EVENT].at[0].optional);
    assert_true(vb_str_eq(doc.rows[EVAL_EVENT].at[0].as.event.asserted_by, VB_STR("article")));
    assert_null(doc.rows[EVAL_EVENT].at[1].as.event.asserted_by.ptr);
    assert_int_equal(doc.rows[EVAL_POSITION].at[0].words.n, 1);
    assert_int_equal(doc.rows[EVAL_TIME].n, 0);

    assert_true(eval_show(&doc, VB_STR("s1"), doc.rows[EVAL_STATEMENT].at[0].words, &arena, &shown));
    assert_int_equal(shown.line, 1);
    assert_true(vb_str_eq(vb_str_sub(shown.text, shown.bytes.at[0]), VB_STR("Łódź")));
    assert_true(vb_str_eq(vb_str_sub(shown.text, shown.bytes.at[1]), VB_STR("asks")));
    assert_int_equal(shown.codepoints.at[1].beg, 5);
    vb_arena_free(&arena);
    eval_doc_close(&doc);
    vb_eval_close(l.file);
}

static void test_lines_by_id_and_text(void **state)
{
    struct lines     l = { 0 };
    struct vb_sha256 a = vb_sha256_of(VB_STR("A")), b = vb_sha256_of(VB_STR("B")), c = vb_sha256_of(VB_STR("C"));
    uint32_t        *ranks;
    (void)state;

    assert_int_equal(
        lines_open(&l,
                   "{'document':{'id':'x','text':'A'}}\n{'document':{'text':'B'}}\n{'document':{'id':'x','text':'A'}}\n"
                   "{'document':{'id':'','text':'A'}}\n",
                   NULL),
        VB_OK);
    assert_int_equal(eval_file_by_id(l.file, VB_STR("x")), 2);
    assert_int_equal(eval_file_by_id(l.file, VB_STR("")), 3);
    assert_int_equal(eval_file_by_id(l.file, VB_STR("y")), VB_NONE);
    assert_int_equal(eval_file_by_id(l.file, (vb_str){ 0 }), VB_NONE);
    assert_int_equal(eval_file_by_text(l.file, &a), 3);
    assert_int_equal(eval_file_by_text(l.file, &b), 1);
    assert_int_equal(eval_file_by_text(l.file, &c), VB_NONE);
    assert_int_equal(eval_file_by_rank(l.file, &a, 1), 2);
    assert_int_equal(eval_file_by_rank(l.file, &a, 3), VB_NONE);
    assert_non_null(ranks = eval_file_ranks(l.file));
    assert_int_equal(ranks[0], 0);
    assert_int_equal(ranks[1], 0);
    assert_int_equal(ranks[2], 1);
    assert_int_equal(ranks[3], 2);
    vb_free(ranks);
    vb_eval_close(l.file);
}

static void test_no_file(void **state)
{
    struct vb_eval_file *file;
    vb_error             err = { 0 };
    (void)state;

    assert_int_equal(vb_eval_open("/no/such/file.ndjson", &file, &err), VB_ERR_IO);
    assert_null(file);
    assert_non_null(strstr(err.msg, "/no/such/file.ndjson"));
    vb_eval_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_that_are_no_documents),
        cmocka_unit_test(test_rows_that_are_none),
        cmocka_unit_test(test_a_document),
        cmocka_unit_test(test_lines_by_id_and_text),
        cmocka_unit_test(test_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
