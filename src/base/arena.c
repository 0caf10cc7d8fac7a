#include "base/arena.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define ARENA_HIDE(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define ARENA_SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define ARENA_HIDE(p, n) ((void)0)
#define ARENA_SHOW(p, n) ((void)0)
#endif

enum { ALIGN = 16 };

#ifndef CHANCERY_ARENA_MALLOC
typedef struct block {
  struct block *below;
  size_t size, used;          /* of the bytes behind this header; multiples of ALIGN */
} block;
#endif

struct arena {
  size_t used, max;
  jmp_buf *guard;             /* of the arena_run we are in; NULL: none */
#ifdef CHANCERY_ARENA_MALLOC
  void **all;                 /* [n]: every allocation */
  size_t n, cap;
#else
  block *top;
  size_t next_size;           /* of the next block */
#endif
};

/* The room n bytes take; n is at most SIZE_MAX - ALIGN. */
static size_t round_up(size_t n) { return n ? (n + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN; }

arena *arena_new(size_t max) {
  arena *a = calloc(1, sizeof *a);
  if (a) a->max = max;
  return a;
}

size_t arena_used(const arena *a) { return a->used; }

bool arena_run(arena *a, void (*job)(void *payload), void *payload) {
  jmp_buf here, *outer = a->guard;
  a->guard = &here;
  bool whole = false;
  if (setjmp(here) == 0) {
    job(payload);
    whole = true;
  }
  a->guard = outer;
  return whole;
}

/* Does not return. Allocation outside of any arena_run has nowhere to go back to: that is a
 * bug of the caller, which no input can bring about, so it traps. */
__attribute__((cold)) void arena_fail(arena *a) {
  if (!a->guard) __builtin_trap();
  longjmp(*a->guard, 1);
}

#ifdef CHANCERY_ARENA_MALLOC
void arena_reset(arena *a) {
  for (size_t i = 0; i < a->n; i++) free(a->all[i]);
  a->n = a->used = 0;
}

void arena_free(arena *a) {
  if (!a) return;
  arena_reset(a);
  free(a->all);
  free(a);
}

/* n bytes exactly, so that the sanitizers see the end of each; NULL: no memory. */
static void *take(arena *a, size_t n) {
  if (a->n == a->cap) {
    size_t cap = a->cap ? 2 * a->cap : 64;
    void **all = realloc(a->all, cap * sizeof *all);
    if (!all) return NULL;
    a->all = all;
    a->cap = cap;
  }
  void *p = calloc(1, n ? n : 1);
  if (p) a->all[a->n++] = p;
  return p;
}

static bool stretch(arena *a, const void *old, size_t old_size, size_t new_size) {
  (void)a, (void)old, (void)old_size, (void)new_size;
  return false;
}
#else
static const size_t first_block = (size_t)64 << 10;
static const size_t last_block = (size_t)4 << 20;    /* blocks double up to this; more is never kept either */

_Static_assert(sizeof(block) <= 2 * ALIGN, "header");
static char *bytes_of(block *b) { return (char *)b + 2 * ALIGN; }

static void drop(block *b) {
  ARENA_SHOW(bytes_of(b), b->size);
  free(b);
}

/* Keeps the largest block that is not over last_block: so a thread that reads report after
 * report soon asks the system for nothing more. */
void arena_reset(arena *a) {
  block *kept = NULL;
  for (block *b = a->top, *below; b; b = below) {
    below = b->below;
    if (b->size > last_block || (kept && b->size <= kept->size)) {
      drop(b);
      continue;
    }
    if (kept) drop(kept);
    kept = b;
  }
  if (kept) {
    ARENA_HIDE(bytes_of(kept), kept->size);
    kept->below = NULL;
    kept->used = 0;
  }
  a->top = kept;
  a->used = 0;
}

void arena_free(arena *a) {
  if (!a) return;
  for (block *b = a->top, *below; b; b = below) {
    below = b->below;
    drop(b);
  }
  free(a);
}

static block *new_block(size_t size) {
  if (size > SIZE_MAX - 2 * ALIGN) return NULL;
  block *b = malloc(2 * ALIGN + size);
  if (!b) return NULL;
  *b = (block){NULL, size, 0};
  ARENA_HIDE(bytes_of(b), size);
  return b;
}

/* A block for n bytes. A big piece gets a block of its own below the top, so that what is
 * left of the top stays in use and at most a quarter of a block is ever lost. */
static block *add_block(arena *a, size_t n) {
  if (!a->next_size) a->next_size = first_block;
  bool alone = n > a->next_size / 4;
  block *b = new_block(alone ? n : a->next_size);
  if (!b) return NULL;
  if (alone && a->top) {
    b->below = a->top->below;
    a->top->below = b;
  } else {
    b->below = a->top;
    a->top = b;
  }
  if (!alone && a->next_size < last_block) a->next_size *= 2;
  return b;
}

static void *take(arena *a, size_t n) {
  size_t room = round_up(n);
  block *b = a->top;
  if (!b || b->size - b->used < room) b = add_block(a, room);
  if (!b) return NULL;
  char *p = bytes_of(b) + b->used;
  b->used += room;
  ARENA_SHOW(p, n);
  return memset(p, 0, n);
}

/* Makes the array longer where it stands, if it was the last piece handed out. */
static bool stretch(arena *a, const void *old, size_t old_size, size_t new_size) {
  size_t was = round_up(old_size), will = round_up(new_size);
  block *b = a->top;
  if (!b || b->used < was || (const char *)old != bytes_of(b) + b->used - was) return false;
  if (will - was > b->size - b->used || (a->max && will - was > a->max - a->used)) return false;
  ARENA_SHOW(old, new_size);
  memset(bytes_of(b) + b->used - was + old_size, 0, new_size - old_size);
  b->used += will - was;
  a->used += will - was;
  return true;
}
#endif

void *arena_alloc(arena *a, size_t n) {
  if (n > SIZE_MAX - ALIGN) arena_fail(a);
  size_t room = round_up(n);
  if (a->max && (room > a->max || a->used > a->max - room)) arena_fail(a);
  void *p = take(a, n);
  if (!p) arena_fail(a);
  a->used += room;
  return p;
}

void *arena_array(arena *a, size_t n, size_t each) {
  size_t size;
  if (__builtin_mul_overflow(n, each, &size)) arena_fail(a);
  return arena_alloc(a, size);
}

void *arena_grow(arena *a, void *old, size_t old_n, size_t new_n, size_t each) {
  size_t size;
  if (__builtin_mul_overflow(new_n, each, &size) || size > SIZE_MAX - ALIGN) arena_fail(a);
  if (new_n < old_n) old_n = new_n;
  if (old && new_n > old_n && stretch(a, old, old_n * each, size)) return old;
  void *p = arena_alloc(a, size);
  if (old && old_n) memcpy(p, old, old_n * each);
  return p;
}

str arena_str(arena *a, str s) {
  if (!s.ptr) return s;       /* absent stays absent */
  if (s.len == SIZE_MAX) arena_fail(a);
  char *p = arena_alloc(a, s.len + 1);
  memcpy(p, s.ptr, s.len);
  return (str){p, s.len};
}

str arena_printf(arena *a, const char *format, ...) {
  char small[256];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(small, sizeof small, format, args);
  va_end(args);
  if (n < 0) return (str){"", 0};
  if ((size_t)n < sizeof small) return arena_str(a, (str){small, (size_t)n});
  char *p = arena_alloc(a, (size_t)n + 1);
  va_start(args, format);
  vsnprintf(p, (size_t)n + 1, format, args);
  va_end(args);
  return (str){p, (size_t)n};
}

str arena_join(arena *a, const str *parts, size_t n, str between) {
  size_t len = 1;
  for (size_t i = 0; i < n; i++)
    if (__builtin_add_overflow(len, parts[i].len + (i ? between.len : 0), &len)) arena_fail(a);
  char *p = arena_alloc(a, len), *end = p;
  for (size_t i = 0; i < n; i++) {
    if (i && between.len) end = mempcpy(end, between.ptr, between.len);
    if (parts[i].len) end = mempcpy(end, parts[i].ptr, parts[i].len);
  }
  return (str){p, len - 1};
}
