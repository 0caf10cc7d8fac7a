#include "copies/postings_run.h"
#include "copies/large.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { MAGIC = 0x52504843, VERSION = 4, BUCKET_BITS = 4, PLACE = 6, MOST_BITS = 28 };
enum { BUFFER = 1 << 16, PAGE = 4096, BETWEEN = 1 << 21 };      /* bytes; postings of a merge */
/* Bits of the filter a posting; of them those that a key sets; words of a block, which is a line of the cache. Of
 * the keys that a run does not have it says of 1 in 80 that it may. */
enum { FILTER_BITS = 10, FILTER_HASHES = 6, BLOCK = 8 };

typedef struct {
  uint32_t magic, version;     /* magic last: a header that is whole was written last */
  uint64_t n;
  uint32_t bits, ties;         /* ties: 1 or 0 */
  uint16_t first_day, last_day;
  uint64_t check;              /* XXH64 of what stands before, and of the directory */
} header;

struct run {
  char *folder, *name;
  const uint8_t *map; size_t bytes;
  const header *head;
  const uint64_t *filter; uint32_t n_filter;   /* in the map, or `held`; blocks */
  uint64_t *held;
  const uint32_t *dir, *keys, *ties;   /* ties NULL: the reports' numbers */
  const uint8_t *places;       /* PLACE bytes each */
  size_t touched;              /* bytes of pages that finding keys has brought in, counted anew each time */
};

typedef struct { size_t dir, filter, keys, places, ties, bytes; } layout;

static size_t aligned(size_t n) { return (n + 63) & ~(size_t)63; }

static uint32_t filter_blocks(uint64_t n) { return (uint32_t)(n * FILTER_BITS / (64 * BLOCK) + 1); }
static size_t filter_bytes(uint32_t blocks) { return blocks * (size_t)BLOCK * sizeof(uint64_t); }

static layout layout_of(uint64_t n, unsigned bits, bool ties) {
  layout l = {.dir = aligned(sizeof(header))};
  l.filter = aligned(l.dir + (((size_t)1 << bits) + 1) * sizeof(uint32_t));
  l.keys = l.filter + filter_bytes(filter_blocks(n));
  l.places = aligned(l.keys + n * sizeof(uint32_t));
  l.ties = aligned(l.places + n * PLACE);
  l.bytes = l.ties + (ties ? n * sizeof(uint32_t) : 0);
  return l;
}

static unsigned bits_for(uint64_t n) {
  unsigned bits = 0;
  while (bits < MOST_BITS && (n >> (bits + BUCKET_BITS)) > 1) bits++;
  return bits;
}

static uint32_t bucket_of(uint32_t key, unsigned bits) { return bits ? key >> (32 - bits) : 0; }

static uint64_t check_of(const header *h, const uint32_t *dir) {
  uint64_t sum = XXH64(dir, (((size_t)1 << h->bits) + 1) * sizeof *dir, 0);
  return XXH64(h, offsetof(header, check), sum);
}

static char *path_of(const char *folder, const char *name, const char *ending) {
  size_t room = strlen(folder) + strlen(name) + strlen(ending) + 2;
  char *path = malloc(room);
  if (path) snprintf(path, room, "%s/%s%s", folder, name, ending);
  return path;
}

/* Takes no memory: it is called where there is none left. */
void run_remove(const char *folder, const char *name) {
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  unlinkat(fd, name, 0);
  close(fd);
}

/* ---- opening ------------------------------------------------------------------------------------------- */

static void set_columns(run *r, const uint8_t *at) {
  const header *h = r->head = (const header *)(const void *)at;
  layout l = layout_of(h->n, h->bits, h->ties);
  r->dir = (const uint32_t *)(const void *)(at + l.dir);
  r->filter = (const uint64_t *)(const void *)(at + l.filter);
  r->n_filter = filter_blocks(h->n);
  r->keys = (const uint32_t *)(const void *)(at + l.keys);
  r->places = at + l.places;
  r->ties = h->ties ? (const uint32_t *)(const void *)(at + l.ties) : NULL;
}

static bool is_whole(run *r) {
  if (r->bytes < sizeof(header)) return false;
  const header *h = (const header *)(const void *)r->map;
  if (h->magic != MAGIC || h->version != VERSION || h->bits > MOST_BITS || h->ties > 1 ||
      h->n >= UINT32_MAX)
    return false;
  if (r->bytes != layout_of(h->n, h->bits, h->ties).bytes) return false;
  set_columns(r, r->map);
  if (h->check != check_of(h, r->dir)) return false;
  for (size_t i = 0; i < (size_t)1 << h->bits; i++)
    if (r->dir[i] > r->dir[i + 1]) return false;
  return r->dir[(size_t)1 << h->bits] == h->n;
}

static ch_status map_run(run *r, ch_error *err) {
  char *path = path_of(r->folder, r->name, "");
  int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  struct stat st;
  ch_status status = CH_OK;
  if (!path) status = CH_ERR_MEMORY;
  else if (fd < 0 || fstat(fd, &st)) status = CH_ERR_RECORD;
  if (!status) {
    r->bytes = (size_t)st.st_size;
    void *at = r->bytes ? mmap(NULL, r->bytes, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (at == MAP_FAILED) status = r->bytes ? CH_ERR_MEMORY : CH_ERR_RECORD;
    else r->map = at;
  }
  if (fd >= 0) close(fd);
  if (!status && !is_whole(r)) status = CH_ERR_RECORD;
  if (!status) madvise((void *)(uintptr_t)r->map, r->bytes, MADV_RANDOM);
  if (status) err_set(err, status, "%s: a part of the index of copies is missing or damaged; rebuild the record", path);
  free(path);
  return status;
}

ch_status run_open(run **out, const char *folder, const char *name, ch_error *err) {
  *out = NULL;
  run *r = calloc(1, sizeof *r);
  if (!r || !(r->folder = strdup(folder)) || !(r->name = strdup(name))) {
    run_close(r, false);
    return err_set(err, CH_ERR_MEMORY, "no memory for the index of copies");
  }
  ch_status status = map_run(r, err);
  if (status) run_close(r, false);
  else *out = r;
  return status;
}

void run_close(run *r, bool remove) {
  if (!r) return;
  if (r->map) munmap((void *)(uintptr_t)r->map, r->bytes);
  large_free(r->held, run_filter(r));
  if (remove) run_remove(r->folder, r->name);
  free(r->folder);
  free(r->name);
  free(r);
}

const char *run_name(const run *r) { return r->name; }
uint64_t run_count(const run *r) { return r->head->n; }
uint64_t run_bytes(const run *r) { return r->bytes; }
uint16_t run_first_day(const run *r) { return r->head->first_day; }
uint16_t run_last_day(const run *r) { return r->head->last_day; }
size_t run_filter(const run *r) { return filter_bytes(r->n_filter); }
size_t run_held(const run *r) { return r->held ? run_filter(r) : 0; }

void run_hold(run *r) {
  size_t bytes = run_filter(r);
  if (r->held || !(r->held = large_new(bytes))) return;
  memcpy(r->held, r->filter, bytes);
  madvise((void *)(uintptr_t)r->map, r->bytes, MADV_DONTNEED);
  r->filter = r->held;
}

size_t run_mapped(const run *r) { return r->touched < r->bytes ? r->touched : r->bytes; }

void run_let_go(run *r) {
  madvise((void *)(uintptr_t)r->map, r->bytes, MADV_DONTNEED);
  r->touched = 0;
}

/* A report and its day stand together, so that one wait brings both. */
static uint16_t day_at(const run *r, uint64_t i) {
  uint16_t day;
  memcpy(&day, r->places + i * PLACE + sizeof(uint32_t), sizeof day);
  return day;
}

posting run_at(const run *r, uint64_t i) {
  uint32_t which;
  memcpy(&which, r->places + i * PLACE, sizeof which);
  return (posting){r->keys[i], which, r->ties ? r->ties[i] : which, day_at(r, i)};
}

/* ---- finding ------------------------------------------------------------------------------------------- */

static uint64_t skip_days(const run *r, uint64_t first, uint64_t end, uint16_t lo) {
  while (first < end) {
    uint64_t mid = first + (end - first) / 2;
    if (day_at(r, mid) < lo) first = mid + 1;
    else end = mid;
  }
  return first;
}

static uint64_t lower_bound(const uint32_t *keys, uint64_t first, uint64_t end, uint64_t key) {
  while (first < end) {
    uint64_t mid = first + (end - first) / 2;
    if (keys[mid] < key) first = mid + 1;
    else end = mid;
  }
  return first;
}

/* Of a bucket all keys are counted, without a branch that would be guessed; one of a very common key is halved. */
static run_range find_key(const uint32_t *keys, run_range bucket, uint32_t key) {
  uint64_t less = 0, same = 0;
  if (bucket.end - bucket.first > 8u << BUCKET_BITS) {
    uint64_t first = lower_bound(keys, bucket.first, bucket.end, key);
    return (run_range){first, lower_bound(keys, first, bucket.end, (uint64_t)key + 1)};
  }
  for (uint64_t i = bucket.first; i < bucket.end; i++) {
    less += keys[i] < key;
    same += keys[i] == key;
  }
  return (run_range){bucket.first + less, bucket.first + less + same};
}

/* A blocked Bloom filter (Putze, Sanders and Singler 2007). Blocks are in order of the keys, so that it is written
 * from first to last. */
static uint32_t block_of(uint32_t key, uint32_t n_filter) { return (uint32_t)((uint64_t)key * n_filter >> 32); }

static uint64_t bits_of(uint32_t key) { return key * (uint64_t)0x9E3779B97F4A7C15u; }      /* 9 for each hash */

static void filter_set(uint64_t *block, uint32_t key) {
  uint64_t bits = bits_of(key);
  for (int i = 0; i < FILTER_HASHES; i++, bits <<= 9) block[bits >> 61] |= (uint64_t)1 << (bits >> 55 & 63);
}

static bool filter_has(const uint64_t *block, uint32_t key) {
  uint64_t bits = bits_of(key), all = 1;
  for (int i = 0; i < FILTER_HASHES; i++, bits <<= 9) all &= block[bits >> 61] >> (bits >> 55 & 63);
  return all;
}

/* Keys that it does not have get an empty range; how many are left. */
static uint32_t filter_keys(const run *r, const uint32_t *keys, uint32_t n, run_range *out) {
  uint32_t left = 0;
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(r->filter + (size_t)block_of(keys[i], r->n_filter) * BLOCK);
  for (uint32_t i = 0; i < n; i++) {
    bool may = filter_has(r->filter + (size_t)block_of(keys[i], r->n_filter) * BLOCK, keys[i]);
    out[i] = (run_range){0, may};
    left += may;
  }
  return left;
}

void run_find(run *r, const uint32_t *keys, uint32_t n, uint16_t lo, uint16_t hi, run_range *out) {
  const unsigned bits = r->head->bits;
  uint32_t left = filter_keys(r, keys, n, out), found = 0;
  for (uint32_t i = 0; left && i < n; i++)
    if (out[i].end) __builtin_prefetch(&r->dir[bucket_of(keys[i], bits)]);
  for (uint32_t i = 0; left && i < n; i++) {
    if (!out[i].end) continue;
    uint32_t b = bucket_of(keys[i], bits);
    out[i] = (run_range){r->dir[b], r->dir[b + 1]};
    if (out[i].first == out[i].end) continue;
    __builtin_prefetch(&r->keys[out[i].first]);
    __builtin_prefetch(&r->keys[out[i].end - 1]);
  }
  for (uint32_t i = 0; left && i < n; i++) {
    if (out[i].first == out[i].end) continue;
    out[i] = find_key(r->keys, out[i], keys[i]);
    if (out[i].first == out[i].end) continue;
    __builtin_prefetch(&r->places[out[i].first * PLACE]);
    found++;
  }
  r->touched += ((r->held ? 0 : n) + 2 * (size_t)left + found) * PAGE;
  if (!found || (r->head->first_day >= lo && r->head->last_day <= hi)) return;
  for (uint32_t i = 0; i < n; i++) out[i].first = skip_days(r, out[i].first, out[i].end, lo);
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* One column of the file, written through a buffer. */
typedef struct { uint8_t *bytes; size_t n; off_t at; } column;

struct run_writer {
  char *folder, *name;
  char *path, *whole;          /* of the file while it is not whole, and then */
  int fd;
  bool sync, failed;
  header head;
  uint32_t *dir;
  uint32_t bucket;             /* whose start is set */
  uint64_t n;
  uint64_t block[BLOCK];       /* of the filter, at hand */
  uint32_t n_filter, filter_at;
  column filter, keys, places, ties;
};

static void put_bytes(run_writer *w, const void *bytes, size_t n, off_t at) {
  for (const uint8_t *from = bytes; n && !w->failed;) {
    ssize_t done = pwrite(w->fd, from, n, at);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) w->failed = true;
    else from += done, n -= (size_t)done, at += done;
  }
}

static void empty_column(run_writer *w, column *c) {
  put_bytes(w, c->bytes, c->n, c->at);
  c->at += (off_t)c->n;
  c->n = 0;
}

static void put_value(run_writer *w, column *c, const void *value, size_t bytes) {
  if (c->n + bytes > BUFFER) empty_column(w, c);
  memcpy(c->bytes + c->n, value, bytes);
  c->n += bytes;
}

static void free_writer(run_writer *w) {
  if (!w) return;
  if (w->fd >= 0) close(w->fd);
  if (w->path) unlink(w->path);
  free(w->filter.bytes);
  free(w->keys.bytes);
  free(w->places.bytes);
  free(w->ties.bytes);
  free(w->dir);
  free(w->folder);
  free(w->name);
  free(w->path);
  free(w->whole);
  free(w);
}

static bool writer_memory(run_writer *w, const char *folder, const char *name) {
  w->folder = strdup(folder);
  w->name = strdup(name);
  w->path = path_of(folder, name, ".new");
  w->whole = path_of(folder, name, "");
  w->dir = calloc(((size_t)1 << w->head.bits) + 1, sizeof *w->dir);
  w->filter.bytes = malloc(BUFFER);
  w->keys.bytes = malloc(BUFFER);
  w->places.bytes = malloc(BUFFER);
  w->ties.bytes = malloc(BUFFER);
  return w->folder && w->name && w->path && w->whole && w->dir && w->filter.bytes && w->keys.bytes &&
         w->places.bytes && w->ties.bytes;
}

ch_status run_begin(run_writer **out, const char *folder, const char *name, run_shape shape, ch_error *err) {
  const uint64_t n = shape.n;
  *out = NULL;
  if (n >= UINT32_MAX) return err_set(err, CH_ERR_LIMIT, "a part of the index of copies would hold 2^32 keys");
  run_writer *w = calloc(1, sizeof *w);
  if (!w) return err_set(err, CH_ERR_MEMORY, "no memory for the index of copies");
  w->fd = -1;
  w->sync = shape.sync;
  w->head = (header){.magic = MAGIC, .version = VERSION, .n = n, .bits = bits_for(n), .ties = shape.ties,
                     .first_day = UINT16_MAX};
  if (!writer_memory(w, folder, name)) {
    free_writer(w);
    return err_set(err, CH_ERR_MEMORY, "no memory for the index of copies");
  }
  if ((w->fd = open(w->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) < 0) {
    err_set(err, CH_ERR_IO, "%s: cannot be written: %s", w->path, strerror(errno));
    free_writer(w);
    return CH_ERR_IO;
  }
  layout l = layout_of(n, w->head.bits, shape.ties);
  w->n_filter = filter_blocks(n);
  w->filter.at = (off_t)l.filter;
  w->ties.at = (off_t)l.ties;
  w->keys.at = (off_t)l.keys;
  w->places.at = (off_t)l.places;
  *out = w;
  return CH_OK;
}

/* Writes the blocks before `end`. */
static void write_filter(run_writer *w, uint32_t end) {
  for (; w->filter_at < end; w->filter_at++) {
    put_value(w, &w->filter, w->block, sizeof w->block);
    memset(w->block, 0, sizeof w->block);
  }
}

void run_write(run_writer *w, posting x) {
  uint32_t b = bucket_of(x.key, w->head.bits);
  while (w->bucket < b) w->dir[++w->bucket] = (uint32_t)w->n;
  write_filter(w, block_of(x.key, w->n_filter));
  filter_set(w->block, x.key);
  put_value(w, &w->keys, &x.key, sizeof x.key);
  uint8_t place[PLACE];
  memcpy(place, &x.report, sizeof x.report);
  memcpy(place + sizeof x.report, &x.day, sizeof x.day);
  put_value(w, &w->places, place, sizeof place);
  if (w->head.ties) put_value(w, &w->ties, &x.tie, sizeof x.tie);
  if (x.day < w->head.first_day) w->head.first_day = x.day;
  if (x.day > w->head.last_day) w->head.last_day = x.day;
  w->n++;
}

static bool sync_folder(const char *folder) {
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool done = fd >= 0 && !fsync(fd);
  if (fd >= 0) close(fd);
  return done;
}

/* The file gets its name when it is whole and, if asked, on the disk. */
static bool finish(run_writer *w) {
  while (w->bucket < (uint32_t)1 << w->head.bits) w->dir[++w->bucket] = (uint32_t)w->n;
  write_filter(w, w->n_filter);
  empty_column(w, &w->filter);
  empty_column(w, &w->keys);
  empty_column(w, &w->places);
  empty_column(w, &w->ties);
  w->head.check = check_of(&w->head, w->dir);
  layout l = layout_of(w->head.n, w->head.bits, w->head.ties);
  put_bytes(w, w->dir, (((size_t)1 << w->head.bits) + 1) * sizeof *w->dir, (off_t)l.dir);
  put_bytes(w, &w->head, sizeof w->head, 0);
  if (w->failed || ftruncate(w->fd, (off_t)l.bytes) || (w->sync && fsync(w->fd))) return false;
  return !rename(w->path, w->whole) && (!w->sync || sync_folder(w->folder));
}

ch_status run_end(run **out, run_writer *w, ch_error *err) {
  *out = NULL;
  ch_status status = CH_OK;
  if (w->n != w->head.n || !finish(w))
    status = err_set(err, CH_ERR_IO, "%s: cannot be written: is the disk full?", w->path);
  else status = run_open(out, w->folder, w->name, err);
  if (status) unlink(w->whole);                /* nothing names it */
  free_writer(w);
  return status;
}

/* ---- merging ------------------------------------------------------------------------------------------- */

static bool is_less(posting x, posting y) {
  if (x.key != y.key) return x.key < y.key;
  if (x.day != y.day) return x.day < y.day;
  return x.tie != y.tie ? x.tie < y.tie : x.report < y.report;
}

static void merge(run_writer *w, run *const *from, size_t n, uint64_t *at) {
  for (;;) {
    size_t best = n;
    posting least = {0};
    for (size_t i = 0; i < n; i++) {
      if (at[i] == run_count(from[i])) continue;
      posting x = run_at(from[i], at[i]);
      if (best == n || is_less(x, least)) best = i, least = x;
    }
    if (best == n) return;
    run_write(w, least);
    at[best]++;
    for (size_t i = 0; w->n % BETWEEN == 0 && i < n; i++) run_let_go(from[i]);       /* what was read is not read again */
  }
}

ch_status run_merge(run **out, const char *folder, const char *name, run *const *from, size_t n, bool sync,
                    ch_error *err) {
  run_writer *w;
  uint64_t sum = 0, *at = calloc(n, sizeof *at);
  *out = NULL;
  if (!at) return err_set(err, CH_ERR_MEMORY, "no memory for the index of copies");
  for (size_t i = 0; i < n; i++) {
    sum += run_count(from[i]);
    madvise((void *)(uintptr_t)from[i]->map, from[i]->bytes, MADV_SEQUENTIAL);
  }
  ch_status status = run_begin(&w, folder, name, (run_shape){sum, from[0]->ties != NULL, sync}, err);
  if (!status) {
    merge(w, from, n, at);
    status = run_end(out, w, err);
  }
  free(at);
  return status;
}
