/* export_plover.c: an event as a line of PLOVER's JSON. A field that is not known is left out. */
#include "views/export.h"

enum { PLOVER_PARTS = 2 };               /* of a sector: a primary code and a secondary one */

static void key_text(jw *j, const char *key, str s) {
  if (s.len) jw_key_str(j, key, s);
}

static void key_list(jw *j, const char *key, const str *items, uint32_t n) {
  if (!n) return;
  jw_key(j, key);
  jw_array(j);
  for (uint32_t i = 0; i < n; i++) jw_str(j, items[i]);
  jw_end(j);
}

/* ---- entities ---- */

/* The state, else what the code begins with: a state (PSE of PSEHMS) or a kind of body (IGO of IGOUNO). */
static str entity_code(const codes *c, const export_side *s) {
  if (s->state) return s->state->id;
  str first = export_part(s->code, 0);
  const state_codes *state = codes_state_of_cameo(c, first);
  return state ? state->id : first;
}

static void key_sector(const view_export *x, jw *j, const export_side *s) {
  str parts[PLOVER_PARTS], role;
  uint32_t n = 0;
  for (uint32_t i = 0; n < PLOVER_PARTS && (role = export_role(x->codes, s->code, i)).len; i++) {
    str sector = codes_role(x->codes, role)->sector;
    if (sector.len && (!n || !str_eq(parts[0], sector))) parts[n++] = sector;
  }
  if (n) jw_key_str(j, "sector", arena_join(x->step, parts, n, STR("")));
}

static void key_entities(const view_export *x, jw *j, const char *key, const export_side *sides, uint32_t n) {
  jw_key(j, key);
  jw_array(j);
  for (uint32_t i = 0; i < n; i++) {
    jw_object(j);
    key_text(j, "code", entity_code(x->codes, &sides[i]));
    key_text(j, "identifier_text", sides[i].name);
    key_text(j, "office", sides[i].title);
    key_sector(x, j, &sides[i]);
    jw_end(j);
  }
  jw_end(j);
}

/* ---- the event ---- */

static void key_dates(const view_export *x, jw *j, const export_event *e) {
  jw_key_str(j, "date", cal_str(x->step, cal_one_day(e->first)));
  if (e->first < e->day) jw_key_str(j, "enddate", cal_str(x->step, cal_one_day(e->day)));
}

/* The mode, and the auxiliary ones: it is past long since, to come, not real, or did not happen. */
static void key_modes(jw *j, const export_event *e) {
  str modes[4];
  uint32_t n = 0;
  str aux = e->standing ? e->standing->aux : (str){"", 0};
  bool negation = str_eq(aux, STR("negation"));
  if (e->mode.len) modes[n++] = e->mode;
  if (e->historical) modes[n++] = STR("historical");
  if (aux.len) modes[n++] = aux;
  if (e->negated && !negation) modes[n++] = STR("negation");
  key_list(j, "mode", modes, n);
}

static void key_scores(const view_export *x, jw *j, const export_event *e) {
  const plover_type *type = codes_type(x->codes, e->type);
  str score = codes_score(x->codes, x->step, e->type, e->mode);
  if (type && type->quad.len) jw_key(j, "quad_code"), jw_raw(j, type->quad);
  if (score.len) jw_key(j, "event_scale"), jw_raw(j, score);
}

/* As GeoNames calls its fields. */
static void key_place(jw *j, const export_place *p) {
  if (!p->name.len) return;
  jw_key(j, "event_loc");
  jw_object(j);
  jw_key_str(j, "name", p->name);
  if (p->state) jw_key_str(j, "cc3", p->state->id);
  jw_end(j);
}

static str place_of(const view_export *x, const json_t *support) {
  str report = row_str(support, "report");
  const json_t *start = json_array_get(json_object_get(support, "span"), 0);
  if (!report.len || !start) return report;
  return arena_printf(x->step, "%.*s:%lld", (int)report.len, report.ptr, (long long)json_integer_value(start));
}

static void key_citation(const view_export *x, jw *j, const export_event *e) {
  jw_key(j, "cite_info");
  jw_object(j);
  key_text(j, "citation", place_of(x, json_array_get(json_object_get(e->row, "support"), 0)));
  key_text(j, "coder", x->o.coder);
  key_text(j, "codebook", x->o.pack);
  key_text(j, "publication", row_str(json_object_get(e->report, "publisher"), "name"));
  key_text(j, "title", row_str(e->report, "title"));
  key_text(j, "url", row_str(e->report, "url"));
  jw_end(j);
}

/* What has no field of its own: how it stands, who alone says so, how many tell it by themselves. */
static str comment_of(const view_export *x, const export_event *e) {
  str claimed = row_str(e->row, "claimed_by"), parts[5];
  uint32_t n = 0;
  if (e->status.len) parts[n++] = arena_printf(x->step, "status %.*s", (int)e->status.len, e->status.ptr);
  parts[n++] = arena_printf(x->step, "origins %lld", (long long)export_sources(e, "origins"));
  if (e->cameo.len) parts[n++] = arena_printf(x->step, "CAMEO %.*s", (int)e->cameo.len, e->cameo.ptr);
  if (claimed.len) parts[n++] = arena_printf(x->step, "claimed by %.*s", (int)claimed.len, claimed.ptr);
  if (json_is_true(json_object_get(e->row, "alleged"))) parts[n++] = STR("alleged");
  return arena_join(x->step, parts, n, STR("; "));
}

void export_write_plover(view_export *x, const export_event *e) {
  jw *j = jw_new(x->step, &x->out);
  str label = row_str(e->row, "label");
  jw_object(j);
  jw_key_str(j, "id", e->id);
  key_dates(x, j, e);
  key_entities(x, j, "actor", e->sides[SOURCE], e->n[SOURCE]);
  if (e->n[TARGET]) key_entities(x, j, "recipient", e->sides[TARGET], e->n[TARGET]);
  key_list(j, "event", &e->type, 1);
  key_list(j, "event_text", &label, label.len ? 1 : 0);
  key_list(j, "context", e->contexts, e->n_contexts);
  key_modes(j, e);
  key_scores(x, j, e);
  key_place(j, &e->place);
  key_citation(x, j, e);
  key_text(j, "coder", x->o.coder);
  jw_key_str(j, "comment", comment_of(x, e));
  jw_end(j);
  buf_char(&x->out, '\n');
  x->count.rows++;
}
