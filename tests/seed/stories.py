#!/usr/bin/env python3
"""User stories about the report that verbale began with, asked as users ask: through commands and the views of a record.

usage: stories.py PROGRAM     the text is looked for as seed.py does; skipped (77) without it

As in seed.py this file holds offsets and no words of the text. Events by count, one person, the headline's quotations, times. A miss
that is known stands in stories.tsv with its likely cause.
"""
import collections
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'own'))
from tally import Tally

FILE, SHA256 = '000_98270c53636b98ca.txt', '29b5fb5576a10d35060cb271bb641971afafa857d4f698e23ee8b1bfb1292b50'
DAY = '2023-08-30'
TYPES = {'CONSULT': 3, 'AGREE': 2, 'REQUEST': 2, 'ACCUSE': 5}
DYADS = {('GBR', 'GOV', 'CHN', 1): 5, ('GBR', 'GOV', 'CHN', 3): 1, ('GBR', 'LEG', 'CHN', 3): 3, ('GBR', 'LEG', 'GBR', 3): 3}
TIMES = [((623, 643), 'DURATION', 'P5Y', 'MORE_THAN'), ((820, 832), 'TIME', '2023-08-30TMO', None), ((1915, 1919), 'DATE', '2021', None),
         ((2200, 2226), 'TIME', '2023-08-30TMO', 'START')]
POSITIONS = [('climate', 'for', 'Cleverly', (2405, 2468)), ('repression and drift', 'against', 'Kearns', (844, 1004)),
             ('espionage and abuses', 'against', 'Kearns', (1425, 1592)), ('fundamental disagreements', 'against', 'Cleverly', (2785, 2894))]
NO_TIMES = [(1812, 1814), (29, 31)]              # a number of pages; a house
VISITOR, MENTIONS = 'Han Zheng', [(484, 493), (2191, 2199)]
MARKS = [((75, 94), 'verbatim', (895, 908), (838, 1004)), ((109, 147), 'part', (1709, 1724), (1594, 1773))]


class Stories:
    def __init__(self, program, path, folder, tally):
        self.program, self.path, self.tally, self.record = program, path, tally, os.path.join(folder, 'r.db')
        with open(path, 'rb') as f:
            self.text = f.read()
        self.run('read', '--record', self.record, '--date', DAY, '--tz', 'Europe/London', path)

    def run(self, *args, code=0):
        done = subprocess.run([self.program, *args], capture_output=True, text=True, encoding='utf-8')
        if done.returncode != code:
            raise SystemExit(f'{args}: exit {done.returncode}, not {code}\n{done.stderr}')
        return done.stdout

    def rows(self, *args, code=0):
        return [json.loads(line) for line in self.run(*args, '--json', code=code).splitlines()]

    def bytes_of(self, span):
        text = self.text.decode()
        return tuple(len(text[:i].encode()) for i in span)

    def check(self, story, row, ok, got=''):
        self.tally.check('seed', story, row, ok, str(got))

    def positions(self):
        """The risk analyst's question, in SQL."""
        db = sqlite3.connect(self.record)
        rows = db.execute("SELECT issue, stance, holder, quote, src_start, capacity FROM v_position WHERE target_country = 'CHN' ORDER BY src_start").fetchall()
        db.close()
        got = [r[1:3] + r[4:] for r in rows]
        for what, stance, holder, (beg, end) in POSITIONS:
            near = [r for r in rows if r[4] < end and beg < r[4] + len(r[3].encode())]
            self.check('story 3', what, any(r[1] == stance and holder in r[2] for r in near), got)
        for r in rows:
            if self.text[r[4]:r[4] + len(r[3].encode())].decode() != r[3]:
                raise SystemExit(f'{r}: not the words that stand there')
        self.check('story 3', 'the committee chair is not government', not any('Kearns' in r[2] and r[5] in ('leader', 'minister', 'official', 'state') for r in rows), got)

    def events(self):
        counts = collections.Counter(r['event']['type'] for r in self.rows('events', '--record', self.record))
        for type_, n in TYPES.items():
            self.check('story 1', f'{n} {type_}', counts[type_] == n, counts[type_])
        self.check('story 1', 'no material event', not any(r['event']['quad'] in (2, 4) for r in self.rows('events', '--record', self.record)))
        db = sqlite3.connect(self.record)
        dyads = {row[:4]: row[4] for row in db.execute(
            'SELECT actor_country, actor_sector, recipient_country, quad, count(*) FROM v_dyad WHERE NOT inferred GROUP BY 1, 2, 3, 4')}
        started = db.execute("SELECT count(*) FROM v_dyad WHERE actor_country = 'CHN' AND recipient_country = 'GBR' AND NOT inferred").fetchone()[0]
        db.close()
        for key, n in DYADS.items():
            self.check('story 2', f'{n} of {" ".join(map(str, key))}', dyads.get(key, 0) == n, dyads.get(key, 0))
        self.check('story 2', 'none by CHN to GBR', started == 0, started)

    def visitor(self):
        found = self.rows('who', '--record', self.record, '--all', VISITOR)
        self.check('story 4', 'one entity', len(found) == 1, len(found))
        who = found[0] if found else {'texts': [], 'country': None, 'sectors': [], 'offices': []}
        self.check('story 4', 'CHN GOV', (who['country'], who['sectors']) == ('CHN', ['GOV']), (who['country'], who['sectors']))
        self.check('story 4', 'vice president', any('vice president' in o['title'].lower() for o in who['offices']), [o['title'] for o in who['offices']])
        mentions = [self.bytes_of(m['span']) for t in who['texts'] for m in t['mentions'] if m['form'] == 'name']
        same = len(mentions) == 2 and all(a[0] <= b[0] and a[1] == b[1] for a, b in zip(MENTIONS, mentions))      # a name is without its title
        self.check('story 4', 'mentions', same, mentions)
        said = sum(len(t['by']) for t in who['texts'])
        self.check('story 4', 'no quotation', said == 0, said)
        met = [r for r in self.rows('events', '--record', self.record, '--type', 'consult')
               if any(VISITOR == p['name'] for p in r['actors'] + r['recipients'])]
        self.check('story 4', 'one meeting', len(met) == 1, len(met))
        self.check('story 4', 'its day and place', [(r['event']['date'], (r['place'] or {}).get('name')) for r in met] == [(DAY, 'Beijing')],
                   [(r['event']['date'], r['place']) for r in met])

    def headline(self):
        for args in (['--date', DAY, self.path], ['--record', self.record]):
            how = 'text' if args[0] == '--date' else 'record'
            rows = self.rows('check-headline', *args, code=1)
            self.check('story 6', f'{how}: two stretches', len(rows) == 2, len(rows))
            for (words, found, at, sentence), row in zip(MARKS, rows):
                near = self.bytes_of(row['body_span']) if row['body_span'] else None
                name = f'{how}: {words[0]}'
                self.check('story 6', f'{name} words', self.text[slice(*words)].decode()[1:-1] == row['words'], row['words'])
                self.check('story 6', f'{name} {found}', row['in_body'] == found, row['in_body'])
                self.check('story 6', f'{name} where', near == at, near)
                inside = row['body_sentence'] is not None and sentence[0] - 60 <= self.text.index(row['body_sentence'].encode()) <= at[0]
                self.check('story 6', f'{name} sentence', inside)
            self.check('story 6', f'{how}: who says it there', 'Kearns' in (rows[0]['speaker'] or ''), rows[0]['speaker'])
            self.check('story 6', f'{how}: the headline does not say', rows[0]['headline_speaker'] is None, rows[0]['headline_speaker'])

    def times(self):
        rows = self.rows('times', '--date', DAY, '--tz', 'Europe/London', self.path)
        self.check('story 10', 'text and record', rows == [{**r, 'document': rows[0]['document']} for r in self.rows('times', '--record', self.record)])
        got = {self.bytes_of(r['time']['span']): (r['time']['class'], r['time']['value'], r['time']['mod']) for r in rows}
        for span, *value in TIMES:
            self.check('story 10', f'{span[0]} {value[1]}', got.get(span) == tuple(value), got.get(span))
        self.check('story 10', 'repetition', any(cls == 'SET' for cls, _, _ in got.values()), sorted(got.values(), key=str))
        self.check('story 10', 'no hour', not any(value[11:12].isdigit() for _, value, _ in got.values()))
        self.check('story 10', 'numbers that are no dates', not any(a < e and b < f for a, f in got for b, e in NO_TIMES))


def main():
    root = os.path.dirname(os.path.dirname(HERE))
    shared = os.environ.get('VERBALE_SHARED') or os.path.join(root, '..', 'shared')
    path = os.path.join(shared, 'seed', FILE)
    if not os.path.exists(path):
        print('skipped: the seed text is not here')
        return 77
    with open(path, 'rb') as f:
        if hashlib.sha256(f.read()).hexdigest() != SHA256:
            print(f'{FILE}: not the text that the offsets are of')
            return 1
    tally = Tally(os.path.join(HERE, 'stories.tsv'))
    with tempfile.TemporaryDirectory() as folder:
        stories = Stories(os.path.abspath(sys.argv[1]), path, folder, tally)
        stories.events()
        stories.positions()
        stories.visitor()
        stories.headline()
        stories.times()
    return tally.close()


sys.exit(main())
