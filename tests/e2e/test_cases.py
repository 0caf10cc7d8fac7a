#!/usr/bin/env python3
"""The golden cases: all of tests/cases pass; all of tests/known_wrong still fail (one that passes is to be moved)."""
import os
import re
import unittest

import common
from common import Test


def case_files(folder):
    at = os.path.join(common.ROOT, 'tests', folder)
    return [os.path.join(at, n) for n in sorted(os.listdir(at)) if n.endswith('.case')] if os.path.isdir(at) else []


def count(files):
    total = 0
    for path in files:
        with open(path, encoding='utf-8') as f:
            total += len(re.findall('^why:', f.read(), re.M))
    return total


class Cases(Test):
    def test_cases_pass(self):
        files = case_files('cases')
        done = common.run('cases', *files)
        self.assertEqual(done.status, 0, done.text[-6000:] + done.errors)
        self.assertIn('%d cases as they should be, 0 not' % count(files), done.text)

    def test_known_wrong_are_still_wrong(self):
        files = case_files('known_wrong')
        if not files:
            raise unittest.SkipTest('no known wrong cases')
        done = common.run('cases', '--known-wrong', *files)
        self.assertEqual(done.status, 0, done.text[-6000:] + done.errors)

    def test_a_wrong_case_is_told(self):
        wrong = self.write('w.case', 'why: it must be told\ntext: Chad closed the road.\nactor: Niger | state | NER\n')
        done = common.run('cases', wrong)
        self.assertEqual(done.status, 1)
        for words in ('it must be told', 'expected actor: Niger | state | NER', 'actor: Chad | state | TCD'):
            self.assertIn(words, done.text)

    def test_a_bad_line_is_told_with_its_number(self):
        done = common.run('cases', self.write('b.case', 'why: x\ntext: Chad closed the road.\nnonsense\n'))
        self.assertEqual(done.status, 1)
        self.assert_one_line(done, 'b.case:3')

    def test_a_missing_file_is_told(self):
        done = common.run('cases', self.path('none.case'))
        self.assertEqual(done.status, 1)
        self.assert_one_line(done, 'none.case')


if __name__ == '__main__':
    common.main()
