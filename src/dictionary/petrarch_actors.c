/*
 * Actor, agent, discard and issue dictionaries.
 *
 * An entry's codes belong to its phrase and to all of its "+" synonyms, before and after which they may stand; so an actor is kept
 * until the next one begins. Each phrase is a row of its own, since a phrase is what a text is searched for.
 */
#include "dictionary_rows.h"

#include <stdio.h>
#include <string.h>

/* ---- dates of codes ---------------------------------------------------------------------------------------------------------- */

static bool digits(vb_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    return s.len > 0;
}

/* YYMMDD or YYYYMMDD as YYYY-MM-DD; 00 for a month or a day stays. */
static bool date_of(struct vb_dict_import *in, vb_str s, char out[12])
{
    unsigned year, month, day;

    s = vb_dict_trim(s);
    if (!digits(s) || (s.len != 6 && s.len != 8)) {
        vb_dict_defect(in, "\"%.*s\" is no date: wants YYMMDD or YYYYMMDD; the code is left out", (int)(s.len > 40 ? 40 : s.len),
                       s.ptr);
        return false;
    }
    year = (unsigned)(s.ptr[0] - '0') * 10 + (unsigned)(s.ptr[1] - '0');
    if (s.len == 8) year = year * 100 + (unsigned)(s.ptr[2] - '0') * 10 + (unsigned)(s.ptr[3] - '0'), s.ptr += 2;
    else year += year <= 30 ? 2000 : 1900;
    month = (unsigned)(s.ptr[2] - '0') * 10 + (unsigned)(s.ptr[3] - '0');
    day   = (unsigned)(s.ptr[4] - '0') * 10 + (unsigned)(s.ptr[5] - '0');
    if (month > 12 || day > 31) {
        vb_dict_defect(in, "%04u-%02u-%02u is no date: the code is left out", year, month, day);
        return false;
    }
    snprintf(out, 12, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
    return true;
}

static size_t at_char(vb_str s, const char *any)
{
    size_t i = 0;

    while (i < s.len && !strchr(any, s.ptr[i])) i++;
    return i;
}

/* One bracket, "HOBGOV 19950601 - 19990815", as "HOBGOV 1995-06-01..1999-08-15"; NULL where it is left out. */
static char *read_dated(struct vb_dict_import *in, vb_str bracket)
{
    char   from[12] = "", until[12] = "";
    size_t sign = at_char(bracket, "<>"), blank;
    vb_str code, when = { bracket.ptr + bracket.len, 0 };

    if (vb_str_eq(bracket, VB_STR("---"))) return vb_arena_printf(&in->rows->arena, "---");
    blank = at_char(bracket, " \t");
    if (sign < blank) blank = sign;
    code = vb_dict_trim((vb_str){ bracket.ptr, blank });
    when = vb_dict_trim((vb_str){ bracket.ptr + blank, bracket.len - blank });
    if (when.len == 0 && bracket.len > 6 && digits((vb_str){bracket.ptr + bracket.len - 6, 6}) &&
        at_char(bracket, "-") < bracket.len) {
        vb_dict_defect(in, "no blank between a code and its dates; the code is left out");
        return NULL;
    }
    code = vb_dict_check_code(in, code);
    if (code.len == 0) return NULL;
    if (when.len == 0) return vb_arena_printf(&in->rows->arena, "%.*s", (int)code.len, code.ptr);
    if (*when.ptr == '<' || *when.ptr == '>') {
        if (!date_of(in, (vb_str){ when.ptr + 1, when.len - 1 }, *when.ptr == '<' ? until : from)) return NULL;
    } else {
        size_t dash = at_char(when, "-");
        if (dash == when.len) {
            vb_dict_defect(in, "\"%.*s\" is no date restriction: wants \"<\", \">\" or \"-\"; the code is left out",
                           (int)(when.len > 40 ? 40 : when.len), when.ptr);
            return NULL;
        }
        if (!date_of(in, (vb_str){ when.ptr, dash }, from)) return NULL;
        if (!date_of(in, (vb_str){ when.ptr + dash + 1, when.len - dash - 1 }, until)) return NULL;
        if (strcmp(from, until) > 0) vb_dict_defect(in, "the code %.*s ends before it begins", (int)code.len, code.ptr);
    }
    return vb_arena_printf(&in->rows->arena, "%.*s %s..%s", (int)code.len, code.ptr, from, until);
}

/* ---- actors --------------------------------------------------------------------------------------------------------------------
 */

enum { CODES_MAX = 1000 };             /* of one entry */

struct actor {
    VB_LIST(struct vb_dict_row) phrases;
    uint32_t n_codes;
    vb_str codes;                  /* '|' between; empty: none so far */
    uint32_t line;
};

static bool add_codes(struct vb_dict_import *in, struct actor *actor, vb_str line)
{
    vb_str code, after, before;

    for (;;) {
        char *one, *all;
        before = vb_dict_cut_code(in, line, &code, &after);
        if (before.len) vb_dict_defect(in, "\"%.*s\" before a code", (int)(before.len > 40 ? 40 : before.len), before.ptr);
        if (!code.ptr) return true;
        if (code.len == 0) vb_dict_defect(in, "an empty code");
        else if (actor->n_codes == CODES_MAX) vb_dict_defect(in, "more than %d codes of one entry: left out", CODES_MAX);
        else if ((one = read_dated(in, code)) != NULL) {
            actor->n_codes++;
            all = vb_arena_printf(&in->rows->arena, "%.*s%s%s", (int)actor->codes.len, actor->codes.ptr ? actor->codes.ptr : "",
                                  actor->codes.len ? "|" : "", one);
            if (!all) return false;
            actor->codes = vb_str_of(all);
        }
        line = vb_dict_trim(after);
        if (line.len == 0 || at_char(line, "[") == line.len) return true;
    }
}

static bool add_phrase(struct vb_dict_import *in, struct actor *actor, vb_str phrase)
{
    struct vb_dict_row  row  = { 0 };
    vb_str              rest = phrase;
    struct vb_dict_word word;
    char               *copy;

    if (at_char(phrase, "|") < phrase.len) vb_dict_defect(in, "\"|\" in a phrase: read as a blank");
    if (!vb_dict_next_word(&rest, &word)) {
        vb_dict_defect(in, "a phrase without a word");
        return true;
    }
    row.cells[0] = vb_arena_copy(&in->rows->arena, phrase);
    copy         = vb_arena_printf(&in->rows->arena, "%s:%u", in->file, in->line);
    if (!row.cells[0].ptr || !copy) return false;
    for (size_t i = 0; i < row.cells[0].len; i++)
        if (strchr("|\t", row.cells[0].ptr[i])) ((char *)(uintptr_t)row.cells[0].ptr)[i] = ' ';
    row.source = vb_str_of(copy);
    return VB_PUSH(&actor->phrases, row);
}

static vb_status end_actor(struct vb_dict_import *in, struct actor *actor)
{
    vb_status st = VB_OK;

    if (actor->phrases.n && actor->codes.len == 0) {
        uint32_t line = in->line;
        in->line = actor->line;
        vb_dict_defect(in, "no code for \"%.*s\"",
                       (int)(actor->phrases.at[0].cells[0].len > 60 ? 60 : actor->phrases.at[0].cells[0].len),
                       actor->phrases.at[0].cells[0].ptr);
        in->line = line;
        actor->codes = VB_STR("---");
    }
    for (size_t i = 0; st == VB_OK && i < actor->phrases.n; i++) {
        actor->phrases.at[i].cells[1] = actor->codes;
        actor->phrases.at[i].cells[2] = i ? actor->phrases.at[0].cells[0] : VB_STR("");
        actor->phrases.at[i].cells[3] = VB_STR("");
        st = vb_dict_rows_add(in->rows, VB_DICT_ACTORS, &actor->phrases.at[i], in->err);
    }
    actor->phrases.n = 0;
    actor->codes     = (vb_str){ 0 };
    actor->n_codes   = 0;
    return st;
}

vb_status vb_dict_read_actors(struct vb_dict_import *in)
{
    struct actor actor = { 0 };
    vb_str       line;
    vb_status    st;

    while ((st = vb_dict_next_line(in, &line, NULL)) == VB_OK && line.ptr) {
        vb_str s     = vb_dict_trim(line);
        bool   moved = line.ptr != s.ptr;
        size_t open;
        if (*s.ptr == '[') {
            if (!moved) vb_dict_defect(in, "a code at the start of a line: read as the entry's above");
            else if (*line.ptr == ' ') vb_dict_defect(in, "blanks for a tab before a code");
            if (actor.phrases.n == 0) vb_dict_defect(in, "a code that no entry stands above");
            else if (!add_codes(in, &actor, s)) st = vb_fail_nomem(in->err);
        } else if (*s.ptr == '+') {
            open = at_char(s, "[");
            if (actor.phrases.n == 0) vb_dict_defect(in, "a synonym that no entry stands above: read as an entry");
            if (!add_phrase(in, &actor, vb_dict_trim((vb_str){ s.ptr + 1, open - 1 }))) st = vb_fail_nomem(in->err);
            else if (open < s.len) {
                vb_dict_defect(in, "a code after a synonym: read as the entry's");
                if (!add_codes(in, &actor, (vb_str){ s.ptr + open, s.len - open })) st = vb_fail_nomem(in->err);
            }
        } else {
            if ((st = end_actor(in, &actor)) != VB_OK) break;
            actor.line = in->line;
            if (moved) vb_dict_defect(in, "blanks before an entry");
            open = at_char(s, "[");
            if (!add_phrase(in, &actor, vb_dict_trim((vb_str){ s.ptr, open }))) st = vb_fail_nomem(in->err);
            else if (open < s.len && !add_codes(in, &actor, (vb_str){ s.ptr + open, s.len - open })) st = vb_fail_nomem(in->err);
            if (at_char(s, "]") < open) vb_dict_defect(in, "\"]\" without \"[\"");
        }
        if (st != VB_OK) break;
    }
    if (st == VB_OK) st = end_actor(in, &actor);
    vb_free(actor.phrases.at);
    return st;
}

/* ---- agents --------------------------------------------------------------------------------------------------------------------
 */

enum { SETS_MAX = 64, SET_PHRASE_MAX = 256 };      /* bytes of a phrase that a set multiplies */
struct sets { vb_str names[SETS_MAX], items[SETS_MAX]; unsigned n; };

/* !NAME! = A, B */
static bool read_set(struct vb_dict_import *in, struct sets *sets, vb_str s)
{
    size_t second = at_char((vb_str){ s.ptr + 1, s.len - 1 }, "!") + 1, equals = at_char(s, "=");

    if (second >= s.len || equals == s.len || equals < second) return false;
    if (sets->n == SETS_MAX) {
        vb_dict_defect(in, "more than %d substitution sets: left out", SETS_MAX);
        return true;
    }
    sets->names[sets->n] = vb_arena_copy(&in->rows->arena, (vb_str){ s.ptr, second + 1 });
    sets->items[sets->n] = vb_arena_copy(&in->rows->arena, (vb_str){ s.ptr + equals + 1, s.len - equals - 1 });
    if (!sets->names[sets->n].ptr || !sets->items[sets->n].ptr) return false;
    sets->n++;
    return true;
}

static vb_status add_agent(struct vb_dict_import *in, const struct sets *sets, vb_str phrase, vb_str code, vb_str plurals)
{
    size_t              mark = at_char(phrase, "!"), end;
    vb_str              rest = phrase, name;
    struct vb_dict_word word;

    if (mark == phrase.len) {
        if (vb_dict_next_word(&rest, &word)) return vb_dict_add(in, VB_DICT_AGENTS, phrase, code, plurals, VB_STR(""));
        vb_dict_defect(in, "a phrase without a word");
        return VB_OK;
    }
    end  = mark + 1 + at_char((vb_str){ phrase.ptr + mark + 1, phrase.len - mark - 1 }, "!");
    name = (vb_str){ phrase.ptr + mark, end < phrase.len ? end + 1 - mark : 0 };
    if (phrase.len > SET_PHRASE_MAX) {
        vb_dict_defect(in, "a phrase of %zu bytes with a substitution set: left out", phrase.len);
        return VB_OK;
    }
    if (end < phrase.len && memchr(phrase.ptr + end + 1, '!', phrase.len - end - 1)) {
        /* "!MINIST!_FOR_AD!MINIST!RATION": what replacing all over a file left */
        vb_dict_defect(in, "more than one substitution set in a phrase: left out");
        return VB_OK;
    }
    for (unsigned i = 0; name.len && i < sets->n; i++) {
        if (!vb_str_eq(sets->names[i], name)) continue;
        for (vb_str items = sets->items[i]; items.len;) {
            size_t    comma = at_char(items, ",");
            vb_str    item  = vb_dict_trim((vb_str){ items.ptr, comma });
            char     *full  = vb_arena_printf(&in->rows->arena, "%.*s%.*s%.*s", (int)mark, phrase.ptr, (int)item.len, item.ptr,
                                              (int)(phrase.len - end - 1), phrase.ptr + end + 1);
            vb_str    flat  = vb_str_of(full), rest_of = flat;
            vb_status st;
            if (!full) return vb_fail_nomem(in->err);
            if (vb_dict_next_word(&rest_of, &word) &&
                (st = vb_dict_add(in, VB_DICT_AGENTS, flat, code, plurals, VB_STR(""))) != VB_OK)
                return st;
            items = comma < items.len ? (vb_str){ items.ptr + comma + 1, items.len - comma - 1 } : (vb_str){ items.ptr, 0 };
        }
        return VB_OK;
    }
    vb_dict_defect(in, "no substitution set %.*s", (int)(name.len > 40 ? 40 : name.len), name.ptr);
    return VB_OK;
}

/* Cut "{A B}" out of what stands before a code; "-" for "{}": no plural. */
static vb_str cut_plurals(struct vb_dict_import *in, vb_str s, vb_str *plurals)
{
    size_t open = at_char(s, "{"), close = at_char(s, "}");
    char  *list;
    size_t n = 0;

    *plurals = VB_STR("");
    if (open == s.len && close == s.len) return s;
    if (open == s.len || close == s.len || close < open) {
        vb_dict_defect(in, "\"{\" and \"}\" do not match: no irregular forms read");
        return vb_dict_trim((vb_str){ s.ptr, open < close ? open : close });
    }
    if (!(list = VB_NEW(&in->rows->arena, char, close - open + 2))) {
        *plurals = (vb_str){ 0 };
        return s;
    }
    for (size_t i = open + 1; i < close; i++) {
        char c = s.ptr[i] == ' ' || s.ptr[i] == '\t' || s.ptr[i] == ',' || s.ptr[i] == '|' ? '|' : s.ptr[i];
        if (c != '|' || (n && list[n - 1] != '|')) list[n++] = c;
    }
    while (n && list[n - 1] == '|') n--;
    *plurals = n ? (vb_str){ list, n } : VB_STR("-");
    if (vb_dict_trim((vb_str){ s.ptr + close + 1, s.len - close - 1 }).len) vb_dict_defect(in, "words after \"}\": left out");
    return vb_dict_trim((vb_str){ s.ptr, open });
}

vb_status vb_dict_read_agents(struct vb_dict_import *in)
{
    struct sets sets = { 0 };
    vb_str      line, code, after, plurals;
    vb_status   st;

    while ((st = vb_dict_next_line(in, &line, NULL)) == VB_OK && line.ptr) {
        vb_str s = vb_dict_trim(line), bare;
        char  *whole;
        bool   before, behind;
        if (*s.ptr == '!' && at_char(s, "=") < s.len && at_char(s, "[") == s.len) {
            if (!read_set(in, &sets, s)) vb_dict_defect(in, "a substitution set wants !NAME! = A, B");
            continue;
        }
        s = vb_dict_cut_code(in, s, &code, &after);
        s = cut_plurals(in, s, &plurals);
        if (!plurals.ptr) return vb_fail_nomem(in->err);
        if (!code.ptr) {
            vb_dict_defect(in, "no code for \"%.*s\": left out", (int)(s.len > 60 ? 60 : s.len), s.ptr);
            continue;
        }
        before = code.len && code.ptr[code.len - 1] == '~';        /* [NGO~]: goes before the actor's */
        behind = code.len && *code.ptr == '~';
        bare   = vb_dict_trim((vb_str){ code.ptr + behind, code.len - behind - (before && code.len > 1) });
        if (before == behind)
            vb_dict_defect(in, "an agent's code wants \"~\" before or after it: read as [~%.*s]",
                           (int)(bare.len > 40 ? 40 : bare.len), bare.ptr);
        bare = vb_dict_check_code(in, bare);
        if (bare.len == 0) continue;
        whole = before && !behind ? vb_arena_printf(&in->rows->arena, "%.*s~", (int)bare.len, bare.ptr)
                                  : vb_arena_printf(&in->rows->arena, "~%.*s", (int)bare.len, bare.ptr);
        if (!whole) return vb_fail_nomem(in->err);
        if ((st = add_agent(in, &sets, s, vb_str_of(whole), plurals)) != VB_OK) return st;
    }
    return st;
}

/* ---- discards and issues
 * --------------------------------------------------------------------------------------------------------- */

vb_status vb_dict_read_discards(struct vb_dict_import *in)
{
    vb_str    line;
    vb_status st;

    while ((st = vb_dict_next_line(in, &line, NULL)) == VB_OK && line.ptr) {
        vb_str              s     = vb_dict_trim(line), rest;
        bool                story = *s.ptr == '+';
        struct vb_dict_word word;
        if (story) s = vb_dict_trim((vb_str){ s.ptr + 1, s.len - 1 });
        rest = s;
        if (!vb_dict_next_word(&rest, &word)) {
            vb_dict_defect(in, "a phrase without a word");
            continue;
        }
        st = vb_dict_add(in, VB_DICT_DISCARDS, s, story ? VB_STR("story") : VB_STR("sentence"), VB_STR(""), VB_STR(""));
        if (st != VB_OK) return st;
    }
    return st;
}

/* The value of NAME="…" in a tag. */
static vb_str attribute(vb_str tag, const char *name)
{
    const char *at = memmem(tag.ptr, tag.len, name, strlen(name));
    vb_str      rest;

    if (!at) return VB_STR("");
    rest = (vb_str){ at + strlen(name), (size_t)(tag.ptr + tag.len - at) - strlen(name) };
    if (rest.len && *rest.ptr == '"') {
        rest = (vb_str){ rest.ptr + 1, rest.len - 1 };
        return (vb_str){ rest.ptr, at_char(rest, "\"") };
    }
    return (vb_str){ rest.ptr, at_char(rest, " >") };
}

vb_status vb_dict_read_issues(struct vb_dict_import *in)
{
    vb_str    line, code, after, category = VB_STR("");
    bool      open = false;
    vb_status st;

    while ((st = vb_dict_next_line(in, &line, NULL)) == VB_OK && line.ptr) {
        vb_str s = vb_dict_trim(line);
        if (vb_str_starts(s, VB_STR("<ISSUE"))) {
            if (open) vb_dict_defect(in, "a section opens inside a section");
            open     = true;
            category = vb_arena_copy(&in->rows->arena, attribute(s, "CATEGORY="));
            if (!category.ptr) return vb_fail_nomem(in->err);
            continue;
        }
        if (vb_str_starts(s, VB_STR("</ISSUE"))) {
            if (!open) vb_dict_defect(in, "a section closes that did not open");
            open     = false;
            category = VB_STR("");
            continue;
        }
        if (*s.ptr == '~') {
            while (s.len && *s.ptr == '~') s.ptr++, s.len--;
            s = vb_dict_cut_code(in, s, &code, &after);
            if (code.ptr) vb_dict_defect(in, "a phrase to ignore has a code: left out");
            code = VB_STR("~");
        } else {
            s    = vb_dict_cut_code(in, s, &code, &after);
            code = vb_dict_check_code(in, code);
        }
        if (!code.ptr || code.len == 0 || s.len == 0) {
            vb_dict_defect(in, s.len ? "no code for \"%.*s\": left out" : "a code without a phrase%.*s",
                           (int)(s.len > 60 ? 60 : s.len), s.ptr);
            continue;
        }
        if ((st = vb_dict_add(in, VB_DICT_ISSUES, s, code, category, VB_STR(""))) != VB_OK) return st;
    }
    if (st == VB_OK && open) vb_dict_defect(in, "a section never closes");
    return st;
}
