"""Write a trained network as a weight file, read one back, and write the fixture that tests/parity compares C with.

usage: export.py AVERAGE.pt OUT.weights          weights, rounded as the C program has them
       export.py --fixture FILE.weights OUT      a few windows and what PyTorch makes of them with exactly these weights
"""
import hashlib, pathlib, sys
import numpy as np, torch, xxhash
import corpora, decode, events, heads, network, positions, weights
from network import NEVER, Network, row_scale

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADS = {'tags': 'syntax.tags', 'arcs': 'syntax.arcs', 'arc': 'syntax.arc', 'label': 'syntax.label', 'sense': 'syntax.sense', 'roles': 'syntax.roles',
         'role': 'syntax.role', 'names': 'entity.names', 'mention_name': 'entity.mention.name', 'mention_role': 'entity.mention.role',
         'chain': 'entity.chain'}
HEAD_FLOATS = {'shared': 'syntax.shared', 'arc_root': 'syntax.arc_root', 'label_root': 'syntax.label_root', 'chain_distance': 'entity.chain_distance',
               'chain_same': 'entity.chain_same', 'role_distance.weight': 'syntax.role_distance'}
EVENTS = {'trigger': 'event.trigger', 'hidden': 'event.hidden', 'kind': 'event.kind', 'roles': 'event.roles', 'role': 'event.role'}
POSITIONS = {'cue': 'position.cue', 'content': 'position.content', 'stance': 'position.stance', 'query': 'position.query', 'word': 'position.word'}
DENSE = {'cue': 'attribution.cue', 'token': 'attribution.token', 'gain': 'attribution.gain', 'shift': 'attribution.shift',
         'mixed': 'attribution.mixed', 'pair': 'attribution.pair', 'kind': 'attribution.kind'}


def dense_layers(net):
    for i, l in enumerate(net.encoder.layers):
        for part in ('qkv', 'out', 'up', 'down'):
            yield f'layer.{i}.{part}', getattr(l, part)
    for part, name in DENSE.items():
        yield name, getattr(net, part)
    for part, name in HEADS.items():
        yield name, getattr(net.heads, part)
    for part, name in EVENTS.items():
        yield name, getattr(net.events, part)
    for part, name in POSITIONS.items():
        yield name, getattr(net.positions, part)


def float_tensors(net):
    """name -> (parameter, how to lay it out in the file)"""
    e = net.encoder
    yield 'embed.position', e.position.weight, None
    for part in ('shape', 'quote', 'place'):
        yield f'embed.{part}', getattr(e, part).weight, None
    yield 'embed.norm.g', e.norm.weight, None
    yield 'embed.norm.b', e.norm.bias, None
    for i, l in enumerate(e.layers):
        for k in (1, 2):
            yield f'layer.{i}.norm{k}.g', getattr(l, f'norm{k}').weight, None
            yield f'layer.{i}.norm{k}.b', getattr(l, f'norm{k}').bias, None
    yield 'attribution.distance', net.distance.weight, None
    yield 'attribution.relation', net.relation.weight, None
    yield 'attribution.mix', net.mix, 'transposed'
    for role, chain in net.chains.items():
        for part in ('follow', 'begin', 'end'):
            yield f'attribution.chain.{role}.{part}', getattr(chain, part), part
    for part, name in HEAD_FLOATS.items():
        yield name, net.heads.get_parameter(part), None
    yield 'event.role_distance', net.events.role_distance.weight, None
    yield 'position.distance', net.positions.distance, None
    yield 'position.none', net.positions.none, None


MASKS = {'follow': network.FOLLOWS, 'begin': network.BEGINS, 'end': network.ENDS}


def label_lists(labels):
    """What the scores of a head stand for: a line each."""
    return {**{f'labels.{p}': v for p, v in labels.lists.items()}, 'labels.names': heads.NAME_TAGS,
            **{f'labels.mention.{k}': v for k, v in heads.MENTION_TAGS.items()},
            'labels.event.trigger': events.TAGS, 'labels.event.type': events.TYPES, 'labels.event.mode': events.MODE_LABELS,
            'labels.event.realis': events.REALIS, 'labels.event.context': events.CONTEXTS, 'labels.position.stance': positions.STANCES}


def labels_of(tensors):
    text = lambda p: bytes(np.asarray(tensors[f'labels.{p}'])).decode().split('\n')
    return heads.Labels(lists={p: text(p) for p in heads.Labels.PARTS})


@torch.no_grad()
def tensors(net, vocab):
    out = {'config': np.array([1, network.WIDTH, network.LAYERS, network.HEADS, network.HIDDEN, *net.encoder.word.weight.shape[:1],
                               net.encoder.position.weight.shape[0]], np.int32),
           'vocab': np.frombuffer(vocab, np.uint8)}
    for part, names in label_lists(net.heads.labels).items():
        out[part] = np.frombuffer('\n'.join(names).encode(), np.uint8)
    w = net.encoder.word.weight
    s = (w.abs().amax(1, keepdim=True) / 127).clamp(min=1e-12)
    out['embed.word.w'] = torch.round(w / s).to(torch.int8).numpy(); out['embed.word.s'] = s[:, 0].numpy()
    for name, d in dense_layers(net):
        s = row_scale(d.weight)
        out[name + '.w'] = torch.clamp(torch.round(d.weight / s), -64, 63).to(torch.int8).numpy()
        out[name + '.s'] = s[:, 0].numpy(); out[name + '.b'] = d.bias.numpy()
    for name, p, how in float_tensors(net):
        v = p.detach()
        if how == 'transposed':
            v = v.T.contiguous()
        elif how:
            v = v.masked_fill(~MASKS[how], NEVER)
        out[name] = v.numpy()
    return {k: np.ascontiguousarray(v) for k, v in out.items()}


@torch.no_grad()
def load(net, path):
    """Put the weights of a file into a network: the numbers the C program computes with. Heads that the file lacks stay as they are."""
    t = {k: torch.from_numpy(np.array(v)) for k, v in weights.read(path).items()}
    net.encoder.word.weight.copy_(t['embed.word.w'].float() * t['embed.word.s'][:, None])
    for name, d in dense_layers(net):
        if name + '.w' not in t:
            continue
        d.weight.copy_(t[name + '.w'].float() * t[name + '.s'][:, None]); d.bias.copy_(t[name + '.b'])
    for name, p, how in float_tensors(net):
        if name not in t:
            continue
        v = t[name]
        if how == 'transposed':
            v = v.T
        elif how:
            v = v.masked_fill(~MASKS[how], 0.)
        p.copy_(v)


@torch.no_grad()
def fixture(path, out, pieces, n=3):
    """The first window of some example articles: what goes in, the encoding, and the heads on it (tests/parity/parity.c)."""
    net = Network(labels_of(weights.read(path))); load(net, path); net.eval()
    texts = [{'text': p.read_text(), 'attributions': [], 'id': p.name} for p in sorted((ROOT / 'examples').glob('*.txt'))]
    rows = [(e, *decode.reading_windows(e)[0][:2]) for e in corpora.encode(texts, pieces, corpora.bert_folder() / 'vocab.txt')[:n]]
    size = decode.SIZE + 2
    o = {'length': np.zeros(n, np.int32), 'ids': np.zeros((n, size), np.int32), 'encoding': np.zeros((n, size, network.WIDTH), np.float32)}
    for name in ('shape', 'quote', 'place'):
        o[name] = np.zeros((n, size), np.uint8)
    denses = {'attribution.cue': net.cue, 'attribution.kind': net.kind,
              **{HEADS[part]: getattr(net.heads, part) for part in ('names', 'mention_name', 'mention_role', 'chain', 'sense')}}
    for name, d in denses.items():
        o['head.' + name] = np.zeros((n, size, d.out_features), np.float32)
    for k, (e, s, t) in enumerate(rows):
        ids, f, real, _ = decode.window_tensors(e, s, t); m = ids.shape[1]
        o['ids'][k, :m] = ids[0]; o['length'][k] = m
        for q, name in enumerate(('shape', 'quote', 'place')):
            o[name][k, :m] = f[0, :, q]
        h = net.encoder(ids, f, real)[0]
        o['encoding'][k, :m] = h
        for name, d in denses.items():
            o['head.' + name][k, :m] = d(h)
    weights.write(out, o)


def write_sums(path):
    """models.sha256 beside a weight file. Its first line lets the program know the file again without hashing it at every start (src/engine/reader.c)."""
    raw = path.read_bytes()
    (path.parent / 'models.sha256').write_text(
        f'# {path.name}: {len(raw)} bytes, xxh3 {xxhash.xxh3_64_hexdigest(raw)}\n{hashlib.sha256(raw).hexdigest()}  {path.name}\n')


def main(argv):
    if argv[:1] == ['--fixture']:
        return fixture(argv[1], argv[2], argv[3] if len(argv) > 3 else ROOT / 'build-train/train/train-pieces')
    saved = torch.load(argv[0], weights_only=True)
    net = Network(heads.Labels(lists=saved['labels'])); net.load_state_dict(saved['net'])
    weights.write(argv[1], tensors(net, (corpora.bert_folder() / 'vocab.txt').read_bytes()))
    write_sums(pathlib.Path(argv[1]))


if __name__ == '__main__':
    main(sys.argv[1:])
