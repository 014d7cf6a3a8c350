#!/usr/bin/env python3
"""Three articles with every quotation trap of the seed report, written after the weights were frozen.

usage: own.py PROGRAM

The .va files (format: corpus/corpusc.py) say what a reader finds. A row is right when type and content fragments are exact and,
where it names a speaker, that name is the speaker's. At least ten of the thirteen rows of each article have to be right,
and nobody may speak who says nothing there (the persons that have no row).
"""
import json, os, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUSC = os.path.join(HERE, '..', '..', 'corpus', 'corpusc.py')
NEEDED = 10


def main():
    bad = 0
    for name in sorted(n for n in os.listdir(HERE) if n.endswith('.va')):
        gold = json.loads(subprocess.run([sys.executable, CORPUSC, os.path.join(HERE, name)], capture_output=True, text=True, check=True).stdout)
        text = gold['document']['text']
        with tempfile.NamedTemporaryFile('w', suffix='.txt', encoding='utf-8') as f:
            f.write(text); f.flush()
            made = json.loads(subprocess.run([sys.argv[1], 'read', '--json', f.name], capture_output=True, text=True, check=True).stdout)
        names = {e['id']: e['name'] for e in made['entities']}; want = {e['id']: e['name'] for e in gold['entities']}
        words = lambda s: ' | '.join(text[a:b].replace('\n', ' ') for a, b in s['content'])
        right = 0
        for g in gold['statements']:
            same = [s for s in made['statements'] if s['content'] == g['content']]
            ok = any(s['type'] == g['type'] and (not g['speaker'] or names.get(s['speaker']) == want[g['speaker']]) for s in same)
            right += ok
            if not ok:
                got = same or [s for s in made['statements'] if any(a < d and c < b for a, b in s['content'] for c, d in g['content'])]
                print(f"wrong  {name} {g['id']}: want {g['type']}, {want.get(g['speaker'])}: {words(g)}")
                for s in got:
                    print(f"         got {s['type']}, {names.get(s['speaker'])}: {words(s)}")
        silent = [names[s['speaker']] for s in made['statements'] if s['speaker'] and made['entities'][int(s['speaker'][1:]) - 1]['kind'] == 'person'
                  and not any(m['form'] == 'role' for m in made['entities'][int(s['speaker'][1:]) - 1]['mentions'])
                  and names[s['speaker']] not in want.values()]
        if silent:
            print(f'wrong  {name}: a statement by {silent}, who says nothing')
        print(f"{name}: {right} of {len(gold['statements'])} right")
        bad += right < NEEDED or bool(silent)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main())
