#!/usr/bin/env python3
"""Check that #include lines point up the list of folders, and that file names are unique in the tree.

The order is that of CONTRIBUTING.md: a folder may include the public header, its own headers and the doors (folder/folder.h)
of folders above it. Tests include what they test.
"""
import collections
import os
import re
import sys

# folder -> folders whose door it may include
MAY = {
    'base': [],
    'text': ['base'],
    'model': ['base'],
    'encoding': ['base', 'text', 'model'],
    'knowledge': ['base', 'text'],
    'syntax': ['base', 'text', 'model', 'encoding'],
    'entity': ['base', 'text', 'model', 'encoding', 'knowledge', 'syntax'],
    'time': ['base', 'text', 'model', 'encoding', 'knowledge', 'syntax', 'entity'],
    'place': ['base', 'text', 'model', 'encoding', 'knowledge', 'syntax', 'entity', 'time'],
    'attribution': ['base', 'text', 'model', 'encoding', 'knowledge', 'syntax', 'entity', 'time', 'place'],
    'event': ['base', 'text', 'model', 'encoding', 'knowledge', 'syntax', 'entity', 'time', 'place', 'attribution'],
    'dictionary': ['base', 'text', 'model', 'encoding', 'knowledge', 'syntax', 'entity'],
    'issue': ['base', 'text', 'model', 'encoding', 'knowledge', 'syntax', 'entity', 'time', 'place', 'attribution', 'event'],
    # for the structs of the layers
    'record': ['base', 'text', 'knowledge', 'syntax', 'entity', 'time', 'place', 'attribution', 'event', 'issue'],
    'export': ['base', 'text', 'knowledge', 'syntax', 'entity', 'time', 'place', 'attribution', 'dictionary', 'event', 'issue', 'record'],
    'eval': ['base'],              # record files alone: what they hold is JSON
    'engine': ['base', 'text', 'model', 'encoding', 'knowledge', 'syntax', 'entity', 'time', 'place', 'attribution', 'dictionary', 'event',
               'issue', 'record', 'export'],
    'cli': ['base', 'engine', 'record', 'export', 'eval', 'knowledge', 'dictionary'],
    'server': [],
}
# names that are meant to recur: one a folder
RECURRING = {'meson.build', 'README.md', '__init__.py', 'Makefile', '.gitignore', 'NOTICE', 'LICENSE', 'run.sh'}

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
errors = []

owner = {'verbale.h': 'public'}
for folder in MAY:
    path = os.path.join(root, 'src', folder)
    for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
        if name.endswith('.h'):
            owner[name] = folder

n_files = 0
for folder, above in MAY.items():
    path = os.path.join(root, 'src', folder)
    for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
        if not name.endswith(('.c', '.h')):
            continue
        n_files += 1
        with open(os.path.join(path, name), encoding='utf-8') as f:
            for number, line in enumerate(f, 1):
                m = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                if not m:
                    continue
                what, where = m.group(1), f'src/{folder}/{name}:{number}'
                if '/' in what:
                    errors.append(f'{where}: includes by path: "{what}"')
                elif what not in owner:
                    errors.append(f'{where}: "{what}" is no header of ours')
                elif owner[what] in ('public', folder):
                    continue
                elif owner[what] not in above:
                    errors.append(f'{where}: {folder}/ may not include {owner[what]}/ ("{what}")')
                elif what not in (owner[what] + '.h', owner[what] + 's.h'):      # <time.h> is the C library's
                    errors.append(f'{where}: "{what}" is not the door of {owner[what]}/')

names = collections.defaultdict(list)
for top, folders, files in os.walk(root):
    folders[:] = [d for d in folders if not d.startswith(('.git', 'build')) and d not in ('__pycache__', 'work', 'seeds')]
    for name in files:
        if name not in RECURRING and name.endswith(('.c', '.h', '.py', '.sh', '.sql')):
            names[name].append(os.path.relpath(os.path.join(top, name), root))
for name, paths in sorted(names.items()):
    if len(paths) > 1:
        errors.append('one name, several files: ' + ', '.join(sorted(paths)))

for e in errors:
    print(e)
print(f'{n_files} files of src/, {len(errors)} errors')
sys.exit(1 if errors else 0)
