#!/usr/bin/env python3
"""The five seed reports of ../shared against their gold record, by the scorer that lies beside them (its head states
every rule). Status 77 where ../shared is not here."""
import json
import os
import subprocess
import sys
import tempfile

import common

# Group of score_seeds.py, row, least F1 (the share of the gold, where nothing is counted but the gold).
FLOORS = [
    *[('facts blocks', kind, 0.97) for kind in ('title', 'date', 'caption', 'credit', 'paragraph', 'related', 'url', 'noise')],
    ('facts published', 'value', 1.0), ('facts published', 'basis', 1.0),
    ('facts times', 'extent', 0.95), ('facts times', 'value', 0.90),
    ('facts statements', 'found', 0.80), ('facts statements', 'speaker', 0.75), ('facts statements', 'mode', 0.75),
    ('facts statements', 'date', 0.75), ('facts silence', 'found', 0.75),
    ('facts events', 'found', 0.85), ('facts events', 'parties', 0.74), ('facts events', 'status', 0.82),
    ('facts events', 'claimed_by', 0.82), ('facts positions', 'found', 0.58), ('facts deadlines', 'found', 0.79),
    ('dump published', 'value', 1.0), ('dump published', 'basis', 1.0),
    ('dump events', 'found', 0.77),
    ('dump statements', 'found', 0.75), ('dump statements', 'support', 0.75), ('dump statements', 'sources', 0.75),
    ('dump families', 'pairs', 0.95), ('dump families', 'heads', 0.95), ('dump families', 'relation', 0.95),
    ('dump families', 'altered quotes of 004', 0.95),
    ('dump links', 'pairs', 0.95), ('dump links', 'direction', 0.95),
]
WRONG_SPEAKERS = 0.03
DAYS = ('2025-06-15', '2025-06-16', '2025-06-25', '2025-07-28', '2025-07-29')


def as_of_views(folder, facts):
    """DAY.dump: the view; DAY.only.dump: the record of only the reports published up to DAY. The scorer compares."""
    published = {f['report']['source']: f['report']['published'] for f in facts}
    for day in DAYS:
        record = os.path.join(folder, day + '.db')
        only = [p for p in common.seed_files() if (published[os.path.basename(p)] or {'value': '9999'})['value'][:10] <= day]
        common.must('add', '--record', record, *(only or ['--facts', os.devnull]))
        for name, args in ((day + '.dump', ('--record', os.path.join(folder, 'r.db'), '--as-of', day)),
                           (day + '.only.dump', ('--record', record))):
            with open(os.path.join(folder, name), 'wb') as f:
                f.write(common.must('dump', *args).out)


def scored(scorer):
    with tempfile.TemporaryDirectory() as folder:
        facts, dump = os.path.join(folder, 'facts.jsonl'), os.path.join(folder, 'dump.jsonl')
        read = common.read(*common.seed_files())
        common.must('add', '--record', os.path.join(folder, 'r.db'), *common.seed_files())
        with open(facts, 'wb') as f:
            f.write(read.out)
        with open(dump, 'wb') as f:
            f.write(common.must('dump', '--record', os.path.join(folder, 'r.db')).out)
        as_of_views(folder, read.rows)
        done = subprocess.run([sys.executable, '-B', scorer, facts, dump, '--json', '--asof', folder], stdout=subprocess.PIPE,
                              check=True)
    return json.loads(done.stdout)


def main():
    scorer = os.path.join(common.SHARED, 'score', 'score_seeds.py')
    if not common.seed_files() or not os.path.exists(scorer):
        common.skip('../shared is not here')
    score, held = scored(scorer), common.Asserting()
    for group, row, least in FLOORS:
        x = score['groups'][group]['rows'][row]
        held.floor('%s / %s' % (group, row), x['f1'] if x['f1'] is not None else x['r'], least)
    held.ceiling('wrong speakers', score['wrong_speaker']['share'], WRONG_SPEAKERS)
    held.check('distractors hit', score['distractors_hit'], 'none', not score['distractors_hit'])
    held.check('as-of views that differ', [x for x in score.get('asof') or [] if not x.get('same')], 'none',
               bool(score.get('asof')) and all(x.get('same') for x in score['asof']))
    for part, value in score['macro'].items():
        print('macro %-36s %s' % (part, value))
    held.finish()


if __name__ == '__main__':
    main()
