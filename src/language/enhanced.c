#include "language/enhanced.h"

enum { LONGEST = 48 };         /* bytes of what is added: a heap of prepositions is no label */

typedef enum { CASE, MARK, CC, MARKERS } marker;

/* Relations that are named by a marker of the word, or where it has none, by the other. */
static const struct { const char *relation; marker by, or_by; } rules[] = {
  {"nmod", CASE, CASE}, {"obl", CASE, CASE}, {"acl", MARK, CASE}, {"advcl", MARK, CASE}, {"conj", CC, CC}
};
enum { RULES = sizeof rules / sizeof *rules };

typedef struct {
  arena *a;
  const language_model *m;
  const tree *t;
  uint32_t n;
  str *words;                  /* [n] lemmas; of a fixed expression's first word all of it: "because_of" */
  str *by[MARKERS];            /* [n] the last marker of a word; empty: none */
} labelling;

static bool is_word(str lemma) {
  for (size_t i = 0; i < lemma.len;)
    if (!utf8_is_letter(utf8_next(lemma, &i))) return false;
  return lemma.len > 0;
}

static void join(arena *a, str *to, str more) {
  str parts[2] = {*to, more};
  if (!more.len || to->len + more.len > LONGEST) return;
  *to = to->len ? arena_join(a, parts, 2, STR("_")) : more;
}

static bool is_named(const labelling *k, uint32_t i, const char *relation) {
  return str_eq(language_relation(k->m, k->t->relation[i]), str_of(relation));
}

/* A marker that is a verb is named by its form: "according". */
static void find_words(labelling *k, const doc *d, const sentence *s, const str *lemmas) {
  k->words = ARENA_ARRAY(k->a, str, k->n);
  for (uint32_t i = 0; i < k->n; i++) {
    uint32_t at = s->first + i;
    str name = d->tokens[at].upos == UPOS_VERB ? doc_str(d, at, at + 1) : lemmas[i];
    if (is_word(name)) k->words[i] = utf8_folded(k->a, name);
  }
  for (uint32_t i = 0; i < k->n; i++) {
    int32_t head = k->t->head[i];
    if (head >= 0 && (uint32_t)head < i && is_named(k, i, "fixed")) join(k->a, &k->words[head], k->words[i]);
  }
}

static void find_markers(labelling *k) {
  static const char *const names[MARKERS] = {"case", "mark", "cc"};
  for (int b = 0; b < MARKERS; b++) k->by[b] = ARENA_ARRAY(k->a, str, k->n);
  for (uint32_t i = 0; i < k->n; i++)
    for (int b = 0; b < MARKERS; b++)
      if (k->t->head[i] >= 0 && is_named(k, i, names[b])) k->by[b][k->t->head[i]] = k->words[i];
}

/* "A, B and C": what joins C joins B as well. */
static void share_conjunctions(labelling *k) {
  str *later = ARENA_ARRAY(k->a, str, k->n);           /* by head: of the conjunct behind */
  for (uint32_t i = k->n; i-- > 0;) {
    if (k->t->head[i] < 0 || !is_named(k, i, "conj")) continue;
    str *next = &later[k->t->head[i]];
    if (!k->by[CC][i].len) k->by[CC][i] = *next;
    *next = k->by[CC][i];
  }
}

static str label(const labelling *k, uint32_t i) {
  str parts[2] = {language_relation(k->m, k->t->relation[i])};
  for (int r = 0; r < RULES; r++) {
    if (!str_eq(parts[0], str_of(rules[r].relation))) continue;
    parts[1] = k->by[rules[r].by][i].len ? k->by[rules[r].by][i] : k->by[rules[r].or_by][i];
    if (parts[1].len) return arena_join(k->a, parts, 2, STR(":"));
  }
  return parts[0];
}

const str *enhanced_labels(arena *a, const language_model *m, const doc *d, const sentence *s, const tree *t,
                           const str *lemmas) {
  uint32_t n = s->end - s->first;
  labelling k = {.a = a, .m = m, .t = t, .n = n};
  find_words(&k, d, s, lemmas);
  find_markers(&k);
  share_conjunctions(&k);
  str *labels = ARENA_ARRAY(a, str, n);
  for (uint32_t i = 0; i < n; i++) labels[i] = label(&k, i);
  return labels;
}
