/* One pass over the reading view, and one over its words for stems and weights. */
#include "copies/words.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#define XXH_INLINE_ALL
#include <xxhash.h>

typedef struct {
  const copies_model *m;
  arena *a;
  str view;
  word *words; uint32_t n, cap;
  sentence *sentences; uint32_t n_sentences, cap_sentences;
  quotation *quotes; uint32_t n_quotes, cap_quotes;
  letter_run *paragraphs; uint32_t n_paragraphs;
  char *letters; uint32_t n_letters;
  block_kind kind;
  /* of the block we are in */
  uint32_t sentence_word;      /* first word of the sentence under way */
  uint32_t sentence_start;     /* its first byte */
  uint32_t stop;               /* end of what may be the end of the sentence, 0: none */
  bool spaced;                 /* white space came after it */
  uint32_t resume;             /* and then this byte, 0: not yet */
  uint32_t quote_start, quote_word;
  uint32_t quote_close;        /* the mark that will end the open quotation, 0: none is open */
} scan;

/* ---- characters ---------------------------------------------------------------------------------------- */

typedef enum {
  OTHER = 'o', LETTER = 'l', DIGIT = 'd', SPACE = 's', DROPPED = 'x', STOP = 'p', QUOTE = 'q', BRACKET = 'b'
} char_class;

static const char ascii_classes[] = /* [128] */
    "ssssssssssssssssssssssssssssssssspqoooobbboooopoddddddddddooooop"
    "ollllllllllllllllllllllllllbobooollllllllllllllllllllllllllooooo";

/* Copies the ASCII letters and digits at the front of `from`, in lower case. How many. There is room to write RUN_ROOM
 * bytes. */
enum { RUN_ROOM = 16 };
static size_t fold_run(char *to, str from) {
  size_t n = 0;
#ifdef __SSE2__
  for (; n + RUN_ROOM <= from.len; n += RUN_ROOM) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from.ptr + n));
    const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20)), zero = _mm_setzero_si128();
    const __m128i letter = _mm_cmpeq_epi8(
        _mm_subs_epu8(_mm_sub_epi8(lower, _mm_set1_epi8('a')), _mm_set1_epi8('z' - 'a')), zero);
    const __m128i digit = _mm_cmpeq_epi8(
        _mm_subs_epu8(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), _mm_set1_epi8('9' - '0')), zero);
    const unsigned others = ~(unsigned)_mm_movemask_epi8(_mm_or_si128(letter, digit)) & 0xFFFF;
    _mm_storeu_si128((__m128i *)(void *)(to + n), lower);      /* digits have that bit */
    if (others) return n + (unsigned)__builtin_ctz(others);
  }
#endif
  for (; n < from.len; n++) {
    uint8_t c = (uint8_t)from.ptr[n], lower = c | 0x20;
    if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9')) break;
    to[n] = (char)lower;
  }
  return n;
}

enum {
  LEFT_SINGLE = 0x2018,
  RIGHT_SINGLE = 0x2019,
  LEFT_DOUBLE = 0x201C,
  RIGHT_DOUBLE = 0x201D,
  LOW_DOUBLE = 0x201E,
  LEFT_ANGLE = 0xAB,
  RIGHT_ANGLE = 0xBB,
  ELLIPSIS = 0x2026,
  SOFT_HYPHEN = 0xAD,
  FIRST_ACCENT = 0x300,
  LAST_ACCENT = 0x36F,
  FIRST_LIGATURE = 0xFB00,
  LAST_LIGATURE = 0xFB06
};

static bool is_dropped(uint32_t c) {
  return c == SOFT_HYPHEN || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF ||
         (c >= FIRST_ACCENT && c <= LAST_ACCENT);
}

static char_class class_of(uint32_t c) {
  if (c < 0x80) return (char_class)ascii_classes[c];
  if (c == LEFT_DOUBLE || c == RIGHT_DOUBLE || c == LOW_DOUBLE || c == LEFT_ANGLE || c == RIGHT_ANGLE)
    return QUOTE;
  if (c == LEFT_SINGLE || c == RIGHT_SINGLE) return BRACKET;
  if (c == ELLIPSIS) return STOP;
  if (is_dropped(c)) return DROPPED;
  if (utf8_is_letter(c)) return LETTER;
  if (utf8_is_digit(c)) return DIGIT;
  return utf8_is_space(c) ? SPACE : OTHER;
}

/* The mark that closes a quotation which c opens. */
static uint32_t closing_mark(uint32_t c) {
  switch (c) {
    case '"': return '"';
    case LEFT_DOUBLE: case LOW_DOUBLE: return RIGHT_DOUBLE;
    case LEFT_ANGLE: return RIGHT_ANGLE;
    case LEFT_SINGLE: return RIGHT_SINGLE;
    default: return 0;
  }
}

/* One that is not ASCII. */
static void put_letter(scan *s, uint32_t c) {
  static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
  if (c >= FIRST_LIGATURE && c <= LAST_LIGATURE) {
    for (const char *p = ligatures[c - FIRST_LIGATURE]; *p; p++) s->letters[s->n_letters++] = *p;
  } else {
    s->n_letters += (uint32_t)utf8_put(utf8_lower(c), s->letters + s->n_letters);
  }
}

/* ---- sentences ----------------------------------------------------------------------------------------- */

static void end_sentence(scan *s, uint32_t at) {
  if (s->n == s->sentence_word) return;
  *ARENA_PUSH(s->a, s->sentences, s->n_sentences, s->cap_sentences) =
      (sentence){s->sentence_word, s->n, {s->sentence_start, at}, s->kind};
  s->sentence_word = s->n;
}

/* At the first letter of a word: does a sentence end before it? */
static void look_back(scan *s, uint32_t start, uint32_t c, str folded) {
  if (!s->stop || !s->spaced || s->n == s->sentence_word) return;
  const word *last = &s->words[s->n - 1];
  bool full_stop = s->view.ptr[last->at.end] == '.';
  bool lower = c < 0x80 ? c >= 'a' && c <= 'z' : utf8_lower(c) == c && utf8_is_letter(c);
  if (lower || (full_stop && !model_may_end(s->m, str_at(s->view, last->at), folded))) return;
  end_sentence(s, s->stop);
  s->sentence_start = s->resume ? s->resume : start;
}

static bool is_upper(uint32_t c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : utf8_is_upper(c); }

/* ---- words --------------------------------------------------------------------------------------------- */

static bool joins_digits(str view, size_t comma, size_t end) {
  size_t digits = 0;
  for (size_t i = comma + 1; i < end && view.ptr[i] >= '0' && view.ptr[i] <= '9'; i++) digits++;
  return digits == 3;
}

/* Its stem and weight come later. */
static void finish_word(scan *s, uint32_t start, uint32_t end, uint32_t first, uint32_t from) {
  look_back(s, start, first, (str){s->letters + from, s->n_letters - from});
  bool initial = s->n == s->sentence_word;
  uint8_t flags = 0;
  if (class_of(first) == DIGIT) flags = WORD_NUMBER;
  else if (!initial && s->kind == BLOCK_PARAGRAPH && is_upper(first)) flags = WORD_NAME;
  *ARENA_PUSH(s->a, s->words, s->n, s->cap) =
      (word){0, {start, end}, from, s->n_letters, s->n_sentences, 0, flags};
  s->stop = s->resume = 0;
  s->spaced = false;
}

/* Reads the word that begins at *i, up to its end. */
static void read_word(scan *s, size_t *i, uint32_t end) {
  uint32_t start = (uint32_t)*i, from = s->n_letters, first = 0, stop = start;
  str view = str_sub(s->view, 0, end);
  while (*i < end) {
    size_t run = fold_run(s->letters + s->n_letters, str_sub(view, *i, end));      /* nearly all of it */
    if (run) {
      if (!first) first = (uint8_t)view.ptr[*i];
      s->n_letters += (uint32_t)run;
      *i += run;
      stop = (uint32_t)*i;
      if (*i == end || view.ptr[*i] == ' ') break;
    }
    size_t here = *i;
    uint32_t c = (uint8_t)view.ptr[here];
    if (c < 0x80) ++*i;
    else c = utf8_next(view, i);
    char_class k = class_of(c);
    if (k == DROPPED) continue;
    if (c == ',' && here > start && joins_digits(view, here, end) &&
        class_of((uint8_t)view.ptr[here - 1]) == DIGIT)
      continue;
    if (k != LETTER && k != DIGIT) {
      *i = here;
      break;
    }
    if (!first) first = c;
    put_letter(s, c);
    stop = (uint32_t)*i;
  }
  finish_word(s, start, stop, first, from);
}

/* ---- quotations ---------------------------------------------------------------------------------------- */

static void end_quote(scan *s, uint32_t at) {
  if (s->quote_close && s->n > s->quote_word)
    *ARENA_PUSH(s->a, s->quotes, s->n_quotes, s->cap_quotes) =
        (quotation){s->quote_word, s->n, {s->quote_start, at}};
  s->quote_close = 0;
}

static bool letter_at(str view, size_t i, size_t end) {
  if (i >= end) return false;
  uint32_t c = utf8_next(view, &i);
  return utf8_is_letter(c) || utf8_is_digit(c);
}

static void see_mark(scan *s, uint32_t c, uint32_t start, uint32_t after, uint32_t end) {
  bool single = c == LEFT_SINGLE || c == RIGHT_SINGLE;
  if (s->quote_close) {
    bool apostrophe = single && letter_at(s->view, after, end);
    if (c == s->quote_close && !apostrophe) end_quote(s, after);
    return;
  }
  if (single && !letter_at(s->view, after, end)) return;
  s->quote_close = closing_mark(c);
  s->quote_start = start;
  s->quote_word = s->n;
}

/* ---- blocks -------------------------------------------------------------------------------------------- */

static void begin_block(scan *s, const block *b) {
  s->kind = b->kind;
  s->sentence_word = s->n;
  s->sentence_start = b->view.start;
  s->stop = s->resume = s->quote_close = 0;
  s->spaced = false;
}

static void see_other(scan *s, char_class k, uint32_t c, uint32_t start, uint32_t after, uint32_t end) {
  if (k == SPACE) {
    s->spaced = s->stop != 0;
    return;
  }
  if (s->spaced && !s->resume) s->resume = start;
  bool closes = k == QUOTE || k == BRACKET;
  if (closes) see_mark(s, c, start, after, end);
  if (s->spaced) return;
  if (k == STOP || (closes && s->stop)) s->stop = after;
  else s->stop = 0;
}

/* Where the text of a block begins and ends without white space. */
static uint32_t trimmed_end(str view, span at) {
  while (at.end > at.start && (uint8_t)view.ptr[at.end - 1] <= ' ') at.end--;
  return at.end;
}

static void skip_space(scan *s, size_t *i, uint32_t end) {
  while (*i < end && (uint8_t)s->view.ptr[*i] <= ' ') (*i)++;
}

static void read_block(scan *s, const block *b) {
  uint32_t from = s->n_letters, end = trimmed_end(s->view, b->view);
  begin_block(s, b);
  size_t i = b->view.start;
  skip_space(s, &i, end);
  s->sentence_start = (uint32_t)i;
  while (i < end && s->n < (uint32_t)s->m->limits[LIMIT_MAX_WORDS]) {
    size_t start = i;
    uint32_t c = (uint8_t)s->view.ptr[i];
    if (c == ' ') {            /* most of what is no word */
      s->spaced = s->stop != 0;
      i++;
      continue;
    }
    if (c < 0x80) i++;
    else c = utf8_next(str_sub(s->view, 0, end), &i);
    char_class k = class_of(c);
    if (k == LETTER || k == DIGIT) {
      i = start;
      read_word(s, &i, end);
    } else if (k != DROPPED) {
      see_other(s, k, c, (uint32_t)start, (uint32_t)i, end);
    }
  }
  end_quote(s, (uint32_t)i);
  end_sentence(s, (uint32_t)i);
  if (b->kind == BLOCK_PARAGRAPH && s->n_letters > from)
    s->paragraphs[s->n_paragraphs++] = (letter_run){from, s->n_letters};
}

/* The stems of all words first, so that the wait for one weight is spent asking for the next. */
static void weigh_words(scan *s) {
  for (uint32_t i = 0; i < s->n; i++) {
    word *x = &s->words[i];
    x->stem = model_stem_inside(s->m, (str){s->letters + x->letters, x->letters_end - x->letters});
    model_prefetch(s->m, x->stem);
  }
  for (uint32_t i = 0; i < s->n; i++) {
    word *x = &s->words[i];
    stem_weight weight = model_weight(s->m, x->stem);
    x->idf = weight.idf;
    if (weight.stop) x->flags = (uint8_t)((x->flags & ~WORD_NAME) | WORD_STOP);
  }
}

static bool is_read(block_kind k) { return k == BLOCK_TITLE || k == BLOCK_HEADING || k == BLOCK_PARAGRAPH; }

static wording *read_blocks(arena *a, const copies_model *m, str view, const block *blocks, uint32_t n) {
  wording *out = ARENA_NEW(a, wording);
  scan s = {.m = m, .a = a, .view = view};
  size_t bytes = 0;
  for (uint32_t i = 0; i < n; i++)
    if (is_read(blocks[i].kind)) bytes += span_len(blocks[i].view);
  /* a lower case letter is at most half as long again; TAIL bytes before the first word can be read */
  s.letters = ARENA_ARRAY(a, char, TAIL + bytes + bytes / 2 + RUN_ROOM) + TAIL;
  s.cap = (uint32_t)(bytes / 5 + 8);
  s.words = ARENA_ARRAY(a, word, s.cap);
  s.paragraphs = ARENA_ARRAY(a, letter_run, n + 1);
  for (uint32_t i = 0; i < n; i++)
    if (is_read(blocks[i].kind)) read_block(&s, &blocks[i]);
  weigh_words(&s);
  out->words = s.words;
  out->n_words = s.n;
  out->sentences = s.sentences;
  out->n_sentences = s.n_sentences;
  out->quotes = s.quotes;
  out->n_quotes = s.n_quotes;
  out->paragraphs = s.paragraphs;
  out->n_paragraphs = s.n_paragraphs;
  out->letters = (str){s.letters, s.n_letters};
  return out;
}

uint64_t words_run(const wording *w, uint32_t i) {
  uint32_t from = w->words[i].letters;
  if (from + ANCHOR_LETTERS > w->letters.len) return 0;
  uint64_t h = XXH3_64bits(w->letters.ptr + from, ANCHOR_LETTERS);
  return h ? h : 1;
}

wording *words_read(arena *a, const copies_model *m, const report *r) {
  return read_blocks(a, m, r->view, r->blocks, r->n_blocks);
}

wording *words_of(arena *a, const copies_model *m, str prose) {
  block b = {.kind = BLOCK_PARAGRAPH,
             .view = {0, (uint32_t)(prose.len > UINT32_MAX ? UINT32_MAX : prose.len)}};
  return read_blocks(a, m, prose, &b, 1);
}
