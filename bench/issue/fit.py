#!/usr/bin/env python3
"""Fit the points of position_points.c on annotated articles, and choose the threshold.  Needs numpy.

usage: fit.py --score FOLDER --train GOLD FEATURES --held GOLD FEATURES [--test GOLD FEATURES] [--write position_weights.h]

FOLDER holds score_record.py, GOLD is compiled articles, FEATURES what issue_dump gives of them. The network was trained on the articles
of --train and believes too much there: they set what everything but its own numbers counts; --held then moves all of it, kept near
that. The figures of --held are of five folds by text, those of --test of what is written.
"""
import argparse
import collections
import json
import math
import sys

import numpy as np

TARGET_OF_NETWORK = ('VB_T_LOG', 'VB_T_NONE_LOG', 'VB_T_NONE_UNKNOWN')
STANCE_OF_NETWORK = ('VB_S_LOG_FOR', 'VB_S_LOG_AGAINST', 'VB_S_LOG_NONE')
FOLDS, KEPT_NEAR, WEAK = 5, {'stance': 20.0, 'target': 4.0}, .01        # WEAK: as in positions.c


def names_of(header):
    import re
    text = re.sub(r'/\*.*?\*/', '', open(header, encoding='utf-8').read(), flags=re.S)
    return re.findall(r'\bVB_S_\w+', text), [n for n in re.findall(r'\bVB_T_\w+', text)]


def unique(names):
    return list(dict.fromkeys(names))


def load(score, gold_path, features_path):
    """Documents (gold, record, gold entity by ours) and a row for each statement that has a speaker and features."""
    golds = [json.loads(line) for line in open(gold_path, encoding='utf-8')]
    lines = [json.loads(line) for line in open(features_path, encoding='utf-8')]
    for i in range(0, len(lines), 2):
        lines[i]['entities'] += lines[i + 1]['topics']
    by_text = {lines[i]['document']['text']: (lines[i], lines[i + 1]['features']) for i in range(0, len(lines), 2)}
    docs, rows = [], []
    for gold in golds:
        record, features = by_text[gold['document']['text']]
        to_gold = score.map_entities(gold, record)
        docs.append((gold, record, to_gold))
        text = gold['document']['text']
        said = lambda d: [s for s in d['statements'] if s['type'] != 'term']
        pairs = score.pair(said(gold), said(record), lambda g, p: score.statement_soft(text, g, p))
        statement = {p['id']: g['id'] for g, p in pairs}
        positions = collections.defaultdict(list)
        for p in gold['positions']:
            positions[p['statement']].append(p)
        speaker = {s['id']: s['speaker'] for s in record['statements']}
        for f in features:
            rows.append({'doc': len(docs) - 1, 'holder': speaker[f['statement']], 'stance': np.array(f['stance']),
                         'entities': [t[0] for t in f['targets']], 'targets': np.array([t[1] for t in f['targets']]),
                         'gold': positions.get(statement.get(f['statement']), []), 'to_gold': to_gold})
    return docs, rows


def softmax(z):
    z = np.exp(z - z.max(-1, keepdims=True))
    return z / z.sum(-1, keepdims=True)


def climb(start, gradient, keep, steps=500):
    """Adam, kept near where it starts."""
    w, m, v = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for t in range(1, steps + 1):
        g = gradient(w) - keep * (w - start)
        m, v = .9 * m + .1 * g, .99 * v + .01 * g * g
        w += .05 * m / (1 - .9 ** t) / (np.sqrt(v / (1 - .99 ** t)) + 1e-8) * (1 - t / steps)
    return w


def fit_stance(rows, start, keep, use):
    x = np.array([r['stance'] for r in rows]) * use
    y = np.zeros((len(rows), 3))
    for k, r in enumerate(rows):
        takes = {p['stance'] for p in r['gold']} & {'for', 'against'}
        y[k] = [0, 'for' in takes, 'against' in takes] if takes else [1, 0, 0]
        y[k] /= y[k].sum()
    return climb(start, lambda w: x.T @ (y - softmax(x @ w)), keep)


def fit_target(rows, start, keep, use):
    data = []
    for r in rows:
        wanted = {p['target'] for p in r['gold']}
        right = np.array([(None if e is None else r['to_gold'].get(e, '?')) in wanted for e in r['entities']])
        if r['gold'] and right.any():
            data.append((r['targets'] * use, right))

    def gradient(w):
        g = np.zeros_like(w)
        for x, right in data:
            q = softmax(x @ w)
            g += x.T @ (q * right / (q * right).sum() - q)
        return g
    return climb(start, gradient, keep)


def positions(rows, stance, target, least):
    """As positions.c pools them: what several statements say is one position, where it is likeliest; no target only where none is likelier."""
    claims = collections.defaultdict(lambda: [1.0, 0.0, None])
    for n, r in enumerate(rows):
        p, q = softmax(r['stance'] @ stance), softmax(r['targets'] @ target)
        for k in (1, 2):
            for i, entity in enumerate(r['entities']):
                if p[k] * q[i] < WEAK or entity is None and q.max() > q[i]:
                    continue
                claim = claims[r['doc'], r['holder'], entity, ('', 'for', 'against')[k]]
                claim[0] *= 1 - p[k] * q[i]
                if p[k] * q[i] > claim[1]:
                    claim[1:] = p[k] * q[i], n
    taken = {}
    for (doc, holder, entity, takes), (wrong, _, n) in claims.items():
        key = doc, holder, entity, n
        if 1 - wrong >= least and (key not in taken or 1 - wrong > taken[key][0]):
            taken[key] = 1 - wrong, takes
    out = collections.defaultdict(list)
    for (doc, holder, entity, _), (_, takes) in taken.items():
        out[doc].append({'holder': holder, 'target': entity, 'stance': takes})
    return out


def figures(score, docs, found):
    """Precision, recall and F1 as score_record.py has them."""
    count = score.Count()
    for k, (gold, _, to_gold) in enumerate(docs):
        of = lambda e: to_gold.get(e) if e else None
        same = lambda g, p: g['holder'] == of(p['holder']) and g['target'] == of(p['target']) and g['stance'] == p['stance']
        score.tally(count, gold['positions'], found.get(k, []), score.pair(gold['positions'], found.get(k, []), same))
    return count.f1()


def rows_of_c(weights):
    rows = []
    for w in weights:
        rows.append('{' + ', '.join(f'{x:.3f}F' for x in np.atleast_1d(w)) + '}' if np.ndim(w) else f'{w:.3f}F')
    return rows


def write(path, s_names, t_names, stance, target):
    with open(path, 'w', encoding='utf-8') as f:
        f.write('/* Written by bench/issue/fit.py; read by position_points.c alone. */\n')
        f.write('static const float STANCE_POINTS[VB_N_S][3] = { /* none, for, against */\n')
        f.writelines(f'    [{n}] = {w},\n' for n, w in zip(s_names, rows_of_c(stance)))
        f.write('};\nstatic const float TARGET_POINTS[VB_N_T] = {\n')
        f.writelines(f'    [{n}] = {w},\n' for n, w in zip(t_names, rows_of_c(target)))
        f.write('};\n')


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument('--score', required=True)
    p.add_argument('--train', nargs=2, required=True)
    p.add_argument('--held', nargs=2, required=True)
    p.add_argument('--test', nargs=2)
    p.add_argument('--write')
    p.add_argument('--header', default='src/issue/position_points.h')
    a = p.parse_args()
    sys.path.insert(0, a.score)
    import score_record as score
    s_names, t_names = map(unique, names_of(a.header))
    _, train = load(score, *a.train)
    docs, held = load(score, *a.held)
    s_use = np.array([n not in STANCE_OF_NETWORK for n in s_names], float)
    t_use = np.array([n not in TARGET_OF_NETWORK for n in t_names], float)
    stance0 = fit_stance(train, np.zeros((len(s_names), 3)), 2, s_use[None])
    target0 = fit_target(train, np.zeros(len(t_names)), 1, t_use)
    both = lambda rows: (fit_stance(rows, stance0, KEPT_NEAR['stance'], 1), fit_target(rows, target0, KEPT_NEAR['target'], 1))
    folds = [both([r for r in held if r['doc'] % FOLDS != k]) for k in range(FOLDS)]
    stance, target = both(held)
    best = None
    for least in (.06, .08, .1, .12, .14, .16, .18, .2, .25, .3):
        found = {}
        for k in range(FOLDS):
            found.update(positions([r for r in held if r['doc'] % FOLDS == k], *folds[k], least))
        got = figures(score, docs, found)
        line = f'from {least:.2f}: held, in folds {got}'
        if a.test:
            test_docs, test = load(score, *a.test)
            line += f'; test {figures(score, test_docs, positions(test, stance, target, least))}'
        print(line)
        if best is None or got['f1'] > best[0]:
            best = (got['f1'], least)
    print('best on held:', best[1])
    if a.write:
        write(a.write, s_names, t_names, stance, target)
    return 0


if __name__ == '__main__':
    sys.exit(main())
