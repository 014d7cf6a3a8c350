#!/usr/bin/env python3
"""Check the layout of C files: what clang-format settles, without what it cannot do.

The tree aligns tables, comments and declarations by hand, which clang-format 14 would undo. So its output (.clang-format) is
compared line by line where it kept the line breaks: indentation of statements and the spaces inside a line count, runs of
spaces that align and the indentation of continued lines do not. Besides: 132 columns, no tabs, no spaces at the end of a line.

usage: format.py [--fix] [FILE...]        without files: every .c and .h of the repository
--fix wraps the lines that are too long, as clang-format would, and leaves all others.
"""
import difflib
import os
import re
import subprocess
import sys

WIDTH = 132
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def files():
    named = [a for a in sys.argv[1:] if a != '--fix']
    if named:
        return named
    out = []
    for top, folders, names in os.walk(root):
        folders[:] = [d for d in folders if not d.startswith(('.', 'build')) and d not in ('__pycache__', 'work')]
        out += [os.path.relpath(os.path.join(top, n), root) for n in names if n.endswith(('.c', '.h'))]
    return sorted(out)


def spacing(line):
    """The line with alignment taken out: what should be equal to clang-format's."""
    line = re.sub(r'\s+', ' ', line.strip())
    line = re.sub(r'\{ ', '{', line)
    line = re.sub(r' \}', '}', line)
    line = re.sub(r' ?/\*', ' /*', line)
    line = re.sub(r' ?\\$', '', line)
    return re.sub(r' ?([<>*]) ?', r'\1', line)      # taken for a template's or a pointer's now and then


def squeezed(line):
    return re.sub(r'\s', '', line)


def is_table(name):
    """Generated tables are not laid out by hand."""
    with open(os.path.join(root, name), encoding='utf-8') as f:
        return 'generated' in f.read(400).lower()


def check(name):
    found = []
    path = os.path.join(root, name)
    with open(path, encoding='utf-8', newline='') as f:
        text = f.read()
    if text and not text.endswith('\n'):
        found.append(f'{name}: no newline at the end')
    lines = text.split('\n')
    for number, line in enumerate(lines, 1):
        if '\t' in line or '\r' in line:
            found.append(f'{name}:{number}: tab or CR')
        if line != line.rstrip():
            found.append(f'{name}:{number}: spaces at the end')
        if len(line) > WIDTH:
            found.append(f'{name}:{number}: {len(line)} columns, more than {WIDTH}')
    if is_table(name):
        return found
    out = subprocess.run(['clang-format', '--style=file', path], check=True, capture_output=True, text=True, cwd=root).stdout
    new = out.split('\n')
    old_key, new_key = [squeezed(x) for x in lines], [squeezed(x) for x in new]
    in_comment = in_macro = False
    state = []
    for line in lines:                            # lines inside comments and macros are the author's
        code = re.sub(r'/\*.*?\*/', '', line)
        state.append(in_comment or in_macro or line.lstrip().startswith(('#', '/*')))
        if '/*' in code:
            in_comment = True
        if '*/' in code and in_comment:
            in_comment = False
        in_macro = (in_macro or line.lstrip().startswith('#')) and line.endswith('\\')
    for tag, a0, a1, b0, _ in difflib.SequenceMatcher(None, old_key, new_key, autojunk=False).get_opcodes():
        if tag != 'equal':
            continue
        for k in range(a1 - a0):
            old, wanted = lines[a0 + k], new[b0 + k]
            if old == wanted or state[a0 + k] or not old.strip():
                continue
            if spacing(old) != spacing(wanted):
                found.append(f'{name}:{a0 + k + 1}: "{old.strip()}" should be "{wanted.strip()}"')
            before = re.sub(r'/\*.*?\*/', '', lines[a0 + k - 1]).rstrip() if a0 + k else ''
            starts = before.endswith((';', '{', '}', ':')) or before == ''
            indent, should = len(old) - len(old.lstrip()), len(wanted) - len(wanted.lstrip())
            if starts and indent != should and indent % 4 != 0:
                found.append(f'{name}:{a0 + k + 1}: indented by {indent}, should be {should}')
    return found


def fix(name):
    path = os.path.join(root, name)
    with open(path, encoding='utf-8') as f:
        long = [n for n, line in enumerate(f.read().split('\n'), 1) if len(line) > WIDTH]
    if long and not is_table(name):
        with open(os.path.join(root, '.clang-format'), encoding='utf-8') as f:
            style = ', '.join(line.strip() for line in f if ':' in line and not line.startswith('#'))
        style = re.sub(r'ColumnLimit: \d+', f'ColumnLimit: {WIDTH}', style).replace('ReflowComments: false', 'ReflowComments: true')
        subprocess.run(['clang-format', '-i', f'--style={{{style}}}', *[f'--lines={n}:{n}' for n in long], path], check=True)


errors = []
names = files()
if '--fix' in sys.argv:
    for name in names:
        fix(name)
for name in names:
    errors += check(name)
for e in errors:
    print(e)
print(f'{len(names)} files, {len(errors)} errors')
sys.exit(1 if errors else 0)
