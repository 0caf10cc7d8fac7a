#!/usr/bin/env python3
"""make_forms.py WORDNET CHANCERY-TRAIN MODELS > train/en/forms.txt: forms whose lemma treebanks do not tell; by hand.

Makes the forms of WordNet's verbs, of its nouns and adjectives in use whose forms are not plain, with the lists of
irregular forms (Debian's wordnet-base: /usr/share/wordnet), has MODELS (made without the list) find their lemmas,
and writes those it gets wrong, for chancery-train's --words:

    chancery-train lemmas /tmp/bare.bin --documents … --train …
    tools/make_forms.py /usr/share/wordnet build/train/chancery-train /tmp/bare.bin > train/en/forms.txt
"""
import collections
import os
import re
import subprocess
import sys
import tempfile

FEATURES = {  # the commonest features of these tags in English treebanks
    "VBD": "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin",
    "VBN": "Tense=Past|VerbForm=Part|Voice=Pass",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "NNS": "Number=Plur", "JJR": "Degree=Cmp", "JJS": "Degree=Sup"}
UPOS = {"V": "VERB", "N": "NOUN", "J": "ADJ"}

HEAD = """# Forms whose lemma the rules learnt from the treebanks get wrong; made by tools/make_forms.py from WordNet
# 3.0 (train/en/LICENSE). chancery-train reads it with --words; nothing else does. Rows may be added by hand.
# [forms]   form | UPOS | XPOS … | lemma
[forms]"""


def index(folder, pos):
    """Single words in lower case -> how often their senses are tagged."""
    words = {}
    with open(os.path.join(folder, "index." + pos), encoding="utf8") as lines:
        for line in lines:
            cells = line.split()
            if not line.startswith(" ") and cells[0].isascii() and cells[0].isalpha():
                words[cells[0]] = int(cells[int(cells[3]) + 5])
    return words


def irregular(folder, pos):
    forms = collections.defaultdict(list)
    with open(os.path.join(folder, pos + ".exc"), encoding="utf8") as lines:
        for line in lines:
            form, *lemmas = line.split()
            for lemma in lemmas:
                if form.isascii() and form.isalpha():
                    forms[lemma].append(form)
    return forms


def with_s(word):
    if re.search("(s|x|z|ch|sh|o)$", word):
        return word + "es"
    return word[:-1] + "ies" if re.search("[^aeiou]y$", word) else word + "s"


def with_ed(word):
    if word.endswith("e"):
        return word + "d"
    return word[:-1] + "ied" if re.search("[^aeiou]y$", word) else word + "ed"


def with_ing(word):
    return word[:-1] + "ing" if re.search("[^eoy]e$", word) else word + "ing"


def verbs(folder):
    odd = irregular(folder, "verb")
    for word, often in index(folder, "verb").items():
        forms = odd.get(word, [])
        ing = [f for f in forms if f.endswith("ing")]
        third = [f for f in forms if f.endswith("s") and len(f) > len(word)]
        past = [f for f in forms if f not in ing and f not in third]
        for form in ing or [with_ing(word)]:
            yield form, "VBG", word, often
        for form in third or [with_s(word)]:
            yield form, "VBZ", word, often
        for form in past or [with_ed(word)]:
            yield form, "VBD", word, often
            yield form, "VBN", word, often
        if past and not any(f.endswith("ed") for f in past):        # "dwelled", where no other verb has it
            yield with_ed(word), "VBD", word, -1
            yield with_ed(word), "VBN", word, -1


def nouns(folder):
    odd = irregular(folder, "noun")
    for word, often in index(folder, "noun").items():
        if not often:
            continue
        plain = not re.search("(s|x|z|ch|sh|o|se|xe|ze|che|she|oe|ie|y|f|fe|ve)$", word)
        if re.search("[^s]s$", word) and word not in odd:   # "politics": no plural, or a name
            continue
        for form in odd.get(word, [] if plain else [with_s(word)]):
            yield form, "NNS", word, often


def adjectives(folder):
    odd = irregular(folder, "adj")
    for word, often in index(folder, "adj").items():
        for form in odd.get(word, []):
            if form.endswith(("er", "est")):
                yield form, "JJR" if form.endswith("r") else "JJS", word, often


def lemmas_by(train, models, rows):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "forms.conllu")
        with open(path, "w", encoding="utf8") as out:
            for form, xpos in rows:
                out.write(f"1\t{form}\t_\t{UPOS[xpos[0]]}\t{xpos}\t{FEATURES[xpos]}\t0\troot\t_\t_\n\n")
        text = subprocess.run([train, "lemmatize", models, path], check=True, stdout=subprocess.PIPE).stdout
    return [line.split("\t")[2] for line in text.decode().split("\n") if line]


def main():
    folder, train, models = sys.argv[1:4]
    best = {}
    for rows in (verbs(folder), nouns(folder), adjectives(folder)):
        for form, xpos, lemma, often in rows:
            best.setdefault((form, xpos), []).append((-often, lemma))
    keys = sorted(best)
    tags = collections.defaultdict(list)
    for (form, xpos), got in zip(keys, lemmas_by(train, models, keys)):
        lemma = min(best[form, xpos])[1]
        if got != lemma:
            tags[form, UPOS[xpos[0]], lemma].append(xpos)
    print(HEAD)
    for (form, upos, lemma), xpos in sorted(tags.items()):
        print(f"{form} | {upos} | {' '.join(xpos)} | {lemma}")


if __name__ == "__main__":
    main()
