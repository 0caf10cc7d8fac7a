/* times_words.c: what a token can be in a date: the pack's word lists, and shapes of digits. */
#include "facts/times_model.h"

/* ---- values of the pack's lists -------------------------------------------------------------- */

typedef bool value_fn(str text, int32_t *out);

static bool whole(str s, int32_t *out) {
  uint32_t n;
  bool minus = s.len && s.ptr[0] == '-';
  if (!str_u32(str_sub(s, minus, s.len), &n) || n > 1000000000) return false;
  *out = minus ? -(int32_t)n : (int32_t)n;
  return true;
}

static bool grain_value(str s, int32_t *out) {
  cal_grain g;
  if (!cal_grain_parse(s, &g) || g == CAL_NONE || g == CAL_INTERVAL) return false;
  *out = (int32_t)g;
  return true;
}

static bool part_value(str s, int32_t *out) {
  static const str words[] = {{"none", 4}, {"start", 5}, {"middle", 6}, {"end", 3}, {"last day", 8}};
  for (int i = PART_NONE; i <= PART_LAST_DAY; i++)
    if (str_eq(s, words[i])) {
      *out = i;
      return true;
    }
  return false;
}

static bool minute_value(str s, uint32_t *out) {
  uint32_t hour, minute;
  str piece;
  if (!str_split(&s, ':', &piece) || !str_u32(piece, &hour) || !str_u32(s, &minute)) return false;
  *out = hour * 60 + minute;
  return hour <= 48 && minute < 60;
}

/* "06:00/12:00", or "12:00" alone: the two minutes of the day, each + 1, in 16 bits. */
static bool clock_value(str s, int32_t *out) {
  uint32_t from, to = 0;
  str piece;
  if (!str_split(&s, '/', &piece) || !minute_value(piece, &from)) return false;
  if (s.ptr && (!minute_value(s, &to) || to <= from)) return false;
  *out = (int32_t)((from + 1) << 16 | (s.ptr ? to + 1 : 0));
  return from < 1440;
}

typedef struct { const char *section; time_class sure, maybe; value_fn *value; } word_list;

static const word_list lists[] = {
  {"time-units", CLASS_UNIT, CLASS_UNITS, grain_value},
  {"time-months", CLASS_MONTH, CLASS_MONTH_MAYBE, whole},
  {"time-weekdays", CLASS_WEEKDAY, CLASS_WEEKDAY_MAYBE, whole},
  {"time-seasons", CLASS_SEASON, CLASS_SEASON, whole},
  {"time-numbers", CLASS_NUMBER, CLASS_ARTICLE, whole},
  {"time-ordinals", CLASS_ORDINAL, CLASS_ORDINAL, whole},
  {"time-deictics", CLASS_REL, CLASS_REL, whole},
  {"time-modifiers", CLASS_MOD, CLASS_ABOUT, part_value},
  {"time-decades", CLASS_DECADE, CLASS_DECADE, whole},
  {"time-days", CLASS_DEICTIC, CLASS_DEICTIC, whole},
  {"time-parts", CLASS_PART, CLASS_PART, clock_value},
  {"time-frequencies", CLASS_FREQUENCY, CLASS_FREQUENCY, grain_value},
  {"time-halves", CLASS_AMPM, CLASS_AMPM, whole},
};
enum { N_LISTS = sizeof lists / sizeof *lists };

/* What "mid-" may stand before. */
#define MIDDLE_CLASSES (CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_MONTH_MAYBE) | CLASS_BIT(CLASS_SEASON))

/* ---- loading --------------------------------------------------------------------------------- */

typedef struct { time_words *w; lexicon *l; uint32_t *places; uint32_t n_places; } loader;

/* The entry of a word; made where it is new. places grows with the lexicon. */
static time_word *entry_of(loader *x, str form) {
  word_id word = lexicon_add(x->l, form);
  if (word >= x->n_places) {
    uint32_t n = 2 * word + 256;
    x->places = arena_grow(x->w->a, x->places, x->n_places, n, sizeof *x->places);
    x->n_places = n;
  }
  if (!x->places[word]) {
    x->places[word] = x->w->n_words;
    *ARENA_PUSH(x->w->a, x->w->words, x->w->n_words, x->w->cap_words) = (time_word){0};
  }
  return &x->w->words[x->places[word]];
}

/* Senses of a word stand together: a later list moves them to the end. */
static void add_sense(time_words *w, time_word *e, time_class c, int32_t value) {
  uint32_t first = w->n_senses;
  for (uint32_t k = 0; k < e->n; k++) {
    time_sense old = w->senses[e->first + k];
    *ARENA_PUSH(w->a, w->senses, w->n_senses, w->cap_senses) = old;
  }
  *ARENA_PUSH(w->a, w->senses, w->n_senses, w->cap_senses) = (time_sense){(uint8_t)c, value};
  e->first = first;
  e->n++;
  e->classes |= CLASS_BIT(c);
}

/* The next item of a list "a; b"; empty ones are skipped. */
static bool next_item(str *list, str *item) {
  while (str_split(list, ';', item)) {
    *item = str_trim(*item);
    if (item->len) return true;
  }
  return false;
}

static bool has_word(str list, str word) {
  for (str item; next_item(&list, &item);)
    if (str_eq(item, word)) return true;
  return false;
}

static ch_status load_list(loader *x, const pack *pk, const word_list *list, ch_error *err) {
  const pack_table *t = pack_find(pk, list->section);
  for (uint32_t i = 0; i < t->n; i++) {
    int32_t value;
    str how = pack_field(&t->rows[i], 2), words = pack_field(&t->rows[i], 0), word;
    if (!list->value(pack_field(&t->rows[i], 1), &value))
      return pack_err(err, &t->rows[i], "[%s] does not know this value", list->section);
    time_class c = has_word(how, STR("maybe")) || has_word(how, STR("plural")) ? list->maybe : list->sure;
    while (next_item(&words, &word)) {
      time_word *e = entry_of(x, word);
      add_sense(x->w, e, c, value);
      if (has_word(how, STR("capital"))) e->capital |= CLASS_BIT(c);
      if (has_word(how, STR("small"))) e->small |= CLASS_BIT(c);
      if (has_word(how, STR("no verb"))) e->no_verb |= CLASS_BIT(c);
    }
  }
  return CH_OK;
}

static void name_mask(time_words *w, str name, class_set mask) {
  uint32_t *at = map_put(&w->names, name, NULL);
  *at = w->n_masks;
  *ARENA_PUSH(w->a, w->masks, w->n_masks, w->cap_masks) = mask;
}

static void name_fixed(time_words *w) {
  static const char *const names[CLASS_FIXED] = {
      "UNIT",   "UNITS",   "MONTH",   "MONTH_MAYBE", "WEEKDAY", "WEEKDAY_MAYBE", "SEASON", "NUMBER",
      "ARTICLE", "ORDINAL", "REL",    "MOD",         "ABOUT",   "DEICTIC", "PART",
      "FREQUENCY", "AMPM",  "NUM",    "DAY",         "YEAR",    "TWO",           "DECADE",  "DATE",
      "CLOCK",  "YEAR_LIKELY", "PHRASE", "NOUN",     "PLURAL",  "VERB"};
  for (int c = 0; c < CLASS_FIXED; c++) name_mask(w, str_of(names[c]), CLASS_BIT(c));
}

/* [time-words]: a class of the pack's own. */
static ch_status load_words(loader *x, const pack *pk, ch_error *err) {
  const pack_table *t = pack_find(pk, "time-words");
  for (uint32_t i = 0; i < t->n; i++) {
    if (x->w->n_classes == CLASS_MAX) return pack_err(err, &t->rows[i], "more than %d classes", CLASS_MAX);
    class_set bit = CLASS_BIT(x->w->n_classes++);
    name_mask(x->w, pack_field(&t->rows[i], 0), bit);
    str words = pack_field(&t->rows[i], 1), word;
    while (next_item(&words, &word)) entry_of(x, word)->classes |= bit;
  }
  return CH_OK;
}

/* [time-macros]: a name for several classes. */
static ch_status load_macros(time_words *w, const pack *pk, ch_error *err) {
  const pack_table *t = pack_find(pk, "time-macros");
  for (uint32_t i = 0; i < t->n; i++) {
    class_set mask = time_words_mask(w, pack_field(&t->rows[i], 1));
    if (!mask) return pack_err(err, &t->rows[i], "an unknown class");
    name_mask(w, pack_field(&t->rows[i], 0), mask);
  }
  return CH_OK;
}

static ch_status load_cues(loader *x, const pack *pk, ch_error *err) {
  static const char *const names[] = {"future", "plan", "intend", "say", "bound", "break", "perfect", "near"};
  enum { N = sizeof names / sizeof *names };
  const pack_table *t = pack_find(pk, "time-cues");
  for (uint32_t i = 0; i < t->n; i++) {
    int k = 0;
    while (k < N && !str_eq(pack_field(&t->rows[i], 0), str_of(names[k]))) k++;
    if (k == N)
      return pack_err(err, &t->rows[i], "cues are future, plan, intend, say, bound, break, perfect or near");
    str words = pack_field(&t->rows[i], 1), word;
    while (next_item(&words, &word)) entry_of(x, word)->cues |= (uint8_t)(1 << k);
  }
  return CH_OK;
}

static void load_endings(time_words *w, const pack *pk, const char *kind, str **out, uint32_t *n) {
  const pack_table *t = pack_find(pk, "time-endings");
  uint32_t cap = 0;
  for (uint32_t i = 0; i < t->n; i++) {
    str list = pack_field(&t->rows[i], 1), ending;
    if (!str_eq(pack_field(&t->rows[i], 0), str_of(kind))) continue;
    while (next_item(&list, &ending)) *ARENA_PUSH(w->a, *out, *n, cap) = arena_str(w->a, ending);
  }
}

static ch_status load_story(time_words *w, const pack *pk, ch_error *err) {
  const struct { const char *name; uint32_t *to; } all[] = {
      {"years", &w->story_years}, {"news", &w->story_news}, {"step", &w->story_step}};
  const pack_table *t = pack_find(pk, "time-story");
  w->story_years = UINT32_MAX;
  for (uint32_t i = 0; i < t->n; i++) {
    size_t k = 0;
    while (k < 3 && !str_eq(pack_field(&t->rows[i], 0), str_of(all[k].name))) k++;
    if (k == 3 || !str_u32(pack_field(&t->rows[i], 1), all[k].to) || *all[k].to > 1000)
      return pack_err(err, &t->rows[i], "[time-story] has years, news and step, whole numbers up to 1000");
  }
  return CH_OK;
}

/* First words of [time-phrases]; the phrases themselves are the rules' business. */
static void mark_phrases(loader *x, const pack *pk) {
  const pack_table *t = pack_find(pk, "time-phrases");
  for (uint32_t i = 0; i < t->n; i++) {
    str rest = pack_field(&t->rows[i], 0), word;
    if (str_split(&rest, ' ', &word)) entry_of(x, word)->classes |= CLASS_BIT(CLASS_PHRASE);
  }
}

ch_status time_words_load(time_words *w, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  loader x = {w, l, NULL, 0};
  ch_status s = CH_OK;
  w->a = a;
  w->n_classes = CLASS_FIXED;
  map_init(&w->names, a, 2 * CLASS_MAX);
  *ARENA_PUSH(a, w->words, w->n_words, w->cap_words) = (time_word){0};
  *ARENA_PUSH(a, w->masks, w->n_masks, w->cap_masks) = 0;
  name_fixed(w);
  for (int i = 0; i < N_LISTS && !s; i++) s = load_list(&x, pk, &lists[i], err);
  if (s || (s = load_words(&x, pk, err)) || (s = load_macros(w, pk, err)) || (s = load_cues(&x, pk, err)) ||
      (s = load_story(w, pk, err)))
    return s;
  load_endings(w, pk, "ordinal", &w->ordinal_endings, &w->n_ordinal_endings);
  load_endings(w, pk, "decade", &w->decade_endings, &w->n_decade_endings);
  load_endings(w, pk, "middle", &w->middles, &w->n_middles);
  load_endings(w, pk, "short", &w->short_marks, &w->n_short_marks);
  w->lexicon = l;
  mark_phrases(&x, pk);
  if (w->n_words > UINT16_MAX) return err_set(err, CH_ERR_PACK, "more than %d words about time", UINT16_MAX);
  uint16_t *index = ARENA_ARRAY(a, uint16_t, x.n_places);
  for (uint32_t i = 0; i < x.n_places; i++) index[i] = (uint16_t)x.places[i];
  w->index = index;
  w->n_index = x.n_places;
  return CH_OK;
}

class_set time_words_mask(const time_words *w, str names) {
  class_set mask = 0;
  for (str name; str_split(&names, '/', &name);) {
    const uint32_t *at = map_get(&w->names, str_trim(name));
    if (!at) return 0;
    mask |= w->masks[*at];
  }
  return mask;
}

/* ---- digits ---------------------------------------------------------------------------------- */

/* Takes digits off the front; false where there are none or more than nine. */
static bool eat_digits(str *s, int32_t *n, size_t *len) {
  uint32_t value;
  *len = 0;
  while (*len < s->len && s->ptr[*len] >= '0' && s->ptr[*len] <= '9') ++*len;
  if (!*len || *len > 9 || !str_u32((str){s->ptr, *len}, &value)) return false;
  *n = (int32_t)value;
  *s = str_sub(*s, *len, s->len);
  return true;
}

static bool is_one_of(str s, const str *list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (str_eq(s, list[i])) return true;
  return false;
}

/* "98" is 1998, "25" is 2025: the two digits of a year within 70 years back, 30 ahead of 2000. */
static int32_t full_year(int32_t n, size_t len) { return len == 2 ? n + (n < 50 ? 2000 : 1900) : n; }

static bool looks_like_year(int32_t n) { return 1000 <= n && n < 2200; }

/* Year first ("2025-06-25"), or day and month with the year last: a month over 12 tells the order, else
 * the US order for slashes and the European one for points, and the date is approximate. */
static digits date_of(const int32_t n[3], const size_t len[3], char mark) {
  digits d = {.classes = 0};
  if (len[0] == 4) {
    d.date = cal_of_md(n[0], n[1], n[2]);
  } else if (len[2] == 4 || (len[2] == 2 && mark == '/')) {
    bool day_first = mark == '.' ? n[1] <= 12 : n[0] > 12;
    d.date = cal_of_md(full_year(n[2], len[2]), n[day_first], n[!day_first]);
    d.approx = n[0] <= 12 && n[1] <= 12 && n[0] != n[1];
  }
  if (cal_known(d.date) && looks_like_year(cal_to_ymd(d.date.lo).year)) d.classes = CLASS_BIT(CLASS_DATE);
  return d;
}

static digits clock_of(int32_t hour, size_t len, str rest) {
  int32_t minute, second;
  size_t n;
  digits d = {.classes = 0};
  if (len > 2 || hour > 24 || !eat_digits(&rest, &minute, &n) || n != 2 || minute > 59) return d;
  if (rest.len && (rest.ptr[0] != ':' ||
                   (rest = str_sub(rest, 1, rest.len), !eat_digits(&rest, &second, &n)) || rest.len))
    return d;
  d.number = hour * 60 + minute;
  d.classes = CLASS_BIT(CLASS_CLOCK);
  return d;
}

static digits plain(int32_t n, size_t len) {
  digits d = {.classes = CLASS_BIT(CLASS_NUM), .number = n};
  if (len <= 2 && n >= 1 && n <= 31) d.classes |= CLASS_BIT(CLASS_DAY);
  if (len == 2) d.classes |= CLASS_BIT(CLASS_TWO);
  if (len == 4 && looks_like_year(n)) d.classes |= CLASS_BIT(CLASS_YEAR);
  if (len == 4 && n >= 1900 && n < 2100) d.classes |= CLASS_BIT(CLASS_YEAR_LIKELY);
  return d;
}

/* "1,200" is a number, and never a year. */
static digits grouped(int32_t n, str rest) {
  digits d = {.classes = 0};
  while (rest.len && rest.ptr[0] == ',') {
    int32_t group;
    size_t len;
    rest = str_sub(rest, 1, rest.len);
    if (!eat_digits(&rest, &group, &len) || len != 3 || n > 999999) return d;
    n = n * 1000 + group;
  }
  if (!rest.len) d = (digits){.classes = CLASS_BIT(CLASS_NUM), .number = n};
  return d;
}

digits time_words_digits(const time_words *w, str s) {
  digits d = {.classes = 0};
  int32_t n[3];
  size_t len[3];
  if (!eat_digits(&s, &n[0], &len[0])) return d;
  if (!s.len) return plain(n[0], len[0]);
  if (s.ptr[0] == ':') return clock_of(n[0], len[0], str_sub(s, 1, s.len));
  if (s.ptr[0] == ',' && len[0] <= 3) return grouped(n[0], s);
  if (is_one_of(s, w->ordinal_endings, w->n_ordinal_endings)) {
    d.classes =
        CLASS_BIT(CLASS_ORDINAL) | (n[0] >= 1 && n[0] <= 31 && len[0] <= 2 ? CLASS_BIT(CLASS_DAY) : 0);
    d.number = n[0];
    return d;
  }
  if (is_one_of(s, w->decade_endings, w->n_decade_endings) && n[0] % 10 == 0 &&
      (len[0] == 4 || len[0] == 2)) {
    d.number = len[0] == 2 ? 1900 + n[0] : n[0];
    d.classes = looks_like_year(d.number) ? CLASS_BIT(CLASS_DECADE) : 0;
    if (len[0] == 2) d.classes |= CLASS_BIT(CLASS_TWO);
    return d;
  }
  char mark = s.ptr[0];
  if (mark != '-' && mark != '/' && mark != '.') return d;
  for (int k = 1; k < 3; k++) {
    if (!s.len || s.ptr[0] != mark) return d;
    s = str_sub(s, 1, s.len);
    if (!eat_digits(&s, &n[k], &len[k])) return d;
  }
  return s.len ? d : date_of(n, len, mark);
}

/* ---- tokens ---------------------------------------------------------------------------------- */

/* The classes of a word as it is written and tagged. */
static class_set classes_as(const time_word *e, const token *t) {
  class_set c = t->upos == UPOS_VERB ? e->classes & ~e->no_verb : e->classes;
  if (!(t->flags & TOK_CAP)) return c & ~e->capital;
  return t->flags & TOK_FIRST ? c : c & ~e->small;
}

/* What is left of s behind one of the prefixes, or s. */
static str behind(str s, const str *prefixes, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (s.len > prefixes[i].len && str_starts(s, prefixes[i])) return str_sub(s, prefixes[i].len, s.len);
  return s;
}

#define LONGEST_NAME 16

/* "mid-June", "mid-1990s": the month or year behind the prefix, and that its middle is meant. A name is
 * folded into a buffer that the longest month fits; what does not fit is no month. */
static bool take_middle(const time_words *w, str text, const time_word **entry, digits *d) {
  char room[3 * LONGEST_NAME];
  str rest = behind(text, w->middles, w->n_middles);
  if (rest.len == text.len || rest.len > LONGEST_NAME) return false;
  size_t n = utf8_fold(rest, room, sizeof room);
  if (n == SIZE_MAX) return false;
  *entry = time_words_at(w, lexicon_find(w->lexicon, (str){room, n}));
  *d = time_words_digits(w, rest);
  return true;
}

/* The parts of a token: its word's entry, its digits, and whether "mid-" stands before them. */
typedef struct { const time_word *entry; digits d; bool middle; } reading;

static reading read_token(const time_words *w, const doc *d, uint32_t i) {
  const token *t = &d->tokens[i];
  reading r = {.entry = time_words_at(w, t->word)};
  if (t->flags & TOK_LINK) return (reading){.entry = w->words};
  if (t->flags & TOK_DIGIT) {
    str text = doc_str(d, i, i + 1);
    r.d = time_words_digits(w, behind(text, w->short_marks, w->n_short_marks));
  } else if (r.entry == w->words) {
    r.middle = take_middle(w, doc_str(d, i, i + 1), &r.entry, &r.d);
  }
  return r;
}

class_set time_words_classes(const time_words *w, const doc *d, uint32_t i) {
  const token *t = &d->tokens[i];
  const time_word *e = time_words_at(w, t->word);
  if (e != w->words && !(t->flags & (TOK_DIGIT | TOK_LINK))) return classes_as(e, t);
  reading r = read_token(w, d, i);
  return r.d.classes | (r.middle ? r.entry->classes & MIDDLE_CLASSES : classes_as(r.entry, t));
}

class_set time_words_tags(const doc *d, uint32_t i) {
  const token *t = &d->tokens[i];
  class_set c = 0;
  if (t->upos == UPOS_NOUN || t->upos == UPOS_PROPN) c |= CLASS_BIT(CLASS_NOUN);
  if (t->upos == UPOS_NOUN && (t->morph & MORPH_PLURAL)) c |= CLASS_BIT(CLASS_PLURAL);
  if (t->upos == UPOS_VERB || t->upos == UPOS_AUX) c |= CLASS_BIT(CLASS_VERB);
  return c;
}

int32_t time_words_value(const time_words *w, const doc *d, uint32_t i, time_class c) {
  reading r = read_token(w, d, i);
  for (uint32_t k = 0; k < r.entry->n; k++)
    if (w->senses[r.entry->first + k].class == c) return w->senses[r.entry->first + k].value;
  return r.d.number;
}

digits time_words_date(const time_words *w, const doc *d, uint32_t i) { return read_token(w, d, i).d; }
bool time_words_middle(const time_words *w, const doc *d, uint32_t i) { return read_token(w, d, i).middle; }
