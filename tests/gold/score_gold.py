#!/usr/bin/env python3
"""score_gold.py FACTS.jsonl [--json] [--show N] [--half 1|2]: statements of `chancery read` against gold.

FACTS is what `chancery read` prints of gold.jsonl. A gold statement and one of the facts may be the same if
their cues touch or their contents share half of their bytes (F1 0.5); the best pairs first, each once. Half 1
are the reports with odd numbers, half 2 the others: what ships is trained on half 1.

  found            all statements, those in other words (`within`) too; `outer`: those that are not
  speaker named    of the found with a speaker in gold, the share for which a speaker or party is named at all
  wrong speaker    of all statements that name a speaker or party, those that name another person, body or
                   party than gold. One that gold does not have is wrong when no gold statement at these words
                   has that speaker; an outlet that gold has there as `via`, with no party, is then only a
                   statement too many
  mode, act, …     right, of the found. `force`: where gold has one. `when`: the same interval
  content          mean F1 of bytes, of the found
  silence, within, co_speakers, translation, audience, channel, via
                   F1 over the found (words: they overlap)
  conditions, deadlines
                   F1 over all (they overlap)
  sureness         what share of statements of each sureness is found in gold, for calibration"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SMALL = set('a an the of in for to by s at on from and one who its his her their mr ms mrs two three several '
            'some senior'.split())
BODY = re.compile(r'\b(ministry|embassy|department|office|agency|army|navy|parliament|court|council|'
                  r'commission|mission|board|bank|panel|guard|regulator)\b', re.I)
UMBRELLA = {'IGOUNO': 'UN', 'IGOEUREEC': 'EU'}          # CAMEO codes of bodies that speak for these parties
F1_OF_FOUND = ('silence', 'within', 'co_speakers', 'translation', 'audience', 'channel', 'via')
F1_OF_ALL = ('found', 'outer') + F1_OF_FOUND + ('conditions', 'deadlines')


def words(text):
    return [w for w in re.findall(r'\w+', (text or '').lower()) if w not in SMALL]


def bytes_of(spans):
    return {i for a, b in spans for i in range(a, b)}


def dice(a, b):
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def touch(a, b):
    return bool(a and b and a[0] < b[1] and b[0] < a[1])


def load_gold(half):
    with open(os.path.join(HERE, 'gold.jsonl'), encoding='utf-8') as f:
        rows = [json.loads(line) for line in f]
    return {row['id']: row for row in rows if not half or row['half'] == half}


def load_facts(path, gold):
    """The facts of gold's reports; every report must be there."""
    with open(path, encoding='utf-8') as f:
        rows = [json.loads(line) for line in f]
    facts = {row['report'].get('given_id'): row for row in rows}
    missing = sorted(set(gold) - set(facts))
    if missing:
        sys.exit('score_gold.py: %s lacks %d reports of gold.jsonl: %s …' % (path, len(missing), missing[0]))
    return facts


def same_person(a, b):
    """Words of two names: most of the shorter stand in the longer, with its last one."""
    short, long = sorted((a, b), key=len)
    both = set(short) & set(long)
    return short[-1] in long and (len(both) * 2 > len(set(short)) or both == set(short))


def same_words(a, b):
    """Words of two names of bodies or of two descriptions: all of the shorter stand in the longer, a state's
    for its adjective (Bolivia, Bolivian)."""
    short, long = sorted((a, b), key=len)
    alike = lambda x, y: x == y or min(len(x), len(y)) > 4 and (x.startswith(y) or y.startswith(x))
    return all(any(alike(x, y) for y in long) for x in short)


class Names:
    """What the facts call an actor: its name, its mentions."""

    def __init__(self, facts, raw):
        self.actors = {a['id']: a for a in facts['actors']}
        self.spans, self.names = {}, {}
        for i, a in self.actors.items():
            self.spans[i] = [m['span'] for m in a['mentions'] if m['form'] != 'pronoun']
            self.names[i] = {a['name']} | {raw[s[0]:s[1]].decode('utf-8', 'replace') for s in self.spans[i]}

    def is_personal(self, actor):
        """A person with a name of two words with capitals."""
        a = self.actors[actor]
        capitals = sum(w[:1].isupper() for w in a['name'].split())
        return a['kind'] == 'person' and not a['anonymous'] and capitals > 1

    def is_body(self, actor):
        a = self.actors[actor]
        return a['kind'] in ('government', 'organisation') and bool(BODY.search(a['name']))

    def matches(self, actor, who):
        """The actor is the one whom gold calls so."""
        want, same = words(who), same_person if self.actors[actor]['kind'] == 'person' else same_words
        return bool(want) and any(same(have, want) for have in map(words, self.names[actor]) if have)

    def stands_in(self, actor, spans):
        return any(touch(m, x) for m in self.spans[actor] for x in spans)

    def party_of(self, fact):
        """The fact's party; for a body of the UN or the EU with an id of its own, these."""
        code = (self.actors.get(fact.get('speaker')) or {}).get('code') or ''
        umbrella = next((p for prefix, p in UMBRELLA.items() if code.startswith(prefix)), None)
        return {fact['party'], umbrella} - {None}

    def called(self, fact):
        actor = self.actors.get(fact.get('speaker')) or {'name': None}
        return '%s (%s)' % (actor['name'], fact.get('party'))


def is_wrong(fact, gold, names):
    """A speaker or party is named, and it is not the right one. A description without a personal name is
    right where it stands among gold's words for the speaker; so is a body or state of the right party for the
    people who speak for it, but not one body for another."""
    keys = [(gold['who'], gold['party'])] + [(c['who'], c['party']) for c in gold['co']]
    who = fact.get('speaker')
    same = bool(who) and any(names.matches(who, w) for w, _ in keys)
    other_party = fact.get('party') and not names.party_of(fact) & {p for _, p in keys}
    if other_party and (gold['party'] or not same):
        return True
    if not who or same:
        return False
    if not any(w for w, _ in keys) or names.is_personal(who):
        return True
    if names.stands_in(who, gold['source']):
        return False
    return not fact.get('party') or names.is_body(who) and bool(BODY.search(gold['who'] or ''))


def match(gold, facts):
    """{gold statement: fact}, by their places in the lists."""
    of_gold = [bytes_of(g['content']) for g in gold]
    of_fact = [bytes_of(s['content']) for s in facts]
    scores = []
    for i, g in enumerate(gold):
        for j, s in enumerate(facts):
            cue = bool(g['cue']) and touch(g['cue'][0], (s['cue'] or {}).get('span'))
            share = dice(of_gold[i], of_fact[j])
            if cue or share >= 0.5:
                scores.append((2 * cue + share, -i, -j))
    out, used = {}, set()
    for _, i, j in sorted(scores, reverse=True):
        if -i not in out and -j not in used:
            out[-i] = -j
            used.add(-j)
    return out


def extent(g):
    spans = g['source'] + g['cue'] + g['content']
    return min(x[0] for x in spans), max(x[1] for x in spans)


def overlaps(gold_spans, spans):
    """How many of gold's touch one of the spans, each of these once."""
    left, hits = list(spans), 0
    for g in gold_spans:
        x = next((x for x in left if touch(g, x)), None)
        if x:
            left.remove(x)
            hits += 1
    return hits


class Score:
    """Counts over reports. `n`: what was counted; `lists`: what went wrong, for --show."""

    def __init__(self):
        self.n, self.lists = {}, {'wrong speaker': [], 'missed': [], 'extra': []}
        self.sure = [[0, 0] for _ in range(10)]

    def add(self, key, by=1):
        self.n[key] = self.n.get(key, 0) + by

    def add_f1(self, key, hits, gold, out):
        for part, by in (('/hit', hits), ('/gold', gold), ('/out', out)):
            self.add(key + part, by)

    def add_pair(self, key, want, have, same):
        self.add_f1(key, bool(want and have and same), bool(want), bool(have))

    def add_share(self, key, good):
        self.add(key + '/of')
        self.add(key + '/hit', good)

    def report(self, report, facts):
        raw = report['text'].encode('utf-8')
        gold, found = report['gold']['statements'], facts['statements']
        names, pairs = Names(facts, raw), match(gold, found)
        self.add_f1('found', len(pairs), len(gold), len(found))
        both = sum(not gold[i]['within'] and not found[j]['within'] for i, j in pairs.items())
        self.add_f1('outer', both, sum(not g['within'] for g in gold), sum(not s['within'] for s in found))
        self.missed(report, raw, [g for i, g in enumerate(gold) if i not in pairs])
        of_fact = {j: gold[i] for i, j in pairs.items()}
        for j, s in enumerate(found):
            self.fact(report, raw, s, of_fact.get(j), names)
        ids = {g['id']: found[pairs[i]]['id'] for i, g in enumerate(gold) if i in pairs}
        for i, j in pairs.items():
            self.fields(gold[i], found[j], names, ids)
        self.apart(report['gold'], facts)

    def missed(self, report, raw, statements):
        for g in statements:
            said = b' '.join(raw[a:b] for a, b in g['cue'] + g['content'])
            self.lists['missed'].append((report['id'], g['who'], said[:90].decode('utf-8', 'replace')))

    def fact(self, report, raw, s, g, names):
        """One of the facts: its sureness, its speaker; g is gold's statement, or None."""
        self.sure[min(9, s['p'] // 100)][1] += 1
        self.sure[min(9, s['p'] // 100)][0] += g is not None
        said = raw[s['span'][0]:s['span'][1]][:110].decode('utf-8', 'replace')
        if g is None:
            self.lists['extra'].append((report['id'], s['rule'], said))
        if not (s.get('speaker') or s.get('party')):
            return
        self.add('named')
        if is_wrong(s, g, names) if g else self.extra_is_wrong(s, report['gold']['statements'], names):
            self.add('wrong')
            want = '%s (%s)' % (g['who'], g['party']) if g else '(no such statement)'
            row = report['id'], s['rule'], '%s for %s' % (names.called(s), want), said[:80]
            self.lists['wrong speaker'].append(row)

    @staticmethod
    def extra_is_wrong(s, gold, names):
        near = [g for g in gold if touch(s['span'], extent(g))]
        outlets = [v['span'] for g in near for v in g['via']]
        if not s.get('party') and names.stands_in(s['speaker'], outlets):
            return False
        return bool(near) and all(is_wrong(s, g, names) for g in near)

    def fields(self, g, s, names, ids):
        """What a found statement is said to be."""
        if g['who'] or g['party']:
            self.add_share('speaker named', bool(s.get('speaker') or s.get('party')))
        for key in ('mode', 'act'):
            self.add_share(key, g[key] == s.get(key))
        if g['force']:
            self.add_share('force', g['force'] == s.get('force'))
        self.add_share('when', g['when'] == (s.get('when') or {}).get('value'))
        if g['content']:
            self.add_share('content', dice(bytes_of(g['content']), bytes_of(s['content'])))
        for key in ('silence', 'translation'):
            self.add_pair(key, g[key], s.get(key), g[key] == s.get(key))
        self.add_pair('within', g['within'], s['within'], ids.get(g['within']) == s['within'])
        co = s.get('co_speakers') or []
        same = any(names.matches(x, c['who']) for x in co for c in g['co'])
        self.add_pair('co_speakers', g['co'], co, same)
        for key in ('audience', 'channel'):
            have = (s.get(key) or {}).get('span')
            self.add_pair(key, g[key], have, touch(g[key], have))
        via = [v['span'] for v in s.get('via') or []]
        self.add_pair('via', g['via'], via, overlaps([v['span'] for v in g['via']], via))

    def apart(self, gold, facts):
        """What does not hang on statements: deadlines and conditions."""
        spans = lambda rows: [x['span'] for x in rows if x]
        for key, want, have in (
                ('deadlines', spans(gold['deadlines']), spans(facts.get('deadlines') or [])),
                ('conditions', spans(g['condition'] for g in gold['statements']),
                 spans(p.get('condition') for p in facts.get('positions') or []))):
            self.add_f1(key, overlaps(want, have), len(want), len(have))

    def share(self, hit, of):
        return round(self.n.get(hit, 0) / self.n[of], 4) if self.n.get(of) else None

    def f1(self, key):
        hit, g, o = (self.n.get(key + x, 0) for x in ('/hit', '/gold', '/out'))
        return {'p': self.share(key + '/hit', key + '/out'), 'r': self.share(key + '/hit', key + '/gold'),
                'f1': round(2 * hit / (g + o), 4) if g + o else None, 'gold': g, 'out': o}

    def figures(self):
        out = {key: self.f1(key) for key in F1_OF_ALL}
        out['wrong speaker'] = {'n': self.n.get('wrong', 0), 'of': self.n.get('named', 0),
                                'share': self.share('wrong', 'named') or 0.0}
        for key in ('speaker named', 'mode', 'act', 'force', 'when', 'content'):
            out[key] = self.share(key + '/hit', key + '/of')
        out['sureness'] = {'%d-%d' % (100 * k, 100 * k + 99): {'n': b, 'right': round(a / b, 3)}
                           for k, (a, b) in enumerate(self.sure) if b}
        return out


def score(path, half=0):
    """(figures, what went wrong) of the facts in a file."""
    gold, counts = load_gold(half), Score()
    facts = load_facts(path, gold)
    for name, report in gold.items():
        counts.report(report, facts[name])
    size = {'reports': len(gold), 'statements': counts.n.get('found/gold', 0)}
    return dict(size, **counts.figures()), counts.lists


def main(argv):
    option = lambda name: int(argv[argv.index(name) + 1]) if name in argv else 0
    if not argv or argv[0].startswith('--'):
        sys.exit(__doc__)
    out, lists = score(argv[0], option('--half'))
    if '--json' in argv:
        return print(json.dumps(out, sort_keys=True))
    for key, value in out.items():
        many = isinstance(value, dict)
        print('%-15s %s' % (key, '  '.join('%s %s' % kv for kv in value.items()) if many else value))
    for key, rows in lists.items():
        for row in rows[:option('--show')]:
            print(key, '|', ' | '.join(str(x) for x in row).replace('\n', ' '))


if __name__ == '__main__':
    main(sys.argv[1:])
