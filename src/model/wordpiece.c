/*
 * Word pieces, equal to BERT's uncased tokenizer as Hugging Face `tokenizers` runs it.
 *
 * The reference makes five passes over the text (clean, split CJK, decompose and strip accents, lower, split); here one
 * pass keeps beside each code point the bytes it came from, which is what a span needs. What each code point turns into
 * is a table asked from the reference itself (train/wordpiece_tables.py), not from the system's Unicode library, whose
 * version would then decide what the encoder sees.
 */
#include "wordpiece.h"

#include "wordpiece_tables.h"

#include <string.h>

enum { WORD_MAX = 100,                             /* code points; more is [UNK], as in the reference */
       PIECE_BYTES_MAX = 4 * WORD_MAX };

/* ---- the vocabulary -------------------------------------------------------------------------------------------- */

struct slot { uint32_t hash; int32_t id; };        /* id -1: empty */

struct vb_vocab {
    vb_str       text;
    uint32_t    *line;                             /* [n + 1] where each begins; one past the newline of the last */
    uint32_t     n;
    struct slot *slots;                            /* open addressing, at most half full */
    uint32_t     mask;
    uint32_t     longest;                          /* bytes of the longest piece, "##" not counted */
    int32_t      unk;
};

/* FNV-1a: grows by a byte at a time, so one pass over a word gives the hash of each of its beginnings. */
static inline uint32_t hash_step(uint32_t h, uint8_t byte) { return (h ^ byte) * 16777619u; }
static inline uint32_t hash_begin(bool first) { return first ? 2166136261u : 0x9E3779B9u; }

static bool is_continuation(vb_str piece) { return piece.len > 2 && piece.ptr[0] == '#' && piece.ptr[1] == '#'; }

vb_str vb_vocab_piece(const struct vb_vocab *vocab, int32_t id)
{
    if (id < 0 || (uint32_t)id >= vocab->n) return (vb_str){0};
    size_t beg = vocab->line[id], end = vocab->line[id + 1] - 1;
    if (end > beg && vocab->text.ptr[end - 1] == '\r') end--;
    return (vb_str){vocab->text.ptr + beg, end - beg};
}

/* The id of the piece that is `bytes`, "##" not among them. */
static int32_t look_up(const struct vb_vocab *vocab, uint32_t hash, bool first, const char *bytes, size_t len)
{
    for (uint32_t at = hash & vocab->mask;; at = (at + 1) & vocab->mask) {
        struct slot slot = vocab->slots[at];
        if (slot.id < 0) return -1;
        if (slot.hash != hash) continue;
        vb_str piece = vb_vocab_piece(vocab, slot.id);
        if (is_continuation(piece) == first) continue;
        if (!first) piece = (vb_str){piece.ptr + 2, piece.len - 2};
        if (piece.len == len && memcmp(piece.ptr, bytes, len) == 0) return slot.id;
    }
}

int32_t vb_vocab_id(const struct vb_vocab *vocab, vb_str piece)
{
    bool     first = !is_continuation(piece);
    uint32_t hash = hash_begin(first);
    if (!first) piece = (vb_str){piece.ptr + 2, piece.len - 2};
    for (size_t i = 0; i < piece.len; i++) hash = hash_step(hash, (uint8_t)piece.ptr[i]);
    return look_up(vocab, hash, first, piece.ptr, piece.len);
}

uint32_t vb_vocab_count(const struct vb_vocab *vocab) { return vocab->n; }

static vb_status find_lines(struct vb_vocab *vocab, vb_error *err)
{
    vb_str text = vocab->text;
    size_t n = 0;
    if (text.len > UINT32_MAX - 2) return vb_fail(err, VB_ERR_MODEL, "vocab: too long");
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\n' || i + 1 == text.len) n++;
    if (n > VB_VOCAB_MAX) return vb_fail(err, VB_ERR_MODEL, "vocab: more than %u lines", VB_VOCAB_MAX);
    if (!(vocab->line = vb_alloc((n + 1) * sizeof *vocab->line))) return vb_fail_nomem(err);
    vocab->line[0] = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\n') vocab->line[++vocab->n] = (uint32_t)i + 1;
        else if (i + 1 == text.len) vocab->line[++vocab->n] = (uint32_t)i + 2;   /* as if it had its newline */
    return VB_OK;
}

static vb_status fill_slots(struct vb_vocab *vocab, vb_error *err)
{
    uint32_t room = 16;
    while (room < 2 * vocab->n + 1) room *= 2;
    if (!(vocab->slots = vb_alloc(room * sizeof *vocab->slots))) return vb_fail_nomem(err);
    vocab->mask = room - 1;
    for (uint32_t i = 0; i < room; i++) vocab->slots[i] = (struct slot){0, -1};
    for (uint32_t id = 0; id < vocab->n; id++) {
        vb_str piece = vb_vocab_piece(vocab, (int32_t)id);
        bool   first = !is_continuation(piece);
        if (piece.len == 0 || piece.len > PIECE_BYTES_MAX) {
            return vb_fail_at(err, VB_ERR_MODEL, id + 1, "vocab: line %u: %s", id + 1, piece.len ? "too long" : "empty");
        }
        if (!first) piece = (vb_str){piece.ptr + 2, piece.len - 2};
        if (piece.len > vocab->longest) vocab->longest = (uint32_t)piece.len;
        uint32_t hash = hash_begin(first);
        for (size_t i = 0; i < piece.len; i++) hash = hash_step(hash, (uint8_t)piece.ptr[i]);
        uint32_t at = hash & vocab->mask;
        while (vocab->slots[at].id >= 0) at = (at + 1) & vocab->mask;
        vocab->slots[at] = (struct slot){hash, (int32_t)id};
    }
    return VB_OK;
}

vb_status vb_vocab_open(vb_str text, struct vb_vocab **out, vb_error *err)
{
    static const char *const needed[] = {"[UNK]", "[CLS]", "[SEP]"};
    struct vb_vocab         *vocab = NULL;
    vb_status                st;
    *out = NULL;
    if (!(vocab = vb_alloc(sizeof *vocab))) return vb_fail_nomem(err);
    *vocab = (struct vb_vocab){.text = text};
    if ((st = find_lines(vocab, err)) != VB_OK) goto done;
    if ((st = fill_slots(vocab, err)) != VB_OK) goto done;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (vb_vocab_id(vocab, vb_str_of(needed[i])) >= 0) continue;
        st = vb_fail(err, VB_ERR_MODEL, "vocab: no %s", needed[i]);
        goto done;
    }
    vocab->unk = vb_vocab_id(vocab, VB_STR("[UNK]"));

    *out = vocab;
    vocab = NULL;                                  /* now the caller's to close */
done:
    vb_vocab_close(vocab);
    return st;
}

void vb_vocab_close(struct vb_vocab *vocab)
{
    if (!vocab) return;
    vb_free(vocab->line);
    vb_free(vocab->slots);
    vb_free(vocab);
}

/* ---- what a code point turns into ------------------------------------------------------------------------------- */

#define COUNT(table) (sizeof(table) / sizeof *(table))
enum { MAP_MAX = sizeof maps->to / sizeof *maps->to };

static unsigned class_of(uint32_t cp)
{
    size_t lo = 0, hi = COUNT(classes);
    if (cp < 0x80) return ascii_class[cp];
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > classes[mid].last) lo = mid + 1;
        else hi = mid;
    }
    return lo < COUNT(classes) && cp >= classes[lo].first ? classes[lo].cls : KEEP;
}

static uint8_t order_of(uint32_t cp)
{
    size_t lo = 0, hi = COUNT(orders);
    if (cp < orders[0].first) return 0;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > orders[mid].last) lo = mid + 1;
        else hi = mid;
    }
    return lo < COUNT(orders) && cp >= orders[lo].first ? orders[lo].order : 0;
}

/* Decompose, strip, lower: 1 to MAP_MAX code points. */
static unsigned map_code_point(uint32_t cp, uint32_t out[MAP_MAX])
{
    size_t lo = 0, hi = COUNT(maps);
    if (cp < 0x80) {
        out[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
        return 1;
    }
    if (cp >= 0xAC00 && cp < 0xAC00 + 11172) {     /* The Unicode Standard, 3.12: 19 leads, 21 vowels, 28 tails with none */
        uint32_t s = cp - 0xAC00;
        out[0] = 0x1100 + s / (21 * 28);
        out[1] = 0x1161 + s / 28 % 21;
        out[2] = 0x11A7 + s % 28;
        return s % 28 ? 3 : 2;
    }
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > maps[mid].from) lo = mid + 1;
        else hi = mid;
    }
    if (lo == COUNT(maps) || maps[lo].from != cp) {
        out[0] = cp;
        return 1;
    }
    unsigned n = 0;
    while (n < MAP_MAX && maps[lo].to[n]) out[n] = maps[lo].to[n], n++;
    return n;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

struct word {
    size_t   n;                                    /* code points, those past WORD_MAX only counted */
    vb_span  span;
    uint32_t cp[WORD_MAX];
    vb_span  from[WORD_MAX];                       /* the character a code point came from, with its stripped marks */
    uint8_t  order[WORD_MAX];
};

static void push_code_point(struct word *word, uint32_t cp, vb_span from)
{
    if (word->n == 0) word->span.beg = from.beg;
    word->span.end = from.end;
    if (word->n++ >= WORD_MAX) return;
    size_t  at = word->n - 1;
    uint8_t order = order_of(cp);
    /* Marks that are kept stand in canonical order after decomposition. */
    for (; order && at > 0 && word->order[at - 1] > order; at--) {
        word->cp[at] = word->cp[at - 1];
        word->from[at] = word->from[at - 1];
        word->order[at] = word->order[at - 1];
    }
    word->cp[at] = cp;
    word->from[at] = from;
    word->order[at] = order;
}

static size_t encode(uint32_t cp, char *out)
{
    if (cp < 0x80) return out[0] = (char)cp, 1;
    if (cp < 0x800) return out[0] = (char)(0xC0 | cp >> 6), out[1] = (char)(0x80 | (cp & 63)), 2;
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12), out[1] = (char)(0x80 | (cp >> 6 & 63)), out[2] = (char)(0x80 | (cp & 63));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18), out[1] = (char)(0x80 | (cp >> 12 & 63));
    out[2] = (char)(0x80 | (cp >> 6 & 63)), out[3] = (char)(0x80 | (cp & 63));
    return 4;
}

/* Bytes of the source under code points [beg, end) of a word; canonical order may have moved them. */
static vb_span span_under(const struct word *word, size_t beg, size_t end)
{
    vb_span span = word->from[beg];
    for (size_t i = beg + 1; i < end; i++) {
        if (word->from[i].beg < span.beg) span.beg = word->from[i].beg;
        if (word->from[i].end > span.end) span.end = word->from[i].end;
    }
    return span;
}

/* Longest piece first, from the left; a rest that has none makes the whole word [UNK]. Empties the word. */
static bool end_word(const struct vb_vocab *vocab, struct word *word, struct vb_pieces *out)
{
    char     bytes[PIECE_BYTES_MAX];
    uint32_t hash[WORD_MAX];                       /* of the code points from the current beginning up to and with i */
    size_t   at[WORD_MAX + 1], n = word->n, before = out->n;
    struct vb_piece piece;
    word->n = 0;
    if (n == 0) return true;
    if (n > WORD_MAX) goto unknown;
    at[0] = 0;
    for (size_t i = 0; i < n; i++) at[i + 1] = at[i] + encode(word->cp[i], bytes + at[i]);
    for (size_t beg = 0; beg < n;) {
        uint32_t h = hash_begin(beg == 0);
        size_t   end = beg;
        int32_t  id = -1;
        for (; end < n && at[end + 1] - at[beg] <= vocab->longest; end++) {
            for (size_t b = at[end]; b < at[end + 1]; b++) h = hash_step(h, (uint8_t)bytes[b]);
            hash[end] = h;
        }
        for (; end > beg; end--) {
            id = look_up(vocab, hash[end - 1], beg == 0, bytes + at[beg], at[end] - at[beg]);
            if (id >= 0) break;
        }
        if (id < 0) goto unknown;
        piece = (struct vb_piece){span_under(word, beg, end), id, beg == 0};
        if (!VB_PUSH(out, piece)) return false;
        beg = end;
    }
    return true;
unknown:
    out->n = before;
    piece = (struct vb_piece){word->span, vocab->unk, true};
    return VB_PUSH(out, piece);
}

/* A stripped mark belongs to the character before it, so that a span does not end between a letter and its accent. */
static void extend_over_mark(struct word *word, struct vb_pieces *out, size_t n_before, vb_span mark)
{
    if (word->n > 0) {
        if (word->span.end != mark.beg) return;
        word->span.end = mark.end;
        for (size_t i = 0; i < word->n && i < WORD_MAX; i++)
            if (word->from[i].end == mark.beg) word->from[i].end = mark.end;
    } else if (out->n > n_before && out->at[out->n - 1].span.end == mark.beg) {
        out->at[out->n - 1].span.end = mark.end;
    }
}

vb_status vb_vocab_pieces(const struct vb_vocab *vocab, vb_str text, vb_span range, struct vb_pieces *out, vb_error *err)
{
    struct word word;
    size_t      n_before = out->n;
    word.n = 0;
    if (range.end < text.len) text.len = range.end;
    for (size_t at = range.beg; at < text.len;) {
        unsigned n_bytes = 1, n;
        uint8_t  byte = (uint8_t)text.ptr[at];
        uint32_t cp = byte < 0x80 ? byte : vb_utf8_at(text, at, &n_bytes), to[MAP_MAX];
        vb_span  from = {(uint32_t)at, (uint32_t)at + n_bytes};
        unsigned cls = class_of(cp);
        at += n_bytes;
        switch (cls) {
        case DROP: break;
        case MARK: extend_over_mark(&word, out, n_before, from); break;
        case SPACE:
            if (!end_word(vocab, &word, out)) return vb_fail_nomem(err);
            break;
        default:
            if (cls != KEEP && !end_word(vocab, &word, out)) return vb_fail_nomem(err);
            n = map_code_point(cp, to);
            for (unsigned i = 0; i < n; i++) push_code_point(&word, to[i], from);
            if (cls != KEEP && !end_word(vocab, &word, out)) return vb_fail_nomem(err);
        }
    }
    return end_word(vocab, &word, out) ? VB_OK : vb_fail_nomem(err);
}
