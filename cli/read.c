#include "inputs.h"
#include "progress.h"
#include <stdio.h>

static bool print_line(str line, const ch_stats *stats, void *payload) {
  (void)stats, (void)payload;
  return fwrite(line.ptr, 1, line.len, stdout) == line.len;
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
  ch_status s = inputs_read(engine, o, o->no_text ? CH_WRITE_NO_TEXT : 0, NULL, print_line, NULL, &count, &err);
  if (s && err.msg[0]) complain("read: %s", err.msg);
  if (o->stats) inputs_print_stats(&count, clock_ns() - start);
  ch_engine_close(engine);
  return s == CH_ERR_ARG ? EXIT_USAGE : s ? EXIT_ERROR : count.failed ? EXIT_PARTLY : EXIT_OK;
}
