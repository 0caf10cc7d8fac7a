/* source_next on JSONL: any bytes give reports and errors, one a line, and come to an end. */
#include "intake/intake.h"
#include <sys/mman.h>
#include <stdio.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool good) {
  if (!good) __builtin_trap();
}

static void read_all(ch_source *s, size_t n) {
  ch_input in;
  ch_error err = {0};
  uint64_t line = 0;
  ch_status status;
  for (size_t calls = 0; (status = source_next(s, &in, &err)) != CH_END; calls++) {
    check(calls <= n);
    if (status) {
      check(err.code == status && err.msg[0] && !strchr(err.msg, '\n'));
      continue;
    }
    check(in.bytes.len > 0);
    if (in.format != CH_FORMAT_JSONL) continue;
    check(in.line > line && utf8_valid(in.bytes) == in.bytes.len);
    line = in.line;
  }
  check(source_next(s, &in, &err) == CH_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  int fd = memfd_create("fuzz", 0);
  if (fd < 0) return 0;
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  ch_source_options options = CH_SOURCE_OPTIONS_INIT;
  options.format = n && bytes[0] % 2 ? CH_FORMAT_JSONL : CH_FORMAT_AUTO;
  options.max_bytes = 4096;
  ch_source *s;
  ch_error err;
  if (write(fd, bytes, n) == (ssize_t)n && !source_open(&s, path, "x", &options, &err)) {
    read_all(s, n + 2);
    source_close(s);
  }
  close(fd);
  return 0;
}
