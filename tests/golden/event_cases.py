#!/usr/bin/env python3
"""Golden cases of events: text in, events out, through the built program. How a file of cases is written: cases.py.

usage: event_cases.py PROGRAM [--rewrite] FILE.case...

    ## the visitor is the actor
    Mara Lind met Wang Bo in Beijing on Monday.
    -> CONSULT trigger="met" actors="Mara Lind" recipients="Wang Bo" mode=visit place="Beijing" date=2024-03-04

The first word is the type. Actors and recipients are names, joined by " ~ ", and "?" before one that is inferred. What a line does not
give is: no mode, nobody, realis=done, says=article, no place, no date, not part_of an event. `says` and `part_of` count the statements
and events of the case from 1. The text's date is 2024-03-05, a Tuesday.
"""
import sys

import cases

KEYS = ('trigger', 'actors', 'recipients', 'mode', 'realis', 'says', 'place', 'date', 'part_of')
QUOTED = ('trigger', 'actors', 'recipients', 'place')
DEFAULT = {'actors': '', 'recipients': '', 'mode': '', 'realis': 'done', 'says': 'article', 'place': '', 'date': '', 'part_of': ''}


def rows_of(record):
    text = record['document']['text']
    names = {e['id']: e['name'] for e in record['entities']}
    places = {p['id']: p['name'] for p in record['places']}
    number = {row['id']: str(i + 1) for rows in (record['statements'], record['events']) for i, row in enumerate(rows)}

    def people(event, part):
        # One entity may be in both parts: inferred is the one without words.
        spans = event[part[:-1] + '_spans']
        return ' ~ '.join(('?' if e in event['inferred'] and span is None else '') + names[e] for e, span in zip(event[part], spans))
    return [{'type': v['type'], 'trigger': text[slice(*v['trigger'])], 'actors': people(v, 'actors'), 'recipients': people(v, 'recipients'),
             'mode': v['mode'] or '', 'realis': v['realis'], 'says': number.get(v['asserted_by'], 'article'),
             'place': places.get(v['place'], ''), 'date': v['date'] or '', 'part_of': number.get(v['part_of'], '')}
            for v in record['events']]


sys.exit(cases.run(cases.Rows('type', 'trigger', KEYS, QUOTED, DEFAULT, rows_of)))
