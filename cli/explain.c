/* explain.c: `chancery explain FILE:BYTE | REPORT:BYTE | SENTENCE`. */
#include "inputs.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* "X:123" → X and 123; false: the argument has not that form. */
static bool place_of(const char *arg, char **what, uint32_t *byte) {
  const char *colon = strrchr(arg, ':');
  if (!colon || colon == arg || !str_u32(str_of(colon + 1), byte)) return false;
  *what = strndup(arg, (size_t)(colon - arg));
  return *what != NULL;
}

static int explain_input(const ch_engine *engine, const ch_input *in, uint32_t byte, const options *o) {
  ch_facts *facts = NULL;
  ch_error err;
  ch_status s = ch_read(&facts, engine, in, 0, &err);
  ch_write_fn *write = o->json ? to_stdout : to_stdout_safe;
  if (!s) s = ch_facts_explain(facts, byte, o->json ? CH_WRITE_JSON : 0, write, NULL, &err);
  if (s) complain("explain: %s", err.msg);
  ch_facts_free(facts);
  return s ? EXIT_ERROR : EXIT_OK;
}

static int explain_file(const ch_engine *engine, const char *path, uint32_t byte, const options *o) {
  ch_source_options so = CH_SOURCE_OPTIONS_INIT;
  so.published = o->published;
  ch_source *source = NULL;
  ch_input in;
  ch_error err;
  ch_status s = ch_source_open(&source, path, path, &so, &err);
  if (!s) s = ch_source_next(source, &in, &err);
  int status = EXIT_ERROR;
  if (s) complain("%s: %s", path, s == CH_END ? "it holds no report" : err.msg);
  else status = explain_input(engine, &in, byte, o);
  ch_source_close(source);
  return status;
}

static int to_buf(const char *bytes, size_t n, void *payload) {
  buf_add(payload, bytes, n);
  return 0;
}

static str member(const json_t *report, const char *key) {
  const json_t *v = json_object_get(report, key);
  if (json_is_object(v)) v = json_object_get(v, "value");
  return json_is_string(v) ? (str){json_string_value(v), json_string_length(v)} : (str){NULL, 0};
}

/* A report of the record, read again from its kept text with the date it is kept under. */
static int explain_kept(const ch_engine *engine, const char *report_id, uint32_t byte, const options *o) {
  ch_record *record = NULL;
  ch_error err;
  buf line = {0};
  ch_status s = ch_record_open(&record, engine, o->record, CH_RECORD_READONLY, &err);
  if (!s) s = ch_record_facts(record, report_id, to_buf, &line, &err);
  int status = EXIT_ERROR;
  if (s) complain("%s: %s", o->record, err.msg);
  else {
    json_t *facts = json_loadb(line.ptr, line.len, 0, NULL);
    const json_t *report = json_object_get(facts, "report");
    ch_input in = {.bytes = member(report, "text"), .format = CH_FORMAT_TEXT, .name = member(report, "source"),
                   .published = member(report, "published"), .url = member(report, "url")};
    if (str_eq(member(report, "format"), STR("markdown"))) in.format = CH_FORMAT_MARKDOWN;
    status = explain_input(engine, &in, byte, o);
    json_decref(facts);
  }
  buf_free(&line);
  ch_record_close(record);
  return status;
}

int explain_run(const options *o) {
  if (o->n_args != 1) {
    complain("explain: give one FILE:BYTE, REPORT:BYTE or a sentence; see `chancery help explain`");
    return EXIT_USAGE;
  }
  ch_engine *engine = inputs_engine(o);
  if (!engine) return EXIT_ERROR;
  char *what = NULL;
  uint32_t byte = 0;
  struct stat st;
  int status;
  if (!place_of(o->args[0], &what, &byte) || (stat(what, &st) && strncmp(what, "r-", 2))) {
    ch_input in = {.bytes = str_of(o->args[0]), .format = CH_FORMAT_TEXT, .name = STR("-"), .published = str_of(o->published)};
    status = explain_input(engine, &in, 0, o);
  } else if (!stat(what, &st)) status = explain_file(engine, what, byte, o);
  else status = explain_kept(engine, what, byte, o);
  free(what);
  ch_engine_close(engine);
  return status;
}
