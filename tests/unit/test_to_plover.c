/* Opposite src/export/to_plover.c: what the manual's fields hold, and that nothing inferred gets out. */
#include "export.h"
#include "kb_files.h"
#include "told_events.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct vb_knowledge *kb;

static char *written(const struct vb_reading *reading)
{
    struct gathered out = { 0 };

    assert_int_equal(vb_export_plover(reading, kb, (struct vb_out){ gather, &out }, NULL), VB_OK);
    return out.bytes.at;
}

static void test_lines_of_a_text(void **state)
{
#define ID "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define CITED \
    "\"cite_info\":{\"citation\":\"" ID "\",\"url\":\"https://example.org/1\",\"title\":\"Lind in Łódź\",\"language\":\"en\"," \
    "\"publication\":null,\"codebook\":\"3\"},\"coder\":\"0.3.0\","
    static const char expected[] =
        "{\"id\":\"" ID "-v1\",\"has_event\":true,\"date\":\"2023-08-28\",\"enddate\":null,"
        "\"actor\":[{\"code\":\"SWE\",\"sector\":\"GOV\",\"entity_text\":\"Mara Lind\",\"identifier_text\":\"Mara Lind\","
        "\"office\":\"foreign minister\"}],"
        "\"recipient\":[{\"code\":\"CHN\",\"sector\":\"GOV\",\"entity_text\":\"Wang Bo\",\"identifier_text\":\"Wang Bo\","
        "\"office\":null}],"
        "\"event\":[\"CONSULT\"],\"event_text\":[\"met\"],"
        "\"event_loc\":{\"extracted_place\":\"Łódź\",\"resolved_place\":\"Łódź\",\"country_code\":\"POL\"},"
        "\"quad_code\":1,\"event_scale\":2.5,\"mode\":[\"visit\"],\"context\":[\"diplomatic\",\"economic\"],\"link\":null,"
        "\"text_info\":{\"start\":0,\"end\":81}," CITED
        "\"realis\":\"done\",\"asserted_by\":\"article\",\"cameo\":\"042\",\"score\":0.875}\n"
        "{\"id\":\"" ID "-v2\",\"has_event\":true,\"date\":\"2023-08-30\",\"enddate\":null,"
        "\"actor\":[{\"code\":\"GBR\",\"sector\":\"COP\",\"entity_text\":\"the "
        "police\",\"identifier_text\":\"police\",\"office\":null}],"
        "\"recipient\":[{\"code\":null,\"sector\":\"CVL\",\"entity_text\":\"protesters\",\"identifier_text\":\"protesters\","
        "\"office\":null}],"
        "\"event\":[\"COERCE\"],\"event_text\":[\"had arrested\"],\"event_loc\":null,"
        "\"quad_code\":4,\"event_scale\":-7.0,\"mode\":[\"arrest\"],\"context\":[],\"link\":null,"
        "\"text_info\":{\"start\":92,\"end\":126}," CITED
        "\"realis\":\"alleged\",\"asserted_by\":\"s1\",\"cameo\":null,\"score\":0.5}\n"
        "{\"id\":\"" ID "-v3\",\"has_event\":true,\"date\":\"2023-08-30\",\"enddate\":null,"
        "\"actor\":[{\"code\":\"UNO\",\"sector\":\"IGO\",\"entity_text\":\"The Security Council\","
        "\"identifier_text\":\"Security Council\",\"office\":null}],"
        "\"recipient\":[],\"event\":[\"ACCUSE\"],\"event_text\":[\"condemned\"],\"event_loc\":null,"
        "\"quad_code\":3,\"event_scale\":-2.0,\"mode\":[\"disapprove\"],\"context\":[],\"link\":\"" ID "-v2\","
        "\"text_info\":{\"start\":128,\"end\":161}," CITED
        "\"realis\":\"done\",\"asserted_by\":\"article\",\"cameo\":null,\"score\":0.75}\n"
        "{\"id\":\"" ID "-v4\",\"has_event\":true,\"date\":\"2023-09-01\",\"enddate\":\"2023-09-30\","
        "\"actor\":[],\"recipient\":[],\"event\":[\"SANCTION\"],\"event_text\":[\"expel\"],\"event_loc\":null,"
        "\"quad_code\":4,\"event_scale\":-6.0,\"mode\":[\"hypothetical\"],\"context\":[],\"link\":null,"
        "\"text_info\":{\"start\":163,\"end\":202}," CITED
        "\"realis\":\"conditional\",\"asserted_by\":\"article\",\"cameo\":null,\"score\":1.0}\n";
    struct vb_reading reading = told_reading();
    char             *out     = written(&reading);

    (void)state;
    assert_string_equal(out, expected);
    vb_free(out);
}

static void code_is(vb_entity entity, const char *expected)
{
    vb_span           all     = { 0, 1 };
    vb_participant    actor   = { 0, { 0, 0 }, false };
    vb_entity         both[2] = { entity, { .name = VB_STR("European Commission"), .country = VB_STR("IGO") } };
    vb_event          event   = { .trigger = all, .evidence = { &all, 1 }, .actors = &actor, .n_actors = 1, .asserted_by = VB_NONE,
                                  .place = VB_NONE, .part_of = VB_NONE };
    struct vb_reading reading = { .id = VB_STR("x"), .text = { .bytes = VB_STR("x") }, .entities = { .at = both, .n = 2 },
                                  .events = { &event, 1 } };
    char             *out     = written(&reading);
    json_t           *root    = json_loads(out, 0, NULL);
    const json_t     *code    = json_object_get(json_array_get(json_object_get(root, "actor"), 0), "code");

    if (strcmp(json_is_null(code) ? "-" : json_string_value(code), expected) != 0)
        fail_msg("%.*s: %s, expected %s", (int)entity.name.len, entity.name.ptr, json_string_value(code), expected);
    assert_true(json_is_null(json_object_get(root, "date")));  /* neither the event nor the text has one */
    json_decref(root);
    vb_free(out);
}

static void test_codes_are_those_of_plover(void **state)
{
    vb_office of_commission = { VB_STR("president"), 1 };

    (void)state;
    code_is((vb_entity){ .name = VB_STR("Sweden"), .country = VB_STR("SWE") }, "SWE");
    code_is((vb_entity){ .name = VB_STR("Kosovo"), .country = VB_STR("XKX") }, "KOS");
    code_is((vb_entity){ .name = VB_STR("Gibraltar"), .country = VB_STR("GIB") }, "GBR");
    code_is((vb_entity){ .name = VB_STR("Nowhere"), .country = VB_STR("QQQ") }, "QQQ");
    code_is((vb_entity){ .name = VB_STR("a crowd") }, "-");
    code_is((vb_entity){ .name = VB_STR("UN"), .country = VB_STR("IGO") }, "UNO");
    code_is((vb_entity){ .name = VB_STR("Security Council"), .country = VB_STR("IGO") }, "UNO");       /* part of it */
    code_is((vb_entity){ .name = VB_STR("NATO"), .country = VB_STR("IGO") }, "IGO");
    code_is((vb_entity){ .name = VB_STR("Ida Berg"), .country = VB_STR("IGO"), .offices = &of_commission, .n_offices = 1 }, "EUR");
}

/* Whatever is written is one JSON object a line, with all that the manual requires and nobody inferred. */
static void test_any_reading_gives_an_object_an_event(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct synthetic s = { 0 };
        char            *out, *line;
        synthetic_make(&s, seed);
        line = out = written(&s.reading);
        for (uint32_t i = 0; i < s.reading.events.n; i++) {
            const vb_event *e    = &s.reading.events.at[i];
            char           *end  = strchr(line, '\n');
            json_t         *root = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, NULL);
            size_t          n_actors = 0;
            assert_non_null(root);
            for (uint32_t k = 0; k < e->n_actors; k++) n_actors += !e->actors[k].inferred;
            assert_int_equal(json_array_size(json_object_get(root, "actor")), n_actors);
            assert_string_equal(json_string_value(json_array_get(json_object_get(root, "event"), 0)), vb_name_event_type(e->type));
            assert_non_null(json_object_get(root, "id"));
            assert_non_null(json_object_get(root, "date"));
            json_decref(root);
            line = end + 1;
        }
        assert_true(!line || *line == '\0');
        vb_free(out);
        synthetic_free(&s);
    }
}

static int make(void **state)
{
    char    *dir = kb_dir(), *path;
    vb_str   pack;
    vb_error err = { 0 };

    (void)state;
    kb_put(dir, "states.tsv", "code\tname\tplover\tsovereign\nSWE\tSweden\t\t\nCHN\tChina\t\t\nGBR\tUnited Kingdom\t\t\n"
                              "GIB\tGibraltar\tGBR\tGBR\nXKX\tKosovo\tKOS\t\n");
    kb_put(dir, "international.tsv",
           "id\tname\tnames\tcountry\tsector\tpart_of\tplover\n"
           "un\tUnited Nations\tUN\tIGO\tIGO\t\tUNO\nunsc\tUN Security Council\tSecurity Council\tIGO\tIGO\tun\t\n"
           "eu\tEuropean Union\tEU\tIGO\tIGO\t\tEUR\nec\tEuropean Commission\t\tIGO\tIGO\teu\t\n"
           "nato\tNATO\t\tIGO\tIGO\t\t\n");
    if (vb_knowledge_build((const char *const[]){ dir }, 1, NULL, NULL, NULL, &pack, &err) != VB_OK) fail_msg("%s", err.msg);
    path = kb_pack_file(dir, pack);
    if (vb_knowledge_open(path, NULL, 0, &kb, &err) != VB_OK) fail_msg("%s", err.msg);
    vb_free((void *)(uintptr_t)pack.ptr);
    free(path);
    kb_remove(dir);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    vb_knowledge_close(kb);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_of_a_text),
        cmocka_unit_test(test_codes_are_those_of_plover),
        cmocka_unit_test(test_any_reading_gives_an_object_an_event),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
