#include "intake/datetext.h"
#include "intake/shape.h"

enum { T_END, T_NUMBER, T_WORD, T_MARK };
enum { TOKENS_MAX = 48, LINE_MAX_BYTES = 160 };      /* a longer line is no date line */

typedef struct { uint8_t kind; bool glued; uint32_t value; str s; } dtoken;   /* glued: no blank before it */
typedef struct {
  dtoken t[TOKENS_MAX + 3];    /* [n], then three ends: the readers look ahead that far */
  uint32_t n;
  const char *base;            /* the string they come from */
  const intake_model *m;
  arena *a;
} dtokens;

/* ---- tokens ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t word_end(str s, size_t i) {
  size_t start = i;
  while (i < s.len) {
    size_t next = i;
    if (!utf8_is_letter(utf8_next(s, &next))) break;
    i = next;
  }
  /* "a.m.": single letters and dots are one word */
  while (i == start + 1 && i + 1 < s.len && s.ptr[i] == '.' && utf8_is_letter((unsigned char)s.ptr[i + 1])) {
    start = i + 1;
    i += 2;
  }
  return i;
}

static bool tokenise(dtokens *d, str s) {
  d->n = 0;
  d->base = s.ptr;
  bool glued = false;
  for (size_t i = 0; i < s.len;) {
    size_t blank = blank_len(s, i), start = i;
    if (blank) {
      i += blank;
      glued = false;
      continue;
    }
    if (d->n == TOKENS_MAX) return false;
    dtoken *t = &d->t[d->n++];
    *t = (dtoken){.kind = T_MARK, .glued = glued};
    uint32_t c = utf8_next(s, &i);
    if (c < 0x80 && is_digit((char)c)) {
      while (i < s.len && is_digit(s.ptr[i])) i++;
      t->kind = T_NUMBER;
      if (!str_u32(str_sub(s, start, i), &t->value)) t->value = UINT32_MAX;
    } else if (utf8_is_letter(c)) {
      t->kind = T_WORD;
      i = word_end(s, start);
    } else {
      t->value = c;
    }
    t->s = str_sub(s, start, i);
    glued = true;
  }
  memset(&d->t[d->n], 0, 3 * sizeof *d->t);
  return true;
}

static bool is_mark(const dtoken *t, char c) { return t->kind == T_MARK && t->value == (uint32_t)c; }
static bool is_year(const dtoken *t) {
  return t->kind == T_NUMBER && t->s.len == 4 && t->value >= 1500 && t->value < 2200;
}
static bool is_day(const dtoken *t) {
  return t->kind == T_NUMBER && t->s.len <= 2 && t->value && t->value <= 31;
}

/* Looks a word up without its dots. */
static const uint32_t *look(const map *words, const dtoken *t) {
  char room[32];
  size_t n = 0;
  if (t->kind != T_WORD || t->s.len > sizeof room) return NULL;
  for (size_t i = 0; i < t->s.len; i++) {
    if (t->s.ptr[i] != '.') room[n++] = t->s.ptr[i];
  }
  return word_get(words, (str){room, n});
}

/* ---- dates ---- */

static uint32_t skip_mark(const dtokens *d, uint32_t i, const char *marks) {
  const dtoken *t = &d->t[i];
  return i + (t->kind == T_MARK && t->value < 0x80 && strchr(marks, (int)t->value) && t->value);
}

static datetext no_date(void) { return (datetext){.year = CAL_NO_YEAR, .minute = -1}; }

/* Year, if one follows at i: gives the token behind it. */
static uint32_t take_year(const dtokens *d, uint32_t i, datetext *out) {
  uint32_t k = skip_mark(d, i, ",.-/");
  if (!is_year(&d->t[k])) return i;
  out->year = (int32_t)d->t[k].value;
  return k + 1;
}

static uint32_t take_ordinal(const dtokens *d, uint32_t i) {
  return i + (d->t[i].glued && look(&d->m->ordinals, &d->t[i]) != NULL);
}

/* "June 25, 2025", "25 June 2025", "25th of June". */
static uint32_t named_date(const dtokens *d, uint32_t i, datetext *out) {
  const uint32_t *month = look(&d->m->months, &d->t[i]);
  uint32_t k = i;
  if (month) {
    k = skip_mark(d, i + 1, ".-/");
    if (!is_day(&d->t[k])) return i;
    out->day = (uint8_t)d->t[k].value;
    k = take_ordinal(d, k + 1);
  } else {
    if (!is_day(&d->t[i])) return i;
    k = skip_mark(d, take_ordinal(d, i + 1), "-/.");
    if (!look(&d->m->months, &d->t[k]) && d->t[k].kind == T_WORD && look(&d->m->date_words, &d->t[k])) k++;
    if (!(month = look(&d->m->months, &d->t[k]))) return i;
    out->day = (uint8_t)d->t[i].value;
    k++;
  }
  out->month = (uint8_t)*month;
  if (!cal_is_date(2000, out->month, out->day)) return i;
  k = take_year(d, is_mark(&d->t[k], '.') && !is_year(&d->t[k + 1]) ? skip_mark(d, k, ".") : k, out);
  return out->year != CAL_NO_YEAR && !cal_is_date(out->year, out->month, out->day) ? i : k;
}

/* "May 2011": a month alone, of a line that dates a page; the token behind it, or i. */
static uint32_t month_at(const dtokens *d, uint32_t i, datetext *out) {
  const uint32_t *month = look(&d->m->months, &d->t[i]);
  *out = no_date();
  uint32_t k = month ? take_year(d, i + 1, out) : i;
  if (!month || k == i + 1) return i;
  out->month = (uint8_t)*month;
  out->start = (size_t)(d->t[i].s.ptr - d->base);
  out->end = (size_t)(d->t[k - 1].s.ptr + d->t[k - 1].s.len - d->base);
  return k;
}

static bool set_day(datetext *out, uint32_t year, uint32_t month, uint32_t day) {
  if (month > 12 || day > 31 || !cal_is_date((int32_t)year, (int)month, (int)day)) return false;
  out->year = (int32_t)year;
  out->month = (uint8_t)month;
  out->day = (uint8_t)day;
  return true;
}

/* "2025-06-25", "25.06.2025", "6/25/2025". */
static uint32_t number_date(const dtokens *d, uint32_t i, datetext *out) {
  if (i + 4 >= d->n) return i;
  const dtoken *a = &d->t[i], *b = a + 2, *c = a + 4;
  uint32_t sep = a[1].value;
  bool seps = a[1].kind == T_MARK && a[3].kind == T_MARK && a[3].value == sep;
  if (!seps || (sep != '-' && sep != '/' && sep != '.')) return i;
  if ( a->kind != T_NUMBER || b->kind != T_NUMBER || c->kind != T_NUMBER) return i;
  if (!a[1].glued || !b->glued || !a[3].glued || !c->glued) return i;
  if (is_year(a)) return set_day(out, a->value, b->value, c->value) ? i + 5 : i;
  if (!is_year(c)) return i;
  bool day_first = sep == '.' || a->value > 12;
  out->doubtful = sep != '.' && a->value <= 12 && b->value <= 12 && a->value != b->value;
  uint32_t day = day_first ? a->value : b->value, month = day_first ? b->value : a->value;
  return set_day(out, c->value, month, day) ? i + 5 : i;
}

/* A date at token i: the token behind it, or i. */
static uint32_t date_at(const dtokens *d, uint32_t i, datetext *out) {
  *out = no_date();
  uint32_t k = number_date(d, i, out);
  if (k == i) {
    *out = no_date();
    k = named_date(d, i, out);
  }
  if (k == i) return i;
  out->start = (size_t)(d->t[i].s.ptr - d->base);
  out->end = (size_t)(d->t[k - 1].s.ptr + d->t[k - 1].s.len - d->base);
  return k;
}

/* ---- times ---- */

static uint32_t take_offset(const dtokens *d, uint32_t i, str *offset) {
  bool sign = is_mark(&d->t[i], '+') || is_mark(&d->t[i], '-');
  if (!sign || d->t[i + 1].kind != T_NUMBER || !d->t[i + 1].glued) return i;
  uint32_t hours = d->t[i + 1].value, minutes = 0, k = i + 2;
  if (d->t[i + 1].s.len == 4) minutes = hours % 100, hours /= 100;
  else if (is_mark(&d->t[k], ':') && d->t[k + 1].kind == T_NUMBER) minutes = d->t[k + 1].value, k += 2;
  if (hours > 14 || minutes > 59) return i;
  *offset = arena_printf(d->a, "%c%02u:%02u", (char)d->t[i].value, hours, minutes);
  return k;
}

static uint32_t take_zone(const dtokens *d, uint32_t i, str *offset) {
  uint32_t k = skip_mark(d, i, "(");
  const uint32_t *zone = look(&d->m->zones, &d->t[k]);
  if (!zone) return take_offset(d, i, offset);
  *offset = d->m->zone_offsets[*zone];
  k = take_offset(d, k + 1, offset);
  return skip_mark(d, k, ")");
}

/* "14:30", "2:30 p.m.", "2 p.m.", "1430 GMT"; behind a date "14.30" too: the token behind it, or i. */
static uint32_t time_at(const dtokens *d, uint32_t i, bool after_date, int32_t *minute, str *offset) {
  const dtoken *t = &d->t[i];
  if (t->kind != T_NUMBER) return i;
  uint32_t hour = t->value, min = 0, k = i + 1;
  const dtoken *next = t + 2;
  bool colon = is_mark(t + 1, ':'), dot = is_mark(t + 1, '.') && next->glued;
  bool parts = (colon || dot) && next->kind == T_NUMBER && next->s.len == 2;
  if (parts) min = next->value, k = i + 3;
  if (parts && is_mark(&d->t[k], ':') && d->t[k + 1].kind == T_NUMBER) k += 2;                  /* seconds */
  if (parts && is_mark(&d->t[k], '.') && d->t[k + 1].kind == T_NUMBER && d->t[k + 1].glued) k += 2;
  const uint32_t *half = look(&d->m->clock, &d->t[k]);
  bool military = !parts && t->s.len == 4 && look(&d->m->zones, &d->t[k]);
  if (half) {
    if (!hour || hour > 12) return i;
    hour = hour % 12 + *half / 60;
    k = skip_mark(d, k + 1, ".");
  } else if (military) {
    min = hour % 100;
    hour /= 100;
  } else if (!parts || (dot && !after_date && !look(&d->m->zones, &d->t[k]))) {
    return i;
  }
  if (hour > 23 || min > 59) return i;
  *minute = (int32_t)(60 * hour + min);
  return take_zone(d, k, offset);
}

/* ---- lines ---- */

static bool is_filler(const dtokens *d, const dtoken *t) {
  if (t->kind == T_WORD) {
    return look(&d->m->weekdays, t) || look(&d->m->zones, t) || str_eq(t->s, STR("T"));
  }
  return t->kind == T_MARK && !(t->value < 0x80 && strchr("\"'?!$%#*", (int)t->value));
}

/* What a line has given so far. A time belongs to the date before it, or else to the first one. */
typedef struct {
  datetext best, last;
  bool found, best_is_last;
  uint8_t label;
  int32_t minute;            /* before any date */
  str offset;
} gathering;

/* The better of two dates of one line: a published one, then the first that is no update. */
static bool is_better(const datetext *a, const datetext *b) {
  static const uint8_t rank[] = {[DATE_WORD] = 1, [DATE_PUBLISHED] = 0, [DATE_UPDATED] = 2};
  return rank[a->label] < rank[b->label];
}

static void take_found(gathering *g, datetext one) {
  one.label = g->label;
  if (!g->found) {
    one.minute = g->minute;
    one.offset = g->offset;
  }
  g->best_is_last = !g->found || is_better(&one, &g->best);
  *(g->best_is_last ? &g->best : &g->last) = one;
  g->found = true;
}

static uint32_t take_time(gathering *g, const dtokens *d, uint32_t i) {
  datetext *to = g->best_is_last ? &g->best : &g->last;
  if (g->found) return time_at(d, i, true, &to->minute, &to->offset);
  return time_at(d, i, false, &g->minute, &g->offset);
}

/* One token or several: the token behind them, or i where they belong in no date line. */
static uint32_t take_any(gathering *g, const dtokens *d, uint32_t i) {
  datetext one;
  uint32_t k = date_at(d, i, &one);
  if (k == i) k = month_at(d, i, &one);
  if (k > i) {
    take_found(g, one);
    return k;
  }
  if ((k = take_time(g, d, i)) > i) return k;
  const uint32_t *word = look(&d->m->date_words, &d->t[i]);
  if (word && *word == DATE_NUMBER) {
    k = skip_mark(d, i + 1, ".");
    return d->t[k].kind == T_NUMBER ? k + 1 : i;
  }
  if (word && *word) g->label = (uint8_t)*word;
  return i + (word || is_filler(d, &d->t[i]));
}

bool datetext_line(const intake_model *m, arena *a, str s, datetext *out) {
  dtokens d;
  if (s.len > LINE_MAX_BYTES || !has_digit(s)) return false;
  d.m = m;
  d.a = a;
  if (!tokenise(&d, s)) return false;
  gathering g = {.best = no_date(), .minute = -1, .offset = STR("")};
  for (uint32_t i = 0, k; i < d.n; i = k) {
    if ((k = take_any(&g, &d, i)) == i) return false;
  }
  *out = g.best;
  return g.found || (g.minute >= 0 && g.label != DATE_WORD);      /* "Last updated at 22:46 GMT" */
}

cal_date datetext_day(const datetext *d) {
  if (d->doubtful || d->year == CAL_NO_YEAR) return CAL_NOTHING;
  if (!d->day) return cal_of_month(d->year, d->month);
  return cal_one_day(cal_from_ymd(d->year, d->month, d->day));
}

str datetext_iso(arena *a, const datetext *d) {
  if (!d->day) return arena_printf(a, "%04d-%02u", (int)d->year, d->month);
  if (d->minute < 0) return arena_printf(a, "%04d-%02u-%02u", (int)d->year, d->month, d->day);
  return arena_printf(a, "%04d-%02u-%02uT%02d:%02d%.*s", (int)d->year, d->month, d->day, (int)d->minute / 60,
                      (int)d->minute % 60, (int)d->offset.len, d->offset.ptr);
}

/* ---- datelines ---- */

enum { DATELINE_MAX = 140, PLACE_TOKENS = 9, JOINT_BYTES = 3 };

static bool is_dash(const dtoken *t) {
  return t->kind == T_MARK && (t->value == '-' || (t->value >= 0x2012 && t->value <= 0x2014));
}

static bool all_capitals(str s) {
  for (size_t i = 0; i < s.len;) {
    uint32_t c = utf8_next(s, &i);
    if (utf8_is_letter(c) && !utf8_is_upper(c)) return false;
  }
  return s.len > 1;
}

static bool is_place_word(const dtokens *d, const dtoken *t) {
  return t->kind == T_WORD && is_capitalised(t->s) && !look(&d->m->months, t) && !look(&d->m->weekdays, t);
}

/* A mark that joins two words of a name: "St. Louis", "Tel Aviv-Yafo", "N’Djamena", "Lima / Quito"; a dot of
 * "D.C.". */
static bool is_inside_name(const dtoken *t) {
  bool ascii = t->kind == T_MARK && t->value < 0x80 && t->value;
  if (ascii && t->value == '.' && t->glued) return t[1].kind == T_WORD || is_mark(t + 1, ',');
  if (ascii && t->value == '/' && !t->glued)
    return t[1].kind == T_WORD && !t[1].glued && is_capitalised(t[1].s);
  bool curly = t->kind == T_MARK && (t->value == 0x2019 || t->value == 0x2013);
  bool mark = curly || (ascii && strchr("-'/", (int)t->value));
  return mark && t->glued && t[1].kind == T_WORD && t[1].glued;
}

/* "de" of "Rio de Janeiro", "and" of "Lima and Quito". */
static bool is_joint(const dtokens *d, const dtoken *t) {
  return t->kind == T_WORD && t->s.len <= JOINT_BYTES && !is_capitalised(t->s) && is_place_word(d, t + 1);
}

/* The place: capitalised words with commas; the first stretch of it is the town. */
static uint32_t take_place(const dtokens *d, uint32_t i, dateline *out, bool *caps) {
  uint32_t k = i, end = i;
  bool comma = false;
  for (; k < d->n && k - i < PLACE_TOKENS; k++) {
    const dtoken *t = &d->t[k];
    bool word = is_place_word(d, t), inner = k > i && (is_inside_name(t) || is_joint(d, t));
    if (word && !comma) end = k + 1;
    if (is_mark(t, ',') && k > i) comma = true;
    else if (!word && !inner) break;
  }
  if (end == i) return i;
  out->place_start = (size_t)(d->t[i].s.ptr - d->base);
  out->place_end = (size_t)(d->t[end - 1].s.ptr + d->t[end - 1].s.len - d->base);
  *caps = all_capitals(d->t[i].s);
  return k;
}

/* "(Agency)", "[Agency]", "/AGENCY/". */
static uint32_t take_agency(const dtokens *d, uint32_t i, dateline *out) {
  char close = is_mark(&d->t[i], '(') ? ')' : is_mark(&d->t[i], '[') ? ']' : is_mark(&d->t[i], '/') ? '/' : 0;
  if (!close) return i;
  uint32_t k = i + 1;
  while (k < d->n && k - i < 8 && !is_mark(&d->t[k], close)) k++;
  if (k >= d->n || !is_mark(&d->t[k], close) || k == i + 1) return i;
  const char *from = d->t[i + 1].s.ptr, *to = d->t[k - 1].s.ptr + d->t[k - 1].s.len;
  out->agency = (str){from, (size_t)(to - from)};
  return k + 1;
}

static uint32_t take_day(const dtokens *d, uint32_t i, dateline *out) {
  uint32_t k = skip_mark(d, i, ","), next;
  if (look(&d->m->weekdays, &d->t[k])) k = skip_mark(d, k + 1, ",");
  next = date_at(d, k, &out->date);
  if (next == k) next = month_at(d, k, &out->date);
  out->has_date = next > k;
  if (next > k) next = skip_mark(d, next, ".,");
  return next > k ? next : i;
}

/* "(5 June 2025)". */
static uint32_t take_day_in_brackets(const dtokens *d, uint32_t i, dateline *out) {
  uint32_t k = is_mark(&d->t[i], '(') ? take_day(d, i + 1, out) : i;
  if (k > i + 1 && is_mark(&d->t[k], ')')) return k + 1;
  out->has_date = false;
  return i;
}

/* ", 14:30 GMT" behind the day. */
static uint32_t take_clock(const dtokens *d, uint32_t i, dateline *out) {
  if (!out->has_date) return i;
  uint32_t from = skip_mark(d, i, ","), k = time_at(d, from, true, &out->date.minute, &out->date.offset);
  if (k == from) return i;
  out->date.end = (size_t)(d->t[k - 1].s.ptr + d->t[k - 1].s.len - d->base);
  return k;
}

/* Place, day and agency, in this order or the day last, the day perhaps behind a dash or a bar. */
static uint32_t take_parts(const dtokens *d, dateline *out, bool *caps) {
  uint32_t i = take_place(d, 0, out, caps);
  bool bar = i && (is_dash(&d->t[i]) || is_mark(&d->t[i], '|'));
  uint32_t k = take_day(d, i + bar, out);
  i = k > i + bar ? k : take_day_in_brackets(d, i, out);
  i = take_clock(d, i, out);
  i = take_agency(d, i, out);
  return out->has_date ? i : take_day(d, i, out);
}

/* The dash, bar, or dot behind "/AGENCY/" that ends the dateline: the token behind it, or i. */
static uint32_t take_terminator(const dtokens *d, uint32_t i, const dateline *out) {
  if (is_dash(&d->t[i])) return i + 1 + is_dash(&d->t[i + 1]);
  if (out->has_date && is_mark(&d->t[i], '|')) return i + 1;
  return out->agency.len && (is_mark(&d->t[i], '.') || is_mark(&d->t[i], ':')) ? i + 1 : i;
}

bool dateline_read(const intake_model *m, arena *a, str s, dateline *out) {
  dtokens d;
  d.m = m;
  d.a = a;
  *out = (dateline){.date = no_date()};
  str head = {s.ptr, s.len < DATELINE_MAX ? s.len : DATELINE_MAX};
  if (!tokenise(&d, head)) d.n = TOKENS_MAX, memset(&d.t[d.n], 0, 3 * sizeof *d.t);
  bool caps = false;
  uint32_t i = take_parts(&d, out, &caps);
  uint32_t k = take_terminator(&d, i, out);
  if (k == i || k >= d.n) return false;
  const dtoken *next = &d.t[k];
  if (next->kind == T_WORD && !is_capitalised(next->s)) return false;
  if (!caps && !out->agency.len && !out->has_date) return false;
  out->len = (size_t)(next->s.ptr - d.base);
  return out->place_end || out->agency.len || out->has_date;
}

bool dateline_line(const intake_model *m, arena *a, str s, dateline *out) {
  dtokens d;
  d.m = m;
  d.a = a;
  *out = (dateline){.date = no_date()};
  if (s.len > DATELINE_MAX || !has_digit(s) || !tokenise(&d, s)) return false;
  bool caps = false;
  uint32_t i = take_parts(&d, out, &caps);
  if (!out->place_end || !out->has_date) return false;
  i += is_dash(&d.t[i]) || is_mark(&d.t[i], ':');
  i += is_dash(&d.t[i]);
  out->len = s.len;
  return i >= d.n;
}
