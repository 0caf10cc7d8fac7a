#include "language/tokens.h"

typedef enum { SPACE, LOWER, UPPER, LETTER, DIGIT, EXTEND, APOSTROPHE, QUOTE, STOP, BANG, DASH, OTHER } class;

/* Letters, digits and what may stand inside a word. */
static bool in_word(class c) { return c >= LOWER && c <= EXTEND; }
static bool is_letter(class c) { return c >= LOWER && c <= LETTER; }

/* ---- loading ------------------------------------------------------------------------------------------ */

typedef struct { const char *section; uint16_t mark; } marked_section;
static const marked_section marked[] = {
  {"clitics", MARK_CLITIC}, {"elisions", MARK_ELISION}, {"hyphen-prefixes", MARK_PREFIX},
  {"number-units", MARK_UNIT}, {"link-endings", MARK_ENDING}, {"sentence-starters", MARK_STARTER},
      {"quote-sayings", MARK_SAYING},
  {"signs", MARK_SIGN}
};
enum { N_MARKED = sizeof marked / sizeof *marked };

static void each_word(const pack_table *t, void (*with)(word_id w, str word, void *payload), lexicon *l,
                      void *payload) {
  for (uint32_t i = 0; i < t->n; i++) {
    str list = pack_field(&t->rows[i], 0);
    if (str_eq(t->name, STR("signs"))) {                   /* one a row: ";)" */
      with(lexicon_add(l, list), list, payload);
      continue;
    }
    for (str word; str_split(&list, ';', &word);) {
      word = str_trim(word);
      if (word.len) with(lexicon_add(l, word), word, payload);
    }
  }
}

typedef struct { token_model *m; uint16_t mark; } marking;

static void mark_word(word_id w, str word, void *payload) {
  const marking *k = payload;
  bool capital = k->mark & (MARK_TITLE | MARK_NUMBER | MARK_SHORT) && word.ptr[0] >= 'A' &&
                 word.ptr[0] <= 'Z';
  if (k->m) k->m->marks[w] |= (uint16_t)(k->mark | (capital ? MARK_CAPITAL : 0));
}

static uint16_t abbreviation_mark(str kind) {
  if (str_eq(kind, STR("title"))) return MARK_TITLE;
  if (str_eq(kind, STR("number"))) return MARK_NUMBER;
  return str_eq(kind, STR("plain")) ? MARK_SHORT : 0;
}

/* m NULL: only adds the words. */
static ch_status mark_abbreviations(token_model *m, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *t = pack_find(pk, "abbreviations");
  for (uint32_t i = 0; i < t->n; i++) {
    uint16_t mark = abbreviation_mark(pack_field(&t->rows[i], 1));
    if (!mark) return pack_err(err, &t->rows[i], "an abbreviation's kind is title, number or plain");
    marking k = {m, mark};
    pack_table one = {t->name, &t->rows[i], 1};
    each_word(&one, mark_word, l, &k);
  }
  return CH_OK;
}

static ch_status cut_contractions(token_model *m, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *t = pack_find(pk, "contractions");
  for (uint32_t i = 0; i < t->n; i++) {
    str whole = pack_field(&t->rows[i], 0), parts = pack_field(&t->rows[i], 1), first;
    str_split(&parts, ' ', &first);
    if (!first.len || first.len >= whole.len || first.len > UINT8_MAX || !str_starts(whole, first))
      return pack_err(err, &t->rows[i], "a contraction is cut in two: `cannot | can not`");
    word_id w = lexicon_add(l, whole);
    lexicon_add(l, first);
    lexicon_add(l, str_sub(whole, first.len, whole.len));
    if (m) m->cuts[w] = (uint8_t)first.len;
  }
  return CH_OK;
}

static ch_status all_sections(token_model *m, const pack *pk, lexicon *l, ch_error *err) {
  for (int i = 0; i < N_MARKED; i++) {
    marking k = {m, marked[i].mark};
    each_word(pack_find(pk, marked[i].section), mark_word, l, &k);
  }
  ch_status status = mark_abbreviations(m, pk, l, err);
  return status ? status : cut_contractions(m, pk, l, err);
}

ch_status tokens_words(const pack *pk, lexicon *l, ch_error *err) { return all_sections(NULL, pk, l, err); }

static void set_classes(uint8_t classes[128]) {
  static const struct { const char *chars; class class; } signs[] = {
    {"\t\n\v\f\r ", SPACE}, {"_", EXTEND}, {"'", APOSTROPHE}, {"\"`", QUOTE}, {".", STOP}, {"!?", BANG},
    {"-", DASH}
  };
  for (int c = 0; c < 128; c++) {
    bool digit = c >= '0' && c <= '9';
    classes[c] = c >= 'a' && c <= 'z' ? LOWER : c >= 'A' && c <= 'Z' ? UPPER : digit ? DIGIT : OTHER;
  }
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    for (const char *c = signs[i].chars; *c; c++) classes[(unsigned char)*c] = (uint8_t)signs[i].class;
}

ch_status tokens_load(token_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  m->n_words = lexicon_size(l);
  m->marks = ARENA_ARRAY(a, uint16_t, m->n_words + (size_t)1);
  m->cuts = ARENA_ARRAY(a, uint8_t, m->n_words + (size_t)1);
  set_classes(m->classes);
  return all_sections(m, pk, l, err);
}

/* ---- characters --------------------------------------------------------------------------------- */

typedef struct {
  reading *r;
  const token_model *m;
  str view;                    /* up to the block's end */
  uint32_t at;                 /* where the next token begins */
  uint32_t begin;              /* of the block */
  uint32_t no_link;            /* before this place no e-mail address or domain begins */
  uint32_t last_single;        /* last apostrophe of the block that can close a quotation; see last_closer */
  bool space;                  /* white space was passed since the last token */
  bool single_open, looked;    /* a single quotation mark is open; last_single is known */
} scanner;

static class wide_class(uint32_t c) {
  if (utf8_is_space(c)) return SPACE;
  if (c == 0x2019 || c == 0x2BC || c == 0x201B) return APOSTROPHE;
  if (c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x203A) return QUOTE;
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return DASH;
  if ((c >= 0x300 && c <= 0x36F) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
      (c >= 0xFE00 && c <= 0xFE0F))
    return EXTEND;
  if (c < 0xC0) return OTHER;
  if (utf8_is_upper(c)) return UPPER;
  return utf8_is_letter(c) ? LETTER : utf8_is_digit(c) ? DIGIT : OTHER;
}

/* The class of the character at p, SPACE at the block's end; *next is the place behind it. */
static class look(const scanner *s, uint32_t p, uint32_t *next) {
  *next = p + 1;
  if (p >= s->view.len) return SPACE;
  unsigned char c = (unsigned char)s->view.ptr[p];
  if (c < 128) return (class)s->m->classes[c];
  size_t i = p;
  uint32_t wide = utf8_next(s->view, &i);
  *next = (uint32_t)i;
  return wide_class(wide);
}

static class class_at(const scanner *s, uint32_t p) {
  uint32_t next;
  return look(s, p, &next);
}

static bool byte_is(const scanner *s, uint32_t p, char c) { return p < s->view.len && s->view.ptr[p] == c; }

/* The class of the character before p, SPACE at the block's start. */
static class class_before(const scanner *s, uint32_t p) {
  if (p == s->begin) return SPACE;
  uint32_t q = p - 1;
  while (q > s->begin && ((unsigned char)s->view.ptr[q] & 0xC0) == 0x80) q--;
  return class_at(s, q);
}

static uint32_t skip_word(const scanner *s, uint32_t p) {
  for (uint32_t next; in_word(look(s, p, &next)); p = next) {
  }
  return p;
}

static uint32_t skip_digits(const scanner *s, uint32_t p) {
  for (uint32_t next; look(s, p, &next) == DIGIT; p = next) {
  }
  return p;
}

static uint32_t skip_spaces(const scanner *s, uint32_t p) {
  for (uint32_t next; p < s->view.len && look(s, p, &next) == SPACE; p = next) {
  }
  return p;
}

static uint32_t skip_same(const scanner *s, uint32_t p) {
  for (char c = s->view.ptr[p]; byte_is(s, p, c);) p++;
  return p;
}

static uint16_t marks_of(const scanner *s, uint32_t start, uint32_t end) {
  return tokens_marks(s->m, forms_word(&s->r->forms, str_sub(s->view, start, end)));
}

/* ---- making tokens ------------------------------------------------------------------------------ */

static uint16_t case_flags(const scanner *s, uint32_t start, uint32_t end) {
  uint32_t letters = 0, capitals = 0, next;
  class first = class_at(s, start);
  for (uint32_t p = start; p < end; p = next) {
    class c = look(s, p, &next);
    letters += is_letter(c);
    capitals += c == UPPER;
  }
  uint16_t flags = first == DIGIT ? TOK_DIGIT : is_letter(first) ? TOK_ALPHA : 0;
  if (first == UPPER) flags |= TOK_CAP;
  if (letters >= 2 && letters == capitals) flags |= TOK_CAPS;
  return flags;
}

static uint32_t text_place(reading *r, uint32_t view) {
  const view_run *runs = r->report->runs;
  uint32_t n = r->report->n_runs;
  while (r->run + 1 < n && runs[r->run + 1].view <= view) r->run++;
  return n ? runs[r->run].text + (view - runs[r->run].view) : view;
}

static token *emit(scanner *s, uint32_t start, uint32_t end, uint16_t flags) {
  reading *r = s->r;
  token *t = ARENA_PUSH(r->a, r->tokens, r->n, r->cap);
  t->view = start;
  t->view_end = end;
  t->at.start = text_place(r, start);
  t->at.end = text_place(r, end - 1) + 1;
  t->form = forms_number(&r->forms, str_sub(s->view, start, end));
  t->word = r->forms.forms[t->form].word;
  t->flags = flags | (s->space ? TOK_SPACE_BEFORE : 0);
  s->space = false;
  s->at = end;
  return t;
}

static void emit_word(scanner *s, uint32_t start, uint32_t end, uint16_t flags) {
  token *t = emit(s, start, end, flags | case_flags(s, start, end));
  uint32_t cut = t->word <= s->m->n_words ? s->m->cuts[t->word] : 0;
  if (!cut || cut >= end - start) return;
  s->r->n--;                                               /* two words written as one */
  s->space = t->flags & TOK_SPACE_BEFORE;
  emit(s, start, start + cut, flags | case_flags(s, start, start + cut));
  emit(s, start + cut, end, flags | TOK_MWT | case_flags(s, start + cut, end));
}

/* ---- links -------------------------------------------------------------------------------------- */

static bool in_address(const scanner *s, uint32_t p, uint32_t *next) {
  class c = look(s, p, next);
  return in_word(c) || c == STOP || byte_is(s, p, '-') || byte_is(s, p, '+') || byte_is(s, p, '%');
}

static uint32_t skip_address(const scanner *s, uint32_t p) {
  for (uint32_t next; in_address(s, p, &next); p = next) {
  }
  return p;
}

/* The end of a URL that goes on at p: up to white space or a quotation mark, without final punctuation. */
static uint32_t url_end(const scanner *s, uint32_t p) {
  uint32_t open = 0, end = p, next;
  for (class c; (c = look(s, p, &next)) != SPACE && c != QUOTE; p = next) {
    if (byte_is(s, p, '<') || byte_is(s, p, '>')) break;
    open += byte_is(s, p, '(');
    bool closes = byte_is(s, p, ')');
    if (closes && !open) break;
    open -= closes;
    if (in_word(c) || closes || c == DASH || (c == OTHER && !strchr(",;:]}|*", s->view.ptr[p]))) end = next;
  }
  return end;
}

/* Whether the address [p, end) is a domain that the pack knows the ending of. */
static bool is_domain(const scanner *s, uint32_t p, uint32_t end) {
  uint32_t dot = end;
  while (dot > p && s->view.ptr[dot - 1] != '.') dot--;
  if (dot <= p + 1 || dot == end || !in_word(class_before(s, dot - 1))) return false;
  return marks_of(s, dot, end) & MARK_ENDING;
}

/* Whether the address [p, end) is three or more words in lower case: "comp.lang.misc". */
static bool is_group(const scanner *s, uint32_t p, uint32_t end) {
  uint32_t parts = 1, letters = 0;
  for (; p < end; p++) {
    if (s->m->classes[s->view.ptr[p] & 0x7F] == LOWER && !(s->view.ptr[p] & 0x80)) {
      letters++;
    } else if (s->view.ptr[p] == '.' && letters >= 2) {
      parts++;
      letters = 0;
    } else {
      return false;
    }
  }
  return parts >= 3 && letters >= 2;
}

/* The end of the link that begins at p, or p. Each stretch of an address is looked at once. */
static uint32_t link_end(scanner *s, uint32_t p) {
  uint32_t letters = skip_word(s, p), next;
  if (byte_is(s, letters, ':') && byte_is(s, letters + 1, '/') && byte_is(s, letters + 2, '/'))
    return url_end(s, letters + 3);
  if (p < s->no_link) return p;
  uint32_t end = skip_address(s, p);
  s->no_link = end;
  if (byte_is(s, end, '@') && in_address(s, end + 1, &next) && class_at(s, end + 1) != STOP) {
    uint32_t host = skip_address(s, end + 1);
    while (!in_word(class_before(s, host))) host--;
    return host;
  }
  while (end > p && !in_word(class_before(s, end))) end--;
  if (end == p || !(is_domain(s, p, end) || is_group(s, p, end))) return p;
  return byte_is(s, end, '/') ? url_end(s, end) : end;
}

/* "name...@host.org", as archives write it. */
static bool is_cut_address(const scanner *s, uint32_t p) { return byte_is(s, p + 1, '.') && byte_is(s, skip_same(s, p), '@'); }

static bool link_at(scanner *s, uint32_t start, uint32_t letters) {
  bool may = byte_is(s, letters, '@') || byte_is(s, letters, ':') || byte_is(s, letters, '-') ||
             byte_is(s, letters, '+') || byte_is(s, letters, '%') ||
             (byte_is(s, letters, '.') && (in_word(class_at(s, letters + 1)) || is_cut_address(s, letters)));
  if (!may) return false;
  uint32_t end = link_end(s, start);
  if (end <= letters) return false;
  emit(s, start, end, TOK_LINK);
  return true;
}

/* ---- apostrophes -------------------------------------------------------------------------------- */

/* The block's last apostrophe that stands behind a word or sign and before none: it can close a quotation. */
static uint32_t last_closer(scanner *s) {
  if (s->looked) return s->last_single;
  s->looked = true;
  class before = SPACE;
  for (uint32_t p = s->at, next; p < s->view.len; p = next) {
    class c = look(s, p, &next);
    if (c == APOSTROPHE && before != SPACE && !in_word(class_at(s, next))) s->last_single = p;
    before = c;
  }
  return s->last_single;
}

/* Whether the apostrophe at p, behind a word's last letter, closes a quotation; else it is a possessive. */
static bool closes_single(scanner *s, uint32_t p, uint32_t next) {
  if (!s->single_open) return false;
  if (p == last_closer(s) || (s->view.ptr[p - 1] | 0x20) != 's') return true;
  return class_at(s, next) != SPACE || class_at(s, skip_spaces(s, next)) != LOWER;
}

typedef struct { uint32_t start, end; uint16_t flags; bool done; } piece;   /* a word under way */

static void split_off(scanner *s, piece *w, uint32_t from, uint32_t end) {
  emit_word(s, w->start, from, w->flags);
  *w = (piece){from, end, TOK_MWT, false};
}

/* Two apostrophes or single marks that are one double mark: '' ’’ ‘‘ ‘’. */
static bool is_doubled(const scanner *s, uint32_t p, uint32_t next) {
  if (byte_is(s, p, '\'')) return byte_is(s, next, '\'');
  if (!byte_is(s, next, '\xE2')) return false;
  str two = str_sub(s->view, p, s->view.len);
  return str_starts(two, STR("’’")) || str_starts(two, STR("‘‘")) || str_starts(two, STR("‘’"));
}

/* At an apostrophe behind letters: splits a clitic off, takes it into the word, or ends the word. */
static void apostrophe_in_word(scanner *s, piece *w) {
  uint32_t p = w->end, next;
  look(s, p, &next);
  if (is_doubled(s, p, next)) {
    w->done = true;
    return;
  }
  if (!in_word(class_at(s, next))) {
    w->done = true;
    if (closes_single(s, p, next)) return;
    if ((s->view.ptr[p - 1] | 0x20) != 's') {
      w->end = next;
      return;
    }
    split_off(s, w, p, next);
    return;
  }
  uint32_t end = skip_word(s, next);
  if (p > w->start + 1 && (marks_of(s, p - 1, end) & MARK_CLITIC)) {
    split_off(s, w, p - 1, end);
  } else if (marks_of(s, p, end) & MARK_CLITIC) {
    split_off(s, w, p, end);
  } else {
    w->end = end;
  }
}

/* ---- full stops --------------------------------------------------------------------------------- */

/* Nothing but closing signs up to the block's end. */
static bool ends_block(const scanner *s, uint32_t p) {
  for (uint32_t next; p < s->view.len; p = next) {
    class c = look(s, p, &next);
    if (c != SPACE && c != QUOTE && c != APOSTROPHE && !byte_is(s, p, ')')) return false;
  }
  return true;
}

static uint16_t next_word_marks(const scanner *s, uint32_t p) {
  p = skip_spaces(s, p);
  return marks_of(s, p, skip_word(s, p));
}

/* The flags of the abbreviation that [start, stop] makes with the full stop at `stop`; 0: none. */
static uint16_t abbreviation(const scanner *s, uint32_t start, uint32_t stop) {
  uint32_t after = stop + 1;
  uint16_t marks = marks_of(s, start, after);
  bool capital = class_at(s, start) == UPPER;
  if (marks & MARK_CAPITAL && !capital) marks = 0;
  if (marks & MARK_TITLE) return TOK_NEVER_ENDS;
  if (marks & MARK_NUMBER && class_at(s, skip_spaces(s, after)) == DIGIT) return TOK_NEVER_ENDS;
  bool ends = !capital && class_at(s, skip_spaces(s, after)) == UPPER;      /* "etc. They" */
  if (marks & MARK_SHORT && !ends && !ends_block(s, after)) return TOK_SHORT;
  if (capital && stop == start + 1 && s->view.ptr[start] != 'I' &&
      class_at(s, skip_spaces(s, after)) == UPPER &&
      !(next_word_marks(s, after) & MARK_STARTER))
    return TOK_NEVER_ENDS;
  return 0;
}

/* The end of "U.S." or "a.m." from start on, whose first full stop is at `stop`; start where it is none. */
static uint32_t acronym_end(const scanner *s, uint32_t start, uint32_t stop) {
  uint32_t p = start, next, dots = 0;
  while (is_letter(look(s, p, &next)) && byte_is(s, next, '.') && (!dots || next - p <= 2)) {
    p = next + 1;
    dots++;
  }
  if (dots && is_letter(look(s, p, &next)) && !in_word(class_at(s, next))) return next;   /* "U.S" */
  return dots >= 2 && p > stop && !in_word(class_at(s, p)) ? p : start;
}

enum { MAX_TAIL = 8 };                 /* bytes behind the first full stop of "Ph.D." and the like */

/* At a full stop behind letters: takes it into the word if it belongs there, or ends the word. */
static void stop_in_word(scanner *s, piece *w) {
  uint32_t stop = w->end, end = acronym_end(s, w->start, stop);
  if (end > stop) {
    w->end = end;
    w->flags |= TOK_SHORT;
    return;
  }
  end = stop;
  for (uint32_t next; end - stop <= MAX_TAIL; end = next)
    if (!is_letter(look(s, end, &next)) && !byte_is(s, end, '.')) break;
  if (end > stop + 1 && end - stop <= MAX_TAIL && marks_of(s, w->start, end) & (MARK_TITLE | MARK_SHORT)) {
    w->end = end;
    w->flags |= TOK_SHORT;
    return;
  }
  bool goes_on = in_word(class_at(s, stop + 1)) || byte_is(s, stop + 1, '.');
  uint16_t flags = goes_on ? 0 : abbreviation(s, w->start, stop);
  if (flags) {
    w->end = stop + 1;
    w->flags |= flags;
  } else {
    w->done = true;
  }
}

/* ---- words -------------------------------------------------------------------------------------- */

static bool keeps_hyphen(const scanner *s, const piece *w) {
  return in_word(class_at(s, w->end + 1)) && marks_of(s, w->start, w->end) & MARK_PREFIX;
}

static bool keeps_ampersand(const scanner *s, const piece *w) {
  return byte_is(s, w->end, '&') && class_before(s, w->end) == UPPER && class_at(s, w->end + 1) == UPPER;
}

/* "US$": at most three capitals before the sign. */
static bool is_currency(const scanner *s, const piece *w) {
  if (!byte_is(s, w->end, '$') || w->end - w->start > 3) return false;
  for (uint32_t p = w->start; p < w->end; p++)
    if (class_at(s, p) != UPPER) return false;
  return true;
}

/* "w/o", "L/C": a letter on either side. */
static bool keeps_slash(const scanner *s, const piece *w) {
  if (w->start > s->begin && byte_is(s, w->start - 1, '/')) return false;
  return byte_is(s, w->end, '/') && w->end == w->start + 1 && is_letter(class_at(s, w->end + 1)) &&
         w->end + 2 <= s->view.len && !in_word(class_at(s, w->end + 2)) && !byte_is(s, w->end + 2, '/');
}

static char lowered(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

/* "f-", "th- the": a word broken off in speech: a letter, or what the next word begins with. */
static bool is_broken_off(const scanner *s, const piece *w) {
  if (!byte_is(s, w->end, '-') || w->flags & TOK_MWT || class_at(s, w->end + 1) != SPACE) return false;
  uint32_t next = skip_spaces(s, w->end + 1), len = w->end - w->start;
  if (len == 1 && class_at(s, w->start) == LOWER) return true;
  if (skip_word(s, next) < next + len) return false;
  for (uint32_t k = 0; k < len; k++)
    if (lowered(s->view.ptr[w->start + k]) != lowered(s->view.ptr[next + k])) return false;
  return true;
}

static void take_word(scanner *s) {
  piece w = {s->at, skip_word(s, s->at), 0, false};
  if (link_at(s, w.start, w.end)) return;
  while (!w.done) {
    class c = class_at(s, w.end);
    if (c == APOSTROPHE) {
      apostrophe_in_word(s, &w);
    } else if (c == STOP && is_letter(class_before(s, w.end))) {
      stop_in_word(s, &w);
    } else if ((byte_is(s, w.end, '-') && keeps_hyphen(s, &w)) || keeps_ampersand(s, &w)) {
      w.end = skip_word(s, w.end + 1);
    } else if (keeps_slash(s, &w)) {
      w.end += 2;
      w.done = true;
    } else {
      w.end += is_currency(s, &w) || is_broken_off(s, &w);
      w.done = true;
    }
  }
  emit_word(s, w.start, w.end, w.flags);
}

/* ---- numbers ------------------------------------------------------------------------------------ */

static bool is_phone_part(uint32_t left, uint32_t right) { return left >= 3 && right >= 3; }

/* "11-20-2000", "345-9945": digits with hyphens that are one number; else p. */
static uint32_t hyphened_number(const scanner *s, uint32_t start, uint32_t p) {
  if (!byte_is(s, p, '-')) return p;
  uint32_t second = skip_digits(s, p + 1);
  if (second == p + 1 || in_word(class_at(s, second))) return p;
  uint32_t end = second;
  while (byte_is(s, end, '-') && class_at(s, end + 1) == DIGIT) end = skip_digits(s, end + 1);
  if (end > second) return end;
  uint32_t left = p - start, right = second - p - 1;
  return is_phone_part(left, right) && left != right ? second : p;
}

/* Digits with points, commas, colons and slashes between them. */
static uint32_t number_end(const scanner *s, uint32_t p) {
  p = skip_digits(s, p);
  while (p < s->view.len && strchr(".,:/", s->view.ptr[p]) && s->view.ptr[p] && class_at(s, p + 1) == DIGIT)
    p = skip_digits(s, p + 1);
  return p;
}

/* "1980's": the decade, not a possessive. */
static uint32_t decade_end(const scanner *s, uint32_t p) {
  uint32_t next;
  if (look(s, p, &next) != APOSTROPHE || !byte_is(s, p - 1, '0') || !byte_is(s, next, 's')) return p;
  return in_word(class_at(s, next + 1)) ? p : next + 1;
}

static void take_number(scanner *s) {
  uint32_t start = s->at, end = number_end(s, start);
  end = decade_end(s, hyphened_number(s, start, end));
  uint32_t letters = skip_word(s, end);
  if (letters == end || !(marks_of(s, end, letters) & MARK_UNIT)) {   /* "20th", "4A" are one; "5bn" two */
    if (letters > end && link_at(s, start, letters)) return;
    end = letters;
  }
  emit(s, start, end, TOK_DIGIT);
  uint32_t next;
  if (look(s, end, &next) == APOSTROPHE && in_word(class_at(s, next))) {
    uint32_t clitic = skip_word(s, next);
    if (marks_of(s, end, clitic) & MARK_CLITIC) emit(s, end, clitic, TOK_MWT);
  }
}

/* ---- signs -------------------------------------------------------------------------------------- */

/* An apostrophe, or an opening single mark, that no word has taken. */
static void take_apostrophe(scanner *s) {
  uint32_t p = s->at, next;
  class before = class_before(s, p);
  look(s, p, &next);
  if (is_doubled(s, p, next)) {
    emit(s, p, next + (next - p), TOK_MARK);
    return;
  }
  uint32_t digits = skip_digits(s, next), end = skip_word(s, next);
  bool year = digits == next + 2 && (end == digits || (end == digits + 1 && byte_is(s, digits, 's')));
  if (end > next && (year || (marks_of(s, p, end) & (MARK_ELISION | MARK_CLITIC)))) {
    emit(s, p, end, year ? TOK_DIGIT : TOK_ALPHA);
    return;
  }
  bool may_open = !in_word(before) && before != STOP && before != BANG && class_at(s, next) != SPACE;
  s->single_open = may_open && !(s->single_open && before != SPACE);
  emit(s, p, next, TOK_MARK);
}

static void take_quote(scanner *s) {
  uint32_t next, p = s->at;
  look(s, p, &next);
  if (byte_is(s, p, '`') && byte_is(s, p + 1, '`')) next = p + 2;
  size_t i = p;
  uint32_t c = utf8_next(s->view, &i);
  if (c == 0x2018 || c == 0x201A) {
    take_apostrophe(s);
    return;
  }
  emit(s, p, next, TOK_MARK);
}

static uint32_t skip_bangs(const scanner *s, uint32_t p) {
  while (class_at(s, p) == BANG) p++;
  return p;
}

/* The end of the longest sign of the pack that begins at p, such as ":-)", or p. */
static uint32_t sign_end(const scanner *s, uint32_t p) {
  enum { LONGEST = 4 };
  uint32_t end = p;
  while (end < s->view.len && end - p < LONGEST && class_at(s, end) != SPACE) end++;
  for (; end > p + 1; end--)
    if (marks_of(s, p, end) & MARK_SIGN && class_at(s, end) == SPACE) return end;
  return p;
}

static void take_sign(scanner *s, class c, uint32_t next) {
  uint32_t p = s->at, end = next;
  char byte = s->view.ptr[p];
  if (byte == '+' && s->space && class_at(s, next) == DIGIT) {               /* "+44" */
    emit(s, p, number_end(s, next), TOK_DIGIT);
    return;
  }
  if (c == STOP && class_at(s, next) == DIGIT) {
    s->at = next;
    end = number_end(s, next);
  } else if (c == STOP || byte == '-' || (byte > 0 && strchr("*=+~<>", byte))) {
    end = skip_same(s, p);
    if (c == STOP && end == next) end = skip_bangs(s, end);                  /* ".?" */
  } else if (c == BANG) {
    end = skip_bangs(s, p);
  } else if ((byte == '@' || byte == '#') && is_letter(class_at(s, next))) {
    emit(s, p, skip_word(s, next), TOK_LINK);
    return;
  }
  uint32_t sign = c == OTHER ? sign_end(s, p) : p;
  emit(s, p, sign > end ? sign : end, 0);
}

/* ---- a block ------------------------------------------------------------------------------------ */

static void take(scanner *s) {
  uint32_t next;
  class c = look(s, s->at, &next);
  if (c == SPACE) {
    s->space = true;
    s->at = next;
  } else if (is_letter(c) || c == EXTEND) {
    take_word(s);
  } else if (c == DIGIT) {
    take_number(s);
  } else if (c == APOSTROPHE) {
    take_apostrophe(s);
  } else if (c == QUOTE) {
    take_quote(s);
  } else {
    take_sign(s, c, next);
  }
}

void tokens_find(reading *r, const token_model *m, span at) {
  scanner s = {.r = r, .m = m, .view = {r->report->view.ptr, at.end}, .at = at.start, .begin = at.start,
               .space = true};
  while (s.at < s.view.len) take(&s);
}

/* Its flags are those that it would have if it stood alone; words inside a token are never marks or links. */
void tokens_add_given(reading *r, const token_model *m, const given_word *w) {
  uint32_t first = r->n, end = w->view.end;
  scanner s = {.r = r, .m = m, .view = {r->report->view.ptr, end}, .at = w->view.start};
  s.begin = s.at;
  if (!w->inner) take(&s);
  bool whole = s.at == end && r->n == first + 1 && r->tokens[first].view == w->view.start;
  r->n = first + whole;
  s.space = false;
  if (!whole) emit(&s, w->view.start, end, case_flags(&s, w->view.start, end));
  token *t = &r->tokens[first];
  t->at = w->at;
  t->flags |= (w->space_before ? TOK_SPACE_BEFORE : 0) | (w->inner ? TOK_MWT : 0);
}
