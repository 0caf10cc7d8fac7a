#include "treebank.h"
#include "train.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- files --------------------------------------------------------------------------------------------- */

static FILE *open_file(const char *path, bool *piped) {
  char command[4096];
  *piped = str_ends(str_of(path), STR(".xz"));
  if (!*piped) return fopen(path, "rb");
  if (strchr(path, '\'')) return NULL;
  int n = snprintf(command, sizeof command, "xz -dc '%s'", path);
  return n > 0 && (size_t)n < sizeof command ? popen(command, "r") : NULL;
}

str train_file(arena *a, const char *path) {
  bool piped;
  FILE *in = open_file(path, &piped);
  buf b = {0};
  char piece[1 << 16];
  if (!in) fail("%s: cannot be opened", path);
  for (size_t n; (n = fread(piece, 1, sizeof piece, in)) > 0;) buf_add(&b, piece, n);
  bool bad = ferror(in) || b.status;
  if (piped ? pclose(in) : fclose(in)) bad = true;
  if (bad) fail("%s: cannot be read", path);
  str kept = arena_str(a, b.len ? buf_get(&b) : STR(""));
  buf_free(&b);
  return kept;
}

/* ---- names --------------------------------------------------------------------------------------------- */

uint32_t names_number(names *t, arena *a, str name) {
  bool added;
  if (!t->names) {
    map_init(&t->of, a, 512);
    *ARENA_PUSH(a, t->names, t->n, t->cap) = (str){"", 0};
    t->n = 0;
  }
  uint32_t *i = map_put(&t->of, name, &added);
  if (!added) return *i;
  uint32_t size = t->n + 1;
  *ARENA_PUSH(a, t->names, size, t->cap) = name;
  return *i = ++t->n;
}

void treebank_init(treebank *b, arena *a, names *tags, names *labels) {
  *b = (treebank){.a = a, .tags = tags, .labels = labels};
}

/* ---- sentences ----------------------------------------------------------------------------------------- */

enum { ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC, COLUMNS };

typedef struct { str text; uint32_t line; } row;
typedef struct {
  treebank *b;
  const char *path;
  map closed;                  /* documents left out */
  bool left_out, keep_lines, new_paragraph;
  str sentence_text;
  uint32_t line;
  row *rows; uint32_t n_rows, cap_rows;        /* of the sentence being read: words only */
  str *lines; uint32_t n_lines, cap_lines;
} reader;

static void split_columns(const reader *r, const row *from, str columns[COLUMNS]) {
  str rest = from->text;
  for (int i = 0; i < COLUMNS; i++)
    if (!str_split(&rest, '\t', &columns[i])) fail("%s:%u: fewer than ten columns", r->path, from->line);
}

static void add_row(reader *r, train_sentence *s, uint32_t i) {
  str c[COLUMNS];
  treebank *b = r->b;
  split_columns(r, &r->rows[i], c);
  s->forms[i] = c[FORM];
  s->lemmas[i] = c[LEMMA];
  str tag = {c[UPOS].ptr, (size_t)(c[FEATS].ptr + c[FEATS].len - c[UPOS].ptr)};
  s->tags[i + 1] = names_number(b->tags, b->a, tag);
  if (!str_u32(c[HEAD], &s->heads[i + 1]) || s->heads[i + 1] > s->n) s->heads[i + 1] = 0;
  s->labels[i + 1] = names_number(b->labels, b->a, c[DEPREL]);
}

static void add_sentence(reader *r) {
  treebank *b = r->b;
  train_sentence s = {.n = r->n_rows, .text = r->sentence_text, .new_paragraph = r->new_paragraph};
  size_t size = s.n + (size_t)1;
  if (s.n && !r->left_out) {
    s.forms = ARENA_ARRAY(b->a, str, s.n);
    s.lemmas = ARENA_ARRAY(b->a, str, s.n);
    s.tags = ARENA_ARRAY(b->a, uint32_t, size);
    s.heads = ARENA_ARRAY(b->a, uint32_t, size);
    s.labels = ARENA_ARRAY(b->a, uint32_t, size);
    for (uint32_t i = 0; i < s.n; i++) add_row(r, &s, i);
    if (r->keep_lines) {
      s.lines = ARENA_ARRAY(b->a, str, r->n_lines);
      s.n_lines = r->n_lines;
      memcpy(s.lines, r->lines, r->n_lines * sizeof *s.lines);
    }
    *ARENA_PUSH(b->a, b->sentences, b->n, b->cap) = s;
    b->n_words += s.n;
  }
  r->n_rows = r->n_lines = 0;
  r->sentence_text = (str){"", 0};
  r->new_paragraph = false;
}

bool treebank_is_word(str line) {
  size_t tab = str_find(line, STR("\t"));
  if (tab == SIZE_MAX) return false;
  for (size_t i = 0; i < tab; i++)
    if (line.ptr[i] < '0' || line.ptr[i] > '9') return false;
  return true;
}

static void read_line(reader *r, str line) {
  str document = STR("# newdoc id = "), sentence_text = STR("# text = ");
  if (str_starts(line, document))
    r->left_out = map_get(&r->closed, str_sub(line, document.len, line.len)) != NULL;
  if (str_starts(line, sentence_text)) r->sentence_text = str_sub(line, sentence_text.len, line.len);
  r->new_paragraph |= str_starts(line, STR("# newpar")) || str_starts(line, STR("# newdoc"));
  if (!line.len) {
    add_sentence(r);
    return;
  }
  *ARENA_PUSH(r->b->a, r->lines, r->n_lines, r->cap_lines) = line;
  if (line.ptr[0] == '#' || !treebank_is_word(line)) return;
  *ARENA_PUSH(r->b->a, r->rows, r->n_rows, r->cap_rows) = (row){line, r->line};
}

static void read_documents(reader *r, const char *path) {
  map_init(&r->closed, r->b->a, 256);
  str text = path ? train_file(r->b->a, path) : (str){NULL, 0};
  for (str line; str_split(&text, '\n', &line);) {
    str name, field, rest = line;
    if (!str_split(&rest, '\t', &name)) continue;
    field = name;
    while (str_split(&rest, '\t', &field)) continue;
    if (str_find(field, STR("NC")) != SIZE_MAX) map_put(&r->closed, name, NULL);
  }
}

void treebank_read(treebank *b, const char *path, const char *documents, bool keep_lines) {
  reader r = {.b = b, .path = path, .keep_lines = keep_lines};
  read_documents(&r, documents);
  str text = train_file(b->a, path);
  for (str line; str_split(&text, '\n', &line);) {
    r.line++;
    if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
    read_line(&r, line);
  }
  add_sentence(&r);
  if (!b->n) fail("%s: no sentences in it; a CoNLL-U file is needed", path);
}

treebank treebank_join(arena *a, const treebank *banks, uint32_t n) {
  treebank all;
  treebank_init(&all, a, banks[0].tags, banks[0].labels);
  for (uint32_t i = 0; i < n; i++) {
    for (uint32_t k = 0; k < banks[i].n; k++)
      *ARENA_PUSH(a, all.sentences, all.n, all.cap) = banks[i].sentences[k];
    all.n_words += banks[i].n_words;
  }
  return all;
}
