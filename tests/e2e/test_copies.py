#!/usr/bin/env python3
"""chancery copies: the order of the reports and the threads change nothing; links and families are those of the record;
bad lines are said and the rest goes on; nothing is left in $TMPDIR."""
import ast
import json
import os
import random
import re

import common
from common import Test


def kit_texts():
    """The texts of tests/copies/kit.c by name: C strings that are Python's too."""
    with open(os.path.join(common.ROOT, 'tests', 'copies', 'kit.c'), encoding='utf-8') as f:
        found = re.findall(r'^const char (\w+)\[\] =\n((?: +"[^\n]*"\n?)+);', f.read(), re.M)
    return {name: ast.literal_eval('(' + body + ')') for name, body in found}


def reports():
    """Some forty reports: copies, revisions, parts, rewrites, borrowed paragraphs; some without a date, one under two
    names."""
    t = kit_texts()
    old, later = t['original'], t['later_report']
    paragraphs = old.split('\n\n')
    texts = [('original', old, '2031-03-04'), ('copy', old, '2031-03-05'), ('rewrite', t['rewritten'], '2031-03-05'),
             ('later', later, '2031-04-29'), ('later copy', later + '\n', '2031-04-30'), ('unrelated', t['unrelated'], None),
             ('readout', t['readout'], '2031-03-04'), ('other readout', t['other_readout'], None),
             ('part', '\n\n'.join(paragraphs[2:5]), '2031-03-06'), ('undated part', '\n\n'.join(paragraphs[4:8]), None),
             ('background', t['unrelated'] + '\n' + paragraphs[7] + '\n', '2031-03-20'),
             ('comes back', old + '\n\n', '2031-05-05'), ('and again', old + '\n\n\n', '2031-05-06'),
             ('rewrite copied', t['rewritten'].replace('140', '141'), '2031-03-07'), ('no words', '...', None)]
    for i in range(24):
        day = None if i % 8 == 5 else '2031-03-%02d' % (4 + i % 5)
        text = old.replace('140', str(200 + i)).replace('April 11', 'April %d' % (11 + i % 3))
        texts.append(('changed %d' % i, text, day))
    rows = [{'id': name, 'text': text, 'published': day} for name, text, day in texts]
    rows.append(dict(rows[0], id='an original'))
    return [{k: v for k, v in row.items() if v is not None} for row in rows]


def lines(rows):
    return ''.join(json.dumps(row, ensure_ascii=False) + '\n' for row in rows)


def changed(r, text, pool):
    """A text made from another: a copy, a revision, a part, one with a borrowed paragraph or with changed names …"""
    p, kind = text.split('\n\n'), r.randrange(8)
    if kind == 0:
        return text + '\n' * r.randrange(1, 3)
    if kind == 1 and len(p) > 3:
        start = r.randrange(len(p) - 2)
        return '\n\n'.join(p[start:start + r.randrange(2, 4)])
    if kind == 2:
        return '\n\n'.join(p[:2] + [r.choice(r.choice(pool).split('\n\n'))] + p[2:])
    if kind == 3:
        return '\n\n'.join(r.sample(p, len(p)))
    if kind == 4:
        words = text.split(' ')
        for _ in range(r.randrange(1, 25)):
            words[r.randrange(len(words))] = r.choice(words)
        return ' '.join(words)
    if kind == 5:
        name = r.choice(['Norland', 'Marrow', 'Lund', 'Halden', 'Quillon'])
        return text.replace(name, r.choice(['Torvia', 'Brandal', 'Osterby']))
    return text.replace(r.choice(['140', '2027', '11', 'three', 'nine']), str(r.randrange(200, 999)))


def random_reports(r, n):
    pool = [kit_texts()[k] for k in ('original', 'rewritten', 'later_report', 'unrelated', 'readout', 'other_readout')]
    rows = []
    while len(rows) < n:
        pool.append(changed(r, r.choice(pool), pool))
        rows.append({'id': 'n%03d' % len(rows), 'text': pool[-1]})
        if r.randrange(8):
            rows[-1]['published'] = '2031-%02d-%02d' % (3 + r.randrange(2) * r.randrange(2), 1 + r.randrange(28))
    return rows


def by_name(rows):
    """Links as one line each, by the caller's ids."""
    names = {row['id']: min(row['given_id']) for row in rows if row['row'] == 'report'}
    kept = ('relation', 'best', 'direction', 'p', 'passages')
    return sorted(common.canonical([names[row['a']], names[row['b']]] + [row[k] for k in kept]) for row in rows
                  if row['row'] == 'link')


class SmallLimits(Test):
    """With ceilings so small that they are met all the time, the record, grown in any order, has the links of the batch."""

    def pack(self):
        small = {'cap': 3, 'recent-days': 6, 'window-days': 40, 'candidates': 3, 'lasting-pairs': 12}
        folder = os.path.join(common.ROOT, 'packs', 'en')
        os.mkdir(self.path('pack'))
        for name in os.listdir(folder):
            os.symlink(os.path.join(folder, name), self.path(os.path.join('pack', name)))
        with open(os.path.join(folder, 'copies.txt'), encoding='utf-8') as f:
            text = f.read()
        os.remove(self.path('pack/copies.txt'))
        for name, value in small.items():
            text, n = re.subn(r'(?m)^%s +\| *\d+' % name, '%s | %d' % (name, value), text)
            self.assertEqual(n, 1, name)
        self.write('pack/copies.txt', text)
        return '--pack', self.path('pack')

    def test_any_order(self):
        pack = self.pack()
        for seed in (6, 20, 22, 23):
            r = random.Random(seed)
            rows = random_reports(r, 60)
            want = by_name(common.must('copies', *pack, self.write('all.jsonl', lines(rows))).rows)
            self.assertGreater(len(want), 30)
            r.shuffle(rows)
            while rows:
                part, rows = rows[:25], rows[25:]
                common.must('add', *pack, '--record', self.path('%d.db' % seed), self.write('part.jsonl', lines(part)))
            got = by_name(common.must('dump', *pack, '--record', self.path('%d.db' % seed)).rows)
            self.assertEqual(got, want, seed)


class Copies(Test):
    @classmethod
    def setUpClass(cls):
        cls.reports = reports()

    def setUp(self):
        super().setUp()
        self.input = self.write('in.jsonl', lines(self.reports))

    def copies(self, *args, **more):
        return common.must('copies', *args, **more)

    def test_order_and_threads(self):
        whole = self.copies(self.input).out
        self.assertGreater(whole.count(b'"row":"link"'), 30)
        for i in range(4):
            rows = list(self.reports)
            random.Random(i).shuffle(rows)
            got = self.copies(self.write('shuffled.jsonl', lines(rows)), '--jobs', 1 + i % 2).out
            self.assert_same(whole, got, 'shuffled %d' % i)
        stream = self.copies('-', '--format', 'jsonl', '--memory', 1, input=lines(self.reports).encode())
        self.assert_same(whole, stream.out, 'a stream')

    def record_in_parts(self):
        """The reports in any order, in several runs."""
        rows = list(self.reports)
        random.Random(9).shuffle(rows)
        for i in range(0, len(rows), 9):
            record = self.record_of('r.db', self.write('part.jsonl', lines(rows[i:i + 9])))
        return record

    def test_links_are_those_of_the_record(self):
        record = self.record_in_parts()
        rows = [json.loads(line) for line in self.dump(record).splitlines()]
        names = {r['id']: min(r['given_id']) for r in rows if r['row'] == 'report'}
        family = {r['id']: r for r in rows if r['row'] == 'family'}
        got = self.copies(self.input).rows
        self.assertEqual(by_name(got), by_name(rows))
        relations = {r['relation'] for r in got if r['row'] == 'link'}
        self.assertEqual(relations, {'same_report', 'revision', 'excerpt', 'rewrite', 'shares_background', 'parallel'})
        members = {}
        for r in got:
            if r['row'] == 'family':
                members.setdefault(r['id'], {}).update((m['report'], m['relation']) for m in r['members'])
        want = {}
        for f in family.values():
            head = names[f['head']] if 'head' in f else None
            of = {names[m['report']]: m['relation'] for m in f['members']}
            head = head or next(n for n, r in of.items() if r is None or r == 'head')
            of.pop(head, None)
            if of:
                want[head] = of
        self.assertEqual(members, want)

    def test_reports_are_those_of_the_record(self):
        record = self.record_of('r.db', self.input)
        rows = [json.loads(line) for line in self.dump(record).splitlines()]
        want = sorted(min(r['given_id']) for r in rows if r['row'] == 'report')
        self.assertEqual(sorted(r['id'] for r in self.copies(self.input).rows if r['row'] == 'report'), want)

    def test_bad_lines(self):
        good = lines(self.reports[:4]).splitlines(True)
        bad = ''.join(good[:2]) + '{"id":"cut","text":"Lund\n' + '{"id":"none"}\n' + ''.join(good[2:])
        done = common.run('copies', self.write('bad.jsonl', bad))
        self.assertEqual(done.status, 3)
        self.assertEqual(len(done.errors.strip().splitlines()), 2, done.errors)
        self.assertIn('bad.jsonl:3', done.errors)
        self.assertIn('bad.jsonl:4', done.errors)
        self.assert_same(self.copies(self.write('good.jsonl', ''.join(good))).out, done.out, 'the rest')

    def test_tiers(self):
        links = {}
        for tiers in ('exact', 'near', 'all'):
            rows = self.copies(self.input, '--tiers', tiers).rows
            links[tiers] = {(r['a'], r['b'], r['relation']) for r in rows if r['row'] == 'link'}
        self.assertEqual({r for _, _, r in links['exact']}, {'same_report'})
        self.assertIn('revision', {r for _, _, r in links['near']})
        self.assertNotIn('rewrite', {r for _, _, r in links['near']})
        self.assertIn('rewrite', {r for _, _, r in links['all']})
        done = common.run('copies', self.input, '--tiers', 'some')
        self.assertEqual(done.status, 2)
        self.assert_one_line(done, '--tiers')

    def test_nothing_is_left(self):
        """Not even where the output is closed, a line is bad, or the folder cannot be written."""
        folder = self.path('temporary')
        os.mkdir(folder)
        env = common.environment(TMPDIR=folder)
        self.copies(self.input, env=env)
        self.copies(self.input, '--memory', 1, '--stats', env=env)
        common.run('copies', self.write('bad.jsonl', '{'), env=env)
        common.run('copies', self.path('absent.jsonl'), env=env)
        self.assertEqual(os.listdir(folder), [])
        done = common.run('copies', self.input, env=common.environment(TMPDIR=self.path('absent')))
        self.assertEqual(done.status, 1)
        self.assert_one_line(done, self.path('absent'))

    def test_no_reports(self):
        done = common.run('copies', self.write('none.jsonl', ''))
        self.assertEqual((done.status, done.out), (3, b''))
        self.assert_one_line(done, 'nothing to read')
        self.assertEqual(common.run('copies').status, 2)


if __name__ == '__main__':
    common.main()
