/* cues.c: reading and matching the pack's cues. */
#include "facts/cues.h"

#include <stdlib.h>

/* Elements of a pattern that are no word; word ids stay far below. */
#define ELEMENT_SKIP UINT32_C(0xFFFFFFFF)
#define ELEMENT_NOT UINT32_C(0xFFFFFFFE)
#define ELEMENT_CLASS UINT32_C(0xFFFFFF00)       /* + number of the class */
/* How many adverbs and words of time may stand between two elements, adjectives and articles in a skip. */
#define MAX_ADVERBS 3
#define MAX_SKIP 4

typedef struct { uint32_t start, n; } bucket;

struct cue_table {
  const cue **rows; uint32_t n_rows;       /* by first element, longest pattern first */
  const bucket *first; uint32_t n_first;   /* by word id of the first element */
  bucket negation;                         /* patterns that begin with a negation */
  const uint64_t *classes; uint32_t n_classes;     /* [word id] WORD_… bits */
};

/* ---- loading ---------------------------------------------------------------------------------------- */

typedef struct {
  arena *a;
  lexicon *l;
  ch_error *err;
  cue **rows; uint32_t n_rows, cap_rows;
  uint64_t *classes; uint32_t n_classes;
} loader;

/* Place of a word in a list, or -1. */
static int32_t place_of(str word, const char *const *list) {
  for (int32_t k = 0; list[k]; k++)
    if (str_eq(word, str_of(list[k]))) return k;
  return -1;
}

static const char *const class_words[] = {
#define X(name, text) text,
  WORD_CLASSES(X)
#undef X
  NULL
};

static void set_class(loader *ld, word_id w, uint64_t bit) {
  if (w >= ld->n_classes) {
    uint32_t n = w < 512 ? 1024 : w * 2;
    ld->classes = arena_grow(ld->a, ld->classes, ld->n_classes, n, sizeof *ld->classes);
    ld->n_classes = n;
  }
  ld->classes[w] |= bit;
}

static ch_status load_words(loader *ld, const pack_table *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    int32_t class = place_of(pack_field(&t->rows[i], 0), class_words);
    if (class < 0) return pack_err(ld->err, &t->rows[i], "no rule looks for a class of this name");
    str rest = pack_field(&t->rows[i], 1), word;
    while (str_split(&rest, ';', &word))
      if ((word = str_trim(word)).len) set_class(ld, lexicon_add(ld->l, word), UINT64_C(1) << class);
  }
  return CH_OK;
}

static ch_status read_element(loader *ld, const pack_row *row, str word, word_id *out) {
  if (str_eq(word, STR("~"))) *out = ELEMENT_SKIP;
  else if (str_eq(word, STR("not"))) *out = ELEMENT_NOT;
  else if (word.ptr[0] != '@') *out = lexicon_add(ld->l, word);
  else {
    int32_t class = place_of(str_sub(word, 1, word.len), class_words);
    if (class < 0)
      return pack_err(ld->err, row, "@%.*s is no class of [statement-words]", (int)word.len - 1,
                      word.ptr + 1);
    *out = ELEMENT_CLASS + (uint32_t)class;
  }
  return CH_OK;
}

static ch_status read_pattern(loader *ld, const pack_row *row, str text, cue *out) {
  word_id *words = NULL;
  uint32_t n = 0, cap = 0;
  str word;
  while (str_split(&text, ' ', &word)) {
    if (!word.len) continue;
    ch_status s = read_element(ld, row, word, ARENA_PUSH(ld->a, words, n, cap));
    if (s) return s;
  }
  if (!n) return pack_err(ld->err, row, "a cue has no words");
  if (words[0] == ELEMENT_SKIP || (words[0] >= ELEMENT_CLASS && words[0] < ELEMENT_NOT))
    return pack_err(ld->err, row, "a cue begins with a word or with not");
  out->words = words;
  out->n = n;
  return CH_OK;
}

static void read_frames(loader *ld, str text, cue *out) {
  static const char *const frames[] = {"that",  "tag",   "aud",    "to",        "ing",
                                       "np",    "claim", "speech", "quoted",    "modal",
                                       "topic", "full",  "to-do",  "quote-tag", NULL};
  word_id *preps = NULL;
  uint32_t n = 0, cap = 0;
  str word;
  while (str_split(&text, ';', &word)) {
    if (!(word = str_trim(word)).len) continue;
    int32_t frame = place_of(word, frames);
    if (frame >= 0) out->frames |= UINT32_C(1) << frame;
    else *ARENA_PUSH(ld->a, preps, n, cap) = lexicon_add(ld->l, word);
  }
  out->preps = preps;
  out->n_preps = n;
}

static ch_status read_kind(loader *ld, const pack_row *row, cue *out) {
  static const char *const classes[] = {"verb", "adj",  "passive", "rumour", "adverb",
                                        "prep", "noun", "silence", "nothing", NULL};
  static const char *const acts[] = {"says", "thinks", "wants", "shows", NULL};
  static const char *const forces[] = {"assert", "confirm", "deny", "condemn", "promise", "threaten",
                                       "demand", "offer",   "ask",  "hope",    "expect",  NULL};
  static const char *const silences[] = {"declined", "no_reply", "not_confirmed", "not_denied", NULL};
  int32_t class = place_of(pack_field(row, 1), classes), act = place_of(pack_field(row, 2), acts);
  str force = pack_field(row, 3);
  if (class < 0)
    return pack_err(ld->err, row,
                    "the class is verb, adj, passive, rumour, adverb, prep, noun, silence or nothing");
  if (act < 0) return pack_err(ld->err, row, "the act is one of says, thinks, wants, shows");
  out->class = (cue_class)class;
  out->act = (statement_act)act;
  const char *const *words = out->class == CUE_SILENCE ? silences : forces;
  int32_t k = place_of(force, words);
  if (force.len && k < 0)
    return pack_err(ld->err, row, "\"%.*s\" is no word for force or silence", (int)force.len, force.ptr);
  if (k >= 0 && out->class == CUE_SILENCE) out->silence = words[k];
  else if (k >= 0) out->force = words[k];
  return CH_OK;
}

static ch_status load_cues(loader *ld, const pack_table *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    cue kind = {0};
    ch_status s = read_kind(ld, &t->rows[i], &kind);
    if (s) return s;
    read_frames(ld, pack_field(&t->rows[i], 4), &kind);
    str rest = pack_field(&t->rows[i], 0), text;
    while (str_split(&rest, ';', &text)) {
      if (!(text = str_trim(text)).len) continue;
      cue *c = ARENA_NEW(ld->a, cue);
      *c = kind;
      if ((s = read_pattern(ld, &t->rows[i], text, c))) return s;
      *ARENA_PUSH(ld->a, ld->rows, ld->n_rows, ld->cap_rows) = c;
    }
  }
  return CH_OK;
}

typedef struct { const cue *row; uint32_t order; } sorted;

/* Total order: by first element, longest pattern first, equal patterns together, then the row's number. */
static int by_pattern(const void *pa, const void *pb) {
  const sorted *a = pa, *b = pb;
  if (a->row->words[0] != b->row->words[0]) return a->row->words[0] < b->row->words[0] ? -1 : 1;
  if (a->row->n != b->row->n) return a->row->n > b->row->n ? -1 : 1;
  for (uint32_t k = 1; k < a->row->n; k++)
    if (a->row->words[k] != b->row->words[k]) return a->row->words[k] < b->row->words[k] ? -1 : 1;
  return a->order < b->order ? -1 : a->order > b->order;
}

static void index_cues(loader *ld, cue_table *out) {
  sorted *order = ARENA_ARRAY(ld->a, sorted, ld->n_rows);
  for (uint32_t i = 0; i < ld->n_rows; i++) order[i] = (sorted){ld->rows[i], i};
  if (ld->n_rows) qsort(order, ld->n_rows, sizeof *order, by_pattern);
  bucket *first = ARENA_ARRAY(ld->a, bucket, lexicon_size(ld->l) + 1);
  out->rows = ARENA_ARRAY(ld->a, const cue *, ld->n_rows);
  for (uint32_t i = 0; i < ld->n_rows; i++) {
    out->rows[i] = order[i].row;
    bucket *b = order[i].row->words[0] == ELEMENT_NOT ? &out->negation : &first[order[i].row->words[0]];
    if (!b->n++) b->start = i;
  }
  out->n_rows = ld->n_rows;
  out->first = first;
  out->n_first = lexicon_size(ld->l) + 1;
}

ch_status cues_load(const cue_table **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  loader ld = {.a = a, .l = l, .err = err};
  cue_table *c = ARENA_NEW(a, cue_table);
  ch_status s = load_words(&ld, pack_find(pk, "statement-words"));
  if (!s) s = load_cues(&ld, pack_find(pk, "cues"));
  if (s) return s;
  index_cues(&ld, c);
  c->classes = ld.classes;
  c->n_classes = ld.n_classes;
  *out = c;
  return CH_OK;
}

/* ---- matching --------------------------------------------------------------------------------------- */

uint64_t cues_classes(const cue_table *c, const token *t) {
  uint64_t bits = t->word < c->n_classes ? c->classes[t->word] : 0;
  return t->lemma < c->n_classes ? bits | c->classes[t->lemma] : bits;
}

static bool element_fits(const cue_table *c, word_id element, const token *t) {
  if (element == ELEMENT_NOT) return t->morph & MORPH_NEG;
  if (element >= ELEMENT_CLASS) return cues_classes(c, t) & (UINT64_C(1) << (element - ELEMENT_CLASS));
  return t->lemma == element || t->word == element;
}

/* Passes adverbs and "on Monday", where the next element does not stand here. */
static uint32_t pass_adverbs(const cue_table *c, word_id element, const token *t, uint32_t i, uint32_t end) {
  uint32_t left = MAX_ADVERBS;
  while (i < end && left-- && !element_fits(c, element, &t[i]) &&
         (t[i].upos == UPOS_ADV || (cues_classes(c, &t[i]) & WORD_BETWEEN)))
    i++;
  return i;
}

static bool skippable(const token *t) {
  return t->upos == UPOS_DET || t->upos == UPOS_ADJ || t->upos == UPOS_NUM || t->upos == UPOS_ADV ||
         (t->morph & MORPH_POSS);
}

/* End of the pattern when it stands at token i, or 0. */
static uint32_t pattern_end(const cue_table *c, const cue *row, const token *t, uint32_t i, uint32_t end) {
  for (uint32_t k = 0; k < row->n; k++) {
    if (row->words[k] == ELEMENT_SKIP) {
      uint32_t left = MAX_SKIP;
      while (i < end && left-- && skippable(&t[i]) &&
             (k + 1 == row->n || !element_fits(c, row->words[k + 1], &t[i])))
        i++;
      continue;
    }
    if (k) i = pass_adverbs(c, row->words[k], t, i, end);
    if (i >= end || !element_fits(c, row->words[k], &t[i])) return 0;
    i++;
  }
  return i;
}

/* Whether the first token's tag can be what the class asks for. */
static bool tag_fits(const cue *row, const token *t) {
  switch (row->class) {
  case CUE_NOUN: return t->upos == UPOS_NOUN;
  case CUE_ADVERB: return t->upos != UPOS_PROPN;
  case CUE_VERB: case CUE_PASSIVE: case CUE_RUMOUR:
    return t->upos == UPOS_VERB || (t->upos == UPOS_AUX && row->n > 1);
  default: return true;
  }
}

static bool match_in(const cue_table *c, bucket b, const token *t, uint32_t i, uint32_t end, cue_hit *out) {
  for (uint32_t k = b.start; k < b.start + b.n; k++) {
    if (!tag_fits(c->rows[k], &t[i])) continue;
    uint32_t stop = pattern_end(c, c->rows[k], t, i, end);
    if (!stop) continue;
    uint32_t n = 1;
    while (k + n < b.start + b.n && c->rows[k + n]->n == c->rows[k]->n &&
           !memcmp(c->rows[k + n]->words, c->rows[k]->words, c->rows[k]->n * sizeof(word_id)))
      n++;
    *out = (cue_hit){i, stop, &c->rows[k], n};
    return true;
  }
  return false;
}

bool cues_match(const cue_table *c, const token *t, uint32_t i, uint32_t end, cue_hit *out) {
  if ((t[i].morph & MORPH_NEG) && match_in(c, c->negation, t, i, end, out)) return true;
  word_id lemma = t[i].lemma, word = t[i].word;
  if (lemma && lemma < c->n_first && c->first[lemma].n && match_in(c, c->first[lemma], t, i, end, out))
    return true;
  return word && word != lemma && word < c->n_first && c->first[word].n &&
         match_in(c, c->first[word], t, i, end, out);
}
