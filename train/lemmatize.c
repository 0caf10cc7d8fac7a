/* CoNLL-U with the models' lemmas: of its own tags, or of those that a tagger gave. */
#include "train.h"
#include <stdio.h>
#include <time.h>

/* The row with another third column. */
static void print_row(str row, str lemma) {
  str field, rest = row;
  for (int i = 0; str_split(&rest, '\t', &field); i++)
    printf("%s%.*s", i ? "\t" : "", (int)(i == 2 ? lemma : field).len, (i == 2 ? lemma : field).ptr);
  putchar('\n');
}

static bool is_right(str lemma, str got) { return str_eq(lemma, STR("_")) || str_eq(lemma, got); }

/* How many of its words have the lemma that the row gave before. */
static uint32_t print_sentence(arena *a, const train_sentence *s, const lemma_model *m, const uint16_t *edits,
                               const lemma_query *q) {
  uint32_t i = 0, right = 0;
  for (uint32_t k = 0; k < s->n_lines; k++) {
    str line = s->lines[k];
    if (line.ptr[0] == '#' || !treebank_is_word(line)) {
      printf("%.*s\n", (int)line.len, line.ptr);
      continue;
    }
    str lemma = lemmas_write(a, m, edits[i], q[i].form, q[i].folded);
    right += is_right(s->lemmas[i], lemma);
    print_row(line, lemma);
    i++;
  }
  putchar('\n');
  return right;
}

/* What is asked of every word, sentence behind sentence. */
static lemma_query *queries_of(arena *a, const treebank *b) {
  lemma_tag *hashes = ARENA_ARRAY(a, lemma_tag, b->tags->n + (size_t)1);
  lemma_query *all = ARENA_ARRAY(a, lemma_query, b->n_words), *q = all;
  for (uint32_t i = 1; i <= b->tags->n; i++) hashes[i] = lemmas_tag(b->tags->names[i]);
  for (uint32_t i = 0; i < b->n; i++) {
    const train_sentence *s = &b->sentences[i];
    for (uint32_t j = 0; j < s->n; j++) {
      str folded = utf8_folded(a, s->forms[j]);
      *q++ = (lemma_query){s->forms[j], folded, map_hash(folded), &hashes[s->tags[j + 1]]};
    }
  }
  return all;
}

/* Finds all edits; nanoseconds. */
static uint64_t find_all(uint16_t *edits, const lemma_model *m, const lemma_query *q, uint64_t n) {
  struct timespec from, to;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  for (uint64_t i = 0; i < n; i++) edits[i] = lemmas_find(m, &q[i]);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  return (uint64_t)(to.tv_sec - from.tv_sec) * 1000000000 + (uint64_t)to.tv_nsec - (uint64_t)from.tv_nsec;
}

void lemmatize_file(arena *a, const char *models, const char *path, const char *documents) {
  names tags = {0}, labels = {0};
  treebank b;
  model_file *file;
  lemma_model m;
  bool found;
  ch_error err;
  if (model_file_open(&file, models, &err) || lemmas_load(&m, &found, a, file, NULL, &err))
    fail("%s", err.msg);
  if (!found) fail("%s: no lemmas in it", models);
  treebank_init(&b, a, &tags, &labels);
  treebank_read(&b, path, documents, true);
  lemma_query *q = queries_of(a, &b);
  uint16_t *edits = ARENA_ARRAY(a, uint16_t, b.n_words);
  uint64_t spent = find_all(edits, &m, q, b.n_words), right = 0, n = b.n_words, at = 0;
  for (uint32_t i = 0; i < b.n; at += b.sentences[i++].n)
    right += print_sentence(a, &b.sentences[i], &m, edits + at, q + at);
  say("%llu words, %llu.%02llu %% right, %llu ns a word", (unsigned long long)n,
      (unsigned long long)(100 * right / n), (unsigned long long)(10000 * right / n % 100),
      (unsigned long long)(spent / n));
  model_file_close(file);
}
