/* What stands around a text, its marks, errors and words, counted on either side. A clue does not say which
 * side was first: that is what its weight in the pack is for. */
#include "copies/direction.h"

enum {
  USUAL_WEIGHT = 20000, /* of a short text: with less outside a passage, chance rules what fits */
  DOUBTFUL_DATE = 4,    /* a date that stands in the text is the text's, not the copy's: counts a fourth */
  SHARED_DAYS = 7       /* days that may be the same say a seventh of what days that differ do */
};

/* What is counted on side s, whose other side is o. */
typedef uint32_t measure(const pairing *p, const pairing_side *s, const pairing_side *o);

/* ---- around the text ----------------------------------------------------------------------------------- */

static uint32_t count_blocks(const report *r, block_kind k) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) n += r->blocks[i].kind == k;
  return n;
}

static uint32_t has_title(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p, (void)o;
  return s->t->report->title.ptr != NULL;
}

static uint32_t is_dated(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p, (void)o;
  return cal_known(s->t->report->published);
}

static uint32_t has_url(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p, (void)o;
  return s->t->report->url.ptr != NULL;
}

/* A copy has a date line of its own, unless it lost all of its head. */
static uint32_t has_date_line(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p;
  return s->t->report->published_in_text && !o->t->report->title.ptr;
}

/* What stands in the head of the one that kept it was not gained. */
static uint32_t furniture(const pairing *p, const pairing_side *s, const pairing_side *o) {
  const report *r = s->t->report;
  uint32_t around = count_blocks(r, BLOCK_NOISE) + count_blocks(r, BLOCK_RELATED);
  if (has_title(p, s, o) && !has_title(p, o, s)) return around;
  return around + count_blocks(r, BLOCK_CREDIT) + count_blocks(r, BLOCK_CAPTION) +
         count_blocks(r, BLOCK_BYLINE) + count_blocks(r, BLOCK_DATE);
}

/* Paragraphs cut by page lines and hard line ends. */
static uint32_t cut_lines(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p, (void)o;
  const report *r = s->t->report;
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) n += r->blocks[i].n_pieces > 1;
  return n;
}

/* Whether the other side names this one's publisher. */
static uint32_t is_credited(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p;
  str mine = s->t->report->publisher, other = o->t->report->publisher;
  if (!mine.len || (other.ptr && str_eq(mine, other))) return 0;
  return str_find(o->t->report->view, mine) != SIZE_MAX;
}

/* ---- its letters --------------------------------------------------------------------------------------- */

static uint32_t misread(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p, (void)o;
  return s->close;
}

/* Curved quotation marks, dashes and dots of U+20xx: a copy straightens them. */
static uint32_t typographic_marks(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p, (void)o;
  uint32_t n = 0;
  for (str rest = s->t->report->view;; n++) {
    size_t at = str_find(rest, STR("\xE2\x80"));
    if (at == SIZE_MAX) return n;
    rest = str_sub(rest, at + 2, rest.len);
  }
}

static uint32_t letters(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p, (void)o;
  return s->letters;
}

/* ---- text that the other does not have ----------------------------------------------------------------- */

/* Marks the stems of words that have one of the hits, or of those that have none. */
static uint8_t *stems_hit(const pairing *p, const pairing_side *s, uint8_t hits, bool want) {
  uint8_t *marked = ARENA_ARRAY(p->mem, uint8_t, s->t->n_stems + 1);
  for (uint32_t i = 0; i < s->t->w->n_words; i++)
    if (s->t->stem_of[i] != UINT32_MAX && ((s->hits[i] & hits) != 0) == want) marked[s->t->stem_of[i]] = 1;
  return marked;
}

static uint32_t weight_of(const pairing_side *s, uint32_t i) {
  return s->t->stem_of[i] == UINT32_MAX ? 0 : s->t->w->words[i].idf;
}

/* Weight of such words whose stem stands in what the other has: a paragraph that was lost is about what the
 * text is about, furniture is not. */
static uint32_t related_text(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)o;
  const uint8_t *held = stems_hit(p, s, UINT8_MAX, true);
  uint32_t sum = 0;
  for (uint32_t i = 0; i < s->t->w->n_words; i++)
    if (!s->hits[i] && weight_of(s, i) && held[s->t->stem_of[i]]) sum += weight_of(s, i);
  return sum;
}

/* Where only one has a title, the other lost its head, and what stands there was not added. */
static uint32_t text_of_its_own(const pairing *p, const pairing_side *s, const pairing_side *o) {
  uint32_t sum = 0;
  if (has_title(p, s, o) != has_title(p, o, s)) return 0;
  for (uint32_t i = 0; i < s->t->w->n_words; i++)
    if (!s->hits[i]) sum += weight_of(s, i);
  return sum;
}

static uint32_t root(uint32_t n) {
  uint32_t x = 0;
  for (uint32_t bit = 1u << 15; bit; bit >>= 1)
    if ((uint64_t)(x | bit) * (x | bit) <= n) x |= bit;
  return x;
}

/* How well the passages in common fit what stands around them: the share of their weight that the text has
 * outside them too, against what a text of its length would have by chance. */
static uint32_t fits_the_rest(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)o;
  uint8_t *outside = stems_hit(p, s, HIT_RUN, false), *inside = stems_hit(p, s, HIT_RUN, true);
  uint32_t weight = 0, both = 0, around = 0;
  for (uint32_t i = 0; i < s->t->w->n_words; i++)
    if (!(s->hits[i] & HIT_RUN)) around += weight_of(s, i);
  for (uint32_t k = 0; k < s->t->n_stems; k++) {
    weight += inside[k] ? s->t->stems[k].idf : 0;
    both += inside[k] && outside[k] ? s->t->stems[k].idf : 0;
  }
  return 1000 * per_thousand(both, weight) / root(around + USUAL_WEIGHT);
}

/* ---- words --------------------------------------------------------------------------------------------- */

static uint32_t count_telling(const pairing *p, const pairing_side *s, uint8_t tells) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->t->w->n_words; i++)
    n += (direction_tells(p->m->direction, s->t->w->words[i].stem) & tells) != 0;
  return n;
}

static uint32_t attributions(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)o;
  return count_telling(p, s, TELLS_ATTRIBUTION);
}

static uint32_t hedges(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)o;
  return count_telling(p, s, TELLS_HEDGE);
}

/* In what stands around the text: there a publisher says so. */
static uint32_t updates_around(const pairing *p, const report *r) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) {
    block_kind k = r->blocks[i].kind;
    if (k == BLOCK_TITLE || k == BLOCK_HEADING || k == BLOCK_PARAGRAPH || k == BLOCK_URL) continue;
    const wording *w = words_of(p->mem, p->m, str_at(r->view, r->blocks[i].view));
    for (uint32_t j = 0; j < w->n_words; j++)
      n += (direction_tells(p->m->direction, w->words[j].stem) & TELLS_UPDATE) != 0;
  }
  return n;
}

/* Of the text only in what the other does not have: a report may be about an update. */
static uint32_t says_updated(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)o;
  uint32_t n = updates_around(p, s->t->report);
  for (uint32_t i = 0; i < s->t->w->n_words; i++)
    n += !s->hits[i] && direction_tells(p->m->direction, s->t->w->words[i].stem) & TELLS_UPDATE;
  return n;
}

static uint32_t figures(const pairing *p, const pairing_side *s, const pairing_side *o) {
  (void)p, (void)o;
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->t->w->n_words; i++) n += (s->t->w->words[i].flags & WORD_NUMBER) != 0;
  return n;
}

/* ---- dates --------------------------------------------------------------------------------------------- */

/* The day of this copy, by who gave it to us; what stands in the text, a copy may have taken over. */
static bool is_told(const report *r) {
  return !r->published_in_text && r->published_basis != BASIS_DATELINE &&
         r->published_basis != BASIS_INHERITED;
}

/* 1000 where all days of a are before those of b; less where they may be the same, or where one of the dates
 * was read in a text, which a copy takes over. */
static int32_t date_value(const pairing *p) {
  const report *x = p->a.t->report, *y = p->b.t->report;
  cal_date a = x->published, b = y->published;
  if (!cal_known(a) || !cal_known(b) || a.no_year || b.no_year) return 0;
  int8_t order = direction_by_date(p);
  int64_t value = 1000 * order;
  if (!order && (a.lo == CAL_OPEN_LO || b.lo == CAL_OPEN_LO || a.hi == CAL_OPEN_HI || b.hi == CAL_OPEN_HI))
    return 0;
  if (!order) {     /* from the distance of their middles; both lengths count */
    int64_t apart = (int64_t)b.lo + b.hi - a.lo - a.hi, most = (int64_t)a.hi - a.lo + b.hi - b.lo + 1;
    value = 1000 * apart / most / SHARED_DAYS;
  }
  return (int32_t)(is_told(x) && is_told(y) ? value : value / DOUBTFUL_DATE);
}

int32_t clue_value(const pairing *p, clue c, uint32_t few) {
  static measure *const measures[N_CLUES] = {[CLUE_TITLE] = has_title,
                                             [CLUE_UNDATED] = is_dated,
                                             [CLUE_URL] = has_url,
                                             [CLUE_DATE_LINE] = has_date_line,
                                             [CLUE_FURNITURE] = furniture,
                                             [CLUE_LINES] = cut_lines,
                                             [CLUE_ERRORS] = misread,
                                             [CLUE_MARKS] = typographic_marks,
                                             [CLUE_CREDIT] = is_credited,
                                             [CLUE_LOST] = related_text,
                                             [CLUE_ADDED] = text_of_its_own,
                                             [CLUE_UPDATED] = says_updated,
                                             [CLUE_PART] = fits_the_rest,
                                             [CLUE_ATTRIBUTIONS] = attributions,
                                             [CLUE_FIGURES] = figures,
                                             [CLUE_HEDGES] = hedges,
                                             [CLUE_LENGTH] = letters};
  if (c == CLUE_DATE) return date_value(p);
  int64_t a = measures[c](p, &p->a, &p->b), b = measures[c](p, &p->b, &p->a);
  return a == b ? 0 : (int32_t)(1000 * (a - b) / (a + b + few));
}
