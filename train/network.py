"""The network: a BERT encoder with features at its input, a tagger for cues, source and content tagged given each cue, and heads.py.

Tags are BIOES over basic tokens, decoded by linear-chain CRFs (Lafferty et al. 2001). src/attribution/tagger.c is the same in C.
"""
import torch
from torch import nn
import torch.nn.functional as F

WIDTH, HEADS, LAYERS, HIDDEN = 384, 12, 6, 1536
PAIR, MIX = 256, 128            # width of what is known of a token given a cue, and after mixing
SHAPES, QUOTES, PLACES = 5, 8, 4
DISTANCES, RELATIONS = 34, 15
O, B, I, E, S = range(5)
# BIOES: which tag may follow which, may begin, may end
FOLLOWS = torch.tensor([[1, 1, 0, 0, 1], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [1, 1, 0, 0, 1], [1, 1, 0, 0, 1]], dtype=torch.bool)
BEGINS = torch.tensor([1, 1, 0, 0, 1], dtype=torch.bool)
ENDS = torch.tensor([1, 0, 0, 1, 1], dtype=torch.bool)
NEVER = -1e4


class Quantise(torch.autograd.Function):
    """Weights as the C program has them: -64..63, one scale a row; the gradient passes straight through."""
    @staticmethod
    def forward(ctx, w):
        s = row_scale(w)
        return torch.clamp(torch.round(w / s), -64, 63) * s
    @staticmethod
    def backward(ctx, g):
        return g


def row_scale(w):
    return (torch.maximum(w.amax(1, keepdim=True) / 63, -w.amin(1, keepdim=True) / 64)).clamp(min=1e-12)


class Dense(nn.Linear):
    quantised = False
    def forward(self, x):
        return F.linear(x, Quantise.apply(self.weight) if Dense.quantised else self.weight, self.bias)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = Dense(WIDTH, 3 * WIDTH), Dense(WIDTH, WIDTH)
        self.up, self.down = Dense(WIDTH, HIDDEN), Dense(HIDDEN, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
    def forward(self, x, mask):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        a = torch.softmax(q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -.5 + mask, -1)
        a = (a.to(v.dtype) @ v).transpose(1, 2).reshape(b, t, WIDTH)
        x = self.norm1(x + self.out(a))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    def __init__(self, vocab=30522, positions=512):
        super().__init__()
        self.word, self.position = nn.Embedding(vocab, WIDTH), nn.Embedding(positions, WIDTH)
        self.shape, self.quote, self.place = nn.Embedding(SHAPES, WIDTH), nn.Embedding(QUOTES, WIDTH), nn.Embedding(PLACES, WIDTH)
        for e in (self.shape, self.quote, self.place):
            nn.init.zeros_(e.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
    def forward(self, ids, features, real):
        """ids [b][t], features [b][t][3], real [b][t] true for pieces -> [b][t][WIDTH]"""
        x = self.word(ids) + self.position(torch.arange(ids.shape[1]))[None]
        x = x + self.shape(features[..., 0]) + self.quote(features[..., 1]) + self.place(features[..., 2])
        x = self.norm(x)
        mask = torch.zeros(real.shape, dtype=x.dtype).masked_fill(~real, NEVER)[:, None, None]
        for layer in self.layers:
            x = layer(x, mask.to(torch.bfloat16) if torch.is_autocast_enabled('cpu') else mask)
        return x

    def load_bert(self, path):
        """Start from a BERT checkpoint (safetensors) of this size."""
        from safetensors.torch import load_file
        w = load_file(path)
        w = {k.removeprefix('bert.').replace('attention.self', 'attention'): v for k, v in w.items()}
        with torch.no_grad():
            e = 'embeddings.'
            self.word.weight.copy_(w[e + 'word_embeddings.weight'])
            self.position.weight.copy_(w[e + 'position_embeddings.weight'] + w[e + 'token_type_embeddings.weight'][0])
            self.norm.weight.copy_(w[e + 'LayerNorm.weight']); self.norm.bias.copy_(w[e + 'LayerNorm.bias'])
            for i, l in enumerate(self.layers):
                p = f'encoder.layer.{i}.'
                for part in ('weight', 'bias'):
                    getattr(l.qkv, part).copy_(torch.cat([w[f'{p}attention.{x}.{part}'] for x in ('query', 'key', 'value')]))
                    getattr(l.out, part).copy_(w[f'{p}attention.output.dense.{part}'])
                    getattr(l.up, part).copy_(w[f'{p}intermediate.dense.{part}'])
                    getattr(l.down, part).copy_(w[f'{p}output.dense.{part}'])
                    getattr(l.norm1, part).copy_(w[f'{p}attention.output.LayerNorm.{part}'])
                    getattr(l.norm2, part).copy_(w[f'{p}output.LayerNorm.{part}'])


class Chain(nn.Module):
    """A linear-chain CRF over BIOES tags."""
    def __init__(self):
        super().__init__()
        self.follow = nn.Parameter(torch.zeros(5, 5)); self.begin = nn.Parameter(torch.zeros(5)); self.end = nn.Parameter(torch.zeros(5))
    def scores(self):
        return (self.follow.masked_fill(~FOLLOWS, NEVER), self.begin.masked_fill(~BEGINS, NEVER), self.end.masked_fill(~ENDS, NEVER))
    def log_z(self, emit, length):
        """emit [k][n][5], length [k] -> [k]"""
        follow, begin, end = self.scores()
        steps = emit.unbind(1)              # indexing in the loop would make a gradient of the whole size at each step
        a = begin + steps[0]
        for i in range(1, len(steps)):
            nxt = torch.logsumexp(a[:, :, None] + follow, 1) + steps[i]
            a = torch.where((i < length)[:, None], nxt, a)
        return torch.logsumexp(a + end, 1)
    def path(self, emit, tags, length):
        follow, begin, end = self.scores()
        n = emit.shape[1]; on = torch.arange(n) < length[:, None]
        s = (emit.gather(2, tags[..., None])[..., 0] * on).sum(1) + begin[tags[:, 0]]
        s = s + (follow[tags[:, :-1], tags[:, 1:]] * on[:, 1:]).sum(1)
        return s + end[tags.gather(1, (length - 1)[:, None])[:, 0]]
    def loss(self, emit, tags, length):
        emit = emit.float()
        return self.log_z(emit, length) - self.path(emit, tags, length)
    @torch.no_grad()
    def decode(self, emit):
        """emit [n][5] -> tags, log probability of that path"""
        emit = emit.float(); follow, begin, end = self.scores()
        v = begin + emit[0]; back = []
        for i in range(1, len(emit)):
            m, k = (v[:, None] + follow).max(0)
            back.append(k); v = m + emit[i]
        v = v + end; best = int(v.argmax()); out = [best]
        for k in reversed(back):
            out.append(int(k[out[-1]]))
        return out[::-1], float(v.max() - self.log_z(emit[None], torch.tensor([len(emit)]))[0])


# Distances in basic tokens fall into buckets: exact below 6, then two buckets a doubling.
STEPS = torch.tensor([6, 9, 12, 17, 24, 34, 48, 68, 96, 136, 192])


def distance_bucket(d):
    """Signed distance from the cue's first token -> 0..33"""
    a = d.abs()
    b = torch.where(a < 6, a, 5 + torch.bucketize(a, STEPS, right=True))
    return torch.where(d < 0, 16 - b, 17 + b)


def relation(sentence, cue_sentence, paragraph, cue_paragraph):
    """Where a token stands beside the cue: sentences -2..2, paragraphs -1..1 -> 0..14"""
    return ((sentence - cue_sentence).clamp(-2, 2) + 2) * 3 + (paragraph - cue_paragraph).clamp(-1, 1) + 1


class Network(nn.Module):
    def __init__(self, labels, dropout=0.2):
        super().__init__()
        from events import EventHeads
        from heads import Heads
        from positions import PositionHeads
        self.encoder = Encoder()
        self.heads, self.events, self.positions = Heads(labels, dropout), EventHeads(dropout), PositionHeads(dropout)
        self.drop = nn.Dropout(dropout)
        self.cue = Dense(WIDTH, 5)
        self.token, self.gain, self.shift = Dense(WIDTH, PAIR), Dense(WIDTH, PAIR), Dense(WIDTH, PAIR)
        self.distance, self.relation = nn.Embedding(DISTANCES, PAIR), nn.Embedding(RELATIONS, PAIR)
        self.mix = nn.Parameter(torch.zeros(PAIR, 5))           # depth-wise over five neighbouring tokens
        self.mixed = Dense(PAIR, MIX)
        self.pair = Dense(MIX, 10)                               # source tags, content tags
        self.kind = Dense(WIDTH, 10)                             # class 2, polarity 6, nominal 2: of the cue
        self.chains = nn.ModuleDict({r: Chain() for r in ('cue', 'source', 'content')})
        nn.init.zeros_(self.gain.weight); nn.init.zeros_(self.gain.bias)
        for e in (self.distance, self.relation):
            nn.init.normal_(e.weight, std=0.02)

    def encode(self, ids, features, real, starts):
        """-> encodings of basic tokens [b][n][WIDTH]; starts [b][n] are indices of pieces"""
        return self.at_tokens(self.encoder(ids, features, real), starts)

    def at_tokens(self, h, starts):
        return self.drop(h.gather(1, starts[..., None].expand(-1, -1, WIDTH)))

    def given_cue(self, h, which, cue, distance, rel, on):
        """h [b][n][WIDTH], which [k] window of each cue, cue [k][WIDTH], distance, rel and on (not padding) [k][n] -> [k][n][2][5]"""
        u = self.token(h)[which]
        z = u * (1 + self.gain(cue)[:, None]) + self.shift(cue)[:, None] + self.distance(distance) + self.relation(rel)
        z = F.gelu(z) * on[..., None]
        z = z + F.conv1d(z.transpose(1, 2), self.mix[:, None].to(z.dtype), padding=2, groups=PAIR).transpose(1, 2)
        z = F.gelu(self.mixed(z))
        return self.pair(self.drop(z)).view(*z.shape[:2], 2, 5)
