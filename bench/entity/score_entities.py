#!/usr/bin/env python3
"""Names, coreference and ambiguous pronouns of the entity layer against the corpora of ../shared/data.

usage: score_entities.py texts SET > TEXTS.ndjson                       what entity_dump reads
       score_entities.py score SET FOUND.ndjson [--link P] [--bootstrap N] [--misses]
       score_entities.py tune SET FOUND.ndjson                          the threshold of a link, on the set for training only
       score_entities.py --self-test                                    this file and chains.py; coref_scores.py has its own

SET: ewt-dev (UNER), worldwide-tenth                           exact span and class, PER ORG LOC, of the network's own names
     ontogum-dev, ontogum-train-sample                         CoNLL F1 of chains (chains.py), without singletons
     gap-validation, gap-development                           F1 by the rules of GAP, masculine and feminine too

Texts and classes are those of train/language.py: documents put together again from their words. README.md says what was chosen.
"""
import collections, json, pathlib, random, sys

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / 'train'))
import chains, coref_scores, language

LINK = .6                                # score_entities.py tune: flat between .55 and .65
CLASSES = ('PER', 'ORG', 'LOC')


# ---- sets --------------------------------------------------------------------------------------------------------------------------

def texts_of(name, data):
    if name == 'ewt-dev':
        texts = language.treebank(data / 'syntax/en_ewt-ud-dev.conllu.xz', 'ewt')
        language.add_uner(texts, data / 'entity/uner_en_ewt-dev.iob2.xz')
    elif name == 'worldwide-tenth':
        texts = [t for t in language.worldwide(data / 'entity/worldwide_newswire.tsv.xz') if t['tenth']]
    elif name.startswith('ontogum-'):
        split = name.split('-')[1]
        texts = language.treebank(data / f'syntax/en_gum-ud-{split}.conllu.xz', 'gum')
        language.add_ontogum(texts, data / f'coref/ontogum-{split}.conll.xz')
        texts = [t for t in texts if 'chains' in t]
        if name == 'ontogum-train-sample':
            texts = texts[::5]                     # enough for one threshold
    elif name.startswith('gap-'):
        texts = list(language.gap(data / f'coref/{name}.tsv.xz'))
        if name == 'gap-development':
            texts = texts[::4]                     # the weights of members.c were fitted on all of them
    else:
        sys.exit(__doc__)
    return [t for t in texts if t['text'].strip()]


def f1(got, right, want):
    p, r = got and right / got, want and right / want
    return p, r, 2 * p * r / (p + r) if p + r else 0.


def interval(rows, figure, rounds):
    """95 % of resamples of the texts: rows are tuples to add up, figure makes one number of their sum."""
    draw, values = random.Random(1), []
    for _ in range(rounds):
        values.append(figure([sum(c) for c in zip(*draw.choices(rows, k=len(rows)))]))
    values.sort()
    return f'   95 %: {100 * values[int(.025 * rounds)]:.1f} to {100 * values[int(.975 * rounds)]:.1f}' if rounds else ''


# ---- names -------------------------------------------------------------------------------------------------------------------------

def score_names(pairs, options):
    rows, missed = [], collections.Counter()
    for text, found in pairs:
        gold = {tuple(n) for n in text['names'][1] if n[2] in CLASSES}
        made = {tuple(n[:3]) for n in found['names'] if n[2] in CLASSES}
        rows.append([n for k in CLASSES for n in (sum(x[2] == k for x in made), sum(x[2] == k for x in made & gold), sum(x[2] == k for x in gold))])
        if options['misses']:
            for side, spans, others in (('missed', gold - made, made), ('invented', made - gold, gold)):
                for b, e, kind in spans:
                    near = [f'{text["text"][x:y]!r} {k}' for x, y, k in others if x < e and b < y]
                    missed[f'{side}\t{kind} {text["text"][b:e]!r}\t{" ".join(near)}'] += 1
    total = [sum(c) for c in zip(*rows)]
    all_of = lambda c: f1(*(sum(c[k::3]) for k in range(3)))
    show = lambda name, prf, n: print(f'{name:5} P {100 * prf[0]:5.1f}  R {100 * prf[1]:5.1f}  F1 {100 * prf[2]:5.1f}   of {n}', end='')
    for m, n in missed.most_common():
        print(n, m, sep='\t')
    show('all', all_of(total), sum(total[2::3]))
    print(interval(rows, lambda c: all_of(c)[2], options['bootstrap']))
    for k, kind in enumerate(CLASSES):
        show(kind, f1(*total[3 * k:3 * k + 3]), total[3 * k + 2])
        print()


# ---- coreference -------------------------------------------------------------------------------------------------------------------

def chain_rows(pairs, link):
    rows = []
    for text, found in pairs:
        gold = [c for c in (set(map(tuple, c)) for c in text['chains']) if len(c) > 1]
        made = chains.span_chains(chains.Text(found), link)
        a, b = set().union(*gold), set().union(*made)
        rows.append((*coref_scores.counts(gold, made), len(b), len(a & b), len(a)))
    return rows


def score_chains(pairs, options):
    rows = chain_rows(pairs, options['link'])
    total = [sum(c) for c in zip(*rows)]
    for name, prf in {'spans': f1(*total[12:]), **coref_scores.scores(total)}.items():
        if name != 'conll':
            print(f'{name:6} P {100 * prf[0]:5.1f}  R {100 * prf[1]:5.1f}  F1 {100 * prf[2]:5.1f}')
    conll = lambda c: coref_scores.scores(c)['conll']
    print(f'CoNLL F1 {100 * conll(total):.1f}' + interval(rows, conll, options['bootstrap']))
    if options['misses']:
        by = collections.Counter()
        for text, found in pairs:
            gold, made = {tuple(s) for c in text['chains'] if len(c) > 1 for s in c}, set().union(*chains.span_chains(chains.Text(found), options['link']))
            for side, spans, others in (('missed', gold - made, made), ('invented', made - gold, gold)):
                for b, e in spans:
                    near = [text['text'][x:y] for x, y in others if x < e and b < y and (x == b or y == e)]
                    by[f'{side}\t{text["text"][b:e][:60]!r}\t{near[0][:60] if near else None!r}'] += 1
        for m, n in by.most_common():
            print(n, m, sep='\t')


# ---- GAP ---------------------------------------------------------------------------------------------------------------------------

MASCULINE = {'he', 'him', 'his'}


def entity_links(found, spans):
    """For the pronoun (first) and names: is the name a mention of the entity that the pronoun is a mention of?"""
    meets = lambda a, b: a[0] < b[1] and b[0] < a[1]
    mine = [e for e in found['entities'] if any(form == 'pronoun' and meets((b, z), spans[0]) for b, z, form in e['mentions'])]
    return [any(form == 'name' and meets((b, z), s) for e in mine for b, z, form in e['mentions']) for s in spans[1:]]


def gap_rows(pairs):
    """(made, right, gold) of masculine pronouns, then of feminine ones, a text."""
    rows = []
    for text, found in pairs:
        pronoun, right, wrong = text['pairs'][0]
        made = entity_links(found, [pronoun, *right, *wrong])
        count = [sum(made), sum(made[:len(right)]), len(right)]
        rows.append(count + [0] * 3 if text['text'][slice(*pronoun)].lower() in MASCULINE else [0] * 3 + count)
    return rows


def gap_f1(c):
    return f1(*(a + b for a, b in zip(c[:3], c[3:])))


def score_gap(pairs, options):
    rows = gap_rows(pairs)
    total = [sum(c) for c in zip(*rows)]
    (p, r, f), m, w = gap_f1(total), f1(*total[:3])[2], f1(*total[3:])[2]
    print(f'P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f:5.1f}   masculine {100 * m:.1f}  feminine {100 * w:.1f}  ratio {m and w / m:.2f}'
          + interval(rows, lambda c: gap_f1(c)[2], options['bootstrap']))


# ---- all ---------------------------------------------------------------------------------------------------------------------------

def tune(name, pairs):
    if name != 'ontogum-train-sample':
        sys.exit('score_entities.py: the threshold is tuned on ontogum-train-sample only')
    for k in range(1, 20):
        total = [sum(c) for c in zip(*chain_rows(pairs, k / 20))]
        print(f'{k / 20:.2f}  CoNLL F1 {100 * coref_scores.scores(total)["conll"]:.2f}')


def option(args, name, default):
    if name not in args:
        return default
    k = args.index(name)
    value = args[k + 1]
    del args[k:k + 2]
    return value


def self_test():
    # The head of Kosovo, Ana Rey, said she and her aides met him.   "him" goes back to "aides" at .4 against none at .7
    words = ('The head of Kosovo , Ana Rey , said she and her aides met him .'.split(),
             'DET NOUN ADP PROPN PUNCT PROPN PROPN PUNCT VERB PRON CCONJ PRON NOUN VERB PRON PUNCT'.split(),
             [1, 8, 3, 1, 5, 1, 5, 1, -1, 13, 12, 12, 9, 8, 13, 8],
             'det nsubj case nmod punct appos flat punct root nsubj cc nmod:poss conj ccomp obj punct'.split())
    tokens, at = [], 0
    for form, upos, head, relation in zip(*words):
        tokens.append([at, at + len(form), upos, 'X', head, relation])
        at += len(form) + 1
    found = {'tokens': tokens, 'names': [[tokens[5][0], tokens[6][1], 'PER', .9], [tokens[3][0], tokens[3][1], 'ORG', .9]],
             'entities': [{'kind': 'person', 'mentions': [[tokens[5][0], tokens[6][1], 'name'], [*tokens[9][:2], 'pronoun']]}],
             'antecedents': [[9, .1, [[5, .4], [1, .3], [6, .2]]], [11, .2, [[9, .8]]], [14, .7, [[12, .2]]]]}
    text = chains.Text(found)
    form = lambda span: ' '.join(words[0])[slice(*span)]
    assert [form(text.span(k)) for k in (1, 3, 6, 9, 12)] == ['The head of Kosovo , Ana Rey', 'Kosovo', 'Ana Rey', 'she', 'her aides']
    assert text.head(tokens[5][0], tokens[6][1]) == 6                # the last flat part, to which the weight of the first goes
    assert [{form(s) for s in c} for c in chains.span_chains(text, .5)] == [{'Ana Rey', 'she', 'her'}]
    assert len(chains.span_chains(text, .25)) == 2
    spans = [tuple(tokens[k][:2]) for k in (11, 6, 1)]
    assert entity_links(found, spans) == [False, False]                   # "her" is no mention of the record
    spans[0] = tuple(tokens[9][:2])
    assert entity_links(found, spans) == [True, False]
    gold = {'text': ' '.join(words[0]), 'pairs': [(spans[0], [spans[1]], [spans[2]])]}
    assert gap_rows([(gold, found)]) == [[0, 0, 0, 1, 1, 1]]
    assert gap_f1([2, 1, 1, 0, 0, 1]) == (.5, .5, .5)
    print('self-test passed')


def main(args):
    if args == ['--self-test']:
        return self_test()
    misses = '--misses' in args
    args = [a for a in args if a != '--misses']
    data = pathlib.Path(option(args, '--shared', str(root.parent / 'shared'))) / 'data'
    link, rounds = option(args, '--link', None), int(option(args, '--bootstrap', '0'))
    if len(args) < 2 or args[0] not in ('texts', 'score', 'tune') or len(args) != (2 if args[0] == 'texts' else 3):
        sys.exit(__doc__)
    what, name = args[:2]
    texts = texts_of(name, data)
    if what == 'texts':
        for t in texts:
            print(json.dumps({'id': t['id'], 'text': t['text']}, ensure_ascii=False))
        return
    with open(args[2], encoding='utf-8') as f:
        found = {d['id']: d for d in map(json.loads, f)}
    pairs = [(t, found[t['id']]) for t in texts]
    options = {'link': float(link) if link else LINK, 'bootstrap': rounds, 'misses': misses}
    if what == 'tune':
        tune(name, pairs)
    elif name.startswith('ontogum'):
        score_chains(pairs, options)
    elif name.startswith('gap'):
        score_gap(pairs, options)
    else:
        score_names(pairs, options)


if __name__ == '__main__':
    main(sys.argv[1:])
