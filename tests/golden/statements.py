#!/usr/bin/env python3
"""Golden cases of statements: text in, statements out, through the built program.

usage: statements.py PROGRAM [--rewrite] FILE.case...

A file is cases, each a name, a text and the statements in it, in the record's order:

    ## the speaker follows the quotation
    “We will vote on Thursday,” said Anna Rossi.
    -> direct content="“We will vote on Thursday,”" cue="said" source="Anna Rossi" speaker="Anna Rossi"

Lines before the first "## " say what the file is about. Blank lines inside the text part paragraphs. "-> none" is a text without
statements. The first word is the type; fragments are joined by " ~ "; \\" is a straight mark, \\n a line end. What a line does not
give is: no cue, no source, no speaker, class=speech, polarity=affirmed, not nested_in and not continues a statement (both count the
statements of the case from 1). "## ? name" is a known failure: it does not fail the run, and passing it is reported as news.
--rewrite writes what the program says today into the files; the cases marked "?" keep the answer that would be right.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

KEYS = ('content', 'cue', 'source', 'speaker', 'class', 'polarity', 'nested_in', 'continues')
DEFAULT = {'cue': '', 'source': '', 'speaker': '', 'class': 'speech', 'polarity': 'affirmed', 'nested_in': '', 'continues': ''}


def parse(path):
    """[{'name', 'known', 'text', 'want': [{...}]}] and the lines before the first case"""
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
                    case['want'].append(parse_statement(line[3:], f'{path}:{number}'))
            elif not case['want'] and not case['none']:
                case['lines'].append(line)
            elif line.strip():
                raise SystemExit(f'{path}:{number}: text after the statements of a case')
    for case in cases:
        case['text'] = '\n'.join(case['lines']).strip('\n')
        if not case['text'] or not (case['want'] or case['none']):
            raise SystemExit(f'{path}:{case["at"]}: a case needs a text and "-> " lines')
    return intro, cases


def parse_statement(line, where):
    words = line.split(None, 1)
    row = dict(DEFAULT, type=words[0])
    rest = words[1] if len(words) > 1 else ''
    at = 0
    for m in re.finditer(r'\s*(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))', rest):
        if m.start() != at or m[1] not in KEYS:
            break
        at = m.end()
        row[m[1]] = unescape(m[2]) if m[2] is not None else m[3]
    if rest[at:].strip() or 'content' not in row:
        raise SystemExit(f'{where}: cannot read "{line.strip()}"')
    return row


def escape(s):
    return s.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')


def unescape(s):
    return re.sub(r'\\(.)', lambda m: '\n' if m[1] == 'n' else m[1], s)


def show(row):
    out = row['type']
    for key in KEYS:
        if key == 'content' or row[key] != DEFAULT[key]:
            out += f' {key}={row[key]}' if key in ('class', 'polarity', 'nested_in', 'continues') else f' {key}="{escape(row[key])}"'
    return out


def rows_of(record):
    text = record['document']['text']
    names = {e['id']: e['name'] for e in record['entities']}
    number = {s['id']: str(i + 1) for i, s in enumerate(record['statements'])}

    def words(spans):
        return ' ~ '.join(text[a:b] for a, b in spans)
    return [{'type': s['type'], 'content': words(s['content']), 'cue': words(s['cue']), 'source': words(s['source']),
             'speaker': names.get(s['speaker'], ''), 'class': s['class'], 'polarity': s['polarity'],
             'nested_in': number.get(s['nested_in'], ''), 'continues': number.get(s['continues'], '')} for s in record['statements']]


def read(program, cases):
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
        case['got'] = rows_of(records[str(i)])


def main():
    args = [a for a in sys.argv[1:] if a != '--rewrite']
    rewrite = '--rewrite' in sys.argv
    program, paths = args[0], args[1:]
    files = [(path, *parse(path)) for path in paths]
    read(program, [case for _, _, cases in files for case in cases])

    n_passed = n_failed = n_known = 0
    for path, intro, cases in files:
        for case in cases:
            ok = [show(r) for r in case['got']] == [show(r) for r in case['want']]
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
                    print(f'  want -> {show(r)}')
                for r in case['got']:
                    print(f'  got  -> {show(r)}')
        if rewrite:
            with open(path, 'w', encoding='utf-8') as f:
                f.write('\n'.join(intro).rstrip('\n') + '\n')
                for case in cases:
                    rows = case['want'] if case['known'] else case['got']
                    f.write(f'\n## {"? " if case["known"] else ""}{case["name"]}\n{case["text"]}\n')
                    f.write(''.join(f'-> {show(r)}\n' for r in rows) or '-> none\n')
    print(f'{n_passed} right, {n_failed} wrong, {n_known} known failures')
    return 1 if n_failed else 0


sys.exit(main())
