#include "place_words.h"

#include <string.h>

/* Each list in order of bytes. */
static const char *const sites[] = {
    "airbase", "airfield", "airport", "airspace", "airstrip", "archipelago", "area", "atoll", "avenue",
    "barracks", "base", "basin", "bay", "beach", "border", "boulevard", "bridge", "building", "camp", "canal", "canton",
    "cape", "capital", "cathedral", "cemetery", "center", "centre", "channel", "church", "city", "clinic", "coast",
    "coastline", "colony", "compound", "constituency", "corridor", "county", "crossing", "dam", "delta", "desert", "district",
    "dock", "enclave", "exclave", "farm", "forest", "front", "frontier", "gate", "governorate", "gulf", "harbor", "harbour",
    "headquarters", "heights", "highlands", "highway", "hill", "hospital", "hostel", "hotel", "island", "isle", "islet",
    "jail", "junction", "jungle", "lake", "market", "mine", "monastery", "mosque", "motorway", "mountain", "municipality",
    "museum", "neighborhood", "neighbourhood", "oblast", "oilfield", "outskirts", "palace", "park", "pass", "peninsula",
    "pier", "plain", "plant", "plateau", "plaza", "port", "prefecture", "prison", "province", "quarter", "quay", "rainforest",
    "ranch", "range", "reef", "refinery", "region", "reservation", "reserve", "ridge", "river", "riverbank", "road", "school",
    "sea", "sector", "settlement", "shipyard", "shoal", "shore", "shrine", "slum", "soil", "square", "stadium",
    "state", "station", "steppe", "strait", "street", "strip", "stronghold", "suburb", "temple", "terminal", "territory",
    "town", "township", "tunnel", "valley", "village", "volcano", "water", "waters", "waterway", "zone",
};
static const char *const grounds[] = {
    "airspace", "border", "coast", "frontier", "shore", "shores", "soil", "territory", "waters",
};
static const char *const local[] = {
    "above", "across", "along", "alongside", "around", "at", "below", "beneath", "beyond", "in", "inside", "into", "near",
    "nearby", "onto", "opposite", "outside", "surrounding", "through", "throughout", "toward", "towards", "within",
};
static const char *const ways[] = {
    "for", "from", "to", "via",
};
static const char *const ons[]  = {
    "of", "off", "on", "over", "upon",
};
static const char *const travel[] = {
    "advance",  "airlift",   "airlifted",   "ambulance",    "arrival",    "arrive",     "back",        "bind",       "bound",
    "bring",    "bus",       "carry",       "come",         "commute",    "convoy",     "cross",       "delegation", "deliver",
    "delivery", "depart",    "departure",   "deploy",       "deployment", "deport",     "deportation", "dispatch",   "divert",
    "drive",    "embark",    "escape",      "escort",       "evacuate",   "evacuation", "evict",       "exile",      "expel",
    "export",   "extradite", "extradition", "ferry",        "flee",       "flight",     "fly",         "flying",     "go",
    "head",     "hike",      "hurry",       "immigrate",    "invite",     "invitation", "journey",     "land",       "leave",
    "lorry",    "march",     "migrate",     "migration",    "mission",    "move",       "pull",        "pull-out",   "pullout",
    "redirect", "relocate",  "repatriate",  "repatriation", "retreat",    "return",     "ride",        "road",       "route",
    "run",      "rush",      "sail",        "send",         "ship",       "shipment",   "stay",        "summon",     "take",
    "tour",     "train",     "transfer",    "transport",    "travel",     "traveler",   "traveller",   "trip",       "truck",
    "visit",    "visitor",   "voyage",      "walk",         "way",        "withdraw",   "withdrawal",
};
static const char *const reach[] = {
    "abandon", "cross", "depart", "enter", "evacuate", "exit", "flee", "leave", "quit", "reach", "tour", "visit",
};
static const char *const hit[] = {
    "advance", "airstrike", "ambush", "assault", "attack", "besiege", "block", "blockade", "bomb", "bombard", "bombardment",
    "bombing", "burn", "capture", "close", "control", "curfew", "devastate", "evacuation", "fall", "fight", "flood", "guard",
    "hit", "hold", "invade", "invasion", "liberate", "loot", "march", "massacre", "occupation", "occupy", "offensive",
    "overrun", "patrol", "pound", "raid", "recapture", "retake", "rocket", "seize", "seizure", "shell", "shelling", "siege",
    "storm", "strike", "surround", "take",
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

/* The word, or without the ending of its plural. */
static bool in_list_plural(vb_str word, const char *const *list, size_t n)
{
    static const char y[] = "y";
    char   singular[24];

    if (in_list(word, list, n)) return true;
    if (word.len < 4 || word.len >= sizeof singular - 1 || (word.ptr[word.len - 1] | 32) != 's') return false;
    if (in_list((vb_str){word.ptr, word.len - 1}, list, n)) return true;
    if (word.ptr[word.len - 2] != 'e') return false;
    if (in_list((vb_str){word.ptr, word.len - 2}, list, n)) return true;
    if (word.ptr[word.len - 3] != 'i') return false;
    memcpy(singular, word.ptr, word.len - 3);
    memcpy(singular + word.len - 3, y, sizeof y);
    return in_list((vb_str){singular, word.len - 2}, list, n);
}

bool vb_place_is_site(vb_str word)         { return in_list_plural(word, sites, sizeof sites / sizeof *sites); }
bool vb_place_is_ground(vb_str word)       { return in_list_plural(word, grounds, sizeof grounds / sizeof *grounds); }
bool vb_place_is_local(vb_str preposition) { return IN_LIST(preposition, local); }
bool vb_place_is_way(vb_str preposition)   { return IN_LIST(preposition, ways); }
bool vb_place_is_on(vb_str preposition)    { return IN_LIST(preposition, ons); }
bool vb_place_is_travel(vb_str lemma)      { return IN_LIST(lemma, travel); }
bool vb_place_is_reach(vb_str lemma)       { return IN_LIST(lemma, reach); }
bool vb_place_is_hit(vb_str lemma)         { return IN_LIST(lemma, hit); }
