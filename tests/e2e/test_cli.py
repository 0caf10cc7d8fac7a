#!/usr/bin/env python3
"""The command line: help, exit codes, streams, colour, the manual page, completions; examples are run."""
import os
import re
import shlex
import shutil
import subprocess
import unicodedata

import common
from common import Test, environment

COMMANDS = ('read', 'add', 'reports', 'timeline', 'said', 'show', 'dump', 'export', 'rebuild', 'explain', 'who', 'pack',
            'cases', 'help')
VIEWS = ('reports', 'timeline', 'said')
ESCAPE = b'\x1b'


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


def options_of(help_text):
    return set(re.findall(r'^\s+(--[a-z-]+)', help_text, re.M))


class Help(Test):
    def test_overview_names_every_command(self):
        for args in (['help'], ['--help'], ['-h']):
            text = common.must(*args).text
            for name in COMMANDS:
                self.assertRegex(text, r'(?m)^\s+%s\b' % name)
        self.assertEqual(common.run().status, 2)

    def test_every_command_has_help(self):
        for name in COMMANDS:
            done = common.must(name, '--help')
            self.assertEqual(done.err, b'')
            self.assertEqual(done.out, common.must('help', name).out)
            self.assertIn('chancery ' + name, done.text.split('example:')[1])
            for line in done.text.splitlines():
                self.assertLessEqual(width(line), 80, line)
            for words in ('usage:', 'exit codes:', '--help'):
                self.assertIn(words, done.text)

    def test_overview_fits(self):
        for line in common.must('help').text.splitlines():
            self.assertLessEqual(width(line), 80, line)

    def test_version(self):
        self.assertRegex(common.must('--version').text, r'^chancery \d+\.\d+\.\d+\n$')

    def test_help_wants_no_pack(self):
        self.assertEqual(common.must('help', 'read', env=environment(CHANCERY_PACK='/nowhere')).status, 0)


class Manual(Test):
    def test_every_option_and_command_is_in_it(self):
        page = common.must('help', 'man').text.replace('\\-', '-')
        for name in COMMANDS:
            self.assertRegex(page, r'(?m)^\.SS %s\b' % name)
            for option in options_of(common.must(name, '--help').text):
                self.assertRegex(page, r'(?m)^\.B %s\b' % option)

    def test_it_is_good_roff(self):
        if not shutil.which('man') and not shutil.which('groff'):
            self.skipTest('neither man nor groff is installed')
        page = self.write('chancery.1', common.must('help', 'man').out)
        tool = ['man', '--warnings', '-l', page] if shutil.which('man') else ['groff', '-man', '-Tutf8', '-ww', '-z', page]
        done = subprocess.run(tool, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(MANWIDTH='80'))
        self.assertEqual(done.stderr.decode(), '')

    def test_completions(self):
        for shell, check in (('bash', ['bash', '-n']), ('zsh', ['zsh', '-n']), ('fish', ['fish', '--no-execute'])):
            script = self.write(shell, common.must('help', shell).out)
            if shutil.which(shell):
                done = subprocess.run(check + [script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                self.assertEqual((done.returncode, done.stderr), (0, b''), shell)

    def test_bash_completes(self):
        script = self.write('c', common.must('help', 'bash').out)
        for words, at, wanted in ((['chancery', 'tim'], 1, 'timeline'), (['chancery', 'said', '--pa'], 2, '--party')):
            ask = 'source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _chancery; echo "${COMPREPLY[@]}"' % (script, ' '.join(words), at)
            done = subprocess.run(['bash', '-c', ask], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertIn(wanted, done.stdout.decode().split(), done.stderr)


class Status(Test):
    def test_wrong_command_lines(self):
        record = self.path('r.db')
        for args, words in ((['tiemline'], 'timeline'), (['raed', 'x'], 'read'), (['nonsense'], 'nonsense'),
                            (['read'], 'help read'), (['read', '--no-such'], '--no-such'), (['read', '--jobs'], '--jobs'),
                            (['read', '--jobs', 'two', 'x'], '--jobs'), (['read', '--jobs=0', 'x'], '--jobs'),
                            (['read', '--eager=yes', 'x'], '--eager'), (['add'], 'help add'), (['show'], 'show'),
                            (['show', 'a', 'b', 'c'], 'show'), (['explain'], 'help explain'), (['cases'], 'cases'),
                            (['read', '-x', 'f'], '-x'), (['help', 'nothing'], 'nothing'), (['pack'], 'help pack'), (['pack', 'nonsense'], 'help pack'),
                            (['pack', 'import', 'f'], '--from'), (['pack', 'import', '--from', 'tabari', 'f'], '--to'),
                            (['dump', '--as-of', 'soon', '--record', record], 'soon'),
                            (['dump', '--as-of', '2024-02-30', '--record', record], '2024-02-30'),
                            (['read', '--format', 'word', common.sample_files()[0]], 'word')):
            done = common.run(*args)
            self.assertEqual(done.status, 2, (args, done.errors))
            self.assertEqual(done.out, b'', args)
            self.assert_one_line(done, words)

    def test_did_you_mean(self):
        self.assertIn("did you mean 'timeline'?", common.run('tiemline').errors)
        self.assertNotIn('did you mean', common.run('xyzzyxyzzy').errors)

    def test_a_date_that_is_none(self):
        record = self.record_of('r.db', common.sample_files()[0])
        for args in (['timeline', '--since', 'soon'], ['said', '--until', '1981-13-01']):
            done = common.run(*args, '--record', record)
            self.assertEqual(done.status, 2, (args, done.errors))
        done = common.run('read', '--published', 'yesterday', common.sample_files()[0])
        self.assertEqual(done.status, 2, 'a publication date that is no date is taken')
        self.assert_one_line(done, 'yesterday')

    def test_no_pack(self):
        done = common.run('read', '--pack', self.folder, common.sample_files()[0])
        self.assertEqual(done.status, 1)
        self.assert_one_line(done, self.folder)

    def test_partly(self):
        done = common.run('read', self.path('none.txt'), common.sample_files()[0])
        self.assertEqual(done.status, 3)
        self.assertEqual(len(done.rows), 1)
        self.assert_one_line(done, 'none.txt')

    def test_no_record(self):
        for command in VIEWS + ('dump', 'rebuild'):
            done = common.run(command, '--record', self.path('none.db'))
            self.assertIn(done.status, (1, 4), command)
            self.assert_one_line(done, 'none.db')
            self.assertFalse(os.path.exists(self.path('none.db')), command + ' made a record')

    def test_an_unknown_id(self):
        record = self.record_of('r.db', common.sample_files()[0])
        done = common.run('show', 's-' + 'a' * 26, '--record', record)
        self.assertNotEqual(done.status, 0)
        self.assertEqual(done.out, b'')

    def test_a_closed_pipe(self):
        done = subprocess.run(['bash', '-c', 'set -o pipefail; "$0" read "$@" | head -c 10 >/dev/null', common.CHANCERY] +
                              common.sample_files() * 10, stderr=subprocess.PIPE, env=environment())
        self.assertIn(done.returncode, (0, 1, 141), done.stderr)

    def test_a_full_disk(self):
        if not os.path.exists('/dev/full'):
            self.skipTest('no /dev/full')
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([common.CHANCERY, 'read', common.sample_files()[0]], stdout=full, stderr=subprocess.PIPE,
                                  env=environment())
        self.assertEqual(done.returncode, 1)
        self.assertIn(b'standard output', done.stderr)


class Streams(Test):
    def setUp(self):
        super().setUp()
        self.record = self.record_of('r.db', *common.sample_files())

    def test_data_and_messages_are_apart(self):
        done = common.must('add', '--record', self.path('o.db'), *common.sample_files())
        self.assertEqual(done.out, b'')
        self.assertIn('14 reports kept', done.errors)
        self.assertEqual(common.must('read', common.sample_files()[0]).err, b'')
        for view in VIEWS:
            done = common.must(view, '--record', self.record)
            self.assertEqual(done.err, b'')
            self.assertGreater(len(done.text.splitlines()), 10)

    def test_no_colour_in_a_pipe(self):
        for view in VIEWS:
            for more in ({}, {'NO_COLOR': '1'}, {'TERM': 'dumb'}):
                done = common.must(view, '--record', self.record, env=environment(**more))
                self.assertNotIn(ESCAPE, done.out)
            self.assertNotIn(ESCAPE, common.must(view, '--color', 'never', '--record', self.record).out)

    def on_a_terminal(self, *args, **more):
        """What a command prints on a terminal, by script(1)."""
        line = ' '.join(shlex.quote(x) for x in (common.CHANCERY,) + args)
        done = subprocess.run(['script', '-qec', line, '/dev/null'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              env=environment(TERM='xterm', **more))
        return done.stdout

    def test_colour_on_a_terminal_unless_asked_not(self):
        if not shutil.which('script'):
            self.skipTest('no script(1)')
        args = ('said', '--record', self.record)
        self.assertIn(ESCAPE, self.on_a_terminal(*args))
        self.assertNotIn(ESCAPE, self.on_a_terminal(*args, NO_COLOR='1'))
        self.assertNotIn(ESCAPE, self.on_a_terminal(*args, '--color', 'never'))

    def test_colour_always_adds_only_colour(self):
        for view in VIEWS:
            plain = common.must(view, '--record', self.record).text
            painted = common.must(view, '--color', 'always', '--record', self.record).text
            self.assertEqual(re.sub('\x1b\\[[0-9;]*m', '', painted), plain)

    def test_tables_fit_the_terminal(self):
        for columns in (80, 120):
            for view in VIEWS:
                done = common.must(view, '--record', self.record, env=environment(COLUMNS=str(columns)))
                for line in done.text.splitlines():
                    if ' ' in line.strip():
                        self.assertLessEqual(width(line), columns, line)

    def test_json_is_the_rows_of_the_dump(self):
        dump = common.must('dump', '--record', self.record).rows
        for view, kinds in (('said', ('statement',)), ('timeline', ('statement', 'event')),
                            ('reports', ('report', 'family', 'link', 'thread'))):
            rows = common.must(view, '--json', '--record', self.record).rows
            for member in (m for r in rows if r['row'] == 'family' for m in r['members']):
                self.assertTrue(0 <= member.pop('new') <= 1000)
                span = member.pop('new_span')
                self.assertTrue(span is None or span[0] < span[1])
            key = lambda r: (r['row'], r['id'])
            self.assertEqual(sorted(rows, key=key), sorted((r for r in dump if r['row'] in kinds), key=key))

    def test_filters(self):
        said = lambda *more: common.must('said', '--record', self.record, *more).text
        self.assertIn('Nitze', said('--by', 'Nitze'))
        self.assertNotIn('Shultz', said('--by', 'Nitze'))
        self.assertIn('1981-11-18', said('--by', 'Reagan'))
        self.assertNotIn('1981-11-18', said('--by', 'Reagan', '--since', '1981-11-19'))
        self.assertNotIn('1987-12-08', said('--by', 'Reagan', '--until', '1987-12-07'))
        self.assertNotIn('Nitze', said('--party', 'SUN', '--by', 'Nitze'))

    def test_show_gives_the_words(self):
        row = next(r for r in common.must('dump', '--record', self.record).rows if r['row'] == 'statement')
        text = common.must('show', row['id'], '--record', self.record).text
        self.assertIn(' '.join(row['content'].split()[:2]), ' '.join(text.split()))

    def test_reports_say_what_is_new(self):
        quay = ['The harbour board of Strelsau said on Monday that it would close the eastern quay for ten days while divers '
                'look at its footings.',
                'Eleven freighters that were due this week will be sent to Zenda, where two berths were cleared over the weekend '
                'for their timber and grain.',
                'The quay was built in 1931 and was last repaired after the storm of 1978, when part of its wall fell into the '
                'basin and took a crane along.']
        more = 'The mayor of Zenda has asked the state for money to pay the extra pilots that her port will need.'
        rows = [{'id': 'one', 'title': 'Quay Closed', 'text': '\n\n'.join(quay), 'published': '2019-03-04'},
                {'id': 'two', 'text': '\n\n'.join(quay + [more]), 'published': '2019-03-05', 'publisher': 'Zenda Post'}]
        rows += [{'id': 'n%d' % i, 'text': '\n\n'.join(quay), 'published': '2019-03-06', 'publisher': 'Paper %d' % i} for i in range(20)]
        record = self.record_of('q.db', self.write('q.jsonl', ''.join(common.canonical(r) + '\n' for r in rows)))
        text = common.must('reports', '--record', record).text
        self.assertRegex(' '.join(text.split()), r'of the above, new \d\d % · \(no title\) — Zenda Post · q.jsonl two')
        self.assertIn('new: The mayor of Zenda has asked', text)
        self.assertIn('… and 13 more', text)
        self.assertIn('nothing new', text)
        everything = common.must('reports', '--all', '--record', record).text
        self.assertNotIn('more', everything)
        for row in rows:
            self.assertIn('q.jsonl ' + row['id'], ' '.join(everything.split()))

    def test_two_reports_beside_each_other(self):
        for link in (r for r in common.must('dump', '--record', self.record).rows if r['row'] == 'link'):
            pair = common.must('show', link['b'][:10], link['a'], '--record', self.record)
            self.assertEqual(pair.out, common.must('show', link['id'], '--record', self.record).out)
            self.assertIn(link['relation'].replace('_', ' '), pair.text)
            self.assertNotIn(ESCAPE, pair.out)
            for columns in (60, 80, 100, 120):
                more = {'env': environment(COLUMNS=str(columns))}
                text = common.must('show', link['id'], '--record', self.record, **more).text
                self.assertEqual(' │' in text, columns >= 80)
                painted = common.must('show', link['id'], '--color', 'always', '--record', self.record, **more).text
                self.assertEqual(re.sub('\x1b\\[[0-9;]*m', '', painted), text)
                self.assertGreaterEqual(text.count('[1 '), 2)
                for line in text.splitlines():
                    self.assertLessEqual(width(line), columns, line)
            row, = common.must('show', '--json', link['a'], link['b'], '--record', self.record).rows
            texts = {r['report']['id']: r['report']['text'].encode() for r in common.read(*common.sample_files()).rows}
            for p in row['passages']:
                for side in 'ab':
                    self.assertEqual(p.pop(side + '_text').encode(), texts[link[side]][p[side][0]:p[side][1]])
            self.assertEqual(row, link)

    def test_two_that_are_no_pair(self):
        rows = common.must('dump', '--record', self.record).rows
        report, actor = (next(r['id'] for r in rows if r['row'] == kind) for kind in ('report', 'actor'))
        for args in ((report, actor), (report, 'r-none'), (actor, report)):
            done = common.run('show', *args, '--record', self.record)
            self.assertEqual((done.status, done.out), (2, b''))

    def test_a_record_by_the_environment(self):
        done = common.must('said', env=environment(CHANCERY_RECORD=self.record))
        self.assertEqual(done.out, common.must('said', '--record', self.record).out)

    def test_progress_only_where_asked(self):
        done = common.must('add', '--progress', 'off', '--record', self.path('q.db'), *common.sample_files())
        self.assertEqual(len(done.errors.splitlines()), 1)
        self.assertNotIn(ESCAPE, done.err)

    def test_stats_go_to_standard_error(self):
        done = common.must('read', '--stats', *common.sample_files())
        self.assertEqual(done.out, common.must('read', *common.sample_files()).out)
        for room in ('intake', 'language', 'facts', 'copies', 'sentences a second'):
            self.assertIn(room, done.errors)


def examples():
    """(where, command line): the examples of the help, and lines that begin with "$ " in fenced blocks of the README."""
    for name in COMMANDS:
        text = common.must(name, '--help').text
        yield name, ' '.join(text.split('example:')[1].split('usage:')[0].split())
    readme = os.path.join(common.ROOT, 'README.md')
    if os.path.exists(readme):
        with open(readme, encoding='utf-8') as f:
            for block in re.findall(r'^```[^\n]*\n(.*?)^```', f.read(), re.M | re.S):
                for line in re.findall(r'^\$ (chancery .*)$', block, re.M):
                    yield 'README.md', line


class Examples(Test):
    def test_they_run(self):
        """In a copy of the samples, with a record of them and the names that examples use for things of one's own."""
        os.symlink(common.SAMPLES, self.path('samples'))
        os.symlink(os.path.join(common.ROOT, 'tests'), self.path('tests'))
        os.symlink(common.CHANCERY, self.path('chancery'))
        shutil.copy(common.sample_files()[0], self.path('report.txt'))
        self.write('actors.txt', 'ZENDARIA [ZEN]\n')
        self.write('agents.txt', 'SKY_MARSHAL [~MIL]\n')
        self.write('verbs.txt', '--- SCOLD [121] ---\nSCOLD\n- * OVER TOLLS [122]\n')
        common.must('add', '--record', self.path('chancery.db'), *common.sample_files())
        row = next(r for r in common.must('dump', '--record', self.path('chancery.db')).rows if r['row'] == 'statement')
        pack = os.environ.get('CHANCERY_PACK') or os.path.join(common.ROOT, 'packs', 'en')
        env = environment(CHANCERY_PACK=pack)
        env['PATH'] = self.folder + ':' + env['PATH']
        for where, line in examples():
            line = re.sub(r'\b([a-z])-a{26}', row['id'], line)
            done = subprocess.run(['bash', '-c', 'set -o pipefail; ' + line], cwd=self.folder, env=env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, 0, '%s: %s\n%s' % (where, line, done.stderr.decode()[-800:]))


if __name__ == '__main__':
    common.main()
