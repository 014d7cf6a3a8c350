/*
 * Tense, from the tree where there is one, else from the nearest word that shows it: first before the expression ("said on
 * Monday it would …"), then behind it ("On Monday the court ruled").
 */
#include "time_tense.h"

#include <string.h>

enum { REACH = 24, CLIMB = 8 };    /* tokens looked at to each side; heads climbed in the tree */

/* Each list in order of bytes. */
static const char *const future_words[] = {
    "'ll",   "ahead",   "anticipated", "can",    "could",  "deadline", "due",      "expected", "expects", "forthcoming",
    "going", "intends", "may",         "might",  "must",   "plan",     "planned",  "planning", "plans",   "scheduled",
    "set",   "shall",   "should",      "slated", "unless", "upcoming", "will",     "wo",      "would",
};
/* The present of what is on a timetable: "the trial continues on Thursday". */
static const char *const timetable_words[] = {
    "arrives", "begin", "begins", "closes", "comes",  "continues", "ends",    "expires", "flies", "goes",    "holds",  "hosts",
    "leaves",  "meet",  "meets",  "opens",  "resume", "resumes",   "returns", "starts",  "takes", "travels", "visits", "votes",
};
/* Verbs that follow "to" in news: other words after it are a place, a body, a number. */
static const char *const infinitives[] = {
    "abandon",   "accept",  "address", "adopt",   "allow",    "announce", "answer",    "appear",   "approve",  "arrive",   "ask",
    "attend",    "ban",     "be",      "begin",   "block",    "bring",    "build",     "buy",      "call",     "cancel",   "cease",
    "challenge", "change",  "choose",  "close",   "come",     "complete", "comply",    "consider", "continue", "cut",      "debate",
    "decide",    "deliver", "deploy",  "discuss", "dissolve", "draft",    "elect",     "end",      "enter",    "examine",  "expel",
    "extend",    "face",    "file",    "finish",  "fly",      "form",     "free",      "give",     "go",       "hand",     "have",
    "head",      "hear",    "hold",    "host",    "impose",   "increase", "introduce", "issue",    "join",     "launch",   "leave",
    "lift",      "limit",   "make",    "march",   "meet",     "move",     "open",      "oppose",   "pass",     "pay",      "plead",
    "present",   "publish", "put",     "raise",   "ratify",   "receive",  "release",   "reopen",   "repeal",   "replace",  "reply",
    "report",    "resign",  "resume",  "return",  "review",   "rule",     "run",       "see",      "send",     "set",      "settle",
    "sign",      "speak",   "stage",   "stand",   "start",    "step",     "stop",      "strike",   "submit",   "suspend",  "take",
    "testify",   "train",   "travel",  "try",     "unveil",   "use",      "visit",     "vote",     "wed",      "withdraw", "work",
};
static const char *const past_words[] = {
    "ago",    "became",     "been",   "began", "bought", "brought",  "broke",  "built",   "came",   "caught",    "chose",
    "did",    "done",       "drew",   "drove", "fell",   "felt",     "fled",   "flew",    "fought", "found",     "froze",
    "gave",   "given",      "gone",   "got",   "grew",   "had",      "heard",  "held",    "hid",    "hung",      "kept",
    "killed", "knew",       "laid",   "led",   "left",   "lost",     "made",   "meant",   "met",    "overthrew", "paid",
    "quit",   "ran",        "rang",   "rode",  "rose",   "said",     "sang",   "sank",    "sat",    "saw",       "seen",
    "sent",   "shook",      "shot",   "shown", "shrank", "slept",    "sold",   "sought",  "spent",  "spoke",     "stole",
    "stood",  "stuck",      "struck", "swept", "swore",  "taken",    "taught", "thought", "threw",  "told",      "took",
    "tore",   "understood", "was",    "went",  "were",   "withdrew", "woke",   "won",     "wore",   "written",   "wrote",
};
/* "began to withdraw": what follows is as past as the verb before. */
static const char *const begun_words[] = {
    "appeared", "began",    "came",    "continued", "declined", "failed", "flew",    "forced",
    "gathered", "helped",   "managed", "marched",   "met",      "moved",  "ordered", "rallied",
    "refused",  "returned", "started", "tried",     "used",     "voted",  "went",
};
static const char *const timetabled[] = { "due", "expect", "plan", "schedule", "slate" };     /* lemmas: "planned for Friday" */
static const char *const no_participles[] = {"bleed",  "breed", "creed",   "deed", "exceed", "feed",   "greed",
                                             "indeed", "need",  "proceed", "seed", "speed",  "succeed"};
static const char *const be_forms[] = {"are", "be", "being", "is"}; /* before a participle that is not past: "will be released" */
static const char *const conjunctions[] = { "and", "as", "because", "but", "that", "when", "while" };
static const char *const determiners[] = {"a",  "an",  "any",  "her", "his",   "its",  "my",
                                          "no", "our", "some", "the", "their", "this", "your"};

#define IN_LIST(word, list) in_list((word), (list), sizeof(list) / sizeof *(list))

static bool in_list(vb_str word, const char *const *list, size_t n)
{
    char   lower[16];
    size_t low = 0;

    if (word.len == 0 || word.len >= sizeof lower) return false;
    for (size_t i = 0; i < word.len; i++)
        lower[i] = (char)(word.ptr[i] >= 'A' && word.ptr[i] <= 'Z' ? word.ptr[i] | 0x20 : word.ptr[i]);
    lower[word.len] = '\0';
    while (low < n) {
        size_t mid = (low + n) / 2;
        int    c   = strcmp(list[mid], lower);
        if (c == 0) return true;
        if (c < 0) low = mid + 1;
        else n = mid;
    }
    return false;
}

/* ---- from the tree --------------------------------------------------------------------------------------------- */

static bool has_feature(const struct vb_tag *tag, const char *feature)
{
    return tag->feats.len && memmem(tag->feats.ptr, tag->feats.len, feature, strlen(feature));
}

static enum vb_time_tense tense_of_verb(const struct vb_syntax *syntax, const struct vb_sentence *s, uint32_t verb)
{
    const struct vb_tag *tag  = &syntax->tags[verb];
    bool                 past = false, to = false;

    for (uint32_t i = s->first_token; i < s->first_token + s->n_tokens; i++) {
        const struct vb_tag *child = &syntax->tags[i];
        if (child->head != verb) continue;
        if ((child->relation == VB_REL_AUX || child->relation == VB_REL_COP) && IN_LIST(child->lemma, future_words))
            return VB_TENSE_FUTURE;
        if ((child->relation == VB_REL_AUX || child->relation == VB_REL_COP) &&
            (has_feature(child, "Tense=Past") || vb_str_eq(child->lemma, VB_STR("have")))) past = true;
        if (child->relation == VB_REL_MARK && vb_str_eq(child->lemma, VB_STR("to"))) to = true;
    }
    if (IN_LIST(tag->lemma, timetabled) && !has_feature(tag, "VerbForm=Fin"))
        return VB_TENSE_FUTURE;
    if (past || has_feature(tag, "Tense=Past")) return VB_TENSE_PAST;
    if (to) return VB_TENSE_FUTURE;
    if (has_feature(tag, "Tense=Pres") && has_feature(tag, "VerbForm=Fin")) return VB_TENSE_FUTURE;
    return VB_TENSE_UNKNOWN;
}

static enum vb_time_tense tense_of_tree(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_sentence *s,
                                        uint32_t first, uint32_t end)
{
    uint32_t at = first;

    for (int climbed = 0; climbed < CLIMB && at != VB_NONE && at < syntax->n_tokens; climbed++, at = syntax->tags[at].head) {
        enum vb_time_tense tense;
        uint32_t           head = syntax->tags[at].head;
        if (at >= first && at < end) continue;               /* still inside the expression */
        if (syntax->tags[at].upos != VB_VERB && syntax->tags[at].upos != VB_AUX && syntax->tags[at].upos != VB_ADJ) continue;
        tense = tense_of_verb(syntax, s, at);
        if (tense == VB_TENSE_FUTURE && head != VB_NONE &&   /* "began to withdraw on Friday" */
            IN_LIST(vb_str_sub(text->bytes, text->tokens[head].span), begun_words)) return VB_TENSE_PAST;
        if (tense != VB_TENSE_UNKNOWN) return tense;
    }
    return VB_TENSE_UNKNOWN;
}

/* ---- from the words around ------------------------------------------------------------------------------------- */

static vb_str word_at(const struct vb_text *text, const struct vb_sentence *s, uint32_t i)
{
    return i >= s->first_token && i < s->first_token + s->n_tokens ? vb_str_sub(text->bytes, text->tokens[i].span)
                                                                   : (vb_str){"", 0};
}

static bool is_lower_letter(vb_str w) { return w.len && w.ptr[0] >= 'a' && w.ptr[0] <= 'z'; }

static bool is_number(vb_str w)
{
    static const char *const numbers[] = {"eight",   "five", "four", "many",  "nine", "seven",
                                          "several", "six",  "ten",  "three", "two"};
    return (w.len && w.ptr[0] >= '0' && w.ptr[0] <= '9') || IN_LIST(w, numbers);
}

/* "voted", not "the disputed border". */
static bool is_past_verb(const struct vb_text *text, const struct vb_sentence *s, uint32_t i)
{
    vb_str w = word_at(text, s, i);
    if (IN_LIST(word_at(text, s, i - 1), be_forms)) return false;
    if (IN_LIST(w, past_words)) return true;
    return w.len > 3 && is_lower_letter(w) && vb_str_ends(w, VB_STR("ed")) && !IN_LIST(w, no_participles) &&
           !IN_LIST(word_at(text, s, i - 1), determiners);
}

static enum vb_time_tense tense_of_word(const struct vb_text *text, const struct vb_sentence *s, uint32_t i)
{
    vb_str w = word_at(text, s, i), next = word_at(text, s, i + 1);

    if (vb_str_eq(w, VB_STR("May")) || vb_str_eq_nocase(w, VB_STR("can")) + vb_str_eq_nocase(next, VB_STR("not")) == 2)
        return VB_TENSE_UNKNOWN;
    if (vb_str_eq_nocase(w, VB_STR("set")))
        return vb_str_eq(next, VB_STR("to")) || vb_str_eq(next, VB_STR("for")) ? VB_TENSE_FUTURE : VB_TENSE_PAST;
    if (IN_LIST(w, future_words) || vb_str_eq(w, VB_STR("\xE2\x80\x99ll"))) return VB_TENSE_FUTURE;
    if (is_past_verb(text, s, i)) return VB_TENSE_PAST;
    if (vb_str_eq(w, VB_STR("to")) && IN_LIST(next, infinitives)) {
        vb_str before = word_at(text, s, i - 1);             /* "was to meet": it has or it has not */
        return IN_LIST(before, begun_words) || vb_str_eq(before, VB_STR("was")) || vb_str_eq(before, VB_STR("were"))
                   ? VB_TENSE_PAST
                   : VB_TENSE_FUTURE;
    }
    if (IN_LIST(w, timetable_words) && !vb_str_eq(word_at(text, s, i - 1), VB_STR("to")) &&
        !IN_LIST(word_at(text, s, i - 1), determiners) && !is_number(word_at(text, s, i - 1)))
        return VB_TENSE_FUTURE;
    return VB_TENSE_UNKNOWN;
}

static bool ends_clause(vb_str w)
{
    return vb_str_eq(w, VB_STR(";")) || vb_str_eq(w, VB_STR(":")) || vb_str_eq(w, VB_STR("\"")) ||
           vb_str_eq(w, VB_STR("\xE2\x80\x9C")) || vb_str_eq(w, VB_STR("\xE2\x80\x9D"));
}

static enum vb_time_tense tense_before(const struct vb_text *text, const struct vb_sentence *s, uint32_t first)
{
    enum vb_time_tense tense = VB_TENSE_UNKNOWN;
    for (uint32_t far = 0, i = first; far < REACH && i > s->first_token && !ends_clause(word_at(text, s, i - 1)); far++)
        if ((tense = tense_of_word(text, s, --i)) != VB_TENSE_UNKNOWN) break;
    return tense;
}

static enum vb_time_tense tense_behind(const struct vb_text *text, const struct vb_sentence *s, uint32_t end)
{
    enum vb_time_tense tense = VB_TENSE_UNKNOWN;
    for (uint32_t i = end; i < s->first_token + s->n_tokens && i < end + REACH && !ends_clause(word_at(text, s, i)); i++)
        if ((tense = tense_of_word(text, s, i)) != VB_TENSE_UNKNOWN) break;
    return tense;
}

static enum vb_time_tense tense_of_words(const struct vb_text *text, const struct vb_sentence *s, uint32_t first, uint32_t end)
{
    static const char *const prepositions[] = { "at", "by", "during", "in", "on", "since" };
    uint32_t           head  = first > s->first_token && IN_LIST(word_at(text, s, first - 1), prepositions) ? first - 1 : first;
    bool opens = head > s->first_token && IN_LIST(word_at(text, s, head - 1), conjunctions); /* ", and on Monday it did" */
    enum vb_time_tense tense = opens ? tense_behind(text, s, end) : tense_before(text, s, head);
    if (tense != VB_TENSE_UNKNOWN) return tense;
    return opens ? tense_before(text, s, head) : tense_behind(text, s, end);
}

/* "until Friday", "by Monday": to come, unless something was or had been so. "Sunday's march" was; "before Sunday's vote" was not.
 */
static enum vb_time_tense tense_of_edge(const struct vb_text *text, const struct vb_sentence *s, uint32_t first, uint32_t end)
{
    static const char *const edges[] = { "by", "for", "from", "till", "until" };
    static const char *const over[] = { "did", "had", "held", "lasted", "ran", "was", "were" };
    vb_str before = word_at(text, s, first - 1), after = word_at(text, s, end);

    if (vb_str_eq(after, VB_STR("'s")) || vb_str_eq(after, VB_STR("\xE2\x80\x99s"))) {
        bool ahead = vb_str_eq_nocase(before, VB_STR("of")) && vb_str_eq_nocase(word_at(text, s, first - 2), VB_STR("ahead"));
        return ahead || vb_str_eq_nocase(before, VB_STR("before")) || vb_str_eq_nocase(before, VB_STR("for")) ? VB_TENSE_FUTURE
                                                                                                              : VB_TENSE_PAST;
    }
    if (!IN_LIST(before, edges) || first - 1 == s->first_token || ends_clause(word_at(text, s, first - 2))) return VB_TENSE_UNKNOWN;
    for (uint32_t i = first - 1, far = 0; far < REACH && i > s->first_token; far++)
        if (IN_LIST(word_at(text, s, --i), over)) return VB_TENSE_UNKNOWN;
    return VB_TENSE_FUTURE;
}

enum vb_time_tense vb_time_tense_at(const struct vb_text *text, const struct vb_syntax *syntax, const struct vb_sentence *sentence,
                                    uint32_t first, uint32_t end)
{
    enum vb_time_tense tense = tense_of_edge(text, sentence, first, end);
    if (tense != VB_TENSE_UNKNOWN) return tense;
    if (syntax && syntax->n_tokens == text->n_tokens) tense = tense_of_tree(text, syntax, sentence, first, end);
    return tense != VB_TENSE_UNKNOWN ? tense : tense_of_words(text, sentence, first, end);
}
