/* patterns_match.c: whether the words around a verb fit a pattern.
 *
 * Each side is read from the verb outwards. Parts that are close to each other make a group; a group is
 * looked for from where the one before it ended, and the first place where it fits counts. */
#include "facts/patterns_model.h"

/* words on either side that are looked at: longer sentences are not gone through */
enum { REACH = 200 };

/* Words from a verb outwards. */
typedef struct { const coded_sentence *s; uint32_t base, n; bool backwards; } side_view;

static uint32_t token_of(const side_view *v, uint32_t k) {
  return v->s->words[v->backwards ? v->base - k : v->base + k];
}

/* Where in the words a side has got to. */
typedef struct {
  uint32_t k;                  /* the next word */
  uint32_t close_k;            /* the next word for a part that is close: behind a phrase that a sign took */
  uint32_t bound;              /* phrase that the last sign took */
  bool coded;                  /* a sign for a side takes only phrases with a code */
  pattern_sides sides;
} place;

/* ---- words ---------------------------------------------------------------------------------------------- */

/* Whether the token begins with a stem of the pack, which is in small letters. */
static bool has_stem(const coded_sentence *s, uint32_t i, str stem) {
  str word = doc_str(s->f->doc, i, i + 1);
  if (word.len < stem.len) return false;
  for (size_t k = 0; k < stem.len; k++) {
    char c = word.ptr[k];
    if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != stem.ptr[k]) return false;
  }
  return true;
}

static bool run_fits(const side_view *v, uint32_t k, const word_run *run) {
  if (k + run->n > v->n) return false;
  for (uint32_t i = 0; i < run->n; i++)
    if (v->s->t[token_of(v, k + i)].word != run->words[v->backwards ? run->n - 1 - i : i]) return false;
  return true;
}

/* Words of the set's longest run that stands at k; 0: none. */
static uint32_t set_at(const side_view *v, uint32_t k, uint32_t set) {
  run_key key = {set, v->s->t[token_of(v, k)].word, v->backwards};
  const uint32_t *at = key.word ? map_get(&v->s->m->run_of, (str){(const char *)&key, sizeof key}) : NULL;
  if (!at) return 0;
  const word_runs *all = &v->s->m->runs[*at];
  for (uint32_t i = 0; i < all->n; i++)
    if (run_fits(v, k, &all->runs[i])) return all->runs[i].n;
  return 0;
}

/* ---- parts ---------------------------------------------------------------------------------------------- */

/* First word that is not in the phrase which word k is in. */
static uint32_t behind_phrase(const side_view *v, uint32_t k) {
  const coded_sentence *s = v->s;
  uint32_t phrase = s->phrase_of[token_of(v, k) - s->first];
  while (k < v->n && s->phrase_of[token_of(v, k) - s->first] == phrase) k++;
  return k;
}

/* A sign for a noun phrase takes the one in which word k stands. */
static bool sign_at(const side_view *v, uint32_t k, part_kind kind, place *p) {
  uint32_t phrase = v->s->phrase_of[token_of(v, k) - v->s->first];
  if (phrase == NONE || phrase == p->bound) return false;
  bool side = kind == PART_SOURCE || kind == PART_TARGET;
  if (side && p->coded && !v->s->phrases[phrase].n_sides) return false;
  if (kind == PART_COMPOUND && !v->s->phrases[phrase].compound) return false;
  uint32_t behind = behind_phrase(v, k);
  if (kind == PART_SOURCE) p->sides.source = phrase;
  else if (kind == PART_TARGET) p->sides.target = phrase;
  else if (kind == PART_COMPOUND && v->backwards) p->sides.source = p->sides.target = phrase;
  else if (kind == PART_COMPOUND) p->sides.target = phrase;
  bool over = kind == PART_SKIP || kind == PART_COMPOUND;
  p->k = over ? behind : k;
  p->close_k = behind;
  p->bound = phrase;
  return true;
}

static bool part_at(const side_view *v, uint32_t k, const sign *x, place *p) {
  uint32_t n = 0, i = token_of(v, k);
  if (x->kind == PART_WORD) n = v->s->t[i].word == x->word;
  else if (x->kind == PART_STEM) n = has_stem(v->s, i, x->stem);
  else if (x->kind == PART_SET) n = set_at(v, k, x->set);
  else return sign_at(v, k, x->kind, p);
  p->k = p->close_k = k + n;
  return n > 0;
}

/* The same, over small words. */
static bool close_part(const side_view *v, const sign *x, place *p) {
  for (uint32_t k = p->close_k; k < v->n; k++) {
    if (part_at(v, k, x, p)) return true;
    if (!(pattern_class(v->s->m, &v->s->t[token_of(v, k)]) & PATTERN_SMALL)) return false;
  }
  return false;
}

/* A group at one place. */
static bool group_at(const side_view *v, uint32_t k, const sign *parts, uint32_t n, place *p) {
  place tried = *p;
  if (parts[0].close ? !close_part(v, &parts[0], &tried) : !part_at(v, k, &parts[0], &tried)) return false;
  for (uint32_t i = 1; i < n; i++)
    if (!close_part(v, &parts[i], &tried)) return false;
  *p = tried;
  return true;
}

/* A group at the first place where it fits; one that is close has one place. */
static bool find_group(const side_view *v, const sign *parts, uint32_t n, place *p) {
  uint32_t last = parts[0].close ? p->k + 1 : v->n;
  for (uint32_t k = p->k; k < last && k < v->n; k++)
    if (group_at(v, k, parts, n, p)) return true;
  return false;
}

/* Signs take phrases with a code, where there is one further on. */
static bool side_fits(const side_view *v, const sign *parts, uint32_t n, pattern_sides *sides) {
  place p = {0, 0, NONE, true, *sides};
  for (uint32_t i = 0; i < n;) {
    uint32_t end = i + 1;
    while (end < n && parts[end].close) end++;
    p.coded = !parts[i].close;
    bool found = find_group(v, parts + i, end - i, &p);
    if (!found && p.coded) {
      p.coded = false;
      found = find_group(v, parts + i, end - i, &p);
    }
    if (!found) return false;
    i = end;
  }
  *sides = p.sides;
  return true;
}

static bool has_words(const coded_sentence *s, const verb_pattern *x) {
  return (!x->needs[0] || s->seen[x->needs[0]] == s->stamp) &&
         (!x->needs[1] || s->seen[x->needs[1]] == s->stamp);
}

const verb_pattern *pattern_match(const coded_sentence *s, uint32_t number, uint32_t lo, uint32_t before,
                                  uint32_t after, uint32_t hi, pattern_sides *sides) {
  const verb_block *b = &s->m->blocks[number];
  uint32_t n_before = before > lo ? before - lo : 0, n_after = hi > after ? hi - after : 0;
  side_view left = {s, before - 1, n_before < REACH ? n_before : REACH, true};
  side_view right = {s, after, n_after < REACH ? n_after : REACH, false};
  for (uint32_t i = 0; i < b->n; i++) {
    const verb_pattern *x = &b->patterns[i];
    if (!has_words(s, x)) continue;
    *sides = (pattern_sides){NONE, NONE};
    if (side_fits(&right, x->after, x->n_after, sides) && side_fits(&left, x->before, x->n_before, sides))
      return x;
  }
  *sides = (pattern_sides){NONE, NONE};
  return NULL;
}

/* ---- verbs ---------------------------------------------------------------------------------------------- */

static bool form_fits(const coded_sentence *s, const verb_form *x, uint32_t w, uint32_t lo, uint32_t hi) {
  if (w < lo + x->n_before || w + x->n_after >= hi) return false;
  for (uint32_t i = 0; i < x->n_before; i++)
    if (s->t[s->words[w - 1 - i]].word != x->before[i]) return false;
  for (uint32_t i = 0; i < x->n_after; i++)
    if (s->t[s->words[w + 1 + i]].word != x->after[i]) return false;
  return true;
}

const verb_form *pattern_verb(const coded_sentence *s, uint32_t w, uint32_t lo, uint32_t hi) {
  word_id word = s->t[s->words[w]].word;
  const uint32_t *at = word ? map_get(&s->m->form_of, (str){(const char *)&word, sizeof word}) : NULL;
  if (!at) return NULL;
  const verb_forms *all = &s->m->verbs[*at];
  for (uint32_t i = 0; i < all->n; i++)
    if (form_fits(s, &all->forms[i], w, lo, hi)) return &all->forms[i];
  return NULL;
}
