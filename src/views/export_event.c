/* export_event.c: what the formats ask of an event, from its row and the tables. */
#include "views/export.h"

enum { NUMBER_LETTERS = 10, LETTER_BITS = 5, DYAD_BITS = 13, PART = 3 };

/* ---- codes of actors ---- */

str export_part(str code, uint32_t i) {
  size_t from = (size_t)i * PART;
  if (!code.ptr || from >= code.len) return (str){"", 0};
  return str_sub(code, from, from + PART < code.len ? from + PART : code.len);
}

static bool is_state_part(const codes *c, str code, uint32_t i) {
  return !i && codes_state_of_cameo(c, export_part(code, 0));
}

static str nth_part(const codes *c, str code, uint32_t nth, bool role) {
  for (uint32_t i = 0; export_part(code, i).len; i++) {
    str part = export_part(code, i);
    if (is_state_part(c, code, i) || (codes_role(c, part) != NULL) != role) continue;
    if (!nth--) return part;
  }
  return (str){"", 0};
}

str export_role(const codes *c, str code, uint32_t nth) { return nth_part(c, code, nth, true); }
str export_other(const codes *c, str code, uint32_t nth) { return nth_part(c, code, nth, false); }

/* ---- days ---- */

static cal_day known_day(const json_t *row) {
  cal_date d;
  str text = row_str(row, "known_from");
  return text.ptr && cal_parse(text, &d) ? d.hi : CAL_OPEN_HI;
}

/* The last day it can have been: an interval counts by its end, what has happened by the day it was known. */
static void date_event(const view_export *x, export_event *e) {
  str text;
  cal_date d = row_when(e->row, &text);
  e->when = d;
  e->known = known_day(e->row);
  if (!cal_known(d) || d.no_year || (d.lo == CAL_OPEN_LO && d.hi == CAL_OPEN_HI)) return;
  e->dated = true;
  e->day = d.hi == CAL_OPEN_HI ? d.lo : d.hi;
  bool done = e->standing && e->standing->goes_out && e->known != CAL_OPEN_HI;
  if (done && e->day > e->known && (d.lo == CAL_OPEN_LO || d.lo <= e->known)) e->day = e->known;
  e->first = d.lo == CAL_OPEN_LO ? e->day : d.lo;
  uint32_t days = x->codes->historical_days;
  e->historical = e->known != CAL_OPEN_HI && (int64_t)e->known - e->day > (int64_t)days;
}

/* ---- sides ---- */

/* From the first day a role was used to the last it is known to have been held. */
static bool held_on(const json_t *role, cal_day day) {
  cal_date from, until;
  str a = row_str(role, "from"), b = row_str(role, "until");
  if (!a.ptr || !b.ptr || !cal_parse(a, &from) || !cal_parse(b, &until)) return false;
  cal_day lo = from.hi == CAL_OPEN_HI ? from.lo : from.hi, hi = until.lo == CAL_OPEN_LO ? until.hi : until.lo;
  return lo <= day && day <= hi;
}

static str title_on(arena *a, const json_t *actor, const export_event *e) {
  const json_t *roles = json_object_get(actor, "roles");
  str *titles = ARENA_ARRAY(a, str, json_array_size(roles));
  size_t i, n = 0;
  json_t *role;
  json_array_foreach(roles, i, role)
    if (e->dated && held_on(role, e->day) && row_str(role, "title").ptr) titles[n++] = row_str(role, "title");
  return arena_join(a, titles, n, STR(", "));
}

static void add_side(const view_export *x, export_event *e, export_side *s, const json_t *slot) {
  const json_t *actor = row_by_id(x->rows, row_str(slot, "actor"));
  s->name = row_str(actor, "name");
  s->party = row_str(slot, "party");
  s->code = row_str(slot, "code");
  s->state = codes_state(x->codes, s->party);
  s->title = title_on(x->step, actor, e);
}

static void add_sides(const view_export *x, export_event *e, int which, const char *key) {
  const json_t *slots = json_object_get(e->row, key);
  export_side *list = ARENA_ARRAY(x->step, export_side, json_array_size(slots));
  size_t i;
  json_t *slot;
  json_array_foreach(slots, i, slot) add_side(x, e, &list[e->n[which]++], slot);
  e->sides[which] = list;
}

static void place_event(const view_export *x, export_event *e) {
  const json_t *slot = json_object_get(e->row, "where"), *actor = row_by_id(x->rows, row_str(slot, "actor"));
  export_place *p = &e->place;
  p->name = row_str(actor, "name");
  if (!p->name.ptr) return;
  p->is_state = str_eq(row_str(actor, "kind"), STR("state"));
  p->state = codes_state_of_city(x->codes, p->name);
  if (p->is_state) p->state = codes_state(x->codes, row_str(slot, "party"));
  p->is_city = !p->is_state && p->state;
}

/* ---- codes of events ---- */

static void code_event(const view_export *x, export_event *e) {
  const cameo_code *c = codes_cameo(x->codes, e->cameo);
  e->code = c;
  if (!e->type.len && c) e->type = c->type;
  if (!e->mode.len && c && str_eq(c->type, e->type)) e->mode = c->mode;
}

/* Those that the row has, else those that its code implies. */
static void add_contexts(const view_export *x, export_event *e) {
  const json_t *given = json_object_get(e->row, "contexts");
  size_t n = json_array_size(given), i;
  bool implied = !n && e->code && e->code->contexts.len && str_eq(e->code->type, e->type);
  str rest = implied ? e->code->contexts : (str){NULL, 0}, one;
  str *list = ARENA_ARRAY(x->step, str, n + rest.len + 1);      /* a context has a letter at least */
  json_t *word;
  json_array_foreach(given, i, word)
    if (json_is_string(word)) list[e->n_contexts++] = str_of(json_string_value(word));
  while (str_split(&rest, ';', &one)) list[e->n_contexts++] = str_trim(one);
  e->contexts = list;
}

uint64_t export_number(str row_id) {
  uint64_t n = 0;
  for (size_t i = 2; i < 2 + NUMBER_LETTERS && i < row_id.len; i++) {
    char c = row_id.ptr[i];
    uint64_t digit = c >= 'a' && c <= 'z' ? (uint64_t)(c - 'a') : (uint64_t)(c - '2' + 26);
    n = n << LETTER_BITS | (digit & 31);
  }
  return n;
}

const export_event *export_event_of(const view_export *x, const json_t *row) {
  export_event *e = ARENA_NEW(x->step, export_event);
  e->row = row;
  e->id = row_str(row, "id");
  e->cameo = row_str(row, "cameo");
  e->type = row_str(row, "type");
  e->mode = row_str(row, "mode");
  e->status = row_str(row, "status");
  e->number = export_number(e->id) << DYAD_BITS;
  e->standing = codes_status(x->codes, e->status);
  e->negated = str_eq(row_str(row, "polarity"), STR("neg"));
  code_event(x, e);
  add_contexts(x, e);
  date_event(x, e);
  add_sides(x, e, SOURCE, "source");
  add_sides(x, e, TARGET, "target");
  place_event(x, e);
  e->report = export_report(x, json_array_get(json_object_get(row, "support"), 0));
  return e;
}

const json_t *export_report(const view_export *x, const json_t *support) {
  return row_by_id(x->rows, row_str(support, "report"));
}

json_int_t export_sources(const export_event *e, const char *key) {
  return json_integer_value(json_object_get(json_object_get(e->row, "sources"), key));
}
