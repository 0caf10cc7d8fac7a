#include "inputs.h"
#include "progress.h"
#include <stdio.h>

static bool print_line(str line, const ch_stats *stats, void *payload) {
  (void)stats, (void)payload;
  return fwrite(line.ptr, 1, line.len, stdout) == line.len;
}

static uint64_t per_sentence(uint64_t ns, uint64_t sentences) { return sentences ? ns / sentences : 0; }

static void print_stats(const inputs_count *c, uint64_t wall_ns) {
  const ch_stats *s = &c->stats;
  uint64_t rooms = s->intake_ns + s->language_ns + s->facts_ns + s->copies_ns;
  fprintf(stderr, "%llu reports, %llu sentences, %llu tokens, %llu trees, %llu bytes; largest arena %llu bytes\n",
          (unsigned long long)c->reports, (unsigned long long)s->sentences, (unsigned long long)s->tokens,
          (unsigned long long)s->trees, (unsigned long long)s->bytes, (unsigned long long)s->arena_bytes);
  const struct { const char *room; uint64_t ns; } rows[] = {
      {"intake", s->intake_ns}, {"language", s->language_ns}, {"facts", s->facts_ns}, {"copies", s->copies_ns}, {"rooms", rooms}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    fprintf(stderr, "  %-9s %10llu us %8llu ns a sentence\n", rows[i].room, (unsigned long long)(rows[i].ns / 1000),
            (unsigned long long)per_sentence(rows[i].ns, s->sentences));
  fprintf(stderr, "  %-9s %10llu us %8llu sentences a second\n", "all", (unsigned long long)(wall_ns / 1000),
          (unsigned long long)(wall_ns ? s->sentences * 1000000000u / wall_ns : 0));
}

int read_run(const options *o) {
  if (!o->n_args) {
    complain("read: name a file, a folder, or - for standard input; see `chancery help read`");
    return EXIT_USAGE;
  }
  ch_engine *engine = inputs_engine(o);
  if (!engine) return EXIT_ERROR;
  inputs_count count;
  ch_error err = {0};          /* stays empty where the output failed: that has been said */
  uint64_t start = clock_ns();
  ch_status s = inputs_read(engine, o, o->no_text ? CH_WRITE_NO_TEXT : 0, print_line, NULL, &count, &err);
  if (s && err.msg[0]) complain("read: %s", err.msg);
  if (o->stats) print_stats(&count, clock_ns() - start);
  ch_engine_close(engine);
  return s == CH_ERR_ARG ? EXIT_USAGE : s ? EXIT_ERROR : count.failed ? EXIT_PARTLY : EXIT_OK;
}
