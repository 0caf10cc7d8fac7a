#include "language/roles.h"

typedef struct {
  arena *a;
  const doc *d;
  const name_word *words;
  const name_list *names;
  uint32_t *name_at;           /* [n_tokens + 1] number + 1 of the name a token stands in, 0: none */
} role_search;

static const name_span *name_of(const role_search *r, uint32_t i) {
  uint32_t k = i < r->d->n_tokens ? r->name_at[i] : 0;
  return k ? &r->names->all[k - 1] : NULL;
}

/* The end of the title that begins at token i; i where none does. Titles that follow each other are one. */
static uint32_t title_end(const role_search *r, uint32_t i, uint32_t end) {
  while (i < end) {
    const name_word *w = &r->words[i + 1];
    if (name_of(r, i)) break;
    if (name_word_in(w, LIST_TITLE, ENTRY_BEGIN)) {
      uint32_t j = i + 1;
      while (j < end && !name_word_in(&r->words[j + 1], LIST_TITLE, ENTRY_LAST)) j++;
      if (j >= end || name_of(r, j)) break;
      i = j + 1;
    } else if (name_word_in(w, LIST_TITLE, ENTRY_UNIT)) {
      i++;
    } else {
      break;
    }
  }
  return i;
}

/* A state, its people or a body: what titles belong to. */
static bool is_owner(const role_search *r, uint32_t i) {
  static const uint8_t owners[] = {LIST_STATE, LIST_PEOPLE, LIST_ORGANISATION, LIST_BODY};
  const name_span *n = name_of(r, i);
  if (n) return n->kind != NAME_PER;
  for (size_t k = 0; k < sizeof owners; k++)
    if (name_word_in(&r->words[i + 1], owners[k], 15)) return name_word_capital(&r->words[i + 1]);
  return false;
}

static uint32_t owner_start(const role_search *r, uint32_t i, uint32_t start) {
  while (i > start && is_owner(r, i - 1)) i--;
  return i;
}

/* "Anna Keller, the …": a person's name and a comma before, a determiner between or none. */
static bool follows_person(const role_search *r, uint32_t i, uint32_t start) {
  if (i > start && r->d->tokens[i - 1].upos == UPOS_DET) i--;
  if (i < start + 2 || r->d->tokens[i - 1].upos != UPOS_PUNCT) return false;
  const name_span *n = name_of(r, i - 2);
  return n && n->kind == NAME_PER;
}

static bool is_written_as_title(const role_search *r, uint32_t first, uint32_t end) {
  bool headline = r->words[first + 1].place & PLACE_HEADLINE;
  for (uint32_t i = first; i < end; i++)
    if (!name_word_capital(&r->words[i + 1])) return false;
  return !headline && (end > first + 1 || !(r->d->tokens[first].flags & TOK_FIRST));
}

static bool counts(const role_search *r, uint32_t first, uint32_t title, uint32_t end, const sentence *s) {
  const name_span *next = end < s->end ? name_of(r, end) : NULL;
  return (next && next->kind == NAME_PER) || is_written_as_title(r, title, end) ||
         follows_person(r, first, s->first);
}

static void find_in(role_search *r, const sentence *s, name_span **roles, uint32_t *n, uint32_t *cap) {
  for (uint32_t i = s->first, end; i < s->end; i = end > i ? end : i + 1) {
    end = title_end(r, i, s->end);
    if (end == i) continue;
    uint32_t first = owner_start(r, i, s->first);
    if (counts(r, first, i, end, s)) *ARENA_PUSH(r->a, *roles, *n, *cap) = (name_span){first, end, NAME_ROLE};
  }
}

/* By first token; at the same token the longer name comes first. */
static bool comes_before(const name_span *a, const name_span *b) {
  return a->first < b->first || (a->first == b->first && a->end > b->end);
}

/* Two lists as one. */
static name_list merge(arena *a, const name_list *x, const name_span *y, uint32_t n_y) {
  name_span *all = ARENA_ARRAY(a, name_span, x->n + (size_t)n_y);
  uint32_t n = 0, j = 0;
  for (uint32_t i = 0; i < x->n; i++) {
    while (j < n_y && comes_before(&y[j], &x->all[i])) all[n++] = y[j++];
    all[n++] = x->all[i];
  }
  while (j < n_y) all[n++] = y[j++];
  return (name_list){all, n};
}

name_list roles_find(arena *a, const doc *d, const name_word *words, const name_list *names_found) {
  role_search r = {a, d, words, names_found, ARENA_ARRAY(a, uint32_t, d->n_tokens + (size_t)1)};
  name_span *roles = NULL;
  uint32_t n = 0, cap = 0;
  for (uint32_t k = 0; k < names_found->n; k++)
    for (uint32_t i = names_found->all[k].first; i < names_found->all[k].end; i++) r.name_at[i] = k + 1;
  for (uint32_t s = 0; s < d->n_sentences; s++) find_in(&r, &d->sentences[s], &roles, &n, &cap);
  return merge(a, names_found, roles, n);
}
