#!/usr/bin/env python3
"""Compile every Python file of the repository, so that a slip in one that is seldom run is seen. Writes nothing."""
import os
import subprocess
import sys

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
listed = subprocess.run(['git', '-C', root, 'ls-files', '-co', '--exclude-standard'], capture_output=True, text=True)
if listed.returncode == 0:
    files = [f for f in listed.stdout.splitlines() if f.endswith('.py')]
else:                                          # not a git checkout: a released archive
    files = [os.path.relpath(os.path.join(top, f), root) for top, _, names in os.walk(root) for f in names if f.endswith('.py')]
bad = 0
for name in sorted(files):
    path = os.path.join(root, name)
    if not os.path.exists(path):
        continue
    with open(path, 'rb') as f:
        source = f.read()
    try:
        compile(source, name, 'exec', dont_inherit=True)
    except (SyntaxError, ValueError) as e:
        bad += 1
        print(f'{name}: {e}')
    if b'\t' in source:
        bad += 1
        print(f'{name}: holds tabs')
print(f'{len(files)} files, {bad} bad')
sys.exit(1 if bad else 0)
