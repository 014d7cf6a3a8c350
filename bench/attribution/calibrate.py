#!/usr/bin/env python3
"""How well a statement's score says that it is right, and what would make it say so better.

usage: calibrate.py GOLD.ndjson RECORDS.ndjson      (polnear.dev, and what `verbale read --json` gave for it)

Right is a soft match of ../shared/score/score_attribution.py --outermost. Prints the share right by score, the expected calibration
error, and the slope and intercept that a logistic regression on logit(score) finds: 1 and 0 where nothing is left to mend.
"""
import json, math, pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / 'shared/score'))
import score_attribution as scorer


def rows(gold, records):
    by_id = {}
    for l in open(records, encoding='utf-8'):
        d = json.loads(l); by_id[d['document']['input_id']] = d
    for a in scorer.load(gold):
        doc = scorer.Doc(a['text']); d = by_id[a['id']]
        made = [s for s in d['statements'] if s['cue'] and not s['nested_in']]      # every attribution of PolNeAR has a cue
        gold_rows = scorer.outermost([scorer.Att(doc, x) for x in a['attributions']])
        ours = [scorer.Att(doc, s) for s in made]
        keep = [k for k, s in enumerate(ours) if any(s is o for o in scorer.outermost(ours))]
        ours, made = [ours[k] for k in keep], [made[k] for k in keep]
        pairs = {j: i for i, j in scorer.pair(gold_rows, ours)}
        for j, s in enumerate(ours):
            g = gold_rows[pairs[j]] if j in pairs else None
            yield made[j]['score'], made[j]['type'], g is not None and scorer.dice(g.content, s.content) >= .5 and bool(g.cue & s.cue) and scorer.source_head_ok(g, s)


def logistic(xs, ys, steps=4000, rate=.5):
    a, b = 0., 1.
    for _ in range(steps):
        ga = gb = 0.
        for x, y in zip(xs, ys):
            e = y - 1 / (1 + math.exp(-(a + b * x))); ga += e; gb += e * x
        a += rate * ga / len(xs); b += rate * gb / len(xs) / 4
    return a, b


def main(argv):
    if len(argv) != 2:
        sys.exit(__doc__)
    data = list(rows(*argv)); n = len(data)
    error = 0
    print('score       n   mean score   right')
    for k in range(10):
        part = [(s, r) for s, _, r in data if k / 10 <= s < (k + 1) / 10 or (k == 9 and s == 1)]
        if part:
            mean, right = sum(s for s, _ in part) / len(part), sum(r for _, r in part) / len(part)
            error += len(part) / n * abs(mean - right)
            print(f'{k / 10:.1f}-{(k + 1) / 10:.1f} {len(part):5} {mean:10.2f} {right:10.2f}')
    print(f'expected calibration error {error:.3f} over {n} statements')
    clip = lambda s: min(max(s, .002), .998)
    xs = [math.log(clip(s) / (1 - clip(s))) for s, _, _ in data]
    a, b = logistic(xs, [r for _, _, r in data])
    print(f'logit(right) = {a:.2f} + {b:.2f} logit(score)')


if __name__ == '__main__':
    main(sys.argv[1:])
