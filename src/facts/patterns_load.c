/* patterns_load.c: [verb-forms], [verb-synsets], [verb-patterns] and what goes with them, compiled. */
#include "facts/patterns_model.h"
#include <stdlib.h>

/* of one set: words with those of the sets in it; sets in sets */
enum { MOST_RUNS = 4096, MOST_DEPTH = 8 };

typedef struct {
  patterns_model *m;
  arena *a;
  const pack *pk;
  lexicon *l;
  ch_error *err;
  map blocks, sets;            /* name → place; of sets also rows of the table */
  uint32_t *set_members; uint32_t n_set_members;
  uint8_t *classes; uint32_t n_classes;
} loader;

/* ---- words ---------------------------------------------------------------------------------------------- */

static void class_add(loader *b, word_id w, uint8_t bit) {
  if (w >= b->n_classes) {
    uint32_t n = w < 512 ? 1024 : w * 2;
    b->classes = arena_grow(b->a, b->classes, b->n_classes, n, 1);
    b->n_classes = n;
  }
  b->classes[w] |= bit;
}

static ch_status load_classes(loader *b) {
  static const char *const names[] = {"small", "be", "by"};
  const pack_table *t = pack_find(b->pk, "pattern-words");
  for (uint32_t r = 0; r < t->n; r++) {
    uint8_t bit = 0;
    for (uint8_t i = 0; i < 3; i++)
      if (str_eq(pack_field(&t->rows[r], 0), str_of(names[i]))) bit = (uint8_t)(1u << i);
    if (!bit) return pack_err(b->err, &t->rows[r], "a class of pattern words is small, be or by");
    str rest = pack_field(&t->rows[r], 1), word;
    while (str_split(&rest, ';', &word))
      if (str_trim(word).len) class_add(b, lexicon_add(b->l, str_trim(word)), bit);
  }
  b->m->classes = b->classes;
  b->m->n_classes = b->n_classes;
  return CH_OK;
}

static ch_status load_settings(loader *b) {
  pattern_settings *s = &b->m->settings;
  const struct { const char *name; uint32_t *place; } numbers[] = {
      {"comma-min", &s->comma_min}, {"comma-max", &s->comma_max}, {"comma-begin-min", &s->begin_min},
      {"comma-begin-max", &s->begin_max}, {"comma-end-min", &s->end_min}, {"comma-end-max", &s->end_max}};
  const pack_table *t = pack_find(b->pk, "pattern-settings");
  for (uint32_t r = 0; r < t->n; r++) {
    str name = pack_field(&t->rows[r], 0), value = pack_field(&t->rows[r], 1);
    bool known = str_eq(name, STR("require-dyad"));
    if (known) s->require_dyad = str_eq(value, STR("yes"));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
      if (str_eq(name, str_of(numbers[i].name))) known = str_u32(value, numbers[i].place);
    if (!known) return pack_err(b->err, &t->rows[r], "no setting of patterns, or no number");
  }
  return CH_OK;
}

static void load_types(loader *b) {
  const pack_table *t = pack_find(b->pk, "cameo-types");
  cameo_type *types = ARENA_ARRAY(b->a, cameo_type, t->n + (size_t)1);
  for (uint32_t r = 0; r < t->n; r++)
    types[r] = (cameo_type){pack_field(&t->rows[r], 0), arena_str(b->a, pack_field(&t->rows[r], 1)).ptr};
  b->m->types = types;
  b->m->n_types = t->n;
}

/* ---- lists of phrases ----------------------------------------------------------------------------------- */

static const phrases *load_codes(loader *b, const char *section, uint32_t code_field, const str **codes) {
  const pack_table *t = pack_find(b->pk, section);
  phrases *p = phrases_new(b->a);
  str *list = ARENA_ARRAY(b->a, str, t->n + (size_t)1);
  for (uint32_t r = 0; r < t->n; r++) {
    list[r] = pack_field(&t->rows[r], code_field);
    for (uint32_t i = 0; i < code_field; i++) phrases_add(p, b->l, pack_field(&t->rows[r], i), r, 0);
  }
  phrases_freeze(p, b->l);
  *codes = list;
  return p;
}

/* Entities of the names of [coded-names]: they stand in order of its rows. */
static void index_names(loader *b, map *names) {
  const pack_table *t = pack_find(b->pk, "coded-names");
  uint32_t at = 0;
  map_init(names, b->a, 2 * t->n);
  while (b->m->g && at < b->m->g->n_entities && b->m->g->entities[at].sort != GAZ_CODED) at++;
  for (uint32_t r = 0; r < t->n; r++) {
    str rest = pack_field(&t->rows[r], 1), name = pack_field(&t->rows[r], 0);
    do {
      bool added;
      uint32_t *place = map_put(names, utf8_folded(b->a, str_trim(name)), &added);
      if (added) *place = at + r;
    } while (str_split(&rest, ';', &name));
  }
}

static gap_names *gaps_of(loader *b, word_id w) {
  patterns_model *m = b->m;
  word_id *key = ARENA_NEW(b->a, word_id);
  *key = w;
  bool added;
  uint32_t *place = map_put(&m->gap_of, (str){(const char *)key, sizeof *key}, &added);
  if (added) {
    *place = m->n_gaps;
    *ARENA_PUSH(b->a, m->gaps, m->n_gaps, m->cap_gaps) = (gap_names){NULL, 0, 0};
  }
  return &m->gaps[*place];
}

static ch_status load_gaps(loader *b) {
  const pack_table *t = pack_find(b->pk, "coded-gaps");
  map names;
  map_init(&b->m->gap_of, b->a, 2 * t->n);
  if (t->n) index_names(b, &names);
  for (uint32_t r = 0; r < t->n; r++) {
    str name = pack_field(&t->rows[r], 0);
    const uint32_t *entity = map_get(&names, utf8_folded(b->a, name));
    if (!entity) return pack_err(b->err, &t->rows[r], "no name of [coded-names]");
    gap_name x = {.entity = *entity};
    x.words.n = phrases_words(&x.words.words, b->a, b->l, name);
    if (x.words.n < 2) continue;
    gap_names *all = gaps_of(b, x.words.words[0]);
    *ARENA_PUSH(b->a, all->names, all->n, all->cap) = x;
  }
  return CH_OK;
}

static void load_issues(loader *b) {
  const pack_table *t = pack_find(b->pk, "issues");
  phrases *p = phrases_new(b->a);
  str *codes = ARENA_ARRAY(b->a, str, t->n + (size_t)1);
  for (uint32_t r = 0; r < t->n; r++) {
    codes[r] = pack_field(&t->rows[r], 1);
    str rest = pack_field(&t->rows[r], 0), words;
    while (codes[r].len && str_split(&rest, ';', &words)) phrases_add(p, b->l, str_trim(words), r, 0);
  }
  phrases_freeze(p, b->l);
  b->m->issues = p;
  b->m->issue_codes = codes;
  b->m->n_issues = t->n;
}

static ch_status load_discards(loader *b) {
  const pack_table *t = pack_find(b->pk, "discards");
  phrases *p = phrases_new(b->a);
  for (uint32_t r = 0; r < t->n; r++) {
    str what = pack_field(&t->rows[r], 1);
    bool story = str_eq(what, STR("story"));
    if (!story && !str_eq(what, STR("sentence")))
      return pack_err(b->err, &t->rows[r], "a discard is of a sentence or story");
    phrases_add(p, b->l, pack_field(&t->rows[r], 0), story, 0);
  }
  phrases_freeze(p, b->l);
  b->m->discards = p;
  b->m->n_discards = t->n;
  return CH_OK;
}

/* ---- sets ----------------------------------------------------------------------------------------------- */

static void add_run_under(loader *b, run_key key, word_run run) {
  patterns_model *m = b->m;
  run_key *kept = ARENA_NEW(b->a, run_key);
  *kept = key;
  bool added;
  uint32_t *place = map_put(&m->run_of, (str){(const char *)kept, sizeof *kept}, &added);
  if (added) {
    *place = m->n_runs;
    *ARENA_PUSH(b->a, m->runs, m->n_runs, m->cap_runs) = (word_runs){NULL, 0, 0};
  }
  word_runs *all = &m->runs[*place];
  *ARENA_PUSH(b->a, all->runs, all->n, all->cap) = run;
}

static void add_run(loader *b, uint32_t set, str words) {
  word_run run;
  run.n = phrases_words(&run.words, b->a, b->l, words);
  if (!run.n) return;
  add_run_under(b, (run_key){set, run.words[0], 0}, run);
  add_run_under(b, (run_key){set, run.words[run.n - 1], 1}, run);
  b->n_set_members++;
}

/* The words of row r, and of the sets in it, into the set. Depth is bounded, whatever the pack says. */
static ch_status fill_set(loader *b, uint32_t set, uint32_t r, uint32_t depth) {
  const pack_row *row = &pack_find(b->pk, "verb-synsets")->rows[r];
  str rest = pack_field(row, 1), word;
  while (str_split(&rest, ';', &word)) {
    word = str_trim(word);
    if (b->n_set_members >= MOST_RUNS)
      return pack_err(b->err, row, "a set of more than %u words", (unsigned)MOST_RUNS);
    if (!str_starts(word, STR("&"))) {
      add_run(b, set, word);
      continue;
    }
    const uint32_t *inner = map_get(&b->sets, word);
    if (!inner || depth == MOST_DEPTH)
      return pack_err(b->err, row, "'%.*s' is no set, or sets stand in each other", (int)word.len, word.ptr);
    ch_status s = fill_set(b, set, *inner, depth + 1);
    if (s) return s;
  }
  return CH_OK;
}

/* Total order: the longer first, then by words; what is equal in both is the same. */
static int by_length(const void *one, const void *other) {
  const word_run *a = one, *b = other;
  return a->n != b->n ? (a->n > b->n ? -1 : 1) : memcmp(a->words, b->words, a->n * sizeof *a->words);
}

static ch_status load_sets(loader *b) {
  const pack_table *t = pack_find(b->pk, "verb-synsets");
  map_init(&b->sets, b->a, t->n);
  map_init(&b->m->run_of, b->a, 4 * t->n);
  for (uint32_t r = 0; r < t->n; r++) *map_put(&b->sets, pack_field(&t->rows[r], 0), NULL) = r;
  for (uint32_t r = 0; r < t->n; r++) {
    b->n_set_members = 0;
    ch_status s = fill_set(b, *map_get(&b->sets, pack_field(&t->rows[r], 0)), r, 0);
    if (s) return s;
  }
  for (uint32_t i = 0; i < b->m->n_runs; i++)
    qsort(b->m->runs[i].runs, b->m->runs[i].n, sizeof *b->m->runs[i].runs, by_length);
  return CH_OK;
}

/* ---- verbs ---------------------------------------------------------------------------------------------- */

static uint32_t block_of(loader *b, str name) {
  bool added;
  uint32_t *place = map_put(&b->blocks, name, &added);
  if (added) {
    *place = b->m->n_blocks;
    *ARENA_PUSH(b->a, b->m->blocks, b->m->n_blocks, b->m->cap_blocks) = (verb_block){NULL, 0, 0};
  }
  return *place;
}

static verb_forms *forms_of(loader *b, word_id w) {
  patterns_model *m = b->m;
  word_id *key = ARENA_NEW(b->a, word_id);
  *key = w;
  bool added;
  uint32_t *place = map_put(&m->form_of, (str){(const char *)key, sizeof *key}, &added);
  if (added) {
    *place = m->n_verbs;
    *ARENA_PUSH(b->a, m->verbs, m->n_verbs, m->cap_verbs) = (verb_forms){NULL, 0, 0};
  }
  return &m->verbs[*place];
}

static bool same_words(const word_id *a, uint32_t n, const word_id *b, uint32_t k) {
  return n == k && (!n || !memcmp(a, b, n * sizeof *a));
}

/* Of two rows for the same words the last counts. */
static void put_form(loader *b, word_id w, verb_form form) {
  verb_forms *all = forms_of(b, w);
  for (uint32_t i = 0; i < all->n; i++) {
    verb_form *x = &all->forms[i];
    if (!same_words(x->before, x->n_before, form.before, form.n_before) ||
        !same_words(x->after, x->n_after, form.after, form.n_after)) continue;
    *x = form;
    return;
  }
  *ARENA_PUSH(b->a, all->forms, all->n, all->cap) = form;
}

static void turn(word_id *words, uint32_t n) {
  for (uint32_t i = 0; i < n / 2; i++) {
    word_id kept = words[i];
    words[i] = words[n - 1 - i];
    words[n - 1 - i] = kept;
  }
}

/* "wire +tap": the word that + marks is the verb; without a mark it is the only one. */
static void add_form(loader *b, str text, verb_form form) {
  size_t plus = str_find(text, STR("+"));
  str before = plus == SIZE_MAX ? STR("") : str_sub(text, 0, plus);
  const word_id *words, *left;
  uint32_t n = phrases_words(&words, b->a, b->l, plus == SIZE_MAX ? text : str_sub(text, plus + 1, text.len));
  if (!n) return;
  form.n_before = phrases_words(&left, b->a, b->l, before);
  word_id *turned = ARENA_ARRAY(b->a, word_id, form.n_before + (size_t)1);
  if (form.n_before) memcpy(turned, left, form.n_before * sizeof *turned);
  turn(turned, form.n_before);
  form.before = turned;
  form.after = words + 1;
  form.n_after = n - 1;
  put_form(b, words[0], form);
}

/* Total order: more words first, then those behind the verb, those before it; no two rows have the same. */
static int by_words(const void *one, const void *other) {
  const verb_form *a = one, *b = other;
  uint32_t n = a->n_before + a->n_after, k = b->n_before + b->n_after;
  if (n != k) return n > k ? -1 : 1;
  if (a->n_after != b->n_after) return a->n_after > b->n_after ? -1 : 1;
  int order = a->n_after ? memcmp(a->after, b->after, a->n_after * sizeof *a->after) : 0;
  return order || !a->n_before ? order : memcmp(a->before, b->before, a->n_before * sizeof *a->before);
}

static ch_status load_verbs(loader *b) {
  const pack_table *t = pack_find(b->pk, "verb-forms");
  map_init(&b->blocks, b->a, t->n);
  map_init(&b->m->form_of, b->a, 4 * t->n);
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    str verb = pack_field(row, 0), forms = pack_field(row, 1), code = pack_field(row, 2), form;
    if (!verb.len || !code.len || !pack_field(row, 3).len)
      return pack_err(b->err, row, "a verb is 'verb | forms | code | verb whose patterns it has'");
    verb_form x = {.block = block_of(b, pack_field(row, 3)), .code = code,
                   .rule = arena_printf(b->a, "pattern:%.*s", (int)verb.len, verb.ptr).ptr};
    add_form(b, verb, x);
    while (str_split(&forms, ';', &form)) add_form(b, str_trim(form), x);
  }
  for (uint32_t i = 0; i < b->m->n_verbs; i++)
    qsort(b->m->verbs[i].forms, b->m->verbs[i].n, sizeof *b->m->verbs[i].forms, by_words);
  return CH_OK;
}

/* ---- patterns ------------------------------------------------------------------------------------------- */

typedef struct { sign *parts; uint32_t n, cap; } part_list;

static void add_part(loader *b, part_list *out, sign p) { *ARENA_PUSH(b->a, out->parts, out->n, out->cap) = p; }

/* "peace-keeping" is several words; those after the first are close to it. */
static void add_words(loader *b, part_list *out, str word, bool close) {
  bool stem = word.len > 1 && word.ptr[word.len - 1] == '~';
  if (stem) {
    add_part(b, out, (sign){.kind = PART_STEM, .close = close, .stem = str_sub(word, 0, word.len - 1)});
    return;
  }
  for (str cut; phrases_cut(&word, &cut); close = true)
    add_part(b, out, (sign){.kind = PART_WORD, .close = close, .word = lexicon_add(b->l, cut)});
}

static ch_status add_sign(loader *b, part_list *out, const pack_row *row, str text, bool close) {
  static const char signs[] = "$+^%";
  static const part_kind kinds[] = {PART_SOURCE, PART_TARGET, PART_SKIP, PART_COMPOUND};
  const char *at = text.len == 1 ? strchr(signs, text.ptr[0]) : NULL;
  if (at) {
    add_part(b, out, (sign){.kind = kinds[at - signs], .close = close});
  } else if (text.ptr[0] == '&') {
    const uint32_t *set = map_get(&b->sets, text);
    if (!set) return pack_err(b->err, row, "'%.*s' is no set of [verb-synsets]", (int)text.len, text.ptr);
    add_part(b, out, (sign){.kind = PART_SET, .close = close, .set = *set});
  } else {
    add_words(b, out, text, close);
  }
  return CH_OK;
}

/* The parts of one side, in the order of the text; joined: a _ stands between it and the part before. */
static ch_status read_side(loader *b, part_list *out, const pack_row *row, str text, bool joined) {
  for (size_t i = 0; i < text.len;) {
    if (text.ptr[i] == ' ' || text.ptr[i] == '_') {
      joined = text.ptr[i++] == '_';
      continue;
    }
    size_t end = i;
    while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '_') end++;
    ch_status s = add_sign(b, out, row, str_sub(text, i, end), joined);
    if (s) return s;
    i = end;
  }
  return CH_OK;
}

/* Parts before the verb, counted from it: what was close to the next is close to the one before. */
static const sign *outwards(loader *b, const part_list *side, bool joined_to_verb) {
  sign *out = ARENA_ARRAY(b->a, sign, side->n + (size_t)1);
  for (uint32_t i = 0; i < side->n; i++) {
    out[i] = side->parts[side->n - 1 - i];
    out[i].close = i ? side->parts[side->n - i].close : joined_to_verb;
  }
  return out;
}

/* The longest word of a side is the rarest, as a rule. */
static word_id needed(const loader *b, const part_list *side) {
  word_id best = 0;
  size_t most = 0;
  for (uint32_t i = 0; i < side->n; i++) {
    word_id w = side->parts[i].kind == PART_WORD ? side->parts[i].word : 0;
    if (!w || lexicon_word(b->l, w).len <= most) continue;
    most = lexicon_word(b->l, w).len;
    best = w;
  }
  return best;
}

static ch_status read_pattern(loader *b, const pack_row *row, uint32_t number) {
  str verb = pack_field(row, 0), text = pack_field(row, 1), code = pack_field(row, 2);
  size_t star = str_find(text, STR("*"));
  if (star == SIZE_MAX || !code.len) return pack_err(b->err, row, "a pattern is 'verb | words * words | code'");
  str left = str_trim(str_sub(text, 0, star)), right = str_sub(text, star + 1, text.len);
  bool joined = star && text.ptr[star - 1] == '_';
  part_list before = {NULL, 0, 0}, after = {NULL, 0, 0};
  ch_status s = read_side(b, &before, row, left, false);
  if (!s) s = read_side(b, &after, row, right, false);
  if (s) return s;
  verb_block *x = &b->m->blocks[block_of(b, verb)];
  *ARENA_PUSH(b->a, x->patterns, x->n, x->cap) = (verb_pattern){
      .before = outwards(b, &before, joined), .n_before = before.n, .after = after.parts, .n_after = after.n,
      .needs = {needed(b, &before), needed(b, &after)}, .code = code, .size = before.n + after.n, .row = number,
      .rule = arena_printf(b->a, "pattern:%.*s %.*s", (int)verb.len, verb.ptr, (int)text.len, text.ptr).ptr};
  return CH_OK;
}

/* Total order: more signs first, then by row. */
static int by_size(const void *one, const void *other) {
  const verb_pattern *a = one, *b = other;
  if (a->size != b->size) return a->size > b->size ? -1 : 1;
  return a->row < b->row ? -1 : a->row > b->row;
}

static ch_status load_patterns(loader *b) {
  const pack_table *t = pack_find(b->pk, "verb-patterns");
  for (uint32_t r = 0; r < t->n; r++) {
    ch_status s = read_pattern(b, &t->rows[r], r);
    if (s) return s;
  }
  for (uint32_t i = 0; i < b->m->n_blocks; i++) {
    verb_block *x = &b->m->blocks[i];
    if (x->n) qsort(x->patterns, x->n, sizeof *x->patterns, by_size);
  }
  return CH_OK;
}

ch_status patterns_load(const patterns_model **out, arena *a, const pack *pk, lexicon *l, const gazetteer *g,
                        ch_error *err) {
  *out = NULL;
  if (!pack_find(pk, "verb-forms")->n) return CH_OK;
  loader b = {.m = ARENA_NEW(a, patterns_model), .a = a, .pk = pk, .l = l, .err = err};
  b.m->g = g;
  ch_status s;
  if ((s = load_classes(&b)) || (s = load_settings(&b)) || (s = load_sets(&b)) || (s = load_verbs(&b)) ||
      (s = load_patterns(&b)) || (s = load_discards(&b)) || (s = load_gaps(&b)))
    return s;
  load_types(&b);
  load_issues(&b);
  b.m->agents = load_codes(&b, "coded-agents", 2, &b.m->agent_codes);
  b.m->signs = load_codes(&b, "coded-signs", 1, &b.m->sign_codes);
  *out = b.m;
  return CH_OK;
}
