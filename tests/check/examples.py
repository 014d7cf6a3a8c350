#!/usr/bin/env python3
"""Run the examples of README.md and of the man pages, and compare what they print with what they show.

usage: examples.py [--rewrite] PROGRAM FILE_OR_FOLDER...

In Markdown, a ```console block; in scdoc, a ``` block. A line "$ COMMAND" starts a command, a line that is "$ " continued with
"\\" goes on in the next, and the lines up to the next "$ " are what it prints on stdout and stderr. "..." alone on a line stands
for any number of lines. `./run` and `verbale` are PROGRAM; commands run with sh in a folder that has examples/ in it. A block without
output lines only has to exit 0; one whose first line is "# not run" is only shown. --rewrite puts today's output where a block shows
output without "...".
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

rewrite = '--rewrite' in sys.argv
args = [a for a in sys.argv[1:] if a != '--rewrite']
program = os.path.abspath(args[0])
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def blocks(path):
    """(line number, [lines]) of each block to run."""
    markdown = path.endswith('.md')
    start, lines = None, []
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip('\n')
            fence = line.strip()
            if start is None and fence.startswith('```'):
                start = number if (not markdown or fence == '```console') else -1
                lines = []
            elif start is not None and fence == '```':
                if start > 0 and lines and not lines[0].startswith('# not run'):
                    yield start, lines
                start = None
            elif start is not None:
                lines.append(line)


def commands(lines):
    """(offset, command, expected lines)"""
    out = []
    for offset, line in enumerate(lines, 1):
        text = line.strip() if line.lstrip().startswith('$ ') else line
        if text.startswith('$ '):
            out.append([offset, text[2:], []])
        elif out and out[-1][1].endswith('\\') and not out[-1][2]:
            out[-1][1] = out[-1][1][:-1] + line.strip()
        elif out:
            out[-1][2].append(line)
    for row in out:
        while row[2] and not row[2][-1].strip():
            row[2].pop()
    return out


def matches(expected, actual):
    pattern = ''
    for line in expected:
        pattern += r'(?:[^\n]*\n)*?' if line.strip() == '...' else re.escape(line.strip()) + r'\n'
    return re.fullmatch(pattern, ''.join(line.strip() + '\n' for line in actual)) is not None


def main():
    files = []
    for arg in args[1:]:
        if os.path.isdir(arg):
            files += sorted(os.path.join(arg, n) for n in os.listdir(arg) if n.endswith(('.scd', '.md')))
        elif os.path.exists(arg):
            files.append(arg)
    n_run = bad = 0
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(os.path.join(root, 'examples'), os.path.join(work, 'examples'))
        os.mkdir(os.path.join(work, 'bin'))
        os.symlink(program, os.path.join(work, 'bin', 'verbale'))
        os.symlink(program, os.path.join(work, 'run'))
        env = {k: v for k, v in os.environ.items() if not k.startswith('VERBALE_')}
        env.update(PATH=os.path.join(work, 'bin') + ':' + env.get('PATH', '/usr/bin:/bin'), LC_ALL='C.UTF-8', TZ='UTC', COLUMNS='80',
                   VERBALE_DATA=os.environ.get('VERBALE_DATA', os.path.join(root, 'data')))
        for path in files:
            edits = []
            for start, lines in blocks(path):
                for offset, command, expected in commands(lines):
                    n_run += 1
                    done = subprocess.run(['sh', '-c', command], cwd=work, env=env, stdin=subprocess.DEVNULL, text=True,
                                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
                    actual = done.stdout.rstrip('\n').split('\n') if done.stdout.strip() else []
                    where = f'{path}:{start + offset}: $ {command}'
                    if rewrite and expected and '...' not in [e.strip() for e in expected]:
                        edits.append((start + offset, len(expected), actual))
                        continue
                    if not expected and done.returncode != 0:
                        bad += 1
                        print(f'{where}\n  exit status {done.returncode}\n  ' + '\n  '.join(actual))
                    elif expected and not matches(expected, actual):
                        bad += 1
                        print(f'{where}\n  shown:\n    ' + '\n    '.join(expected) + '\n  printed:\n    ' + '\n    '.join(actual))
            if edits:
                with open(path, encoding='utf-8') as f:
                    text = f.read().split('\n')
                for line, n, actual in reversed(edits):
                    text[line:line + n] = [a.rstrip() for a in actual]
                with open(path, 'w', encoding='utf-8') as f:
                    f.write('\n'.join(text))
    print(f'{n_run} commands, {bad} differ')
    return 1 if bad or n_run == 0 else 0


sys.exit(main())
