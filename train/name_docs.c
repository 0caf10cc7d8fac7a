#include "names.h"
#include <jansson.h>
#include <stdlib.h>

name_reader name_reader_open(arena *a, const char *folder, const char *models) {
  name_reader r = {.a = a};
  ch_error err;
  if (pack_open(&r.pack, a, folder, &err)) fail("%s", err.msg);
  r.lexicon = lexicon_new(a);
  if (model_file_open(&r.models, models, &err) ||
      language_load(&r.model, a, r.pack, r.lexicon, r.models, NULL, &err)) fail("%s", err.msg);
  return r;
}

static report *lay(arena *a, str text) {
  report *r = ARENA_NEW(a, report);
  block *blocks = NULL;
  view_run *runs = NULL;
  uint32_t n = 0, cap = 0, n_runs = 0, cap_runs = 0;
  str rest = text;
  char *bytes = arena_alloc(a, text.len + 2);
  memcpy(bytes, text.ptr, text.len);
  bytes[text.len] = '\n';
  for (str line; str_split(&rest, '\n', &line);) {
    span at = {(uint32_t)(line.ptr - text.ptr), (uint32_t)(line.ptr - text.ptr + line.len)};
    *ARENA_PUSH(a, blocks, n, cap) = (block){.kind = BLOCK_PARAGRAPH, .at = at, .view = at};
    *ARENA_PUSH(a, runs, n_runs, cap_runs) = (view_run){at.start, at.start, at.end - at.start};
  }
  r->text = text;
  r->blocks = blocks;
  r->n_blocks = n;
  r->view = (str){bytes, text.len + 1};
  r->runs = runs;
  r->n_runs = n_runs;
  return r;
}

doc *name_reader_read(const name_reader *r, arena *a, str text) {
  return language_read(a, r->model, r->lexicon, lay(a, text));
}

uint32_t *name_doc_lines(arena *a, const doc *d) {
  uint32_t *lines = ARENA_ARRAY(a, uint32_t, d->n_tokens + (size_t)1);
  for (uint32_t s = 0; s < d->n_sentences; s++)
    for (uint32_t i = d->sentences[s].first; i < d->sentences[s].end; i++) lines[i] = d->sentences[s].block;
  return lines;
}

/* ---- gold -------------------------------------------------------------------------------------------- */

static bool kind_of(const char *type, name_kind *out) {
  static const struct { const char *type; name_kind kind; } all[] = {
    {"PER", NAME_PER}, {"ORG", NAME_ORG}, {"LOC", NAME_LOC}, {"person", NAME_PER}, {"organization", NAME_ORG},
    {"place", NAME_LOC},
  };
  for (size_t i = 0; type && i < sizeof all / sizeof *all; i++) {
    if (strcmp(type, all[i].type)) continue;
    *out = all[i].kind;
    return true;
  }
  return false;
}

static void add_gold(name_doc *of, arena *a, uint32_t *cap, json_t *mention, const char *type) {
  name_kind kind;
  uint32_t from, to;
  if (!kind_of(type, &kind) || json_unpack(mention, "{s[ii]}", "span", &from, &to)) return;
  gold_name one = {{from, to}, {0, 0}, kind};
  if (!json_unpack(mention, "{s[ii]}", "head", &from, &to)) one.head = (span){from, to};
  *ARENA_PUSH(a, of->gold, of->n_gold, *cap) = one;
}

/* The tokens that a span touches; false where there are none. */
static bool tokens_of(const doc *d, span at, uint32_t *first, uint32_t *end) {
  uint32_t i = 0;
  while (i < d->n_tokens && d->tokens[i].at.end <= at.start) i++;
  *first = i;
  while (i < d->n_tokens && d->tokens[i].at.start < at.end) i++;
  *end = i;
  return *first < *end;
}

/* How far a name reaches from its head: over words with capitals; but for persons, over one word in lower
 * case between two of these as well. */
static bool reaches(const name_doc *of, name_kind kind, uint32_t next, uint32_t after, bool inside) {
  const name_word *w = of->words;
  if (name_word_capital(&w[next + 1])) return true;
  return kind != NAME_PER && inside && w[next + 1].how == HOW_LOWER && name_word_capital(&w[after + 1]);
}

/* Of a noun phrase with a marked head only that much is the name; titles before a person are not. A state
 * that acts is a place. */
static bool trim(name_doc *of, gold_name *g, uint32_t *first, uint32_t *end) {
  uint32_t head, head_end;
  const name_word *w = of->words;
  if (!tokens_of(of->d, g->head, &head, &head_end) || !name_word_capital(&w[head + 1])) return false;
  if (g->kind == NAME_PER && of->d->tokens[head].morph & MORPH_PLURAL) return false;
  uint32_t from = head, to = head + 1;
  while (from > *first && reaches(of, g->kind, from - 1, from - 2, from > *first + 1)) from--;
  while (to < *end && reaches(of, g->kind, to, to + 1, to + 1 < *end)) to++;
  while (g->kind == NAME_PER && from < head && name_word_in(&w[from + 1], LIST_TITLE, 15)) from++;
  if (from + 1 == to && name_word_in(&w[to], LIST_STATE, ENTRY_UNIT)) g->kind = NAME_LOC;
  *first = from;
  *end = to;
  return true;
}

/* The tokens of a name, where all of them are looked at, none has a label yet and they stand in one
 * sentence. */
static bool find_gold(name_doc *of, gold_name *g, uint32_t *first, uint32_t *end) {
  bool fits = tokens_of(of->d, g->at, first, end) && (!g->head.end || trim(of, g, first, end));
  for (uint32_t i = *first; fits && i < *end; i++) fits = of->words[i + 1].active && !of->labels[i + 1];
  for (uint32_t s = 0; fits && s < of->d->n_sentences; s++)
    fits = of->d->sentences[s].first <= *first || of->d->sentences[s].first >= *end;
  return fits;
}

static void set_labels(name_doc *of, arena *a) {
  of->labels = ARENA_ARRAY(a, uint8_t, of->d->n_tokens + (size_t)2);
  for (uint32_t g = 0; g < of->n_gold; g++) {
    uint32_t first, end;
    if (!find_gold(of, &of->gold[g], &first, &end)) continue;
    uint32_t type = of->gold[g].kind;
    for (uint32_t i = first; i < end; i++)
      of->labels[i + 1] = name_label(type, i > first ? i + 1 < end ? LABEL_INSIDE : LABEL_LAST
                                                      : i + 1 < end ? LABEL_BEGIN : LABEL_UNIT);
  }
}

static void add_entities(name_doc *of, arena *a, uint32_t *cap, json_t *entities) {
  size_t i, k;
  json_t *entity, *mention, *mentions;
  const char *type, *form;
  json_array_foreach(entities, i, entity) {
    if (json_unpack(entity, "{ssso}", "type", &type, "mentions", &mentions)) continue;
    json_array_foreach(mentions, k, mention)
      if (!json_unpack(mention, "{ss}", "form", &form) && !strcmp(form, "name"))
        add_gold(of, a, cap, mention, type);
  }
}

/* One report in STYLED is learnt from once more, all in capitals. */
enum { STYLED = 12 };

/* Letters of ASCII only, so that bytes keep their places. */
static str in_capitals(arena *a, str text) {
  char *out = arena_alloc(a, text.len + 1);
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    out[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
  }
  return (str){out, text.len};
}

static void add_doc(name_docs *docs, const name_reader *r, json_t *row, bool trains, bool capitals) {
  arena *a = r->a;
  name_doc one = {.trains = trains};
  uint32_t cap = 0;
  size_t k;
  const char *text, *type;
  json_t *gold, *mention;
  if (json_unpack(row, "{ss}", "text", &text)) return;
  if (!json_unpack(row, "{s{so}}", "gold", "mentions", &gold))
    json_array_foreach(gold, k, mention) {
      type = json_string_value(json_object_get(mention, "type"));
      add_gold(&one, a, &cap, mention, type);
    }
  if (!json_unpack(row, "{s{so}}", "gold", "entities", &gold)) {
    one.by_other_rules = true;
    add_entities(&one, a, &cap, gold);
  }
  one.d = name_reader_read(r, a, capitals ? in_capitals(a, str_of(text)) : arena_str(a, str_of(text)));
  *ARENA_PUSH(a, docs->all, docs->n, docs->cap) = one;
}

void name_docs_read(name_docs *docs, const name_reader *r, const char *path, bool trains) {
  str rest = train_file(r->a, path);
  uint32_t line_no = 0;
  for (json_t *row; (row = train_next_row(&rest, &line_no, path));) {
    add_doc(docs, r, row, trains, false);
    if (trains && line_no % STYLED == 0) add_doc(docs, r, row, trains, true);
    json_decref(row);
  }
}

void name_docs_mark(name_docs *docs, arena *a, const name_tables *t) {
  for (uint32_t i = 0; i < docs->n; i++) {
    name_doc *of = &docs->all[i];
    of->words = name_words_make(a, of->d, &t->listed, &t->senses);
    set_labels(of, a);
  }
}

/* ---- scores ------------------------------------------------------------------------------------------ */

void name_score_add(name_score *s, const name_doc *of, const name_span *found, uint32_t n) {
  for (uint32_t g = 0; g < of->n_gold; g++) s->wanted[of->gold[g].kind]++, s->wanted[NAME_TYPES]++;
  for (uint32_t i = 0; i < n; i++) {
    if (found[i].kind == NAME_ROLE) continue;
    span at = doc_span(of->d, found[i].first, found[i].end);
    s->found[found[i].kind]++;
    s->found[NAME_TYPES]++;
    for (uint32_t g = 0; g < of->n_gold; g++) {
      const gold_name *w = &of->gold[g];
      if (w->at.start != at.start || w->at.end != at.end || w->kind != found[i].kind) continue;
      s->right[w->kind]++;
      s->right[NAME_TYPES]++;
      break;
    }
  }
}

static uint32_t hundredths(uint32_t part, uint32_t of) { return of ? (part * 20000u / of + 1) / 2 : 0; }

void name_score_say(const name_score *s, const char *what) {
  static const char *const types[NAME_TYPES + 1] = {"PER", "ORG", "LOC", "all"};
  buf b = {0};
  for (uint32_t k = 0; k <= NAME_TYPES; k++) {
    uint32_t p = hundredths(s->right[k], s->found[k]), r = hundredths(s->right[k], s->wanted[k]);
    uint32_t f = hundredths(2 * s->right[k], s->found[k] + s->wanted[k]);
    buf_printf(&b, "  %s %u.%02u/%u.%02u/%u.%02u", types[k], p / 100, p % 100, r / 100, r % 100,
               f / 100, f % 100);
  }
  buf_char(&b, 0);
  say("%-16s P/R/F%s", what, b.ptr ? b.ptr : "");
  buf_free(&b);
}
