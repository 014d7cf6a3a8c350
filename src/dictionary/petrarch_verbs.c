/*
 * Verb dictionaries, in the grammars of PETRARCH-1 and PETRARCH-2, which one file may mix.
 *
 * A pattern is kept in the notation of its file: its user knows it, and what it means is told when the tables are opened. Here it
 * is only checked: marks in pairs, one verb, synonym sets named.
 */
#include "dictionary_rows.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 60 };

static int shown(vb_str s) { return (int)(s.len > SHOWN ? SHOWN : s.len); }

static size_t at_char(vb_str s, const char *any)
{
    size_t i = 0;

    while (i < s.len && !strchr(any, s.ptr[i])) i++;
    return i;
}

struct verbs {
    char  *block;                  /* its name in the tables, or NULL: none is open */
    vb_str synset;                 /* name of the open synonym set, or none */
    VB_LIST(vb_str) members;
    uint32_t synset_line;
};

/* ---- synonym sets --------------------------------------------------------------------------------------------------------------
 */

static vb_status end_synset(struct vb_dict_import *in, struct verbs *v)
{
    size_t    n  = 0;
    char     *cell;
    uint32_t  line = in->line;
    vb_status st;

    bool      whole; /* "&PREPOSIT_": no plurals in all of it */

    if (!v->synset.ptr) return VB_OK;
    whole = v->synset.len && v->synset.ptr[v->synset.len - 1] == '_';
    if (whole) v->synset.len--;
    for (size_t i = 0; i < v->members.n; i++) n += v->members.at[i].len + 2;
    if (!(cell = VB_NEW(&in->rows->arena, char, n + 1))) return vb_fail_nomem(in->err);
    n        = 0;
    in->line = v->synset_line;
    for (size_t i = 0; i < v->members.n; i++) {
        if (i) cell[n++] = '|';
        memcpy(cell + n, v->members.at[i].ptr, v->members.at[i].len);
        for (size_t k = 0; k < v->members.at[i].len; k++)
            if (cell[n + k] == '|') cell[n + k] = ' ';
        n += v->members.at[i].len;
        if (whole && cell[n - 1] != '_') cell[n++] = '_';
    }
    if (v->members.n == 0) vb_dict_defect(in, "%.*s has no words", shown(v->synset), v->synset.ptr);
    st           = vb_dict_add(in, VB_DICT_SYNSETS, v->synset, (vb_str){ cell, n }, VB_STR(""), VB_STR(""));
    in->line     = line;
    v->synset    = (vb_str){ 0 };
    v->members.n = 0;
    return st;
}

static vb_status start_synset(struct vb_dict_import *in, struct verbs *v, vb_str s)
{
    vb_str name = { s.ptr, at_char(s, " \t") };

    if (vb_dict_trim((vb_str){s.ptr + name.len, s.len - name.len}).len)
        vb_dict_defect(in, "words after the name of a synonym set: left out");
    v->synset      = vb_arena_copy(&in->rows->arena, name);
    v->synset_line = in->line;
    return v->synset.ptr ? VB_OK : vb_fail_nomem(in->err);
}

static vb_status add_member(struct vb_dict_import *in, struct verbs *v, vb_str s)
{
    vb_str copy = vb_arena_copy(&in->rows->arena, vb_dict_trim((vb_str){ s.ptr + 1, s.len - 1 }));

    if (!copy.ptr) return vb_fail_nomem(in->err);
    if (copy.len == 0) vb_dict_defect(in, "a synonym without a word");
    else if (!VB_PUSH(&v->members, copy)) return vb_fail_nomem(in->err);
    return VB_OK;
}

/* ---- blocks and verbs ----------------------------------------------------------------------------------------------------------
 */

static size_t at_alnum(vb_str s)
{
    size_t i = 0;

    while (i < s.len &&
           !((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z')))
        i++;
    return i;
}

/* [012], [031:032], [:110], [---]. WEIS and older codes have letters: all are kept. */
static vb_str check_event_code(struct vb_dict_import *in, vb_str code)
{
    bool   odd  = code.len == 0;
    size_t n    = at_char(code, ":");

    if (vb_str_eq(code, VB_STR("---"))) return code;
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || i == n)) odd = true;
    }
    if (odd) vb_dict_defect(in, "code \"%.*s\" is no event code, as 012, 031:032 and :110 are", shown(code), code.ptr);
    if (at_alnum(code) == code.len) return VB_STR("");            /* "+++", "###": marks of TABARI */
    if (code.len > 24) code.len = 24;
    while (code.len && ((unsigned char)code.ptr[code.len - 1] & 0x80)) code.len--;
    return code;
}

static vb_status start_block(struct vb_dict_import *in, struct verbs *v, vb_str s)
{
    vb_str code, after, name, more;

    while (s.len && *s.ptr == '-') s.ptr++, s.len--;
    name = vb_dict_trim(vb_dict_cut_code(in, s, &code, &after));
    if (at_char(after, "[") < after.len) {
        vb_dict_cut_code(in, after, &more, &after);
        vb_dict_defect(in, "two codes for a block: the first one counts");
    }
    while (name.len && (name.ptr[name.len - 1] == '-' || name.ptr[name.len - 1] == ' ')) name.len--;
    if (name.len == 0) vb_dict_defect(in, "a block without a name");
    if (code.len == 0) {
        vb_dict_defect(in, "a block without a code: read as [---]");
        code = VB_STR("---");
    }
    code = check_event_code(in, code);
    if (code.len == 0) code = VB_STR("---");
    v->block = vb_arena_printf(&in->rows->arena, "%.*s.%u", (int)name.len, name.ptr, ++in->rows->n_blocks);
    if (!v->block) return vb_fail_nomem(in->err);
    /* the block's own code: a row without a verb */
    return vb_dict_add(in, VB_DICT_VERBS, vb_str_of(v->block), VB_STR(""), VB_STR(""), code);
}

static vb_status add_verb(struct vb_dict_import *in, struct verbs *v, vb_str s)
{
    vb_str code, after, forms = VB_STR("");
    size_t open, close;
    char  *list;

    s     = vb_dict_cut_code(in, s, &code, &after);
    open  = at_char(s, "{");
    close = at_char(s, "}");
    if (open < s.len && close < s.len && open < close) {
        size_t n = 0;
        if (!(list = VB_NEW(&in->rows->arena, char, close - open + 2))) return vb_fail_nomem(in->err);
        for (size_t i = open + 1; i < close; i++) {
            char c = s.ptr[i] == ' ' || s.ptr[i] == '\t' || s.ptr[i] == ',' ? '|' : s.ptr[i];
            if (c != '|' || (n && list[n - 1] != '|')) list[n++] = c;
        }
        while (n && list[n - 1] == '|') n--;
        forms = n ? (vb_str){ list, n } : VB_STR("-");
    } else if (open < s.len || close < s.len) {
        vb_dict_defect(in, "\"{\" and \"}\" do not match: no irregular forms read");
    }
    s = vb_dict_trim((vb_str){ s.ptr, open < close ? open : close });
    if (s.len == 0) {
        vb_dict_defect(in, "a line without a verb");
        return VB_OK;
    }
    if (!v->block) {
        vb_dict_defect(in, "\"%.*s\": a verb outside a block: left out", shown(s), s.ptr);
        return VB_OK;
    }
    if (at_char(s, "*$^%&()") < s.len) vb_dict_defect(in, "\"%.*s\": marks of a pattern in a verb", shown(s), s.ptr);
    return vb_dict_add(in, VB_DICT_VERBS, vb_str_of(v->block), s, forms, code.len ? check_event_code(in, code) : VB_STR(""));
}

/* ---- patterns ------------------------------------------------------------------------------------------------------------------
 */

static bool pairs_match(vb_str s)
{
    char   stack[16];
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '{' || c == '(') {
            if (n == sizeof stack) return false;
            stack[n++] = c;
        } else if (c == '}' || c == ')') {
            if (n == 0 || stack[--n] != (c == '}' ? '{' : '(')) return false;
        }
    }
    return n == 0;
}

static vb_status add_pattern(struct vb_dict_import *in, struct verbs *v, vb_str s)
{
    vb_str code, after;
    size_t star;

    s = vb_dict_trim((vb_str){ s.ptr + 1, s.len - 1 });
    s = vb_dict_cut_code(in, s, &code, &after);
    if (at_char(after, "[") < after.len) vb_dict_defect(in, "more than one code: the first one counts");
    if (!v->block) {
        vb_dict_defect(in, "a pattern outside a block: left out");
        return VB_OK;
    }
    star = at_char(s, "*");
    if (star == s.len) vb_dict_defect(in, "a pattern without \"*\", the verb: left out");
    else if (at_char((vb_str){s.ptr + star + 1, s.len - star - 1}, "*") < s.len - star - 1)
        vb_dict_defect(in, "a pattern with two \"*\": left out");
    else if (code.len == 0) vb_dict_defect(in, "a pattern without a code: left out");
    else {
        code = check_event_code(in, code);
        if (code.len == 0) return VB_OK;
        if (!pairs_match(s)) vb_dict_defect(in, "brackets of a pattern do not match: read without them");
        return vb_dict_add(in, VB_DICT_PATTERNS, vb_str_of(v->block), s, code, VB_STR(""));
    }
    return VB_OK;
}

/* ~ a (b . ATTACK) SAY = a b 112 */
static vb_status add_transformation(struct vb_dict_import *in, vb_str s)
{
    size_t equals = at_char(s, "=");
    vb_str left   = vb_dict_trim((vb_str){ s.ptr + 1, equals - 1 }), right;

    if (equals == s.len) {
        vb_dict_defect(in, "a transformation without \"=\": left out");
        return VB_OK;
    }
    right = vb_dict_trim((vb_str){ s.ptr + equals + 1, s.len - equals - 1 });
    if (left.len == 0 || right.len == 0 || !pairs_match(left) || at_char(left, "(") == left.len) {
        vb_dict_defect(in, "a transformation wants a (b . VERB) VERB = a b CODE: left out");
        return VB_OK;
    }
    return vb_dict_add(in, VB_DICT_TRANSFORMATIONS, left, right, VB_STR(""), VB_STR(""));
}

vb_status vb_dict_read_verbs(struct vb_dict_import *in)
{
    struct verbs v = { 0 };
    vb_str       line;
    vb_status    st;

    while ((st = vb_dict_next_line(in, &line, NULL)) == VB_OK && line.ptr) {
        vb_str s = vb_dict_trim(line);
        if (v.synset.ptr && *s.ptr == '+') {       /* until something else comes: blank lines stand inside sets */
            if ((st = add_member(in, &v, s)) != VB_OK) break;
            continue;
        }
        if ((st = end_synset(in, &v)) != VB_OK) break;
        if (line.ptr != s.ptr && *s.ptr != '-') vb_dict_defect(in, "blanks before a line");
        if (*s.ptr == '&') st = start_synset(in, &v, s);
        else if (vb_str_starts(s, VB_STR("---"))) st = start_block(in, &v, s);
        else if (*s.ptr == '-') st = add_pattern(in, &v, s);
        else if (*s.ptr == '~') st = add_transformation(in, s);
        else st = add_verb(in, &v, s);
        if (st != VB_OK) break;
    }
    if (st == VB_OK) st = end_synset(in, &v);
    vb_free(v.members.at);
    return st;
}
