/* model_file_of and network_load, lemmas_load, ends_load: any bytes give models that a sentence can be parsed
 * with, or one line that says why not. The checksum is made to fit, so that what is behind it is reached. */
#include "base/base.h"
#include "language/ends.h"
#include "language/language.h"
#include "language/lemmas.h"
#include "language/model_file.h"
#include "language/network.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool good) {
  if (!good) __builtin_trap();
}

static void parse(arena *a, const network_model *m) {
  static const str words[] = {{"The", 3}, {"talks", 5}, {"were", 4}, {"u.s.", 4}, {"-", 1}, {"x", 1}};
  enum { N = sizeof words / sizeof *words };
  uint32_t heads[N], n = N, roots = 0;
  uint8_t labels[N];
  uint16_t tags[N], late[N];
  network_room *r = network_rooms_take(network_rooms_new(a, m));
  if (!r || !network_begin(r, n)) return;
  for (uint32_t i = 0; i < n; i++) {
    char room[8];
    word_key keys[WORD_KEYS];
    word_keys(keys, words[i], room);
    network_word_put(r, i, network_form_of(r, keys), word_shape(words[i], i == 0, false));
  }
  network_tags(r, tags);
  network_tree(r, a, heads, labels, late);
  for (uint32_t i = 0; i < n; i++) {
    check(heads[i] <= n && labels[i] <= m->n_labels && tags[i] <= m->n_tags && late[i] <= m->n_tags);
    roots += !heads[i];
  }
  check(roots == 1);
}

static void find_lemmas(arena *a, const lemma_model *m, lexicon *l) {
  static const str words[] = {{"Talks", 5}, {"U.S.", 4}, {"1,000", 5},
                              {"\xD0\x96\xD0\xB8", 4}, {"a", 1}, {"", 0}};
  lemma_tag tag = lemmas_tag(STR("NOUN\tNNS\tNumber=Plur"));
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    str folded = utf8_folded(a, words[i]);
    lemma_query q = {words[i], folded, map_hash(folded), &tag};
    uint16_t edit = lemmas_find(m, &q);
    check(edit < m->n_edits);
    str lemma = lemmas_write(a, m, edit, words[i], folded);
    check(utf8_valid(lemma) == lemma.len && (lemma.len || !folded.len));
    check(lemmas_word(m, l, edit, folded, 0, arena_alloc(a, lemmas_room(folded))) <= lexicon_size(l));
  }
}

static void load_lemmas(arena *a, const model_file *file) {
  lemma_model m;
  bool found;
  ch_error err = {0};
  lexicon *l = lexicon_new(a);
  ch_status status = lemmas_load(&m, &found, a, file, l, &err);
  if (status) check(status == CH_ERR_PACK && err.msg[0] && !strchr(err.msg, '\n'));
  else if (found) find_lemmas(a, &m, l);
}

static void load(void *payload) {
  void **p = payload;
  arena *a = p[0];
  const model_file *m = p[1];
  network_model network;
  end_model end;
  ch_error err = {0};
  ch_status status = network_load(&network, a, m, &err);
  if (!status) parse(a, &network);
  else check(status == CH_ERR_PACK && err.msg[0] && !strchr(err.msg, '\n'));
  status = ends_load(&end, a, m, &err);
  if (!status && end.trained) check(weights_sum(&end.weights, (feature[]){0, UINT64_MAX}, 2) < INT32_MAX);
  else check(!status || status == CH_ERR_PACK);
  load_lemmas(a, m);
}

static void put_u64(char *at, uint64_t n) {
  for (int i = 0; i < 8; i++) at[i] = (char)(n >> 8 * i);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  arena *a = arena_new((size_t)64 << 20);
  char *copy = malloc(n + 1);
  model_file *m = NULL;
  ch_error err = {0};
  if (a && copy) {
    memcpy(copy, bytes, n);
    if (n >= 64) {
      memcpy(copy, "CHMODELS\1\0\0\0\1\0\0\0", 16);
      put_u64(copy + 16, n);
      put_u64(copy + 24, map_hash((str){copy + 32, n - 32}));
    }
    ch_status status = model_file_of(&m, (str){copy, n}, "models.bin", &err);
    check((status == CH_OK) == (m != NULL));
    void *p[2] = {a, m};
    if (m) arena_run(a, load, p);
    else check(err.code == status && err.msg[0] && !strchr(err.msg, '\n'));
  }
  model_file_close(m);
  free(copy);
  arena_free(a);
  return 0;
}
