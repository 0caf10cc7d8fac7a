#!/usr/bin/env python3
"""What a hostile world does: broken, huge, odd and malicious inputs, damaged records, kills, and no memory.

Every bad input is said in one clear line on standard error; the status is 3 and the good inputs beside it are read.
Nothing ever ends by a signal that the program brought on itself."""
import glob
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import time

import common
from common import Test, canonical, environment, run

GOOD = common.sample_files()[0]
CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]')
PROSE = 'The Ghanaian foreign minister, Kwame Asante, said on Monday that “the border is open” and that talks would go on. '


class Inputs(Test):
    def refused(self, *paths, words=(), lines=None):
        """These inputs, before and after a good one: each is said in a line of its own, the good one is read twice."""
        done = run('read', GOOD, *paths, GOOD, timeout=120)
        self.assertEqual(done.status, 3, done.errors[-600:])
        self.assertEqual(len(done.rows), 2)
        self.assertEqual(len(done.errors.splitlines()), len(paths) if lines is None else lines, done.errors[-600:])
        for w in list(words) + [os.path.basename(str(p)) for p in paths]:
            self.assertIn(w, done.errors)

    def taken(self, *paths, **more):
        """These inputs are read without complaint; their rows."""
        done = run('read', *paths, **more)
        self.assertEqual((done.status, done.errors), (0, ''), paths)
        return done.rows

    def survives(self, *paths, **more):
        """Whatever is thought of these inputs, it is said in lines and not by a signal, and what is read is sound."""
        done = run('read', *paths, **more)
        self.assertIn(done.status, (0, 3), (paths, done.errors[-600:]))
        for row in done.rows:
            text = row['report']['text'].encode('utf-8')
            for kind in ('times', 'statements', 'events'):
                for x in row[kind]:
                    text[slice(*x['span'])].decode('utf-8')
        return done

    def test_missing_and_unreadable(self):
        self.refused(self.path('missing.txt'))
        self.refused('/dev/null')
        self.refused(self.write('empty.txt', ''))
        secret = self.write('secret.txt', PROSE)
        os.chmod(secret, 0)
        if os.geteuid():
            self.refused(secret)

    def test_several_bad_ones(self):
        self.refused(self.path('a.txt'), self.write('b.txt', ''), self.path('c.txt'))

    def test_a_folder_without_reports(self):
        os.mkdir(self.path('bare'))
        self.write('bare/picture.png', b'\x89PNG\r\n\x1a\n' + bytes(64))
        done = run('read', self.path('bare'))
        self.assertIn(done.status, (0, 3))
        self.assertEqual(done.out, b'')

    def test_odd_files_in_a_folder_are_left_aside(self):
        os.mkdir(self.path('d'))
        shutil.copy(GOOD, self.path('d/good.txt'))
        os.mkfifo(self.path('d/pipe.txt'))
        os.symlink('/dev/zero', self.path('d/zero.txt'))
        os.symlink('.', self.path('d/loop'))
        os.symlink('nowhere', self.path('d/broken.txt'))
        self.write('d/.hidden.txt', PROSE)
        self.assertEqual([r['report']['source'] for r in self.taken(self.path('d'), timeout=20)], ['good.txt'])

    def test_names(self):
        for name in ('a space.txt', 'ü.txt', 'new\nline.txt', 'quote".txt', '-dash.txt', '%s%n.txt', 'x' * 200 + '.txt'):
            self.assertEqual(self.taken(self.write(name, PROSE))[0]['report']['source'], name)
        bad = os.path.join(os.fsencode(self.folder), b'not\xff utf8.txt')
        with open(bad, 'wb') as f:
            f.write(PROSE.encode())
        done = subprocess.run([common.CHANCERY.encode(), b'read', bad], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=environment())
        self.assertIn(done.returncode, (0, 3))
        for line in done.stdout.splitlines():
            json.loads(line.decode('utf-8'))

    def test_escape_codes_in_a_file_name(self):
        done = run('read', self.path('\x1b[31mred\n\u202e.txt'))
        self.assertEqual(done.status, 3)
        self.assertNotIn('\x1b', done.errors)
        self.assert_one_line(done)

    def test_binary_junk(self):
        self.refused(self.write('elf.txt', b'\x7fELF\x02\x01\x01' + bytes(4000)))
        self.refused(self.write('png.txt', b'\x89PNG\r\n\x1a\n' + random.Random(1).randbytes(4000)))
        with open(common.CHANCERY, 'rb') as f:
            self.refused(self.write('program.txt', f.read(200000)))

    def test_random_bytes(self):
        chance, paths = random.Random(2), []
        for i in range(200):
            n = chance.choice((1, 2, 3, 17, 256, 5000))
            kind = chance.randrange(3)
            data = bytes(chance.randrange(256) for _ in range(n)) if kind == 0 else \
                ''.join(chr(chance.choice((9, 10, 32, 34, 0x201c, 0x201d, 65, 0x300, 0x1f600, 0xfffd))) for _ in range(n)).encode() \
                if kind == 1 else bytes(chance.choice(PROSE.encode() + b'\xff\x00\xc3') for _ in range(n))
            paths.append(self.write('r%d.%s' % (i, chance.choice(('txt', 'md', 'jsonl'))), data))
        self.survives(*paths)

    def test_damaged_reports(self):
        """A sample cut anywhere, with bytes dropped, doubled and swapped."""
        chance, paths = random.Random(3), []
        with open(GOOD, 'rb') as f:
            data = f.read()
        for i in range(60):
            part = bytearray(data[chance.randrange(len(data) - 50):][:chance.randrange(50, 2000)])
            for _ in range(chance.randrange(12)):
                at = chance.randrange(len(part))
                part[at:at + chance.randrange(3)] = bytes(chance.randrange(256) for _ in range(chance.randrange(3)))
            paths.append(self.write('d%d.txt' % i, bytes(part)))
        self.survives(*paths)

    def test_nul_and_invalid_bytes_become_question_marks(self):
        data = PROSE.encode().replace(b'border', b'bor\x00der').replace(b'talks', b'tal\xffks') * 3
        row = self.taken(self.write('n.txt', data))[0]
        self.assertEqual(row['report']['text'].encode(), data.replace(b'\x00', b'?').replace(b'\xff', b'?'))
        self.assertTrue(row['notes'])

    def test_utf16_is_read_as_text(self):
        for name, code in (('le', 'utf-16-le'), ('be', 'utf-16-be')):
            row = self.taken(self.write(name + '.txt', ('\ufeff' + PROSE * 3).encode(code)))[0]
            self.assertEqual(row['report']['text'].lstrip('\ufeff'), PROSE * 3)
            self.assertGreater(len(row['statements']), 0)

    def test_latin_1_is_read_as_text(self):
        text = 'Le ministre Andr\xe9 Lef\xe8vre said on Monday that the caf\xe9 near the border was d\xe9j\xe0 closed. ' * 4
        row = self.taken(self.write('l.txt', text.encode('latin-1')))[0]
        self.assertIn('André', row['report']['text'])

    def test_a_long_line_over_the_limit(self):
        with open(self.path('long.txt'), 'wb') as f:
            for _ in range(100):
                f.write(b'word ' * 200000)
        self.refused(self.path('long.txt'), words=('67108864',))

    def test_a_sparse_file_is_refused_at_once(self):
        with open(self.path('sparse.txt'), 'wb') as f:
            f.truncate((2 << 30) + 4096)
        start = time.monotonic()
        self.refused(self.path('sparse.txt'))
        self.assertLess(time.monotonic() - start, 20)

    def test_the_limit_is_an_option(self):
        size = os.path.getsize(GOOD)
        self.assertEqual(run('read', '--max-bytes', size, GOOD).status, 0)
        done = run('read', '--max-bytes', size - 1, GOOD)
        self.assertEqual(done.status, 3)
        self.assert_one_line(done, os.path.basename(GOOD))

    def test_standard_input_over_the_limit(self):
        done = run('read', '--max-bytes', '1000', '-', input=b'word ' * 1000)
        self.assertEqual(done.status, 3)
        self.assert_one_line(done)

    def test_nesting_and_heaps_of_marks(self):
        heaps = {'round': '(' * 200000, 'square': '[' * 200000, 'quotes': '"' * 200000, 'curly': '“' * 100000,
                 'pairs': '“a”' * 60000, 'nested': '“‘' * 50000 + 'x' + '’”' * 50000, 'angles': '<' * 200000,
                 'stars': '**' * 100000, 'links': '[a](' * 50000, 'dots': '.' * 200000, 'dashes': '-' * 200000,
                 'breaks': '\n' * 200000 + 'x', 'marks': 'e' + '\u0301' * 200000, 'joined': 'x' * 500000,
                 'tags': '<b>' * 60000, 'says': 'he said ' * 30000, 'said that': 'A said that ' * 30000,
                 'mondays': 'Monday ' * 30000, 'after': 'a day after ' * 30000, 'lines': 'Monday\n' * 30000,
                 'capitals': 'Foreign Minister ' * 30000, 'ands': 'Chad and Mali and ' * 15000, 'digits': '1 ' * 100000,
                 'he': 'He met him. ' * 20000, 'ofs': 'the minister of the minister of ' * 15000,
                 'commas': 'Chad, ' * 40000, 'quotesaid': '“No,” he said. ' * 15000, 'initials': 'J. ' * 60000,
                 'urls': 'https://a.example/2024/03/05/x ' * 8000, 'titles': 'A Title Line\n\n' * 20000}
        for name, text in heaps.items():
            for ending in ('.txt', '.md'):
                path = self.write(name.replace(' ', '') + ending, text)
                start = time.monotonic()
                self.survives(path, timeout=120)
                self.assertLess(time.monotonic() - start, 60, name)

    def user_time(self, path):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([common.CHANCERY, 'read', path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(),
                              timeout=120)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    def grows(self, unit, tokens):
        """Twice the size takes at most thrice the time."""
        n, lead = tokens // 2 // max(1, len(unit.split())), 'Ghana opened the border. '
        small = self.user_time(self.write('half.txt', lead + n * unit))
        large = self.user_time(self.write('whole.txt', lead + 2 * n * unit))
        self.assertLess(large, 3 * small + 0.3, unit)

    def test_time_of_a_million_tokens(self):
        self.grows(PROSE, 1000000)

    def test_time_of_one_sentence(self):
        self.grows('Chad and Mali met on Monday and ', 300000)
        self.grows('he said that Chad and ', 100000)

    def test_time_of_many_quotations(self):
        self.grows('“yes” and ', 100000)
        self.grows('“No,” he said. ', 100000)
        self.grows('"', 100000)

    def cost(self, text):
        """User time and memory of reading a text, which is read without complaint."""
        path = self.write('cost.txt', 'Ghana opened the border. ' + text)
        with open(self.path('errors'), 'w+b') as errors:
            child = subprocess.Popen([common.CHANCERY, 'read', path], stdout=subprocess.DEVNULL, stderr=errors, env=environment())
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            self.assertEqual((child.returncode, errors.read()), (0, b''))
        return used.ru_utime, used.ru_maxrss

    def test_who_said_it_is_found_in_linear_time_and_memory(self):
        """2 MB of speech and more, one sentence of 500,000 words, 100,000 marks that open: a fourth of it takes about a fourth."""
        for unit, n in (('he said ', 250000), ('He said. ', 220000), ('he said the road was open. ', 150000), ('road ', 500000),
                        ('he said that a baker and ', 80000), ('Vale said that ', 80000),
                        ('Vale said, quoted by the agency, citing Orm, ', 20000), ('“', 100000), ('“yes he said ', 100000),
                        ('“Yes,” he said. “No. ', 80000), ('said\n\n', 100000),
                        ('the agency, citing Vale, said it held and ', 16000), ('as Vale said on Monday, ', 32000),
                        ('Vale denied this in an e-mail and ', 16000), ('a day after Vale said it held ', 16000)):
            (few_s, few_kb), (all_s, all_kb) = self.cost(unit * (n // 4)), self.cost(unit * n)
            self.assertLess(all_s, 6 * few_s + 0.3, unit)
            self.assertLess(all_kb, 5 * few_kb, unit)

    def test_statements_of_floods_are_sound(self):
        for unit in ('he said the road was open. ', 'he said ', 'road ', '“', '“yes he said ', 'said\n\n'):
            row = self.survives(self.write('flood.txt', 'Ghana opened the border. ' + unit * 3000)).rows[0]
            for x in row['statements']:
                self.assertTrue(0 <= x['p'] <= 1000, unit)

    def test_a_huge_title(self):
        title = 'Ministers Meet ' * 70000
        rows = self.taken(self.write('t.jsonl', canonical({'title': title, 'text': PROSE}) + '\n'))
        self.assertEqual(len(rows), 1)
        self.survives(self.write('t.txt', title + '\n\n' + PROSE))

    def test_broken_json_lines(self):
        good = canonical({'id': 'g', 'text': PROSE})
        bad = ['{"text": "cut', '[]', '"text"', 'null', '{}', '{"text": 5}', '{"text": null}', '{"id": "no text"}', 'nonsense',
               '{"text": "' + 'x' * 1000, '[' * 100000, '{"a":' * 100000, '{"text": "\\ud800 lone"}', '{"text":"a"} {"text":"b"}']
        lines = [good]
        for b in bad:
            lines += [b, good]
        done = run('read', self.write('b.jsonl', '\n'.join(lines) + '\n'), GOOD)
        self.assertEqual(done.status, 3)
        taken = [r for r in done.rows if r['report'].get('given_id') == 'g']
        self.assertEqual(len(taken), len(bad) + 1)
        self.assertTrue(done.rows[-1]['report']['source'].endswith(os.path.basename(GOOD)))
        for line in done.errors.splitlines():
            self.assertRegex(line, r'b\.jsonl:\d+: |b\.jsonl: line \d+', line)
        self.assertGreaterEqual(len(done.errors.splitlines()), len(bad) - 2)

    def test_json_lines_of_other_encodings_and_ends(self):
        good = canonical({'id': 'g', 'text': PROSE})
        self.assertEqual(len(self.taken(self.write('crlf.jsonl', (good + '\r\n') * 2))), 2)
        self.assertEqual(len(self.taken(self.write('noend.jsonl', good + '\n' + good))), 2)
        self.assertEqual(len(self.taken(self.write('blank.jsonl', '\n' + good + '\n\n\n' + good + '\n'))), 2)
        done = self.survives(self.write('bad8.jsonl', good.encode() + b'\n{"text": "\xff\xfe"}\n' + good.encode() + b'\n'))
        self.assertEqual(len([r for r in done.rows if r['report'].get('given_id') == 'g']), 2)

    def test_lone_surrogates_and_odd_characters(self):
        for text in ('\\ud800', '\\udfff and more text for a paragraph.', '\\u0000zero', '\\ufffe', '\\u202e'):
            done = self.survives(self.write('s.jsonl', '{"text": "Ghana said on Monday %s that it was over."}\n' % text))
            for row in done.rows:
                row['report']['text'].encode('utf-8')

    def test_hints_that_are_none(self):
        for hints in ({'published': 'soon'}, {'published': '2024-02-31'}, {'published': 5}, {'url': 'javascript:alert(1)'},
                      {'url': 'x' * 100000}, {'title': ''}, {'title': ['a']}, {'language': 'xx'}, {'id': ''}, {'publisher': '\x1b[2J'}):
            self.survives(self.write('h.jsonl', canonical(dict(hints, text=PROSE)) + '\n'))

    def test_a_pipe_with_a_name(self):
        os.mkfifo(self.path('pipe.txt'))
        writer = subprocess.Popen(['sh', '-c', 'cat "$0" > "$1"', GOOD, self.path('pipe.txt')])
        try:
            done = run('read', self.path('pipe.txt'), timeout=30)
        finally:
            writer.kill()
            writer.wait()
        self.assertIn(done.status, (0, 3))
        if done.status == 3:
            self.assert_one_line(done, 'pipe.txt')

    def test_dates_at_the_ends_of_time(self):
        for day in ('0001-01-01', '9999-12-31', '-9999-01-01', '99999-01-01'):
            done = run('read', '--published', day, GOOD)
            self.assertIn(done.status, (0, 2, 3), (day, done.errors))
        self.survives(self.write('y.txt', 'It began 999999999 years ago, 99999999999999999999 days after year 0, on February 30, '
                                          '2024-99-99, in the year 4294967296 and will end in 2147483648 weeks.\n' * 3))


class Tables(Test):
    def test_no_control_codes_reach_a_table(self):
        nasty = ('\x1b[31mRed\x1b[0m', '\x1b]0;title\x07', '\u202eesrever', '\u2066x\u2069', '\x9b2J', '\x07', '\x08\x08', '\r\x1b[2K')
        lines = []
        for i, x in enumerate(nasty):
            text = 'Ghanaian envoy Kwame %sAsante said on Monday that “the %s border is open.”\n\nHe left %s on Tuesday.' % (x, x, x)
            lines.append(canonical({'id': 'n%d%s' % (i, x), 'text': text, 'title': 'A %s title %d' % (x, i), 'publisher': 'Daily %s' % x,
                                    'url': 'https://a.example/2024/03/05/%d%s' % (i, x), 'published': '2024-03-05'}))
        record = self.record_of('r.db', self.write('n%s.jsonl' % '\x1b[7m', '\n'.join(lines) + '\n'))
        for view in ('reports', 'timeline', 'said'):
            text = common.must(view, '--record', record, env=environment(COLUMNS='200')).text
            self.assertIn('border' if view != 'reports' else 'title', text)
            self.assertEqual(CONTROL.findall(text.replace('\n', '')), [], view)
        rows = common.must('dump', '--record', record).rows
        reports = [r['id'] for r in rows if r['row'] == 'report']
        for other in reports[1:]:
            for columns in ('60', '100'):
                text = common.must('show', reports[0], other, '--record', record, env=environment(COLUMNS=columns)).text
                self.assertEqual(CONTROL.findall(text.replace('\n', '')), [])
        for row in rows:
            if 'support' in row:
                text = common.must('show', row['id'], '--record', record).text
                self.assertEqual(CONTROL.findall(text.replace('\n', '')), [])

    def test_explain_too(self):
        done = run('explain', 'The envoy said on Monday that \x1b[31mthe \u202e border\x1b[0m was open.')
        self.assertEqual(done.status, 0)
        self.assertEqual(CONTROL.findall(done.text.replace('\n', '').replace('\t', '')), [])


class Records(Test):
    def refused(self, record, *words, status=(1, 4)):
        """Every command on this record: one line, no row, no signal."""
        for args in (['said'], ['dump'], ['rebuild'], ['add', GOOD]):
            done = run(*args, '--record', record, timeout=60)
            self.assertIn(done.status, status, (args, done.errors))
            self.assertEqual(done.out, b'')
            first = done.errors.splitlines()[0]
            self.assertIn(os.path.basename(record), first)
            self.assertLessEqual(len(done.errors.splitlines()), 2, done.errors)     # add tells what it kept, too
            for w in words:
                self.assertIn(w, first)

    def test_garbage(self):
        self.refused(self.write('junk.db', b'this is no record ' * 1000))
        self.refused(self.write('random.db', random.Random(5).randbytes(20000)))

    def test_a_folder(self):
        os.mkdir(self.path('folder.db'))
        self.refused(self.path('folder.db'))

    def test_another_database(self):
        other = sqlite3.connect(self.path('other.db'))
        other.execute('CREATE TABLE t (x)')
        other.commit()
        other.close()
        self.refused(self.path('other.db'))

    def test_a_newer_version(self):
        record = self.record_of('new.db', GOOD)
        db = sqlite3.connect(record)
        version = db.execute('PRAGMA user_version').fetchone()[0]
        db.execute('PRAGMA user_version = %d' % (version + 1000))
        db.commit()
        db.close()
        self.refused(record, status=(4,))

    def test_cut_short(self):
        record = self.record_of('cut.db', *common.sample_files()[:4])
        size = os.path.getsize(record)
        for name, keep in (('half', size // 2), ('page', 4096), ('few', 100)):
            cut = self.path(name + '.db')
            with open(record, 'rb') as a, open(cut, 'wb') as b:
                b.write(a.read()[:keep])
            done = run('dump', '--record', cut)
            self.assertIn(done.status, (1, 4), name)
            self.assertLessEqual(len(done.errors.splitlines()), 1)

    def test_flipped_bytes(self):
        """A damaged record is told or read; never a crash."""
        record, chance = self.record_of('f.db', *common.sample_files()[:3]), random.Random(8)
        with open(record, 'rb') as f:
            sound = f.read()
        for i in range(25):
            data = bytearray(sound)
            for _ in range(chance.choice((1, 8, 200))):
                data[chance.randrange(len(data))] = chance.randrange(256)
            bad = self.write('b%d.db' % i, bytes(data))
            for args in (['dump'], ['said'], ['rebuild'], ['add', common.sample_files()[5]]):
                done = run(*args, '--record', bad, timeout=60)
                self.assertIn(done.status, (0, 1, 3, 4), (i, args, done.errors[-300:]))

    def test_read_only(self):
        if not os.geteuid():
            self.skipTest('root may write anything')
        record = self.record_of('ro.db', GOOD)
        whole = self.dump(record)
        os.chmod(record, 0o444)
        os.chmod(self.folder, 0o555)
        try:
            self.assertEqual(self.dump(record), whole)
            done = run('add', '--record', record, common.sample_files()[1])
        finally:
            os.chmod(self.folder, 0o755)
        self.assertIn(done.status, (1, 4))
        self.assertEqual(self.dump(record), whole)

    def test_no_such_folder(self):
        done = run('add', '--record', self.path('no/such/r.db'), GOOD)
        self.assertIn(done.status, (1, 4))
        self.assertIn('r.db', done.errors)

    def test_locked(self):
        record = self.record_of('l.db', GOOD)
        db = sqlite3.connect(record, isolation_level=None)
        db.execute('BEGIN EXCLUSIVE')
        try:
            done = run('add', '--record', record, common.sample_files()[1], timeout=120)
        finally:
            db.execute('ROLLBACK')
            db.close()
        self.assertEqual(done.status, 4, done.errors)
        self.assertEqual(run('add', '--record', record, common.sample_files()[1]).status, 0)

    def test_two_that_add_at_once(self):
        """Either waits or is told that the record is busy; afterwards adding again gives the whole."""
        files = common.sample_files()
        parts = [subprocess.Popen([common.CHANCERY, 'add', '--record', self.path('two.db')] + part, stderr=subprocess.PIPE,
                                  env=environment()) for part in (files[::2], files[1::2])]
        for p in parts:
            error = p.communicate(timeout=120)[1]
            self.assertIn(p.returncode, (0, 4), error)
        common.must('add', '--record', self.path('two.db'), *files)
        self.assert_same(self.dump(self.record_of('one.db', *files)), self.dump(self.path('two.db')), 'two at once')

    def test_not_facts(self):
        good = common.read(GOOD).out
        row = json.loads(good)
        swapped = dict(row, report=dict(row['report'], id='r-' + 'a' * 26))
        spans = json.loads(good)
        spans['statements'][0]['span'] = [10, 4000000000]
        backwards = json.loads(good)
        backwards['statements'][0]['content'] = [[50, 20]]
        negative = json.loads(good)
        negative['times'][0]['span'] = [-5, 3]
        dangling = json.loads(good)
        dangling['statements'][0]['speaker'] = 'a-' + 'z' * 26
        newer = dict(row, chancery=2)
        bad = [b'{}', b'[]', b'nonsense', b'{"chancery":1}', good[:500].strip(), b'{"chancery":1,"report":{}}', b'[' * 100000] + \
              [canonical(x).encode() for x in (spans, backwards, negative, newer)]
        for x in bad:
            done = run('add', '--record', self.path('n.db'), '--facts', '-', input=x + b'\n' + good)
            self.assertIn(done.status, (0, 3), (x[:80], done.errors[-300:]))
            self.assertEqual(run('dump', '--record', self.path('n.db')).status, 0)
        for x in (swapped, dangling):
            done = run('add', '--record', self.path('m.db'), '--facts', '-', input=canonical(x).encode() + b'\n')
            self.assertIn(done.status, (0, 3), done.errors)
            self.assertEqual(run('dump', '--record', self.path('m.db')).status, 0)


class Killed(Test):
    def test_killed_while_adding(self):
        """`kill -9` anywhere: the record opens, holds whole reports only, and adding again gives the undisturbed dump."""
        files = common.sample_files()
        for i in range(6):                                  # more of them, so that there is time to be killed in
            for f in common.sample_files()[::2]:
                with open(f, 'rb') as source:
                    files.append(self.write('%d-%s' % (i, os.path.basename(f)), source.read() + b'\n\nNote %d ends here.\n' % i))
        start = time.monotonic()
        whole = self.dump(self.record_of('whole.db', '--batch', '3', *files))
        length, chance = time.monotonic() - start, random.Random(9)
        for i in range(10):
            record = self.path('k%d.db' % i)
            args = [common.CHANCERY, 'add', '--record', record, '--batch', '3'] + files
            with subprocess.Popen(args, stderr=subprocess.DEVNULL, env=environment()) as adding:
                time.sleep(length * chance.random())
                adding.send_signal(signal.SIGKILL)
            if os.path.exists(record):
                done = run('dump', '--record', record)
                self.assertIn(done.status, (0, 1, 4), done.errors)
            common.must('add', '--record', record, '--batch', '3', *files)
            self.assert_same(whole, self.dump(record), 'killed and resumed, round %d' % i)

    def test_stopped_by_the_user(self):
        # a shell's background job, and so its tests, would ignore the signal
        with subprocess.Popen([common.CHANCERY, 'read', '-'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              env=environment(), preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as reading:
            time.sleep(0.2)
            reading.send_signal(signal.SIGINT)
            reading.wait(timeout=10)
        self.assertIn(reading.returncode, (-signal.SIGINT, 130))


class NoMemory(Test):
    """Each of a spread of allocations fails once, or it and all after it ("N+"): tests/base/fail_malloc.c, preloaded."""

    def setUp(self):
        super().setUp()
        found = glob.glob(os.path.join(os.path.dirname(common.CHANCERY), 'tests', 'base', 'libfail_malloc.so'))
        if found:
            self.library = found[0]
            return
        source = os.path.join(common.ROOT, 'tests', 'base', 'fail_malloc.c')
        self.library = self.path('libfail_malloc.so')
        compiler = shutil.which('gcc') or shutil.which('cc')
        if not compiler or subprocess.run([compiler, '-std=gnu17', '-D_GNU_SOURCE', '-O1', '-fPIC', '-shared', '-o', self.library,
                                           source], stderr=subprocess.DEVNULL).returncode:
            self.skipTest('no libfail_malloc.so and no way to build it')

    def spread(self, count):
        """Allocations to fail: the first few, then ever further apart."""
        n, out = 1, []
        while len(out) < count:
            out.append(n)
            n += 1 + n // 6
        return out

    def check(self, whole, args, after=None):
        for n in self.spread(45):
            for more in ('', '+'):
                done = run(*args(n, more), env=environment(LD_PRELOAD=self.library, FAIL_MALLOC='%d%s' % (n, more)), timeout=120)
                what = (n, more, done.errors[-300:])
                self.assertIn(done.status, (0, 1, 2, 3, 4), what)
                if done.status:
                    self.assertTrue(done.errors.strip(), what)
                    self.assertIn('memory', done.errors, what)
                elif whole is not None:
                    self.assert_same(whole, done.out, 'allocation %d%s' % (n, more))
                if after:
                    after(n, more)

    def test_read(self):
        files = common.sample_files()[:3]
        self.check(common.read('--jobs', '2', *files).out, lambda n, more: ['read', '--jobs', '2'] + files)

    def test_add(self):
        """What is left behind is a record that takes the reports again and is then whole."""
        files = common.sample_files()[2:5]
        whole = self.dump(self.record_of('w.db', *files))
        name = lambda n, more: self.path('m%d%s.db' % (n, 'a' if more else ''))

        def resumed(n, more):
            common.must('add', '--record', name(n, more), *files)
            self.assert_same(whole, self.dump(name(n, more)), 'after allocation %d%s' % (n, more))
        self.check(b'', lambda n, more: ['add', '--jobs', '1', '--record', name(n, more)] + files, resumed)

    def test_views(self):
        record = self.record_of('v.db', *common.sample_files()[:3])
        self.check(common.must('said', '--record', record).out, lambda n, more: ['said', '--record', record])

    def test_pack(self):
        for args in (['who', 'the Turkish foreign minister', '--on', '2019-05-01'], ['pack', 'check']):
            self.check(common.must(*args).out, lambda n, more: args)

    def test_little_memory(self):
        """Under a ceiling of the system's: read or told, never a crash."""
        for mb in (24, 48, 96, 400):
            done = subprocess.run(['bash', '-c', 'ulimit -v %d; exec "$0" "$@"' % (mb * 1024), common.CHANCERY, 'read', '--jobs', '2'] +
                                  common.sample_files(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
            self.assertIn(done.returncode, (0, 1, 3, 127), (mb, done.stderr[-300:]))


if __name__ == '__main__':
    common.main()
