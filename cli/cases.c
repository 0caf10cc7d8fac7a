/* cases.c: `chancery cases FILE…`: golden cases that an area expert can write (docs/cases.md).
 *
 *   why: reported speech with a denied event          what the case guards
 *   at: 2024-03-05                                     publication date; may be left out
 *   text: The ministry said on Monday that …           goes on over the lines that begin with a space
 *   time: on Monday = 2024-03-04                       one line for each fact of a kind; (none) for none
 *   says: the ministry (-) | indirect | say | 2024-03-04 | the bridge was closed
 *
 * A blank line ends a case, # is a comment. Only kinds that a case names are compared; those exactly. */
#include "inputs.h"
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  buf why, at, text, expected;           /* expected: "kind: line" lines as they stand */
  uint32_t line;                         /* where it begins */
} golden;

typedef struct { const ch_engine *engine; const options *o; const char *path; uint64_t passed, failed; } run;

static void clear_case(golden *g) {
  buf_clear(&g->why), buf_clear(&g->at), buf_clear(&g->text), buf_clear(&g->expected);
}

/* ---- facts as lines ------------------------------------------------------------------------ */

typedef struct { const json_t *facts; str text; } view_of;

static const char *text_or(const json_t *v, const char *otherwise) { return json_is_string(v) ? json_string_value(v) : otherwise; }

static const char *value_of(const json_t *fact, const char *key) {
  return text_or(json_object_get(json_object_get(fact, key), "value"), "-");
}

static const json_t *by_id(const json_t *list, const json_t *wanted) {
  size_t i;
  json_t *x;
  json_array_foreach(list, i, x)
    if (json_is_string(wanted) && json_equal(json_object_get(x, "id"), wanted)) return x;
  return NULL;
}

/* The words of a span, with line breaks as spaces. */
static void add_words(buf *out, str text, const json_t *at) {
  size_t start = (size_t)json_integer_value(json_array_get(at, 0)), end = (size_t)json_integer_value(json_array_get(at, 1));
  for (size_t i = start; i < end && i < text.len; i++) buf_char(out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
}

static void time_line(buf *out, const view_of *v, const json_t *t) {
  add_words(out, v->text, json_object_get(t, "span"));
  buf_printf(out, " = %s", text_or(json_object_get(t, "value"), "-"));
}

static void actor_line(buf *out, const view_of *v, const json_t *a) {
  (void)v;
  buf_printf(out, "%s | %s | %s", text_or(json_object_get(a, "name"), "-"), text_or(json_object_get(a, "kind"), "-"),
             text_or(json_object_get(a, "party"), "-"));
}

/* Only of actors spoken of twice or more: "name | words | words". */
static void who_line(buf *out, const view_of *v, const json_t *a) {
  const json_t *mentions = json_object_get(a, "mentions");
  size_t i;
  json_t *m;
  if (json_array_size(mentions) < 2) return;
  buf_printf(out, "%s", text_or(json_object_get(a, "name"), "-"));
  json_array_foreach(mentions, i, m) {
    buf_str(out, STR(" | "));
    add_words(out, v->text, json_object_get(m, "span"));
  }
}

static void says_line(buf *out, const view_of *v, const json_t *s) {
  const json_t *speaker = by_id(json_object_get(v->facts, "actors"), json_object_get(s, "speaker"));
  buf_printf(out, "%s (%s) | %s | %s | %s | ", text_or(json_object_get(speaker, "name"), "-"),
             text_or(json_object_get(s, "party"), "-"), text_or(json_object_get(s, "mode"), "-"),
             text_or(json_object_get(json_object_get(s, "cue"), "lemma"), "-"), value_of(s, "when"));
  size_t i;
  json_t *c;
  json_array_foreach(json_object_get(s, "content"), i, c) {
    if (i) buf_str(out, STR(" ... "));
    add_words(out, v->text, c);
  }
}

/* Only of statements that tell to whom, in what or through whom: "audience | channel | via | translation". */
static void how_line(buf *out, const view_of *v, const json_t *s) {
  const json_t *to = json_object_get(s, "audience"), *in = json_object_get(s, "channel"), *via = json_object_get(s, "via"),
               *made = json_object_get(s, "translation");
  if (!to && !in && !via && !made) return;
  const json_t *words[] = {json_object_get(to, "span"), json_object_get(in, "span"), json_object_get(json_array_get(via, 0), "span")};
  for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
    if (words[k]) add_words(out, v->text, words[k]);
    else buf_char(out, '-');
    buf_str(out, STR(" | "));
  }
  buf_printf(out, "%s", text_or(made, "-"));
}

static void add_parties(buf *out, const json_t *slots) {
  size_t i;
  json_t *s;
  json_array_foreach(slots, i, s) buf_printf(out, "%s%s", i ? "+" : "", text_or(json_object_get(s, "party"), "-"));
  if (!json_array_size(slots)) buf_char(out, '-');
}

static void event_line(buf *out, const view_of *v, const json_t *e) {
  (void)v;
  buf_printf(out, "%s | %s | ", text_or(json_object_get(e, "type"), "-"), text_or(json_object_get(e, "status"), "-"));
  add_parties(out, json_object_get(e, "source"));
  buf_str(out, STR(" > "));
  add_parties(out, json_object_get(e, "target"));
  buf_printf(out, " | %s", value_of(e, "when"));
}

static void block_line(buf *out, const view_of *v, const json_t *b) {
  buf_printf(out, "%s | ", text_or(json_object_get(b, "kind"), "-"));
  add_words(out, v->text, json_object_get(b, "span"));
}

static const struct { const char *word, *list; void (*line)(buf *, const view_of *, const json_t *); } kinds[] = {
    {"time", "times", time_line}, {"actor", "actors", actor_line}, {"who", "actors", who_line},
    {"says", "statements", says_line}, {"how", "statements", how_line},
    {"event", "events", event_line}, {"block", "blocks", block_line}};

/* "kind: line" for every fact of the kinds that `expected` names, in their order in the facts. */
static void found_lines(buf *out, const view_of *v, str expected) {
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    char head[16];
    snprintf(head, sizeof head, "%s: ", kinds[k].word);
    bool named = str_starts(expected, str_of(head));
    char inside[20];
    snprintf(inside, sizeof inside, "\n%s", head);
    if (!named && str_find(expected, str_of(inside)) == SIZE_MAX) continue;
    const json_t *list = json_object_get(v->facts, kinds[k].list);
    if (!list) list = json_object_get(json_object_get(v->facts, "report"), kinds[k].list);
    size_t i, n = 0;
    json_t *x;
    json_array_foreach(list, i, x) {
      size_t before = out->len;
      buf_str(out, str_of(head));
      size_t begun = out->len;
      kinds[k].line(out, v, x);
      if (out->len == begun) out->len = before;            /* nothing to tell of it */
      else buf_char(out, '\n'), n++;
    }
    if (!n) buf_printf(out, "%s(none)\n", head);
  }
}

/* Lines of a that are not in b, each after a mark; true where there are any. */
static bool print_missing(str a, str b, const char *mark) {
  bool any = false;
  str line;
  while (str_split(&a, '\n', &line)) {
    if (!line.len) continue;
    bool found = false;
    str rest = b, other;
    while (!found && str_split(&rest, '\n', &other)) found = str_eq(line, other);
    if (!found) printf("  %s %.*s\n", mark, (int)line.len, line.ptr);
    any |= !found;
  }
  return any;
}

/* ---- running ---------------------------------------------------------------------------------- */

static int to_buf(const char *bytes, size_t n, void *payload) {
  buf_add(payload, bytes, n);
  return 0;
}

static bool read_case(const run *r, const golden *g, buf *line, ch_error *err) {
  ch_input in = {.bytes = buf_get(&g->text), .format = CH_FORMAT_TEXT, .name = STR("case"), .published = buf_get(&g->at)};
  if (!in.published.len) in.published = (str){NULL, 0};
  ch_facts *facts = NULL;
  ch_status s = ch_read(&facts, r->engine, &in, 0, err);
  if (!s) s = ch_facts_write(facts, 0, to_buf, line, err);
  ch_facts_free(facts);
  return !s;
}

static void run_case(run *r, golden *g) {
  buf line = {0}, found = {0};
  ch_error err = {0};
  bool wrong = !read_case(r, g, &line, &err);
  if (wrong) printf("%s:%u: %s\n", r->path, g->line, err.msg);
  json_t *facts = wrong ? NULL : json_loadb(line.ptr, line.len, 0, NULL);
  const view_of v = {facts, buf_get(&g->text)};
  if (facts) found_lines(&found, &v, buf_get(&g->expected));
  const str want = buf_get(&g->expected), got = buf_get(&found);
  bool differs = facts && !str_eq(want, got);
  if (differs && !r->o->known_wrong) {
    printf("%s:%u: %.*s\n", r->path, g->line, (int)g->why.len, g->why.ptr);
    bool missing = print_missing(want, got, "expected"), extra = print_missing(got, want, "found   ");
    if (!missing && !extra) printf("  the same lines in another order or number\n");
  }
  bool passes = !wrong && !differs;
  if (passes && r->o->known_wrong)
    printf("%s:%u: passes now; move it to the cases that must pass: %.*s\n", r->path, g->line, (int)g->why.len, g->why.ptr);
  *(passes != r->o->known_wrong ? &r->passed : &r->failed) += 1;
  json_decref(facts);
  buf_free(&line), buf_free(&found);
}

/* A line of a case: "key: value", or more of the text where it begins with a space. False: neither. */
static bool take_line(golden *g, str line, buf **last) {
  if (line.ptr[0] == ' ' && *last == &g->text) {
    buf_char(&g->text, '\n');
    buf_str(&g->text, str_sub(line, 1, line.len));
    return true;
  }
  size_t colon = str_find(line, STR(":"));
  if (colon == SIZE_MAX) return false;
  str key = str_sub(line, 0, colon), value = str_trim(str_sub(line, colon + 1, line.len));
  buf *one = str_eq(key, STR("why")) ? &g->why : str_eq(key, STR("at")) ? &g->at : str_eq(key, STR("text")) ? &g->text : NULL;
  *last = one;
  if (one) {
    buf_str(one, value);
    return true;
  }
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
    if (str_eq(key, str_of(kinds[k].word))) {
      buf_printf(&g->expected, "%s: %.*s\n", kinds[k].word, (int)value.len, value.ptr);
      return true;
    }
  return false;
}

static void end_case(run *r, golden *g) {
  if (g->text.len) run_case(r, g);
  clear_case(g);
}

static bool run_file(run *r, FILE *f) {
  golden g = {0};
  buf *last = NULL;
  char *z = NULL;
  size_t cap = 0;
  ssize_t n;
  bool good = true;
  for (uint32_t number = 1; good && (n = getline(&z, &cap, f)) > 0; number++) {
    str line = {z, (size_t)n};
    while (line.len && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r')) line.len--;
    if (!line.len) end_case(r, &g);
    else if (line.ptr[0] != '#') {
      if (!g.why.len && !g.text.len) g.line = number;
      if (!(good = take_line(&g, line, &last)))
        complain("%s:%u: a line of a case is `why:`, `at:`, `text:`, `time:`, `actor:`, `who:`, `says:`, `how:`, `event:` or `block:`", r->path, number);
    }
  }
  if (good) end_case(r, &g);
  free(z);
  buf_free(&g.why), buf_free(&g.at), buf_free(&g.text), buf_free(&g.expected);
  return good;
}

int cases_run(const options *o) {
  if (!o->n_args) {
    complain("cases: name a file of cases; docs/cases.md tells how to write one");
    return EXIT_USAGE;
  }
  ch_engine *engine = inputs_engine(o);
  if (!engine) return EXIT_ERROR;
  run r = {engine, o, NULL, 0, 0};
  bool good = true;
  for (int i = 0; i < o->n_args; i++) {
    r.path = o->args[i];
    FILE *f = fopen(r.path, "r");
    if (!f) complain("%s: %s", r.path, strerror(errno));
    good &= f && run_file(&r, f);
    if (f) fclose(f);
  }
  printf("%llu cases as they should be, %llu not\n", (unsigned long long)r.passed, (unsigned long long)r.failed);
  ch_engine_close(engine);
  return good && !r.failed ? EXIT_OK : EXIT_ERROR;
}
