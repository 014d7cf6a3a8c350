/*
 * Positions and designations as tab-separated values, one a line: columns in docs/record.md, "Positions and designations as TSV".
 */
#include "tsv.h"

static const char positions_header[] =
    "document\tinput_id\tsource\ttitle\tdate\tposition\tholder\tholder_country\tholder_sectors\tcapacity\ttarget\ttarget_country\t"
    "target_sectors\tissue\tissue_bytes\tissue_codepoints\tcontext\tstance\tstrength\thedge\town_words\tstatement\tpolarity\t"
    "evidence_words\tevidence_bytes\tevidence_codepoints\tscore\n";
static const char designations_header[] =
    "document\tinput_id\tsource\ttitle\tdate\tdesignation\tby\tby_country\tby_sectors\tof\tof_country\tof_sectors\twords\tbytes\t"
    "codepoints\tdesignation_date\tsaying_document\tstatement\tevidence_words\tevidence_bytes\tevidence_codepoints\tscore\n";

/* Name, country and sectors of an entity, a tab before each; empty for VB_NONE. */
static void put_entity(struct sink *s, const struct vb_reading *r, uint32_t entity)
{
    const vb_entity *e = entity < r->entities.n ? &r->entities.at[entity] : NULL;

    tsv_name(s, r, entity);
    sink_char(s, '\t');
    if (e) tsv_string(s, e->country);
    sink_char(s, '\t');
    if (e) tsv_sectors(s, e);
}

static void put_value(struct sink *s, vb_str value)
{
    sink_char(s, '\t');
    tsv_string(s, value);
}

static void put_places(struct sink *s, vb_spans at, const struct codepoints *codepoints)
{
    sink_char(s, '\t');
    tsv_offsets(s, at, NULL);
    sink_char(s, '\t');
    tsv_offsets(s, at, codepoints);
}

static void put_evidence(struct sink *s, const struct vb_reading *r, const vb_span *at, const struct codepoints *codepoints,
                         float score)
{
    sink_char(s, '\t');
    tsv_words(s, r->text.bytes, (vb_spans){ at, 1 });
    put_places(s, (vb_spans){ at, 1 }, codepoints);
    sink_char(s, '\t');
    sink_score(s, score);
    sink_char(s, '\n');
}

static void put_position(struct sink *s, const struct vb_reading *r, uint32_t i, const struct codepoints *codepoints)
{
    const vb_position *p = &r->positions.at[i];

    tsv_document(s, r);
    sink_number(s, (uint64_t)i + 1);
    put_entity(s, r, p->holder);
    put_value(s, vb_str_of(vb_name_capacity(p->capacity)));
    put_entity(s, r, p->target);
    put_value(s, p->issue);
    put_places(s, (vb_spans){ &p->issue_span, p->issue_span.beg < p->issue_span.end }, codepoints);
    put_value(s, p->context);
    put_value(s, vb_str_of(vb_name_stance(p->stance)));
    put_value(s, p->strength);
    put_value(s, p->hedge);
    put_value(s, p->own_words ? VB_STR("1") : VB_STR("0"));
    sink_char(s, '\t');
    tsv_id(s, 's', p->statement);
    put_value(s, vb_str_of(vb_name_polarity(r->statements.at[p->statement].polarity)));
    put_evidence(s, r, &p->evidence, codepoints, p->score);
}

static void put_designation(struct sink *s, const struct vb_reading *r, uint32_t i, const struct codepoints *codepoints)
{
    const vb_designation *d = &r->designations.at[i];

    tsv_document(s, r);
    sink_number(s, (uint64_t)i + 1);
    put_entity(s, r, d->by);
    put_entity(s, r, d->of);
    sink_char(s, '\t');
    tsv_words(s, r->text.bytes, (vb_spans){ &d->words, 1 });
    put_places(s, (vb_spans){ &d->words, 1 }, codepoints);
    put_value(s, d->date);
    tsv_name(s, r, d->document);
    sink_char(s, '\t');
    tsv_id(s, 's', d->statement);
    put_evidence(s, r, &d->evidence, codepoints, d->score);
}

vb_status vb_export_tsv_positions_header(struct vb_out out, vb_error *err) { return tsv_header(positions_header, out, err); }
vb_status vb_export_tsv_designations_header(struct vb_out out, vb_error *err) { return tsv_header(designations_header, out, err); }

vb_status vb_export_tsv_positions(const struct vb_reading *reading, struct vb_out out, vb_error *err)
{
    return tsv_rows(reading, reading->positions.n, put_position, out, err);
}

vb_status vb_export_tsv_designations(const struct vb_reading *reading, struct vb_out out, vb_error *err)
{
    return tsv_rows(reading, reading->designations.n, put_designation, out, err);
}
