/* A file of any bytes as a run of postings: refused, or every key can be asked for. A check that does not fit would end most
 * inputs at once, so where the first byte is odd it is made to fit. */
#include "copies/postings_run.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { HEAD = 40, DIRECTORY = 64, BITS = 16 };       /* places in the file; see postings_run.c */

static void check(bool good) {
  if (!good) __builtin_trap();
}

static const char *folder(void) {
  static char path[64];
  if (!*path) {
    snprintf(path, sizeof path, "%s/fuzz-run-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
    check(mkdtemp(path) != NULL);
  }
  return path;
}

static void make_fit(uint8_t *bytes, size_t n) {
  static const uint32_t first[] = {0x52504843, 4};     /* magic and version */
  uint32_t bits;
  if (n < DIRECTORY) return;
  memcpy(bytes, first, sizeof first);
  memcpy(&bits, bytes + BITS, sizeof bits);
  size_t directory = bits < 20 ? (((size_t)1 << bits) + 1) * 4 : SIZE_MAX;
  if (directory > n - DIRECTORY) return;
  uint64_t sum = XXH64(bytes, HEAD - 8, XXH64(bytes + DIRECTORY, directory, 0));
  memcpy(bytes + HEAD - 8, &sum, sizeof sum);
}

static void write_file(const uint8_t *bytes, size_t n) {
  char path[100];
  snprintf(path, sizeof path, "%s/run", folder());
  FILE *f = fopen(path, "wb");
  check(f && fwrite(bytes, 1, n, f) == n);
  check(!fclose(f));
}

static void ask(run *r, const uint8_t *bytes, size_t n) {
  uint32_t keys[8] = {0, 1, UINT32_MAX};
  run_range found[8];
  uint64_t sum = 0;
  for (size_t i = 3; i < 8 && 4 * i + 4 <= n; i++) memcpy(&keys[i], bytes + n - 4 * (i - 2), 4);
  for (uint16_t lo = 0; lo < 3; lo++) {
    run_find(r, keys, 8, (uint16_t)(lo * 20000), (uint16_t)(lo * 30000), found);
    for (int i = 0; i < 8; i++) {
      check(found[i].first <= found[i].end && found[i].end <= run_count(r));
      for (uint64_t k = found[i].first; k < found[i].end; k++) sum += run_at(r, k).report;
    }
  }
  check(sum || !sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  run *r, *merged;
  ch_error err;
  uint8_t *copy = malloc(n + 1);
  check(copy != NULL);
  if (n) memcpy(copy, bytes + 1, n - 1);
  if (n && bytes[0] & 1) make_fit(copy, n - 1);
  write_file(copy, n ? n - 1 : 0);
  ch_status status = run_open(&r, folder(), "run", &err);
  check(status == CH_OK || status == CH_ERR_RECORD);
  if (!status) {
    run *both[] = {r, r};
    ask(r, bytes, n);
    status = run_merge(&merged, folder(), "merged", both, 2, false, &err);
    if (!status) ask(merged, bytes, n);
    if (!status) run_close(merged, true);
    run_close(r, false);
  }
  free(copy);
  return 0;
}
