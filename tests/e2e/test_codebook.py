#!/usr/bin/env python3
"""docs/codebook.md is what `chancery pack codebook` prints, every code has its words, and every example
sentence gives the event it stands for; those of tests/known_wrong/codebook.txt do not yet."""
import json
import os
import re

import common
from common import Test

PACK = os.path.join(common.ROOT, 'packs', 'en')
KNOWN_WRONG = os.path.join(common.ROOT, 'tests', 'known_wrong', 'codebook.txt')
PARTY = {'UNO': 'UN'}
REPORT_DAY = '2015-06-17'


def rows(path, section=None):
    """Rows of a section of a pack's file; of the whole file without one."""
    at = None
    with open(path, encoding='utf-8') as f:
        for line in f:
            line = line.strip()
            if line.startswith('['):
                at = line.strip('[]')
            elif line and line[0] != '#' and (section is None or at == section):
                yield [field.strip() for field in line.split('|')]


def table(section):
    names = sorted(n for n in os.listdir(PACK) if n.endswith('.txt'))
    return [row for name in names for row in rows(os.path.join(PACK, name), section)]


def parties(slots):
    return {s['party'] for s in slots if s['party']}


def fits(wanted, got):
    """`-`: nobody is known."""
    return not got if wanted == '-' else PARTY.get(wanted, wanted) in got


def passes(example, report):
    """An event of that code and those parties, that is not what another act is about."""
    code, sides, _ = example
    source, target = (side.strip() for side in sides.split('>'))
    inner = {i for e in report['events'] for i in e['object']}
    return any(e['cameo'] == code and e['id'] not in inner and fits(source, parties(e['source'])) and
               fits(target, parties(e['target'])) for e in report['events'])


class Codebook(Test):
    def test_the_committed_one_is_of_this_pack(self):
        with open(os.path.join(common.ROOT, 'docs', 'codebook.md'), 'rb') as f:
            committed = f.read()
        self.assert_same(committed, common.must('pack', 'codebook', '--pack', PACK).out,
                         'docs/codebook.md; make it again with `chancery pack codebook --pack packs/en`')

    def test_every_code_and_type_has_its_words(self):
        notes, examples = {r[0] for r in table('code-notes')}, {r[0] for r in table('code-examples')}
        codes = [r[0] for r in table('cameo-codes') if len(r[0]) > 2 and r[0][:2] != '01']
        self.assertEqual([c for c in codes if c not in notes], [])
        self.assertEqual([c for c in codes if c not in examples], [])
        types = {r[0] for r in table('type-notes')}
        self.assertEqual({r[0] for r in table('plover-types')} ^ types, set())

    def test_it_has_types_codes_frames_compositions_and_examples(self):
        text = common.must('pack', 'codebook', '--pack', PACK).text
        types = [r[0] for r in table('plover-types')]
        self.assertEqual(re.findall('^## (.+)', text, re.M), types + ['Not coded'])
        code = text.split('### 1041 ')[1].split('\n### ')[0]
        for words in ('Demand change in leadership', 'a leader go', '**demand** (', '`insist`', 'upon 0831',
                      '(USA > VEN)'):
            self.assertIn(words, code)
        self.assertIn('Frames: `as-nuke-drop`', text.split('### 2042 ')[1])
        self.assertIn(' of 141 upon @ev-leader, 0831', text.split('### 1411 ')[1].split('\n### ')[0])

    def test_an_overlay_adds_to_it(self):
        self.write('more.txt', '[code-examples]\n051 | PER > CHL | Peru applauded Chile.\n')
        text = common.must('pack', 'codebook', '--pack', PACK, '--overlay', self.folder).text
        self.assertIn('- Peru applauded Chile. (PER > CHL)', text)

    def test_examples(self):
        examples = [tuple(r) for r in table('code-examples')]
        lines = ''.join(json.dumps({'id': str(n), 'text': e[2], 'published': REPORT_DAY}) + '\n'
                        for n, e in enumerate(examples))
        reports = common.must('read', '--pack', PACK, '--format', 'jsonl', '-', input=lines.encode()).rows
        self.assertEqual(len(reports), len(examples))
        wrong = {(e[0], e[2]) for e, r in zip(examples, reports) if not passes(e, r)}
        known = {tuple(r) for r in rows(KNOWN_WRONG)}
        print('examples of the codebook: %d of %d' % (len(examples) - len(wrong), len(examples)))
        self.assertEqual(sorted(wrong - known), [], 'these do not give their code')
        self.assertEqual(sorted(known - wrong), [],
                         'these pass, or are gone: take them out of tests/known_wrong/codebook.txt')


if __name__ == '__main__':
    common.main()
