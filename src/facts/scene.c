/* scene.c: what stands where, and noun phrases over tags. */
#include "facts/scene.h"

/* Words a quotation needs at least to be taken for a sentence. */
#define FULL_QUOTE_WORDS 4

/* ---- maps ------------------------------------------------------------------------------------------- */

static char mark_of(const scene *s, uint32_t i) {
  const token *t = &s->t[i];
  if (t->flags & TOK_OPEN) return 'o';
  if (t->flags & TOK_CLOSE) return 'c';
  if (t->upos != UPOS_PUNCT && t->upos != UPOS_SYM) return 0;
  str w = doc_str(s->d, i, i + 1);
  if (!w.len) return 0;
  if (strchr(",:;.?!()", w.ptr[0])) return w.ptr[0];
  if (w.ptr[0] == '[') return '(';
  if (w.ptr[0] == ']') return ')';
  if (str_eq(w, STR("\u2014")) || str_eq(w, STR("\u2013")) || w.ptr[0] == '-') return '-';
  return str_eq(w, STR("\u2026")) ? '.' : 0;
}

static void fill(uint32_t *places, uint32_t n, uint32_t first, uint32_t end, uint32_t value) {
  for (uint32_t i = first; i < end && i < n; i++)
    if (places[i] == NONE) places[i] = value;
}

/* The dateline opens a paragraph and is nobody's words. */
static void set_dateline(scene *s) {
  span at = s->f->report->dateline_at;
  uint32_t i = 0, n = s->d->n_tokens;
  if (at.end <= at.start) return;
  while (i < n && s->t[i].at.start < at.start) i++;
  s->dateline_first = i;
  while (i < n && s->t[i].at.start < at.end) i++;
  s->dateline_end = i;
}

scene *scene_new(arena *a, const cue_table *cues, facts *f) {
  scene *s = ARENA_NEW(a, scene);
  uint32_t n = f->doc->n_tokens;
  *s = (scene){.a = a, .cues = cues, .f = f, .d = f->doc, .t = f->doc->tokens};
  char *mark = ARENA_ARRAY(a, char, n);
  uint32_t *maps = ARENA_ARRAY(a, uint32_t, (size_t)n * 3);
  memset(maps, 0xFF, (size_t)n * 3 * sizeof *maps);
  for (uint32_t i = 0; i < n; i++) mark[i] = mark_of(s, i);
  for (uint32_t q = 0; q < s->d->n_quotes; q++)
    if (s->d->quotes[q].parent == NONE) fill(maps, n, s->d->quotes[q].open, s->d->quotes[q].close + 1, q);
  for (uint32_t k = 0; k < f->n_times; k++) fill(maps + n, n, f->times[k].first, f->times[k].end, k);
  for (uint32_t k = 0; k < f->n_mentions; k++)
    fill(maps + 2 * (size_t)n, n, f->mentions[k].first, f->mentions[k].end, k);
  set_dateline(s);
  s->mark = mark;
  s->quote = maps;
  s->time = maps + n;
  s->mention = maps + 2 * (size_t)n;
  return s;
}

uint32_t scene_sentence(const scene *s, uint32_t i) {
  uint32_t lo = 0, hi = s->d->n_sentences;
  while (hi - lo > 1) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (s->d->sentences[mid].first <= i) lo = mid;
    else hi = mid;
  }
  return lo;
}

/* ---- words ------------------------------------------------------------------------------------------ */

bool scene_finite(const scene *s, uint32_t i) {
  const token *t = &s->t[i];
  if (t->upos != UPOS_VERB && t->upos != UPOS_AUX) return false;
  return t->morph & (MORPH_PAST | MORPH_PRESENT | MORPH_MODAL);
}

bool scene_has_finite(const scene *s, uint32_t i, uint32_t end) {
  for (; i < end; i++)
    if (scene_finite(s, i)) return true;
  return false;
}

bool scene_quote_is_full(const scene *s, uint32_t q) {
  const quote *at = &s->d->quotes[q];
  uint32_t words = 0;
  bool finite = false;
  for (uint32_t i = at->open + 1; i < at->close; i++) {
    if (!s->mark[i]) words++;
    finite = finite || scene_finite(s, i);
  }
  return finite && words >= FULL_QUOTE_WORDS;
}

/* ---- noun phrases ------------------------------------------------------------------------------------ */

static bool is_nominal(const token *t) {
  return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_NUM || t->upos == UPOS_SYM ||
         t->upos == UPOS_X;
}

static bool is_possessive(const token *t) { return (t->morph & MORPH_POSS) != 0; }

/* A pronoun that is a noun phrase of its own: "she", "those". */
static bool is_pronoun(const token *t) { return t->upos == UPOS_PRON && !is_possessive(t); }

/* What may stand in a noun phrase before its head. */
static bool is_premodifier(const scene *s, uint32_t i) {
  const token *t = &s->t[i];
  if (is_nominal(t) || t->upos == UPOS_ADJ || is_possessive(t)) return true;
  if (t->upos == UPOS_VERB)
    return (t->morph & (MORPH_PART_PAST | MORPH_PART_PRES)) && !(t->morph & (MORPH_PAST | MORPH_PRESENT));
  return s->mark[i] == '-' && !(t->flags & TOK_SPACE_BEFORE);
}

static bool breaks_before(const scene *s, uint32_t i, uint32_t inside) {
  return s->time[i] != NONE && s->time[i] != s->time[inside];
}

/* A participle opens a noun phrase only behind an article, an adjective or a possessive. */
static uint32_t drop_verbs(const scene *s, uint32_t first, uint32_t head) {
  while (first < head && s->t[first].upos == UPOS_VERB) first++;
  while (first < head && s->mark[first]) first++;
  return first;
}

/* An article, "its", or "neither" whatever its tag. */
static bool opens_phrase(const scene *s, uint32_t i) {
  return s->t[i].upos == UPOS_DET || is_possessive(&s->t[i]) || scene_is(s, i, WORD_NOBODY);
}

/* The plain noun phrase that ends before `end`. */
static bool base_before(const scene *s, uint32_t lo, uint32_t end, nominal *out) {
  if (end > lo + 1 && scene_is(s, end - 1, WORD_SELF)) end--;
  if (end <= lo) return false;
  uint32_t head = end - 1;
  const token *t = &s->t[head];
  uint32_t m = s->mention[head];
  if (is_pronoun(t)) {
    *out = (nominal){head, end, head, m};
    return true;
  }
  if (is_possessive(t)) return false;
  bool known = m != NONE && s->f->mentions[m].end == end;
  if (!known && !is_nominal(t) && !(t->upos == UPOS_ADJ && end - lo > 1 && s->t[head - 1].upos == UPOS_DET))
    return false;
  if (s->time[head] != NONE && !known) return false;
  uint32_t first = known && s->f->mentions[m].first > lo ? s->f->mentions[m].first : known ? lo : head;
  bool det = s->t[first].upos == UPOS_DET;
  while (!det && first > lo && is_premodifier(s, first - 1) && !breaks_before(s, first - 1, first)) first--;
  if (!det && first > lo && opens_phrase(s, first - 1)) first--;
  if (s->t[first].upos == UPOS_VERB) first = drop_verbs(s, first, head);
  *out = (nominal){first, end, known ? s->f->mentions[m].head : head, m};
  return true;
}

/* Goes left over "… for the ministry": the head is what the preposition hangs on. */
static void climb(const scene *s, uint32_t lo, nominal *np) {
  nominal left;
  while (np->first > lo + 1 && s->t[np->first - 1].upos == UPOS_ADP &&
         scene_is(s, np->first - 1, WORD_ATTACH) && base_before(s, lo, np->first - 1, &left) &&
         !is_pronoun(&s->t[left.head])) {
    np->first = left.first;
    np->head = left.head;
    np->mention = left.mention;
  }
}

/* Whether a list of names may begin at i: at the clause's start, or behind a mark or "that". */
static bool opens_list(const scene *s, uint32_t lo, uint32_t i) {
  return i <= lo || s->mark[i - 1] || s->t[i - 1].upos == UPOS_SCONJ;
}

/* Goes left over "Vale and …", "Vale, Orm and …", where that begins its clause. */
static void join_left(const scene *s, uint32_t lo, nominal *np) {
  nominal left;
  if (np->first < lo + 2 || s->t[np->first - 1].upos != UPOS_CCONJ) return;
  if (!base_before(s, lo, np->first - 1, &left) || !opens_list(s, lo, left.first)) return;
  np->first = left.first;
  np->mention = NONE;
  np->joined = true;
  while (np->first >= lo + 2 && s->mark[np->first - 1] == ',' && base_before(s, lo, np->first - 1, &left) &&
         left.mention != NONE && opens_list(s, lo, left.first))
    np->first = left.first;
}

/* Skips "(R.)" behind a name. */
static uint32_t before_brackets(const scene *s, uint32_t lo, uint32_t end) {
  if (end <= lo || s->mark[end - 1] != ')') return end;
  uint32_t i = end - 1;
  while (i > lo && s->mark[i] != '(') i--;
  return i > lo ? i : end;
}

bool scene_noun_before(const scene *s, uint32_t lo, uint32_t end, nominal *out) {
  uint32_t stop = before_brackets(s, lo, end);
  if (!base_before(s, lo, stop, out)) return false;
  climb(s, lo, out);
  join_left(s, lo, out);
  out->end = end;
  return true;
}

bool scene_noun_start(const scene *s, uint32_t i) {
  const token *t = &s->t[i];
  if (is_nominal(t) || t->upos == UPOS_DET || t->upos == UPOS_PRON || t->upos == UPOS_ADJ) return true;
  return is_possessive(t);
}

/* "previously" in "a previously unknown letter". */
static bool is_adverb_inside(const scene *s, uint32_t i, uint32_t hi) {
  if (s->t[i].upos != UPOS_ADV || i + 1 >= hi) return false;
  const token *next = &s->t[i + 1];
  return next->upos == UPOS_ADJ || (next->upos == UPOS_VERB && (next->morph & MORPH_PART_PAST));
}

/* Whether token `end` goes on with the noun phrase before it. */
static bool goes_on(const scene *s, uint32_t end, uint32_t hi) {
  if (is_adverb_inside(s, end, hi)) return !is_nominal(&s->t[end - 1]);
  if (!is_premodifier(s, end) && s->t[end].upos != UPOS_DET) return false;
  if (breaks_before(s, end, end - 1) && !is_adverb_inside(s, end - 1, hi)) return false;
  bool other = s->mention[end] != NONE && s->f->mentions[s->mention[end]].first == end;
  bool opens = other || s->t[end].upos == UPOS_DET || s->t[end].upos == UPOS_VERB;
  return !opens || !is_nominal(&s->t[end - 1]);
}

/* The plain noun phrase that begins at i. */
static bool base_after(const scene *s, uint32_t i, uint32_t hi, nominal *out) {
  if (i >= hi || !scene_noun_start(s, i)) return false;
  if (is_pronoun(&s->t[i])) {
    *out = (nominal){i, i + 1, i, s->mention[i]};
    return true;
  }
  uint32_t m = s->mention[i], end = i + 1, head = i;
  if (m != NONE && s->f->mentions[m].first == i) {
    end = s->f->mentions[m].end < hi ? s->f->mentions[m].end : hi;
    head = s->f->mentions[m].head;
  }
  while (end < hi && goes_on(s, end, hi)) end++;
  while (end > i + 1 && !is_nominal(&s->t[end - 1]) && s->mention[end - 1] == NONE) end--;
  if (m == NONE || end > s->f->mentions[m].end) head = end - 1;
  *out = (nominal){i, end, head, s->mention[head]};
  return true;
}

bool scene_noun_after(const scene *s, uint32_t i, uint32_t hi, bool attach, nominal *out) {
  if (!base_after(s, i, hi, out)) return false;
  nominal more;
  while (attach && out->end + 1 < hi && s->t[out->end].upos == UPOS_ADP &&
         scene_is(s, out->end, WORD_ATTACH) && s->time[out->end + 1] == NONE &&
         base_after(s, out->end + 1, hi, &more))
    out->end = more.end;
  return true;
}
