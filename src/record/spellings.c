#include "record/spellings.h"
#include "record/rows.h"
#include "record/trees.h"

/* ---- skeletons ----------------------------------------------------------------------------------------- */

static const spelling_rule *longest_rule(const record_model *m, str s) {
  const spelling_rule *best = NULL;
  for (uint32_t i = 0; i < m->n_spellings; i++) {
    const spelling_rule *r = &m->spellings[i];
    if (str_starts(s, r->from) && (!best || r->from.len > best->from.len)) best = r;
  }
  return best;
}

static bool is_left_out(const record_model *m, str word) {
  for (uint32_t i = 0; i < m->n_spelling_words; i++)
    if (str_eq(m->spelling_words[i], word)) return true;
  return false;
}

/* A letter written twice counts once. */
static void put(buf *b, str letters, uint32_t *last) {
  for (size_t i = 0, from = 0; i < letters.len; from = i) {
    uint32_t c = utf8_next(letters, &i);
    if (c != *last) buf_str(b, str_sub(letters, from, i));
    *last = c;
  }
}

static void put_word(buf *b, const record_model *m, str word) {
  if (b->len) buf_char(b, ' ');
  uint32_t last = 0;
  for (size_t i = 0; i < word.len;) {
    str rest = str_sub(word, i, word.len);
    const spelling_rule *r = longest_rule(m, rest);
    size_t one = 0;
    utf8_next(rest, &one);
    put(b, r ? r->to : str_sub(rest, 0, one), &last);
    i += r ? r->from.len : one;
  }
}

static bool ends_word(char c) { return c == ' ' || c == '-' || c == '\'' || c == '.'; }

str spelling_of(arena *a, const record_model *m, str name) {
  str bare = utf8_bare(a, name);
  buf b = {0};
  uint32_t words = 0;
  for (size_t i = 0, end; i < bare.len; i = end + 1) {
    for (end = i; end < bare.len && !ends_word(bare.ptr[end]);) end++;
    str word = str_sub(bare, i, end);
    if (!word.len || is_left_out(m, word)) continue;
    put_word(&b, m, word);
    words++;
  }
  str out = words > 1 && !b.status ? arena_str(a, buf_get(&b)) : (str){NULL, 0};
  bool failed = b.status != CH_OK;
  buf_free(&b);
  if (failed) arena_fail(a);
  return out;
}

/* ---- conflicts ----------------------------------------------------------------------------------------- */

typedef struct { int64_t n; str id, name, party, report; cal_day day; span at; } person;

/* Of many namesakes the first are enough: what is told of the rest would be the same. */
static const person *persons_of(keeping *k, str spelling, uint32_t *n) {
  person *all = ARENA_ARRAY(k->step, person, k->context->model->block_cap);
  sqlite3_stmt *q = store_sql(k->s, "SELECT n, id, name, party, report, day, lo, hi FROM actor"
                                    " WHERE spelling = ? ORDER BY day, report, place LIMIT ?");
  put_str(q, 1, spelling);
  put_int(q, 2, k->context->model->block_cap);
  for (*n = 0; store_row(k->s, q);)
    all[(*n)++] = (person){get_int(q, 0), get_str(k->step, q, 1), get_str(k->step, q, 2), get_str(k->step, q, 3),
                           get_str(k->step, q, 4), (cal_day)get_int(q, 5),
                           {(uint32_t)get_int(q, 6), (uint32_t)get_int(q, 7)}};
  return all;
}

static bool may_be_one(const person *x, const person *y) {
  return !x->party.ptr || !y->party.ptr || str_eq(x->party, y->party);
}

static void write_conflict(keeping *k, const person *x, const person *y) {
  const str fields[] = {STR("possible_same"), x->id, y->id}, names[] = {x->name, y->name};
  id name = id_of('c', fields, 3);
  jw *j = rows_begin(k, "conflict", id_str(&name));
  jw_key(j, "between");
  jw_array(j);
  member_write_place(j, x->report, x->at);
  member_write_place(j, y->report, y->at);
  jw_end(j);
  jw_key_str(j, "kind", STR("possible_same"));
  rows_known(k, j, y->day);
  jw_key_str(j, "text", arena_join(k->step, names, 2, STR(" / ")));
  jw_end(j);
  rows_write(k, "conflict", id_str(&name), owner_actor(y->n));
}

static void drop_old(keeping *k, str spelling) {
  sqlite3_stmt *q = store_sql(k->s, "DELETE FROM row WHERE kind = 'conflict' AND owner IN"
                                    " (SELECT ?1 - n FROM actor WHERE spelling = ?2)");
  put_int(q, 1, owner_actor(0));
  put_str(q, 2, spelling);
  store_run(k->s, q);
}

void spelling_rows(keeping *k, str spelling) {
  uint32_t n;
  drop_old(k, spelling);
  const person *all = persons_of(k, spelling, &n);
  for (uint32_t y = 1; y < n; y++)
    for (uint32_t x = 0; x < y; x++) {
      if (!may_be_one(&all[x], &all[y])) continue;
      write_conflict(k, &all[x], &all[y]);
      break;
    }
}
