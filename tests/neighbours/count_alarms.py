#!/usr/bin/env python3
"""count_alarms.py CHANCERY [--half odd|even] [--show CLASS]: events that `chancery read` codes in the sentences of this
folder, which look like events between states and hold none.

A file a class; a line a sentence; `#` a comment; `? ` before a sentence that may be said to hold one (not counted).
An event that is only another one's object is not counted. Odd lines may be looked at, even ones are only counted."""
import argparse
import glob
import json
import os
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))


def sentences(path, half=None):
    """(line number, sentence) of those that count."""
    wanted = {'odd': 1, 'even': 0}.get(half)
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.strip()
            if line and not line.startswith(('#', '? ')) and (wanted is None or number % 2 == wanted):
                yield number, line


def events_of(chancery, lines):
    """(number, sentence, events) of lines, read as one feed of reports."""
    feed = ''.join(json.dumps({'id': str(number), 'text': text}) + '\n' for number, text in lines)
    done = subprocess.run([chancery, 'read', '--format', 'jsonl', '-'], input=feed.encode(), stdout=subprocess.PIPE, check=True)
    rows = {row['report']['given_id']: row for row in map(json.loads, done.stdout.splitlines())}
    for number, text in lines:
        found = rows[str(number)]['events']
        objects = {o for e in found for o in e['object']}
        yield number, text, [e for e in found if e['id'] not in objects]


def count(chancery, half=None):
    """[(class, sentences, events)] in order of name."""
    out = []
    for path in sorted(glob.glob(os.path.join(FOLDER, '*.txt'))):
        lines = list(sentences(path, half))
        found = sum(len(events) for _, _, events in events_of(chancery, lines))
        out.append((os.path.basename(path)[:-len('.txt')], len(lines), found))
    return out


def show(rows):
    for name, lines, found in rows + [('all', sum(r[1] for r in rows), sum(r[2] for r in rows))]:
        print('%-18s %5d sentences %4d events %5.1f in 100' % (name, lines, found, 100 * found / lines))


def show_class(chancery, name, half):
    lines = list(sentences(os.path.join(FOLDER, name + '.txt'), half))
    for number, text, events in events_of(chancery, lines):
        for e in events:
            sides = [' '.join(str(s['party']) for s in e[side]) or '-' for side in ('source', 'target')]
            print('%s:%d\t%s %s %s > %s %s %s\t%s' % (name, number, e['type'], e['cameo'], *sides, e['status'], e['rule'], text))


def main(argv=None):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('chancery')
    parser.add_argument('--half', choices=('odd', 'even'))
    parser.add_argument('--show', metavar='CLASS')
    args = parser.parse_args(argv)
    if args.show:
        show_class(args.chancery, args.show, args.half)
    else:
        show(count(args.chancery, args.half))


if __name__ == '__main__':
    sys.exit(main())
