/*
 * What part a paragraph plays: headline, credit, caption, byline, dateline, lead, body, list, other.
 *
 * Rules over the paragraph's own words and its place. They lean to `body`: a body paragraph taken for a credit would
 * lose what somebody said in it, while a credit taken for body only adds words in which nobody says anything.
 */
#include "layers.h"

#include <string.h>

enum {
    HEADLINE_MAX = 220,            /* code points; the longest headline of PolNeAR's training part has 186 */
    CREDIT_MAX = 200, CAPTION_MAX = 500, HEADING_MAX = 60, BOILERPLATE_MAX = 300,
    LABEL_WORDS_MAX = 40           /* a paragraph with more words is neither a credit nor a byline nor a dateline */
};

/* ---- words of one paragraph ------------------------------------------------------------------------------------ */

struct word { vb_str s; bool upper, lower, digit; };
struct words { struct word at[LABEL_WORDS_MAX]; size_t n; bool more; };

/* Runs of letters, digits and inner apostrophes; everything else parts them. */
static void read_words(vb_str s, struct words *out)
{
    size_t   at = 0;
    unsigned n;

    out->n    = 0;
    out->more = false;
    while (at < s.len) {
        uint32_t cp = vb_utf8_at(s, at, &n);
        size_t   beg = at;
        if (!vb_cp_is_alnum(cp)) {
            at += n;
            continue;
        }
        if (out->n == LABEL_WORDS_MAX) {
            out->more = true;
            return;
        }
        out->at[out->n].upper = vb_cp_is_upper(cp);
        out->at[out->n].lower = vb_cp_is_lower(cp);
        out->at[out->n].digit = vb_cp_is_digit(cp);
        while (at < s.len && (vb_cp_is_alnum(cp = vb_utf8_at(s, at, &n)) || cp == '\'' || cp == 0x2019)) at += n;
        out->at[out->n++].s = (vb_str){ s.ptr + beg, at - beg };
    }
}

static bool is_one_of(vb_str word, const char *const list[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (vb_str_eq_nocase(word, vb_str_of(list[i]))) return true;
    return false;
}
#define ONE_OF(word, list) is_one_of((word), (list), sizeof(list) / sizeof *(list))

static bool starts_nocase(vb_str s, const char *prefix)
{
    vb_str p = vb_str_of(prefix);
    return s.len >= p.len && vb_str_eq_nocase((vb_str){ s.ptr, p.len }, p);
}

static vb_str drop(vb_str s, size_t n) { return (vb_str){ s.ptr + n, s.len - n }; }

static vb_str trim(vb_str s)
{
    vb_span span = vb_text_trim(s, (vb_span){ 0, (uint32_t)s.len });
    return vb_str_sub(s, span);
}

/* Is anything in it more than a name: a word in small letters, other than those that join names? */
static bool is_names_only(const struct words *w, size_t from)
{
    static const char *const joins[] = {
        "and", "of", "the", "for", "in", "at", "by", "via", "from", "on", "de", "la", "le", "du", "da", "del", "der",
        "den", "van", "von", "bin", "ibn", "al", "el", "with", "file", "photo", "pool", "courtesy", "user", "under",
        "license", "licence", "image", "handout",
    };
    if (w->more) return false;
    for (size_t i = from; i < w->n; i++)
        if (!w->at[i].upper && !w->at[i].digit && !ONE_OF(w->at[i].s, joins)) return false;
    return true;
}

/* ---- single roles ---------------------------------------------------------------------------------------------- */

static bool has_cp(vb_str s, uint32_t wanted)
{
    unsigned n;
    for (size_t at = 0; at < s.len; at += n)
        if (vb_utf8_at(s, at, &n) == wanted) return true;
    return false;
}

static bool names_agency(const struct words *w)
{
    static const char *const agencies[] = {
        "Reuters", "AFP", "AP", "EPA", "Getty", "PA", "UPI", "Shutterstock", "Alamy", "Flickr", "Wikimedia", "Bloomberg",
        "Xinhua", "Rex", "dpa", "EFE", "ANSA", "TASS", "iStock",
    };
    for (size_t i = 0; i < w->n; i++)
        if (ONE_OF(w->at[i].s, agencies)) return true;
    return false;
}

/* "Photo", "File photo", "Picture", "Image" and so on at the front: bytes of it, or 0. */
static size_t picture_label(vb_str s)
{
    static const char *const labels[] = {
        "photographs", "photograph", "photos", "photo", "pictures", "picture", "pic", "images", "image", "illustration",
        "graphic", "video", "credit", "screenshot", "map",
    };
    size_t at = starts_nocase(s, "file ") ? 5 : starts_nocase(s, "ap ") || starts_nocase(s, "pa ") ? 3 : 0;

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        vb_str   rest = drop(s, at);
        size_t   len = strlen(labels[i]);
        unsigned n;
        if (!starts_nocase(rest, labels[i])) continue;
        if (len < rest.len && vb_cp_is_alnum(vb_utf8_at(rest, len, &n))) continue;
        return at + len;
    }
    return 0;
}

/* A label of that kind inside the paragraph, from which on it says who took the picture: "… in Kyiv. Image: Jane Doe." */
static bool ends_with_credit(vb_str s)
{
    static const char *const tails[] = {
        "Image: ", "Photo: ", "Picture: ", "Photograph: ", "Credit: ", "(AP Photo", "(Photo ", "REUTERS/", "AP Photo/",
        "Image by ", "Photo by ", "(Image: ", "(Photo: ", "(Credit: ",
    };
    struct words w;

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        vb_str tail = vb_str_of(tails[i]);
        size_t reach = s.len < tail.len + 90 ? s.len : tail.len + 90;      /* nobody's name and agency are longer */
        for (size_t back = tail.len; back <= reach; back++) {
            vb_str end = drop(s, s.len - back);
            if (!vb_str_starts(end, tail)) continue;
            read_words(end, &w);
            return is_names_only(&w, 1);
        }
    }
    return false;
}

static bool is_caption(vb_str s, size_t n_points)
{
    size_t label = picture_label(s);
    vb_str rest;

    if (n_points > CAPTION_MAX) return false;
    if (starts_nocase(s, "caption:") || starts_nocase(s, "pictured:") || starts_nocase(s, "image caption") ||
        starts_nocase(s, "file photo of ") || starts_nocase(s, "file image of ") || vb_str_starts(s, VB_STR("File:")))
        return true;
    if (starts_nocase(s, "image copyright")) {
        for (size_t at = 0; at < s.len; at++)
            if (starts_nocase(drop(s, at), "image caption")) return true;
        return false;
    }
    if (starts_nocase(s, "file ") && label && label < s.len && s.ptr[label] == ':') {
        struct words w;
        rest = trim(drop(s, label + 1));
        read_words(rest, &w);
        return w.n > 0 && !is_names_only(&w, 0);
    }
    return ends_with_credit(s) && label == 0 && s.ptr[0] != '(';
}

static bool is_credit(vb_str s, size_t n_points)
{
    struct words w;
    size_t       label;
    unsigned     n;
    uint32_t     first = vb_utf8_at(s, 0, &n);

    if (n_points > CREDIT_MAX) return false;
    if (first == 0xA9 || starts_nocase(s, "(c) ") || starts_nocase(s, "image copyright")) return true;
    if (first == '(' && vb_str_ends(s, VB_STR(")"))) s = trim((vb_str){ s.ptr + 1, s.len - 2 });
    read_words(s, &w);
    if (starts_nocase(s, "copyright ")) return is_names_only(&w, 1) || has_cp(s, 0xA9);
    if ((label = picture_label(s)) > 0) {
        vb_str rest = trim(drop(s, label));
        bool   by = starts_nocase(rest, "by ") || starts_nocase(rest, "courtesy ") || starts_nocase(rest, "credit") ||
                  starts_nocase(rest, "from ") || starts_nocase(rest, "via ");
        if (!by && rest.len && rest.ptr[0] != ':' && rest.ptr[0] != '/') return false;
        if (!by && rest.len == 0) return false;
        read_words(rest, &w);
        return w.n > 0 && is_names_only(&w, 0);
    }
    /* "Jane Doe/AFP/Getty Images", "Jane Doe via Reuters" */
    if (w.n > 14 || !names_agency(&w) || !is_names_only(&w, 0)) return false;
    if (has_cp(s, '/')) return !vb_text_ends_sentence(s, (vb_span){ 0, (uint32_t)s.len });
    for (size_t i = 0; i < w.n; i++)
        if (vb_str_eq(w.at[i].s, VB_STR("via"))) return true;
    return false;
}

static bool is_byline(vb_str s)
{
    struct words w;

    if (starts_nocase(s, "reporting by ") || starts_nocase(s, "additional reporting by ") || starts_nocase(s, "writing by ") ||
        starts_nocase(s, "written by ") || starts_nocase(s, "edited by ") || starts_nocase(s, "editing by ") ||
        starts_nocase(s, "story by ")) {
        read_words(s, &w);
        return !w.more;
    }
    if (!starts_nocase(s, "by ") || vb_str_ends(s, VB_STR("."))) return false;
    read_words(s, &w);
    /* "By 2010", "By Wednesday" and the like begin sentences, and those go on in small letters. */
    return w.n >= 2 && w.n <= 16 && w.at[1].upper && is_names_only(&w, 1);
}

/* A date and what is written beside one: weekday, time and zone, "Updated". Nothing else may stand there, except a place. */
static bool is_dateline(vb_str s)
{
    static const char *const months[] = {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
    };
    static const char *const beside[] = {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mon", "Tue", "Tues", "Wed", "Thu",
        "Thur", "Thurs", "Fri", "Sat", "Sun", "am", "pm", "a", "p", "m", "GMT", "UTC", "BST", "CET", "CEST", "ET", "EST",
        "EDT", "PST", "PDT", "at", "on", "updated", "update", "published", "posted", "last", "modified", "first", "st",
        "nd", "rd", "th", "of",
    };
    struct words w;
    size_t       n_months = 0, n_digits = 0, n_place = 0;

    if (vb_text_ends_sentence(s, (vb_span){ 0, (uint32_t)s.len }) && !vb_str_ends(s, VB_STR("m."))) return false;
    read_words(s, &w);
    if (w.n == 0 || w.n > 16) return false;
    for (size_t i = 0; i < w.n; i++) {
        vb_str word = w.at[i].s;
        if (w.at[i].digit) n_digits++;
        else if (ONE_OF(word, months) && w.at[i].upper) n_months++;
        else if (ONE_OF(word, beside)) continue;
        else if (w.at[i].upper && n_months + n_digits == 0 && n_place < 4) n_place++;
        else return false;
    }
    if (n_months == 1 && n_digits >= 1 && (n_place == 0 || w.n <= 8)) return true;
    /* 2023-08-30, 30/08/2023 */
    if (n_months == 0 && n_place == 0 && n_digits >= 3 && (has_cp(s, '-') || has_cp(s, '/') || has_cp(s, '.'))) {
        for (size_t i = 0; i < w.n; i++)
            if (w.at[i].digit && w.at[i].s.len == 4 && (w.at[i].s.ptr[0] == '1' || w.at[i].s.ptr[0] == '2')) return true;
    }
    return false;
}

/* "WASHINGTON (AP) —" with its text in the next paragraph. */
static bool is_place_alone(vb_str s)
{
    struct words w;
    unsigned     n;
    uint32_t     last = vb_utf8_before(s, s.len, &n);

    if (last != 0x2014 && last != 0x2013 && last != '-') return false;
    read_words(s, &w);
    return w.n >= 1 && w.n <= 8 && is_names_only(&w, 0);
}

static bool has_quotation(vb_str s) { return has_cp(s, '"') || has_cp(s, 0x201C) || has_cp(s, 0x201D) || has_cp(s, 0xAB); }

/* A heading between paragraphs, a label, a link to another article. */
static bool is_heading(vb_str s, size_t n_points)
{
    static const char *const labels[] = {
        "related", "read more", "more", "advertisement", "also on", "also read", "see also", "watch", "short reads",
        "correction",
    };
    struct words w;
    unsigned     n;
    uint32_t     last = vb_utf8_before(s, s.len, &n), first = vb_utf8_at(s, 0, &n);

    if (n_points > CREDIT_MAX) return false;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t len = strlen(labels[i]);
        if (starts_nocase(s, labels[i]) && (s.len == len || s.ptr[len] == ':')) return !has_quotation(s);
    }
    if (n_points > HEADING_MAX || has_quotation(s) || last == '?') return false;
    read_words(s, &w);
    if (w.n > 8) return false;
    if (w.n && w.at[0].digit) {                    /* "20:10", "2 p.m.:" */
        size_t i = 0;
        while (i < w.n && (w.at[i].digit || w.at[i].s.len == 1 || vb_str_eq_nocase(w.at[i].s, VB_STR("am")) ||
                           vb_str_eq_nocase(w.at[i].s, VB_STR("pm")))) i++;
        if (i == w.n) return true;
    }
    /* "– European Court of Justice" names the speaker of the paragraph above it. */
    if (first == '-' || first == 0x2013 || first == 0x2014) return false;
    return !vb_text_ends_sentence(s, (vb_span){ 0, (uint32_t)s.len }) && last != ',';
}

/* What a page adds to every article: newsletters, links to others, sharing, where it stood first. */
static bool is_boilerplate(vb_str s, size_t n_points)
{
    static const char *const openings[] = {
        "sign up for ",
        "sign up to ",
        "subscribe to ",
        "subscribe now",
        "get the latest news",
        "get our ",
        "enter your email",
        "you can unsubscribe",
        "read more:",
        "read more about ",
        "read more on ",
        "also read:",
        "read also:",
        "see also:",
        "share this",
        "follow us on ",
        "follow us at ",
        "like us on ",
        "join us on ",
        "click here ",
        "download our ",
        "all rights reserved",
        "this article was originally published",
        "this article was first published",
        "this article originally appeared",
        "this article first appeared",
        "this article is republished",
        "this story was originally published",
        "this story was first published",
        "this story originally appeared",
        "this story first appeared",
        "support our journalism",
        "we use cookies",
    };

    if (n_points > BOILERPLATE_MAX) return false;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (starts_nocase(s, openings[i])) return true;
    return false;
}

/* ---- the headline ---------------------------------------------------------------------------------------------- */

static uint32_t next_letter(vb_str s, size_t *at)
{
    unsigned n;

    while (*at < s.len) {
        uint32_t cp = vb_utf8_at(s, *at, &n);
        *at += n;
        if (vb_cp_is_alnum(cp)) return vb_cp_lower(cp);
    }
    return 0;
}

/* Does the paragraph, by its letters and digits, hold the title from `*from` on, or go on with it to its own end? */
static bool is_in_title(vb_str s, vb_str title, size_t *from)
{
    size_t at = 0, in_title = *from, n_same = 0;

    for (;;) {
        size_t   before = in_title;
        uint32_t a = next_letter(s, &at), b = next_letter(title, &in_title);
        if (a == b && a) {
            n_same++;
            continue;
        }
        /* A headline may go on after the title; a paragraph that only begins with a short title is not one. */
        if (b == 0 && a && n_same * 5 < vb_utf8_count(s) * 3) return false;
        if (n_same < 8 || (a && b)) return false;
        *from = a == 0 ? before : title.len;
        return true;
    }
}

static bool looks_like_headline(const struct vb_text *text, uint32_t i, vb_str s, size_t n_points)
{
    unsigned n;
    uint32_t last = vb_utf8_before(s, s.len, &n), first = vb_utf8_at(s, 0, &n);

    if (n_points > HEADLINE_MAX || i + 1 >= text->n_paragraphs) return false;
    if (last == '.' || last == ':' || last == ',' || last == ';') return false;
    if (last == '"' || last == '\'' || last == ')' || last == 0x201D || last == 0x2019) {
        uint32_t inner = vb_utf8_before(s, s.len - n, &n);
        if (inner == '.' || inner == ',') return false;
    }
    return !vb_cp_is_lower(first) && vb_text_starts_item(text->bytes, text->paragraphs[i].span) == VB_ITEM_NONE;
}

static bool is_list_item(const struct vb_text *text, uint32_t i)
{
    enum vb_item item = vb_text_starts_item(text->bytes, text->paragraphs[i].span);
    vb_str       before;

    if (item != VB_ITEM_DASH) return item == VB_ITEM_SURE;
    if (i + 1 < text->n_paragraphs && vb_text_starts_item(text->bytes, text->paragraphs[i + 1].span) == VB_ITEM_DASH) return true;
    if (i == 0) return false;
    if (text->paragraphs[i - 1].role == VB_ROLE_LIST) return true;
    before = vb_str_sub(text->bytes, text->paragraphs[i - 1].span);
    return vb_str_ends(before, VB_STR(":"));
}

vb_role vb_text_role(const struct vb_text *text, uint32_t i, struct vb_role_state *state)
{
    vb_str s = vb_str_sub(text->bytes, text->paragraphs[i].span);
    size_t n_points = s.len > 4 * CAPTION_MAX ? s.len : vb_utf8_count(s);      /* of long ones only that they are long matters */

    if (!state->seen_lead && state->title.len && i < 6 && n_points <= 2 * HEADLINE_MAX &&
        state->title_at < state->title.len && is_in_title(s, state->title, &state->title_at)) {
        state->seen_headline = true;
        return VB_ROLE_HEADLINE;
    }
    if (text->n_paragraphs > 1 && is_boilerplate(s, n_points)) return VB_ROLE_OTHER;
    if (n_points <= CAPTION_MAX) {
        if (is_caption(s, n_points)) return VB_ROLE_CAPTION;
        if (is_credit(s, n_points)) return VB_ROLE_CREDIT;
        if (is_byline(s)) return VB_ROLE_BYLINE;
        if (is_dateline(s) || is_place_alone(s)) return VB_ROLE_DATELINE;
    }
    if (is_list_item(text, i)) return VB_ROLE_LIST;
    if (!state->seen_lead && !state->seen_headline && looks_like_headline(text, i, s, n_points)) {
        state->seen_headline = true;
        return VB_ROLE_HEADLINE;
    }
    if (text->n_paragraphs > 1 && is_heading(s, n_points)) return VB_ROLE_OTHER;
    if (state->seen_lead) return VB_ROLE_BODY;
    /* The line below the headline, before the text begins. */
    if (i > 0 && text->paragraphs[i - 1].role == VB_ROLE_HEADLINE && looks_like_headline(text, i, s, n_points))
        return VB_ROLE_HEADLINE;
    state->seen_lead = true;
    return VB_ROLE_LEAD;
}

bool vb_text_is_prose(const struct vb_text *text, uint32_t byte)
{
    const uint32_t p = vb_text_paragraph_at(text, byte);

    if (p == VB_NONE) return true;
    switch (text->paragraphs[p].role) {
    case VB_ROLE_CREDIT:
    case VB_ROLE_BYLINE:
    case VB_ROLE_DATELINE: return false;
    case VB_ROLE_OTHER: {
        const vb_str s = vb_str_sub(text->bytes, text->paragraphs[p].span);
        return !is_boilerplate(s, vb_utf8_count(s));
    }
    default: return true;
    }
}
