#include "intake/publisher.h"
#include "intake/address.h"

/* Without the ends that name no publisher: ".com", ".co.uk". */
static str bare_host(str host) {
  size_t dots = 0, last = 0, before = 0;
  for (size_t i = 0; i < host.len; i++) {
    if (host.ptr[i] != '.') continue;
    dots++;
    before = last;
    last = i;
  }
  if (!dots) return host;
  bool second_level = dots > 1 && last - before - 1 <= 3 && host.len - last - 1 == 2;
  return str_sub(host, 0, second_level ? before : last);
}

/* The host's own row, else that of the domain it is in: "edition.example.org", "example.org". */
static const uint32_t *find_host(const intake_model *m, str host) {
  for (;;) {
    const uint32_t *row = word_get(&m->publishers, host);
    size_t dot = str_find(host, STR("."));
    if (row || dot == SIZE_MAX) return row;
    host = str_sub(host, dot + 1, host.len);
  }
}

str publisher_of_url(arena *a, const intake_model *m, str url) {
  str host = address_host(url);
  if (!host.len || str_find(host, STR(".")) == SIZE_MAX || address_is_social(m, url)) return (str){NULL, 0};
  const uint32_t *row = find_host(m, host);
  if (row) return m->publisher_names[*row];
  host = utf8_folded(a, host);
  if (str_starts(host, STR("www."))) host = str_sub(host, 4, host.len);
  return arena_str(a, bare_host(host));
}

static str known_name(const intake_model *m, str s) {
  uint32_t row;
  const uint32_t *paper = word_get(&m->papers, s);
  if (paper) return m->publisher_names[*paper];
  return phrase_find(&m->agencies, s, &row) != SIZE_MAX ? m->agency_names[row] : (str){NULL, 0};
}

static void set(report *r, str name, str basis) {
  if (r->publisher.ptr || !name.len) return;
  r->publisher = name;
  r->publisher_basis = basis;
}

void publisher_set(report *r, arena *a, const intake_model *m, const page_dates *page, str given) {
  if (str_trim(given).len) set(r, arena_str(a, str_trim(given)), STR("given"));
  if (r->url.ptr) set(r, publisher_of_url(a, m, r->url), STR("url"));
  if (page->site.ptr) set(r, known_name(m, page->site), STR("text"));
  if (page->agency.ptr) set(r, known_name(m, page->agency), STR("text"));
  if (page->has_line && page->line.agency.ptr) set(r, known_name(m, page->line.agency), STR("text"));
}
