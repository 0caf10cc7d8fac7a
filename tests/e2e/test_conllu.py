#!/usr/bin/env python3
"""CoNLL-U: what read --conllu prints, places in the text, the way back, given words, wrong lines; explain's tree."""
import json
import os
import re
import subprocess

import common
from common import Test, environment

ARTICLE = ('The Harbour Post\n\nFerry Talks Fail\n\nMarch 4, 2024\n\n'
           'PORT ELIN — The ministers’ aides couldn’t agree on the “final” price,\nthe café’s owner said. “We cannot go on!”\n\n'
           'A second round — in May or June — isn\'t planned because of the storms.\n')
GIVEN = ('# newdoc id = mine\n# sent_id = one\n# remark = stays\n1-2\tGonna\t_\t_\t_\t_\t_\t_\t_\t_\n1\tGoing\t_\t_\t_\t_\t_\t_\t_\t_\n'
         '2\tto\t_\t_\t_\t_\t_\t_\t_\t_\n2.1\tgo\t_\t_\t_\t_\t_\t_\t_\t_\n3\tsail\tx\tX\tX\tA=B\t0\troot\t_\tSpaceAfter=No\n'
         '4\t...\t_\t_\t_\t_\t_\t_\t_\t_\n\n# sent_id = two\n1\tfine . yes\t_\t_\t_\t_\t_\t_\t_\t_\n\n')


def sentences(text):
    """[(comments, rows)] of CoNLL-U; rows are lists of ten columns."""
    out = []
    for part in text.split('\n\n'):
        lines = [l for l in part.split('\n') if l]
        if lines:
            out.append(([l for l in lines if l[0] == '#'], [l.split('\t') for l in lines if l[0] != '#']))
    return out


def misc(row):
    return dict(x.split('=', 1) for x in row[9].split('|'))


class Styles(Test):
    def features(self, style):
        done = common.must('read', '--conllu', '--style', style, self.write('s.txt', 'You left.\n'))
        return sentences(done.text)[0][1][0][5]

    def test_conventions_of_a_treebank(self):
        self.assertNotIn('Number=', self.features('ewt'))
        self.assertIn('Number=Sing', self.features('gum'))
        default = common.must('read', '--conllu', self.write('s.txt', 'You left.\n'))
        self.assertEqual(sentences(default.text)[0][1][0][5], self.features('gum'))

    def test_the_style_is_part_of_the_hash(self):
        packs = {json.loads(common.must('read', *style, self.write('s.txt', 'You left.\n')).text)['pack']
                 for style in ([], ['--style', 'ewt'], ['--style', 'gum'])}
        self.assertEqual(len(packs), 3)

    def test_no_such_style(self):
        done = common.run('read', '--conllu', '--style', 'xx', self.write('s.txt', 'You left.\n'))
        self.assertEqual(done.status, 1)
        self.assertIn("no style 'xx'", done.errors)


class Printed(Test):
    def setUp(self):
        super().setUp()
        self.file = self.write('a.txt', ARTICLE)
        self.done = common.must('read', '--conllu', self.file)

    def test_it_is_good_conllu(self):
        self.assertEqual(self.done.err, b'')
        self.assertTrue(self.done.text.endswith('\n\n'))
        for comments, rows in sentences(self.done.text):
            self.assertTrue(any(c.startswith('# sent_id = r-') for c in comments))
            words = [r for r in rows if '-' not in r[0]]
            self.assertEqual([r[0] for r in words], [str(i + 1) for i in range(len(words))])
            self.assertEqual(sum(r[6] == '0' for r in words), 1)
            for r in rows:
                self.assertEqual(len(r), 10, r)
                self.assertTrue(all(r), r)
            for r in words:
                self.assertLessEqual(int(r[6]), len(words))
                self.assertEqual(r[8].split(':')[0], r[6])
                self.assertTrue(r[8].split(':', 1)[1].startswith(r[7]), r)

    def test_documents_and_paragraphs(self):
        comments = [c for s in sentences(self.done.text) for c in s[0]]
        self.assertTrue(comments[0].startswith('# newdoc id = r-'))
        self.assertEqual(comments[1], '# newpar')
        self.assertEqual(sum(c.startswith('# newdoc') for c in comments), 1)
        self.assertIn('# block = paragraph', comments)

    def test_the_text_follows_from_the_words(self):
        for comments, rows in sentences(self.done.text):
            text, upto = '', 0
            for r in rows:
                first, _, last = r[0].partition('-')
                if int(first) <= upto:
                    continue
                upto = int(last or first)
                text += r[1] + ('' if 'SpaceAfter=No' in r[9] else ' ')
            self.assertIn('# text = ' + text.rstrip(' '), comments)

    def test_places_lead_back(self):
        raw, seen = ARTICLE.encode(), 0
        for _, rows in sentences(self.done.text):
            for r in rows:
                a, b = map(int, misc(r)['TokenRange'].split(':'))
                self.assertEqual(ARTICLE[a:b], r[1])
                a, b = map(int, misc(r)['Bytes'].split(':'))
                self.assertEqual(raw[a:b].decode(), r[1])
                seen += 1
        self.assertGreater(seen, 40)

    def test_multi_word_tokens(self):
        tokens = [r for _, rows in sentences(self.done.text) for r in rows if '-' in r[0]]
        self.assertEqual([r[1] for r in tokens], ['ministers’', 'couldn’t', 'café’s', 'cannot', "isn't"])

    def test_labels_name_what_joins(self):
        deps = {r[1]: r[8].split(':', 1)[1] for _, rows in sentences(self.done.text) for r in rows if '-' not in r[0]}
        self.assertEqual(deps['June'], 'conj:or')
        self.assertEqual(deps['storms'], 'obl:because_of')

    def test_jobs_and_order(self):
        files = common.sample_files()
        one = common.must('read', '--conllu', '--jobs', '1', *files)
        self.assert_same(one.out, common.must('read', '--conllu', '--jobs', '4', *files).out, 'jobs')
        self.assert_same(one.out, b''.join(common.must('read', '--conllu', f).out for f in files), 'one by one')


class Taken(Test):
    def test_there_and_back(self):
        """Our own output read as given words: the same words, tags and trees."""
        once = common.must('read', '--conllu', self.write('a.txt', ARTICLE), *common.sample_files())
        again = common.must('read', '--conllu', self.write('again.conllu', once.out))
        keep = lambda text: [(c, [r[:9] for r in rows]) for c, rows in sentences(text)]
        self.assertEqual(keep(once.text), keep(again.text))

    def test_given_words_and_comments_stay(self):
        for done in (common.must('read', '--conllu', self.write('g.conllu', GIVEN)),
                     common.must('read', '--conllu', '--format', 'conllu', '-', input=GIVEN.encode()),
                     common.must('read', '--conllu', self.write('crlf.conllu', '\ufeff' + GIVEN.replace('\n', '\r\n')))):
            (c1, r1), (c2, r2) = sentences(done.text)
            self.assertEqual(c1, ['# newdoc id = mine', '# sent_id = one', '# remark = stays'])
            self.assertEqual(c2, ['# sent_id = two'])
            self.assertEqual([r[:2] for r in r1], [['1-2', 'Gonna'], ['1', 'Going'], ['2', 'to'], ['3', 'sail'], ['4', '...']])
            self.assertEqual([r[1] for r in r2], ['fine . yes'])
            self.assertNotIn('A=B', done.text)
            self.assertEqual(r1[3][9], 'SpaceAfter=No|Bytes=6:10|TokenRange=6:10')

    def test_wrong_lines(self):
        """Each is one line that names file, line and fault; the rest goes on; status 3."""
        bad = GIVEN + '1\tonly\n2\ttwo\n\n' + '1\tx' + '\t_' * 8 + '\n3\ty' + '\t_' * 8 + '\n\n' + GIVEN
        name = self.write('bad.conllu', bad)
        done = common.run('read', '--conllu', name, self.write('good.conllu', GIVEN))
        self.assertEqual(done.status, 3)
        self.assertEqual(done.text, common.must('read', '--conllu', self.path('good.conllu')).text * 3)
        lines = done.errors.splitlines()
        self.assertEqual(len(lines), 2, done.errors)
        self.assertIn('%s:%d: not ten columns' % (name, GIVEN.count('\n') + 1), lines[0])
        self.assertIn('%s:%d: the word\'s number' % (name, GIVEN.count('\n') + 5), lines[1])

    def test_facts_are_not_read_from_given_words(self):
        name = self.write('g.conllu', GIVEN + GIVEN)
        for args in (['read', name], ['add', '--record', self.path('r.db'), name]):
            done = common.run(*args)
            self.assertEqual((done.status, done.out), (3, b''))
            self.assertIn('%s: CoNLL-U gives words' % name, done.errors.splitlines()[0])

    def test_folders(self):
        os.mkdir(self.path('d'))
        self.write('d/g.conllu', GIVEN)
        self.write('d/a.txt', ARTICLE)
        self.assertIn('remark = stays', common.must('read', '--conllu', self.path('d')).text)
        self.assertEqual(len(common.must('read', self.path('d')).rows), 1)

    def test_scores(self):
        """The scorer takes it: with given words every token, sentence and word is right."""
        scorer = os.path.join(common.SHARED, 'score', 'score_parse.py')
        if not os.path.exists(scorer):
            self.skipTest('no ../shared/score')
        gold = self.write('gold.conllu', common.must('read', '--conllu', *common.sample_files()).out)
        system = self.write('system.conllu', common.must('read', '--conllu', gold).out)
        done = subprocess.run(['python3', '-B', scorer, '--json', gold, system], stdout=subprocess.PIPE, check=True)
        scores = json.loads(done.stdout.decode())
        self.assertIn('LAS', json.dumps(scores))
        for metric in ('Tokens', 'Sentences', 'Words', 'UPOS', 'LAS'):
            self.assertEqual(re.findall(r'"%s": \{[^}]*"f1": ([0-9.]+)' % metric, json.dumps(scores)), ['1.0'], metric)


SAID = 'The minister said on Monday that the talks would go on.'


class Explained(Test):
    def test_the_tree_is_drawn(self):
        text = common.must('explain', SAID).text
        self.assertRegex(text, r'(?m)^ +4  NOUN  nsubj +╭─┴ minister$')
        self.assertRegex(text, r'(?m)^ +13  VERB  root +┼ said \(say\)$')
        for line in re.findall(r'(?m)^ +\d+  .*$', text):
            self.assertLessEqual(len(line), 80)

    def test_no_colour(self):
        for env in (environment(), environment(NO_COLOR='1'), environment(TERM='xterm')):
            self.assertNotIn(b'\x1b', common.must('explain', SAID, env=env).out)

    def test_json(self):
        row, = common.must('explain', '--json', SAID).rows
        tokens = row['sentence']['tokens']
        self.assertEqual(row['sentence']['text'], SAID)
        self.assertEqual([t['form'] for t in tokens], re.findall(r'\w+|\.', SAID))
        self.assertEqual([t['form'] for t in tokens if t['head'] == 0], ['said'])
        self.assertEqual(tokens[1]['relation'], 'nsubj')
        self.assertIn('statement', [f['kind'] for f in row['facts']])
        for t in tokens:
            self.assertEqual(SAID[t['span'][0]:t['span'][1]], t['form'])
        beyond, = common.must('explain', '--json', self.write('a.txt', ARTICLE) + ':9999').rows
        self.assertEqual(beyond, {'facts': [], 'sentence': None})


if __name__ == '__main__':
    common.main()
