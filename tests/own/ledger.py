#!/usr/bin/env python3
"""What verbale ledger shows of three articles of our own (CC0), written before the program was asked.

usage: ledger.py PROGRAM

A .ledger file has the two sides and the date, the article, and then lines that say what a reader finds:

  expect SECTIONS SIDE VOICE | WORDS     a line of one of these sections (a comma between), of the side or "both", in that voice,
                                         whose evidence meets the words
  expect silent SIDE
  never SECTION SIDE                     no line of the section has that side

A miss that is known stands in ledger_misses.tsv with its likely cause; more misses than are listed fail.
"""
import json, os, pathlib, subprocess, sys, tempfile

sys.dont_write_bytecode = True
from tally import Tally

HERE = pathlib.Path(os.path.abspath(__file__)).parent


def article(path):
    head, _, rest = path.read_text(encoding='utf-8').partition('\n\n')
    lines = rest.rstrip('\n').split('\n')
    asked = [l for l in lines if l.startswith(('expect ', 'never '))]
    text = '\n'.join(lines[:len(lines) - len(asked)]).rstrip('\n') + '\n'
    return dict(l.split(' ', 1) for l in head.split('\n')), text, asked


def rows_of(program, about, text):
    a, b = about['sides'].split()
    with tempfile.TemporaryDirectory() as folder:
        name, db = os.path.join(folder, 'a.txt'), os.path.join(folder, 'r.db')
        pathlib.Path(name).write_text(text, encoding='utf-8')
        for args in (['read', '--quiet', '--record', db, '--date', about['date'], name], ['ledger', '--record', db, '--json', a, b]):
            done = subprocess.run([program, *args], capture_output=True, text=True, encoding='utf-8', check=True)
    return [json.loads(l) for l in done.stdout.splitlines()]


def main():
    tally = Tally(str(HERE / 'ledger_misses.tsv'))
    for path in sorted(HERE.glob('*.ledger')):
        about, text, asked = article(path)
        rows = rows_of(sys.argv[1], about, text)
        shown = [f"{r['section']} {r.get('side')} {r.get('voice')} {r.get('who')} {r.get('span')}" for r in rows[1:]]
        for line in asked:
            (verb, sections, side, *voice), _, words = (line.partition(' | ')[0].split(), *line.partition(' | ')[1:])
            fits = [r for r in rows if r['section'] in sections.split(',') and r['side'] == side]
            if words:
                at = text.index(words)
                fits = [r for r in fits if r['voice'] == voice[0] and r['span'][0] < at + len(words) and at < r['span'][1]]
            layer = 'never' if verb == 'never' else 'silent' if sections == 'silent' else 'line'
            tally.check(path.stem, layer, line, bool(fits) == (verb == 'expect'), ' / '.join(shown) or 'none')
    return tally.close()


if __name__ == '__main__':
    sys.exit(main())
