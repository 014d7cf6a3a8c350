#!/usr/bin/env python3
"""Write numbered SQL files as one C file: embed.py OUT.c 0001.sql 0002.sql ...

gcc 12 has no #embed, and a string literal over 4,095 characters is more than C17 promises to take, so each file becomes
an array of bytes with a NUL at its end. File 0001.sql is version 1; a gap in the numbers is refused.
"""
import os
import sys


def main():
    out, paths = sys.argv[1], sys.argv[2:]
    lines = ['/* Made by tools/embed.py from the numbered SQL files; not edited by hand. */', '#include "record_db.h"', '']
    for version, path in enumerate(paths, 1):
        if os.path.basename(path) != f'{version:04}.sql':
            sys.exit(f'embed.py: {path}: expected {version:04}.sql')
        with open(path, 'rb') as f:
            data = f.read()
        if b'\0' in data:
            sys.exit(f'embed.py: {path}: a NUL byte')
        lines.append(f'static const char sql_{version:04}[] = {{')
        data += b'\0'
        lines += ['    ' + ', '.join(str(b if b < 128 else b - 256) for b in data[i:i + 24]) + ',' for i in range(0, len(data), 24)]
        lines += ['};', '']
    lines.append('static const char *const all[] = { ' + ', '.join(f'sql_{v:04}' for v in range(1, len(paths) + 1)) + ' };')
    lines.append(f'const struct vb_migrations vb_record_migrations = {{ all, {len(paths)} }};')
    with open(out, 'w', encoding='ascii') as f:
        f.write('\n'.join(lines) + '\n')


main()
