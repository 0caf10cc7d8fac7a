"""What the benches of the copies room share: reports made by some processes and kept where asked, the program that reads
them, the score of its links. Reports come from make_scale.py of ../shared, imported and never copied, and are functions
of (seed, number)."""
import argparse
import array
import fcntl
import importlib.util
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.join(os.path.dirname(ROOT), 'shared')
MAKER = os.path.join(SHARED, 'data', 'copies', 'make_scale.py')
KINDS = ['', 'reprint', 'wrap', 'headless', 'rewrite', 'excerpt', 'background', 'revision', 'same-event',
         'story-verbatim', 'story-wrap', 'story-headless', 'story-figure', 'story-rewrite']
NUMBER = {name: n for n, name in enumerate(KINDS)}
RELATION = dict.fromkeys(KINDS, 'same_report')
RELATION.update({'': '', 'rewrite': 'rewrite', 'excerpt': 'excerpt', 'background': 'shares_background', 'revision': 'revision',
                 'same-event': 'independent', 'story-figure': 'revision', 'story-rewrite': 'rewrite'})
COPIES = [k for k in KINDS if k not in ('', 'same-event')]
# Best first: of several links that say the same of a pair, the first counts, as in score_copies.py.
RELATIONS = ['same_report', 'revision', 'rewrite', 'excerpt', 'shares_background']
NAMES = [None] + RELATIONS
ONE_WITNESS = {'same_report', 'revision', 'rewrite', 'excerpt'}
LINK = re.compile(rb'\{"a":"r(\d+)","b":"r(\d+)",(?:"best":\w+,)?"direction":"?([^",]*)"?,.*"relation":"(\w+)","row":"link"\}$')
NEAR_DAYS = 15                           # a source that is older makes its child a lagging one
FAR_DAYS = 400
CHUNK = 500                              # reports a maker hands over at a time
PART = 25000                             # reports of a part of a kept file
PIPE = 1 << 20                           # bytes a pipe holds, where the system allows it
# Runs a command and says on file descriptor 3 what it took: one forked from this process would begin with our memory.
WATCH = ('import json,os,resource as x,subprocess,sys;s=subprocess.call(sys.argv[1:]);r=x.getrusage(x.RUSAGE_CHILDREN);'
         'os.write(3,json.dumps({"cpu":r.ru_utime+r.ru_stime,"peak_kb":r.ru_maxrss}).encode());sys.exit(s)')


def options_of(doc, argv, numbers, flags=()):
    """The options of a bench and what stands after `--`. A number's type is that of its default."""
    at = argv.index('--') if '--' in argv else len(argv)
    p = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('n', type=int, nargs='?')
    for name, value in [('seed', 1)] + numbers:
        p.add_argument('--' + name, type=type(value), default=value)
    p.add_argument('--program')
    for name in ('json', *flags):
        p.add_argument('--' + name, action='store_true')
    o = p.parse_args(argv[:at])
    o.more = argv[at + 1:]
    return o


def program_of(path):
    os.environ.setdefault('CHANCERY_PACK', os.path.join(ROOT, 'packs', 'en'))
    return os.path.abspath(path or os.path.join(ROOT, 'build', 'chancery'))


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as f:
        names = re.findall(r'model name\s*: (.*)', f.read())
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    return '%s, %d cores, load before %.1f' % (names[0] if names else 'unknown', cores, load)


def need_shared():
    """Ends the bench where there is nothing to make reports with."""
    if not os.path.exists(MAKER):
        print('skipped: ../shared is absent')
        sys.exit(77)


def make_scale():
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location('make_scale', MAKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- reports ---------------------------------------------------------------------------------------------

class Settings:
    """What make_scale takes from its command line, with the same defaults."""
    copy, rewrite, excerpt, background, revision, same_event = .18, .07, .03, .06, .02, .05
    start = '2020-01-01'

    def __init__(self, seed=1, per_day=20000, words=320):
        self.seed, self.per_day, self.words = seed, per_day, words


def days_back(settings, i, source):
    return (i - source) // settings.per_day


class Reports:
    """make_scale's reports; a share of the children of every kind has a source of 15 to 400 days before."""

    def __init__(self, n, settings, lag=0.0):
        self.n, self.settings, self.lag = n, settings, int(1000 * lag)
        module = make_scale()
        self.maker = module.Maker(settings)
        self.plan_near = self.maker.plan
        self.maker.plan = self.plan

    def about(self):
        """What its reports depend on."""
        return dict(vars(self.settings), what='reports', lag=self.lag)

    def plan(self, i):
        kind = self.maker.kind_only(i)
        near, far = NEAR_DAYS * self.settings.per_day, min(i, FAR_DAYS * self.settings.per_day)
        if kind is None or far <= near or self.maker.rng(i, 11) % 1000 >= self.lag:
            return self.plan_near(i)
        v = self.maker.rng(i, 12)
        source = i - near - v % (far - near)
        if (v >> 40) % 2:                # half of them of few sources, as make_scale has it
            source -= source % 64
        while self.maker.kind_only(source) is not None:
            source -= 1
        return kind, source

    def report(self, i):
        """Text, time, publisher, source (-1: none) and kind."""
        text, when, paper, source, truth = self.maker.report(i)
        return text, when, paper, -1 if source is None else source, NUMBER[truth[2]] if truth else 0


def join(paras):
    return '\n\n'.join(paras) + '\n'


class Story:
    """One story n times among n other reports, and REWRITES rewrites of it spread over the run; report 0 is it."""
    REWRITES = 100

    def __init__(self, n, settings):
        self.settings, self.n = settings, 2 * n + self.REWRITES + 1
        self.step = (self.n - 1) // self.REWRITES
        self.others = Reports(n + 1, settings)
        module, self.maker = make_scale(), self.others.maker
        self.wrap, self.day_of = module.wrap, module.dt.date.fromordinal
        self.facts, self.head, self.paras = self.maker.original(0)
        self.figures = [k for k, fact in enumerate(self.facts) if '{f}' in self.maker.w.say[fact[0]][0]]

    def about(self):
        return dict(vars(self.settings), what='story')

    def place(self, at):
        """What stands at a place of the run, and which of its sort: the last of each step is a rewrite."""
        block, off = divmod(at - 1, self.step)
        if block < self.REWRITES and off == self.step - 1:
            return 'rewrite', block
        k = at - 1 - min(block, self.REWRITES)
        return ('copy' if k % 2 else 'other'), k // 2

    def place_of_other(self, k):
        return 1 + 2 * k + min(2 * k // (self.step - 1), self.REWRITES)

    def changed(self, v):
        k = self.figures[v % len(self.figures)]
        facts = list(self.facts)
        facts[k] = facts[k][:7] + (facts[k][7] + 1 + v % 5,)
        return self.maker.tell(facts, 0, 3 + self.maker.rng(0, 5) % 2)

    def copy(self, how, v):
        if how == 'story-wrap':
            return self.wrap([self.head] + self.paras, 60 + (v >> 8) % 20)
        if how == 'story-headless':
            return join(self.paras[1:])
        return join([self.head] + (self.changed(v >> 8) if how == 'story-figure' else self.paras))

    def rewritten(self, v):
        keep = [fact for k, fact in enumerate(self.facts) if (v >> (k % 48)) & 3 or k == 0]
        return join([self.maker.headline(keep, v >> 5)] + self.maker.tell(keep, 1, 2 + v % 3))

    def when(self, at):
        per_day = self.settings.per_day
        day, minute = self.day_of(self.maker.day0 + at // per_day), at % per_day * 1440 // per_day
        return '%sT%02d:%02dZ' % (day.isoformat(), minute // 60, minute % 60)

    def report(self, at):
        v = self.maker.rng(at, 13)
        paper = self.maker.w.paper[(v >> 40) % 60]
        what, k = self.place(at) if at else ('copy', 0)
        if not at:
            return self.copy('story-verbatim', 0), self.when(0), paper, -1, 0
        if what == 'rewrite':
            return self.rewritten(v), self.when(at), paper, 0, NUMBER['story-rewrite']
        if what == 'copy':
            how = ('story-verbatim', 'story-wrap', 'story-headless', 'story-figure')[k % 4]
            return self.copy(how, v), self.when(at), paper, 0, NUMBER[how]
        # number 0 of the others is the story itself, so they begin at 1
        text, _, paper, source, kind = self.others.report(k + 1)
        return text, self.when(at), paper, source if source <= 0 else self.place_of_other(source - 1), kind


def make_chunk(reports, lo, hi):
    sources, kinds, lines = array.array('i'), bytearray(), []
    for i in range(lo, hi):
        text, when, paper, source, kind = reports.report(i)
        sources.append(source)
        kinds.append(kind)
        lines.append('{"id":"r%d","text":%s,"published":"%s","publisher":"%s"}\n'
                     % (i, json.dumps(text, ensure_ascii=False), when, paper))
    return sources, kinds, ''.join(lines).encode()


def widen(fd):
    try:
        fcntl.fcntl(fd, getattr(fcntl, 'F_SETPIPE_SZ', 1031), PIPE)
    except OSError:
        pass


def read_all(fd, n):
    parts = []
    while n:
        part = os.read(fd, min(n, PIPE))
        if not part:
            raise EOFError('a maker of reports ended early')
        parts.append(part)
        n -= len(part)
    return b''.join(parts)


def write_all(fd, data):
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def share_out(reports, processes, work):
    """Forks: each process does work(reports, turn). Their ids. Before any thread is started."""
    pids = []
    for turn in range(processes):
        pid = os.fork()
        if not pid:
            status = 1
            try:
                work(reports, turn)
                status = 0
            except (BrokenPipeError, KeyboardInterrupt):
                pass
            finally:
                os._exit(status)
        pids.append(pid)
    return pids


class Makers:
    """Processes that make the chunks of a run by turns; chunks() gives them in order: sources, kinds, pieces of text.
    Start before any thread. `seconds`: what making took, of all processes."""

    def __init__(self, reports, processes):
        self.n, self.seconds, self.pipes = reports.n, 0.0, [os.pipe() for _ in range(processes)]
        self.ends = [r for r, _ in self.pipes]
        self.pids = share_out(reports, processes, self.make)
        for _, end in self.pipes:
            os.close(end)

    def make(self, reports, turn):
        end = self.pipes[turn][1]
        for fd in [fd for pair in self.pipes for fd in pair if fd != end]:
            os.close(fd)
        widen(end)
        for lo in range(turn * CHUNK, self.n, len(self.ends) * CHUNK):
            began = time.process_time()
            sources, kinds, text = make_chunk(reports, lo, min(lo + CHUNK, self.n))
            us = int(1e6 * (time.process_time() - began))
            write_all(end, struct.pack('<III', len(kinds), len(text), us) + sources.tobytes() + kinds + text)

    def chunks(self):
        for turn in range(-(-self.n // CHUNK)):
            fd = self.ends[turn % len(self.ends)]
            n, size, us = struct.unpack('<III', read_all(fd, 12))
            self.seconds += us / 1e6
            sources = array.array('i')
            sources.frombytes(read_all(fd, 4 * n))
            yield sources, read_all(fd, n), [read_all(fd, size)]

    def close(self):
        for fd in self.ends:
            os.close(fd)
        for pid in self.pids:
            os.waitpid(pid, 0)


class Kept:
    """The reports of a run in files: PATH.0000.jsonl.zst (or .jsonl) and PATH.0000.truth for each PART of them, and
    PATH.json, which says what they are and stands there once all are made. A longer run of the same settings serves a
    shorter one, where a report does not hang on how many there are."""

    def __init__(self, reports, path, processes):
        self.path, self.n, self.processes, self.seconds = path, reports.n, processes, 0.0
        self.about = dict(reports.about(), n=reports.n, part=PART, maker=os.path.getsize(MAKER))
        had = self.had()
        self.ending = had['ending'] if had else '.jsonl.zst' if shutil.which('zstd') else '.jsonl'
        if not had:
            self.make_all(reports)

    def had(self):
        try:
            with open(self.path + '.json', encoding='ascii') as f:
                had = json.load(f)
        except (OSError, ValueError):
            return None
        same = all(had.get(k) == v for k, v in self.about.items() if k != 'n')
        enough = had['n'] == self.n or (had['n'] > self.n and self.about['what'] == 'reports')
        return had if same and enough else None

    def names(self, part):
        name = '%s.%04d' % (self.path, part)
        return name + self.ending, name + '.truth'

    def make_all(self, reports):
        began = time.monotonic()
        if os.path.exists(self.path + '.json'):
            os.unlink(self.path + '.json')
        for pid in share_out(reports, self.processes, self.make):
            if os.waitpid(pid, 0)[1]:
                sys.exit('a maker of reports failed')
        self.seconds = time.monotonic() - began
        with open(self.path + '.json', 'w', encoding='ascii') as f:
            json.dump(dict(self.about, ending=self.ending), f)

    def make(self, reports, turn):
        for part in range(turn, -(-self.n // PART), self.processes):
            text_name, truth_name = self.names(part)
            with open(text_name, 'wb') as out, open(truth_name, 'wb') as truth:
                packer = None
                if self.ending.endswith('.zst'):
                    packer = subprocess.Popen(['zstd', '-1', '-q', '-c'], stdin=subprocess.PIPE, stdout=out)
                self.make_part(reports, part, packer.stdin if packer else out, truth)
                if packer:
                    packer.stdin.close()
                    if packer.wait():
                        raise OSError('zstd failed')

    def make_part(self, reports, part, out, truth):
        end, all_kinds = min((part + 1) * PART, self.n), bytearray()
        for lo in range(part * PART, end, CHUNK):
            sources, kinds, text = make_chunk(reports, lo, min(lo + CHUNK, end))
            out.write(text)
            truth.write(sources.tobytes())
            all_kinds += kinds
        truth.write(all_kinds)

    def chunks(self):
        for part in range(-(-self.n // PART)):
            text_name, truth_name = self.names(part)
            with open(truth_name, 'rb') as f:
                truth = f.read()
            have, want = len(truth) // 5, min(PART, self.n - part * PART)
            sources = array.array('i')
            sources.frombytes(truth[:4 * want])
            yield sources, truth[4 * have:4 * have + want], self.pieces(text_name, want if want < have else None)

    def pieces(self, name, lines):
        """The text of a part: all of it, or its first lines."""
        if name.endswith('.zst'):
            unpacker = subprocess.Popen(['zstd', '-d', '-q', '-c', name], stdout=subprocess.PIPE)
            source = unpacker.stdout
        else:
            unpacker, source = None, open(name, 'rb')
        with source:
            if lines is None:
                yield from iter(lambda: source.read(PIPE), b'')
            else:
                for _ in range(lines):
                    yield source.readline()
        if unpacker and unpacker.wait() and lines is None:
            raise EOFError('zstd could not read %s' % name)

    def size(self):
        return sum(os.path.getsize(name) for part in range(-(-self.n // PART)) for name in self.names(part))

    def close(self):
        pass


def supply(reports, o):
    """Where the reports of a run come from: kept ones, or made as they are read."""
    return Kept(reports, o.keep, o.makers) if o.keep else Makers(reports, o.makers)


# ---- the program -----------------------------------------------------------------------------------------

def watch(command, end):
    """The command under WATCH, whose descriptor 3 is to be our `end`."""
    return ['sh', '-c', 'exec 3>&%d; exec "$@"' % end, 'sh', sys.executable, '-c', WATCH] + command


class Run:
    """The program, fed while its lines are taken; stats: its lines of --stats."""

    def __init__(self, command):
        self.report_end, end = os.pipe()
        self.began = time.monotonic()
        self.process = subprocess.Popen(watch(command, end), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, pass_fds=[end])
        os.close(end)
        widen(self.process.stdin.fileno())
        widen(self.process.stdout.fileno())
        self.fed = self.poured = 0
        self.stats, self.said, self.broken = [], [], None
        self.threads = [threading.Thread(target=self.listen, daemon=True)]

    def listen(self):
        for line in self.process.stderr:
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if isinstance(row, dict) and 'reports' in row:
                self.stats.append(row)
            else:
                self.said = self.said[-20:] + [line.decode(errors='replace')]

    def pour(self, text):
        write_all(self.process.stdin.fileno(), text)
        self.poured += len(text)

    def feed(self, source, note):
        try:
            for sources, kinds, pieces in source.chunks():
                note(sources, kinds)
                for text in pieces:
                    self.pour(text)
                self.fed += len(kinds)
        except (BrokenPipeError, EOFError) as e:
            self.broken = e
        finally:
            self.process.stdin.close()
        self.fed_after = time.monotonic() - self.began

    def lines(self, source, note):
        """The lines that the program writes, while it is fed."""
        self.threads.append(threading.Thread(target=self.feed, args=(source, note), daemon=True))
        for t in self.threads:
            t.start()
        yield from self.process.stdout
        self.end()

    def end(self):
        self.process.wait()
        self.seconds = time.monotonic() - self.began
        for t in self.threads:
            t.join()
        took = os.read(self.report_end, 4096)
        os.close(self.report_end)
        figures = json.loads(took) if took else {'cpu': 0, 'peak_kb': 0}
        self.cpu, self.peak_kb = figures['cpu'], figures['peak_kb']
        if self.process.returncode:
            sys.exit('the program ended with %d\n%s' % (self.process.returncode, ''.join(self.said)))


# ---- the score -------------------------------------------------------------------------------------------

def together(a, b):
    """What a report is to its source that is `a` to another that is `b` to it; None: nothing with a name."""
    if a is None or b is None:
        return None
    if a == b or b == 'same_report':
        return a
    if a == 'same_report':
        return b
    return 'rewrite' if {a, b} == {'rewrite', 'revision'} else None


class Score:
    """Links against the truth, in some twenty bytes a report; rows are taken as they come, each report after those that
    it hangs on. What two reports are to each other is said by a link between them, else along the best links that tie
    both to a third: another copy of the source stands for the source."""
    HOPS = 64                            # links looked along from a report on

    def __init__(self, settings, n):
        self.settings, self.n, self.seen = settings, n, 0
        self.source, self.kind = array.array('i'), bytearray()
        self.parent, self.family = array.array('i', [-1]) * n, array.array('i', [-1]) * n
        self.relation, self.straight = bytearray(n), bytearray(n)
        self.wrong, self.examples, self.direction = {}, [], {'right': 0, 'wrong': 0, 'open': 0}
        self.links = self.unknown = 0

    def note(self, sources, kinds):
        self.source.extend(sources)
        self.kind.extend(kinds)

    def root(self, i):
        return self.source[i] if self.source[i] >= 0 else i

    def line(self, text):
        m = LINK.match(text)                 # most of a link are its passages, which do not count
        if m:
            self.link(int(m[1]), int(m[2]), m[4].decode(), m[3].decode())
            return
        if text.startswith(b'{"id"'):        # a family says what the report's own row says
            return
        row = json.loads(text)
        if row.get('row') == 'report':
            self.seen += 1
            self.family[int(row['id'][1:])] = int(row['family'][1:])
        elif row.get('row') == 'link':
            self.link(int(row['a'][1:]), int(row['b'][1:]), row.get('relation'), row.get('direction'))

    def link(self, a, b, relation, direction):
        """b is the later in the order of the program, which within a day is not that of the numbers."""
        if relation not in RELATIONS:
            self.unknown += 1
            return
        self.links += 1
        if self.root(a) != self.root(b):
            self.count_wrong(a, b, relation)
            return
        number = RELATIONS.index(relation) + 1
        old, new = min(a, b), max(a, b)
        if self.source[new] == old:
            says = {'a>b': a, 'b>a': b}.get(direction)
            self.direction['open' if says is None else 'right' if says == old else 'wrong'] += 1
            if not self.straight[new] or number < self.straight[new]:
                self.straight[new] = number
        if not self.relation[b] or number < self.relation[b]:
            self.parent[b], self.relation[b] = a, number

    def count_wrong(self, a, b, relation):
        self.wrong[relation] = self.wrong.get(relation, 0) + 1
        if len(self.examples) < 20:
            kinds = [KINDS[self.kind[i]] or 'own' for i in (a, b)]
            self.examples.append('r%d r%d %s (%s, %s)' % (a, b, relation, *kinds))

    def way(self, i):
        """From a report along its best links: (report, what the first is to it) of each."""
        out, says = [(i, None)], 'same_report'
        while self.parent[i] >= 0 and len(out) < self.HOPS:
            says = together(says, NAMES[self.relation[i]])
            i = self.parent[i]
            out.append((i, says))
        return out

    def tie(self, i, source):
        """Whether a report is tied to its source by links of any kind, and what it is said to be of it."""
        if self.straight[i]:
            return True, NAMES[self.straight[i]]
        mine, other = self.way(i), dict(self.way(source))
        for at, says in mine:
            if at in other:
                return True, together(says, other[at]) if at not in (i, source) else says or other[at]
        return False, None

    def answers(self):
        """Of each child in order: its number, what it is said to be of its source (None: nothing), whether it is tied
        to it, and whether both are of one family."""
        for i, source in enumerate(self.source):
            if source >= 0:
                tied, says = self.tie(i, source)
                yield i, says, tied, self.family[i] >= 0 and self.family[i] == self.family[source]

    def table(self, kinds):
        """By kind, near and lagging: pairs, right relation, found at all, called one witness. And right by tenth of the
        run, of some kinds."""
        rows, tenths = {}, [[0, 0] for _ in range(10)]
        for i, says, tied, one in self.answers():
            kind = KINDS[self.kind[i]]
            far = days_back(self.settings, i, self.source[i]) >= NEAR_DAYS
            one = one or says in ONE_WITNESS
            right = not one if kind == 'same-event' else says == RELATION[kind]
            row = rows.setdefault((kind, 'lagging' if far else 'near'), [0, 0, 0, 0])
            for k, x in enumerate((1, right, tied or one, one)):
                row[k] += x
            if kind in kinds:
                tenth = tenths[min(9, 10 * i // self.n)]
                tenth[0] += 1
                tenth[1] += right
        return rows, tenths

    def strangers(self):
        """Reports put into the family of one they have nothing to do with."""
        return sum(1 for i, f in enumerate(self.family) if f >= 0 and f != i and self.root(f) != self.root(i))


def share(a, b):
    return '%.3f' % (a / b) if b else '-'


def total(rows, kinds, when):
    """Rows of some kinds added up."""
    out = [0, 0, 0, 0]
    for (kind, w), row in rows.items():
        if kind in kinds and w == when:
            out = [x + y for x, y in zip(out, row)]
    return out


def print_recall(rows):
    heads = ('right', 'found', 'one')
    print('%-16s %9s %7s %7s %7s   %9s %7s %7s %7s' % ('kind', 'near', *heads, 'lagging', *heads))
    names = [k for k in KINDS if (k, 'near') in rows or (k, 'lagging') in rows]
    for name, kinds in [(k, [k]) for k in names] + [('all but events', COPIES)]:
        cells = []
        for when in ('near', 'lagging'):
            n, right, found, one = total(rows, kinds, when)
            cells += [n, share(right, n), share(found, n), share(one, n)]
        print('%-16s %9d %7s %7s %7s   %9d %7s %7s %7s' % tuple([name] + cells), flush=True)


def per_report(points, most=10):
    """(reports, microseconds a report since the place before), at most `most`, from (reports, microseconds so far)."""
    if not points or points[0][0]:
        points = [(0, 0)] + points
    step = max(1, -(-(len(points) - 1) // most))
    marks = points[::step]
    if marks[-1] != points[-1]:
        marks.append(points[-1])
    return [(b[0], round((b[1] - a[1]) / (b[0] - a[0]), 1)) for a, b in zip(marks, marks[1:]) if b[0] > a[0]]
