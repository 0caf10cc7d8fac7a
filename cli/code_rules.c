/* code_rules.c: the pack's rows, by the CAMEO code that they give. */
#include "code_rules.h"

static code_entry *entry_of(code_rules *r, str code) {
  const uint32_t *place = map_get(&r->by_code, code);
  return place ? &r->all[*place] : NULL;
}

/* An overlay's row of a code counts in place of the pack's. */
static void read_codes(code_rules *r) {
  const pack_table *t = pack_find(r->pk, "cameo-codes");
  map_init(&r->by_code, r->a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *row = &t->rows[i];
    bool added;
    uint32_t *place = map_put(&r->by_code, pack_field(row, 0), &added);
    if (added) {
      *place = r->n;
      *ARENA_PUSH(r->a, r->all, r->n, r->cap) = (code_entry){.code = pack_field(row, 0)};
    }
    r->all[*place].name = pack_field(row, 1);
    r->all[*place].type = pack_field(row, 5);
  }
}

static void read_notes(code_rules *r) {
  const pack_table *t = pack_find(r->pk, "code-notes");
  for (uint32_t i = 0; i < t->n; i++) {
    code_entry *e = entry_of(r, pack_field(&t->rows[i], 0));
    if (e) e->definition = pack_field(&t->rows[i], 1);
  }
  t = pack_find(r->pk, "code-examples");
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *row = &t->rows[i];
    code_entry *e = entry_of(r, pack_field(row, 0));
    if (e) *ARENA_PUSH(r->a, e->examples, e->n_examples, e->cap_examples) =
      (code_example){pack_field(row, 1), pack_field(row, 2)};
  }
}

static uint32_t phrases_in(str list) {
  uint32_t n = 0;
  for (str one; str_split(&list, ';', &one);) n += str_trim(one).len > 0;
  return n;
}

/* The columns of [frames] and [operators] differ in where words, type and code stand. */
static void read_frame(code_rules *r, const pack_row *row, bool acts_on) {
  uint32_t words = acts_on ? 2 : 1, type = acts_on ? 5 : 4;
  code_entry *e = entry_of(r, pack_field(row, type + 1));
  if (!e || str_eq(pack_field(row, type), STR("skip"))) return;
  *ARENA_PUSH(r->a, e->frames, e->n_frames, e->cap_frames) =
    (code_frame){pack_field(row, 0), pack_field(row, type), phrases_in(pack_field(row, words)),
                 phrases_in(pack_field(row, words + 1)), acts_on};
}

static uint32_t family_of(code_rules *r, str name) {
  bool added;
  uint32_t *place = map_put(&r->by_family, name, &added);
  if (added) {
    *place = r->n_families;
    *ARENA_PUSH(r->a, r->families, r->n_families, r->cap_families) = (code_family){.name = name};
  }
  return *place;
}

static void read_frames(code_rules *r) {
  const pack_table *t = pack_find(r->pk, "operators");
  map_init(&r->by_family, r->a, 16);
  for (uint32_t i = 0; i < t->n; i++) {
    uint32_t family = family_of(r, pack_field(&t->rows[i], 1));
    code_family *f = &r->families[family];
    *ARENA_PUSH(r->a, f->operators, f->n, f->cap) = pack_field(&t->rows[i], 0);
    read_frame(r, &t->rows[i], true);
  }
  t = pack_find(r->pk, "frames");
  for (uint32_t i = 0; i < t->n; i++) read_frame(r, &t->rows[i], false);
}

static void add_way(code_rules *r, str code, code_way w) {
  code_entry *e = entry_of(r, code);
  if (e) *ARENA_PUSH(r->a, e->ways, e->n_ways, e->cap_ways) = w;
}

static bool has_operator(const code_family *f, str operator) {
  for (uint32_t i = 0; i < f->n; i++)
    if (str_eq(f->operators[i], operator)) return true;
  return false;
}

/* "+N" stands behind the code of the act that the operator is implied upon: "marched to demand elections". */
static void add_ways_behind(code_rules *r, str tail, code_way w) {
  const pack_table *t = pack_find(r->pk, "implied");
  for (uint32_t i = 0; i < t->n; i++) {
    if (!has_operator(&r->families[w.family], pack_field(&t->rows[i], 1))) continue;
    for (str list = pack_field(&t->rows[i], 2), base; str_split(&list, ';', &base);) {
      w.base = str_trim(base);
      add_way(r, arena_printf(r->a, "%.*s%.*s", (int)w.base.len, w.base.ptr, (int)tail.len, tail.ptr), w);
    }
  }
}

static void read_compositions(code_rules *r) {
  const pack_table *t = pack_find(r->pk, "compositions");
  for (uint32_t i = 0; i < t->n; i++) {
    str code = pack_field(&t->rows[i], 2);
    code_way w = {family_of(r, pack_field(&t->rows[i], 0)), pack_field(&t->rows[i], 1), {"", 0}};
    if (str_starts(code, STR("+"))) add_ways_behind(r, str_sub(code, 1, code.len), w);
    else add_way(r, code, w);
  }
}

void code_rules_read(code_rules *r, arena *a, const pack *pk) {
  *r = (code_rules){.a = a, .pk = pk};
  read_codes(r);
  read_notes(r);
  read_frames(r);
  read_compositions(r);
}
