#include "learn.h"
#include "language/heads.h"
#include "language/network.h"
#include <stdio.h>
#include <time.h>

/* Lemmas, where the models have them. */
typedef struct { bool found; lemma_model m; lemma_tag *tags; } lemmatizer;       /* tags: [n_tags + 1] */

static void load_lemmas(lemmatizer *l, arena *a, const model_file *file, const network_model *m) {
  ch_error err;
  if (lemmas_load(&l->m, &l->found, a, file, NULL, &err)) fail("%s", err.msg);
  l->tags = ARENA_ARRAY(a, lemma_tag, m->n_tags + (size_t)1);
  for (uint32_t i = 1; i <= m->n_tags; i++) l->tags[i] = lemmas_tag(m->tag_names[i]);
}

static str lemma_of(arena *a, const lemmatizer *l, str form, uint32_t tag) {
  if (!l->found) return STR("_");
  str folded = utf8_folded(a, form);
  lemma_query q = {form, folded, map_hash(folded), &l->tags[tag]};
  return lemmas_write(a, &l->m, lemmas_find(&l->m, &q), form, folded);
}

/* Lemma, UPOS, XPOS and features of a tag, head and relation of a row, in place of those that stand in it. */
static void print_row(str row, str lemma, str tag, uint32_t head, str label) {
  str field, rest = row, kept[4];
  int n = 0;
  for (int i = 0; str_split(&rest, '\t', &field); i++)
    if (i < 2 || i > 7) kept[n++] = field;
  printf("%.*s\t%.*s\t%.*s\t%.*s\t%u\t%.*s\t_\t%.*s\n", (int)kept[0].len, kept[0].ptr, (int)kept[1].len,
         kept[1].ptr, (int)lemma.len, lemma.ptr, (int)tag.len, tag.ptr, head, (int)label.len, label.ptr,
         (int)kept[3].len, kept[3].ptr);
}

static bool is_empty_node(str line) {
  size_t tab = str_find(line, STR("\t")), dot = str_find(line, STR("."));
  return line.ptr[0] != '#' && dot < tab;
}

typedef struct { uint64_t tags, trees, words; } times;    /* nanoseconds for these, of so many words */

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* [n] as network_tags gives tags, the better ones of network_tree, heads (0: root) and labels. */
typedef struct { uint16_t *tags, *late; uint32_t *heads; uint8_t *labels; } parsed;

void put_words(arena *a, network_room *r, const train_sentence *s) {
  word_headline h = {0};
  bool first = true;
  if (!network_begin(r, s->n)) fail("out of memory");
  for (uint32_t i = 1; i < s->n; i++) word_headline_add(&h, s->forms[i]);
  for (uint32_t i = 0; i < s->n; i++) {
    word_key keys[WORD_KEYS];
    str folded = utf8_folded(a, s->forms[i]);
    word_keys(keys, folded, arena_alloc(a, folded.len + 1));
    network_word_put(r, i, network_form_of(r, keys), word_shape(s->forms[i], first, word_is_headline(&h)));
    first = first && !word_has_letter(s->forms[i]);
  }
}

static parsed parse(arena *a, network_room *r, const train_sentence *s, times *t) {
  parsed p = {ARENA_ARRAY(a, uint16_t, s->n), ARENA_ARRAY(a, uint16_t, s->n),
              ARENA_ARRAY(a, uint32_t, s->n), ARENA_ARRAY(a, uint8_t, s->n)};
  uint64_t start = now();
  put_words(a, r, s);
  network_tags(r, p.tags);
  uint64_t tagged = now();
  network_tree(r, a, p.heads, p.labels, p.late);
  t->trees += now() - tagged;
  t->tags += tagged - start;
  t->words += s->n;
  return p;
}

static void parse_sentence(arena *a, network_room *r, const network_model *m, const lemmatizer *l,
                           const train_sentence *s, times *t) {
  parsed p = parse(a, r, s, t);
  for (uint32_t k = 0, i = 0; k < s->n_lines; k++) {
    str line = s->lines[k];
    if (is_empty_node(line)) continue;
    if (line.ptr[0] == '#' || !treebank_is_word(line)) {
      printf("%.*s\n", (int)line.len, line.ptr);
      continue;
    }
    print_row(line, lemma_of(a, l, s->forms[i], p.late[i]), m->tag_names[p.late[i]], p.heads[i],
              m->label_names[p.labels[i]]);
    i++;
  }
  putchar('\n');
}

static void check_lengths(const treebank *b, const char *path) {
  for (uint32_t i = 0; i < b->n; i++)
    if (b->sentences[i].n > HEADS_MOST)
      fail("%s: sentence %u has %u words; at most %u can be parsed", path, i + 1, b->sentences[i].n, HEADS_MOST);
}

void parse_file(arena *a, const char *models, const char *path, const char *documents, uint32_t style) {
  names tags = {0}, labels = {0};
  treebank b;
  model_file *file;
  network_model m;
  lemmatizer l;
  ch_error err;
  treebank_init(&b, a, &tags, &labels);
  treebank_read(&b, path, documents, true);
  check_lengths(&b, path);
  if (model_file_open(&file, models, &err) || network_load(&m, a, file, &err)) fail("%s", err.msg);
  if (style > m.n_styles) {
    model_file_close(file);
    fail("--style %u: the models know %u styles", style, m.n_styles);
  }
  load_lemmas(&l, a, file, &m);
  if (style) network_set_style(&m, style);
  arena *room = arena_new(0);
  network_room *r = network_rooms_take(network_rooms_new(a, &m));
  times t = {0};
  if (!room || !r) fail("out of memory");
  for (uint32_t i = 0; i < b.n; i++) {
    parse_sentence(room, r, &m, &l, &b.sentences[i], &t);
    arena_reset(room);
  }
  arena_free(room);
  uint64_t n = t.words ? t.words : 1, all = t.tags + t.trees;
  say("%llu words, %llu a second (tags %llu, trees %llu ns a word)", (unsigned long long)t.words,
      (unsigned long long)(t.words * 1000000000 / (all ? all : 1)), (unsigned long long)(t.tags / n),
      (unsigned long long)(t.trees / n));
  model_file_close(file);
}
