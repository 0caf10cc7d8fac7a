#include "views/codes.h"

static const uint32_t several = UINT32_MAX;          /* a city's name that two states have */

typedef struct { codes *c; arena *a; const pack *pk; ch_error *err; ch_status status; } loading;

static const pack_table *table_of(loading *l, const char *name, bool needed) {
  const pack_table *t = pack_find(l->pk, name);
  if (needed && !t->n && !l->status)
    l->status = err_set(l->err, CH_ERR_PACK, "the pack has no [%s]; nothing can be exported without", name);
  return t;
}

/* "-2.5": what may stand as a number in any format. */
static bool is_number(str s) {
  size_t i = s.len && s.ptr[0] == '-', digits = 0, points = 0;
  for (; i < s.len; i++) {
    bool point = s.ptr[i] == '.';
    if (!point && (s.ptr[i] < '0' || s.ptr[i] > '9')) return false;
    if (point && (points++ || !digits || i + 1 == s.len)) return false;
    digits += !point;
  }
  return digits > 0;
}

static void check_number(loading *l, const pack_row *r, uint32_t field) {
  str s = pack_field(r, field);
  if (!l->status && s.len && !is_number(s))
    l->status = pack_err(l->err, r, "'%.*s' is no number; write it such as -2.5", (int)s.len, s.ptr);
}

static void load_cameo(loading *l) {
  const pack_table *t = table_of(l, "cameo-codes", true);
  cameo_code *rows = ARENA_ARRAY(l->a, cameo_code, t->n);
  map_init(&l->c->cameo, l->a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *r = &t->rows[i];
    for (uint32_t k = 2; k < 5; k++) check_number(l, r, k);
    rows[i] = (cameo_code){pack_field(r, 0), pack_field(r, 1), pack_field(r, 2), pack_field(r, 3),
                           pack_field(r, 4), pack_field(r, 5), pack_field(r, 6), pack_field(r, 7)};
    *map_put(&l->c->cameo, rows[i].code, NULL) = i;
  }
  l->c->cameo_rows = rows;
}

static void load_types(loading *l) {
  const pack_table *t = table_of(l, "plover-types", true);
  plover_type *rows = ARENA_ARRAY(l->a, plover_type, t->n);
  map_init(&l->c->types, l->a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *r = &t->rows[i];
    check_number(l, r, 1);
    check_number(l, r, 3);
    rows[i] = (plover_type){pack_field(r, 0), pack_field(r, 1), pack_field(r, 2), pack_field(r, 3),
                            str_eq(pack_field(r, 4), STR("yes"))};
    *map_put(&l->c->types, rows[i].type, NULL) = i;
  }
  l->c->type_rows = rows;
}

static str mode_key(arena *a, str type, str mode) {
  const str both[] = {type, mode};
  return arena_join(a, both, 2, STR(" "));
}

static void load_modes(loading *l) {
  const pack_table *t = table_of(l, "plover-modes", false);
  str *scores = ARENA_ARRAY(l->a, str, t->n);
  map_init(&l->c->modes, l->a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *r = &t->rows[i];
    check_number(l, r, 2);
    scores[i] = pack_field(r, 2);
    *map_put(&l->c->modes, mode_key(l->a, pack_field(r, 0), pack_field(r, 1)), NULL) = i;
  }
  l->c->mode_scores = scores;
}

static void load_roles(loading *l) {
  const pack_table *t = table_of(l, "actor-roles", false);
  actor_role *rows = ARENA_ARRAY(l->a, actor_role, t->n);
  map_init(&l->c->roles, l->a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *r = &t->rows[i];
    rows[i] = (actor_role){pack_field(r, 0), pack_field(r, 1), pack_field(r, 2)};
    *map_put(&l->c->roles, rows[i].role, NULL) = i;
  }
  l->c->role_rows = rows;
}

/* A value of [export]; empty: none. The last one counts, as an overlay's does. */
static str setting(const loading *l, str name) {
  const pack_table *t = pack_find(l->pk, "export");
  for (uint32_t i = t->n; i > 0; i--)
    if (str_eq(pack_field(&t->rows[i - 1], 0), name)) return pack_field(&t->rows[i - 1], 1);
  return (str){"", 0};
}

static state_codes state_of(loading *l, const pack_row *r) {
  state_codes s = {.id = pack_field(r, 0), .name = pack_field(r, 1), .cameo = pack_field(r, 6)};
  if (!s.cameo.len) s.cameo = s.id;
  else if (str_eq(s.cameo, STR("-"))) s.cameo = (str){"", 0};
  s.city_type = setting(l, arena_printf(l->a, "city-type %.*s", (int)s.id.len, s.id.ptr));
  if (!s.city_type.len) s.city_type = setting(l, STR("city-type"));
  return s;
}

static void add_city(codes *c, str name, uint32_t state) {
  bool added;
  uint32_t *place = map_put(&c->places, name, &added);
  *place = added || *place == state ? state : several;
}

static void load_states(loading *l) {
  codes *c = l->c;
  const pack_table *t = table_of(l, "states", false), *more = table_of(l, "country-codes", false);
  state_codes *rows = ARENA_ARRAY(l->a, state_codes, t->n);
  map_init(&c->states, l->a, t->n);
  map_init(&c->cameo_states, l->a, t->n);
  map_init(&c->places, l->a, 4 * t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    rows[i] = state_of(l, &t->rows[i]);
    *map_put(&c->states, rows[i].id, NULL) = i;
    if (rows[i].cameo.len) *map_put(&c->cameo_states, rows[i].cameo, NULL) = i;
    str capitals = pack_field(&t->rows[i], 5), name;
    while (str_split(&capitals, ';', &name))
      if ((name = str_trim(name)).len) add_city(c, name, i);
  }
  for (uint32_t i = 0; i < more->n; i++) {
    const uint32_t *at = map_get(&c->states, pack_field(&more->rows[i], 0));
    if (!at) continue;
    rows[*at].fips = pack_field(&more->rows[i], 1);
    rows[*at].cow = pack_field(&more->rows[i], 2);
    check_number(l, &more->rows[i], 2);
  }
  c->state_rows = rows;
}

static void load_cities(loading *l) {
  const pack_table *t = table_of(l, "cities", false), *doubtful = table_of(l, "ambiguous", false);
  for (uint32_t i = 0; i < t->n; i++) {
    const uint32_t *state = map_get(&l->c->states, pack_field(&t->rows[i], 1));
    if (state) add_city(l->c, pack_field(&t->rows[i], 0), *state);
  }
  for (uint32_t i = 0; i < doubtful->n; i++)
    *map_put(&l->c->places, pack_field(&doubtful->rows[i], 0), NULL) = several;
}

static void load_statuses(loading *l) {
  const pack_table *t = table_of(l, "export-status", true);
  status_codes *rows = ARENA_ARRAY(l->a, status_codes, t->n);
  map_init(&l->c->statuses, l->a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *r = &t->rows[i];
    rows[i] = (status_codes){pack_field(r, 0), pack_field(r, 2), str_eq(pack_field(r, 1), STR("yes"))};
    *map_put(&l->c->statuses, rows[i].status, NULL) = i;
  }
  l->c->status_rows = rows;
}

static void load(void *payload) {
  loading *l = payload;
  l->c = ARENA_NEW(l->a, codes);
  load_cameo(l);
  load_types(l);
  load_modes(l);
  load_roles(l);
  load_states(l);
  load_cities(l);
  load_statuses(l);
  uint32_t days;
  l->c->historical_days = str_u32(setting(l, STR("historical-days")), &days) ? days : UINT32_MAX;
}

ch_status codes_load(const codes **out, arena *a, const pack *pk, ch_error *err) {
  loading l = {.a = a, .pk = pk, .err = err};
  *out = NULL;
  if (!arena_run(a, load, &l)) return err_set(err, CH_ERR_MEMORY, "out of memory for the pack's codes");
  if (!l.status) *out = l.c;
  return l.status;
}

/* ---- looking up ---- */

static const uint32_t *find(const map *m, str key) { return key.ptr && key.len ? map_get(m, key) : NULL; }

const cameo_code *codes_cameo(const codes *c, str code) {
  const uint32_t *at = find(&c->cameo, code);
  return at ? &c->cameo_rows[*at] : NULL;
}

const plover_type *codes_type(const codes *c, str type) {
  const uint32_t *at = find(&c->types, type);
  return at ? &c->type_rows[*at] : NULL;
}

str codes_score(const codes *c, arena *a, str type, str mode) {
  const plover_type *t = codes_type(c, type);
  const uint32_t *at = t && mode.len ? map_get(&c->modes, mode_key(a, type, mode)) : NULL;
  if (at && c->mode_scores[*at].len) return c->mode_scores[*at];
  return t ? t->score : (str){"", 0};
}

const actor_role *codes_role(const codes *c, str role) {
  const uint32_t *at = find(&c->roles, role);
  return at ? &c->role_rows[*at] : NULL;
}

const state_codes *codes_state(const codes *c, str state_id) {
  const uint32_t *at = find(&c->states, state_id);
  return at ? &c->state_rows[*at] : NULL;
}

const state_codes *codes_state_of_cameo(const codes *c, str country) {
  const uint32_t *at = find(&c->cameo_states, country);
  return at ? &c->state_rows[*at] : NULL;
}

const state_codes *codes_state_of_city(const codes *c, str name) {
  const uint32_t *at = find(&c->places, name);
  return at && *at != several ? &c->state_rows[*at] : NULL;
}

const status_codes *codes_status(const codes *c, str status) {
  const uint32_t *at = find(&c->statuses, status);
  return at ? &c->status_rows[*at] : NULL;
}
