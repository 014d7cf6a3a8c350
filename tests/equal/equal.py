#!/usr/bin/env python3
"""The same text gives the same bytes: under each instruction set that oneDNN may use, with one and two jobs, and twice in a row.

usage: equal.py PROGRAM INPUT...        --all runs every setting; without it, those that a quick test has time for

oneDNN takes DNNL_MAX_CPU_ISA as an upper bound, so a setting above what the machine has repeats the machine's own.
GLIBC_TUNABLES hides AVX2 and FMA from libm's choice of functions: ours must not depend on it.
"""
import hashlib
import os
import subprocess
import sys

args = [a for a in sys.argv[1:] if a != '--all']
program, inputs = args[0], args[1:]
QUICK = [('jobs 1', {}, 1), ('jobs 2', {}, 2), ('again', {}, 2), ('AVX2', {'DNNL_MAX_CPU_ISA': 'AVX2'}, 1),
         ('libm without AVX2', {'GLIBC_TUNABLES': 'glibc.cpu.hwcaps=-AVX2,-FMA,-AVX2_Usable,-FMA_Usable'}, 1)]
MORE = [(isa, {'DNNL_MAX_CPU_ISA': isa}, 1) for isa in
        ('AVX2_VNNI', 'AVX512_CORE', 'AVX512_CORE_VNNI', 'AVX512_CORE_BF16', 'AVX512_CORE_AMX')] + \
       [('jobs 8', {}, 8), ('another locale', {'LC_ALL': 'tr_TR.UTF-8', 'TZ': 'Asia/Tokyo'}, 1)]


def run(env, jobs):
    done = subprocess.run([program, 'read', '--json', '--quiet', '--jobs', str(jobs), *inputs], capture_output=True,
                          env={**os.environ, **env})
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode(errors='replace'))
    return done.stdout


first, bad = None, 0
for name, env, jobs in QUICK + (MORE if '--all' in sys.argv else []):
    out = run(env, jobs)
    first = out if first is None else first
    same = out == first
    bad += not same
    print(f'{"same" if same else "DIFFERS"}  {hashlib.sha256(out).hexdigest()[:16]}  {len(out)} bytes  {name}')
sys.exit(1 if bad else 0)
