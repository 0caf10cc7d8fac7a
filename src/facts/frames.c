/* frames.c: the frames of the pack, compiled; what their columns mean stands in packs/en/events.txt. */
#include "facts/frames.h"
#include "facts/phrases.h"
#include <stdlib.h>

/* What is known while the tables load. */
typedef struct {
  arena *a;
  lexicon *l;
  ch_error *err;
  const pack *pk;
  events_model *m;
  map classes;                 /* name → number */
  map families;                /* name → number */
  map operators;               /* id → frame */
  map ids;                     /* of all frames */
  uint64_t *bits; uint32_t words, row;   /* class bits: [words][row] */
  frame *frames; uint32_t n_frames, cap_frames;
  trigger *triggers; uint32_t n_triggers, cap_triggers;
} loader;

static ch_status bad(const loader *k, const pack_row *r, const char *what, str s) {
  return pack_err(k->err, r, "'%.*s' is no %s", (int)s.len, s.ptr, what);
}

static const char *word_or_null(arena *a, str s) { return s.len ? arena_str(a, s).ptr : NULL; }

/* Whether it is one of FACTS.md's. */
static bool known_status(str s) {
  static const char *const words[] = {
    "", "happened", "ongoing", "attempted", "planned", "expected", "postponed", "cancelled", "stalled",
    "suspended", "resumed", "proposed", "requested", "threatened", "conditional", "denied", "hypothetical"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_eq(s, str_of(words[i]))) return true;
  return false;
}

/* ---- classes --------------------------------------------------------------------------------------- */

static void class_add(loader *k, word_id w, uint32_t class) {
  if (w >= k->words) {
    uint32_t n = w < 2048 ? 4096 : w * 2;
    k->bits = arena_grow(k->a, k->bits, (size_t)k->words * k->row, (size_t)n * k->row, sizeof *k->bits);
    k->words = n;
  }
  k->bits[(size_t)w * k->row + class / 64] |= UINT64_C(1) << class % 64;
}

/* Words of one class go into another. */
static void class_include(loader *k, uint32_t from, uint32_t to) {
  for (uint32_t w = 0; w < k->words; w++)
    if (k->bits[(size_t)w * k->row + from / 64] >> from % 64 & 1) class_add(k, w, to);
}

static ch_status class_words(loader *k, const pack_row *r, bool include) {
  uint32_t class = *map_get(&k->classes, pack_field(r, 0));
  for (str rest = pack_field(r, 1), word; str_split(&rest, ';', &word);) {
    word = str_trim(word);
    bool other = word.len > 1 && word.ptr[0] == '@';
    const uint32_t *from = other ? map_get(&k->classes, str_sub(word, 1, word.len)) : NULL;
    if (other && !from) return bad(k, r, "class of [frame-words]; write a row for it there, or one that is there", word);
    if (other && include) class_include(k, *from, class);
    else if (!other && !include && word.len) class_add(k, lexicon_add(k->l, word), class);
  }
  return CH_OK;
}

/* Included classes stand above those that include them. */
static ch_status load_classes(loader *k) {
  const pack_table *table = pack_find(k->pk, "frame-words");
  map_init(&k->classes, k->a, 64);
  for (uint32_t i = 0; i < table->n; i++) {
    bool added;
    uint32_t *n = map_put(&k->classes, pack_field(&table->rows[i], 0), &added);
    if (added) *n = k->classes.n - 1;
  }
  k->row = k->classes.n / 64 + 1;
  ch_status s = CH_OK;
  for (int include = 0; include < 2; include++)
    for (uint32_t i = 0; i < table->n && !s; i++) s = class_words(k, &table->rows[i], include);
  return s;
}

bool frames_in_class(const events_model *m, const token *t, uint32_t class) {
  uint64_t bit = UINT64_C(1) << class % 64;
  size_t at = class / 64;
  return (t->word < m->n_class_words && m->classes[(size_t)t->word * m->class_row + at] & bit) ||
         (t->lemma < m->n_class_words && m->classes[(size_t)t->lemma * m->class_row + at] & bit);
}

/* ---- conditions ------------------------------------------------------------------------------------- */

static path path_of(loader *k, str s) {
  static const struct { const char *name; path_kind kind; } names[] = {
    {"obj", PATH_OBJ}, {"subj", PATH_SUBJ}, {"obj.of", PATH_OBJ_OF}, {"any", PATH_ANY},
    {"mod", PATH_MOD}, {"comp", PATH_COMP}, {"content", PATH_CONTENT}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(s, str_of(names[i].name))) return (path){names[i].kind, 0, false};
  bool of = s.len > 3 && str_eq(str_sub(s, s.len - 3, s.len), STR(".of"));
  return (path){PATH_PREP, lexicon_add(k->l, of ? str_sub(s, 0, s.len - 3) : s), of};
}

static const path *paths_of(loader *k, str list, uint32_t *n) {
  path *all = NULL;
  uint32_t cap = 0;
  *n = 0;
  for (str s; str_split(&list, ';', &s);)
    if (str_trim(s).len) *ARENA_PUSH(k->a, all, *n, cap) = path_of(k, str_trim(s));
  return all;
}

static bool value_of(loader *k, str s, value *out) {
  static const struct { const char *name; value_kind kind; } names[] = {
    {"party", VALUE_PARTY}, {"person", VALUE_PERSON}, {"place", VALUE_PLACE}, {"none", VALUE_NONE}};
  if (s.len > 1 && s.ptr[0] == '@') {
    const uint32_t *class = map_get(&k->classes, str_sub(s, 1, s.len));
    if (class) *out = (value){VALUE_CLASS, *class};
    return class != NULL;
  }
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(s, str_of(names[i].name))) return *out = (value){names[i].kind, 0}, true;
  *out = (value){VALUE_WORD, lexicon_add(k->l, s)};
  return s.len > 0;
}

static ch_status load_need(loader *k, const pack_row *r, str text, need *out) {
  str rest = text, at;
  if (!str_split(&rest, '=', &at) || !rest.len) return bad(k, r, "condition; write PATH=VALUE", text);
  bool negated = at.len && at.ptr[at.len - 1] == '!';
  if (negated) at = str_sub(at, 0, at.len - 1);
  *out = (need){.at = path_of(k, str_trim(at)), .negated = negated, .text = arena_str(k->a, text)};
  value *values = NULL;
  uint32_t cap = 0;
  for (str s; str_split(&rest, '/', &s);) {
    value v;
    if (!value_of(k, str_trim(s), &v)) return bad(k, r, "class of [frame-words]; write a row for it there, or one that is there", str_trim(s));
    *ARENA_PUSH(k->a, values, out->n, cap) = v;
  }
  out->values = values;
  return CH_OK;
}

static ch_status load_needs(loader *k, const pack_row *r, str list, frame *f) {
  need *needs = NULL;
  uint32_t cap = 0;
  for (str s; str_split(&list, ';', &s);) {
    if (!str_trim(s).len) continue;
    ch_status status = load_need(k, r, str_trim(s), ARENA_PUSH(k->a, needs, f->n_needs, cap));
    if (status) return status;
  }
  f->needs = needs;
  return CH_OK;
}

#define FLAGS "flag of a frame; write home, mutual, both, agentless, nocue, alleges, status=, source= or owner=, of an " \
              "operator also self, bare, mild, addressed, condition or terms"

static ch_status load_flags(loader *k, const pack_row *r, str list, frame *f) {
  for (str s; str_split(&list, ';', &s);) {
    s = str_trim(s);
    if (str_eq(s, STR("home"))) f->home = true;
    else if (str_eq(s, STR("mutual"))) f->mutual = true;
    else if (str_eq(s, STR("both"))) f->both = true;
    else if (str_eq(s, STR("agentless"))) f->agentless = true;
    else if (str_eq(s, STR("self"))) f->self = true;
    else if (str_eq(s, STR("bare"))) f->bare = true;
    else if (str_eq(s, STR("mild"))) f->mild = true;
    else if (str_eq(s, STR("condition"))) f->conditional = true;
    else if (str_eq(s, STR("terms"))) f->sets_terms = true;
    else if (str_eq(s, STR("nocue"))) f->no_cue = true;
    else if (str_eq(s, STR("alleges"))) f->alleges = true;
    else if (str_eq(s, STR("addressed"))) f->bare = f->addressed = true;
    else if (s.len > 7 && str_eq(str_sub(s, 0, 7), STR("status="))) {
      if (!known_status(str_sub(s, 7, s.len))) return bad(k, r, "status; write one of those of docs/facts.md", s);
      f->status = word_or_null(k->a, str_sub(s, 7, s.len));
    } else if (s.len > 7 && str_eq(str_sub(s, 0, 7), STR("source="))) f->source_at = lexicon_add(k->l, str_sub(s, 7, s.len));
    else if (str_starts(s, STR("owner="))) f->owner_at = lexicon_add(k->l, str_sub(s, 6, s.len));
    else if (s.len) return bad(k, r, FLAGS, s);
  }
  return CH_OK;
}

/* ---- triggers --------------------------------------------------------------------------------------- */

/* More words, then more conditions, then words that are no event, then the row. An operator, however many words it has, comes
 * behind frames with a condition. */
static uint32_t rank_of(const frame *f, uint32_t n_words) {
  if (f->acts_on) return 256 + (n_words < 4 ? n_words : 3);
  return n_words * 256 + (f->n_needs < 60 ? f->n_needs : 60) * 4 + f->skip;
}

static void add_triggers(loader *k, str list, bool noun, const frame *f) {
  for (str s; str_split(&list, ';', &s);) {
    trigger t = {.noun = noun, .frame = k->n_frames - 1};
    t.n = phrases_words(&t.words, k->a, k->l, str_trim(s));
    t.rank = rank_of(f, t.n);
    if (t.n) *ARENA_PUSH(k->a, k->triggers, k->n_triggers, k->cap_triggers) = t;
  }
}

/* Total order: by first word, rank, frame, kind. */
static int by_key(const void *a, const void *b) {
  const trigger *x = a, *y = b;
  if (x->words[0] != y->words[0]) return x->words[0] < y->words[0] ? -1 : 1;
  if (x->rank != y->rank) return x->rank > y->rank ? -1 : 1;
  if (x->frame != y->frame) return x->frame < y->frame ? -1 : 1;
  return (int)x->noun - (int)y->noun;
}

static void index_triggers(loader *k) {
  uint32_t n = lexicon_size(k->l) + 2, *from = ARENA_ARRAY(k->a, uint32_t, n + 1);
  if (k->n_triggers) qsort(k->triggers, k->n_triggers, sizeof *k->triggers, by_key);
  for (uint32_t i = 0; i < k->n_triggers; i++) from[k->triggers[i].words[0] + 1]++;
  for (uint32_t i = 0; i < n; i++) from[i + 1] += from[i];
  k->m->triggers = k->triggers;
  k->m->n_triggers = k->n_triggers;
  k->m->from = from;
  k->m->n_from = n;
}

const trigger *frames_triggers(const events_model *m, word_id w, uint32_t *n) {
  if (!w || w >= m->n_from) return *n = 0, NULL;
  *n = m->from[w + 1] - m->from[w];
  return m->triggers + m->from[w];
}

/* ---- frames and operators ---------------------------------------------------------------------------- */

static ch_status begin_frame(loader *k, const pack_row *r, uint32_t least, uint32_t most, frame *f) {
  str name = pack_field(r, 0);
  if (r->n < least || r->n > most)
    return pack_err(k->err, r, "'%.*s' has %u fields; write %u to %u, as the head of events.txt has them", (int)name.len, name.ptr,
                    (unsigned)r->n, (unsigned)least, (unsigned)most);
  bool added;
  map_put(&k->ids, name, &added);
  if (!added) return bad(k, r, "new id; it stands in an earlier row of [frames] or [operators]: write another", name);
  f->id = arena_printf(k->a, "event:%.*s", (int)name.len, name.ptr).ptr;
  f->file = arena_str(k->a, r->file).ptr;
  f->line = r->line;
  return CH_OK;
}

static frame *push_frame(loader *k, const frame *f) {
  frame *place = ARENA_PUSH(k->a, k->frames, k->n_frames, k->cap_frames);
  *place = *f;
  return place;
}

static const path *default_targets(loader *k, uint32_t *n) { return paths_of(k, STR("obj; obj.of"), n); }

static ch_status load_frame(loader *k, const pack_row *r) {
  frame f = {0};
  ch_status s = begin_frame(k, r, 5, 9, &f);
  if (s) return s;
  f.skip = str_eq(pack_field(r, 4), STR("skip"));
  f.type = f.skip ? NULL : word_or_null(k->a, pack_field(r, 4));
  if (pack_field(r, 5).len) f.cameo = arena_str(k->a, pack_field(r, 5));
  f.mode = word_or_null(k->a, pack_field(r, 6));
  f.targets = paths_of(k, pack_field(r, 7), &f.n_targets);
  if (!f.n_targets) f.targets = default_targets(k, &f.n_targets);
  if ((s = load_needs(k, r, pack_field(r, 3), &f)) || (s = load_flags(k, r, pack_field(r, 8), &f))) return s;
  push_frame(k, &f);
  add_triggers(k, pack_field(r, 1), false, &f);
  add_triggers(k, pack_field(r, 2), true, &f);
  return CH_OK;
}

static uint32_t family_of(loader *k, str name) {
  bool added;
  uint32_t *n = map_put(&k->families, name, &added);
  if (added) *n = k->families.n - 1;
  return *n;
}

static ch_status load_operator(loader *k, const pack_row *r) {
  frame f = {.acts_on = true};
  ch_status s = begin_frame(k, r, 8, 10, &f);
  if (s) return s;
  f.family = family_of(k, pack_field(r, 1));
  f.contents = paths_of(k, pack_field(r, 4), &f.n_contents);
  f.type = word_or_null(k->a, pack_field(r, 5));
  if (pack_field(r, 6).len) f.cameo = arena_str(k->a, pack_field(r, 6));
  if (!known_status(pack_field(r, 7))) return bad(k, r, "status; write one of those of docs/facts.md", pack_field(r, 7));
  f.inner_status = word_or_null(k->a, pack_field(r, 7));
  f.targets = paths_of(k, pack_field(r, 8), &f.n_targets);
  if ((s = load_flags(k, r, pack_field(r, 9), &f))) return s;
  *map_put(&k->operators, pack_field(r, 0), NULL) = k->n_frames;
  push_frame(k, &f);
  add_triggers(k, pack_field(r, 2), false, &f);
  add_triggers(k, pack_field(r, 3), true, &f);
  return CH_OK;
}

static ch_status each_row(loader *k, const char *section, ch_status (*load)(loader *, const pack_row *)) {
  const pack_table *table = pack_find(k->pk, section);
  ch_status s = CH_OK;
  for (uint32_t i = 0; i < table->n && !s; i++) s = load(k, &table->rows[i]);
  return s;
}

/* ---- compositions ------------------------------------------------------------------------------------ */

static ch_status load_compositions(loader *k) {
  const pack_table *table = pack_find(k->pk, "compositions");
  composition *all = ARENA_ARRAY(k->a, composition, table->n + (size_t)1);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    const uint32_t *family = map_get(&k->families, pack_field(r, 0));
    if (!family) return bad(k, r, "family of [operators]; write one of its second column", pack_field(r, 0));
    all[i] = (composition){.family = *family, .inner = arena_str(k->a, pack_field(r, 1)),
                           .cameo = arena_str(k->a, pack_field(r, 2)), .type = word_or_null(k->a, pack_field(r, 3))};
    value v;
    if (!all[i].inner.len || all[i].inner.ptr[0] != '@') continue;
    if (!value_of(k, all[i].inner, &v)) return bad(k, r, "class of [frame-words]; write a row for it there, or one that is there", all[i].inner);
    all[i].class = v.n;
    all[i].inner = (str){NULL, 0};
  }
  k->m->compositions = all;
  k->m->n_compositions = table->n;
  return CH_OK;
}

static bool begins_with(str s, str prefix) { return prefix.len <= s.len && str_eq(str_sub(s, 0, prefix.len), prefix); }

const composition *frames_compose(const events_model *m, uint32_t family, str inner) {
  const composition *best = NULL;
  for (uint32_t i = 0; i < m->n_compositions && inner.ptr; i++) {
    const composition *x = &m->compositions[i];
    if (x->family == family && x->inner.ptr && begins_with(inner, x->inner) && (!best || x->inner.len > best->inner.len))
      best = x;
  }
  return best;
}

static ch_status load_implied(loader *k) {
  static const char *const kinds[] = {"will", "never", "must", "halt", "purpose"};
  const pack_table *table = pack_find(k->pk, "implied");
  implied *all = ARENA_ARRAY(k->a, implied, table->n + (size_t)1);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    const uint32_t *operator= map_get(&k->operators, pack_field(r, 1));
    if (!operator) return bad(k, r, "operator; write an id of [operators]", pack_field(r, 1));
    int kind = 0;
    while (kind < 5 && !str_eq(pack_field(r, 0), str_of(kinds[kind]))) kind++;
    if (kind == 5) return bad(k, r, "tense; write will, never, must, halt or purpose", pack_field(r, 0));
    str *codes = NULL;
    uint32_t n = 0, cap = 0;
    for (str list = pack_field(r, 2), s; str_split(&list, ';', &s);)
      *ARENA_PUSH(k->a, codes, n, cap) = arena_str(k->a, str_trim(s));
    all[i] = (implied){(implied_kind)kind, *operator, codes, n};
  }
  k->m->implied = all;
  k->m->n_implied = table->n;
  return CH_OK;
}

/* A code that is longer than the one that takes a purpose has its purpose: 1412 is 141 for 2. */
static bool implies(implied_kind kind, str code, str cameo) {
  return kind == IMPLIED_PURPOSE ? str_eq(cameo, code) : begins_with(cameo, code);
}

const frame *frames_implied(const events_model *m, implied_kind kind, str cameo) {
  for (uint32_t i = 0; i < m->n_implied && cameo.ptr; i++)
    for (uint32_t c = 0; m->implied[i].kind == kind && c < m->implied[i].n_codes; c++)
      if (implies(kind, m->implied[i].codes[c], cameo)) return &m->frames[m->implied[i].operator];
  return NULL;
}

/* ---- words around ------------------------------------------------------------------------------------ */

static ch_status load_statuses(loader *k) {
  const pack_table *table = pack_find(k->pk, "status-words");
  phrases *p = phrases_new(k->a);
  const char **words = ARENA_ARRAY(k->a, const char *, table->n + (size_t)1);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    bool must = str_eq(pack_field(r, 1), STR("must")) || str_eq(pack_field(r, 1), STR("reported"));
    if (!must && !known_status(pack_field(r, 1))) return bad(k, r, "status; write one of those of docs/facts.md", pack_field(r, 1));
    words[i] = arena_str(k->a, pack_field(r, 1)).ptr;
    phrases_add(p, k->l, pack_field(r, 0), i, PHRASE_LEMMA);
  }
  phrases_freeze(p, k->l);
  k->m->statuses = p;
  k->m->status_words = words;
  return CH_OK;
}

static ch_status load_lights(loader *k) {
  static const char *const kinds[] = {"subject", "object", "occurs"};
  const pack_table *table = pack_find(k->pk, "light-verbs");
  phrases *p = phrases_new(k->a);
  light_verb *all = ARENA_ARRAY(k->a, light_verb, table->n + (size_t)1);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    int kind = 0;
    while (kind < 3 && !str_eq(pack_field(r, 0), str_of(kinds[kind]))) kind++;
    if (kind == 3) return bad(k, r, "kind of light verb; write subject, object or occurs", pack_field(r, 0));
    if (!known_status(pack_field(r, 2))) return bad(k, r, "status; write one of those of docs/facts.md", pack_field(r, 2));
    all[i] = (light_verb){(light_kind)kind, word_or_null(k->a, pack_field(r, 2))};
    for (str list = pack_field(r, 1), s; str_split(&list, ';', &s);) phrases_add(p, k->l, str_trim(s), i, PHRASE_LEMMA);
  }
  phrases_freeze(p, k->l);
  k->m->lights = p;
  k->m->light_verbs = all;
  return CH_OK;
}

static ch_status load_contexts(loader *k) {
  const pack_table *table = pack_find(k->pk, "contexts");
  phrases *p = phrases_new(k->a);
  const char **names = ARENA_ARRAY(k->a, const char *, table->n + (size_t)1);
  for (uint32_t i = 0; i < table->n; i++) {
    names[i] = arena_str(k->a, pack_field(&table->rows[i], 0)).ptr;
    for (str list = pack_field(&table->rows[i], 1), s; str_split(&list, ';', &s);)
      phrases_add(p, k->l, str_trim(s), i, PHRASE_LEMMA);
  }
  phrases_freeze(p, k->l);
  k->m->contexts = p;
  k->m->context_names = names;
  return CH_OK;
}

static ch_status load_kinds(loader *k) {
  static const char *const names[] = {"own", "located", "authority", "home", "through", "dated", "anybody", "said"};
  const pack_table *table = pack_find(k->pk, "act-kinds");
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    int kind = 0;
    while (kind < KIND_COUNT && !str_eq(pack_field(r, 0), str_of(names[kind]))) kind++;
    if (kind == KIND_COUNT) return bad(k, r, "kind of act; write own, located, authority, home, through, dated, anybody or said", pack_field(r, 0));
    str *codes = NULL;
    uint32_t n = 0, cap = 0;
    for (str list = pack_field(r, 1), s; str_split(&list, ';', &s);)
      if (str_trim(s).len) *ARENA_PUSH(k->a, codes, n, cap) = arena_str(k->a, str_trim(s));
    k->m->kinds[kind] = codes;
    k->m->n_kinds[kind] = n;
  }
  return CH_OK;
}

bool frames_kind(const events_model *m, frame_kind kind, str cameo) {
  for (uint32_t i = 0; cameo.ptr && i < m->n_kinds[kind]; i++)
    if (begins_with(cameo, m->kinds[kind][i])) return true;
  return false;
}

/* Later rows win: those by hand over those that were made. */
static void load_places(loader *k) {
  const pack_table *table = pack_find(k->pk, "places");
  str *states = ARENA_ARRAY(k->a, str, table->n + (size_t)1);
  map_init(&k->m->places, k->a, table->n + 1);
  for (uint32_t i = 0; i < table->n; i++) {
    states[i] = pack_field(&table->rows[i], 1);
    *map_put(&k->m->places, pack_field(&table->rows[i], 0), NULL) = i;
  }
  k->m->place_states = states;
  const pack_table *words = pack_find(k->pk, "place-words");
  map_init(&k->m->compass, k->a, 32);
  for (uint32_t i = 0; i < words->n; i++)
    for (str list = pack_field(&words->rows[i], 0), s; str_split(&list, ';', &s);) map_put(&k->m->compass, str_trim(s), NULL);
}

static bool is_compass(const events_model *m, str word) {
  return map_get(&m->compass, word) != NULL;
}

/* "Eastern Beirut" lies where Beirut does. */
str frames_state_of_place(const events_model *m, str name) {
  for (int steps = 0; name.ptr && steps < 3; steps++) {
    const uint32_t *row = map_get(&m->places, name);
    if (row) return m->place_states[*row];
    str rest = name, first;
    if (!str_split(&rest, ' ', &first) || !is_compass(m, first)) break;
    name = rest;
  }
  return (str){NULL, 0};
}

static ch_status load_discards(loader *k) {
  const pack_table *table = pack_find(k->pk, "discard-words");
  phrases *p = phrases_new(k->a);
  discard *all = ARENA_ARRAY(k->a, discard, table->n + (size_t)1);
  map topics;
  k->m->politics = UINT32_MAX;
  map_init(&topics, k->a, TOPICS_MOST);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    bool added;
    uint32_t points, *topic = map_put(&topics, pack_field(r, 0), &added);
    if (added) *topic = topics.n - 1;
    if (str_eq(pack_field(r, 0), STR("politics"))) k->m->politics = *topic;
    if (*topic >= TOPICS_MOST) return bad(k, r, "topic more; 16 are the most", pack_field(r, 0));
    if (!str_u32(pack_field(r, 1), &points) || points < 1 || points > POINTS_ENOUGH) return bad(k, r, "number of points, 1 or 2", pack_field(r, 1));
    all[i] = (discard){*topic, (uint8_t)points};
    if (str_eq(str_trim(pack_field(r, 2)), STR("@old"))) {
      k->m->old_points[*topic] = (uint8_t)points;
      continue;
    }
    for (str list = pack_field(r, 2), s; str_split(&list, ';', &s);)
      if (str_trim(s).len) phrases_add(p, k->l, str_trim(s), i, PHRASE_LEMMA);
  }
  phrases_freeze(p, k->l);
  k->m->discards = p;
  k->m->discard_words = all;
  const uint32_t *private = map_get(&k->classes, STR("private")), *public = map_get(&k->classes, STR("public"));
  k->m->private_class = private ? *private : UINT32_MAX;
  k->m->public_class = public ? *public : UINT32_MAX;
  const uint32_t *reciprocal = map_get(&k->classes, STR("reciprocal"));
  k->m->reciprocal_class = reciprocal ? *reciprocal : UINT32_MAX;
  return CH_OK;
}

/* Each word of a topic counts once; beside a word of politics it takes a point more. */
bool frames_off_topic(const events_model *m, const token *t, uint32_t first, uint32_t end, bool old) {
  uint8_t points[TOPICS_MOST] = {0}, enough = POINTS_ENOUGH;
  word_id last[TOPICS_MOST] = {0};
  for (int i = 0; old && i < TOPICS_MOST; i++) points[i] = m->old_points[i];
  for (uint32_t i = first; i < end; i++) {
    uint32_t v;
    if (!phrases_longest(m->discards, t, i, end, &v)) continue;
    const discard *d = &m->discard_words[v];
    if (last[d->topic] == t[i].lemma && t[i].lemma) continue;
    last[d->topic] = t[i].lemma;
    if (d->topic == m->politics) enough = POINTS_ENOUGH + 1;
    else points[d->topic] += d->points;
  }
  for (int i = 0; i < TOPICS_MOST; i++)
    if (points[i] >= enough) return true;
  return false;
}

static ch_status load_claimed(loader *k) {
  const pack_table *table = pack_find(k->pk, "claimed-status");
  claimed_status *all = ARENA_ARRAY(k->a, claimed_status, table->n + (size_t)1);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    str tense = pack_field(r, 2);
    if (!known_status(pack_field(r, 1))) return bad(k, r, "status; write one of those of docs/facts.md", pack_field(r, 1));
    if (tense.len && !str_eq(tense, STR("past"))) return bad(k, r, "tense; it is past or empty", tense);
    all[i] = (claimed_status){word_or_null(k->a, pack_field(r, 0)), word_or_null(k->a, pack_field(r, 1)), tense.len > 0};
  }
  k->m->claimed = all;
  k->m->n_claimed = table->n;
  return CH_OK;
}

ch_status frames_load(events_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  loader k = {.a = a, .l = l, .err = err, .pk = pk, .m = m};
  map_init(&k.families, a, 16);
  map_init(&k.operators, a, 32);
  map_init(&k.ids, a, 512);
  ch_status s;
  if ((s = clauses_load(&m->clauses, a, pk, l, err)) || (s = quantities_load(&m->numbers, a, pk, l, err)) ||
      (s = load_classes(&k)) ||
      (s = each_row(&k, "operators", load_operator)) || (s = each_row(&k, "frames", load_frame)) ||
      (s = load_compositions(&k)) || (s = load_implied(&k)) || (s = load_statuses(&k)) || (s = load_lights(&k)) ||
      (s = load_contexts(&k)) || (s = load_discards(&k)) || (s = load_kinds(&k)) || (s = load_claimed(&k)))
    return s;
  load_places(&k);
  for (uint32_t i = 0; i < k.n_frames; i++) k.frames[i].dated = frames_kind(m, KIND_DATED, k.frames[i].cameo);
  m->frames = k.frames;
  m->n_frames = k.n_frames;
  m->classes = k.bits;
  m->n_class_words = k.words;
  m->class_row = k.row;
  index_triggers(&k);
  return CH_OK;
}
