/*
 * As whom somebody speaks: by what their source calls them here, then by the offices, the kind and the sectors of the entity.
 */
#include "issue_scene.h"

struct title { const char *words; vb_capacity is; };

/* Words of a title; the first that stands in it decides. */
static const struct title TITLES[] = {
    {"spokesperson", VB_CAPACITY_SPOKESPERSON},
    {"spokesman", VB_CAPACITY_SPOKESPERSON},
    {"spokeswoman", VB_CAPACITY_SPOKESPERSON},
    {"press secretary", VB_CAPACITY_SPOKESPERSON},
    {"ambassador", VB_CAPACITY_DIPLOMAT},
    {"envoy", VB_CAPACITY_DIPLOMAT},
    {"consul", VB_CAPACITY_DIPLOMAT},
    {"diplomat", VB_CAPACITY_DIPLOMAT},
    {"chargé", VB_CAPACITY_DIPLOMAT},
    {"prime minister", VB_CAPACITY_LEADER},
    {"premier", VB_CAPACITY_LEADER},
    {"vice president", VB_CAPACITY_LEADER},
    {"chancellor of the exchequer", VB_CAPACITY_MINISTER},
    {"chancellor", VB_CAPACITY_LEADER},
    {"taoiseach", VB_CAPACITY_LEADER},
    {"minister", VB_CAPACITY_MINISTER},
    {"secretary of state", VB_CAPACITY_MINISTER},
    {"foreign secretary", VB_CAPACITY_MINISTER},
    {"home secretary", VB_CAPACITY_MINISTER},
    {"defence secretary", VB_CAPACITY_MINISTER},
    {"defense secretary", VB_CAPACITY_MINISTER},
    {"attorney general", VB_CAPACITY_MINISTER},
    {"senator", VB_CAPACITY_LEGISLATOR},
    {"representative", VB_CAPACITY_LEGISLATOR},
    {"congressman", VB_CAPACITY_LEGISLATOR},
    {"congresswoman", VB_CAPACITY_LEGISLATOR},
    {"lawmaker", VB_CAPACITY_LEGISLATOR},
    {"legislator", VB_CAPACITY_LEGISLATOR},
    {"member of parliament", VB_CAPACITY_LEGISLATOR},
    {"president", VB_CAPACITY_LEADER},
    {"king", VB_CAPACITY_LEADER},
    {"queen", VB_CAPACITY_LEADER},
    {"emperor", VB_CAPACITY_LEADER},
};

static const struct title SECTORS[] = {
    {"LEG", VB_CAPACITY_LEGISLATOR},   {"JUD", VB_CAPACITY_COURT},         {"MIL", VB_CAPACITY_SECURITY},
    {"COP", VB_CAPACITY_SECURITY},     {"SPY", VB_CAPACITY_SECURITY},      {"PTY", VB_CAPACITY_PARTY},
    {"OPP", VB_CAPACITY_PARTY},        {"REB", VB_CAPACITY_REBEL},         {"UAF", VB_CAPACITY_REBEL},
    {"PRM", VB_CAPACITY_REBEL},        {"IGO", VB_CAPACITY_INTERNATIONAL}, {"JRN", VB_CAPACITY_PRESS},
    {"BUS", VB_CAPACITY_COMPANY},      {"NGO", VB_CAPACITY_ORGANISATION},  {"LAB", VB_CAPACITY_ORGANISATION},
    {"REL", VB_CAPACITY_ORGANISATION}, {"SOC", VB_CAPACITY_ORGANISATION},  {"AGR", VB_CAPACITY_ORGANISATION},
    {"EDU", VB_CAPACITY_EXPERT},       {"MED", VB_CAPACITY_EXPERT},        {"ELI", VB_CAPACITY_EXPERT},
    {"CVL", VB_CAPACITY_CITIZEN},      {"REF", VB_CAPACITY_CITIZEN},       {"CRM", VB_CAPACITY_CITIZEN},
};

/* Do the words stand in the string, as words, whatever their case? */
static bool contains(vb_str s, vb_str words)
{
    for (size_t i = 0; i + words.len <= s.len; i++) {
        if (!vb_str_eq_nocase((vb_str){s.ptr + i, words.len}, words)) continue;
        unsigned       len;
        const uint32_t before = i > 0 ? vb_utf8_before(s, i, &len) : ' ', after = vb_utf8_at(s, i + words.len, &len);
        if (!vb_cp_is_letter(before) && (!vb_cp_is_letter(after) || after == 's')) return true;
    }
    return false;
}

static vb_capacity by_title(vb_str title)
{
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        if (contains(title, vb_str_of(TITLES[i].words))) return TITLES[i].is;
    return VB_CAPACITY_NONE;
}

static bool has_sector(const vb_entity *e, const char *code)
{
    for (uint32_t i = 0; i < e->n_sectors; i++)
        if (vb_str_eq(e->sectors[i], vb_str_of(code))) return true;
    return false;
}

static bool is_committee(vb_str name) { return contains(name, VB_STR("committee")) || contains(name, VB_STR("subcommittee")); }

/* "chair of the foreign affairs committee" */
static bool chairs_committee(const struct vb_issue_scene *s, const vb_office *o)
{
    if (!contains(o->title, VB_STR("chair")) && !contains(o->title, VB_STR("chairman")) &&
        !contains(o->title, VB_STR("chairwoman")) && !contains(o->title, VB_STR("chairperson")))
        return false;
    return is_committee(o->title) || (o->body != VB_NONE && is_committee(s->entities->at[o->body].name));
}

vb_capacity vb_issue_capacity(const struct vb_issue_scene *s, uint32_t statement)
{
    const vb_statement *st = &s->statements->at[statement];
    const vb_entity    *e  = &s->entities->at[st->speaker];
    vb_capacity is;
    for (uint32_t i = 0; i < st->source.n; i++)
        if (by_title(vb_str_sub(s->text->bytes, st->source.at[i])) == VB_CAPACITY_SPOKESPERSON) return VB_CAPACITY_SPOKESPERSON;
    if (e->kind == VB_KIND_STATE) return VB_CAPACITY_STATE;
    if (e->kind == VB_KIND_PERSON) {
        for (uint32_t i = 0; i < e->n_offices; i++)
            if (chairs_committee(s, &e->offices[i])) return VB_CAPACITY_COMMITTEE;
        /* A president may be one of a club: the office counts where the sectors do not speak against it. */
        for (uint32_t i = 0; i < e->n_offices; i++)
            if ((is = by_title(e->offices[i].title)) != VB_CAPACITY_NONE &&
                (is == VB_CAPACITY_SPOKESPERSON || e->n_sectors == 0 || has_sector(e, "GOV") ||
                 (is == VB_CAPACITY_LEGISLATOR && has_sector(e, "LEG"))))
                return is;
        if (e->n_sectors > 0 && vb_str_eq(e->sectors[0], VB_STR("GOV"))) return VB_CAPACITY_OFFICIAL;
    }
    if (is_committee(e->name) && has_sector(e, "LEG")) return VB_CAPACITY_COMMITTEE;
    if (e->n_sectors > 0 && vb_str_eq(e->sectors[0], VB_STR("GOV"))) return VB_CAPACITY_STATE;
    for (uint32_t i = 0; i < e->n_sectors; i++)
        for (size_t k = 0; k < sizeof SECTORS / sizeof *SECTORS; k++)
            if (vb_str_eq(e->sectors[i], vb_str_of(SECTORS[k].words))) return SECTORS[k].is;
    return VB_CAPACITY_NONE;
}
