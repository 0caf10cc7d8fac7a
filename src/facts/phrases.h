/* phrases.h: many phrases matched at once, by word ids.
 *
 *   phrases_add … phrases_freeze ─▶ a trie over word ids ─phrases_longest─▶ tokens matched, value
 *
 * A phrase is text of the pack, cut into tokens as language cuts a report: at spaces, hyphens
 * ("Secretary-General" is three tokens), commas, and before "'s" and "n't"; "U.S." is one token. The same
 * phrase may carry several values (it is ambiguous), which come back in the order they were added.
 * Frozen, it is only read: threads may share it. */
#ifndef FACTS_PHRASES_H
#define FACTS_PHRASES_H
#include "language/language.h"

typedef struct phrases phrases;

enum {
  PHRASE_CASE = 1,     /* words the phrase writes with a capital need one in the text: "Turkey" */
  PHRASE_CAPS = 2,     /* words the phrase writes in capitals need capitals in the text: "WHO", "US" */
  PHRASE_LEMMA = 4     /* the phrase is written in lemmas and matches by them (or by the same form) */
};

/* Takes the next word of a phrase, cut so, off the front of *rest; false at the end. */
bool phrases_cut(str *rest, str *word);
/* TOK_CAP and TOK_CAPS of a word. */
uint16_t phrases_capitals(str word);
/* The words of a phrase, cut so, in the lexicon: *words is [the number returned]. */
uint32_t phrases_words(const word_id **words, arena *a, lexicon *l, str phrase);

phrases *phrases_new(arena *a);
/* Words go into the lexicon. An empty phrase adds nothing. */
void phrases_add(phrases *p, lexicon *l, str phrase, uint32_t value, unsigned flags);
void phrases_freeze(phrases *p, const lexicon *l);

/* Number of tokens of the longest phrase that begins at token i and ends before or at `end`; 0: none.
 * *value (may be NULL): its first value. A token whose word begins no phrase costs one look into an array. */
uint32_t phrases_longest(const phrases *p, const token *t, uint32_t i, uint32_t end, uint32_t *value);

/* phrases_longest with all values of that phrase:
 *   for (phrase_hit h = phrases_match(p, t, i, end); phrases_next(p, &h, &value);) …   h.n: tokens */
typedef struct { uint32_t n, value, end; uint32_t capital, capitals; } phrase_hit;
phrase_hit phrases_match(const phrases *p, const token *t, uint32_t i, uint32_t end);
bool phrases_next(const phrases *p, phrase_hit *h, uint32_t *value);
/* Whether any phrase begins with the token's word. */
bool phrases_begin(const phrases *p, const token *t);
#endif
