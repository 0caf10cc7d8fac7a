/* Dates decide where both are known and differ. Else each piece of evidence has votes, and the sum decides: a
 * copy loses what stands around a text and gains errors and noise; an original does not. */
#include "copies/direction.h"

enum { MOST_REASONS = 16, LEAST_RELATED = 500 };

typedef struct {
  const pairing *p;
  int votes;
  const char **reasons; int *signs; uint32_t n;
} evidence;

static void vote(evidence *e, int votes, const char *reason) {
  if (!votes || e->n == MOST_REASONS) return;
  e->votes += votes;
  e->reasons[e->n] = reason;
  e->signs[e->n++] = votes > 0 ? 1 : -1;
}

/* The side that has more of it was first: votes > 0 when that is a. */
static void more_is_first(evidence *e, uint32_t a, uint32_t b, int votes, const char *reason) {
  if (a != b) vote(e, a > b ? votes : -votes, reason);
}

static uint32_t count_blocks(const report *r, block_kind k) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) n += r->blocks[i].kind == k;
  return n;
}

static uint32_t count_pieces(const report *r) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) n += r->blocks[i].n_pieces > 1;
  return n;
}

static void see_frame(evidence *e, const report *a, const report *b) {
  more_is_first(e, cal_known(a->published), cal_known(b->published), 2, "lost_date");
  more_is_first(e, a->title.ptr != NULL, b->title.ptr != NULL, 2, "lost_title");
  more_is_first(e, a->url.ptr != NULL, b->url.ptr != NULL, 2, "lost_url");
  uint32_t credits_a = count_blocks(a, BLOCK_CAPTION) + count_blocks(a, BLOCK_CREDIT);
  uint32_t credits_b = count_blocks(b, BLOCK_CAPTION) + count_blocks(b, BLOCK_CREDIT);
  more_is_first(e, credits_a != 0, credits_b != 0, 1, "lost_credit");
  more_is_first(e, count_pieces(b) + count_blocks(b, BLOCK_NOISE),
                count_pieces(a) + count_blocks(a, BLOCK_NOISE), 1, "gained_noise");
}

/* Whether a report names a publisher in what is read of it. */
static bool names(const report *r, str publisher) {
  return publisher.ptr && str_find(r->view, publisher) != SIZE_MAX;
}

static void see_publisher(evidence *e, const report *a, const report *b) {
  if (a->publisher.ptr && b->publisher.ptr && str_eq(a->publisher, b->publisher)) return;
  more_is_first(e, names(b, a->publisher), names(a, b->publisher), 3, "credits_the_other");
}

/* Weight of the words that the other text does not hold. Those whose stem stands in what it does hold belong
 * to the text: a lost paragraph is about what the text is about. The others are furniture. */
typedef struct { uint32_t related, other; } extra;

static extra find_extra(const pairing *p, const pairing_side *s) {
  const copy_text *t = s->t;
  extra sum = {0};
  uint8_t *held = ARENA_ARRAY(p->mem, uint8_t, t->n_stems + 1);
  for (uint32_t i = 0; i < t->w->n_words; i++)
    if (t->stem_of[i] != UINT32_MAX && s->hits[i]) held[t->stem_of[i]] = 1;
  for (uint32_t i = 0; i < t->w->n_words; i++) {
    if (t->stem_of[i] == UINT32_MAX || s->hits[i]) continue;
    if (held[t->stem_of[i]]) sum.related += t->w->words[i].idf;
    else sum.other += t->w->words[i].idf;
  }
  return sum;
}

/* Typographic marks: a copy straightens them. */
static uint32_t count_marks(const report *r) {
  uint32_t n = 0;
  for (str rest = r->view;;) {
    size_t at = str_find(rest, STR("\xE2\x80"));
    if (at == SIZE_MAX) return n;
    n++;
    rest = str_sub(rest, at + 2, rest.len);
  }
}

static uint32_t quoted_words(const copy_text *t) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < t->w->n_quotes; i++) n += t->w->quotes[i].end - t->w->quotes[i].first;
  return n;
}

static void see_text(evidence *e, relation r) {
  const pairing *p = e->p;
  more_is_first(e, p->b.close, p->a.close, 4, "gained_errors");
  if (r == RELATION_REWRITE) {
    more_is_first(e, quoted_words(p->a.t), quoted_words(p->b.t), 2, "fewer_quoted_words");
    more_is_first(e, p->a.letters, p->b.letters, 1, "shorter");
    return;
  }
  extra x = find_extra(p, &p->a), y = find_extra(p, &p->b);
  if (r == RELATION_EXCERPT) more_is_first(e, p->a.letters, p->b.letters, 6, "part_of_it");
  else if (r == RELATION_REVISION) more_is_first(e, p->b.letters, p->a.letters, 1, "added_text");
  else if (x.related + y.related >= LEAST_RELATED) more_is_first(e, x.related, y.related, 3, "lost_text");
  if (r == RELATION_SAME_REPORT) {
    more_is_first(e, y.other, x.other, 1, "gained_furniture");
    more_is_first(e, count_marks(p->a.t->report), count_marks(p->b.t->report), 1, "plainer_marks");
  }
}

int8_t direction_by_date(const pairing *p) {
  cal_date a = p->a.t->report->published, b = p->b.t->report->published;
  if (!cal_known(a) || !cal_known(b) || a.no_year || b.no_year) return 0;
  if (a.hi < b.lo) return 1;
  return b.hi < a.lo ? -1 : 0;
}

void direction_find(copy_link *link, const pairing *p) {
  evidence e = {.p = p, .reasons = ARENA_ARRAY(p->mem, const char *, MOST_REASONS),
                .signs = ARENA_ARRAY(p->mem, int, MOST_REASONS)};
  int8_t date = direction_by_date(p);
  if (date) {
    vote(&e, date, "earlier_date");
    if (link->relation == RELATION_EXCERPT) see_text(&e, link->relation);
    e.votes = date;
  } else {
    see_frame(&e, p->a.t->report, p->b.t->report);
    see_publisher(&e, p->a.t->report, p->b.t->report);
    see_text(&e, link->relation);
  }
  link->direction = (int8_t)((e.votes > 0) - (e.votes < 0));
  for (uint32_t i = 0; i < e.n; i++)     /* those for the other direction are no reasons */
    if (e.signs[i] == link->direction) e.reasons[link->n_reasons++] = e.reasons[i];
  link->reasons = e.reasons;
}
