#include "intake/address.h"
#include "intake/byline.h"
#include "intake/credit.h"
#include "intake/typing.h"

enum {
  SECTION_WORDS = 3, TAIL_UNITS = 8,
  RELATED_WORDS = 45, RELATED_TITLE_WORDS = 20, SHORT_WORDS = 24, LABEL_WORDS = 60, PROMO_WORDS = 12,
  SET_OFF_WORDS = 14,
  FIELDS_TOP = 14,           /* "Label: value" lines stand among the first units */
  FIELDS_TAIL = 2            /* "Geneva, June 5, 2025" below the text */
};

void typed_add(typed *t, block_kind kind, span at) {
  if (at.start < at.end && t->n_parts < 3) t->parts[t->n_parts++] = (part){kind, at};
}

span unit_read_span(const unit *u) { return unit_span(u, 0, u->plain.len); }

static bool type_address(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  typed *t = &k->t[i];
  address url;
  bool after_label = i && k->t[i - 1].type == T_LABEL && !k->t[i - 1].sure;
  if (!address_read(k->m, u->plain, i + 1 == k->n, &url)) return false;
  bool label_only = url.start == url.end;
  if (label_only && i + 1 < k->n && !address_starts(k->u[i + 1].plain)) return false;
  size_t label_end = str_trim(str_sub(u->plain, 0, url.label)).len;
  if (label_end) typed_add(t, BLOCK_NOISE, unit_span(u, 0, label_end));
  if (!label_only) typed_add(t, BLOCK_URL, unit_span(u, url.start, url.end));
  str rest = str_strip(str_sub(u->plain, url.end, u->plain.len));
  size_t from = (size_t)(rest.ptr - u->plain.ptr);
  if (rest.len > 1 && !label_only) typed_add(t, BLOCK_NOISE, unit_span(u, from, from + rest.len));
  t->type = label_only ? T_LABEL : T_URL;
  t->labelled = url.label || after_label;
  return true;
}

/* Words that stand in no link of Markdown. */
static bool has_text_outside(str raw) {
  bool inside = false;
  for (size_t i = 0; i < raw.len; i++) {
    if (raw.ptr[i] == '[') {
      inside = true;
    } else if (raw.ptr[i] == ']' && i + 1 < raw.len && raw.ptr[i + 1] == '(') {
      while (i < raw.len && raw.ptr[i] != ')') i++;
      inside = false;
    } else if (!inside && !memchr(" \n\t|*-", raw.ptr[i], 6)) {
      return true;
    }
  }
  return false;
}

/* A whole unit that is one link or several and no sentence: a box of links. */
static bool is_links_only(const typing *k, const unit *u) {
  str raw = str_at(k->text, u->at);
  if (u->look.words > RELATED_WORDS || ending_of(u->plain) == END_STOP) return false;
  if (!str_starts(raw, STR("[")) || !str_ends(raw, STR(")"))) return false;
  if (str_find(raw, STR("](")) == SIZE_MAX || !u->n_pieces) return false;
  return u->pieces[0].start == u->at.start + 1 && !has_text_outside(raw);
}

/* "More from Africa": a label of several words and what it is about. */
static bool is_section_label(const unit *u, str rest) {
  shape about = shape_of(rest);
  uint32_t label = u->look.words - about.words;
  return label >= 2 && about.words <= SECTION_WORDS && about.capitals == about.words && about.end == END_NONE;
}

static bool type_related(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  typed *t = &k->t[i];
  size_t n = u->look.words <= RELATED_WORDS ? phrase_at(&k->m->related_labels, u->plain, NULL) : 0;
  if (n) {
    str rest = str_trim(str_sub(u->plain, n, u->plain.len));
    bool set_off = rest.len && (rest.ptr[0] == ':' || rest.ptr[0] == '|' || rest.ptr[0] == '-');
    bool shout = rest.len && shape_of(str_sub(u->plain, 0, n)).caps && n > 6;
    bool link = rest.len && str_find(str_at(k->text, u->at), STR("](")) != SIZE_MAX &&
                ending_of(rest) != END_STOP && is_capitalised(rest);
    bool alone = !rest.len || str_eq(rest, STR(":")) || (!set_off && is_section_label(u, rest));
    if (!(set_off || shout || link || alone)) return false;
    if (alone && i + 1 == k->n && u->look.words < 2) return false;
    if (!k->text_seen) return false;                  /* "Analysis: …" may be the title */
    t->sure = alone;
  } else if (!is_links_only(k, u)) {
    return false;
  }
  t->type = T_RELATED;
  typed_add(t, BLOCK_RELATED, u->at);
  return true;
}

/* From here to the end there is nothing but short lines without a stop. */
static bool is_tail_of_headlines(const typing *k, uint32_t i) {
  uint32_t end = i + TAIL_UNITS;
  for (; i < k->n && i < end; i++) {
    const shape *s = &k->u[i].look;
    if (s->words > RELATED_TITLE_WORDS || s->end == END_STOP || s->end == END_COLON) return false;
  }
  return i == k->n;
}

/* Lines under "Related articles:" belong to it as long as they look like headlines. */
static bool type_under_related(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  if (!i || k->t[i - 1].type != T_RELATED) return false;
  if (!k->t[i - 1].sure && k->u[i - 1].mark != MARK_BULLET) return false;
  bool listed = u->mark == MARK_BULLET || is_links_only(k, u);
  bool near = u->gap == GAP_NONE, title_case = 2 * u->look.capitals > u->look.words;
  bool headline = u->look.words <= RELATED_TITLE_WORDS && u->look.end == END_NONE;
  headline = headline && (near || title_case || is_tail_of_headlines(k, i));
  bool under_list = k->u[i - 1].mark == MARK_BULLET;
  if (!listed && (under_list || !headline)) return false;
  k->t[i].type = T_RELATED;
  k->t[i].sure = true;
  typed_add(&k->t[i], BLOCK_RELATED, u->at);
  return true;
}

/* "Geneva, June 5, 2025": where the place ends; 0: no such line. */
static size_t place_len(const typing *k, const unit *u) {
  size_t cut = str_find(u->plain, STR(", "));
  if (cut == SIZE_MAX) return 0;
  str name = str_sub(u->plain, 0, cut);
  shape place = shape_of(name);
  datetext d;
  bool fits = place.words && place.words <= 3 && place.capitals == place.words && !has_digit(name);
  return fits && datetext_line(k->m, k->a, str_sub(u->plain, cut + 2, u->plain.len), &d) ? cut : 0;
}

/* A dateline on a line of its own: its date, within the line; an empty span where it is none. */
static span own_line(typing *k, const unit *u) {
  dateline own;
  size_t place = place_len(k, u), start = 0, from = place + 2, end = u->plain.len;
  if (!place) {
    bool whole = dateline_line(k->m, k->a, u->plain, &own) && own.date.year != CAL_NO_YEAR;
    if (!whole) return (span){0, 0};
    start = own.place_start;
    place = own.place_end;
    from = own.date.start;
    end = own.date.end;
    k->page->agency = own.agency;
  }
  k->r->dateline_place_at = unit_span(u, start, place);
  k->r->dateline_place = str_at(k->text, k->r->dateline_place_at);
  return unit_span(u, from, end);
}

static bool type_date(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  datetext d;
  if (u->look.words > SHORT_WORDS || !has_digit(u->plain)) return false;
  span at = unit_span(u, 0, u->plain.len);
  bool outside = i < FIELDS_TOP || i + FIELDS_TAIL >= k->n;
  if (!datetext_line(k->m, k->a, u->plain, &d)) at = outside ? own_line(k, u) : (span){0, 0};
  if (at.start == at.end) return false;
  k->t[i].type = T_DATE;
  typed_add(&k->t[i], BLOCK_DATE, at);
  return true;
}

/* "— Jane Doe (@handle) June 5, 2025": who wrote the post above. */
static bool is_tweet_author(str s) {
  bool dash = str_starts(s, STR("\xE2\x80\x94")) || str_starts(s, STR("\xE2\x80\x93"));
  return (dash || str_starts(s, STR("-"))) && str_find(s, STR("(@")) != SIZE_MAX;
}

/* Lines that only send the reader elsewhere: a handle, tags, "Follow us: https://…", another script. */
static bool is_promo(const typing *k, const unit *u) {
  if (u->look.foreign) return true;
  if (u->look.words > PROMO_WORDS) return false;
  size_t at = 0;
  str word;
  bool handles = true, social = false, signed_off = is_tweet_author(u->plain);
  while (word_next(u->plain, &at, &word)) {
    handles &= word.len > 1 && (word.ptr[0] == '@' || word.ptr[0] == '#');
    social |= address_starts(word) && address_is_social(k->m, word);
  }
  return handles || signed_off || (social && u->look.end != END_STOP);
}

static bool type_promo(typing *k, uint32_t i) {
  if (!is_promo(k, &k->u[i])) return false;
  k->t[i].type = T_NOISE;
  typed_add(&k->t[i], BLOCK_NOISE, k->u[i].at);
  return true;
}

/* The places where a line that gives an author and a date may part: the next at or behind *at. */
static bool next_parting(str s, size_t *at, size_t *behind) {
  static const str marks[] = {STR("|"), STR("\xE2\x80\xA2"), STR("\xC2\xB7"), STR(" - "), STR("\xE2\x80\x93"),
                              STR("\xE2\x80\x94"), STR(": "), STR("("), STR(", ")};
  for (size_t i = *at; i < s.len; i++) {
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
      if (!str_starts(str_sub(s, i, s.len), marks[m])) continue;
      *at = i;
      *behind = i + marks[m].len;
      return true;
    }
  }
  return false;
}

static bool is_author(const typing *k, str s) {
  bool role;
  return s.len && (byline_is(k->m, s) || byline_is_names(k->m, s, &role));
}

static bool is_date(const typing *k, str s) {
  datetext d;
  return datetext_line(k->m, k->a, s, &d);
}

/* "By Jane Doe | June 25, 2025" and the other way round. */
static bool type_byline_and_date(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  if (u->look.words > SHORT_WORDS || !has_digit(u->plain)) return false;
  for (size_t at = 0, behind; next_parting(u->plain, &at, &behind); at = behind) {
    str left = str_strip(str_sub(u->plain, 0, at));
    str right = str_strip(str_sub(u->plain, behind, u->plain.len));
    bool date_left = is_date(k, left), date_right = is_date(k, right);
    if (!(date_right && is_author(k, left)) && !(date_left && byline_is(k->m, right))) continue;
    size_t right_at = (size_t)(right.ptr - u->plain.ptr);
    typed_add(&k->t[i], date_left ? BLOCK_DATE : BLOCK_BYLINE, unit_span(u, 0, left.len));
    typed_add(&k->t[i], date_left ? BLOCK_BYLINE : BLOCK_DATE, unit_span(u, right_at, right_at + right.len));
    k->t[i].type = T_DATE;
    return true;
  }
  return false;
}

/* "By …", in brackets too. */
static bool type_byline(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  str s = u->plain;
  bool brackets = s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')';
  if (brackets) s = str_sub(s, 1, s.len - 1);
  if (u->look.words > SHORT_WORDS || !byline_is(k->m, s)) return false;
  k->t[i].type = T_BYLINE;
  typed_add(&k->t[i], BLOCK_BYLINE, unit_span(u, brackets, brackets + s.len));
  return true;
}

/* "Correction: …": a remark of the editors', as long as it may be. */
static bool type_note(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  str s = u->plain;
  size_t open = s.len && (s.ptr[0] == '(' || s.ptr[0] == '[');
  size_t n = phrase_at(&k->m->note_labels, str_sub(s, open, s.len), NULL) + open;
  if (n == open || n >= s.len || s.ptr[n] != ':' || !k->text_seen) return false;
  k->t[i].type = T_NOISE;
  typed_add(&k->t[i], BLOCK_NOISE, u->at);
  return true;
}

/* "Subject: …" lines of mail, front matter and databases, above the text only. */
static bool type_field(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  uint32_t kind;
  size_t n = i < FIELDS_TOP ? phrase_at(&k->m->field_labels, u->plain, &kind) : 0;
  if (!n || n >= u->plain.len || u->plain.ptr[n] != ':') return false;
  str value = str_strip(str_sub(u->plain, n + 1, u->plain.len));
  bool quoted = value.len > 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"';
  if (quoted) value = str_sub(value, 1, value.len - 1);
  size_t from = (size_t)(value.ptr - u->plain.ptr);
  datetext d;
  if (k->prose_seen && ending_of(value) == END_STOP) return false;
  if (kind == FIELD_DATE && !datetext_line(k->m, k->a, value, &d)) return false;
  static const block_kind kinds[] = {BLOCK_TITLE, BLOCK_DATE, BLOCK_BYLINE, BLOCK_NOISE, BLOCK_NOISE};
  if (kind == FIELD_TITLE && k->has_title) kind = FIELD_NOISE;
  k->has_title |= kind == FIELD_TITLE;
  if (kind == FIELD_PUBLISHER && !k->page->site.ptr) k->page->site = value;
  k->t[i].type = T_FIELD;
  if (kind >= FIELD_PUBLISHER) typed_add(&k->t[i], BLOCK_NOISE, u->at);
  else typed_add(&k->t[i], kinds[kind], unit_span(u, from, from + value.len));
  return true;
}

/* "Image caption, …" */
static bool type_caption(typing *k, uint32_t i) {
  const unit *u = &k->u[i];
  size_t n = phrase_at(&k->m->caption_labels, u->plain, NULL);
  if (!n || n >= u->plain.len || (u->plain.ptr[n] != ':' && u->plain.ptr[n] != ',')) return false;
  k->t[i].type = T_CREDIT;
  k->t[i].sure = true;
  typed_add(&k->t[i], BLOCK_CAPTION, unit_read_span(u));
  return true;
}

static bool type_credit(typing *k, uint32_t i) {
  credit c;
  if (!credit_find(k->m, &k->u[i], k->text, &c)) return false;
  k->t[i].type = T_CREDIT;
  k->t[i].sure = c.sure;
  typed_add(&k->t[i], BLOCK_CAPTION, c.caption);
  typed_add(&k->t[i], BLOCK_CREDIT, c.credit);
  return true;
}

/* The first that fits; the order matters: what is surer comes first. */
static void type_unit(typing *k, uint32_t i) {
  static bool (*const kinds[])(typing *, uint32_t) = {
    type_address, type_under_related, type_related,      /* a heading of Markdown is no more than these */
    type_field, type_note, type_date, type_byline, type_byline_and_date, type_promo, type_caption,
    type_credit};
  size_t n = k->u[i].mark == MARK_HASH ? 3 : sizeof kinds / sizeof *kinds;
  for (size_t t = 0; t < n && !kinds[t](k, i); t++) continue;
}

/* "Press briefing, 5 June 2025", "Geneva | 5 June 2025": the day at the end or head of a line, set off from
 * the rest; an empty span where there is none. */
static span set_off_day(const typing *k, const unit *u, datetext *d) {
  if (u->look.words > SET_OFF_WORDS || u->look.end == END_STOP || !has_digit(u->plain)) return (span){0, 0};
  for (size_t at = 0, behind; next_parting(u->plain, &at, &behind); at = behind) {
    str left = str_strip(str_sub(u->plain, 0, at));
    str right = str_strip(str_sub(u->plain, behind, u->plain.len));
    bool last = datetext_line(k->m, k->a, right, d) && d->day && cal_known(datetext_day(d));
    bool first = !last && datetext_line(k->m, k->a, left, d) && d->day && cal_known(datetext_day(d));
    if (!last && !first) continue;
    str day = last ? right : left, before = last_word(left);
    if (last && word_in(&k->m->weekdays, before)) day = before;           /* "Monday, 5 June 2025" */
    size_t from = (size_t)(day.ptr - u->plain.ptr);
    return unit_span(u, from, last ? u->plain.len : from + day.len);
  }
  return (span){0, 0};
}

static bool has_day(const typing *k, uint32_t i) {
  dateline line_of;
  if (k->t[i].type == T_DATE) return true;
  bool prose = k->t[i].type == T_TEXT && (k->u[i].look.words > SET_OFF_WORDS || k->u[i].look.end == END_STOP);
  return prose && dateline_read(k->m, k->a, k->u[i].plain, &line_of) && line_of.has_date;
}

/* Where no line gives the day, one under the title may hold it with other things, or the title itself. */
static void find_set_off_day(typing *k) {
  uint32_t top = k->n < FIELDS_TOP ? k->n : FIELDS_TOP, title = k->r->title.ptr || k->has_title ? top : k->n;
  for (uint32_t i = 0; i < top; i++)
    if (has_day(k, i)) return;
  for (uint32_t i = 0; i < top; i++) {
    const unit *u = &k->u[i];
    datetext d;
    if (k->t[i].type != T_TEXT) continue;
    if (u->look.words >= PROSE_WORDS && u->look.end == END_STOP) return;
    span at = set_off_day(k, u, &d);
    if (at.start < at.end && title == k->n) {
      k->page->title_date = d;
      k->page->title_date_at = at;
    } else if (at.start < at.end) {
      k->t[i].type = T_DATE;
      typed_add(&k->t[i], BLOCK_DATE, at);
      return;
    }
    if (title == k->n) title = i;
  }
}

/* Where most of the text is in another script, its paragraphs are no promotion. */
static void keep_own_script(typing *k) {
  uint32_t foreign = 0;
  for (uint32_t i = 0; i < k->n; i++) foreign += k->u[i].look.foreign;
  if (2 * foreign < k->n) return;
  for (uint32_t i = 0; i < k->n; i++) {
    if (!k->u[i].look.foreign || k->t[i].type != T_NOISE || k->u[i].furniture) continue;
    k->t[i].type = T_TEXT;
    k->t[i].n_parts = 0;
  }
}

void labels_find(typing *k) {
  for (uint32_t i = 0; i < k->n; i++) {
    const unit *u = &k->u[i];
    if (u->furniture || !u->plain.len) {
      k->t[i].type = T_NOISE;
      typed_add(&k->t[i], BLOCK_NOISE, u->at);
    } else if (u->look.words <= LABEL_WORDS) {
      type_unit(k, i);
    }
    k->text_seen |= k->t[i].type == T_TEXT;
    k->prose_seen |= k->t[i].type == T_TEXT && u->look.words >= PROSE_WORDS && u->look.end == END_STOP;
  }
  find_set_off_day(k);
  keep_own_script(k);
}
