#include "record/factset.h"

typedef struct {
  arena *a;
  const char *why;             /* first thing that is wrong; NULL: nothing */
  str text;
} reader;

static void wrong(reader *r, const char *why) {
  if (!r->why) r->why = why;
}

/* ---- values -------------------------------------------------------------------------------------------- */

static str borrowed(json_t *object, const char *key) {
  json_t *v = json_object_get(object, key);
  return json_is_string(v) ? (str){json_string_value(v), json_string_length(v)} : (str){NULL, 0};
}

static str copied(reader *r, json_t *object, const char *key) {
  return arena_str(r->a, borrowed(object, key));
}

static bool truth(json_t *object, const char *key) { return json_is_true(json_object_get(object, key)); }
static int64_t number(json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}

static str fact_id(reader *r, json_t *object, const char *key) {
  str s = copied(r, object, key);
  if (s.ptr && !id_valid(s)) wrong(r, "an id is not of the form letter-26 letters");
  return s;
}

static str own_id(reader *r, json_t *object) {
  str s = fact_id(r, object, "id");
  if (!s.ptr) wrong(r, "a fact has no id");
  return s;
}

/* [start,end] inside the text. */
static bool as_span(reader *r, json_t *v, span *out) {
  *out = (span){0, 0};
  if (!json_is_array(v)) return false;
  json_t *start = json_array_get(v, 0), *end = json_array_get(v, 1);
  int64_t s = json_integer_value(start), e = json_integer_value(end);
  if (!json_is_integer(start) || !json_is_integer(end) || s < 0 || e < s || (uint64_t)e > r->text.len) {
    wrong(r, "a span is not [start,end] inside the text");
    return false;
  }
  *out = (span){(uint32_t)s, (uint32_t)e};
  return true;
}

static bool span_of(reader *r, json_t *object, const char *key, span *out) {
  return as_span(r, json_object_get(object, key), out);
}

static span *spans_of(reader *r, json_t *list, uint32_t *n) {
  size_t all = json_array_size(list);
  span *out = ARENA_ARRAY(r->a, span, all);
  *n = 0;
  for (size_t i = 0; i < all; i++)
    if (as_span(r, json_array_get(list, i), &out[*n])) ++*n;
  return out;
}

static cal_date date_of(json_t *object, const char *key) {
  cal_date d;
  return cal_parse(borrowed(object, key), &d) ? d : CAL_NOTHING;
}

/* ---- report -------------------------------------------------------------------------------------------- */

static void read_pieces(reader *r, block *b, json_t *o) {
  json_t *list = json_object_get(o, "pieces");
  if (json_array_size(list)) {
    b->pieces = spans_of(r, list, &b->n_pieces);
    for (uint32_t i = 0; i < b->n_pieces; i++)
      if (b->pieces[i].start < (i ? b->pieces[i - 1].end : b->at.start) || b->pieces[i].end > b->at.end)
        wrong(r, "pieces of a block are out of order");
    return;
  }
  span *one = ARENA_NEW(r->a, span);
  *one = b->at;
  b->pieces = one;
  b->n_pieces = 1;
}

static void read_blocks(reader *r, report *out, json_t *list) {
  size_t all = json_array_size(list);
  block *blocks = ARENA_ARRAY(r->a, block, all);
  uint32_t n = 0, end = 0;
  for (size_t i = 0; i < all; i++) {
    json_t *o = json_array_get(list, i);
    block *b = &blocks[n];
    if (!block_kind_parse(borrowed(o, "kind"), &b->kind) || !span_of(r, o, "span", &b->at)) continue;
    if (b->at.start < end) wrong(r, "blocks are out of order");
    end = b->at.end;
    read_pieces(r, b, o);
    n++;
  }
  out->blocks = blocks;
  out->n_blocks = n;
}

static void read_published(reader *r, report *out, json_t *o) {
  if (!date_basis_parse(borrowed(o, "basis"), &out->published_basis)) out->published_basis = BASIS_NONE;
  if (out->published_basis == BASIS_INHERITED) return;      /* not the report's own */
  out->published = date_of(o, "value");
  if (out->published.no_year) out->published = CAL_NOTHING;
  if (cal_known(out->published)) out->published_text = copied(r, o, "value");
}

static void read_head(reader *r, report *out, json_t *o) {
  json_t *title = json_object_get(o, "title"), *publisher = json_object_get(o, "publisher");
  json_t *url = json_object_get(o, "url");
  out->given_id = copied(r, o, "given_id");
  out->source = copied(r, o, "source");
  out->language = copied(r, o, "language");
  out->title = copied(r, title, "text");
  out->title_in_text = span_of(r, title, "span", &out->title_at);
  out->publisher = copied(r, publisher, "name");
  out->publisher_basis = copied(r, publisher, "basis");
  out->url = copied(r, url, "value");
  out->url_in_text = span_of(r, url, "span", &out->url_at);
}

static const report *read_report(reader *r, json_t *o) {
  report *out = ARENA_NEW(r->a, report);
  str rid = borrowed(o, "id");
  if (!id_valid(rid)) wrong(r, "report.id is not of the form letter-26 letters");
  else memcpy(out->id.z, rid.ptr, ID_LEN);
  out->text = r->text = copied(r, o, "text");
  if (!r->text.ptr) wrong(r, "these facts have no text and cannot be kept; read without --no-text");
  if (r->text.len >= UINT32_MAX) wrong(r, "the text is over 4 GiB");
  if (r->why) return out;
  read_head(r, out, o);
  read_published(r, out, json_object_get(o, "published"));
  read_blocks(r, out, json_object_get(o, "blocks"));
  if (!r->why) report_lay_view(r->a, out);
  return out;
}

/* ---- facts --------------------------------------------------------------------------------------------- */

static set_time read_time(reader *r, json_t *o) {
  json_t *e = json_object_get(o, "expr");
  time_expr_text t = {
      .base = borrowed(e, "base"), .op = borrowed(e, "op"), .offset = borrowed(e, "offset"),
      .offset2 = borrowed(e, "offset2"), .grain = borrowed(e, "grain"), .unit = borrowed(e, "unit"),
      .literal = borrowed(e, "literal"), .weekday = number(e, "weekday"), .month = number(e, "month"), .feast = number(e, "feast"),
      .day = number(e, "day"), .bias = number(e, "bias"), .part = number(e, "part"),
      .approx = truth(e, "approx")};
  set_time out = {.id = own_id(r, o), .base = copied(r, e, "base"), .value = date_of(o, "value")};
  out.has_expr = json_is_object(e) && time_expr_parse(&t, &out.expr);
  return out;
}

static void read_roles(reader *r, set_actor *out, json_t *list) {
  size_t all = json_array_size(list);
  set_role *roles = ARENA_ARRAY(r->a, set_role, all);
  for (size_t i = 0; i < all; i++) {
    json_t *o = json_array_get(list, i);
    roles[out->n_roles] = (set_role){copied(r, o, "title"), copied(r, o, "of")};
    if (roles[out->n_roles].title.ptr) out->n_roles++;
  }
  out->roles = roles;
}

/* The white space in a name is made single: names cross lines. */
static str spaced(arena *a, str s) {
  char *p = arena_alloc(a, s.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    bool space = s.ptr[i] == ' ' || (s.ptr[i] >= '\t' && s.ptr[i] <= '\r');
    if (!space) p[n++] = s.ptr[i];
    else if (n && p[n - 1] != ' ') p[n++] = ' ';
  }
  return str_trim((str){p, n});
}

static void read_names(reader *r, set_actor *out, json_t *list) {
  size_t all = json_array_size(list);
  str *names = ARENA_ARRAY(r->a, str, all);
  for (size_t i = 0; i < all; i++) {
    json_t *o = json_array_get(list, i);
    span at;
    bool learned = borrowed(o, "rule").ptr != NULL;          /* a guess is no alias */
    if (learned || !str_eq(borrowed(o, "form"), STR("name")) || !span_of(r, o, "span", &at)) continue;
    if (!out->n_names) out->at = at;
    names[out->n_names++] = spaced(r->a, str_at(r->text, at));
  }
  out->names = names;
}

static set_actor read_actor(reader *r, json_t *o) {
  set_actor out = {.id = own_id(r, o), .key = copied(r, o, "key"), .name = copied(r, o, "name"),
                   .kind = copied(r, o, "kind"), .party = copied(r, o, "party"),
                   .code = copied(r, o, "code")};
  str rule = borrowed(o, "rule");
  out.unnamed = str_eq(rule, STR("actor-coref")) || str_eq(rule, STR("actor-nominal"));
  read_roles(r, &out, json_object_get(o, "roles"));
  read_names(r, &out, json_object_get(o, "mentions"));
  return out;
}

static set_when read_when(reader *r, json_t *o) {
  return (set_when){copied(r, o, "value"), copied(r, o, "basis"), fact_id(r, o, "time"), truth(o, "approx")};
}

static const str *read_ids(reader *r, json_t *list, uint32_t *n) {
  size_t all = json_array_size(list);
  str *out = ARENA_ARRAY(r->a, str, all);
  *n = 0;
  for (size_t i = 0; i < all; i++) {
    json_t *v = json_array_get(list, i);
    str s = {json_string_value(v), json_string_length(v)};
    if (id_valid(s)) out[(*n)++] = arena_str(r->a, s);
    else wrong(r, "an id is not of the form letter-26 letters");
  }
  return out;
}

static set_statement read_statement(reader *r, json_t *o) {
  set_statement out = {.id = own_id(r, o), .speaker = fact_id(r, o, "speaker"),
                       .party = copied(r, o, "party"),
                       .mode = copied(r, o, "mode"), .act = copied(r, o, "act"),
                       .silence = copied(r, o, "silence"), .within = fact_id(r, o, "within")};
  out.co_speakers = read_ids(r, json_object_get(o, "co_speakers"), &out.n_co_speakers);
  out.content = spans_of(r, json_object_get(o, "content"), &out.n_content);
  out.when = read_when(r, json_object_get(o, "when"));
  if (!span_of(r, o, "span", &out.at)) wrong(r, "a statement has no span");
  return out;
}

static set_slot read_slot(reader *r, json_t *o) {
  set_slot out = {.actor = fact_id(r, o, "actor"), .party = copied(r, o, "party"),
                  .code = copied(r, o, "code")};
  out.has_at = span_of(r, o, "span", &out.at);
  return out;
}

static const set_slot *read_slots(reader *r, json_t *list, uint32_t *n) {
  size_t all = json_array_size(list);
  set_slot *out = ARENA_ARRAY(r->a, set_slot, all);
  for (size_t i = 0; i < all; i++) out[i] = read_slot(r, json_array_get(list, i));
  *n = (uint32_t)all;
  return out;
}

static const str *read_words(reader *r, json_t *list, uint32_t *n) {
  size_t all = json_array_size(list);
  str *out = ARENA_ARRAY(r->a, str, all);
  *n = 0;
  for (size_t i = 0; i < all; i++) {
    json_t *v = json_array_get(list, i);
    if (json_is_string(v)) out[(*n)++] = arena_str(r->a, (str){json_string_value(v), json_string_length(v)});
  }
  return out;
}

static const set_quantity *read_quantities(reader *r, json_t *list, uint32_t *n) {
  size_t all = json_array_size(list);
  set_quantity *out = ARENA_ARRAY(r->a, set_quantity, all);
  *n = 0;
  for (size_t i = 0; i < all; i++) {
    json_t *o = json_array_get(list, i);
    out[*n] = (set_quantity){copied(r, o, "value"), copied(r, o, "unit"), copied(r, o, "of")};
    *n += out[*n].value.ptr != NULL;
  }
  return out;
}

/* What the statement that claims it says of it. */
static str verdict_of(reader *r, json_t *claims, str statement_id) {
  for (size_t i = 0; statement_id.ptr && i < json_array_size(claims); i++) {
    json_t *o = json_array_get(claims, i);
    if (str_eq(borrowed(o, "statement"), statement_id)) return copied(r, o, "verdict");
  }
  return (str){NULL, 0};
}

static set_event read_event(reader *r, json_t *o) {
  set_event out = {.id = own_id(r, o), .type = copied(r, o, "type"), .mode = copied(r, o, "mode"),
                   .cameo = copied(r, o, "cameo"), .label = copied(r, o, "label"),
                   .status = copied(r, o, "status"),
                   .polarity = copied(r, o, "polarity"), .claimed_by = fact_id(r, o, "claimed_by"),
                   .alleged = truth(o, "alleged")};
  json_t *where = json_object_get(o, "where");
  out.source = read_slots(r, json_object_get(o, "source"), &out.n_source);
  out.target = read_slots(r, json_object_get(o, "target"), &out.n_target);
  out.has_where = json_is_object(where);
  if (out.has_where) out.where = read_slot(r, where);
  out.when = read_when(r, json_object_get(o, "when"));
  out.objects = read_ids(r, json_object_get(o, "object"), &out.n_objects);
  out.contexts = read_words(r, json_object_get(o, "contexts"), &out.n_contexts);
  out.quantities = read_quantities(r, json_object_get(o, "quantities"), &out.n_quantities);
  out.verdict = verdict_of(r, json_object_get(o, "claims"), out.claimed_by);
  if (!span_of(r, o, "span", &out.at)) wrong(r, "an event has no span");
  return out;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

/* Reads the list `key` of the line into out.items, out.n_items. */
#define READ_LIST(r, out, root, key, items, type, read)                          \
  do {                                                                           \
    json_t *list_ = json_object_get((root), (key));                              \
    size_t all_ = json_array_size(list_);                                        \
    type *made_ = ARENA_ARRAY((r)->a, type, all_);                               \
    for (size_t i_ = 0; i_ < all_; i_++) made_[i_] = read((r), json_array_get(list_, i_)); \
    (out)->items = made_;                                                        \
    (out)->n_##items = (uint32_t)all_;                                           \
  } while (0)

static void index_id(reader *r, factset *f, str fact, uint32_t at, set_kind kind) {
  bool added;
  if (r->why) return;          /* there may be no id */
  *map_put(&f->ids, fact, &added) = at * SET_KINDS + kind;
  if (!added) wrong(r, "two facts have the same id");
}

static void index_ids(reader *r, factset *f) {
  map_init(&f->ids, r->a, f->n_times + f->n_actors + f->n_statements + f->n_events);
  for (uint32_t i = 0; i < f->n_times; i++) index_id(r, f, f->times[i].id, i, SET_TIME);
  for (uint32_t i = 0; i < f->n_actors; i++) index_id(r, f, f->actors[i].id, i, SET_ACTOR);
  for (uint32_t i = 0; i < f->n_statements; i++) index_id(r, f, f->statements[i].id, i, SET_STATEMENT);
  for (uint32_t i = 0; i < f->n_events; i++) index_id(r, f, f->events[i].id, i, SET_EVENT);
}

/* ---- who is spoken of ---------------------------------------------------------------------------------- */

static void use(const factset *f, str who) {
  uint32_t i = factset_actor(f, who);
  if (i != NONE) ((set_actor *)(uintptr_t)f->actors)[i].unnamed = false;
}

/* Common nouns that no statement or event rests on ("a fisherman") are nobody of the record. */
static void name_used(const factset *f) {
  for (uint32_t i = 0; i < f->n_statements; i++) {
    const set_statement *s = &f->statements[i];
    use(f, s->speaker);
    for (uint32_t k = 0; k < s->n_co_speakers; k++) use(f, s->co_speakers[k]);
  }
  for (uint32_t i = 0; i < f->n_events; i++) {
    const set_event *e = &f->events[i];
    for (uint32_t k = 0; k < e->n_source; k++) use(f, e->source[k].actor);
    for (uint32_t k = 0; k < e->n_target; k++) use(f, e->target[k].actor);
    if (e->has_where) use(f, e->where.actor);
  }
}

static const factset *read_all(reader *r, json_t *root) {
  factset *f = ARENA_NEW(r->a, factset);
  if (number(root, "chancery") != CH_CONTRACT) wrong(r, "not a facts line of this version of the contract");
  else f->report = read_report(r, json_object_get(root, "report"));
  if (r->why) return f;
  f->fingerprint = copied(r, json_object_get(root, "copying"), "fingerprint");
  READ_LIST(r, f, root, "times", times, set_time, read_time);
  READ_LIST(r, f, root, "actors", actors, set_actor, read_actor);
  READ_LIST(r, f, root, "statements", statements, set_statement, read_statement);
  READ_LIST(r, f, root, "events", events, set_event, read_event);
  index_ids(r, f);
  name_used(f);
  return f;
}

/* jansson tells a syntax error where it ran out of memory half-way: what fails is tried once more. Memory that is gone
 * for good is then missing from the start, and said as such. */
static ch_status parse(json_t **out, str json, ch_error *err) {
  json_error_t e;
  for (int tries = 0; tries < 2; tries++)
    if ((*out = json_loadb(json.ptr ? json.ptr : "", json.len, JSON_REJECT_DUPLICATES, &e))) return CH_OK;
  if (json_error_code(&e) == json_error_out_of_memory || !*e.text) return err_set(err, CH_ERR_MEMORY, "out of memory");
  return err_at(err, CH_ERR_INPUT, (uint64_t)(e.position < 0 ? 0 : e.position), "not a facts line: %s", e.text);
}

ch_status factset_json(json_t **out, str line, ch_error *err) { return parse(out, line, err); }

/* Place behind the string that begins at `at`. */
static size_t behind_string(str s, size_t at) {
  for (at++; at < s.len && s.ptr[at] != '"'; at++)
    if (s.ptr[at] == '\\') at++;
  return at < s.len ? at + 1 : s.len;
}

/* Place behind the value that begins at `at`: an object or array. */
static size_t behind_value(str s, size_t at) {
  for (size_t depth = 0; at < s.len;) {
    char c = s.ptr[at];
    if (c == '"') {
      at = behind_string(s, at);
      continue;
    }
    at++;
    if (c == '{' || c == '[') depth++;
    if ((c == '}' || c == ']') && !--depth) return at;
  }
  return s.len;
}

/* The object that the line has as its member of that name, which stands in quotes; empty: it has none. */
static str member(str line, str name) {
  for (size_t at = line.len ? 1 : 0; at < line.len;) {
    char c = line.ptr[at];
    if (c == '"' && line.len - at > name.len && str_starts(str_sub(line, at, line.len), name))
      return str_sub(line, at + name.len - 1, behind_value(line, at + name.len - 1));
    at = c == '"' ? behind_string(line, at) : c == '{' || c == '[' ? behind_value(line, at) : at + 1;
  }
  return (str){NULL, 0};
}

ch_status factset_report_json(json_t **out, str line, ch_error *err) {
  str object = member(line, STR("\"report\":{"));
  if (object.len) return parse(out, object, err);
  *out = NULL;
  return err_set(err, CH_ERR_INPUT, "not a facts line: no report");
}

/* It is letters and digits: no JSON to read. */
static str fingerprint_of(str line) {
  str key = STR("\"fingerprint\":\""), copying = member(line, STR("\"copying\":{"));
  size_t at = copying.len ? str_find(copying, key) : SIZE_MAX;
  if (at == SIZE_MAX) return (str){NULL, 0};
  return str_sub(copying, at + key.len, behind_string(copying, at + key.len - 1) - 1);
}

static ch_status finish(const reader *r, const factset **out, ch_error *err) {
  if (!r->why) return CH_OK;
  *out = NULL;
  return err_set(err, CH_ERR_INPUT, "not facts that can be kept: %s", r->why);
}

ch_status factset_read(const factset **out, arena *a, json_t *root, ch_error *err) {
  reader r = {.a = a};
  *out = read_all(&r, root);
  return finish(&r, out, err);
}

ch_status factset_read_report(const factset **out, arena *a, json_t *root, str line, ch_error *err) {
  reader r = {.a = a};
  factset *f = ARENA_NEW(a, factset);
  f->report = read_report(&r, root);
  f->fingerprint = arena_str(a, fingerprint_of(line));
  *out = f;
  return finish(&r, out, err);
}

static uint32_t find(const factset *f, str fact, set_kind kind) {
  const uint32_t *at = fact.ptr ? map_get(&f->ids, fact) : NULL;
  return at && *at % SET_KINDS == kind ? *at / SET_KINDS : NONE;
}

uint32_t factset_actor(const factset *f, str fact) { return find(f, fact, SET_ACTOR); }
uint32_t factset_time(const factset *f, str fact) { return find(f, fact, SET_TIME); }
uint32_t factset_statement(const factset *f, str fact) { return find(f, fact, SET_STATEMENT); }

str factset_words(arena *a, const factset *f, const span *spans, uint32_t n) {
  str *parts = ARENA_ARRAY(a, str, n);
  for (uint32_t i = 0; i < n; i++) parts[i] = str_at(f->report->text, spans[i]);
  return spaced(a, arena_join(a, parts, n, STR(" ")));
}
