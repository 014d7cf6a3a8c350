#!/usr/bin/env python3
"""Compare what the shared library exports with the VB_API declarations of the public header.

usage: symbols.py LIBVERBALE.so verbale.h
"""
import re
import subprocess
import sys

library, header = sys.argv[1:3]
with open(header, encoding='utf-8') as f:
    text = re.sub(r'/\*.*?\*/', '', f.read(), flags=re.S)
declared = set(re.findall(r'^VB_API\b[^;()]*?\b(vb_\w+)\s*\(', text, flags=re.M))
out = subprocess.run(['nm', '-D', '--defined-only', library], check=True, capture_output=True, text=True).stdout
exported = {line.split()[-1].split('@')[0] for line in out.splitlines() if line.strip()}
# The sanitizers' and the linker's own names do not count.
exported = {name for name in exported if not re.match(r'(_init|_fini|__\w+|_edata|_end|_start)$', name)}

for name in sorted(exported - declared):
    print(f'{name}: exported, but not declared VB_API in {header}')
for name in sorted(declared - exported):
    print(f'{name}: declared VB_API in {header}, but not exported')
print(f'{len(declared)} declared, {len(exported)} exported')
sys.exit(0 if exported == declared and declared else 1)
