#!/usr/bin/env python3
"""Measure verbale's speed, memory, start and growth on one core, beside what products alone allow and beside spaCy.

usage: speed.py [--rounds N] [--core N] [--no-spacy] [--only speed|start|memory|growth] PROGRAM POLNEAR.dev.ndjson[.xz] WORK_DIR

Called by run.sh, which builds the program and products. Words are separated by blanks, for all systems alike; the text is
read from one NDJSON file, and the whole process is timed, so that start, reading and writing count. Speed and growth are in processor
time, one thread a system: on an idle core that is the clock's, and other work on the core does not count. Rounds of the systems alternate,
and the best round of each is given, because other work on the machine can only make a round slower.
"""
import argparse
import json
import lzma
import os
import platform
import resource
import subprocess
import sys
import time

ap = argparse.ArgumentParser()
ap.add_argument('--rounds', type=int, default=3)
ap.add_argument('--core', type=int, default=max(os.sched_getaffinity(0)))
ap.add_argument('--no-spacy', action='store_true')
ap.add_argument('--only', choices=['speed', 'start', 'memory', 'growth'])
ap.add_argument('program')
ap.add_argument('polnear')
ap.add_argument('work')
opt = ap.parse_args()
ENV = dict(os.environ, OMP_NUM_THREADS='1')
HERE = os.path.dirname(os.path.abspath(__file__))


def pin():
    os.sched_setaffinity(0, {opt.core})


def run(args, stdin=None):
    """processor seconds, peak MB of one process on one core, its output thrown away"""
    with open(os.devnull, 'wb') as null:
        p = subprocess.Popen(args, stdin=stdin or subprocess.DEVNULL, stdout=null, env=ENV, preexec_fn=pin)
        _, status, usage = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode != 0:
        raise SystemExit(f'{args[0]}: exit status {p.returncode}')
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cpu():
    with open('/proc/cpuinfo', encoding='utf-8') as f:
        rows = [line.partition(':')[2].strip() for line in f if line.startswith(('model name', 'flags'))]
    isa = [name for flag, name in (('avx2', 'AVX2'), ('avx512_vnni', 'AVX-512 VNNI'), ('avx_vnni', 'AVX VNNI'), ('amx_int8', 'AMX'))
           if flag in rows[1].split()]
    return f'{rows[0]} ({", ".join(isa)})'


def main():
    os.makedirs(opt.work, exist_ok=True)
    opener = lzma.open if opt.polnear.endswith('.xz') else open
    with opener(opt.polnear, 'rt', encoding='utf-8') as f:
        docs = [json.loads(line) for line in f]
    texts = [d['text'] for d in docs]
    n_words = sum(len(t.split()) for t in texts)
    whole = os.path.join(opt.work, 'polnear.dev.text.ndjson')
    with open(whole, 'w', encoding='utf-8') as f:
        for d in docs:
            f.write(json.dumps({'id': d['id'], 'text': d['text']}, ensure_ascii=False) + '\n')
    body = '\n\n'.join(texts)

    def long_text(name, n_bytes):
        path = os.path.join(opt.work, name)
        out = (body + '\n\n') * (n_bytes // len(body.encode()) + 1)
        cut = out.encode()[:n_bytes].decode(errors='ignore')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(cut[:cut.rindex('\n\n')] + '\n')
        return path

    read = [opt.program, 'read', '--json', '--quiet', '--jobs', '1']
    print(f'cpu          {cpu()}, core {opt.core}, load {os.getloadavg()[0]:.2f}, {platform.system()} {platform.release()}')
    print(f'text         {len(texts)} articles, {n_words} words, {len(body.encode())} bytes')

    if opt.only in (None, 'speed'):
        bound = ours = spacy = 0.0
        for _ in range(opt.rounds):
            out = subprocess.run([os.path.join(opt.work, 'products'), '128', '192'], env=ENV, preexec_fn=pin, capture_output=True, text=True,
                                 check=True).stdout
            bound = max(bound, float(out.split('bound ')[1].split()[0]))
            seconds, peak = run(read + [whole])
            ours = max(ours, n_words / seconds)
            if not opt.no_spacy:
                out = subprocess.run([os.path.join(opt.work, 'venv', 'bin', 'python'), os.path.join(HERE, 'spacy_words.py'), whole], env=ENV,
                                     preexec_fn=pin, capture_output=True, text=True, check=True).stdout
                spacy = max(spacy, float(out.split()[0]))
        print(f'products     {bound:.0f} words/s would be possible')
        print(f'verbale      {ours:.0f} words/s, {100 * ours / bound:.1f} % of products (floor 35, aim 60)')
        if spacy:
            print(f'spaCy sm     {spacy:.0f} words/s; verbale reads {ours / spacy:.2f} times as fast')
        print(f'memory       {peak:.0f} MB at most on polnear.dev (limit 150)')

    if opt.only in (None, 'memory'):
        seconds, peak = run(read + [long_text('five-megabytes.txt', 5 << 20)])
        print(f'memory       {peak:.0f} MB at most on one text of 5 MB (limit 500), {seconds:.1f} s')

    if opt.only in (None, 'start'):
        one = os.path.join(opt.work, 'one.txt')
        with open(one, 'w', encoding='utf-8') as f:
            f.write('“The bridge is closed,” said Ida Lund.\n')
        best = 1e9
        for _ in range(10):
            start = time.monotonic()
            p = subprocess.Popen(read + [one], stdout=subprocess.PIPE, env=ENV, preexec_fn=pin)
            first = p.stdout.read(1)
            best = min(best, time.monotonic() - start)
            p.stdout.read()
            p.stdout.close()
            if p.wait() != 0 or first != b'{':
                raise SystemExit('no output')
        print(f'start        {1000 * best:.0f} ms to the first byte of output (limit 150)')

    if opt.only in (None, 'growth'):
        small, large = long_text('small.txt', 400 << 10), long_text('large.txt', 4000 << 10)
        empty = os.path.join(opt.work, 'one.txt')
        with open(empty, 'w', encoding='utf-8') as f:
            f.write('“The bridge is closed,” said Ida Lund.\n')
        base = min(run(read + [empty])[0] for _ in range(3))
        a = min(run(read + [small])[0] for _ in range(2)) - base
        b = min(run(read + [large])[0] for _ in range(2)) - base
        print(f'growth       {a:.2f} s for 400 kB, {b:.2f} s for 4,000 kB: {b / a:.2f} times (limit 8.5 to 11.5)')


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.exit(main())
