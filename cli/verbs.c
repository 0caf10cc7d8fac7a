/* verbs.c: verb dictionaries of PETRARCH and TABARI: verbs with their forms, sets of synonyms, patterns. */
#include "dictionary_lines.h"
#include "rule_tables.h"

/* Patterns that the choices in one line may make; of a set, words and levels of sets in sets: as the program
 * takes them. */
enum { MAX_CHOICES = 256, MAX_WORDS = 4096, MAX_LEVELS = 8, LEVEL = 65536 };

typedef struct { str *items; uint32_t n, cap; } list;

typedef struct {
  rule_tables *t;
  arena *a;
  uint32_t line;
  bool new_block;                        /* the next verb begins a block */
  str block, code;                       /* main verb and code of the block; ptr NULL: none yet */
  str synset;                            /* the set being read, "&ties"; ptr NULL: none */
  list members;
  bool no_plural, again;                 /* of the set; it was defined before, and its words do not count */
} verbs;

bool rule_wrong(rule_tables *t, uint32_t line, str what, const char *message) {
  what = str_trim(what);
  int n = (int)(what.len < 80 ? what.len : 80);
  str text = arena_printf(t->a, "%s: %.*s", message, n, what.ptr);
  *ARENA_PUSH(t->a, t->complaints, t->n_complaints, t->cap_complaints) = (dictionary_complaint){line, text};
  return false;
}

void rule_add(rule_tables *t, rule_rows *rows, uint32_t line, str text) {
  *ARENA_PUSH(t->a, rows->items, rows->n, rows->cap) = (rule_row){line, text};
}

rule_tables *rule_tables_new(arena *a, bool stems) {
  rule_tables *t = ARENA_NEW(a, rule_tables);
  t->a = a;
  t->stems = stems;
  map_init(&t->synset_names, a, 64);
  return t;
}

static bool wrong(verbs *v, str what, const char *message) { return rule_wrong(v->t, v->line, what, message); }

/* ---- words ---------------------------------------------------------------------------------------- */

/* Small letters; a tab is a blank. */
static str lower(arena *a, str s) {
  str folded = utf8_folded(a, s);
  char *out = arena_alloc(a, folded.len + 1);
  for (size_t i = 0; i < folded.len; i++) out[i] = folded.ptr[i] == '\t' ? ' ' : folded.ptr[i];
  return (str){out, folded.len};
}

/* What the tables' own signs would tear apart. */
static bool plain(str s) {
  for (size_t i = 0; i < s.len; i++)
    if ((unsigned char)s.ptr[i] < ' ' || memchr("|;[]", s.ptr[i], 4)) return false;
  return s.len > 0;
}

static char last_of(str s) { return s.len ? s.ptr[s.len - 1] : 0; }
static str but_last(str s) { return str_sub(s, 0, s.len - 1); }

static str with_ending(arena *a, str stem, const char *ending) {
  return arena_printf(a, "%.*s%s", (int)stem.len, stem.ptr, ending);
}

/* Blanks for underscores, one between words; a word that does not end with one is open in TABARI. */
static str words_of(arena *a, str s, bool stems) {
  bool open = stems && last_of(s) != '_';
  char *out = arena_alloc(a, s.len + 2);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i] == '_' ? ' ' : s.ptr[i];
    if (c != ' ' || (n && out[n - 1] != ' ')) out[n++] = c;
  }
  while (n && out[n - 1] == ' ') n--;
  if (open && n) out[n++] = '~';
  return (str){out, n};
}

/* What stands in the first [ ] of a line, and what before it; false: no bracket that closes. */
static bool take_code(str line, str *before, str *code) {
  size_t open = str_find(line, STR("[")), close = open == SIZE_MAX ? SIZE_MAX : str_find(line, STR("]"));
  *before = str_trim(open == SIZE_MAX ? line : str_sub(line, 0, open));
  *code = (str){NULL, 0};
  if (open == SIZE_MAX) return true;
  if (close == SIZE_MAX || close < open) return false;
  *code = str_trim(str_sub(line, open + 1, close));
  return true;
}

/* "---", "###", "+++": no code. */
static str clean_code(arena *a, str code) {
  bool none = !code.len || strspn(arena_str(a, code).ptr, "-#+") == code.len;
  return none ? STR("---") : code;
}

static bool good_code(str code) { return plain(code) && str_find(code, STR(" ")) == SIZE_MAX; }

/* ---- verbs ---------------------------------------------------------------------------------------- */

static void push(verbs *v, list *l, str s) { *ARENA_PUSH(v->a, l->items, l->n, l->cap) = s; }

/* The regular forms as PETRARCH makes them. */
static void regular_forms(verbs *v, list *out, str verb) {
  char last = last_of(verb);
  bool e = last == 'e';
  push(v, out, with_ending(v->a, verb, memchr("sxz", last, 3) ? "es" : "s"));
  push(v, out, with_ending(v->a, verb, e ? "d" : "ed"));
  push(v, out, with_ending(v->a, e ? but_last(verb) : verb, "ing"));
}

/* TABARI's verbs are stems: what English makes of one. */
static void stem_forms(verbs *v, list *out, str stem) {
  static const char *const endings[] = {"s", "es", "ed", "ing", "e", "d"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    push(v, out, with_ending(v->a, stem, endings[i]));
  char last = last_of(stem), doubled[4] = {last, 0, 0, 0};
  if (last == 'y') {
    push(v, out, with_ending(v->a, but_last(stem), "ies"));
    push(v, out, with_ending(v->a, but_last(stem), "ied"));
  } else if (last >= 'a' && last <= 'z' && !memchr("aeious", last, 6)) {
    str twice = with_ending(v->a, stem, doubled);
    push(v, out, with_ending(v->a, twice, "ed"));
    push(v, out, with_ending(v->a, twice, "ing"));
  }
}

/* "wire_+tap": the forms of the word that + marks, in its place; no + in a form: it is said, and left out. */
static void phrase_forms(verbs *v, list *out, str verb) {
  size_t plus = str_find(verb, STR("+"));
  str before = str_sub(verb, 0, plus + 1), rest = str_sub(verb, plus + 1, verb.len);
  size_t end = str_find(rest, STR("_"));
  str word = end == SIZE_MAX ? rest : str_sub(rest, 0, end);
  str behind = end == SIZE_MAX ? STR("") : str_sub(rest, end, rest.len);
  list forms = {NULL, 0, 0};
  regular_forms(v, &forms, word);
  for (uint32_t i = 0; i < forms.n; i++) {
    str parts[] = {before, forms.items[i], behind};
    push(v, out, arena_join(v->a, parts, 3, STR("")));
  }
}

/* Signs of patterns are no part of a verb. */
static bool good_verb(str verb) {
  for (size_t i = 0; i < verb.len; i++)
    if (memchr("*&$%^{}()", verb.ptr[i], 9)) return false;
  return plain(verb);
}

/* The forms in { }. */
static bool given_forms(verbs *v, list *out, str text, bool phrase) {
  str all = lower(v->a, text), form;
  while (str_split(&all, ' ', &form)) {
    if (!form.len) continue;
    if (!good_verb(form)) wrong(v, form, "this is no form of a verb");
    else if (phrase && str_find(form, STR("+")) == SIZE_MAX) wrong(v, form, "no + marks the verb among these words");
    else push(v, out, form);
  }
  return true;
}

/* A row of [verb-forms]: "wire +tap | wire +tapped; wire +tapping | 171 | confiscate". */
static void add_verb(verbs *v, str verb, const list *forms, str code) {
  list words = {NULL, 0, 0};
  for (uint32_t i = 0; i < forms->n; i++) push(v, &words, words_of(v->a, forms->items[i], false));
  str first = words_of(v->a, verb, false);
  str others = words.n ? arena_join(v->a, words.items, words.n, STR("; ")) : STR("");
  rule_add(v->t, &v->t->forms, v->line,
           arena_printf(v->a, "%.*s | %.*s | %.*s | %.*s", (int)first.len, first.ptr, (int)others.len,
                        others.ptr, (int)code.len, code.ptr, (int)v->block.len, v->block.ptr));
}

/* Underscores for blanks. */
static str joined(arena *a, str verb) {
  char *out = arena_alloc(a, verb.len + 1);
  for (size_t i = 0; i < verb.len; i++) out[i] = verb.ptr[i] == ' ' ? '_' : verb.ptr[i];
  return (str){out, verb.len};
}

/* Where no + marks the verb among several words, it is the first. */
static bool read_verb(verbs *v, str line) {
  str before, code;
  if (!take_code(line, &before, &code)) return wrong(v, line, "a code without its ]");
  size_t open = str_find(before, STR("{")), close = str_find(before, STR("}"));
  if (open != SIZE_MAX && (close == SIZE_MAX || close < open)) return wrong(v, line, "forms without their }");
  str verb = lower(v->a, str_trim(open == SIZE_MAX ? before : str_sub(before, 0, open)));
  bool phrase = str_find(verb, STR("+")) != SIZE_MAX;
  if (last_of(verb) == '_') verb = but_last(verb);
  bool unmarked = !phrase && strpbrk(arena_str(v->a, verb).ptr, " _");
  if (unmarked) verb = arena_printf(v->a, "+%.*s", (int)verb.len, verb.ptr);
  phrase = phrase || unmarked;
  if (phrase) verb = joined(v->a, verb);
  code = clean_code(v->a, code.ptr ? code : v->code);
  if (!good_verb(verb) || !good_code(code)) return wrong(v, line, "this is no verb, or no code");
  str block = words_of(v->a, str_sub(verb, verb.ptr[0] == '+', verb.len), false);
  if (!block.len) return wrong(v, line, "this is no verb, or no code");
  if (v->new_block || !v->block.ptr || v->t->stems) v->block = block;
  v->new_block = false;
  list forms = {NULL, 0, 0};
  if (open != SIZE_MAX) given_forms(v, &forms, str_sub(before, open + 1, close), phrase);
  else if (phrase) phrase_forms(v, &forms, verb);
  else if (v->t->stems) stem_forms(v, &forms, verb);
  else regular_forms(v, &forms, verb);
  add_verb(v, verb, &forms, code);
  return true;
}

static bool read_header(verbs *v, str line) {
  str before, code;
  v->new_block = true;
  if (!take_code(line, &before, &code)) return wrong(v, line, "a code without its ]");
  v->code = code;
  return true;
}

/* ---- synsets -------------------------------------------------------------------------------------- */

static void end_synset(verbs *v) {
  if (!v->synset.ptr) return;
  str all = v->members.n ? arena_join(v->a, v->members.items, v->members.n, STR("; ")) : STR("");
  v->again = false;
  str row = arena_printf(v->a, "%.*s | %.*s", (int)v->synset.len, v->synset.ptr, (int)all.len, all.ptr);
  if (all.len) rule_add(v->t, &v->t->synsets, v->line, row);
  v->synset = (str){NULL, 0};
  v->members = (list){NULL, 0, 0};
}

static bool read_synset(verbs *v, str line) {
  str name = lower(v->a, line);
  v->no_plural = last_of(name) == '_';
  if (v->no_plural) name = but_last(name);
  if (!plain(name) || name.len < 2 || strpbrk(arena_str(v->a, name).ptr, " _"))
    return wrong(v, line, "a set is &NAME");
  v->synset = name;
  bool added;
  map_put(&v->t->synset_names, name, &added);
  v->again = !added;
  return added || wrong(v, line, "a set that was defined before; its words there count");
}

/* Counts n words into the set being read, and levels of sets in it; false: it has as many as it may. */
static bool grow_set(verbs *v, uint32_t n, uint32_t level) {
  uint32_t *size = map_put(&v->t->synset_names, v->synset, NULL);
  uint32_t words = *size % LEVEL + n, most = *size / LEVEL > level ? *size / LEVEL : level;
  if (words > MAX_WORDS || most > MAX_LEVELS) return false;
  *size = most * LEVEL + words;
  return true;
}

static bool read_inner_set(verbs *v, str name, str line) {
  const uint32_t *inner = map_get(&v->t->synset_names, name);
  if (!inner || !*inner || str_eq(name, v->synset))
    return wrong(v, line, "a set in a set, which no line above defines");
  if (!grow_set(v, *inner % LEVEL, *inner / LEVEL + 1))
    return wrong(v, line, "a set of too many words or levels");
  push(v, &v->members, name);
  return true;
}

static bool read_member(verbs *v, str line) {
  str word = lower(v->a, str_trim(str_sub(line, 1, line.len)));
  if (!v->synset.ptr) return wrong(v, line, "a word of a set, but of none");
  if (v->again) return true;
  if (!plain(word)) return wrong(v, line, "this is no word of a set");
  bool alone = v->no_plural || last_of(word) == '_';
  str words = words_of(v->a, word, v->t->stems && !alone);
  if (words.ptr[0] == '&') return read_inner_set(v, words_of(v->a, word, false), line);
  if (!words.len || words.ptr[0] == '~') return wrong(v, line, "this is no word of a set");
  if (!grow_set(v, 2, 0)) return wrong(v, line, "a set of too many words or levels");
  push(v, &v->members, words);
  if (alone || v->t->stems) return true;
  char last = last_of(words);
  str stem = last == 'y' ? but_last(words) : words;
  push(v, &v->members, with_ending(v->a, stem, last == 'y' ? "ies" : last == 's' ? "es" : "s"));
  return true;
}

/* ---- patterns ------------------------------------------------------------------------------------- */

/* Whether a word's end at i is open: TABARI's, no sign, closed by no underscore. */
static bool is_open(const char *out, size_t n) {
  size_t at = n;
  while (at && out[at - 1] != ' ' && out[at - 1] != '_') at--;
  return n > at && !strchr("*&$+^%", out[at]);
}

/* One blank between words; braces and parentheses (noun and prepositional phrases of PETRARCH 2) left out, the
 * words in them may have others between them; "_ " is a blank, but closes a word. */
static str pattern_text(verbs *v, str s) {
  s = lower(v->a, s);
  char *out = arena_alloc(v->a, 2 * s.len + 2);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i], next = i + 1 < s.len ? s.ptr[i + 1] : ' ';
    bool brace = memchr("{}()", c, 4);
    if (c == '*' && n && out[n - 1] == '*') continue;
    bool closes = c == '_' && (next == ' ' || memchr("{}()", next, 4));
    bool ends = c == ' ' || brace;
    if (v->t->stems && ends && is_open(out, n)) out[n++] = '~';
    if (closes || ends) c = ' ';
    if (c != ' ' || (n && out[n - 1] != ' ')) out[n++] = c;
  }
  if (v->t->stems && last_of(s) != '_' && is_open(out, n)) out[n++] = '~';
  while (n && (out[n - 1] == ' ')) n--;
  return (str){out, n};
}

/* The pieces around the first set of choices, "{ A | B }"; false: there is none. */
static bool find_choices(str s, str *before, str *choices, str *behind) {
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] != '{') continue;
    size_t end = i;
    bool choice = false;
    for (; end < s.len && s.ptr[end] != '}'; end++) choice |= s.ptr[end] == '|';
    if (!choice || end == s.len) continue;
    *before = str_sub(s, 0, i);
    *choices = str_sub(s, i + 1, end);
    *behind = str_sub(s, end + 1, s.len);
    return true;
  }
  return false;
}

/* A pattern for each choice; false: there are too many. */
static bool expand_choices(verbs *v, list *done, str text) {
  list todo = {NULL, 0, 0};
  push(v, &todo, text);
  while (todo.n) {
    str one = todo.items[--todo.n], before, choices, behind, choice;
    if (todo.n + done->n > MAX_CHOICES) return false;
    if (!find_choices(one, &before, &choices, &behind)) {
      push(v, done, one);
      continue;
    }
    while (str_split(&choices, '|', &choice)) {
      str parts[] = {before, str_trim(choice), behind};
      push(v, &todo, arena_join(v->a, parts, 3, STR("")));
    }
  }
  return true;
}

static bool knows_synsets(verbs *v, str pattern) {
  for (size_t i = 0; i < pattern.len; i++) {
    if (pattern.ptr[i] != '&') continue;
    size_t end = i;
    while (end < pattern.len && !memchr(" _", pattern.ptr[end], 2)) end++;
    str name = str_sub(pattern, i, end);
    const uint32_t *size = map_get(&v->t->synset_names, name);
    if (!size || !*size) return wrong(v, name, "a pattern with a set that no file defines above");
  }
  return true;
}

static bool add_pattern(verbs *v, str words, str code, str line) {
  str text = pattern_text(v, words);
  if (!plain(text) || strpbrk(arena_str(v->a, text).ptr, "{}"))
    return wrong(v, line, "signs that are not imported");
  size_t star = str_find(text, STR("*"));
  bool one = star != SIZE_MAX && str_find(str_sub(text, star + 1, text.len), STR("*")) == SIZE_MAX;
  if (!one) return wrong(v, line, "a pattern has one *, where the verb stands");
  if (!knows_synsets(v, text)) return false;
  code = clean_code(v->a, code);
  if (!good_code(code)) return wrong(v, line, "this is no code");
  rule_add(v->t, &v->t->patterns, v->line,
           arena_printf(v->a, "%.*s | %.*s | %.*s", (int)v->block.len, v->block.ptr, (int)text.len, text.ptr,
                        (int)code.len, code.ptr));
  return true;
}

static bool read_pattern(verbs *v, str line) {
  str before, code;
  list choices = {NULL, 0, 0};
  if (!take_code(line, &before, &code)) return wrong(v, line, "a code without its ]");
  if (!v->block.ptr) return wrong(v, line, "a pattern, but of no verb");
  if (!code.ptr) return wrong(v, line, "a pattern without a code");
  if (!expand_choices(v, &choices, str_trim(str_sub(before, 1, before.len))))
    return wrong(v, line, "more choices than can be written out");
  while (choices.n)
    if (!add_pattern(v, choices.items[--choices.n], code, line)) return false;
  return true;
}

/* ---- the whole ------------------------------------------------------------------------------------ */

static void read_row(verbs *v, str line) {
  v->t->rows++;
  bool word_of_set = line.ptr[0] == '+' && v->synset.ptr;
  if (word_of_set) {
    read_member(v, line);
    return;
  }
  end_synset(v);
  if (str_starts(line, STR("---"))) read_header(v, line);
  else if (line.ptr[0] == '-') read_pattern(v, line);
  else if (line.ptr[0] == '&') read_synset(v, line);
  else if (line.ptr[0] == '~') wrong(v, line, "rules of PETRARCH 2 that change events are not imported");
  else read_verb(v, line);
}

void verbs_parse(rule_tables *t, str bytes) {
  verbs v = {.t = t, .a = t->a};
  dictionary_lines lines = dictionary_lines_of(t->a, bytes);
  t->n_complaints = t->rows = 0;
  bool nul;
  for (str line; dictionary_lines_next(&lines, &line, &nul);) {
    v.line = lines.line;
    if (nul) wrong(&v, STR(""), "a NUL byte in it");
    else if (line.len) read_row(&v, line);
  }
  end_synset(&v);
}
