#!/usr/bin/env python3
"""score_events.py FACTS [--half odd|even] [--json]: what `chancery read` made of gold.jsonl, against it.

FACTS  lines of `chancery read` of gold.jsonl, matched by report.given_id

An event that another one has as its object (what is asked for, threatened, agreed on) is left out: the coded act is the
other one. An event of several parties is a dyad for each pair. Figures:
  type     PLOVER types of a record, as sets: P, R, F1
  triple   type, source country and target country right in one dyad: P, R, F1; a side the gold leaves empty is right
           when it is empty or within the other side
  cameo    share of gold events whose root, first three digits, whole code some event of the record has
  status   of the triples found: share whose status is the gold's
  claimed  of the triples found: share that agrees on whether it stands on somebody's word
--half: records with odd numbers may be looked at, those with even ones are only scored. Status 2: FACTS cannot be read."""
import argparse
import itertools
import json
import os
import sys

GOLD = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'gold.jsonl')
INTERNATIONAL = 'IGO'
RENAMED = {'SUN': 'RUS', 'YUG': 'SRB', 'SCG': 'SRB', 'DDR': 'DEU', 'ZAR': 'COD', 'BUR': 'MMR', 'PAL': 'PSE'}
ORGANISATIONS = set('UNO NATO NAT EEC EU EUU AFU AU OAS OSCE ASEAN ASN LAS ARL IAEA ICC ICJ OPEC GCC CIS WTO WHO IMF '
                    'ECOWAS WAS SADC IGD'.split())


def load_gold(half=None):
    with open(GOLD, encoding='utf-8') as f:
        rows = [json.loads(line) for line in f]
    wanted = {'odd': 1, 'even': 0}.get(half)
    return {r['id']: r['gold']['events'] for r in rows if wanted is None or int(r['id'][3:]) % 2 == wanted}


def country(party):
    """Country letters of a party, IGO for an organisation, None for none."""
    if not party:
        return None
    state = RENAMED.get(party[:3], party[:3])
    return INTERNATIONAL if party in ORGANISATIONS or party.startswith('IGO') else state


def dyads(row):
    """(event, source country, target country) of every event that is nobody's object."""
    objects = {o for e in row['events'] for o in e['object']}
    codes = {a['id']: a['party'] or a['code'] for a in row.get('actors', [])}
    for e in row['events']:
        if e['id'] in objects:
            continue
        sides = [[country(s['party'] or codes.get(s['actor'])) for s in e[side]] or [None] for side in ('source', 'target')]
        pairs = set(itertools.product(*sides))
        mutual = len(pairs) > 1 and set(sides[0]) == set(sides[1])
        for source, target in sorted(pairs, key=str):
            if not (mutual and source == target):
                yield e, source, target


def side_right(got, wanted, other):
    return got in wanted if wanted else got is None or got in other


def dyad_right(dyad, gold):
    event, source, target = dyad
    sources, targets = (set(map(country, gold[side + '_countries'])) for side in ('source', 'target'))
    right = event['type'] == gold['plover'] and side_right(source, sources, targets) and side_right(target, targets, sources)
    return right and not (gold.get('mutual') and len(sources) > 1 and source == target)


def ratio(part, whole):
    return part / whole if whole else None


def prf(right_gold, gold, right_found, found):
    p, r = ratio(right_found, found) or 0, ratio(right_gold, gold) or 0
    return {'p': p, 'r': r, 'f1': 2 * p * r / (p + r) if p + r else 0}


def score(facts, half=None):
    """The figures of a file of facts, by name."""
    gold = load_gold(half)
    with open(facts, encoding='utf-8') as f:
        rows = {row['report']['given_id']: row for row in map(json.loads, f)}
    n = dict.fromkeys('gold found type_gold type_found types triple_gold triple_found root three full status claimed'.split(), 0)
    for key, wanted in gold.items():
        found = list(dyads(rows.get(key) or {'events': []}))
        types, codes = {e['type'] for e, _, _ in found}, [e['cameo'] or '' for e, _, _ in found]
        n['found'] += len(found)
        n['gold'] += len(wanted)
        n['types'] += len(types)
        n['type_found'] += len(types & {g['plover'] for g in wanted})
        n['triple_found'] += sum(any(dyad_right(d, g) for g in wanted) for d in found)
        for g in wanted:
            n['type_gold'] += g['plover'] in types
            for name, digits in (('root', 2), ('three', 3), ('full', 4)):
                n[name] += any(c[:digits] == g['cameo'][:digits] for c in codes)
            hits = [e for e, s, t in found if dyad_right((e, s, t), g)]
            n['triple_gold'] += bool(hits)
            n['status'] += any(e['status'] == g['status'] for e in hits)
            n['claimed'] += any(bool(e['claimed_by']) == g['claimed'] for e in hits)
    return {'type': prf(n['type_gold'], n['gold'], n['type_found'], n['types']),
            'triple': prf(n['triple_gold'], n['gold'], n['triple_found'], n['found']),
            'cameo': {name: ratio(n[name], n['gold']) for name in ('root', 'three', 'full')},
            'status': ratio(n['status'], n['triple_gold']), 'claimed': ratio(n['claimed'], n['triple_gold'])}


def main(argv=None):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('facts')
    parser.add_argument('--half', choices=('odd', 'even'))
    parser.add_argument('--json', action='store_true')
    args = parser.parse_args(argv)
    try:
        figures = score(args.facts, args.half)
    except (OSError, ValueError, KeyError) as e:
        print('score_events.py: %s: not what chancery read prints: %s' % (args.facts, e), file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(figures, indent=1))
        return 0
    percent = lambda v: '-' if v is None else '%.1f' % (100 * v)
    for name, v in figures.items():
        print('%-8s' % name, '  '.join('%s %s' % (k, percent(x)) for k, x in v.items()) if isinstance(v, dict) else percent(v))
    return 0


if __name__ == '__main__':
    sys.exit(main())
