#!/usr/bin/env python3
"""`read` is a pure function of a report's bytes and hints: threads, order, place, time and locale change nothing."""
import os
import subprocess

import common
from common import Test, canonical, environment

SPANNED = ('times', 'statements', 'events')
BOM = b'\xef\xbb\xbf'


def bare(facts):
    """Facts without what tells where they came from."""
    return canonical(dict(facts, report={k: v for k, v in facts['report'].items() if k != 'source'}))


class Pure(Test):
    @classmethod
    def setUpClass(cls):
        cls.inputs = common.sample_files() + common.seed_files()
        cls.plain = common.read(*cls.inputs).out

    def test_threads(self):
        for jobs in (1, 2, 5):
            self.assert_same(self.plain, common.read('--jobs', jobs, *self.inputs).out, '--jobs %d' % jobs)

    def test_twice(self):
        self.assert_same(self.plain, common.read(*self.inputs).out, 'a second run')

    def test_order_and_company(self):
        """A report's line is the same alone, and among others in another order."""
        lines = sorted(self.plain.splitlines())
        self.assertEqual(lines, sorted(common.read(*reversed(self.inputs)).out.splitlines()))
        for path, line in list(zip(self.inputs, self.plain.splitlines()))[::4]:
            self.assert_same(line + b'\n', common.read(path).out, path)

    def test_the_same_report_twice_in_one_run(self):
        one = common.read(self.inputs[0]).out
        self.assert_same(one + one, common.read(self.inputs[0], self.inputs[0]).out, 'the same file named twice')

    def test_zone_locale_and_place(self):
        have = subprocess.run(['locale', '-a'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().split()
        locales = ['C', 'POSIX', 'xx_XX.UTF-8'] + have[:8]
        for i, name in enumerate(locales):
            env = environment(LANG=name, LC_TIME=name, LC_NUMERIC=name)
            env.update(LC_ALL=name, TZ=('Pacific/Kiritimati', 'America/Anchorage', 'Asia/Kathmandu')[i % 3])
            done = common.must('read', *map(os.path.abspath, self.inputs), env=env, cwd=self.folder)
            self.assert_same(self.plain, done.out, 'locale ' + name)

    def test_no_environment_at_all(self):
        env = {k: v for k, v in os.environ.items() if k == 'CHANCERY_PACK'}
        self.assert_same(self.plain, common.must('read', *self.inputs, env=env).out, 'an empty environment')

    def test_trees_on_demand(self):
        self.assert_same(self.plain, common.read('--eager', *self.inputs).out, '--eager')

    def test_standard_input(self):
        """Through a pipe a report has the same facts: only its source is another (and Markdown must be named)."""
        for path in self.inputs:
            with open(path, 'rb') as f:
                data = f.read()
            form = 'markdown' if path.endswith('.md') else 'text'
            piped = common.must('read', '--format', form, '-', input=data).rows[0]
            self.assertEqual(piped['report']['source'], '-')
            self.assertEqual(bare(piped), bare(common.read(path).rows[0]), path)

    def test_name_of_the_file(self):
        """Another name: other `source`, same ids and facts."""
        with open(self.inputs[0], 'rb') as f:
            copy = self.write('another name.txt', f.read())
        self.assertEqual(bare(common.read(copy).rows[0]), bare(common.read(self.inputs[0]).rows[0]))

    def test_json_lines(self):
        """The text of a file as a line of JSON gives the same facts, apart from ids."""
        rows = []
        for path in self.inputs[:5]:
            with open(path, encoding='utf-8', newline='') as f:
                rows.append(canonical({'id': os.path.basename(path), 'text': f.read()}))
        lines = common.read(self.write('reports.jsonl', '\n'.join(rows) + '\n')).rows
        for path, line in zip(self.inputs, lines):
            if path.endswith('.md'):
                continue
            direct = common.read(path).rows[0]
            self.assertEqual(line['report']['given_id'], os.path.basename(path))
            self.assertEqual(line['report']['blocks'], direct['report']['blocks'])
            spans = [[[x['span'] for x in f[k]] for k in SPANNED] for f in (line, direct)]
            self.assertEqual(*spans)

    def renditions(self, path):
        with open(path, 'rb') as f:
            data = f.read()
        crlf = data.replace(b'\n', b'\r\n')
        return data, {'crlf': crlf, 'bom': BOM + data, 'both': BOM + crlf}

    def test_crlf_and_bom_keep_the_blocks(self):
        """Line ends and a BOM stay in the text; blocks, times and statements are those of the plain file."""
        ending = lambda words: words.replace('\r\n', '\n').lstrip('\ufeff')
        for path in self.inputs:
            data, others = self.renditions(path)
            plain = common.read(path).rows[0]
            for name, other in others.items():
                got = common.read(self.write(name + os.path.splitext(path)[1], other)).rows[0]
                self.assertEqual(got['report']['text'].encode('utf-8'), other)
                words = [[(b['kind'], ending(t[slice(*b['span'])].decode())) for b in f['report']['blocks']]
                         for f, t in ((plain, data), (got, other))]
                self.assertEqual(*words, '%s as %s' % (path, name))
                for kind in SPANNED:
                    cut = [[ending(t[slice(*x['span'])].decode()) for x in f[kind]] for f, t in ((plain, data), (got, other))]
                    self.assertEqual(*cut, '%s of %s as %s' % (kind, path, name))


if __name__ == '__main__':
    common.main()
