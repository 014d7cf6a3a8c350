"""Train the event heads alone, on encodings that stay as they are: for the folds of ../shared/data/events, and for the release.

usage: train_events.py --from FILE.weights --out DIR [--quiet SENTENCES.ndjson] [--folds [01234]] [--epochs N]

The encoder must have seen none of the sentence sets (train.py reads only ../corpus of what has events). --quiet: sentences of news that have
no events, of bench/event/quiet.py others. --folds writes fold-0.weights …
fold-4.weights too, each without the sentences of its fold; verbale.weights is trained on all. Scores: bench/event.
"""
import argparse, json, pathlib, random, time, torch
import corpora, events, export, heads, weights
from decode import window_tensors
from network import Dense, Network, WIDTH
from train import ROOT, event_scores

# how often an epoch shows a text: articles, sentences with a trigger marked, without
SHARES = {'verbale': 3, 'plover_gsr': 3, 'plv': 1, 'coped_penta': 1, 'quiet': .6}


def arguments():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument('--data', type=pathlib.Path, default=ROOT.parent / 'shared/data'); p.add_argument('--corpus', type=pathlib.Path, default=ROOT.parent / 'shared/corpus')
    p.add_argument('--pieces', type=pathlib.Path, default=ROOT / 'build-train/train/train-pieces')
    p.add_argument('--bert', type=pathlib.Path, default=corpora.bert_folder())
    p.add_argument('--from', dest='start', type=pathlib.Path, required=True); p.add_argument('--out', type=pathlib.Path, required=True)
    p.add_argument('--quiet', type=pathlib.Path); p.add_argument('--folds', nargs='?', const='01234', help='all five, or those named: --folds 03'); p.add_argument('--epochs', type=int, default=12); p.add_argument('--rate', type=float, default=1e-3)
    p.add_argument('--batch', type=int, default=16); p.add_argument('--seed', type=int, default=1); p.add_argument('--threads', type=int, default=2)
    return p.parse_args()


@torch.no_grad()
def encoded_windows(net, texts):
    """[(text, beg, end, encodings of its words [n][WIDTH])]"""
    net.eval(); out = []
    for e in texts:
        for s, t in corpora.windows(e, 190):
            i, j = e.words_within(s, t)
            if i == j:
                continue
            ids, f, real, _ = window_tensors(e, s, t)
            with torch.autocast('cpu', dtype=torch.bfloat16):
                x = net.heads.words(net.encoder(ids, f, real), torch.tensor([e.word_piece[i:j]]) - s + 1, torch.tensor([e.word_shared[i:j]], dtype=torch.float))[0]
            out.append((e, s, t, x.float()))
    return out


def train(net, windows, o):
    """Only net.events learns."""
    torch.manual_seed(o.seed); rng = random.Random(o.seed); net.events.train()
    shown = [w for w in windows for _ in range(int(SHARES[w[0].text['corpus']] + rng.random()))]
    opt = torch.optim.AdamW(net.events.parameters(), lr=o.rate, weight_decay=.01)
    steps = o.epochs * (len(shown) // o.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: max(.02, 1 - k / steps))
    Dense.quantised = True
    for epoch in range(o.epochs):
        rng.shuffle(shown); shown.sort(key=lambda w: len(w[3]) // 24); seen = {}
        bs = [shown[i:i + o.batch] for i in range(0, len(shown), o.batch)]; rng.shuffle(bs)
        for b in bs:
            m = max(len(x) for *_, x in b); x = torch.zeros(len(b), m, WIDTH)
            for k, (*_, v) in enumerate(b):
                x[k, :len(v)] = v
            spans = [e.words_within(s, t) for e, s, t, _ in b]
            x = torch.nn.functional.dropout(x, .15)
            ls = events.losses(net.events, x, events.batch([w[:3] for w in b], spans, m), sum(j - i for i, j in spans))
            if ls:
                sum(ls.values()).backward(); torch.nn.utils.clip_grad_norm_(net.events.parameters(), 1.); opt.step(); opt.zero_grad()
            schedule.step()
            for k, v in ls.items():
                seen.setdefault(k, []).append(v.item())
        print(f'epoch {epoch}', {k: round(sum(v) / len(v), 3) for k, v in seen.items()}, flush=True)


def main():
    o = arguments(); o.out.mkdir(parents=True, exist_ok=True); torch.set_num_threads(o.threads)
    net = Network(export.labels_of(weights.read(o.start))); export.load(net, o.start)
    start = {k: v.clone() for k, v in net.state_dict().items()}
    texts = [list(corpora.verbale_corpus(o.corpus, held_out=False)) + list(events.quiet_texts(o.data / 'syntax')), list(events.sentence_sets(o.data / 'events')), list(corpora.verbale_corpus(o.corpus, held_out=True))]
    if o.quiet:
        texts[0] += [{'text': r['text'], 'corpus': 'quiet', 'id': r['id'], 'attributions': []} for r in map(json.loads, open(o.quiet, encoding='utf-8'))]
    own, sets, held = (corpora.encode(x, o.pieces, o.bert / 'vocab.txt') for x in texts)
    for e in own + sets + held:
        heads.targets(e, net.heads.labels)
    t0 = time.time(); windows = encoded_windows(net, own + sets); print(f'{len(windows)} windows encoded, {time.time() - t0:.0f} s', flush=True)
    vocab = (o.bert / 'vocab.txt').read_bytes()
    for fold in [None, *(o.folds or '')]:
        path = o.out / (f'fold-{fold}.weights' if fold else 'verbale.weights')
        if path.exists():
            continue                                    # of a run that was cut off
        net.load_state_dict(start)
        train(net, [w for w in windows if fold is None or w[0].text.get('fold') != fold], o)
        net.events.eval(); own_fold = events.root_scores(net.events, [w for w in windows if fold is not None and w[0].text.get('fold') == fold])
        print('fold' if fold else 'all', fold or '', own_fold, 'held-out articles', event_scores(net, held), f'; {time.time() - t0:.0f} s', flush=True)
        weights.write(path, export.tensors(net, vocab))
        if not fold:
            export.write_sums(path)


if __name__ == '__main__':
    main()
