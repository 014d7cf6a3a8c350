/*
 * Traps: names with a date in them, "May" and "March", numbers that are no years, words of time with another meaning.
 */
#include "time_traps.h"

#include <string.h>

/* Around an expression of `form`; a list of words with blanks between, NULL for any. */
static const struct { uint8_t form; const char *before, *after;
} traps[] = {
    {FORM_WEEKDAY, "ash bloody black cyber fat giving good holy palm super", NULL},
    {FORM_WEEKDAY, NULL, "express herald independent mail mirror post standard telegraph times tribune vision"},
    {FORM_DATE, NULL,
     "alliance army avenue bridge brigade brigades coalition group front hospital movement organisation organization party "
     "square stadium street university"},
    {FORM_MONTH, NULL, "revolution"},
    {FORM_SEASON, NULL, "budget games olympics session statement term"},
    {FORM_SEASON, "arab prague", NULL},
    {FORM_HOLIDAY, NULL, "island"},
    {FORM_CENTURY, NULL, "fox"},
    {FORM_DURATION, "business early late office opening peak rush visiting working", NULL},
    {FORM_DURATION, NULL, "old olds"},
    {FORM_REF, NULL, "account affairs"},
    {FORM_TONIGHT, NULL, "show"},
};
/* Before a month that is also a verb or a name, or a number that is a year. */
static const char month_sure[] = "during early in last late mid next since this till until";
static const char month_likely[] = "after and before between by for from of or through to throughout";
static const char year_before[] =
    "a after an and around before between by circa during early for from his in its late of or our since the their upcoming "
    "then through throughout till to until year";
static const char count_before[] = "about and around by for of or over some than to with";
static const char not_counted[] = "always as census has his is its perhaps plus this thus towards was";
static const char part_before[] = "at before by during from since through till until";
static const char season_before[] = "after before by during from in since through till until";

static vb_str token(const struct vb_text *text, const struct vb_sentence *s, uint32_t i)
{
    return i >= s->first_token && i < s->first_token + s->n_tokens ? vb_str_sub(text->bytes, text->tokens[i].span)
                                                                   : (vb_str){"", 0};
}

static bool is_one_of(vb_str word, const char *list)
{
    while (word.len && *list) {
        size_t len = strcspn(list, " ");
        if (vb_str_eq_nocase(word, (vb_str){ list, len })) return true;
        list += len + (list[len] == ' ');
    }
    return false;
}

static bool is_capital(vb_str w) { return w.len && w.ptr[0] >= 'A' && w.ptr[0] <= 'Z'; }
static bool is_word(vb_str w) { return w.len && ((w.ptr[0] | 0x20) >= 'a') && ((w.ptr[0] | 0x20) <= 'z'); }
static bool is_lower(vb_str w) { return w.len && w.ptr[0] >= 'a' && w.ptr[0] <= 'z'; }

static bool is_name_around(const struct vb_time_fields *f, vb_str before, vb_str after)
{
    for (size_t i = 0; i < sizeof traps / sizeof *traps; i++) {
        if (traps[i].form != f->form) continue;
        if (traps[i].before && !is_one_of(before, traps[i].before)) continue;
        if (traps[i].after && !is_one_of(after, traps[i].after)) continue;
        if (f->form == FORM_DURATION && traps[i].before && f->number) continue;
        return true;
    }
    return false;
}

/* "May" and "March" want a word before that takes a time; other months only must not be a given name. */
static bool is_no_month(const struct vb_sentence *s, const struct vb_time_fields *f, vb_str before, vb_str after, uint32_t first,
                        bool may_is_name)
{
    if (f->has_year || f->direction || f->prefixed) return false;
    if (f->month == 5 || f->month == 3) {
        if (is_one_of(before, month_sure)) return false;
        if (f->month == 5 && may_is_name) return true;
        if (f->month == 3 && (is_one_of(before, "a the") && is_lower(after) && !is_one_of(after, "for in of on to"))) return false;
        return !is_one_of(before, month_likely) ||
               (f->month == 5 && is_one_of(before, "of and or to for") && is_lower(after) && !is_one_of(after, "and to"));
    }
    if (is_one_of(before, month_sure) || is_one_of(before, month_likely)) return false;
    return is_capital(after) && (first == s->first_token || is_capital(before));
}

static bool is_plural_noun(vb_str w)
{
    return is_lower(w) && w.len > 3 && w.ptr[w.len - 1] == 's' && w.ptr[w.len - 2] != 's' && !is_one_of(w, not_counted);
}

static bool is_no_year(const struct vb_time_fields *f, vb_str before, vb_str after)
{
    static const char units[] = "% cent hectares hours km kilograms kilometers kilometres metres meters miles others people per "
                                "percent tonnes tons utc gmt";
    static const char labels[] =
        "no no. number resolution route article section flight room # $ \xE2\x82\xAC \xC2\xA3 us$ session act bill";

    if (is_one_of(after, units) || is_one_of(before, labels)) return true;
    if (vb_str_eq(before, VB_STR("/")) || vb_str_eq(after, VB_STR("/"))) return true;
    if (is_plural_noun(after)) return !is_one_of(before, year_before) || is_one_of(before, count_before);
    if (f->year < 1900 || f->year > 2035) return !is_one_of(before, year_before) && !vb_str_eq(before, VB_STR("-")) &&
                                                 !vb_str_eq(before, VB_STR("\xE2\x80\x93")) && !vb_str_eq(before, VB_STR("("));
    return f->year < 1700 && is_one_of(before, count_before);
}

bool vb_time_is_trap(const struct vb_text *text, const struct vb_sentence *s, const struct vb_time_fields *f, uint32_t first,
                     uint32_t end, bool may_is_name)
{
    vb_str before = token(text, s, first - 1), after = token(text, s, end), word = token(text, s, first);
    bool   bare = first + 1 == end;

    if (is_name_around(f, before, after)) return true;
    switch ((enum vb_time_form)f->form) {
    case FORM_MONTH: return is_no_month(s, f, before, after, first, may_is_name);
    case FORM_YEAR: return is_no_year(f, before, after);
    case FORM_BARE_PART:
        if (vb_str_eq(after, VB_STR("-"))) return true;
        return !f->prefixed && !f->the && !is_one_of(before, part_before);
    case FORM_SEASON:
        if (f->has_year || f->direction) return false;
        return bare ? !is_one_of(before, season_before) || is_capital(word)
                    : is_capital(after) && is_capital(token(text, s, end - 1));
    case FORM_PART:
        if (vb_str_eq(after, VB_STR("-"))) return true;          /* the night-vision goggles */
        return bare && is_one_of(before, "a an") && is_lower(after);             /* at a midnight meeting */
    case FORM_STOP_CLOCK: {
        vb_span paragraph = text->paragraphs[s->paragraph].span;
        return text->tokens[first].span.beg != paragraph.beg || s->n_tokens > 4;
    }
    case FORM_CLOCK: return f->zone && vb_str_eq(before, VB_STR("("));             /* 8.30 p.m. (1930 UTC): the same time again */
    case FORM_SET:
        return !f->weekday &&
               (is_capital(after) || (is_capital(word) && first > s->first_token)); /* the Daily Mail, the daily Al-Fajr */
    case FORM_DAY: return is_capital(word) && (is_word(before) || vb_str_ends(before, VB_STR("s")));   /* USA Today */
    case FORM_DURATION:
        if (f->unit == UNIT_MINUTE && !f->number && is_one_of(before, "the")) return true;       /* of a meeting */
        if (f->unit == UNIT_NIGHT && f->number == 1) /* a night curfew, a night-time raid */
            return vb_str_eq(after, VB_STR("-")) || (is_lower(after) && !is_one_of(after, "after and at before in of on to with"));
        if (f->unit == UNIT_HOUR && f->number == 1 && is_one_of(before, "kilometers kilometres km miles")) return true;
        return f->unit <= UNIT_DAY && is_one_of(token(text, s, first + 1), "last");              /* at the last minute */
    case FORM_REF:
        if (is_one_of(word, "present")) return !is_one_of(before, "at the") || !is_lower(after);
        if (is_one_of(word, "earlier")) return is_one_of(after, "than") || is_one_of(before, "much slightly far the no not");
        if (is_one_of(word, "now")) return vb_str_eq(after, VB_STR("-"));
        return false;
    default: return false;
    }
}

bool vb_time_may_is_name(const struct vb_text *text)
{
    for (uint32_t i = 1; i < text->n_tokens; i++) {
        vb_str before = vb_str_sub(text->bytes, text->tokens[i - 1].span);
        if (!vb_str_eq(vb_str_sub(text->bytes, text->tokens[i].span), VB_STR("May"))) continue;
        if (is_one_of(before, "mrs mr ms mrs. mr. ms. theresa minister")) return true;
    }
    return false;
}
