/*
 * The words for types and realis. src/knowledge, which stands before this folder, checks the tables against words of its own.
 */
#include "events.h"

const char *const vb_event_type_names[VB_N_EVENT_TYPES + 1] = {
    "AGREE",  "CONSULT",  "SUPPORT", "CONCEDE",  "COOPERATE", "AID",    "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE",  "COERCE", "ASSAULT", "NONE",
};
const char *const vb_event_realis_names[VB_N_REALIS] = {"done",    "ongoing", "planned", "conditional",
                                                        "alleged", "denied",  "habitual"};

bool vb_event_type_of(vb_str name, vb_event_type *out)
{
    for (unsigned i = 0; i < VB_N_EVENT_TYPES; i++) {
        if (!vb_str_eq(name, vb_str_of(vb_event_type_names[i]))) continue;
        *out = (vb_event_type)i;
        return true;
    }
    return false;
}
