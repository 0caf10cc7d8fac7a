/* Lemmas: from the most general contexts to the most special, one learns the edit that is right most often
 * in it, where that is better than what the contexts before it give. */
#include "train.h"
#include <stdlib.h>

enum { SCALE_OF_COUNTS = 10,                     /* endings count each kind of word once */
       CAPITALS = 3,                             /* what the same word in capitals counts, in tenths */
       LEAST = 2 * SCALE_OF_COUNTS,              /* words more than before that an ending must get right */
       FREQUENT = 10 * SCALE_OF_COUNTS,           /* forms kept by UPOS, to be found without their endings */
       CHOICES = LEMMA_CASES, SLOTS = 1 << 20 };

/* A form with its lemma and tag, and how often it was seen, in tenths. */
typedef struct {
  str form, folded, lemma;
  uint64_t hash;
  uint32_t tag, count;
  bool typo, raised;           /* raised: in capitals, thought up */
  bool teaches;                /* what endings mean: no typing errors, no words of a list */
  uint16_t edits[CHOICES]; uint32_t n_edits;     /* that make the lemma of the form */
  uint32_t keys[LEMMA_LEVELS];
} item;

typedef struct {
  arena *a;
  item *items; uint32_t n, cap;
  map seen;                    /* form, tag, lemma → place in items + 1 */
  map known;                   /* form, UPOS, XPOS */
  map common;                  /* UPOS, XPOS → tag seen most often + 1 */
  const names *tags;
  lemma_tag *hashes;           /* [n_tags + 1] */
  uint64_t *often;             /* [n_tags + 1] */
  names texts;                 /* of edits, from 1 */
  lemma_edit *edits; uint32_t n_edits, cap_edits;
  uint32_t *keys; uint16_t *at;        /* [SLOTS] the table that is being made */
  uint32_t n_keys;
  uint32_t *sums;              /* [n_edits] of the context that is being learnt */
} learner;

static lemma_model model_of(const learner *k) {
  return (lemma_model){k->keys, k->at, SLOTS, NULL, k->edits, k->n_edits};
}

/* ---- words --------------------------------------------------------------------------------------------- */

static str join(arena *a, str x, str y, str z) {
  const str parts[3] = {x, y, z};
  return arena_join(a, parts, 3, STR("\t"));
}

/* "UPOS\tXPOS" of a tag. */
static str part_of(str tag) {
  str rest = tag, first, second;
  str_split(&rest, '\t', &first);
  if (!str_split(&rest, '\t', &second)) return tag;
  return str_sub(tag, 0, (size_t)(second.ptr + second.len - tag.ptr));
}

static item *add_item(learner *k, str form, str lemma, uint32_t tag) {
  str name = k->tags->names[tag];
  bool added;
  uint32_t *place = map_put(&k->seen, join(k->a, form, lemma, name), &added);
  if (!added) return &k->items[*place - 1];
  *place = k->n + 1;
  item *i = ARENA_PUSH(k->a, k->items, k->n, k->cap);
  *i = (item){.form = form, .folded = utf8_folded(k->a, form), .lemma = lemma, .tag = tag};
  if (str_eq(i->form, i->folded)) i->folded = i->form;
  i->hash = map_hash(i->folded);
  i->typo = str_find(name, STR("Typo=Yes")) != SIZE_MAX;
  return i;
}

static void add_words(learner *k, const treebank *b) {
  for (uint32_t i = 0; i < b->n; i++) {
    const train_sentence *s = &b->sentences[i];
    for (uint32_t j = 0; j < s->n; j++) {
      if (str_eq(s->lemmas[j], STR("_")) && !str_eq(s->forms[j], STR("_"))) continue;
      uint32_t tag = s->tags[j + 1];
      item *to = add_item(k, s->forms[j], s->lemmas[j], tag);
      to->count += SCALE_OF_COUNTS;
      to->teaches = !to->typo;
      k->often[tag]++;
      map_put(&k->known, join(k->a, s->forms[j], part_of(k->tags->names[tag]), STR("")), NULL);
    }
  }
  for (uint32_t tag = 1; tag <= k->tags->n; tag++) {
    uint32_t *common = map_put(&k->common, part_of(k->tags->names[tag]), NULL);
    if (!*common || k->often[tag] > k->often[*common]) *common = tag;
  }
}

static void add_listed(learner *k, const str c[4], str xpos) {
  const str tag[2] = {c[1], xpos};
  str part = arena_join(k->a, tag, 2, STR("\t"));
  const uint32_t *common = map_get(&k->common, part);
  if (!common || map_get(&k->known, join(k->a, c[0], part, STR("")))) return;
  item *i = add_item(k, c[0], c[3], *common);
  i->count += SCALE_OF_COUNTS;
}

/* Rows "form | UPOS | XPOS … | lemma" of words the treebanks may lack. */
static void add_list(learner *k, const char *path) {
  str text = train_file(k->a, path), line, xpos;
  for (uint32_t n = 1; str_split(&text, '\n', &line); n++) {
    str c[4], rest = line;
    if (!str_trim(line).len || line.ptr[0] == '#' || line.ptr[0] == '[') continue;
    for (int i = 0; i < 4; i++) {
      if (!str_split(&rest, '|', &c[i])) fail("%s:%u: a row is 'form | UPOS | XPOS | lemma'", path, n);
      c[i] = str_trim(c[i]);
    }
    if (!c[0].len || !c[3].len) fail("%s:%u: form and lemma must not be empty", path, n);
    while (str_split(&c[2], ' ', &xpos)) add_listed(k, c, xpos);
  }
}

static void raise(learner *k, const item *from, bool all, bool teaches) {
  str form = lemma_raise(k->a, from->folded, all);
  if (from->typo || from->form.len < 2 || str_eq(form, from->form)) return;
  item *to = add_item(k, form, from->lemma, from->tag);
  if (!to->count) to->raised = true, to->teaches = teaches;
  to->count += CAPITALS;
}

/* A word in small letters has the same lemma in capitals, and so has a name. Few words are seen in capitals,
 * so endings learn of these too; but whether capitals mean a name or an acronym only real ones tell. */
static void add_capitals(learner *k) {
  uint32_t n = k->n;
  for (uint32_t i = 0; i < n; i++) {
    item from = k->items[i];
    bool small = str_eq(from.form, from.folded);
    bool small_lemma = str_eq(from.lemma, utf8_folded(k->a, from.lemma));
    bool teaches = small && from.teaches && !str_eq(from.lemma, from.folded);
    if (small != small_lemma) continue;
    raise(k, &from, true, teaches);
    if (teaches) raise(k, &from, false, teaches);
  }
}

/* ---- edits --------------------------------------------------------------------------------------------- */

static uint16_t edit_number(learner *k, str text) {
  uint32_t before = k->texts.n, n = names_number(&k->texts, k->a, text);
  if (k->texts.n > UINT16_MAX) fail("more edits than a model can hold");
  if (k->texts.n > before && !lemmas_edit(ARENA_PUSH(k->a, k->edits, k->n_edits, k->cap_edits), k->a, text))
    fail("'%.*s' is no edit", (int)text.len, text.ptr);
  return (uint16_t)(n - 1);
}

static size_t common_start(str a, str b) {
  size_t n = 0;
  while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n]) n++;
  while (n > 0 && ((n < a.len && ((unsigned char)a.ptr[n] & 0xC0) == 0x80) ||
                   (n < b.len && ((unsigned char)b.ptr[n] & 0xC0) == 0x80))) n--;
  return n;
}

static uint32_t characters(str s) {
  uint32_t n = 0;
  for (size_t i = 0; i < s.len; n++) utf8_next(s, &i);
  return n;
}

/* What an edit of these letters alone makes of the form. */
static str with_letters(learner *k, const item *i, char letters) {
  const char text[2] = {letters, '0'};
  lemma_edit e;
  lemmas_edit(&e, k->a, (str){text, 2});
  const lemma_model one = {.edits = &e, .n_edits = 1};
  return lemmas_write(k->a, &one, 0, i->form, i->folded);
}

/* Those edits that make the lemma, one for each way with the letters. */
static void find_edits(learner *k, item *i) {
  static const char ways[] = "KLCUD";
  for (const char *way = ways; *way; way++) {
    str s = with_letters(k, i, *way);
    size_t same = common_start(s, i->lemma);
    uint32_t cut = characters(str_sub(s, same, s.len));
    str put = str_sub(i->lemma, same, i->lemma.len);
    if (!same || cut > LEMMA_CUT || put.len > LEMMA_PUT || (*way == 'D' && str_eq(s, i->form))) continue;
    str text = arena_printf(k->a, "%c%u%.*s", *way, cut, (int)put.len, put.ptr);
    i->edits[i->n_edits++] = edit_number(k, text);
  }
  /* A long lemma unlike its form is no word: addresses that were written in pieces. */
  if (i->raised || characters(i->lemma) > LEMMA_PUT || (i->typo && i->count < LEAST)) return;
  i->edits[i->n_edits++] = edit_number(k, arena_printf(k->a, "W%.*s", (int)i->lemma.len, i->lemma.ptr));
}

/* ---- contexts ------------------------------------------------------------------------------------------ */

static bool is_right(learner *k, const item *i, const lemma_tag *tag) {
  lemma_model m = model_of(k);
  lemma_query q = {i->form, i->folded, i->hash, tag};
  uint16_t edit = lemmas_find(&m, &q);
  for (uint32_t e = 0; e < i->n_edits; e++)
    if (i->edits[e] == edit) return true;
  return false;
}

static void set(learner *k, uint32_t key, uint16_t edit) {
  uint32_t s = lemmas_slot(key, SLOTS);
  while (k->keys[s] && k->keys[s] != key) s = (s + 1) & (SLOTS - 1);
  k->n_keys += !k->keys[s];
  if (k->n_keys > SLOTS / 2) fail("more contexts of lemmas than the table can hold");
  k->keys[s] = key;
  k->at[s] = edit;
}

/* Whether edit x is to be taken before y where both are right as often. */
static bool comes_before(const learner *k, uint16_t x, uint16_t y) {
  const lemma_edit *a = &k->edits[x], *b = &k->edits[y];
  if (a->letters != b->letters) return a->letters < b->letters;
  return str_cmp(k->texts.names[x + 1], k->texts.names[y + 1]) < 0;
}

static uint32_t weight_of(const item *i, bool ending) {
  return ending ? SCALE_OF_COUNTS : i->count;
}

typedef struct { uint32_t key, item; bool right; } seen_in;

static void learn(learner *k, const seen_in *all, uint32_t n, uint32_t level) {
  bool ending = level < LEMMA_ENDINGS;
  uint32_t before = 0, total = 0;
  int32_t best = -1;
  for (uint32_t i = 0; i < n; i++) {
    const item *from = &k->items[all[i].item];
    uint32_t weight = weight_of(from, ending);
    before += all[i].right ? weight : 0;
    total += weight;
    for (uint32_t e = 0; e < from->n_edits; e++) k->sums[from->edits[e]] += weight;
  }
  if (level == LEMMA_BY_UPOS && total >= FREQUENT) before = 0;
  for (uint32_t i = 0; i < n && before < total; i++) {
    const item *from = &k->items[all[i].item];
    for (uint32_t e = 0; e < from->n_edits; e++) {
      uint16_t x = from->edits[e];
      if (ending && k->edits[x].letters == LEMMA_WHOLE) continue;
      if (best < 0 || k->sums[x] > k->sums[best] ||
          (k->sums[x] == k->sums[best] && comes_before(k, x, (uint16_t)best))) best = x;
    }
  }
  if (best >= 0 && k->sums[best] >= before + (ending ? LEAST : 1)) set(k, all[0].key, (uint16_t)best);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t e = 0; e < k->items[all[i].item].n_edits; e++) k->sums[k->items[all[i].item].edits[e]] = 0;
}

static int by_key(const void *x, const void *y) {
  const seen_in *a = x, *b = y;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return a->item < b->item ? -1 : a->item > b->item;
}

/* All contexts of a level. What is known of a form by its UPOS is for tags it was never seen with, too, so it
 * must be better than what is known of any word of the UPOS. */
static void learn_level(learner *k, uint32_t level) {
  bool ending = level < LEMMA_ENDINGS;
  seen_in *all = ARENA_ARRAY(k->a, seen_in, k->n + (size_t)1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < k->n; i++) {
    const item *from = &k->items[i];
    if (!from->keys[level] || (ending && !from->teaches)) continue;
    lemma_tag tag = k->hashes[from->tag];
    if (level == LEMMA_BY_UPOS) tag.part = tag.whole = 0;
    all[n++] = (seen_in){from->keys[level], i, is_right(k, from, &tag)};
  }
  qsort(all, n, sizeof *all, by_key);
  for (uint32_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && all[end].key == all[i].key;) end++;
    learn(k, &all[i], end - i, level);
  }
}

/* ---- the model ----------------------------------------------------------------------------------------- */

/* Only the edits that are used, in a table no larger than needed. */
static lemma_model shrink(learner *k, str **texts) {
  uint32_t n_slots = 16, n = 0;
  while (n_slots < k->n_keys + k->n_keys / 4) n_slots *= 2;
  uint32_t *keys = ARENA_ARRAY(k->a, uint32_t, n_slots);
  uint16_t *at = ARENA_ARRAY(k->a, uint16_t, n_slots), *number = ARENA_ARRAY(k->a, uint16_t, k->n_edits);
  *texts = ARENA_ARRAY(k->a, str, k->n_edits + (size_t)1);
  (*texts)[++n] = k->texts.names[1];
  for (uint32_t i = 0; i < SLOTS; i++) {
    if (!k->keys[i]) continue;
    uint16_t edit = k->at[i];
    if (edit && !number[edit]) {
      (*texts)[++n] = k->texts.names[edit + 1];
      number[edit] = (uint16_t)(n - 1);
    }
    uint32_t s = lemmas_slot(k->keys[i], n_slots);
    while (keys[s]) s = (s + 1) & (n_slots - 1);
    keys[s] = k->keys[i];
    at[s] = number[edit];
  }
  return (lemma_model){.keys = keys, .at = at, .n_slots = n_slots, .n_edits = n};
}

static void init(learner *k, arena *a, const treebank *b) {
  *k = (learner){.a = a, .tags = b->tags};
  map_init(&k->seen, a, 1 << 16);
  map_init(&k->known, a, 1 << 16);
  map_init(&k->common, a, 256);
  k->hashes = ARENA_ARRAY(a, lemma_tag, b->tags->n + (size_t)1);
  k->often = ARENA_ARRAY(a, uint64_t, b->tags->n + (size_t)1);
  k->keys = ARENA_ARRAY(a, uint32_t, SLOTS);
  k->at = ARENA_ARRAY(a, uint16_t, SLOTS);
  for (uint32_t i = 1; i <= b->tags->n; i++) k->hashes[i] = lemmas_tag(b->tags->names[i]);
  edit_number(k, STR("L0"));                               /* number 0: where nothing is known */
}

void train_lemmas(arena *a, const char *path, const treebank *b, const char *const *words, uint32_t n_words) {
  learner k;
  str *texts;
  init(&k, a, b);
  add_words(&k, b);
  for (uint32_t i = 0; i < n_words; i++) add_list(&k, words[i]);
  add_capitals(&k);
  for (uint32_t i = 0; i < k.n; i++) {
    item *of = &k.items[i];
    lemma_query q = {of->form, of->folded, of->hash, &k.hashes[of->tag]};
    lemmas_keys(of->keys, &q);
    find_edits(&k, of);
  }
  k.sums = ARENA_ARRAY(a, uint32_t, k.n_edits);
  for (uint32_t level = 0; level < LEMMA_LEVELS; level++) learn_level(&k, level);
  lemma_model m = shrink(&k, &texts);
  const model_section made[] = {{"lemma-edits", train_lines(a, texts, m.n_edits)},
                                {"lemma-keys", train_numbers(a, m.keys, m.n_slots, 4)},
                                {"lemma-at", train_numbers(a, m.at, m.n_slots, 2)}};
  say("lemmas: %u forms, %u contexts, %u edits, %zu bytes", k.n, k.n_keys, m.n_edits,
      made[0].bytes.len + made[1].bytes.len + made[2].bytes.len);
  train_put(a, path, made, 3);
}
