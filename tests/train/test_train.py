#!/usr/bin/env python3
"""test_train.py CHANCERY-TRAIN: the trainer on a treebank of our own (tiny.conllu): the same bytes twice, trees that were
learnt, CoNLL-U kept, and errors that say what is wrong."""
import json
import lzma
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TINY = os.path.join(HERE, 'tiny.conllu')
SMALL = ['--epochs', '150', '--step', '10', '--input', '16', '--tag-half', '16', '--tree-half', '16', '--arc', '16',
         '--label', '16', '--drop-form', '0', '--drop-input', '0', '--drop-layer', '0', '--drop-top', '0']
FEW = ['--epochs', '2', '--rows', '1024', '--width', '16', '--half', '16', '--layers', '2']        # of statements
TRAIN = None
PACK = os.path.join(HERE, '../../packs/en')
NAMED = [('They sailed from Zorvik in the morning.', [('Zorvik', 'LOC')]),
         ('The harbour of Zorvik was closed.', [('Zorvik', 'LOC')]),
         ('Nobody in Zorvik knew why.', [('Zorvik', 'LOC')]), ('We waited for an answer.', []),
         ('Then Halda Brenn spoke at length.', [('Halda Brenn', 'PER')])]


def run(*args):
    return subprocess.run([*TRAIN, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)


# form, lemma, UPOS, XPOS
SEEN = [('walked', 'walk', 'VERB', 'VBD'), ('talked', 'talk', 'VERB', 'VBD'), ('parked', 'park', 'VERB', 'VBD'),
        ('marked', 'mark', 'VERB', 'VBD'), ('fled', 'flee', 'VERB', 'VBD'), ('berries', 'berry', 'NOUN', 'NNS'),
        ('ferries', 'ferry', 'NOUN', 'NNS'), ('stories', 'story', 'NOUN', 'NNS'), ('hand', 'hand', 'NOUN', 'NN'),
        ('Hamar', 'Hamar', 'PROPN', 'NNP'), ('Bodø', 'Bodø', 'PROPN', 'NNP'), ('Molde', 'Molde', 'PROPN', 'NNP'),
        ('HAUGESUND', 'Haugesund', 'PROPN', 'NNP'), ('ARENDAL', 'Arendal', 'PROPN', 'NNP'),
        ('1,500', '1500', 'NUM', 'CD'), ('21,000', '21000', 'NUM', 'CD'), ('3,250', '3250', 'NUM', 'CD'),
        ('The', 'the', 'DET', 'DT'), ('the', 'the', 'DET', 'DT')]


def conllu(forms):
    """A sentence a form."""
    rows = [(f + ('_',))[:5] for f in forms]
    return ''.join(f'1\t{f}\t{l}\t{u}\t{x}\t{m}\t0\troot\t_\t_\n\n' for f, l, u, x, m in rows)


def words(text):
    rows = [line.split('\t') for line in text.split('\n') if '\t' in line]
    return [r for r in rows if r[0].isdigit()]


class Train(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()

    def tearDown(self):
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def make(self, name, *more, train=TINY):
        done = run('make', self.path(name), '--train', train, *SMALL, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path(name), 'rb') as f:
            return f.read()

    def test_same_bytes_twice(self):
        self.assertEqual(self.make('a'), self.make('b'))

    def test_other_seed_other_weights(self):
        self.assertNotEqual(self.make('a'), self.make('b', '--seed', '7'))

    def test_compressed_is_the_same(self):
        with open(TINY, 'rb') as f, lzma.open(self.path('tiny.conllu.xz'), 'wb') as out:
            out.write(f.read())
        self.assertEqual(self.make('a'), self.make('b', train=self.path('tiny.conllu.xz')))

    def test_learns_what_it_is_shown(self):
        self.make('a')
        done = run('parse', self.path('a'), TINY)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(TINY, encoding='utf-8') as f:
            gold = words(f.read())
        got = words(done.stdout.decode())
        self.assertEqual([g[:2] for g in gold], [g[:2] for g in got])
        self.assertTrue(all(g[3:6] == s[3:6] for g, s in zip(gold, got)))
        heads = sum(g[6] == s[6] for g, s in zip(gold, got))
        self.assertGreater(heads, 0.8 * len(gold))

    def test_keeps_what_is_no_word(self):
        self.make('a')
        text = run('parse', self.path('a'), TINY).stdout.decode()
        self.assertIn('# sent_id = 8\n', text)
        self.assertIn('\n2-3\tcannot\t', text)
        self.assertNotIn('\n8.1\t', text)

    def lemmas(self, name, forms, *more):
        """Makes lemmas of rows (form, lemma, upos, xpos) in the file `name`."""
        with open(self.path('forms.conllu'), 'w', encoding='utf-8') as f:
            f.write(conllu(forms))
        done = run('lemmas', self.path(name), '--train', self.path('forms.conllu'), *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path(name), 'rb') as f:
            return f.read()

    def lemmatize(self, name, forms):
        with open(self.path('asked.conllu'), 'w', encoding='utf-8') as f:
            f.write(conllu(forms))
        done = run('lemmatize', self.path(name), self.path('asked.conllu'))
        self.assertEqual(done.returncode, 0, done.stderr)
        return [w[2] for w in words(done.stdout.decode())]

    def assert_lemmas(self, name, forms):
        self.assertEqual(self.lemmatize(name, forms), [f[1] for f in forms])

    def test_lemmas(self):
        self.lemmas('l', SEEN)
        self.assert_lemmas('l', SEEN)
        self.assert_lemmas('l', [('barked', 'bark', 'VERB', 'VBD'), ('Harked', 'hark', 'VERB', 'VBD'),
                                 ('HARKED', 'hark', 'VERB', 'VBD'), ('cherries', 'cherry', 'NOUN', 'NNS'),
                                 ('Tromsø', 'Tromsø', 'PROPN', 'NNP'), ('VARDØYA', 'Vardøya', 'PROPN', 'NNP'),
                                 ('12,750', '12750', 'NUM', 'CD'), ('sand', 'sand', 'NOUN', 'NN'),
                                 ('FLED', 'flee', 'VERB', 'VBD')])

    def test_lemmas_of_a_list(self):
        asked = [('wrung', 'wring', 'VERB', 'VBD'), ('walked', 'walk', 'VERB', 'VBD')]
        self.lemmas('l', SEEN)
        self.assertNotEqual(self.lemmatize('l', asked)[0], 'wring')
        with open(self.path('words'), 'w') as f:
            f.write('# ours\n[forms]\nwrung | VERB | VBN VBD | wring\nwalked | VERB | VBD | walke\n')
        self.lemmas('l', SEEN, '--words', self.path('words'))
        self.assert_lemmas('l', asked)

    def test_typing_errors_teach_no_endings(self):
        for marked, lemma in (('Degree=Pos', 'big'), ('Typo=Yes', 'bigg')):
            self.lemmas('l', SEEN + [(f + 'g', f, 'ADJ', 'JJ', marked) for f in ('smug', 'snug', 'vag', 'drug')])
            self.assert_lemmas('l', [('bigg', lemma, 'ADJ', 'JJ')])

    def test_lemmas_are_the_same_bytes_and_leave_the_rest(self):
        self.assertEqual(self.lemmas('a', SEEN), self.lemmas('b', SEEN))
        self.make('m')
        before = run('parse', self.path('m'), TINY).stdout
        self.lemmas('m', SEEN)
        after = run('parse', self.path('m'), TINY).stdout
        self.assertEqual([w[3:8] for w in words(before.decode())], [w[3:8] for w in words(after.decode())])
        self.assert_lemmas('m', SEEN)
        size = os.path.getsize(self.path('m'))
        self.lemmas('m', SEEN)
        self.assertEqual(os.path.getsize(self.path('m')), size)

    def test_make_and_parse_have_lemmas(self):
        self.make('a')
        got = words(run('parse', self.path('a'), TINY).stdout.decode())
        with open(TINY, encoding='utf-8') as f:
            self.assertEqual([w[2] for w in got], [w[2] for w in words(f.read())])

    def test_ends_by_themselves_and_with_all(self):
        pack = os.path.join(os.path.dirname(os.path.dirname(HERE)), 'packs', 'en')
        ends = ['--pack', pack, '--end-weights', '4096']
        without, whole = self.make('a'), self.make('b', *ends)
        self.assertNotIn(b'end-weights', without)
        self.assertIn(b'end-weights', whole)
        done = run('ends', self.path('a'), '--train', TINY, *ends)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b'0 of', done.stderr)                    # so few gaps are learnt by heart
        with open(self.path('a'), 'rb') as f:
            self.assertEqual(f.read(), whole)
        done = run('ends', self.path('a'), '--train', TINY)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'--pack', done.stderr)

    def test_documents_left_out(self):
        with open(self.path('d.tsv'), 'w') as f:
            f.write('document\tlicence\nclosed\tCC BY-NC\nopen\tCC BY\n')
        with open(TINY, encoding='utf-8') as f:
            text = f.read()
        with open(self.path('two.conllu'), 'w') as f:
            f.write('# newdoc id = open\n' + text + '# newdoc id = closed\n' + text.replace('treaty', 'secret'))
        open_only = self.make('a', '--documents', self.path('d.tsv'), train='tiny=' + self.path('two.conllu'))
        self.assertEqual(open_only, self.make('b'))

    def test_a_teacher_is_heard(self):
        self.make('a', '--seed', '3')
        self.assertNotEqual(self.make('b', '--teacher', self.path('a')), self.make('c'))
        self.assertEqual(self.make('b', '--teacher', self.path('a'), '--trust', '0'), self.make('c', '--trust', '0'))

    def test_wide_relations(self):
        self.make('a', '--epochs', '1', '--label', '512')      # wider than any state: rooms must hold it

    def test_styles_there_are(self):
        done = run('make', self.path('x'), '--train', TINY, '--style', '2')
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'1 treebanks', done.stderr)
        self.make('a', '--epochs', '1')
        done = run('parse', self.path('a'), TINY, '--style', '2')
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'1 styles', done.stderr)

    def test_research_takes_all_and_says_so(self):
        with open(self.path('d.tsv'), 'w') as f:
            f.write('document\tlicence\nclosed\tCC BY-NC\n')
        with open(TINY, encoding='utf-8') as f:
            text = f.read()
        with open(self.path('two.conllu'), 'w') as f:
            f.write('# newdoc id = open\n' + text + '# newdoc id = closed\n' + text)
        all_of_it = self.make('a', '--documents', self.path('d.tsv'), '--research', train=self.path('two.conllu'))
        self.assertIn(b'RESEARCH ONLY', all_of_it)
        self.assertIn(b'16 sentences', all_of_it)
        self.assertNotIn(b'RESEARCH ONLY', self.make('b'))

    def test_errors(self):
        bad = self.path('bad.conllu')
        with open(bad, 'w') as f:
            f.write('1\tword\n\n')
        with open(self.path('empty'), 'w'):
            pass
        for args, says in ((['make', self.path('x'), '--train', self.path('none.conllu')], b'cannot be opened'),
                           (['make', self.path('x'), '--train', bad], b'bad.conllu:1: fewer than ten columns'),
                           (['make', self.path('x'), '--train', self.path('empty')], b'no sentences'),
                           (['make', self.path('x')], b'at least one'),
                           (['lemmas', self.path('x')], b'at least one'),
                           (['lemmas', self.path('x'), '--train', TINY, '--words', TINY], b'tiny.conllu:3: a row is'),
                           (['lemmas', TINY, '--train', TINY], b'no model file'),
                           (['lemmatize', self.path('x')], b'needs MODELS'),
                           (['lemmatize', TINY, TINY], b'no model file'),
                           (['make', self.path('x'), '--train', TINY, '--arc', '17'], b'multiple of 16'),
                           (['make', self.path('x'), '--train', TINY, '--train', TINY], b'two names'),
                           (['make', self.path('x'), '--train', TINY, '--teacher', TINY], b'no model file'),
                           (['make', self.path('x'), '--no-such', '1'], b'no option'),
                           (['parse', TINY, TINY], b'no model file'), (['parse', self.path('empty'), TINY], b'too short')):
            done = run(*args)
            self.assertEqual(done.returncode, 2, args)
            self.assertIn(says, done.stderr)

    def reports(self, name, rows):
        """A JSON lines file of reports: rows of text and names, (words, type)."""
        with open(self.path(name), 'w', encoding='utf-8') as f:
            for text, marked in rows:
                mentions = [{'span': [text.index(w), text.index(w) + len(w)], 'type': t} for w, t in marked]
                f.write(json.dumps({'text': text, 'gold': {'mentions': mentions}}) + '\n')
        return self.path(name)

    def names(self, name, *more):
        shutil.copy(os.path.join(PACK, 'models.bin'), self.path(name))
        file = self.reports('names.jsonl', NAMED)
        with open(self.path('lists.tsv'), 'w', encoding='utf-8') as f:
            f.write('city\tZorvik\ncity\tMelgrad\nsense 5\tharbour\n')
        done = run('names', self.path(name), '--pack', PACK, '--names', file, '--lists', self.path('lists.tsv'),
                   '--epochs', '20', '--runs', '1', '--weights', '65536', '--drop', '20', *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path(name), 'rb') as f:
            return f.read()

    def test_names(self):
        made = self.names('a')
        self.assertEqual(made, self.names('b'))
        self.assertNotEqual(made, self.names('b', '--seed', '7'))
        asked = self.reports('asked.jsonl', [('They left Melgrad at dawn.', [('Melgrad', 'LOC')])])
        done = run('score-names', self.path('a'), asked, '--pack', PACK, '--show', 'yes')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, b'10\t17\tLOC\tMelgrad\n\n')
        self.assertIn(b'all 100.00/100.00/100.00', done.stderr)

    def test_names_that_are_refused(self):
        with open(self.path('bad.tsv'), 'w') as f:
            f.write('no-such-list\tZorvik\n')
        named = self.reports('n.jsonl', NAMED)
        models = os.path.join(PACK, 'models.bin')
        for args, says in ((['names', models], b'--pack DIR'), (['names', models, '--pack', PACK], b'--names FILE'),
                           (['names', TINY, '--pack', PACK, '--names', named], b'no model file'),
                           (['names', models, '--pack', PACK, '--names', TINY], b'tiny.conllu:1:'),
                           (['names', models, '--pack', PACK, '--names', named, '--lists', self.path('bad.tsv')],
                            b'no list is called'),
                           (['names', models, '--pack', PACK, '--epochs', '0'], b'a number from 1'),
                           (['score-names', models, '--pack', PACK], b'missing')):
            done = run(*args)
            self.assertEqual(done.returncode, 2, args)
            self.assertIn(says, done.stderr)

    def coref(self, name, *more):
        """Reports in which she is the woman and he the man; the places of words are counted from their texts."""
        shutil.copy(os.path.join(PACK, 'models.bin'), self.path(name))
        with open(self.path('coref.jsonl'), 'w', encoding='utf-8') as f:
            for who, pronoun in (('A sailor', 'He'), ('The painter', 'She'), ('The baker', 'He'), ('A teacher', 'She')) * 3:
                text = f'{who} came. {pronoun} sang. {pronoun} left.'
                head = [who.index(' ') + 1, len(who)]
                again = [[i, i + len(pronoun)] for i in (len(who) + 7, len(who) + 14 + len(pronoun))]
                mentions = [{'span': [0, len(who)], 'head': head}] + [{'span': x, 'head': x} for x in again]
                gold = {'entities': [{'kind': 'person', 'mentions': mentions}],
                        'clusters_ontonotes': [[m['span'] for m in mentions]]}
                f.write(json.dumps({'text': text, 'gold': gold}) + '\n')
        done = run('coref', self.path(name), '--pack', PACK, '--coref', self.path('coref.jsonl'), '--runs', '1',
                   '--links', '8192', '--kinds', '2048', *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b'12 reports, 36 mentions, 36 of them in marked clusters', done.stderr)
        with open(self.path(name), 'rb') as f:
            return f.read()

    def test_coref(self):
        made = self.coref('a')
        self.assertEqual(made, self.coref('b'))
        self.assertEqual(made, self.coref('b', '--miss', '20'))          # as it is without being said
        self.assertNotEqual(made, self.coref('b', '--seed', '7'))

    def test_coref_that_is_refused(self):
        models = os.path.join(PACK, 'models.bin')
        for args, says in ((['coref', models], b'--pack DIR'), (['coref', models, '--pack', PACK], b'--coref FILE'),
                           (['coref', models, '--pack', PACK, '--coref', TINY], b'tiny.conllu:1:'),
                           (['coref', models, '--epochs', '0'], b'a number from 1'),
                           (['coref', models, '--what', '0'], b"no option '--what'")):
            done = run(*args)
            self.assertEqual(done.returncode, 2, args)
            self.assertIn(says, done.stderr)

    def gold(self, name, first, n, **change):
        """Some reports of tests/gold, members changed."""
        with open(os.path.join(HERE, '../gold/gold.jsonl'), encoding='utf-8') as f:
            rows = [json.loads(line) for line in f][first:first + n]
        with open(self.path(name), 'w', encoding='utf-8') as f:
            for row in rows:
                f.write(json.dumps(dict(row, **change), ensure_ascii=False) + '\n')
        return self.path(name)

    def statements(self, name, *more):
        shutil.copy(os.path.join(PACK, 'models.bin'), self.path(name))
        done = run('statements', self.path(name), '--pack', PACK, '--train', self.gold('gold.jsonl', 0, 6), *FEW, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path(name), 'rb') as f:
            return f.read()

    def test_statements(self):
        made = self.statements('a', '--hold', '3', '--note', 'made of six reports')
        self.assertEqual(made, self.statements('b', '--hold', '3', '--note', 'made of six reports'))
        self.assertNotEqual(made, self.statements('c', '--hold', '3', '--note', 'made of six reports', '--seed', '7'))
        for section in (b'who-said\0', b'who-said-table', b'who-said-w', b'who-said-steps', b'who-said-sure', b'made of six'):
            self.assertIn(section, made)
        with_trees = self.statements('d', '--trees', '1')
        self.assertNotEqual(with_trees, self.statements('e', '--trees', '0'))
        # a model that loads: as a teacher, whose every word is heard
        silver = self.gold('silver.jsonl', 6, 4, gold=None)
        taught = self.statements('f', '--silver', silver, '--teacher', self.path('a'), '--teacher', self.path('d'))
        self.assertNotEqual(taught, self.statements('g'))
        self.assertEqual(taught, self.statements('h', '--silver', silver, '--teacher', self.path('a'), '--teacher',
                                                 self.path('d')))

    def test_statements_are_measured(self):
        shutil.copy(os.path.join(PACK, 'models.bin'), self.path('m'))
        done = run('statements', self.path('m'), '--pack', PACK, '--train', self.gold('gold.jsonl', 0, 4), '--dev',
                   self.gold('dev.jsonl', 4, 2), '--hold', '0', *FEW)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b'dev: runs of words exact', done.stderr)

    def test_statements_that_are_refused(self):
        models, gold = self.path('models.bin'), self.gold('gold.jsonl', 0, 1)
        given = ['statements', models, '--pack', PACK]
        shutil.copy(os.path.join(PACK, 'models.bin'), models)
        shutil.copy(models, self.path('kept'))
        for args, says in ((['statements', models], b'is missing'), (given, b'--train FILE is missing'),
                           (['statements', '--pack', PACK, '--train', gold], b'MODELS'),
                           (given + ['--train', self.path('none')], b'none'), (given + ['--train'], b'value is missing'),
                           (given + ['--train', TINY], b'tiny.conllu:1:'), (given + [TINY], b'one file too many'),
                           (given + ['--train', gold, '--silver', gold], b'go together'),
                           (given + ['--train', gold, '--teacher', models], b'go together'),
                           (given + ['--train', gold, '--silver', gold, '--teacher', TINY], b'no model file'),
                           (['statements', TINY, '--pack', PACK, '--train', gold], b'no model file'),
                           (['statements', models, '--pack', HERE, '--train', gold], b'train'),
                           (given + ['--epochs', '0'], b'--epochs: a number from 1 to 1000'),
                           (given + ['--rows', '1023'], b'--rows: a number from 1024'),
                           (given + ['--half', '24'], b'--half: a multiple of 16'),
                           (given + ['--width', '17'], b'--width: a multiple of 16'),
                           (given + ['--layers', '5'], b'--layers: a number from 1 to 4'),
                           (given + ['--lean', '-1'], b'--lean: a number'), (given + ['--what', '0'], b"no option '--what'")):
            done = run(*args)
            self.assertEqual(done.returncode, 2, args)
            self.assertIn(says, done.stderr.split(b'\n')[0], args)
        done = run(*given, '--train', gold, '--hold', '1')
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'but what is held back', done.stderr.splitlines()[-1])
        with open(models, 'rb') as f, open(self.path('kept'), 'rb') as kept:        # nothing was written
            self.assertEqual(f.read(), kept.read())

    def test_rows_of_statements_that_are_wrong(self):
        shutil.copy(os.path.join(PACK, 'models.bin'), self.path('m'))
        text = 'He said so.'
        cue, rest = [[3, 7]], {'content': [[8, 10]], 'source': [[0, 2]]}
        marked = lambda **more: {'text': text, 'gold': {'statements': [{**rest, 'cue': cue, **more}]}}
        with open(self.path('good.jsonl'), 'w') as f:
            f.write('\n' + json.dumps(marked()) + '\n\n' + json.dumps(marked(source=None)) + '\n')
        args = ['statements', self.path('m'), '--pack', PACK, '--hold', '0', *FEW, '--train']
        self.assertEqual(run(*args, self.path('good.jsonl')).returncode, 0)
        for row, says in (('{', b''), ('5', b''), ('[]', b'without text'), ('{}', b'without text'),
                          ('{"text":5}', b'without text'), ('{"text":""}', b'without text'),
                          ({'text': text}, b'gold.statements'), ({'text': text, 'gold': 5}, b'gold.statements'),
                          ({'text': text, 'gold': {'statements': {}}}, b'gold.statements'),
                          (marked(content=5), b"'content'"), (marked(content=[8, 10]), b"'content'"),
                          (marked(content=[[8]]), b"'content'"), (marked(source=[[-2, 2]]), b"'source'"),
                          (marked(source=[[2, 0]]), b"'source'"), (marked(content=[[8, 12]]), b"'content'"),
                          (marked(content=[[8, 4294967300]]), b"'content'"), (marked(content=[['8', 10]]), b"'content'")):
            with open(self.path('bad.jsonl'), 'w') as f:
                f.write(json.dumps(marked()) + '\n' + (row if isinstance(row, str) else json.dumps(row)) + '\n')
            done = run(*args, self.path('bad.jsonl'))
            self.assertEqual((done.returncode, done.stderr.count(b'\n')), (2, 1), (row, done.stderr))
            self.assertIn(b'bad.jsonl:2: ', done.stderr, row)
            self.assertIn(says, done.stderr, row)
        with open(self.path('empty.jsonl'), 'w') as f:
            f.write('\n')
        done = run(*args, self.path('empty.jsonl'))
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'nothing to learn from', done.stderr)

    def test_help(self):
        done = run('--help')
        self.assertEqual(done.returncode, 0)
        for word in (b'make', b'parse', b'lemmas', b'lemmatize', b'--words', b'--train', b'--documents', b'--epochs'):
            self.assertIn(word, done.stdout)
        self.assertEqual(run().returncode, 2)


if __name__ == '__main__':
    TRAIN = [*shlex.split(os.environ.get('MESON_EXE_WRAPPER', '')), sys.argv.pop(1)]    # meson sets it where qemu is needed
    unittest.main()
