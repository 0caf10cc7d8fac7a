/* Postings against a plain array of them: whatever is on disk and however it came there, the answers are the same. */
#include "../base/fail_malloc.h"
#include "../base/test.h"
#include "copies/postings.h"
#include "copies/postings_run.h"
#include "copies/postings_table.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEYS = 60, DAYS = 40, FEW = 20000 };

typedef struct { uint32_t key, tie, report; uint16_t day; } row;
typedef struct { row *rows; uint32_t n; } rows;

static char folder[64];

static const char *file_of(const char *name) {
  static char path[400];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static int files(void) {
  int n = 0;
  DIR *d = opendir(folder);
  assert_non_null(d);
  for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
  closedir(d);
  return n;
}

static void empty_folder(void) {
  DIR *d = opendir(folder);
  assert_non_null(d);
  for (struct dirent *e; (e = readdir(d));)
    if (e->d_name[0] != '.') assert_int_equal(unlinkat(dirfd(d), e->d_name, 0), 0);
  closedir(d);
}

static postings *open_new(bool disk, bool lasting, bool ties) {
  postings *p;
  postings_options o = {.folder = disk ? folder : NULL, .prefix = "t-", .memory = 1, .lasting = lasting, .ties = ties};
  assert_int_equal(postings_open(&p, &o, NULL), CH_OK);
  return p;
}

/* ---- the model ----------------------------------------------------------------------------------------- */

/* Keys spread over all of their range, some of them next to each other. */
static uint32_t key_of(int32_t i) { return (uint32_t)i % 4 ? (uint32_t)i * 0x9E3779B1u : (uint32_t)i / 4; }

static row random_row(uint64_t *state, uint32_t report) {
  int32_t i = number_in(state, 0, 3) ? number_in(state, 0, KEYS - 1) : number_in(state, 0, 3);
  uint16_t day = (uint16_t)(number_in(state, 0, 9) ? number_in(state, 100, 100 + DAYS) : POSTINGS_UNDATED);
  return (row){key_of(i), (uint32_t)number_in(state, 0, 5) << 30, report, day};
}

static rows random_rows(uint32_t n, uint64_t seed) {
  rows r = {malloc(n * sizeof *r.rows), n};
  assert_non_null(r.rows);
  for (uint32_t i = 0; i < n; i++) r.rows[i] = random_row(&seed, i);
  return r;
}

static void put_all(postings *p, const rows *r) {
  for (uint32_t i = 0; i < r->n; i++)
    postings_put(p, &r->rows[i].key, 1, r->rows[i].day, r->rows[i].tie, r->rows[i].report);
  assert_int_equal(postings_status(p, NULL), CH_OK);
}

static void shuffle(rows *r, uint64_t seed) {
  for (uint32_t i = r->n; i > 1; i--) {
    uint32_t w = (uint32_t)number_in(&seed, 0, (int32_t)i - 1);
    row kept = r->rows[i - 1];
    r->rows[i - 1] = r->rows[w];
    r->rows[w] = kept;
  }
}

static bool with_ties;

/* Total order: by day, tie and report. */
static int by_place(const void *a, const void *b) {
  const row *x = a, *y = b;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  if (with_ties && x->tie != y->tie) return x->tie < y->tie ? -1 : 1;
  return (x->report > y->report) - (x->report < y->report);
}

static bool same_place(const row *x, const row *y) {
  return x->day == y->day && (with_ties ? x->tie == y->tie : x->report == y->report);
}

/* The hits of one key, as postings.h says. */
static uint32_t expect(row *out, const rows *r, uint32_t key, const postings_query *q) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->n; i++) {
    const row *x = &r->rows[i];
    if (x->key != key || x->day < q->lo || x->day > q->hi) continue;
    if (!q->counts || q->counts(x->report, x->day, q->payload)) out[n++] = *x;
  }
  if (n) qsort(out, n, sizeof *out, by_place);
  if (n <= q->most) return n;
  if (!q->first) return 0;
  uint32_t most = q->most;
  while (most < n && same_place(&out[most - 1], &out[most])) most++;
  return most;
}

static bool is_odd(uint32_t which, uint16_t day, void *payload) { return (void)day, (void)payload, which % 2; }

static postings_query random_query(uint64_t *state) {
  static const uint32_t most[] = {1, 3, 20, 400, UINT32_MAX - 1};
  uint16_t lo = (uint16_t)number_in(state, 90, 110 + DAYS);
  postings_query q = {.lo = number_in(state, 0, 2) ? lo : 0, .hi = (uint16_t)(lo + number_in(state, 0, DAYS)),
                      .most = most[number_in(state, 0, 4)], .first = number_in(state, 0, 1)};
  if (!number_in(state, 0, 2)) q.hi = POSTINGS_UNDATED;
  if (!number_in(state, 0, 2)) q.lo = q.hi;
  if (number_in(state, 0, 1)) q.counts = is_odd;
  return q;
}

typedef struct { arena *a; postings *p; const rows *r; uint64_t seed; uint16_t expired; } asking;

static void ask(void *payload) {
  asking *x = payload;
  row *want = ARENA_ARRAY(x->a, row, x->r->n + 1);
  postings_query q = random_query(&x->seed);
  uint32_t keys[KEYS + 1], n_hits, at = 0;
  if (q.lo < x->expired) q.lo = x->expired;
  for (int32_t i = 0; i < KEYS; i++) keys[i] = key_of(i);
  keys[KEYS] = 0xFFFFFFFF;     /* nobody has it */
  const posting_hit *hits = postings_find(x->p, x->a, keys, KEYS + 1, &q, &n_hits);
  for (uint32_t k = 0; k <= KEYS; k++) {
    uint32_t n = expect(want, x->r, keys[k], &q);
    for (uint32_t i = 0; i < n; i++, at++) {
      assert_true(at < n_hits);
      assert_int_equal(hits[at].key, k);
      assert_int_equal(hits[at].report, want[i].report);
    }
  }
  assert_int_equal(at, n_hits);
}

static void assert_answers(postings *p, const rows *r, uint16_t expired) {
  asking x = {arena_new(0), p, r, 17, expired};
  assert_non_null(x.a);
  for (int i = 0; i < 25; i++) {
    arena_reset(x.a);
    assert_true(arena_run(x.a, ask, &x));
  }
  assert_int_equal(postings_status(p, NULL), CH_OK);
  arena_free(x.a);
}

/* ---- asking -------------------------------------------------------------------------------------------- */

static void test_nothing(void **state) {
  (void)state;
  rows none = {NULL, 0};
  postings *p = open_new(true, false, false);
  assert_answers(p, &none, 0);
  postings_flush(p);
  postings_expire(p, 9);
  assert_int_equal(postings_n_runs(p), 0);
  assert_int_equal(postings_bytes(p), 0);
  postings_close(p);
  postings_close(NULL);
}

static void compare_with_model(bool disk, bool ties, uint32_t n) {
  rows r = random_rows(n, n + ties);
  postings *p = open_new(disk, false, ties);
  with_ties = ties;
  put_all(p, &r);
  assert_answers(p, &r, 0);    /* most of it in runs, the rest in memory */
  postings_flush(p);
  assert_answers(p, &r, 0);
  assert_int_equal(postings_n_runs(p) > 0, disk);
  postings_close(p);
  free(r.rows);
  assert_int_equal(files(), 0);
}

static void test_model(void **state) {
  (void)state;
  for (int ties = 0; ties < 2; ties++) {
    compare_with_model(false, ties, 3000);
    compare_with_model(true, ties, 1);
    compare_with_model(true, ties, 3000);
    compare_with_model(true, ties, FEW);
  }
}

/* Runs of every size, merged and not: never many, and the answers do not change. */
static void test_merging(void **state) {
  (void)state;
  rows all = random_rows(3000, 5);
  postings *p = open_new(true, false, true);
  with_ties = true;
  for (uint32_t from = 0; from < all.n;) {
    uint32_t n = 1 + from / 7 % 90;
    rows some = {all.rows + from, n < all.n - from ? n : all.n - from};
    put_all(p, &some);
    postings_flush(p);
    from += some.n;
    if (from % 5) continue;
    rows so_far = {all.rows, from};
    assert_answers(p, &so_far, 0);
  }
  assert_true(postings_n_runs(p) < 20);
  assert_answers(p, &all, 0);
  assert_int_equal(files(), 0);              /* a run has no name once it is mapped */
  postings_close(p);
  free(all.rows);
  assert_int_equal(files(), 0);
}

static void turn_round(rows *r) {
  for (uint32_t i = 0; i < r->n / 2; i++) {
    row kept = r->rows[i];
    r->rows[i] = r->rows[r->n - 1 - i];
    r->rows[r->n - 1 - i] = kept;
  }
}

static void test_any_order(void **state) {
  (void)state;
  rows r = random_rows(5000, 3);
  with_ties = true;
  turn_round(&r);
  postings *last_first = open_new(true, false, true);
  put_all(last_first, &r);
  assert_answers(last_first, &r, 0);
  postings_close(last_first);
  for (int round = 0; round < 3; round++) {
    postings *p = open_new(round > 0, false, true);
    shuffle(&r, (uint64_t)round);
    put_all(p, &r);
    assert_answers(p, &r, 0);
    postings_close(p);
  }
  free(r.rows);
}

/* A ceiling keeps what is large as it is. */
static void test_largest_run(void **state) {
  (void)state;
  postings *p;
  rows r = random_rows(4000, 8);
  postings_options o = {.folder = folder, .prefix = "t-", .memory = 1, .largest_run = 900};
  assert_int_equal(postings_open(&p, &o, NULL), CH_OK);
  with_ties = false;
  for (uint32_t from = 0; from < r.n; from += 100) {
    rows some = {r.rows + from, 100};
    put_all(p, &some);
    postings_flush(p);
  }
  assert_true(postings_n_runs(p) >= 4);
  assert_answers(p, &r, 0);
  postings_close(p);
  free(r.rows);
}

static void expire_as_days_go(bool flushed) {
  rows r = random_rows(4000, 9);
  postings *p = open_new(true, false, false);
  with_ties = false;
  for (uint32_t i = 0; i < r.n; i++) {
    r.rows[i].day = (uint16_t)(100 + i / 100);
    r.rows[i].report = 3 * i;  /* not every report has a key */
  }
  for (uint32_t from = 0; from < r.n; from += 100) {
    rows some = {r.rows + from, 100}, so_far = {r.rows, from + 100};
    uint16_t day = (uint16_t)(100 + from / 100);
    put_all(p, &some);
    if (flushed) postings_flush(p);
    postings_expire(p, day - 10);
    if (from % 900 == 0) assert_answers(p, &so_far, day - 10);
  }
  assert_int_equal(files(), 0);              /* a run has no name once it is mapped */
  postings_expire(p, 200);
  assert_int_equal(postings_n_runs(p), 0);
  assert_int_equal(files(), 0);
  postings_close(p);
  free(r.rows);
}

static void test_expire(void **state) {
  (void)state;
  expire_as_days_go(true);
  expire_as_days_go(false);
}

/* ---- many ---------------------------------------------------------------------------------------------- */

enum { MANY_REPORTS = 2600, KEYS_EACH = 600, A_DAY = 40, WINDOW = 30 };

/* As hashes are: by chance some stand close (MurmurHash3's finaliser; no two give the same). */
static uint32_t mixed(uint32_t x) {
  x = (x ^ x >> 16) * 0x85EBCA6Bu;
  x = (x ^ x >> 13) * 0xC2B2AE35u;
  return x ^ x >> 16;
}

/* Of the keys of a report most are nobody else's, some a few others' and one that of all. */
static uint32_t many_key(uint32_t report, uint32_t k) {
  uint32_t which = k == 0 ? 1 : k < 20 ? 2 + (report / 7 * 20 + k) : 1000000 + report * KEYS_EACH + k;
  return mixed(which);
}

static uint32_t find_many(postings *p, arena *a, uint32_t report, uint32_t k, uint16_t day, uint32_t most) {
  uint32_t key = many_key(report, k), n;
  postings_query q = {.lo = day > WINDOW ? day - WINDOW : 0, .hi = day, .most = most};
  const posting_hit *hits = postings_find(p, a, &key, 1, &q, &n);
  for (uint32_t i = 0; i < n; i++) assert_int_equal(many_key(hits[i].report, k), key);
  return n;
}

static void ask_many(postings *p, arena *a, uint32_t report) {
  uint16_t day = (uint16_t)(report / A_DAY);
  uint32_t window = report < WINDOW * A_DAY ? report + 1 : (report - (day - WINDOW) * A_DAY) + 1;
  assert_int_equal(find_many(p, a, report, 0, day, UINT32_MAX - 1), window);
  assert_int_equal(find_many(p, a, report, 0, day, window - 1), 0);
  assert_int_equal(find_many(p, a, report, 5, day, 40), report % 7 + 1);
  for (uint32_t k = 20; k < KEYS_EACH; k += 37) assert_int_equal(find_many(p, a, report, k, day, 40), 1);
  if (day < 2 * WINDOW) return;
  assert_int_equal(find_many(p, a, report - (WINDOW + 1) * A_DAY, 30, day, 40), 0);
  assert_int_equal(find_many(p, a, report - WINDOW * A_DAY, 30, day, 40), 1);
}

/* More than the first buckets hold, while old ones go: in memory, and in so little of it that runs are written. */
static void hold_many(bool disk, size_t memory) {
  postings *p;
  uint32_t keys[KEYS_EACH];
  postings_options o = {.folder = disk ? folder : NULL, .prefix = "t-", .memory = memory};
  arena *a = arena_new(0);
  assert_int_equal(postings_open(&p, &o, NULL), CH_OK);
  for (uint32_t report = 0; report < MANY_REPORTS; report++) {
    uint16_t day = (uint16_t)(report / A_DAY);
    if (report % A_DAY == 0 && day > WINDOW) postings_expire(p, day - WINDOW);
    for (uint32_t k = 0; k < KEYS_EACH; k++) keys[k] = many_key(report, k);
    postings_put(p, keys, KEYS_EACH, day, 0, report);
    if (report % 50 != 3) continue;
    arena_reset(a);
    ask_many(p, a, report);
  }
  assert_int_equal(postings_status(p, NULL), CH_OK);
  arena_free(a);
  postings_close(p);
  assert_int_equal(files(), 0);
}

static void count_told(uint32_t key, uint32_t report, place at, void *payload) {
  uint64_t *told = payload;
  assert_true(told[1] <= key);
  assert_int_equal(at.day, report / 100);
  told[0]++;
  told[1] = key;
}

/* Buckets grow to more than they began with, spill over, and go back when less may be held. */
static void test_growth(void **state) {
  (void)state;
  enum { REPORTS = 1500, EACH = 500 };
  static uint32_t keys[EACH], few[EACH * TABLE_FEW];
  static table_list found[EACH];
  uint64_t told[2] = {0, 0};
  table t = {.most = 700000};
  for (uint32_t report = 0; report < REPORTS; report++) {
    for (uint32_t k = 0; k < EACH; k++) keys[k] = mixed(report * EACH + k);
    keys[0] = report % 2 ? 0 : UINT32_MAX;
    assert_true(table_put(&t, keys, EACH, report, (place){report, (uint16_t)(report / 100)}));
  }
  assert_true(t.n_buckets > 1 << 16);
  assert_true(t.n_buckets <= t.most / 7 + 1);          /* and from there on they fill up */
  assert_true(t.n_more > 0);
  for (uint32_t k = 0; k < EACH; k++) keys[k] = k ? mixed(77 * EACH + k) : 0;
  table_find(&t, keys, EACH, 1, few, found);
  assert_int_equal(found[0].n, REPORTS / 2);
  for (uint32_t k = 1; k < EACH; k++) assert_true(found[k].n == 1 && found[k].reports[0] == 77);
  assert_true(table_tell(&t, count_told, told));
  assert_int_equal(told[0], (uint64_t)REPORTS * EACH);
  table_empty(&t);
  t.most = 5000;
  assert_true(table_put(&t, keys, EACH, 3, (place){3, 0}));
  assert_int_equal(t.n_buckets, 1 << 16);
  table_free(&t);
}

static void test_many(void **state) {
  (void)state;
  hold_many(false, 0);
  hold_many(true, 4 << 20);
  hold_many(true, 1 << 18);
}

/* Of keys that it does not have a run says so without a look at its columns. */
static void test_filter(void **state) {
  (void)state;
  enum { N = 20000 };
  static uint32_t keys[N];
  static run_range found[N];
  run_writer *w;
  run *r;
  assert_int_equal(run_begin(&w, folder, "t-f", (run_shape){N, false, false}, NULL), CH_OK);
  for (uint32_t i = 0; i < N; i++) run_write(w, (posting){i * 200000, i, 0, 7});
  assert_int_equal(run_end(&r, w, NULL), CH_OK);
  run_hold(r);
  assert_true(run_held(r) > 0);
  for (uint32_t i = 0; i < N; i++) keys[i] = i * 200000;
  run_find(r, keys, N, 0, 9, found);
  for (uint32_t i = 0; i < N; i++) assert_true(found[i].first == i && found[i].end == i + 1);
  run_let_go(r);
  assert_int_equal(run_mapped(r), 0);
  for (uint32_t i = 0; i < N; i++) keys[i] = i * 200000 + 1 + i % 1000;
  run_find(r, keys, N, 0, 9, found);
  for (uint32_t i = 0; i < N; i++) assert_true(found[i].first == found[i].end);
  assert_true(run_mapped(r) > 0);
  assert_true(run_mapped(r) / 4096 < 2 * N / 50);      /* two pages each for one in 50 */
  run_close(r, true);
}

static void test_days(void **state) {
  (void)state;
  assert_int_equal(postings_day(CAL_OPEN_HI), POSTINGS_UNDATED);
  assert_int_equal(postings_day(cal_from_ymd(1899, 12, 31)), 0);
  assert_int_equal(postings_day(cal_from_ymd(1900, 1, 8)), 7);
  assert_int_equal(postings_day(cal_from_ymd(1962, 10, 23)) - postings_day(cal_from_ymd(1962, 10, 22)), 1);
  assert_int_equal(postings_day(1000000), POSTINGS_UNDATED - 1);
}

/* ---- lasting ones -------------------------------------------------------------------------------------- */

enum { MOST_NAMES = 40 };
typedef struct { char z[MOST_NAMES][64]; size_t n; } names;

static names names_of(const postings *p) {
  names out = {.n = postings_n_runs(p)};
  assert_true(out.n <= MOST_NAMES);
  for (size_t i = 0; i < out.n; i++) snprintf(out.z[i], sizeof out.z[i], "%s", postings_run_name(p, i));
  return out;
}

static names make_lasting(const rows *r) {
  postings *p = open_new(true, true, true);
  for (uint32_t from = 0; from < r->n; from += 700) {
    rows some = {r->rows + from, r->n - from < 700 ? r->n - from : 700};
    put_all(p, &some);
    postings_flush(p);
  }
  assert_true(files() > (int)postings_n_runs(p));      /* those that were merged away stay until the new names are kept */
  postings_sweep(p);
  assert_int_equal(files(), (int)postings_n_runs(p));
  names out = names_of(p);
  postings_close(p);
  assert_int_equal(files(), (int)out.n);
  return out;
}

static void test_load(void **state) {
  (void)state;
  rows r = random_rows(6000, 21);
  names kept = make_lasting(&r);
  postings *p = open_new(true, true, true);
  with_ties = true;
  for (size_t i = 0; i < kept.n; i++) assert_int_equal(postings_load(p, kept.z[i], NULL), CH_OK);
  assert_answers(p, &r, 0);
  for (uint32_t i = 0; i < 6; i++) {   /* new runs take no name that is there */
    row more = random_row(&(uint64_t){i}, 7000 + i);
    postings_put(p, &more.key, 1, more.day, more.tie, more.report);
    postings_flush(p);
    for (size_t k = 0; k < kept.n; k++)
      assert_string_not_equal(kept.z[k], postings_run_name(p, postings_n_runs(p) - 1));
  }
  postings_close(p);
  free(r.rows);
  empty_folder();
}

/* ---- damage -------------------------------------------------------------------------------------------- */

static uint8_t *file_bytes(const char *name, size_t *n) {
  FILE *f = fopen(file_of(name), "rb");
  assert_non_null(f);
  uint8_t *bytes = malloc(1 << 20);
  assert_non_null(bytes);
  *n = fread(bytes, 1, 1 << 20, f);
  fclose(f);
  return bytes;
}

static void write_bytes(const char *name, const uint8_t *bytes, size_t n) {
  FILE *f = fopen(file_of(name), "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  assert_int_equal(fclose(f), 0);
}

static void find_anything(void *payload) {
  asking *x = payload;
  postings_query q = random_query(&x->seed);
  uint32_t keys[KEYS], n;
  for (int32_t i = 0; i < KEYS; i++) keys[i] = key_of(i);
  postings_find(x->p, x->a, keys, KEYS, &q, &n);
}

/* Loads a run that is damaged: it is refused, or what is found in it is not much use, but found. */
static ch_status load_damaged(const char *name) {
  ch_error err = {0};
  asking x = {.a = arena_new(0), .p = open_new(true, true, true), .seed = 4};
  ch_status status = postings_load(x.p, name, &err);
  if (status) assert_non_null(strstr(err.msg, "missing or damaged"));
  for (int i = 0; i < 8; i++) assert_true(arena_run(x.a, find_anything, &x));
  arena_free(x.a);
  postings_close(x.p);
  return status;
}

static void test_damage(void **state) {
  (void)state;
  rows r = random_rows(600, 33);
  postings *p = open_new(true, true, true);
  put_all(p, &r);
  postings_flush(p);
  names kept = names_of(p);
  postings_close(p);
  size_t n, whole;
  uint64_t seed = 6;
  uint8_t *bytes = file_bytes(kept.z[0], &n);
  whole = n;
  assert_int_equal(load_damaged("t-absent"), CH_ERR_RECORD);
  for (size_t cut = 0; cut < n; cut += cut < 80 ? 1 : 97) {
    write_bytes("t-1", bytes, cut);
    assert_int_equal(load_damaged("t-1"), CH_ERR_RECORD);
  }
  const size_t directory = 64, columns = directory + 33 * sizeof(uint32_t);      /* 600 keys, some sixteen a bucket */
  for (int i = 0; i < 1000; i++) {
    size_t at = (size_t)number_in(&seed, 0, i % 2 ? 63 : (int32_t)whole - 1);
    uint8_t bit = (uint8_t)(1 << number_in(&seed, 0, 7));
    bytes[at] ^= bit;
    write_bytes("t-1", bytes, n);
    ch_status status = load_damaged("t-1");
    assert_true(status == CH_OK || status == CH_ERR_RECORD);
    if (at < 40 || (at >= directory && at < columns)) assert_int_equal(status, CH_ERR_RECORD);
    bytes[at] ^= bit;
  }
  write_bytes("t-1", bytes, n);
  assert_int_equal(load_damaged("t-1"), CH_OK);
  free(bytes);
  free(r.rows);
  empty_folder();
}

/* ---- a full disk, no memory ---------------------------------------------------------------------------- */

static void test_no_folder(void **state) {
  (void)state;
  postings *p;
  ch_error err = {0};
  uint32_t key = 4;
  postings_options o = {.folder = "/nonexistent/folder", .prefix = "t-", .memory = 1};
  assert_int_equal(postings_open(&p, &o, NULL), CH_OK);
  postings_put(p, &key, 1, 1, 1, 1);
  postings_flush(p);
  assert_int_equal(postings_status(p, &err), CH_ERR_IO);
  assert_non_null(strstr(err.msg, "/nonexistent/folder"));
  postings_put(p, &key, 1, 1, 1, 2);   /* it sticks, and nothing crashes */
  postings_flush(p);
  postings_expire(p, 3);
  assert_int_equal(postings_status(p, NULL), CH_ERR_IO);
  postings_close(p);
}

/* Puts, flushes, merges and asks; the status. */
static ch_status work(const rows *r) {
  postings *p;
  postings_options o = {.folder = folder, .prefix = "t-", .memory = 1, .ties = true};
  ch_status status = postings_open(&p, &o, NULL);
  if (status) return status;
  for (uint32_t i = 0; i < r->n; i++) {
    postings_put(p, &r->rows[i].key, 1, r->rows[i].day, r->rows[i].tie, r->rows[i].report);
    if (i % 100 == 99) postings_flush(p);
  }
  asking x = {.a = arena_new(0), .p = p, .seed = 4};
  if (!x.a || !arena_run(x.a, find_anything, &x)) status = CH_ERR_MEMORY;
  arena_free(x.a);
  if (!status) status = postings_status(p, NULL);
  postings_close(p);
  return status;
}

static void test_memory(void **state) {
  (void)state;
  rows r = random_rows(1000, 41);
  for (long at = 1;; at++) {
    fail_malloc_at(at);
    ch_status status = work(&r);
    bool hit = fail_malloc_hit();
    fail_malloc_at(0);
    assert_int_equal(files(), 0);
    if (!hit) break;
    assert_int_equal(status, CH_ERR_MEMORY);
  }
  assert_int_equal(work(&r), CH_OK);
  free(r.rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing),     cmocka_unit_test(test_model),       cmocka_unit_test(test_merging),
      cmocka_unit_test(test_any_order),   cmocka_unit_test(test_largest_run), cmocka_unit_test(test_expire),
      cmocka_unit_test(test_many),        cmocka_unit_test(test_growth),
      cmocka_unit_test(test_filter),
      cmocka_unit_test(test_days),        cmocka_unit_test(test_load),        cmocka_unit_test(test_damage),
      cmocka_unit_test(test_no_folder),   cmocka_unit_test(test_memory)};
  snprintf(folder, sizeof folder, "%s/chancery-postings-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
  if (!mkdtemp(folder)) return 1;
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  if (rmdir(folder)) failed++;
  return failed;
}
