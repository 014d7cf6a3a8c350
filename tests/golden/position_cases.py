#!/usr/bin/env python3
"""Golden cases of positions: text in, positions out, through the built program. How a file of cases is written: cases.py.

usage: position_cases.py PROGRAM [--rewrite] FILE.case...

    ## the object of the cue is the target
    Mara Lind condemned the closure of the border.
    -> against holder="Mara Lind" target="closure"

The first word is the stance. Holder and target are names; without a target there is none. The text's date is 2024-03-05, a Tuesday.
"""
import sys

import cases

KEYS = ('holder', 'target')
DEFAULT = {'holder': '', 'target': ''}


def rows_of(record):
    names = {e['id']: e['name'] for e in record['entities']}
    return [{'stance': p['stance'], 'holder': names[p['holder']], 'target': names.get(p['target'], '')} for p in record['positions']]


sys.exit(cases.run(cases.Rows('stance', 'holder', KEYS, KEYS, DEFAULT, rows_of)))
