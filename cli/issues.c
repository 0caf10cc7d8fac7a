/* issues.c: issue and discard lists of PETRARCH and TABARI. */
#include "dictionary_lines.h"
#include "rule_tables.h"

enum { MAX_FORMS = 64 };                 /* that the signs in one row may make */

typedef struct { str items[MAX_FORMS]; uint32_t n; } forms;

static bool plain(str s) {
  for (size_t i = 0; i < s.len; i++)
    if ((unsigned char)s.ptr[i] < ' ' || memchr("|;[]<>", s.ptr[i], 6)) return false;
  return s.len > 0;
}

static str join(arena *a, str before, str word, const char *ending, str behind) {
  return arena_printf(a, "%.*s%.*s%s%.*s", (int)before.len, before.ptr, (int)word.len, word.ptr, ending,
                      (int)behind.len, behind.ptr);
}

static void add_form(forms *f, str s) {
  if (f->n < MAX_FORMS) f->items[f->n++] = s;
}

/* "n:crime against": "crime against", "crimes against"; "v:purge": with the endings of a verb. */
static void inflect(arena *a, forms *out, str before, str rest, bool noun) {
  size_t blank = str_find(rest, STR(" "));
  str word = blank == SIZE_MAX ? rest : str_sub(rest, 0, blank);
  str behind = blank == SIZE_MAX ? STR("") : str_sub(rest, blank, rest.len);
  char last = word.len ? word.ptr[word.len - 1] : 0;
  str stem = word.len ? str_sub(word, 0, word.len - 1) : word;
  add_form(out, join(a, before, word, "", behind));
  if (noun && last == 'y') add_form(out, join(a, before, stem, "ies", behind));
  else add_form(out, join(a, before, word, "s", behind));
  if (noun) return;
  add_form(out, join(a, before, word, last == 'e' ? "d" : "ed", behind));
  add_form(out, join(a, before, last == 'e' ? stem : word, "ing", behind));
}

/* Takes the first sign out of a form; false: there was none. */
static bool expand_one(arena *a, forms *out, str form) {
  size_t plus = str_find(form, STR("+"));
  if (plus != SIZE_MAX) {
    str before = str_sub(form, 0, plus), behind = str_sub(form, plus + 1, form.len);
    add_form(out, join(a, before, STR(" "), "", behind));
    add_form(out, join(a, before, STR("-"), "", behind));
    return true;
  }
  for (size_t i = 0; i + 1 < form.len; i++) {
    bool sign = form.ptr[i + 1] == ':' && (form.ptr[i] == 'n' || form.ptr[i] == 'v') &&
                (!i || form.ptr[i - 1] == ' ');
    if (!sign) continue;
    inflect(a, out, str_sub(form, 0, i), str_sub(form, i + 2, form.len), form.ptr[i] == 'n');
    return true;
  }
  return false;
}

static forms expand(arena *a, str text) {
  forms done = {.n = 0};
  forms todo = {.items = {text}, .n = 1};
  while (todo.n) {
    str form = todo.items[--todo.n];
    if (done.n + todo.n + 4 > MAX_FORMS || !expand_one(a, &todo, form)) add_form(&done, form);
  }
  for (uint32_t i = 0; i < done.n / 2; i++) {      /* the last of what a sign makes was read first */
    str kept = done.items[i];
    done.items[i] = done.items[done.n - 1 - i];
    done.items[done.n - 1 - i] = kept;
  }
  return done;
}

static bool read_issue(rule_tables *t, uint32_t line, str text) {
  if (text.ptr[0] == '<') return true;             /* <ISSUE CATEGORY="…">: each row names its code itself */
  bool ignored = text.ptr[0] == '~';
  while (text.len && text.ptr[0] == '~') text = str_trim(str_sub(text, 1, text.len));
  size_t open = str_find(text, STR("[")), close = str_find(text, STR("]"));
  bool coded = open != SIZE_MAX && close != SIZE_MAX && open < close;
  if (!ignored && !coded) return rule_wrong(t, line, text, "an issue without a code");
  str words = str_trim(open == SIZE_MAX ? text : str_sub(text, 0, open));
  str code = ignored ? STR("-") : str_trim(str_sub(text, open + 1, close));
  if (!plain(words) || !plain(code)) return rule_wrong(t, line, text, "this is no issue");
  forms all = expand(t->a, utf8_folded(t->a, words));
  str others = arena_join(t->a, all.items, all.n, STR("; "));
  rule_add(t, &t->issues, line,
           arena_printf(t->a, "%.*s | %.*s", (int)others.len, others.ptr, (int)code.len, code.ptr));
  return true;
}

static bool read_discard(rule_tables *t, uint32_t line, str text) {
  bool story = text.ptr[0] == '+';
  text = str_trim(str_sub(text, story, text.len));
  bool open = t->stems && text.len && text.ptr[text.len - 1] != '_';
  char *out = arena_alloc(t->a, text.len + 1);
  for (size_t i = 0; i < text.len; i++) out[i] = text.ptr[i] == '_' ? ' ' : text.ptr[i];
  str words = utf8_folded(t->a, str_trim((str){out, text.len}));
  if (!plain(words)) return rule_wrong(t, line, text, "these are no words");
  rule_add(t, &t->discards, line,
           arena_printf(t->a, "%.*s%s | %s", (int)words.len, words.ptr, open ? "~" : "",
                        story ? "story" : "sentence"));
  return true;
}

/* Each line that says something, by `read`. */
static void read_lines(rule_tables *t, str bytes, bool (*read)(rule_tables *t, uint32_t line, str text)) {
  dictionary_lines lines = dictionary_lines_of(t->a, bytes);
  t->n_complaints = t->rows = 0;
  bool nul;
  for (str line; dictionary_lines_next(&lines, &line, &nul);) {
    if (!line.len && !nul) continue;
    t->rows++;
    if (nul) rule_wrong(t, lines.line, STR(""), "a NUL byte in it");
    else read(t, lines.line, line);
  }
}

void issues_parse(rule_tables *t, str bytes) { read_lines(t, bytes, read_issue); }

void discards_parse(rule_tables *t, str bytes) { read_lines(t, bytes, read_discard); }
