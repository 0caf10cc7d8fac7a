#include "test_intake.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct { char folder[64], path[128]; } place;

static place make(const char *name, const char *bytes, size_t n) {
  place p = {.folder = "/tmp/chancery-XXXXXX"};
  assert_non_null(mkdtemp(p.folder));
  snprintf(p.path, sizeof p.path, "%s/%s", p.folder, name);
  FILE *f = fopen(p.path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  assert_int_equal(fclose(f), 0);
  return p;
}

static void drop(const place *p) {
  unlink(p->path);
  rmdir(p->folder);
}

static ch_source *open_place(const place *p, size_t max, ch_format format) {
  ch_source_options options = CH_SOURCE_OPTIONS_INIT;
  options.max_bytes = max;
  options.format = format;
  options.published = "2025-06-25";
  ch_source *s;
  ch_error err;
  if (source_open(&s, p->path, "n", &options, &err)) fail_msg("%s", err.msg);
  return s;
}

static void error_is(ch_source *s, ch_status want, const char *text) {
  ch_input in;
  ch_error err = {0};
  assert_int_equal(source_next(s, &in, &err), want);
  assert_int_equal(err.code, want);
  if (!strstr(err.msg, text)) fail_msg("got \"%s\", want \"%s\"", err.msg, text);
}

static void report_is(ch_source *s, const char *bytes, ch_format format, uint64_t line) {
  ch_input in;
  ch_error err = {0};
  if (source_next(s, &in, &err)) fail_msg("%s", err.msg);
  assert_str(in.bytes, bytes);
  assert_int_equal(in.format, format);
  assert_int_equal(in.line, line);
  assert_str(in.name, "n");
}

static void end_is(ch_source *s) {
  ch_input in;
  ch_error err;
  assert_int_equal(source_next(s, &in, &err), CH_END);
  assert_int_equal(source_next(s, &in, &err), CH_END);
  source_close(s);
}

static void formats_by_name_and_look(void **state) {
  (void)state;
  static const struct { const char *name, *bytes, *text; ch_format format; } rows[] = {
    {"a.txt", "{\"text\":\"x\"}", "{\"text\":\"x\"}", CH_FORMAT_TEXT}, {"a.MD", "# x", "# x",
      CH_FORMAT_MARKDOWN},
    {"a.ndjson", "{\"text\":\"x\"}", "x", CH_FORMAT_JSONL}, {"a", "{\"text\":\"x\"}\n", "x", CH_FORMAT_JSONL},
    {"a.dat", "\xEF\xBB\xBF {\"id\":1,\"text\":\"x\"}", "x", CH_FORMAT_JSONL}, {"a", "{Braces} "
      "begin this.", "{Braces} begin this.", CH_FORMAT_TEXT},
    {"a", "{\"other\":1}\n", "{\"other\":1}\n", CH_FORMAT_TEXT}, {"a", "Plain.", "Plain.", CH_FORMAT_TEXT}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    place p = make(rows[i].name, rows[i].bytes, strlen(rows[i].bytes));
    ch_source *s = open_place(&p, 100, CH_FORMAT_AUTO);
    report_is(s, rows[i].text, rows[i].format, rows[i].format == CH_FORMAT_JSONL);
    end_is(s);
    drop(&p);
  }
}

static void lines_of_jsonl(void **state) {
  (void)state;
  static const char bytes[] =
    "\xEF\xBB\xBF{\"text\":\"one\",\"id\":12,\"published\":\"2024-01-02\",\"more\":[1.5]}\r\n"
    "\n"
    "{\"text\":\"two\"\n"
    "{\"html\":\"<p>x</p>\"}\n"
    "{\"text\":7}\n"
    "[]\n"
    "{\"text\":\"\\ud800\"}\n"
    "{\"text\":\"a\xFF\"}\n"
    "{\"text\":\" \"}\n"
    "{\"text\":\"long long long long long\"}\n"
    "{\"title\":\"t\"}\n"
    "{\"text\":\"nul \\u0000 in\",\"id\":\"k\",\"title\":null,\"url\":\"u\"}";
  place p = make("a.jsonl", bytes, sizeof bytes - 1);
  ch_source *s = open_place(&p, 20, CH_FORMAT_AUTO);
  ch_input in;
  ch_error err;
  assert_int_equal(source_next(s, &in, &err), CH_OK);
  assert_str(in.bytes, "one");
  assert_str(in.given_id, "12");
  assert_str(in.published, "2024-01-02");
  assert_null(in.title.ptr);
  error_is(s, CH_ERR_INPUT, "n:3: not valid JSON");
  error_is(s, CH_ERR_INPUT, "n:4: \"html\" cannot be read yet");
  error_is(s, CH_ERR_INPUT, "n:5: this key wants a string: text");
  error_is(s, CH_ERR_INPUT, "n:6: not a JSON object");
  error_is(s, CH_ERR_INPUT, "n:7: not valid JSON: invalid Unicode");
  error_is(s, CH_ERR_INPUT, "n:8: not valid JSON: unable to decode byte 0xff");
  error_is(s, CH_ERR_INPUT, "n:9: empty: nothing to read");
  error_is(s, CH_ERR_LIMIT, "n:10: 24 bytes, over the ceiling of 20");
  error_is(s, CH_ERR_INPUT, "n:11: no \"text\"");
  assert_int_equal(source_next(s, &in, &err), CH_OK);
  assert_int_equal(in.bytes.len, 8);
  assert_int_equal(in.bytes.ptr[4], 0);
  assert_str(in.given_id, "k");
  assert_str(in.published, "2025-06-25");
  assert_str(in.url, "u");
  assert_int_equal(in.line, 12);
  end_is(s);
  drop(&p);
}

/* A line over the ceiling is one error, however long, and what follows is read. */
static void long_lines(void **state) {
  (void)state;
  size_t n = 3 << 20;
  char *bytes = malloc(n + 64);
  memset(bytes, 'x', n);
  memcpy(bytes, "{\"text\":\"", 9);
  size_t end = n + (size_t)snprintf(bytes + n, 64, "\"}\n{\"text\":\"next\"}\n");
  place p = make("a.jsonl", bytes, end);
  ch_source *s = open_place(&p, 1000, CH_FORMAT_AUTO);
  error_is(s, CH_ERR_LIMIT, "n:1: the line is longer");
  report_is(s, "next", CH_FORMAT_JSONL, 2);
  end_is(s);
  s = open_place(&p, n, CH_FORMAT_AUTO);
  ch_input in;
  ch_error err;
  assert_int_equal(source_next(s, &in, &err), CH_OK);
  assert_int_equal(in.bytes.len, n - 9);
  report_is(s, "next", CH_FORMAT_JSONL, 2);
  end_is(s);
  drop(&p);
  free(bytes);
}

static void what_cannot_be_opened(void **state) {
  (void)state;
  ch_source *s;
  ch_error err;
  assert_int_equal(source_open(&s, "/tmp", "n", NULL, &err), CH_ERR_IO);
  assert_null(s);
  assert_non_null(strstr(err.msg, "is a folder"));
  assert_int_equal(source_open(&s, "/dev/zero", "n", NULL, &err), CH_ERR_IO);
  assert_non_null(strstr(err.msg, "is no regular file"));
  assert_int_equal(source_open(&s, "/nowhere/x", "n", NULL, &err), CH_ERR_IO);
  assert_int_equal(source_open(&s, NULL, "n", NULL, NULL), CH_ERR_ARG);
  place p = make("pipe", "", 0);
  unlink(p.path);
  assert_int_equal(mkfifo(p.path, 0600), 0);
  assert_int_equal(source_open(&s, p.path, "n", NULL, &err), CH_ERR_IO);
  drop(&p);
}

static void sizes(void **state) {
  (void)state;
  place p = make("a.txt", "", 0);
  ch_source *s = open_place(&p, 10, CH_FORMAT_AUTO);
  error_is(s, CH_ERR_INPUT, "n: empty: nothing to read");
  end_is(s);
  assert_int_equal(truncate(p.path, (off_t)2 << 30), 0);       /* a hole: refused by its size,
    not by reading it */
  ch_source_options options = CH_SOURCE_OPTIONS_INIT;
  ch_error err;
  assert_int_equal(source_open(&s, p.path, "n", &options, &err), CH_ERR_LIMIT);
  assert_non_null(strstr(err.msg, "2147483648 bytes"));
  drop(&p);
  static const char *const names[] = {"a.jsonl", "a"};
  for (size_t i = 0; i < 2; i++) {
    p = make(names[i], "", 0);
    s = open_place(&p, 10, CH_FORMAT_AUTO);
    error_is(s, CH_ERR_INPUT, "n: empty: nothing to read");
    end_is(s);
    drop(&p);
  }
}

static void binaries_are_named(void **state) {
  (void)state;
  static const struct { const char *bytes, *text; } rows[] = {
    {"%PDF-1.7\n", "is a PDF"}, {"PK\3\4xx", "zip"}, {"\x1F\x8B\x08", "gzip"}, {"<!DOCTYPE html><p>x",
      "HTML"},
    {"\xEF\xBB\xBF\n<html>", "HTML"}, {"{\\rtf1", "RTF"}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    place p = make("a.txt", rows[i].bytes, strlen(rows[i].bytes));
    ch_source *s = open_place(&p, 100, CH_FORMAT_AUTO);
    error_is(s, CH_ERR_INPUT, rows[i].text);
    end_is(s);
    drop(&p);
  }
}

/* Standard input is read up to the ceiling and no further. */
static void streams(void **state) {
  (void)state;
  int saved = dup(STDIN_FILENO), ends[2];
  assert_int_equal(pipe(ends), 0);
  assert_int_equal(write(ends[1], "{\"text\":\"x\"}\n{\"text\":\"y\"}\n", 26), 26);
  close(ends[1]);
  dup2(ends[0], STDIN_FILENO);
  ch_source *s;
  ch_error err;
  assert_int_equal(source_open(&s, "-", NULL, NULL, &err), CH_OK);
  ch_input in;
  assert_int_equal(source_next(s, &in, &err), CH_OK);
  assert_str(in.name, "-");
  assert_int_equal(source_next(s, &in, &err), CH_OK);
  assert_str(in.bytes, "y");
  end_is(s);
  int zeros = open("/dev/zero", O_RDONLY);
  dup2(zeros, STDIN_FILENO);
  assert_int_equal(source_open(&s, "-", NULL, NULL, &err), CH_OK);
  error_is(s, CH_ERR_LIMIT, "-: more than the ceiling");
  end_is(s);
  dup2(saved, STDIN_FILENO);
  close(saved);
  close(zeros);
  close(ends[0]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(formats_by_name_and_look), cmocka_unit_test(lines_of_jsonl),
      cmocka_unit_test(long_lines),
    cmocka_unit_test(what_cannot_be_opened), cmocka_unit_test(sizes), cmocka_unit_test(binaries_are_named),
    cmocka_unit_test(streams)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
