/* pack.c: `chancery pack …`: commands that look after a pack. */
#include "inputs.h"
#include "pack_import.h"
#include "pack_tables.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static int to_buf(const char *bytes, size_t n, void *payload) {
  buf_add(payload, bytes, n);
  return 0;
}

static void print_finding(buf *out, const json_t *f) {
  buf_printf(out, "%s:%lld: %s: %s; %s\n", json_string_value(json_object_get(f, "file")),
             (long long)json_integer_value(json_object_get(f, "line")),
             json_string_value(json_object_get(f, "check")), json_string_value(json_object_get(f, "what")),
             json_string_value(json_object_get(f, "todo")));
}

/* Findings as lines for people, or as they stand; false: no memory. */
static bool print_findings(str lines, const options *o, size_t *n) {
  buf out = {0};
  for (str line; !out.status && str_split(&lines, '\n', &line);) {
    if (!line.len) continue;
    json_t *f = json_loadb(line.ptr, line.len, 0, NULL);
    if (!f) out.status = CH_ERR_MEMORY;
    else if (o->json) buf_printf(&out, "%.*s\n", (int)line.len, line.ptr);
    else print_finding(&out, f);
    json_decref(f);
    ++*n;
  }
  bool whole = !out.status;
  if (whole) (o->json ? to_stdout : to_stdout_safe)(out.ptr, out.len, NULL);
  buf_free(&out);
  return whole;
}

static int pack_check(const options *o) {
  if (o->coverage) return pack_coverage(o);
  ch_engine *engine = inputs_engine(o);
  if (!engine) return EXIT_ERROR;
  buf lines = {0};
  ch_error err;
  size_t n = 0;
  ch_status s = ch_pack_check(engine, to_buf, &lines, &err);
  if (s) complain("pack check: %s", err.msg);
  else if (lines.status || !print_findings(buf_get(&lines), o, &n)) {
    complain("pack check: out of memory");
    s = CH_ERR_MEMORY;
  } else if (n) fprintf(stderr, "chancery: %zu thing%s to correct in the pack\n", n, n == 1 ? "" : "s");
  buf_free(&lines);
  ch_engine_close(engine);
  return s || n ? EXIT_ERROR : EXIT_OK;
}

/* ---- what is printed from the tables alone ---------------------------------------------------- */

typedef struct {
  const pack *pk;
  arena *a;
  buf *out;
  const options *o;
  void (*print)(const pack *pk, arena *a, buf *out, const options *o);
} print_job;

static void print_tables(void *payload) {
  print_job *job = payload;
  job->print(job->pk, job->a, job->out, job->o);
}

static int print_opened(const char *name, print_job *job) {
  ch_error err;
  if (!(job->pk = inputs_pack(job->o, job->a, &err))) {
    complain("%s", err.msg);
    return EXIT_ERROR;
  }
  if (!arena_run(job->a, print_tables, job) || job->out->status) {
    complain("%s: out of memory", name);
    return EXIT_ERROR;
  }
  to_stdout(job->out->ptr, job->out->len, NULL);
  return EXIT_OK;
}

int pack_print_tables(const options *o, const char *name,
                      void (*print)(const pack *pk, arena *a, buf *out, const options *o)) {
  buf out = {0};
  print_job job = {.a = arena_new(0), .out = &out, .o = o, .print = print};
  int status = EXIT_ERROR;
  if (job.a) status = print_opened(name, &job);
  else complain("%s: out of memory", name);
  buf_free(&out);
  arena_free(job.a);
  return status;
}

static const struct {
  const char *name;
  int (*run)(const options *o);
} verbs[] = {{"check", pack_check}, {"codebook", pack_codebook}, {"import", pack_import}};

int pack_run(const options *o) {
  for (size_t i = 0; o->n_args && i < sizeof verbs / sizeof *verbs; i++)
    if (!strcmp(o->args[0], verbs[i].name)) return verbs[i].run(o);
  complain("pack: give one of its commands; see `chancery help pack`");
  return EXIT_USAGE;
}
