#!/usr/bin/env python3
"""The command line as its users see it: exit codes, messages, and what goes where.

usage: cli.py PROGRAM [CLASS[.test]]...

What the models find is not tested here, so texts are only long enough to be read. Exit codes: 0 done, 1 some inputs failed,
2 usage, 3 models or tables, 4 record, as in docs/man/verbale.1.scd.
"""
import csv
import fcntl
import io
import json
import os
import pty
import re
import resource
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TEXT = 'Bridge closed for repairs\n\n“The bridge is closed until Monday,” said Ida Lund, the mayor of the town. She added that the work would take a week.\n'
FRENCH = 'Le président a déclaré que la réunion aurait lieu jeudi et que tous les ministres seraient présents à la séance.\n'


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.dir, True)
        self.env = {k: v for k, v in os.environ.items() if k not in ('NO_COLOR', 'VERBALE_RECORD')}

    def path(self, name):
        return os.path.join(self.dir, name)

    def file(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), 'wb') as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return name

    def lines(self, name, rows):
        return self.file(name, ''.join(json.dumps(r, ensure_ascii=False) + '\n' for r in rows))

    def start(self, *args, **more):
        more = {'stdin': subprocess.DEVNULL, 'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE, **more}
        env = {**self.env, **more.pop('env', {})}
        return subprocess.Popen([PROGRAM, *args], cwd=self.dir, env=env, **more)

    def run_it(self, *args, input=None, **more):
        """(exit code, stdout, stderr)"""
        p = self.start(*args, stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL, **more)
        out, err = p.communicate(input.encode() if isinstance(input, str) else input, timeout=170)
        return p.returncode, (out or b'').decode(), (err or b'').decode()

    def check(self, want_code, *args, out=None, err=None, **more):
        """Run, compare the code and what out and err say (None: nothing there), and give stdout back."""
        code, got_out, got_err = self.run_it(*args, **more)
        about = f'{args}: {code}\n{got_out}{got_err}'
        self.assertEqual(want_code, code, about)
        if err is None:
            self.assertEqual('', got_err, about)
        else:
            self.assertIn(err, got_err, about)
            for line in got_err.splitlines():
                self.assertTrue(line.startswith('verbale: '), about)
        if out is not None:
            self.assertIn(out, got_out, about)
        return got_out

    def documents(self, out):
        return [json.loads(line) for line in out.splitlines()]

    def cells(self, tsv):
        """The values of a table, its escapes undone."""
        letters = {'t': '\t', 'n': '\n', 'r': '\r', '\\': '\\'}
        return [[re.sub(r'\\(.)', lambda m: letters[m[1]], cell) for cell in line.split('\t')] for line in tsv.split('\n') if line]

    def csv(self, text):
        return list(csv.reader(io.StringIO(text, newline=''), strict=True))


class Usage(Case):
    def test_nothing(self):
        code, out, err = self.run_it()
        self.assertEqual((2, ''), (code, out))
        self.assertIn('usage: verbale', err)

    def test_help_goes_to_stdout(self):
        for args in (['help'], ['--help'], ['-h']):
            self.check(0, *args, out='usage: verbale COMMAND')
        for command in ('read', 'said', 'who', 'events', 'ledger', 'times', 'check-headline', 'export', 'eval', 'diff', 'kb', 'version', 'help'):
            text = self.check(0, 'help', command, out=f'usage: verbale {command}')
            self.assertEqual(text, self.check(0, command, '--help'))
            self.assertEqual(text, self.check(0, command, '-h'))

    def test_help_wins_over_bad_options(self):
        self.check(0, 'read', '--nonsense', '--help', out='usage: verbale read')

    def test_unknown(self):
        self.check(2, 'raed', err='verbale: no command "raed"')
        self.check(2, '--nonsense', err='no option --nonsense')
        self.check(2, 'help', 'raed', err='no command "raed"')
        for command in ('read', 'said', 'who', 'events', 'ledger', 'times', 'check-headline', 'export', 'eval', 'diff', 'kb', 'version'):
            self.check(2, command, '--nonsense', err=f'verbale: {command}: no option --nonsense')
            self.check(2, command, '-Z', err=f'verbale: {command}: no option -Z')

    def test_read(self):
        self.file('a.txt', TEXT)
        for args, err in (
                ([], 'nothing to read'),
                (['--json', '--tsv', 'a.txt'], 'only one of --json, --tsv, --conllu and --explain'),
                (['--explain', '3', '--json', 'a.txt'], 'only one of'),
                (['--json=yes', 'a.txt'], '--json=yes takes no value'),
                (['--events', 'a.txt'], '--events goes with --tsv'),
                (['--positions', 'a.txt'], '--positions goes with --tsv'),
                (['--designations', '--json', 'a.txt'], '--designations goes with --tsv'),
                (['--events', '--json', 'a.txt'], '--events goes with --tsv'),
                (['a.txt', '--record'], '--record wants a value'),
                (['--record', '', 'a.txt'], '--record'),
                (['--jobs', '0', 'a.txt'], '--jobs 0'),
                (['--jobs', '65', 'a.txt'], '--jobs 65'),
                (['--jobs', '2x', 'a.txt'], '--jobs 2x'),
                (['--jobs', '-1', 'a.txt'], '--jobs -1'),
                (['-j', 'a.txt'], '--jobs a.txt'),
                (['--explain', 'x', 'a.txt'], '--explain x'),
                (['--explain', 'cp:', 'a.txt'], '--explain cp:'),
                (['--explain', '99999999999999999999', 'a.txt'], '--explain 9999'),
                (['--date', 'yesterday', 'a.txt'], '--date yesterday'),
                (['--date', '2023-02-29', 'a.txt'], '--date 2023-02-29'),
                (['--date', '2023-13', 'a.txt'], '--date 2023-13'),
                (['--date', '20230830', 'a.txt'], '--date 20230830'),
                (['--tz', '+02:00', 'a.txt'], '--tz +02:00'),
                (['--tz', 'Europe/', 'a.txt'], '--tz Europe/'),
                (['--title', b'\xff', 'a.txt'], '--title')):
            out = self.check(2, 'read', *args, err='verbale: read: ' if isinstance(err, bytes) else err)
            self.assertEqual('', out)

    def test_queries(self):
        self.check(2, 'said', err='VERBALE_RECORD')
        self.check(2, 'export', '--format', 'tsv', err='VERBALE_RECORD')
        self.check(2, 'said', '--record', 'r', '--since', 'x', err='--since x')
        self.check(2, 'said', '--record', 'r', '--until', '2023-00', err='--until 2023-00')
        self.check(2, 'said', '--record', 'r', '--json', '--tsv', err='only one of --json, --tsv and --csv')
        self.check(2, 'said', '--record', 'r', '--by', b'\xff', err='--by: not UTF-8')
        self.check(2, 'said', '--record', 'r', '--to', b'\xff', err='--to: not UTF-8')
        self.check(2, 'said', '--record', 'r', 'Lund', err='takes no arguments')
        self.check(2, 'said', '--record', 'r', '--by', 'x' * 1001, err='--by: longer than 1000 bytes')
        self.check(2, 'said', '--record', 'r', '--type', 'direct,agree', err='--type: "agree" is none of direct, mixed')
        self.check(2, 'said', '--record', 'r', '--realis', 'done', err='no option --realis')
        for command in ('said', 'events', 'who'):
            self.check(2, command, '--record', 'r', '--csv', '--json', err='only one of --json, --tsv and --csv')
            self.check(2, command, '--record', 'r', '--country', 'gbr', err='--country gbr: not a code')
            self.check(2, command, '--record', 'r', '--sector', 'GOVT', err='--sector GOVT: not a code of three capital letters, as GOV is')
            self.check(2, command, '--record', 'r', '--publisher', b'\xff', err='--publisher: not UTF-8')
            self.check(2, command, '--record', 'r', '--text', '"coal', err='--text: a quotation mark that nothing closes')
            self.check(2, command, '--record', 'r', '--text', 'NOT coal', err='--text: words are missing')
        self.check(2, 'who', 'Lund', err='VERBALE_RECORD')
        self.check(2, 'who', '--record', 'r', err='who? a name')
        self.check(2, 'who', '--record', 'r', 'Ida', 'Lund', err='quotation marks keep "Ida Lund" together')
        self.check(2, 'who', '--record', 'r', '--since', 'x', 'Lund', err='--since x')
        self.check(2, 'who', '--record', 'r', '--json', '--tsv', 'Lund', err='only one of --json, --tsv and --csv')
        self.check(2, 'who', '--record', 'r', b'\xff', err='not UTF-8')
        self.check(2, 'events', err='VERBALE_RECORD')
        self.check(2, 'events', '--record', 'r', '--since', 'x', err='--since x')
        self.check(2, 'events', '--record', 'r', '--until', '2023-00', err='--until 2023-00')
        self.check(2, 'events', '--record', 'r', '--json', '--tsv', err='only one of --json, --tsv and --csv')
        self.check(2, 'events', '--record', 'r', '--actor', b'\xff', err='--actor: not UTF-8')
        self.check(2, 'events', '--record', 'r', '--recipient', b'\xff', err='--recipient: not UTF-8')
        self.check(2, 'events', '--record', 'r', '--type', 'assault,fight', err='--type: "fight" is none of agree, consult')
        self.check(2, 'events', '--record', 'r', '--realis', 'maybe', err='--realis: "maybe" is none of done, ongoing')
        self.check(2, 'events', '--record', 'r', 'Lund', err='takes no arguments')
        self.check(2, 'ledger', 'GBR', 'CHN', err='VERBALE_RECORD')
        self.check(2, 'ledger', '--record', 'r', 'GBR', err='between whom? Two sides, as GBR CHN')
        self.check(2, 'ledger', '--record', 'r', 'GBR', 'CHN', 'USA', err='between whom?')
        self.check(2, 'ledger', '--record', 'r', 'GBR', 'GBR', err='GBR is one side')
        self.check(2, 'ledger', '--record', 'r', 'GBR', b'\xff', err='the second side: not UTF-8')
        self.check(2, 'ledger', '--record', 'r', 'x' * 1001, 'GBR', err='the first side: longer than 1000 bytes')
        self.check(2, 'ledger', '--record', 'r', '--since', 'x', 'GBR', 'CHN', err='--since x')
        self.check(2, 'ledger', '--record', 'r', '--json', '--csv', 'GBR', 'CHN', err='only one of --json, --tsv and --csv')
        self.check(2, 'export', '--record', 'r', err='which format?')
        self.check(2, 'export', '--record', 'r', '--format', 'ndjson', '--events', err='--events goes with --format tsv')
        self.check(2, 'export', '--record', 'r', '--format', 'plover', '--positions', err='--positions goes with --format tsv')
        self.check(2, 'export', '--record', 'r', '--format', 'plover', '--all', err='--all')
        self.check(2, 'export', '--record', 'r', '--format', 'xml', err='--format xml')
        self.check(2, 'export', '--record', 'r', '--format', 'tsv', 'x', err='takes no arguments')
        self.check(2, 'kb', err='build, check, show or import-petrarch?')
        self.check(2, 'kb', 'make', err='no "make"')
        self.check(2, 'kb', 'build', err='into which file?')
        self.check(2, 'kb', 'build', 'a', 'b', 'c', err='a file and a folder')
        self.check(2, 'kb', 'check', 'a', 'b', err='takes one folder')
        self.check(2, 'kb', 'show', err='takes one name')
        self.check(2, 'kb', 'show', b'\xff', err='not UTF-8')
        self.check(2, 'version', 'x', err='takes no arguments')
        self.check(2, 'help', 'read', 'said', err='takes one command')

    def test_double_dash_ends_options(self):
        self.file('--help', TEXT)
        self.check(0, 'read', '--json', '--', '--help', out='"source":"--help"')


class Version(Case):
    def test_text_and_json(self):
        text = self.check(0, 'version')
        self.assertEqual(text, self.check(0, '--version'))
        row = json.loads(self.check(0, 'version', '--json'))
        self.assertEqual(['engine', 'model', 'knowledge', 'codebook'], list(row))
        self.assertRegex(row['model'], r'^sha256:[0-9a-f]{64}$')
        self.assertRegex(row['knowledge'], r'^sha256:[0-9a-f]{64}$')
        self.assertEqual(f'verbale {row["engine"]}', text.splitlines()[0])
        self.assertIn(row['model'], text)

    def test_without_models(self):
        self.file('a.txt', TEXT)
        missing = f'{self.dir}/verbale.weights: No such file or directory'
        self.check(3, 'version', '--data', self.dir, out='verbale ', err=missing)
        self.check(3, 'version', '--json', '--data', self.dir, out='"model":null', err=missing)
        self.check(3, 'read', '--data', self.dir, 'a.txt', err=missing)
        self.check(3, 'read', 'a.txt', env={'VERBALE_DATA': self.dir}, err='VERBALE_DATA says where')

    def test_option_beats_environment(self):
        self.file('a.txt', TEXT)
        data = self.env.get('VERBALE_DATA', os.path.join(ROOT, 'data'))
        self.check(0, 'read', '--data', data, '--json', 'a.txt', env={'VERBALE_DATA': self.dir})

    def test_altered_models(self):
        self.file('data/verbale.weights', b'no weights at all' * 100)
        self.file('a.txt', TEXT)
        self.check(3, 'read', '--data', self.path('data'), 'a.txt', err='verbale.weights')

    def test_bad_inputs_need_no_models(self):
        self.check(1, 'read', '--data', self.dir, 'missing.txt', err='missing.txt: No such file or directory')

    def test_own_weights_are_named_by_their_hash(self):
        data = self.env.get('VERBALE_DATA', os.path.join(ROOT, 'data'))
        os.mkdir(self.path('data'))
        shutil.copy(os.path.join(data, 'verbale.weights'), self.path('data'))
        listed = json.loads(self.check(0, 'version', '--json'))
        for listing in (None, '0' * 64 + '  verbale.weights\n', '# verbale.weights: 12 bytes, xxh3 0123456789abcdef\n' + '0' * 64 + '  verbale.weights\n'):
            if listing:
                self.file('data/models.sha256', listing)
            self.assertEqual(listed, json.loads(self.check(0, 'version', '--json', '--data', self.path('data'))))


class Texts(Case):
    def test_formats(self):
        self.file('a.txt', TEXT)
        row = self.documents(self.check(0, 'read', '--json', 'a.txt'))[0]
        self.assertEqual(TEXT, row['document']['text'])
        self.assertEqual('a.txt', row['document']['source'])
        self.assertEqual(('en', None), (row['document']['lang'], row['document']['date']))
        table = self.check(0, 'read', '--tsv', 'a.txt').splitlines()
        self.assertTrue(table[0].startswith('document\t'))
        self.assertEqual(len(row['statements']), len(table) - 1)
        self.assertEqual({29}, {line.count('\t') + 1 for line in table})
        self.check(0, 'read', 'a.txt', out='Bridge closed')

    def test_standard_input(self):
        row = self.documents(self.check(0, 'read', '--json', '-', input=TEXT))[0]
        self.assertEqual((TEXT, '-'), (row['document']['text'], row['document']['source']))
        self.check(1, 'read', '--json', '-', err='standard input: empty')
        self.check(1, 'read', '-', input=b'ab\xff', err='standard input: byte 2: not UTF-8')

    def test_metadata_from_the_command_line(self):
        self.file('a.txt', TEXT)
        for date, want in (('2023', '2023'), ('2023-08', '2023-08'), ('2024-02-29', '2024-02-29'), ('2023-08-30T23:59:59+02:00', '2023-08-30'),
                           ('2023-08-30 07:15', '2023-08-30')):
            row = self.documents(self.check(0, 'read', '--json', '--date', date, '--tz', 'Europe/Rome', '--title', 'A title', 'a.txt'))[0]
            self.assertEqual((want, 'Europe/Rome', 'A title'), tuple(row['document'][k] for k in ('date', 'tz', 'title')))

    def test_title_from_the_headline(self):
        row = self.documents(self.check(0, 'read', '--json', '-', input=TEXT))[0]
        headlines = [p for p in row['document']['paragraphs'] if p['role'] == 'headline']
        self.assertEqual('Bridge closed for repairs' if headlines else None, row['document']['title'])

    def test_byte_order_mark(self):
        self.file('bom.txt', b'\xef\xbb\xbf' + TEXT.encode())
        self.file('a.txt', TEXT)
        rows = self.documents(self.check(0, 'read', '--json', 'bom.txt', 'a.txt'))
        self.assertEqual(rows[0]['document']['id'], rows[1]['document']['id'])
        self.file('bad.txt', b'\xef\xbb\xbfab\xff')
        self.check(1, 'read', 'bad.txt', err='bad.txt: byte 5: not UTF-8')

    def test_line_ends_stay(self):
        text = TEXT.replace('\n', '\r\n')
        self.assertEqual(text, self.documents(self.check(0, 'read', '--json', '-', input=text))[0]['document']['text'])

    def test_bad_inputs_and_the_others_are_read(self):
        self.file('latin1.txt', 'caf\u00e9 closed'.encode('latin-1'))
        self.file('cut.txt', 'The end “'.encode()[:-1])
        self.file('surrogate.txt', b'a\xed\xa0\x80')
        self.file('overlong.txt', b'\xc0\xafa')
        self.file('nul.txt', 'The mayor\0 spoke.')
        self.file('picture.txt', b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR')
        self.file('utf16.txt', 'The mayor'.encode('utf-16'))
        self.file('empty.txt', '')
        self.file('blank.txt', ' \n\t\r\n')
        self.file('only-bom.txt', b'\xef\xbb\xbf')
        self.file('z.txt', TEXT)
        code, out, err = self.run_it('read', '--json', 'latin1.txt', 'cut.txt', 'surrogate.txt', 'overlong.txt', 'nul.txt', 'picture.txt',
                                     'utf16.txt', 'empty.txt', 'blank.txt', 'only-bom.txt', 'missing.txt', 'z.txt/x', '/dev/null', 'z.txt')
        self.assertEqual(1, code)
        self.assertEqual(['z.txt'], [d['document']['source'] for d in self.documents(out)])
        want = ['latin1.txt: byte 3: not UTF-8', 'cut.txt: byte 8: not UTF-8', 'surrogate.txt: byte 1: not UTF-8',
                'overlong.txt: byte 0: not UTF-8', 'nul.txt: byte 9: NUL', 'picture.txt: byte 8: NUL', 'utf16.txt: byte 0: not UTF-8 but UTF-16',
                'empty.txt: empty', 'blank.txt: empty', 'only-bom.txt: empty', 'missing.txt: No such file', 'z.txt/x: Not a directory',
                '/dev/null: empty', '13 of 14 inputs failed']
        got = err.splitlines()
        self.assertEqual(len(want), len(got), err)
        for line, start in zip(got, want):
            self.assertTrue(line.startswith('verbale: ' + start), line)

    def test_unreadable(self):
        self.file('a.txt', TEXT)
        os.chmod(self.path('a.txt'), 0)
        os.chmod(self.dir, 0o755)
        more = {}
        if os.getuid() == 0:
            more['preexec_fn'] = lambda: os.setuid(65534)
            try:
                self.run_it('version', **more)
            except (PermissionError, subprocess.SubprocessError):
                self.skipTest('the program is out of reach for another user')
        self.check(1, 'read', 'a.txt', err='a.txt: Permission denied', **more)

    def test_another_language(self):
        self.file('fr.txt', FRENCH)
        rows = self.documents(self.check(0, 'read', '--json', 'fr.txt', err='fr.txt: not English but fr: kept without rows'))
        self.assertEqual(('fr', []), (rows[0]['document']['lang'], rows[0]['statements']))
        self.check(0, 'read', '--json', '--quiet', 'fr.txt', out='"lang":"fr"')

    def test_over_the_limit_is_refused_unread(self):
        with open(self.path('50MB.txt'), 'wb') as f:
            f.truncate(50_000_000)
        begin = time.monotonic()
        self.check(1, 'read', '50MB.txt', err='50MB.txt: longer than the limit of 16 MB for one text')
        self.assertLess(time.monotonic() - begin, 2)
        self.check(1, 'read', '-', input=b'a' * ((16 << 20) + 4), err='standard input: longer than the limit of 16 MB')

    def test_odd_names(self):
        name = os.fsdecode(b'caf\xe9 \x1b[31m\nx.txt')
        with open(os.path.join(os.fsencode(self.dir), os.fsencode(name)), 'wb') as f:
            f.write(TEXT.encode())
        row = self.documents(self.check(0, 'read', '--json', name))[0]
        self.assertEqual('caf\ufffd \x1b[31m\nx.txt', row['document']['source'])
        code, _, err = self.run_it('read', 'no\x1b[31m\nsuch')
        self.assertEqual((1, 'verbale: no?[31m?such: No such file or directory\n'), (code, err))
        long = 'x' * 250 + '.txt'
        self.check(1, 'read', long, err=long + ': No such file or directory')


class Ndjson(Case):
    def test_keys(self):
        self.lines('n.ndjson', [
            {'text': TEXT, 'id': 'a-1', 'date': '2023-08-30T10:00:00Z', 'tz': 'Europe/Rome', 'title': 'T', 'publisher': 'P', 'source': 'S', 'lang': 'en',
             'byline': {'unknown': [1, 2]}},
            {'text': TEXT, 'id': 7, 'date': None, 'title': None, 'tz': '', 'publisher': ''},
            {'text': TEXT, 'lang': 'fr'}])
        first, second, third = self.documents(self.check(0, 'read', '--json', '--date', '2020', '--quiet', 'n.ndjson'))
        self.assertEqual(('a-1', '2023-08-30', 'Europe/Rome', 'T', 'P', 'S', 'en'),
                         tuple(first['document'][k] for k in ('input_id', 'date', 'tz', 'title', 'publisher', 'source', 'lang')))
        self.assertEqual(('7', '2020', 'n.ndjson'), tuple(second['document'][k] for k in ('input_id', 'date', 'source')))
        self.assertEqual(('fr', []), (third['document']['lang'], third['statements']))

    def test_bad_lines_and_the_others_are_read(self):
        good = json.dumps({'text': TEXT, 'id': 'good'})
        bad = [
            ('{"text":"abc', 'not JSON: byte 12'), ('nonsense', 'not JSON'), ('[1]', 'not a JSON object'), ('{"id":1}', 'no "text"'),
            ('{"text":null}', 'no "text"'), ('{"text":5}', '"text" is not a string'), ('{"text":""}', 'empty'), ('{"text":" \\n"}', 'empty'),
            ('{"text":"a\\u0000b"}', 'byte 1: NUL'), ('{"text":"\\ud800"}', 'not JSON'), ('{"text":"x","id":1.5}', '"id" is neither'),
            ('{"text":"x","id":[]}', '"id" is neither'), ('{"text":"x","title":3}', '"title" is not a string'),
            ('{"text":"x","date":"2023-02-30"}', '"date" is "2023-02-30", not YYYY-MM-DD'), ('{"text":"x","date":2023}', '"date" is not a string'),
            ('{"text":"x","tz":"+2"}', '"tz" is not a time zone'),
            ('{"text":"x","lang":"English language"}', '"lang" is not a language'), (b'{"text":"\xff"}', 'not JSON'), ('{} {}', 'not JSON'),
            ('{"text":' * 5000, 'not JSON')]
        lines = [good.encode()]
        for line, _ in bad:
            lines += [line if isinstance(line, bytes) else line.encode(), b'', good.encode()]
        self.file('n.jsonl', b'\n'.join(lines))
        code, out, err = self.run_it('read', '--json', 'n.jsonl')
        self.assertEqual(1, code)
        self.assertEqual(len(bad) + 1, len(self.documents(out)))
        got = err.splitlines()
        self.assertEqual(len(bad) + 1, len(got), err)
        for i, (line, what) in enumerate(bad):
            self.assertTrue(got[i].startswith(f'verbale: n.jsonl:{3 * i + 2}: {what}'), f'{line}: {got[i]}')
        self.assertEqual(f'verbale: {len(bad)} of {2 * len(bad) + 1} inputs failed, as listed', got[-1])

    def test_lines(self):
        row = json.dumps({'text': TEXT}).encode()
        self.file('bom.ndjson', b'\xef\xbb\xbf' + row + b'\r\n \t\r\n\n' + row)
        self.assertEqual(2, len(self.documents(self.check(0, 'read', '--json', 'bom.ndjson'))))
        self.file('none.ndjson', '\n\n')
        self.assertEqual('', self.check(0, 'read', '--json', 'none.ndjson'))
        rows = self.documents(self.check(0, 'read', '--json', '--ndjson', '-', input=row + b'\n' + row))
        self.assertEqual(['-', '-'], [d['document']['source'] for d in rows])
        self.check(1, 'read', '--ndjson', '-', input='{', err='standard input:1: not JSON')

    def test_a_line_over_the_limit_is_skipped(self):
        good = json.dumps({'text': TEXT})
        self.file('n.ndjson', good + '\n{"text":"' + 'x' * (26 << 20) + '"}\n' + good + '\n{"text":"' + 'x' * (17 << 20) + '"}\n')
        out = self.check(1, 'read', '--json', 'n.ndjson', err='n.ndjson:2: a line longer than the limit of 24 MB')
        self.assertEqual(2, len(self.documents(out)))
        self.check(1, 'read', '--json', 'n.ndjson', err='n.ndjson:4: longer than the limit of 16 MB for one text')


class Folders(Case):
    def test_order_and_choice(self):
        for name in ('b.txt', 'a/z.txt', 'a/sub/a.TXT', 'c/n.ndjson', '.hidden.txt', '.git/x.txt', 'a/readme.md', 'picture.png'):
            self.file('in/' + name, json.dumps({'text': TEXT}) if name.endswith('ndjson') else TEXT)
        os.symlink('..', self.path('in/a/up'))
        want = ['in/a/sub/a.TXT', 'in/a/z.txt', 'in/b.txt', 'in/c/n.ndjson']
        for name in ('in', 'in/', 'in//'):
            out = self.check(0, 'read', '--json', name, err='verbale: in: 2 other files left out')
            self.assertEqual(want, [d['document']['source'] for d in self.documents(out)])
        self.check(0, 'read', '--json', '--quiet', 'in')

    def test_nothing_in_it(self):
        os.mkdir(self.path('in'))
        self.check(1, 'read', 'in', err='in: no .txt, .ndjson or .jsonl file in this folder')

    def test_a_bad_file_in_it(self):
        self.file('in/a.txt', b'\xff')
        self.file('in/b.txt', TEXT)
        os.symlink('nowhere', self.path('in/c.txt'))
        out = self.check(1, 'read', '--json', 'in', err='in/a.txt: byte 0: not UTF-8')
        self.assertEqual(1, len(self.documents(out)))


class Output(Case):
    def test_full_disk(self):
        self.file('a.txt', TEXT)
        self.check(0, 'read', '--record', 'r.db', 'a.txt')
        for args in (['read', 'a.txt'], ['read', '--json', 'a.txt'], ['read', '--tsv', 'a.txt'], ['read', '--explain', '3', 'a.txt'],
                     ['export', '--record', 'r.db', '--format', 'ndjson'], ['export', '--record', 'r.db', '--format', 'tsv'],
                     ['said', '--record', 'r.db', '--tsv'], ['events', '--record', 'r.db', '--tsv'], ['ledger', '--record', 'r.db', '--tsv', 'GBR', 'CHN'], ['version'], ['help'], ['read', '--help']):
            with open('/dev/full', 'wb') as full:
                self.check(1, *args, stdout=full, err='standard output: No space left on device')

    def test_closed(self):
        self.file('a.txt', TEXT)
        self.check(1, 'read', '--json', 'a.txt', preexec_fn=lambda: os.close(1), stdout=None, err='standard output: ')

    def test_broken_pipe_is_quiet(self):
        self.lines('n.ndjson', [{'text': f'{TEXT}{i}'} for i in range(300)])
        for jobs in ('1', '3'):
            p = self.start('read', '--json', '--jobs', jobs, '--record', f'r{jobs}.db', 'n.ndjson')
            first = p.stdout.readline()
            p.stdout.close()
            self.assertEqual((-signal.SIGPIPE, b''), (p.wait(timeout=100), p.stderr.read()))
            p.stderr.close()
            self.assertIn(first.decode(), self.check(0, 'export', '--record', f'r{jobs}.db', '--format', 'ndjson'))

    def test_record_only_prints_nothing(self):
        self.file('a.txt', TEXT)
        self.assertEqual('', self.check(0, 'read', '--record', 'r.db', 'a.txt'))
        self.assertNotEqual('', self.check(0, 'read', '--record', 'r.db', '--json', 'a.txt'))


class Terminal(Case):
    """Runs with a terminal of 60 columns as standard output or standard error."""

    def terminal(self, *args, on='stdout', env=None, input=None):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 60, 0, 0))
        p = self.start(*args, env={'TERM': 'xterm', **(env or {})}, stdin=subprocess.PIPE if input else subprocess.DEVNULL, **{on: slave})
        os.close(slave)
        got = b''
        if input:
            for piece in input:
                p.stdin.write(piece)
                p.stdin.flush()
                time.sleep(0.1)
            p.stdin.close()
        while True:
            try:
                piece = os.read(master, 1 << 16)
            except OSError:                        # EIO: the other end is closed
                break
            if not piece:
                break
            got += piece
        os.close(master)
        p.wait(timeout=100)
        for stream in (p.stdout, p.stderr):
            if stream:
                stream.read()
                stream.close()
        return p.returncode, got.decode()

    def test_colour(self):
        self.file('a.txt', TEXT)
        self.assertIn('\033[', self.terminal('read', 'a.txt')[1])
        self.assertIn('\033[', self.terminal('read', 'a.txt', env={'NO_COLOR': ''})[1])
        for env in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}):
            self.assertNotIn('\033', self.terminal('read', 'a.txt', env=env)[1])
        self.assertNotIn('\033', self.check(0, 'read', 'a.txt'))
        self.assertNotIn('\033', self.terminal('read', '--json', 'a.txt')[1])

    def test_width(self):
        self.file('a.txt', TEXT)
        text = self.terminal('read', 'a.txt', env={'NO_COLOR': '1'})[1]
        self.assertLessEqual(max(len(line.rstrip('\r')) for line in text.split('\n')), 60, text)

    def test_progress(self):
        line = json.dumps({'text': TEXT}).encode() + b'\n'
        code, err = self.terminal('read', '--json', '--ndjson', '--jobs', '1', '-', on='stderr', input=[line] * 12)
        self.assertEqual(0, code, err)
        self.assertRegex(err, r'\r\033\[K\d+ texts?, [0-9.]+ MB, [0-9,]+ words/s')
        self.assertTrue(err.endswith('\r\033[K'), repr(err))
        self.assertEqual((0, ''), self.terminal('read', '--json', '--ndjson', '--jobs', '1', '--quiet', '-', on='stderr', input=[line] * 12))

    def test_messages_replace_the_progress(self):
        line = json.dumps({'text': TEXT}).encode() + b'\n'
        code, err = self.terminal('read', '--json', '--ndjson', '--jobs', '1', '-', on='stderr', input=[line] * 10 + [b'{\n'] + [line] * 3)
        self.assertEqual(1, code)
        self.assertRegex(err, r'words/s[^\r\n]*\r\033\[Kverbale: standard input:11: not JSON[^\n]*\n')

    def test_no_progress_without_terminal(self):
        line = json.dumps({'text': TEXT}).encode() + b'\n'
        self.check(0, 'read', '--json', '--ndjson', '-', input=line * 30)

    def test_result_of_a_record(self):
        self.file('a.txt', TEXT)
        self.assertIn('r.db: 1 added, 0 there already', self.terminal('read', '--record', 'r.db', 'a.txt', on='stderr')[1])
        self.assertIn('r.db: 0 added, 1 there already', self.terminal('read', '--record', 'r.db', 'a.txt', on='stderr')[1])
        self.assertEqual('', self.terminal('read', '--quiet', '--record', 'r.db', 'a.txt', on='stderr')[1])


class Jobs(Case):
    def test_any_number_gives_the_same_bytes(self):
        rows = []
        for i in range(60):
            rows.append({'text': TEXT.replace('Monday', f'day {i}') * (1 + i * 7 % 11), 'id': i})
        self.lines('n.ndjson', rows)
        with open(self.path('n.ndjson'), 'a') as f:
            f.write('{\n{"text":5}\n')
        self.file('a.txt', TEXT)
        self.file('bad.txt', b'\xff')
        first = {}
        for jobs in ('1', '2', '5', '64'):
            for form in ('--json', '--tsv'):
                got = self.run_it('read', form, '--jobs', jobs, 'bad.txt', 'n.ndjson', 'missing', 'a.txt')
                self.assertEqual(1, got[0], got[2])
                self.assertEqual(first.setdefault(form, got), got, f'--jobs {jobs} {form}')
            self.run_it('read', '--record', f'r{jobs}.db', '--jobs', jobs, 'bad.txt', 'n.ndjson', 'missing', 'a.txt')
            stored = self.check(0, 'export', '--record', f'r{jobs}.db', '--format', 'ndjson')
            self.assertEqual(first['--json'][1], stored)

    def test_one_job_answers_before_it_reads_on(self):
        p = self.start('read', '--json', '--ndjson', '--jobs', '1', '-', stdin=subprocess.PIPE)
        for i in range(3):
            p.stdin.write(json.dumps({'text': TEXT, 'id': i}).encode() + b'\n')
            p.stdin.flush()
            self.assertTrue(select.select([p.stdout], [], [], 60)[0], 'no answer')
            self.assertEqual(str(i), json.loads(p.stdout.readline())['document']['input_id'])
        p.stdin.close()
        self.assertEqual((0, b'', b''), (p.wait(timeout=60), p.stdout.read(), p.stderr.read()))
        p.stdout.close()
        p.stderr.close()


class Interrupts(Case):
    def interrupted(self, jobs):
        p = self.start('read', '--json', '--ndjson', '--jobs', jobs, '--record', 'r.db', '-', stdin=subprocess.PIPE)
        n = 1 if jobs == '1' else 40
        for i in range(n):
            p.stdin.write(json.dumps({'text': f'{TEXT}{i}', 'id': i}).encode() + b'\n')
        p.stdin.flush()
        first = p.stdout.readline()
        p.send_signal(signal.SIGINT)
        self.assertEqual(130, p.wait(timeout=60))
        out = first + p.stdout.read()
        err = p.stderr.read().decode()
        for stream in (p.stdin, p.stdout, p.stderr):
            stream.close()
        self.assertRegex(err, r'^verbale: stopped after \d+ inputs?\n$')
        self.assertTrue(out.endswith(b'\n'))
        self.assertEqual(out.decode(), self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson'))

    def test_one_job(self):
        self.interrupted('1')

    def test_several_jobs(self):
        self.interrupted('3')

    def test_killed(self):
        """A document is printed after it is stored, so what was printed outlives a SIGKILL (tests/kill goes further)."""
        printed = set()
        for k in range(8):
            self.lines('n.ndjson', [{'text': TEXT, 'id': f'{k}-{i}'} for i in range(30)])
            p = self.start('read', '--json', '--jobs', '2', '--record', 'r.db', 'n.ndjson')
            printed |= {p.stdout.readline() for _ in range(k)}
            p.kill()
            printed |= {line for line in p.stdout.read().splitlines(True) if line.endswith(b'\n')}
            p.wait()
            p.stdout.close()
            p.stderr.close()
        stored = self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson', '--all')
        self.assertLessEqual(printed, set(stored.encode().splitlines(True)))

    def test_waiting_for_a_text(self):
        p = self.start('read', '-', stdin=subprocess.PIPE)
        p.stdin.write(b'The beginning of')
        p.stdin.flush()
        time.sleep(0.5)
        p.send_signal(signal.SIGINT)
        self.assertEqual(130, p.wait(timeout=60))
        for stream in (p.stdin, p.stdout, p.stderr):
            stream.close()


class Record(Case):
    def test_there_and_back(self):
        self.lines('n.ndjson', [{'text': TEXT, 'id': 'x', 'date': '2023-08-30', 'publisher': 'P'}, {'text': FRENCH}, {'text': TEXT * 2, 'title': 'T'}])
        printed = self.check(0, 'read', '--quiet', '--json', '--record', 'r.db', 'n.ndjson')
        self.assertEqual(printed, self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson'))
        self.assertEqual(printed, self.check(0, 'export', '--format', 'ndjson', env={'VERBALE_RECORD': 'r.db'}))
        self.assertEqual(self.check(0, 'read', '--quiet', '--tsv', 'n.ndjson'), self.check(0, 'export', '--record', 'r.db', '--format', 'tsv'))
        self.check(0, 'read', '--quiet', '--record', 'r.db', 'n.ndjson')
        self.assertEqual(printed, self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson', '--all'))

    def test_other_metadata_is_another_reading(self):
        self.file('a.txt', TEXT)
        for date in ('2023', '2024'):
            self.check(0, 'read', '--record', 'r.db', '--date', date, 'a.txt')
        newest = self.documents(self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson'))
        self.assertEqual(['2024'], [d['document']['date'] for d in newest])
        every = self.documents(self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson', '--all'))
        self.assertEqual(['2023', '2024'], [d['document']['date'] for d in every])

    def test_said(self):
        self.lines('n.ndjson', [{'text': TEXT, 'date': '2023-08-30'}, {'text': TEXT.replace('Ida Lund', 'Per Moe').replace('bridge', 'harbour')}])
        rows = self.documents(self.check(0, 'read', '--json', '--record', 'r.db', 'n.ndjson'))
        total = sum(len(d['statements']) for d in rows)
        got = self.documents(self.check(0, 'said', '--all', '--record', 'r.db', '--json'))
        self.assertEqual(total, len(got))
        for row in got:
            doc = next(d for d in rows if d['document']['id'] == row['document']['id'])
            whole = next(s for s in doc['statements'] if s['id'] == row['statement']['id'])
            for key, value in row['statement'].items():
                self.assertEqual(whole[key], value, key)
            speaker = next((e['name'] for e in doc['entities'] if e['id'] == whole['speaker']), None)
            self.assertEqual(speaker, row['speaker'] and row['speaker']['name'])
            for part in ('content', 'cue', 'source'):
                self.assertEqual([doc['document']['text'][a:b] for a, b in whole[part]], row['words'][part])
        table = self.check(0, 'said', '--all', '--record', 'r.db', '--tsv')
        self.assertEqual(self.check(0, 'export', '--record', 'r.db', '--format', 'tsv'), table)
        harbour = self.documents(self.check(0, 'said', '--all', '--record', 'r.db', '--json', '--text', 'HARBOUR repairs'))
        self.assertEqual({rows[1]['document']['id']}, {r['document']['id'] for r in harbour})
        bridge = self.documents(self.check(0, 'said', '--all', '--record', 'r.db', '--json', '--since', '2023-08-01', '--until', '2023-08'))
        self.assertEqual({rows[0]['document']['id']}, {r['document']['id'] for r in bridge})
        part = self.check(0, 'said', '--all', '--record', 'r.db', '--tsv', '--since', '2023')
        self.assertTrue(set(part.splitlines()) < set(table.splitlines()))
        self.assertEqual(self.cells(table), self.csv(self.check(0, 'said', '--all', '--record', 'r.db', '--csv')))
        self.check(0, 'said', '--all', '--record', 'r.db', '--by', 'Nobody At All', err='nothing found')
        self.assertEqual('', self.check(0, 'said', '--all', '--record', 'r.db', '--json', '--by', 'Nobody At All'))
        self.assertNotEqual('', self.check(0, 'said', '--record', 'r.db'))

    def test_what_several_texts_have_stands_once(self):
        again = 'A bridge\n\nIda Lund, the mayor, spoke. “The bridge is closed till Monday,” said Lund. It rained for hours and nobody came.\n'
        self.lines('n.ndjson', [{'text': TEXT, 'date': '2023-08-30'}, {'text': again, 'date': '2023-08-30'},
                                {'text': TEXT + '(Agency)\n', 'date': '2023-08-31'}])
        self.check(0, 'read', '--record', 'r.db', 'n.ndjson')
        every = self.documents(self.check(0, 'said', '--all', '--record', 'r.db', '--json'))
        rows = self.documents(self.check(0, 'said', '--record', 'r.db', '--json'))
        closed = [r for r in rows if 'closed' in ' '.join(r['words']['content'])]
        self.assertEqual(3, len([r for r in every if 'closed' in ' '.join(r['words']['content'])]))
        self.assertEqual(1, len(closed))
        cluster = closed[0]['cluster']
        self.assertEqual((3, 3, 2), (cluster['mentions'], cluster['texts'], cluster['origins']))
        self.assertEqual([('“The bridge is closed until Monday,”', 2), ('“The bridge is closed till Monday,”', 1)],
                         [(w['words'], w['mentions']) for w in cluster['wordings']])
        self.assertTrue(all('cluster' not in r for r in every))
        self.assertEqual(len(every), sum(r['cluster']['mentions'] for r in rows))
        table = self.cells(self.check(0, 'said', '--record', 'r.db', '--tsv'))
        self.assertEqual(['texts', 'origins', 'wordings'], table[0][-3:])
        self.assertIn(['3', '2', '“The bridge is closed until Monday,” | “The bridge is closed till Monday,”'], [r[-3:] for r in table])
        self.assertEqual(table, self.csv(self.check(0, 'said', '--record', 'r.db', '--csv')))
        self.check(0, 'said', '--record', 'r.db', out='in 3 texts of 2 origins')
        events = self.documents(self.check(0, 'events', '--record', 'r.db', '--json'))
        self.assertEqual(len(self.documents(self.check(0, 'events', '--all', '--record', 'r.db', '--json'))),
                         sum(r['cluster']['mentions'] for r in events))
        self.check(0, 'read', '--record', 'r.db', 'n.ndjson')                  # the same texts again change nothing
        self.assertEqual(rows, self.documents(self.check(0, 'said', '--record', 'r.db', '--json')))

    def test_who(self):
        """Who is found is up to the models; what is told of them must fit what was read."""
        other = TEXT.replace('bridge', 'harbour').replace('Bridge', 'Harbour')
        self.lines('n.ndjson', [{'text': TEXT, 'date': '2023-08-30'}, {'text': other, 'date': '2023-09-01', 'title': 'Harbour'}])
        rows = self.documents(self.check(0, 'read', '--json', '--record', 'r.db', 'n.ndjson'))
        named = [e['name'] for d in rows for e in d['entities'] if any(m['form'] == 'name' for m in e['mentions'])]
        self.assertIn('Ida Lund', named)
        got = self.documents(self.check(0, 'who', '--record', 'r.db', '--json', '--all', 'ida LUND'))
        texts = [t for entity in got for t in entity['texts']]
        self.assertEqual({d['document']['id'] for d in rows}, {t['document']['id'] for t in texts})
        for t in texts:
            doc = next(d for d in rows if d['document']['id'] == t['document']['id'])
            entity = next(e for e in doc['entities'] if 'Lund' in e['name'])
            self.assertEqual([m['span'] for m in entity['mentions']], [m['span'] for m in t['mentions']])
            self.assertEqual([doc['document']['text'][a:b] for a, b in (m['span'] for m in t['mentions'])], [m['words'] for m in t['mentions']])
            by = [s['id'] for s in doc['statements'] if entity['id'] in (s['speaker'], s['document'])]
            self.assertEqual(by, [s['statement']['id'] for s in t['by']])
        late = self.documents(self.check(0, 'who', '--record', 'r.db', '--json', '--since', '2023-09', 'Lund'))
        self.assertEqual(['2023-09-01'], [t['document']['date'] for entity in late for t in entity['texts']])
        self.assertIsNone(late[0]['texts'][0]['mentions'])
        table = self.check(0, 'who', '--record', 'r.db', '--tsv', 'Lund').splitlines()
        self.assertEqual(['entity', 'name', 'kind', 'country', 'kb', 'loose', 'document', 'input_id', 'source', 'title', 'date', 'what',
                          'value', 'other', 'words', 'bytes', 'codepoints'], table[0].split('\t'))
        cells = [dict(zip(table[0].split('\t'), line.split('\t'))) for line in table[1:]]
        self.assertEqual(sum(len(t['mentions']) for t in texts), sum(c['what'] == 'mention' for c in cells))
        self.assertEqual(sum(len(t['by']) for t in texts), sum(c['what'] == 'by' for c in cells))
        self.assertEqual(self.cells('\n'.join(table)), self.csv(self.check(0, 'who', '--record', 'r.db', '--csv', 'Lund')))
        printed = self.check(0, 'who', '--record', 'r.db', '--all', 'Lund', out='said by it:')
        self.assertIn('name “Ida Lund”', printed)
        self.check(0, 'who', '--record', 'r.db', 'Nobody At All', err='nothing found')
        self.assertEqual('', self.check(0, 'who', '--record', 'r.db', '--json', 'Nobody At All'))

    def test_ledger(self):
        """Rows by hand, as for events: the minister is for it, and Norway is silent."""
        self.lines('n.ndjson', [{'text': TEXT, 'date': '2023-08-30', 'id': 'x', 'lang': 'en'}])
        self.check(0, 'read', '--record', 'r.db', 'n.ndjson')
        db = sqlite3.connect(self.path('r.db'))
        db.execute('PRAGMA foreign_keys = ON')
        for table in ('event', 'position', 'designation'):
            db.execute(f'DELETE FROM {table}')
        lund, = db.execute("SELECT id FROM entity WHERE name = 'Ida Lund'").fetchone()
        other, = db.execute("SELECT max(n) + 1 FROM entity").fetchone()
        db.execute("UPDATE entity SET country = 'SWE' WHERE id = ?", (lund,))
        db.execute("INSERT INTO entity (id, reading, n, name, kind, country, score) VALUES (999, 1, ?, 'Norway', 'state', 'NOR', 0.5)", (other,))
        db.execute("INSERT INTO mention VALUES (999, 1, 0, 4, 'name', ?)", (TEXT[:4],))
        said, = db.execute('SELECT min(id) FROM statement').fetchone()
        beg = TEXT.encode().index(b'is closed')
        db.execute("INSERT INTO position (uid, reading, n, holder, capacity, target, issue, stance, hedge, own_words, beg, fin, statement, score)"
                   " VALUES (?, 1, 1, ?, 'minister', 999, 'harbour', 'for', 'conditional', 1, ?, ?, ?, 0.5)", ('0' * 64, lund, beg, beg + 9, said))
        db.commit()
        db.close()
        page = self.check(0, 'ledger', '--record', 'r.db', 'SWE', 'NOR', out='Ida Lund (government, minister) → Norway · for · harbour · conditional')
        self.assertIn('is closed', page)
        self.assertIn('No position of NOR towards SWE in this text.', page)
        self.assertEqual(page.replace(' towards NOR\n', ' towards NOR · government\n'), self.check(0, 'ledger', '--record', 'r.db', '--by-capacity', 'SWE', 'NOR'))
        sides, line, silent = self.documents(self.check(0, 'ledger', '--record', 'r.db', '--json', 'SWE', 'NOR'))
        self.assertEqual(('sides', 1, 1), (sides['section'], sides['texts'], sides['origins']))
        self.assertEqual(('cooperate', 'SWE', 'Ida Lund', 'for', 'harbour', 'document'),
                         tuple(line[k] for k in ('section', 'side', 'who', 'stance', 'issue', 'date_basis')))
        self.assertEqual('is closed', TEXT[slice(*line['span'])])
        self.assertEqual('is closed', TEXT.encode()[slice(*line['bytes'])].decode())
        self.assertEqual(('silent', 'NOR', 1), (silent['section'], silent['side'], silent['texts']))
        table = self.check(0, 'ledger', '--record', 'r.db', '--tsv', 'SWE', 'NOR')
        self.assertEqual(['cooperate', 'silent'], [row[0] for row in self.cells(table)[1:]])
        self.assertEqual(self.cells(table), self.csv(self.check(0, 'ledger', '--record', 'r.db', '--csv', 'SWE', 'NOR')))
        self.check(0, 'ledger', '--record', 'r.db', '--since', '2024', 'SWE', 'NOR', err='nothing found')
        header, row = self.cells(self.check(0, 'export', '--record', 'r.db', '--format', 'tsv', '--positions'))
        self.assertEqual(('1', 'Ida Lund', 'SWE', 'minister', 'Norway', 'for', 'harbour', 'is closed'), tuple(
            row[header.index(c)] for c in ('position', 'holder', 'holder_country', 'capacity', 'target', 'stance', 'issue', 'evidence_words')))
        self.assertEqual(header, self.cells(self.check(0, 'read', '--tsv', '--positions', '--quiet', 'n.ndjson'))[0])
        self.assertEqual(1, len(self.cells(self.check(0, 'export', '--record', 'r.db', '--format', 'tsv', '--designations'))))
        self.check(0, 'ledger', '--record', 'r.db', 'SWE', 'Atlantis', err='Atlantis: nobody in this record')
        db = sqlite3.connect(self.path('r.db'))
        db.execute('UPDATE position SET fin = 1000000')
        db.commit()
        db.close()
        self.check(4, 'ledger', '--record', 'r.db', 'SWE', 'NOR', err='damaged: reading 1, position')

    def test_events(self):
        """What the models find is not tested, so two events are put into the record by hand."""
        self.lines('n.ndjson', [{'text': TEXT, 'date': '2023-08-30', 'id': 'x', 'lang': 'en'}])
        self.check(0, 'read', '--record', 'r.db', 'n.ndjson')
        db = sqlite3.connect(self.path('r.db'))
        db.execute('PRAGMA foreign_keys = ON')
        db.execute('DELETE FROM event')
        lund, = db.execute("SELECT id FROM entity WHERE name = 'Ida Lund'").fetchone()
        db.execute("UPDATE entity SET country = 'XKX' WHERE id = ?", (lund,))
        db.execute('DELETE FROM entity_sector')
        db.execute("INSERT INTO entity_sector VALUES (?, 1, 'GOV')", (lund,))
        beg = TEXT.encode().index(b'is closed')
        for n, (type_, realis, date, voice) in enumerate((('COERCE', 'done', None, None), ('AGREE', 'planned', '2023-09', 1)), 1):
            db.execute('INSERT INTO event (id, uid, reading, n, type, mode, realis, beg, fin, asserted_by, date, score)'
                       ' VALUES (?, ?, 1, ?, ?, NULL, ?, ?, ?, ?, ?, 0.5)', (n, f'{n:064}', n, type_, realis, beg, beg + 9, voice, date))
            db.execute('INSERT INTO event_evidence VALUES (?, 1, ?, ?)', (n, beg - 11, beg + 9))
        beg = TEXT.encode().index(b'Ida Lund')
        db.execute("INSERT INTO event_participant VALUES (1, 'actor', 1, ?, ?, ?, 0)", (lund, beg, beg + 8))
        db.execute("INSERT INTO event_participant VALUES (2, 'recipient', 1, ?, NULL, NULL, 1)", (lund,))
        db.commit()
        self.assertEqual([('v1', 'Ida Lund', 'XKX', 'is closed'), ('v2', None, None, 'is closed')],
                         db.execute('SELECT event, actors, actor_countries, trigger_words FROM v_event ORDER BY id').fetchall())
        db.close()

        doc, = self.documents(self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson'))
        text = doc['document']['text']
        rows = self.documents(self.check(0, 'events', '--all', '--record', 'r.db', '--json'))
        self.assertEqual(['v1', 'v2'], [r['event']['id'] for r in rows])
        for row, whole in zip(rows, doc['events']):
            self.assertEqual('x', row['document']['input_id'])
            for key, value in row['event'].items():
                self.assertEqual(whole[key], value, key)
            self.assertEqual(whole['actors'], [a['id'] for a in row['actors']])
            self.assertEqual(whole['recipients'], [a['id'] for a in row['recipients']])
            self.assertEqual(whole['actor_spans'], [a['span'] for a in row['actors']])
            self.assertEqual('is closed', row['words']['trigger'])
            self.assertEqual([text[a:b] for a, b in whole['evidence']], row['words']['evidence'])
        self.assertEqual(('Ida Lund', False), (rows[0]['actors'][0]['words'], rows[0]['actors'][0]['inferred']))
        self.assertEqual((None, True), (rows[1]['recipients'][0]['words'], rows[1]['recipients'][0]['inferred']))
        self.assertEqual((None, 's1'), (rows[0]['voice'], rows[1]['voice']['id']))

        def found(*options):
            return [r['event']['id'] for r in self.documents(self.check(0, 'events', '--all', '--record', 'r.db', '--json', *options))]
        self.assertEqual(['v1'], found('--actor', 'lund'))
        self.assertEqual(['v1'], found('--actor', 'XKX:GOV'))
        self.assertEqual([], found('--actor', 'XKX:MIL'))
        self.assertEqual(['v2'], found('--recipient', 'XKX'))
        self.assertEqual(['v1'], found('--country', 'XKX'))
        self.assertEqual(['v1'], found('--sector', 'GOV', '--actor', 'lund'))
        self.assertEqual([], found('--sector', 'MIL'))
        self.assertEqual([], found('--publisher', 'Gazette'))
        self.assertEqual(['v1', 'v2'], found('--text', 'mayor NEAR Monday'))
        self.assertEqual([], found('--text', 'mayor NOT bridge'))
        self.assertEqual(['v1'], found('--type', 'Coerce,assault'))
        self.assertEqual(['v2'], found('--realis', 'PLANNED'))
        self.assertEqual(['v2'], found('--since', '2023-08-31'))
        self.assertEqual(['v1'], found('--until', '2023-08'))

        table = self.check(0, 'events', '--all', '--record', 'r.db', '--tsv')
        self.assertEqual(table, self.check(0, 'export', '--record', 'r.db', '--format', 'tsv', '--events'))
        self.assertEqual(self.cells(table), self.csv(self.check(0, 'events', '--all', '--record', 'r.db', '--csv')))
        self.assertEqual([table.splitlines()[k] for k in (0, 2)],
                         self.check(0, 'events', '--all', '--record', 'r.db', '--tsv', '--type', 'agree').splitlines())
        self.assertEqual(table.splitlines()[0], self.check(0, 'read', '--tsv', '--events', '--quiet', 'n.ndjson').splitlines()[0])
        printed = self.check(0, 'events', '--all', '--record', 'r.db', out='COERCE “is closed” · Ida Lund · done')
        self.assertIn('AGREE “is closed” · — → Ida Lund (inferred) · planned · in 1', printed)
        self.check(0, 'events', '--all', '--record', 'r.db', '--type', 'protest', err='nothing found')
        self.assertEqual('', self.check(0, 'events', '--all', '--record', 'r.db', '--type', 'protest', '--json'))

        plover = self.documents(self.check(0, 'export', '--record', 'r.db', '--format', 'plover'))
        self.assertEqual([['KOS'], []], [[a['code'] for a in e['actor']] for e in plover])
        self.assertEqual([[], []], [e['recipient'] for e in plover])
        self.assertEqual([[], ['future']], [e['mode'] for e in plover])
        self.assertEqual([('2023-08-30', None), ('2023-09-01', '2023-09-30')], [(e['date'], e['enddate']) for e in plover])
        self.file('bad/verbale.kb', 'no pack')
        self.check(3, 'export', '--record', 'r.db', '--format', 'plover', '--data', 'bad', err='verbale.kb')

    def test_times(self):
        """From a text and from a record it is the same table, and the rows of read --json."""
        text = TEXT + 'It opened in 1994, and on 3 May 2021, for two hours, it was closed.\n'
        self.lines('n.ndjson', [{'text': text, 'date': '2023-08-30', 'publisher': 'The Gazette'}, {'text': 'No time.'}])
        doc, _ = self.documents(self.check(0, 'read', '--json', '--record', 'r.db', '--quiet', 'n.ndjson'))
        rows = self.documents(self.check(0, 'times', '--json', 'n.ndjson'))
        self.assertEqual([t['id'] for t in doc['times']], [r['time']['id'] for r in rows])
        for row, whole in zip(rows, doc['times']):
            for key in ('span', 'class', 'value', 'mod'):
                self.assertEqual(whole[key], row['time'][key])
            self.assertEqual(text[slice(*whole['span'])], row['words'])
        days = {r['words']: (r['time']['value'], r['first'], r['last']) for r in rows}
        self.assertEqual(('1994', '1994-01-01', '1994-12-31'), days['1994'])
        self.assertEqual(('2021-05-03', '2021-05-03', '2021-05-03'), days['3 May 2021'])
        self.assertEqual(('PT2H', None, None), days['two hours'])
        table = self.check(0, 'times', '--tsv', 'n.ndjson')
        self.assertEqual([r['words'] for r in rows], [row[6] for row in self.cells(table)[1:]])
        self.assertEqual(table, self.check(0, 'times', '--tsv', '--record', 'r.db'))
        self.assertEqual(self.cells(table), self.csv(self.check(0, 'times', '--csv', '--record', 'r.db', '--publisher', 'gazette')))
        self.assertEqual(1, len(self.cells(self.check(0, 'times', '--tsv', '--record', 'r.db', '--until', '2022'))))
        self.check(0, 'times', '--record', 'r.db', '--text', 'nobody', err='nothing found')
        self.check(0, 'times', '--date', '2023-08-30', 'n.ndjson', out='1994 · “1994”')
        self.check(1, 'times', 'missing.txt', err='missing.txt')
        self.check(2, 'times', err='which texts?')
        self.check(2, 'times', '--record', 'r.db', 'n.ndjson', err='texts to read or --record, not both')
        self.check(2, 'times', '--text', 'x', 'n.ndjson', err='go with --record')
        self.check(2, 'times', '--record', 'r.db', '--date', '2023', err='go with texts to read')
        self.check(3, 'times', '--data', 'nowhere', 'n.ndjson', err='nowhere')
        self.check(4, 'times', '--record', 'none.db', err='none.db')

    def test_check_headline(self):
        body = '\n\n“The bridge is closed until Monday,” said Ida Lund, the mayor of the town.\n'
        self.file('same.txt', 'Bridge ‘closed until monday’' + body)
        self.file('other.txt', 'Bridge "closed until Friday" and "no danger"' + body)
        self.file('none.txt', TEXT)
        row, = self.documents(self.check(0, 'check-headline', '--json', 'same.txt', 'none.txt'))
        text = 'Bridge ‘closed until monday’' + body
        self.assertEqual(('closed until monday', 'verbatim', 'closed until Monday', True, 'Ida Lund'),
                         tuple(row[k] for k in ('words', 'in_body', 'body_words', 'quoted', 'speaker')))
        self.assertEqual('closed until Monday', text[slice(*row['body_span'])])
        self.assertEqual(body.strip(), row['body_sentence'])
        first, second = self.documents(self.check(1, 'check-headline', '--json', 'other.txt'))
        self.assertEqual(('part', 'closed until', None, None), tuple(first[k] for k in ('in_body', 'body_words', 'quoted', 'speaker')))
        self.assertEqual(('no danger', 'no', None, None), tuple(second[k] for k in ('words', 'in_body', 'body_words', 'body_sentence')))
        self.check(1, 'read', '--record', 'r.db', '--quiet', 'other.txt', 'missing.txt', err='missing.txt')
        table = self.check(1, 'check-headline', '--tsv', 'other.txt')
        self.assertEqual(table, self.check(1, 'check-headline', '--tsv', '--record', 'r.db'))
        self.assertEqual(['part', 'no'], [cells[7] for cells in self.csv(self.check(1, 'check-headline', '--csv', '--record', 'r.db'))[1:]])
        self.check(1, 'check-headline', 'other.txt', out='“no danger” is not in the body')
        self.check(0, 'check-headline', 'none.txt', err='nothing found')
        self.check(0, 'check-headline', '--title', 'He said “closed until Monday”', '--json', 'none.txt', out='"in_body":"verbatim"')

    def test_no_record(self):
        self.file('a.txt', TEXT)
        for args in (['said'], ['who', 'Lund'], ['events'], ['ledger', 'GBR', 'CHN'], ['export', '--format', 'tsv']):
            self.check(4, *args, '--record', 'none.db', err='none.db: No such file')
            self.check(4, *args, '--record', 'a.txt', err='a.txt: not a record')
        self.assertFalse(os.path.exists(self.path('none.db')))
        self.check(4, 'read', '--record', 'a.txt', 'a.txt', err='a.txt: not a record')
        self.check(4, 'read', '--record', 'no/folder/r.db', 'a.txt', err='No such file or directory')
        with open(self.path('a.txt'), encoding='utf-8') as f:
            self.assertEqual(TEXT, f.read())

    def test_newer_version(self):
        self.file('a.txt', TEXT)
        self.check(0, 'read', '--record', 'r.db', 'a.txt')
        db = sqlite3.connect(self.path('r.db'))
        db.execute('PRAGMA user_version = 999')
        db.close()
        for args in (['read', 'a.txt'], ['said'], ['who', 'Lund'], ['events'], ['ledger', 'GBR', 'CHN'], ['export', '--format', 'tsv']):
            self.check(4, *args, '--record', 'r.db', err='newer')

    def test_second_writer(self):
        self.file('a.txt', TEXT)
        p = self.start('read', '--json', '--ndjson', '--jobs', '1', '--record', 'r.db', '-', stdin=subprocess.PIPE)
        p.stdin.write(json.dumps({'text': TEXT}).encode() + b'\n')
        p.stdin.flush()
        first = p.stdout.readline().decode()
        self.check(4, 'read', '--record', 'r.db', 'a.txt', err='r.db: ')
        self.assertEqual(first, self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson'))   # readers are welcome
        p.stdin.close()
        self.assertEqual(0, p.wait(timeout=60))
        p.stdout.close()
        p.stderr.close()
        self.check(0, 'read', '--record', 'r.db', 'a.txt')

    def test_disk_full(self):
        """A limit on the size of files stands in for the disk: SQLite sees a write that fails."""
        self.lines('n.ndjson', [{'text': TEXT * 40 + str(i)} for i in range(60)])

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        code, _, err = self.run_it('read', '--quiet', '--record', 'r.db', 'n.ndjson', preexec_fn=limit)
        self.assertEqual(4, code, err)
        self.assertRegex(err, r'verbale: n\.ndjson:\d+: not stored, and stopped here: r\.db: ')
        self.assertGreater(len(self.documents(self.check(0, 'export', '--record', 'r.db', '--format', 'ndjson'))), 0)
        db = sqlite3.connect(self.path('r.db'))
        self.assertEqual([('ok',)], db.execute('PRAGMA integrity_check').fetchall())
        db.close()


class Explain(Case):
    def test_bytes_and_code_points(self):
        self.file('a.txt', TEXT)
        at = TEXT.index('said')
        page = self.check(0, 'read', '--explain', str(len(TEXT[:at].encode())), 'a.txt', out='[said]')
        self.assertEqual(page, self.check(0, 'read', '--explain', f'cp:{at}', 'a.txt'))
        for word in ('language', 'paragraph', 'sentence', 'tokens', 'quotation', 'statement'):
            self.assertRegex(page, rf'(?m)^{word}')

    def test_every_place(self):
        """No place of a text is too odd: marks, blanks between paragraphs, the middle of a character."""
        self.file('a.txt', TEXT)
        for at in range(0, len(TEXT.encode()), 7):
            self.check(0, 'read', '--explain', str(at), 'a.txt', out='byte ')

    def test_dictionary(self):
        """Events that a dictionary coded are explained by its rows, not by heads that had no say."""
        self.file('actors.txt', 'CAMELOT [CAM]\nAVALON [AVA]\n')
        self.file('verbs.txt', '--- ATTACK [190] ---\nATTACK\n- * + WITH_GOLD [195]\n')
        self.check(0, 'kb', 'import-petrarch', '--out', 'kb', 'actors.txt', 'verbs.txt', err='0 defects')
        text = 'Camelot attacked Avalon. Camelot attacked Avalon with gold. Nobody came.\n'
        self.file('a.txt', text)
        read = ('read', '--coder', 'dictionary', '--kb', 'kb', 'a.txt', '--explain')
        plain = self.check(0, *read, str(text.index('attacked')), out='event       v1, 190, by the dictionary: dictionary/verbs.tsv:')
        self.assertIn('"ATTACK"', plain)
        self.assertNotIn('event head', plain)
        second = self.check(0, *read, str(text.rindex('attacked')), out='event       v2, 195, by the dictionary: dictionary/patterns.tsv:')
        self.assertIn('"* + WITH_GOLD"', second)
        self.check(0, *read, str(text.index('came')), out='the dictionary codes none with this word')

    def test_past_the_end(self):
        self.file('a.txt', TEXT)
        n = len(TEXT.encode())
        self.check(1, 'read', '--explain', str(n), 'a.txt', err=f'a.txt: byte {n}: past the end of the text')
        self.check(1, 'read', '--explain', f'cp:{n}', 'a.txt', err=f'code point {n}: past the end')

    def test_controls_do_not_reach_the_terminal(self):
        self.file('a.txt', 'He said: “The \033[31mbridge is closed until Monday,” she said to the mayor of the town.\n')
        self.assertNotIn('\033', self.check(0, 'read', '--explain', '20', 'a.txt'))


class Kb(Case):
    STATES = 'code\tname\tnames\tdemonyms\nITA\tItaly\tItalian Republic\tItalian|Italians\nUSA\tUnited States\tUS\tAmerican\n'
    HOLDERS = ('person\tcountry\toffice\tfrom\tuntil\nAnna Rossi\tITA\thead-of-government\t2020\t2022-03-04\n'
               'Carlo Verdi\tITA\thead-of-government\t2022-03-04\t\n')

    def tables(self, folder='tables', **files):
        for name, content in {'states/states': self.STATES, 'holders/europe': self.HOLDERS, **files}.items():
            self.file(f'{folder}/{name}.tsv', content)
        return folder

    def built(self):
        self.tables()
        self.assertEqual('', self.check(0, 'kb', 'build', 'data/verbale.kb' if os.path.isdir(self.path('data')) else 'verbale.kb', 'tables'))
        return self.dir

    def test_build_is_the_same_bytes(self):
        self.tables()
        for out in ('a.kb', 'b.kb'):
            self.check(0, 'kb', 'build', out, 'tables')
        with open(self.path('a.kb'), 'rb') as a, open(self.path('b.kb'), 'rb') as b:
            self.assertEqual(a.read(), b.read())
        self.assertEqual({'a.kb', 'b.kb', 'tables'}, set(os.listdir(self.dir)))

    def test_depfile_names_tables_and_folders(self):
        self.tables()
        self.check(0, 'kb', 'build', '--depfile', 'd', 'a.kb', 'tables')
        with open(self.path('d'), encoding='utf-8') as f:
            target, _, rest = f.read().partition(':')
        self.assertEqual('a.kb', target)
        self.assertEqual({'tables', 'tables/states', 'tables/states/states.tsv', 'tables/holders', 'tables/holders/europe.tsv'},
                         set(rest.replace('\\\n', ' ').split()))

    def test_all_problems_are_listed(self):
        self.tables(**{'holders/asia': 'person\tcountry\toffice\tfrom\nA B\tJPN\thead-of-state\t2020-13\nC D\tJPN\thead-of-state\t2020\n'})
        for args in (['check', 'tables'], ['build', 'a.kb', 'tables']):
            code, out, err = self.run_it('kb', *args)
            self.assertEqual((3, ''), (code, out))
            self.assertEqual(['verbale: asia.tsv:2: from "2020-13": no date: YYYY-MM-DD, YYYY-MM or YYYY',
                              'verbale: asia.tsv:3: country "JPN": no state has this code', 'verbale: 2 problems in the tables'], err.splitlines())
        self.assertFalse(os.path.exists(self.path('a.kb')))

    def test_check_without_problems(self):
        self.check(0, 'kb', 'check', self.tables(), out='tables: no problems')
        self.check(3, 'kb', 'check', 'nowhere', '--data', self.built(), err='nowhere: No such file or directory')

    def test_own_tables_are_checked_over_the_pack(self):
        self.built()
        self.file('own/holders.tsv', 'person\tcountry\toffice\tfrom\nEva Blu\tUSA\thead-of-state\t2021\n')
        self.check(0, 'kb', 'check', 'own', '--data', self.dir, out='own: no problems')
        self.file('own/holders.tsv', 'person\tcountry\toffice\tfrom\nEva Blu\tFRA\thead-of-state\t2021\n')
        self.check(3, 'kb', 'check', 'own', '--data', self.dir, err='holders.tsv:2: country "FRA": no state has this code')

    def test_show(self):
        self.built()
        out = self.check(0, 'kb', 'show', 'u.s.', '--data', self.dir, err='nothing found')
        self.assertEqual('', out)
        self.check(0, 'kb', 'show', 'U.S.', '--data', self.dir, out='states.tsv:3  states (names)\n  name')
        self.check(0, 'kb', 'show', 'italians', env={'VERBALE_DATA': self.dir}, out='states.tsv:2  states (demonyms)')
        rows = self.documents(self.check(0, 'kb', 'show', '--json', 'Anna Rossi', '--data', self.dir))
        self.assertEqual([{'table': 'holders', 'where': 'europe.tsv:2', 'key': 'person',
                           'cells': {'person': 'Anna Rossi', 'country': 'ITA', 'office': 'head-of-government', 'from': '2020', 'until': '2022-03-04'}}], rows)

    def test_own_rows_come_first(self):
        self.built()
        row = 'person\tcountry\toffice\tfrom\tuntil\nAnna Rossi\tITA\tmayor\t{}\t2011\n'
        self.file('one/holders.tsv', row.format(2001))
        self.file('two/holders/mine.tsv', row.format(2002))
        rows = self.documents(self.check(0, 'kb', 'show', '--json', '--kb', 'one', '--kb', 'two', 'anna rossi', '--data', self.dir))
        self.assertEqual(['2002', '2001', '2020'], [r['cells']['from'] for r in rows])
        self.file('two/holders/mine.tsv', row.format(2012))
        self.check(3, 'kb', 'show', '--kb', 'two', 'x', '--data', self.dir, err='mine.tsv:2: ends before it begins: 2012, 2011')

    def test_read_with_own_tables(self):
        self.file('a.txt', TEXT)
        self.file('own/holders.tsv', 'person\tcountry\toffice\tfrom\nIda Lund\tDNK\tmayor\t2001\n')
        plain, own = (self.documents(self.check(0, 'read', '--json', *args, 'a.txt'))[0]['verbale']['knowledge'] for args in ([], ['--kb', 'own']))
        self.assertEqual(plain, json.loads(self.check(0, 'version', '--json'))['knowledge'])
        self.assertRegex(own, r'^sha256:[0-9a-f]{64}$')
        self.assertNotEqual(plain, own)
        self.file('own/holders.tsv', 'person\tcountry\toffice\tfrom\nIda Lund\tDNK\tmayor\t2001-13\n')
        self.check(3, 'read', '--kb', 'own', 'a.txt', err='holders.tsv:2: from "2001-13": no date')
        self.check(2, 'read', *['--kb', 'own'] * 65, 'a.txt', err='more than 64 --kb')

    def test_damaged_pack(self):
        self.built()
        with open(self.path('verbale.kb'), 'rb') as f:
            pack = f.read()
        for bad in (b'', b'no pack', pack[:-1], pack[:500], pack + b'x', pack[:200] + bytes([pack[200] ^ 1]) + pack[201:]):
            self.file('bad/verbale.kb', bad)
            self.check(3, 'kb', 'show', 'Italy', '--data', self.path('bad'), err='bad/verbale.kb: ')

    def test_unwritable(self):
        self.tables()
        self.check(1, 'kb', 'build', 'no/such/folder.kb', 'tables', err='no/such/folder.kb: No such file or directory')


class Pages(Case):
    """Help, man pages and completions know the same options and exit codes."""

    def options_of(self, text, pattern):
        return set(re.findall(pattern, text)) - {'--help', '--version'}

    def read(self, *parts):
        with open(os.path.join(ROOT, *parts), encoding='utf-8') as f:
            return f.read()

    def test_options(self):
        bash = self.read('completions', 'verbale.bash')
        zsh = self.read('completions', '_verbale')
        fish = self.read('completions', 'verbale.fish')
        for command in ('read', 'said', 'who', 'events', 'ledger', 'times', 'check-headline', 'export', 'eval', 'diff', 'kb', 'version'):
            known = self.options_of(self.check(0, 'help', command), r'(?m)^  (?:-\w, )?(--[a-z-]+)')
            page = self.read('docs', 'man', f'verbale-{command}.1.scd')
            section = page[page.index('# OPTIONS'):page.index('# E', page.index('# OPTIONS'))]
            self.assertEqual(known, self.options_of(section, r'\*(--[a-z-]+)\*'), f'man page of {command}')
            listed = re.search(rf"(?m)^ +{command}\) options='([^']*)'", bash).group(1)
            self.assertEqual(known, self.options_of(listed, r'--[a-z-]+'), f'bash, {command}')
            block = re.search(rf'(?ms)^        {command}\)$(.*?);;$', zsh).group(1)
            self.assertEqual(known, self.options_of(block, r"(?m)(?:'\*?|,|\))(--[a-z-]+)[\['}]"), f'zsh, {command}')
            of_it = [line for line in fish.splitlines() if re.search(rf'seen_subcommand_from[a-z -]*\b{command}\b', line)]
            self.assertEqual(known, {'--' + m for line in of_it for m in re.findall(r' -l ([a-z-]+)', line)}, f'fish, {command}')

    def test_exit_codes(self):
        page = self.read('docs', 'man', 'verbale.1.scd')
        listed = set(re.findall(r'(?m)^\*(\d+)\*$', page[page.index('# EXIT STATUS'):]))
        self.assertEqual({'0', '1', '2', '3', '4', '130'}, listed)
        self.assertEqual({'0', '1', '2', '3', '4'}, set(re.findall(r'\b(\d) ', self.check(0, 'help').splitlines()[-1])))


class Hostile(Case):
    """Large and odd texts: each is read or refused with a message, in a time that grows with its size."""

    def test_one_long_line(self):
        self.file('fr.txt', FRENCH.replace('\n', ' ') * (5_000_000 // len(FRENCH.encode())))
        row = self.documents(self.check(0, 'read', '--quiet', '--json', 'fr.txt'))[0]
        self.assertEqual('fr', row['document']['lang'])

    def test_one_long_word(self):
        self.file('a.txt', 'The mayor said that the bridge would stay closed until Monday. ' + 'x' * 1_000_000)
        self.check(0, 'read', '--quiet', '--json', 'a.txt')

    def test_opening_marks(self):
        for mark, n in (('“', 100_000), ('"', 20_000), ('‘', 20_000), ("'", 20_000), ('«', 20_000)):
            self.file('a.txt', 'The mayor said that the bridge would stay closed until Monday. ' + mark * n)
            begin = time.monotonic()
            self.check(0, 'read', '--quiet', '--json', '--jobs', '1', 'a.txt')
            self.assertLess(time.monotonic() - begin, 90, mark)

    def test_many_paragraphs(self):
        self.file('a.txt', 'The mayor spoke.\n\n' * 5_000)
        self.check(0, 'read', '--quiet', '--json', 'a.txt')

    def test_combining_marks(self):
        self.file('a.txt', 'The mayor said “the bridge is closed”. ' + 'e' + '\u0301' * 200_000)
        self.check(0, 'read', '--quiet', '--json', 'a.txt')


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
