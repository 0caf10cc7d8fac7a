#!/usr/bin/env python3
"""make_word_classes.py WORDNET [LISTS] > classes.tsv: what dictionaries and lists of names say a form may be, by hand.

WORDNET is the folder of Debian's wordnet-base (/usr/share/wordnet, WordNet 3.0); forms of its words are made by the
rules of English spelling and its lists of exceptions. LISTS are those that tools/make_name_lists.py made. A line is a
form in lower case, a tab, and letters: n noun, N plural, p name; v verb, z -s, d past and participle, g -ing; a
adjective, A comparative and superlative; r adverb; F given name, S and T surname and rare one, C and D place and
small one, R region, O company, B brand. chancery-train reads it with --classes; no pack holds it as text."""
import collections
import os
import re
import sys

LETTERS = {'given': 'F', 'surname': 'S', 'rare-surname': 'T', 'city': 'C', 'state': 'C', 'small-city': 'D',
           'region': 'R', 'company': 'O', 'organisation': 'O', 'brand': 'B'}
PLAIN = re.compile(r"[a-z][a-z'.-]*")
NAME = re.compile(r"[^\W\d_][\w'.-]+")


def lines_of(folder, name):
    with open(os.path.join(folder, name), encoding='utf8') as f:
        return [line.split() for line in f if not line.startswith(' ')]


def words_of(folder, pos):
    return [cells[0] for cells in lines_of(folder, 'index.' + pos) if PLAIN.fullmatch(cells[0])]


def irregular(folder, pos):
    forms = collections.defaultdict(list)
    for form, *lemmas in lines_of(folder, pos + '.exc'):
        for lemma in lemmas:
            forms[lemma].append(form)
    return forms


def noun_cases(folder):
    """Words written with a capital, and without, in any sense."""
    capital, lower = set(), set()
    for cells in lines_of(folder, 'data.noun'):
        for word in cells[4:4 + 2 * int(cells[3], 16):2]:
            if '_' not in word:
                (capital if word[0].isupper() else lower).add(word.lower())
    return capital, lower


def doubles(word):
    return re.fullmatch('[^aeiou]*[aeiou][^aeiouwxy]', word)


def stem(word):
    """What -ed, -er, -est are written behind."""
    if word.endswith('e'):
        return word[:-1]
    if re.search('[^aeiou]y$', word):
        return word[:-1] + 'i'
    return word + word[-1] if doubles(word) else word


def with_s(word):
    if re.search('(s|x|z|ch|sh)$', word):
        return word + 'es'
    return word[:-1] + 'ies' if re.search('[^aeiou]y$', word) else word + 's'


def with_ing(word):
    if word.endswith('ie'):
        return word[:-2] + 'ying'
    if word.endswith('e') and not word.endswith(('ee', 'oe', 'ye')):
        return word[:-1] + 'ing'
    return (word + word[-1] if doubles(word) else word) + 'ing'


def add_nouns(classes, folder):
    capital, lower = noun_cases(folder)
    for word in words_of(folder, 'noun'):
        if word in lower:
            classes[word].add('n')
            classes[with_s(word)].add('N')
        if word in capital:
            classes[word].add('p')
    for forms in irregular(folder, 'noun').values():
        for form in forms:
            classes[form].add('N')


def add_verbs(classes, folder):
    odd = irregular(folder, 'verb')
    for word in words_of(folder, 'verb'):
        present = [f for f in odd[word] if f.endswith('ing')]
        past = [f for f in odd[word] if not f.endswith('ing')]
        classes[word].add('v')
        classes[with_s(word)].add('z')
        for form in present or [with_ing(word)]:
            classes[form].add('g')
        for form in past or [stem(word) + 'ed']:
            classes[form].add('d')


def add_adjectives(classes, folder):
    odd = irregular(folder, 'adj')
    for word in words_of(folder, 'adj'):
        classes[word].add('a')
        for form in odd[word] + ([stem(word) + 'er', stem(word) + 'est'] if len(word) < 7 else []):
            classes[form].add('A')
    for word in words_of(folder, 'adv'):
        classes[word].add('r')


def add_names(classes, path):
    with open(path, encoding='utf8') as lines:
        for line in lines:
            kind, name = line.rstrip('\n').split('\t')[:2]
            if kind in LETTERS and len(name) > 2 and NAME.fullmatch(name):
                classes[name.lower()].add(LETTERS[kind])


def main():
    classes = collections.defaultdict(set)
    for add in (add_nouns, add_verbs, add_adjectives):
        add(classes, sys.argv[1])
    for path in sys.argv[2:]:
        add_names(classes, path)
    for word in sorted(classes):
        print(word + '\t' + ''.join(sorted(classes[word])))


if __name__ == '__main__':
    main()
