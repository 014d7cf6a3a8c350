/*
 * Interviews, debates and hearings in which each turn is labelled: "SMITH: We will." or "Q. And then?" A text is of
 * this kind when labels begin at least three of its paragraphs and a label comes back. Each turn is
 * a direct statement whose source is the label and whose cue is the colon; paragraphs without a label go on with it.
 */
#include "steps.h"

#include <string.h>

enum { LABEL_MAX = 60, MIN_TURNS = 3 };

struct turn { vb_span label, mark, words; uint32_t paragraph; };
struct turns { struct turn *at; size_t n, room; };

/* "SMITH:", "Sen. Ann Lee:", "Q:", "Q.", "Q (Dawn):" at the start of a paragraph: its bytes without the mark; empty where there is
 * none. */
static vb_span label_of(const struct vb_text *text, vb_span paragraph, uint32_t *words)
{
    uint32_t n_words = 0;
    bool in_word = false;
    unsigned mark;
    uint32_t opens = vb_utf8_at(text->bytes, paragraph.beg, &mark);
    if (opens == '"' || opens == 0x201C) paragraph.beg += mark;  /* a transcript quoted whole opens each turn with a mark */
    uint32_t at = paragraph.beg;
    while (at < paragraph.end && at - paragraph.beg <= LABEL_MAX) {
        unsigned len;
        uint32_t cp = vb_utf8_at(text->bytes, at, &len),
                 next = at + len < paragraph.end ? vb_utf8_at(text->bytes, at + len, &len) : ' ';
        vb_utf8_at(text->bytes, at, &len);
        bool short_label =
            at - paragraph.beg == 1 && (text->bytes.ptr[paragraph.beg] == 'Q' || text->bytes.ptr[paragraph.beg] == 'A');
        if ((cp == ':' || (short_label && cp == '.')) && n_words > 0 && vb_cp_is_space(next)) {
            *words = at + len;
            return (vb_span){paragraph.beg, at};
        }
        bool letter = vb_cp_is_letter(cp);
        if (!letter && strchr(" .'-()", (int)(cp < 128 ? cp : '?')) == NULL && cp != 0x2019) break;
        if (letter && !in_word) {
            if (!vb_cp_is_upper(cp)) break;                      /* names and roles in capitals or title case only */
            n_words++;
        }
        in_word = letter || (in_word && cp != ' ');
        at += len;
    }
    return (vb_span){paragraph.beg, paragraph.beg};
}

vb_status vb_turns_find(const struct vb_text *text, struct vb_drafts *drafts, vb_error *err)
{
    struct turns turns = {0};
    vb_status    st    = VB_OK;
    size_t       again = 0;
    for (uint32_t p = 0; p < text->n_paragraphs; p++) {
        uint32_t words = 0;
        vb_span  all = text->paragraphs[p].span, label = label_of(text, all, &words);
        vb_role  role = text->paragraphs[p].role;
        if (label.beg == label.end || role == VB_ROLE_CREDIT || role == VB_ROLE_CAPTION || role == VB_ROLE_BYLINE ||
            role == VB_ROLE_DATELINE)
            continue;
        struct turn t = {label, {label.end, words}, vb_text_shrink(text, (vb_span){words, all.end}), p};
        if (t.words.beg == t.words.end) continue;
        bool seen = false;                                       /* a label comes back within the last few turns */
        for (size_t i = turns.n; i-- > 0 && turns.n - i <= 12 && !seen;)
            seen = vb_str_eq(vb_str_sub(text->bytes, turns.at[i].label), vb_str_sub(text->bytes, label));
        again += seen;
        if (!VB_PUSH(&turns, t)) {
            st = vb_fail_nomem(err);
            goto done;
        }
    }
    if (turns.n < MIN_TURNS || again < 1) goto done;

    for (size_t i = 0; i < turns.n; i++) {
        const struct turn *t = &turns.at[i];
        struct vb_draft d = {.content = {.at = {t->words}, .n = 1},
                             .cue = {.at = {t->mark}, .n = 1},
                             .source = {.at = {t->label}, .n = 1},
                             .origin = VB_FROM_TURN,
                             .inherits = VB_NONE,
                             .nested_in = VB_NONE,
                             .speaker = VB_NONE};
        uint32_t stop = i + 1 < turns.n ? turns.at[i + 1].paragraph : text->n_paragraphs;
        for (uint32_t p = t->paragraph + 1; p < stop; p++) {     /* what has no label of its own goes on */
            if (text->paragraphs[p].role != VB_ROLE_BODY) break;
            if (d.content.n < VB_FRAGMENTS) d.content.at[d.content.n++] = text->paragraphs[p].span;
            else d.content.at[VB_FRAGMENTS - 1].end = text->paragraphs[p].span.end;
        }
        if (i + 1 == turns.n) d.content.n = 1;                   /* nothing says where the last turn ends */
        const char last = text->bytes.ptr[t->words.end - 1];
        d.polarity = last == '?' ? VB_POL_QUESTION : VB_POL_AFFIRMED;
        if (!VB_PUSH(drafts, d)) {
            st = vb_fail_nomem(err);
            goto done;
        }
    }
done:
    vb_free(turns.at);
    return st;
}
