/* phrases.c: the phrase matcher: two tries (by form, by lemma) in flat arrays, laid breadth first. */
#include "facts/phrases.h"

#include <stdlib.h>

/* Which words of a phrase need what; words past the 32nd are taken as they come. */
#define MASK_WORDS 32

typedef struct {
  const word_id *words; uint32_t n;
  uint32_t value;
  uint32_t capital, capitals;      /* bit k: word k needs a capital, needs to be all capitals */
  uint32_t order;
  bool by_lemma;
} entry;

typedef struct { uint32_t edge, n_edges, value, n_values; } node;
typedef struct { word_id word; uint32_t node; } edge;
typedef struct { uint32_t value, capital, capitals; } leaf;

typedef struct {
  uint32_t *start; uint32_t n_start;   /* by word id: node after that first word; 0: none */
  uint32_t root;
} trie;

struct phrases {
  arena *a;
  entry *entries; uint32_t n, cap;
  node *nodes; uint32_t n_nodes, cap_nodes;      /* node 0 is no node */
  edge *edges; uint32_t n_edges, cap_edges;
  leaf *leaves; uint32_t n_leaves, cap_leaves;
  trie form, lemma;
};

phrases *phrases_new(arena *a) {
  phrases *p = ARENA_NEW(a, phrases);
  p->a = a;
  return p;
}

/* ---- cutting a phrase ------------------------------------------------------------------------ */

/* Length of an apostrophe at the front of s: straight, curly, or none. */
static size_t apostrophe(str s) {
  if (s.len && s.ptr[0] == '\'') return 1;
  return str_starts(s, STR("\u2019")) ? 3 : 0;
}

/* Whether s, the rest of a word, is a clitic: "'s", "'ll", "'" alone, "n't". */
static bool clitic(str s) {
  if (s.ptr[0] != 'n' && s.ptr[0] != '\'' && s.ptr[0] != '\xE2') return false;        /* as most often */
  static const str endings[] = {{"", 0}, {"s", 1}, {"d", 1}, {"m", 1}, {"ll", 2}, {"re", 2}, {"ve", 2}};
  bool negation = s.len > 1 && s.ptr[0] == 'n';
  if (negation) s = str_sub(s, 1, s.len);
  size_t mark = apostrophe(s);
  if (!mark) return false;
  str ending = str_sub(s, mark, s.len);
  if (negation) return str_eq(ending, STR("t"));
  for (size_t k = 0; k < sizeof endings / sizeof *endings; k++)
    if (str_eq(ending, endings[k])) return true;
  return false;
}

/* Whether a token ends before byte n of a word: the first test is the cheap one. */
static bool ends_before(str word, size_t n) {
  char c = word.ptr[n];
  if (c == '-' || c == ',') return true;
  return (c == '\'' || c == 'n' || c == '\xE2') && clitic(str_sub(word, n, word.len));
}

bool phrases_cut(str *rest, str *word) {
  while (rest->len && rest->ptr[0] == ' ') *rest = str_sub(*rest, 1, rest->len);
  if (!rest->len) return false;
  size_t blank = 0;
  while (blank < rest->len && rest->ptr[blank] != ' ') blank++;
  size_t n = 1;
  str whole = str_sub(*rest, 0, blank);
  if (rest->ptr[0] != '-' && rest->ptr[0] != ',')
    while (n < blank && !ends_before(whole, n)) n++;
  *word = str_sub(*rest, 0, n);
  *rest = str_sub(*rest, n, rest->len);
  return true;
}

static bool has_capital(str word) {
  size_t i = 0;
  return utf8_is_upper(utf8_next(word, &i));
}

/* Two capitals or more and no small letter. */
static bool all_capitals(str word) {
  uint32_t upper = 0;
  for (size_t i = 0; i < word.len;) {
    uint32_t c = utf8_next(word, &i);
    if (utf8_is_upper(c)) upper++;
    else if (utf8_is_letter(c)) return false;
  }
  return upper > 1;
}

uint16_t phrases_capitals(str word) {
  return (uint16_t)((has_capital(word) ? TOK_CAP : 0) | (all_capitals(word) ? TOK_CAPS : 0));
}

uint32_t phrases_words(const word_id **words, arena *a, lexicon *l, str phrase) {
  word_id *list = NULL;
  uint32_t n = 0, cap = 0;
  for (str rest = phrase, word; phrases_cut(&rest, &word);) *ARENA_PUSH(a, list, n, cap) = lexicon_add(l, word);
  *words = list;
  return n;
}

void phrases_add(phrases *p, lexicon *l, str phrase, uint32_t value, unsigned flags) {
  entry e = {.value = value, .order = p->n, .by_lemma = (flags & PHRASE_LEMMA) != 0};
  word_id *words = NULL;
  uint32_t cap = 0;
  for (str rest = phrase, word; phrases_cut(&rest, &word);) {
    uint32_t bit = e.n < MASK_WORDS ? 1u << e.n : 0;
    bool capital = (flags & (PHRASE_CASE | PHRASE_CAPS)) && has_capital(word);
    if (capital && (flags & PHRASE_CASE)) e.capital |= bit;
    if ((flags & PHRASE_CAPS) && all_capitals(word)) e.capitals |= bit;
    *ARENA_PUSH(p->a, words, e.n, cap) = lexicon_add(l, word);
  }
  if (!e.n) return;
  e.words = words;
  *ARENA_PUSH(p->a, p->entries, p->n, p->cap) = e;
}

/* ---- laying the tries ------------------------------------------------------------------------ */

/* Total order: by trie, then words (a phrase before those it begins), then order of adding. */
static int by_words(const void *left, const void *right) {
  const entry *a = left, *b = right;
  if (a->by_lemma != b->by_lemma) return a->by_lemma ? 1 : -1;
  for (uint32_t k = 0; k < a->n && k < b->n; k++)
    if (a->words[k] != b->words[k]) return a->words[k] < b->words[k] ? -1 : 1;
  if (a->n != b->n) return a->n < b->n ? -1 : 1;
  return a->order < b->order ? -1 : 1;
}

typedef struct { uint32_t node, lo, hi, depth; } range;   /* entries [lo, hi) share `depth` words */
typedef struct { range *items; uint32_t n, cap; } queue;

static uint32_t new_node(phrases *p, queue *q, uint32_t lo, uint32_t hi, uint32_t depth) {
  uint32_t at = p->n_nodes;
  *ARENA_PUSH(p->a, p->nodes, p->n_nodes, p->cap_nodes) = (node){0, 0, 0, 0};
  *ARENA_PUSH(p->a, q->items, q->n, q->cap) = (range){at, lo, hi, depth};
  return at;
}

static void lay_node(phrases *p, queue *q, range r) {
  node made = {p->n_edges, 0, p->n_leaves, 0};
  uint32_t lo = r.lo;
  for (; lo < r.hi && p->entries[lo].n == r.depth; lo++) {
    const entry *e = &p->entries[lo];
    *ARENA_PUSH(p->a, p->leaves, p->n_leaves, p->cap_leaves) = (leaf){e->value, e->capital, e->capitals};
  }
  while (lo < r.hi) {
    word_id word = p->entries[lo].words[r.depth];
    uint32_t hi = lo + 1;
    while (hi < r.hi && p->entries[hi].words[r.depth] == word) hi++;
    uint32_t child = new_node(p, q, lo, hi, r.depth + 1);
    *ARENA_PUSH(p->a, p->edges, p->n_edges, p->cap_edges) = (edge){word, child};
    lo = hi;
  }
  made.n_edges = p->n_edges - made.edge;
  made.n_values = p->n_leaves - made.value;
  p->nodes[r.node] = made;
}

static trie lay_trie(phrases *p, queue *q, uint32_t lo, uint32_t hi, uint32_t n_words) {
  trie t = {ARENA_ARRAY(p->a, uint32_t, n_words + 1), n_words + 1, 0};
  if (lo == hi) return t;
  uint32_t todo = q->n;
  t.root = new_node(p, q, lo, hi, 0);
  for (; todo < q->n; todo++) lay_node(p, q, q->items[todo]);
  const node *root = &p->nodes[t.root];
  const edge *edges = &p->edges[root->edge];
  for (uint32_t k = 0; k < root->n_edges; k++) t.start[edges[k].word] = edges[k].node;
  return t;
}

void phrases_freeze(phrases *p, const lexicon *l) {
  if (p->n) qsort(p->entries, p->n, sizeof *p->entries, by_words);
  uint32_t split = 0;
  while (split < p->n && !p->entries[split].by_lemma) split++;
  *ARENA_PUSH(p->a, p->nodes, p->n_nodes, p->cap_nodes) = (node){0, 0, 0, 0};
  queue q = {NULL, 0, 0};
  p->form = lay_trie(p, &q, 0, split, lexicon_size(l));
  p->lemma = lay_trie(p, &q, split, p->n, lexicon_size(l));
}

/* ---- matching -------------------------------------------------------------------------------- */

static uint32_t start_node(const trie *t, word_id w) { return w < t->n_start ? t->start[w] : 0; }

static uint32_t child_node(const phrases *p, uint32_t at, word_id w) {
  uint32_t lo = p->nodes[at].edge, hi = lo + p->nodes[at].n_edges;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (p->edges[mid].word < w) lo = mid + 1; else hi = mid;
  }
  return lo < p->nodes[at].edge + p->nodes[at].n_edges && p->edges[lo].word == w ? p->edges[lo].node : 0;
}

static bool fits(const leaf *v, uint32_t capital, uint32_t capitals) {
  return !(v->capital & ~capital) && !(v->capitals & ~capitals);
}

/* Notes the phrases that end at this node, if the text is written as one of them asks. */
static void take(const phrases *p, uint32_t at, uint32_t n, phrase_hit *h) {
  const node *here = &p->nodes[at];
  for (uint32_t k = 0; k < here->n_values; k++)
    if (fits(&p->leaves[here->value + k], h->capital, h->capitals)) {
      h->n = n;
      h->value = here->value + k;
      h->end = here->value + here->n_values;
      return;
    }
}

static void note_case(const token *t, uint32_t k, phrase_hit *h) {
  if (k >= MASK_WORDS) return;
  if (t->flags & TOK_CAP) h->capital |= 1u << k;
  if (t->flags & TOK_CAPS) h->capitals |= 1u << k;
}

static phrase_hit walk(const phrases *p, uint32_t at, const token *t, uint32_t n, bool by_lemma) {
  phrase_hit h = {0, 0, 0, 0, 0};
  for (uint32_t k = 0; at; k++) {
    note_case(&t[k], k, &h);
    take(p, at, k + 1, &h);
    if (k + 1 == n) break;
    uint32_t next = child_node(p, at, by_lemma ? t[k + 1].lemma : t[k + 1].word);
    if (!next && by_lemma) next = child_node(p, at, t[k + 1].word);
    at = next;
  }
  return h;
}

phrase_hit phrases_match(const phrases *p, const token *t, uint32_t i, uint32_t end) {
  phrase_hit best = {0, 0, 0, 0, 0};
  if (i >= end) return best;
  uint32_t at = start_node(&p->form, t[i].word);
  if (at) best = walk(p, at, t + i, end - i, false);
  at = start_node(&p->lemma, t[i].lemma);
  if (!at) at = start_node(&p->lemma, t[i].word);
  if (!at) return best;
  phrase_hit h = walk(p, at, t + i, end - i, true);
  return h.n > best.n ? h : best;
}

bool phrases_begin(const phrases *p, const token *t) {
  return start_node(&p->form, t->word) || start_node(&p->lemma, t->lemma) || start_node(&p->lemma, t->word);
}

bool phrases_next(const phrases *p, phrase_hit *h, uint32_t *value) {
  while (h->n && h->value < h->end) {
    const leaf *v = &p->leaves[h->value++];
    if (!fits(v, h->capital, h->capitals)) continue;
    *value = v->value;
    return true;
  }
  return false;
}

uint32_t phrases_longest(const phrases *p, const token *t, uint32_t i, uint32_t end, uint32_t *value) {
  phrase_hit h = phrases_match(p, t, i, end);
  if (h.n && value) *value = p->leaves[h.value].value;
  return h.n;
}
