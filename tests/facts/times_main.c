/* times_main PACK N DATE: how fast the times of a text are found. Reads reports from standard input, a form feed
 * between two, dates them N times, and prints, in bytes a second of one core: dating alone (times_find and
 * times_resolve), and from raw text (blocks, sentences, tokens, tags, then times). */
#include "facts/times.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  arena *a;
  lexicon *l;
  const intake_model *intake;
  const language_model *language;
  model_file *trained;
  const times_model *times;
} english;

typedef struct { int64_t all, dating; uint64_t bytes, times; } tally;

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool load(english *en, const char *folder, ch_error *err) {
  const pack *pk;
  en->a = arena_new(0);
  en->l = lexicon_new(en->a);
  return !pack_open(&pk, en->a, folder, err) && !intake_load(&en->intake, en->a, pk, err) &&
         !language_models_open(&en->trained, folder, err) &&
         !language_load(&en->language, en->a, pk, en->l, en->trained, NULL, err) &&
         !times_load(&en->times, en->a, pk, en->l, err);
}

static bool date_report(tally *sum, const english *en, str text, str published, ch_error *err) {
  arena *a = arena_new(0);
  report *r;
  const ch_input in = {.bytes = text, .format = CH_FORMAT_JSONL, .name = STR("speed"), .published = published};
  int64_t start = now_ns();
  bool good = !report_new(&r, a, en->intake, &in, 1 << 26, err);
  if (good) {
    facts *f = ARENA_NEW(a, facts);
    f->report = r;
    f->doc = language_read(a, en->language, en->l, r);
    f->language = en->language;
    f->lexicon = en->l;
    int64_t from = now_ns();
    times_find(a, en->times, f);
    times_resolve(a, en->times, f);
    int64_t end = now_ns();
    sum->dating += end - from;
    sum->all += end - start;
    sum->bytes += text.len;
    sum->times += f->n_times;
  }
  arena_free(a);
  return good;
}

static str read_input(void) {
  buf b = {0};
  char piece[1 << 16];
  for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;) buf_add(&b, piece, n);
  return buf_get(&b);
}

static int fail(const ch_error *err) {
  fprintf(stderr, "%s\n", err->msg);
  return 1;
}

int main(int argc, char **argv) {
  english en = {0};
  ch_error err = {0};
  tally sum = {0};
  if (argc != 4) return fputs("usage: facts-times PACK N DATE < TEXT\n", stderr), 2;
  if (!load(&en, argv[1], &err)) return fail(&err);
  str input = read_input();
  for (int i = 0, n = atoi(argv[2]); i < n; i++)
    for (str rest = input, text; str_split(&rest, '\f', &text);)
      if (!date_report(&sum, &en, text, str_of(argv[3]), &err)) return fail(&err);
  printf("%.3f MB/s dating alone\n", 1e3 * (double)sum.bytes / (double)(sum.dating + 1));
  printf("%.3f MB/s from raw text\n%llu times\n", 1e3 * (double)sum.bytes / (double)(sum.all + 1),
         (unsigned long long)sum.times);
  language_models_close(en.trained);
  arena_free(en.a);
  return 0;
}
