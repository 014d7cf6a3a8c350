#!/usr/bin/env python3
"""Score clusters across the articles of a story: pairs of rows that are the same event, and that are the same quotation.

usage: cluster_story.py [--read] [--show] VERBALE CORPUS ARTICLE...      ARTICLE: authored-st-07 (in CORPUS/articles)

The gold is the "# same:" lines of the articles: rows that lead to one row of a story's first article are one cluster. A pair is
two rows of different articles in one cluster. Without --read the gold's own rows are put into a record, so that clusters alone are
measured; with --read verbale reads the texts, and a gold row has the cluster of the row that verbale found in its place, if any
(a statement: half of the words of both contents; an event: the type, and triggers that meet).
"""
import collections
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

MARKS = ('direct', 'mixed', 'partial')


def load(corpus, names):
    """The articles as JSON, positions in bytes."""
    articles = []
    for name in names:
        done = subprocess.run([sys.executable, os.path.join(corpus, 'corpusc.py'), os.path.join(corpus, 'articles', name + '.va')],
                              stdout=subprocess.PIPE, check=True)
        article = json.loads(done.stdout)
        text = article['document']['text']
        at = [0]
        for c in text:
            at.append(at[-1] + len(c.encode()))
        article['bytes'] = lambda span, at=at: (at[span[0]], at[span[1]])
        articles.append(article)
    return articles


def sentence(text, span):
    """The sentence that a trigger stands in, as its evidence: the corpus has none."""
    beg = max([0] + [m.end() for m in re.finditer(r'(?:[.!?][”"’\']?\s+|\n)', text[:span[0]])])
    m = re.search(r'[.!?][”"’\']?(?:\s|$)|\n', text[span[1]:])
    return beg, span[1] + m.start() if m else len(text)


def put_gold(db, number, article):
    """The gold's rows as a reading. Returns nothing; ids of rows are 1000 * number + n."""
    d, base, where = article['document'], 1000 * number, article['bytes']
    uid = hashlib.sha256(d['text'].encode()).hexdigest()
    insert = lambda table, **row: db.execute(
        f'INSERT INTO {table} ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})', list(row.values()))
    insert('document', id=number, uid='sha256:' + uid, text=d['text'])
    insert('reading', id=number, uid=uid, document=number, run=1, title=d['title'], publisher=d.get('publisher'), date=d['date'])
    entity = {e['id']: base + n for n, e in enumerate(article['entities'], 1)}
    statement = {s['id']: base + n for n, s in enumerate(article['statements'], 1)}
    for n, e in enumerate(article['entities'], 1):
        insert('entity', id=base + n, reading=number, n=n, name=e['name'], kind=e['kind'], country=e['country'], score=1.0)
        for k, m in enumerate(e['mentions'], 1):
            beg, fin = where(m['span'])
            insert('mention', entity=base + n, n=k, beg=beg, fin=fin, form=m['form'],
                   words=d['text'][m['span'][0]:m['span'][1]])
        if e.get('sector'):
            insert('entity_sector', entity=base + n, n=1, sector=e['sector'])
    for n, s in enumerate(article['statements'], 1):
        insert('statement', id=base + n, uid=hashlib.sha256(f'{uid} s{n}'.encode()).hexdigest(), reading=number, n=n, type=s['type'],
               **{'class': s['class']}, polarity=s['polarity'], speaker=entity.get(s['speaker']), score=1.0)
        for role in ('content', 'cue', 'source'):
            for k, span in enumerate(s[role], 1):
                beg, fin = where(span)
                insert('statement_span', statement=base + n, role=role, n=k, beg=beg, fin=fin)
    for n, v in enumerate(article['events'], 1):
        beg, fin = where(v['trigger'])
        insert('event', id=base + n, uid=hashlib.sha256(f'{uid} v{n}'.encode()).hexdigest(), reading=number, n=n, type=v['type'],
               mode=v['mode'], cameo=v['cameo'], realis=v['realis'], beg=beg, fin=fin, date=v['date'],
               asserted_by=statement.get(v['asserted_by']), score=1.0)
        for role in ('actor', 'recipient'):
            for k, e in enumerate(v[role + 's'], 1):
                insert('event_participant', event=base + n, role=role, n=k, entity=entity[e], inferred=0)
        beg, fin = where(sentence(d['text'], v['trigger']))
        insert('event_evidence', event=base + n, n=1, beg=beg, fin=fin)


def run(verbale, *arguments, text=''):
    done = subprocess.run([verbale, *arguments], input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode not in (0, 1):
        sys.exit(f'{" ".join(arguments)}: exit {done.returncode}: {done.stderr.decode()}')


def clusters_of_gold(verbale, path, articles):
    """(article, row) -> cluster, from the gold's own rows."""
    run(verbale, 'read', '-q', '--record', path, '-', text='')         # an empty record
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO run (id, engine, model, knowledge, codebook) VALUES (1, 'gold', '', '', '1')")
        for number, article in enumerate(articles, 1):
            put_gold(db, number, article)
    db.close()
    run(verbale, 'read', '-q', '--record', path, '-', text='')         # compares what is new
    found = {}
    db = sqlite3.connect(path)
    for letter, sql in (('s', 'SELECT s.reading, s.n, cluster FROM quotation_cluster JOIN statement s ON s.id = statement'),
                        ('v', 'SELECT v.reading, v.n, cluster FROM event_cluster JOIN event v ON v.id = event')):
        for reading, n, cluster in db.execute(sql):
            rows = articles[reading - 1]['statements' if letter == 's' else 'events']
            found[reading - 1, rows[n - 1]['id']] = cluster
    db.close()
    return found


def clusters_of_reading(verbale, path, articles):
    """The same from verbale's reading of the texts."""
    lines = ''.join(json.dumps({'id': str(i), **{k: a['document'].get(k) for k in ('text', 'date', 'tz', 'title', 'publisher')}}) + '\n'
                    for i, a in enumerate(articles))
    run(verbale, 'read', '-q', '--record', path, '--ndjson', '-', text=lines)
    found = {}
    db = sqlite3.connect(path)
    for i, article in enumerate(articles):
        own = collections.defaultdict(set)
        for statement, cluster, beg, fin in db.execute(
                'SELECT s.id, q.cluster, p.beg, p.fin FROM reading r JOIN statement s ON s.reading = r.id'
                ' JOIN quotation_cluster q ON q.statement = s.id JOIN statement_span p ON p.statement = s.id'
                " WHERE r.input_id = ? AND p.role = 'content'", (str(i),)):
            own[statement, cluster].update(range(beg, fin))
        for s in article['statements']:
            gold = {b for span in s['content'] for b in range(*article['bytes'](span))}
            best = max(((len(gold & at) / len(gold | at), cluster) for (_, cluster), at in own.items()), default=(0, None))
            if best[0] >= 0.5:
                found[i, s['id']] = best[1]
        for v in article['events']:
            beg, fin = article['bytes'](v['trigger'])
            for type_, cluster, b, f in db.execute(
                    'SELECT v.type, c.cluster, v.beg, v.fin FROM reading r JOIN event v ON v.reading = r.id'
                    ' JOIN event_cluster c ON c.event = v.id WHERE r.input_id = ?', (str(i),)):
                if type_ == v['type'] and b < fin and beg < f:
                    found[i, v['id']] = cluster
    db.close()
    return found


def gold_clusters(articles):
    first, found = {}, {}
    for i, a in enumerate(articles):
        first.setdefault(a['document']['story'], i)
    for i, a in enumerate(articles):
        for row in a['statements'] + a['events']:
            story, name = row['same'].split() if row.get('same') else (a['document']['story'], None)
            found[i, row['id']] = (first[story], name) if name else (i, row['id'])
    return found


def pairs(clusters, wanted):
    """Pairs of rows of different articles that have one cluster."""
    members = collections.defaultdict(list)
    for row, cluster in clusters.items():
        if row in wanted:
            members[cluster].append(row)
    return {tuple(sorted((a, b))) for rows in members.values() for a in rows for b in rows if a[0] < b[0]}


def main():
    flags = [a for a in sys.argv[1:] if a.startswith('--')]
    arguments = [a for a in sys.argv[1:] if not a.startswith('--')]
    if len(arguments) < 3 or set(flags) - {'--read', '--show'}:
        sys.exit(__doc__)
    verbale, corpus, names = arguments[0], arguments[1], arguments[2:]
    articles = load(corpus, names)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'r.db')
        system = (clusters_of_reading if '--read' in flags else clusters_of_gold)(verbale, path, articles)
    gold = gold_clusters(articles)
    rows = {(i, r['id']): r for i, a in enumerate(articles) for r in a['statements'] + a['events']}
    kinds = (('same event', {k for k in rows if k[1][0] == 'v'}),
             ('same quotation', {k for k, r in rows.items() if k[1][0] == 's' and r['type'] in MARKS}),
             ('same statement', {k for k in rows if k[1][0] == 's'}))
    for kind, wanted in kinds:
        g, s = pairs(gold, wanted), pairs(system, wanted)
        both = len(g & s)
        p, r = both / max(len(s), 1), both / max(len(g), 1)
        print(f'{kind:16} pairs {len(g):3}  precision {100 * p:5.1f}  recall {100 * r:5.1f}  F1 {200 * p * r / max(p + r, 1e-9):5.1f}')
        if '--show' in flags:
            def words(key):
                row, text = rows[key], articles[key[0]]['document']['text']
                spans = row.get('content') or [row['trigger']]
                return f'{names[key[0]]} {key[1]} {row["type"]} ' + ' … '.join(text[slice(*x)] for x in spans)[:150]
            for title, some in (('missed', g - s), ('wrong', s - g)):
                for a, b in sorted(some):
                    print(f'  {title}: {words(a)}\n          {words(b)}')


if __name__ == '__main__':
    main()
