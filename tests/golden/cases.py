"""What the golden cases of statements and events share: files of cases, and the program's answers to them.

A file is cases, each a name ("## name"), a text, and the rows in it, "-> " each, in the record's order. Lines before the first "## " say
what the file is about. Blank lines inside the text part paragraphs. "-> none" is a text without rows. A row is a word and then
key=value; a value with blanks stands in straight marks, \\" is such a mark, \\n a line end. "## ? name" is a known failure: it does
not fail the run, and passing it is reported as news. --rewrite writes what the program says today into the files; the cases marked
"?" keep the answer that would be right.
"""
import json
import os
import re
import subprocess
import sys
import tempfile


class Rows:
    """How a row is written: `first` is the key of its first word, `needed` the one that no row lacks, `quoted` those in marks."""

    def __init__(self, first, needed, keys, quoted, default, rows_of):
        self.first, self.needed, self.keys, self.quoted, self.default, self.rows_of = first, needed, keys, quoted, default, rows_of

    def parse(self, line, where):
        words = line.split(None, 1)
        row = dict(self.default, **{self.first: words[0]})
        rest = words[1] if len(words) > 1 else ''
        at = 0
        for m in re.finditer(r'\s*(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))', rest):
            if m.start() != at or m[1] not in self.keys:
                break
            at = m.end()
            row[m[1]] = unescape(m[2]) if m[2] is not None else m[3]
        if rest[at:].strip() or self.needed not in row:
            raise SystemExit(f'{where}: cannot read "{line.strip()}"')
        return row

    def show(self, row):
        out = row[self.first]
        for key in self.keys:
            if key == self.needed or row[key] != self.default[key]:
                out += f' {key}="{escape(row[key])}"' if key in self.quoted else f' {key}={row[key]}'
        return out


def escape(s):
    return s.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')


def unescape(s):
    return re.sub(r'\\(.)', lambda m: '\n' if m[1] == 'n' else m[1], s)


def parse(path, rows):
    """The lines before the first case, and [{'name', 'known', 'text', 'want': [{...}]}]"""
    intro, cases, case = [], [], None
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip('\n')
            if line.startswith('## '):
                known = line.startswith('## ? ')
                case = {'name': line[5 if known else 3:].strip(), 'known': known, 'lines': [], 'want': [], 'none': False, 'at': number}
                cases.append(case)
            elif case is None:
                intro.append(line)
            elif line.startswith('-> '):
                if line[3:].strip() == 'none':
                    case['none'] = True
                else:
                    case['want'].append(rows.parse(line[3:], f'{path}:{number}'))
            elif not case['want'] and not case['none']:
                case['lines'].append(line)
            elif line.strip():
                raise SystemExit(f'{path}:{number}: text after the rows of a case')
    for case in cases:
        case['text'] = '\n'.join(case['lines']).strip('\n')
        if not case['text'] or not (case['want'] or case['none']):
            raise SystemExit(f'{path}:{case["at"]}: a case needs a text and "-> " lines')
    return intro, cases


def read(program, cases, rows):
    with tempfile.NamedTemporaryFile('w', suffix='.ndjson', encoding='utf-8', delete=False) as f:
        for i, case in enumerate(cases):
            f.write(json.dumps({'id': str(i), 'text': case['text'], 'lang': 'en', 'date': '2024-03-05'}, ensure_ascii=False) + '\n')
    try:
        done = subprocess.run([program, 'read', '--json', '--quiet', f.name], capture_output=True, text=True, encoding='utf-8')
    finally:
        os.unlink(f.name)
    if done.returncode != 0:
        raise SystemExit(f'{program}: exit status {done.returncode}\n{done.stderr}')
    records = {}
    for line in done.stdout.splitlines():
        record = json.loads(line)
        records[record['document']['input_id']] = record
    for i, case in enumerate(cases):
        if str(i) not in records:
            raise SystemExit(f'no record for the case "{case["name"]}"')
        case['got'] = rows.rows_of(records[str(i)])


def run(rows):
    args = [a for a in sys.argv[1:] if a != '--rewrite']
    rewrite = '--rewrite' in sys.argv
    program, paths = args[0], args[1:]
    files = [(path, *parse(path, rows)) for path in paths]
    read(program, [case for _, _, cases in files for case in cases], rows)

    n_passed = n_failed = n_known = 0
    for path, intro, cases in files:
        for case in cases:
            ok = [rows.show(r) for r in case['got']] == [rows.show(r) for r in case['want']]
            where = f'{os.path.basename(path)}: {case["name"]}'
            if ok and case['known']:
                print(f'news: passes now: {where}')
            n_passed += ok
            if not ok and case['known']:
                n_known += 1
                print(f'known failure: {where}')
            elif not ok and not rewrite:
                n_failed += 1
                print(f'failed: {where}')
                for r in case['want']:
                    print(f'  want -> {rows.show(r)}')
                for r in case['got']:
                    print(f'  got  -> {rows.show(r)}')
        if rewrite:
            with open(path, 'w', encoding='utf-8') as f:
                f.write('\n'.join(intro).rstrip('\n') + '\n')
                for case in cases:
                    answer = case['want'] if case['known'] else case['got']
                    f.write(f'\n## {"? " if case["known"] else ""}{case["name"]}\n{case["text"]}\n')
                    f.write(''.join(f'-> {rows.show(r)}\n' for r in answer) or '-> none\n')
    print(f'{n_passed} right, {n_failed} wrong, {n_known} known failures')
    return 1 if n_failed else 0
