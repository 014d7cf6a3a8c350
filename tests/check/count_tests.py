#!/usr/bin/env python3
"""Print what a run of `meson test` gave, for ./check: "pass N", "skip NAME", "fail NAME", and lines to show ("say ...").

usage: count_tests.py TESTLOG.json PREFIX
A test that prints lines "known failure ..." or "news: ..." (golden runners) has them shown. Exits 1 when there is no log.
"""
import json
import sys

log, prefix = sys.argv[1:3]
try:
    with open(log, encoding='utf-8') as f:
        rows = [json.loads(line) for line in f if line.strip()]
except OSError as e:
    print(f'say no test log: {e}')
    sys.exit(1)

n_passed = 0
for row in rows:
    name = f"{prefix}/{row['name']}"
    out = (row.get('stdout') or '') + (row.get('stderr') or '')
    result = row['result']
    if result in ('OK', 'EXPECTEDFAIL'):
        n_passed += 1
        for line in out.splitlines():
            if line.startswith('news:') or line.startswith('skipped'):
                print(f"say {row['name']}: {line}")
    elif result == 'SKIP':
        print(f'skip {name}')
    else:
        print(f'fail {name} ({result})')
        for line in out.splitlines()[-25:]:
            print(f'say   {line}')
if n_passed:
    print(f'pass {n_passed}')
