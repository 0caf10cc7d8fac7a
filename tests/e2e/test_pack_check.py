#!/usr/bin/env python3
"""`chancery pack check` for frames: each check finds what it is for and nothing beside it; the shipped pack
is clean. The verbs of these tables are no English ones, so that no row of the pack comes in between."""
import os

import common
from common import Test

PACK = os.path.join(common.ROOT, 'packs', 'en')


class Frames(Test):
    def check(self, text, status=1):
        """The findings of the pack with this overlay: (line, check, what)."""
        self.write('over.txt', text)
        done = common.run('pack', 'check', '--json', '--pack', PACK, '--overlay', self.folder)
        self.assertEqual(done.status, status, done.text + done.errors)
        self.assertTrue(all(r['file'].endswith('/over.txt') for r in done.rows), done.text)
        return [(r['line'], r['check'], r['what']) for r in done.rows]

    def clean(self, text):
        self.assertEqual(self.check(text, 0), [])

    def found(self, text, line, check, *words):
        got = self.check(text)
        self.assertEqual([g[:2] for g in got], [(line, check)], got)
        for w in words:
            self.assertIn(w, got[0][2])

    def frames(self, earlier, later, flags=''):
        return ('[frames]\nzz-one | grumfle; murfle | | %s | ACCUSE | 111 | | obj | %s\n'
                'zz-two | grumfle | | %s | ACCUSE | 111 | | obj |\n'
                'zz-use | tarfle | | obj=@zz-fruit | ACCUSE | 111 | | obj |\n'
                '[frame-words]\nzz-nut | walnut\nzz-fruit | apple; pear; @zz-nut\n' % (earlier, flags, later))

    def hidden(self, earlier, later):
        words = "'zz-two' is never taken: 'zz-one' (", 'over.txt:2)'
        self.found(self.frames(earlier, later), 3, 'hidden', *words)

    def test_the_shipped_pack_has_nothing(self):
        done = common.run('pack', 'check', '--pack', PACK)
        self.assertEqual((done.status, done.text, done.errors), (0, '', ''))

    def test_rows_that_no_frame_can_be_made_of(self):
        for rows, words in (('zz | grumfle', "'zz' has 2 fields; write 5 to 9"),
                            ('zz | grumfle | | | AID | 070 | | | wibble', "'wibble' is no flag of a frame; write home,"),
                            ('zz | grumfle | | obj=@nosuch | AID | 070', "'@nosuch' is no class of [frame-words]; write"),
                            ('zz | a | | | AID | 070\nzz | b | | | AID | 070', "'zz' is no new id; it stands in an earlier row")):
            self.write('over.txt', '[frames]\n' + rows + '\n')
            done = common.run('read', '--overlay', self.folder, '--format', 'text', '-', input=b'Peru met Chile.')
            self.assertEqual((done.status, done.out), (1, b''), done.errors)
            self.assertEqual(done.errors.count('\n'), 1)
            self.assertIn('over.txt:%d: %s' % (3 if '\n' in rows else 2, words), done.errors)

    def test_a_frame_that_another_hides(self):
        for earlier, later in (('obj=party/person', 'obj=party'), ('obj=@zz-fruit', 'obj=apple'),
                               ('obj=@zz-fruit', 'obj=@zz-nut'), ('obj!=apple', 'obj!=@zz-fruit'),
                               ('any=@zz-fruit', 'obj=pear'), ('obj!=@zz-fruit', 'any!=@zz-fruit'),
                               ('', ''), ('obj!=none', 'obj=apple'), ('obj!=@zz-fruit', 'obj=none')):
            self.hidden(earlier, later)

    def test_a_frame_that_is_only_behind_another(self):
        for earlier, later in (('obj=party', 'obj=party/person'), ('obj=apple', 'obj=@zz-fruit'),
                               ('obj!=@zz-fruit', 'obj!=apple'), ('obj=apple', 'any=apple'),
                               ('obj=apple', 'subj=apple'), ('obj=apple', 'obj!=pear'),
                               ('in=place', 'on=place'), ('obj=apple', 'obj=none'),
                               ('obj=none', 'obj!=apple')):
            self.clean(self.frames(earlier, later))

    def test_a_frame_with_more_needs_comes_first(self):
        self.clean(self.frames('obj=apple', 'obj=apple;in=place'))

    def test_a_word_of_its_own_keeps_a_frame_alive(self):
        self.clean(self.frames('', '').replace('zz-two | grumfle |', 'zz-two | grumfle; zarfle |'))

    def test_a_noun_is_not_hidden_by_a_verb(self):
        self.clean(self.frames('', '').replace('zz-two | grumfle | |', 'zz-two | | grumfle |'))

    def test_what_is_no_cue_leaves_cues_to_others(self):
        self.clean(self.frames('', '', 'nocue'))

    def test_an_operator_hides_a_frame_without_needs(self):
        operator = '[operators]\nzz-op | demand | grumfle | | obj | REQUEST | 100 | requested | obj |\n'
        one = '[frames]\nzz-frame | grumfle | | %s | ACCUSE | 111 | | obj |\n'
        self.found(operator + one % '', 4, 'hidden', "'zz-frame' is never taken: 'zz-op'")
        self.clean(operator + one % 'obj=apple')

    def test_a_frame_without_words(self):
        row = '[frames]\nzz-mute | | | | ACCUSE | 111 | | obj |\n'
        self.found(row, 2, 'hidden', 'has no verbs and no nouns')

    def test_a_class_that_nothing_asks_for(self):
        self.found('[frame-words]\nzz-idle | apple\n', 2, 'class', '@zz-idle')

    def test_a_class_of_a_composition_is_asked_for(self):
        self.clean('[frame-words]\nzz-asked | apple\n[compositions]\ndemand | @zz-asked | 100\n')

    def test_a_composition_that_no_code_reaches(self):
        self.found('[compositions]\ndemand | 77 | 100\n', 2, 'composition', "'demand | 77'")
        twice = '[compositions]\ndemand | 0841 | 1053\ndemand | 0841 | 1053\n'
        self.found(twice, 3, 'composition', "'demand | 0841'")

    def test_a_composition_of_a_composed_code(self):
        self.clean('[compositions]\nthreaten | 1056 | 130\n')

    def test_an_operator_without_compositions(self):
        row = '[operators]\nzz-op | zz-family | grumfle | | obj | REQUEST | 100 | requested | obj |\n'
        self.found(row, 2, 'operator', "'zz-op'", "'zz-family'")
        self.clean(row + '[compositions]\nzz-family | 08 | 105\n')

    def test_a_type_that_is_not_the_codes(self):
        row = '[frames]\nzz-type | grumfle | | obj=party | AID | 111 | | obj |\n'
        self.found(row, 2, 'type', '111 is AID here and ACCUSE in [cameo-codes]')
        self.clean(row + '[type-exceptions]\n111 | AID | a test\n')
        self.found(row.replace('111', '999'), 2, 'type', "no row of [cameo-codes] has '999'")
        self.found('[compositions]\ndemand | 0842 | 1053 | AID\n', 2, 'type', '1053 is AID')

    def test_a_line_for_people(self):
        self.write('over.txt', '[frame-words]\nzz-idle | apple\n')
        done = common.run('pack', 'check', '--pack', PACK, '--overlay', self.folder)
        line = r"^\S+/over\.txt:2: class: nothing asks for '@zz-idle'; ask for it in .* or remove it\n$"
        self.assertRegex(done.text, line)


class Coverage(Test):
    def rows(self, *more):
        done = common.must('pack', 'check', '--coverage', '--json', '--pack', PACK, *more)
        return {r['root']: r for r in done.rows}

    def test_every_code_but_statements_has_a_rule(self):
        rows = self.rows()
        self.assertEqual(sorted(rows), ['%02d' % n for n in range(1, 21)])
        missing = [(r['root'], r['missing']) for r in rows.values() if r['missing'] and r['root'] != '01']
        self.assertEqual(missing, [])
        self.assertEqual((rows['01']['frames'], rows['01']['covered'], rows['01']['codes']), (0, 0, 10))
        for row in rows.values():
            self.assertEqual(row['covered'] + len(row['missing']), row['codes'])

    def test_rows_are_counted(self):
        row = 'zz-one | grumfle; murfle | tarfle | obj=party | ACCUSE | 111 | | obj |'
        self.write('over.txt', '[frames]\n%s\n' % row)
        before, after = self.rows()['11'], self.rows('--overlay', self.folder)['11']
        more = [after[k] - before[k] for k in ('frames', 'verbs', 'nouns', 'covered')]
        self.assertEqual(more, [1, 2, 1, 0])

    def test_the_table(self):
        self.write('over.txt', '[cameo-codes]\n2043 | Drop a piano | -10 | 4 | 4 | ASSAULT\n')
        done = common.must('pack', 'check', '--coverage', '--pack', PACK, '--overlay', self.folder)
        lines = done.text.splitlines()
        self.assertEqual(' '.join(lines[0].split()), 'root name frames verbs nouns codes without a rule')
        self.assertRegex(lines[-1], r'^20 .* 7 of  8  2043$')


if __name__ == '__main__':
    common.main()
