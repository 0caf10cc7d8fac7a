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

[coded-gaps]
# name between whose words others may stand
Vash the Elder
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

[coded-agents]
# noun | plural | code, ~ where the actor's goes
foreign minister | foreign ministers | ~GOVFRM
rights activist | rights activists | SGM~
ambassador | ambassadors | ~GOV
sky marshal | sky marshals | ~MILAIR
moon troops |  | ~MILMOO
orchardman |  | ~AGR
orchardwomen |  | ~AGR
river committee | river committees | ~RIV
'''
VERBS = '''<!-- verbs of a play -->
&PAPERS
+CHARTER
+GOLD BULL

--- SCOLD [121] ---
SCOLD
- FIERCELY * [122]
- * OVER &PAPERS [1233]
- + WAS * IN $ [124]

--- PARLEY [031:031] ---
PARLEY
HAT_+TIP {HAT_+TIPPED}  [---]
- % * [032:032]
- * A|B [1]
'''
DISCARDS = 'MARBLES FINAL  # no war\n+SKI_JUMP\n'
ISSUES = '<ISSUE CATEGORY="X">\nborder n:fence [FENCE]\n~great fence\n</ISSUE>\n'
VERB_TABLE = '''# Made by `chancery pack import`, to be edited; columns are told in docs/pack.md.

[verb-forms]
# verb | forms | code | verb whose patterns it has
scold | scolds; scolded; scolding | 121 | scold
parley | parleys; parleyed; parleying | 031:031 | parley
hat +tip | hat +tipped | --- | parley

[verb-synsets]
# set | words; words
&papers | charter; charters; gold bull; gold bulls

[verb-patterns]
# verb | pattern | code
scold | fiercely * | 122
scold | * over &papers | 1233
scold | + was * in $ | 124
parley | % * | 032:032
'''


RECORDS_RIGHT = 248               # of 274; 250 were
RECORDS_WITH_SETTINGS = 256       # 258 were
SETTINGS = [('comma-min', 'comma_min'), ('comma-max', 'comma_max'), ('comma-begin-min', 'comma_bmin'),
            ('comma-begin-max', 'comma_bmax'), ('comma-end-min', 'comma_emin'), ('comma-end-max', 'comma_emax')]


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
        prose = self.write('prose.txt', 'int main(void) { return 0; }\n')
        for path, word in ((prose, 'no dictionary'), (self.path('none.txt'), 'none.txt'), (self.folder, self.folder), (self.write('empty.txt', ''), 'empty')):
            done = common.run('pack', 'import', '--from', 'petrarch', path, '--to', self.path('new'))
            self.assertEqual(done.status, 1, path)
            self.assert_one_line(done, path, word)
            self.assertFalse(os.path.exists(self.path('new')))
            done = self.make(path)
            self.assertEqual(done.status, 3, path)
            self.assert_one_line(done, path, word)
            self.assertEqual(self.table('imported_actors.txt'), ACTOR_TABLE)

    def make_rules(self):
        """Verbs, discards and issues, with the actors and agents."""
        return self.make(*(self.write(name + '.txt', text) for name, text in
                           (('verbs', VERBS), ('discards', DISCARDS), ('issues', ISSUES))))

    def events(self, text):
        """(source codes, target codes, code, rule) of each event."""
        return [([s['code'] for s in e['source']], [s['code'] for s in e['target']], e['cameo'], e['rule'])
                for e in self.read(text)['events']]

    def test_tables_of_verbs_discards_and_issues(self):
        done = self.make_rules()
        self.assertEqual((done.status, done.err), (0, b''))
        self.assertEqual(self.table('imported_verbs.txt'), VERB_TABLE)
        self.assertTrue(self.table('imported_discards.txt').endswith('\nmarbles final | sentence\nski jump | story\n'))
        self.assertTrue(self.table('imported_issues.txt').endswith('\nborder fence; border fences | FENCE\ngreat fence | -\n'))
        self.assertIn('verbs.txt:16: signs that are not imported: - * A|B [1]\n', done.text)
        self.assertIn('verbs.txt: verbs, 13 rows: 8 rows made, 1 left out\n', done.text)

    def test_events_by_verb_patterns(self):
        self.make_rules()
        for text, wanted in (
                ('The Zendarian foreign minister scolded Two Crowns on Monday.',
                 [(['ZENGOVFRM'], ['ZEN', 'FRA'], '121', 'pattern:scold')]),
                ('Zendaria fiercely scolded the Ice Kingdom.', [(['ZEN'], ['DNK'], '122', 'pattern:scold fiercely *')]),
                ('Zendaria scolded the Ice Kingdom over the gold bull.',
                 [(['ZEN'], ['DNK'], '1233', 'pattern:scold * over &papers')]),
                ('Zendaria was scolded by France.', [(['FRK'], ['ZEN'], '121', 'pattern:scold')]),
                ('Zendaria and France parleyed on Monday.',
                 [(['ZEN', 'FRK'], ['ZEN', 'FRK'], '032', 'pattern:parley % *'),
                  (['ZEN', 'FRK'], ['ZEN', 'FRK'], '032', 'pattern:parley % *')]),
                ('Zendaria met France on Monday.', [])):
            self.assertEqual(self.events(text), wanted, text)

    def test_types_and_notes(self):
        self.make_rules()
        event = self.read('Zendaria scolded France.')['events'][0]
        self.assertEqual((event['type'], event['status']), ('REJECT', 'happened'))
        text = 'Zendaria scolded France. Zendaria scolded France at the marbles final.'
        row = self.read(text)
        self.assertEqual([e['trigger'] for e in row['events']], [[9, 16]])
        self.assertEqual([(n['kind'], n['span']) for n in row['notes']], [('sentence_discarded', [56, 69])])
        row = self.read('Zendaria scolded France. The ski jump was on Sunday.')
        self.assertEqual(([n['kind'] for n in row['notes']], row['events']), (['story_discarded'], []))

    def test_without_verbs_the_native_frames_code(self):
        self.make()
        self.assertEqual([e['rule'].split(':')[0] for e in self.read('Peru met France on Monday.')['events']], ['event'])

    def units(self):
        """PETRARCH's own unit records, and its own dictionaries as an overlay."""
        folder = os.path.join(common.SHARED, 'data', 'events', 'petrarch-units')
        if not os.path.isdir(folder):
            self.skipTest('no ../shared')
        over = self.path('petrarch')
        names = [os.path.join(folder, 'dictionaries', 'PETR.Validate.%s.txt' % x)
                 for x in ('actors', 'agents', 'discards', 'verbs')]
        common.must('pack', 'import', '--from', 'petrarch', *names, '--to', over)
        with open(os.path.join(folder, 'docs.jsonl'), encoding='utf-8') as f:
            return [json.loads(line) for line in f], over

    def right(self, records, *overlays):
        """How many records get their exact set of (source, target, code)."""
        args = [x for over in overlays for x in ('--overlay', over)]
        lines = ''.join(json.dumps(r) + '\n' for r in records)
        facts = common.must('read', *args, '--format', 'jsonl', '-', input=lines.encode()).rows
        missing, n = [{'code': '---'}], 0
        for record, row in zip(records, facts):
            gold = record['gold']
            wanted = set() if gold.get('error') else {(e['source_code'], e['target_code'], e['code']) for e in gold['events']}
            found = {(s['code'], t['code'], e['cameo']) for e in row['events'] for s in e['source'] or missing
                     for t in e['target'] or missing if s['code'] != t['code']}
            n += bool(gold['scored']) and found == wanted
        return n

    def test_records_of_a_public_coder(self):
        records, over = self.units()
        self.assertGreaterEqual(self.right(records, over), RECORDS_RIGHT)

    def test_records_with_their_settings(self):
        """Each record as it was configured: what is told of clauses between commas, and of events with one side."""
        records, over = self.units()
        groups, right = {}, 0
        for record in records:
            settings = record.get('config') or {}
            rows = [(name, settings[key]) for name, key in SETTINGS if key in settings]
            rows.append(('require-dyad', 'no' if settings.get('require_dyad') == 'false' else 'yes'))
            groups.setdefault(tuple(rows), []).append(record)
        for i, (rows, group) in enumerate(groups.items()):
            os.mkdir(self.path('settings%u' % i))
            self.write('settings%u/x.txt' % i, '[pattern-settings]\n' + ''.join('%s | %s\n' % row for row in rows))
            right += self.right(group, over, self.path('settings%u' % i))
        self.assertGreaterEqual(right, RECORDS_WITH_SETTINGS)

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
