#include "copies/direction_model.h"
#include "copies/model.h"
#include <stdlib.h>

const char *clue_text(clue c) {
  static const char *const names[N_CLUES] = {[CLUE_DATE] = "earlier_date",
                                             [CLUE_TITLE] = "lost_title",
                                             [CLUE_UNDATED] = "undated",
                                             [CLUE_URL] = "lost_url",
                                             [CLUE_DATE_LINE] = "lost_date",
                                             [CLUE_FURNITURE] = "gained_furniture",
                                             [CLUE_LINES] = "cut_lines",
                                             [CLUE_ERRORS] = "gained_errors",
                                             [CLUE_MARKS] = "plainer_marks",
                                             [CLUE_CREDIT] = "credits_the_other",
                                             [CLUE_LOST] = "lost_text",
                                             [CLUE_ADDED] = "added_text",
                                             [CLUE_UPDATED] = "says_updated",
                                             [CLUE_PART] = "part_of_it",
                                             [CLUE_ATTRIBUTIONS] = "fewer_attributions",
                                             [CLUE_FIGURES] = "fewer_figures",
                                             [CLUE_HEDGES] = "fewer_hedges",
                                             [CLUE_LENGTH] = "wordier"};
  return names[c];
}

/* ---- clues --------------------------------------------------------------------------------------------- */

/* Bits of a list of relations, or of all; 0: one of them is none. */
static uint32_t parse_relations(str list) {
  uint32_t bits = 0, bit;
  if (str_eq(list, STR("all"))) return UINT32_MAX;
  for (str name; str_split(&list, ';', &name); bits |= bit) {
    bit = 0;
    for (int r = RELATION_SAME_REPORT; r <= RELATION_PARALLEL; r++)
      if (str_eq(str_trim(name), str_of(relation_text((relation)r)))) bit = 1u << r;
    if (!bit) return 0;
  }
  return bits;
}

static bool parse_clue(clue_weight *out, const pack_row *r) {
  str weight = pack_field(r, 2);
  bool minus = weight.len && weight.ptr[0] == '-';
  uint32_t n;
  out->relations = parse_relations(pack_field(r, 1));
  if (minus) weight = str_sub(weight, 1, weight.len);
  if (!out->relations || !str_u32(weight, &n) || n > 10000) return false;
  out->weight = minus ? -(int32_t)n : (int32_t)n;
  return str_u32(pack_field(r, 3), &out->few) && out->few <= INT32_MAX;
}

static ch_status load_clue(direction_model *m, const pack_row *r, ch_error *err) {
  str name = pack_field(r, 0);
  int c = 0;
  if (str_eq(name, STR("least"))) {
    if (str_u32(pack_field(r, 2), &m->least) && m->least <= 1000) return CH_OK;
    return pack_err(err, r, "[direction] least is: least | all | thousandths");
  }
  while (c < N_CLUES && !str_eq(name, str_of(clue_text((clue)c)))) c++;
  if (c == N_CLUES) return pack_err(err, r, "[direction] has no clue of this name; see docs/copies.md");
  if (parse_clue(&m->clues[c], r)) return CH_OK;
  return pack_err(err, r, "a row of [direction] is: clue | relations, or all | weight | few");
}

/* ---- words --------------------------------------------------------------------------------------------- */

typedef struct { telling_word *items; uint32_t n, cap; } word_list;

/* Total order: by stem, then by what it tells; equal ones cannot be told apart. */
static int by_stem(const void *a, const void *b) {
  const telling_word *x = a, *y = b;
  return x->stem != y->stem ? (x->stem > y->stem) - (x->stem < y->stem) : x->tells - y->tells;
}

static uint8_t parse_tells(str name) {
  if (str_eq(name, STR("attribution"))) return TELLS_ATTRIBUTION;
  if (str_eq(name, STR("hedge"))) return TELLS_HEDGE;
  return str_eq(name, STR("update")) ? TELLS_UPDATE : 0;
}

static void add_words(arena *a, word_list *out, const copies_model *m, str list, uint8_t tells) {
  for (str word; str_split(&list, ';', &word);) {
    word = utf8_folded(a, str_trim(word));
    if (word.len) *ARENA_PUSH(a, out->items, out->n, out->cap) = (telling_word){model_stem(m, word), tells};
  }
}

static ch_status load_words(direction_model *d, arena *a, const copies_model *m, const pack *pk,
                            ch_error *err) {
  const pack_table *t = pack_find(pk, "direction-words");
  word_list all = {0};
  for (uint32_t i = 0; i < t->n; i++) {
    uint8_t tells = parse_tells(pack_field(&t->rows[i], 0));
    if (!tells) return pack_err(err, &t->rows[i], "[direction-words] has: attribution, hedge, update");
    add_words(a, &all, m, pack_field(&t->rows[i], 1), tells);
  }
  if (all.n) qsort(all.items, all.n, sizeof *all.items, by_stem);
  for (uint32_t i = 0; i < all.n; i++) {      /* one row a stem */
    if (d->n_words && all.items[d->n_words - 1].stem == all.items[i].stem)
      all.items[d->n_words - 1].tells |= all.items[i].tells;
    else all.items[d->n_words++] = all.items[i];
  }
  d->words = all.items;
  return CH_OK;
}

uint8_t direction_tells(const direction_model *m, uint64_t stem) {
  uint32_t lo = 0, hi = m->n_words;
  while (lo < hi) {
    uint32_t mid = (lo + hi) / 2;
    if (m->words[mid].stem < stem) lo = mid + 1;
    else hi = mid;
  }
  return lo < m->n_words && m->words[lo].stem == stem ? m->words[lo].tells : 0;
}

ch_status direction_load(const direction_model **out, arena *a, const copies_model *m, const pack *pk,
                         ch_error *err) {
  const pack_table *t = pack_find(pk, "direction");
  direction_model *d = ARENA_NEW(a, direction_model);
  for (uint32_t i = 0; i < t->n; i++) {
    ch_status status = load_clue(d, &t->rows[i], err);
    if (status) return status;
  }
  *out = d;
  return load_words(d, a, m, pk, err);
}
