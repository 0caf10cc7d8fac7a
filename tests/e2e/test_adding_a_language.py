#!/usr/bin/env python3
"""docs/adding-a-language.md, step by step: every command of the page, on a tiny treebank of our own."""
import os
import re
import shlex
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CHANCERY = os.environ.get('CHANCERY', os.path.join(ROOT, 'build-test', 'chancery'))
TRAIN = os.path.join(os.path.dirname(CHANCERY), 'train', 'chancery-train')
SMALL = ['--epochs', '120', '--step', '10', '--input', '16', '--tag-half', '16', '--tree-half', '16', '--arc', '16',
         '--label', '16', '--drop-form', '0', '--drop-input', '0', '--drop-layer', '0', '--drop-top', '0']


def page():
    with open(os.path.join(ROOT, 'docs', 'adding-a-language.md'), encoding='utf-8') as f:
        return f.read()


def commands(text):
    """The indented lines that run something."""
    return [line.strip() for line in text.split('\n') if re.match(r'    (mkdir|cp|build/|python3)', line)]


def pack_text(text):
    lines = text[text.index('    [pack]'):].split('\n')
    return '\n'.join(line.strip() for line in lines[:lines.index('')]) + '\n'


@unittest.skipUnless(os.path.exists(TRAIN), 'chancery-train was not built')
class AddingALanguage(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        for name in ('xx-train.conllu', 'xx-dev.conllu'):
            with open(os.path.join(ROOT, 'tests', 'train', 'tiny.conllu'), 'rb') as f:
                self.write(name, f.read())
        self.write('report.txt', b'The minister signed the treaty.\n')

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        with open(self.path(name), 'wb') as out:
            out.write(text)

    def run_line(self, line):
        words = shlex.split(line.split(' > ')[0])
        words[0] = {'build/train/chancery-train': TRAIN, 'build/chancery': CHANCERY}.get(words[0], words[0])
        if words[1] == 'make':
            words += SMALL
        done = subprocess.run(words, cwd=self.folder.name, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        self.assertEqual(done.returncode, 0, (line, done.stderr))
        return done.stdout.decode()

    def test_every_step(self):
        text, said = page(), {}
        os.mkdir(self.path('packs'))
        os.symlink(os.path.join(ROOT, 'packs', 'en'), self.path('packs/en'))
        for line in commands(text):
            if line.startswith('python3 ../shared'):
                continue                                   # measuring needs ../shared; the next step does not
            if line.startswith('cp ') and not os.path.exists(self.path('packs/xx/pack.txt')):
                self.write('packs/xx/pack.txt', pack_text(text).encode())
            said[line.split()[1]] = self.run_line(line)
        rows = [row.split('\t') for row in said['read'].split('\n') if row[:1].isdigit()]
        self.assertEqual([row[1] for row in rows], ['The', 'minister', 'signed', 'the', 'treaty', '.'])
        self.assertEqual([row[3] for row in rows], ['DET', 'NOUN', 'VERB', 'DET', 'NOUN', 'PUNCT'])
        self.assertEqual(sum(row[6] == '0' for row in rows), 1)
        self.assertIn('\tsign\t', said['read'])
        self.assertIn('# sent_id', said['parse'])


if __name__ == '__main__':
    unittest.main()
