#include "views/export_fields.h"

static void put_row_word(tsv *t, const export_row *r, const char *key) {
  tsv_text(t, row_str(r->e->row, key));
}

/* ---- the event ---- */

void put_id(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, r->e->id); }
void put_label(tsv *t, const export_row *r, int side) { (void)side, put_row_word(t, r, "label"); }
void put_type(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, r->e->type); }
void put_mode(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, r->e->mode); }
void put_status(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, r->e->status); }
void put_polarity(tsv *t, const export_row *r, int side) { (void)side, put_row_word(t, r, "polarity"); }
void put_claimed_by(tsv *t, const export_row *r, int side) { (void)side, put_row_word(t, r, "claimed_by"); }

void put_alleged(tsv *t, const export_row *r, int side) {
  (void)side;
  const json_t *v = json_object_get(r->e->row, "alleged");
  if (json_is_boolean(v)) tsv_text(t, json_is_true(v) ? STR("true") : STR("false"));
}

void put_number(tsv *t, const export_row *r, int side) {
  (void)side;
  enum { LAST = 8191 };                 /* more dyads than a number has room for share the last one */
  tsv_number(t, (int64_t)(r->e->number + (r->dyad < LAST ? r->dyad : LAST)));
}

void put_contexts(tsv *t, const export_row *r, int side) {
  (void)side;
  for (uint32_t i = 0; i < r->e->n_contexts; i++) tsv_item(t, r->e->contexts[i]);
}

/* ---- its day ---- */

static void put_digits(tsv *t, int32_t n, int width) {
  buf_printf(t->out, "%0*d", width, n);
}

void put_day(tsv *t, const export_row *r, int side) { (void)side, cal_write(t->out, cal_one_day(r->e->day)); }
void put_when(tsv *t, const export_row *r, int side) {
  (void)side;
  tsv_text(t, row_str(json_object_get(r->e->row, "when"), "value"));
}

void put_year(tsv *t, const export_row *r, int side) {
  (void)side;
  put_digits(t, cal_to_ymd(r->e->day).year, 4);
}

void put_month(tsv *t, const export_row *r, int side) {
  (void)side;
  put_digits(t, cal_to_ymd(r->e->day).month, 2);
}

void put_day_of_month(tsv *t, const export_row *r, int side) {
  (void)side;
  put_digits(t, cal_to_ymd(r->e->day).day, 2);
}

void put_month_digits(tsv *t, const export_row *r, int side) {
  put_year(t, r, side);
  put_month(t, r, side);
}

void put_day_digits(tsv *t, const export_row *r, int side) {
  put_month_digits(t, r, side);
  put_day_of_month(t, r, side);
}

/* The year and the part of it that has gone by, with months of 30 days, as GDELT counts them. */
void put_fraction(tsv *t, const export_row *r, int side) {
  cal_ymd d = cal_to_ymd(r->e->day);
  int32_t days = (d.month - 1) * 30 + d.day, of = 365;
  put_year(t, r, side);
  buf_char(t->out, '.');
  put_digits(t, (2 * days * 10000 + of) / (2 * of), 4);
}

/* When the record came to know of it: the day; the time of day is not known and stands as midnight. */
void put_known(tsv *t, const export_row *r, int side) {
  (void)side;
  if (r->e->known == CAL_OPEN_HI) return;
  cal_ymd d = cal_to_ymd(r->e->known);
  put_digits(t, d.year, 4);
  put_digits(t, d.month, 2);
  put_digits(t, d.day, 2);
  tsv_text(t, STR("000000"));
}

/* ---- its code ---- */

static void put_start(tsv *t, str code, size_t n) {
  tsv_text(t, str_sub(code, 0, code.len < n ? code.len : n));
}

void put_cameo(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, r->e->cameo); }
void put_base(tsv *t, const export_row *r, int side) { (void)side, put_start(t, r->e->cameo, 3); }
void put_root(tsv *t, const export_row *r, int side) { (void)side, put_start(t, r->e->cameo, 2); }

static const cameo_code *code_of(const export_row *r) {
  static const cameo_code none = {0};
  return r->e->code ? r->e->code : &none;
}

void put_code_name(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, code_of(r)->name); }
void put_goldstein(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, code_of(r)->goldstein); }
void put_quad(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, code_of(r)->quad); }
void put_penta(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, code_of(r)->penta); }
void put_score(tsv *t, const export_row *r, int side) {
  (void)side;
  tsv_text(t, codes_score(r->x->codes, r->x->step, r->e->type, r->e->mode));
}

void put_quad_name(tsv *t, const export_row *r, int side) {
  (void)side;
  const plover_type *type = codes_type(r->x->codes, r->e->type);
  if (type) tsv_text(t, type->quad_name);
}

/* ---- one side of a dyad ---- */

static const export_side *side_of(const export_row *r, int side) {
  static const export_side nobody = {0};
  return r->side[side] ? r->side[side] : &nobody;
}

void put_name(tsv *t, const export_row *r, int side) { tsv_text(t, side_of(r, side)->name); }
void put_party(tsv *t, const export_row *r, int side) { tsv_text(t, side_of(r, side)->party); }
void put_code(tsv *t, const export_row *r, int side) { tsv_text(t, side_of(r, side)->code); }

void put_country_name(tsv *t, const export_row *r, int side) {
  const export_side *s = side_of(r, side);
  if (s->state) tsv_text(t, s->state->name);
}

/* As ICEWS has them: words, parted by commas. */
void put_sectors(tsv *t, const export_row *r, int side) {
  str code = side_of(r, side)->code, role;
  for (uint32_t i = 0; (role = export_role(r->x->codes, code, i)).len; i++) {
    if (i) tsv_text(t, STR(","));
    tsv_text(t, codes_role(r->x->codes, role)->icews);
  }
}

/* ---- all of a side ---- */

#define EACH_SIDE(s) \
  for (const export_side *s = r->e->sides[side]; s < r->e->sides[side] + r->e->n[side]; s++)

void put_names(tsv *t, const export_row *r, int side) { EACH_SIDE(s) tsv_item(t, s->name); }
void put_countries(tsv *t, const export_row *r, int side) {
  EACH_SIDE(s) tsv_item(t, s->state ? s->state->id : STR(""));
}
void put_cows(tsv *t, const export_row *r, int side) {
  EACH_SIDE(s) tsv_item(t, s->state ? s->state->cow : STR(""));
}
void put_titles(tsv *t, const export_row *r, int side) { EACH_SIDE(s) tsv_item(t, s->title); }

/* The sector of the nth role that has one in PLOVER; empty: none. */
static str sector_of(const codes *c, str code, uint32_t nth) {
  str role;
  for (uint32_t i = 0; (role = export_role(c, code, i)).len; i++) {
    str sector = codes_role(c, role)->sector;
    if (sector.len && !nth--) return sector;
  }
  return (str){"", 0};
}

void put_first_sectors(tsv *t, const export_row *r, int side) {
  EACH_SIDE(s) tsv_item(t, sector_of(r->x->codes, s->code, 0));
}

/* Adds an item that the list does not have yet; an empty one never. */
static void put_once(tsv *t, map *seen, str item, void put(tsv *, str)) {
  bool added = false;
  if (item.len) map_put(seen, item, &added);
  if (added) put(t, item);
}

void put_all_sectors(tsv *t, const export_row *r, int side) {
  map seen;
  str sector;
  map_init(&seen, r->x->step, 8);
  EACH_SIDE(s)
    for (uint32_t i = 0; (sector = sector_of(r->x->codes, s->code, i)).len; i++)
      put_once(t, &seen, sector, tsv_item);
}

/* ---- where ---- */

void put_place(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, r->e->place.name); }

void put_city(tsv *t, const export_row *r, int side) {
  (void)side;
  if (r->e->place.is_city) tsv_text(t, r->e->place.name);
}

void put_place_country(tsv *t, const export_row *r, int side) {
  (void)side;
  if (r->e->place.state) tsv_text(t, r->e->place.state->name);
}

void put_place_id(tsv *t, const export_row *r, int side) {
  (void)side;
  if (r->e->place.state) tsv_text(t, r->e->place.state->id);
}

/* ---- who tells it ---- */

void put_origins(tsv *t, const export_row *r, int side) {
  (void)side;
  tsv_number(t, export_sources(r->e, "origins"));
}

void put_outlets(tsv *t, const export_row *r, int side) {
  (void)side;
  tsv_number(t, export_sources(r->e, "outlets"));
}

void put_articles(tsv *t, const export_row *r, int side) {
  (void)side;
  tsv_number(t, export_sources(r->e, "reports"));
}

void put_mentions(tsv *t, const export_row *r, int side) {
  (void)side;
  tsv_number(t, json_integer_value(json_object_get(r->e->row, "support_count")));
}

static str publisher_of(const json_t *report) {
  return row_str(json_object_get(report, "publisher"), "name");
}

void put_publisher(tsv *t, const export_row *r, int side) {
  (void)side;
  tsv_text(t, publisher_of(r->e->report));
}

#define EACH_SUPPORT(s) \
  size_t i_support; \
  json_t *s; \
  json_array_foreach(json_object_get(r->e->row, "support"), i_support, s)

void put_publishers(tsv *t, const export_row *r, int side) {
  (void)side;
  map seen;
  map_init(&seen, r->x->step, 8);
  EACH_SUPPORT(s) put_once(t, &seen, publisher_of(export_report(r->x, s)), tsv_item);
}

void put_urls(tsv *t, const export_row *r, int side) {
  (void)side;
  map seen;
  map_init(&seen, r->x->step, 8);
  EACH_SUPPORT(s) put_once(t, &seen, row_str(export_report(r->x, s), "url"), tsv_url);
}

/* The first address there is. */
void put_url(tsv *t, const export_row *r, int side) {
  (void)side;
  EACH_SUPPORT(s) {
    str url = row_str(export_report(r->x, s), "url");
    if (!url.len) continue;
    tsv_url(t, url);
    return;
  }
}

/* "r-…:680": report and byte, as `chancery explain` takes them. */
void put_places(tsv *t, const export_row *r, int side) {
  (void)side;
  EACH_SUPPORT(s) {
    str report = row_str(s, "report");
    const json_t *start = json_array_get(json_object_get(s, "span"), 0);
    tsv_item(t, arena_printf(r->x->step, "%.*s:%lld", (int)report.len, report.ptr ? report.ptr : "",
                             (long long)json_integer_value(start)));
  }
}

void put_story(tsv *t, const export_row *r, int side) {
  (void)side;
  if (r->e->report) tsv_number(t, (int64_t)export_number(row_str(r->e->report, "id")));
}

void put_coder(tsv *t, const export_row *r, int side) { (void)side, tsv_text(t, r->x->o.coder); }

/* Of the first report, where the day is known. */
void put_published(tsv *t, const export_row *r, int side) {
  (void)side;
  cal_date d;
  str day = row_str(json_object_get(r->e->report, "published"), "value");
  if (day.ptr && cal_parse(day, &d) && d.lo == d.hi && !d.no_year) cal_write(t->out, cal_one_day(d.lo));
}
