#!/usr/bin/env python3
"""make_lexicon.py UD_EN_FOLDER > packs/en/lexicon.txt: the tagger's tables from treebanks; run by hand.

Reads the train files of UD_English-EWT and, of UD_English-GUM,
    the documents that gum_documents.tsv marks as openly
licensed, and writes what a second-order hidden Markov tagger needs (T. Brants, "TnT",
                                                                     ANLP 2000): words with their
tags, endings with the tags of unknown words, transitions of states; and rules and exceptions for lemmas.

A state is a tag, or a tag of one frequent word ("IN.SCONJ@that"): lexicalised states let "that" or "to" see
more of their neighbours (Pla and Molina, "Improving part-of-speech tagging using lexicalized HMMs",
                          NLE 2004).
"""
import collections
import lzma
import math
import os
import sys

Counter = collections.Counter
TAG_FLOOR = 20          # composite tags seen less often become the commonest tag of the same XPOS
STATE_FLOOR = 60       # a word gets a state of its own from this many tokens of a closed class on
MAX_STATES = 250
# The next values were tuned on the dev parts of the same treebanks.
RARE = 10               # endings are learnt from words seen at most so often
PAIR_FLOOR = 14         # two states get a row of their own from so often on
MAX_SUFFIX = 5
CANDIDATES = 6
LEAST = 12              # parts per thousand of a candidate
THIRDS = 6              # strength of smoothing of what follows two states
TRANSITIONS = 0.8       # weight of transitions against words
OPEN_XPOS = set("NN NNS NNP NNPS JJ JJR JJS CD VB VBD VBG VBN VBP VBZ RB RBR RBS UH FW ADD GW AFX NFP SYM "
                "LS".split())
LEXICAL_AUX = "AUX"
QUOTE_XPOS = ("``", "''")
FOLD = {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "–": "-", "—": "-",
        "‐": "-",
        "‑": "-", "‒": "-", "―": "-", "−": "-", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "",
            "\u2060": "",
        "\ufeff": ""}


class Word:
    """A word of the treebank: form, lemma, composite tag, and how it is written."""
    __slots__ = ("form", "folded", "lemma", "tag", "shape", "state")


def fold(form):
    return "".join(FOLD.get(c, c) for c in form).lower()


def read_sentences(path, wanted):
    """Lists of (form, lemma, upos, xpos) of the documents that are wanted."""
    rows, doc_wanted = [], True
    with lzma.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                doc_wanted = wanted(line.split("=", 1)[1].strip())
            elif not line:
                if rows and doc_wanted:
                    yield rows
                rows = []
            elif line[0] != "#":
                cols = line.split("\t")
                if cols[0].isdigit():
                    rows.append((cols[1], cols[2], cols[3], cols[4]))


def open_documents(folder):
    with open(os.path.join(folder, "gum_documents.tsv"), encoding="utf8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines][1:]
    return {r[0] for r in rows if "NC" not in r[3]}


def composite_tags(sentences):
    """(upos, xpos) -> name of the tag; the commonest UPOS of an XPOS needs no ending."""
    pairs = Counter((u, x) for s in sentences for _, _, u, x in s)
    best = {}
    for (u, x), n in sorted(pairs.items()):
        if n > pairs.get((best.get(x), x), 0):
            best[x] = u
    names = {}
    for (u, x), n in pairs.items():
        names[u, x] = x if u == best[x] or n < TAG_FLOOR else x + "." + u
    frequent = {x for x in best if sum(n for (_, y), n in pairs.items() if y == x) >= TAG_FLOOR}
    for (u, x) in names:
        if x not in frequent:
            names[u, x] = {"PROPN": "NNP", "VERB": "VB", "NOUN": "NN"}.get(u, "NN")
    return names, {name: (u, x) for (u, x), name in sorted(names.items()) if x in frequent and
                   (name != x or best[x] == u)}


def is_title(forms):
    """Headlines: most longer words after the first begin with a capital. The C code has the same rule."""
    long_words = [f for f in forms[1:] if len(f.encode()) >= 4 and f[0].isalpha()]
    return len(long_words) >= 3 and 4 * sum(f[0].isupper() for f in long_words) >= 3 * len(long_words)


def shape_of(form, first):
    """l: lower case, c: capital, C: all capitals, f: capital where any word has one, 0: digit, o: other."""
    if form[0].isdigit():
        return "0"
    if not form[0].isalpha():
        return "0" if any(c.isdigit() for c in form) else "o"
    if not form[0].isupper():
        return "l"
    if first:
        return "f"
    letters = [c for c in form if c.isalpha()]
    return "C" if len(letters) > 1 and all(c.isupper() for c in letters) else "c"


def words_of(sentence, names):
    forms = [r[0] for r in sentence]
    title = is_title(forms)
    first, out = True, []
    for form, lemma, upos, xpos in sentence:
        w = Word()
        w.form, w.folded, w.lemma, w.tag = form, fold(form), lemma, names[upos, xpos]
        w.shape = shape_of(form, title or first)
        first = w.tag == "``" or (first and not form[0].isalnum())
        out.append(w)
    return out


def set_states(sentences, tags):
    """Gives frequent words of closed classes states of their own; returns state -> tag."""
    counts = Counter((w.folded, w.tag) for s in sentences for w in s)
    own = []
    for (word, tag), n in counts.items():
        upos, xpos = tags[tag]
        closed = xpos not in OPEN_XPOS or upos == LEXICAL_AUX or xpos in ("RB",)
        if n >= STATE_FLOOR and closed and "|" not in word and ";" not in word and upos not in ("PROPN",
                                                                                                "NUM") and \
                xpos not in QUOTE_XPOS:
            own.append((n, word, tag))
    own.sort(key=lambda x: (-x[0], x[1], x[2]))
    own = {(word, tag) for _, word, tag in own[:MAX_STATES - len(tags)]}
    states = {tag: tag for tag in tags}
    for s in sentences:
        for w in s:
            w.state = w.tag + "@" + w.folded if (w.folded, w.tag) in own else w.tag
            states[w.state] = w.tag
    return states


# ---- transitions ---------------------------------------------------------------------------------

def cost(p):
    """Hundredths of a bit, times TRANSITIONS."""
    return round(-100 * TRANSITIONS * math.log2(p))


class Table:
    """Counts of what follows a context, interpolated with what fewer elements tell (Witten and Bell)."""

    def __init__(self, strength):
        self.rows, self.totals, self.strength = {}, Counter(), strength

    def count(self, context, c):
        self.rows.setdefault(context, Counter())[c] += 1
        self.totals[context] += 1

    def mix(self, context, c, lower):
        if context not in self.rows:
            return lower
        mass = self.strength * len(self.rows[context])
        return (self.rows[context][c] + mass * lower) / (self.totals[context] + mass)

    def unseen(self, context):
        """What is left for each of the others, as a share of `lower`."""
        mass = self.strength * len(self.rows[context])
        return mass / (self.totals[context] + mass)


class Transitions:
    """Pairs of states, backed off to the first one's tag; changes of cost behind two tags and two states."""

    def __init__(self, sentences, states):
        self.tag = dict(states)
        self.tag["<s>"], self.tag["</s>"] = "<s>", "</s>"
        self.uni, self.tag_uni = Counter(), Counter()
        self.pair, self.half = Table(1), Table(1)
        self.tag_pair, self.tag_third, self.third = Table(1), Table(THIRDS), Table(THIRDS)
        for s in sentences:
            seq = ["<s>", "<s>"] + [w.state for w in s] + ["</s>"]
            for a, b, c in zip(seq, seq[1:], seq[2:]):
                ta, tb, tc = self.tag[a], self.tag[b], self.tag[c]
                self.uni[c] += 1
                self.tag_uni[tc] += 1
                self.pair.count(b, c)
                self.half.count(tb, c)
                self.tag_pair.count(tb, tc)
                self.tag_third.count((ta, tb), tc)
                if a != ta or b != tb:
                    self.third.count((a, b), c)
        self.total = sum(self.uni.values())

    def p2(self, b, c):
        one = (self.uni[c] + 0.5) / (self.total + 0.5 * len(self.uni))
        return self.pair.mix(b, c, self.half.mix(self.tag[b], c, one))

    def tag_change(self, ta, tb, tc):
        two = self.tag_pair.mix(tb, tc, self.tag_uni[tc] / self.total)
        return self.tag_third.mix((ta, tb), tc, two) / two

    def change(self, a, b, c):
        ta, tb, tc = self.tag[a], self.tag[b], self.tag[c]
        if tc in self.tag_third.rows[ta, tb]:
            lower = self.p2(b, c) * self.tag_change(ta, tb, tc)
        else:
            lower = self.p2(b, c) * self.tag_third.unseen((ta, tb))
        return self.third.mix((a, b), c, lower) / lower


def write_thirds(table, change, floor, out):
    for (a, b), row in sorted(table.rows.items()):
        if table.totals[a, b] < floor:
            continue
        unseen = cost(table.unseen((a, b)))
        cells = [(c, cost(change(a, b, c))) for c in sorted(row)]
        out.append(f"{a} | {b} | {unseen} | " + "; ".join(f"{c} {d}" for c, d in cells))


def write_transitions(t, states, out):
    names = states + ["</s>"]
    out.append("\n[transitions]")
    for b in ["<s>"] + states:
        out.append(f"{b} | " + " ".join(str(cost(t.p2(b, c))) for c in names))
    out.append("\n[transitions-of-tags]")
    write_thirds(t.tag_third, t.tag_change, 2, out)
    out.append("\n[transitions-of-pairs]")
    write_thirds(t.third, t.change, PAIR_FLOOR, out)


# ---- words and endings ---------------------------------------------------------------------------

def digits_to_zero(s):
    return "".join("0" if c.isdigit() else c for c in s)


def clean(s):
    return "|" not in s and ";" not in s and " " not in s and not s.startswith(("#", "["))


class Guesser:
    """Tags of an unknown word by how it is written and its ending (Brants' successive abstraction)."""
    STRENGTH = 4.0

    def __init__(self, sentences, counts):
        self.rows = {}
        lower = {w.folded for s in sentences for w in s if w.shape == "l"}
        for s in sentences:
            for w in s:
                if ("@" in w.state and w.shape != "o") or (w.shape in "cC" and w.folded in lower) or \
                        w.tag in QUOTE_XPOS:
                    continue
                if counts[w.folded] <= RARE or w.shape in "0o":
                    text = digits_to_zero(w.folded)
                    for n in range(min(MAX_SUFFIX, len(text)) + 1):
                        self.rows.setdefault((w.shape, text[len(text) - n:]), Counter())[w.state] += 1
        self.p = {}
        for key in sorted(self.rows, key=lambda k: (len(k[1]), k)):
            row, lower = self.rows[key], self.parent(key)
            n = sum(row.values())
            tags = set(row) | set(lower)
            self.p[key] = {t: (row[t] + self.STRENGTH * lower.get(t, 0)) / (n + self.STRENGTH) for t in tags}
            if not lower:
                self.p[key] = {t: row[t] / n for t in tags}
        for key in sorted(self.p, key=lambda k: -len(k[1])):
            if key[1] and not self.tells(key):
                del self.p[key]

    def parent(self, key):
        shape, suffix = key
        while suffix:
            suffix = suffix[1:]
            if (shape, suffix) in self.p:
                return self.p[shape, suffix]
        return {}

    def tells(self, key):
        n = sum(self.rows[key].values())
        p, q = self.p[key], self.parent(key)
        return n >= 3 and clean(key[1]) and n * sum(x * math.log2(x / q[t]) for t,
                                                    x in p.items() if x > 0 and q.get(t)) > 2

    def guess(self, shape, folded):
        text = digits_to_zero(folded)
        for n in range(min(MAX_SUFFIX, len(text)), -1, -1):
            if (shape, text[len(text) - n:]) in self.p:
                return self.p[shape, text[len(text) - n:]]
        return {}


def weights(p, limit=CANDIDATES):
    """'TAG 850; TAG 150': parts per thousand, the most likely first."""
    best = sorted(((-round(1000 * x), t) for t, x in p.items() if round(1000 * x) >= LEAST))[:limit]
    return "; ".join(f"{t} {-x}" for x, t in best)


def split_case(sentences):
    """folded form -> counts in lower case; the same -> counts with a capital. A word at the start of a
    sentence counts where the same word is found elsewhere, else by its tag."""
    lower, capital, first = {}, {}, []
    for s in sentences:
        for w in s:
            if w.shape == "f":
                first.append(w)
            else:
                side = capital if w.shape in "cC" else lower
                side.setdefault(w.folded, Counter())[w.state] += 1
    known = set(lower), set(capital)
    for w in first:
        proper = w.tag.startswith("NNP")
        if (w.folded in known[0]) != (w.folded in known[1]):
            proper = w.folded in known[1]
        (capital if proper else lower).setdefault(w.folded, Counter())[w.state] += 1
    return lower, capital


def smooth(row, guess, strength):
    n = sum(row.values())
    return {t: (row.get(t, 0) + strength * guess.get(t, 0)) / (n + strength) for t in set(row) | set(guess)}


def cells_of(word, lower, capital, guesser):
    """The three lists of a row: in lower case, with a capital, at the start of a sentence."""
    rows = lower.get(word), capital.get(word)
    shape = shape_of(word, False)
    cells = ["", "", ""]
    for i, (row, s) in enumerate(zip(rows, (shape, "c"))):
        if row:
            n = sum(row.values())
            cells[i] = smooth(row, guesser.guess(s, word) if n < 8 else {}, 1.0 if n < 8 else 0.0)
    if rows[0] and rows[1]:
        n, m = sum(rows[0].values()), sum(rows[1].values())
        both = Counter()
        for p, k in ((cells[0], n), (cells[1], m)):
            for t, x in p.items():
                both[t] += x * k / (n + m)
        cells[2] = both
    if rows[0] and not rows[1] and shape == "l":          # closed classes do not become names by a capital
        best = min(rows[0], key=lambda t: (-rows[0][t], t))
        if "@" in best:
            cells[1] = cells[0]
    return [weights(c) if c else "" for c in cells]


def raised_tags(sentences, states):
    """Tag of a word in lower case -> states of the same word with a capital, of words seldom seen so."""
    lower, capital = split_case([[w for w in s if w.shape != "f"] for s in sentences])
    raised = {}
    for word, row in capital.items():
        if word in lower and sum(row.values()) <= 4:
            best = min(lower[word], key=lambda t: (-lower[word][t], t))
            raised.setdefault(states[best], Counter()).update(row)
    return {tag: {t: n / sum(row.values()) for t, n in row.items()} for tag, row in raised.items()
            if sum(row.values()) >= 20}


def write_words(sentences, guesser, lemmas, out):
    lower, capital = split_case(sentences)
    out.append("\n[lexicon]")
    for word in sorted(set(lower) | set(capital)):
        rows = [r for r in (lower.get(word), capital.get(word)) if r]
        n = sum(sum(r.values()) for r in rows)
        if not clean(word) or (word[0].isdigit() and len(word) > 1) or (n < 3 and not word.replace("-",
            "").isalpha()):
            continue
        if n == 1 and word.isalpha():
            shape = "l" if lower.get(word) else "c"
            p = guesser.guess(shape, word)
            state = next(iter(rows[0]))
            if p and max(sorted(p), key=lambda t: p[t]) == state and p[state] >= 0.8:
                continue
        out.append((word + " | " + " | ".join(cells_of(word, lower, capital, guesser))).rstrip(" |"))
    return lower, capital


# ---- lemmas --------------------------------------------------------------------------------------

class Lemmas:
    """Rules (xpos, ending, other ending) of which the longest ending wins, and exceptions."""

    def __init__(self, sentences, tags):
        pairs = {}
        for s in sentences:
            for w in s:
                lemma = fold(w.lemma)
                if w.lemma != "_" and clean(lemma) and clean(w.folded) and w.folded and " " not in lemma:
                    pairs.setdefault((tags[w.tag][1], w.folded), Counter())[lemma] += 1
        capital, total = Counter(), Counter()
        for s in sentences:
            for w in s:
                if not w.tag.startswith("NNP"):
                    total[fold(w.lemma)] += 1
                    capital[w.lemma] += w.lemma[0].isupper() and w.lemma[1:].islower() or w.lemma == "I"
        self.capitals = sorted(x for x, n in capital.items()
                               if n >= 2 and 2 * n > total[fold(x)] and clean(x))
        self.pairs = {k: min(c, key=lambda x: (-c[x], x)) for k, c in pairs.items()}
        self.counts = {k: sum(c.values()) for k, c in pairs.items()}
        votes = {}
        for (xpos, form), lemma in self.pairs.items():
            n = 0
            while n < min(len(form), len(lemma)) and form[n] == lemma[n]:
                n += 1
            for keep in range(max(0, n - 4), n + 1):
                if len(form) - keep <= 6 and keep > 0:
                    votes.setdefault((xpos, form[keep:]), Counter())[lemma[keep:]] += 1
        self.rules = {}
        for key in sorted(votes, key=lambda k: (len(k[1]), k)):
            row = votes[key]
            best = min(row, key=lambda x: (-row[x], x))
            n = sum(row.values())
            if key[0] != "NNP" and row[best] >= 2 and row[best] >= 0.6 * n and self.apply(*key) != best:
                self.rules[key] = best
        self.exceptions = {k: v for k, v in self.pairs.items() if self.apply(*k) != v and k[0] != "NNP" and
                           not k[1][0].isdigit()}

    def apply(self, xpos, form):
        for i in range(len(form) + 1):
            if (xpos, form[i:]) in self.rules:
                return form[:i] + self.rules[xpos, form[i:]]
        return form


def write_lemmas(lemmas, out):
    out.append("\n[lemma-rules]")
    for (xpos, old), new in sorted(lemmas.rules.items()):
        out.append(f"{xpos} | {old} | {new}".rstrip(" "))
    out.append("\n[lemma-exceptions]")
    for (xpos, form), lemma in sorted(lemmas.exceptions.items(), key=lambda x: (x[0][1], x[0][0])):
        out.append(f"{form} | {xpos} | {lemma}")
    out.append("\n[lemma-capitals]")
    out.extend(lemmas.capitals)


HEAD = """# Words, endings, transitions, rules for lemmas. Made by tools/make_lexicon.py from the
# train parts of UD_English-EWT and the openly licensed documents of UD_English-GUM; see LICENSE. Rows may be
# added by hand in language.txt (a section may go on there, and its rows count before these): making this file
# anew does not touch that one.
# [tags]        tag | UPOS | XPOS
# [tag-states]  state | tag | how often in a million words.  A state is a tag, or a tag of one frequent word.
# [lexicon]     form | tags in lower case | tags with a capital | tags where any word has a capital (start of
#               a sentence, headline; empty: one of the others).  Tags: TAG weight; …  in parts per thousand.
# [word-endings]  how the word is written | its ending | tags.  l: lower case, c: capital, C: all capitals, f:
#               capital where any word has one, 0: with a digit (digits count as 0), o: other.  The longest
#               ending counts.  raised | tag | tags: of words known in lower case only, with a capital
# [transitions] state | cost of each state behind it, in the order of [tag-states], then of the sentence's
#               end; costs are hundredths of a bit
# [transitions-of-tags], [transitions-of-pairs]   behind two tags, two states: first | second | change of cost
#               of a third that is not named | third and change of its cost; …
# [lemma-rules] xpos | ending | ending of the lemma.  The longest ending counts.
# [lemma-exceptions]  form | xpos | lemma
# [lemma-capitals]  lemmas of other words than names that are written with a capital"""


def main():
    folder = sys.argv[1]
    wanted = open_documents(folder)
    raw = list(read_sentences(os.path.join(folder, "en_ewt-ud-train.conllu.xz"), lambda d: True))
    raw += list(read_sentences(os.path.join(folder, "en_gum-ud-train.conllu.xz"), lambda d: d in wanted))
    names, tags = composite_tags(raw)
    sentences = [words_of(s, names) for s in raw]
    states = set_states(sentences, tags)
    counts = Counter(w.folded for s in sentences for w in s)
    guesser = Guesser(sentences, counts)
    lemmas = Lemmas(sentences, tags)
    transitions = Transitions(sentences, states)
    out = [HEAD, "\n[tags]"]
    for tag in sorted(tags, key=lambda t: (-transitions.tag_uni[t],
                                           t)):      # the frequent ones share cache lines
        out.append(f"{tag} | {tags[tag][0]} | {tags[tag][1]}")
    out.append("\n[tag-states]")
    ordered = sorted(states, key=lambda t: (-transitions.uni[t], t))
    for state in ordered:
        often = max(1, round(1e6 * transitions.uni[state] / transitions.total))
        out.append(f"{state} | {states[state]} | {often}")
    write_words(sentences, guesser, lemmas, out)
    out.append("\n[word-endings]")
    for shape, suffix in sorted(guesser.p):
        out.append(f"{shape} | {suffix} | {weights(guesser.p[shape, suffix], 8)}")
    for tag, p in sorted(raised_tags(sentences, states).items()):
        out.append(f"raised | {tag} | {weights(p)}")
    write_transitions(transitions, ordered, out)
    write_lemmas(lemmas, out)
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
