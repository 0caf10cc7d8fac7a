#!/usr/bin/env python3
"""Valuing an expression again with another base gives what reading with that base would: an undated copy that
inherits a date in the record gets the times that `read --published` gives it, and an undated report's `expr` is the
same as the dated one's."""
import common
from common import Test

DAYS = ('1983-11-23', '1985-01-09', '2024-02-29', '2000-01-01')


def undated(files):
    return [(p, f) for p, f in zip(files, common.read(*files).rows) if not f['report']['published']]


class Revalue(Test):
    def test_expr_does_not_hang_on_the_date(self):
        """Words that are the same whatever the date have the same expr; only values change."""
        for path, f in undated(common.sample_files() + common.seed_files()):
            for day in DAYS:
                dated = common.read('--published', day, path).rows[0]
                self.assertEqual(dated['report']['published']['value'], day)
                self.assertEqual([(t['span'], t['rule'], t['type']) for t in f['times']],
                                 [(t['span'], t['rule'], t['type']) for t in dated['times']], path)
                own, given = [{x['id']: (kind, i) for kind in ('times', 'statements') for i, x in enumerate(g[kind])}
                              for g in (f, dated)]
                for t, u in zip(f['times'], dated['times']):
                    if not u['value'] or u['expr']['op'] == 'ref':
                        continue                # "now", "soon": nothing to value, whatever it leans on
                    a, b = dict(t['expr']), dict(u['expr'])
                    a['base'], b['base'] = own.get(a['base'], a['base']), given.get(b['base'], b['base'])
                    self.assertEqual(a, b, '%s:%s' % (path, t['span']))

    def values_kept(self, head, copy, day):
        """The dated report and its undated copy in one record; `when` of rows that only the copy supports must be
        those of reading the copy with the inherited date."""
        record = self.record_of('r.db', head, copy)
        rows = common.must('dump', '--record', record).rows
        report = next(r for r in rows if r['row'] == 'report' and r['published'] and r['published']['basis'] == 'inherited')
        inherited = report['published']['value']
        base = inherited.split('/')[0] if inherited.endswith('/..') else inherited
        self.assertEqual(base, day)
        read = {tuple(s['span']): s['when']['value'] for s in common.read('--published', base, copy).rows[0]['statements']}
        n = 0
        for r in rows:
            if r['row'] == 'statement' and all(u['report'] == report['id'] for u in r['support']):
                n += 1
                self.assertIn(r['when']['value'], [read[tuple(u['span'])] for u in r['support']], r)
        return n

    def test_a_copy_without_a_date(self):
        """The samples' undated copy, with one more sentence that stands nowhere else."""
        head = self.path('head.txt')
        story = ('Laos and Cambodia Reopen a Bridge\n\nMarch 5, 2024\n\nLaos and Cambodia reopened the bridge at Veun Kham on '
                 'Monday after four years of quarrels over fish, tolls and a fence that nobody had asked for.\n\n'
                 'Lao Transport Minister Viengsay Phommachan said on Sunday that the bridge would stay open at night. He '
                 'promised to take the fence away and to let the boats of both villages pass below the third pier.\n\n'
                 'Cambodian Governor Sok Vanna said last week that the tolls would be shared. The two had met in Pakse on '
                 'February 20, and engineers of both countries had counted the cracks in the eastern pier twice.\n')
        with open(head, 'w', encoding='utf-8') as f:
            f.write(story)
        body = story.split('March 5, 2024\n\n')[1]
        more = 'A Lao engineer said on Saturday that the pier would last ten years.\n'
        copy = self.write('copy.txt', body + '\n' + more)
        self.assertEqual(self.values_kept(head, copy, '2024-03-05'), 1)

    def test_inherited_is_as_good_as_given(self):
        """When the undated copy's words were said is the same whether its date is inherited or given."""
        head, copy = [p for p in common.sample_files() if p.endswith(('03-walkout.txt', '05-walkout-pasted.txt'))]
        inherited = self.copy_values(self.record_of('a.db', head, copy))
        common.must('add', '--record', self.path('b.db'), head)
        common.must('add', '--record', self.path('b.db'), '--published', '1983-11-23', copy)
        given = self.copy_values(self.path('b.db'))
        shared = [k for k in given if k in inherited]
        self.assertGreater(len(shared), 8)
        for key in shared:
            self.assertEqual(inherited[key], given[key], key)

    def copy_values(self, record):
        """{(span, party): when} of the statements that the copy supports."""
        rows = common.must('dump', '--record', record).rows
        copy = next(r['id'] for r in rows if r['row'] == 'report' and r['source'] == ['05-walkout-pasted.txt'])
        return {(tuple(u['span']), r['party']): r['when']['value']
                for r in rows if r['row'] == 'statement' for u in r['support'] if u['report'] == copy}


if __name__ == '__main__':
    common.main()
