#include "fail_malloc.h"
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))
#ifdef FAIL_MALLOC_WRAP
#define MINE(name) __wrap_##name
#define REAL(name) __real_##name
#else
#define MINE(name) name
#define REAL(name) __libc_##name
#endif

void *REAL(malloc)(size_t n);
void *REAL(calloc)(size_t n, size_t each);
void *REAL(realloc)(void *old, size_t n);
void *MINE(malloc)(size_t n);
void *MINE(calloc)(size_t n, size_t each);
void *MINE(realloc)(void *old, size_t n);

static atomic_long left;         /* allocations up to the one that fails; 0: none will */
static atomic_bool hit, for_ever;

void fail_malloc_at(long n) {
  atomic_store(&hit, false);
  atomic_store(&left, n);
}

bool fail_malloc_hit(void) { return atomic_load(&hit); }

static bool fails(void) {
  if (atomic_load(&for_ever) && atomic_load(&hit)) return true;
  if (atomic_load(&left) <= 0 || atomic_fetch_sub(&left, 1) != 1) return false;
  atomic_store(&hit, true);
  return true;
}

static void *refuse(void) {
  errno = ENOMEM;
  return NULL;
}

SHOWN void *MINE(malloc)(size_t n) { return fails() ? refuse() : REAL(malloc)(n); }

SHOWN void *MINE(calloc)(size_t n, size_t each) { return fails() ? refuse() : REAL(calloc)(n, each); }

SHOWN void *MINE(realloc)(void *old, size_t n) { return fails() ? refuse() : REAL(realloc)(old, n); }

#ifndef FAIL_MALLOC_WRAP
__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("FAIL_MALLOC");
  if (!at) return;
  char *end;
  fail_malloc_at(strtol(at, &end, 10));
  atomic_store(&for_ever, *end == '+');
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("FAIL_MALLOC_REPORT"), *word = fail_malloc_hit() ? "hit\n" : "missed\n";
  int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
  if (fd < 0) return;
  if (write(fd, word, strlen(word)) < 0) errno = 0;    /* nobody to tell */
  close(fd);
}
#endif
