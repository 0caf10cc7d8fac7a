#include "kit.h"
#include "copies/model.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static arena *life;
static const record_model *model;
static char folder[100];

/* ---- facts lines --------------------------------------------------------------------------------------- */

id kit_report_id(const kit_report *r) {
  const str fields[] = {str_of(r->name)};
  return id_of('r', fields, 1);
}

static id fact_id(const kit_report *r, char letter, uint32_t i) {
  id rep = kit_report_id(r);
  char kind[2] = {letter, 0};
  return id_of_fact(letter, id_str(&rep), str_of(kind), (span){i, i + 1}, 0);
}

id kit_statement_id(const kit_report *r, uint32_t i) { return fact_id(r, 's', i); }
id kit_event_id(const kit_report *r, uint32_t i) { return fact_id(r, 'e', i); }

typedef struct { span line, quote, name, days; } parts;

static const char *const surnames[] = {"Nobody", "Holm", "Brandt", "Castro", "Dahl", "Ekman", "Hollm", "Holmm"};

/* Writes one line of the text and tells where its parts stand. */
static parts write_line(buf *text, const kit_line *l) {
  parts p;
  p.line.start = (uint32_t)text->len;
  buf_printf(text, "Matter %u, ", l->matter);
  p.name.start = (uint32_t)text->len;
  if (l->speaker > 100) buf_printf(text, "Office%d", l->speaker);
  else buf_printf(text, "Ada %s", surnames[l->speaker]);
  p.name.end = (uint32_t)text->len;
  buf_str(text, l->declined ? STR(" did not say \"") : STR(" said \""));
  p.quote.start = (uint32_t)text->len;
  buf_printf(text, "it is wording %u of matter number %u", l->wording, l->matter);
  p.quote.end = (uint32_t)text->len;
  buf_str(text, STR("\" "));
  p.days.start = (uint32_t)text->len;
  buf_printf(text, "%d days ago", l->days);
  p.days.end = (uint32_t)text->len;
  p.line.end = (uint32_t)text->len;
  buf_str(text, STR("\n"));
  return p;
}

static void write_time(jw *j, const kit_report *r, uint32_t i, const parts *p) {
  id name = fact_id(r, 't', i);
  cal_date published = CAL_NOTHING;
  if (r->published) cal_parse(str_of(r->published), &published);
  time_expr e = {.base = BASE_REPORT, .op = OP_OFFSET, .n = -r->lines[i].days, .unit = CAL_DAY,
                 .grain = CAL_DAY};
  jw_object(j);
  jw_key_str(j, "id", id_str(&name));
  jw_key_span(j, "span", p->days);
  jw_key(j, "expr");
  time_expr_write(j, &e, (str){NULL, 0});
  jw_key(j, "value");
  buf value = {0};
  cal_write(&value, cal_known(published) ? time_value(&e, published) : CAL_NOTHING);
  jw_str(j, buf_get(&value));
  buf_free(&value);
  jw_end(j);
}

static void write_when(jw *j, const kit_report *r, uint32_t i) {
  id name = fact_id(r, 't', i);
  buf value = {0};
  cal_date published = CAL_NOTHING;
  if (r->published) cal_parse(str_of(r->published), &published);
  bool said = r->lines[i].days >= 0;
  if (cal_known(published))
    cal_write(&value, said ? cal_shift(published, -r->lines[i].days, CAL_DAY)
              : cal_between(CAL_OPEN_LO, published.hi));
  jw_key(j, "when");
  jw_object(j);
  jw_key_bool(j, "approx", false);
  jw_key_str(j, "basis", said ? STR("expression") : STR("report"));
  jw_key_str(j, "time", said ? id_str(&name) : (str){NULL, 0});
  jw_key_str(j, "value", buf_get(&value));
  jw_end(j);
  buf_free(&value);
}

static str party_of(int speaker) {
  static const char *const parties[] = {"ALA", "BRE", "ALA", "CAS", "BRE"};
  return str_of(parties[speaker % 100 % 5]);
}

static void write_actor(jw *j, const kit_report *r, uint32_t i, const parts *p) {
  id name = fact_id(r, 'a', i);
  int speaker = r->lines[i].speaker;
  bool body = speaker > 100;
  char text[40];
  if (body) snprintf(text, sizeof text, "Office%d", speaker);
  else snprintf(text, sizeof text, "Ada %s", surnames[speaker]);
  jw_object(j);
  jw_key_str(j, "id", id_str(&name));
  jw_key_str(j, "key", str_of(text));
  jw_key_str(j, "name", str_of(text));
  jw_key_str(j, "kind", body ? STR("organisation") : STR("person"));
  jw_key_str(j, "party", party_of(speaker));
  jw_key(j, "mentions");
  jw_array(j);
  jw_object(j);
  jw_key_str(j, "form", STR("name"));
  jw_key_span(j, "span", p->name);
  jw_end(j);
  jw_end(j);
  jw_key(j, "roles");
  jw_array(j);
  if (!body) {
    snprintf(text, sizeof text, "Office%d", speaker + 100);
    jw_object(j);
    jw_key_str(j, "title", STR("speaker"));
    jw_key_str(j, "of", str_of(text));
    jw_end(j);
  }
  jw_end(j);
  jw_end(j);
}

static void write_statement(jw *j, const kit_report *r, uint32_t i, const parts *p) {
  id name = kit_statement_id(r, i), actor_name = fact_id(r, 'a', i);
  const kit_line *l = &r->lines[i];
  jw_object(j);
  jw_key_str(j, "id", id_str(&name));
  jw_key_str(j, "speaker", l->speaker ? id_str(&actor_name) : (str){NULL, 0});
  jw_key_str(j, "party", l->speaker ? party_of(l->speaker) : (str){NULL, 0});
  jw_key_str(j, "mode", l->declined ? STR("declined") : STR("direct"));
  jw_key_str(j, "act", STR("says"));
  jw_key(j, "content");
  jw_array(j);
  if (!l->declined) jw_span(j, p->quote);
  jw_end(j);
  write_when(j, r, i);
  jw_key_span(j, "span", p->line);
  jw_end(j);
}

static void write_event(jw *j, const kit_report *r, uint32_t i, const parts *p) {
  id name = kit_event_id(r, i), said = kit_statement_id(r, i), actor_name = fact_id(r, 'a', i);
  const kit_line *l = &r->lines[i];
  jw_object(j);
  jw_key_str(j, "id", id_str(&name));
  jw_key_str(j, "type", l->matter % 2 ? STR("CONSULT") : STR("REQUEST"));
  jw_key_str(j, "cameo", STR("040"));
  jw_key_str(j, "label", STR("talks"));
  jw_key_str(j, "status", l->wording % 2 ? STR("planned") : STR("happened"));
  jw_key_str(j, "claimed_by", id_str(&said));
  jw_key(j, "source");
  jw_array(j);
  jw_object(j);
  jw_key_str(j, "actor", l->speaker ? id_str(&actor_name) : (str){NULL, 0});
  jw_key_str(j, "party", l->speaker ? party_of(l->speaker) : STR("DOR"));
  jw_end(j);
  jw_end(j);
  write_when(j, r, i);
  jw_key_span(j, "span", p->line);
  jw_end(j);
}

typedef struct { const kit_report *r; buf *out, *text; } writing;

#define WRITE_EACH(key, write)                                   \
  jw_key(j, key);                                                \
  jw_array(j);                                                   \
  for (uint32_t i = 0; i < n; i++) write(j, w->r, i, &p[i]);     \
  jw_end(j)

static void write_blocks(jw *j, const parts *p, uint32_t n) {
  jw_key(j, "blocks");
  jw_array(j);
  for (uint32_t i = 0; i < n; i++) {
    jw_object(j);
    jw_key_str(j, "kind", STR("paragraph"));
    jw_key_span(j, "span", p[i].line);
    jw_end(j);
  }
  jw_end(j);
}

static void write_report(jw *j, const writing *w, const parts *p, uint32_t n) {
  id name = kit_report_id(w->r);
  jw_key(j, "report");
  jw_object(j);
  jw_key_str(j, "id", id_str(&name));
  jw_key_str(j, "given_id", str_of(w->r->name));
  jw_key_str(j, "source", str_of(w->r->source ? w->r->source : w->r->name));
  jw_key_str(j, "text", w->text->len ? buf_get(w->text) : STR(""));
  write_blocks(j, p, n);
  jw_key(j, "published");
  if (w->r->published) {
    jw_object(j);
    jw_key_str(j, "value", str_of(w->r->published));
    jw_key_str(j, "basis", STR("dateline"));
    jw_end(j);
  } else {
    jw_null(j);
  }
  jw_key(j, "publisher");
  if (w->r->publisher) {
    jw_object(j);
    jw_key_str(j, "name", str_of(w->r->publisher));
    jw_key_str(j, "basis", STR("url"));
    jw_end(j);
  } else {
    jw_null(j);
  }
  jw_end(j);
}

/* One key a matter and two a wording of it: other words for a matter share too little by themselves. */
static void write_fingerprint(jw *j, const kit_report *r, uint32_t n) {
  buf keys = {0};
  for (uint32_t i = 0; i < n; i++)
    buf_printf(&keys, "%u %u %u ", r->lines[i].matter, r->lines[i].matter * 100 + r->lines[i].wording * 2,
               r->lines[i].matter * 100 + r->lines[i].wording * 2 + 1);
  jw_key(j, "copying");
  jw_object(j);
  jw_key_str(j, "fingerprint", keys.len ? buf_get(&keys) : STR(""));
  jw_end(j);
  buf_free(&keys);
}

static void write_job(void *payload) {
  const writing *w = payload;
  parts p[MAX_LINES];
  uint32_t n = 0;
  for (; n < MAX_LINES && w->r->lines[n].matter; n++) p[n] = write_line(w->text, &w->r->lines[n]);
  jw *j = jw_new(life, w->out);
  jw_object(j);
  jw_key_int(j, "chancery", CH_CONTRACT);
  write_report(j, w, p, n);
  WRITE_EACH("times", write_time);
  WRITE_EACH("actors", write_actor);
  WRITE_EACH("statements", write_statement);
  WRITE_EACH("events", write_event);
  write_fingerprint(j, w->r, n);
  jw_end(j);
}

char *kit_facts(const kit_report *r) {
  buf text = {0}, out = {0};
  writing w = {r, &out, &text};
  kit_context();
  assert_true(arena_run(life, write_job, &w));
  assert_int_equal(out.status, CH_OK);
  buf_char(&out, 0);
  buf_free(&text);
  return out.ptr;
}

/* ---- records ------------------------------------------------------------------------------------------- */

static void load_job(void *payload) {
  static const char text[] =
      "[merge]\nwindow-days|14\nblock-cap|4\nlikeness|600\nquote-words|4\nnear-days|3\n"
      "near-quote-words|2\nquote-bonus|250\ndrift-likeness|200\nevent-likeness|600\nevent-days|7\n"
      "[spellings]\no|u\n[spelling-words]\nvan\n";
  ch_status *status = payload;
  const pack *p;
  *status = pack_parse(&p, life, STR("kit.txt"), str_of(text), NULL);
  if (!*status) *status = record_load(&model, life, p, NULL);
}

record_context kit_context(void) {
  static const copies_model copies = {
      .limits = {[LIMIT_MIN_SHARED] = 2, [LIMIT_CAP] = KIT_CAP, [LIMIT_WINDOW] = 20, [LIMIT_RECENT] = 8,
                 [LIMIT_NEAR] = 3, [LIMIT_CANDIDATES] = 6, [LIMIT_FAR_BEHIND] = 1000, [LIMIT_LASTING_PAIRS] = 100,
                 [LIMIT_ANCHOR_WEIGHT] = 36, [LIMIT_ANCHOR_LEAST] = 2, [LIMIT_ANCHOR_MOST] = 20}};
  ch_status status = CH_OK;
  if (!life) {
    life = arena_new(0);
    assert_true(arena_run(life, load_job, &status));
    assert_int_equal(status, CH_OK);
  }
  return (record_context){&copies, model, STR("0.1.0"), STR("kit 1")};
}

void kit_end(void) {
  arena_free(life);
  life = NULL;
  if (*folder) {
    char command[160];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
    *folder = 0;
  }
}

const char *kit_path(const char *name) {
  static char path[200];
  if (!*folder) {
    const char *memory = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";    /* syncs cost nothing there */
    snprintf(folder, sizeof folder, "%s/chancery-record-XXXXXX", memory);
    assert_non_null(mkdtemp(folder));
  }
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

record *kit_open(const char *path) {
  static record_context c;     /* outlives the records */
  ch_error err;
  record *r;
  c = kit_context();
  if (record_open(&r, &c, path, CH_RECORD_CREATE, &err)) fail_msg("%s", err.msg);
  return r;
}

void kit_add(record *r, const kit_report *rep, ch_added want) {
  char *line = kit_facts(rep);
  ch_added added;
  ch_error err;
  if (record_add(r, str_of(line), &added, &err)) fail_msg("%s", err.msg);
  free(line);
  assert_int_equal(added, want);
}

void kit_keep(record *r) {
  ch_error err;
  if (record_keep(r, &err)) fail_msg("%s", err.msg);
}

int kit_collect(const char *bytes, size_t n, void *payload) {
  buf_add(payload, bytes, n);
  return 0;
}

char *kit_rows(record *r, const char *row, const char *row_id, const char *as_of) {
  buf out = {0};
  ch_error err;
  ch_query q = CH_QUERY_INIT;
  q.row = row;
  q.id = row_id;
  q.as_of = as_of;
  if (record_rows(r, &q, kit_collect, &out, NULL, &err)) fail_msg("%s", err.msg);
  buf_char(&out, 0);
  return out.ptr;
}

char *kit_dump(record *r) { return kit_rows(r, NULL, NULL, NULL); }

const char *kit_row(const char *rows, const char *with) {
  static char row[20000];
  const char *at = strstr(rows, with);
  if (!at) return NULL;
  const char *start = at, *end = strchr(at, '\n');
  while (start > rows && start[-1] != '\n') start--;
  snprintf(row, sizeof row, "%.*s", (int)(end - start), start);
  return row;
}

void kit_has(const char *row, const char *text) {
  assert_non_null(row);
  if (!strstr(row, text)) fail_msg("no %s in %s", text, row);
}

/* ---- random reports ------------------------------------------------------------------------------------ */

static kit_line random_line(uint64_t *s) {
  kit_line l = {.matter = (uint32_t)number_in(s, 1, 14)};
  l.wording = (uint32_t)number_in(s, 1, 3);
  if (number_in(s, 0, 6)) l.speaker = number_in(s, 1, 4);
  if (l.speaker == 4) l.speaker = 6;             /* another spelling of 1 */
  if (l.speaker && !number_in(s, 0, 3)) l.speaker += 100;
  l.days = number_in(s, -1, 2);
  l.declined = !number_in(s, 0, 9);
  return l;
}

/* From an earlier report: its lines, some left out, some in other words, some by another speaker. */
static uint32_t take_over(uint64_t *s, kit_line *out, const kit_report *from) {
  uint32_t n = 0;
  int change = number_in(s, 0, 1);
  for (uint32_t i = 0; i < MAX_LINES && from->lines[i].matter; i++) {
    if (!number_in(s, 0, 4)) continue;
    out[n] = from->lines[i];
    if (change && number_in(s, 0, change)) out[n].wording = (uint32_t)number_in(s, 1, 3);
    if (!number_in(s, 0, 5)) out[n].speaker = number_in(s, 0, 3);
    n++;
  }
  return n;
}

void kit_random(kit_report out[KIT_RANDOM], uint64_t seed) {
  static char names[KIT_RANDOM][16], dates[KIT_RANDOM][24];
  static const char *const publishers[] = {"Aland Post", "Bree Times", "Castle News", NULL};
  for (int i = 0; i < KIT_RANDOM; i++) {
    uint32_t n = 0;
    out[i] = (kit_report){.name = names[i], .publisher = publishers[number_in(&seed, 0, 3)]};
    snprintf(names[i], sizeof names[i], "report-%d", i);
    int month = number_in(&seed, 1, 2), day = number_in(&seed, 1, 28);
    snprintf(dates[i], sizeof dates[i], "2031-%02d-%02d", month, day);
    if (number_in(&seed, 0, 2)) out[i].published = dates[i];
    if (!number_in(&seed, 0, 19)) dates[i][7] = 0;        /* a month */
    const kit_report *from = i && number_in(&seed, 0, 2) ? &out[number_in(&seed, 0, i - 1)] : NULL;
    if (from) n = take_over(&seed, out[i].lines, from);
    for (int more = number_in(&seed, 0, 3); n < MAX_LINES && more; more--)
      out[i].lines[n++] = random_line(&seed);
  }
}
