#!/usr/bin/env python3
"""Score the dictionary coder on records of unit sentences.
usage: score_dictionary.py GOLD.ndjson RECORDS.ndjson [--wrong] [--root]

A sentence is right when the set of its (source, target, cameo) triples is the gold's. An event with several actors and recipients
stands for every pair of two codes that differ. --wrong prints the sentences that are not right; --root scores CAMEO roots instead
(precision, recall and F1 over events, and the same with both actors).
"""
import collections
import json
import sys


def rows(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(line) for line in f if line.strip()]


def triples(record):
    found = []
    for event in record.get('events', []):
        for source in event.get('actor_codes') or []:
            for target in event.get('recipient_codes') or []:
                if source != target:
                    found.append((source, target, event.get('cameo')))
    return found


def wanted(gold):
    return [(e['source'], e['target'], e['cameo']) for e in gold['events']]


def shown(found):
    return ' '.join(f'{a}>{b}:{c}' for a, b, c in sorted(found)) or '-'


def score_sentences(gold, records, wrong):
    right = 0
    by_category = collections.defaultdict(lambda: [0, 0])
    for g in gold:
        want, found = set(wanted(g)), set(triples(records.get(g['id'], {})))
        count = by_category[g['category']]
        count[1] += 1
        if want == found:
            right += 1
            count[0] += 1
        elif wrong:
            print(f"{g['id']}: {g['text']}\n    gold  {shown(want)}\n    found {shown(found)}")
    for category, (n, of) in sorted(by_category.items()):
        print(f'{category:10} {n:3} of {of}')
    print(f'sentences exactly right: {right} of {len(gold)}, {100 * right / max(len(gold), 1):.1f} %')


def overlap(a, b):
    return sum((collections.Counter(a) & collections.Counter(b)).values())


def score_roots(gold, records):
    n = collections.Counter()
    for g in gold:
        want, found = wanted(g), triples(records.get(g['id'], {}))
        n['want'] += len(want)
        n['found'] += len(found)
        n['root'] += overlap([c[:2] for _, _, c in want], [c[:2] for _, _, c in found])
        n['all'] += overlap([(a, b, c[:2]) for a, b, c in want], [(a, b, c[:2]) for a, b, c in found])
    for what, name in (('root', 'root'), ('all', 'root and both actors')):
        p, r = 100 * n[what] / max(n['found'], 1), 100 * n[what] / max(n['want'], 1)
        print(f'{name}: P {p:.1f} R {r:.1f} F1 {2 * p * r / max(p + r, 1e-9):.1f} (gold {n["want"]}, found {n["found"]})')


def main():
    paths = [a for a in sys.argv[1:] if not a.startswith('--')]
    if len(paths) != 2:
        sys.exit(__doc__)
    gold = rows(paths[0])
    records = {r['document'].get('input_id'): r for r in rows(paths[1])}
    if '--root' in sys.argv:
        score_roots(gold, records)
    else:
        score_sentences(gold, records, '--wrong' in sys.argv)


if __name__ == '__main__':
    main()
