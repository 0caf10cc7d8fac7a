"""common.py: what the end-to-end tests share: the program, its inputs, records in folders of their own.

The program is the one $CHANCERY names (default: build/chancery). ../shared is measured where it lies beside the
checkout; a test that needs it is skipped elsewhere."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CHANCERY = os.path.abspath(os.environ.get('CHANCERY') or os.path.join(ROOT, 'build', 'chancery'))
SAMPLES = os.path.join(ROOT, 'samples')
SHARED = os.path.join(os.path.dirname(ROOT), 'shared')
SEEDS = os.path.join(SHARED, 'seeds')
FACT_LETTERS = {'times': 't', 'actors': 'a', 'statements': 's', 'events': 'e', 'positions': 'p', 'deadlines': 'd'}
FACT_LISTS = tuple(FACT_LETTERS)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False)


def sample_files():
    return [os.path.join(SAMPLES, n) for n in sorted(os.listdir(SAMPLES)) if n[0].isdigit()]


def seed_files():
    names = sorted(os.listdir(SEEDS)) if os.path.isdir(SEEDS) else []
    return [os.path.join(SEEDS, n) for n in names if n[:-4].isdigit() and n.endswith('.txt')]


class Done:
    """A finished run: status, out and err as bytes, and as text or rows where asked."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def text(self):
        return self.out.decode('utf-8')

    @property
    def errors(self):
        return self.err.decode('utf-8', 'replace')

    @property
    def rows(self):
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**more):
    """A plain environment: nothing of the caller's that could change what the program does."""
    keep = {k: v for k, v in os.environ.items() if k in ('PATH', 'HOME', 'TMPDIR', 'CHANCERY_PACK')}
    keep.update(LC_ALL='C.UTF-8', TZ='UTC', **more)
    return keep


def run(*args, input=None, cwd=None, env=None, timeout=300):
    """Runs chancery. Never raises for a status; a signal shows as a negative one."""
    stdin = {'stdin': subprocess.DEVNULL} if input is None else {'input': input}
    done = subprocess.run([CHANCERY] + [str(a) for a in args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd,
                          env=env or environment(), timeout=timeout, **stdin)
    return Done(done.returncode, done.stdout, done.stderr)


def must(*args, **more):
    """Runs chancery and insists on status 0."""
    done = run(*args, **more)
    if done.status:
        raise AssertionError('chancery %s: status %d: %s' % (' '.join(map(str, args)), done.status, done.errors[-2000:]))
    return done


def read(*files, **more):
    return must('read', *files, **more)


class Test(unittest.TestCase):
    """A test case with an empty folder of its own, `self.folder`."""
    maxDiff = 2000

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='chancery-test-')
        self.addCleanup(shutil.rmtree, self.folder, True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), 'wb') as f:
            f.write(content if isinstance(content, bytes) else content.encode('utf-8'))
        return self.path(name)

    def record_of(self, name, *files):
        """A new record of these files; its path."""
        must('add', '--record', self.path(name), *files)
        return self.path(name)

    def dump(self, record, *more):
        return must('dump', '--record', record, *more).out

    def assert_same(self, a, b, what):
        """Equal bytes; says the first line that differs, for whole dumps are long."""
        if a == b:
            return
        x, y = a.splitlines(), b.splitlines()
        for i in range(max(len(x), len(y))):
            one, other = x[i] if i < len(x) else b'(end)', y[i] if i < len(y) else b'(end)'
            if one != other:
                self.fail('%s: line %d differs:\n  %s\n  %s' % (what, i + 1, one[:600], other[:600]))

    def assert_one_line(self, done, *words):
        """Standard error is one line that holds these words."""
        self.assertEqual(len(done.errors.strip().splitlines()), 1, done.errors[-2000:])
        for w in words:
            self.assertIn(w, done.errors)


class Asserting:
    """Counts that are printed, then held against floors."""

    def __init__(self):
        self.lines, self.wrong = [], []

    def floor(self, name, got, least):
        self.check(name, got, least, got >= least)

    def ceiling(self, name, got, most):
        self.check(name, got, most, got <= most)

    def check(self, name, got, bound, good):
        self.lines.append('%-42s %s (bound %s)%s' % (name, got, bound, '' if good else '   WRONG'))
        if not good:
            self.wrong.append(name)

    def finish(self):
        print('\n'.join(self.lines))
        sys.exit(1 if self.wrong else 0)


def skip(why):
    print('skipped: ' + why)
    sys.exit(77)


def main():
    """Runs the module's tests; status 77 where every one was skipped."""
    if not os.path.exists(CHANCERY):
        print('no program at %s' % CHANCERY)
        sys.exit(1)
    result = unittest.main(exit=False, verbosity=2 if '-v' in sys.argv else 1).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if result.testsRun and len(result.skipped) == result.testsRun else 0)
