#!/usr/bin/env python3
"""Compile annotated articles (*.va) into record NDJSON (docs/codebook.md), or check them.

usage: corpusc.py [--check] FILE.va...      NDJSON to stdout; problems to stderr as FILE:LINE: what; exit 1 on any
       corpusc.py --show FILE.va            the rows with their words, for reading
       corpusc.py --text FILE.va            the text with its paragraphs numbered

A .va file: header lines "@key value", "@text", the text, "@end", then one row a line.
A row is fields joined by " ; ": the first says what and which, the others are "key: value". Lists are joined by " | ".
A span is words of the text:   pN:words   the first place where they stand in or after paragraph N (blocks between blank
lines, the title is p1 if it opens the text);  pN:words#2 the second place;  pN:first words ~~ last words  a longer stretch
up to the next place of the last words. Without pN: from the start of the text.

E e1 person GBR GOV ; name: Mara Lind ; office: foreign minister ; party: Moderate Party ; m: p2:Mara Lind | p4:Lind | p4:She=pronoun
     kinds person organisation state group place document policy other; country and sector "-" where none;
     m: mentions, form after "=" (name is understood; role pronoun demonym other are written)
S s1 direct speech ; c: p3:“We will ~~ Thursday,” | p3:“and again ~~ Friday.” ; cue: p3:said ; src: p3:Mara Lind ; by: e1 ; to: e2
     further keys: pol: negated|refused|denied|question|modal ; in: s2 (nested) ; cont: s3 (continues it)
V v1 CONSULT/visit ; a: e1=p2:Mara Lind | e4 ; r: e2=p2:Oslo ; t: p2:arrived ; realis: done ; says: article ; ctx: diplomatic ; cameo: 042 ; date: 2021-05-04
     a/r: entity=words that stand for it beside the trigger, or the bare entity where no words do; says: article or sN; part: v2
P e1 > e2 ; issue: fishing quotas ; stance: against ; ev: p3:we cannot accept the quotas ; st: s1          (target "-" where none)
D e1 of e2 ; words: p3:a reliable neighbour ; st: s1
# same: st-A v3     directly below an S or V row: the same statement or event as row v3 of the first article of that @story
@unit sentences or passages: the blocks of the text are independent of each other (entities are not shared between them)
T p2:on Tuesday = 2021-05-04 ; mod: START
L p2:Oslo = NOR
"""
import json, re, sys, pathlib

KINDS = set('person organisation state group place document policy other'.split())
FORMS = set('name role pronoun demonym other'.split())
SECTORS = set('GOV MIL LEG JUD PTY OPP REB SPY COP CVL BUS EDU JRN LAB MED REL CRM IGO NGO UNK AGR ELI REF SOC PRM UAF -'.split())
TYPES = {'AGREE': '', 'CONSULT': 'visit third-party multilateral phone', 'SUPPORT': '', 'CONCEDE': '', 'COOPERATE': '', 'AID': '',
         'RETREAT': 'withdraw release disarm ceasefire access resign', 'REQUEST': 'assist change yield meet',
         'ACCUSE': 'disapprove investigate allege', 'REJECT': 'assist change yield meet',
         'THREATEN': 'restrict arrest relations expel territory violence',
         'PROTEST': 'demo riot strike hunger boycott obstruct vandalize', 'SANCTION': 'convict expel withdraw discontinue',
         'MOBILIZE': 'troops weapons police militia',
         'COERCE': 'seize restrict censor curfew martial-law arrest deport withhold misinformation cyber',
         'ASSAULT': 'abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional'}
REALIS = set('done ongoing planned conditional alleged denied habitual'.split())
STYPES = set('direct mixed indirect nominal partial term'.split())
POL = {'affirmed', 'negated', 'refused', 'denied', 'question', 'modal'}
CONTEXTS = set('''military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic legal reparations
human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality diplomatic territory peacekeeping health asylum migration
disasters natural_resource environment technology terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking'''.split())

class Bad(Exception): pass

def nth(text, words, start, n):
    at = start - 1
    for _ in range(n):
        at = text.find(words, at + 1)
        if at < 0: raise Bad(f'not in the text: {words!r}' + (f' ({n} times)' if n > 1 else ''))
    return at

def split_n(w):
    m = re.fullmatch(r'(.*)#(\d+)', w, re.S)
    return (m[1], int(m[2])) if m else (w, 1)

def span(doc, key):
    key = key.strip(); start = 0
    m = re.match(r'p(\d+):', key)
    if m:
        if int(m[1]) > len(doc['paras']): raise Bad(f'no paragraph {m[1]}')
        start = doc['paras'][int(m[1]) - 1]; key = key[m.end():].strip()
    if not key: raise Bad('empty span')
    if ' ~~ ' in key:
        a, b = key.split(' ~~ ', 1)
        a, n = split_n(a.strip()); s = nth(doc['text'], a, start, n)
        b, n = split_n(b.strip()); e = nth(doc['text'], b, s + len(a), n)
        return [s, e + len(b)]
    w, n = split_n(key); s = nth(doc['text'], w, start, n)
    return [s, s + len(w)]

def spans(doc, v): return [span(doc, k) for k in v.split(' | ') if k.strip()] if v else []

def parse(path):
    lines = path.read_text(encoding='utf-8').split('\n')
    doc = {'meta': {}}; i = 0
    while i < len(lines) and lines[i].strip() != '@text':
        m = re.match(r'@(\w+) (.*)', lines[i])
        if m: doc['meta'][m[1]] = m[2].strip()
        i += 1
    j = i + 1
    while j < len(lines) and lines[j].strip() != '@end': j += 1
    doc['text'] = '\n'.join(lines[i + 1:j]).strip('\n')
    doc['paras'] = [m.start() for m in re.finditer(r'(?:^|\n[ \t\u00a0]*\n+)(?=\S)', doc['text'])]
    doc['paras'] = [re.compile(r'\S').search(doc['text'], p).start() for p in doc['paras']]
    rows = []
    for k in range(j + 1, len(lines)):
        l = lines[k].strip()
        m = re.match(r'# same: (\S+ \S+)', l)
        if m and rows: rows[-1][2]['same'] = m[1]
        if not l or l.startswith('#'): continue
        f = l.split(' ; '); d = {}
        for x in f[1:]:
            if ':' not in x: raise SystemExit(f'{path}:{k + 1}: field without key: {x!r}')
            a, b = x.split(':', 1); d[a.strip()] = b.strip()
        rows.append((k + 1, f[0].strip(), d))
    return doc, rows

def compile_file(path):
    doc, rows = parse(path); bad = []
    meta = doc['meta']
    for k in ('id', 'date', 'title'):
        if k not in meta: bad.append((1, f'no @{k}'))
    out = {'unit': 'codepoint', 'document': {**{k: meta.get(k) for k in ('id', 'source', 'licence', 'publisher', 'date', 'tz', 'lang', 'title', 'story', 'unit') if meta.get(k)}, 'text': doc['text']},
           'entities': [], 'statements': [], 'events': [], 'positions': [], 'designations': [], 'times': [], 'places': []}
    ents = {h.split()[1] for _, h, _ in rows if h.startswith('E ')}; sts = {h.split()[1] for _, h, _ in rows if h.startswith('S ')}
    evs = {h.split()[1] for _, h, _ in rows if h.startswith('V ')}
    def ent(i):
        if i not in ents: raise Bad(f'unknown entity {i!r}')
        return i
    def arg(x):
        i, _, w = x.strip().partition('=')
        return {'entity': ent(i.strip()), 'span': span(doc, w) if w else None}
    for n, h, d in rows:
        try:
            p = h.split()
            if p[0] == 'E':
                if len(p) != 5: raise Bad('E id kind country sector')
                if p[2] not in KINDS: raise Bad(f'kind {p[2]}')
                if p[3] != '-' and not re.fullmatch('[A-Z]{3}', p[3]): raise Bad(f'country {p[3]}')
                if p[4] not in SECTORS: raise Bad(f'sector {p[4]}')
                ms = []
                for m in (d.get('m') or '').split(' | '):
                    if not m.strip(): continue
                    w, _, form = m.rpartition('=') if m.rpartition('=')[2].strip() in FORMS and '=' in m else (m, '', 'name')
                    ms.append({'span': span(doc, w), 'form': form.strip()})
                if 'name' not in d: raise Bad('no name')
                out['entities'].append({'id': p[1], 'name': d['name'], 'kind': p[2], 'country': None if p[3] == '-' else p[3], 'sector': None if p[4] == '-' else p[4],
                                        'party': d.get('party'), 'offices': [{'title': t.strip()} for t in d['office'].split(' | ')] if d.get('office') else [], 'mentions': ms})
            elif p[0] == 'S':
                if len(p) != 4 or p[2] not in STYPES or p[3] not in ('speech', 'attitude'): raise Bad('S id type class')
                if not d.get('c'): raise Bad('no content')
                if d.get('pol', 'affirmed') not in POL: raise Bad(f"pol {d['pol']}")
                for k in ('in', 'cont'):
                    if d.get(k) and d[k] not in sts: raise Bad(f'unknown statement {d[k]}')
                out['statements'].append({'id': p[1], 'type': p[2], 'class': p[3], 'content': spans(doc, d['c']), 'cue': spans(doc, d.get('cue')), 'source': spans(doc, d.get('src')),
                                          'speaker': ent(d['by']) if d.get('by', '-') != '-' else None, 'addressee': ent(d['to']) if d.get('to', '-') != '-' else None,
                                          'polarity': d.get('pol', 'affirmed'), 'nested_in': d.get('in'), 'continues': d.get('cont'), **({'same': d['same']} if 'same' in d else {})})
            elif p[0] == 'V':
                if len(p) != 3: raise Bad('V id TYPE/mode')
                ty, _, mode = p[2].partition('/')
                if ty not in TYPES: raise Bad(f'type {ty}')
                if mode and mode not in TYPES[ty].split(): raise Bad(f'mode {mode} of {ty}')
                if d.get('realis') not in REALIS: raise Bad(f"realis {d.get('realis')}")
                says = d.get('says', 'article')
                if says != 'article' and says not in sts: raise Bad(f'says {says}')
                if d.get('part') and d['part'] not in evs: raise Bad(f"part {d['part']}")
                ctx = [c.strip() for c in d.get('ctx', '').split(',') if c.strip()]
                for c in ctx:
                    if c not in CONTEXTS: raise Bad(f'context {c}')
                if d.get('cameo') and not re.fullmatch(r'\d{2,4}', d['cameo']): raise Bad(f"cameo {d['cameo']}")
                A = [arg(x) for x in d.get('a', '').split(' | ') if x.strip()]; R = [arg(x) for x in d.get('r', '').split(' | ') if x.strip()]
                if not d.get('t'): raise Bad('no trigger')
                out['events'].append({'id': p[1], 'type': ty, 'mode': mode or None, 'contexts': ctx, 'cameo': d.get('cameo'), 'actors': [a['entity'] for a in A], 'recipients': [a['entity'] for a in R],
                                      'actor_spans': [a['span'] for a in A], 'recipient_spans': [a['span'] for a in R], 'trigger': span(doc, d['t']), 'realis': d['realis'], 'asserted_by': says,
                                      'date': d.get('date'), 'part_of': d.get('part'), **({'same': d['same']} if 'same' in d else {})})
            elif p[0] == 'P':
                if len(p) != 4 or p[2] != '>': raise Bad('P holder > target')
                if d.get('stance') not in ('for', 'against', 'neutral'): raise Bad(f"stance {d.get('stance')}")
                if d.get('st') and d['st'] not in sts: raise Bad(f"st {d['st']}")
                out['positions'].append({'holder': ent(p[1]), 'target': None if p[3] == '-' else ent(p[3]), 'issue': d['issue'], 'stance': d['stance'], 'evidence': span(doc, d['ev']), 'statement': d.get('st')})
            elif p[0] == 'D':
                if len(p) != 4 or p[2] != 'of': raise Bad('D by of whom')
                out['designations'].append({'by': ent(p[1]), 'of': ent(p[3]), 'words': span(doc, d['words']), 'statement': d.get('st')})
            elif p[0] in 'TL':
                w, _, v = h[2:].rpartition(' = ')
                if not w: raise Bad('no " = "')
                if p[0] == 'T': out['times'].append({'span': span(doc, w), 'value': v.strip(), 'mod': d.get('mod')})
                else: out['places'].append({'span': span(doc, w), 'name': doc['text'][slice(*span(doc, w))], 'country': None if v.strip() == '-' else v.strip()})
            else: raise Bad(f'row kind {p[0]!r}')
        except (Bad, KeyError, IndexError) as x: bad.append((n, f'{h[:24]}: {x}'))
    return out, bad

def show(o):
    t = o['document']['text']; w = lambda s: t[s[0]:s[1]] if s else '-'
    N = {e['id']: e['name'] for e in o['entities']}
    for e in o['entities']: print('E', e['id'], e['name'], e['kind'], e['country'], e['sector'], [w(m['span']) for m in e['mentions']])
    for s in o['statements']: print('S', s['id'], s['type'], s['class'], '|', ' … '.join(w(c) for c in s['content']), '|', [w(c) for c in s['cue']], '|', [w(c) for c in s['source']], '|', N.get(s['speaker']), s['polarity'], s['nested_in'] or '')
    for v in o['events']: print('V', v['id'], v['type'], v['mode'], '|', [N[a] for a in v['actors']], '>', [N[a] for a in v['recipients']], '|', w(v['trigger']), '|', v['realis'], v['asserted_by'], v['date'] or '')
    for p in o['positions']: print('P', N[p['holder']], '>', N.get(p['target']), '|', p['issue'], '|', p['stance'], '|', w(p['evidence']))
    for p in o['designations']: print('D', N[p['by']], 'of', N[p['of']], '|', w(p['words']))
    for p in o['times']: print('T', w(p['span']), '=', p['value'])

if __name__ == '__main__':
    a = sys.argv[1:]; mode = a.pop(0) if a and a[0].startswith('--') else ''
    fail = 0
    for f in map(pathlib.Path, a):
        if mode == '--text':
            doc, _ = parse(f)
            for i, b in enumerate(doc['paras']): print(f"[p{i + 1}] " + doc['text'][b:(doc['paras'] + [len(doc['text'])])[i + 1]].strip())
            continue
        o, bad = compile_file(f)
        for n, b in bad: print(f'{f}:{n}: {b}', file=sys.stderr); fail = 1
        if mode == '--show': show(o)
        elif mode != '--check': print(json.dumps(o, ensure_ascii=False))
    sys.exit(fail)
