#!/usr/bin/env python3
"""Every line of `read` and `dump` keeps the facts contract: schemas, spans, ids, references, canonical JSON."""
import json
import os
import re
import unittest

import common
from common import FACT_LETTERS, Test, canonical

try:
    import jsonschema
except ImportError:
    jsonschema = None

ID = re.compile('^([a-z])-[a-z2-7]{26}$')
LETTERS = {'report': 'r', 'actor': 'a', 'statement': 's', 'event': 'e'}


def spans_in(value, path=''):
    """Every span of a JSON value, with the path that leads to it: [start, end] of two whole numbers."""
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(x, int) for x in value):
            yield path, value
        else:
            for x in value:
                yield from spans_in(x, path)
    elif isinstance(value, dict):
        for key, x in value.items():
            yield from spans_in(x, path + '.' + key)


def validator(name):
    if not jsonschema:
        raise unittest.SkipTest('python3-jsonschema is not installed')
    with open(os.path.join(common.ROOT, 'docs', name), encoding='utf-8') as f:
        return jsonschema.Draft202012Validator(json.load(f))


class Facts(Test):
    @classmethod
    def setUpClass(cls):
        cls.inputs = common.sample_files() + common.seed_files()
        cls.lines = common.read(*cls.inputs).out.splitlines()
        cls.facts = [json.loads(line) for line in cls.lines]

    def test_one_line_a_report_in_the_order_named(self):
        self.assertEqual([f['report']['source'] for f in self.facts], [os.path.basename(p) for p in self.inputs])

    def test_schema(self):
        check = validator('facts.schema.json')
        for f in self.facts:
            errors = ['%s: %s' % (list(e.absolute_path), e.message[:300]) for e in check.iter_errors(f)]
            self.assertEqual(errors[:3], [], f['report']['source'])

    def test_canonical(self):
        for line, f in zip(self.lines, self.facts):
            self.assertEqual(line.decode('utf-8'), canonical(f))

    def test_text_is_the_input(self):
        for path, f in zip(self.inputs, self.facts):
            with open(path, 'rb') as source:
                self.assertEqual(f['report']['text'].encode('utf-8'), source.read())

    def test_spans_cut_the_text_at_characters(self):
        for f in self.facts:
            text, n = f['report']['text'].encode('utf-8'), 0
            for where, (start, end) in spans_in({k: v for k, v in f.items() if k != 'copying'}):
                words = text[start:end]
                self.assertTrue(0 <= start < end <= len(text), (where, start, end))
                words.decode('utf-8')           # raises where a character is cut
                n += 1
            self.assertGreater(n, 20)

    def test_spans_lie_inside_what_holds_them(self):
        for f in self.facts:
            for s in f['statements']:
                for c in s['content']:
                    self.assertTrue(s['span'][0] <= c[0] and c[1] <= s['span'][1], (f['report']['source'], s))
                if s['cue']:
                    self.assertTrue(s['span'][0] <= s['cue']['span'][0] and s['cue']['span'][1] <= s['span'][1], s)
            for e in f['events']:
                self.assertTrue(e['span'][0] <= e['trigger'][0] and e['trigger'][1] <= e['span'][1], e)

    def test_blocks_are_in_order_and_apart(self):
        for f in self.facts:
            at = 0
            for b in f['report']['blocks']:
                self.assertGreaterEqual(b['span'][0], at)
                at = b['span'][1]
                self.assertTrue(all(b['span'][0] <= p[0] < p[1] <= b['span'][1] for p in b.get('pieces', [])), b)

    def test_texts_are_the_words_of_their_spans(self):
        for f in self.facts:
            text = f['report']['text'].encode('utf-8')
            for b in f['report']['byline']:
                self.assertEqual(text[slice(*b['span'])].decode(), b['text'])

    def test_ids_are_unique_and_of_their_letter(self):
        seen = set()
        for f in self.facts:
            ids = [('r', f['report']['id'])]
            ids += [(letter, x['id']) for kind, letter in FACT_LETTERS.items() for x in f[kind]]
            for letter, i in ids:
                self.assertEqual(ID.match(i).group(1), letter)
                self.assertNotIn(i, seen)
                seen.add(i)

    def test_references_resolve(self):
        for f in self.facts:
            ids = {kind: {x['id'] for x in f[kind]} for kind in FACT_LETTERS}

            def known(i, *kinds):
                self.assertTrue(i is None or any(i in ids[k] for k in kinds), (f['report']['source'], i))
            for t in f['times']:
                if t['expr']['base'] != 'report':
                    known(t['expr']['base'], 'times', 'statements', 'events')
            for a in f['actors']:
                for m in a.get('members', []):
                    known(m, 'actors')
            for s in f['statements']:
                known(s['speaker'], 'actors')
                known(s['within'], 'statements')
                known(s['when']['time'], 'times')
            for e in f['events']:
                known(e['claimed_by'], 'statements')
                known(e['when']['time'], 'times')
                for i in e['object']:
                    known(i, 'events')
                for claim in e['claims']:
                    known(claim['statement'], 'statements')
                for slot in e['source'] + e['target'] + ([e['where']] if e['where'] else []):
                    known(slot['actor'], 'actors')
            for p in f['positions']:
                known(p['said_by'], 'statements')
                known(p['when']['time'], 'times')
                known(p['party']['actor'], 'actors')
            for d in f['deadlines']:
                known(d['statement'], 'statements')
                for slot in filter(None, (d['by'], d['on'])):
                    known(slot['actor'], 'actors')

    def test_every_fact_says_its_rule(self):
        for f in self.facts:
            for kind in FACT_LETTERS:
                for x in f[kind]:
                    self.assertTrue(x['rule'] and 0 <= x['p'] <= 1000, x)

    def test_no_text_leaves_out_the_text_alone(self):
        bare = common.read('--no-text', *self.inputs).rows
        for f, b in zip(self.facts, bare):
            self.assertNotIn('text', b['report'])
            self.assertEqual({k: v for k, v in f['report'].items() if k != 'text'}, b['report'])
            self.assertEqual({k: v for k, v in f.items() if k != 'report'}, {k: v for k, v in b.items() if k != 'report'})


class Dump(Test):
    def setUp(self):
        super().setUp()
        inputs = common.sample_files() + common.seed_files()
        self.facts = {f['report']['id']: f for f in common.read(*inputs).rows}
        self.lines = self.dump(self.record_of('a.db', *inputs)).splitlines()
        self.rows = [json.loads(line) for line in self.lines]

    def of(self, kind):
        return [r for r in self.rows if r['row'] == kind]

    def test_schema(self):
        check = validator('dump.schema.json')
        kinds = {k['properties']['row']['const']: jsonschema.Draft202012Validator(k) for k in check.schema['oneOf']}
        for r in self.rows:
            errors = ['%s: %s' % (list(e.absolute_path), e.message[:300]) for e in kinds[r['row']].iter_errors(r)]
            self.assertEqual(errors[:3], [], r)

    def test_canonical_and_ordered(self):
        for line, r in zip(self.lines, self.rows):
            self.assertEqual(line.decode('utf-8'), canonical(r))
        order = [(r['row'], r.get('id', '')) for r in self.rows]
        self.assertEqual(order, sorted(order))
        self.assertEqual(len(order), len(set(order)))

    def test_all_reports_are_there(self):
        self.assertEqual({r['id'] for r in self.of('report')}, set(self.facts))
        self.assertEqual([r['reports'] for r in self.of('record')], [len(self.facts)])

    def test_ids_and_references(self):
        ids = {}
        for r in self.rows:
            if 'id' in r and r['row'] != 'record':
                self.assertTrue(ID.match(r['id']), r['id'])
                ids.setdefault(r['row'], set()).add(r['id'])
        for kind, letter in LETTERS.items():
            self.assertTrue(all(i[0] == letter for i in ids.get(kind, ())), kind)
        for r in self.of('statement') + self.of('event'):
            for u in r['support']:
                fact = self.facts[u['report']]
                text = fact['report']['text'].encode('utf-8')
                text[slice(*u['span'])].decode('utf-8')
                if u['role'] != 'headline':
                    self.assertIn(u['fact'], {x['id'] for x in fact[r['row'] + 's']}, r['id'])
                    self.assertIn(u['fact'], r['members'])
            self.assertIn(r['id'], r['members'])
        for r in self.of('statement'):
            self.assertTrue(r['speaker'] is None or r['speaker'] in ids['actor'], r)
        for r in self.of('event'):
            for slot in r['source'] + r['target']:
                self.assertTrue(slot['actor'] is None or slot['actor'] in ids['actor'], r)
        for r in self.of('report'):
            self.assertTrue(r['family'] is None or r['family'] in ids['family'], r)
            self.assertTrue(r['thread'] is None or r['thread'] in ids['thread'], r)

    def test_every_fact_is_a_member_of_one_row(self):
        for kind in ('statement', 'event'):
            members = [m for r in self.of(kind) for m in r['members']]
            self.assertEqual(len(members), len(set(members)))
            self.assertEqual(set(members), {x['id'] for f in self.facts.values() for x in f[kind + 's']})

    def test_families_hold_each_report_once(self):
        held = [m['report'] for r in self.of('family') for m in r['members']]
        self.assertEqual(sorted(held), sorted(self.facts))
        for r in self.of('family'):
            self.assertEqual([m['report'] for m in r['members'] if m['relation'] == 'head'], [r['head']])

    def test_sources_add_up(self):
        for r in self.of('statement') + self.of('event'):
            s = r['sources']
            self.assertTrue(1 <= s['origins'] <= s['reports'] and 1 <= s['families'] <= s['reports'], r)

    def test_members_resolve_to_their_row(self):
        row = next(r for r in self.of('statement') if len(r['members']) > 1)
        for m in row['members']:
            shown = common.must('show', m, '--json', '--record', self.path('a.db')).rows
            self.assertEqual([x['id'] for x in shown], [row['id']])


if __name__ == '__main__':
    common.main()
