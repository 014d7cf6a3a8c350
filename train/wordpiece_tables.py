"""Write src/model/wordpiece_tables.h: what the reference tokenizer does to every code point.

    python train/wordpiece_tables.py > src/model/wordpiece_tables.h

Asks Hugging Face `tokenizers` (PyPI) itself, code point by code point, instead of a Unicode library: the reference's
tables are of several Unicode versions, and a piece must not change because a system library does.
"""

import sys
import unicodedata

import tokenizers
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

FULL = BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
CLEAN = BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
SPLIT = BertPreTokenizer()
HANGUL = range(0xAC00, 0xAC00 + 11172)      # decomposed by arithmetic in wordpiece.c


def describe(cp):
    """(class, what is left of it)"""
    char = chr(cp)
    out = FULL.normalize_str(char)
    if out == "":
        return ("DROP" if CLEAN.normalize_str(char) == "" else "MARK"), char
    if out.isspace():
        return "SPACE", char
    if out[0] == " ":
        assert out[-1] == " " and len(out) == 3, hex(cp)
        return "CJK", out[1]
    assert not any(c.isspace() for c in out), hex(cp)
    words = SPLIT.pre_tokenize_str("a" + out + "a")
    if len(words) > 1:
        assert len(out) == 1 and len(words) == 3, hex(cp)
        return "PUNCT", out
    return "KEEP", out


def combining(cp):
    """The canonical combining class of a code point that is kept, as the reference sees it."""
    want = unicodedata.combining(chr(cp))
    if want == 0:
        return 0
    low, high = "\u1b44", "\u302e"          # classes 9 and 224, both kept
    moved = FULL.normalize_str("a" + high + chr(cp)) != "a" + high + chr(cp) \
        or FULL.normalize_str("a" + chr(cp) + low) != "a" + chr(cp) + low
    return want if moved else 0


def ranges(values, default):
    out = []
    for cp, value in values:
        if value == default:
            continue
        if out and out[-1][1] == cp - 1 and out[-1][2] == value:
            out[-1][1] = cp
        else:
            out.append([cp, cp, value])
    return out


def rows(items, width=118):
    line = "   "
    for item in items:
        if len(line) + 1 + len(item) + 1 > width:
            print(line)
            line = "   "
        line += " " + item + ","
    print(line)


def main():
    every = [cp for cp in range(0x110000) if not 0xD800 <= cp < 0xE000]
    known = {cp: describe(cp) for cp in every}
    classes = ranges(((cp, known[cp][0]) for cp in every if cp >= 0x80), "KEEP")
    maps = [(cp, known[cp][1]) for cp in every if cp >= 0x80 and cp not in HANGUL and known[cp][1] != chr(cp)]
    marks = ranges(((cp, combining(cp)) for cp in every if known[cp][0] == "KEEP"), 0)
    longest = max(len(s) for _, s in maps)
    print("/* Written by train/wordpiece_tables.py from PyPI tokenizers %s: not to be edited. */" % tokenizers.__version__)
    print("#ifndef VB_MODEL_WORDPIECE_TABLES_H\n#define VB_MODEL_WORDPIECE_TABLES_H\n\n#include <stdint.h>\n")
    print("/* KEEP: part of a word.  DROP: controls.  MARK: stripped accents.  PUNCT, CJK: a word alone. */")
    print("enum { KEEP, DROP, MARK, SPACE, PUNCT, CJK };\n")
    print("static const uint8_t ascii_class[128] = {")
    rows([known[cp][0] for cp in range(0x80)])
    print("};\n\nstatic const struct { uint32_t first, last; uint8_t cls; } classes[] = {")
    rows(["{0x%X, 0x%X, %s}" % tuple(r) for r in classes])
    print("};\n\n/* Decomposed, without its accents, lower-cased; 0 after the last. Hangul syllables are done by arithmetic. */")
    print("static const struct { uint32_t from, to[%d]; } maps[] = {" % longest)
    rows(["{0x%X, {%s}}" % (cp, ", ".join("0x%X" % ord(c) for c in s)) for cp, s in maps])
    print("};\n\n/* Canonical combining classes other than 0 of what is kept: decides the order within a run of such. */")
    print("static const struct { uint32_t first, last; uint8_t order; } orders[] = {")
    rows(["{0x%X, 0x%X, %d}" % tuple(r) for r in marks])
    print("};\n\n#endif")


if __name__ == "__main__":
    sys.exit(main())
