"""The sentence sets by fold, the gold and the held-out articles: what `verbale read` and the scorers read.

usage: sets.py texts SHARED OUT      SET.gold, SET.FOLD.ndjson, coped_penta.named.gold; gold.gold, gold.ndjson, held.gold, held.ndjson in OUT
"""
import json, lzma, pathlib, subprocess, sys

SETS = ('plover_gsr', 'plv', 'coped_penta', 'petr2_gsr')


def date_of(d):
    """The sets write 20080806 too."""
    d = d or ''
    return f'{d[:4]}-{d[4:6]}-{d[6:]}' if len(d) == 8 and d.isdigit() else d


def line(ident, text, date, **more):
    o = {'id': ident, 'text': text, **{k: v for k, v in more.items() if v}}
    if date:
        o['date'] = date
    return json.dumps(o, ensure_ascii=False) + '\n'


def main(shared, out):
    folds = dict(l.rstrip('\n').split('\t') for l in open(shared / 'data/events/folds.tsv', encoding='utf-8'))
    for name in SETS:
        with lzma.open(shared / f'data/events/{name}.dev.ndjson.xz', 'rt', encoding='utf-8') as f:
            rows = [json.loads(l) for l in f if l.strip()]
        (out / f'{name}.gold').write_text(''.join(json.dumps(r, ensure_ascii=False) + '\n' for r in rows), encoding='utf-8')
        if name == 'coped_penta':           # the scorer has other words for two of the classes, which otherwise are never right
            (out / f'{name}.named.gold').write_text(''.join(json.dumps(r | {'penta_name': r['penta_name'].replace('cooperation', 'coop')}) + '\n' for r in rows), encoding='utf-8')
        for k in '01234':
            own = [r for r in rows if folds.get(r['id'], '0') == k]
            (out / f'{name}.{k}.ndjson').write_text(''.join(line(r['id'], r['text'], date_of(r.get('date'))) for r in own), encoding='utf-8')
    corpus = shared / 'corpus'
    files = [str(corpus / f) for f in sorted((corpus / 'heldout.txt').read_text().split())]
    held = subprocess.run([sys.executable, str(corpus / 'corpusc.py'), *files], capture_output=True, text=True, check=True).stdout
    for name, text in (('gold', (shared / 'gold/gold.ndjson').read_text(encoding='utf-8')), ('held', held)):
        rows = [json.loads(l) for l in text.splitlines() if l.strip()]
        (out / f'{name}.gold').write_text(text, encoding='utf-8')
        (out / f'{name}.ndjson').write_text(''.join(line(str(i), r['document']['text'], r['document'].get('date'), title=r['document'].get('title'),
            tz=r['document'].get('tz'), publisher=r['document'].get('publisher')) for i, r in enumerate(rows)), encoding='utf-8')


if __name__ == '__main__':
    if sys.argv[1:2] != ['texts'] or len(sys.argv) != 4:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
