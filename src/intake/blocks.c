#include "intake/blocks.h"
#include "intake/address.h"
#include "intake/byline.h"
#include "intake/typing.h"

enum { OPEN_WORDS = 8, UNENDED_WORDS = 12, NOISE_BETWEEN = 8, NAMES_MAX = 64 };

typedef struct {
  typing *k;
  arena *a;
  str text;
  block *all; uint32_t n, cap;
  spans names;
} emitter;

/* ---- sentences that go on ---- */

bool typed_is_paragraph(const typed *t) { return t->type == T_DONE && t->kind == BLOCK_PARAGRAPH; }

/* Noise that may stand inside a sentence: page furniture and foreign links. */
static bool is_inner_noise(const typed *t) {
  if (t->type == T_NOISE) return true;
  return t->type == T_URL && !t->sure && !t->labelled;
}

/* A long stretch without an end, alone among ones that have theirs: a name or number begins what follows. */
static bool is_cut(const typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  if (u->look.words < UNENDED_WORDS || u->look.end != END_NONE) return false;
  size_t start;
  if (is_closer(u->plain, u->plain.len, &start)) return false;
  bool listed = i && typed_is_paragraph(&k->t[i - 1]) && k->u[i - 1].look.end == END_NONE;
  return !listed;
}

static bool goes_on(const typing *k, uint32_t i, uint32_t j) {
  const unit *a = &k->u[i], *b = &k->u[j];
  if (a->mark != MARK_NONE || b->mark == MARK_BULLET || b->mark == MARK_HASH) return false;
  if (b->gap == GAP_RULE) return false;
  ending e = a->look.end;
  if (e == END_STOP || e == END_MARK || e == END_COLON) return false;
  if (b->look.small_start) return true;
  if (a->look.words >= OPEN_WORDS && b->look.words >= 2 && unit_is_open(k->m, a)) return true;
  return b->look.end == END_STOP && is_cut(k, i);
}

/* The unit that goes on with unit i's sentence, or i. */
static uint32_t continuation(const typing *k, uint32_t i) {
  uint32_t j = i + 1;
  while (j < k->n && j - i <= NOISE_BETWEEN && is_inner_noise(&k->t[j])) j++;
  return j < k->n && typed_is_paragraph(&k->t[j]) && goes_on(k, i, j) ? j : i;
}

/* ---- blocks ---- */

static void add_block(emitter *e, block_kind kind, span at, const span *pieces, uint32_t n) {
  *ARENA_PUSH(e->a, e->all, e->n, e->cap) = (block){.kind = kind, .at = at, .pieces = pieces, .n_pieces = n};
}

static void add_part(emitter *e, const unit *u, const part *p) {
  uint32_t n;
  const span *pieces = unit_pieces(e->a, u, p->at, &n);
  if (!n) {                                  /* nothing of it is read: a picture */
    span *whole = ARENA_NEW(e->a, span);
    *whole = p->at;
    pieces = whole;
    n = 1;
  }
  add_block(e, p->kind, p->at, pieces, n);
}

static void add_pieces(spans *all, arena *a, const unit *u) {
  for (uint32_t i = 0; i < u->n_pieces; i++) spans_add(all, a, u->pieces[i].start, u->pieces[i].end);
}

/* Puts white space, or the halves of a word, between two parts of a paragraph. */
static void join_pieces(emitter *e, spans *all, const unit *a, const unit *b) {
  span *last = &all->all[all->n - 1];
  uint64_t budget = 1 << 20;
  bool letter = last->end > last->start + 1 && utf8_is_letter((unsigned char)e->text.ptr[last->end - 2]);
  if (letter && e->text.ptr[last->end - 1] == '-' && b->look.small_start) {
    last->end -= hyphen_goes(e->text, e->k->m, last->end - 1, b->at.start, &budget);
  } else {
    spans_add(all, e->a, a->at.end, a->at.end + (uint32_t)blank_len(e->text, a->at.end));
  }
  add_pieces(all, e->a, b);
}

/* A paragraph with all that goes on with it; gives the unit behind. */
static uint32_t add_paragraph(emitter *e, uint32_t i) {
  const unit *u = e->k->u;
  uint32_t next = continuation(e->k, i);
  if (next == i) {
    add_part(e, &u[i], &e->k->t[i].parts[0]);
    return i + 1;
  }
  spans all = {0};
  span at = u[i].at;
  add_pieces(&all, e->a, &u[i]);
  for (; next != i; next = continuation(e->k, i)) {
    join_pieces(e, &all, &u[i], &u[next]);
    at.end = u[next].at.end;
    i = next;
  }
  add_block(e, BLOCK_PARAGRAPH, at, all.all, all.n);
  return i + 1;
}

/* ---- what blocks say of the report ---- */

static bool has_name(const emitter *e, str name) {
  for (uint32_t i = 0; i < e->names.n; i++) {
    if (str_eq(str_at(e->text, e->names.all[i]), name)) return true;
  }
  return false;
}

static void take_names(emitter *e, const unit *u, span at) {
  spans found = {0};
  unit own = unit_part(e->a, u, e->text, at);
  byline_names(e->k->m, e->a, own.plain, &found);
  for (uint32_t i = 0; i < found.n; i++) {
    span name = unit_span(&own, found.all[i].start, found.all[i].end);
    bool more = e->names.n < NAMES_MAX && !has_name(e, str_at(e->text, name));
    if (more) spans_add(&e->names, e->a, name.start, name.end);
  }
}

static void take_date(emitter *e, const unit *u, span at) {
  page_dates *page = e->k->page;
  datetext d;
  if (page->has_date || !datetext_line(e->k->m, e->a, unit_part(e->a, u, e->text, at).plain, &d)) return;
  page->has_date = true;
  page->date = d;
  page->date_at = at;
}

static void take_url(emitter *e, span at) {
  report *r = e->k->r;
  if (r->url.ptr) return;
  r->url = address_value(e->a, str_at(e->text, at));
  r->url_at = at;
  r->url_in_text = true;
}

static str single_spaced(arena *a, str s) {
  char *out = arena_alloc(a, s.len + 1);
  size_t n = 0, at = 0;
  str word;
  while (word_next(s, &at, &word)) {
    if (n) out[n++] = ' ';
    memcpy(out + n, word.ptr, word.len);
    n += word.len;
  }
  return (str){out, n};
}

static void take_title(emitter *e, const unit *u, span at) {
  report *r = e->k->r;
  if (r->title_in_text) return;
  r->title_in_text = true;
  r->title_at = at;
  if (!r->title.ptr) r->title = single_spaced(e->a, unit_part(e->a, u, e->text, at).plain);
}

static void take_part(emitter *e, const unit *u, const part *p) {
  switch (p->kind) {
    case BLOCK_TITLE: take_title(e, u, p->at); break;
    case BLOCK_DATE: take_date(e, u, p->at); break;
    case BLOCK_BYLINE: take_names(e, u, p->at); break;
    case BLOCK_URL: take_url(e, p->at); break;
    default: break;
  }
}

static void emit(emitter *e) {
  typing *k = e->k;
  for (uint32_t i = 0; i < k->n;) {
    if (typed_is_paragraph(&k->t[i])) {
      i = add_paragraph(e, i);
      continue;
    }
    for (uint32_t p = 0; p < k->t[i].n_parts; p++) {
      take_part(e, &k->u[i], &k->t[i].parts[p]);
      add_part(e, &k->u[i], &k->t[i].parts[p]);
    }
    i++;
  }
  k->r->bylines = e->names.all;
  k->r->n_bylines = e->names.n;
  k->r->blocks = e->all;
  k->r->n_blocks = e->n;
}

static void take_dateline(typing *k) {
  if (k->lead >= k->n || !typed_is_paragraph(&k->t[k->lead])) return;
  const unit *u = &k->u[k->lead];
  page_dates *p = k->page;
  if (!dateline_read(k->m, k->a, u->plain, &p->line)) return;
  p->has_line = true;
  k->r->dateline_at = unit_span(u, 0, p->line.len);
  if (p->line.has_date && !p->has_date) p->date_at = unit_span(u, p->line.date.start, p->line.date.end);
  if (p->line.place_end <= p->line.place_start) return;
  k->r->dateline_place_at = unit_span(u, p->line.place_start, p->line.place_end);
  k->r->dateline_place = str_at(k->text, k->r->dateline_place_at);
}

void blocks_find(report *r, arena *a, const intake_model *m, page_dates *page) {
  layout lines;
  units u;
  layout_new(&lines, a, r->text);
  units_new(&u, a, &lines, m);
  typing k = {.a = a, .m = m, .r = r, .page = page, .text = r->text, .u = u.all, .n = u.n,
              .loose = !lines.wrap};
  k.t = ARENA_ARRAY(a, typed, u.n);
  *page = (page_dates){.has_date = false};
  labels_find(&k);
  places_find(&k);
  emitter e = {.k = &k, .a = a, .text = r->text};
  emit(&e);
  take_dateline(&k);
}
