#include "language/name_weights.h"

#define INLINE static inline __attribute__((always_inline))

/* A row and the two bytes before it, in vectors of the compiler (of gcc and clang, for any processor). */
enum { LANES = 16 };
typedef uint8_t lanes_8 __attribute__((vector_size(LANES)));
typedef int16_t lanes_16 __attribute__((vector_size(2 * LANES)));
typedef int32_t lanes_32 __attribute__((vector_size(4 * LANES)));
_Static_assert(NAME_KEYS + NAME_LINE_ROWS * NAME_ROW == CACHE_LINE, "a line is full");
_Static_assert(NAME_LABELS <= NAME_ROW && LANES == NAME_ROW + 2, "a row and two bytes are loaded at once");

/* The four keys; written so that it is one load where the processor's order is the file's. */
INLINE uint64_t keys_of(const uint8_t *line) {
  uint64_t keys = 0;
  for (int i = 0; i < NAME_KEYS; i++) keys |= (uint64_t)line[i] << 8 * i;
  return keys;
}

/* The row of a feature; NULL: it has none. The lowest lane of 16 bits that is 0 is found by a borrow (Warren, Hacker's
 * Delight, 6-1). */
INLINE const uint8_t *row_of(const name_weights *w, feature f) {
  const uint64_t ones = UINT64_C(0x0001000100010001);
  const uint8_t *line = w->lines + (size_t)name_weights_line(f, w->n_lines) * CACHE_LINE;
  uint64_t apart = keys_of(line) ^ name_weights_key(f) * ones, zero = (apart - ones) & ~apart & ones << 15;
  return zero ? line + NAME_KEYS + (size_t)(__builtin_ctzll(zero) / 16) * NAME_ROW : NULL;
}

/* So many values, of 2,127 at most, fit 16 bits together. */
enum { SUMMED = 15 };
_Static_assert(SUMMED * (127 + ((127 * 127 >> 6) * 127 >> 4)) <= INT16_MAX, "sums of 16 bits");

/* Adds weight_of_byte of each; byte 0, which no trainer writes, is something else, but the same everywhere. */
INLINE void add_values(lanes_16 *sums, const uint8_t *from) {
  lanes_8 bytes;
  memcpy(&bytes, from, sizeof bytes);
  lanes_16 k = __builtin_convertvector(bytes, lanes_16) - SCALE / 2, sign = k >> 15, size = (k ^ sign) - sign;
  lanes_16 value = size + (((size * size >> 6) * size) >> 4);
  *sums += (value ^ sign) - sign;
}

INLINE void sum(int32_t sums[NAME_LABELS], const name_weights *w,
                                                       const feature *f, uint32_t n) {
  lanes_32 lanes = {0};
  lanes_16 few = {0};
  uint32_t n_few = 0;
  for (uint32_t i = 0; i < n; i++)
    __builtin_prefetch(w->lines + (size_t)name_weights_line(f[i], w->n_lines) * CACHE_LINE);
  for (uint32_t i = 0; i < n; i++) {
    const uint8_t *row = row_of(w, f[i]);
    if (!row) continue;
    if (n_few++ == SUMMED) {
      lanes += __builtin_convertvector(few, lanes_32);
      few = (lanes_16){0};
      n_few = 1;
    }
    add_values(&few, row - 2);
  }
  lanes += __builtin_convertvector(few, lanes_32);
  for (uint32_t k = 0; k < NAME_LABELS; k++) sums[k] = lanes[k + 2];
}

#if defined(__x86_64__) && !defined(CHANCERY_PLAIN)
/* The same, compiled for vectors of 32 bytes. */
__attribute__((target("avx2"))) static void sum_avx2(int32_t sums[NAME_LABELS], const name_weights *w,
                                                     const feature *f, uint32_t n) {
  sum(sums, w, f, n);
}
#endif

void name_weights_sum(int32_t sums[NAME_LABELS], const name_weights *w, const feature *f, uint32_t n) {
#if defined(__x86_64__) && !defined(CHANCERY_PLAIN)
  if (__builtin_cpu_supports("avx2")) {
    sum_avx2(sums, w, f, n);
    return;
  }
#endif
  sum(sums, w, f, n);
}
