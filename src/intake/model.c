#include "intake/model.h"
#include "intake/shape.h"

enum { WORD_MAX = 96 };

static str fold_to(str s, char out[WORD_MAX]) {
  size_t n = utf8_fold(s, out, WORD_MAX);
  return (str){out, n == SIZE_MAX ? 0 : n};
}

const uint32_t *word_get(const map *words, str word) {
  char room[WORD_MAX];
  str key = fold_to(word, room);
  return key.len ? map_get(words, key) : NULL;
}

bool word_in(const map *words, str word) { return word_get(words, word) != NULL; }

/* ---- phrases ---- */

static uint8_t start_bit(str s) {
  unsigned a = (unsigned char)s.ptr[0] | 0x20u, b = s.len > 1 ? (unsigned char)s.ptr[1] | 0x20u : 0x20u;
  return (uint8_t)(a * 37 + b);
}

/* False only where no phrase begins as s does. */
static bool may_start(const phrases *p, str s) {
  if (!s.len) return false;
  bool ascii = (unsigned char)s.ptr[0] < 0x80 && (s.len < 2 || (unsigned char)s.ptr[1] < 0x80);
  uint8_t bit = start_bit(s);
  return !ascii || (p->starts[bit / 64] >> bit % 64 & 1);
}

size_t phrase_at(const phrases *p, str s, uint32_t *value) {
  if (!may_start(p, s)) return 0;
  char key[WORD_MAX];
  size_t n = 0, at = 0, found = 0;
  str word;
  for (uint32_t words = 0; words < p->longest && word_next(s, &at, &word); words++) {
    if (n && n < WORD_MAX) key[n++] = ' ';
    size_t more = utf8_fold(word, key + n, WORD_MAX - n);
    if (more == SIZE_MAX) break;
    str whole = {key, n + more}, bare = str_of_trimmed(whole);
    const uint32_t *hit = map_get(&p->all, whole);
    size_t cut = 0;
    if (!hit && bare.len < whole.len && (hit = map_get(&p->all, bare))) cut = trailing_marks(word);
    if (hit) {
      found = (size_t)(word.ptr - s.ptr) + word.len - cut;
      if (value) *value = *hit;
    }
    if (bare.len < whole.len) break;         /* a phrase does not run over a mark */
    n += more;
  }
  return found;
}

size_t phrase_find(const phrases *p, str s, uint32_t *value) {
  size_t at = 0;
  str word;
  while (word_next(s, &at, &word)) {
    if (!may_start(p, word)) continue;
    size_t start = (size_t)(word.ptr - s.ptr);
    if (phrase_at(p, str_sub(s, start, s.len), value)) return start;
  }
  return SIZE_MAX;
}

static void add_phrase(phrases *p, arena *a, str text, uint32_t value) {
  if (!text.len) return;
  str key = utf8_folded(a, text), word;
  uint32_t words = 0;
  for (size_t at = 0; word_next(key, &at, &word);) words++;
  bool added;
  uint32_t *slot = map_put(&p->all, key, &added);
  if (added) *slot = value;
  if (words > p->longest) p->longest = words;
  uint8_t bit = start_bit(key);
  p->starts[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* ---- lines of page furniture ---- */

size_t line_key(str line, char out[LINE_KEY_MAX]) {
  if (line.len >= LINE_KEY_MAX) return 0;
  char folded[LINE_KEY_MAX];
  size_t n = utf8_fold(line, folded, sizeof folded), k = 0;
  if (n == SIZE_MAX) return 0;
  for (size_t i = 0; i < n; i++) {
    char c = folded[i];
    bool digit = c >= '0' && c <= '9', blank = c == ' ' || c == '\t';
    if (c == '*' || c == '_' || c == '\n') continue;
    if (digit && k && out[k - 1] == 'N') continue;
    if (blank && (!k || out[k - 1] == ' ')) continue;
    out[k++] = digit ? 'N' : blank ? ' ' : c;
  }
  while (k && out[k - 1] == ' ') k--;
  return k;
}

bool is_furniture(const intake_model *m, str key) {
  if (map_get(&m->furniture, key)) return true;
  for (uint32_t i = 0; i < m->n_furniture_starts; i++) {
    if (str_starts(key, m->furniture_starts[i])) return true;
  }
  return false;
}

size_t part_len(str s, size_t *behind) {
  static const str marks[] = {STR("|"), STR("\xE2\x80\xA2"), STR("\xC2\xB7")};
  for (size_t i = 0; i < s.len; i++) {
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
      if (str_starts(str_sub(s, i, s.len), marks[m])) return *behind = i + marks[m].len, i;
    }
  }
  return *behind = s.len;
}

bool is_furniture_parts(const intake_model *m, str line) {
  char room[LINE_KEY_MAX];
  if (line.len >= LINE_KEY_MAX) return false;
  size_t behind, n = part_len(line, &behind);
  if (n == line.len) return false;
  for (;;) {
    str part = str_strip(str_sub(line, 0, n)), key = {room, line_key(part, room)};
    if (part.len && !is_furniture(m, key)) return false;
    if (behind >= line.len) return true;
    line = str_sub(line, behind, line.len);
    n = part_len(line, &behind);
  }
}

/* ---- loading ---- */

static void load_words(map *words, arena *a, const pack *pk, const char *section) {
  const pack_table *t = pack_find(pk, section);
  map_init(words, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) *map_put(words, utf8_folded(a, pack_field(&t->rows[i], 0)), NULL) = i;
}

static void load_phrases(phrases *p, arena *a, const pack *pk, const char *section) {
  const pack_table *t = pack_find(pk, section);
  map_init(&p->all, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    add_phrase(p, a, pack_field(&t->rows[i], 0), i);
    str others = pack_field(&t->rows[i], 1), one;
    while (str_split(&others, ';', &one)) add_phrase(p, a, str_trim(one), i);
  }
}

/* Field 1 of each row, by the row's place. */
static const str *load_values(arena *a, const pack *pk, const char *section, uint32_t field) {
  const pack_table *t = pack_find(pk, section);
  str *values = ARENA_ARRAY(a, str, t->n);
  for (uint32_t i = 0; i < t->n; i++) values[i] = arena_str(a, pack_field(&t->rows[i], field));
  return values;
}

static ch_status load_numbers(map *words, arena *a, const pack *pk, const char *section, uint32_t max,
                              ch_error *err) {
  const pack_table *t = pack_find(pk, section);
  map_init(words, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    uint32_t n;
    if (!str_u32(pack_field(&t->rows[i], 1), &n) || n > max) {
      return pack_err(err, &t->rows[i], "[%s] wants a number up to %u in its second column", section, max);
    }
    *map_put(words, utf8_folded(a, pack_field(&t->rows[i], 0)), NULL) = n;
  }
  return CH_OK;
}

/* The place of the second field in a list of kinds; an empty one is kind 0 where that may be. */
static ch_status row_kind(uint32_t *out, const pack_row *row, const char *const *kinds, uint32_t n_kinds,
                          ch_error *err) {
  str word = pack_field(row, 1);
  for (uint32_t k = 0; k < n_kinds; k++) {
    if (str_eq(word, str_of(kinds[k]))) return *out = k, CH_OK;
  }
  return pack_err(err, row, "unknown kind \"%.*s\" in the second column", (int)word.len, word.ptr);
}

static ch_status load_fields(intake_model *m, arena *a, const pack *pk, ch_error *err) {
  static const char *const kinds[] = {"title", "date", "byline", "publisher", "noise"};
  const pack_table *t = pack_find(pk, "field-labels");
  map_init(&m->field_labels.all, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    uint32_t kind = 0;
    ch_status s = row_kind(&kind, &t->rows[i], kinds, 5, err);
    if (s) return s;
    add_phrase(&m->field_labels, a, pack_field(&t->rows[i], 0), kind);
  }
  return CH_OK;
}

static ch_status load_date_words(intake_model *m, arena *a, const pack *pk, ch_error *err) {
  static const char *const kinds[] = {"", "published", "updated", "number"};
  const pack_table *t = pack_find(pk, "date-labels");
  map_init(&m->date_words, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    uint32_t kind = 0;
    ch_status s = row_kind(&kind, &t->rows[i], kinds, 4, err);
    if (s) return s;
    *map_put(&m->date_words, utf8_folded(a, pack_field(&t->rows[i], 0)), NULL) = kind;
  }
  return CH_OK;
}

static void load_furniture(intake_model *m, arena *a, const pack *pk) {
  const pack_table *t = pack_find(pk, "page-furniture");
  str *starts = ARENA_ARRAY(a, str, t->n);
  map_init(&m->furniture, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    str line = pack_field(&t->rows[i], 0);
    bool start = str_ends(line, STR("*"));
    if (start) line.len--;
    char digits[LINE_KEY_MAX], room[LINE_KEY_MAX];
    if (line.len > sizeof digits) continue;
    for (size_t k = 0; k < line.len; k++) digits[k] = line.ptr[k] == 'N' ? '0' : line.ptr[k];
    str key = {room, line_key((str){digits, line.len}, room)};
    if (!key.len) continue;
    key = arena_str(a, key);
    if (start) starts[m->n_furniture_starts++] = key;
    else *map_put(&m->furniture, key, NULL) = i;
  }
  m->furniture_starts = starts;
}

static ch_status load_all(intake_model *m, arena *a, const pack *pk, ch_error *err) {
  load_phrases(&m->related_labels, a, pk, "related-labels");
  load_phrases(&m->note_labels, a, pk, "note-labels");
  load_phrases(&m->url_labels, a, pk, "url-labels");
  load_phrases(&m->credit_labels, a, pk, "credit-labels");
  load_phrases(&m->caption_labels, a, pk, "caption-labels");
  load_phrases(&m->caption_cues, a, pk, "caption-cues");
  load_phrases(&m->agencies, a, pk, "agencies");
  load_phrases(&m->byline_cues, a, pk, "byline-cues");
  m->agency_names = load_values(a, pk, "agencies", 0);
  load_words(&m->caption_stops, a, pk, "caption-stops");
  load_words(&m->byline_stops, a, pk, "byline-stops");
  load_words(&m->byline_jobs, a, pk, "byline-jobs");
  load_words(&m->weekdays, a, pk, "weekdays");
  load_words(&m->ordinals, a, pk, "ordinals");
  load_words(&m->open_words, a, pk, "open-words");
  load_words(&m->hyphen_parts, a, pk, "hyphen-parts");
  load_words(&m->name_links, a, pk, "name-links");
  load_words(&m->social_hosts, a, pk, "social-hosts");
  load_words(&m->zones, a, pk, "zones");
  m->zone_offsets = load_values(a, pk, "zones", 1);
  load_words(&m->publishers, a, pk, "publishers");
  m->publisher_names = load_values(a, pk, "publishers", 1);
  map_init(&m->papers, a, m->publishers.n);
  for (uint32_t i = 0; i < m->publishers.n; i++) {
    uint32_t row = m->publishers.entries[i].value;
    *map_put(&m->papers, utf8_folded(a, m->publisher_names[row]), NULL) = row;
  }
  load_furniture(m, a, pk);
  ch_status s = load_fields(m, a, pk, err);
  if (!s) s = load_date_words(m, a, pk, err);
  if (!s) s = load_numbers(&m->months, a, pk, "months", 12, err);
  if (!s) s = load_numbers(&m->clock, a, pk, "clock", 720, err);
  return s;
}

ch_status intake_load(const intake_model **out, arena *a, const pack *pk, ch_error *err) {
  intake_model *m = ARENA_NEW(a, intake_model);
  ch_status s = load_all(m, a, pk, err);
  *out = s ? NULL : m;
  return s;
}
