#include "inputs.h"
#include "progress.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  ch_record *record;
  uint64_t added, again, refused, pending, batch;
  ch_status status;                     /* why it could not go on */
  ch_error err;
} adding;

static bool commit(adding *a) {
  a->pending = 0;
  a->status = ch_record_commit(a->record, &a->err);
  return !a->status;
}

/* A report that is kept already need not be read. */
static inputs_wish pass_known(const ch_input *in, void *payload) {
  adding *a = payload;
  ch_added what;
  a->status = ch_record_add_again(a->record, in, &what, &a->err);
  if (a->status) return INPUTS_STOP;
  if (what == CH_ADDED_NEW) return INPUTS_READ;
  a->again++;
  return ++a->pending < a->batch || commit(a) ? INPUTS_KNOWN : INPUTS_STOP;
}

/* One facts line into the record: a line that is no facts line is refused, any other failure ends the run. */
static bool add_line(str line, const ch_stats *stats, void *payload) {
  (void)stats;
  adding *a = payload;
  ch_added what;
  ch_status s = ch_record_add(a->record, line.ptr, line.len, &what, &a->err);
  if (s == CH_ERR_INPUT || s == CH_ERR_LIMIT) {
    complain("%s", a->err.msg);
    a->refused++;
    return true;
  }
  if (s) {
    a->status = s;
    return false;
  }
  *(what == CH_ADDED_NEW ? &a->added : &a->again) += 1;
  return ++a->pending < a->batch || commit(a);
}

/* --facts FILE: lines of `chancery read`, kept as they are. */
static void add_facts_file(adding *a, const char *path) {
  FILE *f = strcmp(path, "-") ? fopen(path, "r") : stdin;
  if (!f) {
    complain("%s: %s", path, strerror(errno));
    a->refused++;
    return;
  }
  char *line = NULL;
  size_t cap = 0;
  ssize_t n;
  while ((n = getline(&line, &cap, f)) > 0)
    if (n > 1 && !add_line((str){line, (size_t)n}, NULL, a)) break;
  if (ferror(f)) {
    complain("%s: %s", path, strerror(errno));
    a->refused++;
  }
  free(line);
  if (f != stdin) fclose(f);
}

/* What was read is on the disk; bringing the rows up to date may take as long again. */
static void merge(adding *a, const options *o) {
  progress p = progress_start(o);
  progress_say(&p, "merging", a->added);
  a->status = ch_record_keep(a->record, &a->err);
  progress_end(&p);
}

static void print_summary(const adding *a, const inputs_count *c) {
  fprintf(stderr, "%llu reports kept, %llu were kept before", (unsigned long long)a->added, (unsigned long long)a->again);
  if (c->failed + a->refused) fprintf(stderr, ", %llu could not be read", (unsigned long long)(c->failed + a->refused));
  if (c->skipped) fprintf(stderr, ", %llu files of other kinds left aside", (unsigned long long)c->skipped);
  fputc('\n', stderr);
}

int add_run(const options *o) {
  if (!o->n_args && !o->facts) {
    complain("add: name a file, a folder, - for standard input, or --facts FILE; see `chancery help add`");
    return EXIT_USAGE;
  }
  ch_engine *engine = inputs_engine(o);
  if (!engine) return EXIT_ERROR;
  adding a = {.batch = o->batch ? (uint64_t)o->batch : 100};
  inputs_count count = {0};
  uint64_t start = clock_ns();
  a.status = ch_record_open(&a.record, engine, o->record, CH_RECORD_CREATE, &a.err);
  if (!a.status && o->facts) add_facts_file(&a, o->facts);
  if (!a.status && o->n_args) {
    ch_error err;
    ch_status s = inputs_read(engine, o, 0, pass_known, add_line, &a, &count, &err);
    if (s && !a.status) a.status = s, a.err = err;
  }
  if (o->stats) inputs_print_stats(&count, clock_ns() - start);
  if (!a.status) merge(&a, o);
  if (a.status) complain("%s: %s", o->record, a.err.msg);
  print_summary(&a, &count);
  ch_record_close(a.record);
  ch_engine_close(engine);
  if (a.status == CH_ERR_BUSY || a.status == CH_ERR_RECORD) return EXIT_RECORD;
  return a.status == CH_ERR_ARG ? EXIT_USAGE : a.status ? EXIT_ERROR : count.failed + a.refused ? EXIT_PARTLY : EXIT_OK;
}
