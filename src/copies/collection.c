#include "copies/collection.h"
#include "copies/fingerprint.h"
#include "copies/parents.h"
#include "copies/pile.h"
#include "copies/threads.h"
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_AHEAD = 256 };      /* reports */
/* Of the memory that is given, that of the first many parts goes to sketches, of the second to texts. */
enum { LEAST_CACHE = 64, SKETCH_PART = 64, TEXT_PART = 16, TEXT_BYTES = 1 << 17, CACHE_BYTES = 1 << 20 };

/* A report that has been looked at: its number is its place in canonical order. */
typedef struct {
  id_number id;
  uint64_t at;                 /* of its card in the pile */
  uint32_t len;
  uint32_t family, thread;     /* first reports */
  cal_day day;
  uint8_t relation;            /* to the family's head */
  bool is_head;                /* of near-duplicates */
  uint8_t n_versions;          /* of a head */
  uint32_t version, next_version;      /* of a head and of a version: the first, the next; number + 1 */
  uint32_t next_member;        /* of its thread's first members, in order; number + 1 */
} card;

typedef struct { uint32_t report; arena *a; const copy_text *text; } prepared;    /* report: number + 1; 0: none */

typedef struct { uint32_t report, len; char bytes[THREAD_BYTES]; } kept_sketch;          /* report: number + 1; 0: none */

struct collection {
  const copies_model *m;
  char *folder;
  pile *pile;                  /* cards, as they came */
  card *cards; uint32_t n; size_t cap;
  uint32_t now;                /* the report whose turn it is */
  parents_index index;
  stories_index stories;
  prepared *cache; uint32_t n_cache;           /* by number, modulo */
  prepared of_now;
  kept_sketch *sketches; uint32_t n_sketches;  /* by number, modulo */
  arena *step;
  buf row;
  bool given;                  /* the rows */
  ch_copies_stats stats;
  ch_status status;
  ch_error err;
};

static ch_status fail(collection *c, ch_status code, const char *what) {
  if (c->status) return c->status;
  return c->status = err_set(&c->err, code, "%s", what);
}

/* The failure of the collection or of what it stands on. */
static ch_status status_of(collection *c, ch_error *err) {
  ch_error *e = &c->err;
  if (!c->status) c->status = postings_status(c->index.recent, e);
  if (!c->status) c->status = postings_status(c->index.lasting, e);
  if (!c->status) c->status = postings_status(c->stories.keys, e);
  if (!c->status) c->status = pile_status(c->pile, e);
  if (c->status && err) *err = c->err;
  return c->status;
}

/* ---- cards --------------------------------------------------------------------------------------------- */

/* length of the report u32, the report, the fingerprint: little-endian. */
void collection_card(buf *out, arena *a, const copies_model *m, const report *r) {
  str keys = fingerprint_pack(a, fingerprint_make(a, m, words_read(a, m, r)));
  size_t at = out->len;
  uint32_t len = 0;
  buf_add(out, &len, sizeof len);
  report_pack(out, r);
  if (out->status) return;
  len = htole32((uint32_t)(out->len - at - sizeof len));
  memcpy(out->ptr + at, &len, sizeof len);
  buf_str(out, keys);
}

typedef struct { str report, keys; } card_parts;

static bool split_card(str bytes, card_parts *out) {
  uint32_t len;
  if (bytes.len < sizeof len) return false;
  memcpy(&len, bytes.ptr, sizeof len);
  len = le32toh(len);
  if (len > bytes.len - sizeof len) return false;
  out->report = str_sub(bytes, sizeof len, sizeof len + len);
  out->keys = str_sub(bytes, sizeof len + len, bytes.len);
  return true;
}

static int place_order(id_number x, id_number y) {
  if (x.high != y.high) return x.high < y.high ? -1 : 1;
  return (x.low > y.low) - (x.low < y.low);
}

/* ---- texts --------------------------------------------------------------------------------------------- */

typedef struct { collection *c; prepared *p; const card *card; } preparing;

static void prepare(void *payload) {
  preparing *x = payload;
  card_parts parts;
  str bytes = pile_get(x->c->pile, x->p->a, x->card->at, x->card->len);
  const report *r = bytes.ptr && split_card(bytes, &parts) ? report_unpack(x->p->a, parts.report) : NULL;
  if (r) x->p->text = copies_prepare(x->p->a, x->c->m, r);
}

static const copy_text *fetch(collection *c, prepared *p, uint32_t n) {
  if (p->report == n + 1) return p->text;
  preparing x = {c, p, &c->cards[n]};
  *p = (prepared){n + 1, p->a, NULL};
  if (p->a && arena_used(p->a) > CACHE_BYTES) {
    arena_free(p->a);
    p->a = NULL;
  }
  if (p->a) arena_reset(p->a);
  else p->a = arena_new(0);
  if (!p->a || !arena_run(p->a, prepare, &x)) fail(c, CH_ERR_MEMORY, "no memory for a report's text");
  else if (!p->text) fail(c, CH_ERR_RECORD, "the texts of the collection are damaged");
  return p->text;
}

static const copy_text *text_of(uint32_t n, void *payload) {
  collection *c = payload;
  return fetch(c, n == c->now ? &c->of_now : &c->cache[n % c->n_cache], n);
}

static bool is_head(uint32_t n, void *payload) { return ((collection *)payload)->cards[n].is_head; }
static cal_day day_of_card(uint32_t n, void *payload) { return ((collection *)payload)->cards[n].day; }
static uint32_t versions_of(uint32_t head, uint32_t b, uint32_t *out, void *payload) {
  const collection *c = payload;
  uint32_t n = 0;
  (void)b;                     /* all that were looked at are before it */
  for (uint32_t i = c->cards[head].version; i; i = c->cards[i - 1].next_version) out[n++] = i - 1;
  return n;
}

static bool is_before(uint32_t a, uint32_t b, void *payload) { return (void)payload, a < b; }
static bool has_smaller_id(uint32_t a, uint32_t b, void *payload) {
  const collection *c = payload;
  return place_order(c->cards[a].id, c->cards[b].id) < 0;
}

/* ---- threads ------------------------------------------------------------------------------------------- */

/* The first members of a story are asked for again and again. Valid until the next call. */
static str sketch_of(uint32_t n, arena *a, void *payload) {
  collection *c = payload;
  const card *x = &c->cards[n];
  kept_sketch *kept = &c->sketches[n % c->n_sketches];
  if (kept->report == n + 1) return (str){kept->bytes, kept->len};
  size_t tail = x->len < FINGERPRINT_TAIL ? x->len : FINGERPRINT_TAIL;
  str bytes = pile_get(c->pile, a, x->at + x->len - tail, tail), sketch = bytes.ptr ? fingerprint_sketch(bytes) : bytes;
  if (!sketch.ptr || sketch.len > sizeof kept->bytes) return sketch;
  kept->report = n + 1;
  kept->len = (uint32_t)sketch.len;
  memcpy(kept->bytes, sketch.ptr, sketch.len);
  return sketch;
}

/* The first members hang on each other, the thread's first report first. */
static void first_of(uint32_t n, uint32_t b, uint32_t most, story_first *out, void *payload) {
  const collection *c = payload;
  (void)b;                     /* all that were looked at are before it */
  out->n = 0;
  for (uint32_t i = c->cards[n].thread + 1; i && out->n < most; i = c->cards[i - 1].next_member)
    out->reports[out->n++] = i - 1;
}

static void join_thread(collection *c, uint32_t n) {
  uint32_t at = c->cards[n].thread;
  for (uint32_t i = 1; at != n && i < STORY_FIRST; i++) {
    if (!c->cards[at].next_member) {
      c->cards[at].next_member = n + 1;
      return;
    }
    at = c->cards[at].next_member - 1;
  }
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

/* A report's name: the caller's, or its id. */
static str name_on(collection *c, const card *x) {
  enum { FIRST = 128 };
  size_t head = sizeof(uint32_t) + ID_LEN + sizeof(uint32_t);
  str bytes = pile_get(c->pile, c->step, x->at, x->len < FIRST ? x->len : FIRST);
  uint32_t given;
  if (!bytes.ptr || bytes.len < head) return (str){NULL, 0};
  memcpy(&given, bytes.ptr + head - sizeof given, sizeof given);
  given = le32toh(given);
  if (!given) return str_sub(bytes, sizeof(uint32_t), sizeof(uint32_t) + ID_LEN);
  if (head + given - 1 > bytes.len) bytes = pile_get(c->pile, c->step, x->at, head + given - 1);
  return bytes.ptr ? str_sub(bytes, head, head + given - 1) : bytes;
}

static str name_of(collection *c, uint32_t n) { return name_on(c, &c->cards[n]); }

static void begin_link(collection *c, jw *j, uint32_t a, str b, bool best) {
  jw_object(j);
  jw_key_str(j, "row", STR("link"));
  jw_key_str(j, "a", name_of(c, a));
  jw_key_str(j, "b", b);
  jw_key_bool(j, "best", best);
}

static void end_link(collection *c, jw *j) {
  jw_end(j);
  buf_char(&c->row, '\n');
  c->stats.links++;
}

static void write_link(collection *c, jw *j, const parent_link *p, str b, bool best) {
  begin_link(c, j, p->report, b, best);
  copies_write_link(j, &p->link);
  end_link(c, j);
}

static void write_story(collection *c, jw *j, const story_parent *p, str b) {
  begin_link(c, j, p->report, b, true);
  stories_write(j, p);
  end_link(c, j);
}

/* A family's row has only the member at hand: members come one by one. */
static void write_member(collection *c, jw *j, str family, str name, relation r) {
  jw_object(j);
  jw_key_str(j, "row", STR("family"));
  jw_key_str(j, "id", family);
  jw_key(j, "members");
  jw_array(j);
  jw_object(j);
  jw_key_str(j, "relation", str_of(relation_text(r)));
  jw_key_str(j, "report", name);
  jw_end(j);
  jw_end(j);
  jw_end(j);
  buf_char(&c->row, '\n');
}

/* The best of each relation first. */
static void write_links(collection *c, jw *j, const parents *found, str b) {
  for (int r = 1; r < RELATIONS; r++)
    if (found->best[r].link.relation) write_link(c, j, &found->best[r], b, true);
  for (uint32_t i = 0; i < found->n_tried; i++) {
    const parent_link *p = &found->tried[i];
    if (parents_is_told(found, p) && !parents_is_best(found, p)) write_link(c, j, p, b, false);
  }
}

static void write_rows(collection *c, const parents *found, const story_parent *story, uint32_t b) {
  const card *x = &c->cards[b];
  str name = name_of(c, b), family = x->family == b ? name : name_of(c, x->family);
  str thread = x->thread == b ? name : x->thread == x->family ? family : name_of(c, x->thread);
  jw *j = jw_new(c->step, &c->row);
  jw_object(j);
  jw_key_str(j, "row", STR("report"));
  jw_key_str(j, "id", name);
  jw_key_str(j, "family", family);
  jw_key(j, "given_id");
  jw_array(j);
  jw_str(j, name);
  jw_end(j);
  jw_key_str(j, "thread", thread);
  jw_end(j);
  buf_char(&c->row, '\n');
  if (x->family != b) write_member(c, j, family, name, x->relation);
  write_links(c, j, found, name);
  if (story->fit) write_story(c, j, story, name);
}

/* ---- one report ---------------------------------------------------------------------------------------- */

/* It hangs on its closest parent: in its family if it was made from it, in its thread anyhow. */
static void hang(collection *c, card *b, const parents *found) {
  const parent_link *near = NULL;
  for (int r = 1; r < RELATIONS; r++) {
    const parent_link *p = &found->best[r];
    if (p->link.relation && (!near || relation_rank(p->link.relation) < relation_rank(near->link.relation))) near = p;
  }
  if (!near || near->link.relation == RELATION_PARALLEL) return;
  const card *a = &c->cards[near->report];
  b->thread = a->thread;
  if (!relation_in_family(near->link.relation)) return;
  b->family = a->family;
  b->relation = relation_farther((relation)a->relation, near->link.relation);
}

static void add_version(collection *c, uint32_t of) {
  card *head = &c->cards[of];
  uint32_t *link = &head->version;
  if (!head->is_head || head->n_versions == MOST_VERSIONS) return;
  while (*link) link = &c->cards[*link - 1].next_version;
  *link = c->now + 1;
  head->n_versions++;
}

static void add_versions(collection *c, const parents *found) {
  const parent_link *same = &found->best[RELATION_SAME_REPORT], *revised = &found->best[RELATION_REVISION];
  if (found->is_head || found->exact) return;
  add_version(c, same->link.relation ? same->report : revised->report);
}

static void look(void *payload) {
  collection *c = payload;
  card *b = &c->cards[c->now];
  card_parts parts;
  str bytes = pile_get(c->pile, c->step, b->at, b->len);
  const fingerprint *keys =
      bytes.ptr && split_card(bytes, &parts) ? fingerprint_unpack(c->step, parts.keys) : NULL;
  if (!keys) {
    fail(c, CH_ERR_RECORD, "the cards of the collection are damaged");
    return;
  }
  parents_child child = {c->now, b->day, 0, keys};
  parents found;
  parents_find(&found, c->step, &c->index, &child);
  b->is_head = found.is_head;
  parents_put(&c->index, &child, ENTERED_NONE, parents_entered(&c->index, &found));
  hang(c, b, &found);
  /* its family's head is often too far from it to be found by keys */
  if (b->family != c->now) parents_try(&found, c->step, &c->index, b->family, c->now);
  add_versions(c, &found);
  const stories_child *told = stories_child_new(c->step, &c->stories, c->now, b->day, 0, copies_sketch(keys));
  story_parent story = {0, 0};
  if (c->index.tiers & TIER_REST && b->thread == c->now) story = stories_find(c->step, &c->stories, told);
  if (story.fit) b->thread = c->cards[story.report].thread;
  if (c->index.tiers & TIER_REST && found.is_head) stories_put(&c->stories, told);
  join_thread(c, c->now);
  c->stats.compared += found.n_tried;
  c->stats.heads += found.is_head;
  c->stats.reports++;
  write_rows(c, &found, &story, c->now);
}

/* Keys of reports that no later one looks back to are let go. */
static void expire(collection *c, cal_day from) {
  uint32_t recent = parents_recent_days(&c->index) + 1, window = stories_window(c->m) + 1;
  uint16_t at = postings_day(from);
  if (at > recent) postings_expire(c->index.recent, (uint16_t)(at - recent));
  if (at > window) postings_expire(c->stories.keys, (uint16_t)(at - window));
}

static bool step(collection *c, ch_write_fn *write, void *payload) {
  card *b = &c->cards[c->now];
  if (c->now && b->day != b[-1].day) expire(c, b->day);
  if (READ_AHEAD < c->n - c->now) pile_expect(c->pile, b[READ_AHEAD].at, b[READ_AHEAD].len);
  b->family = b->thread = c->now;
  arena_reset(c->step);
  buf_clear(&c->row);
  if (!arena_run(c->step, look, c) || c->row.status) fail(c, CH_ERR_MEMORY, "no memory to compare a report");
  if (status_of(c, NULL)) return false;
  if (write(c->row.ptr, c->row.len, payload)) fail(c, CH_ERR_STOPPED, "the output was stopped");
  return !c->status;
}

/* ---- all ----------------------------------------------------------------------------------------------- */

static card *new_card(collection *c) {
  if (c->n == c->cap) {
    size_t cap = c->cap ? 2 * c->cap : 1 << 12;
    card *cards = cap <= UINT32_MAX / 2 ? realloc(c->cards, cap * sizeof *cards) : NULL;
    if (!cards) {
      fail(c, CH_ERR_MEMORY, "no memory for another report");
      return NULL;
    }
    c->cards = cards;
    c->cap = cap;
  }
  return &c->cards[c->n++];
}

typedef struct { arena *a; str bytes; const report *out; } peeking;

static void peek(void *payload) {
  peeking *x = payload;
  x->out = report_unpack(x->a, x->bytes);
}

static cal_day day_of(const report *r) {
  cal_date d = r->published;
  return cal_known(d) && !d.no_year && d.hi != CAL_OPEN_HI ? d.hi : CAL_OPEN_HI;
}

ch_status collection_add(collection *c, str bytes, ch_error *err) {
  card_parts parts;
  if (status_of(c, err)) return c->status;
  if (c->given) return err_set(err, CH_ERR_ARG, "the rows were given already; begin another collection");
  if (!split_card(bytes, &parts) || bytes.len > UINT32_MAX) return err_set(err, CH_ERR_ARG, "this is no card");
  arena_reset(c->step);
  peeking x = {c->step, parts.report, NULL};
  if (!arena_run(c->step, peek, &x)) return err_set(err, CH_ERR_MEMORY, "no memory for a report");
  if (!x.out) return err_set(err, CH_ERR_ARG, "this is no card");
  card *b = new_card(c);
  if (b) *b = (card){.id = id_number_of(&x.out->id), .day = day_of(x.out), .at = pile_add(c->pile, bytes),
                     .len = (uint32_t)bytes.len};
  return status_of(c, err);
}

/* Total order: by day and id; equal ones are one report. */
static int by_place(const void *a, const void *b) {
  const card *x = a, *y = b;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  int order = place_order(x->id, y->id);
  return order ? order : (x->at > y->at) - (x->at < y->at);
}

typedef struct { collection *c; card *kept; const card *other; } two_names;

static void keep_smaller(void *payload) {
  two_names *x = payload;
  str kept = name_on(x->c, x->kept), other = name_on(x->c, x->other);
  if (kept.ptr && other.ptr && str_cmp(other, kept) < 0) *x->kept = *x->other;
}

/* One report has one name, whichever came first: the smallest. */
static void sort_cards(collection *c) {
  uint32_t n = 0;
  if (c->n) qsort(c->cards, c->n, sizeof *c->cards, by_place);
  for (uint32_t i = 0; i < c->n; i++) {
    if (!n || place_order(c->cards[n - 1].id, c->cards[i].id)) {
      c->cards[n++] = c->cards[i];
      continue;
    }
    two_names x = {c, &c->cards[n - 1], &c->cards[i]};
    arena_reset(c->step);
    if (!arena_run(c->step, keep_smaller, &x)) fail(c, CH_ERR_MEMORY, "no memory for a report's name");
  }
  c->n = n;
}

ch_status collection_find(collection *c, ch_write_fn *write, void *payload, ch_error *err) {
  if (c->given) return err_set(err, CH_ERR_ARG, "the rows of these reports were given already");
  c->given = true;
  sort_cards(c);
  if (status_of(c, err)) return c->status;
  for (c->now = 0; c->now < c->n && step(c, write, payload); c->now++) {}
  return status_of(c, err);
}

ch_copies_stats collection_stats(const collection *c) {
  ch_copies_stats s = c->stats;
  s.disk_bytes = pile_size(c->pile) + postings_bytes(c->index.recent) + postings_bytes(c->index.lasting);
  return s;
}

/* ---- opening ------------------------------------------------------------------------------------------- */

static ch_status make_folder(collection *c, ch_error *err) {
  const char *temporary = getenv("TMPDIR");
  if (!temporary) temporary = "/tmp";
  size_t room = strlen(temporary) + sizeof "/chancery-XXXXXX";
  c->folder = malloc(room);
  if (!c->folder) return err_set(err, CH_ERR_MEMORY, "no memory for the collection");
  snprintf(c->folder, room, "%s/chancery-XXXXXX", temporary);
  if (mkdtemp(c->folder)) return CH_OK;
  err_set(err, CH_ERR_IO, "%s: no folder for temporary files can be made: %s", temporary, strerror(errno));
  free(c->folder);
  c->folder = NULL;
  return CH_ERR_IO;
}

static ch_status open_pile(collection *c, ch_error *err) {
  size_t room = strlen(c->folder) + sizeof "/cards";
  char *path = malloc(room);
  if (!path) return err_set(err, CH_ERR_MEMORY, "no memory for the collection");
  snprintf(path, room, "%s/cards", c->folder);
  ch_status status = pile_open(&c->pile, path, err);
  unlink(path);                /* open, and gone for everybody else, whatever happens */
  free(path);
  return status;
}

static uint32_t part_of(size_t memory, size_t part, size_t one) {
  size_t n = memory / part / one;
  return n < LEAST_CACHE ? LEAST_CACHE : n > UINT16_MAX ? UINT16_MAX : (uint32_t)n;
}

static bool open_caches(collection *c, size_t memory) {
  uint32_t n = part_of(memory, TEXT_PART, TEXT_BYTES);
  c->n_sketches = part_of(memory, SKETCH_PART, sizeof *c->sketches);
  c->step = arena_new(0);
  c->sketches = calloc(c->n_sketches, sizeof *c->sketches);
  c->cache = calloc(n, sizeof *c->cache);
  if (c->cache) c->n_cache = n;
  return c->step && c->sketches && c->cache;
}

static ch_status open_parts(collection *c, size_t memory, ch_error *err) {
  ch_status status = make_folder(c, err);
  if (!status) status = open_pile(c, err);
  if (status) return status;
  const size_t eighth = memory / 8;    /* of a full window's keys five of seven are recent, two of stories */
  postings_options p = {.folder = c->folder, .prefix = "recent-", .memory = 3 * eighth, .largest_run = 1 << 25};
  if ((status = postings_open(&c->index.recent, &p, err))) return status;
  p.memory = 2 * eighth;
  p.prefix = "story-";
  if ((status = postings_open(&c->stories.keys, &p, err))) return status;
  p.memory = 3 * eighth;
  p.prefix = "lasting-";
  p.largest_run = 0;
  return postings_open(&c->index.lasting, &p, err);
}

ch_status collection_open(collection **out, const copies_model *m, const ch_copies_options *options, ch_error *err) {
  *out = NULL;
  collection *c = calloc(1, sizeof *c);
  if (!c) return err_set(err, CH_ERR_MEMORY, "no memory for the collection");
  c->m = m;
  const parents_archive archive = {c, text_of, is_head, day_of_card, versions_of, is_before, has_smaller_id};
  c->index = (parents_index){.m = m, .archive = archive, .tiers = options->tiers, .in_order = true};
  c->stories = (stories_index){.m = m, .archive = {c, sketch_of, first_of, is_head, is_before, has_smaller_id}, .in_order = true};
  ch_status status = open_caches(c, options->memory) ? CH_OK : err_set(err, CH_ERR_MEMORY, "no memory for the collection");
  if (!status) status = open_parts(c, options->memory, err);
  if (status) collection_close(c);
  else *out = c;
  return status;
}

void collection_close(collection *c) {
  if (!c) return;
  postings_close(c->index.recent);
  postings_close(c->index.lasting);
  postings_close(c->stories.keys);
  pile_close(c->pile);
  for (uint32_t i = 0; i < c->n_cache; i++) arena_free(c->cache[i].a);
  arena_free(c->of_now.a);
  if (c->folder) rmdir(c->folder);
  free(c->folder);
  free(c->cards);
  free(c->cache);
  free(c->sketches);
  arena_free(c->step);
  buf_free(&c->row);
  free(c);
}
