/*
 * The words for the values of the enumerations: the same in the record, in JSON and TSV, and in print.
 */
#include "record_db.h"

#include <assert.h>
#include <string.h>

#define NAMES(name, ...)                                                        \
    static const char *const name##_words[] = { __VA_ARGS__ };                  \
    const struct vb_names    vb_names_##name = { name##_words, sizeof name##_words / sizeof *name##_words }

NAMES(role, "headline", "credit", "caption", "byline", "dateline", "lead", "body", "list", "other");
NAMES(kind, "person", "organisation", "state", "group", "place", "document", "policy", "other");
NAMES(form, "name", "role", "pronoun", "demonym", "other");
NAMES(type, "direct", "mixed", "indirect", "nominal", "partial", "term");
NAMES(class, "speech", "attitude");
NAMES(polarity, "affirmed", "negated", "refused", "denied", "question", "modal");
NAMES(time_class, "DATE", "TIME", "DURATION", "SET");
NAMES(time_mod, "", "START", "MID", "END", "BEFORE", "AFTER", "MORE_THAN", "LESS_THAN", "APPROX");
NAMES(time_basis, "text", "document", "tense", "time");
NAMES(stance, "for", "against", "neutral");
NAMES(capacity, "", "leader", "minister", "legislator", "committee", "party", "spokesperson", "diplomat", "official", "state",
      "court", "security", "rebel", "international", "press", "company", "organisation", "expert", "citizen");

/* src/event has these */
const struct vb_names vb_names_event_type = { vb_event_type_names, VB_N_EVENT_TYPES + 1 };
const struct vb_names vb_names_realis     = { vb_event_realis_names, VB_N_REALIS };

NAMES(ledger_section, "contact", "cooperate", "disagree", "ask", "neutral", "designation", "within", "change");
NAMES(voice, "government", "parliament", "party", "court", "security", "press", "other", "unknown");

static const char *word(const struct vb_names *names, unsigned v)
{
    assert(v < names->n);
    return names->at[v];
}

const char *vb_name_role(vb_role v) { return word(&vb_names_role, (unsigned)v); }
const char *vb_name_kind(vb_entity_kind v) { return word(&vb_names_kind, (unsigned)v); }
const char *vb_name_form(vb_mention_form v) { return word(&vb_names_form, (unsigned)v); }
const char *vb_name_type(vb_statement_type v) { return word(&vb_names_type, (unsigned)v); }
const char *vb_name_class(vb_statement_class v) { return word(&vb_names_class, (unsigned)v); }
const char *vb_name_polarity(vb_polarity v) { return word(&vb_names_polarity, (unsigned)v); }
const char *vb_name_time_class(vb_time_class v) { return word(&vb_names_time_class, (unsigned)v); }
const char *vb_name_time_mod(vb_time_mod v) { return v == VB_MOD_NONE ? NULL : word(&vb_names_time_mod, (unsigned)v); }
const char *vb_name_time_basis(vb_time_basis v) { return word(&vb_names_time_basis, (unsigned)v); }
const char *vb_name_event_type(vb_event_type v) { return word(&vb_names_event_type, (unsigned)v); }
const char *vb_name_realis(vb_realis v) { return word(&vb_names_realis, (unsigned)v); }
const char *vb_name_stance(vb_stance v) { return word(&vb_names_stance, (unsigned)v); }
const char *vb_name_capacity(vb_capacity v) { return v == VB_CAPACITY_NONE ? NULL : word(&vb_names_capacity, (unsigned)v); }

const char *vb_name_ledger_section(enum vb_ledger_section v) { return word(&vb_names_ledger_section, (unsigned)v); }
const char *vb_name_voice(enum vb_ledger_voice v) { return word(&vb_names_voice, (unsigned)v); }

unsigned vb_event_quad(vb_event_type v)
{
    return v == VB_EVENT_NONE ? 0 : v <= VB_EVENT_CONCEDE ? 1 : v <= VB_EVENT_RETREAT ? 2 : v <= VB_EVENT_THREATEN ? 3 : 4;
}

/* PLOVER's scores, in its order; those of the table event_type are the same. */
int vb_event_intensity_tenths(vb_event_type v)
{
    static const signed char tenths[] = { 25, 25, 50, 45, 95, 100, 65, 0, -20, -20, -35, -50, -60, -55, -70, -90, 0 };

    assert(v < sizeof tenths / sizeof *tenths);
    return tenths[v];
}

bool vb_record_find_name(const struct vb_names *names, const char *wanted, unsigned *out)
{
    for (unsigned i = 0; i < names->n; i++)
        if (strcmp(names->at[i], wanted) == 0) {
            *out = i;
            return true;
        }
    return false;
}

/* ---- lists of words in a filter -----------------------------------------------------------------------------------------------
 */

static bool find_words(const struct vb_names *names, vb_str list, uint32_t *bits, vb_str *bad)
{
    *bits = 0;
    for (size_t at = 0, end; at <= list.len; at = end + 1) {
        unsigned v = 0;
        end  = at;
        while (end < list.len && list.ptr[end] != ',') end++;
        *bad = (vb_str){ list.ptr + at, end - at };
        while (v < names->n && !vb_str_eq_nocase(*bad, vb_str_of(names->at[v]))) v++;
        if (v == names->n) return false;
        *bits |= 1u << v;
    }
    return true;
}

bool vb_record_statement_types(vb_str list, uint32_t *bits, vb_str *bad) { return find_words(&vb_names_type, list, bits, bad); }
bool vb_record_event_types(vb_str list, uint32_t *bits, vb_str *bad) { return find_words(&vb_names_event_type, list, bits, bad); }
bool vb_record_realis(vb_str list, uint32_t *bits, vb_str *bad) { return find_words(&vb_names_realis, list, bits, bad); }
