"""The event heads: triggers with type, mode, realis, contexts and participants (PLOVER 2.0). src/event/event_tagger.c is the same in C.

Read with a trigger marked: the annotated articles and sentences of ../corpus, and plover_gsr. Read without: plv (the type and the
words of source and target), coped (one of five classes). There the trigger is the word that the heads themselves find likeliest,
given what is known (hard EM), and words beside it cost nothing.
"""
import collections, json, lzma
import torch
import language
from torch import nn
import torch.nn.functional as F
from network import Dense, WIDTH, DISTANCES, distance_bucket

TYPES = 'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT'.split()
MODES = {'CONSULT': 'visit third-party multilateral phone', 'RETREAT': 'withdraw release disarm ceasefire access resign',
         'REQUEST': 'assist change yield meet', 'ACCUSE': 'disapprove investigate allege', 'REJECT': 'assist change yield meet',
         'THREATEN': 'restrict arrest relations expel territory violence', 'PROTEST': 'demo riot strike hunger boycott obstruct vandalize',
         'SANCTION': 'convict expel withdraw discontinue', 'MOBILIZE': 'troops weapons police militia',
         'COERCE': 'seize restrict censor curfew martial-law arrest deport withhold misinformation cyber',
         'ASSAULT': 'abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional'}
MODE_LABELS = [f'{t}:{m}' for t in TYPES for m in ['-'] + MODES.get(t, '').split()]
REALIS = 'done ongoing planned conditional alleged denied habitual'.split()
CONTEXTS = ('diplomatic military economic legal legislative executive territory repression rights_freedoms human_rights human_security migration crime election '
            'health natural_resource political_institutions corruption religion_ethnicity terrorism disasters intelligence peacekeeping asylum pro_democracy '
            'environment gender cyber pro_autocracy reparations lgbt illegal_drugs misinformation cbrn technology trafficking').split()
TAGS = language.bioes(TYPES)
NONE, ACTOR, RECIPIENT, BOTH = range(4)
HIDDEN, ROLE = 256, 128
YIELD = ('CONCEDE', 'RETREAT')
QUADS = {'verbal_coop': TYPES[:4], 'material_coop': TYPES[4:7], 'verbal_conflict': TYPES[7:11], 'material_conflict': TYPES[11:]}


class EventHeads(nn.Module):
    def __init__(self, dropout=0.2):
        super().__init__()
        self.drop = nn.Dropout(dropout)
        self.trigger = Dense(WIDTH, len(TAGS))
        self.hidden = Dense(WIDTH, HIDDEN)                     # of the mean of a trigger's words
        self.sizes = [len(TYPES), len(MODE_LABELS), len(REALIS), len(CONTEXTS)]
        self.kind = Dense(HIDDEN, sum(self.sizes))
        self.roles = Dense(WIDTH, 2 * ROLE)                    # as trigger, as participant
        self.role_distance = nn.Embedding(DISTANCES, ROLE); nn.init.normal_(self.role_distance.weight, std=.02)
        self.role = Dense(ROLE, 4)

    def kinds(self, c):
        """c [k][WIDTH], means of triggers -> type, mode, realis, contexts [k][…]"""
        return self.kind(self.drop(F.gelu(self.hidden(c)))).float().split(self.sizes, -1)

    def role_scores(self, x, which, pool, first):
        """x [b][m][WIDTH]; which [k] window, pool [k][m] mean over a trigger's words, first [k] its first word -> [k][m][4]"""
        p, a = self.roles(x).split((ROLE, ROLE), -1)
        p = torch.bmm(pool[:, None].to(p.dtype), p[which])
        d = (torch.arange(x.shape[1])[None] - first[:, None]).clamp(-191, 191)
        return self.role(self.drop(F.gelu(a[which] + p + self.role_distance(distance_bucket(d)).to(a.dtype))))


# ---- corpora ------------------------------------------------------------------------------------------------------

def rows(path):
    with lzma.open(path, 'rt', encoding='utf-8') as f:
        yield from (json.loads(l) for l in f)


def sentence_sets(folder, leave_out=None):
    """Texts of plover_gsr, plv and coped, each sentence once, but for those of one fold."""
    folds = dict(l.rstrip('\n').split('\t') for l in open(folder / 'folds.tsv', encoding='utf-8'))
    seen = set()
    for name in ('plover_gsr', 'plv', 'coped_penta'):
        for r in rows(folder / f'{name}.dev.ndjson.xz'):
            if folds.get(r['id']) == leave_out or (name == 'coped_penta' and r['text'] in seen):
                continue
            seen.add(r['text'])
            yield {'text': r['text'], 'corpus': name, 'id': r['id'], 'attributions': [], 'fold': folds.get(r['id']), 'row': r}


QUIET_EWT = ('answers', 'reviews', 'email')
QUIET_GUM = ('academic', 'bio', 'conversation', 'fiction', 'textbook', 'vlog', 'voyage', 'whow')


def quiet_texts(folder, free=False):
    """Train documents of EWT and GUM of kinds that have no political events: without them the heads see one in every sentence."""
    for path, kinds in (('en_ewt-ud-train.conllu.xz', QUIET_EWT), ('en_gum-ud-train.conllu.xz', QUIET_GUM)):
        for d in language.treebank(folder / path, 'quiet'):
            kind = d['id'].split('-')[0] if kinds is QUIET_EWT else d['id'].split('_')[1]
            if kind in kinds and not (free and kind in language.GUM_NC):
                yield {'text': d['text'], 'corpus': 'quiet', 'id': d['id'], 'attributions': []}


# ---- targets --------------------------------------------------------------------------------------------------------

def targets(e, head_of):
    """Events of an Encoded text by words. events: (i, j, type, mode or -100, realis or -100, contexts or None, {word: role})."""
    t = e.text; e.events = e.event_tags = e.weak = None
    def heads(spans, role, into):
        for s in spans:
            r = s and e.word_range(tuple(s))
            if r:
                w = head_of(e, *r); into[w] = role if into.get(w, role) == role else BOTH
    found, n = [], len(e.words)
    def add(span, type_, mode, realis, contexts, actors, recipients):
        r = e.word_range(tuple(span))
        if r:
            roles = {}; heads(actors, ACTOR, roles); heads(recipients, RECIPIENT, roles)
            found.append((*r, TYPES.index(type_), mode, realis, contexts, roles))
    if t['corpus'] == 'verbale':
        for v in t['record']['events']:
            mode = f"{v['type']}:{v['mode'] or '-'}"
            add(v['trigger'], v['type'], MODE_LABELS.index(mode) if mode in MODE_LABELS else -100, REALIS.index(v['realis']),
                [CONTEXTS.index(c) for c in v.get('contexts') or [] if c in CONTEXTS], v['actor_spans'], v['recipient_spans'])
        e.event_tags = [0] * n
    elif t['corpus'] == 'quiet':
        e.event_tags = [0] * n
    elif t['corpus'] == 'plover_gsr':
        for v in t['row']['events']:
            of = lambda k: [(x['start'], x['end']) for x in v[k] if x['start'] is not None]
            add(v['trigger_spans'][0], v['type_2021'], -100, -100, None, of('source') + (of('target') if v['reciprocal'] else []), [] if v['reciprocal'] else of('target'))
        e.event_tags = [0] * n
    elif t['corpus'] in ('plv', 'coped_penta'):
        r = t['row']
        types = [TYPES.index(x) for x in (YIELD if r.get('root') == 'YIELD' else [r['root']] if 'root' in r else QUADS.get(r['penta_name'], []))]
        roles = {}
        for role, k in (('source', ACTOR), ('target', RECIPIENT)):
            heads([(x['start'], x['end']) for x in r.get('spans', []) if x['role'] == role], k, roles)
        if types:
            e.weak = (types, roles)
        else:
            e.event_tags = [0] * n
    if e.event_tags is not None:
        e.events = found
        for i, j, type_, *_ in found:
            if not any(e.event_tags[i:j]):
                e.event_tags[i:j] = [TAGS.index(f'{x}-{TYPES[type_]}') for x in language.letters(j - i)]


def batch(windows, spans, m):
    """Windows (text, beg, end), their words [i, j), the most words of one -> what losses() reads."""
    b = len(windows); o = {'tags': torch.full((b, m), -100), 'which': [], 'at': [], 'type': [], 'mode': [], 'realis': [], 'contexts': [], 'roles': [], 'weak': []}
    for k, ((e, _, _), (i, j)) in enumerate(zip(windows, spans)):
        if getattr(e, 'event_tags', None) is not None:
            o['tags'][k, :j - i] = torch.tensor(e.event_tags[i:j])
            for x, y, type_, mode, realis, contexts, roles in e.events:
                if x >= i and y <= j:
                    row = torch.full((m,), -100); row[:j - i] = NONE
                    for w, r in roles.items():
                        if i <= w < j:
                            row[w - i] = r
                    on = torch.full((len(CONTEXTS),), -1.)
                    if contexts is not None:
                        on[:] = 0; on[contexts] = 1
                    for name, v in zip(('which', 'at', 'type', 'mode', 'realis', 'contexts', 'roles'), (k, (x - i, y - i), type_, mode, realis, on, row)):
                        o[name].append(v)
        if getattr(e, 'weak', None):
            types, roles = e.weak
            o['weak'].append((k, j - i, types, {w - i: r for w, r in roles.items() if i <= w < j}))
    return o


# ---- losses -----------------------------------------------------------------------------------------------------------

def pools(at, m):
    p = torch.zeros(len(at), m)
    for k, (x, y) in enumerate(at):
        p[k, x:y] = 1 / (y - x)
    return p


CANDIDATES = 6


@torch.no_grad()
def likeliest(heads, x, tags, weak):
    """The trigger of each sentence whose type is known but not its words: (word, type)."""
    which = torch.tensor([w[0] for w in weak]); m = x.shape[1]
    s = torch.log_softmax(tags[which].float(), -1)                                # [k][m][tags]
    own = torch.logaddexp(s[:, :, 1::4], s[:, :, 4::4])                           # begins or is a trigger of each type
    own = own + .5 * torch.log_softmax(heads.kinds(x[which].flatten(0, 1))[0], -1).view(len(weak), m, -1)
    for k, (_, n, types, roles) in enumerate(weak):
        allowed = torch.full((m, len(TYPES)), -1e4); allowed[:n, types] = 0; allowed[list(roles)] = -1e4
        own[k] += allowed
    best, type_ = own.max(-1)                                                     # [k][m]
    score, word = best.topk(min(CANDIDATES, m), -1)
    c = word.shape[1]; at = word.flatten(); of = which.repeat_interleave(c)
    r = torch.log_softmax(heads.role_scores(x, of, F.one_hot(at, m).float(), at).float(), -1).view(len(weak), c, m, 4)
    for k, (*_, roles) in enumerate(weak):
        for w, role in roles.items():
            score[k] += .5 * r[k, :, w, role]
    return [(w := int(word[k, int(score[k].argmax())]), int(type_[k, w])) for k in range(len(weak))]


def losses(heads, x, b, total):
    """x [b][m][WIDTH] of words; sums over what is labelled, by the words of the batch."""
    out = {}; ce = lambda s, y: F.cross_entropy(s.float().flatten(0, -2), y.flatten(), ignore_index=-100, reduction='sum')
    on = (b['tags'] >= 0).any()
    if not on and not b['weak']:
        return out
    tags = heads.trigger(heads.drop(x)); m = x.shape[1]
    if on:
        out['trigger'] = ce(tags, b['tags']) / total * 4
    if b['which']:
        which = torch.tensor(b['which']); pool = pools(b['at'], m)
        c = torch.bmm(pool[:, None].to(x.dtype), x[which])[:, 0]
        type_, mode, realis, contexts = heads.kinds(c); want = torch.stack(b['contexts'])
        out['type'] = ce(type_, torch.tensor(b['type'])) / total * 4
        out['mode'] = ce(mode, torch.tensor(b['mode'])) / total * 2
        out['realis'] = ce(realis, torch.tensor(b['realis'])) / total * 3
        out['contexts'] = (F.binary_cross_entropy_with_logits(contexts, want.clamp(min=0), reduction='none') * (want >= 0)).sum() / total * .5
        out['parts'] = ce(heads.role_scores(x, which, pool, torch.tensor([a for a, _ in b['at']])), torch.stack(b['roles'])) / total * 2
    if b['weak']:
        best = likeliest(heads, x, tags, b['weak']); loss = 0.
        which = torch.tensor([w[0] for w in b['weak']]); word = torch.tensor([w for w, _ in best]); want = torch.tensor([t for _, t in best])
        s = torch.log_softmax(tags[which, word].float(), -1)
        loss = -torch.logsumexp(torch.stack([s.gather(1, (1 + 4 * want)[:, None])[:, 0], s.gather(1, (4 + 4 * want)[:, None])[:, 0]]), 0).sum() * 2
        loss = loss + F.cross_entropy(heads.kinds(x[which, word])[0], want, reduction='sum') * 4
        rows_ = torch.full((len(best), m), -100)
        for k, (_, n, _, roles) in enumerate(b['weak']):
            rows_[k, :n] = NONE
            for w, r in roles.items():
                rows_[k, w] = r
        loss = loss + ce(heads.role_scores(x, which, pools([(w, w + 1) for w, _ in best], m), word), rows_) * 1
        out['weak'] = loss / total
    return out


# ---- quick scores -------------------------------------------------------------------------------------------------------

@torch.no_grad()
def found(heads, x):
    """x [n][WIDTH] of one window -> [(i, j, type, realis, roles [n])], greedy."""
    with torch.autocast('cpu', dtype=torch.bfloat16):
        tags = heads.trigger(x).float().argmax(-1).tolist()
        at, i = [], 0
        while i < len(tags):
            if tags[i]:
                j = i + 1
                while j < len(tags) and tags[j] and (tags[j] - 1) // 4 == (tags[i] - 1) // 4 and (tags[j] - 1) % 4 in (1, 2):
                    j += 1
                at.append((i, j)); i = j
            else:
                i += 1
        if not at:
            return []
        pool = pools(at, len(x)); type_, mode, realis, _ = heads.kinds(pool.to(x.dtype) @ x)
        roles = heads.role_scores(x[None], torch.zeros(len(at), dtype=torch.long), pool, torch.tensor([a for a, _ in at])).float().argmax(-1).tolist()
    s = torch.log_softmax(type_, -1)
    return [(i, j, int(s[k].argmax()), int(realis[k].argmax()), roles[k]) for k, (i, j) in enumerate(at)]


@torch.no_grad()
def quick_scores(net, texts, reading_windows, window_tensors, words_of):
    """Trigger with type by any shared word, types a text, realis and participants of triggers found."""
    hit, n = collections.Counter(), collections.Counter()
    for e in texts:
        have = collections.Counter()
        for s, t, *_ in reading_windows(e, back=0):
            ids, f, real, _ = window_tensors(e, s, t); i, j = e.words_within(s, t)
            if i == j:
                continue
            with torch.autocast('cpu', dtype=torch.bfloat16):
                x = words_of(net, net.encoder(ids, f, real), e, s, i, j)
            got = found(net.events, x); gold = [v for v in e.events if v[0] >= i and v[1] <= j]
            for a, b, type_, realis, roles in got:
                have[type_] += 1
                g = next((v for v in gold if v[0] - i < b and v[1] - i > a and v[2] == type_), None)
                if g:
                    gold.remove(g); hit['event'] += 2; hit['realis'] += realis == g[4]; n['realis'] += 1
                    p = {(w, r) for w, r in enumerate(roles) if r}; q = {(w - i, r) for w, r in g[6].items() if i <= w < j}
                    hit['parts'] += 2 * len(p & q); n['parts'] += len(p) + len(q)
            n['event'] += len(got)
        want = {v[2] for v in e.events}; n['event'] += len(e.events)
        hit['types'] += 2 * len(want & set(have)); n['types'] += len(want) + len(have)
    return {k: round(100 * hit[k] / max(1, n[k]), 1) for k in sorted(n)}


@torch.no_grad()
def root_scores(heads, windows):
    """plv sentences (text, beg, end, encodings): F1 of roots a sentence gets, and share of sentences whose likeliest trigger has the root."""
    hit, n = collections.Counter(), collections.Counter(); name = lambda t: 'YIELD' if TYPES[t] in YIELD else TYPES[t]
    for e, _, _, x in windows:
        if e.text['corpus'] != 'plv':
            continue
        gold = e.text['row']['root']; got = {name(v[2]) for v in found(heads, x)}
        hit['f'] += 2 * (gold in got); n['f'] += 1 + len(got)
        s = torch.log_softmax(heads.trigger(x).float(), -1); of = torch.stack([torch.logsumexp(s[:, 1 + 4 * t:5 + 4 * t], -1) for t in range(len(TYPES))], 1)
        best = int(of.argmax()) // len(TYPES)
        hit['best'] += name(int((of[best] + torch.log_softmax(heads.kinds(x[best:best + 1])[0][0], -1)).argmax())) == gold; n['best'] += 1
    return {'plv.' + k: round(100 * hit[k] / max(1, n[k]), 1) for k in n}
