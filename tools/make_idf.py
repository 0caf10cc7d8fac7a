#!/usr/bin/env python3
"""Makes packs/en/copies_idf.txt: how telling each stem is (run by hand, the result is kept in the tree).

    make_idf.py PACK RELEASES.jsonl.xz EWT.conllu.xz GUM.conllu.xz GUM_DOCUMENTS.tsv > packs/en/copies_idf.txt

RELEASES: raw press releases in the public domain. EWT and GUM: Universal Dependencies treebanks, of which only the
plain text is counted, and of GUM only the documents whose text licence is open. A stem's share of pieces of 300 words
is the mean over the three sources; idf = -ln(share) in hundredths. Stems are made by [suffixes] of PACK/copies.txt
exactly as src/copies/model.c does. Written: the commonest stems that stand in at least three pieces.
"""
import json, lzma, math, os, re, sys
from collections import Counter

PIECE, MOST, LEAST = 300, 7000, 3


def section(path, name):
    rows, here = [], False
    for line in open(path, encoding='utf-8'):
        line = line.strip()
        if line.startswith('['):
            here = line == '[%s]' % name
        elif here and line and not line.startswith('#'):
            rows.append([f.strip() for f in line.split('|')])
    return rows


class Stemmer:
    def __init__(self, pack):
        self.by_last = {}
        for r in section(os.path.join(pack, 'copies.txt'), 'suffixes'):
            self.by_last.setdefault(r[0].encode()[-1], []).append((r[0], r[1], int(r[2])))
        for l in self.by_last.values():
            l.sort(key=lambda s: (-len(s[0].encode()), s[0]))

    def __call__(self, w):
        n = len(w.encode())
        for end, put, least in self.by_last.get(w.encode()[-1], ()):
            if w.endswith(end) and n >= len(end.encode()) + least:
                return w[:len(w) - len(end)] + put
        return w


def releases(path):
    for line in lzma.open(path, 'rt', encoding='utf-8'):
        r = json.loads(line)
        yield (r.get('title') or '') + '\n' + r['text']


def treebank(path, wanted=None):
    doc, keep = [], True
    for line in lzma.open(path, 'rt', encoding='utf-8'):
        if line.startswith('# newdoc id'):
            if keep and doc:
                yield '\n'.join(doc)
            doc, name = [], line.split('=', 1)[1].strip()
            keep = wanted is None or name in wanted
        elif line.startswith('# text ='):
            doc.append(line.split('=', 1)[1].strip())
    if keep and doc:
        yield '\n'.join(doc)


def shares(texts, stem):
    df, n = Counter(), 0
    words = []
    for t in texts:
        words += re.findall(r'[^\W_]+', re.sub(r'(?<=\d),(?=\d{3})', '', t.lower()))
        for i in range(0, len(words) - PIECE + 1, PIECE):
            df.update({stem(w) for w in words[i:i + PIECE]})
            n += 1
        words = words[len(words) - len(words) % PIECE:]
    return df, n


def main():
    pack, rel, ewt, gum, documents = sys.argv[1:]
    stem = Stemmer(pack)
    opened = {l.split('\t')[0] for l in open(documents, encoding='utf-8') if '-NC' not in l and ' NC' not in l}
    parts = [shares(releases(rel), stem), shares(treebank(ewt), stem), shares(treebank(gum, opened), stem)]
    print('pieces %s' % [n for _, n in parts], file=sys.stderr)
    total = Counter()
    for df, _ in parts:
        total.update(df)
    idf = {}
    for s, c in total.items():
        if c >= LEAST and not s.isdigit():
            idf[s] = round(-100 * math.log(sum(df[s] / n for df, n in parts) / len(parts)))
    best = sorted(idf, key=lambda s: (-total[s], s))[:MOST]
    print('# How telling a stem is: -100 ln of its share of pieces of 300 words. Made by tools/make_idf.py; do not edit.\n'
          '# [idf] stem | idf × 100. A stem that is not here weighs max-idf of copies.txt.\n'
          '# Counted in press releases of the U.S. Department of State (public domain), UD_English-EWT (CC BY-SA 4.0) and\n'
          '# the openly licensed documents of UD_English-GUM (CC BY).\n\n[idf]')
    for s in sorted(best):
        print('%s | %d' % (s, max(0, idf[s])))


if __name__ == '__main__':
    main()
