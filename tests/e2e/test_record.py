#!/usr/bin/env python3
"""keep is a pure function of the set of reports: order, batches, threads and ways of adding give the same dump;
as of a day the record is that of the reports published up to it."""
import json
import random

import common
from common import Test


def day_of(value):
    """The day a publication date counts by: the end of its interval; None: unknown."""
    last = value.split('/')[-1] if value else None
    return last[:10] if last and last[0].isdigit() and len(last) >= 10 else None


def days_in(value):
    """Every known_from of a row, however deep."""
    if isinstance(value, dict):
        if value.get('known_from'):
            yield value['known_from']
        value = value.values()
    if isinstance(value, (list, type({}.values()))):
        for x in value:
            yield from days_in(x)


class Sets(Test):
    files = common.sample_files()

    def setUp(self):
        super().setUp()
        self.whole = self.dump(self.record_of('whole.db', *self.files))

    def add(self, name, *args, **more):
        common.must('add', '--record', self.path(name), *args, **more)
        return self.dump(self.path(name))

    def test_order(self):
        shuffle = random.Random(7)
        for i in range(4):
            files = list(self.files)
            shuffle.shuffle(files)
            self.assert_same(self.whole, self.add('o%d.db' % i, *files), 'order %s' % files)

    def test_order_over_several_runs(self):
        """Each report in a run of its own, the latest first and the earliest first."""
        for name, files in (('down.db', self.files[::-1]), ('up.db', self.files)):
            for f in files:
                common.must('add', '--record', self.path(name), f)
            self.assert_same(self.whole, self.dump(self.path(name)), name)

    def test_batches(self):
        for n in (1, 2, 5):
            self.assert_same(self.whole, self.add('b%d.db' % n, '--batch', n, *self.files), '--batch %d' % n)
            self.assert_same(self.whole, self.add('r%d.db' % n, '--batch', n, *self.files[::-1]), 'backwards, --batch %d' % n)

    def test_threads(self):
        for n in (1, 2, 5):
            self.assert_same(self.whole, self.add('j%d.db' % n, '--jobs', n, *self.files), '--jobs %d' % n)

    def test_facts_lines(self):
        facts = common.read(*self.files).out
        self.assert_same(self.whole, self.add('f.db', '--facts', self.write('facts.jsonl', facts)), '--facts')
        self.assert_same(self.whole, self.add('p.db', '--facts', '-', input=facts), '--facts -')

    def test_twice_is_once(self):
        self.assert_same(self.whole, self.add('whole.db', *self.files), 'the same reports again')
        self.assert_same(self.whole, self.add('whole.db', self.files[3]), 'one of them again')

    def test_rebuild(self):
        common.must('rebuild', '--record', self.path('whole.db'))
        self.assert_same(self.whole, self.dump(self.path('whole.db')), 'rebuild')
        grown = self.path('grown.db')
        for f in self.files[1::2] + self.files[::2]:
            common.must('add', '--record', grown, f)
        common.must('rebuild', '--record', grown)
        self.assert_same(self.whole, self.dump(grown), 'rebuild after one by one')

    def test_common_nouns_are_somebody_only_where_facts_rest_on_them(self):
        """"A fisherman" who only sleeps is an actor of the report's facts, but nobody of the record."""
        rows = {}
        for name, text in (('sleeps', 'A fisherman slept. The fisherman was old.'), ('says', 'A fisherman said that the road was closed.')):
            path = self.write(name + '.txt', text)
            read = common.must('read', path).rows[0]
            self.assertIn('fisherman', [a['name'] for a in read['actors']], name)
            self.record_of(name + '.db', path)
            dump = common.must('dump', '--record', self.path(name + '.db')).rows
            rows[name] = [r['name'] for r in dump if r['row'] == 'actor']
        self.assertEqual(rows, {'sleeps': [], 'says': ['fisherman']})

    def test_a_folder_is_its_files(self):
        for f in self.files:
            with open(f, 'rb') as source:
                self.write(f.split('/')[-1], source.read())
        self.assert_same(self.whole, self.add('folder.db', self.folder), 'a folder')

    def test_reading_changes_nothing(self):
        for view in (['timeline'], ['said'], ['reports'], ['dump', '--as-of', '1985-01-31']):
            common.must(*view, '--record', self.path('whole.db'))
        self.assert_same(self.whole, self.dump(self.path('whole.db')), 'after the views')

    def test_any_subset_grows_into_the_whole(self):
        chance = random.Random(11)
        for i in range(3):
            some = [f for f in self.files if chance.random() < 0.5] or self.files[:1]
            rest = [f for f in self.files if f not in some]
            name = 's%d.db' % i
            common.must('add', '--record', self.path(name), *some)
            self.assert_same(self.whole, self.add(name, *rest) if rest else self.dump(self.path(name)), 'first %s' % some)

    def test_no_text_is_refused(self):
        bare = common.read('--no-text', *self.files[:2]).out
        done = common.run('add', '--record', self.path('n.db'), '--facts', '-', input=bare)
        self.assertEqual(done.status, 3, done.errors)


class Known(Test):
    """A report that is kept is not read again, and all else is as if it were."""
    text = 'Reporters slept in Strelsau. Anna Vale said that the road was closed.'

    def setUp(self):
        super().setUp()
        self.record = self.path('known.db')

    def add(self, *args):
        """How many reports were read, and what add said at its end."""
        said = common.must('add', '--record', self.record, '--stats', *args).errors.splitlines()
        return int(said[0].split(' ')[0]), said[-1]

    def lines(self, name, *rows):
        return self.write(name, ''.join(json.dumps(r) + '\n' for r in rows))

    def test_not_read_again(self):
        files, n = common.sample_files(), len(common.sample_files())
        self.assertEqual(self.add(*files), (n, '%d reports kept, 0 were kept before' % n))
        before = self.dump(self.record)
        self.assertEqual(self.add(*files), (0, '0 reports kept, %d were kept before' % n))
        self.assertEqual(self.add('--batch', 1, '--jobs', 3, *files), (0, '0 reports kept, %d were kept before' % n))
        self.assert_same(before, self.dump(self.record), 'the same reports again')

    def test_a_changed_report_is_read(self):
        first = {'id': 'a', 'text': self.text, 'published': '2031-03-10'}
        for change, read in (({}, 1), ({}, 0), ({'text': self.text + ' It rained.'}, 1), ({'published': '2031-03-11'}, 1), ({'id': 'b'}, 0)):
            path = self.lines('reports.jsonl', dict(first, **change))
            self.assertEqual(self.add(path), (read, '%d reports kept, %d were kept before' % (read, 1 - read)), change)

    def test_other_names_are_kept_without_reading(self):
        """The same content under other names, and a name that no facts line can hold as it is."""
        paths = [self.write(name, self.text) for name in ('one.txt', 'two.txt', 'caf\udce9.txt')]
        for path, read in zip(paths, (1, 0, 1)):
            self.assertEqual(self.add(path)[0], read, path)
        facts = self.write('facts.jsonl', common.read(*paths).out)
        common.must('add', '--record', self.path('facts.db'), '--facts', facts)
        self.assert_same(self.dump(self.path('facts.db')), self.dump(self.record), 'without reading')

    def test_new_ones_between_known_ones(self):
        files = common.sample_files()
        self.add(*files[::2])
        self.assertEqual(self.add(*files)[0], len(files) // 2)
        self.assert_same(self.dump(self.record_of('whole.db', *files)), self.dump(self.record), 'known and new ones')


class AsOf(Test):
    def check(self, files):
        facts = common.read(*files).rows
        published = {}
        for path, f in zip(files, facts):
            p = f['report']['published']
            published[path] = day_of(p['value']) if p and p['basis'] != 'inherited' else None
        whole = self.record_of('whole.db', *files)
        days = sorted({d for d in published.values() if d})
        self.assertGreater(len(days), 1)
        for day in [days[0][:4] + '-01-01'] + days + ['2999-01-01']:
            only = [p for p in files if published[p] and published[p] <= day]
            record = self.path('only-%s.db' % day)
            common.must('add', '--record', record, *(only or ['--facts', self.write('none.jsonl', '')]))
            view = common.must('dump', '--record', whole, '--as-of', day)
            self.assert_same(self.dump(record), view.out, 'as of ' + day)
            late = [d for line in view.out.splitlines() for d in days_in(json.loads(line)) if d > day]
            self.assertEqual(late, [])
        undated = sum(1 for d in published.values() if not d)
        self.assertEqual(str(undated) in view.errors if undated else not view.errors, True, view.errors)

    def test_samples(self):
        self.check(common.sample_files())

    def test_seeds(self):
        if not common.seed_files():
            self.skipTest('../shared is not here')
        self.check(common.seed_files())

    def test_as_of_leaves_the_record_alone(self):
        record = self.record_of('a.db', *common.sample_files())
        before = self.dump(record)
        self.dump(record, '--as-of', '1983-12-31')
        self.assert_same(before, self.dump(record), 'after an as-of view')

    def test_a_view_takes_as_of_too(self):
        record = self.record_of('a.db', *common.sample_files())
        early = common.must('said', '--record', record, '--as-of', '1982-01-01').text
        self.assertIn('1981', early)
        self.assertNotIn('1987', early)


if __name__ == '__main__':
    common.main()
