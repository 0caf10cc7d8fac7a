#include "record/agenda.h"

int place_cmp(const place_in_time *a, const place_in_time *b) {
  if (a->day != b->day) return a->day < b->day ? -1 : 1;
  return memcmp(a->id.z, b->id.z, ID_LEN);
}

uint32_t place_tie(const place_in_time *p) { return (uint32_t)(id_number_of(&p->id).high >> 32); }

place_in_time place_of(store *s, int64_t rep) {
  place_in_time p = {.n = rep, .day = STORE_UNDATED};
  sqlite3_stmt *q = store_sql(s, "SELECT day, id FROM report WHERE n = ?");
  put_int(q, 1, rep);
  if (!store_row(s, q)) return p;
  p.day = (cal_day)get_int(q, 0);
  str text = peek_str(q, 1);
  memcpy(p.id.z, text.ptr, text.len < ID_LEN ? text.len : ID_LEN);
  sqlite3_reset(q);
  return p;
}

void agenda_init(agenda *g, arena *a) {
  *g = (agenda){0};
  numbers_init(&g->seen, a);
}

static void swap(place_in_time *a, place_in_time *b) {
  place_in_time kept = *a;
  *a = *b;
  *b = kept;
}

void agenda_put(agenda *g, store *s, int64_t rep) {
  if (!numbers_add(&g->seen, rep)) return;
  *ARENA_PUSH(g->seen.a, g->heap, g->n, g->cap) = place_of(s, rep);
  for (uint32_t i = g->n - 1; i && place_cmp(&g->heap[i], &g->heap[(i - 1) / 2]) < 0; i = (i - 1) / 2)
    swap(&g->heap[i], &g->heap[(i - 1) / 2]);
}

static void sink(agenda *g) {
  for (uint32_t i = 0, child; (child = 2 * i + 1) < g->n; i = child) {
    if (child + 1 < g->n && place_cmp(&g->heap[child + 1], &g->heap[child]) < 0) child++;
    if (place_cmp(&g->heap[i], &g->heap[child]) <= 0) return;
    swap(&g->heap[i], &g->heap[child]);
  }
}

bool agenda_take(agenda *g, place_in_time *out) {
  if (!g->n) return false;
  *out = g->heap[0];
  g->heap[0] = g->heap[--g->n];
  sink(g);
  return true;
}
