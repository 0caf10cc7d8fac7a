#!/usr/bin/env python3
"""test_eventgold.py [--verbose]: events against the gold set of our own, tests/eventgold, and false alarms on the hard
neighbours of tests/neighbours.

Floors of the figures of tests/eventgold/score_events.py, whose head explains them, and ceilings of the events coded in
100 sentences that hold none; raise and lower them when the program gets better. --verbose prints every class."""
import os
import sys
import tempfile

import common

GOLD = os.path.join(common.ROOT, 'tests', 'eventgold')
NEIGHBOURS = os.path.join(common.ROOT, 'tests', 'neighbours')
sys.path[:0] = [GOLD, NEIGHBOURS]
import count_alarms  # noqa: E402  (each lies beside its set)
import score_events  # noqa: E402

FLOORS = {'odd': {'type': 0.70, 'triple': 0.48}, 'even': {'type': 0.76, 'triple': 0.42}}
LEAST_STATUS, LEAST_CLAIMED = 0.92, 0.86
MOST_ALARMS = 11


def check_gold(held):
    with tempfile.TemporaryDirectory(prefix='chancery-test-') as folder:
        path = os.path.join(folder, 'facts.jsonl')
        with open(path, 'wb') as f:
            f.write(common.read(os.path.join(GOLD, 'gold.jsonl')).out)
        for half, floors in FLOORS.items():
            figures = score_events.score(path, half)
            for name, least in floors.items():
                held.floor('%s F1, %s half' % (name, half), figures[name]['f1'], least)
            held.floor('status, %s half' % half, figures['status'], LEAST_STATUS)
            held.floor('claimed, %s half' % half, figures['claimed'], LEAST_CLAIMED)


def check_neighbours(held):
    rows = count_alarms.count(common.CHANCERY)
    if '--verbose' in sys.argv:
        count_alarms.show(rows)
    sentences, events = (sum(row[k] for row in rows) for k in (1, 2))
    held.floor('neighbours read', sentences, 2000)
    held.ceiling('events in 100 neighbours', 100 * events / sentences, MOST_ALARMS)


def main():
    held = common.Asserting()
    check_gold(held)
    check_neighbours(held)
    held.finish()


if __name__ == '__main__':
    main()
