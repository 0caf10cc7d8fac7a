/* CoNLL-U with the models' lemmas: of its own tags, or of those that a tagger gave. */
#include "train.h"
#include <stdio.h>
#include <time.h>

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* The row with another third column. */
static void print_row(str row, str lemma) {
  str field, rest = row;
  for (int i = 0; str_split(&rest, '\t', &field); i++)
    printf("%s%.*s", i ? "\t" : "", (int)(i == 2 ? lemma : field).len, (i == 2 ? lemma : field).ptr);
  putchar('\n');
}

static bool is_word(str line) {
  size_t tab = str_find(line, STR("\t"));
  for (size_t i = 0; i < tab && tab != SIZE_MAX; i++)
    if (line.ptr[i] < '0' || line.ptr[i] > '9') return false;
  return tab != SIZE_MAX;
}

static void print_sentence(arena *a, const train_sentence *s, const lemma_model *m, const uint16_t *edits) {
  uint32_t i = 0;
  for (uint32_t k = 0; k < s->n_lines; k++) {
    if (s->lines[k].ptr[0] == '#' || !is_word(s->lines[k])) printf("%.*s\n", (int)s->lines[k].len, s->lines[k].ptr);
    else {
      str form = s->forms[i];
      print_row(s->lines[k], lemmas_write(a, m, edits[i], form, utf8_folded(a, form)));
      i++;
    }
  }
  putchar('\n');
}

void lemmatize_file(arena *a, const char *models, const char *path, const char *documents) {
  names tags = {0}, labels = {0};
  treebank b;
  model_file *file;
  lemma_model m;
  bool found;
  ch_error err;
  if (model_file_open(&file, models, &err) || lemmas_load(&m, &found, a, file, NULL, &err)) fail("%s", err.msg);
  if (!found) fail("%s: no lemmas in it", models);
  treebank_init(&b, a, &tags, &labels);
  treebank_read(&b, path, documents, true);
  lemma_tag *hashes = ARENA_ARRAY(a, lemma_tag, tags.n + (size_t)1);
  for (uint32_t i = 1; i <= tags.n; i++) hashes[i] = lemmas_tag(tags.names[i]);
  uint64_t spent = 0, right = 0;
  for (uint32_t i = 0; i < b.n; i++) {
    const train_sentence *s = &b.sentences[i];
    uint16_t *edits = ARENA_ARRAY(a, uint16_t, s->n + (size_t)1);
    lemma_query *q = ARENA_ARRAY(a, lemma_query, s->n + (size_t)1);
    for (uint32_t j = 0; j < s->n; j++) {
      str folded = utf8_folded(a, s->forms[j]);
      q[j] = (lemma_query){s->forms[j], folded, map_hash(folded), &hashes[s->tags[j + 1]]};
    }
    uint64_t start = now();
    for (uint32_t j = 0; j < s->n; j++) edits[j] = lemmas_find(&m, &q[j]);
    spent += now() - start;
    for (uint32_t j = 0; j < s->n; j++)
      right += str_eq(s->lemmas[j], STR("_")) ||
               str_eq(s->lemmas[j], lemmas_write(a, &m, edits[j], s->forms[j], q[j].folded));
    print_sentence(a, s, &m, edits);
  }
  uint64_t n = b.n_words ? b.n_words : 1;
  say("%llu words, %llu.%02llu %% right, %llu ns a word", (unsigned long long)b.n_words,
      (unsigned long long)(100 * right / n), (unsigned long long)(10000 * right / n % 100),
      (unsigned long long)(spent / n));
  model_file_close(file);
}
