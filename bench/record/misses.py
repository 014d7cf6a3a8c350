#!/usr/bin/env python3
"""What the entity layer of records gets wrong, a line each: layer, kind of miss, words, what was wanted and made, where.

usage: misses.py GOLD.ndjson RECORDS.ndjson           records: link role, link pronoun, entity country, entity sector, mention, speaker
       misses.py --actors GOLD.ndjson RECORDS.ndjson  phrases of ngec_actors.dev

What counts is what ../shared/score counts (score_record.py, score_sentences.py), whose pairing of entities is used here. For annotated
articles to develop on: of ../shared/gold nothing is shown.
"""
import json, pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / 'shared/score'))
import score_record as scorer


def rows_of(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(line) for line in f if line.strip()]


def entities_at(record, span):
    """(entity, form) of the mentions that meet a span, the longest shared part first."""
    found = [(min(m['span'][1], span[1]) - max(m['span'][0], span[0]), e, m['form']) for e in record.get('entities', []) for m in e['mentions']
             if scorer.meet(m['span'], span)]
    return [(e, form) for _, e, form in sorted(found, key=lambda x: -x[0])]


def name_of(entity):
    return f"{entity['name']} [{entity['kind']}]" if entity else '-'


def around(text, begin, end, n=70):
    return ' '.join(f'{text[max(0, begin - n):begin]}>>{text[begin:end]}<<{text[end:end + n]}'.split())


class Article:
    def __init__(self, gold, made):
        self.gold, self.made, self.text = gold, made, gold['document']['text']
        self.to_gold = scorer.map_entities(gold, made)
        self.by_id = {e['id']: e for e in gold['entities']}
        self.made_by_id = {e['id']: e for e in made.get('entities', [])}
        self.ours = {}
        for p, g in self.to_gold.items():
            self.ours.setdefault(g, []).append(self.made_by_id[p])

    def say(self, layer, miss, words, want, got, begin, end):
        print(layer, miss, repr(words), want, got, self.gold['document']['id'], around(self.text, begin, end), sep='\t')

    def links(self):
        for e in self.gold['entities']:
            for m in e['mentions']:
                if not m['span'] or m['form'] not in ('role', 'pronoun'):
                    continue
                at = entities_at(self.made, m['span'])
                if any(self.to_gold.get(p['id']) == e['id'] for p, _ in at):
                    continue
                same = [(p, form) for p, form in at if form == m['form']]
                p = (same or at or [(None, None)])[0][0]
                miss = ('no mention' if not at else 'only another form' if not same else
                        'alone' if len(p['mentions']) == 1 else 'an entity that the gold has not' if p['id'] not in self.to_gold else 'another entity')
                if e['id'] not in self.ours:
                    miss += ', entity not found'
                self.say(f"link {m['form']}", miss, self.text[slice(*m['span'])], name_of(e), name_of(p), *m['span'])

    def codes(self):
        for e in self.gold['entities']:
            names = [m for m in e['mentions'] if m['form'] == 'name' and m['span']]
            ours = self.ours.get(e['id'])
            if not names:
                continue
            first = names[0]['span']
            if not ours:
                self.say('entity found', e['kind'], e['name'], '-', '-', *first)
                continue
            for key in ('country', 'sector'):
                got = [p.get(key) for p in ours]
                if e.get(key) and e[key] not in got:
                    miss = 'empty' if not any(got) else 'another'
                    kinds = f"{e['kind']}/{'+'.join(sorted({p['kind'] for p in ours}))}"
                    self.say(f'entity {key}', f'{miss}, {kinds}', e['name'], e[key], f"{'+'.join(str(g) for g in got)} ({', '.join(p['name'] for p in ours[:3])})", *first)

    def mentions(self):
        spans = lambda d: {tuple(m['span']): e for e in d.get('entities', []) for m in e['mentions'] if m['span'] and m['form'] == 'name'}
        gold, made = spans(self.gold), spans(self.made)
        other = lambda d, s: next((f'{form}: {self.text[slice(*m["span"])]}' for e, form in entities_at(d, s) for m in e['mentions'] if scorer.meet(m['span'], s)), '-')
        for layer, mine, theirs, record in (('mention missed', gold, made, self.made), ('mention invented', made, gold, self.gold)):
            for s in sorted(set(mine) - set(theirs)):
                at = entities_at(record, s)
                miss = 'nothing there' if not at else 'another span' if at[0][1] == 'name' else f'there as {at[0][1]}'
                self.say(layer, f"{miss}, {mine[s]['kind']}", self.text[slice(*s)], name_of(mine[s]), other(record, s), *s)

    def speakers(self):
        keep = lambda d: [s for s in d.get('statements', []) if s.get('type') != 'term']
        for g, p in scorer.pair(keep(self.gold), keep(self.made), lambda g, p: scorer.statement_soft(self.text, g, p)):
            want, got = g.get('speaker'), self.to_gold.get(p['speaker']) if p.get('speaker') else None
            if want == got:
                continue
            mine = self.made_by_id.get(p.get('speaker'))
            miss = ('none made' if not mine else 'the gold has none' if not want else 'an entity that the gold has not' if not got else 'another entity')
            at = (g['source'] or g['content'])[0]
            words = ' … '.join(self.text[slice(*s)] for s in g['source']) or '(no source)'
            self.say('speaker', miss, words, name_of(self.by_id.get(want)), name_of(mine), *at)


def actors(gold, made):
    made = {r['document'].get('input_id') or r['document']['id']: r for r in made}
    for g in gold:
        x = g['expected']
        if not (isinstance(x.get('country'), str) or isinstance(x.get('code1'), str)):
            continue
        record = made[g['id']]
        at = entities_at(record, (0, len(g['text'])))
        e = at[0][0] if at else {}
        co = {'EUR': 'IGO', 'UNO': 'IGO', 'KOS': 'XKX'}.get(x.get('country'), x.get('country'))
        no_country = isinstance(co, str) and co and e.get('country') != co
        no_sector = isinstance(x.get('code1'), str) and x['code1'] and x['code1'] not in [e.get('sector')] + (e.get('sectors') or [])
        if no_country or no_sector:
            miss = ' and '.join(k for k, no in (('country', no_country), ('sector', no_sector)) if no)
            print('actors', miss if at else 'no entity', repr(g['text']), f"{co}/{x.get('code1')}", f"{e.get('country')}/{'+'.join(e.get('sectors') or [])}",
                  g['id'], f"{g.get('query_date') or ''} {name_of(e)} kb {e.get('kb')}; entities: {[o['name'] for o in record['entities']]}", sep='\t')


def main(args):
    if len(args) != (3 if '--actors' in args else 2):
        sys.exit(__doc__)
    gold, made = map(rows_of, args[-2:])
    if '--actors' in args:
        return actors(gold, made)
    by_text = {r['document']['text']: r for r in made}
    for g in gold:
        a = Article(g, by_text[g['document']['text']])
        a.links()
        a.codes()
        a.mentions()
        a.speakers()


if __name__ == '__main__':
    main(sys.argv[1:])
