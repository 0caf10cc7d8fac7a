/* patterns_words.c: the words of a sentence that patterns see: clauses between commas that are left out,
 * relative clauses, and where the phrase of each verb ends. */
#include "facts/patterns_model.h"

uint8_t pattern_class(const patterns_model *m, const token *t) {
  return t->word < m->n_classes ? m->classes[t->word] : 0;
}

/* ---- commas --------------------------------------------------------------------------------------------- */

static bool is_word(const token *t) {
  return t->upos != UPOS_PUNCT && (t->flags & TOK_ALPHA) && !(t->upos == UPOS_PART && (t->morph & MORPH_POSS));
}

static uint32_t count_words(const coded_sentence *s, uint32_t from, uint32_t to) {
  uint32_t n = 0;
  for (uint32_t i = from; i < to; i++) n += is_word(&s->t[i]) && !s->left_out[i - s->first];
  return n;
}

static void leave_out(coded_sentence *s, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++) s->left_out[i - s->first] = true;
}

static bool within(uint32_t n, uint32_t least, uint32_t most) { return most && n >= least && n <= most; }

/* Every comma outside noun phrases. */
static uint32_t *find_commas(coded_sentence *s, uint32_t *n) {
  uint32_t *commas = ARENA_ARRAY(s->a, uint32_t, s->end - s->first + (size_t)1);
  *n = 0;
  for (uint32_t i = s->first; i < s->end; i++) {
    str word = doc_str(s->f->doc, i, i + 1);
    if (word.len != 1 || word.ptr[0] != ',' || s->phrase_of[i - s->first] != NONE) continue;
    s->comma[i - s->first] = true;
    commas[(*n)++] = i;
  }
  return commas;
}

/* Whether the verb behind the last comma has its subject before it: "A, a friend of B, left C". */
static bool holds_main_verb(const coded_sentence *s, uint32_t comma) {
  for (uint32_t i = s->first; i < comma; i++) {
    str relation = language_relation(s->f->language, s->tree->relation[i - s->first]);
    if (str_starts(relation, STR("nsubj")) && s->tree->head[i - s->first] > (int32_t)(comma - s->first))
      return true;
  }
  return false;
}

/* First the words before the first comma, then those behind the last, then those between two. */
static void leave_clauses_out(coded_sentence *s) {
  const pattern_settings *x = &s->m->settings;
  uint32_t n, *commas = find_commas(s, &n);
  if (!n) return;
  if (within(count_words(s, s->first, commas[0]), x->begin_min, x->begin_max)) {
    leave_out(s, s->first, commas[0]);
    s->comma[commas[0] - s->first] = false;
  }
  uint32_t last = commas[n - 1];
  if (within(count_words(s, last, s->end), x->end_min, x->end_max) && !holds_main_verb(s, last)) {
    leave_out(s, last, s->end);
    s->comma[last - s->first] = false;
  }
  for (uint32_t i = 0; i + 1 < n; i++) {
    if (!within(count_words(s, commas[i], commas[i + 1]), x->comma_min, x->comma_max)) continue;
    leave_out(s, commas[i], commas[i + 1]);
    s->comma[commas[i] - s->first] = s->comma[commas[i + 1] - s->first] = false;
  }
}

/* ---- words ---------------------------------------------------------------------------------------------- */

static void list_words(coded_sentence *s) {
  uint32_t size = s->end - s->first;
  s->words = ARENA_ARRAY(s->a, uint32_t, size + (size_t)1);
  s->word_of = ARENA_ARRAY(s->a, uint32_t, size + (size_t)1);
  for (uint32_t i = s->first; i < s->end; i++) {
    const token *t = &s->t[i];
    s->word_of[i - s->first] = s->n_words;
    bool owner = t->upos == UPOS_PART && (t->morph & MORPH_POSS);
    str word = doc_str(s->f->doc, i, i + 1);
    bool hyphen = t->upos == UPOS_PUNCT && !(t->flags & TOK_SPACE_BEFORE) && word.len && word.ptr[0] == '-';
    bool counts = !s->left_out[i - s->first] && !owner && (t->upos != UPOS_PUNCT || hyphen);
    if (counts) s->words[s->n_words++] = i;
  }
  s->word_of[size] = s->n_words;
}

/* ---- what the tree tells -------------------------------------------------------------------------------- */

/* Tokens from the leaves to the root. */
static uint32_t *leaves_first(const coded_sentence *s, uint32_t size) {
  uint32_t *left = ARENA_ARRAY(s->a, uint32_t, size + (size_t)1);
  uint32_t *order = ARENA_ARRAY(s->a, uint32_t, size + (size_t)1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < size; i++)
    if (s->tree->head[i] >= 0) left[s->tree->head[i]]++;
  for (uint32_t i = 0; i < size; i++)
    if (!left[i]) order[n++] = i;
  for (uint32_t i = 0; i < n; i++) {
    int32_t head = s->tree->head[order[i]];
    if (head >= 0 && !--left[head]) order[n++] = (uint32_t)head;
  }
  return order;
}

/* What is not in the verb phrase of its head: another verb that "and" joins, what stands beside it, marks. */
static bool stands_apart(const coded_sentence *s, uint32_t i, str relation) {
  int32_t head = s->tree->head[i];
  bool verbs = s->t[s->first + i].upos == UPOS_VERB && s->t[s->first + (uint32_t)head].upos == UPOS_VERB;
  return str_starts(relation, STR("parataxis")) || str_eq(relation, STR("punct")) ||
         str_eq(relation, STR("discourse")) ||
         (str_starts(relation, STR("conj")) && verbs);
}

static bool opens_clause(const coded_sentence *s, uint32_t i) {
  const token *t = &s->t[i];
  if (s->phrase_of[i - s->first] != NONE) return false;
  return t->upos == UPOS_VERB || t->upos == UPOS_AUX || t->upos == UPOS_SCONJ || s->comma[i - s->first] ||
         (t->upos == UPOS_PUNCT && !s->left_out[i - s->first]);
}

/* Where a verb phrase ends too soon: to the next verb, conjunction or mark. */
static void widen_ends(coded_sentence *s) {
  uint32_t bound = s->end;
  for (uint32_t i = s->end; i > s->first; i--) {
    if (s->ends[i - 1 - s->first] < bound) s->ends[i - 1 - s->first] = bound;
    if (opens_clause(s, i - 1)) bound = i - 1;
  }
}

/* The tree's ends of verb phrases. */
static void find_ends(coded_sentence *s, const uint32_t *order, uint32_t size) {
  for (uint32_t i = 0; i < size; i++) s->ends[i] = s->first + i + 1;
  for (uint32_t k = 0; k < size; k++) {
    uint32_t i = order[k];
    int32_t head = s->tree->head[i];
    str relation = language_relation(s->f->language, s->tree->relation[i]);
    if (head < 0 || stands_apart(s, i, relation)) continue;
    if (s->ends[i] > s->ends[head]) s->ends[head] = s->ends[i];
  }
  widen_ends(s);
}

/* A verb that the tree takes for what stands before a noun: "promised aid". */
static bool is_mistaken(const coded_sentence *s, uint32_t i) {
  uint32_t at = i - s->first;
  bool verb = s->t[i].upos == UPOS_VERB && s->phrase_of[at] == NONE && s->tree->head[at] > (int32_t)at;
  return verb && str_eq(language_relation(s->f->language, s->tree->relation[at]), STR("amod"));
}

/* To the object of a verb that was mistaken, and of those before it no further than the "and" that joins it. */
static void mend_ends(coded_sentence *s) {
  uint32_t cut = s->end;
  for (uint32_t i = s->end; i > s->first; i--) {
    uint32_t at = i - 1 - s->first;
    bool mistaken = is_mistaken(s, i - 1);
    if (mistaken && s->ends[at] < s->ends[s->tree->head[at]]) s->ends[at] = s->ends[s->tree->head[at]];
    if (s->ends[at] > cut && cut > i - 1) s->ends[at] = cut;
    if (mistaken && at && s->t[i - 2].upos == UPOS_CCONJ) cut = i - 2;
  }
}

static void find_asides(coded_sentence *s, const uint32_t *order, uint32_t size) {
  for (uint32_t k = size; k > 0; k--) {
    uint32_t i = order[k - 1];
    int32_t head = s->tree->head[i];
    bool relative = str_eq(language_relation(s->f->language, s->tree->relation[i]), STR("acl:relcl"));
    s->aside[i] = relative || (head >= 0 && s->aside[head]);
  }
}

void pattern_words(coded_sentence *s) {
  uint32_t size = s->end - s->first;
  leave_clauses_out(s);
  list_words(s);
  const uint32_t *order = leaves_first(s, size);
  find_ends(s, order, size);
  mend_ends(s);
  find_asides(s, order, size);
}

/* A word of the verbs, taken for a noun, that has a subject and no copula: "Ruritania act on a plan". */
void pattern_acts(coded_sentence *s) {
  uint32_t size = s->end - s->first;
  bool *noun = ARENA_ARRAY(s->a, bool, size + (size_t)1);
  for (uint32_t i = 0; i < size; i++) {
    int32_t head = s->tree->head[i];
    if (head < 0) continue;
    str relation = language_relation(s->f->language, s->tree->relation[i]);
    if (str_eq(relation, STR("nsubj"))) s->acts[head] = true;
    if (str_eq(relation, STR("cop")) || str_eq(relation, STR("det"))) noun[head] = true;
  }
  for (uint32_t i = 0; i < size; i++) {
    word_id word = s->t[s->first + i].word;
    bool verb = word && map_get(&s->m->form_of, (str){(const char *)&word, sizeof word});
    s->acts[i] = s->acts[i] && !noun[i] && verb && s->t[s->first + i].upos == UPOS_NOUN;
  }
}
