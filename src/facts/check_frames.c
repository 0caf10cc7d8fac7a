/* check_frames.c: what is wrong in the pack's frames, though they load: rows that no text can reach, classes
 * that nothing asks for, types that are not their code's. */
#include "facts/check.h"

typedef struct { word_id *words; uint32_t n, cap; } class_words;

typedef struct {
  arena *a;
  buf *out;
  const events_model *m;
  const pack *pk;
  const pack_table *operators, *frames, *compositions, *classes;
  class_words *members; uint32_t n_classes;      /* words of each class */
  uint32_t n;                                    /* findings */
} checker;

#define SAY(c, ...) arena_printf((c)->a, __VA_ARGS__)
#define S(s) (int)(s).len, (s).len ? (s).ptr : ""

static void finding(checker *c, const char *check, const pack_row *at, str what, const char *todo) {
  check_finding(c->a, c->out, check, at, what, todo);
  c->n++;
}

/* Operators were loaded before frames, each in the order of their rows. */
static const pack_row *row_of(const checker *c, uint32_t i) {
  return i < c->operators->n ? &c->operators->rows[i] : &c->frames->rows[i - c->operators->n];
}

/* ---- one condition follows from another ------------------------------------------------------------ */

static bool in_class(const events_model *m, word_id w, uint32_t class) {
  return w < m->n_class_words && m->classes[(size_t)w * m->class_row + class / 64] >> class % 64 & 1;
}

static bool class_within(const checker *c, uint32_t part, uint32_t whole) {
  for (uint32_t i = 0; i < c->members[part].n; i++)
    if (!in_class(c->m, c->members[part].words[i], whole)) return false;
  return true;
}

/* Whatever fits `part` fits `whole`. */
static bool value_within(const checker *c, value part, value whole) {
  if (part.kind == whole.kind && part.n == whole.n) return true;
  if (whole.kind != VALUE_CLASS) return false;
  if (part.kind == VALUE_WORD) return in_class(c->m, part.n, whole.n);
  return part.kind == VALUE_CLASS && class_within(c, part.n, whole.n);
}

static bool values_within(const checker *c, const need *part, const need *whole) {
  for (uint32_t i = 0; i < part->n; i++) {
    bool within = false;
    for (uint32_t j = 0; j < whole->n && !within; j++)
      within = value_within(c, part->values[i], whole->values[j]);
    if (!within) return false;
  }
  return true;
}

static bool has_none(const need *x) {
  for (uint32_t i = 0; i < x->n; i++)
    if (x->values[i].kind == VALUE_NONE) return true;
  return false;
}

static bool same_path(path a, path b) { return a.kind == b.kind && a.prep == b.prep && a.of == b.of; }

/* What stands on these paths stands on `any` too. */
static bool within_any(const need *part, const need *whole) {
  path_kind k = part->at.kind;
  return whole->at.kind == PATH_ANY && (k == PATH_OBJ || k == PATH_SUBJ || k == PATH_MOD) && !has_none(part);
}

/* Where `known` holds, `asked` does. */
static bool follows(const checker *c, const need *known, const need *asked) {
  bool same = same_path(known->at, asked->at), both = known->negated && asked->negated;
  if (!known->negated && !asked->negated)
    return (same || within_any(known, asked)) && values_within(c, known, asked);
  if (both) return (same || within_any(asked, known)) && values_within(c, asked, known);
  if (!same || known->negated) return false;
  bool nothing = known->n == 1 && has_none(known), something = !has_none(known);
  return nothing ? !has_none(asked) : something && asked->n == 1 && has_none(asked);
}

/* ---- rows that other rows hide ----------------------------------------------------------------------- */

/* Wherever the later frame would be taken, the earlier one has been. */
static bool hides(const checker *c, const frame *earlier, const frame *later) {
  if (earlier->no_cue && !later->no_cue) return false;
  if (earlier->acts_on && !earlier->bare && later->bare) return false;   /* it is left for want of an act in its content */
  for (uint32_t i = 0; i < earlier->n_needs; i++) {
    bool holds = false;
    for (uint32_t j = 0; j < later->n_needs && !holds; j++)
      holds = follows(c, &later->needs[j], &earlier->needs[i]);
    if (!holds) return false;
  }
  return true;
}

static bool same_words(const trigger *x, const trigger *y) {
  return x->n == y->n && x->noun == y->noun && !memcmp(x->words, y->words, x->n * sizeof *x->words);
}

/* The first trigger before `at`, of those from `first` on, which takes all it could; NULL: none. */
static const trigger *hidden_by(const checker *c, const trigger *first, const trigger *at) {
  const frame *all = c->m->frames;
  for (const trigger *t = first; t < at; t++)
    if (same_words(t, at) && t->frame != at->frame && hides(c, &all[t->frame], &all[at->frame])) return t;
  return NULL;
}

typedef struct { bool alive, has_words; const trigger *by; } fate;

/* A frame lives by one trigger; the others need not be looked at. */
static fate *fates(const checker *c) {
  fate *all = ARENA_ARRAY(c->a, fate, c->m->n_frames + (size_t)1);
  const trigger *first = c->m->triggers;
  for (uint32_t i = 0; i < c->m->n_triggers; i++) {
    const trigger *t = &c->m->triggers[i];
    if (t->words[0] != first->words[0]) first = t;
    fate *f = &all[t->frame];
    f->has_words = true;
    if (f->alive) continue;
    const trigger *by = hidden_by(c, first, t);
    f->alive = !by;
    if (by) f->by = by;
  }
  return all;
}

static bool is_implied(const events_model *m, uint32_t operator) {
  for (uint32_t i = 0; i < m->n_implied; i++)
    if (m->implied[i].operator == operator) return true;
  return false;
}

static void check_hidden(checker *c) {
  const fate *all = fates(c);
  for (uint32_t i = 0; i < c->m->n_frames; i++) {
    const pack_row *row = row_of(c, i);
    str name = pack_field(row, 0);
    if (all[i].alive) continue;
    if (all[i].has_words) {
      const pack_row *by = row_of(c, all[i].by->frame);
      finding(c, "hidden", row,
              SAY(c, "'%.*s' is never taken: '%.*s' (%.*s:%u) is tried before and asks no more", S(name),
                  S(pack_field(by, 0)), S(by->file), (unsigned)by->line),
              "ask for more in this row or in that, or remove this one");
    } else if (!c->m->frames[i].acts_on || !is_implied(c->m, i))
      finding(c, "hidden", row, SAY(c, "'%.*s' has no verbs and no nouns", S(name)),
              "give it words, or remove it");
  }
}

/* ---- classes ------------------------------------------------------------------------------------------ */

/* Classes are numbered by their first rows. */
static void number_classes(checker *c, map *numbers) {
  map_init(numbers, c->a, c->classes->n);
  for (uint32_t i = 0; i < c->classes->n; i++) {
    bool added;
    uint32_t *n = map_put(numbers, pack_field(&c->classes->rows[i], 0), &added);
    if (added) *n = numbers->n - 1;
  }
  c->n_classes = numbers->n;
}

static void gather_members(checker *c) {
  c->members = ARENA_ARRAY(c->a, class_words, c->n_classes + (size_t)1);
  for (word_id w = 0; w < c->m->n_class_words; w++)
    for (uint32_t k = 0; k < c->m->class_row; k++)
      for (uint64_t bits = c->m->classes[(size_t)w * c->m->class_row + k]; bits; bits &= bits - 1) {
        class_words *l = &c->members[k * 64 + (uint32_t)__builtin_ctzll(bits)];
        *ARENA_PUSH(c->a, l->words, l->n, l->cap) = w;
      }
}

static void use_needs(const frame *f, bool *used) {
  for (uint32_t i = 0; i < f->n_needs; i++)
    for (uint32_t v = 0; v < f->needs[i].n; v++)
      if (f->needs[i].values[v].kind == VALUE_CLASS) used[f->needs[i].values[v].n] = true;
}

/* A class that a used one takes in stands above it: one pass from below finds all. */
static void use_included(const checker *c, const map *numbers, bool *used) {
  for (uint32_t i = c->classes->n; i-- > 0;) {
    const pack_row *row = &c->classes->rows[i];
    if (!used[*map_get(numbers, pack_field(row, 0))]) continue;
    for (str list = pack_field(row, 1), word; str_split(&list, ';', &word);) {
      word = str_trim(word);
      const uint32_t *n = str_starts(word, STR("@")) ? map_get(numbers, str_sub(word, 1, word.len)) : NULL;
      if (n) used[*n] = true;
    }
  }
}

static void check_classes(checker *c, const map *numbers) {
  bool *used = ARENA_ARRAY(c->a, bool, c->n_classes + (size_t)1);
  for (uint32_t i = 0; i < c->m->n_frames; i++) use_needs(&c->m->frames[i], used);
  for (uint32_t i = 0; i < c->m->n_compositions; i++)
    if (!c->m->compositions[i].inner.ptr) used[c->m->compositions[i].class] = true;
  const uint32_t asked[] = {c->m->private_class, c->m->public_class, c->m->reciprocal_class};     /* by the coder itself */
  for (int i = 0; i < 3; i++)
    if (asked[i] != UINT32_MAX) used[asked[i]] = true;
  use_included(c, numbers, used);
  for (uint32_t i = 0; i < c->classes->n; i++) {
    str name = pack_field(&c->classes->rows[i], 0);
    if (used[*map_get(numbers, name)]) continue;
    finding(c, "class", &c->classes->rows[i], SAY(c, "nothing asks for '@%.*s'", S(name)),
            "ask for it in a row of [frames] or [compositions], or remove it");
  }
}

/* ---- compositions ------------------------------------------------------------------------------------- */

/* seen: codes, in the order they were found. */
typedef struct { map seen; bool *reached; uint32_t n_families; } reach;

static void see(reach *r, str code) {
  if (code.len) map_put(&r->seen, code, NULL);
}

/* Codes that a composition makes of an inner code. */
static void see_results(checker *c, reach *r, const composition *x) {
  if (str_starts(x->cameo, STR("="))) return;
  if (!str_starts(x->cameo, STR("+"))) {
    see(r, x->cameo);
    return;
  }
  str tail = str_sub(x->cameo, 1, x->cameo.len);
  for (uint32_t i = 0; i < c->m->n_implied; i++)
    for (uint32_t k = 0; c->m->implied[i].kind == IMPLIED_PURPOSE && k < c->m->implied[i].n_codes; k++)
      see(r, SAY(c, "%.*s%.*s", S(c->m->implied[i].codes[k]), S(tail)));
}

/* From the codes of frames to those of acts upon them, upon these, and so on: as many as CAMEO has. */
static void follow_codes(checker *c, reach *r) {
  for (uint32_t i = 0; i < r->seen.n; i++)
    for (uint32_t family = 0; family < r->n_families; family++) {
      const composition *x = frames_compose(c->m, family, r->seen.entries[i].key);
      if (!x || r->reached[x - c->m->compositions]) continue;
      r->reached[x - c->m->compositions] = true;
      see_results(c, r, x);
    }
}

static void check_compositions(checker *c) {
  reach r = {.reached = ARENA_ARRAY(c->a, bool, c->m->n_compositions + (size_t)1)};
  map_init(&r.seen, c->a, 512);
  for (uint32_t i = 0; i < c->m->n_frames; i++) {
    see(&r, c->m->frames[i].cameo);
    if (c->m->frames[i].acts_on && c->m->frames[i].family >= r.n_families)
      r.n_families = c->m->frames[i].family + 1;
  }
  follow_codes(c, &r);
  for (uint32_t i = 0; i < c->m->n_compositions; i++) {
    const pack_row *row = &c->compositions->rows[i];
    if (r.reached[i] || !c->m->compositions[i].inner.ptr) continue;
    finding(c, "composition", row,
            SAY(c, "no act has a code for which '%.*s | %.*s' is the row", S(pack_field(row, 0)),
                S(pack_field(row, 1))),
            "correct the inner code, or remove the row");
  }
}

static void check_operators(checker *c) {
  map families;
  map_init(&families, c->a, 32);
  for (uint32_t i = 0; i < c->compositions->n; i++)
    map_put(&families, pack_field(&c->compositions->rows[i], 0), NULL);
  for (uint32_t i = 0; i < c->operators->n; i++) {
    const pack_row *row = &c->operators->rows[i];
    if (map_get(&families, pack_field(row, 1))) continue;
    finding(c, "operator", row,
            SAY(c, "'%.*s' is of a family without [compositions]: '%.*s'", S(pack_field(row, 0)),
                S(pack_field(row, 1))),
            "write rows of [compositions] for it, or make it a row of [frames]");
  }
}

/* ---- types -------------------------------------------------------------------------------------------- */

typedef struct { map codes, exceptions; const pack_table *table; } code_types;

static void load_types(checker *c, code_types *t) {
  t->table = pack_find(c->pk, "cameo-codes");
  const pack_table *more = pack_find(c->pk, "type-exceptions");
  map_init(&t->codes, c->a, t->table->n);
  map_init(&t->exceptions, c->a, more->n);
  for (uint32_t i = 0; i < t->table->n; i++) *map_put(&t->codes, pack_field(&t->table->rows[i], 0), NULL) = i;
  for (uint32_t i = 0; i < more->n; i++) {
    str code = pack_field(&more->rows[i], 0), type = pack_field(&more->rows[i], 1);
    map_put(&t->exceptions, SAY(c, "%.*s|%.*s", S(code), S(type)), NULL);
  }
}

static void check_type(checker *c, const code_types *t, const pack_row *row, str code, str type) {
  if (!code.len || str_starts(code, STR("+")) || str_starts(code, STR("="))) return;
  const uint32_t *at = map_get(&t->codes, code);
  if (!at) {
    finding(c, "type", row, SAY(c, "no row of [cameo-codes] has '%.*s'", S(code)),
            "correct the code, or add the row");
    return;
  }
  str wanted = pack_field(&t->table->rows[*at], 5), there = wanted.len ? wanted : STR("no event");
  bool excepted = map_get(&t->exceptions, SAY(c, "%.*s|%.*s", S(code), S(type))) != NULL;
  if (!type.len || str_eq(type, wanted) || excepted) return;
  finding(c, "type", row,
          SAY(c, "%.*s is %.*s here and %.*s in [cameo-codes]", S(code), S(type), S(there)),
          "correct the code or the type, or say why in [type-exceptions]");
}

/* A composition without a type has that of its family's operators. */
static void check_composed_types(checker *c, const code_types *t) {
  map of_family;
  map_init(&of_family, c->a, 32);
  for (uint32_t i = c->operators->n; i-- > 0;)
    *map_put(&of_family, pack_field(&c->operators->rows[i], 1), NULL) = i;
  for (uint32_t i = 0; i < c->compositions->n; i++) {
    const pack_row *row = &c->compositions->rows[i];
    const uint32_t *first = map_get(&of_family, pack_field(row, 0));
    str type = pack_field(row, 3);
    if (!type.len && first) type = pack_field(&c->operators->rows[*first], 5);
    check_type(c, t, row, pack_field(row, 2), type);
  }
}

static void check_types(checker *c) {
  code_types t;
  load_types(c, &t);
  if (!t.table->n) return;
  for (uint32_t i = 0; i < c->operators->n; i++) {
    const pack_row *row = &c->operators->rows[i];
    check_type(c, &t, row, pack_field(row, 6), pack_field(row, 5));
  }
  for (uint32_t i = 0; i < c->frames->n; i++) {
    const pack_row *row = &c->frames->rows[i];
    str type = pack_field(row, 4);
    if (!str_eq(type, STR("skip"))) check_type(c, &t, row, pack_field(row, 5), type);
  }
  check_composed_types(c, &t);
}

uint32_t check_frames(arena *a, buf *out, const events_model *m, const pack *pk) {
  checker c = {.a = a, .out = out, .m = m, .pk = pk, .operators = pack_find(pk, "operators"),
               .frames = pack_find(pk, "frames"), .compositions = pack_find(pk, "compositions"),
               .classes = pack_find(pk, "frame-words")};
  map numbers;
  number_classes(&c, &numbers);
  gather_members(&c);
  check_hidden(&c);
  check_classes(&c, &numbers);
  check_operators(&c);
  check_compositions(&c);
  check_types(&c);
  return c.n;
}
