#!/usr/bin/env python3
"""score_gold.py FACTS.jsonl [--json] [--show N] [--half 1|2]: statements of `chancery read` against gold.jsonl.

FACTS is what `chancery read` prints of reports.jsonl (or of gold.jsonl itself: both carry id and text). A gold statement and
one of the facts may be the same if their cues touch or their contents share half of their words (F1 of bytes, 0.5); the
best pairs first, each once. Half 1 are the reports with odd numbers, half 2 the others: what ships is trained on half 1.

  found            all statements, those in other words (`within`) too; `outer`: those that are not
  speaker named    of the found with a speaker in gold, the share for which a speaker or party is named at all (coverage)
  wrong speaker    of all statements that name one, those whose speaker or party is wrong: another person, body or party; a
                   statement that gold does not have is wrong when it names somebody whom gold has not beside those words
  mode, act, …     right, of the found. `force`: where gold has one. `when`: the same interval
  audience, channel, via, co, within, silence, translation: F1 of those that are there (spans: they overlap)
  p                what share of statements of each sureness is found in gold, for calibration"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SMALL = {'a', 'an', 'the', 'of', 'in', 'for', 'to', 'by', 's', 'at', 'on', 'from', 'and', 'one', 'who', 'its', 'his', 'her', 'their',
         'mr', 'ms', 'mrs', 'two', 'three', 'several', 'some', 'senior'}


def words(text):
    return [w for w in re.findall(r'\w+', (text or '').lower()) if w not in SMALL]


def bytes_of(spans):
    out = set()
    for a, b in spans:
        out.update(range(a, b))
    return out


def dice(a, b):
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def touch(a, b):
    return bool(a and b and a[0] < b[1] and b[0] < a[1])


def load_gold(half):
    out = {}
    with open(os.path.join(HERE, 'gold.jsonl'), encoding='utf-8') as f:
        for line in f:
            row = json.loads(line)
            if not half or int(row['id']) % 2 == half % 2:
                out[row['id']] = row
    return out


class Names:
    """What the facts call an actor: its name, its mentions."""
    def __init__(self, facts, raw):
        self.all = {}
        for a in facts['actors']:
            said = {raw[m['span'][0]:m['span'][1]].decode('utf-8', 'replace') for m in a['mentions'] if m['form'] != 'pronoun'}
            self.all[a['id']] = (a, {a['name']} | said)

    def is_personal(self, actor):
        """A person with a name of two words with capitals, or a known one."""
        a = self.all[actor][0]
        return a['kind'] == 'person' and not a['anonymous'] and sum(w[:1].isupper() for w in a['name'].split()) > 1

    def matches(self, actor, who):
        """The actor is the one whom gold calls so: all words of the shorter name stand in the longer, with its last one."""
        if actor not in self.all:
            return False
        want = words(who)
        for name in self.all[actor][1]:
            have = words(name)
            if not have or not want:
                continue
            short, long = sorted((have, want), key=len)
            if short[-1] in long and (len(set(short) & set(long)) * 2 > len(set(short)) or set(short) <= set(long)):
                return True
        return False


def is_wrong(fact, gold, names):
    """A speaker or party is named, and it is not the right one. A description without a personal name is right where it stands
    among gold's words for the speaker; so is a body or state of the right party for the people who speak for it."""
    keys = [(gold.get('who'), gold.get('party'))] + [(c.get('who'), c.get('party')) for c in gold.get('co') or []]
    parties = [p for _, p in keys]
    who = fact.get('speaker')
    same = any(names.matches(who, w) for w, _ in keys if w)
    if fact.get('party') and fact['party'] not in parties and (gold.get('party') or not same):
        return True
    if not who or same:
        return False
    actor = names.all[who][0]
    if not any(w for w, _ in keys):
        return True
    mentions = [m['span'] for m in actor['mentions'] if m['form'] != 'pronoun']
    if not names.is_personal(who):
        return not (fact.get('party') or any(touch(m, x) for m in mentions for x in gold['source']))
    return True


def score(facts_path, half=0):
    gold = load_gold(half)
    n = {}
    wrong_list, missed, extra = [], [], []
    table = [[0, 0] for _ in range(10)]

    def add(key, by=1):
        n[key] = n.get(key, 0) + by

    def pair_f1(key, want, have, same):
        add(key + '/gold', bool(want))
        add(key + '/out', bool(have))
        add(key + '/hit', bool(want and have and same))

    with open(facts_path, encoding='utf-8') as f:
        rows = [json.loads(line) for line in f]
    for facts in rows:
        report = gold.get(facts['report'].get('given_id'))
        if not report:
            continue
        raw = report['text'].encode('utf-8')
        gs, fs = report['gold']['statements'], facts['statements']
        names = Names(facts, raw)
        gc = [bytes_of(g['content']) for g in gs]
        fc = [bytes_of(s['content']) for s in fs]
        scores = []
        for i, g in enumerate(gs):
            for j, s in enumerate(fs):
                cue = bool(g['cue']) and touch(g['cue'][0], (s.get('cue') or {}).get('span'))
                d = dice(gc[i], fc[j])
                if cue or d >= 0.5:
                    scores.append((2 * cue + d, -i, -j))
        of_gold, of_fact = {}, {}
        for _, i, j in sorted(scores, reverse=True):
            if -i not in of_gold and -j not in of_fact:
                of_gold[-i] = -j
                of_fact[-j] = -i
        gid = {g['id']: i for i, g in enumerate(gs)}
        fid = {s['id']: j for j, s in enumerate(fs)}
        add('found/gold', len(gs))
        add('found/out', len(fs))
        add('found/hit', len(of_gold))
        add('outer/gold', sum(not g['within'] for g in gs))
        add('outer/out', sum(not s['within'] for s in fs))
        add('outer/hit', sum(not gs[i]['within'] and not fs[j]['within'] for i, j in of_gold.items()))
        for i, g in enumerate(gs):
            if i not in of_gold:
                missed.append((report['id'], g['who'], b' '.join(raw[a:b] for a, b in g['cue'] + g['content'])[:90].decode('utf-8', 'replace')))
        for j, s in enumerate(fs):
            table[min(9, s['p'] // 100)][1] += 1
            table[min(9, s['p'] // 100)][0] += j in of_fact
            named = bool(s.get('speaker') or s.get('party'))
            add('named', named)
            if j in of_fact:
                bad = is_wrong(s, gs[of_fact[j]], names)
            else:
                extra.append((report['id'], s['rule'], raw[s['span'][0]:s['span'][1]][:110].decode('utf-8', 'replace')))
                near = [g for i, g in enumerate(gs) if touch(s['span'], (min(x[0] for x in g['source'] + g['cue'] + g['content']),
                                                                         max(x[1] for x in g['source'] + g['cue'] + g['content'])))]
                bad = bool(near) and all(is_wrong(s, g, names) for g in near)
            if bad and named:
                add('wrong')
                who = names.all.get(s.get('speaker'), ({'name': None},))[0]['name']
                want = gs[of_fact[j]]['who'] if j in of_fact else '(no such statement)'
                wrong_list.append((report['id'], s['rule'], '%s (%s) for %s (%s)' % (who, s.get('party'), want, gs[of_fact[j]]['party'] if j in of_fact else None),
                                   raw[s['span'][0]:s['span'][1]][:80].decode('utf-8', 'replace')))
        for i, j in of_gold.items():
            g, s = gs[i], fs[j]
            if g['who'] or g['party']:
                add('coverage/of')
                add('coverage/hit', bool(s.get('speaker') or s.get('party')))
            for key in ('mode', 'act'):
                add(key + '/of')
                add(key + '/hit', g[key] == s.get(key))
            if g['force']:
                add('force/of')
                add('force/hit', g['force'] == s.get('force'))
            add('when/of')
            add('when/hit', g['when'] == (s.get('when') or {}).get('value'))
            pair_f1('silence', g['silence'], s.get('silence'), g['silence'] == s.get('silence'))
            pair_f1('within', g['within'], s.get('within'),
                    g['within'] and s.get('within') and of_gold.get(gid[g['within']]) == fid[s['within']])
            pair_f1('co_speakers', g['co'], s.get('co_speakers'),
                    g['co'] and s.get('co_speakers') and any(names.matches(x, c['who']) for x in s['co_speakers'] for c in g['co']))
            pair_f1('translation', g['translation'], s.get('translation'), g['translation'] == s.get('translation'))
            for key in ('audience', 'channel'):
                have = (s.get(key) or {}).get('span')
                pair_f1(key, g[key], have, touch(g[key], have))
            have = [v['span'] for v in s.get('via') or []]
            pair_f1('via', g['via'], have, any(touch(v['span'], h) for v in g['via'] for h in have))
        for k, d in enumerate(report['gold']['deadlines']):
            add('deadlines/gold')
            add('deadlines/hit', any(touch(d['span'], x['span']) for x in facts.get('deadlines') or []))
        conditions = [p['condition'] for p in facts.get('positions') or [] if p.get('condition')]
        for g in gs:
            if g['condition']:
                add('conditions/gold')
                add('conditions/hit', any(touch(g['condition']['span'], c['span']) for c in conditions))
    share = lambda a, b: round(n.get(a, 0) / n[b], 4) if n.get(b) else None
    out = {'reports': len(gold), 'statements': n.get('found/gold', 0)}
    for key in ('found', 'outer', 'silence', 'within', 'co_speakers', 'translation', 'audience', 'channel', 'via'):
        hit, g, o = (n.get(key + x, 0) for x in ('/hit', '/gold', '/out'))
        out[key] = {'p': round(hit / o, 4) if o else None, 'r': round(hit / g, 4) if g else None,
                    'f1': round(2 * hit / (g + o), 4) if g + o else None, 'gold': g, 'out': o}
    out['speaker named'] = share('coverage/hit', 'coverage/of')
    out['wrong speaker'] = {'n': n.get('wrong', 0), 'of': n.get('named', 0), 'share': share('wrong', 'named') or 0.0}
    for key in ('mode', 'act', 'force', 'when'):
        out[key] = share(key + '/hit', key + '/of')
    for key in ('conditions', 'deadlines'):
        out[key] = {'gold': n.get(key + '/gold', 0), 'found': n.get(key + '/hit', 0)}
    out['sureness'] = {'%d-%d' % (100 * k, 100 * k + 99): {'n': b, 'right': round(a / b, 3)} for k, (a, b) in enumerate(table) if b}
    return out, {'wrong speaker': wrong_list, 'missed': missed, 'extra': extra}


def main(argv):
    args = [a for a in argv if not a.startswith('--')]
    half = int(argv[argv.index('--half') + 1]) if '--half' in argv else 0
    show = int(argv[argv.index('--show') + 1]) if '--show' in argv else 0
    out, lists = score(args[0], half)
    if '--json' in argv:
        print(json.dumps(out, sort_keys=True))
        return
    for key, value in out.items():
        print('%-15s %s' % (key, value if not isinstance(value, dict) else '  '.join('%s %s' % kv for kv in value.items())))
    for key, rows in lists.items():
        for row in rows[:show]:
            print(key, '|', ' | '.join(str(x) for x in row).replace('\n', ' '))


if __name__ == '__main__':
    main(sys.argv[1:])
