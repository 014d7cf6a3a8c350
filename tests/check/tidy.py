#!/usr/bin/env python3
"""Run clang-tidy on the library's and the program's files, side by side, and only on what changed since it last passed.

usage: tidy.py BUILD_DIR JOBS
What passed is kept by hash of the file, all headers and the settings in BUILD_DIR/tidy-passed.
"""
import concurrent.futures
import hashlib
import json
import os
import subprocess
import sys

build, jobs = sys.argv[1], int(sys.argv[2])
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def content(path):
    with open(path, 'rb') as f:
        return f.read()


with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as f:
    commands = json.load(f)
files = sorted({os.path.realpath(os.path.join(c['directory'], c['file'])) for c in commands})
files = [f for f in files if f.startswith(os.path.join(root, 'src') + os.sep) and f.endswith('.c')]
common = hashlib.sha256(content(os.path.join(root, '.clang-tidy')))
for top, folders, names in sorted(os.walk(root)):
    folders[:] = sorted(d for d in folders if not d.startswith(('.', 'build')))
    for name in sorted(names):
        if name.endswith('.h'):
            common.update(content(os.path.join(top, name)))

memory = os.path.join(build, 'tidy-passed')
passed = set(content(memory).decode().split()) if os.path.exists(memory) else set()


def key(path):
    return hashlib.sha256(common.digest() + path.encode() + content(path)).hexdigest()


# gcc's own options mean nothing to clang-tidy: keep what it needs to parse.
def run(path):
    return subprocess.run(['clang-tidy', '--quiet', '-p', build, '--extra-arg=-Wno-unknown-warning-option', path],
                          capture_output=True, text=True, cwd=root)


todo = [f for f in files if key(f) not in passed]
bad = 0
with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
    for path, done in zip(todo, pool.map(run, todo)):
        if done.returncode != 0:
            bad += 1
            found = [line for line in done.stdout.splitlines() if ' error: ' in line or ' warning: ' in line]
            print('\n'.join(found) or done.stdout.strip() or done.stderr.strip())
        else:
            passed.add(key(path))
with open(memory, 'w', encoding='ascii') as f:
    f.write('\n'.join(sorted(passed & {key(p) for p in files})))
print(f'{len(files)} files, {len(todo)} looked at, {bad} with findings')
sys.exit(1 if bad else 0)
