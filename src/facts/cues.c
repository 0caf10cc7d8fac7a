/* cues.c: reading and matching the pack's cues. */
#include "facts/cues.h"
#include "facts/word_classes.h"

#include <stdlib.h>

/* Elements of a pattern that are no word; word ids stay far below. */
#define ELEMENT_SKIP UINT32_C(0xFFFFFFFF)
#define ELEMENT_NOT UINT32_C(0xFFFFFFFE)
#define ELEMENT_CLASS UINT32_C(0xFFFFFF00)       /* + number of the class */
/* How many adverbs and words of time may stand between two elements, adjectives and articles in a skip. */
#define MAX_ADVERBS 3
#define MAX_SKIP 4
/* Words of an object before its infinitive. */
#define MAX_OBJECT 6

typedef struct { uint32_t start, n; } bucket;

typedef struct {
  const cue **rows;                        /* by first element, longest pattern first */
  const bucket *first; uint32_t n_first;   /* by word id of the first element */
  bucket negation;                         /* patterns that begin with a negation */
} cue_index;

struct cue_table {
  cue_index cues, words;                   /* of [cues], of [cue-words] */
  word_classes classes;                    /* WORD_… bits */
};

/* ---- loading ---------------------------------------------------------------------------------------- */

typedef struct {
  arena *a;
  lexicon *l;
  ch_error *err;
  cue **rows; uint32_t n_rows, cap_rows;   /* of the section being read */
  word_classes classes;
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

_Static_assert((int)WORD_NO_COUNT <= (int)WORD_CLASSES_MOST, "a bit for each class");

static ch_status load_words(loader *ld, const pack_table *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    int32_t class = place_of(pack_field(&t->rows[i], 0), class_words);
    if (class < 0) return pack_err(ld->err, &t->rows[i], "no rule looks for a class of this name");
    word_classes_add_row(&ld->classes, ld->a, ld->l, &t->rows[i], (uint32_t)class);
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
  for (uint32_t k = 0; k < n; k++) out->negated = out->negated || words[k] == ELEMENT_NOT;
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

static const char *const forces[] = {"assert", "confirm", "deny", "condemn", "promise", "threaten",
                                     "demand", "offer",   "ask",  "hope",    "expect",  NULL};

const char *cues_force(str word) {
  int32_t k = place_of(word, forces);
  return k < 0 ? NULL : forces[k];
}

/* The fields for act and force, or silence: columns `at` and `at` + 1. */
static ch_status read_act(loader *ld, const pack_row *row, size_t at, cue *out) {
  static const char *const acts[] = {"says", "thinks", "wants", "shows", NULL};
  static const char *const silences[] = {"declined", "no_reply", "not_confirmed", "not_denied", NULL};
  int32_t act = place_of(pack_field(row, at), acts);
  str force = pack_field(row, at + 1);
  if (act < 0) return pack_err(ld->err, row, "the act is one of says, thinks, wants, shows");
  out->act = (statement_act)act;
  out->plain = out->class != CUE_SILENCE && str_eq(force, STR("plain"));
  if (!force.len) return CH_OK;
  int32_t silence = out->class == CUE_SILENCE ? place_of(force, silences) : -1;
  if (silence >= 0) out->silence = silences[silence];
  else if (out->class != CUE_SILENCE) out->force = cues_force(out->plain ? STR("assert") : force);
  if (!out->silence && !out->force)
    return pack_err(ld->err, row, "\"%.*s\" is no word for force or silence", (int)force.len, force.ptr);
  return CH_OK;
}

static ch_status read_kind(loader *ld, const pack_row *row, cue *out) {
  static const char *const classes[] = {"verb", "adj",  "passive", "rumour", "adverb",
                                        "prep", "noun", "silence", "nothing", NULL};
  int32_t class = place_of(pack_field(row, 1), classes);
  if (class < 0)
    return pack_err(ld->err, row,
                    "the class is verb, adj, passive, rumour, adverb, prep, noun, silence or nothing");
  out->class = (cue_class)class;
  return read_act(ld, row, 2, out);
}

/* Every pattern of the row's first field, each of this kind. */
static ch_status add_patterns(loader *ld, const pack_row *row, const cue *kind) {
  str rest = pack_field(row, 0), text;
  while (str_split(&rest, ';', &text)) {
    if (!(text = str_trim(text)).len) continue;
    cue *c = ARENA_NEW(ld->a, cue);
    *c = *kind;
    ch_status s = read_pattern(ld, row, text, c);
    if (s) return s;
    *ARENA_PUSH(ld->a, ld->rows, ld->n_rows, ld->cap_rows) = c;
  }
  return CH_OK;
}

static ch_status load_cues(loader *ld, const pack_table *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    cue kind = {0};
    ch_status s = read_kind(ld, &t->rows[i], &kind);
    if (s) return s;
    read_frames(ld, pack_field(&t->rows[i], 4), &kind);
    if ((s = add_patterns(ld, &t->rows[i], &kind))) return s;
  }
  return CH_OK;
}

static ch_status load_cue_words(loader *ld, const pack_table *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    cue kind = {.class = CUE_WORD};
    ch_status s = read_act(ld, &t->rows[i], 1, &kind);
    if (s || (s = add_patterns(ld, &t->rows[i], &kind))) return s;
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

/* The rows read since the last call. */
static void index_rows(loader *ld, cue_index *out) {
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
  out->first = first;
  out->n_first = lexicon_size(ld->l) + 1;
  ld->rows = NULL;
  ld->n_rows = ld->cap_rows = 0;
}

ch_status cues_load(const cue_table **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  loader ld = {.a = a, .l = l, .err = err};
  cue_table *c = ARENA_NEW(a, cue_table);
  ch_status s = load_words(&ld, pack_find(pk, "statement-words"));
  if (!s) s = load_cues(&ld, pack_find(pk, "cues"));
  if (s) return s;
  index_rows(&ld, &c->cues);
  if ((s = load_cue_words(&ld, pack_find(pk, "cue-words")))) return s;
  index_rows(&ld, &c->words);
  c->classes = ld.classes;
  *out = c;
  return CH_OK;
}

/* ---- matching --------------------------------------------------------------------------------------- */

uint64_t cues_classes(const cue_table *c, const token *t) { return word_classes_of(&c->classes, t); }

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

/* "repeated Norway's demand": an owner, which [cue-words] pass too; in [cues] the noun is a cue of its
 * own. */
static bool is_owner(const cue *row, const token *t, uint32_t i, uint32_t end) {
  return row->class == CUE_WORD && (t[i].upos == UPOS_PROPN || t[i].upos == UPOS_NOUN) && i + 1 < end &&
         (t[i + 1].morph & MORPH_POSS);
}

/* End of the pattern when it stands at token i, or 0. */
static uint32_t pattern_end(const cue_table *c, const cue *row, const token *t, uint32_t i, uint32_t end) {
  for (uint32_t k = 0; k < row->n; k++) {
    if (row->words[k] == ELEMENT_SKIP) {
      uint32_t left = MAX_SKIP;
      while (i < end && left-- && (skippable(&t[i]) || is_owner(row, t, i, end)) &&
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

static bool match_in(const cue_table *c, const cue_index *x, bucket b, const token *t, uint32_t i,
                     uint32_t end, cue_hit *out) {
  for (uint32_t k = b.start; k < b.start + b.n; k++) {
    if (!tag_fits(x->rows[k], &t[i])) continue;
    uint32_t stop = pattern_end(c, x->rows[k], t, i, end);
    if (!stop) continue;
    uint32_t n = 1;
    while (k + n < b.start + b.n && x->rows[k + n]->n == x->rows[k]->n &&
           !memcmp(x->rows[k + n]->words, x->rows[k]->words, x->rows[k]->n * sizeof(word_id)))
      n++;
    *out = (cue_hit){i, stop, &x->rows[k], n};
    return true;
  }
  return false;
}

static bool match(const cue_table *c, const cue_index *x, const token *t, uint32_t i, uint32_t end,
                  cue_hit *out) {
  if ((t[i].morph & MORPH_NEG) && match_in(c, x, x->negation, t, i, end, out)) return true;
  word_id lemma = t[i].lemma, word = t[i].word;
  if (lemma && lemma < x->n_first && x->first[lemma].n && match_in(c, x, x->first[lemma], t, i, end, out))
    return true;
  return word && word != lemma && word < x->n_first && x->first[word].n &&
         match_in(c, x, x->first[word], t, i, end, out);
}

bool cues_match(const cue_table *c, const token *t, uint32_t i, uint32_t end, cue_hit *out) {
  return match(c, &c->cues, t, i, end, out);
}

/* ---- what a cue does -------------------------------------------------------------------------------- */

static bool denies(const cue *row) { return row->force && str_eq(str_of(row->force), STR("deny")); }

/* How much a row tells: of more words more, to deny most. */
static uint32_t weight(const cue *row) {
  uint32_t words = 0, force = 3;
  for (uint32_t k = 0; k < row->n; k++) words += row->words[k] != ELEMENT_SKIP;
  if (!row->force || row->plain) force = row->force ? 2 : 0;
  else if (str_eq(str_of(row->force), STR("assert"))) force = 1;
  else if (denies(row)) force = 4;
  return 8 * words + force;
}

/* "advised her to go": an infinitive behind an object. */
static bool leads_to_do(const cue_table *c, const token *t, uint32_t i, uint32_t end) {
  for (uint32_t left = MAX_OBJECT; i + 1 < end && left--; i++) {
    if (cues_classes(c, &t[i]) & WORD_TO) return t[i + 1].upos == UPOS_VERB || t[i + 1].upos == UPOS_AUX;
    if (t[i].upos == UPOS_VERB || t[i].upos == UPOS_AUX || t[i].upos == UPOS_PUNCT) return false;
  }
  return false;
}

/* The row among those of one pattern whose frames name what stands behind it at i, else the first. */
static const cue *row_before(const cue_table *c, const cue_hit *hit, const token *t, uint32_t i,
                             uint32_t end) {
  for (uint32_t k = 0; i < end && k < hit->n_rows && hit->n_rows > 1; k++) {
    const cue *row = hit->rows[k];
    if ((row->frames & FRAME_TO) && (cues_classes(c, &t[i]) & WORD_TO)) return row;
    if ((row->frames & FRAME_TO_DO) && leads_to_do(c, t, i, end)) return row;
    if ((row->frames & FRAME_ING) && t[i].upos == UPOS_VERB && (t[i].morph & MORPH_PART_PRES)) return row;
    for (uint32_t p = 0; p < row->n_preps; p++)
      if (row->preps[p] == t[i].word) return row;
  }
  return hit->rows[0];
}

const cue *cues_kind(const cue_table *c, const token *t, uint32_t first, uint32_t end, uint32_t stop) {
  const cue *best = NULL;
  uint32_t at = first, behind = first;
  for (uint32_t i = first; i < end; i++) {
    if (best && denies(best) && i >= behind) break;            /* "denied having given assurances" */
    for (int k = 0; k < 2; k++) {
      cue_hit hit;
      if (!match(c, k ? &c->words : &c->cues, t, i, stop, &hit)) continue;
      const cue *row = row_before(c, &hit, t, hit.end, stop);
      bool later = i > at && t[i].upos == UPOS_VERB;
      if (row->class == CUE_NOTHING || (best && weight(row) < weight(best) + !later)) continue;
      best = row;
      at = i;
      behind = hit.end;
    }
  }
  return best;
}
