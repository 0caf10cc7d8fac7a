#include "inputs.h"
#include "progress.h"
#include <stdio.h>
#include <sys/resource.h>

enum { EVERY = 100000 };                        /* reports between two lines of --stats */

typedef struct {
  ch_copies *copies;
  const inputs_count *count;
  bool stats;
  uint64_t start, found, room_ns, next;       /* next: reports at which --stats says more */
  progress progress;
  ch_error err;
} finding;

static uint64_t peak_bytes(void) {
  struct rusage used;
  return getrusage(RUSAGE_SELF, &used) ? 0 : (uint64_t)used.ru_maxrss * 1024;
}

/* One line of JSON; times in microseconds. */
static void print_stats(const finding *f) {
  const ch_stats *s = &f->count->stats;
  ch_copies_stats c;
  ch_copies_count(f->copies, &c);
  fprintf(stderr, "{\"compared\":%llu,\"disk_bytes\":%llu,\"heads\":%llu,\"intake_us\":%llu,\"keys_us\":%llu,\"links\":%llu,"
          "\"peak_bytes\":%llu,\"reports\":%llu,\"search_us\":%llu,\"text_bytes\":%llu,\"wall_us\":%llu}\n",
          (unsigned long long)c.compared, (unsigned long long)c.disk_bytes, (unsigned long long)c.heads,
          (unsigned long long)(s->intake_ns / 1000), (unsigned long long)(s->copies_ns / 1000), (unsigned long long)c.links,
          (unsigned long long)peak_bytes(), (unsigned long long)c.reports, (unsigned long long)(f->room_ns / 1000),
          (unsigned long long)s->bytes, (unsigned long long)((clock_ns() - f->start) / 1000));
}

static bool take(const ch_card *card, void *payload) {
  finding *f = payload;
  uint64_t start = clock_ns();
  ch_status s = ch_copies_add(f->copies, card, &f->err);
  f->room_ns += clock_ns() - start;
  return !s;
}

/* Rows of one report. */
static int put_rows(const char *bytes, size_t n, void *payload) {
  finding *f = payload;
  ch_copies_stats c;
  ch_copies_count(f->copies, &c);
  progress_show(&f->progress, "compared", c.reports, f->count->stats.bytes);
  if (f->stats && c.reports == f->next) {
    f->room_ns += clock_ns() - f->found;
    f->found = clock_ns();
    f->next += EVERY;
    print_stats(f);
  }
  return to_stdout(bytes, n, NULL);
}

static bool parse_tiers(const char *name, unsigned *out) {
  if (!name || !strcmp(name, "all")) *out = CH_TIER_EXACT | CH_TIER_NEAR | CH_TIER_REST;
  else if (!strcmp(name, "near")) *out = CH_TIER_EXACT | CH_TIER_NEAR;
  else if (!strcmp(name, "exact")) *out = CH_TIER_EXACT;
  else return false;
  return true;
}

static ch_status find_all(finding *f, const ch_engine *engine, const options *o, inputs_count *count) {
  ch_status s = inputs_cards(engine, o, take, f, count, &f->err);
  if (s) return s;
  if (f->stats) print_stats(f);
  f->progress = progress_start(o);
  f->found = clock_ns();
  s = ch_copies_find(f->copies, put_rows, f, &f->err);
  f->room_ns += clock_ns() - f->found;
  progress_end(&f->progress);
  if (f->stats) print_stats(f);
  return s;
}

int copies_run(const options *o) {
  ch_copies_options how = CH_COPIES_OPTIONS_INIT;
  if (o->memory) how.memory = (size_t)o->memory << 20;
  if (!o->n_args || !parse_tiers(o->tiers, &how.tiers)) {
    complain(o->n_args ? "copies: --tiers is exact, near or all" :
             "copies: name a file, a folder, or - for standard input; see `chancery help copies`");
    return EXIT_USAGE;
  }
  ch_engine *engine = inputs_engine(o);
  if (!engine) return EXIT_ERROR;
  inputs_count count = {0};
  finding f = {.count = &count, .stats = o->stats, .start = clock_ns(), .next = EVERY};
  ch_status s = ch_copies_open(&f.copies, engine, &how, &f.err);
  if (!s) s = find_all(&f, engine, o, &count);
  if (s) complain("copies: %s", f.err.msg);
  ch_copies_close(f.copies);
  ch_engine_close(engine);
  if (s == CH_ERR_BUSY || s == CH_ERR_RECORD) return EXIT_RECORD;
  return s == CH_ERR_ARG ? EXIT_USAGE : s ? EXIT_ERROR : count.failed ? EXIT_PARTLY : EXIT_OK;
}
