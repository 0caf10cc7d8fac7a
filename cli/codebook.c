/* codebook.c: `chancery pack codebook`: the coder's manual, made from the pack it codes with. docs/codebook.md
 * is its output. */
#include "pack_tables.h"
#include "code_rules.h"
#include "inputs.h"

#define S(s) (int)(s).len, (s).len ? (s).ptr : ""

/* ---- one code ------------------------------------------------------------------------------------ */

static bool is_plain(const code_entry *e, const code_frame *f) {
  return !f->acts_on && str_eq(f->type, e->type);
}

static bool is_operator(const code_entry *e, const code_frame *f) {
  (void)e;
  return f->acts_on;
}

static bool is_of_another_type(const code_entry *e, const code_frame *f) {
  return !f->acts_on && !str_eq(f->type, e->type);
}

/* The ids of the frames that are `of`, behind a heading; the type where it is not the code's. */
static void print_frames(buf *out, const code_entry *e, const char *heading,
                         bool (*of)(const code_entry *, const code_frame *)) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < e->n_frames; i++) {
    const code_frame *f = &e->frames[i];
    if (!of(e, f)) continue;
    buf_printf(out, "%s`%.*s`", n++ ? ", " : heading, S(f->id));
    if (of == is_of_another_type) buf_printf(out, " (as %.*s)", S(f->type));
  }
  if (n) buf_printf(out, "\n\n");
}

static void print_operators(buf *out, const code_family *f) {
  for (uint32_t i = 0; i < f->n; i++) buf_printf(out, "%s`%.*s`", i ? ", " : " (", S(f->operators[i]));
  if (f->n) buf_printf(out, ")");
}

/* "demand (operators) upon 083, 0831": the ways of a family, which stand together in the pack. */
static void print_ways(buf *out, const code_rules *r, const code_entry *e) {
  uint32_t last = UINT32_MAX;
  for (uint32_t i = 0; i < e->n_ways; i++) {
    const code_way *w = &e->ways[i];
    bool more = w->family == last;
    if (!more) {
      buf_printf(out, "%s**%.*s**", last == UINT32_MAX ? "Composed: " : "; ", S(r->families[w->family].name));
      print_operators(out, &r->families[w->family]);
      if (w->base.len) buf_printf(out, " of %.*s", S(w->base));
    }
    buf_printf(out, "%s%.*s", more ? ", " : " upon ", S(w->inner));
    last = w->family;
  }
  if (e->n_ways) buf_printf(out, ".\n\n");
}

static void print_code(buf *out, const code_rules *r, const code_entry *e) {
  buf_printf(out, "### %.*s %.*s\n\n", S(e->code), S(e->name));
  if (e->definition.len) buf_printf(out, "%.*s\n\n", S(e->definition));
  print_frames(out, e, "Frames: ", is_plain);
  print_frames(out, e, "Frames of another type: ", is_of_another_type);
  print_frames(out, e, "Operators: ", is_operator);
  print_ways(out, r, e);
  if (!code_has_rule(e)) buf_printf(out, "No rule gives this code.\n\n");
  for (uint32_t i = 0; i < e->n_examples; i++)
    buf_printf(out, "- %.*s (%.*s)\n", S(e->examples[i].sentence), S(e->examples[i].parties));
  if (e->n_examples) buf_printf(out, "\n");
}

/* ---- the whole ----------------------------------------------------------------------------------- */

static const char head[] =
  "<!-- Made by `chancery pack codebook` from packs/en; edit the pack and make it again. -->\n\n"
  "# Codebook\n\n"
  "What counts as which event: PLOVER's types, under each the CAMEO codes that belong to it. For each code: "
  "what it means here, the frames of the pack that give it (`[frames]`), how operators compose it, and "
  "sentences of ours with their parties (source > target; `-`: nobody is named). A test reads every one; those "
  "that the program does not code so yet stand in `tests/known_wrong/codebook.txt`.\n\n"
  "An operator is an act upon an act (\"demanded the release\", \"refused to meet\"): its code is made of its "
  "family and the code of the act in its content; \"upon 08\" holds for every code that begins with 08 and has "
  "no row of its own; \"upon @class\" for words of that class of `[frame-words]`. Where no act is found there, "
  "an operator marked `bare` has the code that stands with it. Tense makes such acts too (`[implied]`): \"will "
  "send aid\" promises it.\n\n";

static void print_type(buf *out, const code_rules *r, str type, str definition) {
  buf_printf(out, "## %.*s\n\n%.*s\n\n", S(type), S(definition));
  for (uint32_t i = 0; i < r->n; i++)
    if (str_eq(r->all[i].type, type) && !code_is_root(&r->all[i])) print_code(out, r, &r->all[i]);
}

/* Codes without a type: statements, which are facts of their own. A root's note tells why. */
static void print_uncoded(buf *out, const code_rules *r) {
  bool first = true;
  for (uint32_t i = 0; i < r->n; i++) {
    const code_entry *e = &r->all[i];
    if (e->type.len) continue;
    if (first) buf_printf(out, "## Not coded\n\n");
    first = false;
    if (e->definition.len) buf_printf(out, "%.*s\n\n", S(e->definition));
    if (!code_is_root(e)) buf_printf(out, "- %.*s %.*s\n", S(e->code), S(e->name));
  }
}

static str note_of_type(const pack *pk, str type) {
  const pack_table *t = pack_find(pk, "type-notes");
  for (uint32_t i = t->n; i-- > 0;)
    if (str_eq(pack_field(&t->rows[i], 0), type)) return pack_field(&t->rows[i], 1);
  return (str){"", 0};
}

static void print_all(const pack *pk, arena *a, buf *out, const options *o) {
  (void)o;
  code_rules r;
  code_rules_read(&r, a, pk);
  const pack_table *types = pack_find(pk, "plover-types");
  buf_printf(out, "%s", head);
  for (uint32_t i = 0; i < types->n; i++) {
    str type = pack_field(&types->rows[i], 0);
    print_type(out, &r, type, note_of_type(pk, type));
  }
  print_uncoded(out, &r);
}

int pack_codebook(const options *o) { return pack_print_tables(o, "pack codebook", print_all); }
