/*
 * Patterns, crosswalk and context words: the tables of knowledge/events against words and trees.
 *
 * The tables know a few thousand lemmas, so a form counts as one of them where regular English could have made it: what the lemma
 * head gets wrong ("called", "calle") is found all the same, and a form that no row could mean is not looked at again.
 */
#include "event_patterns.h"

#include <string.h>

enum {
    ROWS_MAX  = 256,               /* of one lemma */
    PARTS_MAX = 24,                /* of each kind that hang on a head */
    FORMS_MAX = 10,                /* lemmas that one form may be of */
    FORM_MAX  = 48,                /* bytes of a form that is looked at */
    CONTEXT_WORDS_MAX = 6,         /* words of a context phrase */
    NEAR      = 6                  /* words: nearer ones weigh double */
};

/* ---- forms ------------------------------------------------------------------------------------------------------------- */

/* Forms of words of the tables that no rule makes; the lemma of a form that is one itself stands first ("left"). */
static const struct { const char *form, *lemma;
} irregular[] = {
    {"beaten", "beat"},
    {"began", "begin"},
    {"begun", "begin"},
    {"blew", "blow"},
    {"blown", "blow"},
    {"bore", "bear"},
    {"bought", "buy"},
    {"broke", "break"},
    {"broken", "break"},
    {"brought", "bring"},
    {"built", "build"},
    {"came", "come"},
    {"caught", "catch"},
    {"chose", "choose"},
    {"dealt", "deal"},
    {"drawn", "draw"},
    {"drew", "draw"},
    {"driven", "drive"},
    {"drove", "drive"},
    {"dug", "dig"},
    {"fallen", "fall"},
    {"fed", "feed"},
    {"fell", "fall"},
    {"fled", "flee"},
    {"flew", "fly"},
    {"flown", "fly"},
    {"forbade", "forbid"},
    {"forbidden", "forbid"},
    {"forgave", "forgive"},
    {"fought", "fight"},
    {"found", "find"},
    {"froze", "freeze"},
    {"frozen", "freeze"},
    {"gave", "give"},
    {"given", "give"},
    {"gone", "go"},
    {"gotten", "get"},
    {"held", "hold"},
    {"hid", "hide"},
    {"hidden", "hide"},
    {"hung", "hang"},
    {"kept", "keep"},
    {"laid", "lay"},
    {"led", "lead"},
    {"left", "leave"},
    {"lent", "lend"},
    {"lost", "lose"},
    {"made", "make"},
    {"met", "meet"},
    {"overran", "overrun"},
    {"overthrew", "overthrow"},
    {"overthrown", "overthrow"},
    {"overtook", "overtake"},
    {"paid", "pay"},
    {"ran", "run"},
    {"retook", "retake"},
    {"retaken", "retake"},
    {"risen", "rise"},
    {"rode", "ride"},
    {"rose", "rise"},
    {"said", "say"},
    {"sang", "sing"},
    {"sank", "sink"},
    {"sat", "sit"},
    {"sent", "send"},
    {"shaken", "shake"},
    {"shook", "shake"},
    {"shot", "shoot"},
    {"slain", "slay"},
    {"slew", "slay"},
    {"sold", "sell"},
    {"sought", "seek"},
    {"spoke", "speak"},
    {"spoken", "speak"},
    {"stole", "steal"},
    {"stolen", "steal"},
    {"stood", "stand"},
    {"struck", "strike"},
    {"stricken", "strike"},
    {"stuck", "stick"},
    {"sung", "sing"},
    {"sunk", "sink"},
    {"swept", "sweep"},
    {"swore", "swear"},
    {"sworn", "swear"},
    {"taken", "take"},
    {"taught", "teach"},
    {"threw", "throw"},
    {"thrown", "throw"},
    {"told", "tell"},
    {"took", "take"},
    {"tore", "tear"},
    {"torn", "tear"},
    {"undertook", "undertake"},
    {"upheld", "uphold"},
    {"went", "go"},
    {"withdrawn", "withdraw"},
    {"withdrew", "withdraw"},
    {"withheld", "withhold"},
    {"won", "win"},
    {"written", "write"},
    {"wrote", "write"},
    {"men", "man"},
    {"women", "woman"},
    {"people", "person"},
    {"children", "child"},
    {"wives", "wife"},
    {"lives", "life"},
    {"thieves", "thief"},
};

struct forms { char at[FORMS_MAX][FORM_MAX]; uint8_t len[FORMS_MAX]; uint32_t n; };

static void add_form(struct forms *f, const char *stem, size_t n, const char *end)
{
    size_t more = strlen(end);

    if (f->n == FORMS_MAX || n == 0 || n + more > FORM_MAX) return;
    memcpy(f->at[f->n], stem, n);
    memcpy(f->at[f->n] + n, end, more);
    f->len[f->n++] = (uint8_t)(n + more);
}

static bool ends_in(const char *s, size_t n, const char *end)
{
    size_t m = strlen(end);
    return n > m && memcmp(s + n - m, end, m) == 0;
}

/* "banned" comes from "ban" and not from "bann", "passed" from "pass": both are given. */
static void add_stem(struct forms *f, const char *s, size_t n, const char *also)
{
    if (n < 2) return;
    add_form(f, s, n, "");
    add_form(f, s, n, also);
    if (s[n - 1] == s[n - 2]) add_form(f, s, n - 1, "");
}

/* What the token may be a form of, the surest first: of an irregular word, of its lemma, of what rules make, itself. */
static void forms_of(const struct vb_text *text, const struct vb_syntax *syntax, uint32_t token, struct forms *f)
{
    vb_str word = vb_str_sub(text->bytes, text->tokens[token].span), lemma = syntax->tags[token].lemma;
    char   s[FORM_MAX];
    size_t n = word.len;

    f->n = 0;
    if (n == 0 || n > FORM_MAX) return;
    for (size_t i = 0; i < n; i++) s[i] = word.ptr[i] >= 'A' && word.ptr[i] <= 'Z' ? (char)(word.ptr[i] + 32) : word.ptr[i];
    for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++)
        if (strlen(irregular[i].form) == n && memcmp(irregular[i].form, s, n) == 0)
            add_form(f, irregular[i].lemma, strlen(irregular[i].lemma), "");
    if (lemma.len && lemma.len <= FORM_MAX) add_form(f, lemma.ptr, lemma.len, "");
    if (ends_in(s, n, "ied") || ends_in(s, n, "ies")) add_form(f, s, n - 3, "y");
    else if (ends_in(s, n, "ed")) add_stem(f, s, n - 2, "e");
    else if (ends_in(s, n, "ing")) add_stem(f, s, n - 3, "e");
    else if (ends_in(s, n, "es")) add_stem(f, s, n - 2, "e");
    else if (ends_in(s, n, "s") && s[n - 2] != 's') add_form(f, s, n - 1, "");
    add_form(f, s, n, "");
}

static vb_str form(const struct forms *f, uint32_t i) { return (vb_str){ f->at[i], f->len[i] }; }

static bool is_form_of(const struct forms *f, vb_str lemma)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (vb_str_eq_nocase(form(f, i), lemma)) return true;
    return false;
}

/* ---- what hangs on a head ------------------------------------------------------------------------------------------------ */

struct tokens { uint32_t at[PARTS_MAX]; uint32_t n; };
struct link   { uint32_t word, inside; bool clause; };         /* a preposition and the noun after it; "to" and its infinitive */

struct head {
    const struct vb_knowledge *kb;
    const struct vb_text      *text;
    const struct vb_syntax    *syntax;
    const struct vb_sentence  *sentence;
    uint32_t      token;
    struct tokens subjects, objects, before, words;            /* words: particles and adverbs */
    struct link   links[PARTS_MAX];
    uint32_t      n_links;
    bool          that;                                        /* a clause with its own subject is said */
};

static void add_token(struct tokens *list, uint32_t token)
{
    if (list->n < PARTS_MAX) list->at[list->n++] = token;
}

static const struct vb_tag *tag(const struct head *h, uint32_t token) { return &h->syntax->tags[token]; }

/* With what is coordinated with it. */
static void add_with_conjuncts(struct head *h, struct tokens *list, uint32_t token)
{
    const struct vb_sentence *s = h->sentence;

    add_token(list, token);
    for (uint32_t i = token + 1; i < s->first_token + s->n_tokens; i++)
        if (tag(h, i)->head == token && tag(h, i)->relation == VB_REL_CONJ) add_token(list, i);
}

static bool is_passive_subject(const struct vb_tag *t)
{
    return (t->relation == VB_REL_NSUBJ || t->relation == VB_REL_CSUBJ) && vb_str_ends(t->deprel, VB_STR(":pass"));
}

/* "who was arrested": the relative pronoun stands for what its clause hangs on. */
static uint32_t antecedent(const struct head *h, uint32_t token, uint32_t verb)
{
    const struct vb_tag *t = tag(h, token);
    vb_str               word = vb_str_sub(h->text->bytes, h->text->tokens[token].span);

    if (t->upos != VB_PRON || tag(h, verb)->relation != VB_REL_ACL || tag(h, verb)->head == VB_NONE) return token;
    if (!vb_str_eq_nocase(word, VB_STR("who")) && !vb_str_eq_nocase(word, VB_STR("which")) &&
        !vb_str_eq_nocase(word, VB_STR("that")) && !vb_str_eq_nocase(word, VB_STR("whom")))
        return token;
    return tag(h, verb)->head;
}

/* Subjects and objects of a verb that stand with it, or with the verb it is coordinated with or depends on. */
static void add_participant(struct head *h, uint32_t child, uint32_t verb)
{
    const struct vb_tag *t = tag(h, child);
    uint32_t             who;

    switch (t->relation) {
    case VB_REL_OBJ:
        if ((who = antecedent(h, child, verb)) != child) add_token(&h->objects, who);
        else if (child > h->token || verb == h->token) add_with_conjuncts(h, &h->objects, child);
        break;
    case VB_REL_NSUBJ:
        who = antecedent(h, child, verb);
        if (who != child) add_token(is_passive_subject(t) ? &h->objects : &h->subjects, who);
        else add_with_conjuncts(h, is_passive_subject(t) ? &h->objects : &h->subjects, child);
        break;
    case VB_REL_OBL:
        if (vb_str_ends(t->deprel, VB_STR(":agent"))) add_with_conjuncts(h, &h->subjects, child);
        break;
    default: break;
    }
}

static void add_child(struct head *h, uint32_t child)
{
    const struct vb_tag *t = tag(h, child);
    bool                 noun = tag(h, h->token)->upos == VB_NOUN || tag(h, h->token)->upos == VB_PROPN;

    switch (t->relation) {
    case VB_REL_PUNCT: case VB_REL_CC: case VB_REL_CONJ: case VB_REL_DET: case VB_REL_PARATAXIS: return;
    case VB_REL_CCOMP: h->that = true; break;
    default: break;
    }
    if (noun && child < h->token) add_token(&h->before, child);
    else if (!noun) add_token(&h->words, child);
    if (!noun) add_participant(h, child, h->token);
    else if (t->relation == VB_REL_COMPOUND) add_token(&h->objects, child);
}

/* Whose subject or object is the head's too. */
static uint32_t shares_with(const struct head *h)
{
    const struct vb_tag *t = tag(h, h->token);

    if (t->upos != VB_VERB || t->head == VB_NONE) return VB_NONE;
    if (t->relation != VB_REL_CONJ && t->relation != VB_REL_XCOMP && t->relation != VB_REL_ADVCL) return VB_NONE;
    return tag(h, t->head)->upos == VB_VERB ? t->head : VB_NONE;
}

static void collect(struct head *h)
{
    const struct vb_sentence *s   = h->sentence;
    const uint32_t            end = s->first_token + s->n_tokens;
    const struct vb_tag      *own = tag(h, h->token);
    uint32_t                  other;

    for (uint32_t i = s->first_token; i < end; i++) {
        uint32_t up = tag(h, i)->head;
        if (up == VB_NONE) continue;
        if (up == h->token) add_child(h, i);
        else if (tag(h, up)->head == h->token && tag(h, up)->relation != VB_REL_CONJ && h->n_links < PARTS_MAX &&
                 (tag(h, i)->relation == VB_REL_CASE || tag(h, i)->relation == VB_REL_MARK))
            h->links[h->n_links++] = (struct link){ i, up, tag(h, i)->relation == VB_REL_MARK };
    }
    if (own->upos == VB_VERB && own->relation == VB_REL_ACL && own->head != VB_NONE && h->subjects.n == 0 && h->objects.n == 0) {
        if (vb_str_eq(own->xpos, VB_STR("VBN"))) add_token(&h->objects, own->head);
        else if (vb_str_eq(own->xpos, VB_STR("VBG"))) add_token(&h->subjects, own->head);
    }
    if ((other = shares_with(h)) == VB_NONE) return;
    const bool lacks_subject = h->subjects.n == 0, lacks_object = h->objects.n == 0;
    for (uint32_t i = s->first_token; i < end; i++) {
        const struct vb_tag *t = tag(h, i);
        if (t->head != other || (t->relation != VB_REL_NSUBJ && t->relation != VB_REL_OBJ)) continue;
        const bool object = t->relation == VB_REL_OBJ || is_passive_subject(t);
        if (object ? lacks_object && own->relation == VB_REL_CONJ : lacks_subject) add_participant(h, i, other);
    }
}

/* ---- rows against it ------------------------------------------------------------------------------------------------------ */

static bool is_in_group(const struct head *h, const struct forms *f, vb_str group)
{
    vb_kb_row rows[16];

    for (uint32_t k = 0; k < f->n; k++) {
        uint32_t n = vb_kb_find(h->kb, VB_KB_WORD_GROUPS, form(f, k), rows, 16);
        for (uint32_t i = 0; i < n && i < 16; i++)
            if (vb_str_eq(vb_kb_cell(h->kb, rows[i], VB_KB_NAME), group)) return true;
    }
    return false;
}

/* Somebody's or something's name, or a pronoun for people. */
static bool is_name(const struct head *h, uint32_t token)
{
    static const char *const people[] = { "he", "she", "him", "her", "they", "them", "us", "we", "me", "i", "who", "whom", NULL };
    const struct vb_tag     *t = tag(h, token);

    return t->upos == VB_PROPN || (t->upos == VB_PRON && vb_str_among(vb_str_sub(h->text->bytes, h->text->tokens[token].span),
                                                                     people));
}

enum fit { FIT_NOT, FIT_NAME, FIT_GROUP, FIT_WORD };

/* How the token fits one of the words of a cell. */
static enum fit fits_cell(const struct head *h, vb_str cell, uint32_t token)
{
    struct forms f;
    vb_str       rest = cell, item;

    forms_of(h->text, h->syntax, token, &f);
    while (vb_kb_next_item(&rest, &item)) {
        if (item.len && item.ptr[0] != '@') {
            if (is_form_of(&f, item)) return FIT_WORD;
        } else if (vb_str_eq(item, VB_STR("@name"))) {
            if (is_name(h, token)) return FIT_NAME;
        } else if (is_in_group(h, &f, item)) return FIT_GROUP;
    }
    return FIT_NOT;
}

struct match { uint32_t weight, beg, end; };

static void cover(struct match *m, uint32_t token)
{
    if (token < m->beg) m->beg = token;
    if (token + 1 > m->end) m->end = token + 1;
}

/* One of the tokens fits the cell: what that weighs, and the token. */
static enum fit fits_some(const struct head *h, vb_str cell, const struct tokens *list, uint32_t *which)
{
    enum fit best = FIT_NOT;

    for (uint32_t i = 0; i < list->n; i++) {
        enum fit fit = fits_cell(h, cell, list->at[i]);
        if (fit <= best) continue;
        best   = fit;
        *which = list->at[i];
    }
    return best;
}

/* A noun of the row's own decides more than one of a group, and any name at all least. */
static uint32_t weight_of(enum fit fit) { return fit == FIT_NOT ? 0 : fit == FIT_NAME ? 1 : fit == FIT_GROUP ? 3 : 4; }

static bool fit_participants(const struct head *h, vb_kb_row row, enum vb_kb_column column, const struct tokens *list,
                             struct match *m)
{
    vb_str   cell = vb_kb_cell(h->kb, row, column);
    uint32_t which = 0;
    enum fit fit;

    if (cell.len == 0) return true;
    if ((fit = fits_some(h, cell, list, &which)) == FIT_NOT) return false;
    m->weight += weight_of(fit);
    if (column == VB_KB_OBJECT && fit == FIT_WORD && vb_kb_cell(h->kb, row, VB_KB_POS).ptr[0] == 'v') cover(m, which);
    return true;
}

/* A particle hangs on the head, or stands right after it and before a noun ("pulled out of the talks"). */
static bool fit_particle(const struct head *h, vb_kb_row row, struct match *m)
{
    vb_str   cell = vb_kb_cell(h->kb, row, VB_KB_PARTICLE);
    uint32_t which = 0;

    if (cell.len == 0) return true;
    if (fits_some(h, cell, &h->words, &which) != FIT_WORD) {
        uint32_t i = 0;
        while (i < h->n_links && (h->links[i].word != h->token + 1 || fits_cell(h, cell, h->links[i].word) != FIT_WORD)) i++;
        if (i == h->n_links) return false;
        which = h->links[i].word;
    }
    m->weight += 2;
    cover(m, which);
    return true;
}

/* "agreed to go", not "agreed to talks". */
static bool is_infinitive(const struct head *h, const struct link *link)
{
    return link->clause && vb_str_eq_nocase(vb_str_sub(h->text->bytes, h->text->tokens[link->word].span), VB_STR("to"));
}

static enum fit fits_inside(const struct head *h, vb_str cell, const struct link *link)
{
    struct head   scratch = { .kb = h->kb, .text = h->text, .syntax = h->syntax, .sentence = h->sentence };
    struct tokens list    = { .n = 0 };
    uint32_t      which;

    add_with_conjuncts(&scratch, &list, link->inside);
    return fits_some(h, cell, &list, &which);
}

static bool fit_link(const struct head *h, vb_kb_row row, struct match *m)
{
    vb_str   preposition = vb_kb_cell(h->kb, row, VB_KB_PREPOSITION), inside = vb_kb_cell(h->kb, row, VB_KB_INSIDE);
    vb_str   clause = vb_kb_cell(h->kb, row, VB_KB_CLAUSE);
    uint32_t which = 0;

    if (preposition.len == 0 && clause.len == 0) return true;
    if (vb_str_eq(clause, VB_STR("that"))) {
        m->weight += 1;
        return h->that;
    }
    for (uint32_t i = 0; i < h->n_links; i++) {
        const struct link *link = &h->links[i];
        enum fit           fit  = FIT_NAME;
        if (clause.len ? !is_infinitive(h, link) : is_infinitive(h, link) || fits_cell(h, preposition, link->word) != FIT_WORD)
            continue;
        if (inside.len && (fit = fits_inside(h, inside, link)) == FIT_NOT) continue;
        m->weight += inside.len ? 1 + weight_of(fit) : 1;
        if (!clause.len && link->word == h->token + 1) cover(m, link->word);
        return true;
    }
    if (inside.len || clause.len || fits_some(h, preposition, &h->words, &which) != FIT_WORD) return false;
    m->weight += 1;
    if (which == h->token + 1) cover(m, which);
    return true;
}

/* Before a verb's object, before a noun. */
static bool fit_before(const struct head *h, vb_kb_row row, struct match *m)
{
    vb_str   cell = vb_kb_cell(h->kb, row, VB_KB_BEFORE);
    uint32_t which = 0;

    if (cell.len == 0) return true;
    if (fits_some(h, cell, tag(h, h->token)->upos == VB_VERB ? &h->words : &h->before, &which) == FIT_WORD) {
        m->weight += 3;
        cover(m, which);
        return true;
    }
    for (uint32_t i = h->sentence->first_token; i < h->sentence->first_token + h->sentence->n_tokens; i++)
        for (uint32_t k = 0; k < h->objects.n; k++) {
            if (tag(h, h->token)->upos != VB_VERB || tag(h, i)->head != h->objects.at[k] || fits_cell(h, cell, i) != FIT_WORD)
                continue;
            m->weight += 3;
            return true;
        }
    return false;
}

/*
 * Is the token what a row of this part of speech is about? Where nothing else fits, a participle counts as the noun or verb it is
 * made of ("shelling", "the jailed editor"), and a capitalised word of a headline as a noun.
 */
static bool is_of_pos(const struct head *h, vb_str pos, bool loosely)
{
    const struct vb_tag *t = tag(h, h->token);
    vb_str               word = vb_str_sub(h->text->bytes, h->text->tokens[h->token].span);
    const uint32_t       paragraph = h->sentence->paragraph;

    switch (pos.ptr[0]) {
    case 'v': return loosely ? t->upos == VB_ADJ && vb_str_ends(word, VB_STR("ed")) : t->upos == VB_VERB;
    case 'n':
        if (!loosely) return t->upos == VB_NOUN;
        if (t->upos == VB_VERB) return vb_str_ends(word, VB_STR("ing"));
        return t->upos == VB_PROPN && paragraph < h->text->n_paragraphs &&
               h->text->paragraphs[paragraph].role == VB_ROLE_HEADLINE;
    default: return !loosely && t->upos == VB_ADJ;
    }
}

static bool fit_row(const struct head *h, vb_kb_row row, bool loosely, struct match *m)
{
    *m = (struct match){ 0, h->token, h->token + 1 };
    return is_of_pos(h, vb_kb_cell(h->kb, row, VB_KB_POS), loosely) &&
           fit_participants(h, row, VB_KB_SUBJECT, &h->subjects, m) && fit_participants(h, row, VB_KB_OBJECT, &h->objects, m) &&
           fit_particle(h, row, m) && fit_link(h, row, m) && fit_before(h, row, m);
}

static uint8_t sure_of(vb_str word)
{
    return vb_str_eq(word, VB_STR("sure")) ? VB_EVENT_SURE : vb_str_eq(word, VB_STR("usual")) ? VB_EVENT_USUAL : VB_EVENT_WEAK;
}

/* The best row of one lemma. */
static bool best_row(const struct head *h, vb_str lemma, bool loosely, struct vb_event_pattern *out)
{
    vb_kb_row rows[ROWS_MAX];
    uint32_t  n = vb_kb_find(h->kb, VB_KB_PATTERNS, lemma, rows, ROWS_MAX), best = 0;
    bool      found = false;

    for (uint32_t i = 0; i < n && i < ROWS_MAX; i++) {
        struct match m;
        uint8_t      sure = sure_of(vb_kb_cell(h->kb, rows[i], VB_KB_SURENESS));
        if (!fit_row(h, rows[i], loosely, &m) || (found && (m.weight < best || (m.weight == best && sure <= out->sure)))) continue;
        *out  = (struct vb_event_pattern){ .mode = vb_kb_cell(h->kb, rows[i], VB_KB_MODE), .sure = loosely ? VB_EVENT_WEAK : sure,
                                           .cameo = vb_kb_cell(h->kb, rows[i], VB_KB_CAMEO_CODE), .beg = m.beg, .end = m.end,
                                           .row = rows[i] };
        best  = m.weight;
        found = true;
    }
    return found;
}

bool vb_event_pattern_at(const struct vb_knowledge *kb, const struct vb_text *text, const struct vb_syntax *syntax, uint32_t token,
                         struct vb_event_pattern *out)
{
    struct forms f;
    struct head  h;
    uint8_t      upos;

    if (!kb || !syntax || token >= syntax->n_tokens) return false;
    upos = syntax->tags[token].upos;
    if (upos != VB_VERB && upos != VB_NOUN && upos != VB_ADJ && upos != VB_PROPN) return false;
    forms_of(text, syntax, token, &f);
    h = (struct head){ .kb = kb, .text = text, .syntax = syntax, .token = token };
    for (uint32_t i = 0; i < 2 * f.n; i++) {       /* all forms by their part of speech, then again */
        vb_str lemma = form(&f, i % f.n);
        if (vb_kb_find(kb, VB_KB_PATTERNS, lemma, NULL, 0) == 0) continue;
        if (!h.sentence) {
            h.sentence = &text->sentences[vb_text_sentence_at(text, text->tokens[token].span.beg)];
            collect(&h);
        }
        if (best_row(&h, lemma, i >= f.n, out)) return vb_event_type_of(vb_kb_cell(kb, out->row, VB_KB_TYPE), &out->type);
    }
    return false;
}

/* ---- crosswalk ------------------------------------------------------------------------------------------------------------ */

/* "-5.5"; the table's checks have seen that it is one. */
static float decimal(vb_str s)
{
    const bool minus = s.len && s.ptr[0] == '-';
    int        whole = 0, tenths = 0;
    size_t     i     = minus ? 1 : 0;

    for (; i < s.len && s.ptr[i] != '.'; i++) whole = whole * 10 + (s.ptr[i] - '0');
    if (i + 1 < s.len) tenths = s.ptr[i + 1] - '0';
    return (minus ? -1.0f : 1.0f) * (float)(whole * 10 + tenths) / 10.0f;
}

bool vb_event_crosswalk(const struct vb_knowledge *kb, vb_event_type type, vb_str mode, struct vb_event_codes *out)
{
    vb_str    name = vb_str_of(vb_event_type_names[type]), cell;
    vb_kb_row rows[64];
    uint32_t  n;
    bool      has_mode = false;

    *out = (struct vb_event_codes){ .cameo = VB_STR("") };
    if (!kb || !vb_kb_find(kb, VB_KB_EVENT_TYPES, name, rows, 1)) return false;
    cell           = vb_kb_cell(kb, rows[0], VB_KB_QUAD);
    out->quad      = (uint8_t)(cell.ptr[0] - '0');
    out->intensity = decimal(vb_kb_cell(kb, rows[0], VB_KB_INTENSITY));
    n              = vb_kb_find(kb, VB_KB_EVENT_MODES, name, rows, 64);
    for (uint32_t i = 0; i < n && i < 64 && !has_mode; i++) {
        cell = vb_kb_cell(kb, rows[i], VB_KB_MODE);
        if (cell.len != mode.len || (mode.len && !vb_str_eq(cell, mode))) {
            if (cell.len == 0 && out->cameo.len == 0) out->cameo = vb_kb_cell(kb, rows[i], VB_KB_CAMEO_CODE);
            continue;
        }
        out->cameo = vb_kb_cell(kb, rows[i], VB_KB_CAMEO_CODE);
        has_mode   = true;
    }
    return has_mode;
}

/* ---- contexts --------------------------------------------------------------------------------------------------------------- */

static void count_context(struct vb_event_context *all, uint32_t *n, const struct vb_knowledge *kb, vb_kb_row row, uint32_t token,
                          bool near, float *surest)
{
    vb_str   name = vb_kb_cell(kb, row, VB_KB_CONTEXT);
    float    weight = (float)(1 + sure_of(vb_kb_cell(kb, row, VB_KB_SURENESS))) * (near ? 2.0f : 1.0f);
    uint32_t i = 0;

    while (i < *n && !vb_str_eq(all[i].name, name)) i++;
    if (i == VB_EVENT_CONTEXTS_MAX) return;
    if (i == *n) {
        all[(*n)++] = (struct vb_event_context){ .name = name };
        surest[i]   = 0;
    }
    all[i].weight += weight;
    if (weight <= surest[i]) return;
    surest[i]    = weight;
    all[i].token = token;
    all[i].row   = row;
}

/* The words of a phrase as they stand, or their lemmas, one space between. 0: too long. */
static size_t join(const vb_str *words, uint32_t n, char to[VB_KB_KEY_MAX])
{
    size_t len = 0;

    for (uint32_t i = 0; i < n; i++) {
        if (!words[i].ptr || len + words[i].len + 1 > VB_KB_NAME_MAX) return 0;
        if (i) to[len++] = ' ';
        memcpy(to + len, words[i].ptr, words[i].len);
        len += words[i].len;
    }
    return len;
}

uint32_t vb_event_contexts_near(const struct vb_knowledge *kb, const struct vb_text *text, const struct vb_syntax *syntax,
                                uint32_t token, struct vb_event_context *out, uint32_t room)
{
    struct vb_event_context   all[VB_EVENT_CONTEXTS_MAX] = { 0 };
    float                     surest[VB_EVENT_CONTEXTS_MAX] = { 0 };
    const struct vb_sentence *s;
    uint32_t                  n = 0, kept = 0, longest;

    if (!kb || token >= text->n_tokens) return 0;
    s = &text->sentences[vb_text_sentence_at(text, text->tokens[token].span.beg)];
    for (uint32_t i = s->first_token; i < s->first_token + s->n_tokens; i += longest ? longest : 1) {
        vb_str    words[CONTEXT_WORDS_MAX] = { { 0 } }, lemmas[CONTEXT_WORDS_MAX] = { { 0 } };
        vb_kb_row rows[16];
        char      key[VB_KB_KEY_MAX];
        uint32_t  n_words = 0, by_form, by_lemma = 0, n_rows;
        for (uint32_t k = i; k < s->first_token + s->n_tokens && n_words < CONTEXT_WORDS_MAX; k++, n_words++) {
            words[n_words]  = vb_str_sub(text->bytes, text->tokens[k].span);
            lemmas[n_words] = syntax && k < syntax->n_tokens && syntax->tags[k].lemma.len ? syntax->tags[k].lemma : words[n_words];
        }
        by_form = vb_kb_longest(kb, 1u << VB_KB_CONTEXTS, words, n_words);
        if (syntax) by_lemma = vb_kb_longest(kb, 1u << VB_KB_CONTEXTS, lemmas, n_words);
        longest = by_lemma > by_form ? by_lemma : by_form;
        if (longest == 0) continue;
        n_rows = vb_kb_find(kb, VB_KB_CONTEXTS, (vb_str){ key, join(by_lemma > by_form ? lemmas : words, longest, key) }, rows, 16);
        const bool near = i + NEAR >= token && i <= token + NEAR;
        for (uint32_t k = 0; k < n_rows && k < 16; k++) count_context(all, &n, kb, rows[k], i, near, surest);
    }
    for (; kept < n; kept++) {                     /* most weight first; of the same, the one seen first */
        uint32_t best = kept;
        for (uint32_t i = kept + 1; i < n; i++)
            if (all[i].weight > all[best].weight) best = i;
        struct vb_event_context next = all[best];
        for (uint32_t i = best; i > kept; i--) all[i] = all[i - 1];
        all[kept] = next;
        if (kept < room) out[kept] = next;
    }
    return n;
}
