"""Decode attributions with the network, window by window, as src/attribution/tagger.c does."""
import torch
from corpora import sentence_starts
from network import O, B, I, S, distance_bucket, relation

SIZE, BACK = 190, 64            # pieces of a window without [CLS] and [SEP]; pieces that two windows share, at most
CLS, SEP, MASK = 101, 102, 103


def reading_windows(e, size=SIZE, back=BACK):
    """[beg, end) of pieces, and the [beg, end) of them whose cues the window decides. Cut on sentence ends where one is near."""
    starts = sentence_starts(e)
    n, out, s = len(e.ids), [], 0
    while True:
        t = min(n, s + size)
        if t < n:
            inside = [k for k in starts if s + size // 2 < k <= t]
            if inside:
                t = inside[-1]
            else:
                while t > s + 1 and not e.first[t]:
                    t -= 1
        out.append([s, t])
        if t == n:
            break
        shared = [k for k in starts if t - back <= k < t and k > s]
        s = shared[0] if shared else t
    cores, b = [], 0
    for k, (s, t) in enumerate(out):
        if k + 1 == len(out):
            c = t
        else:                                       # half of what is shared, on a sentence start
            nxt = out[k + 1][0]
            mid = (nxt + t) // 2
            c = min([q for q in starts if nxt <= q <= t] + [t], key=lambda q: (abs(q - mid), q))
        cores.append((b, c)); b = c
    return [(s, t, cb, ce) for (s, t), (cb, ce) in zip(out, cores)]


def window_tensors(e, s, t):
    """One window as tensors: ids, features [n+2][3], and where basic tokens start (index in the window)."""
    ids = torch.tensor([[CLS] + e.ids[s:t] + [SEP]])
    f = torch.tensor([[[0, 0, 0]] + e.features[s:t] + [[0, 0, 0]]])
    starts = torch.tensor([[i - s + 1 for i in range(s, t) if e.first[i]]])
    return ids, f, torch.ones_like(ids, dtype=torch.bool), starts


def runs(tags):
    out, i = [], 0
    while i < len(tags):
        if tags[i] == S:
            out.append((i, i + 1)); i += 1
        elif tags[i] == B:
            j = i + 1
            while j < len(tags) and tags[j] == I:
                j += 1
            out.append((i, j + 1)); i = j + 1
        else:
            i += 1
    return out


@torch.no_grad()
def attributions(net, e, size=SIZE, back=BACK):
    """-> [{"cue", "source", "content": [(beg, end)] in basic tokens, "log_p", "kind"}]"""
    out = []
    for s, t, cb, ce in reading_windows(e, size, back):
        ids, f, real, starts = window_tensors(e, s, t)
        if not starts.shape[1]:
            continue
        base = e.token_of[s] if e.first[s] else e.token_of[s] + 1
        with torch.autocast('cpu', dtype=torch.bfloat16):
            h = net.encode(ids, f, real, starts)
            cue_tags, _ = net.chains['cue'].decode(net.cue(h)[0])
        n = starts.shape[1]
        cues = [(i, j) for i, j in runs(cue_tags) if cb <= e.starts[base + i] < ce]
        if not cues:
            continue
        sent = torch.tensor([e.sentence[e.starts[base + i]] for i in range(n)])
        par = torch.tensor([e.paragraph[e.starts[base + i]] for i in range(n)])
        c = torch.stack([h[0, i:j].mean(0) for i, j in cues])
        first = torch.tensor([i for i, _ in cues])
        with torch.autocast('cpu', dtype=torch.bfloat16):
            o = net.given_cue(h, torch.zeros(len(cues), dtype=torch.long), c, distance_bucket(torch.arange(n)[None] - first[:, None]),
                              relation(sent[None], sent[first][:, None], par[None], par[first][:, None]), torch.ones(len(cues), n)).float()
            kind = net.kind(c).float()
        for k, (i, j) in enumerate(cues):
            src, ps = net.chains['source'].decode(o[k, :, 0])
            con, pc = net.chains['content'].decode(o[k, :, 1])
            if any(x != O for x in con):
                out.append({'cue': [(base + i, base + j)], 'source': [(base + a, base + b) for a, b in runs(src)],
                            'content': [(base + a, base + b) for a, b in runs(con)], 'log_p': (ps, pc), 'kind': kind[k].tolist()})
    return out


def as_points(e, found):
    at = lambda x: [e.token_beg[x[0]], e.token_end[x[1] - 1]]
    return {'id': e.text['id'], 'attributions': [
        {'id': str(k), **{r: [at(x) for x in a[r]] for r in ('cue', 'source', 'content')}} for k, a in enumerate(found)]}


def fragment_f1(texts, found):
    """Exact fragments by role, F1 in per cent: quick to compute, close to the scorer's "span exact"."""
    out = {}
    for r in ('cue', 'source', 'content'):
        hit = sys_n = gold_n = 0
        for e, fs in zip(texts, found):
            g = {x for a in e.attributions for x in a[r]}; p = {x for a in fs for x in a[r]}
            hit += len(g & p); sys_n += len(p); gold_n += len(g)
        out[r] = round(200 * hit / max(1, sys_n + gold_n), 1)
    return out
