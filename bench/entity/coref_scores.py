#!/usr/bin/env python3
"""Coreference measures: MUC (Vilain et al. 1995), B3 (Bagga and Baldwin 1998), CEAFe (Luo 2005), and their mean, the CoNLL score.

usage: coref_scores.py --self-test        (score_entities.py uses it as a module)

As in the reference scorer from version 8 on (Pradhan et al. 2014): mentions that only one side has stay on that side and count against
it. Sums run over documents, so counts() of documents may be added up before scores().
"""
import collections, sys

MEASURES = ('muc', 'b3', 'ceafe')


def muc_recall(key, response):
    of = {m: k for k, c in enumerate(response) for m in c}
    got = want = 0
    for c in key:
        parts = len({of[m] for m in c if m in of}) + sum(m not in of for m in c)
        got += len(c) - parts
        want += len(c) - 1
    return got, want


def b3_recall(key, response):
    of = {m: k for k, c in enumerate(response) for m in c}
    got = 0.
    for c in key:
        shared = collections.Counter(of[m] for m in c if m in of)
        got += sum(n * n for n in shared.values()) / len(c)
    return got, sum(map(len, key))


def best_assignment(weight):
    """The greatest sum of weights, one a row and one a column; weight [rows][columns] >= 0. Hungarian, by shortest paths."""
    if len(weight) > len(weight[0]):
        weight = [list(c) for c in zip(*weight)]
    rows, columns = len(weight), len(weight[0])
    u, v, row_of = [0.] * (rows + 1), [0.] * (columns + 1), [0] * (columns + 1)
    for i in range(1, rows + 1):
        row_of[0], j = i, 0
        least, way, done = [float('inf')] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while row_of[j]:
            done[j] = True
            r, step, to = row_of[j], float('inf'), 0
            for k in range(1, columns + 1):
                if not done[k]:
                    cost = -weight[r - 1][k - 1] - u[r] - v[k]
                    if cost < least[k]:
                        least[k], way[k] = cost, j
                    if least[k] < step:
                        step, to = least[k], k
            for k in range(columns + 1):
                if done[k]:
                    u[row_of[k]] += step
                    v[k] -= step
                else:
                    least[k] -= step
            j = to
        while j:
            row_of[j] = row_of[way[j]]
            j = way[j]
    return sum(weight[row_of[k] - 1][k - 1] for k in range(1, columns + 1) if row_of[k])


def ceafe_similarity(key, response):
    """Sum of 2 |K and R| / (|K| + |R|) under the best pairing. Chains that share no mention, even by others, are paired apart."""
    of = {m: k for k, c in enumerate(response) for m in c}
    shared = [collections.Counter(of[m] for m in c if m in of) for c in key]
    keys_of = collections.defaultdict(list)
    for k, c in enumerate(shared):
        for r in c:
            keys_of[r].append(k)
    seen, total = set(), 0.
    for start in range(len(key)):
        if start in seen or not shared[start]:
            continue
        ks, rs, todo = [], {}, [start]
        seen.add(start)
        while todo:
            k = todo.pop()
            ks.append(k)
            for r in shared[k]:
                if r not in rs:
                    rs[r] = len(rs)
                    new = [q for q in keys_of[r] if q not in seen]
                    seen.update(new)
                    todo += new
        total += best_assignment([[2 * shared[k][r] / (len(key[k]) + len(response[r])) for r in rs] for k in ks])
    return total


def counts(key, response):
    """Of one document: (recall's numerator and denominator, precision's) of each measure, as one tuple that can be added up."""
    similar = ceafe_similarity(key, response) if key and response else 0.
    return (*muc_recall(key, response), *muc_recall(response, key), *b3_recall(key, response), *b3_recall(response, key),
            similar, len(key), similar, len(response))


def scores(sums):
    """{measure: (precision, recall, F1)} and "conll": the mean of the three F1."""
    out = {}
    for k, name in enumerate(MEASURES):
        a, b, c, d = sums[4 * k:4 * k + 4]
        r, p = a / b if b else 0., c / d if d else 0.
        out[name] = (p, r, 2 * p * r / (p + r) if p + r else 0.)
    out['conll'] = sum(out[m][2] for m in MEASURES) / 3
    return out


def self_test():
    def score(key, response):
        return scores(counts([set(c) for c in key.split()], [set(c) for c in response.split()]))

    def same(got, want, digits):
        assert tuple(round(x, digits) for x in got) == want, (got, want)
    # Vilain et al. 1995: a chain cut in two, and two chains joined
    same(score('abcd', 'ab cd')['muc'][:2], (1.0, .67), 2)
    same(score('ab cd', 'abcd')['muc'][:2], (.67, 1.0), 2)
    # Bagga and Baldwin 1998, with CEAFe of the same example in Luo 2005
    key = '12345 67 89ABC'
    same(score(key, '12345 6789ABC')['muc'], (.9, 1.0, .947), 3)
    same(score(key, '12345 6789ABC')['b3'], (.762, 1.0, .865), 3)
    same(score(key, '12345 6789ABC')['ceafe'][2:], (.733,), 3)
    same(score(key, '1234589ABC 67')['muc'], (.9, 1.0, .947), 3)
    same(score(key, '1234589ABC 67')['b3'], (.583, 1.0, .737), 3)
    same(score(key, '1234589ABC 67')['ceafe'][2:], (.667,), 3)
    same((score(key, key.replace(' ', ''))['ceafe'][2], score(key, ' '.join(key.replace(' ', '')))['ceafe'][2]), (.294, .178), 3)
    # Pradhan et al. 2014: mentions that only one side has
    got = score('abc defg', 'ab cd fghi')
    same(got['muc'], (.4, .4, .4), 2)
    same(got['b3'], (.5, .42, .45), 2)
    same(got['ceafe'], (.43, .65, .52), 2)
    # the greedy pairing 6 + 1 is not the best
    assert best_assignment([[6, 5], [4, 1]]) == 9 and best_assignment([[6], [7]]) == 7 and best_assignment([[1, 2, 3]]) == 3
    print('self-test passed')


if __name__ == '__main__':
    self_test() if sys.argv[1:] == ['--self-test'] else sys.exit(__doc__)
