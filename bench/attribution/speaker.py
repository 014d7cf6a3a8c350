#!/usr/bin/env python3
"""Score the rules that say who speaks (src/attribution/speaker.c), given gold sources.

usage: speaker.py SPEAKER_DUMP GOLD.ndjson... [--misses]      records as docs/codebook.md has them, with entities and statements
       speaker.py SPEAKER_DUMP --corpus DIR [--heldout] [--misses]     the annotated corpus: without heldout.txt, or only what is in it

right     the speaker is the gold entity: they share a mention by name, or by a role phrase where the text never names it
unlinked  an actor known only by the source's own words ("the minister"), though the text names the person elsewhere
wrong     another entity, one that the gold does not have, or a speaker where the text gives none
none      no speaker although the gold has one
silent    no speaker on either side: counted apart, in none of the shares
"""
import bisect
import collections
import glob
import json
import os
import subprocess
import sys


def records(args):
    if '--corpus' not in args:
        for path in args:
            with open(path, encoding='utf-8') as f:
                yield from (json.loads(line) for line in f)
        return
    folder = args[args.index('--corpus') + 1]
    with open(os.path.join(folder, 'heldout.txt'), encoding='utf-8') as f:
        held = {line.strip() for line in f if line.strip()}
    files = [p for p in sorted(glob.glob('articles/*.va', root_dir=folder) + glob.glob('sentences/*.va', root_dir=folder))
             if (p in held) == ('--heldout' in sys.argv)]
    done = subprocess.run([sys.executable, 'corpusc.py', *files], cwd=folder, capture_output=True, text=True, encoding='utf-8', check=True)
    yield from (json.loads(line) for line in done.stdout.splitlines())


def draft_rows(record, byte):
    order = {s['id']: i for i, s in enumerate(record['statements'])}

    def spans(list_):
        return [[byte[b], byte[e]] for b, e in list_]
    return [{'content': spans(s['content']), 'cue': spans(s['cue']), 'source': spans(s['source']),
             'inherits': order.get(s['continues']) if not s['source'] else None, 'nested_in': order.get(s['nested_in'])}
            for s in record['statements']]


def meet(a, b):
    return min(a[1], b[1]) - max(a[0], b[0]) >= 0.5 * max(a[1] - a[0], b[1] - b[0])


def judge(gold, pred):
    """Does `pred`, a list of (span, form), stand for the gold entity? Its best mentions decide: names, else role phrases, else pronouns."""
    best = [span for span, form in pred if form == min(form for _, form in pred)]
    shared = [m for m in gold['mentions'] if any(meet(m['span'], span) for span in best)]
    if not shared:
        return 'wrong'
    named = any(m['form'] == 'name' for m in gold['mentions'])
    return 'right' if not named or any(form == 0 for _, form in pred) or any(m['form'] == 'name' for m in shared) else 'unlinked'


def main():
    args = [a for a in sys.argv[1:] if a not in ('--misses', '--heldout')]
    gold = list(records(args[1:]))
    lines = []
    offsets = []
    for record in gold:
        byte = [0]
        for c in record['document']['text']:
            byte.append(byte[-1] + len(c.encode()))
        offsets.append(byte)
        lines.append(json.dumps({'text': record['document']['text'], 'drafts': draft_rows(record, byte)}, ensure_ascii=False))
    done = subprocess.run([args[0]], input='\n'.join(lines) + '\n', capture_output=True, text=True, encoding='utf-8')
    if done.returncode != 0:
        sys.exit(done.stderr)
    count = collections.Counter()
    by_source = collections.defaultdict(collections.Counter)
    for record, byte, line in zip(gold, offsets, done.stdout.splitlines(), strict=True):
        got = json.loads(line)
        text = record['document']['text']
        entities = {e['id']: e for e in record['entities']}
        mentions = [[((bisect.bisect_left(byte, b), bisect.bisect_left(byte, e)), form) for b, e, form in g['mentions']] for g in got['entities']]
        for s, speaker in zip(record['statements'], got['speakers'], strict=True):
            want = entities[s['speaker']] if s['speaker'] else None
            if speaker is None:
                how = 'silent' if want is None else 'none'
            elif want is None:
                how = 'wrong'
            else:
                how = judge(want, mentions[speaker])
                # Joined with somebody else: most of its names are not this entity's.
                if how == 'right':
                    other = [e for e in record['entities'] if e is not want and sum(
                        any(meet(m['span'], span) for m in e['mentions'] if m['form'] == 'name') for span, form in mentions[speaker] if form == 0) >
                        sum(any(meet(m['span'], span) for m in want['mentions'] if m['form'] == 'name') for span, form in mentions[speaker] if form == 0)]
                    how = 'wrong' if other else 'right'
            count[how] += 1
            source = ' … '.join(text[b:e] for b, e in s['source'])
            words = source.split()
            shape = ('no source' if not words else 'pronoun' if len(words) == 1 and source.lower() in
                     'he she they it i we who which that his her their its our my you'.split()
                     else 'with a name' if any(w[0].isupper() for w in words[1:] or words) else 'common words')
            by_source[shape][how] += 1
            if '--misses' in sys.argv and how in ('wrong', 'unlinked', 'none'):
                b = s['source'][0][0] if s['source'] else s['content'][0][0]
                print(f"{how}\t{source[:100]!r}\tgot {got['entities'][speaker]['name'] if speaker is not None else None!r}\twant "
                      f"{want['name'] if want else None!r}\t{record['document']['id'][-30:]} …{text[max(0, b - 60):b + 60]!r}")
    for name, c in [('all', count), *sorted(by_source.items())]:
        n = sum(v for k, v in c.items() if k != 'silent')
        if n:
            print(f'{name:13} {n:5} statements   ' + '   '.join(f'{k} {100 * c[k] / n:5.1f} %' for k in ('right', 'unlinked', 'wrong', 'none')))


if __name__ == '__main__':
    main()
