#include "names.h"
#include <stdlib.h>

/* Sections of the pack whose names go into a list: fields from … to. */
static const struct { const char *section; uint32_t from, to; const char *list; } pack_lists[] = {
  {"states", 1, 2, "state"}, {"states", 3, 4, "people"}, {"states", 5, 5, "city"},
  {"regions", 0, 0, "region"},
  {"cities", 0, 0, "city"}, {"organisations", 1, 2, "organisation"}, {"groups", 1, 2, "organisation"},
  {"seats", 0, 0, "body"}, {"bodies", 0, 0, "body"}, {"named-bodies", 0, 1, "organisation"},
  {"persons", 0, 1, "person"}, {"given-names", 0, 0, "given"}, {"titles", 0, 0, "title"},
};

/* A table being made. */
typedef struct { arena *a; map values; uint64_t *hashes; uint32_t cap; } table_making;

static void put(table_making *t, uint64_t hash, uint16_t value) {
  bool added;
  uint64_t *kept = ARENA_NEW(t->a, uint64_t);
  *kept = hash;
  *map_put(&t->values, (str){(const char *)kept, sizeof *kept}, &added) |= value;
}

static name_table name_table_of(arena *a, const map *values) {
  name_table g = {.n_slots = values->n + values->n / 6 + 2};
  uint32_t *keys = ARENA_ARRAY(a, uint32_t, g.n_slots);
  uint16_t *out = ARENA_ARRAY(a, uint16_t, g.n_slots);
  for (uint32_t i = 0; i < values->n; i++) {
    uint64_t hash;
    memcpy(&hash, values->entries[i].key.ptr, sizeof hash);
    uint32_t key = name_table_key(hash), s = name_table_slot(hash, g.n_slots);
    while (keys[s] && keys[s] != key) s = name_table_next(s, g.n_slots);
    keys[s] = key;
    out[s] |= (uint16_t)values->entries[i].value;
  }
  g.keys = keys;
  g.values = out;
  return g;
}

static uint32_t list_number(const char *path, str list) {
  for (uint32_t k = 0; k < LIST_KINDS; k++)
    if (str_eq(list, str_of(name_list_names[k]))) return k;
  fail("%s: no list is called '%.*s'", path, (int)list.len, list.ptr);
}

/* An entry's tokens are found as those of a text: "NAME x", so that its full stops stay with it. */
static void add_entries(table_making *t, const name_reader *r, const buf *text, const uint8_t *list_of) {
  arena *a = arena_new(0);
  if (!a || text->status) fail("out of memory");
  doc *d = name_reader_read(r, a, buf_get(text));
  const name_table none = {0};
  name_word *words = name_words_make(a, d, &none, &none);
  uint32_t *lines = name_doc_lines(a, d);
  for (uint32_t i = 0, end; i < d->n_tokens; i = end) {
    uint32_t line = lines[i];
    uint64_t run = 0;
    for (end = i + 1; end < d->n_tokens && lines[end] == line;) end++;
    for (uint32_t k = i; k + 1 < end && k < i + 12; k++) {
      run = name_table_hash(run, words[k + 1].form);
      put(t, run, k + 2 < end ? NAME_TABLE_MORE : (uint16_t)(1u << list_of[line]));
    }
  }
  arena_free(a);
}

typedef struct { buf text; uint8_t *lists; uint32_t n, cap; arena *a; } entries;

static void add_entry(entries *e, str name, uint32_t list) {
  name = str_trim(name);
  if (!name.len) return;
  buf_str(&e->text, name);
  buf_str(&e->text, STR(" x\n"));
  *ARENA_PUSH(e->a, e->lists, e->n, e->cap) = (uint8_t)list;
}

static void add_field(entries *e, str names_in, uint32_t list) {
  for (str one; names_in.len && str_split(&names_in, ';', &one);) add_entry(e, one, list);
}

static void add_pack(entries *e, const pack *pk) {
  for (size_t k = 0; k < sizeof pack_lists / sizeof *pack_lists; k++) {
    const pack_table *t = pack_find(pk, pack_lists[k].section);
    for (uint32_t i = 0; i < t->n; i++)
      for (uint32_t f = pack_lists[k].from; f <= pack_lists[k].to; f++)
        add_field(e, pack_field(&t->rows[i], f), list_number("pack", str_of(pack_lists[k].list)));
  }
  const pack_table *t = pack_find(pk, "names");
  for (uint32_t i = 0; i < t->n; i++)
    add_field(e, pack_field(&t->rows[i], 1), list_number("names.txt", pack_field(&t->rows[i], 0)));
}

static void add_sense(table_making *t, const char *path, str number, str word) {
  uint32_t sense;
  if (!str_u32(number, &sense) || !sense || sense > UINT8_MAX)
    fail("%s: '%.*s' is no sense's number", path, (int)number.len, number.ptr);
  put(t, name_table_hash(0, map_hash(word)), (uint16_t)sense);
}

name_tables name_tables_make(arena *a, const name_reader *r, const char *path) {
  entries e = {.a = a};
  table_making listed = {.a = a}, senses = {.a = a};
  map_init(&listed.values, a, 1 << 16);
  map_init(&senses.values, a, 1 << 16);
  add_pack(&e, r->pack);
  str rest = path ? train_file(a, path) : (str){NULL, 0};
  for (str line, list; str_split(&rest, '\n', &line);) {
    str name = line;
    if (!line.len || !str_split(&name, '\t', &list)) continue;
    if (str_starts(list, STR("sense "))) add_sense(&senses, path, str_sub(list, 6, list.len), name);
    else add_entry(&e, name, list_number(path, list));
  }
  add_entries(&listed, r, &e.text, e.lists);
  buf_free(&e.text);
  say("%u names in lists, %u runs; %u words with senses", e.n, listed.values.n, senses.values.n);
  return (name_tables){name_table_of(a, &listed.values), name_table_of(a, &senses.values)};
}
