"""The README shows what its commands print."""
import os
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Readme(unittest.TestCase):
    def test_transcript(self):
        done = subprocess.run([sys.executable, '-B', os.path.join(ROOT, 'tools', 'make-readme'), '--check'], cwd=ROOT,
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == '__main__':
    unittest.main()
