"""The heads of the language layer on the shared encoder: tags, trees, names, mentions, chains, predicates.

All read the encoding of a word's first piece; a word that shares its piece with the one before ("can" "not") has a vector
of its own added. src/syntax and src/entity are the same in C.
  tags      one product, four softmaxes: UPOS, XPOS, features, lemma script
  trees     biaffine arcs (Dozat and Manning 2017); labels by a layer over the sum of both words, far cheaper than a second biaffine
  names     BIOES over PER ORG LOC DEM MISC;  mentions: the same twice, over names and role phrases with kinds of record-format.md
  chains    of each nominal head: antecedents by a bilinear product, distance and equal form, or none (Lee et al. 2017, by words
            as Dobrovolskii 2021)
  roles     senses of predicates; for each predicate the role of every word of its sentence
"""
import torch
from torch import nn
import torch.nn.functional as F
import events, language
from network import Dense, WIDTH, DISTANCES, distance_bucket

ARC, LABEL, CHAIN, ROLE = 256, 128, 128, 128
CHAIN_SCALE = .25


NAME_TAGS = language.bioes(language.NAME_KINDS)
MENTION_TAGS = {k: language.bioes(v) for k, v in language.MENTION_KINDS.items()}


class Labels:
    """What the heads may say: strings, in the order of their scores. Built from the training texts, kept in the weight file."""
    PARTS = ('upos', 'xpos', 'feats', 'script', 'deprel', 'sense', 'role')
    def __init__(self, texts=None, lists=None):
        if lists is None:
            import collections
            seen = {p: collections.Counter() for p in self.PARTS}
            for t in texts:
                for v in t.get('tags', {}).values():
                    for p, x in zip(self.PARTS, v):
                        seen[p][x] += 1
                for _, tree in t.get('trees', ()):
                    seen['deprel'].update(r for _, r in tree)
                for _, ps in t.get('roles', ()):
                    for _, sense, args in ps:
                        seen['sense'][sense] += 1; seen['role'].update(r for _, r in args)
            least = {'script': 3, 'feats': 3, 'role': 20, 'sense': 30}
            lists = {p: sorted(x for x, n in c.items() if x is not None and n >= least.get(p, 1)) for p, c in seen.items()}
            lists['upos'] = language.UPOS
            lists['sense'] = ['-'] + lists['sense']; lists['role'] = ['-'] + lists['role']
        self.lists = lists
        self.ids = {p: {x: i for i, x in enumerate(v)} for p, v in lists.items()}
    def size(self, part):
        return len(self.lists[part])
    def id(self, part, x):
        return self.ids[part].get(x, -100)


class Heads(nn.Module):
    def __init__(self, labels, dropout=0.2):
        super().__init__()
        self.labels, n = labels, labels.size
        self.drop = nn.Dropout(dropout)
        self.shared = nn.Parameter(torch.zeros(WIDTH))
        self.tag_sizes = [n(p) for p in ('upos', 'xpos', 'feats', 'script')]
        self.tags = Dense(WIDTH, sum(self.tag_sizes))
        self.arcs = Dense(WIDTH, 2 * ARC + 2 * LABEL)          # as dependent, as head; as dependent and as head for the label
        self.arc = Dense(ARC, ARC); nn.init.xavier_uniform_(self.arc.weight)
        self.arc_root, self.label_root = nn.Parameter(torch.randn(ARC) * .1), nn.Parameter(torch.randn(LABEL) * .1)
        self.label = Dense(LABEL, n('deprel'))
        self.names = Dense(WIDTH, len(NAME_TAGS))
        self.mention_name, self.mention_role = (Dense(WIDTH, len(MENTION_TAGS[k])) for k in ('name', 'role'))
        self.chain = Dense(WIDTH, 2 * CHAIN + 2)               # as anaphor, as antecedent, score of none, score as antecedent
        self.chain_distance = nn.Parameter(torch.zeros(DISTANCES)); self.chain_same = nn.Parameter(torch.zeros(2))
        self.sense = Dense(WIDTH, n('sense'))
        self.roles = Dense(WIDTH, 2 * ROLE)                    # as predicate, as argument
        self.role_distance = nn.Embedding(DISTANCES, ROLE); nn.init.normal_(self.role_distance.weight, std=.02)
        self.role = Dense(ROLE, n('role'))

    def words(self, h, at, shared):
        """h [b][t][WIDTH] of pieces, at [b][m] piece of each word, shared [b][m] -> [b][m][WIDTH]"""
        return self.drop(h.gather(1, at[..., None].expand(-1, -1, WIDTH)) + shared[..., None] * self.shared)

    def arc_scores(self, x):
        """-> arcs [b][m][1 + m]: score of each head, the root first; and what labels need"""
        z = F.gelu(self.arcs(x))
        d, h, dl, hl = z.split((ARC, ARC, LABEL, LABEL), -1)
        d, h = self.drop(d), self.drop(h)
        h = torch.cat([self.arc_root.to(h.dtype).expand(h.shape[0], 1, ARC), h], 1)
        return self.arc(d) @ h.transpose(1, 2), dl, torch.cat([self.label_root.to(hl.dtype).expand(hl.shape[0], 1, LABEL), hl], 1)

    def label_scores(self, dl, hl, heads):
        """heads [b][m] in 0..m, 0 the root"""
        return self.label(self.drop(F.gelu(dl + hl.gather(1, heads[..., None].expand(-1, -1, LABEL)))))

    def chain_scores(self, x, at, same):
        """x [m][WIDTH] of one window, at [c] candidate words, same [c][c] equal forms -> [c][1 + c]: none first, antecedents before it"""
        z = self.chain(x[at])
        q, k, new, prior = z.split((CHAIN, CHAIN, 1, 1), -1)
        s = (q @ k.T * CHAIN_SCALE).float() + prior.float().T
        s = s + self.chain_distance[distance_bucket(at[None] - at[:, None])] + self.chain_same[same]
        s = s.masked_fill(~torch.ones_like(s, dtype=torch.bool).tril(-1), -1e4)
        return torch.cat([new.float(), s], 1)

    def role_scores(self, x, which, predicate):
        """x [b][m][WIDTH]; which [p] window, predicate [p] word -> [p][m][roles]"""
        z = self.roles(x)
        p, a = z.split((ROLE, ROLE), -1)
        d = torch.arange(x.shape[1])[None] - predicate[:, None]
        y = a[which] + p[which, predicate][:, None] + self.role_distance(distance_bucket(d.clamp(-191, 191))).to(a.dtype)
        return self.role(self.drop(F.gelu(y)))


# ---- targets ------------------------------------------------------------------------------------------------------

class Sets:
    """Sets of tags that a word may have, as rows of a mask; a single tag is a set of one."""
    def __init__(self, n):
        self.n, self.rows, self.of = n, [], {}
    def id(self, tags):
        tags = frozenset(tags)
        if tags not in self.of:
            self.of[tags] = len(self.rows)
            self.rows.append([i in tags for i in range(self.n)])
        return self.of[tags]


NAME_SETS = Sets(len(NAME_TAGS))
TAG = {t: i for i, t in enumerate(NAME_TAGS)}


CUT = set(', of in at for from on who which that to with ( about as by during until whose where – -'.split())


def head_of(e, i, j):
    """Head of a mention of words [i, j): the tree's, then its last flat part; without a tree, the last word before what hangs on."""
    if e.head:
        out = [k for k in range(i, j) if not i <= e.head[k] < j]
        if not out:
            return j - 1
        h = out[0]
        flat = [k for k in range(h + 1, j) if e.head[k] == h and e.rel[k].startswith('flat')]
        return flat[-1] if flat else h
    for k in range(i + 1, j):
        if e.form(k).lower() in CUT:
            j = k; break
    while j - 1 > i and e.form(j - 1) in ("'s", '’s', "'", '’'):
        j -= 1
    return j - 1


def targets(e, labels):
    """Give an Encoded text the numbers the losses need. e.words, e.word_piece, e.word_shared are there."""
    t, n = e.text, len(e.words)
    e.tags = [[labels.id(p, x) for p, x in zip(Labels.PARTS, t['tags'][w])] for w in range(n)] if t.get('tags') else None
    e.head, e.rel, e.trees = [], [], []
    if t.get('trees'):
        for (i, j), tree in t['trees']:
            e.head += [h for h, _ in tree]; e.rel += [r for _, r in tree]; e.trees.append((i, j))
        e.rel_id = [labels.id('deprel', r) for r in e.rel]
    e.names = e.name_tags = e.role_tags = e.chains = e.pairs = e.roles = None
    events.targets(e, head_of)
    if t.get('names'):
        style, spans = t['names']
        outside = NAME_SETS.id([0] + [TAG[f'{x}-{k}'] for k in language.STYLES[style] for x in 'BIES'])
        e.names = [outside] * n
        for b, z, kind in spans:
            r = e.word_range((b, z))
            if r:
                kinds = language.EITHER.get(kind, (kind,))
                e.names[slice(*r)] = [NAME_SETS.id([0 if k == 'O' else TAG[f'{x}-{k}'] for k in kinds]) for x in language.letters(r[1] - r[0])]
    if t.get('mentions'):
        for part in ('name', 'role'):
            tags, of = [0] * n, {x: i for i, x in enumerate(MENTION_TAGS[part])}
            for b, z, kind in t['mentions'][part]:
                r = e.word_range((b, z))
                if r:
                    tags[slice(*r)] = [of[f'{x}-{kind}'] for x in language.letters(r[1] - r[0])]
            setattr(e, f'{part}_tags', tags)
    if t.get('chains') is not None:
        e.chains = [sorted({head_of(e, *r) for r in map(e.word_range, c) if r}) for c in t['chains']]
        e.chains = [c for c in e.chains if c]
        e.nominals = sorted({w for c in e.chains for w in c} | (set(nominals(e)) if t['whole'] else set()))
        e.chain_of = {w: k for k, c in enumerate(e.chains) for w in c}
    if t.get('pairs'):
        of = lambda s: head_of(e, *(e.word_range(s) or (0, 1)))
        e.pairs = [(of(p), [of(x) for x in right], [of(x) for x in wrong]) for p, right, wrong in t['pairs']]
    if t.get('roles'):
        e.roles = [(i, j, [(w, max(0, labels.id('sense', s)), [(a, max(0, labels.id('role', r))) for a, r in args]) for w, s, args in ps])
                   for (i, j), ps in t['roles']]


def nominals(e):
    """Words that may head a mention: nouns, names, pronouns; of a flat name its last word."""
    flat_head = {}
    for k, r in enumerate(e.rel):
        if r.startswith('flat'):
            flat_head[e.head[k]] = k
    for k, v in enumerate(e.text['tags'].values()):
        if v[0] in ('NOUN', 'PROPN', 'PRON') and k not in flat_head and (not e.rel[k].startswith('flat') or flat_head[e.head[k]] == k):
            yield k


# ---- losses --------------------------------------------------------------------------------------------------------

def batch(windows):
    """Windows (text, beg, end) -> what losses() reads."""
    b = len(windows)
    spans = [e.words_within(s, t) for e, s, t in windows]
    m = max(1, max(j - i for i, j in spans))
    o = {'at': torch.zeros(b, m, dtype=torch.long), 'shared': torch.zeros(b, m), 'tags': torch.full((b, m, 4), -100),
         'head': torch.full((b, m), -100), 'rel': torch.full((b, m), -100), 'sentence': torch.full((b, m), -1), 'names': torch.full((b, m), -1),
         'name': torch.full((b, m), -100), 'role': torch.full((b, m), -100), 'sense': torch.full((b, m), -100),
         'chains': [], 'predicates': [], 'role_of': [], 'total': sum(j - i for i, j in spans), 'events': events.batch(windows, spans, m)}
    for k, ((e, s, t), (i, j)) in enumerate(zip(windows, spans)):
        n = j - i
        if not n:
            continue
        o['at'][k, :n] = torch.tensor(e.word_piece[i:j]) - s + 1; o['shared'][k, :n] = torch.tensor(e.word_shared[i:j], dtype=torch.float)
        if e.tags:
            o['tags'][k, :n] = torch.tensor(e.tags[i:j])
        for q, (x, y) in enumerate(e.trees):
            if x >= i and y <= j:
                o['sentence'][k, x - i:y - i] = q
                o['head'][k, x - i:y - i] = torch.tensor([0 if h < 0 else h - i + 1 for h in e.head[x:y]])
                o['rel'][k, x - i:y - i] = torch.tensor(e.rel_id[x:y])
        for name, tags in (('names', e.names), ('name', e.name_tags), ('role', e.role_tags)):
            if tags:
                o[name][k, :n] = torch.tensor(tags[i:j])
        if e.chains is not None:
            c = [w for w in e.nominals if i <= w < j]
            if len(c) > 1:
                gold = torch.zeros(len(c), len(c) + 1, dtype=torch.bool)
                for a, w in enumerate(c):
                    chain = e.chain_of.get(w)
                    before = [z for z, v in enumerate(c[:a]) if chain is not None and e.chain_of.get(v) == chain]
                    if before:
                        gold[a, [z + 1 for z in before]] = True
                    elif chain is None or e.chains[chain][0] >= i:         # not: its antecedent lies before the window
                        gold[a, 0] = True
                o['chains'].append((k, torch.tensor(c) - i, same_forms(e, c), gold, None))
        for p, right, wrong in e.pairs or ():
            names = [w for w in right + wrong if i <= w < p]
            if i <= p < j and names:
                c = sorted(set(names + [p])); gold = torch.zeros(len(c), len(c) + 1, dtype=torch.bool); seen = torch.zeros_like(gold)
                a = c.index(p); good = [c.index(w) + 1 for w in right if i <= w < p]
                gold[a, good or [0]] = True; seen[a, [c.index(w) + 1 for w in names] + ([] if good else [0])] = True
                o['chains'].append((k, torch.tensor(c) - i, same_forms(e, c), gold, seen))
        for x, y, ps in e.roles or ():
            if x >= i and y <= j:
                o['sense'][k, x - i:y - i] = 0
                for w, sense, args in ps:
                    o['sense'][k, w - i] = sense
                    row = torch.full((m,), -100); row[x - i:y - i] = 0
                    for a, r in args:
                        row[a - i] = r
                    o['predicates'].append((k, w - i)); o['role_of'].append(row)
    return o


def same_forms(e, words):
    f = [e.form(w).lower() for w in words]
    return torch.tensor([[int(x == y) for y in f] for x in f])


def losses(heads, h, b):
    """h [b][t][WIDTH] of pieces, under autocast. Losses are sums over what is labelled, by the words of the batch."""
    x = heads.words(h, b['at'], b['shared'])
    ce = lambda s, y: F.cross_entropy(s.float().flatten(0, -2), y.flatten(), ignore_index=-100, reduction='sum')
    total, out = max(1, b['total']), {}
    if (b['tags'] >= 0).any():
        rows = (b['tags'][..., 0] >= 0)
        for name, s, y in zip(('upos', 'xpos', 'feats', 'script'), heads.tags(x[rows]).split(heads.tag_sizes, -1), b['tags'][rows].unbind(-1)):
            out[name] = ce(s, y) / total * {'upos': 1.5, 'xpos': 1, 'feats': .7, 'script': .7}[name]
    if (b['head'] >= 0).any():
        rows = (b['sentence'] >= 0).any(1)
        arcs, dl, hl = heads.arc_scores(x[rows])
        sent, head, rel = b['sentence'][rows], b['head'][rows], b['rel'][rows]
        ok = torch.cat([torch.ones_like(sent[:, :, None], dtype=torch.bool), sent[:, :, None] == sent[:, None]], 2)
        out['arc'] = ce(arcs.float().masked_fill(~ok, -1e4), head) / total * 2.5
        out['label'] = ce(heads.label_scores(dl, hl, head.clamp(min=0)), rel) / total * 1.5
    if (b['names'] >= 0).any():
        rows = b['names'] >= 0
        s = torch.log_softmax(heads.names(x[rows]).float(), -1)
        allowed = torch.tensor(NAME_SETS.rows)[b['names'][rows]]
        out['names'] = -torch.logsumexp(s.masked_fill(~allowed, -1e4), -1).sum() / total * 3
    for part, dense in (('name', heads.mention_name), ('role', heads.mention_role)):
        if (b[part] >= 0).any():
            rows = b[part] >= 0
            out['m.' + part] = ce(dense(x[rows]), b[part][rows]) / total * 4
    if b['chains']:
        loss = 0.
        for k, at, same, gold, seen in b['chains']:
            s = heads.chain_scores(x[k], at, same)
            if seen is not None:
                s = s.masked_fill(~seen, -1e4)
            rows = gold.any(1)
            loss = loss + (torch.logsumexp(s, 1) - torch.logsumexp(s.masked_fill(~gold, -1e4), 1))[rows].sum() * (3 if seen is not None else 1)
        out['chain'] = loss / total * 1.5
    if (b['sense'] >= 0).any():
        rows = b['sense'] >= 0
        out['sense'] = ce(heads.sense(x[rows]), b['sense'][rows]) / total * .7
    if b['predicates']:
        which, word = torch.tensor(b['predicates']).T
        out['roles'] = ce(heads.role_scores(x, which, word), torch.stack(b['role_of'])) / total * .3
    return out


# ---- quick scores ----------------------------------------------------------------------------------------------------

@torch.no_grad()
def quick_scores(net, texts, reading_windows, window_tensors):
    """On gold words, greedy: per cent of UPOS, UAS, LAS, lemmas, exact names (words tagged alike), antecedents found, role labels."""
    import collections
    hit, n = collections.Counter(), collections.Counter(); lists = net.heads.labels.lists; heads = net.heads
    def count(name, ok, of=1):
        hit[name] += ok; n[name] += of
    for e in texts:
        for s, t, *_ in reading_windows(e, back=0):
            ids, f, real, _ = window_tensors(e, s, t)
            b = batch([(e, s, t)])
            if not b['total']:
                continue
            with torch.autocast('cpu', dtype=torch.bfloat16):
                x = heads.words(net.encoder(ids, f, real), b['at'], b['shared'])
                tags = heads.tags(x[0]).split(heads.tag_sizes, -1); arcs, dl, hl = heads.arc_scores(x)
                names = heads.names(x[0]).float().argmax(-1).tolist()
                sense = heads.sense(x[0]).float().argmax(-1)
            i, j = e.words_within(s, t)
            corpus = e.text['corpus']
            if e.tags:
                gold = b['tags'][0]
                count(f'{corpus}.upos', int((tags[0].argmax(-1) == gold[:, 0]).sum()), j - i)
                count(f'{corpus}.lemma', int((tags[3].argmax(-1) == gold[:, 3]).sum()), j - i)
                sent = b['sentence'][0]; on = sent >= 0
                ok = torch.cat([torch.ones(len(sent), 1, dtype=torch.bool), sent[:, None] == sent[None]], 1)
                head = arcs[0].float().masked_fill(~ok, -1e4).argmax(-1)
                with torch.autocast('cpu', dtype=torch.bfloat16):
                    rel = heads.label_scores(dl, hl, head[None])[0].argmax(-1)
                right = (head == b['head'][0]) & on
                main = torch.tensor([lists['deprel'][r].split(':')[0] == (lists['deprel'][g].split(':')[0] if g >= 0 else '') for r, g in zip(rel.tolist(), b['rel'][0].tolist())])
                count(f'{corpus}.uas', int(right.sum()), int(on.sum())); count(f'{corpus}.las', int((right & main).sum()), int(on.sum()))
            if e.names:
                g = {r for r in spans_of([min((i for i, x in enumerate(NAME_SETS.rows[q]) if x), default=0) for q in e.names[i:j]]) if r[2] in ('PER', 'ORG', 'LOC')}
                p = {r for r in spans_of(names) if r[2] in ('PER', 'ORG', 'LOC')}
                hit[f'{corpus}.names'] += 2 * len(g & p); n[f'{corpus}.names'] += len(g) + len(p)
            for k, at, same, gold, seen in b['chains']:
                with torch.autocast('cpu', dtype=torch.bfloat16):
                    c = heads.chain_scores(x[0], at, same)
                if seen is not None:
                    c = c.masked_fill(~seen, -1e4)
                best = c.argmax(1); rows = gold.any(1)
                good = gold.gather(1, best[:, None])[:, 0]
                old = rows & ~gold[:, 0]
                count(f'{corpus}.antecedent', int((good & old).sum()), int(old.sum())); count(f'{corpus}.new', int((good & rows & gold[:, 0]).sum()), int((rows & gold[:, 0]).sum()))
            if b['predicates']:
                which, word = torch.tensor(b['predicates']).T
                with torch.autocast('cpu', dtype=torch.bfloat16):
                    r = heads.role_scores(x, which, word).argmax(-1)
                y = torch.stack(b['role_of']); hit['roles'] += 2 * int(((r == y) & (y > 0)).sum()); n['roles'] += int(((r > 0) & (y >= 0)).sum() + (y > 0).sum())
                count('sense', int((sense == b['sense'][0])[b['sense'][0] > 0].sum()), int((b['sense'][0] > 0).sum()))
    return {k: round(100 * hit[k] / max(1, n[k]), 1) for k in sorted(n)}


def spans_of(tags, names=NAME_TAGS):
    out, beg = [], None
    for i, t in enumerate(tags):
        x, _, kind = names[t].partition('-')
        if x == 'S':
            out.append((i, i + 1, kind)); beg = None
        elif x == 'B':
            beg = (i, kind)
        elif x == 'E' and beg and beg[1] == kind:
            out.append((beg[0], i + 1, kind)); beg = None
        elif x == 'O':
            beg = None
    return out
