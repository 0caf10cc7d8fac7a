#include "views/rows.h"
#include <stdlib.h>

static const char *const kind_words[ROW_KINDS] = {"report", "family", "link", "actor", "statement", "event", NULL};

view_rows *view_rows_new(void) {
  view_rows *rows = calloc(1, sizeof *rows);
  if (!rows) return NULL;
  bool good = (rows->ids = json_object()) != NULL;
  for (int k = 0; k < ROW_KINDS; k++) good &= (rows->lists[k] = json_array()) != NULL;
  if (good) return rows;
  view_rows_free(rows);
  return NULL;
}

void view_rows_free(view_rows *rows) {
  if (!rows) return;
  for (int k = 0; k < ROW_KINDS; k++) json_decref(rows->lists[k]);
  json_decref(rows->ids);
  free(rows);
}

static row_kind kind_of(const json_t *row) {
  str word = row_str(row, "row");
  for (row_kind k = ROW_REPORT; k < ROW_OTHER; k++)
    if (str_eq(word, str_of(kind_words[k]))) return k;
  return ROW_OTHER;
}

static int remember(view_rows *rows, const json_t *name, json_t *row) {
  return json_is_string(name) ? json_object_set(rows->ids, json_string_value(name), row) : 0;
}

/* jansson was seen to leave out a member where memory ran out half-way: rows are canonical, so all of one is there
 * when it would be written in as many bytes. */
static bool is_whole(const json_t *row, const char *line, size_t n) {
  while (n && line[n - 1] == '\n') n--;
  return json_dumpb(row, NULL, 0, JSON_COMPACT) == n;
}

int view_rows_take(const char *line, size_t n, void *payload) {
  view_rows *rows = payload;
  json_t *row = json_loadb(line, n, 0, NULL);
  if (!row || !is_whole(row, line, n)) {
    json_decref(row);
    return 1;
  }
  int failed = remember(rows, json_object_get(row, "id"), row);
  size_t i;
  json_t *m;
  json_array_foreach(json_object_get(row, "members"), i, m) failed |= remember(rows, m, row);
  failed |= json_array_append_new(rows->lists[kind_of(row)], row);
  return failed;
}

str row_str(const json_t *object, const char *key) {
  const json_t *v = json_object_get(object, key);
  return json_is_string(v) ? (str){json_string_value(v), json_string_length(v)} : (str){NULL, 0};
}

const json_t *row_by_id(const view_rows *rows, str row_id) {
  return row_id.ptr ? json_object_get(rows->ids, row_id.ptr) : NULL;      /* jansson's strings end with NUL */
}

ch_status row_find(const json_t **out, const view_rows *rows, str row_id, ch_error *err) {
  *out = row_by_id(rows, row_id);
  if (*out) return CH_OK;
  const char *key;
  json_t *row;
  size_t n = 0;
  json_object_foreach(rows->ids, key, row)
    if (row_id.len >= 6 && str_starts(str_of(key), row_id) && row != *out) {
      *out = row;
      n++;
    }
  if (n == 1) return CH_OK;
  return err_set(err, CH_ERR_ARG, n ? "several rows have an id that begins with %.*s" : "no row has the id %.*s",
                 (int)row_id.len, row_id.ptr);
}

void row_actor(buf *out, const view_rows *rows, str actor_id, str party, const char *otherwise) {
  str name = row_str(row_by_id(rows, actor_id), "name");
  if (name.ptr) buf_str(out, name);
  else buf_str(out, str_of(party.ptr ? "unnamed" : otherwise));
  if (party.ptr && !str_eq(party, name)) buf_printf(out, ", %.*s", (int)party.len, party.ptr);
}

static str report_source(const json_t *report) {
  const json_t *source = json_array_get(json_object_get(report, "source"), 0);
  return json_is_string(source) ? str_of(json_string_value(source)) : row_str(report, "id");
}

void row_source(buf *out, const json_t *report) {
  const json_t *given = json_array_get(json_object_get(report, "given_id"), 0);
  buf_str(out, report_source(report));
  if (json_is_string(given)) buf_printf(out, " %s", json_string_value(given));
}

str row_publisher(const json_t *report) {
  str name = row_str(report, "publisher");
  return name.ptr ? name : row_str(json_object_get(report, "publisher"), "name");
}

void row_place(buf *out, const view_rows *rows, const json_t *support) {
  buf_str(out, report_source(row_by_id(rows, row_str(support, "report"))));
  const json_t *start = json_array_get(json_object_get(support, "span"), 0);
  if (start) buf_printf(out, ":%lld", (long long)json_integer_value(start));
}

cal_date row_when(const json_t *row, str *text) {
  cal_date d = CAL_NOTHING;
  *text = row_str(json_object_get(row, "when"), "value");
  if (text->ptr) cal_parse(*text, &d);
  return d;
}

void row_sources(buf *out, const view_rows *rows, const json_t *row) {
  const json_t *support = json_object_get(row, "support");
  size_t n = json_array_size(support), i;
  json_t *s;
  row_place(out, rows, json_array_get(support, 0));
  json_array_foreach(support, i, s) {
    if (i == 0) continue;
    if (i == 4) {
      buf_printf(out, " and %zu more", n - 4);
      break;
    }
    str role = row_str(s, "role");
    buf_printf(out, "%s %.*s%s ", i == 1 ? " ·" : ",", str_eq(role, STR("first")) ? 4 : (int)role.len,
               str_eq(role, STR("first")) ? "also" : role.ptr ? role.ptr : "", json_is_true(json_object_get(s, "altered")) ? " (altered)" : "");
    row_place(out, rows, s);
  }
  json_int_t origins = json_integer_value(json_object_get(json_object_get(row, "sources"), "origins"));
  buf_printf(out, " · %lld origin%s", (long long)origins, origins == 1 ? "" : "s");
}

/* Whether a folded text holds folded words. Texts too long to fold here are let through. */
static bool holds(str text, str words) {
  char a[1024], b[256];
  size_t n = utf8_fold(text, a, sizeof a), m = utf8_fold(words, b, sizeof b);
  return n == SIZE_MAX || m == SIZE_MAX || str_find((str){a, n}, (str){b, m}) != SIZE_MAX;
}

static bool slots_have(const json_t *slots, str party) {
  size_t i;
  json_t *s;
  json_array_foreach(slots, i, s)
    if (str_eq(row_str(s, "party"), party)) return true;
  return false;
}

static bool party_wanted(const json_t *row, str party) {
  return str_eq(row_str(row, "party"), party) || slots_have(json_object_get(row, "source"), party) ||
         slots_have(json_object_get(row, "target"), party);
}

bool row_wanted(const view_rows *rows, const json_t *row, const view_options *o) {
  str text;
  cal_date d = row_when(row, &text);
  if (o->party.ptr && !party_wanted(row, o->party)) return false;
  if (o->speaker.ptr && !holds(row_str(row_by_id(rows, row_str(row, "speaker")), "name"), o->speaker)) return false;
  if (cal_known(o->since) && (!cal_known(d) || d.hi < o->since.lo)) return false;
  return !cal_known(o->until) || (cal_known(d) && d.lo <= o->until.hi);
}
