#!/usr/bin/env python3
"""chancery export: each format is read back by a reader of that format and held against the dump: every event of the
record, every pair of parties, the columns and their names, and hostile words of a report that break no row."""
import copy
import csv
import datetime
import io
import json
import os
import subprocess

import common
from common import Test

TEXT = ('France, Germany and Italy met envoys of Iran and Iraq in Geneva on Monday. French President Emile Vale said that '
        'Iran had threatened Japan. The World Health Organization sent aid to Kenya.')
REPORTS = [
    {'id': 'one', 'published': '2031-03-05', 'publisher': 'The Quay Gazette', 'title': 'Envoys "meet"\tin\nGeneva',
     'url': 'https://quay.example/a b;c?x="1"', 'text': TEXT},
    {'id': 'two', 'published': '2031-03-09', 'publisher': 'Harbour; Times', 'url': 'https://harbour.example/2',
     'text': 'Kenya accused Iraq of espionage on March 7. Japan plans to visit Iraq on March 20.'},
    {'id': 'three', 'text': 'Brazil praised Peru.'},
]
HOSTILE = 'Emile\t"Vale"\r\n\\N;\u2028\u0085 the \x1b[31m=elder\x07\''
DONE = ('happened', 'ongoing', 'resumed', 'attempted')

CAMEO = ('date source target code status polarity alleged claimed_by when type mode source_party source_name target_party '
         'target_name place origins outlets reports known_from label evidence event dyad').split()
ACTOR = 'Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code'.split()
GEO = 'Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID'.split()
GDELT = ('GLOBALEVENTID SQLDATE MonthYear Year FractionDate'.split() + ['Actor1' + x for x in ACTOR] +
         ['Actor2' + x for x in ACTOR] + 'IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale '
         'NumMentions NumSources NumArticles AvgTone'.split() + [a + 'Geo_' + x for a in ('Actor1', 'Actor2', 'Action') for x in GEO] +
         ['DATEADDED', 'SOURCEURL'])
ICEWS = ('Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|'
         'Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude').split('|')
POLECAT = ('Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|'
           'Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|'
           'Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|'
           'Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|'
           'Publication Date|Story People|Story Organizations|Story Locations|Language|Version').split('|')
PHOENIX = ('EventID Date Year Month Day SourceActorFull SourceActorEntity SourceActorRole SourceActorAttribute TargetActorFull '
           'TargetActorEntity TargetActorRole TargetActorAttribute EventCode EventRootCode PentaClass GoldsteinScore Issues Lat '
           'Lon LocationName StateName CountryCode SentenceID URLs NewsSources').split()
PLOVER = ('id has_event date time enddate endtime actor recipient event event_loc event_text quad_code event_scale mode context '
          'link text text_info cite_info coder coded_date coded_time comment').split()
ENTITY = 'code sector entity_text identifier_id identifier_text religion ethnicity office gender age'.split()
TABLES = {'cameo': CAMEO, 'gdelt': GDELT, 'icews': ICEWS, 'polecat': POLECAT, 'phoenix': PHOENIX}
HEADLESS = ('gdelt', 'phoenix')


def clean(text):
    """What the writer makes of a text (docs/export.md)."""
    out = ''.join(' ' if ord(c) < 32 or 127 <= ord(c) < 160 or c in '\u2028\u2029' else c for c in text or '')
    return ' '.join(x for x in out.replace('"', "'").replace('\\', '/').split(' ') if x)


def read_table(out, name):
    """Rows as dictionaries. Strict: what breaks a line, whatever a reader takes for one, breaks the test."""
    text = out.decode('utf-8', 'strict')
    assert text.endswith('\n') or not text
    lines = text.split('\n')[:-1]
    assert lines == text.splitlines(), 'other ends of lines'
    readers = [list(csv.reader(io.StringIO(text, newline=''), delimiter='\t', quoting=q, strict=True))
               for q in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE)]
    assert readers[0] == readers[1] == [line.split('\t') for line in lines]
    rows = readers[0]
    columns = TABLES[name]
    for row in rows:
        assert len(row) == len(columns), (name, len(row), row)
    if name not in HEADLESS:
        assert rows[0] == columns, rows[0]
        rows = rows[1:]
    return [dict(zip(columns, row)) for row in rows]


def number_of(event_id, dyad):
    n = 0
    for c in event_id[2:12]:
        n = n * 32 + 'abcdefghijklmnopqrstuvwxyz234567'.index(c)
    return n << 13 | dyad


def interval(value):
    """First and last day of a date, None where an end is open or nothing is known."""
    def ends(text):
        if not text or text == '..':
            return None, None
        if text.startswith('X') or len(text) < 4:
            raise ValueError
        y, m, d = (text.split('-') + [None, None])[:3]
        lo = datetime.date(int(y), int(m or 1), int(d or 1))
        if d:
            return lo, lo
        following = datetime.date(lo.year + (1 if not m or lo.month == 12 else 0), 1 if not m else lo.month % 12 + 1, 1)
        return lo, following - datetime.timedelta(1)
    if not value:
        return None, None
    parts = value.split('/')
    try:
        return ends(parts[0])[0], ends(parts[-1])[1]
    except ValueError:
        return None, None


class Crafted:
    """Facts of the reports above with events of our own, so that every status, date and slot there is can be had,
    whatever the coder finds."""

    def __init__(self, folder):
        path = os.path.join(folder, 'made.jsonl')
        with open(path, 'w', encoding='utf-8') as f:
            f.writelines(json.dumps(r) + '\n' for r in REPORTS)
        self.facts = common.read(path).rows
        self.report = self.facts[0]
        self.actors = {a['name']: a for a in self.report['actors']}
        self.n = 0
        made = []
        sides = [(['France', 'Germany', 'Italy'], ['Iran', 'Iraq']), (['Iran'], ['Japan']), (['France'], []), ([], ['Kenya']), ([], []),
                 (['Emile Vale'], ['Iran', 'World Health Organization'])]
        for source, target in sides:
            made.append(self.event(source, target))
        for status in ('ongoing', 'attempted', 'planned', 'expected', 'postponed', 'cancelled', 'stalled', 'suspended', 'resumed',
                       'proposed', 'requested', 'threatened', 'conditional', 'denied', 'hypothetical'):
            made.append(self.event(['Iran'], ['Iraq'], status=status))
        for when in ('2031-02', '2031', '../2031-03-04', '2031-03-04/..', '2031-02-03/2031-02-09', '2031-03-01/2031-03-31',
                     '2019-07-01', 'XXXX-07-16', None):
            made.append(self.event(['Iran'], ['Japan'], when=when))
        made.append(self.event(['Iran'], ['Japan'], polarity='neg'))
        made.append(self.event(['Iran'], ['Japan'], alleged=True))
        made.append(self.event(['Iran'], ['Japan'], cameo=None, type='REJECT', mode='meet'))
        made.append(self.event(['Iran'], ['Japan'], cameo='012', type=None))
        made.append(self.event(['Iran'], ['Japan'], cameo=None, type=None))
        made.append(self.event(['Iran'], ['Japan'], cameo='1724', type=None, label=HOSTILE, contexts=['diplomatic', 'health']))
        made.append(self.event(['France', 'Germany', 'Italy'], [], type='CONSULT', cameo='040'))
        self.report['events'] = made
        self.actors['Emile Vale']['name'] = HOSTILE
        self.actors['Iraq']['code'] = None

    def slot(self, name):
        a = self.actors[name]
        return {'actor': a['id'], 'party': a['party'], 'code': a['code'], 'span': [0, 6]}

    def event(self, source, target, **changes):
        self.n += 1
        letters = 'abcdefghijklmnopqrstuvwxyz'
        event_id = 'e-' + letters[self.n % 26] + letters[self.n // 26] * 2 + 'q' * 23
        when = {'value': changes.pop('when', '2031-03-03'), 'basis': 'expression', 'time': None, 'approx': False}
        place = self.slot('Geneva')
        made = {'id': event_id, 'type': 'THREATEN', 'mode': None, 'cameo': '130', 'label': 'act %d' % self.n, 'trigger': [26, 29],
                'source': [self.slot(x) for x in source], 'target': [self.slot(x) for x in target], 'when': when, 'where': place,
                'status': 'happened', 'polarity': 'pos', 'claimed_by': None, 'alleged': False, 'issues': [], 'span': [0, 74],
                'rule': 'event:made', 'p': 900}
        made.update(changes)
        return made


class Formats(Test):
    def setUp(self):
        super().setUp()
        made = Crafted(self.folder)
        self.record = self.path('r.db')
        common.must('add', '--record', self.record, *common.sample_files())
        facts = '\n'.join(json.dumps(f) for f in made.facts) + '\n'
        common.must('add', '--record', self.record, '--facts', '-', input=facts.encode())
        self.load()

    def load(self, *more):
        rows = common.must('dump', '--record', self.record, *more).rows
        self.rows = {r['id']: r for r in rows if 'id' in r}
        self.events = [r for r in rows if r['row'] == 'event']
        self.codes = self.table('cameo-codes', 8)
        self.types = self.table('plover-types', 5)

    def table(self, section, width):
        """A section of the pack, by its first field."""
        found, inside = {}, False
        with open(os.path.join(os.environ.get('CHANCERY_PACK', os.path.join(common.ROOT, 'packs', 'en')), 'codes.txt'),
                  encoding='utf-8') as f:
            for line in f:
                line = line.strip()
                if line.startswith('['):
                    inside = line == '[%s]' % section
                elif inside and line and not line.startswith('#'):
                    fields = [x.strip() for x in line.split('|')]
                    found[fields[0]] = fields + [''] * (width - len(fields))
        return found

    def export(self, name, *more):
        return common.must('export', '--as', name, '--record', self.record, *more)

    # what is expected, out of the dump

    def day_of(self, e):
        lo, hi = interval(e['when']['value'])
        if not lo and not hi:
            return None
        day = hi or lo
        known = e['known_from'] and datetime.date.fromisoformat(e['known_from'])
        if e['status'] in DONE and known and day > known and (not lo or lo <= known):
            day = known
        return day

    def type_of(self, e):
        return e['type'] or (self.codes[e['cameo']][5] if e['cameo'] else '')

    def wanted(self, name, all_of_them=False):
        for e in self.events:
            done = e['status'] in DONE and e['polarity'] != 'neg'
            coded = e['cameo'] if name not in ('plover', 'polecat') else self.type_of(e)
            if (done or all_of_them) and self.day_of(e) and coded:
                yield e

    def dyads(self, e):
        if self.type_of(e) in ('CONSULT', 'AGREE') and not e['target'] and len(e['source']) > 1:
            return [(a, b) for a in e['source'] for b in e['source'] if a is not b]
        return [(a, b) for a in e['source'] or [None] for b in e['target'] or [None]]

    def name_of(self, slot):
        return (self.rows.get(slot['actor']) or {}).get('name') or '' if slot else ''

    def pairs(self, name, all_of_them=False):
        """(event, number of dyad, source, target) in order."""
        for e in self.wanted(name, all_of_them):
            for i, (a, b) in enumerate(self.dyads(e)):
                yield e, i, a, b

    def code_of(self, slot):
        return slot and slot['code'] or ''

    # the formats

    def check_dyads(self, name, *more):
        rows = read_table(self.export(name, *more).out, name)
        expected = list(self.pairs(name, '--all' in more))
        self.assertEqual(len(rows), len(expected), name)
        self.assertGreater(len(rows), 20)
        return list(zip(rows, expected))

    def test_the_record_has_what_is_tested(self):
        self.assertGreater(len(self.events), 45)
        self.assertTrue(any(len(e['source']) == 3 and len(e['target']) == 2 for e in self.events))
        self.assertEqual({e['status'] for e in self.events} >= set(DONE) | {'cancelled', 'denied', 'conditional'}, True)
        self.assertTrue(any(self.rows[s['actor']]['name'] == HOSTILE for e in self.events for s in e['source'] if s['actor']))

    def test_cameo(self):
        for more in ([], ['--all']):
            for row, (e, i, a, b) in self.check_dyads('cameo', *more):
                self.assertEqual((row['date'], row['source'], row['target'], row['code'], row['status']),
                                 (str(self.day_of(e)), self.code_of(a), self.code_of(b), e['cameo'], e['status']))
                self.assertEqual((row['event'], row['dyad'], row['when']), (e['id'], str(i + 1), e['when']['value']))
                self.assertEqual((row['source_name'], row['target_name']), (clean(self.name_of(a)), clean(self.name_of(b))))
                self.assertEqual((row['source_party'], row['target_party']), (a and a['party'] or '', b and b['party'] or ''))
                self.assertEqual(row['label'], clean(e['label']))
                self.assertEqual((row['polarity'], row['alleged']), (e['polarity'], str(e['alleged']).lower()))
                self.assertEqual((row['claimed_by'], row['known_from']), (e['claimed_by'] or '', e['known_from'] or ''))
                self.assertEqual([int(row[x]) for x in ('origins', 'outlets', 'reports')],
                                 [e['sources'][x] for x in ('origins', 'outlets', 'reports')])
                self.assertEqual(row['evidence'], ';'.join('%s:%d' % (s['report'], s['span'][0]) for s in e['support']))

    def test_gdelt(self):
        for row, (e, i, a, b) in self.check_dyads('gdelt'):
            day = self.day_of(e)
            self.assertEqual(int(row['GLOBALEVENTID']), number_of(e['id'], i))
            self.assertEqual((row['SQLDATE'], row['MonthYear'], row['Year']),
                             (day.strftime('%Y%m%d'), day.strftime('%Y%m'), day.strftime('%Y')))
            self.assertAlmostEqual(float(row['FractionDate']), day.year + ((day.month - 1) * 30 + day.day) / 365, 4)
            self.assertEqual((row['Actor1Code'], row['Actor2Code']), (self.code_of(a), self.code_of(b)))
            self.assertEqual((row['EventCode'], row['EventBaseCode'], row['EventRootCode']), (e['cameo'], e['cameo'][:3], e['cameo'][:2]))
            code = self.codes[e['cameo']]
            self.assertEqual((row['GoldsteinScale'], row['QuadClass']), (code[2], code[3]))
            self.assertEqual([int(row[x]) for x in ('NumMentions', 'NumSources', 'NumArticles')],
                             [e['support_count'], e['sources']['outlets'], e['sources']['reports']])
            self.assertEqual(row['DATEADDED'], e['known_from'].replace('-', '') + '000000' if e['known_from'] else '')
            for column in row:          # nothing is made up
                if column in ('IsRootEvent', 'AvgTone') or column.startswith(('Actor1Geo', 'Actor2Geo')) or column.endswith(('Lat', 'Long')):
                    self.assertEqual(row[column], '')
        who = {r['Actor2Name']: r for r in read_table(self.export('gdelt').out, 'gdelt')}['World Health Organization']
        self.assertEqual((who['Actor2Code'], who['Actor2CountryCode'], who['Actor2KnownGroupCode']), ('IGOUNOHLHWHO', '', 'UNO'))
        self.assertEqual((who['Actor2Type1Code'], who['Actor2Type2Code'], who['Actor1Type1Code']), ('IGO', 'HLH', 'GOV'))
        self.assertEqual((who['ActionGeo_Type'], who['ActionGeo_FullName'], who['ActionGeo_CountryCode']),
                         ('4', 'Geneva, Switzerland', 'SZ'))
        self.assertEqual(who['SOURCEURL'], 'https://quay.example/a%20b%3Bc?x=%221%22')

    def test_icews(self):
        for row, (e, i, a, b) in self.check_dyads('icews'):
            self.assertEqual((int(row['Event ID']), row['Event Date']), (number_of(e['id'], i), str(self.day_of(e))))
            self.assertEqual((row['CAMEO Code'], row['Event Text'], row['Intensity']),
                             (e['cameo'], clean(self.codes[e['cameo']][1]), self.codes[e['cameo']][2]))
            self.assertEqual((row['Source Name'], row['Target Name']), (clean(self.name_of(a)), clean(self.name_of(b))))
            publisher = (self.rows[e['support'][0]['report']]['publisher'] or {}).get('name')
            self.assertEqual((row['Publisher'], row['Sentence Number'], row['Latitude']), (clean(publisher), '', ''))
        row = [r for r in read_table(self.export('icews').out, 'icews') if r['Target Name'] == 'World Health Organization'][0]
        self.assertEqual((row['Source Country'], row['Source Sectors'], row['Target Country']), ('France', 'Government', ''))
        self.assertEqual((row['City'], row['Country']), ('Geneva', 'Switzerland'))

    def test_phoenix(self):
        for row, (e, i, a, b) in self.check_dyads('phoenix'):
            day = self.day_of(e)
            self.assertEqual((int(row['EventID']), row['Date']), (number_of(e['id'], i), day.strftime('%Y%m%d')))
            self.assertEqual((row['Year'], row['Month'], row['Day']), tuple(day.strftime('%Y %m %d').split()))
            self.assertEqual((row['SourceActorFull'], row['TargetActorFull']), (self.code_of(a), self.code_of(b)))
            self.assertEqual((row['SourceActorEntity'], row['TargetActorEntity']), (self.code_of(a)[:3], self.code_of(b)[:3]))
            self.assertEqual((row['EventCode'], row['EventRootCode'], row['PentaClass'], row['GoldsteinScore']),
                             (e['cameo'], e['cameo'][:2], self.codes[e['cameo']][4], self.codes[e['cameo']][2]))
            self.assertEqual(len(row['SentenceID'].split(';')), len(e['support']))
        row = [r for r in read_table(self.export('phoenix').out, 'phoenix') if r['TargetActorFull'] == 'IGOUNOHLHWHO'][0]
        self.assertEqual((row['TargetActorRole'], row['TargetActorAttribute'], row['SourceActorRole']), ('HLH', 'UNO;WHO', 'GOV'))
        self.assertEqual((row['LocationName'], row['CountryCode'], row['NewsSources']), ('Geneva', 'CHE', 'The Quay Gazette'))

    def check_polecat(self, row, e):
        self.assertEqual((row['Event ID'], row['Event Date'], row['Event Type']), (e['id'], str(self.day_of(e)), self.type_of(e)))
        self.assertEqual(row['Quad Code'], self.types[self.type_of(e)][2])
        if e['mode']:
            self.assertEqual(row['Event Mode'], e['mode'])
        for side, who in (('source', 'Actor'), ('target', 'Recipient')):
            names = [clean(self.name_of(s)).replace(';', ',') for s in e[side]]
            self.assertEqual(row[who + ' Name'], ';'.join(names) if any(names) else '')
            if len(e[side]) > 1 and row[who + ' COW']:
                self.assertEqual(len(row[who + ' COW'].split(';')), len(e[side]))
        if e.get('contexts'):
            self.assertEqual(row['Contexts'], ';'.join(e['contexts']))

    def test_polecat(self):
        for more in ([], ['--all']):
            rows = read_table(self.export('polecat', *more).out, 'polecat')
            expected = list(self.wanted('polecat', bool(more)))
            self.assertEqual(len(rows), len(expected))
            for row, e in zip(rows, expected):
                self.check_polecat(row, e)
        three = [r for r in rows if r['Actor Country'] == 'FRA;DEU;ITA' and r['Recipient Name']][0]
        self.assertEqual((three['Actor COW'], three['Recipient Country'], three['Recipient COW']), ('220;255;325', 'IRN;IRQ', '630;645'))
        self.assertTrue(any(not e['cameo'] for e in expected))

    def test_plover(self):
        modes = {}
        for more in ([], ['--all']):
            lines = self.export('plover', *more).out.decode('utf-8').split('\n')
            self.assertEqual(lines.pop(), '')
            rows = [json.loads(x) for x in lines]
            expected = list(self.wanted('plover', bool(more)))
            self.assertEqual([r['id'] for r in rows], [e['id'] for e in expected])
            for r, e in zip(rows, expected):
                self.check_plover(r, e)
                modes.setdefault(e['status'] if e['polarity'] == 'pos' else 'neg', []).append(r.get('mode', []))
        for status, aux in (('planned', 'future'), ('expected', 'future'), ('cancelled', 'negation'), ('denied', 'negation'),
                            ('hypothetical', 'hypothetical'), ('conditional', 'hypothetical'), ('neg', 'negation')):
            self.assertTrue(all(aux in m for m in modes[status]), (status, modes[status]))
        old = [r for r, e in zip(rows, expected) if e['when']['value'] == '2019-07-01'][0]
        self.assertIn('historical', old['mode'])

    def check_plover(self, r, e):
        self.assertLessEqual(set(r), set(PLOVER))
        self.assertLessEqual({'id', 'date', 'actor', 'event'}, set(r))
        self.assertNotIn(None, r.values())
        self.assertEqual((r['event'], r['quad_code']), ([self.type_of(e)], int(self.types[self.type_of(e)][1])))
        self.assertIsInstance(r['event_scale'], (int, float))
        lo, _ = interval(e['when']['value'])
        self.assertEqual((r['date'], r.get('enddate', r['date'])), (str(lo or self.day_of(e)), str(self.day_of(e))))
        self.assertIn('status ' + e['status'], r['comment'])
        for key, side in (('actor', 'source'), ('recipient', 'target')):
            self.assertEqual(len(r.get(key, [])), len(e[side]))
            for entity, slot in zip(r.get(key, []), e[side]):
                self.assertLessEqual(set(entity), set(ENTITY))
                self.assertEqual(entity.get('identifier_text', ''), self.name_of(slot))
                if slot['party'] and len(slot['party']) == 3 and slot['code'] != 'IGOUNOHLHWHO':
                    self.assertEqual(entity['code'], slot['party'])

    # what holds for all of them

    def test_what_is_left_out_is_counted(self):
        not_done = sum(1 for e in self.events if e['status'] not in DONE or e['polarity'] == 'neg')
        said = self.export('gdelt').errors
        self.assertIn('%d events have not happened' % not_done, said)
        self.assertRegex(said, r'(?m)^\d+ events have no date and are left out$')
        self.assertRegex(said, r'(?m)^\d+ events have no CAMEO code')
        self.assertNotIn('have not happened', self.export('gdelt', '--all').errors)
        self.assertNotIn('CAMEO code', self.export('plover', '--all').errors)
        self.assertRegex(self.export('plover', '--all').errors, r'(?m)^\d+ events? (has|have) no PLOVER type')

    def test_same_bytes(self):
        for name in list(TABLES) + ['plover']:
            self.assertEqual(self.export(name, '--all').out, self.export(name, '--all').out)
        other = self.path('other.db')
        made = Crafted(self.folder)
        for f in made.facts[::-1]:
            common.must('add', '--record', other, '--facts', '-', input=(json.dumps(f) + '\n').encode())
        common.must('add', '--record', other, *common.sample_files()[::-1])
        for name in list(TABLES) + ['plover']:
            self.assert_same(self.export(name).out, common.must('export', '--as', name, '--record', other).out, name)

    def test_as_of(self):
        before = len(self.events)
        self.load('--as-of', '2031-03-05')
        self.assertLess(len(self.events), before)
        for name in ('cameo', 'gdelt', 'icews', 'phoenix'):
            rows = read_table(self.export(name, '--as-of', '2031-03-05').out, name)
            self.assertEqual(len(rows), len(list(self.pairs(name))))
        known = [r['known_from'] for r in read_table(self.export('cameo', '--as-of', '2031-03-05').out, 'cameo')]
        self.assertLessEqual(max(known), '2031-03-05')
        self.load('--as-of', '1985-01-31')
        got = [r['event'] for r in read_table(self.export('cameo', '--as-of', '1985-01-31').out, 'cameo')]
        self.assertEqual(got, [e['id'] for e, _, _, _ in self.pairs('cameo')])

    def test_since_and_until(self):
        rows = read_table(self.export('cameo', '--since', '2031-03-03', '--until', '2031-03-03').out, 'cameo')
        expected = []
        for e, i, _, _ in self.pairs('cameo'):
            lo, hi = interval(e['when']['value'])
            day = datetime.date(2031, 3, 3)
            if (not lo or lo <= day) and (not hi or hi >= day):
                expected.append((e['id'], str(i + 1)))
        self.assertEqual([(r['event'], r['dyad']) for r in rows], expected)
        self.assertTrue(expected)

    def test_numbers_that_two_events_have_are_told(self):
        made = Crafted(self.folder)
        one = made.event(['Iran'], ['Japan'])
        two = copy.deepcopy(one)
        one['id'], two['id'] = 'e-' + 'c' * 25 + 'q', 'e-' + 'c' * 12 + 'd' * 13 + 'q'
        made.report['events'] = [one, two]
        record = self.path('twins.db')
        common.must('add', '--record', record, '--facts', '-', input=(json.dumps(made.report) + '\n').encode())
        done = common.must('export', '--as', 'icews', '--record', record)
        self.assertEqual(len(read_table(done.out, 'icews')), 2)
        self.assert_one_line(done, '1 event shares its number with another')

    def test_an_empty_record_has_its_header(self):
        record = self.path('empty.db')
        common.must('add', '--record', record, '--facts', self.write('none.jsonl', ''))
        for name in TABLES:
            self.assertEqual(read_table(common.must('export', '--as', name, '--record', record).out, name), [])
        self.assertEqual(common.must('export', '--as', 'plover', '--record', record).out, b'')

    def test_wrong_names(self):
        for args in ([], ['--as', 'excel'], ['--as', 'GDELT'], ['--as', '']):
            done = common.run('export', '--record', self.record, *args)
            self.assertEqual((done.status, done.out), (2, b''), args)
            self.assert_one_line(done, 'cameo, gdelt, icews, phoenix, plover, polecat')
        for args in (['--as-of', 'soon'], ['--since', 'soon'], ['--until', '2031-13-01']):
            done = common.run('export', '--as', 'gdelt', '--record', self.record, *args)
            self.assertEqual((done.status, done.out), (2, b''), args)
        self.assertIn(common.run('export', '--as', 'gdelt', '--record', self.path('none.db')).status, (1, 4))
        self.assertFalse(os.path.exists(self.path('none.db')))

    def test_a_full_disk(self):
        if not os.path.exists('/dev/full'):
            self.skipTest('no /dev/full')
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([common.CHANCERY, 'export', '--as', 'gdelt', '--record', self.record], stdout=full,
                                  stderr=subprocess.PIPE, env=common.environment())
        self.assertEqual(done.returncode, 1, done.stderr)


class Columns(Test):
    """The names above are those of the tables in ../shared."""

    def shared(self, name):
        path = os.path.join(common.SHARED, 'data', 'codes', name)
        if not os.path.exists(path):
            self.skipTest('../shared is not here')
        with open(path, encoding='utf-8') as f:
            return [line.rstrip('\n').split('\t') for line in f][1:]

    def test_tables(self):
        for name, file in (('gdelt', 'gdelt2_events'), ('icews', 'icews_events'), ('polecat', 'polecat_weekly'), ('phoenix', 'phoenix_events')):
            self.assertEqual(TABLES[name], [r[1] for r in self.shared(file + '.columns.tsv')])
        self.assertEqual([len(TABLES[n]) for n in ('gdelt', 'icews', 'polecat', 'phoenix')], [61, 20, 40, 26])

    def test_plover(self):
        fields = [r[0] for r in self.shared('plover_json.fields.tsv')]
        self.assertEqual(PLOVER + ['entity.' + x for x in ENTITY], fields)

    def test_codes(self):
        pack = Formats.table(self, 'cameo-codes', 8)
        for r in self.shared('cameo_codes.tsv'):
            got = pack[r[0]]
            self.assertEqual((got[1].lower(), got[2], got[3], got[4]), (r[1].lower(), r[4], r[6], r[8]))
        self.assertEqual(len(pack), 312)
        types = Formats.table(self, 'plover-types', 5)
        self.assertEqual(sorted(types), sorted(r[0] for r in self.shared('plover_events.tsv')))
        contexts = {r[0] for r in self.shared('plover_contexts.tsv')}
        for r in pack.values():
            self.assertTrue(not r[5] or r[5] in types, r)
            self.assertLessEqual({x.strip() for x in r[7].split(';') if x.strip()}, contexts)


if __name__ == '__main__':
    common.main()
