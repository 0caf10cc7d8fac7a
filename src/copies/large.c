#include "copies/large.h"
#include <stdlib.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 1 << 21 };

static size_t whole_pages(size_t bytes) { return (bytes + LARGE_PAGE - 1) & ~(size_t)(LARGE_PAGE - 1); }
static bool is_mapped(size_t bytes) { return bytes > 2 * LARGE_PAGE; }

/* More is mapped than asked for, and what stands beside a whole number of large pages goes back. */
static void *map_pages(size_t whole) {
  uint8_t *at = mmap(NULL, whole + LARGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) return NULL;
  size_t before = whole_pages((size_t)(uintptr_t)at) - (size_t)(uintptr_t)at, after = LARGE_PAGE - before;
  if (before) munmap(at, before);
  if (after) munmap(at + before + whole, after);
  madvise(at + before, whole, MADV_HUGEPAGE);
  return at + before;
}

void *large_new(size_t bytes) {
  if (!is_mapped(bytes)) return calloc(1, bytes ? bytes : 1);
  size_t whole = whole_pages(bytes);
  return whole < bytes || whole > SIZE_MAX - LARGE_PAGE ? NULL : map_pages(whole);
}

void large_free(void *memory, size_t bytes) {
  if (!is_mapped(bytes)) free(memory);
  else if (memory) munmap(memory, whole_pages(bytes));
}

void large_empty(void *memory, size_t bytes, size_t from, size_t to) {
  uint8_t *at = memory;
  size_t first = whole_pages(from), last = to == bytes ? whole_pages(to) : to & ~(size_t)(LARGE_PAGE - 1);
  if (!is_mapped(bytes) || first >= last || madvise(at + first, last - first, MADV_DONTNEED)) {
    memset(at + from, 0, to - from);
    return;
  }
  if (first > from) memset(at + from, 0, (first < to ? first : to) - from);
  if (last < to) memset(at + last, 0, to - last);
}
