/* Verb, issue and discard dictionaries: any bytes give rows that read back as tables, and the tables load. */
#include "../cli/rule_tables.h"
#include "facts/patterns.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool good) {
  if (!good) __builtin_trap();
}

static void write_table(buf *out, const char *section, const rule_rows *rows) {
  buf_printf(out, "[%s]\n", section);
  for (uint32_t i = 0; i < rows->n; i++) {
    str text = rows->items[i].text;
    check(utf8_valid(text) == text.len && !memchr(text.ptr, '\n', text.len));
    buf_str(out, text);
    buf_char(out, '\n');
  }
}

typedef struct { arena *a; str bytes; bool stems; buf out; } job;

static void run(void *payload) {
  job *j = payload;
  rule_tables *t = rule_tables_new(j->a, j->stems);
  verbs_parse(t, j->bytes);
  issues_parse(t, j->bytes);
  discards_parse(t, j->bytes);
  write_table(&j->out, "verb-forms", &t->forms);
  write_table(&j->out, "verb-synsets", &t->synsets);
  write_table(&j->out, "verb-patterns", &t->patterns);
  write_table(&j->out, "issues", &t->issues);
  write_table(&j->out, "discards", &t->discards);
  const pack *pk;
  const patterns_model *m;
  ch_error err;
  ch_status s = pack_parse(&pk, j->a, STR("x.txt"), buf_get(&j->out), &err);
  check(s == CH_OK);
  if (!s) check(patterns_load(&m, j->a, pk, lexicon_new(j->a), NULL, &err) == CH_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  job j = {.a = arena_new((size_t)256 << 20), .stems = n && (bytes[0] & 1)};
  if (!j.a) return 0;
  j.bytes = (str){(const char *)bytes, n};
  arena_run(j.a, run, &j);
  buf_free(&j.out);
  arena_free(j.a);
  return 0;
}
