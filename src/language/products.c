#include "language/products.h"

/* ---- one number ---------------------------------------------------------------------------------------- */

static inline int16_t cut(int32_t x) {
  return (int16_t)(x > INT16_MAX ? INT16_MAX : x < -INT16_MAX ? -INT16_MAX : x);
}
/* The product of two fractions of 15 bits, rounded. */
static inline int16_t times(int16_t a, int16_t b) { return (int16_t)((a * b + (1 << 14)) >> 15); }

enum { TWO = 2 << SUM_BITS };
/* Q12 to Q14. (1 - u / 4) has 15 bits; u = 2 - 2^-12 at most, so that all fits. */
static inline int16_t squash_one(int16_t x) {
  int16_t u = (int16_t)(x < 0 ? -x : x);
  if (u > TWO - 1) u = TWO - 1;
  int16_t y = times((int16_t)(u << 2), (int16_t)(INT16_MAX - 2 * u));
  return x < 0 ? (int16_t)-y : y;
}
/* Q14 to Q13, rounded. */
static inline int16_t halved(int16_t x) { return (int16_t)((x + 1) >> 1); }

bool products_fit(const product_matrix *m) {
  if (m->in % 2 || m->out % PRODUCT_OUT || m->shift > 30) return false;
  for (uint32_t block = 0; block < m->out / PRODUCT_OUT; block++) {
    const int16_t *w = m->w + (size_t)block * PRODUCT_OUT * m->in;
    uint32_t sum[2 * PRODUCT_OUT] = {0};         /* [output][of a pair]; 1536 × 32768 at most */
    if (m->in > 3 * 1024) return false;
    for (uint32_t k = 0; k < m->in / 2; k++, w += 2 * PRODUCT_OUT)
      for (int o = 0; o < 2 * PRODUCT_OUT; o++) sum[o] += (uint32_t)(w[o] < 0 ? -w[o] : w[o]);
    for (uint32_t o = 0; o < PRODUCT_OUT; o++) {
      int64_t bias = m->bias[block * PRODUCT_OUT + o];
      int64_t most = ((int64_t)sum[2 * o] + sum[2 * o + 1]) * INT16_MAX + (bias < 0 ? -bias : bias);
      if (most + (INT64_C(1) << m->shift) > INT32_MAX) return false;
    }
  }
  return true;
}

/* ---- plainly ------------------------------------------------------------------------------------------- */

static void sums_of_block(int32_t sum[PRODUCT_OUT], const int16_t *x, const product_matrix *m,
                          uint32_t block) {
  const int16_t *w = m->w + (size_t)block * PRODUCT_OUT * m->in;
  memcpy(sum, m->bias + block * PRODUCT_OUT, PRODUCT_OUT * sizeof *sum);
  for (uint32_t k = 0; k < m->in; k += 2, w += 2 * PRODUCT_OUT)
    for (int o = 0; o < PRODUCT_OUT; o++) sum[o] += x[k] * w[2 * o] + x[k + 1] * w[2 * o + 1];
}

static inline int16_t shifted(int32_t sum, uint32_t shift) {
  return cut(shift ? (sum + (1 << (shift - 1))) >> shift : sum);
}

static void narrow_plain(int16_t *y, size_t y_stride, const int16_t *x, size_t x_stride, uint32_t n,
                         const product_matrix *m) {
  int32_t sum[PRODUCT_OUT];
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t block = 0; block < m->out / PRODUCT_OUT; block++) {
      sums_of_block(sum, x + i * x_stride, m, block);
      for (uint32_t o = 0; o < PRODUCT_OUT; o++)
        y[i * y_stride + block * PRODUCT_OUT + o] = shifted(sum[o], m->shift);
    }
}

static void wide_plain(int32_t *y, size_t y_stride, const int16_t *x, size_t x_stride, uint32_t n,
                       const product_matrix *m) {
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t block = 0; block < m->out / PRODUCT_OUT; block++)
      sums_of_block(y + i * y_stride + block * PRODUCT_OUT, x + i * x_stride, m, block);
}

/* Saturation as the processor's. */
static inline int16_t plus(int16_t a, int16_t b) {
  int32_t sum = a + b;
  return (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
}

static void join_plain(int16_t *y, const int16_t *const parts[3], uint32_t n) {
  for (uint32_t i = 0; i < n; i++) y[i] = cut(plus(plus(parts[0][i], parts[1][i]), parts[2][i]));
}

static void add_plain(int16_t *sum, const int8_t *row, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) sum[i] = (int16_t)(sum[i] + row[i]);
}

static void gather_plain(int16_t *sum, const int8_t *table, uint32_t width, const uint32_t *rows, uint32_t n,
                         uint32_t shift) {
  int16_t most = (int16_t)(INT16_MAX >> shift);
  for (uint32_t i = 0; i < width; i++) sum[i] = table[i];
  for (uint32_t k = 0; k < n; k++) add_plain(sum, table + (size_t)rows[k] * width, width);
  for (uint32_t i = 0; i < width; i++) {
    int16_t x = sum[i] > most ? most : sum[i] < -most ? (int16_t)-most : sum[i];
    sum[i] = (int16_t)(x * (1 << shift));
  }
}

static int32_t dot_plain(const int16_t *a, const int16_t *b, uint32_t n) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

static void dots_plain(int32_t sums[4], const int16_t *a, const int16_t *const rows[4], uint32_t n) {
  for (int k = 0; k < 4; k++) sums[k] = dot_plain(a, rows[k], n);
}

static void squash_plain(int16_t *y, const int16_t *x, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) y[i] = halved(squash_one(x[i]));
}

static void states_plain(int16_t *y, ptrdiff_t y_stride, const int16_t *acts, ptrdiff_t stride,
                         uint32_t words, uint32_t half, int16_t *state) {
  memset(state, 0, half * sizeof *state);
  for (uint32_t t = 0; t < words; t++, y += y_stride, acts += stride) {
    const int16_t *candidates = acts + half;
    for (uint32_t j = 0; j < half; j++) {
      int16_t gate = (int16_t)((1 << STATE_BITS) + squash_one((int16_t)(acts[j] >> 1)));   /* 15 bits */
      state[j] = (int16_t)(state[j] + times(gate, (int16_t)(squash_one(candidates[j]) - state[j])));
      y[j] = halved(state[j]);
    }
  }
}

const products products_plain = {narrow_plain, wide_plain, join_plain, add_plain, gather_plain, dot_plain, dots_plain, squash_plain, states_plain};

/* ---- with AVX2 ----------------------------------------------------------------------------------------- */

#if defined(__x86_64__) && !defined(CHANCERY_PLAIN)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))
#define AVX2_INLINE static inline __attribute__((target("avx2"), always_inline))
enum { ROWS = 4 };

/* Sums of some words for 16 outputs: all stay in registers. */
AVX2_INLINE void block_avx2(__m256i sum[ROWS][2], const int16_t *x, size_t x_stride, const product_matrix *m,
                            uint32_t block, const int rows) {
  const int16_t *w = m->w + (size_t)block * PRODUCT_OUT * m->in;
  const int32_t *bias = m->bias + block * PRODUCT_OUT;
  for (int r = 0; r < rows; r++)
    for (int h = 0; h < 2; h++) sum[r][h] = _mm256_loadu_si256((const __m256i *)(bias + 8 * h));
  for (uint32_t k = 0; k < m->in; k += 2, w += 2 * PRODUCT_OUT) {
    __m256i w0 = _mm256_loadu_si256((const __m256i *)w), w1 = _mm256_loadu_si256((const __m256i *)(w + 16));
    for (int r = 0; r < rows; r++) {
      int32_t pair;
      memcpy(&pair, x + (size_t)r * x_stride + k, sizeof pair);
      __m256i both = _mm256_set1_epi32(pair);
      sum[r][0] = _mm256_add_epi32(sum[r][0], _mm256_madd_epi16(both, w0));
      sum[r][1] = _mm256_add_epi32(sum[r][1], _mm256_madd_epi16(both, w1));
    }
  }
}

AVX2_INLINE void put_narrow(int16_t *y, __m256i a, __m256i b, uint32_t shift) {
  __m128i by = _mm_cvtsi32_si128((int)shift);
  __m256i half = _mm256_set1_epi32(shift ? 1 << (shift - 1) : 0);
  a = _mm256_sra_epi32(_mm256_add_epi32(a, half), by);
  b = _mm256_sra_epi32(_mm256_add_epi32(b, half), by);
  __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi32(a, b), 0xD8);
  _mm256_storeu_si256((__m256i *)y, _mm256_max_epi16(packed, _mm256_set1_epi16(-INT16_MAX)));
}

AVX2_INLINE void rows_narrow(int16_t *y, size_t y_stride, const int16_t *x, size_t x_stride,
                             const product_matrix *m, uint32_t block, const int rows) {
  __m256i sum[ROWS][2];
  block_avx2(sum, x, x_stride, m, block, rows);
  for (int r = 0; r < rows; r++)
    put_narrow(y + (size_t)r * y_stride + block * PRODUCT_OUT, sum[r][0], sum[r][1], m->shift);
}

AVX2_INLINE void rows_wide(int32_t *y, size_t y_stride, const int16_t *x, size_t x_stride,
                           const product_matrix *m, uint32_t block, const int rows) {
  __m256i sum[ROWS][2];
  block_avx2(sum, x, x_stride, m, block, rows);
  for (int r = 0; r < rows; r++)
    for (int h = 0; h < 2; h++)
      _mm256_storeu_si256((__m256i *)(y + (size_t)r * y_stride + block * PRODUCT_OUT + 8 * h), sum[r][h]);
}

/* All words against a few outputs, then the next: the weights of a block are read from memory once. */
#define ALL_ROWS(function)                                                                                  \
  for (uint32_t block = 0; block < m->out / PRODUCT_OUT; block++) {                                          \
    uint32_t i = 0;                                                                                         \
    for (; i + ROWS <= n; i += ROWS)                                                                        \
      function(y + i * y_stride, y_stride, x + i * x_stride, x_stride, m, block, ROWS);                      \
    for (; i + 2 <= n; i += 2)                                                                              \
      function(y + i * y_stride, y_stride, x + i * x_stride, x_stride, m, block, 2);                         \
    for (; i < n; i++) function(y + i * y_stride, y_stride, x + i * x_stride, x_stride, m, block, 1);        \
  }

AVX2 static void narrow_avx2(int16_t *y, size_t y_stride, const int16_t *x, size_t x_stride, uint32_t n,
                             const product_matrix *m) {
  ALL_ROWS(rows_narrow)
}

AVX2 static void wide_avx2(int32_t *y, size_t y_stride, const int16_t *x, size_t x_stride, uint32_t n,
                           const product_matrix *m) {
  ALL_ROWS(rows_wide)
}

AVX2 static void join_avx2(int16_t *y, const int16_t *const parts[3], uint32_t n) {
  for (uint32_t i = 0; i < n; i += 16) {
    __m256i sum = _mm256_adds_epi16(_mm256_loadu_si256((const __m256i *)(parts[0] + i)),
                                    _mm256_loadu_si256((const __m256i *)(parts[1] + i)));
    sum = _mm256_adds_epi16(sum, _mm256_loadu_si256((const __m256i *)(parts[2] + i)));
    _mm256_storeu_si256((__m256i *)(y + i), _mm256_max_epi16(sum, _mm256_set1_epi16(-INT16_MAX)));
  }
}

AVX2 static void add_avx2(int16_t *sum, const int8_t *row, uint32_t n) {
  for (uint32_t i = 0; i < n; i += 16) {
    __m256i wide = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(row + i)));
    __m256i *to = (__m256i *)(sum + i);
    _mm256_storeu_si256(to, _mm256_add_epi16(_mm256_loadu_si256(to), wide));
  }
}

enum { GATHERED = 4 };           /* registers of sums at a time */

AVX2 static void gather_avx2(int16_t *sum, const int8_t *table, uint32_t width, const uint32_t *rows, uint32_t n,
                             uint32_t shift) {
  __m128i by = _mm_cvtsi32_si128((int)shift);
  __m256i most = _mm256_set1_epi16((int16_t)(INT16_MAX >> shift)), least = _mm256_sub_epi16(_mm256_setzero_si256(), most);
  for (uint32_t i = 0; i < width; i += 16 * GATHERED) {
    __m256i all[GATHERED];
    for (int r = 0; r < GATHERED; r++)
      all[r] = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(table + i + 16 * r)));
    for (uint32_t k = 0; k < n; k++) {
      const int8_t *row = table + (size_t)rows[k] * width + i;
      for (int r = 0; r < GATHERED; r++)
        all[r] = _mm256_add_epi16(all[r], _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(row + 16 * r))));
    }
    for (int r = 0; r < GATHERED; r++) {
      all[r] = _mm256_max_epi16(_mm256_min_epi16(all[r], most), least);
      _mm256_storeu_si256((__m256i *)(sum + i + 16 * r), _mm256_sll_epi16(all[r], by));
    }
  }
}

AVX2 static int32_t dot_avx2(const int16_t *a, const int16_t *b, uint32_t n) {
  __m256i sum = _mm256_setzero_si256();
  for (uint32_t i = 0; i < n; i += 16)
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)(a + i)),
                                                  _mm256_loadu_si256((const __m256i *)(b + i))));
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1));
  return _mm_cvtsi128_si32(four);
}

AVX2 static void dots_avx2(int32_t sums[4], const int16_t *a, const int16_t *const rows[4], uint32_t n) {
  __m256i sum[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
  for (uint32_t i = 0; i < n; i += 16) {
    __m256i x = _mm256_loadu_si256((const __m256i *)(a + i));
    for (int k = 0; k < 4; k++)
      sum[k] = _mm256_add_epi32(sum[k], _mm256_madd_epi16(x, _mm256_loadu_si256((const __m256i *)(rows[k] + i))));
  }
  __m256i both = _mm256_hadd_epi32(_mm256_hadd_epi32(sum[0], sum[1]), _mm256_hadd_epi32(sum[2], sum[3]));
  _mm_storeu_si128((__m128i *)sums, _mm_add_epi32(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1)));
}

AVX2_INLINE __m256i squash_16(__m256i x) {
  __m256i u = _mm256_min_epi16(_mm256_abs_epi16(x), _mm256_set1_epi16(TWO - 1));
  __m256i f = _mm256_sub_epi16(_mm256_set1_epi16(INT16_MAX), _mm256_slli_epi16(u, 1));
  return _mm256_sign_epi16(_mm256_mulhrs_epi16(_mm256_slli_epi16(u, 2), f), x);
}

AVX2_INLINE __m256i halved_16(__m256i x) {
  return _mm256_srai_epi16(_mm256_add_epi16(x, _mm256_set1_epi16(1)), 1);
}

AVX2 static void squash_avx2(int16_t *y, const int16_t *x, uint32_t n) {
  for (uint32_t i = 0; i < n; i += 16) {
    __m256i from = _mm256_loadu_si256((const __m256i *)(x + i));
    _mm256_storeu_si256((__m256i *)(y + i), halved_16(squash_16(from)));
  }
}

/* Sixteen states of all words at a time: they stay in a register. */
AVX2 static void states_avx2(int16_t *y, ptrdiff_t y_stride, const int16_t *acts, ptrdiff_t stride,
                             uint32_t words, uint32_t half, int16_t *state) {
  (void)state;
  for (uint32_t j = 0; j < half; j += 16) {
    const int16_t *from = acts + j;
    int16_t *to = y + j;
    __m256i h = _mm256_setzero_si256();
    for (uint32_t t = 0; t < words; t++, from += stride, to += y_stride) {
      __m256i g = squash_16(_mm256_srai_epi16(_mm256_loadu_si256((const __m256i *)from), 1));
      __m256i c = squash_16(_mm256_loadu_si256((const __m256i *)(from + half)));
      g = _mm256_add_epi16(g, _mm256_set1_epi16(1 << STATE_BITS));
      h = _mm256_add_epi16(h, _mm256_mulhrs_epi16(g, _mm256_sub_epi16(c, h)));
      _mm256_storeu_si256((__m256i *)to, halved_16(h));
    }
  }
}

static const products products_avx2 = {narrow_avx2, wide_avx2, join_avx2, add_avx2, gather_avx2, dot_avx2, dots_avx2, squash_avx2, states_avx2};
#endif

const products *products_best(void) {
#if defined(__x86_64__) && !defined(CHANCERY_PLAIN)
  if (__builtin_cpu_supports("avx2")) return &products_avx2;
#endif
  return &products_plain;
}
