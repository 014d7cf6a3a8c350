"""Average the event heads of two weight files that are otherwise the same.

usage: average.py A.weights B.weights SHARE OUT.weights          SHARE of B, 0 to 1; verbale.weights gets its models.sha256 beside it

Heads that have read quiet news see too few events, heads that have not too many; between them is better than either (Wortsman et al.
2022, "Model soups"), since both began with the same numbers.
"""
import pathlib, sys
import corpora, export, weights
from network import Network


def network_of(path):
    net = Network(export.labels_of(weights.read(path))); export.load(net, path)
    return net


def main(a, b, share, out):
    net, other = network_of(a), network_of(b).state_dict()
    both = {k: v if not k.startswith('events.') else (1 - share) * v + share * other[k] for k, v in net.state_dict().items()}
    net.load_state_dict(both)
    weights.write(out, export.tensors(net, (corpora.bert_folder() / 'vocab.txt').read_bytes()))
    if out.name == 'verbale.weights':
        export.write_sums(out)


if __name__ == '__main__':
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), pathlib.Path(sys.argv[4]))
