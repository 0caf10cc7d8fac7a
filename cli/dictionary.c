/* dictionary.c: reads dictionaries of PETRARCH and TABARI line by line, leniently, as their own programs do. */
#include "dictionary.h"
#include "dictionary_lines.h"
#include <stdlib.h>

enum { MAX_FORMS = 4096 };               /* names that the sets in one row may make */

typedef struct {
  arena *a;
  dictionary *d;
  map sets;                              /* "PERSON" of !PERSON! → place in members */
  str *members; uint32_t n_sets, cap_sets;         /* the words of each set, as written: "MAN, WOMAN" */
  uint32_t line;
  bool entry;                            /* the last name was good: + and codes belong to it */
  uint32_t n_tildes, n_codes, n_verbs, n_issues, n_phrases;          /* by which the sort of a file shows */
} parser;

static bool wrong(parser *p, str what, const char *message) {
  what = str_trim(what);
  int n = (int)(what.len < 80 ? what.len : 80);
  str text = n ? arena_printf(p->a, "%s: %.*s", message, n, what.ptr) : str_of(message);
  dictionary *d = p->d;
  *ARENA_PUSH(p->a, d->complaints, d->n_complaints, d->cap_complaints) = (dictionary_complaint){p->line, text};
  return false;
}

/* ---- names ------------------------------------------------------------------------------------ */

static bool plain(str words) {
  for (size_t i = 0; i < words.len; i++)
    if ((unsigned char)words.ptr[i] < ' ' || memchr("|;@[]{}<>=~!*$%^", words.ptr[i], 16)) return false;
  size_t i = 0;
  uint32_t c = words.len ? utf8_next(words, &i) : 0;
  return utf8_is_letter(c) || utf8_is_digit(c);
}

/* "THE_DARK_TOWER": blanks for underscores, one between words. */
static dictionary_name read_words(parser *p, str text) {
  text = str_trim(text);
  dictionary_name name = {.line = p->line, .open = !str_ends(text, STR("_"))};
  char *out = arena_alloc(p->a, text.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i] == '\t' ? ' ' : text.ptr[i];
    bool bound = c == '_' || (i && text.ptr[i - 1] == '_') || (i + 1 < text.len && text.ptr[i + 1] == '_');
    if (c == ' ' && !bound) name.gap = true;
    if (c == '_') c = ' ';
    if (c != ' ' || (n && out[n - 1] != ' ')) out[n++] = c;
  }
  while (n && out[n - 1] == ' ') n--;
  name.words = (str){out, n};
  return name;
}

static dictionary_entry *last_entry(parser *p) { return &p->d->entries[p->d->n - 1]; }

static bool has_entry(const parser *p) { return p->entry && p->d->n; }

static void add_name(parser *p, dictionary_name name) {
  dictionary_entry *e = last_entry(p);
  *ARENA_PUSH(p->a, e->names, e->n_names, e->cap_names) = name;
}

static void new_entry(parser *p, dictionary_name name) {
  *ARENA_PUSH(p->a, p->d->entries, p->d->n, p->d->cap) = (dictionary_entry){.has_plural = false};
  add_name(p, name);
  p->entry = true;
}

/* ---- codes ------------------------------------------------------------------------------------ */

/* YYMMDD, or YYYYMMDD with anything behind, as PETRARCH reads it. */
static bool read_day(str digits, cal_day *out) {
  uint32_t n = 0, parts[3];
  size_t year = digits.len > 7 ? 4 : 2;
  if (digits.len < 6 || digits.len == 7) return false;
  const size_t ends[] = {year, year + 2, year + 4};
  for (size_t i = 0; i < 3; i++) {
    if (!str_u32(str_sub(digits, n, ends[i]), &parts[i])) return false;
    n = (uint32_t)ends[i];
  }
  int32_t full = (int32_t)parts[0] + (year == 4 ? 0 : parts[0] <= 30 ? 2000 : 1900);
  if (!cal_is_date(full, (int)parts[1], (int)parts[2])) return false;
  *out = cal_from_ymd(full, (int)parts[1], (int)parts[2]);
  return true;
}

/* "<890101", "> 930101", "890101 - 930101"; brackets around them and blanks count for nothing. */
static bool read_days(str text, dictionary_code *c) {
  char sign = 0;
  str digits[2] = {{NULL, 0}, {NULL, 0}};
  uint32_t n = 0;
  for (size_t i = 0; i < text.len; i++) {
    char x = text.ptr[i];
    if (x >= '0' && x <= '9') {
      size_t start = i;
      while (i + 1 < text.len && text.ptr[i + 1] >= '0' && text.ptr[i + 1] <= '9') i++;
      if (n == 2) return false;
      digits[n++] = str_sub(text, start, i + 1);
    } else if (memchr("<>-", x, 3) && !sign) {
      sign = x;
    } else if (!memchr(" \t()", x, 4)) {
      return false;
    }
  }
  if (n != (sign == '-' ? 2 : 1) || !sign) return false;
  cal_day one, other;
  if (!read_day(digits[0], &one) || !read_day(digits[n - 1], &other)) return false;
  if (sign != '<') c->from = one;
  if (sign != '>') c->until = other;
  return c->from <= c->until;
}

static bool letters(str code, const char *others) {
  for (size_t i = 0; i < code.len; i++) {
    char c = code.ptr[i];
    bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && !strchr(others, c)) return false;
  }
  return code.len > 0;
}

/* What stands between the brackets: a code, and days for it. */
static bool read_code(parser *p, str text) {
  text = str_trim(text);
  size_t n = 0;
  while (n < text.len && !memchr(" \t<>(", text.ptr[n], 5)) n++;
  str days = str_trim(str_sub(text, n, text.len));
  dictionary_code c = {.code = str_sub(text, 0, n), .from = CAL_OPEN_LO, .until = CAL_OPEN_HI};
  p->n_codes++;
  p->n_tildes += str_find(c.code, STR("~")) != SIZE_MAX;
  bool nobody = c.code.len && strspn(arena_str(p->a, c.code).ptr, "-+#") == c.code.len;
  if (nobody) c.sign = c.code, c.code = STR("-");
  else if (!letters(c.code, "/~")) return wrong(p, text, "this is no code");
  if (days.len && !read_days(days, &c)) return wrong(p, text, "these are no days: <date, >date or date-date");
  dictionary_entry *e = last_entry(p);
  *ARENA_PUSH(p->a, e->codes, e->n_codes, e->cap_codes) = c;
  return true;
}

/* "[A 820701-821231][B]": each is read, though one is wrong. */
static void read_codes(parser *p, str text) {
  while (text.len) {
    size_t open = str_find(text, STR("["));
    if (open == SIZE_MAX) return;
    text = str_sub(text, open + 1, text.len);
    size_t close = str_find(text, STR("]"));
    if (close == SIZE_MAX) {
      wrong(p, text, "a code without its ]");
      return;
    }
    read_code(p, str_sub(text, 0, close));
    text = str_sub(text, close + 1, text.len);
  }
}

/* ---- agents: plurals and sets ------------------------------------------------------------------ */

/* "!PERSON! = MAN, MEN" */
static bool define_set(parser *p, str line) {
  size_t equals = str_find(line, STR("="));
  str name = str_trim(str_sub(line, 0, equals));
  if (name.len < 3 || name.ptr[0] != '!' || name.ptr[name.len - 1] != '!')
    return wrong(p, line, "a set is !NAME! = WORD, WORD");
  if (str_find(str_sub(line, equals, line.len), STR("!")) != SIZE_MAX)
    return wrong(p, line, "a set of sets, which could have no end");
  uint32_t *place = map_put(&p->sets, arena_str(p->a, str_sub(name, 1, name.len - 1)), NULL);
  *place = p->n_sets;
  *ARENA_PUSH(p->a, p->members, p->n_sets, p->cap_sets) = str_sub(line, equals + 1, line.len);
  return true;
}

typedef struct { str *items; uint32_t n, cap; } forms;

/* Puts each word of the set that a form names first into it; false: no set left, or it has been said. */
static bool fill_set(parser *p, str form, forms *out) {
  size_t start = str_find(form, STR("!"));
  str behind = str_sub(form, start + 1, form.len);
  size_t n = str_find(behind, STR("!"));
  const uint32_t *set = n == SIZE_MAX ? NULL : map_get(&p->sets, str_sub(behind, 0, n));
  if (!set) return wrong(p, form, "no such set is defined above");
  str rest = p->members[*set], word;
  while (str_split(&rest, ',', &word)) {
    if (out->n == MAX_FORMS) return wrong(p, form, "the sets in this row make too many names");
    str parts[] = {str_sub(form, 0, start), str_trim(word), str_sub(behind, n + 1, behind.len)};
    if (!parts[1].len) continue;
    *ARENA_PUSH(p->a, out->items, out->n, out->cap) = arena_join(p->a, parts, 3, STR(""));
  }
  return true;
}

/* Every name that a row with sets stands for; they are singular or plural as they are. */
static forms fill_sets(parser *p, str text) {
  forms done = {NULL, 0, 0};
  *ARENA_PUSH(p->a, done.items, done.n, done.cap) = text;
  while (done.n && str_find(done.items[0], STR("!")) != SIZE_MAX) {
    forms next = {NULL, 0, 0};
    for (uint32_t i = 0; i < done.n; i++)
      if (!fill_set(p, done.items[i], &next)) return (forms){NULL, 0, 0};
    done = next;
  }
  return done;
}

/* ---- rows ------------------------------------------------------------------------------------- */

/* A name as a main one, with its plural and codes. */
static void read_entry(parser *p, str name, str plural, bool has_plural, str codes) {
  dictionary_name words = read_words(p, name);
  str many = read_words(p, plural).words;
  if (!plain(words.words) || (many.len && !plain(many))) {
    wrong(p, plain(words.words) ? plural : name, "this is no name");
    return;
  }
  new_entry(p, words);
  last_entry(p)->has_plural = has_plural;
  last_entry(p)->plural = many;
  read_codes(p, codes);
}

static void read_main(parser *p, str line) {
  size_t bracket = str_find(line, STR("["));
  str codes = bracket == SIZE_MAX ? STR("") : str_sub(line, bracket, line.len);
  str name = bracket == SIZE_MAX ? line : str_sub(line, 0, bracket), plural = STR("");
  size_t open = str_find(name, STR("{")), close = str_find(name, STR("}"));
  p->entry = false;
  if (open != SIZE_MAX) {
    if (close == SIZE_MAX || close < open) {
      wrong(p, line, "a plural without its }");
      return;
    }
    plural = str_sub(name, open + 1, close);
    name = str_sub(name, 0, open);
  }
  if (str_find(name, STR("!")) == SIZE_MAX) {
    read_entry(p, name, plural, open != SIZE_MAX, codes);
    return;
  }
  forms all = fill_sets(p, str_trim(name));
  for (uint32_t i = 0; i < all.n; i++) read_entry(p, all.items[i], STR(""), true, codes);
  p->entry = false;
}

static void read_other_name(parser *p, str line) {
  size_t bracket = str_find(line, STR("["));
  str name = str_sub(line, 1, bracket == SIZE_MAX ? line.len : bracket);
  dictionary_name words = read_words(p, name);
  if (!has_entry(p)) wrong(p, line, "another name, but for none");
  else if (!plain(words.words)) wrong(p, name, "this is no name");
  else {
    add_name(p, words);
    if (bracket != SIZE_MAX) read_codes(p, str_sub(line, bracket, line.len));
  }
}

static bool is_set(str line) { return line.ptr[0] == '!' && str_find(line, STR("=")) != SIZE_MAX; }

/* "--- GIVE [070] ---", "- * AID [071]", "&AID": of verbs. */
static bool is_verb(str line) {
  return str_starts(line, STR("---")) || str_starts(line, STR("- ")) || line.ptr[0] == '&';
}

/* "<ISSUE CATEGORY=…>", "n:word [CODE]", "~word": of issues. */
static bool is_issue(str line) {
  return line.ptr[0] == '<' || str_starts(line, STR("n:")) || str_starts(line, STR("v:")) ||
         (line.ptr[0] == '~' && str_find(line, STR("[")) == SIZE_MAX);
}

/* A few words, as lists of discards have them. */
static bool is_phrase(str line) {
  uint32_t words = 1;
  for (size_t i = 0; i < line.len; i++) {
    unsigned char c = (unsigned char)line.ptr[i];
    bool letter = c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    if (!letter && !(c == '+' && !i) && !memchr(" \t_'.-&,!/", c, 11)) return false;
    words += c == ' ' || c == '_';
  }
  return words <= 12;
}

static void read_row(parser *p, str line) {
  p->d->rows++;
  p->n_issues += is_issue(line);
  p->n_phrases += is_phrase(line);
  if (is_verb(line)) p->n_verbs++;
  else if (is_set(line)) define_set(p, line), p->n_tildes++, p->n_codes++;
  else if (line.ptr[0] == '+') read_other_name(p, line);
  else if (line.ptr[0] != '[') read_main(p, line);
  else if (has_entry(p)) read_codes(p, line);
  else wrong(p, line, "codes, but for no name");
}

/* ---- the whole -------------------------------------------------------------------------------- */

/* Names without a code are of no use, nor codes of the other sort. */
static bool good_entry(parser *p, const dictionary_entry *e) {
  bool agents = p->d->sort == DICTIONARY_AGENTS;
  p->line = e->names[0].line;
  if (!e->n_codes) return wrong(p, e->names[0].words, "a name without a code");
  for (uint32_t i = 0; i < e->n_codes; i++) {
    str code = e->codes[i].code;
    size_t tilde = str_find(code, STR("~"));
    bool more = tilde != SIZE_MAX && str_find(str_sub(code, tilde + 1, code.len), STR("~")) != SIZE_MAX;
    bool one = tilde != SIZE_MAX && !more;
    if (agents && !one) return wrong(p, code, "an agent's code has one ~, where the actor's goes");
    if (agents && i) return wrong(p, e->names[0].words, "an agent has one code");
    if (!agents && tilde != SIZE_MAX) return wrong(p, code, "an agent's code among actors");
  }
  return true;
}

static void set_sort(parser *p) {
  dictionary *d = p->d;
  d->sort = DICTIONARY_OTHER;
  if (!d->rows) d->other = "an empty file";
  else if (p->n_verbs) d->sort = DICTIONARY_VERBS;
  else if (p->n_issues) d->sort = DICTIONARY_ISSUES;
  else if (!p->n_codes && p->n_phrases == d->rows) d->sort = DICTIONARY_DISCARDS;
  else if (!p->n_codes) d->other = "no dictionary: nothing has a code in [ ], nor is it a list of phrases";
  else d->sort = 2 * p->n_tildes >= p->n_codes ? DICTIONARY_AGENTS : DICTIONARY_ACTORS;
}

/* Total order: by line, then by text; what is equal in both is the same. */
static int by_line(const void *a, const void *b) {
  const dictionary_complaint *one = a, *other = b;
  if (one->line != other->line) return one->line < other->line ? -1 : 1;
  return str_cmp(one->text, other->text);
}

static void keep_good(parser *p) {
  dictionary *d = p->d;
  uint32_t n = 0;
  for (uint32_t i = 0; i < d->n; i++)
    if (good_entry(p, &d->entries[i])) d->entries[n++] = d->entries[i];
  d->n = n;
  if (d->n_complaints) qsort(d->complaints, d->n_complaints, sizeof *d->complaints, by_line);
}

dictionary *dictionary_parse(arena *a, str bytes) {
  parser p = {.a = a, .d = ARENA_NEW(a, dictionary)};
  map_init(&p.sets, a, 16);
  dictionary_lines lines = dictionary_lines_of(a, bytes);
  bool nul;
  for (str line; dictionary_lines_next(&lines, &line, &nul);) {
    p.line = lines.line;
    if (nul) wrong(&p, STR(""), "a NUL byte in it: is this a text file?");
    else if (line.len) read_row(&p, line);
  }
  set_sort(&p);
  if (p.d->sort <= DICTIONARY_AGENTS) keep_good(&p);
  else p.d->n = p.d->n_complaints = 0;
  return p.d;
}

str dictionary_plural(arena *a, str words) {
  if (!words.len) return words;
  char last = words.ptr[words.len - 1];
  bool y = last == 'Y' || last == 'y', s = last == 'S' || last == 's';
  str stem = y ? str_sub(words, 0, words.len - 1) : words;
  return arena_printf(a, "%.*s%s", (int)stem.len, stem.ptr, y ? "IES" : s ? "ES" : "S");
}
