#!/usr/bin/env python3
"""check.py [--list]: holds every span of gold.json against the sample reports beside it."""
import collections, datetime, json, os, sys

here = os.path.dirname(os.path.abspath(__file__))
gold = json.load(open(os.path.join(here, "gold.json"), encoding="utf-8"))
reports = gold["reports"]
text = {f: open(os.path.join(here, f), "rb").read() for f in reports}
spans = 0


def cut(report, span, inside=None):
    """The words of a span; stops if it is empty, out of bounds or splits a character."""
    global spans
    start, end = span
    low, high = inside or (0, len(text[report]))
    assert low <= start < end <= high, (report, span)
    words = text[report][start:end].decode("utf-8")
    assert words == words.strip(), (report, span, words)
    spans += 1
    return words


for name, report in reports.items():
    text[name].decode("utf-8")
    assert reports[report["family"]]["relation"] == "head", name
    if report["published"]:
        datetime.date.fromisoformat(report["published"]["value"])
    if report["title"]:
        assert report["title"] in text[name].decode("utf-8"), name
    assert (report["host"] or "").encode() in text[name], name

ids = set()
for s in gold["statements"]:
    assert s["id"] not in ids and s["support"] and s["content"], s["id"]
    ids.add(s["id"])
    assert s["mode"] in ("direct", "indirect", "mixed", "declined", "hearsay"), s["id"]
    origins, known = set(), []
    for u in s["support"]:
        r = reports[u["report"]]
        cut(u["report"], u["span"])
        best = " ".join(" ".join(cut(u["report"], c, u["span"]) for c in u["content"]).split())
        if u is s["support"][0]:
            assert best == s["content"] and u["role"] == "first", s["id"]
        if u["role"] == "first":
            origins.add(r["publisher"] or u["report"])
        if r["published"]:
            known.append(r["published"]["value"])
    assert len(origins) == s["origins"] and s["known_from"] == min(known, default=None), s["id"]
    if "--list" in sys.argv:
        print(s["id"], s["when"], s["mode"], s["speaker"], "|", s["content"], "|", s["origins"])
for d in gold["distractors"]:
    cut(d["report"], d["span"])

count = collections.Counter(s["mode"] for s in gold["statements"])
print("ok:", spans, "spans,", len(reports), "reports,", len(ids), "statements,",
      sum(s["origins"] > 1 for s in gold["statements"]), "of two or more origins,",
      len(gold["distractors"]), "distractors;", ", ".join(f"{n} {m}" for m, n in count.most_common()))
