#!/usr/bin/env python3
"""verbale eval and verbale diff as their users see them; and eval beside score_record.py, which defines what it counts.

usage: eval_and_diff.py PROGRAM own       exit codes, messages and formats, on records of its own
       eval_and_diff.py PROGRAM scorer    the same figures and misses as score_record.py, on gold, on copies of it with every layer
                                          damaged, and on what the program reads; skipped (77) where ../shared is not there

The scorer is looked for in $VERBALE_SHARED or ../shared beside the checkout.
"""
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.environ.get('VERBALE_SHARED') or os.path.join(os.path.dirname(ROOT), 'shared')
SCORER, GOLD = os.path.join(SHARED, 'score', 'score_record.py'), os.path.join(SHARED, 'gold', 'gold.ndjson')

TEXT = 'Łódź asked Oslo. “We regret it,” said Ann Lind.'
RECORD = {
    'unit': 'codepoint', 'document': {'id': 'd', 'text': TEXT},
    'entities': [{'id': 'e1', 'name': 'Łódź', 'country': 'POL', 'sector': 'GOV', 'mentions': [{'span': [0, 4], 'form': 'name'}]},
                 {'id': 'e2', 'name': 'Ann Lind', 'country': 'SWE', 'sector': 'GOV', 'mentions': [{'span': [38, 46], 'form': 'name'}]}],
    'statements': [{'id': 's1', 'type': 'direct', 'content': [[17, 32]], 'cue': [[33, 37]], 'source': [[38, 46]], 'speaker': 'e2'}],
    'events': [{'id': 'v1', 'type': 'REQUEST', 'actors': ['e1'], 'recipients': [], 'trigger': [5, 10], 'realis': 'done', 'asserted_by': 'article'}],
    'positions': [], 'designations': [], 'times': [], 'places': []}


def copy(record, **changes):
    return {**json.loads(json.dumps(record)), **changes}


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dir = folder.name

    def file(self, name, *records):
        path = os.path.join(self.dir, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(''.join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + '\n' for r in records))
        return path

    def run_it(self, *args, input=None):
        p = subprocess.run([PROGRAM, *args], input=input, capture_output=True, text=True, cwd=self.dir, timeout=120)
        return p.returncode, p.stdout, p.stderr

    def scores(self, gold, pred, *more):
        code, out, err = self.run_it('eval', '--gold', gold, '--pred', pred, '--json', *more)
        self.assertEqual((0, ''), (code, err))
        return json.loads(out)


class Own(Case):
    def test_eval_in_print(self):
        self.file('g', RECORD)
        self.file('p', copy(RECORD, statements=[], events=[dict(RECORD['events'][0], realis='planned', trigger=[5, 15])]))
        code, out, err = self.run_it('eval', '--gold', 'g', '--pred', 'p', '--layer', 'statement', '--layer', 'event realis')
        self.assertEqual((0, ''), (code, err))
        lines = out.split('\n')
        self.assertEqual('missed\tstatement\td\ts1\tbytes 20-39\tcodepoints 17-32\t“We regret it,”\tAnn Lind\t', lines[0])
        self.assertEqual('wrong\tevent realis\td\tv1\tbytes 8-13\tcodepoints 5-10\tasked\tdone\tplanned', lines[1])
        self.assertEqual('1 document, 0 not read', lines[2])
        self.assertEqual('event type         100.0  100.0  100.0       1       1       0.0       100.0', lines[7])
        self.assertEqual('entity found       100.0 % of 2', lines[14])

    def test_eval_as_json(self):
        self.file('g', RECORD)
        out = self.scores('g', 'g', '--misses')
        self.assertEqual({'p': 100.0, 'r': 100.0, 'f1': 100.0, 'gold': 2, 'pred': 2}, out['f1']['mention'])
        self.assertEqual({'p': 0.0, 'r': 0.0, 'f1': 0.0, 'gold': 0, 'pred': 0}, out['exact']['place'])
        self.assertEqual([], out['misses'])
        self.assertNotIn('misses', self.scores('g', 'g'))
        self.file('none')
        out = self.scores('g', 'none', '--layer', 'entity')
        self.assertEqual((1, 1), (out['documents'], out['unread']))
        self.assertEqual([{'kind': 'missed', 'layer': 'entity found', 'document': 'd', 'line': 1, 'id': 'e1', 'bytes': [[0, 7]],
                           'codepoints': [[0, 4]], 'words': ['Łódź'], 'gold': 'Łódź', 'pred': None}], out['misses'][:1])
        code, out, _ = self.run_it('eval', '--gold', '-', '--pred', 'g', '--json', input=json.dumps(RECORD))
        self.assertEqual((0, 100.0), (code, json.loads(out)['f1']['event full']['f1']))

    def test_diff(self):
        self.file('a', RECORD)
        self.assertEqual((0, '', ''), self.run_it('diff', 'a', 'a'))
        self.assertEqual((0, '', ''), self.run_it('diff', '--json', 'a', 'a'))
        self.file('b', copy(RECORD, statements=[dict(RECORD['statements'][0], speaker='e1', id='s9')], events=[]))
        code, out, err = self.run_it('diff', 'a', 'b')
        self.assertEqual((1, ''), (code, err))
        self.assertEqual('d (a:1, b:1)\n'
                         '  changed  statement    bytes 20-39  ““We regret it,””\n'
                         '           speaker: Ann Lind -> Łódź\n'
                         '  gone     event        bytes 8-13  “asked”\n'
                         '           type: REQUEST\n'
                         '           actors: Łódź\n'
                         '           realis: done\n'
                         '\n1 gone, 0 added, 1 changed in 1 document\n', out)
        code, out, err = self.run_it('diff', '--json', 'b', 'a')
        rows = [json.loads(line) for line in out.splitlines()]
        self.assertEqual((1, '', ['changed', 'added']), (code, err, [r['change'] for r in rows]))
        self.assertEqual([{'field': 'speaker', 'old': 'Łódź', 'new': 'Ann Lind'}], rows[0]['fields'])
        self.assertEqual((None, {'line': 1, 'id': 'v1', 'bytes': [[8, 13]], 'codepoints': [[5, 10]], 'words': ['asked']}),
                         (rows[1]['old'], rows[1]['new']))
        self.file('c', copy(RECORD, entities=[dict(RECORD['entities'][0], score=0.5), RECORD['entities'][1]]))
        self.assertEqual(0, self.run_it('diff', 'a', 'c')[0])
        self.assertEqual(1, self.run_it('diff', '--scores', 'a', 'c')[0])

    def test_documents_of_one_side(self):
        self.file('a', RECORD)
        self.file('b', copy(RECORD, document={'id': 'x', 'text': 'Other.'}, entities=[], statements=[], events=[]), RECORD)
        code, out, _ = self.run_it('diff', 'a', 'b')
        self.assertEqual((1, 'x (b:1)\n  added    document   \n\n0 gone, 1 added, 0 changed in 1 document\n'), (code, out))

    def test_trouble(self):
        self.file('g', RECORD)
        self.file('cut', RECORD, '{"document":')
        self.file('past', copy(RECORD, times=[{'span': [0, 99]}]))
        self.file('other', copy(RECORD, document={'id': 'd', 'text': 'Other.'}))
        self.file('none')
        for args, message in (
                (['--gold', 'g', '--pred', 'cut'], 'cut:2: not JSON'),
                (['--gold', 'past', '--pred', 'g'], 'past:1: times[0].span: [0,99] is past the end of the text, which has 47 code points'),
                (['--gold', 'g', '--pred', 'other'], 'other:1: '),
                (['--gold', 'none', '--pred', 'g'], 'none: no documents'),
                (['--gold', 'g', '--pred', 'nowhere'], 'nowhere: No such file')):
            code, out, err = self.run_it('eval', *args)
            self.assertEqual((1, ''), (code, out))
            self.assertTrue(err.startswith('verbale: ' + message), err)
        for args, message in ((['g', 'cut'], 'cut:2: not JSON'), (['past', 'g'], 'past:1: times[0].span'), (['g', 'nowhere'], 'nowhere: ')):
            code, out, err = self.run_it('diff', *args)
            self.assertEqual(2, code)
            self.assertTrue(err.startswith('verbale: ' + message), err)

    def test_usage(self):
        for args, message in (
                (['eval'], '--gold FILE and --pred FILE'), (['eval', '--gold', 'g'], '--gold FILE and --pred FILE'),
                (['eval', '--gold', 'g', '--pred', 'p', 'x'], 'takes no arguments'), (['eval', '--layer', 'evening'], '--layer evening: no layer'),
                (['eval', '--gold', '-', '--pred', '-'], 'only one'), (['diff', 'a'], 'takes two files'), (['diff', '-', '-'], 'only one'),
                (['diff', '--nonsense', 'a', 'b'], 'no option --nonsense')):
            code, out, err = self.run_it(*args)
            self.assertEqual((2, ''), (code, out))
            self.assertIn(f'verbale: {args[0]}: ', err)
            self.assertIn(message, err)


def damage(record, luck):
    """A copy with some of everything altered, as a reading could be wrong, and as files can be odd."""
    r, n = json.loads(json.dumps(record)), len(record['document']['text'])

    def often(p):
        return luck.random() < p

    def span(s):
        if not s or often(.6):
            return s
        if often(.75):
            beg = max(0, s[0] + luck.randint(-4, 4))
            return [min(beg, n), min(n, max(beg, s[1] + luck.randint(-4, 4)))]
        return luck.choice([[s[0], s[0]], None])

    if often(.3):
        r['document']['id'] = f'other-{luck.random()}'
    ids = [e['id'] for e in r['entities']] + ['nobody']
    luck.shuffle(r['entities'])
    r['entities'] = entities = [e for e in r['entities'] if often(.9)]
    for e in entities:
        for key, p, values in (('name', .1, [e['name'].upper()]), ('country', .15, ['GBR', 'USA', None, '']), ('sector', .15, ['GOV', 'LEG', None])):
            if often(p):
                e[key] = luck.choice(values)
        for m in e['mentions']:
            m['span'] = span(m['span'])
            if often(.1):
                m['form'] = luck.choice(['name', 'role', 'pronoun', None])
            elif often(.05):
                del m['form']
        if often(.1) and e['mentions']:
            luck.choice(entities)['mentions'].append(dict(luck.choice(e['mentions'])))
    for layer in ('statements', 'events', 'positions', 'designations', 'times', 'places'):
        rows = [x for x in r[layer] if often(.9)]
        rows += [dict(x, id=f'{layer}-{i}-again') for i, x in enumerate(rows) if often(.1)]
        luck.shuffle(rows)
        for x in rows:
            for key in ('speaker', 'holder', 'target', 'of'):
                if key in x and often(.15):
                    x[key] = luck.choice(ids + [None])
            for key in ('actors', 'recipients'):
                if key in x and often(.2):
                    x[key] = [luck.choice(ids) for _ in range(luck.randint(0, 3))]
            for key in ('trigger', 'words', 'span'):
                if key in x:
                    x[key] = span(x[key])
            for key in ('content', 'cue', 'source'):
                if key in x:
                    x[key] = [s for s in map(span, x[key]) if s] + ([[0, min(n, 9)]] if often(.1) else [])
            for key, values in (('type', ['ACCUSE', 'REJECT', 'CONSULT', 'term', None]), ('stance', ['for', 'against', None]),
                                ('value', ['2023', 'PAST_REF', None]), ('realis', ['done', 'planned', None]),
                                ('mode', ['Visit', 'VISIT', None]), ('date', ['2020-01-01', None]),
                                ('asserted_by', ['article', 's1', 's2', None, 's999'])):
                if key in x and often(.12):
                    x[key] = luck.choice(values)
            if layer == 'places' and often(.15):
                x['country'] = luck.choice(['USA', None])
            if often(.05):
                x['optional'] = True
            if often(.05):
                x.pop('asserted_by', None)
        r[layer] = rows
    return r


class Scorer(Case):
    @classmethod
    def setUpClass(cls):
        spec = importlib.util.spec_from_file_location('score_record', SCORER)
        cls.scorer = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.scorer)

    def load(self, path):
        with open(path, encoding='utf-8') as f:
            return [json.loads(line) for line in f if line.strip()]

    def same(self, gold, pred):
        """The figures of the scorer, key by key, and its lists of misses; for each layer as many misses as it counts."""
        want = json.loads(subprocess.run([sys.executable, SCORER, gold, pred, '--json'], check=True, capture_output=True).stdout)
        got = self.scores(gold, pred, '--misses')
        self.assertEqual(want, {key: got[key] for key in want})
        preds = self.load(pred)
        by_id, by_text = {p['document'].get('id'): p for p in preds}, {p['document']['text']: p for p in preds}
        documents = [(g, by_id.get(g['document']['id']) or by_text.get(g['document']['text']) or {'document': {}})
                     for g in self.load(gold)]
        counts, shares, misses = self.scorer.score_docs(documents)

        def rows(layer, *kinds):
            return [m for m in got['misses'] if m['layer'] == layer and m['kind'] in kinds]
        self.assertEqual([tuple(m) for m in misses['statement']], [(m['document'], m['words'][:1]) for m in rows('statement', 'missed')])
        self.assertEqual([m[:2] for m in misses['event']], [(m['document'], m['id']) for m in rows('event dyad', 'missed')])
        for layer, c in counts.items():
            self.assertEqual((c.n_gold - c.tp, c.n_pred - c.tp), (len(rows(layer, 'missed')), len(rows(layer, 'spurious'))), layer)
        for part, s in shares.items():
            self.assertEqual(s.n - s.ok, len(rows(part, 'missed', 'wrong')), part)

    def test_gold_against_itself(self):
        self.same(GOLD, GOLD)

    def test_damaged_copies(self):
        for seed in range(2):
            luck = random.Random(seed)
            damaged = [damage(r, luck) for r in self.load(GOLD) if luck.random() < .95]
            path = self.file(f'damaged-{seed}', *damaged, damaged[0])
            self.same(GOLD, path)
            self.same(path, GOLD)
            self.assertEqual((0, '', ''), self.run_it('diff', '--scores', path, path))

    def test_what_the_program_reads(self):
        texts = self.file('texts.ndjson', *[{k: r['document'][k] for k in ('id', 'text', 'date', 'tz') if r['document'].get(k)}
                                            for r in self.load(GOLD)[:4]])
        code, out, err = self.run_it('read', '--json', '--quiet', texts)
        self.assertEqual((0, ''), (code, err))
        self.same(self.file('gold', *self.load(GOLD)[:4]), self.file('read', *out.splitlines()))


if __name__ == '__main__':
    which = sys.argv[2]
    if which == 'scorer' and not (os.path.exists(SCORER) and os.path.exists(GOLD)):
        print(f'skipped: no {SCORER}')
        sys.exit(77)
    unittest.main(argv=['eval_and_diff.py', *(sys.argv[3:] or ['Own' if which == 'own' else 'Scorer'])], verbosity=1)
