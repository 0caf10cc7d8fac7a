#include "intake/address.h"
#include "intake/byline.h"
#include "intake/typing.h"

enum {
  TITLE_WORDS = 30, TITLE_BYTES = 300, STOPPED_TITLE_WORDS = 20,
  HEADING_WORDS = 14, DECK_WORDS = 20,
  CAPTION_WORDS_MAX = 30, BARE_CAPTION_WORDS = 7, LONE_CAPTION_WORDS = 12,
  LONG_WORDS = 30, MENU_WORDS = 4, MENU_UNITS = 24,
  LOOK = 64                  /* units looked at in either direction, so that the work stays linear */
};

/* ---- the head ---- */

static void decide(typing *k, uint32_t i, block_kind kind) {
  typed *t = &k->t[i];
  t->type = T_DONE;
  t->n_parts = 0;
  t->kind = kind;
  typed_add(t, kind, kind == BLOCK_PARAGRAPH ? k->u[i].at : unit_read_span(&k->u[i]));
}

static bool is_prose(const typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  if (u->mark == MARK_HASH || u->under) return false;
  if (u->look.words >= LONG_WORDS) return true;
  ending end = u->look.end;
  if (!k->prose_seen && k->has_title && u->look.words >= PROSE_WORDS) return true;  /* all lack their stop */
  bool ends = end == END_STOP || end == END_COLON || (u->look.quotes && end != END_NONE);
  return ends && u->look.words >= PROSE_WORDS;
}

/* A unit of text behind i: what a title or caption needs. */
static uint32_t next_text(const typing *k, uint32_t i) {
  uint32_t end = k->n - i > LOOK ? i + LOOK : k->n;
  for (i++; i < end && k->t[i].type != T_TEXT; i++) continue;
  return i < end ? i : k->n;
}

static bool next_is(const typing *k, uint32_t i, unit_type type) {
  uint32_t end = k->n - i > LOOK ? i + LOOK : k->n;
  for (i++; i < end && k->t[i].type == T_NOISE; i++) continue;
  return i < k->n && k->t[i].type == type;
}

static bool is_title_like(const typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  if (u->look.words > TITLE_WORDS || u->plain.len > TITLE_BYTES) return false;
  if (u->mark == MARK_BULLET || u->look.small_start) return false;
  if (u->mark == MARK_HASH || u->under) return true;
  uint32_t next = next_text(k, i);
  bool broken = next < k->n && k->u[next].look.small_start && u->look.end != END_STOP;
  bool dated = next_is(k, i, T_DATE) || next_is(k, i, T_BYLINE);
  broken |= !dated && unit_is_open(k->m, u);                             /* "The talk goes on" */
  if (broken && 2 * u->look.capitals < u->look.words) return false;      /* a first sentence, cut */
  bool title_case = u->look.words <= STOPPED_TITLE_WORDS && 4 * u->look.capitals >= 3 * u->look.words;
  if (title_case && u->look.words >= 4 && !u->look.quotes) return true;
  if (dated) return u->look.words <= TITLE_WORDS - 5;
  return u->look.end == END_NONE || u->look.end == END_MARK || u->look.end == END_ABBR;
}

static bool has_word_of(const map *words, str s) {
  size_t at = 0;
  str word;
  while (word_next(s, &at, &word)) {
    if (word_in(words, str_of_trimmed(word))) return true;
  }
  return false;
}

static bool has_letters(str s) {
  for (size_t i = 0; i < s.len;) {
    if (utf8_is_letter(utf8_next(s, &i))) return true;
  }
  return false;
}

static bool is_caption_like(const typing *k, uint32_t i, bool after_date) {
  const unit *u = &k->u[i];
  const shape *l = &u->look;
  if (!has_letters(u->plain)) return false;                  /* "10:42" */
  if (l->words > CAPTION_WORDS_MAX || l->quotes || u->mark != MARK_NONE || l->small_start) return false;
  if (l->end != END_STOP && l->end != END_NONE && l->end != END_ABBR) return false;
  if (has_word_of(&k->m->caption_stops, u->plain)) return false;
  if (phrase_find(&k->m->caption_cues, u->plain, NULL) != SIZE_MAX) return true;
  bool names = 10 * l->capitals >= 4 * l->words;              /* a deck has fewer capitals */
  if (l->end == END_NONE) return after_date && names && l->words <= LONE_CAPTION_WORDS && !l->caps;
  return l->words <= BARE_CAPTION_WORDS && 10 * l->capitals >= 6 * l->words;
}

static bool same_title(str a, str b) {
  size_t i = 0, j = 0;
  str x, y;
  for (;;) {
    bool more_a = word_next(a, &i, &x), more_b = word_next(b, &j, &y);
    if (more_a != more_b) return false;
    if (!more_a) return true;
    char one[128], two[128];
    size_t n = utf8_fold(x, one, sizeof one), m = utf8_fold(y, two, sizeof two);
    if (n == SIZE_MAX || n != m || memcmp(one, two, n)) return false;
  }
}

/* A paper or an agency, with its place perhaps: "Example News, Cairo". */
static bool is_site_name(const typing *k, uint32_t i) {
  str s = k->u[i].plain;
  size_t comma = str_find(s, STR(", "));
  if (comma != SIZE_MAX && k->u[i].look.words == k->u[i].look.capitals) s.len = comma;
  return s.len < 60 && (word_get(&k->m->papers, s) || phrase_at(&k->m->agencies, s, NULL) == s.len);
}

/* The title again, under one that a field gave. */
static bool repeats_title(const typing *k, uint32_t i) {
  for (uint32_t j = 0; j < i && j < LOOK; j++) {
    for (uint32_t p = 0; p < k->t[j].n_parts; p++) {
      bool title = k->t[j].parts[p].kind == BLOCK_TITLE;
      if (title && same_title(str_at(k->text, k->t[j].parts[p].at), k->u[i].plain)) return true;
    }
  }
  return false;
}

static void take_title(typing *k, uint32_t i) {
  decide(k, i, BLOCK_TITLE);
  k->has_title = true;
}

static bool is_menu_item(const typing *k, uint32_t i) {
  const shape *s = &k->u[i].look;
  return k->t[i].type == T_TEXT && s->words <= MENU_WORDS && s->end == END_NONE && !s->small_start;
}

/* Short lines above the title: a paper's name, its sections. One alone may be the title, or a kicker. */
static bool is_menu(const typing *k, uint32_t i) {
  uint32_t run = 0, j = i;
  for (uint32_t end = i + MENU_UNITS; j < k->n && j < end; j++) {
    if (k->t[j].type == T_NOISE) continue;
    if (!is_menu_item(k, j)) break;
    run++;
  }
  uint32_t from = i > LOOK ? i - LOOK : 0;
  for (uint32_t p = i; p > from && k->t[p - 1].type != T_TEXT && run == 1; p--) {   /* last of several */
    run += k->t[p - 1].type == T_DONE && k->t[p - 1].kind == BLOCK_NOISE;
  }
  if (run < 2 || j >= k->n || k->t[j].type != T_TEXT) return false;
  const shape *title = &k->u[j].look;
  bool headline = title->words > MENU_WORDS && title->words <= TITLE_WORDS && title->end == END_NONE;
  return headline && is_title_like(k, j) && next_text(k, j) < k->n;
}

/* The title, or what stands above it. True: the unit is dealt with. */
static bool try_title(typing *k, uint32_t i) {
  uint32_t next = next_text(k, i);
  if (k->r->title.ptr) {                     /* a title was given: it is one of the first units or none */
    if (!same_title(k->r->title, k->u[i].plain)) return false;
    return take_title(k, i), true;
  }
  if (next == k->n) return false;
  if (is_site_name(k, i) && !k->page->site.ptr) {
    k->page->site = k->u[i].plain;
    return decide(k, i, BLOCK_NOISE), true;
  }
  if (is_menu(k, i)) return decide(k, i, BLOCK_NOISE), true;
  bool kicker = k->u[i].look.words <= 2 && k->u[i].look.end == END_NONE && k->u[i].mark == MARK_NONE;
  bool title_below = next == i + 1 && is_title_like(k, next) && !is_prose(k, next) &&
                     k->u[next].look.words >= 4 && next_text(k, next) < k->n;
  if (kicker && title_below) return decide(k, i, BLOCK_HEADING), true;
  if (!is_title_like(k, i)) return false;
  return take_title(k, i), true;
}

static bool try_names(typing *k, uint32_t i, bool after_date) {
  bool role = false;
  if (!byline_is_names(k->m, k->u[i].plain, &role) && !byline_is_job(k->m, k->u[i].plain)) return false;
  bool near = next_is(k, i, T_DATE) && !after_date;
  uint32_t next = next_text(k, i);
  bool job_below = next == i + 1 && next < k->n && byline_is_job(k->m, k->u[next].plain);
  bool under_name = i && k->t[i - 1].type == T_DONE && k->t[i - 1].kind == BLOCK_BYLINE;
  bool job = under_name && byline_is_job(k->m, k->u[i].plain);
  if (!role && !near && !job_below && !job) return false;
  return decide(k, i, BLOCK_BYLINE), true;
}

/* One unit above the body; true: it is dealt with and the body is still to come. */
static bool type_head(typing *k, uint32_t i, bool after_date) {
  typed *t = &k->t[i];
  uint32_t next = next_text(k, i);
  if (t->type == T_CREDIT) {
    bool bare = t->n_parts == 1 && t->parts[0].kind == BLOCK_CREDIT;
    bool title = !k->has_title && !t->sure && next < k->n && (bare || is_title_like(k, i));
    if (title) t->type = T_TEXT, t->n_parts = 0;
    else if (bare && !t->sure && try_names(k, i, after_date)) return true;
    else return true;
  }
  if (t->type != T_TEXT) return true;
  if (!k->has_title && try_title(k, i)) return true;
  const unit *u = &k->u[i];
  if (k->has_title && repeats_title(k, i)) return decide(k, i, BLOCK_NOISE), true;
  if (u->mark == MARK_HASH || u->under) return decide(k, i, BLOCK_HEADING), true;
  if (k->has_title && is_site_name(k, i)) return decide(k, i, BLOCK_NOISE), true;
  if (!k->has_title && !after_date) return false;
  if (next == k->n) return false;
  if (try_names(k, i, after_date)) return true;
  bool cut = k->u[next].look.small_start && u->look.end != END_STOP;      /* the first sentence, broken */
  if (cut) return false;
  if (is_caption_like(k, i, after_date)) return decide(k, i, BLOCK_CAPTION), true;
  if (is_prose(k, i) || u->look.small_start || u->mark != MARK_NONE || u->look.end != END_NONE) return false;
  return u->look.words <= DECK_WORDS ? decide(k, i, BLOCK_HEADING), true : false;
}

static void head_find(typing *k) {
  bool after_date = false;
  uint32_t i = 0;
  for (; i < k->n && type_head(k, i, after_date); i++) after_date |= k->t[i].type == T_DATE;
  k->lead = i;
  k->last = i;
  for (; i < k->n; i++) {
    if (k->t[i].type == T_TEXT && is_prose(k, i)) k->last = i;
  }
}

/* ---- the body ---- */

static const unit *text_before(const typing *k, uint32_t i) {
  uint32_t from = i > k->lead + LOOK ? i - LOOK : k->lead;
  while (i-- > from) {
    if (k->t[i].type == T_DONE || k->t[i].type == T_TEXT) return &k->u[i];
  }
  return NULL;
}

bool unit_is_open(const intake_model *m, const unit *u) {
  ending e = u->look.end;
  if (e == END_COMMA || e == END_HYPHEN) return true;
  return (e == END_NONE || e == END_ABBR) && word_in(&m->open_words, last_word(u->plain));
}

static bool is_heading(const typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  uint32_t next = next_text(k, i);
  if (u->mark == MARK_HASH || u->under) return true;
  if (u->mark != MARK_NONE || u->look.words > HEADING_WORDS || u->look.small_start) return false;
  if (u->look.end != END_NONE) return false;
  if (next == k->n || k->u[next].look.small_start) return false;
  const unit *before = text_before(k, i);
  bool alone = k->loose && is_prose(k, next) && before && before->look.end == END_STOP;
  if (u->gap == GAP_NONE && !alone) return false;
  if (before && (unit_is_open(k->m, before) || unit_is_open(k->m, u))) return false;
  bool bold = str_starts(str_at(k->text, u->at), STR("**")) && str_ends(str_at(k->text, u->at), STR("**"));
  return bold || u->look.caps || 2 * u->look.capitals >= u->look.words || u->look.words <= 5;
}

/* A caption whose credit is the next line, by its cue. */
static bool is_above_credit(const typing *k, uint32_t i) {
  if (i + 1 >= k->n || k->t[i + 1].type != T_CREDIT || !k->t[i + 1].sure) return false;
  bool bare = k->t[i + 1].n_parts == 1 && k->t[i + 1].parts[0].kind == BLOCK_CREDIT;
  return bare && is_caption_like(k, i, false) &&
         phrase_find(&k->m->caption_cues, k->u[i].plain, NULL) != SIZE_MAX;
}

static void type_body_unit(typing *k, uint32_t i) {
  typed *t = &k->t[i];
  if (t->type == T_CREDIT && !t->sure) t->type = T_TEXT, t->n_parts = 0;
  if (t->type == T_TEXT && is_above_credit(k, i)) return decide(k, i, BLOCK_CAPTION);
  if (t->type == T_DATE && t->n_parts == 1 && i > k->lead && i < k->last) decide(k, i, BLOCK_HEADING);
  if (t->type == T_TEXT) decide(k, i, is_heading(k, i) ? BLOCK_HEADING : BLOCK_PARAGRAPH);
}

/* Of the addresses one is the report's: a labelled one, else one above or below all prose. */
static bool is_own_url(const typing *k, uint32_t i) {
  const typed *t = &k->t[i];
  if (t->labelled) return true;
  bool outside = i < k->lead || i > k->last;
  for (uint32_t p = 0; p < t->n_parts; p++) {
    if (t->parts[p].kind != BLOCK_URL) continue;
    if (address_is_social(k->m, str_at(k->text, t->parts[p].at))) return false;
  }
  return outside;
}

static bool find_own_url(typing *k, bool labelled) {
  for (uint32_t i = 0; i < k->n; i++) {
    if (k->t[i].type != T_URL || k->t[i].labelled != labelled || !is_own_url(k, i)) continue;
    k->t[i].sure = true;
    return true;
  }
  return false;
}

static void type_urls(typing *k) {
  if (!find_own_url(k, true)) find_own_url(k, false);
  for (uint32_t i = 0; i < k->n; i++) {
    typed *t = &k->t[i];
    for (uint32_t p = 0; t->type == T_URL && p < t->n_parts; p++) {
      if (t->parts[p].kind == BLOCK_URL && !t->sure) t->parts[p].kind = BLOCK_NOISE;
    }
  }
}

void places_find(typing *k) {
  head_find(k);
  for (uint32_t i = k->lead; i < k->n; i++) type_body_unit(k, i);
  type_urls(k);
}
