#include "copies/large.h"
#include <stdlib.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 1 << 21 };

void *large_new(size_t bytes) {
  if (bytes < LARGE_PAGE) return calloc(1, bytes ? bytes : 1);
  size_t whole = (bytes + LARGE_PAGE - 1) & ~(size_t)(LARGE_PAGE - 1);
  void *memory = whole < bytes ? NULL : aligned_alloc(LARGE_PAGE, whole);
  if (!memory) return NULL;
  madvise(memory, whole, MADV_HUGEPAGE);
  return memset(memory, 0, bytes);
}
