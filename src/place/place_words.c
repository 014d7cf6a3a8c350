/*
 * Lists of words: sites, prepositions, verbs. Developed on the articles of the corpus that are not held out.
 */
#include "place_words.h"

#include <string.h>

/* Each list in order of bytes. */
static const char *const sites[] = {
    "airbase", "airfield", "airport", "airspace", "airstrip", "archipelago", "area", "atoll", "avenue", "barracks", "base",
    "basin", "bay", "beach", "border", "boulevard", "bridge", "building", "cafe", "camp", "canal", "canton", "cape",
    "capital", "cathedral", "cemetery", "channel", "church", "city", "clinic", "coast", "coastline",
    "colony", "compound", "constituency", "corridor", "county", "crossing", "dam", "delta", "desert", "district", "dock",
    "enclave", "exclave", "farm", "farmland", "forest", "front", "frontier", "gate", "governorate", "gulf", "harbor",
    "harbour", "headquarters", "heights", "highlands", "highway", "hill", "hospital", "hostel", "hotel", "island", "isle",
    "islet", "jail", "junction", "jungle", "lake", "market", "mine", "monastery", "mosque", "motorway", "mountain",
    "municipality", "museum", "neighbor", "neighborhood", "neighbour", "neighbourhood", "oblast", "oilfield", "orchard",
    "outskirts", "palace", "park", "pass", "peninsula", "pier", "plain", "plant", "plateau", "plaza", "port", "prefecture",
    "prison", "province", "quarter", "quay", "rainforest", "ranch", "range", "reef", "refinery", "region", "reservation",
    "reserve", "ridge", "river", "riverbank", "road", "school", "sea", "sector", "settlement", "shipyard", "shoal", "shore",
    "shrine", "slum", "soil", "square", "stadium", "state", "station", "steppe", "strait", "street", "strip", "stronghold",
    "suburb", "temple", "terminal", "territory", "town", "township", "tunnel", "valley", "village", "volcano", "water",
    "waters", "waterway", "workshop", "yard", "zone",
};
/* What happens at a place: "the Nairobi protest". */
static const char *const events[] = {
    "airstrike", "ambush", "attack", "blast", "blaze", "bombardment", "bombing", "clash", "crash", "curfew", "demonstration",
    "earthquake", "explosion", "fire", "flood", "hostage-taking", "killings", "landslide", "marathon", "march", "massacre",
    "protest", "quake", "raid", "rally", "riot", "shelling", "shooting", "siege", "stabbing", "summit", "unrest",
};
static const char *const local[] = {
    "above", "across", "along", "alongside", "around", "at", "below", "beneath", "beyond", "in", "inside", "into", "near",
    "nearby", "onto", "opposite", "outside", "surrounding", "through", "throughout", "toward", "towards", "within",
};
static const char *const ways[] = {
    "between", "for", "from", "to", "via",
};
static const char *const ons[]  = {
    "of", "off", "on", "over", "upon",
};
static const char *const travel[] = {
    "advance", "airlift", "airlifted", "ambulance", "arrival", "arrive", "back", "bind", "bound", "bring", "brought", "bus",
    "came", "carry", "come", "commute", "convoy", "cross", "delegation", "depart", "departure",
    "deploy", "deployment", "deport", "deportation", "dispatch", "divert", "drawn", "drive", "driven", "drove", "embark",
    "escape", "escort", "evacuate", "evacuation", "evict", "exile", "expel", "export", "extradite", "extradition", "fell",
    "ferry", "fled", "flee", "flew", "flight", "flown", "fly", "flying", "go", "gone", "head", "hike", "hurry", "immigrate",
    "invitation", "invite", "journey", "land", "leave", "left", "lorry", "march", "migrate", "migration", "mission", "move",
    "pull", "pull-out", "pullout", "ran", "redirect", "relocate", "repatriate", "repatriation", "retreat", "return", "ride",
    "road", "rode", "route", "run", "rush", "sail", "sailed", "sank", "send", "sent", "ship", "shipment", "shot", "stay",
    "summon", "take", "taken", "took", "tour", "train", "transfer", "transport", "travel", "traveler", "traveller", "trip",
    "truck", "visit", "visitor", "voyage", "walk", "way", "went", "withdraw", "withdrawal", "withdrawn", "withdrew",
};
static const char *const reach[] = {
    "abandon", "cross", "depart", "enter", "evacuate", "exit", "fled", "flee", "leave", "left", "quit", "reach", "tour",
    "visit",
};
static const char *const hit[] = {
    "advance", "airstrike", "ambush", "assault", "attack", "batter", "besiege", "block", "blockade", "bomb", "bombard",
    "bombardment", "bombing", "burn", "capture", "close", "control", "curfew", "destroy", "destroyed", "devastate",
    "evacuation", "fall", "fallen", "fell", "fight", "flood", "fought", "guard", "held", "hit", "hold", "invade", "invasion",
    "liberate", "loot", "march", "massacre", "occupation", "occupy", "offensive", "open", "overrun", "patrol", "pound",
    "raid", "ravage", "recapture", "reopen", "retake", "rocket", "seize", "seizure", "shell", "shelling", "siege", "storm",
    "stormed", "strike", "struck", "surround", "take", "taken", "took",
};

static bool in_list(vb_str word, const char *const *list, size_t n)
{
    char   low[24];
    size_t beg = 0, end = n;

    if (word.len == 0 || word.len >= sizeof low) return false;
    for (size_t i = 0; i < word.len; i++)
        low[i] = (char)(word.ptr[i] >= 'A' && word.ptr[i] <= 'Z' ? word.ptr[i] + 32 : word.ptr[i]);
    low[word.len] = '\0';
    while (beg < end) {
        size_t mid = (beg + end) / 2;
        int    cmp = strcmp(low, list[mid]);
        if (cmp == 0) return true;
        if (cmp < 0) end = mid;
        else beg = mid + 1;
    }
    return false;
}
#define IN_LIST(word, list) in_list((word), (list), sizeof(list) / sizeof *(list))

/* The word, or its base by the regular endings: "shipped", "cities". A lemma the tagger got wrong is found all the same. */
static bool in_list_forms(vb_str word, const char *const *list, size_t n)
{
    static const struct { const char *ending, *instead; } ENDINGS[] = {
        {"s", ""}, {"es", ""}, {"ies", "y"}, {"d", ""}, {"ed", ""}, {"ied", "y"}, {"ing", ""}, {"ing", "e"},
    };
    char base[32];

    if (in_list(word, list, n)) return true;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        vb_str ending = vb_str_of(ENDINGS[i].ending), instead = vb_str_of(ENDINGS[i].instead);
        size_t stem   = word.len - ending.len;
        if (word.len < ending.len + 2 || word.len + 1 >= sizeof base) continue;
        if (!vb_str_eq_nocase((vb_str){word.ptr + stem, ending.len}, ending)) continue;
        memcpy(base, word.ptr, stem);
        memcpy(base + stem, instead.ptr, instead.len);
        if (in_list((vb_str){base, stem + instead.len}, list, n)) return true;
        if (instead.len == 0 && stem > 3 && base[stem - 1] == base[stem - 2] && in_list((vb_str){base, stem - 1}, list, n))
            return true;
    }
    return false;
}
#define IN_LIST_FORMS(word, list) in_list_forms((word), (list), sizeof(list) / sizeof *(list))

bool vb_place_is_site(vb_str word)         { return IN_LIST_FORMS(word, sites); }
bool vb_place_is_event(vb_str word)        { return IN_LIST_FORMS(word, events); }
bool vb_place_is_local(vb_str preposition) { return IN_LIST(preposition, local); }
bool vb_place_is_way(vb_str preposition)   { return IN_LIST(preposition, ways); }
bool vb_place_is_on(vb_str preposition)    { return IN_LIST(preposition, ons); }
bool vb_place_is_travel(vb_str word)       { return IN_LIST_FORMS(word, travel); }
bool vb_place_is_reach(vb_str word)        { return IN_LIST_FORMS(word, reach); }
bool vb_place_is_hit(vb_str word)          { return IN_LIST_FORMS(word, hit); }
