/* coverage.c: `chancery pack check --coverage`: how many rows and words each root of CAMEO has, and which
 * of its codes no row gives. */
#include "pack_tables.h"
#include "code_rules.h"

#define S(s) (int)(s).len, (s).len ? (s).ptr : ""

typedef struct {
  str root, name;
  uint32_t frames, verbs, nouns, covered, codes;
  str *missing; uint32_t n_missing, cap_missing;
} root_count;

static void count_code(arena *a, root_count *x, const code_entry *e) {
  for (uint32_t i = 0; i < e->n_frames; i++) {
    x->frames++;
    x->verbs += e->frames[i].verbs;
    x->nouns += e->frames[i].nouns;
  }
  if (code_is_root(e)) return;
  x->codes++;
  if (code_has_rule(e)) x->covered++;
  else *ARENA_PUSH(a, x->missing, x->n_missing, x->cap_missing) = e->code;
}

/* Codes stand below their root, for the table is in order. */
static root_count *count_all(arena *a, const code_rules *r, uint32_t *n) {
  root_count *all = NULL;
  uint32_t cap = 0;
  *n = 0;
  for (uint32_t i = 0; i < r->n; i++) {
    const code_entry *e = &r->all[i];
    str root = str_sub(e->code, 0, e->code.len < 2 ? e->code.len : 2);
    if (!*n || !str_eq(all[*n - 1].root, root))
      *ARENA_PUSH(a, all, *n, cap) = (root_count){.root = root, .name = e->name};
    count_code(a, &all[*n - 1], e);
  }
  return all;
}

static void print_text(buf *out, const root_count *x) {
  buf_printf(out, "%-4.*s  %-34.*s %7u %7u %7u %4u of %2u ", S(x->root), S(x->name), (unsigned)x->frames,
             (unsigned)x->verbs, (unsigned)x->nouns, (unsigned)x->covered, (unsigned)x->codes);
  for (uint32_t i = 0; i < x->n_missing; i++) buf_printf(out, " %.*s", S(x->missing[i]));
  buf_char(out, '\n');
}

static void print_json(arena *a, buf *out, const root_count *x) {
  jw *j = jw_new(a, out);
  jw_object(j);
  jw_key_int(j, "codes", x->codes);
  jw_key_int(j, "covered", x->covered);
  jw_key_int(j, "frames", x->frames);
  jw_key(j, "missing");
  jw_array(j);
  for (uint32_t i = 0; i < x->n_missing; i++) jw_str(j, x->missing[i]);
  jw_end(j);
  jw_key_str(j, "name", x->name);
  jw_key_int(j, "nouns", x->nouns);
  jw_key_str(j, "root", x->root);
  jw_key_int(j, "verbs", x->verbs);
  jw_end(j);
  buf_char(out, '\n');
}

static void print_all(const pack *pk, arena *a, buf *out, const options *o) {
  code_rules r;
  uint32_t n;
  code_rules_read(&r, a, pk);
  const root_count *all = count_all(a, &r, &n);
  if (!o->json)
    buf_printf(out, "%-4s  %-34s %7s %7s %7s %10s  %s\n", "root", "name", "frames", "verbs", "nouns", "codes",
               "without a rule");
  for (uint32_t i = 0; i < n; i++)
    if (o->json) print_json(a, out, &all[i]);
    else print_text(out, &all[i]);
}

int pack_coverage(const options *o) { return pack_print_tables(o, "pack check --coverage", print_all); }
