#include "facts/quantities.h"

enum { DIGITS_MOST = 15, OF_WORDS = 3 };

typedef struct { uint64_t number; str unit; } meaning;       /* number 0: it is a unit */
struct quantity_words { const meaning *of; uint32_t n; };     /* by word id */

ch_status quantities_load(const quantity_words **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *table = pack_find(pk, "quantity-words");
  meaning *all = NULL;
  uint32_t n = 0;
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    word_id w = lexicon_add(l, pack_field(r, 0));
    uint64_t number = 0;
    bool is_number = str_eq(pack_field(r, 1), STR("number"));
    for (size_t c = 0; is_number && c < pack_field(r, 2).len; c++) number = number * 10 + (uint64_t)(pack_field(r, 2).ptr[c] - '0');
    if (is_number && (!number || pack_field(r, 2).len > DIGITS_MOST)) return pack_err(err, r, "a number of [quantity-words] is digits, at most 15");
    if (w >= n) all = arena_grow(a, all, n, w * 2 + 64, sizeof *all), n = w * 2 + 64;
    all[w] = (meaning){number, is_number ? (str){NULL, 0} : arena_str(a, pack_field(r, 2))};
  }
  quantity_words *w = ARENA_NEW(a, quantity_words);
  *w = (quantity_words){all, n};
  *out = w;
  return CH_OK;
}

static const meaning *meaning_of(const quantity_words *w, const token *t) {
  if (t->word < w->n && (w->of[t->word].number || w->of[t->word].unit.ptr)) return &w->of[t->word];
  return t->lemma < w->n && (w->of[t->lemma].number || w->of[t->lemma].unit.ptr) ? &w->of[t->lemma] : NULL;
}

/* "1,250.5" as 12505 and one place behind the point; false: no such number. */
static bool digits(str s, uint64_t *n, uint32_t *places) {
  uint32_t count = 0;
  bool point = false;
  *n = 0;
  *places = 0;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    if (c == '.' && !point && i + 1 < s.len) point = true;
    else if (c >= '0' && c <= '9' && ++count <= DIGITS_MOST) *n = *n * 10 + (uint64_t)(c - '0'), *places += point;
    else if (c != ',') return false;
  }
  return count > 0;
}

/* value × 10^-places without zeros behind the point. */
static str decimal(arena *a, uint64_t n, uint32_t places) {
  uint64_t unit = 1;
  for (; places && n % 10 == 0; places--) n /= 10;
  for (uint32_t i = 0; i < places; i++) unit *= 10;
  if (!places) return arena_printf(a, "%llu", (unsigned long long)n);
  return arena_printf(a, "%llu.%0*llu", (unsigned long long)(n / unit), (int)places, (unsigned long long)(n % unit));
}

/* Tokens of one number from i on: *n × 10^-*places; the end, or i: none. A scale too large ends it. */
static uint32_t read_number(const quantity_words *w, const facts *f, uint32_t i, uint32_t end, uint64_t *n, uint32_t *places) {
  const token *t = f->doc->tokens;
  const meaning *m = meaning_of(w, &t[i]);
  if (t[i].upos != UPOS_NUM) return i;
  if (m && m->number) *n = m->number, *places = 0;
  else if (!digits(doc_str(f->doc, i, i + 1), n, places)) return i;
  uint32_t k = i + 1;
  for (; k < end; k++) {
    m = meaning_of(w, &t[k]);
    if (!m || m->number < 100 || *n > UINT64_MAX / 1000000 / m->number) break;
    *n *= m->number;
  }
  return k;
}

/* A time expression holds the token. */
static bool in_time(const facts *f, uint32_t i) {
  uint32_t lo = 0, hi = f->n_times;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->times[mid].end <= i) lo = mid + 1;
    else hi = mid;
  }
  return lo < f->n_times && f->times[lo].first <= i;
}

/* The noun that is counted, within a few words: "3,000 heavily armed troops". */
static uint32_t noun_behind(const facts *f, uint32_t i, uint32_t end) {
  uint32_t noun = NONE;
  for (uint32_t k = i; k < end && k < i + OF_WORDS + 1; k++) {
    uint8_t u = f->doc->tokens[k].upos;
    if (u == UPOS_NOUN) noun = k;
    else if (noun != NONE || (u != UPOS_ADJ && u != UPOS_ADV && u != UPOS_PROPN && u != UPOS_VERB)) break;
  }
  return noun;
}

/* "40 tonnes of wheat", "$5 million in aid". */
static uint32_t noun_of_unit(const facts *f, uint32_t i, uint32_t end) {
  return i < end && f->doc->tokens[i].upos == UPOS_ADP ? noun_behind(f, i + 1, end) : noun_behind(f, i, end);
}

const quantity *quantities_of(arena *a, const quantity_words *w, const facts *f, uint32_t first, uint32_t end, uint32_t *n) {
  quantity *all = NULL;
  uint32_t cap = 0;
  *n = 0;
  for (uint32_t i = first; i < end; i++) {
    uint64_t value;
    uint32_t places, next = read_number(w, f, i, end, &value, &places), from = i;
    if (next == i || in_time(f, i)) continue;
    const meaning *before = i > first ? meaning_of(w, &f->doc->tokens[i - 1]) : NULL;
    const meaning *behind = next < end ? meaning_of(w, &f->doc->tokens[next]) : NULL;
    str unit = {NULL, 0};
    if (before && before->unit.ptr) unit = before->unit, from = i - 1;
    else if (behind && behind->unit.ptr) unit = behind->unit, next++;
    uint32_t noun = unit.ptr ? noun_of_unit(f, next, end) : noun_behind(f, next, end);
    i = next - 1;
    if (noun == NONE && !unit.ptr) continue;
    *ARENA_PUSH(a, all, *n, cap) = (quantity){decimal(a, value, places), unit,
        noun == NONE ? (str){NULL, 0} : doc_str(f->doc, noun, noun + 1), doc_span(f->doc, from, noun == NONE ? next : noun + 1)};
  }
  return all;
}
