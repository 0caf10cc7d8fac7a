/* pack_import.c: `chancery pack import`: reads dictionaries of other coders and tells what became of their rows. */
#include "pack_import.h"

#include "inputs.h"
#include "overlay.h"
#include "rule_tables.h"
#include <errno.h>
#include <stdio.h>

typedef struct {
  const options *o;
  arena *a;
  const pack *pk;
  overlay *out;
  rule_tables *rules;
  uint32_t rows, refused;              /* of files that were read; files */
  const char *path; str bytes;         /* being read */
} import;

static bool read_file(const char *path, buf *out) {
  FILE *f = fopen(path, "r");
  char piece[16384];
  size_t n;
  while (f && (n = fread(piece, 1, sizeof piece, f)) > 0) buf_add(out, piece, n);
  bool good = f && !ferror(f) && !out->status;
  if (!good) {
    const char *full = out->status == CH_ERR_LIMIT ? "over 256 MiB" : "out of memory";
    complain("%s: cannot be read: %s", path, out->status ? full : strerror(errno));
  }
  if (f) fclose(f);
  return good;
}

static void import_entries(import *i, const dictionary *d) {
  bool agents = d->sort == DICTIONARY_AGENTS;
  overlay_count was = overlay_counted(i->out);
  for (uint32_t k = 0; k < d->n_complaints; k++)
    overlay_skip(i->out, i->path, d->complaints[k].line, d->complaints[k].text);
  for (uint32_t k = 0; k < d->n; k++)
    if (agents) overlay_add_agent(i->out, i->path, &d->entries[k]);
    else overlay_add_actor(i->out, i->path, &d->entries[k]);
  i->rows += d->rows;
  overlay_count is = overlay_counted(i->out);
  overlay_say("%s: %s, %u rows: %u names imported, %u as the pack has them, %u left out\n", i->path,
              agents ? "agents" : "actors", d->rows, is.imported - was.imported, is.known - was.known,
              is.skipped - was.skipped);
}

static uint32_t rules_so_far(const rule_tables *t) {
  return t->forms.n + t->synsets.n + t->patterns.n + t->issues.n + t->discards.n;
}

static void import_rules(import *i, dictionary_sort sort) {
  static const char *const words[] = {"verbs", "issues", "discards"};
  rule_tables *t = i->rules;
  uint32_t before = rules_so_far(t);
  if (sort == DICTIONARY_VERBS) verbs_parse(t, i->bytes);
  else if (sort == DICTIONARY_ISSUES) issues_parse(t, i->bytes);
  else discards_parse(t, i->bytes);
  for (uint32_t k = 0; k < t->n_complaints; k++)
    overlay_skip(i->out, i->path, t->complaints[k].line, t->complaints[k].text);
  i->rows += t->rows;
  overlay_say("%s: %s, %u rows: %u rows made, %u left out\n", i->path, words[sort - DICTIONARY_VERBS], t->rows,
              rules_so_far(t) - before, t->n_complaints);
}

static void import_bytes(void *payload) {
  import *i = payload;
  if (i->bytes.len && memchr(i->bytes.ptr, 0, i->bytes.len)) {
    complain("%s: this is no text; name a dictionary", i->path);
    i->refused++;
    return;
  }
  const dictionary *d = dictionary_parse(i->a, i->bytes);
  if (d->sort != DICTIONARY_OTHER) {
    if (d->sort <= DICTIONARY_AGENTS) import_entries(i, d);
    else import_rules(i, d->sort);
    return;
  }
  complain("%s: this seems to be %s", i->path, d->other);
  i->refused++;
}

static void import_path(import *i, const char *path) {
  buf bytes = {.max = (size_t)256 << 20};
  i->path = path;
  bool good = read_file(path, &bytes);
  i->bytes = buf_get(&bytes);
  if (!good) {
    i->refused++;
  } else if (!arena_run(i->a, import_bytes, i)) {
    complain("%s: out of memory", path);
    i->refused++;
  }
  buf_free(&bytes);
}

static void prepare(void *payload) {
  import *i = payload;
  bool tabari = !strcmp(i->o->from, "tabari");
  i->out = overlay_new(i->a, i->pk, tabari);
  i->rules = rule_tables_new(i->a, tabari);
}

static int run(import *i) {
  ch_error err;
  if (!(i->pk = inputs_pack(i->o, i->a, &err))) {
    complain("%s", err.msg);
    return EXIT_ERROR;
  }
  if (!arena_run(i->a, prepare, i)) {
    complain("out of memory");
    return EXIT_ERROR;
  }
  for (int k = 1; k < i->o->n_args; k++) import_path(i, i->o->args[k]);
  if (i->refused + 1 == (uint32_t)i->o->n_args || !overlay_write(i->out, i->rules, i->o->to)) return EXIT_ERROR;
  overlay_count n = overlay_counted(i->out);
  uint32_t made = rules_so_far(i->rules);
  if (made) overlay_say("%s: %u rows of verbs, patterns, issues and discards\n", i->o->to, made);
  overlay_say("%s: %u rows read, %u names imported, %u as the pack has them, %u left out\n", i->o->to,
              i->rows, n.imported, n.known, n.skipped);
  return i->refused ? EXIT_PARTLY : EXIT_OK;
}

static bool good_call(const options *o) {
  if (!o->from || (strcmp(o->from, "petrarch") && strcmp(o->from, "tabari")))
    complain("pack import: say whose dictionaries they are: --from petrarch or --from tabari");
  else if (!o->to) complain("pack import: say where the overlay goes: --to DIR");
  else if (o->n_args < 2) complain("pack import: name a dictionary; see `chancery help pack`");
  else return true;
  return false;
}

int pack_import(const options *o) {
  if (!good_call(o)) return EXIT_USAGE;
  import i = {.o = o, .a = arena_new(0)};
  if (!i.a) {
    complain("out of memory");
    return EXIT_ERROR;
  }
  int status = run(&i);
  if (i.out) overlay_free(i.out);
  arena_free(i.a);
  return status;
}
