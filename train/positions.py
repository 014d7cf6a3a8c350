"""The position heads: what stance a statement takes, and towards whom. Annotated in ../corpus alone.

A statement is its cue and its content; the target is a word of the window that heads a mention of the entity the position is towards, or none.
"""
import torch
from torch import nn
import torch.nn.functional as F
from network import Dense, WIDTH, DISTANCES, distance_bucket

STANCES = ['-', 'for', 'against', 'neutral']                    # "-": the statement takes none
HIDDEN, TARGET = 256, 128
SCALE = .25


class PositionHeads(nn.Module):
    def __init__(self, dropout=0.2):
        super().__init__()
        self.drop = nn.Dropout(dropout)
        self.cue, self.content = Dense(WIDTH, HIDDEN), Dense(WIDTH, HIDDEN)
        self.stance = Dense(HIDDEN, len(STANCES))
        self.query, self.word = Dense(HIDDEN, TARGET), Dense(WIDTH, TARGET)
        self.distance = nn.Parameter(torch.zeros(DISTANCES)); self.none = nn.Parameter(torch.zeros(1))

    def forward(self, h, which, cue, content, first):
        """h [b][n][WIDTH] of basic tokens; of each statement: which [k] window, cue and content [k][n] means, first [k] token of the cue
        -> stances [k][4], targets [k][1 + n], none first"""
        mean = lambda pool: torch.bmm(pool[:, None].to(h.dtype), h[which])[:, 0]
        z = self.drop(F.gelu(self.cue(mean(cue)) + self.content(mean(content))))
        s = torch.bmm(self.word(h)[which], self.query(z)[:, :, None])[:, :, 0].float() * SCALE
        s = s + self.distance[distance_bucket((torch.arange(h.shape[1])[None] - first[:, None]).clamp(-191, 191))]
        return self.stance(z).float(), torch.cat([self.none.expand(len(which), 1), s], 1)


def of_record(d):
    """statement id -> (stance, spans of the mentions of its target): the first position of a statement."""
    mentions = {e['id']: [tuple(m['span']) for m in e['mentions']] for e in d['entities']}
    out = {}
    for p in d['positions']:
        if p.get('statement'):
            out.setdefault(p['statement'], (STANCES.index(p['stance']), mentions.get(p['target'], [])))
    return out


def losses(heads, h, b, length, total):
    """b: (which, cue pools, content pools, first, stance or -100, target [k][1 + n] bool or all false)"""
    which, cue, content, first, stance, target = b
    if not (stance >= 0).any():
        return {}
    rows = stance >= 0
    s, t = heads(h, which[rows], cue[rows], content[rows], first[rows])
    out = {'stance': F.cross_entropy(s, stance[rows], reduction='sum') / total * 2}
    target = target[rows]; on = target.any(1)
    if on.any():
        t = t.masked_fill(torch.arange(t.shape[1])[None] > length[which[rows]][:, None], -1e4)
        out['target'] = (torch.logsumexp(t, 1) - torch.logsumexp(t.masked_fill(~target, -1e4), 1))[on].sum() / total
    return out


@torch.no_grad()
def quick_scores(net, texts, batch, window_tensors, reading_windows):
    """Of gold statements: per cent of stances right (of all; of those that take one), of targets right."""
    import collections, random
    hit, n = collections.Counter(), collections.Counter(); rng = random.Random(1)
    for e in texts:
        for s, t, *_ in reading_windows(e, back=0):
            if not any(e.first[s:t]):
                continue
            ids, f, real, st, length, _, pairs, positions, _, _ = batch([(e, s, t)], rng, 0, False)
            if pairs is None:
                continue
            which, cue, content, first, stance, target = positions
            with torch.autocast('cpu', dtype=torch.bfloat16):
                h = net.at_tokens(net.encoder(ids, f, real), st)
                got, to = net.positions(h, which, cue, content, first)
            got, to = got.argmax(1), to.argmax(1)
            rows = stance >= 0; some = stance > 0
            hit['stance'] += int((got == stance)[rows].sum()); n['stance'] += int(rows.sum())
            hit['stance.f'] += 2 * int((got == stance)[some].sum()); n['stance.f'] += int(some.sum() + (got > 0)[rows].sum())
            on = target.any(1) & some; hit['target'] += int(target[on].gather(1, to[on][:, None]).sum()); n['target'] += int(on.sum())
    return {k: round(100 * hit[k] / max(1, n[k]), 1) for k in sorted(n)}
