/* Opposite src/export/to_json.c, codepoint.c and sink.c: JSON out, parsed by another library, is the reading. */
#include "export.h"
#include "sink.h"
#include "synthetic.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static json_t *parse(const struct vb_reading *reading)
{
    struct gathered out = { 0 };
    json_error_t    error;
    json_t         *root;

    assert_int_equal(vb_export_json(reading, (struct vb_out){ gather, &out }, NULL), VB_OK);
    assert_int_equal(out.bytes.at[out.bytes.n - 1], '\n');
    assert_null(memchr(out.bytes.at, '\n', out.bytes.n - 1));
    assert_int_equal(vb_utf8_check((vb_str){ out.bytes.at, out.bytes.n }), out.bytes.n);
    root = json_loadb(out.bytes.at, out.bytes.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!root) fail_msg("%s in %s", error.text, out.bytes.at);
    vb_free(out.bytes.at);
    return root;
}

static void same_string(const json_t *value, vb_str expected)
{
    if (!expected.ptr) {
        assert_true(json_is_null(value));
        return;
    }
    assert_true(json_is_string(value));
    if (vb_utf8_check(expected) != expected.len) return;       /* its bad bytes are U+FFFD: test_bytes_that_are_not_utf8 */
    assert_int_equal(json_string_length(value), expected.len);
    assert_memory_equal(json_string_value(value), expected.ptr, expected.len);
}

static void same_word(const json_t *value, const char *expected) { assert_string_equal(json_string_value(value), expected); }

/* Counted from the start each time: what the index must agree with. */
static void same_span(const json_t *value, vb_str text, vb_span span)
{
    assert_int_equal(json_array_size(value), 2);
    assert_int_equal(json_integer_value(json_array_get(value, 0)), vb_utf8_count((vb_str){ text.ptr, span.beg }));
    assert_int_equal(json_integer_value(json_array_get(value, 1)), vb_utf8_count((vb_str){ text.ptr, span.end }));
}

static void same_spans(const json_t *value, vb_str text, vb_spans spans)
{
    assert_int_equal(json_array_size(value), spans.n);
    for (uint32_t i = 0; i < spans.n; i++) same_span(json_array_get(value, i), text, spans.at[i]);
}

static void same_id(const json_t *value, char letter, uint32_t i)
{
    char id[16];
    if (i == VB_NONE) {
        assert_true(json_is_null(value));
        return;
    }
    snprintf(id, sizeof id, "%c%u", letter, i + 1);
    same_word(value, id);
}

static void same_score(const json_t *value, float score)
{
    assert_true(json_is_real(value));
    assert_true(fabs(json_real_value(value) - (double)score) <= 0.0005 + 1e-9);
    assert_true(fabs(json_real_value(value) * 1000 - round(json_real_value(value) * 1000)) < 1e-9);
}

#define GET(object, key) json_object_get(object, key)

static void same_participants(const json_t *ids, const json_t *spans, vb_str text, const vb_participant *at, uint32_t n)
{
    assert_int_equal(json_array_size(ids), n);
    assert_int_equal(json_array_size(spans), n);
    for (uint32_t k = 0; k < n; k++) {
        same_id(json_array_get(ids, k), 'e', at[k].entity);
        if (at[k].span.beg == at[k].span.end) assert_true(json_is_null(json_array_get(spans, k)));
        else same_span(json_array_get(spans, k), text, at[k].span);
    }
}

static void same_event(const json_t *o, vb_str text, const vb_event *x, uint32_t i)
{
    uint32_t n_inferred = 0;

    assert_int_equal(json_object_size(o), 20);
    same_id(GET(o, "id"), 'v', i);
    same_word(GET(o, "type"), vb_name_event_type(x->type));
    same_string(GET(o, "mode"), x->mode);
    assert_int_equal(json_array_size(GET(o, "contexts")), x->n_contexts);
    for (uint32_t k = 0; k < x->n_contexts; k++) same_string(json_array_get(GET(o, "contexts"), k), x->contexts[k]);
    same_string(GET(o, "cameo"), x->cameo);
    assert_int_equal(json_integer_value(GET(o, "quad")), vb_event_quad(x->type));
    assert_true(json_is_real(GET(o, "intensity")));
    assert_int_equal(lround(json_real_value(GET(o, "intensity")) * 10), vb_event_intensity_tenths(x->type));
    same_participants(GET(o, "actors"), GET(o, "actor_spans"), text, x->actors, x->n_actors);
    same_participants(GET(o, "recipients"), GET(o, "recipient_spans"), text, x->recipients, x->n_recipients);
    for (uint32_t k = 0; k < x->n_actors; k++)
        if (x->actors[k].inferred) same_id(json_array_get(GET(o, "inferred"), n_inferred++), 'e', x->actors[k].entity);
    for (uint32_t k = 0; k < x->n_recipients; k++)
        if (x->recipients[k].inferred) same_id(json_array_get(GET(o, "inferred"), n_inferred++), 'e', x->recipients[k].entity);
    assert_int_equal(json_array_size(GET(o, "inferred")), n_inferred);
    same_span(GET(o, "trigger"), text, x->trigger);
    same_spans(GET(o, "evidence"), text, x->evidence);
    same_word(GET(o, "realis"), vb_name_realis(x->realis));
    if (x->asserted_by == VB_NONE) same_word(GET(o, "asserted_by"), "article");
    else same_id(GET(o, "asserted_by"), 's', x->asserted_by);
    same_string(GET(o, "date"), x->date);
    same_id(GET(o, "place"), 'p', x->place);
    same_id(GET(o, "part_of"), 'v', x->part_of);
    same_score(GET(o, "score"), x->score);
}

static void same_span_or_null(const json_t *value, vb_str text, vb_span span)
{
    if (span.beg < span.end) same_span(value, text, span);
    else assert_true(json_is_null(value));
}

static void same_position(const json_t *o, vb_str text, const vb_position *x)
{
    assert_int_equal(json_object_size(o), 14);
    same_id(GET(o, "holder"), 'e', x->holder);
    if (x->capacity == VB_CAPACITY_NONE) assert_true(json_is_null(GET(o, "capacity")));
    else same_word(GET(o, "capacity"), vb_name_capacity(x->capacity));
    same_id(GET(o, "target"), 'e', x->target);
    same_string(GET(o, "issue"), x->issue);
    same_span_or_null(GET(o, "issue_span"), text, x->issue_span);
    same_string(GET(o, "context"), x->context);
    same_word(GET(o, "stance"), vb_name_stance(x->stance));
    same_string(GET(o, "strength"), x->strength);
    same_string(GET(o, "hedge"), x->hedge);
    assert_true(x->own_words ? json_is_true(GET(o, "own_words")) : json_is_false(GET(o, "own_words")));
    same_span(GET(o, "evidence"), text, x->evidence);
    same_id(GET(o, "statement"), 's', x->statement);
    assert_int_equal(json_array_size(GET(o, "inferred")), 0);
    same_score(GET(o, "score"), x->score);
}

static void same_designation(const json_t *o, vb_str text, const vb_designation *x)
{
    assert_int_equal(json_object_size(o), 8);
    same_id(GET(o, "by"), 'e', x->by);
    same_id(GET(o, "of"), 'e', x->of);
    same_span(GET(o, "words"), text, x->words);
    same_span(GET(o, "evidence"), text, x->evidence);
    same_string(GET(o, "date"), x->date);
    same_id(GET(o, "document"), 'e', x->document);
    same_id(GET(o, "statement"), 's', x->statement);
    same_score(GET(o, "score"), x->score);
}

static void same_reading(const json_t *root, const struct vb_reading *r)
{
    const json_t *d = GET(root, "document"), *e = GET(root, "entities"), *s = GET(root, "statements");
    vb_str        text = r->text.bytes;

    same_word(GET(root, "unit"), "codepoint");
    same_string(GET(GET(root, "verbale"), "engine"), r->run.engine);
    same_string(GET(GET(root, "verbale"), "model"), r->run.model);
    assert_true(json_is_null(GET(GET(root, "verbale"), "knowledge")));     /* "" in the synthetic ones: no tables so far */
    same_string(GET(GET(root, "verbale"), "codebook"), r->run.codebook);
    same_string(GET(d, "id"), r->id);
    same_string(GET(d, "input_id"), r->meta.input_id);
    same_string(GET(d, "source"), r->meta.source);
    same_string(GET(d, "title"), r->meta.title);
    same_string(GET(d, "publisher"), r->meta.publisher);
    same_string(GET(d, "date"), r->meta.date);
    same_string(GET(d, "tz"), r->meta.tz);
    same_string(GET(d, "lang"), r->meta.lang);
    same_string(GET(d, "text"), text);
    assert_int_equal(json_object_size(d), 10);
    assert_int_equal(json_array_size(GET(d, "paragraphs")), r->text.n_paragraphs);
    for (uint32_t i = 0; i < r->text.n_paragraphs; i++) {
        const json_t *p = json_array_get(GET(d, "paragraphs"), i);
        same_span(GET(p, "span"), text, r->text.paragraphs[i].span);
        same_word(GET(p, "role"), vb_name_role(r->text.paragraphs[i].role));
    }
    assert_int_equal(json_array_size(e), r->entities.n);
    for (uint32_t i = 0; i < r->entities.n; i++) {
        const json_t    *o = json_array_get(e, i);
        const vb_entity *x = &r->entities.at[i];
        assert_int_equal(json_object_size(o), 11);
        same_id(GET(o, "id"), 'e', i);
        same_string(GET(o, "name"), x->name);
        same_word(GET(o, "kind"), vb_name_kind(x->kind));
        same_string(GET(o, "country"), x->country);
        same_string(GET(o, "sector"), x->n_sectors ? x->sectors[0] : (vb_str){ 0 });
        same_string(GET(o, "party"), x->party);
        same_string(GET(o, "kb"), x->kb);
        assert_int_equal(json_array_size(GET(o, "sectors")), x->n_sectors);
        for (uint32_t k = 0; k < x->n_sectors; k++) same_string(json_array_get(GET(o, "sectors"), k), x->sectors[k]);
        assert_int_equal(json_array_size(GET(o, "offices")), x->n_offices);
        for (uint32_t k = 0; k < x->n_offices; k++) {
            same_string(GET(json_array_get(GET(o, "offices"), k), "title"), x->offices[k].title);
            same_id(GET(json_array_get(GET(o, "offices"), k), "body"), 'e', x->offices[k].body);
        }
        assert_int_equal(json_array_size(GET(o, "mentions")), x->n_mentions);
        for (uint32_t k = 0; k < x->n_mentions; k++) {
            same_span(GET(json_array_get(GET(o, "mentions"), k), "span"), text, x->mentions[k].span);
            same_word(GET(json_array_get(GET(o, "mentions"), k), "form"), vb_name_form(x->mentions[k].form));
        }
        same_score(GET(o, "score"), x->score);
    }
    assert_int_equal(json_array_size(s), r->statements.n);
    for (uint32_t i = 0; i < r->statements.n; i++) {
        const json_t       *o = json_array_get(s, i);
        const vb_statement *x = &r->statements.at[i];
        assert_int_equal(json_object_size(o), 15);
        same_id(GET(o, "id"), 's', i);
        same_word(GET(o, "type"), vb_name_type(x->type));
        same_word(GET(o, "class"), vb_name_class(x->cls));
        same_spans(GET(o, "content"), text, x->content);
        same_spans(GET(o, "cue"), text, x->cue);
        same_spans(GET(o, "source"), text, x->source);
        same_id(GET(o, "speaker"), 'e', x->speaker);
        same_id(GET(o, "document"), 'e', x->document);
        same_id(GET(o, "addressee"), 'e', x->addressee);
        same_id(GET(o, "channel"), 'e', x->channel);
        same_id(GET(o, "time"), 't', x->time);
        same_word(GET(o, "polarity"), vb_name_polarity(x->polarity));
        same_id(GET(o, "nested_in"), 's', x->nested_in);
        same_id(GET(o, "continues"), 's', x->continues);
        same_score(GET(o, "score"), x->score);
    }
    assert_int_equal(json_array_size(GET(root, "events")), r->events.n);
    for (uint32_t i = 0; i < r->events.n; i++) same_event(json_array_get(GET(root, "events"), i), text, &r->events.at[i], i);
    assert_int_equal(json_array_size(GET(root, "times")), r->times.n);
    for (uint32_t i = 0; i < r->times.n; i++) {
        const json_t *o = json_array_get(GET(root, "times"), i);
        assert_int_equal(json_object_size(o), 7);
        same_id(GET(o, "id"), 't', i);
        same_span(GET(o, "span"), text, r->times.at[i].span);
        same_word(GET(o, "class"), vb_name_time_class(r->times.at[i].cls));
        same_string(GET(o, "value"), r->times.at[i].value);
        same_string(GET(o, "mod"), vb_str_of(vb_name_time_mod(r->times.at[i].mod)));
        same_word(GET(o, "basis"), vb_name_time_basis(r->times.at[i].basis));
        same_id(GET(o, "based_on"), 't', r->times.at[i].based_on);
    }
    assert_int_equal(json_array_size(GET(root, "places")), r->places.n);
    for (uint32_t i = 0; i < r->places.n; i++) {
        const json_t *o = json_array_get(GET(root, "places"), i);
        assert_int_equal(json_object_size(o), 4);
        same_id(GET(o, "id"), 'p', i);
        same_span(GET(o, "span"), text, r->places.at[i].span);
        same_string(GET(o, "name"), r->places.at[i].name);
        same_string(GET(o, "country"), r->places.at[i].country);
    }
    assert_int_equal(json_array_size(GET(root, "positions")), r->positions.n);
    for (uint32_t i = 0; i < r->positions.n; i++)
        same_position(json_array_get(GET(root, "positions"), i), text, &r->positions.at[i]);
    assert_int_equal(json_array_size(GET(root, "designations")), r->designations.n);
    for (uint32_t i = 0; i < r->designations.n; i++)
        same_designation(json_array_get(GET(root, "designations"), i), text, &r->designations.at[i]);
    assert_int_equal(json_object_size(root), 10);
}

static void test_parsed_json_is_the_reading(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct synthetic s    = { 0 };
        json_t          *root;
        synthetic_make(&s, seed);
        root = parse(&s.reading);
        same_reading(root, &s.reading);
        json_decref(root);
        synthetic_free(&s);
    }
}

/* Every value there is, and none where there may be none. */
static void test_positions_and_designations(void **state)
{
    struct synthetic s = { 0 };
    vb_position      positions[VB_CAPACITY_CITIZEN + 1];
    vb_designation   designations[2];
    json_t          *root;

    (void)state;
    synthetic_make(&s, 12);
    for (int i = 0; i <= VB_CAPACITY_CITIZEN; i++) {
        const bool bare = i % 2 == 0;
        positions[i] = (vb_position){ .holder     = (uint32_t)i,
                                      .capacity   = (vb_capacity)i,
                                      .target     = bare ? VB_NONE : 1,
                                      .issue      = bare ? (vb_str){ 0 } : VB_STR("the \"border\" wall"),
                                      .issue_span = bare ? (vb_span){ 0, 0 } : (vb_span){ 0, 1 },
                                      .context    = bare ? (vb_str){ 0 } : VB_STR("environment"),
                                      .stance     = (vb_stance)(i % 3),
                                      .strength   = bare ? (vb_str){ 0 } : VB_STR("firm"),
                                      .hedge      = bare ? VB_STR("common") : (vb_str){ 0 },
                                      .own_words  = bare,
                                      .evidence   = { 0, 1 },
                                      .statement  = (uint32_t)i,
                                      .score      = 0.125F };
    }
    designations[0] = (vb_designation){ .by = 0, .of = 1, .words = { 0, 1 }, .evidence = { 0, 1 }, .date = VB_STR("2021"),
                                        .document = 2, .statement = 0, .score = 0.8F };
    designations[1] = (vb_designation){ .by = 3, .of = 2, .words = { 0, 1 }, .evidence = { 0, 1 }, .document = VB_NONE,
                                        .statement = VB_NONE, .score = 0.5F };
    s.reading.positions    = (struct vb_positions){ positions, VB_CAPACITY_CITIZEN + 1 };
    s.reading.designations = (struct vb_designations){ designations, 2 };
    root                   = parse(&s.reading);
    same_reading(root, &s.reading);
    json_decref(root);
    synthetic_free(&s);
}

static void test_every_character_comes_back(void **state)
{
    struct vb_reading reading = { .id = VB_STR("x") };
    char              text[300];
    size_t            n = 0;
    json_t           *root;

    (void)state;
    for (int c = 0; c < 0x80; c++) text[n++] = (char)c;
    memcpy(text + n, "é\xE2\x80\xA8\xE2\x80\xA9\xF0\x9F\x99\x82\xEF\xBF\xBF", 15);
    n += 15;
    reading.text.bytes = (vb_str){ text, n };
    root               = parse(&reading);
    same_string(GET(GET(root, "document"), "text"), reading.text.bytes);
    json_decref(root);
}

static void test_bytes_that_are_not_utf8_become_a_mark(void **state)
{
    struct vb_reading reading = { .id = VB_STR("x"), .meta = { .source = VB_STR("a\xFF\xC3/\xE2\x80.txt\xF0") } };
    json_t           *root;

    (void)state;
    root = parse(&reading);
    same_word(GET(GET(root, "document"), "source"), "a\xEF\xBF\xBD\xEF\xBF\xBD/\xEF\xBF\xBD\xEF\xBF\xBD.txt\xEF\xBF\xBD");
    json_decref(root);
}

static void test_an_empty_reading(void **state)
{
    struct vb_reading reading = { 0 };
    json_t           *root    = parse(&reading);
    (void)state;
    same_word(GET(GET(root, "document"), "text"), "");
    json_decref(root);
}

static void is_score(float score, const char *expected)
{
    struct gathered out = { 0 };
    struct sink     s;
    sink_start(&s, (struct vb_out){ gather, &out });
    sink_score(&s, score);
    assert_int_equal(sink_end(&s, NULL), VB_OK);
    assert_string_equal(out.bytes.at, expected);
    vb_free(out.bytes.at);
}

static void test_scores_have_three_decimals_at_most_in_every_locale(void **state)
{
    (void)state;
    setlocale(LC_ALL, "de_DE.UTF-8");              /* where it is installed: a decimal comma */
    is_score(0, "0.0");
    is_score(1, "1.0");
    is_score(0.5f, "0.5");
    is_score(0.97f, "0.97");
    is_score(0.125f, "0.125");
    is_score(0.0004f, "0.0");
    is_score(0.0006f, "0.001");
    is_score(0.9996f, "1.0");
    is_score(0.05f, "0.05");
}

static bool refuse(void *ctx, const char *bytes, size_t n)
{
    (void)bytes, (void)n;
    ++*(int *)ctx;
    return false;
}

static void test_output_that_is_refused_is_an_error(void **state)
{
    struct synthetic s   = { 0 };
    vb_error         err = { 0 };
    int              n   = 0;
    (void)state;
    synthetic_make(&s, 1);
    assert_int_equal(vb_export_json(&s.reading, (struct vb_out){ refuse, &n }, &err), VB_ERR_IO);
    assert_int_equal(n, 1);                        /* and not asked again */
    synthetic_free(&s);
}

static void test_code_points_of_a_long_text(void **state)
{
    static char       text[70000];
    struct codepoints c;
    size_t            n = 0;

    (void)state;
    for (unsigned i = 0; n < sizeof text - 8; i++) {
        static const char *const units[] = { "a", "é", "東", "🙂" };
        const char *unit = units[(i * 7 + i / 13) % 4];
        memcpy(text + n, unit, strlen(unit));
        n += strlen(unit);
    }
    assert_true(codepoints_open(&c, (vb_str){ text, n }));
    for (uint32_t at = 0, count = 0; at <= n; at++) {
        if (at == n || ((unsigned char)text[at] & 0xC0) != 0x80) {
            assert_int_equal(codepoints_at(&c, at), count);
            count++;
        }
    }
    codepoints_close(&c);
    assert_true(codepoints_open(&c, (vb_str){ text, 256 * 4 }));   /* ends where a block does */
    assert_int_equal(codepoints_at(&c, 1024), vb_utf8_count((vb_str){ text, 1024 }));
    codepoints_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parsed_json_is_the_reading),
        cmocka_unit_test(test_positions_and_designations),
        cmocka_unit_test(test_every_character_comes_back),
        cmocka_unit_test(test_bytes_that_are_not_utf8_become_a_mark),
        cmocka_unit_test(test_an_empty_reading),
        cmocka_unit_test(test_scores_have_three_decimals_at_most_in_every_locale),
        cmocka_unit_test(test_output_that_is_refused_is_an_error),
        cmocka_unit_test(test_code_points_of_a_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
