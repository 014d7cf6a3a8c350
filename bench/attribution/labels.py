#!/usr/bin/env python3
"""Share of labels that two readings of the same texts have alike: labels.py RECORDS_A RECORDS_B

Each word has three labels: is it in a cue, a source, a content of any statement, nested ones too? Words are runs of letters and digits.
Printed too: the share of words with all three labels alike.
"""
import json, re, sys


def labels(d):
    text = d['document']['text']; roles = [set() for _ in text]
    for s in d['statements']:
        for role in ('cue', 'source', 'content'):
            for a, b in s[role]:
                for i in range(a, b):
                    roles[i].add(role)
    return [frozenset(roles[m.start()]) for m in re.finditer(r'\w+', text)]


same = n = one = 0
for a, b in zip(open(sys.argv[1], encoding='utf-8'), open(sys.argv[2], encoding='utf-8'), strict=True):
    x, y = labels(json.loads(a)), labels(json.loads(b)); n += len(x); same += sum(p == q for p, q in zip(x, y, strict=True)); one += sum(3 - len(p ^ q) for p, q in zip(x, y))
print(f'{one} of {3 * n} labels are equal: {100 * one / 3 / n:.2f} %; all three of a word: {100 * same / n:.2f} %')
