#include "intake/published.h"
#include "intake/address.h"

static bool digits(str s, size_t at, size_t n, uint32_t *out) {
  if (at + n > s.len) return false;
  if (at + n < s.len && s.ptr[at + n] >= '0' && s.ptr[at + n] <= '9') return false;
  return str_u32(str_sub(s, at, at + n), out);
}

static bool is_cut(char c) { return c == '/' || c == '-' || c == '_' || c == '.'; }

static cal_date day_of(uint32_t year, uint32_t month, uint32_t day) {
  if (year < 1900 || year > 2199 || month > 12 || day > 31) return CAL_NOTHING;
  if (!cal_is_date((int32_t)year, (int)month, (int)day)) return CAL_NOTHING;
  return cal_one_day(cal_from_ymd((int32_t)year, (int)month, (int)day));
}

/* "2025/06/25", "2025-06-25", "2025/jun/25" at s[at]. */
static cal_date parted_day(const intake_model *m, str s, size_t at, size_t *end) {
  uint32_t year, month, day;
  if (!digits(s, at, 4, &year) || at + 5 >= s.len || !is_cut(s.ptr[at + 4])) return CAL_NOTHING;
  size_t i = at + 5, from = i;
  while (i < s.len && i - from < 12 && !is_cut(s.ptr[i])) i++;
  if (i >= s.len || s.ptr[i] != s.ptr[at + 4]) return CAL_NOTHING;
  str part = str_sub(s, from, i);
  const uint32_t *named = word_get(&m->months, part);
  if (named) month = *named;
  else if (part.len > 2 || !str_u32(part, &month)) return CAL_NOTHING;
  size_t width = i + 2 < s.len && s.ptr[i + 2] >= '0' && s.ptr[i + 2] <= '9' ? 2 : 1;
  if (!digits(s, i + 1, width, &day)) return CAL_NOTHING;
  *end = i + 1 + width;
  return day_of(year, month, day);
}

static cal_date packed_day(str s, size_t at, size_t *end) {
  uint32_t n;
  if (!digits(s, at, 8, &n)) return CAL_NOTHING;
  *end = at + 8;
  return day_of(n / 10000, n / 100 % 100, n % 100);
}

cal_date published_of_url(const intake_model *m, str url, span *at) {
  size_t start = str_find(url, STR("://"));
  for (size_t i = start == SIZE_MAX ? 0 : start + 3; i + 1 < url.len; i++) {
    if (!is_cut(url.ptr[i]) || url.ptr[i + 1] < '0' || url.ptr[i + 1] > '9') continue;
    size_t end = 0;
    cal_date day = parted_day(m, url, i + 1, &end);
    if (!cal_known(day)) day = packed_day(url, i + 1, &end);
    if (!cal_known(day)) continue;
    *at = (span){(uint32_t)i + 1, (uint32_t)end};
    return day;
  }
  return CAL_NOTHING;
}

static void set(report *r, cal_date day, str text, bool minute, date_basis basis) {
  r->published = day;
  r->published_text = text;
  r->published_minute = minute;
  r->published_basis = basis;
}

static void set_from(report *r, arena *a, const datetext *d, date_basis basis) {
  set(r, datetext_day(d), datetext_iso(a, d), d->day && d->minute >= 0, basis);
}

/* The date the page prints: on a line of its own, else in the dateline. */
static const datetext *printed(const page_dates *page) {
  if (page->has_date && page->date.month) return &page->date;
  return page->has_line && page->line.has_date ? &page->line.date : NULL;
}

static bool from_text(report *r, arena *a, const page_dates *page) {
  const datetext *d = printed(page);
  if (!d || !cal_known(datetext_day(d))) return false;
  set_from(r, a, d, BASIS_DATELINE);
  r->published_at = page->date_at;
  r->published_in_text = true;
  return true;
}

/* "World news, 5 June 2025". */
static void from_title(report *r, arena *a, const page_dates *page) {
  if (page->title_date_at.start == page->title_date_at.end) return;
  set_from(r, a, &page->title_date, BASIS_DATELINE);
  r->published_at = page->title_date_at;
  r->published_in_text = true;
}

/* A date given as FACTS.md writes it or as people do. */
static bool from_given(report *r, arena *a, const intake_model *m, str given) {
  if (!str_trim(given).len) return false;
  datetext d;
  cal_date day;
  if (datetext_line(m, a, given, &d) && cal_known(datetext_day(&d))) {
    set_from(r, a, &d, BASIS_GIVEN);
  } else if (cal_parse(str_trim(given), &day)) {
    set(r, day, cal_str(a, day), false, BASIS_GIVEN);
  } else {
    report_note(a, r, STR("published"), STR("the date given is none that this program reads"), NULL);
    return false;
  }
  return true;
}

static bool from_url(report *r, arena *a, const intake_model *m) {
  span at;
  cal_date day = published_of_url(m, r->url, &at);
  if (!cal_known(day)) return false;
  set(r, day, cal_str(a, day), false, BASIS_URL);
  r->published_in_text = r->url_in_text;
  r->published_at = r->url_at;
  return true;
}

/* A day without a year ("LONDON, June 5") takes the year of the given date or the address if that is near. */
static void complete(report *r, arena *a, const page_dates *page) {
  const datetext *bare = printed(page);
  if (!bare || bare->year != CAL_NO_YEAR) return;
  if (!cal_known(r->published)) {
    report_note(a, r, STR("published"), STR("the date in the text has no year"), &page->date_at);
    return;
  }
  datetext d = *bare;
  d.year = cal_to_ymd(r->published.hi).year;
  cal_date day = datetext_day(&d);
  cal_day apart = r->published.hi - day.hi;
  if (r->published.grain != CAL_DAY || !cal_is_date(d.year, d.month, d.day)) return;
  if (apart < 0 || apart > 31) return;
  if (r->published_basis == BASIS_GIVEN) return;      /* when it came out; the line: when written */
  set_from(r, a, &d, BASIS_DATELINE);
  r->published_at = page->date_at;
  r->published_in_text = true;
}

void published_set(report *r, arena *a, const intake_model *m, const page_dates *page, str given) {
  if (from_text(r, a, page)) return;
  if (page->has_date && page->date.doubtful) {
    report_note(a, r, STR("published"), STR("day and month of the date could be either"), &page->date_at);
  }
  if (!from_given(r, a, m, given) && r->url.ptr) from_url(r, a, m);
  if (!cal_known(r->published)) from_title(r, a, page);
  complete(r, a, page);
}
