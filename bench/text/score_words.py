#!/usr/bin/env python3
"""Words and sentences of the text layer against a UD treebank.

usage: score_words.py TEXT_DUMP FILE.conllu[.xz] [--errors N] [--kind words|sentences]

Documents are put together as the CoNLL-U file has them: sentences joined by a space (none after SpaceAfter=No),
paragraphs (# newpar) by a blank line. TEXT_DUMP is the program built from tests/tools/text_dump.c. Words and sentences
are spans of the document; F1 counts equal spans. Words of a multiword token that do not spell it out letter by letter
count as gold and can only be missed.
"""
import argparse, collections, lzma, os, subprocess, sys, tempfile


def read(path):
    """documents: (text, word spans, sentence spans), in code points"""
    docs, text, words, sents = [], '', [], []
    rows, para = [], False

    def flush():
        nonlocal text, rows, para
        if not rows:
            return
        if text: text = text.rstrip() + '\n\n' if para else text
        beg, at, i = len(text), len(text), 0
        while i < len(rows):
            c = rows[i]
            if '-' in c[0]:
                a, b = map(int, c[0].split('-'))
                forms = [r[1] for r in rows[i + 1:i + 2 + b - a]]
                text += c[1]
                if ''.join(forms).lower() == c[1].lower():
                    for f in forms:
                        words.append((at, at + len(f)))
                        at += len(f)
                else:
                    words.extend([(-len(words) - k - 1, -1) for k in range(len(forms))])
                    at += len(c[1])
                i += 2 + b - a
            elif '.' in c[0]:
                i += 1
                continue
            else:
                text += c[1]
                words.append((at, at + len(c[1])))
                at += len(c[1])
                i += 1
            if 'SpaceAfter=No' not in c[9].split('|'):
                text += ' '
                at += 1
        sents.append((beg, len(text.rstrip())))
        rows, para = [], False

    def close():
        nonlocal text, words, sents
        flush()
        if text:
            docs.append((text, words, sents))
        text, words, sents = '', [], []

    with (lzma.open(path, 'rt', encoding='utf-8') if path.endswith('.xz') else open(path, encoding='utf-8')) as f:
        for line in f:
            line = line.rstrip('\n')
            if line.startswith('# newdoc'):
                close()
            elif line.startswith('# newpar') and not line.startswith('# newpar_block'):
                para = True
            elif not line:
                flush()
            elif line[0] != '#':
                rows.append(line.split('\t'))
    close()
    return docs


def dump(program, docs):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, d in enumerate(docs):
            paths.append(os.path.join(folder, f'{i}.txt'))
            with open(paths[-1], 'wb') as f:
                f.write(d[0].encode())
        out = subprocess.run([program, '--lang', 'en', *paths], stdout=subprocess.PIPE, check=True, text=True).stdout
    res = []
    for line in out.splitlines():
        p = line.split(' ')
        if p[0] == 'F':
            res.append(([], []))
            text, at, n = docs[len(res) - 1][0], {}, 0
            for i, c in enumerate(text):
                at[n] = i
                n += len(c.encode())
            at[n] = len(text)
        elif p[0] in 'TS':
            res[-1][p[0] == 'S'].append((at[int(p[1])], at[int(p[2])]))
    return res


def f1(gold, found, same):
    p, r = same / max(1, found), same / max(1, gold)
    return 100 * p, 100 * r, 200 * same / max(1, gold + found)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('program')
    a.add_argument('conllu')
    a.add_argument('--errors', type=int, default=0)
    a.add_argument('--kind', choices=['words', 'sentences'], default='words')
    a = a.parse_args()
    docs = read(a.conllu)
    found = dump(a.program, docs)
    shown, example = collections.Counter(), {}
    for which, name in ((1, 'words'), (2, 'sentences')):
        g = s = same = 0
        for d, f in zip(docs, found):
            gold, sys_ = set(d[which]), set(f[which - 1])
            g += len(gold)
            s += len(sys_)
            same += len(gold & sys_)
            if a.errors and name == a.kind:
                t = d[0]
                for b, e in sorted(sys_ - gold):
                    if name == 'words':
                        over = [t[x:y] for x, y in d[1] if x < e and y > b]
                        key = t[b:e] + '  <-  ' + ' | '.join(over)
                    else:
                        key = t[max(0, b - 30):b] + ' [[ ' + t[b:e][:40] + ' … ' + t[b:e][-40:] + ' ]] ' + t[e:e + 30]
                    shown[key] += 1
                    example[key] = t[max(0, b - 30):e + 30].replace('\n', '/')
        print('%-10s P %.2f R %.2f F1 %.2f   gold %d found %d' % (name, *f1(g, s, same), g, s))
    for k, n in shown.most_common(a.errors):
        print(n, repr(k), '   ', example[k] if a.kind == 'words' else '')


if __name__ == '__main__': sys.exit(main())
