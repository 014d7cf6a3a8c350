/*
 * Word lists of the text layer. They are short because they hold closed classes; open ones belong to knowledge/.
 * Abbreviations and hyphen prefixes are those of the training parts of UD EWT and GUM 2.16, and of the Associated
 * Press's abbreviations of titles, months and states.
 */
#include "wordlist.h"

#include <string.h>

enum { WORD_MAX = 16 };

/* Lists are sorted in byte order, so that a look-up is a few comparisons. */
static bool is_in(vb_str word, const char *const list[], size_t n)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2, len = strlen(list[mid]);
        int    order = memcmp(word.ptr, list[mid], word.len < len ? word.len : len);
        if (order == 0 && word.len == len) return true;
        if (order < 0 || (order == 0 && word.len < len)) high = mid;
        else low = mid + 1;
    }
    return false;
}
#define IS_IN(word, list) is_in((word), (list), sizeof(list) / sizeof *(list))

/* ASCII letters lowered into `to`; false when the word is longer than any in the lists. */
static bool lowered(vb_str word, char to[WORD_MAX], vb_str *out)
{
    if (word.len == 0 || word.len > WORD_MAX) return false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        to[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    *out = (vb_str){ to, word.len };
    return true;
}

/* Before a name, whatever follows. */
static const char *const titles[] = {
    "Adm", "Atty", "Brig", "Capt", "Cdr", "Cmdr", "Cpl", "Cpt", "Dr", "Drs", "Fr", "Ft", "Gov", "Govs", "Hon", "Lt",
    "Ltjg", "Maj", "Messrs", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Mt", "Ofc", "Pfc", "Prof", "Pvt", "Rep", "Reps", "Rev",
    "Sen", "Sens", "Sgt", "Spc", "Ssgt", "St", "Ste", "Supt", "approx", "ca", "cf", "vs",
};
/* Before a name or a number only: "Gen. Milley" but "generation Gen." */
static const char *const titles_before_upper[] = {
    "Art", "Ch", "Col", "Ed", "Fig", "Figs", "Gen", "Nos", "Pres", "Sec", "Vol", "pp",
};
static const char *const before_digit[] = { "b", "c", "d", "div", "m", "p", "r" };         /* born, circa, died, … : "(b. 1950)" */
static const char *const plain[] = {
    "Ala", "Apr", "Ariz", "Ark", "Assn", "Aug", "Ave", "Bldg", "Blvd", "Bros", "Calif", "Co", "Colo", "Conn", "Corp",
    "Dec", "Dept", "Dist", "Esq", "Feb", "Fla", "Fri", "Ga", "Inc", "Jan", "Jr", "Kan", "Ky", "Ltd", "Mfg", "Mich", "Minn",
    "Mont", "Neb", "Nev", "Nov", "Oct", "Okla", "Penn", "PhD", "Sep", "Sept", "Sr", "Tenn", "Tex", "Thur", "Thurs", "Tue",
    "Tues", "Univ", "Va", "Vt", "Wed", "Wis", "Wyo", "al", "cont", "dept", "est", "et", "etc", "govt", "inc", "ltd",
};
/* Words of their own too, so only where the sentence goes on: "Ill., Ore. and Miss." */
static const char *const plain_inside[] = {
    "Del", "Ill", "Ind", "La", "Mar", "Mass", "Md", "Me", "Miss", "Mo", "Mon", "Ore", "Pa", "Sat", "Sun", "Wash", "ed",
    "eds", "lb", "lbs", "oz", "v",
};

static bool is_upper_or_digit(uint32_t cp) { return vb_cp_is_upper(cp) || vb_cp_is_digit(cp); }

/* U.S, a.m, Ph.D, L.L.C: letters between full stops, none of them a word. */
static bool is_dotted(vb_str word)
{
    size_t run = 0, n_stops = 0;

    if (word.len > WORD_MAX) return false;
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];
        if (c == '.') {
            if (run == 0 || run > 2) return false;
            run = 0;
            n_stops++;
        } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
            run++;
        } else {
            return false;
        }
    }
    return n_stops > 0 && run > 0 && run <= 2;
}

enum vb_abbreviation vb_words_abbreviation(vb_str word, uint32_t next, bool tight)
{
    bool goes_on = next != 0 && (vb_cp_is_lower(next) || next == ',' || next == ';' || next == ')' || next == '-' || next == ':');

    if (word.len == 0 || word.len > WORD_MAX) return VB_ABBR_NONE;
    if (is_dotted(word)) return VB_ABBR_PLAIN;
    if (word.len == 1 && vb_cp_is_upper((unsigned char)word.ptr[0])) {         /* an initial; "I." and "vitamin C." are none */
        if (word.ptr[0] == 'I') return VB_ABBR_NONE;
        return vb_cp_is_upper(next) && !tight ? VB_ABBR_TITLE : goes_on ? VB_ABBR_PLAIN : VB_ABBR_NONE;
    }
    if (vb_str_eq_nocase(word, VB_STR("No"))) return vb_cp_is_digit(next) ? VB_ABBR_TITLE : VB_ABBR_NONE;
    if (IS_IN(word, before_digit)) return vb_cp_is_digit(next) ? VB_ABBR_TITLE : VB_ABBR_NONE;
    if (IS_IN(word, titles)) return VB_ABBR_TITLE;
    if (IS_IN(word, titles_before_upper)) return is_upper_or_digit(next) ? VB_ABBR_TITLE : VB_ABBR_NONE;
    if (IS_IN(word, plain)) return VB_ABBR_PLAIN;
    if (IS_IN(word, plain_inside)) return goes_on || vb_cp_is_digit(next) ? VB_ABBR_PLAIN : VB_ABBR_NONE;
    return VB_ABBR_NONE;
}

bool vb_words_is_starter(vb_str word)
{
    static const char *const list[] = {
        "A", "About", "According", "After", "All", "Also", "Although", "An", "And", "Another", "As", "At", "Because",
        "Before", "Both", "But", "By", "Despite", "During", "Each", "Even", "Every", "For", "From", "Had", "He", "Her",
        "Here", "His", "How", "However", "I", "If", "In", "Instead", "Is", "It", "Its", "Last", "Many", "Meanwhile",
        "More", "Most", "My", "No", "Nor", "Not", "Now", "On", "Once", "One", "Only", "Or", "Other", "Our", "Over", "She",
        "Since", "So", "Some", "Such", "That", "The", "Their", "Then", "There", "These", "They", "This", "Those", "Though",
        "Through", "To", "Two", "Under", "Until", "We", "What", "When", "Where", "Whether", "Which", "While", "Who", "Why",
        "With", "Yet", "You", "Your",
    };
    return IS_IN(word, list);
}

bool vb_words_is_hyphen_prefix(vb_str word)
{
    static const char *const list[] = {
        "anti", "arch", "co", "counter", "cross", "e", "ex", "extra", "inter", "intra", "mega", "mid", "mini", "multi",
        "neo", "non", "over", "pan", "post", "pre", "pro", "proto", "pseudo", "psycho", "quasi", "re", "semi", "socio",
        "sub", "super", "trans", "u", "ultra", "un",
    };
    char   to[WORD_MAX];
    vb_str low;
    return lowered(word, to, &low) && IS_IN(low, list);
}

bool vb_words_is_speech_verb(vb_str word)
{
    static const char *const list[] = {
        "added", "adds", "answered", "argued", "ask", "asked", "asks", "began", "called", "cried", "declared", "demanded",
        "exclaimed", "insisted", "joked", "quipped", "recalled", "replied", "responded", "said", "say", "says", "shouted",
        "started", "told", "tweeted", "wondered", "wrote", "yelled",
    };
    return IS_IN(word, list);
}

bool vb_words_is_unit(vb_str word)
{
    static const char *const list[] = {
        "am", "b", "bn", "cm", "ft", "gb", "h", "hr", "hrs", "in", "k", "kg", "kgs", "km", "kms", "kw", "lb", "lbs", "m",
        "mb", "mg", "min", "mins", "ml", "mm", "mn", "mph", "mw", "oz", "pm", "sec", "tn", "x", "yr", "yrs",
    };
    char   to[WORD_MAX];
    vb_str low;
    return lowered(word, to, &low) && IS_IN(low, list);
}

bool vb_words_drops_head(vb_str word)
{
    /* Those that are words with their head too count only in small letters: 'Cause for alarm' is a quotation. */
    static const char *const always[] = {
        "cept", "cuz", "d", "em", "fraid", "kay", "ll", "m", "n", "neath", "nuff", "re", "s", "t", "til", "tis", "twas",
        "twere", "twill", "ve",
    };
    static const char *const lower[] = { "bout", "cause", "ere", "round", "till" };
    char   to[WORD_MAX];
    vb_str low;
    return lowered(word, to, &low) && (IS_IN(low, always) || IS_IN(word, lower));
}
