/* Comparing and keys of the copies room, by the numbers of matters: see kit.h. The rest of the room is the real one. */
#include "copies/fingerprint.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct { unsigned matter, wording; span at, quote; } line;
struct copy_text { const report *rep; line *lines; uint32_t n, cap; };

static const copy_text *lines_of(arena *a, const report *r) {
  copy_text *t = ARENA_NEW(a, copy_text);
  t->rep = r;
  for (uint32_t i = 0; i < r->n_blocks; i++) {
    line l = {.at = r->blocks[i].at};
    str s = str_at(r->text, l.at);
    char copy[300] = {0};
    memcpy(copy, s.ptr, s.len < 299 ? s.len : 299);
    const char *at = strstr(copy, "wording ");
    if (sscanf(copy, "Matter %u", &l.matter) != 1 || !at || sscanf(at, "wording %u", &l.wording) != 1)
      continue;
    const char *open = strchr(copy, '"'), *close = open ? strchr(open + 1, '"') : NULL;
    if (close) l.quote = (span){l.at.start + (uint32_t)(open + 1 - copy),
                                l.at.start + (uint32_t)(close - copy)};
    *ARENA_PUSH(a, t->lines, t->n, t->cap) = l;
  }
  return t;
}

/* Total order: equal keys are one. */
static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

typedef struct { uint32_t *items; uint32_t n, cap; } key_list;

static void settle(key_list *l) {
  uint32_t n = 0;
  if (l->n) qsort(l->items, l->n, sizeof *l->items, by_value);
  for (uint32_t i = 0; i < l->n; i++)
    if (!n || l->items[n - 1] != l->items[i]) l->items[n++] = l->items[i];
  l->n = n;
}

/* Keys as kit.c writes them, in threes: of a matter, and two of its wording. The last one survives a cut. */
const fingerprint *copies_keys(arena *a, str text) {
  fingerprint *f = ARENA_NEW(a, fingerprint);
  key_list pairs = {0}, anchors = {0};
  uint32_t i = 0;
  for (str rest = text, one; str_split(&rest, ' ', &one);) {
    uint32_t key;
    if (!str_u32(one, &key)) continue;
    if (i % 3 == 2) *ARENA_PUSH(a, anchors.items, anchors.n, anchors.cap) = key;
    else *ARENA_PUSH(a, pairs.items, pairs.n, pairs.cap) = key;
    f->exact = (f->exact + key + 1) * 0x9E3779B97F4A7C15u;
    i++;
  }
  settle(&pairs);
  settle(&anchors);
  f->pairs = pairs.items;
  f->n_pairs = pairs.n;
  f->anchors = anchors.items;
  f->n_anchors = anchors.n;
  return f;
}

/* Never asked for: all facts lines of the kit have one. */
str copies_fingerprint(arena *a, const copies_model *m, const report *r) {
  return (void)a, (void)m, (void)r, STR("");
}



const copy_text *copies_prepare(arena *a, const copies_model *m, const report *r) {
  (void)m;
  return lines_of(a, r);
}


static relation relation_of(uint32_t common, uint32_t equal, uint32_t na, uint32_t nb) {
  if (!common) return RELATION_NONE;
  if (common * 10 >= na * 7 && common * 10 >= nb * 7)
    return equal * 10 >= nb * 7 ? RELATION_SAME_REPORT : RELATION_REWRITE;
  return common == nb && equal == nb && nb * 2 <= na && nb > 1 ? RELATION_EXCERPT
      : RELATION_SHARES_BACKGROUND;
}

copy_link copies_compare(arena *mem, const copies_model *m, const copy_text *a, const copy_text *b) {
  static const char *const reasons[] = {"earlier_date"};
  (void)m;
  passage *passages = ARENA_ARRAY(mem, passage, b->n);
  altered_quote *altered = ARENA_ARRAY(mem, altered_quote, b->n);
  uint32_t common = 0, n_altered = 0, equal = 0;
  for (uint32_t i = 0; i < b->n; i++)
    for (uint32_t w = 0; w < a->n; w++) {
      const line *x = &a->lines[w], *y = &b->lines[i];
      if (x->matter != y->matter) continue;
      bool same = x->wording == y->wording;
      passages[common++] = (passage){x->at, y->at, same ? 1000 : 700};
      equal += same;
      if (!same) altered[n_altered++] = (altered_quote){x->quote, y->quote};
      break;
    }
  copy_link l = {.relation = relation_of(common, equal, a->n, b->n), .p = 900, .direction = 1};
  if (!l.relation) return l;
  l.score = (uint16_t)(common * 100 + equal);
  l.reasons = reasons;
  l.n_reasons = 1;
  l.passages = passages;
  l.n_passages = common;
  l.altered = altered;
  l.n_altered = n_altered;
  return l;
}

bool copies_same_quote(arena *a, str x, str y) {
  (void)a;
  return str_eq(x, y);
}

/* Words in common, of the longer. */
uint16_t copies_likeness(arena *a, const copies_model *m, str x, str y) {
  (void)m;
  map seen;
  uint32_t nx = 0, ny = 0, common = 0;
  map_init(&seen, a, 16);
  for (str one; str_split(&x, ' ', &one); nx++) map_put(&seen, one, NULL);
  for (str one; str_split(&y, ' ', &one); ny++) common += map_get(&seen, one) != NULL;
  uint32_t longer = nx > ny ? nx : ny;
  return (uint16_t)(longer ? common * 1000 / longer : 0);
}
