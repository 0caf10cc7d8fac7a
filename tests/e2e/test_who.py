#!/usr/bin/env python3
"""`chancery who`: our own list of questions, what it says of the unknown and the ambiguous, text and JSON; and
`chancery pack check`: the shipped pack is clean, a spoilt one is not."""
import json
import os
import shutil

import common
from common import ROOT, Test, run

LIST = os.path.join(ROOT, 'tests', 'data', 'who.tsv')


def questions():
    with open(LIST, encoding='utf-8') as f:
        return [line.rstrip('\n').split('\t') for line in f if line.strip() and line[0] != '#']


def ask(question, day='-'):
    return run('who', question, '--json', *(['--on', day] if day != '-' else []))


def answer(row):
    """Name of the holder, or the one party the names speak for, or none."""
    if row['holder']:
        return row['holder']['name']
    parties = {n['party'] for n in row['names']}
    return parties.pop() if len(parties) == 1 else 'none'


class List(Test):
    def test_at_least_99_in_100_are_right(self):
        rows = questions()
        wrong = [(q, day, right, got) for q, day, right in rows
                 for got in [answer(ask(q, day).rows[0])] if got != right]
        self.assertGreaterEqual(len(rows), 200)
        self.assertLessEqual(100 * len(wrong), len(rows), wrong)


class Answers(Test):
    def test_a_person_by_name_and_by_surname(self):
        for name in ('Sergei Lavrov', 'Lavrov'):
            titles = [t['title'] for t in ask(name).rows[0]['terms']]
            self.assertIn('Foreign Minister', titles)
            self.assertIn('Ambassador to the UN', titles)

    def test_a_term_has_everything(self):
        holder = ask('the Turkish foreign minister', '2019-05-01').rows[0]['holder']
        self.assertEqual({k: holder[k] for k in ('party', 'code', 'title', 'from', 'until', 'rule')},
                         {'party': 'TUR', 'code': 'TURGOV', 'title': 'Foreign Minister', 'from': '2015-11',
                          'until': '2023-06', 'rule': 'who-office'})

    def test_without_a_day_all_terms_and_no_holder(self):
        row = ask('the Turkish foreign minister').rows[0]
        self.assertIsNone(row['holder'])
        self.assertGreater(len(row['terms']), 10)
        self.assertEqual([t['from'] for t in row['terms']], sorted(t['from'] for t in row['terms']))

    def test_a_body_has_a_code_with_its_role(self):
        name = ask('the Turkish Foreign Ministry').rows[0]['names'][0]
        self.assertEqual((name['party'], name['code'], name['form']), ('TUR', 'TURGOV', 'body'))

    def test_small_letters_do(self):
        self.assertEqual(answer(ask('german chancellor', '2010-01-01').rows[0]), 'Angela Merkel')

    def test_who_is_sent_is_not_who_sends(self):
        row = ask('Russian ambassador to the United States', '2010-01-01').rows[0]
        self.assertEqual(row['holder']['party'], 'RUS')

    def test_the_head_of_a_body_is_not_the_head_of_its_state(self):
        for question in ('president of the French National Assembly', 'president of the National Assembly'):
            self.assertEqual(ask(question, '2013-02-13').rows[0]['terms'], [], question)

    def test_both_of_a_month_of_change_are_shown_and_none_is_picked(self):
        row = ask('the Turkish foreign minister', '2009-05-15').rows[0]
        self.assertIsNone(row['holder'])
        self.assertEqual(len(row['terms']), 2)

    def test_nothing_known_says_so(self):
        done = run('who', 'the Ruritanian foreign minister', '--on', '2019-05-01')
        self.assertEqual((done.status, done.out), (1, b''))
        self.assertIn('knows nothing', done.errors)
        done = ask('the Ruritanian foreign minister', '2019-05-01')
        self.assertEqual(done.status, 1)
        self.assertEqual(done.rows[0]['terms'], [])

    def test_wrong_calls(self):
        for args in ((), ('a', 'b'), ('Pyongyang', '--on', 'soon'), ('Pyongyang', '--on', '--05-01'), ('x' * 1001,)):
            self.assertEqual(run('who', *args).status, 2, args)

    def test_text_for_people(self):
        text = common.must('who', 'the Turkish foreign minister', '--on', '2019-05-01').text
        self.assertRegex(text, r'^Mevlut Cavusoglu +TUR +TURGOV +Foreign Minister +2015-11 to 2023-06 ')


class Codes(Test):
    """Ids of states are ISO 3166 codes: today's, or those of states that are gone; a code is CAMEO's or none."""
    OTHERS = {'XKX'}                    # Kosovo, which ISO leaves to its users
    GONE = {'RHO', 'YMD', 'VDR', 'SUN', 'YUG', 'SCG', 'CSK', 'DDR'}

    def states(self):
        with open(os.path.join(ROOT, 'packs', 'en', 'states.txt'), encoding='utf-8') as f:
            text = f.read().split('[states]\n')[1].split('\n[')[0]
        return [[x.strip() for x in line.split('|')] for line in text.split('\n') if line and line[0] != '#']

    def test_ids_are_iso_codes(self):
        path = '/usr/share/iso-codes/json/iso_3166-1.json'
        if not os.path.exists(path):
            self.skipTest('the package iso-codes is not installed')
        with open(path, encoding='utf-8') as f:
            iso = {c['alpha_3'] for c in json.load(f)['3166-1']}
        ids = {row[0] for row in self.states()}
        self.assertEqual(ids - iso, self.OTHERS | self.GONE)
        self.assertGreaterEqual(len(ids & iso), 230)

    def test_states_that_are_gone_have_no_code(self):
        for row in self.states():
            code = row[6] if len(row) > 6 else ''
            self.assertRegex(code, r'^([A-Z]{3}|-|)$', row)
            if row[0] in self.GONE:
                self.assertEqual(code, '-', row)

    def test_codes_have_the_suffix_of_the_office(self):
        for question, code in (('the French defence minister', 'FRAMIL'), ('Israel\'s parliament speaker', 'ISRLEG'),
                               ('the Romanian president', 'ROMGOV'), ('CIA director', 'USASPY'),
                               ('the Soviet foreign minister', None)):
            day = '1987-01-01' if code is None else '2016-01-10'
            self.assertEqual(ask(question, day).rows[0]['holder']['code'], code, question)


class Check(Test):
    def spoilt(self, file, line, section, *options):
        """What `pack check` does with the shipped pack and a line put into a section of it."""
        pack = os.path.join(self.folder, 'pack')
        shutil.copytree(os.path.join(ROOT, 'packs', 'en'), pack)
        path = os.path.join(pack, file)
        with open(path, encoding='utf-8') as f:
            text = f.read()
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text.replace('[%s]\n' % section, '[%s]\n%s\n' % (section, line), 1))
        done = run('pack', 'check', '--pack', pack, *options)
        self.assertEqual(done.status, 1, line)
        shutil.rmtree(pack)
        return done

    def test_the_shipped_pack_is_clean(self):
        done = run('pack', 'check')
        self.assertEqual((done.status, done.out), (0, b''), done.text)

    def test_what_it_finds(self):
        holder = 'Ana Vale | | f | TUR | Foreign Minister @ 2016-01..2019-01'
        for check, file, section, line in (
                ('term', 'persons.txt', 'persons', holder),
                ('party', 'persons.txt', 'persons', 'Ana Vale | | f | RURITANIA | President @ 2019..'),
                ('party', 'persons.txt', 'persons', 'Ana Vale | | f | TUR | President [RURITANIA] @ 1919..1920'),
                ('title', 'persons.txt', 'persons', 'Ana Vale | | f | TUR | Grand Poobah @ 1919..1920'),
                ('date', 'persons.txt', 'persons', 'Ana Vale | | f | TUR | Senator @ 1920..1919'),
                ('name', 'persons.txt', 'persons', 'Sergei Lavrov | | m | TUR | Senator @ 1919..1920'),
                ('name', 'states.txt', 'cities', 'Pyongyang | KOR'),
                ('row', 'titles.txt', 'titles', 'Ambassador | GOV | diplomat')):
            found = self.spoilt(file, line, section, '--json').rows
            self.assertEqual({f['check'] for f in found}, {check}, line)
            for f in found:
                self.assertTrue(f['what'] and f['todo'] and f['line'] > 0 and f['file'].endswith('.txt'), f)

    def test_a_malformed_date_is_said_with_its_line(self):
        done = self.spoilt('persons.txt', 'Ana Vale | | f | TUR | Senator @ soon..', 'persons')
        self.assertRegex(done.errors, r'persons\.txt:\d+: .*soon')

    def test_wrong_calls(self):
        self.assertEqual(run('pack').status, 2)
        self.assertEqual(run('pack', 'chek').status, 2)

    def test_lines_for_people(self):
        done = self.spoilt('persons.txt', 'Ana Vale | | f | RURITANIA | Senator @ 1919..1920', 'persons')
        self.assertRegex(done.text, r'^persons\.txt:\d+: party: .*RURITANIA.*; .*\n$')
        self.assertIn('1 thing to correct', done.errors)


if __name__ == '__main__':
    common.main()
