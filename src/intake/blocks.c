#include "intake/blocks.h"
#include "intake/address.h"
#include "intake/byline.h"
#include "intake/credit.h"

/* From units to blocks in four steps:
 *   1. what a unit says of itself: address, label, date, names, credit   (typed_new)
 *   2. where the body begins and ends, what stands above it             (head_find)
 *   3. what the rest is by its place                                     (body_type)
 *   4. sentences that a blank line or a page broke are put together      (emit) */

enum {
  TITLE_WORDS = 30, TITLE_BYTES = 300,
  HEADING_WORDS = 14, CAPTION_WORDS_MAX = 45, BARE_CAPTION_WORDS = 7, LONE_CAPTION_WORDS = 12,
  PROSE_WORDS = 6, LONG_WORDS = 30, OPEN_WORDS = 8,
  RELATED_WORDS = 45, FIELDS_TOP = 14, NOISE_BETWEEN = 8
};

typedef enum {
  T_TEXT, T_NOISE, T_LABEL, T_URL, T_RELATED, T_DATE, T_BYLINE, T_CREDIT, T_FIELD, T_DONE
} unit_type;
typedef struct { block_kind kind; span at; } part;

typedef struct {
  uint8_t type;              /* unit_type */
  bool sure, labelled;
  uint8_t n_parts;
  part parts[3];             /* what it becomes; T_TEXT has none until it is decided */
  block_kind kind;           /* T_DONE without parts: the whole unit */
} typed;

typedef struct {
  arena *a;
  const intake_model *m;
  report *r;
  page_dates *page;
  const layout *lines;
  unit *u; typed *t; uint32_t n;
  uint32_t lead, last;       /* first and last unit of prose; n where there is none */
  bool has_title, url_found;
  block *blocks; uint32_t n_blocks, cap_blocks;
} typing;

static void add_part(typed *t, block_kind kind, span at) {
  if (at.start < at.end && t->n_parts < 3) t->parts[t->n_parts++] = (part){kind, at};
}

/* The span without markup at its ends. */
static span read_span(const unit *u) { return unit_span(u, 0, u->plain.len); }

/* ---- 1. what a unit says of itself ---- */

static bool type_address(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  typed *t = &k->t[i];
  address url;
  bool after_label = i && k->t[i - 1].type == T_LABEL && !k->t[i - 1].sure;
  if (!address_read(k->m, u->plain, i + 1 == k->n, &url)) return false;
  bool label_only = url.start == url.end;
  if (label_only && i + 1 < k->n && !address_starts(k->u[i + 1].plain)) return false;
  size_t label_end = str_trim(str_sub(u->plain, 0, url.label)).len;
  if (label_end) add_part(t, BLOCK_NOISE, unit_span(u, 0, label_end));
  if (!label_only) add_part(t, BLOCK_URL, unit_span(u, url.start, url.end));
  str rest = str_strip(str_sub(u->plain, url.end, u->plain.len));
  size_t from = (size_t)(rest.ptr - u->plain.ptr);
  if (rest.len > 1 && !label_only) add_part(t, BLOCK_NOISE, unit_span(u, from, from + rest.len));
  t->type = label_only ? T_LABEL : T_URL;
  t->labelled = url.label || after_label;
  return true;
}

/* A whole unit that is one link or several and no sentence: a box of links. */
static bool is_links_only(const typing *k, const unit *u) {
  str raw = str_at(k->lines->text, u->at);
  if (u->look.words > RELATED_WORDS || ending_of(u->plain) == END_STOP) return false;
  if (!str_starts(raw, STR("[")) || !str_ends(raw, STR(")"))) return false;
  if (str_find(raw, STR("](")) == SIZE_MAX || !u->n_pieces || u->pieces[0].start != u->at.start + 1) return false;
  size_t outside = 0;                        /* read bytes that stand in no link */
  bool inside = false;
  for (size_t i = 0; i < raw.len; i++) {
    if (raw.ptr[i] == '[') inside = true;
    else if (raw.ptr[i] == ']' && i + 1 < raw.len && raw.ptr[i + 1] == '(') {
      while (i < raw.len && raw.ptr[i] != ')') i++;
      inside = false;
    } else if (!inside && !memchr(" \n\t|*-", raw.ptr[i], 6)) outside++;
  }
  return outside == 0;
}

static bool type_related(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  typed *t = &k->t[i];
  size_t n = u->look.words <= RELATED_WORDS ? phrase_at(&k->m->related_labels, u->plain, NULL) : 0;
  if (n) {
    str rest = str_trim(str_sub(u->plain, n, u->plain.len));
    bool set_off = rest.len && (rest.ptr[0] == ':' || rest.ptr[0] == '|' || rest.ptr[0] == '-');
    bool shout = rest.len && shape_of(str_sub(u->plain, 0, n)).caps && n > 6;
    bool link = rest.len && str_find(str_at(k->lines->text, u->at), STR("](")) != SIZE_MAX &&
                ending_of(rest) != END_STOP && is_capitalised(rest);
    bool alone = !rest.len || str_eq(rest, STR(":"));
    if (!(set_off || shout || link || alone)) return false;
    if (alone && i + 1 == k->n && u->look.words < 2) return false;
    t->sure = alone;
  } else if (!is_links_only(k, u)) {
    return false;
  }
  t->type = T_RELATED;
  add_part(t, BLOCK_RELATED, u->at);
  return true;
}

/* Lines under "Related articles:" belong to it as long as they look like headlines. */
static bool type_under_related(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  if (!i || k->t[i - 1].type != T_RELATED || !(k->t[i - 1].sure || k->u[i - 1].mark == MARK_BULLET)) return false;
  bool listed = u->mark == MARK_BULLET || is_links_only(k, u);
  bool near = u->gap == GAP_NONE, title_case = 2 * u->look.capitals > u->look.words;
  bool headline = u->look.words <= 20 && u->look.end == END_NONE && (near || title_case);
  bool under_list = k->u[i - 1].mark == MARK_BULLET;
  if (!listed && (under_list || !headline)) return false;
  k->t[i].type = T_RELATED;
  k->t[i].sure = listed || near;
  add_part(&k->t[i], BLOCK_RELATED, u->at);
  return true;
}

static void take_date(typing *k, const datetext *d, span at) {
  if (k->page->has_date) return;
  k->page->has_date = true;
  k->page->date = *d;
  k->page->date_at = at;
}

static bool type_date(typing *k, uint32_t i) {
  datetext d;
  if (k->u[i].look.words > 24 || !datetext_line(k->m, k->a, k->u[i].plain, &d)) return false;
  k->t[i].type = T_DATE;
  add_part(&k->t[i], BLOCK_DATE, read_span(&k->u[i]));
  return true;
}

/* "By Jane Doe | June 25, 2025" and the other way round. */
static bool type_byline_and_date(typing *k, uint32_t i) {
  static const str marks[] = {STR("|"), STR("\xE2\x80\xA2"), STR("\xC2\xB7"), STR(" - "), STR("\xE2\x80\x93"),
                              STR("\xE2\x80\x94"), STR(", ")};
  const unit *u = &k->u[i];
  if (u->look.words > 24 || !has_digit(u->plain)) return false;
  for (size_t s = 0; s < sizeof marks / sizeof *marks; s++) {
    for (size_t at = 0, hit; (hit = str_find(str_sub(u->plain, at, u->plain.len), marks[s])) != SIZE_MAX;) {
      size_t cut = at + hit, behind = cut + marks[s].len;
      str left = str_strip(str_sub(u->plain, 0, cut)), right = str_strip(str_sub(u->plain, behind, u->plain.len));
      bool role;
      datetext d;
      size_t right_at = (size_t)(right.ptr - u->plain.ptr);
      bool by_left = left.len && (byline_is(k->m, left) || byline_is_names(k->m, left, &role));
      bool by_right = right.len && byline_is(k->m, right);
      if (by_left && datetext_line(k->m, k->a, right, &d)) {
        add_part(&k->t[i], BLOCK_BYLINE, unit_span(u, 0, left.len));
        add_part(&k->t[i], BLOCK_DATE, unit_span(u, right_at, right_at + right.len));
      } else if (by_right && datetext_line(k->m, k->a, left, &d)) {
        add_part(&k->t[i], BLOCK_DATE, unit_span(u, 0, left.len));
        add_part(&k->t[i], BLOCK_BYLINE, unit_span(u, right_at, right_at + right.len));
      } else {
        at = behind;
        continue;
      }
      k->t[i].type = T_DATE;
      return true;
    }
  }
  return false;
}

static bool type_byline(typing *k, uint32_t i) {
  if (k->u[i].look.words > 24 || !byline_is(k->m, k->u[i].plain)) return false;
  k->t[i].type = T_BYLINE;
  add_part(&k->t[i], BLOCK_BYLINE, read_span(&k->u[i]));
  return true;
}

/* "Subject: …" lines of mail, front matter and databases, above the text only. */
static bool type_field(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  uint32_t kind;
  size_t n = i < FIELDS_TOP ? phrase_at(&k->m->field_labels, u->plain, &kind) : 0;
  if (!n || n >= u->plain.len || u->plain.ptr[n] != ':') return false;
  str value = str_strip(str_sub(u->plain, n + 1, u->plain.len));
  while (value.len > 1 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"') value = str_sub(value, 1, value.len - 1);
  size_t from = (size_t)(value.ptr - u->plain.ptr);
  datetext d;
  if (kind == FIELD_DATE && !datetext_line(k->m, k->a, value, &d)) return false;
  static const block_kind kinds[] = {BLOCK_TITLE, BLOCK_DATE, BLOCK_BYLINE, BLOCK_NOISE, BLOCK_NOISE};
  if (kind == FIELD_TITLE && k->has_title) kind = FIELD_NOISE;
  k->has_title |= kind == FIELD_TITLE;
  if (kind == FIELD_PUBLISHER && !k->page->site.ptr) k->page->site = value;
  k->t[i].type = T_FIELD;
  if (kind >= FIELD_PUBLISHER) add_part(&k->t[i], BLOCK_NOISE, u->at);
  else add_part(&k->t[i], kinds[kind], unit_span(u, from, from + value.len));
  return true;
}

static bool type_credit(typing *k, uint32_t i) {
  credit c;
  if (!credit_find(k->m, &k->u[i], k->lines->text, &c)) return false;
  k->t[i].type = T_CREDIT;
  k->t[i].sure = c.sure;
  add_part(&k->t[i], BLOCK_CAPTION, c.caption);
  add_part(&k->t[i], BLOCK_CREDIT, c.credit);
  return true;
}

static void typed_new(typing *k) {
  for (uint32_t i = 0; i < k->n; i++) {
    const unit *u = &k->u[i];
    if (u->furniture || !u->plain.len) {
      k->t[i].type = T_NOISE;
      add_part(&k->t[i], BLOCK_NOISE, u->at);
    } else if (u->look.words <= 60 && u->mark != MARK_HASH) {
      bool done = type_address(k, i) || type_under_related(k, i) || type_related(k, i) || type_field(k, i) ||
                  type_date(k, i) || type_byline(k, i) || type_byline_and_date(k, i) || type_credit(k, i);
      (void)done;
    } else if (u->mark == MARK_HASH) {
      (void)type_related(k, i);
    }
  }
}

/* ---- 2. the head ---- */

static void decide(typing *k, uint32_t i, block_kind kind) {
  typed *t = &k->t[i];
  t->type = T_DONE;
  t->n_parts = 0;
  t->kind = kind;
  add_part(t, kind, kind == BLOCK_PARAGRAPH ? k->u[i].at : read_span(&k->u[i]));
}

static bool is_prose(const unit *u) {
  if (u->mark == MARK_HASH || u->under) return false;
  if (u->look.words >= LONG_WORDS) return true;
  bool ends = u->look.end == END_STOP || u->look.end == END_COLON || (u->look.quotes && u->look.end != END_NONE);
  return ends && u->look.words >= PROSE_WORDS;
}

/* A unit of text behind i: what a title or caption needs. */
static uint32_t next_text(const typing *k, uint32_t i) {
  for (i++; i < k->n && k->t[i].type != T_TEXT; i++) continue;
  return i;
}

static bool next_is(const typing *k, uint32_t i, unit_type type) {
  for (i++; i < k->n && k->t[i].type == T_NOISE; i++) continue;
  return i < k->n && k->t[i].type == type;
}

static bool is_title_like(const typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  if (u->mark == MARK_BULLET || u->look.words > TITLE_WORDS || u->plain.len > TITLE_BYTES || u->look.small_start) return false;
  if (u->mark == MARK_HASH || u->under) return true;
  if (next_is(k, i, T_DATE) || next_is(k, i, T_BYLINE)) return u->look.words <= TITLE_WORDS - 5;
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

static bool is_caption_like(const typing *k, uint32_t i, bool after_date) {
  const unit *u = &k->u[i];
  const shape *l = &u->look;
  if (l->words > CAPTION_WORDS_MAX || l->quotes || u->mark != MARK_NONE || l->small_start) return false;
  if (l->end != END_STOP && l->end != END_NONE && l->end != END_ABBR) return false;
  if (has_word_of(&k->m->caption_stops, u->plain)) return false;
  if (phrase_find(&k->m->caption_cues, u->plain, NULL) != SIZE_MAX) return true;
  if (l->end == END_NONE) return after_date && l->words <= LONE_CAPTION_WORDS && !l->caps;
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

static bool is_site_name(const typing *k, uint32_t i) {
  str s = k->u[i].plain;
  return s.len < 60 && (word_get(&k->m->papers, s) || phrase_at(&k->m->agencies, s, NULL) == s.len);
}

/* The title again, under one that a field gave. */
static bool repeats_title(const typing *k, uint32_t i) {
  for (uint32_t j = 0; j < i; j++) {
    for (uint32_t p = 0; p < k->t[j].n_parts; p++) {
      bool title = k->t[j].parts[p].kind == BLOCK_TITLE;
      if (title && same_title(str_at(k->lines->text, k->t[j].parts[p].at), k->u[i].plain)) return true;
    }
  }
  return false;
}

static void take_title(typing *k, uint32_t i) {
  decide(k, i, BLOCK_TITLE);
  k->has_title = true;
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
  bool kicker = k->u[i].look.words <= 2 && k->u[i].look.end == END_NONE && k->u[i].mark == MARK_NONE;
  bool title_below = next == i + 1 && is_title_like(k, next) && !is_prose(&k->u[next]) &&
                     k->u[next].look.words >= 4 && next_text(k, next) < k->n;
  if (kicker && title_below) return decide(k, i, BLOCK_HEADING), true;
  if (!is_title_like(k, i)) return false;
  return take_title(k, i), true;
}

static bool try_names(typing *k, uint32_t i, bool after_date) {
  bool role;
  if (!byline_is_names(k->m, k->u[i].plain, &role)) return false;
  bool near = next_is(k, i, T_DATE) && !after_date;
  if (!role && !near) return false;
  return decide(k, i, BLOCK_BYLINE), true;
}

/* One unit above the body; true: it is dealt with and the body is still to come. */
static bool type_head(typing *k, uint32_t i, bool after_date) {
  typed *t = &k->t[i];
  uint32_t next = next_text(k, i);
  if (t->type == T_CREDIT) {
    bool bare = t->n_parts == 1 && t->parts[0].kind == BLOCK_CREDIT;
    bool weak_title = !k->has_title && bare && !t->sure;
    if (weak_title && next < k->n) t->type = T_TEXT, t->n_parts = 0;
    else if (bare && !t->sure && try_names(k, i, after_date)) return true;
    else return true;
  }
  if (t->type != T_TEXT) return true;
  if (!k->has_title && try_title(k, i)) return true;
  const unit *u = &k->u[i];
  if (k->has_title && repeats_title(k, i)) return decide(k, i, BLOCK_NOISE), true;
  if (u->mark == MARK_HASH || u->under) return decide(k, i, BLOCK_HEADING), true;
  if (!k->has_title && !after_date) return false;
  if (next == k->n) return false;
  if (try_names(k, i, after_date)) return true;
  if (is_caption_like(k, i, after_date)) return decide(k, i, BLOCK_CAPTION), true;
  if (is_prose(u) || u->look.small_start || u->mark != MARK_NONE || u->look.end != END_NONE) return false;
  return u->look.words <= TITLE_WORDS ? decide(k, i, BLOCK_HEADING), true : false;
}

static void head_find(typing *k) {
  bool after_date = false;
  uint32_t i = 0;
  for (; i < k->n && type_head(k, i, after_date); i++) after_date |= k->t[i].type == T_DATE;
  k->lead = i;
  k->last = i;
  for (; i < k->n; i++) {
    if (k->t[i].type == T_TEXT && is_prose(&k->u[i])) k->last = i;
  }
}

/* ---- 3. the body ---- */

static const unit *text_before(const typing *k, uint32_t i) {
  while (i-- > k->lead) {
    if (k->t[i].type == T_DONE || k->t[i].type == T_TEXT) return &k->u[i];
  }
  return NULL;
}

static bool is_open(const typing *k, const unit *u) {
  ending e = u->look.end;
  if (e == END_COMMA || e == END_HYPHEN) return true;
  return (e == END_NONE || e == END_ABBR) && word_in(&k->m->open_words, last_word(u->plain));
}

static bool is_heading(const typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  uint32_t next = next_text(k, i);
  if (u->mark == MARK_HASH || u->under) return true;
  if (u->mark != MARK_NONE || u->look.words > HEADING_WORDS || u->look.small_start || next == k->n) return false;
  if (u->look.end != END_NONE && !(u->look.end == END_MARK && !u->look.quotes)) return false;
  if (k->u[next].look.small_start || u->gap == GAP_NONE) return false;
  const unit *before = text_before(k, i);
  if (before && (is_open(k, before) || is_open(k, u))) return false;
  bool bold = str_starts(str_at(k->lines->text, u->at), STR("**")) && str_ends(str_at(k->lines->text, u->at), STR("**"));
  return bold || u->look.caps || 2 * u->look.capitals >= u->look.words || u->look.words <= 5;
}

static void type_body_unit(typing *k, uint32_t i) {
  typed *t = &k->t[i];
  if (t->type == T_CREDIT && !t->sure) t->type = T_TEXT, t->n_parts = 0;
  if (t->type == T_DATE && t->n_parts == 1 && i > k->lead && i < k->last) decide(k, i, BLOCK_HEADING);
  if (t->type == T_TEXT) decide(k, i, is_heading(k, i) ? BLOCK_HEADING : BLOCK_PARAGRAPH);
}

/* Of the addresses one is the report's: a labelled one, else one above or below all prose. */
static bool is_own_url(const typing *k, uint32_t i) {
  const typed *t = &k->t[i];
  if (t->labelled) return true;
  bool outside = i < k->lead || i > k->last;
  for (uint32_t p = 0; p < t->n_parts; p++) {
    if (t->parts[p].kind == BLOCK_URL && address_is_social(k->m, str_at(k->lines->text, t->parts[p].at))) return false;
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

static void body_type(typing *k) {
  for (uint32_t i = k->lead; i < k->n; i++) type_body_unit(k, i);
  type_urls(k);
}

/* ---- 4. blocks ---- */

static bool is_paragraph(const typing *k, uint32_t i) {
  return k->t[i].type == T_DONE && k->t[i].kind == BLOCK_PARAGRAPH;
}

/* Noise that may stand inside a sentence: page furniture and foreign links. */
static bool is_inner_noise(const typing *k, uint32_t i) {
  const typed *t = &k->t[i];
  if (t->type == T_NOISE) return true;
  return t->type == T_URL && !t->sure && !t->labelled;
}

static bool goes_on(const typing *k, const unit *a, const unit *b) {
  if (a->mark != MARK_NONE || b->mark != MARK_NONE || b->gap == GAP_RULE) return false;
  ending e = a->look.end;
  if (e == END_STOP || e == END_MARK || e == END_COLON) return false;
  if (b->look.small_start) return a->look.words >= 2;
  return a->look.words >= OPEN_WORDS && b->look.words >= 4 && is_open(k, a);
}

/* The unit that goes on with unit i's sentence, or i. */
static uint32_t continuation(const typing *k, uint32_t i) {
  uint32_t j = i + 1;
  while (j < k->n && j - i <= NOISE_BETWEEN && is_inner_noise(k, j)) j++;
  return j < k->n && is_paragraph(k, j) && goes_on(k, &k->u[i], &k->u[j]) ? j : i;
}

static void add_block(typing *k, block_kind kind, span at, const span *pieces, uint32_t n) {
  if (at.start >= at.end || !n) return;
  *ARENA_PUSH(k->a, k->blocks, k->n_blocks, k->cap_blocks) =
    (block){.kind = kind, .at = at, .pieces = pieces, .n_pieces = n};
}

static void add_plain_block(typing *k, const unit *u, const part *p) {
  uint32_t n;
  const span *pieces = unit_pieces(k->a, u, p->at, &n);
  if (!n) {                                  /* nothing of it is read: an image */
    span *whole = ARENA_NEW(k->a, span);
    *whole = p->at;
    pieces = whole;
    n = 1;
  }
  add_block(k, p->kind, p->at, pieces, n);
}

/* Puts white space, or the halves of a word, between two parts of a paragraph. */
static void join_pieces(typing *k, spans *all, const unit *a, const unit *b) {
  str text = k->lines->text;
  uint64_t budget = 1 << 20;
  span *last = &all->all[all->n - 1];
  bool hyphen = last->end > last->start + 1 && text.ptr[last->end - 1] == '-' && b->look.small_start &&
                utf8_is_letter((unsigned char)text.ptr[last->end - 2]);
  if (hyphen) last->end -= hyphen_goes(text, k->m, last->end - 1, b->at.start, &budget);
  else spans_add(all, k->a, a->at.end, a->at.end + (uint32_t)blank_len(text, a->at.end));
  for (uint32_t i = 0; i < b->n_pieces; i++) spans_add(all, k->a, b->pieces[i].start, b->pieces[i].end);
}

static uint32_t emit_paragraph(typing *k, uint32_t i) {
  uint32_t next = continuation(k, i);
  if (next == i) {
    add_plain_block(k, &k->u[i], &k->t[i].parts[0]);
    return i + 1;
  }
  spans all = {0};
  span at = k->u[i].at;
  for (uint32_t p = 0; p < k->u[i].n_pieces; p++) spans_add(&all, k->a, k->u[i].pieces[p].start, k->u[i].pieces[p].end);
  for (; next != i; next = continuation(k, i)) {
    join_pieces(k, &all, &k->u[i], &k->u[next]);
    at.end = k->u[next].at.end;
    i = next;
  }
  add_block(k, BLOCK_PARAGRAPH, at, all.all, all.n);
  return i + 1;
}

static void take_names(typing *k, const unit *u, const part *p, spans *names) {
  spans found = {0};
  unit own = unit_part(k->a, u, k->lines->text, p->at);
  byline_names(k->m, k->a, own.plain, &found);
  for (uint32_t i = 0; i < found.n; i++) {
    span at = unit_span(&own, found.all[i].start, found.all[i].end);
    bool again = false;
    for (uint32_t j = 0; j < names->n && !again; j++) {
      again = str_eq(str_at(k->lines->text, names->all[j]), str_at(k->lines->text, at));
    }
    if (!again) spans_add(names, k->a, at.start, at.end);
  }
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

static void take_part(typing *k, const unit *u, const part *p, spans *names) {
  str text = k->lines->text;
  datetext d;
  if (p->kind == BLOCK_BYLINE) take_names(k, u, p, names);
  if (p->kind == BLOCK_DATE && datetext_line(k->m, k->a, str_at(text, p->at), &d)) take_date(k, &d, p->at);
  if (p->kind == BLOCK_URL && !k->r->url.ptr) {
    k->r->url = address_value(k->a, str_at(text, p->at));
    k->r->url_at = p->at;
    k->r->url_in_text = true;
  }
  if (p->kind != BLOCK_TITLE || k->r->title_in_text) return;
  k->r->title_in_text = true;
  k->r->title_at = p->at;
  if (k->r->title.ptr) return;
  k->r->title = single_spaced(k->a, unit_part(k->a, u, text, p->at).plain);
}

static void emit(typing *k) {
  spans names = {0};
  for (uint32_t i = 0; i < k->n;) {
    if (is_paragraph(k, i)) {
      i = emit_paragraph(k, i);
      continue;
    }
    for (uint32_t p = 0; p < k->t[i].n_parts; p++) {
      take_part(k, &k->u[i], &k->t[i].parts[p], &names);
      add_plain_block(k, &k->u[i], &k->t[i].parts[p]);
    }
    i++;
  }
  k->r->bylines = names.all;
  k->r->n_bylines = names.n;
  k->r->blocks = k->blocks;
  k->r->n_blocks = k->n_blocks;
}

static void take_dateline(typing *k) {
  if (k->lead >= k->n || !is_paragraph(k, k->lead)) return;
  const unit *u = &k->u[k->lead];
  page_dates *p = k->page;
  if (!dateline_read(k->m, k->a, u->plain, &p->line)) return;
  p->has_line = true;
  k->r->dateline_at = unit_span(u, 0, p->line.len);
  if (p->line.has_date) p->date_at = p->has_date ? p->date_at : unit_span(u, p->line.date.start, p->line.date.end);
  if (p->line.place_end <= p->line.place_start) return;
  k->r->dateline_place_at = unit_span(u, p->line.place_start, p->line.place_end);
  k->r->dateline_place = str_at(k->lines->text, k->r->dateline_place_at);
}

void blocks_find(report *r, arena *a, const intake_model *m, page_dates *page) {
  layout lines;
  units u;
  layout_new(&lines, a, r->text);
  units_new(&u, a, &lines, m);
  typing k = {.a = a, .m = m, .r = r, .page = page, .lines = &lines, .u = u.all, .n = u.n};
  k.t = ARENA_ARRAY(a, typed, u.n);
  *page = (page_dates){.has_date = false};
  typed_new(&k);
  head_find(&k);
  body_type(&k);
  emit(&k);
  take_dateline(&k);
}
