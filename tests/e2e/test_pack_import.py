#!/usr/bin/env python3
"""`chancery pack import`: a dictionary in, an overlay out, and a report read with it."""
import json
import os
import re
import subprocess
import sys

import common
from common import Test

ACTORS = '''<!-- ACTORS OF A PLAY -->
# Our own names.
ZENDARIA_  [ZEN] ; 1/2/91
+ZENDARIAN_
BOROK_VASH_  ; the old one
+VASH THE_ELDER
\t[ZENGOV <20050630]
\t[ZENOPP 20050701-20091231]
\t[ZEN]
TWO_CROWNS [ZEN/FRA]
THE_ICE_KINGDOM [DNK]
COUNCIL_OF_THE_NINE [ZENGOV]
GHOST_OF_ZENDA [---]
FRANCE [FRK]
+OLD_GAUL
+FRENCH
JANE_ORLOK [KENGOV 20040101-20041231]
ZENDARIA [QQQ]
BROKEN [ZEN
NO_CODE
BAD_DAY [ZEN <20041331]
'''
AGENTS = '''!PERSON! = MAN, WOMEN
FOREIGN_MINISTER [~GOVFRM] # ours is GOV
RIGHTS_ACTIVIST [SGM~]
AMBASSADOR [~GOV]
SKY_MARSHAL {SKY_MARSHALS} [~MILAIR]
MOON_TROOPS {} [~MILMOO]
ORCHARD!PERSON! [~AGR]
RIVER_COMMITTEE [~RIV]
NAVY [MIL]
'''
ACTOR_TABLE = '''# Made by `chancery pack import`, to be edited; columns are told in docs/pack.md.

[coded-names]
# name | other names | kind | codes: CODE [PARTY] @ from..until; …
Zendaria | Zendarian |  | ZEN
Borok Vash | Vash the Elder | person | ZENGOV @ ..2005-06-30; ZENOPP @ 2005-07-01..2009-12-31; ZEN
Two Crowns |  |  | ZEN/FRA [/FRA]
The Ice Kingdom |  | state | DNK [DNK]
Council of the Nine |  |  | ZENGOV
France | Old Gaul; French |  | FRK
Jane Orlok |  | person | KENGOV [KEN] @ 2004-01-01..2004-12-31

[no-actors]
# name
Ghost of Zenda
'''
AGENT_TABLE = '''# Made by `chancery pack import`, to be edited; columns are told in docs/pack.md.

[titles]
# title | suffix | category | party
foreign minister | GOVFRM | minister
rights activist | SGM~ | other
sky marshal | MILAIR | military

[collectives]
# noun | suffix
foreign ministers | GOVFRM
rights activists | SGM~
sky marshals | MILAIR
orchardman | AGR
orchardwomen | AGR
river committees | RIV

[bodies]
# head | suffix | kind
moon troops | MILMOO | military
river committee | RIV | party
'''


class Import(Test):
    def make(self, *more, kind='petrarch'):
        """Imports both dictionaries into the overlay `self.over`."""
        self.over = self.path('over')
        self.actors, self.agents = self.write('actors.txt', ACTORS), self.write('agents.txt', AGENTS)
        return common.run('pack', 'import', '--from', kind, self.actors, self.agents, *more, '--to', self.over)

    def table(self, name):
        with open(os.path.join(self.over, name), encoding='utf-8') as f:
            return f.read()

    def read(self, text, published='2004-06-03', *more):
        line = json.dumps({'text': text, 'published': published} if published else {'text': text})
        return common.must('read', '--overlay', self.over, *more, '-', input=line.encode(), env=None).rows[0]

    def codes(self, text, published='2004-06-03'):
        """(kind, party, code) by the words of the first mention."""
        row = self.read(text, published)
        words = lambda s: row['report']['text'].encode()[s[0]:s[1]].decode()
        return {words(a['mentions'][0]['span']): (a['kind'], a['party'], a['code']) for a in row['actors']
                if a['mentions']}

    def test_the_tables(self):
        self.assertEqual(self.make().status, 0)
        self.assertEqual(self.table('imported_actors.txt'), ACTOR_TABLE)
        self.assertEqual(self.table('imported_agents.txt'), AGENT_TABLE)

    def test_rows_in_place_of_the_packs_are_no_clash(self):
        self.make()
        checked = common.run('pack', 'check', '--overlay', self.over)
        self.assertEqual((checked.status, checked.out), (0, b''))

    def test_the_report_names_every_row_left_out(self):
        done = self.make()
        self.assertEqual(done.err, b'')
        lines = done.text.splitlines()
        where = sorted(int(re.match(r'.*actors.txt:(\d+): ', line).group(1)) for line in lines if 'actors.txt:' in line and
                       re.match(r'.*actors.txt:\d+: ', line))
        self.assertEqual(where, [18, 19, 19, 20, 21, 21])
        self.assertIn('actors.txt: actors, 19 rows: 12 names imported, 0 as the pack has them, 6 left out', done.text)
        self.assertIn('agents.txt: agents, 9 rows: 7 names imported, 1 as the pack has them, 1 left out', done.text)
        self.assertTrue(lines[-1].endswith('28 rows read, 19 names imported, 1 as the pack has them, 7 left out'), lines[-1])

    def test_names_are_found_with_their_codes(self):
        self.make()
        found = self.codes('Zendaria said on Monday that talks would go on. The Council of the Nine agreed. '
                           'The Ice Kingdom said it would not go. Ghost of Zenda said no. France said yes. '
                           'Talks with Two Crowns failed.')
        self.assertEqual(found['Zendaria'], ('organisation', None, 'ZEN'))
        self.assertEqual(found['The Council of the Nine'], ('organisation', None, 'ZENGOV'))
        self.assertEqual(found['The Ice Kingdom'], ('state', 'DNK', 'DNK'))
        self.assertEqual(found['France'], ('state', 'FRA', 'FRK'))
        self.assertNotIn('Ghost of Zenda', found)

    def test_a_name_for_several(self):
        self.make()
        row = self.read('The Zendarian envoy said that Borok Vash met Two Crowns.')
        both = [a for a in row['actors'] if a.get('members')]
        self.assertEqual(len(both), 1, row['actors'])
        by_id = {a['id']: a for a in row['actors']}
        self.assertEqual([(by_id[m]['party'], by_id[m]['code']) for m in both[0]['members']], [(None, 'ZEN'), ('FRA', 'FRA')])

    def test_codes_hold_on_their_days(self):
        self.make()
        for day, code in (('2005-06-30', 'ZENGOV'), ('2005-07-01', 'ZENOPP'), ('2009-12-31', 'ZENOPP'), ('2010-01-01', 'ZEN'),
                          (None, 'ZEN')):
            self.assertEqual(self.codes('Borok Vash said on Monday that talks would go on.', day)['Borok Vash'][2], code, day)
        for day, code in (('2004-12-31', 'KENGOV'), ('2005-01-01', None), (None, None)):
            found = self.codes('Jane Orlok said on Monday that talks would go on.', day)['Jane Orlok']
            self.assertEqual(found, ('person', 'KEN', code), day)

    def test_agents_take_the_code_of_their_owner(self):
        self.make()
        found = self.codes('The Zendarian foreign minister spoke. The Kenyan foreign minister slept. '
                           'Kenyan rights activist Ole Vik left. The Zendarian rights activist stayed. '
                           'The French foreign minister left. The foreign minister of Zendaria came. '
                           'Peruvian moon troops waited.')
        self.assertEqual([found[w][2] for w in found],
                         ['ZENGOVFRM', 'KENGOVFRM', 'SGMKEN', 'SGMZEN', 'FRKGOVFRM', 'ZENGOVFRM', 'PERMILMOO'], found)

    def test_a_title_beside_a_coded_name(self):
        self.make()
        for text, code in (('Sky Marshal Borok Vash said no.', 'ZENGOVMILAIR'), ('President Borok Vash said no.', 'ZENGOV'),
                           ('Borok Vash said no.', 'ZENGOV')):
            self.assertEqual(list(self.codes(text).values())[0][2], code, text)

    def test_a_word_at_the_beginning_of_a_sentence_may_be_another(self):
        self.over = self.path('over')
        common.must('pack', 'import', '--from', 'petrarch', self.write('a.txt', 'WILL [WIL]\nORLOVIA [ORL]\n'), '--to', self.over)
        self.assertEqual(self.codes('Will the talks go on? The minister will not say.'), self.codes('The minister will not say.'))
        self.assertEqual(self.codes('Orlovia officials met Orlovia in Kenya.')['Orlovia officials'][2], 'ORLGOV')

    def test_an_overlay_is_part_of_the_pack_that_facts_name(self):
        self.make()
        line = json.dumps({'text': 'Talks went on.'}).encode()
        plain = common.must('read', '-', input=line).rows[0]['pack']
        self.assertNotEqual(self.read('Talks went on.', None)['pack'], plain)
        done = common.run('read', '--overlay', self.path('none'), '-', input=line)
        self.assertEqual(done.status, 1)
        self.assert_one_line(done, 'none')

    def test_open_names_of_tabari(self):
        self.over, text = self.path('over'), 'ARGENTIN [ARG]\nPERU_ [PER]\nSOUTH_KOREA [KOR]\nARGENTINA_ [ARX]\n'
        common.must('pack', 'import', '--from', 'tabari', self.write('a.txt', text), '--to', self.over)
        row = [line for line in self.table('imported_actors.txt').splitlines() if re.match(r'Argentin\w+ .*ARG \[', line)][0]
        self.assertTrue({'Argentina', 'Argentinian'} <= set(re.split(r' \| |; ', row)), row)
        self.assertEqual(self.codes('Argentina said on Monday that talks would go on.')['Argentina'][2], 'ARX')
        self.assertEqual(self.codes('The Argentinian envoy said no.')['The Argentinian envoy'][2], 'ARGGOV')
        self.assertIn('\nPeru |  |', self.table('imported_actors.txt'))
        common.must('pack', 'import', '--from', 'petrarch', self.path('a.txt'), '--to', self.over)
        self.assertIn('\nArgentin |  |', self.table('imported_actors.txt'))

    def test_files_that_are_no_such_dictionaries(self):
        verbs = self.write('verbs.txt', '--- GIVE [070] ---\nGIVE {GAVE}\n- * AID [071]\n')
        discards = self.write('discards.txt', 'BASEBALL\n+TYPHOON\n')
        for path, word in ((verbs, 'verbs'), (discards, 'discards'), (self.path('none.txt'), 'none.txt'),
                           (self.folder, self.folder), (self.write('empty.txt', ''), 'empty')):
            done = common.run('pack', 'import', '--from', 'petrarch', path, '--to', self.path('new'))
            self.assertEqual(done.status, 1, path)
            self.assert_one_line(done, path, word)
            self.assertFalse(os.path.exists(self.path('new')))
            done = self.make(path)
            self.assertEqual(done.status, 3, path)
            self.assert_one_line(done, path, word)
            self.assertEqual(self.table('imported_actors.txt'), ACTOR_TABLE)

    def test_a_set_of_itself_has_no_end(self):
        path = self.write('sets.txt', '!A! = x!A!, !A!\n!A! [~XYZ]\n')
        done = common.run('pack', 'import', '--from', 'petrarch', path, '--to', self.path('sets'))
        self.assertIn(b'sets.txt:1: a set of sets', done.out)

    def test_a_file_that_is_no_text(self):
        path = self.path('binary.txt')
        with open(path, 'wb') as f:
            f.write(b'\x7fELF\0\1\2\n' * 50)
        done = common.run('pack', 'import', '--from', 'petrarch', path, '--to', self.path('none'))
        self.assertEqual((done.status, done.out, done.errors.count('\n')), (1, b'', 1))
        self.assertFalse(os.path.exists(self.path('none')))

    def test_a_folder_that_cannot_be_made(self):
        actors = self.write('actors.txt', ACTORS)
        for where in (os.path.join(actors, 'over'), '/proc/over'):
            done = common.run('pack', 'import', '--from', 'petrarch', actors, '--to', where)
            self.assertEqual(done.status, 1)
            self.assert_one_line(done, where)

    def test_names_of_a_public_dictionary(self):
        """The figure of bench/RESULTS.md, with room for a few."""
        folder = os.path.join(common.SHARED, 'data', 'events', 'petrarch-units', 'dictionaries')
        paths = [os.path.join(folder, 'PETR.Validate.%s.txt' % x) for x in ('actors', 'agents')]
        done = subprocess.run([sys.executable, '-B', os.path.join(common.ROOT, 'bench', 'names-of-dictionary'), common.CHANCERY]
                              + paths, stdout=subprocess.PIPE, text=True)
        if done.returncode == 77:
            self.skipTest('no ../shared')
        actors, agents = re.findall(r'\(([\d.]+) %\)', done.stdout)
        self.assertGreaterEqual(float(actors), 92, done.stdout)
        self.assertGreaterEqual(float(agents), 90, done.stdout)


if __name__ == '__main__':
    common.main()
