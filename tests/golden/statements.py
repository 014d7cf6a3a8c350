#!/usr/bin/env python3
"""Golden cases of statements: text in, statements out, through the built program. How a file of cases is written: cases.py.

usage: statements.py PROGRAM [--rewrite] FILE.case...

    ## the speaker follows the quotation
    “We will vote on Thursday,” said Anna Rossi.
    -> direct content="“We will vote on Thursday,”" cue="said" source="Anna Rossi" speaker="Anna Rossi"

The first word is the type; fragments are joined by " ~ ". What a line does not give is: no cue, no source, no speaker, class=speech,
polarity=affirmed, not nested_in and not continues a statement (both count the statements of the case from 1).
"""
import sys

import cases

KEYS = ('content', 'cue', 'source', 'speaker', 'class', 'polarity', 'nested_in', 'continues')
QUOTED = ('content', 'cue', 'source', 'speaker')
DEFAULT = {'cue': '', 'source': '', 'speaker': '', 'class': 'speech', 'polarity': 'affirmed', 'nested_in': '', 'continues': ''}


def rows_of(record):
    text = record['document']['text']
    names = {e['id']: e['name'] for e in record['entities']}
    number = {s['id']: str(i + 1) for i, s in enumerate(record['statements'])}

    def words(spans):
        return ' ~ '.join(text[a:b] for a, b in spans)
    return [{'type': s['type'], 'content': words(s['content']), 'cue': words(s['cue']), 'source': words(s['source']),
             'speaker': names.get(s['speaker'], ''), 'class': s['class'], 'polarity': s['polarity'],
             'nested_in': number.get(s['nested_in'], ''), 'continues': number.get(s['continues'], '')} for s in record['statements']]


sys.exit(cases.run(cases.Rows('type', 'content', KEYS, QUOTED, DEFAULT, rows_of)))
