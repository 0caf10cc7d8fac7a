/* who.c: `chancery who QUESTION`: the pack's answer, as text for people or as it stands. */
#include "inputs.h"
#include <jansson.h>
#include <stdio.h>

static int to_buf(const char *bytes, size_t n, void *payload) {
  buf_add(payload, bytes, n);
  return 0;
}

static const char *text(const json_t *object, const char *key, const char *otherwise) {
  const json_t *v = json_object_get(object, key);
  return json_is_string(v) ? json_string_value(v) : otherwise;
}

/* Prints a cell and fills it up to a width. */
static void cell(buf *out, const char *words, size_t width) {
  size_t w = utf8_width(str_of(words));
  buf_str(out, str_of(words));
  for (; w < width; w++) buf_char(out, ' ');
  buf_str(out, STR("  "));
}

static size_t widest(const json_t *list, const char *key) {
  size_t i, width = 0;
  json_t *x;
  json_array_foreach(list, i, x) {
    size_t w = utf8_width(str_of(text(x, key, "-")));
    if (w > width) width = w;
  }
  return width;
}

static void print_terms(buf *out, const json_t *terms) {
  size_t name = widest(terms, "name"), party = widest(terms, "party"), code = widest(terms, "code"), i;
  size_t title = widest(terms, "title");
  json_t *t;
  json_array_foreach(terms, i, t) {
    cell(out, text(t, "name", "-"), name);
    cell(out, text(t, "party", "-"), party);
    cell(out, text(t, "code", "-"), code);
    cell(out, text(t, "title", "-"), title);
    buf_printf(out, "%s to %s  %s\n", text(t, "from", "?"), text(t, "until", "now or not known"),
               text(t, "rule", "-"));
  }
}

static void print_names(buf *out, const json_t *names) {
  size_t name = widest(names, "name"), party = widest(names, "party"), code = widest(names, "code"), i;
  json_t *n;
  json_array_foreach(names, i, n) {
    cell(out, text(n, "name", "-"), name);
    cell(out, text(n, "party", "-"), party);
    cell(out, text(n, "code", "-"), code);
    buf_printf(out, "%s  %s\n", text(n, "form", "-"), text(n, "rule", "-"));
  }
}

static bool any(const json_t *answer) {
  return json_array_size(json_object_get(answer, "terms")) ||
         json_array_size(json_object_get(answer, "names"));
}

/* For people: the holder alone where there is one; else all that may be meant. False: no memory. */
static bool print_answer(const json_t *answer, const options *o) {
  buf out = {0};
  json_t *holder = json_object_get(answer, "holder"), *one = json_array();
  bool held = json_is_object(holder);
  if (held) json_array_append(one, holder);
  print_names(&out, json_object_get(answer, "names"));
  print_terms(&out, held ? one : json_object_get(answer, "terms"));
  json_decref(one);
  bool whole = !out.status && one;
  if (whole) to_stdout_safe(out.ptr, out.len, NULL);
  buf_free(&out);
  if (whole && o->on && !held && json_array_size(json_object_get(answer, "terms")) > 1)
    fprintf(stderr, "chancery: several may be meant; none is picked\n");
  return whole;
}

static int show(const buf *line, const options *o) {
  json_t *answer = line->status ? NULL : json_loadb(line->ptr, line->len, 0, NULL);
  if (!answer) {
    complain("who: out of memory");
    return EXIT_ERROR;
  }
  bool known = any(answer), shown = true;
  if (o->json) to_stdout(line->ptr, line->len, NULL);
  else if (known) shown = print_answer(answer, o);
  else complain("who: the pack knows nothing of '%s'%s%s", o->args[0], o->on ? " on " : "", o->on ? o->on : "");
  if (!shown) complain("who: out of memory");
  json_decref(answer);
  return known && shown ? EXIT_OK : EXIT_ERROR;
}

int who_run(const options *o) {
  if (o->n_args != 1) {
    complain("who: give one office or name in quotes; see `chancery help who`");
    return EXIT_USAGE;
  }
  ch_engine *engine = inputs_engine(o);
  if (!engine) return EXIT_ERROR;
  buf line = {0};
  ch_error err;
  ch_status s = ch_who(engine, o->args[0], o->on, to_buf, &line, &err);
  int status = s ? s == CH_ERR_ARG ? EXIT_USAGE : EXIT_ERROR : show(&line, o);
  if (s) complain("who: %s", err.msg);
  buf_free(&line);
  ch_engine_close(engine);
  return status;
}
