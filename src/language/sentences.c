#include "language/sentences.h"

typedef enum { NO_END, FULL_STOP, QUESTION, ELLIPSIS, ABBREVIATION } ending;

typedef struct {
  reading *r;
  const token_model *m;
  sentence *sentences; uint32_t n, cap;
} splitter;

static str bytes_of(const splitter *s, uint32_t i) {
  return str_sub(s->r->report->view, s->r->tokens[i].view, s->r->tokens[i].view_end);
}

static bool is_sign(const splitter *s, uint32_t i, const char *one_of) {
  return strchr(one_of, s->r->report->view.ptr[s->r->tokens[i].view]);
}

static ending ending_of(const splitter *s, uint32_t i) {
  if (s->r->tokens[i].flags & TOK_SHORT) return ABBREVIATION;
  if (s->r->tokens[i].flags & (TOK_ALPHA | TOK_DIGIT | TOK_LINK)) return NO_END;
  str t = bytes_of(s, i);
  if (str_eq(t, STR("…"))) return ELLIPSIS;
  if (t.ptr[0] == '.' && strchr("!?", t.ptr[t.len - 1])) return QUESTION;
  if (t.ptr[0] == '.') return t.len == 1 ? FULL_STOP : ELLIPSIS;
  return t.ptr[0] == '!' || t.ptr[0] == '?' ? QUESTION : NO_END;
}

/* "[17]" written close behind the end. */
static bool is_reference(const splitter *s, uint32_t i, uint32_t end) {
  return i + 2 < end && is_sign(s, i, "[") && s->r->tokens[i + 1].flags & TOK_DIGIT && is_sign(s, i + 2, "]");
}

/* Signs that stand close behind the end belong to the sentence; *quoted: a closing mark is among them. */
static uint32_t skip_closers(const splitter *s, uint32_t i, uint32_t end, bool *quoted) {
  for (*quoted = false; i < end; i++) {
    uint16_t flags = s->r->tokens[i].flags;
    bool close = flags & TOK_CLOSE;
    if (!close && flags & TOK_SPACE_BEFORE) break;
    if (is_reference(s, i, end)) {
      i += 2;
      continue;
    }
    bool stray = flags & TOK_MARK && !(flags & TOK_OPEN);
    if (!close && !stray && !is_sign(s, i, ")]}") && ending_of(s, i) == NO_END) break;
    *quoted |= close || stray;
  }
  return i;
}

static uint16_t marks_at(const splitter *s, uint32_t i) { return tokens_marks(s->m, s->r->tokens[i].word); }

/* A verb of saying follows within a few words: “Why?” Smith asked. */
static bool saying_follows(const splitter *s, uint32_t i, uint32_t end) {
  enum { FEW = 5 };
  for (uint32_t n = 0; i < end && n < FEW && ending_of(s, i) == NO_END; i++, n++)
    if (marks_at(s, i) & MARK_SAYING) return true;
  return false;
}

static bool is_capital(const splitter *s, uint32_t i) { return s->r->tokens[i].flags & TOK_CAP; }
static bool is_lower(const splitter *s, uint32_t i) {
  return (s->r->tokens[i].flags & (TOK_ALPHA | TOK_CAP)) == TOK_ALPHA;
}

/* The word that would begin the sentence at i: the first behind opening signs. */
static uint32_t first_word(const splitter *s, uint32_t i, uint32_t end) {
  while (i + 1 < end && (s->r->tokens[i].flags & TOK_OPEN || is_sign(s, i, "([{"))) i++;
  return i;
}

/* A longer word of the pack, in lower case: what ends behind it is no abbreviation and no name. */
static bool is_plain_word(const splitter *s, uint32_t i) {
  const token *t = &s->r->tokens[i];
  return is_lower(s, i) && t->word && t->view_end - t->view >= 4;
}

/* Whether a sentence can begin at token i, behind an end of this sort. */
static bool begins(const splitter *s, uint32_t i, uint32_t end, ending how, bool quoted, bool after_word) {
  const token *t = &s->r->tokens[i];
  if (t->flags & TOK_MWT || is_sign(s, i, ",;:")) return false;
  uint32_t word = first_word(s, i, end);
  bool capital = is_capital(s, word);
  if (!(t->flags & TOK_SPACE_BEFORE) && !(capital && how != ABBREVIATION)) return false;
  switch (how) {
    case FULL_STOP: return !is_lower(s, word) || (!quoted && after_word);
    case QUESTION: return is_lower(s, word) ? !quoted && after_word : !(quoted && saying_follows(s, i, end));
    case ELLIPSIS: return capital || word != i;
    case ABBREVIATION: return capital && (word != i || marks_at(s, word) & MARK_STARTER);
    case NO_END: break;
  }
  return false;
}

static void add(splitter *s, uint32_t block_no, uint32_t first, uint32_t end) {
  *ARENA_PUSH(s->r->a, s->sentences, s->n, s->cap) = (sentence){first, end, block_no};
  for (uint32_t i = first; i < end; i++) {
    if (s->r->tokens[i].flags & (TOK_ALPHA | TOK_DIGIT)) {
      s->r->tokens[i].flags |= TOK_FIRST;
      break;
    }
  }
}

static void split_by_rules(splitter *s, const read_block *b) {
  uint32_t first = b->first, next;
  for (uint32_t i = b->first; i < b->end; i = next) {
    next = i + 1;
    ending how = ending_of(s, i);
    if (how == NO_END) continue;
    bool quoted, after_word = i > first && is_plain_word(s, i - 1);
    next = skip_closers(s, next, b->end, &quoted);
    if (next == b->end || !begins(s, next, b->end, how, quoted, after_word)) continue;
    add(s, b->block, first, next);
    first = next;
  }
  if (first < b->end) add(s, b->block, first, b->end);
}

static void split(splitter *s, ends *e, const end_model *m, const read_block *b) {
  ends_block(e, b);
  while (ends_next(e)) {
    if (ends_score(e, m) <= 0) continue;
    add(s, b->block, e->first, e->at);
    ends_cut(e);
  }
  add(s, b->block, e->first, b->end);
}

void sentences_find(reading *r, const token_model *m, const end_model *trained, sentence **sentences,
                    uint32_t *n) {
  splitter s = {.r = r, .m = m};
  ends e;
  if (trained->trained) ends_begin(&e, r, m);
  for (uint32_t b = 0; b < r->n_blocks; b++) {
    const read_block *here = &r->blocks[b];
    if (here->first == here->end) continue;
    if (r->report->blocks[here->block].kind == BLOCK_TITLE) {
      add(&s, here->block, here->first, here->end);
    } else if (trained->trained) {
      split(&s, &e, trained, here);
    } else {
      split_by_rules(&s, here);
    }
  }
  *sentences = s.sentences;
  *n = s.n;
}
