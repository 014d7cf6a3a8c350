#!/usr/bin/env python3
"""Tags, lemmas and trees against a UD treebank, counted as the CoNLL 2018 shared task did.

usage: score_syntax.py GOLD.conllu[.xz] SYSTEM.conllu [--confusions N]

Words are aligned by the characters they cover, white space aside; within a multiword token by the longest common sequence of
forms. A measure's precision and recall are what is right among the system's and among the gold words; where both have the
same words, F1 is accuracy. UFeats are the universal features alone; UAS and LAS ask for the same head, LAS for the relation without
its subtype as well, LAS+ with it.
"""
import argparse, collections, lzma, unicodedata

UNIVERSAL = set('PronType NumType Poss Reflex Foreign Abbr Gender Animacy Number Case Definite Degree VerbForm Mood Tense Aspect '
                'Voice Evident Polarity Person Polite'.split())


class Word:
    __slots__ = ('beg', 'end', 'multi', 'form', 'lemma', 'upos', 'xpos', 'feats', 'head', 'deprel')


def read(path):
    """-> characters without white space, sentences [(beg, end)], words; head is an index of words or -1"""
    chars, at, sentences, words, rows = [], 0, [], [], []

    def flush():
        nonlocal at
        if not rows:
            return
        base, first, until = len(words), at, None
        for c in rows:
            if '.' in c[0]:
                continue
            form = unicodedata.normalize('NFC', ''.join(c[1].split()))
            if '-' in c[0]:
                until = int(c[0].split('-')[1]); surface = (at, at + len(form))
                chars.append(form); at += len(form)
                continue
            w = Word()
            w.form, w.lemma, w.upos, w.xpos, w.head, w.deprel = form, c[2], c[3], c[4], base + int(c[6]) - 1 if int(c[6]) else -1, c[7]
            w.feats = '|'.join(f for f in c[5].split('|') if f.split('=')[0] in UNIVERSAL)
            w.multi = until is not None and int(c[0]) <= until
            if w.multi:
                w.beg, w.end = surface
            else:
                w.beg, w.end = at, at + len(form); chars.append(form); at += len(form)
            words.append(w)
        sentences.append((first, at)); rows.clear()

    for line in (lzma.open if path.endswith('.xz') else open)(path, mode='rt', encoding='utf-8'):
        line = line.rstrip('\n')
        if not line:
            flush()
        elif line[0] != '#':
            rows.append(line.split('\t'))
    flush()
    return ''.join(chars), sentences, words


def common(a, b):
    """Pairs of the longest common sequence."""
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            best[i][j] = best[i + 1][j + 1] + 1 if a[i] == b[j] else max(best[i + 1][j], best[i][j + 1])
    out, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            out.append((i, j)); i += 1; j += 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return out


def align(gold, system):
    """-> {index in gold: index in system}"""
    out, i, j = {}, 0, 0
    while i < len(gold) and j < len(system):
        g, s = gold[i], system[j]
        if not g.multi and not s.multi:
            if (g.beg, g.end) == (s.beg, s.end):
                out[i] = j; i += 1; j += 1
            elif g.beg <= s.beg:
                i += 1
            else:
                j += 1
            continue
        if g.end <= s.beg:
            i += 1; continue
        if s.end <= g.beg:
            j += 1; continue
        end, i0, j0 = max(g.end if g.multi else g.beg, s.end if s.multi else s.beg), i, j
        while (i < len(gold) and gold[i].beg < end) or (j < len(system) and system[j].beg < end):
            if i < len(gold) and gold[i].beg < end:
                end = max(end, gold[i].end if gold[i].multi else 0); i += 1
            if j < len(system) and system[j].beg < end:
                end = max(end, system[j].end if system[j].multi else 0); j += 1
        for a, b in common([w.form.lower() for w in gold[i0:i]], [w.form.lower() for w in system[j0:j]]):
            out[i0 + a] = j0 + b
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('gold'); p.add_argument('system'); p.add_argument('--confusions', type=int, default=0)
    o = p.parse_args()
    (gc, gs, gw), (sc, ss, sw) = read(o.gold), read(o.system)
    if gc != sc:
        k = next((k for k, (a, b) in enumerate(zip(gc, sc)) if a != b), min(len(gc), len(sc)))
        raise SystemExit(f'the texts differ at character {k}: {gc[k - 10:k + 20]!r} and {sc[k - 10:k + 20]!r}')
    pairs = align(gw, sw)
    right = collections.Counter(); confusions = collections.Counter()
    main_label = lambda x: x.split(':')[0]
    for i, j in pairs.items():
        g, s = gw[i], sw[j]
        head = s.head == -1 if g.head == -1 else pairs.get(g.head, -2) == s.head
        rel = main_label(g.deprel) == main_label(s.deprel)
        right.update({'UPOS': g.upos == s.upos, 'XPOS': g.xpos == s.xpos, 'UFeats': g.feats == s.feats,
                      'Lemmas': g.lemma == '_' or g.lemma == s.lemma, 'UAS': head, 'LAS': head and rel, 'LAS+': head and g.deprel == s.deprel})
        for what, a, b in (('UPOS', g.upos, s.upos), ('relation', main_label(g.deprel), main_label(s.deprel))):
            if a != b:
                confusions[what, a, b] += 1
        if g.lemma not in ('_', s.lemma):
            confusions['lemma', f'{g.form} {g.lemma}', s.lemma] += 1
    f1 = lambda n, a, b: 200 * n / (a + b) if a + b else 0
    print(f"{'Words':10}{f1(len(pairs), len(gw), len(sw)):7.2f}")
    print(f"{'Sentences':10}{f1(len(set(gs) & set(ss)), len(gs), len(ss)):7.2f}")
    for name in ('UPOS', 'XPOS', 'UFeats', 'Lemmas', 'UAS', 'LAS', 'LAS+'):
        print(f'{name:10}{f1(right[name], len(gw), len(sw)):7.2f}')
    for (what, a, b), n in confusions.most_common(o.confusions):
        print(f'{n:6} {what} {a} -> {b}')


if __name__ == '__main__':
    main()
