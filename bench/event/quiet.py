"""2,000 sentences of sport, weather, business and biography from ../shared/data/text/news-unlabelled, and how many of them get an event.

usage: quiet.py sentences NEWS.ndjson[.xz] > SENTENCES.ndjson
       quiet.py others NEWS.ndjson[.xz] > OTHERS.ndjson            500 a kind that are not among them, as far as there are: train_events.py --quiet
       quiet.py count RECORDS.ndjson [--show]

The filter: sentences of 8 to 40 words with a word of their kind and none of politics (KINDS, POLITICS), 500 a kind, drawn with one seed.
"""
import collections, json, lzma, random, re, sys

KINDS = {
    'sport': r'touchdowns?|quarterback|innings?|playoffs?|NBA|NFL|Super Bowl|linebacker|World Series|scored|teammates?|semifinals?|Olympics?',
    'weather': r'forecasts?|rainfall|temperatures?|thunderstorms?|snowfall|humidity|drizzle|sunshine|mph winds|degrees',
    'business': r'shares|quarterly|earnings|revenues?|retailers?|stocks|profits?|investors?|startup|dividends?|sales',
    'biography': r'was born|grew up|graduated from|married|his wife|her husband|childhood|her mother|his father|years old',
}
POLITICS = (r'president\w*|minister\w*|senat\w+|congress\w*|governments?|police|courts?|arm(y|ies)|troops|protest\w*|Trump|Clinton|Obama|Sanders|Cruz|Biden|campaign\w*|'
            r'elect\w+|vot\w+|Republicans?|Democrat\w*|party|bill|law\w*|judges?|prosecut\w+|killed|shot|shooting|attack\w*|war|terror\w*|FBI|Russia\w*|ISIS|Syria\w*|Iran\w*|'
            r'China|Chinese|governor|mayor|politic\w+|federal|Justice|officials?|immigra\w+|refugees?|Islam\w*|Muslims?|charged|accus\w+|sued|convicted|arrest\w+|'
            r'White House|House|nominees?|candidates?|ambassador|tax(es)?|polic(y|ies)|military|union|strike')


def sentences(path):
    with (lzma.open(path, 'rt', encoding='utf-8') if path.endswith('.xz') else open(path, encoding='utf-8')) as f:
        for line in f:
            for s in re.split(r'(?<=[.!?])\s+|\n+', json.loads(line)['text']):
                if 8 <= len(s.split()) <= 40 and s[0].isupper() and s[-1] in '.!?':
                    yield s


def draw(path, others):
    found = collections.defaultdict(set)
    kinds = {k: re.compile(rf'\b({v})\b') for k, v in KINDS.items()}; politics = re.compile(rf'\b({POLITICS})\b', re.I)
    for s in sentences(path):
        kind = next((k for k, r in kinds.items() if r.search(s)), None)
        if kind and not politics.search(s):
            found[kind].add(s)
    rng = random.Random(1)
    for kind in KINDS:
        drawn = rng.sample(sorted(found[kind]), 500)
        if others:
            left = sorted(found[kind] - set(drawn)); drawn = random.Random(2).sample(left, min(500, len(left)))
        for i, s in enumerate(drawn):
            print(json.dumps({'id': f'{kind}-{i}', 'text': s}, ensure_ascii=False))


def count(path, show):
    n, hit = collections.Counter(), collections.Counter()
    for line in open(path, encoding='utf-8'):
        d = json.loads(line); kind = d['document']['input_id'].split('-')[0]
        n[kind] += 1; hit[kind] += bool(d['events'])
        if show:
            for v in d['events']:
                print(v['type'], v['score'], d['document']['text'][slice(*v['trigger'])], '|', d['document']['text'])
    for kind in n:
        print(f'{kind:10} {hit[kind]:4} of {n[kind]}, {100 * hit[kind] / n[kind]:.1f} %')
    print(f'all        {sum(hit.values()):4} of {sum(n.values())}, {100 * sum(hit.values()) / sum(n.values()):.1f} %')


if sys.argv[1:2] in (['sentences'], ['others']):
    draw(sys.argv[2], sys.argv[1] == 'others')
elif sys.argv[1:2] == ['count']:
    count(sys.argv[2], '--show' in sys.argv)
else:
    sys.exit(__doc__)
