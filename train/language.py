"""Read the corpora of the language layer: words with tags and trees, names, mentions, chains, predicates.

A text is that of corpora.py with "words": [(beg, end)] in code points (None: the C program's own tokens) and labels by word:
  tags      {word: (upos, xpos, feats, script)}   names of labels; script: how a lemma comes from its form
  trees     [(sentence words [i, j), [(head word or -1, relation)])]
  names     (style, [(beg, end, kind)]): PER ORG LOC DEM MISC; style says what a word outside them may still be
  mentions  {"name": spans, "role": spans}: [(beg, end, kind)], kinds as in record-format.md, for a name DEM too
  chains    [[(beg, end)]], one entity each; "whole" if every mention of the text with a chain is there
  pairs     [(pronoun, right names, wrong names)]: GAP
  roles     [(sentence words [i, j), [(word, sense, [(head word, role)])])]
Names, mentions, chains and pairs are code points; the rest are words.
"""
import bisect, collections, csv, json, lzma, pathlib, random, re

UPOS = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X'.split()
NAME_KINDS = ['PER', 'ORG', 'LOC', 'DEM', 'MISC']
ENTITY_KINDS = 'person organisation state group place document policy other'.split()
MENTION_KINDS = {'name': ENTITY_KINDS + ['demonym'], 'role': ENTITY_KINDS}
# what a word without a label may be after all, by corpus: UNER and re3d do not mark peoples, WikiGold counts them to MISC
STYLES = {'all': (), 'uner': ('DEM', 'MISC'), 'wikigold': (), 're3d': ('DEM', 'MISC')}
EITHER = {'wikigold:MISC': ('DEM', 'MISC'), 'uner:OTH': ('O', 'DEM', 'MISC')}


def bioes(kinds):
    """Tags of words that spans of these kinds take up, in the order of their scores."""
    return ['O'] + [f'{x}-{k}' for k in kinds for x in 'BIES']


def letters(n):
    """The letters of a span of n words."""
    return 'S' if n == 1 else 'B' + 'I' * (n - 2) + 'E'


def rows(path):
    with lzma.open(path, 'rt', encoding='utf-8') as f:
        yield from (l.rstrip('\n') for l in f)


# ---- lemmas ------------------------------------------------------------------------------------------------------

def script(form, lemma):
    """"l2go": lower the form, cut two characters, add "go"; "k…" keeps the case. "=": nothing in common, no script."""
    for how, f in (('l', form.lower()), ('k', form)):
        n = 0
        while n < min(len(f), len(lemma)) and f[n] == lemma[n]:
            n += 1
        if n or len(form) <= 4:
            if how == 'l' and n == 0 and form[:1] == lemma[:1] and lemma[:1].isupper():
                continue
            return f'{how}{len(f) - n}{lemma[n:]}'
    return f'l{len(form)}{lemma}' if len(form) <= 6 else None


def lemma_of(form, s):
    f = form.lower() if s[0] == 'l' else form
    m = re.match(r'.(\d+)(.*)$', s, re.S)
    return f[:len(f) - int(m[1])] + m[2] if int(m[1]) <= len(f) else f


# ---- treebanks ---------------------------------------------------------------------------------------------------

def treebank(path, corpus):
    """One text a document: CoNLL-U put together again, paragraphs apart."""
    doc, sentence, out = None, [], []
    def close_sentence():
        nonlocal sentence
        if sentence:
            add_sentence(doc, sentence)
        sentence = []
    for l in rows(path):
        if l.startswith('# newdoc id'):
            close_sentence()
            doc = {'text': '', 'corpus': corpus, 'id': l.split('= ')[1], 'words': [], 'tags': {}, 'trees': [], 'attributions': [], 'sent_id': {},
                   'entity_marks': []}
            out.append(doc)
        elif l.startswith('# newpar'):
            close_sentence()
            if doc['text']:
                doc['text'] = doc['text'].rstrip() + '\n\n'
        elif l.startswith('# sent_id'):
            close_sentence(); doc['sent_id'][len(doc['words'])] = l.split('= ')[1]
        elif l and l[0] != '#':
            sentence.append(l.split('\t'))
        elif not l:
            close_sentence()
    close_sentence()
    return out


def add_sentence(doc, lines):
    base, covered, k, tree = len(doc['words']), 0, 0, []
    while k < len(lines):
        c = lines[k]
        if '.' in c[0]:
            k += 1; continue
        if '-' in c[0]:
            a, b = map(int, c[0].split('-')); parts = [x for x in lines[k + 1:] if '.' not in x[0]][:b - a + 1]
            at = len(doc['text']); doc['text'] += c[1]
            if ''.join(p[1] for p in parts) == c[1]:
                for p in parts:
                    doc['words'].append((at, at + len(p[1]))); at += len(p[1])
            else:                                   # a form that is not written out: all words share the surface
                doc['words'] += [(at, at + len(c[1]))] * len(parts)
            space = 'SpaceAfter=No' not in c[9]; k += 1 + len(parts)
        else:
            parts = [c]; at = len(doc['text']); doc['text'] += c[1]; doc['words'].append((at, at + len(c[1])))
            space = 'SpaceAfter=No' not in c[9]; k += 1
        if space:
            doc['text'] += ' '
        for p in parts:
            i = base + len(tree)
            doc['tags'][i] = (p[3], p[4], p[5], script(p[1], p[2]))
            tree.append((base + int(p[6]) - 1 if int(p[6]) else -1, p[7]))
    doc['trees'].append(((base, base + len(tree)), tree))


def add_uner(docs, path):
    """Names of UNER, by sentence id."""
    by_id = {s: (d, w) for d in docs for w, s in d['sent_id'].items()}
    tags, sid = {}, None
    for l in rows(path):
        if l.startswith('# sent_id'):
            sid = l.split('= ')[1]; tags[sid] = []
        elif l and l[0] != '#':
            tags[sid].append(l.split('\t')[2])
    for d in docs:
        d['names'] = ('uner', [])
    for s, ts in tags.items():
        if s not in by_id:
            continue
        d, w = by_id[s]
        for i, j, kind in iob_spans(ts):
            if w + j <= len(d['words']):
                d['names'][1].append((d['words'][w + i][0], d['words'][w + j - 1][1], 'uner:OTH' if kind in ('OTH', '') else kind))


def iob_spans(tags):
    out, i = [], 0
    while i < len(tags):
        t = tags[i]
        if t[0] in 'BI' and t != 'O':
            kind = t[2:]; j = i + 1
            while j < len(tags) and tags[j] == 'I-' + kind:
                j += 1
            if kind not in ('O', '-O'):
                out.append((i, j, kind))
            i = j
        else:
            i += 1
    return out


def add_roles(docs, path):
    by_id = {s: (d, w) for d in docs for w, s in d['sent_id'].items()}
    found, sid = {}, None
    for l in rows(path):
        if l.startswith('# sent_id lines'):
            continue
        if l.startswith('# '):
            sid = l[2:]; found[sid] = []
        elif l:
            c = (l.split('\t') + [''])[:3]
            found[sid].append((int(c[0]), c[1].rsplit('.', 1)[-1], [a.split(':') for a in c[2].split()]))
    for d in docs:
        d['roles'] = []
        trees = {t[0][0]: t for t in d['trees']}
        for w, s in d['sent_id'].items():
            if s not in found:
                continue
            (i, j), tree = trees[w]; ps = []
            for word, sense, args in found[s]:
                heads = []
                for role, span in args:
                    a, b = map(int, span.split('-'))
                    h = [k for k in range(w + a - 1, w + b) if k < j and not w + a - 1 <= tree[k - i][0] < w + b]
                    if h:
                        heads.append((h[0], role))
                if w + word - 1 < j:
                    ps.append((w + word - 1, sense, heads))
            d['roles'].append(((i, j), ps))


def squeezed(text):
    """Text without white space, and where each character of it stands."""
    at = [i for i, ch in enumerate(text) if not ch.isspace()]
    return ''.join(text[i] for i in at), at


def add_attributions(docs, others):
    """Attributions that stand on another spacing of the same text. Gives those whose text is not among docs."""
    by_id, left = {d['id']: d for d in docs}, []
    for o in others:
        d = by_id.get(o['id'])
        if d is None:
            left.append(o); continue
        (a, at), (b, bt) = squeezed(d['text']), squeezed(o['text'])
        if a != b:
            left.append(o); continue
        to = lambda s: (at[bisect.bisect_left(bt, s[0])], at[bisect.bisect_left(bt, s[1]) - 1] + 1)
        d['attributions'] = [{**x, **{r: [to(s) for s in x[r]] for r in ('cue', 'source', 'content')}} for x in o['attributions']]
        d['attributed'] = True
    return left


def add_ontogum(docs, path):
    by_id, words, marks, name = {d['id']: d for d in docs}, [], [], None
    def close():
        d = by_id.get(name)
        if d is None or len(words) != len(d['words']):
            return
        open_, chains = collections.defaultdict(list), collections.defaultdict(list)
        for i, m in enumerate(marks):
            for tok in re.findall(r'\(\d+\)|\(\d+|\d+\)', m):
                k = int(tok.strip('()'))
                if tok[0] == '(':
                    open_[k].append(i)
                if tok[-1] == ')' and open_[k]:
                    b = open_[k].pop(); chains[k].append((d['words'][b][0], d['words'][i][1]))
        d['chains'] = [sorted(c) for c in chains.values()]; d['whole'] = True
    for l in rows(path):
        if l.startswith('# begin document'):
            name = l.split()[3]; words, marks = [], []
        elif l.startswith('# end document'):
            close()
        elif l:
            c = l.split('\t')
            words.append(c[1]); marks.append(c[2])
    return sum('chains' in d for d in docs)


# ---- names -------------------------------------------------------------------------------------------------------

OPEN, CLOSE = set('([{$£€#“‘'), set('.,;:!?)]}%”’…')


def join_tokens(tokens):
    """Words of a tokenised corpus as text again: spaces where English sets them. -> text, spans"""
    text, spans, straight = '', [], 0
    for i, t in enumerate(tokens):
        glue = not text or t[0] in CLOSE or t in ("'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "''") or text[-1] in OPEN
        if t == '"':
            glue = glue or straight % 2 == 1; straight += 1
        elif text.endswith('"') and straight % 2 == 1:
            glue = True
        if t in '-–/' and len(t) == 1 and t == '/':
            glue = True
        elif text.endswith('/'):
            glue = True
        if not glue:
            text += ' '
        spans.append((len(text), len(text) + len(t))); text += t
    return text, spans


def tokenised(sentences, corpus, style, kinds, ident):
    text, names = '', []
    for tokens, tags in sentences:
        if not tokens:
            continue
        s, spans = join_tokens(tokens)
        if text:
            text += ' '
        base = len(text); text += s
        for i, j, kind in iob_spans(tags):
            if kinds.get(kind):
                names.append((base + spans[i][0], base + spans[j - 1][1], kinds[kind]))
    return {'text': text, 'corpus': corpus, 'id': ident, 'attributions': [], 'names': (style, names)}


def worldwide(path):
    kinds = {'Person': 'PER', 'Organization': 'ORG', 'Location': 'LOC', 'Facility': 'LOC', 'NORP': 'DEM', 'Product': 'MISC', 'Misc': 'MISC'}
    docs, tokens, tags, sents, name = [], [], [], [], None
    def close_sentence():
        nonlocal tokens, tags
        sents.append((tokens, tags)); tokens, tags = [], []
    for l in rows(path):
        if l.startswith('# doc '):
            close_sentence()
            if name:
                docs.append(tokenised(sents, 'worldwide', 'all', kinds, name))
            name, sents = l.split()[2], []
        elif not l.strip():
            close_sentence()
        else:
            c = l.split('\t')
            if c[0].strip():
                tokens.append(c[0].strip()); tags.append(c[1] if len(c) > 1 else 'O')
    close_sentence(); docs.append(tokenised(sents, 'worldwide', 'all', kinds, name))
    docs = [d for d in docs if d['text']]
    for k, d in enumerate(docs):
        d['tenth'] = k % 10 == 9                    # the held-out tenth: every tenth article of the file
    return docs


def wikigold(path):
    kinds = {'PER': 'PER', 'ORG': 'ORG', 'LOC': 'LOC', 'MISC': 'wikigold:MISC'}
    sents, tokens, tags, out = [], [], [], []
    for l in rows(path):
        if l.startswith('-DOCSTART-') or not l.strip():
            if tokens:
                sents.append((tokens, tags)); tokens, tags = [], []
            if len(sents) >= 12:
                out.append(tokenised(sents, 'wikigold', 'wikigold', kinds, f'wikigold-{len(out)}')); sents = []
        else:
            w, t = l.split(); tokens.append(w); tags.append(t)
    return out + ([tokenised(sents, 'wikigold', 'wikigold', kinds, 'wikigold-last')] if sents else [])


def re3d(folder):
    kinds = {'Organisation': 'ORG', 'Location': 'LOC', 'Nationality': 'DEM'}
    for p in sorted(pathlib.Path(folder).glob('*.documents.jsonl.xz')):
        docs = {d['_id']: d for d in map(json.loads, rows(p)) if d}
        spans = collections.defaultdict(list)
        for e in map(json.loads, rows(str(p).replace('.documents.', '.entities.'))):
            if e['type'] in kinds and docs.get(e['documentId'], {}).get('text', '')[e['begin']:e['end']] == e['value'] and e['value'][:1].isupper():
                spans[e['documentId']].append((e['begin'], e['end'], kinds[e['type']]))
        for i, d in docs.items():
            out, last = [], -1
            for b, e, k in sorted(spans[i], key=lambda x: (x[0], -x[1])):
                if b >= last:
                    out.append((b, e, k)); last = e
            yield {'text': d['text'], 'corpus': 're3d', 'id': f're3d-{i}', 'attributions': [], 'names': ('re3d', out), 'licence_nc': 'BBC' in p.name}


# ---- coreference -------------------------------------------------------------------------------------------------

def litbank(path):
    doc, tokens, marks, sents = None, [], [], []
    def close():
        text, spans = '', []
        for toks in sents:
            s, sp = join_tokens(toks)
            if text:
                text += ' '
            base = len(text); text += s; spans += [(base + a, base + b) for a, b in sp]
        open_, chains = collections.defaultdict(list), collections.defaultdict(list)
        for i, m in enumerate(marks):
            for tok in re.findall(r'\(\d+\)|\(\d+|\d+\)', m):
                k = int(tok.strip('()'))
                if tok[0] == '(':
                    open_[k].append(i)
                if tok[-1] == ')' and open_[k]:
                    chains[k].append((spans[open_[k].pop()][0], spans[i][1]))
        return {'text': text, 'corpus': 'litbank', 'id': doc, 'attributions': [], 'chains': [sorted(c) for c in chains.values()], 'whole': False}
    for l in rows(path):
        if l.startswith('#begin'):
            doc = l.split('(')[1].split(')')[0]; tokens, marks, sents = [], [], []
        elif l.startswith('#end'):
            sents.append(tokens) if tokens else None
            yield close()
        elif not l.strip():
            if tokens:
                sents.append(tokens); tokens = []
        else:
            c = l.split('\t')
            tokens.append(c[3]); marks.append(c[-1] if c[-1].strip() else '_')


def gap(path):
    with lzma.open(path, 'rt', encoding='utf-8', newline='') as f:
        for r in csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE):
            span = lambda w, o: (int(o), int(o) + len(w))
            a, b = span(r['A'], r['A-offset']), span(r['B'], r['B-offset'])
            right = [x for x, y in ((a, 'A'), (b, 'B')) if r[f'{y}-coref'] == 'TRUE']
            yield {'text': r['Text'], 'corpus': 'gap', 'id': r['ID'], 'attributions': [],
                   'pairs': [(span(r['Pronoun'], r['Pronoun-offset']), right, [x for x in (a, b) if x not in right])]}


def add_record(text):
    """Names, mentions and chains of an annotated article (corpora.verbale_corpus)."""
    d = text['record']; by = {'name': [], 'role': []}; chains = []
    for e in d['entities']:
        chain = []
        for m in e['mentions']:
            span = tuple(m['span']); chain.append(span)
            if m['form'] in ('name', 'demonym'):
                by['name'].append((*span, 'demonym' if m['form'] == 'demonym' else e['kind']))
            elif m['form'] == 'role':
                by['role'].append((*span, e['kind']))
        chains.append(sorted(set(chain)))
    text['mentions'] = {k: flat(v) for k, v in by.items()}
    text['chains'], text['whole'] = chains, False
    return text


def flat(spans):
    """Of spans that overlap, the longest."""
    out = []
    for s in sorted(set(spans), key=lambda x: (x[0] - x[1], x[0])):
        if all(s[1] <= o[0] or s[0] >= o[1] for o in out):
            out.append(s)
    return sorted(out)


# ---- other names in the same sentences ---------------------------------------------------------------------------

def table(folder, *columns, name):
    """Cells of a table of knowledge/, several values in a cell apart."""
    lines = [l for l in (folder / name).read_text(encoding='utf-8').splitlines() if l and l[0] != '#']
    head = lines[0].split('\t')
    for l in lines[1:]:
        cells = dict(zip(head, l.split('\t')))
        yield from (v for c in columns for v in cells.get(c, '').split('|') if v)


def name_pools(knowledge, docs):
    """kind: names, from the tables and from the corpora themselves."""
    pools = {'PER': [n for p in sorted(knowledge.glob('holders/*.tsv')) for n in table(knowledge, 'person', name=p.relative_to(knowledge))],
             'ORG': [n for t in ('institutions/institutions.tsv', 'bodies/international.tsv', 'parties/parties.tsv') for n in table(knowledge, 'name', 'names', name=t)],
             'LOC': [*table(knowledge, 'name', 'capital', name='states/states.tsv')] * 8 + [*table(knowledge, 'name', name='places/regions.tsv')]
             + [*table(knowledge, 'name', name='places/cities.tsv')][::8],
             'DEM': [*table(knowledge, 'demonyms', name='states/states.tsv')]}
    for d in docs:
        for b, z, kind in d['names'][1]:
            if kind in pools and z - b > 2:
                pools[kind] += [d['text'][b:z]] * 2
    return pools


def with_other_names(docs, pools, rng, share=.7):
    """The same texts, names only, most of them replaced by others of their kind; one name stays one name within a text."""
    for d in docs:
        text, names, at, other = '', [], 0, {}
        for b, z, kind in sorted(d['names'][1]):
            if b < at:
                continue
            old = d['text'][b:z]
            if old not in other:
                other[old] = rng.choice(pools[kind]) if kind in pools and rng.random() < share else old
            new = other[old].upper() if old.isupper() and len(old) > 5 else other[old]
            text += d['text'][at:b]; names.append((len(text), len(text) + len(new), kind)); text += new; at = z
        yield {'text': text + d['text'][at:], 'corpus': 'renamed', 'id': d['id'] + '-renamed', 'attributions': [], 'names': (d['names'][0], names)}


# ---- all together ------------------------------------------------------------------------------------------------

GUM_NC = {'fiction', 'letter', 'podcast', 'essay', 'whow'}


def language_texts(data, split, free, gum_attributions=(), knowledge=None):
    """(texts, attributions of GUM that found no text). split: train or dev; knowledge: the folder of tables, for other names."""
    ewt = treebank(data / f'syntax/en_ewt-ud-{split}.conllu.xz', 'ewt')
    add_uner(ewt, data / f'entity/uner_en_ewt-{split}.iob2.xz'); add_roles(ewt, data / f'roles/ewt-propbank-{split}.tsv.xz')
    gum = treebank(data / f'syntax/en_gum-ud-{split}.conllu.xz', 'gum')
    for d in gum:
        d['genre'] = d['id'].split('_')[1]
    if free:
        gum = [d for d in gum if d['genre'] not in GUM_NC]
    add_ontogum(gum, data / f'coref/ontogum-{split}.conll.xz')
    left = add_attributions(gum, gum_attributions)
    out = ewt + gum
    if split == 'train':
        if not free:
            out += [d for d in worldwide(data / 'entity/worldwide_newswire.tsv.xz') if not d['tenth']]
        out += wikigold(data / 'entity/wikigold.conll.xz')
        out += [d for d in re3d(data / 'entity/re3d') if not free or not d['licence_nc']]
        named = [d for d in out if d.get('names') and d['names'][1]]
        out += with_other_names(named, name_pools(knowledge, named), random.Random(1))
        out += list(litbank(data / 'coref/litbank.conll.xz')) + list(gap(data / 'coref/gap-development.tsv.xz'))
    return out, left
